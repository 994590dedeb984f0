//! Rows folded into a tally, in file order, with copies of a prescription merged.

use super::corrections::{Correction, Corrections};
use super::extent::Extent;
use super::key::Key;
use super::ledger::Reason;
use super::listed::{About, Listed};
use super::medicines::{Dispensed, Medicines};
use super::patients::Pair;
use super::place::Place;
use super::returns::{Copies, Return};
use super::seen::{MAX_VALUE, Seen};
use super::standing::{Standing, Stop};
use super::state::{FIRST_READING, PLAIN, State, Told, kept_at};
use super::subtotals::Numbers;
use super::tally::{Cell, Entry, Kept, Local, Month, Origin, Returned, Sums, Tally, What};
use super::unusual;
use super::worker::adds_up;
use super::worklist::{Held, List, corrections_of};
use crate::dataset::Dataset;
use crate::day::Day;
use crate::error::{Error, ErrorKind, Result, Role};
use crate::exact;
use crate::intake::Layout;
use crate::matching::{Inhaler, Other};
use crate::quantity::{Quantity, Unit};
use rust_decimal::Decimal;
use std::collections::HashMap;
use std::rc::Rc;

/// Whether a row is counted in, or out again because a copy of it counts.
#[derive(Debug, Clone, Copy)]
enum Counting {
    In,
    Out,
}

impl Counting {
    const fn step(self, rows: u64) -> u64 {
        match self {
            Self::In => rows.saturating_add(1),
            Self::Out => rows.saturating_sub(1),
        }
    }

    fn sum(self, sum: Decimal, amount: Decimal) -> Option<Decimal> {
        match self {
            Self::In => exact::add(sum, amount),
            Self::Out => exact::sub(sum, amount),
        }
    }
}

/// What a merging fold needs besides the tally.
#[derive(Debug)]
pub(super) struct Fold {
    pub(super) tally: Tally,
    seen: Seen,
    subject_index: HashMap<Inhaler, usize>,
    pub(super) readings: Vec<Kept>,
    reading_index: HashMap<Kept, u32>,
    medicines: Medicines,
    /// Values too large for a slot, by hash. Real exports have a few hundred readings.
    large: HashMap<u64, u32>,
    cells: HashMap<(usize, Option<Month>), Cell>,
    pub(super) extent: Extent,
    corrections: Corrections,
    /// The first lines that are not recognised, with the hash of their prescription.
    unrecognised: Vec<(Place, u64)>,
    /// What rows say of the life of a prescription.
    told: Told,
    /// The rows of prescriptions of inhaled medicines that have more than one.
    pub(super) copies: Copies,
    pub(super) returns: Vec<Return>,
    /// What the numbers add up to, where rows can be totals.
    numbers: Option<Numbers>,
    /// The number of the export that is read, where there are several.
    file: Option<u32>,
    /// The rows to look at one by one, where these are asked for.
    list: Option<List>,
}

/// From a worker's places to those of the fold.
#[derive(Debug, Default)]
pub(super) struct Places {
    subjects: Vec<usize>,
    readings: Vec<u32>,
}

impl Places {
    /// The value that stands for a place in the worker's list, or for a reason.
    fn value(&self, reading: &std::result::Result<usize, Reason>) -> u32 {
        match reading {
            Ok(reading) => self.readings.get(*reading).copied().unwrap_or(PLAIN),
            Err(reason) => reason.index(),
        }
    }

    fn subject(&self, subject: usize) -> usize {
        self.subjects.get(subject).copied().unwrap_or(0)
    }

    fn returned(&self, origin: Origin, returned: &Returned) -> Return {
        let earlier = returned.earlier.iter();
        Return {
            origin,
            value: self.value(&returned.reading),
            subject: self.subject(returned.subject),
            earlier: earlier
                .map(|subject| subject.map(|subject| self.subject(subject)))
                .collect(),
        }
    }
}

