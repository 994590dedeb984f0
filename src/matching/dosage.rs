//! A dosage code: how much a day, from which a missing quantity can be computed.
//!
//! Dutch GP systems write the use of a medicine as a code in the manner of NHG-Tabel 25:
//! frequency, unit of time, amount, unit, and then text. So `2D1I` is two times (`2`) a day (`D`)
//! one (`1`) inhalation (`I`). As read here:
//!
//! ```text
//! code   = number time number unit [ text ]
//! number = 1 to 5 digits, of which some may stand behind a comma or point
//! time   = letters that the vocabulary has as dosage_time (D, W, ...)
//! unit   = letters that the vocabulary has as dosage_dose (I, PF, DO) or dosage_piece (TB, ...)
//! text   = ';', a blank or a bracket, and anything behind it
//! ```
//!
//! The order of the parts and the meaning of the few codes in `vocabulary.csv` (a day, a week, a
//! puff) are as public analysis code of Dutch GP data describes them (JHN2Conception, version 6 of
//! the table). The table itself is the NHG's and is not in this crate; other units are refused.
//!
//! The text behind the code is looked at for three things and never kept: words that make the
//! amount an upper bound (`zn`, as needed), words that say that the dose changes, and a second
//! code. With any of these no quantity follows.

use crate::dataset::{Vocabulary, WordKind};
use crate::exact::{self, Fraction};
use rust_decimal::Decimal;

/// The most digits of a number in a code.
const MAX_DIGITS: usize = 5;
/// A computed amount that has no end as a decimal is rounded to so many: a seventh of a dose.
const PLACES: u32 = 3;

/// What one unit of a dosage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum DosageUnit {
    /// An inhalation, puff or dose.
    Dose,
    /// A piece: a dose where a piece of the product is one, such as a capsule.
    Piece,
}

/// Why no amount follows from a dosage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum NoDosage {
    /// The cell is empty.
    Empty,
    /// The amount is an upper bound: as needed, or at most.
    AsNeeded,
    /// No code, a unit that has no fixed number of doses, or a dose that changes.
    NotUsable,
}

/// How much is to be used each day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Dosage {
    per_day: Fraction,
    unit: DosageUnit,
}

impl Dosage {
    /// Reads the cell of a dosage column.
    ///
    /// # Errors
    /// [`NoDosage`] where no amount follows.
    pub(crate) fn parse(text: &str, vocabulary: &Vocabulary) -> Result<Self, NoDosage> {
        let text = text.trim().to_uppercase();
        if text.is_empty() || text == ";" {
            return Err(NoDosage::Empty);
        }
        let code = Code::read(&text);
        let rest = code.as_ref().map_or(text.as_str(), |code| code.rest);
        let mut words = rest.split(|c: char| c.is_whitespace() || ";,()/:-".contains(c));
        let plain =
            |word: &str| -> String { word.chars().filter(|c| c.is_alphanumeric()).collect() };
        if words
            .clone()
            .any(|word| vocabulary.is(WordKind::DosageUpTo, &plain(word)))
        {
            return Err(NoDosage::AsNeeded);
        }
        let code = code.ok_or(NoDosage::NotUsable)?;
        let changes = words.any(|word| {
            vocabulary.is(WordKind::DosageChanges, &plain(word)) || Code::read(word).is_some()
        });
        if changes {
            return Err(NoDosage::NotUsable);
        }
        Self::of(&code, vocabulary).ok_or(NoDosage::NotUsable)
    }

    fn of(code: &Code<'_>, vocabulary: &Vocabulary) -> Option<Self> {
        let unit = if vocabulary.is(WordKind::DosageDose, code.unit) {
            DosageUnit::Dose
        } else if vocabulary.is(WordKind::DosagePiece, code.unit) {
            DosageUnit::Piece
        } else {
            return None;
        };
        let days = vocabulary.get(WordKind::DosageTime, code.time)?.first()?;
        let (days, parts) = days.split_once('/').unwrap_or((days, "1"));
        let times = exact::mul(code.frequency, code.amount)?;
        let per_day = Fraction::whole(times)
            .divided_by(exact::parse(days)?)?
            .times(exact::parse(parts)?)?;
        (!per_day.is_zero() && !per_day.is_negative()).then_some(Self { per_day, unit })
    }

    /// What the amounts count.
    #[must_use]
    pub(crate) const fn unit(&self) -> DosageUnit {
        self.unit
    }

    /// The amount over so many days: exact where it is a decimal number, and otherwise, as with
    /// three times a week over thirty days, rounded to three decimals. `None` for no days and
    /// where there are too many digits.
    #[must_use]
    pub(crate) fn over(&self, days: Decimal) -> Option<Decimal> {
        let amount = self.per_day.times(days)?;
        let rounded = amount.round(PLACES);
        (rounded > Decimal::ZERO).then_some(rounded)
    }
}

/// The parts of a code, in upper case.
struct Code<'t> {
    frequency: Decimal,
    time: &'t str,
    amount: Decimal,
    unit: &'t str,
    rest: &'t str,
}

impl<'t> Code<'t> {
    fn read(text: &'t str) -> Option<Self> {
        let (frequency, text) = number(text)?;
        let (time, text) = letters(text)?;
        let (amount, text) = number(text)?;
        let (unit, rest) = letters(text)?;
        let ends = rest
            .chars()
            .next()
            .is_none_or(|c| c.is_whitespace() || matches!(c, ';' | '(' | ','));
        ends.then_some(Self {
            frequency,
            time,
            amount,
            unit,
            rest,
        })
    }
}

/// A number of at most five digits, and what stands behind it.
fn number(text: &str) -> Option<(Decimal, &str)> {
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.')))
        .unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end)?;
    let value = exact::parse(&digits.replace(',', "."))?;
    let count = digits.bytes().filter(u8::is_ascii_digit).count();
    (count <= MAX_DIGITS).then_some((value, rest))
}

/// Letters, and what stands behind them.
fn letters(text: &str) -> Option<(&str, &str)> {
    let end = text
        .find(|c: char| !c.is_ascii_alphabetic())
        .unwrap_or(text.len());
    text.split_at_checked(end).filter(|_| end > 0)
}
