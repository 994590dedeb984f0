//! Data files in TOML: values with their place, and what is wrong with them.

use super::schema::File;
use super::table::{Findings, not_a_day, not_one_of};
use crate::bounds::{long_line, long_line_message};
use crate::day::Day;
use crate::diagnostic::{Code, Place};
use crate::outward::joined;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

type Value<'a, 'i> = (&'a Spanned<DeValue<'i>>, Place);

/// Reads one file.
pub(super) struct Reader<'a, 'f> {
    file: &'a str,
    text: &'a str,
    /// What the schema says of such files.
    kind: &'a File,
    /// The positions of the line ends.
    ends: Vec<usize>,
    pub(super) findings: &'f mut Findings,
}

impl<'a, 'f> Reader<'a, 'f> {
    /// Reads a text under the name that findings give it.
    pub(super) fn new(
        file: &'a str,
        text: &'a str,
        kind: &'a File,
        findings: &'f mut Findings,
    ) -> Self {
        Self {
            file,
            text,
            kind,
            ends: memchr::memchr_iter(b'\n', text.as_bytes()).collect(),
            findings,
        }
    }

    /// The file as a table; `None`, and a finding, where it is none.
    pub(super) fn parse(&mut self, example: &str) -> Option<Spanned<DeTable<'a>>> {
        if let Some(line) = long_line(self.text) {
            let place = Place {
                line: Some(line),
                ..Place::file(self.file)
            };
            self.findings
                .push(Code::TooLarge, place, long_line_message());
            return None;
        }
        match DeTable::parse(self.text) {
            Ok(table) => Some(table),
            Err(error) => {
                let place = self.place(error.span(), None);
                let message = (
                    format!("dit is geen TOML; verwacht is een regel zoals {example}"),
                    format!("this is not TOML; expected is a line such as {example}"),
                );
                self.findings.push(Code::UnreadableFile, place, message);
                None
            }
        }
    }

    pub(super) fn place(&self, span: Option<Range<usize>>, key: Option<&str>) -> Place {
        let start = span.map(|span| span.start);
        let above = start.map(|start| self.ends.partition_point(|end| *end < start));
        let line = above.map(|above| above.saturating_add(1));
        Place {
            file: self.file.to_owned(),
            line: line.and_then(|line| u64::try_from(line).ok()),
            column: key.map(str::to_owned),
        }
    }

    /// The value of a key with its place.
    pub(super) fn value<'t, 'i>(
        &self,
        table: &'t DeTable<'i>,
        prefix: &str,
        key: &str,
    ) -> Option<Value<'t, 'i>> {
        let value = table.get(key)?;
        let name = format!("{prefix}{key}");
        Some((value, self.place(Some(value.span()), Some(&name))))
    }

    /// Reports the keys of a table, of which the path ends in a point, that the schema does not
    /// know.
    pub(super) fn known(&mut self, table: &DeTable<'_>, prefix: &str) {
        self.known_of(table, prefix, &self.kind.keys(prefix), &[]);
    }

    /// Reports the keys that are none of these, but for some of which more was said.
    pub(super) fn known_of(
        &mut self,
        table: &DeTable<'_>,
        prefix: &str,
        keys: &[&str],
        said: &[&str],
    ) {
        for name in table.keys() {
            let key: &str = name.get_ref();
            if !keys.contains(&key) && !said.contains(&key) {
                let full = format!("{prefix}{key}");
                let place = self.place(Some(name.span()), Some(&full));
                let message = not_one_of(key, &keys.join(", "));
                self.findings.push(Code::UnknownWord, place, message);
            }
        }
    }

    /// Reports decimals without quotes, at any depth.
    pub(super) fn no_floats(&mut self, name: &str, value: &Spanned<DeValue<'_>>) {
        match value.get_ref() {
            DeValue::Float(number) => {
                let place = self.place(Some(value.span()), Some(name));
                let number = number.as_str();
                let message = (
                    format!("{number} staat niet tussen aanhalingstekens; schrijf \"{number}\""),
                    format!("{number} stands without quotes; write \"{number}\""),
                );
                self.findings.push(Code::BareFloat, place, message);
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
            DeValue::String(_)
            | DeValue::Integer(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_) => {}
        }
    }

    pub(super) fn expected(&mut self, place: Place, example: &str) {
        let message = (
            format!("verwacht is een waarde zoals {example}"),
            format!("expected is a value such as {example}"),
        );
        self.findings.push(Code::UnreadableFile, place, message);
    }

    pub(super) fn string(&mut self, table: &DeTable<'_>, key: &str) -> Option<String> {
        let (value, place) = self.value(table, "", key)?;
        match value.get_ref() {
            DeValue::String(text) => return Some(joined(text)),
            // Already reported.
            DeValue::Float(_) => {}
            DeValue::Integer(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Array(_)
            | DeValue::Table(_) => self.expected(place, "\"2026.11\""),
        }
        None
    }

    pub(super) fn whole(&mut self, table: &DeTable<'_>, key: &str) -> Option<u32> {
        let (value, place) = self.value(table, "", key)?;
        let number = match value.get_ref() {
            DeValue::Integer(number) => number.as_str().parse().ok(),
            DeValue::Float(_) => return None,
            DeValue::String(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Array(_)
            | DeValue::Table(_) => None,
        };
        if number.is_none() {
            self.expected(place, "1");
        }
        number
    }

    pub(super) fn day(&mut self, value: &Spanned<DeValue<'_>>, place: &Place) -> Option<Day> {
        let text = match value.get_ref() {
            DeValue::String(text) => text.to_string(),
            DeValue::Datetime(date) => date.to_string(),
            DeValue::Float(_) => return None,
            DeValue::Integer(_) | DeValue::Boolean(_) | DeValue::Array(_) | DeValue::Table(_) => {
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

    /// A list of texts; `None` where the key is not there or holds anything else, which is
    /// reported.
    pub(super) fn strings(
        &mut self,
        table: &DeTable<'_>,
        prefix: &str,
        key: &str,
    ) -> Option<Vec<String>> {
        let (value, place) = self.value(table, prefix, key)?;
        let texts = value.get_ref().as_array().and_then(|array| {
            let texts = array.iter().map(|one| one.get_ref().as_str());
            texts.map(|text| text.map(joined)).collect()
        });
        if texts.is_none() {
            self.expected(place, "[\"NL\"]");
        }
        texts
    }
}
