//! The words in which rules ask for what they cannot see, and what answers them.
//!
//! Which facts and indications there are is data: [`crate::dataset::Dataset::fact`] and
//! [`crate::dataset::Dataset::indication`] tell. Of a word by itself only the spelling is looked at.

use crate::parse::ParseError;
use std::fmt;
use std::str::FromStr;

/// An age in whole years.
///
/// ```
/// use groenrecept::context::Age;
/// assert_eq!("34".parse::<Age>(), Age::new(34));
/// assert!("130".parse::<Age>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct Age(u8);

impl Age {
    /// The highest age that is taken for one.
    pub const MAX: u8 = 120;
    /// The first age in years at which a patient is no child.
    pub const ADULT: u8 = 18;

    /// An age from 0 to [`Age::MAX`] years.
    ///
    /// # Errors
    /// [`ParseError`] for more.
    pub fn new(years: u32) -> Result<Self, ParseError> {
        u8::try_from(years)
            .ok()
            .filter(|years| *years <= Self::MAX)
            .map(Self)
            .ok_or_else(|| Self::wrong(&years.to_string()))
    }

    fn wrong(text: &str) -> ParseError {
        ParseError::new(
            text,
            "leeftijd in hele jaren van 0 tot en met 120",
            "an age in whole years from 0 to 120",
        )
    }

    /// The years.
    #[must_use]
    pub const fn years(self) -> u8 {
        self.0
    }
}

impl FromStr for Age {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let years = text.parse().map_err(|_| Self::wrong(text))?;
        Self::new(years)
    }
}

/// A yes, a no, or neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    /// It holds.
    Yes,
    /// It does not hold.
    No,
    /// Nobody said.
    Unknown,
}

impl Answer {
    /// Both hold: no if one does not, unknown if one is.
    #[must_use]
    pub(crate) const fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Unknown, _) | (_, Self::Unknown) => Self::Unknown,
            (Self::Yes, Self::Yes) => Self::Yes,
        }
    }

    /// From what may be known.
    #[must_use]
    pub(crate) const fn of(known: Option<bool>) -> Self {
        match known {
            Some(true) => Self::Yes,
            Some(false) => Self::No,
            None => Self::Unknown,
        }
    }
}

/// A word of lower-case letters, digits and `_`, held inline so that it is copied and compared
/// without an allocation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Word([u8; Word::MOST]);

impl Word {
    /// The most letters of a word.
    const MOST: usize = 40;

    /// `None` for what is not spelt as a word.
    const fn parse(text: &str) -> Option<Self> {
        let mut held = [0; Self::MOST];
        let mut rest = text.as_bytes();
        let mut free: &mut [u8] = &mut held;
        if rest.is_empty() {
            return None;
        }
        while let [sign, behind @ ..] = rest {
            let Some((slot, others)) = free.split_first_mut() else {
                return None;
            };
            if !(sign.is_ascii_lowercase() || sign.is_ascii_digit() || *sign == b'_') {
                return None;
            }
            *slot = *sign;
            free = others;
            rest = behind;
        }
        Some(Self(held))
    }

    fn as_str(&self) -> &str {
        let end = self.0.iter().position(|sign| *sign == 0);
        let filled = end.map_or(self.0.as_slice(), |end| {
            self.0.get(..end).unwrap_or_default()
        });
        std::str::from_utf8(filled).unwrap_or_default()
    }
}

