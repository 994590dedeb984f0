//! Facts about medicines in water: limits, how much leaves the body, how much treatment takes
//! out, published hazards and lists.

use super::id::id;
use super::names::NameIndex;
use super::source::{Evidence, Provenance};
use super::table::{Findings, Row, words};
use crate::code::Atc;
use crate::diagnostic::Code;
use crate::exact::Fraction;
use crate::parse::ParseError;
use rust_decimal::Decimal;
use std::str::FromStr;
use strum::VariantArray;

id! {
    /// The id of a fact about water, such as `diclofenac-eqs-scheer`.
    WaterFactId
}

/// What a concentration stands for. The order is the order of preference.
#[derive(strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "snake_case")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub(crate) enum LimitKind {
    /// A European quality standard as proposed, annual average in fresh water.
    EqsProposed,
    /// A quality standard in the law of a country.
    EqsNational,
    /// A criterion of an institute or paper that is no law.
    Criterion,
    /// A predicted no-effect concentration.
    Pnec,
    /// A predicted no-effect concentration of the company.
    PnecCompany,
    /// A concentration below which no selection of resistance is predicted.
    PnecResistance,
    /// A quality standard for animals that eat fish, as a concentration in water.
    EqsSecondaryPoisoning,
    /// A quality standard for drinking water.
    EqsDrinkingWater,
    /// What a laboratory must be able to measure; no limit for organisms.
    DetectionLimit,
}

impl LimitKind {
    /// Whether it protects water organisms, so that a critical volume can rest on it.
    ///
    /// Standards for other ends (fish eaters, drinking water, resistance) answer another
    /// question, and a detection limit answers none about harm.
    #[must_use]
    pub(crate) const fn protects_water_organisms(self) -> bool {
        matches!(
            self,
            Self::EqsProposed
                | Self::EqsNational
                | Self::Criterion
                | Self::Pnec
                | Self::PnecCompany
        )
    }
}

/// A step on the way from the medicine to the sewer, as a fraction.
#[derive(strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "snake_case")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Passage {
    /// What leaves the body as the substance itself; of the dose, or after dermal use of the
    /// absorbed part.
    #[strum(serialize = "excreted_unchanged")]
    Unchanged,
    /// What leaves the body bound to another molecule that treatment can split off again.
    #[strum(serialize = "excreted_conjugated")]
    Conjugated,
    /// What leaves the body as other substances, which treatment does not turn back; of the
    /// same amount as what leaves unchanged.
    Metabolised,
    /// What the body takes up of what is put on the skin.
    Absorbed,
    /// What is washed off the skin or out of clothing, of what is put on the skin.
    WashedOff,
}

/// Which property a published hazard is about.
#[derive(strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "snake_case")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum HazardKind {
    /// How long the substance stays.
    Persistence,
    /// Whether it gathers in organisms.
    Bioaccumulation,
    /// How toxic it is to water organisms.
    Toxicity,
    /// Hazard and use together, in the country of the source.
    Risk,
}

/// What a fact is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum WaterKind {
    /// A concentration in ug/L.
    Limit(LimitKind),
    /// A fraction of the amount used.
    Passage(Passage),
    /// The cumulative fraction that treatment takes out.
    Removal,
    /// What becomes a transformation product: with a route of the dose, in the body; with a
    /// stage of what reaches the sewer, in treatment.
    Transformed,
    /// A published hazard, in the words of the source.
    Hazard(HazardKind),
    /// The sum of three hazard scores, 0 to 9.
    HazardScore,
    /// A list that the substance stands on.
    List,
    /// Something else that a source says, in words.
    Finding,
}

