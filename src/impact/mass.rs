//! The mass of propellant in a device, and what it weighs on the climate.

use super::bracket::gas_fits;
use super::{Applied, Estimate, Flag, Within};
use crate::dataset::{
    Boundary, Evidence, Factor, FactorId, FunctionalUnit, Indicator, Product, Subject,
};
use crate::exact::Fraction;
use crate::quantity::Range;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// Whose mass of propellant is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum MassOf {
    /// That of the product itself.
    Product,
    /// That of products with the same substance and device.
    Class,
}

/// A mass of propellant in grams.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mass {
    /// The low end.
    pub(crate) low: Fraction,
    /// The central value, where a source gives one.
    pub(crate) central: Option<Fraction>,
    /// The high end.
    pub(crate) high: Fraction,
    /// The factor that it stands in; `None` for the columns of the product itself.
    pub(crate) factor: Option<FactorId>,
    /// Whose mass it is.
    pub(crate) of: MassOf,
    /// Whether it is what the actuations release and not what the can holds, which is more.
    pub(crate) metered: bool,
    /// The doses that hold it; `None` for one device of which the doses are not known.
    pub(crate) doses: Option<u32>,
    /// The place of the data layer.
    pub(super) layer: usize,
    /// How its author saw the source.
    pub(super) evidence: Evidence,
}

impl Mass {
    /// The central mass, or the middle of the two ends.
    pub(super) fn middle(&self) -> Option<Fraction> {
        self.central.or_else(|| self.low.midpoint(self.high))
    }

    /// What this mass of a gas weighs on the climate in kg CO2e: grams / 1000 x GWP100. Without
    /// a central mass the central value is the midpoint.
    #[must_use]
    pub(crate) fn weigh(&self, gwp100: Decimal) -> Option<Range> {
        let of = |grams| weigh(grams, gwp100);
        Range::new(of(self.low)?, of(self.middle()?)?, of(self.high)?)
    }

    /// The mass of so many doses, where its own doses are known.
    fn for_doses(self, doses: u32) -> Option<Self> {
        let own = self.doses?;
        let part = |grams: Fraction| Some(grams.times(doses.into())?.over_count(own)?.lowest());
        Some(Self {
            low: part(self.low)?,
            central: match self.central {
                Some(central) => Some(part(central)?),
                None => None,
            },
            high: part(self.high)?,
            doses: Some(doses),
            ..self
        })
    }

    /// As it is for one device: of a mass per actuation that needs the doses of the device.
    fn of_device(self, pack: Option<u32>) -> Option<Self> {
        match pack {
            Some(pack) if self.doses.is_some() => self.for_doses(pack),
            Some(_) => Some(self),
            None => (!self.metered).then_some(self),
        }
    }
}

/// What grams of a gas weigh in kg CO2e: grams / 1000 x GWP100.
pub(crate) fn weigh(grams: Fraction, gwp100: Decimal) -> Option<Fraction> {
    grams.times(gwp100)?.times(Decimal::new(1, 3))
}

/// What the gas of a product weighs in kg CO2e under the chosen set: mass x GWP100.
pub(super) struct Gas {
    /// Per device.
    pub(super) per_device: Option<Range>,
    /// Per dose.
    pub(super) per_dose: Option<Range>,
    /// Its mass.
    pub(super) mass: Mass,
}

impl Gas {
    /// Whether a value of the product gives way to this gas because it is less, which a life
    /// cycle cannot be. What a layer above that of the mass states stands, and is marked.
    pub(super) fn exceeds(&self, one: &Applied<'_>) -> bool {
        if one.factor.layer > self.mass.layer {
            return false;
        }
        let less = |value: Option<Range>, gas: Option<Range>| {
            let both = value.zip(gas);
            both.map(|(value, gas)| value.central() < gas.central())
        };
        less(one.per_device, self.per_device)
            .or_else(|| less(one.per_dose, self.per_dose))
            .unwrap_or(false)
    }

