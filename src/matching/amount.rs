//! Devices or doses? An export writes `200` for one aerosol of 200 doses as often as `1`.
//!
//! The decision is made per line from the unit and the pack size, and counted by
//! [`Decided`], so that a report can list what was read how. Where neither reading is
//! plausible the line is refused: a factor 200 is no rounding error.
//!
//! Other lines of the same product are not asked. Between twelve and thirty pieces without a unit
//! neither reading is plausible whatever they say. Of a line that can be an inhaler or loose
//! capsules they could tell, but only at the end of the export, and copies, patients and months of
//! such lines would have to be held until then.

use crate::dataset::{Vocabulary, WordKind};
use crate::quantity::{Quantity, Unit};
use rust_decimal::Decimal;
use strum::VariantArray;

/// What the unit of a line says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum UnitWord {
    /// Devices or packs.
    Device,
    /// Doses.
    Dose,
    /// Millilitres.
    Ml,
    /// Grams.
    Gram,
    /// The cell is empty or there is no unit column.
    Absent,
    /// A word that the vocabulary does not have.
    Unknown,
    /// Packs, added up over many prescriptions: the limits of one do not hold. Said of a whole
    /// file, never by a cell.
    Packs,
}

impl UnitWord {
    /// Reads the cell of a unit column.
    #[must_use]
    pub(crate) fn parse(text: &str, vocabulary: &Vocabulary) -> Self {
        let word: String = text
            .trim()
            .trim_end_matches(['.', ','])
            .chars()
            .flat_map(char::to_uppercase)
            .collect();
        if word.is_empty() {
            return Self::Absent;
        }
        let kinds = [
            (WordKind::UnitDevice, Self::Device),
            (WordKind::UnitDose, Self::Dose),
            (WordKind::UnitMl, Self::Ml),
            (WordKind::UnitGram, Self::Gram),
        ];
        kinds
            .into_iter()
            .find(|(kind, _)| vocabulary.is(*kind, &word))
            .map_or(Self::Unknown, |(_, unit)| unit)
    }
}

/// How an amount was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::VariantArray)]
#[non_exhaustive]
pub enum Decided {
    /// The unit counts devices and the number is plausible for that.
    StatedDevices,
    /// The unit counts doses and the number is plausible for that.
    StatedDoses,
    /// The unit counts devices, but the number is a pack size or a multiple of it: doses.
    CorrectedToDoses,
    /// The unit counts doses, but the number is too small for one device: devices.
    CorrectedToDevices,
    /// No unit; the number is small: devices.
    InferredDevices,
    /// No unit; the number is a pack size, a multiple of it, or large: doses.
    InferredDoses,
    /// Capsules or ampoules: each piece is a dose.
    PiecesAsDoses,
    /// Millilitres, divided by the volume of an ampoule.
    MillilitresAsDoses,
    /// No quantity; computed from the dosage code and the days that it is for.
    FromDosage,
    /// No quantity; computed from an amount for each day and the days that it is for.
    FromPerDay,
}

impl Decided {
    /// Every way, in order.
    pub const ALL: &'static [Self] = Self::VARIANTS;

    /// Whether the export states no quantity, so that the amount is a computed one.
    #[must_use]
    pub const fn is_computed(self) -> bool {
        matches!(self, Self::FromDosage | Self::FromPerDay)
    }

    /// Whether the amount was read otherwise than a unit on the line says it: a person may want
    /// to look.
    #[must_use]
    pub const fn is_correction(self) -> bool {
        !matches!(
            self,
            Self::StatedDevices
                | Self::StatedDoses
                | Self::PiecesAsDoses
                | Self::MillilitresAsDoses
        )
    }
}

/// Why an amount cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Refused {
    /// It may be devices or doses, and neither is plausible.
    Unclear,
    /// More than any prescription holds, or a part of a device.
    Absurd,
    /// The unit does not fit the product.
    Unit,
}

/// The most devices on one prescription: a year of four aerosols a month, with room.
const MAX_DEVICES: i64 = 48;
/// Up to here a bare number is taken to count devices.
const LIKELY_DEVICES: i64 = 12;
/// From here a bare number is taken to count doses; the smallest pack has 30.
const LIKELY_DOSES: i64 = 30;
/// Up to here a number of capsules or ampoules is more likely a number of packs.
pub(super) const LIKELY_PACKS: i64 = 4;

/// What is known of the product when an amount is read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Packing<'a> {
    /// The pack sizes in doses that the product can have.
    pub(crate) packs: &'a [u32],
    /// Whether one piece is one dose.
    pub(crate) piece_is_dose: bool,
    /// The volume of one ampoule in millilitres, where there is one.
    pub(crate) ampoule_ml: Option<Decimal>,
}

