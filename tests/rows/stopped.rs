//! Stopped prescriptions, drafts and repeats that are allowed: what of them counts.

use crate::*;
use groenrecept::intake::Profile;

fn row(
    patient: &str,
    day: &str,
    amount: &str,
    status: &str,
    stopped: &str,
    repeat: &str,
) -> String {
    format!(
        "{patient};P1;{day};ATROVENT AEROSOL 20UG/DO 200DO;{amount};ST;{status};{stopped};{repeat};;;;"
    )
}

fn with_profile(text: &str, profile: &str) -> Outcome {
    let export = Export::new("export.csv", text.as_bytes()).unwrap();
    let profile = Profile::parse(profile).unwrap();
    Engine::new(&DATASET)
        .analysis()
        .run(export, Some(&profile))
        .unwrap()
}

#[test]
fn what_was_dispensed_counts_and_what_came_after_does_not() {
    for (day, status, stopped, repeat, counts) in [
        // A date: what is of that day or before it was dispensed, a repeat too.
        ("2025-01-15", "", "2025-01-15", "2", true),
        ("2025-01-15", "", "2025-02-01", "2", true),
        ("2025-01-15", "gestopt", "2025-01-14", "0", false),
        ("2025-01-15", "", "20250114", "", false),
        // No date: a first issue was, a repeat is not known to be.
        ("2025-01-15", "", "04", "0", true),
        ("2025-01-15", "stopped", "", "0", true),
        ("2025-01-15", "stopped", "", "1", false),
        ("2025-01-15", "", "bijwerking", "ja", false),
        ("2025-01-15", "", "bijwerking", "?!x", true),
    ] {
        let text = export(&[
            row("1", day, "1", status, stopped, repeat),
            row("2", "2025-03-15", "1", "", "", ""),
        ]);
        let found = report(&text);
        let aside = if counts {
            json!({})
        } else {
            json!({"stopped": 1})
        };
        assert_eq!(found["rows"]["set_aside"], aside, "{text}");
        let counted = if counts { json!(1) } else { Value::Null };
        assert_eq!(found["rows"]["stopped_counted"], counted, "{text}");
        assert_eq!(found["rows"]["analysed"], 1 + u64::from(counts), "{text}");
        // A profile can say otherwise.
        let dropped = json_of(&with_profile(&text, "stopped = \"drops\""));
        assert_eq!(
            dropped["rows"]["set_aside"],
            json!({"stopped": 1}),
            "{text}"
        );
        assert_eq!(dropped["rows"]["stopped_counted"], Value::Null);
        assert_eq!(dropped["layout"]["stopped"], "drops");
        let same = json_of(&with_profile(&text, "stopped = \"counts\""));
        assert_eq!(same, found);
    }
    assert!(Profile::parse("stopped = \"maybe\"").is_err());
}

#[test]
fn copies_say_together_whether_a_stopped_prescription_counts() {
    let one = |status: &str, stopped: &str, repeat: &str| {
        row("1", "2025-01-15", "1", status, stopped, repeat)
    };
    for (rows, counts) in [
        // One copy says that it was stopped, another that it is a repeat.
        (
            vec![one("", "04", ""), one("", "", "2"), one("", "", "x")],
            false,
        ),
        // A date says more than none.
        (
            vec![
                one("", "04", ""),
                one("", "", "2"),
                one("", "2025-02-01", ""),
            ],
            true,
        ),
        (
            vec![
                one("", "04", ""),
                one("", "2025-01-01", ""),
                one("", "2025-02-01", ""),
            ],
            false,
        ),
        (
            vec![one("gestopt", "", ""), one("", "", "x"), one("", "", "0")],
            true,
        ),
    ] {
        let rows = [rows, vec![row("2", "2025-03-15", "1", "", "", "")]].concat();
        let expected = without_lines(report(&export(&rows)));
        let (stopped, aside) = if counts {
            (json!(1), json!({}))
        } else {
            (Value::Null, json!({"stopped": 1}))
        };
        assert_eq!(expected["rows"]["stopped_counted"], stopped, "{rows:?}");
        assert_eq!(expected["rows"]["set_aside"], aside, "{rows:?}");
        for order in permutations(&rows) {
            assert_eq!(
                without_lines(report(&export(&order))),
                expected,
                "{order:?}"
            );
        }
    }
}

/// What is brought back after it was stopped had been dispensed before.
#[test]
fn a_return_of_what_was_stopped_is_taken_off() {
    let stopped = "2025-01-20";
    let text = export(&[
        row("1", "2025-01-15", "2", "", stopped, ""),
        row("1", "2025-02-02", "-1", "", stopped, ""),
        row("2", "2025-02-02", "1", "", "", ""),
    ]);
    let found = report(&text);
    assert_eq!(found["rows"]["set_aside"], json!({"returned": 1}));
    assert_eq!(found["products"][0]["quantity"]["amount"], "2");
    let dropped = json_of(&with_profile(&text, "stopped = \"drops\""));
    assert_eq!(dropped["rows"]["set_aside"], json!({"stopped": 2}));
}

