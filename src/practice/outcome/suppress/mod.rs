//! Small numbers hidden, for a result that leaves the practice.
//!
//! What is protected are the patients of each medicine, form, substance and rule; its prescriptions,
//! where no row names a patient. Whoever reads the report and knows all factors must still be able to
//! think of as many values as the limit for each of them. So nothing is left out of a sum, and every
//! number is rounded:
//!
//! 1. A medicine of fewer patients than the limit does not stand by name. It stands together with
//!    others of its kind, at least two that reach as many patients as the limit together; the lightest
//!    medicine that could stand by name joins them where it must (a choice by counts would tell
//!    them). Where nothing can stand by name, a total does; where all inhaled medicines together reach
//!    too few patients, not even that.
//! 2. Rows are rounded down to steps of the limit, and what one number loses is carried over to the
//!    next, so that totals stay true ([`rounding`]). Medicines are rounded from the least to the most
//!    impact of one inhaler. Devices, doses, pieces and milligrams are the rounded rows times what a row
//!    holds on average, so coarse that it leaves the rows open.
//! 3. Everything else is computed of what was rounded, so it tells no more: kilograms, shares, savings,
//!    coverage. Medicines together are weighed by their kind ([`rest`]).
//! 4. Numbers of patients of rules are rounded, and hidden where they narrow those of another
//!    ([`audit`]). The same audit takes a medicine, form or substance off the list where forms and
//!    substances together would narrow it, and all is done again.
//!
//! Lists of lines, corrections, how rows were read, months, cells with codes, names and rows of files,
//! and names of columns that are not read are left out, and the period is told in whole months. A count
//! of the account that is there and rounds to nothing is [`Count::Hidden`]; zero is zero, but of
//! medicines and patients not even zero is told. That a medicine is in no row at all may follow.
//!
//! What this does not guard against: two reports of one practice over periods that differ by a few
//! days, with and without this option, or with two limits; and someone who knows the prescriptions of
//! a patient already. No rule for such reports of Dutch practices was found; the limit of ten is this crate's
//! own.

mod audit;
mod cell;
mod coarse;
mod groups;
mod rest;
mod rounding;
mod system;

pub use rest::RestSum;

use super::Outcome;
use crate::advice::Advisor;
use crate::error::{Error, ErrorKind, Result};
use crate::practice::account::{Issues, Matching};
use crate::practice::analysis::Analysis;
use crate::practice::count::Count;
use crate::practice::included::Included;
use crate::practice::product::Subject;
use crate::practice::tally::Tally;
use crate::practice::unusual::Unusual;
use audit::Audit;
use coarse::Coarse;
use groups::{Folded, Groups, Protected};
use rest::Possible;
use rounding::Chain;

/// Counts below this are hidden where no other limit is named.
pub const SUPPRESS_DEFAULT: u64 = 10;

/// How small numbers are hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Hidden {
    /// What stands by name has at least so many; every count is rounded down to a multiple of it.
    pub below: u64,
    /// Of what.
    pub protects: Protects,
    /// All inhaled medicines together have fewer, or none: what they weigh is not told.
    pub inhalers_too_few: bool,
}

/// What is protected where small numbers are hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Protects {
    /// Patients.
    Patients,
    /// Prescriptions: no row names a patient.
    Prescriptions,
}

impl Analysis<'_> {
    /// What of a tally can be told.
    pub(super) fn hide_small(
        &self,
        advisor: &Advisor<'_>,
        tally: &Tally,
        limit: u64,
    ) -> Result<Outcome> {
        let overflow = || Error::new(ErrorKind::Overflow(None));
        let (dataset, model) = (self.dataset(), self.kernel.model());
        let subjects = Subject::all(dataset, model, tally)?;
        let protected = Protected::new(tally, limit);
        let possible = Possible::new(dataset, model);
        let mut folded = Folded::default();
        loop {
            let groups = Groups::of(dataset, &protected, &subjects, &folded);
            let coarse = Coarse::of(tally, &subjects, &groups, &possible, limit);
            let coarse = coarse.ok_or_else(overflow)?;
            let mut included = Included::all(dataset, model, &coarse.tally)?;
            included.rest.clone_from(&coarse.rest);
            included.other_forms = coarse.other_forms;
            let mut outcome = self.add_up(advisor, &included)?;
            outcome.asked.suppressed_below = Some(limit);
            outcome.hidden = Some(Hidden {
                below: limit,
                protects: protected.what(),
                inhalers_too_few: groups.too_few,
            });
            let nameless = tally.patients.nameless();
            outcome.coverage.inhalers.rows_without_patient = nameless.into();
            outcome.round(&coarse, limit).ok_or_else(overflow)?;
            let audit = Audit {
                coarse: &coarse,
                limit,
                patients: protected.are_patients(),
            };
            let more = audit.of(&mut outcome);
            if !folded.take(more) {
                return Ok(outcome);
            }
        }
    }
}

