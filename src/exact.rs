//! Decimal text in and out, and arithmetic that is exact or says so.
//!
//! `rust_decimal` keeps 28 digits. Its checked operations may still drop digits
//! silently and its parser accepts more than a data file should hold, so every
//! number enters and every sum is made through this module.

use rust_decimal::{Decimal, RoundingStrategy};
use std::cmp::Ordering;

/// The most digits that a number in a data file or an export may have.
const MAX_DIGITS: usize = 24;

/// Parses plain decimal text: an optional minus, digits, and optionally a point with digits.
///
/// No exponent, no thousands separator, no leading plus, at most 24 digits, so that
/// what is read is exactly what was written.
///
/// ```
/// use groenrecept::exact::parse;
/// assert_eq!(parse("28.262").unwrap().to_string(), "28.262");
/// assert_eq!(parse("1.10").unwrap().to_string(), "1.10");
/// assert!(parse("1_000").is_none());
/// assert!(parse("1e-6").is_none());
/// assert!(parse("1,5").is_none());
/// ```
#[must_use]
pub fn parse(text: &str) -> Option<Decimal> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
        Some(_) => return None,
        None => (digits, ""),
    };
    let plain = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !plain(whole) || !plain(fraction) {
        return None;
    }
    if whole.len().saturating_add(fraction.len()) > MAX_DIGITS {
        return None;
    }
    Decimal::from_str_exact(text).ok()
}

/// Whether a number was written by a program that keeps binary floating point: in exponent
/// form, or a decimal with more than 15 significant digits, which is as many as such a number
/// keeps.
#[must_use]
pub(crate) fn is_float_text(text: &str) -> bool {
    const KEPT_DIGITS: usize = 15;
    if let Some((number, exponent)) = text.split_once(['e', 'E']) {
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        let plain = !exponent.is_empty() && exponent.bytes().all(|b| b.is_ascii_digit());
        return plain && parse(number).is_some();
    }
    let digits = text.strip_prefix('-').unwrap_or(text);
    let Some((whole, fraction)) = digits.split_once('.') else {
        return false;
    };
    let all = || whole.bytes().chain(fraction.bytes());
    let significant = all().skip_while(|byte| *byte == b'0').count();
    all().all(|byte| byte.is_ascii_digit()) && significant > KEPT_DIGITS
}

/// Adds, or `None` where the result would lose digits or overflow.
#[must_use]
pub(crate) fn add(a: Decimal, b: Decimal) -> Option<Decimal> {
    let sum = a.checked_add(b)?;
    (sum.scale() >= a.scale().max(b.scale()) || a.is_zero() || b.is_zero()).then_some(sum)
}

/// Subtracts, or `None` where the result would lose digits or overflow.
#[must_use]
pub(crate) fn sub(a: Decimal, b: Decimal) -> Option<Decimal> {
    let difference = a.checked_sub(b)?;
    (difference.scale() >= a.scale().max(b.scale()) || a.is_zero() || b.is_zero())
        .then_some(difference)
}

/// Multiplies, or `None` where the result would lose digits or overflow.
#[must_use]
pub(crate) fn mul(a: Decimal, b: Decimal) -> Option<Decimal> {
    if a.is_zero() || b.is_zero() {
        return Some(Decimal::ZERO);
    }
    let product = a.checked_mul(b)?;
    (Some(product.scale()) == a.scale().checked_add(b.scale())).then_some(product)
}

/// A decimal over a whole number, for amounts in parts of a pack: 150 of 200 doses.
///
/// Sums of fractions stay exact; the division happens once, in [`Fraction::round`].
#[derive(Debug, Clone, Copy)]
pub struct Fraction {
    numerator: Decimal,
    denominator: u64,
}

impl Fraction {
    /// Zero.
    pub const ZERO: Self = Self {
        numerator: Decimal::ZERO,
        denominator: 1,
    };

    /// A whole decimal.
    #[must_use]
    pub const fn whole(value: Decimal) -> Self {
        Self {
            numerator: value,
            denominator: 1,
        }
    }

    /// `numerator / denominator`; `None` for a denominator of zero.
    #[must_use]
    pub fn new(numerator: Decimal, denominator: u64) -> Option<Self> {
        (denominator != 0).then_some(Self {
            numerator,
            denominator,
        })
    }

