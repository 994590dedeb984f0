//! What a check found in a formulary, without words.

use super::dosage::DosageLimit;
use super::option::Column;
use super::wording::{Pattern, Reversal};
use crate::code::Atc;
use crate::comparison::Verdict;
use crate::context::{Fact, Indication};
use crate::dataset::guideline::RuleId;
use crate::dataset::{EquivalenceBasis, ProductId};
use crate::day::Day;
use crate::diagnostic::{Code, FormularyCode, Severity};
use crate::quantity::Range;
use rust_decimal::Decimal;
use std::collections::BTreeSet;
use std::sync::Arc;

/// One finding about an option. The words stand in [`crate::report::formulary`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// What kind of finding it is.
    pub code: Code,
    /// How much it matters.
    pub severity: Severity,
    /// The option, as its place in [`super::Formulary::options`].
    pub option: usize,
    /// The column that it is about.
    pub column: Column,
    /// What was found.
    pub reason: Arc<Reason>,
    /// Another option of the formulary that is part of it.
    pub other: Option<usize>,
}

/// What two treatments weigh on the climate, in kg CO2e per treatment day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Weighed {
    /// The option itself.
    pub before: Range,
    /// What stands beside it.
    pub after: Range,
    /// What the comparison tells.
    pub verdict: Verdict,
}

/// How another option of a step stands to the option itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Stands {
    /// The same substances, and a source says which doses stand for each other.
    Cited,
    /// The same substances; equal nominal doses, as on the labels, were taken to be equal.
    Nominal,
    /// The same substances, and nothing says which doses stand for each other.
    NoEquivalence,
    /// Another substance: a choice of treatment and no exchange.
    OtherSubstance,
}

/// Whether a finding asks for a lower impact.
pub(crate) fn is_of_impact(code: Code) -> bool {
    [
        FormularyCode::NoLowerImpactOption,
        FormularyCode::DominatedChoice,
        FormularyCode::OrderAgainstImpact,
    ]
    .into_iter()
    .any(|one| code == Code::from(one))
}

/// What was found, with its figures.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// A rule supports a product that the step does not offer.
    NoLower {
        /// The rule.
        rule: RuleId,
        /// The product.
        product: ProductId,
        /// Doses of the option and of the product that stand for each other.
        doses: (u32, u32),
        /// What the doses of one treatment day weigh, or one dose where the dosage is no number
        /// of doses.
        weighed: Weighed,
        /// Whether it is a treatment day.
        per_day: bool,
        /// On what it rests that the doses stand for each other.
        basis: EquivalenceBasis,
    },
    /// Another option of the step has a lower impact.
    Pair {
        /// The rule that supports the change.
        rule: RuleId,
        /// What a treatment day weighs.
        weighed: Weighed,
        /// How the medicines stand to each other.
        stands: Stands,
    },
    /// A rule says to keep an inhaler that the step does not offer.
    Keep {
        /// The rule.
        rule: RuleId,
    },
    /// Every inhaler of a step is for powder, and the patients cannot use it.
    OnlyPowder {
        /// What rules say of that.
        rules: Vec<RuleId>,
    },
    /// An option stands before what rules say to keep, or is powder and stands before something
    /// else for patients who cannot use it.
    NotFirst {
        /// What rules say of that.
        rules: Vec<RuleId>,
    },
    /// A label does not name the indication.
    LabelIndication {
        /// The product.
        product: ProductId,
        /// The indication.
        indication: Indication,
        /// The country of the text, where none that holds here says so.
        country: Option<String>,
        /// The sources of the texts, by id.
        sources: Vec<String>,
    },
    /// A label sets a higher age.
    LabelAge {
        /// The product.
        product: ProductId,
        /// The lowest and the highest age that texts name.
        ages: (u32, u32),
        /// The first age of the option.
        from: u8,
        /// The country of the text that names the highest age, where none that holds here does.
        country: Option<String>,
        /// A rule that says to keep this inhaler for all patients whom the age leaves out.
        kept: Option<RuleId>,
        /// The sources of the texts, by id.
        sources: Vec<String>,
    },
    /// The kind of inhaler changes at the next step.
    DeviceChange {
        /// The step.
        from: u16,
        /// The next step.
        to: u16,
        /// The rule, where one is in the data.
        rule: Option<RuleId>,
    },
    /// A wording that new propellants make untrue.
    Wording(Arc<Pattern>),
    /// The ATC code is that of another medicine than the label names.
    AtcContradicts {
        /// The code of the option.
        atc: Atc,
        /// The codes of what the label names; none where the label is that of no inhaler and the
        /// code is.
        named: Vec<Atc>,
    },
    /// No product or substance is known.
    UnknownProduct,
    /// There is no value.
    NoFactor,
    /// The option can be several products.
    Ambiguous(Vec<ProductId>),
    /// More days than an agreement sets.
    Quantity {
        /// The rule.
        rule: RuleId,
        /// The days stated.
        days: u32,
        /// The most that the rule allows.
        limit: u32,
    },
    /// More a day than a limit of dosages.
    OutOfRange {
        /// How much a day, to whole units.
        day: Decimal,
        /// The limit.
        limit: DosageLimit,
    },
    /// An older version of a guideline.
    Stale {
        /// Its title.
        title: String,
        /// The newest version that the data knows.
        version: String,
        /// Its address; empty where none is known.
        url: String,
        /// The year that the option names; `None` where the guideline was withdrawn.
        cited: Option<i16>,
    },
    /// A review is overdue.
    Review {
        /// The day before which it was due.
        due: Day,
        /// The day of the check.
        on: Day,
        /// The guideline of the data, by id; `None` for the option's own review.
        guideline: Option<String>,
    },
    /// A reason that was reversed.
    Reversed(Arc<Reversal>),
    /// Pairs of rules that contradict each other.
    Conflict(Vec<(RuleId, RuleId)>),
    /// No section.
    Uncited,
    /// The same option again.
    Duplicate,
    /// Ages without an option: the first and the last.
    Gap(u8, u8),
    /// A step that is skipped.
    StepMissing(u16),
    /// A choice of the step that is skipped.
    RankMissing(u16),
    /// Nothing is said of impact, for want of what these columns tell.
    NotJudged(BTreeSet<Column>),
    /// The name of the condition says otherwise than the codes or the feature.
    NameDiffers {
        /// The indications of the name; empty where the codes do not differ.
        named: BTreeSet<Indication>,
        /// Those of the codes.
        coded: BTreeSet<Indication>,
        /// The facts that the name and the feature answer differently.
        facts: Vec<Fact>,
    },
}

impl Reason {
    /// Whether only labels of other countries say it: that is for information.
    pub(crate) const fn is_of_foreign_label(&self) -> bool {
        matches!(
            self,
            Self::LabelAge {
                country: Some(_),
                ..
            } | Self::LabelIndication {
                country: Some(_),
                ..
            }
        )
    }
}
