//! Findings about the options of one step: impact and the order.

use super::super::entry::Assessment;
use super::super::finding::{Finding, Reason, Stands, Weighed, is_of_impact};
use super::super::option::Column;
use super::{Group, less};
use crate::code::Atc;
use crate::comparison::Verdict;
use crate::dataset::guideline::RuleId;
use crate::diagnostic::{Code, FormularyCode, Severity};
use std::sync::Arc;

/// Another option that is lower.
struct Lower {
    rule: RuleId,
    weighed: Weighed,
    stands: Stands,
}

impl Lower {
    fn is_other(&self) -> bool {
        self.stands == Stands::OtherSubstance
    }
}

impl Group<'_, '_> {
    /// The options of one step for one kind of patients, in the author's order.
    pub(super) fn step(&mut self, step: &[usize]) {
        self.duplicates(step);
        self.ranks(step);
        self.keep(step);
        let before = self.findings.len();
        self.impact(step);
        self.weigh_with_patient(step, before);
    }

    /// Of frail patients and in palliative care what is said of impact is for information: what
    /// they can inhale goes first.
    fn weigh_with_patient(&mut self, step: &[usize], from: usize) {
        let patients = step.first().and_then(|index| {
            let number = self.entry(*index)?.judged.patients;
            self.checker.memory.patients(number)
        });
        if !patients.is_some_and(|one| one.weighs) {
            return;
        }
        let new = self.findings.iter_mut().skip(from);
        for finding in new.filter(|one| is_of_impact(one.code)) {
            finding.severity = Severity::Information;
        }
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

    /// The choices of a step count up from 1, perhaps with those for other patients of the
    /// condition; equal ones may share a number.
    fn ranks(&mut self, step: &[usize]) {
        let mut expected = 1u16;
        for index in step {
            let Some(rank) = self.options.get(*index).map(|option| option.rank) else {
                continue;
            };
            let missing = (expected..rank).find(|rank| !self.has_rank(*index, *rank));
            if let Some(missing) = missing {
                let reason = Arc::new(Reason::RankMissing(missing));
                return self.find(FormularyCode::StepOrder, (*index, Column::Rank), reason);
            }
            expected = rank.saturating_add(1);
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

    /// What a rule offers for this option, where no other option of the step comes near: one that
    /// is offered, that holds no propellant, or that is lower and not told higher than what is
    /// offered. An aerosol that weighs less than this one is no low option by that, or a step of
    /// aerosols would lack one only once the heaviest is replaced by a lighter one. Another
    /// substance without propellant comes near, because the step then has a low option, and which
    /// substance is for whom is the author's choice; one that advice would not give these
    /// patients does not.
    fn lacks(&mut self, index: usize, others: &[usize]) -> Option<Arc<Reason>> {
        let entry = self.entry(index)?;
        let assessment = Arc::clone(&entry.judged.assessment);
        let best = assessment.offered.first()?;
        if assessment.kept || assessment.supported.is_empty() {
            return None;
        }
        for other in others {
            let lower = self.lower(index, *other);
            let lower = lower.is_some_and(|weighed| best.is_matched_by(&weighed));
            let entry = self.entry(*other)?;
            let dataset = self.checker.dataset;
            let offered = entry.is_one_of(dataset, &assessment.offered);
            let near = lower || offered || entry.row.kind.is_without_propellant();
            let stands = self.standing(index, *other);
            let words = self.checker.words;
            let alike = stands != Some(Stands::OtherSubstance)
                || self.are_all(index, *other, |one, other| words.used_alike(one, other));
            if near && stands.is_some() && alike {
                return None;
            }
        }
        Some(Arc::clone(&best.reason))
    }

    /// The other option with the largest saving stands before it, or after it. The same substance
    /// goes before another, which is no exchange and said for information.
    fn pairs(&mut self, index: usize, others: &[usize]) {
        let Some(entry) = self.entry(index) else {
            return;
        };
        let assessment = Arc::clone(&entry.judged.assessment);
        if assessment.kept || assessment.supported.is_empty() {
            return;
        }
        let rank = |group: &Self, index: usize| group.options.get(index).map(|one| one.rank);
        let own = rank(self, index);
        let mut best: [Option<(usize, Lower)>; 2] = [None, None];
        for other in others {
            let Some(found) = self.suggested(index, *other, &assessment) else {
                continue;
            };
            let [before, after] = &mut best;
            let earlier = rank(self, *other) <= own;
            let slot = if earlier { before } else { after };
            let key = |one: &Lower| (one.is_other(), one.weighed.after.central());
            if slot
                .as_ref()
                .is_none_or(|known| key(&found) < key(&known.1))
            {
                *slot = Some((*other, found));
            }
        }
        let codes = [
            FormularyCode::DominatedChoice,
            FormularyCode::OrderAgainstImpact,
        ];
        for (code, found) in codes.into_iter().zip(best) {
            if let Some((other, found)) = found {
                let code = Code::from(code);
                self.findings.push(Finding {
                    code,
                    severity: less(code.severity(), !found.is_other()),
                    option: index,
                    column: Column::Rank,
                    reason: Arc::new(Reason::Pair {
                        rule: found.rule,
                        weighed: found.weighed,
                        stands: found.stands,
                    }),
                    other: Some(other),
                });
            }
        }
    }

    /// Another option that is lower and that advice would give these patients, with the rule that
    /// supports it. A device without propellant that no rule supports for all of them is none.
    fn suggested(&mut self, index: usize, other: usize, of: &Assessment) -> Option<Lower> {
        let weighed = self.lower(index, other)?;
        let stands = self.standing(index, other)?;
        let words = self.checker.words;
        let choice = |one: Atc, other| one.is_in_group_of(other) && words.used_alike(one, other);
        if stands == Stands::OtherSubstance && !self.are_all(index, other, choice) {
            return None;
        }
        let dataset = self.checker.dataset;
        let entry = self.entry(other)?;
        let takes = |id: &&RuleId| {
            let rule = dataset.rule_by_id(id.as_str());
            let target = rule.and_then(|(_, rule)| rule.to.as_ref());
            let mut products = entry.row.kind.inhaler().map(|one| one.products(dataset));
            let all = products.as_mut().map(|all| {
                all.all(|product| target.is_some_and(|target| target.is.takes(product)))
            });
            all.unwrap_or(false)
        };
        let rule = of.supported.iter().find(takes);
        let rule = match rule {
            None if entry.row.kind.is_without_propellant() => return None,
            found => found.or_else(|| of.supported.first())?.clone(),
        };
        Some(Lower {
            rule,
            weighed,
            stands,
        })
    }

    /// Whether all that two options can be are to each other as asked: relief is no choice beside
    /// maintenance.
    fn are_all(&self, index: usize, other: usize, alike: impl Fn(Atc, Atc) -> bool) -> bool {
        let codes = |index: usize| {
            let inhaler = self.entry(index)?.row.kind.inhaler()?;
            let products = inhaler.products(self.checker.dataset);
            Some(products.map(|one| one.atc).collect::<Vec<Atc>>())
        };
        codes(index).zip(codes(other)).is_some_and(|(own, others)| {
            let mut own = own.into_iter();
            own.all(|one| others.iter().all(|other| alike(one, *other)))
        })
    }

    /// How another option stands to an option for its patients.
    fn standing(&mut self, index: usize, other: usize) -> Option<Stands> {
        let (entry, other) = (self.entry(index)?, self.entry(other)?);
        let key = (entry.row.used, other.row.used, entry.judged.patients);
        self.checker.standing(key)
    }

    /// What a treatment day with both weighs, where the other is at least probably lower.
    fn lower(&mut self, index: usize, other: usize) -> Option<Weighed> {
        let (used, others) = (self.entry(index)?.row.used, self.entry(other)?.row.used);
        let weighed = self.checker.weighed(used, others)?;
        (weighed.verdict <= Verdict::ProbablyLower).then_some(weighed)
    }
}
