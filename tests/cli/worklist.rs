//! `--worklist` as a process.

use crate::*;

const ROWS: &str = "patient;datum;omschrijving;aantal;eenheid;status\n\
    801;2025-01-15;ATROVENT AEROSOL 20UG/DO 200DO;1;ST;\n\
    802;2025-01-15;ATROVENT AEROSOL 20UG/DO 200DO;veel;ST;\n\
    803;2025-01-15;ATROVENT AEROSOL 20UG/DO 200DO;1;ST;geannuleerd\n\
    804;2025-01-15;ATROVENT AEROSOL 20UG/DO 200DO;;ST;\n\
    804;2025-01-15;ATROVENT AEROSOL 20UG/DO 200DO;1;ST;\n\
    801;2025-01-15;ATROVENT AEROSOL\n\
    805;2025-01-15;=1+1;1;ST;\n\
    806;2025-01-15;METFORMINE TABL 500MG;90;ST;\n\
    806;2025-01-15;METFORMINE TABL 500MG;90;ST;\n\
    807;2025-01-15;ATROVENT AEROSOL 20UG/DO 200DO;400;ST;\n";

fn folder() -> Folder {
    Folder::with("export.csv", ROWS)
}

/// The cells of a list.
fn cells(text: &str) -> Vec<Vec<String>> {
    let text = text.strip_prefix('\u{feff}').unwrap();
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .has_headers(false)
        .from_reader(text.as_bytes());
    let rows = reader.records();
    rows.map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

#[test]
fn every_row_to_look_at_stands_in_the_list_and_none_of_its_text() {
    let folder = folder();
    let run = folder.run(&["report", "export.csv", "--quiet", "--worklist", "lijst.csv"]);
    assert_eq!((run.err.as_str(), run.out.as_str()), ("", ""));
    let written = std::fs::read_to_string(folder.path("lijst.csv")).unwrap();
    let atrovent = "Atrovent dosisaerosol 20 microg, 200 doses";
    let copy = "dubbele regel: een andere regel van dit voorschrift telt";
    let expected = [
        [
            "bestand",
            "regel",
            "reden",
            "gelezen als",
            "hoeveelheid",
            "aandeel in het totaal (%)",
        ],
        [
            "export.csv",
            "3",
            "hoeveelheid is geen getal",
            atrovent,
            "",
            "",
        ],
        [
            "export.csv",
            "4",
            "voorschrift is geannuleerd of niet afgehaald",
            atrovent,
            "",
            "",
        ],
        ["export.csv", "5", copy, atrovent, "", ""],
        [
            "export.csv",
            "6",
            "hoeveelheid ontbreekt of is onbruikbaar; overgenomen van een dubbele regel",
            atrovent,
            "200 doses",
            "25",
        ],
        [
            "export.csv",
            "7",
            "te veel of te weinig kolommen",
            "",
            "",
            "",
        ],
        ["export.csv", "8", "niet herkend", "", "", ""],
        [
            "export.csv",
            "10",
            copy,
            "een medicijn dat niet voor inhalatie is",
            "",
            "",
        ],
        [
            "export.csv",
            "11",
            "eenheid in stuks, maar het getal is een verpakking in doses of te groot voor inhalatoren; als doses gelezen",
            atrovent,
            "400 doses",
            "50",
        ],
    ];
    assert_eq!(cells(&written), expected);
    assert!(!written.contains("1+1") && !written.contains("80"));
}

#[test]
fn the_list_is_in_the_language_of_the_report_and_names_the_file() {
    let folder = folder();
    folder.write(
        "=cmd;.csv",
        "patient;datum;omschrijving;aantal;eenheid\n\
         801;2025-02-15;SERETIDE DISKUS INHPDR 50/500UG 60DO;60;ST\n\
         801;2025-01-15;ATROVENT AEROSOL 20UG/DO 200DO;1;ST\n",
    );
    let run = folder.run(&[
        "report",
        "export.csv",
        "=cmd;.csv",
        "--lang",
        "en",
        "--worklist",
        "-",
    ]);
    let list = cells(&run.out);
    let header = [
        "file",
        "line",
        "reason",
        "read as",
        "amount",
        "share of the total (%)",
    ];
    assert_eq!(list[0], header);
    assert_eq!(list[1][..2], ["'=cmd;.csv", "2"]);
    assert_eq!(list[1][4], "60 doses");
    let share = &list[1][5];
    assert!(share.contains('.') && !share.contains(','), "{share}");
    // The row of one file is a copy of that of the other: the first file by name stands.
    assert_eq!(
        list[2][..4],
        [
            "export.csv",
            "2",
            "copy: another row of this prescription counts",
            "Atrovent aerosol 20 microg, 200 doses"
        ]
    );
}

#[test]
fn no_list_goes_over_another_file_or_with_hidden_numbers() {
    for (arguments, sentence) in [
        (
            &["--worklist", "export.csv"][..],
            "export.csv: dit bestand leest deze opdracht zelf; kies een ander bestand voor de uitkomst (this file is read in the same run).",
        ),
        (
            &["--worklist", "een.csv", "--json", "een.csv"][..],
            "een.csv: --json en --worklist noemen hetzelfde bestand; kies er twee (the same file twice).",
        ),
        (
            &["--worklist", "-", "--set-aside", "-"][..],
            "-: --set-aside en --worklist noemen hetzelfde bestand; kies er twee (the same file twice).",
        ),
        (
            &["--worklist", "een.csv", "--suppress"][..],
            "--worklist noemt elke regel, ook van kleine aantallen, en gaat niet samen met --suppress (the list names every row, also of small numbers).",
        ),
    ] {
        let folder = folder();
        let run = folder.run(&[&["report", "export.csv"], arguments].concat());
        assert_eq!(run.err, format!("groenrecept: {sentence}\n"));
        assert_eq!((run.code, run.out.as_str()), (2, ""));
        assert_eq!(folder.names(), ["export.csv".to_owned()].into());
    }
}