/// Decides what an amount counts. The amount is above zero.
///
/// # Errors
/// [`Refused`] where no reading is plausible.
pub(crate) fn decide(
    amount: Decimal,
    unit: UnitWord,
    packing: Packing<'_>,
) -> Result<(Quantity, Decided), Refused> {
    if unit == UnitWord::Packs {
        let whole = amount.is_integer().then(|| devices_of(amount));
        return Ok((whole.ok_or(Refused::Absurd)?, Decided::StatedDevices));
    }
    let (quantity, how) = if packing.piece_is_dose {
        pieces(amount, unit, packing)?
    } else {
        devices_or_doses(amount, unit, packing)?
    };
    plausible(quantity, packing)?;
    Ok((quantity, how))
}

fn pieces(
    amount: Decimal,
    unit: UnitWord,
    packing: Packing<'_>,
) -> Result<(Quantity, Decided), Refused> {
    match unit {
        UnitWord::Gram => Err(Refused::Unit),
        UnitWord::Ml => {
            let ampoule = packing.ampoule_ml.ok_or(Refused::Unit)?;
            let doses = amount.checked_div(ampoule).ok_or(Refused::Unit)?;
            if !doses.is_integer() {
                return Err(Refused::Unclear);
            }
            Ok((doses_of(doses.normalize()), Decided::MillilitresAsDoses))
        }
        UnitWord::Device | UnitWord::Absent | UnitWord::Unknown
            if amount <= Decimal::from(LIKELY_PACKS) =>
        {
            Ok((devices_of(amount), Decided::InferredDevices))
        }
        UnitWord::Device
        | UnitWord::Dose
        | UnitWord::Absent
        | UnitWord::Unknown
        | UnitWord::Packs => Ok((doses_of(amount), Decided::PiecesAsDoses)),
    }
}

fn devices_or_doses(
    amount: Decimal,
    unit: UnitWord,
    packing: Packing<'_>,
) -> Result<(Quantity, Decided), Refused> {
    let whole_packs = packing.packs.iter().any(|pack| {
        amount
            .checked_rem(Decimal::from(*pack))
            .is_some_and(|rest| rest.is_zero())
    });
    let few = amount <= Decimal::from(LIKELY_DEVICES);
    let many = amount >= Decimal::from(LIKELY_DOSES);
    match unit {
        UnitWord::Ml | UnitWord::Gram => Err(Refused::Unit),
        UnitWord::Device if whole_packs && many => {
            Ok((doses_of(amount), Decided::CorrectedToDoses))
        }
        UnitWord::Device if amount <= Decimal::from(MAX_DEVICES) => {
            Ok((devices_of(amount), Decided::StatedDevices))
        }
        UnitWord::Device => Err(Refused::Unclear),
        UnitWord::Dose if few && !whole_packs => {
            Ok((devices_of(amount), Decided::CorrectedToDevices))
        }
        UnitWord::Dose => Ok((doses_of(amount), Decided::StatedDoses)),
        UnitWord::Packs => Ok((devices_of(amount), Decided::StatedDevices)),
        UnitWord::Absent | UnitWord::Unknown if whole_packs || many => {
            Ok((doses_of(amount), Decided::InferredDoses))
        }
        UnitWord::Absent | UnitWord::Unknown if few => {
            Ok((devices_of(amount), Decided::InferredDevices))
        }
        UnitWord::Absent | UnitWord::Unknown => Err(Refused::Unclear),
    }
}

/// Whole devices, and no more than a prescription can hold.
fn plausible(quantity: Quantity, packing: Packing<'_>) -> Result<(), Refused> {
    let limit = match quantity.unit() {
        Unit::Device => Decimal::from(MAX_DEVICES),
        Unit::Dose => most_doses(packing.packs),
    };
    if quantity.amount() > limit || !quantity.amount().is_integer() {
        return Err(Refused::Absurd);
    }
    Ok(())
}

/// The most doses on one prescription of a product with these packs.
pub(super) fn most_doses(packs: &[u32]) -> Decimal {
    let largest = packs.iter().max().copied().unwrap_or(200);
    Decimal::from(MAX_DEVICES)
        .checked_mul(Decimal::from(largest))
        .unwrap_or(Decimal::MAX)
}

const fn devices_of(amount: Decimal) -> Quantity {
    Quantity::new(amount, Unit::Device)
}

const fn doses_of(amount: Decimal) -> Quantity {
    Quantity::new(amount, Unit::Dose)
}
