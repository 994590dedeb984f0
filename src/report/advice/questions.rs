//! What is worth asking: each question once, ranked by what it decides.
//!
//! What decides whether something is kept, put right first or offered is asked, and so is what
//! decides whether less would do. A rule that only says to look at something, to weigh something or
//! to supply less asks nothing of its own: where what it needs is not known, it is named as not
//! tested. Of rules that offer the same products the one with the fewest conditions decides; what
//! the others want besides stands with them.

use super::words::both;
use super::{QuestionReport, UntestedReport};
use crate::advice::{Advice, Ask, Dose, Guard, Offer, Said, Withheld};
use crate::dataset::guideline::{Direction, Part};
use crate::dataset::{Dataset, ProductId};
use std::collections::{BTreeMap, BTreeSet};

/// What the open questions of an advice come to.
pub(super) struct Open<'a> {
    /// What is asked, each once, in the order in which it matters.
    pub(super) questions: Vec<QuestionReport>,
    /// What rules want besides and is not asked, by its word.
    pub(super) not_asked: Vec<QuestionReport>,
    /// Rules that may keep it or want something put right first, and are asked about.
    pub(super) may_keep: Vec<&'a Said>,
    /// Those that are not: where they hold, they go first.
    pub(super) unasked: Vec<&'a Said>,
    /// Rules to use less that hold or are asked about.
    pub(super) reduce: Vec<&'a Said>,
    /// Rules to weigh that hold.
    pub(super) inform: Vec<&'a Said>,
    /// Rules that are not tested.
    pub(super) untested: Vec<UntestedReport>,
}

/// How much a question decides: what holds everything back weighs most, then what says to keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Decides {
    /// Without the answer nothing can be offered.
    All,
    /// Whether to keep it, or to put something right first.
    Keep,
    /// Whether this many offers stand.
    Offers(std::cmp::Reverse<usize>),
}

impl<'a> Open<'a> {
    pub(super) fn of(advice: &'a Advice, dataset: &Dataset) -> Self {
        let asked = |said: &&Said| worth_asking(said, dataset);
        let (reduce, aside): (Vec<&Said>, Vec<&Said>) = advice.reduce.iter().partition(asked);
        let (inform, weigh): (Vec<&Said>, Vec<&Said>) = advice.inform.iter().partition(asked);
        let offered: BTreeSet<Ask> = blocks(&advice.offers).iter().flat_map(|b| all(b)).collect();
        let (may_keep, mut unasked): (Vec<&Said>, Vec<&Said>) = advice
            .may_keep
            .iter()
            .partition(|said| decides_something(said, &offered));
        unasked.extend(&advice.unasked);
        // Where nothing is offered and nothing is to be used less, they decide nothing.
        let less = |said: &&&Said| matches!(said.direction, Direction::Reduce | Direction::Stop);
        if advice.offers.is_empty() && !reduce.iter().any(|said| less(&said)) {
            unasked.clear();
        }
        let deciding = deciding(advice, &may_keep, dataset);
        // An exception to an agreement on supply is said with it, and not asked.
        let less = reduce.iter();
        let less = less.filter(|said| said.direction != Direction::LimitQuantity);
        let open = less.flat_map(|said| said.asks.iter());
        let rest = Ask::in_order(open, dataset).into_iter();
        let mut questions: Vec<(Ask, bool)> = deciding.into_iter().map(|ask| (ask, true)).collect();
        for ask in rest {
            if !questions.iter().any(|(known, _)| *known == ask) {
                questions.push((ask, false));
            }
        }
        let numbered: BTreeSet<Ask> = questions.iter().map(|(ask, _)| *ask).collect();
        let untested: Vec<&Said> = aside.into_iter().chain(weigh).collect();
        let of_rules = advice.offers.iter().flat_map(|offer| &offer.said.asks);
        let aside = untested.iter().chain(&unasked).chain(&reduce);
        let wanted = aside.flat_map(|said| &said.asks).chain(of_rules);
        let besides: BTreeSet<Ask> = wanted
            .filter(|ask| !numbered.contains(ask))
            .copied()
            .collect();
        let question = |(ask, decides): (Ask, bool)| question(ask, decides, dataset);
        let besides = Ask::in_order(&besides, dataset).into_iter();
        Self {
            questions: questions.into_iter().map(question).collect(),
            not_asked: besides.map(|ask| question((ask, false))).collect(),
            may_keep,
            unasked,
            reduce,
            inform,
            untested: untested
                .into_iter()
                .map(|said| UntestedReport {
                    rule: said.rule.clone(),
                    direction: said.direction,
                    title: said.title.clone(),
                    asks: words(&said.asks, dataset),
                    citation: said.citation.clone(),
                })
                .collect(),
        }
    }
}

