//! What a dataset holds, where it comes from, and what it lacks.

use super::coverage::Coverage;
use super::wrap;
use crate::dataset::guideline::Statuses;
use crate::dataset::{
    Dataset, DatasetVersion, Embed, Evidence, Funder, GwpBasis, GwpSet, Indicator, Propellant,
    Provenance, SourceId,
};
use crate::impact::{MassOf, Model};
use crate::language::Language;
use crate::outward;
use crate::practice::{Analysis, Outcome, Weighed};
use crate::report::wording::terms;
use crate::report::{alone, wording};
use std::collections::BTreeMap;

/// The account of a dataset.
///
/// ```
/// use groenrecept::{Dataset, Language, report::data::Summary};
/// let summary = Summary::of(&Dataset::embedded()?);
/// assert!(summary.text(Language::English).contains("products.csv"));
/// # Ok::<(), groenrecept::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    /// Version, schema, hash and layers.
    pub(crate) version: DatasetVersion,
    /// The date of the data; `null` where it has none.
    pub(crate) date: Option<String>,
    /// Rows of facts by file, after layers have replaced rows.
    pub(crate) files: Vec<FileCount>,
    /// How far the rules were assessed.
    pub(crate) rules: Statuses,
    /// The sources, by id.
    pub(crate) sources: Vec<SourceUse>,
    /// What is not known.
    pub(crate) missing: Missing,
    /// What the kilograms rest on, where the data was weighed.
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<Box<Coverage>>,
}

/// The rows of one file.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(crate) struct FileCount {
    /// The name of the file.
    pub file: &'static str,
    /// How many rows count.
    pub rows: u64,
    /// The rows by evidence status.
    pub evidence: BTreeMap<Evidence, u64>,
}

/// A source and what rests on it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(crate) struct SourceUse {
    /// The id.
    pub source: String,
    /// Authors, year, title.
    pub citation: String,
    /// What is known of the licence.
    pub licence: String,
    /// What of it may be passed on; in JSON `yes`, `facts`, `no`, or empty where nobody has
    /// decided.
    #[serde(serialize_with = "as_word")]
    pub embed: Embed,
    /// Who paid for it.
    pub funder: Funder,
    /// How many facts rest on it: those that name it, and those whose locator does.
    pub facts: u64,
}

/// What is not known, by id.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Missing {
    /// How many products there are.
    pub products: u64,
    /// Products without a published value of their own.
    pub products_without_factor: Vec<String>,
    /// Products whose doses per pack no source told.
    pub products_without_doses: Vec<String>,
    /// How many products hold a propellant.
    pub aerosols: u64,
    /// Those whose gas is not known.
    pub aerosols_without_gas: Vec<String>,
    /// Those whose mass of gas is not known.
    pub aerosols_without_mass: Vec<String>,
    /// How many factors of climate impact there are.
    pub climate_factors: u64,
    /// Those whose source does not state the set of global warming potentials.
    pub factors_with_unknown_gwp: Vec<String>,
}

/// The word of the data file.
#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over a reference"
)]
fn as_word<S: serde::Serializer>(embed: &Embed, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(embed.as_str())
}

/// One more; counts of rows are far below the limit.
fn count_one(count: &mut u64) {
    *count = count.saturating_add(1);
}

impl FileCount {
    fn of<'a>(
        file: &'static str,
        facts: impl Iterator<Item = &'a Provenance>,
        dataset: &'a Dataset,
        uses: &mut BTreeMap<SourceId, u64>,
    ) -> Self {
        let mut count = Self {
            file,
            rows: 0,
            evidence: BTreeMap::new(),
        };
        for fact in facts {
            count_one(&mut count.rows);
            count_one(count.evidence.entry(fact.evidence).or_default());
            for source in dataset.sources_of(fact) {
                count_one(uses.entry(source.clone()).or_default());
            }
        }
        count
    }
}

/// The rules of all guidelines as one entry.
fn rules(dataset: &Dataset, uses: &mut BTreeMap<SourceId, u64>) -> FileCount {
    let mut count = FileCount {
        file: "guidelines",
        rows: 0,
        evidence: BTreeMap::new(),
    };
    for rule in dataset.rules() {
        count_one(&mut count.rows);
        count_one(count.evidence.entry(rule.evidence).or_default());
        count_one(uses.entry(rule.source.clone()).or_default());
    }
    count
}

