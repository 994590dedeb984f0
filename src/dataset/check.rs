//! What the checker looks at beyond single cells: order, sources, dates, licences, conflicts.
//!
//! Loading is checking: [`Dataset`] runs the same code over the same files, and loads nothing
//! while a finding is an error. [`Checked`] keeps all findings instead.
//!
//! # What may be embedded
//!
//! The column `embed` of `sources.csv` says what of a source may be passed on: `yes`, `facts`
//! or `no`. It is asked for where data is checked for [`Purpose::Embedding`]: the embedded
//! data, a folder that stands alone, and any folder on request. There every source that a
//! fact rests on must have a decision, and `no` is an error. A layer that is used is never
//! refused for it: who holds data may use it.

use super::band::{self, Bands};
use super::guideline::Known;
use super::keys;
use super::layer::Layer;
use super::lists;
use super::load::Loader;
use super::schema::{GUIDELINES, Schema, Thing};
use super::table::Findings;
use super::{
    Boundary, Embed, Factor, FactorId, FunctionalUnit, Indicator, Product, ProductId, Subject,
    contradiction, dose_guard, guideline, plausible, stage, text_version, volume,
};
use crate::code::Atc;
use crate::day::Day;
use crate::diagnostic::{Code, Diagnostic, Place, Severity};
use crate::exact::Fraction;
use std::collections::BTreeMap;
use std::sync::Arc;

#[cfg(doc)]
use super::Dataset;

/// How many of the factors that one factor differs from are named; of the others the number.
const CONFLICTS_EACH: usize = 10;

/// What data is checked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Purpose {
    /// To compute with it.
    Use,
    /// To pass it on with the crate; then licences count.
    Embedding,
}

/// What the checker found in a set of data files.
///
/// ```
/// use groenrecept::{Severity, dataset::Checked};
/// let checked = Checked::embedded();
/// assert_eq!(checked.count(Severity::Error), 0);
/// assert_eq!(checked.count(Severity::Warning), 0);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Checked {
    /// The names of the layers, lowest first.
    pub layers: Vec<String>,
    /// What it was checked for.
    pub(crate) purpose: Purpose,
    /// The findings, in file order.
    pub findings: Vec<Diagnostic>,
}

impl Checked {
    /// Tells whether the data was checked to be passed on with the crate; then licences count.
    #[must_use]
    pub const fn is_for_embedding(&self) -> bool {
        matches!(self.purpose, Purpose::Embedding)
    }

    /// Checks the embedded data.
    #[must_use]
    pub fn embedded() -> Self {
        Self::of(&[Layer::embedded()], Purpose::Embedding)
    }

    /// Checks a layer: for embedding and on its own where its `dataset.toml` has a version,
    /// and otherwise for use and over the embedded data. `as_embedded` asks a layer, too,
    /// for what may be embedded. What the embedded data itself has for information is left
    /// out of the findings on a layer.
    ///
    /// ```
    /// use groenrecept::dataset::{Checked, Layer};
    /// let own = Layer::named("own").csv("formulary/features.csv", "word,fact,answer\nmoe,tired,yes\n");
    /// let found = Checked::layer(own, false).findings;
    /// assert!(found[0].to_string().starts_with(
    ///     "own/formulary/features.csv:2:fact: error[unknown-word]: 'tired' is not one of: acute_attack, "
    /// ));
    /// ```
    #[must_use]
    pub fn layer(layer: Layer, as_embedded: bool) -> Self {
        let alone = layer.stands_alone();
        let purpose = if alone || as_embedded {
            Purpose::Embedding
        } else {
            Purpose::Use
        };
        if alone {
            return Self::of(&[layer.completed()], purpose);
        }
        let embedded = Layer::embedded();
        let below: Vec<String> = embedded
            .files
            .keys()
            .map(|file| embedded.shown(file))
            .collect();
        let mut checked = Self::of(&[embedded, layer], purpose);
        checked.findings.retain(|finding| {
            finding.severity > Severity::Information || !below.contains(&finding.place.file)
        });
        checked
    }

