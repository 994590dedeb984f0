//! The factors that hold, and the order in which they are chosen.

use super::Within;
use crate::dataset::{Boundary, Factor, SourceKind};
use std::cmp::Reverse;

impl Within {
    /// The factors that hold.
    pub(super) fn factors(&self) -> impl Iterator<Item = &Factor> {
        let day = self.day;
        let factors = self.dataset.factors().iter();
        factors.filter(move |factor| factor.validity.holds(day))
    }

    /// The sort key of the order of choice; see the module.
    pub(super) fn rank(&self, factor: &Factor) -> impl Ord + use<> {
        let source = self.dataset.source(&factor.provenance.source);
        let life_cycle = factor.boundary == Boundary::CradleToGrave;
        let kind = source.map_or(SourceKind::Reference, |source| source.kind);
        let year = source.map(|source| source.year.clone());
        (
            Reverse(factor.layer),
            Reverse(life_cycle),
            kind,
            factor.provenance.evidence,
            Reverse(year),
            factor.functional_unit,
            factor.id.clone(),
        )
    }
}
