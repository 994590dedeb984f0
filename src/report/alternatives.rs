//! "Wat kan anders": what rules support for the prescriptions of an export, as a group.
//!
//! Advice is computed once for each distinct medicine, on what the data holds of a group:
//! nothing of patients. What would have to be asked is counted as such. Savings of rules that
//! speak of the same prescriptions overlap, so they are never added up.

use super::wording::{Wording, product_label};
use super::{Count, LabelExclusion, Number};
use crate::advice::{Advice, Alternative, Ask, Citation, Options, Said, Use};
use crate::context::Context;
use crate::dataset::guideline::{Direction, Selector};
use crate::dataset::{Dataset, Evidence};
use crate::diagnostic::Message;
use crate::exact::Fraction;
use crate::kernel::Kernel;
use crate::language::Language;
use crate::practice::Tally;
use crate::quantity::{Quantity, Unit};
use rust_decimal::Decimal;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The shares of the eligible prescriptions that a scenario changes, in percent.
const SHARES: [u32; 3] = [100, 70, 30];

/// The fewest days of an export from which a yearly use is told.
const DAYS_FOR_A_YEAR: i64 = 180;

/// What rules support for the prescriptions of an export.
#[derive(Debug, Clone, serde::Serialize)]
pub struct AlternativesReport {
    /// What it may be used for, in the language of the report.
    pub intended_use: &'static str,
    /// Always the aggregate use: nothing of a patient is known.
    pub purpose: Use,
    /// Rules that say to use less, to stop, to harmonise or to look at something.
    pub reduce: Vec<RuleReport>,
    /// Switches that rules support, the largest saving first.
    pub offers: Vec<RuleReport>,
    /// Rules that keep what is prescribed, or may: that depends on what they ask. The savings of
    /// the switches are those before these are taken off.
    pub keep: Vec<RuleReport>,
    /// Switches that are held back for all their prescriptions.
    pub withheld: Vec<RuleReport>,
    /// Rules about every medicine: they have no number of their own.
    pub general: Vec<RuleReport>,
    /// Pairs of rules that contradict each other: both stand.
    pub conflicts: Vec<(String, String)>,
    /// The title and guideline of each rule in `conflicts`.
    pub conflicting: BTreeMap<String, Message>,
}

/// What one rule touches.
#[derive(Debug, Clone, serde::Serialize)]
pub struct RuleReport {
    /// The rule.
    pub rule: String,
    /// What it asks for.
    pub direction: Direction,
    /// What to do.
    pub title: Message,
    /// Why.
    pub reason: Message,
    /// What instead, where that is no product.
    pub instead: Message,
    /// What to do afterwards.
    pub follow_up: Message,
    /// Where it is to be read.
    pub citation: Citation,
    /// Prescriptions that it is about.
    pub prescriptions: Count,
    /// Patients of these; `null` where the export names none, or too many, and where it is hidden.
    pub patients: Option<Count>,
    /// What would have to be asked for each of them, by name.
    pub asks: Vec<&'static str>,
    /// Patients above the limit of the rule in a year, where the rule has one and the export
    /// tells it.
    pub above_limit: Option<AboveLimit>,
    /// Prescriptions with an alternative that the data can tell to be lower.
    pub eligible: u64,
    /// Those of them for which no source says which dose is equal: the same nominal dose was taken.
    pub eligible_nominal: u64,
    /// What would be saved; `null` for a rule without such an alternative.
    pub saving: Option<Vec<SavingReport>>,
    /// Prescriptions that are held back, by what holds them back.
    pub withheld: BTreeMap<String, u64>,
    /// From which product to which, most prescriptions first.
    pub alternatives: Vec<PairReport>,
}

/// Patients above a yearly number of doses.
#[derive(Debug, Clone, serde::Serialize)]
pub struct AboveLimit {
    /// The limit in doses a year.
    pub doses_per_year: u32,
    /// The days of the export, from which the yearly use is told.
    pub days: i64,
    /// Patients above it.
    pub patients: Count,
    /// Patients of whom it cannot be told.
    pub unknown: Count,
}

/// The saving of a scenario.
#[derive(Debug, Clone, serde::Serialize)]
pub struct SavingReport {
    /// The share of the eligible prescriptions that change, in percent.
    pub share_percent: u32,
    /// kg CO2e.
    pub unit: &'static str,
    /// The low end; below zero where the alternative may be higher.
    pub low: Number,
    /// The central value.
    pub central: Number,
    /// The high end.
    pub high: Number,
}

