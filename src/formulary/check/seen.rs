//! What a comparison of two formularies asks of the options of one.

use super::super::entry::{Assessment, Kind, Row};
use super::super::population::Patients;
use super::know::Narrow;
use super::{Checker, Rows};
use crate::context::{Answer, Fact};
use crate::dataset::guideline::Rule;
use crate::formulary::{Formulary, FormularyOption, Population, Profile};
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
    /// Its patients.
    pub(in crate::formulary) patients: Arc<Patients>,
}

impl Seen {
    /// Whether its patients are known to be unable to use powder.
    pub(in crate::formulary) fn cannot_use_powder(&self) -> bool {
        let mut contexts = self.patients.contexts.iter();
        contexts.any(|context| context.answer(Fact::CAN_USE_POWDER) == Answer::No)
    }
}

impl<'d> Checker<'d> {
    /// A rule by its number, as [`Patients::keeps`] has it.
    pub(in crate::formulary) fn rule(&self, number: usize) -> Option<&'d Rule> {
        self.rules.counting(number)
    }

    /// An option as if it were meant for other patients; `None` where the profile is none of
    /// them.
    pub(in crate::formulary) fn seen_for(
        &mut self,
        option: &FormularyOption,
        population: Population,
        profile: Option<&Profile>,
    ) -> Option<Seen> {
        let narrow = self.narrow(profile);
        let mut option = option.clone();
        option.population = population;
        let option = option.digested();
        let row = self.row(&option);
        self.seen_one(&option, &row, narrow)
    }

    fn seen_one(
        &mut self,
        option: &FormularyOption,
        row: &Arc<Row>,
        narrow: Narrow,
    ) -> Option<Seen> {
        let entry = self.entry(option, row, narrow)?;
        Some(Seen {
            kind: Arc::clone(&entry.row.kind),
            used: entry.row.used,
            assessment: Arc::clone(&entry.judged.assessment),
            patients: Arc::clone(self.memory.patients(entry.judged.patients)?),
        })
    }

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
        let all = options.map(|(option, row)| self.seen_one(option, row, narrow));
        all.collect()
    }
}
