//! Whether a product is available and reimbursed, from a list that the user layers; the crate
//! ships none, and without one it is never implied.

use super::Dataset;
use super::limit::YES_NO;
use super::names::NameIndex;
use super::product::ProductId;
use super::source::{Evidence, Provenance};
use super::table::{Findings, Row, Table};
use crate::day::Day;
use crate::diagnostic::Code;
use std::collections::BTreeSet;

/// Whether a product is reimbursed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Reimbursed {
    /// It is.
    Yes,
    /// It is not.
    No,
    /// It is on conditions.
    Conditional,
}

const REIMBURSED: &[(&str, Reimbursed)] = &[
    ("yes", Reimbursed::Yes),
    ("no", Reimbursed::No),
    ("conditional", Reimbursed::Conditional),
];

/// What a list says of a product on a day.
#[derive(Debug, Clone)]
pub(crate) struct Market {
    /// The product.
    pub product: ProductId,
    /// The day on which it was so.
    pub as_of: Day,
    /// Whether it can be had; `None` where that is not told.
    pub available: Option<bool>,
    /// Whether it is reimbursed; `None` where that is not told.
    pub reimbursed: Option<Reimbursed>,
    /// Where it comes from.
    pub provenance: Provenance,
}

impl Dataset {
    /// All that lists say of availability and reimbursement.
    pub(crate) fn all_market(&self) -> &[Market] {
        &self.0.market
    }

    /// What was last said of a product; what is not verified says nothing.
    pub(crate) fn market(&self, product: &ProductId) -> Option<&Market> {
        let all = self.all_market().iter();
        let of = all.filter(|one| {
            one.product == *product && one.provenance.evidence != Evidence::Unverified
        });
        of.max_by_key(|one| one.as_of)
    }
}

pub(super) fn read(table: &Table, names: &NameIndex, findings: &mut Findings) -> Vec<Market> {
    let mut all = Vec::new();
    let mut seen = BTreeSet::new();
    for row in table.rows() {
        let product = row.needed("product_id", findings);
        let as_of = row
            .needed("as_of", findings)
            .and_then(|_| row.day("as_of", findings));
        let available = told(row, "available", YES_NO, findings);
        let reimbursed = told(row, "reimbursed", REIMBURSED, findings);
        let provenance = Provenance::read(row, "", names, findings);
        if row.text("available").is_empty() && row.text("reimbursed").is_empty() {
            let message = (
                "'available' of 'reimbursed' moet gevuld zijn",
                "'available' or 'reimbursed' must be filled",
            );
            findings.push(Code::EmptyCell, row.place("available"), message);
        }
        let (Some(product), Some(as_of)) = (product, as_of) else {
            continue;
        };
        if !seen.insert((product, as_of)) {
            let message = (
                format!("'{product}' staat hier twee keer op {as_of}"),
                format!("'{product}' stands here twice on {as_of}"),
            );
            findings.push(Code::DuplicateId, row.place("as_of"), message);
        }
        if let Some(provenance) = provenance {
            all.push(Market {
                product: ProductId(product.to_owned()),
                as_of,
                available,
                reimbursed,
                provenance,
            });
        }
    }
    all
}

/// The word of a cell; `None` where it is blank.
fn told<T: Copy>(
    row: Row<'_>,
    column: &str,
    words: &[(&str, T)],
    findings: &mut Findings,
) -> Option<T> {
    row.filled(column)?;
    row.word(column, words, findings)
}
