//! The load of a substance to surface water.

use super::Amount;
use super::share::Share;
use crate::code::Atc;
use crate::dataset::{Dataset, Passage, Route, Treatment, WaterFact, WaterFactId, WaterKind};
use crate::exact::Fraction;
use crate::quantity::Range;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// Why a load is only an upper bound, or unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Gap {
    /// The way of use is not known.
    NoRoute,
    /// How much leaves the body unchanged by this route is not in the data.
    NoUnchanged,
    /// How much leaves the body as a conjugate by this route is not in the data.
    NoConjugated,
    /// How much is washed off is not in the data.
    NoWashedOff,
    /// How much the body takes up through the skin is not in the data.
    NoAbsorbed,
    /// What this treatment takes out is not in the data.
    NoRemoval,
    /// Nothing but bounds is known of a step.
    OnlyBounds,
    /// The mass is below zero.
    NegativeMass,
    /// The numbers have more digits than can be kept exactly.
    TooManyDigits,
}

/// What a load takes for granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Assumption {
    /// Conjugates count as the substance, because treatment can split them.
    ConjugatesCount,
    /// A central value is the midpoint of a range that was published without one.
    CentralIsMidpoint,
    /// A step that is only bounded counts with its low end in the central value.
    BoundCountsLow,
    /// Treatment takes out at least what an earlier stage does.
    AtLeastEarlierStage,
}

/// The load of one amount of a substance to surface water.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Load {
    /// The amount used, in mg.
    pub mass_mg: Decimal,
    /// The way of use.
    pub route: Route,
    /// The treatment.
    pub treatment: Treatment,
    /// What reaches surface water, in mg.
    pub amount: Amount,
    /// Why there is no central value; empty where there is one.
    pub gaps: BTreeSet<Gap>,
    /// What it takes for granted.
    pub assumptions: BTreeSet<Assumption>,
    /// The facts it rests on, by id.
    pub facts: Vec<WaterFactId>,
}

/// The load to surface water of an amount of the substance with this ATC code, in mg.
///
/// The formula, its sources and what it leaves out are in [the module](super). An ATC code
/// stands for the substance: the route is asked for apart.
///
/// ```
/// use groenrecept::{Atc, Dataset, exact::{Fraction, parse}};
/// use groenrecept::dataset::{Route, Treatment};
/// use groenrecept::water::{self, Amount, Gap};
/// let dataset = Dataset::embedded()?;
/// let d = |text| parse(text).unwrap();
///
/// // Naproxen: 0.573 leaves as conjugates, less than 0.01 unchanged; 0.8 is taken out.
/// let naproxen = "M01AE02".parse::<Atc>().unwrap();
/// let load = water::load(&dataset, &naproxen, Route::Oral, d("500"), Treatment::Secondary);
/// let range = load.amount.range().unwrap();
/// assert_eq!(range.central(), Fraction::whole(d("57.3"))); // 500 x 0.573 x 0.2
/// assert_eq!(range.high(), Fraction::whole(d("58.3"))); // 500 x 0.583 x 0.2
///
/// // By a route that no fact is about, it is at most what treatment leaves.
/// let load = water::load(&dataset, &naproxen, Route::Rectal, d("500"), Treatment::Secondary);
/// assert_eq!(load.amount, Amount::AtMost(Fraction::whole(d("100"))));
/// assert!(load.gaps.contains(&Gap::NoUnchanged));
/// # Ok::<(), groenrecept::Error>(())
/// ```
#[must_use]
pub fn load(
    dataset: &Dataset,
    atc: &Atc,
    route: Route,
    mass_mg: Decimal,
    treatment: Treatment,
) -> Load {
    let facts = dataset.water_facts_of(atc);
    let usable = facts.filter(|fact| fact.is_usable());
    let mut trail = Trail {
        facts: usable.collect(),
        route,
        used: BTreeSet::new(),
        gaps: BTreeSet::new(),
        assumptions: BTreeSet::new(),
    };
    let amount = trail.amount(mass_mg, treatment).unwrap_or_else(|gap| {
        trail.gaps.insert(gap);
        Amount::Unknown
    });
    if amount.range().is_none() {
        // What a central value takes for granted is of no interest without one.
        trail.assumptions.remove(&Assumption::CentralIsMidpoint);
        trail.assumptions.remove(&Assumption::BoundCountsLow);
    }
    Load {
        mass_mg,
        route,
        treatment,
        amount,
        gaps: trail.gaps,
        assumptions: trail.assumptions,
        facts: trail.used.into_iter().collect(),
    }
}

/// The facts about one substance, and what has become of them so far.
struct Trail<'a> {
    facts: Vec<&'a WaterFact>,
    route: Route,
    used: BTreeSet<WaterFactId>,
    gaps: BTreeSet<Gap>,
    assumptions: BTreeSet<Assumption>,
}

