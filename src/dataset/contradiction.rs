//! Pairs of rules of which the one says otherwise than the other, with how they are read together.

use super::Dataset;
use super::guideline::{Guideline, Rule, RuleId};
use super::names::missing;
use super::schema::Thing;
use super::table::{Findings, Table};
use crate::diagnostic::{Code, Message, Place};
use std::collections::{BTreeMap, BTreeSet};

/// Two rules that contradict each other. Both stay in the data and both are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Contradiction {
    /// The id.
    pub id: String,
    /// The one and the other.
    pub rules: [RuleId; 2],
    /// What it is about, as a part of a sentence.
    pub about: Message,
    /// How it is read: an own judgement.
    pub reading: Message,
}

impl Contradiction {
    /// Whether it is about the same two rules as another.
    pub(super) fn is_of(&self, other: &Self) -> bool {
        let [one, second] = &other.rules;
        self.against(one) == Some(second)
    }

    /// The rule that contradicts a rule of the pair.
    fn against(&self, rule: &RuleId) -> Option<&RuleId> {
        match &self.rules {
            [one, other] if one == rule => Some(other),
            [other, one] if one == rule => Some(other),
            _ => None,
        }
    }
}

impl Dataset {
    /// Every pair of rules that contradict each other.
    pub(crate) fn contradictions(&self) -> &[Contradiction] {
        &self.0.contradictions
    }

    /// How two rules contradict each other, the first of the pairs that name both.
    pub(crate) fn contradiction(&self, one: &RuleId, other: &RuleId) -> Option<&Contradiction> {
        let mut pairs = self.contradictions().iter();
        pairs.find(|pair| pair.against(one) == Some(other))
    }
}

pub(super) fn read(table: &Table, findings: &mut Findings) -> Vec<(Contradiction, Place)> {
    let mut all = Vec::new();
    for row in table.rows() {
        let columns = [
            "contradiction_id",
            "rule_id",
            "other_id",
            "about_nl",
            "about_en",
            "reading_nl",
            "reading_en",
        ];
        let [id, one, other, about_nl, about_en, nl, en] =
            columns.map(|column| row.needed(column, findings));
        if one.is_some() && one == other {
            let message = (
                "een regel spreekt zichzelf niet tegen: noem twee regels",
                "a rule does not contradict itself: name two rules",
            );
            findings.push(Code::RuleContradiction, row.place("other_id"), message);
            continue;
        }
        if let (Some(id), Some(one), Some(other), Some(about_nl), Some(about_en)) =
            (id, one, other, about_nl, about_en)
            && let Some(reading) = nl.zip(en)
        {
            let pair = Contradiction {
                id: id.to_owned(),
                rules: [one, other].map(|id| RuleId(id.to_owned())),
                about: (about_nl, about_en).into(),
                reading: reading.into(),
            };
            all.push((pair, row.place("rule_id")));
        }
    }
    all
}

/// Reports pairs of which a rule is not there. Those of a lower layer were complete in it: a later
/// one may have taken a rule out.
pub(super) fn check<'c>(
    pairs: impl Iterator<Item = &'c (Contradiction, Place)>,
    guidelines: &[Guideline],
    findings: &mut Findings,
) {
    let rules: BTreeSet<&RuleId> = guidelines
        .iter()
        .flat_map(|one| &one.rules)
        .map(|rule| &rule.id)
        .collect();
    let mut seen: BTreeSet<[&RuleId; 2]> = BTreeSet::new();
    for (pair, place) in pairs {
        let mut both = pair.rules.each_ref();
        both.sort_unstable();
        if !seen.insert(both) {
            let [one, other] = both;
            let message = (
                format!("'{one}' en '{other}' staan er twee keer; een paar staat er eens"),
                format!("'{one}' and '{other}' stand here twice; a pair stands once"),
            );
            findings.push(Code::DuplicateId, place.clone(), message);
        }
        let columns = ["rule_id", "other_id"];
        for (id, column) in pair.rules.iter().zip(columns) {
            if !rules.contains(id) {
                let message = missing(Thing::Rule, id.as_str());
                findings.push(Code::DanglingReference, place.at_column(column), message);
            }
        }
    }
}

/// Names in each rule those that contradict it. A rule whose evidence was reversed since, or whose
/// source was withdrawn, says nothing that another could contradict.
pub(super) fn tie<'c>(
    guidelines: &mut [Guideline],
    pairs: impl Iterator<Item = &'c Contradiction>,
) {
    let mut against: BTreeMap<&RuleId, Vec<&RuleId>> = BTreeMap::new();
    for [one, other] in pairs.map(|pair| &pair.rules) {
        against.entry(one).or_default().push(other);
        against.entry(other).or_default().push(one);
    }
    let standing = guidelines.iter().filter(|guideline| !guideline.withdrawn);
    let rules = || standing.clone().flat_map(|guideline| &guideline.rules);
    let standing = |rule: &&Rule| rule.reversed_by.is_none();
    let standing: Vec<RuleId> = rules()
        .filter(standing)
        .map(|rule| rule.id.clone())
        .collect();
    for rule in guidelines.iter_mut().flat_map(|one| &mut one.rules) {
        let named = against.get(&rule.id).into_iter().flatten();
        let stands = standing.contains(&rule.id);
        let named = named.filter(|id| stands && standing.contains(id));
        rule.conflicts_with = named.map(|id| (*id).clone()).collect();
        rule.conflicts_with.sort_unstable();
        rule.conflicts_with.dedup();
    }
}
