//! What a draft changes, as data.

use super::transition::{TransitionReport, transition};
use crate::advice::Used;
use crate::comparison::Verdict;
use crate::dataset::guideline::RuleId;
use crate::dataset::{Currency, Dataset, DatasetVersion, Route, Treatment};
use crate::diagnostic::Message;
use crate::engine::Engine;
use crate::exact::Fraction;
use crate::formulary::{
    CaseMix, Comparison, Formulary, Found, Mark, MissingKeep, MustKeep, OptionChange, Part,
    Population, Settings, StepOf, Substances, Sum, Told, Use, Weighed,
};
use crate::quantity::Range;
use crate::report::Number;
use crate::water;
use std::collections::BTreeMap;

/// Low, central and high, in the unit of the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Ends {
    /// The low end.
    pub low: Number,
    /// The central value.
    pub central: Number,
    /// The high end.
    pub high: Number,
}

impl Ends {
    pub(super) fn of(range: Range) -> Self {
        Self::from((range.low(), range.central(), range.high()))
    }
}

impl From<(Fraction, Fraction, Fraction)> for Ends {
    fn from((low, central, high): (Fraction, Fraction, Fraction)) -> Self {
        Self {
            low: Number::of(low),
            central: Number::of(central),
            high: Number::of(high),
        }
    }
}

/// On what the numbers of courses or prescriptions rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub(crate) enum MixReport {
    /// One course of each option.
    Courses,
    /// The prescriptions of an export.
    Export {
        /// Prescriptions of inhaled medicines, or rows of totals.
        inhaled: u64,
        /// Those that an option could be found for.
        mapped: u64,
        /// Those of them that several options could be found for: they are divided in equal parts.
        shared: u64,
        /// Those of them that are in no kilograms, since their option has no readable dosage.
        without_dosage: Number,
        /// Rows of inhaled medicines that were set aside for their quantity.
        aside: u64,
        /// Prescriptions with two readings, which weigh by what they are read as.
        two_readings: u64,
        /// Prescriptions of more than is likely on one.
        unusual: u64,
        /// What the options weigh together.
        #[serde(flatten)]
        used: UseReport,
    },
}

/// What an export prescribes of an option, or of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub(crate) struct UseReport {
    /// Prescriptions, or rows of totals.
    pub prescriptions: Number,
    /// Packs, doses of a known pack size counted as parts of it.
    pub packs: Number,
    /// Those packs of which the doses are not known: each weighs as one course.
    pub unsized_packs: Number,
    /// Doses, those of packs of a known size among them.
    pub doses: Number,
}

impl From<Use> for UseReport {
    fn from(used: Use) -> Self {
        Self {
            prescriptions: Number::of(used.prescriptions),
            packs: Number::of(used.packs),
            unsized_packs: Number::of(used.unsized_packs),
            doses: Number::of(used.doses),
        }
    }
}

/// A part of the changes: those without a mark, or with one mark alone.
#[derive(Debug, Clone, serde::Serialize)]
pub(crate) struct PartReport {
    /// Options that change.
    pub changed: usize,
    /// Options of inhaled medicines of which the difference is not known.
    pub untold: usize,
    /// After less before, in kg CO2e; `null` where nothing could be told, and on overflow.
    pub difference: Option<Ends>,
    /// What it tells.
    pub verdict: Verdict,
}

/// A sum of changes, whatever speaks against them. The difference is no saving.
#[derive(Debug, Clone, serde::Serialize)]
pub(crate) struct SumReport {
    /// The condition; empty for the total.
    pub condition: String,
    /// Whether it rests on prescriptions that were divided over conditions by their label alone,
    /// and not by age or ICPC code.
    pub apportioned: bool,
    /// kg CO2e before, of the options that count; `null` where none does.
    pub before: Option<Ends>,
    /// kg CO2e after; `null` where no option counts.
    pub after: Option<Ends>,
    /// After less before, in kg CO2e; `null` where no option counts, and on overflow.
    pub difference: Option<Ends>,
    /// What it tells; the data cannot tell where nothing changed.
    pub verdict: Verdict,
    /// Options of inhaled medicines that count.
    pub counted: usize,
    /// Those of them that change.
    pub changed: usize,
    /// Options of inhaled medicines of which the difference is not known.
    pub untold: usize,
    /// Options of other medicines.
    pub not_inhaled: usize,
    /// Courses with another kind of inhaler.
    pub device_changes: Number,
    /// What it costs before and after, each currency apart; `null` without prices on both sides.
    pub cost: Option<Vec<CostSum>>,
    /// The changes without a mark against them.
    pub unmarked: PartReport,
    /// The changes against which no more stands than another kind of inhaler.
    pub only_device: PartReport,
}

