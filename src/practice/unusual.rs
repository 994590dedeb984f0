//! Amounts that are more than a human prescribes: they count, and are named with their share.

use super::place::Place;
use super::product::Subject;
use super::tally::Tally;
use crate::dataset::{Dataset, Device};
use crate::exact::Fraction;
use crate::quantity::Quantity;
use rust_decimal::Decimal;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

/// How many of each kind are named.
const NAMED: usize = 20;

/// Amounts above the limits of `amount_limits.csv`, those with the most impact first.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Unusual {
    /// Prescriptions of more devices than one is likely to hold, at most twenty.
    pub prescriptions: Vec<UnusualPrescription>,
    /// All of these.
    pub all_prescriptions: u64,
    /// Patients with more devices of a type in a calendar year, at most twenty.
    pub patient_years: Vec<UnusualYear>,
    /// All of these.
    pub all_patient_years: u64,
}

/// A prescription of more devices than one is likely to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnusualPrescription {
    /// Where it stands.
    pub place: Place,
    /// The medicine, by its id in the list of products.
    pub product: String,
    /// What it was read as.
    pub quantity: Quantity,
    /// In devices, where the pack is known.
    pub devices: Option<Fraction>,
    /// Central climate impact in kg CO2e.
    pub climate_central: Fraction,
}

/// A patient with more devices of one type in a calendar year than anyone is likely to use. Nothing
/// of the patient is told but the first line.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnusualYear {
    /// The calendar year; `None` where rows have no dates.
    pub year: Option<i16>,
    /// The type of device.
    pub device: Device,
    /// How many.
    pub devices: Fraction,
    /// Where the first of them stands.
    pub place: Place,
    /// Central climate impact in kg CO2e.
    pub climate_central: Fraction,
}

impl Unusual {
    /// Those of a tally; `None` on overflow.
    pub(super) fn of(dataset: &Dataset, tally: &Tally, subjects: &[Subject<'_>]) -> Option<Self> {
        let by_place: HashMap<usize, &Subject<'_>> =
            subjects.iter().map(|one| (one.place, one)).collect();
        let mut prescriptions = Vec::new();
        for one in &tally.unusual {
            let Some(subject) = by_place.get(&one.subject) else {
                continue;
            };
            let central = one.quantity.central();
            prescriptions.push(UnusualPrescription {
                place: one.place,
                product: subject.id.clone(),
                quantity: central,
                devices: devices_of(subject, central.devices_and_doses()),
                climate_central: weigh(subject, central.devices_and_doses())?,
            });
        }
        let mut patient_years = years(dataset, tally, &by_place)?;
        let counts = [prescriptions.len(), patient_years.len()];
        let [all_prescriptions, all_patient_years] = counts.map(|all| u64::try_from(all).ok());
        prescriptions.sort_by_key(|one| (Reverse(one.climate_central), one.place));
        patient_years.sort_by_key(|one| (Reverse(one.climate_central), one.place));
        prescriptions.truncate(NAMED);
        patient_years.truncate(NAMED);
        Some(Self {
            prescriptions,
            all_prescriptions: all_prescriptions?,
            patient_years,
            all_patient_years: all_patient_years?,
        })
    }
}

/// What a patient has of one type of device in a year.
struct Year {
    devices: Fraction,
    climate: Fraction,
    place: Place,
}

fn years(
    dataset: &Dataset,
    tally: &Tally,
    subjects: &HashMap<usize, &Subject<'_>>,
) -> Option<Vec<UnusualYear>> {
    let mut all: BTreeMap<(u64, Option<i16>, Device), Year> = BTreeMap::new();
    for used in tally.patients.used() {
        let Some(subject) = subjects.get(&used.subject) else {
            continue;
        };
        let mut types = subject.inhaler.devices().iter();
        // Of a line that can be several types no number of one is known.
        let (Some(device), None) = (types.next(), types.next()) else {
            continue;
        };
        let amounts = [used.devices, used.doses];
        let Some(devices) = devices_of(subject, amounts) else {
            continue;
        };
        let year = all
            .entry((used.patient, used.year, *device))
            .or_insert(Year {
                devices: Fraction::ZERO,
                climate: Fraction::ZERO,
                place: used.place,
            });
        year.devices = year.devices.plus(devices)?.lowest();
        year.climate = year.climate.plus(weigh(subject, amounts)?)?.lowest();
        year.place = year.place.min(used.place);
    }
    let above = all.into_iter().filter(|((_, _, device), year)| {
        let limit = dataset.amount_limit([device]);
        let limit = limit.map(|limit| Fraction::whole(limit.per_year.into()));
        limit.is_some_and(|limit| year.devices > limit)
    });
    let years = above.map(|((_, year, device), sum)| UnusualYear {
        year,
        device,
        devices: sum.devices,
        place: sum.place,
        climate_central: sum.climate,
    });
    Some(years.collect())
}

/// Devices and doses in devices; `None` where the pack is not known or on overflow.
fn devices_of(subject: &Subject<'_>, [devices, doses]: [Decimal; 2]) -> Option<Fraction> {
    let devices = Fraction::whole(devices);
    match subject.pack {
        _ if doses.is_zero() => Some(devices),
        Some(pack) => devices.plus(Fraction::whole(doses).over_count(pack)?),
        None => None,
    }
}

fn weigh(subject: &Subject<'_>, amounts: [Decimal; 2]) -> Option<Fraction> {
    let climate = subject.estimate.weigh([amounts; 3])?;
    Some(climate.central().lowest())
}
