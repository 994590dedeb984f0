//! Coding systems by name, and codes of any system.

use super::digits::{eleven_check, without_tail_and_zeros};
use crate::parse::ParseError;
use std::str::FromStr;

/// The name of a coding system as a column or a code table names it, in lower case:
/// `prk`, `hpk`, `gpk`, `zi`, or any other.
///
/// A bare number does not tell its level (all four levels of the G-Standaard are up to
/// eight digits with the same check digit), so the column or the table must.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CodeSystem(String);

impl CodeSystem {
    /// A system by its name; case and surrounding blanks do not matter.
    pub(crate) fn new(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase();
        (!name.is_empty()).then_some(Self(name))
    }

    /// The name in lower case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for CodeSystem {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Self::new(text).ok_or_else(|| {
            ParseError::new(
                text,
                "naam van een codestelsel, zoals prk",
                "the name of a coding system such as prk",
            )
        })
    }
}

/// A code without its system, in a form in which spellings of the same number are equal:
/// no `.0` or `,0` from a spreadsheet, no leading zeros, upper case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct LocalCode(String);

impl LocalCode {
    /// Reads a code; `None` when the cell is empty or zero.
    #[must_use]
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let bare = without_tail_and_zeros(text);
        (!bare.is_empty()).then(|| Self(bare.to_uppercase()))
    }

    /// As it is compared.
    #[must_use]
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this can be a number of the G-Standaard: up to eight digits whose sum with the
    /// weights 8 to 1 is a multiple of eleven.
    #[must_use]
    pub(crate) fn passes_check_digit(&self) -> bool {
        eleven_check(self.0.as_bytes()).is_some_and(|(_, fits)| fits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_from_spreadsheets_lose_their_float_tail() {
        let plain = |text: &str| Some(LocalCode(text.to_owned()));
        assert_eq!(LocalCode::parse("45624,0"), plain("45624"));
        assert_eq!(LocalCode::parse("00043281"), LocalCode::parse("43281.0"));
        // A zero stands for a missing number.
        for text in ["0", "0000", "  "] {
            assert_eq!(LocalCode::parse(text), None);
        }
        assert_eq!(LocalCode::parse("ab-1.5"), plain("AB-1.5"));
    }

    /// By hand: 4 x 5 + 3 x 4 + 2 x 3 + 8 x 2 + 1 x 1 = 55 = 5 x 11.
    #[test]
    fn numbers_pass_the_eleven_check() {
        let passes = |text| LocalCode::parse(text).unwrap().passes_check_digit();
        assert!(passes("00043281"));
        assert!(!passes("00043282"));
        assert!(!passes("AB"));
    }
}
