//! Returns: what was brought back is taken off what was prescribed.
//!
//! On its own day a return first removes a row of an equal amount, else it reduces the largest, and
//! the largest of what is left counts. What its day does not cover is taken off the latest earlier
//! prescription of the same patient, practice and product. All of it is done when every row is
//! there, in an order of its own, so that the order of rows changes nothing.

use super::copies::Return;
use super::fold::{Fold, Row, Subject};
use super::key::Key;
use super::ledger::Reason;
use super::listed::About;
use super::state::{State, kept_at};
use super::tally::{Kept, Month, Origin, Reading};
use crate::dataset::Dataset;
use crate::day::Day;
use crate::error::{Error, ErrorKind, Result};
use crate::exact;
use crate::quantity::{Quantity, Unit};
use rust_decimal::Decimal;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasher;

/// How many days before a return its prescription is looked for: two years.
const LOOK_BACK: usize = 731;
/// How many lines of returns that are left are kept.
const KEPT_LINES: usize = 40;

/// The rows of one prescription: of those of one amount the one that counts, and how many.
#[derive(Debug, Default)]
pub(super) struct Rows(BTreeMap<(Unit, Decimal), (Reading, u64)>);

impl Rows {
    pub(super) fn add(&mut self, reading: &Reading) {
        let quantity = reading.quantity.central();
        let key = (quantity.unit(), quantity.amount());
        let (best, rows) = self.0.entry(key).or_insert_with(|| (reading.clone(), 0));
        *rows = rows.saturating_add(1);
        if reading.outranks(best) {
            *best = reading.clone();
        }
    }

    /// The rows of several exports: what stands in more than one of them is one and the same.
    fn of_files(files: impl IntoIterator<Item = Self>) -> Self {
        let mut all = Self::default();
        for (key, (reading, rows)) in files.into_iter().flat_map(|file| file.0) {
            let (best, most) = all.0.entry(key).or_insert_with(|| (reading.clone(), 0));
            *most = rows.max(*most);
            if reading.outranks(best) {
                *best = reading;
            }
        }
        all
    }

    /// Takes a return off; what is left of it, or `None` where digits would be lost.
    pub(super) fn take_off(&mut self, returned: Quantity) -> Option<Decimal> {
        let (unit, mut rest) = (returned.unit(), returned.amount());
        if self.0.contains_key(&(unit, rest)) {
            self.remove((unit, rest));
            return Some(Decimal::ZERO);
        }
        while !rest.is_zero() {
            let largest = self.0.range((unit, Decimal::ZERO)..=(unit, Decimal::MAX));
            let Some((key, (reading, _))) = largest.last() else {
                break;
            };
            let (key, amount) = (*key, key.1);
            let left = exact::sub(amount, rest)?;
            let reduced = (!left.is_sign_negative() && !left.is_zero())
                .then(|| reading.with_amount(left.normalize()));
            self.remove(key);
            rest = match reduced {
                Some(reduced) => {
                    self.add(&reduced);
                    Decimal::ZERO
                }
                None => exact::sub(rest, amount)?,
            };
        }
        Some(rest)
    }

    fn remove(&mut self, key: (Unit, Decimal)) {
        if let Some((_, rows)) = self.0.get_mut(&key) {
            *rows = rows.saturating_sub(1);
            if *rows == 0 {
                self.0.remove(&key);
            }
        }
    }

    /// The row that counts.
    pub(super) fn largest(self) -> Option<Reading> {
        let rows = self.0.into_values().map(|(reading, _)| reading);
        rows.reduce(|best, next| if next.outranks(&best) { next } else { best })
    }
}

/// What returns did to the prescriptions: what is kept of those that they reach, by hash.
#[derive(Debug, Default)]
struct Netted(HashMap<u64, State>);

/// In which export a return stands, of several, and whether its status alone says what it is.
type Told = (Option<u32>, bool);

/// A prescription as a return reaches it.
struct Reached<'r> {
    returned: &'r Return,
    hash: u64,
    day: Day,
    subject: usize,
}

