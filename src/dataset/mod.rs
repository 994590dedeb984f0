//! The data: products, factors, global warming potentials, facts about water and words, with
//! their sources.
//!
//! A [`Dataset`] is a handle that is cheap to clone. It is made of layers: the embedded
//! files first, then any folder that the user lays over it. A row of a later layer replaces
//! the row with the same id, and factors of a later layer are preferred over those below.
//! Loading is checking: all problems are reported at once and nothing loads while one is an
//! error.

mod amount;
mod asked;
pub(crate) mod band;
mod changes;
mod check;
mod codes;
mod conflict;
mod contradiction;
mod ddd;
mod dose_guard;
pub(crate) mod fact;
mod factor;
mod form;
mod form_class;
mod gap;
pub mod guideline;
pub(crate) mod gwp;
mod header;
mod id;
mod keys;
mod layer;
mod limit;
mod lists;
mod load;
mod market;
mod measure;
mod names;
mod order;
mod plausible;
mod price;
mod product;
mod references;
mod schema;
mod source;
mod stage;
mod substance;
mod table;
mod template;
mod text_version;
mod toml_file;
mod units;
mod validity;
mod vocabulary;
mod volume;
mod water;
mod word_files;

pub use check::Checked;
pub use factor::{Boundary, Factor, FactorId, FunctionalUnit};
pub use form::{Effect, FormFactId, OrderUnit};
pub use form_class::FormClass;
pub use limit::{EquivalenceBasis, LabelLimit};
pub use price::{Currency, Price};
pub use product::{Device, Form, Product, ProductId, Propellant};
pub use source::{Evidence, Provenance, Source, SourceId};
pub use validity::Validity;
pub use water::{Route, Treatment, WaterFactId};

pub(crate) use amount::{AmountLimit, UnitOf};
pub(crate) use check::Purpose;
pub(crate) use conflict::{Conflict, ConflictKind};
pub(crate) use contradiction::Contradiction;
pub(crate) use ddd::Ddd;
pub(crate) use dose_guard::DoseGuard;
pub(crate) use factor::{GwpBasis, Indicator, Inferred, Subject};
pub(crate) use form::{FormBoundary, FormFact, FormUnit, FormUse, Printed};
pub(crate) use form_class::FormWord;
pub(crate) use gap::{Gap, GapKind};
pub(crate) use gwp::{Gwp, GwpSet};
pub(crate) use limit::{Equivalence, Shortage};
pub(crate) use market::{Market, Reimbursed};
pub(crate) use measure::Measure;
pub(crate) use product::{DEVICES, Strength};
pub(crate) use source::{Embed, Funder, SourceKind};
pub(crate) use stage::{Stage, StageValue};
pub(crate) use substance::{Names, SubstanceCode};
pub(crate) use table::Row;
pub(crate) use text_version::TextVersion;
pub(crate) use vocabulary::{Vocabulary, WordKind};
pub(crate) use volume::{Volume, VolumeSubject};
pub(crate) use water::{HazardKind, LimitKind, Passage, WaterFact, WaterKind};

use crate::code::{Atc, CodeSystem, LocalCode};
use crate::day::Day;
use crate::diagnostic::Diagnostic;
use crate::error::{Error, ErrorKind, Result};
use changes::Changes;
pub(crate) use changes::PerStretch;
use fact::{Facts, Indications};
use guideline::{Guideline, Known, Rule};
pub use layer::Layer;
pub(crate) use lists::{WordList, normal, plain};
use schema::Schema;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};
use substance::Substances;

/// The version of the embedded data and where a report came from.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct DatasetVersion {
    /// Year and month of the embedded data.
    pub version: String,
    /// The version of the file layout.
    pub schema: u32,
    /// SHA-256 over the files of all layers, in lower-case hexadecimal.
    pub sha256: String,
    /// The layers, lowest first: `embedded`, or `words` where no more of it is used, and of others
    /// the first digits of the SHA-256 over their files, whatever their folders are called.
    pub layers: Vec<String>,
    /// The folders that are used alone ([`Dataset::only`]); not there where they are laid over the
    /// embedded data.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub only: Option<Alone>,
}

