//! Small numbers hidden in a report that leaves the practice, and what can still be computed.

use crate::*;

fn suppressed(text: &str, below: u64) -> Value {
    let export = Export::new("export.csv", text.as_bytes()).unwrap();
    let analysis = Engine::new(&DATASET).analysis().suppress(Some(below));
    json_of(&analysis.run(export, None).unwrap())
}

/// So many prescriptions of a label, each of another patient.
fn many(count: usize, label: &str, from: usize) -> Vec<String> {
    let row = |at: usize| {
        let day = 1 + at % 28;
        format!("{};P1;2025-01-{day:02};{label};1;ST;;;0;;;;", from + at)
    };
    (0..count).map(row).collect()
}

const ATROVENT: &str = "ATROVENT AEROSOL 20UG/DO 200DO";
const VENTOLIN: &str = "VENTOLIN AEROSOL 100UG/DO 200DO";
const DISKUS: &str = "SERETIDE DISKUS INHPDR 50/500UG 60DO";
const ALVESCO: &str = "ALVESCO AEROSOL 160UG/DO 120DO";

/// Numbers that are no counts of prescriptions, rows or patients.
const NO_COUNTS: &[&str] = &[
    "schema",
    "share_percent",
    "from_doses",
    "to_doses",
    "doses_per_year",
    "days",
    "pieces",
    "suppressed_below",
    "practices",
    "unrecognised_lines",
    "status_unknown_lines",
    "set_aside_lines",
];

/// Every count that is shown, by its path.
fn counts(value: &Value, path: &str, found: &mut Vec<(String, u64)>) {
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                if !NO_COUNTS.contains(&key.as_str()) {
                    counts(inner, &format!("{path}.{key}"), found);
                }
            }
        }
        Value::Array(list) => {
            for (at, inner) in list.iter().enumerate() {
                counts(inner, &format!("{path}.{at}"), found);
            }
        }
        Value::Number(number) => found.push((path.to_owned(), number.as_u64().unwrap())),
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}

/// What somebody who knows the account can tell of a number: from, to.
type Ends = (u64, u64);
const MOST: u64 = 1_000_000;

/// A number with what a reader knows of it: shown, hidden and above zero, or not printed.
fn known(value: &Value) -> Ends {
    value.as_u64().map_or((1, MOST), |shown| (shown, shown))
}

/// The ends of every number when each first one is the sum of the others of its equation. The
/// equations share no two numbers and form no circle, so narrowing them in turn is exact.
fn solve(numbers: &mut [Ends], equations: &[(usize, Vec<usize>)]) {
    loop {
        let before = numbers.to_vec();
        for (total, parts) in equations {
            let low: u64 = parts.iter().map(|at| numbers[*at].0).sum();
            let high: u64 = parts.iter().map(|at| numbers[*at].1).sum();
            let (from, to) = numbers[*total];
            numbers[*total] = (from.max(low), to.min(high));
            for part in parts {
                let (from, to) = numbers[*part];
                let others_low = low - from;
                let others_high = high - to;
                let least = numbers[*total].0.saturating_sub(others_high);
                let most = numbers[*total].1.saturating_sub(others_low);
                numbers[*part] = (from.max(least), to.min(most));
                if numbers[*part] != (from, to) {
                    break;
                }
            }
        }
        if before == numbers {
            break;
        }
    }
}

