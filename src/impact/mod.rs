//! From products to climate impact: which published value is used, what it becomes under a
//! set of global warming potentials, and what stands in where a product has none.
//!
//! # The order of choice
//!
//! For each product, of the factors that can be applied:
//!
//! 1. factors about the product itself, before those of its class;
//! 2. a higher data layer before a lower one, so that own factors win;
//! 3. a life cycle from cradle to grave before any other boundary;
//! 4. a certificate or life cycle study, then an abstract, a class table, an indicator, a
//!    page ([`SourceKind`]);
//! 5. evidence: read before partial, derived and secondary;
//! 6. the newer source before the older one;
//! 7. the functional unit `device` before others, then the id.
//!
//! The first gives the central value. The range spans the factors about the product in the
//! same layer, with two exceptions: beside a life cycle a propellant-only value may raise the
//! high end and never lower the low end, because a life cycle is at least its gas; and a
//! value that could not be restated does not count when it is below the known gas under the
//! chosen set. `unverified` factors are not used.
//!
//! # Fallbacks
//!
//! Without a factor of its own a product takes the bracket over products with the same
//! substance and device and over the factors about these ([`Basis::Equivalent`]), else over
//! its device class ([`Basis::DeviceClass`]): from the lowest low to the highest high. The
//! central value is the median of the members with a published central value and a boundary
//! wider than the propellant, where there are any; a value that two products share counts
//! once. Aerosols of another pack size are brought to the product's own by the dose, because
//! their impact is nearly all gas; for other devices it is the device, so they are not.
//!
//! # Global warming potentials
//!
//! A value whose set is known is restated: a propellant-only value by the ratio of the
//! potentials, a life-cycle total by `total - mass x old + mass x new` where the mass is
//! known and its part does not exceed the total. Every other value stays as published and
//! carries [`Flag::GwpAsPublished`].

mod bracket;
mod restate;

use crate::dataset::{
    Boundary, Dataset, Device, Evidence, Factor, FactorId, FunctionalUnit, GwpBasis, GwpSet,
    Indicator, Product, Propellant, SourceKind, Subject,
};
use crate::exact::{self, Fraction};
use crate::matching::Inhaler;
use crate::quantity::Range;
use bracket::{bracket, class_bracket, class_fits, class_member, complete, gases_fit, to_pack};
use restate::{scale, shift};
use rust_decimal::Decimal;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// What a value rests on, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// A published value of this product.
    Product,
    /// Products with the same substance and device.
    Equivalent,
    /// The device class.
    DeviceClass,
    /// Products of several device classes.
    FormClass,
    /// No value. Not zero.
    None,
}

/// Something to know about a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// A propellant device whose value could not be restated in the chosen set.
    GwpAsPublished,
    /// The boundary is not stated in the source.
    BoundaryNotStated,
    /// The ends of the range have different boundaries.
    BoundaryMixed,
    /// Only the propellant is counted; the life cycle is more.
    PropellantOnly,
    /// The central value is the midpoint of a range that was published without one.
    CentralIsMidpoint,
    /// The value is repeated by another work than the one that made it.
    Secondary,
    /// A line can be several products and not all of them have a value.
    CandidateWithoutValue,
}

/// Impact per device and per dose in kg CO2e, with what it rests on.
#[derive(Debug, Clone)]
pub struct Estimate {
    /// Per device or pack.
    pub per_device: Option<Range>,
    /// Per dose.
    pub per_dose: Option<Range>,
    /// What it rests on.
    pub basis: Basis,
    /// The factors used, the one that gives the central value first.
    pub factors: Vec<FactorId>,
    /// What to know about it.
    pub flags: BTreeSet<Flag>,
    /// The doses in the device of `per_device`, where known.
    doses: Option<u32>,
}

impl Estimate {
    fn none() -> Self {
        Self {
            per_device: None,
            per_dose: None,
            basis: Basis::None,
            factors: Vec::new(),
            flags: BTreeSet::new(),
            doses: None,
        }
    }
}

/// A factor as it applies to one product.
#[derive(Debug, Clone)]
struct Applied<'a> {
    factor: &'a Factor,
    per_device: Option<Range>,
    per_dose: Option<Range>,
    doses: Option<u32>,
    flags: BTreeSet<Flag>,
}

