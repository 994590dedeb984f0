//! The data: products, factors, global warming potentials and words, with their sources.
//!
//! A [`Dataset`] is a handle that is cheap to clone. It is made of layers: the embedded
//! files first, then any folder that the user lays over it. A row of a later layer replaces
//! the row with the same id, and factors of a later layer are preferred over those below.
//! Loading is checking: all problems are reported at once and nothing loads while one is an
//! error.

mod codes;
mod factor;
mod form;
mod gwp;
mod layer;
mod load;
mod product;
mod source;
mod table;
mod vocabulary;

pub use factor::{Boundary, Factor, FactorId, FunctionalUnit, GwpBasis, Indicator, Subject};
pub use form::{
    Effect, FormBoundary, FormClass, FormFact, FormFactId, FormMeasure, FormUnit, FormUse,
    FormWord, OrderUnit, Printed,
};
pub use gwp::{Gwp, GwpSet};
pub use product::{Device, Form, Product, ProductId, Propellant, Strength};
pub use source::{Evidence, Provenance, Source, SourceId, SourceKind};
pub use vocabulary::{Vocabulary, WordKind};

use crate::code::{Atc, CodeSystem, LocalCode};
use crate::diagnostic::Diagnostic;
use crate::error::{Error, ErrorKind, Result};
use layer::Layer;
use load::Loader;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// The version of the embedded data and where a report came from.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct DatasetVersion {
    /// Year and month of the embedded data.
    pub version: String,
    /// The version of the file layout.
    pub schema: u32,
    /// SHA-256 over the files of all layers, in lower-case hexadecimal.
    pub sha256: String,
    /// The names of the layers, lowest first.
    pub layers: Vec<String>,
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
    version: DatasetVersion,
    inhaled: Vec<Atc>,
    vaccines: Vec<Atc>,
    sources: BTreeMap<SourceId, Source>,
    gwps: BTreeMap<(String, String, u32), Gwp>,
    products: Vec<Product>,
    factors: Vec<Factor>,
    form_facts: Vec<FormFact>,
    codes: BTreeMap<(CodeSystem, LocalCode), BTreeSet<usize>>,
    vocabulary: Vocabulary,
    findings: Vec<Diagnostic>,
}

impl Dataset {
    /// The data that this crate embeds.
    ///
    /// # Errors
    /// [`ErrorKind::Dataset`] if the embedded files were broken; the tests keep them clean.
    pub fn embedded() -> Result<Self> {
        Self::from_layers(vec![Layer::embedded()])
    }

    /// This data with a folder of the same files laid over it.
    ///
    /// The folder may hold any of `sources.csv`, `gwp.csv`, `products.csv`, `factors.csv`,
    /// `forms.csv`, `codes.csv`, `vocabulary.csv` and `dataset.toml`; see `data/README.md`.
    ///
    /// # Errors
    /// [`ErrorKind::Dataset`] with every problem found, or an error of the file system.
    pub fn with_layer(&self, dir: &Path) -> Result<Self> {
        let mut layers = self.0.layers.clone();
        layers.push(Layer::from_dir(dir)?);
        Self::from_layers(layers)
    }

    /// Version, content hash and layers.
    #[must_use]
    pub fn version(&self) -> &DatasetVersion {
        &self.0.version
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
    pub fn form_facts(&self) -> &[FormFact] {
        &self.0.form_facts
    }

    /// The source with this id.
    #[must_use]
    pub fn source(&self, id: &SourceId) -> Option<&Source> {
        self.0.sources.get(id)
    }

    /// All sources, by id.
    pub fn sources(&self) -> impl Iterator<Item = &Source> {
        self.0.sources.values()
    }

    /// The GWP100 of a gas in a set (by its name in `gwp.csv`), in kg CO2e per kg.
    #[must_use]
    pub fn gwp100(&self, propellant: &str, set: &str) -> Option<&Gwp> {
        let key = (propellant.to_owned(), set.to_owned(), 100);
        self.0.gwps.get(&key)
    }

    /// The words of labels and units.
    #[must_use]
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.0.vocabulary
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

    /// The products that a code stands for.
    pub(crate) fn products_by_code(
        &self,
        system: &CodeSystem,
        code: &LocalCode,
    ) -> Option<&BTreeSet<usize>> {
        self.0.codes.get(&(system.clone(), code.clone()))
    }

    /// What the checker found that does not stop the data from loading.
    #[must_use]
    pub fn findings(&self) -> &[Diagnostic] {
        &self.0.findings
    }

    fn from_layers(layers: Vec<Layer>) -> Result<Self> {
        let mut loader = Loader::default();
        for (position, layer) in layers.iter().enumerate() {
            loader.layer(position, layer);
        }
        loader.check_references();
        if loader.findings.has_errors() {
            return Err(Error::new(ErrorKind::Dataset(loader.findings.0)));
        }
        Ok(Self(Arc::new(loader.finish(layers))))
    }
}