    /// Checks a layer for use alone, over nothing of the embedded data but words and units
    /// (`Dataset::only`).
    #[must_use]
    pub fn only(layer: &Layer) -> Self {
        let layers = [layer.words_below(), layer.clone()];
        let mut checked = Self::of(&layers, Purpose::Use);
        checked.layers = vec![layer.name.clone()];
        checked
    }

    fn of(layers: &[Layer], purpose: Purpose) -> Self {
        Self {
            layers: layers.iter().map(|layer| layer.name.clone()).collect(),
            purpose,
            findings: load(layers, purpose, true).findings.0,
        }
    }

    /// How many findings matter this much.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        let of = |finding: &&Diagnostic| finding.severity == severity;
        self.findings.iter().filter(of).count()
    }
}

/// Reads and checks all layers; the findings are in file order. Guidelines and words are read
/// only where the check is to be deep.
pub(super) fn load(layers: &[Layer], purpose: Purpose, deep: bool) -> Loader {
    let mut loader = Loader::default();
    loader.schema = Arc::new(Schema::read());
    loader.words_later = !deep;
    for (position, layer) in layers.iter().enumerate() {
        loader.layer(position, layer);
    }
    loader.check_header(layers);
    let (stages, lost) = (&loader.stages, &loader.stages_lost);
    stage::check_sums(stages, lost, &loader.factors, &mut loader.findings);
    loader.count_guideline_sources(layers);
    if deep {
        let before = loader.findings.errors();
        let Loader {
            guidelines,
            names,
            products,
            date,
            findings,
            facts,
            indications,
            contradictions,
            own_contradictions,
            text_versions,
            ..
        } = &mut loader;
        facts.check(indications, names, findings);
        let known = Known {
            facts,
            indications,
            names: Some(names),
        };
        *guidelines = super::load::guidelines(layers, &known, contradictions.values(), findings);
        let whole = findings.errors() == before;
        guideline::check(guidelines, whole, names, products, *date, findings);
        text_version::check(guidelines, text_versions, findings);
        let (position, own) = own_contradictions;
        if whole && position.saturating_add(1) == layers.len() {
            contradiction::check(own.iter(), guidelines, findings);
        }
        let guidelines = guidelines.iter();
        let ids = guidelines.clone().map(|one| one.id.clone());
        names.extend(Thing::Guideline, ids);
        let rules = guidelines.flat_map(|one| &one.rules);
        names.extend(Thing::Rule, rules.map(|rule| rule.id.as_str().to_owned()));
        loader.check_words(layers);
    }
    loader.references.check(&loader.names, &mut loader.findings);
    loader.check_sources(purpose);
    loader.check_reviews();
    loader.check_conflicts();
    loader.check_reach();
    loader.check_units();
    let equivalences = loader.equivalences.values();
    dose_guard::check(&loader.dose_guards, equivalences, &mut loader.findings);
    if deep {
        let mut found = plausible::check(&loader, layers);
        loader.findings.0.append(&mut found.0);
    }
    arrange(&mut loader.findings, layers, &loader.schema);
    loader
}

