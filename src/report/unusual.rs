//! Amounts that are more than a human prescribes, each with its share of the total.

use super::number::Number;
use super::product::label_of;
use super::wording::Wording;
use crate::dataset::Device;
use crate::practice::{Outcome, Place, UnusualPrescription, UnusualYear};
use crate::quantity::Unit;

/// How many years of patients are told.
const NAMED: usize = 20;

/// Amounts above the limits of the data; they count.
#[derive(Debug, Clone, serde::Serialize)]
pub(super) struct UnusualReport {
    /// Prescriptions of more devices than one is likely to hold, those with the most impact first.
    pub(super) prescriptions: Vec<PrescriptionReport>,
    /// All of these.
    pub(super) all_prescriptions: u64,
    /// Patients with more devices of a type in a calendar year than is likely.
    pub(super) patient_years: Vec<YearReport>,
    /// All of these.
    pub(super) all_patient_years: u64,
}

/// One prescription.
#[derive(Debug, Clone, serde::Serialize)]
pub(super) struct PrescriptionReport {
    /// Where it stands.
    #[serde(rename = "line")]
    pub(super) place: Place,
    /// The medicine, as in the list of products.
    product: String,
    /// Its label.
    pub(super) label: String,
    /// What it was read as.
    pub(super) amount: Number,
    /// What that counts.
    pub(super) unit: Unit,
    /// Central climate impact in kg CO2e.
    climate_central: Number,
    /// Its share in the total, from 0 to 1; `null` where that is zero.
    pub(super) share: Option<Number>,
}

/// One patient in one year, without a word of who that is.
#[derive(Debug, Clone, serde::Serialize)]
pub(super) struct YearReport {
    /// The year; `null` where rows have no dates.
    pub(super) year: Option<i16>,
    /// The type of device.
    pub(super) device: Device,
    /// How much.
    pub(super) amount: Number,
    /// What that counts.
    pub(super) unit: Unit,
    /// Where the first of them stands.
    #[serde(rename = "line")]
    pub(super) place: Place,
    /// Central climate impact in kg CO2e.
    climate_central: Number,
    /// Its share in the total, from 0 to 1; `null` where that is zero.
    pub(super) share: Option<Number>,
}

impl UnusualReport {
    pub(super) fn of(outcome: &Outcome, words: &dyn Wording) -> Self {
        let unusual = &outcome.unusual;
        let total = outcome.totals.climate.central();
        let prescription = |one: &UnusualPrescription| PrescriptionReport {
            place: one.place,
            product: one.product.clone(),
            label: label_of(outcome, &one.product, words),
            amount: Number::of(one.amount.amount),
            unit: one.amount.unit,
            climate_central: Number::of(one.climate_central),
            share: Number::share(one.climate_central, total),
        };
        let year = |one: &UnusualYear| YearReport {
            year: one.year,
            device: one.device,
            amount: Number::of(one.amount.amount),
            unit: one.amount.unit,
            place: one.place,
            climate_central: Number::of(one.climate_central),
            share: Number::share(one.climate_central, total),
        };
        Self {
            prescriptions: unusual.prescriptions.iter().map(prescription).collect(),
            all_prescriptions: unusual.all_prescriptions,
            patient_years: unusual.patient_years.iter().take(NAMED).map(year).collect(),
            all_patient_years: unusual.all_patient_years,
        }
    }
}
