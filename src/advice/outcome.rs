//! What one rule says of one prescription, in three values.

use super::Use;
use crate::code::Atc;
use crate::context::{Answer, Context, Fact, FactValue};
use crate::dataset::fact::Seen;
use crate::dataset::guideline::{Condition, Indication, Part, Rule, RuleId, Selector};
use crate::dataset::{Dataset, Device, FormClass, Product, Route};
use crate::exact;
use crate::matching::{Active, Inhaler, Medicine};
use std::collections::BTreeSet;
use std::fmt;

/// What is prescribed, as far as a rule can see it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Prescribed<'a> {
    /// An inhaled medicine.
    Inhaler(&'a Inhaler),
    /// Another medicine by its ATC code, with what its label tells.
    Medicine {
        /// The code.
        atc: Atc,
        /// The other codes that it can be.
        others: &'a [Atc],
        /// The route; [`Route::Unknown`] where it is not known.
        route: Route,
        /// The form; [`FormClass::Unknown`] where it is not known.
        form: FormClass,
        /// How much active substance it holds.
        active: Active,
    },
}

impl<'a> Prescribed<'a> {
    /// A medicine that is not inhaled; `None` without an ATC code.
    pub(crate) fn medicine(medicine: &'a Medicine) -> Option<Self> {
        let (atc, others) = match (medicine.atc, medicine.possible.split_first()) {
            (Some(atc), _) => (atc, [].as_slice()),
            (None, Some((first, others))) => (*first, others),
            (None, None) => return None,
        };
        Some(Self::Medicine {
            atc,
            others,
            route: medicine.route(),
            form: medicine.form,
            active: medicine.active,
        })
    }

    /// A substance of which no more than the route is known.
    pub(crate) const fn substance(atc: Atc, route: Route) -> Self {
        Self::Medicine {
            atc,
            others: &[],
            route,
            form: FormClass::Unknown,
            active: Active::Unknown,
        }
    }
}

/// Something that must be asked before a rule can be followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Ask {
    /// A fact.
    Fact(Fact),
    /// Which of the products that the line can be it is.
    Product,
    /// The age.
    Age,
    /// What it is prescribed for.
    Indication,
    /// Which other inhalers the patient uses.
    OtherDevices,
    /// Whether two types of device for one patient can be avoided.
    MixedDevices,
    /// Whether the label of the alternative allows it here; its text was not seen.
    Label,
}

impl Ask {
    /// The word in data files.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Fact(fact) => fact.as_str(),
            Self::Product => "product",
            Self::Age => "age",
            Self::Indication => "indication",
            Self::OtherDevices => "other_devices",
            Self::MixedDevices => "mixed_devices",
            Self::Label => "label",
        }
    }

    /// All of these in the order in which they are asked: facts in their own order, those from
    /// `first_issue` on behind product, age and indication.
    pub(crate) fn in_order<'a>(
        asks: impl IntoIterator<Item = &'a Self>,
        dataset: &Dataset,
    ) -> Vec<Self> {
        let facts = dataset.asked();
        let behind = facts.place(Fact::FIRST_ISSUE);
        let mut all: Vec<Self> = asks.into_iter().copied().collect();
        all.sort_by_key(|ask| match ask {
            Self::Fact(fact) => {
                let place = facts.place(*fact);
                (if place < behind { 0 } else { 4 }, place)
            }
            Self::Product => (1, 0),
            Self::Age => (2, 0),
            Self::Indication => (3, 0),
            Self::OtherDevices => (5, 0),
            Self::MixedDevices => (6, 0),
            Self::Label => (7, 0),
        });
        all
    }
}

