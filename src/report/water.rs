//! Medicines in water in the report: a block of their own, substance by substance.

use super::Number;
use crate::dataset::{Dataset, Evidence, Route, Source, Treatment, WaterFact, WaterFactId};
use crate::exact::Fraction;
use crate::practice::{NoLoad, SubstanceSum, UseSum, Water};
use crate::water::{Amount, Assumption, CriticalVolume, Gap, NoVolume};
use std::collections::BTreeSet;

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
    pub(super) fn of(dataset: &Dataset, block: &Water, treatment: Treatment) -> Self {
        let substances = block.substances.iter();
        let substances = substances.map(|one| SubstanceReport::of(dataset, one));
        let substances: Vec<SubstanceReport> = substances.collect();
        Self {
            treatment,
            rows: block.rows,
            rows_with_facts: block.rows_with_facts,
            facts: facts(dataset, &substances),
            substances,
        }
    }
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
    fn of(dataset: &Dataset, one: &SubstanceSum) -> Self {
        let lists = one.lists.iter();
        let lists = lists.filter_map(|id| dataset.water_fact_by_id(id.as_str()));
        Self {
            substance: one.substance.clone(),
            rows: one.rows,
            uses: one.uses.iter().map(UseReport::of).collect(),
            lists: lists.map(ListReport::of).collect(),
        }
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
    fn of(one: &UseSum) -> Self {
        let (mass, load) = (&one.mass, &one.load);
        let known = mass.rows_with_mass > 0;
        let volume = one.critical_volume.as_ref();
        Self {
            atc: one.atc.to_string(),
            route: one.route,
            rows: mass.rows,
            rows_with_mass: mass.rows_with_mass,
            milligrams: known.then(|| Number::of(Fraction::whole(mass.milligrams))),
            load: WaterAmount::of(load.amount, "mg"),
            no_load: one.no_load,
            gaps: load.gaps.clone(),
            assumptions: load.assumptions.clone(),
            facts: load.facts.iter().map(ToString::to_string).collect(),
            no_critical_volume: volume.err().copied(),
            critical_volume: volume.ok().and_then(VolumeReport::of),
        }
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
    fn of(volume: &CriticalVolume) -> Option<Self> {
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
