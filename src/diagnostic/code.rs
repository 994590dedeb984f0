//! The kinds of findings: stable names, how much each matters, and what it means.

use super::{FormularyCode, Severity, en, nl};
use crate::language::Language;

/// A stable, searchable name for a kind of finding, in kebab case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Code {
    /// The file is not UTF-8 text, or not a table or TOML that can be read.
    UnreadableFile,
    /// The folder holds none of the files that a dataset is made of.
    EmptyLayer,
    /// A column that the file must have is not there.
    MissingColumn,
    /// A column with this name means nothing here; its cells are not read.
    UnknownColumn,
    /// A row has more or fewer cells than the header.
    WrongCellCount,
    /// A cell that must be filled is empty.
    EmptyCell,
    /// A fact does not name its source.
    MissingSource,
    /// A factor does not say which part of the life cycle it covers.
    BoundaryMissing,
    /// A gas or factor has no global warming potential in the data, or does not name its set.
    GwpMissing,
    /// A cell is not one of the words that it may hold.
    UnknownWord,
    /// An ATC code or group is not well formed.
    UnknownCode,
    /// A ZI number does not pass its check digit.
    BadCheckDigit,
    /// A number is not plain decimal text, or out of its bounds.
    BadNumber,
    /// A number has gone through binary floating point, or will.
    BareFloat,
    /// A date is not a day of the calendar as yyyy-mm-dd.
    BadDate,
    /// Low, central and high, or the first and last day, are not in ascending order.
    InvertedRange,
    /// The unit does not fit the indicator.
    UnitMismatch,
    /// The stages of a life cycle do not add up to their total.
    SumMismatch,
    /// Two rows of one file have the same id.
    DuplicateId,
    /// A row names a source or product that is not there.
    DanglingReference,
    /// The rows are not sorted by their id.
    OutOfOrder,
    /// No fact rests on a source.
    UnusedSource,
    /// A row was no longer valid on the date of the data.
    Expired,
    /// A review should have been done before the date of the data.
    ReviewOverdue,
    /// Two sources give values for one product that differ by more than a tenth.
    ConflictingSources,
    /// A row that no prescription can ever reach.
    NeverMatched,
    /// An exception of a rule holds whenever the rule does.
    RuleContradiction,
    /// An example of a rule comes out otherwise than it says.
    ExampleFails,
    /// A part of a rule that no example would miss.
    UntestedRule,
    /// A fact rests on a source whose licence forbids embedding it.
    LicenceForbidsEmbedding,
    /// Something in a formulary.
    Formulary(FormularyCode),
}

/// What a code means, for the person who keeps the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Explanation {
    /// What was found.
    pub what: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// A row or line that triggers it.
    pub example: &'static str,
    /// What to do.
    pub instead: &'static str,
}

impl Code {
    /// Every code about data files, in the order of the documentation; those about formularies
    /// are in [`FormularyCode::ALL`].
    pub const ALL: [Self; 30] = [
        Self::UnreadableFile,
        Self::EmptyLayer,
        Self::MissingColumn,
        Self::UnknownColumn,
        Self::WrongCellCount,
        Self::EmptyCell,
        Self::MissingSource,
        Self::BoundaryMissing,
        Self::GwpMissing,
        Self::UnknownWord,
        Self::UnknownCode,
        Self::BadCheckDigit,
        Self::BadNumber,
        Self::BareFloat,
        Self::BadDate,
        Self::InvertedRange,
        Self::UnitMismatch,
        Self::SumMismatch,
        Self::DuplicateId,
        Self::DanglingReference,
        Self::OutOfOrder,
        Self::UnusedSource,
        Self::Expired,
        Self::ReviewOverdue,
        Self::ConflictingSources,
        Self::NeverMatched,
        Self::RuleContradiction,
        Self::ExampleFails,
        Self::UntestedRule,
        Self::LicenceForbidsEmbedding,
    ];

