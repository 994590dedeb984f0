//! What one rule says of one prescription, in three values.

use super::Use;
use crate::code::Atc;
use crate::context::{Answer, Context, Fact};
use crate::dataset::guideline::{Condition, Indication, Rule, RuleId, Selector};
use crate::dataset::{Dataset, Device, Route};
use crate::matching::Inhaler;
use std::collections::BTreeSet;
use std::fmt;

/// What is prescribed, as far as a rule can see it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Prescribed<'a> {
    /// An inhaled medicine.
    Inhaler(&'a Inhaler),
    /// Another medicine by its ATC code, and its route where the label tells.
    Medicine {
        /// The code.
        atc: Atc,
        /// The route; [`Route::Unknown`] where it is not known.
        route: Route,
    },
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
    /// Whether it is the first time.
    FirstIssue,
    /// For how many days.
    DaysSupplied,
    /// How many doses a year.
    DosesPerYear,
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
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Fact(fact) => fact.as_str(),
            Self::Product => "product",
            Self::Age => "age",
            Self::Indication => "indication",
            Self::FirstIssue => "first_issue",
            Self::DaysSupplied => "days_supplied",
            Self::DosesPerYear => "doses_per_year",
            Self::OtherDevices => "other_devices",
            Self::MixedDevices => "mixed_devices",
            Self::Label => "label",
        }
    }
}

/// What holds a rule or an alternative back.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Guard {
    /// A fact that speaks against it.
    Fact(Fact),
    /// The age speaks against it.
    Age,
    /// The age decides and is not known.
    AgeUnknown,
    /// The indication speaks against it.
    Indication,
    /// It is the first issue, or a repeat.
    FirstIssue,
    /// The days of treatment speak against it.
    DaysSupplied,
    /// The doses a year speak against it.
    DosesPerYear,
    /// Another inhaler of the patient speaks against it.
    OtherDevices,
    /// A rule says to keep what is prescribed.
    Keep(RuleId),
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
    /// No dose of the alternative is known to stand for the dose prescribed.
    NoEquivalence,
    /// The data cannot tell that the alternative is lower.
    Verdict,
    /// The saving is below the minimum that was asked for.
    MinimumSaving,
    /// A list of shortages that was layered names it.
    Shortage,
    /// The rule asks for a change, and should have been reviewed before the day of the advice.
    ReviewOverdue,
}

impl Guard {
    /// The guard of a word, where it has no more to it than that.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        const OTHERS: [Guard; 18] = [
            Guard::Age,
            Guard::AgeUnknown,
            Guard::Indication,
            Guard::FirstIssue,
            Guard::DaysSupplied,
            Guard::DosesPerYear,
            Guard::OtherDevices,
            Guard::Product,
            Guard::Strength,
            Guard::NoProduct,
            Guard::LabelAge,
            Guard::LabelIndication,
            Guard::LabelReliever,
            Guard::NoEquivalence,
            Guard::Verdict,
            Guard::MinimumSaving,
            Guard::Shortage,
            Guard::ReviewOverdue,
        ];
        let other = OTHERS.into_iter().find(|guard| guard.as_str() == word);
        other.or_else(|| word.parse::<Fact>().ok().map(Self::Fact))
    }

    /// The word in data files and JSON.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Fact(fact) => fact.as_str(),
            Self::Age => "age",
            Self::AgeUnknown => "age_unknown",
            Self::Indication => "indication",
            Self::FirstIssue => "first_issue",
            Self::DaysSupplied => "days_supplied",
            Self::DosesPerYear => "doses_per_year",
            Self::OtherDevices => "other_devices",
            Self::Keep(_) => "keep",
            Self::Product => "product",
            Self::Strength => "strength",
            Self::NoProduct => "no_product",
            Self::LabelAge => "label_age",
            Self::LabelIndication => "label_indication",
            Self::LabelReliever => "label_reliever",
            Self::NoEquivalence => "no_equivalence",
            Self::Verdict => "verdict",
            Self::MinimumSaving => "minimum_saving",
            Self::Shortage => "shortage",
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
        known: &Known,
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

/// A context with what the data tells of it: what the ATC code answers, the indications of its
/// codes, and that who is treated for asthma has asthma. A fact that is given stays as it is.
#[derive(Debug)]
pub(super) struct Known {
    context: Context,
    indications: Option<BTreeSet<Indication>>,
}

