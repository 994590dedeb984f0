//! `dataset.toml`: version, dates and scope of a set of data files.

use super::schema::File;
use super::table::Findings;
use super::toml_file::Reader;
use crate::code::Atc;
use crate::day::Day;
use crate::diagnostic::{Code, Place};
use toml::de::DeTable;

/// What `dataset.toml` says; what it does not say is `None`.
#[derive(Debug, Default)]
pub(super) struct Header {
    pub(super) version: Option<String>,
    pub(super) schema: Option<u32>,
    pub(super) date: Option<Day>,
    pub(super) next_review: Option<(Day, Place)>,
    pub(super) inhaled: Option<Vec<Atc>>,
    pub(super) vaccines: Option<Vec<Atc>>,
    pub(super) home: Option<Vec<String>>,
}

/// The layout of data files that this crate reads.
const SCHEMA: u32 = 1;

/// What stood here before and has a file of its own now.
const MOVED: &[(&str, &str)] = &[("facts", "facts.csv"), ("indications", "indications.csv")];

/// Reads the file; what does not fit is reported and left out.
pub(super) fn read(file: &str, text: &str, kind: &File, findings: &mut Findings) -> Header {
    let mut reader = Reader::new(file, text, kind, findings);
    let Some(table) = reader.parse("version = \"2026.11\"") else {
        return Header::default();
    };
    let table = table.get_ref();
    for (key, file) in MOVED {
        if let Some((_, place)) = reader.value(table, "", key) {
            let message = (
                format!("'{key}' wordt hier niet gelezen: dit staat nu in {file}"),
                format!("'{key}' is not read here: this stands in {file} now"),
            );
            reader.findings.push(Code::UnknownWord, place, message);
        }
    }
    let moved: Vec<&str> = MOVED.iter().map(|(key, _)| *key).collect();
    reader.known_of(table, "", &kind.keys(""), &moved);
    for (name, value) in table {
        reader.no_floats(name.get_ref(), value);
    }
    let day = |reader: &mut Reader<'_, '_>, key: &str| {
        let (value, place) = reader.value(table, "", key)?;
        Some((reader.day(value, &place)?, place))
    };
    let date = day(&mut reader, "date").map(|(day, _)| day);
    day(&mut reader, "reviewed");
    let next_review = day(&mut reader, "next_review");
    let mut header = Header {
        version: reader.string(table, "version"),
        schema: reader.schema(table),
        date,
        next_review,
        ..Header::default()
    };
    if let Some((value, place)) = reader.value(table, "", "scope") {
        match value.get_ref().as_table() {
            Some(scope) => {
                reader.known(scope, "scope.");
                header.inhaled = reader.groups(scope, "scope.", "inhaled");
                header.vaccines = reader.groups(scope, "scope.", "vaccines");
                header.home = reader.strings(scope, "scope.", "home");
            }
            None => reader.expected(place, "[scope]"),
        }
    }
    header
}

impl Reader<'_, '_> {
    fn schema(&mut self, table: &DeTable<'_>) -> Option<u32> {
        let schema = self.whole(table, "schema")?;
        if schema != SCHEMA {
            let (_, place) = self.value(table, "", "schema")?;
            let message = (
                format!(
                    "indeling {schema} wordt niet gelezen; deze versie leest indeling {SCHEMA}"
                ),
                format!("layout {schema} is not read; this version reads layout {SCHEMA}"),
            );
            self.findings.push(Code::BadNumber, place, message);
        }
        Some(schema)
    }

    /// A list of ATC groups; `None` where the key is not there or holds no list.
    fn groups(&mut self, table: &DeTable<'_>, at: &str, key: &str) -> Option<Vec<Atc>> {
        let (value, place) = self.value(table, at, key)?;
        let Some(array) = value.get_ref().as_array() else {
            self.expected(place, "[\"R03A\", \"R03B\"]");
            return None;
        };
        let mut groups = Vec::new();
        for one in array.iter() {
            let text = one.get_ref().as_str().unwrap_or_default();
            match Atc::parse(text) {
                Some(atc) => groups.push(atc),
                None => {
                    let place = self.place(Some(one.span()), place.column.as_deref());
                    let message = (
                        format!("'{text}' is geen ATC-groep zoals R03A"),
                        format!("'{text}' is not an ATC group such as R03A"),
                    );
                    self.findings.push(Code::UnknownCode, place, message);
                }
            }
        }
        Some(groups)
    }
}
