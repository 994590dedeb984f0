//! Files in TOML that only state words: every key is one that the schema knows, with a value of its
//! kind.

use super::schema::{Column, File, Holds, Need};
use super::table::{Findings, not_one_of};
use super::toml_file::Reader;
use crate::diagnostic::Code;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Reports keys that mean nothing, values of another kind, and what is lacking.
pub(super) fn check(file: &File, shown: &str, text: &str, findings: &mut Findings) {
    let mut reader = Reader::new(shown, text, file, findings);
    let Some(table) = reader.parse("name = \"...\"") else {
        return;
    };
    let mut keys = Keys { file, reader };
    keys.table("", table.get_ref());
    for column in file.columns.iter().filter(|one| one.need == Need::Filled) {
        if !is_there(table.get_ref(), &column.name) {
            let place = keys.reader.place(Some(0..0), Some(&column.name));
            let message = (
                format!("'{}' moet gevuld zijn", column.name),
                format!("'{}' must be filled", column.name),
            );
            keys.reader.findings.push(Code::EmptyCell, place, message);
        }
    }
}

fn is_there(table: &DeTable<'_>, path: &str) -> bool {
    match path.split_once('.') {
        None => table.contains_key(path),
        Some((first, rest)) => table
            .get(first)
            .and_then(|value| value.get_ref().as_table())
            .is_some_and(|inner| is_there(inner, rest)),
    }
}

struct Keys<'s, 'a, 'f> {
    file: &'s File,
    reader: Reader<'a, 'f>,
}

impl Keys<'_, '_, '_> {
    /// The keys of one table, of which the path ends in a point.
    fn table(&mut self, prefix: &str, table: &DeTable<'_>) {
        for (name, value) in table {
            let path = format!("{prefix}{}", name.get_ref());
            // A point within a name would be another path.
            let name_alone: &str = name.get_ref();
            let known = self
                .file
                .key_at(&path)
                .filter(|_| !name_alone.contains('.'));
            if let Some(column) = known {
                self.value(column, &path, value);
            } else if let Some(inner) = value.get_ref().as_table()
                && !self.file.keys(&format!("{path}.")).is_empty()
            {
                self.table(&format!("{path}."), inner);
            } else {
                let known = self.file.keys(prefix).join(", ");
                let place = self.reader.place(Some(name.span()), Some(&path));
                let name: &str = name.get_ref();
                let message = not_one_of(name, &known);
                self.reader.findings.push(Code::UnknownWord, place, message);
            }
        }
    }

    fn value(&mut self, column: &Column, path: &str, value: &Spanned<DeValue<'_>>) {
        let place = self.reader.place(Some(value.span()), Some(path));
        let inner = value.get_ref();
        let example = match column.holds.first() {
            Some(Holds::Words(words)) => {
                let word = inner.as_str();
                if word.is_some_and(|word| !words.iter().any(|known| known == word)) {
                    let message = not_one_of(word.unwrap_or_default(), &words.join(", "));
                    self.reader.findings.push(Code::UnknownWord, place, message);
                    return;
                }
                word.is_none().then_some("\"...\"")
            }
            Some(Holds::Kind("yes_no")) => inner.as_bool().is_none().then_some("true"),
            Some(Holds::Kind("whole" | "count")) => whole(inner).is_none().then_some("1"),
            Some(Holds::Kind("span")) => {
                let ends = inner.as_array().map(|all| {
                    let ends = all.iter().map(|one| whole(one.get_ref()));
                    ends.collect::<Option<Vec<u32>>>()
                });
                let fits = matches!(ends.flatten().as_deref(), Some([first, last]) if 1 <= *first && first <= last);
                (!fits).then_some("[1, 8]")
            }
            Some(Holds::Kind("table")) => inner.as_table().is_none().then_some("{ ... }"),
            Some(Holds::Kind("list")) => {
                let is_text = |one: &Spanned<DeValue<'_>>| one.get_ref().as_str().is_some();
                let fits = inner.as_array().is_some_and(|all| all.iter().all(is_text));
                (!fits).then_some("[\"...\"]")
            }
            Some(_) | None => {
                let text = inner.as_str().filter(|text| !text.trim().is_empty());
                text.is_none().then_some("\"...\"")
            }
        };
        if let Some(example) = example {
            self.reader.expected(place, example);
        }
    }
}

/// A number of 0 or more that is no larger than any of these files needs.
fn whole(value: &DeValue<'_>) -> Option<u32> {
    value.as_integer()?.as_str().parse().ok()
}