/// Every hidden number of a report with what can be told of it.
fn told(report: &Value) -> Vec<(String, Ends)> {
    let mut names: Vec<String> = Vec::new();
    let mut numbers: Vec<Ends> = Vec::new();
    let mut add = |name: &str, ends: Ends| {
        names.push(name.to_owned());
        numbers.push(ends);
        numbers.len() - 1
    };
    let rows = &report["rows"];
    let none = &report["coverage"]["climate"]["none"];
    let read = add("read", known(&rows["read"]));
    let analysed = add("analysed", known(&rows["analysed"]));
    let merged = add("merged", known(&rows["merged"]));
    let inhalers = add("-inhalers", (0, MOST));
    let other = add("other_medicine", known(&none["other_medicine"]));
    let unrecognised = add("unrecognised", known(&none["unrecognised"]));
    let mut account = vec![analysed, merged];
    for (reason, count) in rows["set_aside"].as_object().unwrap() {
        account.push(add(reason, known(count)));
    }
    let mut equations = vec![
        (read, account),
        (analysed, vec![inhalers, other, unrecognised]),
    ];
    for group in [
        &report["matching"]["via"],
        &report["matching"]["quantities"],
        &report["issues"],
    ] {
        // A group that is left out says nothing.
        let parts = group.as_object().into_iter().flatten();
        let parts = parts.map(|(name, count)| add(name, known(count)));
        let parts: Vec<usize> = parts.collect();
        if !parts.is_empty() {
            equations.push((inhalers, parts));
        }
    }
    let sum = |list: &Value| -> u64 {
        let list = list.as_array().into_iter().flatten();
        list.map(|one| one["rows"].as_u64().unwrap()).sum()
    };
    for (total, shown) in [
        (inhalers, sum(&report["products"])),
        (other, sum(&report["other_medicines"]["forms"])),
    ] {
        let shown = add("-shown", (shown, shown));
        let rest = add("-left out", (0, MOST));
        equations.push((total, vec![shown, rest]));
    }
    solve(&mut numbers, &equations);
    let hidden = |name: &str, value: &Value| value.is_null().then(|| name.to_owned());
    let mut secret: Vec<String> = [
        hidden("read", &rows["read"]),
        hidden("analysed", &rows["analysed"]),
        hidden("merged", &rows["merged"]),
        hidden("other_medicine", &none["other_medicine"]),
        hidden("unrecognised", &none["unrecognised"]),
    ]
    .into_iter()
    .flatten()
    .collect();
    for group in [
        &rows["set_aside"],
        &report["matching"]["via"],
        &report["matching"]["quantities"],
        &report["issues"],
    ] {
        let parts = group.as_object().into_iter().flatten();
        secret.extend(parts.filter_map(|(name, value)| hidden(name, value)));
    }
    names
        .into_iter()
        .zip(numbers)
        .filter(|(name, _)| secret.contains(name))
        .collect()
}

fn assert_safe(report: &Value, below: u64) {
    let mut shown = Vec::new();
    counts(report, "", &mut shown);
    for (path, count) in shown {
        assert!(count == 0 || count >= below, "{path} is {count}");
    }
    for (name, (from, to)) in told(report) {
        assert!(
            from < to,
            "{name} can only be {from}: {} {} {} {}",
            report["rows"],
            report["coverage"],
            report["matching"],
            report["issues"]
        );
    }
}

/// By hand: 40 Atrovent, 12 Ventolin, 3 Alvesco; 5 rows are not read.
#[test]
fn a_small_medicine_takes_the_next_smallest_with_it() {
    let mut rows = many(40, ATROVENT, 1000);
    rows.extend(many(12, VENTOLIN, 2000));
    rows.extend(many(3, ALVESCO, 3000));
    rows.extend(
        many(5, ATROVENT, 4000)
            .iter()
            .map(|row| row.replace(";1;ST", ";veel;ST")),
    );
    let text = export(&rows);
    let report = suppressed(&text, 10);
    assert_safe(&report, 10);
    let products = report["products"].as_array().unwrap();
    assert_eq!(products.len(), 1);
    assert_eq!(products[0]["rows"], json!(40));
    // Every sum is about the shown medicine: 40 x 17.12... kg.
    assert_eq!(
        report["totals"]["climate"]["central"],
        products[0]["climate"]["central"]
    );
    assert_eq!(report["coverage"]["climate"]["inhalers"]["rows"], json!(40));
    assert_eq!(report["coverage"]["climate"]["rows"]["product"], json!(40));
    // 55 analysed and 5 set aside: the 5 would follow from 60 read, so that is hidden, too.
    assert_eq!(report["rows"]["read"], Value::Null);
    assert_eq!(report["rows"]["analysed"], json!(55));
    assert_eq!(
        report["rows"]["set_aside"],
        json!({"quantity-unreadable": null})
    );
    assert_eq!(report["rows"]["set_aside_lines"], json!({}));
    assert_eq!(report["matching"]["corrections"], json!([]));
    assert_eq!(report["options"]["suppressed_below"], json!(10));
    let whole = crate::report(&text);
    assert_eq!(whole["products"].as_array().unwrap().len(), 3);
    assert_eq!(whole["options"]["suppressed_below"], Value::Null);
}

#[test]
fn a_report_without_small_numbers_stays_as_it_is() {
    let mut rows = many(40, ATROVENT, 1000);
    rows.extend(many(12, VENTOLIN, 2000));
    let text = export(&rows);
    let mut report = suppressed(&text, 10);
    let mut whole = crate::report(&text);
    report["options"].take();
    whole["options"].take();
    // Counts of cells are left out as a whole.
    assert_eq!(report["codes"], Value::Null);
    assert!(whole["codes"].take().is_object());
    // So are months.
    assert_eq!(report["months"], json!([]));
    assert_eq!(whole["months"].take().as_array().unwrap().len(), 1);
    report["months"].take();
    assert_eq!(report, whole);
}

