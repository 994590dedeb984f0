//! `dataset.toml`: version, dates and scope of a set of data files.

use super::guideline::{Fact, Indication, ToldByCode};
use super::table::Findings;
use super::toml_file::Reader;
use crate::code::{Atc, Icpc};
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
    pub(super) indications: Option<Vec<(String, Indication)>>,
    pub(super) told: Option<Vec<ToldByCode>>,
}

/// The layout of data files that this crate reads.
const SCHEMA: u32 = 1;

const KEYS: &[&str] = &[
    "version",
    "schema",
    "date",
    "reviewed",
    "next_review",
    "scope",
    "indications",
    "facts",
];
const FACT_KEYS: &[&str] = &["yes", "open"];
const SCOPE_KEYS: &[&str] = &["inhaled", "vaccines", "home"];

/// Reads the file; what does not fit is reported and left out.
pub(super) fn read(file: &str, text: &str, findings: &mut Findings) -> Header {
    let mut reader = Reader::new(file, text, findings);
    let Some(table) = reader.parse("version = \"2026.11\"") else {
        return Header::default();
    };
    let table = table.get_ref();
    reader.known(table, "", KEYS);
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
                reader.known(scope, "scope.", SCOPE_KEYS);
                header.inhaled = reader.groups(scope, "scope.", "inhaled");
                header.vaccines = reader.groups(scope, "scope.", "vaccines");
                header.home = reader.strings(scope, "scope.", "home");
            }
            None => reader.expected(place, "[scope]"),
        }
    }
    if let Some((value, place)) = reader.value(table, "", "indications") {
        match value.get_ref().as_table() {
            Some(named) => header.indications = Some(indications(&mut reader, named)),
            None => reader.expected(place, "[indications]"),
        }
    }
    if let Some((value, place)) = reader.value(table, "", "facts") {
        match value.get_ref().as_table() {
            Some(named) => header.told = Some(told(&mut reader, named)),
            None => reader.expected(place, "[facts.contraceptive]"),
        }
    }
    header
}

/// What an ATC code tells of each fact.
fn told(reader: &mut Reader<'_, '_>, named: &DeTable<'_>) -> Vec<ToldByCode> {
    let mut all = Vec::new();
    for (name, value) in named {
        let word: &str = name.get_ref();
        let at = format!("facts.{word}");
        let place = reader.place(Some(value.span()), Some(&at));
        let Ok(fact) = word.parse::<Fact>() else {
            let message = (
                format!("'{word}' is geen feit waar een regel naar vraagt"),
                format!("'{word}' is not a fact that a rule asks for"),
            );
            reader.findings.push(Code::UnknownWord, place, message);
            continue;
        };
        let Some(groups) = value.get_ref().as_table() else {
            reader.expected(place, "[facts.contraceptive]");
            continue;
        };
        let at = format!("{at}.");
        reader.known(groups, &at, FACT_KEYS);
        all.push(ToldByCode {
            fact,
            yes: reader.groups(groups, &at, "yes").unwrap_or_default(),
            open: reader.groups(groups, &at, "open").unwrap_or_default(),
        });
    }
    all
}

/// The ICPC codes, or chapters, of each indication.
fn indications(reader: &mut Reader<'_, '_>, named: &DeTable<'_>) -> Vec<(String, Indication)> {
    let mut all = Vec::new();
    for (name, value) in named {
        let word: &str = name.get_ref();
        let place = reader.place(Some(value.span()), Some(&format!("indications.{word}")));
        let Some(indication) = Indication::parse(word) else {
            let message = (
                format!("'{word}' is geen indicatie die een regel kent"),
                format!("'{word}' is not an indication that a rule knows"),
            );
            reader.findings.push(Code::UnknownWord, place, message);
            continue;
        };
        for text in reader
            .strings(named, "indications.", word)
            .unwrap_or_default()
        {
            if Icpc::is_group(&text) {
                all.push((text, indication));
            } else {
                let message = (
                    format!("'{text}' is geen ICPC-code of hoofdstuk zoals R96 of L"),
                    format!("'{text}' is not an ICPC code or chapter such as R96 or L"),
                );
                reader
                    .findings
                    .push(Code::UnknownCode, place.clone(), message);
            }
        }
    }
    all
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
