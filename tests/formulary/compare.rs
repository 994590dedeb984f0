//! What a draft changes, beside totals that were computed by hand.

use super::check::{dataset, engine, json, shared_words};
use super::{demo, formulary};
use groenrecept::comparison::Verdict;
use groenrecept::exact::{Fraction, parse};
use groenrecept::formulary::{
    CaseMix, CompareRequest, Comparer, Comparison, Counted, Formulary, Found, Mark, MustKeep, Part,
    Settings, StepOf, Told, Transitions, compare, compare_all,
};
use groenrecept::intake::Export;
use groenrecept::report::formulary::{CompareReport, FormularyReport, Severities};
use groenrecept::{Day, Engine, Language};
use proptest::prelude::*;
use serde_json::Value;
use std::sync::{LazyLock, Mutex};

mod moves;
mod properties;
mod weights;

const SERETIDE: &str = "SERETIDE INHALATOR AEROSOL 25/250UG/DO 120DO;2 dd 2 inhalaties;30;x;";
const DISKUS: &str = "SERETIDE DISKUS INHPDR 50/500UG/DO 60DO;2 dd 1 inhalatie;30;x;";
const FOSTER: &str = "FOSTER AEROSOL 100/6UG/DO 120DO;2 dd 1 inhalatie;60;x;";
const NEXTHALER: &str = "FOSTER NEXTHALER INHPDR 100/6UG/DO 120DO;2 dd 1 inhalatie;60;x;";
const ATROVENT: &str = "ATROVENT AEROSOL 20UG/DO 200DO;4 dd 2 inhalaties;25;x;";

fn rows(rows: &[(&str, u8, u8, &str)]) -> Formulary {
    let rows: Vec<String> = rows
        .iter()
        .map(|(condition, step, rank, rest)| format!("{condition};;18;80;;{step};{rank};;{rest}"))
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    formulary(&rows)
}

fn courses(old: &Formulary, new: &Formulary, settings: Settings) -> Comparison {
    let mix = CaseMix::Courses;
    compare(engine(), shared_words(), (old, new), settings, (&mix, None))
}

fn fraction(text: &str) -> Fraction {
    Fraction::whole(parse(text).unwrap())
}

/// By hand, from the values of the data in kg for a device:
/// Seretide 25/250, 120 puffs: 19.485 at AR4 with 12 g, 20.685 at AR6; 2 dd 2 for 30 days is 120
/// puffs: 20.685
/// Seretide Diskus 50/500, 60 inhalations: 0.898; 2 dd 1 for 30 days is 60: 0.898
/// Foster 100/6, 120 puffs: 13.1842 (94.42 g a puff, 8.06 g from AR5 to AR6); 2 dd 1 for 60 days
/// is 120 puffs
/// Atrovent, 200 puffs: 17.12; 4 dd 2 for 25 days is 200 puffs: 17.12
#[test]
fn the_totals_are_those_computed_by_hand() {
    let old = rows(&[
        ("Astma", 1, 1, SERETIDE),
        ("Astma", 2, 1, FOSTER),
        ("COPD", 1, 1, ATROVENT),
    ]);
    let new = rows(&[
        ("Astma", 1, 1, DISKUS),
        ("Astma", 2, 1, FOSTER),
        ("COPD", 1, 1, ATROVENT),
    ]);
    let change = courses(&old, &new, Settings::new());
    let total = change.total();
    assert_eq!(total.before.central(), fraction("50.9892")); // 20.685 + 13.1842 + 17.12
    assert_eq!(total.after.central(), fraction("31.2022")); // 0.898 + 13.1842 + 17.12
    assert_eq!(total.difference.unwrap().1, fraction("-19.787")); // 0.898 - 20.685
    assert_eq!(total.verdict, Verdict::Lower);
    assert_eq!((total.counted, total.untold, total.not_inhaled), (3, 0, 0));
    assert_eq!(total.device_changes, fraction("1"));
    assert!(total.cost.is_empty());
    let conditions = change.by_condition(&old);
    assert_eq!(conditions.len(), 2);
    assert_eq!(conditions[0].1.difference.unwrap().1, fraction("-19.787"));
    assert_eq!(conditions[1].1.difference.unwrap().1, fraction("0"));
    assert!(matches!(change.changes[1].told, Told::Unchanged(_)));
}

