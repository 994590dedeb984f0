//! What a number on a label counts.

use crate::exact;
use rust_decimal::Decimal;

/// What a number on a label counts: a mass, units, a share, or what it is divided by.
#[derive(strum::EnumString, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Measure {
    /// Micrograms.
    Microgram,
    /// Milligrams.
    Milligram,
    /// Grams.
    Gram,
    /// International units (IE).
    InternationalUnit,
    /// Units of a substance (E), such as those of insulin.
    Unit,
    /// Millimoles.
    Millimole,
    /// Milliequivalents.
    Milliequivalent,
    /// Megabecquerel.
    Megabecquerel,
    /// Percent; of what, the label does not say.
    Percent,
    /// Millilitres.
    Millilitre,
    /// Doses, such as sprays and inhalations.
    Dose,
    /// Pieces, such as tablets.
    Piece,
    /// Hours.
    Hour,
}

impl Measure {
    /// How many micrograms one is; `None` for what is no mass.
    #[must_use]
    pub(crate) fn micrograms(self) -> Option<Decimal> {
        match self {
            Self::Microgram => Some(Decimal::ONE),
            Self::Milligram => Some(Decimal::ONE_THOUSAND),
            Self::Gram => Some(Decimal::from(1_000_000)),
            Self::InternationalUnit
            | Self::Unit
            | Self::Millimole
            | Self::Milliequivalent
            | Self::Megabecquerel
            | Self::Percent
            | Self::Millilitre
            | Self::Dose
            | Self::Piece
            | Self::Hour => None,
        }
    }

    /// Whether an amount of active substance is given in it. Grams can be the content of a
    /// tube as well.
    #[must_use]
    pub(crate) const fn is_strength(self) -> bool {
        !matches!(
            self,
            Self::Millilitre | Self::Dose | Self::Piece | Self::Hour
        )
    }

    /// Reads a value of `vocabulary.csv`: a measure, or so many of one, such as
    /// `1000000 international_unit` for a million (MIE).
    pub(crate) fn parse(text: &str) -> Option<(Decimal, Self)> {
        let (factor, word) = match text.split_once(' ') {
            Some((factor, word)) => (exact::parse(factor)?, word),
            None => (Decimal::ONE, text),
        };
        Some((factor, word.parse().ok()?))
    }
}
