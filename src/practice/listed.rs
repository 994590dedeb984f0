//! What is told of a row to look at.

use super::corrections::Correction;
use super::ledger::Reason;
use super::place::Place;
use crate::matching::Other;
use crate::quantity::QuantityRange;

/// Why a row is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Why {
    /// It was set aside.
    SetAside(Reason),
    /// Its medicine was not recognised.
    Unrecognised,
    /// Its amount was read otherwise than it says, or a copy has it.
    Corrected(Correction),
    /// It is the first of more than one patient is likely to be prescribed in a year.
    ManyInAYear,
    /// It is a copy: another row of its prescription stands for it.
    Merged,
}

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum About {
    /// The medicine was not read.
    NotRead,
    /// An inhaled medicine, by its place in the tally.
    Inhaler(usize),
    /// Something else.
    Other(Other),
}

/// A row that is listed, for one reason.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Listed {
    pub(crate) place: Place,
    pub(crate) why: Why,
    pub(crate) about: About,
    /// The amount, of an inhaled medicine.
    pub(crate) quantity: Option<QuantityRange>,
}

impl Listed {
    /// Its place and the reason, where it was set aside.
    pub(super) const fn set_aside(&self) -> Option<(Place, Reason)> {
        match self.why {
            Why::SetAside(reason) => Some((self.place, reason)),
            Why::Unrecognised | Why::Corrected(_) | Why::ManyInAYear | Why::Merged => None,
        }
    }
}