const VENTOLIN: &str = "VENTOLIN AEROSOL 100UG/DO 200DO;zo nodig 4 dd 1 inhalatie;50;x;";
const SALBUTAMOL: &str =
    "SALBUTAMOL NOVOLIZER INHPDR 100UG/DO 200DO;zo nodig 4 dd 1 inhalatie;50;x;";
const BRICANYL: &str = "BRICANYL TURBUHALER INHPDR 500UG/DO 120DO;zo nodig 2 dd 1 inhalatie;60;x;";
const SEREVENT: &str = "SEREVENT DISKUS INHPDR 50UG/DO 60DO;2 dd 1 inhalatie;30;x;";
const SPIRIVA: &str = "SPIRIVA RESPIMAT INHVLST 2,5UG/DO 60DO;1 dd 2 inhalaties;30;x;";

fn found(change: &Comparison) -> Vec<(Option<usize>, Found)> {
    let all = change.changes.iter();
    all.map(|one| (one.new, one.found)).collect()
}

#[test]
fn an_option_goes_to_the_nearest_medicine_then_to_its_place_then_to_the_first_choice() {
    let old = rows(&[
        ("Astma", 1, 1, SERETIDE),
        ("Astma", 1, 2, FOSTER),
        ("Astma", 1, 3, ATROVENT),
        ("Astma", 2, 1, ATROVENT),
    ]);
    let new = rows(&[
        ("Astma", 1, 1, FOSTER),
        ("Astma", 1, 2, NEXTHALER),
        ("COPD", 1, 1, DISKUS),
    ]);
    let change = courses(&old, &new, Settings::new());
    assert_eq!(
        found(&change),
        [
            (Some(0), Found::SameGroup),
            (Some(0), Found::Same),
            (Some(0), Found::FirstChoice),
            (None, Found::Nothing),
        ]
    );
    assert_eq!(change.added, [1, 2]);
    assert_eq!(change.changes[3].told, Told::NoValue);
    assert_eq!(change.total().untold, 1);
    // The substance before the place, whatever its device; then the group, then the place.
    let old = rows(&[
        ("Astma", 1, 1, VENTOLIN),
        ("Astma", 2, 1, VENTOLIN),
        ("Astma", 3, 2, SEREVENT),
        ("Astma", 4, 2, VENTOLIN),
    ]);
    let new = rows(&[
        ("Astma", 1, 1, ATROVENT),
        ("Astma", 1, 2, BRICANYL),
        ("Astma", 1, 3, SALBUTAMOL),
        ("Astma", 2, 1, ATROVENT),
        ("Astma", 2, 2, BRICANYL),
        ("Astma", 3, 1, BRICANYL),
        ("Astma", 3, 2, SPIRIVA),
        ("Astma", 4, 1, SPIRIVA),
        ("Astma", 4, 2, ATROVENT),
    ]);
    assert_eq!(
        found(&courses(&old, &new, Settings::new())),
        [
            (Some(2), Found::SameSubstance),
            (Some(4), Found::SameGroup), // R03AC02 and R03AC03
            (Some(5), Found::SameGroup), // R03AC12 and R03AC03
            (Some(8), Found::SamePlace), // R03AC02 and R03BB01
        ]
    );
}

fn option(condition: &str, icpc: &str, ages: &str, rest: &str) -> String {
    format!("{condition};{icpc};{ages};;1;1;;{rest}")
}

