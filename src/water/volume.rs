//! The water that dilutes a load to a limit.

use super::{Amount, Load};
use crate::code::Atc;
use crate::dataset::{Dataset, WaterFact, WaterFactId, WaterKind};
use crate::exact::Fraction;
use crate::quantity::Range;
use rust_decimal::Decimal;
use std::cmp::Reverse;

/// The volume of water that dilutes a load to the limits for water organisms.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CriticalVolume {
    /// The volume, in m3.
    pub amount: Amount,
    /// The limits it rests on, the one that gives the central value first.
    pub limits: Vec<WaterFactId>,
    /// Those of them that differ from the first by more than 10 %.
    pub conflicts: Vec<WaterFactId>,
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
    /// The numbers have more digits than can be kept exactly.
    #[error("the numbers have more digits than can be kept exactly")]
    TooManyDigits,
}

/// The critical volume of a load of the substance with this ATC code: `load / limit`, in m3.
///
/// # Errors
/// [`NoVolume`] where the load or every limit is missing; neither means zero.
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
    let limits = accepted_limits(dataset, atc);
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
    let amount = match load.amount {
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
    })
}

/// The limits for water organisms, the preferred one first; see [the module](super).
fn accepted_limits<'a>(dataset: &'a Dataset, atc: &Atc) -> Vec<&'a WaterFact> {
    let mut limits: Vec<&WaterFact> = dataset
        .water_facts_of(atc)
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
