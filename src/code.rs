//! Codes: the ATC and ICPC codes and the numbers of the G-Standaard.

mod atc;
mod digits;
mod number;
mod system;

pub use atc::Atc;
pub(crate) use atc::AtcCell;
pub(crate) use digits::eleven_check;
pub(crate) use number::is_free;
pub use number::{BadNumber, GNumber, Gpk, Hpk, Prk, ZiNumber};
pub use system::CodeSystem;
pub(crate) use system::LocalCode;

use crate::parse::ParseError;
use std::str::FromStr;

/// A code of the International Classification of Primary Care, as Dutch practices record it:
/// `R96`, or with a Dutch subdivision `R96.01`.
///
/// Format: a chapter letter, two digits, and optionally a point with two digits. Whether a
/// code of this form exists is not checked: the table is not open.
///
/// ```
/// use groenrecept::Icpc;
/// assert_eq!("r96.01".parse::<Icpc>().unwrap().as_str(), "R96.01");
/// assert!("R96".parse::<Icpc>().unwrap().is_prefix_of(&"R96.01".parse::<Icpc>().unwrap()));
/// assert!("R9".parse::<Icpc>().is_err());
/// assert!("I50".parse::<Icpc>().is_err()); // ICD-10: ICPC has no chapter I
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct Icpc(String);

/// The letters of the chapters.
const CHAPTERS: &[u8] = b"ABDFHKLNPRSTUWXYZ";

impl Icpc {
    /// Parses a code, ignoring case and surrounding blanks; `None` for anything else.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let code = text.trim_ascii().to_ascii_uppercase();
        let digits = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
        let (head, sub) = match code.split_once('.') {
            Some((head, sub)) => (head, Some(sub)),
            None => (code.as_str(), None),
        };
        let chapter = head.bytes().next()?;
        let fits = CHAPTERS.contains(&chapter)
            && head.get(1..).is_some_and(digits)
            && sub.is_none_or(digits);
        fits.then_some(Self(code))
    }

    /// The code in upper case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the other code is this one or a subdivision of it.
    #[must_use]
    pub fn is_prefix_of(&self, other: &Self) -> bool {
        other.is_in(&self.0)
    }

    /// Whether a text is a code or the letter of a chapter.
    pub(crate) fn is_group(text: &str) -> bool {
        Self::parse(text).is_some_and(|code| code.0 == text)
            || (text.len() == 1 && text.bytes().all(|byte| CHAPTERS.contains(&byte)))
    }

    /// Whether the code lies in a chapter, or is a code or a subdivision of it.
    pub(crate) fn is_in(&self, group: &str) -> bool {
        let rest = self.0.strip_prefix(group);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || group.len() == 1)
    }
}

impl FromStr for Icpc {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Self::parse(text).ok_or_else(|| {
            ParseError::new(
                text,
                "ICPC-code zoals R96 of R96.01",
                "an ICPC code such as R96 or R96.01",
            )
        })
    }
}
