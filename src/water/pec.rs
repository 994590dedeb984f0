//! Predicted environmental concentration (PEC) in surface water.
//!
//! Two forms, both a mass balance over waste water that is diluted in a river:
//!
//! - from use in a year, as the environmental texts of the Swedish Fass do:
//!   `PEC (ug/L) = A x 10^9 x (100 - R) / (365 x P x V x D x 100)`, with A in kg a year, R the
//!   removal in percent, P the inhabitants, V litres of waste water per inhabitant and day,
//!   D the dilution. Fass takes R = 0 and no metabolism where nothing is known; here the
//!   fraction that reaches the sewer is asked for as well;
//! - phase I of the European Medicines Agency, guideline EMEA/CHMP/SWP/4447/00 corr 2 (2006):
//!   `PECsw (mg/L) = DOSEai x Fpen / (WASTEWinhab x DILUTION)`, with DOSEai the highest daily
//!   dose in mg per inhabitant, Fpen the part of the inhabitants that uses it (0.01 unless
//!   refined), WASTEWinhab 200 L per inhabitant and day and DILUTION 10. Removal and
//!   metabolism are left out on purpose. From 0.01 ug/L on, phase II follows.
//!
//! Of the guideline only the text of 2006 was read. Revision 1 is in force since 1 September
//! 2024 and was not read: formula, defaults and action limit here are those of 2006, and who
//! needs the assessment of today compares them with the revision first.
//!
//! A result is a prediction of an average far from any one plant, and no measurement.

use crate::exact::Fraction;
use crate::quantity::Range;
use rust_decimal::Decimal;

/// The concentration in ug/L from which the guideline asks for phase II: 0.01.
pub const ACTION_LIMIT: Decimal = Decimal::from_parts(1, 0, 0, false, 2);

/// The part of the inhabitants that uses a medicine, unless refined (Fpen): 0.01.
pub const PENETRATION: Decimal = Decimal::from_parts(1, 0, 0, false, 2);

const DAYS: u32 = 365;

/// Why there is no concentration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum PecError {
    /// Nobody lives there.
    #[error("the number of inhabitants is zero; it must be 1 or more")]
    NoInhabitants,
    /// There is no waste water.
    #[error("the waste water per inhabitant and day must be above zero")]
    NoWasteWater,
    /// Dilution below 1 would be concentration.
    #[error("the dilution must be 1 or more")]
    NoDilution,
    /// The daily dose is zero or less, so it cannot be a divisor.
    #[error("the daily dose must be above zero")]
    NoDose,
    /// An amount below zero.
    #[error("an amount must be zero or more")]
    NegativeAmount,
    /// A fraction outside 0 to 1.
    #[error("a fraction must lie from 0 to 1")]
    NoFraction,
    /// The numbers have more digits than can be kept exactly.
    #[error("the numbers have more digits than can be kept exactly")]
    TooManyDigits,
}

/// The water that takes up what an area uses.
///
/// The defaults are those of the guideline: 200 litres per inhabitant and day, dilution 10.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Catchment {
    inhabitants: u32,
    litres: Decimal,
    dilution: Decimal,
}

impl Catchment {
    /// An area with this many inhabitants.
    #[must_use]
    pub const fn new(inhabitants: u32) -> Self {
        Self {
            inhabitants,
            litres: Decimal::from_parts(200, 0, 0, false, 0),
            dilution: Decimal::TEN,
        }
    }

    /// Litres of waste water per inhabitant and day.
    #[must_use]
    pub const fn waste_water(mut self, litres: Decimal) -> Self {
        self.litres = litres;
        self
    }

    /// How many times surface water dilutes treated waste water.
    #[must_use]
    pub const fn dilution(mut self, times: Decimal) -> Self {
        self.dilution = times;
        self
    }

    fn checked(self) -> Result<Self, PecError> {
        if self.inhabitants == 0 {
            return Err(PecError::NoInhabitants);
        }
        if self.litres <= Decimal::ZERO {
            return Err(PecError::NoWasteWater);
        }
        if self.dilution < Decimal::ONE {
            return Err(PecError::NoDilution);
        }
        Ok(self)
    }
}

/// The concentration in ug/L from the kilograms of a substance that an area uses in a year.
///
/// `kg x 10^9 x reaching x (1 - removal) / (365 x inhabitants x litres x dilution)`.
/// `reaching` is the fraction that reaches the sewer, `removal` what treatment takes out,
/// both from 0 to 1. The low end has the lowest fraction and the highest removal.
///
/// # Errors
/// [`PecError`] for an area without people or water, a fraction outside 0 to 1, or an
/// amount below zero.
///
/// ```
/// use groenrecept::{Range, exact::{Fraction, parse}, water::pec::{Catchment, PecError, from_kg}};
/// let d = |text| parse(text).unwrap();
/// let f = |text| Range::point(Fraction::whole(d(text)));
/// // 7300 kg x 10^9 / (365 x 10 million x 200 x 10) = 1 ug/L; half removed: 0.5.
/// let area = Catchment::new(10_000_000);
/// let pec = from_kg(d("7300"), f("1"), f("0.5"), &area).unwrap();
/// assert_eq!(pec.central(), Fraction::whole(d("0.5")));
/// assert_eq!(
///     from_kg(d("1"), f("1"), f("0"), &Catchment::new(0)),
///     Err(PecError::NoInhabitants)
/// );
/// ```
pub fn from_kg(
    kg_per_year: Decimal,
    reaching: Range,
    removal: Range,
    catchment: &Catchment,
) -> Result<Range, PecError> {
    let area = catchment.checked()?;
    if kg_per_year < Decimal::ZERO {
        return Err(PecError::NegativeAmount);
    }
    let all = Fraction::whole(Decimal::ONE);
    for share in [reaching, removal] {
        if share.low().is_negative() || share.high() > all {
            return Err(PecError::NoFraction);
        }
    }
    let concentration = |reaching: Fraction, removal: Fraction| {
        Fraction::whole(kg_per_year)
            .times(Decimal::from(1_000_000_000u32))?
            .by(reaching)?
            .by(all.minus(removal)?)?
            .over_count(DAYS)?
            .over_count(area.inhabitants)?
            .divided_by(area.litres)?
            .divided_by(area.dilution)
    };
    let range = || {
        let low = concentration(reaching.low(), removal.high())?;
        let central = concentration(reaching.central(), removal.central())?;
        let high = concentration(reaching.high(), removal.low())?;
        Range::new(low, central, high)
    };
    range().ok_or(PecError::TooManyDigits)
}

