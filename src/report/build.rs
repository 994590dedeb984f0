//! From a tally to a report: factors are applied once, to the sums.

use super::subject::{Part, Subject, label, subject_id};
use super::sums::{MixSum, Sums};
use super::wording::Wording;
use super::{
    AlternativesReport, Climate, ClimateCoverage, CodesReport, CorrectionReport, Count, Coverage,
    DroppedColumn, FactorReport, Issues, LayoutReport, Matching, Mix, MonthReport, NoneRows,
    Number, Options, OtherMedicines, Period, ProductReport, Report, Rows, SuspectColumn, Totals,
    VERSION, WaterReport,
};
use crate::dataset::{Dataset, FactorId};
use crate::error::{Error, ErrorKind, Result, Role};
use crate::impact::Model;
use crate::intake::{DecimalMark, Export, Layout, Profile};
use crate::matching::Other;
use crate::practice::{Analysis, Cell, Correction, Issue, Month, Reason, Tally};
use crate::quantity::{Range, Unit};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

/// How many line numbers of a reason are reported.
const LINES: usize = 5;

impl Analysis<'_> {
    /// Reads an export to its end and reports.
    ///
    /// # Errors
    /// When the layout cannot be told ([`Export::layout`]), reading fails, or a sum would
    /// lose digits.
    pub fn run<R: Read + Send>(
        &self,
        export: Export<R>,
        profile: Option<&Profile>,
    ) -> Result<Report> {
        self.run_with_tally(export, profile)
            .map(|(report, _)| report)
    }

    /// As [`Analysis::run`], with what the rows add up to besides; its ledger names the rows that
    /// were set aside ([`Ledger::all_set_aside`](crate::practice::Ledger::all_set_aside)).
    ///
    /// # Errors
    /// As [`Analysis::run`].
    pub fn run_with_tally<R: Read + Send>(
        &self,
        export: Export<R>,
        profile: Option<&Profile>,
    ) -> Result<(Report, Tally)> {
        let layout = export.layout(profile)?;
        let name = export.name().to_owned();
        let tally = self
            .tally(export, &layout)
            .map_err(|error| error.in_file(&name))?;
        let mut report =
            Report::new(self, &layout, &tally).map_err(|error| error.in_file(&name))?;
        let file = std::path::Path::new(&name).file_name();
        report.file = file.map_or(name.clone(), |file| file.to_string_lossy().into_owned());
        Ok((report, tally))
    }
}

impl Report {
    /// Applies the data and options of an analysis to a tally.
    ///
    /// # Errors
    /// [`ErrorKind::Overflow`] when a sum has more digits than can be kept exactly.
    pub fn new(analysis: &Analysis<'_>, layout: &Layout, tally: &Tally) -> Result<Self> {
        let Some(limit) = analysis.suppress else {
            return Self::of_all(analysis, layout, tally);
        };
        let shown = super::suppress::shown(&analysis.kernel, tally, limit);
        let mut report = Self::of_all(analysis, layout, &shown)?;
        report.suppress(tally, limit);
        Ok(report)
    }

