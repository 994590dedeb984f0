//! Several exports in one report, as a process.

use crate::*;

const JANUARY: &str = "patient;datum;omschrijving;aantal;eenheid\n\
    801;2025-01-15;ATROVENT AEROSOL 20UG/DO 200DO;1;ST\n\
    802;2025-01-16;ATROVENT AEROSOL 20UG/DO 200DO;veel;ST\n\
    803;2025-01-17;IETS ANDERS;1;ST\n";
/// Another layout. Its first row is a copy of the first one above, its second one completes a row
/// that is set aside there.
const PHARMACY: &str = "datum,patient,aantal,eenheid,omschrijving\n\
    15-01-2025,801,1,ST,ATROVENT AEROSOL 20UG/DO 200DO\n\
    16-01-2025,802,2,ST,ATROVENT AEROSOL 20UG/DO 200DO\n\
    20-02-2025,804,nul,ST,ATROVENT AEROSOL 20UG/DO 200DO\n\
    20-02-2025,804,1,ST,NOG IETS ANDERS\n";

fn folder() -> Folder {
    let folder = Folder::with("januari.csv", JANUARY);
    folder.write("apotheek.csv", PHARMACY);
    folder
}

fn json(folder: &Folder, exports: &[&str]) -> Value {
    let arguments = ["report", "--json", "-", "--today", TODAY];
    let run = folder.run(&[&arguments[..], exports].concat());
    assert_eq!(run.err, "");
    serde_json::from_str(&run.out).unwrap()
}

#[test]
fn exports_of_unlike_layouts_are_one_account() {
    let folder = folder();
    let report = json(&folder, &["januari.csv", "apotheek.csv"]);
    assert_eq!(report["file"], "apotheek.csv, januari.csv");
    assert_eq!(report["layout"], Value::Null);
    let files = report["files"].as_array().unwrap();
    let told: Vec<Value> = files
        .iter()
        .map(|one| {
            serde_json::json!([
                one["file"],
                one["read"],
                one["merge_possible"],
                one["layout"]["separator"],
                one["layout"]["date_order"],
            ])
        })
        .collect();
    assert_eq!(
        Value::from(told),
        serde_json::json!([
            ["apotheek.csv", 4, true, ",", "dd-mm-yyyy"],
            ["januari.csv", 3, true, ";", "yyyy-mm-dd"],
        ])
    );
    let rows = &report["rows"];
    let counts = ["read", "analysed", "merged"].map(|name| rows[name].as_u64().unwrap());
    assert_eq!(counts, [7, 4, 2]);
    assert_eq!(
        rows["set_aside_lines"],
        serde_json::json!({"quantity-unreadable": [{"file": 1, "line": 4}]})
    );
    assert_eq!(
        report["coverage"]["climate"]["none"]["unrecognised_lines"],
        serde_json::json!([{"file": 1, "line": 5}, {"file": 2, "line": 4}])
    );
    assert_eq!(
        report["period"],
        serde_json::json!({"from": "2025-01-15", "to": "2025-02-20"})
    );
    // The order in which they are named is nothing.
    assert_eq!(report, json(&folder, &["apotheek.csv", "januari.csv"]));
    // One file is told as before.
    let one = json(&folder, &["apotheek.csv"]);
    assert_eq!(one.get("files"), None);
    assert_eq!(
        one["rows"]["set_aside_lines"],
        serde_json::json!({"quantity-unreadable": [4]})
    );
}

#[test]
fn every_line_says_in_which_file() {
    let folder = folder();
    let exports = ["report", "januari.csv", "apotheek.csv", "--today", TODAY];
    let dutch = folder.run(&exports).out;
    assert_says(
        &dutch,
        &[
            "2 exports zijn gelezen als één. Eenzelfde patiëntnummer is in alle dezelfde patiënt, tenzij een kolom de praktijk noemt.",
            "apotheek.csv: 4 regels gelezen. Herkend: scheidingsteken ','",
            "januari.csv: 3 regels gelezen. Herkend: scheidingsteken ';'",
            "apotheek.csv 5; januari.csv 4",
            "hoeveelheid is geen getal",
            "apotheek.csv 4",
        ],
    );
    let english = folder.run(&[&exports[..], &["--lang", "en"]].concat()).out;
    assert_says(
        &english,
        &[
            "2 exports were read as one. One patient number is one patient in all of them, unless a column names the practice.",
            "apotheek.csv: 4 rows read.",
        ],
    );
    let list = folder.run(&[&exports[..], &["--set-aside", "-"]].concat());
    assert_eq!(
        list.out,
        "file,line,reason,text\napotheek.csv,4,quantity-unreadable,hoeveelheid is geen getal\n"
    );
    // Two files of one name are told apart by their numbers.
    folder.write("2024/export.csv", JANUARY);
    folder.write("2025/export.csv", PHARMACY);
    let report = json(&folder, &["2025/export.csv", "2024/export.csv"]);
    assert_eq!(report["file"], "export.csv (1), export.csv (2)");
    assert_eq!(report["files"][0]["read"], 3);
}

