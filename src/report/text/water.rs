//! The block about water.

use super::super::{Report, WaterReport};
use super::Page;
use crate::exact::Fraction;
use crate::practice::{SubstanceSum, UseSum, WaterAmount, WaterAmountKind};
use crate::report::wording::Heading;
use crate::water::NoVolume;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// How many substances are shown.
const TOP: usize = 12;

impl Page {
    pub(super) fn water(&mut self, report: &Report) {
        let Some(block) = &report.water else {
            return;
        };
        let words = self.words.water();
        self.heading(Heading::Water);
        self.paragraph(words.stands_alone());
        let of = self.digits.count(block.sums.rows);
        let with = self.digits.count(block.sums.rows_with_facts);
        let named = self.substances_by_name(report, &with, &of);
        if block.sums.substances.is_empty() {
            if !named {
                self.paragraph(&words.none(&of));
            }
            self.paragraph(words.by_atc());
            return;
        }
        let share = self
            .digits
            .percent(block.sums.rows_with_facts.into(), block.sums.rows.into());
        if !named {
            self.paragraph(&words.share(&with, &of, &share));
        }
        self.paragraph(words.by_atc());
        self.paragraph(&words.what_it_is(block.treatment));
        let (shown, rest) = block
            .sums
            .substances
            .split_at(block.sums.substances.len().min(TOP));
        let mut table = self.table_of(&words.columns());
        for substance in shown {
            for row in self.uses(substance) {
                table.add_row(row);
            }
        }
        self.push_table(&mut table, &[2, 3, 4, 5, 6]);
        if !rest.is_empty() {
            // Never above the rows of all substances, which were added up.
            let rows = rest.iter().map(|one| one.rows);
            let rows = self.digits.count(rows.fold(0, u64::saturating_add));
            self.paragraph(&words.more(&rest.len().to_string(), &rows));
        }
        self.paragraph(words.how_to_read());
        self.gaps(shown);
        self.assumptions(shown);
        self.formed(shown);
        self.lists(shown);
        self.limit_conflicts(shown);
        self.water_sources(block, shown);
    }

    /// A row for each way of use; the name stands in the first.
    fn uses(&self, substance: &SubstanceSum) -> Vec<Vec<String>> {
        let words = self.words.water();
        let mut name = words
            .words(&substance.substance, &substance.dutch)
            .to_owned();
        let mut rows = Vec::new();
        for one in &substance.uses {
            let load = match (&one.load, one.no_load) {
                (Some(load), _) => self.water_amount(load),
                (None, Some(reason)) => words.no_load(reason).to_owned(),
                (None, None) => "–".to_owned(),
            };
            let volume = match (&one.critical_volume, one.no_critical_volume) {
                (Some(volume), _) => self.water_amount(&volume.amount),
                (None, Some(reason)) => words.no_volume(reason).to_owned(),
                (None, None) => "–".to_owned(),
            };
            rows.push(vec![
                std::mem::take(&mut name),
                words.route(one.route).to_owned(),
                self.digits.count(one.rows),
                self.digits.count(one.rows_with_mass),
                one.milligrams
                    .map_or_else(|| "–".to_owned(), |mass| self.mass(mass)),
                load,
                volume,
            ]);
        }
        rows
    }

    /// Three digits of a mass in mg.
    fn mass(&self, milligrams: Fraction) -> String {
        let value = milligrams.round(6);
        let (scale, unit) = mass_unit(value);
        let value = value.checked_mul(scale).unwrap_or_default();
        let [_, value, _] = self.digits.range_of(value, value, value);
        format!("{value} {unit}")
    }

    fn water_amount(&self, amount: &WaterAmount) -> String {
        let high = amount.high.round(6);
        // Volumes have their unit in the title of the column.
        let (scale, unit) = match amount.unit {
            "mg" => mass_unit(high),
            _ => (Decimal::ONE, ""),
        };
        let scaled = |value: Decimal| value.checked_mul(scale).unwrap_or_default();
        match (amount.kind, amount.low, amount.central) {
            (WaterAmountKind::Estimate, Some(low), Some(central)) => {
                let ends = [low, central].map(|end| scaled(end.round(6)));
                let [low, central] = ends;
                let [low, central, high] = self.digits.range_of(low, central, scaled(high));
                let text = if low == high {
                    format!("{central} {unit}")
                } else {
                    format!("{central} ({low} – {high}) {unit}")
                };
                text.trim_end().to_owned()
            }
            _ => {
                let high = self.digits.rounded_up(scaled(high));
                let high = format!("{high} {unit}");
                self.words.water().at_most(high.trim_end())
            }
        }
    }

    /// What each upper bound lacks.
    fn gaps(&mut self, shown: &[SubstanceSum]) {
        let words = self.words.water();
        let bounded = |one: &UseSum| match &one.load {
            Some(load) if load.kind == WaterAmountKind::AtMost => one.gaps.clone(),
            _ => BTreeSet::new(),
        };
        self.by_reason(words.bounds(), shown, bounded, |gap| words.gap(gap));
    }

