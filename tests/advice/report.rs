//! "Wat kan anders" in the report, by hand.

use crate::*;
use groenrecept::intake::Export;
use groenrecept::report::Report;
use groenrecept::{Engine, Language};
use serde_json::{Value, json};
use std::num::NonZeroUsize;

fn report(text: &str, threads: usize) -> Value {
    let export = Export::new("export.csv", text.as_bytes()).unwrap();
    let threads = NonZeroUsize::new(threads).unwrap();
    let outcome = Engine::new(&DATASET)
        .analysis()
        .threads(threads)
        .run(export, None);
    let report = Report::new(&outcome.unwrap(), Language::Dutch);
    serde_json::to_value(report).unwrap()
}

fn rule<'v>(report: &'v Value, list: &str, id: &str) -> &'v Value {
    let rules = report["advice"][list].as_array().unwrap();
    rules.iter().find(|rule| rule["rule"] == id).unwrap()
}

const HEADER: &str = "patient;datum;omschrijving;aantal;eenheid\n";

/// Two patients on Seretide aerosol, one on Foster aerosol, one on a Diskus.
#[test]
fn savings_patients_and_reasons_of_a_small_practice() {
    let report = report(
        &format!(
            "{HEADER}1;15-01-2025;SERETIDE INHALATOR AEROSOL 25/250MCG/DO 120DO;2;ST\n\
             2;16-01-2025;SERETIDE INHALATOR AEROSOL 25/250MCG/DO 120DO;1;ST\n\
             1;17-02-2025;FOSTER AEROSOL 100/6MCG/DO 120DO;1;ST\n\
             3;18-02-2025;SERETIDE DISKUS INHPDR 50/250MCG 60DO;1;ST\n\
             4;18-02-2025;QVAR AEROSOL 100UG/DO 200DO;1;ST\n"
        ),
        1,
    );
    let offer = rule(&report, "offers", "inh-01");
    // Three Seretide, one Foster, one Qvar; the Diskus is no aerosol.
    assert_eq!(offer["prescriptions"], 4);
    assert_eq!(offer["patients"], 3);
    assert_eq!(offer["eligible"], 3);
    assert_eq!(offer["withheld"], json!({"dose_guard": 1}));
    // Seretide, 360 puffs for 180 inhalations: 3 x 20.685 = 62.055 against 3 x 0.898 = 2.694
    // (to 3 x 1.25 = 3.75). Foster: 13.1842 against 0.9156.
    // central: 62.055 - 2.694 + 13.1842 - 0.9156 = 71.6296, and so the high end
    // low:     62.055 - 3.75  + 13.1842 - 0.9156 = 70.5736
    let scenario = |at: usize| {
        let one = &offer["saving"][at];
        json!([
            one["share_percent"],
            one["low"],
            one["central"],
            one["high"]
        ])
    };
    assert_eq!(scenario(0), json!([100, "70.5736", "71.6296", "71.6296"]));
    assert_eq!(scenario(1), json!([70, "49.40152", "50.14072", "50.14072"]));
    assert_eq!(scenario(2), json!([30, "21.17208", "21.48888", "21.48888"]));
    let asks = offer["asks"].as_array().unwrap();
    for ask in ["age", "can_use_powder", "acute_attack", "indication"] {
        assert!(asks.contains(&json!(ask)), "{ask}");
    }
    assert_eq!(report["advice"]["purpose"], "aggregate");
    assert!(
        report["advice"]["intended_use"]
            .as_str()
            .unwrap()
            .contains("geen advies")
    );
}

/// Twelve aerosols of 200 doses in a year are 2400 puffs; one is 200. The limit is 208.
#[test]
fn over_use_is_counted_by_patient() {
    let mut text = HEADER.to_owned();
    for month in 1..=12 {
        text.push_str(&format!(
            "1;15-{month:02}-2025;VENTOLIN AEROSOL 100UG/DO 200DO;1;ST\n"
        ));
    }
    text.push_str("2;01-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;1;ST\n");
    text.push_str("3;31-12-2025;SERETIDE DISKUS INHPDR 50/250MCG 60DO;1;ST\n");
    // A copy of the pharmacy does not count twice.
    text.push_str("2;01-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;1;ST\n");
    let full = report(&text, 1);
    let over = rule(&full, "reduce", "ast-01");
    assert_eq!(
        over["above_limit"],
        json!({"doses_per_year": 208, "days": 365, "from": "2025-01-01", "to": "2025-12-31",
            "patients": 1, "unknown": 0})
    );
    assert_eq!(over["patients"], 2);
    assert_eq!(over["prescriptions"], 13);
    // A quarter of a year tells nothing of a year.
    let short = report(
        &format!(
            "{HEADER}1;15-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;3;ST\n1;15-02-2025;VENTOLIN AEROSOL 100UG/DO 200DO;3;ST\n"
        ),
        1,
    );
    assert_eq!(rule(&short, "reduce", "ast-01")["above_limit"], Value::Null);
    // Without patients nothing is said of them.
    let nobody = report(
        "datum;omschrijving;aantal;eenheid\n15-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;3;ST\n",
        1,
    );
    assert_eq!(rule(&nobody, "reduce", "ast-01")["patients"], Value::Null);
}

