//! From products to climate impact: which published value is used, what it becomes under a
//! set of global warming potentials, and what stands in where a product has none.
//!
//! # The order of choice
//!
//! For each product, of the factors that can be applied:
//!
//! 1. what a layer asks for (`use = always` in `factors.csv`), as it is stated: of a product
//!    before that of a class, and of a class the nearest to the product;
//! 2. factors about the product itself, before those of its class;
//! 3. a higher data layer before a lower one, so that own factors win; a layer's class before
//!    the embedded values of others;
//! 4. a life cycle from cradle to grave before any other boundary;
//! 5. a certificate or life cycle study, then an abstract, a class table, an indicator, a
//!    page;
//! 6. evidence: read before copy, excerpt, derived and secondary;
//! 7. the newer source before the older one;
//! 8. the functional unit `device` before others, then the id.
//!
//! The first gives the central value. The range spans the factors about the product in the
//! same layer. Beside a life cycle a propellant-only value may raise the high end and never
//! lowers the low end, because a life cycle is at least its gas.
//! A factor counts from its first to its last day of validity; a line meets those of its day.
//! `unverified` factors are not used.
//!
//! # The gas drives the value
//!
//! `gas = mass x GWP100 / 1000` in kg CO2e, of the product's own mass: what the can is filled
//! with, or else what its actuations release ([`Flag::MeteredOnly`]), which is less. It is the
//! value of a product that has no other. Low, central and high of every estimate are at least
//! those of the gas:
//!
//! - a value in the layer of the mass or below it whose centre is less does not count; where it
//!   would have been chosen the next, or the gas itself, stands in its place
//!   ([`Flag::ReplacedByGas`]);
//! - an end of the range that is less is the gas;
//! - what a layer above that of the mass states stands as stated, and is marked
//!   ([`Flag::BelowGas`]).
//!
//! # Fallbacks
//!
//! Without factor and mass of its own a product takes the bracket over products with the same
//! substance and device and over the factors about these ([`Basis::Equivalent`]), else over
//! its device class ([`Basis::DeviceClass`]): from the lowest low to the highest high. The
//! central value is the median of the members with a published central value and a boundary
//! wider than the propellant, where there are any, and gas alone tells nothing of their low end;
//! a value that two products share counts once. Aerosols of another pack size are brought to the
//! product's own by the dose, where the source tells its doses, because their impact is nearly
//! all gas; for other devices it is the device, so they are not. No outlier is left out.
//!
//! Where the gas of such a product is not known, and a product of the same substance holds a gas
//! that no product of the bracket sold here holds, the bracket is no bound: it carries
//! [`Flag::OtherGasPossible`], and no comparison tells it apart from anything.
//!
//! # Global warming potentials
//!
//! A value whose set is known is restated, whether it is per device, dose or actuation: a
//! propellant-only value by the grams that its source gives, or else by the ratio of the
//! potentials; any other total by `total - mass x old + mass x new`, each end with that end of
//! the mass, where the mass is known and its part does not exceed the total. Every other value
//! stays as published and carries [`Flag::GwpAsPublished`] with the reason.

mod apply;
mod bracket;
mod choice;
mod class;
mod components;
mod ddd;
mod form;
mod mass;
mod named;
mod order;
mod restate;
#[cfg(test)]
mod tests;

pub(crate) use components::Components;
pub(crate) use form::{Magnitude, OrderOfMagnitude};
pub(crate) use mass::{Mass, MassOf, weigh};

use crate::code::Atc;
use crate::dataset::{
    Boundary, Dataset, Device, Factor, FactorId, GwpSet, Indicator, PerStretch, Product,
    Propellant, Subject,
};
use crate::day::Day;
use crate::exact::Fraction;
use crate::matching::Inhaler;
use crate::quantity::{Range, Unit};
use bracket::{at_pack, bracket, class_fits, complete};
use rust_decimal::Decimal;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// What a value rests on, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
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
#[non_exhaustive]
pub enum Flag {
    /// A propellant device whose value could not be restated in the chosen set.
    GwpAsPublished,
    /// The central value is in the chosen set; an end of the range could not be restated.
    EndsAsPublished,
    /// Of a propellant device that takes the value of its class the gas is not known: with one of
    /// a low potential it would be far less.
    GasUnknown,
    /// Of a propellant device whose gas is not known, or that can be products of several gases: a
    /// gas that it could hold is in no value of the bracket, so that its ends are no bounds.
    OtherGasPossible,
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
    /// The value comes from a table of classes that names the product as an example.
    ClassTable,
    /// One value of another product stands in, so the true range is not known.
    OneStandsIn,
    /// The boundary is inferred from the number itself; the source does not print it.
    BoundaryInferred,
    /// The value is interpolated between those of related products.
    Interpolated,
    /// Why it stands as published: the source states no set.
    SetNotStated,
    /// Why it stands as published: its gas is not known.
    GasNotStated,
    /// Why it stands as published: the data has no potential of its gas in one of the sets.
    NoPotential,
    /// Why it stands as published: the mass of its gas is not known.
    MassNotKnown,
    /// Why it stands as published: the known mass of gas would weigh more than the whole.
    MassExceedsTotal,
    /// What the actuations release is counted; a can holds more than its labelled doses.
    MeteredOnly,
    /// The published value of the product lies below its own gas: the gas stands in its place.
    ReplacedByGas,
    /// A layer states this value, and it lies below the gas of the product.
    BelowGas,
}

