//! From when to when a fact holds.

use super::table::{Findings, Row};
use crate::day::Day;
use crate::diagnostic::Code;

/// The days on which a product is sold or a factor holds; both ends belong to it.
///
/// ```
/// use groenrecept::{Day, dataset::Validity};
/// let until = Validity { from: None, to: Day::new(2026, 6, 30) };
/// assert!(until.holds(Day::new(2026, 6, 30).unwrap()));
/// assert!(!until.holds(Day::new(2026, 7, 1).unwrap()));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Validity {
    /// The first day; `None` where no source tells.
    pub from: Option<Day>,
    /// The last day; `None` while it lasts.
    pub to: Option<Day>,
}

/// The columns of a validity.
pub(super) const COLUMNS: [&str; 2] = ["valid_from", "valid_to"];

impl Validity {
    /// Whether a day lies in it.
    #[must_use]
    pub fn holds(self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    pub(super) fn read(row: Row<'_>, findings: &mut Findings) -> Self {
        let [from, to] = COLUMNS.map(|column| row.day(column, findings));
        if from.zip(to).is_some_and(|(from, to)| from > to) {
            let message = (
                "valid_to ligt voor valid_from",
                "valid_to lies before valid_from",
            );
            findings.push(Code::InvertedRange, row.place("valid_to"), message);
        }
        Self { from, to }
    }
}