/// The advice on one prescription is that on the same line in an export.
#[test]
fn one_prescription_and_a_line_of_an_export_agree() {
    let label = "FOSTER AEROSOL 100/6MCG/DO 120DO";
    let report = report(&format!("{HEADER}1;15-01-2025;{label};3;ST\n"), 2);
    let options = Options::new();
    let prescription = Prescription::new().label(label).quantity("3", "ST");
    let alone = ENGINE.advise(&prescription, &Context::new(), &options);
    let mut offered: Vec<String> = alone
        .offers
        .iter()
        .map(|offer| offer.said.rule.to_string())
        .collect();
    offered.sort();
    let rules = report["advice"]["offers"].as_array().unwrap();
    let mut found: Vec<String> = rules
        .iter()
        .map(|rule| rule["rule"].as_str().unwrap().to_owned())
        .collect();
    found.sort();
    assert_eq!(found, offered);
    let best = alone
        .offers
        .iter()
        .find(|offer| offer.said.rule.as_str() == "inh-01")
        .map(|offer| offer.alternatives[0].saving().unwrap().round(6).to_string());
    let saving = &rule(&report, "offers", "inh-01")["saving"][0]["central"];
    assert_eq!(Some(saving.as_str().unwrap().to_owned()), best);
}

/// Other medicines that rules name are counted, and contradictions are shown.
#[test]
fn contradictions_stand_in_the_report() {
    let report = report(
        "datum;omschrijving;atc;aantal;eenheid\n\
         15-01-2025;DICLOFENAC GEL 11,6MG/G TUBE 100G;M02AA15;1;ST\n\
         15-01-2025;DICLOFENAC TABLET MSR 50MG;M01AB05;30;ST\n\
         16-01-2025;OMEPRAZOL CAPSULE MSR 20MG;A02BC01;90;ST\n",
        1,
    );
    assert_eq!(rule(&report, "reduce", "pain-05")["prescriptions"], 1);
    assert_eq!(rule(&report, "reduce", "ppi-01")["prescriptions"], 1);
    let conflicts = report["advice"]["conflicts"].as_array().unwrap();
    let pairs = conflicts
        .iter()
        .flat_map(|one| one["pairs"].as_array().unwrap());
    let pairs: Vec<&Value> = pairs.collect();
    assert!(pairs.contains(&&json!(["pain-02", "pain-05"])), "{pairs:?}");
    // The evidence of the pilot was reversed since.
    let reversed = |pair: &&&Value| pair.as_array().unwrap().contains(&json!("pain-06"));
    assert_eq!(pairs.iter().find(reversed), None);
}

fn page(text: &str) -> String {
    let export = Export::new("export.csv", text.as_bytes()).unwrap();
    let outcome = Engine::new(&DATASET).analysis().run(export, None).unwrap();
    let report = Report::new(&outcome, Language::Dutch);
    // Lines are joined, so that a sentence is found wherever it breaks.
    let page = report.text(100);
    page.split_whitespace().collect::<Vec<_>>().join(" ")
}

const VENTOLIN: &str = "15-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;2;ST\n";

