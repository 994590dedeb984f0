//! Medicines in water in the report: a block of their own, substance by substance.

use super::Number;
use crate::code::Atc;
use crate::dataset::{
    Dataset, Evidence, Route, Source, Treatment, WaterFact, WaterFactId, WaterKind,
};
use crate::exact::Fraction;
use crate::practice::{Mass, Tally};
use crate::water::{self, Amount, Assumption, CriticalVolume, Gap, Load, NoVolume};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// What of the medicines that are not inhaled is known in water. Nothing here is part of the
/// totals of the report, nothing is added over substances or routes, and the order of the
/// substances is no ranking of harm.
#[derive(Debug, Clone, serde::Serialize)]
pub struct WaterReport {
    /// How far waste water is treated.
    pub treatment: Treatment,
    /// Rows of medicines that are not inhaled.
    pub rows: u64,
    /// Rows of substances about which the data has facts in water, found by ATC code.
    pub rows_with_facts: u64,
    /// The substances that occur, most rows first.
    pub substances: Vec<SubstanceReport>,
    /// The facts behind the loads, volumes and lists.
    pub facts: Vec<WaterFactReport>,
}

/// One substance.
#[derive(Debug, Clone, serde::Serialize)]
pub struct SubstanceReport {
    /// The name in the data.
    pub substance: String,
    /// Rows.
    pub rows: u64,
    /// Each way of use that occurs, by ATC code and route.
    pub uses: Vec<UseReport>,
    /// The lists that it stands on.
    pub lists: Vec<ListReport>,
}

/// One way of use of a substance.
#[derive(Debug, Clone, serde::Serialize)]
pub struct UseReport {
    /// The ATC code.
    pub atc: String,
    /// The route, as far as the form tells it.
    pub route: Route,
    /// Rows.
    pub rows: u64,
    /// Rows of which the mass of active substance is known.
    pub rows_with_mass: u64,
    /// Active substance prescribed in these rows, in mg, as labels print it: of a salt or of
    /// its base; `null` where no row has a mass.
    pub milligrams: Option<Number>,
    /// What of that mass reaches surface water, in mg; `null` where it cannot be told.
    pub load: Option<WaterAmount>,
    /// Why it cannot be told; `null` where it can.
    pub no_load: Option<NoLoad>,
    /// What is missing for a central value.
    pub gaps: BTreeSet<Gap>,
    /// What the load takes for granted.
    pub assumptions: BTreeSet<Assumption>,
    /// The facts that the load rests on, by id.
    pub facts: Vec<String>,
    /// The water that dilutes the load to the limits, in m3; `null` where it cannot be told.
    pub critical_volume: Option<VolumeReport>,
    /// Why it cannot be told; `null` where it can.
    pub no_critical_volume: Option<NoVolume>,
}

/// An amount as far as it is known.
#[derive(Debug, Clone, serde::Serialize)]
pub struct WaterAmount {
    /// Whether it is an estimate or no more than an upper bound; the two do not compare.
    pub kind: AmountKind,
    /// `mg` or `m3`.
    pub unit: &'static str,
    /// The low end; `null` for an upper bound.
    pub low: Option<Number>,
    /// The central value; `null` for an upper bound.
    pub central: Option<Number>,
    /// The high end.
    pub high: Number,
}

/// What an amount is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AmountKind {
    /// A central value between two ends.
    Estimate,
    /// It is no more than its high end; nothing else is known.
    AtMost,
}

/// Why there is no load.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoLoad {
    /// No step on the way to surface water is in the data for this use.
    NoFacts,
    /// Of no row is it known how much active substance it holds.
    NoMass,
    /// The numbers have more digits than can be kept exactly.
    TooManyDigits,
}

/// The water that dilutes a load to the limits.
#[derive(Debug, Clone, serde::Serialize)]
pub struct VolumeReport {
    /// The volume, in m3.
    pub amount: WaterAmount,
    /// The limits it rests on, the one that gives the central value first.
    pub limits: Vec<String>,
    /// Those of them that differ from the first by more than 10 %.
    pub conflicts: Vec<String>,
}

/// A list that a substance stands on.
#[derive(Debug, Clone, serde::Serialize)]
pub struct ListReport {
    /// The fact, by id.
    pub fact: String,
    /// The list, in the words of the data.
    pub list: String,
    /// The date or year of the list.
    pub vintage: String,
}

/// A fact about water.
#[derive(Debug, Clone, serde::Serialize)]
pub struct WaterFactReport {
    /// The id.
    pub fact: String,
    /// The substance.
    pub substance: String,
    /// What it is about, as in `water.csv`.
    pub kind: &'static str,
    /// The way of use, where it has one.
    pub route: Option<Route>,
    /// How far the water is treated, where it has one.
    pub treatment: Option<Treatment>,
    /// The numbers with their unit as published, or the words of the source.
    pub published: String,
    /// The date or year of the statement.
    pub vintage: String,
    /// The source.
    pub source: String,
    /// Authors, year, title.
    pub citation: String,
    /// Where in the source.
    pub locator: String,
    /// The evidence status.
    pub evidence: Evidence,
    /// What else is known of it.
    pub note: String,
}

