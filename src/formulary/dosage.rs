//! A dosage in plain words, such as `2 dd 1 inhalatie`.
//!
//! The grammar, with the words of `data/formulary/dosage.csv`:
//!
//! ```text
//! dosage = times [period] amount        2 dd 1 inhalatie; 2x per dag 1; 2D1I; 3 maal daags 500 mg
//!        | amount times [period]        1 inhalatie 2x per dag
//!        | period amount                dagelijks 1 tablet
//!        | amount period                1 tablet per dag
//! times  = number ("x" | "maal" | "dd" ...)
//! amount = number [unit]
//! ```
//!
//! "zo nodig" may stand anywhere; the dosage is then the most that is meant. A range of
//! numbers, a volume and a number of units are not read: they are no number of doses.

use super::words::{DosageWord, Words, rows, wrong};
use crate::diagnostic::Message;
use crate::error::Result;
use crate::exact::{self, Fraction};
use rust_decimal::Decimal;
use serde::Deserialize;

/// What the amount of a dosage counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum DoseUnit {
    /// Doses: inhalations, tablets.
    Doses,
    /// Milligrams.
    Milligrams,
}

/// How much of a medicine is used.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Dosage {
    /// The cell is empty.
    Absent,
    /// The cell cannot be read as a dosage.
    Unreadable,
    /// So much in a number of days.
    Every {
        /// How much.
        amount: Decimal,
        /// Of what.
        unit: DoseUnit,
        /// In how many days.
        days: u32,
        /// Whether it is used as needed: then it is the most that is meant.
        as_needed: bool,
    },
}

/// A dosage above which a cell is probably a slip of the pen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DosageLimit {
    /// Whether it is about inhalers, or about other medicines.
    pub inhaled: bool,
    /// What it counts.
    pub unit: DoseUnit,
    /// The most a day that is no slip.
    pub most: u32,
    /// What more would be.
    pub reason: Message,
}

#[derive(Deserialize)]
struct LimitRow {
    subject: String,
    unit: String,
    most: String,
    reason_nl: String,
    reason_en: String,
}

/// The limits of the data: conventions of our own, no clinical bounds.
pub(super) fn limits() -> Result<Vec<DosageLimit>> {
    const FILE: &str = "formulary/dosage_limits.csv";
    let text = include_str!("../../data/formulary/dosage_limits.csv");
    let rows: Vec<LimitRow> = rows(FILE, text)?;
    let limit = |row: LimitRow| {
        Ok(DosageLimit {
            inhaled: match row.subject.as_str() {
                "inhaler" => true,
                "other" => false,
                subject => return Err(wrong(FILE, subject)),
            },
            unit: match row.unit.as_str() {
                "doses" => DoseUnit::Doses,
                "milligrams" => DoseUnit::Milligrams,
                unit => return Err(wrong(FILE, unit)),
            },
            most: row.most.parse().map_err(|_| wrong(FILE, &row.most))?,
            reason: (row.reason_nl, row.reason_en).into(),
        })
    };
    rows.into_iter().map(limit).collect()
}

enum Token {
    Number(Decimal),
    Word(DosageWord),
    Other,
}

impl Dosage {
    /// Reads a cell.
    ///
    /// ```
    /// use groenrecept::formulary::{Dosage, DoseUnit, Words};
    /// let words = Words::embedded()?;
    /// let per_day = |text| {
    ///     let dosage = Dosage::read(text, &words);
    ///     dosage.per_day().map(|doses| doses.round(3).to_string())
    /// };
    /// assert_eq!(per_day("2 dd 1 inhalatie").as_deref(), Some("2"));
    /// assert_eq!(per_day("2D1I").as_deref(), Some("2"));
    /// assert_eq!(per_day("2x/dag 2 inhalaties").as_deref(), Some("4"));
    /// assert_eq!(per_day("1 tablet 1x per week").as_deref(), Some("0.143"));
    /// assert_eq!(per_day("1-2 dd 1 inhalatie"), None);
    /// assert_eq!(per_day("1D1AE"), None); // an aerosol is no dose, as in a dosage code
    /// let mass = Dosage::read("3 dd 500 mg", &words);
    /// assert_eq!(mass.per_day_in(DoseUnit::Milligrams).unwrap().round(0).to_string(), "1500");
    /// assert_eq!(mass.per_day(), None);
    /// # Ok::<(), groenrecept::Error>(())
    /// ```
    #[must_use]
    pub fn read(text: &str, words: &Words) -> Self {
        let mut text = text.trim().to_lowercase();
        if text.is_empty() {
            return Self::Absent;
        }
        let mut as_needed = false;
        for word in words.as_needed() {
            if let Some(rest) = without(&text, word) {
                text = rest;
                as_needed = true;
            }
        }
        let every = tokens(&text, words).and_then(|tokens| pattern(&tokens));
        every.map_or(Self::Unreadable, |(amount, unit, days)| Self::Every {
            amount,
            unit,
            days,
            as_needed,
        })
    }

    /// Doses a day; `None` where the dosage is no number of doses.
    #[must_use]
    pub fn per_day(&self) -> Option<Fraction> {
        self.per_day_in(DoseUnit::Doses)
    }

