//! Estimates brought together: the bracket over what a product or line can be.

use super::{Applied, Basis, Estimate, Flag};
use crate::dataset::{Boundary, Device, Factor, FactorId, Product, Propellant, Subject};
use crate::exact::Fraction;
use crate::quantity::Range;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// Fills in the value per dose or per device from the pack size, where one is missing. With
/// a pack size the value per dose is that per device over its doses, so that a line counted
/// in doses and one counted in devices agree.
pub(super) fn complete(estimate: &mut Estimate, pack: Option<u32>) {
    match (estimate.per_device, pack) {
        (Some(per_device), Some(pack)) => {
            let part = Fraction::whole(Decimal::ONE).over_count(pack);
            if let Some(per_dose) = part.and_then(|part| per_device.times(part)) {
                estimate.per_dose = Some(per_dose);
            }
        }
        (None, Some(pack)) => {
            let per_dose = estimate.per_dose;
            estimate.per_device =
                per_dose.and_then(|dose| dose.times(Fraction::whole(Decimal::from(pack))));
        }
        (_, None) => {}
    }
    estimate.per_device = estimate.per_device.map(Range::lowest);
    estimate.per_dose = estimate.per_dose.map(Range::lowest);
}

/// A factor about a class as a value of a device. Of one without propellant there is nothing to
/// restate.
pub(super) fn class_member(mut applied: Applied<'_>, device: Device) -> Estimate {
    if !device.has_propellant() {
        applied
            .flags
            .retain(|flag| *flag != Flag::GwpAsPublished && !flag.is_why_as_published());
    }
    Estimate {
        per_device: applied.per_device,
        per_dose: applied.per_dose,
        basis: Basis::Equivalent,
        factors: vec![applied.factor.id.clone()],
        boundaries: [applied.factor.boundary].into(),
        flags: applied.flags,
        doses: applied.doses,
    }
}

/// Brings the value per device of an aerosol to a pack by the dose.
pub(super) fn at_pack(device: Device, pack: u32, estimate: &mut Estimate) {
    (estimate.per_device, estimate.doses) =
        to_pack(device, Some(pack), estimate.per_device, estimate.doses);
}

/// A value per device of an aerosol brought to a pack by the dose, with the doses it is for.
pub(super) fn to_pack(
    device: Device,
    pack: Option<u32>,
    per_device: Option<Range>,
    doses: Option<u32>,
) -> (Option<Range>, Option<u32>) {
    match (pack, doses) {
        (Some(own), Some(other)) if own != other && device.has_propellant() => {
            let ratio = Fraction::new(Decimal::from(own), u64::from(other));
            let scaled = per_device.zip(ratio);
            let scaled = scaled.and_then(|(range, ratio)| range.times(ratio));
            (scaled, Some(own))
        }
        _ => (per_device, doses),
    }
}

/// The bracket over the members of a class; see the module for its central value.
pub(super) fn class_bracket(members: Vec<Estimate>) -> Estimate {
    let mut distinct: Vec<Estimate> = Vec::new();
    for mut member in members {
        // What became of a value beside the gas of its own product says nothing of another.
        member
            .flags
            .retain(|flag| !matches!(flag, Flag::BelowGas | Flag::ReplacedByGas));
        let twin = distinct.iter_mut().find(|known| {
            let same_value = known.per_device.is_some() && known.per_device == member.per_device;
            let same_factor = !known.factors.is_empty();
            (same_factor && known.factors.first() == member.factors.first())
                || (same_value && known.flags == member.flags)
        });
        match twin {
            Some(known) => join(known, member),
            None => distinct.push(member),
        }
    }
    let only_gas = |member: &Estimate| member.flags.contains(&Flag::PropellantOnly);
    let midpoint = |member: &Estimate| member.flags.contains(&Flag::CentralIsMidpoint);
    let of = |passes: &dyn Fn(&Estimate) -> bool| {
        let members: Vec<Estimate> = distinct.iter().filter(|m| passes(m)).cloned().collect();
        (!members.is_empty() && members.len() < distinct.len()).then(|| bracket(&members))
    };
    let mut whole = bracket(&distinct);
    if let [only] = distinct.as_slice() {
        whole.factors.clone_from(&only.factors);
        // A value about the class itself is no value of another product.
        if only.basis == Basis::Product {
            whole.flags.insert(Flag::OneStandsIn);
        }
    }
    // A life cycle is at least its gas, so gas alone tells nothing of the low end.
    if let Some(cycles) = of(&|member| !only_gas(member)) {
        let floor = |range: Option<Range>, cycles: Option<Range>| match (range, cycles) {
            (Some(range), Some(cycles)) => Some(range.floor(cycles.low())),
            (range, _) => range,
        };
        whole.per_device = floor(whole.per_device, cycles.per_device);
        whole.per_dose = floor(whole.per_dose, cycles.per_dose);
    }
    if let Some(center) = of(&|member| !only_gas(member) && !midpoint(member)) {
        let around = |range: Option<Range>, center: Option<Range>| match (range, center) {
            (Some(range), Some(center)) => Some(center.span(range)),
            (range, _) => range,
        };
        whole.per_device = around(whole.per_device, center.per_device);
        whole.per_dose = around(whole.per_dose, center.per_dose);
        whole.flags.remove(&Flag::CentralIsMidpoint);
    }
    whole
}

