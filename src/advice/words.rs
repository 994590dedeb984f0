//! Questions and reasons in plain words.

use super::{Ask, Guard};
use crate::context::Fact;
use crate::language::Language;

const fn say(language: Language, dutch: &'static str, english: &'static str) -> &'static str {
    match language {
        Language::Dutch => dutch,
        Language::English => english,
    }
}

impl Ask {
    /// What to ask or look at first.
    ///
    /// ```
    /// use groenrecept::{Language, advice::Ask, context::Fact};
    /// let ask = Ask::Fact(Fact::CanUsePowder);
    /// assert!(ask.question(Language::Dutch).starts_with("Kan de patiënt"));
    /// ```
    #[must_use]
    pub const fn question(self, language: Language) -> &'static str {
        match self {
            Self::Fact(fact) => question(fact, language),
            Self::Product => say(
                language,
                "Welk product is het precies?",
                "Which product is it exactly?",
            ),
            Self::Age => say(
                language,
                "Hoe oud is de patiënt?",
                "How old is the patient?",
            ),
            Self::Indication => say(
                language,
                "Waarvoor is het voorgeschreven?",
                "What is it prescribed for?",
            ),
            Self::FirstIssue => say(
                language,
                "Is dit de eerste keer dat het middel wordt voorgeschreven?",
                "Is it prescribed for the first time?",
            ),
            Self::DaysSupplied => say(
                language,
                "Voor hoeveel dagen is het voorschrift?",
                "For how many days is the prescription?",
            ),
            Self::DosesPerYear => say(
                language,
                "Hoeveel doses gebruikt de patiënt in een jaar?",
                "How many doses does the patient use in a year?",
            ),
            Self::OtherDevices => say(
                language,
                "Welke andere inhalatoren gebruikt de patiënt? Eén techniek per patiënt heeft de voorkeur.",
                "Which other inhalers does the patient use? One technique for one patient is preferred.",
            ),
            Self::MixedDevices => say(
                language,
                "De patiënt krijgt hiermee twee soorten inhalator. Kan alles in één soort?",
                "This gives the patient two types of inhaler. Can all be of one type?",
            ),
            Self::Label => say(
                language,
                "Staat het etiket van het alternatief dit gebruik toe? De tekst is niet gezien.",
                "Does the label of the alternative allow this use? Its text was not seen.",
            ),
        }
    }
}

