//! `facts.csv` and `indications.csv`: what rules may ask, in which words, and what of a
//! prescription answers it when nobody did.
//!
//! The order of the rows is the order in which facts are asked and shown. A row of a later layer
//! replaces the one with its id where that stands; new ones come behind. From `first_issue` on,
//! facts are asked behind the product, the age and the indication.

use super::guideline::near::{near, no_word};
use super::guideline::{Age, Context, Fact, FactValue, Indication, Sex};
use super::names::NameIndex;
use super::schema::Thing;
use super::table::{Findings, Row};
use crate::code::{Atc, Icpc};
use crate::diagnostic::{Code, Message, Place};
use crate::language::Language;
use crate::parse::ParseError;
use std::collections::{BTreeMap, BTreeSet};

/// What a word that no layer has is not, in Dutch and in English.
const A_FACT: [&str; 2] = [
    "feit waar een regel naar vraagt",
    "a fact that a rule asks for",
];
const AN_INDICATION: [&str; 2] = ["indicatie", "an indication"];

/// What answers a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "snake_case")]
pub(crate) enum FactKind {
    /// Yes or no.
    YesNo,
    /// A whole number.
    Number,
}

/// A small condition that answers a fact when nobody gave it. What is not known holds for none.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Teller {
    AgeBelow(u8),
    AgeFrom(u8),
    Sex(Sex),
    /// The medicine prescribed lies in this group; of any known code where there is none.
    Code(Option<Atc>),
    /// A code, or the letter of a chapter.
    Icpc(String),
    Indication(Indication),
    /// Another medicine of the patient lies in this group.
    Beside(Atc),
    /// Another fact was answered with yes; what tells that one does not count.
    Fact(Fact),
}

/// The tellers that can be written, for a message.
const TELLERS: &str = "age<18, age>=75, sex=female, sex=male, atc=N05B, atc=*, icpc=W78, \
                       indication=asthma, beside=M01A, fact=end_of_life";

impl Teller {
    fn parse(text: &str) -> Option<Self> {
        let age = |years: &str| Some(years.parse::<Age>().ok()?.years());
        if let Some(years) = text.strip_prefix("age<") {
            return age(years).map(Self::AgeBelow);
        }
        if let Some(years) = text.strip_prefix("age>=") {
            return age(years).map(Self::AgeFrom);
        }
        let (what, word) = text.split_once('=')?;
        match what {
            "sex" => word.parse().ok().map(Self::Sex),
            "atc" if word == "*" => Some(Self::Code(None)),
            "atc" => Atc::parse(word).map(Some).map(Self::Code),
            "icpc" => Icpc::is_group(word).then(|| Self::Icpc(word.to_owned())),
            "indication" => word.parse().ok().map(Self::Indication),
            "beside" => Atc::parse(word).map(Self::Beside),
            "fact" => word.parse().ok().map(Self::Fact),
            _ => None,
        }
    }

    fn holds(&self, seen: &Seen<'_>) -> bool {
        let context = seen.context;
        let age = || context.given_age().map(Age::years);
        match self {
            Self::AgeBelow(years) => age().is_some_and(|age| age < *years),
            Self::AgeFrom(years) => age().is_some_and(|age| *years <= age),
            Self::Sex(sex) => context.given_sex() == Some(*sex),
            // Of an inhaled medicine without a code it is known that it is one.
            Self::Code(None) => seen.inhaled || seen.atc.is_some(),
            Self::Code(Some(group)) => seen.atc.is_some_and(|atc| group.is_prefix_of(&atc)),
            Self::Icpc(group) => context.given_icpc().iter().any(|code| code.is_in(group)),
            Self::Indication(one) => seen.indications.is_some_and(|all| all.contains(one)),
            Self::Beside(group) => {
                let mut others = context.given_beside().iter();
                others.any(|atc| group.is_prefix_of(atc))
            }
            Self::Fact(fact) => context.given(*fact) == Some(FactValue::Holds(true)),
        }
    }
}

/// What tellers can see of a prescription.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen<'a> {
    /// The code of the medicine prescribed.
    pub(crate) atc: Option<Atc>,
    /// Whether it is a medicine for inhalation.
    pub(crate) inhaled: bool,
    /// The indications, where they are known.
    pub(crate) indications: Option<&'a BTreeSet<Indication>>,
    /// What is known of the patient.
    pub(crate) context: &'a Context,
}

