//! The factors about one product: what they become, and the range they make.

use super::bracket::gas_fits;
use super::mass::{Gas, Mass};
use super::{Applied, Basis, Estimate, Flag, Within};
use crate::dataset::{Boundary, GwpBasis, Inferred, Product, SourceKind, Subject};
use crate::quantity::Range;
use std::collections::BTreeSet;

impl Within {
    /// The factors about a product itself that can be applied, in the order of choice.
    pub(super) fn own_factors(&self, product: &Product) -> Vec<Applied<'_>> {
        let mut own: Vec<Applied<'_>> = self
            .factors()
            .filter(|factor| {
                matches!(&factor.subject, Subject::Products(ids) if ids.contains(&product.id))
                    && gas_fits(factor, product.propellant_on(self.day))
            })
            .filter_map(|factor| self.apply(factor, Some(product)))
            .collect();
        own.sort_by_key(|applied| self.rank(applied.factor));
        own
    }

    /// The estimate from the factors about a product and the mass of its gas; see the module for
    /// the rules.
    pub(super) fn own_estimate(&self, product: &Product) -> Option<Estimate> {
        let all = self.own_factors(product);
        let gas = self.gas(product);
        let highest = all.first().map(|one| one.factor.layer);
        if let Some(mut asked) = self.asked(product, highest) {
            if let Some(gas) = &gas {
                gas.mark(&mut asked);
            }
            return Some(asked);
        }
        let is_below = |one: &&Applied<'_>| gas.as_ref().is_some_and(|gas| gas.exceeds(one));
        let own: Vec<&Applied<'_>> = all.iter().filter(|one| !is_below(one)).collect();
        let replaced = all.first().as_ref().is_some_and(is_below);
        // In the place of a value that is too low stands another life cycle, or else the gas.
        let stands = |chosen: &Applied<'_>| {
            let life_cycle = chosen.factor.boundary == Boundary::CradleToGrave;
            let behind = gas.as_ref().is_some_and(|gas| gas.outranks(chosen));
            !behind && (!replaced || life_cycle)
        };
        let mut estimate = match (own.first(), &gas) {
            (Some(chosen), gas) if stands(chosen) => self.spanned(&own, product, gas.as_ref())?,
            (_, Some(gas)) => self.of_gas(gas, product)?,
            (_, None) => return None,
        };
        if replaced {
            estimate.flags.insert(Flag::ReplacedByGas);
        }
        Some(estimate)
    }

    /// The range over the factors about a product that do not lie below its gas.
    fn spanned(
        &self,
        own: &[&Applied<'_>],
        product: &Product,
        gas: Option<&Gas>,
    ) -> Option<Estimate> {
        let chosen = *own.first()?;
        let accepted = accepted(own);
        // A value of another boundary or set that widens the range is said.
        let widening = |flag: &Flag| {
            !matches!(
                flag,
                Flag::CentralIsMidpoint
                    | Flag::Secondary
                    | Flag::PropellantOnly
                    | Flag::GwpAsPublished
            ) && !flag.is_why_as_published()
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
        if chosen.factor.inferred.contains(&Inferred::Interpolated) {
            flags.insert(Flag::Interpolated);
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
        match gas {
            Some(gas) if chosen.factor.layer > gas.mass.layer => gas.mark(&mut estimate),
            Some(gas) => gas.bound(&mut estimate),
            None => {}
        }
        for (one, _) in &accepted {
            let mass = self.restating_mass(one, product);
            let factor = mass.and_then(|mass| mass.factor);
            let new = factor.filter(|id| !estimate.factors.contains(id));
            estimate.factors.extend(new);
        }
        Some(estimate)
    }

    /// Mass x GWP100 as the value of a product: its propellant alone.
    pub(super) fn of_gas(&self, gas: &Gas, product: &Product) -> Option<Estimate> {
        let factor = gas.mass.factor.as_ref();
        let found = factor.and_then(|id| self.dataset.factor_by_id(id.as_str()));
        let source = found.and_then(|factor| self.dataset.source(&factor.provenance.source));
        let indicator = source.is_some_and(|source| source.kind == SourceKind::Indicator);
        (gas.per_device.is_some() || gas.per_dose.is_some()).then(|| Estimate {
            per_device: gas.per_device,
            per_dose: gas.per_dose,
            basis: Basis::Product,
            factors: factor.cloned().into_iter().collect(),
            flags: gas.flags(indicator),
            boundaries: [Boundary::PropellantOnly].into(),
            doses: product.doses_per_pack.or(gas.mass.doses),
        })
    }

    /// The mass of the gas with which a value was restated.
    fn restating_mass(&self, applied: &Applied<'_>, product: &Product) -> Option<Mass> {
        let factor = applied.factor;
        let other = matches!(&factor.gwp, GwpBasis::Set(set) if set != self.gwp.as_str());
        let restated = other && !applied.flags.contains(&Flag::GwpAsPublished);
        self.mass_about(factor, product).filter(|_| restated)
    }
}

/// The factors that make the range, the chosen one first, each with whether it is only gas
/// beside a life cycle.
fn accepted<'b, 'f>(own: &[&'b Applied<'f>]) -> Vec<(&'b Applied<'f>, bool)> {
    let Some(chosen) = own.first() else {
        return Vec::new();
    };
    let whole_cycle = chosen.factor.boundary != Boundary::PropellantOnly;
    let mut accepted: Vec<(&Applied<'_>, bool)> = own
        .iter()
        .filter(|one| one.factor.layer == chosen.factor.layer)
        .map(|one| {
            let gas = whole_cycle && one.factor.boundary == Boundary::PropellantOnly;
            (*one, gas)
        })
        .collect();
    // Gas alone says something only where it is more than the life cycles.
    let high = |one: &Applied<'_>| one.per_device.map(Range::high);
    let cycles = accepted.iter().filter(|(_, gas)| !gas);
    let ceiling = cycles.filter_map(|(one, _)| high(one)).max();
    accepted.retain(|(one, gas)| !gas || high(one) > ceiling);
    accepted
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
