//! What holds an offer back, whatever rule makes it.
//!
//! A rule that says to keep what is prescribed, or to put something right first, names the
//! alternatives that it holds back; all, where it names none. It is held against the offer and not
//! written into each rule that makes one, so that a rule without the exception, of whatever layer,
//! offers nothing that a guard holds back.

use super::outcome::Outcome;
use super::{Ask, Guard};
use crate::dataset::Product;
use crate::dataset::guideline::{Direction, Gain, Rule, Same, Target, Unknown};
use std::collections::BTreeSet;

/// The guard that a rule is where it holds.
fn as_guard(rule: &Rule) -> Guard {
    if rule.direction == Direction::Correct {
        Guard::Correct(rule.id.clone())
    } else {
        Guard::Keep(rule.id.clone())
    }
}

/// What holds offers back for one prescription.
#[derive(Debug, Default)]
pub(super) struct Guards<'r> {
    /// Rules that hold, and those of which the age alone decides and is not known.
    held: Vec<(&'r Rule, Guard)>,
    /// A rule that says to stop what is prescribed: the same medicine in another form is no answer.
    stopped: Option<Guard>,
    /// Rules that may hold, with what that depends on.
    open: Vec<(&'r Rule, BTreeSet<Ask>)>,
}

impl<'r> Guards<'r> {
    /// Of rules as they came out, those that hold back.
    pub(super) fn of<G>(outcomes: &[(G, &'r Rule, Outcome)]) -> Self {
        let mut guards = Self::default();
        for (_, rule, outcome) in outcomes {
            if rule.holds_back() {
                guards.add(rule, outcome);
            } else if rule.direction == Direction::Stop && *outcome == Outcome::Applies {
                guards.stopped = Some(Guard::Correct(rule.id.clone()));
            }
        }
        guards
    }

    fn add(&mut self, rule: &'r Rule, outcome: &Outcome) {
        match outcome {
            Outcome::Applies => self.held.push((rule, as_guard(rule))),
            Outcome::Check(asks) if rule.unknown == Unknown::Ask => {
                self.open.push((rule, asks.clone()));
            }
            Outcome::Withheld(guard @ (Guard::AgeUnknown | Guard::Product)) => {
                self.held.push((rule, guard.clone()));
            }
            // An exception of its own holds, or the page says when it would hold.
            Outcome::Check(_) | Outcome::Withheld(_) | Outcome::NotMatched => {}
        }
    }

    /// What holds a rule back as a whole. With `by_product` the products that it finds are held
    /// against the guards one by one, and only what holds back each of them does so here.
    pub(super) fn of_rule(&self, rule: &Rule, by_product: bool) -> Option<Guard> {
        let reaches = |guard: &&(&Rule, Guard)| reaches(guard.0, rule.to.as_ref(), by_product);
        // What is known to hold is named before what is not known.
        let mut found = self.held.iter().filter(reaches).map(|(_, guard)| guard);
        let known = found.clone().find(|guard| guard.rule().is_some());
        let held = known.or_else(|| found.next()).cloned();
        let same = rule
            .to
            .as_ref()
            .is_some_and(|to| to.same == Same::Substance);
        held.or_else(|| {
            self.stopped
                .clone()
                .filter(|_| same && rule.gain == Gain::Climate)
        })
    }

    /// A rule that holds and that another names as contradicting it.
    pub(super) fn contradicted_by(&self, rule: &Rule) -> Option<Guard> {
        let mut held = self.held.iter();
        let found = held
            .find(|(kept, guard)| guard.rule().is_some() && rule.conflicts_with.contains(&kept.id));
        found.map(|(_, guard)| guard.clone())
    }

    /// What a rule must ask because of rules that may hold it back as a whole.
    pub(super) fn asks_of_rule(&self, rule: &Rule, by_product: bool) -> BTreeSet<Ask> {
        let open = self.open.iter();
        let reaching = open.filter(|(one, _)| reaches(one, rule.to.as_ref(), by_product));
        reaching
            .flat_map(|(_, asks)| asks.iter().copied())
            .collect()
    }

    /// What holds one product back.
    pub(super) fn of_product(&self, product: &Product) -> Option<Guard> {
        let mut held = self.held.iter();
        let found = held.find(|(rule, _)| takes(rule, product));
        found.map(|(_, guard)| guard.clone())
    }

    /// What must be asked before one product is offered.
    pub(super) fn asks_of_product(&self, product: &Product) -> BTreeSet<Ask> {
        let open = self.open.iter().filter(|(rule, _)| takes(rule, product));
        open.flat_map(|(_, asks)| asks.iter().copied()).collect()
    }
}

/// Whether a rule holds back a product.
fn takes(guard: &Rule, product: &Product) -> bool {
    let all = guard.guards.as_ref();
    all.is_none_or(|selector| selector.fits(product))
}

/// Whether a guard holds back what a rule offers: all that it can be where products are looked at
/// one by one, any of it otherwise. Where a rule names nothing, it may be anything.
fn reaches(guard: &Rule, target: Option<&Target>, by_product: bool) -> bool {
    let Some(selector) = &guard.guards else {
        return true;
    };
    let Some(target) = target else {
        return true;
    };
    if by_product && target.same != Same::Indication {
        selector.covers(&target.is)
    } else {
        selector.may_take(&target.is)
    }
}