impl Fold {
    /// Takes all returns off the prescriptions that they bring back.
    pub(super) fn take_off(&mut self, dataset: &Dataset, key: &Key) -> Result<()> {
        let mut returns = std::mem::take(&mut self.returns);
        let first = self.extent.period().map(|(first, _)| first);
        // Day by day, so that each day is settled before a later one reaches back to it; on a day
        // the largest first.
        returns.sort_by_cached_key(|one| {
            let Origin {
                day, hash, place, ..
            } = one.origin;
            let quantity = self.returned(one);
            (day, hash, Reverse(quantity.map(Quantity::amount)), place)
        });
        let mut netted = Netted::default();
        let mut open = Vec::new();
        for of_day in returns.chunk_by(|one, other| one.origin.hash == other.origin.hash) {
            let of_day = self.without_copies(of_day);
            for (one, rest) in self.take_off_day(dataset, &of_day, &mut netted)? {
                let rest = match (rest, first) {
                    (Some(rest), Some(first)) if !rest.amount().is_zero() => {
                        let earlier = Earlier {
                            dataset,
                            key,
                            first,
                        };
                        Some(self.take_off_earlier(one, rest, earlier, &mut netted)?)
                    }
                    (rest, _) => rest.map(Quantity::amount),
                };
                let (place, about) = (one.origin.place, About::Inhaler(one.subject));
                if rest == Some(Decimal::ZERO) {
                    self.set_aside_alone(Reason::Returned, place, about);
                } else {
                    self.set_aside_alone(Reason::QuantityNegative, place, about);
                    self.tally.inhalers_aside = self.tally.inhalers_aside.saturating_add(1);
                    open.push(place);
                }
            }
        }
        open.sort_unstable();
        self.tally.returns_open = u64::try_from(open.len()).unwrap_or(u64::MAX);
        open.truncate(KEPT_LINES);
        self.tally.returns_open_lines = open;
        Ok(())
    }

