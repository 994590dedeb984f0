//! What the cells of a column look like, counted and not kept.

use super::dates::DateOrder;
use crate::code::Atc;
use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// How many distinct cells are told apart.
const MAX_DISTINCT: usize = 1000;
/// A cell with more bytes is free text.
const LONG_CELL: usize = 60;
/// A cell with as many words is free text.
const MANY_WORDS: usize = 5;

/// How many filled cells of a column have which shape.
#[derive(Debug, Clone, Default)]
pub(super) struct Shapes {
    pub(super) filled: usize,
    distinct: BTreeSet<u64>,
    bsn_distinct: BTreeSet<u64>,
    pub(super) bsn: usize,
    pub(super) email: usize,
    pub(super) phone: usize,
    pub(super) postcode: usize,
    pub(super) free_text: usize,
    pub(super) atc: usize,
    /// Numbers below ten thousand, with or without decimals.
    pub(super) amount: usize,
    /// Words with a strength or pack size among them.
    pub(super) label: usize,
    /// Whole numbers from 1900 to 2099: years rather than amounts.
    pub(super) year: usize,
    /// One short word.
    pub(super) word: usize,
    pub(super) dates: [usize; DateOrder::ALL.len()],
}

impl Shapes {
    /// Counts a cell, without blanks around it.
    pub(super) fn count(&mut self, cell: &str) {
        if cell.is_empty() {
            return;
        }
        let mut hasher = DefaultHasher::new();
        cell.hash(&mut hasher);
        let hash = hasher.finish();
        if self.distinct.len() < MAX_DISTINCT {
            self.distinct.insert(hash);
        }
        if is_bsn(cell) && self.bsn_distinct.len() < MAX_DISTINCT {
            self.bsn_distinct.insert(hash);
        }
        let mut add = |count: fn(&mut Self) -> &mut usize, yes: bool| {
            let count = count(self);
            *count = count.saturating_add(usize::from(yes));
        };
        let label = is_label(cell);
        add(|one| &mut one.filled, true);
        add(|one| &mut one.bsn, is_bsn(cell));
        add(|one| &mut one.email, is_email(cell));
        add(|one| &mut one.phone, is_phone(cell));
        add(|one| &mut one.postcode, is_postcode(cell));
        add(|one| &mut one.free_text, !label && is_free_text(cell));
        add(|one| &mut one.atc, is_atc(cell));
        add(|one| &mut one.amount, is_amount(cell));
        add(|one| &mut one.year, is_year(cell));
        add(|one| &mut one.label, label);
        add(|one| &mut one.word, is_word(cell));
        for (order, count) in DateOrder::ALL.iter().zip(&mut self.dates) {
            let read = order.parse(cell.as_bytes()).is_some();
            *count = count.saturating_add(usize::from(read));
        }
    }

    /// How many distinct cells, up to a thousand.
    pub(super) fn distinct(&self) -> usize {
        self.distinct.len()
    }

    /// How many distinct cells pass the BSN test, up to a thousand.
    pub(super) fn bsn_distinct(&self) -> usize {
        self.bsn_distinct.len()
    }

    /// Whether so many cells are at least this percentage of the filled ones.
    pub(super) fn share(&self, cells: usize, percent: usize) -> bool {
        cells > 0 && cells.saturating_mul(100) >= self.filled.saturating_mul(percent)
    }
}

/// Whether a cell of the first line looks like a value and not like the name of a column.
pub(super) fn is_value(cell: &str) -> bool {
    let cell = cell.trim();
    let date = || {
        let read = |order: &DateOrder| order.parse(cell.as_bytes()).is_some();
        DateOrder::ALL.iter().any(read)
    };
    let number = || {
        cell.bytes().any(|byte| byte.is_ascii_digit())
            && !cell.bytes().any(|byte| byte.is_ascii_alphabetic())
    };
    let medicine = || is_label(cell) || is_atc(cell);
    is_email(cell) || is_phone(cell) || is_postcode(cell) || number() || date() || medicine()
}

/// Nine digits that pass the test of the BSN (weights 9 to 2 and -1, a multiple of 11). One
/// in eleven numbers passes by chance, so only a column of them tells.
fn is_bsn(cell: &str) -> bool {
    let digits = cell.bytes().filter(|byte| *byte != b'.' && *byte != b' ');
    let digits: Option<Vec<i32>> = digits
        .map(|byte| byte.is_ascii_digit().then(|| i32::from(byte & 0x0f)))
        .collect();
    let Some(mut digits) = digits.filter(|digits| matches!(digits.len(), 8 | 9)) else {
        return false;
    };
    if digits.len() == 8 {
        digits.insert(0, 0);
    }
    let weights = [9, 8, 7, 6, 5, 4, 3, 2, -1i32];
    let sum = digits
        .iter()
        .zip(weights)
        .map(|(digit, weight)| digit.saturating_mul(weight))
        .fold(0i32, i32::saturating_add);
    sum != 0 && sum.rem_euclid(11) == 0
}

