//! What rows name of each other, and whether that is there.
//!
//! Both are taken from the cells as they stand. So a row that cannot be read still stands in
//! its file, and what names it is not wrong; and what it names itself is followed at once.

use super::codes;
use super::factor::FactorId;
use super::load::Loader;
use super::product::ProductId;
use super::table::{Findings, Row, Table};
use crate::diagnostic::{Code, Place};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// What a row can be named as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Thing {
    Source,
    Product,
    DeviceName,
    Factor,
    /// A gas in a set of global warming potentials, as `HFC-134a/AR6`.
    Gwp,
}

/// The file and the columns from which the name of a thing is made.
const THINGS: &[(Thing, &str, &[&str])] = &[
    (Thing::Source, "sources.csv", &["source_id"]),
    (Thing::Product, "products.csv", &["product_id"]),
    (Thing::DeviceName, "products.csv", &["device_name"]),
    (Thing::Factor, "factors.csv", &["factor_id"]),
    (Thing::Gwp, "gwp.csv", &["propellant", "gwp_set"]),
];

/// The files whose rows name a source.
const SOURCED: &[&str] = &[
    "gwp.csv",
    "products.csv",
    "factors.csv",
    "stages.csv",
    "forms.csv",
    "water.csv",
    "label_limits.csv",
    "equivalences.csv",
    "shortages.csv",
    "prices.csv",
];

/// What stands in the files of all layers so far, also in rows that could not be read.
#[derive(Debug, Default)]
pub(crate) struct Standing {
    names: BTreeMap<Thing, BTreeSet<String>>,
    /// Of these a part of a file is lost, so that any name may stand there.
    lost: BTreeSet<Thing>,
    /// Whether a cell that names a source may be lost.
    pub(super) sources_lost: bool,
}

impl Standing {
    /// Adds what stands in a file.
    pub(super) fn add(&mut self, file: &str, table: &Table) {
        for (thing, _, columns) in THINGS.iter().filter(|(_, of, _)| *of == file) {
            // The device name may be left out; the others are the keys of their files.
            let keyless = columns.iter().any(|column| !table.has(column));
            let shifted = *thing == Thing::DeviceName && table.has_misfits();
            if table.is_torn() || shifted || (keyless && *thing != Thing::DeviceName) {
                self.lost.insert(*thing);
            }
            let names = self.names.entry(*thing).or_default();
            for row in table.all_rows() {
                let cells: Vec<&str> = columns.iter().map(|column| row.text(column)).collect();
                names.insert(cells.join("/"));
            }
        }
        self.sources_lost |= SOURCED.contains(&file)
            && (table.is_torn() || table.has_misfits() || table.lacks_columns());
    }

    /// A file that is there and cannot be read at all may hold any name.
    pub(super) fn add_unreadable(&mut self, file: &str) {
        let things = THINGS.iter().filter(|(_, of, _)| *of == file);
        self.lost.extend(things.map(|(thing, ..)| *thing));
        self.sources_lost |= SOURCED.contains(&file);
    }

    /// Whether a thing of this name stands there, or may stand in what is lost.
    pub(super) fn may_hold(&self, thing: Thing, name: &str) -> bool {
        let names = self.names.get(&thing);
        self.lost.contains(&thing) || names.is_some_and(|names| names.contains(name))
    }

    fn may_hold_gwp(&self, gas: Option<&str>, set: Option<&str>) -> bool {
        let fits = |name: &str| {
            name.split_once('/').is_some_and(|(a, b)| {
                gas.is_none_or(|gas| gas == a) && set.is_none_or(|set| set == b)
            })
        };
        let names = self.names.get(&Thing::Gwp);
        self.lost.contains(&Thing::Gwp) || names.is_some_and(|all| all.iter().any(|n| fits(n)))
    }
}

/// What a cell names.
#[derive(Debug)]
enum Named {
    Product(ProductId),
    Factor(FactorId),
    Gas(String),
    /// The global warming potential of a gas, or of any gas, in a set.
    Gwp(Option<String>, String),
    /// The same, named in a contradiction.
    Contradicted(String, String),
}

/// A cell that names something, with the row it stands in.
#[derive(Debug)]
pub(super) struct Reference {
    file: String,
    row: String,
    named: Named,
    place: Place,
}

