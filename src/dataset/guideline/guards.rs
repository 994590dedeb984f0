//! What the checker looks at in rules that hold back, and in guidelines that pass.

use super::{Direction, Gain, Guideline, Rule, Strength, Unknown};
use crate::dataset::table::Findings;
use crate::diagnostic::{Code, Place};

impl Rule {
    /// Whether it holds offers back.
    pub(crate) const fn holds_back(&self) -> bool {
        matches!(self.direction, Direction::Keep | Direction::Correct)
    }

    /// Whether what it keeps is a medicine, or one for a disease, which a formulary must then offer;
    /// another only holds back what is offered instead, as does one that names the substances that
    /// are not to be offered.
    pub(crate) fn names_what_stays(&self) -> bool {
        let from = &self.from;
        let named = !(from.atc.is_empty() && from.products.is_empty());
        let against = self.guards.as_ref().is_some_and(|one| !one.atc.is_empty());
        let about = named || !self.when.indications().is_empty();
        self.direction == Direction::Keep && about && !against
    }

    /// Whether it offers something else.
    pub(crate) const fn offers(&self) -> bool {
        self.direction.offers()
    }
}

impl Direction {
    /// Whether a rule of this direction offers something else.
    pub(crate) const fn offers(self) -> bool {
        matches!(self, Self::Switch | Self::Lighter)
    }
}

pub(super) fn check(guidelines: &[Guideline], findings: &mut Findings) {
    for guideline in guidelines {
        occasion(guideline, findings);
    }
    let rules = || guidelines.iter().flat_map(|guideline| &guideline.rules);
    // What is left of a condition that could not be read may seem to ask nothing.
    let whole = !findings.has_errors();
    for rule in rules() {
        keys(rule, findings);
        if whole && rule.holds_back() && rule.when.parts().is_empty() {
            let id = &rule.id;
            let message = (
                format!(
                    "de regel '{id}' houdt altijd tegen: zij vraagt naar geen leeftijd, indicatie of feit"
                ),
                format!(
                    "the rule '{id}' always holds back: it asks for no age, indication or fact"
                ),
            );
            let place = rule.place.at_column("rule.when");
            findings.push(Code::GuardUnanswered, place, message);
        }
    }
    let mut guards = rules().filter(|rule| rule.guards.is_some());
    while let Some(one) = guards.next() {
        for other in guards.clone() {
            contradict(one, other, findings);
        }
    }
}

/// Keys that mean something of some rules only.
fn keys(rule: &Rule, findings: &mut Findings) {
    let only = [
        (
            rule.guards.is_some() && !rule.holds_back(),
            "guards",
            "keep, correct",
        ),
        (
            rule.reversed_by.is_some() && !(rule.offers() || rule.direction == Direction::Inform),
            "reversed_by",
            "switch, lighter, inform",
        ),
        (
            rule.strength == Strength::Precaution && !rule.holds_back(),
            "strength",
            "keep, correct",
        ),
        (
            rule.unknown == Unknown::Say && !rule.holds_back(),
            "unknown",
            "keep, correct",
        ),
        (
            rule.gain == Gain::Patient && rule.direction != Direction::Switch,
            "gain",
            "switch",
        ),
        // Its text passes no guard: what is to be prescribed instead is offered by a switch.
        (
            rule.to.as_ref().is_some_and(|to| to.is.is_of_inhalers()) && !rule.offers(),
            "to",
            "switch, lighter",
        ),
    ];
    for (wrong, key, directions) in only {
        if wrong {
            let direction = rule.direction.as_str();
            let value = if key == "strength" { "precaution" } else { key };
            let message = (
                format!("'{value}' hoort niet bij direction {direction}; alleen bij: {directions}"),
                format!(
                    "'{value}' does not go with direction {direction}; only with: {directions}"
                ),
            );
            let place = rule.place.at_column(&format!("rule.{key}"));
            findings.push(Code::UnknownWord, place, message);
        }
    }
}

/// A text that passes names its end, and an end belongs to a text that passes.
fn occasion(guideline: &Guideline, findings: &mut Findings) {
    let Some(rule) = guideline.rules.first() else {
        return;
    };
    let place = |key: &str| Place {
        line: Some(1),
        ..rule.place.at_column(key)
    };
    match (guideline.occasion, guideline.until) {
        (Some(_), None) => {
            let message = (
                "geschreven voor een tekort, zonder einde: vul 'until' in, zoals 2026-12-31",
                "written for a shortage, without an end: fill in 'until', such as 2026-12-31",
            );
            findings.push(Code::OccasionWithoutEnd, place("guideline.until"), message);
        }
        (None, Some(_)) => {
            let message = (
                "'until' hoort bij 'occasion', en die is niet gevuld",
                "'until' goes with 'occasion', which is not filled",
            );
            findings.push(Code::EmptyCell, place("guideline.occasion"), message);
        }
        (Some(_), Some(_)) | (None, None) => {}
    }
}

/// Two rules of which each holds back what the other keeps, while one holds whenever the other
/// does.
fn contradict(one: &Rule, other: &Rule, findings: &mut Findings) {
    let held_back = |guard: &Rule, kept: &Rule| {
        let selector = guard.guards.as_ref();
        selector.is_some_and(|selector| selector.covers(&kept.from))
    };
    let together = one.when.follows_from(&other.when) || other.when.follows_from(&one.when);
    let named = one.conflicts_with.contains(&other.id);
    // An exception may keep them apart.
    let plain = one.unless.is_empty() && other.unless.is_empty();
    if together && plain && !named && held_back(one, other) && held_back(other, one) {
        let ids = (&one.id, &other.id);
        let message = (
            format!(
                "de regels '{}' en '{}' houden tegen wat de andere houdt",
                ids.0, ids.1
            ),
            format!(
                "the rules '{}' and '{}' hold back what the other keeps",
                ids.0, ids.1
            ),
        );
        let place = other.place.at_column("rule.guards");
        findings.push(Code::GuardsContradict, place, message);
    }
}
