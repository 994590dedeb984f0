//! How often each option of a formulary is used.

use super::super::check::Checker;
use super::super::entry::Kind;
use super::super::{Formulary, Settings, Words};
use crate::engine::Engine;
use crate::error::{Error, ErrorKind, Result};
use crate::exact::Fraction;
use crate::matching::Inhaler;
use crate::practice::Tally;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How often each option of the old formulary is used.
#[derive(Debug, Clone, Default)]
pub enum CaseMix {
    /// One course of each option.
    #[default]
    Courses,
    /// The prescriptions of an export.
    Counted(Counted),
}

/// The prescriptions of an export by the options of a formulary.
#[derive(Debug, Clone, Default)]
pub struct Counted {
    weights: Vec<Fraction>,
    subjects: Vec<BTreeSet<usize>>,
    /// Prescriptions of inhaled medicines in the export.
    pub inhaled: u64,
    /// Those that an option could be found for.
    pub mapped: u64,
}

impl Counted {
    /// The prescriptions of a tally by the options of a formulary: a medicine goes to the
    /// options that can be all that it can be, in equal parts where they are several.
    ///
    /// # Errors
    /// [`ErrorKind::DatasetMismatch`] for a tally of other data, and [`ErrorKind::Overflow`] where
    /// the prescriptions of an option are more than can be counted.
    pub fn new(
        engine: &Engine,
        words: &Words,
        formulary: &Formulary,
        tally: &Tally,
    ) -> Result<Self> {
        tally.belongs_to(engine.dataset())?;
        let overflow = || Error::new(ErrorKind::Overflow(None));
        let mut checker = Checker::new(engine, words, Settings::new());
        let options = formulary.options();
        let kinds: Vec<Arc<Kind>> = options.iter().map(|one| checker.kind_of(one)).collect();
        let mut counted = Self {
            weights: vec![Fraction::ZERO; options.len()],
            subjects: vec![BTreeSet::new(); options.len()],
            ..Self::default()
        };
        let mut rows: BTreeMap<usize, u64> = BTreeMap::new();
        for ((subject, _), cell) in &tally.cells {
            let all = rows.entry(*subject).or_default();
            let sum = all.checked_add(cell.device_rows);
            let sum = sum.and_then(|sum| sum.checked_add(cell.dose_rows));
            *all = sum.ok_or_else(overflow)?;
        }
        for (subject, rows) in rows {
            counted.inhaled = counted.inhaled.checked_add(rows).ok_or_else(overflow)?;
            let Some(inhaler) = tally.subjects.get(subject) else {
                continue;
            };
            let takes = |kind: &Arc<Kind>| kind.inhaler().is_some_and(|one| covers(one, inhaler));
            let fit: Vec<usize> = kinds
                .iter()
                .enumerate()
                .filter(|(_, kind)| takes(kind))
                .map(|(index, _)| index)
                .collect();
            let Ok(count) = u32::try_from(fit.len()) else {
                continue;
            };
            let Some(part) = Fraction::whole(rows.into()).over_count(count) else {
                continue;
            };
            counted.mapped = counted.mapped.saturating_add(rows);
            for index in fit {
                if let Some(weight) = counted.weights.get_mut(index) {
                    *weight = weight.plus(part).ok_or_else(overflow)?;
                }
                if let Some(subjects) = counted.subjects.get_mut(index) {
                    subjects.insert(subject);
                }
            }
        }
        Ok(counted)
    }

    pub(super) fn weight(&self, option: usize) -> Fraction {
        self.weights.get(option).copied().unwrap_or(Fraction::ZERO)
    }

    /// The patients of a tally who use a medicine of one of these options; `None` where the
    /// export names none.
    pub(super) fn patients(
        &self,
        tally: &Tally,
        options: impl Iterator<Item = usize>,
    ) -> Option<u64> {
        let subjects: BTreeSet<usize> = options
            .filter_map(|index| self.subjects.get(index))
            .flatten()
            .copied()
            .collect();
        tally.patients.using(&subjects)
    }
}

/// Whether a line can be nothing but what an option can be.
fn covers(option: &Inhaler, line: &Inhaler) -> bool {
    let known = !line.candidates.is_empty();
    known
        && line
            .candidates
            .iter()
            .all(|one| option.candidates.contains(one))
}
