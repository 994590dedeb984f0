//! A strength as a label states it, in its own units.

use crate::dataset::{Measure, Strength};
use crate::exact;
use rust_decimal::Decimal;

/// An amount of one substance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Amount {
    /// The number.
    pub(crate) value: Decimal,
    /// Its unit; `None` where the label has none, as in `200/6`.
    pub(crate) unit: Option<Measure>,
}

/// What a strength is in, such as 2.5 ml or one dose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Per {
    /// How many.
    pub(crate) value: Decimal,
    /// Of what.
    pub(crate) unit: Measure,
}

/// A strength as a label states it: `25/250UG/DO` is 25 and 250 micrograms per dose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StatedStrength {
    /// The amount of each substance, in the order of the label.
    pub(crate) amounts: Vec<Amount>,
    /// What holds them; `None` where the label does not say, as for a tablet.
    pub(crate) per: Option<Per>,
}

impl StatedStrength {
    /// Whether two statements are the same strength, in whatever units and order:
    /// `14000IE=0,7ML` is `20.000IE/ML`, and `0,1MG` is `100UG`.
    #[must_use]
    pub(crate) fn is_same_as(&self, other: &Self) -> bool {
        if self.amounts.len() != other.amounts.len() {
            return false;
        }
        let (Some((mut own, per)), Some((mut theirs, their_per))) =
            (self.scaled(other), other.scaled(self))
        else {
            return false;
        };
        own.sort_unstable();
        theirs.sort_unstable();
        per == their_per && own == theirs
    }

    /// Whether one is in a mass and the other in units, so that they can say the same:
    /// `10.000IE/ML (100MG/ML)`.
    pub(super) fn is_in_other_units(&self, other: &Self) -> bool {
        let kind = |stated: &Self| {
            let first = stated.amounts.first()?;
            let unit = first.unit?;
            Some(unit.micrograms().map_or(Some(unit), |_| None))
        };
        matches!((kind(self), kind(other)), (Some(own), Some(theirs)) if own != theirs)
    }

    /// The amounts in micrograms or their unit, times what the other strength is per: both
    /// sides of a comparison without a division.
    fn scaled(&self, other: &Self) -> Option<(Vec<Amount>, Option<Measure>)> {
        let times = other.per.map_or(Decimal::ONE, |per| per.value);
        let amounts = self.amounts.iter().map(|amount| {
            let factor = amount.unit.and_then(Measure::micrograms);
            let value = exact::mul(amount.value, factor.unwrap_or(Decimal::ONE))?;
            let unit = match factor {
                Some(_) => Some(Measure::Microgram),
                None => amount.unit,
            };
            let value = exact::mul(value, times)?.normalize();
            Some(Amount { value, unit })
        });
        let amounts = amounts.collect::<Option<Vec<_>>>()?;
        Some((amounts, self.per.map(|per| per.unit)))
    }

    /// As the nominal strength of an inhaled medicine; `None` for what is no mass. A row of
    /// numbers without a unit is in micrograms.
    pub(super) fn nominal(&self) -> Option<Strength> {
        let (per_ml, volume) = match self.per {
            None => (false, Decimal::ONE),
            Some(per) if per.unit == Measure::Millilitre => (true, per.value),
            Some(per) if per.unit == Measure::Dose => (false, per.value),
            Some(_) => return None,
        };
        let micrograms = self.amounts.iter().map(|amount| {
            let factor = amount
                .unit
                .map_or(Some(Decimal::ONE), Measure::micrograms)?;
            let value = exact::mul(amount.value, factor)?.checked_div(volume)?;
            Some(value.normalize())
        });
        let mut micrograms = micrograms.collect::<Option<Vec<_>>>()?;
        micrograms.sort_unstable();
        Some(Strength { micrograms, per_ml })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stated(value: &str, unit: Measure, per: Option<(&str, Measure)>) -> StatedStrength {
        let number = |text| exact::parse(text).unwrap_or_default();
        StatedStrength {
            amounts: vec![Amount {
                value: number(value),
                unit: Some(unit),
            }],
            per: per.map(|(value, unit)| Per {
                value: number(value),
                unit,
            }),
        }
    }

    #[test]
    fn a_third_of_a_milligram_per_millilitre_is_compared_without_a_division() {
        let three = stated("1", Measure::Milligram, Some(("3", Measure::Millilitre)));
        let six = stated("2000", Measure::Microgram, Some(("6", Measure::Millilitre)));
        let rounded = stated(
            "0.3333",
            Measure::Milligram,
            Some(("1", Measure::Millilitre)),
        );
        assert!(three.is_same_as(&six));
        assert!(!three.is_same_as(&rounded));
        let dose = stated("1", Measure::Milligram, Some(("3", Measure::Dose)));
        assert!(!three.is_same_as(&dose));
        let units = stated(
            "1",
            Measure::InternationalUnit,
            Some(("3", Measure::Millilitre)),
        );
        assert!(!three.is_same_as(&units));
    }
}
