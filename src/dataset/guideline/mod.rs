//! Guidelines as data: rules with what they select, when they hold, what speaks against them,
//! and examples that are their tests.
//!
//! One file a guideline or source, in `data/guidelines/`; see `data/README.md` for the keys. A
//! rule says no more than its source does: its strength and evidence are shown wherever it is.

mod check;
mod condition;
mod context;
mod fact;
mod file;
mod guards;
pub(in crate::dataset) mod near;
mod read;
mod selector;

pub(in crate::dataset) use check::check;
pub(in crate::dataset) use file::Known;
pub(in crate::dataset) use read::read;
pub(crate) use read::{key_words, keys};
pub(crate) use selector::Selector;

pub(crate) use condition::{AgeBand, Condition, Part, Test};
pub use context::Context;
pub(crate) use fact::Answer;
pub use fact::{Age, Fact, FactValue, Indication, Sex};

use super::source::{Evidence, SourceId};
use crate::day::Day;
use crate::diagnostic::{Message, Place};
use std::fmt;
use std::sync::Arc;

/// The id of a rule, such as `inh-20`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct RuleId(pub(crate) String);

impl RuleId {
    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Declares an enum with the words that its values have in data files.
macro_rules! words {
    ($(#[$doc:meta])* pub $name:ident { $($(#[$value_doc:meta])* $value:ident = $word:literal,)* }) => {
        words! { $(#[$doc])* pub, $name { $($(#[$value_doc])* $value = $word,)* } }

        impl $name {
            /// The word as it stands in data files.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$value => $word,)* }
            }
        }
    };
    ($(#[$doc:meta])* $vis:vis, $name:ident { $($(#[$value_doc:meta])* $value:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        $vis enum $name { $($(#[$value_doc])* $value,)* }

        impl $name {
            /// The words with their values, in order.
            pub(crate) const WORDS: &'static [(&'static str, Self)] =
                &[$(($word, Self::$value),)*];
        }
    };
}

mod status;
mod strength;

pub use status::Status;
pub(crate) use status::{Standing, Statuses};
pub use strength::{Certainty, Claim, Grade, Grading, Strength};

words! {
    /// What kind of text a rule stems from.
    pub GuidelineKind {
        /// A clinical guideline.
        Guideline = "guideline",
        /// An agreement between organisations.
        Agreement = "agreement",
        /// Advice for practices by a professional organisation.
        PracticeAdvice = "practice_advice",
        /// A compendium of medicines.
        Compendium = "compendium",
        /// An institute that is no maker of clinical guidelines.
        Institute = "institute",
        /// A local or regional agreement or formulary.
        Local = "local",
        /// Advice for hospitals.
        Hospital = "hospital",
        /// An opinion.
        Opinion = "opinion",
        /// A statistic.
        Statistic = "statistic",
        /// A method of choosing medicines.
        Method = "method",
        /// A guideline of another country.
        Foreign = "foreign",
        /// Own caution, which rests on no guideline and only holds back.
        Precaution = "precaution",
    }
}

words! {
    /// What a rule asks for.
    pub Direction {
        /// Put this right before anything else, and change nothing for the environment until then.
        Correct = "correct",
        /// Keep what is prescribed.
        Keep = "keep",
        /// Use less of it.
        Reduce = "reduce",
        /// Stop it.
        Stop = "stop",
        /// Prescribe less at a time.
        LimitQuantity = "limit_quantity",
        /// Use one kind of device.
        Harmonise = "harmonise",
        /// Look at something first.
        Check = "check",
        /// Prescribe something else.
        Switch = "switch",
        /// Where an aerosol stays, take the smaller canister or the lighter gas.
        Lighter = "lighter",
        /// Weigh something.
        Inform = "inform",
    }
}

words! {
    /// Where a rule is meant for.
    pub(crate), Setting {
        /// General practice.
        PrimaryCare = "primary_care",
        /// Hospitals.
        Hospital = "hospital",
    }
}

words! {
    /// What an alternative has in common with what is prescribed.
    pub(crate), Same {
        /// The same substances.
        Substance = "substance",
        /// The class: another substance that one guideline names beside what is prescribed. The
        /// prescriber chooses, and no doses are compared.
        Class = "class",
        /// Only the indication: another substance, which the prescriber chooses.
        Indication = "indication",
    }
}

words! {
    /// What a rule that holds back does with what is not known.
    pub(crate), Unknown {
        /// It is asked before anything is offered.
        Ask = "ask",
        /// It is not asked; the page says when the rule would hold.
        Say = "say",
    }
}

words! {
    /// For whose sake something else is offered.
    pub(crate), Gain {
        /// The climate: only what is lower is offered.
        Climate = "climate",
        /// The patient, whatever it weighs.
        Patient = "patient",
    }
}

words! {
    /// For what a text was written that passes.
    pub Occasion {
        /// A shortage.
        Shortage = "shortage",
    }
}

/// A guideline or other source of rules.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Guideline {
    /// The id, the name of its file.
    pub id: String,
    /// The title.
    pub title: String,
    /// The version as seen.
    pub version: String,
    /// The publisher.
    pub publisher: String,
    /// The date of the source, as far as it was seen; empty otherwise.
    pub date: String,
    /// The address.
    pub url: String,
    /// The text in `versions.csv` of which it is a version; empty where none is named.
    pub text: String,
    /// How it grades its recommendations, as far as was seen.
    pub grading: Grading,
    /// What kind of text it is.
    pub kind: GuidelineKind,
    /// Who wrote the file.
    pub author: String,
    /// The day of the last review of the file.
    pub reviewed: Option<Day>,
    /// The day on which it must be reviewed again.
    pub next_review: Option<Day>,
    /// Whether the source was withdrawn.
    pub withdrawn: bool,
    /// For what it was written, where that passes.
    pub occasion: Option<Occasion>,
    /// The last day of that occasion.
    pub until: Option<Day>,
    /// The status of its rules, but for those that have their own.
    pub(crate) standing: Arc<Standing>,
    /// What was and what was not seen of it.
    pub note: Message,
    /// The rules, by id.
    pub rules: Vec<Rule>,
    /// The place of the data layer, 0 for the embedded one.
    pub layer: usize,
}

/// One rule.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Rule {
    /// The id.
    pub id: RuleId,
    /// What it asks for.
    pub direction: Direction,
    /// How strongly its source says it.
    pub strength: Strength,
    /// How its source puts that, in its own words and by GRADE.
    pub claim: Claim,
    /// How well it is supported.
    pub evidence: Evidence,
    /// Where the passage was sought that was not found; empty where it was found.
    pub looked: Message,
    /// The source.
    pub source: SourceId,
    /// The section of the guideline.
    pub section: String,
    /// Where the clinician reads it.
    pub url: String,
    /// Where the patient reads about it; empty where no source shows such a page.
    pub patient_url: String,
    /// What that page tells a patient, in one plain sentence of our own; empty where none does.
    pub patient: Message,
    /// What to do, in a few words.
    pub title: Message,
    /// Why, in one sentence of our own.
    pub reason: Message,
    /// What to do afterwards; empty where nothing is.
    pub follow_up: Message,
    /// On what it rests, where that is less than it may seem; empty otherwise.
    pub basis: Message,
    /// Rules that say otherwise, by `contradictions.csv`; none where either was reversed since.
    pub conflicts_with: Vec<RuleId>,
    /// The rule that reversed its evidence since: it then offers nothing.
    pub reversed_by: Option<RuleId>,
    /// How far it was assessed.
    pub(crate) standing: Arc<Standing>,
    /// Which alternatives a rule that holds back holds back; all where it names none.
    pub(crate) guards: Option<Selector>,
    /// What it does with what is not known.
    pub(crate) unknown: Unknown,
    /// For whose sake it offers something else.
    pub(crate) gain: Gain,
    /// Where it is meant for.
    pub(crate) setting: Setting,
    /// What is prescribed.
    pub(crate) from: Selector,
    /// What instead, where the rule names something.
    pub(crate) to: Option<Target>,
    /// What must hold.
    pub(crate) when: Condition,
    /// What speaks against it, each on its own.
    pub(crate) unless: Vec<Exception>,
    /// The tests of the rule.
    pub(crate) examples: Vec<Example>,
    /// Where it stands.
    pub(crate) place: Place,
}