    /// Returns of one prescription without those that another export has as well, or that are told
    /// once by their sign and once by a status: they are merged.
    fn without_copies<'r>(&mut self, returns: &'r [Return]) -> Vec<&'r Return> {
        let mut files = BTreeMap::<(Option<Decimal>, Told), u64>::new();
        let amount = |fold: &Self, one: &Return| fold.returned(one).map(Quantity::amount);
        for one in returns {
            let key = (amount(self, one), (one.origin.place.file, one.by_status));
            let rows = files.entry(key).or_default();
            *rows = rows.saturating_add(1);
        }
        let mut kept = Vec::new();
        for one in returns {
            let own = amount(self, one);
            let all = files.iter().filter(|((amount, _), _)| *amount == own);
            // The export that has it most often, the last of them where several do.
            let most = all.max_by_key(|(_, rows)| **rows);
            let told = most.map(|((_, told), _)| *told);
            if own.is_none() || told == Some((one.origin.place.file, one.by_status)) {
                kept.push(one);
            } else {
                self.merge_alone(one.origin.place, About::Inhaler(one.subject));
            }
        }
        kept
    }

    /// How much a return brings back; `None` where that is of no use, and where it names no
    /// prescription.
    fn returned(&self, one: &Return) -> Option<Quantity> {
        match kept_at(&self.readings, one.value) {
            Some(Kept::Inhaler(reading)) => {
                Some(reading.quantity.central()).filter(|_| one.origin.hash.is_some())
            }
            Some(Kept::Medicine(_)) | None => None,
        }
    }

    /// Takes returns of one prescription off the rows of their own day; what is left of each.
    fn take_off_day<'r>(
        &mut self,
        dataset: &Dataset,
        returns: &[&'r Return],
        netted: &mut Netted,
    ) -> Result<Vec<(&'r Return, Option<Quantity>)>> {
        let all: Vec<_> = returns
            .iter()
            .map(|one| (*one, self.returned(one)))
            .collect();
        let hash = returns.first().and_then(|one| one.origin.hash);
        let Some((hash, state)) = hash.and_then(|hash| Some((hash, self.state(hash)?))) else {
            return Ok(all);
        };
        if state.reason().is_some() {
            // What does not count is brought back: nothing is left to take off.
            let nothing = |unit| Quantity::new(Decimal::ZERO, unit);
            let all = all.into_iter();
            let all = all.map(|(one, rest)| (one, rest.map(|rest| nothing(rest.unit()))));
            return Ok(all.collect());
        }
        let mut values: Vec<(u32, u32)> = self.copies.of(hash).collect();
        if values.is_empty() {
            values.push((state.value, 0));
        }
        let mut files: BTreeMap<u32, Rows> = BTreeMap::new();
        for (value, file) in values {
            if let Some(Kept::Inhaler(reading)) = kept_at(&self.readings, value) {
                files.entry(file).or_default().add(reading);
            }
        }
        let mut rows = Rows::of_files(files.into_values());
        let mut left = Vec::new();
        let mut last = None;
        for (one, quantity) in all {
            let Some(quantity) = quantity else {
                left.push((one, None));
                continue;
            };
            let rest = rows.take_off(quantity).ok_or_else(overflow)?;
            left.push((one, Some(Quantity::new(rest, quantity.unit()))));
            last = one.origin.day.map(|day| Reached {
                returned: one,
                hash,
                day,
                subject: one.subject,
            });
        }
        if let Some(reached) = last {
            self.reduce(dataset, &reached, state, rows.largest(), netted)?;
        }
        Ok(left)
    }

    /// Takes what is left of a return off the latest earlier prescriptions; what is still left.
    fn take_off_earlier(
        &mut self,
        one: &Return,
        rest: Quantity,
        earlier: Earlier<'_>,
        netted: &mut Netted,
    ) -> Result<Decimal> {
        let (unit, mut rest) = (rest.unit(), rest.amount());
        let Some((patient, last)) = one.origin.patient.zip(one.origin.day) else {
            return Ok(rest);
        };
        let days = std::iter::successors(last.before(), |day| day.before());
        for day in days.take(LOOK_BACK).take_while(|day| *day >= earlier.first) {
            let stretch = earlier.dataset.stretch(Some(day));
            let Some(subject) = one.earlier.get(stretch).copied().flatten() else {
                continue;
            };
            let Some(inhaler) = self.tally.subjects.get(subject) else {
                continue;
            };
            let identity = earlier.key.hash_one(inhaler);
            let practice = one.origin.practice;
            let hash = earlier.key.prescription(patient, practice, day, identity);
            let kept = netted.0.get(&hash).copied().or_else(|| self.state(hash));
            let Some(state) = kept.filter(|state| state.reason().is_none()) else {
                continue;
            };
            let Some(Kept::Inhaler(reading)) = kept_at(&self.readings, state.value) else {
                continue;
            };
            let quantity = reading.quantity.central();
            let amount = quantity.amount();
            if quantity.unit() != unit {
                continue;
            }
            let left = exact::sub(amount, rest).ok_or_else(overflow)?;
            let counts = left > Decimal::ZERO;
            let reduced = counts.then(|| reading.with_amount(left.normalize()));
            rest = match reduced {
                Some(_) => Decimal::ZERO,
                None => exact::sub(rest, amount).ok_or_else(overflow)?,
            };
            let reached = Reached {
                returned: one,
                hash,
                day,
                subject,
            };
            self.reduce(earlier.dataset, &reached, state, reduced, netted)?;
            if rest.is_zero() {
                break;
            }
        }
        Ok(rest)
    }

    /// Counts a prescription with what is left of it, or sets it aside where nothing is.
    fn reduce(
        &mut self,
        dataset: &Dataset,
        reached: &Reached<'_>,
        old: State,
        left: Option<Reading>,
        netted: &mut Netted,
    ) -> Result<()> {
        let row = Row {
            subject: Subject::Inhaler(reached.subject, Some(Month::of(reached.day))),
            origin: Origin {
                hash: Some(reached.hash),
                day: Some(reached.day),
                ..reached.returned.origin
            },
        };
        let value = match left {
            Some(left) => {
                let inhaler = self.tally.subjects.get(reached.subject);
                let central = left.quantity.central();
                let unusual = inhaler.is_some_and(|one| one.is_unusual(dataset, central));
                self.keep(Kept::Inhaler(Reading { unusual, ..left }))
            }
            None => Reason::Undone.index(),
        };
        let new = State { value, ..old };
        netted.0.insert(reached.hash, new);
        if value == old.value {
            return Ok(());
        }
        self.list_left(row, new);
        self.leave(row, old)?;
        if new.reason().is_none() {
            return self.enter(row, new);
        }
        let place = row.origin.place;
        self.tally
            .ledger
            .withdraw(Reason::Undone, place, reached.hash);
        Ok(())
    }
}

/// What the search for an earlier prescription needs.
#[derive(Clone, Copy)]
struct Earlier<'a> {
    dataset: &'a Dataset,
    key: &'a Key,
    /// The first day of all rows.
    first: Day,
}

fn overflow() -> Error {
    Error::new(ErrorKind::Overflow(None))
}
