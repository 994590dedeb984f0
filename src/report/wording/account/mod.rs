//! What the report says of the account of rows, in Dutch and English.

mod en;
mod nl;

pub(super) use en::English;
pub(super) use nl::Dutch;

use crate::practice::{Period, Reason};
use std::fmt;

/// The sentences about the account of rows in one language. Numbers come in as they are to be
/// shown.
pub(crate) trait AccountWording: fmt::Debug + Sync {
    /// How many stopped prescriptions count, and how many do not.
    fn stopped(&self, counted: &str, aside: &str) -> String;
    /// How many stopped prescriptions there are, of which a profile says that none counts.
    fn stopped_dropped(&self, aside: &str) -> String;
    /// Prescriptions that may be repeated.
    fn iterations(&self, rows: &str) -> String;
    /// Returns that were not, or not as a whole, taken off a prescription, and their first lines.
    fn returns_open(&self, rows: &str, lines: &str) -> String;
    /// How many rows, of how many, are set aside for one reason, and what to do.
    fn mostly_aside(&self, rows: &str, of: &str, reason: &str, remedy: &str) -> String;
    /// What to do about rows that are set aside for a reason; nothing where they are not meant to
    /// count.
    fn remedy(&self, reason: Reason) -> &'static str;
    /// How many exports were read as one, and what that means for patients.
    fn files(&self, count: usize) -> String;
    /// One of them: its name, its rows, and whether copies were looked for in it.
    fn file_rows(&self, name: &str, rows: &str, merges: bool) -> String;
    /// Rows whose status is not understood, and their first lines.
    fn status_unknown(&self, rows: &str, lines: &str) -> String;
    /// The days that were chosen, and how many rows are outside them.
    fn chosen(&self, period: Period, outside: &str) -> String;
    /// First issues, repeats, and prescriptions of which it is not said.
    fn issues(&self, first: &str, repeat: &str, not_said: &str) -> String;
    /// Before the list of corrections.
    fn corrections(&self) -> &'static str;
    /// A correction: what, how many prescriptions, the largest medicines, how many more there
    /// are, and the first lines.
    fn correction(&self, what: &str, rows: &str, named: &str, more: usize, lines: &str) -> String;
    /// A row is the first of more than is likely for one patient in a year.
    fn many_in_a_year(&self) -> &'static str;
    /// A row is a copy.
    fn merged(&self) -> &'static str;
    /// The columns of the list of rows to look at: file, line, reason, what it was read as, amount,
    /// share of the total.
    fn worklist(&self) -> [&'static str; 6];
    /// A copy has the quantity that another row lacks.
    fn completed_by_copy(&self) -> &'static str;
    /// An amount can be read in two ways.
    fn two_readings(&self) -> &'static str;
    /// An amount is more than a prescription is likely to hold.
    fn unusual(&self) -> &'static str;
    /// Before the list of prescriptions of more than is likely: how many.
    fn unusual_prescriptions(&self, all: &str) -> String;
    /// Before one of them that is a large part of the total.
    fn look_first(&self, line: &str) -> String;
    /// One of them: its line, medicine, amount and share of the total.
    fn unusual_prescription(&self, line: &str, label: &str, amount: &str, share: &str) -> String;
    /// Before the list of patients with more in a year than is likely: how many.
    fn unusual_years(&self, all: &str) -> String;
    /// One of them: the year, how many devices of which type, from which line, and their share of
    /// the total.
    fn unusual_year(
        &self,
        year: Option<&str>,
        devices: &str,
        device: &str,
        line: &str,
        share: &str,
    ) -> String;
}
