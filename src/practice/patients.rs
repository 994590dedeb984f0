//! How many patients use what, by a pseudonym that never leaves memory.
//!
//! A patient is a keyed hash of a cell. Only sums come out: how many patients, and how many of
//! them use more than a limit. Memory is bounded: where an export holds more pairs of patient
//! and medicine than a group of practices has, nothing is counted, and that is said.

use crate::exact;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The most pairs of patient and medicine that are kept.
const MOST_PAIRS: usize = 20_000;

/// What the patients of an export use, by the places of the subjects of its tally.
#[derive(Clone, Default)]
pub(crate) struct Patients {
    pairs: HashMap<(u64, usize), Used>,
    /// Too many pairs, or a sum with too many digits: nothing is counted any more.
    given_up: bool,
    /// Prescriptions that name no patient.
    nameless: u64,
}

/// What one patient uses of one subject.
#[derive(Debug, Clone, Copy, Default)]
struct Used {
    rows: i64,
    /// Rows of these that count devices of unknown content.
    unknown: i64,
    /// Doses of the others; `None` for a sum with too many digits.
    doses: Option<Decimal>,
}

/// Shows no pseudonym.
impl std::fmt::Debug for Patients {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Patients")
            .field("pairs", &self.pairs.len())
            .field("given_up", &self.given_up)
            .finish_non_exhaustive()
    }
}

impl Patients {
    /// Counts a prescription in, or out again because a copy of it counts.
    pub(super) fn change(
        &mut self,
        patient: Option<u64>,
        subject: usize,
        doses: Option<Decimal>,
        step: i64,
    ) {
        let Some(patient) = patient else {
            self.nameless = self.nameless.saturating_add(u64::from(step > 0));
            return;
        };
        if self.given_up {
            return;
        }
        let used = self.pairs.entry((patient, subject)).or_insert(Used {
            doses: Some(Decimal::ZERO),
            ..Used::default()
        });
        used.rows = used.rows.saturating_add(step);
        match doses {
            None => used.unknown = used.unknown.saturating_add(step),
            Some(doses) if step > 0 => {
                used.doses = used.doses.and_then(|sum| exact::add(sum, doses));
            }
            Some(doses) => used.doses = used.doses.and_then(|sum| exact::sub(sum, doses)),
        }
        self.bound();
    }

    /// A prescription of a patient was met that is not counted, or no longer. It takes its place
    /// among the pairs, so that these are the same in any order of rows.
    pub(super) fn meet(&mut self, patient: Option<u64>, subject: usize) {
        if let Some(patient) = patient.filter(|_| !self.given_up) {
            self.pairs.entry((patient, subject)).or_insert(Used {
                doses: Some(Decimal::ZERO),
                ..Used::default()
            });
            self.bound();
        }
    }

    fn bound(&mut self) {
        if self.pairs.len() > MOST_PAIRS {
            self.given_up = true;
            self.pairs = HashMap::new();
        }
    }

    /// Whether patients could be counted.
    const fn is_counted(&self) -> bool {
        !self.given_up && self.nameless == 0
    }

    /// How many patients use any of these subjects; `None` where patients could not be counted.
    pub(crate) fn using(&self, subjects: &BTreeSet<usize>) -> Option<u64> {
        if !self.is_counted() {
            return None;
        }
        let patients: BTreeSet<u64> = self
            .pairs
            .iter()
            .filter(|((_, subject), used)| subjects.contains(subject) && used.rows > 0)
            .map(|((patient, _), _)| *patient)
            .collect();
        u64::try_from(patients.len()).ok()
    }

    /// How many patients were prescribed more than a number of doses of these subjects, and of
    /// how many that cannot be told because some doses are not known.
    pub(super) fn above(&self, subjects: &BTreeSet<usize>, limit: Decimal) -> Option<(u64, u64)> {
        if !self.is_counted() {
            return None;
        }
        let mut sums: BTreeMap<u64, (Decimal, bool)> = BTreeMap::new();
        for ((patient, subject), used) in &self.pairs {
            if !subjects.contains(subject) || used.rows <= 0 {
                continue;
            }
            let (sum, known) = sums.entry(*patient).or_insert((Decimal::ZERO, true));
            *known = *known && used.doses.is_some() && used.unknown <= 0;
            *sum = exact::add(*sum, used.doses.unwrap_or_default())?;
        }
        let above = sums.values().filter(|(sum, _)| *sum > limit).count();
        let unknown = sums
            .values()
            .filter(|(sum, known)| !known && *sum <= limit)
            .count();
        Some((u64::try_from(above).ok()?, u64::try_from(unknown).ok()?))
    }
}
