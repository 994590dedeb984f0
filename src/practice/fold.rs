//! Rows folded into a tally, in file order, with copies of a prescription merged.

use super::copies::{Copies, Return};
use super::corrections::{Correction, Corrections};
use super::counting::Counting;
use super::extent::Extent;
use super::ledger::Reason;
use super::listed::About;
use super::medicines::{Dispensed, Medicines};
use super::patients::Pair;
use super::place::Place;
use super::reach::{Reach, Reached};
use super::seen::{MAX_VALUE, Seen};
use super::standing::Stop;
use super::state::{FIRST_READING, PLAIN, State, Told, kept_at};
use super::subtotals::Numbers;
use super::tally::{Cell, Entry, Kept, Local, Month, Origin, Returned, Sums, Tally, What};
use super::worker::adds_up;
use super::worklist::{Held, List, corrections_of};
use crate::dataset::Dataset;
use crate::error::{Error, ErrorKind, Result, Role};
use crate::intake::Layout;
use crate::matching::{Inhaler, Other};
use crate::quantity::{Quantity, Unit};
use std::collections::HashMap;

/// What a merging fold needs besides the tally.
#[derive(Debug)]
pub(super) struct Fold {
    pub(super) tally: Tally,
    pub(super) seen: Seen,
    pub(super) subject_index: HashMap<Inhaler, usize>,
    pub(super) readings: Vec<Kept>,
    pub(super) reading_index: HashMap<Kept, u32>,
    pub(super) medicines: Medicines,
    /// Values too large for a slot, by hash. Real exports have a few hundred readings.
    pub(super) large: HashMap<u64, u32>,
    pub(super) cells: HashMap<(usize, Option<Month>), Cell>,
    pub(super) extent: Extent,
    pub(super) corrections: Corrections,
    /// The first lines that are not recognised, with the hash of their prescription.
    pub(super) unrecognised: Vec<(Place, u64)>,
    /// What rows say of the life of a prescription.
    pub(super) told: Told,
    /// The rows of prescriptions of inhaled medicines that have more than one.
    pub(super) copies: Copies,
    pub(super) returns: Vec<Return>,
    /// What the numbers add up to, where rows can be totals.
    pub(super) numbers: Option<Numbers>,
    /// The number of the export that is read, where there are several.
    pub(super) file: Option<u32>,
    /// The rows to look at one by one, where these are asked for.
    pub(super) list: Option<List>,
}

/// From a worker's places to those of the fold.
#[derive(Debug, Default)]
pub(super) struct Places {
    subjects: Vec<usize>,
    pub(super) readings: Vec<u32>,
}

impl Places {
    /// The value that stands for a place in the worker's list, or for a reason.
    pub(super) fn value(&self, reading: &std::result::Result<usize, Reason>) -> u32 {
        match reading {
            Ok(reading) => self.readings.get(*reading).copied().unwrap_or(PLAIN),
            Err(reason) => reason.index(),
        }
    }

    pub(super) fn subject(&self, subject: usize) -> usize {
        self.subjects.get(subject).copied().unwrap_or(0)
    }

    pub(super) fn returned(&self, origin: Origin, returned: &Returned) -> Return {
        let earlier = returned.earlier.iter();
        Return {
            origin,
            by_status: returned.by_status,
            value: self.value(&returned.reading),
            subject: self.subject(returned.subject),
            earlier: earlier
                .map(|subject| subject.map(|subject| self.subject(subject)))
                .collect(),
        }
    }
}

impl Fold {
    /// `rows` is about how many rows will come, as far as that is known.
    pub(super) fn new(
        dataset: &Dataset,
        layouts: &[Layout],
        rows: u64,
        list: Option<List>,
        hidden_below: Option<u64>,
    ) -> Self {
        let any = |role: Role| layouts.iter().any(|one| one.index(role).is_some());
        let all = |role: Role| layouts.iter().all(|one| one.index(role).is_some());
        let merges = any(Role::Patient);
        Self {
            tally: Tally {
                data: Some(dataset.id()),
                merges,
                merge_possible: all(Role::Patient) && all(Role::Date),
                practices: any(Role::Practice).then_some(0),
                reach: hidden_below.filter(|_| merges).map(Reach::below),
                ..Tally::default()
            },
            seen: Seen::with_room(if merges { rows } else { 0 }),
            subject_index: HashMap::new(),
            readings: Vec::new(),
            reading_index: HashMap::new(),
            medicines: Medicines::default(),
            large: HashMap::new(),
            cells: HashMap::new(),
            extent: Extent::default(),
            corrections: Corrections::default(),
            unrecognised: Vec::new(),
            told: Told {
                issues: any(Role::Repeat),
                stops: any(Role::Status) || any(Role::Stopped),
                iterations: any(Role::Iterations),
            },
            copies: Copies::default(),
            returns: Vec::new(),
            numbers: None,
            file: None,
            list,
        }
    }

