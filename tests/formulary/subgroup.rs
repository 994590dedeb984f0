//! Steps, choices, ages and devices of patients who are among those of other rows.

use super::check::{codes, engine, shared_words};
use super::formulary;
use groenrecept::formulary::{Checker, Reason, Settings};

fn codes_of(rows: &[&str]) -> Vec<&'static str> {
    codes(&formulary(rows))
}

const FIRST: &str = "Hypertensie;K86;18;80;;1;1;C09AA02;ENALAPRIL TABLET 10MG;1 dd 1;90;x;";

#[test]
fn a_step_that_stands_with_all_patients_is_not_missing() {
    let second = |patients: &str| {
        format!("Hypertensie;K86;{patients};2;1;C09AA02;ENALAPRIL TABLET 20MG;1 dd 1;90;x;")
    };
    // Older patients, and those with a feature.
    for patients in [
        "70;80;",
        "18;80;herhaling",
        "70;80;kwetsbare oudere",
        "18;80;frail",
    ] {
        assert_eq!(codes_of(&[FIRST, &second(patients)]), [""; 0], "{patients}");
    }
    // By itself, of another condition, or with ages that step 1 does not have.
    assert_eq!(codes_of(&[&second("70;80;")]), ["step-order"]);
    let other = FIRST.replace("Hypertensie", "Hoge bloeddruk");
    assert_eq!(codes_of(&[&other, &second("70;80;")]), ["step-order"]);
    assert_eq!(codes_of(&[FIRST, &second("70;85;")]), ["step-order"]);
    assert_eq!(codes_of(&[FIRST, &second(";;frail")]), ["step-order"]);
    // Nor does a group with a feature have the steps of another feature.
    let frail = FIRST.replace("18;80;;", "18;80;frail;");
    assert_eq!(
        codes_of(&[&frail, &second("18;80;herhaling")]),
        ["step-order"]
    );
    assert_eq!(codes_of(&[&frail, &second("18;80;")]), ["step-order"]);
    assert_eq!(
        codes_of(&[&frail, &second("18;80;herhaling, frail")]),
        [""; 0]
    );
    // Two rows together are for all of them.
    let young = FIRST.replace("18;80;", "18;49;");
    let old = FIRST.replace("18;80;", "50;80;");
    assert_eq!(codes_of(&[&young, &old, &second("18;80;")]), [""; 0]);
    assert_eq!(codes_of(&[&young, &second("18;80;")]), ["step-order"]);
    // A step that nobody has.
    let third = second("70;80;").replace(";2;1;", ";3;1;");
    let formulary = formulary(&[FIRST, &third]);
    let mut checker = Checker::new(engine(), shared_words(), Settings::new());
    let findings = checker.check(&formulary);
    let found: Vec<_> = findings
        .iter()
        .map(|one| (one.option, one.reason.as_ref()))
        .collect();
    assert_eq!(found, [(1, &Reason::StepMissing(2))]);
}

#[test]
fn a_choice_that_stands_with_others_is_not_missing() {
    let row = |patients: &str, rank: u8, milligrams: u8| {
        format!(
            "Hypertensie;K86;{patients};1;{rank};C09AA02;ENALAPRIL TABLET {milligrams}MG;1 dd 1;90;x;"
        )
    };
    let first = row("18;80;", 1, 10);
    let second = row("70;80;", 2, 5);
    let third = row("18;80;", 3, 20);
    assert_eq!(codes_of(&[&first, &second]), [""; 0]);
    assert_eq!(codes_of(&[&first, &second, &third]), [""; 0]);
    assert_eq!(codes_of(&[&first, &third]), ["step-order"]);
    assert_eq!(codes_of(&[&second]), ["step-order"]);
    assert_eq!(codes_of(&[&first, &row("70;80;", 3, 5)]), ["step-order"]);
}

#[test]
fn ages_that_stand_with_all_patients_are_no_gap() {
    let row = |patients: &str| {
        format!("Hypertensie;K86;{patients};1;1;C09AA02;ENALAPRIL TABLET 10MG;1 dd 1;90;x;")
    };
    let (low, high) = (row("18;39;frail"), row("60;80;frail"));
    assert_eq!(codes_of(&[&low, &high]), ["gap-in-ages"]);
    assert_eq!(codes_of(&[&low, &high, &row("18;80;")]), [""; 0]);
    assert_eq!(codes_of(&[&low, &high, &row(";;")]), [""; 0]);
    // Rows for others do not fill it, and those for some leave the rest.
    assert_eq!(
        codes_of(&[&low, &high, &row("18;80;herhaling")]),
        ["gap-in-ages"]
    );
    let formulary = formulary(&[&low, &high, &row("18;49;"), &row("52;80;")]);
    let mut checker = Checker::new(engine(), shared_words(), Settings::new());
    let findings = checker.check(&formulary);
    let gaps: Vec<_> = findings
        .iter()
        .map(|one| (one.option, one.reason.as_ref()))
        .collect();
    let gap = Reason::Gap(50, 51);
    assert_eq!(gaps, [(1, &gap), (3, &gap)]);
}