    /// The exact sum, or `None` on overflow.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        let common = lcm(self.denominator, other.denominator)?;
        let numerator = add(self.over(common)?, other.over(common)?)?;
        Self::new(numerator, common)
    }

    /// The exact difference, or `None` on overflow.
    #[must_use]
    pub fn minus(self, other: Self) -> Option<Self> {
        let common = lcm(self.denominator, other.denominator)?;
        let numerator = sub(self.over(common)?, other.over(common)?)?;
        Self::new(numerator, common)
    }

    /// The exact product with a decimal, or `None` on overflow.
    #[must_use]
    pub fn times(self, factor: Decimal) -> Option<Self> {
        Self::new(mul(self.numerator, factor)?, self.denominator)
    }

    /// The exact product with a fraction, or `None` on overflow.
    #[must_use]
    pub fn by(self, other: Self) -> Option<Self> {
        let denominator = self.denominator.checked_mul(other.denominator)?;
        Self::new(mul(self.numerator, other.numerator)?, denominator)
    }

    /// The exact quotient by a positive whole number, or `None` for zero or on overflow.
    #[must_use]
    pub fn over_count(self, count: u32) -> Option<Self> {
        Self::new(
            self.numerator,
            self.denominator.checked_mul(u64::from(count))?,
        )
    }

    /// The exact quotient by a decimal above zero, or `None` for any other and on overflow.
    ///
    /// ```
    /// use groenrecept::exact::{Fraction, parse};
    /// let ten = Fraction::whole(parse("10").unwrap());
    /// let quotient = ten.divided_by(parse("0.04").unwrap()).unwrap();
    /// assert_eq!(quotient, Fraction::whole(parse("250").unwrap()));
    /// assert!(ten.divided_by(parse("0").unwrap()).is_none());
    /// ```
    #[must_use]
    pub fn divided_by(self, divisor: Decimal) -> Option<Self> {
        let divisor = divisor.normalize();
        let mantissa = u64::try_from(divisor.mantissa()).ok().filter(|m| *m > 0)?;
        let tens = 10u64.checked_pow(divisor.scale())?;
        // In lowest terms, so that long chains of divisors still fit the denominator.
        let common = lcm(mantissa, tens)?;
        let times = common.checked_div(mantissa)?;
        let over = common.checked_div(tens)?;
        Self::new(
            mul(self.numerator, Decimal::from(times))?,
            self.denominator.checked_mul(over)?,
        )
    }

    /// The same value in lowest terms, and as a whole decimal where it is one, so that sums of it
    /// keep room.
    #[must_use]
    pub(crate) fn lowest(self) -> Self {
        let numerator = self.numerator.normalize();
        let mantissa = numerator.mantissa();
        let common = mantissa
            .unsigned_abs()
            .checked_rem(u128::from(self.denominator))
            .and_then(|rest| u64::try_from(rest).ok())
            .map_or(1, |rest| gcd(self.denominator, rest));
        let reduced = || {
            let denominator = self.denominator.checked_div(common)?;
            let mantissa = mantissa.checked_div(i128::from(common))?;
            let tens = (0..=9).find(|tens| 10u64.pow(*tens).is_multiple_of(denominator));
            let (times, denominator, tens) = match tens {
                Some(tens) => (10u64.pow(tens).checked_div(denominator)?, 1, tens),
                None => (1, denominator, 0),
            };
            let mantissa = mantissa.checked_mul(i128::from(times))?;
            let scale = numerator.scale().checked_add(tens)?;
            let numerator = Decimal::try_from_i128_with_scale(mantissa, scale).ok()?;
            Self::new(numerator.normalize(), denominator)
        };
        reduced().unwrap_or(self)
    }

    /// One divided by this; `None` for zero and less, and on overflow.
    #[must_use]
    pub(crate) fn inverse(self) -> Option<Self> {
        Self::whole(Decimal::from(self.denominator)).divided_by(self.numerator)
    }

    /// The mean of two fractions, exactly.
    #[must_use]
    pub fn midpoint(self, other: Self) -> Option<Self> {
        self.plus(other)?.over_count(2)
    }

    /// Whether two values of zero or more differ by more than a tenth of the smaller one, which
    /// is what counts as a contradiction between two sources. It does not matter which stands
    /// first.
    ///
    /// ```
    /// use groenrecept::exact::{Fraction, parse};
    /// let f = |text| Fraction::whole(parse(text).unwrap());
    /// assert!(!f("10").differs_by_a_tenth(f("11")));
    /// assert!(f("10").differs_by_a_tenth(f("11.01")));
    /// assert!(f("11.01").differs_by_a_tenth(f("10")));
    /// assert!(f("0").differs_by_a_tenth(f("0.001")));
    /// ```
    #[must_use]
    pub fn differs_by_a_tenth(self, other: Self) -> bool {
        let (small, large) = (self.min(other), self.max(other));
        let times = |value: Self, by: i64| value.times(Decimal::from(by));
        match times(large, 10).zip(times(small, 11)) {
            Some((large, small)) => large > small,
            // More digits than can be multiplied: fewer of them tell it as well.
            None => {
                let [small, large] = [small, large].map(|value| Self::whole(value.round(12)));
                let ends = times(large, 10).zip(times(small, 11));
                ends.is_some_and(|(large, small)| large > small)
            }
        }
    }

    /// The value with at most `places` decimals, rounded half away from zero, without
    /// trailing zeros.
    ///
    /// ```
    /// use groenrecept::exact::{Fraction, parse};
    /// let half_pack = Fraction::new(parse("28.262").unwrap(), 200).unwrap();
    /// assert_eq!(half_pack.round(6).to_string(), "0.14131");
    /// ```
    #[must_use]
    pub fn round(self, places: u32) -> Decimal {
        let quotient = if self.denominator == 1 {
            self.numerator
        } else {
            // The denominator is never zero, so this division cannot fail; a value too
            // small for 28 digits becomes zero, which is its rounded value.
            self.numerator
                .checked_div(Decimal::from(self.denominator))
                .unwrap_or(Decimal::ZERO)
        };
        let rounded = quotient
            .round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
            .normalize();
        if rounded.is_zero() {
            Decimal::ZERO
        } else {
            rounded
        }
    }

    /// Whether the value is zero.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.numerator.is_zero()
    }

    /// Whether the value is below zero.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self.numerator.is_sign_negative() && !self.numerator.is_zero()
    }

    fn over(self, common: u64) -> Option<Decimal> {
        let times = common.checked_div(self.denominator)?;
        mul(self.numerator, Decimal::from(times))
    }
}

