//! The audit of a report with hidden numbers, before it is given out: what somebody can compute who
//! knows the steps, the order of rounding and which rules and routes speak of which medicines.

use super::coarse::Coarse;
use super::groups::Folded;
use super::system::System;
use super::{Count, Outcome};
use crate::practice::group::RuleSum;
use std::collections::{BTreeMap, BTreeSet};

/// An audit of what would be told.
pub(super) struct Audit<'c> {
    pub(super) coarse: &'c Coarse,
    pub(super) limit: u64,
    /// Patients are protected; otherwise rows.
    pub(super) patients: bool,
}

/// The numbers of the medicines that stand by name: rows, and patients.
#[derive(Default)]
struct Numbers {
    rows: BTreeMap<usize, usize>,
    patients: BTreeMap<usize, usize>,
}

impl Audit<'_> {
    /// Hides numbers of patients of rules until nothing can be computed of them; what is left to
    /// compute may not stand by name.
    pub(super) fn of(&self, outcome: &mut Outcome) -> Folded {
        let (mut system, numbers) = self.inhalers();
        system.narrow();
        let mut folded = self.others();
        let protected = if self.patients {
            &numbers.patients
        } else {
            &numbers.rows
        };
        for told in &self.coarse.entries {
            let number = protected.get(&told.place);
            if number.is_none_or(|number| self.is_computed(&system, *number)) {
                folded.entries.insert(told.id.clone());
            }
        }
        if folded == Folded::default() && self.patients {
            while let Some(worst) = self.computed_by_rules(&system, &numbers, outcome) {
                for rule in outcome.rules.rules_mut() {
                    if rule.patients == Some(worst.into()) {
                        rule.hide_patients();
                    }
                }
            }
        }
        folded
    }

    fn is_computed(&self, system: &System, number: usize) -> bool {
        let values = u64::try_from(system.values(number)).unwrap_or(0);
        values < self.limit
    }

    fn step(&self) -> i64 {
        i64::try_from(self.limit).unwrap_or(i64::MAX)
    }

    /// A number in a chain of rounded ones: the sum so far lies in its step.
    fn next(
        &self,
        system: &mut System,
        chain: &mut (Option<usize>, i64),
        told: u64,
        least: i64,
    ) -> usize {
        let number = system.at_least(least);
        chain.1 = chain
            .1
            .saturating_add(i64::try_from(told).unwrap_or(i64::MAX));
        let end = chain.1.saturating_add(self.step()).saturating_sub(1);
        let sum = system.between(chain.1, end);
        let parts = chain.0.into_iter().chain([number]).collect();
        system.equal(vec![sum], parts);
        chain.0 = Some(sum);
        number
    }

    /// The inhaled medicines that stand by name, as they were rounded.
    fn inhalers(&self) -> (System, Numbers) {
        let (mut system, mut numbers) = (System::default(), Numbers::default());
        let mut chain = (None, 0);
        for rest in &self.coarse.rest {
            self.next(&mut system, &mut chain, rest.rows_with_value, 0);
            let others = rest.rows.saturating_sub(rest.rows_with_value);
            self.next(&mut system, &mut chain, others, 0);
        }
        for told in &self.coarse.entries {
            let rows = self.next(&mut system, &mut chain, told.rows, self.step());
            let patients = system.at_least(self.step());
            system.at_most(vec![patients], vec![rows]);
            numbers.rows.insert(told.place, rows);
            numbers.patients.insert(told.place, patients);
        }
        (system, numbers)
    }

    /// Forms and substances of other medicines: those of a route are no more than its forms.
    fn others(&self) -> Folded {
        let tally = &self.coarse.tally;
        let mut system = System::default();
        let mut chain = (None, 0);
        self.next(&mut system, &mut chain, self.coarse.inhalers, 0);
        let rest = self.next(&mut system, &mut chain, self.coarse.other_forms, 0);
        let mut routes: BTreeMap<_, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        let (mut forms, mut substances) = (Vec::new(), Vec::new());
        for (form, sum) in &tally.forms {
            let number = self.next(&mut system, &mut chain, sum.rows, self.step());
            routes.entry(form.route()).or_default().1.push(number);
            forms.push((*form, number));
        }
        let mut chain = (None, 0);
        for (key, mass) in &tally.substances {
            let number = self.next(&mut system, &mut chain, mass.rows, self.step());
            routes.entry(key.1).or_default().0.push(number);
            substances.push((*key, number));
        }
        // Forms stand only together where there are two of them: one has a row that is of no
        // substance of the other.
        let other = i64::from(self.coarse.other_forms > 0);
        for (mut of_substances, mut of_forms) in routes.into_values() {
            of_substances.push(system.between(other, other));
            of_forms.push(rest);
            system.at_most(of_substances, of_forms);
        }
        system.narrow();
        Folded {
            entries: BTreeSet::new(),
            forms: self.computed(&system, forms),
            substances: self.computed(&system, substances),
        }
    }

    /// Which of these rows, or the patients in them, can be computed.
    fn computed<K: Ord>(&self, system: &System, all: Vec<(K, usize)>) -> BTreeSet<K> {
        let computed = |number: usize| {
            let mut system = system.clone();
            let protected = if self.patients {
                let patients = system.at_least(self.step());
                system.at_most(vec![patients], vec![number]);
                system.narrow();
                patients
            } else {
                number
            };
            self.is_computed(&system, protected)
        };
        let all = all.into_iter().filter(|(_, number)| computed(*number));
        all.map(|(key, _)| key).collect()
    }

    /// The smallest told number of patients of a rule that speaks of what can be computed.
    fn computed_by_rules(
        &self,
        system: &System,
        numbers: &Numbers,
        outcome: &mut Outcome,
    ) -> Option<u64> {
        let mut system = system.clone();
        let mut sets: BTreeMap<BTreeSet<usize>, (usize, u64)> = BTreeMap::new();
        for rule in outcome.rules.rules_mut() {
            let Some(told) = rule.patients.and_then(Count::shown) else {
                continue;
            };
            let parts: Vec<usize> = rule
                .places()
                .iter()
                .filter_map(|place| numbers.patients.get(place).copied())
                .collect();
            if sets.contains_key(rule.places()) {
                continue;
            }
            let low = i64::try_from(told).ok()?;
            let all = system.between(low, low.saturating_add(self.step()).saturating_sub(1));
            for part in &parts {
                system.at_most(vec![*part], vec![all]);
            }
            system.at_most(vec![all], parts);
            sets.insert(rule.places().clone(), (all, told));
        }
        relate(&mut system, &sets);
        system.narrow();
        let computed: BTreeSet<usize> = numbers
            .patients
            .iter()
            .filter(|(_, number)| self.is_computed(&system, **number))
            .map(|(place, _)| *place)
            .collect();
        let speaks = |set: &BTreeSet<usize>, number: usize| {
            self.is_computed(&system, number) || !set.is_disjoint(&computed)
        };
        let all = sets
            .iter()
            .filter(|(set, (number, _))| speaks(set, *number));
        all.map(|(_, (_, told))| *told).min()
    }
}

