//! The words of formularies: headers, features of patients, dosages, and wordings that no
//! longer hold. All of them are data (`data/formulary/`).

use super::condition::{ConditionWords, Named};
use super::option::Column;
use crate::code::Atc;
use crate::context::{Fact, Indication};
use crate::diagnostic::Message;
use crate::error::{Error, ErrorKind, Result};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// What stands between the features of one cell.
const FEATURE_SIGNS: [char; 3] = [',', ';', '|'];

/// What a word of a feature answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Tells {
    Fact(Fact, bool),
    FirstIssue(bool),
}

/// What a word of a dosage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DosageWord {
    Times,
    TimesDay(u32),
    Period(u32),
    Filler,
    Mass(u32),
    NotADose,
}

/// A text that a new propellant makes untrue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// The id.
    pub id: String,
    first: Vec<String>,
    second: Vec<String>,
    /// Products that make it untrue, by id.
    pub products: Vec<String>,
    /// Why it is untrue.
    pub why: Message,
    /// What to write.
    pub instead: Message,
}

/// A reason that later evidence reversed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reversal {
    /// The id.
    pub id: String,
    atc: Atc,
    words: Vec<String>,
    claim: Vec<String>,
    /// The rule that says how it is now, by id.
    pub rule: String,
    /// What was said.
    pub then: Message,
    /// What is said now.
    pub now: Message,
}

/// The words of formularies.
#[derive(Debug, Clone)]
pub struct Words {
    headers: BTreeMap<String, Column>,
    features: Vec<(String, Tells)>,
    conditions: ConditionWords,
    dosage: BTreeMap<String, DosageWord>,
    as_needed: Vec<String>,
    patterns: Vec<Pattern>,
    reversals: Vec<Reversal>,
    countries: BTreeMap<String, Message>,
    short_titles: Vec<(String, BTreeSet<String>)>,
    beside_titles: BTreeSet<String>,
}

#[derive(Deserialize)]
struct CountryRow {
    code: String,
    name_nl: String,
    name_en: String,
}

#[derive(Deserialize)]
struct CitationRow {
    kind: String,
    guideline_id: String,
    words: String,
}

#[derive(Deserialize)]
struct HeaderRow {
    column: String,
    name: String,
}

#[derive(Deserialize)]
struct FeatureRow {
    word: String,
    fact: String,
    answer: String,
}

#[derive(Deserialize)]
struct DosageRow {
    kind: String,
    word: String,
    value: String,
}

#[derive(Deserialize)]
struct PatternRow {
    pattern_id: String,
    first: String,
    second: String,
    product_ids: String,
    why_nl: String,
    why_en: String,
    instead_nl: String,
    instead_en: String,
}

#[derive(Deserialize)]
struct ReversalRow {
    reversal_id: String,
    atc: String,
    words: String,
    claim: String,
    rule_id: String,
    then_nl: String,
    then_en: String,
    now_nl: String,
    now_en: String,
}

/// The rows of an embedded table.
pub(super) fn rows<T: serde::de::DeserializeOwned>(file: &str, text: &str) -> Result<Vec<T>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows: std::result::Result<Vec<T>, _> = reader.deserialize().collect();
    rows.map_err(|error| Error::new(ErrorKind::Io(error.to_string())).in_file(file))
}

/// An error about a cell of an embedded table.
pub(super) fn wrong(file: &str, cell: &str) -> Error {
    Error::new(ErrorKind::Io(format!("'{cell}' means nothing here"))).in_file(file)
}

impl Words {
    /// The words that this crate embeds.
    ///
    /// # Errors
    /// If an embedded file were broken; the tests keep them whole.
    pub fn embedded() -> Result<Self> {
        let (dosage, as_needed) = dosage_words()?;
        let (short_titles, beside_titles) = citations()?;
        Ok(Self {
            headers: headers()?,
            features: features()?,
            conditions: ConditionWords::embedded()?,
            dosage,
            as_needed,
            patterns: patterns()?,
            reversals: reversals()?,
            countries: countries()?,
            short_titles,
            beside_titles,
        })
    }

    /// The column that a header names, whatever its case and spaces.
    pub(crate) fn column(&self, header: &str) -> Option<Column> {
        self.headers.get(&plain(header)).copied()
    }

    /// The known header that is nearest to an unknown one; `None` where none is near.
    pub(crate) fn nearest(&self, header: &str) -> Option<&str> {
        nearest(&plain(header), self.headers.keys().map(String::as_str))
    }

    /// The known feature that is nearest to the first unknown one of a text, and denies as much;
    /// `None` where none is near.
    pub(super) fn nearest_feature(&self, text: &str) -> Option<&str> {
        let mut parts = text.split(FEATURE_SIGNS).map(plain);
        let unknown = parts.find(|part| self.feature(part).is_none())?;
        let denied = self.conditions.negations(&unknown);
        let known = self.features.iter().map(|(word, _)| word.as_str());
        let alike = known.filter(|word| self.conditions.negations(word) == denied);
        nearest(&unknown, alike)
    }

