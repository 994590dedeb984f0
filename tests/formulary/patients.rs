//! For whom an option is: what the name of a condition, the codes, the ages and the feature
//! tell together.

use super::check::{codes, engine, shared_words};
use super::formulary;
use groenrecept::Severity;
use groenrecept::context::{Fact, Indication};
use groenrecept::formulary::{Checker, Column, Reason, Settings};

const AEROSOL: &str = "VENTOLIN AEROSOL 100UG/DO 200DO;2 dd 1;30;x;";
const POWDER: &str = "VENTOLIN DISKUS INHPDR 200UG/DO 60DO;2 dd 1;30;x;";

/// The codes of one row, from the condition to the feature.
fn codes_of(patients: &str, medicine: &str) -> Vec<&'static str> {
    codes(&formulary(&[&format!("{patients};1;1;;{medicine}")]))
}

#[test]
fn the_name_of_a_condition_counts_beside_the_codes() {
    // Without a code the name tells what it is for.
    assert_eq!(
        codes_of("Astma;;18;80;", AEROSOL),
        ["no-lower-impact-option"]
    );
    // An attack that only the name tells: the powder lacks the aerosol, and the aerosol stays.
    for name in [
        "Acute astma;R96",
        "Astma-aanval;R96",
        "Longaanval;R95",
        "COPD, exacerbatie;",
    ] {
        let patients = format!("{name};18;80;");
        assert_eq!(codes_of(&patients, POWDER), ["keep-missing"], "{name}");
        assert_eq!(codes_of(&patients, AEROSOL), [""; 0], "{name}");
    }
    // A negated word tells nothing.
    for name in ["Astma, geen acute aanval;R96", "Astma, niet acuut;R96"] {
        let patients = format!("{name};18;80;");
        assert_eq!(codes_of(&patients, POWDER), [""; 0], "{name}");
        assert_eq!(
            codes_of(&patients, AEROSOL),
            ["no-lower-impact-option"],
            "{name}"
        );
    }
    // What the feature says of a fact counts before the name.
    let denied = "Acute astma;R96;18;80;acute_attack=no";
    assert_eq!(codes_of(denied, POWDER), ["name-differs"]);
}

#[test]
fn a_label_is_held_against_the_name_too() {
    let trelegy = "TRELEGY ELLIPTA INHPDR 92/55/22UG/DO 30DO;1 dd 1 inhalatie;30;x;";
    assert_eq!(
        codes_of("Astma;;18;80;", trelegy),
        ["label-excludes-indication"]
    );
    assert_eq!(codes_of("COPD;;40;80;", trelegy), [""; 0]);
    assert_eq!(
        codes_of("Astma en COPD;R95;40;80;", trelegy),
        ["label-excludes-indication"]
    );
    assert_eq!(codes_of("COPD zonder astma;R95;40;80;", trelegy), [""; 0]);
}

#[test]
fn what_is_not_judged_is_said_once_for_each_kind_of_patients() {
    // Neither code nor name, no ages, or a feature that means nothing.
    assert_eq!(codes_of("Benauwdheid;;18;80;", AEROSOL), ["not-judged"]);
    // A smaller canister waits too: whether control comes first depends on the age.
    assert_eq!(codes_of("Astma;R96;;;", AEROSOL), ["not-judged"]);
    assert_eq!(
        codes_of("Astma;R96;18;80;linkshandig", AEROSOL),
        ["unknown-feature", "not-judged"]
    );
    // A code of which no rule about inhalers speaks.
    assert_eq!(codes_of("Benauwdheid;R02;18;80;", AEROSOL), ["not-judged"]);
    assert_eq!(
        codes_of("Astma;R02;18;80;", AEROSOL),
        ["no-lower-impact-option"]
    );
    assert_eq!(codes_of("Benauwdheid;R02;18;80;", POWDER), [""; 0]);
    // Powder can be for a child who must keep the aerosol, of fluticasone too; nothing would be said
    // of COPD alone, or of the aerosol in an attack.
    assert_eq!(codes_of("Benauwdheid;;;;", POWDER), ["not-judged"]);
    assert_eq!(codes_of("Astma;R96;;;", POWDER), ["not-judged"]);
    let flixotide = "FLIXOTIDE DISKUS INHPDR 100UG/DO 60DO;2 dd 1;30;x;";
    assert_eq!(codes_of("Astma;R96;;;", flixotide), ["not-judged"]);
    assert_eq!(codes_of("COPD;R95;;;", POWDER), [""; 0]);
    assert_eq!(codes_of("Benauwdheid;;;;acute aanval", AEROSOL), [""; 0]);
    let rows = [
        "Benauwdheid;;18;80;;1;1;;VENTOLIN DISKUS INHPDR 200UG/DO 60DO;2 dd 1;30;x;",
        "Benauwdheid;;18;80;;1;2;;VENTOLIN AEROSOL 100UG/DO 200DO;2 dd 1;30;x;",
        "Benauwdheid;;18;80;;2;1;;FOSTER AEROSOL 100/6UG/DO 120DO;2 dd 2;30;x;",
        "Benauwdheid;;;;;1;1;;VENTOLIN AEROSOL 100UG/DO 200DO;2 dd 1;30;x;",
    ];
    let formulary = formulary(&rows);
    let mut checker = Checker::new(engine(), shared_words(), Settings::new());
    let findings = checker.check(&formulary);
    let found: Vec<_> = findings
        .iter()
        .filter(|one| one.code.as_str() == "not-judged")
        .map(|one| (one.option, one.column, one.reason.as_ref().clone()))
        .collect();
    let lacks = |columns: &[Column]| Reason::NotJudged(columns.iter().copied().collect());
    assert_eq!(
        found,
        [
            (1, Column::Icpc, lacks(&[Column::Icpc])),
            (3, Column::Icpc, lacks(&[Column::Icpc, Column::AgeFrom])),
        ]
    );
}

