//! What the cells of a row about product and amount mean, remembered by their bytes.

use super::codes::Met;
use super::key;
use super::ledger::Reason;
use super::medicines::Dispensed;
use super::supply::{Supply, supply};
use super::tally::{Kept, Reading, Returned, What};
use super::worker::{Understood, Worker};
use crate::bounds::TEXT_BYTES;
use crate::code::{Atc, AtcCell, LocalCode};
use crate::day::Day;
use crate::error::Role;
use crate::intake::Layout;
use crate::matching::{
    Counted, Decided, Inhaler, Item, Lookup, Meaning, Medicine, MedicineAmount, Other, Resolution,
    is_damage,
};
use crate::quantity::{Amount, DecimalMark, NoAmount, QuantityRange};
use rust_decimal::Decimal;
use std::collections::HashMap;
use std::hash::BuildHasher;
use std::rc::Rc;

/// Amounts above this are no amount of anything on one prescription.
const MAX_AMOUNT: i64 = 100_000;
/// And above these of no row of totals.
const MAX_TOTAL: i64 = 1_000_000_000_000;
/// How many distinct combinations of cells a worker remembers.
const MAX_KNOWN: usize = 50_000;
/// How many distinct medicines a worker remembers.
const MAX_LABELS: usize = 5_000;
/// Longer combinations are not remembered, so that memory stays bounded in bytes too.
const MAX_KNOWN_BYTES: usize = 400;

