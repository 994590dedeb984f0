//! Data files as tables of text cells that know where they stand.

use crate::diagnostic::{Code, Diagnostic, Place, Severity};
use std::collections::BTreeMap;

/// Findings so far, in file order.
#[derive(Debug, Default)]
pub(crate) struct Findings(pub(crate) Vec<Diagnostic>);

impl Findings {
    pub(crate) fn push(&mut self, code: Code, severity: Severity, place: Place, message: String) {
        self.0.push(Diagnostic {
            code,
            severity,
            place,
            message,
        });
    }

    pub(crate) fn error(&mut self, code: Code, place: Place, message: impl Into<String>) {
        self.push(code, Severity::Error, place, message.into());
    }

    pub(crate) fn has_errors(&self) -> bool {
        self.0.iter().any(|d| d.severity == Severity::Error)
    }
}

/// A data file: its columns and rows.
#[derive(Debug)]
pub(crate) struct Table {
    file: String,
    columns: BTreeMap<String, usize>,
    rows: Vec<(u64, csv::StringRecord)>,
}

/// One row of a data file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row<'a> {
    table: &'a Table,
    line: u64,
    record: &'a csv::StringRecord,
}

impl Table {
    /// Reads a table; what does not fit is reported and left out.
    pub(crate) fn read(
        file: &str,
        text: &str,
        required: &[&str],
        optional: &[&str],
        findings: &mut Findings,
    ) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        // With a line end at the end every row counts its lines alike.
        let text = format!("{}\n", text.trim_end_matches('\n'));
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .from_reader(text.as_bytes());
        let header = reader.headers().cloned().unwrap_or_default();
        let columns = read_header(file, &header, required, optional, findings);
        let mut rows = Vec::new();
        loop {
            let mut record = csv::StringRecord::new();
            let place = |line: Option<u64>| Place {
                file: file.to_owned(),
                line,
                column: None,
            };
            match reader.read_record(&mut record) {
                Ok(false) => break,
                Ok(true) => {
                    // The reader stands on the line behind the row; blank lines above it and
                    // line ends inside it are then accounted for.
                    let inside = record.as_slice().matches('\n').count();
                    let inside = u64::try_from(inside).unwrap_or(0);
                    let line = reader.position().line();
                    let line = line.saturating_sub(1).saturating_sub(inside);
                    if record.len() == header.len() {
                        rows.push((line, record));
                        continue;
                    }
                    let (found, expected) = (record.len(), header.len());
                    let message = format!("the row has {found} cells, the header has {expected}");
                    findings.error(Code::WrongCellCount, place(Some(line)), message);
                }
                Err(error) => {
                    let line = error.position().map(csv::Position::line);
                    findings.error(Code::UnreadableFile, place(line), "the row cannot be read");
                    break;
                }
            }
        }
        Self {
            file: file.to_owned(),
            columns,
            rows,
        }
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(line, record)| Row {
            table: self,
            line: *line,
            record,
        })
    }
}

/// The places of the columns; unknown and missing ones are reported.
fn read_header(
    file: &str,
    header: &csv::StringRecord,
    required: &[&str],
    optional: &[&str],
    findings: &mut Findings,
) -> BTreeMap<String, usize> {
    let place = |column: &str| Place {
        file: file.to_owned(),
        line: Some(1),
        column: Some(column.to_owned()),
    };
    let mut columns = BTreeMap::new();
    for (index, name) in header.iter().enumerate() {
        if !required.contains(&name) && !optional.contains(&name) {
            findings.push(
                Code::UnknownColumn,
                Severity::Warning,
                place(name),
                format!("this file has no column '{name}'; its cells are not read"),
            );
        }
        columns.insert(name.to_owned(), index);
    }
    for name in required.iter().filter(|name| !columns.contains_key(**name)) {
        let message = format!("the column '{name}' is missing");
        findings.error(Code::MissingColumn, place(name), message);
    }
    columns
}

impl<'a> Row<'a> {
    /// The cell, without surrounding blanks; empty where the column is not there.
    pub(crate) fn text(self, column: &str) -> &'a str {
        self.table
            .columns
            .get(column)
            .and_then(|index| self.record.get(*index))
            .unwrap_or_default()
            .trim()
    }

    /// The cell, or `None` when it is empty.
    pub(crate) fn filled(self, column: &str) -> Option<&'a str> {
        Some(self.text(column)).filter(|text| !text.is_empty())
    }

    /// The cell; an empty one is reported.
    pub(crate) fn needed(self, column: &str, findings: &mut Findings) -> Option<&'a str> {
        let cell = self.filled(column);
        if cell.is_none() {
            findings.error(
                Code::EmptyCell,
                self.place(column),
                format!("'{column}' must be filled"),
            );
        }
        cell
    }

    /// The cell as one of a set of words; anything else is reported.
    pub(crate) fn word<T: Copy>(
        self,
        column: &str,
        words: &[(&str, T)],
        findings: &mut Findings,
    ) -> Option<T> {
        let text = self.text(column);
        let found = words.iter().find(|(word, _)| *word == text);
        if found.is_none() {
            let expected: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            findings.error(
                Code::UnknownWord,
                self.place(column),
                format!("'{text}' is not one of: {}", expected.join(", ")),
            );
        }
        found.map(|(_, value)| *value)
    }

    /// The cell as a decimal, where it is filled.
    pub(crate) fn decimal(
        self,
        column: &str,
        findings: &mut Findings,
    ) -> Option<rust_decimal::Decimal> {
        let text = self.filled(column)?;
        let number = crate::exact::parse(text).filter(|n| !n.is_sign_negative());
        if number.is_none() {
            findings.error(
                Code::BadNumber,
                self.place(column),
                format!("'{text}' is not a plain decimal number of zero or more, such as 28.262"),
            );
        }
        number
    }

    /// The cell as a positive whole number, where it is filled.
    pub(crate) fn count(self, column: &str, findings: &mut Findings) -> Option<u32> {
        let text = self.filled(column)?;
        let number = text
            .parse::<u32>()
            .ok()
            .filter(|n| (1..=10_000).contains(n));
        if number.is_none() {
            findings.error(
                Code::BadNumber,
                self.place(column),
                format!("'{text}' is not a whole number from 1 to 10000"),
            );
        }
        number
    }

    pub(crate) fn place(self, column: &str) -> Place {
        Place {
            file: self.table.file.clone(),
            line: Some(self.line),
            column: Some(column.to_owned()),
        }
    }
}