/// What a row names, from its cells as they stand.
fn named(file: &str, row: Row<'_>) -> Vec<(Named, &'static str)> {
    let mut all = Vec::new();
    let each = |column: &'static str| {
        let cell = row.filled(column).unwrap_or_default();
        let parts = cell.split('|').map(|part| part.trim().to_owned());
        parts.filter(move |_| !cell.is_empty())
    };
    match file {
        "products.csv" => {
            let gas = row.filled("propellant");
            let gas = gas.filter(|gas| !matches!(*gas, "none" | "unknown"));
            all.extend(gas.map(|gas| (Named::Gas(gas.to_owned()), "propellant")));
        }
        "factors.csv" => {
            if row.text("subject_kind") == "product" {
                let ids = each("subject").map(|id| Named::Product(ProductId(id)));
                all.extend(ids.map(|named| (named, "subject")));
            }
            let gas = row.filled("propellant").map(str::to_owned);
            match (row.text("gwp_set"), gas) {
                ("" | "unknown" | "none", gas) => {
                    all.extend(gas.map(|gas| (Named::Gas(gas), "propellant")));
                }
                (set, gas) => all.push((Named::Gwp(gas, set.to_owned()), "gwp_set")),
            }
        }
        "prices.csv" => {
            let id = row.filled("product_id").map(str::to_owned);
            all.extend(id.map(|id| (Named::Product(ProductId(id)), "product_id")));
        }
        "stages.csv" => {
            let id = row.filled("factor_id").map(str::to_owned);
            all.extend(id.map(|id| (Named::Factor(FactorId(id)), "factor_id")));
        }
        "conflicts.csv" => {
            let ids = each("factors").map(|id| Named::Factor(FactorId(id)));
            all.extend(ids.map(|named| (named, "factors")));
            if let Some((gas, set)) = row.text("gwp").split_once('/') {
                let named = Named::Contradicted(gas.to_owned(), set.to_owned());
                all.push((named, "gwp"));
            }
        }
        _ => {}
    }
    all
}

impl Loader {
    /// Keeps what the rows of a file name; a row of a later layer replaces one of its id.
    pub(super) fn refer(&mut self, file: &str, table: &Table) {
        let Some(key) = table.header().next() else {
            return;
        };
        let ids: BTreeSet<&str> = table.rows().map(|row| row.text(key)).collect();
        self.references
            .retain(|one| one.file != file || !ids.contains(one.row.as_str()));
        for row in table.rows() {
            for (named, column) in named(file, row) {
                self.references.push(Reference {
                    file: file.to_owned(),
                    row: row.text(key).to_owned(),
                    named,
                    place: row.place(column),
                });
            }
        }
    }

    /// References that can only be checked when all layers are read.
    pub(super) fn check_references(&mut self) {
        let standing = &self.standing;
        for Reference { named, place, .. } in &self.references {
            let (code, message) = match named {
                Named::Product(id) if !standing.may_hold(Thing::Product, id.as_str()) => {
                    (Code::DanglingReference, codes::no_product(id))
                }
                Named::Factor(id) if !standing.may_hold(Thing::Factor, id.as_str()) => {
                    (Code::DanglingReference, no_factor(id).into())
                }
                Named::Gas(gas) if !standing.may_hold_gwp(Some(gas), None) => {
                    (Code::GwpMissing, no_gas(gas).into())
                }
                Named::Gwp(gas, set) if !standing.may_hold_gwp(gas.as_deref(), Some(set)) => {
                    (Code::GwpMissing, no_gwp(gas.as_deref(), set).into())
                }
                Named::Contradicted(gas, set) if !standing.may_hold_gwp(Some(gas), Some(set)) => {
                    let message = (
                        format!("gwp.csv heeft geen waarde van {gas} in de set '{set}'"),
                        format!("gwp.csv has no value of {gas} in the set '{set}'"),
                    );
                    (Code::GwpMissing, message.into())
                }
                Named::Product(_)
                | Named::Factor(_)
                | Named::Gas(_)
                | Named::Gwp(..)
                | Named::Contradicted(..) => continue,
            };
            self.findings.push(code, place.clone(), message);
        }
    }

    /// The stages of a total that were all read add up to it.
    pub(super) fn check_stages(&mut self) {
        let mut found = Findings::default();
        let mut sums: BTreeMap<&FactorId, (Option<Decimal>, &Place)> = BTreeMap::new();
        for (stage, place) in self.stages.values() {
            let whole = !self.stages_lost.contains(stage.factor.as_str());
            if whole && stage.part_of.is_none() {
                let start = (Some(Decimal::ZERO), place);
                let (sum, _) = sums.entry(&stage.factor).or_insert(start);
                *sum = sum.and_then(|sum| crate::exact::add(sum, stage.value));
            }
        }
        for (id, (sum, place)) in sums {
            let total = self.factors.get(id).and_then(|(factor, _)| factor.central);
            if let Some((sum, total)) = sum.zip(total).filter(|(sum, total)| sum != total) {
                let (sum, total) = (sum.normalize(), total.normalize());
                let message = (
                    format!("de fasen van {id} zijn samen {sum} kg CO2e, het totaal is {total}"),
                    format!("the stages of {id} are {sum} kg CO2e together, the total is {total}"),
                );
                found.push(Code::SumMismatch, place.clone(), message);
            }
        }
        self.findings.0.append(&mut found.0);
    }
}

fn no_factor(id: &FactorId) -> (String, String) {
    (
        format!("de factor '{id}' staat niet in factors.csv"),
        format!("the factor '{id}' is not in factors.csv"),
    )
}

fn no_gas(gas: &str) -> (String, String) {
    (
        format!("gwp.csv heeft het gas '{gas}' niet"),
        format!("gwp.csv does not have the gas '{gas}'"),
    )
}

fn no_gwp(gas: Option<&str>, set: &str) -> (String, String) {
    match gas {
        Some(gas) => (
            format!("gwp.csv heeft geen GWP100 van {gas} in de set '{set}'"),
            format!("gwp.csv has no GWP100 of {gas} in the set '{set}'"),
        ),
        None => (
            format!("gwp.csv heeft geen set '{set}'"),
            format!("gwp.csv does not have the set '{set}'"),
        ),
    }
}
