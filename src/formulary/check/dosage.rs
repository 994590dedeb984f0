//! Dosages that are probably slips of the pen.

use super::super::entry::Kind;
use super::super::finding::Reason;
use super::super::option::FormularyOption;
use super::Checker;
use crate::exact::Fraction;

impl Checker<'_> {
    /// The limit that a dosage passes, which asks to look at the cell and judges nothing.
    pub(super) fn out_of_range(&self, option: &FormularyOption, kind: &Kind) -> Option<Reason> {
        let inhaled = kind.inhaler().is_some();
        let mut limits = self.words.dosage_limits().iter();
        limits.find_map(|limit| {
            let most = Fraction::whole(limit.most.into());
            let day = option.dosage.per_day_in(limit.unit)?;
            (limit.inhaled == inhaled && day > most).then(|| Reason::OutOfRange {
                day: day.round(0),
                limit: limit.clone(),
            })
        })
    }
}