#[test]
fn a_device_that_all_patients_can_keep_does_not_change() {
    let diskus = "VENTOLIN DISKUS INHPDR 200UG/DO 60DO;2 dd 1;30;x;";
    let mist = "SPIRIVA RESPIMAT INHVLST 2,5UG/DO 60DO;1 dd 2;30;x;";
    let powder = "INCRUSE ELLIPTA INHPDR 55UG/DO 30DO;1 dd 1;30;x;";
    let row = |patients: &str, step: u8, medicine: &str| {
        format!("COPD;R95;{patients};{step};1;;{medicine}")
    };
    let own = [row("70;80;", 1, diskus), row("70;80;", 2, mist)];
    let own = own.each_ref().map(String::as_str);
    assert_eq!(codes_of(&own), ["device-changes-between-steps"]);
    // All patients have powder in the second step, or soft mist in the first.
    let with = |rows: &[&str]| codes_of(&[&own, rows].concat());
    let (first, second) = (row("40;80;", 1, diskus), row("40;80;", 2, powder));
    assert_eq!(with(&[&first, &second]), [""; 0]);
    let first = row("40;80;", 1, mist);
    let second = row("40;80;", 2, mist);
    assert_eq!(with(&[&first, &second]), [""; 0]);
    // Not all of them.
    let (first, second) = (row("40;75;", 1, diskus), row("40;75;", 2, powder));
    assert_eq!(with(&[&first, &second]), ["device-changes-between-steps"]);
}

#[test]
fn each_pair_of_rules_stands_at_the_first_option_that_it_is_about() {
    let rows = [
        "Pijn;L15;18;69;;1;1;N02BE01;PARACETAMOL TABLET 500MG;4 dd 2 tabletten;5;x;",
        "Pijn;L15;18;69;;1;2;M02AA15;DICLOFENAC GEL 10MG/G;3 dd 2 g;5;x;",
        "Pijn;L15;18;69;;1;3;M02AA15;DICLOFENAC GEL 20MG/G;2 dd 2 g;5;x;",
    ];
    let formulary = formulary(&rows);
    let mut checker = Checker::new(engine(), shared_words(), Settings::new());
    let findings = checker.check(&formulary);
    let found: Vec<(usize, Vec<(&str, &str)>)> = findings
        .iter()
        .filter_map(|one| {
            let Reason::Conflict(pairs) = one.reason.as_ref() else {
                return None;
            };
            let pairs = pairs.iter().map(|(a, b)| (a.as_str(), b.as_str()));
            Some((one.option, pairs.collect()))
        })
        .collect();
    // What is said of the gel is not about paracetamol, and stands once.
    assert_eq!(found, [(1, vec![("pain-02", "pain-05")])]);
}

#[test]
fn a_gap_stands_at_the_same_row_whatever_the_order() {
    let row = |code: &str, ages: &str| {
        format!("Hypertensie;{code};{ages};;1;1;C09AA02;ENALAPRIL TABLET 10MG;1 dd 1;90;x;")
    };
    let rows = [row("K86", "0;5"), row("K87", "18;80"), row("K86", "18;80")];
    let rows = rows.each_ref().map(String::as_str);
    let mut turned = rows;
    turned.reverse();
    let place = |rows: &[&str]| {
        let formulary = formulary(rows);
        let mut checker = Checker::new(engine(), shared_words(), Settings::new());
        let findings = checker.check(&formulary);
        let codes = |index: usize| formulary.options()[index].icpc.clone();
        let gap = Reason::Gap(6, 17);
        let found = findings.iter().filter(|one| *one.reason.as_ref() == gap);
        found.map(|one| codes(one.option)).collect::<Vec<_>>()
    };
    let first = vec![vec!["K86".parse::<groenrecept::Icpc>().unwrap()]];
    assert_eq!(place(&rows), first);
    assert_eq!(place(&turned), first);
}

#[test]
fn rows_of_some_ages_are_not_those_of_all_ages() {
    let tablet = "ENALAPRIL TABLET 10MG;1 dd 1;90;x;";
    let all = format!("Hypertensie;K86;;;;2;1;C09AA02;{tablet}");
    let some = format!("Hypertensie;K86;18;80;;1;1;C09AA02;{tablet}");
    let rest = [("0", "17"), ("81", "120")]
        .map(|(from, to)| format!("Hypertensie;K86;{from};{to};;1;1;C09AA02;{tablet}"));
    assert_eq!(codes(&formulary(&[&some, &all])), ["step-order"]);
    let rows = [
        some.as_str(),
        rest[0].as_str(),
        rest[1].as_str(),
        all.as_str(),
    ];
    assert_eq!(codes(&formulary(&rows)), [""; 0]);
}
