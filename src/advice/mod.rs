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
mod choices;
mod cost;
mod dose;
mod examples;
mod guards;
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
use crate::context::{Context, Fact};
use crate::dataset::guideline::{
    Claim, Direction, Exception, Gain, Guideline, Rule, RuleId, Same, Status, Strength, Unknown,
};
use crate::dataset::{Dataset, Evidence, ProductId, Source};
use crate::day::Day;
use crate::diagnostic::Message;
use crate::exact::Fraction;
use crate::impact::Model;
use crate::matching::{CodesByName, Inhaler, Meaning, Medicine, Resolution, codes_by_name};
use crate::prescription::Prescription;
use guards::Guards;
use outcome::{Known, first_key};
use rust_decimal::Decimal;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use used::{overdue_since, passed_since};

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
    /// What that page tells a patient; empty where nobody wrote it down.
    pub patient: Message,
    /// The id of the source.
    pub source: String,
    /// How strongly it is said.
    pub strength: Strength,
    /// How the source puts that, in its own words and by GRADE.
    pub claim: Claim,
    /// How well it is supported.
    pub evidence: Evidence,
    /// Where its source was sought and not found; empty where it was found.
    pub looked: Message,
    /// The newer version of the guideline that was seen; empty where none was.
    pub newer_version: String,
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
    /// On what it rests, where that is less than it may seem; empty otherwise.
    pub basis: Message,
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

/// A product of which nothing is compared: of another substance that a guideline names beside
/// what is prescribed, or one that the patient needs and that cannot be weighed. The prescriber
/// chooses.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Choice {
    /// The product.
    pub product: ProductId,
    /// Whether it is of the same substances, and only its impact is not known.
    pub same_substance: bool,
    /// What to ask or look at first, besides what the rule asks.
    pub asks: BTreeSet<Ask>,
}

