//! Classes of climate impact per treatment day, to be printed beside the options.
//!
//! The bands are data: grams of CO2e per treatment day, half-open, without gaps and overlaps.
//! The class is that of the central value. An option that had a class, for the same patients and
//! in the same dosage, keeps it until its value lies outside that band by a margin or more, so that
//! a small change of the data turns no label.

use super::check::{Checker, per_day, value};
use super::compare;
use super::entry::Kind;
use super::option::FormularyOption;
use super::tables::rows;
use super::{Formulary, Settings, Words};
use crate::dataset::guideline::RuleId;
use crate::diagnostic::{Code, Diagnostic, Message, Place};
use crate::engine::Engine;
use crate::error::{Error, ErrorKind, Result};
use crate::exact::{self, Fraction};
use crate::quantity::Range;
use rust_decimal::Decimal;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

const FILE: &str = "formulary/bands.csv";

/// One class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// The name, such as `A`.
    pub name: String,
    /// The first grams of CO2e per treatment day in it.
    pub from: Decimal,
    /// The first grams above it; `None` for the highest band.
    pub below: Option<Decimal>,
    /// What it is called.
    pub text: Message,
}

/// The classes, lowest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bands {
    bands: Vec<Band>,
    /// By how many percent of a border a value must pass it before an option changes its class.
    margin_percent: Decimal,
}

#[derive(Deserialize)]
struct Row {
    band: String,
    from_g: String,
    below_g: String,
    margin_percent: String,
    text_nl: String,
    text_en: String,
}

impl Bands {
    /// The bands that this crate embeds: a convention of its own, no standard.
    ///
    /// # Errors
    /// If the embedded file were broken; the tests keep it whole.
    pub fn embedded() -> Result<Self> {
        let text = include_str!("../../data/formulary/bands.csv");
        let read = Self::read(FILE, text);
        read.map_err(|found| Error::new(ErrorKind::Dataset(found)))
    }

    /// Reads bands with the columns `band`, `from_g`, `below_g`, `margin_percent`, `text_nl` and
    /// `text_en`.
    ///
    /// ```
    /// use groenrecept::formulary::Bands;
    /// let text = "band,from_g,below_g,margin_percent,text_nl,text_en\n\
    ///             A,0,40,10,laag,low\nB,50,,10,hoog,high\n";
    /// let problems = Bands::read("b.csv", text).unwrap_err();
    /// assert_eq!(
    ///     problems[0].to_string(),
    ///     "b.csv:3:from_g: error[inverted-range]: band B starts at 50 and the one before it ends at 40"
    /// );
    /// # Ok::<(), groenrecept::Error>(())
    /// ```
    ///
    /// # Errors
    /// Every gap, overlap and number that is none.
    pub fn read(name: &str, text: &str) -> std::result::Result<Self, Vec<Diagnostic>> {
        let unreadable = |error: Error| {
            let message = ("het bestand is niet te lezen".to_owned(), error.to_string());
            vec![Diagnostic::new(
                Code::UnreadableFile,
                Place::file(name),
                message,
            )]
        };
        let rows: Vec<Row> = rows(name, text).map_err(unreadable)?;
        let mut reader = Reader {
            name,
            problems: Vec::new(),
        };
        let mut bands: Vec<Band> = Vec::new();
        let mut margin = None;
        for (row, line) in rows.iter().zip(2u64..) {
            let from = reader.number(line, "from_g", &row.from_g);
            let below = match row.below_g.as_str() {
                "" => None,
                text => reader.number(line, "below_g", text),
            };
            margin = margin.or(reader.number(line, "margin_percent", &row.margin_percent));
            let Some(from) = from else { continue };
            let expected = bands.last().map_or(Some(Decimal::ZERO), |band| band.below);
            if expected != Some(from) {
                reader.joint(line, &row.band, from, expected);
            }
            if below.is_some_and(|below| below <= from) {
                reader.wrong(
                    line,
                    "below_g",
                    format!("band {} eindigt voor het begin", row.band),
                    format!("band {} ends before it starts", row.band),
                );
            }
            bands.push(Band {
                name: row.band.clone(),
                from,
                below,
                text: (row.text_nl.clone(), row.text_en.clone()).into(),
            });
        }
        if bands.last().is_none_or(|band| band.below.is_some()) {
            let line = u64::try_from(rows.len()).unwrap_or(0).saturating_add(1);
            reader.wrong(
                line,
                "below_g",
                "de hoogste band moet open zijn".to_owned(),
                "the highest band must be open".to_owned(),
            );
        }
        if reader.problems.is_empty() {
            let margin_percent = margin.unwrap_or_default();
            Ok(Self {
                bands,
                margin_percent,
            })
        } else {
            Err(reader.problems)
        }
    }