/// How a medicine is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "snake_case")]
#[non_exhaustive]
pub enum Route {
    /// Swallowed.
    Oral,
    /// In the mouth.
    Oromucosal,
    /// On the skin, from where it may wash off.
    Dermal,
    /// Through the skin, from a patch.
    Transdermal,
    /// In the rectum.
    Rectal,
    /// Breathed in.
    Inhaled,
    /// By injection or infusion.
    Parenteral,
    /// In the eye.
    Eye,
    /// In the ear.
    Ear,
    /// In the nose.
    Nasal,
    /// In the vagina.
    Vaginal,
    /// Not known; never in data files.
    Unknown,
}

impl Route {
    /// Every route, the unknown one last.
    pub const ALL: &'static [Self] = Self::VARIANTS;

    /// The routes that a data file may name, each with its word.
    pub(crate) fn words() -> impl Iterator<Item = (&'static str, Self)> + Clone {
        words(Self::VARIANTS).filter(|(_, route)| *route != Self::Unknown)
    }
}

/// How far waste water is treated. Each step takes in those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Treatment {
    /// Settling.
    Primary,
    /// Biological treatment, the standard of Dutch plants.
    #[default]
    Secondary,
    /// Removal of nutrients.
    Tertiary,
    /// Advanced treatment with activated carbon or ozone.
    Quaternary,
}

impl FromStr for Treatment {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        match text {
            "primary" => Ok(Self::Primary),
            "secondary" => Ok(Self::Secondary),
            "tertiary" => Ok(Self::Tertiary),
            "quaternary" => Ok(Self::Quaternary),
            _ => {
                let wrong = ParseError::new(text, "trap van zuivering", "a stage of treatment");
                Err(wrong.one_of(["primary", "secondary", "tertiary", "quaternary"]))
            }
        }
    }
}

/// One fact about a substance in water.
#[derive(Debug, Clone)]
pub(crate) struct WaterFact {
    /// The id.
    pub id: WaterFactId,
    /// The ATC codes of the substance, one for each kind of use.
    pub atcs: Vec<Atc>,
    /// The substance.
    pub substance: String,
    /// Its Dutch name; empty where that is the same.
    pub dutch_substance: String,
    /// The transformation product of the substance that it is about; empty where it is about
    /// the substance itself.
    pub product: String,
    /// The Dutch name of that product; empty where that is the same.
    pub dutch_product: String,
    /// What it is about.
    pub kind: WaterKind,
    /// Whether what becomes a product is counted as mass of it for mass of the substance.
    pub by_mass: bool,
    /// The way of use, for a passage; a finding may have one.
    pub route: Option<Route>,
    /// How far the water is treated, for a removal.
    pub stage: Option<Treatment>,
    /// The central value: ug/L, a fraction or a score.
    pub central: Option<Decimal>,
    /// The low end.
    pub low: Option<Decimal>,
    /// The high end.
    pub high: Option<Decimal>,
    /// Value and unit as printed, or the words of the source.
    pub printed: String,
    /// The words of the source in Dutch; empty for a number, and where nobody wrote them.
    pub dutch: String,
    /// The date or year of the statement, as far as the source tells.
    pub vintage: String,
    /// Where it comes from.
    pub provenance: Provenance,
    /// What to know about it.
    pub note: String,
    /// The place of the data layer, 0 for the embedded one.
    pub layer: usize,
}

impl WaterFact {
    /// Lowest, central and highest value, where the fact has a number.
    ///
    /// A fraction that is only bounded on one side runs to 0 or 1. The central value is the
    /// published one, or the midpoint of a range that was published without one; a mere bound
    /// has none.
    #[must_use]
    pub(crate) fn numbers(&self) -> Option<(Fraction, Option<Fraction>, Fraction)> {
        let whole = |value: Option<Decimal>| value.map(Fraction::whole);
        let (low, central, high) = (whole(self.low), whole(self.central), whole(self.high));
        let bounded = matches!(self.kind, WaterKind::Passage(_) | WaterKind::Removal);
        match (low, central, high) {
            (low, Some(central), high) => Some((
                low.unwrap_or(central),
                Some(central),
                high.unwrap_or(central),
            )),
            (Some(low), None, Some(high)) => Some((low, Some(low.midpoint(high)?), high)),
            (Some(low), None, None) if bounded => Some((low, None, Fraction::whole(Decimal::ONE))),
            (None, None, Some(high)) if bounded => Some((Fraction::ZERO, None, high)),
            _ => None,
        }
    }