/// The questions of facts that were answered with no against something else that is given.
pub(super) fn denied(advice: &Advice, dataset: &Dataset) -> Vec<QuestionReport> {
    let asks = advice.denied.iter().map(|fact| Ask::Fact(*fact));
    asks.map(|ask| question(ask, false, dataset)).collect()
}

fn question(ask: Ask, decides: bool, dataset: &Dataset) -> QuestionReport {
    QuestionReport {
        ask: ask.as_str().to_owned(),
        decides,
        question: both(|language| ask.question(dataset, language).to_owned()),
    }
}

/// The words of what to ask, in the order of the data.
pub(super) fn words(asks: &BTreeSet<Ask>, dataset: &Dataset) -> Vec<String> {
    let asks = Ask::in_order(asks, dataset);
    asks.iter().map(|ask| ask.as_str().to_owned()).collect()
}

/// Whether a rule holds, or what it needs is worth a question of its own: of one that only looks at
/// something or is about the supply, once a fact that it asks is known to be so.
fn worth_asking(said: &Said, dataset: &Dataset) -> bool {
    if said.asks.is_empty() {
        return true;
    }
    let known = || {
        let rule = dataset.rule_by_id(said.rule.as_str());
        rule.is_some_and(|(_, rule)| {
            rule.when.parts().iter().any(|part| match part {
                Part::Fact(fact, _) => !said.asks.contains(&Ask::Fact(*fact)),
                Part::Age(_) | Part::Indication(_) | Part::OtherDevices(_) => false,
            })
        })
    };
    match said.direction {
        Direction::Reduce | Direction::Stop => true,
        // Something that it asks is known to be so.
        Direction::LimitQuantity | Direction::Harmonise | Direction::Check | Direction::Inform => {
            known()
        }
        Direction::Correct | Direction::Keep | Direction::Switch | Direction::Lighter => false,
    }
}

/// What decides whether something is kept or offered, in the order in which it matters.
fn deciding(advice: &Advice, may_keep: &[&Said], dataset: &Dataset) -> Vec<Ask> {
    let mut found: BTreeMap<Ask, Decides> = BTreeMap::new();
    let mut decide = |ask: Ask, by: Decides| {
        let known = found.entry(ask).or_insert(by);
        *known = (*known).min(by);
    };
    let keeps = |said: &&Said| matches!(said.direction, Direction::Keep | Direction::Correct);
    let one_offer = Decides::Offers(std::cmp::Reverse(1));
    for one in &advice.withheld {
        for ask in lifts(one) {
            let product = ask == Ask::Product;
            decide(ask, if product { one_offer } else { Decides::All });
        }
    }
    for one in advice.excepted.iter().filter(|one| keeps(&&one.said)) {
        lifts(one).for_each(|ask| decide(ask, Decides::All));
    }
    for said in may_keep {
        said.asks.iter().for_each(|ask| decide(*ask, Decides::Keep));
    }
    let mut offers: BTreeMap<Ask, usize> = BTreeMap::new();
    for block in blocks(&advice.offers) {
        for ask in wanted(&block) {
            let count = offers.entry(ask).or_default();
            *count = count.saturating_add(1);
        }
    }
    for (ask, count) in offers {
        decide(ask, Decides::Offers(std::cmp::Reverse(count)));
    }
    let mut all = Ask::in_order(found.keys(), dataset);
    all.sort_by_key(|ask| found.get(ask).copied());
    all
}

