//! The sentences of the report of a practice, in Dutch and English. Other pages keep theirs in
//! their own modules.

mod account;
mod codes;
mod columns;
mod en;
mod medicines;
mod nl;
pub(super) mod terms;
#[cfg(test)]
mod twins;
mod water;

pub(crate) use account::AccountWording;
pub(crate) use codes::ArticlePart;
pub(crate) use codes::CodeWording;
pub(crate) use columns::ColumnWording;
pub(crate) use medicines::MedicineWording;
pub(crate) use water::WaterWording;

use crate::dataset::{Boundary, Device, Evidence, Form, Funder, Product};
use crate::impact::{Basis, Flag};
use crate::language::Language;
use crate::matching::{Decided, Note, Other, Via};
use crate::practice::Reason;
use crate::prescription::NoImpact;
use std::fmt;

/// The sentences in a language.
pub(crate) fn of(language: Language) -> &'static dyn Wording {
    match language {
        Language::Dutch => &nl::Dutch,
        Language::English => &en::English,
    }
}

/// Brand or substance, device, strength and pack of a product, as a person would write them.
pub(super) fn product_label(product: &Product, words: &dyn Wording) -> String {
    let name = if product.brand.is_empty() {
        product.substances.join("/")
    } else {
        product.brand.clone()
    };
    let device = if product.device_name.is_empty() {
        words.form(product.form)
    } else {
        product.device_name.as_str()
    };
    let mut label = format!("{name} {device}");
    if !product.strength.is_empty() {
        label.push(' ');
        label.push_str(&strength(&product.strength, words));
    }
    if let Some(doses) = product.doses_per_pack {
        label.push_str(&format!(", {doses} {}", words.unit("dose", doses == 1)));
    }
    label
}

/// A strength of a data file as a person would write it.
pub(super) fn strength(text: &str, words: &dyn Wording) -> String {
    text.replace('.', &words.decimal_mark().to_string())
        .replace(" ug", " microg")
}

/// Why a prescription has no impact value, as a sentence.
///
/// ```
/// use groenrecept::{Language, NoImpact, report::no_impact_text};
/// assert_eq!(
///     no_impact_text(&NoImpact::Overflow, Language::Dutch),
///     "er zijn meer cijfers dan exact te bewaren zijn."
/// );
/// ```
#[must_use]
pub fn no_impact_text(reason: &NoImpact, language: Language) -> String {
    of(language).no_impact(reason)
}

/// Why a row was set aside.
///
/// ```
/// use groenrecept::{Language, practice::Reason, report::reason_text};
/// assert_eq!(reason_text(Reason::QuantityZero, Language::Dutch), "hoeveelheid is nul");
/// ```
#[must_use]
pub fn reason_text(reason: Reason, language: Language) -> &'static str {
    of(language).reason(reason)
}

/// The headings of the text report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Heading {
    Read,
    Total,
    Products,
    Mix,
    Months,
    Alternatives,
    OtherMedicines,
    Water,
    SetAside,
    Unusual,
    Codes,
    HowRead,
    Method,
    Sources,
}

/// The column titles of the text report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    Medicine,
    Prescriptions,
    Amount,
    Kilograms,
    PerPiece,
    Range,
    Basis,
    DeviceType,
    Propellant,
    SharePrescriptions,
    Doses,
    ShareDoses,
    Month,
    Reason,
    Rows,
    FirstLines,
}

/// The shares of a total by what its values rest on.
#[derive(Debug)]
pub(crate) struct Shares {
    /// On a value of the product itself in the chosen set.
    pub(crate) own: String,
    /// What of the total is interpolated within that; `None` where nothing is.
    pub(crate) interpolated: Option<String>,
    /// On values that stand as published.
    pub(crate) as_published: String,
    /// On other values in the chosen set; `None` where there are none.
    pub(crate) other: Option<String>,
}

/// The sentences in one language. Numbers come in as they are to be shown.
pub(crate) trait Wording: fmt::Debug + Sync {
    /// The mark between whole numbers and decimals.
    fn decimal_mark(&self) -> char;
    /// The mark between groups of three digits.
    fn group_mark(&self) -> char;
    /// The first line of a report.
    fn title(&self) -> &'static str;
    /// What the result may be used for.
    fn intended_use(&self) -> &'static str;
    /// A heading.
    fn heading(&self, heading: Heading) -> &'static str;
    /// A column title.
    fn column(&self, column: Column) -> &'static str;

    /// Rows read and what became of them; without those merged where copies could not be looked for.
    fn rows(&self, read: &str, analysed: &str, merged: Option<&str>, set_aside: &str) -> String;
    /// Copies could not be looked for.
    fn no_merging(&self) -> &'static str;
    /// First and last day.
    fn period(&self, from: &str, to: &str) -> String;
    /// There is no date column.
    fn no_period(&self) -> &'static str;
    /// The date column is empty at the start of the file.
    fn no_dates(&self) -> &'static str;
    /// How many practices.
    fn practices(&self, count: &str) -> String;
    /// Separator, encoding, dates and decimals.
    fn layout(&self, separator: &str, encoding: &str, dates: &str, decimals: &str) -> String;
    /// What a column was read as.
    fn column_used(&self, role: &str, name: &str) -> String;
    /// The columns used, before a list.
    fn columns_used(&self, list: &str) -> String;
    /// The columns never read.
    fn columns_ignored(&self, count: usize, list: &str) -> String;
    /// No value, as a mark in place of dates or decimals.
    fn absent(&self) -> &'static str;
    /// Whole numbers only, as the decimal mark.
    fn whole_numbers(&self) -> &'static str;

