//! What an analysis found, as data.
//!
//! A [`Report`] serialises to JSON with stable names; numbers are decimal text. The text
//! page for people is made from the same data by [`text::render`].

pub mod advice;
mod alternatives;
mod build;
pub mod data;
mod digits;
pub mod explain;
pub mod formulary;
mod medicines;
mod number;
mod subject;
mod sums;
#[cfg(feature = "text")]
pub mod text;
mod water;
pub mod wording;

pub use alternatives::{AboveLimit, AlternativesReport, PairReport, RuleReport, SavingReport};
pub use medicines::{
    EffectReport, FormFactReport, FormReport, OrderEnds, OrderReport, OtherMedicines,
};
pub use number::Number;
pub use water::{
    AmountKind, ListReport, NoLoad, SubstanceReport, UseReport, VolumeReport, WaterAmount,
    WaterFactReport, WaterReport,
};

use crate::dataset::{Boundary, DatasetVersion, Evidence, Treatment};
use crate::impact::{Basis, Flag};
use crate::matching::{Decided, Note, Via};
use crate::practice::Reason;
use std::collections::BTreeMap;
use wording::Language;

/// The version of this crate, printed with every result.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The whole result of an analysis.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Report {
    /// The version of this crate.
    pub groenrecept: &'static str,
    /// What the result may be used for, in the language of the report.
    pub intended_use: &'static str,
    /// The name of the export, without its folder.
    pub file: String,
    /// The data that was used.
    pub dataset: DatasetVersion,
    /// What was asked.
    pub options: Options,
    /// How the export was read.
    pub layout: LayoutReport,
    /// First and last day of the analysed rows; `null` without a date column.
    pub period: Option<Period>,
    /// How many practices the analysed rows name; `null` without such a column.
    pub practices: Option<usize>,
    /// The account of rows.
    pub rows: Rows,
    /// How much of the export has a value.
    pub coverage: Coverage,
    /// The totals: zero where nothing has a value, so read them with the coverage.
    pub totals: Totals,
    /// Device types and propellants, each by rows and by doses.
    pub mix: Mix,
    /// Every inhaled medicine that occurs, most impact first.
    pub products: Vec<ProductReport>,
    /// Impact per month.
    pub months: Vec<MonthReport>,
    /// Other medicines, in orders of magnitude: never part of the totals. `null` where there
    /// are none.
    pub other_medicines: Option<OtherMedicines>,
    /// What of other medicines reaches surface water: never part of the totals. `null` where
    /// there are none.
    pub water: Option<WaterReport>,
    /// What rules support for these prescriptions, as a group.
    pub advice: AlternativesReport,
    /// How products were found and amounts were read.
    pub matching: Matching,
    /// The factors behind the values, by id.
    pub factors: Vec<FactorReport>,
}

/// What was asked.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Options {
    /// The set of global warming potentials.
    pub gwp_set: &'static str,
    /// How far waste water is treated, for the block about water.
    pub treatment: Treatment,
    /// The language of labels and texts.
    pub language: Language,
}

/// How the export was read.
#[derive(Debug, Clone, serde::Serialize)]
pub struct LayoutReport {
    /// The separator.
    pub separator: char,
    /// The encoding.
    pub encoding: &'static str,
    /// The order of the parts of a date; absent without a date column or without dates in it.
    pub date_order: Option<&'static str>,
    /// `,` or `.`, or `none` where the numbers are whole.
    pub decimal_mark: &'static str,
    /// The column of each role that was found.
    pub columns: BTreeMap<&'static str, String>,
    /// The column of each coding system that was found.
    pub codes: BTreeMap<String, String>,
    /// The columns that are never read.
    pub ignored: Vec<String>,
}

/// First and last day.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Period {
    /// The first day.
    pub from: String,
    /// The last day.
    pub to: String,
}

/// The account of rows: `read = analysed + merged + sum(set_aside)`.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Rows {
    /// Rows below the header.
    pub read: u64,
    /// Rows that count.
    pub analysed: u64,
    /// Copies of another row.
    pub merged: u64,
    /// Whether copies could be looked for: that needs a patient and a date column.
    pub merge_possible: bool,
    /// Rows that do not count, by reason.
    pub set_aside: BTreeMap<Reason, u64>,
    /// The first line numbers of each reason.
    pub set_aside_lines: BTreeMap<Reason, Vec<u64>>,
}

/// How much of the export has a value.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Coverage {
    /// For climate impact.
    pub climate: ClimateCoverage,
}

/// Coverage of climate impact.
#[derive(Debug, Clone, serde::Serialize)]
pub struct ClimateCoverage {
    /// Analysed rows by what their value rests on.
    pub rows: BasisRows,
    /// Why rows have no value.
    pub none: NoneRows,
    /// Coverage of inhaled medicines alone.
    pub inhalers: InhalerCoverage,
}

/// Rows by basis.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct BasisRows {
    /// A published value of the product.
    pub product: u64,
    /// Products with the same substance and device.
    pub equivalent: u64,
    /// The device class.
    pub device_class: u64,
    /// Several device classes.
    pub form_class: u64,
    /// No value.
    pub none: u64,
}

impl BasisRows {
    /// The rows of a basis.
    #[must_use]
    pub const fn get(&self, basis: Basis) -> u64 {
        match basis {
            Basis::Product => self.product,
            Basis::Equivalent => self.equivalent,
            Basis::DeviceClass => self.device_class,
            Basis::FormClass => self.form_class,
            Basis::None => self.none,
        }
    }

