//! Each check with a formulary that it catches and the mended twin; and what holds for all.

use super::{demo, formulary, package, read_file, words};
use groenrecept::comparison::{Side, Terms, Verdict, compare};
use groenrecept::dataset::guideline::Status;
use groenrecept::diagnostic::{Code, FormularyCode};
use groenrecept::formulary::{Checker, Formulary, Profile, Reason, Settings, Transitions, Words};
use groenrecept::matching::Inhaler;
use groenrecept::report::formulary::{FormularyReport, Severities};
use groenrecept::{Dataset, Day, Engine, Language, Prescription, Quantity, Unit};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::PathBuf;
use std::sync::OnceLock;

pub(crate) fn dataset() -> &'static Dataset {
    static DATASET: OnceLock<Dataset> = OnceLock::new();
    DATASET.get_or_init(|| Dataset::embedded().unwrap())
}

pub(crate) fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| Engine::new(dataset()))
}

pub(crate) fn shared_words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(words)
}

pub(crate) fn report(formulary: &Formulary) -> FormularyReport {
    let mut checker = Checker::new(engine(), shared_words(), Settings::new());
    let findings = checker.check(formulary);
    let none = Severities::new();
    FormularyReport::new(
        dataset(),
        shared_words(),
        formulary,
        &findings,
        &none,
        &Settings::new(),
    )
}

pub(crate) fn codes(formulary: &Formulary) -> Vec<&'static str> {
    let report = report(formulary);
    let codes = report.diagnostics().map(|one| one.code.as_str());
    codes.collect()
}

pub(crate) fn json(report: &impl serde::Serialize) -> serde_json::Value {
    serde_json::to_value(report).unwrap()
}

fn fixtures() -> PathBuf {
    package().join("tests/fixtures/formulary")
}

/// Every finding on a line in both languages, with its sources.
fn lines(report: &FormularyReport) -> String {
    let mut text = String::new();
    let json = json(report);
    for (index, one) in report.diagnostics().enumerate() {
        for language in [Language::Dutch, Language::English] {
            writeln!(text, "{}", one.text(language)).unwrap();
        }
        for source in json["findings"][index]["sources"].as_array().unwrap() {
            let [title, url] = ["title", "url"].map(|key| source[key].as_str().unwrap());
            writeln!(text, "  {title} <{url}>").unwrap();
        }
    }
    text
}

#[test]
fn every_check_has_a_formulary_that_it_catches_and_a_mended_twin() {
    let formulary = FormularyCode::ALL.iter().copied().map(Code::Formulary);
    let codes: Vec<Code> = formulary.chain([Code::ReviewOverdue]).collect();
    let folders: BTreeSet<String> = std::fs::read_dir(fixtures())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let names: BTreeSet<String> = codes.iter().map(|code| code.as_str().to_owned()).collect();
    assert_eq!(folders, names);
    for code in codes {
        let folder = fixtures().join(code.as_str());
        let bad = report(&read_file(&folder.join("bad.csv")));
        let path = folder.join("expected.txt");
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(&path, lines(&bad)).unwrap();
        }
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(lines(&bad), expected, "{}", code.as_str());
        assert!(bad.diagnostics().count() > 0, "{}", code.as_str());
        for one in bad.diagnostics() {
            assert_eq!((one.code, one.severity), (code, code.severity()), "{one}");
        }
        let good = report(&read_file(&folder.join("good.csv")));
        assert_eq!(lines(&good), "", "{}", code.as_str());
        assert_eq!(json(&good)["whole"], true);
    }
}

/// A finding without lines: its code, its option and the other one by content, and its figures.
fn told(formulary: &Formulary, checker: &mut Checker<'_>) -> Vec<String> {
    let findings = checker.check(formulary);
    let name = |index: usize| {
        let mut option = formulary.options()[index].clone();
        option.line = 0;
        format!("{option:?}")
    };
    let mut told: Vec<String> = findings
        .iter()
        .map(|one| {
            let other = one.other.map(name);
            let (code, severity) = (one.code, one.severity);
            format!(
                "{code:?} {severity:?} {} {other:?} {:?}",
                name(one.option),
                one.reason
            )
        })
        .collect();
    told.sort();
    told
}

