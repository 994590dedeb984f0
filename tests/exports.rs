//! One export of twelve rows in many shapes: what is found must not depend on the shape.
//!
//! Each shape is written from `fixtures/exports/twaalf.csv` by an own writer, read by the
//! crate, and compared byte by byte as JSON, but for the `layout` block, which says how the
//! shape was read and is checked on its own.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test on exports that it makes itself"
)]

use groenrecept::Language;
use groenrecept::intake::{Export, Profile};
use groenrecept::report::Report;
use groenrecept::{Dataset, Engine};
use serde_json::Value;
use std::collections::BTreeSet;
use std::num::NonZeroUsize;

const TWELVE: &str = include_str!("fixtures/exports/twaalf.csv");
const OWN_NAMES: &str = include_str!("fixtures/exports/eigen-namen.toml");

/// Practice, patient, date, label, ATC code, PRK, amount, unit.
type Cells = [String; 8];
const DATE: usize = 2;
const LABEL: usize = 3;
const AMOUNT: usize = 6;

const PLAIN_DUTCH: [&str; 8] = [
    "Praktijk", "Patient", "Datum", "Middel", "ATC", "PRK", "Aantal", "Eenheid",
];
/// The table `medicatie` of the Julius Huisartsen Netwerk.
const JHN: [&str; 8] = [
    "praktijk_id",
    "Patient_id_umc",
    "Voorschrijfdatum",
    "Omschrijving",
    "Atc_code",
    "Prk",
    "Hoeveelheid",
    "Aflever_eenheid",
];
const ELAN: [&str; 8] = [
    "praktijkcode",
    "PATNR",
    "dVoorschrijfdatum",
    "medicijnnaam",
    "dATC",
    "PRKODE",
    "dHoeveelheid",
    "eenheid",
];
const ENGLISH: [&str; 8] = [
    "practice",
    "patient id",
    "prescription date",
    "drug name",
    "ATC code",
    "PRK code",
    "quantity",
    "unit",
];
const OWN: [&str; 8] = [
    "Locatie (AGB)",
    "Pseudo #",
    "Dd. uitgifte",
    "Etiket-regel 1",
    "Groep WHO",
    "Voorschr.product",
    "N",
    "per",
];

#[derive(Clone, Copy)]
enum Encoding {
    Utf8,
    Utf8WithMark,
    Windows1252,
}

#[derive(Clone, Copy)]
enum Quotes {
    /// Around cells that need them.
    Needed,
    /// Around every cell, the header too.
    All,
    /// Around labels only, and the cells that need them.
    Labels,
}

/// How an export is written.
#[derive(Clone, Copy)]
struct Shape {
    name: &'static str,
    separator: char,
    encoding: Encoding,
    /// The ends of the lines, in turn.
    line_ends: &'static [&'static str],
    /// Whether the last row ends in one.
    last_line_end: bool,
    quotes: Quotes,
    decimal_mark: char,
    /// Zeros behind every amount, as of a column of floats.
    decimals: usize,
    /// The date with `Y`, `M`, `D` for its parts and `m`, `d` for those without zeros.
    date: &'static str,
    header: [&'static str; 8],
    /// The place of each column.
    order: [usize; 8],
    /// Columns that nobody asked for, in front and behind.
    extra: bool,
    /// Blanks around every cell.
    padded: bool,
    /// One empty cell behind every row but the header.
    trailing: bool,
    /// What detection must find.
    found: (&'static str, &'static str),
    profile: Option<&'static str>,
}

const BASE: Shape = Shape {
    name: "base",
    separator: ';',
    encoding: Encoding::Utf8,
    line_ends: &["\n"],
    last_line_end: true,
    quotes: Quotes::Needed,
    decimal_mark: ',',
    decimals: 0,
    date: "D-M-Y",
    header: PLAIN_DUTCH,
    order: [0, 1, 2, 3, 4, 5, 6, 7],
    extra: false,
    padded: false,
    trailing: false,
    found: ("UTF-8", "dd-mm-yyyy"),
    profile: None,
};

