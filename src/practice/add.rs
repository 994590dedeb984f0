//! Rows added to the fold one by one, and the tally at their end.

use super::corrections::Correction;
use super::counting::Counting;
use super::fold::{Fold, Places, Row, Subject};
use super::ledger::Reason;
use super::listed::{About, Listed};
use super::medicines::Dispensed;
use super::patients::Pair;
use super::place::Place;
use super::standing::Standing;
use super::state::{PLAIN, State, kept_at};
use super::tally::{Entry, Kept, Local, Met, Month, Origin, Tally, What};
use crate::error::Result;
use crate::matching::Other;
use std::cmp::Reverse;
use std::rc::Rc;

/// How many line numbers of unrecognised rows are kept.
const KEPT_LINES: usize = 40;
/// How many of them the tally has.
const SHOWN_LINES: usize = 5;
/// How many prescriptions of more than is likely are kept, at the least.
const KEPT_UNUSUAL: usize = 2_000;

impl Fold {
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

    /// Ends the rows: sums are put in order.
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
                    self.copies.add(hash, old.value, value, self.file);
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
            let pair = Pair::of(row.origin.patient, subject, row.origin.day);
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
            let unusual = &mut self.tally.unusual;
            if let Some(Kept::Inhaler(reading)) = kept_at(&self.readings, state.value)
                && reading.unusual
            {
                let (place, quantity) = (origin.place, reading.quantity);
                unusual.push(Met {
                    place,
                    hash,
                    subject,
                    quantity,
                });
                if unusual.len() > KEPT_UNUSUAL.saturating_mul(2) {
                    // The largest, whatever the order of rows.
                    let size = |one: &Met| one.quantity.central().amount();
                    unusual.sort_by_key(|one| (Reverse(size(one)), one.place));
                    unusual.truncate(KEPT_UNUSUAL);
                }
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

    /// Adds up the lines whose rows were counted.
    pub(super) fn settle<'l>(
        &mut self,
        lines: impl IntoIterator<Item = &'l Rc<Dispensed>>,
    ) -> Result<()> {
        lines
            .into_iter()
            .try_for_each(|line| self.medicines.settle(line))
    }
}
