//! The ATC code, and what stands in its column instead of one.

use crate::parse::ParseError;
use std::fmt;
use std::str::FromStr;

/// An ATC code or group: `R03AC02`, or a shorter level such as `R03AC`.
///
/// Format: a letter, two digits, a letter, a letter, two digits, cut at any level
/// (1, 3, 4, 5 or 7 positions), as Z-Index describes the field `ATCODE`.
///
/// ```
/// use groenrecept::Atc;
/// assert_eq!(" r03ac02 ".parse::<Atc>().unwrap().as_str(), "R03AC02");
/// assert!("R03".parse::<Atc>().unwrap().is_prefix_of(&"R03AC02".parse::<Atc>().unwrap()));
/// assert!("Z".parse::<Atc>().is_err());
/// assert!("R3AC02".parse::<Atc>().is_err());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Atc {
    bytes: [u8; 7],
    len: u8,
}

impl Atc {
    /// Parses a code, ignoring case and surrounding blanks; `None` for anything else.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::from_bytes(text.as_bytes())
    }

    /// As [`Atc::parse`], from the bytes of a cell.
    pub(crate) fn from_bytes(text: &[u8]) -> Option<Self> {
        const MAIN_GROUPS: &[u8] = b"ABCDGHJLMNPRSV";
        let text = text.trim_ascii();
        if !matches!(text.len(), 1 | 3 | 4 | 5 | 7) {
            return None;
        }
        let mut bytes = [0u8; 7];
        for (position, (slot, byte)) in bytes.iter_mut().zip(text).enumerate() {
            let byte = byte.to_ascii_uppercase();
            let fits = match position {
                0 => MAIN_GROUPS.contains(&byte),
                1 | 2 | 5 | 6 => byte.is_ascii_digit(),
                _ => byte.is_ascii_uppercase(),
            };
            if !fits {
                return None;
            }
            *slot = byte;
        }
        let len = u8::try_from(text.len()).ok()?;
        Some(Self { bytes, len })
    }

    /// The code in upper case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        let bytes = self.bytes.get(..usize::from(self.len)).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or_default()
    }

    /// Whether this is a full code of seven positions, a substance and not a group.
    #[must_use]
    pub const fn is_substance(&self) -> bool {
        self.len == 7
    }

    /// Whether the other code lies in this group.
    #[must_use]
    pub fn is_prefix_of(&self, other: &Self) -> bool {
        other.as_str().starts_with(self.as_str())
    }

    /// Whether both codes are of one chemical subgroup, the fourth level (five positions).
    ///
    /// ```
    /// use groenrecept::Atc;
    /// let [salbutamol, terbutaline, ipratropium] =
    ///     ["R03AC02", "R03AC03", "R03BB01"].map(|code| code.parse::<Atc>().unwrap());
    /// assert!(salbutamol.is_in_group_of(terbutaline));
    /// assert!(!salbutamol.is_in_group_of(ipratropium));
    /// ```
    #[must_use]
    pub fn is_in_group_of(&self, other: Self) -> bool {
        let group = |code: &Self| code.bytes.first_chunk::<5>().copied();
        self.len >= 5 && other.len >= 5 && group(self) == group(&other)
    }
}

impl FromStr for Atc {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Self::parse(text).ok_or_else(|| {
            ParseError::new(
                text,
                "ATC-code zoals R03AC02",
                "an ATC code such as R03AC02",
            )
        })
    }
}

impl fmt::Display for Atc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Atc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Atc({})", self.as_str())
    }
}

impl serde::Serialize for Atc {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// What stands in an ATC column.
///
/// `Z` and `Y` are codes of the KNMP and not of the WHO: the descriptions of Z-Index give `Z` as
/// "niet van toepassing" and `Y` as "niet ingevuld" (field `ATCODE`; the newer page of BST801T
/// knows `Z` alone). `X`, "geen ATC-code", stands in tables of the GIP databank. None of them
/// says what the medicine is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AtcCell {
    /// Nothing.
    Empty,
    /// A code of seven positions: a substance.
    Code(Atc),
    /// A shorter code: a group.
    Group(Atc),
    /// `Z`: an ATC code does not apply.
    NotApplicable,
    /// `Y`: not filled in.
    NotFilledIn,
    /// `X`: no ATC code.
    NoAtc,
    /// Something else.
    Malformed,
}

impl AtcCell {
    /// Reads a cell, ignoring case and surrounding blanks.
    pub(crate) fn from_bytes(text: &[u8]) -> Self {
        match text.trim_ascii() {
            [] => Self::Empty,
            [b'Z' | b'z'] => Self::NotApplicable,
            [b'Y' | b'y'] => Self::NotFilledIn,
            [b'X' | b'x'] => Self::NoAtc,
            text => match Atc::from_bytes(text) {
                Some(atc) if atc.is_substance() => Self::Code(atc),
                Some(atc) => Self::Group(atc),
                None => Self::Malformed,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn atc_accepts_levels_and_refuses_the_rest() {
        for text in [
            "R", "R03", "R03A", "R03AC", "R03AC02", "j07bx03", " A02BC01",
        ] {
            assert!(Atc::parse(text).is_some(), "{text}");
        }
        for text in [
            "", "Z", "Y", "X", "R0", "R03AC0", "R03AC021", "R03AC0X", "Q01AA01", "É03",
        ] {
            assert!(Atc::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn what_is_no_code_is_told_apart() {
        use AtcCell::{Empty, Malformed, NoAtc, NotApplicable, NotFilledIn};
        for (text, cell) in [
            ("", Empty),
            ("\t ", Empty),
            ("z", NotApplicable),
            (" Y ", NotFilledIn),
            ("X", NoAtc),
            ("ZZ", Malformed),
            ("0", Malformed),
            ("R03AC0", Malformed),
            ("Z01AA01", Malformed),
        ] {
            assert_eq!(AtcCell::from_bytes(text.as_bytes()), cell, "'{text}'");
        }
        let atc = |text| Atc::parse(text).unwrap();
        let read = |text: &str| AtcCell::from_bytes(text.as_bytes());
        assert_eq!(read("r03a"), AtcCell::Group(atc("R03A")));
        assert_eq!(read("R03AC02"), AtcCell::Code(atc("R03AC02")));
    }
}
