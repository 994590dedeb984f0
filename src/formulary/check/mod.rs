//! Holding formularies against the data and the rules.
//!
//! What is known of an option by itself is found once and kept ([`Entry`]); what options of
//! one step, or the steps of one condition, say together is found in each formulary. Nothing
//! depends on the order of rows.

mod dosage;
mod own;
mod series;
mod settings;
mod step;
mod weigh;

use super::Formulary;
use super::entry::{Assessment, Entry, Kind, asking};
use super::finding::{Finding, Reason, Weighed};
use super::memory::Interner;
use super::option::{Column, FormularyOption, Population};
use super::population::{Patients, Profile, Rules};
use super::words::Words;
use crate::advice::{Advisor, Options};
use crate::code::{Atc, Icpc};
use crate::context::Context;
use crate::dataset::Dataset;
use crate::dataset::guideline::{Direction, RuleId};
use crate::day::Day;
use crate::diagnostic::{Code, Severity};
use crate::exact;
use crate::impact::Model;
use crate::matching::{Item, Meaning, Medicine, Resolver};
use crate::quantity::{Quantity, Unit};
use own::Cited;
use rust_decimal::Decimal;
pub use settings::Settings;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
pub(super) use weigh::{PerDay, per_day, value, weigh};

/// What is kept is thrown away between two formularies once it is more than this.
const MOST_KEPT: usize = 100_000;

/// The patients of an option, with the number of the profile that they were narrowed by.
type PatientsKey = (Vec<Icpc>, Population, usize);

/// What was found so far.
#[derive(Debug, Default)]
struct Memory {
    entries: Interner<(FormularyOption, usize, Entry)>,
    kinds: Interner<(String, Option<Atc>, Arc<Kind>)>,
    patients: Interner<(PatientsKey, Option<Arc<Patients>>)>,
    series: Interner<(String, u32)>,
    ages: Interner<(String, String)>,
    uses: HashMap<(u32, PerDay), u32>,
    used: Vec<(Arc<Kind>, PerDay)>,
    assessments: HashMap<(u32, u32), Arc<Assessment>>,
    pairs: HashMap<(u32, u32), Option<Weighed>>,
    profiles: Vec<Profile>,
}

impl Memory {
    fn is_fuller_than(&self, most: usize) -> bool {
        [
            self.entries.len(),
            self.kinds.len(),
            self.patients.len(),
            self.series.len(),
            self.used.len(),
            self.assessments.len(),
            self.pairs.len(),
            self.profiles.len(),
        ]
        .into_iter()
        .any(|kept| kept > most)
    }
}

/// Checks formularies one after another, and keeps what they have in common.
///
/// ```
/// use groenrecept::Dataset;
/// use groenrecept::formulary::{Checker, Formulary, Settings, Words};
/// let (dataset, words) = (Dataset::embedded()?, Words::embedded()?);
/// let text = "aandoening;icpc;leeftijd van;leeftijd t/m;stap;keus;middel;dosering;paragraaf\n\
///             Astma;R96;18;80;1;1;SERETIDE INHALATOR AEROSOL 25/250UG/DO 120DO;2 dd 2;M27\n";
/// let formulary = Formulary::read("f.csv", text.as_bytes(), &words);
/// let mut checker = Checker::new(&dataset, &words, Settings::new());
/// let findings = checker.check(&formulary);
/// let codes: Vec<&str> = findings.iter().map(|one| one.code.as_str()).collect();
/// assert_eq!(codes, ["no-lower-impact-option"]);
/// # Ok::<(), groenrecept::Error>(())
/// ```
#[derive(Debug)]
pub struct Checker<'d> {
    dataset: &'d Dataset,
    words: &'d Words,
    settings: Settings,
    /// The day of the check: that of the settings, or the date of the data.
    on: Option<Day>,
    resolver: Resolver<'d>,
    advisor: Advisor<'d>,
    model: Model<'d>,
    rules: Rules<'d>,
    cited: Vec<Cited<'d>>,
    memory: Memory,
    most_kept: usize,
}

