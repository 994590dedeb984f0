//! What advice is used for, and how it is made.

use crate::comparison::Terms;
use crate::dataset::guideline::Status;
use crate::day::Day;
use crate::language::Language;
use crate::parse::ParseError;
use rust_decimal::Decimal;
use std::str::FromStr;

/// What the advice is used for. An embedding tool chooses it knowingly, by [`Options::new`] or
/// `Options::for_patient` of the feature `patient-advice`: it decides what unknown means, and it is
/// printed with every result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Use {
    /// For one patient, by a clinician: an unknown age withholds what depends on it.
    Patient,
    /// For a group of prescriptions without patients: an unknown age is counted as such.
    #[default]
    Aggregate,
}

impl Use {
    /// What a result of this use may be used for.
    #[must_use]
    pub const fn intended(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Patient, Language::Dutch) => {
                "Bedoeld ter informatie bij één voorschrift; arts en patiënt beslissen. Waarvoor het wel en niet is: docs/intended-use.md."
            }
            (Self::Patient, Language::English) => {
                "Meant to inform about one prescription; clinician and patient decide. What it is for and what not: docs/intended-use.md."
            }
            (Self::Aggregate, Language::Dutch) => {
                "Bedoeld om te leren op het niveau van een praktijk of groep; geen advies voor een patiënt."
            }
            (Self::Aggregate, Language::English) => {
                "Meant for learning at the level of a practice or group; no advice for a patient."
            }
        }
    }
}

impl FromStr for Use {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        match text {
            #[cfg(feature = "patient-advice")]
            "patient" => Ok(Self::Patient),
            "aggregate" => Ok(Self::Aggregate),
            _ => {
                let known: &[&str] = if cfg!(feature = "patient-advice") {
                    &["patient", "aggregate"]
                } else {
                    &["aggregate"]
                };
                let wrong = ParseError::new(text, "gebruik van advies", "a use of advice");
                Err(wrong.one_of(known.iter().copied()))
            }
        }
    }
}

/// How advice is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    pub(crate) purpose: Use,
    pub(crate) include_unverified: bool,
    pub(crate) minimum_saving: Option<Decimal>,
    pub(crate) strict: bool,
    pub(crate) at_least: Status,
    pub(crate) day: Option<Day>,
}

impl Options {
    /// For a group without patients, verified rules of any status, no minimum saving, and no day.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// As [`Options::new`], for one patient. Who embeds this has read `docs/intended-use.md`.
    #[cfg(feature = "patient-advice")]
    #[must_use]
    pub fn for_patient() -> Self {
        Self {
            purpose: Use::Patient,
            ..Self::default()
        }
    }

    /// Whether rules count that are not verified.
    #[must_use]
    pub const fn include_unverified(mut self, include: bool) -> Self {
        self.include_unverified = include;
        self
    }

    /// The saving in kg CO2e below which nothing is offered.
    #[must_use]
    pub const fn minimum_saving(mut self, kilograms: Decimal) -> Self {
        self.minimum_saving = Some(kilograms);
        self
    }

    /// Refuses to compare unlike system boundaries at all. Otherwise a propellant-only value
    /// beside a lower life cycle counts as a lower bound of the saving, with a caveat.
    #[must_use]
    pub const fn strict(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }
}

impl Options {
    /// The least status of rules that count. One below it that says to keep what is prescribed
    /// still holds a switch back.
    #[must_use]
    pub const fn at_least(mut self, status: Status) -> Self {
        self.at_least = status;
        self
    }

    /// The day on which advice is asked, by which review dates and the ends of authorisations are
    /// judged; without it none is. Once data had to be reviewed before this day, no change of one
    /// medicine for another is offered.
    #[must_use]
    pub const fn day(mut self, day: Day) -> Self {
        self.day = Some(day);
        self
    }

    pub(super) const fn terms(&self) -> Terms {
        if self.strict {
            Terms::Strict
        } else {
            Terms::LowerBound
        }
    }
}
