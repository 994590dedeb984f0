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
mod label;
mod medicines;
mod number;
mod product;
mod proposal;
#[cfg(feature = "text")]
pub mod text;
mod water;
#[cfg_attr(
    not(feature = "text"),
    expect(dead_code, reason = "the sentences of the text page")
)]
mod wording;

pub use alternatives::{AlternativesReport, PairReport, RuleReport};
pub use label::LabelExclusion;
pub use medicines::{EffectReport, FormFactReport, OtherMedicines};
pub use number::Number;
pub use proposal::profile_page;
pub use water::{WaterFactReport, WaterReport};
pub use wording::{no_impact_text, reason_text};

use crate::dataset::{Boundary, DatasetVersion, Evidence, Treatment};
use crate::intake::{Counts, Identity, SeenBy};
use crate::language::Language;
use crate::practice::{self, Codes, Correction, Issues, Mix, ProductSum, Rows, Sum};
use std::collections::BTreeMap;

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
    /// How the export was read; `null` for rows that are of no file.
    pub layout: Option<LayoutReport>,
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
    /// Prescriptions of inhaled medicines by first issue and repeat; `null` where all of it is
    /// hidden.
    pub issues: Option<Issues>,
    /// What stood in the columns of codes, and what a release of the G-Standaard made of them;
    /// `null` where small numbers are hidden.
    pub codes: Option<Codes>,
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
    /// Counts below this, and those that would tell them, are hidden: they are `null` or left
    /// out. `null` where nothing is hidden.
    pub suppressed_below: Option<u64>,
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
    /// What every quantity counts, where a profile says that rows are totals.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counts: Option<Counts>,
    /// The columns that are never read, but for those in `dropped`.
    pub ignored: Vec<String>,
    /// The columns that hold identity or free text; never read either.
    pub dropped: Vec<DroppedColumn>,
    /// The columns that are read and seem to hold identity.
    pub suspect: Vec<SuspectColumn>,
    /// The columns that were not chosen for a role that fits their name.
    pub not_chosen: BTreeMap<&'static str, Vec<String>>,
}

/// A column with identity or free text.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct DroppedColumn {
    /// Its name, or its number as `#3` where the name may be a value.
    pub column: String,
    /// What it holds.
    pub holds: Identity,
    /// By what that was seen.
    pub seen_by: SeenBy,
}

/// A column that is read and seems to hold identity: a patient number that is a BSN, a label
/// with e-mail addresses. Its cells are shown nowhere.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct SuspectColumn {
    /// Its role.
    pub role: &'static str,
    /// Its name.
    pub column: String,
    /// What it seems to hold.
    pub holds: Identity,
}

/// First and last day.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Period {
    /// The first day.
    pub from: String,
    /// The last day.
    pub to: String,
}

/// How much of the export has a value.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Coverage {
    /// For climate impact.
    pub climate: practice::Coverage,
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
    /// The sums.
    #[serde(flatten)]
    pub sums: practice::Totals,
}

/// One inhaled medicine.
#[derive(Debug, Clone, serde::Serialize)]
pub struct ProductReport {
    /// The id; `any-...` for a line that can be several products: a hash of their ids, which
    /// changes when the data gets another product that the line can be.
    pub product: String,
    /// Name, device and strength.
    pub label: String,
    /// What it adds up to.
    #[serde(flatten)]
    pub sum: ProductSum,
}

/// One month.
#[derive(Debug, Clone, serde::Serialize)]
pub struct MonthReport {
    /// `2025-01`.
    pub month: String,
    /// Inhaled medicines.
    #[serde(flatten)]
    pub sum: Sum,
}

/// How products were found and amounts were read, in rows of inhaled medicines.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Matching {
    /// By what products were found, what there is to know about it, and what amounts count.
    #[serde(flatten)]
    pub found: practice::Matching,
    /// The amounts that were read otherwise than a unit on their line says, by kind and medicine.
    pub corrections: Vec<CorrectionReport>,
}

/// A kind of correction for one medicine.
#[derive(Debug, Clone, serde::Serialize)]
pub struct CorrectionReport {
    /// What was corrected, inferred, computed or completed.
    pub how: Correction,
    /// The medicine, as in the list of products.
    pub product: String,
    /// Its label.
    pub label: String,
    /// Prescriptions.
    pub rows: u64,
    /// The first line numbers.
    pub lines: Vec<u64>,
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
