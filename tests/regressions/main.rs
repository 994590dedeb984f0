//! One test for each thing that went wrong, named after it.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test on exports and labels that it makes itself"
)]

use groenrecept::dataset::{Device, Form};
use groenrecept::impact::Flag;
use groenrecept::intake::{Export, Profile};
use groenrecept::matching::{Inhaler, Note, Other};
use groenrecept::practice::{Outcome, Reason};
use groenrecept::report::Report;
use groenrecept::{Dataset, Engine, ErrorKind, Language, Prescription, Role, Severity};
use serde_json::{Value, json};
use std::collections::BTreeSet;

mod intake;
mod labels;
mod sums;

const HEADER: &str = "datum;omschrijving;aantal;eenheid\n";
const ATROVENT: &str = "ATROVENT AEROSOL 20UG/DO 200DO";

/// The columns of [`report_of`].
const ALL: &str = "patient;datum;omschrijving;atc;prk;aantal;eenheid;opmerking\n";

fn try_outcome(bytes: &[u8], profile: Option<&Profile>) -> groenrecept::Result<Outcome> {
    let dataset = Dataset::embedded()?;
    Engine::new(&dataset)
        .analysis()
        .run(Export::new("export.csv", bytes)?, profile)
}

fn outcome(text: impl AsRef<[u8]>) -> Outcome {
    try_outcome(text.as_ref(), None).unwrap()
}

fn json(outcome: &Outcome) -> Value {
    serde_json::to_value(Report::new(outcome, Language::Dutch)).unwrap()
}

/// The report on these rows as JSON.
fn report_of(rows: &[&str]) -> Value {
    json(&outcome(format!("{ALL}{}\n", rows.join("\n"))))
}

fn refusal(text: &str, profile: Option<&str>) -> groenrecept::Error {
    let profile = profile.map(|text| Profile::parse(text).unwrap());
    try_outcome(text.as_bytes(), profile.as_ref()).unwrap_err()
}

/// Rows read, rows analysed and the reasons of the others.
fn account(outcome: &Outcome) -> (u64, u64, Vec<(Reason, u64)>) {
    let aside = outcome
        .rows
        .set_aside
        .iter()
        .map(|(reason, rows)| (*reason, rows.shown().unwrap()));
    (
        outcome.rows.read.shown().unwrap(),
        outcome.rows.analysed.shown().unwrap(),
        aside.collect(),
    )
}

fn amount(outcome: &Outcome) -> String {
    assert_eq!(outcome.products.len(), 1, "{:?}", outcome.products);
    let amount = outcome.products[0].quantity.amount;
    amount.round(6).to_string()
}

fn meaning(label: &str, atc: &str) -> Result<(Inhaler, BTreeSet<Note>), Other> {
    let engine = Engine::new(&Dataset::embedded().unwrap());
    let found = engine.resolve(&Prescription::new().label(label).atc(atc));
    match found.inhaler() {
        Some(inhaler) => Ok((inhaler.clone(), found.notes().collect())),
        None => Err(found.other().unwrap()),
    }
}

fn inhaler(label: &str) -> (Inhaler, BTreeSet<Note>) {
    meaning(label, "").unwrap_or_else(|other| panic!("{label}: {other:?}"))
}

/// Neither a medicine nor anything else is an inhaled medicine.
fn assert_no_inhaler(labels: &[&str]) {
    let taken: Vec<&str> = labels
        .iter()
        .copied()
        .filter(|label| meaning(label, "").is_ok())
        .collect();
    assert!(taken.is_empty(), "taken for inhaled medicines: {taken:#?}");
}
