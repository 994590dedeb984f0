//! Facts about medicines in water: loads and volumes by hand, what is never used, what is
//! refused, and properties of any facts.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on fails; helpers stand outside the test functions"
)]

use groenrecept::dataset::Layer;
use groenrecept::dataset::{Route, Treatment};
use groenrecept::exact::{Fraction, parse};
use groenrecept::water::{self, Load};
use groenrecept::{Atc, Dataset, Decimal, ErrorKind, Severity};
use std::collections::BTreeMap;

mod block;
mod explained;
mod loads;
mod pec;
mod properties;
mod refused;
mod volumes;

const HEADER: &str = "fact_id,atc,substance,kind,route,stage,value,low,high,unit,text,vintage,source_id,locator,evidence,note";

fn embedded() -> Dataset {
    Dataset::embedded().unwrap()
}

fn atc(code: &str) -> Atc {
    code.parse::<Atc>().unwrap()
}

fn d(text: &str) -> Decimal {
    parse(text).unwrap()
}

fn f(text: &str) -> Fraction {
    Fraction::whole(d(text))
}

/// The rows of the embedded `water.csv` of a kind, by the names of the columns.
fn rows_of(kind: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(include_bytes!("../../data/water.csv").as_slice());
    let rows = reader.deserialize().map(Result::unwrap);
    let rows: Vec<BTreeMap<String, String>> = rows
        .filter(|row: &BTreeMap<String, String>| row["kind"] == kind)
        .collect();
    assert!(!rows.is_empty(), "{kind}");
    rows
}

/// The embedded data with these rows of `water.csv` laid over it, or what is wrong with them.
fn with_rows(rows: &[&str]) -> Result<Dataset, Vec<String>> {
    with_table(HEADER, rows)
}

/// The same with columns of one's own.
fn with_table(header: &str, rows: &[&str]) -> Result<Dataset, Vec<String>> {
    let folder = tempfile::tempdir().unwrap();
    let layer = folder.path().join("laag");
    std::fs::create_dir(&layer).unwrap();
    let text = format!("{header}\n{}\n", rows.join("\n"));
    std::fs::write(layer.join("water.csv"), text).unwrap();
    embedded()
        .with_layer(&Layer::from_dir(&layer).unwrap())
        .map_err(|error| {
            let ErrorKind::Dataset(findings) = error.kind() else {
                panic!("{error}");
            };
            let errors = findings
                .iter()
                .filter(|one| one.severity == Severity::Error);
            errors.map(ToString::to_string).collect()
        })
}

fn load(dataset: &Dataset, code: &str, route: Route, mg: &str, treatment: Treatment) -> Load {
    water::load(dataset, &atc(code), route, d(mg), treatment)
}

/// Low, central and high of a load or volume, rounded to six decimals.
fn ends(amount: water::Amount) -> [String; 3] {
    let range = amount.range().unwrap();
    [range.low(), range.central(), range.high()].map(|end| end.round(6).to_string())
}
