//! What takes the place of an option: the same medicine, the nearest other one, or the place.

use super::super::entry::Kind;
use super::super::{Formulary, FormularyOption};
use crate::code::Atc;
use crate::dataset::Dataset;
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// How an option of the old formulary was found in the new one, nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Found {
    /// The same medicine.
    Same,
    /// The same active substances in another product, whatever its device.
    SameSubstance,
    /// Another substance of the same ATC group of the fourth level, such as R03AC.
    SameGroup,
    /// Another substance of the same ATC group of the third level, such as R03A.
    NearGroup,
    /// Another medicine at the same place.
    SamePlace,
    /// The first choice of the step.
    FirstChoice,
    /// Nothing takes its place.
    Nothing,
}

/// How near one medicine is to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Near {
    Same,
    Substance,
    Group,
    Class,
    Other,
}

/// What tells the substances of a medicine.
struct Substances<'d> {
    atc: BTreeSet<Atc>,
    names: BTreeSet<Vec<&'d str>>,
}

impl<'d> Substances<'d> {
    fn of(dataset: &'d Dataset, kind: &Kind, atc: Option<Atc>) -> Self {
        let mut found = Self {
            atc: BTreeSet::new(),
            names: BTreeSet::new(),
        };
        match kind {
            Kind::Inhaler { inhaler, .. } => {
                for product in inhaler.products(dataset) {
                    found.atc.insert(product.atc);
                    let mut names: Vec<&str> =
                        product.substances.iter().map(String::as_str).collect();
                    names.sort_unstable();
                    found.names.insert(names);
                }
                if found.atc.is_empty() {
                    found.atc.extend(inhaler.atc.or(atc));
                }
            }
            Kind::Medicine(medicine) => found.atc.extend(medicine.atc.or(atc)),
            Kind::Unknown => found.atc.extend(atc),
        }
        found
    }

    /// Whether both can be nothing but the same substances. Two lines that can each be one or
    /// another may be one each.
    fn are(&self, other: &Self) -> bool {
        let substances = self.atc.iter().all(Atc::is_substance);
        let codes = substances && self.atc.len() == 1 && self.atc == other.atc;
        codes || (self.names.len() == 1 && self.names == other.names)
    }

    /// Whether both have a code with the same first letters.
    fn share(&self, other: &Self, letters: usize) -> bool {
        let groups = |one: &Self| -> BTreeSet<String> {
            let all = one.atc.iter().filter_map(|atc| atc.as_str().get(..letters));
            all.map(str::to_owned).collect()
        };
        !groups(self).is_disjoint(&groups(other))
    }
}

/// How near a medicine of the new formulary is to one of the old, both with the ATC codes that
/// the formularies give them.
pub(super) fn near(
    dataset: &Dataset,
    (old, old_atc): (&Kind, Option<Atc>),
    (new, new_atc): (&Kind, Option<Atc>),
) -> Near {
    if old.is_same_medicine(new) {
        return Near::Same;
    }
    let old = Substances::of(dataset, old, old_atc);
    let new = Substances::of(dataset, new, new_atc);
    if old.are(&new) {
        Near::Substance
    } else if old.share(&new, 5) {
        Near::Group
    } else if old.share(&new, 4) {
        Near::Class
    } else {
        Near::Other
    }
}

/// A candidate to take the place of an option; the least of a step does.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    pub(super) index: usize,
    pub(super) found: Found,
    other_dosage: bool,
    apart: u16,
}

impl Candidate {
    pub(super) fn new(
        old: &FormularyOption,
        (index, new): (usize, &FormularyOption),
        near: Near,
    ) -> Self {
        let apart = new.rank.abs_diff(old.rank);
        let (found, apart) = match near {
            Near::Same => (Found::Same, apart),
            Near::Substance => (Found::SameSubstance, apart),
            Near::Group => (Found::SameGroup, apart),
            Near::Class => (Found::NearGroup, apart),
            Near::Other if apart == 0 => (Found::SamePlace, 0),
            Near::Other => (Found::FirstChoice, new.rank),
        };
        Self {
            index,
            found,
            other_dosage: found == Found::Same && new.dosage != old.dosage,
            apart,
        }
    }

    /// Whether it is nearer than another; what is equally near is told apart by what it says, so
    /// that the order of rows decides nothing.
    pub(super) fn is_before(&self, other: &Self, new: &Formulary) -> bool {
        let key = |one: &Self| (one.found, one.other_dosage, one.apart);
        let option = |one: &Self| new.options().get(one.index);
        let content = |one: &Self| option(one).map(FormularyOption::content);
        let rest = |one: &Self| option(one).map(|option| (&option.icpc, option.review));
        let order = key(self).cmp(&key(other));
        let order = order.then_with(|| content(self).cmp(&content(other)));
        order.then_with(|| rest(self).cmp(&rest(other))) == Ordering::Less
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_lines_that_can_be_one_of_two_substances_are_not_known_to_be_the_same() {
        let of = |codes: &[&str], names: &[&'static str]| Substances {
            atc: codes.iter().map(|code| Atc::parse(code).unwrap()).collect(),
            names: names.iter().map(|name| vec![*name]).collect(),
        };
        let one = || of(&["R03AC02"], &["salbutamol"]);
        let both = || of(&["R03AC02", "R03AC03"], &["salbutamol", "terbutaline"]);
        assert!(one().are(&one()));
        assert!(!both().are(&both()));
        assert!(!one().are(&both()));
        assert!(!of(&["R03AC"], &[]).are(&of(&["R03AC"], &[])));
    }
}
