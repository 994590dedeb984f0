//! The sentences about the account of rows in English.

use super::AccountWording;

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

    fn stopped(&self, counted: &str, aside: &str) -> String {
        let counts = if counted == "1" {
            "prescription counts: it had"
        } else {
            "prescriptions count: they had"
        };
        let drops = if aside == "1" { "does" } else { "do" };
        format!(
            "Stopped: {counted} {counts} been dispensed; {aside} {drops} not count, as a repeat of what was stopped or of after it was stopped. With stopped = \"drops\" in a profile no stopped prescription counts (--profile)."
        )
    }

    fn stopped_dropped(&self, aside: &str) -> String {
        let noun = if aside == "1" {
            "prescription was stopped and stands"
        } else {
            "prescriptions were stopped and stand"
        };
        format!(
            "{aside} {noun} set aside, as the profile asks (stopped = \"drops\"). What was dispensed before that is not counted."
        )
    }

    fn iterations(&self, rows: &str) -> String {
        let noun = if rows == "1" {
            "prescription of an inhaled medicine"
        } else {
            "prescriptions of inhaled medicines"
        };
        format!(
            "Iterations: {rows} {noun} may still be repeated. Counted is what is written; nothing was multiplied by the number of repeats."
        )
    }

    fn returns_open(&self, rows: &str, lines: &str) -> String {
        let noun = if rows == "1" {
            "return of an inhaled medicine"
        } else {
            "returns of inhaled medicines"
        };
        let lines = if lines.is_empty() {
            String::new()
        } else {
            format!(" First line numbers: {lines}.")
        };
        format!(
            "{rows} {noun} could not be taken off a prescription, or not as a whole; the total may be too high.{lines}"
        )
    }

    fn status_unknown(&self, rows: &str, lines: &str) -> String {
        let noun = if rows == "1" { "row" } else { "rows" };
        format!(
            "Status not understood: {rows} {noun}, read as prescriptions that stand. First line numbers: {lines}."
        )
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

    fn completed_by_copy(&self) -> &'static str {
        "quantity missing or of no use; taken from a copy of the row"
    }

    fn two_readings(&self) -> &'static str {
        "two readings; the lowest and the highest are in the range"
    }

    fn unusual(&self) -> &'static str {
        "more inhalers than are likely on one prescription; counted"
    }

    fn unusual_prescriptions(&self, all: &str) -> String {
        let noun = if all == "1" {
            "prescription counts"
        } else {
            "prescriptions count"
        };
        format!(
            "{all} {noun} with more inhalers than are likely on one prescription (amount_limits.csv). See whether this is a slip of the keyboard:"
        )
    }

    fn unusual_prescription(&self, line: &str, label: &str, amount: &str, share: &str) -> String {
        format!("line {line}: {label}, {amount}; {share} of the total")
    }

    fn unusual_years(&self, all: &str) -> String {
        format!(
            "More than is likely for one patient in a calendar year, of one type of inhaler: {all} times. This counts:"
        )
    }

    fn unusual_year(
        &self,
        year: Option<&str>,
        devices: &str,
        device: &str,
        line: &str,
        share: &str,
    ) -> String {
        let year = year.map_or_else(String::new, |year| format!("{year}: "));
        format!("{year}{devices} ({device}), from line {line}; {share} of the total")
    }
}