fn is_email(cell: &str) -> bool {
    cell.split_whitespace().any(|word| {
        word.split_once('@')
            .is_some_and(|(user, host)| !user.is_empty() && host.contains('.'))
    })
}

/// Ten digits that begin with a 0, or with the code of the Netherlands.
fn is_phone(cell: &str) -> bool {
    let allowed = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | ' ' | '(' | ')' | '.');
    let digits: String = cell.chars().filter(char::is_ascii_digit).collect();
    let dutch = digits.len() == 10 && digits.starts_with('0');
    let abroad = cell.starts_with('+') && digits.starts_with("31") && digits.len() == 11;
    let abroad = abroad || (digits.starts_with("0031") && digits.len() == 13);
    cell.chars().all(allowed) && (dutch || abroad)
}

/// `1234 AB`.
fn is_postcode(cell: &str) -> bool {
    let compact: Vec<u8> = cell.bytes().filter(|byte| *byte != b' ').collect();
    match compact.split_at_checked(4) {
        Some((digits, letters)) => {
            digits.iter().all(u8::is_ascii_digit)
                && !digits.starts_with(b"0")
                && letters.len() == 2
                && letters.iter().all(u8::is_ascii_alphabetic)
        }
        None => false,
    }
}

/// A whole code or that of a chemical group; a single letter tells nothing.
fn is_atc(cell: &str) -> bool {
    cell.len() >= 5 && Atc::parse(cell).is_some()
}

pub(super) fn is_free_text(cell: &str) -> bool {
    cell.len() > LONG_CELL || cell.split_whitespace().count() >= MANY_WORDS
}

/// A number below ten thousand.
fn is_amount(cell: &str) -> bool {
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    let whole = cell.split([',', '.']).next().unwrap_or_default();
    let marks = cell
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.'));
    marks && digits > 0 && whole.len() <= 4
}

fn is_year(cell: &str) -> bool {
    cell.len() == 4
        && cell.bytes().all(|byte| byte.is_ascii_digit())
        && (cell.starts_with("19") || cell.starts_with("20"))
}

/// Several words, one of them long, and one with letters right behind a digit, as `100UG/DO`, or
/// with two strengths, as `50/500`.
fn is_label(cell: &str) -> bool {
    // Two letters: one alone is a dosage code, as `2D1I`.
    let strength = |word: &str| {
        word.as_bytes().windows(3).any(|part| match part {
            [one, b'/', next] => one.is_ascii_digit() && next.is_ascii_digit(),
            [one, next, last] => {
                one.is_ascii_digit() && next.is_ascii_alphabetic() && last.is_ascii_alphabetic()
            }
            _ => false,
        })
    };
    let long = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count() >= 5;
    let words = || cell.split_whitespace();
    (2..=12).contains(&words().count()) && words().any(strength) && words().any(long)
}

fn is_word(cell: &str) -> bool {
    cell.len() <= 12 && !cell.contains(' ') && cell.chars().all(|c| c.is_alphabetic() || c == '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bsn_passes_the_eleven_test() {
        // The first is a number that Nictiz gives for tests.
        assert!(is_bsn("999901059"));
        assert!(is_bsn("111222333"));
        for text in [
            "999901058",
            "000000000",
            "99990105",
            "9999010590",
            "99990105a",
        ] {
            assert!(!is_bsn(text), "{text}");
        }
    }

    #[test]
    fn shapes_of_values() {
        assert!(is_phone("06-12345678") && is_phone("+31 6 12345678") && is_phone("(030) 1234567"));
        assert!(!is_phone("2025-01-31") && !is_phone("12345678"));
        assert!(is_postcode("1234 AB") && is_postcode("1234ab") && !is_postcode("R03AC02"));
        assert!(is_email("a@example.org") && !is_email("2 @ 3"));
        assert!(is_label("SALBUTAMOL AEROSOL 100UG/DO 200DO") && !is_label("2D1I zo nodig"));
        assert!(is_value("31-01-2025") && is_value("12,5") && !is_value("ATC5"));
    }
}
