//! Guideline files: from TOML to rules, with every problem reported at its place.

use super::{
    Age, AgeBand, Condition, Direction, Example, Exception, Expected, Fact, Guideline,
    GuidelineKind, Indication, Rule, RuleId, Same, Selector, Setting, Standing, Strength, Target,
    status,
};
use crate::code::{Atc, Icpc};
use crate::dataset::names::no_source;
use crate::dataset::product::{Device, ProductId};
use crate::dataset::source::{Evidence, SourceId};
use crate::dataset::table::{Findings, words};
use crate::dataset::toml_file::Reader;
use crate::dataset::water::Route;
use crate::diagnostic::{Code, Message, Place};
use std::collections::BTreeMap;
use std::sync::Arc;
use strum::VariantArray;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

const GUIDELINE_KEYS: &[&str] = &[
    "id",
    "title",
    "version",
    "publisher",
    "date",
    "url",
    "kind",
    "author",
    "reviewed",
    "next_review",
    "status",
    "reviewed_by",
    "authorised_by",
    "authorised_until",
    "withdrawn",
    "note_nl",
    "note_en",
];
const RULE_KEYS: &[&str] = &[
    "id",
    "direction",
    "strength",
    "evidence",
    "source_id",
    "section",
    "url",
    "patient_url",
    "title_nl",
    "title_en",
    "reason_nl",
    "reason_en",
    "follow_up_nl",
    "follow_up_en",
    "conflicts_with",
    "status",
    "reviewed_by",
    "authorised_by",
    "authorised_until",
    "setting",
    "from",
    "to",
    "when",
    "unless",
    "example",
];
const SELECTOR_KEYS: &[&str] = &["atc", "device", "propellant", "route", "products"];
const TARGET_KEYS: &[&str] = &[
    "same",
    "atc",
    "device",
    "propellant",
    "route",
    "products",
    "text_nl",
    "text_en",
];
const CONDITION_KEYS: &[&str] = &[
    "age",
    "indication",
    "facts",
    "first_issue",
    "days_supplied_above",
    "doses_per_year_above",
    "other_devices",
    "text_nl",
    "text_en",
];
const EXAMPLE_KEYS: &[&str] = &[
    "note",
    "product",
    "label",
    "atc",
    "age",
    "icpc",
    "indication",
    "facts",
    "first_issue",
    "days_supplied",
    "doses_per_year",
    "other_devices",
    "expect",
    "asks",
    "by",
];

/// Reads one file; `None` where nothing of it can be used. What does not fit is reported.
pub(in crate::dataset) fn read(
    file: &str,
    text: &str,
    layer: usize,
    has_source: &dyn Fn(&str) -> bool,
    findings: &mut Findings,
) -> Option<Guideline> {
    let mut reader = Reader::new(file, text, findings);
    let table = reader.parse("[guideline]")?;
    let table = table.get_ref();
    reader.known(table, "", &["guideline", "rule"]);
    for (name, value) in table {
        reader.no_floats(name.get_ref(), value);
    }
    let mut from = File { reader, has_source };
    let header = from.table(table, "", "guideline")?;
    let mut guideline = from.guideline(header, layer)?;
    for (rule, place) in from.tables(table, "rule") {
        let rule = from.rule(rule, place, &guideline.standing);
        guideline.rules.extend(rule);
    }
    Some(guideline)
}

pub(super) struct File<'a, 'f, 's> {
    pub(super) reader: Reader<'a, 'f>,
    has_source: &'s dyn Fn(&str) -> bool,
}

