//! What a treatment day with an option weighs, alone and beside another.

use super::super::entry::Kind;
use super::super::finding::Weighed;
use super::super::{Dosage, DoseUnit};
use crate::comparison::{Side, Terms, compare};
use crate::exact::{self, Fraction};
use crate::quantity::{Quantity, Range, Unit};
use rust_decimal::Decimal;
use std::sync::Arc;

/// Doses in a number of days.
pub(in crate::formulary) type PerDay = Option<(Decimal, u32)>;

/// The doses of a dosage with the days in which they are used.
pub(in crate::formulary) const fn per_day(dosage: &Dosage) -> PerDay {
    match dosage {
        Dosage::Every {
            amount,
            unit: DoseUnit::Doses,
            days,
            ..
        } => Some((*amount, *days)),
        Dosage::Absent | Dosage::Unreadable | Dosage::Every { .. } => None,
    }
}

/// What a treatment day weighs in kg CO2e; `None` where that is not known.
pub(in crate::formulary) fn value(kind: &Kind, per_day: PerDay) -> Option<Range> {
    let Kind::Inhaler { estimate, .. } = kind else {
        return None;
    };
    let (amount, days) = per_day?;
    let doses = Fraction::whole(amount).over_count(days)?;
    estimate.per_dose?.times(doses)
}

/// Two options for as many days as both numbers of doses are whole in.
pub(in crate::formulary) fn weigh(
    before: &(Arc<Kind>, PerDay),
    after: &(Arc<Kind>, PerDay),
) -> Option<Weighed> {
    let side = |(kind, per_day): &(Arc<Kind>, PerDay), others: u32| {
        let (Kind::Inhaler { .. }, Some((amount, _))) = (kind.as_ref(), per_day) else {
            return None;
        };
        exact::mul(*amount, others.into())
    };
    let days = |(_, per_day): &(Arc<Kind>, PerDay)| per_day.map(|(_, days)| days);
    let (old, new) = (days(before)?, days(after)?);
    let (old_doses, new_doses) = (side(before, new)?, side(after, old)?);
    let (
        Kind::Inhaler {
            inhaler: a,
            estimate: old_estimate,
            ..
        },
        Kind::Inhaler {
            inhaler: b,
            estimate: new_estimate,
            ..
        },
    ) = (before.0.as_ref(), after.0.as_ref())
    else {
        return None;
    };
    let comparison = compare(
        &Side {
            estimate: old_estimate,
            devices: &a.devices,
            quantity: Quantity::new(old_doses, Unit::Dose),
        },
        &Side {
            estimate: new_estimate,
            devices: &b.devices,
            quantity: Quantity::new(new_doses, Unit::Dose),
        },
        Terms::LowerBound,
    );
    let comparison = comparison.ok()?.over_count(old.checked_mul(new)?)?;
    Some(Weighed {
        before: comparison.before,
        after: comparison.after,
        verdict: comparison.verdict,
    })
}