    fn assumptions(&mut self, shown: &[SubstanceSum]) {
        let words = self.words.water();
        let assumed = |one: &UseSum| one.assumptions.clone();
        self.by_reason(words.assumptions(), shown, assumed, |one| {
            words.assumption(one)
        });
    }

    /// What is formed of the substances, and whether the last column is by its limit.
    fn formed(&mut self, shown: &[SubstanceSum]) {
        let words = self.words.water();
        let mut items = Vec::new();
        for substance in shown {
            for one in &substance.uses {
                for product in &one.products {
                    let name = words.words(&product.product, &product.dutch);
                    let load = product.load.as_ref().map(|load| self.water_amount(load));
                    let mut says = vec![words.formed(name, load.as_deref())];
                    let volume = one.critical_volume.as_ref();
                    if volume.is_some_and(|one| one.product.as_ref() == Some(&product.product)) {
                        says.push(words.drives().to_owned());
                    }
                    if load.is_none() && one.no_critical_volume == Some(NoVolume::ProductUnknown) {
                        says.push(words.not_judged().to_owned());
                    }
                    let of = words.words(&substance.substance, &substance.dutch);
                    let route = words.route(one.route);
                    items.push(format!("{of} ({route}): {}.", says.join("; ")));
                }
            }
        }
        if !items.is_empty() {
            self.paragraph(words.products());
        }
        for item in items {
            self.item(&item);
        }
    }

    /// A list of reasons, each with the uses that it is about.
    fn by_reason<R: Ord + Copy>(
        &mut self,
        title: &str,
        shown: &[SubstanceSum],
        reasons: impl Fn(&UseSum) -> BTreeSet<R>,
        say: impl Fn(R) -> &'static str,
    ) {
        let words = self.words.water();
        let mut uses: BTreeMap<R, BTreeMap<&str, BTreeSet<&str>>> = BTreeMap::new();
        for substance in shown {
            for one in &substance.uses {
                for reason in reasons(one) {
                    let routes = uses.entry(reason).or_default();
                    let name = words.words(&substance.substance, &substance.dutch);
                    routes
                        .entry(name)
                        .or_default()
                        .insert(words.route(one.route));
                }
            }
        }
        if !uses.is_empty() {
            self.paragraph(title);
        }
        for (reason, about) in uses {
            let about: Vec<String> = about
                .into_iter()
                .map(|(name, routes)| {
                    let routes: Vec<&str> = routes.into_iter().collect();
                    format!("{name} ({})", routes.join(", "))
                })
                .collect();
            self.item(&format!("{}: {}.", say(reason), about.join("; ")));
        }
    }

    /// Each list with the substances of the table that stand on it.
    fn lists(&mut self, shown: &[SubstanceSum]) {
        let words = self.words.water();
        let mut lists: BTreeMap<(&str, &str, &str), BTreeSet<&str>> = BTreeMap::new();
        for substance in shown {
            for list in &substance.lists {
                let key = (&*list.list, &*list.vintage, &*list.dutch);
                let names = lists.entry(key).or_default();
                names.insert(words.words(&substance.substance, &substance.dutch));
            }
        }
        if !lists.is_empty() {
            self.paragraph(words.lists());
        }
        for ((list, vintage, dutch), names) in lists {
            let names: Vec<&str> = names.into_iter().collect();
            self.item(&format!(
                "{} ({}): {}.",
                words.words(list, dutch),
                words.vintage(vintage),
                names.join(", ")
            ));
        }
    }

    fn limit_conflicts(&mut self, shown: &[SubstanceSum]) {
        let words = self.words.water();
        let differs = |substance: &&SubstanceSum| {
            let volumes = substance
                .uses
                .iter()
                .filter_map(|one| one.critical_volume.as_ref());
            volumes
                .into_iter()
                .any(|volume| !volume.conflicts.is_empty())
        };
        let names: Vec<&str> = shown
            .iter()
            .filter(differs)
            .map(|substance| words.words(&substance.substance, &substance.dutch))
            .collect();
        if !names.is_empty() {
            self.paragraph(&words.conflicts(&names.join(", ")));
        }
    }

    /// The sources of what is shown, each once.
    fn water_sources(&mut self, block: &WaterReport, shown: &[SubstanceSum]) {
        let names: BTreeSet<&str> = shown.iter().map(|one| one.substance.as_str()).collect();
        let facts = block.facts.iter();
        let sources: BTreeSet<String> = facts
            .filter(|fact| names.contains(fact.substance.as_str()))
            .map(|fact| {
                let funder = self.words.funder(fact.funder);
                format!("{}: {} ({funder})", fact.source, fact.citation)
            })
            .collect();
        let list: Vec<String> = sources.into_iter().collect();
        if !list.is_empty() {
            self.paragraph(&self.words.water().sources(&list.join("; ")));
        }
    }
}

/// What milligrams are multiplied with to be shown, and the unit that they are shown in.
fn mass_unit(milligrams: Decimal) -> (Decimal, &'static str) {
    if milligrams < Decimal::ONE_THOUSAND {
        (Decimal::ONE, "mg")
    } else if milligrams < Decimal::from(1_000_000) {
        (Decimal::new(1, 3), "g")
    } else {
        (Decimal::new(1, 6), "kg")
    }
}
