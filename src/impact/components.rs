//! A propellant product by component: the mass of its gas, and the rest of the life cycle.

use super::Within;
use super::mass::Mass;
use super::restate::shift;
use crate::dataset::{Boundary, Dataset, FactorId, FunctionalUnit, GwpBasis, Product, Propellant};
use crate::quantity::Range;
use rust_decimal::Decimal;

/// The life cycle of one device without its propellant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rest {
    /// kg CO2e.
    pub climate: Range,
    /// The published total that it was taken from.
    pub factor: FactorId,
}

/// The parts of a propellant product, from which its total can be rebuilt under any set of
/// global warming potentials, and with another gas.
///
/// A published life cycle whose set is known is split with the mass of its gas:
/// `rest = total - mass x GWP100`. Where the source does not state its set there is no rest,
/// and the total stays as published.
///
/// ```
/// use groenrecept::{Dataset, GwpSet, impact::Model};
/// let dataset = Dataset::embedded()?;
/// let model = Model::new(&dataset, GwpSet::Ar6);
/// let atrovent = dataset.product_by_id("atrovent-aerosol-20").unwrap();
/// let parts = model.components(atrovent).unwrap();
/// // 14.59 kg under AR5 with 11 g of HFC-134a: 14.59 - 11 x 1.300
/// assert_eq!(parts.rest.as_ref().unwrap().climate.central().round(3).to_string(), "0.29");
/// let kilograms = |range: groenrecept::Range| range.central().round(3).to_string();
/// assert_eq!(kilograms(parts.total(&dataset, "AR4").unwrap()), "16.02"); // 11 x 1.430 + 0.29
/// assert_eq!(kilograms(parts.total(&dataset, "AR5").unwrap()), "14.59");
/// assert_eq!(kilograms(parts.total(&dataset, "AR6").unwrap()), "17.12"); // 11 x 1.530 + 0.29
/// // the same mass of HFC-152a: 11 x 0.164 + 0.29
/// assert_eq!(kilograms(parts.with_gas(&dataset, "HFC-152a", "AR6").unwrap()), "2.094");
/// # Ok::<(), groenrecept::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Components {
    /// The gas.
    pub propellant: Propellant,
    /// Its mass; `None` where no source tells.
    pub mass: Option<Mass>,
    /// The rest of the life cycle; `None` where it cannot be told apart from the gas.
    pub rest: Option<Rest>,
}

impl Components {
    /// The gas alone in kg CO2e per device; `None` where gas, mass or potential is not known.
    #[must_use]
    pub fn gas(&self, dataset: &Dataset, gwp_set: &str) -> Option<Range> {
        match &self.propellant {
            Propellant::Gas(name) => self.gas_of(dataset, name, gwp_set),
            Propellant::None | Propellant::Unknown => None,
        }
    }

    /// The whole life cycle in kg CO2e per device; `None` where a part is not known.
    #[must_use]
    pub fn total(&self, dataset: &Dataset, gwp_set: &str) -> Option<Range> {
        self.gas(dataset, gwp_set)?
            .plus(self.rest.as_ref()?.climate)
    }

    /// The whole life cycle if the device held the same mass of another gas. An assumption:
    /// the mass that another gas needs differs with its density and the formulation.
    #[must_use]
    pub fn with_gas(&self, dataset: &Dataset, gas: &str, gwp_set: &str) -> Option<Range> {
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
