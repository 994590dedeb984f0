//! Small exports with their arithmetic written out, and the whole report of the demo export.
//!
//! The sums in the comments were made by hand from `data/factors.csv`, `data/gwp.csv` and the
//! rules in `src/impact/mod.rs`; where a comment names a factor, that row of the file is meant.
//!
//! `fixtures/golden/demo.json` is written anew by
//!
//! ```sh
//! UPDATE_GOLDEN=1 cargo test --test golden demo
//! ```
//!
//! Read the difference before it is committed: every changed number has a reason in the
//! changelog.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails; helpers stand outside the test functions"
)]

use groenrecept::Day;
use groenrecept::Language;
use groenrecept::intake::{Export, Profile};
use groenrecept::report::Report;
use groenrecept::{Dataset, Engine, GwpSet};
use serde_json::{Value, json};
use std::path::Path;

mod amounts;
mod fallbacks;
mod returns;
mod totals;
mod values;

fn embedded() -> Dataset {
    Dataset::embedded().unwrap()
}

fn report(dataset: &Dataset, gwp: GwpSet, text: &str) -> Value {
    let export = Export::new("export.csv", text.as_bytes()).unwrap();
    let outcome = Engine::new(dataset)
        .gwp(gwp)
        .analysis()
        .run(export, None)
        .unwrap();
    serde_json::to_value(Report::new(&outcome, Language::Dutch)).unwrap()
}

/// The embedded data and AR6.
fn plain(text: &str) -> Value {
    report(&embedded(), GwpSet::Ar6, text)
}

fn entry(product: &str, rows: u64, amount: &str, unit: &str, climate: Value) -> Value {
    json!({
        "product": product,
        "rows": rows,
        "amount": format!("{amount} {unit}"),
        "other_doses": null,
        "climate": climate,
    })
}

/// Low, central and high, basis, factors and flags.
fn climate(ends: [&str; 3], basis: &str, factors: &[&str], flags: &[&str]) -> Value {
    let [low, central, high] = ends;
    json!({
        "low": low,
        "central": central,
        "high": high,
        "basis": basis,
        "factors": factors,
        "flags": flags,
    })
}

/// All product entries in the order of the report, without names and labels.
fn products(report: &Value) -> Value {
    let all = report["products"].as_array().unwrap();
    let brief = |p: &Value| {
        let quantity = &p["quantity"];
        json!({
            "product": p["product"],
            "rows": p["rows"],
            "amount": format!(
                "{} {}",
                quantity["amount"].as_str().unwrap(),
                quantity["unit"].as_str().unwrap()
            ),
            "other_doses": p["other_doses"],
            "climate": p["climate"],
        })
    };
    all.iter().map(brief).collect()
}

fn ends(value: &Value) -> Value {
    json!([value["low"], value["central"], value["high"]])
}

fn months(report: &Value) -> Value {
    let all = report["months"].as_array().unwrap();
    all.iter()
        .map(|m| json!([m["month"], m["rows"], ends(&m["climate"])]))
        .collect()
}

/// Rows by basis: product, equivalent, device class, form class, none.
fn basis(report: &Value) -> [u64; 5] {
    let rows = &report["coverage"]["climate"]["rows"];
    [
        "product",
        "equivalent",
        "device_class",
        "form_class",
        "none",
    ]
    .map(|name| rows[name].as_u64().unwrap())
}

/// The factors behind Ventolin: the certificate, restated with the mass of its gas.
const VENTOLIN: &[&str] = &["s01-ventolin-aerosol", "p18-mass-ventolin-aerosol"];

/// The whole report of the demo export.
#[test]
fn demo_export() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let export = Export::open(&folder.join("data/demo/praktijkexport.csv")).unwrap();
    let dataset = embedded();
    let outcome = Engine::new(&dataset)
        .analysis()
        .latest(Day::new(2026, 1, 31))
        .run(export, None)
        .unwrap();
    let report = Report::new(&outcome, Language::Dutch);
    let mut found = serde_json::to_value(report).unwrap();
    // The hash changes with every note in a data file; what it changes is seen below.
    found["dataset"].as_object_mut().unwrap().remove("sha256");
    let golden = folder.join("tests/fixtures/golden/demo.json");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        let text = serde_json::to_string_pretty(&found).unwrap();
        std::fs::write(&golden, text + "\n").unwrap();
    }
    let text = std::fs::read_to_string(&golden).unwrap();
    let expected: Value = serde_json::from_str(&text).unwrap();
    for (key, value) in expected.as_object().unwrap() {
        assert_eq!(found[key], *value, "{key}");
    }
    assert_eq!(found, expected);
}
