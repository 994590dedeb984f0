//! A propellant product by component: the mass of its gas, and the rest of the life cycle.

use super::Within;
use super::restate::{shift, weigh};
use crate::dataset::{
    Boundary, Dataset, Evidence, Factor, FactorId, FunctionalUnit, GwpBasis, Indicator, Product,
    Propellant, Subject,
};
use crate::exact;
use crate::quantity::Range;
use rust_decimal::Decimal;

/// Whose mass of propellant is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MassOf {
    /// That of the product itself.
    Product,
    /// That of products with the same substance and device.
    Class,
}

/// The mass of propellant in one device, in grams.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mass {
    /// The low end.
    pub low: Decimal,
    /// The central value, where a source gives one.
    pub central: Option<Decimal>,
    /// The high end.
    pub high: Decimal,
    /// The factor that it stands in; `None` for the columns of the product itself.
    pub factor: Option<FactorId>,
    /// Whose mass it is.
    pub of: MassOf,
}

impl Mass {
    /// What this mass of a gas weighs on the climate in kg CO2e: grams / 1000 x GWP100. Without
    /// a central mass the central value is the midpoint.
    #[must_use]
    pub fn weigh(&self, gwp100: Decimal) -> Option<Range> {
        let (low, high) = (weigh(self.low, gwp100)?, weigh(self.high, gwp100)?);
        let central = match self.central {
            Some(central) => weigh(central, gwp100)?,
            None => low.midpoint(high)?,
        };
        Range::new(low, central, high)
    }

    /// The mass of so many doses, where this is that of `of` doses; `None` where it has no end in
    /// decimals.
    fn for_doses(self, doses: u32, of: u32) -> Option<Self> {
        if doses == of {
            return Some(self);
        }
        let part = |grams: Decimal| exact_part(exact::mul(grams, doses.into())?, of);
        Some(Self {
            low: part(self.low)?,
            central: match self.central {
                Some(central) => Some(part(central)?),
                None => None,
            },
            high: part(self.high)?,
            ..self
        })
    }

    /// The mass, where it is a single value.
    #[must_use]
    pub fn single(&self) -> Option<Decimal> {
        (self.low == self.high).then_some(self.low)
    }
}

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

/// A quotient by a count where it has an end in decimals.
fn exact_part(amount: Decimal, count: u32) -> Option<Decimal> {
    let quotient = amount.checked_div(count.into())?.normalize();
    (exact::mul(quotient, count.into())? == amount).then_some(quotient)
}

fn about(factor: &Factor, product: &Product) -> bool {
    matches!(&factor.subject, Subject::Products(ids) if ids.contains(&product.id))
}

impl Within<'_> {
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

    /// The mass of a product: its own columns first, then the best factor about it.
    pub(super) fn mass(&self, product: &Product) -> Option<Mass> {
        let [low, central, high] = product.propellant_grams;
        if let Some(any) = central.or(low).or(high) {
            return Some(Mass {
                low: low.unwrap_or(any),
                central,
                high: high.unwrap_or(any),
                factor: None,
                of: MassOf::Product,
            });
        }
        self.best_mass(product, MassOf::Product, |factor| about(factor, product))
    }

    /// The mass with which a factor about a product is restated, in what the factor is about:
    /// one device, dose or month. For the gas alone it is that of its own source, because what a
    /// source prints in kilograms is rounded.
    pub(super) fn mass_about(&self, factor: &Factor, product: &Product) -> Option<Mass> {
        let source = &factor.provenance.source;
        let mass = match factor.boundary {
            Boundary::PropellantOnly => self.best_mass(product, MassOf::Product, |mass| {
                about(mass, product) && mass.provenance.source == *source
            }),
            Boundary::CradleToGrave
            | Boundary::Mixed
            | Boundary::NotStated
            | Boundary::EndOfLife => self.mass(product),
        };
        let own = product.doses_per_pack;
        match (factor.functional_unit, factor.doses_per_unit) {
            (FunctionalUnit::Device, None) => mass,
            (FunctionalUnit::Device, Some(_)) if own.is_none() => mass,
            (FunctionalUnit::Device | FunctionalUnit::Month, Some(doses)) => {
                mass?.for_doses(doses, own?)
            }
            (FunctionalUnit::Actuation | FunctionalUnit::Dose, _) => mass?.for_doses(1, own?),
            (FunctionalUnit::Month, None) | (FunctionalUnit::Other(_), _) => None,
        }
    }

    fn class_mass(&self, product: &Product) -> Option<Mass> {
        self.best_mass(product, MassOf::Class, |factor| {
            factor.subject == Subject::SubstanceDevice(product.atc, product.device)
        })
    }

    /// The best mass that a factor gives, for the doses of the product's own pack.
    fn best_mass(
        &self,
        product: &Product,
        of: MassOf,
        of_subject: impl Fn(&Factor) -> bool,
    ) -> Option<Mass> {
        let masses = self.factors().filter(|factor| {
            factor.indicator == Indicator::PropellantMass
                && factor.provenance.evidence != Evidence::Unverified
                && of_subject(factor)
        });
        let best = masses.min_by_key(|factor| self.rank(factor))?;
        let any = best.central.or(best.low).or(best.high)?;
        let mass = Mass {
            low: best.low.unwrap_or(any),
            central: best.central,
            high: best.high.unwrap_or(any),
            factor: Some(best.id.clone()),
            of,
        };
        match (product.doses_per_pack, best.doses_per_unit) {
            (Some(own), Some(other)) => mass.for_doses(own, other),
            _ => Some(mass),
        }
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
