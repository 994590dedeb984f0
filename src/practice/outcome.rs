//! What an export, or rows from elsewhere, add up to: factors are applied once, to the sums.

mod suppress;

pub use suppress::{Hidden, Protects, RestSum, SUPPRESS_DEFAULT};

use super::account::{Issues, Matching, Rows};
use super::analysis::Analysis;
use super::codes::Codes;
use super::count::Count;
use super::coverage::Coverage;
use super::group::Group;
use super::included::Included;
use super::listed::Listed;
use super::other::OtherMedicines;
use super::period::Period;
use super::place::Place;
use super::product::{ProductSum, Subject};
use super::sum::Sum;
use super::tally::{Month, Tally};
use super::totals::{Mix, Totals};
use super::unusual::Unusual;
use super::water::Water;
use crate::advice::{Advisor, Options};
use crate::dataset::{Dataset, FactorId, GwpSet, Treatment};
use crate::day::Day;
use crate::error::{Error, ErrorKind, Result};
use crate::intake::{Export, Layout, Profile};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::Path;

/// What prescriptions add up to, as exact values; a [`Report`](crate::report::Report) makes a page
/// or JSON of it.
///
/// Where small numbers are hidden ([`Analysis::suppress`]), everything here is what can be shown.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Outcome {
    /// The exports that were read, by name; none for rows that are of no file.
    pub files: Vec<ExportRead>,
    /// What was asked.
    pub asked: Asked,
    /// First and last day of the analysed rows; `None` where these have no dates.
    pub period: Option<(Day, Day)>,
    /// How many practices the analysed rows name; `None` where they cannot name any.
    pub practices: Option<usize>,
    /// The account of rows.
    pub rows: Rows,
    /// How much of the rows has a value.
    pub coverage: Coverage,
    /// The totals.
    pub totals: Totals,
    /// Device types and propellants, each by rows and by doses.
    pub mix: Mix,
    /// Every inhaled medicine that occurs, most impact first.
    pub products: Vec<ProductSum>,
    /// Inhaled medicines of few patients that stand only together; none where nothing is hidden.
    pub rest: Vec<RestSum>,
    /// What hides small numbers, and whom; `None` where nothing is hidden.
    pub hidden: Option<Hidden>,
    /// Rows and impact of inhaled medicines by month.
    pub months: BTreeMap<Month, Sum>,
    /// Other medicines, in orders of magnitude: never part of the totals. `None` where there are
    /// none.
    pub other_medicines: Option<OtherMedicines>,
    /// What of other medicines reaches surface water: never part of the totals. `None` where there
    /// are none.
    pub water: Option<Water>,
    /// What rules support for these prescriptions, as a group.
    pub rules: Group,
    /// Prescriptions of inhaled medicines by first issue and repeat; `None` where all of it is
    /// hidden.
    pub issues: Option<Issues>,
    /// Prescriptions of inhaled medicines that may be repeated; nothing is multiplied by that.
    pub iterations: Count,
    /// What stood in the columns of codes, and what a release of the G-Standaard made of them;
    /// `None` where small numbers are hidden.
    pub codes: Option<Codes>,
    /// How products were found and amounts were read.
    pub matching: Matching,
    /// Amounts that are more than a human prescribes; nothing where small numbers are hidden.
    pub unusual: Unusual,
    /// The factors behind the values.
    pub factors: BTreeSet<FactorId>,
    /// How the advice was made.
    pub(crate) advised: Options,
    /// The rows to look at one by one, each with its share of the total in percent where it
    /// counts; `None` where these were not asked for, or small numbers are hidden.
    pub(crate) worklist: Option<Vec<(Listed, Option<Decimal>)>>,
    dataset: Dataset,
    tally: Option<Tally>,
}

/// One export of those that were read.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ExportRead {
    /// Its name without its folder; with its number where another one has the same.
    pub file: String,
    /// How it was read.
    pub layout: Layout,
    /// Rows below its header.
    pub rows: Count,
}

impl ExportRead {
    fn all(names: &[String], layouts: Vec<Layout>, rows: &[u64]) -> Vec<Self> {
        let bare = |name: &String| {
            let file = Path::new(name).file_name();
            file.map_or_else(|| name.clone(), |file| file.to_string_lossy().into_owned())
        };
        let bare: Vec<String> = names.iter().map(bare).collect();
        let named = |(number, file): (usize, &String)| {
            let same = bare.iter().filter(|other| *other == file).count();
            match same {
                0 | 1 => file.clone(),
                _ => format!("{file} ({})", number.saturating_add(1)),
            }
        };
        let named = bare.iter().enumerate().map(named);
        let all = named.zip(layouts).zip(rows);
        let all = all.map(|((file, layout), rows)| Self {
            file,
            layout,
            rows: (*rows).into(),
        });
        all.collect()
    }
}

