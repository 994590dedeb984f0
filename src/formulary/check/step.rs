//! Findings about the options of one step: impact, what must be kept, and the order.

use super::super::finding::{Finding, Reason, Weighed};
use super::super::option::Column;
use super::{Group, less};
use crate::code::Atc;
use crate::comparison::Verdict;
use crate::diagnostic::{Code, FormularyCode};
use std::sync::Arc;

impl Group<'_, '_> {
    /// The options of one step for one kind of patients, in the author's order.
    pub(super) fn step(&mut self, step: &[usize]) {
        self.duplicates(step);
        self.ranks(step);
        self.keep(step);
        self.impact(step);
    }

    /// The same medicine with the same dosage again.
    fn duplicates(&mut self, step: &[usize]) {
        for pair in step.windows(2) {
            // Of options with one rank equal ones stand side by side; others are compared with
            // all before them.
            let [_, later] = pair else { continue };
            let before = step.iter().take_while(|one| *one != later);
            let same = before.copied().find(|one| self.is_same(*one, *later));
            if let Some(first) = same {
                let at = (*later, Column::Label);
                let reason = Arc::new(Reason::Duplicate);
                self.find_with(FormularyCode::DuplicateOption, at, reason, Some(first));
            }
        }
    }

    fn is_same(&self, one: usize, other: usize) -> bool {
        let used = |index: usize| self.entry(index).map(|entry| entry.row.used);
        if used(one) != used(other) {
            return false;
        }
        let pair = self.options.get(one).zip(self.options.get(other));
        pair.is_some_and(|(a, b)| {
            a.label == b.label && a.atc == b.atc && a.dosage == b.dosage && a.days == b.days
        })
    }

    /// The choices of a step count up from 1; equal ones may share a number.
    fn ranks(&mut self, step: &[usize]) {
        let mut expected = 1u16;
        for index in step {
            let Some(rank) = self.options.get(*index).map(|option| option.rank) else {
                continue;
            };
            if rank > expected {
                let reason = Arc::new(Reason::RankMissing(expected));
                return self.find(FormularyCode::StepOrder, (*index, Column::Rank), reason);
            }
            expected = rank.saturating_add(1);
        }
    }

    /// What a rule says to keep for some of the patients must be among the options, where the
    /// step has an inhaler of the same group.
    fn keep(&mut self, step: &[usize]) {
        let patients = step.first().and_then(|index| {
            let number = self.entry(*index)?.judged.patients;
            self.checker.memory.patients(number).cloned()
        });
        let Some(patients) = patients else { return };
        for number in &patients.keeps {
            let Some(rule) = self.checker.rules.all.get(*number).copied() else {
                continue;
            };
            let mut kept = false;
            let mut of_group = None;
            for index in step {
                let Some(inhaler) = self
                    .entry(*index)
                    .and_then(|entry| entry.row.kind.inhaler())
                else {
                    continue;
                };
                let dataset = self.checker.dataset;
                let mut products = inhaler.products(dataset).peekable();
                kept |= products.peek().is_some() && products.all(|one| rule.from.takes(one));
                let group = |atc: &Atc| atc.as_str().get(..5).map(str::to_owned);
                let mine: Vec<_> = inhaler
                    .products(dataset)
                    .map(|one| group(&one.atc))
                    .collect();
                let of_rule = rule.from.atc.iter().any(|atc| mine.contains(&group(atc)));
                if of_rule && of_group.is_none() {
                    of_group = Some(*index);
                }
            }
            if let (false, Some(index)) = (kept, of_group) {
                let code = Code::from(FormularyCode::KeepMissing);
                // Where another rule says otherwise, it is for the author to weigh.
                let certain = rule.conflicts_with.is_empty();
                self.findings.push(Finding {
                    code,
                    severity: less(code.severity(), certain),
                    option: index,
                    column: Column::Label,
                    reason: Arc::new(Reason::Keep {
                        rule: rule.id.clone(),
                    }),
                    other: None,
                });
                return;
            }
        }
    }

    fn impact(&mut self, step: &[usize]) {
        let inhaled = |group: &Self, index: &usize| {
            let entry = group.entry(*index);
            entry.is_some_and(|entry| entry.row.kind.inhaler().is_some())
        };
        let inhalers: Vec<usize> = step
            .iter()
            .copied()
            .filter(|one| inhaled(self, one))
            .collect();
        if inhalers.is_empty() {
            return;
        }
        let mut lacking = None;
        for index in &inhalers {
            let others: Vec<usize> = inhalers
                .iter()
                .copied()
                .filter(|one| one != index)
                .collect();
            if let Some(reason) = self.lacks(*index, &others)
                && lacking.is_none()
            {
                lacking = Some((*index, reason));
            }
            self.pairs(*index, &others);
        }
        if let Some((index, reason)) = lacking {
            let at = (index, Column::Label);
            self.find(FormularyCode::NoLowerImpactOption, at, reason);
        }
    }

    /// What a rule offers for this option, where no other option of the step comes near.
    fn lacks(&mut self, index: usize, others: &[usize]) -> Option<Arc<Reason>> {
        let entry = self.entry(index)?;
        let assessment = Arc::clone(&entry.judged.assessment);
        let best = assessment.offered.first()?;
        if assessment.kept || assessment.supported.is_none() {
            return None;
        }
        for other in others {
            let lower = self.lower(index, *other).is_some();
            let entry = self.entry(*other)?;
            let dataset = self.checker.dataset;
            let offered = entry.is_one_of(dataset, &assessment.offered);
            if lower || offered || entry.row.kind.is_without_propellant() {
                return None;
            }
        }
        Some(Arc::clone(&best.reason))
    }

    /// The other option with the largest saving stands before it, or after it.
    fn pairs(&mut self, index: usize, others: &[usize]) {
        let Some(entry) = self.entry(index) else {
            return;
        };
        let assessment = Arc::clone(&entry.judged.assessment);
        let (Some(rule), false) = (&assessment.supported, assessment.kept) else {
            return;
        };
        let rank = |group: &Self, index: usize| group.options.get(index).map(|one| one.rank);
        let own = rank(self, index);
        let mut best: [Option<(usize, Weighed)>; 2] = [None, None];
        for other in others {
            let Some(weighed) = self.lower(index, *other) else {
                continue;
            };
            let [before, after] = &mut best;
            let earlier = self.options.get(*other).map(|one| one.rank) <= own;
            let slot = if earlier { before } else { after };
            let less = |known: &(usize, Weighed)| weighed.after.central() < known.1.after.central();
            if slot.as_ref().is_none_or(less) {
                *slot = Some((*other, weighed));
            }
        }
        let codes = [
            FormularyCode::DominatedChoice,
            FormularyCode::OrderAgainstImpact,
        ];
        for (code, found) in codes.into_iter().zip(best) {
            if let Some((other, weighed)) = found {
                let rule = rule.clone();
                let reason = Arc::new(Reason::Pair { rule, weighed });
                self.find_with(code, (index, Column::Rank), reason, Some(other));
            }
        }
    }

    /// What a treatment day with both weighs, where the other is at least probably lower.
    fn lower(&mut self, index: usize, other: usize) -> Option<Weighed> {
        let (used, others) = (self.entry(index)?.row.used, self.entry(other)?.row.used);
        let weighed = self.checker.weighed(used, others)?;
        (weighed.verdict <= Verdict::ProbablyLower).then_some(weighed)
    }
}
