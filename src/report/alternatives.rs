//! "Wat kan anders": what rules support for the prescriptions of an export, as a group.

use super::contradictions::ContradictionReport;
use super::label::LabelExclusion;
use super::product::label_of;
use super::wording::{Wording, product_label};
use crate::advice::{Citation, Guard, Use, Used};
use crate::dataset::guideline::{Direction, RuleId};
use crate::dataset::{Dataset, Evidence};
use crate::diagnostic::Message;
use crate::language::Language;
use crate::practice::{Group, Outcome, Pair, RuleSum};
use crate::report::wording;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// What rules support for the prescriptions of an export.
#[derive(Debug, Clone, serde::Serialize)]
pub(super) struct AlternativesReport {
    /// What it may be used for, in the language of the report.
    pub intended_use: &'static str,
    /// Always the aggregate use: nothing of a patient is known.
    pub purpose: Use,
    /// How far the rules were assessed, and whether they were reviewed in time.
    pub rules_used: Used,
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
    /// Rules, with their titles, that would keep something in what was not read, and ask nothing.
    pub unasked: BTreeMap<RuleId, Message>,
    /// Rules that contradict each other: both stand.
    pub conflicts: Vec<ContradictionReport>,
}

/// What one rule touches.
#[derive(Debug, Clone, serde::Serialize)]
pub(super) struct RuleReport {
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
    /// On what it rests, where that is less than it may seem; empty otherwise.
    pub basis: Message,
    /// Where it is to be read.
    pub citation: Citation,
    /// What it touches.
    #[serde(flatten)]
    pub sum: RuleSum,
    /// What would have to be asked: its word, and the question.
    #[cfg_attr(
        not(feature = "text"),
        expect(dead_code, reason = "only the page of text says it in words")
    )]
    #[serde(skip)]
    pub questions: Vec<(String, String)>,
    /// Why prescriptions are held back, by the word for it.
    #[cfg_attr(
        not(feature = "text"),
        expect(dead_code, reason = "only the page of text says it in words")
    )]
    #[serde(skip)]
    pub reasons: BTreeMap<String, String>,
    /// From which product to which, most prescriptions first.
    pub alternatives: Vec<PairReport>,
}

/// An alternative for some prescriptions.
#[derive(Debug, Clone, serde::Serialize)]
pub(super) struct PairReport {
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
        let (dataset, words) = (outcome.dataset(), wording::of(language));
        let Group {
            reduce,
            offers,
            keep,
            withheld,
            general,
            unasked,
            conflicts,
        } = &outcome.rules;
        let list = |rules: &[RuleSum]| {
            let rules = rules.iter();
            let rules = rules.filter_map(|rule| RuleReport::of(outcome, rule, words, language));
            rules.collect()
        };
        Self {
            intended_use: Use::Aggregate.intended(language),
            purpose: Use::Aggregate,
            rules_used: outcome.advised.used(dataset),
            reduce: list(reduce),
            offers: list(offers),
            keep: list(keep),
            withheld: list(withheld),
            general: list(general),
            unasked: unasked
                .iter()
                .filter_map(|id| {
                    let (_, rule) = dataset.rule_by_id(id.as_str())?;
                    Some((id.clone(), rule.title.clone()))
                })
                .collect(),
            conflicts: ContradictionReport::all(dataset, conflicts.iter()),
        }
    }

    /// Whether no rule says anything.
    #[cfg(feature = "text")]
    pub(super) fn is_empty(&self) -> bool {
        self.reduce.is_empty()
            && self.offers.is_empty()
            && self.keep.is_empty()
            && self.withheld.is_empty()
    }
}

impl RuleReport {
    /// `None` for a rule that the data does not have.
    fn of(
        outcome: &Outcome,
        sum: &RuleSum,
        words: &dyn Wording,
        language: Language,
    ) -> Option<Self> {
        let dataset = outcome.dataset();
        let (guideline, rule) = dataset.rule_by_id(sum.rule.as_str())?;
        let said = outcome
            .advised
            .said(dataset, guideline, rule, BTreeSet::new());
        let questions = sum.asks.iter().map(|ask| {
            let question = ask.question(dataset, language).to_owned();
            (ask.as_str().to_owned(), question)
        });
        let reasons = sum.withheld.keys().map(|word| {
            let guard = Guard::parse(word);
            let reason = guard.map_or(word.as_str(), |one| one.reason(dataset, language));
            (word.clone(), reason.to_owned())
        });
        Some(Self {
            rule: said.rule,
            direction: said.direction,
            title: said.title,
            reason: said.reason,
            instead: said.instead,
            follow_up: said.follow_up,
            basis: said.basis,
            citation: said.citation,
            sum: sum.clone(),
            questions: questions.collect(),
            reasons: reasons.collect(),
            alternatives: PairReport::list(outcome, &sum.alternatives, words),
        })
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