/// The estimates of all products under one set of global warming potentials.
///
/// ```
/// use groenrecept::{Dataset, GwpSet, impact::{Basis, Model}};
/// let dataset = Dataset::embedded()?;
/// let model = Model::new(&dataset, GwpSet::Ar6);
/// let atrovent = model.estimate("atrovent-aerosol-20").unwrap();
/// assert_eq!(atrovent.basis, Basis::Product);
/// // 14.59 kg at AR5 holds 11 g of HFC-134a: 14.59 - 11 x 1.300 + 11 x 1.530
/// assert_eq!(atrovent.per_device.unwrap().central().round(6).to_string(), "17.12");
/// # Ok::<(), groenrecept::Error>(())
/// ```
#[derive(Debug)]
pub struct Model<'a> {
    dataset: &'a Dataset,
    gwp: GwpSet,
    own: Vec<Option<Estimate>>,
}

impl<'a> Model<'a> {
    /// Computes the estimate of every product that has factors of its own.
    #[must_use]
    pub fn new(dataset: &'a Dataset, gwp: GwpSet) -> Self {
        let mut model = Self {
            dataset,
            gwp,
            own: Vec::new(),
        };
        model.own = dataset
            .products()
            .iter()
            .map(|product| model.own_estimate(product))
            .collect();
        model
    }

    /// The set of global warming potentials.
    #[must_use]
    pub const fn gwp_set(&self) -> GwpSet {
        self.gwp
    }

    /// The estimate of a product by its id; `None` when there is no such product.
    #[must_use]
    pub fn estimate(&self, product_id: &str) -> Option<Estimate> {
        Some(self.at(self.dataset.product_index(product_id)?))
    }

    /// The estimate of what a line means: of its product, or the bracket over what it can be.
    #[must_use]
    pub fn of(&self, inhaler: &Inhaler) -> Estimate {
        if inhaler.candidates.is_empty() {
            return self.of_class(&inhaler.devices);
        }
        let products = self.dataset.products();
        let mut all: Vec<Estimate> = Vec::new();
        for index in &inhaler.candidates {
            let Some(product) = products.get(*index) else {
                continue;
            };
            let mut estimate = self.at(*index);
            let pack = product.doses_per_pack.or(inhaler.pack);
            complete(&mut estimate, pack);
            all.push(estimate);
        }
        let mut bracket = bracket(&all);
        if bracket.basis != Basis::None && (all.len() > 1 || inhaler.stand_in) {
            bracket.basis = bracket.basis.max(self.ambiguity(inhaler));
        }
        bracket
    }

    /// How far the candidates of an ambiguous line lie apart.
    fn ambiguity(&self, inhaler: &Inhaler) -> Basis {
        let products = self.dataset.products();
        let chosen = || inhaler.candidates.iter().filter_map(|i| products.get(*i));
        let atcs: BTreeSet<_> = chosen().map(|product| product.atc).collect();
        match (atcs.len(), inhaler.devices.len()) {
            (1, 1) => Basis::Equivalent,
            (_, 1) => Basis::DeviceClass,
            _ => Basis::FormClass,
        }
    }

    fn of_class(&self, devices: &BTreeSet<Device>) -> Estimate {
        let all: Vec<Estimate> = devices
            .iter()
            .map(|device| self.device_class(*device, &Propellant::Unknown, None))
            .collect();
        let mut estimate = bracket(&all);
        if devices.len() > 1 && estimate.basis != Basis::None {
            estimate.basis = Basis::FormClass;
        }
        estimate
    }

    fn at(&self, index: usize) -> Estimate {
        if let Some(Some(own)) = self.own.get(index) {
            return own.clone();
        }
        let Some(product) = self.dataset.products().get(index) else {
            return Estimate::none();
        };
        let equivalent = self.equivalents(product);
        if equivalent.basis != Basis::None {
            return equivalent;
        }
        let mut class = self.device_class(product.device, &product.propellant, Some(product));
        // Capsules come in packs of any size, unlike the devices of their class.
        if product.form.piece_is_dose() && product.doses_per_pack.is_none() {
            class.per_device = None;
        }
        class
    }

    /// The factors about a product itself in the order of choice, and those of its class.
    #[must_use]
    pub fn factors_of(&self, product: &Product) -> (Vec<&'a Factor>, Vec<&'a Factor>) {
        let own = self.own_factors(product);
        let class =
            self.dataset.factors().iter().filter(|factor| {
                factor.indicator == Indicator::Climate && class_fits(factor, product)
            });
        (
            own.into_iter().map(|applied| applied.factor).collect(),
            class.collect(),
        )
    }

    /// A factor's value per device under the chosen set, as it applies to a product.
    #[must_use]
    pub fn restated(
        &self,
        factor: &'a Factor,
        product: &Product,
    ) -> Option<(Range, BTreeSet<Flag>)> {
        let applied = self.apply(factor, Some(product))?;
        Some((applied.per_device?, applied.flags))
    }

