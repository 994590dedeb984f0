//! Findings about the steps of one condition, its age groups, and the guidelines that a
//! formulary cites.

use super::super::entry::Technique;
use super::super::finding::Reason;
use super::super::option::Column;
use super::Group;
use crate::context::Age;
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

    fn is_acute(&self, index: usize) -> bool {
        let number = self.entry(index).map(|entry| entry.judged.patients);
        let patients = number.and_then(|number| self.checker.memory.patients(number));
        patients.is_some_and(|patients| patients.acute)
    }

    /// Steps count up from 1.
    fn steps(&mut self, series: &[Placed]) {
        let mut expected = 1u16;
        for step in series.chunk_by(|a, b| a.2 == b.2) {
            let Some((_, _, number, _, index)) = step.first().copied() else {
                continue;
            };
            if number > expected {
                let reason = Arc::new(Reason::StepMissing(expected));
                return self.find(FormularyCode::StepOrder, (index, Column::Step), reason);
            }
            expected = number.saturating_add(1);
        }
    }

    /// The rules that contradict each other, each pair once, at the first option with one.
    fn conflicts(&mut self, series: &[Placed]) {
        let mut pairs: BTreeSet<(RuleId, RuleId)> = BTreeSet::new();
        let mut first = None;
        for (.., index) in series {
            let Some(entry) = self.entry(*index) else {
                continue;
            };
            if !entry.judged.assessment.conflicts.is_empty() {
                first = first.or(Some(*index));
                pairs.extend(entry.judged.assessment.conflicts.iter().cloned());
            }
        }
        if let Some(index) = first {
            let reason = Arc::new(Reason::Conflict(pairs.into_iter().collect()));
            self.find(FormularyCode::RuleConflict, (index, Column::Label), reason);
        }
    }

    /// Ages between the groups of one condition and feature that no option is for.
    pub(super) fn gaps(&mut self, ages: &[Placed]) {
        let mut bands: Vec<(u8, u8, Placed)> = Vec::new();
        for placed in ages {
            let Some(population) = self.options.get(placed.4).map(|one| &one.population) else {
                continue;
            };
            if population.from.is_none() && population.to.is_none() {
                continue;
            }
            let to = population.to.unwrap_or(Age::MAX);
            let band = (population.from.unwrap_or(0), to);
            if !bands.iter().any(|(from, to, _)| (*from, *to) == band) {
                bands.push((band.0, band.1, *placed));
            }
        }
        bands.sort_unstable_by_key(|(from, to, _)| (*from, *to));
        let mut last: Option<u8> = None;
        for (from, to, placed) in bands {
            let next = last.map(|last| last.saturating_add(1));
            if let Some(next) = next.filter(|next| *next < from) {
                let reason = Arc::new(Reason::Gap(next, from.saturating_sub(1)));
                self.find(
                    FormularyCode::GapInAges,
                    (placed.4, Column::AgeFrom),
                    reason,
                );
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
                option.map(|one| (&one.condition, &one.population, one.content()))
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
