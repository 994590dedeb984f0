//! An inhaled medicine of the tally with its value, and its entry in the list of products.

use super::wording::{Wording, product_label, strength};
use super::{Number, ProductClimate, ProductReport, QuantityReport};
use crate::dataset::{Dataset, FactorId, Propellant};
use crate::exact::Fraction;
use crate::impact::Estimate;
use crate::matching::Inhaler;
use crate::practice::Cell;
use crate::quantity::Range;
use rust_decimal::Decimal;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// An inhaled medicine with its estimate.
pub(super) struct Subject<'a> {
    pub(super) dataset: &'a Dataset,
    pub(super) inhaler: &'a Inhaler,
    pub(super) estimate: Estimate,
    pub(super) pack: Option<u32>,
}

impl Subject<'_> {
    /// The impact of the amounts that have a value; `None` on overflow.
    pub(super) fn impact(&self, cell: &Cell) -> Option<Range> {
        let part = |unit: Option<Range>, amount: Decimal| match unit {
            Some(unit) => unit.times(Fraction::whole(amount)),
            None => Some(Range::ZERO),
        };
        let devices = part(self.estimate.per_device, cell.devices)?;
        devices.plus(part(self.estimate.per_dose, cell.doses)?)
    }

    /// Doses, where devices can be counted in them.
    pub(super) fn doses(&self, cell: &Cell) -> Option<Decimal> {
        if cell.devices.is_zero() {
            return Some(cell.doses);
        }
        let doses = crate::exact::mul(cell.devices, Decimal::from(self.pack?))?;
        crate::exact::add(doses, cell.doses)
    }

    pub(super) fn id(&self) -> String {
        subject_id(self.dataset, self.inhaler)
    }

    pub(super) fn candidates(&self) -> Vec<String> {
        candidate_ids(self.dataset, self.inhaler)
    }

    pub(super) fn device(&self) -> String {
        let mut devices = self.inhaler.devices.iter();
        match (devices.next(), devices.next()) {
            (Some(only), None) => only.as_str().to_owned(),
            _ => "unknown".to_owned(),
        }
    }

    pub(super) fn propellant(&self) -> String {
        let gases: BTreeSet<&Propellant> = self
            .inhaler
            .products(self.dataset)
            .map(|product| &product.propellant)
            .collect();
        let no_gas = !self.inhaler.devices.is_empty()
            && self.inhaler.devices.iter().all(|d| !d.has_propellant());
        let mut gases = gases.into_iter();
        match (gases.next(), gases.next()) {
            (Some(only), None) => only.as_str().to_owned(),
            (None, _) if no_gas => "none".to_owned(),
            _ => "unknown".to_owned(),
        }
    }
}

/// The id of the entry of an inhaled medicine in the list of products.
pub(super) fn subject_id(dataset: &Dataset, inhaler: &Inhaler) -> String {
    let ids = candidate_ids(dataset, inhaler);
    match ids.as_slice() {
        [only] if !inhaler.stand_in => only.clone(),
        _ => {
            let mut hash = Sha256::new();
            hash.update(ids.join("+").as_bytes());
            for device in &inhaler.devices {
                hash.update(device.as_str().as_bytes());
            }
            hash.update([u8::from(inhaler.stand_in)]);
            if inhaler.other_strength {
                hash.update(b"another strength");
            }
            hash.update(inhaler.pack.unwrap_or(0).to_le_bytes());
            let atc = inhaler.atc.map_or_else(String::new, |a| a.to_string());
            hash.update(atc.as_bytes());
            let digest = hash.finalize();
            let short: String = digest.iter().take(4).map(|b| format!("{b:02x}")).collect();
            format!("any-{short}")
        }
    }
}

fn candidate_ids(dataset: &Dataset, inhaler: &Inhaler) -> Vec<String> {
    let products = inhaler.products(dataset);
    products.map(|p| p.id.as_str().to_owned()).collect()
}

/// What one entry of the list of products adds up to. A product may come from several
/// subjects, as when only some labels state its pack.
pub(super) struct Part<'a> {
    pub(super) subject: Subject<'a>,
    pub(super) rows: u64,
    /// Rows counted in devices, or in doses of a known pack.
    pub(super) device_rows: u64,
    pub(super) devices: Fraction,
    /// Doses whose pack size is not known.
    pub(super) loose_doses: Decimal,
    pub(super) impact: Range,
    pub(super) valued: bool,
}

