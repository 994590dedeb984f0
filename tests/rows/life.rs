//! Status, stopping, copies and repeats.

use crate::*;

/// A row of one Atrovent aerosol on one day; quantity, status, stopped, repeat.
fn atrovent(quantity: &str, status: &str, stopped: &str, repeat: &str) -> String {
    format!(
        "801;P1;2025-01-15;ATROVENT AEROSOL 20UG/DO 200DO;{quantity};ST;{status};{stopped};{repeat};;;;"
    )
}

/// Another prescription, so that something is always analysed.
const OTHER: &str = "802;P2;2025-03-15;ATROVENT AEROSOL 20UG/DO 200DO;1;ST;;;;;;;";

#[test]
fn a_cancelled_row_takes_its_copies_with_it_in_any_order() {
    let rows = [
        atrovent("1", "", "", ""),
        atrovent("2", "geannuleerd", "", ""),
        atrovent("", "", "", "2"),
        atrovent("3", "", "31-01-2025", ""),
        OTHER.to_owned(),
    ];
    let expected = without_lines(report(&export(&rows)));
    // The prescription is set aside once, as cancelled; its three copies are merged.
    assert_eq!(expected["rows"]["set_aside"], json!({"cancelled": 1}));
    assert_eq!(expected["rows"]["read"], json!(5));
    assert_eq!(expected["rows"]["analysed"], json!(1));
    assert_eq!(expected["rows"]["merged"], json!(3));
    // Neither its day nor its practice counts.
    assert_eq!(
        expected["period"],
        json!({"from": "2025-03-15", "to": "2025-03-15"})
    );
    assert_eq!(expected["practices"], json!(1));
    assert_eq!(expected["products"][0]["rows"], json!(1));
    assert_eq!(
        expected["coverage"]["climate"]["inhalers"]["rows_set_aside"],
        json!(0)
    );
    for order in permutations(&rows) {
        let text = export(&order);
        assert_eq!(without_lines(report(&text)), expected, "{text}");
        let line = 2 + order
            .iter()
            .position(|row| row.contains("geannuleerd"))
            .unwrap();
        let listed = tally(&text).ledger.all_set_aside().unwrap();
        let listed: Vec<(u64, &str)> = listed.iter().map(|(l, r)| (l.line, r.as_str())).collect();
        assert_eq!(listed, [(line as u64, "cancelled")], "{text}");
        assert_eq!(
            report(&text)["rows"]["set_aside_lines"],
            json!({"cancelled": [line]})
        );
    }
}

#[test]
fn of_copies_the_largest_quantity_counts_and_a_gap_is_named_in_any_order() {
    let rows = [
        atrovent("", "", "", "0"),
        atrovent("1", "actief", "0", ""),
        atrovent("2", "", "", "4"),
        atrovent("veel", "", "", ""),
    ];
    let expected = without_lines(report(&export(&rows)));
    assert_eq!(expected["rows"]["set_aside"], json!({}));
    assert_eq!(expected["rows"]["analysed"], json!(1));
    assert_eq!(expected["rows"]["merged"], json!(3));
    assert_eq!(expected["products"][0]["quantity"]["amount"], json!("2"));
    // A repeat, once.
    assert_eq!(
        expected["issues"],
        json!({"first": 0, "repeat": 1, "not_said": 0})
    );
    let corrections = &expected["matching"]["corrections"];
    assert_eq!(corrections.as_array().unwrap().len(), 1);
    assert_eq!(corrections[0]["how"], json!("completed_by_copy"));
    assert_eq!(corrections[0]["rows"], json!(1));
    for order in permutations(&rows) {
        let text = export(&order);
        assert_eq!(without_lines(report(&text)), expected, "{text}");
        assert_eq!(tally(&text).ledger.all_set_aside().unwrap(), []);
    }
}

#[test]
fn stopped_and_not_understood_are_counted() {
    let rows = [
        atrovent("1", "", "04", "2"),
        "802;P1;2025-01-15;ATROVENT AEROSOL 20UG/DO 200DO;1;ST;onbekend woord;0;;;;;".to_owned(),
        "803;P1;2025-01-15;ATROVENT AEROSOL 20UG/DO 200DO;1;ST;Niet afgehaald;;;;;;".to_owned(),
        "804;P1;2025-01-15;METFORMINE TABL 500MG;90;ST;entered-in-error;;;;;;".to_owned(),
        // No patient: it stands alone.
        ";P1;2025-01-15;ATROVENT AEROSOL 20UG/DO 200DO;1;ST;vervallen;;;;;;".to_owned(),
        "805;P1;2025-01-15;VOORZETKAMER VOLUMATIC;1;ST;vervallen;;;;;;".to_owned(),
    ];
    let report = report(&export(&rows));
    assert_eq!(
        report["rows"]["set_aside"],
        json!({"cancelled": 3, "stopped": 1, "not-a-medicine": 1})
    );
    assert_eq!(
        report["rows"]["set_aside_lines"],
        json!({"cancelled": [4, 5, 6], "stopped": [2], "not-a-medicine": [7]})
    );
    assert_eq!(report["rows"]["analysed"], json!(1));
    assert_eq!(report["rows"]["status_unknown"], json!(1));
    assert_eq!(report["rows"]["status_unknown_lines"], json!([3]));
    assert!(!report.to_string().contains("onbekend woord"));
}

