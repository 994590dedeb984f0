//! Rule files: what the embedded ones hold, and what is refused.

use crate::*;

/// The rules of the guidance, those of own caution, parts of these that stand on their own, and the
/// two that are unverified.
#[test]
fn every_rule_stands_at_its_strength() {
    let rules: Vec<_> = DATASET.rules().collect();
    let unverified: Vec<&str> = rules
        .iter()
        .filter(|rule| rule.evidence == Evidence::Unverified)
        .map(|rule| rule.id.as_str())
        .collect();
    assert_eq!(rules.len(), 305);
    assert_eq!(unverified, ["mem-01", "mem-04"]);
    for guideline in DATASET.guidelines() {
        assert!(!guideline.withdrawn, "{}", guideline.id);
        assert!(guideline.next_review.is_some(), "{}", guideline.id);
    }
    for rule in &rules {
        // No two clinicians have reviewed any, and they say so.
        assert_eq!(rule.status(None), Status::Concept, "{}", rule.id);
        assert!(DATASET.source(&rule.source).is_some(), "{}", rule.id);
    }
}

/// Each rule says how its source puts it and whether it gives a strength and certainty by GRADE,
/// each text that may be renewed is one of `versions.csv`, and what was not found was sought.
#[test]
fn every_rule_says_how_its_source_puts_it() {
    use groenrecept::dataset::guideline::GuidelineKind;
    for guideline in DATASET.guidelines() {
        if guideline.kind == GuidelineKind::Guideline {
            assert!(!guideline.text.is_empty(), "{}", guideline.id);
        }
        for rule in &guideline.rules {
            let id = &rule.id;
            let own = guideline.kind == GuidelineKind::Precaution
                || rule.evidence == Evidence::Unverified;
            let claim = &rule.claim;
            assert!(
                claim.grade.is_some() && claim.certainty.is_some() || own,
                "{id}"
            );
            let sought = rule.evidence == Evidence::Secondary;
            assert_eq!(!rule.looked.nl.is_empty(), sought, "{id}");
            assert_eq!(
                rule.patient.nl.is_empty(),
                rule.patient.en.is_empty(),
                "{id}"
            );
            // A sentence for a patient is short.
            assert!(
                rule.patient.nl.chars().count() <= 160,
                "{id}: {}",
                rule.patient.nl
            );
        }
    }
}

/// Every example comes out as it says, and no part of a rule could go unnoticed.
#[test]
fn no_example_fails_and_no_mutant_survives() {
    assert_eq!(examine(&DATASET), []);
}

fn guideline(rule: &str) -> String {
    format!(
        "[guideline]\nid = \"own\"\ntitle = \"Own\"\nversion = \"1\"\npublisher = \"Own\"\nkind = \"local\"\nstatus = \"concept\"\n\n\
         [[rule]]\nid = \"own-01\"\ndirection = \"switch\"\nstrength = \"local\"\nevidence = \"read\"\n\
         source_id = \"T1\"\nsection = \"1\"\nsetting = \"primary_care\"\ntitle_nl = \"t\"\ntitle_en = \"t\"\n\
         reason_nl = \"r\"\nreason_en = \"r\"\n{rule}"
    )
}

const SOURCE: (&str, &str) = ("sources.csv", "source_id,kind,title\nT1,formulary,Own\n");

fn problems(text: &str) -> Vec<String> {
    let found = layered(&[SOURCE, ("guidelines/own.toml", text)]);
    let error = found.unwrap_err();
    let groenrecept::ErrorKind::Dataset(findings) = error.kind() else {
        unreachable!("{error}");
    };
    findings
        .iter()
        .filter(|one| one.severity == Severity::Error)
        .map(|one| {
            let text = one.to_string();
            text.split_once("own.toml:")
                .map_or(text.clone(), |(_, rest)| rest.to_owned())
        })
        .collect()
}

/// What is allowed, in the order of the data.
fn tall() -> String {
    let rows = include_str!("../../data/facts.csv").lines().skip(1);
    let words: Vec<&str> = rows.filter_map(|row| row.split(',').next()).collect();
    let words = words.join(", ");
    format!(
        "22:rule.when.facts.tall: error[unknown-word]: 'tall' is not a fact that a rule asks for; choose from: {words}"
    )
}

