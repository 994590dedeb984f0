//! Medicines that stand only together, with what they weigh.

use super::groups::RestGroup;
use super::rounding::Chain;
use crate::dataset::Dataset;
use crate::exact::Fraction;
use crate::impact::Model;
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
    /// Doses, rounded; `None` as there, and where not all doses are known.
    pub doses: Option<Fraction>,
}

/// How many sums a group has: kg CO2e, low, central and high, and doses.
const SUMS: usize = 4;

/// One entry of a group: its rows, and what one of them weighs and holds on average.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    rows: u64,
    each: [Decimal; SUMS],
    /// The fewest and the most rows that it can have and stand where it stands.
    from: u64,
    to: u64,
}

/// The products that are in no row, and could be, with what one of them weighs.
pub(super) struct Possible<'m> {
    dataset: &'m Dataset,
    model: &'m Model,
}

/// The sums of a group, or what is told of them.
type Sums = [Decimal; SUMS];

impl<'m> Possible<'m> {
    pub(super) const fn new(dataset: &'m Dataset, model: &'m Model) -> Self {
        Self { dataset, model }
    }

    /// Those of the kind of a group.
    fn of(&self, group: &RestGroup, limit: u64) -> Vec<Entry> {
        let mut all: Vec<Entry> = Vec::new();
        for product in self.dataset.products() {
            let kind = (product.device.as_str(), product.propellant.clone());
            let estimate = self.model.estimate(product.id.as_str());
            let one = estimate.and_then(|one| one.per_device);
            let (Some(one), Some(doses)) = (one, product.doses_per_pack) else {
                continue;
            };
            if group.kind.as_ref().is_some_and(|own| *own != kind) {
                continue;
            }
            let [low, central, high] =
                [one.low(), one.central(), one.high()].map(|end| end.round(DIGITS));
            let entry = Entry {
                rows: 0,
                each: [low, central, high, doses.into()],
                from: 0,
                to: limit.saturating_sub(1),
            };
            if !all.contains(&entry) {
                all.push(entry);
            }
        }
        all
    }
}

/// What a group weighs and counts; `None` on overflow.
pub(super) fn rest_of(
    subjects: &[Subject<'_>],
    group: &RestGroup,
    possible: &Possible<'_>,
    chain: &mut Chain,
    limit: u64,
) -> Option<RestSum> {
    let (mut valued, mut others) = (0u64, 0u64);
    let (mut entries, mut all_doses) = (Vec::new(), true);
    for (small, places) in &group.entries {
        let (mut rows, mut climate, mut doses) = (0u64, Range::ZERO, Decimal::ZERO);
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
            match subject.doses()? {
                Some(more) => doses = doses.checked_add(more)?,
                None => all_doses = false,
            }
        }
        let [low, central, high] =
            [climate.low(), climate.central(), climate.high()].map(|end| end.round(DIGITS));
        let mut each = [low, central, high, doses];
        for sum in &mut each {
            *sum = sum.checked_div(Decimal::from(rows.max(1)))?;
        }
        // Who takes each row for another patient knows that a small medicine has fewer rows than the
        // limit, and one that could stand by name as many.
        let (from, to) = match (small, rows < limit) {
            (true, true) => (0, limit.saturating_sub(1)),
            (true, false) => (0, u64::MAX),
            (false, _) => (limit, u64::MAX),
        };
        entries.push(Entry {
            rows,
            each,
            from,
            to,
        });
    }
    let mut possible = possible.of(group, limit);
    if !all_doses {
        for entry in entries.iter_mut().chain(&mut possible) {
            let [.., doses] = &mut entry.each;
            *doses = Decimal::ZERO;
        }
    }
    let rows_with_value = chain.count(valued)?;
    let rows = rows_with_value.checked_add(chain.count(others)?)?;
    let (device, propellant) = match &group.kind {
        Some((device, propellant)) => (Some(*device), Some(propellant.as_str().to_owned())),
        None => (None, None),
    };
    let told = tell(&entries, &possible, rows, limit)?;
    let (climate, doses) = match told {
        None => (None, None),
        Some([low, central, high, doses]) => {
            let [low, central, high] = [low, central, high].map(Fraction::whole);
            let doses = Fraction::whole(doses);
            (
                Some(Range::new(low, central, high)?),
                all_doses.then_some(doses),
            )
        }
    };
    Some(RestSum {
        device,
        propellant,
        rows,
        rows_with_value,
        climate,
        doses,
    })
}

