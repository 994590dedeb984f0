//! Which doses of one product stand for those of another.

use super::Guard;
use crate::dataset::{Dataset, EquivalenceBasis, Product, Strength};
use crate::exact;
use rust_decimal::Decimal;

/// Doses of an alternative that stand for doses of what is prescribed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Dose {
    /// Doses of what is prescribed.
    pub from_doses: u32,
    /// Doses of the alternative that stand for them.
    pub to_doses: u32,
    /// On what it rests; [`EquivalenceBasis::Nominal`] where no source says it.
    pub basis: EquivalenceBasis,
    /// The id of the equivalence in the data; empty where none is cited.
    pub equivalence: String,
}

/// The most doses at a time that a nominal equivalence may name: a person who takes one or two
/// puffs is not moved to a strength of which a part would do.
const MOST_AT_A_TIME: u32 = 2;

/// The doses of one product that stand for doses of another: as a source says, and otherwise
/// the same nominal dose of the same substances.
///
/// # Errors
/// [`Guard::Dose`] where a guard of the data is about the pair and no source says another ratio
/// than one for one; [`Guard::NoEquivalence`] where nothing can be told, and where only one of two
/// holds extrafine particles: equal nominal doses are not equal there.
pub(crate) fn equivalent(dataset: &Dataset, from: &Product, to: &Product) -> Result<Dose, Guard> {
    let guard = dataset.dose_guard(&from.id, &to.id);
    let cited = dataset
        .equivalences()
        .iter()
        .find(|one| one.from == from.id && one.to == to.id)
        .filter(|one| guard.is_none() || one.from_doses != one.to_doses);
    if let Some(cited) = cited {
        return Ok(Dose {
            from_doses: cited.from_doses,
            to_doses: cited.to_doses,
            basis: cited.basis,
            equivalence: cited.id.clone(),
        });
    }
    if let Some(guard) = guard {
        return Err(Guard::Dose(guard.id.clone()));
    }
    if from.atc != to.atc || from.extrafine != to.extrafine {
        return Err(Guard::NoEquivalence);
    }
    let pairs = from
        .strengths
        .iter()
        .flat_map(|a| to.strengths.iter().map(move |b| (a, b)));
    let (from_doses, to_doses) = pairs
        .filter_map(|(a, b)| same_amount(a, b))
        .min_by_key(|(a, b)| a.max(b).saturating_add(a.abs_diff(*b)))
        .ok_or(Guard::NoEquivalence)?;
    Ok(Dose {
        from_doses,
        to_doses,
        basis: EquivalenceBasis::Nominal,
        equivalence: String::new(),
    })
}

/// The smallest numbers of doses, at most two each, that hold the same amount of every
/// substance.
fn same_amount(from: &Strength, to: &Strength) -> Option<(u32, u32)> {
    if from.per_ml || to.per_ml || from.micrograms.len() != to.micrograms.len() {
        return None;
    }
    let fits = |a: u32, b: u32| {
        let pairs = from.micrograms.iter().zip(&to.micrograms);
        pairs.clone().next().is_some()
            && pairs.into_iter().all(|(from, to)| {
                let times = |amount: &Decimal, doses: u32| exact::mul(*amount, doses.into());
                times(from, a).is_some() && times(from, a) == times(to, b)
            })
    };
    let counts = || 1..=MOST_AT_A_TIME;
    counts()
        .flat_map(|a| counts().map(move |b| (a, b)))
        .filter(|(a, b)| fits(*a, *b))
        .min_by_key(|(a, b)| a.saturating_add(*b))
}
