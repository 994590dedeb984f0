//! Devices or doses? An export writes `200` for one aerosol of 200 doses as often as `1`.
//!
//! The decision is made per line from the unit and the pack size, and counted by
//! [`Decided`], so that a report can list what was read how. Where neither reading is
//! plausible the line is refused: a factor 200 is no rounding error. Where two are, the amount has
//! both: its ends differ.
//!
//! Other lines of the same product are not asked. Between twelve and thirty pieces without a unit
//! neither reading is plausible whatever they say. Of a line that can be an inhaler or loose
//! capsules they could tell, but only at the end of the export, and copies, patients and months of
//! such lines would have to be held until then.

use crate::dataset::{AmountLimit, UnitOf, Vocabulary};
use crate::exact::Fraction;
use crate::quantity::{Amount, AmountKind, Counts, NoAmount, Quantity, QuantityRange, Unit};
use rust_decimal::Decimal;
use strum::VariantArray;

/// What the number of a line counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counted {
    /// What its unit says.
    Unit(UnitOf),
    /// There is no unit.
    NotSaid,
    /// A total over many prescriptions: the limits of one do not hold. Said of a whole file, never
    /// by a cell; with the unit of its cell, which must not contradict it.
    Total(Counts, Option<UnitOf>),
}

impl Counted {
    /// What the unit of an amount says, behind its number or in a column beside it.
    ///
    /// # Errors
    /// [`NoAmount::UnknownUnit`] for a word that no list has, and [`NoAmount::TwoUnits`] where both
    /// stand and count different things.
    pub(crate) fn of(amount: &Amount, beside: &str, words: &Vocabulary) -> Result<Self, NoAmount> {
        let unit = |word: &str| words.unit(word).ok_or(NoAmount::UnknownUnit);
        let own = amount.unit().map(unit).transpose()?;
        let beside = crate::quantity::clean(beside);
        let beside = beside.as_deref().map(unit).transpose()?;
        match (own, beside) {
            (Some(own), Some(beside)) => {
                let both = more_telling(own, beside).ok_or(NoAmount::TwoUnits)?;
                Ok(Self::Unit(both))
            }
            (own, beside) => Ok(own.or(beside).map_or(Self::NotSaid, Self::Unit)),
        }
    }

    /// As a total, of a file that says what every number counts.
    pub(crate) fn in_total(self, counts: Counts) -> Self {
        match self {
            Self::Unit(unit) | Self::Total(_, Some(unit)) => Self::Total(counts, Some(unit)),
            Self::NotSaid | Self::Total(_, None) => Self::Total(counts, None),
        }
    }

    /// Whether it can count inhalers as well as loose capsules.
    pub(super) const fn can_be_pieces(self) -> bool {
        match self {
            Self::NotSaid => true,
            Self::Unit(unit) => matches!(unit.kind, AmountKind::Device | AmountKind::Piece),
            Self::Total(counts, _) => matches!(counts, Counts::Mixed),
        }
    }
}

/// Of two units that can both hold the one that says more: `ST` counts capsules and packs as well as
/// inhalers. `None` where they contradict each other.
fn more_telling(one: UnitOf, other: UnitOf) -> Option<UnitOf> {
    let counts = |unit: UnitOf| matches!(unit.kind, AmountKind::Piece | AmountKind::Pack);
    match (one.kind, other.kind) {
        _ if one == other => Some(one),
        (AmountKind::Device, _) if counts(other) => Some(other),
        (_, AmountKind::Device) if counts(one) => Some(one),
        _ => None,
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
    /// The unit counts devices, but the number is a pack size or a multiple of it, or too large for
    /// devices: doses.
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
    /// A mass of active substance, divided by the strength.
    MassAsDoses,
    /// Defined daily doses, times the doses in one.
    DddsAsDoses,
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
                | Self::MassAsDoses
                | Self::DddsAsDoses
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
    /// The unit does not fit the product, or is another than a second one beside it.
    Unit,
    /// The word for the unit is in no list of words.
    UnknownUnit,
    /// It is a mass or counts defined daily doses, and the strength or the defined daily dose is
    /// not known, or is of several substances.
    Strength,
}

/// From here a bare number is taken to count doses; the smallest pack has 30.
const LIKELY_DOSES: i64 = 30;
/// Up to here a number of capsules or ampoules is more likely a number of packs.
pub(super) const LIKELY_PACKS: i64 = 4;
/// A part of a dose that has no end as a decimal is rounded to so many.
const PLACES: u32 = 6;
/// What is known of the product when an amount is read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Packing<'a> {
    /// The pack sizes in doses that the product can have.
    pub(crate) packs: &'a [u32],
    /// Whether one piece is one dose.
    pub(crate) piece_is_dose: bool,
    /// The volume of one ampoule in millilitres, where there is one.
    pub(crate) ampoule_ml: Option<Decimal>,
    /// The micrograms of active substance in one dose, where there is one substance.
    pub(crate) micrograms: Option<Decimal>,
    /// The part of the defined daily dose that one dose is, where that is known.
    pub(crate) ddds: Option<Fraction>,
    /// How many devices are how likely.
    pub(crate) limit: AmountLimit,
}

