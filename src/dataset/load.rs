//! From files to a checked dataset: every file is read, every reference followed, and all
//! problems come out at once.

use super::changes::Changes;
use super::fact::{Facts, Indications};
use super::guideline::{Guideline, Known};
use super::layer::{Layer, hex};
use super::lists::check_unique;
use super::names::NameIndex;
use super::order::check_order;
use super::references::References;
use super::schema::{File, GUIDELINES, Schema};
use super::substance::{self, Substances};
use super::table::{Findings, Table};
use super::{
    Alone, AmountLimit, Conflict, Contradiction, DataId, DatasetVersion, Ddd, Device, DoseGuard,
    Equivalence, Factor, FactorId, Form, FormFact, FormFactId, Gap, Gwp, Inner, LabelLimit, Lacks,
    Market, Price, Product, ProductId, Shortage, Source, SourceId, Stage, StageValue, TextVersion,
    Vocabulary, Volume, WaterFact, WaterFactId, amount, codes, conflict, contradiction, ddd,
    dose_guard, factor, form, gap, guideline, gwp, header, limit, market, price, product, source,
    stage, text_version, vocabulary, volume, water,
};
use crate::code::Atc;
use crate::day::Day;
use crate::diagnostic::{Code, Place, Severity};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

const WORDS: &str = "vocabulary.csv";
const HEADER: &str = "dataset.toml";

/// What has been read so far.
#[derive(Default)]
pub(super) struct Loader {
    pub(super) schema: Arc<Schema>,
    pub(super) findings: Findings,
    version: String,
    layout: Option<u32>,
    pub(super) date: Option<Day>,
    pub(super) next_review: Option<(Day, Place)>,
    pub(super) inhaled: Vec<Atc>,
    vaccines: Vec<Atc>,
    home: Vec<String>,
    pub(super) sources: BTreeMap<SourceId, Source>,
    pub(super) source_places: BTreeMap<SourceId, Place>,
    /// How many cells name a source, and the first of them.
    pub(super) uses: BTreeMap<SourceId, (usize, Place)>,
    pub(super) gwps: BTreeMap<(String, String, u32), Gwp>,
    pub(super) products: BTreeMap<ProductId, (Product, Place)>,
    pub(super) factors: BTreeMap<FactorId, (Factor, Place)>,
    pub(super) stages: BTreeMap<(FactorId, Stage), (StageValue, Place)>,
    /// Factors of a lower layer whose id a later one has, each with its place.
    pub(super) replaced: Vec<(Factor, Place)>,
    pub(super) amounts: BTreeMap<Device, AmountLimit>,
    pub(super) conflicts: BTreeMap<String, (Conflict, Place)>,
    pub(super) contradictions: BTreeMap<String, Contradiction>,
    /// Those of the last layer that has any, with their places, and which it is.
    pub(super) own_contradictions: (usize, Vec<(Contradiction, Place)>),
    pub(super) text_versions: BTreeMap<String, TextVersion>,
    gaps: BTreeMap<String, Gap>,
    form_facts: BTreeMap<FormFactId, FormFact>,
    pub(super) codes: Vec<codes::CodeRow>,
    vocabulary: Vocabulary,
    /// Whether words are left to be read on first use.
    pub(super) words_later: bool,
    water: BTreeMap<WaterFactId, WaterFact>,
    limits: Vec<LabelLimit>,
    shortages: Vec<Shortage>,
    market: Vec<Market>,
    prices: Vec<Price>,
    pub(super) ddds: BTreeMap<(Atc, Option<Form>), Ddd>,
    pub(super) volumes: Vec<(Volume, Place)>,
    pub(super) equivalences: BTreeMap<String, (Equivalence, Place)>,
    pub(super) dose_guards: BTreeMap<String, DoseGuard>,
    substances: Substances,
    pub(super) facts: Facts,
    pub(super) indications: Indications,
    pub(super) guidelines: Vec<Guideline>,
    pub(super) names: NameIndex,
    pub(super) references: References,
    /// Factors of which a stage could not be read.
    pub(super) stages_lost: BTreeSet<String>,
}

