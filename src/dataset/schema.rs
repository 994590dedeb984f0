//! What the data files are: one entry a file, with its columns, from which reading, uniqueness,
//! references, layering, the tables of `data/README.md` and templates follow.
//!
//! The entries are data (`schema.csv` beside this file). A row without a column is about the file:
//! `need` is then the order of its rows, behind `words` for a file of words and units that stays
//! where a folder is used alone and `strict` for one in which a column of another name is an error,
//! and `holds` what a row of a later layer replaces. A new file is a
//! block of rows there, and a reader where its rows become more than words.

use crate::diagnostic::Message;
use crate::language::Language;
use strum::{EnumString, IntoStaticStr};

/// The folder with one file a guideline.
pub(super) const GUIDELINES: &str = "guidelines/";

/// What a row, or a file, can be named as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub(crate) enum Thing {
    Source,
    Product,
    DeviceName,
    Factor,
    /// A gas in a set of global warming potentials, as `HFC-134a/AR6`.
    Gwp,
    Fact,
    Indication,
    Guideline,
    Rule,
}

impl Thing {
    /// The thing of a word in the schema.
    pub(super) fn named(word: &str) -> Option<Self> {
        word.parse().ok()
    }

    /// The file whose rows are such things.
    pub(super) const fn file(self) -> &'static str {
        self.stands().0
    }

    /// What it is called in a sentence.
    pub(super) const fn about(self) -> (&'static str, &'static str) {
        self.stands().2
    }

    /// The file, the columns from which its name is made, and what it is called.
    pub(super) const fn stands(
        self,
    ) -> (
        &'static str,
        &'static [&'static str],
        (&'static str, &'static str),
    ) {
        match self {
            Self::Source => ("sources.csv", &["source_id"], ("de bron", "the source")),
            Self::Product => (
                "products.csv",
                &["product_id"],
                ("het product", "the product"),
            ),
            Self::DeviceName => (
                "products.csv",
                &["device_name"],
                ("de inhalator", "the device"),
            ),
            Self::Factor => ("factors.csv", &["factor_id"], ("de factor", "the factor")),
            Self::Gwp => (
                "gwp.csv",
                &["propellant", "gwp_set"],
                ("de GWP100", "the GWP100"),
            ),
            Self::Fact => ("facts.csv", &["fact_id"], ("het feit", "the fact")),
            Self::Indication => (
                "indications.csv",
                &["indication_id"],
                ("de indicatie", "the indication"),
            ),
            Self::Guideline => ("guidelines/*.toml", &[], ("de richtlijn", "the guideline")),
            Self::Rule => ("guidelines/*.toml", &[], ("de regel", "the rule")),
        }
    }

    /// The things that the rows of a file are.
    pub(super) fn of_file(file: &str) -> impl Iterator<Item = Self> {
        const TABLES: [Thing; 7] = [
            Thing::Source,
            Thing::Product,
            Thing::DeviceName,
            Thing::Factor,
            Thing::Gwp,
            Thing::Fact,
            Thing::Indication,
        ];
        TABLES.into_iter().filter(move |thing| thing.file() == file)
    }
}

/// How a column is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub(super) enum Need {
    /// Filled, and a part of what tells rows apart.
    Key,
    /// Filled.
    Filled,
    /// It must be there; a cell may be blank.
    Column,
    /// It may be left out.
    Optional,
}

impl Need {
    /// What is asked of a column, for its author.
    pub(super) fn text(self, language: Language) -> &'static str {
        match self {
            Self::Key => language.say(
                "moet gevuld zijn; maakt de rij uniek",
                "must be filled; tells rows apart",
            ),
            Self::Filled => language.say("moet gevuld zijn", "must be filled"),
            Self::Column => {
                language.say("moet er zijn; mag leeg zijn", "must be there; may be blank")
            }
            Self::Optional => language.say("mag ontbreken", "may be left out"),
        }
    }
}

/// How the rows of a file stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Order {
    /// Sorted by these columns.
    Sorted(Vec<String>),
    /// Sorted by these columns within blocks of the first of them.
    Blocks(Vec<String>),
    /// As the author likes.
    Any,
}