#[test]
fn one_export_that_cannot_be_read_stops_all() {
    let folder = folder();
    folder.write("leeg.csv", "");
    folder.write("kop.csv", "datum;omschrijving;aantal\n");
    for (other, sentence) in [
        ("weg.csv", "weg.csv: dit bestand bestaat niet."),
        ("leeg.csv", "leeg.csv: het bestand is leeg."),
        (
            "kop.csv",
            "kop.csv: het bestand heeft een kopregel maar geen regels daaronder.",
        ),
    ] {
        let run = folder.run(&["report", "januari.csv", other, "--json", "uit.json"]);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{other}");
        assert_eq!(run.err, format!("groenrecept: {sentence}\n"));
        assert!(!folder.names().contains("uit.json"), "{other}");
    }
}

#[test]
fn an_export_counts_once() {
    let folder = folder();
    folder.write("nog-eens.csv", JANUARY);
    for (other, first, second) in [
        ("januari.csv", "januari.csv", "januari.csv"),
        ("./januari.csv", "./januari.csv", "januari.csv"),
        ("nog-eens.csv", "januari.csv", "nog-eens.csv"),
    ] {
        let run = folder.run(&["report", "januari.csv", "apotheek.csv", other]);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{other}");
        assert_eq!(
            run.err,
            format!(
                "groenrecept: {second}: dit is dezelfde export als {first}: elke regel zou twee keer tellen. Noem elke export één keer.\n"
            )
        );
    }
    let run = folder.run(&["report", "januari.csv", "nog-eens.csv", "--lang", "en"]);
    assert_eq!(
        run.err,
        "groenrecept: nog-eens.csv: this is the same export as januari.csv: every row would count twice; name each export once\n"
    );
}

#[test]
fn no_result_goes_over_any_of_the_exports() {
    let folder = folder();
    for option in ["--json", "--set-aside"] {
        let run = folder.run(&[
            "report",
            "januari.csv",
            "apotheek.csv",
            option,
            "apotheek.csv",
        ]);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{option}");
        assert_eq!(
            run.err,
            "groenrecept: apotheek.csv: dit bestand leest deze opdracht zelf; kies een ander bestand voor de uitkomst (this file is read in the same run).\n"
        );
    }
    let written = std::fs::read_to_string(folder.path("apotheek.csv")).unwrap();
    assert_eq!(written, PHARMACY);
}

#[test]
fn what_one_export_lacks_is_said_or_refused() {
    let folder = folder();
    folder.write(
        "naamloos.csv",
        "datum;omschrijving;aantal\n2025-03-01;ATROVENT AEROSOL 20UG/DO 200DO;1\n\
         2025-03-01;ATROVENT AEROSOL 20UG/DO 200DO;1\n",
    );
    folder.write(
        "zonder.csv",
        "omschrijving;aantal\nATROVENT AEROSOL 20UG/DO 200DO;1\n",
    );
    // Without patients its rows are rows of nobody: counted, and copies of nothing.
    let report = json(&folder, &["januari.csv", "naamloos.csv"]);
    let rows = &report["rows"];
    assert_eq!((&rows["read"], &rows["merged"]), (&5.into(), &0.into()));
    assert_eq!(rows["merge_possible"], false);
    let merges = |at: usize| &report["files"][at]["merge_possible"];
    assert_eq!((merges(0), merges(1)), (&true.into(), &false.into()));
    let page = folder.run(&["report", "januari.csv", "naamloos.csv", "--today", TODAY]);
    let page = flat(&page.out);
    assert!(page.contains("naamloos.csv: 2 regels gelezen. Dubbele regels zijn hierin niet gezocht: daarvoor zijn een patiëntkolom en een datumkolom nodig."));
    assert!(page.contains("januari.csv: 3 regels gelezen. Herkend"));
    assert!(!page.contains("Dubbele regels zijn niet gezocht"), "{page}");
    // Months and period would be those of a part.
    let run = folder.run(&["report", "zonder.csv", "januari.csv"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert_eq!(
        run.err,
        "groenrecept: zonder.csv: er is geen kolom met datums gevonden, en januari.csv heeft die wel: maanden en periode zouden die van een deel zijn. Noem de kolom in een profiel (--profile), of maak van elk bestand een eigen rapport.\n"
    );
}

/// The rows of a small export would tell its prescriptions.
#[test]
fn rows_of_a_small_export_are_hidden() {
    let rows = |from: u32, to: u32| {
        let mut text = "patient;datum;omschrijving;aantal;eenheid\n".to_owned();
        for patient in from..to {
            text.push_str(&format!(
                "{patient};2025-01-15;ATROVENT AEROSOL 20UG/DO 200DO;1;ST\n"
            ));
        }
        text
    };
    let folder = Folder::with("a.csv", rows(0, 40));
    folder.write("b.csv", rows(40, 43));
    folder.write("c.csv", rows(43, 90));
    let told = |exports: &[&str]| {
        let report = json(&folder, &[exports, &["--suppress"]].concat());
        let files = report["files"].as_array().unwrap();
        let read: Vec<Value> = files.iter().map(|one| one["read"].clone()).collect();
        (report["rows"]["read"].clone(), read)
    };
    assert_eq!(
        told(&["a.csv", "b.csv", "c.csv"]),
        (90.into(), vec![Value::Null; 3])
    );
    assert_eq!(told(&["a.csv", "c.csv"]), (80.into(), vec![Value::Null; 2]));
    assert_eq!(told(&["a.csv", "b.csv"]), (40.into(), vec![Value::Null; 2]));
}
