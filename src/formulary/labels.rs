//! Classes of climate impact per treatment day, to be printed beside the options.
//!
//! The bands are data: grams of CO2e per treatment day, half-open, without gaps and overlaps.
//! The class is that of the central value. An option that had a class, for the same patients and
//! in the same dosage, keeps it until its value lies outside that band by a margin or more, so that
//! a small change of the data turns no label.

use super::check::{Checker, per_day, value};
use super::compare;
use super::entry::Kind;
use super::finding::Finding;
use super::option::FormularyOption;
use super::{Formulary, Settings, Words};
use crate::dataset::band::{Band, Bands};
use crate::dataset::guideline::RuleId;
use crate::engine::Engine;
use crate::exact::{self, Fraction};
use crate::outward::plain;
use crate::quantity::Range;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// The band in which so many grams lie.
fn band(bands: &Bands, grams: Fraction) -> Option<&Band> {
    let mut bands = bands.all().iter().rev();
    bands.find(|band| Fraction::whole(band.from) <= grams)
}

/// The class of a value, kept where it was one and the value is near.
fn class<'b>(bands: &'b Bands, grams: Fraction, before: Option<&str>) -> Option<(&'b Band, bool)> {
    let now = band(bands, grams)?;
    let mut all = bands.all().iter();
    let Some(before) = before.and_then(|name| all.find(|one| one.name == name)) else {
        return Some((now, false));
    };
    if before.name == now.name {
        return Some((now, false));
    }
    let (hundred, margin) = (Decimal::ONE_HUNDRED, bands.margin_percent());
    let at = |border: Decimal, percent: Option<Decimal>| {
        let part = exact::mul(border, percent?)?;
        Fraction::new(part, 100)
    };
    let above_low = at(before.from, exact::sub(hundred, margin))? <= grams;
    let below_high = match before.below {
        Some(below) => grams < at(below, exact::add(hundred, margin))?,
        None => true,
    };
    Some(if above_low && below_high {
        (before, true)
    } else {
        (now, false)
    })
}

/// Why an option has no class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum NoClass {
    /// No inhaler: the data has no value of single medicines.
    NotInhaled,
    /// No product of the data.
    Unknown,
    /// The dosage is no number of doses a day.
    Dosage,
    /// The data has no value for it.
    NoValue,
}

/// The class of one option.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct OptionLabel {
    /// The option, as its place in the formulary.
    pub option: usize,
    /// kg CO2e per treatment day, or why there is none.
    pub value: std::result::Result<Range, NoClass>,
    /// The class; `None` without a value.
    pub class: Option<Band>,
    /// The classes of the ends of the range, where they are not all one.
    pub span: Option<(String, String)>,
    /// Whether the class is that of before, which the value has left by less than the margin.
    pub kept: bool,
    /// The rules that say to keep this medicine for some of its patients.
    pub keep: BTreeSet<RuleId>,
    /// Whether a label does not name the indication, or sets a higher age than the option.
    pub outside_label: bool,
}

/// What tells options apart in tables of classes. What a table has no columns for is `None`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LabelKey {
    /// The condition.
    pub condition: String,
    /// The step.
    pub step: u16,
    /// The label of the medicine, or its ATC code without one.
    pub label: String,
    /// The first and last age, as they are stated.
    pub ages: Option<(Option<u8>, Option<u8>)>,
    /// The feature of the patients.
    pub feature: Option<String>,
    /// How much is used, as [`super::Dosage::amount_text`] states it.
    pub dosage: Option<String>,
}

impl LabelKey {
    /// With texts as a table writes them.
    fn of(option: &FormularyOption) -> Self {
        let text = |text: &str| plain(text).into_owned();
        let population = &option.population;
        let atc = || option.atc.map(|atc| atc.to_string()).unwrap_or_default();
        Self {
            condition: text(&option.condition),
            step: option.step,
            label: match option.label.as_str() {
                "" => atc(),
                label => text(label),
            },
            ages: Some((population.from, population.to)),
            feature: Some(text(&population.feature)),
            dosage: Some(text(&option.dosage.amount_text())),
        }
    }

