//! How many patients use what, by a pseudonym that never leaves memory.
//!
//! A patient is a keyed hash of a cell. Only sums come out: how many patients, and how many of
//! them use more than a limit. Memory is bounded: where an export holds more pairs of patient
//! and medicine than a group of practices has, nothing is counted, and that is said.

use super::place::Place;
use crate::day::Day;
use crate::exact;
use crate::quantity::{Quantity, Unit};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The most pairs of patient and medicine in a year that are kept.
const MOST_PAIRS: usize = 20_000;

/// What the patients of an export use, by the places of the subjects of its tally.
#[derive(Clone, Default)]
pub(crate) struct Patients {
    pairs: HashMap<Pair, Used>,
    /// Too many pairs, or a sum with too many digits: nothing is counted any more.
    given_up: bool,
    /// Prescriptions that name no patient.
    nameless: i64,
}

/// A patient who is prescribed a subject in a calendar year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Pair {
    pub(super) patient: u64,
    pub(super) subject: usize,
    /// `None` where rows have no dates.
    pub(super) year: Option<i16>,
}

impl Pair {
    /// In the year of a day; `None` without a patient.
    pub(super) fn of(patient: Option<u64>, subject: usize, day: Option<Day>) -> Option<Self> {
        patient.map(|patient| Self {
            patient,
            subject,
            year: day.map(Day::year),
        })
    }
}

/// What one patient uses of one subject in a year.
#[derive(Debug, Clone, Copy)]
struct Used {
    rows: i64,
    /// Rows of these that count devices of unknown content.
    unknown: i64,
    /// Devices of these, and doses of the others; `None` for a sum with too many digits.
    sums: [Option<Decimal>; 2],
    /// The first line that was met, whatever became of it.
    place: Place,
}

/// What a patient was prescribed of a subject in a year.
#[derive(Debug, Clone, Copy)]
pub(super) struct Use {
    pub(super) patient: u64,
    pub(super) subject: usize,
    pub(super) year: Option<i16>,
    pub(super) devices: Decimal,
    pub(super) doses: Decimal,
    pub(super) place: Place,
}

impl Used {
    const fn first(place: Place) -> Self {
        Self {
            rows: 0,
            unknown: 0,
            sums: [Some(Decimal::ZERO); 2],
            place,
        }
    }

    /// Adds what is used of another subject.
    fn add(&mut self, other: &Self) {
        self.rows = self.rows.saturating_add(other.rows);
        self.unknown = self.unknown.saturating_add(other.unknown);
        for (sum, more) in self.sums.iter_mut().zip(other.sums) {
            *sum = sum.zip(more).and_then(|(sum, more)| exact::add(sum, more));
        }
        self.place = self.place.min(other.place);
    }
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
        pair: Option<Pair>,
        place: Place,
        quantity: Quantity,
        step: i64,
    ) {
        let Some(pair) = pair else {
            self.nameless = self.nameless.saturating_add(step);
            return;
        };
        if self.given_up {
            return;
        }
        let used = self.pairs.entry(pair).or_insert(Used::first(place));
        used.place = used.place.min(place);
        used.rows = used.rows.saturating_add(step);
        if quantity.unit() == Unit::Device {
            used.unknown = used.unknown.saturating_add(step);
        }
        let change = if step > 0 { exact::add } else { exact::sub };
        for (sum, amount) in used.sums.iter_mut().zip(quantity.devices_and_doses()) {
            *sum = sum.and_then(|sum| change(sum, amount));
        }
        self.bound();
    }

    /// A prescription of a patient was met that is not counted, or no longer. It takes its place
    /// among the pairs, so that these are the same in any order of rows.
    pub(super) fn meet(&mut self, pair: Option<Pair>, place: Place) {
        if let Some(pair) = pair.filter(|_| !self.given_up) {
            let used = self.pairs.entry(pair).or_insert(Used::first(place));
            used.place = used.place.min(place);
            self.bound();
        }
    }

    fn bound(&mut self) {
        if self.pairs.len() > MOST_PAIRS {
            self.given_up = true;
            self.pairs = HashMap::new();
        }
    }

    /// What each patient was prescribed of each subject in each year, as far as the sums are known.
    pub(super) fn used(&self) -> impl Iterator<Item = Use> {
        let pairs = self.pairs.iter().filter(|(_, used)| used.rows > 0);
        pairs.filter_map(|(pair, used)| {
            let [devices, doses] = used.sums;
            Some(Use {
                patient: pair.patient,
                subject: pair.subject,
                year: pair.year,
                devices: devices?,
                doses: doses?,
                place: used.place,
            })
        })
    }

    /// Whether patients could be counted: those of the rows that name one.
    fn is_counted(&self) -> bool {
        !self.given_up && !self.pairs.is_empty()
    }

    /// Prescriptions that name no patient, where patients are counted: they stand apart.
    pub(super) fn nameless(&self) -> u64 {
        let nameless = if self.is_counted() { self.nameless } else { 0 };
        u64::try_from(nameless).unwrap_or(0)
    }

    /// The same with what is used of each subject counted as used of the one that stands for it; what
    /// none stands for is left out.
    pub(super) fn moved(&self, stands: &HashMap<usize, usize>) -> Self {
        let mut moved = Self {
            pairs: HashMap::new(),
            ..self.clone()
        };
        for (pair, used) in &self.pairs {
            let Some(subject) = stands.get(&pair.subject) else {
                continue;
            };
            let pair = Pair {
                subject: *subject,
                ..*pair
            };
            let sum = moved.pairs.entry(pair).or_insert(Used::first(used.place));
            sum.add(used);
        }
        moved
    }

    /// How many patients use any of these subjects; `None` where patients could not be counted.
    pub(crate) fn using(&self, subjects: &BTreeSet<usize>) -> Option<u64> {
        if !self.is_counted() {
            return None;
        }
        let patients: BTreeSet<u64> = self
            .pairs
            .iter()
            .filter(|(pair, used)| subjects.contains(&pair.subject) && used.rows > 0)
            .map(|(pair, _)| pair.patient)
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
        for (pair, used) in &self.pairs {
            if !subjects.contains(&pair.subject) || used.rows <= 0 {
                continue;
            }
            let [_, doses] = used.sums;
            let (sum, known) = sums.entry(pair.patient).or_insert((Decimal::ZERO, true));
            *known = *known && doses.is_some() && used.unknown <= 0;
            *sum = exact::add(*sum, doses.unwrap_or_default())?;
        }
        let above = sums.values().filter(|(sum, _)| *sum > limit).count();
        let unknown = sums
            .values()
            .filter(|(sum, known)| !known && *sum <= limit)
            .count();
        Some((u64::try_from(above).ok()?, u64::try_from(unknown).ok()?))
    }
}
