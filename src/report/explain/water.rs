//! What is known of a substance in water: loads by route, limits, hazards and lists, each
//! with its source.

use crate::code::Atc;
use crate::dataset::{Dataset, Funder, Route, Source, Treatment, WaterFact, WaterKind};
use crate::matching::Meaning;
use crate::water::{self, CriticalVolume, Load, NoVolume};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// The treatments that are shown side by side.
pub(super) const SHOWN: [Treatment; 2] = [Treatment::Secondary, Treatment::Quaternary];

/// Everything in the data about one substance in water.
#[derive(Debug, Clone)]
pub(crate) struct WaterTrail {
    /// The ATC code it was found by.
    pub atc: Atc,
    /// The substance.
    pub substance: String,
    /// Its Dutch name; empty where the data has none.
    pub dutch: String,
    /// What reaches surface water of one gram, for each route with facts.
    pub loads: Vec<LoadTrail>,
    /// The facts with their sources; those from general knowledge are left out.
    pub facts: Vec<WaterFactTrail>,
    /// How many facts from general knowledge were left out.
    pub unverified: usize,
}

/// The load of one gram with the water that dilutes it.
#[derive(Debug, Clone)]
pub(crate) struct LoadTrail {
    /// The load.
    pub load: Load,
    /// The critical volume, or why there is none.
    pub volume: Result<CriticalVolume, NoVolume>,
}

/// A fact about water with its source.
#[derive(Debug, Clone)]
pub(crate) struct WaterFactTrail {
    /// The fact.
    pub fact: WaterFact,
    /// Authors, year, title.
    pub citation: String,
    /// The address of the source.
    pub url: String,
    /// Who paid for the source.
    pub funder: Funder,
    /// Whether a load or volume that is shown rests on it.
    pub used: bool,
    /// Whether it is a limit that differs by more than 10 % from the one used.
    pub conflict: bool,
}

/// A substance with facts about water whose name stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NamedSubstance {
    /// The name in the data.
    pub substance: String,
    /// The Dutch name; empty where the data has none.
    pub dutch: String,
    /// Its ATC codes in the data: one for each way of use.
    pub atcs: BTreeSet<Atc>,
}

impl NamedSubstance {
    /// Whether the name stands in a text as whole words, in the data's language or in Dutch.
    pub(super) fn is_named_in(&self, text: &str) -> bool {
        let text = words(text);
        [&self.substance, &self.dutch].into_iter().any(|name| {
            let name = words(name);
            !name.is_empty() && text.windows(name.len()).any(|part| part == name)
        })
    }
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// The substances with facts about water that a text names which is no inhaled medicine and
/// no ATC code.
pub(super) fn named(dataset: &Dataset, meaning: &Meaning, asked: &str) -> Vec<NamedSubstance> {
    if matches!(meaning, Meaning::Inhaler(..)) || Atc::parse(asked).is_some() {
        return Vec::new();
    }
    let mut substances: BTreeMap<&str, BTreeSet<Atc>> = BTreeMap::new();
    for fact in dataset.water_facts() {
        let atcs = substances.entry(&fact.substance).or_default();
        atcs.extend(&fact.atcs);
    }
    let all = substances
        .into_iter()
        .map(|(substance, atcs)| NamedSubstance {
            substance: substance.to_owned(),
            dutch: dataset.dutch_substance(substance).to_owned(),
            atcs,
        });
    all.filter(|one| one.is_named_in(asked)).collect()
}

/// The trails of the substances that a text means. Of the codes of one named substance with
/// the same facts one is shown.
pub(super) fn trails(
    dataset: &Dataset,
    meaning: &Meaning,
    asked: &str,
    named: &[NamedSubstance],
) -> Vec<WaterTrail> {
    let mut atcs: BTreeSet<Atc> = match meaning {
        Meaning::Inhaler(inhaler, ..) => inhaler.products(dataset).map(|p| p.atc).collect(),
        Meaning::Other(_) => Atc::parse(asked).into_iter().collect(),
    };
    for one in named {
        let mut seen: BTreeSet<Vec<&str>> = BTreeSet::new();
        for atc in &one.atcs {
            let facts = dataset.water_facts_of(atc);
            if seen.insert(facts.map(|fact| fact.id.as_str()).collect()) {
                atcs.insert(*atc);
            }
        }
    }
    let trails = atcs.iter().map(|atc| trail(dataset, atc));
    trails.filter(|trail| !trail.facts.is_empty()).collect()
}

fn trail(dataset: &Dataset, atc: &Atc) -> WaterTrail {
    let (hidden, facts): (Vec<&WaterFact>, Vec<&WaterFact>) = dataset
        .water_facts_of(atc)
        .partition(|fact| !fact.is_usable());
    let routes: BTreeSet<Route> = facts
        .iter()
        .filter(|fact| matches!(fact.kind, WaterKind::Passage(_)))
        .filter_map(|fact| fact.route)
        .collect();
    let mut loads = Vec::new();
    for route in routes {
        for treatment in SHOWN {
            let load = water::load(dataset, atc, route, Decimal::ONE_THOUSAND, treatment);
            let volume = water::critical_volume(dataset, atc, &load);
            loads.push(LoadTrail { load, volume });
        }
    }
    let with_source = |fact: &WaterFact| {
        let source = dataset.source(&fact.provenance.source);
        let volumes = || loads.iter().filter_map(|one| one.volume.as_ref().ok());
        WaterFactTrail {
            fact: fact.clone(),
            citation: source.map_or_else(String::new, Source::citation),
            url: source.map_or_else(String::new, |source| source.url.clone()),
            funder: Funder::of(source),
            used: loads.iter().any(|one| one.load.rests_on(&fact.id))
                || volumes().any(|volume| volume.limits.contains(&fact.id)),
            conflict: volumes().any(|volume| volume.conflicts.contains(&fact.id)),
        }
    };
    let mut shown: Vec<WaterFactTrail> = facts.iter().copied().map(with_source).collect();
    shown.sort_by(|a, b| (a.fact.kind, &a.fact.id).cmp(&(b.fact.kind, &b.fact.id)));
    let substance = facts.first().map_or("", |fact| &fact.substance);
    WaterTrail {
        atc: *atc,
        substance: substance.to_owned(),
        dutch: dataset.dutch_substance(substance).to_owned(),
        unverified: hidden.len(),
        facts: shown,
        loads,
    }
}
