//! What the rows of medicines that are not inhaled add up to: by form, and by substance.

use super::reach::Reached;
use crate::code::Atc;
use crate::dataset::{Dataset, FormClass, Route};
use crate::error::{Error, Result};
use crate::exact;
use crate::matching::{Medicine, MedicineAmount};
use rust_decimal::Decimal;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

/// The rows of one form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct FormSum {
    /// Rows.
    pub rows: u64,
    /// Rows of which the number of pieces is known.
    pub rows_with_pieces: u64,
    /// Pieces of these rows.
    pub pieces: u64,
}

/// How much of one substance was prescribed by one route.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Mass {
    /// Rows.
    pub rows: u64,
    /// Rows of which the mass is known.
    pub rows_with_mass: u64,
    /// Milligrams of active substance in these rows, as the labels print it: of a salt or of
    /// its base.
    pub milligrams: Decimal,
}

/// The substances of which rows and mass are kept: those with facts in water, and those that a
/// rule or a gap names. A rule about every medicine follows none.
#[derive(Debug)]
pub(super) struct Followed {
    substances: BTreeSet<Atc>,
    groups: Vec<Atc>,
}

impl Followed {
    pub(super) fn of(dataset: &Dataset) -> Self {
        let mut groups: Vec<Atc> = dataset
            .rules()
            .flat_map(|rule| rule.from.atc.clone())
            .chain(dataset.gaps().iter().flat_map(|gap| gap.atc.clone()))
            .collect();
        groups.sort_unstable();
        groups.dedup();
        Self {
            substances: dataset.water_substances(),
            groups,
        }
    }

    fn holds(&self, atc: &Atc) -> bool {
        self.substances.contains(atc) || self.groups.iter().any(|group| group.is_prefix_of(atc))
    }
}

/// A medicine with its amount and what that holds, for one distinct line.
///
/// Rows are only counted while they are read; what they hold is multiplied and added once,
/// when the line is settled.
#[derive(Debug)]
pub(super) struct Dispensed {
    medicine: Medicine,
    amount: Option<MedicineAmount>,
    /// The code of its substance, where that is followed.
    substance: Option<Atc>,
    /// Rows that are counted and not yet settled.
    rows: Cell<u64>,
}

impl Dispensed {
    /// A medicine, with its amount where that is of use. Its mass is counted only where its
    /// substance is followed.
    pub(super) fn new(
        medicine: Medicine,
        amount: Option<MedicineAmount>,
        followed: &Followed,
    ) -> Self {
        Self {
            substance: medicine.atc.filter(|atc| followed.holds(atc)),
            medicine,
            amount,
            rows: Cell::new(0),
        }
    }

    /// What a row of it counts for: its form, and its substance where that is followed.
    pub(super) fn reached(&self) -> impl Iterator<Item = Reached> + use<> {
        let route = self.medicine.route();
        let substance = self.substance.map(|atc| Reached::Substance(atc, route));
        [Reached::Form(self.medicine.form)]
            .into_iter()
            .chain(substance)
    }

    /// Counts one row.
    pub(super) fn count(&self) {
        self.rows.set(self.rows.get().saturating_add(1));
    }
}

/// Sums of rows, by form and by substance and route.
#[derive(Debug, Default)]
pub(super) struct Sums {
    pub(super) forms: BTreeMap<FormClass, FormSum>,
    pub(super) substances: BTreeMap<(Atc, Route), Mass>,
}

/// The rows counted in, and those taken out again because a copy of them counts. A row may be
/// taken out before it is settled, so the two are kept apart until the end.
#[derive(Debug, Default)]
pub(super) struct Medicines {
    counted: Sums,
    taken_out: Sums,
}

impl Medicines {
    /// Adds the rows of a line that are counted since the last time.
    pub(super) fn settle(&mut self, line: &Dispensed) -> Result<()> {
        let added = match (line.rows.replace(0), line.amount) {
            (0, _) | (_, None) => Some(()),
            (rows, Some(amount)) => self.counted.add(line, amount, rows),
        };
        added.ok_or_else(|| Error::overflow(line.medicine.form.as_str()))
    }

    /// Takes one row of a medicine out again, of which this was the amount.
    pub(super) fn take_out(&mut self, line: &Dispensed, amount: MedicineAmount) -> Result<()> {
        let added = self.taken_out.add(line, amount, 1);
        added.ok_or_else(|| Error::overflow(line.medicine.form.as_str()))
    }

    /// What is left of the counted rows.
    pub(super) fn finish(self) -> Sums {
        let Self {
            counted: mut sums,
            taken_out,
        } = self;
        for (form, out) in taken_out.forms {
            if let Some(sum) = sums.forms.get_mut(&form) {
                sum.rows = sum.rows.saturating_sub(out.rows);
                sum.rows_with_pieces = sum.rows_with_pieces.saturating_sub(out.rows_with_pieces);
                sum.pieces = sum.pieces.saturating_sub(out.pieces);
            }
        }
        for (key, out) in taken_out.substances {
            if let Some(mass) = sums.substances.get_mut(&key) {
                mass.rows = mass.rows.saturating_sub(out.rows);
                mass.rows_with_mass = mass.rows_with_mass.saturating_sub(out.rows_with_mass);
                // Both have been added without losing a digit, so this loses none.
                mass.milligrams =
                    exact::sub(mass.milligrams, out.milligrams).unwrap_or(mass.milligrams);
            }
        }
        sums
    }
}

impl Sums {
    /// Adds so many rows of one amount; `None` where a sum would lose digits.
    fn add(&mut self, line: &Dispensed, amount: MedicineAmount, rows: u64) -> Option<()> {
        let medicine = &line.medicine;
        let form = self.forms.entry(medicine.form).or_default();
        form.rows = form.rows.checked_add(rows)?;
        if let Some(pieces) = medicine.pieces(amount) {
            let pieces = u64::from(pieces).checked_mul(rows)?;
            form.rows_with_pieces = form.rows_with_pieces.checked_add(rows)?;
            form.pieces = form.pieces.checked_add(pieces)?;
        }
        let Some(atc) = line.substance else {
            return Some(());
        };
        let mass = self.substances.entry((atc, medicine.route())).or_default();
        mass.rows = mass.rows.checked_add(rows)?;
        if let Some(milligrams) = medicine.milligrams(amount) {
            mass.rows_with_mass = mass.rows_with_mass.checked_add(rows)?;
            let all = exact::mul(milligrams, rows.into())?;
            mass.milligrams = exact::add(mass.milligrams, all)?;
        }
        Some(())
    }
}