/// Cells that meet often, of every kind.
fn cells() -> impl Strategy<Value = String> {
    (
        select(vec!["", "801", "802"]),
        select(vec!["P1", "P2"]),
        select(vec!["2025-01-15", "2025-02-16"]),
        select(vec![
            "ATROVENT AEROSOL 20UG/DO 200DO",
            "SALBUTAMOL 100UG/DO",
            "SERETIDE DISKUS INHPDR 50/500UG 60DO",
            "METFORMINE TABL 500MG",
            "IETS ANDERS",
            "VOORZETKAMER VOLUMATIC",
        ]),
        select(vec!["", "1", "2", "20", "60", "200", "veel", "0"]),
        select(vec!["ST", "DO", "", "PAAR"]),
        select(vec!["", "", "", "actief", "geannuleerd", "gestopt", "raar"]),
        select(vec!["", "", "", "0", "04"]),
        select(vec!["", "0", "1", "x"]),
        select(vec!["", "2D1I", "2D1I zn", "1D1AE", "3W1I", "2D1I;2D2I"]),
        (
            select(vec!["", "30", "0", "x", "9999"]),
            select(vec!["", "2025-03-01", "2024-01-01", "x"]),
            select(vec!["", "2", "0,5", "x"]),
        ),
    )
        .prop_map(
            |(patient, practice, date, label, quantity, unit, status, stopped, repeat, dosage, rest)| {
                let (days, end, per_day) = rest;
                format!(
                    "{patient};{practice};{date};{label};{quantity};{unit};{status};{stopped};{repeat};\"{dosage}\";{days};{end};{per_day}"
                )
            },
        )
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn the_account_adds_up_and_order_changes_nothing(
        (rows, shuffled) in prop::collection::vec(cells(), 1..30)
            .prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle()))
    ) {
        let (one, other) = (export(&rows), export(&shuffled));
        let (first, second) = (report(&one), report(&other));
        let count = |value: &Value| value.as_u64().unwrap();
        let account = &first["rows"];
        let aside = account["set_aside"].as_object().unwrap();
        let aside: u64 = aside.values().map(count).sum();
        prop_assert_eq!(
            count(&account["read"]),
            count(&account["analysed"]) + count(&account["merged"]) + aside
        );
        prop_assert_eq!(count(&account["read"]), rows.len() as u64);
        // The list of rows set aside is the account, row by row.
        let tally = tally(&one);
        let listed = tally.ledger.all_set_aside().unwrap();
        let mut by_reason: BTreeMap<&str, u64> = BTreeMap::new();
        for (_, reason) in &listed {
            *by_reason.entry(reason.as_str()).or_default() += 1;
        }
        prop_assert_eq!(&serde_json::to_value(by_reason).unwrap(), &account["set_aside"]);
        prop_assert!(listed.windows(2).all(|pair| pair[0].0 < pair[1].0));
        for (reason, lines) in account["set_aside_lines"].as_object().unwrap() {
            let all: Vec<u64> = listed.iter().filter(|(_, r)| r.as_str() == reason).map(|(l, _)| l.line).collect();
            prop_assert_eq!(&json!(all[..all.len().min(5)]), lines);
        }
        // Issues count the prescriptions of inhaled medicines.
        let issues: u64 = first["issues"].as_object().unwrap().values().map(count).sum();
        prop_assert_eq!(issues, count(&first["coverage"]["climate"]["inhalers"]["rows"]));
        prop_assert_eq!(without_lines(first), without_lines(second));
    }
}

#[test]
fn threads_change_nothing_where_rows_cancel_each_other() {
    let mut rows = Vec::new();
    for number in 0..3000 {
        let status = ["", "geannuleerd", "", ""][number % 4];
        let quantity = ["1", "", "2", "1"][number % 3];
        rows.push(
            atrovent(quantity, status, "", "1").replace("801", &format!("9{}", number % 700))
                + &" ".repeat(300),
        );
    }
    let text = export(&rows);
    let of = |threads: usize| {
        let export = Export::new("export.csv", text.as_bytes()).unwrap();
        let threads = NonZeroUsize::new(threads).unwrap();
        let outcome = Engine::new(&DATASET)
            .analysis()
            .threads(threads)
            .run(export, None);
        json_of(&outcome.unwrap())
    };
    assert_eq!(of(1), of(3));
}

/// A cell that names nobody makes no copies.
#[test]
fn rows_of_nobody_are_not_merged() {
    for nobody in ["0", "000", "-", "*****", "onbekend", "Anoniem", ""] {
        let row = format!("{nobody};P1;2025-01-13;ATROVENT AEROSOL 20UG/DO 200DO;1;ST;;;0;;;;");
        let report = report(&export(&[row.clone(), row.clone(), row]));
        assert_eq!(report["rows"]["merged"], 0, "{nobody}");
        assert_eq!(report["rows"]["analysed"], 3, "{nobody}");
    }
    let row = "12;P1;2025-01-13;ATROVENT AEROSOL 20UG/DO 200DO;1;ST;;;0;;;;".to_owned();
    let report = report(&export(&[row.clone(), row]));
    assert_eq!(report["rows"]["merged"], 1);
}
