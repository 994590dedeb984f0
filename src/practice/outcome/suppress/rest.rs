//! Medicines that stand only together, with about what they weigh.
//!
//! Somebody who sees which medicines can be among a few could compute how many of each from what they
//! weigh. So of few rows only their number is told, and what so many devices of the kind weigh, by what
//! anybody can know: between the lightest and the heaviest product of the kind. With more rows what one
//! device weighs on average is told as well, in parts of that range so wide that as many devices as
//! twice the limit can be any of its products.

use super::groups::RestGroup;
use super::rounding::{Chain, Mean};
use crate::dataset::Dataset;
use crate::exact::Fraction;
use crate::impact::Model;
use crate::practice::product::Subject;
use crate::quantity::Range;
use rust_decimal::Decimal;

/// How many decimals of kilograms are weighed with.
const DIGITS: u32 = 9;
/// How many devices to a part of the range of a kind, in limits.
const LIMITS_OF_A_PART: u64 = 4;

/// Inhaled medicines of few patients that stand only together, where small numbers are hidden.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct RestSum {
    /// The device type of all of them; `None` where they differ.
    pub device: Option<&'static str>,
    /// The propellant of all of them, `none` or `unknown`; `None` where they differ.
    pub propellant: Option<String>,
    /// Prescriptions, rounded.
    pub rows: u64,
    /// Those of them that are weighed, rounded.
    pub rows_with_value: u64,
    /// About what these weigh in kg CO2e.
    pub climate: Range,
}

/// What one device weighs: low, central and high, in kg CO2e.
type Each = [Decimal; 3];

/// The products that may be in a group, for all that anybody can know.
pub(super) struct Possible<'m> {
    dataset: &'m Dataset,
    model: &'m Model,
}

impl<'m> Possible<'m> {
    pub(super) const fn new(dataset: &'m Dataset, model: &'m Model) -> Self {
        Self { dataset, model }
    }

    /// The least and the most that one device of a group weighs, end by end; `None` where nobody knows.
    fn ends(&self, group: &RestGroup) -> Option<[Each; 2]> {
        let mut ends: Option<[Each; 2]> = None;
        for product in self.dataset.products() {
            let kind = (product.device.as_str(), product.propellant.clone());
            let estimate = self.model.estimate(product.id.as_str());
            let Some(one) = estimate.and_then(|one| one.per_device) else {
                continue;
            };
            if !group.may_hold(&kind) {
                continue;
            }
            let own = [one.low(), one.central(), one.high()].map(|end| end.round(DIGITS));
            let [least, most] = ends.get_or_insert([own, own]);
            for ((least, most), own) in least.iter_mut().zip(most).zip(own) {
                (*least, *most) = ((*least).min(own), (*most).max(own));
            }
        }
        ends
    }
}

/// What the subjects of a group add up to.
#[derive(Default)]
struct Sums {
    valued: u64,
    others: u64,
    /// Devices of the rows with a value; a row whose pack is not known counts as one.
    devices: Decimal,
    climate: Each,
}

