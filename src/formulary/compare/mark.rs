//! What speaks against taking the place of an option, or must be asked of the patient first.

use super::super::FormularyOption;
use super::super::check::{PerDay, Seen};
use super::super::entry::{Kind, Technique};
use super::super::finding::Finding;
use super::missing::{is_kept, may_be_other, may_be_powder};
use super::successor::Near;
use crate::advice::equivalent;
use crate::dataset::Dataset;
use crate::dataset::guideline::RuleId;
use crate::diagnostic::FormularyCode;
use rust_decimal::Decimal;
use std::collections::{BTreeSet, HashMap};

/// Something against a change, or to be asked first. A change with a mark is no saving before
/// somebody has weighed it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Mark {
    /// A rule says to keep the old option for some of its patients.
    Keep(RuleId),
    /// The patients cannot use powder: the new option is or may be for powder, or nothing takes
    /// the place of an option that need not be.
    Powder,
    /// A label of the new option does not name the indication.
    LabelIndication,
    /// A label of the new option sets a higher age than the first of the option.
    LabelAge,
    /// It is another substance, or it is not known to be the same.
    Substance,
    /// The dose of a day is not known to be the same amount of the same substance.
    Dose,
    /// The patient is asked to use another kind of inhaler, or may be.
    Device,
}

/// Whether labels speak against options of a formulary: of the indication, and of the age.
pub(in crate::formulary) type Labels = HashMap<usize, [bool; 2]>;

pub(in crate::formulary) fn labels_against<'f>(
    findings: impl IntoIterator<Item = &'f Finding>,
) -> Labels {
    let mut found = Labels::new();
    for finding in findings {
        let slot = if finding.code == FormularyCode::LabelExcludesIndication.into() {
            0
        } else if finding.code == FormularyCode::LabelExcludesAge.into() {
            1
        } else {
            continue;
        };
        let against = found.entry(finding.option).or_default();
        if let Some(slot) = against.get_mut(slot) {
            *slot = true;
        }
    }
    found
}

/// One side of a change.
#[derive(Clone, Copy)]
pub(super) struct Side<'s> {
    pub(super) option: &'s FormularyOption,
    pub(super) seen: &'s Seen,
    pub(super) per_day: PerDay,
}

impl Side<'_> {
    pub(super) fn kind(&self) -> &Kind {
        &self.seen.kind
    }

    fn techniques(&self) -> BTreeSet<Technique> {
        let devices = self.kind().inhaler().map(|inhaler| &inhaler.devices);
        let devices = devices.into_iter().flatten();
        devices.map(|device| Technique::of(*device)).collect()
    }
}

/// What the medicines of a change with their doses a day say of it, whoever the patients are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair {
    /// No kind of inhaler is left as it was.
    pub(super) device_changes: bool,
    /// The kinds of inhaler are not the same.
    other_device: bool,
    /// The doses of a day are known to stand for each other.
    same_amount: bool,
}

impl Pair {
    pub(super) fn of(dataset: &Dataset, before: &Side<'_>, after: &Side<'_>) -> Self {
        let (old, new) = (before.techniques(), after.techniques());
        let inhaled = before.kind().inhaler().is_some() && after.kind().inhaler().is_some();
        Self {
            device_changes: !old.is_empty() && !new.is_empty() && old.is_disjoint(&new),
            other_device: inhaled && old != new,
            same_amount: same_amount(dataset, before, after),
        }
    }
}

/// What must be kept of the old option and goes: by rules that do not say so of the new one, and
/// for those who cannot use powder.
pub(super) fn kept(
    dataset: &Dataset,
    before: &Side<'_>,
    after: Option<&Side<'_>>,
) -> BTreeSet<Mark> {
    let keeping = before.seen.assessment.keeping.iter();
    let lost = keeping.filter(|id| {
        let Some((_, rule)) = dataset.rule_by_id(id.as_str()) else {
            return true;
        };
        !after.is_some_and(|after| is_kept(dataset, rule, after.seen))
    });
    let mut marks: BTreeSet<Mark> = lost.cloned().map(Mark::Keep).collect();
    let powder = match after {
        Some(after) => may_be_powder(after.seen),
        None => may_be_other(before.seen),
    };
    if powder && before.seen.cannot_use_powder() {
        marks.insert(Mark::Powder);
    }
    marks
}

/// All that speaks against a change.
pub(super) fn marks(
    dataset: &Dataset,
    (before, after): (&Side<'_>, &Side<'_>),
    (near, pair): (Near, Pair),
    [indication, age]: [bool; 2],
) -> BTreeSet<Mark> {
    if near == Near::Same {
        let other = dose_differs(before, after);
        return other.then_some(Mark::Dose).into_iter().collect();
    }
    let mut marks = kept(dataset, before, Some(after));
    let same = near == Near::Substance;
    for (applies, mark) in [
        (indication, Mark::LabelIndication),
        (age, Mark::LabelAge),
        (!same, Mark::Substance),
        (same && !pair.same_amount, Mark::Dose),
        (pair.other_device, Mark::Device),
    ] {
        if applies {
            marks.insert(mark);
        }
    }
    marks
}

fn dose_differs(before: &Side<'_>, after: &Side<'_>) -> bool {
    match (before.per_day, after.per_day) {
        (Some(old), Some(new)) => !in_proportion(old, new, (1, 1)),
        _ => before.option.dosage != after.option.dosage,
    }
}

/// Whether so many doses of one stand for those of the other: `from` of the old for `to` of the
/// new.
fn in_proportion(old: (Decimal, u32), new: (Decimal, u32), (from, to): (u32, u32)) -> bool {
    let times = |amount: Decimal, a: u32, b: u32| {
        crate::exact::mul(crate::exact::mul(amount, a.into())?, b.into())
    };
    let (left, right) = (times(old.0, new.1, to), times(new.0, old.1, from));
    left.is_some() && left == right
}

/// Whether the doses of a day are known to stand for each other, whatever products the options
/// can be.
fn same_amount(dataset: &Dataset, before: &Side<'_>, after: &Side<'_>) -> bool {
    let (Some(old), Some(new)) = (before.per_day, after.per_day) else {
        return false;
    };
    let (Some(a), Some(b)) = (before.kind().inhaler(), after.kind().inhaler()) else {
        return false;
    };
    let known =
        |one: &crate::matching::Inhaler| !one.candidates.is_empty() && !one.is_of_other_strength();
    known(a)
        && known(b)
        && a.products(dataset).all(|from| {
            b.products(dataset).all(|to| {
                let dose = equivalent(dataset, from, to);
                dose.is_ok_and(|dose| in_proportion(old, new, (dose.from_doses, dose.to_doses)))
            })
        })
}