    /// Whether it may be used: an unverified fact may not.
    #[must_use]
    pub(crate) fn is_usable(&self) -> bool {
        self.provenance.evidence != Evidence::Unverified
    }

    /// Whether the central value is the midpoint of a range that was published without one.
    #[must_use]
    pub(crate) const fn is_midpoint(&self) -> bool {
        self.central.is_none() && self.low.is_some() && self.high.is_some()
    }
}

const STAGES: &[(&str, Treatment)] = &[
    ("primary", Treatment::Primary),
    ("secondary", Treatment::Secondary),
    ("tertiary", Treatment::Tertiary),
    ("quaternary", Treatment::Quaternary),
];

/// Mass of a transformation product for mass of the substance.
const MASS_FRACTION: &str = "mass fraction";

impl WaterKind {
    /// The word as it stands in data files.
    #[must_use]
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Limit(kind) => kind.into(),
            Self::Passage(passage) => passage.into(),
            Self::Removal => "removal",
            Self::Transformed => "transformed",
            Self::Hazard(kind) => kind.into(),
            Self::HazardScore => "hazard_score",
            Self::List => "list",
            Self::Finding => "finding",
        }
    }

    /// Every kind with its word.
    fn words() -> impl Iterator<Item = (&'static str, Self)> + Clone {
        let all = LimitKind::VARIANTS.iter().copied().map(Self::Limit);
        let all = all.chain(Passage::VARIANTS.iter().copied().map(Self::Passage));
        let all = all.chain([Self::Removal, Self::Transformed]);
        let all = all.chain(HazardKind::VARIANTS.iter().copied().map(Self::Hazard));
        let all = all.chain([Self::HazardScore, Self::List, Self::Finding]);
        all.map(|kind| (kind.as_str(), kind))
    }

    /// The units that its numbers may have; none where it has words instead.
    const fn units(self) -> &'static [&'static str] {
        match self {
            Self::Limit(_) => &["ug/L"],
            Self::Passage(_) | Self::Removal => &["fraction"],
            Self::Transformed => &[MASS_FRACTION, "fraction"],
            Self::HazardScore => &["of 9"],
            Self::Hazard(_) | Self::List | Self::Finding => &[],
        }
    }
}

pub(crate) fn read(
    row: Row<'_>,
    layer: usize,
    names: &NameIndex,
    findings: &mut Findings,
) -> Option<WaterFact> {
    let id = row.needed("fact_id", findings);
    let atcs = read_atcs(row, findings);
    let substance = row.needed("substance", findings);
    let vintage = row.needed("vintage", findings);
    let provenance = Provenance::read(row, "", names, findings);
    let kind = row.among("kind", WaterKind::words(), findings);
    let route = read_route(row, kind, findings);
    let stage = read_stage(row, kind, findings);
    let ends = ["low", "value", "high"].map(|column| row.decimal(column, findings));
    check_range(row, ends, findings);
    let kind = kind?;
    check(row, kind, ends, findings);
    let [low, central, high] = ends;
    Some(WaterFact {
        id: WaterFactId(id?.to_owned()),
        atcs: atcs?,
        substance: substance?.to_owned(),
        dutch_substance: row.text("substance_nl").to_owned(),
        product: row.text("product").to_owned(),
        dutch_product: row.text("product_nl").to_owned(),
        kind,
        by_mass: row.text("unit") == MASS_FRACTION,
        route,
        stage,
        central,
        low,
        high,
        printed: printed(row, kind),
        dutch: row.text("text_nl").to_owned(),
        vintage: vintage?.to_owned(),
        provenance: provenance?,
        note: row.text("note").to_owned(),
        layer,
    })
}

