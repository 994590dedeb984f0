//! `--from` and `--to` as a process: which rows count, and over which days a year is told.

use crate::*;

/// One patient with an aerosol on the first of every month of two years.
fn two_years() -> String {
    let mut text = "patient;datum;omschrijving;aantal;eenheid\n".to_owned();
    for year in [2024, 2025] {
        for month in 1..=12 {
            text.push_str(&format!(
                "1;{year}-{month:02}-01;VENTOLIN AEROSOL 100UG/DO 200DO;1;ST\n"
            ));
        }
    }
    text
}

/// The part of a report that tells of the period.
fn told(report: &Value) -> Value {
    let reduce = report["advice"]["reduce"].as_array().unwrap();
    let rule = reduce.iter().find(|rule| rule["rule"] == "ast-01").unwrap();
    serde_json::json!({
        "chosen": report["options"]["period"],
        "found": report["period"],
        "analysed": report["rows"]["analysed"],
        "set_aside": report["rows"]["set_aside"],
        "year": rule["above_limit"],
    })
}

#[test]
fn rows_outside_the_period_are_a_reason_of_their_own() {
    let folder = Folder::with("export.csv", two_years());
    let year = |days: i64, from: &str, to: &str| {
        serde_json::json!({
            "doses_per_year": 208, "days": days, "from": from, "to": to,
            "patients": 1, "unknown": 0
        })
    };
    for (options, chosen, found, outside, year) in [
        (
            &["--from", "2025-01-01", "--to", "2025-12-31"][..],
            serde_json::json!({"from": "2025-01-01", "to": "2025-12-31"}),
            ["2025-01-01", "2025-12-01"],
            12,
            year(365, "2025-01-01", "2025-12-31"),
        ),
        // With one end, what was found.
        (
            &["--from", "2024-12-02"][..],
            serde_json::json!({"from": "2024-12-02", "to": null}),
            ["2025-01-01", "2025-12-01"],
            12,
            year(335, "2025-01-01", "2025-12-01"),
        ),
        (
            &["--to", "2024-12-31"][..],
            serde_json::json!({"from": null, "to": "2024-12-31"}),
            ["2024-01-01", "2024-12-01"],
            12,
            year(336, "2024-01-01", "2024-12-01"),
        ),
        // Both ends count themselves.
        (
            &["--from", "2024-06-01", "--to", "2025-05-01"][..],
            serde_json::json!({"from": "2024-06-01", "to": "2025-05-01"}),
            ["2024-06-01", "2025-05-01"],
            12,
            year(335, "2024-06-01", "2025-05-01"),
        ),
        // Too few days for a year.
        (
            &["--from", "2025-01-01", "--to", "2025-03-31"][..],
            serde_json::json!({"from": "2025-01-01", "to": "2025-03-31"}),
            ["2025-01-01", "2025-03-01"],
            21,
            Value::Null,
        ),
        // Days that have not passed tell nothing of a year: today is 31 January 2026.
        (
            &["--from", "2025-01-01", "--to", "2030-12-31"][..],
            serde_json::json!({"from": "2025-01-01", "to": "2030-12-31"}),
            ["2025-01-01", "2025-12-01"],
            12,
            year(396, "2025-01-01", "2026-01-31"),
        ),
    ] {
        let report = folder.json(&[&["export.csv"], options].concat());
        let expected = serde_json::json!({
            "chosen": chosen,
            "found": {"from": found[0], "to": found[1]},
            "analysed": 24 - outside,
            "set_aside": {"outside-period": outside},
            "year": year,
        });
        assert_eq!(told(&report), expected, "{options:?}");
    }
    let report = folder.json(&["export.csv"]);
    assert_eq!(report["options"].get("period"), None);
    assert_eq!(report["rows"]["set_aside"], serde_json::json!({}));
}