    /// With no more than another key states.
    fn narrowed_to(mut self, other: &Self) -> Self {
        self.ages = self.ages.filter(|_| other.ages.is_some());
        self.feature = self.feature.filter(|_| other.feature.is_some());
        self.dosage = self.dosage.filter(|_| other.dosage.is_some());
        self
    }
}

/// The classes of an earlier table.
///
/// A table of an older version does not state for which patients an option is. Then the key is
/// what it states, and a class is used only where that tells the options apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Earlier {
    classes: BTreeMap<LabelKey, Vec<String>>,
}

impl Earlier {
    /// None.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the class of an option.
    pub fn add(&mut self, key: LabelKey, class: String) {
        self.classes.entry(key).or_default().push(class);
    }

    /// How many classes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.classes.values().map(Vec::len).sum()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.classes.is_empty()
    }

    /// The earlier class of each option that has one. Options that a key does not tell apart have
    /// one where as many rows of the table have it, and all the same class.
    fn of(&self, options: &[FormularyOption]) -> Vec<Option<&str>> {
        let Some(any) = self.classes.keys().next() else {
            return vec![None; options.len()];
        };
        let keys = options
            .iter()
            .map(|option| LabelKey::of(option).narrowed_to(any));
        let keys: Vec<LabelKey> = keys.collect();
        let mut count: BTreeMap<&LabelKey, usize> = BTreeMap::new();
        for key in &keys {
            let known = count.entry(key).or_default();
            *known = known.saturating_add(1);
        }
        let class = |key: &LabelKey| {
            let classes = self.classes.get(key)?;
            let first = classes.first()?;
            let same = classes.iter().all(|class| class == first);
            let enough = count.get(key).is_some_and(|count| *count <= classes.len());
            (same && enough).then_some(first.as_str())
        };
        keys.iter().map(class).collect()
    }
}

/// The classes of the options of a formulary.
#[must_use]
pub fn labels(
    engine: &Engine,
    words: &Words,
    formulary: &Formulary,
    bands: &Bands,
    settings: Settings,
    earlier: &Earlier,
) -> Vec<OptionLabel> {
    let mut checker = Checker::new(engine, words, settings);
    let rows = checker.rows(formulary);
    let findings = checker.check_rows(formulary, &rows, None);
    let here = |one: &&Finding| !one.reason.is_of_foreign_label();
    let against = compare::labels_against(findings.iter().filter(here));
    let seen = checker.seen(formulary, &rows, None);
    let options = formulary.options();
    let earlier = earlier.of(options);
    let options = options.iter().zip(earlier).enumerate();
    options
        .map(|(index, (option, before))| {
            let kind = checker.kind_of(option);
            let day = per_day(&option.dosage);
            let value = match kind.as_ref() {
                Kind::Unknown => Err(NoClass::Unknown),
                Kind::Medicine(_) => Err(NoClass::NotInhaled),
                Kind::Inhaler { .. } if day.is_none() => Err(NoClass::Dosage),
                Kind::Inhaler { .. } => value(&kind, day).ok_or(NoClass::NoValue),
            };
            let grams = |end: Fraction| end.times(Decimal::ONE_THOUSAND);
            let found = value.ok().and_then(|range| {
                let (class, kept) = class(bands, grams(range.central())?, before)?;
                let low = band(bands, grams(range.low())?)?;
                let high = band(bands, grams(range.high())?)?;
                let span = (low.name != high.name).then(|| (low.name.clone(), high.name.clone()));
                Some((class.clone(), kept, span))
            });
            let (class, kept, span) = match found {
                Some((class, kept, span)) => (Some(class), kept, span),
                None => (None, false, None),
            };
            OptionLabel {
                option: index,
                value,
                class,
                span,
                kept,
                keep: match seen.get(index) {
                    Some(Some(seen)) => seen.assessment.keeping.clone(),
                    _ => BTreeSet::new(),
                },
                outside_label: against.contains_key(&index),
            }
        })
        .collect()
}
