//! Published values under another set of global warming potentials.

use crate::exact::{self, Fraction};
use crate::quantity::Range;
use rust_decimal::Decimal;

/// A propellant-only value by the ratio of the potentials.
pub(super) fn scale(range: Range, new: Decimal, old: Decimal) -> Option<Range> {
    let old = old.normalize();
    let shift = Decimal::from(10u64.checked_pow(old.scale())?);
    let whole = u64::try_from(exact::mul(old, shift)?.normalize()).ok()?;
    range.times(Fraction::new(exact::mul(new, shift)?, whole)?)
}

/// What grams of a gas weigh in kg CO2e: grams / 1000 x GWP100.
pub(super) fn weigh(grams: Decimal, gwp100: Decimal) -> Option<Fraction> {
    let kilograms = exact::mul(grams, Decimal::new(1, 3))?;
    Some(Fraction::whole(exact::mul(kilograms, gwp100)?))
}

/// A life-cycle total with its propellant part restated; `None` when that part would exceed
/// the total, because then mass and total do not belong together.
pub(super) fn shift(range: Range, grams: Decimal, old: Decimal, new: Decimal) -> Option<Range> {
    let (old, new) = (weigh(grams, old)?, weigh(grams, new)?);
    let end = |value: Fraction| {
        let rest = value.minus(old)?;
        (!rest.is_negative()).then(|| rest.plus(new))?
    };
    Range::new(end(range.low())?, end(range.central())?, end(range.high())?)
}
