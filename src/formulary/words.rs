//! The words of formularies: headers, features of patients, dosages, and wordings that no
//! longer hold. All of them are data (`data/formulary/`).

use super::condition::{ConditionWords, Named};
use super::dosage::{DosageLimit, limits};
use super::feature::{FeatureRead, Features, Tells};
use super::option::{Column, FormularyOption};
use super::wording::{Clauses, Pattern, Reversal, patterns, reversals};
use crate::code::Atc;
use crate::context::{Fact, Indication};
use crate::dataset::{Dataset, plain};
use crate::diagnostic::Message;
use crate::matching::DirectionWords;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The words of formularies.
#[derive(Debug, Clone)]
pub struct Words {
    headers: BTreeMap<String, Column>,
    features: Features,
    conditions: ConditionWords,
    directions: DirectionWords,
    units: BTreeMap<(Column, String), u32>,
    limits: Vec<DosageLimit>,
    patterns: Vec<Arc<Pattern>>,
    reversals: Vec<Arc<Reversal>>,
    countries: Countries,
    short_titles: Vec<(String, BTreeSet<String>)>,
    beside_titles: BTreeSet<String>,
    clauses: Clauses,
    /// What a code is used for, where others of its group are used otherwise.
    roles: BTreeMap<Atc, String>,
}

impl Words {
    /// The words of all layers of the data.
    #[must_use]
    pub fn of(dataset: &Dataset) -> Self {
        let (short_titles, beside_titles) = citations(dataset);
        Self {
            headers: headers(dataset),
            features: Features::of(dataset),
            conditions: ConditionWords::of(dataset),
            directions: DirectionWords::of(dataset),
            units: units(dataset),
            limits: limits(dataset),
            patterns: patterns(dataset),
            reversals: reversals(dataset),
            countries: Countries::of(dataset),
            short_titles,
            beside_titles,
            clauses: Clauses::read(dataset),
            roles: roles(dataset),
        }
    }

    /// The same words without limits of dosages, wordings and reversed reasons.
    #[cfg(test)]
    pub(crate) fn without_texts(self) -> Self {
        Self {
            limits: Vec::new(),
            patterns: Vec::new(),
            reversals: Vec::new(),
            ..self
        }
    }

    /// The column that a header names, whatever its case and spaces.
    pub(crate) fn column(&self, header: &str) -> Option<Column> {
        self.headers.get(&plain(header)).copied()
    }

    /// The known header that is nearest to an unknown one; `None` where none is near.
    pub(crate) fn nearest(&self, header: &str) -> Option<&str> {
        nearest(&plain(header), self.headers.keys().map(String::as_str))
    }