impl Order {
    /// Reads `sorted:` or `blocks:` and columns with spaces between them; `any` otherwise.
    fn read(text: &str) -> Self {
        let columns = |text: &str| text.split(' ').map(str::to_owned).collect();
        match text.split_once(':') {
            Some(("sorted", names)) => Self::Sorted(columns(names)),
            Some(("blocks", names)) => Self::Blocks(columns(names)),
            _ => Self::Any,
        }
    }
}

/// What a row of a later layer replaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Replace {
    /// The row with the same key.
    Key,
    /// The whole file.
    Whole,
    /// All rows with the same cells in these columns.
    Columns(Vec<String>),
}

/// One thing that a cell may hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Holds {
    /// One of these words, or several with `|` between them where the reader takes them.
    Words(Vec<String>),
    /// The name of something in another file.
    Name(Thing),
    /// Names with `|` between them.
    Names(Thing),
    /// One of the other kinds, by its word.
    Kind(&'static str),
}

/// The kinds of cells that name nothing, with what is said of them in Dutch and English.
const KINDS: &[(&str, &str, &str)] = &[
    ("text", "", ""),
    ("id", "", ""),
    ("word", "", ""),
    ("name", "", ""),
    ("term", "", ""),
    ("table", "", ""),
    ("list", "een lijst", "a list"),
    ("number", "een getal", "a number"),
    (
        "count",
        "een geheel getal van 1 tot en met 10000",
        "a whole number from 1 to 10000",
    ),
    (
        "whole",
        "een geheel getal van 0 of meer",
        "a whole number of 0 or more",
    ),
    (
        "span",
        "twee hele getallen van 1 of meer, het laatste niet kleiner dan het eerste",
        "two whole numbers of 1 or more, the last not less than the first",
    ),
    ("day", "een dag als 2026-07-01", "a day as 2026-07-01"),
    ("yes_no", "true of false", "true or false"),
    ("atc", "een ATC-code of groep", "an ATC code or group"),
    (
        "atcs",
        "ATC-codes met | ertussen",
        "ATC codes with | between them",
    ),
    ("locator", "", ""),
    ("gas", "een gas van `gwp.csv`", "a gas of `gwp.csv`"),
    ("gwp_set", "", ""),
];

impl Holds {
    /// What may stand in a cell: several with `+` between them.
    fn read_all(text: &str) -> Vec<Self> {
        // A `+` is no word of any column.
        text.split('+').filter_map(Self::read).collect()
    }

    fn read(text: &str) -> Option<Self> {
        if let Some(words) = text.strip_prefix("words:") {
            // A bar that is a word itself stands behind a backslash.
            let words = words.replace("\\|", "\u{0}");
            let words = words.split('|').map(|word| word.replace('\u{0}', "|"));
            return Some(Self::Words(words.collect()));
        }
        let (list, one) = match text.strip_prefix("list:") {
            Some(one) => (true, one),
            None => (false, text),
        };
        if let Some(thing) = Thing::named(one) {
            return Some(if list {
                Self::Names(thing)
            } else {
                Self::Name(thing)
            });
        }
        if let Some(thing) = one.strip_suffix('s').and_then(Thing::named) {
            return Some(Self::Names(thing));
        }
        let word = if list { "list" } else { one };
        let known = KINDS.iter().find(|(known, ..)| *known == word);
        known.map(|(known, ..)| Self::Kind(known))
    }

    /// What a cell may be; `None` for plain text.
    pub(super) fn about(&self, language: Language) -> Option<String> {
        let of = |thing: &Thing| {
            let ((nl, en), file) = (thing.about(), thing.file());
            format!(
                "{} {} `{file}`",
                language.say(nl, en),
                language.say("van", "of")
            )
        };
        match self {
            Self::Words(words) => {
                let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
                Some(words.join(", "))
            }
            Self::Name(thing) => Some(of(thing)),
            Self::Names(thing) => Some(format!(
                "{}{}",
                of(thing),
                language.say(
                    ", of meer met | ertussen",
                    ", or several with | between them"
                )
            )),
            Self::Kind(word) => {
                let known = KINDS.iter().find(|(known, ..)| known == word);
                let said = known.map(|(_, nl, en)| language.say(nl, en));
                said.filter(|said| !said.is_empty()).map(str::to_owned)
            }
        }
    }
}