impl WaterReport {
    /// The block of a tally; `Some(None)` where it has no medicines but inhaled ones, `None`
    /// on overflow.
    pub(super) fn of(
        dataset: &Dataset,
        tally: &Tally,
        treatment: Treatment,
    ) -> Option<Option<Self>> {
        let forms = tally.forms.values();
        let rows = forms.map(|form| form.rows).try_fold(0, u64::checked_add)?;
        if rows == 0 {
            return Some(None);
        }
        let mut parts: BTreeMap<&str, Vec<UseReport>> = BTreeMap::new();
        for ((atc, route), mass) in tally.substances.iter().filter(|(_, mass)| mass.rows > 0) {
            let name = usable_facts(dataset, atc).map(|fact| fact.substance.as_str());
            let Some(name) = name.min() else {
                continue;
            };
            let one = UseReport::of(dataset, *atc, *route, mass, treatment);
            parts.entry(name).or_default().push(one);
        }
        let mut substances = Vec::new();
        for (name, uses) in parts {
            substances.push(SubstanceReport::of(dataset, name, uses)?);
        }
        substances.sort_by_key(|one| Reverse(one.rows));
        let counts = substances.iter().map(|one| one.rows);
        Some(Some(Self {
            treatment,
            rows,
            rows_with_facts: counts.clone().try_fold(0, u64::checked_add)?,
            facts: facts(dataset, &substances),
            substances,
        }))
    }
}

fn usable_facts<'a>(dataset: &'a Dataset, atc: &Atc) -> impl Iterator<Item = &'a WaterFact> {
    dataset.water_facts_of(atc).filter(|fact| fact.is_usable())
}

/// Every fact that a number or list of these substances rests on, once and by id.
fn facts(dataset: &Dataset, substances: &[SubstanceReport]) -> Vec<WaterFactReport> {
    let mut ids: BTreeSet<&str> = BTreeSet::new();
    for substance in substances {
        ids.extend(substance.lists.iter().map(|list| list.fact.as_str()));
        for one in &substance.uses {
            ids.extend(one.facts.iter().map(String::as_str));
            let volume = one.critical_volume.iter();
            ids.extend(volume.flat_map(|volume| volume.limits.iter().map(String::as_str)));
        }
    }
    ids.into_iter()
        .filter_map(|id| dataset.water_fact_by_id(id))
        .map(|fact| WaterFactReport::of(dataset, fact))
        .collect()
}

impl SubstanceReport {
    /// `None` on overflow.
    fn of(dataset: &Dataset, name: &str, uses: Vec<UseReport>) -> Option<Self> {
        let atcs = uses.iter().filter_map(|one| Atc::parse(&one.atc));
        let lists: BTreeMap<&str, ListReport> = atcs
            .collect::<BTreeSet<Atc>>()
            .iter()
            .flat_map(|atc| usable_facts(dataset, atc))
            .filter(|fact| fact.kind == WaterKind::List)
            .map(|fact| (fact.id.as_str(), ListReport::of(fact)))
            .collect();
        let counts = uses.iter().map(|one| one.rows);
        Some(Self {
            substance: name.to_owned(),
            rows: counts.clone().try_fold(0, u64::checked_add)?,
            lists: lists.into_values().collect(),
            uses,
        })
    }
}

impl ListReport {
    fn of(fact: &WaterFact) -> Self {
        Self {
            fact: fact.id.to_string(),
            list: fact.printed.clone(),
            vintage: fact.vintage.clone(),
        }
    }
}

impl UseReport {
    fn of(dataset: &Dataset, atc: Atc, route: Route, mass: &Mass, treatment: Treatment) -> Self {
        let mut load = water::load(dataset, &atc, route, mass.milligrams, treatment);
        let no_load = no_load(&load, mass);
        if no_load.is_some() {
            // A mass of nothing would have a load of nothing; unknown is not zero.
            load.amount = Amount::Unknown;
        }
        let volume = water::critical_volume(dataset, &atc, &load);
        let known = mass.rows_with_mass > 0;
        let ids = load.facts.iter().map(ToString::to_string);
        Self {
            atc: atc.to_string(),
            route,
            rows: mass.rows,
            rows_with_mass: mass.rows_with_mass,
            milligrams: known.then(|| Number::of(Fraction::whole(mass.milligrams))),
            load: WaterAmount::of(load.amount, "mg"),
            no_load,
            facts: ids.filter(|_| no_load.is_none()).collect(),
            no_critical_volume: volume.as_ref().err().copied(),
            critical_volume: volume.ok().and_then(VolumeReport::of),
            gaps: load.gaps,
            assumptions: if no_load.is_none() {
                load.assumptions
            } else {
                BTreeSet::new()
            },
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
                Some(_) => AmountKind::Estimate,
                None => AmountKind::AtMost,
            },
            unit,
            low: range.map(|range| Number::of(range.low())),
            central: range.map(|range| Number::of(range.central())),
            high: Number::of(amount.high()?),
        })
    }
}

impl VolumeReport {
    fn of(volume: CriticalVolume) -> Option<Self> {
        let ids = |ids: &[WaterFactId]| ids.iter().map(ToString::to_string).collect();
        Some(Self {
            amount: WaterAmount::of(volume.amount, "m3")?,
            limits: ids(&volume.limits),
            conflicts: ids(&volume.conflicts),
        })
    }
}

impl WaterFactReport {
    fn of(dataset: &Dataset, fact: &WaterFact) -> Self {
        let source = dataset.source(&fact.provenance.source);
        Self {
            fact: fact.id.to_string(),
            substance: fact.substance.clone(),
            kind: fact.kind.as_str(),
            route: fact.route,
            treatment: fact.stage,
            published: fact.printed.clone(),
            vintage: fact.vintage.clone(),
            source: fact.provenance.source.as_str().to_owned(),
            citation: source.map_or_else(String::new, Source::citation),
            locator: fact.provenance.locator.clone(),
            evidence: fact.provenance.evidence,
            note: fact.note.clone(),
        }
    }
}