/// The question behind a fact.
const fn question(fact: Fact, language: Language) -> &'static str {
    match fact {
        Fact::AcuteAttack => say(
            language,
            "Is het voor een longaanval: nu, of als noodmedicatie met voorzetkamer?",
            "Is it for an attack: now, or kept as rescue medicine with a spacer?",
        ),
        Fact::CanUsePowder => say(
            language,
            "Kan de patiënt een poederinhalator gebruiken: volledig uitademen, ongeveer tien seconden de adem vasthouden, bewust inademen?",
            "Can the patient use a powder inhaler: breathe out fully, hold the breath for about ten seconds, breathe in consciously?",
        ),
        Fact::Coordination => say(
            language,
            "Lukt het om indrukken en inademen op elkaar af te stemmen?",
            "Can pressing and breathing in be coordinated?",
        ),
        Fact::Frail => say(
            language,
            "Is de patiënt een kwetsbare oudere?",
            "Is the patient a frail older person?",
        ),
        Fact::FrequentAttacks => say(
            language,
            "Zijn er twee of meer longaanvallen per jaar?",
            "Are there two or more attacks a year?",
        ),
        Fact::AsthmaComponent => say(language, "Is er ook astma?", "Is there asthma too?"),
        Fact::RegularDyspnoea => say(
            language,
            "Is de patiënt regelmatig benauwd?",
            "Is the patient regularly short of breath?",
        ),
        Fact::CurrentIndication => say(
            language,
            "Is er op dit moment een reden voor de maagzuurremmer, zoals maagklachten of maagbescherming bij een ander middel?",
            "Is there a reason for the proton pump inhibitor at this moment, such as stomach complaints or protection beside another medicine?",
        ),
        Fact::OtherIndication => say(
            language,
            "Is er een andere reden voor de maagzuurremmer dan maagbescherming bij een ander middel?",
            "Is there a reason for the proton pump inhibitor other than protection beside another medicine?",
        ),
        Fact::NsaidOrAntithrombotic => say(
            language,
            "Gebruikt de patiënt een NSAID of een antitromboticum?",
            "Does the patient use an NSAID or an antithrombotic?",
        ),
        Fact::AntithromboticOrSteroidWithoutNsaid => say(
            language,
            "Gebruikt de patiënt een antitromboticum of een systemisch corticosteroïd, en geen NSAID?",
            "Does the patient use an antithrombotic or a systemic corticosteroid, and no NSAID?",
        ),
        Fact::LowDoseSalicylate => say(
            language,
            "Gebruikt de patiënt een lage dosis salicylaat, zoals acetylsalicylzuur?",
            "Does the patient use a low dose of a salicylate, such as acetylsalicylic acid?",
        ),
        Fact::FirstEpisode => say(
            language,
            "Is dit de eerste episode van maagklachten?",
            "Is this the first episode of stomach complaints?",
        ),
        Fact::HPylori => say(
            language,
            "Is er een infectie met Helicobacter pylori?",
            "Is there an infection with Helicobacter pylori?",
        ),
        Fact::GastroRisk => say(
            language,
            "Zijn er risicofactoren voor maagcomplicaties?",
            "Are there risk factors for stomach complications?",
        ),
        Fact::SevereOesophagitis => say(
            language,
            "Is er een oesofagitis graad C of D, een Barrettslokdarm of het zollinger-ellisonsyndroom?",
            "Is there oesophagitis grade C or D, Barrett's oesophagus or Zollinger-Ellison syndrome?",
        ),
        Fact::NsaidNeeded => say(language, "Is een NSAID nodig?", "Is an NSAID needed?"),
        Fact::LocalPain => say(
            language,
            "Gaat het om plaatselijke spier- of gewrichtspijn?",
            "Is it local muscle or joint pain?",
        ),
        Fact::NsaidIntolerance => say(
            language,
            "Werd het andere NSAID niet verdragen of hielp het niet?",
            "Was the other NSAID not tolerated, or did it not help?",
        ),
        Fact::OralPossible => say(
            language,
            "Kan het middel via de mond?",
            "Can it be taken by mouth?",
        ),
        Fact::ComplicationRisk => say(
            language,
            "Is er kans op complicaties of een ernstig beloop?",
            "Is there a risk of complications or a severe course?",
        ),
        Fact::Palliative => say(
            language,
            "Gaat het om pijn bij kanker, of is de patiënt in de palliatieve fase?",
            "Is it cancer pain, or is the patient in palliative care?",
        ),
        Fact::MaintenanceAndReliever => say(
            language,
            "Gebruikt de patiënt de inhalator voor onderhoud én zo nodig? Het alternatief is daar niet voor bedoeld, of dat is niet gezien.",
            "Does the patient use the inhaler for maintenance and relief? The alternative is not meant for that, or it was not seen.",
        ),
        Fact::SpacerInUse => say(
            language,
            "Gebruikt de patiënt een voorzetkamer?",
            "Does the patient use a spacer?",
        ),
        Fact::DailyIcs => say(
            language,
            "Gebruikt de patiënt elke dag een inhalatiecorticosteroïd?",
            "Does the patient use an inhaled corticosteroid every day?",
        ),
        Fact::LowDoseIcs => say(
            language,
            "Is de dagelijkse dosis van het inhalatiecorticosteroïd laag?",
            "Is the daily dose of the inhaled corticosteroid low?",
        ),
        Fact::ExerciseOnly => say(
            language,
            "Gebruikt de patiënt de luchtwegverwijder alleen bij inspanning?",
            "Does the patient use the reliever for exercise only?",
        ),
        Fact::RescueAerosolBeside => say(
            language,
            "Is de aerosol naast het poeder alleen noodmedicatie, met een voorzetkamer?",
            "Is the aerosol beside the powder rescue medicine only, with a spacer?",
        ),
        Fact::GoodControl => say(
            language,
            "Zijn de klachten goed onder controle?",
            "Are complaints well controlled?",
        ),
        Fact::PatientAgrees => say(
            language,
            "Is de patiënt het ermee eens?",
            "Does the patient agree?",
        ),
        Fact::Contraceptive => say(
            language,
            "Is het een anticonceptivum?",
            "Is it a contraceptive?",
        ),
        Fact::Psychotropic => say(
            language,
            "Is het een psychofarmacon?",
            "Is it a psychotropic medicine?",
        ),
        Fact::EndOfLife => say(
            language,
            "Is de patiënt in de laatste levensfase?",
            "Is the patient in the last phase of life?",
        ),
        Fact::CostAbove1000 => say(
            language,
            "Kost het middel meer dan 1000 euro per maand?",
            "Does the medicine cost more than 1000 euro a month?",
        ),
        Fact::ReviewedOverUse => say(
            language,
            "Is nagegaan of te veel wordt gebruikt?",
            "Was over-use looked at?",
        ),
    }
}

