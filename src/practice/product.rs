//! The inhaled medicines of a tally, and the list of products that they add up to.

use super::key;
use super::quality::Quality;
use super::sum::Sum;
use super::tally::{Cell, Month, Tally};
use crate::code::Atc;
use crate::dataset::{Dataset, FactorId, ProductId, Propellant};
use crate::error::{Error, Result};
use crate::exact::{self, Fraction};
use crate::impact::{Basis, Estimate, Flag, Model};
use crate::matching::Inhaler;
use crate::quantity::{Range, Unit};
use rust_decimal::Decimal;
use sha2::{Digest, Sha256};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// An inhaled medicine of a tally with its value.
#[derive(Debug)]
pub(super) struct Subject<'t> {
    /// Its place in the tally.
    pub(super) place: usize,
    /// The id of its entry in the list of products.
    pub(super) id: String,
    pub(super) inhaler: &'t Inhaler,
    pub(super) estimate: Estimate,
    pub(super) pack: Option<u32>,
    /// The months in which it was prescribed.
    pub(super) cells: Vec<(Option<Month>, &'t Cell)>,
    /// All months together.
    pub(super) whole: Cell,
    pub(super) rows: u64,
    pub(super) impact: Range,
}

impl<'t> Subject<'t> {
    /// Every inhaled medicine that was prescribed.
    pub(super) fn all(dataset: &Dataset, model: &Model, tally: &'t Tally) -> Result<Vec<Self>> {
        let mut all = Vec::new();
        for (place, inhaler) in tally.subjects.iter().enumerate() {
            let cells = tally.cells.range((place, None)..);
            let cells: Vec<_> = cells
                .take_while(|((subject, _), _)| *subject == place)
                .map(|((_, month), cell)| (*month, cell))
                .filter(|(_, cell)| cell.device_rows > 0 || cell.dose_rows > 0)
                .collect();
            if cells.is_empty() {
                continue;
            }
            let id = entry_id(dataset, inhaler);
            let subject = Self::of(dataset, model, (place, inhaler), &id, cells);
            all.push(subject.ok_or_else(|| Error::overflow(&id))?);
        }
        Ok(all)
    }

