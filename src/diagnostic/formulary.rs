//! The kinds of findings in a formulary.

use super::{Explanation, Severity};
use crate::language::Language;
use strum::VariantArray;

/// A stable name for a kind of finding in a formulary, in kebab case.
#[derive(strum::EnumString, strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "kebab-case")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum FormularyCode {
    /// The formulary has no bytes, or a header and no options.
    EmptyFormulary,
    /// Two columns mean the same.
    DuplicateColumn,
    /// An age is not a whole number of years from 0 to 120, or the first lies above the last.
    BadAge,
    /// An ICPC code is not well formed.
    BadIcpc,
    /// A dosage cannot be read as a number of doses or milligrams.
    BadDosage,
    /// A dosage is so much that it is probably a slip of the pen.
    DosageOutOfRange,
    /// A feature of the patients means nothing to any rule.
    UnknownFeature,
    /// A step has no option of low impact, and a guideline supports one for these patients.
    NoLowerImpactOption,
    /// Another option of the same step stands no lower in the author's own order and has a lower impact.
    DominatedChoice,
    /// An option stands before another of the same step that has a lower impact.
    OrderAgainstImpact,
    /// A step for patients for whom a rule says to keep an inhaler does not offer that inhaler, or has powder alone for those who cannot use it.
    KeepMissing,
    /// What a national rule says to keep for some of the patients stands behind another inhaler of its group, or powder stands before another inhaler for those who cannot use it.
    KeepNotFirst,
    /// The label of the product does not name the indication.
    LabelExcludesIndication,
    /// The label of the product sets a higher age than the youngest patients of the option.
    LabelExcludesAge,
    /// Between two steps of one condition no option lets the patient keep the kind of inhaler.
    DeviceChangesBetweenSteps,
    /// A text sets inhalers apart by their type where the propellant decides.
    PropellantWording,
    /// The data knows no product or substance of this option.
    UnknownProduct,
    /// The data has no value for the climate impact of this inhaler.
    NoFactor,
    /// The option can be products of different kinds.
    AmbiguousOption,
    /// The days of treatment are more than an agreement sets for one issue.
    QuantityOverLimit,
    /// The option cites an older version of a guideline than the data knows, or one that was withdrawn.
    StaleSource,
    /// The remark gives a reason that later evidence reversed.
    ReversedEvidence,
    /// Two rules about the option contradict each other.
    RuleConflict,
    /// The option names no section of a guideline.
    Uncited,
    /// The same medicine and dosage stand twice in one step for the same patients.
    DuplicateOption,
    /// Between two age groups of one condition there are ages without an option.
    GapInAges,
    /// The steps or choices of one condition do not count up from 1.
    StepOrder,
    /// Climate impact was not judged for these patients, because too little is known of them.
    NotJudged,
    /// The name of the condition says otherwise than the ICPC code or the feature.
    NameDiffers,
    /// The ATC code is that of another medicine than the label names.
    AtcContradictsLabel,
}

impl FormularyCode {
    /// Every code, in the order of the documentation.
    pub const ALL: &'static [Self] = Self::VARIANTS;

    /// The name as printed.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// The code with this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        name.parse().ok()
    }

    /// How much a finding of this kind matters, unless it is overridden.
    #[must_use]
    pub const fn severity(self) -> Severity {
        match self {
            Self::EmptyFormulary
            | Self::DuplicateColumn
            | Self::BadAge
            | Self::BadIcpc
            | Self::KeepMissing
            | Self::DuplicateOption => Severity::Error,
            Self::BadDosage
            | Self::DosageOutOfRange
            | Self::NoLowerImpactOption
            | Self::OrderAgainstImpact
            | Self::KeepNotFirst
            | Self::LabelExcludesIndication
            | Self::LabelExcludesAge
            | Self::DeviceChangesBetweenSteps
            | Self::PropellantWording
            | Self::UnknownProduct
            | Self::AmbiguousOption
            | Self::QuantityOverLimit
            | Self::StaleSource
            | Self::ReversedEvidence
            | Self::GapInAges
            | Self::StepOrder
            | Self::AtcContradictsLabel => Severity::Warning,
            Self::UnknownFeature
            | Self::DominatedChoice
            | Self::NoFactor
            | Self::RuleConflict
            | Self::Uncited
            | Self::NotJudged
            | Self::NameDiffers => Severity::Information,
        }
    }

    /// What it means, why it matters, an example, and what to do instead.
    #[must_use]
    pub fn explanation(self, language: Language) -> Explanation {
        Explanation::of(self.as_str(), language)
    }
}
