//! What must hold of patient and moment, or must not.
//!
//! A condition is a list of parts. A part of a new kind touches five files: `schema.csv` (its
//! keys), this one (how it is read, what it follows from), `context.rs` beside it (what is known
//! of a patient), `advice/outcome.rs` (whether it holds, what to ask) and `advice/words.rs` (the
//! question, the reason and how a rule is shown). A condition on a fact needs no code: a fact is a
//! row of `facts.csv`.

use super::context::Context;
use super::fact::{Age, Fact, FactValue, Indication};
use super::file::File;
use crate::code::{Atc, Icpc};
use crate::dataset::fact::FactKind;
use crate::dataset::product::Device;
use crate::dataset::schema::Thing;
use crate::diagnostic::{Code, Place};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The ends of a number.
pub(super) const BOUNDS: &[&str] = &["above", "at_least", "below", "at_most"];

/// What must hold, all of it; nothing asks nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Condition {
    /// Facts first, in their order; then the others as they stand in [`Part`].
    parts: Vec<Part>,
}

/// One thing that must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    /// A fact.
    Fact(Fact, Test),
    /// The age.
    Age(AgeBand),
    /// One of these indications.
    Indication(Vec<Indication>),
    /// One of these types of inhaler is used besides.
    OtherDevices(Vec<Device>),
}

/// What the answer to a fact must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Test {
    /// Yes or no.
    Is(bool),
    /// A number between bounds.
    Within(Bounds),
}

/// The least and the most that a number may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bounds {
    /// The least.
    pub(crate) least: u32,
    /// The most.
    pub(crate) most: u32,
}

/// An age band in years, half-open: from the first up to but not including the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AgeBand {
    /// The first age; 0 where there is none.
    pub(crate) from: u8,
    /// The first age above the band; `None` where it has no end.
    pub(crate) below: Option<u8>,
}

impl AgeBand {
    /// Whether an age lies in the band.
    #[must_use]
    pub(crate) fn holds(self, age: Age) -> bool {
        self.from <= age.years() && self.below.is_none_or(|below| age.years() < below)
    }
}

impl Bounds {
    const ANY: Self = Self {
        least: 0,
        most: u32::MAX,
    };

    const fn holds(self, number: u32) -> bool {
        self.least <= number && number <= self.most
    }

    /// As text, such as `> 15` or `30 - 59`.
    pub(crate) fn text(self) -> String {
        match (self.above(), self.most.checked_add(1)) {
            (Some(above), _) => format!("> {above}"),
            (None, Some(below)) if self.least == 0 => format!("< {below}"),
            (None, _) => format!("{} - {}", self.least, self.most),
        }
    }

    /// The number above which it holds, where that is all it asks.
    pub(crate) fn above(self) -> Option<u32> {
        let above = self.least.checked_sub(1);
        above.filter(|_| self.most == u32::MAX)
    }
}

impl Test {
    /// Whether an answer is as it must be; `None` where it is of the other kind.
    pub(crate) fn holds(self, value: FactValue) -> Option<bool> {
        match self {
            Self::Is(must) => value.holds().map(|holds| holds == must),
            Self::Within(bounds) => value.number().map(|number| bounds.holds(number)),
        }
    }

    /// Whether it holds wherever another does.
    const fn follows_from(self, other: Self) -> bool {
        match (self, other) {
            (Self::Is(one), Self::Is(other)) => one == other,
            (Self::Within(one), Self::Within(other)) => {
                one.least <= other.least && other.most <= one.most
            }
            (Self::Is(_), Self::Within(_)) | (Self::Within(_), Self::Is(_)) => false,
        }
    }

    /// What an example must tell it from: the reverse, or without one of two bounds.
    fn mutants(self) -> Vec<Self> {
        match self {
            Self::Is(must) => vec![Self::Is(!must)],
            Self::Within(Bounds { least, most }) if least > 0 && most < u32::MAX => [
                Bounds {
                    least,
                    ..Bounds::ANY
                },
                Bounds {
                    most,
                    ..Bounds::ANY
                },
            ]
            .map(Self::Within)
            .into(),
            Self::Within(_) => Vec::new(),
        }
    }
}

