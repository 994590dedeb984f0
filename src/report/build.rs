//! From a tally to a report: factors are applied once, to the sums.

use super::wording::{Language, Wording, product_label, strength};
use super::{
    BasisRows, Climate, ClimateCoverage, ClimateTotal, Coverage, FactorReport, InhalerCoverage,
    LayoutReport, Matching, Mix, MonthReport, NoneRows, Number, Options, Period, ProductClimate,
    ProductReport, QuantityReport, Report, Rows, Share, Totals, VERSION,
};
use crate::dataset::{Dataset, FactorId, GwpSet, Propellant};
use crate::error::{Error, ErrorKind, Result, Role};
use crate::exact::Fraction;
use crate::impact::{Basis, Estimate, Flag, Model};
use crate::intake::{DecimalMark, Export, Layout, Profile};
use crate::matching::{Inhaler, Other};
use crate::practice::{Analysis, Cell, Month, Reason, Tally};
use crate::quantity::Range;
use rust_decimal::Decimal;
use sha2::{Digest, Sha256};
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
        Report::new(self.dataset, self.gwp, self.language, &layout, &tally)
            .map_err(|error| error.in_file(&name))
    }
}

impl Report {
    /// Applies the data to a tally.
    ///
    /// # Errors
    /// [`ErrorKind::Overflow`] when a sum has more digits than can be kept exactly.
    pub fn new(
        dataset: &Dataset,
        gwp: GwpSet,
        language: Language,
        layout: &Layout,
        tally: &Tally,
    ) -> Result<Self> {
        let overflow = || Error::new(ErrorKind::Overflow);
        let model = Model::new(dataset, gwp);
        let words = language.wording();
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
            let subject = Subject {
                dataset,
                inhaler,
                estimate: model.of(inhaler),
                pack: inhaler.pack(dataset),
            };
            let mut part = sums.subject(subject, &cells).ok_or_else(overflow)?;
            let id = part.subject.id();
            if let Some(same) = parts.remove(&id) {
                part = same.plus(part).ok_or_else(overflow)?;
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
        let others = |other: Other| tally.others.get(&other).copied().unwrap_or(0);
        let none = NoneRows {
            other_medicine: others(Other::Medicine),
            unrecognised: others(Other::Unrecognised),
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
            dataset: dataset.version().clone(),
            options: Options {
                gwp_set: gwp.as_str(),
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
                    inhalers: sums.inhalers.report(),
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
            matching: Matching {
                via: nonzero(&tally.via),
                notes: nonzero(&tally.notes),
                quantities: nonzero(&tally.decided),
            },
            factors: factor_reports(dataset, &sums.factors),
        })
    }
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
    let roles = [
        Role::Date,
        Role::Label,
        Role::Atc,
        Role::Quantity,
        Role::Unit,
        Role::Patient,
        Role::Practice,
    ];
    LayoutReport {
        separator: layout.separator(),
        encoding: layout.encoding().as_str(),
        date_order: layout.date_order().map(|order| order.as_str()),
        decimal_mark: match layout.decimal_mark() {
            DecimalMark::Comma => ",",
            DecimalMark::Point => ".",
            DecimalMark::Whole => "none",
        },
        columns: roles
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

/// An inhaled medicine with its estimate.
struct Subject<'a> {
    dataset: &'a Dataset,
    inhaler: &'a Inhaler,
    estimate: Estimate,
    pack: Option<u32>,
}

impl Subject<'_> {
    /// The impact of the amounts that have a value; `None` on overflow.
    fn impact(&self, cell: &Cell) -> Option<Range> {
        let part = |unit: Option<Range>, amount: Decimal| match unit {
            Some(unit) => unit.times(Fraction::whole(amount)),
            None => Some(Range::ZERO),
        };
        let devices = part(self.estimate.per_device, cell.devices)?;
        devices.plus(part(self.estimate.per_dose, cell.doses)?)
    }

    /// Doses, where devices can be counted in them.
    fn doses(&self, cell: &Cell) -> Option<Decimal> {
        if cell.devices.is_zero() {
            return Some(cell.doses);
        }
        let doses = crate::exact::mul(cell.devices, Decimal::from(self.pack?))?;
        crate::exact::add(doses, cell.doses)
    }

    fn id(&self) -> String {
        let ids = self.candidates();
        match ids.as_slice() {
            [only] if !self.inhaler.stand_in => only.clone(),
            _ => {
                let mut hash = Sha256::new();
                hash.update(ids.join("+").as_bytes());
                for device in &self.inhaler.devices {
                    hash.update(device.as_str().as_bytes());
                }
                hash.update([u8::from(self.inhaler.stand_in)]);
                hash.update(self.inhaler.pack.unwrap_or(0).to_le_bytes());
                let atc = self.inhaler.atc.map_or_else(String::new, |a| a.to_string());
                hash.update(atc.as_bytes());
                let digest = hash.finalize();
                let short: String = digest.iter().take(4).map(|b| format!("{b:02x}")).collect();
                format!("any-{short}")
            }
        }
    }

    fn candidates(&self) -> Vec<String> {
        let products = self.inhaler.products(self.dataset);
        products.map(|p| p.id.as_str().to_owned()).collect()
    }

    fn device(&self) -> String {
        let mut devices = self.inhaler.devices.iter();
        match (devices.next(), devices.next()) {
            (Some(only), None) => only.as_str().to_owned(),
            _ => "unknown".to_owned(),
        }
    }

    fn propellant(&self) -> String {
        let gases: BTreeSet<&Propellant> = self
            .inhaler
            .products(self.dataset)
            .map(|product| &product.propellant)
            .collect();
        let no_gas = !self.inhaler.devices.is_empty()
            && self.inhaler.devices.iter().all(|d| !d.has_propellant());
        let mut gases = gases.into_iter();
        match (gases.next(), gases.next()) {
            (Some(only), None) => only.as_str().to_owned(),
            (None, _) if no_gas => "none".to_owned(),
            _ => "unknown".to_owned(),
        }
    }
}

/// Sums over all subjects.
#[derive(Default)]
struct Sums {
    total: Option<Range>,
    flagged: BTreeMap<Flag, Fraction>,
    basis: BasisRows,
    inhalers: InhalerSum,
    device: BTreeMap<String, MixSum>,
    propellant: BTreeMap<String, MixSum>,
    months: BTreeMap<Option<Month>, (u64, Range)>,
    factors: BTreeSet<FactorId>,
}

#[derive(Default)]
struct InhalerSum {
    rows: u64,
    rows_with: u64,
    devices_with: Option<Fraction>,
    devices_without: Option<Fraction>,
    doses_with: Decimal,
    doses_without: Decimal,
}

impl InhalerSum {
    fn report(&self) -> InhalerCoverage {
        let fraction = |value: Option<Fraction>| Number::of(value.unwrap_or(Fraction::ZERO));
        let whole = |value| Number::of(Fraction::whole(value));
        InhalerCoverage {
            rows: self.rows,
            rows_with_value: self.rows_with,
            devices_with_value: fraction(self.devices_with),
            devices_without_value: fraction(self.devices_without),
            loose_doses_with_value: whole(self.doses_with),
            loose_doses_without_value: whole(self.doses_without),
        }
    }

