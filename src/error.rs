//! Why something cannot go on.
//!
//! An [`Error`] stops the work. A row that is odd does not: it is counted and set aside
//! (see [`crate::practice::Reason`]). A data file that is wrong yields
//! [`Diagnostic`]s, all of them at once.

mod nl;

use crate::day::Day;
use crate::diagnostic::{Diagnostic, Severity};
use crate::language::Language;
use crate::outward::{on_one_line, visible};
use std::fmt;
use strum::VariantArray;

/// The result of this crate's operations.
pub type Result<T> = std::result::Result<T, Error>;

/// Something that cannot go on, with the place where it stopped.
///
/// The text never holds a cell of a patient: only codes, numbers, dates, units and the
/// names of columns that the crate or a profile knows are quoted.
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: ErrorKind,
    file: Option<String>,
    line: Option<u64>,
}

/// What kind of file was found where text was expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Foreign {
    /// An Excel or other Office workbook.
    Workbook,
    /// A PDF document.
    Pdf,
    /// A compressed file.
    Archive,
    /// Text in UTF-16.
    Utf16,
    /// Something else that is not text.
    Binary,
}

/// What a column of an export means.
#[derive(strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "snake_case")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Role {
    /// The date of the prescription.
    Date,
    /// The label of the medicine.
    Label,
    /// The ATC code.
    Atc,
    /// The amount prescribed.
    Quantity,
    /// The unit of the amount.
    Unit,
    /// The pseudonym of the patient.
    Patient,
    /// The practice.
    Practice,
    /// What became of the prescription: made, cancelled, stopped.
    Status,
    /// A code, reason or day of stopping: filled where the prescription was stopped.
    Stopped,
    /// The place in a series of repeats: empty or 0 for a first issue.
    Repeat,
    /// How often a prescription may be repeated: said, and never multiplied.
    Iterations,
    /// The dosage code, such as `2D1I`.
    Dosage,
    /// The days that the prescription is for.
    Days,
    /// The last day that the prescription is for.
    End,
    /// The amount for each day, where the column says that it is that.
    PerDay,
    /// A code of a coding system.
    #[strum(serialize = "codes")]
    Code,
}

impl Role {
    /// The roles that have one column each, in their order; codes, the last, have a column for
    /// each system.
    pub const SINGLE: [Self; Self::VARIANTS.len() - 1] = match Self::VARIANTS.first_chunk() {
        Some(single) => *single,
        None => [Self::Code; Self::VARIANTS.len() - 1],
    };

