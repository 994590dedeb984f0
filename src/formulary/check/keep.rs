//! What must be kept for the patients of a step: that it is among the options, and that powder
//! does not stand before it.

use super::super::entry::Entry;
use super::super::finding::{Finding, Reason};
use super::super::option::Column;
use super::super::population::Patients;
use super::{Group, less};
use crate::code::Atc;
use crate::dataset::guideline::{Rule, RuleId};
use crate::dataset::{Dataset, Device};
use crate::diagnostic::{Code, FormularyCode};
use crate::matching::Inhaler;
use std::sync::Arc;

/// Whether every product that it can be is for powder.
fn is_powder(inhaler: &Inhaler) -> bool {
    let mut devices = inhaler.devices.iter();
    !inhaler.devices.is_empty() && devices.all(|one| *one == Device::Powder)
}

/// Whether an inhaler is surely one of what a rule takes, or surely none; `None` where it can be
/// both or is not known.
pub(super) fn takes(rule: &Rule, inhaler: &Inhaler, dataset: &Dataset) -> Option<bool> {
    let mut products = inhaler.products(dataset);
    let first = rule.from.takes(products.next()?);
    products
        .all(|one| rule.from.takes(one) == first)
        .then_some(first)
}

/// Whether an inhaler is of the group of medicines that a rule is about.
pub(super) fn is_of_group(rule: &Rule, inhaler: &Inhaler, dataset: &Dataset) -> bool {
    let group = |atc: &Atc| atc.as_str().get(..5).map(str::to_owned);
    let mut products = inhaler.products(dataset);
    products.any(|one| {
        let own = group(&one.atc);
        rule.from.atc.iter().any(|atc| group(atc) == own)
    })
}

/// An option that stands before what must be kept.
struct Before {
    option: usize,
    kept: usize,
    rules: Vec<RuleId>,
}

impl Group<'_, '_> {
    /// What a rule says to keep for some of the patients must be among the options, where the
    /// step has an inhaler of the same group; and who cannot use powder needs something else.
    /// Each rule says so for itself: one may be about an attack, another about an age.
    pub(super) fn keep(&mut self, step: &[usize]) {
        let patients = step.first().and_then(|index| {
            let number = self.entry(*index)?.judged.patients;
            self.checker.memory.patients(number).cloned()
        });
        let Some(patients) = patients else { return };
        if patients.keeps.is_empty() && patients.not_powder.is_empty() {
            return;
        }
        let powder = self.only_powder(step);
        if let (Some(index), [_, ..]) = (powder, patients.not_powder.as_slice()) {
            let rules = patients.not_powder.clone();
            let at = (index, Column::Label);
            let reason = Arc::new(Reason::OnlyPowder { rules });
            self.find(FormularyCode::KeepMissing, at, reason);
        }
        for number in &patients.keeps {
            let Some(rule) = self.checker.rules.counting(*number) else {
                continue;
            };
            let Some(index) = self.lacks_kept(rule, step, powder) else {
                continue;
            };
            let code = Code::from(FormularyCode::KeepMissing);
            self.findings.push(Finding {
                code,
                // What is regional or contradicted is for the author to weigh.
                severity: less(code.severity(), self.checker.rules.is_certain(rule)),
                option: index,
                column: Column::Label,
                reason: Arc::new(Reason::Keep {
                    rule: rule.id.clone(),
                }),
                other: None,
            });
        }
        self.keep_first(step, &patients);
    }

    fn inhaler(&self, index: usize) -> Option<&Inhaler> {
        self.entry(index)
            .and_then(|entry: &Entry| entry.row.kind.inhaler())
    }

    /// The first inhaler of a step in which all are for powder.
    fn only_powder(&self, step: &[usize]) -> Option<usize> {
        let mut inhalers = step
            .iter()
            .filter_map(|index| Some((*index, self.inhaler(*index)?)))
            .peekable();
        let first = inhalers.peek().map(|(index, _)| *index);
        first.filter(|_| inhalers.all(|(_, inhaler)| is_powder(inhaler)))
    }

    /// The first inhaler of the group of a rule that says what to keep, where the step has
    /// nothing that it keeps. A rule for all medicines is held against steps of powder alone.
    fn lacks_kept(&self, rule: &Rule, step: &[usize], powder: Option<usize>) -> Option<usize> {
        let dataset = self.checker.dataset;
        let mut of_group = powder.filter(|_| rule.from.atc.is_empty());
        for index in step {
            let Some(inhaler) = self.inhaler(*index) else {
                continue;
            };
            if takes(rule, inhaler, dataset) == Some(true) {
                return None;
            }
            if is_of_group(rule, inhaler, dataset) {
                of_group = of_group.or(Some(*index));
            }
        }
        of_group
    }

    /// What must be kept stands before what patients should not have first: of rules that count
    /// nationally and that no other contradicts, and powder for those who cannot use it.
    fn keep_first(&mut self, step: &[usize], patients: &Patients) {
        let mut found: Vec<Before> = Vec::new();
        if !patients.not_powder.is_empty() {
            let other = |_: &Self, inhaler: &Inhaler| !is_powder(inhaler);
            let powder = |_: &Self, inhaler: &Inhaler| is_powder(inhaler);
            self.before(step, &patients.not_powder, other, powder, &mut found);
        }
        for number in &patients.keeps {
            let rule = self.checker.rules.counting(*number);
            let Some(rule) = rule.filter(|rule| self.checker.rules.is_certain(rule)) else {
                continue;
            };
            let kept = |group: &Self, inhaler: &Inhaler| {
                takes(rule, inhaler, group.checker.dataset) == Some(true)
            };
            let other = |group: &Self, inhaler: &Inhaler| {
                let dataset = group.checker.dataset;
                let of_group = is_of_group(rule, inhaler, dataset)
                    || (rule.from.atc.is_empty() && is_powder(inhaler));
                of_group && takes(rule, inhaler, dataset) == Some(false)
            };
            let rules = std::slice::from_ref(&rule.id);
            self.before(step, rules, kept, other, &mut found);
        }
        found.sort_by_key(|one| one.option);
        for Before {
            option,
            kept,
            rules,
        } in found
        {
            let reason = Arc::new(Reason::NotFirst { rules });
            let at = (option, Column::Rank);
            self.find_with(FormularyCode::KeepNotFirst, at, reason, Some(kept));
        }
    }

    /// The options that stand before the first one that is kept.
    fn before(
        &self,
        step: &[usize],
        rules: &[RuleId],
        is_kept: impl Fn(&Self, &Inhaler) -> bool,
        is_other: impl Fn(&Self, &Inhaler) -> bool,
        found: &mut Vec<Before>,
    ) {
        let rank = |index: usize| self.options.get(index).map(|one| one.rank);
        let is = |index: &usize, which: &dyn Fn(&Self, &Inhaler) -> bool| {
            self.inhaler(*index)
                .is_some_and(|inhaler| which(self, inhaler))
        };
        let kept = step.iter().copied().find(|index| is(index, &is_kept));
        let Some(kept) = kept else { return };
        let earlier = step
            .iter()
            .copied()
            .filter(|index| rank(*index) < rank(kept));
        for option in earlier.filter(|index| is(index, &is_other)) {
            match found.iter_mut().find(|one| one.option == option) {
                Some(known) => known.rules.extend(rules.iter().cloned()),
                None => found.push(Before {
                    option,
                    kept,
                    rules: rules.to_vec(),
                }),
            }
        }
    }
}
