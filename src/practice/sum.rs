//! Rows with what they weigh.

use crate::quantity::Range;

/// Prescriptions with their climate impact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
#[non_exhaustive]
pub struct Sum {
    /// Rows.
    pub rows: u64,
    /// In kg CO2e, of the rows that have a value.
    pub climate: Range,
}

impl Sum {
    /// Both together; `None` on overflow.
    pub(super) fn plus(self, other: Self) -> Option<Self> {
        Some(Self {
            rows: self.rows.checked_add(other.rows)?,
            climate: self.climate.plus(other.climate)?,
        })
    }
}
