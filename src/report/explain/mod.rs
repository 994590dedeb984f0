//! The whole trail of one medicine: what a text means, every factor that is known with its
//! source, which one is used and why, and where sources differ; or of one fact by its id.

mod fact;
mod named;
mod page;
mod water;

use fact::{ConflictTrail, Fact, FactorFact, FormFactTrail, RuleTrail, SourceTrail, WaterFactUse};
use named::NumberTrail;
pub(super) use named::named;
use water::{LoadTrail, NamedSubstance, WaterFactTrail, WaterTrail};

use crate::dataset::{
    Conflict, Dataset, DatasetVersion, Factor, FactorId, FormClass, Funder, Gwp, GwpBasis, GwpSet,
    Indicator, Product, Propellant, StageValue, Subject,
};
use crate::diagnostic::Message;
use crate::engine::Engine;
use crate::impact::{Components, Estimate, Flag, Mass, Model};
use crate::language::Language;
use crate::matching::{Inhaler, Meaning, PartKind, Resolution, codes_by_name};
use crate::outward;
use crate::quantity::Range;
use crate::report::advice::told_by_name;
use crate::report::noted::noted;
use crate::report::wording;
use page::Page;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// What a text was found to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Found {
    /// The id of a product.
    ProductId,
    /// A code in a code table.
    Code,
    /// A number in a release of the G-Standaard.
    Number,
    /// An ATC code or group.
    Atc,
    /// A label.
    Label,
    /// The id of a factor.
    FactorId,
    /// The id of a fact about a form.
    FormFactId,
    /// The id of a fact about water.
    WaterFactId,
    /// The id of a known contradiction.
    ConflictId,
    /// The id of a source.
    SourceId,
    /// The id of a rule of a guideline.
    RuleId,
}

/// The trail of one medicine or fact.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// The text.
    pub(crate) asked: String,
    /// What it was found to be.
    pub(crate) found: Found,
    /// What a release of the G-Standaard tells of a number, the most specific level first.
    pub(crate) numbers: Vec<NumberTrail>,
    /// The parts of a label.
    pub(crate) parts: Vec<LabelPart>,
    /// The form that a label tells, where it is no inhaled medicine.
    pub(crate) form: Option<FormClass>,
    /// What the name on a label tells of the ATC code, where it is no inhaled medicine.
    pub(crate) by_name: Option<Message>,
    /// What it means; `None` for the id of a fact, a contradiction or a source.
    pub(crate) resolution: Option<Resolution>,
    /// The fact, contradiction or source whose id it is.
    pub(crate) fact: Option<Fact>,
    /// What to know about the match, in order.
    pub(crate) notes: Vec<Message>,
    /// The value of what it means.
    pub(crate) estimate: Option<Estimate>,
    /// The factors that give the value of a device by its name, where no product does.
    pub(crate) by_device_name: Vec<FactorTrail>,
    /// The products that it can be.
    pub(crate) products: Vec<ProductTrail>,
    /// Values that are shown and never applied: other functional units, other countries.
    pub(crate) context: Vec<FactorTrail>,
    /// The substances with facts about water that a label names.
    pub(crate) substances: Vec<NamedSubstance>,
    /// What is known of its substances in water.
    pub(crate) water: Vec<WaterTrail>,
    gwp: GwpSet,
    /// The data that was used.
    data: DatasetVersion,
}

/// A part of a label, and what it was taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LabelPart {
    /// What it is.
    pub kind: PartKind,
    /// As it stands on the label.
    pub text: String,
    /// What it was taken for, as the data says it; empty where the text says it. See
    /// [`Part::meaning`](crate::matching::Part::meaning).
    pub meaning: String,
}

/// A product with its value and every factor about it.
#[derive(Debug, Clone)]
pub(crate) struct ProductTrail {
    /// The product.
    pub product: Product,
    /// Its value.
    pub estimate: Estimate,
    /// Factors about the product, the one used first.
    pub own: Vec<FactorTrail>,
    /// Factors about its substance and device, or its device.
    pub class: Vec<FactorTrail>,
    /// Factors about other products that stand in for this one.
    pub standing_in: Vec<FactorTrail>,
    /// The parts of a propellant product, with its total under each set where that can be
    /// rebuilt.
    pub components: Option<(Components, [Rebuilt; 3])>,
    /// The known contradictions that the factors above are part of.
    pub conflicts: Vec<Conflict>,
    sources: BTreeMap<String, String>,
}

