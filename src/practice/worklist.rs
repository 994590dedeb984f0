//! Rows to look at one by one: what was set aside, merged, not recognised, or read otherwise than
//! it says.

use super::corrections::Correction;
use super::ledger::Reason;
use super::listed::{About, Listed, Why};
use super::place::Place;
use super::product::Subject;
use super::state::{PLAIN, kept_at};
use super::tally::Kept;
use crate::matching::Other;
use crate::quantity::{Range, Unit};
use rust_decimal::Decimal;
use std::collections::HashMap;

/// What is kept of a row while copies of it may still come.
#[derive(Debug, Clone, Copy)]
pub(super) struct Held {
    pub(super) place: Place,
    pub(super) about: About,
    /// As that of a [`State`](super::state::State).
    pub(super) value: u32,
    /// A copy has the quantity that it lacks.
    pub(super) completed: bool,
}

/// The rows to list. It grows with them; where all kinds are listed, also with the prescriptions
/// that can have copies.
#[derive(Debug, Default)]
pub(super) struct List {
    /// Whether all kinds are listed, and not only what is set aside.
    whole: bool,
    /// Rows that have no copies.
    alone: Vec<Held>,
    /// The one row that stands for a prescription, by its hash.
    prescriptions: HashMap<u64, Held>,
    /// Copies, by the hash of their prescription; of returns by none.
    merged: HashMap<Option<u64>, Vec<Held>>,
}

/// What there is to look at of a value that is kept, and of one that a copy completed.
pub(super) fn corrections_of(
    readings: &[Kept],
    value: u32,
    completed: bool,
) -> impl Iterator<Item = Correction> + use<> {
    let reading = match kept_at(readings, value) {
        Some(Kept::Inhaler(reading)) => Some(reading),
        Some(Kept::Medicine(_)) | None => None,
    };
    let read = reading.map(|one| one.decided);
    let read = read.filter(|how| how.is_correction());
    let kinds = [
        read.map(Correction::Read),
        completed.then_some(Correction::CompletedByCopy),
        reading.and_then(|one| (!one.quantity.is_point()).then_some(Correction::TwoReadings)),
        reading.and_then(|one| one.unusual.then_some(Correction::Unusual)),
    ];
    kinds.into_iter().flatten()
}

impl Held {
    /// Why the row is listed, each with a line of its own. A further kind is one more part here.
    fn whys(&self, readings: &[Kept]) -> impl Iterator<Item = Why> + use<> {
        let aside = Reason::from_index(self.value);
        let unrecognised = self.about == About::Other(Other::Unrecognised);
        let unrecognised = aside.is_none() && unrecognised;
        let inhaler = matches!(self.about, About::Inhaler(_));
        let completed = aside.is_none() && inhaler && self.completed;
        let corrections = corrections_of(readings, self.value, completed);
        let parts = [
            aside.map(Why::SetAside),
            unrecognised.then_some(Why::Unrecognised),
        ];
        let parts = parts.into_iter().flatten();
        parts.chain(corrections.map(Why::Corrected))
    }

    fn listed(&self, why: Why, readings: &[Kept]) -> Listed {
        let quantity = match kept_at(readings, self.value) {
            Some(Kept::Inhaler(reading)) => Some(reading.quantity),
            Some(Kept::Medicine(_)) | None => None,
        };
        Listed {
            place: self.place,
            why,
            about: self.about,
            quantity,
        }
    }
}

impl List {
    /// Of rows of all kinds, or only of those that are set aside.
    pub(super) fn new(whole: bool) -> Self {
        Self {
            whole,
            ..Self::default()
        }
    }

    /// The first row of a prescription, which can have copies where it has a hash.
    pub(super) fn first(&mut self, hash: Option<u64>, row: Held, readings: &[Kept]) {
        let aside = Reason::from_index(row.value).is_some();
        match hash {
            Some(hash) if self.whole || aside => {
                self.prescriptions.insert(hash, row);
            }
            None if aside || (self.whole && row.whys(readings).next().is_some()) => {
                self.alone.push(row);
            }
            _ => {}
        }
    }

    /// A further row of a prescription: what the prescription has become, and the value of the row
    /// itself. It stands for the prescription from now on where it takes over.
    pub(super) fn copy(&mut self, hash: u64, now: Held, own: u32, takes_over: bool) {
        if takes_over {
            let aside = Reason::from_index(now.value).is_some();
            let before = if self.whole || aside {
                self.prescriptions.insert(hash, now)
            } else {
                self.prescriptions.remove(&hash)
            };
            if let Some(before) = before.filter(|_| self.whole) {
                self.merged.entry(Some(hash)).or_default().push(before);
            }
        } else if self.whole {
            let row = Held { value: own, ..now };
            self.merged.entry(Some(hash)).or_default().push(row);
        }
    }

    /// A return left this of a prescription, which keeps its place where it is known.
    pub(super) fn left(&mut self, hash: u64, now: Held) {
        match self.prescriptions.get_mut(&hash) {
            Some(row) => {
                row.value = now.value;
                // What is left may be another row of the prescription than the one that stood for it.
                let copies = self.merged.get_mut(&Some(hash)).into_iter().flatten();
                let mut same = copies.filter(|copy| copy.value == now.value);
                if let Some(copy) = same.next() {
                    std::mem::swap(&mut copy.place, &mut row.place);
                }
            }
            None if Reason::from_index(now.value).is_some() => {
                self.prescriptions.insert(hash, now);
            }
            None => {}
        }
    }

    /// A row that is a copy of a return.
    pub(super) fn merged(&mut self, place: Place, about: About) {
        if self.whole {
            let row = Held {
                place,
                about,
                value: PLAIN,
                completed: false,
            };
            self.merged.entry(None).or_default().push(row);
        }
    }

    /// The rows by their places.
    pub(super) fn finish(self, readings: &[Kept]) -> Vec<Listed> {
        let stand = self.alone.iter().chain(self.prescriptions.values());
        let stand = stand.flat_map(|row| {
            let whys = row.whys(readings);
            whys.map(|why| row.listed(why, readings))
        });
        let merged = self.merged.values().flatten();
        let merged = merged.map(|row| row.listed(Why::Merged, readings));
        let mut all: Vec<Listed> = stand.chain(merged).collect();
        all.sort_unstable_by_key(|one| (one.place, one.why));
        all
    }
}

impl Listed {
    /// The share of a total that the row has, in percent; `None` for a row that does not count or
    /// has no value.
    pub(super) fn share(self, subjects: &[Subject<'_>], total: Range) -> Option<Decimal> {
        let counts = match self.why {
            Why::Corrected(_) => true,
            Why::SetAside(_) | Why::Unrecognised | Why::ManyInAYear | Why::Merged => false,
        };
        let (About::Inhaler(place), Some(quantity)) = (self.about, self.quantity) else {
            return None;
        };
        let at = subjects.binary_search_by_key(&place, |one| one.place).ok();
        let estimate = &subjects.get(at.filter(|_| counts)?)?.estimate;
        let quantity = quantity.central();
        let value = match quantity.unit() {
            Unit::Device => estimate.per_device,
            Unit::Dose => estimate.per_dose,
        };
        let own = value?.central().times(quantity.amount())?;
        let own = own.times(Decimal::ONE_HUNDRED)?.round(DIGITS);
        own.checked_div(total.central().round(DIGITS))
    }
}

/// How many decimals of kilograms a share is made of.
const DIGITS: u32 = 9;
