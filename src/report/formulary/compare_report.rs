//! What a draft changes, as data.

use super::reason::label_of;
use crate::comparison::Verdict;
use crate::dataset::{Dataset, DatasetVersion, Route, Treatment};
use crate::exact::Fraction;
use crate::formulary::{
    CaseMix, Comparison, Formulary, Found, OptionChange, Substances, Sum, Told, Weighed,
};
use crate::quantity::Range;
use crate::report::Number;
use crate::water;

/// Low, central and high, in the unit of the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Ends {
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
pub enum MixReport {
    /// One course of each option.
    Courses,
    /// The prescriptions of an export.
    Export {
        /// Prescriptions of inhaled medicines.
        inhaled: u64,
        /// Those that an option could be found for.
        mapped: u64,
    },
}

/// A sum of changes.
#[derive(Debug, Clone, serde::Serialize)]
pub struct SumReport {
    /// The condition; empty for the total.
    pub condition: String,
    /// kg CO2e before, of the options that count.
    pub before: Ends,
    /// kg CO2e after.
    pub after: Ends,
    /// After less before, in kg CO2e; `null` on overflow.
    pub difference: Option<Ends>,
    /// What it tells; the data cannot tell where nothing changed.
    pub verdict: Verdict,
    /// Options of inhaled medicines that count.
    pub counted: usize,
    /// Options of inhaled medicines of which the difference is not known.
    pub untold: usize,
    /// Options of other medicines.
    pub not_inhaled: usize,
    /// Courses or prescriptions with another kind of inhaler.
    pub device_changes: Number,
    /// EUR before and after; `null` without prices.
    pub cost: Option<[Number; 2]>,
}

/// One option with what takes its place.
#[derive(Debug, Clone, serde::Serialize)]
pub struct ChangeReport {
    /// The condition.
    pub condition: String,
    /// The step.
    pub step: u16,
    /// The line in the old formulary.
    pub line: u64,
    /// The option.
    pub old: String,
    /// What takes its place; empty where nothing does.
    pub new: String,
    /// How it was found.
    pub found: Found,
    /// Courses or prescriptions.
    pub weight: Number,
    /// What it comes to.
    pub told: &'static str,
    /// kg CO2e before and after; `null` where a value is not known.
    pub climate: Option<[Ends; 2]>,
    /// The verdict; `null` where nothing was compared.
    pub verdict: Option<Verdict>,
    /// Whether a patient is asked to change the kind of inhaler.
    pub device_changes: bool,
}

/// A substance about which there are facts in water.
#[derive(Debug, Clone, serde::Serialize)]
pub struct WaterChange {
    /// The ATC code.
    pub atc: String,
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
    pub groenrecept: &'static str,
    /// The data that was used.
    pub dataset: DatasetVersion,
    /// The old formulary.
    pub old: String,
    /// The new formulary.
    pub new: String,
    /// The day of the new formulary; `null` for the date of the data.
    pub on: Option<String>,
    /// Products that have moved to another propellant by that day, by the file that was given.
    pub moved: usize,
    /// The case mix.
    pub mix: MixReport,
    /// The sum over all options.
    pub total: SumReport,
    /// The sums by condition.
    pub conditions: Vec<SumReport>,
    /// The options that change, or of which the difference is not known.
    pub changes: Vec<ChangeReport>,
    /// Options of the new formulary that take no option's place.
    pub added: Vec<String>,
    /// Substances in water; never added up.
    pub water: Vec<WaterChange>,
    /// Options with such a substance of which the mass is not known.
    pub mass_unknown: usize,
    /// Patients who are asked to change the kind of inhaler, at most; `null` without patients.
    pub patients: Option<u64>,
}

impl CompareReport {
    /// Puts a comparison into a report.
    #[must_use]
    pub fn new(
        dataset: &Dataset,
        (old, new): (&Formulary, &Formulary),
        comparison: &Comparison,
        mix: &CaseMix,
        (on, moved): (Option<crate::day::Day>, usize),
    ) -> Self {
        let conditions = comparison.by_condition(old);
        let shown = comparison
            .changes
            .iter()
            .filter(|one| !is_silent(one))
            .filter_map(|one| change(one, old, new));
        Self {
            groenrecept: crate::report::VERSION,
            dataset: dataset.version().clone(),
            old: old.name().to_owned(),
            new: new.name().to_owned(),
            on: on.map(|day| day.to_string()),
            moved,
            mix: match mix {
                CaseMix::Courses => MixReport::Courses,
                CaseMix::Counted(counted) => MixReport::Export {
                    inhaled: counted.inhaled,
                    mapped: counted.mapped,
                },
            },
            total: sum("", &comparison.total()),
            conditions: conditions
                .iter()
                .map(|(name, one)| sum(name, one))
                .collect(),
            changes: shown.collect(),
            added: comparison
                .added
                .iter()
                .map(|index| label_of(new, *index))
                .collect(),
            water: water(dataset, &comparison.substances),
            mass_unknown: comparison.mass_unknown,
            patients: comparison.patients,
        }
    }
}

/// What stays the same, or is used by nobody, needs no row.
fn is_silent(change: &OptionChange) -> bool {
    let same = change.found == Found::Same;
    let silent = matches!(change.told, Told::Unchanged(_) | Told::NotInhaled);
    (same && silent) || change.weight.is_zero()
}

fn sum(condition: &str, sum: &Sum) -> SumReport {
    SumReport {
        condition: condition.to_owned(),
        before: Ends::of(sum.before),
        after: Ends::of(sum.after),
        difference: sum.difference.map(Ends::from),
        // Of nothing nothing can be told.
        verdict: if sum.counted == 0 {
            Verdict::CannotTell
        } else {
            sum.verdict
        },
        counted: sum.counted,
        untold: sum.untold,
        not_inhaled: sum.not_inhaled,
        device_changes: Number::of(sum.device_changes),
        cost: sum.cost.map(|(a, b)| [Number::of(a), Number::of(b)]),
    }
}

fn change(one: &OptionChange, old: &Formulary, new: &Formulary) -> Option<ChangeReport> {
    let option = old.options().get(one.old)?;
    let (told, climate, verdict) = match one.told {
        Told::Unchanged(range) => ("unchanged", Some((range, range)), None),
        Told::Compared(Weighed {
            before,
            after,
            verdict,
        }) => ("compared", Some((before, after)), Some(verdict)),
        Told::CannotTell(before, after) => (
            "cannot_tell",
            Some((before, after)),
            Some(Verdict::CannotTell),
        ),
        Told::NoValue => ("no_value", None, None),
        Told::NotInhaled => ("not_inhaled", None, None),
    };
    Some(ChangeReport {
        condition: option.condition.clone(),
        step: option.step,
        line: option.line,
        old: label_of(old, one.old),
        new: one
            .new
            .map_or_else(String::new, |index| label_of(new, index)),
        found: one.found,
        weight: Number::of(one.weight),
        told,
        climate: climate.map(|(a, b)| [Ends::of(a), Ends::of(b)]),
        verdict,
        device_changes: one.device_changes,
    })
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
            WaterChange {
                atc: atc.to_string(),
                route: *route,
                milligrams: [*old, *new].map(|mass| Number::of(Fraction::whole(mass))),
                load_at_most: [load(*old), load(*new)],
            }
        })
        .collect()
}
