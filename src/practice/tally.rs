//! What the rows add up to, before any factor is applied.

use super::codes::CodeCells;
use super::ledger::{Ledger, Reason};
use super::medicines::{Dispensed, FormSum, Mass, Medicines};
use super::patients::Patients;
use super::seen::{MAX_VALUE, Seen};
use crate::code::Atc;
use crate::dataset::{FormClass, Route};
use crate::error::{Error, ErrorKind, Result};
use crate::exact;
use crate::intake::Day;
use crate::matching::{Decided, Inhaler, MedicineAmount, Note, Other, Via};
use crate::quantity::{Quantity, Unit};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt;
use std::rc::Rc;

/// A month of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i16,
    month: i8,
}

impl Month {
    /// The month of a day.
    #[must_use]
    pub const fn of(day: Day) -> Self {
        Self {
            year: day.year(),
            month: day.month(),
        }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

/// How one row was read: what it counts and how that was found.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Reading {
    /// The amount.
    pub quantity: Quantity,
    /// How it was decided what the amount counts.
    pub decided: Decided,
    /// By what the product was found.
    pub via: Via,
    /// What to know about the match.
    pub notes: BTreeSet<Note>,
}

impl Reading {
    /// Of two copies of a prescription the larger amount counts, as in the analysis of
    /// Dutch GP data that takes the maximum of each field (JHN2Conception). The rest only
    /// makes the choice the same in any order of rows.
    fn outranks(&self, other: &Self) -> bool {
        let key = |reading: &Self| {
            (
                reading.quantity.unit() == Unit::Dose,
                reading.quantity.amount(),
                std::cmp::Reverse((reading.decided, reading.via, reading.notes.clone())),
            )
        };
        key(self) > key(other)
    }
}

/// The sum over the rows of one subject in one month.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cell {
    /// Rows counted in devices.
    pub device_rows: u64,
    /// Rows counted in doses.
    pub dose_rows: u64,
    /// Devices.
    pub devices: Decimal,
    /// Doses.
    pub doses: Decimal,
}

/// Everything that is kept of the rows.
#[derive(Debug, Default)]
pub struct Tally {
    /// The account of rows.
    pub ledger: Ledger,
    /// Sums per subject (its place in `subjects`) and month.
    pub cells: BTreeMap<(usize, Option<Month>), Cell>,
    /// The inhaled medicines that occur.
    pub subjects: Vec<Inhaler>,
    /// Rows that are analysed without climate impact: other medicines, and unrecognised.
    pub others: BTreeMap<Other, u64>,
    /// Other medicines by form.
    pub forms: BTreeMap<FormClass, FormSum>,
    /// Other medicines by substance and route, of the substances about which the data has
    /// facts in water ([`Dataset::water_substances`]).
    ///
    /// [`Dataset::water_substances`]: crate::Dataset::water_substances
    pub substances: BTreeMap<(Atc, Route), Mass>,
    /// Rows of inhaled medicines that are set aside for their quantity.
    pub inhalers_aside: u64,
    /// The first lines whose medicine was not recognised.
    pub unrecognised_lines: Vec<u64>,
    /// Rows by the way the product was found.
    pub via: BTreeMap<Via, u64>,
    /// Rows by the way the amount was read.
    pub decided: BTreeMap<Decided, u64>,
    /// Rows by what there is to know about the match.
    pub notes: BTreeMap<Note, u64>,
    /// What stood in the columns of codes.
    pub codes: CodeCells,
    /// First and last day.
    pub period: Option<(Day, Day)>,
    /// How many practices the rows name.
    pub practices: usize,
    /// Rows with the same patient and day could be looked for.
    pub merges: bool,
    /// How many patients use what, where the export names patients.
    pub patients: Patients,
}

/// What a worker makes of a line.
#[derive(Debug, Clone)]
pub(super) enum What {
    /// Set aside whatever its copies say.
    Aside(Reason),
    /// Not recognised; `Err` when its quantity is of no use.
    Other(Other, std::result::Result<(), Reason>),
    /// Another medicine and the place of its amount in the worker's list.
    Medicine(Rc<Dispensed>, std::result::Result<usize, Reason>),
    /// An inhaled medicine and its reading, by their places in the worker's lists.
    Inhaler(usize, std::result::Result<usize, Reason>),
}