    /// The name that a profile uses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// The causes of an [`Error`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The file does not exist.
    #[error("there is no file with this name")]
    NotFound,
    /// There is no such folder.
    #[error("there is no folder with this name")]
    NoFolder,
    /// The path names a file where a folder was expected.
    #[error("this is no folder but a file; name the folder that holds it")]
    NotAFolder,
    /// The path names a folder.
    #[error("this is a folder; name the export file in it")]
    IsFolder,
    /// Reading or writing failed.
    #[error("the file cannot be read or written: {0}")]
    Io(String),
    /// The file is larger than one of its kind can be.
    #[error("the file is larger than {}, and no more is read of a file of this kind", mebibytes(*.limit))]
    TooLarge {
        /// The most bytes that are read.
        limit: u64,
    },
    /// A part of a folder is a pipe, a device or a folder.
    #[error(
        "this is no ordinary file but a pipe, a device or a folder; a folder of data holds files alone"
    )]
    NotAFile,
    /// A folder has more names than are looked through.
    #[error(
        "the folder holds more than {limit} files and folders; name the folder of the data itself"
    )]
    TooManyNames {
        /// How many are looked through.
        limit: usize,
    },
    /// The file is something else than text.
    #[error("{}", foreign_text(*.0))]
    Foreign(Foreign),
    /// The file has no bytes, or only blank lines.
    #[error("the file is empty")]
    Empty,
    /// The file has a header and no row below it.
    #[error("the file has a header but no rows")]
    NoRows,
    /// No column name of the first line is known.
    #[error(
        "{}; is the first line a header? Name the columns in a profile (--profile)",
        unknown_names_text(*.columns)
    )]
    NoHeader {
        /// How many columns the first line has.
        columns: usize,
    },
    /// The first line has more columns than an export can have.
    #[error("the first line has {columns} columns; at most {limit} are read")]
    TooManyColumns {
        /// How many columns the first line has.
        columns: usize,
        /// How many are read.
        limit: usize,
    },
    /// The first line is longer than a header can be.
    #[error("the first line is longer than {limit} bytes; this is not a table of prescriptions")]
    HeaderTooLong {
        /// The longest header that is read.
        limit: usize,
    },
    /// Two separators explain the first line equally well.
    #[error("the separator cannot be told: {0} fit equally well; name it in a profile (--profile)")]
    AmbiguousSeparator(String),
    /// A role that is needed has no column.
    #[error("{}", missing_role_text(*.0))]
    MissingRole(Role),
    /// A medicine was resolved, or rows were read, with other data than they are used with.
    #[error(
        "this was resolved with other data ({found}) than it is used with ({expected}); resolve it with the same engine"
    )]
    DatasetMismatch {
        /// The first digits of the content hash of the data that it was resolved with.
        found: String,
        /// Those of the data that it is used with.
        expected: String,
    },
    /// Two columns claim one role.
    #[error(
        "the columns {first} and {second} both claim the role '{}'; choose one in a profile, as \"#{first}\" or \"#{second}\" (--profile)",
        .role.as_str()
    )]
    DuplicateRole {
        /// The role.
        role: Role,
        /// One column, counted from 1.
        first: usize,
        /// The other column.
        second: usize,
    },
    /// The dates of a column fit two orders.
    #[error(
        "column {column}: the dates at the start of the file fit two orders{}; say which in a profile, date = \"dd-mm-yyyy\" or \"mm-dd-yyyy\" (--profile)",
        two_readings(.example, .first, .second, "or")
    )]
    AmbiguousDate {
        /// The column, counted from 1.
        column: usize,
        /// A date as it stands in the file.
        example: String,
        /// The reading as day, month, year.
        first: String,
        /// The reading as month, day, year; the same where every such date reads as one day.
        second: String,
    },
    /// No date order fits most of the column.
    #[error(
        "column {column}: not all cells are dates in one way of writing (read: {}); write them in one way throughout, or say date = \"{}\" in a profile; rows with another date are then set aside (--profile)",
        dates_read(.first, .second.as_ref(), *.total, "of", "line"),
        .first.order
    )]
    MixedDates {
        /// The column, counted from 1.
        column: usize,
        /// How many cells were looked at.
        total: usize,
        /// The order that reads most.
        first: DatesRead,
        /// Another order, which reads other cells.
        second: Option<DatesRead>,
    },
    /// No date order fits any cell of the column.
    #[error(
        "column {column}: no cell is a date that is read, such as '{shape}' on line {line} (9 is a digit, a another sign); expected dd-mm-yyyy, yyyy-mm-dd or yyyymmdd: a day, a month and a year of four digits"
    )]
    UnreadableDates {
        /// The column, counted from 1.
        column: usize,
        /// The line of the first cell.
        line: u64,
        /// Its shape.
        shape: String,
    },
    /// A point or comma may be a decimal mark or a thousands separator.
    #[error(
        "column {column}: '{example}' may be a decimal number or thousands; say which in a profile, decimal = \",\" or \".\" (--profile)"
    )]
    AmbiguousDecimal {
        /// The column, counted from 1.
        column: usize,
        /// A number as it stands in the file.
        example: String,
    },
    /// Lines end in a bare carriage return.
    #[error(
        "the lines end in a bare carriage return; open the file in a spreadsheet and save it again as CSV"
    )]
    BareCarriageReturns,
    /// The text needs a feature that this build does not have.
    #[error("the file is not UTF-8, and this build reads no other encoding (feature 'encoding')")]
    EncodingNotBuilt,
    /// A profile cannot be read.
    #[error("the profile cannot be read: {0}")]
    Profile(String),
    /// A profile names a column that the file does not have.
    #[error("the profile names the column '{column}' for '{}', and the file has no such column", .role.as_str())]
    ProfileColumn {
        /// The role.
        role: Role,
        /// The name in the profile.
        column: String,
    },
    /// The data files hold errors; nothing was loaded.
    #[error("{}", diagnostics_text(.0))]
    Dataset(Vec<Diagnostic>),
    /// A profile gives one column two roles.
    #[error(
        "the profile names column {column} for '{}' and for '{}'; a column has one role",
        .first.as_str(), .second.as_str()
    )]
    ProfileTwice {
        /// One role.
        first: Role,
        /// The other role.
        second: Role,
        /// The column, counted from 1.
        column: usize,
    },
    /// There is no such profile; the names that there are.
    #[error("there is no file with this name, and no profile; known are {0}")]
    NoProfile(String),
    /// The file changed while it was read.
    #[error(
        "the file changed while it was read: it had {before} bytes and {after} were read; wait until it is complete and try again"
    )]
    Changed {
        /// The size when it was opened.
        before: u64,
        /// The bytes that were read.
        after: u64,
    },
    /// A release of the G-Standaard cannot be read.
    #[error("{0}")]
    Release(ReleaseProblem),
    /// An export is given twice.
    #[error(
        "this is the same export as {other}: every row would count twice; name each export once"
    )]
    SameExport {
        /// The other one.
        other: String,
    },
    /// Of several exports some have dates.
    #[error(
        "no column with dates was found, and {other} has one: months and period would be those of a part; name the column in a profile (--profile), or report on the files apart"
    )]
    NotAllDated {
        /// One that has dates.
        other: String,
    },
    /// The first day of a period is behind its last.
    #[error("the period runs from {from} to {to}: its first day is behind its last")]
    PeriodReversed {
        /// The first day.
        from: Day,
        /// The last day.
        to: Day,
    },
    /// A period was chosen, and the rows have no days.
    #[error(
        "a period was chosen and no column with dates was read; leave out the period, or name the column and its order in a profile (--profile)"
    )]
    PeriodWithoutDates,
    /// A sum has more digits than can be kept exactly; what it is about as data names it, such as
    /// the id of a product, where that is one thing.
    #[error(
        "a sum{} has more digits than can be kept exactly; look for an extreme number in the export or the data",
        about(.0.as_deref(), " of ")
    )]
    Overflow(Option<String>),
}

