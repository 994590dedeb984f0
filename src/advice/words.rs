//! Questions and reasons in plain words.

use super::{Ask, Guard};
use crate::context::{Context, FactValue};
use crate::dataset::fact::FactKind;
use crate::dataset::guideline::{AgeBand, Part, Test};
use crate::dataset::{Dataset, Device};
use crate::diagnostic::Message;
use crate::language::Language;
use std::collections::BTreeMap;

impl Ask {
    /// What to ask or look at first; the word of a fact that no layer of the data has.
    ///
    /// ```
    /// use groenrecept::{Dataset, Language, advice::Ask, context::Fact};
    /// let dataset = Dataset::embedded()?;
    /// let ask = Ask::Fact(Fact::CAN_USE_POWDER);
    /// assert!(ask.question(&dataset, Language::Dutch).starts_with("Kan de patiënt"));
    /// # Ok::<(), groenrecept::Error>(())
    /// ```
    #[must_use]
    pub fn question<'a>(&'a self, dataset: &'a Dataset, language: Language) -> &'a str {
        match self {
            Self::Fact(fact) => {
                let record = dataset.asked().get(*fact);
                record.map_or(fact.as_str(), |record| record.question.text(language))
            }
            Self::Product => language.say("Welk product is het precies?",
                "Which product is it exactly?",
            ),
            Self::Age => language.say("Hoe oud is de patiënt?",
                "How old is the patient?",
            ),
            Self::Indication => language.say("Waarvoor is het voorgeschreven?",
                "What is it prescribed for?",
            ),
            Self::OtherDevices => language.say("Welke andere inhalatoren gebruikt de patiënt? Eén techniek per patiënt heeft de voorkeur.",
                "Which other inhalers does the patient use? One technique for one patient is preferred.",
            ),
            Self::MixedDevices => language.say("De patiënt krijgt hiermee twee soorten inhalator. Kan alles in één soort?",
                "This gives the patient two types of inhaler. Can all be of one type?",
            ),
            Self::Label => language.say("Staat het etiket van het alternatief dit gebruik toe? De tekst is niet gezien.",
                "Does the label of the alternative allow this use? Its text was not seen.",
            ),
        }
    }
}

impl Ask {
    /// Why something is held back where the answer speaks against it.
    fn against<'d>(&self, dataset: &'d Dataset, language: Language) -> &'d str {
        let exception = || language.say("een uitzondering geldt", "an exception holds");
        match self {
            Self::Fact(fact) => {
                let record = dataset.asked().get(*fact);
                let own = record.map(|record| record.against.text(language));
                own.filter(|own| !own.is_empty()).unwrap_or_else(exception)
            }
            Self::Age => language.say(
                "de leeftijd past niet bij de regel",
                "the age does not fit the rule",
            ),
            Self::Indication => language.say(
                "de indicatie past niet bij de regel",
                "the indication does not fit the rule",
            ),
            Self::OtherDevices => language.say(
                "een andere inhalator van de patiënt past niet bij de regel",
                "another inhaler of the patient does not fit the rule",
            ),
            Self::Product | Self::MixedDevices | Self::Label => exception(),
        }
    }
}

/// What of a context no rule of the data can use, by its word, and why, as a part of a sentence.
pub(super) fn unused(dataset: &Dataset, context: &Context) -> BTreeMap<String, Message> {
    let facts = context.given_facts().iter().filter_map(|(fact, value)| {
        let kind = dataset.asked().get(*fact).map(|record| record.kind);
        let said: (String, String) = match (kind, value) {
            (None, _) => (
                format!("geen laag van de gegevens heeft het feit '{fact}'"),
                format!("no layer of the data has the fact '{fact}'"),
            ),
            (Some(FactKind::Number), FactValue::Holds(_)) => (
                format!("'{fact}' is een getal en kreeg ja of nee"),
                format!("'{fact}' is a number and was given yes or no"),
            ),
            (Some(FactKind::YesNo), FactValue::Number(_)) => (
                format!("'{fact}' is ja of nee en kreeg een getal"),
                format!("'{fact}' is yes or no and was given a number"),
            ),
            (Some(FactKind::YesNo), FactValue::Holds(_))
            | (Some(FactKind::Number), FactValue::Number(_)) => return None,
        };
        Some((fact.to_string(), said.into()))
    });
    let named = context.given_indications().iter();
    let unknown = named.filter(|one| dataset.named().get(**one).is_none());
    let unknown = unknown.map(|word| {
        let said = (
            format!("geen laag van de gegevens heeft de indicatie '{word}'"),
            format!("no layer of the data has the indication '{word}'"),
        );
        (word.to_string(), said.into())
    });
    facts.chain(unknown).collect()
}