/// An alternative for some prescriptions.
#[derive(Debug, Clone, serde::Serialize)]
pub struct PairReport {
    /// The medicine as it stands in the list of products.
    pub from: String,
    /// The product that could stand for it, by its id.
    pub to: String,
    /// Its label.
    pub to_label: String,
    /// Doses of the first.
    pub from_doses: u32,
    /// Doses of the second that stand for them.
    pub to_doses: u32,
    /// Whether it rests on a source; otherwise it is the same nominal dose.
    pub cited: bool,
    /// How well that is known; `null` without a source.
    pub evidence: Option<Evidence>,
    /// What the label of the second excludes, by each text that says so.
    pub label_excludes: Vec<LabelExclusion>,
    /// Prescriptions.
    pub prescriptions: u64,
}

/// The prescriptions of one medicine.
struct Lines {
    subject: Option<usize>,
    name: String,
    rows: u64,
    doses: Option<Decimal>,
}

/// What a rule touches, while it is summed.
struct Sum {
    said: Said,
    rows: u64,
    subjects: BTreeSet<usize>,
    asks: BTreeSet<Ask>,
    eligible: u64,
    eligible_nominal: u64,
    saving: Option<[Fraction; 3]>,
    withheld: BTreeMap<String, u64>,
    pairs: BTreeMap<(String, String), (Alternative, u64)>,
}

impl AlternativesReport {
    /// The advice on a tally; `None` on overflow. `names` are the labels of its subjects.
    pub(super) fn of(
        kernel: &Kernel,
        language: Language,
        tally: &Tally,
        names: impl Fn(usize) -> String,
    ) -> Option<Self> {
        let dataset = kernel.dataset();
        let advisor = kernel.advisor(Options::new().purpose(Use::Aggregate));
        let context = Context::new();
        let about_all = dataset
            .rules()
            .filter(|rule| rule.from == Selector::default());
        let mut sums = Sums {
            about_all: about_all.map(|rule| rule.id.to_string()).collect(),
            ..Sums::default()
        };
        for (subject, inhaler) in tally.subjects.iter().enumerate() {
            let lines = lines_of(dataset, tally, subject, names(subject))?;
            if lines.rows == 0 {
                continue;
            }
            let quantity = lines.doses.map(|doses| Quantity::new(doses, Unit::Dose));
            let advice = advisor.on_inhaler(inhaler, quantity, &context);
            sums.add(&advice, &lines)?;
        }
        for ((atc, route), mass) in tally.substances.iter().filter(|(_, mass)| mass.rows > 0) {
            let lines = Lines {
                subject: None,
                name: atc.to_string(),
                rows: mass.rows,
                doses: None,
            };
            let advice = advisor.on_substance(*atc, *route, &context);
            sums.add(&advice, &lines)?;
        }
        sums.report(dataset, language, tally)
    }

    /// Whether no rule says anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.reduce.is_empty()
            && self.offers.is_empty()
            && self.keep.is_empty()
            && self.withheld.is_empty()
    }
}

fn lines_of(dataset: &Dataset, tally: &Tally, subject: usize, name: String) -> Option<Lines> {
    let inhaler = tally.subjects.get(subject)?;
    let pack = inhaler.pack(dataset);
    let mut rows = 0u64;
    let mut doses = Some(Decimal::ZERO);
    let from = (subject, None);
    let cells = tally
        .cells
        .range(from..)
        .take_while(|((of, _), _)| *of == subject);
    for (_, cell) in cells {
        rows = rows
            .checked_add(cell.device_rows)?
            .checked_add(cell.dose_rows)?;
        let devices = match pack {
            Some(pack) => crate::exact::mul(cell.devices, pack.into()),
            None => Some(Decimal::ZERO).filter(|_| cell.devices.is_zero()),
        };
        doses = doses
            .zip(devices)
            .and_then(|(sum, devices)| crate::exact::add(sum, devices))
            .and_then(|sum| crate::exact::add(sum, cell.doses));
    }
    Some(Lines {
        subject: Some(subject),
        name,
        rows,
        doses,
    })
}

