//! One prescription, and what its climate impact is.

use crate::code::CodeSystem;
use crate::dataset::{Dataset, Factor, Source};
use crate::day::Day;
use crate::impact::{Estimate, Model};
use crate::matching::{
    Counted, Decided, Inhaler, Item, Meaning, Note, Other, Refused, Resolution, Resolvers, Via,
};
use crate::quantity::{Amount, NoAmount, Quantity, QuantityRange, Range, Unit};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// A prescription as an information system writes it.
///
/// ```
/// use groenrecept::{Dataset, Engine, Prescription};
/// let engine = Engine::new(&Dataset::embedded()?);
/// let prescription = Prescription::new()
///     .label("VENTOLIN AEROSOL 100UG/DO 200DO")
///     .atc("R03AC02")
///     .quantity("2", "ST");
/// let impact = engine.impact(&prescription).unwrap();
/// assert_eq!(impact.climate.central().round(3).to_string(), "60.124"); // 2 x 30.062 kg
/// assert_eq!(impact.estimate.factors[0].as_str(), "s01-ventolin-aerosol");
/// # Ok::<(), groenrecept::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Prescription {
    label: String,
    atc: String,
    codes: BTreeMap<CodeSystem, String>,
    quantity: String,
    unit: String,
    dosage: String,
    day: Option<Day>,
}

/// The climate impact of one prescription.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Impact {
    /// kg CO2e: low, central and high.
    pub climate: Range,
    /// The medicine that was found; it may be one of several products.
    pub inhaler: Inhaler,
    /// How it was found.
    pub via: Via,
    /// What to know about the match.
    pub notes: BTreeSet<Note>,
    /// What the amount counts; its ends differ where it can be read in two ways.
    pub quantity: QuantityRange,
    /// How that was decided.
    pub decided: Decided,
    /// The value per device and dose, what it rests on, and its factors.
    pub estimate: Estimate,
}

/// Why a prescription has no impact value. None of these means zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoImpact {
    /// Not an inhaled medicine, or not recognised.
    #[error("not recognised as an inhaled medicine")]
    NotInhaled(Other),
    /// The quantity cannot be read.
    #[error("{0}")]
    Amount(NoAmount),
    /// The quantity is zero, or less: a return.
    #[error("the quantity is zero or less")]
    NotAbove,
    /// The quantity may be read in no plausible way.
    #[error("the quantity can be read in no plausible way, or its unit does not fit")]
    Refused(Refused),
    /// The data has no value for this medicine and amount.
    #[error("the data has no value for this medicine and amount")]
    NoValue,
    /// A product has more digits than can be kept exactly.
    #[error("more digits than can be kept exactly")]
    Overflow,
}

impl Impact {
    /// Returns the factors behind the value with their sources, the one with the central value
    /// first where it is one product.
    ///
    /// # Errors
    /// [`DatasetMismatch`](crate::ErrorKind::DatasetMismatch) for an impact of other data.
    pub fn sources<'d>(
        &self,
        dataset: &'d Dataset,
    ) -> crate::Result<Vec<(&'d Factor, &'d Source)>> {
        self.inhaler.belongs_to(dataset)?;
        let factors = self.estimate.factors.iter().filter_map(|id| {
            let factor = dataset.factor_by_id(id.as_str())?;
            Some((factor, dataset.source(&factor.provenance.source)?))
        });
        Ok(factors.collect())
    }
}

impl Prescription {
    /// An empty prescription.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The label of the medicine.
    #[must_use]
    pub fn label(mut self, label: &str) -> Self {
        label.clone_into(&mut self.label);
        self
    }

    /// The ATC code.
    #[must_use]
    pub fn atc(mut self, atc: &str) -> Self {
        atc.clone_into(&mut self.atc);
        self
    }

    /// A code of a coding system that a code table of the dataset or a release of the
    /// G-Standaard resolves; of two codes of one system the last counts.
    #[must_use]
    pub fn code(mut self, system: CodeSystem, code: &str) -> Self {
        self.codes.insert(system, code.to_owned());
        self
    }