/// Folders that are used alone, over nothing of the embedded data but words and units.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Alone {
    /// Their names, the lowest first.
    pub folders: Vec<String>,
    /// What they do not have.
    pub lacks: Vec<Lacks>,
}

/// What a set of data does not have, and what does not stand in results for want of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Lacks {
    /// Rules of guidelines: there is no advice.
    Rules,
    /// Facts about water.
    WaterFacts,
    /// Facts about forms of other medicines: these have no order of magnitude.
    FormFacts,
    /// Limits of labels: none are looked at.
    LabelLimits,
}

/// Stands for the content of a dataset: equal data that was loaded twice has the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct DataId(u128);

impl DataId {
    /// From the content hash, of which half is enough to tell data apart.
    fn of(version: &DatasetVersion) -> Self {
        let half = version.sha256.get(..32).unwrap_or_default();
        Self(u128::from_str_radix(half, 16).unwrap_or_default())
    }

    /// That these data are the same.
    ///
    /// # Errors
    /// [`ErrorKind::DatasetMismatch`] where they are not: places in the one are other products in
    /// the other.
    pub(crate) fn is_of(self, dataset: &Dataset) -> Result<()> {
        if self == dataset.id() {
            return Ok(());
        }
        Err(Error::new(ErrorKind::DatasetMismatch {
            found: self.to_string(),
            expected: dataset.id().to_string(),
        }))
    }
}

impl std::fmt::Display for DataId {
    /// The first digits of the content hash.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let digits = format!("{:032x}", self.0);
        f.write_str(digits.get(..12).unwrap_or(&digits))
    }
}

/// A checked set of data that every result is computed from.
///
/// ```
/// use groenrecept::Dataset;
/// let dataset = Dataset::embedded()?;
/// let ventolin = dataset.product_by_id("ventolin-aerosol-100").unwrap();
/// assert_eq!(ventolin.doses_per_pack, Some(200));
/// assert_eq!(dataset.version().layers, ["embedded"]);
/// # Ok::<(), groenrecept::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Dataset(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    layers: Vec<Layer>,
    /// What the files of these are, read once.
    schema: Arc<Schema>,
    version: DatasetVersion,
    id: DataId,
    inhaled: Vec<Atc>,
    vaccines: Vec<Atc>,
    home: Vec<String>,
    date: Option<Day>,
    next_review: Option<Day>,
    changes: Changes,
    sources: BTreeMap<SourceId, Source>,
    gwps: BTreeMap<(String, String, u32), Gwp>,
    products: Vec<Product>,
    factors: Vec<Factor>,
    stages: Vec<StageValue>,
    conflicts: Vec<Conflict>,
    contradictions: Vec<Contradiction>,
    text_versions: Vec<TextVersion>,
    gaps: Vec<Gap>,
    form_facts: Vec<FormFact>,
    codes: BTreeMap<(CodeSystem, LocalCode), BTreeSet<usize>>,
    /// Read on first use where the embedded data stands alone, as guidelines are.
    vocabulary: OnceLock<Vocabulary>,
    limits: Vec<LabelLimit>,
    shortages: Vec<Shortage>,
    market: Vec<Market>,
    prices: Vec<Price>,
    ddds: Vec<Ddd>,
    amounts: BTreeMap<Device, AmountLimit>,
    volumes: Vec<Volume>,
    equivalences: Vec<Equivalence>,
    dose_guards: Vec<DoseGuard>,
    substances: Substances,
    facts: Facts,
    indications: Indications,
    /// Read on first use where the embedded data stands alone: its tests keep it clean.
    guidelines: OnceLock<Vec<Guideline>>,
    water: Vec<WaterFact>,
    findings: Vec<Diagnostic>,
}

impl Dataset {
    /// The data that this crate embeds.
    ///
    /// # Errors
    /// [`ErrorKind::Dataset`] if the embedded files were broken; the tests keep them clean.
    pub fn embedded() -> Result<Self> {
        Self::from_layers(vec![Layer::embedded()], Purpose::Embedding)
    }

