//! A second computation of the sums, written from the documentation and without the crate's
//! matching, tally, impact or decimals: fractions of `i128`, a hand-made table of labels, and
//! maps of rows. It reads the demo export and random exports, and compares every number of
//! the products in the table with the report.
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
use groenrecept::Language;
use groenrecept::intake::Export;
use groenrecept::practice::Outcome;
use groenrecept::report::Report;
use groenrecept::{Dataset, Engine};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Add;
use std::path::Path;
use std::sync::LazyLock;

static DATASET: LazyLock<Dataset> = LazyLock::new(|| Dataset::embedded().unwrap());

/// A fraction in lowest terms; the denominator is above zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Ratio {
    over: i128,
    under: i128,
}

impl Ratio {
    const ZERO: Self = Self { over: 0, under: 1 };

    fn new(over: i128, under: i128) -> Self {
        let (mut a, mut b) = (over.abs(), under);
        while b != 0 {
            (a, b) = (b, a % b);
        }
        let common = a.max(1);
        Self {
            over: over / common,
            under: under / common,
        }
    }

    /// Reads `28.262`.
    fn of(text: &str) -> Self {
        let places = text.split_once('.').map_or(0, |(_, after)| after.len());
        let digits = text.replace('.', "").parse().unwrap();
        Self::new(digits, 10i128.pow(u32::try_from(places).unwrap()))
    }

    fn times(self, other: Self) -> Self {
        Self::new(self.over * other.over, self.under * other.under)
    }

    /// Six decimals at most, rounded half away from zero, without trailing zeros. Only for
    /// values of zero and more.
    fn text(self) -> String {
        let millionths = (self.over * 2_000_000 + self.under) / (2 * self.under);
        let text = format!("{}.{:06}", millionths / 1_000_000, millionths % 1_000_000);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }
}

impl Add for Ratio {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self::new(
            self.over * other.under + other.over * self.under,
            self.under * other.under,
        )
    }
}