/// A fact that rules may ask for.
#[derive(Debug, Clone)]
pub(crate) struct FactRecord {
    /// The fact.
    pub(crate) fact: Fact,
    /// What answers it.
    pub(crate) kind: FactKind,
    /// Of what a number is; empty where it is none or has no unit.
    pub(crate) unit: String,
    /// What to ask.
    pub(crate) question: Message,
    /// Why something is held back where this speaks against it; empty for the general words.
    pub(crate) against: Message,
    /// What answers it, as written: yes, no, and left open.
    pub(crate) written: [String; 3],
    yes: Vec<Teller>,
    no: Vec<Teller>,
    open: Vec<Teller>,
}

impl FactRecord {
    /// What is told of it when nobody gave it: yes, or else left open, or else no.
    pub(crate) fn told(&self, seen: &Seen<'_>) -> Option<bool> {
        let any = |tellers: &[Teller]| tellers.iter().any(|one| one.holds(seen));
        if any(&self.yes) {
            Some(true)
        } else if self.no.is_empty() || any(&self.open) {
            None
        } else {
            any(&self.no).then_some(false)
        }
    }

    /// Whether a no that is told is one for want of a word alone: something of the patient, such as
    /// a code or another medicine, would tell yes, and nothing tells no but that there is a medicine.
    pub(crate) fn is_assumed(&self, seen: &Seen<'_>) -> bool {
        let of_patient = |teller: &Teller| match teller {
            Teller::Icpc(_) | Teller::Indication(_) => true,
            Teller::Beside(_) => seen.context.given_beside().is_empty(),
            Teller::AgeBelow(_)
            | Teller::AgeFrom(_)
            | Teller::Sex(_)
            | Teller::Code(_)
            | Teller::Fact(_) => false,
        };
        let mut told = self.no.iter().filter(|teller| teller.holds(seen));
        told.all(|teller| matches!(teller, Teller::Code(None))) && self.yes.iter().any(of_patient)
    }
}

/// The facts of all layers, in the order in which they are asked.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    records: Vec<FactRecord>,
    places: BTreeMap<Fact, usize>,
    /// The places of those that something of a prescription can answer.
    told: Vec<usize>,
    /// The indications and facts that tellers name, to be looked up when all layers are read.
    named: Vec<(Indication, Place)>,
    other: Vec<(Fact, Place)>,
}

impl Facts {
    /// The facts, in order.
    pub(crate) fn records(&self) -> &[FactRecord] {
        &self.records
    }

    /// A fact, where a layer has it.
    pub(crate) fn get(&self, fact: Fact) -> Option<&FactRecord> {
        self.records.get(*self.places.get(&fact)?)
    }

    /// The place of a fact in the order; the last for one that no layer has.
    pub(crate) fn place(&self, fact: Fact) -> usize {
        self.places.get(&fact).copied().unwrap_or(usize::MAX)
    }

    /// The facts that something of a prescription can answer.
    pub(crate) fn told(&self) -> impl Iterator<Item = &FactRecord> {
        let told = self.told.iter();
        told.filter_map(|place| self.records.get(*place))
    }

    /// Reads a row and puts it where the row of this id stands, or behind the others.
    pub(super) fn read(&mut self, row: Row<'_>, findings: &mut Findings) {
        let fact = word(row, "fact_id", findings);
        let kind = row.one_of("kind", findings);
        let texts = ["question_nl", "question_en"].map(|column| row.needed(column, findings));
        let against = ["against_nl", "against_en"];
        let against = if against.iter().any(|column| row.filled(column).is_some()) {
            against.map(|column| row.needed(column, findings).unwrap_or_default())
        } else {
            [""; 2]
        };
        let [against_nl, against_en] = against;
        let columns = ["yes", "no", "open"];
        let [yes, no, open] = columns.map(|column| {
            if kind == Some(FactKind::Number) && row.filled(column).is_some() {
                let message = (
                    format!(
                        "'{column}' antwoordt ja of nee; een feit met kind = number is een getal"
                    ),
                    format!("'{column}' answers yes or no; a fact with kind = number is a number"),
                );
                findings.push(Code::UnknownWord, row.place(column), message);
                return Vec::new();
            }
            self.tellers(row, column, findings)
        });
        let (Some(fact), Some(kind), [Some(nl), Some(en)]) = (fact, kind, texts) else {
            return;
        };
        let record = FactRecord {
            fact,
            kind,
            unit: row.text("unit").to_owned(),
            question: (nl, en).into(),
            against: (against_nl, against_en).into(),
            written: columns.map(|column| row.text(column).to_owned()),
            yes,
            no,
            open,
        };
        let place = *self.places.entry(fact).or_insert(self.records.len());
        match self.records.get_mut(place) {
            Some(known) => *known = record,
            None => self.records.push(record),
        }
        let told = self.records.iter().enumerate();
        let told = told.filter(|(_, one)| !(one.yes.is_empty() && one.no.is_empty()));
        self.told = told.map(|(place, _)| place).collect();
    }