/// An amount with how it was read.
type Read = (QuantityRange, Decided);

/// Decides what an amount counts. The amount is above zero.
///
/// # Errors
/// [`Refused`] where no reading is plausible.
pub(crate) fn decide(
    amount: Decimal,
    counted: Counted,
    packing: Packing<'_>,
) -> Result<Read, Refused> {
    let limit = packing.limit;
    let (quantity, how) = match counted {
        Counted::Total(counts, unit) => return total(amount, (counts, unit), packing),
        Counted::Unit(unit) => match unit.kind {
            AmountKind::Mass => mass(amount, unit, packing, limit)?,
            AmountKind::Volume => {
                let all = crate::exact::mul(amount, unit.each).ok_or(Refused::Absurd)?;
                let ampoule = packing.ampoule_ml;
                let read = in_doses(all, ampoule, Refused::Unit, Decided::MillilitresAsDoses)?;
                let whole = read.0.central().amount().is_integer();
                whole.then_some(read).ok_or(Refused::Unclear)?
            }
            AmountKind::Ddd => ddds(amount, packing)?,
            AmountKind::Pack => stated(amount, packing, limit)?,
            AmountKind::Device | AmountKind::Piece | AmountKind::Dose => {
                pieces_or_devices(amount, Some(unit.kind), packing, limit)?
            }
        },
        Counted::NotSaid => pieces_or_devices(amount, None, packing, limit)?,
    };
    plausible(quantity.central(), packing, limit)?;
    let quantity = quantity.or_as_high_as(opened(quantity, packing));
    Ok((quantity, how))
}

/// A total of what the file says that it counts, in parts too.
fn total(
    amount: Decimal,
    (counts, unit): (Counts, Option<UnitOf>),
    packing: Packing<'_>,
) -> Result<Read, Refused> {
    let pieces = packing.piece_is_dose;
    let fits = unit.is_none_or(|unit| match (counts, unit.kind) {
        (Counts::Packs | Counts::Mixed, AmountKind::Device) => true,
        (Counts::Packs, AmountKind::Pack) | (Counts::Doses, AmountKind::Dose) => true,
        (Counts::Mixed, AmountKind::Pack) => !pieces,
        (Counts::Mixed | Counts::Doses, AmountKind::Piece) => pieces,
        (counts, kind) => counts == Counts::Ddd && kind == AmountKind::Ddd,
    });
    if !fits {
        return Err(Refused::Unit);
    }
    let point = QuantityRange::point;
    let read = match counts {
        Counts::Mixed if packing.piece_is_dose => (point(doses_of(amount)), Decided::PiecesAsDoses),
        Counts::Packs | Counts::Mixed => (point(devices_of(amount)), Decided::StatedDevices),
        Counts::Doses => (point(doses_of(amount)), Decided::StatedDoses),
        Counts::Ddd => ddds(amount, packing)?,
    };
    Ok(read)
}

/// An amount of which each dose holds so much.
fn in_doses(
    amount: Decimal,
    each: Option<Decimal>,
    lacking: Refused,
    how: Decided,
) -> Result<Read, Refused> {
    let doses = Fraction::whole(amount).divided_by(each.ok_or(lacking)?);
    let doses = doses.ok_or(Refused::Absurd)?.round(PLACES).normalize();
    Ok((QuantityRange::point(doses_of(doses)), how))
}

/// A mass of active substance. More grams of it than a few packs hold are rather those of what is in
/// the can, with its gas.
fn mass(
    amount: Decimal,
    unit: UnitOf,
    packing: Packing<'_>,
    limit: AmountLimit,
) -> Result<Read, Refused> {
    let all = crate::exact::mul(amount, unit.each).ok_or(Refused::Absurd)?;
    let each = packing.micrograms;
    let read = in_doses(all, each, Refused::Strength, Decided::MassAsDoses)?;
    let gram = unit.each >= Decimal::from(1_000_000);
    let devices = if gram {
        limit.per_prescription
    } else {
        limit.most
    };
    let most = most_doses(packing.packs, devices.into());
    let few = read.0.central().amount() <= most;
    few.then_some(read).ok_or(Refused::Unit)
}

fn ddds(amount: Decimal, packing: Packing<'_>) -> Result<Read, Refused> {
    let each = packing.ddds.ok_or(Refused::Strength)?;
    let doses = Fraction::whole(amount).by(each.inverse().ok_or(Refused::Strength)?);
    let doses = doses.ok_or(Refused::Absurd)?.round(PLACES).normalize();
    Ok((QuantityRange::point(doses_of(doses)), Decided::DddsAsDoses))
}

