//! Tables of words: read when they are asked for, those of later layers in place of those below.

use super::fact::{FactKind, Facts};
use super::layer::Layer;
use super::names::NameIndex;
use super::schema::{Column, File, Holds, Need, Order, Replace, Schema};
use super::table::{Findings, Row, Table};
use crate::code::Atc;
use crate::diagnostic::{Code, Message};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// The rows of a table of words that count.
#[derive(Debug)]
pub(crate) struct List {
    tables: Vec<Table>,
    /// By the place of the table and of the row in it.
    kept: Vec<(usize, usize)>,
}

impl List {
    /// Puts the tables of all layers together; the rows of the topmost layer come first, so that a
    /// reader who takes the first finds the author's own.
    pub(super) fn of(schema: &Schema, name: &str, layers: &[Layer]) -> Self {
        let mut list = Self {
            tables: Vec::new(),
            kept: Vec::new(),
        };
        let Some(file) = schema.find(name) else {
            return list;
        };
        let key = Key::of(file, file.replaced_by());
        // What was found was reported when the layers were checked.
        let mut findings = Findings::default();
        let mut said: BTreeSet<Vec<String>> = BTreeSet::new();
        for layer in layers.iter().rev() {
            let Some(text) = layer.files.get(name) else {
                continue;
            };
            let table = Table::read(&layer.shown(name), text, file, &mut findings);
            let mut here = BTreeSet::new();
            for (index, row) in table.rows().enumerate() {
                let cells = key.cells(row).into_iter().map(Cow::into_owned);
                let cells: Vec<String> = cells.collect();
                if !said.contains(&cells) {
                    list.kept.push((list.tables.len(), index));
                }
                here.insert(cells);
            }
            said.extend(here);
            list.tables.push(table);
            if file.replace == Replace::Whole {
                break;
            }
        }
        list
    }

    /// The table of the topmost layer that has one.
    pub(super) fn top(&self) -> Option<&Table> {
        self.tables.first()
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        let rows = self.kept.iter();
        rows.filter_map(|(table, row)| self.tables.get(*table)?.row(*row))
    }
}

/// The words of one file.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(crate) struct WordList {
    /// The file.
    pub(crate) file: String,
    /// What it is for.
    pub(crate) about: Message,
    /// The words by what they mean: the cells of the row besides the word and its note.
    pub(crate) meanings: BTreeMap<String, BTreeSet<String>>,
}

impl WordList {
    /// The words of all files that hold words, those of all layers together.
    pub(super) fn all(schema: &Schema, layers: &[Layer]) -> Vec<Self> {
        let word = |column: &&Column| {
            let mut holds = column.holds.iter();
            holds.any(|one| matches!(one, Holds::Kind("word" | "name" | "term")))
        };
        let lists = schema.0.iter().filter_map(|file| {
            let word = file.columns.iter().find(word)?.name.as_str();
            let meaning = file.columns.iter().map(|column| column.name.as_str());
            let meaning: Vec<&str> = meaning
                .filter(|name| ![word, "note"].contains(name))
                .collect();
            let mut meanings: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
            for row in List::of(schema, &file.name, layers).rows() {
                let cells = meaning.iter().filter_map(|name| row.filled(name));
                let cells: Vec<&str> = cells.collect();
                let words = meanings.entry(cells.join(" ")).or_default();
                words.insert(row.text(word).to_owned());
            }
            Some(Self {
                file: file.name.clone(),
                about: file.about.clone(),
                meanings,
            })
        });
        lists.collect()
    }
}

/// What tells rows apart: of some columns the cells, words without regard to case and blanks, names
/// of columns without regard to anything but letters and digits.
struct Key<'f>(Vec<(&'f str, Spelling)>);

/// How cells of a key are compared.
#[derive(Clone, Copy)]
enum Spelling {
    AsWritten,
    Plain,
    Normal,
}