impl Guard {
    /// Why something is held back, as a part of a sentence.
    #[must_use]
    pub fn reason<'d>(&self, dataset: &'d Dataset, language: Language) -> &'d str {
        match self {
            Self::Condition(ask) => ask.against(dataset, language),
            Self::AgeUnknown => language.say("de leeftijd beslist en is niet bekend",
                "the age decides and is not known",
            ),
            Self::Keep(_) => language.say("een regel zegt te houden wat is voorgeschreven",
                "a rule says to keep what is prescribed",
            ),
            Self::Correct(_) => language.say("eerst moet iets anders in orde worden gebracht",
                "something else must be put right first",
            ),
            Self::Reversed(_) => language.say("de onderbouwing van deze regel is sindsdien omgekeerd",
                "the evidence of this rule was reversed since",
            ),
            Self::OccasionPassed => language.say("deze regel is geschreven voor een tekort dat voorbij is",
                "this rule was written for a shortage that has passed",
            ),
            Self::Product => language.say("het voorschrift zegt niet welk product het is",
                "the prescription does not tell which product it is",
            ),
            Self::Strength => language.say("deze sterkte staat niet in de gegevens, dus welke dosis gelijk staat is niet te zeggen",
                "the data does not have this strength, so which dose is equal cannot be told",
            ),
            Self::NoProduct => language.say("geen product met dezelfde stof past bij de regel",
                "no product of the same substance fits the rule",
            ),
            Self::LabelAge => language.say("volgens het etiket vanaf een hogere leeftijd",
                "from a higher age, as the label says",
            ),
            Self::LabelIndication => language.say("volgens het etiket niet voor deze indicatie",
                "not for this indication, as the label says",
            ),
            Self::LabelReliever => language.say("het etiket noemt gebruik voor onderhoud en zo nodig niet, of dat is niet gezien",
                "the label does not name use for maintenance and relief, or it was not seen to",
            ),
            Self::ForeignLabelAge => language.say("een buitenlands etiket noemt een hogere leeftijd; het Nederlandse is daarover niet gezien",
                "a label of another country names a higher age; the Dutch one was not seen on that",
            ),
            Self::ForeignLabelIndication => language.say("een buitenlands etiket noemt deze indicatie niet; het Nederlandse is daarover niet gezien",
                "a label of another country does not name this indication; the Dutch one was not seen on that",
            ),
            Self::ForeignLabelReliever => language.say("een buitenlands etiket noemt gebruik voor onderhoud en zo nodig niet; het Nederlandse is daarover niet gezien",
                "a label of another country does not name use for maintenance and relief; the Dutch one was not seen on that",
            ),
            Self::NoEquivalence => language.say("geen bron zegt welke dosis gelijk staat, en gelijke nominale doses gaan hier niet op",
                "no source says which dose is equal, and equal nominal doses do not hold here",
            ),
            Self::Dose(guard) => {
                let guard = dataset.dose_guard_by_id(guard);
                let equal = || {
                    language.say(
                        "één dosis staat hier niet gelijk aan één dosis van het alternatief",
                        "one dose is not equal to one dose of the alternative here",
                    )
                };
                guard.map_or_else(equal, |guard| guard.because.text(language))
            }
            Self::Verdict => language.say("de gegevens kunnen niet zeggen dat het alternatief lager is",
                "the data cannot tell that the alternative is lower",
            ),
            Self::MinimumSaving => language.say("de besparing is kleiner dan het gevraagde minimum",
                "the saving is below the minimum that was asked for",
            ),
            Self::Puffs => language.say("één dosis van het alternatief staat voor meer dan de patiënt per keer gebruikt, of het aantal komt niet uit",
                "one dose of the alternative stands for more than the patient uses at a time, or the numbers do not divide",
            ),
            Self::Shortage => language.say("het alternatief is volgens een eigen lijst niet leverbaar",
                "the alternative is not available, as an own list says",
            ),
            Self::NotAvailable => language.say("het alternatief is volgens een eigen lijst van de markt niet leverbaar",
                "the alternative cannot be had, as an own list of the market says",
            ),
            Self::ReviewOverdue => language.say("de gegevens of de richtlijn hadden voor deze datum herzien moeten zijn",
                "the data or the guideline should have been reviewed before this day",
            ),
        }
    }
}

/// The unit of a number: a stretch of time in the language, any other as it is written.
pub(crate) fn unit_word(unit: &str, language: Language) -> &str {
    match unit {
        "puffs" => language.say("inhalaties", "inhalations"),
        "days" => language.say("dagen", "days"),
        "weeks" => language.say("weken", "weeks"),
        "months" => language.say("maanden", "months"),
        "years" => language.say("jaar", "years"),
        other => other,
    }
}

/// What a part of a condition asks, in words.
pub(crate) fn asked_of(
    part: &Part,
    dataset: &Dataset,
    language: Language,
    device: impl Fn(Device) -> &'static str,
) -> String {
    match part {
        Part::Fact(fact, test) => {
            let record = dataset.asked().get(*fact);
            let question = record.map_or(fact.as_str(), |one| one.question.text(language));
            match test {
                Test::Is(true) => format!("{question} {}", language.say("ja", "yes")),
                Test::Is(false) => format!("{question} {}", language.say("nee", "no")),
                Test::Within(bounds) => {
                    let unit = record.map_or("", |one| unit_word(&one.unit, language));
                    let asked = format!("{question} {} {unit}", bounds.text());
                    asked.trim_end().to_owned()
                }
            }
        }
        Part::Age(AgeBand { from, below }) => {
            let upper = below.map_or_else(String::new, |below| {
                format!(" {} {below}", language.say("tot", "to below"))
            });
            let years = language.say("leeftijd vanaf", "age from");
            format!("{years} {from}{upper}")
        }
        Part::Indication(named) => {
            let names = named.iter().map(|one| dataset.indication_name(*one));
            let all: Vec<String> = names.map(|name| name.text(language).to_owned()).collect();
            let name = language.say("indicatie", "indication");
            format!("{name} {}", all.join(" / "))
        }
        Part::OtherDevices(devices) => {
            let devices: Vec<&str> = devices.iter().map(|one| device(*one)).collect();
            let lead = language.say("gebruikt ook", "also uses");
            format!("{lead} {}", devices.join(" / "))
        }
    }
}
