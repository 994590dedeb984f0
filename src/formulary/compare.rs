//! What a draft would change against the formulary that it replaces.
//!
//! Each option of the old formulary goes to one of the new: the same medicine for the same
//! patients in the same step; else the option with the same place in that step; else the first
//! choice of that step. Where the draft has no such step nothing takes its place, and that is
//! said. Both are weighed over the same stretch: the treatment days of the old option, one where
//! none are stated. A duration that the draft changes is not counted as a change of impact.
//!
//! How often an option is used is a case mix: one course of each, or the prescriptions of an
//! export ([`CaseMix`]).

use super::check::{Checker, PerDay, per_day, value};
use super::entry::{Kind, Technique};
use super::finding::Weighed;
use super::{DoseUnit, Formulary, FormularyOption, Settings, Words};
use crate::code::Atc;
use crate::comparison::Verdict;
use crate::dataset::{Dataset, Route};
use crate::exact::{self, Fraction};
use crate::matching::{Active, Inhaler, Medicine};
use crate::practice::Tally;
use crate::quantity::Range;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How often each option of the old formulary is used.
#[derive(Debug, Clone, Default)]
pub enum CaseMix {
    /// One course of each option.
    #[default]
    Courses,
    /// The prescriptions of an export.
    Counted(Counted),
}

/// The prescriptions of an export by the options of a formulary.
#[derive(Debug, Clone, Default)]
pub struct Counted {
    weights: Vec<Fraction>,
    subjects: Vec<BTreeSet<usize>>,
    /// Prescriptions of inhaled medicines in the export.
    pub inhaled: u64,
    /// Those that an option could be found for.
    pub mapped: u64,
}

/// How an option of the old formulary was found in the new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// The same medicine.
    Same,
    /// Another medicine at the same place.
    SamePlace,
    /// The first choice of the step.
    FirstChoice,
    /// Nothing takes its place.
    Nothing,
}

/// What the change of one option comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// The same medicine, dosage and gas.
    Unchanged(Range),
    /// Compared: kg CO2e over the stretch, for all prescriptions.
    Compared(Weighed),
    /// The data cannot tell which is lower; the values stand apart.
    CannotTell(Range, Range),
    /// A value is not known, or the two measure unlike things.
    NoValue,
    /// No inhaler: the data has no climate value for single medicines.
    NotInhaled,
}

/// One option of the old formulary with what takes its place.
#[derive(Debug, Clone)]
pub struct OptionChange {
    /// The option, as its place in the old formulary.
    pub old: usize,
    /// What takes its place, as its place in the new formulary.
    pub new: Option<usize>,
    /// How it was found.
    pub found: Found,
    /// How often it is used: courses or prescriptions.
    pub weight: Fraction,
    /// What it comes to.
    pub told: Told,
    /// Whether a patient is asked to change the kind of inhaler.
    pub device_changes: bool,
    /// What the stretch costs before and after in EUR, where prices are layered.
    pub cost: Option<(Fraction, Fraction)>,
}

/// Milligrams of a substance before and after, by route.
pub type Substances = BTreeMap<(Atc, Route), (Decimal, Decimal)>;

/// What a draft changes.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// The options of the old formulary, in its order.
    pub changes: Vec<OptionChange>,
    /// Options of the new formulary that take no option's place.
    pub added: Vec<usize>,
    /// Substances about which there are facts in water.
    pub substances: Substances,
    /// Options with such a substance of which the mass is not known.
    pub mass_unknown: usize,
    /// Patients who are asked to change the kind of inhaler, at most; `None` without patients.
    pub patients: Option<u64>,
}

