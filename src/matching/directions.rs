//! Directions for use in plain words, such as `2 dd 1 inhalatie`.
//!
//! The grammar, with the words of `data/formulary/dosage.csv`:
//!
//! ```text
//! directions = times [period] amount      2 dd 1 inhalatie; 2x per dag 1; 2D1I; 3 maal daags 500 mg
//!            | amount times [period]      1 inhalatie 2x per dag; 2 puffs twice daily
//!            | period amount              dagelijks 1 tablet
//!            | amount period              1 tablet per dag
//!            | number "x" amount          2x2
//!            | amount                     zn 2 inh
//! times      = number ("x" | "maal" | "dd" ...)
//! amount     = numbers [unit]
//! numbers    = number [("-" | "tot" | "of" ...) number]
//! ```
//!
//! "zo nodig" may stand anywhere; the amount is then the most that is meant. A volume and a number
//! of units are not read: they are no number of doses.

use crate::dataset::Dataset;
use crate::exact;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// The most doses at a time that are no slip: as many puffs as are taken in an attack.
const MOST_AT_A_TIME: u32 = 12;

/// What the amount of a dosage counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum DoseUnit {
    /// Doses: inhalations, tablets.
    Doses,
    /// Milligrams.
    Milligrams,
}

/// What a word of directions is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DirectionWord {
    Times,
    TimesDay(u32),
    Period(u32),
    /// So many times, as `twice`.
    Often(u32),
    /// So many times a day, as `bd`.
    OftenDay(u32),
    /// Hours, of which the frequency is not read.
    Hours,
    /// Joins the ends of a range.
    To,
    Filler,
    Mass(u32),
    NotADose,
}

/// The words of directions.
#[derive(Debug, Clone, Default)]
pub(crate) struct DirectionWords {
    words: BTreeMap<String, DirectionWord>,
    as_needed: Vec<String>,
    /// Words of a bound, which is no amount at a time by itself.
    at_most: Vec<String>,
}

impl DirectionWords {
    /// The words of all layers of the data.
    pub(crate) fn of(dataset: &Dataset) -> Self {
        let mut all = Self::default();
        for row in dataset.list("formulary/dosage.csv").rows() {
            let name = row.text("word").to_owned();
            let value = row.text("value").parse().ok();
            let word = match row.text("kind") {
                "times" => Some(DirectionWord::Times),
                "times_day" => value.map(DirectionWord::TimesDay),
                "period" => value.map(DirectionWord::Period),
                "often" => value.map(DirectionWord::Often),
                "often_day" => value.map(DirectionWord::OftenDay),
                "hours" => Some(DirectionWord::Hours),
                "to" => Some(DirectionWord::To),
                "filler" => Some(DirectionWord::Filler),
                "mass" => value.map(DirectionWord::Mass),
                "not_a_dose" => Some(DirectionWord::NotADose),
                "at_most" => {
                    all.at_most.push(name.clone());
                    all.as_needed.push(name);
                    continue;
                }
                _ => {
                    all.as_needed.push(name);
                    continue;
                }
            };
            all.words.extend(word.map(|word| (name, word)));
        }
        all
    }
}

/// A number, or a range of numbers with its lowest first.
type Numbers = (Decimal, Decimal);

/// How much is used at a time, and how often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Directions {
    amount: Numbers,
    unit: DoseUnit,
    /// How many times in how many days; `None` where that is not said.
    often: Option<(Numbers, u32)>,
    /// Whether it is used as needed: then it is the most that is meant.
    pub as_needed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Number(Numbers),
    Word(DirectionWord),
    Other,
}

impl Token {
    const fn is_text(self) -> bool {
        matches!(self, Self::Other | Self::Word(DirectionWord::To))
    }
}

impl Directions {
    /// Reads a text; `None` where it is none, or holds more than one.
    pub(crate) fn read(text: &str, words: &DirectionWords) -> Option<Self> {
        let (tokens, as_needed) = tokens_of(text, words)?;
        Self::of(&tokens, as_needed)
    }

    fn of(tokens: &[Token], as_needed: bool) -> Option<Self> {
        let (often, rest) = often(tokens);
        let (amount, unit) = amount(rest)?;
        let (low, high) = amount;
        (low > Decimal::ZERO && low <= high).then_some(Self {
            amount,
            unit,
            often,
            as_needed,
        })
    }

