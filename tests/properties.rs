//! What must hold for every export: order, threads, doubling, splitting, layout, damage; and
//! that nothing panics. Behind the properties stand single cases, named after what went wrong.
#![allow(
    clippy::arithmetic_side_effects,
    reason = "numbers here are small, and a test that overflows panics"
)]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails; helpers stand outside the test functions"
)]

use groenrecept::exact;
use groenrecept::impact::Model;
use groenrecept::intake::{Day, Export, Profile};
use groenrecept::matching::{Inhaler, Item, Meaning, Resolver, UnitWord};
use groenrecept::practice::{Analysis, Month, Tally};
use groenrecept::{CodeSystem, Dataset, ErrorKind, GwpSet, Prescription, Quantity, Unit};
use proptest::prelude::*;
use proptest::sample::select;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::num::NonZeroUsize;
use std::sync::LazyLock;

static DATASET: LazyLock<Dataset> = LazyLock::new(|| Dataset::embedded().unwrap());

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// One row of an export, before it is written in some layout.
#[derive(Debug, Clone)]
struct Row {
    patient: String,
    /// Year, month, day.
    date: (u16, u8, u8),
    label: &'static str,
    atc: &'static str,
    prk: &'static str,
    /// Thousandths.
    quantity: Option<u32>,
    unit: &'static str,
    remark: &'static str,
}

/// Label and ATC code: single products, several, classes, other medicines, nothing.
const MEDICINES: &[(&str, &str)] = &[
    ("VENTOLIN AEROSOL 100UG/DO 200DO", "R03AC02"),
    ("VENTOLIN AEROSOL 100UG/DO", "R03AC02"),
    ("ventolin aerosol 100ug/do 200do", ""),
    ("SALBUTAMOL AEROSOL 100UG/DO 200DO", "R03AC02"),
    ("SALBUTAMOL 100UG/DO", "R03AC02"),
    ("SALBUTAMOL SANDOZ AEROSOL 100UG/DO 200DO", ""),
    ("BECLOMETASON/FORMOTEROL AEROSOL 100/6UG/DO", "R03AK08"),
    ("FOSTER AEROSOL 100/6UG/DO 180DO", "R03AK08"),
    ("FOSTER AEROSOL 100/6UG/DO 100DO", "R03AK08"),
    ("FLIXOTIDE AEROSOL 250UG/DO", "R03BA05"),
    ("SERETIDE DISKUS INHPDR 50/500UG 60DO", ""),
    ("SPIRIVA INHALCAPS 18MCG + HANDIHALER", "R03BB04"),
    ("SALBUTAMOL VERNEVELVLST 2MG/ML 2,5ML", "R03AC02"),
    ("SALBUTAMOL VERNEVELVLST 5MG/ML 30ML", "R03AC02"),
    ("ATROVENT AEROSOL 20UG/DO 200DO", "R03BB01"),
    ("ALVESCO AEROSOL 160UG/DO 120DO", "R03BA08"),
    ("", "R03AC12"),
    ("", "R03AB03"),
    ("", "R03AC"),
    ("", "Z"),
    ("", ""),
    ("METFORMINE TABL 500MG", "A10BA02"),
    ("HYDROCORTISON CRÈME 10MG/G", "D07AA02"),
    ("IETS ANDERS", ""),
    ("INFLUENZAVACCIN", "J07BB02"),
    ("VOORZETKAMER VOLUMATIC", ""),
];

const REMARKS: &[&str] = &[
    "",
    "2D1I",
    "zn 1-2D1I;max 8",
    "zegt \"puf\", soms",
    "à 2 | 3",
];

fn row() -> impl Strategy<Value = Row> {
    row_of(MEDICINES.to_vec())
}

fn row_of(medicines: Vec<(&'static str, &'static str)>) -> impl Strategy<Value = Row> {
    let quantity = prop_oneof![
        2 => select(vec![1000, 2000, 3000, 12_000, 60_000, 90_000, 200_000, 400_000])
            .prop_map(Some),
        1 => select(vec![500, 2500, 7000, 20_000, 120_000, 140_000, 2_000_000]).prop_map(Some),
        1 => Just(None),
    ];
    let unit = select(vec!["ST", "DO", "", "stuk", "ML", "G", "PAAR"]);
    (
        (0..3u8, 13..28u8, 1..4u8),
        select(medicines),
        select(vec!["", "", "0", "12345", "99.0"]),
        quantity,
        unit,
        select(REMARKS),
    )
        .prop_map(
            |((patient, day, month), (label, atc), prk, quantity, unit, remark)| Row {
                patient: ["", "801", "802"][usize::from(patient)].to_owned(),
                date: (2025, month, day),
                label,
                atc,
                prk,
                quantity,
                unit,
                remark,
            },
        )
}

