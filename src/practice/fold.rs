//! Rows folded into a tally, in file order, with copies of a prescription merged.

use super::corrections::{Correction, Corrections};
use super::extent::Extent;
use super::ledger::Reason;
use super::listed::{About, Listed};
use super::medicines::{Dispensed, Medicines};
use super::place::Place;
use super::seen::{MAX_VALUE, Seen};
use super::standing::{Issue, Standing};
use super::state::{FIRST_READING, PLAIN, State, kept_at};
use super::tally::{Cell, Entry, Kept, Local, Month, Tally, What};
use super::worklist::{Held, List};
use crate::dataset::DataId;
use crate::error::{Error, ErrorKind, Result, Role};
use crate::exact;
use crate::intake::Layout;
use crate::matching::{Inhaler, Other};
use crate::quantity::Unit;
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
    readings: Vec<Kept>,
    reading_index: HashMap<Kept, u32>,
    medicines: Medicines,
    /// Values too large for a slot, by hash. Real exports have a few hundred readings.
    large: HashMap<u64, u32>,
    cells: HashMap<(usize, Option<Month>), Cell>,
    extent: Extent,
    corrections: Corrections,
    /// The first lines that are not recognised, with the hash of their prescription.
    unrecognised: Vec<(Place, u64)>,
    /// The number of the export that is read, where there are several.
    file: Option<u32>,
    /// Whether rows say which issue they are.
    issues: bool,
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
}

/// How many line numbers of unrecognised rows are kept.
const KEPT_LINES: usize = 40;
/// How many of them the tally has.
const SHOWN_LINES: usize = 5;

