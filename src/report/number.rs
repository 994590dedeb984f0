//! Numbers as they are reported: exact to six decimals, and as text in JSON.

use crate::exact::Fraction;
use rust_decimal::Decimal;
use std::fmt;

/// A number with at most six decimals, rounded half away from zero, without trailing zeros.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Number(Decimal);

impl Number {
    /// Rounds a fraction to six decimals.
    pub(super) fn of(value: Fraction) -> Self {
        Self(value.round(6))
    }

    /// A part of a whole, both to six decimals; `None` where the whole is zero.
    pub(super) fn share(part: Fraction, whole: Fraction) -> Option<Self> {
        let share = part.round(6).checked_div(whole.round(6))?;
        Some(Self::of(Fraction::whole(share)))
    }

    /// The value.
    pub(super) const fn value(self) -> Decimal {
        self.0
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl serde::Serialize for Number {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
