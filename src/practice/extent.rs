//! Period and practices of the prescriptions that are analysed.
//!
//! A later row can cancel a prescription or bring it back, so days and practices are counted, and
//! can be taken out again.

use crate::day::Day;
use std::collections::HashMap;

/// The most practices that are told apart.
const MAX_PRACTICES: usize = 100_000;
/// Places for each year: twelve months of 31 days.
const YEAR: usize = 12 * MONTH;
const MONTH: usize = 31;
/// No row that counts has an earlier year.
const FIRST_YEAR: i16 = 1990;

/// Which days and practices occur.
#[derive(Debug, Default)]
pub(super) struct Extent {
    /// Prescriptions by the place of their day in [`Extent::days`].
    days: Vec<u64>,
    practices: HashMap<u64, u64>,
    /// The practice of the rows that were added last, and how many these are: they follow each
    /// other in most exports.
    last: (Option<u64>, u64),
}

impl Extent {
    pub(super) fn add(&mut self, day: Option<Day>, practice: Option<u64>) {
        if let Some(at) = day.and_then(place) {
            if self.days.len() <= at {
                self.days.resize(at.saturating_add(1), 0);
            }
            if let Some(count) = self.days.get_mut(at) {
                *count = count.saturating_add(1);
            }
        }
        if practice != self.last.0 {
            self.settle();
            self.last.0 = practice;
        }
        self.last.1 = self.last.1.saturating_add(1);
    }

    /// Takes a prescription out that was added.
    pub(super) fn remove(&mut self, day: Option<Day>, practice: Option<u64>) {
        if let Some(at) = day.and_then(place)
            && let Some(count) = self.days.get_mut(at)
        {
            *count = count.saturating_sub(1);
        }
        self.settle();
        if let Some(practice) = practice
            && let Some(count) = self.practices.get_mut(&practice)
        {
            *count = count.saturating_sub(1);
            if *count == 0 {
                self.practices.remove(&practice);
            }
        }
    }

    /// Counts the rows of the last practice.
    fn settle(&mut self) {
        if let (Some(practice), rows @ 1..) = self.last
            && (self.practices.len() < MAX_PRACTICES || self.practices.contains_key(&practice))
        {
            let count = self.practices.entry(practice).or_default();
            *count = count.saturating_add(rows);
        }
        self.last.1 = 0;
    }

    /// First and last day.
    pub(super) fn period(&self) -> Option<(Day, Day)> {
        let first = self.days.iter().position(|count| *count > 0)?;
        let last = self.days.iter().rposition(|count| *count > 0)?;
        Some((day_at(first)?, day_at(last)?))
    }

    /// How many practices occur.
    pub(super) fn practices(&mut self) -> usize {
        self.settle();
        self.practices.len()
    }
}

fn place(day: Day) -> Option<usize> {
    let part = |part: i16, first: i16| usize::try_from(part.checked_sub(first)?).ok();
    let months = part(day.month().into(), 1)?.checked_mul(MONTH)?;
    let days = months.checked_add(part(day.day().into(), 1)?)?;
    part(day.year(), FIRST_YEAR)?
        .checked_mul(YEAR)?
        .checked_add(days)
}

fn day_at(place: usize) -> Option<Day> {
    let (year, rest) = (place / YEAR, place % YEAR);
    let (month, day) = (rest / MONTH, rest % MONTH);
    let from_one = |part: usize| i8::try_from(part.saturating_add(1)).ok();
    let year = i16::try_from(year).ok()?.checked_add(FIRST_YEAR)?;
    Day::new(year, from_one(month)?, from_one(day)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_out_was_never_there() {
        let day = |year, month, day| Day::new(year, month, day).unwrap();
        let mut extent = Extent::default();
        assert_eq!((extent.period(), extent.practices()), (None, 0));
        extent.add(Some(day(2024, 2, 29)), Some(1));
        extent.add(Some(day(1990, 1, 1)), Some(1));
        extent.add(Some(day(2025, 12, 31)), Some(2));
        extent.add(None, None);
        let all = Some((day(1990, 1, 1), day(2025, 12, 31)));
        assert_eq!((extent.period(), extent.practices()), (all, 2));
        extent.remove(Some(day(1990, 1, 1)), Some(1));
        extent.remove(Some(day(2025, 12, 31)), Some(2));
        let rest = Some((day(2024, 2, 29), day(2024, 2, 29)));
        assert_eq!((extent.period(), extent.practices()), (rest, 1));
        extent.add(Some(day(9999, 12, 31)), Some(2));
        assert_eq!(extent.period().unwrap().1, day(9999, 12, 31));
    }
}
