//! What a row says of the life of its prescription: whether it stands, was cancelled or stopped,
//! and whether it is a first issue or a repeat.

use crate::dataset::{Vocabulary, WordKind};
use crate::error::Role;
use crate::intake::Layout;
use std::collections::HashMap;

/// How many distinct cells are remembered.
const MAX_KNOWN: usize = 1000;
/// A longer cell is no status.
const MAX_BYTES: usize = 60;

/// Whether a prescription stands. The last one that any copy says holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Standing {
    /// Nothing else is said.
    Stands,
    /// It was stopped before its end.
    Stopped,
    /// It never became a treatment.
    Cancelled,
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
    pub(super) issue: Issue,
    /// The status is filled with a word that is not known.
    pub(super) status_unknown: bool,
}

/// Reads these columns, with a memory for the cells that keep coming back.
pub(super) struct Lives<'a> {
    layout: &'a Layout,
    words: &'a Vocabulary,
    status: HashMap<Vec<u8>, Option<Standing>>,
    stopped: HashMap<Vec<u8>, bool>,
    repeat: HashMap<Vec<u8>, Issue>,
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

    /// What a row says.
    pub(super) fn read(&mut self, record: &csv::ByteRecord) -> Life {
        let (layout, words) = (self.layout, self.words);
        let cell = |role: Role| record.get(layout.index(role)?).map(<[u8]>::trim_ascii);
        let status = cell(Role::Status).map(|cell| {
            known(&mut self.status, cell, |cell| {
                standing(&word(layout, cell), words)
            })
        });
        let stopped = cell(Role::Stopped).is_some_and(|cell| {
            known(&mut self.stopped, cell, |cell| {
                is_filled(&word(layout, cell), words)
            })
        });
        let issue = cell(Role::Repeat).map_or(Issue::NotSaid, |cell| {
            known(&mut self.repeat, cell, |cell| {
                issue(&word(layout, cell), words)
            })
        });
        let said = status.unwrap_or(Some(Standing::Stands));
        let stopped = if stopped {
            Standing::Stopped
        } else {
            Standing::Stands
        };
        Life {
            standing: said.unwrap_or(Standing::Stands).max(stopped),
            issue,
            status_unknown: said.is_none(),
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
    } else {
        None
    }
}

/// Whether a column about stopping says anything: zeros and a no are nothing.
fn is_filled(word: &str, words: &Vocabulary) -> bool {
    word.bytes().any(|byte| byte != b'0') && !words.is(WordKind::No, word)
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
    use crate::intake::Export;

    fn lives(rows: &[[&str; 3]]) -> Vec<(Standing, Issue, bool)> {
        let head = "aantal;omschrijving;status;code_stopzetting;volgnummer_herhaling\n1;x;;;\n";
        let export = Export::new("export.csv", head.as_bytes()).unwrap();
        let dataset = Dataset::embedded().unwrap();
        let layout = export.layout(&dataset, None).unwrap();
        let mut lives = Lives::new(&layout, dataset.vocabulary());
        let read = |row: &[&str; 3]| {
            let record = csv::ByteRecord::from(vec!["1", "x", row[0], row[1], row[2]]);
            let life = lives.read(&record);
            (life.standing, life.issue, life.status_unknown)
        };
        rows.iter().map(read).collect()
    }

    #[test]
    fn words_numbers_and_blanks() {
        use {Issue::*, Standing::*};
        for (row, expected) in [
            (["", "", ""], (Stands, First, false)),
            (["Actief", "0", "0"], (Stands, First, false)),
            (["geannuleerd", "", "3"], (Cancelled, Repeat, false)),
            (["entered-in-error", "0", "00"], (Cancelled, First, false)),
            (["Niet afgehaald", "", "1"], (Cancelled, Repeat, false)),
            (["gestopt", "", ""], (Stopped, First, false)),
            (["actief", "04", "nee"], (Stopped, First, false)),
            (["", "31-01-2025", "ja"], (Stopped, Repeat, false)),
            (["", "00-00-0000", "?"], (Stands, First, false)),
            (["", "Nee", "wekelijks"], (Stands, NotSaid, false)),
            (["geannuleerd", "2", ""], (Cancelled, First, false)),
            (["xyz", "", ""], (Stands, First, true)),
            (["xyz", "2", ""], (Stopped, First, true)),
        ] {
            assert_eq!(lives(&[row, row]), [expected, expected], "{row:?}");
        }
    }
}
