//! The words of the data files in the language of a page.

use crate::dataset::{Embed, FormUnit, FunctionalUnit, GwpSet, WaterFact};
use crate::language::Language;

/// What a published value is per.
pub(in crate::report) fn functional_unit(unit: FunctionalUnit, language: Language) -> &'static str {
    let word = unit.as_str();
    let (dutch, english) = match word {
        "device" => ("inhalator of verpakking", word),
        "actuation" => ("pufje", word),
        "dose" => ("dosis", word),
        "month" => ("maand (30 dagen)", "month (30 days)"),
        "two_puffs" => ("twee pufjes", "two puffs"),
        "accessory" => ("hulpstuk", word),
        "patient_year" => ("patiënt per jaar", "patient a year"),
        "treatment" => ("behandeling", word),
        "three_treatments" => ("drie behandelingen", "three treatments"),
        "ddd" => ("DDD", "DDD"),
        "year_nl" => ("jaar in Nederland", "year in the Netherlands"),
        other => (other, other),
    };
    language.say(dutch, english)
}

/// What a published value of a form is per.
pub(in crate::report) fn form_unit(unit: FormUnit, language: Language) -> &'static str {
    let (dutch, english) = match unit {
        FormUnit::Dose => ("dosis", "dose"),
        FormUnit::Tablet => ("tablet", "tablet"),
        FormUnit::Gram => ("1 g werkzame stof", "1 g of active substance"),
        FormUnit::HundredMilligrams => ("100 mg werkzame stof", "100 mg of active substance"),
        FormUnit::CoAdministration => ("gezamenlijke toediening", "joint administration"),
        FormUnit::Pen => ("pen", "pen"),
        FormUnit::Box => ("doos", "box"),
        FormUnit::Euro => ("euro", "euro"),
        FormUnit::Pound => ("pond sterling", "pound sterling"),
        FormUnit::PatientYear => ("patiënt per jaar", "patient a year"),
        FormUnit::Relative => ("verhouding", "ratio"),
    };
    language.say(dutch, english)
}

/// The name of a set of global warming potentials. A set outside those that a result can be
/// given in is named as what it is: a name of the data.
pub(in crate::report) fn gwp_set(name: &str, language: Language) -> String {
    let dutch = language == Language::Dutch;
    let known = GwpSet::ALL.iter().any(|set| set.as_str() == name);
    match name {
        "unknown" if dutch => "niet vermeld".to_owned(),
        "unknown" => "not stated".to_owned(),
        "none" if dutch => "niet van toepassing".to_owned(),
        "none" => "not applicable".to_owned(),
        _ if known => name.to_owned(),
        _ if dutch => format!("de set '{name}' uit gwp.csv"),
        _ => format!("the set '{name}' of gwp.csv"),
    }
}

/// What of a source may be passed on.
pub(in crate::report) fn embed(embed: Embed, language: Language) -> &'static str {
    let (dutch, english) = match embed {
        Embed::Yes => ("de bron zelf", "the source itself"),
        Embed::Facts => (
            "losse feiten met bronvermelding",
            "single facts with a citation",
        ),
        Embed::No => ("niets", "nothing"),
        Embed::NotDecided => ("niet beslist", "not decided"),
    };
    language.say(dutch, english)
}

/// What a source says of a substance in water: on a Dutch page in Dutch with the words of the
/// source behind it, where the data has Dutch ones.
pub(in crate::report) fn statement(fact: &WaterFact, language: Language) -> String {
    let text = &fact.printed;
    match (language, fact.dutch.as_str()) {
        (Language::Dutch, "") => format!("\"{text}\""),
        (Language::Dutch, dutch) => format!("{dutch} (\"{text}\")"),
        (Language::English, _) => text.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{Dataset, WaterKind};

    /// A fact of the embedded data that a Dutch page would show in English only.
    #[test]
    fn every_statement_of_the_embedded_data_has_dutch_words() {
        let dataset = Dataset::embedded().unwrap_or_else(|error| panic!("{error}"));
        let mut seen = 0;
        for fact in dataset.water_facts() {
            if matches!(
                fact.kind,
                WaterKind::Hazard(_) | WaterKind::List | WaterKind::Finding
            ) {
                let shown = statement(fact, Language::Dutch);
                let (dutch, quoted) = shown.split_once(" (\"").unwrap_or(("", &shown));
                assert_ne!(dutch, "", "{shown}");
                assert_eq!(quoted, format!("{}\")", fact.printed));
                seen += 1;
            }
        }
        assert!(seen > 50, "{seen}");
    }

    #[test]
    fn words_of_the_data_in_both_languages() {
        let month = FunctionalUnit::Month;
        assert_eq!(functional_unit(month, Language::Dutch), "maand (30 dagen)");
        assert_eq!(functional_unit(month, Language::English), "month (30 days)");
        assert_eq!(gwp_set("none", Language::Dutch), "niet van toepassing");
        assert_eq!(gwp_set("AR5", Language::Dutch), "AR5");
        let own = gwp_set("W2019", Language::Dutch);
        assert_eq!(own, "de set 'W2019' uit gwp.csv");
    }
}