impl Loader {
    pub(super) fn layer(&mut self, position: usize, layer: &Layer) {
        self.findings.0.extend(layer.unreadable.iter().cloned());
        for file in &self.schema.0 {
            if layer.is_unreadable(&file.name) {
                self.names.add_unreadable(file);
            }
        }
        if let Some(text) = layer.files.get(HEADER) {
            self.header(&layer.shown(HEADER), text);
        }
        if let Some(table) = self.table(layer, "sources.csv") {
            for (row, place) in source::read(&table, &mut self.findings) {
                self.source_places.insert(row.id.clone(), place);
                self.sources.insert(row.id.clone(), row);
            }
        }
        if let Some(table) = self.table(layer, "gwp.csv") {
            for row in gwp::read(&table, &self.names, &mut self.findings) {
                let key = (row.propellant.clone(), row.set.clone(), row.horizon_years);
                self.gwps.insert(key, row);
            }
        }
        if let Some(table) = self.table(layer, "products.csv") {
            for row in table.rows() {
                let product = product::read(row, position, &self.names, &mut self.findings);
                if let Some(product) = product {
                    let place = row.place("product_id");
                    self.products.insert(product.id.clone(), (product, place));
                }
            }
        }
        if let Some(table) = self.table(layer, "factors.csv") {
            for row in table.rows() {
                let factor = factor::read(row, position, &self.names, &mut self.findings);
                if let Some(factor) = factor {
                    let place = row.place("subject");
                    let before = self.factors.insert(factor.id.clone(), (factor, place));
                    let below = before.filter(|(before, _)| before.layer < position);
                    self.replaced.extend(below);
                }
            }
        }
        self.stages_and_conflicts(layer);
        if let Some(table) = self.table(layer, "forms.csv") {
            for row in table.rows() {
                let fact = form::read(row, position, &self.names, &mut self.findings);
                self.form_facts
                    .extend(fact.map(|fact| (fact.id.clone(), fact)));
            }
        }
        if let Some(table) = self.table(layer, "codes.csv") {
            let rows = codes::read(&table, &mut self.findings);
            // A later layer replaces what a code stood for.
            let again: BTreeSet<_> = rows.iter().map(codes::CodeRow::key).collect();
            self.codes.retain(|row| !again.contains(&row.key()));
            self.codes.extend(rows);
        }
        if !self.words_later
            && let Some(table) = self.table(layer, WORDS)
        {
            vocabulary::read(&table, &mut self.vocabulary, &mut self.findings);
        }
        if let Some(table) = self.table(layer, "substances.csv") {
            // What a later layer says of a substance stands alone.
            let rows = substance::read(&table, &self.names, &mut self.findings);
            self.substances.extend(rows);
        }
        if let Some(table) = self.table(layer, "water.csv") {
            for row in table.rows() {
                let fact = water::read(row, position, &self.names, &mut self.findings);
                self.water.extend(fact.map(|fact| (fact.id.clone(), fact)));
            }
        }
        self.limits_and_equivalences(layer);
        self.facts_and_indications(layer);
        self.of_guidelines(position, layer);
    }

    /// What stands beside guidelines: what contradicts what, the newest versions, what lacks.
    fn of_guidelines(&mut self, position: usize, layer: &Layer) {
        if let Some(table) = self.table(layer, "contradictions.csv") {
            let rows = contradiction::read(&table, &mut self.findings);
            // What a later layer says of two rules stands alone.
            self.contradictions
                .retain(|_, one| !rows.iter().any(|(row, _)| row.is_of(one)));
            let each = rows.iter().map(|(row, _)| (row.id.clone(), row.clone()));
            self.contradictions.extend(each);
            self.own_contradictions = (position, rows);
        }
        if let Some(table) = self.table(layer, "versions.csv") {
            let rows = text_version::read(&table, &self.names, &mut self.findings);
            for (row, place) in rows {
                if let Some(before) = self.text_versions.get(&row.id) {
                    text_version::replaced(before, &row, &place, &mut self.findings);
                }
                self.text_versions.insert(row.id.clone(), row);
            }
        }
        if let Some(table) = self.table(layer, "gaps.csv") {
            let rows = gap::read(&table, &mut self.findings);
            let rows = rows.into_iter().map(|row| (row.id.clone(), row));
            self.gaps.extend(rows);
        }
    }

    fn facts_and_indications(&mut self, layer: &Layer) {
        if let Some(table) = self.table(layer, "facts.csv") {
            for row in table.rows() {
                self.facts.read(row, &mut self.findings);
            }
        }
        if let Some(table) = self.table(layer, "indications.csv") {
            for row in table.rows() {
                self.indications.read(row, &mut self.findings);
            }
        }
    }

