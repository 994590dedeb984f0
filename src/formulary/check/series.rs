//! Findings about the steps of one condition, its age groups, and the guidelines that a
//! formulary cites.

use super::super::entry::Technique;
use super::super::finding::Reason;
use super::super::option::Column;
use super::super::population::Patients;
use super::Group;
use super::keep::{is_of_group, takes};
use super::subgroup::{Band, band};
use crate::dataset::guideline::RuleId;
use crate::diagnostic::{Code, FormularyCode};
use std::collections::BTreeSet;
use std::sync::Arc;

/// An option in the order of condition, patients, step and choice.
type Placed = (u32, u32, u16, u16, usize);

impl Group<'_, '_> {
    /// The options of one condition for one kind of patients.
    pub(super) fn series(&mut self, series: &[Placed]) {
        self.steps(series);
        self.conflicts(series);
        self.patients(series);
        let mut before: Option<(u16, BTreeSet<Technique>)> = None;
        for step in series.chunk_by(|a, b| a.2 == b.2) {
            let Some((_, _, number, _, first)) = step.first().copied() else {
                continue;
            };
            let mut techniques = BTreeSet::new();
            let mut inhaled = None;
            for (.., index) in step {
                let own = self.entry(*index).map(super::Entry::techniques);
                let own = own.unwrap_or_default();
                if !own.is_empty() && inhaled.is_none() {
                    inhaled = Some(*index);
                }
                techniques.extend(own);
            }
            if techniques.is_empty() {
                continue;
            }
            if let Some((from, old)) = &before
                && old.is_disjoint(&techniques)
                && !self.is_acute(first)
                && !self.keeps_technique(first, (*from, old), (number, &techniques))
            {
                let harmonise = self.checker.rules.harmonise;
                let rule = harmonise.and_then(|at| self.checker.rules.all.get(at));
                let reason = Reason::DeviceChange {
                    from: *from,
                    to: number,
                    rule: rule.map(|rule| rule.id.clone()),
                };
                let at = (inhaled.unwrap_or(first), Column::Label);
                self.find(
                    FormularyCode::DeviceChangesBetweenSteps,
                    at,
                    Arc::new(reason),
                );
            }
            before = Some((number, techniques));
        }
    }

    /// What is not known of these patients, and what is said of them in two ways.
    fn patients(&mut self, series: &[Placed]) {
        let mut lacks = BTreeSet::new();
        let mut first = None;
        for (.., index) in series {
            if self.is_kept_by_age(*index) {
                first = first.or(Some(*index));
                lacks.insert(Column::AgeFrom);
            }
            if let Some(entry) = self.entry(*index)
                && !entry.row.kind.is_without_propellant()
                && !entry.judged.assessment.lacks.is_empty()
            {
                first = first.or(Some(*index));
                lacks.extend(entry.judged.assessment.lacks.iter().copied());
            }
        }
        if let (Some(index), Some(column)) = (first, lacks.first().copied()) {
            let reason = Arc::new(Reason::NotJudged(lacks));
            self.find(FormularyCode::NotJudged, (index, column), reason);
        }
        let Some((.., index)) = series.first().copied() else {
            return;
        };
        let differs = self.patients_of(index).and_then(|one| one.differs.clone());
        if let Some(reason) = differs {
            let at = (index, Column::Condition);
            self.find(FormularyCode::NameDiffers, at, reason);
        }
    }

    fn patients_of(&self, index: usize) -> Option<&Patients> {
        let number = self.entry(index)?.judged.patients;
        let patients = self.checker.memory.patients(number)?;
        Some(patients.as_ref())
    }

    /// Whether a rule would say to keep another inhaler of the group than this one for an age that
    /// is not known.
    fn is_kept_by_age(&self, index: usize) -> bool {
        let inhaler = self.entry(index).and_then(|entry| entry.row.kind.inhaler());
        let (Some(inhaler), Some(patients)) = (inhaler, self.patients_of(index)) else {
            return false;
        };
        let dataset = self.checker.dataset;
        let all = &self.checker.rules.all;
        let mut rules = patients.age_keeps.iter().filter_map(|at| all.get(*at));
        rules.any(|rule| {
            is_of_group(rule, inhaler, dataset) && takes(rule, inhaler, dataset) != Some(true)
        })
    }