/// What was asked of an analysis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Asked {
    /// The set of global warming potentials.
    pub gwp: GwpSet,
    /// How far waste water is treated.
    pub treatment: Treatment,
    /// The days that were chosen; none where all rows count.
    pub(crate) period: Period,
    /// Counts below this, and those that would tell them, are hidden. `None` where nothing is.
    pub suppressed_below: Option<u64>,
}

impl Outcome {
    /// The data that was used.
    #[must_use]
    pub const fn dataset(&self) -> &Dataset {
        &self.dataset
    }

    /// What the rows add up to before any factor; its ledger names the rows that were set aside
    /// ([`Ledger::all_set_aside`](super::Ledger::all_set_aside)). `None` where small numbers are
    /// hidden: it shows them.
    #[must_use]
    pub const fn tally(&self) -> Option<&Tally> {
        self.tally.as_ref()
    }

    /// The name of the export in which a row stands, where there are several.
    #[must_use]
    pub fn file_of(&self, place: Place) -> Option<&str> {
        let at = usize::try_from(place.file?).ok()?.checked_sub(1)?;
        self.files.get(at).map(|one| one.file.as_str())
    }

    /// The names of the exports; empty for rows that are of no file.
    pub(crate) fn file(&self) -> String {
        let files: Vec<&str> = self.files.iter().map(|one| one.file.as_str()).collect();
        files.join(", ")
    }

    /// The entry with this id of the list of products.
    #[must_use]
    pub fn product(&self, id: &str) -> Option<&ProductSum> {
        self.products.iter().find(|one| one.product == id)
    }
}