impl Counted {
    /// The prescriptions of a tally by the options of a formulary: a medicine goes to the
    /// options that can be all that it can be, in equal parts where they are several.
    #[must_use]
    pub fn new(dataset: &Dataset, words: &Words, formulary: &Formulary, tally: &Tally) -> Self {
        let mut checker = Checker::new(dataset, words, Settings::new());
        let options = formulary.options();
        let kinds: Vec<Arc<Kind>> = options.iter().map(|one| checker.kind_of(one)).collect();
        let mut counted = Self {
            weights: vec![Fraction::ZERO; options.len()],
            subjects: vec![BTreeSet::new(); options.len()],
            ..Self::default()
        };
        let mut rows: BTreeMap<usize, u64> = BTreeMap::new();
        for ((subject, _), cell) in &tally.cells {
            let all = rows.entry(*subject).or_default();
            *all = all
                .saturating_add(cell.device_rows)
                .saturating_add(cell.dose_rows);
        }
        for (subject, rows) in rows {
            counted.inhaled = counted.inhaled.saturating_add(rows);
            let Some(inhaler) = tally.subjects.get(subject) else {
                continue;
            };
            let takes = |kind: &Arc<Kind>| kind.inhaler().is_some_and(|one| covers(one, inhaler));
            let fit: Vec<usize> = kinds
                .iter()
                .enumerate()
                .filter(|(_, kind)| takes(kind))
                .map(|(index, _)| index)
                .collect();
            let Ok(count) = u32::try_from(fit.len()) else {
                continue;
            };
            let Some(part) = Fraction::whole(rows.into()).over_count(count) else {
                continue;
            };
            counted.mapped = counted.mapped.saturating_add(rows);
            for index in fit {
                if let Some(weight) = counted.weights.get_mut(index) {
                    *weight = weight.plus(part).unwrap_or(*weight);
                }
                if let Some(subjects) = counted.subjects.get_mut(index) {
                    subjects.insert(subject);
                }
            }
        }
        counted
    }

    fn weight(&self, option: usize) -> Fraction {
        self.weights.get(option).copied().unwrap_or(Fraction::ZERO)
    }

    /// The patients of a tally who use a medicine of one of these options; `None` where the
    /// export names none.
    fn patients(&self, tally: &Tally, options: impl Iterator<Item = usize>) -> Option<u64> {
        let subjects: BTreeSet<usize> = options
            .filter_map(|index| self.subjects.get(index))
            .flatten()
            .copied()
            .collect();
        tally.patients.using(&subjects)
    }
}

/// Whether a line can be nothing but what an option can be.
fn covers(option: &Inhaler, line: &Inhaler) -> bool {
    let known = !line.candidates.is_empty();
    known
        && line
            .candidates
            .iter()
            .all(|one| option.candidates.contains(one))
}

/// Compares two formularies, the new one under settings of its own.
///
/// ```
/// use groenrecept::Dataset;
/// use groenrecept::formulary::{CaseMix, Formulary, Settings, Words, compare};
/// let (dataset, words) = (Dataset::embedded()?, Words::embedded()?);
/// let read = |name, label, dosage| {
///     let text = format!("aandoening;stap;keus;middel;dosering;behandeldagen\nAstma;1;1;{label};{dosage};30\n");
///     Formulary::read(name, text.as_bytes(), &words)
/// };
/// let old = read("old.csv", "SERETIDE INHALATOR AEROSOL 25/250UG/DO 120DO", "2 dd 2");
/// let new = read("new.csv", "SERETIDE DISKUS INHPDR 50/500UG/DO 60DO", "2 dd 1");
/// let change = compare(&dataset, &words, (&old, &new), Settings::new(), (&CaseMix::Courses, None));
/// // 120 puffs, 19.485 kg, against 60 inhalations, 0.898 kg
/// assert_eq!(change.total().difference.unwrap().1.round(3).to_string(), "-18.587");
/// assert!(change.changes[0].device_changes);
/// # Ok::<(), groenrecept::Error>(())
/// ```
#[must_use]
pub fn compare(
    dataset: &Dataset,
    words: &Words,
    (old, new): (&Formulary, &Formulary),
    settings: Settings,
    (mix, tally): (&CaseMix, Option<&Tally>),
) -> Comparison {
    let before = Settings::new().gwp(settings.gwp);
    let mut comparer = Comparer {
        dataset,
        old,
        new,
        before: Checker::new(dataset, words, before),
        after: Checker::new(dataset, words, settings),
        substances: Substances::new(),
        mass_unknown: 0,
    };
    let mut changes = Vec::new();
    for index in 0..old.options().len() {
        let weight = match mix {
            CaseMix::Courses => Fraction::whole(Decimal::ONE),
            CaseMix::Counted(counted) => counted.weight(index),
        };
        changes.extend(comparer.change(index, weight));
    }
    let taken: BTreeSet<usize> = changes.iter().filter_map(|one| one.new).collect();
    let changing = changes.iter().filter(|one| one.device_changes);
    let patients = match (mix, tally) {
        (CaseMix::Counted(counted), Some(tally)) => {
            counted.patients(tally, changing.map(|one| one.old))
        }
        _ => None,
    };
    Comparison {
        added: (0..new.options().len())
            .filter(|index| !taken.contains(index))
            .collect(),
        substances: comparer.substances,
        mass_unknown: comparer.mass_unknown,
        changes,
        patients,
    }
}