    /// The amount, what it counts, and in how many days; `None` of a range, and where it is not
    /// said how often.
    pub(crate) fn every(&self) -> Option<(Decimal, DoseUnit, u32)> {
        let one = |(low, high): Numbers| (low == high).then_some(low);
        let (times, days) = self.often?;
        let amount = exact::mul(one(times)?, one(self.amount)?)?.normalize();
        (amount > Decimal::ZERO).then_some((amount, self.unit, days))
    }

    /// The doses at a time that a text names, of a range the lowest; `None` where it names no whole
    /// number of doses, and of an amount a day or a bound without a number of times: two a day may
    /// be one at a time.
    pub(crate) fn at_a_time(text: &str, words: &DirectionWords) -> Option<u32> {
        use DirectionWord::{Hours, Period, Times, TimesDay};
        let apart = |c: char| matches!(c, '\'' | '’' | ';');
        let text = text.replace(apart, " ");
        let (tokens, as_needed) = tokens_of(&text, words)?;
        // What is to be done with it stands before the amount: inhaleer, neem.
        let led = tokens.iter().take_while(|one| **one == Token::Other);
        let read = Self::of(tokens.get(led.count()..)?, as_needed)?;
        let (low, high) = read.amount;
        let has = |test: fn(DirectionWord) -> bool| {
            let mut all = tokens.iter();
            all.any(|token| matches!(token, Token::Word(word) if test(*word)))
        };
        let lowered = text.to_lowercase();
        let bound = words
            .at_most
            .iter()
            .any(|word| without(&lowered, word).is_some());
        let at_a_time = if has(|word| matches!(word, Times | TimesDay(_) | Hours)) {
            true
        } else if has(|word| matches!(word, Period(_))) {
            (low, high) == (Decimal::ONE, Decimal::ONE)
        } else {
            as_needed && !bound
        };
        let low = low.normalize();
        let whole = low.scale() == 0 && low <= MOST_AT_A_TIME.into();
        let number = u32::try_from(low).ok();
        number.filter(|_| at_a_time && whole && read.unit == DoseUnit::Doses)
    }
}

/// A text in tokens, and whether it says as needed; `None` where it holds a sign that is neither
/// number nor word.
fn tokens_of(text: &str, words: &DirectionWords) -> Option<(Vec<Token>, bool)> {
    let mut text = text.trim().to_lowercase();
    let mut as_needed = false;
    for word in &words.as_needed {
        if let Some(rest) = without(&text, word) {
            text = rest;
            as_needed = true;
        }
    }
    Some((tokens(&text, words)?, as_needed))
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
fn tokens(text: &str, words: &DirectionWords) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    // Whether a number is joined to the one before it by a sign, or by a word.
    let mut joined = None;
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
            let number = exact::parse(&part.trim_end_matches([',', '.']).replace(',', "."))?;
            match (joined.take(), tokens.pop()) {
                (Some(_), Some(Token::Number((low, _)))) => {
                    tokens.push(Token::Number((low, number)));
                }
                (_, before) => {
                    tokens.extend(before);
                    tokens.push(Token::Number((number, number)));
                }
            }
            continue;
        }
        let after_number = matches!(tokens.last(), Some(Token::Number(_)));
        if first.is_alphabetic() {
            if joined.take() == Some(Joined::Sign) {
                return None;
            }
            match words.words.get(part).copied() {
                Some(DirectionWord::Filler) => {}
                Some(DirectionWord::To) if after_number => joined = Some(Joined::Word),
                None => tokens.push(Token::Other),
                Some(DirectionWord::Often(times)) => {
                    let times = Decimal::from(times);
                    tokens.push(Token::Number((times, times)));
                    tokens.push(Token::Word(DirectionWord::Times));
                }
                Some(DirectionWord::OftenDay(times)) => {
                    let times = Decimal::from(times);
                    tokens.push(Token::Number((times, times)));
                    tokens.push(Token::Word(DirectionWord::TimesDay(1)));
                }
                Some(word) => tokens.push(Token::Word(word)),
            }
        } else if matches!(first, '-' | '–') && after_number && joined.is_none() {
            joined = Some(Joined::Sign);
        } else if !(first.is_whitespace() || matches!(first, '/' | '.' | ',' | '(' | ')' | ':')) {
            return None;
        }
    }
    (joined != Some(Joined::Sign)).then_some(tokens)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joined {
    Sign,
    Word,
}

