//! Calendar days: of prescriptions, and of what is valid from and to a day.

use crate::parse::ParseError;
use std::fmt;
use std::str::FromStr;

/// A calendar day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    year: i16,
    month: i8,
    day: i8,
}

impl Day {
    /// A day that exists in the calendar, from year 1 to 9999.
    ///
    /// ```
    /// use groenrecept::Day;
    /// assert_eq!(Day::new(2025, 2, 28).unwrap().to_string(), "2025-02-28");
    /// assert!(Day::new(2025, 2, 29).is_none());
    /// ```
    #[must_use]
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        if year < 1 {
            return None;
        }
        let date = jiff::civil::Date::new(year, month, day).ok()?;
        Some(Self {
            year: date.year(),
            month: date.month(),
            day: date.day(),
        })
    }

    /// The first day that there is: year 1.
    pub(crate) const FIRST: Self = Self {
        year: 1,
        month: 1,
        day: 1,
    };

    /// The next day; `None` after the last one of year 9999.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        let date = jiff::civil::Date::new(self.year, self.month, self.day).ok()?;
        let next = date.tomorrow().ok()?;
        Self::new(next.year(), next.month(), next.day())
    }

    /// The day before; `None` on the first one of year 1.
    pub(crate) fn before(self) -> Option<Self> {
        let date = jiff::civil::Date::new(self.year, self.month, self.day).ok()?;
        let before = date.yesterday().ok()?;
        Self::new(before.year(), before.month(), before.day())
    }

    /// The first day of its month.
    pub(crate) const fn first_of_month(self) -> Self {
        Self { day: 1, ..self }
    }

    /// The last day of its month.
    pub(crate) fn last_of_month(self) -> Self {
        let date = jiff::civil::Date::new(self.year, self.month, self.day);
        let last = date.map(|date| date.days_in_month());
        Self {
            day: last.unwrap_or(self.day),
            ..self
        }
    }

    /// The days from this one to another; below zero where that is earlier.
    #[must_use]
    pub fn days_until(self, other: Self) -> Option<i64> {
        let of = |day: Self| jiff::civil::Date::new(day.year, day.month, day.day).ok();
        let span = of(self)?.until(of(other)?).ok()?;
        Some(i64::from(span.get_days()))
    }

    /// The year.
    #[must_use]
    pub const fn year(self) -> i16 {
        self.year
    }

    /// The month, 1 to 12.
    #[must_use]
    pub const fn month(self) -> i8 {
        self.month
    }

    /// The day of the month, 1 to 31.
    #[must_use]
    pub const fn day(self) -> i8 {
        self.day
    }

    /// Reads `2025-01-31`, and nothing else.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let fits = |part: &str, digits: usize| {
            part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        let (year, rest) = text.split_once('-')?;
        let (month, day) = rest.split_once('-')?;
        if !fits(year, 4) || !fits(month, 2) || !fits(day, 2) {
            return None;
        }
        Self::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }
}

impl FromStr for Day {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Self::parse(text).ok_or_else(|| {
            ParseError::new(text, "datum zoals 2025-01-31", "a date such as 2025-01-31")
        })
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl serde::Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::Day;

    #[test]
    fn the_next_day_passes_leap_days_and_years() {
        let next = |text| Day::parse(text).unwrap().next().map(|day| day.to_string());
        assert_eq!(next("2024-02-28").unwrap(), "2024-02-29");
        assert_eq!(next("2025-12-31").unwrap(), "2026-01-01");
        assert_eq!(next("9999-12-31"), None);
    }

    #[test]
    fn reads_one_shape_only() {
        assert_eq!(Day::parse("2025-01-31"), Day::new(2025, 1, 31));
        for text in [
            "2025-1-31",
            "20250131",
            "31-01-2025",
            "2025-02-29",
            "+025-01-31",
            "2025-01-31 ",
        ] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }
}