struct Comparer<'c> {
    dataset: &'c Dataset,
    old: &'c Formulary,
    new: &'c Formulary,
    before: Checker<'c>,
    after: Checker<'c>,
    substances: Substances,
    mass_unknown: usize,
}

/// One side of a change.
struct Use<'o> {
    option: &'o FormularyOption,
    kind: Arc<Kind>,
    per_day: PerDay,
}

impl Comparer<'_> {
    fn change(&mut self, index: usize, weight: Fraction) -> Option<OptionChange> {
        let (old, new) = (self.old, self.new);
        let option = old.options().get(index)?;
        let before = Use {
            option,
            kind: self.before.kind_of(option),
            per_day: per_day(&option.dosage),
        };
        let (taken, found) = self.successor(&before);
        let after = taken
            .and_then(|index| new.options().get(index))
            .map(|option| Use {
                option,
                kind: self.after.kind_of(option),
                per_day: per_day(&option.dosage),
            });
        let days = option.days.unwrap_or(1);
        let times = weight.times(days.into())?;
        if let Some(after) = &after {
            self.mass(&before, times, true);
            self.mass(after, times, false);
        }
        Some(OptionChange {
            old: index,
            new: taken,
            found,
            weight,
            told: after
                .as_ref()
                .map_or(Told::NoValue, |after| told(&before, after, times)),
            device_changes: after.as_ref().is_some_and(|after| changes(&before, after)),
            cost: after.as_ref().and_then(|after| {
                let price = |one: &Use<'_>| self.cost(one, times);
                price(&before).zip(price(after))
            }),
        })
    }

    /// What takes the place of an option.
    fn successor(&mut self, old: &Use<'_>) -> (Option<usize>, Found) {
        let options = self.new.options();
        let of_step = |(_, one): &(usize, &FormularyOption)| {
            one.condition == old.option.condition
                && one.population == old.option.population
                && one.step == old.option.step
        };
        let step: Vec<(usize, &FormularyOption)> =
            options.iter().enumerate().filter(of_step).collect();
        let same = |one: &FormularyOption| {
            let label = one.label == old.option.label && one.atc == old.option.atc;
            // The medicine, whatever its label, as far as it is known on the old day.
            label || self.before.kind_of(one).is_same_medicine(&old.kind)
        };
        let order = |(_, one): &&(usize, &FormularyOption)| one.rank;
        let mut same_medicine: Vec<&(usize, &FormularyOption)> = Vec::new();
        let mut same = same;
        for one in &step {
            if same(one.1) {
                same_medicine.push(one);
            }
        }
        let nearest = |(_, one): &&&(usize, &FormularyOption)| {
            (
                one.dosage != old.option.dosage,
                one.rank.abs_diff(old.option.rank),
            )
        };
        if let Some((index, _)) = same_medicine.iter().min_by_key(nearest) {
            return (Some(*index), Found::Same);
        }
        let place = step.iter().find(|(_, one)| one.rank == old.option.rank);
        if let Some((index, _)) = place {
            return (Some(*index), Found::SamePlace);
        }
        match step.iter().min_by_key(order) {
            Some((index, _)) => (Some(*index), Found::FirstChoice),
            None => (None, Found::Nothing),
        }
    }

    /// Adds the milligrams of a substance about which there are facts in water.
    fn mass(&mut self, one: &Use<'_>, times: Fraction, before: bool) {
        let Kind::Medicine(medicine) = one.kind.as_ref() else {
            return;
        };
        let Some(atc) = medicine.atc else { return };
        if self.dataset.water_facts_of(&atc).next().is_none() {
            return;
        }
        let milligrams = per_day_mg(one.option, medicine)
            .and_then(|day| day.by(times))
            .map(|all| all.round(6));
        let Some(milligrams) = milligrams else {
            self.mass_unknown = self.mass_unknown.saturating_add(1);
            return;
        };
        let sums = self.substances.entry((atc, medicine.route())).or_default();
        let sum = if before { &mut sums.0 } else { &mut sums.1 };
        *sum = exact::add(*sum, milligrams).unwrap_or(*sum);
    }

    fn cost(&self, one: &Use<'_>, times: Fraction) -> Option<Fraction> {
        let inhaler = one.kind.inhaler().filter(|inhaler| !inhaler.stand_in)?;
        let mut products = inhaler.products(self.dataset);
        let product = products.next().filter(|_| products.next().is_none())?;
        let price = self.dataset.price(&product.id)?;
        let (amount, days) = one.per_day?;
        let doses = Fraction::whole(amount).over_count(days)?.by(times)?;
        doses
            .times(price.euros)?
            .over_count(product.doses_per_pack?)
    }
}

