//! Medicines in water, substance by substance.

use super::included::Included;
use super::medicines::Mass;
use crate::code::Atc;
use crate::dataset::{Dataset, Route, Treatment, WaterFact, WaterFactId, WaterKind};
use crate::error::{Error, ErrorKind, Result};
use crate::exact::Fraction;
use crate::water::{
    self, Amount, Assumption, CriticalVolume, Gap, Load, NoVolume, TransformationProduct,
};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// What of the medicines that are not inhaled is known in water. Nothing here is part of the
/// totals, nothing is added over substances or routes, and the order of the substances is no
/// ranking of harm.
#[derive(Debug, Clone, serde::Serialize)]
#[non_exhaustive]
pub struct Water {
    /// Rows of medicines that are not inhaled.
    pub rows: u64,
    /// Rows of substances about which the data has facts in water, found by ATC code.
    pub rows_with_facts: u64,
    /// The substances that occur, most rows first.
    pub substances: Vec<SubstanceSum>,
}

/// One substance.
#[derive(Debug, Clone, serde::Serialize)]
#[non_exhaustive]
pub struct SubstanceSum {
    /// The name in the data.
    pub substance: String,
    /// The Dutch name; empty where the data has none.
    #[serde(skip)]
    pub dutch: String,
    /// Rows.
    pub rows: u64,
    /// Each way of use that occurs, by ATC code and route.
    pub uses: Vec<UseSum>,
    /// The lists that it stands on.
    pub lists: Vec<WaterList>,
}

/// One way of use of a substance.
#[derive(Debug, Clone, serde::Serialize)]
#[non_exhaustive]
pub struct UseSum {
    /// The ATC code.
    pub atc: Atc,
    /// The route, as far as the form tells it.
    pub route: Route,
    /// Rows.
    pub rows: u64,
    /// Rows of which the mass of active substance is known.
    pub rows_with_mass: u64,
    /// Active substance prescribed in these rows, in mg, as labels print it: of a salt or of
    /// its base; `null` where no row has a mass.
    pub milligrams: Option<Fraction>,
    /// What of that mass reaches surface water, in mg; `null` where it cannot be told.
    pub load: Option<WaterAmount>,
    /// Why it cannot be told; `null` where it can.
    pub no_load: Option<NoLoad>,
    /// What is missing for a central value.
    pub gaps: BTreeSet<Gap>,
    /// What the load takes for granted.
    pub assumptions: BTreeSet<Assumption>,
    /// The facts that the load rests on, by id.
    pub facts: Vec<WaterFactId>,
    /// What is formed of the substance, as far as the data knows it by name.
    pub products: Vec<WaterProduct>,
    /// The water that dilutes the load to the limits, in m3; `null` where it cannot be told.
    pub critical_volume: Option<WaterVolume>,
    /// Why it cannot be told; `null` where it can.
    pub no_critical_volume: Option<NoVolume>,
}

/// An amount as far as it is known.
#[derive(Debug, Clone, serde::Serialize)]
#[non_exhaustive]
pub struct WaterAmount {
    /// Whether it is an estimate or no more than an upper bound; the two do not compare.
    pub kind: WaterAmountKind,
    /// `mg` or `m3`.
    pub unit: &'static str,
    /// The low end; `null` for an upper bound.
    pub low: Option<Fraction>,
    /// The central value; `null` for an upper bound.
    pub central: Option<Fraction>,
    /// The high end.
    pub high: Fraction,
}

/// What an amount is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WaterAmountKind {
    /// A central value between two ends.
    Estimate,
    /// It is no more than its high end; nothing else is known.
    AtMost,
}

/// A substance that is formed of the one used, in the body or in treatment.
#[derive(Debug, Clone, serde::Serialize)]
#[non_exhaustive]
pub struct WaterProduct {
    /// The name in the data.
    pub product: String,
    /// The Dutch name; empty where the data has none.
    #[serde(skip)]
    pub dutch: String,
    /// What of it reaches surface water, in mg of the product; `null` where it cannot be told.
    pub load: Option<WaterAmount>,
    /// The facts that tell how much is formed, by id.
    pub facts: Vec<WaterFactId>,
}

/// The water that dilutes a load to the limits.
#[derive(Debug, Clone, serde::Serialize)]
#[non_exhaustive]
pub struct WaterVolume {
    /// The volume, in m3.
    pub amount: WaterAmount,
    /// The limits it rests on, the one that gives the central value first.
    pub limits: Vec<WaterFactId>,
    /// Those of them that differ by more than 10 % from the first of the same substance.
    pub conflicts: Vec<WaterFactId>,
    /// What is formed of the substance and gives the volume by its limit; `null` where the
    /// substance itself does.
    pub product: Option<String>,
}

/// A list that a substance stands on.
#[derive(Debug, Clone, serde::Serialize)]
#[non_exhaustive]
pub struct WaterList {
    /// The fact, by id.
    pub fact: WaterFactId,
    /// The list, in the words of the source.
    pub list: String,
    /// The list in Dutch; empty where the data has no Dutch words for it.
    #[serde(skip)]
    pub dutch: String,
    /// The date or year of the list.
    pub vintage: String,
}

/// Why there is no load.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum NoLoad {
    /// No step on the way to surface water is in the data for this use.
    NoFacts,
    /// Of no row is it known how much active substance it holds.
    NoMass,
    /// The numbers have more digits than can be kept exactly.
    TooManyDigits,
}

