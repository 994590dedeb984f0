//! What a comparison of two formularies asks of the options of one.

use super::super::entry::{Assessment, Kind};
use super::{Checker, Rows};
use crate::formulary::{Formulary, Profile};
use std::sync::Arc;

/// An option as a comparison sees it.
#[derive(Debug)]
pub(in crate::formulary) struct Seen {
    /// The medicine.
    pub(in crate::formulary) kind: Arc<Kind>,
    /// Medicine and doses a day, as one number of its checker.
    pub(in crate::formulary) used: u32,
    /// What rules say of it for its patients.
    pub(in crate::formulary) assessment: Arc<Assessment>,
}

impl Checker<'_> {
    /// Each option as a comparison sees it; `None` for one that is meant for others than the
    /// patients of the profile.
    pub(in crate::formulary) fn seen(
        &mut self,
        formulary: &Formulary,
        rows: &Rows,
        profile: Option<&Profile>,
    ) -> Vec<Option<Seen>> {
        let narrow = self.narrow(profile);
        let options = formulary.options().iter().zip(&rows.rows);
        let all = options.map(|(option, row)| {
            let entry = self.entry(option, row, narrow)?;
            Some(Seen {
                kind: Arc::clone(&entry.row.kind),
                used: entry.row.used,
                assessment: Arc::clone(&entry.judged.assessment),
            })
        });
        all.collect()
    }
}