impl Summary {
    /// Counts what a dataset holds.
    #[must_use]
    pub fn of(dataset: &Dataset) -> Self {
        let mut uses: BTreeMap<SourceId, u64> = BTreeMap::new();
        let products = dataset.products();
        let facts = products.iter().map(|product| &product.provenance);
        let mut files = vec![FileCount::of("products.csv", facts, dataset, &mut uses)];
        let facts = dataset.factors().iter().map(|factor| &factor.provenance);
        files.push(FileCount::of("factors.csv", facts, dataset, &mut uses));
        let facts = dataset.gwps().map(|gwp| &gwp.provenance);
        files.push(FileCount::of("gwp.csv", facts, dataset, &mut uses));
        let facts = dataset.all_stages().iter().map(|stage| &stage.provenance);
        files.push(FileCount::of("stages.csv", facts, dataset, &mut uses));
        let facts = dataset.form_facts().iter().map(|fact| &fact.provenance);
        files.push(FileCount::of("forms.csv", facts, dataset, &mut uses));
        let facts = dataset.water_facts().iter().map(|fact| &fact.provenance);
        files.push(FileCount::of("water.csv", facts, dataset, &mut uses));
        let facts = dataset.all_label_limits().iter().map(|one| &one.provenance);
        files.push(FileCount::of("label_limits.csv", facts, dataset, &mut uses));
        let facts = dataset.equivalences().iter().map(|one| &one.provenance);
        files.push(FileCount::of("equivalences.csv", facts, dataset, &mut uses));
        let facts = dataset.dose_guards().iter().map(|one| &one.provenance);
        files.push(FileCount::of("dose_guards.csv", facts, dataset, &mut uses));
        let facts = dataset.text_versions().iter().map(|one| &one.provenance);
        files.push(FileCount::of("versions.csv", facts, dataset, &mut uses));
        files.push(rules(dataset, &mut uses));
        // Only layers have these.
        let facts = dataset.prices().iter().map(|one| &one.provenance);
        files.push(FileCount::of("prices.csv", facts, dataset, &mut uses));
        let facts = dataset.shortages().iter().map(|one| &one.provenance);
        files.push(FileCount::of("shortages.csv", facts, dataset, &mut uses));
        let facts = dataset.all_market().iter().map(|one| &one.provenance);
        files.push(FileCount::of("market.csv", facts, dataset, &mut uses));
        files.push(FileCount::of("ddd.csv", dataset.ddds(), dataset, &mut uses));
        files.push(FileCount::of(
            "substances.csv",
            dataset.substance_sources(),
            dataset,
            &mut uses,
        ));
        let facts = dataset.volumes().iter().map(|one| &one.provenance);
        files.push(FileCount::of("volumes.csv", facts, dataset, &mut uses));
        files.retain(|file| file.rows > 0);
        // The gas of a product is a fact of its own where another source tells it.
        for fact in products
            .iter()
            .filter_map(|p| p.propellant_provenance.as_ref())
        {
            count_one(uses.entry(fact.source.clone()).or_default());
        }
        let sources = dataset.sources().map(|source| SourceUse {
            source: source.id.as_str().to_owned(),
            citation: source.citation(),
            licence: source.licence.clone(),
            embed: source.embed,
            funder: source.funder,
            facts: uses.get(&source.id).copied().unwrap_or(0),
        });
        Self {
            version: dataset.version().clone(),
            date: dataset.date().map(|day| day.to_string()),
            files,
            rules: Statuses::of(dataset.rules(), None),
            sources: sources.collect(),
            missing: Missing::of(dataset),
            coverage: None,
        }
    }

    /// Counts what the dataset of an outcome holds, and weighs it by what the export adds up to: on
    /// what the kilograms rest. The page is about that alone; names of products are in this
    /// language.
    ///
    /// ```
    /// use groenrecept::{Dataset, Engine, Language, intake::Export, report::data::Summary};
    /// let text = "datum;omschrijving;aantal;eenheid\n\
    ///             31-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;1;ST\n";
    /// let analysis = Engine::new(&Dataset::embedded()?).analysis();
    /// let outcome = analysis.run(Export::new("export.csv", text.as_bytes())?, None)?;
    /// let summary = Summary::weighed(&outcome, Language::English);
    /// let json = serde_json::to_value(&summary).unwrap();
    /// assert_eq!(json["coverage"]["own_restated_share"], "1");
    /// # Ok::<(), groenrecept::Error>(())
    /// ```
    #[must_use]
    pub fn weighed(outcome: &Outcome, language: Language) -> Self {
        Self::with_coverage(&outcome.into(), language)
    }

    /// As [`Summary::weighed`], by the verified rows of `volumes.csv` of the layers: those of a
    /// year, or of the newest year that each subject has. `None` where there are none.
    ///
    /// # Errors
    /// [`ErrorKind::Overflow`](crate::ErrorKind::Overflow) when a sum has more digits than can be
    /// kept exactly.
    pub fn weighed_by_volumes(
        analysis: &Analysis<'_>,
        year: Option<u16>,
        language: Language,
    ) -> crate::Result<Option<Self>> {
        let weighed = analysis.volumes(year)?;
        Ok(weighed.map(|weighed| Self::with_coverage(&weighed, language)))
    }

    fn with_coverage(weighed: &Weighed, language: Language) -> Self {
        Self {
            coverage: Some(Box::new(Coverage::of(weighed, language))),
            ..Self::of(weighed.dataset())
        }
    }