/// A column of a table, or a key of a file in TOML.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) need: Need,
    pub(super) holds: Vec<Holds>,
    pub(super) about: Message,
}

/// One data file, or the files of a folder (`guidelines/*.toml`).
#[derive(Debug)]
pub(super) struct File {
    pub(super) name: String,
    /// Whether the file of the crate stays where a folder is used alone: it holds words and units,
    /// no value and no claim, and names nothing of the other files.
    pub(super) stays: bool,
    /// Whether a column of another name is an error: what it says could change what the others mean.
    pub(super) strict: bool,
    pub(super) order: Order,
    pub(super) replace: Replace,
    pub(super) about: Message,
    pub(super) columns: Vec<Column>,
}

impl File {
    /// Whether a file of this name is one of these.
    pub(super) fn is_named(&self, name: &str) -> bool {
        let Some((before, behind)) = self.name.split_once('*') else {
            return self.name == name;
        };
        let middle = name
            .strip_prefix(before)
            .and_then(|rest| rest.strip_suffix(behind));
        middle.is_some_and(|middle| !middle.is_empty() && !middle.contains('/'))
    }

    /// Whether the file is read when its words are first asked for, and not with every load.
    pub(super) fn is_of_words(&self) -> bool {
        self.name.contains('/') && self.is_table()
    }

    /// Whether it is a file in TOML that states words and no facts.
    pub(super) fn is_of_keys(&self) -> bool {
        let of_facts = self.name == "dataset.toml" || self.name.starts_with(GUIDELINES);
        !self.is_table() && !of_facts
    }

    pub(super) fn is_table(&self) -> bool {
        self.name.ends_with(".csv")
    }

    pub(super) fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The keys of a table of a file in TOML, of which the path ends in a point, each once; `*` for
    /// any.
    pub(super) fn keys(&self, prefix: &str) -> Vec<&str> {
        let mut keys: Vec<&str> = Vec::new();
        for column in &self.columns {
            let mut rest = column.name.split('.');
            let mut path = prefix.split('.').filter(|name| !name.is_empty());
            let under = path.all(|name| rest.next().is_some_and(|one| one == name || one == "*"));
            let key = rest.next().filter(|_| under);
            keys.extend(key.filter(|key| !keys.contains(key)));
        }
        keys
    }

    /// The key of a file in TOML at a path.
    pub(super) fn key_at(&self, path: &str) -> Option<&Column> {
        self.columns.iter().find(|column| {
            let (known, asked) = (column.name.split('.'), path.split('.'));
            known.clone().count() == asked.clone().count()
                && known
                    .zip(asked)
                    .all(|(one, name)| one == name || one == "*")
        })
    }

    /// The columns that must be there.
    pub(super) fn required(&self) -> impl Iterator<Item = &str> {
        let columns = self.columns.iter();
        let required = columns.filter(|column| column.need != Need::Optional);
        required.map(|column| column.name.as_str())
    }

    /// The columns that tell rows apart; none where two rows may say the same.
    pub(super) fn key(&self) -> Vec<&str> {
        let columns = self.columns.iter().filter(|one| one.need == Need::Key);
        columns.map(|one| one.name.as_str()).collect()
    }

    /// The columns by which a row of a later layer replaces others.
    pub(super) fn replaced_by(&self) -> Vec<&str> {
        match &self.replace {
            Replace::Columns(columns) => columns.iter().map(String::as_str).collect(),
            Replace::Key | Replace::Whole => self.key(),
        }
    }

    /// The columns that name a source.
    pub(super) fn sources(&self) -> impl Iterator<Item = &str> {
        self.holding(|holds| *holds == Holds::Name(Thing::Source))
    }

    /// The columns that hold a place in a source.
    pub(super) fn locators(&self) -> impl Iterator<Item = &str> {
        self.holding(|holds| *holds == Holds::Kind("locator"))
    }

