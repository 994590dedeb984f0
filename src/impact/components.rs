//! A propellant product by component: the mass of its gas, and the rest of the life cycle.

use super::Within;
use super::mass::Mass;
use super::restate::shift;
use crate::dataset::{Boundary, Dataset, FactorId, FunctionalUnit, GwpBasis, Product, Propellant};
use crate::exact::Fraction;
use crate::quantity::Range;
use rust_decimal::Decimal;

/// The life cycle of one device without its propellant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rest {
    /// kg CO2e.
    pub(crate) climate: Range,
    /// The published total that it was taken from.
    pub(crate) factor: FactorId,
    /// That total, of one device.
    published: Range,
    /// The potential of its gas in the set that it rests on.
    old: Decimal,
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
        self.with_gas(dataset, self.propellant.gas()?, gwp_set)
    }

    /// The whole life cycle if the device held the same mass of another gas. An assumption:
    /// the mass that another gas needs differs with its density and the formulation.
    #[must_use]
    pub(crate) fn with_gas(&self, dataset: &Dataset, gas: &str, gwp_set: &str) -> Option<Range> {
        let new = dataset.gwp100(gas, gwp_set)?.value;
        let rest = self.rest.as_ref()?;
        shift(rest.published, self.mass.as_ref()?, rest.old, new)
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
            propellant: product.propellant_on(self.day).clone(),
            mass: self.mass(product).or_else(|| self.class_mass(product)),
            rest: self.rest(product),
        })
    }

    /// A published life cycle of known set less its gas, from the first factor in the order of
    /// choice that allows it.
    fn rest(&self, product: &Product) -> Option<Rest> {
        let gas = product.propellant_on(self.day).gas()?;
        let mass = self.mass(product)?;
        self.own_factors(product).iter().find_map(|applied| {
            let factor = applied.factor;
            let GwpBasis::Set(set) = &factor.gwp else {
                return None;
            };
            if factor.boundary != Boundary::CradleToGrave {
                return None;
            }
            let (published, _) = factor.range()?;
            let pack = product.doses_per_pack;
            // Total and mass are of the same device.
            let doses = factor.doses_per_unit.or(pack);
            let published = match factor.functional_unit {
                FunctionalUnit::Device if doses == pack.or(mass.doses) => published,
                FunctionalUnit::Actuation | FunctionalUnit::Dose => {
                    published.times(Fraction::whole(pack?.into()))?
                }
                FunctionalUnit::Device
                | FunctionalUnit::Month
                | FunctionalUnit::Ddd
                | FunctionalUnit::Other(_) => {
                    return None;
                }
            };
            let old = self.dataset.gwp100(gas, set)?.value;
            Some(Rest {
                climate: shift(published, &mass, old, Decimal::ZERO)?,
                factor: factor.id.clone(),
                published,
                old,
            })
        })
    }
}
