//! Guideline files: from TOML to rules, with every problem reported at its place.

use super::condition::BOUNDS;
use super::file::{File, Known};
use super::{
    Certainty, Claim, Direction, Example, Exception, Expected, Gain, Grade, Grading, Guideline,
    GuidelineKind, Occasion, Rule, RuleId, Same, Selector, Setting, Standing, Strength, Target,
    Unknown, status,
};
use crate::code::Atc;
use crate::dataset::form_class::FormClass;
use crate::dataset::names::missing;
use crate::dataset::product::{Device, ProductId, Strength as Amounts};
use crate::dataset::schema::{File as Schematic, Holds, Schema, Thing};
use crate::dataset::source::{Evidence, SourceId};
use crate::dataset::table::{Findings, words};
use crate::dataset::toml_file::Reader;
use crate::dataset::water::Route;
use crate::diagnostic::{Code, Place};
use std::sync::Arc;
use strum::VariantArray;
use toml::de::DeTable;

/// The tables of a file with their keys, for whoever writes one.
pub(crate) fn keys() -> Vec<(String, Vec<String>)> {
    let schema = Schema::read();
    let mut tables: Vec<(String, Vec<String>)> = Vec::new();
    let columns = schema.find("guidelines/own.toml").map(|file| &file.columns);
    for column in columns.into_iter().flatten() {
        let (table, key) = column.name.rsplit_once('.').unwrap_or(("", &column.name));
        match tables.iter_mut().find(|(known, _)| known == table) {
            Some((_, keys)) => keys.push(key.to_owned()),
            None => tables.push((table.to_owned(), vec![key.to_owned()])),
        }
    }
    let bounds = BOUNDS.iter().map(|end| (*end).to_owned());
    tables.push(("facts.*".to_owned(), bounds.collect()));
    tables
}

/// The keys that hold one of some words, with these.
pub(crate) fn key_words() -> Vec<(String, Vec<String>)> {
    let schema = Schema::read();
    let columns = schema.find("guidelines/own.toml").map(|file| &file.columns);
    let words = columns.into_iter().flatten().filter_map(|column| {
        let [Holds::Words(words)] = column.holds.as_slice() else {
            return None;
        };
        Some((column.name.clone(), words.clone()))
    });
    words.collect()
}

/// Reads one file; `None` where nothing of it can be used. What does not fit is reported.
pub(in crate::dataset) fn read(
    file: &str,
    text: &str,
    kind: &Schematic,
    layer: usize,
    known: &Known<'_>,
    findings: &mut Findings,
) -> Option<Guideline> {
    let mut reader = Reader::new(file, text, kind, findings);
    let table = reader.parse("[guideline]")?;
    let table = table.get_ref();
    reader.known(table, "");
    for (name, value) in table {
        reader.no_floats(name.get_ref(), value);
    }
    let mut from = File { reader, known };
    let header = from.table(table, "", "guideline")?;
    let guideline = from.guideline(header, layer);
    // What is wrong with the rules is said, too, where the head of the file cannot be used.
    let standing = guideline.as_ref().map(|one| Arc::clone(&one.standing));
    let standing = standing.unwrap_or_default();
    let rules = from.tables(table, "rule").into_iter();
    let rules = rules.filter_map(|(rule, place)| from.rule(rule, place, &standing));
    let rules = rules.collect();
    guideline.map(|guideline| Guideline { rules, ..guideline })
}

