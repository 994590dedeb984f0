//! The sentences about codes in an export and a release of the G-Standaard.

mod en;
mod nl;

pub(super) use en::English;
pub(super) use nl::Dutch;

use crate::intake::gstandaard::Gap;
use std::fmt;

/// The sentences about codes. Numbers come in as they are to be shown.
pub(crate) trait CodeWording: fmt::Debug + Sync {
    /// Over which rows the cells are counted.
    fn counted_over(&self) -> &'static str;
    /// The cells of a column of numbers: filled, and empty or zero.
    fn numbers(&self, system: &str, filled: &str, missing: &str) -> String;
    /// Of them, those whose check digit does not fit.
    fn check_digit_fails(&self, cells: &str) -> String;
    /// Of them, those that are no number.
    fn not_a_number(&self, cells: &str) -> String;
    /// Codes that the user's own table lacks: rows, how many codes, and which.
    fn lacking(&self, system: &str, rows: &str, codes: &str, listed: &str) -> String;
    /// Neither a table of the user nor a release has a system.
    fn no_table(&self, system: &str) -> String;
    /// What a wrong number means for its row.
    fn wrong_numbers(&self) -> &'static str;
    /// The cells of the ATC column: codes of a substance.
    fn atc(&self, codes: &str) -> String;
    /// Groups.
    fn atc_groups(&self, cells: &str) -> String;
    /// Z, not applicable.
    fn atc_z(&self, cells: &str) -> String;
    /// Y, not filled in.
    fn atc_y(&self, cells: &str) -> String;
    /// X, no code.
    fn atc_x(&self, cells: &str) -> String;
    /// Empty.
    fn atc_empty(&self, cells: &str) -> String;
    /// No ATC code.
    fn atc_malformed(&self, cells: &str) -> String;
    /// What the release has: articles, trade, prescription and generic products.
    fn release(&self, zi: &str, hpk: &str, prk: &str, gpk: &str) -> String;
    /// Rows whose number the release has, and has not.
    fn release_rows(&self, found: &str, not_found: &str) -> String;
    /// Rows with another ATC code than the release.
    fn release_differs(&self, rows: &str) -> String;
    /// What the release cannot tell for want of files.
    fn gap(&self, gap: Gap) -> String;
    /// No release tells the propellant.
    fn no_propellant(&self) -> &'static str;
    /// What a release tells of a number, by level.
    fn article(&self, level: &str, number: &str) -> String;
    /// A part of it with its title: name, ATC code, form, route, strength, doses.
    fn article_part(&self, part: ArticlePart) -> &'static str;
}

/// What a release tells of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub(crate) enum ArticlePart {
    Name,
    Atc,
    Gpk,
    Form,
    Route,
    Strength,
    Doses,
}

/// The files of a gap, as a list.
fn files(gap: Gap, and: &str) -> String {
    match gap.files() {
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} {and} {last}", first.join(", ")),
        [] => String::new(),
    }
}