/// The concentration in ug/L from the defined daily doses that an area uses in a year.
///
/// As [`from_kg`], with `kg = doses x mass of one dose in mg / 10^6`.
///
/// # Errors
/// As [`from_kg`], and [`PecError::NoDose`] for a dose without mass.
///
/// ```
/// use groenrecept::{Range, exact::{Fraction, parse}, water::pec::{Catchment, from_ddd}};
/// let d = |text| parse(text).unwrap();
/// let f = |text| Range::point(Fraction::whole(d(text)));
/// // 73 million doses of 100 mg are 7300 kg.
/// let area = Catchment::new(10_000_000);
/// let pec = from_ddd(d("73000000"), d("100"), f("1"), f("0"), &area).unwrap();
/// assert_eq!(pec.central(), Fraction::whole(d("1")));
/// ```
pub fn from_ddd(
    ddd_per_year: Decimal,
    ddd_mg: Decimal,
    reaching: Range,
    removal: Range,
    catchment: &Catchment,
) -> Result<Range, PecError> {
    if ddd_mg <= Decimal::ZERO {
        return Err(PecError::NoDose);
    }
    let kg = crate::exact::mul(ddd_per_year, ddd_mg)
        .and_then(|mg| crate::exact::mul(mg, Decimal::new(1, 6)));
    from_kg(
        kg.ok_or(PecError::TooManyDigits)?,
        reaching,
        removal,
        catchment,
    )
}

/// The part of the inhabitants that uses a daily dose every day of the year (a refined Fpen).
///
/// `kg x 10^6 / (dose in mg x inhabitants x 365)`. It can exceed 1 where the dose is small.
///
/// # Errors
/// [`PecError`] for nobody, a dose of zero or less, or an amount below zero.
///
/// ```
/// use groenrecept::{exact::{Fraction, parse}, water::pec::penetration};
/// let d = |text| parse(text).unwrap();
/// // 3650 kg in daily doses of 100 mg are 36.5 million doses: 100,000 of 10 million people.
/// let part = penetration(d("3650"), d("100"), 10_000_000).unwrap();
/// assert_eq!(part, Fraction::whole(d("0.01")));
/// ```
pub fn penetration(
    kg_per_year: Decimal,
    dose_mg: Decimal,
    inhabitants: u32,
) -> Result<Fraction, PecError> {
    if inhabitants == 0 {
        return Err(PecError::NoInhabitants);
    }
    if dose_mg <= Decimal::ZERO {
        return Err(PecError::NoDose);
    }
    if kg_per_year < Decimal::ZERO {
        return Err(PecError::NegativeAmount);
    }
    let part = || {
        Fraction::whole(kg_per_year)
            .times(Decimal::from(1_000_000u32))?
            .divided_by(dose_mg)?
            .over_count(inhabitants)?
            .over_count(DAYS)
    };
    part().ok_or(PecError::TooManyDigits)
}

/// The concentration in ug/L of phase I of the guideline, from the highest daily dose in mg.
///
/// `dose x 1000 x penetration / (litres x dilution)`. The inhabitants cancel out.
///
/// # Errors
/// [`PecError`] for an area without people or water, or an amount below zero.
///
/// ```
/// use groenrecept::{exact::{Fraction, parse}, water::pec};
/// let d = |text| parse(text).unwrap();
/// // 2 mg x 1000 x 0.01 / (200 x 10) = 0.01 ug/L, the action limit.
/// let part = Fraction::whole(pec::PENETRATION);
/// let found = pec::phase_one(d("2"), part, &pec::Catchment::new(1)).unwrap();
/// assert_eq!(found, Fraction::whole(pec::ACTION_LIMIT));
/// ```
pub fn phase_one(
    dose_mg: Decimal,
    penetration: Fraction,
    catchment: &Catchment,
) -> Result<Fraction, PecError> {
    let area = catchment.checked()?;
    if dose_mg < Decimal::ZERO || penetration.is_negative() {
        return Err(PecError::NegativeAmount);
    }
    let concentration = || {
        penetration
            .times(dose_mg)?
            .times(Decimal::ONE_THOUSAND)?
            .divided_by(area.litres)?
            .divided_by(area.dilution)
    };
    concentration().ok_or(PecError::TooManyDigits)
}