fn pieces_or_devices(
    amount: Decimal,
    kind: Option<AmountKind>,
    packing: Packing<'_>,
    limit: AmountLimit,
) -> Result<Read, Refused> {
    let piece = kind == Some(AmountKind::Piece);
    if !packing.piece_is_dose {
        // A capsule or a tablet is no part of a device with many doses.
        return match kind {
            Some(_) if piece => Err(Refused::Unit),
            Some(AmountKind::Dose) => doses(amount, packing, limit),
            Some(_) => devices(amount, packing, limit),
            None => bare(amount, packing, limit),
        };
    }
    let packs = !piece && kind != Some(AmountKind::Dose) && amount <= Decimal::from(LIKELY_PACKS);
    Ok(if packs {
        (whole(devices_of(amount))?, Decided::InferredDevices)
    } else {
        (whole(doses_of(amount))?, Decided::PiecesAsDoses)
    })
}

/// A number that is said to count devices.
fn devices(amount: Decimal, packing: Packing<'_>, limit: AmountLimit) -> Result<Read, Refused> {
    if is_whole_packs(amount, packing) && amount >= Decimal::from(LIKELY_DOSES) {
        return Ok((whole(doses_of(amount))?, Decided::CorrectedToDoses));
    }
    stated(amount, packing, limit)
}

/// Devices, or packs, as they are stated: too many of them may be doses as well.
fn stated(amount: Decimal, packing: Packing<'_>, limit: AmountLimit) -> Result<Read, Refused> {
    let devices = whole(devices_of(amount))?;
    if amount <= Decimal::from(limit.two_readings) {
        return Ok((devices, Decided::StatedDevices));
    }
    let countable = packing.piece_is_dose || !packing.packs.is_empty();
    if amount > Decimal::from(limit.most) || !countable {
        return Err(Refused::Unclear);
    }
    let doses = QuantityRange::point(doses_of(amount));
    Ok((
        doses.or_as_high_as(devices.high()),
        Decided::CorrectedToDoses,
    ))
}

/// A number that is said to count doses: nobody prescribes three puffs.
fn doses(amount: Decimal, packing: Packing<'_>, limit: AmountLimit) -> Result<Read, Refused> {
    let doses = whole(doses_of(amount))?;
    if amount <= Decimal::from(limit.per_prescription) && !is_whole_packs(amount, packing) {
        let devices = QuantityRange::point(devices_of(amount));
        return Ok((
            devices.or_as_low_as(doses.low()),
            Decided::CorrectedToDevices,
        ));
    }
    Ok((doses, Decided::StatedDoses))
}

/// A number without a unit.
fn bare(amount: Decimal, packing: Packing<'_>, limit: AmountLimit) -> Result<Read, Refused> {
    if is_whole_packs(amount, packing) || amount >= Decimal::from(LIKELY_DOSES) {
        Ok((whole(doses_of(amount))?, Decided::InferredDoses))
    } else if amount <= Decimal::from(limit.per_prescription) {
        Ok((whole(devices_of(amount))?, Decided::InferredDevices))
    } else {
        Err(Refused::Unclear)
    }
}

fn is_whole_packs(amount: Decimal, packing: Packing<'_>) -> bool {
    packing.packs.iter().any(|pack| {
        let rest = amount.checked_rem(Decimal::from(*pack));
        rest.is_some_and(|rest| rest.is_zero())
    })
}

/// What is stated is whole.
fn whole(quantity: Quantity) -> Result<QuantityRange, Refused> {
    let whole = quantity.amount().is_integer();
    whole
        .then_some(QuantityRange::point(quantity))
        .ok_or(Refused::Absurd)
}

/// The most that doses are: less than a pack of a sealed device is a whole one where it is handed
/// out. What is higher already stays.
pub(super) fn opened(quantity: QuantityRange, packing: Packing<'_>) -> Quantity {
    let central = quantity.central();
    let largest = packing.packs.iter().max().map(|pack| Decimal::from(*pack));
    let part = central.unit() == Unit::Dose
        && !packing.piece_is_dose
        && !is_whole_packs(central.amount(), packing)
        && largest.is_some_and(|pack| central.amount() < pack);
    if part && quantity.high() == central {
        devices_of(Decimal::ONE)
    } else {
        quantity.high()
    }
}

/// No more than a prescription can hold.
fn plausible(quantity: Quantity, packing: Packing<'_>, limit: AmountLimit) -> Result<(), Refused> {
    let most = match quantity.unit() {
        Unit::Device => Decimal::from(limit.most),
        Unit::Dose => most_doses(packing.packs, limit.most.into()),
    };
    (quantity.amount() <= most)
        .then_some(())
        .ok_or(Refused::Absurd)
}

/// The most doses in so many devices of a product with these packs.
pub(super) fn most_doses(packs: &[u32], devices: i64) -> Decimal {
    let largest = packs.iter().max().copied().unwrap_or(200);
    Decimal::from(devices)
        .checked_mul(Decimal::from(largest))
        .unwrap_or(Decimal::MAX)
}

const fn devices_of(amount: Decimal) -> Quantity {
    Quantity::new(amount, Unit::Device)
}

const fn doses_of(amount: Decimal) -> Quantity {
    Quantity::new(amount, Unit::Dose)
}