fn one(icpc: &str, ages: &str, rest: &str) -> Formulary {
    formulary(&[&option("Astma", icpc, ages, rest)])
}

/// The marks of the change of one option, for adults with asthma unless said otherwise.
fn marks(old: &Formulary, new: &Formulary) -> Vec<Mark> {
    let change = courses(old, new, Settings::new());
    assert_eq!(change.changes.len(), 1);
    change.changes[0].marks.iter().cloned().collect()
}

#[test]
fn a_change_carries_what_speaks_against_it() {
    let adults = |rest| one("R96", "18;80", rest);
    let cases: [(&str, &str, &[Mark]); 6] = [
        (SERETIDE, SERETIDE, &[]),
        // Two puffs stand for one inhalation, by the data: only the device changes.
        (SERETIDE, DISKUS, &[Mark::Device]),
        // Half the dose of the same medicine is no saving.
        (
            "SERETIDE INHALATOR AEROSOL 25/250UG/DO 120DO;2 dd 2;30;x;",
            "SERETIDE INHALATOR AEROSOL 25/250UG/DO 120DO;2 dd 1;30;x;",
            &[Mark::Dose],
        ),
        // Half the strength in as many puffs, neither.
        (
            SERETIDE,
            "SERETIDE INHALATOR AEROSOL 25/125UG/DO 120DO;2 dd 2 inhalaties;30;x;",
            &[Mark::Dose],
        ),
        (VENTOLIN, BRICANYL, &[Mark::Substance, Mark::Device]),
        // The same kind of inhaler.
        (SERETIDE, FOSTER, &[Mark::Substance]),
    ];
    for (old, new, expected) in cases {
        assert_eq!(
            marks(&adults(old), &adults(new)),
            expected,
            "{old} -> {new}"
        );
    }
    // Below the age of six salbutamol stays an aerosol, and the label of the powder says so too.
    let keep = |found: &[Mark]| -> Vec<String> {
        let rules = found.iter().filter_map(|one| {
            let Mark::Keep(rule) = one else { return None };
            Some(rule.to_string())
        });
        rules.collect()
    };
    let child = |rest| one("R96", "0;5", rest);
    let diskus = "VENTOLIN DISKUS INHPDR 200UG/DO 60DO;zo nodig 2 dd 1 inhalatie;30;x;";
    let found = marks(&child(VENTOLIN), &child(diskus));
    assert_eq!(keep(&found), ["inh-20", "kid-02-keep", "vz-01"]);
    assert_eq!(found[3..], [Mark::LabelAge, Mark::Device]);
    // The same aerosol under another brand keeps what must be kept.
    let other = "SALBUTAMOL AEROSOL 100UG/DO 200DO;zo nodig 4 dd 1 inhalatie;50;x;";
    assert_eq!(keep(&marks(&child(VENTOLIN), &child(other))), [""; 0]);
    // A label that does not name asthma.
    let trelegy = adults("TRELEGY ELLIPTA INHPDR 92/55/22UG/DO 30DO;1 dd 1 inhalatie;30;x;");
    let found = marks(&adults(ATROVENT), &trelegy);
    let expected = [Mark::LabelIndication, Mark::Substance, Mark::Device];
    assert_eq!(found, expected);
}