    fn tellers(&mut self, row: Row<'_>, column: &str, findings: &mut Findings) -> Vec<Teller> {
        let mut tellers = Vec::new();
        let written = row.text(column).split('|').map(str::trim);
        for text in written.filter(|text| !text.is_empty()) {
            match Teller::parse(text) {
                Some(teller) => {
                    if let Teller::Indication(indication) = teller {
                        self.named.push((indication, row.place(column)));
                    } else if let Teller::Fact(fact) = teller {
                        self.other.push((fact, row.place(column)));
                    }
                    tellers.push(teller);
                }
                None => {
                    let message = (
                        format!("'{text}' zegt niets over een feit; kies uit zulke: {TELLERS}"),
                        format!("'{text}' tells nothing of a fact; choose from such: {TELLERS}"),
                    );
                    findings.push(Code::UnknownWord, row.place(column), message);
                }
            }
        }
        tellers
    }

    /// Reports the indications and facts of tellers that no layer has.
    pub(super) fn check(
        &self,
        indications: &Indications,
        names: &NameIndex,
        findings: &mut Findings,
    ) {
        for (indication, place) in &self.named {
            let word = indication.as_str();
            if !names.may_hold(Thing::Indication, word) {
                let message = indications.missing(word);
                findings.push(Code::UnknownWord, place.clone(), message);
            }
        }
        for (fact, place) in &self.other {
            let word = fact.as_str();
            if !names.may_hold(Thing::Fact, word) {
                findings.push(Code::UnknownWord, place.clone(), self.missing(word));
            }
        }
    }

    fn words(&self) -> impl Iterator<Item = &str> + Clone {
        self.records.iter().map(|one| one.fact.as_str())
    }

    /// What is wrong with a word that is no fact of any layer.
    pub(super) fn missing(&self, word: &str) -> Message {
        no_word(A_FACT, word, self.words())
    }

    /// The fact of a word that somebody typed.
    pub(super) fn parse(&self, word: &str) -> Result<&FactRecord, ParseError> {
        let fact = word.parse().ok();
        let record = fact.and_then(|fact| self.get(fact));
        record.ok_or_else(|| typed(A_FACT, word, self.words()))
    }

    /// A fact with its answer, such as `acute_attack=no` or `egfr=25`; `ja` and `nee` count too.
    pub(super) fn parse_answer(&self, text: &str) -> Result<(Fact, FactValue), ParseError> {
        let wrong = |dutch, english| {
            let wrong = ParseError::new(text, dutch, english);
            wrong.knowing(["De feiten zijn", "The facts are"], self.words())
        };
        let no_answer = || {
            wrong(
                "feit met yes of no, zoals acute_attack=no",
                "a fact with yes or no, such as acute_attack=no",
            )
        };
        let (word, answer) = text.split_once('=').ok_or_else(no_answer)?;
        let record = self.parse(word.trim())?;
        let value = match (record.kind, answer.trim()) {
            (FactKind::YesNo, "yes" | "ja") => true.into(),
            (FactKind::YesNo, "no" | "nee") => false.into(),
            (FactKind::YesNo, _) => return Err(no_answer()),
            (FactKind::Number, number) => FactValue::Number(number.parse().map_err(|_| {
                wrong(
                    "feit met een heel getal, zoals days_supplied=30",
                    "a fact with a whole number, such as days_supplied=30",
                )
            })?),
        };
        Ok((record.fact, value))
    }
}

/// An indication that rules may name.
#[derive(Debug, Clone)]
pub(crate) struct IndicationRecord {
    /// The indication.
    pub(crate) indication: Indication,
    /// Its name, as it stands within a sentence.
    pub(crate) name: Message,
    /// The ICPC codes or chapters that stand for it.
    pub(crate) icpc: Vec<String>,
    /// The groups of medicines that tell it by themselves.
    pub(crate) atc: Vec<Atc>,
}

/// The indications of all layers, in the order of their files.
#[derive(Debug, Default)]
pub(crate) struct Indications(Vec<IndicationRecord>);

