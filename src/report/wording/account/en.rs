//! The sentences about the account of rows in English.

use super::AccountWording;
use crate::practice::{Period, Reason};

/// English.
#[derive(Debug)]
pub(in crate::report::wording) struct English;

impl AccountWording for English {
    fn mostly_aside(&self, rows: &str, of: &str, reason: &str, remedy: &str) -> String {
        format!("! {rows} of {of} rows were set aside for one reason: {reason}. {remedy}")
    }

    fn remedy(&self, reason: Reason) -> &'static str {
        match reason {
            Reason::QuantityMissing => {
                "Name the column with the quantity in a profile (quantity, --profile). Without a quantity a row counts only with a dosage or an amount per day, and days or an end date: more than 0 days and at most 731."
            }
            Reason::QuantityUnreadable => {
                "Name the column with the amount as a number in a profile (quantity, --profile), and its decimal mark (decimal)."
            }
            Reason::QuantityZero => {
                "See whether this is the column with the prescribed quantity, and whether zero means in it that nothing was dispensed; otherwise name that in a profile (quantity, --profile)."
            }
            Reason::QuantityNegative => {
                "See whether the prescriptions that were brought back are in the file, or choose a longer period (--from, --to). If this is not the column with the prescribed quantity, name that in a profile (quantity, --profile)."
            }
            Reason::QuantityAbsurd => {
                "See whether this column is a quantity and no code or price; otherwise name the right one in a profile (quantity, --profile). Where rows are totals, say in it what they count (counts = \"packs\", \"mixed\", \"doses\" or \"ddd\")."
            }
            Reason::QuantityUnclear => {
                "Have the unit exported, too, and name its column in a profile (unit, --profile). Where rows are totals, say in it what they count (counts = \"packs\", \"mixed\", \"doses\" or \"ddd\")."
            }
            Reason::QuantityUnit => {
                "See whether the column of the unit is the right one (unit in a profile, --profile) and whether it names pieces, doses or packs."
            }
            Reason::QuantityUnitUnknown => {
                "See whether the column of the unit is the right one (unit in a profile, --profile). If it is, add the word to vocabulary.csv of your own layer (--data)."
            }
            Reason::QuantityStrength => {
                "Have the quantity exported in pieces or doses. If the column counts DDD, give ddd.csv in your own layer (--data)."
            }
            Reason::DosageAsNeeded => {
                "Have the quantity exported, too, and name its column in a profile (quantity, --profile): it does not follow from as needed."
            }
            Reason::DosageNotUsable => {
                "Have the quantity exported, too, and name its column in a profile (quantity, --profile): it does not follow from this dosage."
            }
            Reason::DateMissing => {
                "Name the column with the date of the prescription in a profile (date, --profile). If these are blank rows, take them out of the file; nothing is missing then."
            }
            Reason::DateUnreadable => {
                "Name the column with the date of the prescription in a profile (--profile), and how it is written (date = \"dd-mm-yyyy\")."
            }
            Reason::DateOutOfRange => {
                "See whether this is the date of the prescription and no date of birth; otherwise name the right column in a profile (date, --profile). --today says which day is the last."
            }
            Reason::ProductMissing => {
                "Name the column with the label (label), the ATC code (atc) or a code in a profile (--profile)."
            }
            Reason::TextBroken => {
                "Say in a profile (--profile) in which encoding the file is written (encoding = \"utf-8\" or \"windows-1252\")."
            }
            Reason::TextTooLong => {
                "See whether the column of the label, the code or the unit holds no free text, and otherwise name the right column in a profile (--profile)."
            }
            Reason::QuoteUnbalanced => {
                "Save the export as CSV again, with a quote within a text doubled."
            }
            Reason::CellCount => {
                "Save the export as CSV again, with text in quotes: a separator in a text makes one column too many. Or name the separator in a profile (separator, --profile)."
            }
            Reason::LineTooLong => "See whether the export has line ends and save it as CSV again.",
            Reason::FileCut => "Make the export again.",
            Reason::OutsidePeriod
            | Reason::Vaccine
            | Reason::NotAMedicine
            | Reason::Cancelled
            | Reason::Stopped
            | Reason::Draft
            | Reason::Returned
            | Reason::Undone
            | Reason::Subtotal => "",
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
        "Corrections: what was read otherwise than the unit on the line says, what did not stand on the line, what has two readings and what is unusually much. Look at these rows where a number surprises you."
    }

    fn correction(&self, what: &str, rows: &str, named: &str, more: usize, lines: &str) -> String {
        let more = match more {
            0 => String::new(),
            1 => "; and 1 other medicine".to_owned(),
            more => format!("; and {more} other medicines"),
        };
        format!("{what}: {rows} ({named}{more}). First line numbers: {lines}.")
    }

    fn many_in_a_year(&self) -> &'static str {
        "first row of a patient with more than is likely in a year; counted"
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

    fn look_first(&self, line: &str) -> String {
        format!("! See this first, it can be a slip of the keyboard: {line}.")
    }

    fn unusual_prescription(&self, line: &str, label: &str, amount: &str, share: &str) -> String {
        format!("line {line}: {label}, {amount}; {share} of the total")
    }

    fn unusual_years(&self, all: &str) -> String {
        let noun = if all == "1" { "patient" } else { "patients" };
        format!(
            "More inhalers of one type than are likely for one patient in a year, for {all} {noun} (a patient counts for each calendar year and type). This counts:"
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
