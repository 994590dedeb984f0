//! What a row says of the life of its prescription: whether it stands, was cancelled or stopped,
//! and whether it is a first issue or a repeat.

use crate::dataset::{Vocabulary, WordKind};
use crate::day::Day;
use crate::error::Role;
use crate::intake::{DateOrder, Layout, StoppedRows};
use std::collections::HashMap;

/// How many distinct cells are remembered.
const MAX_KNOWN: usize = 1000;
/// A longer cell is no status.
const MAX_BYTES: usize = 60;

/// Whether a prescription stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nothing else is said.
    Stands,
    /// It is a draft: it does not count where no copy of it stands.
    Draft,
    /// It was stopped before its day, or a profile says that stopped ones do not count.
    Stopped,
    /// It was brought back: cancelled, but where the row is the return itself.
    Returned,
    /// It never became a treatment.
    Cancelled,
}

/// That a prescription which may count was stopped later. Of copies the last one in this order
/// holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Stop {
    /// It is not said.
    #[default]
    No,
    /// It is not said on which day: a first issue was dispensed, a repeat may come after it.
    Undated,
    /// On its day or later.
    Later,
}

/// Whether a prescription is a first issue. Of copies the last one in this order holds: an empty
/// cell of one copy does not undo the number of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Issue {
    /// The export has no such column, or its cell is not understood.
    #[default]
    NotSaid,
    /// A first issue: the number of the repeat is empty or zero.
    First,
    /// A repeat.
    Repeat,
}

/// What the columns about its life say of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Life {
    pub(super) standing: Standing,
    pub(super) stop: Stop,
    pub(super) issue: Issue,
    /// It may be repeated.
    pub(super) iterates: bool,
    /// The status is filled with a word that is not known.
    pub(super) status_unknown: bool,
}

impl Life {
    /// Of a row that says nothing.
    pub(super) const STANDS: Self = Self {
        standing: Standing::Stands,
        stop: Stop::No,
        issue: Issue::NotSaid,
        iterates: false,
        status_unknown: false,
    };
}

/// Reads these columns, with a memory for the cells that keep coming back.
pub(super) struct Lives<'a> {
    layout: &'a Layout,
    words: &'a Vocabulary,
    status: HashMap<Vec<u8>, Option<Standing>>,
    stopped: HashMap<Vec<u8>, Stopped>,
    repeat: HashMap<Vec<u8>, Issue>,
}

/// What a column about stopping says.
#[derive(Debug, Clone, Copy)]
enum Stopped {
    No,
    /// Not on which day.
    Yes,
    On(Day),
}

impl<'a> Lives<'a> {
    pub(super) fn new(layout: &'a Layout, words: &'a Vocabulary) -> Self {
        Self {
            layout,
            words,
            status: HashMap::new(),
            stopped: HashMap::new(),
            repeat: HashMap::new(),
        }
    }

    /// What a row of a day says.
    pub(super) fn read(&mut self, record: &csv::ByteRecord, day: Option<Day>) -> Life {
        let (layout, words) = (self.layout, self.words);
        let cell = |role: Role| record.get(layout.index(role)?).map(<[u8]>::trim_ascii);
        let status = cell(Role::Status).map(|cell| {
            known(&mut self.status, cell, |cell| {
                standing(&word(layout, cell), words)
            })
        });
        let stopped = cell(Role::Stopped).map_or(Stopped::No, |cell| {
            known(&mut self.stopped, cell, |cell| stopped(layout, cell, words))
        });
        let issue = cell(Role::Repeat).map_or(Issue::NotSaid, |cell| {
            known(&mut self.repeat, cell, |cell| {
                issue(&word(layout, cell), words)
            })
        });
        let iterates = cell(Role::Iterations).is_some_and(is_above_zero);
        let said = status.unwrap_or(Some(Standing::Stands));
        let (standing, stop) = match (said.unwrap_or(Standing::Stands), stopped) {
            (Standing::Stands, Stopped::No) => (Standing::Stands, Stop::No),
            (Standing::Stands | Standing::Stopped, stopped) => self.stop(stopped, day),
            (said, _) => (said, Stop::No),
        };
        Life {
            standing,
            stop,
            issue,
            iterates,
            status_unknown: said.is_none(),
        }
    }

