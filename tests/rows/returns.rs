//! What was brought back is taken off, in any order of rows; beside a naive reading of the rule.

use crate::*;

const VENTOLIN: &str = "VENTOLIN AEROSOL 100UG/DO 200DO";
const DISKUS: &str = "SERETIDE DISKUS INHPDR 50/500UG 60DO";

fn row(patient: &str, day: &str, label: &str, amount: i64) -> String {
    format!("{patient};P1;{day};{label};{amount};ST;;;;;;;")
}

/// Returns are settled when all rows are there; each is a row of its own export all the same.
#[test]
fn a_return_is_a_row_of_its_export() {
    let texts = [
        export(&[
            row("1", "2025-01-15", VENTOLIN, 2),
            row("1", "2025-01-15", VENTOLIN, -1),
        ]),
        export(&[
            row("2", "2025-01-15", DISKUS, -1),
            row("2", "2025-01-16", DISKUS, -1),
        ]),
        export(&[row("3", "2025-01-15", DISKUS, 1)]),
    ];
    let exports = ["a.csv", "b.csv", "c.csv"].into_iter().zip(&texts);
    let exports = exports.map(|(name, text)| Export::new(name, text.as_bytes()).unwrap());
    let outcome = Engine::new(&DATASET)
        .analysis()
        .run_all(exports, None)
        .unwrap();
    let rows: Vec<_> = outcome.files.iter().map(|one| one.rows.shown()).collect();
    assert_eq!(rows, [Some(2), Some(2), Some(1)]);
    assert_eq!(outcome.rows.read, 5);
}

/// Reason and count, of rows set aside.
fn aside(report: &Value) -> Value {
    report["rows"]["set_aside"].clone()
}

/// Devices of a medicine, by the start of its name.
fn devices(report: &Value, name: &str) -> i64 {
    let products = report["products"].as_array().unwrap();
    let named = products
        .iter()
        .filter(|one| one["label"].as_str().unwrap().starts_with(name));
    named
        .map(|one| {
            one["quantity"]["amount"]
                .as_str()
                .unwrap()
                .parse::<i64>()
                .unwrap()
        })
        .sum()
}

fn months(report: &Value) -> BTreeMap<String, u64> {
    let months = report["months"].as_array().unwrap().iter();
    let rows = months.map(|one| {
        (
            one["month"].as_str().unwrap().to_owned(),
            one["rows"].as_u64().unwrap(),
        )
    });
    rows.filter(|(_, rows)| *rows > 0).collect()
}

#[test]
fn a_return_takes_off_an_equal_amount_in_any_order() {
    let rows = [2, -2, 1].map(|amount| row("1", "2025-01-15", VENTOLIN, amount));
    let expected = without_lines(report(&export(&rows)));
    assert_eq!(devices(&expected, "Ventolin"), 1);
    assert_eq!(expected["rows"]["read"], 3);
    assert_eq!(expected["rows"]["analysed"], 1);
    assert_eq!(expected["rows"]["merged"], 1);
    assert_eq!(aside(&expected), json!({"returned": 1}));
    assert_eq!(expected["totals"]["climate"]["returns_open"], Value::Null);
    for order in permutations(&rows) {
        let text = export(&order);
        assert_eq!(without_lines(report(&text)), expected, "{text}");
        let line = 2 + order.iter().position(|row| row.contains("-2")).unwrap() as u64;
        let listed = tally(&text).ledger.all_set_aside().unwrap();
        let listed: Vec<(u64, &str)> = listed.iter().map(|(l, r)| (l.line, r.as_str())).collect();
        assert_eq!(listed, [(line, "returned")], "{text}");
    }
}

#[test]
fn what_is_left_of_a_day_by_hand() {
    for (amounts, left, expected) in [
        (vec![3, -1], 2, json!({"returned": 1})),
        (vec![1, -1], 0, json!({"returned": 1, "undone": 1})),
        (vec![4, 3, -3], 4, json!({"returned": 1})),
        (vec![4, 2, -3], 2, json!({"returned": 1})),
        (vec![2, 2, -2], 2, json!({"returned": 1})),
        (vec![2, 1, -3], 0, json!({"returned": 1, "undone": 1})),
        (vec![2, -1, -1], 0, json!({"returned": 2, "undone": 1})),
        (vec![1, -2], 0, json!({"quantity-negative": 1, "undone": 1})),
        (vec![-2], 0, json!({"quantity-negative": 1})),
        (
            vec![-1, -1, 1],
            0,
            json!({"returned": 1, "quantity-negative": 1, "undone": 1}),
        ),
    ] {
        let rows: Vec<String> = amounts
            .iter()
            .map(|one| row("1", "2025-01-15", VENTOLIN, *one))
            .collect();
        for order in permutations(&rows) {
            let report = report(&export(&order));
            assert_eq!(devices(&report, "Ventolin"), left, "{order:?}");
            assert_eq!(aside(&report), expected, "{order:?}");
        }
    }
}

