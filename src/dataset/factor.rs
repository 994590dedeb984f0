//! Factors: published values, each with what it is per, what it covers and where it stands.

use super::id::id;
use super::names::NameIndex;
use super::product::{Device, ProductId};
use super::source::Provenance;
use super::table::{Findings, Row, words};
use super::validity::Validity;
use crate::code::Atc;
use crate::diagnostic::Code;
use crate::exact::Fraction;
use crate::quantity::Range;
use rust_decimal::Decimal;
use std::collections::BTreeSet;
use strum::VariantArray;

id! {
    /// The id of a factor, such as `s01-ventolin-aerosol`.
    FactorId
}

/// What a factor is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Subject {
    /// These products (one product may stand in several pack sizes).
    Products(Vec<ProductId>),
    /// Every product with this substance and device.
    SubstanceDevice(Atc, Device),
    /// Every product in the device with this name.
    DeviceName(String),
    /// Every product in this type of device.
    Device(Device),
    /// Something else: shown, never applied to a prescription.
    Context(String),
}

/// What a factor measures.
#[derive(strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "snake_case")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Indicator {
    /// Climate impact in kg CO2e.
    Climate,
    /// A saving of climate impact, in kg CO2e; shown, never applied.
    ClimateSaving,
    /// Mass of propellant in grams.
    PropellantMass,
    /// Mass of all that a canister holds, in grams: an upper bound of its propellant; shown,
    /// never applied.
    ContentsMass,
}

/// What one unit of the value stands for: the functional unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum FunctionalUnit {
    /// One device or pack.
    Device,
    /// One actuation of a device.
    Actuation,
    /// One dose; for a powder inhaler or nebuliser one inhalation or ampoule.
    Dose,
    /// A month of 30 days.
    Month,
    /// A defined daily dose, by `ddd.csv` of a layer; without that shown and never applied.
    Ddd,
    /// Any other unit: shown, never applied.
    Other(&'static str),
}

/// The system boundary: which part of the life cycle a value covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "snake_case")]
#[non_exhaustive]
pub enum Boundary {
    /// From raw material to disposal.
    CradleToGrave,
    /// The ends of the range have different boundaries.
    Mixed,
    /// The source does not state it.
    NotStated,
    /// Only the release of the propellant.
    PropellantOnly,
    /// Only the end of life.
    EndOfLife,
}

/// A property of a factor that its source does not print and that was inferred; the note of
/// the factor says from what.
#[derive(strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "snake_case")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Inferred {
    /// The system boundary.
    Boundary,
    /// The set of global warming potentials.
    GwpSet,
    /// The doses in one functional unit.
    #[strum(serialize = "doses_per_unit")]
    Doses,
    /// The value itself, between the values of products that differ in one thing.
    Interpolated,
}

/// The assessment report whose global warming potentials a value rests on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum GwpBasis {
    /// This set, by its name in `gwp.csv`.
    Set(String),
    /// The source does not state it.
    Unknown,
    /// Not applicable, as for a mass.
    NotApplicable,
}

impl GwpBasis {
    /// The name of the set, `unknown` or `none`.
    #[must_use]
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Set(name) => name,
            Self::Unknown => "unknown",
            Self::NotApplicable => "none",
        }
    }
}

/// A published value.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Factor {
    /// The id.
    pub id: FactorId,
    /// What it is about.
    pub(crate) subject: Subject,
    /// What the source calls it.
    pub label: String,
    /// What it measures.
    pub(crate) indicator: Indicator,
    /// What it is per.
    pub functional_unit: FunctionalUnit,
    /// The doses in one functional unit, where the source tells.
    pub doses_per_unit: Option<u32>,
    /// The central value in kg CO2e (grams for a mass), where there is one.
    pub(crate) central: Option<Decimal>,
    /// The low end, where there is one.
    pub(crate) low: Option<Decimal>,
    /// The high end, where there is one.
    pub(crate) high: Option<Decimal>,
    /// Value and unit as printed in the source.
    pub printed: String,
    /// What part of the life cycle it covers.
    pub boundary: Boundary,
    /// The gas that the value is about, where known.
    pub(crate) propellant: Option<String>,
    /// The set of global warming potentials it rests on.
    pub(crate) gwp: GwpBasis,
    /// What of it is inference and not printed in the source.
    pub(crate) inferred: BTreeSet<Inferred>,
    /// Whether it holds as stated for every product of its subject, also where that has a value
    /// of its own.
    pub(crate) always: bool,
    /// When it holds.
    pub(crate) validity: Validity,
    /// Where it comes from.
    pub provenance: Provenance,
    /// What to know about it.
    pub note: String,
    /// The place of the data layer, 0 for the embedded one.
    pub(crate) layer: usize,
}

