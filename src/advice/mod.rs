//! What guidelines support for one prescription: keep, use less, something else, and why not.
//!
//! Rules come from data ([`crate::dataset::guideline`]), with their exceptions first. What the
//! data cannot answer is asked, never assumed; an alternative that is held back names what held
//! it back. The advice informs; a clinician and a patient decide.
//!
//! An alternative is a product that the rule allows, that a label allows for this patient, of
//! which a dose is known to stand for the dose prescribed, and of which the data can tell that
//! it is lower. Alternatives go one way, from what is prescribed to what the rule names, and are
//! never chained.

mod alternatives;
mod amount;
mod book;
mod cost;
mod dose;
mod examples;
mod options;
mod outcome;
mod puffs;
#[cfg(test)]
mod tests;
mod used;
mod words;

pub(crate) use words::{asked_of, unit_word};

pub use amount::AmountUse;
pub(crate) use amount::ComparedFor;
pub(crate) use book::RuleBook;
pub use cost::Cost;
pub use dose::Dose;
pub(crate) use dose::equivalent;
pub use examples::{examine, verified};
pub use options::{Options, Use};
pub use outcome::{Ask, Guard};
pub(crate) use outcome::{Outcome, Prescribed};
pub use puffs::DosageUse;
pub(crate) use used::{LeftOutWhy, Used};

use crate::code::Atc;
use crate::comparison::{Comparison, Verdict};
use crate::context::Context;
use crate::dataset::guideline::{Direction, Exception, Guideline, Rule, RuleId, Status, Strength};
use crate::dataset::{Dataset, Evidence, ProductId, Source};
use crate::day::Day;
use crate::diagnostic::Message;
use crate::exact::Fraction;
use crate::impact::Model;
use crate::matching::{Inhaler, Meaning, Medicine, Resolution};
use crate::prescription::Prescription;
use outcome::{Known, first_key};
use rust_decimal::Decimal;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use used::overdue_since;

/// Where a rule is to be read.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Citation {
    /// The guideline.
    pub guideline: String,
    /// Its version as seen.
    pub version: String,
    /// The section.
    pub section: String,
    /// For the clinician.
    pub url: String,
    /// For the patient; empty where no source shows a page.
    pub patient_url: String,
    /// The id of the source.
    pub source: String,
    /// How strongly it is said.
    pub strength: Strength,
    /// How well it is supported.
    pub evidence: Evidence,
    /// How far the rule was assessed, on the day of the advice.
    pub status: Status,
    /// The last day of its authorisation, where that lies before the day of the advice: it counts
    /// as reviewed only.
    pub lapsed: Option<Day>,
    /// The day by which it should have been looked at again, where that lies before the day of
    /// the advice.
    pub overdue: Option<Day>,
}

/// A rule that says something of a prescription.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Said {
    /// The rule.
    pub rule: RuleId,
    /// What it asks for.
    pub direction: Direction,
    /// What to do, in a few words.
    pub title: Message,
    /// Why.
    pub reason: Message,
    /// What instead, where that is no product; empty otherwise.
    pub instead: Message,
    /// What to ask or look at first.
    pub asks: BTreeSet<Ask>,
    /// What to do afterwards; empty where nothing is.
    pub follow_up: Message,
    /// Where it is to be read.
    pub citation: Citation,
}

/// A product that could be prescribed instead.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Alternative {
    /// The product.
    pub product: ProductId,
    /// Which of its doses stand for those prescribed, and on what that rests.
    pub dose: Dose,
    /// The doses of what is prescribed that are compared: as many as are prescribed; those of one
    /// pack where that is not known; twelve where no pack is known either.
    pub compared_doses: Decimal,
    /// Which of these they are.
    pub(crate) compared_for: ComparedFor,
    /// The comparison for these doses.
    pub comparison: Comparison,
    /// The doses at a time of what is prescribed, and those of the alternative that stand for
    /// them; `None` where the first are not known.
    pub at_a_time: Option<[u32; 2]>,
    /// What these doses cost; `None` unless a layer has prices of both sides.
    pub cost: Option<Cost>,
    /// What to ask or look at first, besides what the rule asks.
    pub asks: BTreeSet<Ask>,
}

