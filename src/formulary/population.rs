//! The patients that an option is meant for, as rules see them.

use super::condition::Named;
use super::entry::Assessment;
use super::feature::Tells;
use super::option::Column;
use super::words::Words;
use crate::advice::{Advice, Guard, LeftOutWhy, Options, Outcome, Prescribed, Use};
use crate::code::{Atc, Icpc};
use crate::context::{Age, Answer, Context, Fact, FactValue, Indication};
use crate::dataset::guideline::{Condition, Direction, Rule, RuleId, Selector, Strength, Test};
use crate::dataset::{Dataset, Device};
use crate::formulary::{Population, Reason};
use crate::matching::{Inhaler, Resolver};
use std::collections::BTreeSet;
use std::sync::Arc;

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
    /// Whether all of the feature means something to rules: otherwise nothing is known of impact.
    pub(super) known: bool,
    /// What it is prescribed for, by the ICPC codes and the name of the condition together;
    /// `None` where there is no code and the name tells nothing.
    pub(super) indications: Option<BTreeSet<Indication>>,
    /// Where the name of the condition says one thing, and a code or the feature another.
    pub(super) differs: Option<Arc<Reason>>,
    /// The first age, where ages are stated.
    pub(super) from: Option<u8>,
    /// Whether it is about an acute attack.
    pub(super) acute: bool,
    /// Whether they are frail or in palliative care: then impact is weighed with the patient.
    pub(super) weighs: bool,
    /// What is told of the first issue.
    pub(super) first_issue: Option<bool>,
    /// The rules that say to keep an inhaler in some of the contexts, uncontested ones first.
    pub(super) keeps: Vec<usize>,
    /// The rules that would say to keep an inhaler for some age, where no age is known.
    pub(super) age_keeps: Vec<usize>,
    /// Where they cannot use powder: what rules say of that; nothing otherwise.
    pub(super) not_powder: Vec<RuleId>,
}

/// The rules that a formulary is held against, with the ages at which they change.
#[derive(Debug)]
pub(super) struct Rules<'d> {
    pub(super) all: Vec<&'d Rule>,
    /// Which of them are below the status that was asked for. Those that say to keep something
    /// still soften what other rules find, so that asking for more assessment never offers more;
    /// they find nothing of their own.
    softens_only: Vec<bool>,
    /// The first product that each takes.
    taken: Vec<Option<Inhaler>>,
    borders: BTreeSet<u8>,
    /// The borders of rules that can be about other medicines than inhalers.
    besides: BTreeSet<u8>,
    /// What rules about inhalers ask that they are prescribed for.
    inhaled_for: BTreeSet<Indication>,
    /// The ages at which rules, labels or what is known of a patient change.
    every: BTreeSet<u8>,
    /// Harmonise: one kind of inhaler.
    pub(super) harmonise: Option<usize>,
}

impl<'d> Rules<'d> {
    pub(super) fn new(dataset: &'d Dataset, resolver: &Resolver, options: &Options) -> Self {
        let below = |rule: &Rule| {
            let status = options.leaves_out(rule) == Some(LeftOutWhy::Status);
            status && rule.direction == Direction::Keep
        };
        let rules = dataset.rules();
        let all: Vec<&Rule> = rules
            .filter(|rule| options.leaves_out(rule).is_none() || below(rule))
            .collect();
        let softens_only = all.iter().map(|rule| below(rule)).collect();
        let mut borders = BTreeSet::new();
        let mut besides = BTreeSet::new();
        let mut inhaled_for = BTreeSet::new();
        for rule in &all {
            let unless = rule.unless.iter().map(|exception| &exception.condition);
            let inhaled = !rule.from.devices.is_empty();
            if inhaled {
                inhaled_for.extend(rule.when.indications().iter().copied());
            }
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
        let in_time = |rule: &Rule| {
            let found = dataset.rule_by_id(rule.id.as_str());
            found.is_some_and(|(guideline, _)| options.overdue(dataset, guideline).is_none())
        };
        let harmonise = all
            .iter()
            .position(|rule| rule.direction == Direction::Harmonise && in_time(rule));
        let taken = all.iter().map(|rule| {
            let mut products = dataset.products().iter();
            let first = products.find(|one| rule.from.takes(one))?;
            resolver.product(first.id.as_str())
        });
        Self {
            taken: taken.collect(),
            softens_only,
            all,
            borders,
            besides,
            inhaled_for,
            every,
            harmonise,
        }
    }

    /// A rule that counts by its number; `None` for one that softens only.
    pub(super) fn counting(&self, number: usize) -> Option<&'d Rule> {
        let softens = self.softens_only.get(number).copied().unwrap_or(false);
        self.all.get(number).copied().filter(|_| !softens)
    }

