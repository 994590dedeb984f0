//! How often each option of a formulary is used.
//!
//! An export weighs an option by the doses that it prescribes of it, packs counted in doses where
//! their size is known: divided by the doses of a course, which are those of a day times the
//! treatment days, they are so many courses, whole or not. A million packs weigh a million times
//! what one weighs, and both formularies are weighed over the same treatment days.
//!
//! A pack of which the doses are not known counts as one course. An option without a readable
//! dosage has no course in doses and no kilograms; each prescription of it counts as one.

use super::super::check::{Checker, per_day};
use super::super::entry::Kind;
use super::super::{Formulary, FormularyOption, Settings, Words};
use crate::dataset::Dataset;
use crate::engine::Engine;
use crate::error::{Error, ErrorKind, Result};
use crate::exact::{self, Fraction};
use crate::matching::Inhaler;
use crate::practice::{Correction, Tally};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How often each option of the old formulary is used.
#[derive(Debug, Clone, Default)]
#[allow(clippy::large_enum_variant, reason = "one value for a comparison")]
pub enum CaseMix {
    /// One course of each option.
    #[default]
    Courses,
    /// What an export prescribes.
    Counted(Counted),
}

/// What an export prescribes of something.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Use {
    /// Prescriptions, or rows of totals.
    pub prescriptions: Fraction,
    /// Doses, those of packs of a known size among them.
    pub doses: Fraction,
    /// Packs, doses of a known pack size counted as parts of it.
    pub packs: Fraction,
    /// Those packs of which the doses are not known.
    pub unsized_packs: Fraction,
}

/// The days of a course; one where none are stated.
pub(super) fn days_of(option: &FormularyOption) -> Decimal {
    option.days.unwrap_or(1).into()
}

impl Use {
    fn plus(self, other: Self) -> Option<Self> {
        Some(Self {
            prescriptions: self.prescriptions.plus(other.prescriptions)?,
            doses: self.doses.plus(other.doses)?,
            packs: self.packs.plus(other.packs)?,
            unsized_packs: self.unsized_packs.plus(other.unsized_packs)?,
        })
    }

    /// One of so many equal parts.
    fn over_count(self, count: u32) -> Option<Self> {
        Some(Self {
            prescriptions: self.prescriptions.over_count(count)?,
            doses: self.doses.over_count(count)?,
            packs: self.packs.over_count(count)?,
            unsized_packs: self.unsized_packs.over_count(count)?,
        })
    }

    /// Courses of an option that it comes to.
    fn courses(self, option: &FormularyOption) -> Option<Fraction> {
        let Some((amount, stretch)) = per_day(&option.dosage) else {
            return Some(self.prescriptions);
        };
        let course = exact::mul(amount, days_of(option))?;
        let doses = self.doses.times(stretch.into())?.divided_by(course)?;
        doses.plus(self.unsized_packs)
    }
}

/// What an export prescribes, by the options of a formulary.
#[derive(Debug, Clone, Default)]
pub struct Counted {
    /// What is prescribed of each option, with the courses that it comes to.
    options: Vec<(Use, Fraction)>,
    subjects: Vec<BTreeSet<usize>>,
    /// What is prescribed of all options together.
    pub(crate) used: Use,
    /// Prescriptions of inhaled medicines in the export.
    pub inhaled: u64,
    /// Those that an option could be found for.
    pub mapped: u64,
    /// Those of them that several options could be found for, over which they are divided in
    /// equal parts.
    pub shared: u64,
    /// Those of them whose options have no dosage that can be read: they weigh as prescriptions,
    /// and are in no kilograms.
    pub without_dosage: Fraction,
    /// Rows of inhaled medicines that were set aside for their quantity: they weigh nothing.
    pub aside: u64,
    /// Prescriptions with two readings: they weigh by what they are read as.
    pub(crate) two_readings: u64,
    /// Prescriptions of more than is likely on one.
    pub(crate) unusual: u64,
}

impl Counted {
    /// What a tally holds by the options of a formulary: a medicine goes to the options that can
    /// be all that it can be, in equal parts where they are several.
    ///
    /// # Errors
    /// [`ErrorKind::DatasetMismatch`] for a tally of other data, and [`ErrorKind::Overflow`] where
    /// what is prescribed of an option is more than can be counted.
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
        Self::of(engine.dataset(), options, &kinds, tally).ok_or_else(overflow)
    }

    /// `None` where a sum does not fit.
    fn of(
        dataset: &Dataset,
        options: &[FormularyOption],
        kinds: &[Arc<Kind>],
        tally: &Tally,
    ) -> Option<Self> {
        let mut counted = Self {
            options: vec![(Use::default(), Fraction::ZERO); options.len()],
            subjects: vec![BTreeSet::new(); options.len()],
            aside: tally.inhalers_aside,
            two_readings: tally.corrected(Correction::TwoReadings)?,
            unusual: tally.corrected(Correction::Unusual)?,
            ..Self::default()
        };
        for (subject, (rows, used)) in by_medicine(dataset, tally)? {
            counted.inhaled = counted.inhaled.checked_add(rows)?;
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
            if fit.is_empty() {
                continue;
            }
            counted.mapped = counted.mapped.checked_add(rows)?;
            counted.used = counted.used.plus(used)?;
            if fit.len() > 1 {
                counted.shared = counted.shared.checked_add(rows)?;
            }
            let part = used.over_count(u32::try_from(fit.len()).ok()?)?;
            for index in fit {
                if let Some((used, _)) = counted.options.get_mut(index) {
                    *used = used.plus(part)?;
                }
                if let Some(subjects) = counted.subjects.get_mut(index) {
                    subjects.insert(subject);
                }
            }
        }
        for ((used, weight), option) in counted.options.iter_mut().zip(options) {
            *weight = used.courses(option)?.lowest();
            if per_day(&option.dosage).is_none() {
                let without = counted.without_dosage.plus(used.prescriptions)?;
                counted.without_dosage = without;
            }
        }
        Some(counted)
    }

    /// What is prescribed of an option, with the courses that it comes to.
    pub(super) fn of_option(&self, option: usize) -> (Use, Fraction) {
        self.options.get(option).copied().unwrap_or_default()
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

/// The rows of each medicine of a tally, by its place, and what they prescribe by their central
/// reading; `None` where a sum does not fit. Nothing else here reads the cells of a tally.
fn by_medicine(dataset: &Dataset, tally: &Tally) -> Option<BTreeMap<usize, (u64, Use)>> {
    let mut all: BTreeMap<usize, (u64, Use)> = BTreeMap::new();
    for ((subject, _), cell) in &tally.cells {
        let (rows, used) = all.entry(*subject).or_default();
        let more = cell.device_rows.checked_add(cell.dose_rows)?;
        *rows = rows.checked_add(more)?;
        let pack = tally
            .subjects
            .get(*subject)
            .and_then(|one| one.pack(dataset));
        let devices = Fraction::whole(cell.devices);
        let doses = Fraction::whole(cell.doses);
        let (doses, packs, unsized_packs) = match pack.filter(|pack| *pack > 0) {
            Some(pack) => {
                let doses = devices.times(pack.into())?.plus(doses)?;
                (doses, doses.over_count(pack)?, Fraction::ZERO)
            }
            None => (doses, devices, devices),
        };
        *used = used.plus(Use {
            prescriptions: Fraction::whole(more.into()),
            doses,
            packs,
            unsized_packs,
        })?;
    }
    Some(all)
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
