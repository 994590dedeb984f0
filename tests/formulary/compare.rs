//! What a draft changes, beside totals that were computed by hand.

use super::check::{dataset, shared_words};
use super::{demo, formulary};
use groenrecept::comparison::Verdict;
use groenrecept::exact::{Fraction, parse};
use groenrecept::formulary::{
    CaseMix, Comparison, Counted, Formulary, Found, Settings, Told, Transitions, compare,
};
use groenrecept::intake::Export;
use groenrecept::practice::Analysis;
use groenrecept::report::formulary::{CompareReport, compare_markdown, compare_page};
use groenrecept::{Day, Language};

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
    compare(
        dataset(),
        shared_words(),
        (old, new),
        settings,
        (&mix, None),
    )
}

fn fraction(text: &str) -> Fraction {
    Fraction::whole(parse(text).unwrap())
}

/// By hand, from the values of the data in kg for a device:
/// Seretide 25/250, 120 puffs: 19.485; 2 dd 2 for 30 days is 120 puffs: 19.485
/// Seretide Diskus 50/500, 60 inhalations: 0.898; 2 dd 1 for 30 days is 60: 0.898
/// Foster 100/6, 120 puffs: 11.3304 (94.42 g a puff); 2 dd 1 for 60 days is 120 puffs
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
    assert_eq!(total.before.central(), fraction("47.9354")); // 19.485 + 11.3304 + 17.12
    assert_eq!(total.after.central(), fraction("29.3484")); // 0.898 + 11.3304 + 17.12
    assert_eq!(total.difference.unwrap().1, fraction("-18.587")); // 0.898 - 19.485
    assert_eq!(total.verdict, Verdict::Lower);
    assert_eq!((total.counted, total.untold, total.not_inhaled), (3, 0, 0));
    assert_eq!(total.device_changes, fraction("1"));
    assert_eq!(total.cost, None);
    let conditions = change.by_condition(&old);
    assert_eq!(conditions.len(), 2);
    assert_eq!(conditions[0].1.difference.unwrap().1, fraction("-18.587"));
    assert_eq!(conditions[1].1.difference.unwrap().1, fraction("0"));
    assert!(matches!(change.changes[1].told, Told::Unchanged(_)));
}