impl Worker<'_> {
    /// What product and amount mean.
    pub(super) fn what(
        &mut self,
        record: &csv::ByteRecord,
        (stretch, day): (usize, Option<Day>),
        back: bool,
    ) -> Understood {
        let layout = self.layout;
        for column in &mut self.columns {
            column.count(record);
        }
        self.cells.clear();
        self.cells.extend_from_slice(&stretch.to_le_bytes());
        self.cells.push(u8::from(back));
        for role in [Role::Quantity, Role::Unit, Role::Label, Role::Atc] {
            let cell = layout.index(role).and_then(|index| record.get(index));
            key::push(&mut self.cells, cell.unwrap_or_default());
        }
        // Codes without a code table cannot change the meaning, but for a row that has nothing
        // else; of the others it matters only whether there is one.
        let cell = |role: Role| {
            let cell = layout.index(role).and_then(|index| record.get(index));
            cell.unwrap_or_default().trim_ascii()
        };
        // A dosage says how much only where the quantity does not.
        let supply = cell(Role::Quantity)
            .is_empty()
            .then(|| supply(self.dataset, layout, record, day));
        if let Some(supply) = &supply {
            remember(supply, &mut self.cells);
        }
        let bare = cell(Role::Label).is_empty() && !is_atc(cell(Role::Atc));
        for (system, index) in layout.codes() {
            if bare || self.resolvable.contains(system) {
                key::push(&mut self.cells, record.get(*index).unwrap_or_default());
            }
        }
        if let Some((known, met)) = self.known.get(self.cells.as_slice()) {
            self.codes.meet(*met);
            return known.clone();
        }
        self.lookup = Lookup::NotAsked;
        let (what, identity) = self.understand(record, (stretch, back), supply);
        let fresh = Understood {
            what,
            identity,
            number: self.number(record),
        };
        let atc = layout.index(Role::Atc).and_then(|index| record.get(index));
        let met = Met {
            atc: atc.map(AtcCell::from_bytes),
            lookup: self.lookup,
        };
        self.codes.meet(met);
        if self.cells.len() > MAX_KNOWN_BYTES {
            self.spent.extend(line_of(&fresh.what));
            return fresh;
        }
        if self.known.len() >= MAX_KNOWN {
            self.forget();
        }
        self.known.insert(self.cells.clone(), (fresh.clone(), met));
        fresh
    }

    fn forget(&mut self) {
        let lines = self
            .known
            .drain()
            .filter_map(|(_, (known, _))| line_of(&known.what));
        self.spent.extend(lines);
    }

    /// The lines of other medicines to add up after the rows of a block, or after the last
    /// block all of them.
    pub(super) fn spent(&mut self, last: bool) -> Vec<Rc<Dispensed>> {
        if last {
            self.forget();
        }
        std::mem::take(&mut self.spent)
    }

    fn understand(
        &mut self,
        record: &csv::ByteRecord,
        (stretch, back): (usize, bool),
        supply: Option<std::result::Result<Supply, Reason>>,
    ) -> (What, u64) {
        let decode = |index: Option<usize>| {
            let cell = index
                .and_then(|index| record.get(index))
                .unwrap_or_default();
            let cell = Some(cell).filter(|cell| cell.len() <= TEXT_BYTES)?;
            self.layout.encoding().decode(cell)
        };
        let layout = self.layout;
        let texts = [Role::Label, Role::Atc, Role::Unit].map(|role| layout.index(role));
        let codes = layout.codes().iter().map(|(_, index)| Some(*index));
        let mut texts = texts.into_iter().chain(codes).flatten();
        let long = |cell: &[u8]| cell.len() > TEXT_BYTES;
        if texts.any(|index| record.get(index).is_some_and(long)) {
            return (What::Aside(Reason::TextTooLong), 0);
        }
        let codes: Option<Vec<_>> = layout
            .codes()
            .iter()
            .map(|(system, index)| Some((system, decode(Some(*index))?)))
            .collect();
        let (Some(label), Some(atc), Some(unit), Some(codes)) = (
            decode(layout.index(Role::Label)).filter(|text| !text.contains(is_damage)),
            decode(layout.index(Role::Atc)),
            decode(layout.index(Role::Unit)),
            codes,
        ) else {
            return (What::Aside(Reason::TextBroken), 0);
        };
        let text = decode(layout.index(Role::Quantity)).ok_or(Reason::QuantityUnreadable);
        let returned = text
            .as_ref()
            .ok()
            .and_then(|text| returned(text, layout, back));
        let amount = match (&returned, text) {
            (Some(_), _) => Err(Reason::QuantityNegative),
            (None, text) => text.and_then(|text| amount(&text, layout)),
        };
        let filled = codes
            .iter()
            .filter(|(_, text)| LocalCode::parse(text).is_some());
        let item = Item {
            codes: filled
                .map(|(system, text)| (*system, text.as_ref()))
                .collect(),
            label: label.trim(),
            atc: atc.trim(),
        };
        let (told, medicine) = self.resolved(&item, stretch);
        self.lookup = told.lookup;
        match told.meaning {
            Meaning::Other(Other::Vaccine) => (What::Aside(Reason::Vaccine), 0),
            Meaning::Other(Other::NotMedicine) => (What::Aside(Reason::NotAMedicine), 0),
            Meaning::Other(Other::Empty) => (What::Aside(Reason::ProductMissing), 0),
            // What was brought back of another medicine is taken off nothing, and named.
            Meaning::Other(_) if amount == Err(Reason::QuantityNegative) => {
                (What::Aside(Reason::QuantityNegative), 0)
            }
            Meaning::Other(Other::Medicine) => {
                let identity = self.identity(&item);
                (self.medicine(medicine, &unit, amount), identity)
            }
            Meaning::Other(other) => {
                let identity = self.identity(&item);
                (What::Other(other, amount.map(|_| ())), identity)
            }
            Meaning::Inhaler(inhaler, via, notes) => {
                let reading = match (supply, &returned) {
                    (None, None) => amount.and_then(|amount| self.stated(&amount, &unit, &inhaler)),
                    (None, Some((amount, _))) => self.stated(amount, &unit, &inhaler),
                    (Some(supply), _) => supply.and_then(|supply| self.computed(supply, &inhaler)),
                };
                let reading = reading.map(|(quantity, decided)| Reading {
                    quantity,
                    decided,
                    unusual: layout.counts().is_none()
                        && inhaler.is_unusual(self.dataset, quantity.central()),
                    via,
                    notes,
                });
                let identity = self.key.hash_one(&inhaler);
                let reading = reading.map(|reading| self.kept(Kept::Inhaler(reading)));
                let subject = self.subject(inhaler);
                let what = match returned {
                    None => What::Inhaler(subject, reading),
                    Some((_, by_status)) => What::Return(Rc::new(Returned {
                        subject,
                        by_status,
                        reading,
                        earlier: self.earlier(&item, stretch),
                    })),
                };
                (what, identity)
            }
        }
    }

    fn subject(&mut self, inhaler: Inhaler) -> usize {
        place(&mut self.local.subjects, &mut self.subject_places, inhaler)
    }

    /// The medicine that a line means on other days, by the stretch in which they lie.
    fn earlier(&mut self, item: &Item<'_>, last: usize) -> Vec<Option<usize>> {
        let mut all = Vec::new();
        for stretch in 0..=last {
            all.push(match self.resolved(item, stretch).0.meaning {
                Meaning::Inhaler(inhaler, ..) => Some(self.subject(inhaler)),
                Meaning::Other(_) => None,
            });
        }
        all
    }

    /// What a line means by its codes, label and ATC code. One medicine is prescribed in many
    /// amounts, so this is remembered apart from them.
    fn resolved(&mut self, item: &Item<'_>, stretch: usize) -> (Resolution, Medicine) {
        let mut key = stretch.to_le_bytes().to_vec();
        let codes = item.codes.iter();
        let codes = codes.flat_map(|(system, text)| [system.as_str(), *text]);
        for text in [item.label, item.atc].into_iter().chain(codes) {
            key::push(&mut key, text.as_bytes());
        }
        if let Some(known) = self.labels.get(&key) {
            return known.clone();
        }
        let told = self.resolvers.within(stretch).resolve(item);
        let label = told.label.as_deref().unwrap_or(item.label);
        let medicine = Medicine::read(label, told.atc, self.dataset);
        if self.labels.len() >= MAX_LABELS {
            self.labels.clear();
        }
        if key.len() <= MAX_KNOWN_BYTES {
            self.labels.insert(key, (told.clone(), medicine.clone()));
        }
        (told, medicine)
    }

    fn medicine(
        &mut self,
        medicine: Medicine,
        unit: &str,
        amount: std::result::Result<Amount, Reason>,
    ) -> What {
        let words = self.dataset.vocabulary();
        let amount = amount.map(|amount| MedicineAmount::read(&amount.or_unit(unit), words));
        let line = Rc::new(Dispensed::new(medicine, amount.ok(), &self.followed));
        What::Medicine(line, amount.map(|amount| self.kept(Kept::Medicine(amount))))
    }

    /// The place of a quantity in the list of distinct ones.
    fn kept(&mut self, kept: Kept) -> usize {
        place(&mut self.local.readings, &mut self.reading_places, kept)
    }

    /// Label and ATC code of a copy are the same; its codes may be missing.
    fn identity(&self, item: &Item<'_>) -> u64 {
        if item.label.is_empty() && !is_atc(item.atc.as_bytes()) {
            let codes = item.codes.iter();
            let codes: Vec<_> = codes.map(|(system, text)| (*system, *text)).collect();
            self.key.hash_one(codes)
        } else {
            let (label, atc) = (item.label.to_uppercase(), item.atc.to_uppercase());
            self.key.hash_one((label, atc))
        }
    }

    fn stated(
        &self,
        amount: &Amount,
        unit: &str,
        inhaler: &Inhaler,
    ) -> std::result::Result<(QuantityRange, Decided), Reason> {
        let counted = Counted::of(amount, unit, self.dataset.vocabulary())?;
        let counted = match self.layout.counts() {
            Some(counts) => counted.in_total(counts),
            None => counted,
        };
        let quantity = inhaler.quantity(self.dataset, amount.number(), counted);
        quantity.map_err(Reason::from)
    }

    fn computed(
        &self,
        supply: Supply,
        inhaler: &Inhaler,
    ) -> std::result::Result<(QuantityRange, Decided), Reason> {
        let quantity = inhaler.supplied(self.dataset, supply.amount, supply.unit);
        let quantity = quantity.map_err(|_| Reason::DosageNotUsable)?;
        Ok((quantity, supply.decided))
    }
}