/// What may be kept is listed before the switches, and savings say that it is not taken off.
#[test]
fn rules_that_may_keep_stand_before_the_switches() {
    let text = format!("{HEADER}1;{VENTOLIN}2;{VENTOLIN}");
    let json = report(&text, 1);
    let kept: Vec<&str> = json["advice"]["keep"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rule| rule["rule"].as_str().unwrap())
        .collect();
    for id in ["inh-20", "inh-21", "inh-26"] {
        assert!(kept.contains(&id), "{id}: {kept:?}");
        let rule = rule(&json, "keep", id);
        assert_eq!(
            (&rule["prescriptions"], &rule["patients"]),
            (&2.into(), &2.into())
        );
        assert!(!rule["asks"].as_array().unwrap().is_empty(), "{id}");
    }
    let page = page(&text);
    let at = |words: &str| {
        page.find(words)
            .unwrap_or_else(|| panic!("{words}: {page}"))
    };
    let keep = at("Wat mag blijven zoals het is");
    let first = at("[inh-20: ");
    let switches = at("Wat richtlijnen dan ondersteunen:");
    let gross = at("voordat de uitzonderingen eraf zijn: 100%:");
    assert!(
        keep < first && first < switches && switches < gross,
        "{page}"
    );
}

/// Looking and aligning is no less: it has a list of its own behind what reduces.
#[test]
fn rules_that_only_look_stand_apart_from_those_that_reduce() {
    let page = page(&format!("{HEADER}1;{VENTOLIN}"));
    let align = page.find("Nagaan en afstemmen:").unwrap();
    let less = page.find("Eerst nagaan of het minder kan:").unwrap();
    let switches = page.find("Wat richtlijnen dan ondersteunen:").unwrap();
    assert!(less < align && align < switches);
    for id in ["inh-28", "inh-29", "inh-30", "inh-31", "inh-32"] {
        let rule = page.find(&format!("[{id}: ")).unwrap();
        assert!(align < rule && rule < switches, "{id}");
    }
}

/// No source says that a dose of the Novolizer stands for one of the aerosol.
#[test]
fn a_dose_without_a_source_is_called_an_assumption() {
    let page = page(&format!(
        "{HEADER}1;15-01-2025;SALBUTAMOL AEROSOL 100UG/DO 200DO;1;ST\n\
         1;15-01-2025;FOSTER AEROSOL 100/6MCG/DO 120DO;1;ST\n"
    ));
    assert!(page.contains("1 → 1 aanname 1"), "{page}");
    assert!(page.contains("1 → 1 afgeleid 1"), "{page}");
    assert!(!page.contains("gelijke dosis 1"), "{page}");
}

/// The label of the Trimbow NEXThaler names COPD only; that of the aerosol asthma too.
#[test]
fn an_alternative_with_a_narrower_label_says_so() {
    let text = format!("{HEADER}1;15-01-2025;TRIMBOW AEROSOL 87/5/9MCG/DO 120DO;1;ST\n");
    let json = report(&text, 1);
    let pair = &rule(&json, "offers", "inh-01")["alternatives"][0];
    assert_eq!(
        pair["to"],
        "formoterol-glycopyrronium-beclometason-nexthaler"
    );
    assert_eq!(
        pair["label_excludes"],
        json!([{
            "indication": "asthma",
            "only": "copd",
            "source": "L02",
            "locator": "row of Trimbow NEXThaler",
            "evidence": "secondary",
            "country": "ES",
        }])
    );
    let page = page(&text);
    let said = "Het etiket van formoterol/glycopyrronium/beclometason NEXThaler";
    assert!(page.contains(said), "{page}");
    assert!(
        page.contains("noemt alleen COPD (bron L02, row of Trimbow NEXThaler,"),
        "{page}"
    );
}

/// A bare id tells a reader nothing: each rule of a contradiction has its title and guideline.
#[test]
fn contradictions_name_title_and_guideline() {
    let text = "datum;omschrijving;atc;aantal;eenheid\n\
         15-01-2025;DICLOFENAC GEL 11,6MG/G TUBE 100G;M02AA15;1;ST\n\
         15-01-2025;DICLOFENAC TABLET MSR 50MG;M01AB05;30;ST\n";
    let json = report(text, 1);
    let conflicts = json["advice"]["conflicts"].as_array().unwrap();
    let texts = conflicts
        .iter()
        .flat_map(|one| one["texts"].as_array().unwrap());
    let mut texts = texts.filter(|one| one["rule"] == "pain-05");
    let named = texts.next().unwrap();
    assert_eq!(
        named["title"]["nl"],
        "Vermijd diclofenacgel waar die niet nodig is"
    );
    assert!(named["guideline"].as_str().unwrap().starts_with("RIVM:"));
    assert!(!named["reason"]["nl"].as_str().unwrap().is_empty());
    let page = page(text);
    assert!(
        page.contains("tegenover 'Vermijd diclofenacgel waar die niet nodig is' [pain-05] ("),
        "{page}"
    );
}