fn read_atcs(row: Row<'_>, findings: &mut Findings) -> Option<Vec<Atc>> {
    let mut atcs = Vec::new();
    for text in row.needed("atc", findings)?.split('|') {
        match Atc::parse(text).filter(Atc::is_substance) {
            Some(atc) => atcs.push(atc),
            None => findings.push(
                Code::UnknownCode,
                row.place("atc"),
                (
                    format!("'{text}' is geen ATC-code van een stof, zoals M01AB05"),
                    format!("'{text}' is not the ATC code of a substance, such as M01AB05"),
                ),
            ),
        }
    }
    Some(atcs)
}

/// The route of a fact that has one. Without a kind only the word can be checked.
fn read_route(row: Row<'_>, kind: Option<WaterKind>, findings: &mut Findings) -> Option<Route> {
    let found = row.filled("route");
    match (kind, found) {
        (Some(WaterKind::Passage(_)), None) => {
            row.needed("route", findings);
            None
        }
        (
            None | Some(WaterKind::Passage(_) | WaterKind::Transformed | WaterKind::Finding),
            Some(_),
        ) => row.among("route", Route::words(), findings),
        (Some(kind), _) => out_of_place(row, "route", found, kind, findings),
        (None, None) => None,
    }
}

/// The stage of a removal. Without a kind only the word can be checked.
fn read_stage(row: Row<'_>, kind: Option<WaterKind>, findings: &mut Findings) -> Option<Treatment> {
    let found = row.filled("stage");
    match (kind, found) {
        (Some(WaterKind::Removal), None) => {
            row.needed("stage", findings);
            None
        }
        (None | Some(WaterKind::Removal | WaterKind::Transformed), Some(_)) => {
            row.word("stage", STAGES, findings)
        }
        (Some(kind), _) => out_of_place(row, "stage", found, kind, findings),
        (None, None) => None,
    }
}

/// Reports a cell that means nothing for this kind.
fn out_of_place<T>(
    row: Row<'_>,
    column: &str,
    found: Option<&str>,
    kind: WaterKind,
    findings: &mut Findings,
) -> Option<T> {
    if let Some(found) = found {
        let kind = kind.as_str();
        let message = (
            format!("een '{kind}' heeft geen {column}; '{found}' moet leeg zijn"),
            format!("a '{kind}' has no {column}; '{found}' must be empty"),
        );
        findings.push(Code::UnknownWord, row.place(column), message);
    }
    None
}