/// What options cost in one currency.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(crate) struct CostSum {
    /// The currency.
    pub currency: Currency,
    /// Before.
    pub before: Number,
    /// After.
    pub after: Number,
}

/// The kinds of marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum MarkKind {
    /// Another kind of inhaler.
    Device,
    /// The dose of a day is not known to stay the same.
    Dose,
    /// A rule says to keep the old option.
    Keep,
    /// A label of the new option sets a higher age.
    LabelAge,
    /// A label of the new option does not name the indication.
    LabelIndication,
    /// The patients cannot use powder.
    Powder,
    /// Another substance.
    Substance,
}

/// What a change comes to, without its figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ToldKind {
    /// The same medicine, dosage and gas.
    Unchanged,
    /// Both sides were compared.
    Compared,
    /// The data cannot tell which is lower.
    CannotTell,
    /// A value is not known, or the two measure unlike things.
    NoValue,
    /// No inhaler.
    NotInhaled,
}

/// What speaks against a change, or must be asked first.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(crate) struct MarkReport {
    /// What it is.
    pub kind: MarkKind,
    /// The rule that says to keep the old option, by id; empty for other marks.
    pub rule: String,
    /// Its title; empty for other marks.
    pub title: Message,
}

/// For whom an option is meant.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(crate) struct PatientsReport {
    /// The first age in years.
    pub age_from: Option<u8>,
    /// The last age in years, included.
    pub age_to: Option<u8>,
    /// Another feature, as it stands in the formulary.
    pub feature: String,
}

/// One option with what takes its place.
#[derive(Debug, Clone, serde::Serialize)]
pub(crate) struct ChangeReport {
    /// The condition.
    pub condition: String,
    /// The patients.
    pub patients: PatientsReport,
    /// The step.
    pub step: u16,
    /// The line in the old formulary.
    pub line: u64,
    /// The option.
    pub old: String,
    /// What takes its place; empty where nothing does.
    pub new: String,
    /// The line in the new formulary; `null` where nothing takes its place.
    pub new_line: Option<u64>,
    /// How it was found.
    pub found: Found,
    /// Courses, whole or not: one, or the doses that an export prescribes divided by those of a
    /// course.
    pub weight: Number,
    /// What the export prescribes of it; `null` without one.
    pub used: Option<UseReport>,
    /// What it comes to.
    pub told: ToldKind,
    /// kg CO2e before and after; `null` where a value is not known.
    pub climate: Option<[Ends; 2]>,
    /// The verdict; `null` where nothing was compared.
    pub verdict: Option<Verdict>,
    /// Whether a patient is asked to change the kind of inhaler.
    pub device_changes: bool,
    /// What speaks against it, or must be asked first.
    pub marks: Vec<MarkReport>,
}

/// A rule by its id and title.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(crate) struct RuleReport {
    /// The id.
    pub rule: String,
    /// The title.
    pub title: Message,
}

impl RuleReport {
    pub(super) fn of(dataset: &Dataset, rule: &RuleId) -> Self {
        let known = dataset.rule_by_id(rule.as_str());
        Self {
            rule: rule.as_str().to_owned(),
            title: known.map_or_else(Message::default, |(_, known)| known.title.clone()),
        }
    }
}

/// What must be among the options of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum MissingKind {
    /// What a rule says to keep.
    Keep,
    /// Another inhaler than one for powder, which the patients cannot use.
    NotPowder,
}

/// Which of the two formularies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FormularySide {
    /// The one that stands.
    Old,
    /// The draft.
    New,
}

/// A step without what must be kept, which the old formulary did not lack.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(crate) struct MissingReport {
    /// The condition.
    pub condition: String,
    /// The patients who lack it.
    pub patients: PatientsReport,
    /// The step.
    pub step: u16,
    /// The formulary that has the step: the old one where the draft does not have it for these
    /// patients.
    pub of: FormularySide,
    /// A line of the step in that formulary.
    pub line: u64,
    /// What is lacking.
    pub kind: MissingKind,
    /// The rules that say so.
    pub rules: Vec<RuleReport>,
    /// Whether the old formulary had it for these patients: then the draft takes away what must
    /// stay.
    pub stood: bool,
}