#[derive(Default)]
struct Sums {
    keep: BTreeMap<String, Sum>,
    reduce: BTreeMap<String, Sum>,
    switches: BTreeMap<String, Sum>,
    general: BTreeMap<String, Sum>,
    /// Rules that only inform.
    inform: BTreeSet<String>,
    /// Rules that select nothing.
    about_all: BTreeSet<String>,
}

impl Sums {
    /// Adds the advice on the prescriptions of one medicine; `None` on overflow.
    fn add(&mut self, advice: &Advice, lines: &Lines) -> Option<()> {
        for said in advice.keep.iter().chain(&advice.may_keep) {
            touch(&mut self.keep, said, lines)?;
        }
        for said in &advice.reduce {
            let all = self.about_all.contains(said.rule.as_str());
            let sums = if all {
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
            let pair = (lines.name.clone(), best.product.to_string());
            let (_, rows) = sum.pairs.entry(pair).or_insert_with(|| (best.clone(), 0));
            *rows = rows.checked_add(lines.rows)?;
            if lines.doses.is_none() {
                continue;
            }
            sum.eligible = sum.eligible.checked_add(lines.rows)?;
            if best.dose.equivalence.is_empty() {
                sum.eligible_nominal = sum.eligible_nominal.checked_add(lines.rows)?;
            }
            let difference = best.comparison.difference;
            let ends = [difference.high, difference.central, difference.low];
            let zero = Fraction::ZERO;
            let before = sum.saving.unwrap_or([zero; 3]);
            let mut after = before;
            for ((sum, end), old) in after.iter_mut().zip(ends).zip(before) {
                *sum = old.minus(end)?;
            }
            sum.saving = Some(after);
        }
        for one in &advice.withheld {
            let sum = touch(&mut self.switches, &one.said, lines)?;
            let rows = sum.withheld.entry(one.guard.to_string()).or_default();
            *rows = rows.checked_add(lines.rows)?;
        }
        let informs = advice.inform.iter();
        self.inform
            .extend(informs.map(|said| said.rule.to_string()));
        Some(())
    }

    fn report(
        self,
        dataset: &Dataset,
        language: Language,
        tally: &Tally,
    ) -> Option<AlternativesReport> {
        let words = language.wording();
        let conflicts = self.conflicts(dataset);
        let conflicting = conflicting(dataset, &conflicts);
        let list = |sums: BTreeMap<String, Sum>| {
            sums.into_values()
                .map(|sum| sum.report(dataset, words, tally))
                .collect::<Option<Vec<RuleReport>>>()
        };
        let (mut offers, withheld): (Vec<_>, Vec<_>) =
            list(self.switches)?.into_iter().partition(|rule| {
                let withheld = rule.withheld.values().sum::<u64>();
                rule.prescriptions.shown().is_none_or(|all| withheld < all)
            });
        offers.sort_by_key(|rule| {
            (
                rule.citation.strength,
                Reverse(rule.eligible),
                rule.rule.clone(),
            )
        });
        let mut keep = list(self.keep)?;
        keep.sort_by_key(|rule| (rule.citation.strength, rule.rule.clone()));
        let mut reduce = list(self.reduce)?;
        reduce.sort_by_key(|rule| (rule.direction, rule.citation.strength, rule.rule.clone()));
        Some(AlternativesReport {
            intended_use: Use::Aggregate.intended(language),
            purpose: Use::Aggregate,
            reduce,
            offers,
            keep,
            general: list(self.general)?
                .into_iter()
                .map(|rule| RuleReport {
                    prescriptions: tally.ledger.analysed().into(),
                    patients: None,
                    ..rule
                })
                .collect(),
            withheld,
            conflicts,
            conflicting,
        })
    }
}

impl Sums {
    /// The pairs of rules, among those that say something here, that contradict each other.
    fn conflicts(&self, dataset: &Dataset) -> Vec<(String, String)> {
        let lists = [&self.keep, &self.reduce, &self.switches, &self.general];
        let named = lists.into_iter().flat_map(BTreeMap::keys);
        let said: BTreeSet<&str> = named.chain(&self.inform).map(String::as_str).collect();
        let mut pairs = BTreeSet::new();
        for rule in dataset.rules().filter(|one| said.contains(one.id.as_str())) {
            for other in &rule.conflicts_with {
                if said.contains(other.as_str()) {
                    let (a, b) = (rule.id.to_string(), other.to_string());
                    pairs.insert(if a < b { (a, b) } else { (b, a) });
                }
            }
        }
        pairs.into_iter().collect()
    }
}

/// The title and guideline of each rule of some contradictions.
fn conflicting(dataset: &Dataset, conflicts: &[(String, String)]) -> BTreeMap<String, Message> {
    let all = conflicts.iter().flat_map(|(one, other)| [one, other]);
    all.filter_map(|id| Some((id.clone(), super::advice::titled(dataset, id)?)))
        .collect()
}

/// How well an equivalence is known.
fn evidence(dataset: &Dataset, equivalence: &str) -> Option<Evidence> {
    let mut all = dataset.equivalences().iter();
    let found = all.find(|one| one.id == equivalence)?;
    Some(found.provenance.evidence)
}

fn touch<'s>(
    sums: &'s mut BTreeMap<String, Sum>,
    said: &Said,
    lines: &Lines,
) -> Option<&'s mut Sum> {
    let sum = sums.entry(said.rule.to_string()).or_insert_with(|| Sum {
        said: said.clone(),
        rows: 0,
        subjects: BTreeSet::new(),
        asks: BTreeSet::new(),
        eligible: 0,
        eligible_nominal: 0,
        saving: None,
        withheld: BTreeMap::new(),
        pairs: BTreeMap::new(),
    });
    sum.rows = sum.rows.checked_add(lines.rows)?;
    sum.subjects.extend(lines.subject);
    sum.asks.extend(said.asks.iter().copied());
    Some(sum)
}

