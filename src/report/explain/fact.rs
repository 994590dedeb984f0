//! One fact, contradiction or source by its id, with everything that is known of it and what
//! rests on it now.

use super::water::SHOWN;
use super::{FactorTrail, Found, factor_trail};
use crate::code::Atc;
use crate::dataset::guideline::{Guideline, Rule};
use crate::dataset::{
    Conflict, Dataset, Evidence, FormClass, FormFact, Gwp, Product, ProductId, Provenance, Route,
    Source, TextVersion, Treatment, WaterFact,
};
use crate::exact::Fraction;
use crate::impact::{Magnitude, Model, OrderOfMagnitude};
use crate::report::contradictions::ContradictionReport;
use crate::water::{self, Amount, Load};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// What the data holds under one id.
#[derive(Debug, Clone)]
pub(crate) enum Fact {
    /// A factor.
    Factor(Box<FactorFact>),
    /// A fact about a form.
    Form(Box<FormFactTrail>),
    /// A fact about water.
    Water(Box<WaterFactUse>),
    /// A known contradiction.
    Conflict(Box<ConflictTrail>),
    /// Two rules that contradict each other.
    Pair(Box<ContradictionReport>),
    /// A source.
    Source(Box<SourceTrail>),
    /// A rule of a guideline.
    Rule(Box<RuleTrail>),
}

/// A rule with its guideline.
#[derive(Debug, Clone)]
pub(crate) struct RuleTrail {
    /// The guideline; its list of rules is left out.
    pub guideline: Guideline,
    /// The rule.
    pub rule: Rule,
    /// The rules that contradict it.
    pub against: Vec<ContradictionReport>,
    /// The newest version of its guideline that was seen.
    pub newest: Option<TextVersion>,
    /// Whether that is newer than the one it rests on.
    pub is_older: bool,
    /// The data, for the words of what it asks.
    pub dataset: Dataset,
    /// The source.
    pub source: Option<Source>,
}

/// A factor with its contradictions and the products whose value rests on it.
#[derive(Debug, Clone)]
pub(crate) struct FactorFact {
    /// The factor with its source.
    pub trail: FactorTrail,
    /// The source.
    pub source: Option<Source>,
    /// The data layer it comes from.
    pub layer: String,
    /// The known contradictions it is part of.
    pub conflicts: Vec<Conflict>,
    /// The products whose value rests on it, on the date of the data.
    pub used_by: Vec<Product>,
}

/// A fact about a form with the order of magnitude that rests on it.
#[derive(Debug, Clone)]
pub(crate) struct FormFactTrail {
    /// The fact.
    pub fact: FormFact,
    /// The source.
    pub source: Option<Source>,
    /// The form whose order of magnitude rests on it.
    pub used_by: Option<FormClass>,
}

/// A fact about water with the loads and volumes that rest on it.
#[derive(Debug, Clone)]
pub(crate) struct WaterFactUse {
    /// The fact.
    pub fact: WaterFact,
    /// The Dutch name of its substance; empty where the data has none.
    pub dutch: String,
    /// The source.
    pub source: Option<Source>,
    /// The loads that rest on it.
    pub loads: Vec<(Atc, Route, Treatment)>,
    /// The substances whose critical volume rests on it.
    pub volumes: Vec<Atc>,
    /// Whether it is a limit that differs by more than 10 % from the one used.
    pub conflict: bool,
}

/// A known contradiction with the values that it is about.
#[derive(Debug, Clone)]
pub(crate) struct ConflictTrail {
    /// The contradiction with its reading.
    pub conflict: Conflict,
    /// The factors, the one that is used first.
    pub factors: Vec<FactorTrail>,
    /// The global warming potential that it is about.
    pub gwp: Option<Gwp>,
}

/// A source with the ids of what rests on it.
#[derive(Debug, Clone)]
pub(crate) struct SourceTrail {
    /// The source.
    pub source: Source,
    /// Products.
    pub products: Vec<String>,
    /// Factors.
    pub factors: Vec<String>,
    /// Factors of which it gives the stages of the life cycle.
    pub stages: Vec<String>,
    /// Global warming potentials, by gas and set.
    pub gwps: Vec<String>,
    /// Facts about forms.
    pub forms: Vec<String>,
    /// Facts about water.
    pub water: Vec<String>,
    /// Products with what their labels say.
    pub labels: Vec<String>,
    /// Doses that stand for each other.
    pub equivalences: Vec<String>,
    /// Guards of doses.
    pub dose_guards: Vec<String>,
    /// Products with a price, a shortage or what a list says of the market.
    pub lists: Vec<String>,
    /// What has a volume.
    pub volumes: Vec<String>,
    /// Newest versions of texts.
    pub versions: Vec<String>,
    /// Rules.
    pub rules: Vec<String>,
    /// Whether the id can be read as an ATC group, too.
    pub reads_as_atc: bool,
}