impl Indications {
    /// The indications, in order.
    pub(crate) fn records(&self) -> &[IndicationRecord] {
        &self.0
    }

    /// An indication, where a layer has it.
    pub(crate) fn get(&self, indication: Indication) -> Option<&IndicationRecord> {
        self.0.iter().find(|one| one.indication == indication)
    }

    /// Reads a row and puts it where the row of this id stands, or behind the others.
    pub(super) fn read(&mut self, row: Row<'_>, findings: &mut Findings) {
        let indication = word(row, "indication_id", findings);
        let names = ["name_nl", "name_en"].map(|column| row.needed(column, findings));
        let icpc = codes(
            row,
            "icpc",
            [
                "ICPC-code of hoofdstuk zoals R96 of L",
                "an ICPC code or chapter such as R96 or L",
            ],
            findings,
            |text| Icpc::is_group(text).then(|| text.to_owned()),
        );
        let atc = codes(
            row,
            "atc",
            ["ATC-groep zoals R03A", "an ATC group such as R03A"],
            findings,
            Atc::parse,
        );
        let (Some(indication), [Some(nl), Some(en)]) = (indication, names) else {
            return;
        };
        let record = IndicationRecord {
            indication,
            name: (nl, en).into(),
            icpc,
            atc,
        };
        match self.0.iter_mut().find(|one| one.indication == indication) {
            Some(known) => *known = record,
            None => self.0.push(record),
        }
    }

    fn words(&self) -> impl Iterator<Item = &str> + Clone {
        self.0.iter().map(|one| one.indication.as_str())
    }

    /// What is wrong with a word that is no indication of any layer.
    pub(super) fn missing(&self, word: &str) -> Message {
        no_word(AN_INDICATION, word, self.words())
    }

    /// The indication of a word that somebody typed.
    pub(super) fn parse(&self, word: &str) -> Result<Indication, ParseError> {
        let found = self.0.iter().find(|one| one.indication.as_str() == word);
        found
            .map(|one| one.indication)
            .ok_or_else(|| typed(AN_INDICATION, word, self.words()))
    }

    /// The indications that codes and the medicine stand for, with those that are named; `None`
    /// where there is none of these.
    pub(super) fn of(
        &self,
        codes: &BTreeSet<Icpc>,
        named: &BTreeSet<Indication>,
        atc: Option<Atc>,
    ) -> Option<BTreeSet<Indication>> {
        let mut found = named.clone();
        for record in &self.0 {
            let coded = record
                .icpc
                .iter()
                .any(|group| codes.iter().any(|code| code.is_in(group)));
            let told = || {
                let mut groups = record.atc.iter();
                atc.is_some_and(|atc| groups.any(|group| group.is_prefix_of(&atc)))
            };
            if coded || told() {
                found.insert(record.indication);
            }
        }
        (!codes.is_empty() || !found.is_empty()).then_some(found)
    }
}

/// A word that somebody typed and no layer has.
fn typed<'w>(
    [dutch, english]: [&'static str; 2],
    word: &str,
    known: impl Iterator<Item = &'w str> + Clone,
) -> ParseError {
    let wrong = ParseError::new(word, dutch, english);
    wrong.near(near(word, known.clone())).one_of(known)
}

/// The cell as a word; anything else is reported.
fn word<T: std::str::FromStr<Err = ParseError>>(
    row: Row<'_>,
    column: &str,
    findings: &mut Findings,
) -> Option<T> {
    let read = row.needed(column, findings)?.parse();
    read.map_err(|error: ParseError| {
        let said = [Language::Dutch, Language::English].map(|language| error.said(language));
        let [nl, en] = said;
        findings.push(Code::UnknownWord, row.place(column), (nl, en));
    })
    .ok()
}

/// The codes of a cell, with `|` between them; what is none is reported.
fn codes<T>(
    row: Row<'_>,
    column: &str,
    [dutch, english]: [&str; 2],
    findings: &mut Findings,
    read: impl Fn(&str) -> Option<T>,
) -> Vec<T> {
    let mut all = Vec::new();
    let written = row.text(column).split('|').map(str::trim);
    for text in written.filter(|text| !text.is_empty()) {
        match read(text) {
            Some(code) => all.push(code),
            None => {
                let message = (
                    format!("'{text}' is geen {dutch}"),
                    format!("'{text}' is not {english}"),
                );
                findings.push(Code::UnknownCode, row.place(column), message);
            }
        }
    }
    all
}
