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
use super::{DoseUnit, Formulary, FormularyOption, Population, Settings, Words};
use crate::code::Atc;
use crate::comparison::Verdict;
use crate::dataset::{Dataset, Route};
use crate::exact::{self, Fraction};
use crate::matching::{Active, Inhaler, Medicine};
use crate::practice::Tally;
use crate::quantity::Range;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet, HashMap};
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

/// Compares two formularies, the new one under settings of its own; for many make one
/// [`Comparer`].
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
    formularies: (&Formulary, &Formulary),
    settings: Settings,
    mix: (&CaseMix, Option<&Tally>),
) -> Comparison {
    Comparer::new(dataset, words, settings).compare(formularies, mix)
}

/// Compares formularies one after another, and keeps what they have in common.
#[derive(Debug)]
pub struct Comparer<'d> {
    dataset: &'d Dataset,
    before: Checker<'d>,
    after: Checker<'d>,
    /// What a day of one medicine and dosage comes to against a day of another.
    days: HashMap<(u32, u32), Told>,
}

/// The options of a formulary by condition, patients and step.
type Steps<'f> = HashMap<(&'f str, &'f Population, u16), Vec<usize>>;

impl<'d> Comparer<'d> {
    /// Prepares the products and values of a dataset; the new formulary is weighed under these
    /// settings, the old one at the date of the data.
    #[must_use]
    pub fn new(dataset: &'d Dataset, words: &'d Words, settings: Settings) -> Self {
        let before = Settings::new().gwp(settings.gwp);
        Self {
            dataset,
            before: Checker::new(dataset, words, before),
            after: Checker::new(dataset, words, settings),
            days: HashMap::new(),
        }
    }

    /// What the new formulary changes against the old one.
    #[must_use]
    pub fn compare(
        &mut self,
        (old, new): (&Formulary, &Formulary),
        (mix, tally): (&CaseMix, Option<&Tally>),
    ) -> Comparison {
        if self.before.forget_when_full() | self.after.forget_when_full() {
            self.days.clear();
        }
        let mut steps: Steps<'_> = HashMap::new();
        for (index, one) in new.options().iter().enumerate() {
            let key = (one.condition.as_str(), &one.population, one.step);
            steps.entry(key).or_default().push(index);
        }
        let mut found = Comparison {
            changes: Vec::with_capacity(old.options().len()),
            added: Vec::new(),
            substances: Substances::new(),
            mass_unknown: 0,
            patients: None,
        };
        for (index, option) in old.options().iter().enumerate() {
            let weight = match mix {
                CaseMix::Courses => Fraction::whole(Decimal::ONE),
                CaseMix::Counted(counted) => counted.weight(index),
            };
            let key = (option.condition.as_str(), &option.population, option.step);
            let step = steps.get(&key).map_or(&[][..], Vec::as_slice);
            if let Some(change) = self.change((index, option), (new, step), weight, &mut found) {
                found.changes.push(change);
            }
        }
        let taken: BTreeSet<usize> = found.changes.iter().filter_map(|one| one.new).collect();
        let changing = found.changes.iter().filter(|one| one.device_changes);
        if let (CaseMix::Counted(counted), Some(tally)) = (mix, tally) {
            found.patients = counted.patients(tally, changing.map(|one| one.old));
        }
        let all = 0..new.options().len();
        found.added = all.filter(|index| !taken.contains(index)).collect();
        found
    }

    fn side<'o>(checker: &mut Checker<'_>, option: &'o FormularyOption) -> Use<'o> {
        let (used, kind) = checker.used_of(option);
        Use {
            option,
            used,
            kind,
            per_day: per_day(&option.dosage),
        }
    }