#[rustfmt::skip]
fn shapes() -> Vec<Shape> {
    const ISO: (&str, &str) = ("UTF-8", "yyyy-mm-dd");
    const CRLF: &[&str] = &["\r\n"];
    const MOMENT: (&str, &str) = ("UTF-8", "timestamp");
    let western = ("Windows-1252", "dd-mm-yyyy");
    vec![
        BASE,
        Shape { name: "CRLF", line_ends: CRLF, ..BASE },
        Shape { name: "mixed line ends", line_ends: &["\n", "\r\n", "\r\n"], ..BASE },
        Shape { name: "no final line end", last_line_end: false, ..BASE },
        Shape { name: "CRLF, no final line end", line_ends: CRLF, last_line_end: false, ..BASE },
        Shape { name: "byte order mark", encoding: Encoding::Utf8WithMark, ..BASE },
        Shape { name: "byte order mark, all quoted, CRLF", encoding: Encoding::Utf8WithMark, quotes: Quotes::All, line_ends: CRLF, ..BASE },
        Shape { name: "Windows-1252", encoding: Encoding::Windows1252, found: western, ..BASE },
        Shape { name: "Windows-1252, CRLF, JHN", encoding: Encoding::Windows1252, line_ends: CRLF, header: JHN, found: western, ..BASE },
        Shape { name: "Windows-1252, tab, all quoted", encoding: Encoding::Windows1252, separator: '\t', quotes: Quotes::All, found: western, ..BASE },
        Shape { name: "comma, decimal point, ISO", separator: ',', decimal_mark: '.', date: "Y-M-D", found: ISO, ..BASE },
        Shape { name: "comma, decimal comma, quoted", separator: ',', quotes: Quotes::All, ..BASE },
        Shape { name: "comma, decimal comma, quotes where needed", separator: ',', ..BASE },
        Shape { name: "comma, English, ISO, CRLF", separator: ',', decimal_mark: '.', date: "Y-M-D", header: ENGLISH, line_ends: CRLF, found: ISO, ..BASE },
        Shape { name: "comma, English, month first", separator: ',', decimal_mark: '.', date: "M/D/Y", header: ENGLISH, found: ("UTF-8", "mm-dd-yyyy"), ..BASE },
        Shape { name: "tab", separator: '\t', ..BASE },
        Shape { name: "tab, decimal point, compact date", separator: '\t', decimal_mark: '.', date: "YMD", found: ("UTF-8", "yyyymmdd"), ..BASE },
        Shape { name: "bar", separator: '|', ..BASE },
        Shape { name: "bar, labels quoted, ELAN", separator: '|', quotes: Quotes::Labels, header: ELAN, ..BASE },
        Shape { name: "all quoted", quotes: Quotes::All, ..BASE },
        Shape { name: "labels quoted", quotes: Quotes::Labels, ..BASE },
        Shape { name: "amounts as floats", decimals: 1, ..BASE },
        Shape { name: "amounts as floats with a point", decimals: 2, decimal_mark: '.', ..BASE },
        Shape { name: "dates without zeros", date: "d-m-Y", ..BASE },
        Shape { name: "dates with slashes", date: "D/M/Y", ..BASE },
        Shape { name: "dates with points", date: "D.M.Y", ..BASE },
        Shape { name: "dates with a time", date: "D-M-Y 00:00", ..BASE },
        Shape { name: "ISO dates", date: "Y-M-D", found: ISO, ..BASE },
        Shape { name: "ISO dates with a time", date: "Y-M-DT13:45:00", found: ISO, ..BASE },
        Shape { name: "ISO dates with a time and milliseconds", date: "Y-M-D 13:45:00.000", found: ISO, ..BASE },
        Shape { name: "moments in UTC at noon", date: "Y-M-DT12:00:00Z", found: MOMENT, ..BASE },
        Shape { name: "moments in UTC late in the evening", date: "eve", found: MOMENT, ..BASE },
        Shape { name: "moments with an offset, comma, English, all quoted", separator: ',', date: "Y-M-DT13:30:00.000+02:00", header: ENGLISH, quotes: Quotes::All, found: MOMENT, ..BASE },
        Shape { name: "months by name", date: "d-mmm-Y", found: ("UTF-8", "d mmm yyyy"), ..BASE },
        Shape { name: "months by name, with blanks, tab", separator: '\t', date: "D mmm Y", found: ("UTF-8", "d mmm yyyy"), ..BASE },
        Shape { name: "number sign", separator: '#', ..BASE },
        Shape { name: "number sign, Windows-1252, CRLF, padded", separator: '#', encoding: Encoding::Windows1252, line_ends: CRLF, padded: true, found: western, ..BASE },
        Shape { name: "caret, all quoted, JHN", separator: '^', quotes: Quotes::All, header: JHN, ..BASE },
        Shape { name: "columns turned round, other columns, English", order: [7, 6, 5, 4, 3, 2, 1, 0], extra: true, header: ENGLISH, ..BASE },
        Shape { name: "all quoted, columns in another order, moments", order: [2, 4, 0, 6, 1, 7, 3, 5], quotes: Quotes::All, date: "eve", found: MOMENT, ..BASE },
        Shape { name: "columns in another order", order: [7, 3, 6, 0, 5, 1, 4, 2], ..BASE },
        Shape { name: "other columns besides", extra: true, header: JHN, ..BASE },
        Shape { name: "blanks around cells", padded: true, ..BASE },
        Shape { name: "blanks inside quotes", padded: true, quotes: Quotes::All, ..BASE },
        Shape { name: "a separator behind rows", trailing: true, ..BASE },
        Shape { name: "own names by profile", header: OWN, profile: Some(""), ..BASE },
        Shape { name: "own names, all told", header: OWN, separator: ',', decimal_mark: '.', date: "M-D-Y", encoding: Encoding::Windows1252, found: ("Windows-1252", "mm-dd-yyyy"), profile: Some("separator = \",\"\nencoding = \"windows-1252\"\ndecimal = \".\"\ndate = \"mm-dd-yyyy\"\n"), ..BASE },
    ]
}