impl Trail<'_> {
    fn amount(&mut self, mass_mg: Decimal, treatment: Treatment) -> Result<Amount, Gap> {
        if mass_mg.is_sign_negative() && !mass_mg.is_zero() {
            return Err(Gap::NegativeMass);
        }
        let sewer = self.sewer().ok_or(Gap::TooManyDigits)?;
        let removal = self.removal(treatment);
        if self.used.is_empty() {
            return Ok(Amount::Unknown);
        }
        let left = removal
            .rest()
            .and_then(|rest| sewer.of_it(rest))
            .ok_or(Gap::TooManyDigits)?;
        let of = |share: Fraction| share.times(mass_mg).ok_or(Gap::TooManyDigits);
        let high = of(left.high)?;
        let Some(central) = left.central.filter(|_| self.gaps.is_empty()) else {
            if self.gaps.is_empty() {
                self.gaps.insert(Gap::OnlyBounds);
            }
            return Ok(Amount::AtMost(high));
        };
        let range = Range::new(of(left.low)?, of(central)?, high);
        range.map(Amount::Range).ok_or(Gap::TooManyDigits)
    }

    /// The fraction that reaches the sewer; `None` on overflow.
    fn sewer(&mut self) -> Option<Share> {
        match self.route {
            Route::Unknown => {
                self.gaps.insert(Gap::NoRoute);
                Some(Share::ANYTHING)
            }
            Route::Dermal => {
                let washed = self.passage(Passage::WashedOff, Gap::NoWashedOff);
                let absorbed = self.passage(Passage::Absorbed, Gap::NoAbsorbed);
                let excreted = self.excreted()?;
                let through_the_body = absorbed.of_it(excreted)?;
                self.sum(washed, through_the_body)
            }
            Route::Oral
            | Route::Oromucosal
            | Route::Transdermal
            | Route::Rectal
            | Route::Inhaled
            | Route::Parenteral
            | Route::Eye
            | Route::Ear
            | Route::Nasal
            | Route::Vaginal => self.excreted(),
        }
    }

    fn excreted(&mut self) -> Option<Share> {
        let unchanged = self.passage(Passage::Unchanged, Gap::NoUnchanged);
        let conjugated = self.passage(Passage::Conjugated, Gap::NoConjugated);
        if !conjugated.high.is_zero() && !self.gaps.contains(&Gap::NoConjugated) {
            self.assumptions.insert(Assumption::ConjugatesCount);
        }
        self.sum(unchanged, conjugated)
    }

    fn sum(&mut self, a: Share, b: Share) -> Option<Share> {
        if a.central.is_some() != b.central.is_some() {
            self.assumptions.insert(Assumption::BoundCountsLow);
        }
        a.plus(b)
    }

    fn passage(&mut self, passage: Passage, gap: Gap) -> Share {
        let route = Some(self.route);
        let kind = WaterKind::Passage(passage);
        self.step(|fact| fact.kind == kind && fact.route == route)
            .unwrap_or_else(|| {
                self.gaps.insert(gap);
                Share::ANYTHING
            })
    }

    /// Removal is cumulative, so a stage without facts takes out at least what the nearest
    /// earlier stage with facts does.
    fn removal(&mut self, treatment: Treatment) -> Share {
        let stages = [
            Treatment::Quaternary,
            Treatment::Tertiary,
            Treatment::Secondary,
            Treatment::Primary,
        ];
        for stage in stages.into_iter().filter(|stage| *stage <= treatment) {
            let found =
                self.step(|fact| fact.kind == WaterKind::Removal && fact.stage == Some(stage));
            let Some(found) = found else {
                continue;
            };
            if stage == treatment {
                return found;
            }
            self.gaps.insert(Gap::NoRemoval);
            self.assumptions.insert(Assumption::AtLeastEarlierStage);
            return Share {
                low: found.low,
                ..Share::ANYTHING
            };
        }
        self.gaps.insert(Gap::NoRemoval);
        Share::ANYTHING
    }

    /// The facts that fit, joined and noted as used.
    fn step(&mut self, fits: impl Fn(&WaterFact) -> bool) -> Option<Share> {
        let mut facts = self.facts.clone();
        facts.retain(|fact| fits(fact));
        // What a layer says goes before what is below it.
        let numbers = facts.iter().filter(|fact| fact.numbers().is_some());
        let top = numbers.map(|fact| fact.layer).max();
        facts.retain(|fact| Some(fact.layer) == top);
        let share = Share::of(&facts)?;
        if facts.iter().all(|fact| fact.central.is_none()) && share.central.is_some() {
            self.assumptions.insert(Assumption::CentralIsMidpoint);
        }
        self.used.extend(facts.iter().map(|fact| fact.id.clone()));
        Some(share)
    }
}
