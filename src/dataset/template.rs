//! What an author starts a file with, and what its columns hold.

use super::layer::Layer;
use super::schema::{Column, File, Holds, Need, Schema};
use crate::language::Language;
use std::fmt::Write;

impl Layer {
    /// Writes the start of a data file, such as `factors.csv` or `guidelines/own.toml`: the header
    /// of a table, or the keys of a file in TOML with what they hold, those that may be left out
    /// behind a `#`. `None` where the name is no data file.
    ///
    /// ```
    /// use groenrecept::{Language, dataset::Layer};
    /// let start = Layer::template("codes.csv", Language::English);
    /// assert_eq!(start.as_deref(), Some("system,code,product_id,note\n"));
    /// let profile = Layer::template("profiles/own.toml", Language::English).unwrap();
    /// assert!(profile.contains("\n# the separator: `;`, `,`, `tab`, `|`, `#`, `^`\n# separator = \"...\"\n"));
    /// ```
    #[must_use]
    pub fn template(file: &str, language: Language) -> Option<String> {
        let schema = Schema::read();
        let file = schema.find(file)?;
        Some(if file.is_table() {
            let names: Vec<&str> = file.columns.iter().map(|one| one.name.as_str()).collect();
            names.join(",") + "\n"
        } else {
            keys(file, language)
        })
    }

    /// Says what a data file is for and what each of its columns or keys holds, one a line. `None`
    /// where the name is no data file.
    ///
    /// ```
    /// use groenrecept::{Language, dataset::Layer};
    /// let columns = Layer::columns("codes.csv", Language::English).unwrap();
    /// assert!(columns.contains("\nproduct_id (must be filled): the product (the product of `products.csv`)\n"));
    /// ```
    #[must_use]
    pub fn columns(file: &str, language: Language) -> Option<String> {
        let schema = Schema::read();
        let file = schema.find(file)?;
        let mut text = format!("{}: {}\n", file.name, file.about.text(language));
        for column in &file.columns {
            let Column { name, about, .. } = column;
            let (need, about) = (column.need.text(language), about.text(language));
            // Writing to a text cannot fail.
            let _ = writeln!(text, "{name} ({need}): {about}{}", holds(column, language));
        }
        Some(text)
    }
}

/// What a column holds, between brackets; empty where its description says it all.
fn holds(column: &Column, language: Language) -> String {
    let said: Vec<String> = column
        .holds
        .iter()
        .filter_map(|one| one.about(language))
        .collect();
    match said.as_slice() {
        [] => String::new(),
        _ => format!(" ({})", said.join("; ")),
    }
}

/// The tables of a file in TOML with their keys; a table of which nothing must be filled stands
/// behind a `#`.
fn keys(file: &File, language: Language) -> String {
    let mut tables: Vec<(&str, Vec<&Column>)> = Vec::new();
    for column in &file.columns {
        let (of, _) = column.name.rsplit_once('.').unwrap_or(("", ""));
        match tables.iter_mut().find(|(table, _)| *table == of) {
            Some((_, columns)) => columns.push(column),
            None => tables.push((of, vec![column])),
        }
    }
    // A table stands before its parts.
    let firsts: Vec<&str> = tables.iter().map(|(table, _)| root(table)).collect();
    tables.sort_by_key(|(table, _)| {
        let first = firsts.iter().position(|one| *one == root(table));
        (first, table.matches('.').count())
    });
    let mut text = format!("# {}\n", file.about.text(language));
    for (table, columns) in tables {
        if !table.is_empty() {
            let needed = columns.iter().any(|one| one.need == Need::Filled);
            let mark = if needed { "" } else { "# " };
            let last = table.rsplit('.').next().unwrap_or_default();
            let many = matches!(last, "rule" | "unless" | "example" | "reviewed_by");
            let (open, close) = if many { ("[[", "]]") } else { ("[", "]") };
            text.push_str(&format!("\n{mark}{open}{table}{close}\n"));
        }
        for column in columns {
            text.push_str(&key(column, language));
        }
    }
    text
}

/// The first two names of a path.
fn root(path: &str) -> &str {
    let second = path.match_indices('.').nth(1);
    second.map_or(path, |(at, _)| path.get(..at).unwrap_or(path))
}