impl File<'_, '_, '_> {
    fn guideline(&mut self, table: &DeTable<'_>, layer: usize) -> Option<Guideline> {
        let at = "guideline.";
        self.reader.known(table, at, GUIDELINE_KEYS);
        let kind = self.word(table, at, "kind", GuidelineKind::WORDS);
        let standing = self.standing(table, at);
        let day = |file: &mut Self, key: &str| {
            let (value, place) = file.reader.value(table, at, key)?;
            file.reader.day(value, &place)
        };
        let reviewed = day(self, "reviewed");
        let next_review = day(self, "next_review");
        let id = self.needed(table, at, "id")?;
        let title = self.needed(table, at, "title")?;
        Some(Guideline {
            id,
            title,
            version: self.needed(table, at, "version")?,
            publisher: self.needed(table, at, "publisher")?,
            date: self.text(table, at, "date"),
            url: self.text(table, at, "url"),
            kind: kind?,
            author: self.text(table, at, "author"),
            reviewed,
            next_review,
            withdrawn: self.truth(table, at, "withdrawn") == Some(true),
            standing: Arc::new(standing),
            note: self.both(table, at, "note"),
            rules: Vec::new(),
            layer,
        })
    }

    fn rule(&mut self, table: &DeTable<'_>, place: Place, of_file: &Arc<Standing>) -> Option<Rule> {
        let at = "rule.";
        self.reader.known(table, at, RULE_KEYS);
        let own = status::KEYS.iter().any(|key| table.contains_key(*key));
        let own = own.then(|| Arc::new(self.standing(table, at)));
        let id = self.needed(table, at, "id")?;
        let direction = self.word(table, at, "direction", Direction::WORDS);
        let strength = self.word(table, at, "strength", Strength::WORDS);
        let evidence = self.word(
            table,
            at,
            "evidence",
            &words(Evidence::VARIANTS).collect::<Vec<_>>(),
        );
        let setting = self.word(table, at, "setting", Setting::WORDS);
        let source = self.source(table, at, &place);
        let from = self.part(table, "from", |file, part| {
            file.reader.known(part, "rule.from.", SELECTOR_KEYS);
            file.selector(part, "rule.from.")
        });
        let to = self.part(table, "to", |file, part| file.target(part));
        let when = self.part(table, "when", |file, part| {
            file.condition(part, "rule.when.")
        });
        let mut unless = Vec::new();
        for (part, _) in self.tables(table, "unless") {
            let before = self.reader.findings.errors();
            let condition = self.condition(part, "rule.unless.");
            let text = self.both(part, "rule.unless.", "text");
            // What is left of a condition that could not be read may hold always.
            if self.reader.findings.errors() == before {
                unless.push(Exception { condition, text });
            }
        }
        let mut examples = Vec::new();
        for (part, place) in self.tables(table, "example") {
            examples.extend(self.example(part, place));
        }
        for key in ["title_nl", "title_en", "reason_nl", "reason_en"] {
            self.needed(table, at, key);
        }
        let conflicts = self
            .reader
            .strings(table, at, "conflicts_with")
            .unwrap_or_default();
        Some(Rule {
            id: RuleId(id),
            direction: direction?,
            strength: strength?,
            evidence: evidence?,
            source: source?,
            section: self.needed(table, at, "section")?,
            url: self.text(table, at, "url"),
            patient_url: self.text(table, at, "patient_url"),
            title: self.both(table, at, "title"),
            reason: self.both(table, at, "reason"),
            follow_up: self.both(table, at, "follow_up"),
            conflicts_with: conflicts.into_iter().map(RuleId).collect(),
            standing: own.unwrap_or_else(|| Arc::clone(of_file)),
            setting: setting?,
            from: from.unwrap_or_default(),
            to,
            when: when.unwrap_or_default(),
            unless,
            examples,
            place,
        })
    }

    fn source(&mut self, table: &DeTable<'_>, at: &str, place: &Place) -> Option<SourceId> {
        let text = self.text(table, at, "source_id");
        if text.is_empty() {
            let message = (
                "een regel noemt zijn bron: source_id moet gevuld zijn",
                "a rule names its source: source_id must be filled",
            );
            let place = place.at_column("rule.source_id");
            self.reader
                .findings
                .push(Code::MissingSource, place, message);
            return None;
        }
        if !(self.has_source)(&text) {
            let message = no_source(&text);
            let (_, place) = self.reader.value(table, at, "source_id")?;
            self.reader
                .findings
                .push(Code::DanglingReference, place, message);
            return None;
        }
        Some(SourceId(text))
    }

    fn selector(&mut self, table: &DeTable<'_>, at: &str) -> Selector {
        let atc = self.list(table, at, "atc", "R03AC", Atc::parse);
        let devices = self.list(table, at, "device", "pMDI", Device::from_word);
        let routes = self.list(table, at, "route", "dermal", |word| {
            let mut known = Route::words();
            known
                .find(|(name, _)| *name == word)
                .map(|(_, route)| route)
        });
        Selector {
            atc,
            devices,
            propellants: self
                .reader
                .strings(table, at, "propellant")
                .unwrap_or_default(),
            routes,
            products: self
                .reader
                .strings(table, at, "products")
                .unwrap_or_default()
                .into_iter()
                .map(ProductId)
                .collect(),
        }
    }

    fn target(&mut self, table: &DeTable<'_>) -> Target {
        let at = "rule.to.";
        self.reader.known(table, at, TARGET_KEYS);
        let same = self
            .reader
            .value(table, at, "same")
            .and_then(|_| self.word(table, at, "same", Same::WORDS));
        Target {
            same: same.unwrap_or(Same::Indication),
            is: self.selector(table, at),
            text: self.both(table, at, "text"),
        }
    }

    fn condition(&mut self, table: &DeTable<'_>, at: &str) -> Condition {
        self.reader.known(table, at, CONDITION_KEYS);
        let indications = self.list(table, at, "indication", "asthma", Indication::parse);
        let facts = self.facts(table, at);
        Condition {
            age: self.age_band(table, at),
            indications,
            facts,
            first_issue: self.truth(table, at, "first_issue"),
            days_supplied_above: self.count(table, at, "days_supplied_above"),
            doses_per_year_above: self.count(table, at, "doses_per_year_above"),
            other_devices: self.list(table, at, "other_devices", "DPI", Device::from_word),
        }
    }

    fn age_band(&mut self, table: &DeTable<'_>, at: &str) -> Option<AgeBand> {
        let (value, place) = self.reader.value(table, at, "age")?;
        let Some(band) = value.get_ref().as_table() else {
            self.reader.expected(place, "{ from = 18 }");
            return None;
        };
        let at = format!("{at}age.");
        self.reader.known(band, &at, &["from", "below"]);
        let mut end = |key: &str| {
            let years = self.count(band, &at, key)?;
            let age = Age::new(years).ok().map(Age::years);
            if age.is_none() {
                let (_, place) = self.reader.value(band, &at, key)?;
                let message = (
                    format!("{years} is geen leeftijd van 0 tot en met 120"),
                    format!("{years} is not an age from 0 to 120"),
                );
                self.reader.findings.push(Code::BadNumber, place, message);
            }
            age
        };
        let (from, below) = (end("from"), end("below"));
        if below.is_some_and(|below| from.unwrap_or(0) >= below) {
            let message = (
                "de leeftijd loopt terug: from moet kleiner zijn dan below",
                "the age runs backwards: from must be less than below",
            );
            self.reader
                .findings
                .push(Code::InvertedRange, place, message);
            return None;
        }
        Some(AgeBand {
            from: from.unwrap_or(0),
            below,
        })
    }

    fn facts(&mut self, table: &DeTable<'_>, at: &str) -> BTreeMap<Fact, bool> {
        let mut facts = BTreeMap::new();
        let Some((value, place)) = self.reader.value(table, at, "facts") else {
            return facts;
        };
        let Some(named) = value.get_ref().as_table() else {
            self.reader.expected(place, "{ acute_attack = \"no\" }");
            return facts;
        };
        for (name, answer) in named {
            let word: &str = name.get_ref();
            let place = self
                .reader
                .place(Some(name.span()), Some(&format!("{at}facts.{word}")));
            let Ok(fact) = word.parse::<Fact>() else {
                let message = super::near::no_fact(word);
                self.reader.findings.push(Code::UnknownWord, place, message);
                continue;
            };
            match answer.get_ref().as_str() {
                Some("yes") => drop(facts.insert(fact, true)),
                Some("no") => drop(facts.insert(fact, false)),
                _ => self.reader.expected(place, "\"yes\""),
            }
        }
        facts
    }

    fn example(&mut self, table: &DeTable<'_>, place: Place) -> Option<Example> {
        let at = "rule.example.";
        self.reader.known(table, at, EXAMPLE_KEYS);
        let expect = self.needed(table, at, "expect")?;
        let asks = self.reader.strings(table, at, "asks").unwrap_or_default();
        let by = self.text(table, at, "by");
        let expected = match expect.as_str() {
            "not_matched" => Expected::NotMatched,
            "applies" => Expected::Applies,
            "check" => Expected::Check(asks),
            "withheld" => Expected::Withheld(by),
            _ => {
                let (_, place) = self.reader.value(table, at, "expect")?;
                let known = "not_matched, applies, check, withheld";
                self.not_one_of(place, &expect, known);
                return None;
            }
        };
        let age = self
            .count(table, at, "age")
            .and_then(|years| Age::new(years).ok());
        let devices = self
            .reader
            .value(table, at, "other_devices")
            .map(|_| self.list(table, at, "other_devices", "DPI", Device::from_word));
        // For whoever reads the file; only that it is a text is checked.
        self.text(table, at, "note");
        Some(Example {
            product: self.text(table, at, "product"),
            label: self.text(table, at, "label"),
            atc: self.text(table, at, "atc"),
            age,
            icpc: self.list(table, at, "icpc", "R96", Icpc::parse),
            indications: self.list(table, at, "indication", "asthma", Indication::parse),
            facts: self.facts(table, at),
            first_issue: self.truth(table, at, "first_issue"),
            days_supplied: self.count(table, at, "days_supplied"),
            doses_per_year: self.count(table, at, "doses_per_year"),
            other_devices: devices,
            expected,
            place,
        })
    }
}