    pub(crate) const fn add(&mut self, basis: Basis, rows: u64) {
        let sum = match basis {
            Basis::Product => &mut self.product,
            Basis::Equivalent => &mut self.equivalent,
            Basis::DeviceClass => &mut self.device_class,
            Basis::FormClass => &mut self.form_class,
            Basis::None => &mut self.none,
        };
        *sum = sum.saturating_add(rows);
    }
}

/// Rows without a value.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct NoneRows {
    /// Other medicines; [`Report::other_medicines`] has what is known of them.
    pub other_medicine: u64,
    /// Neither label nor code was understood.
    pub unrecognised: u64,
    /// The first lines of these.
    pub unrecognised_lines: Vec<u64>,
    /// An inhaled medicine without a value for its amount.
    pub inhaler_without_value: u64,
}

/// Inhaled medicines with and without a value, in rows and in volume.
#[derive(Debug, Clone, serde::Serialize)]
pub struct InhalerCoverage {
    /// Rows.
    pub rows: u64,
    /// Rows with a value.
    pub rows_with_value: u64,
    /// Further rows that are set aside because their quantity is of no use.
    pub rows_set_aside: u64,
    /// Volume with a value, in devices where the pack size is known.
    pub devices_with_value: Number,
    /// Volume without a value, in devices.
    pub devices_without_value: Number,
    /// Doses with a value whose pack size is not known.
    pub loose_doses_with_value: Number,
    /// Doses without a value whose pack size is not known.
    pub loose_doses_without_value: Number,
}

/// The totals.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Totals {
    /// Climate impact of all rows that have a value.
    pub climate: ClimateTotal,
}

/// The total climate impact.
#[derive(Debug, Clone, serde::Serialize)]
pub struct ClimateTotal {
    /// Always `kg CO2e`.
    pub unit: &'static str,
    /// The low end.
    pub low: Number,
    /// The central value.
    pub central: Number,
    /// The high end.
    pub high: Number,
    /// The part of the central value that rests wholly or partly on values with each flag.
    pub flagged: BTreeMap<Flag, Number>,
}

/// A range in kg CO2e.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Climate {
    /// The low end.
    pub low: Number,
    /// The central value.
    pub central: Number,
    /// The high end.
    pub high: Number,
}

/// Shares by device type and by propellant.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Mix {
    /// By device type; `unknown` where a row can be several.
    pub device: BTreeMap<String, Share>,
    /// By propellant; `unknown` where no source names it.
    pub propellant: BTreeMap<String, Share>,
}

/// A share, by prescriptions and by doses: two different numbers.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct Share {
    /// Prescriptions.
    pub rows: u64,
    /// Doses, of the rows whose doses are known.
    pub doses: Number,
    /// Rows whose doses are not known.
    pub rows_without_doses: u64,
    /// Central climate impact in kg CO2e.
    pub climate_central: Number,
}

/// One inhaled medicine.
#[derive(Debug, Clone, serde::Serialize)]
pub struct ProductReport {
    /// The id; `any-...` for a line that can be several products: a hash of their ids, which
    /// changes when the data gets another product that the line can be.
    pub product: String,
    /// Name, device and strength.
    pub label: String,
    /// The ATC code, where it is one.
    pub atc: Option<String>,
    /// The device type, or `unknown`.
    pub device: String,
    /// The propellant, `none` or `unknown`.
    pub propellant: String,
    /// The products that it can be, when several.
    pub candidates: Vec<String>,
    /// Rows.
    pub rows: u64,
    /// The amount: devices where the pack size is known, otherwise as counted.
    pub quantity: QuantityReport,
    /// Doses counted besides, where devices and doses cannot be added.
    pub other_doses: Option<Number>,
    /// Climate impact; `null` where there is no value.
    pub climate: Option<ProductClimate>,
}

/// An amount with its unit.
#[derive(Debug, Clone, serde::Serialize)]
pub struct QuantityReport {
    /// The number.
    pub amount: Number,
    /// `device` or `dose`.
    pub unit: &'static str,
}

/// Climate impact of one medicine.
#[derive(Debug, Clone, serde::Serialize)]
pub struct ProductClimate {
    /// The low end in kg CO2e.
    pub low: Number,
    /// The central value.
    pub central: Number,
    /// The high end.
    pub high: Number,
    /// What the value rests on.
    pub basis: Basis,
    /// The factors behind it, the one with the central value first where it is one product.
    pub factors: Vec<String>,
    /// What to know about it.
    pub flags: Vec<Flag>,
}

/// One month.
#[derive(Debug, Clone, serde::Serialize)]
pub struct MonthReport {
    /// `2025-01`.
    pub month: String,
    /// Rows of inhaled medicines.
    pub rows: u64,
    /// Climate impact.
    pub climate: Climate,
}

/// How products were found and amounts were read, in rows of inhaled medicines.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Matching {
    /// By code, label or ATC code.
    pub via: BTreeMap<Via, u64>,
    /// What there is to know about the matches.
    pub notes: BTreeMap<Note, u64>,
    /// What the amounts were taken to count.
    pub quantities: BTreeMap<Decided, u64>,
}

/// A factor behind a value.
#[derive(Debug, Clone, serde::Serialize)]
pub struct FactorReport {
    /// The id.
    pub factor: String,
    /// Value, unit and functional unit as published.
    pub published: String,
    /// The system boundary.
    pub boundary: Boundary,
    /// The set of global warming potentials in the source.
    pub gwp_set: String,
    /// The source.
    pub source: String,
    /// Authors, year, title.
    pub citation: String,
    /// Where in the source.
    pub locator: String,
    /// The evidence status.
    pub evidence: Evidence,
}
