//! The sentences about the account of rows in English.

use super::AccountWording;
use crate::practice::Period;

/// English.
#[derive(Debug)]
pub(in crate::report::wording) struct English;

impl AccountWording for English {
    fn suppressed(&self, below: Option<u64>, mark: &str) -> String {
        match below {
            None => "Small numbers are not hidden (--suppress off): this report is for the practice itself. Use --suppress for a report that leaves the practice.".to_owned(),
            Some(below) => format!("Small numbers are hidden (--suppress {below}): medicines, forms and substances with fewer than {below} prescriptions, and medicines of fewer than {below} patients, are left out and are in no sum. There are no months. {mark} is a number below {below}, or one that would tell a smaller one."),
        }
    }

    fn files(&self, count: usize) -> String {
        format!(
            "{count} exports were read as one. One patient number is one patient in all of them, unless a column names the practice."
        )
    }

    fn file_rows(&self, name: &str, rows: &str, merges: bool) -> String {
        let copies = if merges {
            ""
        } else {
            " Copies were not looked for in it: that needs a patient column and a date column."
        };
        format!("{name}: {rows} rows read.{copies}")
    }

    fn stopped(&self, rows: &str) -> String {
        let noun = if rows == "1" {
            "prescription was stopped and stands"
        } else {
            "prescriptions were stopped and stand"
        };
        format!("{rows} {noun} set aside. What was dispensed before that is not counted.")
    }

    fn status_unknown(&self, rows: &str, lines: &str) -> String {
        let noun = if rows == "1" { "row" } else { "rows" };
        format!(
            "Status not understood: {rows} {noun}, read as prescriptions that stand. First line numbers: {lines}."
        )
    }

    fn chosen(&self, period: Period, outside: &str) -> String {
        let days = match (period.from, period.to) {
            (Some(from), Some(to)) => format!("from {from} to {to}"),
            (Some(from), None) => format!("from {from}"),
            (None, Some(to)) => format!("up to {to}"),
            (None, None) => "all days".to_owned(),
        };
        format!("Chosen period: {days}. Rows outside it: {outside}.")
    }

    fn issues(&self, first: &str, repeat: &str, not_said: &str) -> String {
        format!(
            "Prescriptions of inhaled medicines: {first} first issues, {repeat} repeats, {not_said} not said."
        )
    }

    fn corrections(&self) -> &'static str {
        "Corrections: what was read otherwise than the unit on the line says, or did not stand on the line. Look at these rows where a number surprises you."
    }

    fn correction(&self, what: &str, rows: &str, named: &str, more: usize, lines: &str) -> String {
        let more = match more {
            0 => String::new(),
            1 => "; and 1 other medicine".to_owned(),
            more => format!("; and {more} other medicines"),
        };
        format!("{what}: {rows} ({named}{more}). First line numbers: {lines}.")
    }

    fn merged(&self) -> &'static str {
        "copy: another row of this prescription counts"
    }

    fn worklist(&self) -> [&'static str; 6] {
        [
            "file",
            "line",
            "reason",
            "read as",
            "amount",
            "share of the total (%)",
        ]
    }

    fn completed_by_copy(&self) -> &'static str {
        "quantity missing or of no use; taken from a copy of the row"
    }
}
