//! The names that rows of data files go by, for other rows to name them.
//!
//! They are taken from the cells as they stand: a row that cannot be read still has its name,
//! so that naming it is no second error.

use super::schema::{File, Thing};
use super::table::Table;
use crate::diagnostic::Message;
use std::collections::{BTreeMap, BTreeSet};

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
    pub(super) fn add(&mut self, file: &File, table: &Table) {
        for thing in Thing::of_file(&file.name) {
            let (_, columns, _) = thing.stands();
            // The device name may be left out; the others are the keys of their files.
            let keyless = columns.iter().any(|column| !table.has(column));
            let shifted = thing == Thing::DeviceName && table.has_misfits();
            if table.is_torn() || shifted || (keyless && thing != Thing::DeviceName) {
                self.lost.insert(thing);
            }
            let names = self.names.entry(thing).or_default();
            for row in table.all_rows() {
                let cells: Vec<&str> = columns.iter().map(|column| row.text(column)).collect();
                names.insert(cells.join("/"));
            }
        }
        self.sources_lost |= file.sources().next().is_some()
            && (table.is_torn() || table.has_misfits() || table.lacks_columns());
    }

    /// Adds the names of things that are no rows.
    pub(super) fn extend(&mut self, thing: Thing, names: impl Iterator<Item = String>) {
        self.names.entry(thing).or_default().extend(names);
    }

    /// A file that is there and cannot be read at all may hold any name.
    pub(super) fn add_unreadable(&mut self, file: &File) {
        self.lost.extend(Thing::of_file(&file.name));
        if !file.is_table() {
            self.lost.extend([Thing::Guideline, Thing::Rule]);
        }
        self.sources_lost |= file.sources().next().is_some();
    }

    /// Whether a thing of this name stands there, or may stand in what is lost.
    pub(super) fn may_hold(&self, thing: Thing, name: &str) -> bool {
        let names = self.names.get(&thing);
        self.lost.contains(&thing) || names.is_some_and(|names| names.contains(name))
    }

    /// The names of a thing, ascending.
    pub(super) fn all(&self, thing: Thing) -> impl Iterator<Item = &str> {
        self.names
            .get(&thing)
            .into_iter()
            .flatten()
            .map(String::as_str)
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

/// The message about something that is not there.
pub(super) fn missing(thing: Thing, id: &str) -> Message {
    let ((nl, en), file) = (thing.about(), thing.file());
    Message::from((
        format!("{nl} '{id}' staat niet in {file}"),
        format!("{en} '{id}' is not in {file}"),
    ))
}
