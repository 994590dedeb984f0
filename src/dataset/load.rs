//! From files to a checked dataset: every file is read, every reference followed, and all
//! problems come out at once.

use super::layer::Layer;
use super::table::{Findings, Table};
use super::{
    DatasetVersion, Factor, FactorId, FormFact, FormFactId, Gwp, GwpBasis, Inner, Product,
    ProductId, Propellant, Source, SourceId, Subject, Vocabulary, codes, factor, form, gwp,
    product, source, vocabulary,
};
use crate::code::Atc;
use crate::diagnostic::{Code, Place, Severity};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

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

/// What has been read so far.
#[derive(Default)]
pub(super) struct Loader {
    pub(super) findings: Findings,
    version: String,
    schema: u32,
    inhaled: Vec<Atc>,
    vaccines: Vec<Atc>,
    sources: BTreeMap<SourceId, Source>,
    gwps: BTreeMap<(String, String, u32), Gwp>,
    products: BTreeMap<ProductId, Product>,
    factors: BTreeMap<FactorId, (Factor, Place)>,
    form_facts: BTreeMap<FormFactId, FormFact>,
    codes: Vec<codes::CodeRow>,
    vocabulary: Vocabulary,
}

impl Loader {
    pub(super) fn layer(&mut self, position: usize, layer: &Layer) {
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
        if let Some(table) = self.table(layer, "forms.csv", form::REQUIRED, form::OPTIONAL) {
            let rows: Vec<_> = table
                .rows()
                .filter_map(|row| form::read(row, &self.sources, &mut self.findings))
                .collect();
            self.unique(&table, "form_fact_id");
            self.form_facts
                .extend(rows.into_iter().map(|row| (row.id.clone(), row)));
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
    pub(super) fn check_references(&mut self) {
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

    pub(super) fn finish(self, layers: Vec<Layer>) -> Inner {
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
            form_facts: self.form_facts.into_values().collect(),
            codes,
            vocabulary: self.vocabulary,
            findings: self.findings.0,
        }
    }
}