/// One value that two products share. The central value is that in the chosen set where only
/// one of the two could be restated; the other is then an end of the range.
fn join(known: &mut Estimate, mut member: Estimate) {
    let published = |one: &Estimate| one.flags.contains(&Flag::GwpAsPublished);
    if published(known) != published(&member) {
        if published(known) {
            std::mem::swap(known, &mut member);
        }
        member
            .flags
            .retain(|flag| *flag != Flag::GwpAsPublished && !flag.is_why_as_published());
        member.flags.insert(Flag::EndsAsPublished);
    }
    let wider = |a: Option<Range>, b: Option<Range>| match (a, b) {
        (Some(a), Some(b)) => Some(a.span(b)),
        (a, b) => a.or(b),
    };
    if known.per_device.is_none() {
        known.doses = member.doses;
    }
    known.per_device = wider(known.per_device, member.per_device);
    known.per_dose = wider(known.per_dose, member.per_dose);
    let new = member.factors.into_iter();
    let new: Vec<FactorId> = new.filter(|id| !known.factors.contains(id)).collect();
    known.factors.extend(new);
    known.boundaries.extend(member.boundaries);
    known.flags.extend(member.flags);
}

/// Whether a class factor is about the class of this product.
pub(super) fn class_fits(factor: &Factor, product: &Product) -> bool {
    match &factor.subject {
        Subject::SubstanceDevice(atc, device) => *atc == product.atc && *device == product.device,
        Subject::DeviceName(name) => *name == product.device_name,
        Subject::Device(device) => *device == product.device,
        Subject::Products(_) | Subject::Context(_) => false,
    }
}

/// Two gases can be the same unless both are known and differ.
pub(super) fn gases_fit(a: &Propellant, b: &Propellant) -> bool {
    a == b || *a == Propellant::Unknown || *b == Propellant::Unknown
}

/// The bracket over estimates that have a value; its basis is the worst among them.
pub(super) fn bracket(members: &[Estimate]) -> Estimate {
    if let [only] = members {
        return only.clone();
    }
    let valued = || members.iter().filter(|member| member.basis != Basis::None);
    let over = |pick: fn(&Estimate) -> Option<Range>| {
        let ranges: Vec<Range> = valued().filter_map(pick).collect();
        Range::bracket(&ranges)
    };
    let mut factors: Vec<FactorId> = valued()
        .flat_map(|member| member.factors.iter().cloned())
        .collect();
    factors.sort_unstable();
    factors.dedup();
    let mut flags: BTreeSet<Flag> = valued().flat_map(|m| m.flags.iter().copied()).collect();
    if valued().count() < members.len() && valued().next().is_some() {
        flags.insert(Flag::CandidateWithoutValue);
    }
    let boundaries: BTreeSet<Boundary> = valued()
        .flat_map(|member| member.boundaries.iter().copied())
        .collect();
    if boundaries.contains(&Boundary::PropellantOnly) && boundaries.len() > 1 {
        flags.insert(Flag::BoundaryMixed);
    }
    let mut doses: BTreeSet<Option<u32>> = valued().map(|member| member.doses).collect();
    let one_pack = doses.pop_first().flatten().filter(|_| doses.is_empty());
    Estimate {
        per_device: over(|member| member.per_device),
        per_dose: over(|member| member.per_dose),
        basis: valued()
            .map(|member| member.basis)
            .max()
            .unwrap_or(Basis::None),
        factors,
        flags,
        boundaries,
        doses: one_pack,
    }
}

/// Whether a factor is about a gas that the propellant can be.
pub(super) fn gas_fits(factor: &Factor, propellant: &Propellant) -> bool {
    let gas = factor.propellant.clone().map(Propellant::Gas);
    gas.is_none_or(|gas| gases_fit(&gas, propellant))
}
