//! What an analysis found, as data.
//!
//! A [`Report`] serialises to JSON with stable names, numbers as decimal text, and makes a page
//! of the same data for people. Its values are read from the
//! [`Outcome`](crate::practice::Outcome).

#[cfg_attr(
    not(feature = "patient-advice"),
    allow(
        dead_code,
        unused_imports,
        reason = "without it no such report is made"
    )
)]
pub mod advice;
mod alone;
mod alternatives;
mod build;
mod contradictions;
pub mod data;
mod digits;
pub mod explain;
pub mod formulary;
mod label;
mod medicines;
mod noted;
mod number;
mod product;
mod proposal;
mod quality;
#[cfg(feature = "text")]
mod text;
mod unusual;
mod water;
#[cfg_attr(
    not(feature = "text"),
    expect(dead_code, reason = "the sentences of the text page")
)]
mod wording;
mod worklist;

use alternatives::AlternativesReport;
use medicines::OtherMedicines;
use number::Number;
pub use proposal::profile_page;
use unusual::UnusualReport;
use water::WaterReport;
pub use wording::{no_impact_text, reason_text};
pub use worklist::worklist;

use crate::dataset::{Boundary, DatasetVersion, Evidence, Funder, Treatment};
use crate::intake::{Identity, SeenBy, StoppedRows};
use crate::language::Language;
use crate::practice::{
    self, Codes, Correction, Count, Hidden, Issues, Mix, Place, ProductSum, RestSum, Rows, Sum,
};
use crate::quantity::Counts;
use std::collections::BTreeMap;

/// The version of this crate, printed with every result.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The whole result of an analysis.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Report {
    /// The version of this crate.
    groenrecept: &'static str,
    /// What the result may be used for, in the language of the report.
    intended_use: &'static str,
    /// The name of the export, without its folder; the names where there are several. `null` where
    /// small numbers are hidden.
    file: Option<String>,
    /// The exports, where there are several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    files: Vec<FileReport>,
    /// The reasons for which a fifth of the rows or more is set aside, and what to do; absent where
    /// there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    mostly_aside: Vec<MostlyAside>,
    /// The data that was used.
    dataset: DatasetVersion,
    /// What was asked.
    options: Options,
    /// How small numbers are hidden; absent where nothing is.
    #[serde(skip_serializing_if = "Option::is_none")]
    hidden: Option<Hidden>,
    /// How the export was read; `null` for rows that are of no file, and for several exports.
    layout: Option<LayoutReport>,
    /// First and last day of the analysed rows; `null` without a date column.
    period: Option<Period>,
    /// How many practices the analysed rows name; `null` without such a column.
    practices: Option<usize>,
    /// The account of rows.
    rows: Rows,
    /// How much of the export has a value.
    coverage: Coverage,
    /// The totals: zero where nothing has a value, so read them with the coverage.
    totals: Totals,
    /// Device types and propellants, each by rows and by doses.
    mix: Mix,
    /// Every inhaled medicine that occurs, most impact first.
    products: Vec<ProductReport>,
    /// Inhaled medicines of few patients that stand only together, where small numbers are hidden.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rest: Vec<RestSum>,
    /// Impact per month.
    months: Vec<MonthReport>,
    /// Other medicines, in orders of magnitude: never part of the totals. `null` where there
    /// are none.
    other_medicines: Option<OtherMedicines>,
    /// What of other medicines reaches surface water: never part of the totals. `null` where
    /// there are none.
    water: Option<WaterReport>,
    /// What rules support for these prescriptions, as a group.
    advice: AlternativesReport,
    /// Prescriptions of inhaled medicines by first issue and repeat; `null` where all of it is
    /// hidden.
    issues: Option<Issues>,
    /// Prescriptions of inhaled medicines that may be repeated; nothing is multiplied by that.
    iterations: Count,
    /// What stood in the columns of codes, and what a release of the G-Standaard made of them;
    /// `null` where small numbers are hidden.
    codes: Option<Codes>,
    /// Amounts that are more than a human prescribes.
    unusual: UnusualReport,
    /// How products were found and amounts were read.
    matching: Matching,
    /// The factors behind the values, by id.
    factors: Vec<FactorReport>,
}

/// A reason for which many rows are set aside.
#[derive(Debug, Clone, serde::Serialize)]
struct MostlyAside {
    /// The reason.
    reason: practice::Reason,
    /// How many rows are.
    rows: Count,
    /// Of how many rows read, without those outside a chosen period.
    of: Count,
    /// The reason in words.
    text: &'static str,
    /// What to do.
    remedy: &'static str,
}

/// One of several exports.
#[derive(Debug, Clone, serde::Serialize)]
struct FileReport {
    /// Its name, without its folder.
    file: String,
    /// Rows below its header.
    read: Count,
    /// Whether copies of its rows could be looked for.
    merge_possible: bool,
    /// How it was read.
    layout: LayoutReport,
}

/// What was asked.
#[derive(Debug, Clone, serde::Serialize)]
struct Options {
    /// The set of global warming potentials.
    gwp_set: &'static str,
    /// How far waste water is treated, for the block about water.
    treatment: Treatment,
    /// The days that were chosen; absent where all rows count.
    #[serde(skip_serializing_if = "Option::is_none")]
    period: Option<practice::Period>,
    /// The language of labels and texts.
    language: Language,
    /// Counts below this, and those that would tell them, are hidden: they are `null` or left
    /// out. `null` where nothing is hidden.
    suppressed_below: Option<u64>,
}

