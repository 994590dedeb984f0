//! The mass of active substance and the content of a pack, as a label prints them.

use super::label::{Token, is_dose, text_at};
use crate::dataset::FormClass;
use crate::exact;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// How much active substance a medicine holds, in milligrams as printed: of a salt or of its
/// base, whichever the label means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Active {
    /// Milligrams in one piece.
    PerPiece(Decimal),
    /// Milligrams in one millilitre.
    PerMl(Decimal),
    /// Milligrams in one gram.
    PerGram(Decimal),
    /// Milligrams in one dose, such as a spray.
    PerDose(Decimal),
    /// Of more than one substance.
    Several,
    /// In units, percent or a rate, which are not converted.
    NotAMass,
    /// The label does not tell, or tells two things.
    Unknown,
}

/// What one pack holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Content {
    /// Pieces.
    Pieces(u32),
    /// Millilitres.
    Millilitres(Decimal),
    /// Grams.
    Grams(Decimal),
    /// Doses.
    Doses(u32),
    /// The label does not tell, or tells two things.
    Unknown,
}

/// No piece holds more active substance: 100 g.
const MAX_PER_PIECE_MG: i64 = 100_000;
/// A gram holds no more than itself.
const MAX_PER_GRAM_MG: i64 = 1000;
/// No medicine is so heavy that a millilitre holds more.
const MAX_PER_ML_MG: i64 = 2000;
/// Finer than a nanogram is no strength; it keeps sums far from their limit of digits.
const MAX_DECIMALS: u32 = 6;
/// No pack holds more pieces, millilitres, grams or doses.
const MAX_CONTENT: i64 = 3000;

/// What a number is followed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Measure {
    /// A mass: milligrams, micrograms, or neither for grams.
    Mass {
        milli: bool,
        micro: bool,
    },
    Ml,
    Dose,
    Piece,
    /// International units, percent, millimoles: a strength that is no mass.
    Foreign,
    Hour,
    Bare,
}

const GRAM: Measure = Measure::Mass {
    milli: false,
    micro: false,
};

fn measure(word: &str) -> Measure {
    match word {
        "G" | "GR" | "GRAM" => GRAM,
        "MG" | "MILLIGRAM" => Measure::Mass {
            milli: true,
            micro: false,
        },
        "UG" | "MCG" | "MICROG" | "MICROGRAM" | "ΜG" => Measure::Mass {
            milli: false,
            micro: true,
        },
        "ML" => Measure::Ml,
        "ST" | "STUKS" | "STUK" => Measure::Piece,
        "IE" | "E" | "EH" | "U" | "IU" | "MIE" | "KIE" | "ME" | "%" | "MMOL" | "MEQ" | "MBQ"
        | "KBQ" => Measure::Foreign,
        "UUR" => Measure::Hour,
        dose if is_dose(dose) => Measure::Dose,
        _ => Measure::Bare,
    }
}

/// A number with its measure and how many tokens they take.
struct Amount {
    value: Decimal,
    measure: Measure,
    used: usize,
    /// `1.000` may be a thousand or one.
    ambiguous: bool,
}

fn amount(tokens: &[Token], at: usize) -> Option<Amount> {
    let token = tokens.get(at)?;
    let value = token.number?;
    let measure = measure(text_at(tokens, at.saturating_add(1)));
    let thousands = token
        .text
        .split_once('.')
        .is_some_and(|(whole, rest)| !whole.trim_start_matches('0').is_empty() && rest.len() == 3);
    Some(Amount {
        value,
        measure,
        used: if measure == Measure::Bare { 1 } else { 2 },
        ambiguous: thousands,
    })
}

/// What the numbers of a label say.
#[derive(Default)]
struct Found {
    /// Masses in one millilitre, gram or dose.
    per: BTreeSet<Active>,
    /// Masses that stand alone, in milligrams.
    alone: BTreeSet<Decimal>,
    /// Grams that stand alone: a mass of a tablet, or the content of a tube.
    grams: BTreeSet<Decimal>,
    content: BTreeSet<Content>,
    several: bool,
    foreign: bool,
    odd: bool,
}

