//! The words in which rules ask for what they cannot see.

use crate::code::Atc;
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
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
    pub const fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Unknown, _) | (_, Self::Unknown) => Self::Unknown,
            (Self::Yes, Self::Yes) => Self::Yes,
        }
    }

    /// From what may be known.
    #[must_use]
    pub const fn of(known: Option<bool>) -> Self {
        match known {
            Some(true) => Self::Yes,
            Some(false) => Self::No,
            None => Self::Unknown,
        }
    }
}

macro_rules! facts {
    ($($(#[$doc:meta])* $name:ident = $word:literal,)*) => {
        /// Something that only the clinician or the patient can tell and a rule asks for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        pub enum Fact { $($(#[$doc])* $name,)* }

        impl Fact {
            /// All facts.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The word in rule files and on the command line.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }
        }
    };
}

facts! {
    /// It is for an attack: now, or kept with a spacer for when one comes. Use as needed for
    /// ordinary complaints is none.
    AcuteAttack = "acute_attack",
    /// Breathes out fully, holds the breath for about ten seconds and breathes in consciously.
    CanUsePowder = "can_use_powder",
    /// Coordinates pressing and breathing in.
    Coordination = "coordination",
    /// A frail older person.
    Frail = "frail",
    /// Two or more attacks a year.
    FrequentAttacks = "frequent_attacks",
    /// Asthma beside COPD.
    AsthmaComponent = "asthma_component",
    /// Regular dyspnoea.
    RegularDyspnoea = "regular_dyspnoea",
    /// There is a reason for the proton pump inhibitor at this moment, of whatever kind.
    CurrentIndication = "current_indication",
    /// There is a reason for the proton pump inhibitor besides protection from another medicine.
    OtherIndication = "other_indication",
    /// Uses an NSAID or an antithrombotic.
    NsaidOrAntithrombotic = "nsaid_or_antithrombotic",
    /// Uses an antithrombotic or a systemic corticosteroid, and no NSAID.
    AntithromboticOrSteroidWithoutNsaid = "antithrombotic_or_steroid_without_nsaid",
    /// Uses a low dose of a salicylate.
    LowDoseSalicylate = "low_dose_salicylate",
    /// The first episode of stomach complaints.
    FirstEpisode = "first_episode",
    /// An infection with Helicobacter pylori.
    HPylori = "h_pylori",
    /// Risk factors for stomach complications.
    GastroRisk = "gastro_risk",
    /// Oesophagitis grade C or D, Barrett or Zollinger-Ellison.
    SevereOesophagitis = "severe_oesophagitis",
    /// An NSAID is needed.
    NsaidNeeded = "nsaid_needed",
    /// The pain is local pain of a muscle or a joint.
    LocalPain = "local_pain",
    /// The other NSAID is not tolerated or did not help.
    NsaidIntolerance = "nsaid_intolerance",
    /// Taking by mouth is possible.
    OralPossible = "oral_possible",
    /// Risk of complications or a severe course.
    ComplicationRisk = "complication_risk",
    /// Cancer pain or palliative care.
    Palliative = "palliative",
    /// The inhaler is used for maintenance and relief (MART).
    MaintenanceAndReliever = "maintenance_and_reliever",
    /// A spacer is used.
    SpacerInUse = "spacer_in_use",
    /// Inhaled corticosteroid every day.
    DailyIcs = "daily_ics",
    /// The daily dose of inhaled corticosteroid is low.
    LowDoseIcs = "low_dose_ics",
    /// The reliever is used before or at exercise only.
    ExerciseOnly = "exercise_only",
    /// The aerosol beside the powder is kept as rescue medicine with a spacer only.
    RescueAerosolBeside = "rescue_aerosol_beside",
    /// Complaints are well controlled.
    GoodControl = "good_control",
    /// The patient agrees.
    PatientAgrees = "patient_agrees",
    /// A contraceptive.
    Contraceptive = "contraceptive",
    /// A psychotropic medicine.
    Psychotropic = "psychotropic",
    /// The last phase of life.
    EndOfLife = "end_of_life",
    /// More than 1000 euro a month.
    CostAbove1000 = "cost_above_1000",
    /// Over-use was looked at.
    ReviewedOverUse = "reviewed_over_use",
}

impl FromStr for Fact {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let mut all = Self::ALL.iter().copied();
        all.find(|fact| fact.as_str() == text).ok_or_else(|| {
            let wrong = ParseError::new(
                text,
                "feit waar een regel naar vraagt",
                "a fact that a rule asks for",
            );
            wrong.one_of(Self::ALL.iter().map(|fact| fact.as_str()))
        })
    }
}

impl Fact {
    /// Reads a fact with its answer, such as `acute_attack=no`; `ja` and `nee` count too.
    ///
    /// # Errors
    /// [`ParseError`] where no rule asks for it, and without a yes or no.
    pub fn parse_answer(text: &str) -> Result<(Self, bool), ParseError> {
        let wrong = || {
            let wrong = ParseError::new(
                text,
                "feit met yes of no, zoals acute_attack=no",
                "a fact with yes or no, such as acute_attack=no",
            );
            let facts = Self::ALL.iter().map(|fact| fact.as_str());
            wrong.knowing(["De feiten zijn", "The facts are"], facts)
        };
        let (word, answer) = text.split_once('=').ok_or_else(wrong)?;
        let fact = word.trim().parse()?;
        match answer.trim() {
            "yes" | "ja" => Ok((fact, true)),
            "no" | "nee" => Ok((fact, false)),
            _ => Err(wrong()),
        }
    }
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a medicine is prescribed for, as far as rules tell it apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Indication {
    /// Asthma.
    Asthma,
    /// Chronic obstructive pulmonary disease.
    Copd,
    /// Acute pain.
    PainAcute,
    /// Local pain of muscle or joint.
    PainLocal,
    /// Complaints of the stomach.
    Stomach,
    /// Protection of the stomach.
    Gastroprotection,
    /// Insomnia.
    Insomnia,
    /// Epilepsy.
    Epilepsy,
    /// An infection.
    Infection,
    /// Use of opioids.
    OpioidUse,
    /// Nausea.
    Nausea,
}

/// The words for [`Indication`] in data files.
pub(crate) const INDICATIONS: &[(&str, Indication)] = &[
    ("asthma", Indication::Asthma),
    ("copd", Indication::Copd),
    ("pain_acute", Indication::PainAcute),
    ("pain_local", Indication::PainLocal),
    ("stomach", Indication::Stomach),
    ("gastroprotection", Indication::Gastroprotection),
    ("insomnia", Indication::Insomnia),
    ("epilepsy", Indication::Epilepsy),
    ("infection", Indication::Infection),
    ("opioid_use", Indication::OpioidUse),
    ("nausea", Indication::Nausea),
];

impl Indication {
    /// The indication of a word in data files.
    pub(crate) fn parse(word: &str) -> Option<Self> {
        let mut known = INDICATIONS.iter();
        known.find(|(name, _)| *name == word).map(|(_, one)| *one)
    }

    /// The word as it stands in data files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        INDICATIONS
            .iter()
            .find(|(_, indication)| *indication == self)
            .map_or("", |(word, _)| word)
    }
}

impl FromStr for Indication {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Self::parse(text).ok_or_else(|| {
            let wrong = ParseError::new(text, "indicatie", "an indication");
            wrong.one_of(INDICATIONS.iter().map(|(word, _)| *word))
        })
    }
}

/// What the ATC code of a medicine tells of a fact.
#[derive(Debug, Clone)]
pub(crate) struct ToldByCode {
    pub(in crate::dataset) fact: Fact,
    pub(in crate::dataset) yes: Vec<Atc>,
    pub(in crate::dataset) open: Vec<Atc>,
}

impl ToldByCode {
    pub(crate) const fn fact(&self) -> Fact {
        self.fact
    }

    /// Yes in one group, nothing in the rest of another, no for any other code.
    pub(crate) fn answer(&self, atc: Atc) -> Answer {
        let within = |groups: &[Atc]| groups.iter().any(|group| group.is_prefix_of(&atc));
        if within(&self.yes) {
            Answer::Yes
        } else if within(&self.open) {
            Answer::Unknown
        } else {
            Answer::No
        }
    }
}
