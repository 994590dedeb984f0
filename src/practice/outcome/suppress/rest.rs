//! Medicines that stand only together, with what they weigh.

use super::groups::RestGroup;
use super::rounding::Chain;
use crate::exact::Fraction;
use crate::practice::product::Subject;
use crate::quantity::Range;
use rust_decimal::Decimal;

/// How many decimals of kilograms are weighed with.
const DIGITS: u32 = 9;

/// Inhaled medicines of few patients that stand only together, where small numbers are hidden.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct RestSum {
    /// The device type of all of them; `None` where they differ.
    pub device: Option<&'static str>,
    /// The propellant of all of them, `none` or `unknown`; `None` where they differ.
    pub propellant: Option<String>,
    /// Prescriptions, rounded.
    pub rows: u64,
    /// Those of them with a value, rounded.
    pub rows_with_value: u64,
    /// What these weigh in kg CO2e, rounded; `None` where no rounding would leave the number of
    /// prescriptions of each of them open.
    pub climate: Option<Range>,
}

/// One entry of a group: its rows, and what one of them weighs on average, in kg CO2e: low, central
/// and high.
struct Entry {
    rows: u64,
    weight: [Decimal; 3],
}

/// What a group weighs and counts; `None` on overflow.
pub(super) fn rest_of(
    subjects: &[Subject<'_>],
    group: &RestGroup,
    chain: &mut Chain,
    limit: u64,
) -> Option<RestSum> {
    let (mut valued, mut others) = (0u64, 0u64);
    let mut entries = Vec::new();
    for places in &group.entries {
        let (mut rows, mut climate) = (0u64, Range::ZERO);
        for subject in places.iter().filter_map(|at| subjects.get(*at)) {
            for (_, counted, basis) in subject.counted() {
                let sum = match basis {
                    Some(_) => &mut valued,
                    None => &mut others,
                };
                *sum = sum.checked_add(counted)?;
            }
            rows = rows.checked_add(subject.rows)?;
            climate = climate.plus(subject.impact)?;
        }
        let mut weight =
            [climate.low(), climate.central(), climate.high()].map(|end| end.round(DIGITS));
        for end in &mut weight {
            *end = end.checked_div(Decimal::from(rows.max(1)))?;
        }
        entries.push(Entry { rows, weight });
    }
    let rows_with_value = chain.count(valued)?;
    let rows = rows_with_value.checked_add(chain.count(others)?)?;
    let (device, propellant) = match &group.kind {
        Some((device, propellant)) => (Some(*device), Some(propellant.as_str().to_owned())),
        None => (None, None),
    };
    Some(RestSum {
        device,
        propellant,
        rows,
        rows_with_value,
        climate: weigh(&entries, rows, limit)?,
    })
}

/// What entries weigh, in the finest steps of at least a hundredth that leave open how many rows each
/// of them has; `None` inside where there are none but such that nothing would be left.
fn weigh(entries: &[Entry], rows: u64, limit: u64) -> Option<Option<Range>> {
    let mut sums = [Decimal::ZERO; 3];
    for entry in entries {
        for (sum, weight) in sums.iter_mut().zip(entry.weight) {
            *sum = sum.checked_add(weight.checked_mul(Decimal::from(entry.rows))?)?;
        }
    }
    let [_, central, high] = sums;
    if high.is_zero() {
        return Some(Some(Range::ZERO));
    }
    let hundredth = central.checked_div(Decimal::ONE_HUNDRED)?;
    let mut power = Decimal::ONE;
    while power > hundredth.max(Decimal::new(1, DIGITS)) {
        power = power.checked_div(Decimal::TEN)?;
    }
    loop {
        for digits in [1, 2, 5] {
            let step = power.checked_mul(Decimal::from(digits))?;
            if step < hundredth {
                continue;
            }
            let [low, middle, high] = sums.map(|sum| near(sum, step));
            let told = [low?, middle?, high?];
            let [low, middle, high] = told;
            if middle.is_zero() {
                return Some(None);
            }
            let known = Known {
                entries,
                sums,
                told,
                step,
                rows,
                limit,
            };
            if (0..entries.len()).all(|at| known.leaves_open(at).unwrap_or(false)) {
                let [low, middle, high] = [low, middle, high].map(Fraction::whole);
                return Some(Range::new(low, middle, high));
            }
        }
        power = power.checked_mul(Decimal::TEN)?;
    }
}

/// The nearest multiple of a step.
fn near(amount: Decimal, step: Decimal) -> Option<Decimal> {
    let half = step.checked_div(Decimal::TWO)?;
    let steps = amount.checked_add(half)?.checked_div(step)?.floor();
    steps.checked_mul(step).map(|near| near.normalize())
}

/// What somebody knows who can see which medicines stand together, what one prescription of each of
/// them weighs on average, and what is told of all.
struct Known<'e> {
    entries: &'e [Entry],
    sums: [Decimal; 3],
    told: [Decimal; 3],
    step: Decimal,
    rows: u64,
    limit: u64,
}

