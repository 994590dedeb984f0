//! What rules support for the prescriptions of a tally, as a group.
//!
//! Advice is computed once for each distinct medicine, on what is known of a group: nothing of
//! patients. What would have to be asked is counted as such. Savings of rules that speak of the
//! same prescriptions overlap, so they are never added up.

use super::count::Count;
use super::included::Included;
use super::tally::Tally;
use crate::advice::{Advice, Advisor, AmountUse, Ask, Dose, Prescribed, Said};
use crate::context::{Context, Fact};
use crate::dataset::guideline::{Direction, RuleId, Selector, Strength};
use crate::dataset::{Dataset, ProductId};
use crate::day::Day;
use crate::error::{Error, ErrorKind, Result};
use crate::exact::Fraction;
use crate::quantity::{Quantity, Unit};
use rust_decimal::Decimal;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The shares of the eligible prescriptions that a scenario changes, in percent.
const SHARES: [u32; 3] = [100, 70, 30];

/// The fewest days from which a yearly use is told.
const DAYS_FOR_A_YEAR: i64 = 180;

/// What rules support for the prescriptions of an export.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Group {
    /// Rules that say to use less, to stop, to harmonise or to look at something.
    pub reduce: Vec<RuleSum>,
    /// Switches that rules support, the largest saving first.
    pub offers: Vec<RuleSum>,
    /// Rules that keep what is prescribed, or may: that depends on what they ask. The savings of
    /// the switches are those before these are taken off.
    pub keep: Vec<RuleSum>,
    /// Switches that are held back for all their prescriptions.
    pub withheld: Vec<RuleSum>,
    /// Rules about every medicine: they have no number of their own.
    pub general: Vec<RuleSum>,
    /// Rules that would keep something in what is not read and that asks nothing.
    pub unasked: BTreeSet<RuleId>,
    /// Pairs of rules that contradict each other: both stand.
    pub conflicts: Vec<(RuleId, RuleId)>,
}

/// What one rule touches.
#[derive(Debug, Clone, serde::Serialize)]
#[non_exhaustive]
pub struct RuleSum {
    /// The rule.
    #[serde(skip)]
    pub rule: RuleId,
    /// What it asks for.
    #[serde(skip)]
    pub direction: Direction,
    /// How strongly it is said.
    #[serde(skip)]
    pub strength: Strength,
    /// Prescriptions that it is about.
    pub prescriptions: Count,
    /// Patients of these; `None` where the export names none, or too many.
    pub patients: Option<Count>,
    /// What would have to be asked for each of them, in the order of the data.
    #[serde(serialize_with = "words")]
    pub asks: Vec<Ask>,
    /// Patients above the limit of the rule in a year, where the rule has one and the export
    /// tells it.
    pub above_limit: Option<AboveLimit>,
    /// Prescriptions with an alternative that the data can tell to be lower.
    pub eligible: u64,
    /// Those of them for which no source says which dose is equal: the same nominal dose was taken.
    pub eligible_nominal: u64,
    /// What would be saved by each scenario; `None` for a rule without such an alternative.
    pub saving: Option<Vec<Saving>>,
    /// Prescriptions that are held back, by the word for what holds them back.
    pub withheld: BTreeMap<String, u64>,
    /// From which medicine to which product.
    #[serde(skip)]
    pub alternatives: Vec<Pair>,
    /// The medicines that it is about, by their places in the tally.
    #[serde(skip)]
    subjects: BTreeSet<usize>,
    /// What would be saved if all change: low, central, high.
    #[serde(skip)]
    saved: Option<[Fraction; 3]>,
}

fn words<S: serde::Serializer>(asks: &[Ask], to: S) -> std::result::Result<S::Ok, S::Error> {
    to.collect_seq(asks.iter().map(|ask| ask.as_str()))
}

/// Patients above a yearly number of doses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct AboveLimit {
    /// The limit in doses a year.
    pub doses_per_year: u32,
    /// The days over which the yearly use is told.
    pub days: i64,
    /// The first of them: of the chosen period where both its ends are given, otherwise of the
    /// rows.
    pub from: Day,
    /// The last of them.
    pub to: Day,
    /// Patients above it.
    pub patients: Count,
    /// Patients of whom it cannot be told.
    pub unknown: Count,
}

