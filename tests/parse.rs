//! Values that somebody types: which words are taken, and what is said of others.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails; helpers stand outside the test functions"
)]

use groenrecept::advice::Use;
use groenrecept::context::{Age, Fact, Indication, Sex};
use groenrecept::dataset::{Device, Treatment};
use groenrecept::{Atc, CodeSystem, Dataset, Day, GwpSet, Icpc, Language, ParseError, Severity};
use std::fmt::Debug;
use std::str::FromStr;

/// Each word is read as its value, and `wrong` is refused with what it may be.
fn reads<T>(words: &[(&str, T)], wrong: &str, said: &str)
where
    T: FromStr<Err = ParseError> + PartialEq + Debug,
{
    for (word, value) in words {
        assert_eq!(word.parse::<T>().as_ref(), Ok(value), "{word}");
    }
    let error = wrong.parse::<T>().unwrap_err();
    assert_eq!(error.found(), wrong);
    assert_eq!(error.to_string(), said);
    assert_eq!(error.text(Language::English), format!("{said}."));
    let dutch = error.text(Language::Dutch);
    assert!(dutch.starts_with(&format!("'{wrong}' is geen ")), "{dutch}");
}

#[test]
fn words_are_values_and_others_are_refused() {
    let gwp = "'ar7' is not a set of global warming potentials. Choose from: AR4, AR5, AR6";
    let sets = [
        ("ar4", GwpSet::Ar4),
        ("AR5", GwpSet::Ar5),
        ("ar6", GwpSet::Ar6),
    ];
    reads(&sets, "ar7", gwp);
    let languages = [("nl", Language::Dutch), ("en", Language::English)];
    reads(
        &languages,
        "de",
        "'de' is not a language. Choose from: nl, en",
    );
    let stages = [
        ("primary", Treatment::Primary),
        ("secondary", Treatment::Secondary),
        ("tertiary", Treatment::Tertiary),
        ("quaternary", Treatment::Quaternary),
    ];
    let said =
        "'none' is not a stage of treatment. Choose from: primary, secondary, tertiary, quaternary";
    reads(&stages, "none", said);
    let severities = [
        ("info", Severity::Information),
        ("information", Severity::Information),
        ("warning", Severity::Warning),
        ("error", Severity::Error),
    ];
    let said = "'off' is not a severity. Choose from: info, warning, error";
    reads(&severities, "off", said);
    let uses = [("patient", Use::Patient), ("aggregate", Use::Aggregate)];
    let said = "'group' is not a use of advice. Choose from: patient, aggregate";
    reads(&uses, "group", said);
    let devices = [("pMDI", Device::Pmdi), ("DPI", Device::Powder)];
    let said = "'dpi' is not a type of inhaler. Choose from: pMDI, BAI, DPI, SMI, nebuliser";
    reads(&devices, "dpi", said);
    let facts = [("frail", Fact::FRAIL), ("palliative", Fact::PALLIATIVE)];
    let said = "'Tall?' is not a word of at most 40 lower-case letters, digits and _";
    reads(&facts, "Tall?", said);
    let sexes = [("female", Sex::Female), ("male", Sex::Male)];
    reads(
        &sexes,
        "man",
        "'man' is not a sex. Choose from: female, male",
    );
}

/// Which facts and indications there are is data.
#[test]
fn the_data_tells_which_facts_and_indications_there_are() {
    let dataset = Dataset::embedded().unwrap();
    let known: Vec<String> = dataset.facts().map(|fact| fact.to_string()).collect();
    assert_eq!(known.len(), 118);
    assert_eq!(known[0], "acute_attack");
    for word in &known {
        assert_eq!(dataset.fact(word).unwrap().as_str(), word);
    }
    let known = known.join(", ");
    assert_eq!(
        dataset.fact("tall").unwrap_err().to_string(),
        format!("'tall' is not a fact that a rule asks for. Choose from: {known}")
    );
    assert_eq!(
        dataset
            .fact("acute_atack")
            .unwrap_err()
            .text(Language::Dutch),
        format!(
            "'acute_atack' is geen feit waar een regel naar vraagt. Bedoeld kan zijn: \
             acute_attack. Kies uit: {known}."
        )
    );
    let known: Vec<String> = dataset.indications().map(|one| one.to_string()).collect();
    assert_eq!(
        dataset.indication("R96").unwrap_err().to_string(),
        format!(
            "'R96' is not an indication. Choose from: {}",
            known.join(", ")
        )
    );
    assert_eq!(dataset.indication("asthma").unwrap(), Indication::ASTHMA);
}

#[test]
fn codes_days_and_ages_are_values_and_others_are_refused() {
    let day = [("2025-01-31", Day::new(2025, 1, 31).unwrap())];
    reads(
        &day,
        "31-01-2025",
        "'31-01-2025' is not a date such as 2025-01-31",
    );
    reads::<Day>(
        &[],
        "2025-02-29",
        "'2025-02-29' is not a date such as 2025-01-31",
    );
    let ages = [("0", Age::new(0).unwrap()), ("120", Age::new(120).unwrap())];
    reads(
        &ages,
        "121",
        "'121' is not an age in whole years from 0 to 120",
    );
    reads::<Age>(&[], "-1", "'-1' is not an age in whole years from 0 to 120");
    reads::<Atc>(&[], "R3AC02", "'R3AC02' is not an ATC code such as R03AC02");
    assert_eq!(" r03ac02 ".parse::<Atc>().unwrap().as_str(), "R03AC02");
    reads::<Icpc>(&[], "R9", "'R9' is not an ICPC code such as R96 or R96.01");
    assert_eq!("r96.01".parse::<Icpc>().unwrap().as_str(), "R96.01");
    reads::<CodeSystem>(
        &[],
        " ",
        "' ' is not the name of a coding system such as prk",
    );
    assert_eq!(" PRK ".parse::<CodeSystem>().unwrap().as_str(), "prk");
}