#[test]
fn each_problem_of_a_rule_has_its_own_message() {
    for (rule, expected) in [
        (
            "[rule.from]\natc = [\"R3AC\"]\n",
            "22:rule.from.atc: error[unknown-code]: 'R3AC' does not fit here; expected is such as R03AC",
        ),
        (
            "[rule.from]\ndevice = [\"dosisaerosol\"]\n",
            "22:rule.from.device: error[unknown-word]: 'dosisaerosol' does not fit here; expected is such as pMDI",
        ),
        (
            "[rule.when]\nage = { from = 18, below = 6 }\n",
            "22:rule.when.age: error[inverted-range]: the age runs backwards: from must be less than below",
        ),
        (
            "[rule.when]\nage = { from = 180 }\n",
            "22:rule.when.age.from: error[bad-number]: 180 is not an age from 0 to 120",
        ),
        ("[rule.when]\nfacts = { tall = \"yes\" }\n", tall().as_str()),
        (
            "[rule.when]\nfacts = { frail = \"yes\" }\n[[rule.unless]]\nfacts = { frail = \"yes\" }\n",
            "9:rule.unless: error[rule-contradiction]: this exception holds whenever the rule does",
        ),
        (
            "[rule.from]\nproducts = [\"no-such\"]\n",
            "9:rule.products: error[dangling-reference]: the product 'no-such' is not in products.csv",
        ),
        (
            "[[rule.example]]\nlabel = \"x\"\nexpect = \"maybe\"\n",
            "23:rule.example.expect: error[unknown-word]: 'maybe' is not one of: not_matched, applies, check, withheld",
        ),
    ] {
        assert_eq!(problems(&guideline(rule)).join("\n"), expected, "{rule}");
    }
    let without = guideline("").replace("source_id = \"T1\"\n", "");
    assert_eq!(
        problems(&without),
        [
            "9:rule.source_id: error[missing-source]: a rule names its source: source_id must be filled"
        ]
    );
    assert_eq!(
        problems("[guideline]\nid = 1.5\n"),
        [
            "2:guideline.id: error[bare-float]: 1.5 stands without quotes; write \"1.5\"",
            "2:guideline.kind: error[empty-cell]: 'kind' must be filled",
            "2:guideline.status: error[empty-cell]: 'status' must be filled",
            "2:guideline.id: error[unreadable-file]: expected is a value such as \"...\"",
            "2:guideline.id: error[empty-cell]: 'id' must be filled",
            "2:guideline.title: error[empty-cell]: 'title' must be filled",
            "2:guideline.version: error[empty-cell]: 'version' must be filled",
            "2:guideline.publisher: error[empty-cell]: 'publisher' must be filled",
        ]
    );
}

/// A rule that cannot be read is one error: the rules that name it are not blamed for it.
#[test]
fn a_word_that_is_wrong_is_one_error() {
    let own = include_str!("../../data/guidelines/nhg-duurzaamheid.toml");
    let wrong = own.replacen("strength = \"advice\"", "strength = \"advies\"", 1);
    let found = layered(&[("guidelines/nhg-duurzaamheid.toml", &wrong)]);
    let groenrecept::ErrorKind::Dataset(findings) = found.unwrap_err().kind().clone() else {
        unreachable!("another error");
    };
    let errors: Vec<&str> = findings
        .iter()
        .filter(|one| one.severity == Severity::Error)
        .map(|one| one.code.as_str())
        .collect();
    assert_eq!(errors, ["unknown-word"]);
}

#[test]
fn a_rule_that_no_product_meets_and_an_example_that_fails_are_found() {
    let rule = guideline(
        "[rule.from]\ndevice = [\"pMDI\"]\npropellant = [\"HFC-152\"]\n\
         [[rule.example]]\nlabel = \"VENTOLIN AEROSOL 100UG/DO 200DO\"\nexpect = \"applies\"\n",
    );
    let dataset = layered(&[SOURCE, ("guidelines/own.toml", &rule)]).unwrap();
    let codes: Vec<_> = dataset
        .findings()
        .iter()
        .filter(|one| one.place.file.ends_with("own.toml"))
        .map(|one| one.code.as_str())
        .collect();
    assert_eq!(codes, ["never-matched"]);
    let examined: Vec<String> = examine(&dataset)
        .iter()
        .map(|one| one.message.en.clone())
        .collect();
    assert_eq!(
        examined,
        ["the rule own-01 says not_matched, the example applies"]
    );
}