    /// Counts a volume; doses become devices where the pack size is known.
    fn volume(
        &mut self,
        with: bool,
        devices: Decimal,
        doses: Decimal,
        pack: Option<u32>,
    ) -> Option<()> {
        let (device_sum, dose_sum) = if with {
            (&mut self.devices_with, &mut self.doses_with)
        } else {
            (&mut self.devices_without, &mut self.doses_without)
        };
        let mut volume = Fraction::whole(devices);
        match pack {
            Some(pack) => volume = volume.plus(Fraction::whole(doses).over_count(pack)?)?,
            None => *dose_sum = crate::exact::add(*dose_sum, doses)?,
        }
        *device_sum = Some(device_sum.unwrap_or(Fraction::ZERO).plus(volume)?);
        Some(())
    }
}

#[derive(Default)]
struct MixSum {
    rows: u64,
    doses: Decimal,
    rows_without_doses: u64,
    central: Option<Fraction>,
}

impl MixSum {
    fn add(&mut self, subject: &Subject<'_>, cell: &Cell, central: Fraction) -> Option<()> {
        let rows = cell.device_rows.saturating_add(cell.dose_rows);
        self.rows = self.rows.saturating_add(rows);
        let (doses, without) = match subject.doses(cell) {
            Some(doses) => (doses, 0),
            None => (cell.doses, cell.device_rows),
        };
        self.doses = crate::exact::add(self.doses, doses)?;
        self.rows_without_doses = self.rows_without_doses.saturating_add(without);
        self.central = Some(self.central.unwrap_or(Fraction::ZERO).plus(central)?);
        Some(())
    }

