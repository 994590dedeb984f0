//! Products: what the impact of a prescription depends on.

use super::id::id;
use super::names::NameIndex;
use super::source::Provenance;
use super::table::{Findings, Row};
use super::validity::Validity;
use crate::code::Atc;
use crate::day::Day;
use crate::diagnostic::Code;
use crate::parse::ParseError;
use rust_decimal::Decimal;
use std::fmt;
use std::str::FromStr;

id! {
    /// The id of a product, such as `ventolin-aerosol-100`.
    ProductId
}

/// The type of an inhalation device.
///
/// It does not tell the climate impact by itself: a propellant device may hold a gas with a
/// high or a low global warming potential. See [`Propellant`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[non_exhaustive]
pub enum Device {
    /// Pressurised metered-dose inhaler, in Dutch "dosisaerosol".
    #[serde(rename = "pMDI")]
    Pmdi,
    /// Breath-actuated aerosol, such as an Autohaler; it holds propellant too.
    #[serde(rename = "BAI")]
    BreathActuated,
    /// Dry powder inhaler, in Dutch "poederinhalator".
    #[serde(rename = "DPI")]
    Powder,
    /// Soft mist inhaler.
    #[serde(rename = "SMI")]
    SoftMist,
    /// Liquid for a nebuliser, in Dutch "vernevelaar".
    #[serde(rename = "nebuliser")]
    Nebuliser,
}

/// The words for [`Device`] in data files.
pub(crate) const DEVICES: &[(&str, Device)] = &[
    ("pMDI", Device::Pmdi),
    ("BAI", Device::BreathActuated),
    ("DPI", Device::Powder),
    ("SMI", Device::SoftMist),
    ("nebuliser", Device::Nebuliser),
];

impl Device {
    /// The word as it stands in data files and reports.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        DEVICES
            .iter()
            .find(|(_, device)| *device == self)
            .map_or("", |(word, _)| word)
    }

    /// The device of a word in a data file.
    pub(crate) fn from_word(word: &str) -> Option<Self> {
        DEVICES
            .iter()
            .find(|(known, _)| *known == word)
            .map(|(_, device)| *device)
    }

    /// Whether the device holds a propellant gas.
    #[must_use]
    pub const fn has_propellant(self) -> bool {
        matches!(self, Self::Pmdi | Self::BreathActuated)
    }
}

impl FromStr for Device {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Self::from_word(text).ok_or_else(|| {
            let wrong = ParseError::new(text, "soort inhalator", "a type of inhaler");
            wrong.one_of(DEVICES.iter().map(|(word, _)| *word))
        })
    }
}

/// The form in which the medicine is supplied, which decides how it is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "snake_case")]
#[non_exhaustive]
pub enum Form {
    /// A canister with many doses.
    Aerosol,
    /// A powder device with many doses.
    Powder,
    /// Powder in capsules: a piece is a dose.
    PowderCapsule,
    /// A soft mist device with many doses.
    SoftMist,
    /// Ampoules for a nebuliser: a piece is a dose.
    NebuliserUnitDose,
    /// A bottle of liquid for a nebuliser.
    NebuliserBottle,
}

/// The words for the column `particle`.
const PARTICLES: &[(&str, bool)] = &[("extrafine", true), ("ordinary", false)];

impl Form {
    /// Whether a device of this type can hold the form.
    pub(crate) const fn fits(self, device: Device) -> bool {
        match self {
            Self::Aerosol => device.has_propellant(),
            Self::Powder | Self::PowderCapsule => matches!(device, Device::Powder),
            Self::SoftMist => matches!(device, Device::SoftMist),
            Self::NebuliserUnitDose | Self::NebuliserBottle => {
                matches!(device, Device::Nebuliser)
            }
        }
    }

    /// Whether one piece is one dose, as with capsules and ampoules.
    #[must_use]
    pub const fn piece_is_dose(self) -> bool {
        matches!(self, Self::PowderCapsule | Self::NebuliserUnitDose)
    }
}

/// The gas in a device. It is a dated property of an article in a country, never of a
/// brand or an ATC code: the same brand exists with two gases.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Propellant {
    /// The device holds no propellant.
    None,
    /// The device holds a gas of which no source was seen.
    Unknown,
    /// This gas, such as `HFC-134a`.
    Gas(String),
}