impl Fact {
    /// What has this id; of things with one id the first in the order of [`Fact`].
    pub(super) fn find(dataset: &Dataset, model: &Model, id: &str) -> Option<(Found, Self)> {
        if let Some(fact) = FactorFact::find(dataset, model, id) {
            return Some((Found::FactorId, Self::Factor(Box::new(fact))));
        }
        if let Some(fact) = FormFactTrail::find(dataset, id) {
            return Some((Found::FormFactId, Self::Form(Box::new(fact))));
        }
        if let Some(fact) = WaterFactUse::find(dataset, id) {
            return Some((Found::WaterFactId, Self::Water(Box::new(fact))));
        }
        if let Some(fact) = ConflictTrail::find(dataset, id) {
            return Some((Found::ConflictId, Self::Conflict(Box::new(fact))));
        }
        let mut pairs = dataset.contradictions().iter();
        if let Some(pair) = pairs.find(|pair| pair.id == id) {
            let [one, other] = pair.rules.clone();
            let found = ContradictionReport::all(dataset, [(one, other)].iter());
            if let Some(fact) = found.into_iter().next() {
                return Some((Found::ConflictId, Self::Pair(Box::new(fact))));
            }
        }
        if let Some(fact) = SourceTrail::find(dataset, id) {
            return Some((Found::SourceId, Self::Source(Box::new(fact))));
        }
        let fact = RuleTrail::find(dataset, id)?;
        Some((Found::RuleId, Self::Rule(Box::new(fact))))
    }
}

fn source_of(dataset: &Dataset, provenance: &Provenance) -> Option<Source> {
    dataset.source(&provenance.source).cloned()
}

impl RuleTrail {
    fn find(dataset: &Dataset, id: &str) -> Option<Self> {
        let (guideline, rule) = dataset.rule_by_id(id)?;
        let pairs: Vec<_> = rule
            .conflicts_with
            .iter()
            .filter(|other| {
                // What nobody saw a source of contradicts nothing.
                let other = dataset.rule_by_id(other.as_str());
                other.is_some_and(|(_, other)| other.evidence != Evidence::Unverified)
            })
            .map(|other| (rule.id.clone(), other.clone()))
            .collect();
        Some(Self {
            dataset: dataset.clone(),
            guideline: Guideline {
                rules: Vec::new(),
                ..guideline.clone()
            },
            against: ContradictionReport::all(dataset, pairs.iter()),
            newest: dataset.newest_version(guideline).cloned(),
            is_older: dataset.newer_version(guideline).is_some(),
            source: dataset.source(&rule.source).cloned(),
            rule: rule.clone(),
        })
    }
}

impl FactorFact {
    fn find(dataset: &Dataset, model: &Model, id: &str) -> Option<Self> {
        let factor = dataset.factor_by_id(id)?;
        let rests = |product: &&Product| {
            let estimate = model.estimate(product.id.as_str());
            estimate.is_some_and(|estimate| estimate.factors.contains(&factor.id))
        };
        let used_by: Vec<Product> = dataset.products().iter().filter(rests).cloned().collect();
        let mut trail = factor_trail(dataset, factor);
        trail.used = !used_by.is_empty();
        let layers = &dataset.version().layers;
        Some(Self {
            trail,
            source: source_of(dataset, &factor.provenance),
            layer: layers.get(factor.layer).cloned().unwrap_or_default(),
            conflicts: dataset.conflicts_of(&factor.id).cloned().collect(),
            used_by,
        })
    }
}

impl FormFactTrail {
    fn find(dataset: &Dataset, id: &str) -> Option<Self> {
        let mut facts = dataset.form_facts().iter();
        let fact = facts.find(|fact| fact.id.as_str() == id)?;
        let spans = |form: &FormClass| match OrderOfMagnitude::of(dataset, *form) {
            Magnitude::Order(order) => order.facts().contains(&fact.id),
            Magnitude::NotPublished => false,
        };
        Some(Self {
            fact: fact.clone(),
            source: source_of(dataset, &fact.provenance),
            used_by: fact.form.filter(spans),
        })
    }
}