    fn of(
        dataset: &Dataset,
        model: &Model,
        (place, inhaler): (usize, &'t Inhaler),
        id: &str,
        cells: Vec<(Option<Month>, &'t Cell)>,
    ) -> Option<Self> {
        let mut whole = Cell::default();
        for (_, cell) in &cells {
            whole = whole.plus(cell)?;
        }
        // Of rows with two readings the other one may be in another unit.
        let ends = [whole.low, whole.high];
        let counted = [
            (
                Unit::Device,
                whole.device_rows > 0 || ends.iter().any(|end| !end.devices.is_zero()),
            ),
            (
                Unit::Dose,
                whole.dose_rows > 0 || ends.iter().any(|end| !end.doses.is_zero()),
            ),
        ];
        let units = counted.into_iter().filter(|(_, any)| *any);
        let units: Vec<Unit> = units.map(|(unit, _)| unit).collect();
        let mut subject = Self {
            place,
            id: id.to_owned(),
            inhaler,
            estimate: model.of_units(inhaler, &units),
            pack: inhaler.pack(dataset),
            cells,
            whole,
            rows: whole.rows()?,
            impact: Range::ZERO,
        };
        subject.impact = subject.impact_of(&whole)?;
        Some(subject)
    }

    /// The impact of the amounts that have a value; `None` on overflow.
    pub(super) fn impact_of(&self, cell: &Cell) -> Option<Range> {
        let ends = [cell.low, cell.central(), cell.high];
        self.estimate
            .weigh(ends.map(|sums| [sums.devices, sums.doses]))
    }

    /// The rows counted in each unit, with what their value rests on where they have one.
    pub(super) fn counted(&self) -> impl Iterator<Item = (Unit, u64, Option<Basis>)> {
        let (whole, estimate) = (&self.whole, &self.estimate);
        let units = [
            (Unit::Device, whole.device_rows, estimate.per_device),
            (Unit::Dose, whole.dose_rows, estimate.per_dose),
        ];
        units
            .into_iter()
            .filter(|(_, rows, _)| *rows > 0)
            .map(|(unit, rows, value)| (unit, rows, value.map(|_| estimate.basis)))
    }

    /// Whether any of its rows has a value.
    pub(super) fn is_valued(&self) -> bool {
        self.counted().any(|(_, _, basis)| basis.is_some())
    }

    /// Its doses, `Some(None)` where devices cannot be counted in them; `None` on overflow.
    pub(super) fn doses(&self) -> Option<Option<Decimal>> {
        match self.pack {
            _ if self.whole.devices.is_zero() => Some(Some(self.whole.doses)),
            None => Some(None),
            Some(pack) => {
                let doses = exact::mul(self.whole.devices, Decimal::from(pack))?;
                exact::add(doses, self.whole.doses).map(Some)
            }
        }
    }

    /// Its device type, or `unknown`.
    pub(super) fn device(&self) -> &'static str {
        let mut devices = self.inhaler.devices.iter();
        match (devices.next(), devices.next()) {
            (Some(only), None) => only.as_str(),
            _ => "unknown",
        }
    }

    pub(super) fn propellant(&self, dataset: &Dataset) -> Propellant {
        let products = self.inhaler.products(dataset);
        let day = dataset.first_day(self.inhaler.stretch);
        let gases: BTreeSet<&Propellant> = products.map(|one| one.propellant_on(day)).collect();
        let devices = &self.inhaler.devices;
        let no_gas = !devices.is_empty() && devices.iter().all(|one| !one.has_propellant());
        let mut gases = gases.into_iter();
        match (gases.next(), gases.next()) {
            (Some(only), None) => only.clone(),
            (None, _) if no_gas => Propellant::None,
            _ => Propellant::Unknown,
        }
    }
}

/// The id of the entry of an inhaled medicine in the list of products.
fn entry_id(dataset: &Dataset, inhaler: &Inhaler) -> String {
    let products = inhaler.products(dataset);
    let ids: Vec<&str> = products.map(|one| one.id.as_str()).collect();
    match ids.as_slice() {
        [only] if !inhaler.stand_in => (*only).to_owned(),
        _ => {
            let text = |part: Option<String>| part.unwrap_or_default();
            let single = [
                text(inhaler.other_strength.as_ref().map(ToString::to_string)),
                text(inhaler.atc.map(|atc| atc.to_string())),
                inhaler.pack.unwrap_or(0).to_string(),
                inhaler.stand_in.to_string(),
            ];
            let devices: Vec<&str> = inhaler.devices.iter().map(|one| one.as_str()).collect();
            let names: Vec<&str> = inhaler.device_names.iter().map(AsRef::as_ref).collect();
            let single = single.each_ref().map(String::as_str);
            let mut whole = Vec::new();
            for list in [&ids, &devices, &names, single.as_slice()] {
                let mut parts = Vec::new();
                for part in list {
                    key::push(&mut parts, part.as_bytes());
                }
                key::push(&mut whole, &parts);
            }
            let digest = Sha256::digest(&whole);
            let short: String = digest.iter().take(4).map(|b| format!("{b:02x}")).collect();
            format!("any-{short}")
        }
    }
}

/// One entry of the list of products. It may come from several ways of writing, as when only some
/// labels state the pack.
#[derive(Debug, Clone, serde::Serialize)]
#[non_exhaustive]
pub struct ProductSum {
    /// The id of the product; `any-...` for lines that can be several products: a hash of their
    /// ids, which changes when the data gets another product that such a line can be.
    #[serde(skip)]
    pub product: String,
    /// What it can be.
    #[serde(skip)]
    pub inhaler: Inhaler,
    /// The ATC code, where it is one.
    pub atc: Option<Atc>,
    /// The device type, or `unknown`.
    pub device: &'static str,
    /// The propellant, `none` or `unknown`.
    pub propellant: String,
    /// The products that it can be, when several.
    pub candidates: Vec<ProductId>,
    /// Rows.
    pub rows: u64,
    /// The amount: devices where the pack size is known, otherwise as counted.
    pub quantity: ProductAmount,
    /// Doses counted besides, where devices and doses cannot be added.
    pub other_doses: Option<Fraction>,
    /// Climate impact; `None` where there is no value.
    pub climate: Option<ProductClimate>,
    /// This entry and all that stand below it in the list.
    #[serde(skip)]
    pub onwards: Sum,
}

/// An amount with its unit, in parts of a device too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct ProductAmount {
    /// The number.
    pub amount: Fraction,
    /// What it counts.
    pub unit: Unit,
}

impl ProductAmount {
    pub(super) const fn new(amount: Fraction, unit: Unit) -> Self {
        Self { amount, unit }
    }
}

/// The climate impact of one entry of the list of products.
#[derive(Debug, Clone, serde::Serialize)]
#[non_exhaustive]
pub struct ProductClimate {
    /// In kg CO2e.
    #[serde(flatten)]
    pub range: Range,
    /// What it rests on.
    pub basis: Basis,
    /// The factors behind it, the one with the central value first where it is one product.
    pub factors: Vec<FactorId>,
    /// What to know about it.
    pub flags: BTreeSet<Flag>,
    /// The central value by what it rests on, which may differ between ways of writing.
    #[serde(skip)]
    pub(crate) quality: Quality,
}