/// Rows of few medicines, so that they meet.
fn rows(most: usize) -> impl Strategy<Value = Vec<Row>> {
    prop::collection::vec(select(MEDICINES), 1..5)
        .prop_flat_map(move |few| prop::collection::vec(row_of(few), 1..most))
}

/// How an export is written.
#[derive(Debug, Clone)]
struct Style {
    separator: char,
    encoding: &'static str,
    line_end: &'static str,
    quote_all: bool,
    decimal: &'static str,
    date: &'static str,
    /// Letters that widen each row, so that an export has several blocks.
    padding: usize,
}

const PLAIN: Style = Style {
    separator: ';',
    encoding: "utf-8",
    line_end: "\n",
    quote_all: false,
    decimal: ",",
    date: "yyyy-mm-dd",
    padding: 0,
};

const HEADER: [&str; 8] = [
    "patient",
    "datum",
    "omschrijving",
    "atc",
    "prk",
    "aantal",
    "eenheid",
    "opmerking",
];

impl Style {
    fn cell(&self, text: &str) -> String {
        let needs = [self.separator, '"', '\n', '\r'];
        if self.quote_all || text.contains(needs) {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text.to_owned()
        }
    }

    fn line(&self, cells: &[String]) -> String {
        let cells: Vec<String> = cells.iter().map(|cell| self.cell(cell)).collect();
        cells.join(&self.separator.to_string()) + self.line_end
    }

    fn quantity(&self, thousandths: u32) -> String {
        let (whole, rest) = (thousandths / 1000, thousandths % 1000);
        let (group, mark) = match self.decimal {
            "," => ("", ","),
            "." => ("", "."),
            "1.000,0" => (".", ","),
            _ => (",", "."),
        };
        let whole = if whole >= 1000 {
            format!("{}{group}{:03}", whole / 1000, whole % 1000)
        } else {
            whole.to_string()
        };
        format!("{whole}{mark}{:01}", rest / 100)
    }

    fn date(&self, (year, month, day): (u16, u8, u8)) -> String {
        match self.date {
            "dd-mm-yyyy" => format!("{day:02}-{month:02}-{year}"),
            "d/m/yyyy" => format!("{day}/{month}/{year}"),
            "mm-dd-yyyy" => format!("{month:02}-{day:02}-{year}"),
            "yyyymmdd" => format!("{year}{month:02}{day:02}"),
            "time" => format!("{year}-{month:02}-{day:02} 10:15:00"),
            _ => format!("{year}-{month:02}-{day:02}"),
        }
    }

    fn row(&self, row: &Row) -> String {
        let mut remark = row.remark.to_owned();
        remark.extend(std::iter::repeat_n('x', self.padding));
        self.line(&[
            row.patient.clone(),
            self.date(row.date),
            row.label.to_owned(),
            row.atc.to_owned(),
            row.prk.to_owned(),
            row.quantity.map_or_else(String::new, |q| self.quantity(q)),
            row.unit.to_owned(),
            remark,
        ])
    }

    fn header(&self) -> String {
        self.line(&HEADER.map(str::to_owned))
    }

    fn text(&self, rows: &[Row]) -> String {
        let body: String = rows.iter().map(|row| self.row(row)).collect();
        self.header() + &body
    }

    fn bytes(&self, rows: &[Row]) -> Vec<u8> {
        let text = self.text(rows);
        match self.encoding {
            // All letters of these exports have the same number in Latin-1 and Windows-1252.
            "windows-1252" => text
                .chars()
                .map(|c| u8::try_from(u32::from(c)).unwrap())
                .collect(),
            "bom" => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            _ => text.into_bytes(),
        }
    }
}