impl Factor {
    /// The value as a range per functional unit, and whether its central value is only the
    /// midpoint of a range that was published without one. `None` for a mere bound.
    #[must_use]
    pub fn range(&self) -> Option<(Range, bool)> {
        let whole = |value: Option<Decimal>| value.map(Fraction::whole);
        match (whole(self.low), whole(self.central), whole(self.high)) {
            (low, Some(central), high) => {
                let range = Range::new(low.unwrap_or(central), central, high.unwrap_or(central))?;
                Some((range, false))
            }
            (Some(low), None, Some(high)) => {
                Some((Range::new(low, low.midpoint(high)?, high)?, true))
            }
            _ => None,
        }
    }
}

const FUNCTIONAL_UNITS: &[(&str, FunctionalUnit)] = &[
    ("device", FunctionalUnit::Device),
    ("actuation", FunctionalUnit::Actuation),
    ("dose", FunctionalUnit::Dose),
    ("month", FunctionalUnit::Month),
    ("ddd", FunctionalUnit::Ddd),
    ("two_puffs", FunctionalUnit::Other("two_puffs")),
    ("accessory", FunctionalUnit::Other("accessory")),
    ("patient_year", FunctionalUnit::Other("patient_year")),
    ("treatment", FunctionalUnit::Other("treatment")),
    (
        "three_treatments",
        FunctionalUnit::Other("three_treatments"),
    ),
    ("year_nl", FunctionalUnit::Other("year_nl")),
];

impl FunctionalUnit {
    /// The word as it stands in data files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        FUNCTIONAL_UNITS
            .iter()
            .find(|(_, unit)| *unit == self)
            .map_or("", |(word, _)| word)
    }
}