/// A substance about which there are facts in water.
#[derive(Debug, Clone, serde::Serialize)]
pub(crate) struct WaterChange {
    /// The ATC code.
    pub atc: String,
    /// The substance.
    pub substance: String,
    /// Its Dutch name; empty where the data has none.
    #[serde(skip)]
    pub dutch: String,
    /// The route.
    pub route: Route,
    /// Milligrams prescribed, before and after.
    pub milligrams: [Number; 2],
    /// Milligrams that reach surface water at most, before and after; `null` where not known.
    pub load_at_most: [Option<Number>; 2],
}

/// What a draft changes.
#[derive(Debug, Clone, serde::Serialize)]
pub struct CompareReport {
    /// The version of this crate.
    pub(crate) groenrecept: &'static str,
    /// The data that was used.
    pub(crate) dataset: DatasetVersion,
    /// The date of the data.
    pub(crate) data_date: Option<String>,
    /// The old formulary.
    pub(crate) old: String,
    /// The new formulary.
    pub(crate) new: String,
    /// The day of the new formulary; `null` for the date of the data.
    pub(crate) on: Option<String>,
    /// Products that move to another propellant; `null` without such a file.
    pub(crate) transition: Option<TransitionReport>,
    /// How far the rules were assessed, and whether they were reviewed in time.
    pub(crate) rules_used: Used,
    /// Whether there are prices at all.
    #[serde(skip)]
    pub(crate) priced: bool,
    /// The case mix.
    pub(crate) mix: MixReport,
    /// What the case mix of an export does not tell; `null` without an export.
    pub(crate) mix_note: Option<Message>,
    /// The sum over all options, whatever speaks against a change: no saving.
    pub(crate) total: SumReport,
    /// What of the difference may be called a saving: that of the changes without a mark, where
    /// it is lower and the total is not higher; `null` otherwise.
    pub(crate) saving: Option<Ends>,
    /// How many changes have a mark of each kind.
    pub(crate) marks: BTreeMap<MarkKind, usize>,
    /// The sums by condition.
    pub(crate) conditions: Vec<SumReport>,
    /// The options that change, or of which the difference is not known.
    pub(crate) changes: Vec<ChangeReport>,
    /// Steps without what must be kept, which the old formulary did not lack.
    pub(crate) missing: Vec<MissingReport>,
    /// Options of the new formulary that take no option's place.
    pub(crate) added: Vec<String>,
    /// Substances in water; never added up.
    pub(crate) water: Vec<WaterChange>,
    /// Options with such a substance of which the mass is not known, or nothing takes the place:
    /// they are not in the sums above.
    pub(crate) mass_unknown: usize,
    /// Patients who are asked to change the kind of inhaler, at most; `null` without patients.
    pub(crate) patients: Option<u64>,
}

impl CompareReport {
    /// Returns the day of the comparison and the first day on which a product moves to another
    /// propellant, where a file of transitions moves none by that day.
    #[must_use]
    pub fn nothing_moved(&self) -> Option<[&str; 2]> {
        let transition = self.transition.as_ref()?;
        let first = transition.first_day.as_deref()?;
        let day = self.on.as_deref().or(self.data_date.as_deref());
        transition
            .moves
            .is_empty()
            .then(|| [day.unwrap_or("-"), first])
    }

    /// Puts a comparison into a report; the settings are those that it was made with.
    #[must_use]
    pub fn new(
        engine: &Engine,
        (old, new): (&Formulary, &Formulary),
        comparison: &Comparison,
        mix: &CaseMix,
        settings: &Settings,
    ) -> Self {
        let dataset = engine.dataset();
        let build = Build { dataset, old, new };
        let shown: Vec<&OptionChange> = comparison
            .changes
            .iter()
            .filter(|one| !is_silent(one))
            .collect();
        let mut marks = BTreeMap::new();
        for mark in shown.iter().flat_map(|one| &one.marks) {
            let count: &mut usize = marks.entry(kind(mark)).or_default();
            *count = count.saturating_add(1);
        }
        let part = |part| comparison.total_of(part);
        let total = sum(
            ("", false),
            &part(Part::All),
            [Part::Unmarked, Part::OnlyDevice].map(part),
        );
        Self {
            groenrecept: crate::report::VERSION,
            dataset: dataset.version().clone(),
            data_date: dataset.date().map(|day| day.to_string()),
            old: old.name().to_owned(),
            new: new.name().to_owned(),
            on: settings.day().map(|day| day.to_string()),
            transition: transition(engine, settings),
            rules_used: settings.rules.used(dataset),
            priced: !dataset.prices().is_empty(),
            mix: match mix {
                CaseMix::Courses => MixReport::Courses,
                CaseMix::Counted(counted) => MixReport::Export {
                    inhaled: counted.inhaled,
                    mapped: counted.mapped,
                    shared: counted.shared,
                    without_dosage: Number::of(counted.without_dosage),
                    aside: counted.aside,
                    two_readings: counted.two_readings,
                    unusual: counted.unusual,
                    used: counted.used.into(),
                },
            },
            mix_note: matches!(mix, CaseMix::Counted(_)).then(mix_note),
            saving: saving(&total),
            total,
            marks,
            conditions: conditions(comparison, old, matches!(mix, CaseMix::Counted(_))),
            changes: shown
                .into_iter()
                .filter_map(|one| build.change(one))
                .collect(),
            missing: comparison
                .missing
                .iter()
                .filter_map(|one| build.missing(one))
                .collect(),
            added: comparison
                .added
                .iter()
                .map(|index| new.label_of(*index))
                .collect(),
            water: water(dataset, &comparison.substances),
            mass_unknown: comparison.mass_unknown,
            patients: comparison.patients,
        }
    }
}

