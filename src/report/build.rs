//! From the outcome of an analysis to a report: numbers rounded, and labels in a language.

use super::number::Number;
use super::product::label_of;
use super::unusual::UnusualReport;
use super::wording::Wording;
use super::{
    AlternativesReport, ClimateTotal, CorrectionReport, Coverage, DroppedColumn, FactorReport,
    FileReport, LayoutReport, Matching, MonthReport, MostlyAside, Options, OtherMedicines, Period,
    ProductReport, Report, SuspectColumn, Totals, VERSION, WaterReport,
};
use crate::dataset::{Dataset, FactorId, Funder, Source};
use crate::error::Role;
use crate::intake::{Layout, StoppedRows};
use crate::language::Language;
use crate::practice::{ExportRead, Outcome, Rows};
use crate::quantity::DecimalMark;
use crate::report::wording;
use std::collections::{BTreeMap, BTreeSet};

impl Report {
    /// The report on an outcome in a language.
    ///
    /// ```
    /// use groenrecept::{Dataset, Engine, Language, intake::Export, report::Report};
    /// let text = "datum;omschrijving;aantal;eenheid\n\
    ///             31-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;1;ST\n";
    /// let analysis = Engine::new(&Dataset::embedded()?).analysis();
    /// let outcome = analysis.run(Export::new("export.csv", text.as_bytes())?, None)?;
    /// let report = Report::new(&outcome, Language::English);
    /// let json = serde_json::to_value(&report).unwrap();
    /// assert_eq!(json["totals"]["climate"]["central"], "30.062"); // kg CO2e
    /// # Ok::<(), groenrecept::Error>(())
    /// ```
    #[must_use]
    pub fn new(outcome: &Outcome, language: Language) -> Self {
        let (dataset, words) = (outcome.dataset(), wording::of(language));
        let (products, months) = (outcome.products.iter(), outcome.months.iter());
        Self {
            groenrecept: VERSION,
            intended_use: words.intended_use(),
            file: outcome.hidden.is_none().then(|| outcome.file()),
            files: file_reports(&outcome.files),
            mostly_aside: mostly_aside(&outcome.rows, words),
            dataset: dataset.version().clone(),
            options: Options {
                gwp_set: outcome.asked.gwp.as_str(),
                treatment: outcome.asked.treatment,
                period: Some(outcome.asked.period).filter(|period| period.is_chosen()),
                language,
                suppressed_below: outcome.asked.suppressed_below,
            },
            hidden: outcome.hidden,
            layout: match outcome.files.as_slice() {
                [only] => Some(layout_report(&only.layout)),
                _ => None,
            },
            period: outcome.period.map(|(from, to)| Period {
                from: from.to_string(),
                to: to.to_string(),
            }),
            practices: outcome.practices,
            rows: outcome.rows.clone(),
            coverage: Coverage {
                climate: outcome.coverage.clone(),
            },
            totals: Totals {
                climate: ClimateTotal {
                    unit: "kg CO2e",
                    sums: outcome.totals.clone(),
                    own_restated_share: Number::share(
                        outcome.totals.quality.own_restated,
                        outcome.totals.quality.all().unwrap_or_default(),
                    ),
                    returns_open: Some(outcome.rows.returns_open).filter(|open| !open.is_zero()),
                },
            },
            mix: outcome.mix.clone(),
            products: products
                .map(|one| ProductReport::of(dataset, one, words))
                .collect(),
            rest: outcome.rest.clone(),
            months: months
                .map(|(month, sum)| MonthReport {
                    month: month.to_string(),
                    sum: *sum,
                })
                .collect(),
            other_medicines: outcome
                .other_medicines
                .as_ref()
                .map(|block| OtherMedicines::of(dataset, block)),
            water: outcome
                .water
                .as_ref()
                .map(|block| WaterReport::of(dataset, block, outcome.asked.treatment)),
            advice: AlternativesReport::of(outcome, language),
            issues: outcome.issues.clone(),
            iterations: outcome.iterations,
            codes: outcome.codes.clone(),
            unusual: UnusualReport::of(outcome, words),
            matching: Matching::of(outcome, words),
            factors: factor_reports(dataset, &outcome.factors),
        }
    }
}

impl Matching {
    fn of(outcome: &Outcome, words: &dyn Wording) -> Self {
        let corrections = outcome.matching.corrections.iter();
        Self {
            found: outcome.matching.clone(),
            corrections: corrections
                .map(|one| CorrectionReport {
                    how: one.how,
                    product: one.product.clone(),
                    label: label_of(outcome, &one.product, words),
                    rows: one.rows,
                    lines: one.lines.clone(),
                })
                .collect(),
        }
    }
}

fn mostly_aside(rows: &Rows, words: &dyn Wording) -> Vec<MostlyAside> {
    let all = rows.mostly_aside().into_iter();
    let all = all.map(|(reason, rows, of)| MostlyAside {
        reason,
        rows,
        of,
        text: words.reason(reason),
        remedy: words.account().remedy(reason),
    });
    all.collect()
}

/// Of several exports.
fn file_reports(files: &[ExportRead]) -> Vec<FileReport> {
    let several = files.len() > 1;
    let has = |one: &ExportRead, role: Role| one.layout.column_name(role).is_some();
    let files = files.iter().filter(|_| several).map(|one| FileReport {
        file: one.file.clone(),
        read: one.rows,
        merge_possible: has(one, Role::Patient) && has(one, Role::Date),
        layout: layout_report(&one.layout),
    });
    files.collect()
}

fn layout_report(layout: &Layout) -> LayoutReport {
    LayoutReport {
        separator: layout.separator(),
        encoding: layout.encoding().as_str(),
        date_order: layout.date_order().map(|order| order.as_str()),
        decimal_mark: match layout.decimal_mark() {
            DecimalMark::Comma => ",",
            DecimalMark::Point => ".",
            DecimalMark::Either => "none",
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
        stopped: Some(layout.stopped()).filter(|stopped| *stopped == StoppedRows::Drops),
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
            citation: source.map_or_else(String::new, Source::citation),
            funder: Funder::of(source),
            funder_note: source.map_or_else(String::new, |source| source.funder_note.clone()),
            locator: factor.provenance.locator.clone(),
            evidence: factor.provenance.evidence,
        });
    }
    reports
}