/// How many times in how many days, where that is said, and the tokens of the amount.
fn often(tokens: &[Token]) -> (Option<(Numbers, u32)>, &[Token]) {
    use DirectionWord::{Hours, Period, Times, TimesDay};
    use Token::{Number, Word};
    const ONCE: Numbers = (Decimal::ONE, Decimal::ONE);
    match tokens {
        [
            Number(times),
            Word(TimesDay(days)),
            Word(Period(_)),
            rest @ ..,
        ]
        | [Number(times), Word(TimesDay(days)), rest @ ..]
        | [Number(times), Word(Times), Word(Period(days)), rest @ ..] => {
            (Some((*times, *days)), rest)
        }
        [Word(Period(days)), rest @ ..] => (Some((ONCE, *days)), rest),
        [rest @ .., Number(times), Word(Times), Word(Period(days))]
        | [rest @ .., Number(times), Word(TimesDay(days))] => (Some((*times, *days)), rest),
        [rest @ .., Word(Period(days))] => (Some((ONCE, *days)), rest),
        [Number(_), Word(Times | Hours), rest @ ..]
        | [rest @ .., Number(_), Word(Hours)]
        | rest => (None, rest),
    }
}

/// Numbers with what they count.
fn amount(tokens: &[Token]) -> Option<(Numbers, DoseUnit)> {
    let (Token::Number(numbers), unit) = tokens.split_first()? else {
        return None;
    };
    match unit {
        [] => Some((*numbers, DoseUnit::Doses)),
        [Token::Word(DirectionWord::Mass(milligrams)), ..] => {
            let (low, high) = *numbers;
            let mass = |number| exact::mul(number, (*milligrams).into());
            Some(((mass(low)?, mass(high)?), DoseUnit::Milligrams))
        }
        units if units.iter().all(|unit| unit.is_text()) => Some((*numbers, DoseUnit::Doses)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doses_at_a_time_are_read_from_words_and_codes() {
        let words = DirectionWords::of(&Dataset::embedded().unwrap());
        let read = |text| Directions::at_a_time(text, &words);
        for one in [
            "2 dd 1",
            "2D1I",
            "2d1i zn",
            "2 maal daags 1 pufje",
            "1 inhalatie 2x per dag",
            "1-2 puffs as needed",
            "zo nodig 1 à 2 inhalaties",
            "1 of 2 pufjes zn",
            "1dd1-2",
            "inhaleer 2 dd 1 dosis",
            "dagelijks 1 inhalatie",
            "1 per dag",
        ] {
            assert_eq!(read(one), Some(1), "{one}");
        }
        for two in [
            "2 dd 2",
            "2dd2",
            "4x daags 2 inhalaties",
            "zn 2 inh",
            "max 4 dd 2 inh",
            "2D2I;ZN",
            "2x2",
            "2 puffs twice daily",
            "2 puffs twice a day",
            "2 puffs bd",
            "2 puffs every 4-6 hours as needed",
            "elke 4 uur 2 pufjes",
            "1 dd 2 inhalaties 's avonds",
            "2-4 dd 2 pufjes",
        ] {
            assert_eq!(read(two), Some(2), "{two}");
        }
        for unread in [
            "",
            "2 per dag",
            "2/dag",
            "2 inhalaties per dag",
            "dagelijks 2 inhalaties",
            "4 puffs daily",
            "2 per week",
            "max 2",
            "max 2 per dag",
            "zn max 4",
            "hoogstens 2 inhalaties",
            "2 weken",
            "2 minuten",
            "zn 2 inhalatoren",
            "2DI",
            "2 inhalaties",
            "volgens schema",
            "2 dd 1, bij benauwdheid 2",
            "2 dd 1/2 tablet",
            "een à 2 pufjes",
            "twee pufjes 2 dd",
            "2 dd 1,5",
            "2 dd 0",
            "2 dd 100",
            "1 dd 100 microgram",
            "1 dd 2 mg",
            "2 dd",
            "2 keer",
            "2 dd 2-1",
            "2 dd -1",
            "2 dd 1-",
            "1D1I 2D2I",
            "'s ochtends 2 en 's avonds 1",
            "eerste week 1 dd 1, daarna 2 dd 2",
        ] {
            assert_eq!(read(unread), None, "{unread}");
        }
    }
}
