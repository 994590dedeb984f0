//! Dates of exports: one order per column, never a guess per cell.

use crate::bounds::DATE_BYTES;
use crate::day::Day;
use jiff::civil::{Date, Weekday};
use jiff::fmt::temporal::DateTimeParser;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use strum::VariantArray;

/// Names of months, Dutch and English, in full and as spreadsheets shorten them.
const MONTHS: [&[&str]; 12] = [
    &["jan", "januari", "january"],
    &["feb", "februari", "february"],
    &["mrt", "maart", "mar", "march"],
    &["apr", "april"],
    &["mei", "may"],
    &["jun", "juni", "june"],
    &["jul", "juli", "july"],
    &["aug", "augustus", "august"],
    &["sep", "sept", "september"],
    &["okt", "oct", "oktober", "october"],
    &["nov", "november"],
    &["dec", "december"],
];

/// The order of the parts of a date.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, strum::EnumString, strum::IntoStaticStr, strum::VariantArray,
)]
pub(crate) enum DateOrder {
    /// `31-01-2025`, also `31/1/2025` and `31.01.2025`.
    #[strum(to_string = "dd-mm-yyyy", serialize = "d-m-yyyy")]
    DayMonthYear,
    /// `2025-01-31`.
    #[strum(serialize = "yyyy-mm-dd")]
    YearMonthDay,
    /// `20250131`.
    #[strum(serialize = "yyyymmdd")]
    Compact,
    /// `31 jan 2025`, also `31-jan-2025`, with Dutch or English names in full or short.
    #[strum(serialize = "d mmm yyyy")]
    DayMonthNameYear,
    /// `2025-01-30T23:30:00Z`: a moment with its distance from UTC. The day is that of the
    /// clock in Amsterdam, here 2025-01-31; moments before 1996 are not read.
    #[strum(serialize = "timestamp")]
    Timestamp,
    /// `01-31-2025`; never assumed, only where the column or a profile says so.
    #[strum(serialize = "mm-dd-yyyy")]
    MonthDayYear,
}

impl DateOrder {
    pub(crate) const ALL: &'static [Self] = Self::VARIANTS;

    /// The order as a profile writes it.
    #[must_use]
    pub(crate) fn as_str(self) -> &'static str {
        self.into()
    }

    /// Reads a date; a time of day without a zone may follow and is left out.
    #[must_use]
    pub(crate) fn parse(self, cell: &[u8]) -> Option<Day> {
        let cell = cell.trim_ascii();
        if cell.len() > DATE_BYTES {
            return None;
        }
        match self {
            Self::Compact => compact(cell),
            Self::Timestamp => day_in_amsterdam(cell),
            Self::DayMonthNameYear => named_month(cell),
            Self::DayMonthYear | Self::MonthDayYear | Self::YearMonthDay => self.numbers(cell),
        }
    }

    /// Three numbers with marks between them.
    fn numbers(self, cell: &[u8]) -> Option<Day> {
        let mut parts = cell.splitn(3, |byte| matches!(byte, b'-' | b'/' | b'.'));
        let (first, second, rest) = (parts.next()?, parts.next()?, parts.next()?);
        let year_first = self == Self::YearMonthDay;
        let (last, time) = digits_of(rest, if year_first { 2 } else { 4 })?;
        if !is_time(time) {
            return None;
        }
        match self {
            Self::DayMonthYear => Day::new(year(last)?, small(second)?, small(first)?),
            Self::MonthDayYear => Day::new(year(last)?, small(first)?, small(second)?),
            Self::YearMonthDay | Self::Compact | Self::DayMonthNameYear | Self::Timestamp => {
                Day::new(year(first)?, small(second)?, small(last)?)
            }
        }
    }
}

fn compact(cell: &[u8]) -> Option<Day> {
    let digits = cell.get(..8).filter(|_| cell.len() == 8)?;
    Day::new(
        number(digits.get(..4)?)?,
        small(digits.get(4..6)?)?,
        small(digits.get(6..)?)?,
    )
}

/// `31 jan 2025`; the year has four digits.
fn named_month(cell: &[u8]) -> Option<Day> {
    let is_mark = |byte: &u8| matches!(byte, b'-' | b'/' | b'.' | b' ');
    let (day, rest) = digits_of(cell, 2)?;
    let rest = rest.split_first().filter(|(byte, _)| is_mark(byte))?.1;
    let letters = rest.iter().take_while(|byte| byte.is_ascii_alphabetic());
    let (name, rest) = rest.split_at_checked(letters.count())?;
    let marks = rest.iter().take_while(|byte| is_mark(byte)).count();
    let rest = rest.get(marks..).filter(|_| (1..=2).contains(&marks))?;
    let (last, time) = digits_of(rest, 4)?;
    let known = |names: &&[&str]| {
        names
            .iter()
            .any(|known| name.eq_ignore_ascii_case(known.as_bytes()))
    };
    let month = MONTHS.iter().position(known)?;
    let month = i8::try_from(month.checked_add(1)?).ok()?;
    is_time(time).then(|| Day::new(year(last)?, month, small(day)?))?
}