    /// The rows that come are those of this export, of several: what adds up others adds up those of
    /// its own file.
    pub(super) fn begin(&mut self, layout: &Layout, file: Option<u32>) {
        self.numbers = adds_up(layout).then(Numbers::default);
        self.file = file;
    }

    /// Rows read so far: returns enter the account when all rows are there.
    pub(super) fn rows(&self) -> u64 {
        let returns = u64::try_from(self.returns.len()).unwrap_or(u64::MAX);
        self.tally.ledger.read().saturating_add(returns)
    }

    /// Gives the subjects and readings of a worker their places here.
    pub(super) fn learn(&mut self, local: &Local, places: &mut Places) {
        for subject in local.subjects.iter().skip(places.subjects.len()) {
            let next = self.tally.subjects.len();
            let place = *self
                .subject_index
                .entry(subject.clone())
                .or_insert_with(|| next);
            if place == next {
                self.tally.subjects.push(subject.clone());
            }
            places.subjects.push(place);
        }
        for reading in local.readings.iter().skip(places.readings.len()) {
            let value = self.keep(reading.clone());
            places.readings.push(value);
        }
    }

    /// The value that stands for a quantity.
    pub(super) fn keep(&mut self, reading: Kept) -> u32 {
        let next = u32::try_from(self.readings.len()).unwrap_or(u32::MAX);
        let fresh = next.saturating_add(FIRST_READING);
        let value = *self.reading_index.entry(reading.clone()).or_insert(fresh);
        if value == fresh {
            self.readings.push(reading);
        }
        value
    }

    /// A row that is a copy of a return.
    pub(super) fn merge_alone(&mut self, place: Place, about: About) {
        self.tally.ledger.merge();
        if let Some(list) = &mut self.list {
            list.merged(place, about);
        }
    }

    pub(super) fn set_aside_alone(&mut self, reason: Reason, place: Place, about: About) {
        self.tally.ledger.aside(reason, place, None);
        if let Some(list) = &mut self.list {
            let row = Held {
                place,
                about,
                value: reason.index(),
                completed: false,
            };
            list.first(None, row, &self.readings);
        }
    }

    /// What a return left of a prescription, in the list.
    pub(super) fn list_left(&mut self, row: Row<'_>, left: State) {
        let (held, hash) = (row.held(left), row.origin.hash);
        if let (Some(list), Some(hash)) = (&mut self.list, hash) {
            list.left(hash, held);
        }
    }

    /// Adds up the number of a row; whether it is that of a total.
    pub(super) fn is_total(&mut self, entry: &Entry) -> bool {
        let Some(numbers) = &mut self.numbers else {
            return false;
        };
        let total = match entry.what {
            What::Aside(reason) => reason == Reason::Subtotal,
            What::Nobody => numbers.total(entry.number),
            What::Other(..) | What::Medicine(..) | What::Inhaler(..) | What::Return(_) => false,
        };
        if total {
            numbers.end();
        } else {
            numbers.add(entry.number);
        }
        total
    }

    /// Lists a row, or notes that a prescription has become something else by it.
    pub(super) fn list(
        &mut self,
        row: Row<'_>,
        own: State,
        exchanged: Option<(u64, Option<(State, State)>)>,
    ) {
        let Some(list) = &mut self.list else {
            return;
        };
        let held = |state: State| row.held(state);
        match exchanged {
            Some((hash, Some((old, now)))) => {
                let completed = now.is_completed() && !old.is_completed();
                let takes_over = old.told() != now.told() || completed;
                list.copy(hash, held(now), own.told(), takes_over);
            }
            Some((hash, None)) => list.first(Some(hash), held(own), &self.readings),
            None => list.first(None, held(own), &self.readings),
        }
    }

    /// Keeps what a hash has become; returns what was kept before and what is now.
    pub(super) fn exchange(&mut self, hash: u64, state: State) -> Option<(State, State)> {
        let pack = |state: State| state.pack(self.told).unwrap_or(u32::MAX);
        let short = |packed: u32| u16::try_from(packed).unwrap_or(MAX_VALUE).min(MAX_VALUE);
        let first = pack(state);
        let mut slot = self.seen.entry(hash, short(first))?;
        let old = (!slot.new).then(|| match slot.value() {
            MAX_VALUE => self.large.get(&hash).copied().unwrap_or(first),
            held => u32::from(held),
        });
        let old = old.map(|old| State::unpack(old, self.told));
        let joined = old.map_or(state, |old| old.join(state, &self.readings));
        if old != Some(joined) {
            let packed = pack(joined);
            slot.set(short(packed));
            if short(packed) == MAX_VALUE {
                self.large.insert(hash, packed);
            }
        }
        old.map(|old| (old, joined))
    }

