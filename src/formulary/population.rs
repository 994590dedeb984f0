//! The patients that an option is meant for, as rules see them.

use super::words::{Tells, Words};
use crate::advice::{Outcome, Prescribed, Use};
use crate::code::{Atc, Icpc};
use crate::context::{Age, Context, Fact};
use crate::dataset::guideline::{Condition, Direction, Rule, Setting, Strength};
use crate::dataset::{Dataset, Evidence};
use crate::formulary::Population;
use crate::matching::Resolver;
use std::collections::BTreeSet;

/// A patient, or a kind of patients, against whom formularies are run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Profile {
    /// The name.
    pub name: String,
    /// The age; `None` for all ages of the option.
    pub age: Option<Age>,
    /// Answers to facts.
    pub facts: Vec<(Fact, bool)>,
}

/// A population of a formulary as rules see it.
#[derive(Debug)]
pub(super) struct Patients {
    /// One context for each stretch of ages over which rules do not change.
    pub(super) contexts: Vec<Context>,
    /// As `contexts`, for the rules that can be about other medicines than inhalers.
    pub(super) besides: Vec<Context>,
    /// Whether the feature means something to rules: otherwise nothing is known of impact.
    pub(super) known: bool,
    /// The first age, where ages are stated.
    pub(super) from: Option<u8>,
    /// Whether it is about an acute attack.
    pub(super) acute: bool,
    /// What is told of the first issue.
    pub(super) first_issue: Option<bool>,
    /// The rules that say to keep an inhaler in some of the contexts, uncontested ones first.
    pub(super) keeps: Vec<usize>,
}

/// The rules that a formulary is held against, with the ages at which they change.
#[derive(Debug)]
pub(super) struct Rules<'d> {
    pub(super) all: Vec<&'d Rule>,
    borders: BTreeSet<u8>,
    /// The borders of rules that can be about other medicines than inhalers.
    besides: BTreeSet<u8>,
    /// The ages at which rules, labels or what is known of a patient change.
    every: BTreeSet<u8>,
    /// Harmonise: one kind of inhaler.
    pub(super) harmonise: Option<usize>,
}

impl<'d> Rules<'d> {
    pub(super) fn new(dataset: &'d Dataset) -> Self {
        let usable = |rule: &&Rule| {
            rule.setting == Setting::PrimaryCare && rule.evidence != Evidence::Unverified
        };
        let all: Vec<&Rule> = dataset.rules().filter(usable).collect();
        let mut borders = BTreeSet::new();
        let mut besides = BTreeSet::new();
        for rule in &all {
            let unless = rule.unless.iter().map(|exception| &exception.condition);
            let inhaled = !rule.from.devices.is_empty();
            for condition in unless.chain([&rule.when]) {
                borders.extend(borders_of(condition));
                if !inhaled {
                    besides.extend(borders_of(condition));
                }
            }
        }
        let labels = dataset.all_label_limits().iter();
        let labels = labels.filter_map(|limit| u8::try_from(limit.min_age?).ok());
        let mut every: BTreeSet<u8> = labels.chain([Age::ADULT]).collect();
        every.extend(borders.iter().chain(&besides));
        let harmonise = all
            .iter()
            .position(|rule| rule.direction == Direction::Harmonise);
        Self {
            all,
            borders,
            besides,
            every,
            harmonise,
        }
    }

    /// The first age of a population for which rules and labels say the same as for this one;
    /// `None` where the population does not hold it.
    pub(super) fn first_like(&self, age: u8, population: &Population) -> Option<u8> {
        let from = population.from.unwrap_or(0);
        let to = population.to.unwrap_or(Age::MAX);
        if age < from || to < age {
            return None;
        }
        let border = self.every.range(..=age).next_back();
        Some(border.map_or(from, |border| from.max(*border)))
    }

    /// Whether a rule about a medicine that is not inhaled may contradict another.
    pub(super) fn may_contradict(&self, atc: Option<Atc>) -> bool {
        let about = |rule: &Rule| {
            let groups = &rule.from.atc;
            let named = atc.is_some_and(|atc| groups.iter().any(|one| one.is_prefix_of(&atc)));
            rule.from.devices.is_empty() && (groups.is_empty() || named)
        };
        let mut rules = self.all.iter();
        rules.any(|rule| !rule.conflicts_with.is_empty() && about(rule))
    }

