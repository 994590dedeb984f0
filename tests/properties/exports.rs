//! Order, threads, doubling, splitting, layout and damage.

use crate::*;

proptest! {
    #![proptest_config(config(96))]

    #[test]
    fn order_of_rows_changes_nothing(
        (rows, shuffled) in rows(40).prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle()))
    ) {
        let report = plain(&rows);
        balances(&report);
        prop_assert_eq!(
            PrettyDifference::of(&without_lines(report), &without_lines(plain(&shuffled))),
            None
        );
    }

    #[test]
    fn twice_the_rows_of_others_is_twice_the_sums(rows in rows(40)) {
        let mut twice = rows.clone();
        // Another patient for each; rows of nobody stay nobody's and are never copies.
        twice.extend(rows.iter().cloned().map(|mut row| {
            if !row.patient.is_empty() {
                row.patient.push('b');
            }
            row
        }));
        let one = exact_sums(&rows);
        let two = exact_sums(&twice);
        prop_assert_eq!(one.clone().plus(&one), two);
        let (one, two) = (plain(&rows), plain(&twice));
        for name in ["read", "analysed", "merged"] {
            let count = |report: &Value| report["rows"][name].as_u64().unwrap();
            prop_assert_eq!(count(&one) * 2, count(&two), "{}", name);
        }
        for end in ["low", "central", "high"] {
            let total = |report: &Value| decimal(&report["totals"]["climate"][end]);
            prop_assert!(close(total(&one) + total(&one), total(&two)), "{}", end);
        }
    }

    #[test]
    fn two_parts_add_up_to_the_whole(rows in prop::collection::vec(row(), 2..40), at in any::<prop::sample::Index>()) {
        // Each row of another patient: no copies.
        let mut rows = rows;
        for (number, row) in rows.iter_mut().enumerate() {
            row.patient = format!("9{number}");
        }
        let at = 1 + at.index(rows.len() - 1);
        let parts = [&rows[..at], &rows[at..]];
        let [one, other] = parts.map(exact_sums);
        prop_assert_eq!(one.plus(&other), exact_sums(&rows));
        let whole = plain(&rows);
        let [first, second] = parts.map(plain);
        for end in ["low", "central", "high"] {
            let total = |report: &Value| decimal(&report["totals"]["climate"][end]);
            prop_assert!(close(total(&first) + total(&second), total(&whole)), "{}", end);
        }
        for name in ["read", "analysed", "merged"] {
            let count = |report: &Value| report["rows"][name].as_u64().unwrap();
            prop_assert_eq!(count(&first) + count(&second), count(&whole), "{}", name);
        }
    }

    #[test]
    fn the_way_of_writing_changes_only_the_layout(
        rows in rows(30),
        separator in select(vec![';', ',', '\t', '|', '#', '^']),
        encoding in select(vec!["utf-8", "bom", "windows-1252"]),
        line_end in select(vec!["\n", "\r\n"]),
        quote_all in any::<bool>(),
        decimal in select(vec![",", ".", "1.000,0", "1,000.0"]),
        date in select(vec!["dd-mm-yyyy", "d/m/yyyy", "mm-dd-yyyy", "yyyymmdd", "time"]),
    ) {
        let style = Style { separator, encoding, line_end, quote_all, decimal, date, padding: 0 };
        let mut report = json_of(&style.bytes(&rows), 1);
        let mut expected = plain(&rows);
        prop_assert_eq!(&report["layout"]["columns"], &expected["layout"]["columns"]);
        report["layout"].take();
        expected["layout"].take();
        prop_assert_eq!(PrettyDifference::of(&expected, &report), None);
    }

    #[test]
    fn an_unreadable_row_changes_only_the_account(
        rows in rows(30),
        at in any::<prop::sample::Index>(),
        (broken, reason) in select(BROKEN),
    ) {
        // Twelve days that are read, so that one that is not stays a matter of its row.
        let mut rows = rows;
        rows.extend((13..28).map(|day| Row {
            patient: String::new(),
            date: (2025, 5, day),
            label: "ATROVENT AEROSOL 20UG/DO 200DO",
            atc: "",
            prk: "",
            quantity: Some(1000),
            unit: "ST",
            remark: "",
        }));
        let at = at.index(rows.len() + 1);
        let mut text = PLAIN.text(&rows[..at]);
        let line = u64::try_from(text.lines().count()).unwrap() + 1;
        text.push_str(broken);
        text.push('\n');
        text.extend(rows[at..].iter().map(|row| PLAIN.row(row)));
        let mut report = json_of(text.as_bytes(), 1);
        let mut expected = plain(&rows);
        balances(&report);
        take_correction_lines(&mut report);
        take_correction_lines(&mut expected);
        shift_unusual_lines(&mut expected, line);
        let account = report["rows"].take();
        let before = expected["rows"].take();
        for (report, account) in [(&mut report, &account), (&mut expected, &before)] {
            prop_assert_eq!(said_on_top(report), mostly_aside(account));
        }
        let unrecognised = |report: &mut Value| {
            report["coverage"]["climate"]["none"]["unrecognised_lines"].take()
        };
        prop_assert_eq!(
            numbers(&unrecognised(&mut report)),
            shifted(&unrecognised(&mut expected), line)
        );
        let aside_inhalers = |report: &mut Value| {
            report["coverage"]["climate"]["inhalers"]["rows_set_aside"].take().as_u64().unwrap()
        };
        // All broken rows whose product is read are of Ventolin, or of what is not inhaled.
        let inhaled = reason.starts_with("quantity-") && broken.contains("VENTOLIN");
        prop_assert_eq!(
            aside_inhalers(&mut report),
            aside_inhalers(&mut expected) + u64::from(inhaled)
        );
        // Codes are counted of every row of a day; those of the broken rows are empty.
        let of_a_day = ["quantity-", "text-", "product-"];
        let counted = u64::from(of_a_day.iter().any(|start| reason.starts_with(start)));
        for place in ["/codes/atc/empty", "/codes/systems/prk/missing"] {
            let empty = |report: &mut Value| {
                report.pointer_mut(place).map_or(0, |count| count.take().as_u64().unwrap())
            };
            prop_assert_eq!(empty(&mut report), empty(&mut expected) + counted, "{}", place);
        }
        prop_assert_eq!(PrettyDifference::of(&expected, &report), None);
        let count = |account: &Value, name: &str| account[name].as_u64().unwrap();
        prop_assert_eq!(count(&account, "read"), count(&before, "read") + 1);
        prop_assert_eq!(&account["analysed"], &before["analysed"]);
        prop_assert_eq!(&account["merged"], &before["merged"]);
        let aside = |account: &Value| account["set_aside"][reason].as_u64().unwrap_or(0);
        prop_assert_eq!(aside(&account), aside(&before) + 1, "{}", reason);
        // Only the first five lines of a reason are named.
        let lines = numbers(&account["set_aside_lines"][reason]);
        let behind = lines.len() == 5 && lines.iter().all(|other| *other < line);
        prop_assert!(
            lines.contains(&line) || (behind && aside(&account) > 5),
            "{} not in {:?}",
            line,
            lines
        );
    }

    /// One prescription and an export of one row are the same computation.
    #[test]
    fn one_prescription_is_an_export_of_one_row(mut row in row(), gwp in select(vec![GwpSet::Ar4, GwpSet::Ar5, GwpSet::Ar6])) {
        row.prk = "";
        let amount = PLAIN.quantity(row.quantity.unwrap_or(0)).replace(',', ".");
        let single = Prescription::new()
            .label(row.label)
            .atc(row.atc)
            .quantity(if row.quantity.is_some() { &amount } else { "" }, row.unit);
        let engine = Engine::new(&DATASET).gwp(gwp);
        let single = engine.impact(&single);
        let text = PLAIN.text(&[row]);
        let export = Export::new("export.csv", text.as_bytes()).unwrap();
        let outcome = engine.analysis().run(export, None).unwrap();
        let climate = outcome.products.first().and_then(|product| product.climate.as_ref());
        match (single, climate) {
            (Ok(impact), Some(climate)) => {
                prop_assert_eq!(impact.climate, climate.range);
                prop_assert_eq!(impact.estimate.basis, climate.basis);
            }
            (Err(_), None) => {}
            (single, climate) => prop_assert!(false, "{:?} against {:?}", single, climate),
        }
    }
}

