//! The names that rows of data files go by, for other rows to name them.
//!
//! They are taken from the cells as they stand: a row that cannot be read still has its name,
//! so that naming it is no second error.

use super::table::Table;
use crate::diagnostic::Message;
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
    Fact,
    Indication,
}

/// The file and the columns from which the name of a thing is made.
const THINGS: &[(Thing, &str, &[&str])] = &[
    (Thing::Source, "sources.csv", &["source_id"]),
    (Thing::Product, "products.csv", &["product_id"]),
    (Thing::DeviceName, "products.csv", &["device_name"]),
    (Thing::Factor, "factors.csv", &["factor_id"]),
    (Thing::Gwp, "gwp.csv", &["propellant", "gwp_set"]),
    (Thing::Fact, "facts.csv", &["fact_id"]),
    (Thing::Indication, "indications.csv", &["indication_id"]),
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

/// The names in the files of all layers so far, also in rows that could not be read.
#[derive(Debug, Default)]
pub(crate) struct NameIndex {
    names: BTreeMap<Thing, BTreeSet<String>>,
    /// Of these a part of a file is lost, so that any name may stand there.
    lost: BTreeSet<Thing>,
    /// Whether a cell that names a source may be lost.
    pub(super) sources_lost: bool,
}

impl NameIndex {
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

    /// Whether there may be rows of this kind besides `known` ones, which could not be read.
    pub(super) fn may_hold_others(&self, thing: Thing, known: impl Fn(&str) -> bool) -> bool {
        let mut names = self.names.get(&thing).into_iter().flatten();
        self.lost.contains(&thing) || names.any(|name| !known(name))
    }

    /// Whether `gwp.csv` has this gas, or any, in this set, or in any.
    pub(super) fn may_hold_gwp(&self, gas: Option<&str>, set: Option<&str>) -> bool {
        let fits = |name: &str| {
            name.split_once('/').is_some_and(|(a, b)| {
                gas.is_none_or(|gas| gas == a) && set.is_none_or(|set| set == b)
            })
        };
        let names = self.names.get(&Thing::Gwp);
        self.lost.contains(&Thing::Gwp) || names.is_some_and(|all| all.iter().any(|n| fits(n)))
    }
}

/// The message about a product that is not there.
pub(super) fn no_product(id: &str) -> Message {
    missing("het product", "the product", id, "products.csv")
}

/// The message about a source that is not there.
pub(super) fn no_source(id: &str) -> Message {
    missing("de bron", "the source", id, "sources.csv")
}

/// The message about a factor that is not there.
pub(super) fn no_factor(id: &str) -> Message {
    missing("de factor", "the factor", id, "factors.csv")
}

fn missing(nl: &str, en: &str, id: &str, file: &str) -> Message {
    Message::from((
        format!("{nl} '{id}' staat niet in {file}"),
        format!("{en} '{id}' is not in {file}"),
    ))
}