    /// Each rule with the first product that it takes.
    fn with_taken(&self) -> impl Iterator<Item = (&'d Rule, Option<&Inhaler>)> {
        let taken = self.taken.iter().map(Option::as_ref);
        self.all.iter().copied().zip(taken)
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

    /// Whether a rule is about a medicine that is not inhaled: it turns from it, or to it.
    pub(super) fn is_about(&self, id: &RuleId, atc: Option<Atc>) -> bool {
        let names = |selector: &Selector| {
            let mut groups = selector.atc.iter();
            atc.is_some_and(|atc| groups.any(|one| one.is_prefix_of(&atc)))
        };
        let rule = self.all.iter().find(|rule| rule.id == *id);
        rule.is_some_and(|rule| {
            let to = rule.to.as_ref().is_some_and(|to| names(&to.is));
            names(&rule.from) || to
        })
    }

    /// Whether a rule counts nationally and no other that does contradicts it.
    pub(super) fn is_certain(&self, rule: &Rule) -> bool {
        let counts = |rule: &Rule| rule.strength <= Strength::Advice;
        let against = |id: &RuleId| {
            let other = self.all.iter().find(|other| other.id == *id);
            other.is_some_and(|other| counts(other))
        };
        counts(rule) && !rule.conflicts_with.iter().any(against)
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

/// What the name of the condition says otherwise than the codes, of what names can say, or than
/// the feature.
fn differs(
    named: &BTreeSet<Indication>,
    coded: BTreeSet<Indication>,
    words: &Words,
    facts: &[(Fact, bool)],
    told: &[Tells],
) -> Option<Arc<Reason>> {
    let mut coded = coded;
    if !coded.is_disjoint(named) {
        coded.clear();
    }
    let sayable = words.condition_indications();
    coded.retain(|one| sayable.contains(one));
    let mut named = named.clone();
    if named.is_empty() || coded.is_empty() {
        named.clear();
        coded.clear();
    }
    let denied = facts
        .iter()
        .filter(|(fact, answer)| told.contains(&Tells::Fact(*fact, !*answer)));
    let facts: Vec<Fact> = denied.map(|(fact, _)| *fact).collect();
    let differ = !coded.is_empty() || !facts.is_empty();
    differ.then(|| {
        Arc::new(Reason::NameDiffers {
            named,
            coded,
            facts,
        })
    })
}

fn borders_of(condition: &Condition) -> impl Iterator<Item = u8> + use<> {
    let band = condition.age();
    let from = band.map(|band| band.from);
    from.into_iter().chain(band.and_then(|band| band.below))
}

impl Patients {
    /// The patients of an option; `None` where the profile is none of them.
    pub(super) fn of(
        dataset: &Dataset,
        rules: &Rules<'_>,
        words: &Words,
        (named, icpc): (&Named, &[Icpc]),
        population: &Population,
        profile: Option<&Profile>,
    ) -> Option<Self> {
        // What is known counts beside words that are not.
        let feature = words.read_feature(&population.feature);
        let known = feature.unknown.is_empty();
        let told = feature.told;
        let mut base = Context::new();
        for code in icpc {
            base = base.icpc(code.clone());
        }
        let coded = dataset.indications_of(base.given_icpc(), &BTreeSet::new(), None);
        for indication in &named.indications {
            base = base.indication(*indication);
        }
        let named_too = base.given_indications();
        let indications = dataset.indications_of(base.given_icpc(), named_too, None);
        // Of what the name and the feature tell of one fact the feature counts.
        let mut facts: Vec<(Fact, bool)> = named
            .facts(&indications.clone().unwrap_or_default())
            .collect();
        facts.sort_by_key(|(fact, _)| dataset.asked().place(*fact));
        for (fact, answer) in &facts {
            base = base.fact(*fact, *answer);
        }
        let coded = coded.unwrap_or_default();
        let differs = differs(&named.indications, coded, words, &facts, &told);
        for tells in told {
            match tells {
                Tells::Fact(fact, answer) => base = base.fact(fact, answer),
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
        let acute = base.answer(Fact::ACUTE_ATTACK) == Answer::Yes;
        let weighs = [Fact::FRAIL, Fact::PALLIATIVE];
        let weighs = weighs.iter().any(|fact| base.answer(*fact) == Answer::Yes);
        let first_issue = base.given(Fact::FIRST_ISSUE).and_then(FactValue::holds);
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
            indications,
            differs,
            from: given.map(|(from, _)| from),
            acute,
            weighs,
            first_issue,
            keeps: Vec::new(),
            age_keeps: Vec::new(),
            not_powder: Vec::new(),
        };
        patients.keeps = patients.keep_rules(dataset, rules, &Outcome::Applies);
        // Of COPD alone they are grown up, and what is kept for children is not about them.
        let copd = BTreeSet::from([Indication::COPD]);
        if patients.indications.as_ref() != Some(&copd) {
            let unknown = Outcome::Withheld(Guard::AgeUnknown);
            patients.age_keeps = patients.keep_rules(dataset, rules, &unknown);
        }
        if base.answer(Fact::CAN_USE_POWDER) == Answer::No {
            patients.not_powder = patients.rules_of_powder(dataset, rules);
        }
        Some(patients)
    }

    /// The columns that keep the impact of an inhaler from being judged: no rule is about what
    /// it is for, or rules ask for a change, or would if the age were known; and nothing says to
    /// keep what is there.
    pub(super) fn lacks(
        &self,
        rules: &Rules<'_>,
        advices: &[Advice],
        found: &Assessment,
    ) -> BTreeSet<Column> {
        let given = self.indications.as_ref();
        let elsewhere = given.is_some_and(|given| given.is_disjoint(&rules.inhaled_for));
        let mut withheld = advices.iter().flat_map(|advice| &advice.withheld);
        let age_unknown = withheld.any(|one| one.guard == Guard::AgeUnknown);
        let asked = !found.supported.is_empty() || age_unknown || elsewhere;
        if found.kept || !asked {
            return BTreeSet::new();
        }
        let lacking = [
            (Column::Icpc, given.is_none() || elsewhere),
            (Column::AgeFrom, age_unknown),
            (Column::Feature, !self.known),
        ];
        let lacking = lacking.into_iter().filter(|(_, lacks)| *lacks);
        lacking.map(|(column, _)| column).collect()
    }

    /// The rules about keeping some product that come to this for some of the patients.
    fn keep_rules(&self, dataset: &Dataset, rules: &Rules<'_>, outcome: &Outcome) -> Vec<usize> {
        let applies = |found: Outcome| found == *outcome;
        let all = rules.with_taken().enumerate();
        let found = all.filter(|(_, (rule, taken))| {
            rule.names_what_stays() && self.outcomes(dataset, rule, *taken).any(applies)
        });
        let mut found: Vec<usize> = found.map(|(index, _)| index).collect();
        // What counts everywhere and no other rule contradicts comes first.
        found.sort_by_key(|index| {
            let rule = rules.all.get(*index);
            !rule.is_some_and(|rule| rules.is_certain(rule))
        });
        found
    }

    /// What rules say of powder for those who cannot use it: one that names what to use instead,
    /// and one that advises powder to all but them.
    fn rules_of_powder(&self, dataset: &Dataset, rules: &Rules<'_>) -> Vec<RuleId> {
        let except = |rule: &Rule, answer: bool| {
            let mut unless = rule.unless.iter().map(|one| &one.condition);
            unless.any(|one| one.test(Fact::CAN_USE_POWDER) == Some(Test::Is(answer)))
        };
        let about = |rule: &Rule, taken: Option<&Inhaler>| {
            let mut outcomes = self.outcomes(dataset, rule, taken);
            rule.from.atc.is_empty() && outcomes.any(|one| one != Outcome::NotMatched)
        };
        let powder = |selector: &Selector| selector.devices == [Device::Powder];
        let all = rules
            .with_taken()
            .filter(|(rule, taken)| about(rule, *taken));
        let all: Vec<&Rule> = all.map(|(rule, _)| rule).collect();
        let all = || all.iter().copied();
        let instead = all().find(|rule| powder(&rule.from) && except(rule, true));
        let others = all().filter(|rule| rule.strength <= Strength::Advice);
        let others = others.filter(|rule| except(rule, false));
        let to_powder = |rule: &&Rule| rule.to.as_ref().is_some_and(|to| powder(&to.is));
        let others = others.into_iter().filter(to_powder);
        let to_all_but_them = others.min_by_key(|rule| (rule.strength, rule.evidence));
        let found = instead.into_iter().chain(to_all_but_them);
        found.map(|rule| rule.id.clone()).collect()
    }

    /// What a rule says of the product that it takes, for each context.
    fn outcomes<'a>(
        &'a self,
        dataset: &'a Dataset,
        rule: &'a Rule,
        taken: Option<&'a Inhaler>,
    ) -> impl Iterator<Item = Outcome> + 'a {
        let contexts = taken.map(|inhaler| {
            self.contexts.iter().map(move |context| {
                let prescribed = Prescribed::Inhaler(inhaler);
                prescribed.outcome(rule, dataset, context, Use::Patient)
            })
        });
        contexts.into_iter().flatten()
    }
}