/// A product rebuilt from its parts under one set of global warming potentials, in kg CO2e
/// per device.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rebuilt {
    /// The set.
    pub set: GwpSet,
    /// Its propellant, where gas and mass are known.
    pub gas: Option<Range>,
    /// The whole life cycle, where the rest is known too.
    pub total: Option<Range>,
}

/// A factor with its source.
#[derive(Debug, Clone)]
pub(crate) struct FactorTrail {
    /// The factor.
    pub factor: Factor,
    /// Authors, year, title.
    pub citation: String,
    /// The address of the source.
    pub url: String,
    /// Who paid for the source.
    pub funder: Funder,
    /// The value per device under the chosen set, where it applies.
    pub restated: Option<Range>,
    /// Whether the value in use rests on it.
    pub used: bool,
    /// Whether it differs from the value in use by more than 10 %.
    pub conflict: bool,
    /// How it was restated, where it was.
    pub restating: Option<Restating>,
    /// Why it stands as published, where it could not be restated.
    pub as_published: Option<Flag>,
    /// Whether it is less than the gas of the product alone, and so not counted.
    pub below_gas: bool,
    /// The stages of the life cycle that its source gives.
    pub stages: Vec<StageValue>,
}

/// How a value was brought from one set of global warming potentials to another.
#[derive(Debug, Clone)]
pub(crate) struct Restating {
    /// The gas.
    pub gas: String,
    /// The potential in the set of the source, in kg CO2e per kg.
    pub old: Decimal,
    /// The potential in the chosen set, with where it comes from.
    pub new: Gwp,
    /// The mass of gas that was restated, where one is known; all of a propellant-only value.
    pub mass: Option<Mass>,
}

/// Explains a product id, the id of a fact, contradiction or source, a code of an own table, a
/// number of the G-Standaard, an ATC code or a label; what comes first in this list is what a text
/// is taken to be. A number may have its level before it (`prk 43281`); a bare one is looked up at
/// every level.
///
/// ```
/// use groenrecept::report::explain::{Found, explain};
/// use groenrecept::{Dataset, Engine, Language};
/// let engine = Engine::new(&Dataset::embedded()?);
/// let explanation = explain(&engine, "SERETIDE DISKUS INHPDR 50/500UG 60DO");
/// assert_eq!(explanation.found(), Found::Label);
/// assert!(explanation.text(Language::English).contains("s01-seretide-diskus: "));
///
/// let factor = explain(&engine, "s01-seretide-diskus");
/// assert_eq!(factor.found(), Found::FactorId);
/// # Ok::<(), groenrecept::Error>(())
/// ```
#[must_use]
pub fn explain(engine: &Engine, asked: &str) -> Explanation {
    let asked = asked.trim();
    let (dataset, model) = (engine.dataset(), engine.kernel().model());
    let mut all = Explanation {
        asked: asked.to_owned(),
        found: Found::ProductId,
        numbers: Vec::new(),
        parts: Vec::new(),
        form: None,
        by_name: None,
        resolution: None,
        fact: None,
        notes: Vec::new(),
        estimate: None,
        by_device_name: Vec::new(),
        products: Vec::new(),
        context: Vec::new(),
        substances: Vec::new(),
        water: Vec::new(),
        gwp: engine.gwp_set(),
        data: dataset.version().clone(),
    };
    // An id of a product goes before one of a fact, and that before all else.
    let is_product = dataset.product_by_id(asked).is_some();
    let fact = || Fact::find(dataset, model, asked);
    if let (false, Some((found, fact))) = (is_product, fact()) {
        all.found = found;
        all.fact = Some(fact);
        return all;
    }
    let mut named = named(engine, asked, "");
    all.found = named.found;
    all.numbers = std::mem::take(&mut named.numbers);
    let meaning = &named.resolution.meaning;
    if all.found == Found::Label {
        let label = engine.kernel().resolver().parse_label(asked);
        if let Meaning::Other(_) = meaning {
            all.form = Some(label.form);
            let named = codes_by_name(asked, dataset);
            all.by_name = named.map(|found| told_by_name(&found, None, dataset));
        }
        let parts = label.parts.into_iter().map(|part| LabelPart {
            kind: part.kind,
            text: asked
                .get(part.start..part.end)
                .unwrap_or_default()
                .to_owned(),
            meaning: part.meaning,
        });
        all.parts = parts.collect();
    }
    if let Meaning::Inhaler(inhaler, _, notes) = meaning {
        let notes = notes.iter().map(|note| noted(dataset, inhaler, *note));
        all.notes = notes.collect();
        let estimate = model.of(inhaler);
        all.by_device_name = by_device_name(dataset, inhaler, &estimate);
        all.estimate = Some(estimate);
        all.products = inhaler
            .products(dataset)
            .map(|product| product_trail(dataset, model, product))
            .collect();
        let used: BTreeSet<&FactorId> = all
            .products
            .iter()
            .flat_map(|one| &one.standing_in)
            .map(|one| &one.factor.id)
            .collect();
        let context = context_trail(dataset, inhaler).into_iter();
        all.context = context
            .filter(|one| !used.contains(&one.factor.id))
            .collect();
    }
    let label = named.label(asked);
    all.substances = water::named(dataset, meaning, label);
    all.water = water::trails(dataset, meaning, label, &all.substances);
    all.resolution = Some(named.resolution);
    all
}