#[test]
fn the_page_says_which_and_how_many() {
    let rows = [
        row("1", "2025-01-15", "1", "", "04", "0"),
        row("2", "2025-01-15", "1", "", "04", "0"),
        row("3", "2025-01-15", "1", "", "04", "2"),
    ];
    let text = export(&rows);
    let dutch = page(&text, Language::Dutch);
    assert!(dutch.contains("Gestopt: 2 voorschriften tellen mee: ze waren al verstrekt; 1 telt niet mee, als herhaling van wat is gestopt of van na het stoppen."), "{dutch}");
    let english = page(&text, Language::English);
    assert!(english.contains("Stopped: 2 prescriptions count: they had been dispensed; 1 does not count, as a repeat of what was stopped or of after it was stopped."), "{english}");
    let dropped = with_profile(&text, "stopped = \"drops\"");
    let dropped = Report::new(&dropped, Language::Dutch).text(300);
    assert!(
        dropped
            .contains("3 voorschriften zijn gestopt en staan terzijde, zoals het profiel vraagt"),
        "{dropped}"
    );
    let none = export(&rows.map(|row| row.replace(";04;", ";;")));
    assert!(!page(&none, Language::Dutch).contains("Gestopt:"));
}

#[test]
fn a_draft_counts_only_where_a_copy_was_issued() {
    let draft = |amount: &str| row("1", "2025-01-15", amount, "concept", "", "");
    let issued = row("1", "2025-01-15", "1", "uitgegeven", "", "");
    for order in permutations(&[draft("2"), issued, draft("")]) {
        let found = report(&export(&order));
        assert_eq!(found["rows"]["set_aside"], json!({}), "{order:?}");
        assert_eq!(found["products"][0]["quantity"]["amount"], "1", "{order:?}");
    }
    for word in ["Concept", "draft", "Voorlopig", "proposed"] {
        let found = report(&export(&[row("1", "2025-01-15", "2", word, "", "")]));
        assert_eq!(found["rows"]["set_aside"], json!({"draft": 1}), "{word}");
    }
    for word in [
        "uitgegeven",
        "afgeleverd",
        "Verstrekt",
        "completed",
        "in-progress",
        "dispensed",
    ] {
        let found = report(&export(&[row("1", "2025-01-15", "2", word, "", "")]));
        assert_eq!(found["rows"]["analysed"], 1, "{word}");
        assert_eq!(found["rows"]["status_unknown"], 0, "{word}");
    }
}

#[test]
fn allowed_repeats_are_said_and_never_multiplied() {
    let header = "patient;datum;omschrijving;aantal;eenheid;Iteraties\n";
    let rows = [
        "1;2025-01-15;ATROVENT AEROSOL 20UG/DO 200DO;1;ST;3",
        "1;2025-01-15;ATROVENT AEROSOL 20UG/DO 200DO;1;ST;",
        "2;2025-01-15;ATROVENT AEROSOL 20UG/DO 200DO;1;ST;0",
        "3;2025-01-15;ATROVENT AEROSOL 20UG/DO 200DO;1;ST;2,0",
        "4;2025-01-15;ATROVENT AEROSOL 20UG/DO 200DO;;ST;2",
        "5;2025-01-15;METFORMINE TABL 500MG;30;ST;2",
    ];
    let text = |rows: &[&str]| format!("{header}{}\n", rows.join("\n"));
    let found = report(&text(&rows));
    assert_eq!(found["iterations"], 2);
    assert_eq!(
        found["products"][0]["quantity"],
        json!({"amount": "3", "unit": "device"})
    );
    assert_eq!(found["layout"]["columns"]["iterations"], "Iteraties");
    let swapped = [rows[1], rows[0], rows[5], rows[4], rows[3], rows[2]];
    assert_eq!(without_lines(report(&text(&swapped))), without_lines(found));
    let said = page(&text(&rows), Language::Dutch);
    assert!(said.contains("Iteraties: 2 voorschriften van inhalatiemedicatie mogen nog worden herhaald. Geteld is wat er staat; met het aantal herhalingen is niets vermenigvuldigd."), "{said}");
    let said = page(&text(&rows), Language::English);
    assert!(
        said.contains("Iterations: 2 prescriptions of inhaled medicines may still be repeated."),
        "{said}"
    );
    assert!(!page(&text(&rows[1..3]), Language::Dutch).contains("Iteraties:"));
}
