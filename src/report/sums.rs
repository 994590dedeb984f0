//! Sums over all inhaled medicines of a tally.

use super::subject::{Part, Subject};
use super::{BasisRows, ClimateTotal, InhalerCoverage, Number, Share};
use crate::dataset::FactorId;
use crate::exact::Fraction;
use crate::impact::{Basis, Flag};
use crate::practice::{Cell, Month};
use crate::quantity::Range;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// Sums over all subjects.
#[derive(Default)]
pub(super) struct Sums {
    pub(super) total: Option<Range>,
    pub(super) flagged: BTreeMap<Flag, Fraction>,
    pub(super) basis: BasisRows,
    pub(super) inhalers: InhalerSum,
    pub(super) device: BTreeMap<String, MixSum>,
    pub(super) propellant: BTreeMap<String, MixSum>,
    pub(super) months: BTreeMap<Option<Month>, (u64, Range)>,
    pub(super) factors: BTreeSet<FactorId>,
}

#[derive(Default)]
pub(super) struct InhalerSum {
    pub(super) rows: u64,
    pub(super) rows_with: u64,
    pub(super) devices_with: Option<Fraction>,
    pub(super) devices_without: Option<Fraction>,
    pub(super) doses_with: Decimal,
    pub(super) doses_without: Decimal,
}

impl InhalerSum {
    pub(super) fn report(&self, rows_set_aside: u64) -> InhalerCoverage {
        let fraction = |value: Option<Fraction>| Number::of(value.unwrap_or(Fraction::ZERO));
        let whole = |value| Number::of(Fraction::whole(value));
        InhalerCoverage {
            rows: self.rows,
            rows_with_value: self.rows_with,
            rows_set_aside: rows_set_aside.into(),
            devices_with_value: fraction(self.devices_with),
            devices_without_value: fraction(self.devices_without),
            loose_doses_with_value: whole(self.doses_with),
            loose_doses_without_value: whole(self.doses_without),
        }
    }

    /// Counts a volume; doses become devices where the pack size is known.
    pub(super) fn volume(
        &mut self,
        with: bool,
        devices: Decimal,
        doses: Decimal,
        pack: Option<u32>,
    ) -> Option<()> {
        let (device_sum, dose_sum) = if with {
            (&mut self.devices_with, &mut self.doses_with)
        } else {
            (&mut self.devices_without, &mut self.doses_without)
        };
        let mut volume = Fraction::whole(devices);
        match pack {
            Some(pack) => volume = volume.plus(Fraction::whole(doses).over_count(pack)?)?,
            None => *dose_sum = crate::exact::add(*dose_sum, doses)?,
        }
        *device_sum = Some(device_sum.unwrap_or(Fraction::ZERO).plus(volume)?);
        Some(())
    }
}

#[derive(Default)]
pub(super) struct MixSum {
    pub(super) rows: u64,
    pub(super) doses: Decimal,
    pub(super) rows_without_doses: u64,
    pub(super) central: Option<Fraction>,
}

impl MixSum {
    pub(super) fn add(
        &mut self,
        subject: &Subject<'_>,
        cell: &Cell,
        central: Fraction,
    ) -> Option<()> {
        let rows = cell.device_rows.saturating_add(cell.dose_rows);
        self.rows = self.rows.saturating_add(rows);
        let (doses, without) = match subject.doses(cell) {
            Some(doses) => (doses, 0),
            None => (cell.doses, cell.device_rows),
        };
        self.doses = crate::exact::add(self.doses, doses)?;
        self.rows_without_doses = self.rows_without_doses.saturating_add(without);
        self.central = Some(self.central.unwrap_or(Fraction::ZERO).plus(central)?);
        Some(())
    }

    pub(super) fn entry((name, sum): (String, Self)) -> (String, Share) {
        let share = Share {
            rows: sum.rows,
            doses: Number::of(Fraction::whole(sum.doses)),
            rows_without_doses: sum.rows_without_doses,
            climate_central: Number::of(sum.central.unwrap_or(Fraction::ZERO)),
        };
        (name, share)
    }
}

impl Sums {
    /// Adds a subject; `None` on overflow.
    pub(super) fn subject<'a>(
        &mut self,
        subject: Subject<'a>,
        cells: &[(Option<Month>, &Cell)],
    ) -> Option<Part<'a>> {
        let mut whole = Cell::default();
        let mut impact = Range::ZERO;
        for (month, cell) in cells {
            whole = add_cells(&whole, cell)?;
            let part = subject.impact(cell)?;
            impact = impact.plus(part)?;
            let rows = cell.device_rows.saturating_add(cell.dose_rows);
            let sum = self.months.entry(*month).or_insert((0, Range::ZERO));
            *sum = (sum.0.saturating_add(rows), sum.1.plus(part)?);
        }
        let valued = self.coverage(&subject, &whole)?;
        self.total = Some(self.total.unwrap_or(Range::ZERO).plus(impact)?);
        let device = self.device.entry(subject.device()).or_default();
        device.add(&subject, &whole, impact.central())?;
        let propellant = self.propellant.entry(subject.propellant()).or_default();
        propellant.add(&subject, &whole, impact.central())?;
        if valued {
            for flag in &subject.estimate.flags {
                let sum = self.flagged.entry(*flag).or_insert(Fraction::ZERO);
                *sum = sum.plus(impact.central())?;
            }
            self.factors
                .extend(subject.estimate.factors.iter().cloned());
        }
        Part::of(subject, &whole, impact, valued)
    }

    /// Counts rows and volume with and without a value; whether any has one.
    pub(super) fn coverage(&mut self, subject: &Subject<'_>, cell: &Cell) -> Option<bool> {
        let estimate = &subject.estimate;
        let parts = [
            (
                estimate.per_device,
                cell.device_rows,
                cell.devices,
                Decimal::ZERO,
            ),
            (estimate.per_dose, cell.dose_rows, Decimal::ZERO, cell.doses),
        ];
        let mut valued = false;
        for (unit, rows, devices, doses) in parts {
            if rows == 0 {
                continue;
            }
            let with = unit.is_some();
            let basis = if with { estimate.basis } else { Basis::None };
            self.basis.add(basis, rows);
            self.inhalers.rows = self.inhalers.rows.saturating_add(rows);
            if with {
                self.inhalers.rows_with = self.inhalers.rows_with.saturating_add(rows);
            }
            self.inhalers.volume(with, devices, doses, subject.pack)?;
            valued |= with;
        }
        Some(valued)
    }

    pub(super) fn total_report(&self) -> ClimateTotal {
        let total = self.total.unwrap_or(Range::ZERO);
        ClimateTotal {
            unit: "kg CO2e",
            low: Number::of(total.low()),
            central: Number::of(total.central()),
            high: Number::of(total.high()),
            flagged: self
                .flagged
                .iter()
                .map(|(flag, sum)| (*flag, Number::of(*sum)))
                .collect(),
        }
    }
}

pub(super) fn add_cells(a: &Cell, b: &Cell) -> Option<Cell> {
    Some(Cell {
        device_rows: a.device_rows.saturating_add(b.device_rows),
        dose_rows: a.dose_rows.saturating_add(b.dose_rows),
        devices: crate::exact::add(a.devices, b.devices)?,
        doses: crate::exact::add(a.doses, b.doses)?,
    })
}
