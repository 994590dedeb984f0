//! A quantity that a row does not state, from its dosage and the days that it is for.

use super::ledger::Reason;
use crate::bounds::TEXT_BYTES;
use crate::dataset::Dataset;
use crate::day::Day;
use crate::error::Role;
use crate::exact;
use crate::intake::Layout;
use crate::matching::{Counted, Decided, Dosage, DosageUnit, NoDosage};
use crate::quantity::{Amount, AmountKind, DecimalMark};
use rust_decimal::Decimal;

/// The most days of one prescription: two years.
const MAX_DAYS: i64 = 731;
/// More than this of anything a day is no dosage.
const MAX_PER_DAY: i64 = 1000;

/// An amount that was computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Supply {
    pub(super) amount: Decimal,
    pub(super) unit: DosageUnit,
    pub(super) decided: Decided,
}

/// The amount of a row without a quantity.
///
/// The days are those of its column; without them they run from the day of prescription to the
/// last day, which itself is not counted: thirty days from 1 January end on 31 January.
pub(super) fn supply(
    dataset: &Dataset,
    layout: &Layout,
    record: &csv::ByteRecord,
    day: Option<Day>,
) -> Result<Supply, Reason> {
    let raw = |role: Role| {
        let cell = layout.index(role).and_then(|index| record.get(index));
        let cell = cell.unwrap_or_default().trim_ascii();
        Some(cell).filter(|cell| !cell.is_empty() && cell.len() <= TEXT_BYTES)
    };
    let text = |role: Role| raw(role).and_then(|cell| layout.encoding().decode(cell));
    let words = dataset.vocabulary();
    let days = match text(Role::Days) {
        Some(days) => small(&days).map(|days| days.number()),
        None => raw(Role::End).zip(day).and_then(|(cell, from)| {
            let to = layout.date_order()?.parse(cell)?;
            from.days_until(to).map(Decimal::from)
        }),
    };
    let days = days.filter(|days| *days > Decimal::ZERO && *days <= Decimal::from(MAX_DAYS));
    let dosage =
        text(Role::Dosage).map_or(Err(NoDosage::Empty), |text| Dosage::parse(&text, words));
    match (dosage, days) {
        (Err(NoDosage::AsNeeded), _) => Err(Reason::DosageAsNeeded),
        (Ok(dosage), Some(days)) => {
            let amount = dosage.over(days).ok_or(Reason::DosageNotUsable)?;
            Ok(Supply {
                amount,
                unit: dosage.unit(),
                decided: Decided::FromDosage,
            })
        }
        (dosage, Some(days)) => match text(Role::PerDay) {
            Some(per_day) => {
                let unit = text(Role::Unit).unwrap_or_default();
                let amount = small(&per_day).ok_or(Reason::DosageNotUsable)?;
                let counted = Counted::of(&amount, &unit, words)?;
                per_day_times(&amount, counted, days).ok_or(Reason::DosageNotUsable)
            }
            None if dosage == Err(NoDosage::NotUsable) => Err(Reason::DosageNotUsable),
            None => Err(Reason::QuantityMissing),
        },
        (_, None) => Err(Reason::QuantityMissing),
    }
}

/// A daily amount counts doses, unless its unit says pieces.
fn per_day_times(per_day: &Amount, counted: Counted, days: Decimal) -> Option<Supply> {
    let most = Decimal::from(MAX_PER_DAY);
    let number = Some(per_day.number()).filter(|number| *number <= most)?;
    let unit = match counted {
        Counted::NotSaid => DosageUnit::Dose,
        Counted::Total(..) => return None,
        Counted::Unit(unit) => match unit.kind {
            AmountKind::Dose => DosageUnit::Dose,
            AmountKind::Device | AmountKind::Piece => DosageUnit::Piece,
            AmountKind::Pack | AmountKind::Ddd | AmountKind::Mass | AmountKind::Volume => {
                return None;
            }
        },
    };
    let amount = exact::mul(number, days).filter(|amount| *amount > Decimal::ZERO)?;
    Some(Supply {
        amount: amount.normalize(),
        unit,
        decided: Decided::FromPerDay,
    })
}

/// A small number with at most two decimals behind a comma or point.
fn small(text: &str) -> Option<Amount> {
    let amount = Amount::parse(text, DecimalMark::Either).ok()?;
    (amount.number().scale() <= 2).then_some(amount)
}
