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

use super::{Dosage, DosageWord, DoseUnit};
use crate::exact;
use crate::formulary::words::Words;
use rust_decimal::Decimal;

enum Token {
    Number(Decimal),
    Word(DosageWord),
    Other,
}

impl Dosage {
    /// Reads a cell.
    ///
    /// ```
    /// use groenrecept::{Dataset, formulary::{Dosage, DoseUnit, Words}};
    /// let words = Words::of(&Dataset::embedded()?);
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