#[test]
fn a_name_that_differs_from_code_or_feature_is_told() {
    let reason = |patients: &str| {
        let formulary = formulary(&[&format!("{patients};1;1;;{POWDER}")]);
        let mut checker = Checker::new(engine(), shared_words(), Settings::new());
        let findings = checker.check(&formulary);
        let found = findings
            .iter()
            .find(|one| one.code.as_str() == "name-differs");
        found.map(|one| one.reason.as_ref().clone())
    };
    assert_eq!(
        reason("COPD;R96;40;80;"),
        Some(Reason::NameDiffers {
            named: [Indication::COPD].into(),
            coded: [Indication::ASTHMA].into(),
            facts: Vec::new(),
        })
    );
    assert_eq!(
        reason("Longaanval;R96;40;80;geen acute aanval"),
        Some(Reason::NameDiffers {
            named: [].into(),
            coded: [].into(),
            facts: vec![Fact::ACUTE_ATTACK],
        })
    );
    // One of two, another disease beside it, or no code at all is no difference.
    for patients in [
        "Astma en COPD;R96;40;80;",
        "Pijn bij COPD;A01;40;80;",
        "COPD;;40;80;",
        "Longaanval;R96;40;80;acute aanval",
    ] {
        assert_eq!(reason(patients), None, "{patients}");
    }
}

#[test]
fn near_words_of_a_feature_are_known_and_others_name_the_nearest() {
    for feature in [
        "kwetsbare ouderen",
        "Kwetsbaar",
        "acute astma-aanval",
        "exacerbatie",
        "kan geen poeder gebruiken",
        "niet kwetsbaar, met voorzetkamer",
    ] {
        let formulary = formulary(&[&format!("Astma;R96;18;80;{feature};1;1;;{POWDER}")]);
        assert_eq!(formulary.problems(), [], "{feature}");
    }
    let message = |feature: &str| {
        let formulary = formulary(&[&format!("Astma;R96;18;80;{feature};1;1;;{POWDER}")]);
        formulary.problems()[0].message.en.clone()
    };
    assert_eq!(
        message("palliatief, kwetsbare oudre"),
        "'kwetsbare oudre' means nothing to any rule; \
         did you mean 'kwetsbare oudere'?"
    );
    // Never the opposite.
    assert_eq!(
        message("kan wel poeder"),
        "'kan wel poeder' means nothing to any rule; did you mean 'kan poeder'?"
    );
    assert_eq!(
        message("linkshandigheid"),
        "'linkshandigheid' means nothing to any rule"
    );
}

/// The keep rules that the checks of one row name as missing, with the severity.
fn kept(patients: &str, medicines: &[&str]) -> Vec<(Severity, Vec<String>)> {
    let rows: Vec<String> = (1u8..)
        .zip(medicines)
        .map(|(rank, medicine)| format!("{patients};1;{rank};;{medicine}"))
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let mut checker = Checker::new(engine(), shared_words(), Settings::new());
    let findings = checker.check(&formulary(&rows));
    let missing = findings
        .iter()
        .filter(|one| one.code.as_str() == "keep-missing");
    let rules = missing.map(|one| {
        let reason = one.reason.as_ref();
        let rules = if let Reason::OnlyPowder { rules } = reason {
            rules.iter().map(|rule| rule.as_str().to_owned()).collect()
        } else if let Reason::Keep { rule } = reason {
            vec![rule.as_str().to_owned()]
        } else {
            panic!("{reason:?}")
        };
        (one.severity, rules)
    });
    rules.collect()
}

