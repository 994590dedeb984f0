//! The mass of propellant in a device.

use super::Within;
use super::restate::weigh;
use crate::dataset::{
    Boundary, Evidence, Factor, FactorId, FunctionalUnit, Indicator, Product, Subject,
};
use crate::exact;
use crate::quantity::Range;
use rust_decimal::Decimal;

/// Whose mass of propellant is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum MassOf {
    /// That of the product itself.
    Product,
    /// That of products with the same substance and device.
    Class,
}

/// The mass of propellant in one device, in grams.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mass {
    /// The low end.
    pub(crate) low: Decimal,
    /// The central value, where a source gives one.
    pub(crate) central: Option<Decimal>,
    /// The high end.
    pub(crate) high: Decimal,
    /// The factor that it stands in; `None` for the columns of the product itself.
    pub(crate) factor: Option<FactorId>,
    /// Whose mass it is.
    pub(crate) of: MassOf,
}

impl Mass {
    /// What this mass of a gas weighs on the climate in kg CO2e: grams / 1000 x GWP100. Without
    /// a central mass the central value is the midpoint.
    #[must_use]
    pub(crate) fn weigh(&self, gwp100: Decimal) -> Option<Range> {
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
    pub(crate) fn single(&self) -> Option<Decimal> {
        (self.low == self.high).then_some(self.low)
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

impl Within {
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
            (FunctionalUnit::Month, None) | (FunctionalUnit::Ddd | FunctionalUnit::Other(_), _) => {
                None
            }
        }
    }

    pub(super) fn class_mass(&self, product: &Product) -> Option<Mass> {
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
}
