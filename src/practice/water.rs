//! Medicines in water, substance by substance.

use super::included::Included;
use super::medicines::Mass;
use crate::code::Atc;
use crate::dataset::{Dataset, Route, Treatment, WaterFact, WaterFactId, WaterKind};
use crate::error::{Error, ErrorKind, Result};
use crate::water::{self, Amount, CriticalVolume, Gap, Load, NoVolume};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// What of the medicines that are not inhaled is known in water. Nothing here is part of the
/// totals, nothing is added over substances or routes, and the order of the substances is no
/// ranking of harm.
#[derive(Debug, Clone)]
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
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SubstanceSum {
    /// The name in the data.
    pub substance: String,
    /// Rows.
    pub rows: u64,
    /// Each way of use that occurs, by ATC code and route.
    pub uses: Vec<UseSum>,
    /// The facts about the lists that it stands on.
    pub lists: BTreeSet<WaterFactId>,
}

/// One way of use of a substance.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct UseSum {
    /// The ATC code.
    pub atc: Atc,
    /// The route, as far as the form tells it.
    pub route: Route,
    /// Rows, and the active substance in them.
    pub mass: Mass,
    /// What of that mass reaches surface water, in mg; unknown where it cannot be told.
    pub load: Load,
    /// Why it cannot be told; `None` where it can.
    pub no_load: Option<NoLoad>,
    /// The water that dilutes the load to the limits, in m3.
    pub critical_volume: std::result::Result<CriticalVolume, NoVolume>,
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
        let rows = forms.try_fold(0, u64::checked_add).ok_or_else(overflow)?;
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
        let rows = uses.iter().map(|one| one.mass.rows);
        Some(Self {
            substance: name.to_owned(),
            rows: rows.clone().try_fold(0, u64::checked_add)?,
            lists: lists.map(|fact| fact.id.clone()).collect(),
            uses,
        })
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
        }
        Self {
            critical_volume: water::critical_volume(dataset, &atc, &load),
            atc,
            route,
            mass,
            load,
            no_load,
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