#[test]
fn who_cannot_use_powder_needs_something_else() {
    let patients = "Astma;R96;18;80;kan geen poeder";
    let both = || vec!["inh-32-powder".to_owned(), "inh-01".to_owned()];
    assert_eq!(kept(patients, &[POWDER]), [(Severity::Error, both())]);
    // Of COPD no rule names what to use instead: the one that advises powder names who can.
    let copd = "COPD;R95;40;80;kan geen poeder";
    let one = vec!["inh-01".to_owned()];
    let symbicort = "SYMBICORT TURBUHALER INHPDR 200/6UG/DO 120DO;2 dd 1;30;x;";
    assert_eq!(
        kept(copd, &[POWDER, symbicort]),
        [(Severity::Error, one.clone())]
    );
    assert_eq!(
        kept("COPD;;40;80;kan geen poeder", &[POWDER]),
        [(Severity::Error, one)]
    );
    // An aerosol, a soft mist inhaler, or nothing that is inhaled.
    let mist = "SPIRIVA RESPIMAT INHVLST 2,5UG/DO 60DO;1 dd 2 inhalaties;30;x;";
    let tablet = "PREDNISOLON TABLET 5MG;1 dd 40 mg;5;x;";
    for medicines in [&[POWDER, AEROSOL], &[POWDER, mist], &[tablet, tablet]] {
        assert_eq!(kept(patients, medicines), [], "{medicines:?}");
    }
    assert_eq!(kept("Astma;R96;18;80;kan poeder", &[POWDER]), []);
}

#[test]
fn a_regional_rule_of_the_frail_is_for_the_author_to_weigh() {
    let regional = || vec![(Severity::Information, vec!["inh-26".to_owned()])];
    let flixotide = "FLIXOTIDE DISKUS INHPDR 100UG/DO 60DO;2 dd 1;30;x;";
    for medicine in [POWDER, flixotide] {
        assert_eq!(
            kept("Astma;R96;70;110;kwetsbare oudere", &[medicine]),
            regional()
        );
        assert_eq!(
            kept("Astma bij kwetsbare ouderen;R96;70;110;", &[medicine]),
            regional()
        );
        // Another formulary says it of COPD.
        let other = vec![(Severity::Information, vec!["inh-26-copd".to_owned()])];
        assert_eq!(kept("COPD;R95;70;110;kwetsbare oudere", &[medicine]), other);
    }
    let patients = "Astma;R96;70;110;kwetsbare oudere";
    assert_eq!(kept(patients, &[POWDER, AEROSOL]), []);
}

#[test]
fn below_six_a_rule_names_the_aerosol_of_salbutamol_and_ipratropium_alone() {
    let patients = "Astma;R96;4;5;";
    let rule = |id: &str| vec![(Severity::Error, vec![id.to_owned()])];
    assert_eq!(kept(patients, &[POWDER]), rule("inh-20"));
    // No rule in the data is about an inhaled corticosteroid at that age.
    let flixotide = "FLIXOTIDE DISKUS INHPDR 100UG/DO 60DO;2 dd 1;30;x;";
    assert_eq!(kept(patients, &[flixotide]), []);
}

