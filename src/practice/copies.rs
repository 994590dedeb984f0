//! What is kept of copies and returns until all rows are there.

use super::tally::Origin;
use std::collections::HashMap;

/// A return that waits for the end of the rows.
#[derive(Debug)]
pub(super) struct Return {
    pub(super) origin: Origin,
    /// The value of its reading, or of a reason.
    pub(super) value: u32,
    /// Whether its status alone says that it is a return, and not its sign.
    pub(super) by_status: bool,
    /// The medicine on its day, by its place in the tally.
    pub(super) subject: usize,
    /// The medicine of the same line on earlier days, by the stretch that the day lies in.
    pub(super) earlier: Vec<Option<usize>>,
}

/// The values of all rows of the prescriptions that have more than one: chains in one list.
#[derive(Debug, Default)]
pub(super) struct Copies {
    /// The place of the last row of each prescription.
    last: HashMap<u64, u32>,
    rows: Vec<Link>,
}

/// A row of a prescription.
#[derive(Debug, Clone, Copy)]
struct Link {
    value: u32,
    /// The place of the row before it.
    before: u32,
    /// The number of its export, where there are several; zero where that is not known.
    file: u32,
}

/// The end of a chain.
const NONE: u32 = u32::MAX;

impl Copies {
    /// Keeps a further row of a prescription; `first` is what it was before, used where this is
    /// its second row.
    pub(super) fn add(&mut self, hash: u64, first: u32, value: u32, file: Option<u32>) {
        let rows = &mut self.rows;
        let mut push = |value: u32, before: u32, file: u32| {
            let at = u32::try_from(rows.len()).unwrap_or(NONE);
            rows.push(Link {
                value,
                before,
                file,
            });
            at
        };
        let last = self.last.entry(hash).or_insert(NONE);
        if *last == NONE {
            *last = push(first, NONE, 0);
        }
        *last = push(value, *last, file.unwrap_or(0));
    }

    /// The values of the rows of a prescription, each with the number of its export; none where it
    /// has one row.
    pub(super) fn of(&self, hash: u64) -> impl Iterator<Item = (u32, u32)> {
        let at = |place: u32| self.rows.get(usize::try_from(place).ok()?).copied();
        let last = self.last.get(&hash).copied().unwrap_or(NONE);
        let rows = std::iter::successors(at(last), move |row| at(row.before));
        rows.map(|row| (row.value, row.file))
    }
}