    /// The bands, lowest first.
    #[must_use]
    pub fn all(&self) -> &[Band] {
        &self.bands
    }

    /// The margin in percent of a border.
    #[must_use]
    pub const fn margin_percent(&self) -> Decimal {
        self.margin_percent
    }

    /// The band in which so many grams lie.
    fn of(&self, grams: Fraction) -> Option<&Band> {
        let mut bands = self.bands.iter().rev();
        bands.find(|band| Fraction::whole(band.from) <= grams)
    }

    /// The class of a value, kept where it was one and the value is near.
    fn class(&self, grams: Fraction, before: Option<&str>) -> Option<(&Band, bool)> {
        let now = self.of(grams)?;
        let Some(before) = before.and_then(|name| self.bands.iter().find(|one| one.name == name))
        else {
            return Some((now, false));
        };
        if before.name == now.name {
            return Some((now, false));
        }
        let hundred = Decimal::ONE_HUNDRED;
        let at = |border: Decimal, percent: Option<Decimal>| {
            let part = exact::mul(border, percent?)?;
            Fraction::new(part, 100)
        };
        let above_low = at(before.from, exact::sub(hundred, self.margin_percent))? <= grams;
        let below_high = match before.below {
            Some(below) => grams < at(below, exact::add(hundred, self.margin_percent))?,
            None => true,
        };
        Some(if above_low && below_high {
            (before, true)
        } else {
            (now, false)
        })
    }
}

struct Reader<'n> {
    name: &'n str,
    problems: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn wrong(&mut self, line: u64, column: &str, nl: String, en: String) {
        let place = Place {
            file: self.name.to_owned(),
            line: Some(line),
            column: Some(column.to_owned()),
        };
        let found = Diagnostic::new(Code::InvertedRange, place, (nl, en));
        self.problems.push(found);
    }

    fn number(&mut self, line: u64, column: &str, text: &str) -> Option<Decimal> {
        let number = exact::parse(text).filter(|number| !number.is_sign_negative());
        if number.is_none() {
            self.wrong(
                line,
                column,
                format!("'{text}' is geen getal vanaf 0"),
                format!("'{text}' is no number from 0"),
            );
        }
        number
    }

    fn joint(&mut self, line: u64, band: &str, from: Decimal, expected: Option<Decimal>) {
        let (nl, en) = match expected {
            Some(expected) => (
                format!("band {band} begint bij {from} en de vorige eindigt bij {expected}"),
                format!("band {band} starts at {from} and the one before it ends at {expected}"),
            ),
            None => (
                format!("band {band} staat na een band zonder einde"),
                format!("band {band} stands behind a band without an end"),
            ),
        };
        self.wrong(line, "from_g", nl, en);
    }
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
    fn of(option: &FormularyOption) -> Self {
        let population = &option.population;
        let atc = || option.atc.map(|atc| atc.to_string()).unwrap_or_default();
        Self {
            condition: option.condition.clone(),
            step: option.step,
            label: match option.label.as_str() {
                "" => atc(),
                label => label.to_owned(),
            },
            ages: Some((population.from, population.to)),
            feature: Some(population.feature.clone()),
            dosage: Some(option.dosage.amount_text()),
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
    let against = compare::labels_against(&findings);
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
                let (class, kept) = bands.class(grams(range.central())?, before)?;
                let low = bands.of(grams(range.low())?)?;
                let high = bands.of(grams(range.high())?)?;
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
