//! Dates of exports: one order per column, never a guess per cell.

use crate::day::Day;

/// The order of the parts of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrder {
    /// `31-01-2025`, also `31/1/2025` and `31.01.2025`.
    DayMonthYear,
    /// `01-31-2025`; never assumed, only where the column or a profile says so.
    MonthDayYear,
    /// `2025-01-31`.
    YearMonthDay,
    /// `20250131`.
    Compact,
}

impl DateOrder {
    pub(crate) const ALL: [Self; 4] = [
        Self::DayMonthYear,
        Self::YearMonthDay,
        Self::Compact,
        Self::MonthDayYear,
    ];

    /// The order as a profile writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DayMonthYear => "dd-mm-yyyy",
            Self::MonthDayYear => "mm-dd-yyyy",
            Self::YearMonthDay => "yyyy-mm-dd",
            Self::Compact => "yyyymmdd",
        }
    }

    pub(crate) fn from_profile(text: &str) -> Option<Self> {
        let text = if text == "d-m-yyyy" {
            "dd-mm-yyyy"
        } else {
            text
        };
        Self::ALL.into_iter().find(|order| order.as_str() == text)
    }

    /// Reads a date; a time of day without a zone may follow and is left out.
    pub(crate) fn parse(self, cell: &[u8]) -> Option<Day> {
        let cell = cell.trim_ascii();
        if self == Self::Compact {
            let digits = cell.get(..8).filter(|_| cell.len() == 8)?;
            return Day::new(
                number(digits.get(..4)?)?,
                small(digits.get(4..6)?)?,
                small(digits.get(6..)?)?,
            );
        }
        let mut parts = cell.splitn(3, |byte| matches!(byte, b'-' | b'/' | b'.'));
        let (first, second, rest) = (parts.next()?, parts.next()?, parts.next()?);
        let last_length = if self == Self::YearMonthDay { 2 } else { 4 };
        let length = rest
            .iter()
            .take(last_length)
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        let (last, time) = rest.split_at_checked(length)?;
        if !is_time(time) {
            return None;
        }
        match self {
            Self::DayMonthYear => Day::new(year(last)?, small(second)?, small(first)?),
            Self::MonthDayYear => Day::new(year(last)?, small(first)?, small(second)?),
            Self::YearMonthDay => Day::new(year(first)?, small(second)?, small(last)?),
            Self::Compact => None,
        }
    }
}

/// Nothing, or a blank or `T` and a time of day without a zone.
fn is_time(text: &[u8]) -> bool {
    match text.split_first() {
        None => true,
        Some((b' ' | b'T', time)) => {
            time.len() >= 4
                && time
                    .iter()
                    .all(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'.'))
        }
        Some(_) => false,
    }
}

fn year(digits: &[u8]) -> Option<i16> {
    (digits.len() == 4).then(|| number(digits)).flatten()
}

fn small(digits: &[u8]) -> Option<i8> {
    let value = (digits.len() <= 2).then(|| number(digits)).flatten()?;
    i8::try_from(value).ok()
}

fn number(digits: &[u8]) -> Option<i16> {
    if digits.is_empty() {
        return None;
    }
    digits.iter().try_fold(0i16, |value, byte| {
        let digit = byte.checked_sub(b'0').filter(|digit| *digit <= 9)?;
        value.checked_mul(10)?.checked_add(i16::from(digit))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_each_order_and_refuses_the_others() {
        let day = Day::new(2025, 1, 31);
        assert_eq!(DateOrder::DayMonthYear.parse(b"31-01-2025"), day);
        assert_eq!(DateOrder::DayMonthYear.parse(b"31-1-2025"), day);
        assert_eq!(DateOrder::DayMonthYear.parse(b"31/01/2025 10:15"), day);
        assert_eq!(DateOrder::YearMonthDay.parse(b"2025-01-31T10:15:00"), day);
        assert_eq!(DateOrder::Compact.parse(b"20250131"), day);
        assert_eq!(DateOrder::MonthDayYear.parse(b"01-31-2025"), day);
        for text in [
            "",
            "31-01-25",
            "31-13-2025",
            "2025-01-31",
            "31-01-20255",
            "31-01-2025Z",
            "31-01-2025T22:00:00Z",
            "31-01",
            "-1-01-2025",
            "3 -01-2025",
        ] {
            assert_eq!(
                DateOrder::DayMonthYear.parse(text.as_bytes()),
                None,
                "{text}"
            );
        }
    }
}
