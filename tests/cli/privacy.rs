//! No cell of a patient in any output: sentinels in every column, in all that the program can
//! print of an export.

use crate::*;

/// Numbers that pass the test of the BSN (weights 9 to 2 and -1), by hand from 111222333 by
/// steps that keep the sum a multiple of 11; none is of a person that is known here.
fn bsn(index: usize) -> String {
    let mut number = 111_222_333 + index * 1_000;
    loop {
        let digits: Vec<usize> = number
            .to_string()
            .bytes()
            .map(|byte| usize::from(byte - b'0'))
            .collect();
        let sum: usize = (0..8).map(|at| digits[at] * (9 - at)).sum();
        if sum % 11 == digits[8] {
            return number.to_string();
        }
        number += 1;
    }
}

/// Forty rows: what is read, and around it everything that a person would not want to see.
fn export(header: &str, unread: &str) -> String {
    let mut text = format!("{header}\n");
    for row in 0..40 {
        let (day, month) = (row % 28 + 1, row % 9 + 1);
        let label = match row % 5 {
            4 => "SENTINEL TABLET 50MG",
            0 => "ATROVENT AEROSOL 20UG/DO 200DO",
            1 => "SENTINEL gebeld 0612345678",
            2 => "SENTINELMIDDEL",
            _ => "SPIRIVA RESPIMAT INHVLST 2,5UG/DO 60DO",
        };
        let line = format!(
            "SENTINEL{row};{};SENTINEL Straat {row};12{row:02} SE;06-555123{row:02};sentinel{row}@example.org;{day:02}-{month:02}-19{row:02};zegt SENTINEL{row} dat het niet goed gaat;sentinelpatient{row};sentinelpraktijk;{day:02}-{month:02}-2025;{label};1;ST;SENTINEL",
            bsn(row)
        );
        text.push_str(&line.replace("niet goed gaat", unread));
        text.push('\n');
    }
    text
}

const KNOWN: &str = "achternaam;bsn;adres;postcode;telefoon;email;geboortedatum;opmerking;patient;praktijk;datum;omschrijving;aantal;eenheid;overig";
/// Names that no list has.
const UNKNOWN: &str = "v1;v2;v3;v4;v5;v6;v7;v8;v9;v10;v11;v12;v13;v14;v15";

fn assert_silent(run: &Run, of: &str) {
    for text in [&run.out, &run.err] {
        let text = text.to_lowercase();
        let numbers = (0..40).map(bsn);
        let others = ["sentinel", "06-555", "0612345678", "example.org"].map(str::to_owned);
        for secret in numbers.chain(others) {
            assert!(!text.contains(&secret), "{of}: {secret} is in\n{text}");
        }
    }
}

#[test]
fn nothing_of_a_patient_is_in_any_output() {
    let known = export(KNOWN, "niet goed gaat");
    let rows = known.split_once('\n').unwrap().1.to_owned();
    let unknown = export(UNKNOWN, "niet goed gaat");
    // The columns by number, one of them the BSN and one free text.
    let wrong = "header = false\n[columns]\npatient = \"#2\"\ndate = \"#11\"\nlabel = \"#8\"\nquantity = \"#13\"\n";
    let worse = "[columns]\nquantity = \"achternaam\"\ndate = \"opmerking\"\nlabel = \"adres\"\n";
    let ambiguous = known.replace("datum;omschrijving", "x;omschrijving");
    let cut = &known[..known.len() - 60];
    let folder = Folder::new();
    folder.write("wrong.toml", wrong);
    folder.write("worse.toml", worse);
    let files = [
        ("known.csv", known.as_str()),
        ("rows.csv", rows.as_str()),
        ("unknown.csv", unknown.as_str()),
        ("ambiguous.csv", ambiguous.as_str()),
        ("cut.csv", cut),
        ("quote.csv", &known.replacen("zegt", "\"zegt", 3)),
        ("twice.csv", &known.replacen("overig", "datum", 1)),
    ];
    for (name, text) in files {
        folder.write(name, text);
        let mut commands: Vec<Vec<&str>> = vec![
            vec!["compare-data", "embedded", "embedded", name],
            vec!["profile", name],
            vec!["profile", name, "--lang", "en"],
            vec!["profile", name, "--format", "json"],
        ];
        for profile in [None, Some("wrong.toml"), Some("worse.toml"), Some("jhn")] {
            for more in [&["--json", "-"][..], &["--lang", "en"][..], &[][..]] {
                let mut command = vec!["report", name, "--today", TODAY];
                command.extend(profile.iter().flat_map(|profile| ["--profile", profile]));
                command.extend(more);
                commands.push(command);
            }
        }
        for command in commands {
            assert_silent(&folder.run(&command), &command.join(" "));
        }
    }
    // A date of birth is no example of an ambiguous date: the column was a guess.
    let births = "v1;v2;v3\n03-04-1950;SALBUTAMOL AEROSOL 100UG/DO;1\n05-06-1960;IPRATROPIUM AEROSOL 20UG/DO;2\n";
    folder.write("births.csv", births);
    for command in [
        &["profile", "births.csv"][..],
        &["profile", "births.csv", "--format", "json"][..],
    ] {
        let run = folder.run(command);
        assert_eq!(run.code, 0);
        assert!(
            run.out.contains("v1") && !run.out.contains("1950"),
            "{}",
            run.out
        );
    }
}