/// Aerosols with the powder inhaler that a rule offers for them, each with its dosage.
const PAIRS: &[(&str, &str, &str, &str)] = &[
    (
        "SERETIDE INHALATOR AEROSOL 25/250UG/DO 120DO",
        "2 dd 2 inhalaties",
        "SERETIDE DISKUS INHPDR 50/500UG/DO 60DO",
        "2 dd 1 inhalatie",
    ),
    (
        "SERETIDE INHALATOR AEROSOL 25/125UG/DO 120DO",
        "2 dd 2 inhalaties",
        "SERETIDE DISKUS INHPDR 50/250UG/DO 60DO",
        "2 dd 1 inhalatie",
    ),
    (
        "FOSTER AEROSOL 100/6UG/DO 120DO",
        "2 dd 2 inhalaties",
        "FOSTER NEXTHALER INHPDR 100/6UG/DO 120DO",
        "2 dd 2 inhalaties",
    ),
    (
        "SEREVENT INHALATOR AEROSOL 25UG/DO 120DO",
        "2 dd 2 inhalaties",
        "SEREVENT DISKUS INHPDR 50UG/DO 60DO",
        "2 dd 1 inhalatie",
    ),
];

const OTHERS: &[(&str, &str)] = &[
    (
        "VENTOLIN AEROSOL 100UG/DO 200DO",
        "zo nodig 4 dd 1 inhalatie",
    ),
    (
        "VENTOLIN DISKUS INHPDR 200UG/DO 60DO",
        "zo nodig 2 dd 1 inhalatie",
    ),
    (
        "SPIRIVA RESPIMAT INHVLST 2,5UG/DO 60DO",
        "1 dd 2 inhalaties",
    ),
    (
        "TRELEGY ELLIPTA INHPDR 92/55/22UG/DO 30DO",
        "1 dd 1 inhalatie",
    ),
    ("ATROVENT AEROSOL 20UG/DO 200DO", "4 dd 2 inhalaties"),
    ("QVAR AUTOHALER AEROSOL 100UG/DO 200DO", "2 dd 1 inhalatie"),
    (
        "TRIXEO AEROSPHERE AEROSOL 160/5/7,2UG/DO 120DO",
        "2 dd 2 inhalaties",
    ),
    (
        "TRIMBOW NEXTHALER INHPDR 88/5/9UG/DO 120DO",
        "2 dd 2 inhalaties",
    ),
    ("SALBUTAMOL", "veel"),
];

fn row() -> impl Strategy<Value = String> {
    let medicine = (0usize..PAIRS.len() * 2 + OTHERS.len()).prop_map(|pick| {
        match (pick < PAIRS.len(), pick < PAIRS.len() * 2) {
            (true, _) => (PAIRS[pick].0, PAIRS[pick].1),
            (_, true) => (PAIRS[pick - PAIRS.len()].2, PAIRS[pick - PAIRS.len()].3),
            _ => OTHERS[pick - PAIRS.len() * 2],
        }
    });
    let ages = prop_oneof![
        Just("18;80;"),
        Just("0;5;"),
        Just("6;11;"),
        Just("70;90;kwetsbare oudere"),
        Just("18;80;acute aanval"),
        Just("18;80;kan geen poeder"),
        Just(";;"),
    ];
    let condition = prop_oneof![
        4 => Just("Astma;R96"),
        4 => Just("COPD;R95"),
        1 => Just("Astma-aanval;"),
        1 => Just("COPD;R96"),
        1 => Just("Benauwdheid;"),
    ];
    (condition, ages, 1u8..4, 1u8..4, medicine).prop_map(
        |(condition, ages, step, rank, (label, dosage))| {
            format!("{condition};{ages};{step};{rank};;{label};{dosage};30;;")
        },
    )
}