/// A size as people say it.
fn mebibytes(bytes: u64) -> String {
    format!("{} MiB", bytes >> 20)
}

/// How many cells of a column a date order reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DatesRead {
    /// The order as a profile writes it.
    pub order: &'static str,
    /// How many cells it reads.
    pub rows: usize,
    /// The first line with such a cell.
    pub line: u64,
}

/// What the orders of a mixed column read, each with the first line.
fn dates_read(
    first: &DatesRead,
    second: Option<&DatesRead>,
    total: usize,
    of: &str,
    line: &str,
) -> String {
    let one = |read: &DatesRead| {
        format!(
            "{} {of} {total} {}, {line} {}",
            read.rows, read.order, read.line
        )
    };
    let texts: Vec<String> = std::iter::once(first).chain(second).map(one).collect();
    texts.join("; ")
}

/// What is wrong with the folder of a release of the G-Standaard.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReleaseProblem {
    /// No file of a release is in the folder.
    #[error(
        "no BST file in this folder; the G-Standaard is licensed by Z-Index: point at the folder of your own release, unpacked"
    )]
    NoFiles,
    /// A file is not there that nothing can be told without.
    #[error("{file} is not in this folder; without it no number leads to an ATC code")]
    Lacks {
        /// The file.
        file: String,
    },
    /// A record is longer or shorter than those of its file.
    #[error(
        "the record has {found} characters, and those of this file have {expected}; is the file whole, and as Z-Index delivered it?"
    )]
    RecordLength {
        /// The length of the record.
        found: usize,
        /// The length of the records of the file.
        expected: usize,
    },
    /// A record begins with the number of another file.
    #[error("the record {}, and those of this file begin with {expected:04}", begins(*.found))]
    OtherFile {
        /// The number of the file that the record names, where it is a number.
        found: Option<u32>,
        /// The number of this file.
        expected: u32,
    },
    /// A field that holds a number in every release holds something else.
    #[error("the field {field} holds no number")]
    NoNumber {
        /// The name of the field.
        field: String,
    },
    /// BST001T tells of a file, and not of a field that it has in every release.
    #[error("it describes {file} without the field {field}")]
    NoField {
        /// The file.
        file: String,
        /// The name of the field.
        field: String,
    },
}

/// What a sum is about, behind a word; nothing where it is not one thing.
pub(crate) fn about(what: Option<&str>, of: &str) -> String {
    what.map_or_else(String::new, |what| format!("{of}{what}"))
}

fn begins(found: Option<u32>) -> String {
    match found {
        Some(number) => format!("begins with {number:04}"),
        None => "does not begin with the number of a file".to_owned(),
    }
}

/// An example of a date with its two readings; nothing where it reads as one day in both.
fn two_readings(example: &str, first: &str, second: &str, or: &str) -> String {
    if first == second {
        String::new()
    } else {
        format!(" ('{example}' is {first} {or} {second})")
    }
}

fn foreign_text(foreign: Foreign) -> &'static str {
    match foreign {
        Foreign::Workbook => "this is an Office workbook, not text; save it as CSV and try again",
        Foreign::Pdf => "this is a PDF, not a table; export the prescriptions as CSV",
        Foreign::Archive => "this is a compressed file; unpack it first",
        Foreign::Utf16 => "this text is UTF-16; save it as CSV in UTF-8",
        Foreign::Binary => "this is not text; export the prescriptions as CSV",
    }
}