/// Something else that a rule supports.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Offer {
    /// The rule.
    pub said: Said,
    /// Whether it is offered for the sake of the patient, whatever it weighs.
    pub for_patient: bool,
    /// Products of other substances of the class, by id; the prescriber chooses.
    pub choices: Vec<Choice>,
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
    /// What the name on the label tells of the ATC code of a medicine that is not inhaled: where
    /// none stands beside it, and where the one beside it is none of that name.
    pub by_name: Option<CodesByName>,
    /// What became of the amount; `None` of what is no inhaled medicine, of which nothing is
    /// computed from it.
    pub amount: Option<AmountUse>,
    /// What became of the directions for use; `None` without any, and of what is no inhaled
    /// medicine.
    pub dosage: Option<DosageUse>,
    /// What was said of the patient and no rule of the data can use: the word, and why, as a part
    /// of a sentence.
    pub unused: BTreeMap<String, Message>,
    /// Facts that were answered with no and that something else given says are so: the answer
    /// counts.
    pub denied: Vec<Fact>,
    /// What the label of what is prescribed itself says against this patient; the texts of all
    /// that the line can be agree on it.
    pub own_label: Option<Guard>,
    /// Rules that say to put something right before anything else.
    pub correct: Vec<Said>,
    /// Rules that say to keep what is prescribed.
    pub keep: Vec<Said>,
    /// Rules that may say to keep it or to put something right first: it depends on what they ask.
    /// Every offer that they would hold back asks it too.
    pub may_keep: Vec<Said>,
    /// Rules that would say so in what is not known and is not asked.
    pub unasked: Vec<Said>,
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
                let medicine = if self.book.by_strength {
                    Medicine::read(label, resolution.atc, self.dataset)
                } else {
                    Medicine::of_form(label, resolution.atc, self.dataset)
                };
                let by_name = codes_by_name(label, self.dataset);
                let is_told =
                    |named: &CodesByName| resolution.atc.is_none_or(|atc| named.contradicts(&atc));
                let mut advice = self.on_medicine(medicine, context);
                advice.by_name = by_name.filter(is_told);
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
        let mut advice = self.rules(
            prescribed,
            context,
            |advisor, rule, guards, asks| match rule.to.as_ref().map(|to| to.same) {
                Some(Same::Class) => advisor.choices(rule, inhaler, guards, context, asks),
                _ => advisor.alternatives(rule, inhaler, &amount, guards, context, asks),
            },
        );
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
        self.rules(prescribed, context, |_, rule, _, _| match &rule.to {
            Some(_) => Ok(Found::default()),
            None => Err((Guard::NoProduct, Vec::new())),
        })
    }

    fn nothing(&self, context: &Context) -> Advice {
        Advice {
            purpose: self.options.purpose,
            about: About::NotRecognised,
            by_name: None,
            amount: None,
            dosage: None,
            unused: words::unused(self.dataset, context),
            denied: Vec::new(),
            own_label: None,
            correct: Vec::new(),
            keep: Vec::new(),
            may_keep: Vec::new(),
            unasked: Vec::new(),
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
        find: impl Fn(&Self, &Rule, &Guards<'_>, &BTreeSet<Ask>) -> std::result::Result<Found, NotFound>,
    ) -> Advice {
        let mut advice = self.nothing(context);
        let mut switches = Vec::new();
        let known = Known::of(self.dataset, prescribed, context);
        let outcomes = self.outcomes(prescribed, &known, |_| true);
        let guards = Guards::of(&outcomes);
        let open = known.with_assumed_open();
        for (guideline, rule, outcome) in outcomes {
            let outcome = self.asking_what_is_assumed(rule, outcome, prescribed, &open);
            if self.options.leaves_out(rule).is_some() {
                continue;
            }
            if rule.offers() {
                if !for_patient_unasked(rule, &outcome) {
                    switches.push((guideline, rule, outcome));
                }
            } else {
                self.say(guideline, rule, outcome, &mut advice);
            }
        }
        for (guideline, rule) in self.silent(prescribed, &known, &open) {
            let asks = BTreeSet::new();
            let said = self.options.said(self.dataset, guideline, rule, asks);
            advice.unasked.push(said);
        }
        let by_product = matches!(prescribed, Prescribed::Inhaler(_));
        for (guideline, rule, outcome) in switches {
            let here = (guideline, rule);
            if let Some(held) = self.held_back_as_a_whole(here, &outcome, &guards, by_product) {
                advice.withheld.push(held);
                continue;
            }
            let mut asks = guards.asks_of_rule(rule, by_product);
            if let Outcome::Check(own) = outcome {
                asks.extend(own);
            }
            let found = find(self, rule, &guards, &asks);
            self.offer(here, asks, found, &mut advice);
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
        advice.denied = known.denied();
        advice.conflicts = self.conflicts(&advice, prescribed, &known);
        advice
    }

    /// How the rules come out that are about a prescription and that a test takes.
    fn outcomes(
        &self,
        prescribed: Prescribed<'_>,
        known: &Known<'_>,
        takes: impl Fn(&Rule) -> bool,
    ) -> Vec<(&'e Guideline, &'e Rule, Outcome)> {
        let purpose = self.options.purpose;
        let rules = self.book.rules(self.dataset);
        let rules = rules.filter(|(_, rule)| takes(rule) && self.counts(rule));
        let outcomes = rules.map(|(guideline, rule)| {
            let outcome = prescribed.outcome_of(rule, self.dataset, known, purpose);
            (guideline, rule, outcome)
        });
        let about = outcomes.filter(|(.., outcome)| *outcome != Outcome::NotMatched);
        about.collect()
    }

    /// How a rule comes out that asks one patient to stop or lower something: what speaks against it
    /// and counts as no for want of a word is asked before it is certain.
    fn asking_what_is_assumed(
        &self,
        rule: &Rule,
        outcome: Outcome,
        prescribed: Prescribed<'_>,
        open: &Known<'_>,
    ) -> Outcome {
        let lowers = matches!(rule.direction, Direction::Stop | Direction::Reduce);
        if outcome != Outcome::Applies || !lowers || self.options.purpose == Use::Aggregate {
            return outcome;
        }
        prescribed.outcome_of(rule, self.dataset, open, self.options.purpose)
    }

    /// The rules that would hold back if something that nobody spoke of, and that counts as no
    /// then, were so: they are named, as they are silent otherwise.
    fn silent(
        &self,
        prescribed: Prescribed<'_>,
        known: &Known<'_>,
        open: &Known<'_>,
    ) -> Vec<(&'e Guideline, &'e Rule)> {
        let purpose = self.options.purpose;
        if purpose == Use::Aggregate {
            return Vec::new();
        }
        let rules = self.book.rules(self.dataset);
        let rules =
            rules.filter(|(_, rule)| rule.holds_back() && known.assumes(rule) && self.counts(rule));
        let silent = rules.filter(|(guideline, rule)| {
            let of = |known| prescribed.outcome_of(rule, self.dataset, known, purpose);
            of(known) == Outcome::NotMatched
                && matches!(of(open), Outcome::Check(_))
                && self.out_of_date(guideline, rule).is_none()
        });
        silent.collect()
    }

    /// Whether a rule counts. What holds back does so whatever its status: asking for more
    /// assessment never offers more. What is offered for the sake of one patient is nothing for a
    /// group.
    fn counts(&self, rule: &Rule) -> bool {
        let of_patient = rule.gain == Gain::Patient && self.options.purpose == Use::Aggregate;
        !of_patient
            && match self.options.leaves_out(rule) {
                Some(LeftOutWhy::Status) => rule.holds_back(),
                Some(LeftOutWhy::Hospital | LeftOutWhy::Unverified) => false,
                None => true,
            }
    }

    /// What a rule that offers nothing says.
    fn say(&self, guideline: &Guideline, rule: &Rule, outcome: Outcome, advice: &mut Advice) {
        let (asks, applies) = match outcome {
            Outcome::Applies => (BTreeSet::new(), true),
            Outcome::Check(asks) => (asks, false),
            Outcome::Withheld(guard) => {
                advice.excepted.push(self.withheld(guideline, rule, guard));
                return;
            }
            Outcome::NotMatched => return,
        };
        if let Some(withheld) = self.out_of_date(guideline, rule) {
            advice.excepted.push(withheld);
            return;
        }
        let said = self.options.said(self.dataset, guideline, rule, asks);
        match rule.direction {
            Direction::Correct if applies => advice.correct.push(said),
            Direction::Keep if applies => advice.keep.push(said),
            Direction::Keep | Direction::Correct => match rule.unknown {
                Unknown::Ask => advice.may_keep.push(said),
                Unknown::Say => advice.unasked.push(said),
            },
            Direction::Inform => advice.inform.push(said),
            Direction::Reduce
            | Direction::Stop
            | Direction::LimitQuantity
            | Direction::Harmonise
            | Direction::Check
            | Direction::Lighter
            | Direction::Switch => advice.reduce.push(said),
        }
    }

    /// A rule that asks for a change and should have been looked at again, or was written for
    /// something that has passed.
    fn out_of_date(&self, guideline: &Guideline, rule: &Rule) -> Option<Withheld> {
        if let Some(until) = self.options.passed(guideline, rule) {
            return Some(Withheld {
                because: passed_since(until),
                ..self.withheld(guideline, rule, Guard::OccasionPassed)
            });
        }
        let due = self.options.withholds(self.dataset, guideline, rule)?;
        Some(Withheld {
            because: overdue_since(due, self.options.day),
            ..self.withheld(guideline, rule, Guard::ReviewOverdue)
        })
    }

    /// A rule that offers nothing here, whatever products there are.
    fn held_back_as_a_whole(
        &self,
        (guideline, rule): (&Guideline, &Rule),
        outcome: &Outcome,
        guards: &Guards<'_>,
        by_product: bool,
    ) -> Option<Withheld> {
        let known = || guards.of_rule(rule, by_product);
        let guard = match outcome {
            // What is not known decides nothing where a rule is known to hold it back.
            Outcome::Withheld(guard @ (Guard::AgeUnknown | Guard::Product)) => {
                let held = known().filter(|held| held.rule().is_some());
                held.or_else(|| Some(guard.clone()))
            }
            // A rule that it contradicts is named before an exception of its own.
            Outcome::Withheld(guard) => {
                guards.contradicted_by(rule).or_else(|| Some(guard.clone()))
            }
            Outcome::Applies | Outcome::Check(_) | Outcome::NotMatched => {
                let reversed = rule.reversed_by.clone().map(Guard::Reversed);
                reversed.or_else(known)
            }
        };
        match guard {
            Some(guard) => Some(self.withheld(guideline, rule, guard)),
            None => self.out_of_date(guideline, rule),
        }
    }

    /// Adds what a rule offers once its questions are asked, or what held that back.
    fn offer(
        &self,
        (guideline, rule): (&Guideline, &Rule),
        asks: BTreeSet<Ask>,
        found: std::result::Result<Found, NotFound>,
        advice: &mut Advice,
    ) {
        let said = self.options.said(self.dataset, guideline, rule, asks);
        match found {
            Ok(found) => advice.offers.push(Offer {
                said,
                for_patient: rule.gain == Gain::Patient,
                choices: found.choices,
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

    /// The pairs of rules that contradict each other: both are in the advice, or one is and the
    /// other, which may hold for this patient, is about another medicine that the one offers, or
    /// offers this one, as a rule that turns from tablets to the gel does.
    fn conflicts(
        &self,
        advice: &Advice,
        prescribed: Prescribed<'_>,
        known: &Known<'_>,
    ) -> Vec<(RuleId, RuleId)> {
        let offers = advice.offers.iter().map(|offer| &offer.said);
        let withheld = advice.withheld.iter().map(|one| &one.said);
        let said: BTreeSet<&RuleId> = advice
            .correct
            .iter()
            .chain(&advice.keep)
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
            let linked = || leads_to(rule, other, prescribed) || leads_to(other, rule, prescribed);
            let elsewhere = || {
                !prescribed.may_be_meant_by(other, self.dataset)
                    && linked()
                    && known.may_meet(other)
            };
            let counts = || said.contains(&other.id) || elsewhere();
            if both && counts() {
                let (a, b) = (rule.id.clone(), other.id.clone());
                pairs.insert(if a < b { (a, b) } else { (b, a) });
            }
        }
        pairs.into_iter().collect()
    }
}

/// Whether a rule offers what another is about, where it keeps the substance that of what is
/// prescribed.
fn leads_to(rule: &Rule, other: &Rule, prescribed: Prescribed<'_>) -> bool {
    let Some(to) = rule.to.as_ref().filter(|_| rule.offers()) else {
        return false;
    };
    let atc = match prescribed {
        Prescribed::Inhaler(inhaler) => inhaler.atc(),
        Prescribed::Medicine { atc, .. } => Some(atc),
    };
    let of_substance = |rule: &Rule| {
        let groups = &rule.from.atc;
        let named = |atc: Atc| groups.iter().any(|group| group.is_prefix_of(&atc));
        groups.is_empty() || atc.is_none_or(named)
    };
    let kept = to.same != Same::Substance || (of_substance(rule) && of_substance(other));
    kept && to.is.may_take(&other.from)
}

/// Whether a rule that is for the patient's sake depends on a fact that is not known: nothing is
/// then offered, and a rule that says to put it right says when it would be.
fn for_patient_unasked(rule: &Rule, outcome: &Outcome) -> bool {
    let of_rule = |ask: &Ask| matches!(ask, Ask::Fact(fact) if rule.when.test(*fact).is_some());
    let open = matches!(outcome, Outcome::Check(asks) if asks.iter().any(of_rule));
    rule.gain == Gain::Patient && open
}

/// What a switch found.
#[derive(Debug, Default)]
struct Found {
    choices: Vec<Choice>,
    alternatives: Vec<Alternative>,
    held_back: Vec<(ProductId, Guard)>,
}

/// What held a switch back, and which products.
type NotFound = (Guard, Vec<(ProductId, Guard)>);

/// Best first: what guidance prefers, whether a source gives the dose, what the data can tell, how
/// much it saves.
fn rank(offer: &Offer) -> impl Ord + use<> {
    let best = offer.alternatives.first();
    (
        offer.said.citation.strength,
        best.is_none_or(|one| one.dose.equivalence.is_empty()),
        best.map_or(Verdict::CannotTell, |one| one.comparison.verdict),
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
            basis: rule.basis.clone(),
            citation: Citation {
                guideline: guideline.title.clone(),
                version: guideline.version.clone(),
                section: rule.section.clone(),
                url: rule.url.clone(),
                patient_url: rule.patient_url.clone(),
                patient: rule.patient.clone(),
                source: rule.source.as_str().to_owned(),
                strength: rule.strength,
                claim: rule.claim.clone(),
                evidence: rule.evidence,
                looked: rule.looked.clone(),
                newer_version: dataset
                    .newer_version(guideline)
                    .map_or_else(String::new, |newest| newest.dated()),
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