/// What stays the same, or is used by nobody, needs no row.
fn is_silent(change: &OptionChange) -> bool {
    let same = change.found == Found::Same && change.marks.is_empty();
    let silent = matches!(change.told, Told::Unchanged(_) | Told::NotInhaled);
    (same && silent) || change.weight.is_zero()
}

fn conditions(comparison: &Comparison, old: &Formulary, apportioned: bool) -> Vec<SumReport> {
    let unmarked = comparison.by_condition_of(old, Part::Unmarked);
    let device = comparison.by_condition_of(old, Part::OnlyDevice);
    let all = comparison.by_condition(old).into_iter();
    all.zip(unmarked.into_iter().zip(device))
        .map(|((name, all), ((_, unmarked), (_, device)))| {
            sum((name, apportioned), &all, [unmarked, device])
        })
        .collect()
}

/// Of nothing nothing can be told.
const fn verdict(sum: &Sum) -> Verdict {
    if sum.counted == 0 {
        Verdict::CannotTell
    } else {
        sum.verdict
    }
}

fn sum(
    (condition, apportioned): (&str, bool),
    sum: &Sum,
    [unmarked, device]: [Sum; 2],
) -> SumReport {
    let told = |range| (sum.counted > 0).then(|| Ends::of(range));
    let part = |sum: &Sum| PartReport {
        changed: sum.changed,
        untold: sum.untold,
        difference: sum.difference.map(Ends::from),
        verdict: verdict(sum),
    };
    SumReport {
        condition: condition.to_owned(),
        apportioned,
        before: told(sum.before),
        after: told(sum.after),
        difference: sum.difference.map(Ends::from),
        verdict: verdict(sum),
        counted: sum.counted,
        changed: sum.changed,
        untold: sum.untold,
        not_inhaled: sum.not_inhaled,
        device_changes: Number::of(sum.device_changes),
        cost: (!sum.cost.is_empty()).then(|| {
            let costs = sum.cost.iter();
            let costs = costs.map(|(currency, (before, after))| CostSum {
                currency: *currency,
                before: Number::of(*before),
                after: Number::of(*after),
            });
            costs.collect()
        }),
        unmarked: part(&unmarked),
        only_device: part(&device),
    }
}

/// An increase with a mark must not vanish behind a decrease without one.
fn saving(total: &SumReport) -> Option<Ends> {
    let lower = total.unmarked.verdict <= Verdict::ProbablyLower;
    let higher = total.verdict >= Verdict::ProbablyHigher;
    let central = total.difference?.central.value();
    let fell = central.is_sign_negative() && !central.is_zero();
    total
        .unmarked
        .difference
        .filter(|_| lower && !higher && fell)
}

const fn kind(mark: &Mark) -> MarkKind {
    match mark {
        Mark::Keep(_) => MarkKind::Keep,
        Mark::Powder => MarkKind::Powder,
        Mark::LabelIndication => MarkKind::LabelIndication,
        Mark::LabelAge => MarkKind::LabelAge,
        Mark::Substance => MarkKind::Substance,
        Mark::Dose => MarkKind::Dose,
        Mark::Device => MarkKind::Device,
    }
}

fn patients(population: &Population) -> PatientsReport {
    PatientsReport {
        age_from: population.from,
        age_to: population.to,
        feature: population.feature.clone(),
    }
}