    fn own_factors(&self, product: &Product) -> Vec<Applied<'a>> {
        let mut own: Vec<Applied<'a>> = self
            .dataset
            .factors()
            .iter()
            .filter(|factor| match &factor.subject {
                Subject::Products(ids) => ids.contains(&product.id),
                _ => false,
            })
            .filter_map(|factor| self.apply(factor, Some(product)))
            .collect();
        own.sort_by_key(|applied| self.rank(applied.factor));
        own
    }

    fn own_estimate(&self, product: &Product) -> Option<Estimate> {
        let own = self.own_factors(product);
        let chosen = own.first()?.clone();
        let gas_only = |applied: &Applied<'_>| {
            applied.factor.boundary == Boundary::PropellantOnly
                && chosen.factor.boundary != Boundary::PropellantOnly
        };
        let mut accepted: Vec<&Applied<'_>> = own
            .iter()
            .filter(|applied| {
                applied.factor.id == chosen.factor.id
                    || (applied.factor.layer == chosen.factor.layer
                        && !self.is_below_gas(applied, product))
            })
            .collect();
        // Gas alone says something only where it is more than the life cycles.
        let highest = |of: &[&Applied<'_>]| {
            let highs = of.iter().filter_map(|one| Some(one.per_device?.high()));
            highs.max()
        };
        let cycles: Vec<&Applied<'_>> = accepted
            .iter()
            .copied()
            .filter(|one| !gas_only(one))
            .collect();
        let ceiling = highest(&cycles);
        accepted.retain(|one| !gas_only(one) || highest(&[one]) > ceiling);
        let span = |pick: fn(&Applied<'_>) -> Option<Range>| {
            let mut ranges = accepted
                .iter()
                .filter_map(|applied| Some((pick(applied)?, gas_only(applied))));
            let (first, _) = ranges.next()?;
            Some(ranges.fold(first, |range, (other, gas)| {
                if gas {
                    range.raise(other)
                } else {
                    range.span(other)
                }
            }))
        };
        let mut flags: BTreeSet<Flag> = chosen.flags.clone();
        for applied in &accepted {
            // A value of another boundary or set that widens the range is said.
            flags.extend(applied.flags.iter().copied().filter(|flag| {
                !matches!(
                    flag,
                    Flag::CentralIsMidpoint | Flag::Secondary | Flag::PropellantOnly
                )
            }));
        }
        let boundaries: BTreeSet<Boundary> = accepted
            .iter()
            .map(|applied| applied.factor.boundary)
            .collect();
        if boundaries.len() > 1 {
            flags.insert(Flag::BoundaryMixed);
        }
        Some(Estimate {
            per_device: span(|applied| applied.per_device),
            per_dose: span(|applied| applied.per_dose),
            basis: Basis::Product,
            factors: accepted
                .iter()
                .map(|applied| applied.factor.id.clone())
                .collect(),
            flags,
            doses: product.doses_per_pack.or(chosen.doses),
        })
    }

    /// Whether a value that stands as published is less than the gas alone weighs under the
    /// chosen set.
    fn is_below_gas(&self, applied: &Applied<'_>, product: &Product) -> bool {
        let gas = || {
            let Propellant::Gas(name) = &product.propellant else {
                return None;
            };
            let gwp = self.dataset.gwp100(name, self.gwp.as_str())?.value;
            let kilograms = exact::mul(self.propellant_grams(product)?, Decimal::new(1, 3))?;
            Some(Fraction::whole(exact::mul(kilograms, gwp)?))
        };
        applied.flags.contains(&Flag::GwpAsPublished)
            && applied
                .per_device
                .zip(gas())
                .is_some_and(|(range, gas)| range.central() < gas)
    }

    /// The sort key of the order of choice; see the module.
    fn rank(&self, factor: &Factor) -> impl Ord + use<> {
        let source = self.dataset.source(&factor.provenance.source);
        let life_cycle = factor.boundary == Boundary::CradleToGrave;
        let kind = source.map_or(SourceKind::Reference, |source| source.kind);
        let year = source.map(|source| source.year.clone());
        (
            Reverse(factor.layer),
            Reverse(life_cycle),
            kind,
            factor.provenance.evidence,
            Reverse(year),
            factor.functional_unit,
            factor.id.clone(),
        )
    }

    /// A factor in kg CO2e per device and per dose; `None` when it cannot be applied.
    fn apply(&self, factor: &'a Factor, product: Option<&Product>) -> Option<Applied<'a>> {
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
            FunctionalUnit::Other(_) => return None,
        };
        let mut applied = Applied {
            factor,
            per_device,
            per_dose,
            doses: match factor.functional_unit {
                FunctionalUnit::Device => doses,
                _ => pack,
            },
            flags: BTreeSet::new(),
        };
        if let Some(product) = product {
            let (per_device, doses) = to_pack(product, applied.per_device, applied.doses);
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
        if factor.provenance.evidence == Evidence::Secondary {
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
            if factor.boundary == Boundary::PropellantOnly {
                return scale(printed, new, old);
            }
            let grams = self.propellant_grams(product?)?;
            shift(printed, grams, old, new)
        });
        restated.map_or((printed, false), |range| (range, true))
    }

    /// The mass of propellant in one device in grams, where a single value is known.
    #[must_use]
    pub fn propellant_grams(&self, product: &Product) -> Option<Decimal> {
        if let [_, Some(grams), _] = product.propellant_grams {
            return Some(grams);
        }
        let masses = self.dataset.factors().iter().filter(|factor| {
            factor.indicator == Indicator::PropellantMass
                && factor.provenance.evidence != Evidence::Unverified
                && matches!(&factor.subject, Subject::Products(ids) if ids.contains(&product.id))
        });
        let best = masses.min_by_key(|factor| self.rank(factor))?;
        best.central
    }

    /// The bracket over the products with the same substance and device.
    fn equivalents(&self, product: &Product) -> Estimate {
        let mut members = Vec::new();
        for (index, other) in self.dataset.products().iter().enumerate() {
            let same = other.atc == product.atc
                && other.device == product.device
                && gases_fit(&other.propellant, &product.propellant);
            if let (true, Some(Some(own))) = (same, self.own.get(index)) {
                members.push(own.clone());
            }
        }
        for member in &mut members {
            (member.per_device, member.doses) = to_pack(product, member.per_device, member.doses);
        }
        let class = self.dataset.factors().iter().filter(|factor| {
            matches!(
                factor.subject,
                Subject::SubstanceDevice(..) | Subject::DeviceName(_)
            ) && class_fits(factor, product)
                && factor
                    .propellant
                    .as_ref()
                    .is_none_or(|gas| gases_fit(&Propellant::Gas(gas.clone()), &product.propellant))
        });
        let class: Vec<&Factor> = class.collect();
        // Own class factors of a layer stand alone: a study's table is run unchanged.
        let top = class.iter().map(|factor| factor.layer).max().unwrap_or(0);
        if top > 0 {
            members.clear();
        }
        for factor in class.into_iter().filter(|factor| factor.layer == top) {
            members.extend(self.apply(factor, Some(product)).map(class_member));
        }
        let mut estimate = class_bracket(members);
        estimate.basis = estimate.basis.max(Basis::Equivalent);
        estimate
    }

    /// The bracket over a device class: the products of that type that have own factors, and
    /// the factors of the class itself. Aerosols with and without breath actuation are one
    /// class.
    fn device_class(
        &self,
        device: Device,
        propellant: &Propellant,
        of: Option<&Product>,
    ) -> Estimate {
        let class =
            |other: Device| other == device || (other.has_propellant() && device.has_propellant());
        let mut members = Vec::new();
        for (index, other) in self.dataset.products().iter().enumerate() {
            let same = class(other.device) && gases_fit(&other.propellant, propellant);
            if let (true, Some(Some(own))) = (same, self.own.get(index)) {
                members.push(own.clone());
            }
        }
        let factors: Vec<&Factor> =
            self.dataset
                .factors()
                .iter()
                .filter(|factor| match &factor.subject {
                    Subject::Device(other) => *other == device,
                    Subject::SubstanceDevice(_, other) => {
                        class(*other)
                            && factor.propellant.as_ref().is_none_or(|gas| {
                                gases_fit(&Propellant::Gas(gas.clone()), propellant)
                            })
                    }
                    _ => false,
                })
                .collect();
        let own_class = factors
            .iter()
            .filter(|factor| matches!(factor.subject, Subject::Device(_)))
            .map(|factor| factor.layer)
            .max()
            .filter(|layer| *layer > 0);
        if own_class.is_some() {
            members.clear();
        }
        for factor in factors {
            let counts = own_class.is_none_or(|layer| {
                factor.layer == layer && matches!(factor.subject, Subject::Device(_))
            });
            if counts {
                members.extend(self.apply(factor, None).map(|applied| {
                    let mut member = class_member(applied);
                    if !device.has_propellant() {
                        member.flags.remove(&Flag::GwpAsPublished);
                    }
                    member
                }));
            }
        }
        if let Some(product) = of {
            for member in &mut members {
                (member.per_device, member.doses) =
                    to_pack(product, member.per_device, member.doses);
            }
        }
        let mut estimate = class_bracket(members);
        estimate.basis = estimate.basis.max(Basis::DeviceClass);
        estimate
    }
}