impl Alternative {
    /// The saving in kg CO2e of the central values: impact before less impact after.
    #[must_use]
    pub fn saving(&self) -> Option<Fraction> {
        let comparison = &self.comparison;
        comparison
            .before
            .central()
            .minus(comparison.after.central())
    }
}

/// Something else that a rule supports.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Offer {
    /// The rule.
    pub said: Said,
    /// Products, best first: a cited dose, what the data can tell, the nearest dose, the largest
    /// saving; empty where the rule names no product.
    pub alternatives: Vec<Alternative>,
    /// Products that were held back, each with what held it back.
    pub held_back: Vec<(ProductId, Guard)>,
}

/// A rule about the prescription that is held back.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Withheld {
    /// The rule.
    pub said: Said,
    /// What held it back.
    pub guard: Guard,
    /// Why, in the words of the rule, where it has any.
    pub because: Message,
    /// Products that were held back, each with what held it back.
    pub held_back: Vec<(ProductId, Guard)>,
}

/// What the advice is about.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum About {
    /// An inhaled medicine.
    Inhaler(Inhaler),
    /// Another medicine.
    Medicine(Option<Atc>),
    /// Nothing that rules can see.
    NotRecognised,
}

/// The advice on one prescription.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Advice {
    /// What it may be used for.
    pub purpose: Use,
    /// What it is about.
    pub about: About,
    /// What became of the amount; `None` of what is no inhaled medicine, of which nothing is
    /// computed from it.
    pub amount: Option<AmountUse>,
    /// What became of the directions for use; `None` without any, and of what is no inhaled
    /// medicine.
    pub dosage: Option<DosageUse>,
    /// What was said of the patient and no rule of the data can use: the word, and why, as a part
    /// of a sentence.
    pub unused: BTreeMap<String, Message>,
    /// What the label of what is prescribed itself says against this patient; the texts of all
    /// that the line can be agree on it.
    pub own_label: Option<Guard>,
    /// Rules that say to keep what is prescribed.
    pub keep: Vec<Said>,
    /// Rules that may say so: it depends on what they ask. Every switch asks it too.
    pub may_keep: Vec<Said>,
    /// Rules that say to use less, to stop, to harmonise, or to look at something.
    pub reduce: Vec<Said>,
    /// Switches that rules support, best first.
    pub offers: Vec<Offer>,
    /// Switches that are held back, with what held them back.
    pub withheld: Vec<Withheld>,
    /// Other rules about the prescription that do not hold for it, with the exception or the
    /// unknown age that says so.
    pub excepted: Vec<Withheld>,
    /// What rules say to weigh.
    pub inform: Vec<Said>,
    /// Rules among these that contradict each other: both stand, and none wins.
    pub conflicts: Vec<(RuleId, RuleId)>,
}

/// Gives advice with the data, values and rules of an engine.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Advisor<'e> {
    dataset: &'e Dataset,
    model: &'e Model,
    book: &'e RuleBook,
    options: Options,
}

impl<'e> Advisor<'e> {
    pub(crate) const fn new(
        dataset: &'e Dataset,
        model: &'e Model,
        book: &'e RuleBook,
        options: Options,
    ) -> Self {
        Self {
            dataset,
            model,
            book,
            options,
        }
    }