/// What a rule says to keep is lost in silence where the whole step goes.
#[test]
fn what_must_be_kept_and_goes_is_said() {
    let child = |step: u8, rest: &str| format!("Astma;R96;0;5;;{step};1;;{rest}");
    let diskus = "VENTOLIN DISKUS INHPDR 200UG/DO 60DO;zo nodig 2 dd 1 inhalatie;30;x;";
    let old = formulary(&[&child(1, VENTOLIN)]);
    let change = courses(&old, &formulary(&[&child(1, diskus)]), Settings::new());
    let new = |index: usize, stood| vec![(StepOf::New(index), "inh-20".to_owned(), stood)];
    assert_eq!(missing(&change), new(0, true));
    // What the old formulary lacked already is not the doing of the draft.
    let lacked = formulary(&[&child(1, diskus)]);
    assert_eq!(missing(&courses(&lacked, &lacked, Settings::new())), []);
    // A step that is new takes nothing away.
    let both = formulary(&[&child(1, VENTOLIN), &child(2, diskus)]);
    let change = courses(&old, &both, Settings::new());
    assert_eq!(missing(&change), new(1, false));
    let gone = formulary(&[&child(3, VENTOLIN)]);
    let change = courses(&old, &gone, Settings::new());
    assert_eq!(change.changes[0].found, Found::Nothing);
    assert_eq!(change.changes[0].marks.len(), 3);
    let lost = vec![(StepOf::Old(0), "inh-20".to_owned(), true)];
    assert_eq!(missing(&change), lost);
}

/// What is missing, by step, rules and whether it stood.
fn missing(change: &Comparison) -> Vec<(StepOf, String, bool)> {
    let all = change.missing.iter();
    all.map(|one| {
        let rules = match &one.what {
            MustKeep::Rule(rule) => rule.to_string(),
            MustKeep::NotPowder(rules) => {
                let rules: Vec<String> = rules.iter().map(ToString::to_string).collect();
                format!("not powder: {}", rules.join(" "))
            }
        };
        (one.step, rules, one.stood)
    })
    .collect()
}

fn dutch_page(old: &Formulary, new: &Formulary, change: &Comparison) -> String {
    let (mix, settings) = (CaseMix::Courses, Settings::new());
    let report = CompareReport::new(engine(), (old, new), change, &mix, &settings);
    flat(&report.text(Language::Dutch))
}