    fn limits_and_equivalences(&mut self, layer: &Layer) {
        if let Some(table) = self.table(layer, "label_limits.csv") {
            let rows = limit::limits(&table, &self.names, &self.home, &mut self.findings);
            // What a later layer says of a product stands alone.
            let again: BTreeSet<ProductId> = rows
                .iter()
                .flat_map(|row| row.products.iter().cloned())
                .collect();
            for limit in &mut self.limits {
                limit.products.retain(|id| !again.contains(id));
            }
            self.limits.extend(rows);
        }
        if let Some(table) = self.table(layer, "shortages.csv") {
            self.shortages = limit::shortages(&table, &self.names, &mut self.findings);
        }
        if let Some(table) = self.table(layer, "market.csv") {
            let rows = market::read(&table, &self.names, &mut self.findings);
            // What a later layer says of a product stands alone.
            let again: BTreeSet<&ProductId> = rows.iter().map(|row| &row.product).collect();
            self.market.retain(|row| !again.contains(&row.product));
            self.market.extend(rows);
        }
        if let Some(table) = self.table(layer, "prices.csv") {
            let rows = price::read(&table, &self.names, &mut self.findings);
            // What a later layer says of a product stands alone.
            let again: BTreeSet<&ProductId> = rows.iter().map(|row| &row.product).collect();
            self.prices.retain(|row| !again.contains(&row.product));
            self.prices.extend(rows);
        }
        if let Some(table) = self.table(layer, "ddd.csv") {
            let rows = ddd::read(&table, &self.names, &mut self.findings);
            // What a later layer says of a substance stands alone.
            let again: BTreeSet<Atc> = rows.iter().map(|row| row.key().0).collect();
            self.ddds.retain(|(atc, _), _| !again.contains(atc));
            self.ddds
                .extend(rows.into_iter().map(|row| (row.key(), row)));
        }
        if let Some(table) = self.table(layer, "volumes.csv") {
            self.volumes = volume::read(&table, &self.names, &mut self.findings);
        }
        if let Some(table) = self.table(layer, "equivalences.csv") {
            let rows = limit::equivalences(&table, &self.names, &mut self.findings);
            // What a later layer says of two products stands alone.
            let pair = |row: &Equivalence| (row.from.clone(), row.to.clone());
            let again: BTreeSet<_> = rows.iter().map(|(row, _)| pair(row)).collect();
            self.equivalences
                .retain(|_, (one, _)| !again.contains(&pair(one)));
            let rows = rows.into_iter();
            self.equivalences
                .extend(rows.map(|(row, place)| (row.id.clone(), (row, place))));
        }
        if let Some(table) = self.table(layer, "dose_guards.csv") {
            let rows = dose_guard::read(&table, &self.names, &mut self.findings);
            self.dose_guards
                .extend(rows.into_iter().map(|row| (row.id.clone(), row)));
        }
    }

    fn stages_and_conflicts(&mut self, layer: &Layer) {
        if let Some(table) = self.table(layer, "stages.csv") {
            let read = stage::read(&table, &self.names, &mut self.findings);
            let unread = table.all_rows().filter(|row| {
                let place = row.place("value");
                table.is_torn() || read.iter().all(|(_, of)| *of != place)
            });
            let unread = unread.map(|row| row.text("factor_id").to_owned());
            self.stages_lost.extend(unread);
            for (row, place) in read {
                let key = (row.factor.clone(), row.stage);
                self.stages.insert(key, (row, place));
            }
        }
        if let Some(table) = self.table(layer, "amount_limits.csv") {
            self.amounts
                .extend(amount::read(&table, &mut self.findings));
        }
        if let Some(table) = self.table(layer, "conflicts.csv") {
            for (row, place) in conflict::read(&table, &mut self.findings) {
                self.conflicts.insert(row.id.clone(), (row, place));
            }
        }
    }

