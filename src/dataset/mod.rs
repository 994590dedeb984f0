//! The data: products, factors, global warming potentials and words, with their sources.
//!
//! A [`Dataset`] is a handle that is cheap to clone. It is made of layers: the embedded
//! files first, then any folder that the user lays over it. A row of a later layer replaces
//! the row with the same id, and factors of a later layer are preferred over those below.
//! Loading is checking: all problems are reported at once and nothing loads while one is an
//! error.

mod codes;
mod factor;
mod gwp;
mod layer;
mod product;
mod source;
mod table;
mod vocabulary;

pub use factor::{Boundary, Factor, FactorId, FunctionalUnit, GwpBasis, Indicator, Subject};
pub use gwp::{Gwp, GwpSet};
pub use product::{Device, Form, Product, ProductId, Propellant, Strength};
pub use source::{Evidence, Provenance, Source, SourceId, SourceKind};
pub use vocabulary::{Vocabulary, WordKind};

use crate::code::{Atc, CodeSystem, LocalCode};
use crate::diagnostic::{Code, Diagnostic, Place, Severity};
use crate::error::{Error, ErrorKind, Result};
use layer::Layer;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use table::{Findings, Table};

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
    codes: BTreeMap<(CodeSystem, LocalCode), BTreeSet<usize>>,
    vocabulary: Vocabulary,
    findings: Vec<Diagnostic>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    version: Option<String>,
    schema: Option<u32>,
    #[serde(rename = "date")]
    _date: Option<String>,
    scope: Option<Scope>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Scope {
    #[serde(default)]
    inhaled: Vec<String>,
    #[serde(default)]
    vaccines: Vec<String>,
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
    /// `codes.csv`, `vocabulary.csv` and `dataset.toml`; see `data/README.md`.
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

/// What has been read so far.
#[derive(Default)]
struct Loader {
    findings: Findings,
    version: String,
    schema: u32,
    inhaled: Vec<Atc>,
    vaccines: Vec<Atc>,
    sources: BTreeMap<SourceId, Source>,
    gwps: BTreeMap<(String, String, u32), Gwp>,
    products: BTreeMap<ProductId, Product>,
    factors: BTreeMap<FactorId, (Factor, Place)>,
    codes: Vec<codes::CodeRow>,
    vocabulary: Vocabulary,
}

impl Loader {
    fn layer(&mut self, position: usize, layer: &Layer) {
        if let Some(text) = layer.files.get("dataset.toml") {
            self.header(&layer.shown("dataset.toml"), text);
        }
        if let Some(table) = self.table(layer, "sources.csv", source::REQUIRED, source::OPTIONAL) {
            let rows = source::read(&table, &mut self.findings);
            self.unique(&table, "source_id");
            self.sources
                .extend(rows.into_iter().map(|row| (row.id.clone(), row)));
        }
        if let Some(table) = self.table(layer, "gwp.csv", gwp::REQUIRED, gwp::OPTIONAL) {
            let mut seen = BTreeSet::new();
            for (row, place) in gwp::read(&table, &self.sources, &mut self.findings) {
                let key = (row.propellant.clone(), row.set.clone(), row.horizon_years);
                if !seen.insert(key.clone()) {
                    self.findings.error(
                        Code::DuplicateId,
                        place,
                        format!(
                            "{} in {} stands twice in this file",
                            row.propellant, row.set
                        ),
                    );
                }
                self.gwps.insert(key, row);
            }
        }
        if let Some(table) = self.table(layer, "products.csv", product::REQUIRED, product::OPTIONAL)
        {
            let rows: Vec<_> = table
                .rows()
                .filter_map(|row| product::read(row, position, &self.sources, &mut self.findings))
                .collect();
            self.unique(&table, "product_id");
            self.products
                .extend(rows.into_iter().map(|row| (row.id.clone(), row)));
        }
        if let Some(table) = self.table(layer, "factors.csv", factor::REQUIRED, factor::OPTIONAL) {
            let rows: Vec<_> = table
                .rows()
                .filter_map(|row| factor::read(row, position, &self.sources, &mut self.findings))
                .collect();
            self.unique(&table, "factor_id");
            let places: BTreeMap<&str, Place> = table
                .rows()
                .map(|row| (row.text("factor_id"), row.place("subject")))
                .collect();
            for row in rows {
                let place = places.get(row.id.as_str()).cloned();
                if let Some(place) = place {
                    self.factors.insert(row.id.clone(), (row, place));
                }
            }
        }
        if let Some(table) = self.table(layer, "codes.csv", codes::REQUIRED, codes::OPTIONAL) {
            let products = &self.products;
            let rows = codes::read(&table, |id| products.contains_key(id), &mut self.findings);
            // A later layer replaces what a code stood for.
            let again: BTreeSet<_> = rows.iter().map(codes::CodeRow::key).collect();
            self.codes.retain(|row| !again.contains(&row.key()));
            self.codes.extend(rows);
        }
        if let Some(table) = self.table(layer, "vocabulary.csv", vocabulary::REQUIRED, &[]) {
            vocabulary::read(&table, &mut self.vocabulary, &mut self.findings);
        }
    }

    fn table(
        &mut self,
        layer: &Layer,
        file: &str,
        required: &[&str],
        optional: &[&str],
    ) -> Option<Table> {
        let text = layer.files.get(file)?;
        let shown = layer.shown(file);
        Some(Table::read(
            &shown,
            text,
            required,
            optional,
            &mut self.findings,
        ))
    }

    /// Reports ids that stand twice in one file. Over layers an id replaces.
    fn unique(&mut self, table: &Table, column: &str) {
        let mut seen = BTreeSet::new();
        for row in table.rows() {
            let id = row.text(column);
            if !id.is_empty() && !seen.insert(id) {
                self.findings.error(
                    Code::DuplicateId,
                    row.place(column),
                    format!("'{id}' stands twice in this file"),
                );
            }
        }
    }

    fn header(&mut self, file: &str, text: &str) {
        let place = Place {
            file: file.to_owned(),
            line: None,
            column: None,
        };
        match toml::from_str::<Header>(text) {
            Ok(header) => {
                if let Some(version) = header.version {
                    self.version = version;
                }
                if let Some(schema) = header.schema {
                    self.schema = schema;
                }
                if let Some(scope) = header.scope {
                    self.inhaled = self.groups(&place, &scope.inhaled);
                    self.vaccines = self.groups(&place, &scope.vaccines);
                }
            }
            Err(error) => {
                let message = error.message().to_owned();
                self.findings.error(Code::UnreadableFile, place, message);
            }
        }
    }

    fn groups(&mut self, place: &Place, texts: &[String]) -> Vec<Atc> {
        let mut groups = Vec::new();
        for text in texts {
            match Atc::parse(text) {
                Some(atc) => groups.push(atc),
                None => self.findings.error(
                    Code::BadAtc,
                    place.clone(),
                    format!("'{text}' is not an ATC group"),
                ),
            }
        }
        groups
    }

    /// References that can only be checked when all layers are read.
    fn check_references(&mut self) {
        for (factor, place) in self.factors.values() {
            if let Subject::Products(ids) = &factor.subject {
                for id in ids.iter().filter(|id| !self.products.contains_key(id)) {
                    self.findings.error(
                        Code::DanglingReference,
                        place.clone(),
                        format!("the product '{id}' is not in products.csv"),
                    );
                }
            }
            let column = |name: &str| Place {
                column: Some(name.to_owned()),
                ..place.clone()
            };
            let has = |test: &dyn Fn(&str, &str) -> bool| {
                self.gwps.keys().any(|(gas, set, _)| test(gas, set))
            };
            if let GwpBasis::Set(set) = &factor.gwp {
                let known = match &factor.propellant {
                    Some(gas) => has(&|name, of| name == gas && of == set),
                    None => has(&|_, of| of == set),
                };
                if !known {
                    let gas = factor.propellant.as_deref().unwrap_or("any gas");
                    self.findings.error(
                        Code::GwpMissing,
                        column("gwp_set"),
                        format!("gwp.csv has no GWP100 of {gas} in the set '{set}'"),
                    );
                }
            } else if let Some(gas) = &factor.propellant
                && !has(&|name, _| name == gas)
            {
                self.findings.error(
                    Code::GwpMissing,
                    column("propellant"),
                    format!("gwp.csv does not have the gas '{gas}'"),
                );
            }
        }
        for product in self.products.values() {
            if let Propellant::Gas(gas) = &product.propellant
                && !self.gwps.keys().any(|(name, _, _)| name == gas)
            {
                self.findings.push(
                    Code::GwpMissing,
                    Severity::Error,
                    Place {
                        file: "products.csv".to_owned(),
                        line: None,
                        column: Some("propellant".to_owned()),
                    },
                    format!("{}: gwp.csv does not have the gas '{gas}'", product.id),
                );
            }
        }
    }

    fn finish(self, layers: Vec<Layer>) -> Inner {
        let mut hash = Sha256::new();
        for layer in &layers {
            hash.update((layer.files.len() as u64).to_le_bytes());
            for (name, text) in &layer.files {
                hash.update(name.as_bytes());
                hash.update([0]);
                hash.update((text.len() as u64).to_le_bytes());
                hash.update(text.as_bytes());
            }
        }
        let sha256 = hash.finalize().iter().map(|b| format!("{b:02x}")).collect();
        let products: Vec<Product> = self.products.into_values().collect();
        let mut codes: BTreeMap<_, BTreeSet<usize>> = BTreeMap::new();
        for row in self.codes {
            if let Ok(index) = products.binary_search_by(|p| p.id.cmp(&row.product)) {
                codes
                    .entry((row.system, row.code))
                    .or_default()
                    .insert(index);
            }
        }
        Inner {
            version: DatasetVersion {
                version: self.version,
                schema: self.schema,
                sha256,
                layers: layers.iter().map(|layer| layer.name.clone()).collect(),
            },
            layers,
            inhaled: self.inhaled,
            vaccines: self.vaccines,
            sources: self.sources,
            gwps: self.gwps,
            products,
            factors: self
                .factors
                .into_values()
                .map(|(factor, _)| factor)
                .collect(),
            codes,
            vocabulary: self.vocabulary,
            findings: self.findings.0,
        }
    }
}
