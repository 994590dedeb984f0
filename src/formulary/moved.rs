//! What a product weighs that moved to another propellant, as far as can be told.
//!
//! It is taken that the mass of gas and the rest of the life cycle stay as they are. Where the
//! data keeps a product by component, the new total follows. Otherwise a total `T` was published
//! whose set of global warming potentials is not known, and with a mass of gas `m`, the old
//! potential `g` under that set and the new potential `n` the new total is `T - m (g - n)`:
//!
//! - with the mass known it lies between `m n`, the gas alone, and what is left under the set of
//!   the data with the lowest `g`;
//! - without the mass it lies between `T n / g`, if all of it were gas, and `T`, if none were.
//!
//! The central value of both is the midpoint.

use super::transition::Transitions;
use crate::dataset::{Boundary, Dataset, GwpSet, Product, ProductId, Propellant};
use crate::day::Day;
use crate::exact::Fraction;
use crate::impact::{Basis, Components, Estimate, MassOf, Model, weigh};
use crate::matching::Inhaler;
use crate::quantity::Range;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// How far the value of a product with another gas is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Worth {
    /// By component: gas and rest.
    Whole,
    /// The gas alone, as the old value counts.
    GasAlone,
    /// A range: the mass of gas is known, and not what the rest of the life cycle weighs.
    RestNotKnown,
    /// A range up to the old value: the mass of gas is not known.
    MassNotKnown,
    /// It holds no propellant.
    NoPropellant,
    /// It holds that gas already.
    SameGas,
    /// The gas that it holds now is not known.
    GasNotKnown,
    /// The new gas has no potential in the chosen set.
    NoPotential,
    /// The data has no value of the product, nor of its substance in such a device.
    NoValue,
    /// How many doses it holds is not known.
    NoDoses,
    /// The new gas may weigh more than the old one, and the parts are not known.
    HigherPotential,
    /// The known mass of gas weighs more than the published total.
    Contradiction,
}

/// A product that has moved to another gas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Move {
    /// The product.
    pub product: ProductId,
    /// The gas.
    pub gas: String,
    /// From which day.
    pub from: Day,
    /// How far its value is known.
    pub worth: Worth,
}

/// What the values of products with other gases are computed from.
pub(super) struct Movers<'m> {
    pub(super) dataset: &'m Dataset,
    pub(super) model: &'m Model,
    pub(super) set: GwpSet,
    pub(super) transitions: &'m Transitions,
    pub(super) on: Option<Day>,
}