    /// The name as printed.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UnreadableFile => "unreadable-file",
            Self::EmptyLayer => "empty-layer",
            Self::MissingColumn => "missing-column",
            Self::UnknownColumn => "unknown-column",
            Self::WrongCellCount => "wrong-cell-count",
            Self::EmptyCell => "empty-cell",
            Self::MissingSource => "missing-source",
            Self::BoundaryMissing => "boundary-missing",
            Self::GwpMissing => "gwp-missing",
            Self::UnknownWord => "unknown-word",
            Self::UnknownCode => "unknown-code",
            Self::BadCheckDigit => "bad-check-digit",
            Self::BadNumber => "bad-number",
            Self::BareFloat => "bare-float",
            Self::BadDate => "bad-date",
            Self::InvertedRange => "inverted-range",
            Self::UnitMismatch => "unit-mismatch",
            Self::SumMismatch => "sum-mismatch",
            Self::DuplicateId => "duplicate-id",
            Self::DanglingReference => "dangling-reference",
            Self::OutOfOrder => "out-of-order",
            Self::UnusedSource => "unused-source",
            Self::Expired => "expired",
            Self::ReviewOverdue => "review-overdue",
            Self::ConflictingSources => "conflicting-sources",
            Self::NeverMatched => "never-matched",
            Self::RuleContradiction => "rule-contradiction",
            Self::ExampleFails => "example-fails",
            Self::UntestedRule => "untested-rule",
            Self::LicenceForbidsEmbedding => "licence-forbids-embedding",
            Self::Formulary(code) => code.as_str(),
        }
    }

    /// The code with this name.
    ///
    /// ```
    /// use groenrecept::diagnostic::Code;
    /// assert_eq!(Code::parse("inverted-range"), Some(Code::InvertedRange));
    /// assert_eq!(Code::parse("inverted"), None);
    /// ```
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let data = Self::ALL.into_iter().find(|code| code.as_str() == name);
        data.or_else(|| FormularyCode::parse(name).map(Self::Formulary))
    }

    /// How much a finding of this kind matters.
    #[must_use]
    pub const fn severity(self) -> Severity {
        match self {
            Self::Expired | Self::ConflictingSources => Severity::Information,
            Self::UnknownColumn
            | Self::BadCheckDigit
            | Self::SumMismatch
            | Self::UntestedRule
            | Self::OutOfOrder
            | Self::UnusedSource
            | Self::ReviewOverdue
            | Self::NeverMatched => Severity::Warning,
            Self::UnreadableFile
            | Self::EmptyLayer
            | Self::MissingColumn
            | Self::WrongCellCount
            | Self::EmptyCell
            | Self::MissingSource
            | Self::BoundaryMissing
            | Self::GwpMissing
            | Self::UnknownWord
            | Self::UnknownCode
            | Self::BadNumber
            | Self::BareFloat
            | Self::RuleContradiction
            | Self::ExampleFails
            | Self::BadDate
            | Self::InvertedRange
            | Self::UnitMismatch
            | Self::DuplicateId
            | Self::DanglingReference
            | Self::LicenceForbidsEmbedding => Severity::Error,
            Self::Formulary(code) => code.severity(),
        }
    }

    /// What it means, why it matters, an example, and what to do instead.
    ///
    /// ```
    /// use groenrecept::{Language, diagnostic::Code};
    /// let explanation = Code::MissingSource.explanation(Language::English);
    /// assert_eq!(explanation.what, "A fact does not name its source.");
    /// ```
    #[must_use]
    pub const fn explanation(self, language: Language) -> Explanation {
        match (self, language) {
            (Self::Formulary(code), language) => code.explanation(language),
            (code, Language::Dutch) => nl::explanation(code),
            (code, Language::English) => en::explanation(code),
        }
    }
}

impl serde::Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl From<FormularyCode> for Code {
    fn from(code: FormularyCode) -> Self {
        Self::Formulary(code)
    }
}
