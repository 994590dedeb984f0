//! From which character to which a cell stands in its file.

use super::read::Formulary;
use crate::diagnostic::Place;

/// A part of a text. Lines and columns count from 1; columns count UTF-16 code units, as editors
/// and SARIF do; the last column is the first behind the part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Region {
    /// The line of the first character.
    pub start_line: u64,
    /// Its column.
    pub start_column: u64,
    /// The line behind the last character.
    pub end_line: u64,
    /// Its column.
    pub end_column: u64,
}

#[derive(Clone, Copy)]
struct At {
    line: u64,
    column: u64,
}

impl At {
    const fn behind(self, c: char) -> Self {
        if c == '\n' {
            return Self {
                line: self.line.saturating_add(1),
                column: 1,
            };
        }
        let units = if c.len_utf16() == 2 { 2 } else { 1 };
        Self {
            line: self.line,
            column: self.column.saturating_add(units),
        }
    }
}

impl Formulary {
    /// Where the cell of a place stands, with its quotes. `None` where the place has no column, or
    /// the row has no such cell.
    #[must_use]
    pub(crate) fn region(&self, place: &Place) -> Option<Region> {
        let line = place.line?;
        let wanted = self.column_at(place.column.as_deref()?)?;
        let row = self.text().get(self.start_of(line)?..)?;
        let mut at = At { line, column: 1 };
        let (mut start, mut cell) = (at, 0usize);
        let (mut quoted, mut fresh) = (false, true);
        for c in row.chars() {
            let ends = !quoted && (c == self.separator() || c == '\n');
            if ends && cell == wanted {
                break;
            }
            if ends && c == '\n' {
                return None;
            }
            // A quote within a quoted cell is doubled: the second opens it again.
            if c == '"' && (quoted || fresh) {
                quoted = !quoted;
            } else if !quoted {
                fresh = false;
            }
            at = at.behind(c);
            if ends {
                cell = cell.saturating_add(1);
                (start, fresh) = (at, true);
            }
        }
        (cell == wanted).then_some(Region {
            start_line: start.line,
            start_column: start.column,
            end_line: at.line,
            end_column: at.column,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formulary::Words;

    #[test]
    fn a_cell_has_the_columns_of_its_text() {
        let words = Words::of(&crate::Dataset::embedded().unwrap());
        let text = "aandoening;stap;keus;middel\nAstma;1;1;VENTOLIN\n";
        let formulary = Formulary::read("f.csv", text.as_bytes(), &words);
        let place = Place {
            file: "f.csv".into(),
            line: Some(2),
            column: Some("middel".into()),
        };
        let cell = Region {
            start_line: 2,
            start_column: 11,
            end_line: 2,
            end_column: 19,
        };
        assert_eq!(formulary.region(&place), Some(cell));
    }
}
