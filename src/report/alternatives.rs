//! "Wat kan anders": what rules support for the prescriptions of an export, as a group.

use super::product::label_of;
use super::wording::{Wording, product_label};
use super::{LabelExclusion, Number};
use crate::advice::{Citation, Use, said};
use crate::dataset::guideline::{Direction, RuleId};
use crate::dataset::{Dataset, Evidence};
use crate::diagnostic::Message;
use crate::language::Language;
use crate::practice::{AboveLimit, Count, Group, Outcome, Pair, RuleSum, Saving};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// What rules support for the prescriptions of an export.
#[derive(Debug, Clone, serde::Serialize)]
pub struct AlternativesReport {
    /// What it may be used for, in the language of the report.
    pub intended_use: &'static str,
    /// Always the aggregate use: nothing of a patient is known.
    pub purpose: Use,
    /// Rules that say to use less, to stop, to harmonise or to look at something.
    pub reduce: Vec<RuleReport>,
    /// Switches that rules support, the largest saving first.
    pub offers: Vec<RuleReport>,
    /// Rules that keep what is prescribed, or may: that depends on what they ask. The savings of
    /// the switches are those before these are taken off.
    pub keep: Vec<RuleReport>,
    /// Switches that are held back for all their prescriptions.
    pub withheld: Vec<RuleReport>,
    /// Rules about every medicine: they have no number of their own.
    pub general: Vec<RuleReport>,
    /// Pairs of rules that contradict each other: both stand.
    pub conflicts: Vec<(RuleId, RuleId)>,
    /// The title and guideline of each rule in `conflicts`.
    pub conflicting: BTreeMap<RuleId, Message>,
}

/// What one rule touches.
#[derive(Debug, Clone, serde::Serialize)]
pub struct RuleReport {
    /// The rule.
    pub rule: RuleId,
    /// What it asks for.
    pub direction: Direction,
    /// What to do.
    pub title: Message,
    /// Why.
    pub reason: Message,
    /// What instead, where that is no product.
    pub instead: Message,
    /// What to do afterwards.
    pub follow_up: Message,
    /// Where it is to be read.
    pub citation: Citation,
    /// Prescriptions that it is about.
    pub prescriptions: Count,
    /// Patients of these; `null` where the export names none, or too many, and where it is hidden.
    pub patients: Option<Count>,
    /// What would have to be asked for each of them, by name.
    pub asks: Vec<&'static str>,
    /// Patients above the limit of the rule in a year, where the rule has one and the export
    /// tells it.
    pub above_limit: Option<AboveLimit>,
    /// Prescriptions with an alternative that the data can tell to be lower.
    pub eligible: u64,
    /// Those of them for which no source says which dose is equal: the same nominal dose was taken.
    pub eligible_nominal: u64,
    /// What would be saved; `null` for a rule without such an alternative.
    pub saving: Option<Vec<SavingReport>>,
    /// Prescriptions that are held back, by what holds them back.
    pub withheld: BTreeMap<&'static str, u64>,
    /// From which product to which, most prescriptions first.
    pub alternatives: Vec<PairReport>,
}

/// The saving of a scenario.
#[derive(Debug, Clone, serde::Serialize)]
pub struct SavingReport {
    /// The share of the eligible prescriptions that change, in percent.
    pub share_percent: u32,
    /// kg CO2e.
    pub unit: &'static str,
    /// The low end; below zero where the alternative may be higher.
    pub low: Number,
    /// The central value.
    pub central: Number,
    /// The high end.
    pub high: Number,
}

/// An alternative for some prescriptions.
#[derive(Debug, Clone, serde::Serialize)]
pub struct PairReport {
    /// The medicine as it stands in the list of products.
    pub from: String,
    /// The product that could stand for it, by its id.
    pub to: String,
    /// Its label.
    pub to_label: String,
    /// Doses of the first.
    pub from_doses: u32,
    /// Doses of the second that stand for them.
    pub to_doses: u32,
    /// Whether it rests on a source; otherwise it is the same nominal dose.
    pub cited: bool,
    /// How well that is known; `null` without a source.
    pub evidence: Option<Evidence>,
    /// What the label of the second excludes, by each text that says so.
    pub label_excludes: Vec<LabelExclusion>,
    /// Prescriptions.
    pub prescriptions: u64,
}