impl Guideline {
    /// The day before which the rules had to be looked at again, where it lies before `day`: of
    /// the file, or of all of the data.
    pub(crate) fn overdue(&self, of_data: Option<Day>, day: Option<Day>) -> Option<Day> {
        let day = day?;
        let due = self.next_review.into_iter().chain(of_data).min()?;
        (due < day).then_some(due)
    }
}

impl Rule {
    /// How far it was assessed, on a day; without one no end of an authorisation is judged.
    #[must_use]
    pub fn status(&self, day: Option<Day>) -> Status {
        self.standing.on(day)
    }

    /// What to do instead, where that is no product.
    #[must_use]
    pub fn instead(&self) -> Option<&Message> {
        let text = self.to.as_ref().map(|to| &to.text);
        text.filter(|text| !text.nl.is_empty())
    }

    /// Why the rule is withheld, each objection on its own.
    pub fn objections(&self) -> impl Iterator<Item = &Message> {
        self.unless.iter().map(|one| &one.text)
    }
}

/// What a rule offers instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Target {
    /// What it has in common with what is prescribed.
    pub(crate) same: Same,
    /// What it must be.
    pub(crate) is: Selector,
    /// What it is, where that is no product; empty otherwise.
    pub(crate) text: Message,
}

/// What speaks against a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Exception {
    /// When it does.
    pub(crate) condition: Condition,
    /// Why the rule is then withheld.
    pub(crate) text: Message,
}

/// A prescription and context with what the rule must say of it.
#[derive(Debug, Clone)]
pub(crate) struct Example {
    /// A product by its id, where no Dutch line can name it; empty otherwise.
    pub(crate) product: String,
    /// The label.
    pub(crate) label: String,
    /// The ATC code.
    pub(crate) atc: String,
    /// What is known of the patient and the moment.
    pub(crate) context: Context,
    /// What the rule must say.
    pub(crate) expected: Expected,
    /// Where it stands.
    pub(crate) place: Place,
}

/// What a rule must say of an example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Expected {
    /// The rule is not about it.
    NotMatched,
    /// The rule applies.
    Applies,
    /// The rule applies once these were asked, by name.
    Check(Vec<String>),
    /// The rule is withheld by this guard, by name.
    Withheld(String),
}
