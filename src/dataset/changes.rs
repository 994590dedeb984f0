//! The stretches of time between the days on which the data changes.
//!
//! A prescription is judged by what held on its day. Instead of a day every line gets the
//! number of the stretch that its day lies in, so that lines of one stretch share their work.

use super::{Dataset, Factor, Product, Validity};
use crate::day::Day;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// The days on which something begins to hold or has ceased to, ascending.
#[derive(Debug, Clone, Default)]
pub(super) struct Changes(Vec<Day>);

impl Changes {
    pub(super) fn of<'a>(
        products: impl Iterator<Item = &'a Product>,
        factors: impl Iterator<Item = &'a Factor>,
    ) -> Self {
        let gas = |product: &Product| Validity {
            from: None,
            to: product.propellant_to,
        };
        let validities = products
            .flat_map(|product| [product.validity, gas(product)])
            .chain(factors.map(|factor| factor.validity));
        let days: BTreeSet<Day> = validities
            .flat_map(|Validity { from, to }| [from, to.and_then(Day::next)])
            .flatten()
            .collect();
        Self(days.into_iter().collect())
    }

    /// How many stretches there are; at least one.
    pub(super) fn stretches(&self) -> usize {
        self.0.len().saturating_add(1)
    }

    /// The stretch that a day lies in, counted from 0.
    pub(super) fn stretch(&self, day: Day) -> usize {
        self.0.partition_point(|change| *change <= day)
    }

    /// The first day of a stretch.
    pub(super) fn first_day(&self, stretch: usize) -> Day {
        let before = stretch.checked_sub(1);
        let change = before.and_then(|before| self.0.get(before));
        change.copied().unwrap_or(Day::FIRST)
    }
}

/// One value for each stretch of a dataset, made when it is first asked for.
#[derive(Debug)]
pub(crate) struct PerStretch<T> {
    first: OnceLock<T>,
    later: Vec<OnceLock<T>>,
}

impl<T> PerStretch<T> {
    pub(crate) fn of(dataset: &Dataset) -> Self {
        Self {
            first: OnceLock::new(),
            later: (1..dataset.stretches()).map(|_| OnceLock::new()).collect(),
        }
    }

    /// The value of a stretch; that of the last one for any number above it.
    pub(crate) fn get(&self, stretch: usize, make: impl FnOnce(usize) -> T) -> &T {
        let stretch = stretch.min(self.later.len());
        let later = stretch.checked_sub(1).and_then(|at| self.later.get(at));
        later.unwrap_or(&self.first).get_or_init(|| make(stretch))
    }
}