/// What holds a rule or an alternative back.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Guard {
    /// The answer to this speaks against it: a fact, the age, the indication or another inhaler.
    Condition(Ask),
    /// The age decides and is not known.
    AgeUnknown,
    /// A rule says to keep what is prescribed.
    Keep(RuleId),
    /// A rule says to put something else right first.
    Correct(RuleId),
    /// Another rule reversed the evidence of the rule.
    Reversed(RuleId),
    /// What the rule was written for, such as a shortage, has passed.
    OccasionPassed,
    /// The line can be several products of which the rule takes only some.
    Product,
    /// The label states a strength that the data does not have, so that no dose can be compared.
    Strength,
    /// No product in the data is what the rule asks for.
    NoProduct,
    /// The label sets a higher age.
    LabelAge,
    /// The label does not name the indication.
    LabelIndication,
    /// The patient uses the inhaler for maintenance and relief, and the label of the other does
    /// not name that use.
    LabelReliever,
    /// Only labels of other countries were seen to set an age, and it is a higher one. The label
    /// that holds here may not.
    ForeignLabelAge,
    /// Only labels of other countries were seen on the indication, and they do not name it.
    ForeignLabelIndication,
    /// Only labels of other countries were seen on maintenance and relief, and they exclude it.
    ForeignLabelReliever,
    /// No dose of the alternative is known to stand for the dose prescribed.
    NoEquivalence,
    /// One dose never stands for one of the other, as the guard of the data with this id says, and
    /// nothing else is known of the two.
    Dose(String),
    /// The data cannot tell that the alternative is lower.
    Verdict,
    /// The saving is below the minimum that was asked for.
    MinimumSaving,
    /// One dose of it stands for several, and the patient takes no multiple of these at a time.
    Puffs,
    /// A list of shortages that was layered names it.
    Shortage,
    /// A list of the market that was layered says that it is not available.
    NotAvailable,
    /// The rule asks for a change, and should have been reviewed before the day of the advice.
    ReviewOverdue,
}

impl Guard {
    /// The guard of a word, where it has no more to it than that.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        const OTHERS: [Guard; 22] = [
            Guard::Condition(Ask::Age),
            Guard::Condition(Ask::Indication),
            Guard::Condition(Ask::OtherDevices),
            Guard::AgeUnknown,
            Guard::Product,
            Guard::Strength,
            Guard::NoProduct,
            Guard::LabelAge,
            Guard::LabelIndication,
            Guard::LabelReliever,
            Guard::ForeignLabelAge,
            Guard::ForeignLabelIndication,
            Guard::ForeignLabelReliever,
            Guard::NoEquivalence,
            // Which one is not told by the word.
            Guard::Dose(String::new()),
            Guard::Verdict,
            Guard::MinimumSaving,
            Guard::Puffs,
            Guard::Shortage,
            Guard::NotAvailable,
            Guard::ReviewOverdue,
            Guard::OccasionPassed,
        ];
        let other = OTHERS.into_iter().find(|guard| guard.as_str() == word);
        let fact = || {
            word.parse()
                .ok()
                .map(|fact| Self::Condition(Ask::Fact(fact)))
        };
        other.or_else(fact)
    }

    /// The rule that holds back, where it is one.
    #[must_use]
    pub const fn rule(&self) -> Option<&RuleId> {
        if let Self::Keep(rule) | Self::Correct(rule) | Self::Reversed(rule) = self {
            Some(rule)
        } else {
            None
        }
    }

    /// The word in data files and JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Condition(ask) => ask.as_str(),
            Self::AgeUnknown => "age_unknown",
            Self::Keep(_) => "keep",
            Self::Correct(_) => "correct",
            Self::Reversed(_) => "reversed",
            Self::OccasionPassed => "occasion_passed",
            Self::Product => "product",
            Self::Strength => "strength",
            Self::NoProduct => "no_product",
            Self::LabelAge => "label_age",
            Self::LabelIndication => "label_indication",
            Self::LabelReliever => "label_reliever",
            Self::ForeignLabelAge => "foreign_label_age",
            Self::ForeignLabelIndication => "foreign_label_indication",
            Self::ForeignLabelReliever => "foreign_label_reliever",
            Self::NoEquivalence => "no_equivalence",
            Self::Dose(_) => "dose_guard",
            Self::Verdict => "verdict",
            Self::MinimumSaving => "minimum_saving",
            Self::Puffs => "puffs",
            Self::Shortage => "shortage",
            Self::NotAvailable => "not_available",
            Self::ReviewOverdue => "review_overdue",
        }
    }
}

impl fmt::Display for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a rule says of a prescription.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The rule is not about it.
    NotMatched,
    /// The rule applies.
    Applies,
    /// The rule applies once these were asked.
    Check(BTreeSet<Ask>),
    /// The rule is held back.
    Withheld(Guard),
}