#[test]
fn a_later_return_reduces_the_latest_earlier_prescription() {
    let all = |rows: &[(&str, &str, i64)]| -> Vec<String> {
        rows.iter()
            .map(|(patient, day, amount)| row(patient, day, VENTOLIN, *amount))
            .collect()
    };
    let months_of = |all: &[(&str, u64)]| -> BTreeMap<String, u64> {
        all.iter()
            .map(|(month, rows)| ((*month).to_owned(), *rows))
            .collect()
    };
    for (rows, left, expected, by_month) in [
        // Wholly, in its own month.
        (
            vec![("1", "2025-01-15", 2), ("1", "2025-03-02", -2)],
            0,
            json!({"returned": 1, "undone": 1}),
            months_of(&[]),
        ),
        (
            vec![
                ("1", "2025-01-15", 3),
                ("1", "2025-02-15", 2),
                ("1", "2025-03-02", -1),
            ],
            4,
            json!({"returned": 1}),
            months_of(&[("2025-01", 1), ("2025-02", 1)]),
        ),
        // The rest goes on to a still earlier one.
        (
            vec![
                ("1", "2025-01-15", 3),
                ("1", "2025-02-15", 2),
                ("1", "2025-03-02", -3),
            ],
            2,
            json!({"returned": 1, "undone": 1}),
            months_of(&[("2025-01", 1)]),
        ),
        // Copies are one prescription.
        (
            vec![
                ("1", "2025-01-15", 2),
                ("1", "2025-01-15", 2),
                ("1", "2025-03-02", -2),
            ],
            0,
            json!({"returned": 1, "undone": 1}),
            months_of(&[]),
        ),
        // What comes later is not brought back, nor what is of another patient.
        (
            vec![("1", "2025-04-15", 2), ("1", "2025-03-02", -2)],
            2,
            json!({"quantity-negative": 1}),
            months_of(&[("2025-04", 1)]),
        ),
        (
            vec![("2", "2025-01-15", 2), ("1", "2025-03-02", -2)],
            2,
            json!({"quantity-negative": 1}),
            months_of(&[("2025-01", 1)]),
        ),
        // Nobody's return is nobody's.
        (
            vec![("", "2025-01-15", 2), ("", "2025-03-02", -2)],
            2,
            json!({"quantity-negative": 1}),
            months_of(&[("2025-01", 1)]),
        ),
        // Each day is settled before a later one reaches back to it.
        (
            vec![
                ("1", "2025-01-15", 2),
                ("1", "2025-01-16", -1),
                ("1", "2025-01-16", 1),
                ("1", "2025-01-17", -2),
            ],
            0,
            json!({"returned": 2, "undone": 2}),
            months_of(&[]),
        ),
        // The data has other products from 2025-05-12 on; a return from after it finds one from
        // before it.
        (
            vec![("1", "2025-05-11", 2), ("1", "2025-05-12", -2)],
            0,
            json!({"returned": 1, "undone": 1}),
            months_of(&[]),
        ),
        // Two years, and no longer.
        (
            vec![("1", "2023-03-02", 2), ("1", "2025-03-02", -2)],
            0,
            json!({"returned": 1, "undone": 1}),
            months_of(&[]),
        ),
        (
            vec![("1", "2023-02-28", 2), ("1", "2025-03-02", -2)],
            2,
            json!({"quantity-negative": 1}),
            months_of(&[("2023-02", 1)]),
        ),
    ] {
        let rows = all(&rows);
        for order in permutations(&rows) {
            let report = report(&export(&order));
            assert_eq!(devices(&report, "Ventolin"), left, "{order:?}");
            assert_eq!(aside(&report), expected, "{order:?}");
            assert_eq!(months(&report), by_month, "{order:?}");
        }
    }
    // Another product, another practice.
    let other = [
        row("1", "2025-01-15", DISKUS, 2),
        row("1", "2025-03-02", VENTOLIN, -2),
    ];
    assert_eq!(
        aside(&report(&export(&other))),
        json!({"quantity-negative": 1})
    );
    let other = [
        row("1", "2025-01-15", VENTOLIN, 2).replace("P1", "P2"),
        row("1", "2025-03-02", VENTOLIN, -2),
    ];
    assert_eq!(
        aside(&report(&export(&other))),
        json!({"quantity-negative": 1})
    );
}