impl<'f> Key<'f> {
    fn of(file: &'f File, columns: Vec<&'f str>) -> Self {
        let spelt = |name: &'f str| {
            let holds = file.column(name).map(|column| column.holds.as_slice());
            let spelling = match holds {
                Some([Holds::Kind("word")]) => Spelling::Plain,
                Some([Holds::Kind("name")]) => Spelling::Normal,
                _ => Spelling::AsWritten,
            };
            (name, spelling)
        };
        Self(columns.into_iter().map(spelt).collect())
    }

    fn cells<'r>(&self, row: Row<'r>) -> Vec<Cow<'r, str>> {
        let cell = |(name, spelling): &(&str, Spelling)| {
            let text = row.text(name);
            match spelling {
                Spelling::AsWritten => Cow::Borrowed(text),
                Spelling::Plain => Cow::Owned(plain(text)),
                Spelling::Normal => Cow::Owned(normal(text)),
            }
        };
        self.0.iter().map(cell).collect()
    }
}

/// Lower case with single spaces.
pub(crate) fn plain(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// A name without case, blanks, punctuation and accents, so that `Atc_code` and `ATC-code`
/// agree, and `Patiëntnummer` and `Patientnummer`.
pub(crate) fn normal(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'á' | 'à' | 'ä' | 'â' => 'a',
            'é' | 'è' | 'ë' | 'ê' => 'e',
            'í' | 'ì' | 'ï' | 'î' => 'i',
            'ó' | 'ò' | 'ö' | 'ô' => 'o',
            'ú' | 'ù' | 'ü' | 'û' => 'u',
            'ç' => 'c',
            other => other,
        })
        .collect()
}

/// Reports the rows of one file that say the same twice.
pub(super) fn check_unique(file: &File, table: &Table, findings: &mut Findings) {
    let key = Key::of(file, file.key());
    let Some((last, _)) = key.0.last() else {
        return;
    };
    let mut seen: BTreeMap<Vec<Cow<'_, str>>, Row<'_>> = BTreeMap::new();
    for row in table.rows() {
        let cells = key.cells(row);
        if cells.iter().any(|cell| cell.is_empty()) {
            continue;
        }
        if let Some(first) = seen.get(&cells) {
            let first = first.place(last).line.unwrap_or_default();
            let written = key.0.iter().map(|(column, _)| row.text(column));
            let name = written.collect::<Vec<&str>>().join(" ");
            let message = if file.order == Order::Any {
                (
                    format!(
                        "'{name}' staat ook op regel {first} van dit bestand, en kan maar één ding betekenen"
                    ),
                    format!(
                        "'{name}' stands on line {first} of this file, too, and can mean one thing only"
                    ),
                )
            } else {
                (
                    format!("'{name}' staat twee keer in dit bestand"),
                    format!("'{name}' stands twice in this file"),
                )
            };
            findings.push(Code::DuplicateId, row.place(last), message);
        } else {
            seen.insert(cells, row);
        }
    }
}

/// Reports the cells of a table of words that hold what they may not.
pub(super) fn check_cells(file: &File, table: &Table, names: &NameIndex, findings: &mut Findings) {
    for row in table.rows() {
        for column in &file.columns {
            check_cell(column, row, names, findings);
        }
    }
}

/// Reports the rows of words that name a fact or an indication without an answer that fits it.
pub(super) fn check_answers(table: &Table, facts: &Facts, findings: &mut Findings) {
    for row in table.rows() {
        let named = [row.text("fact"), row.text("tells")].join("");
        let fact = named.parse().ok().and_then(|fact| facts.get(fact));
        let answer = row.text("answer");
        let message: Message = match (fact, named.as_str(), answer) {
            (Some(fact), _, _) if fact.kind != FactKind::YesNo => (
                format!("'{named}' is een getal, en een woord antwoordt met ja of nee"),
                format!("'{named}' is a number, and a word answers by yes or no"),
            )
                .into(),
            (Some(_), _, "yes" | "no") => continue,
            (None, "joins" | "nothing" | "negation" | "negation_end" | "", "") => continue,
            (None, named, "yes")
                if !["joins", "nothing", "negation", "negation_end"].contains(&named) =>
            {
                continue;
            }
            (Some(_), _, _) => (
                "'answer' moet yes of no zijn bij een feit",
                "'answer' must be yes or no for a fact",
            )
                .into(),
            (None, _, _) => (
                "'answer' moet yes zijn bij een indicatie, en leeg bij wat niets zegt",
                "'answer' must be yes for an indication, and blank for what tells nothing",
            )
                .into(),
        };
        findings.push(Code::UnknownWord, row.place("answer"), message);
    }
}

