//! Units, quantities and ranges.

mod amount;

pub(crate) use amount::clean;
pub use amount::{Amount, AmountKind, DecimalMark, NoAmount};

use crate::exact::Fraction;
use rust_decimal::Decimal;

/// What every quantity of a file counts, where its rows are totals and no prescriptions: the limits
/// of what one prescription can hold do not apply to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub(crate) enum Counts {
    /// Packs: an inhaler, or a box of capsules or ampoules.
    Packs,
    /// Inhalers whole, capsules and ampoules singly.
    Mixed,
    /// Doses.
    Doses,
    /// Defined daily doses, by the list that a layer has.
    Ddd,
}

/// What an amount on a prescription counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Unit {
    /// Whole devices (an inhaler), or packs where the product comes in a pack.
    Device,
    /// Doses: puffs, inhalations, capsules or ampoules.
    Dose,
}

impl Unit {
    /// The word in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// An amount with its unit. A conversion needs the pack size, so it is a function that
/// can fail: [`Quantity::in_doses`].
///
/// ```
/// use groenrecept::{Quantity, Unit};
/// let two = Quantity::new(2.into(), Unit::Device);
/// assert_eq!(two.in_doses(Some(200)), Some(400.into()));
/// assert_eq!(two.in_doses(None), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Quantity {
    amount: Decimal,
    unit: Unit,
}

impl Quantity {
    /// An amount in a unit.
    #[must_use]
    pub const fn new(amount: Decimal, unit: Unit) -> Self {
        Self { amount, unit }
    }

    /// The number.
    #[must_use]
    pub const fn amount(self) -> Decimal {
        self.amount
    }

    /// What it counts.
    #[must_use]
    pub const fn unit(self) -> Unit {
        self.unit
    }

    /// As a number of devices and of doses, of which one is zero.
    pub(crate) const fn devices_and_doses(self) -> [Decimal; 2] {
        match self.unit {
            Unit::Device => [self.amount, Decimal::ZERO],
            Unit::Dose => [Decimal::ZERO, self.amount],
        }
    }

    /// The amount in doses; devices need the doses per pack.
    #[must_use]
    pub fn in_doses(self, doses_per_pack: Option<u32>) -> Option<Decimal> {
        match self.unit {
            Unit::Dose => Some(self.amount),
            Unit::Device => crate::exact::mul(self.amount, Decimal::from(doses_per_pack?)),
        }
    }
}

/// An amount that may be read in more than one way: what it is at the least, most plausibly, and at
/// the most.
///
/// Its ends can count doses where the centre counts devices: `3 DO` of an aerosol is three devices,
/// or three puffs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct QuantityRange {
    low: Quantity,
    central: Quantity,
    high: Quantity,
}

impl QuantityRange {
    /// Of an amount that can be read in one way.
    #[must_use]
    pub const fn point(quantity: Quantity) -> Self {
        Self {
            low: quantity,
            central: quantity,
            high: quantity,
        }
    }

    /// With a lower reading.
    #[must_use]
    pub(crate) const fn or_as_low_as(self, low: Quantity) -> Self {
        Self { low, ..self }
    }

    /// With a higher reading.
    #[must_use]
    pub(crate) const fn or_as_high_as(self, high: Quantity) -> Self {
        Self { high, ..self }
    }

    /// The least that it is.
    #[must_use]
    pub const fn low(self) -> Quantity {
        self.low
    }

    /// What it is read as.
    #[must_use]
    pub const fn central(self) -> Quantity {
        self.central
    }

    /// The most that it is.
    #[must_use]
    pub const fn high(self) -> Quantity {
        self.high
    }

    /// Whether there is one reading.
    #[must_use]
    pub fn is_point(self) -> bool {
        self.low == self.central && self.central == self.high
    }

    /// What is left where the central amount is reduced to this one: an end in the same unit loses as
    /// much, one in the other unit stays.
    pub(crate) fn reduced_to(self, amount: Decimal) -> Self {
        let (central, unit) = (self.central, self.central.unit());
        let less = crate::exact::sub(central.amount(), amount);
        let end = |one: Quantity| {
            let left = less.and_then(|less| crate::exact::sub(one.amount(), less));
            let left = left
                .filter(|_| one.unit() == unit)
                .map(|left| left.max(Decimal::ZERO));
            left.map_or(one, |left| Quantity::new(left.normalize(), unit))
        };
        Self {
            low: end(self.low),
            central: Quantity::new(amount, unit),
            high: end(self.high),
        }
    }