impl Movers<'_> {
    /// The products that have moved by the day.
    pub(super) fn moves(&self) -> Vec<Move> {
        let all = self.transitions.products();
        let moved = all.filter_map(|id| {
            let (from, gas) = self.transitions.last_of(id, self.on)?;
            let product = self.dataset.product_by_id(id.as_str())?;
            let (_, worth) = self.value(product, gas);
            Some(Move {
                product: id.clone(),
                gas: gas.to_owned(),
                from,
                worth,
            })
        });
        moved.collect()
    }

    /// The value of a line of which a product has moved; `None` where none has. Of several
    /// products it is the bracket, each with the gas that it holds on the day, and there is none
    /// where one of them has no value.
    pub(super) fn estimate(&self, inhaler: &Inhaler, before: &Estimate) -> Option<Estimate> {
        if self.transitions.is_empty() {
            return None;
        }
        let mut moved = false;
        let mut doses: Vec<Option<Range>> = Vec::new();
        for product in inhaler.products(self.dataset) {
            let gas = self.transitions.last_of(&product.id, self.on);
            let value = gas.map(|(_, gas)| self.value(product, gas));
            match value {
                Some((total, worth)) if !matches!(worth, Worth::NoPropellant | Worth::SameGas) => {
                    moved = true;
                    doses.push(total.and_then(|total| per_dose(product, total)));
                }
                _ => doses.push(self.known(product).per_dose),
            }
        }
        if !moved {
            return None;
        }
        let mut estimate = before.clone();
        let doses: Option<Vec<Range>> = doses.into_iter().collect();
        estimate.per_dose = doses.and_then(|doses| Range::bracket(&doses));
        let pack = inhaler.pack(self.dataset);
        estimate.per_device = estimate
            .per_dose
            .zip(pack)
            .and_then(|(dose, pack)| dose.times(Fraction::whole(pack.into())));
        Some(estimate)
    }

    fn known(&self, product: &Product) -> Estimate {
        let id = product.id.as_str();
        let known = match self.on {
            Some(day) => self.model.estimate_on(id, day),
            None => self.model.estimate(id),
        };
        known.unwrap_or_else(Estimate::none)
    }

    /// A device of a product with another gas, in kg CO2e.
    fn value(&self, product: &Product, gas: &str) -> (Option<Range>, Worth) {
        let told = self.told(product, gas);
        match told {
            Ok((range, worth)) if product.doses_per_pack.is_some() => (Some(range), worth),
            Ok(_) => (None, Worth::NoDoses),
            Err(worth) => (None, worth),
        }
    }

    fn told(&self, product: &Product, gas: &str) -> Result<(Range, Worth), Worth> {
        let Some(parts) = self.model.components(product) else {
            return Err(Worth::NoPropellant);
        };
        let set = self.set.as_str();
        let Propellant::Gas(held) = &parts.propellant else {
            return Err(Worth::GasNotKnown);
        };
        if held == gas {
            return Err(Worth::SameGas);
        }
        let Some(new) = self.dataset.gwp100(gas, set) else {
            return Err(Worth::NoPotential);
        };
        if let Some(total) = parts.with_gas(self.dataset, gas, set) {
            return Ok((total, Worth::Whole));
        }
        let known = self.known(product);
        // The bracket of the same substance and device holds the product; that of a whole type
        // of device says too little of it.
        let near = known.basis <= Basis::Equivalent;
        let total = known.per_device.filter(|_| near);
        let total = total.ok_or(Worth::NoValue)?;
        let Some((least, most)) = self.potentials(held) else {
            return Err(Worth::GasNotKnown);
        };
        let gases = Gases {
            least,
            most,
            new: new.value,
        };
        if known.boundaries == BTreeSet::from([Boundary::PropellantOnly]) {
            let alone = of_gas(&parts).and_then(|mass| mass.weigh(new.value));
            let alone = alone.or_else(|| gases.alone(total));
            return Ok((alone.ok_or(Worth::NoValue)?, Worth::GasAlone));
        }
        if new.value > least {
            return Err(Worth::HigherPotential);
        }
        match of_gas(&parts) {
            Some(mass) => {
                let (low, high) = (mass.low, mass.high);
                let range = gases.with_mass(total, (low, high));
                let range = range.ok_or(Worth::Contradiction)?;
                Ok((range, Worth::RestNotKnown))
            }
            None => {
                let range = gases.without_mass(total).ok_or(Worth::NoValue)?;
                Ok((range, Worth::MassNotKnown))
            }
        }
    }

    /// The lowest and the highest potential of a gas over the sets of the data, for a published
    /// total whose set is not known.
    fn potentials(&self, gas: &str) -> Option<(Decimal, Decimal)> {
        let all = self.dataset.gwps();
        let all = all.filter(|one| one.propellant == gas && one.horizon_years == 100);
        let values: Vec<Decimal> = all.map(|one| one.value).collect();
        Some((*values.iter().min()?, *values.iter().max()?))
    }
}

/// The mass of the product itself: that of its class is no mass of its own.
fn of_gas(parts: &Components) -> Option<&crate::impact::Mass> {
    parts
        .mass
        .as_ref()
        .filter(|mass| mass.of == MassOf::Product)
}

fn per_dose(product: &Product, total: Range) -> Option<Range> {
    let one = Fraction::whole(Decimal::ONE);
    total.times(one.over_count(product.doses_per_pack?)?)
}

/// The potentials of the old gas, at least and at most, and that of the new one.
struct Gases {
    least: Decimal,
    most: Decimal,
    new: Decimal,
}

impl Gases {
    fn with_mass(&self, total: Range, (low, high): (Fraction, Fraction)) -> Option<Range> {
        let alone = weigh(low, self.new)?;
        let most = weigh(high, crate::exact::sub(self.most, self.new)?)?;
        let least = weigh(low, crate::exact::sub(self.least, self.new)?)?;
        let from = alone.max(total.low().minus(most)?);
        Self::between(from, total.high().minus(least)?)
    }

    fn without_mass(&self, total: Range) -> Option<Range> {
        let all_gas = total.low().times(self.new)?.divided_by(self.most)?;
        Self::between(all_gas, total.high())
    }

    /// A value that counts the gas alone, with the other gas.
    fn alone(&self, total: Range) -> Option<Range> {
        let low = total.low().times(self.new)?.divided_by(self.most)?;
        let high = total.high().times(self.new)?.divided_by(self.least)?;
        Self::between(low, high)
    }

    fn between(low: Fraction, high: Fraction) -> Option<Range> {
        Range::new(low, low.midpoint(high)?, high)
    }
}