    /// Whether a prescription of a day counts that was stopped.
    fn stop(&self, stopped: Stopped, day: Option<Day>) -> (Standing, Stop) {
        let on = match stopped {
            Stopped::On(on) => day.map(|day| day > on),
            Stopped::No | Stopped::Yes => None,
        };
        match (self.layout.stopped(), on) {
            (StoppedRows::Drops, _) | (StoppedRows::Counts, Some(true)) => {
                (Standing::Stopped, Stop::No)
            }
            (StoppedRows::Counts, Some(false)) => (Standing::Stands, Stop::Later),
            (StoppedRows::Counts, None) => (Standing::Stands, Stop::Undated),
        }
    }
}

/// What a cell means, from memory where it was met before.
fn known<T: Copy>(memory: &mut HashMap<Vec<u8>, T>, cell: &[u8], read: impl Fn(&[u8]) -> T) -> T {
    if let Some(found) = memory.get(cell) {
        return *found;
    }
    let found = read(cell);
    if memory.len() < MAX_KNOWN && cell.len() <= MAX_BYTES {
        memory.insert(cell.to_vec(), found);
    }
    found
}

/// The letters and digits of a cell in upper case; of a damaged cell a word that nobody writes.
fn word(layout: &Layout, cell: &[u8]) -> String {
    let text = layout.encoding().decode(cell);
    let letters = |text: &str| -> String {
        let plain = text.chars().filter(|c| c.is_alphanumeric());
        plain.flat_map(char::to_uppercase).collect()
    };
    text.map_or_else(|| "?".to_owned(), |text| letters(&text))
}

/// `None` for a word that is not known.
fn standing(word: &str, words: &Vocabulary) -> Option<Standing> {
    if word.is_empty() || words.is(WordKind::StatusStands, word) {
        Some(Standing::Stands)
    } else if words.is(WordKind::StatusCancelled, word) {
        Some(Standing::Cancelled)
    } else if words.is(WordKind::StatusStopped, word) {
        Some(Standing::Stopped)
    } else if words.is(WordKind::StatusDraft, word) {
        Some(Standing::Draft)
    } else if words.is(WordKind::StatusReturned, word) {
        Some(Standing::Returned)
    } else {
        None
    }
}

/// What a cell of a column about stopping says: zeros and a no are nothing, a day is one in the
/// order of the dates or with the year first.
fn stopped(layout: &Layout, cell: &[u8], words: &Vocabulary) -> Stopped {
    let word = word(layout, cell);
    if word.bytes().all(|byte| byte == b'0') || words.is(WordKind::No, &word) {
        return Stopped::No;
    }
    let orders = layout.date_order().into_iter();
    let mut orders = orders.chain([DateOrder::YearMonthDay, DateOrder::Compact]);
    orders
        .find_map(|order| order.parse(cell))
        .map_or(Stopped::Yes, Stopped::On)
}

/// Whether a cell is a number above zero, in digits with or without a mark.
fn is_above_zero(cell: &[u8]) -> bool {
    let number = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'.' | b',');
    cell.iter().all(number) && cell.iter().any(|byte| matches!(byte, b'1'..=b'9'))
}