impl Analysis<'_> {
    /// Reads an export to its end and adds it up.
    ///
    /// # Errors
    /// When the layout cannot be told ([`Export::layout`]), reading fails, or a sum would
    /// lose digits.
    pub fn run<R: Read + Send>(
        &self,
        export: Export<R>,
        profile: Option<&Profile>,
    ) -> Result<Outcome> {
        self.run_all([export], profile)
    }

    /// Reads exports to their ends and adds them up as one: each has its own layout, a profile is
    /// that of all, and a row is a copy of a row of another export as of one of its own. A patient
    /// number is one patient in all of them, unless rows name practices. The result is the same in
    /// any order of exports with different names.
    ///
    /// ```
    /// use groenrecept::{Dataset, Engine, intake::Export};
    /// let header = "patient;datum;omschrijving;aantal\n";
    /// let row = "1;31-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;1\n";
    /// let texts = [format!("{header}{row}"), format!("{header}{row}2{row}")];
    /// let exports = ["januari.csv", "apotheek.csv"].into_iter().zip(&texts);
    /// let exports = exports.map(|(name, text)| Export::new(name, text.as_bytes()));
    /// let exports = exports.collect::<Result<Vec<_>, _>>()?;
    /// let engine = Engine::new(&Dataset::embedded()?);
    /// let rows = engine.analysis().run_all(exports, None)?.rows;
    /// assert_eq!((rows.read.shown(), rows.merged.shown()), (Some(3), Some(1)));
    /// # Ok::<(), groenrecept::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Analysis::run`], with the export that cannot be read, and for an export that is there
    /// twice or has no dates where another has.
    pub fn run_all<R: Read + Send>(
        &self,
        exports: impl IntoIterator<Item = Export<R>>,
        profile: Option<&Profile>,
    ) -> Result<Outcome> {
        let mut exports: Vec<Export<R>> = exports.into_iter().collect();
        exports.sort_by(|one, other| one.name().cmp(other.name()));
        let layouts = exports.iter();
        let layouts = layouts.map(|one| one.layout(self.dataset(), profile));
        let layouts: Vec<Layout> = layouts.collect::<Result<_>>()?;
        let names: Vec<String> = exports.iter().map(|one| one.name().to_owned()).collect();
        let (tally, rows) = self.tally_all(exports, &layouts)?;
        let mut outcome = self
            .outcome(tally)
            .map_err(|error| match names.as_slice() {
                [only] => error.in_file(only),
                _ => error,
            })?;
        outcome.files = ExportRead::all(&names, layouts, &rows);
        if outcome.hidden.is_some() {
            outcome.hide_files();
        }
        Ok(outcome)
    }

    /// Applies the data and options to what rows add up to, of a file or not.
    ///
    /// # Errors
    /// [`ErrorKind::DatasetMismatch`] for rows that were read with other data, and
    /// [`ErrorKind::Overflow`] when a sum has more digits than can be kept exactly.
    pub fn outcome(&self, tally: Tally) -> Result<Outcome> {
        tally.belongs_to(self.dataset())?;
        let advisor = self.kernel.advisor(self.rules);
        if let Some(limit) = self.suppress {
            return self.hide_small(&advisor, &tally, limit);
        }
        let included = Included::all(self.dataset(), self.kernel.model(), &tally)?;
        let outcome = self.add_up(&advisor, &included)?;
        let listed = tally.listed.as_ref().filter(|_| self.worklist);
        let total = outcome.totals.climate;
        let share = |one: &Listed| (*one, one.share(&included.subjects, total));
        let years = outcome.unusual.patient_years.iter();
        let years = years.map(|one| (one.listed(), one.share(total)));
        let mut worklist: Option<Vec<_>> =
            listed.map(|rows| rows.iter().map(share).chain(years).collect());
        if let Some(rows) = &mut worklist {
            rows.sort_by_key(|(one, _)| (one.place, one.why));
        }
        Ok(Outcome {
            worklist,
            tally: Some(tally),
            ..outcome
        })
    }

    fn add_up(&self, advisor: &Advisor<'_>, included: &Included<'_>) -> Result<Outcome> {
        let overflow = || Error::new(ErrorKind::Overflow(None));
        let (dataset, tally) = (self.dataset(), included.tally);
        let mut sums = Sums::default();
        for subject in &included.subjects {
            let added = sums.add(dataset, subject);
            added.ok_or_else(|| Error::overflow(&subject.id))?;
        }
        for rest in &included.rest {
            sums.add_rest(rest).ok_or_else(overflow)?;
        }
        sums.coverage.finish(tally).ok_or_else(overflow)?;
        Ok(Outcome {
            files: Vec::new(),
            asked: Asked {
                gwp: self.kernel.model().gwp_set(),
                treatment: self.treatment,
                period: tally.chosen,
                suppressed_below: None,
            },
            period: tally.period,
            practices: tally.practices,
            rows: Rows::of(tally).ok_or_else(overflow)?,
            coverage: sums.coverage,
            totals: sums.totals,
            mix: sums.mix,
            products: ProductSum::list(dataset, &included.subjects)?,
            rest: included.rest.clone(),
            hidden: None,
            months: sums.months,
            other_medicines: OtherMedicines::of(dataset, included)?,
            water: Water::of(dataset, included, self.treatment)?,
            rules: Group::of(dataset, advisor, included)?,
            issues: Some(Issues::of(tally)),
            iterations: tally.iterations.into(),
            codes: Some(Codes::of(self.kernel.release(), &tally.codes)),
            matching: Matching::of(tally, &included.subjects).ok_or_else(overflow)?,
            unusual: Unusual::of(dataset, tally, &included.subjects).ok_or_else(overflow)?,
            factors: sums.factors,
            advised: self.rules,
            dataset: dataset.clone(),
            worklist: None,
            tally: None,
        })
    }
}

/// What the inhaled medicines add up to.
#[derive(Default)]
struct Sums {
    coverage: Coverage,
    totals: Totals,
    mix: Mix,
    months: BTreeMap<Month, Sum>,
    factors: BTreeSet<FactorId>,
}

impl Sums {
    /// Adds medicines that stand only together; `None` on overflow.
    fn add_rest(&mut self, rest: &RestSum) -> Option<()> {
        self.coverage.add_rest(rest)?;
        self.totals.climate = self.totals.climate.plus(rest.climate)?;
        self.mix.add_rest(rest)
    }

    /// Adds a medicine; `None` on overflow.
    fn add(&mut self, dataset: &Dataset, subject: &Subject<'_>) -> Option<()> {
        self.coverage.add(subject)?;
        self.totals.add(subject)?;
        self.mix.add(dataset, subject)?;
        for (month, cell) in &subject.cells {
            let Some(month) = month else { continue };
            let sum = self.months.entry(*month).or_default();
            *sum = sum.plus(Sum {
                rows: cell.rows()?,
                climate: subject.impact_of(cell)?,
            })?;
        }
        if subject.is_valued() {
            let factors = &subject.estimate.factors;
            self.factors.extend(factors.iter().cloned());
        }
        Some(())
    }
}