impl Sums {
    fn of(subjects: &[Subject<'_>], group: &RestGroup) -> Option<Self> {
        let mut sums = Self::default();
        for subject in group
            .entries
            .iter()
            .flatten()
            .filter_map(|at| subjects.get(*at))
        {
            for (_, rows, basis) in subject.counted() {
                let sum = match basis {
                    Some(_) => &mut sums.valued,
                    None => &mut sums.others,
                };
                *sum = sum.checked_add(rows)?;
            }
            if !subject.is_valued() {
                continue;
            }
            let devices = match (subject.pack, subject.whole.dose_rows) {
                (_, 0) => subject.whole.devices,
                (Some(pack), _) => {
                    let doses = subject.whole.doses.checked_div(Decimal::from(pack))?;
                    subject.whole.devices.checked_add(doses)?
                }
                (None, rows) => subject.whole.devices.checked_add(Decimal::from(rows))?,
            };
            sums.devices = sums.devices.checked_add(devices)?;
            let climate = subject.impact;
            let ends = [climate.low(), climate.central(), climate.high()];
            for (sum, end) in sums.climate.iter_mut().zip(ends) {
                *sum = sum.checked_add(end.round(DIGITS))?;
            }
        }
        Some(sums)
    }
}

/// What a group weighs and counts; `None` on overflow.
pub(super) fn rest_of(
    subjects: &[Subject<'_>],
    group: &RestGroup,
    possible: &Possible<'_>,
    chain: &mut Chain,
    limit: u64,
) -> Option<RestSum> {
    let sums = Sums::of(subjects, group)?;
    let ends = possible.ends(group);
    // What nobody can tell about is not weighed.
    let (valued, others) = match ends {
        Some(_) => (sums.valued, sums.others),
        None => (0, sums.valued.checked_add(sums.others)?),
    };
    let rows_with_value = chain.count(valued)?;
    let rows = rows_with_value.checked_add(chain.count(others)?)?;
    let climate = match ends {
        Some(ends) if rows_with_value > 0 => {
            let mean = Mean::of(sums.devices, sums.valued, rows_with_value, limit)?;
            let devices = mean.told(sums.devices, rows_with_value)?;
            let parts = devices.checked_div(Decimal::from(limit.checked_mul(LIMITS_OF_A_PART)?))?;
            weigh(&sums, ends, devices, parts.floor().max(Decimal::ONE))?
        }
        _ => Range::ZERO,
    };
    let (device, propellant) = match &group.kind {
        Some((device, propellant)) => (Some(*device), Some(propellant.as_str().to_owned())),
        None => (None, None),
    };
    Some(RestSum {
        device,
        propellant,
        rows,
        rows_with_value,
        climate,
    })
}

/// What so many devices weigh, each end told by its part of what is possible: the low end is the lower
/// end of its part, the high end the upper one, the central value the middle.
fn weigh(sums: &Sums, [least, most]: [Each; 2], devices: Decimal, parts: Decimal) -> Option<Range> {
    let mut told = Vec::new();
    let places = [Decimal::ZERO, Decimal::new(5, 1), Decimal::ONE];
    for (((sum, least), most), place) in sums.climate.iter().zip(least).zip(most).zip(places) {
        let width = most.checked_sub(least)?.checked_div(parts)?;
        let part = if width.is_zero() {
            Decimal::ZERO
        } else {
            let mean = sum.checked_div(sums.devices)?;
            let part = mean.checked_sub(least)?.checked_div(width)?.floor();
            part.clamp(Decimal::ZERO, parts.checked_sub(Decimal::ONE)?)
        };
        let each = least.checked_add(part.checked_add(place)?.checked_mul(width)?)?;
        told.push(Fraction::whole(
            each.checked_mul(devices)?.round_dp(3).normalize(),
        ));
    }
    let (low, central, high) = (*told.first()?, *told.get(1)?, *told.get(2)?);
    Range::new(low.min(central), central, high.max(central))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(kilograms: i64, devices: i64, parts: i64) -> [String; 3] {
        let sums = Sums {
            devices: Decimal::from(devices),
            climate: [Decimal::from(kilograms); 3],
            ..Sums::default()
        };
        let ends = [[Decimal::from(10); 3], [Decimal::from(30); 3]];
        let range = weigh(&sums, ends, Decimal::from(devices), Decimal::from(parts)).unwrap();
        [range.low(), range.central(), range.high()].map(|end| end.round(3).to_string())
    }

    /// By hand: a kind of 10 to 30 kg. Of few devices all that is told is that range; of many the part of
    /// it in which the mean lies.
    #[test]
    fn few_are_weighed_by_their_kind_and_many_in_parts_of_it() {
        assert_eq!(told(240, 20, 1), ["200", "400", "600"]);
        assert_eq!(told(600, 20, 1), ["200", "400", "600"]);
        // 12 kg each lies in the first quarter, of 10 to 15 kg.
        assert_eq!(told(1200, 100, 4), ["1000", "1250", "1500"]);
        assert_eq!(told(3000, 100, 4), ["2500", "2750", "3000"]);
        // Less or more than any product weighs is told as the first or the last part.
        assert_eq!(told(100, 100, 4), ["1000", "1250", "1500"]);
        assert_eq!(told(9000, 100, 4), ["2500", "2750", "3000"]);
    }
}