    fn entry((name, sum): (String, Self)) -> (String, Share) {
        let share = Share {
            rows: sum.rows,
            doses: Number::of(Fraction::whole(sum.doses)),
            rows_without_doses: sum.rows_without_doses,
            climate_central: Number::of(sum.central.unwrap_or(Fraction::ZERO)),
        };
        (name, share)
    }
}

impl Sums {
    /// Adds a subject; `None` on overflow.
    fn subject<'a>(
        &mut self,
        subject: Subject<'a>,
        cells: &[(Option<Month>, &Cell)],
    ) -> Option<Part<'a>> {
        let mut whole = Cell::default();
        let mut impact = Range::ZERO;
        for (month, cell) in cells {
            whole = add_cells(&whole, cell)?;
            let part = subject.impact(cell)?;
            impact = impact.plus(part)?;
            let rows = cell.device_rows.saturating_add(cell.dose_rows);
            let sum = self.months.entry(*month).or_insert((0, Range::ZERO));
            *sum = (sum.0.saturating_add(rows), sum.1.plus(part)?);
        }
        let valued = self.coverage(&subject, &whole)?;
        self.total = Some(self.total.unwrap_or(Range::ZERO).plus(impact)?);
        let device = self.device.entry(subject.device()).or_default();
        device.add(&subject, &whole, impact.central())?;
        let propellant = self.propellant.entry(subject.propellant()).or_default();
        propellant.add(&subject, &whole, impact.central())?;
        if valued {
            for flag in &subject.estimate.flags {
                let sum = self.flagged.entry(*flag).or_insert(Fraction::ZERO);
                *sum = sum.plus(impact.central())?;
            }
            self.factors
                .extend(subject.estimate.factors.iter().cloned());
        }
        Part::of(subject, &whole, impact, valued)
    }

    /// Counts rows and volume with and without a value; whether any has one.
    fn coverage(&mut self, subject: &Subject<'_>, cell: &Cell) -> Option<bool> {
        let estimate = &subject.estimate;
        let parts = [
            (
                estimate.per_device,
                cell.device_rows,
                cell.devices,
                Decimal::ZERO,
            ),
            (estimate.per_dose, cell.dose_rows, Decimal::ZERO, cell.doses),
        ];
        let mut valued = false;
        for (unit, rows, devices, doses) in parts {
            if rows == 0 {
                continue;
            }
            let with = unit.is_some();
            let basis = if with { estimate.basis } else { Basis::None };
            self.basis.add(basis, rows);
            self.inhalers.rows = self.inhalers.rows.saturating_add(rows);
            if with {
                self.inhalers.rows_with = self.inhalers.rows_with.saturating_add(rows);
            }
            self.inhalers.volume(with, devices, doses, subject.pack)?;
            valued |= with;
        }
        Some(valued)
    }

    fn total_report(&self) -> ClimateTotal {
        let total = self.total.unwrap_or(Range::ZERO);
        ClimateTotal {
            unit: "kg CO2e",
            low: Number::of(total.low()),
            central: Number::of(total.central()),
            high: Number::of(total.high()),
            flagged: self
                .flagged
                .iter()
                .map(|(flag, sum)| (*flag, Number::of(*sum)))
                .collect(),
        }
    }
}

fn add_cells(a: &Cell, b: &Cell) -> Option<Cell> {
    Some(Cell {
        device_rows: a.device_rows.saturating_add(b.device_rows),
        dose_rows: a.dose_rows.saturating_add(b.dose_rows),
        devices: crate::exact::add(a.devices, b.devices)?,
        doses: crate::exact::add(a.doses, b.doses)?,
    })
}