impl Boundary {
    /// The word as it stands in data files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// The units of a value: indicator, and the thousandths of the base unit.
const UNITS: &[(&str, (Indicator, i64, u32))] = &[
    ("kg CO2e", (Indicator::Climate, 1, 0)),
    ("g CO2e", (Indicator::Climate, 1, 3)),
    ("kt CO2e", (Indicator::Climate, 1_000_000, 0)),
    ("g", (Indicator::PropellantMass, 1, 0)),
];

pub(crate) fn read(
    row: Row<'_>,
    layer: usize,
    names: &NameIndex,
    findings: &mut Findings,
) -> Option<Factor> {
    let id = row.needed("factor_id", findings);
    let subject = read_subject(row, findings);
    let indicator = row.one_of("indicator", findings);
    let functional_unit = row.word("functional_unit", FUNCTIONAL_UNITS, findings);
    let boundary = row
        .needed_as(Code::BoundaryMissing, "boundary", findings)
        .and_then(|_| row.one_of("boundary", findings));
    let gwp = row.needed_as(Code::GwpMissing, "gwp_set", findings);
    let provenance = Provenance::read(row, "", names, findings);
    let doses_per_unit = row.count("doses_per_unit", findings);
    let inferred = read_inferred(row, findings);
    let always = row
        .filled("use")
        .and_then(|_| row.word("use", &[("always", ())], findings))
        .is_some();
    let validity = Validity::read(row, findings);
    let unit = row.word("unit", UNITS, findings);
    let [low, central, high] = ["low", "value", "high"].map(|column| row.decimal(column, findings));
    check_range(row, [low, central, high], findings);
    let (Some(indicator), Some((measures, multiple, scale))) = (indicator, unit) else {
        return None;
    };
    let climate = matches!(indicator, Indicator::Climate | Indicator::ClimateSaving);
    if climate != (measures == Indicator::Climate) {
        let (unit, indicator) = (row.text("unit"), row.text("indicator"));
        let message = (
            format!("'{unit}' is geen eenheid van '{indicator}'"),
            format!("'{unit}' is no unit of '{indicator}'"),
        );
        findings.push(Code::UnitMismatch, row.place("unit"), message);
    }
    let mut in_base = |column: &str, value: Option<Decimal>| {
        let base = crate::exact::mul(value?, Decimal::new(multiple, scale));
        if base.is_none() {
            let message = (
                "het getal heeft meer cijfers dan te bewaren zijn",
                "the number has more digits than can be kept",
            );
            findings.push(Code::BadNumber, row.place(column), message);
        }
        base.map(|v| v.normalize())
    };
    let (low, central, high) = (
        in_base("low", low),
        in_base("value", central),
        in_base("high", high),
    );
    Some(Factor {
        id: FactorId(id?.to_owned()),
        subject: subject?,
        label: row.text("label").to_owned(),
        indicator,
        functional_unit: functional_unit?,
        doses_per_unit,
        central,
        low,
        high,
        printed: printed(row),
        boundary: boundary?,
        propellant: row.filled("propellant").map(str::to_owned),
        gwp: match gwp? {
            "unknown" => GwpBasis::Unknown,
            "none" => GwpBasis::NotApplicable,
            name => GwpBasis::Set(name.to_owned()),
        },
        inferred,
        always,
        validity,
        provenance: provenance?,
        note: row.text("note").to_owned(),
        layer,
    })
}

fn printed(row: Row<'_>) -> String {
    let unit = row.text("unit");
    match (row.filled("value"), row.filled("low"), row.filled("high")) {
        (Some(value), Some(low), Some(high)) => format!("{value} ({low}-{high}) {unit}"),
        (Some(value), _, _) => format!("{value} {unit}"),
        (None, Some(low), Some(high)) => format!("{low}-{high} {unit}"),
        (None, None, Some(high)) => format!("< {high} {unit}"),
        (None, Some(low), None) => format!("> {low} {unit}"),
        (None, None, None) => String::new(),
    }
}

/// Low, value and high ascend in the unit of the row, and one of them is there.
fn check_range(row: Row<'_>, ends: [Option<Decimal>; 3], findings: &mut Findings) {
    if ["low", "value", "high"].map(|column| row.filled(column)) == [None; 3] {
        let message = (
            "een van 'value', 'low' en 'high' moet gevuld zijn",
            "one of 'value', 'low' and 'high' must be filled",
        );
        findings.push(Code::EmptyCell, row.place("value"), message);
    }
    if !ends.into_iter().flatten().is_sorted() {
        let ends = ["low", "value", "high"].map(|column| match row.text(column) {
            "" => "-",
            text => text,
        });
        let ends = ends.join(", ");
        let message = (
            format!("low, value en high moeten oplopen; er staat {ends}"),
            format!("low, value and high must ascend; they are {ends}"),
        );
        findings.push(Code::InvertedRange, row.place("value"), message);
    }
}

fn read_inferred(row: Row<'_>, findings: &mut Findings) -> BTreeSet<Inferred> {
    let mut all = BTreeSet::new();
    for word in row.text("inferred").split('|').filter(|w| !w.is_empty()) {
        match words(Inferred::VARIANTS).find(|(known, _)| *known == word) {
            Some((_, inferred)) => drop(all.insert(inferred)),
            None => {
                row.not_one_of(
                    "inferred",
                    word,
                    "boundary, gwp_set, doses_per_unit, interpolated",
                    findings,
                );
            }
        }
    }
    all
}

fn read_subject(row: Row<'_>, findings: &mut Findings) -> Option<Subject> {
    let text = row.needed("subject", findings)?;
    let subject = match row.text("subject_kind") {
        "product" => {
            let ids = text.split('|').map(|id| ProductId(id.trim().to_owned()));
            Some(Subject::Products(ids.collect()))
        }
        "substance_device" => text.split_once('/').and_then(|(atc, device)| {
            let atc = Atc::parse(atc).filter(Atc::is_substance)?;
            let device = Device::from_word(device)?;
            Some(Subject::SubstanceDevice(atc, device))
        }),
        "device_name" => Some(Subject::DeviceName(text.to_owned())),
        "device" => Device::from_word(text).map(Subject::Device),
        "context" => Some(Subject::Context(text.to_owned())),
        kind => {
            const KINDS: &str = "product, substance_device, device_name, device, context";
            row.not_one_of("subject_kind", kind, KINDS, findings);
            return None;
        }
    };
    if subject.is_none() {
        let message = (
            format!(
                "'{text}' past niet bij de soort; verwacht is bijvoorbeeld R03AC02/pMDI of DPI"
            ),
            format!("'{text}' does not fit the kind; expected for example R03AC02/pMDI or DPI"),
        );
        findings.push(Code::UnknownWord, row.place("subject"), message);
    }
    subject
}
