//! How many of the analysed rows have a value, and why others have none.

use super::count::Count;
use super::outcome::RestSum;
use super::place::Place;
use super::product::Subject;
use super::tally::Tally;
use crate::exact::Fraction;
use crate::impact::Basis;
use crate::matching::Other;
use crate::quantity::Unit;

/// Coverage of climate impact.
#[derive(Debug, Clone, Default, serde::Serialize)]
#[non_exhaustive]
pub struct Coverage {
    /// Analysed rows by what their value rests on.
    pub rows: BasisRows,
    /// Why rows have no value.
    pub none: NoneRows,
    /// Coverage of inhaled medicines alone.
    pub inhalers: InhalerCoverage,
}

/// Rows by basis.
#[derive(Debug, Clone, Default, serde::Serialize)]
#[non_exhaustive]
pub struct BasisRows {
    /// A published value of the product.
    pub product: u64,
    /// Products with the same substance and device.
    pub equivalent: u64,
    /// The device class.
    pub device_class: u64,
    /// Several device classes.
    pub form_class: u64,
    /// Of medicines that stand only together, where small numbers are hidden.
    #[serde(skip_serializing_if = "is_none")]
    pub rest: u64,
    /// No value.
    pub none: Count,
}

/// Whether there are no such rows, to leave a field out.
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "this is how serde asks it"
)]
pub(super) const fn is_none(rows: &u64) -> bool {
    *rows == 0
}

/// Rows without a value.
#[derive(Debug, Clone, Default, serde::Serialize)]
#[non_exhaustive]
pub struct NoneRows {
    /// Other medicines; [`Outcome::other_medicines`](super::Outcome::other_medicines) has what is
    /// known of them.
    pub other_medicine: Count,
    /// Neither label nor code was understood.
    pub unrecognised: Count,
    /// The first lines of these.
    pub unrecognised_lines: Vec<Place>,
    /// An inhaled medicine without a value for its amount.
    pub inhaler_without_value: u64,
}

/// Inhaled medicines with and without a value, in rows and in volume.
#[derive(Debug, Clone, Default, serde::Serialize)]
#[non_exhaustive]
pub struct InhalerCoverage {
    /// Rows.
    pub rows: u64,
    /// Rows with a value.
    pub rows_with_value: u64,
    /// Further rows that are set aside because their quantity is of no use.
    pub rows_set_aside: Count,
    /// Rows that name no patient, where others do: numbers of patients are without them.
    pub rows_without_patient: Count,
    /// Rows, with those of them set aside that are shown.
    #[serde(skip)]
    pub rows_in_all: u64,
    /// Volume with a value, in devices where the pack size is known.
    pub devices_with_value: Fraction,
    /// Volume without a value, in devices.
    pub devices_without_value: Fraction,
    /// Doses with a value whose pack size is not known.
    pub loose_doses_with_value: Fraction,
    /// Doses without a value whose pack size is not known.
    pub loose_doses_without_value: Fraction,
}

impl BasisRows {
    /// The rows of a basis.
    #[must_use]
    pub const fn get(&self, basis: Basis) -> Count {
        match basis {
            Basis::Product => Count::Shown(self.product),
            Basis::Equivalent => Count::Shown(self.equivalent),
            Basis::DeviceClass => Count::Shown(self.device_class),
            Basis::FormClass => Count::Shown(self.form_class),
            Basis::None => self.none,
        }
    }
}

impl Coverage {
    /// Adds a medicine; `None` on overflow.
    pub(super) fn add(&mut self, subject: &Subject<'_>) -> Option<()> {
        let sum = |sum: &mut u64, rows: u64| sum.checked_add(rows).map(|rows| *sum = rows);
        for (unit, rows, basis) in subject.counted() {
            let by_basis = match basis.unwrap_or(Basis::None) {
                Basis::Product => &mut self.rows.product,
                Basis::Equivalent => &mut self.rows.equivalent,
                Basis::DeviceClass => &mut self.rows.device_class,
                Basis::FormClass => &mut self.rows.form_class,
                Basis::None => &mut self.none.inhaler_without_value,
            };
            sum(by_basis, rows)?;
            sum(&mut self.inhalers.rows, rows)?;
            if basis.is_some() {
                sum(&mut self.inhalers.rows_with_value, rows)?;
            }
            self.inhalers.volume(subject, unit, basis.is_some())?;
        }
        Some(())
    }

    /// Adds medicines that stand only together; `None` on overflow.
    pub(super) fn add_rest(&mut self, rest: &RestSum) -> Option<()> {
        let none = rest.rows.checked_sub(rest.rows_with_value)?;
        for (sum, rows) in [
            (&mut self.rows.rest, rest.rows_with_value),
            (&mut self.none.inhaler_without_value, none),
            (&mut self.inhalers.rows, rest.rows),
            (&mut self.inhalers.rows_with_value, rest.rows_with_value),
        ] {
            *sum = sum.checked_add(rows)?;
        }
        Some(())
    }

    /// Counts the rows that are no inhaled medicine, and those set aside; `None` on overflow.
    pub(super) fn finish(&mut self, tally: &Tally) -> Option<()> {
        let others = |other: Other| tally.others.get(&other).copied().unwrap_or(0);
        let (medicine, unrecognised) = (others(Other::Medicine), others(Other::Unrecognised));
        let none = &mut self.none;
        none.other_medicine = medicine.into();
        none.unrecognised = unrecognised.into();
        none.unrecognised_lines = tally.unrecognised_lines.clone();
        let rows = none.inhaler_without_value.checked_add(medicine)?;
        self.rows.none = rows.checked_add(unrecognised)?.into();
        self.inhalers.rows_set_aside = tally.inhalers_aside.into();
        self.inhalers.rows_without_patient = tally.patients.nameless().into();
        self.inhalers.rows_in_all = self.inhalers.rows.checked_add(tally.inhalers_aside)?;
        Some(())
    }
}

impl InhalerCoverage {
    /// Adds the volume of a medicine that is counted in a unit; doses become devices where the
    /// pack size is known.
    fn volume(&mut self, subject: &Subject<'_>, unit: Unit, with_value: bool) -> Option<()> {
        let (devices, loose_doses) = if with_value {
            (
                &mut self.devices_with_value,
                &mut self.loose_doses_with_value,
            )
        } else {
            (
                &mut self.devices_without_value,
                &mut self.loose_doses_without_value,
            )
        };
        let whole = &subject.whole;
        match (unit, subject.pack) {
            (Unit::Device, _) => *devices = devices.plus(Fraction::whole(whole.devices))?,
            (Unit::Dose, Some(pack)) => {
                let doses = Fraction::whole(whole.doses).over_count(pack)?;
                *devices = devices.plus(doses)?;
            }
            (Unit::Dose, None) => {
                *loose_doses = loose_doses.plus(Fraction::whole(whole.doses))?;
            }
        }
        Some(())
    }
}
