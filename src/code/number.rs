//! The numbers of the four levels of the G-Standaard.
//!
//! All levels are numbered alike: seven digits and a check digit, written with or without
//! leading zeros. A number does not tell its level; the column that it stands in does.

use super::digits::{eleven_check, without_tail_and_zeros};
use super::system::CodeSystem;
use std::fmt;

/// Why a cell is no number of the G-Standaard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadNumber {
    /// Empty or zero: exports write 0 where there is no number.
    #[error("empty or zero: no number is given")]
    Missing,
    /// Other characters than digits.
    #[error("not a whole number")]
    NotDigits,
    /// More than eight digits without leading zeros.
    #[error("more than eight digits")]
    TooLong,
    /// In a range that Z-Index never issues.
    #[error("in a range that Z-Index never issues (12900000-12999999, 90000000-99999999)")]
    NeverIssued,
}

fn parse(text: &str) -> Result<(u32, bool), BadNumber> {
    let bare = without_tail_and_zeros(text);
    if bare.is_empty() {
        return Err(BadNumber::Missing);
    }
    if !bare.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(BadNumber::NotDigits);
    }
    eleven_check(bare.as_bytes()).ok_or(BadNumber::TooLong)
}

/// Z-Index, field `ATKODE`: the "vrije range", which it leaves to others.
pub(crate) const fn is_free(number: u32) -> bool {
    matches!(number, 12_900_000..=12_999_999 | 90_000_000..=99_999_999)
}

macro_rules! number {
    ($(#[$doc:meta])* $name:ident, $refuse:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name {
            number: u32,
            fits: bool,
        }

        impl $name {
            /// Reads a cell: up to eight digits, with or without leading zeros or a tail of
            /// `.0` or `,0`.
            ///
            /// # Errors
            /// [`BadNumber`] says why a cell is no such number. A check digit that does not fit
            /// is no error: see [`Self::passes_check_digit`].
            pub fn parse(text: &str) -> Result<Self, BadNumber> {
                let refuse: Option<fn(u32) -> bool> = $refuse;
                match parse(text)? {
                    (number, _) if refuse.is_some_and(|refuse| refuse(number)) => {
                        Err(BadNumber::NeverIssued)
                    }
                    (number, fits) => Ok(Self { number, fits }),
                }
            }

            /// The number.
            #[must_use]
            pub const fn get(self) -> u32 {
                self.number
            }

            /// Whether the check digit fits. Where it does not, the number was probably typed
            /// wrong: a reason to warn, not to refuse a row.
            #[must_use]
            pub const fn passes_check_digit(self) -> bool {
                self.fits
            }
        }

        /// Eight digits, as in the files of the G-Standaard.
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:08}", self.number)
            }
        }
    };
}

number!(
    /// The number of an article, one pack of one firm: ZI-nummer, once KNMP-nummer.
    ///
    /// ```
    /// use groenrecept::{BadNumber, ZiNumber};
    /// let number = ZiNumber::parse("43281.0").unwrap();
    /// assert_eq!(number.to_string(), "00043281");
    /// // 4 x 5 + 3 x 4 + 2 x 3 + 8 x 2 + 1 x 1 = 55 = 5 x 11
    /// assert!(number.passes_check_digit());
    /// assert_eq!(ZiNumber::parse("0"), Err(BadNumber::Missing));
    /// assert_eq!(ZiNumber::parse("12900000"), Err(BadNumber::NeverIssued));
    /// ```
    ZiNumber,
    Some(is_free)
);
number!(
    /// The number of a trade product: handelsproduct, HPK.
    ///
    /// ```
    /// use groenrecept::Hpk;
    /// assert_eq!(Hpk::parse("00043281"), Hpk::parse("43281"));
    /// ```
    Hpk,
    None
);
number!(
    /// The number of a prescription product: voorschrijfproduct, PRK.
    ///
    /// ```
    /// use groenrecept::{BadNumber, Prk};
    /// assert!(!Prk::parse("43282").unwrap().passes_check_digit());
    /// assert_eq!(Prk::parse("123456789"), Err(BadNumber::TooLong));
    /// ```
    Prk,
    None
);
number!(
    /// The number of a generic product: substance, strength, form, route and unit; GPK.
    ///
    /// ```
    /// use groenrecept::{BadNumber, Gpk};
    /// assert_eq!(Gpk::parse("43281,0").unwrap().get(), 43_281);
    /// assert_eq!(Gpk::parse("R03"), Err(BadNumber::NotDigits));
    /// ```
    Gpk,
    None
);

