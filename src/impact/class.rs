//! What stands in for a product without factors of its own.

use super::bracket::{at_pack, class_bracket, class_fits, class_member, gas_fits, gases_fit};
use super::{Basis, Estimate, Flag, Within};
use crate::code::Atc;
use crate::dataset::{Device, Factor, Product, Propellant, Subject};
use std::collections::BTreeSet;

impl Within {
    /// The bracket over the products with the same substance and device.
    pub(super) fn equivalents(&self, product: &Product) -> Estimate {
        let mut members = self.own_estimates(|other| {
            other.atc == product.atc
                && other.device == product.device
                && gases_fit(&other.propellant, &product.propellant)
        });
        let about_class = |factor: &&Factor| {
            matches!(
                factor.subject,
                Subject::SubstanceDevice(..) | Subject::DeviceName(_)
            ) && class_fits(factor, product)
                && gas_fits(factor, &product.propellant)
        };
        let class: Vec<&Factor> = self.factors().filter(about_class).collect();
        // Own class factors of a layer stand alone: a study's table is run unchanged.
        let top = class.iter().map(|factor| factor.layer).max().unwrap_or(0);
        if top > 0 {
            members.clear();
        }
        for factor in class.into_iter().filter(|factor| factor.layer == top) {
            members.extend(self.apply(factor, Some(product)).map(class_member));
        }
        at_pack_of(product, &mut members);
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
        of: Option<&Product>,
    ) -> Estimate {
        let class =
            |other: Device| other == device || (other.has_propellant() && device.has_propellant());
        let mut members = self
            .own_estimates(|other| class(other.device) && gases_fit(&other.propellant, propellant));
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
            members.extend(self.apply(factor, None).map(class_member));
        }
        if !device.has_propellant() {
            for member in &mut members {
                member.flags.remove(&Flag::GwpAsPublished);
            }
        }
        if let Some(product) = of {
            at_pack_of(product, &mut members);
        }
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
            .filter_map(|one| one.propellant.gas())
            .collect();
        let mut possible = products().filter(|one| same(one));
        possible.any(|one| one.propellant.gas().is_some_and(|gas| !held.contains(gas)))
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

fn at_pack_of(product: &Product, members: &mut [Estimate]) {
    for member in members {
        if let Some(pack) = product.doses_per_pack {
            at_pack(product.device, pack, member);
        }
    }
}