    /// A layer on its own where its `dataset.toml` has a version, such as a copy of `data/` of
    /// another version, and over the embedded data otherwise. A set that stands alone takes the
    /// place of the embedded data, and the files of words and units that it does not have from
    /// this crate. What a study says is computed with [`Dataset::only`] instead.
    ///
    /// # Errors
    /// [`ErrorKind::Dataset`] with every problem found.
    pub fn from_layer(layer: Layer) -> Result<Self> {
        let layers = if layer.stands_alone() {
            vec![layer.completed()]
        } else {
            vec![Layer::embedded(), layer]
        };
        Self::from_layers(layers, Purpose::Use)
    }

    /// The facts of a layer alone, such as those of one study: over the words and units of this
    /// crate, and over nothing else of it. No product, value, source, rule or limit of the
    /// embedded data is used or named, and what the layer does not say is not there. Files that
    /// stay are marked in `data/README.md`.
    ///
    /// ```
    /// use groenrecept::{Dataset, dataset::Layer};
    /// let study = Layer::named("study")
    ///     .csv("sources.csv", "source_id,kind,authors,year,title,publisher,doi,url,accessed,licence\n\
    ///          T1,study,A,2026,T,P,,,,\n")
    ///     .csv("products.csv", "product_id,atc,substance,form,device,propellant,source_id,locator,evidence\n\
    ///          powder,R03AC02,salbutamol,powder,DPI,none,T1,p. 1,read\n");
    /// let dataset = Dataset::only(&study)?;
    /// assert_eq!(dataset.products().len(), 1);
    /// assert_eq!(dataset.version().only.as_ref().unwrap().folders, ["study"]);
    /// # Ok::<(), groenrecept::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Dataset`] with every problem found.
    pub fn only(layer: &Layer) -> Result<Self> {
        Self::from_layers(vec![layer.words_below(), layer.clone()], Purpose::Use)
    }

    /// This data with a layer over it: a row replaces the row with the same key, and what a layer
    /// does not say stays.
    ///
    /// The examples of its rules are not run here: `advice::verified` does, and who gives advice
    /// from rules of a layer must call it.
    ///
    /// # Errors
    /// [`ErrorKind::Dataset`] with every problem found.
    pub fn with_layer(&self, layer: &Layer) -> Result<Self> {
        let mut layers = self.0.layers.clone();
        layers.push(layer.clone());
        Self::from_layers(layers, Purpose::Use)
    }

    /// Version, content hash and layers.
    #[must_use]
    pub fn version(&self) -> &DatasetVersion {
        &self.0.version
    }

    pub(crate) fn id(&self) -> DataId {
        self.0.id
    }

    /// All products, by id.
    #[must_use]
    pub fn products(&self) -> &[Product] {
        &self.0.products
    }

    /// The product with this id.
    #[must_use]
    pub fn product_by_id(&self, id: &str) -> Option<&Product> {
        let index = self.product_index(id)?;
        self.0.products.get(index)
    }

    pub(crate) fn product_index(&self, id: &str) -> Option<usize> {
        self.0
            .products
            .binary_search_by(|product| product.id.as_str().cmp(id))
            .ok()
    }

    /// The day on which the data was closed; `None` where its header has none.
    #[must_use]
    pub fn date(&self) -> Option<Day> {
        self.0.date
    }

    /// The day by which all of the data must be looked at again; `None` where its header has
    /// none.
    #[must_use]
    pub fn next_review(&self) -> Option<Day> {
        self.0.next_review
    }

    /// Whether a product can be on a Dutch prescription of this day. Products of other
    /// countries are in the data to be compared with, and match no line.
    ///
    /// ```
    /// use groenrecept::{Dataset, Day};
    /// let dataset = Dataset::embedded()?;
    /// let today = Day::new(2026, 11, 21).unwrap();
    /// let british = dataset.product_by_id("trixeo-aerosphere-hfo-uk").unwrap();
    /// assert!(!dataset.is_sold(british, today));
    /// let dutch = dataset.product_by_id("ventolin-aerosol-100").unwrap();
    /// assert!(dataset.is_sold(dutch, today));
    /// # Ok::<(), groenrecept::Error>(())
    /// ```
    #[must_use]
    pub fn is_sold(&self, product: &Product, day: Day) -> bool {
        self.is_at_home(product) && product.validity.holds(day)
    }

