//! What a finding in a formulary says, in words.

use super::compare_words::verdict;
use super::reason_texts::stale;
use super::reason_texts::{
    atc_contradicts, beside, device_change, duplicate, gap, no_factor, not_judged, out_of_range,
    per, quantity, rank_missing, reversed, step_missing, uncited, unknown_product,
};
use super::remedy::{in_formulary, instead_of_foreign, instead_of_kept, instead_of_weighing};
use super::speaker::Speaker;
use crate::dataset::guideline::RuleId;
use crate::diagnostic::Message;
use crate::formulary::{Finding, Pattern, Reason, Weighed, is_of_impact};
use crate::language::Language;
use crate::quantity::Range;
use crate::report::digits::Digits;
use crate::report::wording;
use rust_decimal::Decimal;

/// Where a finding rests on.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(crate) struct FindingSource {
    /// The title, with version and section where it is a guideline.
    pub title: String,
    /// The address.
    pub url: String,
    /// The rule, by id; empty where it is none.
    pub rule: String,
}

impl Speaker<'_> {
    /// What was found, in both languages and without a full stop.
    pub(super) fn message(&self, finding: &Finding) -> Message {
        let say = |language| self.say(finding, language);
        (say(Language::Dutch), say(Language::English)).into()
    }

    /// Each reason has its sentence here, so that a new one does not compile without.
    fn say(&self, finding: &Finding, language: Language) -> String {
        let other = || {
            let other = finding.other.map(|other| self.label(other));
            other.unwrap_or_default()
        };
        match finding.reason.as_ref() {
            Reason::NoLower {
                product,
                doses,
                weighed,
                per_day,
                basis,
                ..
            } => {
                let figures = figures(*weighed, language);
                let figures = per(*per_day, &figures, language);
                self.no_lower(product, *doses, *basis, &figures, language)
            }
            Reason::Pair {
                weighed, stands, ..
            } => {
                let figures = per(true, &figures(*weighed, language), language);
                let said = self.pair(finding, &other(), &figures, language);
                format!("{said}{}", beside(*stands, language))
            }
            Reason::Keep { rule } => self.keep(rule, language),
            Reason::OnlyPowder { rules } => self.only_powder(rules, language),
            Reason::NotFirst { rules } => self.not_first(rules, &other(), language),
            Reason::LabelIndication {
                product,
                indication,
                country,
                ..
            } => self.label_indication(product, *indication, country.as_deref(), language),
            Reason::LabelAge {
                product,
                ages,
                from,
                country,
                kept,
                ..
            } => {
                let said = self.label_age(product, *ages, *from, country.as_deref(), language);
                format!("{said}{}", self.kept(kept.as_ref(), language))
            }
            Reason::DeviceChange { from, to, .. } => device_change(*from, *to, language),
            Reason::Wording(pattern) => self.wording(pattern, language),
            Reason::AtcContradicts { atc, named } => atc_contradicts(*atc, named, language),
            Reason::UnknownProduct => unknown_product(language),
            Reason::NoFactor => no_factor(language),
            Reason::Ambiguous(products) => self.ambiguous(products, language),
            Reason::Quantity { days, limit, .. } => quantity(*days, *limit, language),
            Reason::OutOfRange { day, limit } => out_of_range(*day, limit, language),
            Reason::Stale {
                title,
                version,
                cited,
                ..
            } => stale(title, version, *cited, language),
            Reason::Review { due, on, guideline } => {
                self.review(*due, *on, guideline.as_deref(), language)
            }
            Reason::Reversed(reversal) => reversed(reversal, language),
            Reason::Conflict(pairs) => self.conflict(pairs, language),
            Reason::Uncited => uncited(language),
            Reason::Duplicate => duplicate(&other(), self.line(finding.other), language),
            Reason::Gap(from, to) => gap(*from, *to, language),
            Reason::StepMissing(step) => step_missing(*step, language),
            Reason::RankMissing(rank) => rank_missing(*rank, language),
            Reason::NotJudged(columns) => {
                let option = self.option(finding.option);
                let coded = option.is_some_and(|option| !option.icpc.is_empty());
                not_judged(columns, coded, language)
            }
            Reason::NameDiffers {
                named,
                coded,
                facts,
            } => self.differs(named, coded, facts, language),
        }
    }

    /// Where the finding rests on.
    pub(super) fn sources(&self, reason: &Reason) -> Vec<FindingSource> {
        let rules: Vec<&str> = match reason {
            Reason::NoLower { rule, .. }
            | Reason::Pair { rule, .. }
            | Reason::Keep { rule }
            | Reason::Quantity { rule, .. } => vec![rule.as_str()],
            Reason::OnlyPowder { rules } | Reason::NotFirst { rules } => {
                rules.iter().map(RuleId::as_str).collect()
            }
            Reason::DeviceChange { rule, .. } => rule.iter().map(|rule| rule.as_str()).collect(),
            Reason::Conflict(pairs) => {
                let both = pairs
                    .iter()
                    .flat_map(|(one, other)| [one.as_str(), other.as_str()]);
                let both: std::collections::BTreeSet<&str> = both.collect();
                both.into_iter().collect()
            }
            Reason::Reversed(reversal) => vec![reversal.rule.as_str()],
            Reason::LabelAge { sources, kept, .. } => {
                let rule = kept.iter().filter_map(|rule| self.cited(rule.as_str()));
                return rule.chain(self.works(sources)).collect();
            }
            Reason::LabelIndication { sources, .. } => return self.works(sources),
            Reason::Wording(pattern) => return self.works(&self.wording_sources(pattern)),
            Reason::Stale {
                title,
                version,
                url,
                ..
            } => {
                return vec![FindingSource {
                    title: format!("{title}, {version}"),
                    url: url.clone(),
                    rule: String::new(),
                }];
            }
            Reason::AtcContradicts { .. }
            | Reason::UnknownProduct
            | Reason::NoFactor
            | Reason::Ambiguous(_)
            | Reason::OutOfRange { .. }
            | Reason::Review { .. }
            | Reason::Uncited
            | Reason::Duplicate
            | Reason::Gap(..)
            | Reason::StepMissing(_)
            | Reason::RankMissing(_)
            | Reason::NotJudged(_)
            | Reason::NameDiffers { .. } => Vec::new(),
        };
        let cited = rules.into_iter().filter_map(|id| self.cited(id));
        cited.collect()
    }

    /// A rule as a source.
    fn cited(&self, id: &str) -> Option<FindingSource> {
        let (guideline, rule) = self.dataset.rule_by_id(id)?;
        Some(FindingSource {
            title: format!(
                "{}, {}, {}",
                guideline.title, guideline.version, rule.section
            ),
            url: rule.url.clone(),
            rule: id.to_owned(),
        })
    }

    fn wording_sources(&self, pattern: &Pattern) -> Vec<String> {
        let products = pattern.products.iter();
        let mut ids: Vec<String> = products
            .filter_map(|id| self.dataset.product_by_id(id))
            .map(|one| one.provenance.source.as_str().to_owned())
            .collect();
        ids.dedup();
        ids
    }

    fn works(&self, ids: &[String]) -> Vec<FindingSource> {
        let mut ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        ids.sort_unstable();
        ids.dedup();
        let sources = ids.into_iter().filter_map(|id| {
            let mut all = self.dataset.sources();
            let source = all.find(|one| one.id.as_str() == id)?;
            Some(FindingSource {
                title: format!("{id}: {}", source.title),
                url: source.url.clone(),
                rule: String::new(),
            })
        });
        sources.collect()
    }

    /// What to do: that of the pattern where there is one, and otherwise that of the code.
    pub(super) fn instead(&self, finding: &Finding) -> Message {
        if let Reason::Wording(pattern) = finding.reason.as_ref() {
            return pattern.instead.clone();
        }
        if finding.reason.is_of_foreign_label() {
            return instead_of_foreign();
        }
        if let Reason::LabelAge { kept: Some(_), .. } = finding.reason.as_ref() {
            return instead_of_kept();
        }
        let option = self.option(finding.option);
        if is_of_impact(finding.code)
            && option.is_some_and(|option| self.words.weighs_with_patient(option))
        {
            return instead_of_weighing();
        }
        in_formulary(finding.code)
    }
}

/// Two values with their ranges in grams of CO2e, and the verdict.
fn figures(weighed: Weighed, language: Language) -> String {
    let [before, after] = [weighed.before, weighed.after].map(|range| grams(range, language));
    let verdict = verdict(weighed.verdict, language);
    let place = language.say("in plaats van", "in place of");
    format!("{after} {place} {before} ({verdict})")
}

/// A range in grams of CO2e.
pub(super) fn grams(range: Range, language: Language) -> String {
    let ends = [range.low(), range.central(), range.high()].map(|end| {
        let grams = end.times(Decimal::ONE_THOUSAND);
        grams.map(|grams| grams.round(6)).unwrap_or_default()
    });
    let [low, central, high] = ends;
    let digits = Digits(wording::of(language));
    let [low, central, high] = digits.range_of(low, central, high);
    if low == high {
        format!("{central} g CO2e")
    } else {
        format!("{central} g CO2e ({low} – {high})")
    }
}