impl Outcome {
    /// Rounds what was not computed of rounded numbers; `None` on overflow.
    fn round(&mut self, coarse: &Coarse, limit: u64) -> Option<()> {
        let fresh = Chain::of(limit);
        self.round_account(coarse, limit)?;
        let inhalers = &mut self.coverage.inhalers;
        inhalers.rows_set_aside = fresh.clone().shown(inhalers.rows_set_aside)?;
        let aside = inhalers.rows_set_aside.shown().unwrap_or(0);
        inhalers.rows_in_all = inhalers.rows.checked_add(aside)?;
        inhalers.rows_without_patient = fresh.clone().shown(inhalers.rows_without_patient)?;
        // How rows were read divides them in another way, which would narrow the numbers of medicines.
        self.matching = Matching::default();
        if let Some(Issues {
            first,
            repeat,
            not_said,
        }) = &mut self.issues
        {
            round_all([first, repeat, not_said], fresh)?;
        }
        self.iterations = fresh.clone().shown(self.iterations)?;
        if self.hidden.is_some_and(|hidden| hidden.inhalers_too_few) {
            self.hide_inhalers();
        }
        self.unusual = Unusual::default();
        self.codes = None;
        self.months.clear();
        for rule in self.rules.rules_mut() {
            rule.patients = match rule.patients {
                Some(patients) => Some(nothing_hidden(fresh.clone().shown(patients)?)),
                None => None,
            };
            if let Some(above) = &mut rule.above_limit {
                let mut chain = fresh;
                above.patients = nothing_hidden(chain.shown(above.patients)?);
                above.unknown = nothing_hidden(chain.shown(above.unknown)?);
            }
        }
        Some(())
    }

    /// Not even that there are some.
    fn hide_inhalers(&mut self) {
        self.issues = None;
        self.iterations = Count::Hidden;
        let inhalers = &mut self.coverage.inhalers;
        inhalers.rows_set_aside = Count::Hidden;
        inhalers.rows_without_patient = Count::Hidden;
    }

    /// The account: read = analysed + merged + set aside, where the analysed ones are inhaled
    /// medicines, other medicines and those not recognised.
    fn round_account(&mut self, coarse: &Coarse, limit: u64) -> Option<()> {
        let mut chain = coarse.rows;
        let forms = coarse.tally.forms.values().map(|sum| sum.rows);
        let others = forms.fold(coarse.other_forms, u64::saturating_add);
        let none = &mut self.coverage.none;
        // Of medicines not even zero is told.
        none.other_medicine = nothing_hidden(others.into());
        none.unrecognised = nothing_hidden(chain.shown(none.unrecognised)?);
        none.unrecognised_lines.clear();
        let unrecognised = none.unrecognised.shown().unwrap_or(0);
        let of_none = none.inhaler_without_value.checked_add(others)?;
        let of_none = of_none.checked_add(unrecognised)?;
        self.coverage.rows.none = nothing_hidden(of_none.into());
        let rows = &mut self.rows;
        let analysed = coarse
            .inhalers
            .checked_add(others)?
            .checked_add(unrecognised)?;
        rows.merged = chain.shown(rows.merged)?;
        let mut aside = 0u64;
        for count in rows.set_aside.values_mut() {
            *count = chain.shown(*count)?;
            aside = aside.checked_add(count.shown().unwrap_or(0))?;
        }
        let read = analysed.checked_add(rows.merged.shown().unwrap_or(0))?;
        rows.read = told(read.checked_add(aside)?, rows.read);
        rows.analysed = nothing_hidden(analysed.into());
        rows.set_aside_in_all = told(aside, rows.set_aside_in_all);
        rows.set_aside_lines.clear();
        let fresh = Chain::of(limit);
        rows.status_unknown = fresh.clone().shown(rows.status_unknown)?;
        rows.status_unknown_lines.clear();
        rows.returns_open = fresh.clone().shown(rows.returns_open)?;
        rows.returns_open_lines.clear();
        if let Some(stopped) = rows.stopped_counted {
            rows.stopped_counted = Some(fresh.clone().shown(stopped)?);
        }
        for rule in &mut self.rules.general {
            rule.prescriptions = rows.analysed;
        }
        Some(())
    }

    /// The exports: their names and rows stay in.
    pub(super) fn hide_files(&mut self) {
        for (one, number) in self.files.iter_mut().zip(1u32..) {
            one.file = format!("export {number}");
            one.layout = one.layout.of_what_is_read();
            one.rows = Count::Hidden;
        }
    }
}

/// Rounds numbers that are parts of one sum.
fn round_all<'c>(counts: impl IntoIterator<Item = &'c mut Count>, mut chain: Chain) -> Option<()> {
    for count in counts {
        *count = chain.shown(*count)?;
    }
    Some(())
}

/// A rounded sum; hidden where there is something and nothing of it is left.
fn told(rounded: u64, exact: Count) -> Count {
    if rounded == 0 && !exact.is_zero() {
        Count::Hidden
    } else {
        rounded.into()
    }
}

/// A number of which even zero is not told.
const fn nothing_hidden(count: Count) -> Count {
    if count.is_zero() {
        Count::Hidden
    } else {
        count
    }
}
