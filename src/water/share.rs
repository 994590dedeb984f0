//! Fractions of an amount, as far as they are known.

use super::Amount;
use crate::dataset::WaterFact;
use crate::exact::Fraction;
use crate::quantity::Range;
use rust_decimal::Decimal;

pub(super) const ALL: Fraction = Fraction::whole(Decimal::ONE);

/// A fraction from 0 to 1; without a central value where only bounds are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Share {
    pub(super) low: Fraction,
    pub(super) central: Option<Fraction>,
    pub(super) high: Fraction,
}

impl Share {
    /// Anything from nothing to all.
    pub(super) const ANYTHING: Self = Self {
        low: Fraction::ZERO,
        central: None,
        high: ALL,
    };

    /// Nothing at all.
    pub(super) const NOTHING: Self = Self {
        low: Fraction::ZERO,
        central: Some(Fraction::ZERO),
        high: Fraction::ZERO,
    };

    /// Anything from nothing to this.
    pub(super) const fn up_to(high: Fraction) -> Self {
        Self {
            high,
            ..Self::ANYTHING
        }
    }

    /// No more than this.
    pub(super) fn at_most(self, most: Fraction) -> Self {
        Self {
            low: self.low.min(most),
            central: self.central.map(|central| central.min(most)),
            high: self.high.min(most),
        }
    }

    /// The span of these facts around the median of their central values; `None` without
    /// facts that have a number.
    pub(super) fn of(facts: &[&WaterFact]) -> Option<Self> {
        let numbers: Vec<_> = facts
            .iter()
            .filter_map(|fact| Some((fact.is_midpoint(), fact.numbers()?)))
            .collect();
        let low = numbers.iter().map(|(_, (low, _, _))| *low).min()?;
        let high = numbers.iter().map(|(_, (_, _, high))| *high).max()?;
        let centrals = |midpoints: bool| -> Vec<Fraction> {
            let wanted = numbers
                .iter()
                .filter(|(midpoint, _)| *midpoint == midpoints);
            wanted.filter_map(|(_, (_, central, _))| *central).collect()
        };
        let published = centrals(false);
        let central = if published.is_empty() {
            median(centrals(true))
        } else {
            median(published)
        };
        Some(Self { low, central, high })
    }

    /// End by end. A part without a central value counts there with its low
    /// end, and two such parts have none.
    pub(super) fn plus(self, other: Self) -> Option<Self> {
        let central = match (self.central, other.central) {
            (None, None) => None,
            (a, b) => Some(a.unwrap_or(self.low).plus(b.unwrap_or(other.low))?),
        };
        Some(Self {
            low: self.low.plus(other.low)?,
            central,
            high: self.high.plus(other.high)?,
        })
    }

    /// The part of a part.
    pub(super) fn of_it(self, other: Self) -> Option<Self> {
        let central = match (self.central, other.central) {
            (Some(a), Some(b)) => Some(a.by(b)?),
            _ => None,
        };
        Some(Self {
            low: self.low.by(other.low)?,
            central,
            high: self.high.by(other.high)?,
        })
    }

    /// This part of a mass in mg; `None` where the numbers have too many digits.
    pub(super) fn amount_of(self, mass_mg: Decimal) -> Option<Amount> {
        let high = self.high.times(mass_mg)?;
        let Some(central) = self.central else {
            return Some(Amount::AtMost(high));
        };
        let low = self.low.times(mass_mg)?;
        Range::new(low, central.times(mass_mg)?, high).map(Amount::Range)
    }

    /// What is left of all.
    pub(super) fn rest(self) -> Option<Self> {
        let central = match self.central {
            Some(central) => Some(ALL.minus(central)?),
            None => None,
        };
        Some(Self {
            low: ALL.minus(self.high)?,
            central,
            high: ALL.minus(self.low)?,
        })
    }
}

fn median(mut values: Vec<Fraction>) -> Option<Fraction> {
    values.sort_unstable();
    let upper = *values.get(values.len() / 2)?;
    if values.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = *values.get((values.len() / 2).checked_sub(1)?)?;
    lower.midpoint(upper)
}