/// The active substance and the content of a pack.
pub(super) fn read(tokens: &[Token], form: FormClass) -> (Active, Content) {
    let mut found = Found {
        several: names_two(tokens),
        ..Found::default()
    };
    let mut at = 0usize;
    while at < tokens.len() {
        let used = match amount(tokens, at) {
            Some(first) => found.take(tokens, at, first),
            None => 1,
        };
        at = at.saturating_add(used.max(1));
    }
    (found.active(form), found.content(form))
}

/// Whether two words of a name are joined, as in LEVODOPA/BENSERAZIDE: then one strength is
/// the sum of two substances. Units behind a number, as in MG/ML, are no names.
fn names_two(tokens: &[Token]) -> bool {
    tokens.windows(3).any(|three| match three {
        [first, slash, second] => {
            let name = |token: &Token| {
                token.text.starts_with(char::is_alphabetic)
                    && measure(&token.text) == Measure::Bare
                    && token.text.chars().count() > 2
            };
            slash.text == "/" && name(first) && name(second)
        }
        _ => false,
    })
}

impl Found {
    /// Takes one strength or content; returns how many tokens it used.
    fn take(&mut self, tokens: &[Token], first: usize, start: Amount) -> usize {
        let mut at = first.saturating_add(start.used);
        let mut parts = vec![start];
        // 500/125MG: another number behind a slash that is no volume, dose or hour.
        while text_at(tokens, at) == "/" {
            let next = at.saturating_add(1);
            let Some(part) = amount(tokens, next) else {
                break;
            };
            let divides = matches!(part.measure, Measure::Ml | Measure::Hour | Measure::Dose)
                || (part.measure == GRAM && self.per_gram(&parts));
            if divides {
                break;
            }
            at = next.saturating_add(part.used);
            parts.push(part);
        }
        if let [only] = parts.as_slice() {
            at = at.saturating_add(self.single(tokens, at, only));
        } else {
            self.several = true;
        }
        at.saturating_sub(first)
    }

    /// Whether grams behind these are what they are in: 1MG/1G, not 1,25G/1G.
    fn per_gram(&self, parts: &[Amount]) -> bool {
        parts.last().is_some_and(|part| {
            matches!(part.measure, Measure::Mass { .. }) && part.measure != GRAM
        })
    }

    /// One number and what it is in; returns how many more tokens that took.
    fn single(&mut self, tokens: &[Token], at: usize, amount: &Amount) -> usize {
        let Measure::Mass { milli, micro } = amount.measure else {
            self.no_mass(amount);
            return 0;
        };
        let milligrams = match (milli, micro) {
            (true, _) => Some(amount.value),
            (_, true) => exact::mul(amount.value, Decimal::new(1, 3)),
            _ => exact::mul(amount.value, Decimal::ONE_THOUSAND),
        };
        let Some(milligrams) = milligrams.map(|mg| mg.normalize()).filter(plain) else {
            self.odd = true;
            return 0;
        };
        if amount.ambiguous {
            self.odd = true;
        }
        let next = at.saturating_add(1);
        match text_at(tokens, at) {
            "/" => self.divided(tokens, next, milligrams),
            "=" => self.in_volume(tokens, next, milligrams),
            _ => {
                if amount.measure == GRAM {
                    self.grams.insert(amount.value);
                } else {
                    self.alone.insert(milligrams);
                }
                0
            }
        }
    }

    fn no_mass(&mut self, amount: &Amount) {
        let count = u32::try_from(amount.value)
            .ok()
            .filter(|count| (1..=MAX_CONTENT).contains(&i64::from(*count)));
        let large = amount.value > Decimal::from(MAX_CONTENT) || !plain(&amount.value);
        let content = match amount.measure {
            Measure::Piece => count.map(Content::Pieces),
            Measure::Dose => count.map(Content::Doses),
            Measure::Ml if !large => Some(Content::Millilitres(amount.value)),
            Measure::Foreign => {
                self.foreign = true;
                None
            }
            _ => None,
        };
        self.content.extend(content);
    }