/// Rows that cannot be used, and the reason in the account.
const BROKEN: &[(&str, &str)] = &[
    (
        "801;onbekend;VENTOLIN AEROSOL 100UG/DO 200DO;;;1,0;ST;",
        "date-unreadable",
    ),
    (
        "801;;VENTOLIN AEROSOL 100UG/DO 200DO;;;1,0;ST;",
        "date-missing",
    ),
    (
        "801;1899-12-31;VENTOLIN AEROSOL 100UG/DO 200DO;;;1,0;ST;",
        "date-out-of-range",
    ),
    (
        "801;2025-01-15;VENTOLIN AEROSOL 100UG/DO 200DO",
        "cell-count",
    ),
    (
        "801;2025-01-15;VENTOLIN;AEROSOL;100UG/DO;200DO;;;1,0;ST;",
        "cell-count",
    ),
    (
        "801;2025-01-15;\"VENTOLIN AEROSOL 100UG/DO 200DO;;;1,0;ST;",
        "quote-unbalanced",
    ),
    (
        "803;2025-02-15;VENTOLIN AEROSOL 100UG/DO 200DO;;;veel;ST;",
        "quantity-unreadable",
    ),
    (
        "803;2025-02-15;VENTOLIN AEROSOL 100UG/DO 200DO;;;;ST;",
        "quantity-missing",
    ),
    (
        "803;2025-02-15;VENTOLIN AEROSOL 100UG/DO 200DO;;;0,0;ST;",
        "quantity-zero",
    ),
    (
        "803;2025-02-15;METFORMINE TABLET FO 500MG;;;-1,0;ST;",
        "quantity-negative",
    ),
    (
        "803;2025-02-15;VENTOLIN\u{1}AEROSOL;;;1,0;ST;",
        "text-broken",
    ),
    ("803;2025-02-15;;;;1,0;ST;", "product-missing"),
];