/// A line as a worker hands it on.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) line: u64,
    /// Keyed hash of patient, practice, day and product; `None` when it cannot be merged.
    pub(super) hash: Option<u64>,
    pub(super) practice: Option<u64>,
    /// Keyed hash of patient and practice.
    pub(super) patient: Option<u64>,
    pub(super) day: Option<Day>,
    pub(super) what: What,
}

/// What is kept of the quantity of a row.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Kept {
    /// Of an inhaled medicine.
    Inhaler(Reading),
    /// Of another medicine.
    Medicine(MedicineAmount),
}

impl Kept {
    /// Of two copies of a prescription this one counts.
    fn outranks(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Inhaler(this), Self::Inhaler(other)) => this.outranks(other),
            (Self::Medicine(this), Self::Medicine(other)) => this > other,
            // Copies name the same medicine; these are two that share a hash.
            (Self::Inhaler(_), Self::Medicine(_)) => true,
            (Self::Medicine(_), Self::Inhaler(_)) => false,
        }
    }
}

/// The distinct inhalers and quantities that one worker met.
#[derive(Debug, Default)]
pub(super) struct Local {
    pub(super) subjects: Vec<Inhaler>,
    pub(super) readings: Vec<Kept>,
}

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
    practices: HashSet<u64>,
    last_practice: Option<u64>,
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

/// Values below this stand for a [`Reason`].
const FIRST_READING: u32 = 32;
/// The value of a row that needs no reading.
const PLAIN: u32 = 31;
/// How many line numbers of unrecognised rows are kept.
const KEPT_LINES: usize = 5;
/// The most practices that are told apart.
const MAX_PRACTICES: usize = 100_000;