/// A part of a rule that no example would miss is named.
#[test]
fn an_untested_exception_is_named() {
    let rule = guideline(
        "[rule.from]\natc = [\"R03AC\"]\n[[rule.unless]]\nfacts = { frail = \"yes\" }\ntext_nl = \"x\"\ntext_en = \"x\"\n\
         [[rule.example]]\nlabel = \"VENTOLIN AEROSOL 100UG/DO 200DO\"\nfacts = { frail = \"no\" }\nexpect = \"applies\"\n\
         [[rule.example]]\nlabel = \"FOSTER AEROSOL 100/6UG/DO 120DO\"\nexpect = \"not_matched\"\n",
    );
    let dataset = layered(&[SOURCE, ("guidelines/own.toml", &rule)]).unwrap();
    let examined: Vec<(String, String)> = examine(&dataset)
        .iter()
        .map(|one| {
            (
                one.code.as_str().to_owned(),
                one.place.column.clone().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        examined,
        [
            ("untested-rule".to_owned(), "rule.unless".to_owned()),
            // An exception that always held would be noticed.
        ]
    );
}

/// What a code tells of a fact is data, and so are the codes of asthma: a subdivision is one.
#[test]
fn what_codes_tell_of_facts_stands_in_the_data() {
    let facts = |tellers: &str| {
        let header = "fact_id,kind,question_nl,question_en,yes,no,open\n";
        let row = format!("psychotropic,yes_no,Psychofarmacon?,Psychotropic?,{tellers}\n");
        layered(&[("facts.csv", &(header.to_owned() + &row))])
    };
    let asked = |dataset: &Dataset| -> BTreeSet<String> {
        let line = Prescription::new()
            .label("OXAZEPAM TABLET 10MG")
            .atc("N05BA04");
        let context = Context::new().age(Age::new(50).unwrap()).first_issue(false);
        let found = advice(dataset, &line, &context, &Options::for_patient());
        let asks = found.reduce.iter().flat_map(|said| &said.asks);
        asks.map(|ask| ask.as_str().to_owned()).collect()
    };
    assert!(!asked(&DATASET).contains("psychotropic"));
    let own = facts("atc=N05B,atc=*,atc=N").unwrap();
    assert_eq!(asked(&own), asked(&DATASET));
    let other = facts("atc=C07,atc=*,atc=N").unwrap();
    assert!(asked(&other).contains("psychotropic"));
    let wrong = facts("atc=5B,,").unwrap_err().to_string();
    assert!(wrong.contains("facts.csv:2:yes"), "{wrong}");

    let trelegy = "TRELEGY ELLIPTA INHPDR 92/55/22UG 30DO";
    let component = |code: &str| {
        let context = Context::new()
            .age(Age::new(60).unwrap())
            .icpc("R95".parse::<Icpc>().unwrap())
            .icpc(code.parse::<Icpc>().unwrap())
            .fact("no_attack_2_years".parse().unwrap(), true);
        let held = on(trelegy, &context).excepted;
        held.iter()
            .filter(|one| one.said.rule.as_str() == "copd-05")
            .map(|one| one.guard.to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(component("R96"), ["asthma_component"]);
    assert_eq!(component("R96.01"), ["asthma_component"]);
    assert_eq!(component("K86"), [""; 0]);
}

#[test]
fn impossible_contexts_are_typed_errors() {
    let age = |text: &str| text.parse::<Age>().unwrap_err().to_string();
    assert_eq!(Age::new(121), "121".parse::<Age>());
    assert_eq!(
        age("121"),
        "'121' is not an age in whole years from 0 to 120"
    );
    assert_eq!(age("-1"), "'-1' is not an age in whole years from 0 to 120");
    for wrong in ["", "R9", "R961", "I50", "R96.1", "96R", "R96.011"] {
        assert_eq!(wrong.parse::<Icpc>().ok(), None, "{wrong}");
    }
    assert_eq!(Context::new().given(Fact::FRAIL), None);
}
