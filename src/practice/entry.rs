//! What a line of a file is: a row with its day and patient, or why it is none.

use super::ledger::Reason;
use super::place::Place;
use super::standing::{Life, Standing};
use super::tally::{Entry, Origin, What};
use super::worker::Worker;
use crate::error::Role;
use crate::intake::StoppedRows;
use crate::intake::blocks::Broken;
use crate::intake::row::Line;

/// What a row that adds up others has nothing to say of, besides its date.
const SILENT_OF_TOTALS: [Role; 9] = [
    Role::Patient,
    Role::Status,
    Role::Stopped,
    Role::Repeat,
    Role::Iterations,
    Role::Dosage,
    Role::Days,
    Role::End,
    Role::PerDay,
];

impl Worker<'_> {
    /// What a line of the file is.
    pub(super) fn entry(&mut self, line: u64, row: Line<'_>) -> Entry {
        let record = match row {
            Line::Row(record) => record,
            Line::Broken(broken) => {
                return aside(
                    line,
                    match broken {
                        Broken::TooLong => Reason::LineTooLong,
                        Broken::Quote => Reason::QuoteUnbalanced,
                        Broken::Cells => Reason::CellCount,
                        Broken::Cut => Reason::FileCut,
                    },
                );
            }
        };
        let day = match self.day(record) {
            Ok(day) => day,
            // Nothing else is told of these rows.
            Err(reason @ Reason::OutsidePeriod) => return aside(line, reason),
            Err(reason) => return self.undated(line, record, reason),
        };
        let life = self.lives.read(record, day);
        if self.is_total(record, day.is_some()) {
            return aside(line, Reason::Subtotal);
        }
        let stretch = self.dataset.stretch(day);
        let back = life.standing == Standing::Returned;
        let understood = self.what(record, (stretch, day), back);
        let stopped = life.standing == Standing::Stopped;
        let counts = self.layout.stopped() == StoppedRows::Counts;
        let life = if stopped && counts && matches!(understood.what, What::Return(_)) {
            // What is brought back after it was stopped had been dispensed before.
            Life {
                standing: Standing::Stands,
                ..life
            }
        } else {
            life
        };
        let practice = self.hash_cell(record, Role::Practice);
        let patient = self.hash_cell(record, Role::Patient);
        let patient = patient.map(|patient| patient.rotate_left(17) ^ practice.unwrap_or(0));
        let hash = patient.zip(day).map(|(patient, day)| {
            let identity = understood.identity;
            self.key.prescription(patient, practice, day, identity)
        });
        Entry {
            origin: Origin {
                place: Place { file: None, line },
                hash,
                practice,
                patient,
                day,
            },
            life,
            what: understood.what,
            number: understood.number,
        }
    }

    /// Whether a row says that it adds up others. One that names a patient on a day is a
    /// prescription, unless its patient or product is nothing but the word: a practice, a patient and
    /// a medicine can have a name that begins so.
    fn is_total(&self, record: &csv::ByteRecord, dated: bool) -> bool {
        let totals = &self.totals;
        let codes = self.layout.codes().iter();
        let codes = codes.filter_map(|(_, index)| record.get(*index));
        let products = [Role::Label, Role::Atc].map(|role| self.cell(record, role));
        let mut products = products.into_iter().chain(codes);
        if totals.is(self.cell(record, Role::Patient)) {
            return true;
        }
        if dated && self.hash_cell(record, Role::Patient).is_some() {
            return products.any(|cell| totals.is(cell));
        }
        totals.is(self.cell(record, Role::Practice)) || products.any(|cell| totals.begin(cell))
    }

    /// A row without a date that can be read: a total, or set aside for its date.
    fn undated(&mut self, line: u64, record: &csv::ByteRecord, reason: Reason) -> Entry {
        if self.totals.begin(self.cell(record, Role::Date)) || self.is_total(record, false) {
            return aside(line, Reason::Subtotal);
        }
        let mut silent = SILENT_OF_TOTALS.iter();
        let bare = self.adds_up && silent.all(|role| self.cell(record, *role).is_empty());
        let what = if bare && reason == Reason::DateMissing {
            What::Nobody
        } else {
            What::Aside(reason)
        };
        Entry {
            life: self.lives.read(record, None),
            what,
            number: self.number(record),
            ..aside(line, reason)
        }
    }
}

fn aside(line: u64, reason: Reason) -> Entry {
    Entry {
        origin: Origin {
            place: Place { file: None, line },
            ..Origin::default()
        },
        life: Life::STANDS,
        what: What::Aside(reason),
        number: 0,
    }
}