impl Prescribed<'_> {
    /// What a rule says of it.
    ///
    /// What is known not to hold of `from` and `when` makes the rule not about it. An exception
    /// that holds withholds it; so does an unknown age where the age decides, but in aggregates
    /// ([`Use::Aggregate`]), which ask for it. What is unknown besides must be asked.
    #[must_use]
    pub(crate) fn outcome(
        self,
        rule: &Rule,
        dataset: &Dataset,
        context: &Context,
        purpose: Use,
    ) -> Outcome {
        let known = Known::of(dataset, self, context);
        self.outcome_of(rule, dataset, &known, purpose)
    }

    /// As [`Prescribed::outcome`], where what is known was put together for all rules at once.
    pub(super) fn outcome_of(
        self,
        rule: &Rule,
        dataset: &Dataset,
        known: &Known<'_>,
        purpose: Use,
    ) -> Outcome {
        let mut asks = BTreeSet::new();
        match selects(&rule.from, dataset, self) {
            Answer::No => return Outcome::NotMatched,
            Answer::Unknown => drop(asks.insert(Ask::Product)),
            Answer::Yes => {}
        }
        let when = Tested::of(&rule.when, known);
        if when.answer == Answer::No {
            return Outcome::NotMatched;
        }
        asks.extend(when.asks);
        for exception in &rule.unless {
            let tested = Tested::of(&exception.condition, known);
            match tested.answer {
                Answer::Yes => return Outcome::Withheld(first_key(&exception.condition)),
                Answer::Unknown => asks.extend(tested.asks),
                Answer::No => {}
            }
        }
        if asks.contains(&Ask::Product) {
            return Outcome::Withheld(Guard::Product);
        }
        if asks.contains(&Ask::Age) && purpose == Use::Patient {
            return Outcome::Withheld(Guard::AgeUnknown);
        }
        if asks.is_empty() {
            Outcome::Applies
        } else {
            Outcome::Check(asks)
        }
    }

    /// Whether a rule is about it, or may be.
    pub(super) fn may_be_meant_by(self, rule: &Rule, dataset: &Dataset) -> bool {
        selects(&rule.from, dataset, self) != Answer::No
    }
}

/// A context with what the data tells of it: the indications of its codes, and what of the
/// prescription answers facts. A fact that is given stays as it is.
#[derive(Debug)]
pub(super) struct Known<'a> {
    context: &'a Context,
    indications: Option<BTreeSet<Indication>>,
    told: Vec<(Fact, bool)>,
    /// Facts that count as no for want of a word on them.
    assumed: Vec<Fact>,
}

impl<'a> Known<'a> {
    pub(super) fn of(dataset: &Dataset, prescribed: Prescribed<'_>, context: &'a Context) -> Self {
        let (atc, inhaled) = match prescribed {
            Prescribed::Inhaler(inhaler) => (inhaler.atc, true),
            Prescribed::Medicine { atc, others, .. } => {
                (Some(atc).filter(|_| others.is_empty()), false)
            }
        };
        let (codes, named) = (context.given_icpc(), context.given_indications());
        let indications = dataset.indications_of(codes, named, atc);
        let seen = Seen {
            atc,
            inhaled,
            indications: indications.as_ref(),
            context,
        };
        let (mut told, mut assumed) = (Vec::new(), Vec::new());
        for record in dataset.asked().told() {
            let Some(holds) = record.told(&seen) else {
                continue;
            };
            told.push((record.fact, holds));
            if !holds && context.given(record.fact).is_none() && record.is_assumed(&seen) {
                assumed.push(record.fact);
            }
        }
        Self {
            context,
            indications,
            told,
            assumed,
        }
    }

    /// Whether a rule asks a fact that counts as no for want of a word on it.
    pub(super) fn assumes(&self, rule: &Rule) -> bool {
        let mut facts = self.assumed.iter();
        facts.any(|fact| rule.when.test(*fact).is_some())
    }

    /// The same where nobody spoke of these.
    pub(super) fn with_assumed_open(&self) -> Self {
        let told = self.told.iter().copied();
        Self {
            context: self.context,
            indications: self.indications.clone(),
            told: told
                .filter(|(fact, _)| !self.assumed.contains(fact))
                .collect(),
            assumed: Vec::new(),
        }
    }

