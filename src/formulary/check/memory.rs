//! What was found of options so far, by its content and by numbers for it.

use super::PerDay;
use crate::code::{Atc, Icpc};
use crate::context::Fact;
use crate::formulary::entry::{Assessment, Judged, Kind, Row};
use crate::formulary::finding::{Stands, Weighed};
use crate::formulary::memory::Interner;
use crate::formulary::option::{FormularyOption, Population};
use crate::formulary::population::Patients;
use std::collections::HashMap;
use std::sync::Arc;

/// Condition, codes and population: what tells the patients of one row from those of another.
type GroupKey = (String, Vec<Icpc>, Population);

/// How a profile narrows a group: to an age, and by a set of answers as a number.
type Narrowed = (Option<u8>, u32);

/// What was found so far.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// By the digest of an option.
    pub(super) rows: HashMap<u128, Arc<Row>>,
    pub(super) kinds: Interner<(String, Option<Atc>, Arc<Kind>)>,
    groups: Interner<GroupKey>,
    ages: Interner<(String, String)>,
    uses: HashMap<(u32, PerDay), u32>,
    pub(super) used: Vec<(Arc<Kind>, PerDay)>,
    pub(super) answers: Interner<Vec<(Fact, bool)>>,
    pub(super) narrowed: HashMap<(u32, Narrowed), u32>,
    pub(super) patients: Vec<Option<Arc<Patients>>>,
    pub(super) assessments: HashMap<(u32, u32), Arc<Assessment>>,
    /// By medicine with its doses a day, days of treatment, and patients.
    pub(super) judged: HashMap<(u32, Option<u32>, u32), Arc<Judged>>,
    pub(super) pairs: HashMap<(u32, u32), Option<Weighed>>,
    /// How an option stands to another for patients; `None` where advice would hold it back.
    pub(super) standings: HashMap<(u32, u32, u32), Option<Stands>>,
    /// How often all of it was thrown away.
    pub(super) forgotten: u64,
}

impl Memory {
    fn is_fuller_than(&self, most: usize) -> bool {
        [
            self.rows.len(),
            self.kinds.len(),
            self.groups.len(),
            self.used.len(),
            self.answers.len(),
            self.narrowed.len(),
            self.assessments.len(),
            self.judged.len(),
            self.pairs.len(),
            self.standings.len(),
        ]
        .into_iter()
        .any(|kept| kept > most)
    }

    /// Throws all of it away once it is more than this; whether it did.
    pub(super) fn forget_above(&mut self, most: usize) -> bool {
        let full = self.is_fuller_than(most);
        if full {
            *self = Self {
                forgotten: self.forgotten.saturating_add(1),
                ..Self::default()
            };
        }
        full
    }

    /// The number of a set of answers.
    pub(super) fn answers(&mut self, given: Vec<(Fact, bool)>) -> u32 {
        let known = &mut self.answers;
        let hash = known.hash(&given);
        let number = known.find(hash, |one| *one == given);
        number.unwrap_or_else(|| known.add(hash, given))
    }

    /// The number of a medicine with its doses a day.
    pub(super) fn used(&mut self, kind_number: u32, kind: &Arc<Kind>, per_day: PerDay) -> u32 {
        let next = u32::try_from(self.used.len()).unwrap_or(u32::MAX);
        let number = *self.uses.entry((kind_number, per_day)).or_insert(next);
        if number == next {
            self.used.push((Arc::clone(kind), per_day));
        }
        number
    }

    /// The number of the patients of a row.
    pub(super) fn group(&mut self, option: &FormularyOption) -> u32 {
        let groups = &mut self.groups;
        let hash = groups.hash((&option.condition, &option.icpc, &option.population));
        let same = |(condition, icpc, population): &GroupKey| {
            *condition == option.condition
                && *icpc == option.icpc
                && *population == option.population
        };
        let known = groups.find(hash, same);
        known.unwrap_or_else(|| {
            let key = (
                option.condition.clone(),
                option.icpc.clone(),
                option.population.clone(),
            );
            groups.add(hash, key)
        })
    }

    /// The number of a condition with a feature.
    pub(super) fn ages(&mut self, condition: &str, feature: &str) -> u32 {
        let ages = &mut self.ages;
        let hash = ages.hash((condition, feature));
        let same = |(known, of): &(String, String)| known == condition && of == feature;
        let known = ages.find(hash, same);
        known.unwrap_or_else(|| ages.add(hash, (condition.to_owned(), feature.to_owned())))
    }

    /// The patients with a number.
    pub(super) fn patients(&self, number: u32) -> Option<&Arc<Patients>> {
        let index = usize::try_from(number).ok()?;
        self.patients.get(index)?.as_ref()
    }

    #[cfg(test)]
    pub(super) fn rows(&self) -> usize {
        self.rows.len()
    }
}
