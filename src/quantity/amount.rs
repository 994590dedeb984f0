//! An amount as it is written: a number, and the word for its unit where one stands beside it.

use crate::exact;
use rust_decimal::Decimal;

/// How numbers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecimalMark {
    /// `1,5`; a point separates thousands.
    Comma,
    /// `1.5`; a comma separates thousands.
    Point,
    /// Either mark, and none separates thousands: before three digits it could do both, so `1.500`
    /// is not read.
    Either,
}

/// What the unit of an amount counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum AmountKind {
    /// Inhalers, or pieces of any kind: the word (`stuk`) does not say which.
    Device,
    /// Capsules, ampoules, tablets.
    Piece,
    /// Puffs, inhalations.
    Dose,
    /// Defined daily doses.
    Ddd,
    /// Packs.
    Pack,
    /// Active substance by its mass.
    Mass,
    /// A liquid by its volume.
    Volume,
}

/// Why an amount cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum NoAmount {
    /// Nothing is written.
    #[error("the amount is empty")]
    Missing,
    /// It is no number with at most a unit behind it.
    #[error("the amount is no number with at most a unit behind it")]
    Unreadable,
    /// The word for its unit is in no list of words.
    #[error("the unit of the amount is no word that is known")]
    UnknownUnit,
    /// The unit behind the number is another than that beside it.
    #[error("the amount has two units")]
    TwoUnits,
}

/// An amount as a cell, a program or a message writes it: `2`, `2,0`, `120 do`, `1x200do`,
/// `2 x 60`, `-1 st`.
///
/// Read here, it means the same wherever it comes from. What its unit counts is said by the words of
/// the data ([`Dataset::amount_kind`](crate::Dataset::amount_kind)), and what it comes to for a
/// medicine by [`Engine::impact`](crate::Engine::impact). A number below zero is a return.
///
/// ```
/// use groenrecept::{Amount, AmountKind, Dataset, DecimalMark, NoAmount};
/// let dataset = Dataset::embedded()?;
/// let two = Amount::parse("2,0", DecimalMark::Comma).unwrap();
/// assert_eq!((two.number(), two.unit()), (2.into(), None));
/// let doses = Amount::parse("1 x 200 do.", DecimalMark::Comma).unwrap();
/// assert_eq!((doses.number(), doses.unit()), (200.into(), Some("DO")));
/// assert_eq!(dataset.amount_kind(&doses), Ok(Some(AmountKind::Dose)));
/// let thousand = Amount::parse("1.000", DecimalMark::Comma).unwrap();
/// assert_eq!(thousand.number(), 1000.into());
/// assert_eq!(Amount::parse("1.000", DecimalMark::Either), Err(NoAmount::Unreadable));
/// assert_eq!(Amount::parse("half", DecimalMark::Comma), Err(NoAmount::Unreadable));
/// # Ok::<(), groenrecept::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Amount {
    number: Decimal,
    unit: Option<String>,
}

/// More factors than `3 x 10 x 20` are no amount.
const MOST_FACTORS: usize = 3;

impl Amount {
    /// Reads a number, numbers with `x` between them, and the word for the unit behind them.
    ///
    /// # Errors
    /// [`NoAmount::Missing`] and [`NoAmount::Unreadable`].
    pub fn parse(text: &str, mark: DecimalMark) -> Result<Self, NoAmount> {
        let text = text.trim();
        if text.is_empty() {
            return Err(NoAmount::Missing);
        }
        let (minus, mut rest) = signed(text).ok_or(NoAmount::Unreadable)?;
        let mut number = Decimal::ONE;
        for _ in 0..MOST_FACTORS {
            let (factor, behind) = leading_number(rest, mark).ok_or(NoAmount::Unreadable)?;
            let product = exact::mul(number, factor).map(|product| product.normalize());
            // A product has as many digits as a number that is written.
            let written = product.filter(|all| exact::parse(&all.to_string()).is_some());
            number = written.ok_or(NoAmount::Unreadable)?;
            rest = behind.trim_start();
            match behind_times(rest) {
                Some(next) => rest = next,
                None => break,
            }
        }
        if minus {
            number.set_sign_negative(true);
        }
        let unit = match rest {
            "" => None,
            word => Some(unit_word(word).ok_or(NoAmount::Unreadable)?),
        };
        Ok(Self {
            number: number.normalize(),
            unit,
        })
    }

