//! The rows to look at one by one, for a spreadsheet.

use super::digits::{Digits, rounded};
use super::product::label;
use super::wording::{self, Wording};
use crate::language::Language;
use crate::matching::Other;
use crate::outward::cell;
use crate::practice::{About, Correction, Listed, Outcome, Why};
use rust_decimal::Decimal;

/// How many decimals of a percentage are told.
const DIGITS: u32 = 4;

/// The rows to look at, as the lines of a CSV file that a spreadsheet opens: file, line, reason,
/// what the row was read as, its amount, and the share of the total that it has in percent. Never
/// the text of a row. `None` where they were not kept
/// ([`Analysis::worklist`](crate::practice::Analysis::worklist)) or small numbers are hidden.
///
/// ```
/// use groenrecept::report::worklist;
/// use groenrecept::{Dataset, Engine, Language, intake::Export};
/// let text = "datum;omschrijving;aantal;eenheid\n\
///             31-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;veel;ST\n";
/// let engine = Engine::new(&Dataset::embedded()?);
/// let export = Export::new("export.csv", text.as_bytes())?;
/// let outcome = engine.analysis().worklist(true).run(export, None)?;
/// let lines: Vec<String> = worklist(&outcome, Language::English).into_iter().flatten().collect();
/// assert!(lines[1].starts_with("export.csv;2;quantity is not a number;Ventolin"));
/// # Ok::<(), groenrecept::Error>(())
/// ```
#[must_use]
pub fn worklist(
    outcome: &Outcome,
    language: Language,
) -> Option<impl Iterator<Item = String> + use<'_>> {
    let words = wording::of(language);
    let rows = outcome.worklist.as_ref()?.iter();
    let rows = rows.map(move |(one, share)| {
        let only = outcome.files.first().map(|file| file.file.as_str());
        line([
            outcome
                .file_of(one.place)
                .or(only)
                .unwrap_or_default()
                .to_owned(),
            one.place.line.to_string(),
            why(one.why, words).to_owned(),
            read_as(outcome, one, words),
            amount(one, words),
            share.map_or_else(String::new, |share| percent(share, words)),
        ])
    });
    let header = line(words.account().worklist().map(str::to_owned));
    Some(std::iter::once(format!("\u{feff}{header}")).chain(rows))
}

fn line(cells: [String; 6]) -> String {
    cells.map(|text| cell(&text, ';')).join(";") + "\r\n"
}

fn why(why: Why, words: &dyn Wording) -> &'static str {
    match why {
        Why::SetAside(reason) => words.reason(reason),
        Why::Unrecognised => words.other(Other::Unrecognised),
        Why::Corrected(Correction::Read(decided)) => words.decided(decided),
        Why::Corrected(Correction::CompletedByCopy) => words.account().completed_by_copy(),
        Why::Corrected(Correction::TwoReadings) => words.account().two_readings(),
        Why::Corrected(Correction::Unusual) => words.account().unusual(),
        Why::ManyInAYear => words.account().many_in_a_year(),
        Why::Merged => words.account().merged(),
    }
}

fn read_as(outcome: &Outcome, one: &Listed, words: &dyn Wording) -> String {
    let subjects = outcome.tally().map(|tally| &tally.subjects);
    match one.about {
        About::NotRead | About::Other(Other::Unrecognised) => String::new(),
        About::Other(other) => words.other(other).to_owned(),
        About::Inhaler(place) => {
            let inhaler = subjects.and_then(|subjects| subjects.get(place));
            let label = |inhaler| label(outcome.dataset(), inhaler, words);
            inhaler.map_or_else(String::new, label)
        }
    }
}

fn amount(one: &Listed, words: &'static dyn Wording) -> String {
    let Some(range) = one.quantity else {
        return String::new();
    };
    let told = |quantity| Digits(words).quantity(quantity);
    let (low, central, high) = (range.low(), range.central(), range.high());
    if range.is_point() {
        return told(central);
    }
    format!("{} ({} – {})", told(central), told(low), told(high))
}

fn percent(share: Decimal, words: &dyn Wording) -> String {
    let text = rounded(share, DIGITS).normalize().to_string();
    text.replace('.', &words.decimal_mark().to_string())
}
