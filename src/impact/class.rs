//! What stands in for a product without factors of its own.

use super::bracket::{at_pack, class_bracket, class_fits, class_member, gas_fits, gases_fit};
use super::{Applied, Basis, Estimate, Within};
use crate::code::Atc;
use crate::dataset::{Device, Factor, Product, Propellant, Subject};
use std::collections::BTreeSet;

/// How near a subject is to one product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Nearness {
    Device,
    DeviceName,
    SubstanceDevice,
    Product,
}

impl Nearness {
    fn of(subject: &Subject) -> Option<Self> {
        match subject {
            Subject::Products(_) => Some(Self::Product),
            Subject::SubstanceDevice(..) => Some(Self::SubstanceDevice),
            Subject::DeviceName(_) => Some(Self::DeviceName),
            Subject::Device(_) => Some(Self::Device),
            Subject::Context(_) => None,
        }
    }

    const fn basis(self) -> Basis {
        match self {
            Self::Product => Basis::Product,
            Self::SubstanceDevice | Self::DeviceName => Basis::Equivalent,
            Self::Device => Basis::DeviceClass,
        }
    }
}

impl Within {
    /// The value that a layer asks for, for every product of its subject, as it is stated; `None`
    /// where no layer does that stands above the one with values of the product itself.
    pub(super) fn asked(&self, product: &Product, layer: Option<usize>) -> Option<Estimate> {
        let nearest = |factor: &Factor| matches!(factor.subject, Subject::Products(_));
        // In one layer a value of the product itself is nearer than one of its class.
        self.of_layer(product, |factor| {
            let highest = layer.is_none_or(|layer| factor.layer > layer);
            factor.always && (highest || (Some(factor.layer) == layer && nearest(factor)))
        })
    }

    /// The value of the class that a layer above the embedded data gives a product.
    pub(super) fn class_of_layer(&self, product: &Product) -> Option<Estimate> {
        self.of_layer(product, |factor| {
            factor.layer > 0 && !matches!(factor.subject, Subject::Products(_))
        })
    }