/// Adds what a row without a quantity says to the cells by which its meaning is remembered: the
/// amount, never the text of a dosage.
fn remember(supply: &std::result::Result<Supply, Reason>, cells: &mut Vec<u8>) {
    match supply {
        Err(reason) => cells.extend(reason.index().to_le_bytes()),
        Ok(supply) => {
            cells.extend([0xff, supply.unit as u8, supply.decided as u8]);
            cells.extend(supply.amount.serialize());
        }
    }
}

/// The line of another medicine.
fn line_of(what: &What) -> Option<Rc<Dispensed>> {
    match what {
        What::Medicine(line, _) => Some(Rc::clone(line)),
        What::Aside(_) | What::Nobody | What::Other(..) | What::Inhaler(..) | What::Return(_) => {
            None
        }
    }
}

/// The place of a value in a list of distinct values.
fn place<T: Clone + Eq + std::hash::Hash>(
    list: &mut Vec<T>,
    places: &mut HashMap<T, usize>,
    value: T,
) -> usize {
    *places.entry(value).or_insert_with_key(|value| {
        list.push(value.clone());
        list.len().saturating_sub(1)
    })
}

fn is_atc(cell: &[u8]) -> bool {
    std::str::from_utf8(cell).is_ok_and(|text| Atc::parse(text).is_some())
}

/// How much a quantity cell brings back, among prescriptions: a number below zero, or any of a row
/// whose status says so; and whether the status alone does.
fn returned(text: &str, layout: &Layout, back: bool) -> Option<(Amount, bool)> {
    let amount = parse(text, layout).ok()?;
    let negative = amount.number().is_sign_negative();
    let back = (back || negative) && layout.counts().is_none();
    let amount = back.then(|| amount.absolute())?;
    let amount = usable(amount, layout).ok()?;
    Some((amount, !negative))
}

/// Reads a quantity cell as the file writes numbers.
fn parse(text: &str, layout: &Layout) -> std::result::Result<Amount, NoAmount> {
    if layout.groups() {
        Amount::parse(text, layout.decimal_mark())
    } else {
        Amount::of_program(text)
    }
}

/// Reads a quantity cell; zero and less are refused.
fn amount(text: &str, layout: &Layout) -> std::result::Result<Amount, Reason> {
    usable(parse(text, layout)?, layout)
}

fn usable(amount: Amount, layout: &Layout) -> std::result::Result<Amount, Reason> {
    let number = amount.number();
    let whole = layout.groups() && layout.decimal_mark() == DecimalMark::Either;
    if whole && !number.is_integer() {
        return Err(Reason::QuantityUnreadable);
    }
    if number.is_zero() {
        return Err(Reason::QuantityZero);
    }
    if number.is_sign_negative() {
        return Err(Reason::QuantityNegative);
    }
    let most = match layout.counts() {
        Some(_) => MAX_TOTAL,
        None => MAX_AMOUNT,
    };
    if number > Decimal::from(most) {
        return Err(Reason::QuantityAbsurd);
    }
    Ok(amount)
}