/// The day on which a moment fell in Amsterdam. The cell must say how far its clock is from
/// UTC: `Z`, `+00:00`, `+0200`.
fn day_in_amsterdam(cell: &[u8]) -> Option<Day> {
    let shaped = matches!(
        cell,
        [
            _,
            _,
            _,
            _,
            b'-',
            _,
            _,
            b'-',
            _,
            _,
            b'T' | b't' | b' ',
            _,
            ..
        ]
    );
    let moment = DateTimeParser::new()
        .parse_timestamp(cell)
        .ok()
        .filter(|_| shaped)?;
    let offset = Offset::constant(if is_summer(moment)? { 2 } else { 1 });
    let date = offset.to_datetime(moment).date();
    Day::new(date.year(), date.month(), date.day())
}

/// Summer time in the Netherlands: from the last Sunday of March to that of October, at 1:00
/// UTC (Directive 2000/84/EC; the end in October holds since 1996). `None` before that year.
fn is_summer(moment: Timestamp) -> Option<bool> {
    let year = Offset::UTC.to_datetime(moment).date().year();
    let change = |month: i8| {
        let sunday = Date::new(year, month, 1)
            .ok()?
            .nth_weekday_of_month(-1, Weekday::Sunday)
            .ok()?;
        let midnight = Offset::UTC.to_timestamp(sunday.to_datetime(jiff::civil::Time::midnight()));
        midnight
            .ok()?
            .checked_add(SignedDuration::from_hours(1))
            .ok()
    };
    (year >= 1996).then_some(moment >= change(3)? && moment < change(10)?)
}

/// The digits at the start, at most so many, and what follows them.
fn digits_of(text: &[u8], most: usize) -> Option<(&[u8], &[u8])> {
    let digits = text.iter().take(most);
    let length = digits.take_while(|byte| byte.is_ascii_digit()).count();
    text.split_at_checked(length)
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
    fn a_time_with_a_zone_is_a_day_in_amsterdam() {
        let midnight = DateOrder::Timestamp.parse(b"2025-08-06T22:00:00+00:00");
        assert_eq!(midnight, Day::new(2025, 8, 7));
        let local = DateOrder::YearMonthDay.parse(b"2025-08-06T22:00:00");
        assert_eq!(local, Day::new(2025, 8, 6));
    }

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

    #[test]
    fn a_moment_is_of_the_day_that_it_was_in_amsterdam() {
        let day = |text: &str| DateOrder::Timestamp.parse(text.as_bytes());
        for text in [
            "2025-08-06T22:00:00+00:00",
            "2025-08-06T22:00:00Z",
            "2025-08-06 22:00:00.000Z",
            "2025-08-07T00:00:00+02:00",
            "2025-08-07T21:59:59.999999Z",
            "2025-08-06T18:00:00-0400",
        ] {
            assert_eq!(day(text), Day::new(2025, 8, 7), "{text}");
        }
        // Winter: an hour later.
        assert_eq!(day("2024-12-31T22:59:59Z"), Day::new(2024, 12, 31));
        assert_eq!(day("2024-12-31T23:00:00Z"), Day::new(2025, 1, 1));
        for text in [
            "2025-08-06T22:00:00",
            "2025-08-06",
            "2025-08-06Z",
            "06-08-2025T22:00:00Z",
            "20250806T220000Z",
            "1995-08-06T22:00:00Z",
            "2025-02-30T22:00:00Z",
            "",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
        // Dates without a zone are no moments, and the other way round.
        assert_eq!(DateOrder::YearMonthDay.parse(b"2025-08-06T22:00:00Z"), None);
    }

    /// The own rule against that of the library, each hour of thirty years.
    #[test]
    fn summer_time_is_that_of_the_zone() {
        let zone = jiff::tz::TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap();
        let mut moment: Timestamp = "1996-01-01T00:00:00Z".parse().unwrap();
        let end: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        while moment < end {
            let summer = zone.to_offset(moment) == Offset::constant(2);
            assert_eq!(is_summer(moment), Some(summer), "{moment}");
            moment += SignedDuration::from_hours(1);
        }
    }

    #[test]
    fn months_have_names_in_two_languages() {
        let day = |text: &str| DateOrder::DayMonthNameYear.parse(text.as_bytes());
        for text in [
            "3 mrt 2025",
            "03-Mar-2025",
            "3 maart 2025",
            "3 mrt. 2025",
            "3.MARCH.2025 10:15",
        ] {
            assert_eq!(day(text), Day::new(2025, 3, 3), "{text}");
        }
        for text in [
            "3-mrt-25",
            "mrt 3 2025",
            "3 xyz 2025",
            "3mrt2025",
            "31 apr 2025",
            "3 mrt",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