/// Declares a type of words, with those that the code itself has a meaning for.
macro_rules! spelt {
    (
        $(#[$doc:meta])* $name:ident, $dutch:literal, $english:literal;
        $($(#[$word_doc:meta])* $const:ident = $word:literal,)*
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Word);

        impl $name {
            $(
                $(#[$word_doc])*
                pub const $const: Self = match Word::parse($word) {
                    Some(word) => Self(word),
                    None => Self(Word([0; Word::MOST])),
                };
            )*

            /// The words that the code has a meaning for.
            #[cfg(test)]
            pub(crate) const KNOWN: &'static [Self] = &[$(Self::$const,)*];

            /// The word in data files and on the command line.
            #[must_use]
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }

        impl FromStr for $name {
            type Err = ParseError;

            fn from_str(text: &str) -> Result<Self, ParseError> {
                let word = Word::parse(text).map(Self);
                word.ok_or_else(|| ParseError::new(text, $dutch, $english))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.as_str()).finish()
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.as_str())
            }
        }
    };
}

spelt! {
    /// Something that only the clinician or the patient can tell and a rule asks for, by its word.
    ///
    /// Which facts there are is data (`facts.csv`): see [`crate::Dataset::fact`].
    ///
    /// ```
    /// use groenrecept::context::Fact;
    /// assert_eq!("frail".parse::<Fact>(), Ok(Fact::FRAIL));
    /// assert!("Frail?".parse::<Fact>().is_err());
    /// ```
    Fact,
    "woord van hoogstens 40 kleine letters, cijfers en _",
    "a word of at most 40 lower-case letters, digits and _";
    /// It is for an attack: now, or kept with a spacer for when one comes. Use as needed for
    /// ordinary complaints is none.
    ACUTE_ATTACK = "acute_attack",
    /// Breathes out fully, holds the breath for about ten seconds and breathes in consciously.
    CAN_USE_POWDER = "can_use_powder",
    /// A frail older person.
    FRAIL = "frail",
    /// Cancer pain or palliative care.
    PALLIATIVE = "palliative",
    /// The inhaler is used for maintenance and relief (MART).
    MAINTENANCE_AND_RELIEVER = "maintenance_and_reliever",
    /// The doses (puffs) that are taken at a time.
    PUFFS_AT_A_TIME = "puffs_at_a_time",
    /// It is prescribed for the first time.
    FIRST_ISSUE = "first_issue",
    /// The days of treatment that the prescription is for.
    DAYS_SUPPLIED = "days_supplied",
    /// The doses of the same substance that the patient was prescribed in a year.
    DOSES_PER_YEAR = "doses_per_year",
}

spelt! {
    /// What a medicine is prescribed for, as far as rules tell it apart, by its word.
    ///
    /// Which indications there are is data (`indications.csv`): see [`crate::Dataset::indication`].
    Indication,
    "woord van hoogstens 40 kleine letters, cijfers en _",
    "a word of at most 40 lower-case letters, digits and _";
    /// Asthma.
    ASTHMA = "asthma",
    /// Chronic obstructive pulmonary disease.
    COPD = "copd",
}

/// The answer to a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(untagged)]
pub enum FactValue {
    /// Yes or no.
    Holds(bool),
    /// A whole number, in the unit of the fact.
    Number(u32),
}

impl FactValue {
    /// Whether it holds; `None` of a number.
    #[must_use]
    pub const fn holds(self) -> Option<bool> {
        match self {
            Self::Holds(holds) => Some(holds),
            Self::Number(_) => None,
        }
    }

    /// The number; `None` of a yes or no.
    #[must_use]
    pub const fn number(self) -> Option<u32> {
        match self {
            Self::Number(number) => Some(number),
            Self::Holds(_) => None,
        }
    }
}

impl From<bool> for FactValue {
    fn from(holds: bool) -> Self {
        Self::Holds(holds)
    }
}

impl From<u32> for FactValue {
    fn from(number: u32) -> Self {
        Self::Number(number)
    }
}

/// The sex of a patient, where it decides a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
}

impl Sex {
    /// The word in data files and on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Female => "female",
            Self::Male => "male",
        }
    }
}

impl FromStr for Sex {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let both = [Self::Female, Self::Male];
        let found = both.into_iter().find(|sex| sex.as_str() == text);
        found.ok_or_else(|| {
            let wrong = ParseError::new(text, "geslacht", "a sex");
            wrong.one_of(both.map(Self::as_str))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Fact, Indication, Word};
    use crate::dataset::Dataset;

    #[test]
    fn a_word_is_spelt_in_forty_small_letters() {
        let longest = "antithrombotic_or_steroid_without_nsaid2";
        assert_eq!(longest.len(), Word::MOST);
        assert_eq!(longest.parse::<Fact>().unwrap().as_str(), longest);
        let text = format!("{longest}3");
        for wrong in ["", "Frail", "acute attack", "é", "acute-attack", &text] {
            assert!(wrong.parse::<Fact>().is_err(), "{wrong}");
        }
        assert!("egfr" < "egfr2" && Fact::FRAIL < Fact::PALLIATIVE);
        assert_eq!(format!("{:?}", Fact::FRAIL), "Fact(\"frail\")");
    }

    #[test]
    fn the_data_has_every_word_that_the_code_knows() {
        let dataset = Dataset::embedded().unwrap();
        for fact in Fact::KNOWN {
            assert_eq!(dataset.fact(fact.as_str()), Ok(*fact));
        }
        for indication in Indication::KNOWN {
            assert_eq!(dataset.indication(indication.as_str()), Ok(*indication));
        }
    }
}