impl Gpk {
    /// The number of a row that a release has.
    pub(crate) fn of(number: u32) -> Option<Self> {
        let (number, fits) = eleven_check(number.to_string().as_bytes())?;
        Some(Self { number, fits })
    }
}

/// A number of the G-Standaard with its level; the most specific level comes first.
///
/// ```
/// use groenrecept::{CodeSystem, GNumber, Hpk};
/// let hpk = "HPK".parse::<CodeSystem>().unwrap();
/// let number = GNumber::parse(&hpk, "43281").unwrap();
/// assert_eq!(number, Ok(GNumber::Hpk(Hpk::parse("43281").unwrap())));
/// let own = "own-table".parse::<CodeSystem>().unwrap();
/// assert!(GNumber::parse(&own, "43281").is_none());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GNumber {
    /// Of an article.
    Zi(ZiNumber),
    /// Of a trade product.
    Hpk(Hpk),
    /// Of a prescription product.
    Prk(Prk),
    /// Of a generic product.
    Gpk(Gpk),
}

impl GNumber {
    /// The names of the four systems, the most specific first.
    pub const SYSTEMS: [&'static str; 4] = ["zi", "hpk", "prk", "gpk"];

    /// Reads a cell of a column or table of this system; `None` where the system is none of
    /// the G-Standaard. The level comes from the system and never from the length.
    #[must_use]
    pub fn parse(system: &CodeSystem, text: &str) -> Option<Result<Self, BadNumber>> {
        match system.as_str() {
            "zi" => Some(ZiNumber::parse(text).map(Self::Zi)),
            "hpk" => Some(Hpk::parse(text).map(Self::Hpk)),
            "prk" => Some(Prk::parse(text).map(Self::Prk)),
            "gpk" => Some(Gpk::parse(text).map(Self::Gpk)),
            _ => None,
        }
    }

    /// The name of its system.
    #[must_use]
    pub const fn system(self) -> &'static str {
        match self {
            Self::Zi(_) => "zi",
            Self::Hpk(_) => "hpk",
            Self::Prk(_) => "prk",
            Self::Gpk(_) => "gpk",
        }
    }

    /// Whether the check digit fits.
    #[must_use]
    pub const fn passes_check_digit(self) -> bool {
        match self {
            Self::Zi(number) => number.passes_check_digit(),
            Self::Hpk(number) => number.passes_check_digit(),
            Self::Prk(number) => number.passes_check_digit(),
            Self::Gpk(number) => number.passes_check_digit(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_free_ranges_belong_to_articles_alone() {
        for text in ["12900000", "12999999", "90000000", "99999999", "99999999.0"] {
            assert_eq!(ZiNumber::parse(text), Err(BadNumber::NeverIssued), "{text}");
            assert!(Prk::parse(text).is_ok(), "{text}");
        }
        for text in ["12899999", "13000000", "89999999"] {
            assert!(ZiNumber::parse(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn a_cell_is_missing_not_a_number_or_too_long() {
        for (text, bad) in [
            ("", BadNumber::Missing),
            ("  ", BadNumber::Missing),
            ("0", BadNumber::Missing),
            ("00000000", BadNumber::Missing),
            ("0.0", BadNumber::Missing),
            ("0,00", BadNumber::Missing),
            ("43281.5", BadNumber::NotDigits),
            ("-43281", BadNumber::NotDigits),
            ("1e5", BadNumber::NotDigits),
            ("٣", BadNumber::NotDigits),
            (".0", BadNumber::NotDigits),
            ("123456789", BadNumber::TooLong),
            ("99999999999999999999", BadNumber::TooLong),
        ] {
            assert_eq!(Hpk::parse(text), Err(bad), "'{text}'");
        }
        assert_eq!(Gpk::parse("000000000043281.").unwrap().get(), 43_281);
    }

    /// 1 x 8 + 2 x 7 + 3 x 6 + 4 x 5 + 5 x 4 + 6 x 3 + 7 x 2 = 112; 112 + 9 = 121 = 11 x 11.
    #[test]
    fn the_eleven_check_uses_the_weights_eight_to_one() {
        assert_eq!(eleven_check(b"12345679"), Some((12_345_679, true)));
        for digit in *b"012345678" {
            let number = [b"1234567".as_slice(), &[digit]].concat();
            assert!(eleven_check(&number).is_some_and(|(_, fits)| !fits));
        }
        assert_eq!(eleven_check(b"00043281"), Some((43_281, true)));
        assert_eq!(eleven_check(b"43281"), Some((43_281, true)));
        for none in ["", "123456789", "4328 1", "4328\u{661}", "-43281"] {
            assert_eq!(eleven_check(none.as_bytes()), None, "'{none}'");
        }
    }
}
