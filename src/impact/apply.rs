//! A published value as it applies to one product.

use super::bracket::to_pack;
use super::{Applied, Flag, Within};
use crate::dataset::{Boundary, Evidence, Factor, FunctionalUnit, Indicator, Product, SourceKind};
use crate::exact::Fraction;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

impl Within {
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
        let (range, unrestated) = self.restate(factor, printed, product);
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
        if let Some(reason) = unrestated.filter(|_| gas) {
            flags.extend([Flag::GwpAsPublished, reason.flag()]);
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
}