/// Milligrams of active substance a day.
fn per_day_mg(option: &FormularyOption, medicine: &Medicine) -> Option<Fraction> {
    let doses = option.dosage.per_day();
    let mass = option.dosage.per_day_in(DoseUnit::Milligrams);
    match medicine.active {
        Active::PerPiece(each) | Active::PerDose(each) => match doses {
            Some(doses) => doses.times(each),
            None => mass,
        },
        // Grams of the cream or gel, and not of what is in it.
        Active::PerGram(each) => mass?.times(each)?.over_count(1000),
        Active::PerMl(_) => mass,
        Active::Several | Active::NotAMass | Active::Unknown => None,
    }
}

fn told(before: &Use<'_>, after: &Use<'_>, times: Fraction) -> Told {
    if before.kind.inhaler().is_none() && after.kind.inhaler().is_none() {
        return Told::NotInhaled;
    }
    let old = value(&before.kind, before.per_day).and_then(|range| range.times(times));
    let new = value(&after.kind, after.per_day).and_then(|range| range.times(times));
    let (Some(old), Some(new)) = (old, new) else {
        return Told::NoValue;
    };
    let same = before.kind.is_same_medicine(&after.kind)
        && before.kind.is_moved() == after.kind.is_moved()
        && before.per_day == after.per_day;
    if same {
        return Told::Unchanged(old);
    }
    let sides = [before, after].map(|one| (Arc::clone(&one.kind), one.per_day));
    let [a, b] = &sides;
    let Some(weighed) = super::check::weigh(a, b) else {
        return Told::NoValue;
    };
    if weighed.verdict == Verdict::CannotTell {
        return Told::CannotTell(old, new);
    }
    Told::Compared(Weighed {
        before: old,
        after: new,
        verdict: weighed.verdict,
    })
}

/// Whether no kind of inhaler is left as it was.
fn changes(before: &Use<'_>, after: &Use<'_>) -> bool {
    let techniques = |one: &Use<'_>| -> BTreeSet<Technique> {
        let devices = one.kind.inhaler().map(|inhaler| &inhaler.devices);
        let devices = devices.into_iter().flatten();
        devices.map(|device| Technique::of(*device)).collect()
    };
    let (old, new) = (techniques(before), techniques(after));
    !old.is_empty() && !new.is_empty() && old.is_disjoint(&new)
}