/// The saving of a scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Saving {
    /// The share of the eligible prescriptions that change, in percent.
    pub share_percent: u32,
    /// kg CO2e.
    pub unit: &'static str,
    /// The low end; below zero where the alternative may be higher.
    pub low: Fraction,
    /// The central value.
    pub central: Fraction,
    /// The high end.
    pub high: Fraction,
}

/// An alternative for some prescriptions.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pair {
    /// The medicine by its id in the list of products, or an ATC code.
    pub from: String,
    /// The product that could stand for it.
    pub to: ProductId,
    /// Which doses stand for which, and on what that rests.
    pub dose: Dose,
    /// Prescriptions.
    pub prescriptions: u64,
}

/// The prescriptions of one medicine.
struct Lines<'s> {
    subject: Option<usize>,
    id: &'s str,
    rows: u64,
    doses: Option<Decimal>,
}

impl Group {
    /// The advice on what is included. The advisor is one for aggregates.
    pub(super) fn of(
        dataset: &Dataset,
        advisor: &Advisor<'_>,
        included: &Included<'_>,
    ) -> Result<Self> {
        let context = Context::new();
        let rules = dataset.rules();
        let about_all = rules.filter(|rule| rule.from == Selector::default());
        let mut sums = Sums {
            about_all: about_all.map(|rule| rule.id.clone()).collect(),
            ..Sums::default()
        };
        for subject in &included.subjects {
            let overflow = || Error::overflow(&subject.id);
            let lines = Lines {
                subject: Some(subject.place),
                id: &subject.id,
                rows: subject.rows,
                doses: subject.doses().ok_or_else(overflow)?,
            };
            let quantity = lines.doses.map(|doses| Quantity::new(doses, Unit::Dose));
            let advice =
                advisor.on_inhaler(subject.inhaler, AmountUse::counted(quantity), &context);
            sums.add(&advice, &lines).ok_or_else(overflow)?;
        }
        for ((atc, route), mass) in &included.substances {
            let id = atc.to_string();
            let lines = Lines {
                subject: None,
                id: &id,
                rows: mass.rows,
                doses: None,
            };
            let advice = advisor.on_substance(Prescribed::substance(*atc, *route), &context);
            let added = sums.add(&advice, &lines);
            added.ok_or_else(|| Error::overflow(&id))?;
        }
        sums.finish(dataset, included.tally)
    }

    /// Every rule of these prescriptions but those about every medicine.
    pub(super) fn rules_mut(&mut self) -> impl Iterator<Item = &mut RuleSum> {
        let lists = [
            &mut self.reduce,
            &mut self.offers,
            &mut self.keep,
            &mut self.withheld,
        ];
        lists.into_iter().flatten()
    }
}

#[derive(Default)]
struct Sums {
    keep: BTreeMap<RuleId, RuleSum>,
    reduce: BTreeMap<RuleId, RuleSum>,
    switches: BTreeMap<RuleId, RuleSum>,
    general: BTreeMap<RuleId, RuleSum>,
    /// Rules that only inform.
    inform: BTreeSet<RuleId>,
    /// Rules that would keep something in what is not read and is not asked.
    unasked: BTreeSet<RuleId>,
    /// Rules that select nothing.
    about_all: BTreeSet<RuleId>,
}