impl Fold {
    /// `rows` is about how many rows will come, as far as that is known.
    pub(super) fn new(data: DataId, layouts: &[Layout], rows: u64, list: Option<List>) -> Self {
        let any = |role: Role| layouts.iter().any(|one| one.index(role).is_some());
        let all = |role: Role| layouts.iter().all(|one| one.index(role).is_some());
        let merges = any(Role::Patient);
        Self {
            tally: Tally {
                data: Some(data),
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
            extent: Extent::new(merges && (any(Role::Status) || any(Role::Stopped))),
            corrections: Corrections::default(),
            unrecognised: Vec::new(),
            file: None,
            issues: any(Role::Repeat),
            list,
        }
    }

    /// The rows that come are those of this export, of several.
    pub(super) const fn begin(&mut self, file: Option<u32>) {
        self.file = file;
    }

    const fn place(&self, entry: &Entry) -> Place {
        Place {
            file: self.file,
            line: entry.line,
        }
    }

    /// Adds the lines of a block. Blocks come in file order.
    pub(super) fn add(
        &mut self,
        entries: &[Entry],
        local: &Local,
        places: &mut Places,
    ) -> Result<()> {
        self.learn(local, places);
        let hashes = entries.iter().filter_map(|entry| entry.hash);
        let touched = hashes.fold(0u32, |sum, hash| sum.wrapping_add(self.seen.touch(hash)));
        std::hint::black_box(touched);
        for entry in entries {
            let added = self.add_one(entry, places);
            added.map_err(|error| error.at_line(entry.line))?;
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> Tally {
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
        self.tally
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
            let next = u32::try_from(self.readings.len()).unwrap_or(u32::MAX);
            let fresh = next.saturating_add(FIRST_READING);
            let value = *self.reading_index.entry(reading.clone()).or_insert(fresh);
            if value == fresh {
                self.readings.push(reading.clone());
            }
            places.readings.push(value);
        }
    }

    fn add_one(&mut self, entry: &Entry, places: &Places) -> Result<()> {
        if entry.life.status_unknown {
            let place = self.place(entry);
            self.tally.ledger.unknown_status(place);
        }
        let (subject, value) = match &entry.what {
            What::Aside(reason) => {
                // These rows are never merged, so each is a row of its own in the list.
                let place = self.place(entry);
                self.tally.ledger.aside(*reason, place, None);
                if let Some(list) = &mut self.list {
                    let row = Held {
                        place,
                        about: About::NotRead,
                        value: reason.index(),
                        completed: false,
                    };
                    list.first(None, row, &self.readings);
                }
                return Ok(());
            }
            What::Other(other, Ok(())) => (Subject::Other(*other), PLAIN),
            What::Other(other, Err(reason)) => (Subject::Other(*other), reason.index()),
            What::Medicine(line, amount) => (Subject::Medicine(line), places.value(amount)),
            What::Inhaler(subject, reading) => {
                let subject = places.subjects.get(*subject).copied().unwrap_or(0);
                let month = entry.day.map(Month::of);
                (Subject::Inhaler(subject, month), places.value(reading))
            }
        };
        let value = match entry.life.standing {
            Standing::Stands => value,
            Standing::Stopped => Reason::Stopped.index(),
            Standing::Cancelled => Reason::Cancelled.index(),
        };
        let issue = match subject {
            Subject::Inhaler(..) => entry.life.issue,
            Subject::Other(_) | Subject::Medicine(_) => Issue::NotSaid,
        };
        let state = State::of(value, issue);
        let row = Row { subject, entry };
        let exchanged = entry.hash.map(|hash| (hash, self.exchange(hash, state)));
        self.list(row, state, exchanged);
        match exchanged {
            None | Some((_, None)) => self.first(row, state),
            Some((hash, Some((old, joined)))) => self.copy(row, old, joined, hash),
        }
    }

    /// Lists a row, or notes that a prescription has become something else by it.
    fn list(&mut self, row: Row<'_>, own: State, exchanged: Option<(u64, Option<(State, State)>)>) {
        let place = self.place(row.entry);
        let Some(list) = &mut self.list else {
            return;
        };
        let held = |state: State| Held {
            place,
            about: match row.subject {
                Subject::Other(other) => About::Other(other),
                Subject::Medicine(_) => About::Other(Other::Medicine),
                Subject::Inhaler(subject, _) => About::Inhaler(subject),
            },
            value: state.value,
            completed: state.is_completed(),
        };
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
        let pack = |state: State| state.pack(self.issues).unwrap_or(u32::MAX);
        let short = |packed: u32| u16::try_from(packed).unwrap_or(MAX_VALUE).min(MAX_VALUE);
        let first = pack(state);
        let mut slot = self.seen.entry(hash, short(first))?;
        let old = (!slot.new).then(|| match slot.value() {
            MAX_VALUE => self.large.get(&hash).copied().unwrap_or(first),
            held => u32::from(held),
        });
        let old = old.map(|old| State::unpack(old, self.issues));
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

    /// The first row of a prescription.
    fn first(&mut self, row: Row<'_>, state: State) -> Result<()> {
        match state.reason() {
            Some(reason) => {
                let (place, hash) = (self.place(row.entry), row.entry.hash);
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
        let place = self.place(row.entry);
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
        let Subject::Inhaler(subject, _) = row.subject else {
            return;
        };
        for (issue, how) in [(old.issue, Counting::Out), (new.issue, Counting::In)] {
            let issues = self.tally.issues.entry(issue).or_default();
            *issues = how.step(*issues);
        }
        if new.is_completed() && !old.is_completed() {
            let how = Correction::CompletedByCopy;
            let place = self.place(row.entry);
            self.corrections.add(subject, how, place, hash);
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
            self.tally.patients.meet(row.entry.patient, subject);
        }
    }

    fn forget_aside(&mut self, row: Row<'_>, reason: Reason) {
        if matches!(row.subject, Subject::Inhaler(..)) && reason.is_quantity() {
            self.tally.inhalers_aside = self.tally.inhalers_aside.saturating_sub(1);
        }
    }

    /// Counts a prescription in.
    fn enter(&mut self, row: Row<'_>, state: State) -> Result<()> {
        let entry = row.entry;
        let (place, hash) = (self.place(entry), entry.hash.unwrap_or(entry.line));
        self.extent.add(entry.day, entry.practice);
        if matches!(row.subject, Subject::Other(Other::Unrecognised))
            && self.unrecognised.len() < KEPT_LINES
        {
            self.unrecognised.push((place, hash));
        }
        if let Subject::Inhaler(subject, _) = row.subject {
            for how in self.corrections_of(state) {
                self.corrections.add(subject, how, place, hash);
            }
        }
        self.count(row, state, Counting::In)
    }

    /// Counts a prescription out again, of which this was the state.
    fn leave(&mut self, row: Row<'_>, state: State) -> Result<()> {
        let entry = row.entry;
        let hash = entry.hash.unwrap_or(entry.line);
        self.extent.remove(entry.day, entry.practice);
        self.unrecognised.retain(|(_, other)| *other != hash);
        if let Subject::Inhaler(subject, _) = row.subject {
            for how in self.corrections_of(state) {
                self.corrections.remove(subject, how, hash);
            }
        }
        self.count(row, state, Counting::Out)
    }

    fn corrections_of(&self, state: State) -> impl Iterator<Item = Correction> + use<> {
        let read = match kept_at(&self.readings, state.value) {
            Some(Kept::Inhaler(reading)) => Some(reading.decided),
            Some(Kept::Medicine(_)) | None => None,
        };
        let read = read.filter(|decided| decided.is_correction());
        let completed = state.is_completed().then_some(Correction::CompletedByCopy);
        read.map(Correction::Read).into_iter().chain(completed)
    }

    fn count(&mut self, row: Row<'_>, state: State, how: Counting) -> Result<()> {
        if matches!(row.subject, Subject::Inhaler(..)) {
            let issues = self.tally.issues.entry(state.issue).or_default();
            *issues = how.step(*issues);
        }
        self.change(row.subject, state.value, row.entry.patient, how)
    }

    fn change(
        &mut self,
        subject: Subject<'_>,
        value: u32,
        patient: Option<u64>,
        how: Counting,
    ) -> Result<()> {
        let other = match subject {
            Subject::Other(other) => other,
            Subject::Medicine(_) => Other::Medicine,
            Subject::Inhaler(subject, month) => {
                self.change_patient(subject, value, patient, how);
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

    fn change_patient(&mut self, subject: usize, value: u32, patient: Option<u64>, how: Counting) {
        if let Some(Kept::Inhaler(reading)) = kept_at(&self.readings, value) {
            let quantity = reading.quantity;
            let doses = (quantity.unit() == Unit::Dose).then(|| quantity.amount());
            let step = match how {
                Counting::In => 1,
                Counting::Out => -1,
            };
            self.tally.patients.change(patient, subject, doses, step);
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
        let (rows, amount) = match reading.quantity.unit() {
            Unit::Device => (&mut cell.device_rows, &mut cell.devices),
            Unit::Dose => (&mut cell.dose_rows, &mut cell.doses),
        };
        *rows = how.step(*rows);
        *amount = how
            .sum(*amount, reading.quantity.amount())
            .ok_or_else(|| Error::new(ErrorKind::Overflow(None)))?;
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
struct Row<'e> {
    subject: Subject<'e>,
    entry: &'e Entry,
}

#[derive(Debug, Clone, Copy)]
enum Subject<'e> {
    Other(Other),
    Medicine(&'e Dispensed),
    Inhaler(usize, Option<Month>),
}
