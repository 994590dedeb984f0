//! On what the kilograms of inhaled medicines rest: the number of data quality.

use crate::exact::Fraction;
use crate::impact::{Basis, Estimate, Flag};

/// The central kilograms of inhaled medicines that have a value, by what they rest on, in kg CO2e.
///
/// A value is the product's *own* where it is about that product alone ([`Basis::Product`]); a line
/// that can be several products has none. It is *restated* where it stands in the chosen set of
/// global warming potentials: it was brought there, its source used that set, or there is no
/// propellant to restate. Otherwise it stands as published ([`Flag::GwpAsPublished`]). The first four
/// parts add up to the total; the number of data quality is the share of `own_restated` in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub(crate) struct Quality {
    /// On the product's own value, in the chosen set.
    pub own_restated: Fraction,
    /// On the product's own value, wholly or partly as published.
    pub own_as_published: Fraction,
    /// On a value of like products or of a class, in the chosen set.
    pub other_restated: Fraction,
    /// On a value of like products or of a class, wholly or partly as published.
    pub other_as_published: Fraction,
    /// What of `own_restated` rests on a value interpolated between related products
    /// ([`Flag::Interpolated`]).
    pub own_restated_interpolated: Fraction,
}

impl Quality {
    /// So many kilograms with an estimate behind them.
    pub(super) fn of(estimate: &Estimate, kilograms: Fraction) -> Self {
        let has = |flag: Flag| estimate.flags.contains(&flag);
        let own = estimate.basis == Basis::Product;
        let mut quality = Self::default();
        let part = match (own, has(Flag::GwpAsPublished)) {
            (true, false) => &mut quality.own_restated,
            (true, true) => &mut quality.own_as_published,
            (false, false) => &mut quality.other_restated,
            (false, true) => &mut quality.other_as_published,
        };
        *part = kilograms;
        if has(Flag::Interpolated) {
            quality.own_restated_interpolated = quality.own_restated;
        }
        quality
    }

    /// Both together; `None` on overflow.
    pub(super) fn plus(self, other: Self) -> Option<Self> {
        let interpolated = self.own_restated_interpolated;
        Some(Self {
            own_restated: self.own_restated.plus(other.own_restated)?,
            own_as_published: self.own_as_published.plus(other.own_as_published)?,
            other_restated: self.other_restated.plus(other.other_restated)?,
            other_as_published: self.other_as_published.plus(other.other_as_published)?,
            own_restated_interpolated: interpolated.plus(other.own_restated_interpolated)?,
        })
    }

    /// All of them: the central kilograms of what stands by name; `None` on overflow.
    #[must_use]
    pub(crate) fn all(&self) -> Option<Fraction> {
        let restated = self.own_restated.plus(self.other_restated)?;
        restated.plus(self.as_published()?)
    }

    /// What stands wholly or partly as published, of own values and others; `None` on overflow.
    #[must_use]
    pub(crate) fn as_published(&self) -> Option<Fraction> {
        self.own_as_published.plus(self.other_as_published)
    }
}