fn product_trail(dataset: &Dataset, model: &Model, product: &Product) -> ProductTrail {
    let estimate = model
        .estimate(product.id.as_str())
        .unwrap_or_else(Estimate::none);
    let (own, class) = model.factors_of(product);
    let trail = |factor: &Factor| {
        let restated = model.restated(factor, product);
        let mut trail = factor_trail(dataset, factor);
        trail.used = estimate.factors.contains(&factor.id);
        trail.restating = restated
            .as_ref()
            .and_then(|(_, flags)| restating(dataset, model, factor, product, flags));
        trail.as_published = restated.as_ref().and_then(|(_, flags)| {
            let mut why = flags.iter().filter(|flag| flag.is_why_as_published());
            why.next().copied()
        });
        trail.below_gas = model.is_below_gas(factor, product);
        trail.restated = restated.map(|(range, _)| range);
        trail.conflict = trail
            .restated
            .zip(estimate.per_device)
            .is_some_and(|(other, used)| other.central().differs_by_a_tenth(used.central()));
        trail
    };
    let own: Vec<FactorTrail> = own.into_iter().map(trail).collect();
    let class: Vec<FactorTrail> = class.into_iter().map(trail).collect();
    let shown = |id: &FactorId| own.iter().chain(&class).any(|one| one.factor.id == *id);
    let others = estimate.factors.iter().filter(|id| !shown(id));
    let standing_in: Vec<FactorTrail> = others
        .filter_map(|id| dataset.factor_by_id(id.as_str()))
        .map(|factor| FactorTrail {
            used: true,
            ..factor_trail(dataset, factor)
        })
        .collect();
    let shown: BTreeSet<&FactorId> = own
        .iter()
        .chain(&class)
        .chain(&standing_in)
        .map(|trail| &trail.factor.id)
        .collect();
    let conflicts = dataset.conflicts().iter();
    let conflicts = conflicts
        .filter(|conflict| conflict.factors.iter().any(|id| shown.contains(id)))
        .cloned()
        .collect();
    let provenances = [
        Some(&product.provenance),
        product.propellant_provenance.as_ref(),
    ];
    ProductTrail {
        conflicts,
        components: components(dataset, model, product),
        own,
        class,
        standing_in,
        estimate: estimate.clone(),
        product: product.clone(),
        sources: provenances
            .into_iter()
            .flatten()
            .filter_map(|p| dataset.source(&p.source))
            .map(|source| (source.id.as_str().to_owned(), source.citation()))
            .collect(),
    }
}

/// The factors of an estimate about a device that the label names and no product has.
fn by_device_name(dataset: &Dataset, inhaler: &Inhaler, estimate: &Estimate) -> Vec<FactorTrail> {
    let used = estimate.factors.iter();
    let used = used.filter_map(|id| dataset.factor_by_id(id.as_str()));
    let named = |factor: &&Factor| matches!(&factor.subject, Subject::DeviceName(name) if inhaler.device_names.contains(name));
    used.filter(named)
        .map(|factor| FactorTrail {
            used: true,
            ..factor_trail(dataset, factor)
        })
        .collect()
}