    /// As [`Dosage::per_day`], in a unit.
    #[must_use]
    pub fn per_day_in(&self, wanted: DoseUnit) -> Option<Fraction> {
        match self {
            Self::Every {
                amount, unit, days, ..
            } if *unit == wanted => Fraction::whole(*amount).over_count(*days),
            _ => None,
        }
    }

    /// The amount a day, or in how many days, whatever words the cell has for it, in a form that
    /// no spreadsheet takes for a date; empty where there is none.
    ///
    /// ```
    /// use groenrecept::formulary::{Dosage, Words};
    /// let words = Words::embedded()?;
    /// let text = |text| Dosage::read(text, &words).amount_text();
    /// assert_eq!(text("2 dd 0,5 tablet"), text("2x per dag 0.5 tablet"));
    /// assert_eq!(text("2 dd 1 inhalatie"), "doses/d 2");
    /// assert_eq!(text("2x per week 1 tablet"), "doses/7d 2");
    /// assert_eq!(text("3 dd 500 mg"), "mg/d 1500");
    /// assert_eq!(text("veel"), "");
    /// # Ok::<(), groenrecept::Error>(())
    /// ```
    #[must_use]
    pub fn amount_text(&self) -> String {
        let Self::Every {
            amount, unit, days, ..
        } = self
        else {
            return String::new();
        };
        let unit = match unit {
            DoseUnit::Doses => "doses",
            DoseUnit::Milligrams => "mg",
        };
        match days {
            1 => format!("{unit}/d {amount}"),
            days => format!("{unit}/{days}d {amount}"),
        }
    }

    /// Whether it is used as needed.
    #[must_use]
    pub const fn is_as_needed(&self) -> bool {
        matches!(
            self,
            Self::Every {
                as_needed: true,
                ..
            }
        )
    }
}

/// The text without a word that stands on its own.
fn without(text: &str, word: &str) -> Option<String> {
    let at = text.find(word)?;
    let (before, after) = (text.get(..at)?, text.get(at.checked_add(word.len())?..)?);
    let free = |c: Option<char>| c.is_none_or(|c| !c.is_alphabetic());
    let alone = free(before.chars().next_back()) && free(after.chars().next());
    alone.then(|| format!("{before} {after}"))
}

/// The text in numbers and words; `None` where it holds a sign that is neither.
fn tokens(text: &str, words: &Words) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let kind = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
        let same = |c: char| {
            if first.is_ascii_digit() {
                kind(c)
            } else {
                c.is_alphabetic() && first.is_alphabetic()
            }
        };
        let end = rest
            .find(|c| !same(c))
            .unwrap_or(rest.len())
            .max(first.len_utf8());
        let (part, behind) = rest.split_at_checked(end)?;
        rest = behind;
        if first.is_ascii_digit() {
            let number = part.trim_end_matches([',', '.']).replace(',', ".");
            tokens.push(Token::Number(exact::parse(&number)?));
        } else if first.is_alphabetic() {
            match words.dosage_word(part) {
                Some(DosageWord::Filler) => {}
                Some(word) => tokens.push(Token::Word(word)),
                None => tokens.push(Token::Other),
            }
        } else if !(first.is_whitespace() || matches!(first, '/' | '.' | ',' | '(' | ')' | ':')) {
            return None;
        }
    }
    Some(tokens)
}

/// The amount, what it counts, and in how many days.
fn pattern(tokens: &[Token]) -> Option<(Decimal, DoseUnit, u32)> {
    use DosageWord::{Period, Times, TimesDay};
    use Token::{Number, Word};
    let (times, days, rest): (Decimal, u32, &[Token]) = match tokens {
        [
            Number(times),
            Word(TimesDay(days)),
            Word(Period(_)),
            rest @ ..,
        ]
        | [Number(times), Word(TimesDay(days)), rest @ ..]
        | [Number(times), Word(Times), Word(Period(days)), rest @ ..] => (*times, *days, rest),
        [Word(Period(days)), rest @ ..] => (Decimal::ONE, *days, rest),
        [rest @ .., Number(times), Word(Times), Word(Period(days))]
        | [rest @ .., Number(times), Word(TimesDay(days))] => (*times, *days, rest),
        [rest @ .., Word(Period(days))] => (Decimal::ONE, *days, rest),
        _ => return None,
    };
    let (amount, unit) = amount(rest)?;
    let amount = exact::mul(times, amount)?.normalize();
    (amount > Decimal::ZERO).then_some((amount, unit, days))
}

/// A number with what it counts.
fn amount(tokens: &[Token]) -> Option<(Decimal, DoseUnit)> {
    let (Token::Number(number), unit) = tokens.split_first()? else {
        return None;
    };
    match unit {
        [] => Some((*number, DoseUnit::Doses)),
        [Token::Word(DosageWord::Mass(milligrams)), ..] => {
            let amount = exact::mul(*number, (*milligrams).into())?;
            Some((amount, DoseUnit::Milligrams))
        }
        units if units.iter().all(|unit| matches!(unit, Token::Other)) => {
            Some((*number, DoseUnit::Doses))
        }
        _ => None,
    }
}