impl Water {
    /// What these medicines add up to; `None` where all are inhaled.
    pub(super) fn of(
        dataset: &Dataset,
        included: &Included<'_>,
        treatment: Treatment,
    ) -> Result<Option<Self>> {
        let mut forms = included.forms.values().map(|form| form.rows);
        let overflow = || Error::new(ErrorKind::Overflow(None));
        let rows = forms.try_fold(included.other_forms, u64::checked_add);
        let rows = rows.ok_or_else(overflow)?;
        if rows == 0 {
            return Ok(None);
        }
        let mut parts: BTreeMap<&str, Vec<UseSum>> = BTreeMap::new();
        for ((atc, route), mass) in &included.substances {
            let name = usable_facts(dataset, atc).map(|fact| fact.substance.as_str());
            if let Some(name) = name.min() {
                let one = UseSum::of(dataset, *atc, *route, *mass, treatment);
                parts.entry(name).or_default().push(one);
            }
        }
        let mut substances = Vec::new();
        let mut rows_with_facts = 0u64;
        for (name, uses) in parts {
            let one = SubstanceSum::of(dataset, name, uses);
            let one = one.ok_or_else(|| Error::overflow(name))?;
            let sum = rows_with_facts.checked_add(one.rows);
            rows_with_facts = sum.ok_or_else(overflow)?;
            substances.push(one);
        }
        substances.sort_by_key(|one| Reverse(one.rows));
        Ok(Some(Self {
            rows,
            rows_with_facts,
            substances,
        }))
    }
}

fn usable_facts<'a>(dataset: &'a Dataset, atc: &Atc) -> impl Iterator<Item = &'a WaterFact> {
    dataset.water_facts_of(atc).filter(|fact| fact.is_usable())
}

impl SubstanceSum {
    /// `None` on overflow.
    fn of(dataset: &Dataset, name: &str, uses: Vec<UseSum>) -> Option<Self> {
        let atcs: BTreeSet<Atc> = uses.iter().map(|one| one.atc).collect();
        let facts = atcs.iter().flat_map(|atc| usable_facts(dataset, atc));
        let lists = facts.filter(|fact| fact.kind == WaterKind::List);
        let lists: BTreeMap<&str, WaterList> = lists
            .map(|fact| (fact.id.as_str(), WaterList::of(fact)))
            .collect();
        let rows = uses.iter().map(|one| one.rows);
        Some(Self {
            substance: name.to_owned(),
            dutch: dataset.dutch_substance(name).to_owned(),
            rows: rows.clone().try_fold(0, u64::checked_add)?,
            lists: lists.into_values().collect(),
            uses,
        })
    }
}

impl WaterList {
    fn of(fact: &WaterFact) -> Self {
        Self {
            fact: fact.id.clone(),
            list: fact.printed.clone(),
            dutch: fact.dutch.clone(),
            vintage: fact.vintage.clone(),
        }
    }
}

impl UseSum {
    fn of(dataset: &Dataset, atc: Atc, route: Route, mass: Mass, treatment: Treatment) -> Self {
        let mut load = water::load(dataset, &atc, route, mass.milligrams, treatment);
        let no_load = no_load(&load, &mass);
        if no_load.is_some() {
            // A mass of nothing would have a load of nothing; unknown is not zero.
            load.amount = Amount::Unknown;
            load.facts.clear();
            load.assumptions.clear();
            for product in &mut load.products {
                product.amount = Amount::Unknown;
                product.facts.clear();
            }
        }
        let volume = water::critical_volume(dataset, &atc, &load);
        let known = mass.rows_with_mass > 0;
        Self {
            atc,
            route,
            rows: mass.rows,
            rows_with_mass: mass.rows_with_mass,
            milligrams: known.then(|| Fraction::whole(mass.milligrams)),
            load: WaterAmount::of(load.amount, "mg"),
            no_load,
            gaps: load.gaps,
            assumptions: load.assumptions,
            facts: load.facts,
            products: load.products.into_iter().map(WaterProduct::of).collect(),
            no_critical_volume: volume.as_ref().err().copied(),
            critical_volume: volume.ok().and_then(WaterVolume::of),
        }
    }
}

fn no_load(load: &Load, mass: &Mass) -> Option<NoLoad> {
    match load.amount {
        Amount::Unknown if load.gaps.contains(&Gap::TooManyDigits) => Some(NoLoad::TooManyDigits),
        Amount::Unknown => Some(NoLoad::NoFacts),
        Amount::Range(_) | Amount::AtMost(_) if mass.rows_with_mass == 0 => Some(NoLoad::NoMass),
        Amount::Range(_) | Amount::AtMost(_) => None,
    }
}

impl WaterAmount {
    fn of(amount: Amount, unit: &'static str) -> Option<Self> {
        let range = amount.range();
        Some(Self {
            kind: match range {
                Some(_) => WaterAmountKind::Estimate,
                None => WaterAmountKind::AtMost,
            },
            unit,
            low: range.map(|range| range.low()),
            central: range.map(|range| range.central()),
            high: amount.high()?,
        })
    }
}

impl WaterProduct {
    fn of(product: TransformationProduct) -> Self {
        Self {
            load: WaterAmount::of(product.amount, "mg"),
            product: product.name,
            dutch: product.dutch,
            facts: product.facts,
        }
    }
}

impl WaterVolume {
    fn of(volume: CriticalVolume) -> Option<Self> {
        Some(Self {
            amount: WaterAmount::of(volume.amount, "m3")?,
            limits: volume.limits,
            conflicts: volume.conflicts,
            product: volume.product,
        })
    }
}