impl Fold {
    /// `rows` is about how many rows will come, as far as that is known.
    pub(super) fn new(merges: bool, rows: u64) -> Self {
        Self {
            tally: Tally {
                merges,
                ..Tally::default()
            },
            seen: Seen::with_room(if merges { rows } else { 0 }),
            subject_index: HashMap::new(),
            readings: Vec::new(),
            reading_index: HashMap::new(),
            medicines: Medicines::default(),
            large: HashMap::new(),
            cells: HashMap::new(),
            practices: HashSet::new(),
            last_practice: None,
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
            self.add_one(entry, places)?;
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> Tally {
        self.tally.practices = self.practices.len();
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
        if let What::Aside(reason) = entry.what {
            let hash = entry.hash.unwrap_or(entry.line);
            self.tally.ledger.aside(reason, entry.line, hash);
            return Ok(());
        }
        let (subject, value) = match &entry.what {
            What::Aside(_) => return Ok(()),
            What::Other(other, Ok(())) => (Subject::Other(*other), PLAIN),
            What::Other(other, Err(reason)) => (Subject::Other(*other), reason.index()),
            What::Medicine(line, amount) => (Subject::Medicine(line), places.value(amount)),
            What::Inhaler(subject, reading) => {
                let subject = places.subjects.get(*subject).copied().unwrap_or(0);
                let month = entry.day.map(Month::of);
                (Subject::Inhaler(subject, month), places.value(reading))
            }
        };
        let Some(hash) = entry.hash else {
            return self.first(subject, value, entry, entry.line);
        };
        match self.exchange(hash, value) {
            None => self.first(subject, value, entry, hash),
            Some(old) => self.copy(subject, [old, value], entry, hash),
        }
    }

    /// Keeps the value of a hash, or the one that outranks it; returns the one kept before.
    fn exchange(&mut self, hash: u64, value: u32) -> Option<u32> {
        let short = |value: u32| u16::try_from(value).unwrap_or(MAX_VALUE).min(MAX_VALUE);
        let mut slot = self.seen.entry(hash, short(value))?;
        let old = (!slot.new).then(|| match slot.value() {
            MAX_VALUE => self.large.get(&hash).copied().unwrap_or(PLAIN),
            held => u32::from(held),
        });
        let kept = match old {
            Some(old) if !outranks(&self.readings, value, old) => return Some(old),
            Some(_) | None => value,
        };
        slot.set(short(kept));
        if short(kept) == MAX_VALUE {
            self.large.insert(hash, kept);
        }
        old
    }

    /// Period and practices of the prescriptions that are analysed, and the first lines that
    /// are not recognised.
    fn note_analysed(&mut self, subject: Subject<'_>, entry: &Entry) {
        if matches!(subject, Subject::Other(Other::Unrecognised))
            && self.tally.unrecognised_lines.len() < KEPT_LINES
        {
            self.tally.unrecognised_lines.push(entry.line);
        }
        if let Some(day) = entry.day {
            let (first, last) = self.tally.period.unwrap_or((day, day));
            self.tally.period = Some((first.min(day), last.max(day)));
        }
        if entry.practice != self.last_practice {
            self.last_practice = entry.practice;
            if self.practices.len() < MAX_PRACTICES {
                self.practices.extend(entry.practice);
            }
        }
    }

    /// The first row of a prescription.
    fn first(&mut self, subject: Subject<'_>, value: u32, entry: &Entry, hash: u64) -> Result<()> {
        match Reason::from_index(value) {
            Some(reason) => {
                self.tally.ledger.aside(reason, entry.line, hash);
                if matches!(subject, Subject::Inhaler(..)) {
                    self.tally.inhalers_aside = self.tally.inhalers_aside.saturating_add(1);
                }
                Ok(())
            }
            None => {
                self.tally.ledger.analyse();
                self.note_analysed(subject, entry);
                self.count(subject, value, entry.patient)
            }
        }
    }

    /// A further row of a prescription: merged, after it has completed the first one where
    /// it can.
    fn copy(
        &mut self,
        subject: Subject<'_>,
        [old, value]: [u32; 2],
        entry: &Entry,
        hash: u64,
    ) -> Result<()> {
        self.tally.ledger.merge();
        if !outranks(&self.readings, value, old) {
            return Ok(());
        }
        match (Reason::from_index(old), Reason::from_index(value)) {
            (Some(old), Some(new)) => {
                self.tally.ledger.replace(old, new, entry.line, hash);
                Ok(())
            }
            (Some(old), None) => {
                if matches!(subject, Subject::Inhaler(..)) {
                    self.tally.inhalers_aside = self.tally.inhalers_aside.saturating_sub(1);
                }
                self.tally.ledger.complete(old, hash);
                self.note_analysed(subject, entry);
                self.count(subject, value, entry.patient)
            }
            (None, _) => {
                self.uncount(subject, old, entry.patient)?;
                self.count(subject, value, entry.patient)
            }
        }
    }

    fn count(&mut self, subject: Subject<'_>, value: u32, patient: Option<u64>) -> Result<()> {
        self.change(subject, value, patient, Counting::In)
    }

    fn uncount(&mut self, subject: Subject<'_>, value: u32, patient: Option<u64>) -> Result<()> {
        self.change(subject, value, patient, Counting::Out)
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
            .ok_or_else(|| Error::new(ErrorKind::Overflow))?;
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

#[derive(Debug, Clone, Copy)]
enum Subject<'e> {
    Other(Other),
    Medicine(&'e Dispensed),
    Inhaler(usize, Option<Month>),
}

fn kept_at(readings: &[Kept], value: u32) -> Option<&Kept> {
    let place = value.checked_sub(FIRST_READING)?;
    readings.get(usize::try_from(place).ok()?)
}

/// Whether a value takes the place of an older one: a reading before a reason, the larger
/// reading, the earlier reason.
fn outranks(readings: &[Kept], value: u32, old: u32) -> bool {
    match (kept_at(readings, value), kept_at(readings, old)) {
        (Some(value), Some(old)) => value.outranks(old),
        _ => match (Reason::from_index(value), Reason::from_index(old)) {
            (None, Some(_)) => true,
            (Some(value), Some(old)) => value < old,
            _ => false,
        },
    }
}