fn rows() -> Vec<Cells> {
    let mut reader = csv::Reader::from_reader(TWELVE.as_bytes());
    let rows: Vec<Cells> = reader
        .records()
        .map(|row| {
            let cells: Vec<String> = row.unwrap().iter().map(str::to_owned).collect();
            cells.try_into().unwrap()
        })
        .collect();
    assert_eq!(rows.len(), 12);
    rows
}

impl Shape {
    fn write(&self) -> Vec<u8> {
        let mut lines = vec![self.line(self.header.map(str::to_owned), true)];
        for mut cells in rows() {
            cells[DATE] = self.dated(&cells[DATE]);
            cells[AMOUNT] = self.amount(&cells[AMOUNT]);
            lines.push(self.line(cells, false));
        }
        let mut text = String::new();
        let last = lines.len() - 1;
        for (index, line) in lines.iter().enumerate() {
            text.push_str(line);
            if index < last || self.last_line_end {
                text.push_str(self.line_ends[index % self.line_ends.len()]);
            }
        }
        match self.encoding {
            Encoding::Utf8 => text.into_bytes(),
            Encoding::Utf8WithMark => format!("\u{feff}{text}").into_bytes(),
            // The letters of the rows have the same number in Latin-1.
            Encoding::Windows1252 => text
                .chars()
                .map(|letter| u8::try_from(u32::from(letter)).unwrap())
                .collect(),
        }
    }

    fn line(&self, cells: Cells, header: bool) -> String {
        let mut line: Vec<String> = vec![String::new(); 8];
        for (column, cell) in cells.into_iter().enumerate() {
            let cell = if self.padded {
                format!(" {cell} ")
            } else {
                cell
            };
            line[self.order[column]] = self.quoted(cell, column == LABEL && !header);
        }
        if self.extra {
            line.insert(0, if header { "Id" } else { "1" }.to_owned());
            line.push(if header { "Vrije_tekst" } else { "zn" }.to_owned());
        }
        if self.trailing && !header {
            line.push(String::new());
        }
        line.join(&self.separator.to_string())
    }

    fn quoted(&self, cell: String, label: bool) -> String {
        let needed = cell.contains([self.separator, '"']);
        let wanted = match self.quotes {
            Quotes::Needed => needed,
            Quotes::All => true,
            Quotes::Labels => needed || label,
        };
        if wanted {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell
        }
    }

