//! The order of the rows of a file.

use super::schema::{File, Holds, Order};
use super::table::{Findings, Row, Table};
use crate::diagnostic::Code;
use std::collections::BTreeSet;

/// The key of a row, by which the rows of its file are sorted; numbers as numbers.
fn key<'a>(columns: &[(&str, bool)], row: Row<'a>) -> Vec<(u32, &'a str)> {
    let cells = columns.iter().map(|(column, counts)| {
        let cell = row.text(column);
        let number = cell.parse().ok().filter(|_| *counts);
        (number.unwrap_or(0), cell)
    });
    cells.collect()
}

/// Reports the first row that does not stand where its key belongs. Blocks by the first cell of
/// the key may stand in any order.
pub(super) fn check_order(file: &File, table: &Table, findings: &mut Findings) {
    let (names, blocks) = match &file.order {
        Order::Sorted(names) => (names, false),
        Order::Blocks(names) => (names, true),
        Order::Any => return,
    };
    let Some(first) = names.first() else {
        return;
    };
    let counts = |name: &str| {
        let column = file.column(name);
        column.is_some_and(|one| one.holds == [Holds::Kind("count")])
    };
    let columns: Vec<(&str, bool)> = names
        .iter()
        .map(|name| (name.as_str(), counts(name)))
        .collect();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut before: Option<Vec<(u32, &str)>> = None;
    for row in table.rows() {
        let key = key(&columns, row);
        let block = row.text(first);
        let ordered = match &before {
            None => true,
            Some(before) if blocks => {
                let same = before.first().is_some_and(|(_, cell)| *cell == block);
                (same && *before <= key) || (!same && !seen.contains(block))
            }
            Some(before) => *before <= key,
        };
        if !ordered {
            let cells: Vec<&str> = key.iter().map(|(_, cell)| *cell).collect();
            let name = cells.join(" ");
            let message = (
                format!("'{name}' staat niet op volgorde in dit bestand"),
                format!("'{name}' does not stand in the order of this file"),
            );
            findings.push(Code::OutOfOrder, row.place(first), message);
            return;
        }
        seen.insert(block);
        before = Some(key);
    }
}
