//! `dataset.toml`: version, dates and scope of a set of data files.

use super::table::{Findings, not_a_day};
use crate::code::Atc;
use crate::day::Day;
use crate::diagnostic::{Code, Message, Place};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What `dataset.toml` says; what it does not say is `None`.
#[derive(Debug, Default)]
pub(super) struct Header {
    pub(super) version: Option<String>,
    pub(super) schema: Option<u32>,
    pub(super) date: Option<Day>,
    pub(super) next_review: Option<(Day, Place)>,
    pub(super) inhaled: Option<Vec<Atc>>,
    pub(super) vaccines: Option<Vec<Atc>>,
}

const KEYS: &[&str] = &[
    "version",
    "schema",
    "date",
    "reviewed",
    "next_review",
    "scope",
];
const SCOPE_KEYS: &[&str] = &["inhaled", "vaccines"];

type Value<'a, 'i> = (&'a Spanned<DeValue<'i>>, Place);

/// Reads the file; what does not fit is reported and left out.
pub(super) fn read(file: &str, text: &str, findings: &mut Findings) -> Header {
    let mut reader = Reader {
        file,
        text,
        findings,
    };
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => {
            let place = reader.place(error.span(), None);
            let message = (
                "dit is geen TOML; verwacht is een regel zoals version = \"2026.11\"",
                "this is not TOML; expected is a line such as version = \"2026.11\"",
            );
            reader.findings.push(Code::UnreadableFile, place, message);
            return Header::default();
        }
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
        schema: reader.whole(table, "schema"),
        date,
        next_review,
        ..Header::default()
    };
    if let Some((value, place)) = reader.value(table, "", "scope") {
        match value.get_ref().as_table() {
            Some(scope) => {
                reader.known(scope, "scope.", SCOPE_KEYS);
                header.inhaled = Some(reader.groups(scope, "inhaled"));
                header.vaccines = Some(reader.groups(scope, "vaccines"));
            }
            None => reader.expected(place, "[scope]"),
        }
    }
    header
}

struct Reader<'a, 'f> {
    file: &'a str,
    text: &'a str,
    findings: &'f mut Findings,
}

impl Reader<'_, '_> {
    fn place(&self, span: Option<Range<usize>>, key: Option<&str>) -> Place {
        let before = span.and_then(|span| self.text.get(..span.start));
        let line = before.map(|before| before.matches('\n').count().saturating_add(1));
        Place {
            file: self.file.to_owned(),
            line: line.and_then(|line| u64::try_from(line).ok()),
            column: key.map(str::to_owned),
        }
    }

    /// The value of a key with its place.
    fn value<'t, 'i>(
        &self,
        table: &'t DeTable<'i>,
        prefix: &str,
        key: &str,
    ) -> Option<Value<'t, 'i>> {
        let value = table.get(key)?;
        let name = format!("{prefix}{key}");
        Some((value, self.place(Some(value.span()), Some(&name))))
    }

    /// Reports the keys that mean nothing.
    fn known(&mut self, table: &DeTable<'_>, prefix: &str, keys: &[&str]) {
        for name in table.keys() {
            let key: &str = name.get_ref();
            if !keys.contains(&key) {
                let full = format!("{prefix}{key}");
                let place = self.place(Some(name.span()), Some(&full));
                let expected = keys.join(", ");
                let message = Message::from((
                    format!("'{key}' is niet een van: {expected}"),
                    format!("'{key}' is not one of: {expected}"),
                ));
                self.findings.push(Code::UnknownWord, place, message);
            }
        }
    }

    /// Reports decimals without quotes, at any depth.
    fn no_floats(&mut self, name: &str, value: &Spanned<DeValue<'_>>) {
        match value.get_ref() {
            DeValue::Float(number) => {
                let place = self.place(Some(value.span()), Some(name));
                let number = number.as_str();
                self.findings.push(
                    Code::BareFloat,
                    place,
                    (
                        format!(
                            "{number} staat niet tussen aanhalingstekens; schrijf \"{number}\""
                        ),
                        format!("{number} stands without quotes; write \"{number}\""),
                    ),
                );
            }
            DeValue::Array(array) => {
                for one in array.iter() {
                    self.no_floats(name, one);
                }
            }
            DeValue::Table(table) => {
                for (key, one) in table {
                    self.no_floats(&format!("{name}.{}", key.get_ref()), one);
                }
            }
            _ => {}
        }
    }

    fn expected(&mut self, place: Place, example: &str) {
        let message = (
            format!("verwacht is een waarde zoals {example}"),
            format!("expected is a value such as {example}"),
        );
        self.findings.push(Code::UnreadableFile, place, message);
    }

    fn string(&mut self, table: &DeTable<'_>, key: &str) -> Option<String> {
        let (value, place) = self.value(table, "", key)?;
        match value.get_ref() {
            DeValue::String(text) => return Some(text.to_string()),
            // Already reported.
            DeValue::Float(_) => {}
            _ => self.expected(place, "\"2026.11\""),
        }
        None
    }

    fn whole(&mut self, table: &DeTable<'_>, key: &str) -> Option<u32> {
        let (value, place) = self.value(table, "", key)?;
        let number = match value.get_ref() {
            DeValue::Integer(number) => number.as_str().parse().ok(),
            DeValue::Float(_) => return None,
            _ => None,
        };
        if number.is_none() {
            self.expected(place, "1");
        }
        number
    }

    fn day(&mut self, value: &Spanned<DeValue<'_>>, place: &Place) -> Option<Day> {
        let text = match value.get_ref() {
            DeValue::String(text) => text.to_string(),
            DeValue::Datetime(date) => date.to_string(),
            DeValue::Float(_) => return None,
            _ => {
                self.expected(place.clone(), "\"2026-07-01\"");
                return None;
            }
        };
        let day = Day::parse(&text);
        if day.is_none() {
            self.findings
                .push(Code::BadDate, place.clone(), not_a_day(&text));
        }
        day
    }

    fn groups(&mut self, scope: &DeTable<'_>, key: &str) -> Vec<Atc> {
        let Some((value, place)) = self.value(scope, "scope.", key) else {
            return Vec::new();
        };
        let Some(array) = value.get_ref().as_array() else {
            self.expected(place, "[\"R03A\", \"R03B\"]");
            return Vec::new();
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
        groups
    }
}