    /// The factors of the highest layer that pass and are about a product or its class, of these
    /// the nearest to the product.
    fn of_layer(&self, product: &Product, passes: impl Fn(&Factor) -> bool) -> Option<Estimate> {
        let gas = product.propellant_on(self.day);
        let about = |factor: &Factor| match &factor.subject {
            Subject::Products(ids) => ids.contains(&product.id),
            Subject::SubstanceDevice(..)
            | Subject::DeviceName(_)
            | Subject::Device(_)
            | Subject::Context(_) => class_fits(factor, product) && gas_fits(factor, gas),
        };
        let found: Vec<(usize, Nearness, Applied<'_>)> = self
            .factors()
            .filter(|factor| passes(factor) && about(factor))
            .filter_map(|factor| {
                let near = Nearness::of(&factor.subject)?;
                let own = (near == Nearness::Product).then_some(product);
                Some((factor.layer, near, self.apply(factor, own)?))
            })
            .collect();
        let (layer, near) = found.iter().map(|(layer, near, _)| (*layer, *near)).max()?;
        let chosen = found
            .into_iter()
            .filter(|(of, nearness, _)| (*of, *nearness) == (layer, near));
        let mut members: Vec<Estimate> = chosen
            .map(|(_, _, applied)| class_member(applied, product.device))
            .collect();
        at_pack_of(product.device, product.doses_per_pack, &mut members);
        let mut estimate = class_bracket(members);
        estimate.basis = near.basis();
        // Capsules come in packs of any size: a value of a device says nothing of them.
        if product.form.piece_is_dose() && product.doses_per_pack.is_none() {
            estimate.per_dose?;
        }
        Some(estimate)
    }

    /// The bracket over the products with the same substance and device.
    pub(super) fn equivalents(&self, product: &Product) -> Estimate {
        let gas = product.propellant_on(self.day);
        let mut members = self.own_estimates(|other| {
            other.atc == product.atc
                && other.device == product.device
                && gases_fit(other.propellant_on(self.day), gas)
        });
        let about_class = |factor: &&Factor| {
            matches!(
                factor.subject,
                Subject::SubstanceDevice(..) | Subject::DeviceName(_)
            ) && class_fits(factor, product)
                && gas_fits(factor, gas)
        };
        for factor in self.factors().filter(about_class) {
            let applied = self.apply(factor, Some(product));
            members.extend(applied.map(|one| class_member(one, product.device)));
        }
        at_pack_of(product.device, product.doses_per_pack, &mut members);
        let mut estimate = class_bracket(members);
        estimate.basis = estimate.basis.max(Basis::Equivalent);
        estimate
    }

    /// The bracket over a device class: the products of that type that have own factors, and
    /// the factors of the class itself. Aerosols with and without breath actuation are one
    /// class.
    pub(super) fn device_class(
        &self,
        device: Device,
        propellant: &Propellant,
        pack: Option<u32>,
    ) -> Estimate {
        let class =
            |other: Device| other == device || (other.has_propellant() && device.has_propellant());
        let mut members = self.own_estimates(|other| {
            class(other.device) && gases_fit(other.propellant_on(self.day), propellant)
        });
        let about_class = |factor: &&Factor| match &factor.subject {
            Subject::Device(other) => *other == device,
            Subject::SubstanceDevice(atc, other) => {
                self.dataset.is_inhaled(atc) && class(*other) && gas_fits(factor, propellant)
            }
            Subject::DeviceName(name) => {
                let products = self.dataset.products().iter();
                products
                    .filter(|p| p.device_name == *name)
                    .any(|p| class(p.device))
            }
            Subject::Products(_) | Subject::Context(_) => false,
        };
        let factors: Vec<&Factor> = self.factors().filter(about_class).collect();
        let of_device = |factor: &Factor| matches!(factor.subject, Subject::Device(_));
        let layers = factors
            .iter()
            .filter(|factor| of_device(factor))
            .map(|f| f.layer);
        let own_class = layers.max().filter(|layer| *layer > 0);
        if own_class.is_some() {
            members.clear();
        }
        let counts = |factor: &Factor| {
            own_class.is_none_or(|layer| factor.layer == layer && of_device(factor))
        };
        for factor in factors.into_iter().filter(|factor| counts(factor)) {
            let applied = self.apply(factor, None);
            members.extend(applied.map(|one| class_member(one, device)));
        }
        at_pack_of(device, pack, &mut members);
        let mut estimate = class_bracket(members);
        estimate.basis = estimate.basis.max(Basis::DeviceClass);
        estimate
    }

    /// Whether a product of this substance, or of any where that is not known, holds a gas that
    /// no product sold here holds from which the bracket of this basis is made. The market of it
    /// does not count: a product sold elsewhere shows that the substance comes with that gas.
    pub(super) fn other_gas(&self, atc: Option<&Atc>, basis: Basis) -> bool {
        let products = || {
            let all = self.dataset.products().iter();
            all.filter(|one| one.device.has_propellant())
        };
        let same = |one: &Product| atc.is_none_or(|atc| atc.is_prefix_of(&one.atc));
        let bracketed = |one: &Product| {
            self.dataset.is_sold(one, self.day) && (basis != Basis::Equivalent || same(one))
        };
        let held: BTreeSet<&str> = products()
            .filter(|one| bracketed(one))
            .filter_map(|one| one.propellant_on(self.day).gas())
            .collect();
        let mut possible = products().filter(|one| same(one));
        possible.any(|one| {
            let gas = one.propellant_on(self.day).gas();
            gas.is_some_and(|gas| !held.contains(gas))
        })
    }

    /// The estimates of the products that are sold here, pass, and have factors of their own.
    fn own_estimates(&self, passes: impl Fn(&Product) -> bool) -> Vec<Estimate> {
        let products = self.dataset.products().iter().zip(&self.own);
        products
            .filter(|(product, _)| self.dataset.is_sold(product, self.day) && passes(product))
            .filter_map(|(_, own)| own.clone())
            .collect()
    }
}

fn at_pack_of(device: Device, pack: Option<u32>, members: &mut [Estimate]) {
    for member in members {
        if let Some(pack) = pack {
            at_pack(device, pack, member);
        }
    }
}
