//! The load of a substance to surface water.

use super::Amount;
use super::share::{ALL, Share};
use crate::code::Atc;
use crate::dataset::{Dataset, Passage, Route, Treatment, WaterFact, WaterFactId, WaterKind};
use crate::exact::Fraction;
use crate::quantity::Range;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

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
    /// What the body turns into other substances does not count.
    MetabolitesLeftOut,
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
    /// The substances that are formed of it and that the data knows, by name.
    pub products: Vec<TransformationProduct>,
}

impl Load {
    /// Whether it, or what is formed of the substance, rests on this fact.
    pub(crate) fn rests_on(&self, fact: &WaterFactId) -> bool {
        let products = self.products.iter().map(|product| &product.facts);
        products
            .chain([&self.facts])
            .any(|facts| facts.contains(fact))
    }
}

/// A substance that is formed of the one used, in the body or in treatment.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TransformationProduct {
    /// The name in the data.
    pub name: String,
    /// The Dutch name; empty where the data has none.
    pub dutch: String,
    /// What of it reaches surface water, in mg of the product.
    pub amount: Amount,
    /// The facts that tell how much is formed, by id.
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
    let sewer = trail.sewer_of(mass_mg);
    let sewer_is_known = trail.gaps.is_empty();
    let amount = sewer.and_then(|sewer| trail.amount(sewer, mass_mg, treatment));
    let amount = amount.unwrap_or_else(|gap| {
        trail.gaps.insert(gap);
        Amount::Unknown
    });
    if amount.range().is_none() {
        // What a central value takes for granted is of no interest without one.
        trail.assumptions.remove(&Assumption::CentralIsMidpoint);
        trail.assumptions.remove(&Assumption::BoundCountsLow);
    }
    let sewer = sewer.ok().map(|sewer| match sewer_is_known {
        true => sewer,
        false => Share::up_to(sewer.high),
    });
    let products = trail.products(sewer, mass_mg, treatment);
    Load {
        mass_mg,
        route,
        treatment,
        amount,
        gaps: trail.gaps,
        assumptions: trail.assumptions,
        facts: trail.used.into_iter().collect(),
        products,
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
    /// The fraction of a mass that reaches the sewer.
    fn sewer_of(&mut self, mass_mg: Decimal) -> Result<Share, Gap> {
        if mass_mg.is_sign_negative() && !mass_mg.is_zero() {
            return Err(Gap::NegativeMass);
        }
        self.sewer().ok_or(Gap::TooManyDigits)
    }

    fn amount(
        &mut self,
        sewer: Share,
        mass_mg: Decimal,
        treatment: Treatment,
    ) -> Result<Amount, Gap> {
        if sewer == Share::NOTHING && !self.used.is_empty() {
            return Ok(Amount::Range(Range::point(Fraction::ZERO)));
        }
        let removal = self.removal(treatment);
        if self.used.is_empty() {
            return Ok(Amount::Unknown);
        }
        let left = removal
            .rest()
            .and_then(|rest| sewer.of_it(rest))
            .ok_or(Gap::TooManyDigits)?;
        let left = match self.gaps.is_empty() {
            true => left,
            false => Share::up_to(left.high),
        };
        if left.central.is_none() && self.gaps.is_empty() {
            self.gaps.insert(Gap::OnlyBounds);
        }
        left.amount_of(mass_mg).ok_or(Gap::TooManyDigits)
    }

    /// What is formed of the substance, each product that a fact names.
    fn products(
        &mut self,
        sewer: Option<Share>,
        mass_mg: Decimal,
        treatment: Treatment,
    ) -> Vec<TransformationProduct> {
        let mut named: BTreeMap<&str, &str> = BTreeMap::new();
        for fact in self.facts.iter().filter(|fact| !fact.product.is_empty()) {
            let dutch = named.entry(&fact.product).or_default();
            *dutch = (*dutch).max(&fact.dutch_product);
        }
        let mut products = Vec::new();
        for (name, dutch) in named {
            let route = self.route;
            let formed = |fact: &&WaterFact| {
                let here = fact.route == Some(route) || fact.stage == Some(treatment);
                fact.kind == WaterKind::Transformed && fact.by_mass && fact.product == name && here
            };
            let facts: Vec<&WaterFact> = self.facts.iter().copied().filter(formed).collect();
            let amount = sewer.and_then(|sewer| formed_of(sewer, &facts)?.amount_of(mass_mg));
            let amount = amount.unwrap_or(Amount::Unknown);
            if amount.range().is_some() && facts.iter().all(|fact| fact.central.is_none()) {
                self.assumptions.insert(Assumption::CentralIsMidpoint);
            }
            products.push(TransformationProduct {
                name: name.to_owned(),
                dutch: dutch.to_owned(),
                amount,
                facts: facts.iter().map(|fact| fact.id.clone()).collect(),
            });
        }
        products
    }

    /// The fraction that reaches the sewer; `None` on overflow.
    fn sewer(&mut self) -> Option<Share> {
        match self.route {
            Route::Unknown => {
                self.gaps.insert(Gap::NoRoute);
                Some(Share::ANYTHING)
            }
            Route::Dermal => {
                let washed = self.known(Passage::WashedOff);
                let washed = self.or_rest(washed, ALL, Gap::NoWashedOff);
                let absorbed = self.known(Passage::Absorbed);
                let absorbed = self.or_rest(absorbed, ALL, Gap::NoAbsorbed);
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

    /// What leaves unchanged, as conjugates and as other substances is no more than all: what
    /// is not known of one is at most what the others leave.
    fn excreted(&mut self) -> Option<Share> {
        let unchanged = self.known(Passage::Unchanged);
        let conjugated = self.known(Passage::Conjugated);
        let metabolised = self.known(Passage::Metabolised);
        if metabolised.is_some() {
            self.assumptions.insert(Assumption::MetabolitesLeftOut);
        }
        if conjugated.is_some_and(|share| !share.high.is_zero()) {
            self.assumptions.insert(Assumption::ConjugatesCount);
        }
        let low = |share: Option<Share>| share.map_or(Fraction::ZERO, |share| share.low);
        let most = ALL.minus(low(metabolised))?;
        let beside = |other: Share| Some(most.minus(other.low)?.max(Fraction::ZERO));
        let beside = |other: Option<Share>| other.map_or(Some(most), beside);
        let [for_unchanged, for_conjugated] = [beside(conjugated)?, beside(unchanged)?];
        let unchanged = self.or_rest(unchanged, for_unchanged, Gap::NoUnchanged);
        let conjugated = self.or_rest(conjugated, for_conjugated, Gap::NoConjugated);
        Some(self.sum(unchanged, conjugated)?.at_most(most))
    }

    /// What is known, or a gap of at most this rest; of no rest nothing is missing.
    fn or_rest(&mut self, known: Option<Share>, rest: Fraction, gap: Gap) -> Share {
        known.unwrap_or_else(|| {
            if rest.is_zero() {
                return Share::NOTHING;
            }
            self.gaps.insert(gap);
            Share::up_to(rest)
        })
    }

    fn sum(&mut self, a: Share, b: Share) -> Option<Share> {
        if a.central.is_some() != b.central.is_some() {
            self.assumptions.insert(Assumption::BoundCountsLow);
        }
        Some(a.plus(b)?.at_most(ALL))
    }

    fn known(&mut self, passage: Passage) -> Option<Share> {
        let route = Some(self.route);
        let kind = WaterKind::Passage(passage);
        self.step(|fact| fact.kind == kind && fact.route == route)
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

/// What of the substance becomes a product, from facts that count it as mass of the product for
/// mass used; `None` without such facts. What treatment takes out of a product that the body forms is not
/// known, so of that there is no more than an upper bound.
fn formed_of(sewer: Share, facts: &[&WaterFact]) -> Option<Share> {
    let (body, plant): (Vec<&WaterFact>, Vec<&WaterFact>) =
        facts.iter().partition(|fact| fact.route.is_some());
    let body = Share::of(&body).map(|share| Share::up_to(share.high));
    let plant = match Share::of(&plant) {
        Some(share) => Some(sewer.of_it(share)?),
        None => None,
    };
    match (body, plant) {
        (Some(body), Some(plant)) => Some(Share::up_to(body.high.plus(plant.high)?)),
        (one, other) => one.or(other),
    }
}