    fn of_all(analysis: &Analysis<'_>, layout: &Layout, tally: &Tally) -> Result<Self> {
        let kernel = &analysis.kernel;
        let (dataset, model) = (kernel.dataset(), kernel.model());
        let gwp = model.gwp_set();
        let language = analysis.language;
        let overflow = || Error::new(ErrorKind::Overflow);
        let words = language.wording();
        let (sums, products) = fold(dataset, model, tally, words).ok_or_else(overflow)?;
        let others = |other: Other| tally.others.get(&other).copied().unwrap_or(0);
        let none = NoneRows {
            other_medicine: others(Other::Medicine).into(),
            unrecognised: others(Other::Unrecognised).into(),
            unrecognised_lines: tally.unrecognised_lines.clone(),
            inhaler_without_value: sums.basis.none.shown().unwrap_or(0),
        };
        let mut rows = sums.basis.clone();
        rows.none = rows.none.plus(none.other_medicine).plus(none.unrecognised);
        Ok(Self {
            groenrecept: VERSION,
            intended_use: words.intended_use(),
            file: String::new(),
            dataset: dataset.version().clone(),
            options: Options {
                gwp_set: gwp.as_str(),
                treatment: analysis.treatment,
                language,
                suppressed_below: None,
            },
            layout: layout_report(layout),
            period: tally.period.map(|(from, to)| Period {
                from: from.to_string(),
                to: to.to_string(),
            }),
            practices: layout.index(Role::Practice).map(|_| tally.practices),
            rows: rows_report(tally, layout),
            coverage: Coverage {
                climate: ClimateCoverage {
                    rows,
                    none,
                    inhalers: sums.inhalers.report(tally.inhalers_aside),
                },
            },
            totals: Totals {
                climate: sums.total_report(),
            },
            mix: Mix {
                device: sums.device.into_iter().map(MixSum::entry).collect(),
                propellant: sums.propellant.into_iter().map(MixSum::entry).collect(),
            },
            products,
            months: sums.months.into_iter().filter_map(month_report).collect(),
            other_medicines: OtherMedicines::of(dataset, tally).ok_or_else(overflow)?,
            advice: AlternativesReport::of(kernel, language, tally, |subject| {
                let inhaler = tally.subjects.get(subject);
                inhaler.map_or_else(String::new, |one| {
                    super::subject::label(dataset, one, words)
                })
            })
            .ok_or_else(overflow)?,
            water: WaterReport::of(dataset, tally, analysis.treatment).ok_or_else(overflow)?,
            issues: Some(issues(tally)),
            codes: Some(CodesReport::of(kernel.release(), layout, &tally.codes)),
            matching: Matching {
                corrections: corrections(dataset, tally, words),
                via: nonzero(&tally.via),
                notes: nonzero(&tally.notes),
                quantities: nonzero(&tally.decided),
            },
            factors: factor_reports(dataset, &sums.factors),
        })
    }
}

/// Applies the model to every subject of the tally: the sums, and the list of products with
/// the most impact first. `None` on overflow.
fn fold<'a>(
    dataset: &'a Dataset,
    model: &Model,
    tally: &'a Tally,
    words: &dyn Wording,
) -> Option<(Sums, Vec<ProductReport>)> {
    let mut sums = Sums::default();
    let mut parts: BTreeMap<String, Part<'_>> = BTreeMap::new();
    for (place, inhaler) in tally.subjects.iter().enumerate() {
        let cells: Vec<(Option<Month>, &Cell)> = tally
            .cells
            .range((place, None)..)
            .take_while(|((subject, _), _)| *subject == place)
            .map(|((_, month), cell)| (*month, cell))
            .filter(|(_, cell)| cell.device_rows.saturating_add(cell.dose_rows) > 0)
            .collect();
        if cells.is_empty() {
            continue;
        }
        let counted = |rows: fn(&Cell) -> u64| cells.iter().any(|(_, cell)| rows(cell) > 0);
        let mut units = Vec::new();
        if counted(|cell| cell.device_rows) {
            units.push(Unit::Device);
        }
        if counted(|cell| cell.dose_rows) {
            units.push(Unit::Dose);
        }
        let subject = Subject {
            dataset,
            inhaler,
            estimate: model.of_units(inhaler, &units),
            pack: inhaler.pack(dataset),
        };
        let mut part = sums.subject(subject, &cells)?;
        let id = part.subject.id();
        if let Some(same) = parts.remove(&id) {
            part = same.plus(part)?;
        }
        parts.insert(id, part);
    }
    let mut products: Vec<ProductReport> = parts
        .into_iter()
        .map(|(id, part)| part.report(id, words))
        .collect();
    products.sort_by(|a, b| {
        let central = |p: &ProductReport| p.climate.as_ref().map(|climate| climate.central);
        central(b)
            .cmp(&central(a))
            .then_with(|| a.product.cmp(&b.product))
    });
    Some((sums, products))
}

fn nonzero<K: Ord + Copy>(counts: &BTreeMap<K, u64>) -> BTreeMap<K, Count> {
    counts
        .iter()
        .filter(|(_, count)| **count > 0)
        .map(|(key, count)| (*key, Count::Shown(*count)))
        .collect()
}

fn rows_report(tally: &Tally, layout: &Layout) -> Rows {
    let ledger = &tally.ledger;
    let set_aside = ledger.set_aside();
    let lines = |reason: &Reason| (*reason, ledger.lines(*reason, LINES));
    Rows {
        read: ledger.read().into(),
        analysed: ledger.analysed().into(),
        merged: ledger.merged().into(),
        merge_possible: tally.merges && layout.index(Role::Date).is_some(),
        set_aside_lines: set_aside.keys().map(lines).collect(),
        set_aside: nonzero(&set_aside),
        status_unknown: ledger.status_unknown().into(),
        status_unknown_lines: ledger.status_unknown_lines(LINES),
    }
}