#[test]
fn period_and_practices_are_those_of_what_is_left() {
    let rows = [
        row("1", "2025-01-15", VENTOLIN, 1).replace("P1", "P2"),
        row("1", "2025-02-15", VENTOLIN, -1).replace("P1", "P2"),
        row("1", "2025-06-01", DISKUS, 1),
    ];
    let report = report(&export(&rows));
    assert_eq!(
        report["period"],
        json!({"from": "2025-06-01", "to": "2025-06-01"})
    );
    assert_eq!(report["practices"], 1);
}

#[test]
fn a_cancelled_return_is_no_return_and_a_return_of_what_is_cancelled_undoes_no_more() {
    let status = |row: &str, status: &str| row.replacen(";ST;", &format!(";ST;{status}"), 1);
    let older = row("1", "2025-01-02", VENTOLIN, 1);
    let (one, back) = (
        row("1", "2025-01-15", VENTOLIN, 2),
        row("1", "2025-01-15", VENTOLIN, -2),
    );
    for (rows, left, expected) in [
        (
            [one.clone(), status(&back, "retour")],
            1,
            json!({"returned": 1, "undone": 1}),
        ),
        (
            [one.clone(), status(&back, "geannuleerd")],
            1,
            json!({"cancelled": 1}),
        ),
        (
            [status(&one, "geannuleerd"), back.clone()],
            1,
            json!({"cancelled": 1, "returned": 1}),
        ),
        (
            // One return, told by a status and by a sign: nothing of its day is there to take it off.
            [status(&one, "retour"), back.clone()],
            0,
            json!({"quantity-negative": 1, "undone": 1}),
        ),
    ] {
        let rows = [vec![older.clone()], rows.to_vec()].concat();
        for order in permutations(&rows) {
            let report = report(&export(&order));
            assert_eq!(devices(&report, "Ventolin"), left, "{order:?}");
            assert_eq!(aside(&report), expected, "{order:?}");
        }
    }
}

#[test]
fn what_could_not_be_taken_off_is_said_beside_the_total() {
    let open = [
        row("1", "2025-01-15", VENTOLIN, 2),
        row("2", "2025-01-15", VENTOLIN, -2),
        row("1", "2025-02-15", VENTOLIN, -3),
        row("", "2025-02-15", VENTOLIN, -1),
        // Not inhaled: named, and no part of the total.
        row("1", "2025-02-15", "METFORMINE TABL 500MG", -30),
    ];
    let text = export(&open);
    let json = report(&text);
    assert_eq!(json["totals"]["climate"]["returns_open"], 3);
    assert_eq!(aside(&json), json!({"quantity-negative": 4, "undone": 1}));
    assert_eq!(
        json["rows"]["set_aside_lines"],
        json!({"quantity-negative": [3, 4, 5, 6], "undone": [4]})
    );
    let dutch = page(&text, Language::Dutch);
    assert!(
        dutch.contains("3 retouren van inhalatiemedicatie konden niet van een voorschrift worden afgetrokken, of niet geheel; het totaal kan te hoog zijn. Eerste regelnummers: 3, 4, 5."),
        "{dutch}"
    );
    let english = page(&text, Language::English);
    assert!(
        english.contains("3 returns of inhaled medicines could not be taken off a prescription, or not as a whole; the total may be too high. First line numbers: 3, 4, 5."),
        "{english}"
    );
    let taken_off = export(&[
        row("1", "2025-01-15", VENTOLIN, 2),
        row("1", "2025-01-16", VENTOLIN, -1),
    ]);
    let page = page(&taken_off, Language::Dutch);
    assert!(!page.contains("konden niet van een voorschrift"), "{page}");
}

/// Amounts of a patient and medicine by day.
type Days = BTreeMap<usize, Vec<i64>>;