impl<'a> Part<'a> {
    pub(super) fn of(
        subject: Subject<'a>,
        whole: &Cell,
        impact: Range,
        valued: bool,
    ) -> Option<Self> {
        let rows = whole.device_rows.saturating_add(whole.dose_rows);
        let devices = Fraction::whole(whole.devices);
        let (device_rows, devices, loose_doses) = match subject.pack {
            Some(pack) => {
                let doses = Fraction::whole(whole.doses).over_count(pack)?;
                (rows, devices.plus(doses)?, Decimal::ZERO)
            }
            None => (whole.device_rows, devices, whole.doses),
        };
        Some(Self {
            subject,
            rows,
            device_rows,
            devices,
            loose_doses,
            impact,
            valued,
        })
    }

    /// Both together. The sum rests on what each valued part rests on; unlike factors stand by
    /// id, as in a bracket.
    pub(super) fn plus(self, other: Self) -> Option<Self> {
        let mut subject = self.subject;
        if self.valued && other.valued {
            let (estimate, more) = (&mut subject.estimate, other.subject.estimate);
            estimate.basis = estimate.basis.max(more.basis);
            if estimate.factors != more.factors {
                estimate.factors.extend(more.factors);
                estimate.factors.sort_unstable();
                estimate.factors.dedup();
            }
            estimate.flags.extend(more.flags);
            estimate.boundaries.extend(more.boundaries);
        } else if other.valued {
            subject.estimate = other.subject.estimate;
        }
        Some(Self {
            rows: self.rows.saturating_add(other.rows),
            device_rows: self.device_rows.saturating_add(other.device_rows),
            devices: self.devices.plus(other.devices)?,
            loose_doses: crate::exact::add(self.loose_doses, other.loose_doses)?,
            impact: self.impact.plus(other.impact)?,
            valued: self.valued || other.valued,
            subject,
        })
    }

    pub(super) fn report(self, id: String, words: &dyn Wording) -> ProductReport {
        let subject = &self.subject;
        let estimate = &subject.estimate;
        let candidates = subject.candidates();
        let loose = Number::of(Fraction::whole(self.loose_doses));
        let (amount, unit, other_doses) = if self.device_rows > 0 {
            let rest = (!self.loose_doses.is_zero()).then_some(loose);
            (Number::of(self.devices), "device", rest)
        } else {
            (loose, "dose", None)
        };
        let ids = |ids: &[FactorId]| ids.iter().map(|id| id.as_str().to_owned()).collect();
        ProductReport {
            label: label(subject.dataset, subject.inhaler, words),
            atc: subject.inhaler.atc.map(|atc| atc.to_string()),
            device: subject.device(),
            propellant: subject.propellant(),
            candidates: match candidates.len() {
                1 if id == candidates.concat() => Vec::new(),
                _ => candidates,
            },
            product: id,
            rows: self.rows,
            quantity: QuantityReport { amount, unit },
            other_doses,
            climate: self.valued.then(|| ProductClimate {
                low: Number::of(self.impact.low()),
                central: Number::of(self.impact.central()),
                high: Number::of(self.impact.high()),
                basis: estimate.basis,
                factors: ids(&estimate.factors),
                flags: estimate.flags.iter().copied().collect(),
            }),
        }
    }
}

/// The label of one product, or what several have in common.
pub(super) fn label(dataset: &Dataset, inhaler: &Inhaler, words: &dyn Wording) -> String {
    let products: Vec<_> = inhaler.products(dataset).collect();
    if let ([only], false) = (products.as_slice(), inhaler.stand_in) {
        return product_label(only, words);
    }
    let atc = inhaler.atc.map_or_else(String::new, |a| a.to_string());
    let substances: BTreeSet<String> = products.iter().map(|p| p.substances.join("/")).collect();
    let brands: BTreeSet<&str> = products.iter().map(|p| p.brand.as_str()).collect();
    let strengths: BTreeSet<&str> = products.iter().map(|p| p.strength.as_str()).collect();
    let mut devices = inhaler.devices.iter();
    let device = match (devices.next(), devices.next()) {
        (Some(only), None) => words.device(*only),
        _ => words.device_unknown(),
    };
    let one = |set: &BTreeSet<&str>| match set.len() {
        1 => set
            .first()
            .filter(|text| !text.is_empty())
            .map(|text| (*text).to_owned()),
        _ => None,
    };
    let substance = match substances.len() {
        1 => substances.first().cloned(),
        _ => None,
    };
    let name = one(&brands).or(substance).unwrap_or(atc);
    let printed = if inhaler.other_strength {
        format!(", {}", words.other_strength())
    } else {
        one(&strengths).map_or_else(String::new, |text| format!(" {}", strength(&text, words)))
    };
    let count = words.possible_products(products.len());
    format!("{name}, {device}{printed} ({count})")
}
