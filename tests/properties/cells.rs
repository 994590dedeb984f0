//! Every cell of a row can hold any byte: rows together are what each is alone, and two cells that
//! differ are never one.

use crate::keys::{Sums, add, cell, piece, quoted};
use crate::*;
use groenrecept::practice::Outcome;
use std::collections::BTreeSet;

/// Each column with what is read in it.
const COLUMNS: [(&str, &[&str]); 14] = [
    ("patient", &["p"]),
    ("praktijk", &["a", "b", "", "1"]),
    ("datum", &["2025-01-15", "2025-02-16", ""]),
    (
        "omschrijving",
        &[
            "VENTOLIN AEROSOL 100UG/DO 200DO",
            "SERETIDE DISKUS INHPDR 50/500UG 60DO",
            "METFORMINE TABL 500MG",
        ],
    ),
    ("aantal", &["1", "200", "-1", "", "", ""]),
    ("eenheid", &["ST", "DO", ""]),
    ("status", &["", "afgehandeld", "geannuleerd", "gestopt"]),
    ("gestopt", &["", "nee", "ja", "2025-01-20", "2024-12-01"]),
    ("volgnummer_herhaling", &["", "0", "1"]),
    ("iteraties", &["", "0", "3"]),
    ("dosiscode", &["", "2D1I", "1D2I", "zn 1D1I"]),
    ("aantal_dagen", &["", "30", "15"]),
    ("einddatum", &["", "2025-03-01"]),
    ("per_dag", &["", "2", "1,5"]),
];

type Cells = Vec<String>;

/// The cells of a row. Most columns hold only what is read, so that many rows are of use.
fn cells() -> impl Strategy<Value = Cells> {
    let all: Vec<BoxedStrategy<String>> = COLUMNS
        .iter()
        .map(|(_, read)| {
            prop_oneof![
                3 => select(read.to_vec()).prop_map(str::to_owned),
                1 => cell(read),
            ]
            .boxed()
        })
        .collect();
    all
}

/// Under a header that is long enough for control bytes to be few; with rows as wide as wanted.
fn outcome(rows: &[Cells], threads: usize, width: usize) -> Outcome {
    let names: Vec<&str> = COLUMNS.iter().map(|(name, _)| *name).collect();
    let mut text = format!("{};{}\n", names.join(";"), "x".repeat(3900));
    for cells in rows {
        let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
        text += &format!("{};{}\n", cells.join(";"), "x".repeat(width));
    }
    let profile = Profile::parse(
        "separator = \";\"\nencoding = \"utf-8\"\ndate = \"yyyy-mm-dd\"\ndecimal = \",\"\n",
    );
    let export = Export::new("export.csv", text.as_bytes()).unwrap();
    Engine::new(&DATASET)
        .analysis()
        .threads(NonZeroUsize::new(threads).unwrap())
        .run(export, Some(&profile.unwrap()))
        .unwrap()
}

/// The first issues, repeats and stopped prescriptions too.
fn sums(all: &mut Sums, outcome: &Outcome) {
    add(all, outcome);
    let report = serde_json::to_value(Report::new(outcome, Language::Dutch)).unwrap();
    balances(&report);
    let rows = &report["rows"];
    let others = [
        ("status unknown", &rows["status_unknown"]),
        ("first", &report["issues"]["first"]),
        ("repeat", &report["issues"]["repeat"]),
        ("iterations", &report["iterations"]),
    ];
    for (name, count) in others {
        *all.1.entry(name.to_owned()).or_default() += count.as_u64().unwrap_or(0);
    }
    for month in report["months"].as_array().unwrap() {
        let name = month["month"].as_str().unwrap().to_owned();
        *all.1.entry(name).or_default() += month["rows"].as_u64().unwrap();
    }
}

proptest! {
    #![proptest_config(config(32))]

    #[test]
    fn rows_of_any_cells_are_what_each_is_alone(
        rows in prop::collection::vec(cells(), 2..14),
        order in any::<usize>(),
    ) {
        // A patient for each row, and the noise behind it.
        let rows: Vec<Cells> = rows.into_iter().zip(100..).map(|(mut cells, number)| {
            cells[0].insert_str(1, &number.to_string());
            cells
        }).collect();
        let mut alone = Sums::default();
        for row in &rows {
            sums(&mut alone, &outcome(std::slice::from_ref(row), 1, 0));
        }
        let mut rows = rows;
        for threads in [1, 2, 4] {
            let mut together = Sums::default();
            sums(&mut together, &outcome(&rows, threads, 30_000));
            prop_assert_eq!(&together, &alone, "{} threads", threads);
            rows.reverse();
            let length = rows.len();
            rows.rotate_left(order % length);
        }
    }

    #[test]
    fn two_patients_or_practices_are_never_one(
        pairs in prop::collection::vec((cell(&["a", "b", "1", ""]), cell(&["a", "b", "1", ""])), 1..12),
        parting in piece(),
        order in any::<usize>(),
    ) {
        // Beside each pair those whose cells join to the same text.
        let twins = pairs.into_iter().flat_map(|(patient, practice)| {
            let (joined, turned) = (
                format!("{patient}{parting}{practice}"),
                (practice.clone(), patient.clone()),
            );
            [
                (patient.clone(), format!("{parting}{practice}")),
                (format!("{patient}{parting}"), practice.clone()),
                (joined.clone(), String::new()),
                (String::new(), joined),
                (patient, practice),
                turned,
            ]
        });
        let rows: Vec<(String, String)> = twins.collect();
        // By the documentation: blanks around a cell are no part of it, and blanks, zeros and marks
        // name nobody.
        let named = |cell: &str| {
            let cell = cell.trim_matches([' ', '\t', '\n', '\r', '\u{c}']);
            let somebody = cell.chars().any(|c| c.is_ascii_alphanumeric() && c != '0');
            somebody.then(|| cell.to_owned())
        };
        let mut prescriptions = BTreeSet::new();
        let mut of_nobody = 0;
        let mut practices = BTreeSet::new();
        for (patient, practice) in &rows {
            practices.extend(named(practice));
            match named(patient) {
                Some(patient) => {
                    prescriptions.insert((patient, named(practice)));
                }
                None => of_nobody += 1,
            }
        }
        let analysed = u64::try_from(prescriptions.len()).unwrap() + of_nobody;
        let mut rows: Vec<Cells> = rows.into_iter().map(|(patient, practice)| {
            let mut cells = vec![String::new(); COLUMNS.len()];
            cells[0] = patient;
            cells[1] = practice;
            cells[2] = "2025-01-15".to_owned();
            cells[3] = "VENTOLIN AEROSOL 100UG/DO 200DO".to_owned();
            cells[4] = "1".to_owned();
            cells
        }).collect();
        for threads in [1, 2, 4] {
            let found = outcome(&rows, threads, 9000);
            prop_assert_eq!(found.rows.set_aside.len(), 0);
            prop_assert_eq!(found.rows.analysed.shown(), Some(analysed), "{} threads", threads);
            let report = serde_json::to_value(Report::new(&found, Language::Dutch)).unwrap();
            balances(&report);
            prop_assert_eq!(&report["practices"], &json!(practices.len()));
            let devices = &report["coverage"]["climate"]["inhalers"]["devices_with_value"];
            prop_assert_eq!(devices, &json!(analysed.to_string()));
            rows.reverse();
            let length = rows.len();
            rows.rotate_left(order % length);
        }
    }
}
