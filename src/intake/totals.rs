//! Rows that add up others, among prescriptions, by the word with which a cell begins.

use crate::dataset::{Vocabulary, WordKind};

/// The words by which a total is known.
pub(crate) struct TotalWords<'a> {
    words: &'a Vocabulary,
    /// The bytes with which such a word begins, in either case.
    first: [bool; 256],
    longest: usize,
}

impl<'a> TotalWords<'a> {
    pub(crate) fn new(words: &'a Vocabulary) -> Self {
        let mut first = [false; 256];
        let mut longest = 0;
        for word in words.all(WordKind::Total) {
            longest = longest.max(word.len());
            if let Some(byte) = word.bytes().next() {
                for byte in [byte.to_ascii_uppercase(), byte.to_ascii_lowercase()] {
                    if let Some(first) = first.get_mut(usize::from(byte)) {
                        *first = true;
                    }
                }
            }
        }
        Self {
            words,
            first,
            longest,
        }
    }

    /// Whether a cell is nothing but such a word.
    pub(crate) fn is(&self, cell: &[u8]) -> bool {
        let letters = |cell: &[u8]| cell.iter().filter(|byte| !is_mark(**byte)).count();
        let short = letters(cell) <= self.longest;
        let joined: Vec<u8> = cell
            .iter()
            .copied()
            .filter(|byte| !is_mark(*byte))
            .collect();
        short
            && self.begin(&joined)
            && self.begin(cell)
            && self.words.is(
                WordKind::Total,
                &String::from_utf8_lossy(&joined).to_ascii_uppercase(),
            )
    }

    /// Whether a cell is such a word or begins with one, as in `Totaal Foster` and `Sub-totaal:`.
    pub(crate) fn begin(&self, cell: &[u8]) -> bool {
        let marks = cell.iter().take_while(|byte| is_mark(**byte)).count();
        let cell = cell.get(marks..).unwrap_or_default();
        let first = cell
            .first()
            .and_then(|byte| self.first.get(usize::from(*byte)));
        if first != Some(&true) {
            return false;
        }
        let words = cell.split(|byte| is_mark(*byte));
        let mut joined = String::new();
        for word in words.filter(|word| !word.is_empty()).take(2) {
            let letters = word.iter().all(u8::is_ascii_alphabetic);
            if !letters || joined.len().saturating_add(word.len()) > self.longest {
                return false;
            }
            joined.extend(
                word.iter()
                    .map(|byte| char::from(byte.to_ascii_uppercase())),
            );
            if self.words.is(WordKind::Total, &joined) {
                return true;
            }
        }
        false
    }
}

const fn is_mark(byte: u8) -> bool {
    byte.is_ascii_punctuation() || byte.is_ascii_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::Dataset;

    #[test]
    fn a_total_begins_with_its_word() {
        let dataset = Dataset::embedded().unwrap();
        let words = TotalWords::new(dataset.vocabulary());
        for cell in [
            "Totaal",
            "TOTAAL: 12",
            "Totaal FOSTER AEROSOL 100/6MCG/DO 120DO",
            "Subtotaal R03AC02",
            "sub-totaal",
            "Sub totaal praktijk",
            "Eindtotaal",
            "Grand Total",
            "** som **",
            "=Total",
            "Algemeen totaal",
        ] {
            assert!(words.begin(cell.as_bytes()), "{cell}");
        }
        for cell in [
            "",
            "-",
            "FOSTER TOTAAL",
            "TOTAALVIT TABLET",
            "SOMATULINE AUTOSOLUTION",
            "SUMATRIPTAN TABLET 50MG",
            "GRAND MARNIER",
            "Sub",
            "TOTAAL1",
            "subcutaan totaal",
            "sömtotaal",
            "Totaalé",
        ] {
            assert!(!words.begin(cell.as_bytes()), "{cell}");
        }
    }
}