impl Sums {
    /// Adds the advice on the prescriptions of one medicine; `None` on overflow.
    fn add(&mut self, advice: &Advice, lines: &Lines<'_>) -> Option<()> {
        let open = advice.may_keep.iter();
        let (keep, correct): (Vec<_>, Vec<_>) =
            open.partition(|said| said.direction == Direction::Keep);
        for said in advice.keep.iter().chain(keep) {
            touch(&mut self.keep, said, lines)?;
        }
        let unasked = advice.unasked.iter();
        self.unasked.extend(unasked.map(|said| said.rule.clone()));
        for said in advice.correct.iter().chain(correct).chain(&advice.reduce) {
            let sums = if self.about_all.contains(&said.rule) {
                &mut self.general
            } else {
                &mut self.reduce
            };
            touch(sums, said, lines)?;
        }
        for offer in &advice.offers {
            let sum = touch(&mut self.switches, &offer.said, lines)?;
            let Some(best) = offer.alternatives.first() else {
                continue;
            };
            sum.pair(lines, &best.product, &best.dose)?;
            // How many doses at a time, where several become one, is asked before any of it counts.
            let puffs = Ask::Fact(Fact::PUFFS_AT_A_TIME);
            if best.asks.contains(&puffs) && !sum.asks.contains(&puffs) {
                sum.asks.push(puffs);
            }
            if lines.doses.is_none() {
                continue;
            }
            sum.eligible = sum.eligible.checked_add(lines.rows)?;
            if best.dose.equivalence.is_empty() {
                sum.eligible_nominal = sum.eligible_nominal.checked_add(lines.rows)?;
            }
            let difference = best.comparison.difference;
            let ends = [difference.high, difference.central, difference.low];
            let mut saved = sum.saved.unwrap_or([Fraction::ZERO; 3]);
            for (sum, end) in saved.iter_mut().zip(ends) {
                *sum = sum.minus(end)?;
            }
            sum.saved = Some(saved);
        }
        for one in &advice.withheld {
            let sum = touch(&mut self.switches, &one.said, lines)?;
            let rows = sum.withheld.entry(one.guard.to_string()).or_default();
            *rows = rows.checked_add(lines.rows)?;
        }
        let informs = advice.inform.iter();
        self.inform.extend(informs.map(|said| said.rule.clone()));
        Some(())
    }

    fn finish(self, dataset: &Dataset, tally: &Tally) -> Result<Group> {
        let conflicts = self.conflicts(dataset);
        let list = |sums: BTreeMap<RuleId, RuleSum>| {
            let mut list: Vec<RuleSum> = sums.into_values().collect();
            for rule in &mut list {
                let finished = rule.finish(dataset, tally);
                finished.ok_or_else(|| Error::overflow(rule.rule.as_str()))?;
            }
            Ok::<_, Error>(list)
        };
        let mut group = Group {
            reduce: list(self.reduce)?,
            keep: list(self.keep)?,
            general: list(self.general)?,
            unasked: self.unasked,
            conflicts,
            ..Group::default()
        };
        for rule in list(self.switches)? {
            let mut withheld = rule.withheld.values().copied();
            let withheld = withheld.try_fold(0, u64::checked_add);
            let withheld = withheld.ok_or_else(|| Error::new(ErrorKind::Overflow(None)))?;
            let all = rule.prescriptions.shown();
            if all.is_none_or(|all| withheld < all) {
                group.offers.push(rule);
            } else {
                group.withheld.push(rule);
            }
        }
        // The lists are in the order of the rules, which decides between equals.
        group
            .reduce
            .sort_by_key(|rule| (rule.direction, rule.strength));
        group
            .offers
            .sort_by_key(|rule| (rule.strength, Reverse(rule.eligible)));
        group.keep.sort_by_key(|rule| rule.strength);
        for rule in &mut group.general {
            rule.prescriptions = tally.ledger.analysed().into();
            rule.patients = None;
        }
        Ok(group)
    }

    /// The pairs of rules, among those that say something here, that contradict each other.
    fn conflicts(&self, dataset: &Dataset) -> Vec<(RuleId, RuleId)> {
        let lists = [&self.keep, &self.reduce, &self.switches, &self.general];
        let named = lists.into_iter().flat_map(BTreeMap::keys);
        let said: BTreeSet<&RuleId> = named.chain(&self.inform).collect();
        let mut pairs = BTreeSet::new();
        for rule in dataset.rules().filter(|one| said.contains(&one.id)) {
            for other in rule.conflicts_with.iter().filter(|one| said.contains(one)) {
                let (a, b) = (rule.id.clone(), other.clone());
                pairs.insert(if a < b { (a, b) } else { (b, a) });
            }
        }
        pairs.into_iter().collect()
    }
}

