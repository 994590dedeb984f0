//! The life of a row: status, copies, first issues and repeats, computed quantities, corrections,
//! the list of rows set aside, and what is hidden in a report that leaves the practice.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails; helpers stand outside the test functions"
)]

use groenrecept::Language;
use groenrecept::intake::Export;
use groenrecept::practice::{Outcome, Tally};
use groenrecept::report::Report;
use groenrecept::{Dataset, Engine};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::LazyLock;

mod dosage;
mod life;
mod memory;
mod returns;
mod stopped;
mod suppress;
mod totals;
mod worklist;

static DATASET: LazyLock<Dataset> = LazyLock::new(|| Dataset::embedded().unwrap());

const HEADER: &str = "patient;praktijk;datum;omschrijving;aantal;eenheid;status;gestopt;\
                      volgnummer_herhaling;dosiscode;aantal_dagen;einddatum;per_dag\n";

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn export(rows: &[String]) -> String {
    let mut text = HEADER.to_owned();
    for row in rows {
        text.push_str(row);
        text.push('\n');
    }
    text
}

fn report(text: &str) -> Value {
    let export = Export::new("export.csv", text.as_bytes()).unwrap();
    json_of(&Engine::new(&DATASET).analysis().run(export, None).unwrap())
}

fn json_of(outcome: &Outcome) -> Value {
    serde_json::to_value(Report::new(outcome, Language::Dutch)).unwrap()
}

fn tally(text: &str) -> Tally {
    let export = Export::new("export.csv", text.as_bytes()).unwrap();
    let layout = export.layout(&DATASET, None).unwrap();
    Engine::new(&DATASET)
        .analysis()
        .list_set_aside(true)
        .tally(export, &layout)
        .unwrap()
}

/// The page as one line.
fn page(text: &str, language: Language) -> String {
    let export = Export::new("export.csv", text.as_bytes()).unwrap();
    let outcome = Engine::new(&DATASET).analysis().run(export, None).unwrap();
    let page = Report::new(&outcome, language).text(100);
    page.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Line numbers depend on the order of the rows.
fn without_lines(mut report: Value) -> Value {
    report["rows"]["set_aside_lines"].take();
    report["rows"]["status_unknown_lines"].take();
    report["coverage"]["climate"]["none"]["unrecognised_lines"].take();
    for kind in ["prescriptions", "patient_years"] {
        for one in report["unusual"][kind].as_array_mut().into_iter().flatten() {
            one["line"].take();
        }
    }
    if let Some(all) = report["matching"]["corrections"].as_array_mut() {
        for one in all {
            one["lines"].take();
        }
    }
    report
}

/// Every order of a few things.
fn permutations<T: Clone>(items: &[T]) -> Vec<Vec<T>> {
    if items.is_empty() {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for at in 0..items.len() {
        let mut rest = items.to_vec();
        let first = rest.remove(at);
        for mut tail in permutations(&rest) {
            tail.insert(0, first.clone());
            all.push(tail);
        }
    }
    all
}