/// Reports lists of words of which one is no more than a sign for any word.
pub(super) fn check_terms(table: &Table, columns: &[&str], findings: &mut Findings) {
    for row in table.rows() {
        for column in columns {
            let mut terms = row.text(column).split('|');
            if terms.any(|term| term.trim_matches('*').trim().is_empty()) {
                let message = (
                    "een van de woorden is leeg of alleen *, en staat dan in elke zin",
                    "one of the words is empty or * alone, and then stands in every sentence",
                );
                findings.push(Code::UnknownWord, row.place(column), message);
            }
        }
    }
}

/// Reports names of columns without the system that goes with them, or with one that does not, and
/// names of columns that are known to hold the identity of a person.
pub(super) fn check_columns(table: &Table, identity: &BTreeSet<String>, findings: &mut Findings) {
    for row in table.rows() {
        let (code, system) = (row.text("role") == "code", row.filled("system"));
        if code && system.is_none() {
            let message = (
                "'system' moet gevuld zijn bij de rol code",
                "'system' must be filled for the role code",
            );
            findings.push(Code::EmptyCell, row.place("system"), message);
        } else if let Some(system) = system.filter(|_| !code) {
            let message = (
                format!("'{system}' hoort alleen bij de rol code"),
                format!("'{system}' goes with the role code only"),
            );
            findings.push(Code::UnknownWord, row.place("system"), message);
        }
        let name = row.text("name");
        if identity.contains(&normal(name)) {
            let message = (
                format!("'{name}' staat in export/privacy.csv: zo'n kolom wordt nooit gelezen"),
                format!("'{name}' stands in export/privacy.csv: such a column is never read"),
            );
            findings.push(Code::UnknownWord, row.place("name"), message);
        }
    }
}

/// The names of columns that hold the identity of a person, in all layers; free text is no such
/// thing, as a dosage or a reason is text, too.
pub(super) fn identity(schema: &Schema, layers: &[Layer]) -> BTreeSet<String> {
    let list = List::of(schema, "export/privacy.csv", layers);
    let names = list.rows().filter(|row| row.text("kind") != "free_text");
    names.map(|row| normal(row.text("name"))).collect()
}

fn check_cell(column: &Column, row: Row<'_>, names: &NameIndex, findings: &mut Findings) {
    let name = column.name.as_str();
    let filled = match column.need {
        Need::Key | Need::Filled => row.needed(name, findings),
        Need::Column | Need::Optional => row.filled(name),
    };
    let Some(cell) = filled else {
        return;
    };
    match column.holds.as_slice() {
        [Holds::Kind("number")] => drop(row.decimal(name, findings)),
        [Holds::Kind("count")] => drop(row.count(name, findings)),
        [Holds::Kind("whole")] if cell.parse::<u32>().is_err() => {
            let message = (
                format!("'{cell}' is geen geheel getal van 0 of meer"),
                format!("'{cell}' is not a whole number of 0 or more"),
            );
            findings.push(Code::BadNumber, row.place(name), message);
        }
        [Holds::Kind("atc")] if Atc::parse(cell).is_none() => {
            let message = (
                format!("'{cell}' is geen ATC-code of groep zoals R03AC02"),
                format!("'{cell}' is not an ATC code or group such as R03AC02"),
            );
            findings.push(Code::UnknownCode, row.place(name), message);
        }
        holds if holds.iter().any(|one| matches!(one, Holds::Words(_))) => {
            check_words(name, holds, row, names, findings);
        }
        _ => {}
    }
}

/// A cell that holds one of some words, or several of them, or what another file names so.
fn check_words(
    column: &str,
    holds: &[Holds],
    row: Row<'_>,
    names: &NameIndex,
    findings: &mut Findings,
) {
    let fits = |cell: &str| {
        holds.iter().any(|one| match one {
            Holds::Words(words) => words.iter().any(|word| word == cell),
            Holds::Name(thing) | Holds::Names(thing) => names.may_hold(*thing, cell),
            Holds::Kind(_) => false,
        })
    };
    for cell in row.text(column).split('|').filter(|cell| !fits(cell)) {
        let mut allowed: Vec<&str> = Vec::new();
        for one in holds {
            match one {
                Holds::Words(words) => allowed.extend(words.iter().map(String::as_str)),
                Holds::Name(thing) | Holds::Names(thing) => allowed.extend(names.all(*thing)),
                Holds::Kind(_) => {}
            }
        }
        row.not_one_of(column, cell, &allowed.join(", "), findings);
    }
}