#[test]
fn a_word_that_means_nothing_hides_no_fact_beside_it() {
    for (feature, unknown) in [
        ("acute aanval, linkshandig", &["linkshandig"][..]),
        ("acute aanval | linkshandig", &["linkshandig"]),
        ("ernstige acute aanval", &["ernstige"]),
        ("acute aanval en kwetsbare oudere", &[]),
        ("kwetsbare oudere met acute aanval", &[]),
        (
            "linkshandig + acute aanval / rookt",
            &["linkshandig", "rookt"],
        ),
    ] {
        let patients = format!("Astma;R96;18;80;{feature}");
        let formulary = formulary(&[&format!("{patients};1;1;;{POWDER}")]);
        let told: Vec<&str> = formulary
            .problems()
            .iter()
            .map(|one| one.message.en.as_str())
            .collect();
        let expected: Vec<String> = unknown
            .iter()
            .map(|part| format!("'{part}' means nothing to any rule"))
            .collect();
        assert_eq!(told, expected, "{feature}");
        let missing = kept(&patients, &[POWDER]);
        assert!(
            missing.contains(&(Severity::Error, vec!["inh-21".to_owned()])),
            "{feature}: {missing:?}"
        );
    }
    let both = vec!["inh-32-powder".to_owned(), "inh-01".to_owned()];
    assert_eq!(
        kept("Astma;R96;18;80;kan geen poeder, allergisch", &[POWDER]),
        [(Severity::Error, both)]
    );
    // Of impact nothing is said, and that is told.
    assert_eq!(
        codes_of("Astma;R96;18;80;kwetsbare oudere, linkshandig", AEROSOL),
        ["unknown-feature", "rule-conflict"]
    );
    assert_eq!(
        codes_of("Astma;R96;18;80;voorzetkamer, linkshandig", AEROSOL),
        ["unknown-feature", "not-judged"]
    );
    // What is denied beside an unknown word is no fact.
    assert_eq!(
        kept("Astma;R96;18;80;geen ernstige acute aanval", &[POWDER]),
        []
    );
}

#[test]
fn each_rule_that_keeps_is_told_and_powder_hides_none() {
    // Below six in an attack who cannot use powder: powder alone, and two rules of salbutamol.
    let patients = "Astma;R96;4;5;acute aanval, kan geen poeder";
    let error = |ids: &[&str]| {
        let ids = ids.iter().map(|id| (*id).to_owned());
        (Severity::Error, ids.collect::<Vec<_>>())
    };
    assert_eq!(
        kept(patients, &[POWDER]),
        [error(&["inh-01"]), error(&["inh-20"]), error(&["inh-21"]),]
    );
    // The aerosol answers all three.
    assert_eq!(kept(patients, &[AEROSOL]), []);
}

/// What stands before what must be kept: the option, the other one, and the rules.
fn not_first(patients: &str, medicines: &[(u8, &str)]) -> Vec<(usize, usize, Vec<String>)> {
    let rows: Vec<String> = medicines
        .iter()
        .map(|(rank, medicine)| format!("{patients};1;{rank};;{medicine}"))
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let mut checker = Checker::new(engine(), shared_words(), Settings::new());
    let findings = checker.check(&formulary(&rows));
    let found = findings
        .iter()
        .filter(|one| one.code.as_str() == "keep-not-first");
    let told = found.map(|one| {
        assert_eq!(
            (one.severity, one.column),
            (Severity::Warning, Column::Rank)
        );
        let Reason::NotFirst { rules } = one.reason.as_ref() else {
            panic!("{one:?}");
        };
        let rules = rules.iter().map(|rule| rule.as_str().to_owned());
        (one.option, one.other.unwrap(), rules.collect())
    });
    told.collect()
}

#[test]
fn what_must_be_kept_does_not_stand_behind_powder() {
    let rules = |ids: &[&str]| -> Vec<String> { ids.iter().map(|id| (*id).to_owned()).collect() };
    let cyclohaler = "SALBUTAMOL CYCLOHALER INHPDR CAPS 200UG;2 dd 1;30;x;";
    let flixotide = "FLIXOTIDE DISKUS INHPDR 100UG/DO 60DO;2 dd 1;30;x;";
    let acute = "Astma;R96;18;80;acute aanval";
    assert_eq!(
        not_first(acute, &[(1, POWDER), (2, AEROSOL)]),
        [(0, 1, rules(&["inh-21"]))]
    );
    // Each that stands before it, and whatever stands between.
    assert_eq!(
        not_first(
            acute,
            &[(1, POWDER), (2, flixotide), (3, cyclohaler), (4, AEROSOL)]
        ),
        [(0, 3, rules(&["inh-21"])), (2, 3, rules(&["inh-21"]))]
    );
    assert_eq!(
        not_first("Astma;R96;0;5;", &[(1, cyclohaler), (2, AEROSOL)]),
        [(0, 1, rules(&["inh-20"]))]
    );
    let no_powder = "Astma;R96;18;80;kan geen poeder";
    assert_eq!(
        not_first(no_powder, &[(1, flixotide), (2, AEROSOL)]),
        [(0, 1, rules(&["inh-32-powder", "inh-01"]))]
    );
    assert_eq!(
        not_first(
            "Astma;R96;18;80;kan geen poeder, acute aanval",
            &[(1, POWDER), (2, AEROSOL)]
        ),
        [(0, 1, rules(&["inh-32-powder", "inh-01", "inh-21"]))]
    );
    // First, beside it, another group, no such patients, or a rule of one region.
    assert_eq!(not_first(acute, &[(1, AEROSOL), (2, POWDER)]), []);
    assert_eq!(not_first(acute, &[(1, AEROSOL), (1, POWDER)]), []);
    assert_eq!(not_first(acute, &[(1, flixotide), (2, AEROSOL)]), []);
    assert_eq!(
        not_first("Astma;R96;18;80;", &[(1, POWDER), (2, AEROSOL)]),
        []
    );
    let frail = "Astma;R96;70;110;kwetsbare oudere";
    assert_eq!(not_first(frail, &[(1, POWDER), (2, AEROSOL)]), []);
}

