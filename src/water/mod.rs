//! Medicines in water: how much of a substance reaches surface water, how much water it takes
//! to dilute that to a limit, and which concentration is to be expected.
//!
//! # The load
//!
//! `load = mass x fraction that reaches the sewer x (1 - removal)`, in milligrams. The fraction
//! that reaches the sewer is, for every route but the skin, what leaves the body as the
//! substance itself or as a conjugate that treatment can split again. On the skin it is what
//! is washed off, plus that part of what the body takes up. Each step comes from facts of
//! `data/water.csv` with the same ATC code, route and stage of treatment:
//!
//! - the range spans all facts about a step of the highest data layer that has one, the central
//!   value is the median of their central values that were published (of midpoints where none
//!   was);
//! - a fact that is only a bound ("less than 1 %") widens the range. Where a step has nothing
//!   but bounds, there is no central value; in a sum with a step that has one, the bounded
//!   step counts with its low end;
//! - a step without facts can be anything from nothing to all; of what the body lets out
//!   unchanged or as conjugates, no more than the known parts and what it turns into other
//!   substances (`metabolised`) leave of the dose. The result is then an upper
//!   bound ([`Amount::AtMost`]) with the gap that made it one, never a central value;
//! - without any fact about a step the load is [`Amount::Unknown`]. That is not zero;
//! - `unverified` facts are not used.
//!
//! Everything is taken to be used and to reach a treatment plant. What goes into a bin, what
//! breaks down in the sewer and what overflows in rain is not in it.
//!
//! # The critical volume
//!
//! `volume = load / limit`, in cubic metres: 1 mg over 1 ug/L is 1 m3. The limits are those
//! that protect water organisms (in `water.csv` the kinds `eqs_proposed`, `eqs_national`,
//! `criterion`, `pnec` and `pnec_company`). The range spans all of them that stand in the highest
//! data layer that has one; the central value rests on one: the kind in this order, then evidence,
//! then the newest, then the id. Limits that differ from it by more than 10 % are listed as conflicts.
//!
//! # Transformation products
//!
//! What a substance becomes in the body or in treatment is no part of its load. Where the data
//! tells how much of a product is formed (`transformed`, in mass), the load of the product stands
//! beside it: of the dose where the body forms it, of what reaches the sewer where treatment
//! does. Where a product has limits of its own, the critical volume is that of the substance or
//! of the product, whichever is higher; without its mass there is no volume at all.

mod load;
pub mod pec;
mod share;
mod volume;

pub use load::{Assumption, Gap, Load, TransformationProduct, load};
pub use volume::{CriticalVolume, NoVolume, critical_volume};

use crate::exact::Fraction;
use crate::quantity::Range;

/// An amount as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// Low, central and high.
    Range(Range),
    /// No more than this; nothing else is known.
    AtMost(Fraction),
    /// Not known. Not zero.
    Unknown,
}

impl Amount {
    /// The highest that it can be, where that is known.
    #[must_use]
    pub const fn high(self) -> Option<Fraction> {
        match self {
            Self::Range(range) => Some(range.high()),
            Self::AtMost(high) => Some(high),
            Self::Unknown => None,
        }
    }

    /// The range, where there is a central value.
    #[must_use]
    pub const fn range(self) -> Option<Range> {
        match self {
            Self::Range(range) => Some(range),
            Self::AtMost(_) | Self::Unknown => None,
        }
    }
}