/// Label in upper case, product, doses per pack, and kg CO2e per device under AR6: low,
/// central, high; from `data/factors.csv` by hand.
type Known = (&'static str, &'static str, i128, [&'static str; 3]);

const KNOWN: &[Known] = &[
    // s01 28.262 at AR4 with 18 g of HFC-134a: + 18 x (1.530 - 1.430)
    (
        "VENTOLIN INHALATOR AEROSOL 100MCG/DO 200DO",
        "ventolin-aerosol-100",
        200,
        ["30.062"; 3],
    ),
    (
        "VENTOLIN AEROSOL 100UG/DO SPBS 200DO + DOSISTELLER",
        "ventolin-aerosol-100",
        200,
        ["30.062"; 3],
    ),
    // s04 94.42 g per actuation x 120 at AR5 with 8.06 g: + 8.06 x (1.530 - 1.300); the gas of
    // p18, 11.65 x 1530 / 1430, is less
    (
        "FOSTER AEROSOL 100/6MCG/DO 120DO",
        "foster-aerosol-100-6-120do",
        120,
        ["13.1842"; 3],
    ),
    (
        "FOSTER DOSISAEROSOL 100/6MCG/DO 120DO",
        "foster-aerosol-100-6-120do",
        120,
        ["13.1842"; 3],
    ),
    // x 180
    (
        "FOSTER AEROSOL 100/6MCG/DO 180DO",
        "foster-aerosol-100-6-180do",
        180,
        ["19.7763"; 3],
    ),
    // s04 7.63 g x 120
    (
        "FOSTER NEXTHALER INHPDR 100/6MCG/DO 120DO",
        "foster-nexthaler-100-6",
        120,
        ["0.9156"; 3],
    ),
    // s05 16.48 at AR5 with 12.4 g: + 12.4 x (1.530 - 1.300)
    (
        "FENOTEROL/IPRATROPIUM AEROSOL 50/20UG/DO 200DO",
        "berodual-aerosol-50-20",
        200,
        ["19.332"; 3],
    ),
    // s05 14.59 at AR5, 11 g of HFC-134a: + 11 x (1.530 - 1.300); the gas of p18 is more:
    // 12.33 g x 1.530
    (
        "ATROVENT DOSISAEROSOL 20MCG/DO 200DO",
        "atrovent-aerosol-20",
        200,
        ["17.12", "17.12", "18.8649"],
    ),
    (
        "AIROMIR AEROSOL 100UG/DO AUTOH 200DO",
        "airomir-autohaler-100",
        200,
        ["9.72"; 3],
    ),
    // no value of its own: Ventolin Diskus 0.583 (s01) and Easyhaler 0.62 (s08)
    (
        "SALBUTAMOL NOVOLIZER INHPDR 100MCG/DO 200DO",
        "salbutamol-novolizer-100",
        200,
        ["0.583", "0.6015", "0.62"],
    ),
    (
        "SALBUTAMOL INHALATIEPOEDER 100UG/DO 200DO NOVOL",
        "salbutamol-novolizer-100",
        200,
        ["0.583", "0.6015", "0.62"],
    ),
    // s05: the disposable device, and a cartridge with its share of a reusable one over 6 months
    (
        "SPIRIVA RESPIMAT INHVLST 2,5MCG/DO 60DO",
        "spiriva-respimat-2-5",
        60,
        ["0.226", "0.78", "0.78"],
    ),
    (
        "SPIRIVA RESPIMAT INHALATIEVLOEISTOF 2,5MCG 60DO",
        "spiriva-respimat-2-5",
        60,
        ["0.226", "0.78", "0.78"],
    ),
    (
        "TIOTROPIUM INHALVLST 2,5UG/DO PATROON 60DO RESPIM",
        "spiriva-respimat-2-5",
        60,
        ["0.226", "0.78", "0.78"],
    ),
    // p18, 10.37 g of gas x 1.530; the band of s09 is 10 to 25 at AR5: its low end is below the
    // gas and becomes it, its high end 25 + 10.37 x 0.230
    (
        "TRIMBOW AEROSOL 87/5/9MCG/DO 120DO",
        "trimbow-aerosol-87-5-9-120do",
        120,
        ["15.8661", "15.8661", "27.3851"],
    ),
    (
        "TRIMBOW DOSISAEROSOL 87/5/9UG/DO 120DO",
        "trimbow-aerosol-87-5-9-120do",
        120,
        ["15.8661", "15.8661", "27.3851"],
    ),
    // s03, 11 g of HFC-227ea x 3.600; s09 37 at AR5: + 11 x (3.600 - 3.350)
    (
        "FLUTIFORM AEROSOL 125/5MCG/DO 120DO",
        "flutiform-aerosol-125-5",
        120,
        ["39.6", "39.6", "39.75"],
    ),
    // p18, 14 g per dose x 200, and s09
    (
        "PULMICORT TURBUHALER INHPDR 200MCG/DO 200DO",
        "pulmicort-turbuhaler-200",
        200,
        ["1", "2.8", "2.8"],
    ),
    // s01, from the certificate of 250 microg: 19.146 at AR4 with 12 g: + 12 x (1.530 - 1.430)
    (
        "FLIXOTIDE INHALATOR AEROSOL 125MCG/DO 120DO",
        "flixotide-aerosol-125",
        120,
        ["20.346"; 3],
    ),
    (
        "FLUTICASON AEROSOL 125UG/DO 120DO",
        "flixotide-aerosol-125",
        120,
        ["20.346"; 3],
    ),
    // those of 500 microg: s01; s01 and s07
    (
        "FLIXOTIDE DISKUS INHPDR 250MCG/DO 60DO",
        "flixotide-diskus-250",
        60,
        ["0.833"; 3],
    ),
    (
        "SERETIDE DISKUS INHPDR 50/250MCG 60DO",
        "seretide-diskus-50-250",
        60,
        ["0.898", "0.898", "1.25"],
    ),
];

fn known(label: &str) -> Option<Known> {
    let upper = label.to_uppercase();
    KNOWN.iter().copied().find(|known| known.0 == upper)
}

/// The cells of a row that matter here.
#[derive(Debug, Clone)]
struct Cells {
    patient: String,
    date: String,
    label: String,
    quantity: String,
    unit: String,
}

/// The most devices on one prescription.
const MOST_DEVICES: i128 = 366;

/// Doses as read, at the most and at the least.
type Amounts = Option<[i128; 3]>;

/// The doses that a row stands for: as read, and at the most and at the least where there are two
/// readings; `None` where its amount cannot be used. From the documentation of `matching::decide`.
fn doses(quantity: &str, unit: &str, pack: i128) -> Amounts {
    let (whole, after) = quantity.split_once(',').unwrap_or((quantity, "0"));
    let plain = |digits: &str| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    if !plain(whole) || !plain(after) || after.bytes().any(|b| b != b'0') {
        return None;
    }
    let number: i128 = whole.parse().unwrap();
    if number == 0 {
        return None;
    }
    let packs = number % pack == 0;
    // Less than a pack is a whole one where it is handed out.
    let doses = [number, number.max(pack), number];
    let devices = [number * pack; 3];
    let found = match unit.to_uppercase().as_str() {
        "ST" | "STUK" if packs && number >= 30 => doses,
        "ST" | "STUK" if number <= 48 => devices,
        "ST" | "STUK" if number <= 366 => [number, number * pack, number],
        "DO" | "DOSIS" if number <= 12 && !packs => [number * pack, number * pack, number],
        "DO" | "DOSIS" => doses,
        "" if packs || number >= 30 => doses,
        "" if number <= 12 => devices,
        // Millilitres and grams of an aerosol, and words that nobody knows.
        _ => return None,
    };
    Some(found).filter(|[doses, ..]| *doses <= MOST_DEVICES * pack)
}

/// How much is brought back: what stands behind a minus, before one, or between brackets.
fn returned(quantity: &str) -> Option<&str> {
    let inner = quantity.strip_prefix('(').and_then(|q| q.strip_suffix(')'));
    let number = quantity
        .strip_prefix('-')
        .or(quantity.strip_suffix('-'))
        .or(inner)?;
    let above_zero = number.bytes().any(|b| matches!(b, b'1'..=b'9'));
    let plain = number.bytes().all(|b| b.is_ascii_digit() || b == b',');
    (plain && above_zero).then_some(number)
}

/// The rows of one patient, day and product: a naive list.
#[derive(Debug, Default)]
struct Rows {
    /// What can be used.
    read: Vec<[i128; 3]>,
    /// All that prescribe.
    prescribed: u64,
    /// What is brought back, in doses; `None` for what cannot be used.
    returned: Vec<Option<i128>>,
}

/// Adds a row. Of rows of one amount each is read as the one that counts, so that which of them is
/// brought back is no question.
fn add(rows: &mut Vec<[i128; 3]>, row: [i128; 3]) {
    rows.push(row);
    let most = rows.iter().filter(|one| one[0] == row[0]).max().copied();
    for one in rows.iter_mut().filter(|one| one[0] == row[0]) {
        *one = most.unwrap();
    }
}

/// So much less in each reading, but never below nothing.
fn less(row: [i128; 3], off: i128) -> [i128; 3] {
    row.map(|doses| (doses - off).max(0))
}

impl Rows {
    /// What is left of a day, and what it does not cover of each return, the largest first; `None`
    /// for a return that cannot be used. From the documentation of `practice::returns`.
    fn settle(&self) -> (Amounts, Vec<Option<i128>>) {
        let mut left = Vec::new();
        for row in &self.read {
            add(&mut left, *row);
        }
        let mut back = self.returned.clone();
        back.sort_by_key(|one| std::cmp::Reverse(*one));
        for rest in back.iter_mut().flatten() {
            if let Some(at) = left.iter().position(|row| row[0] == *rest) {
                left.remove(at);
                *rest = 0;
            }
            while *rest > 0 && !left.is_empty() {
                left.sort_unstable();
                let largest = left.pop().unwrap();
                if largest[0] > *rest {
                    add(&mut left, less(largest, *rest));
                }
                *rest = (*rest - largest[0]).max(0);
            }
            if self.prescribed > 0 && self.read.is_empty() {
                // What does not count is brought back.
                *rest = 0;
            }
        }
        (left.into_iter().max(), back)
    }
}

/// What the rows of the table's products add up to.
#[derive(Debug, Default)]
struct Sums {
    /// Returns of which something is left.
    open: u64,
    /// Product: rows, doses, pack and kg per device.
    products: BTreeMap<&'static str, (u64, [i128; 3])>,
    /// Month: rows, low, central, high.
    months: BTreeMap<String, (u64, [Ratio; 3])>,
    analysed: u64,
    merged: u64,
    set_aside: u64,
}

fn sums(rows: &[Cells], latest: &str) -> Sums {
    // Copies: one patient, one day, one product. Rows of nobody stand alone.
    let mut days: BTreeMap<(String, &str, usize), BTreeMap<String, Rows>> = BTreeMap::new();
    let mut sums = Sums::default();
    for (place, row) in rows.iter().enumerate() {
        let Some((_, product, pack, _)) = known(&row.label) else {
            continue;
        };
        let parts: Vec<&str> = row.date.split('-').collect();
        let [day, month, year] = parts.as_slice() else {
            sums.set_aside += 1;
            continue;
        };
        let date = format!("{year}-{month}-{day}");
        if date.as_str() < "1990" || date.as_str() > latest {
            sums.set_aside += 1;
            continue;
        }
        let alone = if row.patient.is_empty() { place + 1 } else { 0 };
        let day = days
            .entry((row.patient.clone(), product, alone))
            .or_default();
        let rows = day.entry(date).or_default();
        match returned(&row.quantity) {
            Some(number) => {
                let back = doses(number, &row.unit, pack);
                rows.returned.push(back.map(|[doses, ..]| doses));
            }
            None => {
                rows.prescribed += 1;
                rows.read.extend(doses(&row.quantity, &row.unit, pack));
            }
        }
    }
    let mut prescriptions = Vec::new();
    for ((_, product, _), days) in days {
        let mut left: BTreeMap<String, Amounts> = BTreeMap::new();
        for (date, rows) in days {
            let (amount, rests) = rows.settle();
            for mut rest in rests {
                // The latest earlier day first.
                for earlier in left.values_mut().rev() {
                    let (Some(one), Some(off)) = (*earlier, rest) else {
                        continue;
                    };
                    *earlier = (one[0] > off).then(|| less(one, off));
                    rest = Some((off - one[0]).max(0));
                }
                sums.set_aside += 1;
                sums.open += u64::from(rest != Some(0));
            }
            if rows.prescribed > 0 {
                sums.merged += rows.prescribed - 1;
                left.insert(date, amount);
            }
        }
        // Set aside for their amount, or brought back as a whole.
        let none = left.values().filter(|amount| amount.is_none());
        sums.set_aside += u64::try_from(none.count()).unwrap();
        let left = left.into_iter();
        prescriptions.extend(left.filter_map(|(date, most)| Some((date, product, most?))));
    }
    for (date, product, most) in prescriptions {
        sums.analysed += 1;
        let sum = sums.products.entry(product).or_default();
        sum.0 += 1;
        for (sum, one) in sum.1.iter_mut().zip(most) {
            *sum += one;
        }
        let month = date.get(..7).unwrap().to_owned();
        let month = sums.months.entry(month).or_insert((0, [Ratio::ZERO; 3]));
        let (pack, per_device) = factor(product);
        month.0 += 1;
        let [central, high, low] = most;
        for ((sum, kg), doses) in month.1.iter_mut().zip(per_device).zip([low, central, high]) {
            *sum = *sum + Ratio::of(kg).times(Ratio::new(doses, pack));
        }
    }
    sums
}

fn factor(product: &str) -> (i128, [&'static str; 3]) {
    let found = KNOWN.iter().find(|known| known.1 == product).unwrap();
    (found.2, found.3)
}

/// Every product as rows, devices, low, central and high.
fn expected_products(sums: &Sums) -> BTreeMap<String, Value> {
    let line = |(product, (rows, doses)): (&&'static str, &(u64, [i128; 3]))| {
        let (pack, per_device) = factor(product);
        let [devices, most, least] = doses.map(|doses| Ratio::new(doses, pack));
        let [low, central, high] = per_device.map(Ratio::of);
        let (low, high) = (low.times(least).text(), high.times(most).text());
        let central = central.times(devices).text();
        let line = json!([rows, devices.text(), "device", low, central, high]);
        ((*product).to_owned(), line)
    };
    sums.products.iter().map(line).collect()
}

fn found_products(report: &Value) -> BTreeMap<String, Value> {
    let ids: BTreeSet<&str> = KNOWN.iter().map(|known| known.1).collect();
    let mut found = BTreeMap::new();
    for product in report["products"].as_array().unwrap() {
        let id = product["product"].as_str().unwrap();
        if ids.contains(id) {
            let climate = &product["climate"];
            let line = json!([
                product["rows"],
                product["quantity"]["amount"],
                product["quantity"]["unit"],
                climate["low"],
                climate["central"],
                climate["high"],
            ]);
            let twice = found.insert(id.to_owned(), line);
            assert_eq!(twice, None, "{id} stands twice in the report");
        }
    }
    found
}

#[test]
fn fractions_of_the_oracle() {
    assert_eq!(Ratio::of("28.262").text(), "28.262");
    assert_eq!((Ratio::new(1, 3) + Ratio::new(1, 6)).text(), "0.5");
    assert_eq!(Ratio::new(2, 3).text(), "0.666667");
    assert_eq!(Ratio::new(1, 2_000_000).text(), "0.000001");
    assert_eq!(doses("200,0", "ST", 200), Some([200; 3]));
    assert_eq!(doses("2", "stuk", 200), Some([400; 3]));
    assert_eq!(doses("3", "DO", 200), Some([600, 600, 3]));
    assert_eq!(doses("60", "ST", 200), Some([60, 12_000, 60]));
    assert_eq!(doses("20", "", 200), None);
    assert_eq!(doses("73200", "DO", 200), Some([73_200; 3]));
    assert_eq!(doses("73201", "DO", 200), None);
    let back = ["-2", "2-", "(2)", "-0", "2", "-x"].map(returned);
    assert_eq!(back, [Some("2"), Some("2"), Some("2"), None, None, None]);
}

/// By hand: an equal amount, the largest, more than there is, and what cannot be used.
#[test]
fn returns_of_the_oracle() {
    let settled = |read: &[i128], returned: &[i128]| {
        let rows = Rows {
            read: read.iter().map(|doses| [*doses; 3]).collect(),
            prescribed: u64::try_from(read.len()).unwrap(),
            returned: returned.iter().map(|doses| Some(*doses)).collect(),
        };
        let (left, rests) = rows.settle();
        (left.map(|[doses, ..]| doses), rests)
    };
    assert_eq!(settled(&[400, 200], &[200]), (Some(400), vec![Some(0)]));
    assert_eq!(settled(&[400, 200], &[300]), (Some(200), vec![Some(0)]));
    assert_eq!(settled(&[400, 200], &[700]), (None, vec![Some(100)]));
    assert_eq!(settled(&[], &[1, 2]), (None, vec![Some(2), Some(1)]));
    assert_eq!(less([3000, 3000, 15], 200), [2800, 2800, 0]);
    let unusable = Rows {
        prescribed: 1,
        returned: vec![Some(200), None],
        ..Rows::default()
    };
    assert_eq!(unusable.settle(), (None, vec![Some(0), None]));
}

#[test]
fn demo_export_agrees() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/demo/praktijkexport.csv");
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .from_path(&path)
        .unwrap();
    let header: Vec<String> = reader
        .byte_headers()
        .unwrap()
        .iter()
        .map(|name| String::from_utf8_lossy(name).into_owned())
        .collect();
    let mut rows = Vec::new();
    for record in reader.byte_records() {
        let record = record.unwrap();
        let cell = |name: &str| {
            let index = header.iter().position(|other| other == name).unwrap();
            let text = String::from_utf8_lossy(&record[index]);
            text.trim().to_owned()
        };
        rows.push(Cells {
            patient: format!("{}/{}", cell("praktijk_id"), cell("Patient_id")),
            date: cell("Voorschrijfdatum"),
            label: cell("Omschrijving"),
            quantity: cell("Hoeveelheid"),
            unit: cell("Aflever_eenheid"),
        });
    }
    assert_eq!(rows.len(), 3000);
    let outcome = Engine::new(&DATASET)
        .analysis()
        .latest(Day::new(2025, 12, 31))
        .run(Export::open(&path).unwrap(), None)
        .unwrap();
    let report = json_of(&outcome);
    let sums = sums(&rows, "2025-12-31");
    assert_eq!(found_products(&report), expected_products(&sums));
    // The table must go on meeting the demo: products, prescriptions and copies.
    assert!(sums.products.len() >= 12, "{}", sums.products.len());
    assert!(sums.analysed >= 80, "{}", sums.analysed);
    assert!(sums.merged >= 2, "{}", sums.merged);
}

fn json_of(outcome: &Outcome) -> Value {
    serde_json::to_value(Report::new(outcome, Language::Dutch)).unwrap()
}

fn cells() -> impl Strategy<Value = Cells> {
    let quantity = prop::sample::select(vec![
        "1", "2", "3,0", "12", "13", "29", "30", "48", "49", "60", "90", "120", "150", "180",
        "200", "240,00", "360", "400", "5760", "9600", "9601", "21960", "21961", "73200", "73201",
        "2,5", "0", "x", "", "-1", "-2", "1-", "(2)", "-13", "-30", "-60", "60-", "-200",
        "(240,00)", "-400", "-2,5", "-0",
    ]);
    let unit = prop::sample::select(vec!["ST", "stuk", "DO", "dosis", "", "??", "ML", "G"]);
    (
        0..KNOWN.len(),
        0..4usize,
        13..17u8,
        1..4u8,
        quantity,
        unit,
        any::<bool>(),
    )
        .prop_map(|(known, patient, day, month, quantity, unit, lower)| {
            let label = KNOWN[known].0;
            Cells {
                patient: ["", "17", "18", "19"][patient].to_owned(),
                date: format!("{day}-{month:02}-2025"),
                label: if lower {
                    label.to_lowercase()
                } else {
                    label.to_owned()
                },
                quantity: quantity.to_owned(),
                unit: unit.to_owned(),
            }
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_exports_agree(rows in prop::collection::vec(cells(), 1..60)) {
        let mut text = "patient;datum;omschrijving;aantal;eenheid\n".to_owned();
        for row in &rows {
            let Cells { patient, date, label, quantity, unit } = row;
            text.push_str(&format!("{patient};{date};{label};{quantity};{unit}\n"));
        }
        let export = Export::new("export.csv", text.as_bytes()).unwrap();
        let outcome = Engine::new(&DATASET).analysis().run(export, None).unwrap();
        let report = json_of(&outcome);
        let sums = sums(&rows, "9999");
        prop_assert_eq!(found_products(&report), expected_products(&sums));

        // Nothing else is in these exports, so the account, the months and the totals are
        // those of the table.
        let account = &report["rows"];
        let aside: u64 = account["set_aside"]
            .as_object()
            .unwrap()
            .values()
            .map(|rows| rows.as_u64().unwrap())
            .sum();
        prop_assert_eq!(&account["read"], &json!(rows.len()));
        prop_assert_eq!(&account["analysed"], &json!(sums.analysed));
        prop_assert_eq!(&account["merged"], &json!(sums.merged));
        prop_assert_eq!(aside, sums.set_aside);
        let open = &report["totals"]["climate"]["returns_open"];
        prop_assert_eq!(open.as_u64().unwrap_or(0), sums.open);
        let mut total = [Ratio::ZERO; 3];
        let mut months = Vec::new();
        for (month, (rows, ends)) in &sums.months {
            let [low, central, high] = ends.map(Ratio::text);
            months.push(json!({
                "month": month,
                "rows": rows,
                "climate": {"low": low, "central": central, "high": high},
            }));
            for (sum, end) in total.iter_mut().zip(ends) {
                *sum = *sum + *end;
            }
        }
        prop_assert_eq!(&report["months"], &Value::from(months));
        let climate = &report["totals"]["climate"];
        for (name, sum) in ["low", "central", "high"].iter().zip(total) {
            prop_assert_eq!(&climate[*name], &json!(sum.text()), "{}", name);
        }
    }
}