#[test]
fn columns_with_identity_are_named_and_dropped() {
    let folder = Folder::with("export.csv", export(KNOWN, "niet goed gaat"));
    let report = folder.json(&["export.csv"]);
    let dropped = |by: &str, all: &[(&str, &str)]| -> Value {
        let one = |(column, holds): &(&str, &str)| serde_json::json!({"column": column, "holds": holds, "seen_by": by});
        all.iter().map(one).collect()
    };
    let kinds = [
        ("achternaam", "name"),
        ("bsn", "bsn"),
        ("adres", "address"),
        ("postcode", "address"),
        ("telefoon", "phone"),
        ("email", "email"),
        ("geboortedatum", "birth_date"),
        ("opmerking", "free_text"),
    ];
    assert_eq!(report["layout"]["dropped"], dropped("header", &kinds));
    assert_eq!(report["layout"]["ignored"], serde_json::json!(["overig"]));
    assert_eq!(report["layout"]["suspect"], serde_json::json!([]));

    // The same without names: by the share of values. Names and dates of birth have no shape.
    folder.write("unknown.csv", export(UNKNOWN, "niet goed gaat"));
    folder.write(
        "eigen.toml",
        "[columns]\npatient = \"v9\"\ndate = \"v11\"\nlabel = \"v12\"\nquantity = \"v13\"\nunit = \"v14\"\n",
    );
    let report = folder.json(&["unknown.csv", "--profile", "eigen.toml"]);
    let kinds = [
        ("v2", "bsn"),
        ("v4", "address"),
        ("v5", "phone"),
        ("v6", "email"),
        ("v8", "free_text"),
    ];
    assert_eq!(report["layout"]["dropped"], dropped("values", &kinds));
    assert_eq!(
        report["layout"]["ignored"],
        serde_json::json!(["v1", "v3", "v7", "v10", "v15"])
    );
    let page = folder
        .run(&[
            "report",
            "unknown.csv",
            "--profile",
            "eigen.toml",
            "--today",
            TODAY,
        ])
        .out;
    assert_says(
        &page,
        &[
            "Herkend als gegevens van een persoon en niet gelezen: v2 (BSN), v4 (adres), v5 (telefoonnummer), v6 (e-mailadres), v8 (vrije tekst).",
        ],
    );
}

/// A patient column of BSNs counts as well as a pseudonym; the report says that it is one.
#[test]
fn a_bsn_as_the_patient_is_counted_and_warned_of() {
    let folder = Folder::with("export.csv", export(KNOWN, "niet goed gaat"));
    folder.write("eigen.toml", "[columns]\npatient = \"bsn\"\n");
    let report = folder.json(&["export.csv", "--profile", "eigen.toml"]);
    assert_eq!(
        report["layout"]["suspect"],
        serde_json::json!([{"role": "patient", "column": "bsn", "holds": "bsn"}])
    );
    assert_eq!(report["rows"]["merge_possible"], true);
    let run = folder.run(&[
        "report",
        "export.csv",
        "--profile",
        "eigen.toml",
        "--today",
        TODAY,
    ]);
    assert_says(
        &run.out,
        &[
            "Let op: kolom bsn lijkt gegevens van een persoon te bevatten (BSN). De inhoud wordt nergens getoond; gebruik liever een export met een pseudoniem.",
        ],
    );
    assert_silent(&run, "bsn");
}

/// Ten of 121 article numbers pass the test of the BSN: the column is judged and no value.
#[test]
fn numbers_that_pass_the_bsn_test_by_chance_are_no_bsn() {
    // One in eleven of numbers in a row passes.
    let mut text = String::from("datum;omschrijving;aantal;eenheid;recept\n");
    for row in 0..200 {
        text.push_str(&format!(
            "31-01-2025;ATROVENT AEROSOL 20UG/DO 200DO;1;ST;{}\n",
            111_222_333 + row
        ));
    }
    let folder = Folder::with("export.csv", &text);
    let report = folder.json(&["export.csv"]);
    assert_eq!(report["layout"]["ignored"], serde_json::json!(["recept"]));
    assert_eq!(report["layout"]["dropped"], serde_json::json!([]));
}

/// In a file without a header the first row stood in the report as names of columns.
#[test]
fn the_first_row_of_a_file_without_a_header_is_never_shown() {
    let known = export(KNOWN, "niet goed gaat");
    let rows = known.split_once('\n').unwrap().1;
    let folder = Folder::with("export.csv", rows);
    let columns = "[columns]\npatient = \"#9\"\ndate = \"#11\"\nlabel = \"#12\"\nquantity = \"#13\"\nunit = \"#14\"\n";
    folder.write("kop.toml", columns);
    folder.write("geen-kop.toml", format!("header = false\n{columns}"));
    for (profile, read) in [("kop.toml", 39), ("geen-kop.toml", 40)] {
        let report = folder.json(&["export.csv", "--profile", profile]);
        assert_eq!(report["rows"]["read"], read, "{profile}");
        assert_eq!(report["layout"]["columns"]["patient"], "#9");
        assert_eq!(report["layout"]["columns"]["label"], "#12");
    }
}
