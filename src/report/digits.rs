//! Numbers for people: grouped thousands, and as many digits as the range bears.

use super::Number;
use super::wording::Wording;
use crate::practice::Count;
use crate::quantity::{Quantity, Range};
use rust_decimal::{Decimal, RoundingStrategy};

/// The mark of a hidden count on a page.
pub(super) const HIDDEN: &str = "•";

/// Numbers in the manner of a language.
#[derive(Debug, Clone, Copy)]
pub(super) struct Digits(pub(super) &'static dyn Wording);

impl Digits {
    /// A count, or the mark of a hidden one.
    pub(super) fn count(&self, count: impl Into<Count>) -> String {
        match count.into() {
            Count::Shown(count) => self.number(count.into()),
            Count::Hidden => HIDDEN.to_owned(),
        }
    }

    /// A number with grouped thousands and at most one decimal.
    pub(super) fn number(&self, value: Decimal) -> String {
        self.grouped(&rounded(value, 1).normalize().to_string())
    }

    pub(super) fn grouped(&self, plain: &str) -> String {
        let (sign, plain) = plain
            .strip_prefix('-')
            .map_or(("", plain), |digits| ("-", digits));
        let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
        let mut text = sign.to_owned();
        for (position, digit) in whole.chars().enumerate() {
            let left = whole.chars().count().saturating_sub(position);
            if position > 0 && left.checked_rem(3) == Some(0) {
                text.push(self.0.group_mark());
            }
            text.push(digit);
        }
        if !fraction.is_empty() {
            text.push(self.0.decimal_mark());
            text.push_str(fraction);
        }
        text
    }

    /// Low, central and high with as many digits as the range bears: two significant digits
    /// of its width, and never more than three of the central value.
    pub(super) fn range(&self, low: Number, central: Number, high: Number) -> [String; 3] {
        self.range_of(low.value(), central.value(), high.value())
    }

    /// As [`Digits::range`], of exact values.
    pub(super) fn range_in(&self, range: Range) -> [String; 3] {
        let ends = [range.low(), range.central(), range.high()];
        let [low, central, high] = ends.map(Number::of);
        self.range(low, central, high)
    }

    /// As [`Digits::range`], of plain decimals.
    pub(super) fn range_of(&self, low: Decimal, central: Decimal, high: Decimal) -> [String; 3] {
        let places = places_of(low, central, high);
        [low, central, high].map(|number| self.rounded_text(number, places))
    }

    /// Two ends of an order of magnitude, each with two digits; in grams below a kilogram.
    #[cfg(feature = "text")]
    pub(super) fn order(&self, low: Decimal, high: Decimal) -> String {
        let grams = high < Decimal::ONE;
        let scale = if grams {
            Decimal::ONE_THOUSAND
        } else {
            Decimal::ONE
        };
        let end = |value: Decimal| {
            let value = value.checked_mul(scale).unwrap_or_default();
            self.rounded_text(value, places(value, 2))
        };
        let unit = if grams { "g" } else { "kg" };
        if low == high {
            return format!("{} {unit}", end(low));
        }
        format!("{} – {} {unit}", end(low), end(high))
    }

    /// Three digits or more, never below the value, so that "at most" stays true.
    pub(super) fn rounded_up(&self, value: Decimal) -> String {
        let places = u32::try_from(places(value, 3)).unwrap_or(0);
        let value = value.round_dp_with_strategy(places, RoundingStrategy::ToPositiveInfinity);
        self.grouped(&value.normalize().to_string())
    }

    /// Decimals when `places` is positive, tens or hundreds when negative.
    pub(super) fn rounded_text(&self, value: Decimal, places: i32) -> String {
        match u32::try_from(places) {
            Ok(places) => self.grouped(&format!(
                "{:.1$}",
                rounded(value, places),
                usize::try_from(places).unwrap_or(0)
            )),
            Err(_) => {
                let step = Decimal::from(10u64.saturating_pow(places.unsigned_abs()));
                let steps = value.checked_div(step).map(|steps| rounded(steps, 0));
                let near = steps.and_then(|steps| steps.checked_mul(step));
                // Where the rounded value does not fit, the value itself is shown.
                self.grouped(&near.unwrap_or(value).normalize().to_string())
            }
        }
    }

    /// A number of devices or doses with its unit.
    pub(super) fn quantity(&self, quantity: Quantity) -> String {
        let amount = quantity.amount().normalize();
        let unit = self
            .0
            .unit(quantity.unit().as_str(), amount == Decimal::ONE);
        format!("{} {unit}", self.grouped(&amount.to_string()))
    }

    pub(super) fn percent(&self, part: Decimal, whole: Decimal) -> String {
        let share = part.checked_div(whole);
        let Some(share) = share.and_then(|share| share.checked_mul(Decimal::ONE_HUNDRED)) else {
            return self.0.absent().to_owned();
        };
        let text = rounded(share, 0).normalize().to_string();
        match (text.as_str(), share.is_zero(), part == whole) {
            ("0", false, _) => "< 1%".to_owned(),
            ("100", _, false) => "> 99%".to_owned(),
            _ => format!("{text}%"),
        }
    }
}

pub(super) fn rounded(value: Decimal, places: u32) -> Decimal {
    value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
}

/// As many decimals as a range bears.
pub(super) fn places_of(low: Decimal, central: Decimal, high: Decimal) -> i32 {
    let width = high.checked_sub(low).unwrap_or_default();
    let most = places(central, 3);
    if width.is_zero() {
        most
    } else {
        // However wide the range, a central value that is not zero is not shown as zero.
        most.min(places(width, 2)).max(places(central, 1))
    }
}

/// How many decimals show this many significant digits; negative for tens and hundreds.
fn places(value: Decimal, digits: i32) -> i32 {
    let value = value.abs().normalize();
    if value.is_zero() {
        return 0;
    }
    let whole = value.trunc().to_string();
    let magnitude = if whole == "0" {
        let text = value.to_string();
        let zeros = text.chars().skip(2).take_while(|c| *c == '0').count();
        i32::try_from(zeros).map_or(0, |zeros| zeros.saturating_neg())
    } else {
        i32::try_from(whole.len()).unwrap_or(0)
    };
    digits.saturating_sub(magnitude).min(6)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn a_sign_is_no_digit() {
        let digits = Digits(crate::report::wording::of(Language::Dutch));
        let grouped = |text: &str| digits.grouped(text);
        assert_eq!(grouped("-321"), "-321");
        assert_eq!(grouped("-321.5"), "-321,5");
        assert_eq!(grouped("-1234567"), "-1.234.567");
        assert_eq!(grouped("1000"), "1.000");
        assert_eq!(grouped("0.25"), "0,25");
    }

    /// Rounded to tens the largest decimal does not fit; it was shown as 0.
    #[test]
    fn the_largest_value_is_never_shown_as_nothing() {
        let digits = Digits(crate::report::wording::of(Language::English));
        let largest = "79,228,162,514,264,337,593,543,950,335";
        assert_eq!(digits.rounded_text(Decimal::MAX, -1), largest);
        assert_eq!(digits.rounded_text(Decimal::from(1236), -1), "1,240");
    }
}