    fn dated(&self, iso: &str) -> String {
        if self.date == "eve" {
            return in_the_evening_before(iso);
        }
        let [year, month, day] = iso.split('-').collect::<Vec<_>>().try_into().unwrap();
        const NAMES: [&str; 12] = [
            "jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec",
        ];
        let name = NAMES[month.parse::<usize>().unwrap() - 1];
        // A sign for the name that no other part has.
        let format = self.date.replace("mmm", "N");
        format
            .chars()
            .map(|mark| match mark {
                'Y' => year.to_owned(),
                'M' => month.to_owned(),
                'D' => day.to_owned(),
                'm' => month.trim_start_matches('0').to_owned(),
                'd' => day.trim_start_matches('0').to_owned(),
                'N' => name.to_owned(),
                other => other.to_string(),
            })
            .collect()
    }

    fn amount(&self, plain: &str) -> String {
        if plain.is_empty() {
            return String::new();
        }
        let (whole, part) = plain.split_once('.').unwrap_or((plain, ""));
        let part = format!("{part:0<width$}", width = self.decimals);
        if part.is_empty() {
            whole.to_owned()
        } else {
            format!("{whole}{}{part}", self.decimal_mark)
        }
    }

    /// The report as JSON without its layout, and the layout.
    fn report(&self, threads: usize) -> (String, Value) {
        let bytes = self.write();
        let profile = self
            .profile
            .map(|text| Profile::parse(&format!("{text}{OWN_NAMES}")).unwrap());
        let dataset = Dataset::embedded().unwrap();
        let export = Export::new("export.csv", bytes.as_slice()).unwrap();
        let outcome = Engine::new(&dataset)
            .analysis()
            .threads(NonZeroUsize::new(threads).unwrap())
            .run(export, profile.as_ref())
            .unwrap_or_else(|error| panic!("{}: {error}", self.name));
        let report = Report::new(&outcome, Language::Dutch);
        let text = serde_json::to_string_pretty(&report).unwrap();
        let mut json: Value = serde_json::from_str(&text).unwrap();
        let layout = json.as_object_mut().unwrap().remove("layout").unwrap();
        // The text itself without the block, so that the order of its keys counts too.
        let start = text.find("  \"layout\": {").unwrap();
        let end = start + text[start..].find("\n  },\n").unwrap() + "\n  },\n".len();
        let rest = format!("{}{}", &text[..start], &text[end..]);
        assert_eq!(
            serde_json::from_str::<Value>(&rest).unwrap(),
            json,
            "{}",
            self.name
        );
        (rest, layout)
    }
}

#[test]
fn the_twelve_rows_are_accounted_for() {
    let (json, _) = BASE.report(1);
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        json["rows"],
        serde_json::json!({
            "read": 12,
            "analysed": 8,
            "merged": 1,
            "merge_possible": true,
            "set_aside": {"quantity-missing": 1, "vaccine": 1, "not-a-medicine": 1},
            "set_aside_lines": {"quantity-missing": [12], "vaccine": [9], "not-a-medicine": [10]},
            "status_unknown": 0,
            "status_unknown_lines": [],
        })
    );
    assert_eq!(json["practices"], 2);
    assert_eq!(
        json["period"],
        serde_json::json!({"from": "2025-01-02", "to": "2025-12-31"})
    );
    let none = &json["coverage"]["climate"]["none"];
    assert_eq!(
        (&none["other_medicine"], &none["unrecognised"]),
        (&1.into(), &1.into())
    );
    // By hand: one pack, three packs of 60, one pack, 12,5 ml in ampoules of 2,5 ml, two packs.
    let amount = |product: &str| {
        let products = json["products"].as_array().unwrap();
        let found = products
            .iter()
            .find(|found| found["product"] == product)
            .unwrap();
        found["quantity"].clone()
    };
    let devices = |amount: &str| serde_json::json!({"amount": amount, "unit": "device"});
    assert_eq!(amount("spiriva-respimat-2-5"), devices("3"));
    assert_eq!(amount("foster-nexthaler-100-6"), devices("1"));
    assert_eq!(amount("atrovent-aerosol-20"), devices("2"));
    assert_eq!(
        amount("ventolin-nebules-1-mg-ml"),
        serde_json::json!({"amount": "5", "unit": "dose"})
    );
}