/// Inhalers by substance, each with the doses that are taken at a time: aerosols of known gas, of
/// a gas that is not known, with breath actuation, and powders, some of which a label leaves out.
const SUBSTANCES: &[&[(&str, u8)]] = &[
    &[
        ("VENTOLIN AEROSOL 100UG/DO 200DO", 2),
        ("SALBUTAMOL AEROSOL 100UG/DO 200DO", 2),
        ("AIROMIR AEROSOL 100UG/DO 200DO", 2),
        ("AIROMIR AUTOHALER AEROSOL 100UG/DO 200DO", 2),
        ("VENTOLIN DISKUS INHPDR 200UG/DO 60DO", 1),
        ("SALBUTAMOL NOVOLIZER INHPDR 100UG/DO 200DO", 2),
    ],
    &[
        ("BECLOMETASON AEROSOL 50UG/DO 200DO", 4),
        ("BECLOMETASON AEROSOL 100UG/DO 200DO", 2),
        ("QVAR AUTOHALER AEROSOL 100UG/DO 200DO", 1),
        ("BECLOMETASON CYCLOHALER INHPDR CAPS 200UG", 1),
    ],
    &[
        ("TRIMBOW AEROSOL 87/5/9UG/DO 120DO", 2),
        ("TRIMBOW AEROSOL 87/5/9UG/DO 120DO", 1),
        ("TRIMBOW NEXTHALER INHPDR 88/5/9UG/DO 120DO", 2),
    ],
    &[
        ("SERETIDE INHALATOR AEROSOL 25/250UG/DO 120DO", 2),
        ("SERETIDE INHALATOR AEROSOL 25/125UG/DO 120DO", 2),
        ("SALMETEROL/FLUTICASON AEROSOL 25/250UG/DO 120DO", 2),
        ("SERETIDE DISKUS INHPDR 50/500UG/DO 60DO", 1),
    ],
    &[
        ("ATROVENT AEROSOL 20UG/DO 200DO", 2),
        ("IPRATROPIUM AEROSOL 20UG/DO 200DO", 2),
        ("IPRATROPIUM CYCLOHALER INHPDR CAPS 40UG", 1),
    ],
];

fn inhaler(label: &str) -> Inhaler {
    let found = engine().resolve(&Prescription::new().label(label));
    found.inhaler().unwrap().clone()
}

/// Whether so many doses of one label are at least probably lower than of another.
fn is_lower((old, doses): (&str, u8), (new, new_doses): (&str, u8)) -> bool {
    let [old, new] = [old, new].map(inhaler);
    let [before, after] = [&old, &new].map(|one| engine().estimate(one).unwrap());
    let side = |estimate, devices, doses: u8| Side {
        estimate,
        devices,
        quantity: Quantity::new(doses.into(), Unit::Dose),
    };
    let compared = compare(
        &side(&before, old.devices(), doses),
        &side(&after, new.devices(), new_doses),
        Terms::LowerBound,
    );
    compared.is_ok_and(|found| found.verdict <= Verdict::ProbablyLower)
}

type Doses = (&'static str, u8);

/// Pairs of one substance of which the second is lower.
fn lower_inhalers() -> &'static [(Doses, Doses)] {
    static PAIRS: OnceLock<Vec<(Doses, Doses)>> = OnceLock::new();
    PAIRS.get_or_init(|| {
        let pairs = SUBSTANCES.iter().flat_map(|all| {
            let each = all.iter().copied();
            each.flat_map(|old| all.iter().map(move |new| (old, *new)))
        });
        let lower: Vec<_> = pairs.filter(|(old, new)| is_lower(*old, *new)).collect();
        // An aerosol may be lower than another, and a powder than most.
        assert!(lower.len() > 12, "{lower:?}");
        lower
    })
}

const IMPACT: [FormularyCode; 3] = [
    FormularyCode::NoLowerImpactOption,
    FormularyCode::DominatedChoice,
    FormularyCode::OrderAgainstImpact,
];