/// Many prescriptions of one patient are that patient.
#[test]
fn a_medicine_of_few_patients_is_left_out() {
    let mut rows = many(40, ATROVENT, 1000);
    let of_one = |at: usize| format!("7;P1;2025-02-{:02};{DISKUS};1;ST;;;0;;;;", 1 + at);
    rows.extend((0..20).map(of_one));
    rows.extend(many(12, VENTOLIN, 2000));
    let report = suppressed(&export(&rows), 10);
    assert_safe(&report, 10);
    let products: Vec<&str> = report["products"]
        .as_array()
        .unwrap()
        .iter()
        .map(|product| product["product"].as_str().unwrap())
        .collect();
    assert!(
        products.iter().all(|product| !product.contains("diskus")),
        "{products:?}"
    );
    // Kilograms of a month and values of products together tell counts.
    assert_eq!(report["months"], json!([]));
}

#[test]
fn a_practice_that_is_small_itself_shows_nothing() {
    let report = suppressed(&export(&many(9, ATROVENT, 1000)), 10);
    assert_safe(&report, 10);
    assert_eq!(report["rows"]["read"], Value::Null);
    assert_eq!(report["rows"]["analysed"], Value::Null);
    assert_eq!(report["products"], json!([]));
    assert_eq!(report["months"], json!([]));
    assert_eq!(report["totals"]["climate"]["central"], json!("0"));
}

#[test]
fn few_unrecognised_rows_hide_the_analysed_ones() {
    let mut rows = many(40, ATROVENT, 1000);
    rows.extend(many(3, "IETS ANDERS", 2000));
    rows.extend(many(25, ATROVENT, 1000));
    let report = suppressed(&export(&rows), 10);
    assert_safe(&report, 10);
    assert_eq!(
        report["coverage"]["climate"]["none"]["unrecognised"],
        Value::Null
    );
    assert_eq!(report["coverage"]["climate"]["rows"]["none"], Value::Null);
    assert_eq!(report["rows"]["analysed"], Value::Null);
    assert_eq!(report["rows"]["merged"], Value::Null);
    assert_eq!(report["rows"]["read"], json!(68));
}

fn row() -> impl Strategy<Value = String> {
    let labels = vec![
        ATROVENT,
        ATROVENT,
        ATROVENT,
        VENTOLIN,
        DISKUS,
        ALVESCO,
        "SALBUTAMOL 100UG/DO",
        "METFORMINE TABL 500MG",
        "HYDROCORTISON CREME 10MG/G",
        "IETS ANDERS",
        "VOORZETKAMER VOLUMATIC",
    ];
    (
        0..30u32,
        select(vec!["2025-01-15", "2025-01-16", "2025-02-16", "2025-03-17"]),
        select(labels),
        select(vec!["1", "1", "1", "1", "2", "60", "200", "", "veel"]),
        select(vec!["ST", "ST", "DO", ""]),
        select(vec!["", "", "", "", "geannuleerd", "raar"]),
        select(vec!["", "1", "x"]),
    )
        .prop_map(|(patient, date, label, quantity, unit, status, repeat)| {
            format!("{patient};P1;{date};{label};{quantity};{unit};{status};;{repeat};;;;")
        })
}

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn no_hidden_number_can_be_computed(
        rows in prop::collection::vec(row(), 1..60),
        below in select(vec![2, 3, 5, 10]),
    ) {
        assert_safe(&suppressed(&export(&rows), below), below);
    }
}

/// Returns that are left, stopped prescriptions and allowed repeats are parts of other counts.
#[test]
fn small_parts_of_the_account_are_hidden() {
    let changed = |rows: Vec<String>, from: &str, to: &str| -> Vec<String> {
        rows.iter().map(|row| row.replace(from, to)).collect()
    };
    let returns = |count: usize| changed(many(count, ATROVENT, 500), ";1;ST;", ";-1;ST;");
    let stopped = |count: usize| changed(many(count, ATROVENT, 700), ";ST;;;0;", ";ST;;04;0;");
    let all = |more: Vec<Vec<String>>| {
        let rows = [
            many(40, ATROVENT, 0),
            many(40, VENTOLIN, 100),
            more.concat(),
        ]
        .concat();
        suppressed(&export(&rows), 10)
    };
    let shown = all(vec![returns(12), stopped(12)]);
    assert_eq!(shown["totals"]["climate"]["returns_open"], 12);
    assert_eq!(shown["rows"]["stopped_counted"], 12);
    let hidden = all(vec![returns(3), stopped(3)]);
    let total = hidden["totals"]["climate"].as_object().unwrap();
    assert_eq!(total.get("returns_open"), Some(&Value::Null));
    let account = hidden["rows"].as_object().unwrap();
    assert_eq!(account.get("stopped_counted"), Some(&Value::Null));
    let none = all(vec![]);
    assert!(
        none["totals"]["climate"]
            .as_object()
            .unwrap()
            .get("returns_open")
            .is_none()
    );
}