#[test]
fn what_is_found_does_not_depend_on_the_shape() {
    let mut shapes = shapes();
    // Without the feature there is nothing to decode with.
    shapes.retain(|shape| cfg!(feature = "encoding") || shape.found.0 == "UTF-8");
    assert!(shapes.len() >= 25, "{} shapes", shapes.len());
    let written: BTreeSet<Vec<u8>> = shapes.iter().map(Shape::write).collect();
    assert_eq!(written.len(), shapes.len(), "two shapes are written alike");
    let (expected, _) = BASE.report(1);
    for shape in &shapes {
        for threads in [1, 2] {
            let (found, layout) = shape.report(threads);
            assert!(
                found == expected,
                "{}: {layout}\n{}",
                shape.name,
                first_difference(&found, &expected)
            );
            let (encoding, dates) = shape.found;
            assert_eq!(
                layout["separator"],
                shape.separator.to_string(),
                "{}",
                shape.name
            );
            assert_eq!(layout["encoding"], encoding, "{}", shape.name);
            assert_eq!(layout["date_order"], dates, "{}", shape.name);
            assert_eq!(
                layout["decimal_mark"],
                shape.decimal_mark.to_string(),
                "{}",
                shape.name
            );
            assert_eq!(
                layout["columns"]["label"], shape.header[LABEL],
                "{}",
                shape.name
            );
            assert_eq!(layout["codes"]["prk"], shape.header[5], "{}", shape.name);
            let (ignored, dropped): (&[&str], &[Value]) = if shape.extra {
                let text = serde_json::json!({"column": "Vrije_tekst", "holds": "free_text", "seen_by": "header"});
                (&["Id"], &[text])
            } else {
                (&[], &[])
            };
            let expected = serde_json::json!([ignored, dropped, []]);
            let found =
                serde_json::json!([layout["ignored"], layout["dropped"], layout["suspect"]]);
            assert_eq!(found, expected, "{}", shape.name);
        }
    }
}

/// Half past midnight in Amsterdam, in UTC: on the day before, in summer an hour earlier.
fn in_the_evening_before(iso: &str) -> String {
    let day: jiff::civil::Date = iso.parse().unwrap();
    let before = day.yesterday().unwrap();
    // No row is of the days around a change of the clock.
    let summer = (4..=9).contains(&day.month());
    assert!(![3, 10].contains(&day.month()) || day.day() < 24, "{iso}");
    format!("{before}T{}:30:00Z", if summer { 22 } else { 23 })
}

fn first_difference(found: &str, expected: &str) -> String {
    let pairs = found.lines().zip(expected.lines());
    pairs
        .filter(|(found, expected)| found != expected)
        .map(|(found, expected)| format!("{found}\nand not\n{expected}"))
        .next()
        .unwrap_or_else(|| "one is longer".to_owned())
}

/// The comparison would see a change: another amount, another date, another label.
#[test]
fn a_changed_cell_changes_the_report() {
    let dataset = Dataset::embedded().unwrap();
    let (expected, _) = BASE.report(1);
    let text = String::from_utf8(BASE.write()).unwrap();
    for (from, to) in [
        (";12,5;", ";25;"),
        ("31-12-2025", "30-12-2025"),
        ("100/6UG", "200/6UG"),
    ] {
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text);
        let export = Export::new("export.csv", changed.as_bytes()).unwrap();
        let outcome = Engine::new(&dataset).analysis().run(export, None).unwrap();
        let report = Report::new(&outcome, Language::Dutch);
        let json = serde_json::to_string_pretty(&report).unwrap();
        let start = json.find("  \"layout\": {").unwrap();
        let end = start + json[start..].find("\n  },\n").unwrap() + "\n  },\n".len();
        assert_ne!(
            format!("{}{}", &json[..start], &json[end..]),
            expected,
            "{to}"
        );
    }
}
