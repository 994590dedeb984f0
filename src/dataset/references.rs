//! The references from rows of data files to each other.
//!
//! They are taken from the cells as they stand: what a row that cannot be read names is
//! followed at once.

use super::names::{NameIndex, Thing, no_factor, no_product};
use super::table::{Findings, Row, Table};
use crate::diagnostic::{Code, Message, Place};

/// What a cell names.
#[derive(Debug)]
enum Named {
    Product(String),
    Factor(String),
    Gas(String),
    /// The global warming potential of a gas, or of any gas, in a set.
    Gwp(Option<String>, String),
    /// The same, named in a contradiction.
    Contradicted(String, String),
}

/// A cell that names something.
#[derive(Debug)]
struct Reference {
    named: Named,
    place: Place,
}

/// What a row names, from its cells as they stand.
fn named(file: &str, row: Row<'_>) -> Vec<(Named, &'static str)> {
    let mut all = Vec::new();
    let one = |column, to: fn(String) -> Named| {
        let id = row.filled(column).map(str::to_owned);
        id.map(|id| (to(id), column))
    };
    let each = |column, to: fn(String) -> Named| {
        let ids = row
            .filled(column)
            .into_iter()
            .flat_map(|ids| ids.split('|'));
        ids.map(move |id| (to(id.trim().to_owned()), column))
    };
    match file {
        "products.csv" if matches!(row.text("propellant"), "none" | "unknown") => {}
        "products.csv" => all.extend(one("propellant", Named::Gas)),
        "factors.csv" => {
            if row.text("subject_kind") == "product" {
                all.extend(each("subject", Named::Product));
            }
            match row.text("gwp_set") {
                "" | "unknown" | "none" => all.extend(one("propellant", Named::Gas)),
                set => {
                    let gas = row.filled("propellant").map(str::to_owned);
                    all.push((Named::Gwp(gas, set.to_owned()), "gwp_set"));
                }
            }
        }
        "codes.csv" | "shortages.csv" | "prices.csv" => {
            all.extend(one("product_id", Named::Product));
        }
        "equivalences.csv" => {
            let products = ["from_product", "to_product"].into_iter();
            all.extend(products.filter_map(|column| one(column, Named::Product)));
        }
        "label_limits.csv" => all.extend(each("product_id", Named::Product)),
        "stages.csv" => all.extend(one("factor_id", Named::Factor)),
        "conflicts.csv" => {
            all.extend(each("factors", Named::Factor));
            if let Some((gas, set)) = row.text("gwp").split_once('/') {
                let named = Named::Contradicted(gas.to_owned(), set.to_owned());
                all.push((named, "gwp"));
            }
        }
        _ => {}
    }
    all
}

/// The references of all layers, which can be checked when all of these are read.
#[derive(Debug, Default)]
pub(super) struct References(Vec<Reference>);

impl References {
    /// Keeps what the rows of a file name.
    pub(super) fn add(&mut self, file: &str, table: &Table) {
        for row in table.rows() {
            for (named, column) in named(file, row) {
                let place = row.place(column);
                self.0.push(Reference { named, place });
            }
        }
    }

    /// Reports the references to what is not there.
    pub(super) fn check(&self, names: &NameIndex, findings: &mut Findings) {
        for Reference { named, place } in &self.0 {
            let missing = match named {
                Named::Product(id) => (!names.may_hold(Thing::Product, id))
                    .then(|| (Code::DanglingReference, no_product(id))),
                Named::Factor(id) => (!names.may_hold(Thing::Factor, id))
                    .then(|| (Code::DanglingReference, no_factor(id))),
                Named::Gas(gas) => {
                    (!names.may_hold_gwp(Some(gas), None)).then(|| (Code::GwpMissing, no_gas(gas)))
                }
                Named::Gwp(gas, set) => (!names.may_hold_gwp(gas.as_deref(), Some(set)))
                    .then(|| (Code::GwpMissing, no_gwp(gas.as_deref(), set))),
                Named::Contradicted(gas, set) => (!names.may_hold_gwp(Some(gas), Some(set)))
                    .then(|| (Code::GwpMissing, no_value(gas, set))),
            };
            if let Some((code, message)) = missing {
                findings.push(code, place.clone(), message);
            }
        }
    }
}

fn no_gas(gas: &str) -> Message {
    Message::from((
        format!("gwp.csv heeft het gas '{gas}' niet"),
        format!("gwp.csv does not have the gas '{gas}'"),
    ))
}

fn no_gwp(gas: Option<&str>, set: &str) -> Message {
    Message::from(match gas {
        Some(gas) => (
            format!("gwp.csv heeft geen GWP100 van {gas} in de set '{set}'"),
            format!("gwp.csv has no GWP100 of {gas} in the set '{set}'"),
        ),
        None => (
            format!("gwp.csv heeft geen set '{set}'"),
            format!("gwp.csv does not have the set '{set}'"),
        ),
    })
}

fn no_value(gas: &str, set: &str) -> Message {
    Message::from((
        format!("gwp.csv heeft geen waarde van {gas} in de set '{set}'"),
        format!("gwp.csv has no value of {gas} in the set '{set}'"),
    ))
}
