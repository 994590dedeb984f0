//! Holding formularies against the data and the rules.
//!
//! What is known of an option by itself is found once and kept ([`know`]); what options of
//! one step, or the steps of one condition, say together is found in each formulary. Nothing
//! depends on the order of rows.

mod dosage;
mod keep;
mod know;
mod memory;
mod own;
mod seen;
mod series;
mod settings;
mod step;
mod subgroup;
mod weigh;

use super::Formulary;
use super::citation::Cited;
use super::entry::{Entry, Row};
use super::finding::{Finding, Reason};
use super::option::{Column, FormularyOption};
use super::population::{Profile, Rules};
use super::words::Words;
use crate::advice::{Advisor, Options, Use};
use crate::dataset::Dataset;
use crate::day::Day;
use crate::diagnostic::{Code, Severity};
use crate::engine::Engine;
use crate::matching::Resolver;
pub(super) use know::MOST_KEPT;
use memory::Memory;
pub(super) use seen::Seen;
pub use settings::Settings;
use std::sync::Arc;
pub(super) use weigh::{PerDay, per_day, value, weigh};

/// Checks formularies one after another, and keeps what they have in common.
///
/// ```
/// use groenrecept::{Dataset, Engine};
/// use groenrecept::formulary::{Checker, Formulary, Settings, Words};
/// let engine = Engine::new(&Dataset::embedded()?);
/// let words = Words::of(engine.dataset());
/// let text = "aandoening;icpc;leeftijd van;leeftijd t/m;stap;keus;middel;dosering;paragraaf\n\
///             Astma;R96;18;80;1;1;SERETIDE INHALATOR AEROSOL 25/250UG/DO 120DO;2 dd 2;M27\n";
/// let formulary = Formulary::read("f.csv", text.as_bytes(), &words);
/// let mut checker = Checker::new(&engine, &words, Settings::new());
/// let findings = checker.check(&formulary);
/// let codes: Vec<&str> = findings.iter().map(|one| one.code.as_str()).collect();
/// assert_eq!(codes, ["no-lower-impact-option"]);
/// # Ok::<(), groenrecept::Error>(())
/// ```
#[derive(Debug)]
pub struct Checker<'d> {
    engine: &'d Engine,
    dataset: &'d Dataset,
    words: &'d Words,
    settings: Settings,
    /// The day of the check: that of the settings, or the date of the data.
    on: Option<Day>,
    /// The products on the day of the settings, or at the date of the data.
    resolver: &'d Resolver,
    advisor: Advisor<'d>,
    rules: Rules<'d>,
    cited: Vec<Cited<'d>>,
    memory: Memory,
    most_kept: usize,
}

impl<'d> Checker<'d> {
    /// Prepares the rules of an engine.
    #[must_use]
    pub fn new(engine: &'d Engine, words: &'d Words, settings: Settings) -> Self {
        let (kernel, dataset) = (engine.kernel(), engine.dataset());
        Self {
            engine,
            dataset,
            words,
            on: settings.on.or(dataset.date()),
            resolver: kernel.resolvers().on(settings.on),
            rules: Rules::new(dataset, kernel.resolver(), &settings.rules),
            // An option is for patients: of an age that is not known nothing is judged.
            advisor: kernel.advisor(Options {
                purpose: Use::Patient,
                ..settings.rules
            }),
            cited: Cited::all(dataset, words),
            memory: Memory::default(),
            most_kept: MOST_KEPT,
            settings,
        }
    }

    /// What is to be said of a formulary, in the order of its rows. One that is not whole is
    /// not checked: see [`Formulary::is_whole`].
    #[must_use]
    pub fn check(&mut self, formulary: &Formulary) -> Vec<Finding> {
        self.check_for(formulary, None)
    }

    /// As [`Checker::check`], for patients of a profile: options that are meant for others are
    /// left out, and with them what they say together with others.
    #[must_use]
    pub fn check_for(&mut self, formulary: &Formulary, profile: Option<&Profile>) -> Vec<Finding> {
        if !formulary.is_whole() {
            return Vec::new();
        }
        let rows = self.rows(formulary);
        self.check_rows(formulary, &rows, profile)
    }

    /// What is known of the rows of a formulary whatever their patients.
    pub(in crate::formulary) fn rows(&mut self, formulary: &Formulary) -> Rows {
        self.forget_when_full();
        let options = formulary.options().iter();
        Rows {
            rows: options.map(|option| self.row(option)).collect(),
            forgotten: self.memory.forgotten,
        }
    }