    fn change(
        &mut self,
        (index, option): (usize, &FormularyOption),
        (new, step): (&Formulary, &[usize]),
        weight: Fraction,
        found: &mut Comparison,
    ) -> Option<OptionChange> {
        let before = Self::side(&mut self.before, option);
        let (taken, how) = self.successor(&before, new, step);
        let after = taken.and_then(|index| new.options().get(index));
        let times = weight.times(option.days.unwrap_or(1).into())?;
        let Some(after) = after.map(|option| Self::side(&mut self.after, option)) else {
            return Some(OptionChange {
                old: index,
                new: None,
                found: how,
                weight,
                told: Told::NoValue,
                device_changes: false,
                cost: None,
            });
        };
        self.mass(&before, times, true, found);
        self.mass(&after, times, false, found);
        let key = (before.used, after.used);
        let day = *self
            .days
            .entry(key)
            .or_insert_with(|| told(&before, &after));
        let price = |one: &Use<'_>| self.cost(one, times);
        Some(OptionChange {
            old: index,
            new: taken,
            found: how,
            weight,
            told: day.times(times),
            device_changes: changes(&before, &after),
            cost: price(&before).zip(price(&after)),
        })
    }

    /// What takes the place of an option, of the options of its step.
    fn successor(
        &mut self,
        old: &Use<'_>,
        new: &Formulary,
        step: &[usize],
    ) -> (Option<usize>, Found) {
        let option = |index: usize| new.options().get(index);
        let mut same: Option<((bool, u16), usize)> = None;
        for index in step {
            let Some(one) = option(*index) else { continue };
            let label = one.label == old.option.label && one.atc == old.option.atc;
            // The medicine, whatever its label, as far as it is known on the old day.
            if label || self.before.kind_of(one).is_same_medicine(&old.kind) {
                let apart = one.rank.abs_diff(old.option.rank);
                let nearest = (one.dosage != old.option.dosage, apart);
                if same.is_none_or(|(known, _)| nearest < known) {
                    same = Some((nearest, *index));
                }
            }
        }
        if let Some((_, index)) = same {
            return (Some(index), Found::Same);
        }
        let rank = |index: &usize| option(*index).map_or(u16::MAX, |one| one.rank);
        let place = step.iter().find(|index| rank(index) == old.option.rank);
        if let Some(index) = place {
            return (Some(*index), Found::SamePlace);
        }
        match step.iter().min_by_key(|index| rank(index)) {
            Some(index) => (Some(*index), Found::FirstChoice),
            None => (None, Found::Nothing),
        }
    }

    /// Adds the milligrams of a substance about which there are facts in water.
    fn mass(&self, one: &Use<'_>, times: Fraction, before: bool, found: &mut Comparison) {
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
            found.mass_unknown = found.mass_unknown.saturating_add(1);
            return;
        };
        let sums = found.substances.entry((atc, medicine.route())).or_default();
        let sum = if before { &mut sums.0 } else { &mut sums.1 };
        *sum = exact::add(*sum, milligrams).unwrap_or(*sum);
    }

    fn cost(&self, one: &Use<'_>, times: Fraction) -> Option<Fraction> {
        if self.dataset.prices().is_empty() {
            return None;
        }
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

/// One side of a change.
struct Use<'o> {
    option: &'o FormularyOption,
    /// Medicine and doses a day, as one number of its checker.
    used: u32,
    kind: Arc<Kind>,
    per_day: PerDay,
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

/// What one day comes to.
fn told(before: &Use<'_>, after: &Use<'_>) -> Told {
    if before.kind.inhaler().is_none() && after.kind.inhaler().is_none() {
        return Told::NotInhaled;
    }
    let old = value(&before.kind, before.per_day);
    let new = value(&after.kind, after.per_day);
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
    match super::check::weigh(a, b) {
        None => Told::NoValue,
        Some(weighed) if weighed.verdict == Verdict::CannotTell => Told::CannotTell(old, new),
        Some(weighed) => Told::Compared(Weighed {
            before: old,
            after: new,
            verdict: weighed.verdict,
        }),
    }
}

impl Told {
    /// The same for so many days; without a value where that has too many digits.
    fn times(self, times: Fraction) -> Self {
        let both = |a: Range, b: Range| a.times(times).zip(b.times(times));
        match self {
            Self::Unchanged(range) => range.times(times).map_or(Self::NoValue, Self::Unchanged),
            Self::Compared(weighed) => {
                both(weighed.before, weighed.after).map_or(Self::NoValue, |(before, after)| {
                    Self::Compared(Weighed {
                        before,
                        after,
                        verdict: weighed.verdict,
                    })
                })
            }
            Self::CannotTell(before, after) => both(before, after)
                .map_or(Self::NoValue, |(before, after)| {
                    Self::CannotTell(before, after)
                }),
            told => told,
        }
    }
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
