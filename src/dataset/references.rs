//! The references from rows of data files to each other.
//!
//! They are taken from the cells as they stand: what a row that cannot be read names is
//! followed at once.

use super::guideline::near::may_mean;
use super::names::{NameIndex, missing};
use super::schema::{File, Holds, Thing};
use super::table::{Findings, Row, Table};
use crate::diagnostic::{Code, Message, Place};

/// What a cell names.
#[derive(Debug)]
enum Named {
    One(Thing, String),
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

/// The columns of a file that name things, each with whether it names several. Sources are followed
/// where they are read, and cells that may also hold a word are checked as words.
fn naming(file: &File) -> Vec<(&str, Thing, bool)> {
    let columns = file.columns.iter().filter_map(|column| {
        let (thing, several) = match column.holds.as_slice() {
            [Holds::Name(Thing::Source | Thing::DeviceName)] => return None,
            [Holds::Name(thing)] => (*thing, false),
            [Holds::Names(thing)] => (*thing, true),
            _ => return None,
        };
        Some((column.name.as_str(), thing, several))
    });
    columns.collect()
}

/// What a row names, from its cells as they stand.
fn named<'f>(
    file: &File,
    columns: &[(&'f str, Thing, bool)],
    row: Row<'_>,
) -> Vec<(Named, &'f str)> {
    let mut all = Vec::new();
    for (name, thing, several) in columns {
        match row.filled(name) {
            Some(cell) if *several => {
                let each = cell
                    .split('|')
                    .map(|id| Named::One(*thing, id.trim().to_owned()));
                all.extend(each.map(|named| (named, *name)));
            }
            Some(cell) => all.push((Named::One(*thing, cell.to_owned()), *name)),
            None => {}
        }
    }
    let gas = || row.filled("propellant").map(str::to_owned);
    match file.name.as_str() {
        "products.csv" if matches!(row.text("propellant"), "none" | "unknown") => {}
        "products.csv" => all.extend(gas().map(|gas| (Named::Gas(gas), "propellant"))),
        "factors.csv" => {
            if row.text("subject_kind") == "product" && !row.text("subject").is_empty() {
                let each = row
                    .text("subject")
                    .split('|')
                    .map(|id| id.trim().to_owned());
                all.extend(each.map(|id| (Named::One(Thing::Product, id), "subject")));
            }
            match row.text("gwp_set") {
                "" | "unknown" | "none" => {
                    all.extend(gas().map(|gas| (Named::Gas(gas), "propellant")));
                }
                set => all.push((Named::Gwp(gas(), set.to_owned()), "gwp_set")),
            }
        }
        "volumes.csv" if row.text("subject_kind") == "product" => {
            let id = row.filled("subject").map(str::to_owned);
            all.extend(id.map(|id| (Named::One(Thing::Product, id), "subject")));
        }
        "conflicts.csv" => {
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
    pub(super) fn add(&mut self, file: &File, table: &Table) {
        let columns = naming(file);
        for row in table.rows() {
            for (named, column) in named(file, &columns, row) {
                let place = row.place(column);
                self.0.push(Reference { named, place });
            }
        }
    }

    /// Reports the references to what is not there.
    pub(super) fn check(&self, names: &NameIndex, findings: &mut Findings) {
        for Reference { named, place } in &self.0 {
            let absent = match named {
                Named::One(thing, id) => (!names.may_hold(*thing, id))
                    .then(|| (Code::DanglingReference, missing(*thing, id))),
                Named::Gas(gas) => (!names.may_hold_gwp(Some(gas), None))
                    .then(|| (Code::GwpMissing, no_gas(gas, names))),
                Named::Gwp(gas, set) => (!names.may_hold_gwp(gas.as_deref(), Some(set)))
                    .then(|| (Code::GwpMissing, no_gwp(gas.as_deref(), set))),
                Named::Contradicted(gas, set) => (!names.may_hold_gwp(Some(gas), Some(set)))
                    .then(|| (Code::GwpMissing, no_value(gas, set))),
            };
            if let Some((code, message)) = absent {
                findings.push(code, place.clone(), message);
            }
        }
    }
}

fn no_gas(gas: &str, names: &NameIndex) -> Message {
    let gwps = names.all(Thing::Gwp);
    let mut known: Vec<&str> = gwps
        .filter_map(|name| Some(name.split_once('/')?.0))
        .collect();
    known.dedup();
    let (nl, en) = may_mean(gas, known.iter().copied());
    let known = known.join(", ");
    Message::from((
        format!("gwp.csv heeft het gas '{gas}' niet{nl}; het heeft {known}"),
        format!("gwp.csv does not have the gas '{gas}'{en}; it has {known}"),
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
