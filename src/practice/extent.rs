//! Period and practices of the prescriptions that are analysed.
//!
//! Where a later row can cancel a prescription, days and practices are counted, so that they can
//! be taken out again; otherwise the first and last day and the set of practices are enough.

use crate::day::Day;
use std::collections::{BTreeMap, HashMap};

/// The most practices that are told apart.
const MAX_PRACTICES: usize = 100_000;

/// Which days and practices occur.
#[derive(Debug, Default)]
pub(super) struct Extent {
    /// Whether a prescription can be taken out again.
    removable: bool,
    period: Option<(Day, Day)>,
    days: BTreeMap<Day, u64>,
    practices: HashMap<u64, u64>,
    last_practice: Option<u64>,
}

impl Extent {
    pub(super) fn new(removable: bool) -> Self {
        Self {
            removable,
            ..Self::default()
        }
    }

    pub(super) fn add(&mut self, day: Option<Day>, practice: Option<u64>) {
        if let Some(day) = day {
            if self.removable {
                let count = self.days.entry(day).or_default();
                *count = count.saturating_add(1);
            } else {
                let (first, last) = self.period.unwrap_or((day, day));
                self.period = Some((first.min(day), last.max(day)));
            }
        }
        if self.removable || practice != self.last_practice {
            self.last_practice = practice;
            if let Some(practice) = practice
                && (self.practices.len() < MAX_PRACTICES || self.practices.contains_key(&practice))
            {
                let count = self.practices.entry(practice).or_default();
                *count = count.saturating_add(1);
            }
        }
    }

    /// Takes a prescription out that was added.
    pub(super) fn remove(&mut self, day: Option<Day>, practice: Option<u64>) {
        if let Some(day) = day
            && let Some(count) = self.days.get_mut(&day)
        {
            *count = count.saturating_sub(1);
            if *count == 0 {
                self.days.remove(&day);
            }
        }
        if let Some(practice) = practice
            && let Some(count) = self.practices.get_mut(&practice)
        {
            *count = count.saturating_sub(1);
            if *count == 0 {
                self.practices.remove(&practice);
            }
        }
    }

    /// First and last day.
    pub(super) fn period(&self) -> Option<(Day, Day)> {
        let first = self.days.first_key_value().map(|(day, _)| *day);
        let last = self.days.last_key_value().map(|(day, _)| *day);
        self.period.or(first.zip(last))
    }

    /// How many practices occur.
    pub(super) fn practices(&self) -> usize {
        self.practices.len()
    }
}
