//! Which rows were read otherwise than they say, by medicine, with the first line numbers.

use super::place::Place;
use crate::matching::Decided;
use std::collections::BTreeMap;

/// How many line numbers are kept per kind and medicine.
const KEPT_LINES: usize = 40;

/// A way in which a quantity was read otherwise than a unit on its line says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Correction {
    /// The unit or the quantity itself was corrected, inferred or computed.
    Read(Decided),
    /// Another row of the same prescription has the quantity.
    CompletedByCopy,
    /// It can be read in two ways: its range is from the one to the other.
    TwoReadings,
    /// It is more than a prescription is likely to hold.
    Unusual,
}

impl serde::Serialize for Correction {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Read(decided) => decided.serialize(serializer),
            Self::CompletedByCopy => serializer.serialize_str("completed_by_copy"),
            Self::TwoReadings => serializer.serialize_str("two_readings"),
            Self::Unusual => serializer.serialize_str("unusual"),
        }
    }
}

/// The prescriptions of one correction and one medicine.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Corrected {
    /// How many.
    pub rows: u64,
    /// Line numbers with the hash of the prescription, so that it can be taken out again.
    lines: Vec<(Place, u64)>,
}

impl Corrected {
    /// The first places, ascending.
    pub(super) fn lines(&self) -> Vec<Place> {
        let mut lines: Vec<Place> = self.lines.iter().map(|(place, _)| *place).collect();
        lines.sort_unstable();
        lines
    }
}

/// Corrections by the place of a subject.
#[derive(Debug, Default)]
pub(super) struct Corrections(Vec<BTreeMap<Correction, Corrected>>);

impl Corrections {
    pub(super) fn add(&mut self, subject: usize, how: Correction, place: Place, hash: u64) {
        if self.0.len() <= subject {
            self.0
                .resize_with(subject.saturating_add(1), BTreeMap::default);
        }
        if let Some(all) = self.0.get_mut(subject) {
            let one = all.entry(how).or_default();
            one.rows = one.rows.saturating_add(1);
            if one.lines.len() < KEPT_LINES {
                one.lines.push((place, hash));
            }
        }
    }

    pub(super) fn remove(&mut self, subject: usize, how: Correction, hash: u64) {
        let all = self.0.get_mut(subject);
        if let Some(one) = all.and_then(|all| all.get_mut(&how)) {
            one.rows = one.rows.saturating_sub(1);
            one.lines.retain(|(_, other)| *other != hash);
        }
    }

    pub(super) fn finish(self) -> BTreeMap<(usize, Correction), Corrected> {
        let subjects = self.0.into_iter().enumerate();
        subjects
            .flat_map(|(subject, all)| {
                all.into_iter()
                    .filter(|(_, one)| one.rows > 0)
                    .map(move |(how, one)| ((subject, how), one))
            })
            .collect()
    }
}
