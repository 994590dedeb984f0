//! What a comparison of two formularies asks of the options of one.

use super::super::entry::{Assessment, Kind};
use super::Checker;
use crate::formulary::{FormularyOption, Profile};
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
        options: &[FormularyOption],
        profile: Option<&Profile>,
    ) -> Vec<Option<Seen>> {
        let profile = profile.map_or(0, |profile| self.profile(profile));
        let mut all = Vec::with_capacity(options.len());
        for option in options {
            let number = self.entry(option, profile);
            let entry = self.memory.entries.get(number);
            let entry = entry.filter(|(_, _, entry)| entry.patients.is_some());
            all.push(entry.map(|(_, _, entry)| Seen {
                kind: Arc::clone(&entry.kind),
                used: entry.used,
                assessment: Arc::clone(&entry.assessment),
            }));
        }
        all
    }
}