/// As decimal text with at most six decimals; the value itself stays exact.
impl serde::Serialize for Fraction {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.round(6))
    }
}

impl Default for Fraction {
    fn default() -> Self {
        Self::ZERO
    }
}

impl PartialEq for Fraction {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Fraction {}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        let left = mul(self.numerator, Decimal::from(other.denominator));
        let right = mul(other.numerator, Decimal::from(self.denominator));
        match (left, right) {
            (Some(left), Some(right)) => left.cmp(&right),
            // Too many digits to cross-multiply: 28 digits of the quotient decide.
            _ => self.round(28).cmp(&other.round(28)),
        }
    }
}

fn lcm(a: u64, b: u64) -> Option<u64> {
    if a == b {
        return Some(a);
    }
    a.checked_div(gcd(a, b))?.checked_mul(b)
}

/// The greatest common divisor; that of a number and zero is the number.
fn gcd(mut a: u64, mut b: u64) -> u64 {
    while let Some(rest) = a.checked_rem(b) {
        (a, b) = (b, rest);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Decimal {
        parse(text).unwrap()
    }

    #[test]
    fn refuses_what_a_data_file_should_not_hold() {
        for text in [
            "",
            "-",
            ".5",
            "5.",
            "+1",
            " 1",
            "1 ",
            "1,0",
            "1e3",
            "1_0",
            "0x1",
            "١",
            "1234567890123456789012345",
        ] {
            assert!(parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn what_programs_write_of_binary_numbers_is_known() {
        for text in ["1e-6", "0.30000000000000004"] {
            assert!(is_float_text(text), "{text}");
        }
        for text in ["0.000000000000000001", "28.262", "1e"] {
            assert!(!is_float_text(text), "{text}");
        }
    }

    #[test]
    fn sums_of_thirds_are_exact() {
        let third = Fraction::new(d("1"), 3).unwrap();
        let sum = third.plus(third).unwrap().plus(third).unwrap();
        assert_eq!(sum, Fraction::whole(d("1")));
        assert_eq!(sum.round(6).to_string(), "1");
    }

    #[test]
    fn product_that_would_drop_digits_is_refused() {
        let long = d("1.00000000000000000000001");
        assert_eq!(mul(long, long), None);
    }

    #[test]
    fn lowest_terms_keep_the_value() {
        for (over, under, numerator, denominator) in [
            ("1450.8", 120, "12.09", 1),
            ("11013667200000.00000", 216_000_000_000, "50.989200", 1),
            ("0.7", 3, "0.7", 3),
            ("1.4", 6, "0.7", 3),
            ("-9", 12, "-0.75", 1),
            ("0", 7, "0", 1),
            ("1", 1_048_576, "1", 1_048_576),
        ] {
            let fraction = Fraction::new(d(over), under).unwrap();
            let lowest = fraction.lowest();
            assert_eq!(lowest, fraction, "{over}/{under}");
            let found = (lowest.numerator, lowest.denominator);
            assert_eq!(
                found,
                (d(numerator).normalize(), denominator),
                "{over}/{under}"
            );
        }
    }

    #[test]
    fn rounds_half_away_from_zero() {
        let value = Fraction::new(d("1"), 8).unwrap();
        assert_eq!(value.round(2).to_string(), "0.13");
    }
}
