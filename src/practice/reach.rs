//! How many patients a medicine, a form or a substance reaches, as far as hiding small numbers
//! needs to know.
//!
//! Exact below a bound; a group with more patients than that is large, and only what leaves it
//! again is counted. So memory stays small whatever the export holds.

use crate::code::Atc;
use crate::dataset::{FormClass, Route};
use std::collections::{HashMap, HashSet};

/// What is counted apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Reached {
    /// An inhaled medicine, by its place in the tally.
    Inhaler(usize),
    /// A form of other medicines.
    Form(FormClass),
    /// Another medicine, by substance and route.
    Substance(Atc, Route),
}

/// The patients of each group, by a pseudonym that never leaves memory.
#[derive(Clone, Default)]
pub(crate) struct Reach {
    /// Up to how many patients a group is counted exactly.
    bound: usize,
    groups: HashMap<Reached, Patients>,
    /// Some prescription names a patient.
    names: bool,
}

#[derive(Clone)]
enum Patients {
    /// Prescriptions by patient.
    Few(HashMap<u64, i64>),
    /// More than the bound; so many prescriptions were taken out since.
    Many(usize),
}

/// Shows no pseudonym.
impl std::fmt::Debug for Reach {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reach")
            .field("groups", &self.groups.len())
            .finish_non_exhaustive()
    }
}

impl Reach {
    /// For numbers that are hidden below a limit.
    pub(super) fn below(limit: u64) -> Self {
        let bound = usize::try_from(limit).unwrap_or(usize::MAX);
        Self {
            bound: bound.saturating_mul(4),
            ..Self::default()
        }
    }

    /// Counts a prescription in (1) or out again (-1).
    pub(super) fn change(&mut self, patient: Option<u64>, what: Reached, step: i64) {
        let Some(patient) = patient else { return };
        self.names = true;
        let fresh = || Patients::Few(HashMap::new());
        let group = self.groups.entry(what).or_insert_with(fresh);
        match group {
            Patients::Few(rows) => {
                let held = rows.entry(patient).or_insert(0);
                *held = held.saturating_add(step);
                if *held == 0 {
                    rows.remove(&patient);
                } else if rows.len() > self.bound {
                    *group = Patients::Many(0);
                }
            }
            Patients::Many(out) => *out = out.saturating_add(usize::from(step < 0)),
        }
    }

    /// Whether any prescription names a patient.
    pub(super) const fn names_patients(&self) -> bool {
        self.names
    }

    /// At least how many patients these groups reach together: exact where it is small.
    pub(super) fn patients(&self, groups: impl IntoIterator<Item = Reached>) -> u64 {
        let mut few: HashSet<u64> = HashSet::new();
        let mut most = 0;
        for group in groups {
            match self.groups.get(&group) {
                None => {}
                Some(Patients::Few(rows)) => {
                    let held = rows.iter().filter(|(_, rows)| **rows > 0);
                    few.extend(held.map(|(patient, _)| *patient));
                }
                Some(Patients::Many(out)) => most = most.max(self.bound.saturating_sub(*out)),
            }
        }
        u64::try_from(few.len().max(most)).unwrap_or(u64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const THIS: Reached = Reached::Inhaler(0);
    const OTHER: Reached = Reached::Inhaler(1);

    #[test]
    fn patients_are_counted_once_and_out_again() {
        let mut reach = Reach::below(2);
        for patient in [1, 1, 2] {
            reach.change(Some(patient), THIS, 1);
        }
        reach.change(Some(2), OTHER, 1);
        assert_eq!(reach.patients([THIS]), 2);
        assert_eq!(reach.patients([THIS, OTHER]), 2);
        reach.change(Some(1), THIS, -1);
        assert_eq!(reach.patients([THIS]), 2);
        reach.change(Some(1), THIS, -1);
        assert_eq!(reach.patients([THIS]), 1);
        assert_eq!(reach.patients([Reached::Inhaler(7)]), 0);
    }

    /// A row may be taken out before the same patient comes in again.
    #[test]
    fn out_before_in_is_nothing() {
        let mut reach = Reach::below(2);
        reach.change(Some(1), THIS, -1);
        assert_eq!(reach.patients([THIS]), 0);
        reach.change(Some(1), THIS, 1);
        assert_eq!(reach.patients([THIS]), 0);
    }

    #[test]
    fn many_are_at_least_the_bound_less_what_left() {
        let mut reach = Reach::below(2);
        for patient in 0..9 {
            reach.change(Some(patient), THIS, 1);
        }
        assert_eq!(reach.patients([THIS]), 8);
        for patient in 0..7 {
            reach.change(Some(patient), THIS, -1);
        }
        assert_eq!(reach.patients([THIS]), 1);
    }

    #[test]
    fn rows_without_a_patient_reach_nobody() {
        let mut reach = Reach::below(2);
        reach.change(None, THIS, 1);
        assert!(!reach.names_patients());
        assert_eq!(reach.patients([THIS]), 0);
    }
}
