//! The working year of a practice.

/// Per cent of the mean month: January and the autumn are busy, July and August quiet.
const BUSY: [u128; 12] = [108, 104, 106, 98, 98, 97, 90, 91, 100, 104, 107, 97];

/// A day of the year that an export is about.
pub(super) struct Day {
    pub(super) date: Vec<u8>,
    pub(super) month: usize,
    /// The part of the year's work done at the end of this day, in arbitrary units.
    pub(super) passed: u128,
    /// Position among the working days; repeats are issued on those only.
    pub(super) working: Option<u64>,
}

/// The days of a year, in order.
pub(super) fn calendar(year: u32) -> Vec<Day> {
    // 0 is Sunday: 1 January moves a weekday a year, and one more after a leap year.
    let leaps = |year| year / 4 - year / 100 + year / 400;
    let mut weekday = (year + leaps(year - 1)) % 7;
    let february = 28 + leaps(year) - leaps(year - 1);
    let lengths = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut days = Vec::with_capacity(366);
    let (mut working_days, mut passed) = (0, 0);
    for (month, (length, busy)) in lengths.into_iter().zip(BUSY).enumerate() {
        for day in 1..=length {
            let holiday = matches!((day, month), (1, 0) | (27, 3) | (25 | 26, 11));
            let open = !holiday && !matches!(weekday, 0 | 6);
            // The odd row on a closed day: the duty doctor's, or booked at home.
            passed += if open { busy } else { 2 };
            days.push(Day {
                date: format!("{day:02}-{:02}-{year}", month + 1).into_bytes(),
                month,
                passed,
                working: open.then_some(working_days),
            });
            working_days += u64::from(open);
            weekday = (weekday + 1) % 7;
        }
    }
    days
}
