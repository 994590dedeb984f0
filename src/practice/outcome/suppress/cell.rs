//! The sums of a medicine in one unit.

use crate::exact::Fraction;
use crate::practice::product::Subject;
use crate::practice::tally::{Cell, Sums};
use crate::quantity::Unit;
use rust_decimal::Decimal;

/// The unit in which most of its rows are counted.
pub(super) const fn unit_of_rows(subject: &Subject<'_>) -> Unit {
    if subject.whole.dose_rows > subject.whole.device_rows {
        Unit::Dose
    } else {
        Unit::Device
    }
}

/// What one device weighs, or the doses of one.
pub(super) fn weight_of_one(subject: &Subject<'_>) -> Option<Fraction> {
    let cell = match unit_of_rows(subject) {
        Unit::Device => cell_of(Unit::Device, 1, [Decimal::ONE; 3]),
        Unit::Dose => {
            let doses = Decimal::from(subject.pack.unwrap_or(1));
            cell_of(Unit::Dose, 1, [doses; 3])
        }
    };
    subject.impact_of(&cell).map(|range| range.central())
}

/// The sum over so many rows of an amount in one unit: at its lowest, as read, and at its highest.
pub(super) fn cell_of(unit: Unit, rows: u64, [low, central, high]: [Decimal; 3]) -> Cell {
    let (low, high) = (low.min(central), high.max(central));
    let sums = |amount: Decimal| match unit {
        Unit::Device => Sums {
            devices: amount,
            doses: Decimal::ZERO,
        },
        Unit::Dose => Sums {
            devices: Decimal::ZERO,
            doses: amount,
        },
    };
    let (device_rows, dose_rows) = match unit {
        Unit::Device => (rows, 0),
        Unit::Dose => (0, rows),
    };
    Cell {
        device_rows,
        dose_rows,
        devices: sums(central).devices,
        doses: sums(central).doses,
        low: sums(low),
        high: sums(high),
    }
}
