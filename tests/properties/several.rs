//! Several exports are one, however they are cut, written and ordered.

use crate::exports::PrettyDifference;
use crate::*;
use groenrecept::practice::Outcome;

/// How each part is written: all of it stands in its profile-free head, which the first rows make
/// plain.
fn styles() -> impl Strategy<Value = Vec<Style>> {
    let style = (
        select(vec![';', ',', '\t', '|']),
        select(vec!["utf-8", "bom", "windows-1252"]),
        select(vec![",", "."]),
        select(vec!["dd-mm-yyyy", "yyyymmdd", "yyyy-mm-dd"]),
    );
    let style = style.prop_map(|(separator, encoding, decimal, date)| Style {
        separator,
        encoding,
        decimal,
        date,
        ..PLAIN
    });
    prop::collection::vec(style, 3)
}

fn together(files: &[(String, Vec<u8>)], threads: usize) -> Outcome {
    let exports = files
        .iter()
        .map(|(name, bytes)| Export::new(name, bytes.as_slice()).unwrap());
    Engine::new(&DATASET)
        .analysis()
        .threads(NonZeroUsize::new(threads).unwrap())
        .run_all(exports, None)
        .unwrap()
}

/// What is said but for places, names and layouts.
fn said(outcome: &Outcome) -> Value {
    assert!(outcome.tally().unwrap().ledger.balances());
    let mut report = serde_json::to_value(Report::new(outcome, Language::Dutch)).unwrap();
    balances(&report);
    report["rows"]["status_unknown_lines"].take();
    for name in ["file", "files", "layout"] {
        report.as_object_mut().unwrap().remove(name);
    }
    without_lines(report)
}

proptest! {
    #![proptest_config(config(48))]

    #[test]
    fn parts_of_an_export_are_the_whole(
        rows in rows(40),
        styles in styles(),
        (one, other) in (any::<prop::sample::Index>(), any::<prop::sample::Index>()),
        threads in select(vec![1, 2, 4]),
    ) {
        let (one, other) = (one.index(rows.len() + 1), other.index(rows.len() + 1));
        let (one, other) = (one.min(other), one.max(other));
        // A first row for each, so that none is empty and none the bytes of another.
        let first = |day: u8| Row {
            patient: format!("7{day}"),
            date: (2025, 1, day),
            label: "ATROVENT AEROSOL 20UG/DO 200DO",
            atc: "",
            prk: "",
            quantity: Some(1000),
            unit: "ST",
            remark: "",
        };
        let parts = [&rows[..one], &rows[one..other], &rows[other..]];
        let parts: Vec<Vec<Row>> = parts
            .into_iter()
            .zip(13..)
            .map(|(rows, day)| [&[first(day)], rows].concat())
            .collect();
        let whole = parts.concat();
        let names = ["b.csv", "a.csv", "c.csv"].into_iter().map(str::to_owned);
        let written = parts.iter().zip(&styles).map(|(rows, style)| style.bytes(rows));
        let mut files: Vec<(String, Vec<u8>)> = names.zip(written).collect();
        let expected = together(&[("export.csv".to_owned(), PLAIN.bytes(&whole))], 1);
        let found = together(&files, threads);
        prop_assert_eq!(PrettyDifference::of(&said(&expected), &said(&found)), None);
        let read: Vec<Option<u64>> = found.files.iter().map(|one| one.rows.shown()).collect();
        let count = |part: usize| u64::try_from(parts[part].len()).ok();
        prop_assert_eq!(read, [count(1), count(0), count(2)]);
        // In another order every line has its place, too.
        let json = |outcome: &Outcome| {
            serde_json::to_string(&Report::new(outcome, Language::Dutch)).unwrap()
        };
        files.rotate_left(1);
        let turned = together(&files, 1);
        prop_assert_eq!(json(&found), json(&turned));
        let page = |outcome: &Outcome| Report::new(outcome, Language::Dutch).text(100);
        prop_assert_eq!(page(&found), page(&turned));
    }
}
