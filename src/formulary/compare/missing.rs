//! What a draft takes away of what must be kept.
//!
//! Every rule that says to keep a product for the patients of a step is looked at, and not only
//! the first that a check names; so are patients who cannot use powder, and ages, groups and steps
//! that the draft no longer has.

use super::super::check::{Checker, Seen};
use super::super::{Formulary, Population, Profile};
use super::place::{Place, less_ages, overlap};
use crate::code::Atc;
use crate::context::Age;
use crate::dataset::guideline::{Rule, RuleId};
use crate::dataset::{Dataset, Device};
use std::collections::{BTreeMap, BTreeSet};

/// What must be among the options of a step.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MustKeep {
    /// What a rule says to keep for some of the patients.
    Rule(RuleId),
    /// Another inhaler than one for powder, which the patients cannot use; with the rules that
    /// say something of that.
    NotPowder(Vec<RuleId>),
}

/// Where a step is to be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum StepOf {
    /// By an option of the new formulary.
    New(usize),
    /// By an option of the old formulary: the new one has no such step for these patients.
    Old(usize),
}

/// A step without what must be kept, which the old formulary did not lack.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct MissingKeep {
    /// The step, by its first option.
    pub step: StepOf,
    /// The patients who lack it; of a step that is gone those for whom it is.
    pub population: Population,
    /// What is lacking.
    pub what: MustKeep,
    /// Whether the old formulary had it for these patients: then the draft takes away what must
    /// stay.
    pub stood: bool,
}

/// Whether an option is known to be nothing but what a rule says to keep.
pub(super) fn is_kept(dataset: &Dataset, rule: &Rule, seen: &Seen) -> bool {
    seen.kind.inhaler().is_some_and(|inhaler| {
        let mut products = inhaler.products(dataset);
        !inhaler.candidates.is_empty() && products.all(|one| rule.from.takes(one))
    })
}

/// Whether an option may be an inhaler for powder.
pub(super) fn may_be_powder(seen: &Seen) -> bool {
    let inhaler = seen.kind.inhaler();
    inhaler.is_some_and(|inhaler| inhaler.devices.contains(&Device::Powder))
}

/// Whether an option is an inhaler that may be for something else than powder.
pub(super) fn may_be_other(seen: &Seen) -> bool {
    let inhaler = seen.kind.inhaler();
    inhaler.is_some_and(|inhaler| {
        let mut devices = inhaler.devices.iter();
        inhaler.devices.is_empty() || !devices.all(|one| *one == Device::Powder)
    })
}

/// The options of one step for one kind of patients.
struct Step<'s> {
    place: Place,
    options: Vec<(usize, &'s Seen)>,
}

impl Step<'_> {
    /// The patients are the same for all options but for the codes of what is treated.
    fn keeps(&self) -> BTreeSet<usize> {
        let all = self.options.iter();
        all.flat_map(|(_, seen)| seen.patients.keeps.iter().copied())
            .collect()
    }

    /// Whether a rule says to keep something for its patients, or they cannot use powder.
    fn has_needs(&self) -> bool {
        let mut all = self.options.iter();
        all.any(|(_, seen)| !seen.patients.keeps.is_empty() || seen.cannot_use_powder())
    }

    fn has(&self, dataset: &Dataset, rule: &Rule) -> bool {
        let mut all = self.options.iter();
        all.any(|(_, seen)| is_kept(dataset, rule, seen))
    }

    /// Whether there is an inhaler of the group of a rule, and nothing that the rule keeps. A rule
    /// for all medicines is held against steps of powder alone.
    fn lacks(&self, dataset: &Dataset, rule: &Rule) -> bool {
        let group = |atc: &Atc| atc.as_str().get(..5).map(str::to_owned);
        let of_rule: BTreeSet<_> = rule.from.atc.iter().map(group).collect();
        let of_group = |seen: &Seen| {
            let products = seen.kind.inhaler().map(|one| one.products(dataset));
            let mut products = products.into_iter().flatten();
            products.any(|one| of_rule.contains(&group(&one.atc)))
        };
        let about_all = rule.from.atc.is_empty() && self.is_powder_alone();
        let about = about_all || self.options.iter().any(|(_, seen)| of_group(seen));
        about && !self.has(dataset, rule)
    }

    fn cannot_use_powder(&self) -> bool {
        self.options
            .iter()
            .any(|(_, seen)| seen.cannot_use_powder())
    }

    fn has_other(&self) -> bool {
        self.options.iter().any(|(_, seen)| may_be_other(seen))
    }

    fn is_powder_alone(&self) -> bool {
        !self.has_other() && self.options.iter().any(|(_, seen)| may_be_powder(seen))
    }

    /// What rules say of those who cannot use powder.
    fn not_powder(&self) -> MustKeep {
        let all = self.options.iter();
        let rules: BTreeSet<&RuleId> = all
            .flat_map(|(_, seen)| &seen.patients.not_powder)
            .collect();
        MustKeep::NotPowder(rules.into_iter().cloned().collect())
    }

    fn first(&self) -> Option<usize> {
        self.options.iter().map(|(index, _)| *index).min()
    }
}