struct Build<'b> {
    dataset: &'b Dataset,
    old: &'b Formulary,
    new: &'b Formulary,
}

impl Build<'_> {
    fn title(&self, rule: &RuleId) -> Message {
        let rule = self.dataset.rule_by_id(rule.as_str());
        rule.map_or_else(Message::default, |(_, rule)| rule.title.clone())
    }

    fn change(&self, one: &OptionChange) -> Option<ChangeReport> {
        let option = self.old.options().get(one.old)?;
        let (told, climate, verdict) = match one.told {
            Told::Unchanged(range) => (ToldKind::Unchanged, Some((range, range)), None),
            Told::Compared(Weighed {
                before,
                after,
                verdict,
            }) => (ToldKind::Compared, Some((before, after)), Some(verdict)),
            Told::CannotTell(before, after) => (
                ToldKind::CannotTell,
                Some((before, after)),
                Some(Verdict::CannotTell),
            ),
            Told::NoValue => (ToldKind::NoValue, None, None),
            Told::NotInhaled => (ToldKind::NotInhaled, None, None),
        };
        let marks = one.marks.iter().map(|mark| {
            let (rule, title) = if let Mark::Keep(rule) = mark {
                (rule.to_string(), self.title(rule))
            } else {
                Default::default()
            };
            MarkReport {
                kind: kind(mark),
                rule,
                title,
            }
        });
        let new = |index: usize| self.new.label_of(index);
        let line = |index: usize| self.new.options().get(index).map(|option| option.line);
        Some(ChangeReport {
            condition: option.condition.clone(),
            patients: patients(&option.population),
            step: option.step,
            line: option.line,
            old: self.old.label_of(one.old),
            new: one.new.map_or_else(String::new, new),
            new_line: one.new.and_then(line),
            found: one.found,
            weight: Number::of(one.weight),
            used: one.used.map(UseReport::from),
            told,
            climate: climate.map(|(a, b)| [Ends::of(a), Ends::of(b)]),
            verdict,
            device_changes: one.device_changes,
            marks: marks.collect(),
        })
    }

    fn missing(&self, one: &MissingKeep) -> Option<MissingReport> {
        let (of, formulary, index) = match one.step {
            StepOf::New(index) => (FormularySide::New, self.new, index),
            StepOf::Old(index) => (FormularySide::Old, self.old, index),
        };
        let option = formulary.options().get(index)?;
        let (kind, rules) = match &one.what {
            MustKeep::Rule(rule) => (MissingKind::Keep, std::slice::from_ref(rule)),
            MustKeep::NotPowder(rules) => (MissingKind::NotPowder, rules.as_slice()),
        };
        let rules = rules.iter().map(|rule| RuleReport::of(self.dataset, rule));
        Some(MissingReport {
            condition: option.condition.clone(),
            patients: patients(&one.population),
            step: option.step,
            of,
            line: option.line,
            kind,
            rules: rules.collect(),
            stood: one.stood,
        })
    }
}

/// Each substance and route by itself: a milligram of one is no milligram of another.
fn water(dataset: &Dataset, substances: &Substances) -> Vec<WaterChange> {
    let changed = substances.iter().filter(|(_, (old, new))| old != new);
    changed
        .map(|((atc, route), (old, new))| {
            let load = |mass| {
                let load = water::load(dataset, atc, *route, mass, Treatment::Secondary);
                load.amount.high().map(Number::of)
            };
            let facts = dataset.water_facts_of(atc).filter(|fact| fact.is_usable());
            let name = facts.map(|fact| fact.substance.as_str()).min();
            let name = name.unwrap_or_default();
            WaterChange {
                atc: atc.to_string(),
                substance: name.to_owned(),
                dutch: dataset.dutch_substance(name).to_owned(),
                route: *route,
                milligrams: [*old, *new].map(|mass| Number::of(Fraction::whole(mass))),
                load_at_most: [load(*old), load(*new)],
            }
        })
        .collect()
}

/// Says what the case mix of an export does not tell.
fn mix_note() -> Message {
    let nl = "De verdeling over aandoeningen en leeftijden is gedeeld op de omschrijving alleen; de export is niet naar leeftijd of ICPC verdeeld. Cijfers per aandoening zijn daarom naar verdeling en geen telling.";
    let en = "The division over conditions and ages goes by the label alone; the export was not divided by age or ICPC code. Figures by condition are therefore as apportioned, and no count.";
    (nl.to_owned(), en.to_owned()).into()
}