/// What is left on each day, and how many returns are open, by the words of the rule.
fn oracle(days: &Days) -> (Vec<i64>, usize) {
    let mut left: BTreeMap<usize, i64> = BTreeMap::new();
    let mut open = 0;
    for (day, amounts) in days {
        let mut rows: Vec<i64> = amounts.iter().copied().filter(|one| *one > 0).collect();
        let mut returns: Vec<i64> = amounts
            .iter()
            .filter(|one| **one < 0)
            .map(|one| -one)
            .collect();
        returns.sort_unstable_by(|a, b| b.cmp(a));
        let mut rests = Vec::new();
        for mut rest in returns {
            if let Some(at) = rows.iter().position(|one| *one == rest) {
                rows.remove(at);
                rest = 0;
            }
            while rest > 0 && !rows.is_empty() {
                rows.sort_unstable();
                let largest = rows.pop().unwrap();
                if largest > rest {
                    rows.push(largest - rest);
                }
                rest = (rest - largest).max(0);
            }
            rests.push(rest);
        }
        for mut rest in rests {
            for (_, earlier) in left.iter_mut().rev() {
                let off = rest.min(*earlier);
                *earlier -= off;
                rest -= off;
            }
            open += usize::from(rest > 0);
        }
        left.insert(*day, rows.into_iter().max().unwrap_or(0));
    }
    (left.into_values().filter(|one| *one > 0).collect(), open)
}

const DAYS: [&str; 4] = ["2025-01-15", "2025-01-16", "2025-02-20", "2025-12-31"];

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn returns_are_those_of_a_naive_reading(
        (rows, shuffled) in prop::collection::vec(
            (0..2usize, 0..DAYS.len(), select(vec![VENTOLIN, DISKUS]), select(vec![1i64, 2, 3, 4, 6, -1, -2, -3, -4])),
            1..24,
        )
            .prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())),
    ) {
        let mut all: BTreeMap<(usize, &str), Days> = BTreeMap::new();
        for (patient, day, label, amount) in &rows {
            let days = all.entry((*patient, *label)).or_default();
            days.entry(*day).or_default().push(*amount);
        }
        let (mut devices_left, mut prescriptions, mut open) = ([0, 0], 0, 0);
        for ((_, label), days) in &all {
            let (left, unpaid) = oracle(days);
            devices_left[usize::from(*label == DISKUS)] += left.iter().sum::<i64>();
            prescriptions += left.len();
            open += unpaid;
        }
        let text = |rows: &[(usize, usize, &str, i64)]| {
            let lines = rows.iter().map(|(patient, day, label, amount)| {
                row(&format!("9{patient}"), DAYS[*day], label, *amount)
            });
            export(&lines.collect::<Vec<_>>())
        };
        let found = report(&text(&rows));
        prop_assert_eq!(devices(&found, "Ventolin"), devices_left[0]);
        prop_assert_eq!(devices(&found, "Seretide"), devices_left[1]);
        let count = |value: &Value| value.as_u64().unwrap_or(0);
        let account = &found["rows"];
        prop_assert_eq!(count(&account["analysed"]), prescriptions as u64);
        let negative = count(&account["set_aside"]["quantity-negative"]);
        let returned = count(&account["set_aside"]["returned"]);
        prop_assert_eq!(negative, open as u64);
        prop_assert_eq!(count(&found["totals"]["climate"]["returns_open"]), negative);
        let returns = rows.iter().filter(|(.., amount)| *amount < 0).count() as u64;
        prop_assert_eq!(negative + returned, returns);
        let aside: u64 = account["set_aside"].as_object().unwrap().values().map(count).sum();
        prop_assert_eq!(rows.len() as u64, prescriptions as u64 + count(&account["merged"]) + aside);
        prop_assert_eq!(without_lines(report(&text(&shuffled))), without_lines(found));
    }
}

#[test]
fn threads_change_nothing_where_rows_are_brought_back() {
    let mut rows = Vec::new();
    for number in 0..4000usize {
        let amount = [2, 1, -2, 3, -1, -1, 2][number % 7];
        let day = DAYS[number % 4];
        let label = [VENTOLIN, DISKUS][number / 11 % 2];
        rows.push(row(&format!("9{}", number % 300), day, label, amount) + &" ".repeat(300));
    }
    let text = export(&rows);
    let of = |threads: usize| {
        let export = Export::new("export.csv", text.as_bytes()).unwrap();
        let threads = NonZeroUsize::new(threads).unwrap();
        let analysis = Engine::new(&DATASET).analysis();
        json_of(&analysis.threads(threads).run(export, None).unwrap())
    };
    let one = of(1);
    assert!(one["rows"]["set_aside"]["returned"].as_u64().unwrap() > 0);
    assert!(one["totals"]["climate"]["returns_open"].as_u64().unwrap() > 0);
    assert_eq!(of(2), one);
    assert_eq!(of(4), one);
}
