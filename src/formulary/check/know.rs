//! What is known of options, found once and kept.
//!
//! What a row says whatever patients it is checked for is kept by its content ([`Row`]); what
//! rules say of a medicine for patients is kept by the numbers of both. A profile narrows the
//! patients of a row to one age; ages between which no rule and no label changes are one.

use super::super::entry::{Assessment, Entry, Judged, Kind, Row, asking};
use super::super::finding::{Stands, Weighed};
use super::super::moved::Movers;
use super::super::option::FormularyOption;
use super::super::population::{Patients, Profile};
use super::{Checker, PerDay, per_day, weigh};
use crate::advice::{AmountUse, Prescribed};
use crate::code::Atc;
use crate::context::{Age, Context, Fact};
use crate::dataset::EquivalenceBasis;
use crate::dataset::guideline::{Direction, RuleId};
use crate::exact;
use crate::matching::{Item, Meaning, Medicine};
use crate::quantity::{Quantity, Unit};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

/// What is kept is thrown away between two formularies once it is more than this.
pub(in crate::formulary) const MOST_KEPT: usize = 100_000;

/// A profile with its answers as a number; nothing of either by default.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Narrow {
    age: Option<Age>,
    /// 0 is none.
    answers: u32,
}

impl Checker<'_> {
    /// Throws away what was kept once it is too much; whether it did.
    pub(in crate::formulary) fn forget_when_full(&mut self) -> bool {
        self.memory.forget_above(self.most_kept)
    }

    /// A profile, with its answers as a number.
    pub(super) fn narrow(&mut self, profile: Option<&Profile>) -> Narrow {
        let Some(profile) = profile else {
            return Narrow::default();
        };
        let answers = if profile.facts.is_empty() {
            0
        } else {
            // Of two answers to one fact the last counts.
            let given: BTreeMap<Fact, bool> = profile.facts.iter().copied().collect();
            let given: Vec<(Fact, bool)> = given.into_iter().collect();
            self.memory.answers(given).saturating_add(1)
        };
        Narrow {
            age: profile.age,
            answers,
        }
    }

    /// What is known of an option whatever its patients.
    pub(super) fn row(&mut self, option: &FormularyOption) -> Arc<Row> {
        if let Some(row) = self.memory.rows.get(&option.digest) {
            return Arc::clone(row);
        }
        let (kind_number, kind) = self.kind(option);
        let row = Arc::new(Row {
            used: self
                .memory
                .used(kind_number, &kind, per_day(&option.dosage)),
            group: self.memory.group(option),
            ages: self
                .memory
                .ages(&option.condition, &option.population.feature),
            own: self.own(option, &kind),
            overdue: self.overdue(option),
            for_all: OnceLock::new(),
            kind,
        });
        self.memory.rows.insert(option.digest, Arc::clone(&row));
        row
    }

    /// What is known of an option for its patients; `None` where the profile is none of them.
    pub(super) fn entry(
        &mut self,
        option: &FormularyOption,
        row: &Arc<Row>,
        narrow: Narrow,
    ) -> Option<Entry> {
        let judged = if narrow == Narrow::default() {
            match row.for_all.get() {
                Some(known) => Arc::clone(known),
                None => {
                    let judged = self.judged(option, row, narrow)?;
                    Arc::clone(row.for_all.get_or_init(|| judged))
                }
            }
        } else {
            self.judged(option, row, narrow)?
        };
        Some(Entry {
            row: Arc::clone(row),
            judged,
        })
    }

    fn judged(
        &mut self,
        option: &FormularyOption,
        row: &Row,
        narrow: Narrow,
    ) -> Option<Arc<Judged>> {
        let number = self.patients(option, row.group, narrow)?;
        let key = (row.used, option.days, number);
        if let Some(known) = self.memory.judged.get(&key) {
            return Some(Arc::clone(known));
        }
        let patients = Arc::clone(self.memory.patients(number)?);
        let judged = Arc::new(Judged {
            patients: number,
            assessment: self.assessment(row, per_day(&option.dosage), (number, &patients)),
            own: self.own_for(option, &row.kind, &patients),
        });
        self.memory.judged.insert(key, Arc::clone(&judged));
        Some(judged)
    }

    /// The medicine of an option, and the number of it with its doses a day.
    pub(in crate::formulary) fn used_of(&mut self, option: &FormularyOption) -> (u32, Arc<Kind>) {
        let (number, kind) = self.kind(option);
        (
            self.memory.used(number, &kind, per_day(&option.dosage)),
            kind,
        )
    }

    /// The medicine of an option.
    pub(in crate::formulary) fn kind_of(&mut self, option: &FormularyOption) -> Arc<Kind> {
        self.kind(option).1
    }

    /// The medicine of an option, with its number.
    fn kind(&mut self, option: &FormularyOption) -> (u32, Arc<Kind>) {
        let kinds = &self.memory.kinds;
        let hash = kinds.hash((&option.label, option.atc));
        let same = |(label, atc, _): &(String, Option<Atc>, Arc<Kind>)| {
            *label == option.label && *atc == option.atc
        };
        let known = kinds.find(hash, same);
        if let Some((number, item)) = known.and_then(|number| Some((number, kinds.get(number)?))) {
            return (number, Arc::clone(&item.2));
        }
        let kind = Arc::new(self.resolve(&option.label, option.atc));
        let item = (option.label.clone(), option.atc, Arc::clone(&kind));
        (self.memory.kinds.add(hash, item), kind)
    }

    fn resolve(&self, label: &str, atc: Option<Atc>) -> Kind {
        let text = atc.map(|atc| atc.to_string()).unwrap_or_default();
        let item = Item {
            codes: Vec::new(),
            label,
            atc: &text,
        };
        match self.resolver.resolve(&item).meaning {
            Meaning::Inhaler(inhaler, ..) => {
                let model = self.engine.kernel().model();
                let movers = Movers {
                    dataset: self.dataset,
                    model,
                    set: model.gwp_set(),
                    transitions: &self.settings.transitions,
                    on: self.on,
                };
                let estimate = model.of(&inhaler);
                let moved = movers.estimate(&inhaler, &estimate);
                Kind::Inhaler {
                    moved: moved.is_some(),
                    contradiction: atc.and_then(|atc| Some((atc, self.named_besides(label, atc)?))),
                    inhaler,
                    estimate: Box::new(moved.unwrap_or(estimate)),
                }
            }
            Meaning::Other(_) => {
                let medicine = Medicine::read(label, atc, self.dataset);
                if atc.or(medicine.atc).is_none() {
                    Kind::Unknown
                } else {
                    Kind::Medicine(medicine)
                }
            }
        }
    }

    /// The codes of the inhaled medicine that a label names by itself, where this is none of them.
    fn named_besides(&self, label: &str, atc: Atc) -> Option<Vec<Atc>> {
        let item = Item {
            label,
            ..Item::default()
        };
        let Meaning::Inhaler(inhaler, ..) = self.resolver.resolve(&item).meaning else {
            return None;
        };
        let products = inhaler.products(self.dataset);
        let named: BTreeSet<Atc> = products.map(|product| product.atc).collect();
        let other = !named.is_empty() && !named.iter().any(|one| atc.is_prefix_of(one));
        other.then(|| named.into_iter().collect())
    }

    /// The number of the patients of a group who are of a profile.
    fn patients(&mut self, option: &FormularyOption, group: u32, narrow: Narrow) -> Option<u32> {
        let (icpc, population) = (&option.icpc, &option.population);
        let age = match narrow.age {
            Some(age) => Some(self.rules.first_like(age.years(), population)?),
            None => None,
        };
        let key = (group, (age, narrow.answers));
        if let Some(known) = self.memory.narrowed.get(&key) {
            return Some(*known);
        }
        let facts = narrow.answers.checked_sub(1);
        let facts = facts.and_then(|number| self.memory.answers.get(number));
        let profile = Profile {
            name: String::new(),
            age: age.and_then(|age| Age::new(age.into()).ok()),
            facts: facts.cloned().unwrap_or_default(),
        };
        let named = self.words.condition(&option.condition);
        let patients = Patients::of(
            self.dataset,
            &self.rules,
            self.words,
            (&named, icpc),
            population,
            Some(&profile),
        );
        let number = u32::try_from(self.memory.patients.len()).unwrap_or(u32::MAX);
        self.memory.patients.push(patients.map(Arc::new));
        self.memory.narrowed.insert(key, number);
        Some(number)
    }

    /// What rules say of the medicine of a row for patients.
    fn assessment(
        &mut self,
        row: &Row,
        per_day: PerDay,
        (number, patients): (u32, &Patients),
    ) -> Arc<Assessment> {
        let key = (row.used, number);
        if let Some(known) = self.memory.assessments.get(&key) {
            return Arc::clone(known);
        }
        let found = Arc::new(self.assess(&row.kind, per_day, patients));
        self.memory.assessments.insert(key, Arc::clone(&found));
        found
    }

    fn assess(&self, kind: &Kind, per_day: PerDay, patients: &Patients) -> Assessment {
        let doses = per_day.and_then(|(amount, days)| {
            let day = exact::Fraction::whole(amount).over_count(days)?;
            // A week has no end in decimals: then the advice is about one dose.
            let rounded = day.round(6);
            (exact::Fraction::whole(rounded) == day).then_some(rounded)
        });
        let contexts: &[Context] = match kind {
            Kind::Inhaler { .. } => &patients.contexts,
            // Of other medicines only contradictions are used, and most have none.
            Kind::Medicine(medicine) if self.rules.may_contradict(medicine.atc) => {
                &patients.besides
            }
            Kind::Medicine(_) | Kind::Unknown => &[],
        };
        let advices: Vec<_> = contexts
            .iter()
            .filter_map(|context| match kind {
                Kind::Inhaler { inhaler, .. } => {
                    let amount = Quantity::new(doses.unwrap_or(Decimal::ONE), Unit::Dose);
                    let amount = AmountUse::counted(Some(amount));
                    Some(self.advisor.on_inhaler(inhaler, amount, context))
                }
                Kind::Medicine(medicine) => {
                    let prescribed = Prescribed::medicine(medicine)?;
                    Some(self.advisor.on_substance(prescribed, context))
                }
                Kind::Unknown => None,
            })
            .collect();
        let mut found = Assessment::of(&advices, doses);
        let inhaled = kind.inhaler().is_some();
        let asks = |id: &RuleId| {
            let rule = self.rules.all.iter().find(|rule| rule.id == *id);
            rule.is_some_and(|rule| rule.direction != Direction::Inform)
        };
        found
            .conflicts
            .retain(|(one, other)| asks(one) && asks(other));
        if let Kind::Medicine(medicine) = kind {
            let about = |id: &RuleId| self.rules.is_about(id, medicine.atc);
            found
                .conflicts
                .retain(|(one, other)| about(one) && about(other));
        }
        if inhaled {
            // Of an inhaler both rules must ask for something: a rule about another type of
            // device is no contradiction.
            let said: BTreeSet<RuleId> = advices.iter().flat_map(asking).collect();
            found
                .conflicts
                .retain(|(one, other)| said.contains(one) && said.contains(other));
        }
        if inhaled && !kind.is_moved() {
            found.lacks = patients.lacks(&self.rules, &advices, &found);
        }
        // Without the meaning of the feature, without what it is prescribed for, or with another
        // gas than the rules know, nothing is said of impact.
        let for_nothing = inhaled && patients.indications.is_none();
        if !patients.known || for_nothing || kind.is_moved() {
            found.supported.clear();
            found.offered.clear();
        }
        found
    }

    /// What a treatment day with each of two options weighs; `None` where that cannot be told.
    pub(super) fn weighed(&mut self, before: u32, after: u32) -> Option<Weighed> {
        if let Some(known) = self.memory.pairs.get(&(before, after)) {
            return *known;
        }
        let at = |number: u32| {
            let index = usize::try_from(number).ok()?;
            self.memory.used.get(index)
        };
        let weighed = at(before).zip(at(after)).and_then(|(a, b)| weigh(a, b));
        self.memory.pairs.insert((before, after), weighed);
        weighed
    }

    /// How another option stands to an option for patients; `None` where advice would not offer
    /// it to some of them.
    pub(super) fn standing(
        &mut self,
        key @ (used, other, number): (u32, u32, u32),
    ) -> Option<Stands> {
        if let Some(known) = self.memory.standings.get(&key) {
            return *known;
        }
        let kind = |number: u32| {
            let index = usize::try_from(number).ok()?;
            self.memory.used.get(index).map(|(kind, _)| kind)
        };
        let patients = self.memory.patients(number);
        let stands = kind(used).zip(kind(other)).and_then(|(kind, other)| {
            let (from, to) = (kind.inhaler()?, other.inhaler()?);
            let mut contexts = patients?.contexts.iter();
            if contexts.any(|one| self.advisor.held_back(to, from, one).is_some()) {
                return None;
            }
            if !kind.has_substances_of(other, self.dataset) {
                return Some(Stands::OtherSubstance);
            }
            Some(match self.advisor.doses_rest_on(from, to) {
                Some(EquivalenceBasis::Nominal) => Stands::Nominal,
                Some(_) => Stands::Cited,
                None if kind.is_same_medicine(other) => Stands::Cited,
                None => Stands::NoEquivalence,
            })
        });
        self.memory.standings.insert(key, stands);
        stands
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formulary::{Formulary, Settings, Words};
    use crate::{Dataset, Engine};

    /// Ages between which nothing changes are one: each age of a profile says the same as the
    /// first of its stretch.
    #[test]
    fn an_age_says_what_the_first_of_its_stretch_says() {
        let engine = Engine::new(&Dataset::embedded().unwrap());
        let words = Words::of(engine.dataset());
        let text = include_str!("../../../data/demo/formularium.csv");
        let formulary = Formulary::read("f.csv", text.as_bytes(), &words);
        let mut checker = Checker::new(&engine, &words, Settings::new());
        let rows = checker.rows(&formulary);
        let mut stretches = BTreeSet::new();
        let inhaled = formulary.options().iter().zip(&rows.rows);
        for (option, row) in inhaled.filter(|(_, row)| row.kind.inhaler().is_some()) {
            for years in 0..=Age::MAX {
                let age = Age::new(years.into()).unwrap();
                let mut told = Vec::new();
                let mut like = |years| {
                    let profile = Profile {
                        age: Age::new(u32::from(years)).ok(),
                        ..Profile::default()
                    };
                    let patients = Patients::of(
                        engine.dataset(),
                        &checker.rules,
                        &words,
                        (&words.condition(&option.condition), &option.icpc),
                        &option.population,
                        Some(&profile),
                    );
                    let patients = patients.unwrap();
                    let found = checker.assess(&row.kind, per_day(&option.dosage), &patients);
                    let own = checker.own_for(option, &row.kind, &patients);
                    told.push((format!("{found:?}"), format!("{own:?}")));
                };
                let first = checker.rules.first_like(years, &option.population);
                let Some(first) = first else { continue };
                stretches.insert(first);
                like(age.years());
                like(first);
                assert_eq!(told[0], told[1], "{} at {years}", option.label);
            }
        }
        assert!(stretches.len() < 30, "{stretches:?}");
    }
}
