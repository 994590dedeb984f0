//! The number of data quality as a reader sees it.

use super::digits::Digits;
use super::wording::Shares;
use crate::exact::Fraction;
use crate::practice::Quality;

/// The shares of these kilograms; `None` where the total is zero, of which nothing is a share.
pub(super) fn shares(quality: &Quality, digits: Digits) -> Option<Shares> {
    let total = quality.all()?.round(6);
    if total.is_zero() {
        return None;
    }
    let share = |part: Fraction| digits.percent(part.round(6), total);
    let filled = |part: Fraction| (!part.round(6).is_zero()).then(|| share(part));
    Some(Shares {
        own: share(quality.own_restated),
        interpolated: filled(quality.own_restated_interpolated),
        as_published: share(quality.as_published()?),
        other: filled(quality.other_restated),
    })
}