fn unknown_names_text(columns: usize) -> String {
    match columns {
        1 => "the first line has one column, and its name is not known".to_owned(),
        columns => format!("none of the {columns} column names in the first line is known"),
    }
}

fn missing_role_text(role: Role) -> &'static str {
    match role {
        Role::Quantity => {
            "no column with the quantity was found (Hoeveelheid, Aantal, quantity); name it in a profile (--profile)"
        }
        Role::Date
        | Role::Label
        | Role::Atc
        | Role::Code
        | Role::Unit
        | Role::Patient
        | Role::Practice
        | Role::Status
        | Role::Stopped
        | Role::Repeat
        | Role::Iterations
        | Role::Dosage
        | Role::Days
        | Role::End
        | Role::PerDay => {
            "no column says which medicine it is (Omschrijving, Atc_code, label, or a code with its table); name it in a profile (--profile)"
        }
    }
}

fn diagnostics_text(diagnostics: &[Diagnostic]) -> String {
    let mut text = String::from("the data files hold errors, nothing was loaded:");
    for diagnostic in diagnostics.iter().filter(|d| d.severity == Severity::Error) {
        text.push_str("\n  ");
        text.push_str(&diagnostic.to_string());
    }
    text
}

impl Error {
    /// An error without a place.
    #[must_use]
    pub fn new(kind: ErrorKind) -> Self {
        Self(Box::new(Inner {
            kind,
            file: None,
            line: None,
        }))
    }

    /// A sum about something overflows.
    pub(crate) fn overflow(about: &str) -> Self {
        Self::new(ErrorKind::Overflow(Some(about.to_owned())))
    }

    /// The same error in a file; a file that is already known stays.
    #[must_use]
    pub fn in_file(mut self, file: &str) -> Self {
        self.0.file.get_or_insert_with(|| file.to_owned());
        self
    }

    /// The same error at a line, counted from 1; a line that is already known stays.
    #[must_use]
    pub fn at_line(mut self, line: u64) -> Self {
        self.0.line.get_or_insert(line);
        self
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> &ErrorKind {
        &self.0.kind
    }

    /// The file, where one is known.
    #[must_use]
    pub fn file(&self) -> Option<&str> {
        self.0.file.as_deref()
    }

    /// The line, counted from 1, where one is known.
    #[must_use]
    pub fn line(&self) -> Option<u64> {
        self.0.line
    }

    /// The place and what went wrong, as a sentence.
    ///
    /// ```
    /// use groenrecept::{Error, ErrorKind, Language};
    /// let error = Error::new(ErrorKind::Empty).in_file("export.csv");
    /// assert_eq!(error.text(Language::Dutch), "export.csv: het bestand is leeg.");
    /// assert_eq!(error.text(Language::English), error.to_string());
    /// ```
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        match language {
            Language::English => self.to_string(),
            Language::Dutch => {
                let place = match (self.file(), self.line()) {
                    (Some(file), Some(line)) => format!("{file}, regel {line}: "),
                    (Some(file), None) => format!("{file}: "),
                    (None, _) => String::new(),
                };
                self.escaped(&place, &nl::dutch(self.kind()))
            }
        }
    }

    /// The place and the cause, in which whatever others wrote is visible; the findings in data
    /// files have lines of their own.
    fn escaped(&self, place: &str, cause: &str) -> String {
        let cause = if matches!(self.kind(), ErrorKind::Dataset(_)) {
            visible(cause)
        } else {
            on_one_line(cause)
        };
        format!("{}{cause}", on_one_line(place))
    }

    /// From a failed read or write of the standard library.
    #[must_use]
    pub fn from_io(error: &std::io::Error) -> Self {
        let kind = error.kind();
        Self::new(if kind == std::io::ErrorKind::NotFound {
            ErrorKind::NotFound
        } else if kind == std::io::ErrorKind::IsADirectory {
            ErrorKind::IsFolder
        } else {
            ErrorKind::Io(kind.to_string())
        })
    }
}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Self {
        Self::new(kind)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = match (self.file(), self.line()) {
            (Some(file), Some(line)) => format!("{file}, line {line}: "),
            (Some(file), None) => format!("{file}: "),
            (None, _) => String::new(),
        };
        f.write_str(&self.escaped(&place, &self.kind().to_string()))
    }
}

impl std::error::Error for Error {}
