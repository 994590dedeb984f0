//! What must hold for every export: order, threads, doubling, splitting, layout, damage; and
//! that nothing panics.
#![allow(
    clippy::arithmetic_side_effects,
    reason = "numbers here are small, and a test that overflows panics"
)]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails; helpers stand outside the test functions"
)]

use groenrecept::Day;
use groenrecept::dataset::Checked;
use groenrecept::exact::{self, Fraction};
use groenrecept::intake::{Export, Profile};
use groenrecept::practice::Month;
use groenrecept::report::Report;
use groenrecept::{CodeSystem, Dataset, Engine, GwpSet, Language, Prescription, Severity, Unit};
use proptest::prelude::*;
use proptest::sample::select;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::LazyLock;

mod anything;
mod cells;
mod data;
mod exports;
mod keys;
mod profiles;
mod several;

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
    let outcome = Engine::new(&DATASET)
        .analysis()
        .threads(threads)
        .run(export, None);
    serde_json::to_value(Report::new(&outcome.unwrap(), Language::Dutch)).unwrap()
}

fn plain(rows: &[Row]) -> Value {
    json_of(PLAIN.text(rows).as_bytes(), 1)
}

/// Line numbers depend on the order of the rows.
fn without_lines(mut report: Value) -> Value {
    report["rows"]["set_aside_lines"].take();
    report["coverage"]["climate"]["none"]["unrecognised_lines"].take();
    take_correction_lines(&mut report);
    take_unusual_lines(&mut report);
    report
}

/// The lists of amounts that no human prescribes.
const UNUSUAL: [&str; 2] = ["prescriptions", "patient_years"];

/// Lines order what has the same impact, and where a list is cut say which of these are named.
fn take_unusual_lines(report: &mut Value) {
    for name in UNUSUAL {
        let unusual = &mut report["unusual"];
        let all = unusual[format!("all_{name}")].as_u64().unwrap();
        let list = unusual[name].as_array_mut().unwrap();
        if all > u64::try_from(list.len()).unwrap() {
            let last = list.last().unwrap()["climate_central"].clone();
            list.retain(|one| one["climate_central"] != last);
        }
        for one in &mut *list {
            assert_ne!(one["line"].take(), Value::Null);
        }
        list.sort_by_key(Value::to_string);
    }
}

/// Those lists when a line is inserted.
fn shift_unusual_lines(report: &mut Value, inserted: u64) {
    for name in UNUSUAL {
        for one in report["unusual"][name].as_array_mut().unwrap() {
            let line = one["line"].as_u64().unwrap();
            one["line"] = Value::from(line + u64::from(line >= inserted));
        }
    }
}

/// Reason, rows and of how many, by the account: a fifth of the rows of the period, two at least,
/// that are at fault themselves.
fn mostly_aside(account: &Value) -> Vec<Value> {
    const NO_FAULT: [&str; 9] = [
        "outside-period",
        "vaccine",
        "not-a-medicine",
        "cancelled",
        "draft",
        "returned",
        "undone",
        "subtotal",
        "stopped",
    ];
    let count = |value: &Value| value.as_u64().unwrap_or(0);
    let aside = &account["set_aside"];
    let of = count(&account["read"]) - count(&aside["outside-period"]);
    let all = aside.as_object().unwrap().iter();
    let many = all.filter(|(reason, rows)| {
        !NO_FAULT.contains(&reason.as_str()) && count(rows) >= 2 && count(rows) * 5 >= of
    });
    many.map(|(reason, rows)| json!([reason, rows, of]))
        .collect()
}

/// The same as the report says it, which is taken out.
fn said_on_top(report: &mut Value) -> Vec<Value> {
    let all = report["mostly_aside"].take();
    let all = all.as_array().into_iter().flatten();
    let mut all: Vec<Value> = all
        .map(|one| json!([one["reason"], one["rows"], one["of"]]))
        .collect();
    all.sort_by_key(|one| one[0].to_string());
    all
}

fn take_correction_lines(report: &mut Value) {
    for one in report["matching"]["corrections"].as_array_mut().unwrap() {
        one["lines"].take();
    }
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

/// What an export adds up to, without rounding.
#[derive(Debug, Clone, Default, PartialEq)]
struct ExactSums {
    /// Rows, devices and doses by medicine.
    medicines: BTreeMap<String, (u64, [Fraction; 2])>,
    /// Rows and impact of each month: low, central, high.
    months: BTreeMap<Month, (u64, [Fraction; 3])>,
}

impl ExactSums {
    fn plus(mut self, other: &Self) -> Self {
        fn add<const N: usize>(sum: &mut (u64, [Fraction; N]), other: &(u64, [Fraction; N])) {
            sum.0 += other.0;
            for (sum, other) in sum.1.iter_mut().zip(&other.1) {
                *sum = sum.plus(*other).unwrap();
            }
        }
        for (medicine, sum) in &other.medicines {
            add(self.medicines.entry(medicine.clone()).or_default(), sum);
        }
        for (month, sum) in &other.months {
            add(self.months.entry(*month).or_default(), sum);
        }
        self
    }
}

fn exact_sums(rows: &[Row]) -> ExactSums {
    let text = PLAIN.text(rows);
    let export = Export::new("export.csv", text.as_bytes()).unwrap();
    let outcome = Engine::new(&DATASET).analysis().run(export, None).unwrap();
    assert!(outcome.tally().unwrap().ledger.balances());
    let mut sums = ExactSums::default();
    for one in &outcome.products {
        let amount = one.quantity.amount;
        let counted = match one.quantity.unit {
            Unit::Dose => [Fraction::ZERO, amount],
            _ => [amount, one.other_doses.unwrap_or_default()],
        };
        let sum = (one.rows, counted);
        assert_eq!(sums.medicines.insert(one.product.clone(), sum), None);
    }
    for (month, sum) in &outcome.months {
        let climate = sum.climate;
        let ends = [climate.low(), climate.central(), climate.high()];
        sums.months.insert(*month, (sum.rows, ends));
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