    /// Whether the mass of a higher layer goes before a value that is no life cycle, or that
    /// cannot be held against it.
    pub(super) fn outranks(&self, one: &Applied<'_>) -> bool {
        let comparable = (self.per_device.is_some() && one.per_device.is_some())
            || (self.per_dose.is_some() && one.per_dose.is_some());
        let life_cycle = one.factor.boundary == Boundary::CradleToGrave;
        self.mass.layer > one.factor.layer && !(life_cycle && comparable)
    }

    /// Marks a value that stands as a layer states it, where it lies below this gas.
    pub(super) fn mark(&self, estimate: &mut Estimate) {
        let less = |value: Option<Range>, gas: Option<Range>| {
            let both = value.zip(gas);
            both.map(|(value, gas)| {
                value.floor(gas.low()).raise(gas) != value || value.central() < gas.central()
            })
        };
        let below = less(estimate.per_device, self.per_device)
            .or_else(|| less(estimate.per_dose, self.per_dose));
        if below == Some(true) {
            estimate.flags.insert(Flag::BelowGas);
        }
    }

    /// As it is for a pack whose doses only a label tells.
    pub(super) fn for_pack(mut self, pack: u32) -> Self {
        let whole = |dose: Range| dose.times(Fraction::whole(pack.into()));
        self.per_device = self.per_device.or_else(|| whole(self.per_dose?));
        self.per_dose = self
            .per_device
            .and_then(|device| device.times(Fraction::whole(Decimal::ONE).over_count(pack)?));
        self
    }

    /// Keeps the ends of a range of life cycles at or above those of the gas: an end that is
    /// less is the gas alone, and an estimate that this changes says so.
    pub(super) fn bound(&self, estimate: &mut Estimate) {
        let hold = |range: Option<Range>, gas: Option<Range>| match (range, gas) {
            (Some(range), Some(gas)) => Some(range.floor(gas.low()).raise(gas)),
            (range, _) => range,
        };
        let held = [
            hold(estimate.per_device, self.per_device),
            hold(estimate.per_dose, self.per_dose),
        ];
        if held != [estimate.per_device, estimate.per_dose] {
            [estimate.per_device, estimate.per_dose] = held;
            let factor = self.mass.factor.clone();
            estimate
                .factors
                .extend(factor.filter(|id| !estimate.factors.contains(id)));
            estimate.flags.insert(Flag::BoundaryMixed);
        }
    }

    /// What is to know about it where it stands for the product.
    pub(super) fn flags(&self, indicator: bool) -> BTreeSet<Flag> {
        let flags = [
            (true, Flag::PropellantOnly),
            (self.mass.metered, Flag::MeteredOnly),
            (self.mass.central.is_none(), Flag::CentralIsMidpoint),
            (
                indicator || self.mass.evidence == Evidence::Secondary,
                Flag::Secondary,
            ),
        ];
        let flags = flags.into_iter().filter(|(holds, _)| *holds);
        flags.map(|(_, flag)| flag).collect()
    }
}

fn about(factor: &Factor, product: &Product) -> bool {
    matches!(&factor.subject, Subject::Products(ids) if ids.contains(&product.id))
}

impl Within {
    /// The mass of a product, of its own pack where that is known: the columns of the product or
    /// the best factor about it, whichever stands in the higher layer.
    pub(super) fn mass(&self, product: &Product) -> Option<Mass> {
        let columns = columns(product);
        let factor = self.best_mass(product, MassOf::Product, |factor| about(factor, product));
        match (columns, factor) {
            (Some(columns), Some(factor)) if factor.layer > columns.layer => Some(factor),
            (columns, factor) => columns.or(factor),
        }
    }