/// The impact findings about an option. That a step lacks a low option is said once, at the first
/// option that is concerned, and counts for all options of the step.
fn impact_of(formulary: &Formulary, checker: &mut Checker<'_>, option: usize) -> Vec<Code> {
    let findings = checker.check(formulary);
    let step = |index: usize| {
        let one = &formulary.options()[index];
        (&one.condition, &one.icpc, &one.population, one.step)
    };
    let own = findings.iter().filter(|one| {
        let lacks = one.code == Code::Formulary(FormularyCode::NoLowerImpactOption);
        one.option == option || (lacks && step(one.option) == step(option))
    });
    let impact = own.filter(|one| IMPACT.map(Code::Formulary).contains(&one.code));
    impact.map(|one| one.code).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn neither_repeats_nor_the_order_of_rows_change_a_finding(
        rows in proptest::collection::vec(row(), 1..9),
        swaps in proptest::collection::vec((0usize..9, 0usize..9), 1..9),
    ) {
        let mut checker = Checker::new(engine(), shared_words(), Settings::new());
        let texts: Vec<&str> = rows.iter().map(String::as_str).collect();
        let first = told(&formulary(&texts), &mut checker);
        prop_assert_eq!(&told(&formulary(&texts), &mut checker), &first);
        let mut turned = texts.clone();
        for (a, b) in swaps {
            let length = turned.len();
            turned.swap(a % length, b % length);
        }
        prop_assert_eq!(&told(&formulary(&turned), &mut checker), &first);
        // Nor does what was checked before.
        let mut fresh = Checker::new(engine(), shared_words(), Settings::new());
        prop_assert_eq!(&told(&formulary(&turned), &mut fresh), &first);
    }

    #[test]
    fn an_option_replaced_by_a_lower_one_gains_no_impact_finding(
        rows in proptest::collection::vec(row(), 0..6),
        pair in 0usize..PAIRS.len(),
        rank in 1u8..4,
    ) {
        let (old, old_dosage, new, new_dosage) = PAIRS[pair];
        let with = |label: &str, dosage: &str| {
            let row = format!("Astma;R96;18;80;;1;{rank};;{label};{dosage};30;;");
            let mut texts = vec![row.as_str()];
            texts.extend(rows.iter().map(String::as_str));
            formulary(&texts)
        };
        let mut checker = Checker::new(engine(), shared_words(), Settings::new());
        let before = impact_of(&with(old, old_dosage), &mut checker, 0);
        let after = impact_of(&with(new, new_dosage), &mut checker, 0);
        for code in &after {
            prop_assert!(before.contains(code), "{:?} -> {:?}", before, after);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// As above, for any two inhalers of one substance of which the one is lower, whatever their
    /// devices and gases and whether a label leaves one out, for any patients, and beside what is
    /// another substance, may hold another gas or may not be used.
    #[test]
    fn a_lower_inhaler_of_the_same_substance_gains_no_impact_finding(
        rows in proptest::collection::vec(row(), 0..5),
        at in 0usize..1000,
        patients in prop_oneof![
            Just("18;80;"), Just("6;11;"), Just("0;11;"), Just("70;90;kwetsbare oudere"),
            Just("18;80;acute aanval"), Just("18;80;kan geen poeder"), Just(";;"),
        ],
        condition in prop_oneof![Just("Astma;R96"), Just("COPD;R95")],
        beside in proptest::collection::vec((0..SUBSTANCES.len(), 0usize..6), 0..3),
        rank in 1u8..4,
    ) {
        let pick = |substance: usize, at: usize| {
            let all = SUBSTANCES[substance];
            all[at % all.len()]
        };
        let lower = lower_inhalers();
        let (old, new) = lower[at % lower.len()];
        let row = |(label, doses): (&str, u8), rank: u8| {
            format!("{condition};{patients};1;{rank};;{label};2 dd {doses} inhalaties;30;;")
        };
        let others: Vec<String> = beside
            .iter()
            .map(|(substance, at)| row(pick(*substance, *at), 2))
            .chain(rows)
            .collect();
        let with = |option| {
            let first = row(option, rank);
            let texts: Vec<&str> = others.iter().map(String::as_str).collect();
            formulary(&[&[first.as_str()], texts.as_slice()].concat())
        };
        let mut checker = Checker::new(engine(), shared_words(), Settings::new());
        let before = impact_of(&with(old), &mut checker, 0);
        let after = impact_of(&with(new), &mut checker, 0);
        for code in &after {
            prop_assert!(before.contains(code), "{:?} -> {:?}: {:?} -> {:?}", old, new, before, after);
        }
    }
}

#[test]
fn the_pairs_of_the_property_are_what_a_rule_offers() {
    let mut checker = Checker::new(engine(), shared_words(), Settings::new());
    for (old, dosage, new, _) in PAIRS {
        let formulary = formulary(&[&format!("Astma;R96;18;80;;1;1;;{old};{dosage};30;x;")]);
        let findings = checker.check(&formulary);
        let Reason::NoLower { product, .. } = findings[0].reason.as_ref() else {
            panic!("{old}: {findings:?}");
        };
        let products = engine().products(&inhaler(new)).unwrap();
        let ids: Vec<&str> = products.iter().map(|p| p.id.as_str()).collect();
        assert_eq!(ids, [product.as_str()]);
    }
}

#[test]
fn the_demonstration_shows_what_it_should() {
    let found = codes(&demo());
    let count = |code: &str| found.iter().filter(|one| **one == code).count();
    let counts = [
        ("keep-missing", 0),
        ("keep-not-first", 0),
        ("order-against-impact", 2),
        ("no-lower-impact-option", 1),
        ("dominated-choice", 1),
        ("label-excludes-age", 2),
        ("propellant-wording", 1),
        ("quantity-over-limit", 2),
        ("reversed-evidence", 1),
        ("stale-source", 1),
        ("step-order", 1),
        ("unknown-product", 0),
    ];
    for (code, expected) in counts {
        assert_eq!(count(code), expected, "{code}");
    }
    // Most options are cited to something public.
    assert!(count("uncited") * 2 < demo().options().len());
}

#[test]
fn a_rule_that_keeps_silences_what_is_said_of_impact() {
    let row =
        |ages: &str| format!("Astma;R96;{ages};1;1;;VENTOLIN AEROSOL 100UG/DO 200DO;2 dd 1;30;x;");
    assert_eq!(
        codes(&formulary(&[&row("18;80;")])),
        ["no-lower-impact-option"]
    );
    // A child under 6, ages that span both, an acute attack, and who cannot use powder.
    for ages in [
        "4;5;",
        "4;80;",
        "18;80;acute aanval",
        "18;80;kan geen poeder",
    ] {
        assert_eq!(codes(&formulary(&[&row(ages)])), [""; 0], "{ages}");
    }
    // Of the frail with asthma rules contradict each other: that is said, and nothing of impact.
    assert_eq!(
        codes(&formulary(&[&row("70;110;kwetsbare oudere")])),
        ["rule-conflict"]
    );
    // What it is for decides what a label allows: without it nothing is said of impact.
    let unknown = "Benauwdheid;;18;80;;1;1;;TRIMBOW AEROSOL 87/5/9UG/DO 120DO;2 dd 2;30;x;";
    assert_eq!(codes(&formulary(&[unknown])), ["not-judged"]);
    // A feature that means nothing to a rule: that is said, and nothing of impact.
    assert_eq!(
        codes(&formulary(&[&row("18;80;linkshandig")])),
        ["unknown-feature", "not-judged"]
    );
}

#[test]
fn what_the_data_cannot_tell_is_no_finding() {
    // Two powder inhalers are never told apart.
    let row = |rank: u8, label: &str| format!("COPD;R95;40;80;;1;{rank};;{label};1 dd 1;30;x;");
    let rows = [
        row(1, "INCRUSE ELLIPTA INHPDR 55UG/DO 30DO"),
        row(2, "SPIRIVA HANDIHALER INHPDR CAPS 18UG"),
    ];
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    assert_eq!(codes(&formulary(&rows)), [""; 0]);
}

#[test]
fn nothing_is_judged_of_a_formulary_that_is_not_whole() {
    let formulary = formulary(&[
        "Astma;R96;18;80;;1;1;;SERETIDE INHALATOR AEROSOL 25/250UG/DO 120DO;2 dd 2;30;x;",
        "Astma;R96;18;oud;;1;2;;SERETIDE DISKUS INHPDR 50/500UG/DO 60DO;2 dd 1;30;x;",
    ]);
    let report = report(&formulary);
    let counts = json(&report);
    let counts = ["whole", "errors", "warnings"].map(|key| &counts[key]);
    assert_eq!(counts, [&false.into(), &1.into(), &serde_json::json!(0)]);
    let page = report.text(Language::Dutch);
    let page = page.replace('\n', " ");
    assert!(
        page.contains("over de opties is niets beoordeeld"),
        "{page}"
    );
}

#[test]
fn a_product_that_moved_to_another_gas_is_not_judged_by_the_old_one() {
    let text = "product_id;date;propellant\natrovent-aerosol-20;2028-01-01;HFC-152a\n";
    let (moves, problems) = Transitions::read("t.csv", text, dataset());
    assert_eq!(problems, []);
    let row = "COPD;R95;40;80;;1;1;;ATROVENT AEROSOL 20UG/DO 200DO;4 dd 2;30;x;";
    let on = |day: Day| {
        let settings = Settings::new().on(day).transitions(moves.clone());
        let findings = Checker::new(engine(), shared_words(), settings).check(&formulary(&[row]));
        let codes = findings.iter().map(|one| one.code.as_str());
        codes.collect::<Vec<_>>()
    };
    assert_eq!(
        on(Day::new(2027, 10, 31).unwrap()),
        ["no-lower-impact-option"]
    );
    assert_eq!(on(Day::new(2028, 1, 1).unwrap()), [""; 0]);
    let wrong = "product_id;date;propellant\nventolin;01-01-2028;lucht\n";
    let (moves, problems) = Transitions::read("t.csv", wrong, dataset());
    assert!(moves.is_empty());
    let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        problems,
        [
            "t.csv:2:product_id: warning[unknown-product]: 'ventolin' is no product of the data",
            "t.csv:2:date: error[bad-date]: '01-01-2028' is no day as yyyy-mm-dd",
            "t.csv:2:propellant: error[gwp-missing]: 'lucht' has no GWP100 in the data",
        ]
    );
}

#[test]
fn a_profile_narrows_a_formulary_to_one_patient() {
    let rows = formulary(&[
        "Astma;R96;4;11;;1;1;;SALBUTAMOL CYCLOHALER INHPDR CAPS 200UG;2 dd 1;30;x;",
        "Astma;R96;12;80;;1;1;;VENTOLIN AEROSOL 100UG/DO 200DO;2 dd 1;30;x;",
    ]);
    let mut checker = Checker::new(engine(), shared_words(), Settings::new());
    let mut of = |age: u32| {
        let profile = Profile {
            name: "kind".to_owned(),
            age: Some(groenrecept::context::Age::new(age).unwrap()),
            facts: Vec::new(),
        };
        let findings = checker.check_for(&rows, Some(&profile));
        let codes = findings.iter().map(|one| one.code.as_str());
        codes.collect::<Vec<_>>()
    };
    assert_eq!(of(5), ["keep-missing"]);
    assert_eq!(of(9), [""; 0]);
    assert_eq!(of(40), ["no-lower-impact-option"]);
    assert_eq!(of(90), [""; 0]);
}

#[test]
fn a_step_for_an_attack_must_offer_the_aerosol() {
    let row = |feature: &str, rank: u8, label: &str| {
        format!("Astma;R96;18;80;{feature};1;{rank};;{label};2 dd 1;5;x;")
    };
    let powder = "VENTOLIN DISKUS INHPDR 200UG/DO 60DO";
    let aerosol = "VENTOLIN AEROSOL 100UG/DO 200DO";
    let alone = formulary(&[&row("acute aanval", 1, powder)]);
    assert_eq!(codes(&alone), ["keep-missing"]);
    assert_eq!(json(&report(&alone))["errors"], 1);
    let both = [
        row("acute aanval", 1, powder),
        row("acute aanval", 2, aerosol),
    ];
    assert_eq!(
        codes(&formulary(&both.each_ref().map(String::as_str))),
        ["keep-not-first"]
    );
    let turned = [
        row("acute aanval", 1, aerosol),
        row("acute aanval", 2, powder),
    ];
    assert_eq!(
        codes(&formulary(&turned.each_ref().map(String::as_str))),
        [""; 0]
    );
    assert_eq!(codes(&formulary(&[&row("", 1, powder)])), [""; 0]);
}

/// Asking for more assessment never finds more: what a rule of a lower status says to keep still
/// softens what is found.
#[test]
fn a_higher_status_never_raises_a_finding() {
    let formulary = demo();
    let found = |status: Status| {
        let settings = Settings::new().at_least(status);
        let mut checker = Checker::new(engine(), shared_words(), settings);
        checker.check(&formulary)
    };
    let concept = found(Status::Concept);
    for one in found(Status::Authorised) {
        let same = concept.iter().filter(|other| {
            (other.code, other.option, other.column) == (one.code, one.option, one.column)
        });
        let most = same.map(|other| other.severity).max();
        let judged = one.code.as_str() != "not-judged";
        assert!(!judged || most >= Some(one.severity), "{one:?}");
    }
}