    /// The name of the export.
    fn file(&self, name: &str) -> String;
    /// The total with its range, in kg CO2e.
    fn total(&self, central: &str, low: &str, high: &str) -> String;
    /// In which set it is stated, and what the total rests on.
    fn stated_in(&self, gwp: &str, shares: Option<&Shares>) -> String;
    /// Rows of inhaled medicines that are not in the coverage, for their quantity.
    fn inhalers_aside(&self, rows: &str) -> String;
    /// The first lines that were not recognised.
    fn unrecognised_lines(&self, lines: &str) -> String;
    /// What the table does not show.
    fn other_products(&self, count: usize) -> String;
    /// The sum below a table.
    fn sum(&self) -> &'static str;
    /// No inhaled medicine was found.
    fn no_inhalers(&self) -> &'static str;
    /// Coverage of inhaled medicines in rows and in volume.
    fn coverage(&self, rows: &str, of: &str, share: &str) -> String;
    /// Volume without a value.
    fn uncovered_volume(&self, devices: &str, doses: &str) -> String;
    /// The rows by basis.
    fn by_basis(&self, list: &str) -> String;
    /// Other medicines and unrecognised rows.
    fn outside(&self, other: &str, unrecognised: &str) -> String;
    /// What a flag says of values.
    fn flag(&self, flag: Flag) -> &'static str;
    /// Before the flags and the share of the total to which each applies.
    fn limits(&self) -> &'static str;
    /// How the list of products is cut.
    fn products_shown(&self, shown: usize, all: usize) -> String;
    /// What the stars in the list of products mean.
    fn bracket_note(&self) -> &'static str;
    /// Shares are by prescriptions and by doses.
    fn mix_note(&self) -> &'static str;
    /// Rows whose doses are not known.
    fn mix_without_doses(&self, rows: &str) -> String;
    /// Nothing was set aside.
    fn nothing_set_aside(&self) -> &'static str;
    /// The prescriptions of products found by code, label and ATC code.
    fn found_by(&self, list: &str) -> String;
    /// What the quantities were taken to count.
    fn quantities_read(&self) -> &'static str;
    /// How the values are made.
    fn method(&self, gwp: &str) -> String;
    /// The version and hash of the data.
    fn data_version(&self, version: &str, sha256: &str, layers: &str) -> String;
    /// In place of a range: there is only one published value.
    fn one_value(&self) -> &'static str;
    /// The factors that come from one source.
    fn factors_of_source(&self, factors: &str) -> String;
    /// Where the full trail is.
    fn trail(&self) -> &'static str;

    /// The sentences about columns with identity and columns that were not chosen.
    fn columns(&self) -> ColumnWording;
    /// The sentences about other medicines.
    fn medicines(&self) -> &'static dyn MedicineWording;
    /// The sentences about the account of rows.
    fn account(&self) -> &'static dyn AccountWording;
    /// The sentences about codes.
    fn codes(&self) -> &'static dyn CodeWording;
    /// The sentences about water.
    fn water(&self) -> &'static dyn WaterWording;

    /// A device type.
    fn device(&self, device: Device) -> &'static str;
    /// A form without a device name of its own.
    fn form(&self, form: Form) -> &'static str;
    /// A device type that is not one.
    fn device_unknown(&self) -> &'static str;
    /// Medicines that stand only together and are of several kinds.
    fn several_kinds(&self) -> &'static str;
    /// A propellant, `none` or `unknown`.
    fn propellant(&self, name: &str) -> String;
    /// That the label states a strength that the data does not have.
    fn other_strength(&self, strength: &str) -> String;
    /// What a label names and the data lacks, and what the data has instead, which may be none.
    fn lacking(&self, stated: &str, known: &str) -> String;
    /// How many products a line can be.
    fn possible_products(&self, count: usize) -> String;
    /// A unit of amounts behind a number.
    fn unit(&self, unit: &str, one: bool) -> &'static str;
    /// A system boundary.
    fn boundary(&self, boundary: Boundary) -> &'static str;
    /// An evidence status.
    fn evidence(&self, evidence: Evidence) -> &'static str;
    /// Who paid for a source.
    fn funder(&self, funder: Funder) -> &'static str;
    /// Why a prescription has no impact value.
    fn no_impact(&self, reason: &NoImpact) -> String;
    /// What a value rests on.
    fn basis(&self, basis: Basis) -> &'static str;
    /// By what a product was found.
    fn via(&self, via: Via) -> &'static str;
    /// Why a line is not an inhaled medicine.
    fn other(&self, other: Other) -> &'static str;
    /// Something to know about a match.
    fn note(&self, note: Note) -> &'static str;
    /// How an amount was read.
    fn decided(&self, decided: Decided) -> &'static str;
    /// Why a row was set aside.
    fn reason(&self, reason: Reason) -> &'static str;
    /// A role of a column.
    fn role(&self, role: &str) -> &'static str;
}