impl<'d> Checker<'d> {
    /// Prepares the products, values and rules of a dataset.
    #[must_use]
    pub fn new(dataset: &'d Dataset, words: &'d Words, settings: Settings) -> Self {
        let resolver = match settings.on {
            Some(day) => Resolver::on(dataset, day),
            None => Resolver::new(dataset),
        };
        Self {
            dataset,
            words,
            on: settings.on.or(dataset.date()),
            resolver,
            advisor: Advisor::new(dataset, Options::new().gwp(settings.gwp)),
            model: Model::new(dataset, settings.gwp),
            rules: Rules::new(dataset),
            cited: Cited::all(dataset),
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
        self.forget_when_full();
        let profile = profile.map_or(0, |profile| self.profile(profile));
        let options = formulary.options();
        let entries: Vec<u32> = options
            .iter()
            .map(|option| self.entry(option, profile))
            .collect();
        let mut findings = Vec::new();
        for (index, entry) in entries.iter().enumerate() {
            let Some((_, _, entry)) = self.memory.entries.get(*entry) else {
                continue;
            };
            if entry.patients.is_none() {
                continue;
            }
            findings.extend(entry.own.iter().map(|own| Finding {
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
        };
        group.all();
        findings.sort_by(|a, b| {
            let key = |one: &Finding| (one.option, one.column, one.code);
            key(a).cmp(&key(b))
        });
        findings
    }

    /// The number of a profile; 0 is none.
    fn profile(&mut self, profile: &Profile) -> usize {
        let known = self.memory.profiles.iter().position(|one| one == profile);
        let index = known.unwrap_or_else(|| {
            self.memory.profiles.push(profile.clone());
            self.memory.profiles.len().saturating_sub(1)
        });
        index.saturating_add(1)
    }

    /// The number of what is known of an option.
    fn entry(&mut self, option: &FormularyOption, profile: usize) -> u32 {
        // What tells most options apart; the rest is compared.
        let place = (option.step, option.rank, option.days, profile);
        let key = (
            &option.label,
            &option.condition,
            option.population.from,
            place,
        );
        let hash = self.memory.entries.hash(key);
        let same = |(known, of, _): &(FormularyOption, usize, Entry)| {
            *of == profile
                && known.label == option.label
                && known.atc == option.atc
                && known.condition == option.condition
                && known.icpc == option.icpc
                && known.population == option.population
                && known.dosage == option.dosage
                && (known.days, known.step, known.rank) == (option.days, option.step, option.rank)
                && known.section == option.section
                && known.remark == option.remark
                && known.review == option.review
        };
        if let Some(number) = self.memory.entries.find(hash, same) {
            return number;
        }
        let entry = self.know(option, profile);
        let item = (option.clone(), profile, entry);
        self.memory.entries.add(hash, item)
    }

    /// What is known of an option that was not seen before.
    fn know(&mut self, option: &FormularyOption, profile: usize) -> Entry {
        let (kind_number, kind) = self.kind(option);
        let per_day = per_day(&option.dosage);
        let used = self.used(kind_number, &kind, per_day);
        let (patients_number, patients) = self.patients(option, profile);
        let series = self.series(&option.condition, patients_number);
        let ages = self.ages(&option.condition, &option.population.feature);
        let Some(patients) = patients else {
            return Entry {
                kind,
                used,
                patients: None,
                series,
                ages,
                assessment: Arc::default(),
                own: Vec::new(),
                overdue: None,
            };
        };
        let assessment = self.assessment((used, patients_number), &kind, per_day, &patients);
        let own = self.own(option, &kind, &patients);
        let overdue = self.overdue(option);
        Entry {
            kind,
            used,
            patients: Some(patients_number),
            series,
            ages,
            assessment,
            own,
            overdue,
        }
    }

    /// Throws away what was kept once it is too much; whether it did.
    pub(super) fn forget_when_full(&mut self) -> bool {
        let full = self.memory.is_fuller_than(self.most_kept);
        if full {
            self.memory = Memory::default();
        }
        full
    }

    /// The medicine of an option, and the number of it with its doses a day.
    pub(super) fn used_of(&mut self, option: &FormularyOption) -> (u32, Arc<Kind>) {
        let (number, kind) = self.kind(option);
        (self.used(number, &kind, per_day(&option.dosage)), kind)
    }

    /// The medicine of an option.
    pub(super) fn kind_of(&mut self, option: &FormularyOption) -> Arc<Kind> {
        self.kind(option).1
    }

    /// The medicine of an option, with its number.
    fn kind(&mut self, option: &FormularyOption) -> (u32, Arc<Kind>) {
        let kinds = &self.memory.kinds;
        let hash = kinds.hash((&option.label, option.atc));
        let same = |(label, atc, _): &(String, Option<Atc>, Arc<Kind>)| {
            *label == option.label && *atc == option.atc
        };
        let known = kinds.find(hash, same);
        if let Some((number, item)) = known.and_then(|number| Some((number, kinds.get(number)?))) {
            return (number, Arc::clone(&item.2));
        }
        let kind = Arc::new(self.resolve(&option.label, option.atc));
        let item = (option.label.clone(), option.atc, Arc::clone(&kind));
        (self.memory.kinds.add(hash, item), kind)
    }

    fn resolve(&self, label: &str, atc: Option<Atc>) -> Kind {
        let text = atc.map(|atc| atc.to_string()).unwrap_or_default();
        let item = Item {
            codes: Vec::new(),
            label,
            atc: &text,
        };
        match self.resolver.resolve(&item) {
            Meaning::Inhaler(inhaler, ..) => {
                let moved = self
                    .settings
                    .transitions
                    .moved(self.dataset, &inhaler, self.on);
                let mut estimate = self.model.of(&inhaler);
                if let Some(gases) = &moved {
                    let set = self.settings.gwp;
                    estimate = gases.estimate(self.dataset, &self.model, set, &inhaler, estimate);
                }
                Kind::Inhaler {
                    moved: moved.is_some(),
                    inhaler,
                    estimate: Box::new(estimate),
                }
            }
            Meaning::Other(_) if atc.is_none() => Kind::Unknown,
            Meaning::Other(_) => {
                Kind::Medicine(Medicine::read(label, atc, self.dataset.vocabulary()))
            }
        }
    }

    /// The number of a medicine with its doses a day.
    fn used(&mut self, kind_number: u32, kind: &Arc<Kind>, per_day: PerDay) -> u32 {
        let next = u32::try_from(self.memory.used.len()).unwrap_or(u32::MAX);
        let number = *self
            .memory
            .uses
            .entry((kind_number, per_day))
            .or_insert(next);
        if number == next {
            self.memory.used.push((Arc::clone(kind), per_day));
        }
        number
    }

    fn patients(
        &mut self,
        option: &FormularyOption,
        profile: usize,
    ) -> (u32, Option<Arc<Patients>>) {
        let memory = &mut self.memory;
        let hash = memory
            .patients
            .hash((&option.icpc, &option.population, profile));
        let same = |((icpc, population, of), _): &(PatientsKey, Option<Arc<Patients>>)| {
            *icpc == option.icpc && *population == option.population && *of == profile
        };
        if let Some(number) = memory.patients.find(hash, same) {
            let found = memory.patients.get(number).and_then(|(_, one)| one.clone());
            return (number, found);
        }
        let of = profile
            .checked_sub(1)
            .and_then(|at| memory.profiles.get(at));
        let (icpc, population) = (&option.icpc, &option.population);
        let patients = Patients::of(
            (self.dataset, &self.resolver),
            &self.rules,
            self.words,
            icpc,
            population,
            of,
        )
        .map(Arc::new);
        let key = (icpc.clone(), population.clone(), profile);
        let number = memory.patients.add(hash, (key, patients.clone()));
        (number, patients)
    }

    fn series(&mut self, condition: &str, patients: u32) -> u32 {
        let series = &mut self.memory.series;
        let hash = series.hash((condition, patients));
        let same = |(known, of): &(String, u32)| known == condition && *of == patients;
        let known = series.find(hash, same);
        known.unwrap_or_else(|| series.add(hash, (condition.to_owned(), patients)))
    }

    fn ages(&mut self, condition: &str, feature: &str) -> u32 {
        let ages = &mut self.memory.ages;
        let hash = ages.hash((condition, feature));
        let same = |(known, of): &(String, String)| known == condition && of == feature;
        let known = ages.find(hash, same);
        known.unwrap_or_else(|| ages.add(hash, (condition.to_owned(), feature.to_owned())))
    }

    fn assessment(
        &mut self,
        key: (u32, u32),
        kind: &Kind,
        per_day: PerDay,
        patients: &Patients,
    ) -> Arc<Assessment> {
        if let Some(known) = self.memory.assessments.get(&key) {
            return Arc::clone(known);
        }
        let doses = per_day.and_then(|(amount, days)| {
            let day = exact::Fraction::whole(amount).over_count(days)?;
            // A week has no end in decimals: then the advice is about one dose.
            let rounded = day.round(6);
            (exact::Fraction::whole(rounded) == day).then_some(rounded)
        });
        let contexts: &[Context] = match kind {
            Kind::Inhaler { .. } => &patients.contexts,
            // Of other medicines only contradictions are used, and most have none.
            Kind::Medicine(medicine) if self.rules.may_contradict(medicine.atc) => {
                &patients.besides
            }
            Kind::Medicine(_) | Kind::Unknown => &[],
        };
        let advices: Vec<_> = contexts
            .iter()
            .filter_map(|context| match kind {
                Kind::Inhaler { inhaler, .. } => {
                    let amount = Quantity::new(doses.unwrap_or(Decimal::ONE), Unit::Dose);
                    Some(self.advisor.on_inhaler(inhaler, Some(amount), context))
                }
                Kind::Medicine(medicine) => {
                    let route = medicine.route();
                    Some(self.advisor.on_substance(medicine.atc?, route, context))
                }
                Kind::Unknown => None,
            })
            .collect();
        let mut found = Assessment::of(&advices, doses);
        let inhaled = kind.inhaler().is_some();
        let asks = |id: &RuleId| {
            let rule = self.rules.all.iter().find(|rule| rule.id == *id);
            rule.is_some_and(|rule| rule.direction != Direction::Inform)
        };
        found
            .conflicts
            .retain(|(one, other)| asks(one) && asks(other));
        if inhaled {
            // Of an inhaler both rules must ask for something: a rule about another type of
            // device is no contradiction.
            let said: BTreeSet<RuleId> = advices.iter().flat_map(asking).collect();
            found
                .conflicts
                .retain(|(one, other)| said.contains(one) && said.contains(other));
        }
        // Without the meaning of the feature, without what it is prescribed for, or with another
        // gas than the rules know, nothing is said of impact.
        let for_nothing = inhaled && patients.contexts.iter().all(|one| one.codes().is_empty());
        if !patients.known || for_nothing || kind.is_moved() {
            found.supported = None;
            found.offered.clear();
        }
        let found = Arc::new(found);
        self.memory.assessments.insert(key, Arc::clone(&found));
        found
    }

    /// What a treatment day with each of two options weighs; `None` where that cannot be told.
    fn weighed(&mut self, before: u32, after: u32) -> Option<Weighed> {
        if let Some(known) = self.memory.pairs.get(&(before, after)) {
            return *known;
        }
        let at = |number: u32| {
            let index = usize::try_from(number).ok()?;
            self.memory.used.get(index)
        };
        let weighed = at(before).zip(at(after)).and_then(|(a, b)| weigh(a, b));
        self.memory.pairs.insert((before, after), weighed);
        weighed
    }
}

/// The options of one formulary, to be looked at together.
struct Group<'g, 'd> {
    checker: &'g mut Checker<'d>,
    options: &'g [FormularyOption],
    entries: &'g [u32],
    findings: &'g mut Vec<Finding>,
}

impl Group<'_, '_> {
    fn entry(&self, index: usize) -> Option<&Entry> {
        let number = self.entries.get(index)?;
        let item = self.checker.memory.entries.get(*number);
        item.map(|(_, _, entry)| entry)
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
            if let Some(entry) = self.entry(index)
                && entry.patients.is_some()
            {
                order.push((entry.ages, entry.series, option.step, option.rank, index));
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
        let (dataset, words) = (Dataset::embedded().unwrap(), Words::embedded().unwrap());
        let mut checker = Checker::new(&dataset, &words, Settings::new());
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
            largest = largest.max(checker.memory.entries.len());
            let fresh = Checker::new(&dataset, &words, Settings::new()).check(&formulary);
            assert_eq!(found, fresh);
            assert_eq!(found.len(), 10); // uncited
        }
        // Forty, those of the formulary that passed it, and one more formulary at most.
        assert!((41..=60).contains(&largest), "{largest}");
    }
}
