//! The water that dilutes a load to a limit.

use super::{Amount, Load};
use crate::code::Atc;
use crate::dataset::{Dataset, WaterFact, WaterFactId, WaterKind};
use crate::exact::Fraction;
use crate::quantity::Range;
use rust_decimal::Decimal;
use std::cmp::Reverse;

/// The volume of water that dilutes a load to the limits for water organisms: that of the
/// substance or of what is formed of it, whichever is highest.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CriticalVolume {
    /// The volume, in m3.
    pub amount: Amount,
    /// The limits it rests on, the one that gives the central value first.
    pub limits: Vec<WaterFactId>,
    /// Those of them that differ by more than 10 % from the first of the same substance.
    pub conflicts: Vec<WaterFactId>,
    /// The transformation product whose limit gives the central value, or the upper bound
    /// where there is none; `None` where it is the limit of the substance itself.
    pub product: Option<String>,
}

/// Why there is no critical volume.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error, serde::Serialize,
)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum NoVolume {
    /// The load is not known.
    #[error("the load to surface water is not known")]
    NoLoad,
    /// No limit for water organisms is in the data. A detection limit is none.
    #[error("no limit for water organisms is in the data")]
    NoLimit,
    /// What is formed of the substance has a limit of its own, and how much of it there is is
    /// not known. A volume of the substance alone could be far too low.
    #[error("how much is formed of a transformation product that has a limit is not known")]
    ProductUnknown,
    /// The numbers have more digits than can be kept exactly.
    #[error("the numbers have more digits than can be kept exactly")]
    TooManyDigits,
}

/// The critical volume of a load of the substance with this ATC code: `load / limit`, in m3.
///
/// Where a product that is formed of it has limits of its own, that of the product counts, end
/// by end, wherever it is higher. The two are not added: their limits are not of one effect.
///
/// # Errors
/// [`NoVolume`] where the load or every limit of the substance is missing, or how much there
/// is of a product with a limit; none of these means zero.
///
/// ```
/// use groenrecept::{Atc, Dataset, exact::{Fraction, parse}};
/// use groenrecept::dataset::{Route, Treatment};
/// use groenrecept::water::{self, Amount};
/// let dataset = Dataset::embedded()?;
/// let ibuprofen = "M01AE01".parse::<Atc>().unwrap();
/// let mass = parse("400").unwrap();
/// let load = water::load(&dataset, &ibuprofen, Route::Oral, mass, Treatment::Secondary);
/// // At most 400 mg x 0.15 x 0.1 = 6 mg, over 0.14 ug/L.
/// let volume = water::critical_volume(&dataset, &ibuprofen, &load).unwrap();
/// assert_eq!(volume.amount.high().unwrap().round(2).to_string(), "42.86");
/// assert_eq!(volume.limits[0].as_str(), "ibuprofen-eqs-scheer");
/// assert_eq!(volume.conflicts[0].as_str(), "ibuprofen-criterion-china"); // 2.9 ug/L
/// # Ok::<(), groenrecept::Error>(())
/// ```
pub fn critical_volume(
    dataset: &Dataset,
    atc: &Atc,
    load: &Load,
) -> Result<CriticalVolume, NoVolume> {
    let mut highest = of_one(dataset, atc, "", load.amount)?;
    for product in &load.products {
        let one = match of_one(dataset, atc, &product.name, product.amount) {
            Err(NoVolume::NoLimit) => continue,
            Err(NoVolume::NoLoad) => return Err(NoVolume::ProductUnknown),
            other => other?,
        };
        highest = highest.or_higher(one).ok_or(NoVolume::TooManyDigits)?;
    }
    Ok(highest)
}

