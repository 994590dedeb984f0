//! Data files as tables of text cells that know where they stand.

use super::guideline::near::may_mean;
use super::schema::File;
use crate::bounds::{
    CELL_BYTES, DATA_COLUMNS, DATA_ROWS, TEXT_BYTES, long_cell_message, long_line,
    long_line_message,
};
use crate::day::Day;
use crate::diagnostic::{Code, Diagnostic, Message, Place, Severity};
use crate::outward::joined;
use std::collections::BTreeMap;
use strum::VariantArray;

/// Findings so far, in file order.
#[derive(Debug, Default)]
pub(crate) struct Findings(pub(crate) Vec<Diagnostic>);

impl Findings {
    /// Adds a finding: the message in Dutch and in English, without a full stop.
    pub(crate) fn push(&mut self, code: Code, place: Place, message: impl Into<Message>) {
        self.0.push(Diagnostic::new(code, place, message));
    }

    pub(crate) fn has_errors(&self) -> bool {
        self.errors() > 0
    }

    pub(crate) fn errors(&self) -> usize {
        let error = |finding: &&Diagnostic| finding.severity == Severity::Error;
        self.0.iter().filter(error).count()
    }
}

/// A data file: its columns and rows.
#[derive(Debug)]
pub(crate) struct Table {
    file: String,
    columns: BTreeMap<String, usize>,
    rows: Vec<(u64, csv::StringRecord)>,
    /// Rows with more or fewer cells than the header.
    misfits: Vec<(u64, csv::StringRecord)>,
    /// Whether rows may be lost.
    torn: bool,
    lacks_columns: bool,
}

/// One row of a data file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row<'a> {
    table: &'a Table,
    line: u64,
    record: &'a csv::StringRecord,
}