impl Part {
    /// Its key in a rule.
    fn name(&self) -> String {
        match self {
            Self::Fact(fact, _) => format!("facts.{fact}"),
            Self::Age(_) => "age".to_owned(),
            Self::Indication(_) => "indication".to_owned(),
            Self::OtherDevices(_) => "other_devices".to_owned(),
        }
    }

    /// Whether it holds wherever another part does.
    fn follows_from(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Fact(one, test), Self::Fact(other, within)) => {
                one == other && test.follows_from(*within)
            }
            (Self::Age(one), Self::Age(other)) => {
                let ends = match (one.below, other.below) {
                    (None, _) => true,
                    (Some(_), None) => false,
                    (Some(one), Some(other)) => other <= one,
                };
                one.from <= other.from && ends
            }
            (Self::Indication(one), Self::Indication(other)) => {
                other.iter().all(|each| one.contains(each))
            }
            (Self::OtherDevices(one), Self::OtherDevices(other)) => {
                other.iter().all(|each| one.contains(each))
            }
            (
                Self::Fact(..) | Self::Age(_) | Self::Indication(_) | Self::OtherDevices(_),
                Self::Fact(..) | Self::Age(_) | Self::Indication(_) | Self::OtherDevices(_),
            ) => false,
        }
    }
}

impl From<Part> for Condition {
    fn from(part: Part) -> Self {
        Self { parts: vec![part] }
    }
}

impl Condition {
    /// Its parts: facts first, in their order.
    pub(crate) fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// What the answer to a fact must be.
    pub(crate) fn test(&self, fact: Fact) -> Option<Test> {
        self.parts.iter().find_map(|part| match part {
            Part::Fact(one, test) if *one == fact => Some(*test),
            Part::Fact(..) | Part::Age(_) | Part::Indication(_) | Part::OtherDevices(_) => None,
        })
    }

    /// The number above which a fact must be, where that is all that is asked of it.
    pub(crate) fn above(&self, fact: Fact) -> Option<u32> {
        match self.test(fact)? {
            Test::Within(bounds) => bounds.above(),
            Test::Is(_) => None,
        }
    }

    /// The age.
    pub(crate) fn age(&self) -> Option<AgeBand> {
        self.parts.iter().find_map(|part| match part {
            Part::Age(band) => Some(*band),
            Part::Fact(..) | Part::Indication(_) | Part::OtherDevices(_) => None,
        })
    }

    /// The indications of which there must be one.
    pub(crate) fn indications(&self) -> &[Indication] {
        let named = self.parts.iter().find_map(|part| match part {
            Part::Indication(named) => Some(named.as_slice()),
            Part::Fact(..) | Part::Age(_) | Part::OtherDevices(_) => None,
        });
        named.unwrap_or_default()
    }

    /// Whether everything that it asks follows from another condition.
    pub(super) fn follows_from(&self, other: &Self) -> bool {
        let asked = |part: &Part| other.parts.iter().any(|within| part.follows_from(within));
        self.parts.iter().all(asked)
    }

    /// The condition without each of its parts and with each of its facts turned round, with the
    /// name of the part.
    pub(crate) fn mutants(&self) -> Vec<(String, Self)> {
        let mut all = Vec::new();
        for (at, part) in self.parts.iter().enumerate() {
            let mut without = self.clone();
            without.parts.remove(at);
            all.push((part.name(), without));
            let Part::Fact(fact, test) = part else {
                continue;
            };
            for test in test.mutants() {
                let mut changed = self.clone();
                if let Some(part) = changed.parts.get_mut(at) {
                    *part = Part::Fact(*fact, test);
                }
                all.push((part.name(), changed));
            }
        }
        all
    }
}

