//! What a report makes of codes, with a release and without.

use super::build::Release as Build;
use super::{DATASET, open, sample};
use groenrecept::intake::Export;
use groenrecept::intake::gstandaard::Release;
use groenrecept::practice::Outcome;
use groenrecept::report::Report;
use groenrecept::{Engine, Language};
use serde_json::{Value, json};
use std::num::NonZeroUsize;

/// Codes of every kind in twelve lines. The last two are set aside, one for its date and one for
/// its cells.
const EXPORT: &str = "\
datum;omschrijving;atc;prk;zi;hisnr;aantal;eenheid
31-01-2025;;;91014;;7;2;ST
31-01-2025;;R03BA02;00091014;0;7;1;ST
31-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;r03ac02;91014.0;14500019;;1;ST
31-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;R03;91049;;;1;ST
31-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;Z;91015;12900000;0;1;ST
31-01-2025;;Y;;14500027;;1;ST
31-01-2025;OMEPRAZOL CAPSULE MSR 20MG;X;0;123456789;;30;ST
31-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;A02BC01;;14500043x;;1;ST
31-01-2025;ATROVENT AEROSOL 20UG/DO 200DO;R3AC;;;;1;ST
31-01-2025;ATROVENT AEROSOL 20UG/DO 200DO;;;;;1;ST
32-01-2025;ATROVENT AEROSOL 20UG/DO 200DO;R03BB01;91014;;;1;ST
31-01-2025;ATROVENT AEROSOL 20UG/DO 200DO;R03BB01;91014;1;ST
";
const PROFILE: &str = "[codes]\nown = \"hisnr\"\n";

fn outcome(release: Option<&Release>, threads: usize) -> Outcome {
    let export = Export::new("export.csv", EXPORT.as_bytes()).unwrap();
    let profile = groenrecept::intake::Profile::parse(PROFILE).unwrap();
    Engine::new(&DATASET)
        .gstandaard(release.cloned())
        .analysis()
        .threads(NonZeroUsize::new(threads).unwrap())
        .run(export, Some(&profile))
        .unwrap()
}

fn run(release: Option<&Release>, threads: usize) -> Report {
    Report::new(&outcome(release, threads), Language::Dutch)
}

/// Counted by hand over the ten lines that are rows of a day; the others are set aside before
/// their codes are read. PRK: the
/// check digit of 91015 would be 4. ZI: 12900000 is never issued, 123456789 is too long,
/// 14500043x is no number.
#[test]
fn cells_of_code_columns_are_counted() {
    let codes = &serde_json::to_value(run(None, 1)).unwrap()["codes"];
    let expected = json!({
        "systems": {
            // Lines 1 to 5 are filled; line 5 fails the check.
            "prk": {"filled": 5, "missing": 5, "check_digit_fails": 1, "not_a_number": 0},
            // Lines 3, 5, 6, 7 and 8.
            "zi": {"filled": 5, "missing": 5, "check_digit_fails": 0, "not_a_number": 3},
            // Lines 1 and 2; of an own system no check digit is known.
            "own": {"filled": 2, "missing": 8, "check_digit_fails": 0, "not_a_number": 0},
        },
        // No layer has a table of any of them.
        "own_tables": {"own": null, "prk": null, "zi": null},
        "atc": {
            // Lines 2, 3 and 8.
            "code": 3, "group": 1, "z": 1, "y": 1, "x": 1, "empty": 2, "malformed": 1,
        },
        "gstandaard": null,
    });
    assert_eq!(*codes, expected);
}

/// Lines 1, 2, 3 and 6 have a number that the release has. Lines 4 and 5 have numbers that it
/// does not have; those of lines 7 and 8 are none. Line 2 has another ATC code.
#[test]
fn rows_are_counted_by_what_the_release_has() {
    let release = sample();
    for threads in [1, 2] {
        let report = run(Some(&release), threads);
        let json = serde_json::to_value(&report).unwrap();
        assert_eq!(
            json["codes"]["gstandaard"],
            json!({
                "numbers": {"zi": 3, "hpk": 3, "prk": 3, "gpk": 4},
                "gaps": [],
                "rows": {"found": 4, "not_found": 2, "atc_differs": 1},
                "not_told": ["propellant"],
            })
        );
        assert_eq!(
            json["matching"]["via"],
            // Lines 1, 2, 3 by number; 4, 5, 8, 9 and 10 by label.
            json!({"gstandaard": 3, "label": 5})
        );
        assert_eq!(
            json["matching"]["notes"],
            // Line 2; line 8, where the label goes before A02BC01.
            json!({"gstandaard_atc_differs": 1, "atc_differs": 1})
        );
    }
}

/// Without a release the numbers say nothing, and lines 1 and 6 are not recognised.
#[test]
fn without_a_release_a_bare_number_is_not_recognised() {
    let (with, without) = (outcome(Some(&sample()), 1), outcome(None, 1));
    assert_eq!(without.coverage.none.unrecognised, 2);
    assert_eq!(with.coverage.none.unrecognised, 0);
    assert_eq!(with.rows.analysed, without.rows.analysed);
}

