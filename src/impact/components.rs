//! A propellant product by component: the mass of its gas, and the rest of the life cycle.

use super::Within;
use super::mass::Mass;
use super::restate::shift;
use crate::dataset::{Boundary, Dataset, FactorId, FunctionalUnit, GwpBasis, Product, Propellant};
use crate::quantity::Range;
use rust_decimal::Decimal;

/// The life cycle of one device without its propellant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rest {
    /// kg CO2e.
    pub(crate) climate: Range,
    /// The published total that it was taken from.
    pub(crate) factor: FactorId,
}

/// The parts of a propellant product, from which its total can be rebuilt under any set of
/// global warming potentials, and with another gas.
///
/// A published life cycle whose set is known is split with the mass of its gas:
/// `rest = total - mass x GWP100`. Where the source does not state its set there is no rest,
/// and the total stays as published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Components {
    /// The gas.
    pub(crate) propellant: Propellant,
    /// Its mass; `None` where no source tells.
    pub(crate) mass: Option<Mass>,
    /// The rest of the life cycle; `None` where it cannot be told apart from the gas.
    pub(crate) rest: Option<Rest>,
}

impl Components {
    /// The gas alone in kg CO2e per device; `None` where gas, mass or potential is not known.
    #[must_use]
    pub(crate) fn gas(&self, dataset: &Dataset, gwp_set: &str) -> Option<Range> {
        match &self.propellant {
            Propellant::Gas(name) => self.gas_of(dataset, name, gwp_set),
            Propellant::None | Propellant::Unknown => None,
        }
    }

    /// The whole life cycle in kg CO2e per device; `None` where a part is not known.
    #[must_use]
    pub(crate) fn total(&self, dataset: &Dataset, gwp_set: &str) -> Option<Range> {
        self.gas(dataset, gwp_set)?
            .plus(self.rest.as_ref()?.climate)
    }

    /// The whole life cycle if the device held the same mass of another gas. An assumption:
    /// the mass that another gas needs differs with its density and the formulation.
    #[must_use]
    pub(crate) fn with_gas(&self, dataset: &Dataset, gas: &str, gwp_set: &str) -> Option<Range> {
        self.gas_of(dataset, gas, gwp_set)?
            .plus(self.rest.as_ref()?.climate)
    }

    fn gas_of(&self, dataset: &Dataset, gas: &str, gwp_set: &str) -> Option<Range> {
        let gwp = dataset.gwp100(gas, gwp_set)?.value;
        self.mass.as_ref()?.weigh(gwp)
    }
}

impl Within {
    /// The parts of a product; `None` for a device without propellant.
    pub(super) fn components(&self, product: &Product) -> Option<Components> {
        if !product.device.has_propellant() {
            return None;
        }
        Some(Components {
            propellant: product.propellant.clone(),
            mass: self.mass(product).or_else(|| self.class_mass(product)),
            rest: self.rest(product),
        })
    }

    /// A published life cycle of known set less its gas, from the first factor in the order of
    /// choice that allows it.
    fn rest(&self, product: &Product) -> Option<Rest> {
        let Propellant::Gas(gas) = &product.propellant else {
            return None;
        };
        self.own_factors(product).iter().find_map(|applied| {
            let factor = applied.factor;
            let GwpBasis::Set(set) = &factor.gwp else {
                return None;
            };
            let pack = factor.doses_per_unit.or(product.doses_per_pack);
            let whole =
                factor.functional_unit == FunctionalUnit::Device && pack == product.doses_per_pack;
            if factor.boundary != Boundary::CradleToGrave || !whole {
                return None;
            }
            let grams = self.mass(product)?.single()?;
            let old = self.dataset.gwp100(gas, set)?.value;
            let (published, _) = factor.range()?;
            Some(Rest {
                climate: shift(published, grams, old, Decimal::ZERO)?,
                factor: factor.id.clone(),
            })
        })
    }
}