fn json_of(bytes: &[u8], threads: usize) -> Value {
    let export = Export::new("export.csv", bytes).unwrap();
    let threads = NonZeroUsize::new(threads).unwrap();
    let report = Analysis::new(&DATASET).threads(threads).run(export, None);
    serde_json::to_value(report.unwrap()).unwrap()
}

fn plain(rows: &[Row]) -> Value {
    json_of(PLAIN.text(rows).as_bytes(), 1)
}

/// Line numbers depend on the order of the rows.
fn without_lines(mut report: Value) -> Value {
    report["rows"]["set_aside_lines"].take();
    report["coverage"]["climate"]["none"]["unrecognised_lines"].take();
    report
}

fn numbers(lines: &Value) -> Vec<u64> {
    let lines = lines.as_array().into_iter().flatten();
    lines.map(|line| line.as_u64().unwrap()).collect()
}

/// Line numbers when a line is inserted.
fn shifted(lines: &Value, inserted: u64) -> Vec<u64> {
    let lines = numbers(lines).into_iter();
    lines
        .map(|line| line + u64::from(line >= inserted))
        .collect()
}

fn decimal(value: &Value) -> Decimal {
    exact::parse(value.as_str().unwrap()).unwrap()
}

/// Rows in devices and in doses, devices, doses; by medicine and month.
type ExactSums = BTreeMap<(Inhaler, Option<Month>), (u64, u64, Decimal, Decimal)>;

fn exact_sums(rows: &[Row]) -> ExactSums {
    let text = PLAIN.text(rows);
    let export = Export::new("export.csv", text.as_bytes()).unwrap();
    let layout = export.layout(None).unwrap();
    let tally: Tally = Analysis::new(&DATASET).tally(export, &layout).unwrap();
    assert!(tally.ledger.balances());
    let mut sums = BTreeMap::new();
    for ((subject, month), cell) in &tally.cells {
        if cell.device_rows + cell.dose_rows > 0 {
            let key = (tally.subjects[*subject].clone(), *month);
            let sum = (cell.device_rows, cell.dose_rows, cell.devices, cell.doses);
            assert_eq!(sums.insert(key, sum), None);
        }
    }
    sums
}

