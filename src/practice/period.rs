//! The days that an analysis is about.

use crate::day::Day;
use crate::error::{Error, ErrorKind, Result, Role};
use crate::intake::Layout;

/// The first and last day that were chosen, both inclusive; where one lacks, all days before or
/// behind the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub(crate) struct Period {
    /// The first day.
    pub from: Option<Day>,
    /// The last day.
    pub to: Option<Day>,
}

impl Period {
    /// Whether days were chosen.
    pub(crate) fn is_chosen(self) -> bool {
        self != Self::default()
    }

    pub(super) fn holds(self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// That it holds days, and that rows of this layout have any.
    pub(super) fn check(self, layout: &Layout) -> Result<()> {
        if let (Some(from), Some(to)) = (self.from, self.to)
            && from > to
        {
            return Err(Error::new(ErrorKind::PeriodReversed { from, to }));
        }
        let dated = layout.index(Role::Date).is_some() && layout.date_order().is_some();
        if self.is_chosen() && !dated {
            return Err(Error::new(ErrorKind::PeriodWithoutDates));
        }
        Ok(())
    }

    /// The days over which a use is told for a year: those that were chosen, as far as they have
    /// passed, where both ends were, and otherwise those that were found.
    pub(super) fn over(self, latest: Option<Day>, found: Option<(Day, Day)>) -> Option<(Day, Day)> {
        match (self.from, self.to) {
            (Some(from), Some(to)) => {
                let to = latest.map_or(to, |latest| latest.min(to));
                Some((from, to)).filter(|(from, to)| from <= to)
            }
            _ => found,
        }
    }
}
