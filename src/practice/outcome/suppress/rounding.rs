//! Rounding that keeps totals true: what one number loses is carried over to the next.
//!
//! Numbers are rounded down to multiples of a step. Of numbers that are rounded one after another a
//! reader learns in which steps their sums lie, the first, the first two, and so on, and nothing
//! else: each of these sums may be any of as many values as the step has. The last sum, the total,
//! is less than one step too low.

use super::Count;
use rust_decimal::{Decimal, RoundingStrategy};

/// A chain of numbers that are rounded one after another.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chain {
    step: u64,
    /// What was not told so far: below the step.
    carry: u64,
}

impl Chain {
    pub(super) const fn of(step: u64) -> Self {
        Self { step, carry: 0 }
    }

    /// The next count of rows or patients.
    pub(super) fn count(&mut self, rows: u64) -> Option<u64> {
        let all = rows.checked_add(self.carry)?;
        self.carry = all.checked_rem(self.step)?;
        all.checked_sub(self.carry)
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
}

/// What rows hold on average, as it is told: so many times the told rows is what they hold together.
///
/// The step of the mean is one in which each number of rows that would be told so has a sum that would
/// be told so: amounts of rows are multiples of something that is no more than their mean. So the mean
/// tells nothing of the number of rows, and what is told is off by hardly more than one row.
pub(super) struct Mean {
    step: Decimal,
    rows: u64,
}

impl Mean {
    /// Of an amount over some rows, of which so many are told, in steps of the limit.
    pub(super) fn of(amount: Decimal, rows: u64, told: u64, limit: u64) -> Option<Self> {
        let mean = amount.checked_div(Decimal::from(rows.max(1)))?;
        let fewest = told.saturating_sub(limit.saturating_sub(1)).max(limit);
        let least = mean.checked_div(Decimal::from(fewest))?;
        Some(Self {
            step: step_from(least)?,
            rows,
        })
    }

    /// What so many told rows hold, of an amount that all rows hold.
    pub(super) fn told(&self, amount: Decimal, told: u64) -> Option<Decimal> {
        let mean = amount
            .max(Decimal::ZERO)
            .checked_div(Decimal::from(self.rows.max(1)))?;
        let steps = mean.checked_div(self.step)?;
        let steps = steps.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
        let each = steps.checked_mul(self.step)?;
        each.checked_mul(Decimal::from(told))
            .map(|all| all.normalize())
    }
}

/// The smallest of 1, 2 and 5 times a power of ten that is no less.
fn step_from(least: Decimal) -> Option<Decimal> {
    if least <= Decimal::ZERO {
        return Some(Decimal::ONE);
    }
    let mut power = Decimal::ONE;
    while power > least {
        power = power.checked_div(Decimal::TEN)?;
    }
    loop {
        for digits in [1, 2, 5] {
            let step = power.checked_mul(Decimal::from(digits))?;
            if step >= least {
                return Some(step);
            }
        }
        power = power.checked_mul(Decimal::TEN)?;
    }
}

#[cfg(test)]
#[allow(
    clippy::arithmetic_side_effects,
    reason = "numbers here are small, and a test that overflows panics"
)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn mean(amount: i64, rows: u64, told: u64) -> String {
        let amount = Decimal::from(amount);
        let mean = Mean::of(amount, rows, told, 10).unwrap();
        mean.told(amount, told).unwrap().to_string()
    }

    /// By hand: one each is one each; 31 over 30 rows is 1.03, in steps of 0.05 one each again; 45 over
    /// 30 is 1.5; of 1,234 over 1,000 rows steps of 0.002 leave 1.234.
    #[test]
    fn means_by_hand() {
        assert_eq!(mean(30, 30, 30), "30");
        assert_eq!(mean(31, 30, 30), "31.5");
        assert_eq!(mean(45, 30, 30), "45");
        assert_eq!(mean(900, 10, 10), "900");
        assert_eq!(mean(1234, 1000, 1000), "1234");
        assert_eq!(mean(0, 10, 10), "0");
        assert_eq!(mean(14, 10, 10), "14");
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

        /// Every number of rows that would be told so has a sum of whole amounts that would, too.
        #[test]
        fn a_mean_leaves_the_rows_open(
            amounts in prop::collection::vec(1..4u64, 3..60),
            limit in 2..10u64,
        ) {
            let rows = u64::try_from(amounts.len()).unwrap();
            let told = rows / limit * limit;
            prop_assume!(told > 0);
            let sum = Decimal::from(amounts.iter().sum::<u64>());
            let step = Mean::of(sum, rows, told, limit).unwrap().step;
            let each = |sum: Decimal, rows: u64| {
                Mean { step, rows }.told(sum, told).unwrap()
            };
            let exact = each(sum, rows);
            for other in told..told + limit {
                let possible = (other..=other * 3).any(|all| each(all.into(), other) == exact);
                prop_assert!(possible, "{} rows of {} told", other, told);
            }
        }
    }
}