impl AlternativesReport {
    pub(super) fn of(outcome: &Outcome, language: Language) -> Self {
        let (dataset, words) = (outcome.dataset(), language.wording());
        let Group {
            reduce,
            offers,
            keep,
            withheld,
            general,
            conflicts,
        } = &outcome.rules;
        let list = |rules: &[RuleSum]| {
            let rules = rules.iter();
            let rules = rules.filter_map(|rule| RuleReport::of(outcome, rule, words));
            rules.collect()
        };
        let conflicting = conflicts.iter().flat_map(|(one, other)| [one, other]);
        Self {
            intended_use: Use::Aggregate.intended(language),
            purpose: Use::Aggregate,
            reduce: list(reduce),
            offers: list(offers),
            keep: list(keep),
            withheld: list(withheld),
            general: list(general),
            conflicts: conflicts.clone(),
            conflicting: conflicting
                .filter_map(|id| Some((id.clone(), super::advice::titled(dataset, id.as_str())?)))
                .collect(),
        }
    }

    /// Whether no rule says anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.reduce.is_empty()
            && self.offers.is_empty()
            && self.keep.is_empty()
            && self.withheld.is_empty()
    }
}

impl RuleReport {
    /// `None` for a rule that the data does not have.
    fn of(outcome: &Outcome, sum: &RuleSum, words: &dyn Wording) -> Option<Self> {
        let (guideline, rule) = outcome.dataset().rule_by_id(sum.rule.as_str())?;
        let said = said(guideline, rule, sum.asks.clone());
        let saving = sum.saving.as_ref();
        Some(Self {
            rule: said.rule,
            direction: said.direction,
            title: said.title,
            reason: said.reason,
            instead: said.instead,
            follow_up: said.follow_up,
            citation: said.citation,
            prescriptions: sum.prescriptions,
            patients: sum.patients,
            asks: said.asks.iter().map(|ask| ask.as_str()).collect(),
            above_limit: sum.above_limit,
            eligible: sum.eligible,
            eligible_nominal: sum.eligible_nominal,
            saving: saving.map(|all| all.iter().map(SavingReport::of).collect()),
            withheld: sum.withheld.clone(),
            alternatives: PairReport::list(outcome, &sum.alternatives, words),
        })
    }
}

impl SavingReport {
    fn of(saving: &Saving) -> Self {
        Self {
            share_percent: saving.share_percent,
            unit: "kg CO2e",
            low: Number::of(saving.low),
            central: Number::of(saving.central),
            high: Number::of(saving.high),
        }
    }
}

impl PairReport {
    /// Pairs of entries that have the same label stand as one.
    fn list(outcome: &Outcome, pairs: &[Pair], words: &dyn Wording) -> Vec<Self> {
        let mut list: BTreeMap<(String, &str), Self> = BTreeMap::new();
        for pair in pairs {
            let key = (label_of(outcome, &pair.from, words), pair.to.as_str());
            match list.get_mut(&key) {
                // The prescriptions of a rule were added up, so a part of them fits.
                Some(same) => {
                    let sum = same.prescriptions.saturating_add(pair.prescriptions);
                    same.prescriptions = sum;
                }
                None => {
                    let report = Self::of(outcome.dataset(), key.0.clone(), pair, words);
                    list.insert(key, report);
                }
            }
        }
        let mut list: Vec<Self> = list.into_values().collect();
        list.sort_by_key(|pair| Reverse(pair.prescriptions));
        list
    }

    fn of(dataset: &Dataset, from: String, pair: &Pair, words: &dyn Wording) -> Self {
        let to = pair.to.as_str();
        let product = dataset.product_by_id(to);
        Self {
            from,
            to: to.to_owned(),
            to_label: product.map_or_else(String::new, |one| product_label(one, words)),
            from_doses: pair.dose.from_doses,
            to_doses: pair.dose.to_doses,
            cited: !pair.dose.equivalence.is_empty(),
            evidence: evidence(dataset, &pair.dose.equivalence),
            label_excludes: LabelExclusion::of(dataset, to),
            prescriptions: pair.prescriptions,
        }
    }
}

/// How well an equivalence is known.
fn evidence(dataset: &Dataset, equivalence: &str) -> Option<Evidence> {
    let mut all = dataset.equivalences().iter();
    let found = all.find(|one| one.id == equivalence)?;
    Some(found.provenance.evidence)
}