    /// What the gas of a product alone weighs under the chosen set, from its own mass.
    pub(super) fn gas(&self, product: &Product) -> Option<Gas> {
        let mass = self.mass(product)?;
        let named = mass.factor.as_ref();
        let named = named.and_then(|id| self.dataset.factor_by_id(id.as_str()));
        let named = named.and_then(|factor| factor.propellant.as_deref());
        let name = product.propellant_on(self.day).gas().or(named)?;
        let gwp = self.dataset.gwp100(name, self.gwp.as_str())?.value;
        let whole = mass.clone().of_device(product.doses_per_pack);
        let dose = mass.clone().for_doses(1);
        Some(Gas {
            per_device: whole.and_then(|mass| mass.weigh(gwp)),
            per_dose: dose.and_then(|mass| mass.weigh(gwp)),
            mass,
        })
    }

    /// The mass with which a factor about a product is restated, in what the factor is about:
    /// one device, dose or month. For the gas alone it is that of its own source, because what a
    /// source prints in kilograms is rounded.
    pub(super) fn mass_about(&self, factor: &Factor, product: &Product) -> Option<Mass> {
        // The gas of one product says nothing of what a class holds.
        if !about(factor, product) {
            return None;
        }
        let source = &factor.provenance.source;
        let mass = match factor.boundary {
            Boundary::PropellantOnly => self.best_mass(product, MassOf::Product, |mass| {
                about(mass, product) && mass.provenance.source == *source
            }),
            Boundary::CradleToGrave
            | Boundary::Mixed
            | Boundary::NotStated
            | Boundary::EndOfLife => self.mass(product),
        }?;
        match (factor.functional_unit, factor.doses_per_unit) {
            (FunctionalUnit::Device, None) => mass.of_device(product.doses_per_pack),
            (FunctionalUnit::Device, Some(_)) if mass.doses.is_none() => Some(mass),
            (FunctionalUnit::Device | FunctionalUnit::Month, Some(doses)) => mass.for_doses(doses),
            (FunctionalUnit::Actuation | FunctionalUnit::Dose, _) => mass.for_doses(1),
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

    /// The best mass that a factor gives, for the doses of the product's own pack: a fill before
    /// what is metered, because a can holds more than its labelled doses, and within a layer a
    /// mass with a central value before a mere interval.
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
                && gas_fits(factor, product.propellant_on(self.day))
                && factor.range().is_some()
        });
        let best = masses.min_by_key(|factor| {
            let fill = !is_metered(factor);
            let stated = factor.central.is_some() || factor.low == factor.high;
            (
                !fill,
                std::cmp::Reverse(factor.layer),
                !stated,
                self.rank(factor),
            )
        })?;
        let (range, midpoint) = best.range()?;
        let metered = is_metered(best);
        let mass = Mass {
            low: range.low(),
            central: (!midpoint).then(|| range.central()),
            high: range.high(),
            factor: Some(best.id.clone()),
            of,
            metered,
            doses: if metered {
                Some(1)
            } else {
                best.doses_per_unit
            },
            layer: best.layer,
            evidence: best.provenance.evidence,
        };
        match (product.doses_per_pack, mass.doses) {
            (Some(own), Some(_)) => mass.for_doses(own),
            (Some(own), None) => Some(Mass {
                doses: Some(own),
                ..mass
            }),
            (None, _) => Some(mass),
        }
    }
}

/// Whether a mass is what one actuation releases.
fn is_metered(factor: &Factor) -> bool {
    matches!(
        factor.functional_unit,
        FunctionalUnit::Actuation | FunctionalUnit::Dose
    )
}

/// The mass in the columns of a product, of one device: a central value or two ends. One end
/// alone is a bound and no mass.
fn columns(product: &Product) -> Option<Mass> {
    let [low, central, high] = product
        .propellant_grams
        .map(|grams| grams.map(Fraction::whole));
    let (low, high) = match central {
        Some(central) => (low.unwrap_or(central), high.unwrap_or(central)),
        None => low.zip(high)?,
    };
    let provenance = product.propellant_provenance.as_ref();
    Some(Mass {
        low,
        central: central.or_else(|| (low == high).then_some(low)),
        high,
        factor: None,
        of: MassOf::Product,
        metered: false,
        doses: product.doses_per_pack,
        layer: product.layer,
        evidence: provenance.unwrap_or(&product.provenance).evidence,
    })
}