    /// The advice on a prescription, as it was resolved.
    pub(crate) fn on(
        &self,
        prescription: &Prescription,
        resolution: &Resolution,
        context: &Context,
    ) -> Advice {
        match &resolution.meaning {
            Meaning::Inhaler(inhaler, ..) => {
                let amount = AmountUse::of(prescription, inhaler, self.dataset);
                let dosage = DosageUse::of(prescription, context, self.dataset);
                let told = dosage.map(|dosage| dosage.told(context));
                let context = told.as_ref().unwrap_or(context);
                Advice {
                    dosage,
                    ..self.on_inhaler(inhaler, amount, context)
                }
            }
            Meaning::Other(_) => {
                let label = resolution.label.as_deref();
                let label = label.unwrap_or(prescription.given_label());
                let words = self.dataset.vocabulary();
                let medicine = if self.book.by_strength {
                    Medicine::read(label, resolution.atc, words)
                } else {
                    Medicine::of_form(label, resolution.atc, words)
                };
                let mut advice = self.on_medicine(medicine, context);
                advice.unused.extend(DosageUse::unused(prescription));
                advice
            }
        }
    }

    /// The advice on an inhaled medicine that was resolved already.
    pub(crate) fn on_inhaler(
        &self,
        inhaler: &Inhaler,
        amount: AmountUse,
        context: &Context,
    ) -> Advice {
        let prescribed = Prescribed::Inhaler(inhaler);
        let mut advice = self.rules(prescribed, context, |advisor, rule, asks| {
            advisor.alternatives(rule, inhaler, &amount, context, asks)
        });
        advice.about = About::Inhaler(inhaler.clone());
        advice.own_label = self.own_label(inhaler, context);
        advice.amount = Some(amount);
        advice
    }

    fn on_medicine(&self, medicine: Medicine, context: &Context) -> Advice {
        let Some(prescribed) = Prescribed::medicine(&medicine) else {
            return self.nothing(context);
        };
        let mut advice = self.on_substance(prescribed, context);
        advice.about = About::Medicine(medicine.atc);
        advice
    }

    /// The advice on a medicine of which the data has no products: without savings.
    pub(crate) fn on_substance(&self, prescribed: Prescribed<'_>, context: &Context) -> Advice {
        self.rules(prescribed, context, |_, rule, _| match &rule.to {
            Some(_) => Ok(Found::default()),
            None => Err((Guard::NoProduct, Vec::new())),
        })
    }

    fn nothing(&self, context: &Context) -> Advice {
        Advice {
            purpose: self.options.purpose,
            about: About::NotRecognised,
            amount: None,
            dosage: None,
            unused: words::unused(self.dataset, context),
            own_label: None,
            keep: Vec::new(),
            may_keep: Vec::new(),
            reduce: Vec::new(),
            offers: Vec::new(),
            withheld: Vec::new(),
            excepted: Vec::new(),
            inform: Vec::new(),
            conflicts: Vec::new(),
        }
    }

    fn rules(
        &self,
        prescribed: Prescribed<'_>,
        context: &Context,
        find: impl Fn(&Self, &Rule, &BTreeSet<Ask>) -> std::result::Result<Found, NotFound>,
    ) -> Advice {
        let mut advice = self.nothing(context);
        let mut switches = Vec::new();
        // What a keep rule asks must be asked before any switch.
        let mut first = BTreeSet::new();
        let mut guards = Vec::new();
        let known = Known::of(self.dataset, prescribed, context);
        for (guideline, rule) in self.book.rules(self.dataset) {
            let left_out = self.options.leaves_out(rule);
            // What says to keep holds a switch back whatever its status: asking for more
            // assessment never offers more.
            let guards_only =
                left_out == Some(LeftOutWhy::Status) && rule.direction == Direction::Keep;
            if left_out.is_some() && !guards_only {
                continue;
            }
            let purpose = self.options.purpose;
            let outcome = prescribed.outcome_of(rule, self.dataset, &known, purpose);
            if outcome == Outcome::NotMatched {
                continue;
            }
            if rule.direction == Direction::Switch {
                switches.push((guideline, rule, outcome));
                continue;
            }
            let (asks, applies) = match outcome {
                Outcome::Applies => (BTreeSet::new(), true),
                Outcome::Check(asks) => (asks, false),
                Outcome::Withheld(_) if guards_only => continue,
                Outcome::Withheld(guard) => {
                    advice.excepted.push(self.withheld(guideline, rule, guard));
                    continue;
                }
                Outcome::NotMatched => continue,
            };
            if guards_only {
                guards.extend(applies.then(|| rule.id.clone()));
                first.extend(asks);
                continue;
            }
            if let Some(due) = self.options.withholds(self.dataset, guideline, rule) {
                advice.excepted.push(self.overdue(guideline, rule, due));
                continue;
            }
            let said = self.options.said(self.dataset, guideline, rule, asks);
            match rule.direction {
                Direction::Keep if applies => advice.keep.push(said),
                Direction::Keep => {
                    first.extend(said.asks.iter().copied());
                    advice.may_keep.push(said);
                }
                Direction::Inform => advice.inform.push(said),
                Direction::Reduce
                | Direction::Stop
                | Direction::LimitQuantity
                | Direction::Harmonise
                | Direction::Check
                | Direction::Switch => advice.reduce.push(said),
            }
        }
        for (guideline, rule, outcome) in switches {
            let keep = (&guards[..], &first);
            self.switch((guideline, rule), outcome, keep, &find, &mut advice);
        }
        // What applies before what must be asked first, and less before anything else.
        advice.reduce.sort_by_key(|said| {
            let known = said.asks.is_empty();
            (
                !known,
                said.direction,
                said.citation.strength,
                said.rule.clone(),
            )
        });
        advice.offers.sort_by_key(rank);
        advice.conflicts = self.conflicts(&advice, prescribed);
        advice
    }