/// A sum of changes: what could be told, and what not.
#[derive(Debug, Clone, Copy)]
pub struct Sum {
    /// kg CO2e before, of what could be told.
    pub before: Range,
    /// kg CO2e after.
    pub after: Range,
    /// After less before of what changed: low, central, high; `None` on overflow.
    pub difference: Option<(Fraction, Fraction, Fraction)>,
    /// What the ranges of all that changed tell together.
    pub verdict: Verdict,
    /// Options of inhaled medicines that count in it.
    pub counted: usize,
    /// Options of which the data cannot tell the difference, or has no value.
    pub untold: usize,
    /// Options that are no inhalers.
    pub not_inhaled: usize,
    /// Prescriptions or courses with another kind of inhaler.
    pub device_changes: Fraction,
    /// EUR before and after, of the options with prices on both sides.
    pub cost: Option<(Fraction, Fraction)>,
}

impl Comparison {
    /// The sum over all options.
    #[must_use]
    pub fn total(&self) -> Sum {
        sum(self.changes.iter())
    }

    /// The sums by condition, in the order of the old formulary.
    #[must_use]
    pub fn by_condition<'o>(&self, old: &'o Formulary) -> Vec<(&'o str, Sum)> {
        let mut conditions: Vec<(&str, Vec<&OptionChange>)> = Vec::new();
        for change in &self.changes {
            let Some(option) = old.options().get(change.old) else {
                continue;
            };
            let condition = option.condition.as_str();
            match conditions.iter_mut().find(|(name, _)| *name == condition) {
                Some((_, all)) => all.push(change),
                None => conditions.push((condition, vec![change])),
            }
        }
        conditions
            .into_iter()
            .map(|(name, all)| (name, sum(all.into_iter())))
            .collect()
    }
}

fn sum<'c>(changes: impl Iterator<Item = &'c OptionChange>) -> Sum {
    let mut sum = Sum {
        before: Range::ZERO,
        after: Range::ZERO,
        difference: None,
        verdict: Verdict::CannotTell,
        counted: 0,
        untold: 0,
        not_inhaled: 0,
        device_changes: Fraction::ZERO,
        cost: None,
    };
    let (mut old, mut new) = (Range::ZERO, Range::ZERO);
    let mut whole = true;
    let add = |sum: &mut Range, range: Range| match sum.plus(range) {
        Some(all) => {
            *sum = all;
            true
        }
        None => false,
    };
    for change in changes {
        match change.told {
            Told::Unchanged(range) => {
                sum.counted = sum.counted.saturating_add(1);
                whole &= add(&mut sum.before, range) && add(&mut sum.after, range);
            }
            Told::Compared(weighed) => {
                sum.counted = sum.counted.saturating_add(1);
                whole &= add(&mut sum.before, weighed.before) && add(&mut sum.after, weighed.after);
                whole &= add(&mut old, weighed.before) && add(&mut new, weighed.after);
            }
            Told::CannotTell(..) | Told::NoValue => sum.untold = sum.untold.saturating_add(1),
            Told::NotInhaled => sum.not_inhaled = sum.not_inhaled.saturating_add(1),
        }
        if change.device_changes {
            let all = sum.device_changes.plus(change.weight);
            sum.device_changes = all.unwrap_or(sum.device_changes);
        }
        if let Some((before, after)) = change.cost {
            let (a, b) = sum.cost.unwrap_or((Fraction::ZERO, Fraction::ZERO));
            sum.cost = a.plus(before).zip(b.plus(after));
        }
    }
    if whole {
        let end = |a: Fraction, b: Fraction| a.minus(b);
        let low = end(new.low(), old.high());
        let central = end(new.central(), old.central());
        let high = end(new.high(), old.low());
        sum.difference = low
            .zip(central)
            .zip(high)
            .map(|((low, central), high)| (low, central, high));
        sum.verdict = crate::comparison::verdict_of(old, new);
    }
    sum
}