    /// What is kept of a hash.
    pub(super) fn state(&self, hash: u64) -> Option<State> {
        let packed = match self.seen.get(hash)? {
            MAX_VALUE => self.large.get(&hash).copied()?,
            held => u32::from(held),
        };
        Some(State::unpack(packed, self.told))
    }

    pub(super) fn corrections_of(&self, state: State) -> impl Iterator<Item = Correction> + use<> {
        corrections_of(&self.readings, state.value, state.is_completed())
    }

    pub(super) fn count(&mut self, row: Row<'_>, state: State, how: Counting) -> Result<()> {
        self.count_life(row, state, how);
        self.change(row, state.value, how)
    }

    /// Counts what is said of the life of a prescription.
    pub(super) fn count_life(&mut self, row: Row<'_>, state: State, how: Counting) {
        let tally = &mut self.tally;
        if state.stop != Stop::No {
            tally.stopped_later = how.step(tally.stopped_later);
        }
        if matches!(row.subject, Subject::Inhaler(..)) {
            let issues = tally.issues.entry(state.issue).or_default();
            *issues = how.step(*issues);
            if state.iterates {
                tally.iterations = how.step(tally.iterations);
            }
        }
    }

    fn change(&mut self, row: Row<'_>, value: u32, how: Counting) -> Result<()> {
        let subject = row.subject;
        let other = match subject {
            Subject::Other(other) => other,
            Subject::Medicine(line) => {
                for reached in line.reached() {
                    self.reach(&row.origin, reached, how);
                }
                Other::Medicine
            }
            Subject::Inhaler(subject, month) => {
                self.reach(&row.origin, Reached::Inhaler(subject), how);
                self.change_patient(&row.origin, subject, value, how);
                return self.change_inhaler(subject, month, value, how);
            }
        };
        let rows = self.tally.others.entry(other).or_default();
        *rows = how.step(*rows);
        match (subject, how) {
            // A row is counted in with its own amount, and out with that of an older copy.
            (Subject::Medicine(line), Counting::In) => line.count(),
            (Subject::Medicine(line), Counting::Out) => {
                if let Some(Kept::Medicine(amount)) = kept_at(&self.readings, value) {
                    self.medicines.take_out(line, *amount)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn reach(&mut self, origin: &Origin, reached: Reached, how: Counting) {
        if let Some(reach) = &mut self.tally.reach {
            reach.change(origin.patient, reached, how.one());
        }
    }

    fn change_patient(&mut self, origin: &Origin, subject: usize, value: u32, how: Counting) {
        if let Some(Kept::Inhaler(reading)) = kept_at(&self.readings, value) {
            let quantity = reading.quantity.central();
            let step = how.one();
            let pair = Pair::of(origin.patient, subject, origin.day);
            self.tally
                .patients
                .change(pair, origin.place, quantity, step);
        }
    }

    fn change_inhaler(
        &mut self,
        subject: usize,
        month: Option<Month>,
        value: u32,
        how: Counting,
    ) -> Result<()> {
        let Some(Kept::Inhaler(reading)) = kept_at(&self.readings, value) else {
            return Ok(());
        };
        let cell = self.cells.entry((subject, month)).or_default();
        let quantity = reading.quantity;
        let rows = match quantity.central().unit() {
            Unit::Device => &mut cell.device_rows,
            Unit::Dose => &mut cell.dose_rows,
        };
        *rows = how.step(*rows);
        let sum = |sums: Sums, one: Quantity| {
            let sums = sums.with(one, |sum, amount| how.sum(sum, amount));
            sums.ok_or_else(|| Error::new(ErrorKind::Overflow(None)))
        };
        let central = sum(cell.central(), quantity.central())?;
        (cell.devices, cell.doses) = (central.devices, central.doses);
        cell.low = sum(cell.low, quantity.low())?;
        cell.high = sum(cell.high, quantity.high())?;
        let via = self.tally.via.entry(reading.via).or_default();
        *via = how.step(*via);
        let decided = self.tally.decided.entry(reading.decided).or_default();
        *decided = how.step(*decided);
        for note in &reading.notes {
            let notes = self.tally.notes.entry(*note).or_default();
            *notes = how.step(*notes);
        }
        Ok(())
    }
}

/// A row with what it is about.
#[derive(Clone, Copy)]
pub(super) struct Row<'e> {
    pub(super) subject: Subject<'e>,
    pub(super) origin: Origin,
}

impl Row<'_> {
    /// As it is kept in the list of rows to look at.
    fn held(&self, state: State) -> Held {
        Held {
            place: self.origin.place,
            about: match self.subject {
                Subject::Other(other) => About::Other(other),
                Subject::Medicine(_) => About::Other(Other::Medicine),
                Subject::Inhaler(subject, _) => About::Inhaler(subject),
            },
            value: state.told(),
            completed: state.is_completed(),
        }
    }
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Subject<'e> {
    Other(Other),
    Medicine(&'e Dispensed),
    Inhaler(usize, Option<Month>),
}