    fn switch(
        &self,
        (guideline, rule): (&Guideline, &Rule),
        outcome: Outcome,
        (guards, first): (&[RuleId], &BTreeSet<Ask>),
        find: impl Fn(&Self, &Rule, &BTreeSet<Ask>) -> std::result::Result<Found, NotFound>,
        advice: &mut Advice,
    ) {
        let said_to_keep = advice.keep.iter().map(|said| &said.rule);
        let mut keeps = said_to_keep.chain(guards);
        let asks = match outcome {
            Outcome::Withheld(guard) => {
                // A keep rule that the rule contradicts is named before an exception of its own.
                let against = keeps.find(|kept| rule.conflicts_with.contains(kept));
                let guard = against.map_or(guard, |kept| Guard::Keep(kept.clone()));
                advice.withheld.push(self.withheld(guideline, rule, guard));
                return;
            }
            Outcome::Check(asks) => asks,
            Outcome::Applies | Outcome::NotMatched => BTreeSet::new(),
        };
        let asks: BTreeSet<Ask> = asks.into_iter().chain(first.iter().copied()).collect();
        let found = match keeps.next() {
            Some(kept) => Err((Guard::Keep(kept.clone()), Vec::new())),
            None => match self.options.withholds(self.dataset, guideline, rule) {
                Some(due) => {
                    advice.withheld.push(self.overdue(guideline, rule, due));
                    return;
                }
                None => find(self, rule, &asks),
            },
        };
        let said = self.options.said(self.dataset, guideline, rule, asks);
        match found {
            Ok(found) => advice.offers.push(Offer {
                said,
                alternatives: found.alternatives,
                held_back: found.held_back,
            }),
            Err((guard, held_back)) => advice.withheld.push(Withheld {
                said,
                guard,
                because: Message::default(),
                held_back,
            }),
        }
    }

    fn withheld(&self, guideline: &Guideline, rule: &Rule, guard: Guard) -> Withheld {
        let because = because(rule, &guard);
        let said = self
            .options
            .said(self.dataset, guideline, rule, BTreeSet::new());
        Withheld {
            said,
            guard,
            because,
            held_back: Vec::new(),
        }
    }

    /// A rule that asks for a change and should have been looked at again by a day.
    fn overdue(&self, guideline: &Guideline, rule: &Rule, due: Day) -> Withheld {
        Withheld {
            because: overdue_since(due, self.options.day),
            ..self.withheld(guideline, rule, Guard::ReviewOverdue)
        }
    }