impl Flag {
    /// Whether it tells why a value stands as published.
    #[must_use]
    pub(crate) const fn is_why_as_published(self) -> bool {
        matches!(
            self,
            Self::SetNotStated
                | Self::GasNotStated
                | Self::NoPotential
                | Self::MassNotKnown
                | Self::MassExceedsTotal
        )
    }
}

/// Impact per device and per dose in kg CO2e, with what it rests on.
#[derive(Debug, Clone)]
#[non_exhaustive]
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
    /// What parts of the life cycle the values behind it cover.
    pub boundaries: BTreeSet<Boundary>,
    /// The doses in the device of `per_device`, where known.
    doses: Option<u32>,
}

impl Estimate {
    pub(crate) const fn none() -> Self {
        Self {
            per_device: None,
            per_dose: None,
            basis: Basis::None,
            factors: Vec::new(),
            flags: BTreeSet::new(),
            boundaries: BTreeSet::new(),
            doses: None,
        }
    }

    /// The impact of amounts in devices and doses, each at its lowest, as it is read, and at its
    /// highest; a unit without a value weighs nothing. `None` on overflow.
    pub(crate) fn weigh(&self, amounts: [[Decimal; 2]; 3]) -> Option<Range> {
        let part = |unit: Option<Range>, amount: Decimal| match unit {
            Some(unit) => unit.times(Fraction::whole(amount)),
            None => Some(Range::ZERO),
        };
        let of = |[devices, doses]: [Decimal; 2]| {
            part(self.per_device, devices)?.plus(part(self.per_dose, doses)?)
        };
        let [low, central, high] = amounts;
        let middle = of(central)?;
        if low == central && central == high {
            return Some(middle);
        }
        // A reading in a unit without a value is no lower and no higher than one that has it.
        let (low, central, high) = (of(low)?.low(), middle.central(), of(high)?.high());
        Range::new(low.min(central), central, high.max(central))
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
#[derive(Debug)]
pub(crate) struct Model {
    dataset: Dataset,
    gwp: GwpSet,
    stretches: PerStretch<Within>,
}

/// The estimates within one stretch of time in which the data does not change.
#[derive(Debug)]
struct Within {
    dataset: Dataset,
    gwp: GwpSet,
    /// A day of the stretch.
    day: Day,
    /// The estimate of each product that has factors of its own.
    own: Vec<Option<Estimate>>,
    /// The estimate of each other product, once it was asked for.
    fallbacks: Vec<OnceLock<Estimate>>,
}

impl Model {
    /// On a dataset and a set of global warming potentials. Estimates are computed when they are
    /// first asked for.
    #[must_use]
    pub(crate) fn new(dataset: &Dataset, gwp: GwpSet) -> Self {
        Self {
            dataset: dataset.clone(),
            gwp,
            stretches: PerStretch::of(dataset),
        }
    }

    fn within(&self, stretch: usize) -> &Within {
        self.stretches.get(stretch, |stretch| {
            let day = self.dataset.first_day(stretch);
            Within::new(self.dataset.clone(), self.gwp, day)
        })
    }

    /// The set of global warming potentials.
    #[must_use]
    pub(crate) const fn gwp_set(&self) -> GwpSet {
        self.gwp
    }

    /// The estimate of a product by its id at the date of the data; `None` when there is no
    /// such product.
    #[must_use]
    pub(crate) fn estimate(&self, product_id: &str) -> Option<Estimate> {
        let index = self.dataset.product_index(product_id)?;
        Some(self.today().at(index))
    }

    /// As [`Model::estimate`] on a day.
    #[must_use]
    pub(crate) fn estimate_on(&self, product_id: &str, day: Day) -> Option<Estimate> {
        let index = self.dataset.product_index(product_id)?;
        Some(self.within(self.dataset.stretch(Some(day))).at(index))
    }

    /// The estimate of what a line means: of its product, or the bracket over what it can be.
    pub(crate) fn of(&self, inhaler: &Inhaler) -> Estimate {
        self.of_units(inhaler, &[Unit::Device, Unit::Dose])
    }

    /// As [`Model::of`], for lines that are counted in these units only: what the line can be
    /// and has no value in them gives no factors and flags.
    pub(crate) fn of_units(&self, inhaler: &Inhaler, units: &[Unit]) -> Estimate {
        self.within(inhaler.stretch).of_units(inhaler, units)
    }

    /// The factors about a product itself in the order of choice, and those of its class, at
    /// the date of the data.
    #[must_use]
    pub(crate) fn factors_of(&self, product: &Product) -> (Vec<&Factor>, Vec<&Factor>) {
        let today = self.today();
        let own = today.own_factors(product);
        let class = today
            .factors()
            .filter(|factor| factor.indicator == Indicator::Climate && class_fits(factor, product));
        (
            own.into_iter().map(|applied| applied.factor).collect(),
            class.collect(),
        )
    }

    /// A factor's value per device under the chosen set, as it applies to a product.
    #[must_use]
    pub(crate) fn restated(
        &self,
        factor: &Factor,
        product: &Product,
    ) -> Option<(Range, BTreeSet<Flag>)> {
        let applied = self.today().apply(factor, Some(product))?;
        Some((applied.per_device?, applied.flags))
    }

    /// The propellant in what a factor is about, such as one device of a product, with which it
    /// is restated; `None` where none is known.
    #[must_use]
    pub(crate) fn mass_about(&self, factor: &Factor, product: &Product) -> Option<Mass> {
        self.today().mass_about(factor, product)
    }

    /// Whether a factor about a product is less than the gas of that product alone.
    #[must_use]
    pub(crate) fn is_below_gas(&self, factor: &Factor, product: &Product) -> bool {
        let today = self.today();
        let applied = today.apply(factor, Some(product));
        applied
            .zip(today.gas(product))
            .is_some_and(|(applied, gas)| gas.exceeds(&applied))
    }

    /// The parts of a propellant product at the date of the data; `None` for a device without
    /// propellant.
    #[must_use]
    pub(crate) fn components(&self, product: &Product) -> Option<Components> {
        self.today().components(product)
    }

    fn today(&self) -> &Within {
        self.within(self.dataset.stretch(None))
    }
}

impl Within {
    fn new(dataset: Dataset, gwp: GwpSet, day: Day) -> Self {
        let fallbacks = dataset.products().iter().map(|_| OnceLock::new());
        let mut within = Self {
            fallbacks: fallbacks.collect(),
            dataset,
            gwp,
            day,
            own: Vec::new(),
        };
        let products = within.dataset.products().iter();
        let own = |one: &Product| {
            let mut estimate = within.own_estimate(one)?;
            complete(&mut estimate, one.doses_per_pack);
            Some(estimate)
        };
        within.own = products.map(own).collect();
        within
    }

    fn of_units(&self, inhaler: &Inhaler, units: &[Unit]) -> Estimate {
        if inhaler.candidates.is_empty() {
            let named = self.of_device_name(inhaler);
            let class = || {
                let (devices, atc) = (&inhaler.devices, inhaler.atc.as_ref());
                let mut class = self.of_class(devices, atc, inhaler.pack);
                complete(&mut class, inhaler.pack);
                class
            };
            return named.unwrap_or_else(class);
        }
        let products = self.dataset.products();
        let mut all: Vec<Estimate> = Vec::new();
        for index in &inhaler.candidates {
            let Some(product) = products.get(*index) else {
                continue;
            };
            let mut estimate = self.at(*index);
            let pack = product.doses_per_pack.or(inhaler.pack);
            if let Some(pack) = pack {
                at_pack(product.device, pack, &mut estimate);
            }
            complete(&mut estimate, pack);
            if product.doses_per_pack.is_none() {
                self.hold_at_pack(product, pack, &mut estimate);
            }
            all.push(estimate);
        }
        let has = |one: &Estimate, unit: &Unit| match unit {
            Unit::Device => one.per_device.is_some(),
            Unit::Dose => one.per_dose.is_some(),
        };
        let valued: Vec<Estimate> = all
            .iter()
            .filter(|one| units.iter().any(|unit| has(one, unit)))
            .cloned()
            .collect();
        let mut bracket = bracket(&valued);
        let lacking = |unit: &Unit| {
            let with = all.iter().filter(|one| has(one, unit)).count();
            with > 0 && with < all.len()
        };
        if units.iter().any(lacking) {
            bracket.flags.insert(Flag::CandidateWithoutValue);
            // What has no value may hold a gas that nothing in the bracket holds.
            let products = inhaler.products(&self.dataset);
            let gases = products.map(|one| one.propellant_on(self.day));
            let gases: BTreeSet<&str> = gases.filter_map(Propellant::gas).collect();
            if gases.len() > 1 {
                bracket.flags.insert(Flag::OtherGasPossible);
            }
        }
        if bracket.basis != Basis::None && (all.len() > 1 || inhaler.stand_in) {
            bracket.basis = bracket.basis.max(self.ambiguity(inhaler));
        }
        bracket
    }

    /// Holds a value against the gas of its product, where only the label tells the doses of the
    /// pack, so that a value per dose and a mass per device could not be compared before.
    fn hold_at_pack(&self, product: &Product, pack: Option<u32>, estimate: &mut Estimate) {
        let chosen = estimate.factors.first();
        let chosen = chosen.and_then(|id| self.dataset.factor_by_id(id.as_str()));
        let (Some(pack), Some(gas), Basis::Product) = (pack, self.gas(product), estimate.basis)
        else {
            return;
        };
        let gas = gas.for_pack(pack);
        let stands = chosen.is_some_and(|factor| factor.layer > gas.mass.layer);
        if estimate.flags.contains(&Flag::BelowGas) || stands {
            gas.mark(estimate);
            return;
        }
        let both = estimate.per_device.zip(gas.per_device);
        if both.is_some_and(|(value, gas)| value.central() < gas.central()) {
            if let Some(mut of_gas) = self.of_gas(&gas, product) {
                of_gas.flags.insert(Flag::ReplacedByGas);
                of_gas.doses = Some(pack);
                *estimate = of_gas;
            }
        } else {
            gas.bound(estimate);
        }
    }

    /// Whether one of the values behind an estimate is about a gas.
    fn counts_gas(&self, estimate: &Estimate, gas: &str) -> bool {
        let factors = estimate.factors.iter();
        let mut factors = factors.filter_map(|id| self.dataset.factor_by_id(id.as_str()));
        factors.any(|factor| match &factor.subject {
            _ if factor.propellant.is_some() => factor.propellant.as_deref() == Some(gas),
            Subject::Products(ids) => ids.iter().any(|id| {
                let product = self.dataset.product_by_id(id.as_str());
                product.is_some_and(|one| one.propellant_on(self.day).gas() == Some(gas))
            }),
            Subject::SubstanceDevice(..)
            | Subject::DeviceName(_)
            | Subject::Device(_)
            | Subject::Context(_) => false,
        })
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

    fn of_class(
        &self,
        devices: &BTreeSet<Device>,
        atc: Option<&Atc>,
        pack: Option<u32>,
    ) -> Estimate {
        let all: Vec<Estimate> = devices
            .iter()
            .map(|device| self.device_class(*device, &Propellant::Unknown, pack))
            .collect();
        let mut estimate = bracket(&all);
        if devices.len() > 1 && estimate.basis != Basis::None {
            estimate.basis = Basis::FormClass;
        }
        let gas = devices.iter().any(|device| device.has_propellant());
        if gas && estimate.basis != Basis::None && self.other_gas(atc, Basis::DeviceClass) {
            estimate.flags.insert(Flag::OtherGasPossible);
        }
        estimate
    }

    fn at(&self, index: usize) -> Estimate {
        if let Some(Some(own)) = self.own.get(index) {
            return own.clone();
        }
        let known = self.fallbacks.get(index);
        known.map_or_else(Estimate::none, |known| {
            known.get_or_init(|| self.fallback(index)).clone()
        })
    }

    /// The value of a product without one of its own.
    fn fallback(&self, index: usize) -> Estimate {
        let Some(product) = self.dataset.products().get(index) else {
            return Estimate::none();
        };
        let gas = product.propellant_on(self.day);
        // Class factors of a layer stand alone: a study's table is run unchanged.
        let of_layer = self.class_of_layer(product);
        let own_class = of_layer.is_some();
        let mut estimate = of_layer.unwrap_or_else(|| self.equivalents(product));
        if estimate.basis == Basis::None {
            estimate = self.device_class(product.device, gas, product.doses_per_pack);
        }
        complete(&mut estimate, product.doses_per_pack);
        // Capsules come in packs of any size, unlike the devices of their class.
        if product.form.piece_is_dose() && product.doses_per_pack.is_none() {
            estimate.per_device = None;
        }
        let unknown = product.device.has_propellant() && *gas == Propellant::Unknown;
        if unknown && estimate.basis != Basis::None {
            estimate.flags.insert(Flag::GasUnknown);
            if self.other_gas(Some(&product.atc), estimate.basis) {
                estimate.flags.insert(Flag::OtherGasPossible);
            }
        }
        let Some(gas) = gas.gas().filter(|_| estimate.basis != Basis::None) else {
            return estimate;
        };
        if self.dataset.gwp100(gas, self.gwp.as_str()).is_none() {
            estimate.flags.insert(Flag::NoPotential);
        }
        if !own_class && !self.counts_gas(&estimate, gas) {
            estimate.flags.insert(Flag::OtherGasPossible);
        }
        estimate
    }
}