    /// A file of a layer as a table, with what holds for the rows of every file: that each says one
    /// thing once and in order, what they name, and whether they were still valid.
    pub(super) fn table(&mut self, layer: &Layer, name: &str) -> Option<Table> {
        let text = layer.files.get(name)?;
        let schema = Arc::clone(&self.schema);
        let file = schema.find(name)?;
        let table = Table::read(&layer.shown(name), text, file, &mut self.findings);
        self.names.add(file, &table);
        self.references.add(file, &table);
        check_order(file, &table, &mut self.findings);
        check_unique(file, &table, &mut self.findings);
        self.rows(file, &table);
        Some(table)
    }

    /// The sources that the rows of a file name, and whether they were still valid.
    fn rows(&mut self, file: &File, table: &Table) {
        let named: Vec<&str> = file.sources().filter(|one| table.has(one)).collect();
        let located: Vec<&str> = file.locators().filter(|one| table.has(one)).collect();
        let dated = table.has("valid_to");
        for row in table.rows() {
            for column in &named {
                if let Some(id) = row.filled(column) {
                    self.uses(id, || row.place(column));
                }
            }
            for column in &located {
                for word in source::words(row.text(column)) {
                    if self.sources.contains_key(word) {
                        self.uses(word, || row.place(column));
                    }
                }
            }
            if dated
                && let Some(to) = Day::parse(row.text("valid_to"))
                && self.date.is_some_and(|date| to < date)
            {
                let message = (
                    format!("dit gold tot en met {to}, voor de datum van de gegevens"),
                    format!("this held until {to}, before the date of the data"),
                );
                self.findings
                    .push(Code::Expired, row.place("valid_to"), message);
            }
        }
    }

    pub(super) fn uses(&mut self, id: &str, place: impl FnOnce() -> Place) {
        if let Some((count, _)) = self.uses.get_mut(id) {
            *count = count.saturating_add(1);
        } else {
            self.uses.insert(SourceId(id.to_owned()), (1, place()));
        }
    }

    /// A layer that says something replaces it; one that is silent leaves it.
    fn header(&mut self, file: &str, text: &str) {
        let schema = Arc::clone(&self.schema);
        let Some(kind) = schema.find(HEADER) else {
            return;
        };
        let header = header::read(file, text, kind, &mut self.findings);
        if let Some(version) = header.version {
            self.version = version;
        }
        self.layout = header.schema.or(self.layout);
        if let Some(inhaled) = header.inhaled {
            self.inhaled = inhaled;
        }
        if let Some(vaccines) = header.vaccines {
            self.vaccines = vaccines;
        }
        if let Some(home) = header.home {
            self.home = home;
        }
        self.date = header.date.or(self.date);
        if header.next_review.is_some() {
            self.next_review = header.next_review;
        }
    }

    /// What no layer may leave unsaid: without it no line has a value. It is asked for where
    /// the topmost header stands, and not again where that holds something else instead.
    pub(super) fn check_header(&mut self, layers: &[Layer]) {
        let with_header = |layer: &&Layer| layer.files.contains_key(HEADER);
        let top = layers.iter().rfind(with_header).or(layers.last());
        let Some(file) = top.map(|layer| layer.shown(HEADER)) else {
            return;
        };
        let needed = [
            ("schema", "schema = 1", self.layout.is_none()),
            (
                "scope.inhaled",
                "inhaled = [\"R03A\", \"R03B\"]",
                self.inhaled.is_empty(),
            ),
            ("scope.home", "home = [\"NL\"]", self.home.is_empty()),
        ];
        for (key, example, _) in needed.into_iter().filter(|(_, _, lacks)| *lacks) {
            let said = self.findings.0.iter().any(|finding| {
                let column = finding.place.column.as_deref();
                finding.severity == Severity::Error
                    && finding.place.file == file
                    && column
                        .is_none_or(|column| key.split('.').next() == Some(column) || column == key)
            });
            if said {
                continue;
            }
            let place = Place {
                column: Some(key.to_owned()),
                ..Place::file(&file)
            };
            let message = (
                format!("een set gegevens moet '{key}' hebben, zoals {example}"),
                format!("a set of data must have '{key}', such as {example}"),
            );
            self.findings.push(Code::EmptyCell, place, message);
        }
    }

