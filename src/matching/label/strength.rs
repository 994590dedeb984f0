//! The mass of active substance and the content of a pack, as a label prints them.

use super::{Label, Part, PartKind, StatedStrength};
use crate::dataset::Measure;
use crate::exact;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// How much active substance a medicine holds, in milligrams as printed: of a salt or of its
/// base, whichever the label means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Active {
    /// Milligrams in one piece.
    PerPiece(Decimal),
    /// Milligrams in one millilitre.
    PerMl(Decimal),
    /// Milligrams in one gram.
    PerGram(Decimal),
    /// Milligrams in one dose, such as a spray.
    PerDose(Decimal),
    /// Of more than one substance.
    Several,
    /// In units, percent or a rate, which are not converted.
    NotAMass,
    /// The label does not tell, or tells two things.
    Unknown,
}

/// What one pack holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Content {
    /// Pieces.
    Pieces(u32),
    /// Millilitres.
    Millilitres(Decimal),
    /// Grams.
    Grams(Decimal),
    /// Doses.
    Doses(u32),
    /// The label does not tell, or tells two things.
    Unknown,
}

/// No piece holds more active substance: 100 g.
const MAX_PER_PIECE_MG: i64 = 100_000;
/// A gram holds no more than itself.
const MAX_PER_GRAM_MG: i64 = 1000;
/// No medicine is so heavy that a millilitre holds more.
const MAX_PER_ML_MG: i64 = 2000;
/// Finer than a nanogram is no strength; it keeps sums far from their limit of digits.
const MAX_DECIMALS: u32 = 6;

/// The active substance and the content of a pack of a label whose text is `text`.
pub(in crate::matching) fn strength(text: &str, label: &Label) -> (Active, Content) {
    (active(text, label), content(label))
}

fn content(label: &Label) -> Content {
    match (label.contents.first(), label.contents.len()) {
        (Some(only), 1) => *only,
        _ => Content::Unknown,
    }
}

fn active(text: &str, label: &Label) -> Active {
    if names_two(text, label) || label.strengths.iter().any(|one| one.amounts.len() > 1) {
        return Active::Several;
    }
    if has_odd_number(text, label) {
        return Active::Unknown;
    }
    let mut per: BTreeSet<Active> = BTreeSet::new();
    let mut alone: BTreeSet<Decimal> = BTreeSet::new();
    let mut no_mass = false;
    for stated in &label.strengths {
        match mass(stated) {
            Some(Active::PerPiece(milligrams)) => {
                alone.insert(milligrams);
            }
            Some(Active::NotAMass) => no_mass = true,
            Some(mass) => {
                per.insert(mass);
            }
            None => return Active::Unknown,
        }
    }
    match (per.first(), per.len()) {
        (Some(only), 1) if possible(*only) => return *only,
        (Some(_), _) => return Active::Unknown,
        (None, _) => {}
    }
    let by_piece = label.form.is_dosed_by_piece();
    match (alone.first(), alone.len()) {
        (Some(only), 1) if by_piece && possible(Active::PerPiece(*only)) => Active::PerPiece(*only),
        (None, _) if no_mass => Active::NotAMass,
        _ => Active::Unknown,
    }
}

/// The mass of one strength; `None` where it has no unit, or no exact value.
fn mass(stated: &StatedStrength) -> Option<Active> {
    let [amount] = stated.amounts.as_slice() else {
        return None;
    };
    let Some(factor) = amount.unit?.micrograms() else {
        return Some(Active::NotAMass);
    };
    let micrograms = exact::mul(amount.value, factor)?;
    let milligrams = exact::mul(micrograms, Decimal::new(1, 3))?.normalize();
    if !plain(&milligrams) {
        return None;
    }
    let Some(per) = stated.per else {
        return Some(Active::PerPiece(milligrams));
    };
    let each = milligrams.checked_div(per.value)?.normalize();
    let exact = plain(&each) && exact::mul(each, per.value) == Some(milligrams);
    match per.unit {
        Measure::Hour => Some(Active::NotAMass),
        _ if !exact => None,
        Measure::Millilitre => Some(Active::PerMl(each)),
        Measure::Dose => Some(Active::PerDose(each)),
        Measure::Gram => Some(Active::PerGram(each)),
        Measure::Piece => Some(Active::PerPiece(each)),
        Measure::Microgram
        | Measure::Milligram
        | Measure::InternationalUnit
        | Measure::Unit
        | Measure::Millimole
        | Measure::Milliequivalent
        | Measure::Megabecquerel
        | Measure::Percent => None,
    }
}

/// Whether two names are joined, as in LEVODOPA/BENSERAZIDE: then one strength is the sum of
/// two substances.
fn names_two(text: &str, label: &Label) -> bool {
    let name = |part: &Part| {
        let letters = text.get(part.start..part.end).unwrap_or_default();
        let word = letters.starts_with(char::is_alphabetic) && letters.chars().count() > 2;
        let kind = matches!(
            part.kind,
            PartKind::Substance | PartKind::Brand | PartKind::Salt | PartKind::Unknown
        );
        word && kind
    };
    let joined = label.parts.windows(2).any(|pair| match pair {
        [first, second] => {
            let between = text.get(first.end..second.start).unwrap_or_default();
            between.trim() == "/" && name(first) && name(second)
        }
        _ => false,
    });
    let distinct: BTreeSet<&BTreeSet<String>> = label.substances.iter().collect();
    joined || distinct.len() > 1
}

/// Whether a number with a unit is not understood.
fn has_odd_number(text: &str, label: &Label) -> bool {
    label.parts.iter().any(|part| {
        let digits = text.get(part.start..part.end).unwrap_or_default();
        part.kind == PartKind::Unknown
            && digits.starts_with(|c: char| c.is_ascii_digit())
            && digits.contains(|c: char| c.is_alphabetic() || c == '%')
    })
}

/// Above zero and with no more decimals than a strength has.
fn plain(value: &Decimal) -> bool {
    value.scale() <= MAX_DECIMALS && value.is_sign_positive() && !value.is_zero()
}

fn possible(active: Active) -> bool {
    let (milligrams, most) = match active {
        Active::PerPiece(mg) | Active::PerDose(mg) => (mg, MAX_PER_PIECE_MG),
        Active::PerMl(mg) => (mg, MAX_PER_ML_MG),
        Active::PerGram(mg) => (mg, MAX_PER_GRAM_MG),
        Active::Several | Active::NotAMass | Active::Unknown => return true,
    };
    milligrams <= Decimal::from(most)
}