#[test]
fn an_option_goes_to_the_same_medicine_then_to_its_place_then_to_the_first_choice() {
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
    let found: Vec<(Option<usize>, Found)> = change
        .changes
        .iter()
        .map(|one| (one.new, one.found))
        .collect();
    assert_eq!(
        found,
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
    assert_eq!(total.difference.unwrap().1, fraction("0"));
    let report = CompareReport::new(
        dataset(),
        (&old, &new),
        &change,
        &CaseMix::Courses,
        &Settings::new(),
    );
    let page = compare_page(&report, Language::Dutch).replace('\n', " ");
    assert!(
        page.contains("Geteld zijn 0 van 2 inhalatie-opties."),
        "{page}"
    );
}

/// 11 x 0.164 + 0.29 kg with HFC-152a against 11 x 1.530 + 0.29 with HFC-134a.
#[test]
fn a_formulary_moves_with_the_propellant_of_its_products() {
    let text = "product_id,date,propellant\natrovent-aerosol-20,2028-01-01,HFC-152a\n";
    let (moves, problems) = Transitions::read("t.csv", text, dataset());
    assert_eq!(problems, []);
    let formulary = rows(&[("COPD", 1, 1, ATROVENT)]);
    let on = |day| {
        let settings = Settings::new().transitions(moves.clone()).on(day);
        courses(&formulary, &formulary, settings).total()
    };
    let before = on(Day::new(2027, 12, 31).unwrap());
    assert_eq!(before.difference.unwrap().1, fraction("0"));
    let after = on(Day::new(2028, 1, 1).unwrap());
    assert_eq!(after.before.central(), fraction("17.12"));
    assert_eq!(after.after.central(), fraction("2.094"));
    assert_eq!(after.difference.unwrap().1, fraction("-15.026"));
    assert_eq!(after.verdict, Verdict::Lower);
    assert_eq!(after.device_changes, fraction("0"));
}

/// Three prescriptions fit Seretide alone; two fit Atrovent, which stands twice: one each.
#[test]
fn an_export_weighs_the_options() {
    let export = "patient;datum;omschrijving;aantal;eenheid\n\
        1;02-01-2025;SERETIDE INHALATOR AEROSOL 25/250UG/DO 120DO;1;ST\n\
        2;02-01-2025;SERETIDE INHALATOR AEROSOL 25/250UG/DO 120DO;1;ST\n\
        2;02-04-2025;SERETIDE INHALATOR AEROSOL 25/250UG/DO 120DO;1;ST\n\
        3;02-01-2025;ATROVENT AEROSOL 20UG/DO 200DO;1;ST\n\
        4;13-01-2025;ATROVENT AEROSOL 20UG/DO 200DO;1;ST\n\
        5;02-01-2025;TRELEGY ELLIPTA INHPDR 92/55/22UG/DO 30DO;1;ST\n";
    let export = Export::new("e.csv", export.as_bytes()).unwrap();
    let layout = export.layout(None).unwrap();
    let tally = Analysis::new(dataset()).tally(export, &layout).unwrap();
    let old = rows(&[
        ("Astma", 1, 1, SERETIDE),
        ("Astma", 2, 1, ATROVENT),
        ("COPD", 1, 1, ATROVENT),
        ("COPD", 2, 1, FOSTER),
    ]);
    let new = rows(&[
        ("Astma", 1, 1, DISKUS),
        ("Astma", 2, 1, ATROVENT),
        ("COPD", 1, 1, ATROVENT),
        ("COPD", 2, 1, FOSTER),
    ]);
    let counted = Counted::new(dataset(), shared_words(), &old, &tally);
    assert_eq!((counted.inhaled, counted.mapped), (6, 5));
    let mix = CaseMix::Counted(counted);
    let settings = Settings::new();
    let change = compare(
        dataset(),
        shared_words(),
        (&old, &new),
        settings,
        (&mix, Some(&tally)),
    );
    let weights: Vec<Fraction> = change.changes.iter().map(|one| one.weight).collect();
    assert_eq!(weights, ["3", "1", "1", "0"].map(fraction));
    let total = change.total();
    assert_eq!(total.difference.unwrap().1, fraction("-55.761")); // 3 x -18.587
    assert_eq!(total.device_changes, fraction("3"));
    assert_eq!(change.patients, Some(2));
}

/// Tablets of 50 mg, 3 a day for 7 days: 1050 mg; none of it in the draft.
#[test]
fn water_stands_by_substance() {
    let old = formulary(&["Pijn;A01;18;80;;1;1;M01AB05;DICLOFENAC TABLET MSR 50MG;3 dd 1;7;x;"]);
    let new = formulary(&["Pijn;A01;18;80;;1;1;N02BE01;PARACETAMOL TABLET 500MG;3 dd 2;7;x;"]);
    let change = courses(&old, &new, Settings::new());
    let report = CompareReport::new(
        dataset(),
        (&old, &new),
        &change,
        &CaseMix::Courses,
        &Settings::new(),
    );
    let diclofenac = report
        .water
        .iter()
        .find(|one| one.atc == "M01AB05")
        .unwrap();
    assert_eq!(diclofenac.milligrams[0], "1050");
    assert_eq!(diclofenac.milligrams[1], "0");
    assert_eq!(report.total.not_inhaled, 1);
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
    let old = rows(&[("Astma", 1, 1, SERETIDE), ("COPD", 1, 1, ATROVENT)]);
    let new = rows(&[("Astma", 1, 1, DISKUS), ("COPD", 1, 1, ATROVENT)]);
    let change = courses(&old, &new, Settings::new());
    let report = CompareReport::new(
        dataset(),
        (&old, &new),
        &change,
        &CaseMix::Courses,
        &Settings::new(),
    );
    let table = compare_markdown(&report, Language::English);
    let rows: Vec<&str> = table.lines().filter(|line| line.starts_with('|')).collect();
    assert_eq!(
        rows,
        [
            "| condition | kg CO2e now | kg CO2e then | difference | verdict | other inhaler | cannot be told |",
            "|---|---|---|---|---|---|---|",
            "| Astma | 19.5 | 0.90 (0.90 – 1.25) | -18.6 (-18.6 – -18.2) | lower | 1 | 0 |",
            "| COPD | 17.1 (17.1 – 18.9) | 17.1 (17.1 – 18.9) | 0 | the same | 0 | 0 |",
            "| **Total** | 36.6 (36.6 – 38.3) | 18.0 (18.0 – 20.1) | -18.6 (-18.6 – -18.2) | lower | 1 | 0 |",
        ]
    );
}