fn close(a: Decimal, b: Decimal) -> bool {
    (a - b).abs() <= Decimal::new(2, 6)
}

/// The first place at which two reports differ; short enough to read.
#[derive(Debug, PartialEq)]
pub(crate) struct PrettyDifference(String);

impl PrettyDifference {
    pub(crate) fn of(a: &Value, b: &Value) -> Option<Self> {
        match (a, b) {
            (Value::Object(x), Value::Object(y)) => x
                .keys()
                .chain(y.keys())
                .find_map(|key| Some(Self(format!("{key}.{}", Self::of(&a[key], &b[key])?.0)))),
            (Value::Array(x), Value::Array(y)) if x.len() == y.len() => x
                .iter()
                .zip(y)
                .enumerate()
                .find_map(|(at, (x, y))| Some(Self(format!("{at}.{}", Self::of(x, y)?.0)))),
            _ => (a != b).then(|| Self(format!(" {a} against {b}"))),
        }
    }
}

proptest! {
    #![proptest_config(config(12))]

    /// Rows of 9 kB, so that each thread has blocks of its own.
    #[test]
    fn threads_change_nothing(rows in prop::collection::vec(row(), 100..180)) {
        let text = Style { padding: 9000, ..PLAIN }.text(&rows);
        let one = json_of(text.as_bytes(), 1);
        for threads in [2, 3] {
            let more = json_of(text.as_bytes(), threads);
            prop_assert_eq!(PrettyDifference::of(&one, &more), None);
        }
    }
}

proptest! {
    #![proptest_config(config(48))]

    /// What lies outside is not there, but for the account.
    #[test]
    fn a_period_is_the_rows_of_its_days(
        rows in rows(40),
        (from, to) in (13..28u8, 13..28u8),
    ) {
        let day = |day: u8| Day::new(2025, 2, i8::try_from(day).unwrap());
        let (from, to) = (from.min(to), from.max(to));
        let inside = |row: &&Row| row.date >= (2025, 2, from) && row.date <= (2025, 2, to);
        let kept: Vec<Row> = rows.iter().filter(inside).cloned().collect();
        let sums = |rows: &[Row], chosen: bool| {
            let text = PLAIN.text(rows);
            let export = Export::new("export.csv", text.as_bytes()).unwrap();
            let profile = Profile::parse("date = \"yyyy-mm-dd\"\ndecimal = \",\"\n").unwrap();
            let analysis = Engine::new(&DATASET).analysis();
            let analysis = if chosen { analysis.period(day(from), day(to)) } else { analysis };
            let outcome = analysis.run(export, Some(&profile)).unwrap();
            let mut report = serde_json::to_value(Report::new(&outcome, Language::Dutch)).unwrap();
            balances(&report);
            let account = report["rows"].take();
            report["options"].take();
            report["layout"].take();
            (without_lines(report), account)
        };
        if !kept.is_empty() {
            let ((found, mut account), (expected, own)) = (sums(&rows, true), sums(&kept, false));
            prop_assert_eq!(PrettyDifference::of(&expected, &found), None);
            let outside = account["set_aside"].as_object_mut().unwrap().remove("outside-period");
            let outside = outside.map_or(0, |count| count.as_u64().unwrap());
            prop_assert_eq!(outside, u64::try_from(rows.len() - kept.len()).unwrap());
            prop_assert_eq!(&account["set_aside"], &own["set_aside"]);
        }
    }
}