impl Sum {
    fn report(self, dataset: &Dataset, words: &dyn Wording, tally: &Tally) -> Option<RuleReport> {
        let above_limit = self.above_limit(dataset, tally);
        let saving = match self.saving {
            None => None,
            Some(ends) => Some(
                SHARES
                    .iter()
                    .map(|share| scenario(*share, ends))
                    .collect::<Option<Vec<SavingReport>>>()?,
            ),
        };
        let mut alternatives: Vec<PairReport> = self
            .pairs
            .into_iter()
            .map(|((from, to), (best, prescriptions))| PairReport {
                from,
                to_label: dataset
                    .product_by_id(&to)
                    .map_or_else(String::new, |product| product_label(product, words)),
                label_excludes: LabelExclusion::of(dataset, &to),
                to,
                from_doses: best.dose.from_doses,
                to_doses: best.dose.to_doses,
                cited: !best.dose.equivalence.is_empty(),
                evidence: evidence(dataset, &best.dose.equivalence),
                prescriptions,
            })
            .collect();
        alternatives.sort_by_key(|pair| Reverse(pair.prescriptions));
        let said = self.said;
        Some(RuleReport {
            rule: said.rule.to_string(),
            direction: said.direction,
            title: said.title,
            reason: said.reason,
            instead: said.instead,
            follow_up: said.follow_up,
            citation: said.citation,
            prescriptions: self.rows.into(),
            patients: tally
                .patients
                .using(&self.subjects)
                .filter(|_| !self.subjects.is_empty() && tally.merges)
                .map(Count::Shown),
            asks: self.asks.iter().map(|ask| ask.as_str()).collect(),
            above_limit,
            eligible: self.eligible,
            eligible_nominal: self.eligible_nominal,
            saving,
            withheld: self.withheld,
            alternatives,
        })
    }

    /// Patients above the yearly doses that the rule names, from an export of half a year or
    /// more: their doses x 365 over its days.
    fn above_limit(&self, dataset: &Dataset, tally: &Tally) -> Option<AboveLimit> {
        let (_, rule) = dataset.rule_by_id(self.said.rule.as_str())?;
        let limit = rule.when.doses_per_year_above?;
        let (first, last) = tally.period?;
        let days = first.days_until(last)?.checked_add(1)?;
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
            patients: patients.into(),
            unknown: unknown.into(),
        })
    }
}

fn scenario(share_percent: u32, ends: [Fraction; 3]) -> Option<SavingReport> {
    let share = Fraction::new(Decimal::from(share_percent), 100)?;
    let [low, central, high] = ends.map(|end| end.by(share));
    Some(SavingReport {
        share_percent,
        unit: "kg CO2e",
        low: Number::of(low?),
        central: Number::of(central?),
        high: Number::of(high?),
    })
}
