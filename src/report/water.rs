//! Medicines in water in the report: a block of their own, substance by substance.

use crate::dataset::{Dataset, Evidence, Funder, Route, Source, Treatment, WaterFact, WaterFactId};
use crate::practice::Water;
use std::collections::BTreeSet;

/// What of the medicines that are not inhaled is known in water.
#[derive(Debug, Clone, serde::Serialize)]
pub(super) struct WaterReport {
    /// How far waste water is treated.
    pub treatment: Treatment,
    /// The sums.
    #[serde(flatten)]
    pub sums: Water,
    /// The facts behind the loads, volumes and lists.
    pub facts: Vec<WaterFactReport>,
}

/// A fact about water.
#[derive(Debug, Clone, serde::Serialize)]
pub(super) struct WaterFactReport {
    /// The id.
    pub fact: String,
    /// The substance.
    pub substance: String,
    /// The transformation product that it is about; empty where it is about the substance.
    pub product: String,
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
    /// Who paid for the source.
    pub funder: Funder,
    /// Where in the source.
    pub locator: String,
    /// The evidence status.
    pub evidence: Evidence,
    /// What else is known of it.
    pub note: String,
}

impl WaterReport {
    pub(super) fn of(dataset: &Dataset, sums: &Water, treatment: Treatment) -> Self {
        Self {
            treatment,
            facts: facts(dataset, sums),
            sums: sums.clone(),
        }
    }
}

/// Every fact that a number or list of these substances rests on, once and by id.
fn facts(dataset: &Dataset, sums: &Water) -> Vec<WaterFactReport> {
    let mut ids: BTreeSet<&WaterFactId> = BTreeSet::new();
    for substance in &sums.substances {
        ids.extend(substance.lists.iter().map(|list| &list.fact));
        for one in &substance.uses {
            ids.extend(&one.facts);
            ids.extend(one.products.iter().flat_map(|product| &product.facts));
            let volumes = one.critical_volume.iter();
            ids.extend(volumes.flat_map(|volume| &volume.limits));
        }
    }
    ids.into_iter()
        .filter_map(|id| dataset.water_fact_by_id(id.as_str()))
        .map(|fact| WaterFactReport::of(dataset, fact))
        .collect()
}

impl WaterFactReport {
    fn of(dataset: &Dataset, fact: &WaterFact) -> Self {
        let source = dataset.source(&fact.provenance.source);
        Self {
            fact: fact.id.to_string(),
            substance: fact.substance.clone(),
            product: fact.product.clone(),
            kind: fact.kind.as_str(),
            route: fact.route,
            treatment: fact.stage,
            published: fact.printed.clone(),
            vintage: fact.vintage.clone(),
            source: fact.provenance.source.as_str().to_owned(),
            citation: source.map_or_else(String::new, Source::citation),
            funder: Funder::of(source),
            locator: fact.provenance.locator.clone(),
            evidence: fact.provenance.evidence,
            note: fact.note.clone(),
        }
    }
}