    /// What stands behind the slash of `10MG/`.
    fn divided(&mut self, tokens: &[Token], at: usize, milligrams: Decimal) -> usize {
        if let Some(below) = amount(tokens, at) {
            match below.measure {
                Measure::Hour => self.foreign = true,
                Measure::Ml => self.per_part(milligrams, below.value, Active::PerMl),
                measure if measure == GRAM => {
                    self.per_part(milligrams, below.value, Active::PerGram);
                }
                _ => self.odd = true,
            }
            return below.used.saturating_add(1);
        }
        match measure(text_at(tokens, at)) {
            Measure::Ml => self.per.insert(Active::PerMl(milligrams)),
            Measure::Dose => self.per.insert(Active::PerDose(milligrams)),
            measure if measure == GRAM => self.per.insert(Active::PerGram(milligrams)),
            Measure::Piece => self.alone.insert(milligrams),
            Measure::Hour => {
                self.foreign = true;
                true
            }
            _ => {
                self.odd = true;
                true
            }
        };
        2
    }

    /// `70MG=100ML`.
    fn in_volume(&mut self, tokens: &[Token], at: usize, milligrams: Decimal) -> usize {
        match amount(tokens, at) {
            Some(below) if below.measure == Measure::Ml => {
                self.per_part(milligrams, below.value, Active::PerMl);
                self.content.insert(Content::Millilitres(below.value));
                below.used.saturating_add(1)
            }
            _ => {
                self.odd = true;
                1
            }
        }
    }

    /// A mass in several millilitres or grams, where the division is exact.
    fn per_part(&mut self, milligrams: Decimal, parts: Decimal, kind: fn(Decimal) -> Active) {
        let quotient = milligrams.checked_div(parts).map(|q| q.normalize());
        let exact = quotient.filter(|q| plain(q) && exact::mul(*q, parts) == Some(milligrams));
        match exact {
            Some(quotient) => {
                self.per.insert(kind(quotient));
            }
            None => self.odd = true,
        }
    }

    fn active(&self, form: FormClass) -> Active {
        if self.several {
            return Active::Several;
        }
        if self.odd {
            return Active::Unknown;
        }
        let mut per = self.per.iter();
        match (per.next(), per.next()) {
            (Some(only), None) if possible(*only) => return *only,
            (Some(_), _) => return Active::Unknown,
            (None, _) => {}
        }
        let mut alone = self.alone.clone();
        if is_dosed_by_piece(form) {
            let grams = self.grams.iter();
            alone.extend(grams.filter_map(|g| exact::mul(*g, Decimal::ONE_THOUSAND)));
        }
        let alone: BTreeSet<Decimal> = alone.into_iter().map(|mg| mg.normalize()).collect();
        match (alone.first(), alone.len()) {
            (Some(only), 1) if is_dosed_by_piece(form) && possible(Active::PerPiece(*only)) => {
                Active::PerPiece(*only)
            }
            (None, _) if self.foreign => Active::NotAMass,
            _ => Active::Unknown,
        }
    }

    fn content(&self, form: FormClass) -> Content {
        let mut content = self.content.clone();
        if !is_dosed_by_piece(form) {
            let sane = |grams: &&Decimal| **grams <= Decimal::from(MAX_CONTENT);
            content.extend(self.grams.iter().filter(sane).copied().map(Content::Grams));
        }
        match (content.first(), content.len()) {
            (Some(only), 1) => *only,
            _ => Content::Unknown,
        }
    }
}

/// Above zero and with no more decimals than a strength has.
fn plain(value: &Decimal) -> bool {
    value.scale() <= MAX_DECIMALS && value.is_sign_positive() && !value.is_zero()
}

/// Whether a mass that stands alone is that of one piece.
const fn is_dosed_by_piece(form: FormClass) -> bool {
    matches!(
        form,
        FormClass::OralSolid
            | FormClass::Effervescent
            | FormClass::Oromucosal
            | FormClass::Suppository
    )
}

fn possible(active: Active) -> bool {
    let (milligrams, most) = match active {
        Active::PerPiece(mg) | Active::PerDose(mg) => (mg, MAX_PER_PIECE_MG),
        Active::PerMl(mg) => (mg, MAX_PER_ML_MG),
        Active::PerGram(mg) => (mg, MAX_PER_GRAM_MG),
        Active::Several | Active::NotAMass | Active::Unknown => return true,
    };
    milligrams <= Decimal::from(most)
}