    /// Facts that were answered with no and that a code, the age or another medicine says are so.
    /// The answer counts, and lifts what rests on the fact: that must not be silent.
    pub(super) fn denied(&self) -> Vec<Fact> {
        let denied = |fact: &Fact| self.context.given(*fact) == Some(FactValue::Holds(false));
        let told = self.told.iter().filter(|(_, holds)| *holds);
        told.map(|(fact, _)| *fact).filter(denied).collect()
    }

    /// Whether what a rule asks of the patient may hold.
    pub(super) fn may_meet(&self, rule: &Rule) -> bool {
        Tested::of(&rule.when, self).answer != Answer::No
    }

    /// The answer to a fact: the one given, or what something of the prescription tells.
    fn value(&self, fact: Fact) -> Option<FactValue> {
        self.context.given(fact).or_else(|| {
            let told = self.told.iter().find(|(one, _)| *one == fact);
            told.map(|(_, holds)| FactValue::Holds(*holds))
        })
    }

    /// Whether a part of a condition holds, and what to ask where that is unknown.
    fn part(&self, part: &Part) -> (Answer, Ask) {
        let (known, ask) = match part {
            Part::Fact(fact, test) => {
                let value = self.value(*fact);
                (value.and_then(|value| test.holds(value)), Ask::Fact(*fact))
            }
            Part::Age(band) => {
                let age = self.context.given_age();
                (age.map(|age| band.holds(age)), Ask::Age)
            }
            Part::Indication(asked) => {
                let given = self.indications.as_ref();
                let known = given.map(|given| asked.iter().any(|one| given.contains(one)));
                (known, Ask::Indication)
            }
            Part::OtherDevices(asked) => {
                let given = self.context.given_other_devices();
                let known = given.map(|given| asked.iter().any(|one| given.contains(one)));
                (known, Ask::OtherDevices)
            }
        };
        (Answer::of(known), ask)
    }
}

/// The answer to one fact, given or told by something of the prescription.
pub(super) fn answer(
    dataset: &Dataset,
    prescribed: Prescribed<'_>,
    context: &Context,
    fact: Fact,
) -> Answer {
    let mut told = dataset.asked().told();
    if context.given(fact).is_some() || !told.any(|record| record.fact == fact) {
        return context.answer(fact);
    }
    let value = Known::of(dataset, prescribed, context).value(fact);
    Answer::of(value.and_then(FactValue::holds))
}

/// Whether a selector takes what is prescribed; unknown where it takes a part of what the line
/// can be.
fn selects(selector: &Selector, dataset: &Dataset, prescribed: Prescribed<'_>) -> Answer {
    match prescribed {
        Prescribed::Inhaler(inhaler) if inhaler.candidates.is_empty() => {
            of_class(selector, inhaler)
        }
        Prescribed::Inhaler(inhaler) => {
            let mut taken = inhaler
                .products(dataset)
                .map(|one| of_product(selector, inhaler, one));
            let first = taken.next().unwrap_or(Answer::No);
            if taken.all(|other| other == first) {
                first
            } else {
                Answer::Unknown
            }
        }
        Prescribed::Medicine {
            atc,
            others,
            route,
            form,
            active,
        } => {
            let inhaled_only = !selector.devices.is_empty()
                || !selector.products.is_empty()
                || !selector.propellants.is_empty();
            if inhaled_only {
                return Answer::No;
            }
            let groups = &selector.atc;
            let of_group =
                |atc: &Atc| groups.is_empty() || groups.iter().any(|group| group.is_prefix_of(atc));
            let mut codes = others.iter().map(of_group);
            let first = of_group(&atc);
            let by_code = if codes.all(|other| other == first) {
                Answer::of(Some(first))
            } else {
                Answer::Unknown
            };
            if by_code == Answer::No {
                return Answer::No;
            }
            let by_route = if selector.routes.is_empty() {
                Answer::Yes
            } else if route == Route::Unknown {
                Answer::Unknown
            } else {
                Answer::of(Some(selector.routes.contains(&route)))
            };
            by_code
                .and(by_route)
                .and(of_form(selector, form, route))
                .and(of_strength(selector, active))
        }
    }
}