#[test]
fn the_page_says_which_period_was_chosen_and_over_which_days_a_year_is_told() {
    let folder = Folder::with("export.csv", two_years());
    let page = |more: &[&str]| {
        let run = folder.run(&[&["report", "export.csv", "--today", TODAY], more].concat());
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{more:?}");
        run.out
    };
    let year = ["--from", "2025-01-01", "--to", "2025-12-31"];
    assert_says(
        &page(&year),
        &[
            "Gekozen periode: van 2025-01-01 tot en met 2025-12-31. Regels daarbuiten: 12.",
            "De voorschriften lopen van 2025-01-01 tot en met 2025-12-01.",
            "1 patiënten kregen meer dan 208 doses per jaar voorgeschreven (omgerekend naar een jaar over 365 dagen, 2025-01-01 tot en met 2025-12-31).",
            "datum ligt buiten de gekozen periode",
        ],
    );
    assert_says(
        &page(&[&year[..], &["--lang", "en"]].concat()),
        &[
            "Chosen period: from 2025-01-01 to 2025-12-31. Rows outside it: 12.",
            "1 patients were prescribed more than 208 doses a year (annualised over 365 days, 2025-01-01 to 2025-12-31).",
            "date outside the chosen period",
        ],
    );
    assert_says(
        &page(&["--from", "2025-01-01"]),
        &["Gekozen periode: vanaf 2025-01-01. Regels daarbuiten: 12."],
    );
    assert_says(
        &page(&["--to", "2024-12-31", "--lang", "en"]),
        &["Chosen period: up to 2024-12-31. Rows outside it: 12."],
    );
    let whole = flat(&page(&[]));
    assert!(!whole.contains("Gekozen periode"), "{whole}");
    assert!(whole.contains("over 701 dagen, 2024-01-01 tot en met 2025-12-01"));
}

#[test]
fn a_period_that_holds_nothing_or_meets_no_days_is_refused() {
    let folder = Folder::with("export.csv", two_years());
    folder.write(
        "zonder.csv",
        "omschrijving;aantal\nATROVENT AEROSOL 20UG/DO 200DO;1\n",
    );
    for (export, options, dutch, english) in [
        (
            "export.csv",
            &["--from", "2025-02-01", "--to", "2025-01-31"][..],
            "export.csv: de periode loopt van 2025-02-01 tot en met 2025-01-31: de eerste dag ligt na de laatste.",
            "export.csv: the period runs from 2025-02-01 to 2025-01-31: its first day is behind its last",
        ),
        (
            "export.csv",
            &["--from", "01-02-2025"][..],
            "--from 01-02-2025: dit is geen dag als jjjj-mm-dd.",
            "--from 01-02-2025: this is no day as yyyy-mm-dd.",
        ),
        (
            "export.csv",
            &["--to", "2025-02-30"][..],
            "--to 2025-02-30: dit is geen dag als jjjj-mm-dd.",
            "--to 2025-02-30: this is no day as yyyy-mm-dd.",
        ),
        (
            "zonder.csv",
            &["--to", "2025-02-28"][..],
            "zonder.csv: er is een periode gekozen en er is geen kolom met datums gelezen. Laat de periode weg, of noem de kolom en de volgorde in een profiel (--profile).",
            "zonder.csv: a period was chosen and no column with dates was read; leave out the period, or name the column and its order in a profile (--profile)",
        ),
    ] {
        for (language, sentence) in [("nl", dutch), ("en", english)] {
            let run = folder.run(&[&["report", export, "--lang", language], options].concat());
            assert_eq!((run.code, run.out.as_str()), (2, ""), "{options:?}");
            assert_eq!(run.err, format!("groenrecept: {sentence}\n"));
        }
    }
}

#[test]
fn a_case_mix_of_a_period_is_that_of_its_rows() {
    let formulary = "aandoening;stap;keus;middel\nAstma;1;1;VENTOLIN AEROSOL 100UG/DO 200DO\n";
    let folder = Folder::with("export.csv", two_years());
    folder.write("oud.csv", formulary);
    folder.write("nieuw.csv", formulary);
    let compared = |more: &[&str]| {
        let fixed = ["compare", "oud.csv", "nieuw.csv", "--today", TODAY];
        folder.run(&[&fixed[..], &["--format", "json", "--case-mix"], more].concat())
    };
    let head = two_years().lines().take(7).collect::<Vec<_>>().join("\n");
    folder.write("half.csv", head + "\n");
    let [chosen, half] =
        [&["export.csv", "--to", "2024-06-30"][..], &["half.csv"][..]].map(compared);
    assert_eq!((chosen.code, chosen.err.as_str()), (0, ""));
    assert_eq!(chosen.out, half.out);
    assert_ne!(chosen.out, compared(&["export.csv"]).out);
    let run = folder.run(&["compare", "oud.csv", "nieuw.csv", "--from", "2025-01-01"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert_eq!(
        run.err,
        "groenrecept: --from en --to horen bij de export van --case-mix; noem die erbij.\n"
    );
}
