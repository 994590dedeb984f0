//! From files to a checked dataset: every file is read, every reference followed, and all
//! problems come out at once.

use super::changes::Changes;
use super::layer::Layer;
use super::table::{Findings, Table};
use super::{
    Conflict, DatasetVersion, Factor, FactorId, Gwp, GwpBasis, Inner, Product, ProductId,
    Propellant, Source, SourceId, Stage, StageValue, Subject, Vocabulary, WaterFact, WaterFactId,
    codes, conflict, factor, gwp, product, source, stage, vocabulary, water,
};
use crate::code::Atc;
use crate::day::Day;
use crate::diagnostic::{Code, Place, Severity};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    version: Option<String>,
    schema: Option<u32>,
    date: Option<String>,
    scope: Option<Scope>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Scope {
    #[serde(default)]
    inhaled: Vec<String>,
    #[serde(default)]
    vaccines: Vec<String>,
    #[serde(default)]
    home: Vec<String>,
}

/// What has been read so far.
#[derive(Default)]
pub(super) struct Loader {
    pub(super) findings: Findings,
    version: String,
    schema: u32,
    inhaled: Vec<Atc>,
    vaccines: Vec<Atc>,
    home: Vec<String>,
    date: Option<Day>,
    sources: BTreeMap<SourceId, Source>,
    gwps: BTreeMap<(String, String, u32), Gwp>,
    products: BTreeMap<ProductId, Product>,
    factors: BTreeMap<FactorId, (Factor, Place)>,
    stages: BTreeMap<(FactorId, Stage), (StageValue, Place)>,
    conflicts: BTreeMap<String, (Conflict, Place)>,
    codes: Vec<codes::CodeRow>,
    vocabulary: Vocabulary,
    water: BTreeMap<WaterFactId, WaterFact>,
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
        if let Some(table) = self.table(layer, "stages.csv", stage::REQUIRED, stage::OPTIONAL) {
            for (row, place) in stage::read(&table, &self.sources, &mut self.findings) {
                let key = (row.factor.clone(), row.stage);
                self.stages.insert(key, (row, place));
            }
        }
        if let Some(table) = self.table(
            layer,
            "conflicts.csv",
            conflict::REQUIRED,
            conflict::OPTIONAL,
        ) {
            self.unique(&table, "conflict_id");
            for (row, place) in conflict::read(&table, &mut self.findings) {
                self.conflicts.insert(row.id.clone(), (row, place));
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
        self.water(position, layer);
    }

    fn water(&mut self, position: usize, layer: &Layer) {
        if let Some(table) = self.table(layer, "water.csv", water::REQUIRED, water::OPTIONAL) {
            let rows: Vec<_> = table
                .rows()
                .filter_map(|row| water::read(row, position, &self.sources, &mut self.findings))
                .collect();
            self.unique(&table, "fact_id");
            self.water
                .extend(rows.into_iter().map(|row| (row.id.clone(), row)));
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
                if let Some(date) = header.date {
                    self.date = Day::parse(&date);
                    if self.date.is_none() {
                        let message = format!("'{date}' is not a day such as 2026-07-01");
                        self.findings.error(Code::BadDate, place.clone(), message);
                    }
                }
                if let Some(scope) = header.scope {
                    self.home.clone_from(&scope.home);
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
        self.check_stages_and_conflicts();
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

    fn check_stages_and_conflicts(&mut self) {
        let stages = self.stages.values();
        let named = stages.map(|(stage, place)| (&stage.factor, place)).chain(
            self.conflicts
                .values()
                .flat_map(|(one, place)| one.factors.iter().map(move |id| (id, place))),
        );
        for (id, place) in named {
            if !self.factors.contains_key(id) {
                self.findings.error(
                    Code::DanglingReference,
                    place.clone(),
                    format!("the factor '{id}' is not in factors.csv"),
                );
            }
        }
        for (conflict, place) in self.conflicts.values() {
            let Some((gas, set)) = &conflict.gwp else {
                continue;
            };
            if !self.gwps.keys().any(|(a, b, _)| a == gas && b == set) {
                self.findings.error(
                    Code::GwpMissing,
                    place.clone(),
                    format!("gwp.csv has no value of {gas} in the set '{set}'"),
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
        let factors: Vec<Factor> = self.factors.into_values().map(|(one, _)| one).collect();
        let home = products.iter().filter(|p| self.home.contains(&p.market));
        let changes = Changes::of(home, factors.iter());
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
            home: self.home,
            date: self.date,
            changes,
            sources: self.sources,
            gwps: self.gwps,
            products,
            factors,
            stages: self.stages.into_values().map(|(one, _)| one).collect(),
            conflicts: self.conflicts.into_values().map(|(one, _)| one).collect(),
            codes,
            vocabulary: self.vocabulary,
            water: self.water.into_values().collect(),
            findings: self.findings.0,
        }
    }
}