    /// The pairs of rules that contradict each other: both are in the advice, or one is and the
    /// other is about another medicine, as a rule that turns from tablets to the gel is.
    fn conflicts(&self, advice: &Advice, prescribed: Prescribed<'_>) -> Vec<(RuleId, RuleId)> {
        let offers = advice.offers.iter().map(|offer| &offer.said);
        let withheld = advice.withheld.iter().map(|one| &one.said);
        let said: BTreeSet<&RuleId> = advice
            .keep
            .iter()
            .chain(&advice.may_keep)
            .chain(&advice.reduce)
            .chain(&advice.inform)
            .chain(offers)
            .chain(withheld)
            .map(|one| &one.rule)
            .collect();
        let mut pairs = BTreeSet::new();
        let usable = |rule: &Rule| self.options.leaves_out(rule).is_none();
        for [rule, other] in self.book.conflicts(self.dataset) {
            let both = usable(rule) && usable(other) && said.contains(&rule.id);
            let counts =
                || said.contains(&other.id) || !prescribed.may_be_meant_by(other, self.dataset);
            if both && counts() {
                let (a, b) = (rule.id.clone(), other.id.clone());
                pairs.insert(if a < b { (a, b) } else { (b, a) });
            }
        }
        pairs.into_iter().collect()
    }
}

/// What a switch found.
#[derive(Debug, Default)]
struct Found {
    alternatives: Vec<Alternative>,
    held_back: Vec<(ProductId, Guard)>,
}

/// What held a switch back, and which products.
type NotFound = (Guard, Vec<(ProductId, Guard)>);

/// Best first: what the data can tell, how strongly it is said, how much it saves.
fn rank(offer: &Offer) -> impl Ord + use<> {
    let best = offer.alternatives.first();
    (
        best.map_or(Verdict::CannotTell, |one| one.comparison.verdict),
        offer.said.citation.strength,
        Reverse(best.and_then(Alternative::saving)),
        offer.said.rule.clone(),
    )
}

impl Options {
    /// What a rule says, with what must be asked first.
    pub(crate) fn said(
        &self,
        dataset: &Dataset,
        guideline: &Guideline,
        rule: &Rule,
        asks: BTreeSet<Ask>,
    ) -> Said {
        Said {
            rule: rule.id.clone(),
            direction: rule.direction,
            title: rule.title.clone(),
            reason: rule.reason.clone(),
            instead: rule
                .to
                .as_ref()
                .map_or_else(Message::default, |to| to.text.clone()),
            asks,
            follow_up: rule.follow_up.clone(),
            citation: Citation {
                guideline: guideline.title.clone(),
                version: guideline.version.clone(),
                section: rule.section.clone(),
                url: rule.url.clone(),
                patient_url: rule.patient_url.clone(),
                source: rule.source.as_str().to_owned(),
                strength: rule.strength,
                evidence: rule.evidence,
                status: rule.status(self.day),
                lapsed: rule.standing.lapsed(self.day),
                overdue: self.overdue(dataset, guideline),
            },
        }
    }
}

/// The words of the exception that holds, where a rule has some. Of two that are withheld
/// under one name it cannot be told which holds, but for facts, of which the first is taken.
fn because(rule: &Rule, guard: &Guard) -> Message {
    let named = |exception: &&Exception| {
        if let Guard::Condition(Ask::Fact(fact)) = guard {
            exception.condition.test(*fact).is_some()
        } else {
            first_key(&exception.condition) == *guard
        }
    };
    let mut found = rule.unless.iter().filter(named);
    match (found.next(), found.next()) {
        (Some(one), None) => one.text.clone(),
        (Some(one), Some(_)) if matches!(guard, Guard::Condition(Ask::Fact(_))) => one.text.clone(),
        _ => Message::default(),
    }
}

impl Said {
    /// The source of the rule.
    #[must_use]
    pub fn source<'d>(&self, dataset: &'d Dataset) -> Option<&'d Source> {
        dataset
            .sources()
            .find(|source| source.id.as_str() == self.citation.source)
    }
}