/// The offers that are the same, each with the rules that make it.
pub(super) fn blocks(offers: &[Offer]) -> Vec<Vec<&Offer>> {
    let mut blocks: Vec<Vec<&Offer>> = Vec::new();
    for offer in offers {
        let known = blocks
            .iter_mut()
            .find(|block| block.first().is_some_and(|one| same_offer(one, offer)));
        match known {
            Some(block) => block.push(offer),
            None => blocks.push(vec![offer]),
        }
    }
    blocks
}

/// Whether a rule that may hold back decides something here: one that wants something put right
/// does, and one that keeps what is prescribed does where something is offered that it would hold
/// back.
fn decides_something(said: &Said, offered: &BTreeSet<Ask>) -> bool {
    said.direction == Direction::Correct || said.asks.is_subset(offered)
}

/// All that the rules and products of an offer ask.
fn all(block: &[&Offer]) -> BTreeSet<Ask> {
    let of_rules = block.iter().flat_map(|offer| &offer.said.asks);
    of_rules.copied().chain(wanted(block)).collect()
}

/// What must be asked before an offer can be taken: what the rule with the fewest conditions asks,
/// and what its products ask.
fn wanted(block: &[&Offer]) -> Vec<Ask> {
    let fewest = block.iter().min_by_key(|offer| offer.said.asks.len());
    let of_rule = fewest.into_iter().flat_map(|offer| offer.said.asks.iter());
    let products = block.iter().flat_map(|offer| {
        let alternatives = offer.alternatives.iter().flat_map(|one| &one.asks);
        alternatives.chain(offer.choices.iter().flat_map(|one| &one.asks))
    });
    of_rule.chain(products).copied().collect()
}

/// What to ask to lift what holds a rule or a product back.
fn lifts(one: &Withheld) -> impl Iterator<Item = Ask> {
    let products = one.held_back.iter().map(|(_, guard)| guard);
    std::iter::once(&one.guard)
        .chain(products)
        .filter_map(|guard| match guard {
            Guard::AgeUnknown => Some(Ask::Age),
            Guard::Product => Some(Ask::Product),
            Guard::Condition(_)
            | Guard::Keep(_)
            | Guard::Correct(_)
            | Guard::Reversed(_)
            | Guard::OccasionPassed
            | Guard::Strength
            | Guard::NoProduct
            | Guard::LabelAge
            | Guard::LabelIndication
            | Guard::LabelReliever
            | Guard::NoEquivalence
            | Guard::ForeignLabelAge
            | Guard::ForeignLabelIndication
            | Guard::ForeignLabelReliever
            | Guard::Dose(_)
            | Guard::Puffs
            | Guard::NotAvailable
            | Guard::Verdict
            | Guard::MinimumSaving
            | Guard::Shortage
            | Guard::ReviewOverdue => None,
        })
}

/// What makes two offers the same: for whose sake and how they are made, products with their
/// doses, those held back, and, where there is no product, what the rule says instead.
fn same_offer(one: &Offer, other: &Offer) -> bool {
    let kind = |offer: &Offer| {
        (
            offer.for_patient,
            offer.said.direction,
            offer.choices.clone(),
        )
    };
    let products = |offer: &Offer| -> Vec<(ProductId, Dose)> {
        let all = offer.alternatives.iter();
        all.map(|one| (one.product.clone(), one.dose.clone()))
            .collect()
    };
    let some = !one.alternatives.is_empty() || !one.choices.is_empty();
    let named = some || one.said.instead == other.said.instead;
    let said = some || !one.said.instead.nl.is_empty() || one.said.title == other.said.title;
    named
        && said
        && kind(one) == kind(other)
        && products(one) == products(other)
        && one.held_back == other.held_back
}
