//! What is written for a spreadsheet reads back, whatever stands in a formulary or an export: a
//! formulary, and rows of an export behind a file separator.

use super::{joined, parts};
use crate::checks::LANGUAGES;
use crate::{ENGINE, Shape, WORDS};
use groenrecept::Language;
use groenrecept::formulary::{Bands, Earlier, Formulary, OptionLabel, Settings, labels};
use groenrecept::intake::Export;
use groenrecept::report::formulary::{LabelsReport, earlier_labels};
use groenrecept::report::worklist;
use std::sync::LazyLock;

static BANDS: LazyLock<Bands> = LazyLock::new(|| ENGINE.dataset().bands());

pub(crate) fn run(bytes: &[u8]) -> Shape {
    let Some((&choice, body)) = bytes.split_first() else {
        return Shape::default();
    };
    let language = LANGUAGES[usize::from(choice % 2)];
    let mut parts = parts(body);
    let formulary = Formulary::read("formularium.csv", parts.next().unwrap_or_default(), &WORDS);
    let shape = labelled(&formulary, language, choice % 16 < 2);
    shape.and(listed(language, parts.next().unwrap_or_default()))
}

/// A row for each option, with as many cells as the header; the classes are those that were
/// written.
fn labelled(formulary: &Formulary, language: Language, twice: bool) -> Shape {
    let settings = Settings::new();
    let earlier = Earlier::new();
    let found = labels(
        &ENGINE,
        &WORDS,
        formulary,
        &BANDS,
        settings.clone(),
        &earlier,
    );
    let report = LabelsReport::new(&ENGINE, formulary, &BANDS, &found, &settings, language);
    drop(report.text(language));
    let csv = report.csv(language);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .from_reader(csv.as_bytes());
    let records: Result<Vec<csv::StringRecord>, _> = reader.records().collect();
    let records = records.expect("as many cells in each row");
    assert_eq!(records.len(), found.len(), "a row for each option: {csv}");
    let earlier = earlier_labels(&csv).expect("its own columns");
    let classed = found.iter().filter(|one| one.class.is_some()).count();
    assert_eq!(earlier.len(), classed, "the classes of {csv}");
    if twice {
        // Held against themselves classes stay.
        let again = labels(&ENGINE, &WORDS, formulary, &BANDS, settings, &earlier);
        let classes = |labels: &[OptionLabel]| -> Vec<Option<String>> {
            let classes = labels.iter().map(|one| one.class.as_ref());
            classes
                .map(|band| band.map(|band| format!("{band:?}")))
                .collect()
        };
        assert_eq!(classes(&found), classes(&again), "held against {csv}");
    }
    Shape::of((found.len().min(4), classed.min(4)))
}

/// A row for each row to look at, with six cells that no spreadsheet runs.
fn listed(language: Language, body: &[u8]) -> Shape {
    let export = Export::new("=export;\".csv", body);
    let outcome = export.and_then(|export| ENGINE.analysis().worklist(true).run(export, None));
    let Ok(outcome) = outcome else {
        return Shape::default();
    };
    let lines: Vec<String> = worklist(&outcome, language).into_iter().flatten().collect();
    let text = lines.concat();
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .from_reader(text.as_bytes());
    let records: Result<Vec<csv::StringRecord>, _> = reader.records().collect();
    let records = records.expect("as many cells in each row");
    assert_eq!(records.len() + 1, lines.len());
    for cell in records.iter().flat_map(csv::StringRecord::iter) {
        let digit = |sign: char| sign.is_ascii_digit();
        let number = cell
            .strip_prefix('-')
            .is_some_and(|rest| rest.starts_with(digit));
        let runs = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && !number;
        assert!(!runs, "a cell that runs: {cell}");
        assert!(
            !cell.contains(char::is_control),
            "a control character: {cell:?}"
        );
    }
    Shape::of(records.len().min(8))
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let formularies = super::formulary::bare_seeds();
    let exports = super::export::bare_seeds();
    let pairs = formularies.iter().zip(exports.iter().cycle());
    let pairs: Vec<Vec<u8>> = pairs
        .map(|(formulary, export)| joined(&[formulary, export]))
        .collect();
    super::chosen(2, &[0, 1, 3], &pairs)
}
