//! The block of other medicines.

use super::super::Report;
use super::super::medicines::{FormFactReport, OtherMedicines};
use super::Page;
use crate::dataset::Effect;
use crate::exact::Fraction;
use crate::practice::FormImpact;
use crate::report::wording::Heading;
use std::collections::{BTreeMap, BTreeSet};

impl Page {
    pub(super) fn other_medicines(&mut self, report: &Report) {
        let Some(block) = &report.other_medicines else {
            return;
        };
        let words = self.words.medicines();
        self.heading(Heading::OtherMedicines);
        self.paragraph(words.stands_alone());
        if report.hidden.is_none() || block.sums.rows_with_order > 0 {
            self.paragraph(
                &words.share(
                    &self.digits.count(block.sums.rows_with_order),
                    &self.digits.count(block.sums.rows),
                    &self
                        .digits
                        .percent(block.sums.rows_with_order.into(), block.sums.rows.into()),
                ),
            );
        }
        let (valued, rest): (Vec<_>, Vec<_>) = block
            .sums
            .forms
            .iter()
            .partition(|form| form.order.is_some());
        self.other_forms(report, block.sums.rows_in_rest);
        if !valued.is_empty() {
            let mut table = self.table_of(&words.columns());
            for form in valued {
                table.add_row(self.form(form));
            }
            self.push_table(&mut table, &[1, 2, 3, 4]);
        }
        if !rest.is_empty() {
            let list: Vec<String> = rest
                .into_iter()
                .map(|form| {
                    format!(
                        "{} {}",
                        words.form(form.form),
                        self.digits.count(form.sum.rows)
                    )
                })
                .collect();
            self.paragraph(&words.without_order(&list.join(", ")));
        }
        self.paragraph(words.what_it_is());
        self.effects(block);
        self.form_sources(block);
    }

    fn form(&self, form: &FormImpact) -> Vec<String> {
        let words = self.words.medicines();
        let none = || "–".to_owned();
        let per_unit = form.order.as_ref().map_or_else(none, |order| {
            format!(
                "{} / {}",
                self.ends(order.low, order.high),
                words.per(order.per)
            )
        });
        let all = form
            .climate
            .as_ref()
            .map_or_else(none, |all| self.ends(all.low, all.high));
        let pieces = if form.sum.rows_with_pieces > 0 {
            self.digits.count(form.sum.pieces)
        } else {
            none()
        };
        vec![
            words.form(form.form).to_owned(),
            self.digits.count(form.sum.rows),
            pieces,
            per_unit,
            all,
        ]
    }

    fn ends(&self, low: Fraction, high: Fraction) -> String {
        let ends = self.digits.order(low.round(6), high.round(6));
        if low == high {
            self.words.medicines().about(&ends)
        } else {
            ends
        }
    }

    /// Each effect, source by source, with what the source printed.
    fn effects(&mut self, block: &OtherMedicines) {
        if block.effects.is_empty() {
            return;
        }
        let words = self.words.medicines();
        self.paragraph(words.effects());
        for effect in &block.effects {
            let mut sources: BTreeMap<&str, Vec<&FormFactReport>> = BTreeMap::new();
            for fact in effect.facts.iter().filter_map(|id| block.fact(id)) {
                sources.entry(&fact.source).or_default().push(fact);
            }
            let only = sources.len() == 1;
            let shown: Vec<String> = sources
                .into_values()
                .filter_map(|facts| self.shown(effect.effect, &facts, only))
                .collect();
            self.item(&format!(
                "{}: {}.",
                words.effect(effect.effect),
                shown.join("; ")
            ));
        }
    }

    /// What one source shows of an effect: two values, or a ratio. `only` where there is no
    /// other source.
    fn shown(&self, effect: Effect, facts: &[&FormFactReport], only: bool) -> Option<String> {
        let words = self.words.medicines();
        let first = facts.first()?;
        let evidence = self.words.evidence(first.evidence);
        let mut source = format!("{}, {evidence}", first.source);
        if only {
            source.push_str(", ");
            source.push_str(self.words.one_value());
        }
        match effect {
            Effect::LiquidSolid => Some(words.ratio(&self.printed(first), &source)),
            Effect::IntravenousOral => {
                let value = |fact: &FormFactReport| format!("{} {}", self.printed(fact), fact.unit);
                Some(words.against(&value(first), &value(facts.get(1)?), &source))
            }
        }
    }

    fn printed(&self, fact: &FormFactReport) -> String {
        let mark = self.words.decimal_mark().to_string();
        fact.published.replace('.', &mark).replace('-', " – ")
    }

    /// The sources of the orders and effects that are shown, each once.
    fn form_sources(&mut self, block: &OtherMedicines) {
        let orders = block
            .sums
            .forms
            .iter()
            .filter_map(|form| form.order.as_ref());
        let effects = block.effects.iter().flat_map(|effect| &effect.facts);
        let sources: BTreeSet<String> = orders
            .flat_map(|order| &order.facts)
            .chain(effects)
            .filter_map(|id| block.fact(id))
            .map(|fact| {
                let funder = self.words.funder(fact.funder);
                format!("{}: {} ({funder})", fact.source, fact.citation)
            })
            .collect();
        let list: Vec<String> = sources.into_iter().collect();
        self.paragraph(&self.words.medicines().sources(&list.join("; ")));
    }
}