/// One key with an example of its value, below what it holds.
fn key(column: &Column, language: Language) -> String {
    let words = column.holds.iter().find_map(|one| match one {
        Holds::Words(_) => one.about(language),
        Holds::Name(_) | Holds::Names(_) | Holds::Kind(_) => None,
    });
    let words = words.map(|words| format!(": {words}")).unwrap_or_default();
    let name = column.name.rsplit('.').next().unwrap_or_default();
    let name = if name == "*" { "..." } else { name };
    let mark = if column.need == Need::Filled {
        ""
    } else {
        "# "
    };
    let example = match column.holds.first() {
        Some(Holds::Kind("yes_no")) => "true",
        Some(Holds::Kind("whole" | "count")) => "1",
        Some(Holds::Kind("span")) => "[1, 8]",
        Some(Holds::Kind("list") | Holds::Names(_)) => "[\"...\"]",
        Some(Holds::Kind("table")) => "{}",
        Some(Holds::Kind("day")) => "\"2026-07-01\"",
        Some(_) | None => "\"...\"",
    };
    let about = column.about.text(language);
    format!("# {about}{words}\n{mark}{name} = {example}\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::Dataset;
    use crate::dataset::schema::Replace;
    use std::path::Path;

    const START: &str = "<!-- columns: made by `UPDATE_DOCS=1 cargo test --lib template` -->\n";
    const END: &str = "<!-- end of columns -->\n";

    const STAYS: &str = " Words: what is embedded stays with `--only`.";

    /// What a row of a later layer replaces.
    fn replaced(file: &File) -> String {
        let columns = file.replaced_by().join("`, `");
        match &file.replace {
            Replace::Whole => "the whole file".to_owned(),
            Replace::Key | Replace::Columns(_) if columns.is_empty() => {
                "each key that it has".to_owned()
            }
            Replace::Key | Replace::Columns(_) => format!("the rows with the same `{columns}`"),
        }
    }

    /// The tables of all files for `data/README.md`.
    fn tables() -> String {
        let mut text = String::new();
        for file in &Schema::read().0 {
            let kind = if file.is_table() { "column" } else { "key" };
            let _ = write!(
                text,
                "### `{}`\n\n{}. A later layer replaces {}.{}\n\n| {kind} | need | holds |\n|---|---|---|\n",
                file.name,
                file.about.en,
                replaced(file),
                if file.stays { STAYS } else { "" },
            );
            for column in &file.columns {
                let holds = format!("{}{}", column.about.en, holds(column, Language::English));
                let need = column.need.text(Language::English);
                let holds = holds.replace('|', "\\|");
                let _ = writeln!(text, "| `{}` | {need} | {holds} |", column.name);
            }
            text.push('\n');
        }
        text
    }

    #[test]
    fn the_readme_of_the_data_has_every_column() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/README.md");
        let readme = std::fs::read_to_string(&path).unwrap();
        let (before, rest) = readme.split_once(START).unwrap();
        let (found, behind) = rest.split_once(END).unwrap();
        let expected = format!("\n{}", tables());
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(&path, format!("{before}{START}{expected}{END}{behind}")).unwrap();
            return;
        }
        assert_eq!(found, expected);
    }

    /// The words that the schema states are those that the reader of the column takes: it names them
    /// where it finds another.
    #[test]
    fn the_words_of_a_column_are_those_that_its_reader_takes() {
        let schema = Schema::read();
        let facts = schema
            .0
            .iter()
            .filter(|file| file.is_table() && !file.is_of_words());
        let mut silent = Vec::new();
        for file in facts {
            for column in &file.columns {
                let [Holds::Words(words)] = column.holds.as_slice() else {
                    continue;
                };
                let names: Vec<&str> = file.columns.iter().map(|one| one.name.as_str()).collect();
                let cells = names
                    .iter()
                    .map(|name| if *name == column.name { "@" } else { "" });
                let cells: Vec<&str> = cells.collect();
                let text = format!("{}\n{}\n", names.join(","), cells.join(","));
                let layer = Layer::named("own").csv(&file.name, &text);
                let found = crate::dataset::Checked::layer(layer, false).findings;
                let found = found.iter().find(|one| {
                    let column = one.place.column.as_deref() == Some(&column.name);
                    column && one.code == crate::diagnostic::Code::UnknownWord
                });
                match found {
                    Some(found) => {
                        let expected = format!("'@' is not one of: {}", words.join(", "));
                        assert_eq!(found.message.en, expected, "{} {}", file.name, column.name);
                    }
                    None => silent.push(format!("{}:{}", file.name, column.name)),
                }
            }
        }
        // These are read only where the cells that they go with are filled.
        let read_later = [
            "products.csv:propellant_evidence",
            "factors.csv:subject_kind",
            "water.csv:unit",
        ];
        assert_eq!(silent, read_later);
    }

    /// What an author is given loads as it stands, or says only what must be filled.
    #[test]
    fn a_template_is_a_file_of_its_kind() {
        for file in &Schema::read().0 {
            let name = file.name.replace('*', "own");
            for language in [Language::Dutch, Language::English] {
                let text = Layer::template(&name, language).unwrap();
                if file.is_table() {
                    let layer = Layer::named("own").csv(&name, &text);
                    let loaded = Dataset::embedded().unwrap().with_layer(&layer);
                    // Bands replace the whole, and here there are none.
                    assert_eq!(loaded.is_ok(), name != crate::dataset::band::FILE, "{name}");
                } else {
                    assert!(toml::de::DeTable::parse(&text).is_ok(), "{name}:\n{text}");
                }
            }
        }
    }
}