impl Known<'_> {
    /// Whether the entry at this place can have as many numbers of rows as the limit. Each of them is
    /// shown to be possible: with that many rows more or less, and perhaps another entry changed, the
    /// told numbers are the same.
    fn leaves_open(&self, at: usize) -> Option<bool> {
        let own = self.entries.get(at)?;
        let span = i64::try_from(self.limit).ok()?.checked_mul(2)?;
        let held = i64::try_from(own.rows).ok()?;
        let mut open = 0u64;
        for more in held.saturating_sub(1).min(span).checked_neg()?..=span {
            open = open.saturating_add(u64::from(self.is_possible(at, more)?));
            if open >= self.limit {
                return Some(true);
            }
        }
        Some(false)
    }

    fn is_possible(&self, at: usize, more: i64) -> Option<bool> {
        let own = self.entries.get(at)?;
        let mut moved = self.sums;
        add(&mut moved, own, more)?;
        let all = self.entries.iter().map(|entry| entry.rows);
        let all = i64::try_from(all.fold(0, u64::saturating_add)).ok()?;
        let all = all.checked_add(more)?;
        // Rounded down, the rows are below the next step.
        let least = i64::try_from(self.rows).ok()?.checked_sub(all)?;
        let most = least
            .checked_add(i64::try_from(self.limit).ok()?)?
            .checked_sub(1)?;
        if (least..=most).contains(&0) && self.is_told(moved) {
            return Some(true);
        }
        for (other, entry) in self.entries.iter().enumerate() {
            let held = i64::try_from(entry.rows).ok()?;
            if other == at {
                continue;
            }
            for change in least.max(1i64.checked_sub(held)?)..=most {
                let mut moved = moved;
                add(&mut moved, entry, change)?;
                if self.is_told(moved) {
                    return Some(true);
                }
            }
        }
        Some(false)
    }

    /// Whether such sums would be told as these are.
    fn is_told(&self, sums: [Decimal; 3]) -> bool {
        let mut ends = sums.into_iter().zip(self.told);
        ends.all(|(sum, told)| near(sum, self.step) == Some(told))
    }
}

fn add(sums: &mut [Decimal; 3], entry: &Entry, rows: i64) -> Option<()> {
    for (sum, weight) in sums.iter_mut().zip(entry.weight) {
        *sum = sum.checked_add(weight.checked_mul(Decimal::from(rows))?)?;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(rows: u64, weight: [i64; 3]) -> Entry {
        Entry {
            rows,
            weight: weight.map(|grams| Decimal::new(grams, 3)),
        }
    }

    /// By hand: 12 of 28 kg and 30 of 16 kg are 816 kg. In steps of 10 kg fewer numbers than ten stay
    /// open; told is the first step in which ten do.
    #[test]
    fn steps_grow_until_each_number_is_open() {
        let like = |rows, kilograms: i64| entry(rows, [kilograms * 1000; 3]);
        let entries = [like(12, 28), like(30, 16)];
        let told = weigh(&entries, 40, 10).unwrap().unwrap();
        assert_eq!(told.central().round(3).to_string(), "800");
        // Alike, every change of one is made good by the other.
        let entries = [like(12, 16), like(30, 16)];
        let told = weigh(&entries, 40, 10).unwrap().unwrap();
        assert_eq!(told.central().round(3).to_string(), "670");
        // Three of 28 kg beside many of next to nothing would follow from their kilograms.
        let entries = [like(3, 28), entry(30, [100; 3])];
        assert_eq!(weigh(&entries, 30, 10), Some(None));
        assert_eq!(
            weigh(&[entry(4, [0; 3]), entry(9, [0; 3])], 10, 10),
            Some(Some(Range::ZERO))
        );
    }
}