    /// The folders over the words alone, and what they lack.
    fn alone(&self, layers: &[Layer]) -> Option<Alone> {
        let (_, folders) = layers.split_first().filter(|(words, _)| words.is_words())?;
        let lacks = [
            (Lacks::Rules, self.guidelines.is_empty()),
            (Lacks::WaterFacts, self.water.is_empty()),
            (Lacks::FormFacts, self.form_facts.is_empty()),
            (Lacks::LabelLimits, self.limits.is_empty()),
        ];
        let lacks = lacks.into_iter().filter(|(_, lacks)| *lacks);
        Some(Alone {
            folders: folders.iter().map(|layer| layer.name.clone()).collect(),
            lacks: lacks.map(|(what, _)| what).collect(),
        })
    }

    pub(super) fn finish(self, layers: Vec<Layer>) -> Inner {
        let mut hash = Sha256::new();
        for layer in &layers {
            layer.hash_into(&mut hash);
        }
        let sha256 = hex(hash);
        let only = self.alone(&layers);
        let products: Vec<Product> = self.products.into_values().map(|(one, _)| one).collect();
        let factors: Vec<Factor> = self.factors.into_values().map(|(one, _)| one).collect();
        let at_home = |p: &&Product| p.market.is_empty() || self.home.contains(&p.market);
        let home = products.iter().filter(at_home);
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
        let version = DatasetVersion {
            version: self.version,
            schema: self.layout.unwrap_or_default(),
            sha256,
            layers: layers.iter().map(Layer::id).collect(),
            only,
        };
        Inner {
            id: DataId::of(&version),
            version,
            layers,
            schema: self.schema,
            inhaled: self.inhaled,
            vaccines: self.vaccines,
            home: self.home,
            date: self.date,
            next_review: self.next_review.map(|(day, _)| day),
            changes,
            sources: self.sources,
            gwps: self.gwps,
            products,
            factors,
            stages: self.stages.into_values().map(|(one, _)| one).collect(),
            amounts: self.amounts,
            conflicts: self.conflicts.into_values().map(|(one, _)| one).collect(),
            contradictions: self.contradictions.into_values().collect(),
            text_versions: self.text_versions.into_values().collect(),
            gaps: self.gaps.into_values().collect(),
            form_facts: self.form_facts.into_values().collect(),
            codes,
            vocabulary: if self.words_later {
                OnceLock::new()
            } else {
                OnceLock::from(self.vocabulary)
            },
            water: self.water.into_values().collect(),
            limits: self.limits,
            shortages: self.shortages,
            market: self.market,
            prices: self.prices,
            ddds: self.ddds.into_values().collect(),
            volumes: self.volumes.into_iter().map(|(one, _)| one).collect(),
            equivalences: self
                .equivalences
                .into_values()
                .map(|(one, _)| one)
                .collect(),
            dose_guards: self.dose_guards.into_values().collect(),
            substances: self.substances,
            indications: self.indications,
            facts: self.facts,
            guidelines: if self.guidelines.is_empty() {
                OnceLock::new()
            } else {
                OnceLock::from(self.guidelines)
            },
            findings: self.findings.0,
        }
    }
}

/// The words of labels of all layers.
pub(super) fn words(layers: &[Layer]) -> Vocabulary {
    let mut findings = Findings::default();
    let mut words = Vocabulary::default();
    let schema = Schema::read();
    for layer in layers {
        if let Some((text, file)) = layer.files.get(WORDS).zip(schema.find(WORDS)) {
            let table = Table::read(&layer.shown(WORDS), text, file, &mut findings);
            vocabulary::read(&table, &mut words, &mut findings);
        }
    }
    words
}

/// The guidelines of all layers. A file of a later layer replaces the guideline of the same
/// name. Each rule names those that contradict it.
pub(super) fn guidelines<'c>(
    layers: &[Layer],
    known: &Known<'_>,
    contradictions: impl Iterator<Item = &'c Contradiction>,
    findings: &mut Findings,
) -> Vec<Guideline> {
    let mut all: BTreeMap<(usize, String), Guideline> = BTreeMap::new();
    let schema = Schema::read();
    for (position, layer) in layers.iter().enumerate() {
        for (name, text) in layer.guidelines() {
            let file = format!("{GUIDELINES}{name}");
            let shown = layer.shown(&file);
            let read = schema
                .find(&file)
                .and_then(|kind| guideline::read(&shown, text, kind, position, known, findings));
            all.retain(|(_, other), _| other != name);
            all.extend(read.map(|one| ((position, name.to_owned()), one)));
        }
    }
    let mut all: Vec<Guideline> = all.into_values().collect();
    contradiction::tie(&mut all, contradictions);
    all
}