fn balances(report: &Value) {
    let rows = &report["rows"];
    let count = |value: &Value| value.as_u64().unwrap();
    let aside: u64 = rows["set_aside"]
        .as_object()
        .unwrap()
        .values()
        .map(count)
        .sum();
    let all = count(&rows["analysed"]) + count(&rows["merged"]) + aside;
    assert_eq!(count(&rows["read"]), all, "{rows}");
    let basis = report["coverage"]["climate"]["rows"].as_object().unwrap();
    let with: u64 = basis.values().map(count).sum();
    assert_eq!(with, count(&rows["analysed"]), "{basis:?}");
}

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
        prop_assert_eq!(one.len(), two.len());
        for (key, (devices, doses, device_sum, dose_sum)) in one {
            let doubled = (
                devices * 2,
                doses * 2,
                device_sum.checked_mul(2.into()).unwrap(),
                dose_sum.checked_mul(2.into()).unwrap(),
            );
            prop_assert_eq!(two[&key], doubled);
        }
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
        let mut sums = BTreeMap::new();
        for part in parts {
            for (key, cell) in exact_sums(part) {
                let sum = sums.entry(key).or_insert((0, 0, Decimal::ZERO, Decimal::ZERO));
                *sum = (sum.0 + cell.0, sum.1 + cell.1, sum.2 + cell.2, sum.3 + cell.3);
            }
        }
        prop_assert_eq!(sums, exact_sums(&rows));
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
        separator in select(vec![';', ',', '\t', '|']),
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
        let account = report["rows"].take();
        let before = expected["rows"].take();
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
        // All broken rows whose product is read are of Ventolin.
        prop_assert_eq!(
            aside_inhalers(&mut report),
            aside_inhalers(&mut expected) + u64::from(reason.starts_with("quantity-"))
        );
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
            .quantity(if row.quantity.is_some() { &amount } else { "" }, row.unit)
            .impact(&DATASET, gwp);
        let text = PLAIN.text(&[row]);
        let export = Export::new("export.csv", text.as_bytes()).unwrap();
        let report = Analysis::new(&DATASET).gwp(gwp).run(export, None).unwrap();
        let climate = report.products.first().and_then(|product| product.climate.as_ref());
        match (single, climate) {
            (Ok(impact), Some(climate)) => {
                prop_assert_eq!(impact.climate.low().round(6), climate.low.value());
                prop_assert_eq!(impact.climate.central().round(6), climate.central.value());
                prop_assert_eq!(impact.climate.high().round(6), climate.high.value());
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
        "803;2025-02-15;VENTOLIN AEROSOL 100UG/DO 200DO;;;-1,0;ST;",
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
struct PrettyDifference(String);

impl PrettyDifference {
    fn of(a: &Value, b: &Value) -> Option<Self> {
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

/// Reads whatever this is, in every way; only a panic fails.
fn swallow(bytes: &[u8], dataset: &Dataset) {
    let Ok(export) = Export::new("export.csv", bytes) else {
        return;
    };
    if export.layout(None).is_err() {
        return;
    }
    let analysis = Analysis::new(dataset)
        .threads(NonZeroUsize::new(2).unwrap())
        .latest(Day::new(2025, 12, 31));
    if let Ok(report) = analysis.run(export, None) {
        balances(&serde_json::to_value(report).unwrap());
    }
}

/// Text made of the pieces that exports are made of.
fn soup() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        4 => select(vec![
            ";", ",", "\t", "|", "\"", "\"\"", "\n", "\r\n", "\r", "datum", "omschrijving", "aantal",
            "eenheid", "atc", "prk", "patient", "2025-01-15", "15-01-2025", "1", "2,5", "1.000", "ST",
            "DO", "VENTOLIN AEROSOL 100UG/DO 200DO", "R03AC02", " ", "-", "\u{1a}", "é",
        ]).prop_map(|text| text.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..6),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// Words of labels, numbers and marks in any order.
fn label() -> impl Strategy<Value = String> {
    let word = select(vec![
        "VENTOLIN",
        "SALBUTAMOL",
        "FOSTER",
        "FORMOTEROL",
        "BUDESONIDE",
        "IPRATROPIUM",
        "AEROSOL",
        "INHPDR",
        "VERNEVELVLST",
        "CAPS",
        "DISKUS",
        "AUTOH",
        "BABYHALER",
        "NEB",
        "100",
        "2,5",
        "0",
        "UG",
        "MG",
        "ML",
        "DO",
        "/",
        "-",
        "+",
        ",",
        ".",
        "%",
        "200DO",
        "100/6UG",
        "0MG/0ML",
        "99999999999999999999999999MG",
        "4294967296DO",
        "5MG/0,0000000001ML",
        "ß",
        "µg",
        "ﬁ",
        "ΐ",
    ]);
    let words = prop::collection::vec((word, any::<bool>()), 0..10).prop_map(|words| {
        words
            .into_iter()
            .fold(String::new(), |mut text, (word, blank)| {
                text.push_str(word);
                if blank {
                    text.push(' ');
                }
                text
            })
    });
    prop_oneof![words, any::<String>()]
}

/// A data file with a known header and cells that often fit.
fn data_file() -> impl Strategy<Value = (&'static str, String)> {
    let headers = vec![
        ("sources.csv", "source_id,kind,title,year"),
        (
            "gwp.csv",
            "propellant,gwp_set,horizon_years,value,source_id,locator,evidence",
        ),
        (
            "products.csv",
            "product_id,atc,substance,brand,form,device,device_name,strength,unit_ml,doses_per_pack,propellant,propellant_g,source_id,locator,evidence",
        ),
        (
            "factors.csv",
            "factor_id,subject_kind,subject,indicator,functional_unit,doses_per_unit,value,low,high,unit,boundary,propellant,gwp_set,source_id,locator,evidence",
        ),
        ("codes.csv", "system,code,product_id"),
        ("vocabulary.csv", "kind,term,value"),
    ];
    let cell = |column: &'static str| -> BoxedStrategy<String> {
        let fitting: &[&str] = match column {
            "source_id" => &["S01", "S03"],
            "kind" => &[
                "study",
                "substance",
                "form",
                "device_name",
                "unit_dose",
                "maker",
            ],
            "subject_kind" => &["product", "substance_device", "device_name", "device"],
            "subject" => &[
                "ventolin-aerosol-100",
                "R03AC02/pMDI",
                "Diskus",
                "pMDI",
                "DPI",
            ],
            "indicator" => &["climate", "propellant_mass"],
            "functional_unit" => &["device", "dose", "actuation", "month", "ddd"],
            "unit" => &["kg CO2e", "g CO2e", "kt CO2e", "g"],
            "boundary" => &["cradle_to_grave", "propellant_only", "mixed", "end_of_life"],
            "propellant" => &["HFC-134a", "HFC-227ea", "none", "unknown", ""],
            "gwp_set" => &["AR4", "AR5", "AR6", "unknown", "none"],
            "evidence" => &["read", "secondary", "unverified", "partial"],
            "horizon_years" => &["100"],
            "device" => &["pMDI", "DPI", "nebuliser"],
            "form" => &["aerosol", "powder_capsule", "nebuliser_unit_dose"],
            "atc" => &["R03AC02", "R03BB01"],
            "product_id" => &["ventolin-aerosol-100", "new", ""],
            "strength" => &["100 ug", "50/500 ug", "2 mg/ml", ""],
            "term" => &["VENTOLIN", "NIEUW", "DO"],
            "value" | "low" | "high" | "propellant_g" | "unit_ml" | "doses_per_unit"
            | "doses_per_pack" => &[
                "",
                "1",
                "2",
                "3.5",
                "0",
                "0.000000000000000000001",
                "999999999999999999999999",
                "10000",
                "1300",
            ],
            _ => &["x", "salbutamol"],
        };
        prop_oneof![9 => select(fitting.to_vec()).prop_map(str::to_owned), 1 => "\\PC{0,6}"].boxed()
    };
    select(headers).prop_flat_map(move |(name, header)| {
        let columns: Vec<BoxedStrategy<String>> = header.split(',').map(cell).collect();
        prop::collection::vec(columns, 0..4).prop_map(move |rows| {
            let mut text = format!("{header}\n");
            for row in rows {
                text.push_str(&row.join(","));
                text.push('\n');
            }
            (name, text)
        })
    })
}

fn small_export() -> Vec<u8> {
    let base = Row {
        patient: String::new(),
        date: (2025, 1, 15),
        label: "",
        atc: "",
        prk: "12345",
        quantity: Some(3000),
        unit: "ST",
        remark: "",
    };
    let rows: Vec<Row> = MEDICINES
        .iter()
        .map(|(label, atc)| Row {
            label,
            atc,
            ..base.clone()
        })
        .collect();
    PLAIN.text(&rows).into_bytes()
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn any_bytes_are_an_export_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        swallow(&bytes, &DATASET);
        let behind_header = [PLAIN.header().as_bytes(), &bytes].concat();
        swallow(&behind_header, &DATASET);
    }

    #[test]
    fn any_pieces_are_an_export_or_an_error(bytes in soup()) {
        swallow(&bytes, &DATASET);
        let behind_header = [b"datum;omschrijving;aantal\n2025-01-15;x;1\n", bytes.as_slice()].concat();
        swallow(&behind_header, &DATASET);
    }

    #[test]
    fn any_text_is_a_profile_or_an_error(text in prop_oneof![
        any::<String>(),
        prop::collection::vec(select(vec![
            "separator", "encoding", "decimal", "date", "=", "\"", ";", "tab", "[columns]", "[codes]",
            "label", "quantity", "prk", "\n", "'", "aantal", "dd-mm-yyyy", ",", "#", "utf-8",
        ]), 0..30).prop_map(|pieces| pieces.concat()),
    ]) {
        if let Ok(profile) = Profile::parse(&text) {
            let export = PLAIN.header() + "801;2025-01-15;x;;;1;ST;\n";
            let export = Export::new("export.csv", export.as_bytes()).unwrap();
            drop(Analysis::new(&DATASET).run(export, Some(&profile)));
        }
    }

    #[test]
    fn any_label_is_taken_apart(text in label(), atc in prop_oneof![Just("R03AC02".to_owned()), any::<String>()], amount in 1..20_000u32, unit in any::<String>()) {
        let resolver = Resolver::new(&DATASET);
        let label = resolver.parse_label(&text);
        let mut end = 0;
        for part in &label.parts {
            prop_assert!(part.start < part.end && part.start >= end, "{:?}", label.parts);
            prop_assert!(text.get(part.start..part.end).is_some(), "{:?}", part);
            end = part.end;
        }
        let system = CodeSystem::new("prk").unwrap();
        let item = Item { codes: vec![(&system, &text)], label: &text, atc: &atc };
        if let Meaning::Inhaler(inhaler, _, _) = resolver.resolve(&item) {
            let unit = UnitWord::parse(&unit, DATASET.vocabulary());
            if let Ok((quantity, _)) = inhaler.quantity(&DATASET, amount.into(), unit) {
                prop_assert!(quantity.amount() > Decimal::ZERO);
            }
        }
    }
}

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn any_data_file_is_a_layer_or_an_error(files in prop::collection::vec(data_file(), 1..3), wild in any::<String>()) {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in &files {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        if let Ok(dataset) = DATASET.with_layer(folder.path()) {
            for gwp in [GwpSet::Ar4, GwpSet::Ar6] {
                let model = Model::new(&dataset, gwp);
                for product in dataset.products() {
                    prop_assert!(model.estimate(product.id.as_str()).is_some());
                }
            }
            swallow(&small_export(), &dataset);
        }
        std::fs::write(folder.path().join(files[0].0), &wild).unwrap();
        drop(DATASET.with_layer(folder.path()));
    }
}

fn export_of(rows: &[&str]) -> Value {
    let mut text = PLAIN.header();
    for row in rows {
        writeln!(text, "{row}").unwrap();
    }
    json_of(text.as_bytes(), 1)
}

/// Codes that no code table resolves were left out of the key under which a worker keeps what
/// cells mean, but not out of what was kept.
#[test]
fn two_medicines_known_by_code_alone_are_no_copies() {
    let report = export_of(&["801;2025-01-15;;;111;1;ST;", "801;2025-01-15;;;222;1;ST;"]);
    assert_eq!(report["rows"]["analysed"], 2, "{}", report["rows"]);
    assert_eq!(report["rows"]["merged"], 0);
}

/// As above: a code of zero is no code, and the row behind it was taken to have none either.
#[test]
fn a_code_of_zero_says_nothing_about_the_next_row() {
    let report = export_of(&["801;2025-01-15;;;0;1;ST;", "802;2025-01-16;;;222;1;ST;"]);
    assert_eq!(report["rows"]["set_aside"], json!({"product-missing": 1}));
    assert_eq!(report["coverage"]["climate"]["none"]["unrecognised"], 1);
}

/// A row that a copy completes is analysed, so its line must be named as any other.
#[test]
fn an_unrecognised_row_completed_by_its_copy_has_a_line() {
    let report = export_of(&[
        "801;2025-01-15;IETS ANDERS;;;;ST;",
        "801;2025-01-15;IETS ANDERS;;;1;ST;",
    ]);
    let none = &report["coverage"]["climate"]["none"];
    assert_eq!(none["unrecognised"], 1, "{report}");
    assert_eq!(numbers(&none["unrecognised_lines"]).len(), 1, "{none}");
}

/// A product has one line in a report, however its rows wrote it.
#[test]
fn a_product_stands_once_in_the_report() {
    let report = export_of(&[
        "801;2025-01-15;VENTOLIN AEROSOL 100UG/DO 200DO;;;1;ST;",
        "802;2025-01-15;VENTOLIN AEROSOL 100UG/DO;;;2;ST;",
    ]);
    let products = report["products"].as_array().unwrap();
    let lines: Vec<(&Value, &Value)> = products
        .iter()
        .map(|product| (&product["product"], &product["quantity"]["amount"]))
        .collect();
    assert_eq!(lines, [(&json!("ventolin-aerosol-100"), &json!("3"))]);
}

/// A hyphen at the end of a label joined its word with nothing, and the part had no letters.
#[test]
fn a_hyphen_behind_the_last_word_is_no_part_of_it() {
    let label = Resolver::new(&DATASET).parse_label("VENTOLIN-");
    let places: Vec<(usize, usize)> = label
        .parts
        .iter()
        .map(|part| (part.start, part.end))
        .collect();
    assert_eq!(places, [(0, 8)]);
}

/// Two lines of one product with the same impact had no order of their own.
#[test]
fn lines_with_the_same_impact_have_an_order() {
    let mut rows = [
        "801;2025-01-15;VENTOLIN AEROSOL 100UG/DO 200DO;;;1;ST;",
        "802;2025-01-15;VENTOLIN AEROSOL 100UG/DO 200DO;;;1;ST;",
        "803;2025-01-15;VENTOLIN AEROSOL 100UG/DO;;;2;ST;",
    ];
    let forward = export_of(&rows);
    rows.reverse();
    assert_eq!(PrettyDifference::of(&forward, &export_of(&rows)), None);
}

/// The practice writes the pack size and the pharmacy does not: still one prescription.
#[test]
fn a_copy_without_the_pack_size_is_a_copy() {
    let report = export_of(&[
        "801;2025-01-15;VENTOLIN AEROSOL 100UG/DO 200DO;;;1;ST;",
        "801;2025-01-15;VENTOLIN AEROSOL 100UG/DO;;;1;ST;",
    ]);
    assert_eq!(report["rows"]["merged"], 1, "{}", report["rows"]);
}

/// Rows that end in a separator are rows, so they must have a say in the layout too.
#[test]
fn rows_that_end_in_a_separator_tell_the_order_of_dates() {
    let text = "datum;omschrijving;aantal\n\
                2025-01-15;VENTOLIN AEROSOL 100UG/DO 200DO;1;\n\
                2025-01-16;VENTOLIN AEROSOL 100UG/DO 200DO;2;\n";
    let report = json_of(text.as_bytes(), 1);
    assert_eq!(report["layout"]["date_order"], "yyyy-mm-dd");
    assert_eq!(report["rows"]["analysed"], 2, "{}", report["rows"]);
}

/// A line of blanks above the header was taken for the header, and the header for a row.
#[test]
fn a_line_of_blanks_above_the_header_is_no_header() {
    let text = "  \r\ndatum;omschrijving;aantal\r\n\
                2025-01-15;VENTOLIN AEROSOL 100UG/DO 200DO;1\r\n";
    let report = json_of(text.as_bytes(), 1);
    assert_eq!(report["rows"]["read"], 1, "{}", report["rows"]);
    assert_eq!(report["rows"]["analysed"], 1);
}

/// One cell that is no number has no say in what marks decimals.
#[test]
fn a_quantity_in_words_does_not_stop_the_export() {
    let rows = [
        "801;2025-01-15;VENTOLIN AEROSOL 100UG/DO 200DO;;;1,0;ST;",
        "802;2025-01-15;VENTOLIN AEROSOL 100UG/DO 200DO;;;n.v.t.;ST;",
    ];
    let mut text = PLAIN.header();
    for row in rows {
        writeln!(text, "{row}").unwrap();
    }
    let export = Export::new("export.csv", text.as_bytes()).unwrap();
    let layout = export.layout(None);
    assert!(layout.is_ok(), "{:?}", layout.err());
}

/// Four days and one damaged date in twenty rows: one row is lost, not the export.
#[test]
fn one_damaged_date_among_few_days_does_not_stop_the_export() {
    let mut text = PLAIN.header();
    for number in 0..20 {
        let day = 13 + number % 4;
        writeln!(
            text,
            "{number}1;2025-01-{day};ATROVENT AEROSOL 20UG/DO 200DO;;;1;ST;"
        )
        .unwrap();
    }
    text.push_str("801;onbekend;ATROVENT AEROSOL 20UG/DO 200DO;;;1;ST;\n");
    let export = Export::new("export.csv", text.as_bytes()).unwrap();
    let layout = export.layout(None);
    assert!(layout.is_ok(), "{:?}", layout.err());
}

/// An open quote runs to the opening quote of the next row; the two rows then have the cells
/// of one, and text stands behind the closing quote.
#[test]
fn an_open_quote_does_not_swallow_the_next_row() {
    let report = export_of(&[
        "801;2025-01-15;ATROVENT AEROSOL 20UG/DO 200DO;;;1;ST;\"zn",
        "802;2025-01-16;ATROVENT AEROSOL 20UG/DO 200DO;;;1;ST;\"max 8\"",
        "803;2025-01-17;ATROVENT AEROSOL 20UG/DO 200DO;;;1;ST;",
    ]);
    assert_eq!(report["rows"]["read"], 3, "{}", report["rows"]);
}

/// An open quote hid all rows behind it from the choice of the layout.
#[test]
fn an_open_quote_does_not_hide_the_order_of_dates() {
    let report = export_of(&[
        "801;2025-01-15;\"ATROVENT AEROSOL 20UG/DO 200DO;;;1;ST;",
        "802;2025-01-16;ATROVENT AEROSOL 20UG/DO 200DO;;;1;ST;",
        "803;2025-01-17;ATROVENT AEROSOL 20UG/DO 200DO;;;1;ST;",
    ]);
    assert_eq!(report["layout"]["date_order"], "yyyy-mm-dd");
    assert_eq!(report["rows"]["set_aside"], json!({"quote-unbalanced": 1}));
    assert_eq!(report["rows"]["analysed"], 2);
}

/// A prescription may hold any number of doses, and an export any number of such numbers.
#[test]
fn many_distinct_amounts_are_all_counted() {
    let mut text = PLAIN.header();
    for number in 0..5000 {
        let doses = 201 + number;
        writeln!(
            text,
            "{number}1;2025-01-15;VENTOLIN AEROSOL 100UG/DO 200DO;;;{doses};DO;"
        )
        .unwrap();
    }
    let report = json_of(text.as_bytes(), 1);
    assert_eq!(report["rows"]["set_aside"], json!({}));
    assert_eq!(report["rows"]["analysed"], 5000);
}

/// A number with a point behind the head is a thousand or a mistake, never one.
#[test]
fn a_thousand_behind_the_head_is_not_read_as_one() {
    let mut text = PLAIN.header();
    let row = |quantity: &str| {
        let fill = "x".repeat(4000);
        format!("801;2025-01-15;METFORMINE TABL 500MG;;;{quantity};ST;{fill}\n")
    };
    while text.len() <= (1 << 20) {
        text.push_str(&row("30"));
    }
    text.push_str("802;2025-01-15;VENTOLIN AEROSOL 100UG/DO 200DO;;;1.000;DO;\n");
    let report = json_of(text.as_bytes(), 1);
    let amounts: Vec<&Value> = report["products"]
        .as_array()
        .unwrap()
        .iter()
        .map(|product| &product["quantity"]["amount"])
        .collect();
    // 1,000 doses are 5 devices; no line at all is right too, when the row is set aside.
    assert!(
        amounts.is_empty() || amounts == [&json!("5")],
        "{amounts:?}"
    );
}

/// Groups of thousands are checked behind a decimal mark too: `1.5,0` is no fifteen.
#[test]
fn badly_grouped_thousands_are_unreadable() {
    let report = export_of(&[
        "801;2025-01-15;VENTOLIN AEROSOL 100UG/DO 200DO;;;1,0;ST;",
        "802;2025-01-15;VENTOLIN AEROSOL 100UG/DO 200DO;;;1.5,0;ST;",
    ]);
    assert_eq!(
        report["rows"]["set_aside"],
        json!({"quantity-unreadable": 1})
    );
}

/// A column that holds days above twelve in both places has no order.
#[test]
fn dates_in_two_orders_are_never_guessed() {
    let mut text = "datum;omschrijving;aantal\n".to_owned();
    for day in 1..=12 {
        writeln!(text, "{day:02}-02-2025;VENTOLIN AEROSOL 100UG/DO 200DO;1").unwrap();
        writeln!(text, "{day:02}-03-2025;VENTOLIN AEROSOL 100UG/DO 200DO;1").unwrap();
    }
    for odd in ["31-01-2025", "01-31-2025", "02-28-2025"] {
        writeln!(text, "{odd};VENTOLIN AEROSOL 100UG/DO 200DO;1").unwrap();
    }
    let export = Export::new("export.csv", text.as_bytes()).unwrap();
    let kind = export.layout(None).map_err(|error| error.kind().clone());
    let order = kind.as_ref().map(|layout| layout.date_order());
    assert!(
        matches!(
            kind,
            Err(ErrorKind::AmbiguousDate { .. } | ErrorKind::MixedDates { .. })
        ),
        "{order:?}"
    );
}

/// Devices become doses only by a pack size.
#[test]
fn quantities_without_a_pack_stay_as_they_are() {
    let three = Quantity::new(Decimal::from(3), Unit::Device);
    assert_eq!(three.in_doses(Some(60)), Some(Decimal::from(180)));
    assert_eq!(three.in_doses(None), None);
}
