//! Published values under another set of global warming potentials.

use super::mass::{Mass, weigh};
use super::{Flag, Within};
use crate::dataset::{Boundary, Factor, GwpBasis, Product};
use crate::exact::{self, Fraction};
use crate::quantity::Range;
use rust_decimal::Decimal;

/// Why a value stands as published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unrestated {
    /// The source states no set.
    SetNotStated,
    /// The gas is not known.
    GasNotKnown,
    /// The data has no potential of the gas in the one set or the other.
    NoPotential,
    /// The mass of the gas is not known.
    MassNotKnown,
    /// The gas would weigh more than the total: the two do not belong together.
    MassExceedsTotal,
}

impl Unrestated {
    /// What to tell of it.
    pub(super) const fn flag(self) -> Flag {
        match self {
            Self::SetNotStated => Flag::SetNotStated,
            Self::GasNotKnown => Flag::GasNotStated,
            Self::NoPotential => Flag::NoPotential,
            Self::MassNotKnown => Flag::MassNotKnown,
            Self::MassExceedsTotal => Flag::MassExceedsTotal,
        }
    }
}

/// A propellant-only value by the ratio of the potentials.
fn scale(range: Range, new: Decimal, old: Decimal) -> Option<Range> {
    let old = old.normalize();
    let shift = Decimal::from(10u64.checked_pow(old.scale())?);
    let whole = u64::try_from(exact::mul(old, shift)?.normalize()).ok()?;
    range.times(Fraction::new(exact::mul(new, shift)?, whole)?)
}

/// A life-cycle total with its propellant part restated, each end with that end of the mass. An
/// end that is less than its propellant becomes the propellant; `None` when that part would exceed
/// the central value, because then mass and total do not belong together.
pub(super) fn shift(range: Range, mass: &Mass, old: Decimal, new: Decimal) -> Option<Range> {
    let rest = |value: Fraction, grams: Fraction| value.minus(weigh(grams, old)?);
    let end = |value: Fraction, grams: Fraction| {
        let rest = rest(value, grams)?.max(Fraction::ZERO);
        rest.plus(weigh(grams, new)?)
    };
    let middle = mass.middle()?;
    if rest(range.central(), middle)?.is_negative() {
        return None;
    }
    let low = end(range.low(), mass.low)?;
    let central = end(range.central(), middle)?;
    let high = end(range.high(), mass.high)?;
    // Towards a lower potential more gas gives less: the ends change places.
    Range::new(
        low.min(central).min(high),
        central,
        low.max(central).max(high),
    )
}

impl Within {
    /// The value under the chosen set, or the published value and why it could not be restated.
    pub(super) fn restate(
        &self,
        factor: &Factor,
        printed: Range,
        product: Option<&Product>,
    ) -> (Range, Option<Unrestated>) {
        match self.in_set(factor, printed, product) {
            Ok(range) => (range, None),
            Err(reason) => (printed, Some(reason)),
        }
    }

    /// The gas that a value is about: the one that it names, or else that of the product.
    fn gas_about<'g>(&self, factor: &'g Factor, product: Option<&'g Product>) -> Option<&'g str> {
        let held = || product.and_then(|product| product.propellant_on(self.day).gas());
        factor.propellant.as_deref().or_else(held)
    }

    /// What a source prints of gas alone, from the grams that it gives: in kilograms it is rounded.
    fn unrounded(
        &self,
        factor: &Factor,
        printed: Range,
        product: Option<&Product>,
    ) -> Option<Range> {
        let GwpBasis::Set(set) = &factor.gwp else {
            return None;
        };
        if factor.boundary != Boundary::PropellantOnly || printed.low() != printed.high() {
            return None;
        }
        let mass = self.mass_about(factor, product?)?;
        let gas = self.gas_about(factor, product)?;
        let weighed = mass.weigh(self.dataset.gwp100(gas, set)?.value)?;
        let rounded = !weighed.central().differs_by_a_tenth(printed.central());
        rounded.then_some(weighed)
    }

    fn in_set(
        &self,
        factor: &Factor,
        printed: Range,
        product: Option<&Product>,
    ) -> Result<Range, Unrestated> {
        let GwpBasis::Set(from) = &factor.gwp else {
            return Err(Unrestated::SetNotStated);
        };
        if from == self.gwp.as_str() {
            return Ok(self.unrounded(factor, printed, product).unwrap_or(printed));
        }
        let gas = self.gas_about(factor, product);
        let gas = gas.ok_or(Unrestated::GasNotKnown)?;
        let potential = |set: &str| {
            let found = self.dataset.gwp100(gas, set);
            found.map(|one| one.value).ok_or(Unrestated::NoPotential)
        };
        let (old, new) = (potential(from)?, potential(self.gwp.as_str())?);
        let mass = product.and_then(|product| self.mass_about(factor, product));
        match (factor.boundary, mass) {
            (Boundary::PropellantOnly, Some(mass)) => {
                let weighed = mass.weigh(new).ok_or(Unrestated::MassNotKnown)?;
                if printed.low() == printed.high() {
                    return Ok(weighed);
                }
                let scaled = scale(printed, new, old).ok_or(Unrestated::NoPotential)?;
                Ok(weighed.span(scaled))
            }
            (Boundary::PropellantOnly, None) => {
                scale(printed, new, old).ok_or(Unrestated::NoPotential)
            }
            (_, None) => Err(Unrestated::MassNotKnown),
            (_, Some(mass)) => shift(printed, &mass, old, new).ok_or(Unrestated::MassExceedsTotal),
        }
    }
}