impl File<'_, '_, '_> {
    pub(super) fn condition(&mut self, table: &DeTable<'_>, at: &str) -> Condition {
        self.reader.known(table, at);
        let mut tests = Vec::new();
        for (fact, kind, value, place) in self.facts(table, at) {
            let test = self.test(kind, value, &place);
            tests.extend(test.map(|test| (fact, test)));
        }
        tests.sort_by_key(|(fact, _)| self.known.facts.place(*fact));
        let facts = tests.into_iter().map(|(fact, test)| Part::Fact(fact, test));
        let mut parts: Vec<Part> = facts.collect();
        parts.extend(self.age_band(table, at).map(Part::Age));
        let indications = self.indications(table, at);
        parts.extend((!indications.is_empty()).then_some(Part::Indication(indications)));
        let devices = self.list(table, at, "other_devices", "DPI", Device::from_word);
        parts.extend((!devices.is_empty()).then_some(Part::OtherDevices(devices)));
        Condition { parts }
    }

    /// What is known in an example.
    pub(super) fn context(&mut self, table: &DeTable<'_>, at: &str) -> Context {
        let mut context = Context::new();
        let age = self.count(table, at, "age");
        if let Some(age) = age.and_then(|years| Age::new(years).ok()) {
            context = context.age(age);
        }
        let sex = self.text(table, at, "sex");
        if !sex.is_empty() {
            match (sex.parse(), self.reader.value(table, at, "sex")) {
                (Ok(sex), _) => context = context.sex(sex),
                (Err(_), Some((_, place))) => self.not_one_of(place, &sex, "female, male"),
                (Err(_), None) => {}
            }
        }
        for code in self.list(table, at, "icpc", "R96", Icpc::parse) {
            context = context.icpc(code);
        }
        for indication in self.indications(table, at) {
            context = context.indication(indication);
        }
        for atc in self.list(table, at, "beside", "M01A", Atc::parse) {
            context = context.beside(atc);
        }
        for (fact, kind, value, place) in self.facts(table, at) {
            let given = match kind {
                FactKind::YesNo => yes_no(value).map(FactValue::Holds),
                FactKind::Number => whole(value).map(FactValue::Number),
            };
            match given {
                Some(given) => context = context.fact(fact, given),
                None => {
                    let whole = ["een heel getal zoals 30", "a whole number such as 30"];
                    self.of_other_kind(kind, whole, &place);
                }
            }
        }
        if self.reader.value(table, at, "other_devices").is_some() {
            let devices = self.list(table, at, "other_devices", "DPI", Device::from_word);
            context = context.other_devices(devices);
        }
        context
    }

    fn indications(&mut self, table: &DeTable<'_>, at: &str) -> Vec<Indication> {
        let key = "indication";
        let mut all = Vec::new();
        for (word, place) in self.words(table, at, key, "asthma") {
            match self.known.indications.parse(&word) {
                Ok(indication) => all.push(indication),
                Err(_) if self.known.may_hold(Thing::Indication, &word) => {}
                Err(_) => {
                    let message = self.known.indications.missing(&word);
                    self.reader.findings.push(Code::UnknownWord, place, message);
                }
            }
        }
        all
    }

    /// The facts that are named, with their kind and what stands behind each.
    fn facts<'t, 'i>(
        &mut self,
        table: &'t DeTable<'i>,
        at: &str,
    ) -> Vec<(Fact, FactKind, &'t Spanned<DeValue<'i>>, Place)> {
        let Some((value, place)) = self.reader.value(table, at, "facts") else {
            return Vec::new();
        };
        let Some(named) = value.get_ref().as_table() else {
            self.reader.expected(place, "{ acute_attack = \"no\" }");
            return Vec::new();
        };
        let mut all = Vec::new();
        for (name, value) in named {
            let word: &str = name.get_ref();
            let place = self
                .reader
                .place(Some(name.span()), Some(&format!("{at}facts.{word}")));
            match self.known.facts.parse(word) {
                Ok(record) => all.push((record.fact, record.kind, value, place)),
                Err(_) if self.known.may_hold(Thing::Fact, word) => {}
                Err(_) => {
                    let message = self.known.facts.missing(word);
                    self.reader.findings.push(Code::UnknownWord, place, message);
                }
            }
        }
        all
    }

    fn test(
        &mut self,
        kind: FactKind,
        value: &Spanned<DeValue<'_>>,
        place: &Place,
    ) -> Option<Test> {
        let test = match kind {
            FactKind::YesNo => yes_no(value).map(Test::Is),
            FactKind::Number => {
                if let Some(bounds) = value.get_ref().as_table() {
                    return self.bounds(bounds, place).map(Test::Within);
                }
                None
            }
        };
        if test.is_none() {
            let bound = [
                "een grens zoals { above = 15 }",
                "a bound such as { above = 15 }",
            ];
            self.of_other_kind(kind, bound, place);
        }
        test
    }

    /// Reports a value that is no answer to a fact of this kind.
    fn of_other_kind(&mut self, kind: FactKind, [nl, en]: [&str; 2], place: &Place) {
        let word = place.column.as_deref().unwrap_or_default();
        let word = word.rsplit('.').next().unwrap_or_default();
        let message = match kind {
            FactKind::YesNo => (
                format!("'{word}' is ja of nee; verwacht is \"yes\" of \"no\""),
                format!("'{word}' is yes or no; expected is \"yes\" or \"no\""),
            ),
            FactKind::Number => (
                format!("'{word}' is een getal; verwacht is {nl}"),
                format!("'{word}' is a number; expected is {en}"),
            ),
        };
        let place = place.clone();
        self.reader.findings.push(Code::UnknownWord, place, message);
    }

    fn bounds(&mut self, table: &DeTable<'_>, place: &Place) -> Option<Bounds> {
        let at = format!("{}.", place.column.as_deref().unwrap_or_default());
        self.reader.known_of(table, &at, BOUNDS, &[]);
        if table.is_empty() {
            self.reader.expected(place.clone(), "{ above = 15 }");
            return None;
        }
        let mut end = |key: &str| self.count(table, &at, key);
        let above = end("above").map(|limit| limit.checked_add(1));
        let below = end("below").map(|limit| limit.checked_sub(1));
        let least = [above, end("at_least").map(Some)];
        let most = [below, end("at_most").map(Some)];
        // A number above the highest, or below zero, is none.
        let never = [above, below].contains(&Some(None));
        let bounds = Bounds {
            least: least.into_iter().flatten().flatten().max().unwrap_or(0),
            most: most
                .into_iter()
                .flatten()
                .flatten()
                .min()
                .unwrap_or(u32::MAX),
        };
        if never || bounds.least > bounds.most {
            let message = (
                "geen enkel getal ligt tussen deze grenzen",
                "no number lies between these bounds",
            );
            self.reader
                .findings
                .push(Code::InvertedRange, place.clone(), message);
            return None;
        }
        Some(bounds)
    }

    fn age_band(&mut self, table: &DeTable<'_>, at: &str) -> Option<AgeBand> {
        let (value, place) = self.reader.value(table, at, "age")?;
        let Some(band) = value.get_ref().as_table() else {
            self.reader.expected(place, "{ from = 18 }");
            return None;
        };
        let at = format!("{at}age.");
        self.reader.known(band, &at);
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
}

fn yes_no(value: &Spanned<DeValue<'_>>) -> Option<bool> {
    match value.get_ref().as_str() {
        Some("yes") => Some(true),
        Some("no") => Some(false),
        _ => None,
    }
}

fn whole(value: &Spanned<DeValue<'_>>) -> Option<u32> {
    let number = value.get_ref().as_integer()?;
    number.as_str().parse().ok()
}