/// The parts of a product with gas and total under each set.
fn components(
    dataset: &Dataset,
    model: &Model,
    product: &Product,
) -> Option<(Components, [Rebuilt; 3])> {
    let parts = model.components(product)?;
    let rebuilt = GwpSet::ALL.map(|set| Rebuilt {
        set,
        gas: parts.gas(dataset, set.as_str()),
        total: parts.total(dataset, set.as_str()),
    });
    Some((parts, rebuilt))
}

/// How a value was restated; `None` where it stands as published.
fn restating(
    dataset: &Dataset,
    model: &Model,
    factor: &Factor,
    product: &Product,
    flags: &BTreeSet<Flag>,
) -> Option<Restating> {
    let GwpBasis::Set(from) = &factor.gwp else {
        return None;
    };
    let to = model.gwp_set().as_str();
    if from == to || flags.contains(&Flag::GwpAsPublished) {
        return None;
    }
    let held = dataset
        .date()
        .map_or(&product.propellant, |day| product.propellant_on(day));
    let gas = match (&factor.propellant, held) {
        (Some(gas), _) | (None, Propellant::Gas(gas)) => gas,
        _ => return None,
    };
    Some(Restating {
        gas: gas.clone(),
        old: dataset.gwp100(gas, from)?.value,
        new: dataset.gwp100(gas, to)?.clone(),
        mass: model.mass_about(factor, product),
    })
}

fn factor_trail(dataset: &Dataset, factor: &Factor) -> FactorTrail {
    let source = dataset.source(&factor.provenance.source);
    FactorTrail {
        factor: factor.clone(),
        citation: source.map_or_else(String::new, crate::dataset::Source::citation),
        url: source.map_or_else(String::new, |source| source.url.clone()),
        funder: Funder::of(source),
        restated: None,
        used: false,
        conflict: false,
        restating: None,
        as_published: None,
        below_gas: false,
        stages: dataset.stages(&factor.id).cloned().collect(),
    }
}

/// Factors for context whose label names a substance, brand or device of the candidates, or
/// that are about a type of device as such.
fn context_trail(dataset: &Dataset, inhaler: &Inhaler) -> Vec<FactorTrail> {
    let mut words: BTreeSet<String> = BTreeSet::new();
    let mut types: BTreeSet<&str> = BTreeSet::new();
    for product in inhaler.products(dataset) {
        words.extend(product.substances.iter().map(|s| s.to_lowercase()));
        for name in [&product.brand, &product.device_name] {
            if !name.is_empty() {
                words.insert(name.to_lowercase());
            }
        }
        types.insert(product.device.as_str());
    }
    dataset
        .factors()
        .iter()
        .filter(|factor| {
            matches!(factor.subject, Subject::Context(_))
                || factor.indicator == Indicator::PropellantMass
        })
        .filter(|factor| {
            let label = factor.label.to_lowercase();
            match &factor.subject {
                Subject::Products(ids) => inhaler.products(dataset).any(|p| ids.contains(&p.id)),
                Subject::SubstanceDevice(atc, device) => inhaler
                    .products(dataset)
                    .any(|p| p.atc == *atc && p.device == *device),
                Subject::Context(subject) => {
                    let first = subject.split([',', ' ']).next().unwrap_or_default();
                    types.contains(first) || words.iter().any(|word| label.contains(word))
                }
                Subject::DeviceName(_) | Subject::Device(_) => false,
            }
        })
        .map(|factor| factor_trail(dataset, factor))
        .collect()
}

impl Explanation {
    /// Returns what the text was found to be.
    #[must_use]
    pub const fn found(&self) -> Found {
        self.found
    }

    /// Whether the text names an inhaled medicine, a substance with facts about water, or
    /// a fact, contradiction or source.
    #[must_use]
    pub const fn is_recognised(&self) -> bool {
        matches!(&self.resolution, Some(found) if found.inhaler().is_some())
            || self.fact.is_some()
            || !self.numbers.is_empty()
            || !self.water.is_empty()
    }

    /// The trail as text.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let mut text = String::new();
        let page = Page {
            words: wording::of(language),
            nl: language == Language::Dutch,
        };
        // Writing to a string cannot fail.
        let _ = page.write(self, &mut text);
        outward::page(text)
    }
}
