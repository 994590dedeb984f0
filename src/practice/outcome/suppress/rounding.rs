//! Rounding that keeps totals true: what one number loses is carried over to the next.
//!
//! Numbers are rounded down to multiples of a step. Of numbers that are rounded one after another a
//! reader learns in which steps their sums lie, the first, the first two, and so on, and nothing
//! else: each of these sums may be any of as many values as the step has. The last sum, the total,
//! is less than one step too low.

use super::Count;
use rust_decimal::Decimal;

/// The leading digits of units, with a factor that makes them whole.
const UNITS: [(i64, u32); 9] = [
    (1, 0),
    (12, 1),
    (15, 1),
    (2, 0),
    (3, 0),
    (4, 0),
    (5, 0),
    (6, 0),
    (8, 0),
];

/// A chain of numbers that are rounded one after another.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chain {
    step: u64,
    /// What was not told so far: below the step.
    carry: Decimal,
}

impl Chain {
    pub(super) const fn of(step: u64) -> Self {
        Self {
            step,
            carry: Decimal::ZERO,
        }
    }

    /// The next count of rows or patients.
    pub(super) fn count(&mut self, rows: u64) -> Option<u64> {
        let rounded = self.amount(Decimal::from(rows), Decimal::ONE)?;
        u64::try_from(rounded).ok()
    }

    /// The next count, hidden where it is there and nothing of it is left.
    pub(super) fn shown(&mut self, count: Count) -> Option<Count> {
        let rows = count.shown()?;
        let rounded = self.count(rows)?;
        Some(if rounded == 0 && rows > 0 {
            Count::Hidden
        } else {
            rounded.into()
        })
    }

    /// Tells nothing of an amount: what comes next has it.
    pub(super) fn hold(&mut self, amount: Decimal, unit: Decimal) -> Option<Decimal> {
        let units = amount.max(Decimal::ZERO).checked_div(unit)?;
        self.carry = self.carry.checked_add(units)?;
        Some(Decimal::ZERO)
    }

    /// The next amount, in steps of so many units; nothing below zero is told.
    pub(super) fn amount(&mut self, amount: Decimal, unit: Decimal) -> Option<Decimal> {
        let step = Decimal::from(self.step);
        let units = amount.max(Decimal::ZERO).checked_div(unit)?;
        let all = units.checked_add(self.carry)?;
        let told = all.checked_div(step)?.floor().checked_mul(step)?;
        self.carry = all.checked_sub(told)?;
        told.checked_mul(unit).map(|told| told.normalize())
    }
}

/// The unit in which an amount over some rows is told: about what one row holds, and hardly less, so
/// that a step of amounts is a step of rows.
pub(super) fn unit_of(amount: Decimal, rows: u64) -> Option<Decimal> {
    let mean = amount.checked_div(Decimal::from(rows.max(1)))?;
    let least = mean.checked_mul(Decimal::new(9, 1))?;
    if least <= Decimal::ZERO {
        return Some(Decimal::ONE);
    }
    let mut power = Decimal::ONE;
    while power > least {
        power = power.checked_div(Decimal::TEN)?;
    }
    loop {
        for (digits, scale) in UNITS {
            let unit = Decimal::new(digits, scale).checked_mul(power)?;
            if unit > least {
                return Some(unit.normalize());
            }
        }
        power = power.checked_mul(Decimal::TEN)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn units(amount: i64, rows: u64) -> String {
        unit_of(Decimal::from(amount), rows).unwrap().to_string()
    }

    #[test]
    fn units_by_hand() {
        assert_eq!(units(30, 30), "1");
        assert_eq!(units(33, 30), "1");
        assert_eq!(units(60, 30), "2");
        assert_eq!(units(240, 2), "120");
        assert_eq!(units(400, 2), "200");
        assert_eq!(units(3, 10), "0.3");
        assert_eq!(units(0, 10), "1");
        assert_eq!(units(97, 10), "10");
    }

    #[test]
    fn what_is_lost_goes_to_the_next() {
        let mut chain = Chain::of(10);
        let told = [12, 30, 3, 3, 3].map(|rows| chain.count(rows).unwrap());
        assert_eq!(told, [10, 30, 0, 0, 10]);
        let mut chain = Chain::of(10);
        let hidden = [3, 0, 9].map(|rows| chain.shown(Count::from(rows)).unwrap());
        assert_eq!(hidden, [Count::Hidden, 0.into(), 10.into()]);
    }

    proptest! {
        /// Sums of the first numbers are told to less than a step, and each told number is off by less
        /// than a step.
        #[test]
        fn sums_stay_true(rows in prop::collection::vec(0..200u64, 1..30), step in 2..30u64) {
            let mut chain = Chain::of(step);
            let (mut sum, mut told) = (0, 0);
            for rows in rows {
                let rounded = chain.count(rows).unwrap();
                prop_assert_eq!(rounded % step, 0);
                prop_assert!(rounded.abs_diff(rows) < step);
                sum += rows;
                told += rounded;
                prop_assert_eq!(told, sum / step * step);
            }
        }

        /// A step in units is at least nine tenths of a step in rows.
        #[test]
        fn a_unit_is_hardly_less_than_a_row(amount in 1..1_000_000u32, rows in 1..1000u64) {
            let amount = Decimal::from(amount);
            let unit = unit_of(amount, rows).unwrap();
            let mean = amount / Decimal::from(rows);
            prop_assert!(unit > mean * Decimal::new(9, 1));
            prop_assert!(unit <= mean * Decimal::new(14, 1));
        }
    }
}