impl Propellant {
    /// The name of the gas, `none` or `unknown`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::None => "none",
            Self::Unknown => "unknown",
            Self::Gas(name) => name,
        }
    }

    /// The name of the gas; `None` where there is none or it is not known.
    #[must_use]
    pub fn gas(&self) -> Option<&str> {
        match self {
            Self::Gas(name) => Some(name),
            Self::None | Self::Unknown => None,
        }
    }
}

/// A nominal strength: the amounts of each substance in micrograms, ascending; per dose, or
/// per millilitre.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Strength {
    /// Micrograms, in ascending order.
    pub(crate) micrograms: Vec<Decimal>,
    /// Whether the amounts are per millilitre.
    pub(crate) per_ml: bool,
}

/// As it is written in data files, in micrograms.
impl fmt::Display for Strength {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let amounts: Vec<String> = self.micrograms.iter().map(Decimal::to_string).collect();
        let per = if self.per_ml { "/ml" } else { "" };
        write!(f, "{} ug{per}", amounts.join("/"))
    }
}

impl Strength {
    /// Reads `100 ug`, `50/500 ug` or `2 mg/ml`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (numbers, unit) = text.split_once(' ')?;
        let (thousand, per_ml) = match unit {
            "ug" => (false, false),
            "mg" => (true, false),
            "ug/ml" => (false, true),
            "mg/ml" => (true, true),
            _ => return None,
        };
        let factor = Decimal::from(if thousand { 1000 } else { 1 });
        let mut micrograms = numbers
            .split('/')
            .map(|number| crate::exact::mul(crate::exact::parse(number)?, factor))
            .collect::<Option<Vec<_>>>()?;
        for amount in &mut micrograms {
            *amount = amount.normalize();
        }
        micrograms.sort_unstable();
        Some(Self { micrograms, per_ml })
    }
}

/// A medicine for inhalation as it is on the market.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Product {
    /// The id.
    pub id: ProductId,
    /// The ATC code.
    pub atc: Atc,
    /// The substances, in Dutch.
    pub substances: Vec<String>,
    /// The brand; empty for a generic product.
    pub brand: String,
    /// The form in which it is supplied.
    pub form: Form,
    /// The type of device.
    pub device: Device,
    /// The name of the device, such as `Diskus`; empty where there is none.
    pub device_name: String,
    /// The strength as printed; empty where not seen.
    pub strength: String,
    /// The strengths that a label may hold for this product: metered and delivered.
    pub(crate) strengths: Vec<Strength>,
    /// The volume of an ampoule or bottle in millilitres, where it is one.
    pub(crate) unit_ml: Vec<Decimal>,
    /// The doses in one device or pack, where known.
    pub doses_per_pack: Option<u32>,
    /// The gas, up to and including `propellant_to`; see [`Product::propellant_on`].
    pub propellant: Propellant,
    /// The last day on which the gas holds, where it is told only up to a day.
    pub propellant_to: Option<Day>,
    /// The mass of the gas in grams: low, central, high, each where known.
    pub(crate) propellant_grams: [Option<Decimal>; 3],
    /// Where the market: `NL`, `NL?` when it is to be checked, or another country.
    pub market: String,
    /// Whether its particles are extrafine; `None` where that makes no difference or was not
    /// seen.
    pub extrafine: Option<bool>,
    /// When it is sold, as far as a source tells.
    pub validity: Validity,
    /// Where the product comes from.
    pub provenance: Provenance,
    /// Where the gas comes from, when another source tells it.
    pub(crate) propellant_provenance: Option<Provenance>,
    /// What to know about the row.
    pub note: String,
    /// The place of the data layer, 0 for the embedded one.
    pub(crate) layer: usize,
}

impl Product {
    /// The gas on a day: after the last day for which a source tells it, it is not known.
    ///
    /// ```
    /// use groenrecept::{Day, dataset::{Dataset, Propellant}};
    /// let data = Dataset::embedded()?;
    /// let product = data.product_by_id("salbutamol-aerosol-100").unwrap();
    /// let on = |year| product.propellant_on(Day::new(year, 6, 1).unwrap());
    /// assert_eq!(on(2026), &Propellant::Gas("HFC-134a".into()));
    /// assert_eq!(on(2028), &Propellant::Unknown);
    /// # Ok::<(), groenrecept::Error>(())
    /// ```
    #[must_use]
    pub fn propellant_on(&self, day: Day) -> &Propellant {
        match self.propellant_to {
            Some(last) if last < day => &Propellant::Unknown,
            _ => &self.propellant,
        }
    }
}