/// The sums of entries, in the finest steps of at least a hundredth that leave open how many rows each
/// of them has; `None` inside where there are none but such that nothing would be left.
fn tell(entries: &[Entry], possible: &[Entry], rows: u64, limit: u64) -> Option<Option<Sums>> {
    let mut sums = [Decimal::ZERO; SUMS];
    for entry in entries {
        add(&mut sums, entry, i64::try_from(entry.rows).ok()?)?;
    }
    let [_, central, high, doses] = sums;
    let mut steps = [first_step(central.max(high))?, first_step(doses)?];
    loop {
        let [kilograms, in_doses] = steps;
        let steps_of = [kilograms, kilograms, kilograms, in_doses];
        let told = near_all(sums, steps_of)?;
        let is_nothing = |sum: Decimal, told: Decimal| !sum.is_zero() && told.is_zero();
        let [_, told_central, _, told_doses] = told;
        if is_nothing(central, told_central) || is_nothing(doses, told_doses) {
            return Some(None);
        }
        let known = Known {
            entries,
            possible,
            sums,
            told,
            steps: steps_of,
            rows,
            limit,
        };
        if (0..entries.len()).all(|at| known.leaves_open(at).unwrap_or(false)) {
            return Some(Some(told));
        }
        for step in &mut steps {
            *step = next_step(*step)?;
        }
    }
}

/// The smallest of 1, 2 and 5 times a power of ten that is a hundredth of an amount or more.
fn first_step(amount: Decimal) -> Option<Decimal> {
    let hundredth = amount.checked_div(Decimal::ONE_HUNDRED)?;
    let mut step = Decimal::new(1, DIGITS);
    while step < hundredth {
        step = next_step(step)?;
    }
    Some(step)
}

fn next_step(step: Decimal) -> Option<Decimal> {
    let twice = step.checked_mul(Decimal::TWO)?;
    // 1, 2, 5, 10
    if twice
        .normalize()
        .mantissa()
        .unsigned_abs()
        .to_string()
        .starts_with('4')
    {
        return step
            .checked_mul(Decimal::new(25, 1))
            .map(|step| step.normalize());
    }
    Some(twice.normalize())
}

fn near_all(sums: Sums, steps: Sums) -> Option<Sums> {
    let mut told = sums;
    for (sum, step) in told.iter_mut().zip(steps) {
        *sum = near(*sum, step)?;
    }
    Some(told)
}

/// The nearest multiple of a step.
fn near(amount: Decimal, step: Decimal) -> Option<Decimal> {
    let half = step.checked_div(Decimal::TWO)?;
    let steps = amount.checked_add(half)?.checked_div(step)?.floor();
    steps.checked_mul(step).map(|near| near.normalize())
}

/// What somebody knows who can see which medicines stand together, what one prescription of each of
/// them weighs and holds on average, and what is told of all.
struct Known<'e> {
    entries: &'e [Entry],
    possible: &'e [Entry],
    sums: Sums,
    told: Sums,
    steps: Sums,
    rows: u64,
    limit: u64,
}

