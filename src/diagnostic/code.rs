//! The kinds of findings: stable names, how much each matters, and what it means.

use super::{Explanation, FormularyCode, Severity};
use crate::language::Language;
use strum::IntoEnumIterator;

/// A stable, searchable name for a kind of finding, in kebab case.
#[derive(strum::EnumIter, strum::EnumString, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Code {
    /// The file is not UTF-8 text, or not a table or TOML that can be read.
    UnreadableFile,
    /// A file, row or cell is larger than any is, or there are more of them than are read.
    TooLarge,
    /// The folder holds none of the files that a dataset is made of.
    EmptyLayer,
    /// A file that stands among data files and is not read.
    UnknownFile,
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
    /// A row names something that is not there, such as a source, product or factor.
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
    /// The form of a product does not fit its device.
    FormMisfit,
    /// A propellant in a device that holds none, or none in one that works by it.
    PropellantMisfit,
    /// A mass of propellant of which no gas is named.
    MassWithoutGas,
    /// A value is a thousand or a million times too large or too small for its class.
    WrongScale,
    /// A value lies far outside those of its class.
    FarFromClass,
    /// A value of the propellant alone is not its mass times its global warming potential.
    MassTimesGwp,
    /// A metered mass stands as the fill of a device.
    MeteredMass,
    /// The value of a life cycle lies below that of its own propellant.
    BelowItsGas,
    /// A factor by the name of a device meets more than one type of device.
    TwoClasses,
    /// A factor of a layer has the id of one about something else.
    OtherSubject,
    /// A factor of a layer replaces one below it.
    ReplacedFactor,
    /// A row that no prescription can ever reach.
    NeverMatched,
    /// An equivalence puts one dose for one of products that a guard says are not equal.
    GuardedDose,
    /// An exception of a rule holds whenever the rule does.
    RuleContradiction,
    /// A rule that holds back asks nothing, so that no answer lifts it.
    GuardUnanswered,
    /// Two rules hold back what the other keeps, in the same patient.
    GuardsContradict,
    /// A rule was written for a shortage and names no end.
    OccasionWithoutEnd,
    /// A strength that the source of a rule does not use.
    StrengthNotOfSource,
    /// A rule asks a change on a source that was not read.
    SecondaryOffers,
    /// A rule rests on a description and does not say where its source was sought.
    WhereLooked,
    /// A newer version of the text of a guideline was seen.
    OlderVersion,
    /// An example of a rule comes out otherwise than it says.
    ExampleFails,
    /// A part of a rule that no example would miss.
    UntestedRule,
    /// A fact rests on a source whose licence forbids embedding it.
    LicenceForbidsEmbedding,
    /// Something in a formulary.
    #[strum(disabled)]
    Formulary(FormularyCode),
}

impl Code {
    /// Every code about data files, in the order of the documentation; those about formularies
    /// are in [`FormularyCode::ALL`].
    pub fn all() -> impl Iterator<Item = Self> {
        Self::iter()
    }

    /// The name as printed.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        if let Self::Formulary(code) = self {
            code.as_str()
        } else {
            self.into()
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
        let data = name.parse().ok();
        data.or_else(|| FormularyCode::parse(name).map(Self::Formulary))
    }

    /// How much a finding of this kind matters.
    #[must_use]
    pub const fn severity(self) -> Severity {
        match self {
            Self::Expired
            | Self::ConflictingSources
            | Self::ReplacedFactor
            | Self::OlderVersion => Severity::Information,
            Self::UnknownColumn
            | Self::UnknownFile
            | Self::BadCheckDigit
            | Self::SumMismatch
            | Self::UntestedRule
            | Self::OutOfOrder
            | Self::UnusedSource
            | Self::ReviewOverdue
            | Self::MassWithoutGas
            | Self::WrongScale
            | Self::FarFromClass
            | Self::MassTimesGwp
            | Self::MeteredMass
            | Self::BelowItsGas
            | Self::TwoClasses
            | Self::OtherSubject
            | Self::GuardUnanswered
            | Self::GuardsContradict
            | Self::WhereLooked
            | Self::GuardedDose
            | Self::NeverMatched => Severity::Warning,
            Self::UnreadableFile
            | Self::TooLarge
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
            | Self::OccasionWithoutEnd
            | Self::StrengthNotOfSource
            | Self::SecondaryOffers
            | Self::ExampleFails
            | Self::BadDate
            | Self::InvertedRange
            | Self::UnitMismatch
            | Self::FormMisfit
            | Self::PropellantMisfit
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
    pub fn explanation(self, language: Language) -> Explanation {
        Explanation::of(self.as_str(), language)
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
