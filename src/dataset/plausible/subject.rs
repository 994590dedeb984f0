//! What rows are about: their products, class of device and gas.

use super::Data;
use crate::dataset::{Device, Factor, Product, ProductId, Propellant, Subject};
use std::collections::BTreeSet;

/// What a row is about.
#[derive(Debug, Clone, Copy)]
pub(super) enum About<'l> {
    Products(&'l [ProductId]),
    Class(&'l Subject),
}

impl<'l> About<'l> {
    pub(super) fn of(factor: &'l Factor) -> Self {
        match &factor.subject {
            Subject::Products(ids) => Self::Products(ids),
            Subject::SubstanceDevice(..)
            | Subject::DeviceName(_)
            | Subject::Device(_)
            | Subject::Context(_) => Self::Class(&factor.subject),
        }
    }

    /// Whether two rows are about one product, or about one class.
    pub(super) fn meets(self, other: Self) -> bool {
        match (self, other) {
            (Self::Products(one), Self::Products(other)) => one.iter().any(|id| other.contains(id)),
            (Self::Class(one), Self::Class(other)) => one == other,
            (Self::Products(_), Self::Class(_)) | (Self::Class(_), Self::Products(_)) => false,
        }
    }
}

/// What one class of devices is called by: an aerosol worked by breath is an aerosol.
pub(super) fn class(device: Device) -> Device {
    if device.has_propellant() {
        Device::Pmdi
    } else {
        device
    }
}

/// The one thing that all of these are.
pub(super) fn one<T: PartialEq>(mut all: impl Iterator<Item = T>) -> Option<T> {
    let first = all.next()?;
    all.all(|other| other == first).then_some(first)
}

impl<'l> Data<'l> {
    /// The products that a factor names, one by one or by the name of their device.
    pub(super) fn named(&self, factor: &'l Factor) -> Vec<&'l Product> {
        let all = self.products();
        match &factor.subject {
            Subject::Products(ids) => {
                let known = ids.iter().filter_map(|id| all.get(id));
                known.map(|(product, _)| product).collect()
            }
            Subject::DeviceName(name) => {
                let all = all.values().map(|(product, _)| product);
                all.filter(|one| one.device_name == *name).collect()
            }
            Subject::SubstanceDevice(..) | Subject::Device(_) | Subject::Context(_) => Vec::new(),
        }
    }

    /// The products that the value of a factor stands for: those that it names, and those of its
    /// class where it is asked for all of them.
    pub(super) fn stands_for(&self, factor: &'l Factor) -> Vec<&'l Product> {
        let all = || self.products().values().map(|(product, _)| product);
        match &factor.subject {
            Subject::Products(_) => self.named(factor),
            _ if !factor.always => Vec::new(),
            Subject::SubstanceDevice(atc, device) => all()
                .filter(|one| (*atc, *device) == (one.atc, one.device))
                .collect(),
            Subject::DeviceName(_) => self.named(factor),
            Subject::Device(device) => all().filter(|one| one.device == *device).collect(),
            Subject::Context(_) => Vec::new(),
        }
    }

    /// The classes of devices that a factor is about; none for context.
    pub(super) fn classes(&self, factor: &'l Factor) -> BTreeSet<Device> {
        match &factor.subject {
            Subject::SubstanceDevice(_, device) | Subject::Device(device) => {
                BTreeSet::from([class(*device)])
            }
            Subject::Products(_) | Subject::DeviceName(_) => {
                let named = self.named(factor).into_iter();
                named.map(|product| class(product.device)).collect()
            }
            Subject::Context(_) => BTreeSet::new(),
        }
    }

    /// The gas that a factor names, and otherwise that of all of its products.
    pub(super) fn gas(&self, factor: &'l Factor) -> Option<&'l str> {
        factor.propellant.as_deref().or_else(|| {
            let products = self.named(factor).into_iter();
            one(products.map(|product| &product.propellant)).and_then(Propellant::gas)
        })
    }

    /// The doses that a factor counts in one device, and otherwise those of all of its products.
    pub(super) fn doses(&self, factor: &'l Factor) -> Option<u32> {
        factor.doses_per_unit.or_else(|| {
            let products = self.named(factor).into_iter();
            one(products.map(|product| product.doses_per_pack))?
        })
    }
}