    /// Whether a line here can mean a product; one whose row names no market is sold here.
    pub(crate) fn is_at_home(&self, product: &Product) -> bool {
        product.market.is_empty() || self.0.home.contains(&product.market)
    }

    /// The stretch between two changes of the data that a day lies in; without a day that of
    /// the date of the data.
    pub(crate) fn stretch(&self, day: Option<Day>) -> usize {
        let last = self.stretches().saturating_sub(1);
        day.or(self.0.date)
            .map_or(last, |day| self.0.changes.stretch(day))
    }

    pub(crate) fn stretches(&self) -> usize {
        self.0.changes.stretches()
    }

    pub(crate) fn first_day(&self, stretch: usize) -> Day {
        self.0.changes.first_day(stretch)
    }

    /// All factors, by id.
    #[must_use]
    pub fn factors(&self) -> &[Factor] {
        &self.0.factors
    }

    /// The factor with this id.
    #[must_use]
    pub fn factor_by_id(&self, id: &str) -> Option<&Factor> {
        let factors = &self.0.factors;
        let index = factors.binary_search_by(|factor| factor.id.as_str().cmp(id));
        factors.get(index.ok()?)
    }

    /// What is published about forms of medicines that are not inhaled, by id.
    #[must_use]
    pub(crate) fn form_facts(&self) -> &[FormFact] {
        &self.0.form_facts
    }