/// What one entry of the list of products adds up to. A product may come from several
/// subjects, as when only some labels state its pack.
struct Part<'a> {
    subject: Subject<'a>,
    rows: u64,
    /// Rows counted in devices, or in doses of a known pack.
    device_rows: u64,
    devices: Fraction,
    /// Doses whose pack size is not known.
    loose_doses: Decimal,
    impact: Range,
    valued: bool,
}

impl<'a> Part<'a> {
    fn of(subject: Subject<'a>, whole: &Cell, impact: Range, valued: bool) -> Option<Self> {
        let rows = whole.device_rows.saturating_add(whole.dose_rows);
        let devices = Fraction::whole(whole.devices);
        let (device_rows, devices, loose_doses) = match subject.pack {
            Some(pack) => {
                let doses = Fraction::whole(whole.doses).over_count(pack)?;
                (rows, devices.plus(doses)?, Decimal::ZERO)
            }
            None => (whole.device_rows, devices, whole.doses),
        };
        Some(Self {
            subject,
            rows,
            device_rows,
            devices,
            loose_doses,
            impact,
            valued,
        })
    }

    fn plus(self, other: Self) -> Option<Self> {
        Some(Self {
            rows: self.rows.saturating_add(other.rows),
            device_rows: self.device_rows.saturating_add(other.device_rows),
            devices: self.devices.plus(other.devices)?,
            loose_doses: crate::exact::add(self.loose_doses, other.loose_doses)?,
            impact: self.impact.plus(other.impact)?,
            valued: self.valued || other.valued,
            subject: self.subject,
        })
    }

    fn report(self, id: String, words: &dyn Wording) -> ProductReport {
        let subject = &self.subject;
        let estimate = &subject.estimate;
        let candidates = subject.candidates();
        let loose = Number::of(Fraction::whole(self.loose_doses));
        let (amount, unit, other_doses) = if self.device_rows > 0 {
            let rest = (!self.loose_doses.is_zero()).then_some(loose);
            (Number::of(self.devices), "device", rest)
        } else {
            (loose, "dose", None)
        };
        let ids = |ids: &[FactorId]| ids.iter().map(|id| id.as_str().to_owned()).collect();
        ProductReport {
            label: label(subject, words),
            atc: subject.inhaler.atc.map(|atc| atc.to_string()),
            device: subject.device(),
            propellant: subject.propellant(),
            candidates: match candidates.len() {
                1 if id == candidates.concat() => Vec::new(),
                _ => candidates,
            },
            product: id,
            rows: self.rows,
            quantity: QuantityReport { amount, unit },
            other_doses,
            climate: self.valued.then(|| ProductClimate {
                low: Number::of(self.impact.low()),
                central: Number::of(self.impact.central()),
                high: Number::of(self.impact.high()),
                basis: estimate.basis,
                factors: ids(&estimate.factors),
                flags: estimate.flags.iter().copied().collect(),
            }),
        }
    }
}

/// The label of one product, or what several have in common.
fn label(subject: &Subject<'_>, words: &dyn Wording) -> String {
    let products: Vec<_> = subject.inhaler.products(subject.dataset).collect();
    if let ([only], false) = (products.as_slice(), subject.inhaler.stand_in) {
        return product_label(only, words);
    }
    let atc = subject
        .inhaler
        .atc
        .map_or_else(String::new, |a| a.to_string());
    let substances: BTreeSet<String> = products.iter().map(|p| p.substances.join("/")).collect();
    let brands: BTreeSet<&str> = products.iter().map(|p| p.brand.as_str()).collect();
    let strengths: BTreeSet<&str> = products.iter().map(|p| p.strength.as_str()).collect();
    let mut devices = subject.inhaler.devices.iter();
    let device = match (devices.next(), devices.next()) {
        (Some(only), None) => words.device(*only),
        _ => words.device_unknown(),
    };
    let one = |set: &BTreeSet<&str>| match set.len() {
        1 => set
            .first()
            .filter(|text| !text.is_empty())
            .map(|text| (*text).to_owned()),
        _ => None,
    };
    let substance = match substances.len() {
        1 => substances.first().cloned(),
        _ => None,
    };
    let name = one(&brands).or(substance).unwrap_or(atc);
    let printed =
        one(&strengths).map_or_else(String::new, |text| format!(" {}", strength(&text, words)));
    let count = words.possible_products(products.len());
    format!("{name}, {device}{printed} ({count})")
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
