//! The factors about one product: what they become, and the range they make.

use super::bracket::{class_fits, gas_fits, gases_fit, to_pack};
use super::mass::Mass;
use super::restate::{scale, shift};
use super::{Applied, Basis, Estimate, Flag, Within};
use crate::dataset::{
    Boundary, Evidence, Factor, FactorId, FunctionalUnit, GwpBasis, Indicator, Inferred, Product,
    Propellant, SourceKind, Subject,
};
use crate::exact::Fraction;
use crate::quantity::Range;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

impl Within {
    /// The factors about a product itself that can be applied, in the order of choice.
    pub(super) fn own_factors(&self, product: &Product) -> Vec<Applied<'_>> {
        let mut own: Vec<Applied<'_>> = self
            .factors()
            .filter(|factor| {
                matches!(&factor.subject, Subject::Products(ids) if ids.contains(&product.id))
            })
            .filter_map(|factor| self.apply(factor, Some(product)))
            .collect();
        own.sort_by_key(|applied| self.rank(applied.factor));
        own
    }

    /// The estimate from the factors about a product; see the module for the rules.
    pub(super) fn own_estimate(&self, product: &Product) -> Option<Estimate> {
        let own = self.own_factors(product);
        let chosen = own.first()?;
        if self.gives_way(&own, product) {
            return None;
        }
        let accepted = self.accepted(&own, product)?;
        // A value of another boundary or set that widens the range is said.
        let widening = |flag: &Flag| {
            !matches!(
                flag,
                Flag::CentralIsMidpoint
                    | Flag::Secondary
                    | Flag::PropellantOnly
                    | Flag::GwpAsPublished
            )
        };
        let others = accepted
            .iter()
            .flat_map(|(one, _)| one.flags.iter().copied());
        let mut flags: BTreeSet<Flag> = others.filter(widening).collect();
        flags.extend(chosen.flags.iter().copied());
        let published = |applied: &Applied<'_>| applied.flags.contains(&Flag::GwpAsPublished);
        if !published(chosen) && accepted.iter().any(|(one, _)| published(one)) {
            flags.insert(Flag::EndsAsPublished);
        }
        let boundaries: BTreeSet<Boundary> = accepted
            .iter()
            .map(|(one, _)| one.factor.boundary)
            .collect();
        if boundaries.len() > 1 {
            flags.insert(Flag::BoundaryMixed);
        }
        if chosen.factor.inferred.contains(&Inferred::Boundary) {
            flags.insert(Flag::BoundaryInferred);
        }
        let source = self.dataset.source(&chosen.factor.provenance.source);
        if source.is_some_and(|source| source.kind == SourceKind::ClassTable) {
            flags.insert(Flag::ClassTable);
        }
        let mut estimate = Estimate {
            per_device: span(&accepted, |applied| applied.per_device),
            per_dose: span(&accepted, |applied| applied.per_dose),
            basis: Basis::Product,
            factors: accepted
                .iter()
                .map(|(one, _)| one.factor.id.clone())
                .collect(),
            flags,
            boundaries,
            doses: product.doses_per_pack.or(chosen.doses),
        };
        if chosen.factor.layer == 0 {
            self.hold_to_gas(&mut estimate, product, chosen.factor.boundary);
        }
        for (one, _) in &accepted {
            let mass = self.restating_mass(one, product);
            let factor = mass.and_then(|mass| mass.factor);
            let new = factor.filter(|id| !estimate.factors.contains(id));
            estimate.factors.extend(new);
        }
        Some(estimate)
    }

    /// Whether all that is known of a product is the weight of its gas, and a life cycle of the
    /// same substance and device says more: the gas alone is a part, not another total.
    fn gives_way(&self, own: &[Applied<'_>], product: &Product) -> bool {
        let only_gas = |one: &Applied<'_>| {
            one.factor.layer == 0 && one.factor.boundary == Boundary::PropellantOnly
        };
        let fits = |other: &Product| {
            other.atc == product.atc
                && other.device == product.device
                && gases_fit(&other.propellant, &product.propellant)
                && self.dataset.is_sold(other, self.day)
        };
        let life_cycle = |factor: &Factor| {
            factor.boundary == Boundary::CradleToGrave
                && self.apply(factor, None).is_some()
                && match &factor.subject {
                    Subject::Products(ids) => ids
                        .iter()
                        .filter_map(|id| self.dataset.product_by_id(id.as_str()))
                        .any(fits),
                    Subject::SubstanceDevice(..) | Subject::DeviceName(_) => {
                        class_fits(factor, product) && gas_fits(factor, &product.propellant)
                    }
                    Subject::Device(_) | Subject::Context(_) => false,
                }
        };
        own.iter().all(only_gas) && self.factors().any(life_cycle)
    }

    /// The mass of the gas with which a value was restated.
    fn restating_mass(&self, applied: &Applied<'_>, product: &Product) -> Option<Mass> {
        let factor = applied.factor;
        let other = matches!(&factor.gwp, GwpBasis::Set(set) if set != self.gwp.as_str());
        let restated = other && !applied.flags.contains(&Flag::GwpAsPublished);
        self.mass_about(factor, product).filter(|_| restated)
    }

    /// A life cycle is at least its gas: where the mass of the gas is known, the low end is not
    /// below its low end, and the high end of a life cycle not below its high end. Own factors
    /// of a layer stand as they are.
    fn hold_to_gas(&self, estimate: &mut Estimate, product: &Product, boundary: Boundary) {
        let (Some(gas), Some(range)) = (self.gas(product), estimate.per_device) else {
            return;
        };
        let hold = |range: Range, gas: Range| {
            let held = range.floor(gas.low());
            match boundary {
                Boundary::PropellantOnly => held,
                Boundary::CradleToGrave
                | Boundary::Mixed
                | Boundary::NotStated
                | Boundary::EndOfLife => held.raise(Range::point(gas.high())),
            }
        };
        let held = hold(range, gas.climate);
        if held == range {
            return;
        }
        estimate.per_device = Some(held);
        if let Some((per_dose, doses)) = estimate.per_dose.zip(estimate.doses) {
            let part = Fraction::whole(Decimal::ONE).over_count(doses);
            let part = part.and_then(|part| gas.climate.times(part));
            estimate.per_dose = Some(part.map_or(per_dose, |part| hold(per_dose, part)));
        }
        estimate.factors.extend(gas.factor);
        estimate.flags.insert(Flag::BoundaryMixed);
    }

    /// The factors that make the range, the chosen one first, each with whether it is only gas
    /// beside a life cycle.
    fn accepted<'b, 'f>(
        &self,
        own: &'b [Applied<'f>],
        product: &Product,
    ) -> Option<Vec<(&'b Applied<'f>, bool)>> {
        let chosen = own.first()?;
        let whole_cycle = chosen.factor.boundary != Boundary::PropellantOnly;
        let mut accepted: Vec<(&Applied<'_>, bool)> = own
            .iter()
            .filter(|one| {
                one.factor.id == chosen.factor.id
                    || (one.factor.layer == chosen.factor.layer && !self.is_below_gas(one, product))
            })
            .map(|one| {
                let gas = whole_cycle && one.factor.boundary == Boundary::PropellantOnly;
                (one, gas)
            })
            .collect();
        // Gas alone says something only where it is more than the life cycles.
        let high = |one: &Applied<'_>| one.per_device.map(Range::high);
        let cycles = accepted.iter().filter(|(_, gas)| !gas);
        let ceiling = cycles.filter_map(|(one, _)| high(one)).max();
        accepted.retain(|(one, gas)| !gas || high(one) > ceiling);
        Some(accepted)
    }

    /// Whether a value that stands as published is less than the gas alone weighs under the
    /// chosen set.
    fn is_below_gas(&self, applied: &Applied<'_>, product: &Product) -> bool {
        applied.flags.contains(&Flag::GwpAsPublished)
            && applied
                .per_device
                .zip(self.gas(product))
                .is_some_and(|(range, gas)| range.central() < gas.climate.low())
    }

    /// What the gas of a product alone weighs under the chosen set, from its own mass.
    fn gas(&self, product: &Product) -> Option<Gas> {
        let Propellant::Gas(name) = &product.propellant else {
            return None;
        };
        let gwp = self.dataset.gwp100(name, self.gwp.as_str())?.value;
        let mass = self.mass(product)?;
        Some(Gas {
            climate: mass.weigh(gwp)?,
            factor: mass.factor,
        })
    }

    /// A factor in kg CO2e per device and per dose; `None` when it cannot be applied.
    pub(super) fn apply<'f>(
        &self,
        factor: &'f Factor,
        product: Option<&Product>,
    ) -> Option<Applied<'f>> {
        if factor.indicator != Indicator::Climate
            || factor.boundary == Boundary::EndOfLife
            || factor.provenance.evidence == Evidence::Unverified
        {
            return None;
        }
        let (printed, midpoint) = factor.range()?;
        let (range, restated) = self.restate(factor, printed, product);
        let pack = product.and_then(|product| product.doses_per_pack);
        let doses = factor.doses_per_unit.or(pack);
        let over =
            |count: Option<u32>| range.times(Fraction::whole(Decimal::ONE).over_count(count?)?);
        let (per_device, per_dose) = match factor.functional_unit {
            FunctionalUnit::Device => (Some(range), over(doses)),
            FunctionalUnit::Actuation | FunctionalUnit::Dose => {
                let whole = pack.and_then(|n| range.times(Fraction::whole(Decimal::from(n))));
                (whole, Some(range))
            }
            FunctionalUnit::Month => (None, over(factor.doses_per_unit)),
            FunctionalUnit::Ddd => {
                let dose = self.per_ddd(range, product)?;
                let whole = pack.and_then(|n| dose.times(Fraction::whole(Decimal::from(n))));
                (whole, Some(dose))
            }
            FunctionalUnit::Other(_) => return None,
        };
        let mut applied = Applied {
            factor,
            per_device,
            per_dose,
            doses: match factor.functional_unit {
                FunctionalUnit::Device => doses,
                FunctionalUnit::Actuation
                | FunctionalUnit::Dose
                | FunctionalUnit::Month
                | FunctionalUnit::Ddd
                | FunctionalUnit::Other(_) => pack,
            },
            flags: BTreeSet::new(),
        };
        if let Some(product) = product {
            let pack = product.doses_per_pack;
            let (per_device, doses) =
                to_pack(product.device, pack, applied.per_device, applied.doses);
            (applied.per_device, applied.doses) = (per_device, doses);
        }
        let mut flags = BTreeSet::new();
        let gas = product.is_none_or(|product| product.device.has_propellant());
        if gas && !restated {
            flags.insert(Flag::GwpAsPublished);
        }
        match factor.boundary {
            Boundary::NotStated => drop(flags.insert(Flag::BoundaryNotStated)),
            Boundary::Mixed => drop(flags.insert(Flag::BoundaryMixed)),
            Boundary::PropellantOnly => drop(flags.insert(Flag::PropellantOnly)),
            Boundary::CradleToGrave | Boundary::EndOfLife => {}
        }
        if midpoint {
            flags.insert(Flag::CentralIsMidpoint);
        }
        // An indicator repeats values of others, however well it was read itself.
        let source = self.dataset.source(&factor.provenance.source);
        let indicator = source.is_some_and(|source| source.kind == SourceKind::Indicator);
        if indicator || factor.provenance.evidence == Evidence::Secondary {
            flags.insert(Flag::Secondary);
        }
        applied.flags = flags;
        (applied.per_device.is_some() || applied.per_dose.is_some()).then_some(applied)
    }

    /// The value under the chosen set, and whether that could be done.
    fn restate(&self, factor: &Factor, printed: Range, product: Option<&Product>) -> (Range, bool) {
        let GwpBasis::Set(from) = &factor.gwp else {
            return (printed, false);
        };
        if from == self.gwp.as_str() {
            return (printed, true);
        }
        let gas = factor.propellant.as_deref().or_else(|| {
            product.and_then(|product| match &product.propellant {
                Propellant::Gas(gas) => Some(gas.as_str()),
                Propellant::None | Propellant::Unknown => None,
            })
        });
        let restated = gas.and_then(|gas| {
            let old = self.dataset.gwp100(gas, from)?.value;
            let new = self.dataset.gwp100(gas, self.gwp.as_str())?.value;
            let mass = product.and_then(|product| self.mass_about(factor, product));
            match (factor.boundary, mass) {
                (Boundary::PropellantOnly, Some(mass)) => {
                    let weighed = mass.weigh(new)?;
                    match printed.low() == printed.high() {
                        true => Some(weighed),
                        false => Some(weighed.span(scale(printed, new, old)?)),
                    }
                }
                (Boundary::PropellantOnly, None) => scale(printed, new, old),
                (_, mass) => shift(printed, mass?.single()?, old, new),
            }
        });
        restated.map_or((printed, false), |range| (range, true))
    }
}

/// Kilograms of CO2e of the gas of one device.
struct Gas {
    climate: Range,
    factor: Option<FactorId>,
}

/// The first range, widened by the others; gas alone only raises its high end.
fn span(
    accepted: &[(&Applied<'_>, bool)],
    pick: fn(&Applied<'_>) -> Option<Range>,
) -> Option<Range> {
    let mut ranges = accepted
        .iter()
        .filter_map(|(one, gas)| Some((pick(one)?, *gas)));
    let (first, _) = ranges.next()?;
    Some(ranges.fold(first, |range, (other, gas)| {
        if gas {
            range.raise(other)
        } else {
            range.span(other)
        }
    }))
}