    /// The known feature that is nearest to an unknown one, and denies as much; `None` where
    /// none is near.
    pub(super) fn nearest_feature(&self, unknown: &str) -> Option<&str> {
        let unknown = plain(unknown);
        let denied = self.conditions.negations(&unknown);
        let known = self.features.words();
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

    /// What the words of a feature answer; `None` where some of them mean nothing to any rule.
    pub(crate) fn feature(&self, text: &str) -> Option<Vec<Tells>> {
        let read = self.read_feature(text);
        read.unknown.is_empty().then_some(read.told)
    }

    /// What the words of a feature answer, and the parts that mean nothing to any rule.
    pub(super) fn read_feature(&self, text: &str) -> FeatureRead {
        self.features.read(text, &self.conditions)
    }

    /// Whether an option is for frail patients or in palliative care by its feature, or else by
    /// the name of its condition.
    pub(crate) fn weighs_with_patient(&self, option: &FormularyOption) -> bool {
        let told = self.read_feature(&option.population.feature).told;
        let named = self.condition(&option.condition);
        let all = self.condition_indications();
        let named: Vec<(Fact, bool)> = named.facts(&all).collect();
        [Fact::FRAIL, Fact::PALLIATIVE].into_iter().any(|fact| {
            let denied = told.contains(&Tells::Fact(fact, false));
            told.contains(&Tells::Fact(fact, true)) || (!denied && named.contains(&(fact, true)))
        })
    }

    /// What the name of a condition tells.
    pub(super) fn condition(&self, name: &str) -> Named {
        self.conditions.read(name)
    }

    /// The indications that the name of a condition can tell.
    pub(super) fn condition_indications(&self) -> BTreeSet<Indication> {
        self.conditions.indications()
    }

    pub(super) const fn directions(&self) -> &DirectionWords {
        &self.directions
    }

    /// A whole number of a column, with or without a word that may stand before or behind it:
    /// `18`, `18 jaar`, `2,0`, `stap 2`, `2 weken`.
    pub(super) fn whole_number(&self, column: Column, text: &str) -> Option<u32> {
        if text.bytes().all(|byte| byte.is_ascii_digit()) {
            return text.parse().ok();
        }
        let text = plain(text);
        let start = text.find(|c: char| c.is_ascii_digit())?;
        let (before, rest) = text.split_at_checked(start)?;
        let end = rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')));
        let (number, behind) = rest.split_at_checked(end.unwrap_or(rest.len()))?;
        let (whole, part) = number.split_once(['.', ',']).unwrap_or((number, "0"));
        // Three noughts could be thousands.
        if !matches!(part, "0" | "00") {
            return None;
        }
        let word = match (before.trim(), behind.trim()) {
            (word, "") | ("", word) => word,
            _ => return None,
        };
        let times = match word {
            "" => 1,
            word => *self.units.get(&(column, word.to_owned()))?,
        };
        whole.parse::<u32>().ok()?.checked_mul(times)
    }

    /// The name of a country by its code; the code where the words have no name.
    pub(crate) fn country(&self, code: &str) -> Message {
        self.countries.name(code)
    }

    /// Whether two medicines are both used for relief, or neither.
    pub(super) fn used_alike(&self, one: Atc, other: Atc) -> bool {
        self.roles.get(&one) == self.roles.get(&other)
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

    /// The limits above which a dosage is probably a slip of the pen.
    pub(super) fn dosage_limits(&self) -> &[DosageLimit] {
        &self.limits
    }

    /// The first wording that a text in lower case holds. What is said of a product, by a word
    /// of its brand, or of a propellant that is named is no such wording.
    pub(crate) fn pattern_in(
        &self,
        text: &str,
        is_brand: impl Fn(&str) -> bool,
    ) -> Option<Arc<Pattern>> {
        let mut patterns = self.patterns.iter();
        let found = patterns.find(|one| one.is_in(text, &self.clauses, &is_brand));
        found.cloned()
    }

    /// The reasons that a remark in lower case gives for a medicine.
    pub(crate) fn reversals_in(
        &self,
        atc: Option<Atc>,
        text: &str,
    ) -> impl Iterator<Item = Arc<Reversal>> {
        let all = self.reversals.iter();
        let found = all.filter(move |one| one.is_in(atc, text, &self.clauses));
        found.cloned()
    }
}

/// The known word of which a third of the characters or fewer must change.
fn nearest<'w>(word: &str, known: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    let letters = word.chars().count();
    let limit = (letters / 3).max(1);
    // As many changes as letters that one has more; a long word is compared with none.
    let known = known.filter(|known| letters.abs_diff(known.chars().count()) <= limit);
    let near = known.map(|known| (strsim::levenshtein(word, known), known));
    let near = near.filter(|(distance, _)| *distance <= limit).min();
    near.map(|(_, known)| known)
}

fn headers(dataset: &Dataset) -> BTreeMap<String, Column> {
    let list = dataset.list("formulary/headers.csv");
    let headers = list.rows().filter_map(|row| {
        let column = Column::parse(row.text("column"))?;
        Some((plain(row.text("name")), column))
    });
    headers.collect()
}

fn units(dataset: &Dataset) -> BTreeMap<(Column, String), u32> {
    let mut units = BTreeMap::new();
    for row in dataset.list("formulary/units.csv").rows() {
        let columns = row.text("columns").split('|').filter_map(Column::parse);
        if let Ok(times) = row.text("times").parse() {
            // The rows of the topmost layer come first, and may be about some of the columns only.
            for column in columns {
                let key = (column, plain(row.text("word")));
                units.entry(key).or_insert(times);
            }
        }
    }
    units
}

fn roles(dataset: &Dataset) -> BTreeMap<Atc, String> {
    let list = dataset.list("formulary/roles.csv");
    let roles = list.rows().filter_map(|row| {
        let atc = Atc::parse(row.text("atc"))?;
        Some((atc, row.text("role").to_owned()))
    });
    roles.collect()
}

/// The names of countries by their codes.
#[derive(Debug, Clone)]
pub(crate) struct Countries(BTreeMap<String, Message>);

impl Countries {
    pub(crate) fn of(dataset: &Dataset) -> Self {
        let list = dataset.list("formulary/countries.csv");
        let countries = list.rows().map(|row| {
            let name = (row.text("name_nl"), row.text("name_en"));
            (row.text("code").to_owned(), name.into())
        });
        Self(countries.collect())
    }

    /// The name of a country; its code where it has none.
    pub(crate) fn name(&self, code: &str) -> Message {
        let name = self.0.get(code).cloned();
        name.unwrap_or_else(|| (code.to_owned(), code.to_owned()).into())
    }
}

/// The short titles of guidelines by id, and the words that may stand beside them.
type Citations = (Vec<(String, BTreeSet<String>)>, BTreeSet<String>);

fn citations(dataset: &Dataset) -> Citations {
    let (mut short, mut beside) = (Vec::new(), BTreeSet::new());
    for row in dataset.list("formulary/citations.csv").rows() {
        let words = row.text("words").split_whitespace().map(str::to_owned);
        match row.text("kind") {
            "short" => short.push((row.text("guideline_id").to_owned(), words.collect())),
            _ => beside.extend(words),
        }
    }
    (short, beside)
}