fn touch<'s>(
    sums: &'s mut BTreeMap<RuleId, RuleSum>,
    said: &Said,
    lines: &Lines<'_>,
) -> Option<&'s mut RuleSum> {
    let sum = sums.entry(said.rule.clone()).or_insert_with(|| RuleSum {
        rule: said.rule.clone(),
        direction: said.direction,
        strength: said.citation.strength,
        prescriptions: Count::default(),
        patients: None,
        asks: Vec::new(),
        above_limit: None,
        eligible: 0,
        eligible_nominal: 0,
        saving: None,
        withheld: BTreeMap::new(),
        alternatives: Vec::new(),
        subjects: BTreeSet::new(),
        saved: None,
    });
    let rows = sum.prescriptions.shown()?;
    sum.prescriptions = rows.checked_add(lines.rows)?.into();
    sum.subjects.extend(lines.subject);
    for ask in &said.asks {
        if !sum.asks.contains(ask) {
            sum.asks.push(*ask);
        }
    }
    Some(sum)
}

impl RuleSum {
    /// Adds the prescriptions of a medicine that a product could stand for.
    fn pair(&mut self, lines: &Lines<'_>, to: &ProductId, dose: &Dose) -> Option<()> {
        let same = |pair: &&mut Pair| pair.from == lines.id && pair.to == *to;
        match self.alternatives.iter_mut().find(same) {
            Some(pair) => pair.prescriptions = pair.prescriptions.checked_add(lines.rows)?,
            None => self.alternatives.push(Pair {
                from: lines.id.to_owned(),
                to: to.clone(),
                dose: dose.clone(),
                prescriptions: lines.rows,
            }),
        }
        Some(())
    }

    /// The inhaled medicines that it is about, by their places in the tally.
    pub(super) const fn places(&self) -> &BTreeSet<usize> {
        &self.subjects
    }

    /// Counts patients and scenarios; `None` on overflow.
    fn finish(&mut self, dataset: &Dataset, tally: &Tally) -> Option<()> {
        let patients = tally.patients.using(&self.subjects);
        let patients = patients.filter(|_| !self.subjects.is_empty() && tally.merges);
        self.asks = Ask::in_order(&self.asks, dataset);
        self.patients = patients.map(Count::Shown);
        self.above_limit = self.above_limit(dataset, tally);
        if let Some(ends) = self.saved {
            let scenarios = SHARES.into_iter().map(|share| Saving::of(share, ends));
            self.saving = Some(scenarios.collect::<Option<Vec<Saving>>>()?);
        }
        Some(())
    }

    /// Patients above the yearly doses that the rule names, over half a year or more: their doses
    /// x 365 over its days.
    fn above_limit(&self, dataset: &Dataset, tally: &Tally) -> Option<AboveLimit> {
        let (_, rule) = dataset.rule_by_id(self.rule.as_str())?;
        let limit = rule.when.above(Fact::DOSES_PER_YEAR)?;
        let (from, to) = tally.over?;
        let days = from.days_until(to)?.checked_add(1)?;
        if days < DAYS_FOR_A_YEAR || !tally.merges {
            return None;
        }
        // doses x 365 / days > limit, without a division
        let doses = Decimal::from(limit)
            .checked_mul(Decimal::from(days))?
            .checked_div(Decimal::from(365))?;
        let (patients, unknown) = tally.patients.above(&self.subjects, doses)?;
        Some(AboveLimit {
            doses_per_year: limit,
            days,
            from,
            to,
            patients: patients.into(),
            unknown: unknown.into(),
        })
    }
}

impl Saving {
    fn of(share_percent: u32, ends: [Fraction; 3]) -> Option<Self> {
        let share = Fraction::new(Decimal::from(share_percent), 100)?;
        let [low, central, high] = ends.map(|end| end.by(share));
        Some(Self {
            share_percent,
            unit: "kg CO2e",
            low: low?,
            central: central?,
            high: high?,
        })
    }
}
