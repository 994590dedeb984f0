//! Many rows set aside for one reason, as a process: said on top, with what to do, and exit code 1.

use crate::*;

/// So many good rows and so many with another quantity, date or label.
fn export(good: usize, bad: usize, row: &str) -> String {
    let good = GOOD.repeat(good);
    format!("{HEADER}{good}{}", format!("{row}\n").repeat(bad))
}

const NO_NUMBER: &str = "31-01-2025;ATROVENT AEROSOL 20UG/DO 200DO;veel;ST";

fn report(text: &str, more: &[&str]) -> Run {
    let folder = Folder::with("export.csv", text);
    folder.run(&[&["report", "export.csv", "--today", TODAY], more].concat())
}

#[test]
fn a_fifth_of_the_rows_is_said_on_top_with_its_remedy() {
    let text = export(8, 2, NO_NUMBER);
    let page = report(&text, &[]);
    assert_eq!((page.code, page.err.as_str()), (1, ""));
    let top: String = page
        .out
        .lines()
        .skip(2)
        .take(4)
        .collect::<Vec<_>>()
        .join(" ");
    assert_says(
        &top,
        &[
            "! 2 van 10 regels zijn terzijde gelegd om één reden: hoeveelheid is geen getal. Noem in een profiel (--profile) de kolom waarin het aantal als getal staat (quantity), en het decimaalteken (decimal).",
        ],
    );
    let english = report(&text, &["--lang", "en"]);
    assert_eq!(english.code, 1);
    assert_says(
        &english.out,
        &[
            "! 2 of 10 rows were set aside for one reason: quantity is not a number. Name the column with the amount as a number in a profile (quantity, --profile), and its decimal mark (decimal).",
        ],
    );
    let json = report(&text, &["--json", "-", "--lang", "en"]);
    assert_eq!(json.code, 1);
    let json: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(
        json["mostly_aside"],
        serde_json::json!([{
            "reason": "quantity-unreadable",
            "rows": 2,
            "of": 10,
            "text": "quantity is not a number",
            "remedy": "Name the column with the amount as a number in a profile (quantity, --profile), and its decimal mark (decimal).",
        }])
    );
}

/// What is less than a fifth, one row, or not meant to count is no finding; of a chosen period the
/// rows outside are not among those of which it is a share.
#[test]
fn fewer_rows_and_rows_that_are_not_meant_to_count_are_no_finding() {
    let codes = |text: &str, more: &[&str]| {
        let run = report(text, more);
        assert_eq!(run.out.contains("om één reden"), run.code == 1, "{more:?}");
        run.code
    };
    let vaccine = "31-01-2025;INFLUENZAVACCIN;1;ST";
    let spacer = "31-01-2025;VOORZETKAMER VOLUMATIC;1;ST";
    for (text, code) in [
        (export(9, 2, NO_NUMBER), 0),
        (export(8, 2, NO_NUMBER), 1),
        (export(4, 1, NO_NUMBER), 0),
        (export(1, 1, NO_NUMBER), 0),
        (export(1, 2, NO_NUMBER), 1),
        (export(1, 9, vaccine), 0),
        (export(1, 9, spacer), 0),
        (export(8, 2, "31-01-2025;;1;ST"), 1),
        (export(8, 2, ";ATROVENT AEROSOL 20UG/DO 200DO;1;ST"), 1),
        (export(8, 2, "31-01-2025;ATROVENT;1"), 1),
    ] {
        assert_eq!(codes(&text, &[]), code, "{text}");
    }
    let status = "datum;omschrijving;aantal;status\n\
        31-01-2025;ATROVENT AEROSOL 20UG/DO 200DO;1;geannuleerd\n\
        31-01-2025;ATROVENT AEROSOL 20UG/DO 200DO;1;geannuleerd\n";
    assert_eq!(codes(status, &[]), 0);
    let old = "31-01-2024;ATROVENT AEROSOL 20UG/DO 200DO;1;ST";
    let mixed = export(8, 2, NO_NUMBER) + &format!("{old}\n").repeat(90);
    assert_eq!(codes(&mixed, &[]), 0);
    assert_eq!(codes(&mixed, &["--from", "2025-01-01"]), 1);
    assert_eq!(codes(&export(4, 90, old), &["--from", "2025-01-01"]), 0);
}

/// With small numbers hidden it is told all the same, without a small number.
#[test]
fn nothing_hidden_is_told_on_top() {
    let run = report(&export(20, 8, NO_NUMBER), &["--suppress"]);
    assert_eq!(run.code, 1);
    assert_says(
        &run.out,
        &["! • van 20 regels zijn terzijde gelegd om één reden"],
    );
    let run = report(&export(40, 60, NO_NUMBER), &["--suppress"]);
    assert_eq!(run.code, 1);
    assert_says(
        &run.out,
        &["! 60 van 100 regels zijn terzijde gelegd om één reden"],
    );
}