    /// As [`Checker::check_for`], with what is known of the rows.
    pub(in crate::formulary) fn check_rows(
        &mut self,
        formulary: &Formulary,
        rows: &Rows,
        profile: Option<&Profile>,
    ) -> Vec<Finding> {
        debug_assert!(
            self.holds(rows),
            "rows of before what was kept was thrown away"
        );
        let narrow = self.narrow(profile);
        let options = formulary.options();
        let known = options.iter().zip(&rows.rows);
        let entries: Vec<Option<Entry>> = known
            .map(|(option, row)| self.entry(option, row, narrow))
            .collect();
        let mut findings = Vec::new();
        for (index, entry) in entries.iter().enumerate() {
            let Some(entry) = entry else { continue };
            let own = entry.row.own.iter().chain(entry.judged.own.iter());
            findings.extend(own.map(|own| Finding {
                code: own.code,
                severity: own.severity,
                option: index,
                column: own.column,
                reason: Arc::clone(&own.reason),
                other: None,
            }));
        }
        let mut group = Group {
            checker: self,
            options,
            entries: &entries,
            findings: &mut findings,
            by_condition: None,
        };
        group.all();
        findings.sort_by(|a, b| {
            let key = |one: &Finding| (one.option, one.column, one.code);
            key(a).cmp(&key(b))
        });
        findings
    }

    /// Whether rows are still what is kept.
    pub(in crate::formulary) const fn holds(&self, rows: &Rows) -> bool {
        rows.forgotten == self.memory.forgotten
    }
}

/// What is known of the rows of one formulary.
#[derive(Debug)]
pub(in crate::formulary) struct Rows {
    rows: Vec<Arc<Row>>,
    forgotten: u64,
}

/// The options of one formulary, to be looked at together.
struct Group<'g, 'd> {
    checker: &'g mut Checker<'d>,
    options: &'g [FormularyOption],
    entries: &'g [Option<Entry>],
    findings: &'g mut Vec<Finding>,
    /// The rows by condition, once they are asked for.
    by_condition: Option<subgroup::ByCondition<'g>>,
}

impl Group<'_, '_> {
    fn entry(&self, index: usize) -> Option<&Entry> {
        self.entries.get(index)?.as_ref()
    }

    fn find(&mut self, code: impl Into<Code>, at: (usize, Column), reason: Arc<Reason>) {
        self.find_with(code, at, reason, None);
    }

    fn find_with(
        &mut self,
        code: impl Into<Code>,
        (option, column): (usize, Column),
        reason: Arc<Reason>,
        other: Option<usize>,
    ) {
        let code = code.into();
        self.findings.push(Finding {
            code,
            severity: code.severity(),
            option,
            column,
            reason,
            other,
        });
    }

    /// All checks that look at more than one option.
    fn all(&mut self) {
        let mut order: Vec<(u32, u32, u16, u16, usize)> = Vec::new();
        for (index, option) in self.options.iter().enumerate() {
            if let Some(entry) = self.entry(index) {
                let place = (option.step, option.rank);
                order.push((
                    entry.row.ages,
                    entry.judged.patients,
                    place.0,
                    place.1,
                    index,
                ));
            }
        }
        let content = |index: usize| self.options.get(index).map(FormularyOption::content);
        order.sort_unstable_by(|a, b| {
            (a.0, a.1, a.2, a.3)
                .cmp(&(b.0, b.1, b.2, b.3))
                .then_with(|| content(a.4).cmp(&content(b.4)))
        });
        self.overdue_guidelines(&order);
        for ages in order.chunk_by(|a, b| a.0 == b.0) {
            self.gaps(ages);
            for series in ages.chunk_by(|a, b| a.1 == b.1) {
                self.series(series);
                for step in series.chunk_by(|a, b| a.2 == b.2) {
                    let step: Vec<usize> = step.iter().map(|one| one.4).collect();
                    self.step(&step);
                }
            }
        }
    }
}

/// How much a finding matters where its code leaves that open.
const fn less(severity: Severity, certain: bool) -> Severity {
    if certain {
        severity
    } else {
        Severity::Information
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_does_not_grow_with_the_number_of_formularies() {
        let engine = Engine::new(&Dataset::embedded().unwrap());
        let words = Words::of(engine.dataset());
        let mut checker = Checker::new(&engine, &words, Settings::new());
        checker.most_kept = 40;
        let mut largest = 0;
        for number in 0..60 {
            let rows: String = (0..10)
                .map(|row| {
                    format!(
                        "Astma {number};1;{};VENTOLIN DISKUS {number}{row};2 dd 1\n",
                        row + 1
                    )
                })
                .collect();
            let text = format!("aandoening;stap;keus;middel;dosering\n{rows}");
            let formulary = Formulary::read("f.csv", text.as_bytes(), &words);
            let found = checker.check(&formulary);
            largest = largest.max(checker.memory.rows());
            let fresh = Checker::new(&engine, &words, Settings::new()).check(&formulary);
            assert_eq!(found, fresh);
            assert_eq!(found.len(), 11); // uncited, and once not-judged
        }
        // Forty, those of the formulary that passed it, and one more formulary at most.
        assert!((41..=60).contains(&largest), "{largest}");
    }
}