/// Whether a selector takes a product that a line can be. A strength on the label that no product
/// has is not told.
fn of_product(selector: &Selector, inhaler: &Inhaler, product: &Product) -> Answer {
    if !selector.fits(product) {
        Answer::No
    } else if inhaler.is_of_other_strength() && !selector.strengths.is_empty() {
        Answer::Unknown
    } else {
        selector.strength_of(product)
    }
}

/// Whether a form is one of those asked. Of an unknown form the route may tell that it is none.
fn of_form(selector: &Selector, form: FormClass, route: Route) -> Answer {
    let mut asked = selector.forms.iter();
    if selector.forms.is_empty() {
        Answer::Yes
    } else if form != FormClass::Unknown {
        Answer::of(Some(selector.forms.contains(&form)))
    } else if route == Route::Unknown || asked.any(|one| one.route() == route) {
        Answer::Unknown
    } else {
        Answer::No
    }
}

/// Whether a medicine has one of the strengths asked; unknown of several substances and of what is
/// no mass.
fn of_strength(selector: &Selector, active: Active) -> Answer {
    if selector.strengths.is_empty() {
        return Answer::Yes;
    }
    let (milligrams, per_ml) = match active {
        Active::PerPiece(mass) | Active::PerDose(mass) => (mass, false),
        Active::PerMl(mass) => (mass, true),
        Active::PerGram(_) => return Answer::No,
        Active::Several | Active::NotAMass | Active::Unknown => return Answer::Unknown,
    };
    let micrograms = exact::mul(milligrams, 1000.into());
    Answer::of(micrograms.map(|mass| {
        let mut asked = selector.strengths.iter();
        asked.any(|one| one.per_ml == per_ml && one.micrograms == [mass.normalize()])
    }))
}

/// A line of which only code and type of device are known.
fn of_class(selector: &Selector, inhaler: &Inhaler) -> Answer {
    let atc = match inhaler.atc {
        _ if selector.atc.is_empty() => Answer::Yes,
        Some(atc) if selector.atc.iter().any(|group| group.is_prefix_of(&atc)) => Answer::Yes,
        Some(atc) if selector.atc.iter().any(|group| atc.is_prefix_of(group)) => Answer::Unknown,
        Some(_) => Answer::No,
        None => Answer::Unknown,
    };
    let device = if selector.devices.is_empty() {
        Answer::Yes
    } else {
        let asked = |device: &Device| selector.devices.contains(device);
        match (
            inhaler.devices.iter().any(asked),
            inhaler.devices.iter().all(asked),
        ) {
            _ if inhaler.devices.is_empty() => Answer::Unknown,
            (false, _) => Answer::No,
            (true, true) => Answer::Yes,
            (true, false) => Answer::Unknown,
        }
    };
    let gas = if selector.propellants.is_empty()
        || selector.propellants.iter().any(|gas| gas == "unknown")
    {
        Answer::Yes
    } else {
        Answer::Unknown
    };
    let product = Answer::of(selector.products.is_empty().then_some(true));
    let strength = Answer::of(selector.strengths.is_empty().then_some(true));
    atc.and(device)
        .and(gas)
        .and(product)
        .and(strength)
        .and(Answer::of(Some(selector.takes_inhaled())))
}

/// A condition held against a context.
struct Tested {
    answer: Answer,
    /// What is unknown; nothing where some part is known not to hold.
    asks: BTreeSet<Ask>,
}

impl Tested {
    fn of(condition: &Condition, known: &Known<'_>) -> Self {
        let mut answer = Answer::Yes;
        let mut asks = BTreeSet::new();
        for part in condition.parts() {
            let (part, ask) = known.part(part);
            answer = answer.and(part);
            if part == Answer::Unknown {
                asks.insert(ask);
            }
        }
        if answer == Answer::No {
            asks.clear();
        }
        Self { answer, asks }
    }
}

/// The name under which a holding exception withholds: that of its first part.
pub(super) fn first_key(condition: &Condition) -> Guard {
    let ask = match condition.parts().first() {
        Some(Part::Fact(fact, _)) => Ask::Fact(*fact),
        Some(Part::Age(_)) => Ask::Age,
        Some(Part::Indication(_)) => Ask::Indication,
        Some(Part::OtherDevices(_)) | None => Ask::OtherDevices,
    };
    Guard::Condition(ask)
}