    /// Whether a rule is one to keep an inhaler that counts nationally.
    fn keeps(rule: &Rule) -> bool {
        rule.direction == Direction::Keep && rule.strength <= Strength::Advice
    }
}

/// The first ages of the stretches between borders.
fn stretches(borders: &BTreeSet<u8>, from: u8, to: u8) -> BTreeSet<u8> {
    let inside = borders.iter().copied();
    inside
        .filter(|age| from < *age && *age <= to)
        .chain([from])
        .collect()
}

fn borders_of(condition: &Condition) -> impl Iterator<Item = u8> + use<> {
    let band = condition.age;
    let from = band.map(|band| band.from);
    from.into_iter().chain(band.and_then(|band| band.below))
}

impl Patients {
    /// The patients of an option; `None` where the profile is none of them.
    pub(super) fn of(
        (dataset, resolver): (&Dataset, &Resolver<'_>),
        rules: &Rules<'_>,
        words: &Words,
        icpc: &[Icpc],
        population: &Population,
        profile: Option<&Profile>,
    ) -> Option<Self> {
        let told = words.feature(&population.feature);
        let known = told.is_some();
        let mut base = Context::new();
        let mut first_issue = None;
        for code in icpc {
            base = base.icpc(code.clone());
        }
        let mut acute = false;
        for tells in told.into_iter().flatten() {
            match tells {
                Tells::Fact(fact, answer) => {
                    acute |= fact == Fact::AcuteAttack && answer;
                    base = base.fact(fact, answer);
                }
                Tells::FirstIssue(first) => {
                    first_issue = Some(first);
                    base = base.first_issue(first);
                }
            }
        }
        let given = (population.from.is_some() || population.to.is_some()).then(|| {
            let last = population.to.unwrap_or(Age::MAX);
            (population.from.unwrap_or(0), last)
        });
        let between = |borders| given.map(|(from, to)| stretches(borders, from, to));
        let mut ages = between(&rules.borders);
        let mut besides = between(&rules.besides);
        if let Some(profile) = profile {
            if let Some(age) = profile.age {
                let outside = |(from, to)| age.years() < from || to < age.years();
                if given.is_some_and(outside) {
                    return None;
                }
                ages = Some([age.years()].into());
                besides.clone_from(&ages);
            }
            for (fact, answer) in &profile.facts {
                base = base.fact(*fact, *answer);
            }
        }
        let contexts = |ages: Option<BTreeSet<u8>>| -> Vec<Context> {
            let Some(ages) = ages else {
                return vec![base.clone()];
            };
            let ages = ages.into_iter().filter_map(|age| Age::new(age.into()).ok());
            ages.map(|age| base.clone().age(age)).collect()
        };
        let mut patients = Self {
            contexts: contexts(ages),
            besides: contexts(besides),
            known,
            from: given.map(|(from, _)| from),
            acute,
            first_issue,
            keeps: Vec::new(),
        };
        patients.keeps = patients.keep_rules((dataset, resolver), rules);
        Some(patients)
    }

    /// The rules that say to keep some product for some of the patients.
    fn keep_rules(
        &self,
        (dataset, resolver): (&Dataset, &Resolver<'_>),
        rules: &Rules<'_>,
    ) -> Vec<usize> {
        let applies = |rule: &Rule| {
            let taken = dataset.products().iter().find(|one| rule.from.takes(one));
            let Some(inhaler) = taken.and_then(|one| resolver.product(one.id.as_str())) else {
                return false;
            };
            self.contexts.iter().any(|context| {
                let prescribed = Prescribed::Inhaler(&inhaler);
                rule.outcome(dataset, prescribed, context, Use::Patient) == Outcome::Applies
            })
        };
        let keep = rules.all.iter().enumerate();
        let found = keep.filter(|(_, rule)| Rules::keeps(rule) && applies(rule));
        let mut found: Vec<usize> = found.map(|(index, _)| index).collect();
        // What no other rule contradicts comes first.
        found.sort_by_key(|index| {
            let rule = rules.all.get(*index);
            rule.is_some_and(|rule| !rule.conflicts_with.is_empty())
        });
        found
    }
}
