//! The number of data quality as a reader sees it.

use super::digits::Digits;
use crate::exact::Fraction;
use crate::practice::Quality;

/// The shares of a total by what its values rest on.
#[derive(Debug)]
pub(crate) struct Shares {
    /// On a value of the product itself in the chosen set.
    pub(crate) own: String,
    /// What of the total is interpolated within that; `None` where nothing is.
    pub(crate) interpolated: Option<String>,
    /// On values that stand as published.
    pub(crate) as_published: String,
    /// On other values in the chosen set; `None` where there are none.
    pub(crate) other: Option<String>,
}

impl Shares {
    /// The shares of these kilograms; `None` where the total is zero, of which nothing is a share.
    pub(super) fn of(quality: &Quality, total: Fraction, digits: Digits) -> Option<Self> {
        let total = total.round(6);
        if total.is_zero() {
            return None;
        }
        let share = |part: Fraction| digits.percent(part.round(6), total);
        let filled = |part: Fraction| (!part.round(6).is_zero()).then(|| share(part));
        Some(Self {
            own: share(quality.own_restated),
            interpolated: filled(quality.own_restated_interpolated),
            as_published: share(quality.as_published()?),
            other: filled(quality.other_restated),
        })
    }
}