    fn holding(&self, is: impl Fn(&Holds) -> bool) -> impl Iterator<Item = &str> {
        let columns = self.columns.iter();
        columns
            .filter(move |column| column.holds.iter().any(&is))
            .map(|column| column.name.as_str())
    }
}

/// How many letters a name may differ from one that is meant.
const NEAR: usize = 2;

/// All data files, in the order in which they are read.
#[derive(Debug, Default)]
pub(super) struct Schema(pub(super) Vec<File>);

impl Schema {
    /// The files that this version reads.
    pub(super) fn read() -> Self {
        let mut reader = csv::Reader::from_reader(include_bytes!("schema.csv").as_slice());
        let mut files: Vec<File> = Vec::new();
        // The tests keep the embedded table whole.
        for row in reader.records().filter_map(Result::ok) {
            let cell = |index: usize| row.get(index).unwrap_or_default();
            let [file, column, need, holds] = [0, 1, 2, 3].map(cell);
            let about = Message::from((cell(4), cell(5)));
            let (mark, order) = match need.split_once(' ') {
                Some((mark @ ("words" | "strict"), order)) => (mark, order),
                _ => ("", need),
            };
            match files.last_mut().filter(|_| !column.is_empty()) {
                Some(last) => last.columns.extend(need.parse().ok().map(|need| Column {
                    name: column.to_owned(),
                    need,
                    holds: Holds::read_all(holds),
                    about,
                })),
                None => files.push(File {
                    name: file.to_owned(),
                    stays: mark == "words",
                    strict: mark == "strict",
                    order: Order::read(order),
                    replace: match holds {
                        "key" => Replace::Key,
                        "whole" => Replace::Whole,
                        columns => {
                            Replace::Columns(columns.split(' ').map(str::to_owned).collect())
                        }
                    },
                    about,
                    columns: Vec::new(),
                }),
            }
        }
        Self(files)
    }

    pub(super) fn find(&self, name: &str) -> Option<&File> {
        self.0.iter().find(|file| file.is_named(name))
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|file| file.name.as_str())
    }

    /// The data file that a name is nearly; of a name in nearly a folder of data files the nearest
    /// of these.
    pub(super) fn nearest(&self, name: &str) -> Option<&str> {
        if let Some((folder, _)) = name
            .split_once('/')
            .filter(|(folder, _)| !self.has_folder(folder))
        {
            let inside = self.names().filter(|known| {
                let known = known.split_once('/');
                known.is_some_and(|(known, _)| strsim::levenshtein(known, folder) <= NEAR)
            });
            return inside.min_by_key(|known| strsim::levenshtein(known, name));
        }
        // By the name alone, whatever its case, its folder and its end.
        let stem = |name: &str| {
            let file = name.rsplit('/').next().unwrap_or_default();
            let end = file.find(|sign: char| !(sign.is_alphanumeric() || sign == '_'));
            file.get(..end.unwrap_or(file.len()))
                .unwrap_or(file)
                .to_lowercase()
        };
        let own = stem(name);
        let names = self.names().filter(|known| !known.contains('*'));
        let near = names.map(|known| (strsim::levenshtein(&stem(known), &own), known));
        // Of two that are as near, the one that comes first in the schema.
        let (distance, known) = near.min_by_key(|(distance, _)| *distance)?;
        // Of a short name two letters are too much of it.
        let most = if own.len() > 4 { NEAR } else { 1 };
        (distance <= most).then_some(known)
    }

    /// Whether data files stand in a folder of this name.
    pub(super) fn has_folder(&self, name: &str) -> bool {
        self.folders().any(|folder| folder == name)
    }

    /// Whether a folder has nearly the name of one with data files.
    pub(super) fn nearest_folder(&self, name: &str) -> bool {
        self.folders()
            .any(|folder| strsim::levenshtein(folder, name) <= NEAR)
    }

    fn folders(&self) -> impl Iterator<Item = &str> {
        self.names()
            .filter_map(|name| Some(name.split_once('/')?.0))
    }
}
