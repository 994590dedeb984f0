//! `--set-aside` and `--suppress` as a process.

use crate::*;

const ROWS: &str = "patient;datum;omschrijving;aantal;eenheid;status\n\
    801;2025-01-15;ATROVENT AEROSOL 20UG/DO 200DO;1;ST;\n\
    802;2025-01-15;ATROVENT AEROSOL 20UG/DO 200DO;veel;ST;\n\
    803;2025-01-15;ATROVENT AEROSOL 20UG/DO 200DO;1;ST;geannuleerd\n\
    804;2025-01-15;ATROVENT AEROSOL 20UG/DO 200DO;;ST;\n\
    804;2025-01-15;ATROVENT AEROSOL 20UG/DO 200DO;1;ST;\n\
    801;2025-01-15;ATROVENT AEROSOL\n";

const LIST: &str = "line,reason,text\n\
    3,quantity-unreadable,hoeveelheid is geen getal\n\
    4,cancelled,voorschrift is geannuleerd of niet afgehaald\n\
    7,cell-count,te veel of te weinig kolommen\n";

#[test]
fn every_row_set_aside_is_listed_with_its_reason_and_not_its_text() {
    let folder = Folder::with("export.csv", ROWS);
    let run = folder.run(&[
        "report",
        "export.csv",
        "--quiet",
        "--set-aside",
        "terzijde.csv",
    ]);
    assert_eq!((run.code, run.err.as_str(), run.out.as_str()), (0, "", ""));
    let written = std::fs::read_to_string(folder.path("terzijde.csv")).unwrap();
    assert_eq!(written, LIST);
    // To standard output in place of the page, and beside JSON in a file.
    let run = folder.run(&[
        "report",
        "export.csv",
        "--set-aside",
        "-",
        "--json",
        "uit.json",
    ]);
    assert_eq!(
        (run.code, run.err.as_str(), run.out.as_str()),
        (0, "", LIST)
    );
    let english = folder.run(&["report", "export.csv", "--lang", "en", "--set-aside", "-"]);
    assert!(
        english
            .out
            .contains("3,quantity-unreadable,quantity is not a number\n")
    );
}

#[test]
fn no_list_goes_over_the_export_or_over_the_json() {
    for (arguments, sentence) in [
        (
            &["--set-aside", "export.csv"][..],
            "export.csv: dit bestand leest deze opdracht zelf; kies een ander bestand voor de uitkomst (this file is read in the same run).",
        ),
        (
            &["--set-aside", "een.txt", "--json", "een.txt"][..],
            "een.txt: --json en --set-aside noemen hetzelfde bestand; kies er twee (the same file twice).",
        ),
        (
            &["--set-aside", "-", "--json", "-"][..],
            "-: --json en --set-aside noemen hetzelfde bestand; kies er twee (the same file twice).",
        ),
    ] {
        let folder = Folder::with("export.csv", ROWS);
        let run = folder.run(&[&["report", "export.csv"], arguments].concat());
        assert_eq!(run.err, format!("groenrecept: {sentence}\n"));
        assert_eq!((run.code, run.out.as_str()), (2, ""));
        assert_eq!(folder.names(), ["export.csv".to_owned()].into());
        assert_eq!(
            std::fs::read_to_string(folder.path("export.csv")).unwrap(),
            ROWS
        );
    }
}

#[test]
fn the_header_says_whether_small_numbers_are_hidden() {
    let folder = Folder::with("export.csv", ROWS);
    let page = |arguments: &[&str]| {
        let run = folder.run(&[&["report", "export.csv"], arguments].concat());
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{arguments:?}");
        run.out
    };
    let own = page(&[]);
    assert_says(
        &own,
        &[
            "Kleine aantallen zijn niet afgeschermd (--suppress uit): dit rapport is voor de praktijk zelf.",
            "6 regels gelezen: 2 geanalyseerd, 1 samengevoegd",
            "hoeveelheid ontbreekt of is onbruikbaar; overgenomen van een dubbele regel: 1 (Atrovent",
        ],
    );
    let shared = page(&["--suppress"]);
    assert_says(
        &shared,
        &[
            "Kleine aantallen zijn afgeschermd (--suppress 10)",
            "• regels gelezen: • geanalyseerd, • samengevoegd",
        ],
    );
    assert!(!shared.contains("Atrovent dosisaerosol"));
    assert_says(&page(&["--suppress", "25"]), &["(--suppress 25)"]);
    let json = folder.json(&["export.csv", "--suppress", "2"]);
    assert_eq!(json["options"]["suppressed_below"], 2);
    for wrong in ["0", "1", "veel"] {
        let run = folder.run(&["report", "export.csv", "--suppress", wrong]);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{wrong}");
    }
    let default = groenrecept::practice::SUPPRESS_DEFAULT.to_string();
    assert!(shared.contains(&format!("--suppress {default}")));
}

#[test]
fn stopped_and_repeated_prescriptions_are_told_in_plain_words() {
    let text = "datum;omschrijving;aantal;eenheid;code_stopzetting;volgnummer_herhaling;status\n\
        2025-01-15;ATROVENT AEROSOL 20UG/DO 200DO;1;ST;04;;\n\
        2025-01-15;ATROVENT AEROSOL 20UG/DO 200DO;1;ST;0;0;onduidelijk\n\
        2025-01-15;ATROVENT AEROSOL 20UG/DO 200DO;1;ST;04;2;\n\
        2025-01-15;ATROVENT AEROSOL 20UG/DO 200DO;1;ST;;3;actief\n";
    let folder = Folder::with("export.csv", text);
    let run = folder.run(&["report", "export.csv"]);
    assert_says(
        &run.out,
        &[
            "Gestopt: 1 voorschrift telt mee: het was al verstrekt; 1 telt niet mee, als herhaling van wat is gestopt of van na het stoppen.",
            "Niet begrepen status: 1 regel, gelezen als gewoon voorschrift. Eerste regelnummers: 3.",
            "Voorschriften van inhalatiemedicatie: 2 eerste, 1 herhaald, 0 niet te zeggen.",
        ],
    );
    assert!(!run.out.contains("onduidelijk"));
}