/// Puts findings in file order and gives each the line that it stands on.
fn arrange(findings: &mut Findings, layers: &[Layer], schema: &Schema) {
    let mut named: Vec<(String, &str)> = Vec::new();
    for layer in layers {
        for file in &schema.0 {
            for (name, text) in layer.files_of(file) {
                named.push((layer.shown(name), text));
            }
            // A file that could not be read stands in its place, too.
            if !file.name.contains('*') && !layer.files.contains_key(&file.name) {
                named.push((layer.shown(&file.name), ""));
            }
        }
    }
    // By name: the place in the order, and the text; two folders of one name cannot be told
    // apart here.
    let mut files: BTreeMap<String, (usize, Option<&str>)> = BTreeMap::new();
    for (at, (name, text)) in named.into_iter().enumerate() {
        files
            .entry(name)
            .and_modify(|(_, text)| *text = None)
            .or_insert((at, Some(text)));
    }
    let position = |finding: &Diagnostic| {
        let file = files.get(&finding.place.file).map(|(at, _)| *at);
        (file, finding.place.line)
    };
    findings.0.sort_by_cached_key(position);
    for of_file in findings.0.chunk_by_mut(|a, b| a.place.file == b.place.file) {
        let file = of_file.first().and_then(|one| files.get(&one.place.file));
        let Some((_, Some(text))) = file else {
            continue;
        };
        let lines: Vec<&str> = text.lines().collect();
        for finding in of_file {
            let line = finding.place.line.and_then(|line| line.checked_sub(1));
            let line = line.and_then(|line| usize::try_from(line).ok());
            finding.line_text = line
                .and_then(|line| lines.get(line))
                .map(|line| (*line).to_owned());
        }
    }
}

impl Loader {
    /// How a contradiction between two factors was read, for the end of a message.
    fn reading(&self, one: &FactorId, other: &FactorId) -> (String, String) {
        let mut known = self.conflicts.values();
        known
            .find(|(conflict, _)| [one, other].iter().all(|id| conflict.factors.contains(id)))
            .map(|(conflict, _)| {
                let id = &conflict.id;
                (
                    format!("; gelezen in conflicts.csv als '{id}'"),
                    format!("; read in conflicts.csv as '{id}'"),
                )
            })
            .unwrap_or_default()
    }

    fn check_sources(&mut self, purpose: Purpose) {
        let mut found = Findings::default();
        for (id, source) in &self.sources {
            let Some(place) = self.source_places.get(id) else {
                continue;
            };
            let name = id.as_str();
            let Some((count, first)) = self.uses.get(id) else {
                if self.names.sources_lost {
                    continue;
                }
                let message = (
                    format!("geen enkel feit berust op de bron '{name}'"),
                    format!("no fact rests on the source '{name}'"),
                );
                found.push(Code::UnusedSource, place.clone(), message);
                continue;
            };
            if purpose == Purpose::Use {
                continue;
            }
            let place = place.at_column("embed");
            match source.embed {
                Embed::Yes | Embed::Facts => {}
                Embed::No => found.push(
                    Code::LicenceForbidsEmbedding,
                    place,
                    (
                        format!(
                            "de bron '{name}' mag niet worden opgenomen en wordt {count} keer gebruikt, het eerst in {first}"
                        ),
                        format!(
                            "the source '{name}' may not be embedded and is used {count} times, first in {first}"
                        ),
                    ),
                ),
                Embed::NotDecided => found.push(
                    Code::EmptyCell,
                    place,
                    (
                        format!("'embed' moet yes, facts of no zijn in gegevens die worden opgenomen (bron '{name}')"),
                        format!("'embed' must be yes, facts or no in data that is embedded (source '{name}')"),
                    ),
                ),
            }
        }
        self.findings.0.append(&mut found.0);
    }

    /// The sources that rules name, found without reading the rules.
    fn count_guideline_sources(&mut self, layers: &[Layer]) {
        for layer in layers {
            for (file, text) in layer.guidelines() {
                let named = text.lines().zip(1u64..).filter_map(|(line, number)| {
                    let id = line.strip_prefix("source_id = \"")?.split('"').next()?;
                    Some((id, number))
                });
                for (id, line) in named {
                    let place = || Place {
                        file: layer.shown(&format!("{GUIDELINES}{file}")),
                        line: Some(line),
                        column: Some("rule.source_id".to_owned()),
                    };
                    self.uses(id, place);
                }
            }
        }
    }