pub(crate) fn read(
    row: Row<'_>,
    layer: usize,
    names: &NameIndex,
    findings: &mut Findings,
) -> Option<Product> {
    let id = row.needed("product_id", findings);
    let atc_text = row.needed("atc", findings);
    let atc = atc_text.and_then(Atc::parse).filter(Atc::is_substance);
    if let (Some(atc_text), None) = (atc_text, atc) {
        let (nl, en) = if Atc::parse(atc_text).is_some() {
            (
                " maar een groep: noem de stof",
                " but a group: name the substance",
            )
        } else {
            ("", "")
        };
        let message = (
            format!("'{atc_text}' is geen ATC-code van zeven posities{nl}"),
            format!("'{atc_text}' is not an ATC code of seven positions{en}"),
        );
        findings.push(Code::UnknownCode, row.place("atc"), message);
    }
    let substance = row.needed("substance", findings);
    let form = row.one_of("form", findings);
    let device = row.word("device", DEVICES, findings);
    let provenance = Provenance::read(row, "", names, findings);
    let propellant_provenance = row
        .filled("propellant_source_id")
        .and_then(|_| Provenance::read(row, "propellant_", names, findings));
    let validity = Validity::read(row, findings);
    let extrafine = row
        .filled("particle")
        .and_then(|_| row.word("particle", PARTICLES, findings));
    let strengths = read_strengths(row, findings);
    let unit_ml = read_list(row, "unit_ml", findings);
    let doses_per_pack = row.count("doses_per_pack", findings);
    let grams = ["propellant_g_low", "propellant_g", "propellant_g_high"]
        .map(|column| row.decimal(column, findings));
    let known: Vec<Decimal> = grams.iter().flatten().copied().collect();
    if known.windows(2).any(|pair| pair.first() > pair.get(1)) {
        let message = (
            "propellant_g_low, propellant_g en propellant_g_high moeten oplopen",
            "propellant_g_low, propellant_g and propellant_g_high must ascend",
        );
        findings.push(Code::InvertedRange, row.place("propellant_g"), message);
    }
    let propellant = match row.text("propellant") {
        "none" => Propellant::None,
        "" | "unknown" => Propellant::Unknown,
        gas => Propellant::Gas(gas.to_owned()),
    };
    Some(Product {
        id: ProductId(id?.to_owned()),
        atc: atc?,
        substances: substance?.split('/').map(str::to_owned).collect(),
        brand: row.text("brand").to_owned(),
        form: form?,
        device: device?,
        device_name: row.text("device_name").to_owned(),
        strength: row.text("strength").to_owned(),
        strengths,
        unit_ml,
        doses_per_pack,
        propellant,
        propellant_to: row.day("propellant_to", findings),
        propellant_grams: grams,
        market: row.text("market").to_owned(),
        extrafine,
        validity,
        provenance: provenance?,
        propellant_provenance,
        note: row.text("note").to_owned(),
        layer,
    })
}

fn read_strengths(row: Row<'_>, findings: &mut Findings) -> Vec<Strength> {
    let mut strengths = Vec::new();
    for column in ["strength", "strength_other"] {
        for text in row.text(column).split('|').filter(|text| !text.is_empty()) {
            match Strength::parse(text) {
                Some(strength) => strengths.push(strength),
                None => findings.push(
                    Code::BadNumber,
                    row.place(column),
                    (
                        format!(
                            "'{text}' is geen sterkte zoals '100 ug', '50/500 ug' of '2 mg/ml'"
                        ),
                        format!(
                            "'{text}' is not a strength such as '100 ug', '50/500 ug' or '2 mg/ml'"
                        ),
                    ),
                ),
            }
        }
    }
    strengths
}

fn read_list(row: Row<'_>, column: &str, findings: &mut Findings) -> Vec<Decimal> {
    let mut numbers = Vec::new();
    for text in row.text(column).split('|').filter(|text| !text.is_empty()) {
        match crate::exact::parse(text) {
            Some(number) => numbers.push(number.normalize()),
            None => findings.push(
                Code::BadNumber,
                row.place(column),
                (
                    format!("'{text}' is geen gewoon decimaal getal"),
                    format!("'{text}' is not a plain decimal number"),
                ),
            ),
        }
    }
    numbers
}