impl Guard {
    /// Why something is held back, as a part of a sentence.
    #[must_use]
    pub const fn reason(&self, language: Language) -> &'static str {
        match self {
            Self::Fact(_) => say(language, "een uitzondering geldt", "an exception holds"),
            Self::Age => say(
                language,
                "de leeftijd past niet bij de regel",
                "the age does not fit the rule",
            ),
            Self::AgeUnknown => say(
                language,
                "de leeftijd beslist en is niet bekend",
                "the age decides and is not known",
            ),
            Self::Indication => say(
                language,
                "de indicatie past niet bij de regel",
                "the indication does not fit the rule",
            ),
            Self::FirstIssue => say(
                language,
                "het is een eerste of juist een herhaald voorschrift",
                "it is a first or a repeated prescription",
            ),
            Self::DaysSupplied => say(
                language,
                "het aantal dagen past niet bij de regel",
                "the number of days does not fit the rule",
            ),
            Self::DosesPerYear => say(
                language,
                "het gebruik per jaar past niet bij de regel",
                "the use a year does not fit the rule",
            ),
            Self::OtherDevices => say(
                language,
                "een andere inhalator van de patiënt past niet bij de regel",
                "another inhaler of the patient does not fit the rule",
            ),
            Self::Keep(_) => say(
                language,
                "een regel zegt te houden wat is voorgeschreven",
                "a rule says to keep what is prescribed",
            ),
            Self::Product => say(
                language,
                "het voorschrift zegt niet welk product het is",
                "the prescription does not tell which product it is",
            ),
            Self::Strength => say(
                language,
                "deze sterkte staat niet in de gegevens, dus welke dosis gelijk staat is niet te zeggen",
                "the data does not have this strength, so which dose is equal cannot be told",
            ),
            Self::NoProduct => say(
                language,
                "geen product met dezelfde stof past bij de regel",
                "no product of the same substance fits the rule",
            ),
            Self::LabelAge => say(
                language,
                "volgens het etiket vanaf een hogere leeftijd",
                "from a higher age, as the label says",
            ),
            Self::LabelIndication => say(
                language,
                "volgens het etiket niet voor deze indicatie",
                "not for this indication, as the label says",
            ),
            Self::LabelReliever => say(
                language,
                "het etiket noemt gebruik voor onderhoud en zo nodig niet",
                "the label does not name use for maintenance and relief",
            ),
            Self::NoEquivalence => say(
                language,
                "geen bron zegt welke dosis gelijk staat, en gelijke nominale doses gaan hier niet op",
                "no source says which dose is equal, and equal nominal doses do not hold here",
            ),
            Self::Verdict => say(
                language,
                "de gegevens kunnen niet zeggen dat het alternatief lager is",
                "the data cannot tell that the alternative is lower",
            ),
            Self::MinimumSaving => say(
                language,
                "de besparing is kleiner dan het gevraagde minimum",
                "the saving is below the minimum that was asked for",
            ),
            Self::Shortage => say(
                language,
                "het alternatief is volgens een eigen lijst niet leverbaar",
                "the alternative is not available, as an own list says",
            ),
        }
    }
}
