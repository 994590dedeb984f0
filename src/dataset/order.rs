//! The order of the rows of a file.

use super::table::{Findings, Row, Table};
use crate::diagnostic::Code;
use std::collections::BTreeSet;

/// The key of a row, by which the rows of its file are sorted.
fn key<'a>(file: &str, row: Row<'a>, first: &str) -> (Vec<&'a str>, u32) {
    let columns: &[&str] = match file {
        "gwp.csv" => {
            let horizon = row.text("horizon_years").parse().unwrap_or(0);
            return (vec![row.text("propellant"), row.text("gwp_set")], horizon);
        }
        "codes.csv" => &["system", "code", "product_id"],
        "vocabulary.csv" => &["kind", "term"],
        _ => return (vec![row.text(first)], 0),
    };
    let cells = columns.iter().map(|column| row.text(column));
    (cells.collect(), 0)
}

/// Reports the first row that does not stand where its key belongs. Words stand in blocks
/// by kind, in any order of the kinds.
pub(super) fn check_order(file: &str, table: &Table, findings: &mut Findings) {
    // The order of these says in which order things are asked and shown.
    if matches!(file, "facts.csv" | "indications.csv") {
        return;
    }
    let Some(first) = table.header().next() else {
        return;
    };
    let mut kinds: BTreeSet<&str> = BTreeSet::new();
    let mut before: Option<(Vec<&str>, u32)> = None;
    for row in table.rows() {
        let key = key(file, row, first);
        let kind = key.0.first().copied().unwrap_or_default();
        let ordered = match &before {
            None => true,
            Some(before) if file == "vocabulary.csv" => {
                let same = before.0.first().copied() == Some(kind);
                (same && *before <= key) || (!same && !kinds.contains(kind))
            }
            Some(before) => *before <= key,
        };
        if !ordered {
            let name = key.0.join(" ");
            let message = (
                format!("'{name}' staat niet op volgorde in dit bestand"),
                format!("'{name}' does not stand in the order of this file"),
            );
            findings.push(Code::OutOfOrder, row.place(first), message);
            return;
        }
        kinds.insert(kind);
        before = Some(key);
    }
}