#[test]
fn powder_for_who_cannot_use_it_is_never_a_change_of_device_alone() {
    let row = |feature: &str, rest: &str| format!("Astma;R96;18;80;{feature};1;1;;{rest}");
    let none = "kan geen poeder";
    let old = formulary(&[&row(none, SERETIDE)]);
    let new = formulary(&[&row(none, DISKUS)]);
    let change = courses(&old, &new, Settings::new());
    let marks: Vec<&Mark> = change.changes[0].marks.iter().collect();
    assert!(marks.contains(&&Mark::Powder), "{marks:?}");
    assert_eq!(change.total_of(Part::OnlyDevice).changed, 0);
    assert_eq!(change.total_of(Part::Unmarked).changed, 0);
    let found = missing(&change);
    let [(StepOf::New(0), rules, true)] = found.as_slice() else {
        panic!("{:?}", change.missing);
    };
    assert!(rules.starts_with("not powder: inh-"), "{rules}");
    let page = dutch_page(&old, &new, &change);
    for part in [
        "Het concept neemt weg wat moet blijven: - Astma (18 – 80 jaar, kan geen poeder), stap 1: een inhalator zonder poeder, want deze patiënten kunnen geen poeder gebruiken",
        "waarvan met alleen een andere soort inhalator: geen",
        "deze patiënten kunnen geen poeder gebruiken en de wijziging laat poeder of niets over",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    // Who can use powder, or of whom it is not known, is another matter.
    let pair = [SERETIDE, DISKUS].map(|rest| formulary(&[&row("", rest)]));
    let change = courses(&pair[0], &pair[1], Settings::new());
    assert_eq!(change.changes[0].marks, [Mark::Device].into());
    assert_eq!(missing(&change), []);
    // What was for powder already is not taken away.
    let change = courses(&new, &new, Settings::new());
    assert_eq!(missing(&change), []);
    assert!(change.changes[0].marks.is_empty());
    // A group that goes takes it away too.
    let elsewhere = formulary(&[&row("", SERETIDE)]);
    let change = courses(&old, &elsewhere, Settings::new());
    assert_eq!(change.changes[0].found, Found::Nothing);
    assert!(change.changes[0].marks.contains(&Mark::Powder));
    let found = missing(&change);
    let [(StepOf::Old(0), rules, true)] = found.as_slice() else {
        panic!("{:?}", change.missing);
    };
    assert!(rules.starts_with("not powder: inh-"), "{rules}");
}

/// The old formulary lacks the aerosol of salbutamol (inh-20) and the draft does too; that the
/// draft takes away the aerosol of ipratropium (inh-24) must not hide behind it.
#[test]
fn one_lacking_rule_does_not_hide_another() {
    let child = |rank: u8, rest: &str| format!("Astma;R96;0;3;;1;{rank};;{rest}");
    let diskus = "VENTOLIN DISKUS INHPDR 200UG/DO 60DO;zo nodig 2 dd 1 inhalatie;30;x;";
    let old = formulary(&[&child(1, diskus), &child(2, ATROVENT)]);
    let new = formulary(&[&child(1, diskus), &child(2, SPIRIVA)]);
    let change = courses(&old, &new, Settings::new());
    let expected = vec![(StepOf::New(0), "inh-24".to_owned(), true)];
    assert_eq!(missing(&change), expected);
}

#[test]
fn a_lost_stretch_of_ages_is_taken_away() {
    let child = |from: u8, to: u8, rest: &str| format!("Astma;R96;{from};{to};;1;1;;{rest}");
    let old = formulary(&[&child(0, 5, VENTOLIN)]);
    let narrow = formulary(&[&child(4, 5, VENTOLIN)]);
    let change = courses(&old, &narrow, Settings::new());
    let lost = vec![(StepOf::Old(0), "inh-20".to_owned(), true)];
    assert_eq!(missing(&change), lost);
    let population = &change.missing[0].population;
    assert_eq!((population.from, population.to), (Some(0), Some(3)));
    let page = dutch_page(&old, &narrow, &change);
    let said = "Het concept neemt weg wat moet blijven: - Astma (0 – 3 jaar), stap 1: 'Onder de 6 jaar: houd salbutamol als aerosol' (inh-20); het concept heeft deze stap voor deze patiënten niet meer";
    assert!(page.contains(said), "{page}");
    // Two groups that hold the same ages take nothing away.
    let split = formulary(&[&child(0, 3, VENTOLIN), &child(4, 5, VENTOLIN)]);
    assert_eq!(missing(&courses(&old, &split, Settings::new())), []);
    // The part of which the rule does not speak may go.
    let wide = formulary(&[&child(0, 12, VENTOLIN)]);
    assert_eq!(missing(&courses(&wide, &old, Settings::new())), []);
}

#[test]
fn the_same_patients_in_other_words_are_the_same_step() {
    let row = |condition: &str, feature: &str, rest: &str| {
        format!("{condition};R96;18;80;{feature};1;1;;{rest}")
    };
    let of = |condition: &str, feature: &str| {
        let old = formulary(&[&row("Astma", "acute aanval", VENTOLIN)]);
        let new = formulary(&[&row(condition, feature, VENTOLIN)]);
        courses(&old, &new, Settings::new()).changes[0].found
    };
    assert_eq!(of("Astma", "acute longaanval"), Found::Same);
    assert_eq!(of("ASTMA", "Acute  aanval"), Found::Same);
    assert_eq!(of("Astma", "geen acute aanval"), Found::Nothing);
    assert_eq!(of("Astma", ""), Found::Nothing);
    assert_eq!(of("Astma", "groene ogen"), Found::Nothing);
}

/// By hand: Seretide to Diskus -19.787 kg, with another kind of inhaler; Foster aerosol back from
/// Nexthaler is an increase with a mark. Nothing is called a saving of which part has a mark.
#[test]
fn only_what_has_no_mark_is_called_a_saving() {
    let report = |old: &Formulary, new: &Formulary, settings: &Settings| {
        let change = courses(old, new, settings.clone());
        let mix = CaseMix::Courses;
        CompareReport::new(engine(), (old, new), &change, &mix, settings)
    };
    let old = rows(&[("Astma", 1, 1, SERETIDE), ("COPD", 1, 1, ATROVENT)]);
    let new = rows(&[("Astma", 1, 1, DISKUS), ("COPD", 1, 1, ATROVENT)]);
    let marked = report(&old, &new, &Settings::new());
    let found = json(&marked);
    let total = &found["total"];
    assert_eq!(found["saving"], Value::Null);
    assert_eq!(total["verdict"], "lower");
    assert_eq!(
        (&total["changed"], &total["unmarked"]["changed"]),
        (&1.into(), &0.into())
    );
    assert_eq!(total["only_device"]["changed"], 1);
    assert_eq!(total["only_device"]["difference"]["central"], "-19.787");
    assert_eq!(found["marks"], serde_json::json!({"device": 1}));
    let page = flat(&marked.text(Language::Dutch));
    for part in [
        "waarvan zonder kanttekening: geen",
        "Geen deel van het verschil mag een besparing heten.",
        "(dezelfde stof): 20,7 -> 0,90 (0,90 – 1,25) kg CO2e, lager. Kanttekening: een andere soort inhalator.",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    // With another gas in Atrovent: 17.12 becomes 2.094 kg, without a mark.
    let text = "product_id,date,propellant\natrovent-aerosol-20,2028-01-01,HFC-152a\n";
    let (moves, _) = Transitions::read("t.csv", text, dataset());
    let later = Settings::new()
        .transitions(moves)
        .on(Day::new(2028, 1, 1).unwrap());
    let moved = report(&old, &new, &later);
    let found = json(&moved);
    assert_eq!(found["saving"]["central"], "-15.026");
    assert_eq!(found["total"]["difference"]["central"], "-34.813"); // -19.787 - 15.026
    let page = flat(&moved.text(Language::English));
    assert!(
        page.contains("Only the difference without a mark may be called a saving: -15.0"),
        "{page}"
    );
    // The draft as a whole goes up by 19.787 - 15.026: nothing is saved.
    let up = json(&report(&new, &old, &later));
    assert_eq!(up["total"]["difference"]["central"], "4.761");
    assert_eq!(up["total"]["unmarked"]["difference"]["central"], "-15.026");
    assert_eq!(up["saving"], Value::Null);
}

/// The changes in water, and of how many options the mass is not known.
fn water(report: &CompareReport) -> (Value, u64) {
    let report = json(report);
    let unknown = report["mass_unknown"].as_u64().unwrap();
    (report["water"].clone(), unknown)
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn what_cannot_be_told_is_not_in_the_totals() {
    let old = rows(&[
        (
            "COPD",
            1,
            1,
            "INCRUSE ELLIPTA INHPDR 55UG/DO 30DO;1 dd 1 inhalatie;30;x;",
        ),
        (
            "COPD",
            2,
            1,
            "ANORO ELLIPTA INHPDR 55/22UG/DO 30DO;volgens schema;30;x;",
        ),
    ]);
    let new = rows(&[
        (
            "COPD",
            1,
            1,
            "SPIRIVA RESPIMAT INHVLST 2,5UG/DO 60DO;1 dd 2 inhalaties;30;x;",
        ),
        (
            "COPD",
            2,
            1,
            "ANORO ELLIPTA INHPDR 55/22UG/DO 30DO;1 dd 1;30;x;",
        ),
    ]);
    let change = courses(&old, &new, Settings::new());
    assert!(matches!(change.changes[0].told, Told::CannotTell(..)));
    assert_eq!(change.changes[1].told, Told::NoValue);
    let total = change.total();
    assert_eq!((total.counted, total.untold), (0, 2));
    assert_eq!(total.difference, None);
    let report = CompareReport::new(
        engine(),
        (&old, &new),
        &change,
        &CaseMix::Courses,
        &Settings::new(),
    );
    let page = flat(&report.text(Language::Dutch));
    let said = "Totaal: niet te zeggen. Geteld zijn 0 van 2 inhalatie-opties; 2 zijn weggelaten, want niet te zeggen.";
    assert!(page.contains(said), "{page}");
    assert!(!page.contains(" 0 kg CO2e"), "{page}");
    let json = serde_json::to_value(&report).unwrap();
    for sum in [&json["total"], &json["conditions"][0]] {
        for name in ["before", "after", "difference"] {
            assert!(sum[name].is_null(), "{name}: {sum}");
        }
    }
    let table = report.markdown(Language::Dutch);
    let row = "| COPD | niet te zeggen | niet te zeggen | niet te zeggen | niet te zeggen |";
    assert!(table.contains(row), "{table}");
}

/// Tablets of 50 mg, 3 a day for 7 days: 1050 mg; none of it in the draft.
#[test]
fn water_stands_by_substance() {
    let old = formulary(&["Pijn;A01;18;80;;1;1;M01AB05;DICLOFENAC TABLET MSR 50MG;3 dd 1;7;x;"]);
    let new = formulary(&["Pijn;A01;18;80;;1;1;N02BE01;PARACETAMOL TABLET 500MG;3 dd 2;7;x;"]);
    let change = courses(&old, &new, Settings::new());
    let report = CompareReport::new(
        engine(),
        (&old, &new),
        &change,
        &CaseMix::Courses,
        &Settings::new(),
    );
    let report = json(&report);
    let mut water = report["water"].as_array().unwrap().iter();
    let diclofenac = water.find(|one| one["atc"] == "M01AB05").unwrap();
    assert_eq!(diclofenac["milligrams"], serde_json::json!(["1050", "0"]));
    assert_eq!(report["total"]["not_inhaled"], 1);
}

/// A condition under another name has no option that takes its place: that is no fall to 0 mg.
#[test]
fn water_does_not_fall_where_nothing_takes_the_place() {
    let tablets = |condition: &str, dosage: &str| {
        format!("{condition};A01;18;80;;1;1;M01AB05;DICLOFENAC TABLET MSR 50MG;{dosage};7;x;")
    };
    let of = |old: &[&str], new: &[&str]| {
        let (old, new) = (formulary(old), formulary(new));
        let change = courses(&old, &new, Settings::new());
        let mix = CaseMix::Courses;
        CompareReport::new(engine(), (&old, &new), &change, &mix, &Settings::new())
    };
    let pain = tablets("Pijn", "3 dd 1");
    let renamed = of(&[&pain], &[&tablets("Acute pijn", "3 dd 1")]);
    assert_eq!(water(&renamed), (serde_json::json!([]), 1));
    let page = flat(&renamed.text(Language::Dutch));
    let said = "van 1 optie is niet te zeggen wat het verschil is: een massa is niet te lezen of niets komt ervoor in de plaats; die staan hier niet in";
    assert!(page.contains(said), "{page}");
    // A dosage that cannot be read is none of the sums either.
    let unread = of(&[&pain], &[&tablets("Pijn", "volgens schema")]);
    assert_eq!(water(&unread), (serde_json::json!([]), 1));
    // By hand: 150 mg a day for 7 days becomes 100 mg.
    let less = of(&[&pain], &[&tablets("Pijn", "2 dd 1")]);
    let (found, unknown) = water(&less);
    assert_eq!(unknown, 0);
    assert_eq!(found[0]["milligrams"], serde_json::json!(["1050", "700"]));
}

#[test]
fn a_formulary_against_itself_changes_nothing() {
    let demo = demo();
    let change = courses(&demo, &demo, Settings::new());
    let total = change.total();
    let (low, central, high) = total.difference.unwrap();
    assert!([low, central, high].iter().all(|end| end.is_zero()));
    assert_eq!(total.device_changes, fraction("0"));
    assert!(change.added.is_empty());
    assert!(change.changes.iter().all(|one| one.new == Some(one.old)));
}

#[test]
fn the_table_for_the_revision_is_markdown() {
    let pain = |atc: &str, rest: &str| format!("Acute | pijn;A01;18;80;;1;1;{atc};{rest};7;x;");
    let asthma = |rest: &str| format!("Astma;;18;80;;1;1;;{rest}");
    let copd = format!("COPD;;18;80;;1;1;;{ATROVENT}");
    let old = [
        &asthma(SERETIDE),
        &copd,
        &pain("M01AB05", "DICLOFENAC TABLET MSR 50MG;3 dd 1"),
    ];
    let new = [
        &asthma(DISKUS),
        &copd,
        &pain("M01AE02", "NAPROXEN TABLET 250MG;2 dd 1"),
    ];
    let [old, new] = [old, new].map(|rows| formulary(&rows.map(String::as_str)));
    let change = courses(&old, &new, Settings::new());
    let report = CompareReport::new(
        engine(),
        (&old, &new),
        &change,
        &CaseMix::Courses,
        &Settings::new(),
    );
    let table = report.markdown(Language::English);
    let sha = &dataset().version().sha256;
    let version = env!("CARGO_PKG_VERSION");
    let date = dataset().date().unwrap();
    let expected = format!(
        "\
From f.csv to f.csv (data 2026.11, as of {date}).

Meant for authors of formularies and guidelines; no advice for a patient. One course of each option of the old formulary: that does not tell how often an option is prescribed.

### Totals

| condition | kg CO2e now | kg CO2e then | difference | verdict | of which without a mark | other inhaler | cannot be told |
|---|---|---|---|---|---|---|---|
| Astma | 20.7 | 0.90 (0.90 – 1.25) | -19.8 (-19.8 – -19.4) | lower | none | 1 | 0 |
| COPD | 17.1 (17.1 – 18.9) | 17.1 (17.1 – 18.9) | 0 | the same | none | 0 | 0 |
| **Total** | 37.8 (37.8 – 39.5) | 18.0 (18.0 – 20.1) | -19.8 (-19.8 – -19.4) | lower | none | 1 | 0 |

Counted are 2 of 2 inhaled options; not counted, without a climate value of single medicines, are 1 option (other medicines).
No part of the difference may be called a saving. A change with a mark must be weighed first.
Marks: another kind of inhaler: 1 option; another substance: 1 option.

### By option

| for whom | now | then | found as | courses | climate | mark |
|---|---|---|---|---|---|---|
| Astma (18 – 80 years), step 1 | SERETIDE INHALATOR AEROSOL 25/250UG/DO 120DO (line 2) | SERETIDE DISKUS INHPDR 50/500UG/DO 60DO (line 2) | the same substance | 1 | 20.7 -> 0.90 (0.90 – 1.25) kg CO2e, lower | another kind of inhaler |
| Acute \\| pijn (18 – 80 years), step 1 | DICLOFENAC TABLET MSR 50MG (line 4) | NAPROXEN TABLET 250MG (line 4) | the same ATC group (level 3) | 1 | no climate value of single medicines is known | another substance |

### Water

By substance and route, never added up; to surface water at most, after biological treatment.

| substance | ATC | use | mg now | mg then | mg to water now | mg to water then |
|---|---|---|---|---|---|---|
| diclofenac | M01AB05 | by mouth | 1,050 | 0 | 703.5 | 0 |
| naproxen | M01AE02 | by mouth | 0 | 3,500 | 0 | 408.1 |

### Method and limits

"
    );
    assert!(table.starts_with(&expected), "{table}");
    let last =
        format!("- Made with groenrecept {version}, data 2026.11 (embedded; sha256 {sha}).\n");
    assert!(table.ends_with(&last), "{table}");
}