/// Nothing of the numbers or texts of a row is in the block, and what it cannot tell is.
#[test]
fn the_page_says_what_the_release_told_and_what_not() {
    let mut build = Build::sample();
    build.0.remove("BST902T");
    let release = open(&build).unwrap();
    let report = run(Some(&release), 1);
    let page = report.text(400);
    let from = page.find("Codes in de export").unwrap();
    let to = page.find("Hoe middelen en hoeveelheden").unwrap();
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(
        words(&page[from..to]),
        [
            "Codes in de export",
            "──────────────────",
            "Wat in de kolommen met codes staat, geteld over de regels waarvan de datum bruikbaar is:",
            "- OWN: 2 gevuld, 8 leeg of 0",
            "- PRK: 5 gevuld, 5 leeg of 0, 1 waarvan het controlecijfer niet klopt (elfproef)",
            "- ZI: 5 gevuld, 5 leeg of 0, 3 die geen nummer van hoogstens acht cijfers zijn of nooit zijn uitgegeven",
            "- ATC: 3 van een stof, 1 van een groep, 1 Z (niet van toepassing), 1 Y (niet ingevuld), 1 X (geen ATC-code), 2 leeg, 1 die geen ATC-code zijn",
            "Geen codes.csv in een map voor --data of --only heeft OWN, en er is geen G-Standaard opgegeven die dat heeft: deze codes zijn niet opgezocht.",
            "Een nummer waarvan het controlecijfer niet klopt, is waarschijnlijk verkeerd overgenomen. De regel telt gewoon mee.",
            "De nummers zijn opgezocht in uw levering van de G-Standaard: 3 artikelen (ZI), 3 handelsproducten (HPK), 3 voorschrijfproducten (PRK) en 4 generieke producten (GPK).",
            "In de levering ontbreekt BST902T; vormen en toedieningswegen zijn daarom niet bekend.",
            "Regels met een nummer dat de levering heeft: 4. Regels met alleen nummers die de levering niet heeft: 2; daarvan zijn omschrijving en ATC-code van de regel gevolgd.",
            "Regels met een andere ATC-code dan de G-Standaard bij het nummer heeft: 1. De G-Standaard is gevolgd.",
            "De G-Standaard zegt niet welk drijfgas in een dosisaerosol zit. Dat komt uit de gegevens van groenrecept, via het merk; een PRK of GPK noemt geen merk en blijft een bereik over de producten die het kunnen zijn.",
        ]
        .join(" ")
    );
    assert!(
        page.contains(
            "Inhalatiemedicatie herkend aan: nummer in de G-Standaard 3, omschrijving 5."
        )
    );
}

/// The English page has the same blocks.
#[test]
fn the_page_is_there_in_english() {
    let export = Export::new("export.csv", EXPORT.as_bytes()).unwrap();
    let release = sample();
    let outcome = Engine::new(&DATASET)
        .gstandaard(Some(release))
        .analysis()
        .run(export, None);
    let report = Report::new(&outcome.unwrap(), Language::English);
    let page = report.text(400);
    assert!(page.contains("Rows with a number that the release has: 4. Rows with only numbers"));
    assert!(page.contains("does not tell which propellant an aerosol holds"));
}

/// The demo export has invented numbers that no release has: with one, only the block about
/// codes changes.
#[test]
fn a_release_that_has_no_number_of_an_export_changes_nothing_else() {
    let path =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/demo/praktijkexport.csv");
    let release = sample();
    let report = |release: Option<&Release>| -> Value {
        let export = Export::open(&path).unwrap();
        let outcome = Engine::new(&DATASET)
            .gstandaard(release.cloned())
            .analysis()
            .run(export, None);
        serde_json::to_value(Report::new(&outcome.unwrap(), Language::Dutch)).unwrap()
    };
    let (mut with, mut without) = (report(Some(&release)), report(None));
    assert_eq!(with["codes"]["gstandaard"]["rows"]["found"], 0);
    assert!(without["codes"]["gstandaard"].is_null());
    for one in [&mut with, &mut without] {
        one["codes"].as_object_mut().unwrap().remove("gstandaard");
    }
    assert_eq!(with, without);
}

/// A row with nothing but a number has what a row with the name and ATC code of the release
/// has: other medicines, water and totals.
#[test]
fn a_number_stands_for_name_and_atc_code() {
    let release = sample();
    let run = |text: &str, release: Option<&Release>| -> Value {
        let export = Export::new("export.csv", text.as_bytes()).unwrap();
        let outcome = Engine::new(&DATASET)
            .gstandaard(release.cloned())
            .analysis()
            .run(export, None);
        serde_json::to_value(Report::new(&outcome.unwrap(), Language::Dutch)).unwrap()
    };
    let numbers = run(
        "prk;aantal;eenheid\n91022;30;ST\n91014;1;ST\n91022;90;ST\n",
        Some(&release),
    );
    let named = run(
        "omschrijving;atc;aantal;eenheid\n\
         OMEPRAZOL CAPSULE MSR 20MG;A02BC01;30;ST\n\
         SALBUTAMOL AEROSOL 100UG/DO 200DO;R03AC02;1;ST\n\
         OMEPRAZOL CAPSULE MSR 20MG;A02BC01;90;ST\n",
        None,
    );
    assert_eq!(numbers["rows"]["analysed"], 3);
    assert_eq!(named["coverage"]["climate"]["none"]["other_medicine"], 2);
    for block in [
        "rows",
        "coverage",
        "totals",
        "products",
        "other_medicines",
        "water",
        "advice",
    ] {
        assert_eq!(numbers[block], named[block], "{block}");
    }
}
