//! What the words of a label leave of the products that it can be.

use super::Resolver;
use crate::dataset::{Device, Form, Product, Strength};
use crate::matching::inhaler::Inhaler;
use crate::matching::label::Label;
use crate::matching::resolution::Note;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

impl Resolver {
    /// The device types that the words of a label leave, by form word or device name.
    pub(super) fn class_devices(&self, label: &Label) -> BTreeSet<Device> {
        let products = self.dataset.products().iter();
        let named: BTreeSet<Device> = products
            .filter(|product| has_device_name(label, product))
            .map(|product| product.device)
            .collect();
        match &label.devices {
            Some(devices) if named.is_empty() && bare_aerosol(label) => devices
                .iter()
                .copied()
                .filter(|device| *device == Device::Pmdi)
                .collect(),
            Some(devices) if named.is_empty() => devices.clone(),
            Some(devices) => {
                let both: BTreeSet<Device> = devices.intersection(&named).copied().collect();
                if both.is_empty() { named } else { both }
            }
            None => named,
        }
    }

    /// Narrows candidates by what the label tells. A device that no candidate has, by its type
    /// or its name, leaves nothing: another device is another product. A strength or pack that
    /// no candidate has is noted, and the others stand in.
    pub(super) fn narrow(
        &self,
        candidates: Vec<usize>,
        label: &Label,
        notes: &mut BTreeSet<Note>,
    ) -> Option<Inhaler> {
        let mut left = candidates;
        if let Some(devices) = &label.devices {
            left = self.keep(&left, |product| devices.contains(&product.device));
        }
        if label
            .nominal
            .as_ref()
            .is_some_and(|strength| strength.per_ml)
        {
            left = self.keep(&left, |product| product.device == Device::Nebuliser);
        }
        if label.device_names.is_empty() {
            if bare_aerosol(label) {
                left = self.prefer(left, |product| product.device == Device::Pmdi);
            }
            left = self.prefer(left, |product| {
                let mut names = product.device_name.split(" + ");
                names.any(|name| label.device_hints.contains(name))
            });
        } else {
            left = self.keep(&left, |product| has_device_name(label, product));
        }
        if left.is_empty() {
            return None;
        }
        left = self.prefer(left, |product| {
            !label.capsule || product.form == Form::PowderCapsule
        });
        // An accessory is in the pack only when the label names it.
        left = self.prefer(left, |product| {
            accessory(product).is_some_and(|name| label.accessories.contains(name))
        });
        left = self.prefer(left, |product| {
            accessory(product).is_none_or(|name| label.accessories.contains(name))
        });
        let other_strength;
        (left, other_strength) = self.by_strength(left, label, notes);
        if label.brands.is_empty() && !label.makers.is_empty() {
            left = self.prefer(left, |product| {
                product.brand.is_empty() || label.makers.contains(&product.brand.to_uppercase())
            });
        }
        let mut inhaler = self.by_pack(left, label, notes);
        inhaler.stand_in = inhaler.stand_in || other_strength.is_some();
        inhaler.other_strength = other_strength;
        let several = |product: &Product| product.unit_ml.len() > 1;
        let ampoule = label
            .ml
            .filter(|_| inhaler.products(&self.dataset).any(several));
        inhaler.ampoule = ampoule;
        Some(inhaler)
    }

    /// Those with the strength of the label, or else all of them with the strength that none
    /// has. A product whose strength was not seen is no contradiction where none was seen.
    fn by_strength(
        &self,
        candidates: Vec<usize>,
        label: &Label,
        notes: &mut BTreeSet<Note>,
    ) -> (Vec<usize>, Option<Strength>) {
        let matches = |product: &Product| {
            match &label.nominal {
            Some(strength) => product.strengths.contains(strength),
            None => product.strengths.iter().any(|strength| {
                matches!(strength.micrograms.as_slice(), [one] if label.numbers.contains(one))
            }),
        }
        };
        let exact = self.keep(&candidates, matches);
        if !exact.is_empty() {
            return (exact, None);
        }
        let seen = self.keep(&candidates, |product| !product.strengths.is_empty());
        let stated = label.nominal.clone().or_else(|| self.bare(&seen, label));
        let other = stated.filter(|_| !seen.is_empty());
        if other.is_some() {
            notes.insert(Note::StrengthNotInData);
        }
        (candidates, other)
    }

    /// A bare number on the label that is the strength of another product: neither a part of a
    /// strength of these nor the doses in a pack of them.
    fn bare(&self, candidates: &[usize], label: &Label) -> Option<Strength> {
        let known = |number: &Decimal| {
            !self
                .keep(candidates, |product| {
                    let mut parts = product.strengths.iter().flat_map(|one| &one.micrograms);
                    let pack = product.doses_per_pack.map(Decimal::from);
                    parts.any(|part| part == number) || pack.as_ref() == Some(number)
                })
                .is_empty()
        };
        let strengths = |number: &Decimal| Strength {
            micrograms: vec![*number],
            per_ml: false,
        };
        let unlike = label.numbers.iter().filter(|number| !known(number));
        let mut found = unlike.map(strengths);
        found.find(|one| {
            self.products()
                .any(|(_, other)| other.strengths.contains(one))
        })
    }

    fn by_pack(
        &self,
        candidates: Vec<usize>,
        label: &Label,
        notes: &mut BTreeSet<Note>,
    ) -> Inhaler {
        let mut left = candidates;
        if let Some(ml) = label.ml {
            left = self.prefer(left, |product| product.unit_ml.contains(&ml));
        }
        let mut pack = None;
        if let Some(stated) = label.pack {
            let same = self.keep(&left, |product| {
                product.doses_per_pack.is_none_or(|doses| doses == stated)
            });
            if same.is_empty() {
                notes.insert(Note::PackNotInData);
            } else {
                left = same;
                pack = Some(stated).filter(|doses| self.packs.contains(doses));
            }
        }
        let mut inhaler = self.inhaler(left, pack);
        inhaler.stand_in = notes.contains(&Note::PackNotInData);
        inhaler
    }

    pub(super) fn keep(&self, candidates: &[usize], test: impl Fn(&Product) -> bool) -> Vec<usize> {
        let products = self.dataset.products();
        candidates
            .iter()
            .copied()
            .filter(|index| products.get(*index).is_some_and(&test))
            .collect()
    }

    /// Keeps those that pass, or all of them when none does.
    fn prefer(&self, candidates: Vec<usize>, test: impl Fn(&Product) -> bool) -> Vec<usize> {
        let kept = self.keep(&candidates, test);
        if kept.is_empty() { candidates } else { kept }
    }
}

/// A label that means the breath-actuated device says so (AUTOH); a bare "aerosol" is the
/// pressed one.
fn bare_aerosol(label: &Label) -> bool {
    let propellant = |devices: &BTreeSet<Device>| devices.iter().all(|d| d.has_propellant());
    label.device_names.is_empty() && label.devices.as_ref().is_some_and(propellant)
}

pub(super) fn has_device_name(label: &Label, product: &Product) -> bool {
    product
        .device_name
        .split(" + ")
        .any(|name| label.device_names.contains(name))
}

/// What comes with the device, such as the spacer in `Inhalator + Babyhaler`.
fn accessory(product: &Product) -> Option<&str> {
    product.device_name.split_once(" + ").map(|(_, name)| name)
}