/// The patients of a set and of a part of it, and of two sets with what they have in common: those of
/// all of both and those of both are together no more than those of the one and of the other.
fn relate(system: &mut System, sets: &BTreeMap<BTreeSet<usize>, (usize, u64)>) {
    let all: Vec<_> = sets
        .iter()
        .map(|(set, (number, _))| (set, *number))
        .collect();
    for (one, a) in &all {
        for (other, b) in &all {
            if a == b {
                continue;
            }
            if one.is_subset(other) {
                system.at_most(vec![*a], vec![*b]);
            }
            let (union, common): (BTreeSet<usize>, BTreeSet<usize>) =
                (*one | *other, *one & *other);
            let inside = all
                .iter()
                .filter(|(set, c)| c != a && c != b && set.is_subset(&union));
            for (_, c) in inside {
                system.at_most(vec![*c], vec![*a, *b]);
                let shared = all.iter().filter(|(set, _)| set.is_subset(&common));
                for (_, d) in shared.filter(|(_, d)| d != a && d != b && d != c) {
                    system.at_most(vec![*c, *d], vec![*a, *b]);
                }
            }
        }
    }
}

impl RuleSum {
    /// Hides how many patients it is about.
    fn hide_patients(&mut self) {
        self.patients = self.patients.map(|_| Count::Hidden);
        if let Some(above) = &mut self.above_limit {
            (above.patients, above.unknown) = (Count::Hidden, Count::Hidden);
        }
    }
}