    fn is_acute(&self, index: usize) -> bool {
        self.patients_of(index).is_some_and(|one| one.acute)
    }

    /// Steps count up from 1; one that the same patients have with others is not skipped.
    fn steps(&mut self, series: &[Placed]) {
        let mut expected = 1u16;
        for step in series.chunk_by(|a, b| a.2 == b.2) {
            let Some((_, _, number, _, index)) = step.first().copied() else {
                continue;
            };
            let missing = (expected..number).find(|step| !self.has_step(index, *step));
            if let Some(missing) = missing {
                let reason = Arc::new(Reason::StepMissing(missing));
                return self.find(FormularyCode::StepOrder, (index, Column::Step), reason);
            }
            expected = number.saturating_add(1);
        }
    }

    /// The rules that contradict each other, each pair at the first option that it is about.
    fn conflicts(&mut self, series: &[Placed]) {
        let mut told: BTreeSet<(RuleId, RuleId)> = BTreeSet::new();
        for (.., index) in series {
            let Some(entry) = self.entry(*index) else {
                continue;
            };
            let pairs = entry.judged.assessment.conflicts.difference(&told);
            let pairs: Vec<(RuleId, RuleId)> = pairs.cloned().collect();
            if pairs.is_empty() {
                continue;
            }
            told.extend(pairs.iter().cloned());
            let reason = Arc::new(Reason::Conflict(pairs));
            self.find(FormularyCode::RuleConflict, (*index, Column::Label), reason);
        }
    }

    /// Ages between the groups of one condition and feature that no option is for.
    pub(super) fn gaps(&mut self, ages: &[Placed]) {
        let mut bands: Vec<(Band, Placed)> = Vec::new();
        // Rows of one condition can have other codes, and stand in the order of the file then.
        let content = |index: usize| {
            let option = self.options.get(index);
            option.map(|one| (&one.icpc, one.content()))
        };
        for placed in ages {
            let Some(population) = self.options.get(placed.4).map(|one| &one.population) else {
                continue;
            };
            if population.from.is_none() && population.to.is_none() {
                continue;
            }
            let band = band(population);
            match bands.iter_mut().find(|(known, _)| *known == band) {
                Some((_, known)) if content(placed.4) < content(known.4) => *known = *placed,
                Some(_) => {}
                None => bands.push((band, *placed)),
            }
        }
        bands.sort_unstable_by_key(|(band, _)| *band);
        let mut last: Option<u8> = None;
        for ((from, to), placed) in bands {
            let next = last.map(|last| last.saturating_add(1));
            if let Some(next) = next.filter(|next| *next < from) {
                let gap = (next, from.saturating_sub(1));
                for (first, last) in self.still_open(placed.4, gap) {
                    let reason = Arc::new(Reason::Gap(first, last));
                    let at = (placed.4, Column::AgeFrom);
                    self.find(FormularyCode::GapInAges, at, reason);
                }
            }
            last = last.max(Some(to));
        }
    }

    /// Each guideline whose review is overdue once, at the first option that cites it.
    pub(super) fn overdue_guidelines(&mut self, order: &[Placed]) {
        let mut first: Vec<(Arc<Reason>, usize)> = Vec::new();
        for (.., index) in order {
            let Some(reason) = self
                .entry(*index)
                .and_then(|entry| entry.row.overdue.clone())
            else {
                continue;
            };
            let content = |index: usize| {
                let option = self.options.get(index);
                option.map(|one| (&one.condition, &one.icpc, &one.population, one.content()))
            };
            match first.iter_mut().find(|(known, _)| *known == reason) {
                Some((_, known)) if content(*index) < content(*known) => *known = *index,
                Some(_) => {}
                None => first.push((reason, *index)),
            }
        }
        for (reason, index) in first {
            self.find(Code::ReviewOverdue, (index, Column::Section), reason);
        }
    }
}