impl Known {
    pub(super) fn of(dataset: &Dataset, prescribed: Prescribed<'_>, context: &Context) -> Self {
        let atc = match prescribed {
            Prescribed::Inhaler(inhaler) => inhaler.atc,
            Prescribed::Medicine { atc, .. } => Some(atc),
        };
        // Of an inhaled medicine without a code it is known that it is one: no such group holds
        // any.
        let inhaled = matches!(prescribed, Prescribed::Inhaler(_));
        let by_code = dataset.told_by_code().iter().map(|told| {
            let unknown = if inhaled { Answer::No } else { Answer::Unknown };
            (told.fact(), atc.map_or(unknown, |atc| told.answer(atc)))
        });
        let given = dataset.indications_of(context.given_icpc(), context.given_indications());
        let asthma = given
            .as_ref()
            .is_some_and(|given| given.contains(&Indication::Asthma));
        let by_indication = asthma.then_some((Fact::AsthmaComponent, Answer::Yes));
        let mut told = context.clone();
        for (fact, answer) in by_code.chain(by_indication) {
            if context.answer(fact) == Answer::Unknown && answer != Answer::Unknown {
                told = told.fact(fact, answer == Answer::Yes);
            }
        }
        Self {
            context: told,
            indications: given,
        }
    }
}

/// Whether a selector takes what is prescribed; unknown where it takes a part of what the line
/// can be.
fn selects(selector: &Selector, dataset: &Dataset, prescribed: Prescribed<'_>) -> Answer {
    match prescribed {
        Prescribed::Inhaler(inhaler) if inhaler.candidates.is_empty() => {
            of_class(selector, inhaler)
        }
        Prescribed::Inhaler(inhaler) => {
            let mut taken = inhaler.products(dataset).map(|one| selector.takes(one));
            let first = taken.next().unwrap_or(false);
            Answer::of(taken.all(|other| other == first).then_some(first))
        }
        Prescribed::Medicine { atc, route } => {
            let inhaled_only = !selector.devices.is_empty()
                || !selector.products.is_empty()
                || !selector.propellants.is_empty();
            if inhaled_only {
                return Answer::No;
            }
            let code = selector.atc.is_empty()
                || selector.atc.iter().any(|group| group.is_prefix_of(&atc));
            let route = if selector.routes.is_empty() {
                Answer::Yes
            } else if route == Route::Unknown {
                Answer::Unknown
            } else {
                Answer::of(Some(selector.routes.contains(&route)))
            };
            Answer::of(Some(code)).and(route)
        }
    }
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
    let route = selector.routes.is_empty() || selector.routes.contains(&Route::Inhaled);
    atc.and(device)
        .and(gas)
        .and(product)
        .and(Answer::of(Some(route)))
}

/// A condition held against a context.
struct Tested {
    answer: Answer,
    /// What is unknown; nothing where some part is known not to hold.
    asks: BTreeSet<Ask>,
}

impl Tested {
    fn of(condition: &Condition, known: &Known) -> Self {
        let mut answer = Answer::Yes;
        let mut asks = BTreeSet::new();
        for (part, ask) in parts(condition, known) {
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

/// Each part of a condition that asks something, with its answer.
fn parts(condition: &Condition, known: &Known) -> Vec<(Answer, Ask)> {
    let context = &known.context;
    let mut parts = Vec::new();
    if let Some(band) = condition.age {
        let known = context.given_age().map(|age| band.holds(age));
        parts.push((Answer::of(known), Ask::Age));
    }
    if !condition.indications.is_empty() {
        let given = known.indications.as_ref();
        let known = given.map(|given| condition.indications.iter().any(|one| given.contains(one)));
        parts.push((Answer::of(known), Ask::Indication));
    }
    for (fact, holds) in &condition.facts {
        let known = match context.answer(*fact) {
            Answer::Yes => Some(*holds),
            Answer::No => Some(!*holds),
            Answer::Unknown => None,
        };
        parts.push((Answer::of(known), Ask::Fact(*fact)));
    }
    if let Some(first) = condition.first_issue {
        let known = context.given_first_issue().map(|is| is == first);
        parts.push((Answer::of(known), Ask::FirstIssue));
    }
    if let Some(limit) = condition.days_supplied_above {
        let known = context.given_days_supplied().map(|days| days > limit);
        parts.push((Answer::of(known), Ask::DaysSupplied));
    }
    if let Some(limit) = condition.doses_per_year_above {
        let known = context.given_doses_per_year().map(|doses| doses > limit);
        parts.push((Answer::of(known), Ask::DosesPerYear));
    }
    if !condition.other_devices.is_empty() {
        let known = context.given_other_devices().map(|devices| {
            condition
                .other_devices
                .iter()
                .any(|one| devices.contains(one))
        });
        parts.push((Answer::of(known), Ask::OtherDevices));
    }
    parts
}

/// The name under which a holding exception withholds: that of its first part.
pub(super) fn first_key(condition: &Condition) -> Guard {
    if let Some((fact, _)) = condition.facts.iter().next() {
        return Guard::Fact(*fact);
    }
    if condition.age.is_some() {
        Guard::Age
    } else if !condition.indications.is_empty() {
        Guard::Indication
    } else if condition.first_issue.is_some() {
        Guard::FirstIssue
    } else if condition.days_supplied_above.is_some() {
        Guard::DaysSupplied
    } else if condition.doses_per_year_above.is_some() {
        Guard::DosesPerYear
    } else {
        Guard::OtherDevices
    }
}