    /// The tables of words and the files of keys that no reader of facts reads.
    fn check_words(&mut self, layers: &[Layer]) {
        let schema = Arc::clone(&self.schema);
        let identity = lists::identity(&schema, layers);
        for layer in layers {
            for file in &schema.0 {
                if file.is_of_words()
                    && let Some(table) = self.table(layer, &file.name)
                {
                    lists::check_cells(file, &table, &self.names, &mut self.findings);
                    match file.name.as_str() {
                        band::FILE => drop(Bands::of(&table, &mut self.findings)),
                        "formulary/features.csv" | "formulary/conditions.csv" => {
                            lists::check_answers(&table, &self.facts, &mut self.findings);
                        }
                        "formulary/wording.csv" => {
                            lists::check_terms(&table, &["first", "second"], &mut self.findings);
                        }
                        "formulary/reversals.csv" => {
                            lists::check_terms(&table, &["words", "claim"], &mut self.findings);
                        }
                        "export/columns.csv" => {
                            lists::check_columns(&table, &identity, &mut self.findings);
                        }
                        _ => {}
                    }
                } else if file.is_of_keys() {
                    for (name, text) in layer.files_of(file) {
                        keys::check(file, &layer.shown(name), text, &mut self.findings);
                    }
                }
            }
        }
    }

    /// Reviews that were due before the date of the data. The clock is never asked, so the
    /// same files give the same findings at any time.
    fn check_reviews(&mut self) {
        let Some(date) = self.date else {
            return;
        };
        let of_sources = self.sources.iter().filter_map(|(id, source)| {
            let place = self.source_places.get(id)?.at_column("next_review");
            Some((source.next_review?, place))
        });
        let due: Vec<(Day, Place)> = self
            .next_review
            .clone()
            .into_iter()
            .chain(of_sources)
            .collect();
        for (day, place) in due.into_iter().filter(|(day, _)| *day < date) {
            let message = (
                format!("de herziening van {day} ligt voor de datum van de gegevens, {date}"),
                format!("the review of {day} lies before the date of the data, {date}"),
            );
            self.findings.push(Code::ReviewOverdue, place, message);
        }
    }

    /// Values of one product from two sources that differ by more than a tenth as published.
    fn check_conflicts(&mut self) {
        let mut found = Findings::default();
        // The factors so far about each product, in the order of their ids.
        let mut about: BTreeMap<&ProductId, Vec<&Factor>> = BTreeMap::new();
        for (factor, place) in self.factors.values() {
            let Subject::Products(ids) = &factor.subject else {
                continue;
            };
            if factor.indicator != Indicator::Climate {
                continue;
            }
            let known = ids.iter().filter_map(|id| about.get(id)).flatten();
            let mut before: Vec<&Factor> = known.copied().collect();
            before.sort_by_key(|other| &other.id);
            before.dedup_by_key(|other| &other.id);
            let mut conflicts = before
                .into_iter()
                .filter(|other| comparable(factor, other) && differ(factor, other));
            let one = &factor.printed;
            for other in conflicts.by_ref().take(CONFLICTS_EACH) {
                let (id, two) = (&other.id, &other.printed);
                let (nl, en) = self.reading(&factor.id, id);
                let message = (
                    format!("{one} hier, {two} in {id}{nl}"),
                    format!("{one} here, {two} in {id}{en}"),
                );
                found.push(Code::ConflictingSources, place.at_column("value"), message);
            }
            let (nl, en) = match conflicts.count() {
                0 => (String::new(), String::new()),
                1 => ("1 andere factor".to_owned(), "1 other factor".to_owned()),
                rest => (
                    format!("{rest} andere factoren"),
                    format!("{rest} other factors"),
                ),
            };
            if !nl.is_empty() {
                let message = (
                    format!("{one} hier, meer dan een tiende anders in nog {nl}"),
                    format!("{one} here, more than a tenth apart in {en} besides"),
                );
                found.push(Code::ConflictingSources, place.at_column("value"), message);
            }
            for id in ids {
                about.entry(id).or_default().push(factor);
            }
        }
        self.findings.0.append(&mut found.0);
    }