impl Table {
    /// Reads a table of this kind, under the name that findings give it; what does not fit is
    /// reported and left out.
    pub(super) fn read(file: &str, text: &str, kind: &File, findings: &mut Findings) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if let Some(line) = long_line(text) {
            let place = Place {
                line: Some(line),
                ..Place::file(file)
            };
            findings.push(Code::TooLarge, place, long_line_message());
            return Self::none(file);
        }
        // With a line end at the end every row counts its lines alike.
        let text = format!("{}\n", text.trim_end_matches('\n'));
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .from_reader(text.as_bytes());
        let header = reader.headers().cloned().unwrap_or_default();
        let alone = header.get(0).filter(|_| header.len() == 1);
        let other =
            alone.and_then(|name| name.chars().find(|sign| [';', '\t', '|'].contains(sign)));
        let columns = if let Some(sign) = other {
            let sign = sign.escape_default();
            let message = (
                format!(
                    "de kolommen moeten met een komma zijn gescheiden en zijn het met '{sign}'; vervang elke '{sign}' door een komma, of sla het bestand op als CSV met komma's"
                ),
                format!(
                    "the columns must be separated by a comma and are by '{sign}'; replace each '{sign}' by a comma, or save the file as CSV with commas"
                ),
            );
            let place = Place {
                line: Some(1),
                ..Place::file(file)
            };
            findings.push(Code::UnreadableFile, place, message);
            BTreeMap::new()
        } else if let Some(index) = header.iter().position(|name| name.len() > TEXT_BYTES) {
            let number = index.saturating_add(1);
            let message = (
                format!("de naam van kolom {number} is langer dan {TEXT_BYTES} bytes"),
                format!("the name of column {number} is longer than {TEXT_BYTES} bytes"),
            );
            findings.push(
                Code::TooLarge,
                Place {
                    line: Some(1),
                    ..Place::file(file)
                },
                message,
            );
            return Self::none(file);
        } else if header.len() > DATA_COLUMNS {
            let found = header.len();
            let message = (
                format!(
                    "de kopregel heeft {found} kolommen; er worden er hoogstens {DATA_COLUMNS} gelezen"
                ),
                format!("the header has {found} columns; at most {DATA_COLUMNS} are read"),
            );
            findings.push(
                Code::TooLarge,
                Place {
                    line: Some(1),
                    ..Place::file(file)
                },
                message,
            );
            return Self::none(file);
        } else {
            read_header(file, &header, kind, findings)
        };
        let lacks_columns = kind.required().any(|name| !columns.contains_key(name));
        let (mut rows, mut misfits, mut torn) = (Vec::new(), Vec::new(), false);
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
                    if rows.len().saturating_add(misfits.len()) >= DATA_ROWS {
                        let message = (
                            format!("er worden hoogstens {DATA_ROWS} regels gelezen"),
                            format!("at most {DATA_ROWS} rows are read"),
                        );
                        findings.push(Code::TooLarge, place(Some(line)), message);
                        torn = true;
                        break;
                    }
                    if let Some(column) = record.iter().position(|cell| cell.len() > CELL_BYTES) {
                        let place = Place {
                            column: header.get(column).map(str::to_owned),
                            ..place(Some(line))
                        };
                        findings.push(Code::TooLarge, place, long_cell_message(CELL_BYTES));
                        misfits.push((line, record));
                        continue;
                    }
                    if record.len() == header.len() {
                        // No cell breaks a line of a page.
                        if inside > 0 {
                            record = record.iter().map(joined).collect();
                        }
                        rows.push((line, record));
                        continue;
                    }
                    let (found, expected) = (record.len(), header.len());
                    let message = (
                        format!("de regel heeft {found} cellen, de kopregel {expected}"),
                        format!("the row has {found} cells, the header has {expected}"),
                    );
                    findings.push(Code::WrongCellCount, place(Some(line)), message);
                    // A quotation mark that is not closed swallows the rows below it.
                    torn |= inside > 0;
                    misfits.push((line, record));
                }
                Err(error) => {
                    let line = error.position().map(csv::Position::line);
                    findings.push(
                        Code::UnreadableFile,
                        place(line),
                        ("de regel is niet te lezen", "the row cannot be read"),
                    );
                    torn = true;
                    break;
                }
            }
        }
        Self {
            file: file.to_owned(),
            columns,
            rows,
            misfits,
            torn: torn || other.is_some(),
            lacks_columns,
        }
    }

    /// A table of which nothing is read, so that anything may stand in it.
    fn none(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            columns: BTreeMap::new(),
            rows: Vec::new(),
            misfits: Vec::new(),
            torn: true,
            lacks_columns: true,
        }
    }

    /// Where a column begins.
    pub(super) fn place(&self, column: &str) -> Place {
        Place {
            file: self.file.clone(),
            line: Some(1),
            column: Some(column.to_owned()),
        }
    }

    /// Whether the file has this column.
    pub(crate) fn has(&self, column: &str) -> bool {
        self.columns.contains_key(column)
    }

    /// Whether there are rows with more or fewer cells than the header.
    pub(crate) fn has_misfits(&self) -> bool {
        !self.misfits.is_empty()
    }

    /// Whether rows may be lost in what cannot be read.
    pub(crate) fn is_torn(&self) -> bool {
        self.torn
    }

    /// Whether a column that must be there is not.
    pub(crate) fn lacks_columns(&self) -> bool {
        self.lacks_columns
    }

    /// The rows with as many cells as the header.
    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.as_rows(&self.rows)
    }

    /// The row of this number, of those with as many cells as the header.
    pub(super) fn row(&self, index: usize) -> Option<Row<'_>> {
        let (line, record) = self.rows.get(index)?;
        Some(Row {
            table: self,
            line: *line,
            record,
        })
    }

    /// All rows; of those with more or fewer cells than the header the cells may be shifted.
    pub(crate) fn all_rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows().chain(self.as_rows(&self.misfits))
    }

    fn as_rows<'a>(
        &'a self,
        rows: &'a [(u64, csv::StringRecord)],
    ) -> impl Iterator<Item = Row<'a>> {
        rows.iter().map(|(line, record)| Row {
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
    kind: &File,
    findings: &mut Findings,
) -> BTreeMap<String, usize> {
    let place = |column: &str| Place {
        file: file.to_owned(),
        line: Some(1),
        column: Some(column.to_owned()),
    };
    let mut columns = BTreeMap::new();
    for (index, name) in header.iter().enumerate() {
        let is_read = kind.column(name).is_some();
        if !is_read && kind.strict {
            let known = kind.columns.iter().map(|one| one.name.as_str());
            let known = known.collect::<Vec<_>>().join(", ");
            let message = (
                format!(
                    "dit bestand kent geen kolom '{name}', en wat erin staat kan de andere kolommen iets anders laten betekenen; noem haar een van {known}, of haal haar weg"
                ),
                format!(
                    "this file has no column '{name}', and what it says could change what the others mean; call it one of {known}, or take it out"
                ),
            );
            let found = Diagnostic::new(Code::UnknownColumn, place(name), message);
            let severity = Severity::Error;
            findings.0.push(Diagnostic { severity, ..found });
        } else if !is_read {
            let message = (
                format!("dit bestand kent geen kolom '{name}'; wat erin staat, telt niet mee"),
                format!("this file has no column '{name}'; its cells are not read"),
            );
            findings.push(Code::UnknownColumn, place(name), message);
        }
        if columns.insert(name.to_owned(), index).is_some() && is_read {
            let message = (
                format!("de kolom '{name}' staat twee keer in de kopregel"),
                format!("the column '{name}' stands twice in the header"),
            );
            findings.push(Code::DuplicateId, place(name), message);
        }
    }
    for name in kind.required().filter(|name| !columns.contains_key(*name)) {
        let message = (
            format!("de kolom '{name}' ontbreekt"),
            format!("the column '{name}' is missing"),
        );
        findings.push(Code::MissingColumn, place(name), message);
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
        self.needed_as(Code::EmptyCell, column, findings)
    }

    /// The cell; an empty one is reported under a code of its own.
    pub(crate) fn needed_as(
        self,
        code: Code,
        column: &str,
        findings: &mut Findings,
    ) -> Option<&'a str> {
        let cell = self.filled(column);
        // A column that is not there is reported once, in the first line.
        if cell.is_none() && self.table.columns.contains_key(column) {
            let message = (
                format!("'{column}' moet gevuld zijn"),
                format!("'{column}' must be filled"),
            );
            findings.push(code, self.place(column), message);
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
        self.among(column, words.iter().copied(), findings)
    }

    /// The cell as a variant of an enum by its word; anything else is reported.
    pub(crate) fn one_of<T: VariantArray + Copy + Into<&'static str>>(
        self,
        column: &str,
        findings: &mut Findings,
    ) -> Option<T> {
        self.among(column, words(T::VARIANTS), findings)
    }

    /// The cell as one of the words that these are known by; anything else is reported.
    pub(crate) fn among<'w, T>(
        self,
        column: &str,
        words: impl Iterator<Item = (&'w str, T)> + Clone,
        findings: &mut Findings,
    ) -> Option<T> {
        let text = self.text(column);
        let found = words.clone().find(|(word, _)| *word == text);
        if found.is_none() && self.table.columns.contains_key(column) {
            let expected = words.map(|(word, _)| word).filter(|word| !word.is_empty());
            let expected: Vec<&str> = expected.collect();
            self.not_one_of(column, text, &expected.join(", "), findings);
        }
        found.map(|(_, value)| value)
    }

    /// Reports that a word is not one of those that the column may hold.
    pub(crate) fn not_one_of(
        self,
        column: &str,
        found: &str,
        expected: &str,
        findings: &mut Findings,
    ) {
        let message = not_one_of(found, expected);
        findings.push(Code::UnknownWord, self.place(column), message);
    }

    /// The cell as a decimal, where it is filled.
    pub(crate) fn decimal(
        self,
        column: &str,
        findings: &mut Findings,
    ) -> Option<rust_decimal::Decimal> {
        let text = self.filled(column)?;
        if crate::exact::is_float_text(text) {
            let message = (
                format!("'{text}' is een getal uit drijvende komma en niet wat een bron schrijft"),
                format!("'{text}' is a floating point number and not what a source prints"),
            );
            findings.push(Code::BareFloat, self.place(column), message);
            return None;
        }
        let number = crate::exact::parse(text).filter(|n| !n.is_sign_negative());
        if number.is_none() {
            let pointed = text.replacen(',', ".", 1);
            let meant = crate::exact::parse(&pointed).filter(|_| pointed != text);
            let (nl, en) = meant.map_or_else(Default::default, |_| {
                (
                    format!("; schrijf een punt voor de decimalen: {pointed}"),
                    format!("; write a point before the decimals: {pointed}"),
                )
            });
            let message = (
                format!("'{text}' is geen gewoon decimaal getal van nul of meer, zoals 28.262{nl}"),
                format!(
                    "'{text}' is not a plain decimal number of zero or more, such as 28.262{en}"
                ),
            );
            findings.push(Code::BadNumber, self.place(column), message);
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
            let message = (
                format!("'{text}' is geen geheel getal van 1 tot en met 10000"),
                format!("'{text}' is not a whole number from 1 to 10000"),
            );
            findings.push(Code::BadNumber, self.place(column), message);
        }
        number
    }

    /// The cell as a day, where it is filled.
    pub(crate) fn day(self, column: &str, findings: &mut Findings) -> Option<Day> {
        let text = self.filled(column)?;
        let day = Day::parse(text);
        if day.is_none() {
            findings.push(Code::BadDate, self.place(column), not_a_day(text));
        }
        day
    }

    pub(crate) fn place(self, column: &str) -> Place {
        Place {
            file: self.table.file.clone(),
            line: Some(self.line),
            column: Some(column.to_owned()),
        }
    }
}

/// Variants of an enum, each with its word in data files.
pub(crate) fn words<T: Copy + Into<&'static str>>(
    variants: &[T],
) -> impl Iterator<Item = (&'static str, T)> + Clone {
    variants.iter().map(|one| ((*one).into(), *one))
}

/// What is said of a word that is none of those that may stand there.
pub(crate) fn not_one_of(found: &str, allowed: &str) -> Message {
    let (nl, en) = may_mean(found, allowed.split(", "));
    Message::from((
        format!("'{found}' is niet een van: {allowed}{nl}"),
        format!("'{found}' is not one of: {allowed}{en}"),
    ))
}

/// What is said of a text that is no day.
pub(crate) fn not_a_day(text: &str) -> Message {
    Message::from((
        format!("'{text}' is geen dag zoals 2026-07-01"),
        format!("'{text}' is not a day such as 2026-07-01"),
    ))
}