    /// The amount and its unit; the unit may be empty, or stand behind the number. Numbers have a
    /// decimal point; a comma is taken for one where it stands before other than three digits.
    #[must_use]
    pub fn quantity(mut self, amount: &str, unit: &str) -> Self {
        amount.clone_into(&mut self.quantity);
        unit.clone_into(&mut self.unit);
        self
    }

    /// The directions for use, such as `2 dd 1`. Advice reads from them how many doses are taken
    /// at a time; no amount is computed from them.
    #[must_use]
    pub fn dosage(mut self, dosage: &str) -> Self {
        dosage.clone_into(&mut self.dosage);
        self
    }

    /// The day of the prescription: products and factors that held on it are used. Without a
    /// day those at the date of the data are.
    #[must_use]
    pub const fn day(mut self, day: Day) -> Self {
        self.day = Some(day);
        self
    }

    /// The label as it was given.
    #[must_use]
    pub fn given_label(&self) -> &str {
        &self.label
    }

    /// The ATC code as it was given.
    #[must_use]
    pub fn given_atc(&self) -> &str {
        &self.atc
    }

    /// The codes as they were given, with their systems.
    pub fn given_codes(&self) -> impl Iterator<Item = (&CodeSystem, &str)> {
        let codes = self.codes.iter();
        codes.map(|(system, code)| (system, code.as_str()))
    }

    /// The amount and its unit as they were given.
    #[must_use]
    pub fn given_quantity(&self) -> (&str, &str) {
        (&self.quantity, &self.unit)
    }

    /// The directions for use as they were given.
    #[must_use]
    pub fn given_dosage(&self) -> &str {
        &self.dosage
    }

    /// The day of the prescription.
    #[must_use]
    pub const fn given_day(&self) -> Option<Day> {
        self.day
    }

    /// What the line says of its medicine.
    pub(crate) fn item(&self) -> Item<'_> {
        Item {
            codes: self.given_codes().collect(),
            label: self.label.trim(),
            atc: self.atc.trim(),
        }
    }

    pub(crate) fn resolve(&self, resolvers: &Resolvers) -> Resolution {
        resolvers.on(self.day).resolve(&self.item())
    }

    /// How much of a medicine is prescribed, and how that was decided.
    pub(crate) fn quantity_of(
        &self,
        inhaler: &Inhaler,
        dataset: &Dataset,
    ) -> Result<(QuantityRange, Decided), NoImpact> {
        let amount = Amount::of_program(&self.quantity).map_err(NoImpact::Amount)?;
        if amount.number() <= Decimal::ZERO {
            return Err(NoImpact::NotAbove);
        }
        let counted = Counted::of(&amount, &self.unit, dataset.vocabulary());
        let counted = counted.map_err(NoImpact::Amount)?;
        let quantity = inhaler.quantity(dataset, amount.number(), counted);
        quantity.map_err(NoImpact::Refused)
    }

    /// The impact of the medicine that it was found to be.
    pub(crate) fn impact(
        &self,
        found: Resolution,
        dataset: &Dataset,
        model: &Model,
    ) -> Result<Impact, NoImpact> {
        let (inhaler, via, notes) = match found.meaning {
            Meaning::Inhaler(inhaler, via, notes) => (inhaler, via, notes),
            Meaning::Other(other) => return Err(NoImpact::NotInhaled(other)),
        };
        let (quantity, decided) = self.quantity_of(&inhaler, dataset)?;
        let ends = [quantity.low(), quantity.central(), quantity.high()];
        let estimate = model.of_units(&inhaler, &ends.map(Quantity::unit));
        let per_unit = match quantity.central().unit() {
            Unit::Device => estimate.per_device,
            Unit::Dose => estimate.per_dose,
        };
        per_unit.ok_or(NoImpact::NoValue)?;
        let climate = estimate
            .weigh(ends.map(Quantity::devices_and_doses))
            .ok_or(NoImpact::Overflow)?;
        Ok(Impact {
            climate,
            inhaler,
            via,
            notes,
            quantity,
            decided,
            estimate,
        })
    }
}