    /// Rows that no prescription can reach.
    fn check_reach(&mut self) {
        let mut found = Findings::default();
        for (factor, place) in self.factors.values() {
            if let Subject::SubstanceDevice(atc, _) = &factor.subject
                && !self.is_inhaled(*atc)
                && !self.has_code(|product| product.atc == *atc)
            {
                found.push(Code::NeverMatched, place.clone(), out_of_scope(*atc));
            }
            if let Subject::DeviceName(name) = &factor.subject
                && !self.has_device_name(name)
            {
                let message = (
                    format!("geen product in products.csv heeft de naam '{name}' als device_name"),
                    format!("no product of products.csv has the device_name '{name}'"),
                );
                found.push(Code::NeverMatched, place.clone(), message);
            }
        }
        for (product, place) in self.products.values() {
            let atc = product.atc;
            if !self.is_inhaled(atc) && !self.has_code(|coded| coded.id == product.id) {
                let place = place.at_column("atc");
                found.push(Code::NeverMatched, place, out_of_scope(atc));
            }
        }
        let products = self.products.values().map(|(product, _)| product);
        volume::check(
            &self.volumes,
            products,
            |atc| self.is_inhaled(atc),
            &mut found,
        );
        self.findings.0.append(&mut found.0);
    }

    /// Whether a code lies in the scope of the data; without a scope every code does.
    fn is_inhaled(&self, atc: Atc) -> bool {
        let mut scope = self.inhaled.iter();
        self.inhaled.is_empty() || scope.any(|group| group.is_prefix_of(&atc))
    }

    /// Whether such a product has a code, by which it is found whatever its scope.
    fn has_code(&self, is: impl Fn(&Product) -> bool) -> bool {
        let coded = self
            .codes
            .iter()
            .filter_map(|row| self.products.get(&row.product));
        coded.into_iter().any(|(product, _)| is(product))
    }

    /// Whether a product has this device name, or a row that could not be read may have it.
    fn has_device_name(&self, name: &str) -> bool {
        let unread = || self.names.may_hold(Thing::DeviceName, name);
        let mut products = self.products.values();
        products.any(|(one, _)| one.device_name == name) || (self.findings.has_errors() && unread())
    }
}

fn out_of_scope(atc: Atc) -> (String, String) {
    (
        format!("{atc} valt buiten de ATC-groepen van scope.inhaled in dataset.toml"),
        format!("{atc} lies outside the ATC groups of scope.inhaled in dataset.toml"),
    )
}

/// Whether two factors about one product say from different sources what one thing weighs. The
/// gas alone and the end of life alone are compared with their own kind; a boundary that is not
/// stated may be any wider one.
fn comparable(one: &Factor, other: &Factor) -> bool {
    let part = |factor: &Factor| match factor.boundary {
        Boundary::PropellantOnly | Boundary::EndOfLife => Some(factor.boundary),
        Boundary::CradleToGrave | Boundary::Mixed | Boundary::NotStated => None,
    };
    one.provenance.source != other.provenance.source && part(one) == part(other)
}

/// Whether two values differ by more than a tenth of the smaller one, per functional unit or,
/// where one is per device and the other per dose or of another pack, per dose. `false` where
/// they cannot be brought together.
fn differ(one: &Factor, other: &Factor) -> bool {
    let packs = one.doses_per_unit.zip(other.doses_per_unit);
    let same = one.functional_unit == other.functional_unit && packs.is_none_or(|(a, b)| a == b);
    let doses = |factor: &Factor| match factor.functional_unit {
        _ if same => Some(1),
        FunctionalUnit::Dose => Some(1),
        FunctionalUnit::Device => factor.doses_per_unit,
        FunctionalUnit::Actuation
        | FunctionalUnit::Month
        | FunctionalUnit::Ddd
        | FunctionalUnit::Other(_) => None,
    };
    let value = |factor: &Factor| {
        let value = Fraction::whole(factor.central?);
        value.over_count(doses(factor)?)
    };
    let both = value(one).zip(value(other));
    both.is_some_and(|(one, other)| one.differs_by_a_tenth(other))
}
