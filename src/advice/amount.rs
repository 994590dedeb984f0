//! What became of the amount of a prescription, and for how much alternatives are compared.

use crate::dataset::Dataset;
use crate::matching::{Decided, Inhaler};
use crate::prescription::{NoImpact, Prescription};
use crate::quantity::{Quantity, QuantityRange, Unit};
use rust_decimal::Decimal;

/// Doses that are compared where neither quantity nor pack is known: one to four at a time
/// divide it.
const COMMON_DOSES: u32 = 12;

/// What became of the amount of a prescription of an inhaled medicine. Only comparisons rest on
/// it; what rules say stands whatever it is.
///
/// ```
/// use groenrecept::advice::{AmountUse, Options};
/// use groenrecept::{Context, Dataset, Engine, NoImpact, Prescription};
/// let engine = Engine::new(&Dataset::embedded()?);
/// let advice = |amount, unit| {
///     let line = Prescription::new().label("FOSTER AEROSOL 100/6UG/DO 120DO");
///     engine.advise(&line.quantity(amount, unit), &Context::new(), &Options::for_patient())
/// };
/// assert_eq!(advice("", "").amount, Some(AmountUse::Assumed));
/// // What `Engine::impact` refuses is never taken for one pack without a word.
/// let refused = advice("-2", "ST").amount;
/// assert_eq!(refused, Some(AmountUse::NotUsable(NoImpact::NotAbove)));
/// # Ok::<(), groenrecept::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum AmountUse {
    /// So much is prescribed, and how that was read; alternatives are compared for the central
    /// reading.
    Stated(QuantityRange, Decided),
    /// None was given: one pack stands in for it.
    Assumed,
    /// It was given and cannot be used, for the reason that [`Engine::impact`] gives: what is
    /// compared for one pack is not this prescription.
    ///
    /// [`Engine::impact`]: crate::Engine::impact
    NotUsable(NoImpact),
}

/// What the compared doses are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ComparedFor {
    /// Those prescribed.
    Prescribed,
    /// Those of one pack, since those prescribed are not known.
    OnePack,
    /// Twelve, since those of a pack are not known either.
    TwelveDoses,
}

impl AmountUse {
    /// What the amount of a prescription says of this medicine.
    pub(crate) fn of(prescription: &Prescription, inhaler: &Inhaler, dataset: &Dataset) -> Self {
        let (amount, _) = prescription.given_quantity();
        if amount.trim().is_empty() {
            return Self::Assumed;
        }
        match prescription.quantity_of(inhaler, dataset) {
            Ok((quantity, decided)) => Self::Stated(quantity, decided),
            Err(reason) => Self::NotUsable(reason),
        }
    }

    /// A quantity that was read already, if there is one.
    pub(crate) fn counted(quantity: Option<Quantity>) -> Self {
        quantity.map_or(Self::Assumed, |quantity| {
            let decided = match quantity.unit() {
                Unit::Device => Decided::StatedDevices,
                Unit::Dose => Decided::StatedDoses,
            };
            Self::Stated(QuantityRange::point(quantity), decided)
        })
    }

    /// As [`AmountUse::counted`], of a quantity that may be no amount at all.
    pub(crate) fn checked(quantity: Option<Quantity>) -> Self {
        if quantity.is_some_and(|quantity| quantity.amount() <= Decimal::ZERO) {
            return Self::NotUsable(NoImpact::NotAbove);
        }
        Self::counted(quantity)
    }

    /// What is prescribed, where that is known.
    pub(crate) const fn quantity(&self) -> Option<Quantity> {
        match self {
            Self::Stated(quantity, _) => Some(quantity.central()),
            Self::Assumed | Self::NotUsable(_) => None,
        }
    }

    /// The doses that alternatives are compared for: as many for all, so that savings compare.
    pub(crate) fn compared(&self, pack: Option<u32>) -> (Decimal, ComparedFor) {
        let prescribed = self.quantity().and_then(|one| one.in_doses(pack));
        match (prescribed, pack) {
            (Some(doses), _) => (doses, ComparedFor::Prescribed),
            (None, Some(pack)) => (pack.into(), ComparedFor::OnePack),
            (None, None) => (COMMON_DOSES.into(), ComparedFor::TwelveDoses),
        }
    }
}