    /// The headers of a column.
    pub(crate) fn headers_of(&self, column: Column) -> impl Iterator<Item = &str> {
        let headers = self.headers.iter();
        headers
            .filter(move |(_, known)| **known == column)
            .map(|(name, _)| name.as_str())
    }

    /// What the words of a feature answer; `None` where they mean nothing to any rule.
    pub(crate) fn feature(&self, text: &str) -> Option<Vec<Tells>> {
        let mut told = Vec::new();
        for part in text.split(FEATURE_SIGNS).map(plain) {
            if part.is_empty() {
                continue;
            }
            if let Ok((fact, answer)) = Fact::parse_answer(&part) {
                told.push(Tells::Fact(fact, answer));
                continue;
            }
            let known = self.features.iter().find(|(word, _)| *word == part)?;
            told.push(known.1);
        }
        Some(told)
    }

    /// What the name of a condition tells.
    pub(super) fn condition(&self, name: &str) -> Named {
        self.conditions.read(name)
    }

    /// The indications that the name of a condition can tell.
    pub(super) fn condition_indications(&self) -> BTreeSet<Indication> {
        self.conditions.indications()
    }

    pub(super) fn dosage_word(&self, word: &str) -> Option<DosageWord> {
        self.dosage.get(word).copied()
    }

    pub(super) fn as_needed(&self) -> &[String] {
        &self.as_needed
    }

    /// The name of a country by its code; the code where the words have no name.
    pub(crate) fn country(&self, code: &str) -> Message {
        let name = self.countries.get(code).cloned();
        name.unwrap_or_else(|| (code.to_owned(), code.to_owned()).into())
    }

    /// The sets of words by which a text may cite a guideline in short.
    pub(super) fn short_titles(&self, guideline: &str) -> impl Iterator<Item = &BTreeSet<String>> {
        let all = self.short_titles.iter();
        all.filter(move |(id, _)| id == guideline)
            .map(|(_, words)| words)
    }

    /// The words that may stand beside a short title and name no other work.
    pub(super) const fn beside_titles(&self) -> &BTreeSet<String> {
        &self.beside_titles
    }

    /// The wordings that a new propellant makes untrue.
    #[must_use]
    pub fn patterns(&self) -> &[Pattern] {
        &self.patterns
    }

    /// The reasons that later evidence reversed.
    #[must_use]
    pub fn reversals(&self) -> &[Reversal] {
        &self.reversals
    }
}

impl Pattern {
    /// Whether a text in lower case has one of the words of each list.
    pub(crate) fn is_in(&self, text: &str) -> bool {
        has_word(text, &self.first) && has_word(text, &self.second)
    }
}

impl Reversal {
    /// Whether a remark in lower case gives this reason for this medicine.
    pub(crate) fn is_in(&self, atc: Option<Atc>, text: &str) -> bool {
        atc.is_some_and(|atc| self.atc.is_prefix_of(&atc))
            && has_start(text, &self.words)
            && has_start(text, &self.claim)
    }
}

/// Whether a word of the list stands in the text on its own, as a plural, or as a sign.
fn has_word(text: &str, words: &[String]) -> bool {
    let mut parts = text.split(|c: char| !c.is_alphanumeric());
    let plural = |part: &str, word: &str| {
        let rest = part.strip_prefix(word);
        rest.is_some_and(|rest| matches!(rest, "" | "s" | "en" | "es" | "n"))
    };
    words.iter().any(|word| {
        if word.chars().any(char::is_alphanumeric) {
            parts.clone().any(|part| plural(part, word))
        } else {
            text.contains(word.as_str())
        }
    }) && parts.next().is_some()
}

/// Whether a word of the text starts with one of the list.
fn has_start(text: &str, starts: &[String]) -> bool {
    let mut parts = text.split(|c: char| !c.is_alphanumeric());
    parts.any(|part| starts.iter().any(|start| part.starts_with(start.as_str())))
}

/// Lower case with single spaces.
pub(super) fn plain(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// The known word of which a third of the characters or fewer must change.
fn nearest<'w>(word: &str, known: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    let limit = (word.chars().count() / 3).max(1);
    let near = known.map(|known| (distance(word, known), known));
    let near = near.filter(|(distance, _)| *distance <= limit).min();
    near.map(|(_, known)| known)
}