    /// The stages of the life cycle that the source of a factor gives besides its total.
    pub(crate) fn stages<'d>(
        &'d self,
        factor: &'d FactorId,
    ) -> impl Iterator<Item = &'d StageValue> {
        let stages = self.0.stages.iter();
        stages.filter(move |one| one.factor == *factor)
    }

    /// All stages of life cycles, by factor.
    #[must_use]
    pub(crate) fn all_stages(&self) -> &[StageValue] {
        &self.0.stages
    }

    /// The known contradictions between sources and within them, by id.
    #[must_use]
    pub(crate) fn conflicts(&self) -> &[Conflict] {
        &self.0.conflicts
    }

    /// The known contradictions that a factor is part of.
    pub(crate) fn conflicts_of<'d>(
        &'d self,
        factor: &'d FactorId,
    ) -> impl Iterator<Item = &'d Conflict> {
        let conflicts = self.0.conflicts.iter();
        conflicts.filter(move |one| one.factors.contains(factor))
    }

    /// The source with this id.
    #[must_use]
    pub fn source(&self, id: &SourceId) -> Option<&Source> {
        self.0.sources.get(id)
    }

    /// The sources that a fact rests on: the one that it names, and those that its locator
    /// names besides.
    pub(crate) fn sources_of<'a>(
        &'a self,
        fact: &'a Provenance,
    ) -> impl Iterator<Item = &'a SourceId> {
        let besides = source::words(&fact.locator)
            .filter_map(|word| self.0.sources.get_key_value(word))
            .map(|(id, _)| id)
            .filter(|id| **id != fact.source);
        std::iter::once(&fact.source).chain(besides)
    }

    /// All sources, by id.
    pub fn sources(&self) -> impl Iterator<Item = &Source> {
        self.0.sources.values()
    }

    /// The GWP100 of a gas in a set (by its name in `gwp.csv`), in kg CO2e per kg.
    #[must_use]
    pub(crate) fn gwp100(&self, propellant: &str, set: &str) -> Option<&Gwp> {
        let key = (propellant.to_owned(), set.to_owned(), 100);
        self.0.gwps.get(&key)
    }

    /// The words of labels and units.
    #[must_use]
    pub(crate) fn vocabulary(&self) -> &Vocabulary {
        self.0
            .vocabulary
            .get_or_init(|| load::words(&self.0.layers))
    }

    /// The ATC groups of inhaled medicines.
    pub(crate) fn inhaled_groups(&self) -> &[Atc] {
        &self.0.inhaled
    }

    /// Whether an ATC code is that of a medicine for inhalation.
    #[must_use]
    pub fn is_inhaled(&self, atc: &Atc) -> bool {
        self.0.inhaled.iter().any(|group| group.is_prefix_of(atc))
    }

    /// Whether an ATC code is that of a vaccine.
    #[must_use]
    pub fn is_vaccine(&self, atc: &Atc) -> bool {
        self.0.vaccines.iter().any(|group| group.is_prefix_of(atc))
    }

    /// The coding systems that a code table of some layer resolves.
    #[must_use]
    pub fn code_systems(&self) -> BTreeSet<&CodeSystem> {
        self.0.codes.keys().map(|(system, _)| system).collect()
    }

    /// The codes of a coding system that the code tables have; `None` where they have none of it.
    pub(crate) fn codes_of(&self, system: &CodeSystem) -> Option<BTreeSet<&LocalCode>> {
        let codes = self.0.codes.keys().filter(|(of, _)| of == system);
        let codes: BTreeSet<&LocalCode> = codes.map(|(_, code)| code).collect();
        (!codes.is_empty()).then_some(codes)
    }

    /// The products that a code stands for.
    pub(crate) fn products_by_code(
        &self,
        system: &CodeSystem,
        code: &LocalCode,
    ) -> Option<&BTreeSet<usize>> {
        self.0.codes.get(&(system.clone(), code.clone()))
    }

    /// All facts about medicines in water, by id.
    #[must_use]
    pub(crate) fn water_facts(&self) -> &[WaterFact] {
        &self.0.water
    }

    /// The Dutch name of a substance with facts about water; empty where no fact gives one.
    pub(crate) fn dutch_substance(&self, name: &str) -> &str {
        let facts = self.0.water.iter().filter(|fact| fact.substance == name);
        let named = facts.filter(|fact| !fact.dutch_substance.is_empty());
        let top = named.min_by_key(|fact| std::cmp::Reverse(fact.layer));
        top.map_or("", |fact| &fact.dutch_substance)
    }

    /// The facts about the substance with this ATC code in water, by id; none for a group.
    pub(crate) fn water_facts_of(&self, atc: &Atc) -> impl Iterator<Item = &WaterFact> {
        let atc = *atc;
        self.0
            .water
            .iter()
            .filter(move |fact| fact.atcs.contains(&atc))
    }

    /// The ATC codes of the substances about which there is a fact in water that may be used:
    /// any but an unverified one.
    ///
    /// ```
    /// use groenrecept::{Atc, Dataset};
    /// let substances = Dataset::embedded()?.water_substances();
    /// assert!(substances.contains(&"M02AA15".parse::<Atc>().unwrap()));
    /// assert!(!substances.contains(&"A11CC05".parse::<Atc>().unwrap()));
    /// # Ok::<(), groenrecept::Error>(())
    /// ```
    #[must_use]
    pub fn water_substances(&self) -> BTreeSet<Atc> {
        let facts = self.0.water.iter();
        facts
            .filter(|fact| fact.is_usable())
            .flat_map(|fact| fact.atcs.iter().copied())
            .collect()
    }

    /// The fact about water with this id.
    #[must_use]
    pub(crate) fn water_fact_by_id(&self, id: &str) -> Option<&WaterFact> {
        let facts = &self.0.water;
        let index = facts.binary_search_by(|fact| fact.id.as_str().cmp(id));
        facts.get(index.ok()?)
    }

    /// The number of the last layer, 0 where there is one only.
    pub(crate) fn top_layer(&self) -> usize {
        self.0.layers.len().saturating_sub(1)
    }

    /// The guidelines, in the order of their files, those of a later layer behind.
    #[must_use]
    pub fn guidelines(&self) -> &[Guideline] {
        self.0.guidelines.get_or_init(|| {
            let mut findings = table::Findings::default();
            let known = Known {
                facts: &self.0.facts,
                indications: &self.0.indications,
                names: None,
            };
            let pairs = self.contradictions();
            load::guidelines(&self.0.layers, &known, pairs.iter(), &mut findings)
        })
    }

    /// All rules, those that are not verified too; see [`Rule::evidence`].
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.guidelines().iter().flat_map(|one| &one.rules)
    }

    /// The rule with this id and its guideline.
    #[must_use]
    pub fn rule_by_id(&self, id: &str) -> Option<(&Guideline, &Rule)> {
        self.guidelines().iter().find_map(|guideline| {
            let rule = guideline.rules.iter().find(|rule| rule.id.as_str() == id)?;
            Some((guideline, rule))
        })
    }

    /// What the texts of labels say of the use of products.
    #[must_use]
    pub fn all_label_limits(&self) -> &[LabelLimit] {
        &self.0.limits
    }

    /// What the texts of labels say of the use of a product.
    pub fn label_limits<'d>(
        &'d self,
        product: &'d ProductId,
    ) -> impl Iterator<Item = &'d LabelLimit> {
        let limits = self.0.limits.iter();
        limits.filter(move |limit| limit.products.contains(product))
    }

    /// The shortage of a product at the date of the data, from a list that a layer brings. The
    /// embedded data has none.
    #[must_use]
    pub(crate) fn shortage(&self, product: &ProductId) -> Option<&Shortage> {
        let mut shortages = self.0.shortages.iter();
        shortages.find(|one| {
            one.product == *product && self.0.date.is_none_or(|date| one.validity.holds(date))
        })
    }

    /// The prices of packs, from a list that a layer brings. The embedded data has none.
    ///
    /// ```
    /// use groenrecept::Dataset;
    /// assert!(Dataset::embedded()?.prices().is_empty());
    /// # Ok::<(), groenrecept::Error>(())
    /// ```
    #[must_use]
    pub fn prices(&self) -> &[Price] {
        &self.0.prices
    }

    /// How much of what is used in a year, from a table that a layer brings. The embedded data has
    /// none.
    #[must_use]
    pub(crate) fn volumes(&self) -> &[Volume] {
        &self.0.volumes
    }

    /// Chooses the verified volumes of a year; without one those of the newest year that each
    /// subject has.
    #[must_use]
    pub(crate) fn volumes_of(&self, year: Option<u16>) -> Vec<&Volume> {
        let usable = self.0.volumes.iter().filter(|one| one.is_usable());
        Volume::of_year(usable, year)
    }

    /// The shortages, by product; only layers have them.
    #[must_use]
    pub(crate) fn shortages(&self) -> &[Shortage] {
        &self.0.shortages
    }

    /// The price of a pack of a product at the date of the data. `None` where there is none, where
    /// it is not verified, and where the data has no date and several could hold.
    #[must_use]
    pub fn price(&self, product: &ProductId) -> Option<&Price> {
        let date = self.0.date;
        let mut prices = self.0.prices.iter().filter(|one| {
            one.product == *product
                && one.is_usable()
                && date.is_none_or(|date| one.validity.holds(date))
        });
        let first = prices.next()?;
        prices.next().is_none().then_some(first)
    }

    /// All facts about which doses stand for each other.
    #[must_use]
    pub(crate) fn equivalences(&self) -> &[Equivalence] {
        &self.0.equivalences
    }

    /// What the checker found that does not stop the data from loading.
    #[must_use]
    pub fn findings(&self) -> &[Diagnostic] {
        &self.0.findings
    }

    /// All global warming potentials, by gas, set and horizon.
    pub(crate) fn gwps(&self) -> impl Iterator<Item = &Gwp> {
        self.0.gwps.values()
    }

    fn from_layers(layers: Vec<Layer>, purpose: Purpose) -> Result<Self> {
        let deep = !layers.iter().all(|layer| layer.embedded);
        let loader = check::load(&layers, purpose, deep);
        if loader.findings.has_errors() {
            return Err(Error::new(ErrorKind::Dataset(loader.findings.0)));
        }
        Ok(Self(Arc::new(loader.finish(layers))))
    }
}