/// How many line numbers of unrecognised rows are kept.
const KEPT_LINES: usize = 40;
/// How many of them the tally has.
const SHOWN_LINES: usize = 5;

impl Fold {
    /// `rows` is about how many rows will come, as far as that is known.
    pub(super) fn new(
        dataset: &Dataset,
        layouts: &[Layout],
        rows: u64,
        list: Option<List>,
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

    /// Adds the lines of a block. Blocks come in file order.
    pub(super) fn add(
        &mut self,
        entries: &[Entry],
        local: &Local,
        places: &mut Places,
    ) -> Result<()> {
        self.learn(local, places);
        let hashes = entries.iter().filter_map(|entry| entry.origin.hash);
        let touched = hashes.fold(0u32, |sum, hash| sum.wrapping_add(self.seen.touch(hash)));
        std::hint::black_box(touched);
        for entry in entries {
            let added = self.add_one(entry, places);
            added.map_err(|error| error.at_line(entry.origin.place.line))?;
        }
        Ok(())
    }

    /// Ends the rows: returns are taken off, and sums are put in order.
    pub(super) fn finish(mut self, dataset: &Dataset, key: &Key) -> Result<Tally> {
        self.take_off(dataset, key)?;
        self.tally.period = self.extent.period();
        let practices = self.tally.practices;
        self.tally.practices = practices.map(|_| self.extent.practices());
        self.tally.corrections = self.corrections.finish();
        self.unrecognised.sort_unstable();
        let list = self.list.take();
        self.tally.listed = list.map(|list| list.finish(&self.readings));
        let listed = self.tally.listed.as_ref();
        let aside = listed.map(|rows| rows.iter().filter_map(Listed::set_aside));
        self.tally.ledger.listed = aside.map(Iterator::collect);
        let lines = self.unrecognised.iter().map(|(place, _)| *place);
        self.tally.unrecognised_lines = lines.take(SHOWN_LINES).collect();
        self.tally.cells = self.cells.into_iter().collect();
        let medicines = self.medicines.finish();
        self.tally.forms = medicines.forms;
        self.tally.substances = medicines.substances;
        Ok(self.tally)
    }

    /// Gives the subjects and readings of a worker their places here.
    fn learn(&mut self, local: &Local, places: &mut Places) {
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

    fn add_one(&mut self, entry: &Entry, places: &Places) -> Result<()> {
        let place = Place {
            file: self.file,
            line: entry.origin.place.line,
        };
        let origin = Origin {
            place,
            ..entry.origin
        };
        if entry.life.status_unknown {
            self.tally.ledger.unknown_status(place);
        }
        let total = self.is_total(entry);
        let (subject, value) = match &entry.what {
            What::Nobody if total => return self.alone(Reason::Subtotal, origin.place),
            What::Nobody => return self.alone(Reason::DateMissing, origin.place),
            What::Aside(reason) => return self.alone(*reason, origin.place),
            What::Other(other, Ok(())) => (Subject::Other(*other), PLAIN),
            What::Other(other, Err(reason)) => (Subject::Other(*other), reason.index()),
            What::Medicine(line, amount) => (Subject::Medicine(line), places.value(amount)),
            What::Inhaler(subject, reading) => {
                let subject = places.subject(*subject);
                let month = entry.origin.day.map(Month::of);
                (Subject::Inhaler(subject, month), places.value(reading))
            }
            What::Return(returned) => match entry.life.standing {
                Standing::Stands | Standing::Returned => {
                    self.returns.push(places.returned(origin, returned));
                    return Ok(());
                }
                // What the row says of its prescription holds for that.
                Standing::Draft | Standing::Stopped | Standing::Cancelled => {
                    let month = entry.origin.day.map(Month::of);
                    let subject = places.subject(returned.subject);
                    let negative = Reason::QuantityNegative.index();
                    (Subject::Inhaler(subject, month), negative)
                }
            },
        };
        let value = match entry.life.standing {
            Standing::Stands => value,
            Standing::Draft => Reason::Draft.index(),
            Standing::Stopped => Reason::Stopped.index(),
            Standing::Returned | Standing::Cancelled => Reason::Cancelled.index(),
        };
        let state = State::of(value, entry.life);
        let row = Row { subject, origin };
        let exchanged = row
            .origin
            .hash
            .map(|hash| (hash, self.exchange(hash, state)));
        self.list(row, state, exchanged);
        match exchanged {
            None | Some((_, None)) => self.first(row, state),
            Some((hash, Some((old, joined)))) => {
                if matches!(subject, Subject::Inhaler(..)) {
                    self.copies.add(hash, old.value, value);
                }
                self.copy(row, old, joined, hash)
            }
        }
    }

    /// A row that is never merged: one of its own in the list.
    fn alone(&mut self, reason: Reason, place: Place) -> Result<()> {
        self.set_aside_alone(reason, place, About::NotRead);
        Ok(())
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
    fn is_total(&mut self, entry: &Entry) -> bool {
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
    fn list(&mut self, row: Row<'_>, own: State, exchanged: Option<(u64, Option<(State, State)>)>) {
        let Some(list) = &mut self.list else {
            return;
        };
        let held = |state: State| row.held(state);
        match exchanged {
            Some((hash, Some((old, now)))) => {
                let completed = now.is_completed() && !old.is_completed();
                let takes_over = old.value != now.value || completed;
                list.copy(hash, held(now), own.value, takes_over);
            }
            Some((hash, None)) => list.first(Some(hash), held(own), &self.readings),
            None => list.first(None, held(own), &self.readings),
        }
    }

    /// Keeps what a hash has become; returns what was kept before and what is now.
    fn exchange(&mut self, hash: u64, state: State) -> Option<(State, State)> {
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

    /// The first row of a prescription.
    fn first(&mut self, row: Row<'_>, state: State) -> Result<()> {
        match state.reason() {
            Some(reason) => {
                let Origin { place, hash, .. } = row.origin;
                self.tally.ledger.aside(reason, place, hash);
                self.note_aside(row, reason);
                Ok(())
            }
            None => {
                self.tally.ledger.analyse();
                self.enter(row, state)
            }
        }
    }

    /// A further row of a prescription: merged, after it has changed the first one where it
    /// can.
    fn copy(&mut self, row: Row<'_>, old: State, new: State, hash: u64) -> Result<()> {
        self.tally.ledger.merge();
        if old == new {
            return Ok(());
        }
        let place = row.origin.place;
        match (old.reason(), new.reason()) {
            (Some(before), Some(after)) => {
                if before != after {
                    self.tally.ledger.replace(before, after, place, hash);
                    self.forget_aside(row, before);
                    self.note_aside(row, after);
                }
                Ok(())
            }
            (Some(before), None) => {
                self.forget_aside(row, before);
                self.tally.ledger.complete(before, hash);
                self.enter(row, new)
            }
            (None, Some(after)) => {
                self.leave(row, old)?;
                self.tally.ledger.withdraw(after, place, hash);
                self.note_aside(row, after);
                Ok(())
            }
            (None, None) if old.value == new.value => {
                self.amend(row, old, new, hash);
                Ok(())
            }
            (None, None) => {
                self.leave(row, old)?;
                self.enter(row, new)
            }
        }
    }

    /// A copy changes no quantity: what it adds is which issue it is, or that it lacks one.
    fn amend(&mut self, row: Row<'_>, old: State, new: State, hash: u64) {
        for (state, how) in [(old, Counting::Out), (new, Counting::In)] {
            self.count_life(row, state, how);
        }
        let Subject::Inhaler(subject, _) = row.subject else {
            return;
        };
        if new.is_completed() && !old.is_completed() {
            let how = Correction::CompletedByCopy;
            self.corrections.add(subject, how, row.origin.place, hash);
        }
    }

    /// What else is kept of a prescription that is set aside.
    fn note_aside(&mut self, row: Row<'_>, reason: Reason) {
        let Subject::Inhaler(subject, _) = row.subject else {
            return;
        };
        if reason.is_quantity() {
            self.tally.inhalers_aside = self.tally.inhalers_aside.saturating_add(1);
        } else {
            let pair = pair_of(&row.origin, subject);
            self.tally.patients.meet(pair, row.origin.place);
        }
    }

    fn forget_aside(&mut self, row: Row<'_>, reason: Reason) {
        if matches!(row.subject, Subject::Inhaler(..)) && reason.is_quantity() {
            self.tally.inhalers_aside = self.tally.inhalers_aside.saturating_sub(1);
        }
    }

    /// Counts a prescription in.
    pub(super) fn enter(&mut self, row: Row<'_>, state: State) -> Result<()> {
        let origin = row.origin;
        let hash = origin.hash.unwrap_or(origin.place.line);
        self.extent.add(origin.day, origin.practice);
        if matches!(row.subject, Subject::Other(Other::Unrecognised))
            && self.unrecognised.len() < KEPT_LINES
        {
            self.unrecognised.push((origin.place, hash));
        }
        if let Subject::Inhaler(subject, _) = row.subject {
            for how in self.corrections_of(state) {
                self.corrections.add(subject, how, origin.place, hash);
            }
            if let Some(Kept::Inhaler(reading)) = kept_at(&self.readings, state.value)
                && reading.unusual
            {
                let (place, quantity) = (origin.place, reading.quantity);
                let met = unusual::Met {
                    place,
                    hash,
                    subject,
                    quantity,
                };
                unusual::keep(&mut self.tally.unusual, met);
            }
        }
        self.count(row, state, Counting::In)
    }

    /// Counts a prescription out again, of which this was the state.
    pub(super) fn leave(&mut self, row: Row<'_>, state: State) -> Result<()> {
        let origin = row.origin;
        let hash = origin.hash.unwrap_or(origin.place.line);
        self.extent.remove(origin.day, origin.practice);
        self.unrecognised.retain(|(_, other)| *other != hash);
        self.tally.unusual.retain(|other| other.hash != hash);
        if let Subject::Inhaler(subject, _) = row.subject {
            for how in self.corrections_of(state) {
                self.corrections.remove(subject, how, hash);
            }
        }
        self.count(row, state, Counting::Out)
    }

    fn corrections_of(&self, state: State) -> impl Iterator<Item = Correction> + use<> {
        corrections_of(&self.readings, state.value, state.is_completed())
    }

    fn count(&mut self, row: Row<'_>, state: State, how: Counting) -> Result<()> {
        self.count_life(row, state, how);
        self.change(row, state.value, how)
    }

    /// Counts what is said of the life of a prescription.
    fn count_life(&mut self, row: Row<'_>, state: State, how: Counting) {
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
            Subject::Medicine(_) => Other::Medicine,
            Subject::Inhaler(subject, month) => {
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

    /// Adds up the lines whose rows were counted.
    pub(super) fn settle<'l>(
        &mut self,
        lines: impl IntoIterator<Item = &'l Rc<Dispensed>>,
    ) -> Result<()> {
        lines
            .into_iter()
            .try_for_each(|line| self.medicines.settle(line))
    }

    fn change_patient(&mut self, origin: &Origin, subject: usize, value: u32, how: Counting) {
        if let Some(Kept::Inhaler(reading)) = kept_at(&self.readings, value) {
            let quantity = reading.quantity.central();
            let step = match how {
                Counting::In => 1,
                Counting::Out => -1,
            };
            let pair = pair_of(origin, subject);
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

/// The patient of a row with the medicine, in the year of the row.
fn pair_of(origin: &Origin, subject: usize) -> Option<Pair> {
    origin.patient.map(|patient| Pair {
        patient,
        subject,
        year: origin.day.map(Day::year),
    })
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
            value: state.value,
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