    /// Reads what a program writes, whose numbers have a decimal point: a comma before other than
    /// three digits is taken for one, and nothing separates thousands.
    ///
    /// # Errors
    /// As [`Amount::parse`].
    pub(crate) fn of_program(text: &str) -> Result<Self, NoAmount> {
        let comma = text.contains(',');
        let mark = if comma {
            DecimalMark::Either
        } else {
            DecimalMark::Point
        };
        Self::parse(text, mark)
    }

    /// Adds the unit that stands apart from the number, as in a column of its own; nothing changes
    /// where that is blank.
    #[must_use]
    pub fn or_unit(mut self, beside: &str) -> Self {
        if self.unit.is_none() {
            self.unit = clean(beside);
        }
        self
    }

    /// The same without a sign: how much a return brings back.
    #[must_use]
    pub(crate) fn absolute(self) -> Self {
        let number = self.number.abs();
        Self { number, ..self }
    }

    /// The number; below zero for a return.
    #[must_use]
    pub const fn number(&self) -> Decimal {
        self.number
    }

    /// The word for the unit, in upper case.
    #[must_use]
    pub fn unit(&self) -> Option<&str> {
        self.unit.as_deref()
    }
}

/// Signs of what is below zero.
const MINUS: [char; 3] = ['-', '\u{2212}', '\u{2013}'];

/// Whether a text is below zero, and what it is without the signs of that: `-2`, `2-` or `(2)` as
/// spreadsheets and bookkeeping write it. `None` for two such signs.
fn signed(text: &str) -> Option<(bool, &str)> {
    let inner = text
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'));
    let before = text.strip_prefix(MINUS).map(str::trim_start);
    // Behind the number, with or without a unit behind it.
    let behind = text.strip_suffix(MINUS).map(str::trim_end);
    match (inner, before, behind) {
        (None, None, None) => Some((false, text.strip_prefix('+').unwrap_or(text))),
        (Some(rest), None, None) | (None, Some(rest), None) | (None, None, Some(rest)) => {
            (!rest.ends_with(MINUS)).then_some((true, rest))
        }
        _ => None,
    }
}

/// A word for a unit in upper case, without the point of an abbreviation; `None` for a blank.
pub(crate) fn clean(word: &str) -> Option<String> {
    // `STUK(S)` is the plural.
    let plain = word.chars().filter(|sign| !matches!(sign, '(' | ')'));
    let upper: String = plain.flat_map(char::to_uppercase).collect();
    let end = |sign: char| sign.is_whitespace() || matches!(sign, '.' | ',');
    let word = upper.trim_start().trim_end_matches(end);
    (!word.is_empty()).then(|| word.to_owned())
}

/// The number that a text begins with, and what stands behind it.
fn leading_number(text: &str, mark: DecimalMark) -> Option<(Decimal, &str)> {
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')))
        .unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end)?;
    Some((exact::parse(&plain_number(digits, mark)?)?, rest))
}

/// What stands behind a sign for times before a number.
fn behind_times(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(['x', 'X', '*', '\u{d7}'])?.trim_start();
    rest.starts_with(|c: char| c.is_ascii_digit())
        .then_some(rest)
}

/// A word without digits that begins with a letter: more would be a second amount.
fn unit_word(text: &str) -> Option<String> {
    let begins = text.starts_with(char::is_alphabetic);
    let digits = text.contains(|c: char| c.is_numeric() || c.is_control());
    let word = (begins && !digits).then(|| clean(text))?;
    // A sign behind it that others hid.
    word.filter(|word| !word.ends_with(MINUS))
}

/// The number with a decimal point and without group marks. Groups must be of three digits;
/// where either mark can stand for decimals, one before three digits could be both and is not read.
fn plain_number(text: &str, mark: DecimalMark) -> Option<String> {
    let (group, decimal) = match mark {
        DecimalMark::Comma => ('.', ','),
        DecimalMark::Point => (',', '.'),
        DecimalMark::Either => {
            let (whole, rest) = text.split_once([',', '.']).unwrap_or((text, "0"));
            return (rest.len() != 3).then(|| format!("{whole}.{rest}"));
        }
    };
    let (whole, fraction) = text.split_once(decimal).unwrap_or((text, "0"));
    let mut groups = whole.split(group);
    let first = groups.next().map_or(0, str::len);
    let mut more = groups.peekable();
    let grouped = more.peek().is_some();
    let fits = !grouped || ((1..=3).contains(&first) && more.all(|digits| digits.len() == 3));
    fits.then(|| format!("{}.{fraction}", whole.replace(group, "")))
}