    /// Each reading in another unit or number.
    pub(crate) fn map(self, each: impl Fn(Quantity) -> Quantity) -> Self {
        Self {
            low: each(self.low),
            central: each(self.central),
            high: each(self.high),
        }
    }
}

/// Low, central and high, with low <= central <= high.
///
/// ```
/// use groenrecept::{Range, exact::{Fraction, parse}};
/// let f = |text| Fraction::whole(parse(text).unwrap());
/// let range = Range::new(f("0.452"), f("0.547"), f("0.617")).unwrap();
/// assert_eq!(range.central(), f("0.547"));
/// assert!(Range::new(f("2"), f("1"), f("3")).is_none());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Range {
    low: Fraction,
    central: Fraction,
    high: Fraction,
}

impl Range {
    /// Nothing at all; only for sums of nothing.
    pub const ZERO: Self = Self {
        low: Fraction::ZERO,
        central: Fraction::ZERO,
        high: Fraction::ZERO,
    };

    /// A range; `None` unless low <= central <= high.
    #[must_use]
    pub fn new(low: Fraction, central: Fraction, high: Fraction) -> Option<Self> {
        (low <= central && central <= high).then_some(Self { low, central, high })
    }

    /// A single value as a range.
    #[must_use]
    pub const fn point(value: Fraction) -> Self {
        Self {
            low: value,
            central: value,
            high: value,
        }
    }

    /// The low end.
    #[must_use]
    pub const fn low(self) -> Fraction {
        self.low
    }

    /// The central value.
    #[must_use]
    pub const fn central(self) -> Fraction {
        self.central
    }

    /// The high end.
    #[must_use]
    pub const fn high(self) -> Fraction {
        self.high
    }

    /// End by end, or `None` on overflow.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        Some(Self {
            low: self.low.plus(other.low)?,
            central: self.central.plus(other.central)?,
            high: self.high.plus(other.high)?,
        })
    }

    /// Every end times a factor that is not negative; `None` for a negative one or on overflow.
    #[must_use]
    pub fn times(self, factor: Fraction) -> Option<Self> {
        if factor.is_negative() {
            return None;
        }
        Some(Self {
            low: self.low.by(factor)?,
            central: self.central.by(factor)?,
            high: self.high.by(factor)?,
        })
    }

    /// The smallest range that holds both, around this central value.
    #[must_use]
    pub fn span(self, other: Self) -> Self {
        Self {
            low: self.low.min(other.low),
            central: self.central,
            high: self.high.max(other.high),
        }
    }

    /// This range with its high end raised to that of another, where that is higher.
    #[must_use]
    pub fn raise(self, other: Self) -> Self {
        Self {
            high: self.high.max(other.high),
            ..self
        }
    }

    /// This range with its low end raised to a value, but not above its central value.
    #[must_use]
    pub fn floor(self, least: Fraction) -> Self {
        Self {
            low: self.low.max(least.min(self.central)),
            ..self
        }
    }

    /// The same range in lowest terms, so that sums of it keep room.
    pub(crate) fn lowest(self) -> Self {
        Self {
            low: self.low.lowest(),
            central: self.central.lowest(),
            high: self.high.lowest(),
        }
    }

    /// The bracket over several ranges: lowest low, median of the central values, highest
    /// high. `None` for no ranges.
    ///
    /// The median is the middle value, or the mean of the two middle ones.
    #[must_use]
    pub fn bracket(ranges: &[Self]) -> Option<Self> {
        let low = ranges.iter().map(|r| r.low).min()?;
        let high = ranges.iter().map(|r| r.high).max()?;
        let mut centrals: Vec<Fraction> = ranges.iter().map(|r| r.central).collect();
        centrals.sort_unstable();
        let upper = *centrals.get(centrals.len() / 2)?;
        let central = if centrals.len() % 2 == 1 {
            upper
        } else {
            let lower = *centrals.get((centrals.len() / 2).checked_sub(1)?)?;
            lower.midpoint(upper)?
        };
        Self::new(low, central, high)
    }
}