/// The volume of one substance: that with this ATC code, or the product with this name.
fn of_one(
    dataset: &Dataset,
    atc: &Atc,
    product: &str,
    amount: Amount,
) -> Result<CriticalVolume, NoVolume> {
    let limits = accepted_limits(dataset, atc, product);
    let values: Vec<Limit> = limits.iter().filter_map(|fact| Limit::of(fact)).collect();
    // Those of the layer of the first: what it says goes before what is below it.
    let top = limits.first().map(|fact| fact.layer);
    let of_top = limits.iter().filter(|fact| Some(fact.layer) == top).count();
    let used = values.iter().take(of_top);
    let (Some(first), Some(lowest), Some(highest)) = (
        values.first(),
        used.clone().map(|limit| limit.low).min(),
        used.map(|limit| limit.high).max(),
    ) else {
        return Err(NoVolume::NoLimit);
    };
    let over = |mg: Fraction, limit: Decimal| mg.divided_by(limit).ok_or(NoVolume::TooManyDigits);
    let amount = match amount {
        Amount::Unknown => return Err(NoVolume::NoLoad),
        Amount::AtMost(high) => Amount::AtMost(over(high, lowest)?),
        Amount::Range(range) => {
            let low = over(range.low(), highest)?;
            let central = over(range.central(), first.central)?;
            let high = over(range.high(), lowest)?;
            Range::new(low, central, high)
                .map(Amount::Range)
                .ok_or(NoVolume::TooManyDigits)?
        }
    };
    let conflicts = limits.iter().zip(&values).filter(|(_, value)| {
        let [one, other] = [value.central, first.central].map(Fraction::whole);
        one.differs_by_a_tenth(other)
    });
    Ok(CriticalVolume {
        amount,
        conflicts: conflicts.map(|(fact, _)| fact.id.clone()).collect(),
        limits: limits
            .iter()
            .take(of_top)
            .map(|fact| fact.id.clone())
            .collect(),
        product: Some(product.to_owned()).filter(|name| !name.is_empty()),
    })
}

impl CriticalVolume {
    /// The two end by end, whichever is higher; only a bound where one of them is. What gives
    /// the central value, or else the bound, comes first. `None` on overflow.
    fn or_higher(self, other: Self) -> Option<Self> {
        let [a, b] = [self.amount, other.amount];
        let (amount, other_first) = match (a.range(), b.range()) {
            (Some(a), Some(b)) => {
                let low = a.low().max(b.low());
                let central = a.central().max(b.central());
                let range = Range::new(low, central, a.high().max(b.high()))?;
                (Amount::Range(range), b.central() > a.central())
            }
            _ => {
                let high = a.high()?.max(b.high()?);
                (Amount::AtMost(high), b.high() > a.high())
            }
        };
        let [mut first, second] = if other_first {
            [other, self]
        } else {
            [self, other]
        };
        first.amount = amount;
        first.limits.extend(second.limits);
        first.conflicts.extend(second.conflicts);
        Some(first)
    }
}

/// The limits for water organisms of the substance, or of a product of it, the preferred one
/// first; see [the module](super).
fn accepted_limits<'a>(dataset: &'a Dataset, atc: &Atc, product: &str) -> Vec<&'a WaterFact> {
    let mut limits: Vec<&WaterFact> = dataset
        .water_facts_of(atc)
        .filter(|fact| fact.product == product)
        .filter(
            |fact| matches!(fact.kind, WaterKind::Limit(kind) if kind.protects_water_organisms()),
        )
        .filter(|fact| fact.is_usable())
        .filter(|fact| Limit::of(fact).is_some())
        .collect();
    limits.sort_by_key(|fact| {
        (
            Reverse(fact.layer),
            fact.kind,
            fact.provenance.evidence,
            Reverse(year(&fact.vintage)),
            &fact.id,
        )
    });
    limits
}

/// The first four digits in a row, so that a statement without a year counts as oldest.
fn year(vintage: &str) -> Option<u32> {
    vintage
        .split(|c: char| !c.is_ascii_digit())
        .find(|digits| digits.len() == 4)
        .and_then(|digits| digits.parse().ok())
}

/// The ends of a limit, in ug/L, as decimals to divide by.
#[derive(Debug, Clone, Copy)]
struct Limit {
    low: Decimal,
    central: Decimal,
    high: Decimal,
}

impl Limit {
    fn of(fact: &WaterFact) -> Option<Self> {
        let (low, central, high) = fact.numbers()?;
        // A midpoint of two decimals of a data file has few enough digits for 28 places.
        Some(Self {
            low: low.round(28),
            central: central?.round(28),
            high: high.round(28),
        })
        .filter(|limit| !limit.low.is_zero())
    }
}