fn issues(tally: &Tally) -> Issues {
    let of = |issue: Issue| Count::Shown(tally.issues.get(&issue).copied().unwrap_or(0));
    Issues {
        first: of(Issue::First),
        repeat: of(Issue::Repeat),
        not_said: of(Issue::NotSaid),
    }
}

/// The corrections by kind and entry of the list of products, most prescriptions first.
fn corrections(dataset: &Dataset, tally: &Tally, words: &dyn Wording) -> Vec<CorrectionReport> {
    let mut all: BTreeMap<(Correction, String), CorrectionReport> = BTreeMap::new();
    for ((subject, how), corrected) in &tally.corrections {
        let Some(inhaler) = tally.subjects.get(*subject) else {
            continue;
        };
        let product = subject_id(dataset, inhaler);
        let one = all
            .entry((*how, product.clone()))
            .or_insert_with(|| CorrectionReport {
                how: *how,
                product,
                label: label(dataset, inhaler, words),
                rows: 0,
                lines: Vec::new(),
            });
        one.rows = one.rows.saturating_add(corrected.rows);
        one.lines.extend(corrected.lines());
    }
    let mut all: Vec<CorrectionReport> = all.into_values().collect();
    for one in &mut all {
        one.lines.sort_unstable();
        one.lines.truncate(LINES);
    }
    all.sort_by_key(|one| (one.how, std::cmp::Reverse(one.rows)));
    all
}

fn layout_report(layout: &Layout) -> LayoutReport {
    LayoutReport {
        separator: layout.separator(),
        encoding: layout.encoding().as_str(),
        date_order: layout.date_order().map(|order| order.as_str()),
        decimal_mark: match layout.decimal_mark() {
            DecimalMark::Comma => ",",
            DecimalMark::Point => ".",
            DecimalMark::Whole => "none",
        },
        columns: Role::SINGLE
            .into_iter()
            .filter_map(|role| Some((role.as_str(), layout.column_name(role)?.to_owned())))
            .collect(),
        codes: layout
            .code_columns()
            .map(|(system, name)| (system.as_str().to_owned(), name.to_owned()))
            .collect(),
        counts: layout.counts(),
        ignored: layout.ignored().map(str::to_owned).collect(),
        dropped: layout
            .dropped()
            .map(|(column, holds, seen_by)| DroppedColumn {
                column: column.to_owned(),
                holds,
                seen_by,
            })
            .collect(),
        suspect: layout
            .suspect()
            .map(|(role, column, holds)| SuspectColumn {
                role: role.unwrap_or(Role::Code).as_str(),
                column: column.to_owned(),
                holds,
            })
            .collect(),
        not_chosen: layout
            .rivals()
            .fold(BTreeMap::new(), |mut all, (role, column)| {
                let names: &mut Vec<String> = all.entry(role.as_str()).or_default();
                names.push(column.to_owned());
                all
            }),
    }
}

fn month_report((month, (rows, climate)): (Option<Month>, (u64, Range))) -> Option<MonthReport> {
    Some(MonthReport {
        month: month?.to_string(),
        rows,
        climate: Climate {
            low: Number::of(climate.low()),
            central: Number::of(climate.central()),
            high: Number::of(climate.high()),
        },
    })
}

fn factor_reports(dataset: &Dataset, ids: &BTreeSet<FactorId>) -> Vec<FactorReport> {
    let mut reports = Vec::new();
    for factor in ids
        .iter()
        .filter_map(|id| dataset.factor_by_id(id.as_str()))
    {
        let source = dataset.source(&factor.provenance.source);
        reports.push(FactorReport {
            factor: factor.id.as_str().to_owned(),
            published: format!("{} / {}", factor.printed, factor.functional_unit.as_str()),
            boundary: factor.boundary,
            gwp_set: factor.gwp.as_str().to_owned(),
            source: factor.provenance.source.as_str().to_owned(),
            citation: source.map_or_else(String::new, crate::dataset::Source::citation),
            locator: factor.provenance.locator.clone(),
            evidence: factor.provenance.evidence,
        });
    }
    reports
}