/// How the export was read.
#[derive(Debug, Clone, serde::Serialize)]
struct LayoutReport {
    /// The separator.
    separator: char,
    /// The encoding.
    encoding: &'static str,
    /// The order of the parts of a date; absent without a date column or without dates in it.
    date_order: Option<&'static str>,
    /// `,` or `.`, or `none` where the numbers are whole.
    decimal_mark: &'static str,
    /// The column of each role that was found.
    columns: BTreeMap<&'static str, String>,
    /// The column of each coding system that was found.
    codes: BTreeMap<String, String>,
    /// What every quantity counts, where a profile says that rows are totals.
    #[serde(skip_serializing_if = "Option::is_none")]
    counts: Option<Counts>,
    /// That no stopped prescription counts, where a profile says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    stopped: Option<StoppedRows>,
    /// The columns that are never read, but for those in `dropped`.
    ignored: Vec<String>,
    /// The columns that hold identity or free text; never read either.
    dropped: Vec<DroppedColumn>,
    /// The columns that are read and seem to hold identity.
    suspect: Vec<SuspectColumn>,
    /// The columns that were not chosen for a role that fits their name.
    not_chosen: BTreeMap<&'static str, Vec<String>>,
}

/// A column with identity or free text.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
struct DroppedColumn {
    /// Its name, or its number as `#3` where the name may be a value.
    column: String,
    /// What it holds.
    holds: Identity,
    /// By what that was seen.
    seen_by: SeenBy,
}

/// A column that is read and seems to hold identity: a patient number that is a BSN, a label
/// with e-mail addresses. Its cells are shown nowhere.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
struct SuspectColumn {
    /// Its role.
    role: &'static str,
    /// Its name.
    column: String,
    /// What it seems to hold.
    holds: Identity,
}

/// First and last day.
#[derive(Debug, Clone, serde::Serialize)]
struct Period {
    /// The first day.
    from: String,
    /// The last day.
    to: String,
}

/// How much of the export has a value.
#[derive(Debug, Clone, serde::Serialize)]
struct Coverage {
    /// For climate impact.
    climate: practice::Coverage,
}

/// The totals.
#[derive(Debug, Clone, serde::Serialize)]
struct Totals {
    /// Climate impact of all rows that have a value.
    climate: ClimateTotal,
}

/// The total climate impact.
#[derive(Debug, Clone, serde::Serialize)]
struct ClimateTotal {
    /// Always `kg CO2e`.
    unit: &'static str,
    /// The sums.
    #[serde(flatten)]
    sums: practice::Totals,
    /// The number of data quality: the share of the central value that rests on a value of the
    /// product itself in the chosen set ([`practice::Totals::own_restated`]). `null` where the total is zero.
    own_restated_share: Option<Number>,
    /// Returns of inhaled medicines that were not, or not as a whole, taken off a prescription,
    /// where there are any: the total may be too high. Their lines are with those of the negative
    /// quantities.
    #[serde(skip_serializing_if = "Option::is_none")]
    returns_open: Option<Count>,
}

/// One inhaled medicine.
#[derive(Debug, Clone, serde::Serialize)]
struct ProductReport {
    /// The id; `any-...` for a line that can be several products: a hash of their ids, which
    /// changes when the data gets another product that the line can be.
    product: String,
    /// Name, device and strength.
    label: String,
    /// What it adds up to.
    #[serde(flatten)]
    sum: ProductSum,
}

/// One month.
#[derive(Debug, Clone, serde::Serialize)]
struct MonthReport {
    /// `2025-01`.
    month: String,
    /// Inhaled medicines.
    #[serde(flatten)]
    sum: Sum,
}

/// How products were found and amounts were read, in rows of inhaled medicines.
#[derive(Debug, Clone, serde::Serialize)]
struct Matching {
    /// By what products were found, what there is to know about it, and what amounts count.
    #[serde(flatten)]
    found: practice::Matching,
    /// The amounts that were read otherwise than a unit on their line says, by kind and medicine.
    corrections: Vec<CorrectionReport>,
}

/// A kind of correction for one medicine.
#[derive(Debug, Clone, serde::Serialize)]
struct CorrectionReport {
    /// What was corrected, inferred, computed or completed.
    how: Correction,
    /// The medicine, as in the list of products.
    product: String,
    /// Its label.
    label: String,
    /// Prescriptions.
    rows: u64,
    /// The first line numbers.
    lines: Vec<Place>,
}

/// A factor behind a value.
#[derive(Debug, Clone, serde::Serialize)]
struct FactorReport {
    /// The id.
    factor: String,
    /// Value, unit and functional unit as published.
    published: String,
    /// The system boundary.
    boundary: Boundary,
    /// The set of global warming potentials in the source.
    gwp_set: String,
    /// The source.
    source: String,
    /// Authors, year, title.
    citation: String,
    /// Who paid for the source.
    funder: Funder,
    /// Who that is, and where it says so.
    funder_note: String,
    /// Where in the source.
    locator: String,
    /// The evidence status.
    evidence: Evidence,
}