/// How many characters must be added, taken out or changed.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut next = vec![i.saturating_add(1)];
        for (j, y) in b.iter().enumerate() {
            let at = |row: &[usize], j: usize| row.get(j).copied().unwrap_or(usize::MAX);
            let change = at(&row, j).saturating_add(usize::from(x != *y));
            let add = at(&row, j.saturating_add(1)).saturating_add(1);
            let remove = at(&next, j).saturating_add(1);
            next.push(change.min(add).min(remove));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

fn list(text: &str) -> Vec<String> {
    text.split('|').map(str::to_owned).collect()
}

fn headers() -> Result<BTreeMap<String, Column>> {
    const FILE: &str = "formulary/headers.csv";
    let rows: Vec<HeaderRow> = rows(FILE, include_str!("../../data/formulary/headers.csv"))?;
    let column = |row: HeaderRow| {
        let column = Column::parse(&row.column).ok_or_else(|| wrong(FILE, &row.column))?;
        Ok((plain(&row.name), column))
    };
    rows.into_iter().map(column).collect()
}

fn features() -> Result<Vec<(String, Tells)>> {
    const FILE: &str = "formulary/features.csv";
    let rows: Vec<FeatureRow> = rows(FILE, include_str!("../../data/formulary/features.csv"))?;
    let feature = |row: FeatureRow| {
        let yes = row.answer == "yes";
        let tells = if row.fact == "first_issue" {
            Tells::FirstIssue(yes)
        } else {
            let fact = Fact::parse(&row.fact).map_err(|_| wrong(FILE, &row.fact))?;
            Tells::Fact(fact, yes)
        };
        Ok((plain(&row.word), tells))
    };
    rows.into_iter().map(feature).collect()
}

fn dosage_words() -> Result<(BTreeMap<String, DosageWord>, Vec<String>)> {
    const FILE: &str = "formulary/dosage.csv";
    let rows: Vec<DosageRow> = rows(FILE, include_str!("../../data/formulary/dosage.csv"))?;
    let mut words = BTreeMap::new();
    let mut as_needed = Vec::new();
    for row in rows {
        let value = || row.value.parse().map_err(|_| wrong(FILE, &row.value));
        let word = match row.kind.as_str() {
            "times" => DosageWord::Times,
            "times_day" => DosageWord::TimesDay(value()?),
            "period" => DosageWord::Period(value()?),
            "filler" => DosageWord::Filler,
            "mass" => DosageWord::Mass(value()?),
            "not_a_dose" => DosageWord::NotADose,
            "as_needed" => {
                as_needed.push(row.word);
                continue;
            }
            other => return Err(wrong(FILE, other)),
        };
        words.insert(row.word, word);
    }
    Ok((words, as_needed))
}

fn patterns() -> Result<Vec<Pattern>> {
    const FILE: &str = "formulary/wording.csv";
    let rows: Vec<PatternRow> = rows(FILE, include_str!("../../data/formulary/wording.csv"))?;
    let pattern = |row: PatternRow| Pattern {
        id: row.pattern_id,
        first: list(&row.first),
        second: list(&row.second),
        products: list(&row.product_ids),
        why: (row.why_nl, row.why_en).into(),
        instead: (row.instead_nl, row.instead_en).into(),
    };
    Ok(rows.into_iter().map(pattern).collect())
}

fn reversals() -> Result<Vec<Reversal>> {
    const FILE: &str = "formulary/reversals.csv";
    let rows: Vec<ReversalRow> = rows(FILE, include_str!("../../data/formulary/reversals.csv"))?;
    let reversal = |row: ReversalRow| {
        Ok(Reversal {
            id: row.reversal_id,
            atc: Atc::parse(&row.atc).ok_or_else(|| wrong(FILE, &row.atc))?,
            words: list(&row.words),
            claim: list(&row.claim),
            rule: row.rule_id,
            then: (row.then_nl, row.then_en).into(),
            now: (row.now_nl, row.now_en).into(),
        })
    };
    rows.into_iter().map(reversal).collect()
}

fn countries() -> Result<BTreeMap<String, Message>> {
    const FILE: &str = "formulary/countries.csv";
    let rows: Vec<CountryRow> = rows(FILE, include_str!("../../data/formulary/countries.csv"))?;
    let named = |row: CountryRow| (row.code, (row.name_nl, row.name_en).into());
    Ok(rows.into_iter().map(named).collect())
}

/// The short titles of guidelines by id, and the words that may stand beside them.
type Citations = (Vec<(String, BTreeSet<String>)>, BTreeSet<String>);

fn citations() -> Result<Citations> {
    const FILE: &str = "formulary/citations.csv";
    let rows: Vec<CitationRow> = rows(FILE, include_str!("../../data/formulary/citations.csv"))?;
    let (mut short, mut beside) = (Vec::new(), BTreeSet::new());
    for row in rows {
        let words = row.words.split_whitespace().map(str::to_owned);
        match row.kind.as_str() {
            "short" => short.push((row.guideline_id, words.collect())),
            "beside" => beside.extend(words),
            other => return Err(wrong(FILE, other)),
        }
    }
    Ok((short, beside))
}