impl ProductClimate {
    /// Both together. The sum rests on what each rests on; unlike factors stand by id, as in a
    /// bracket.
    fn plus(mut self, other: Self) -> Option<Self> {
        self.range = self.range.plus(other.range)?;
        self.basis = self.basis.max(other.basis);
        if self.factors != other.factors {
            self.factors.extend(other.factors);
            self.factors.sort_unstable();
            self.factors.dedup();
        }
        self.flags.extend(other.flags);
        self.quality = self.quality.plus(other.quality)?;
        Some(self)
    }
}

impl ProductSum {
    /// The entries of these medicines, the most impact first.
    pub(super) fn list(dataset: &Dataset, subjects: &[Subject<'_>]) -> Result<Vec<Self>> {
        let mut entries: BTreeMap<&str, Self> = BTreeMap::new();
        for subject in subjects {
            let one = Self::of(dataset, subject);
            let sum = match entries.remove(subject.id.as_str()) {
                Some(same) => one.and_then(|one| same.plus(one)),
                None => one,
            };
            let sum = sum.ok_or_else(|| Error::overflow(&subject.id))?;
            entries.insert(&subject.id, sum);
        }
        let mut list: Vec<Self> = entries.into_values().collect();
        list.sort_by_cached_key(|one| {
            let central = one.climate.as_ref().map(|climate| climate.range.central());
            (Reverse(central), one.product.clone())
        });
        let mut below = Sum::default();
        for one in list.iter_mut().rev() {
            let sum = below.plus(one.onwards);
            below = sum.ok_or_else(|| Error::overflow(&one.product))?;
            one.onwards = below;
        }
        Ok(list)
    }

    fn of(dataset: &Dataset, subject: &Subject<'_>) -> Option<Self> {
        let (whole, estimate) = (&subject.whole, &subject.estimate);
        let (devices, doses) = (Fraction::whole(whole.devices), Fraction::whole(whole.doses));
        let (amount, unit, other_doses) = match subject.pack {
            Some(pack) => (devices.plus(doses.over_count(pack)?)?, Unit::Device, None),
            None if whole.device_rows == 0 => (doses, Unit::Dose, None),
            None => (
                devices,
                Unit::Device,
                Some(doses).filter(|doses| !doses.is_zero()),
            ),
        };
        let products = subject.inhaler.products(dataset).map(|one| one.id.clone());
        let mut candidates: Vec<ProductId> = products.collect();
        candidates.retain(|only| only.as_str() != subject.id);
        Some(Self {
            product: subject.id.clone(),
            inhaler: subject.inhaler.clone(),
            atc: subject.inhaler.atc,
            device: subject.device(),
            propellant: subject.propellant(dataset).as_str().to_owned(),
            candidates,
            rows: subject.rows,
            quantity: ProductAmount { amount, unit },
            other_doses,
            climate: subject.is_valued().then(|| ProductClimate {
                range: subject.impact,
                basis: estimate.basis,
                factors: estimate.factors.clone(),
                flags: estimate.flags.clone(),
                quality: Quality::of(estimate, subject.impact.central()),
            }),
            onwards: Sum {
                rows: subject.rows,
                climate: subject.impact,
            },
        })
    }

    /// Both together; `None` on overflow.
    fn plus(self, other: Self) -> Option<Self> {
        fn both<T>(a: Option<T>, b: Option<T>, plus: fn(T, T) -> Option<T>) -> Option<Option<T>> {
            match (a, b) {
                (Some(a), Some(b)) => plus(a, b).map(Some),
                (a, b) => Some(a.or(b)),
            }
        }
        let mut devices = None;
        let mut doses = both(self.other_doses, other.other_doses, Fraction::plus)?;
        for ProductAmount { amount, unit } in [self.quantity, other.quantity] {
            let sum = match unit {
                Unit::Device => &mut devices,
                Unit::Dose => &mut doses,
            };
            *sum = both(*sum, Some(amount), Fraction::plus)?;
        }
        let (amount, unit, other_doses) = match devices {
            Some(devices) => (devices, Unit::Device, doses),
            None => (doses?, Unit::Dose, None),
        };
        Some(Self {
            rows: self.rows.checked_add(other.rows)?,
            quantity: ProductAmount { amount, unit },
            other_doses,
            climate: both(self.climate, other.climate, ProductClimate::plus)?,
            onwards: self.onwards.plus(other.onwards)?,
            ..self
        })
    }
}