fn printed(row: Row<'_>, kind: WaterKind) -> String {
    if kind.units().is_empty() {
        return row.text("text").to_owned();
    }
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

fn check(row: Row<'_>, kind: WaterKind, ends: [Option<Decimal>; 3], findings: &mut Findings) {
    check_product(row, kind, findings);
    let columns = ["low", "value", "high"];
    if kind.units().is_empty() {
        row.needed("text", findings);
        for column in ["low", "value", "high", "unit"] {
            out_of_place::<()>(row, column, row.filled(column), kind, findings);
        }
        return;
    }
    let word = kind.as_str();
    let found = row.text("unit");
    if !kind.units().contains(&found) {
        let [dutch, english] = ["' of '", "' or '"].map(|or| kind.units().join(or));
        let message = (
            format!("'{found}' is geen eenheid van '{word}'; verwacht is '{dutch}'"),
            format!("'{found}' is no unit of '{word}'; expected '{english}'"),
        );
        findings.push(Code::UnitMismatch, row.place("unit"), message);
    }
    for column in ["text", "text_nl"] {
        out_of_place::<()>(row, column, row.filled(column), kind, findings);
    }
    let [low, value, high] = columns.map(|column| row.filled(column).is_some());
    if !(low || value || high) {
        let message = (
            "een van 'value', 'low' en 'high' moet gevuld zijn",
            "one of 'value', 'low' and 'high' must be filled",
        );
        findings.push(Code::EmptyCell, row.place("value"), message);
    }
    for (column, value) in columns.into_iter().zip(ends) {
        if let Some(value) = value {
            check_size(row, kind, column, value, findings);
        }
    }
    // A volume cannot rest on "less than".
    let is_passed = matches!(kind, WaterKind::Passage(_) | WaterKind::Removal);
    if !is_passed && !value && low != high {
        let message = (
            format!("een '{word}' vraagt een value, of 'low' en 'high' beide"),
            format!("a '{word}' needs a value, or both 'low' and 'high'"),
        );
        findings.push(Code::EmptyCell, row.place("value"), message);
    }
}

/// A limit or a transformation may be about a transformation product; a transformation names
/// it, and says whether it happens in the body or in treatment.
fn check_product(row: Row<'_>, kind: WaterKind, findings: &mut Findings) {
    match kind {
        WaterKind::Limit(_) => {}
        WaterKind::Transformed => {
            if row.filled("product").is_none() {
                let message = (
                    "'product' moet de stof noemen die ontstaat",
                    "'product' must name the substance that is formed",
                );
                findings.push(Code::EmptyCell, row.place("product"), message);
            }
            if row.filled("route").is_some() == row.filled("stage").is_some() {
                let message = (
                    "een 'transformed' heeft een route, als het in het lichaam gebeurt, of een stage, als het in de zuivering gebeurt; vul er één",
                    "a 'transformed' has a route, where it happens in the body, or a stage, where it happens in treatment; fill one",
                );
                findings.push(Code::EmptyCell, row.place("stage"), message);
            }
        }
        WaterKind::Passage(_)
        | WaterKind::Removal
        | WaterKind::Hazard(_)
        | WaterKind::HazardScore
        | WaterKind::List
        | WaterKind::Finding => {
            out_of_place::<()>(row, "product", row.filled("product"), kind, findings);
        }
    }
    if row.filled("product").is_none() {
        out_of_place::<()>(row, "product_nl", row.filled("product_nl"), kind, findings);
    }
}

fn check_range(row: Row<'_>, ends: [Option<Decimal>; 3], findings: &mut Findings) {
    if ends.into_iter().flatten().is_sorted() {
        return;
    }
    let [low, central, high] = ["low", "value", "high"].map(|column| row.text(column));
    let message = (
        format!("low, value en high moeten oplopen; ze zijn {low}, {central} en {high}"),
        format!("low, value and high must ascend; they are {low}, {central} and {high}"),
    );
    findings.push(Code::InvertedRange, row.place("value"), message);
}

fn check_size(
    row: Row<'_>,
    kind: WaterKind,
    column: &str,
    value: Decimal,
    findings: &mut Findings,
) {
    let text = row.text(column);
    let problem = match kind {
        WaterKind::Passage(_) | WaterKind::Removal | WaterKind::Transformed
            if value > Decimal::ONE =>
        {
            (
                format!("een fractie ligt van 0 tot en met 1; '{text}' niet"),
                format!("a fraction lies from 0 to 1; '{text}' does not"),
            )
        }
        WaterKind::HazardScore if value > Decimal::from(9) => (
            format!("een gevaarscore ligt van 0 tot en met 9; '{text}' niet"),
            format!("a hazard score lies from 0 to 9; '{text}' does not"),
        ),
        WaterKind::Limit(_) if value.is_zero() => (
            format!("een grenswaarde is hoger dan nul; '{text}' niet"),
            format!("a limit is above zero; '{text}' is not"),
        ),
        WaterKind::Limit(_)
        | WaterKind::Passage(_)
        | WaterKind::Removal
        | WaterKind::Transformed
        | WaterKind::Hazard(_)
        | WaterKind::HazardScore
        | WaterKind::List
        | WaterKind::Finding => return,
    };
    findings.push(Code::BadNumber, row.place(column), problem);
}