impl File<'_, '_, '_> {
    fn guideline(&mut self, table: &DeTable<'_>, layer: usize) -> Option<Guideline> {
        let at = "guideline.";
        self.reader.known(table, at);
        let kind = self.word(table, at, "kind", GuidelineKind::WORDS);
        let grading = self.one_of(table, at, "grading", Grading::WORDS);
        let standing = self.standing(table, at);
        let day = |file: &mut Self, key: &str| {
            let (value, place) = file.reader.value(table, at, key)?;
            file.reader.day(value, &place)
        };
        let reviewed = day(self, "reviewed");
        let next_review = day(self, "next_review");
        let until = day(self, "until");
        let needed = ["id", "title", "version", "publisher"];
        let [id, title, version, publisher] = needed.map(|key| self.needed(table, at, key));
        Some(Guideline {
            id: id?,
            title: title?,
            version: version?,
            publisher: publisher?,
            date: self.text(table, at, "date"),
            url: self.address(table, at, "url"),
            text: self.text(table, at, "text"),
            grading: grading.unwrap_or_default(),
            kind: kind?,
            author: self.text(table, at, "author"),
            reviewed,
            next_review,
            withdrawn: self.truth(table, at, "withdrawn") == Some(true),
            occasion: self.one_of(table, at, "occasion", Occasion::WORDS),
            until,
            standing: Arc::new(standing),
            note: self.both(table, at, "note"),
            rules: Vec::new(),
            layer,
        })
    }

    fn rule(&mut self, table: &DeTable<'_>, place: Place, of_file: &Arc<Standing>) -> Option<Rule> {
        let at = "rule.";
        self.reader.known(table, at);
        let own = status::KEYS.iter().any(|key| table.contains_key(*key));
        let own = own.then(|| Arc::new(self.standing(table, at)));
        let [id, section] = ["id", "section"].map(|key| self.needed(table, at, key));
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
            file.reader.known(part, "rule.from.");
            file.selector(part, "rule.from.")
        });
        let to = self.part(table, "to", |file, part| file.target(part));
        let when = self.part(table, "when", |file, part| {
            file.condition(part, "rule.when.")
        });
        let guards = self.part(table, "guards", |file, part| {
            file.reader.known(part, "rule.guards.");
            file.selector(part, "rule.guards.")
        });
        let unknown = self.one_of(table, at, "unknown", Unknown::WORDS);
        let gain = self.one_of(table, at, "gain", Gain::WORDS);
        let reversed_by = self.text(table, at, "reversed_by");
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
        let claim = Claim {
            words: self.text(table, at, "says"),
            grade: self.one_of(table, at, "grade", Grade::WORDS),
            certainty: self.one_of(table, at, "certainty", Certainty::WORDS),
        };
        Some(Rule {
            id: RuleId(id?),
            direction: direction?,
            strength: strength?,
            claim,
            evidence: evidence?,
            looked: self.both(table, at, "looked"),
            source: source?,
            section: section?,
            url: self.address(table, at, "url"),
            patient_url: self.address(table, at, "patient_url"),
            patient: self.both(table, at, "patient"),
            title: self.both(table, at, "title"),
            reason: self.both(table, at, "reason"),
            follow_up: self.both(table, at, "follow_up"),
            basis: self.both(table, at, "basis"),
            conflicts_with: Vec::new(),
            reversed_by: (!reversed_by.is_empty()).then_some(RuleId(reversed_by)),
            guards,
            unknown: unknown.unwrap_or(Unknown::Ask),
            gain: gain.unwrap_or(Gain::Climate),
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
        if !self.known.may_hold(Thing::Source, &text) {
            let message = missing(Thing::Source, &text);
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
            forms: self.list(table, at, "form", "oral_liquid", |word| {
                let form = word.parse().ok();
                form.filter(|form| *form != FormClass::Unknown)
            }),
            strengths: self.list(table, at, "strength", "500 mg", Amounts::parse),
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
        self.reader.known(table, at);
        let same = self.one_of(table, at, "same", Same::WORDS);
        Target {
            same: same.unwrap_or(Same::Indication),
            is: self.selector(table, at),
            text: self.both(table, at, "text"),
        }
    }

    fn example(&mut self, table: &DeTable<'_>, place: Place) -> Option<Example> {
        let at = "rule.example.";
        self.reader.known(table, at);
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
        // For whoever reads the file; only that it is a text is checked.
        self.text(table, at, "note");
        Some(Example {
            product: self.text(table, at, "product"),
            label: self.text(table, at, "label"),
            atc: self.text(table, at, "atc"),
            context: self.context(table, at),
            expected,
            place,
        })
    }
}
