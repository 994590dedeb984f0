//! One test for each thing that went wrong, named after it.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test on exports and labels that it makes itself"
)]

use groenrecept::dataset::{Device, Form};
use groenrecept::impact::{Flag, Model};
use groenrecept::intake::{Export, Profile};
use groenrecept::matching::{Inhaler, Item, Meaning, Note, Other, Resolver};
use groenrecept::practice::{Analysis, Reason};
use groenrecept::report::Report;
use groenrecept::{Dataset, ErrorKind, GwpSet, Role, Severity};
use serde_json::{Value, json};
use std::collections::BTreeSet;

mod intake;
mod labels;
mod sums;

const HEADER: &str = "datum;omschrijving;aantal;eenheid\n";
const ATROVENT: &str = "ATROVENT AEROSOL 20UG/DO 200DO";

/// The columns of [`report_of`].
const ALL: &str = "patient;datum;omschrijving;atc;prk;aantal;eenheid;opmerking\n";

fn try_report(bytes: &[u8], profile: Option<&Profile>) -> groenrecept::Result<Report> {
    let dataset = Dataset::embedded()?;
    Analysis::new(&dataset).run(Export::new("export.csv", bytes)?, profile)
}

fn report(text: impl AsRef<[u8]>) -> Report {
    try_report(text.as_ref(), None).unwrap()
}

/// The report on these rows as JSON.
fn report_of(rows: &[&str]) -> Value {
    serde_json::to_value(report(format!("{ALL}{}\n", rows.join("\n")))).unwrap()
}

fn refusal(text: &str, profile: Option<&str>) -> groenrecept::Error {
    let profile = profile.map(|text| Profile::parse(text).unwrap());
    try_report(text.as_bytes(), profile.as_ref()).unwrap_err()
}

/// Rows read, rows analysed and the reasons of the others.
fn account(report: &Report) -> (u64, u64, Vec<(Reason, u64)>) {
    let aside = report
        .rows
        .set_aside
        .iter()
        .map(|(reason, rows)| (*reason, rows.shown().unwrap()));
    (
        report.rows.read.shown().unwrap(),
        report.rows.analysed.shown().unwrap(),
        aside.collect(),
    )
}

fn amount(report: &Report) -> String {
    assert_eq!(report.products.len(), 1, "{:?}", report.products);
    report.products[0].quantity.amount.to_string()
}

fn meaning(label: &str, atc: &str) -> Meaning {
    let dataset = Dataset::embedded().unwrap();
    let item = Item {
        label,
        atc,
        ..Item::default()
    };
    Resolver::new(&dataset).resolve(&item)
}

fn inhaler(label: &str) -> (Inhaler, BTreeSet<Note>) {
    match meaning(label, "") {
        Meaning::Inhaler(inhaler, _, notes) => (inhaler, notes),
        other @ Meaning::Other(_) => panic!("{label}: {other:?}"),
    }
}

/// Neither a medicine nor anything else is an inhaled medicine.
fn assert_no_inhaler(labels: &[&str]) {
    let taken: Vec<&str> = labels
        .iter()
        .copied()
        .filter(|label| matches!(meaning(label, ""), Meaning::Inhaler(..)))
        .collect();
    assert!(taken.is_empty(), "taken for inhaled medicines: {taken:#?}");
}
