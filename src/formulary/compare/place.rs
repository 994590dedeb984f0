//! Where an option stands: what is treated, whom, and at which step.
//!
//! Two ways to write the same condition or the same feature are one place: case and spaces of a
//! condition do not count, and of a feature what it tells does.

use super::super::feature::Tells;
use super::super::memory::Interner;
use super::super::{FormularyOption, Words};
use crate::context::Age;
use crate::dataset::plain;
use std::collections::{BTreeSet, HashMap};

/// A place in a formulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Place {
    /// Condition and feature, as a number.
    group: u32,
    ages: (Option<u8>, Option<u8>),
    step: u16,
}

impl Place {
    fn range(self) -> (u8, u8) {
        (self.ages.0.unwrap_or(0), self.ages.1.unwrap_or(Age::MAX))
    }

    const fn states_ages(self) -> bool {
        self.ages.0.is_some() || self.ages.1.is_some()
    }
}

/// Whether two places are of one step and can be for the same patients.
pub(super) fn overlap(one: Place, other: Place) -> bool {
    let ((a, b), (c, d)) = (one.range(), other.range());
    one.group == other.group && one.step == other.step && a <= d && c <= b
}

/// The ages of a place that none of the others has. One that states no ages has lost none to
/// others that do.
pub(super) fn less_ages(place: Place, others: &[Place]) -> Vec<(u8, u8)> {
    if !place.states_ages() && !others.is_empty() {
        return Vec::new();
    }
    let mut left = vec![place.range()];
    for other in others {
        let (from, to) = other.range();
        let mut next = Vec::new();
        for (first, last) in left {
            if to < first || last < from {
                next.push((first, last));
                continue;
            }
            if first < from {
                next.push((first, from.saturating_sub(1)));
            }
            if to < last {
                next.push((to.saturating_add(1), last));
            }
        }
        left = next;
    }
    left
}

/// What a feature says: what it tells, or its words where they mean nothing.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Feature {
    Told(BTreeSet<Tells>),
    Literal(String),
}

/// Conditions and features that have been seen, by number.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// As they are written, each with the number of what they say.
    written: Interner<(String, String, u32)>,
    said: HashMap<(String, Feature), u32>,
}

impl Places {
    pub(super) const fn len(&self) -> usize {
        self.written.len()
    }

    /// The place of an option.
    pub(super) fn of(&mut self, words: &Words, option: &FormularyOption) -> Place {
        let population = &option.population;
        Place {
            group: self.group(words, &option.condition, &population.feature),
            ages: (population.from, population.to),
            step: option.step,
        }
    }

    fn group(&mut self, words: &Words, condition: &str, feature: &str) -> u32 {
        let hash = self.written.hash((condition, feature));
        let same = |one: &(String, String, u32)| one.0 == condition && one.1 == feature;
        let known = self.written.find(hash, same);
        if let Some((.., number)) = known.and_then(|at| self.written.get(at)) {
            return *number;
        }
        let told = words
            .feature(feature)
            .map(|told| told.into_iter().collect());
        let said = told.map_or_else(|| Feature::Literal(plain(feature)), Feature::Told);
        let next = u32::try_from(self.said.len()).unwrap_or(u32::MAX);
        let number = *self.said.entry((plain(condition), said)).or_insert(next);
        let item = (condition.to_owned(), feature.to_owned(), number);
        self.written.add(hash, item);
        number
    }
}