fn issue(word: &str, words: &Vocabulary) -> Issue {
    let digits = word.bytes().all(|byte| byte.is_ascii_digit());
    if word.bytes().all(|byte| byte == b'0') || words.is(WordKind::No, word) {
        Issue::First
    } else if digits || words.is(WordKind::Yes, word) {
        Issue::Repeat
    } else {
        Issue::NotSaid
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::Dataset;
    use crate::intake::{Export, Profile};

    fn lives(rows: &[[&str; 3]], stopped: StoppedRows) -> Vec<(Standing, Stop, Issue, bool)> {
        let head = "datum;aantal;omschrijving;status;code_stopzetting;volgnummer_herhaling\n\
                    31-01-2025;1;x;;;\n";
        let export = Export::new("export.csv", head.as_bytes()).unwrap();
        let dataset = Dataset::embedded().unwrap();
        let profile = match stopped {
            StoppedRows::Counts => "",
            StoppedRows::Drops => "stopped = \"drops\"",
        };
        let profile = Profile::parse(profile).unwrap();
        let layout = export.layout(&dataset, Some(&profile)).unwrap();
        let mut lives = Lives::new(&layout, dataset.vocabulary());
        let read = |row: &[&str; 3]| {
            let record =
                csv::ByteRecord::from(vec!["31-01-2025", "1", "x", row[0], row[1], row[2]]);
            let life = lives.read(&record, Day::new(2025, 1, 31));
            (life.standing, life.stop, life.issue, life.status_unknown)
        };
        rows.iter().map(read).collect()
    }

    #[test]
    fn words_numbers_and_blanks() {
        use Stop::{Later, No, Undated};
        use {Issue::*, Standing::*};
        for (row, counts, drops) in [
            (["", "", ""], (Stands, No, First, false), Stands),
            (["Actief", "0", "0"], (Stands, No, First, false), Stands),
            (["uitgegeven", "", ""], (Stands, No, First, false), Stands),
            (
                ["geannuleerd", "", "3"],
                (Cancelled, No, Repeat, false),
                Cancelled,
            ),
            (
                ["entered-in-error", "0", "00"],
                (Cancelled, No, First, false),
                Cancelled,
            ),
            (
                ["Niet afgehaald", "", "1"],
                (Cancelled, No, Repeat, false),
                Cancelled,
            ),
            (["retour", "", ""], (Returned, No, First, false), Returned),
            (["Concept", "", ""], (Draft, No, First, false), Draft),
            (
                ["gestopt", "", ""],
                (Stands, Undated, First, false),
                Stopped,
            ),
            (
                ["gestopt", "", "2"],
                (Stands, Undated, Repeat, false),
                Stopped,
            ),
            (
                ["actief", "04", "nee"],
                (Stands, Undated, First, false),
                Stopped,
            ),
            (
                ["", "31-01-2025", "ja"],
                (Stands, Later, Repeat, false),
                Stopped,
            ),
            (
                ["gestopt", "2025-03-01", "ja"],
                (Stands, Later, Repeat, false),
                Stopped,
            ),
            (["", "30-01-2025", ""], (Stopped, No, First, false), Stopped),
            (
                ["gestopt", "20250130", ""],
                (Stopped, No, First, false),
                Stopped,
            ),
            (["", "00-00-0000", "?"], (Stands, No, First, false), Stands),
            (
                ["", "Nee", "wekelijks"],
                (Stands, No, NotSaid, false),
                Stands,
            ),
            (
                ["geannuleerd", "2", ""],
                (Cancelled, No, First, false),
                Cancelled,
            ),
            (["xyz", "", ""], (Stands, No, First, true), Stands),
            (["xyz", "2", ""], (Stands, Undated, First, true), Stopped),
        ] {
            assert_eq!(
                lives(&[row, row], StoppedRows::Counts),
                [counts, counts],
                "{row:?}"
            );
            let expected = (drops, No, counts.2, counts.3);
            assert_eq!(lives(&[row], StoppedRows::Drops), [expected], "{row:?}");
        }
    }

    #[test]
    fn iterations_are_numbers_above_zero() {
        for (cell, expected) in [
            ("", false),
            ("0", false),
            ("0,0", false),
            ("3", true),
            ("3.0", true),
            ("0,5", true),
            ("-1", false),
            ("ja", false),
            ("1x", false),
        ] {
            assert_eq!(is_above_zero(cell.as_bytes()), expected, "{cell}");
        }
    }
}