fn steps<'s>(seen: &'s [Option<Seen>], places: &[Place]) -> BTreeMap<Place, Step<'s>> {
    let mut steps: BTreeMap<Place, Step<'_>> = BTreeMap::new();
    for (index, (seen, place)) in seen.iter().zip(places).enumerate() {
        let Some(seen) = seen else { continue };
        let step = steps.entry(*place).or_insert_with(|| Step {
            place: *place,
            options: Vec::new(),
        });
        step.options.push((index, seen));
    }
    steps
}

/// One formulary as a comparison sees it.
pub(super) type Looked<'c> = (&'c Formulary, &'c [Option<Seen>], &'c [Place]);

/// What the new formulary lacks of what must be kept, and the old one did not.
pub(super) fn missing(
    dataset: &Dataset,
    checker: &mut Checker<'_>,
    (old, new): (Looked<'_>, Looked<'_>),
    profile: Option<&Profile>,
) -> Vec<MissingKeep> {
    let (before, after) = (steps(old.1, old.2), steps(new.1, new.2));
    let mut found: Vec<MissingKeep> = Vec::new();
    // Most steps have nothing that must be kept, and are held against no other.
    for step in after.values().filter(|step| step.has_needs()) {
        let beside = before.values().filter(|one| overlap(one.place, step.place));
        let beside: Vec<&Step<'_>> = beside.collect();
        let population = population(new.0, step);
        found.extend(
            lacking(dataset, checker, step, &beside).filter_map(|(what, stood)| {
                Some(MissingKeep {
                    step: StepOf::New(step.first()?),
                    population: population.clone()?,
                    what,
                    stood,
                })
            }),
        );
    }
    for step in before.values().filter(|step| step.has_needs()) {
        let there = after.values().map(|one| one.place);
        let there: Vec<Place> = there.filter(|place| overlap(*place, step.place)).collect();
        found.extend(gone(dataset, checker, (old.0, step), &there, profile));
    }
    found.sort();
    found.dedup();
    found
}

fn population(formulary: &Formulary, step: &Step<'_>) -> Option<Population> {
    let option = formulary.options().get(step.first()?)?;
    Some(option.population.clone())
}

/// What a step of the new formulary lacks, and those of the old one for the same patients did not
/// all lack; with whether one of them had it.
fn lacking<'d>(
    dataset: &Dataset,
    checker: &Checker<'d>,
    step: &Step<'_>,
    beside: &[&Step<'_>],
) -> impl Iterator<Item = (MustKeep, bool)> {
    let mut found = Vec::new();
    for number in step.keeps() {
        let Some(rule) = checker.rule(number) else {
            continue;
        };
        let of: Vec<&&Step<'_>> = beside
            .iter()
            .filter(|one| one.keeps().contains(&number))
            .collect();
        let stood = of.iter().any(|one| one.has(dataset, rule));
        let is_lost = stood && !step.has(dataset, rule);
        let lacked = of.iter().any(|one| one.lacks(dataset, rule));
        if is_lost || (step.lacks(dataset, rule) && !lacked) {
            found.push((MustKeep::Rule(rule.id.clone()), stood));
        }
    }
    if step.cannot_use_powder() && step.is_powder_alone() {
        let stood = beside.iter().any(|one| one.has_other());
        if stood || !beside.iter().any(|one| one.is_powder_alone()) {
            found.push((step.not_powder(), stood));
        }
    }
    found.into_iter()
}

/// What a step of the old formulary had for patients for whom the new one has no such step.
fn gone(
    dataset: &Dataset,
    checker: &mut Checker<'_>,
    (formulary, step): (&Formulary, &Step<'_>),
    there: &[Place],
    profile: Option<&Profile>,
) -> Vec<MissingKeep> {
    let mut found = Vec::new();
    let Some((first, whole)) = step.first().zip(population(formulary, step)) else {
        return found;
    };
    let mut say = |population: &Population, what: MustKeep| {
        found.push(MissingKeep {
            step: StepOf::Old(first),
            population: population.clone(),
            what,
            stood: true,
        });
    };
    let lost = less_ages(step.place, there);
    for (from, to) in lost {
        let population = if there.is_empty() {
            whole.clone()
        } else {
            Population {
                from: Some(from),
                to: (to < Age::MAX).then_some(to),
                feature: whole.feature.clone(),
            }
        };
        let mut keeps: BTreeSet<usize> = BTreeSet::new();
        for (index, _) in &step.options {
            let option = formulary.options().get(*index);
            let seen =
                option.and_then(|option| checker.seen_for(option, population.clone(), profile));
            keeps.extend(seen.iter().flat_map(|seen| seen.patients.keeps.iter()));
        }
        for number in keeps {
            let rule = checker.rule(number);
            if let Some(rule) = rule.filter(|rule| step.has(dataset, rule)) {
                say(&population, MustKeep::Rule(rule.id.clone()));
            }
        }
        if step.cannot_use_powder() && step.has_other() {
            say(&population, step.not_powder());
        }
    }
    found
}
