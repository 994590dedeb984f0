//! From a tally to a report: factors are applied once, to the sums.

use super::subject::{Part, Subject};
use super::sums::{MixSum, Sums};
use super::wording::Wording;
use super::{
    AlternativesReport, Climate, ClimateCoverage, CodesReport, Coverage, FactorReport,
    LayoutReport, Matching, Mix, MonthReport, NoneRows, Number, Options, OtherMedicines, Period,
    ProductReport, Report, Rows, Totals, VERSION, WaterReport,
};
use crate::dataset::{Dataset, FactorId};
use crate::error::{Error, ErrorKind, Result, Role};
use crate::impact::{Basis, Model};
use crate::intake::{DecimalMark, Export, Layout, Profile};
use crate::matching::Other;
use crate::practice::{Analysis, Cell, Month, Reason, Tally};
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
        let layout = export.layout(profile)?;
        let name = export.name().to_owned();
        let tally = self
            .tally(export, &layout)
            .map_err(|error| error.in_file(&name))?;
        let mut report =
            Report::new(self, &layout, &tally).map_err(|error| error.in_file(&name))?;
        let file = std::path::Path::new(&name).file_name();
        report.file = file.map_or(name.clone(), |file| file.to_string_lossy().into_owned());
        Ok(report)
    }
}

impl Report {
    /// Applies the data and options of an analysis to a tally.
    ///
    /// # Errors
    /// [`ErrorKind::Overflow`] when a sum has more digits than can be kept exactly.
    pub fn new(analysis: &Analysis<'_>, layout: &Layout, tally: &Tally) -> Result<Self> {
        let (dataset, gwp) = (analysis.dataset, analysis.gwp);
        let language = analysis.language;
        let overflow = || Error::new(ErrorKind::Overflow);
        let model = Model::new(dataset, gwp);
        let words = language.wording();
        let (sums, products) = fold(dataset, &model, tally, words).ok_or_else(overflow)?;
        let others = |other: Other| tally.others.get(&other).copied().unwrap_or(0);
        let none = NoneRows {
            other_medicine: others(Other::Medicine),
            unrecognised: others(Other::Unrecognised),
            unrecognised_lines: tally.unrecognised_lines.clone(),
            inhaler_without_value: sums.basis.none,
        };
        let mut rows = sums.basis.clone();
        rows.add(
            Basis::None,
            none.other_medicine.saturating_add(none.unrecognised),
        );
        Ok(Self {
            groenrecept: VERSION,
            intended_use: words.intended_use(),
            file: String::new(),
            dataset: dataset.version().clone(),
            options: Options {
                gwp_set: gwp.as_str(),
                treatment: analysis.treatment,
                language,
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
            advice: AlternativesReport::of(dataset, gwp, language, tally, |subject| {
                let inhaler = tally.subjects.get(subject);
                inhaler.map_or_else(String::new, |one| {
                    super::subject::label(dataset, one, words)
                })
            })
            .ok_or_else(overflow)?,
            water: WaterReport::of(dataset, tally, analysis.treatment).ok_or_else(overflow)?,
            codes: CodesReport::of(analysis.release, layout, &tally.codes),
            matching: Matching {
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
    model: &Model<'a>,
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

fn nonzero<K: Ord + Copy>(counts: &BTreeMap<K, u64>) -> BTreeMap<K, u64> {
    counts
        .iter()
        .filter(|(_, count)| **count > 0)
        .map(|(key, count)| (*key, *count))
        .collect()
}

fn rows_report(tally: &Tally, layout: &Layout) -> Rows {
    let ledger = &tally.ledger;
    let set_aside = ledger.set_aside();
    let lines = |reason: &Reason| (*reason, ledger.lines(*reason, LINES));
    Rows {
        read: ledger.read(),
        analysed: ledger.analysed(),
        merged: ledger.merged(),
        merge_possible: tally.merges && layout.index(Role::Date).is_some(),
        set_aside_lines: set_aside.keys().map(lines).collect(),
        set_aside,
    }
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
        ignored: layout.ignored().map(str::to_owned).collect(),
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
