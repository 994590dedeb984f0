//! One guideline file: its values, each with its place, and what they may name.

use crate::dataset::fact::{Facts, Indications};
use crate::dataset::names::NameIndex;
use crate::dataset::schema::Thing;
use crate::dataset::source::no_page;
use crate::dataset::toml_file::Reader;
use crate::diagnostic::{Code, Message, Place};
use crate::outward::joined;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What the rules of all layers may name.
#[derive(Clone, Copy)]
pub(in crate::dataset) struct Known<'k> {
    pub(in crate::dataset) facts: &'k Facts,
    pub(in crate::dataset) indications: &'k Indications,
    /// The names that stand in files, also in rows that could not be read; all of them were
    /// checked before where there are none.
    pub(in crate::dataset) names: Option<&'k NameIndex>,
}

impl Known<'_> {
    pub(super) fn may_hold(&self, thing: Thing, name: &str) -> bool {
        self.names.is_none_or(|names| names.may_hold(thing, name))
    }
}

pub(super) struct File<'a, 'f, 'k> {
    pub(super) reader: Reader<'a, 'f>,
    pub(super) known: &'k Known<'k>,
}

/// Single values.
impl File<'_, '_, '_> {
    /// A text; empty where the key is not there.
    pub(super) fn text(&mut self, table: &DeTable<'_>, at: &str, key: &str) -> String {
        let Some((value, place)) = self.reader.value(table, at, key) else {
            return String::new();
        };
        let text = value.get_ref().as_str().map(joined);
        if text.is_none() {
            self.reader.expected(place, "\"...\"");
        }
        text.unwrap_or_default()
    }

    /// The address of a page, which may be missing.
    pub(super) fn address(&mut self, table: &DeTable<'_>, at: &str, key: &str) -> String {
        let text = self.text(table, at, key);
        if let Some(message) = no_page(&text) {
            let span = table.get(key).map(|value| value.span());
            let place = self.reader.place(span, Some(&format!("{at}{key}")));
            self.reader.findings.push(Code::UnknownWord, place, message);
        }
        text
    }

    /// A text that must be there.
    pub(super) fn needed(&mut self, table: &DeTable<'_>, at: &str, key: &str) -> Option<String> {
        let text = self.text(table, at, key);
        // What a template leaves to be filled in is not.
        if text.trim().is_empty() || text == "..." {
            let own = table.get(key).map(|value| value.span());
            let span = own.or_else(|| table.iter().next().map(|(name, _)| name.span()));
            let place = self.reader.place(span, Some(&format!("{at}{key}")));
            let message = (
                format!("'{key}' moet gevuld zijn"),
                format!("'{key}' must be filled"),
            );
            self.reader.findings.push(Code::EmptyCell, place, message);
            return None;
        }
        Some(text)
    }

    /// The texts of `key_nl` and `key_en`.
    pub(super) fn both(&mut self, table: &DeTable<'_>, at: &str, key: &str) -> Message {
        Message::from((
            self.text(table, at, &format!("{key}_nl")),
            self.text(table, at, &format!("{key}_en")),
        ))
    }

    pub(super) fn word<T: Copy>(
        &mut self,
        table: &DeTable<'_>,
        at: &str,
        key: &str,
        words: &[(&str, T)],
    ) -> Option<T> {
        let text = self.needed(table, at, key)?;
        let found = words.iter().find(|(word, _)| *word == text);
        if found.is_none() {
            let (_, place) = self.reader.value(table, at, key)?;
            let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            self.not_one_of(place, &text, &known.join(", "));
        }
        found.map(|(_, value)| *value)
    }

    /// One of some words, where the key is there.
    pub(super) fn one_of<T: Copy>(
        &mut self,
        table: &DeTable<'_>,
        at: &str,
        key: &str,
        words: &[(&str, T)],
    ) -> Option<T> {
        table.get(key)?;
        self.word(table, at, key, words)
    }

    pub(super) fn not_one_of(&mut self, place: Place, found: &str, known: &str) {
        let message = (
            format!("'{found}' is niet een van: {known}"),
            format!("'{found}' is not one of: {known}"),
        );
        self.reader.findings.push(Code::UnknownWord, place, message);
    }

    /// A list of words, each read by a function; what it does not read is reported.
    pub(super) fn list<T>(
        &mut self,
        table: &DeTable<'_>,
        at: &str,
        key: &str,
        example: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Vec<T> {
        let mut all = Vec::new();
        for (text, place) in self.words(table, at, key, example) {
            match read(&text) {
                Some(value) => all.push(value),
                None => {
                    let message = (
                        format!("'{text}' past hier niet; verwacht is iets zoals {example}"),
                        format!("'{text}' does not fit here; expected is such as {example}"),
                    );
                    let code = match key {
                        "atc" | "icpc" | "beside" => Code::UnknownCode,
                        _ => Code::UnknownWord,
                    };
                    self.reader.findings.push(code, place, message);
                }
            }
        }
        all
    }

    /// The words of a list, each with its place; what is no text is an empty one.
    pub(super) fn words(
        &mut self,
        table: &DeTable<'_>,
        at: &str,
        key: &str,
        example: &str,
    ) -> Vec<(String, Place)> {
        let Some((value, place)) = self.reader.value(table, at, key) else {
            return Vec::new();
        };
        let Some(array) = value.get_ref().as_array() else {
            self.reader.expected(place, &format!("[\"{example}\"]"));
            return Vec::new();
        };
        let words = array.iter().map(|one| {
            let text = one.get_ref().as_str().unwrap_or_default();
            let place = self.reader.place(Some(one.span()), place.column.as_deref());
            (text.to_owned(), place)
        });
        words.collect()
    }

    pub(super) fn count(&mut self, table: &DeTable<'_>, at: &str, key: &str) -> Option<u32> {
        let (value, place) = self.reader.value(table, at, key)?;
        let number = value.get_ref().as_integer();
        let number = number.and_then(|number| number.as_str().parse().ok());
        if number.is_none() {
            let message = (
                "verwacht is een geheel getal van 0 of meer, zoals 15",
                "expected is a whole number of 0 or more, such as 15",
            );
            self.reader.findings.push(Code::BadNumber, place, message);
        }
        number
    }

    pub(super) fn truth(&mut self, table: &DeTable<'_>, at: &str, key: &str) -> Option<bool> {
        let (value, place) = self.reader.value(table, at, key)?;
        let truth = value.get_ref().as_bool();
        if truth.is_none() {
            self.reader.expected(place, "true");
        }
        truth
    }

    pub(super) fn table<'t, 'i>(
        &mut self,
        table: &'t DeTable<'i>,
        at: &str,
        key: &str,
    ) -> Option<&'t DeTable<'i>> {
        let found = self.reader.value(table, at, key);
        let inner = found
            .as_ref()
            .and_then(|(value, _)| value.get_ref().as_table());
        if inner.is_none() {
            let place = found.map_or_else(
                || self.reader.place(Some(0..0), Some(key)),
                |(_, place)| place,
            );
            self.reader.expected(place, &format!("[{key}]"));
        }
        inner
    }

    pub(super) fn part<T>(
        &mut self,
        table: &DeTable<'_>,
        key: &str,
        read: impl FnOnce(&mut Self, &DeTable<'_>) -> T,
    ) -> Option<T> {
        table.get(key)?;
        let part = self.table(table, "rule.", key)?;
        Some(read(self, part))
    }

    /// The tables of an array of tables, each with its place.
    pub(super) fn tables<'t, 'i>(
        &mut self,
        table: &'t DeTable<'i>,
        key: &str,
    ) -> Vec<(&'t DeTable<'i>, Place)> {
        let Some(value) = table.get(key) else {
            return Vec::new();
        };
        let mut tables = Vec::new();
        let none: &[Spanned<DeValue<'i>>] = &[];
        let array = value.get_ref().as_array().map_or(none, |array| array);
        for one in array {
            let place = self.reader.place(Some(one.span()), Some(key));
            match one.get_ref().as_table() {
                Some(inner) => tables.push((inner, place)),
                None => self.reader.expected(place, &format!("[[{key}]]")),
            }
        }
        if array.is_empty() {
            let place = self.reader.place(Some(value.span()), Some(key));
            self.reader.expected(place, &format!("[[{key}]]"));
        }
        tables
    }
}
