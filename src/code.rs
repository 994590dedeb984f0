//! Codes: the ATC and ICPC codes and the numbers of the G-Standaard.

use std::fmt;

/// An ATC code or group: `R03AC02`, or a shorter level such as `R03AC`.
///
/// Format: a letter, two digits, a letter, a letter, two digits, cut at any level
/// (1, 3, 4, 5 or 7 positions). Dutch extracts also hold `Z` (not applicable), `Y` (not
/// filled in) and `X` (no ATC code), which are not WHO codes and are read as absent.
///
/// ```
/// use groenrecept::Atc;
/// assert_eq!(Atc::parse(" r03ac02 ").unwrap().as_str(), "R03AC02");
/// assert!(Atc::parse("R03").unwrap().is_prefix_of(&Atc::parse("R03AC02").unwrap()));
/// assert!(Atc::parse("Z").is_none());
/// assert!(Atc::parse("R3AC02").is_none());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Atc {
    bytes: [u8; 7],
    len: u8,
}

impl Atc {
    /// Parses a code, ignoring case and surrounding blanks; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        const MAIN_GROUPS: &[u8] = b"ABCDGHJLMNPRSV";
        let text = text.trim_ascii();
        if !matches!(text.len(), 1 | 3 | 4 | 5 | 7) {
            return None;
        }
        let mut bytes = [0u8; 7];
        for (position, (slot, byte)) in bytes.iter_mut().zip(text.bytes()).enumerate() {
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

/// A code of the International Classification of Primary Care, as Dutch practices record it:
/// `R96`, or with a Dutch subdivision `R96.01`.
///
/// Format: a chapter letter, two digits, and optionally a point with two digits. Whether a
/// code of this form exists is not checked: the table is not open.
///
/// ```
/// use groenrecept::Icpc;
/// assert_eq!(Icpc::parse("r96.01").unwrap().as_str(), "R96.01");
/// assert!(Icpc::parse("R96").unwrap().is_prefix_of(&Icpc::parse("R96.01").unwrap()));
/// assert!(Icpc::parse("R9").is_none());
/// assert!(Icpc::parse("I50").is_none()); // ICD-10: ICPC has no chapter I
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct Icpc(String);

/// The letters of the chapters.
const CHAPTERS: &[u8] = b"ABDFHKLNPRSTUWXYZ";

impl Icpc {
    /// Parses a code, ignoring case and surrounding blanks; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
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

/// The name of a coding system as a column or a code table names it, in lower case:
/// `prk`, `hpk`, `gpk`, `zi`, or any other.
///
/// A bare number does not tell its level (all four levels of the G-Standaard are up to
/// eight digits with the same check digit), so the column or the table must.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CodeSystem(String);

impl CodeSystem {
    /// A system by its name; case and surrounding blanks do not matter.
    #[must_use]
    pub fn new(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase();
        (!name.is_empty()).then_some(Self(name))
    }

    /// The name in lower case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A code without its system, in a form in which spellings of the same number are equal:
/// no `.0` or `,0` from a spreadsheet, no leading zeros, upper case.
///
/// ```
/// use groenrecept::LocalCode;
/// assert_eq!(LocalCode::parse("00043281"), LocalCode::parse("43281.0"));
/// assert_eq!(LocalCode::parse("0"), None); // a zero stands for "missing"
/// assert_eq!(LocalCode::parse("  "), None);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalCode(String);

impl LocalCode {
    /// Reads a code; `None` when the cell is empty or zero.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let whole = match text.split_once(['.', ',']) {
            Some((whole, rest))
                if !whole.is_empty()
                    && whole.bytes().all(|b| b.is_ascii_digit())
                    && rest.bytes().all(|b| b == b'0') =>
            {
                whole
            }
            _ => text,
        };
        let bare = if whole.bytes().all(|b| b.is_ascii_digit()) {
            whole.trim_start_matches('0')
        } else {
            whole
        };
        (!bare.is_empty()).then(|| Self(bare.to_uppercase()))
    }

    /// Whether this can be a number of the G-Standaard: up to eight digits whose sum with the
    /// weights 8 to 1 is a multiple of eleven.
    ///
    /// ```
    /// use groenrecept::LocalCode;
    /// // 4 x 5 + 3 x 4 + 2 x 3 + 8 x 2 + 1 x 1 = 55 = 5 x 11
    /// assert!(LocalCode::parse("00043281").unwrap().passes_check_digit());
    /// assert!(!LocalCode::parse("00043282").unwrap().passes_check_digit());
    /// assert!(!LocalCode::parse("AB").unwrap().passes_check_digit());
    /// ```
    #[must_use]
    pub fn passes_check_digit(&self) -> bool {
        if self.0.len() > 8 || !self.0.bytes().all(|byte| byte.is_ascii_digit()) {
            return false;
        }
        let weighted = self.0.bytes().rev().zip(1u32..);
        let sum = weighted.fold(0u32, |sum, (byte, weight)| {
            let digit = u32::from(byte.saturating_sub(b'0'));
            sum.saturating_add(digit.saturating_mul(weight))
        });
        sum.is_multiple_of(11)
    }

    /// The code in its plain form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
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
    fn codes_from_spreadsheets_lose_their_float_tail() {
        assert_eq!(LocalCode::parse("45624,0").unwrap().as_str(), "45624");
        assert_eq!(LocalCode::parse("0000").as_ref(), None);
        assert_eq!(LocalCode::parse("ab-1.5").unwrap().as_str(), "AB-1.5");
    }
}
