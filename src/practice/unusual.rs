//! Amounts that are more than a human prescribes: they count, and are named with their share.

use super::corrections::Correction;
use super::listed::{About, Listed, Why};
use super::place::Place;
use super::product::{ProductAmount, Subject};
use super::tally::Tally;
use crate::dataset::{Dataset, Device};
use crate::exact::Fraction;
use crate::quantity::{Quantity, Range, Unit};
use rust_decimal::Decimal;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

/// How many prescriptions are named.
const NAMED: usize = 20;
/// How many years of patients are named, in the list of rows to look at.
const KEPT: usize = 2_000;
/// How many decimals of kilograms a share is made of.
const DIGITS: u32 = 9;

/// Amounts above the limits of `amount_limits.csv`, those with the most impact first.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Unusual {
    /// Prescriptions of more devices than one is likely to hold, at most twenty.
    pub prescriptions: Vec<UnusualPrescription>,
    /// All of these.
    pub all_prescriptions: u64,
    /// Patients with more devices of a type in a calendar year, at most two thousand.
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
    /// The same in devices, or in loose capsules and ampoules.
    pub amount: ProductAmount,
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
    /// How much: devices, or loose capsules and ampoules.
    pub amount: ProductAmount,
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
                amount: amount_of(dataset, subject, central),
                climate_central: weigh(subject, central.devices_and_doses())?,
            });
        }
        let mut patient_years = years(dataset, tally, &by_place)?;
        // Of very many only the largest were kept; all are counted.
        let all_prescriptions = tally.corrected(Correction::Unusual);
        let all_patient_years = u64::try_from(patient_years.len()).ok();
        prescriptions.sort_by_key(|one| (Reverse(one.climate_central), one.place));
        patient_years.sort_by_key(|one| (Reverse(one.climate_central), one.place));
        prescriptions.truncate(NAMED);
        patient_years.truncate(KEPT);
        Some(Self {
            prescriptions,
            all_prescriptions: all_prescriptions?,
            patient_years,
            all_patient_years: all_patient_years?,
        })
    }
}

impl UnusualYear {
    /// As a row to look at.
    pub(super) const fn listed(&self) -> Listed {
        Listed {
            place: self.place,
            why: Why::ManyInAYear,
            about: About::NotRead,
            quantity: None,
        }
    }

    /// Its share of a total, in percent.
    pub(super) fn share(&self, total: Range) -> Option<Decimal> {
        let own = self
            .climate_central
            .times(Decimal::ONE_HUNDRED)?
            .round(DIGITS);
        own.checked_div(total.central().round(DIGITS))
    }
}

/// What a patient has of one type of device in a year.
struct Year {
    devices: Fraction,
    pieces: Fraction,
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
        let [Some(devices), pieces] = subject.inhaler.in_devices(dataset, amounts) else {
            continue;
        };
        let year = all
            .entry((used.patient, used.year, *device))
            .or_insert(Year {
                devices: Fraction::ZERO,
                pieces: Fraction::ZERO,
                climate: Fraction::ZERO,
                place: used.place,
            });
        year.devices = year.devices.plus(devices)?.lowest();
        year.pieces = year.pieces.plus(pieces.unwrap_or(Fraction::ZERO))?.lowest();
        year.climate = year.climate.plus(weigh(subject, amounts)?)?.lowest();
        year.place = year.place.min(used.place);
    }
    let above = all.into_iter().filter_map(|((_, year, device), sum)| {
        let limit = dataset.amount_limit([&device]);
        let most = |most: u32| Fraction::whole(most.into());
        let amount = if sum.devices > most(limit.per_year) {
            ProductAmount::new(sum.devices, Unit::Device)
        } else if sum.pieces > most(limit.pieces) {
            ProductAmount::new(sum.pieces, Unit::Dose)
        } else {
            return None;
        };
        Some(UnusualYear {
            year,
            device,
            amount,
            place: sum.place,
            climate_central: sum.climate,
        })
    });
    Some(above.collect())
}

/// A prescribed amount in devices, or in loose pieces.
fn amount_of(dataset: &Dataset, subject: &Subject<'_>, quantity: Quantity) -> ProductAmount {
    let [devices, pieces] = subject
        .inhaler
        .in_devices(dataset, quantity.devices_and_doses());
    match (devices, pieces) {
        (_, Some(pieces)) if quantity.unit() == Unit::Dose => {
            ProductAmount::new(pieces, Unit::Dose)
        }
        (Some(devices), _) => ProductAmount::new(devices, Unit::Device),
        (None, _) => ProductAmount::new(Fraction::whole(quantity.amount()), quantity.unit()),
    }
}

fn weigh(subject: &Subject<'_>, amounts: [Decimal; 2]) -> Option<Fraction> {
    let climate = subject.estimate.weigh([amounts; 3])?;
    Some(climate.central().lowest())
}