impl Known<'_> {
    /// Whether the entry at this place can have as many numbers of rows as the limit. Each of them is
    /// shown to be possible: with that many rows, and perhaps another medicine changed, or one more of
    /// the same kind, the told numbers are the same.
    fn leaves_open(&self, at: usize) -> Option<bool> {
        let own = self.entries.get(at)?;
        let span = self.limit.checked_mul(2)?;
        let from = own.rows.saturating_sub(span).max(own.from);
        let to = own.rows.saturating_add(span).min(own.to);
        let mut open = 0u64;
        for rows in from..=to {
            open = open.saturating_add(u64::from(self.is_possible(at, rows)?));
            if open >= self.limit {
                return Some(true);
            }
        }
        Some(false)
    }

    fn is_possible(&self, at: usize, rows: u64) -> Option<bool> {
        let own = self.entries.get(at)?;
        let more = changed(own.rows, rows)?;
        let mut moved = self.sums;
        add(&mut moved, own, more)?;
        let all = self.entries.iter().map(|entry| entry.rows);
        let all = i64::try_from(all.fold(0, u64::saturating_add)).ok()?;
        // Rounded down, the rows are below the next step.
        let least = i64::try_from(self.rows)
            .ok()?
            .checked_sub(all.checked_add(more)?)?;
        let most = least
            .checked_add(i64::try_from(self.limit).ok()?)?
            .checked_sub(1)?;
        let others = self.entries.iter().enumerate();
        let others = others
            .filter(|(other, _)| *other != at)
            .map(|(_, entry)| entry);
        // Something small must be there, or nothing would stand together.
        let small = rows > 0
            || others
                .clone()
                .any(|entry| entry.from == 0 && entry.rows > 0);
        if small && (least..=most).contains(&0) && self.is_told(&moved) {
            return Some(true);
        }
        for entry in others.chain(self.possible) {
            let fewest = changed(entry.rows, entry.from.max(u64::from(!small)))?;
            let largest = changed(entry.rows, entry.to.min(i64::MAX.unsigned_abs()))?;
            for change in least.max(fewest)..=most.min(largest) {
                let mut moved = moved;
                add(&mut moved, entry, change)?;
                if self.is_told(&moved) {
                    return Some(true);
                }
            }
        }
        Some(false)
    }

    /// Whether such sums would be told as these are.
    fn is_told(&self, sums: &Sums) -> bool {
        let mut all = sums.iter().zip(self.steps).zip(self.told);
        all.all(|((sum, step), told)| near(*sum, step) == Some(told))
    }
}

/// How many rows more another number is; below zero for less.
fn changed(rows: u64, other: u64) -> Option<i64> {
    i64::try_from(other)
        .ok()?
        .checked_sub(i64::try_from(rows).ok()?)
}

fn add(sums: &mut Sums, entry: &Entry, rows: i64) -> Option<()> {
    for (sum, each) in sums.iter_mut().zip(entry.each) {
        *sum = sum.checked_add(each.checked_mul(Decimal::from(rows))?)?;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of so many kilograms and doses each.
    fn entry(rows: u64, kilograms: &str, doses: u64) -> Entry {
        let kilograms = crate::exact::parse(kilograms).unwrap();
        Entry {
            rows,
            each: [kilograms, kilograms, kilograms, doses.into()],
            from: 0,
            to: if rows < 10 { 9 } else { u64::MAX },
        }
    }

    fn told(entries: &[Entry], rows: u64) -> Option<[String; 2]> {
        let [_, central, _, doses] = tell(entries, &[], rows, 10).unwrap()?;
        Some([central, doses].map(|sum| sum.to_string()))
    }

    #[test]
    fn steps_are_one_two_and_five() {
        let mut step = first_step(Decimal::from(90)).unwrap();
        let mut all = Vec::new();
        for _ in 0..5 {
            all.push(step.to_string());
            step = next_step(step).unwrap();
        }
        assert_eq!(all, ["1", "2", "5", "10", "20"]);
        assert_eq!(first_step(Decimal::from(1090)).unwrap().to_string(), "20");
    }

    /// By hand: 12 x 16 + 30 x 16 = 672 kg. Alike, a change of one is made good by the other, so the
    /// first step does.
    #[test]
    fn like_medicines_are_told_in_the_first_step() {
        let entries = [entry(12, "16", 200), entry(30, "16", 200)];
        assert_eq!(told(&entries, 40).unwrap(), ["670", "8400"]);
    }

    /// By hand: 12 x 28 + 30 x 16 = 816 kg: steps of 10 kg, as those of 20 and 50, leave fewer than ten
    /// numbers of the first; what is told has steps in which ten do.
    #[test]
    fn steps_grow_until_each_number_is_open() {
        let entries = [entry(12, "28", 200), entry(30, "16", 200)];
        let [kilograms, doses] = told(&entries, 40).unwrap();
        assert_eq!([kilograms.as_str(), doses.as_str()], ["800", "8000"]);
    }

    /// Three of 28 kg beside many of next to nothing would follow from the kilograms.
    #[test]
    fn what_cannot_be_left_open_is_not_told() {
        let entries = [entry(3, "28", 200), entry(30, "0.1", 60)];
        assert_eq!(told(&entries, 30), None);
    }

    #[test]
    fn what_weighs_nothing_weighs_nothing() {
        let entries = [entry(4, "0", 0), entry(9, "0", 0)];
        assert_eq!(told(&entries, 10).unwrap(), ["0", "0"]);
    }
}