/// Single values.
impl File<'_, '_, '_> {
    /// A text; empty where the key is not there.
    pub(super) fn text(&mut self, table: &DeTable<'_>, at: &str, key: &str) -> String {
        let Some((value, place)) = self.reader.value(table, at, key) else {
            return String::new();
        };
        let text = value.get_ref().as_str().map(str::to_owned);
        if text.is_none() {
            self.reader.expected(place, "\"...\"");
        }
        text.unwrap_or_default()
    }

    /// A text that must be there.
    pub(super) fn needed(&mut self, table: &DeTable<'_>, at: &str, key: &str) -> Option<String> {
        let text = self.text(table, at, key);
        if text.is_empty() {
            let span = table.iter().next().map(|(name, _)| name.span());
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
    fn both(&mut self, table: &DeTable<'_>, at: &str, key: &str) -> Message {
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

    fn not_one_of(&mut self, place: Place, found: &str, known: &str) {
        let message = (
            format!("'{found}' is niet een van: {known}"),
            format!("'{found}' is not one of: {known}"),
        );
        self.reader.findings.push(Code::UnknownWord, place, message);
    }

    /// A list of words, each read by a function; what it does not read is reported.
    fn list<T>(
        &mut self,
        table: &DeTable<'_>,
        at: &str,
        key: &str,
        example: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Vec<T> {
        let Some((value, place)) = self.reader.value(table, at, key) else {
            return Vec::new();
        };
        let Some(array) = value.get_ref().as_array() else {
            self.reader.expected(place, &format!("[\"{example}\"]"));
            return Vec::new();
        };
        let mut all = Vec::new();
        for one in array.iter() {
            let text = one.get_ref().as_str().unwrap_or_default();
            match read(text) {
                Some(value) => all.push(value),
                None => {
                    let place = self.reader.place(Some(one.span()), place.column.as_deref());
                    let message = (
                        format!("'{text}' past hier niet; verwacht is iets zoals {example}"),
                        format!("'{text}' does not fit here; expected is such as {example}"),
                    );
                    let code = match key {
                        "atc" | "icpc" => Code::UnknownCode,
                        _ => Code::UnknownWord,
                    };
                    self.reader.findings.push(code, place, message);
                }
            }
        }
        all
    }

    fn count(&mut self, table: &DeTable<'_>, at: &str, key: &str) -> Option<u32> {
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

    fn truth(&mut self, table: &DeTable<'_>, at: &str, key: &str) -> Option<bool> {
        let (value, place) = self.reader.value(table, at, key)?;
        let truth = value.get_ref().as_bool();
        if truth.is_none() {
            self.reader.expected(place, "true");
        }
        truth
    }

    fn table<'t, 'i>(
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

    fn part<T>(
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