    /// The account as a page.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        if let Some(coverage) = &self.coverage {
            return outward::page(coverage.text(&self.version));
        }
        let mut text = String::new();
        self.head(&mut text, language);
        self.counts(&mut text, language);
        self.sources(&mut text, language);
        self.missing(&mut text, language);
        outward::page(text)
    }

    fn head(&self, text: &mut String, language: Language) {
        let version = &self.version;
        let title = language.say("Gegevens van groenrecept", "The data of groenrecept");
        let absent = language.say("onbekend", "unknown");
        let rows = [
            (
                language.say("versie", "version"),
                alone::version_of(version, language),
            ),
            (
                language.say("datum", "date"),
                self.date.clone().unwrap_or_else(|| absent.to_owned()),
            ),
            ("schema", version.schema.to_string()),
            ("SHA-256", version.sha256.clone()),
            (language.say("lagen", "layers"), version.layers.join(" + ")),
        ];
        text.push_str(title);
        text.push_str("\n\n");
        for (name, value) in rows {
            text.push_str(&format!("  {name:<8} {value}\n"));
        }
        if let Some(alone) = alone::sentence(version, language) {
            text.push('\n');
            wrap(text, "  ", &alone);
        }
    }

    fn counts(&self, text: &mut String, language: Language) {
        let words = wording::of(language);
        text.push_str(language.say(
            "\nFeiten per bestand, naar de staat van het bewijs\n\n",
            "\nFacts by file and by evidence status\n\n",
        ));
        for file in &self.files {
            let by: Vec<String> = file
                .evidence
                .iter()
                .map(|(evidence, rows)| format!("{rows} {}", words.evidence(*evidence)))
                .collect();
            let mut wrapped = String::new();
            wrap(&mut wrapped, &" ".repeat(24), &by.join(", "));
            let by = wrapped.trim_start();
            text.push_str(&format!("  {:<16} {:>4}: {by}", file.file, file.rows));
        }
        text.push('\n');
        wrap(text, "  ", &self.rules.text(language));
    }

    fn sources(&self, text: &mut String, language: Language) {
        text.push_str(language.say("\nBronnen, met het aantal feiten dat erop berust, de licentie, wat mag worden opgenomen en wie betaalde\n\n",
            "\nSources, with the facts that rest on each, the licence, what may be embedded and who paid\n\n",
        ));
        for source in &self.sources {
            let (id, facts) = (&source.source, source.facts);
            let embed = terms::embed(source.embed, language);
            let funder = wording::of(language).funder(source.funder);
            let line = format!(
                "{} [{}; {embed}; {funder}]",
                source.citation, source.licence
            );
            let mut wrapped = String::new();
            wrap(&mut wrapped, &" ".repeat(12), &line);
            text.push_str(&format!("  {id:<4} {facts:>3}  {}", wrapped.trim_start()));
        }
    }

    fn missing(&self, text: &mut String, language: Language) {
        let missing = &self.missing;
        text.push_str(language.say("\nWat ontbreekt\n", "\nWhat is missing\n"));
        let lists = [
            (
                language.say(
                    "producten zonder eigen waarde",
                    "products without a value of their own",
                ),
                &missing.products_without_factor,
                missing.products,
            ),
            (
                language.say(
                    "producten zonder aantal doses per verpakking",
                    "products without doses per pack",
                ),
                &missing.products_without_doses,
                missing.products,
            ),
            (
                language.say(
                    "aerosolen waarvan het drijfgas niet bekend is",
                    "aerosols whose gas is not known",
                ),
                &missing.aerosols_without_gas,
                missing.aerosols,
            ),
            (
                language.say(
                    "aerosolen waarvan de massa drijfgas niet bekend is",
                    "aerosols whose mass of gas is not known",
                ),
                &missing.aerosols_without_mass,
                missing.aerosols,
            ),
            (
                language.say(
                    "klimaatfactoren waarvan de bron de GWP-set niet noemt",
                    "climate factors whose source does not state the GWP set",
                ),
                &missing.factors_with_unknown_gwp,
                missing.climate_factors,
            ),
        ];
        for (title, ids, all) in lists {
            let of = language.say("van", "of");
            text.push_str(&format!("\n  {} {of} {all} {title}\n", ids.len()));
            if !ids.is_empty() {
                wrap(text, "    ", &ids.join(", "));
            }
        }
    }
}

impl Missing {
    fn of(dataset: &Dataset) -> Self {
        let model = Model::new(dataset, GwpSet::default());
        let mut missing = Self::default();
        for product in dataset.products() {
            let id = || product.id.as_str().to_owned();
            count_one(&mut missing.products);
            if model.factors_of(product).0.is_empty() {
                missing.products_without_factor.push(id());
            }
            if product.doses_per_pack.is_none() {
                missing.products_without_doses.push(id());
            }
            if !product.device.has_propellant() {
                continue;
            }
            count_one(&mut missing.aerosols);
            if product.propellant == Propellant::Unknown {
                missing.aerosols_without_gas.push(id());
            }
            let mass = model.components(product).and_then(|parts| parts.mass);
            if mass.is_none_or(|mass| mass.of != MassOf::Product) {
                missing.aerosols_without_mass.push(id());
            }
        }
        for factor in dataset.factors() {
            if factor.indicator == Indicator::Climate {
                count_one(&mut missing.climate_factors);
                if factor.gwp == GwpBasis::Unknown {
                    let id = factor.id.as_str().to_owned();
                    missing.factors_with_unknown_gwp.push(id);
                }
            }
        }
        missing
    }
}
