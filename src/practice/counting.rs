//! Whether a row counts, or counts no more.

use crate::exact;
use rust_decimal::Decimal;

/// Whether a row is counted in, or out again because a copy of it counts.
#[derive(Debug, Clone, Copy)]
pub(super) enum Counting {
    In,
    Out,
}

impl Counting {
    pub(super) const fn step(self, rows: u64) -> u64 {
        match self {
            Self::In => rows.saturating_add(1),
            Self::Out => rows.saturating_sub(1),
        }
    }

    /// As a number to add.
    pub(super) const fn one(self) -> i64 {
        match self {
            Self::In => 1,
            Self::Out => -1,
        }
    }

    pub(super) fn sum(self, sum: Decimal, amount: Decimal) -> Option<Decimal> {
        match self {
            Self::In => exact::add(sum, amount),
            Self::Out => exact::sub(sum, amount),
        }
    }
}