impl WaterFactUse {
    fn find(dataset: &Dataset, id: &str) -> Option<Self> {
        let fact = dataset.water_fact_by_id(id)?;
        let gram = Decimal::ONE_THOUSAND;
        let mut loads = Vec::new();
        let mut volumes = Vec::new();
        let mut conflict = false;
        for atc in &fact.atcs {
            for route in Route::ALL.iter().copied() {
                for treatment in SHOWN {
                    let load = water::load(dataset, atc, route, gram, treatment);
                    if load.rests_on(&fact.id) {
                        loads.push((*atc, route, treatment));
                    }
                }
            }
            // Which limits count does not depend on the load, as long as there is one.
            let any = water::load(dataset, atc, Route::Unknown, gram, Treatment::Secondary);
            let any = Load {
                amount: Amount::AtMost(Fraction::whole(gram)),
                ..any
            };
            let volume = water::critical_volume(dataset, atc, &any).ok();
            if let Some(volume) = volume.filter(|one| one.limits.contains(&fact.id)) {
                conflict |= volume.conflicts.contains(&fact.id);
                volumes.push(*atc);
            }
        }
        Some(Self {
            dutch: dataset.dutch_substance(&fact.substance).to_owned(),
            fact: fact.clone(),
            source: source_of(dataset, &fact.provenance),
            loads,
            volumes,
            conflict,
        })
    }
}

impl ConflictTrail {
    fn find(dataset: &Dataset, id: &str) -> Option<Self> {
        let mut conflicts = dataset.conflicts().iter();
        let conflict = conflicts.find(|conflict| conflict.id == id)?;
        let gwp = conflict.gwp.as_ref();
        Some(Self {
            factors: conflict
                .factors
                .iter()
                .filter_map(|id| dataset.factor_by_id(id.as_str()))
                .map(|factor| factor_trail(dataset, factor))
                .collect(),
            gwp: gwp.and_then(|(gas, set)| dataset.gwp100(gas, set).cloned()),
            conflict: conflict.clone(),
        })
    }
}

impl SourceTrail {
    fn find(dataset: &Dataset, id: &str) -> Option<Self> {
        let source = dataset.sources().find(|source| source.id.as_str() == id)?;
        let rests = |fact: &Provenance| dataset.sources_of(fact).any(|one| *one == source.id);
        let products = dataset.products().iter().filter(|product| {
            let gas = product.propellant_provenance.as_ref();
            rests(&product.provenance) || gas.is_some_and(rests)
        });
        let factors = dataset.factors().iter();
        let mut stages: Vec<String> = dataset
            .all_stages()
            .iter()
            .filter(|stage| rests(&stage.provenance))
            .map(|stage| stage.factor.to_string())
            .collect();
        stages.dedup();
        let gwps = dataset.gwps().filter(|gwp| rests(&gwp.provenance));
        let forms = dataset.form_facts().iter();
        let water = dataset.water_facts().iter();
        let labels = dataset.all_label_limits().iter();
        let labels = labels.filter(|limit| rests(&limit.provenance));
        let equivalences = dataset.equivalences().iter();
        let prices = dataset.prices().iter();
        let prices = prices.filter(|one| rests(&one.provenance));
        let shortages = dataset.shortages().iter();
        let shortages = shortages.filter(|one| rests(&one.provenance));
        let listed = prices.map(|one| &one.product);
        let listed = listed.chain(shortages.map(|one| &one.product));
        let market = dataset.all_market().iter();
        let market = market.filter(|one| rests(&one.provenance));
        let listed = listed.chain(market.map(|one| &one.product));
        let guards = dataset.dose_guards().iter();
        let guards = guards.filter(|one| rests(&one.provenance));
        let volumes = dataset.volumes().iter();
        let volumes = volumes.filter(|one| rests(&one.provenance));
        let volumes = volumes.map(|one| one.subject.to_string());
        let versions = dataset.text_versions().iter();
        let versions = versions.filter(|one| rests(&one.provenance));
        let rules = dataset.rules().filter(|rule| rule.source == source.id);
        Some(Self {
            source: source.clone(),
            products: products.map(|product| product.id.to_string()).collect(),
            factors: factors
                .filter(|factor| rests(&factor.provenance))
                .map(|factor| factor.id.to_string())
                .collect(),
            stages,
            gwps: gwps
                .map(|gwp| format!("{} {} {}", gwp.propellant, gwp.set, gwp.horizon_years))
                .collect(),
            forms: forms
                .filter(|fact| rests(&fact.provenance))
                .map(|fact| fact.id.to_string())
                .collect(),
            water: water
                .filter(|fact| rests(&fact.provenance))
                .map(|fact| fact.id.to_string())
                .collect(),
            labels: ids(labels.flat_map(|limit| &limit.products)),
            equivalences: equivalences
                .filter(|one| rests(&one.provenance))
                .map(|one| one.id.clone())
                .collect(),
            dose_guards: guards.map(|one| one.id.to_string()).collect(),
            lists: ids(listed),
            volumes: volumes.collect(),
            versions: versions.map(|one| one.id.clone()).collect(),
            rules: rules.map(|rule| rule.id.to_string()).collect(),
            reads_as_atc: Atc::parse(id).is_some(),
        })
    }
}

/// The ids of products, each once.
fn ids<'p>(products: impl Iterator<Item = &'p ProductId>) -> Vec<String> {
    let ids: BTreeSet<String> = products.map(ToString::to_string).collect();
    ids.into_iter().collect()
}
