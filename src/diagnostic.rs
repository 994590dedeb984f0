//! What is wrong with a data file, for the person who keeps it.

use std::fmt;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Information,
    /// Should be looked at; the data loads.
    Warning,
    /// The data does not load.
    Error,
}

/// A stable, searchable name for a kind of finding, in kebab case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Code {
    /// The file is not UTF-8 text or not a table that can be read.
    UnreadableFile,
    /// A column that the file must have is not there.
    MissingColumn,
    /// A column with this name means nothing here; its cells are not read.
    UnknownColumn,
    /// A row has more or fewer cells than the header.
    WrongCellCount,
    /// A cell that must be filled is empty.
    EmptyCell,
    /// A cell is not one of the words that it may hold.
    UnknownWord,
    /// A number is not plain decimal text.
    BadNumber,
    /// A date is not a day of the calendar, written as year-month-day.
    BadDate,
    /// Low, central and high are not in ascending order.
    InvertedRange,
    /// Two rows of one file have the same id.
    DuplicateId,
    /// A row names a source, product or propellant that is not there.
    DanglingReference,
    /// An ATC code is not well formed.
    BadAtc,
    /// The unit does not fit the indicator.
    UnitMismatch,
    /// A propellant device names a gas that has no global warming potential in the data.
    GwpMissing,
    /// The layer holds none of the files that a dataset is made of.
    EmptyLayer,
}

impl Code {
    /// The name as printed.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UnreadableFile => "unreadable-file",
            Self::MissingColumn => "missing-column",
            Self::UnknownColumn => "unknown-column",
            Self::WrongCellCount => "wrong-cell-count",
            Self::EmptyCell => "empty-cell",
            Self::UnknownWord => "unknown-word",
            Self::BadNumber => "bad-number",
            Self::BadDate => "bad-date",
            Self::InvertedRange => "inverted-range",
            Self::DuplicateId => "duplicate-id",
            Self::DanglingReference => "dangling-reference",
            Self::BadAtc => "bad-atc",
            Self::UnitMismatch => "unit-mismatch",
            Self::GwpMissing => "gwp-missing",
            Self::EmptyLayer => "empty-layer",
        }
    }
}

/// Where in a data file a finding stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, with the layer it belongs to.
    pub file: String,
    /// The line, counted from 1; `None` for the file as a whole.
    pub line: Option<u64>,
    /// The name of the column.
    pub column: Option<String>,
}

/// One finding in a data file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of finding it is.
    pub code: Code,
    /// How much it matters.
    pub severity: Severity,
    /// Where it stands.
    pub place: Place,
    /// What was found, what was expected and what to do.
    pub message: String,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.place.file)?;
        if let Some(line) = self.place.line {
            write!(f, ":{line}")?;
        }
        if let Some(column) = &self.place.column {
            write!(f, ", column {column}")?;
        }
        write!(f, ": {} [{}]", self.message, self.code.as_str())
    }
}