#[test]
fn words_of_an_attack_count_beside_asthma_or_copd() {
    for name in [
        "Astma, spoed;",
        "Spoedvoorraad;R96",
        "COPD, opvlamming;",
        "Verergering;R95",
        "Dokterstas;R96",
    ] {
        let patients = format!("{name};18;80;");
        assert_eq!(codes_of(&patients, POWDER), ["keep-missing"], "{name}");
    }
    // Neither by name nor by code, or denied.
    for name in ["Spoedvoorraad;", "Crisis;P76", "Astma, geen spoed;R96"] {
        let patients = format!("{name};18;80;");
        assert_eq!(codes_of(&patients, POWDER), [""; 0], "{name}");
    }
    for feature in ["zonder poeder", "lage inspiratiekracht"] {
        let patients = format!("Astma;R96;18;80;{feature}");
        assert_eq!(codes_of(&patients, POWDER), ["keep-missing"], "{feature}");
    }
    assert_eq!(
        codes_of("Astma, zonder poeder;R96;18;80;", POWDER),
        ["keep-missing"]
    );
}

#[test]
fn impact_is_weighed_with_frail_patients() {
    let rows = |patients: &str| {
        formulary(&[
            &format!("{patients};1;1;;SERETIDE INHALATOR AEROSOL 25/250UG/DO 120DO;2 dd 2;30;x;"),
            &format!("{patients};1;2;;SERETIDE DISKUS INHPDR 50/500UG/DO 60DO;2 dd 1;30;x;"),
        ])
    };
    let told = |patients: &str| {
        let report = super::check::report(&rows(patients));
        let found = report
            .diagnostics()
            .position(|one| one.code.as_str() == "order-against-impact");
        found.map(|index| {
            let json = super::check::json(&report);
            let instead = json["findings"][index]["instead"]["nl"].as_str().unwrap();
            (
                report.diagnostics().nth(index).unwrap().severity,
                instead.to_owned(),
            )
        })
    };
    let (severity, instead) = told("COPD;R95;40;80;").unwrap();
    assert_eq!(severity, Severity::Warning);
    assert!(instead.starts_with("Draai de volgorde om waar dat klinisch past."));
    assert!(instead.contains("als de patiënt krachtig genoeg kan inademen"));
    // Of frail patients no rule in the data supports the change.
    assert_eq!(told("COPD;R95;70;110;kwetsbare oudere"), None);
    for patients in ["COPD;R95;40;80;palliatief", "COPD, palliatief;R95;40;80;"] {
        // In palliative care nothing is changed for the environment.
        assert_eq!(told(patients), None, "{patients}");
    }
}

#[test]
fn a_regional_rule_does_not_soften_a_label() {
    let age = |patients: &str, age: Option<u32>| {
        let medicine = "FOSTER AEROSOL 100/6UG/DO 120DO;2 dd 1;30;x;";
        let rows = formulary(&[&format!("{patients};1;1;;{medicine}")]);
        let profile = groenrecept::formulary::Profile {
            age: age.map(|age| groenrecept::context::Age::new(age).unwrap()),
            ..Default::default()
        };
        let mut checker = Checker::new(engine(), shared_words(), Settings::new());
        let findings = checker.check_for(&rows, Some(&profile));
        let found = findings
            .iter()
            .find(|one| one.code.as_str() == "label-excludes-age");
        found.map(|one| one.severity)
    };
    let frail = "Astma;R96;12;110;kwetsbare oudere";
    assert_eq!(age(frail, None), Some(Severity::Warning));
    // A profile above the age of the label is not excluded by the first age of the row, and one
    // below it is, also where the row states none.
    assert_eq!(age(frail, Some(70)), None);
    assert_eq!(age(frail, Some(14)), Some(Severity::Warning));
    assert_eq!(age("Astma;R96;;;", Some(14)), Some(Severity::Warning));
    assert_eq!(age("Astma;R96;;;", None), None);
}
