//! What a quantity of a medicine that is not inhaled counts, and what it adds up to.

use super::label::{Active, Content};
use super::medicine::Medicine;
use crate::dataset::{FormClass, Vocabulary, WordKind};
use crate::exact;
use crate::quantity::Amount;
use rust_decimal::Decimal;

/// What the unit of a line counts, least telling first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum MedicineUnit {
    /// No unit, a word that is not known, or a number that no prescription has.
    Unknown,
    /// Packs.
    Pack,
    /// Doses.
    Dose,
    /// Grams.
    Gram,
    /// Millilitres.
    Ml,
    /// Pieces: tablets, pens, tubes.
    Piece,
}

/// A quantity of a medicine with what it counts. The order is the one by which of two copies
/// of a prescription one counts: the more telling unit, then the larger number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct MedicineAmount {
    pub(super) unit: MedicineUnit,
    number: Decimal,
}

/// The most pieces on one prescription: a year of eight a day.
const MAX_PIECES: i64 = 3000;
/// The most pens or cartridges: a year of one every three days.
const MAX_PENS: i64 = 120;
/// Up to here a number of pieces can count tubes or bottles.
const MAX_PACKS: i64 = 12;
/// Quantities with more decimals are no quantities.
const MAX_DECIMALS: u32 = 1;

/// A nanogram; with more decimals a sum over many rows could run out of digits.
const MAX_MASS_DECIMALS: u32 = 6;

impl MedicineAmount {
    /// An amount above zero.
    #[must_use]
    pub(crate) fn read(amount: &Amount, vocabulary: &Vocabulary) -> Self {
        let (number, word) = (amount.number(), amount.unit().unwrap_or_default());
        let kinds = [
            (WordKind::UnitPiece, MedicineUnit::Piece),
            (WordKind::UnitPack, MedicineUnit::Pack),
            (WordKind::UnitMl, MedicineUnit::Ml),
            (WordKind::UnitGram, MedicineUnit::Gram),
            (WordKind::UnitDose, MedicineUnit::Dose),
        ];
        let sane = number <= Decimal::from(MAX_PIECES) && number.scale() <= MAX_DECIMALS;
        let found = kinds
            .into_iter()
            .find(|(kind, _)| sane && vocabulary.is(*kind, word));
        match found {
            Some((_, unit)) => Self { unit, number },
            None => Self {
                unit: MedicineUnit::Unknown,
                number: Decimal::ZERO,
            },
        }
    }

    /// As a number of packs: whole, few, and no number that is rather their content.
    fn packs_of(self, content: Decimal) -> Option<Decimal> {
        let counts = matches!(self.unit, MedicineUnit::Piece | MedicineUnit::Pack);
        let few = self.number.is_integer() && self.number <= Decimal::from(MAX_PACKS);
        (counts && few && self.number != content).then_some(self.number)
    }
}

impl Medicine {
    /// How many pieces an amount is: tablets, suppositories, patches, pens, ampoules. `None`
    /// for forms that have no pieces, and where the unit does not tell.
    #[must_use]
    pub(crate) fn pieces(&self, amount: MedicineAmount) -> Option<u32> {
        let most = most_pieces(self.form)?;
        let pens = most == MAX_PENS;
        let pieces = match (amount.unit, self.content) {
            (MedicineUnit::Piece, _) => amount.number,
            (MedicineUnit::Pack, Content::Pieces(each)) => {
                exact::mul(amount.number, Decimal::from(each))?
            }
            (MedicineUnit::Ml, Content::Millilitres(each)) if pens => {
                amount.number.checked_div(each)?.normalize()
            }
            _ => return None,
        };
        let whole = pieces.is_integer() && pieces <= Decimal::from(most);
        u32::try_from(pieces).ok().filter(|_| whole)
    }

    /// How many milligrams of active substance an amount holds, as the label prints it.
    /// `None` where label or unit do not tell, and for more than one substance.
    #[must_use]
    pub(crate) fn milligrams(&self, amount: MedicineAmount) -> Option<Decimal> {
        let milligrams = self.held(amount)?.normalize();
        (milligrams.scale() <= MAX_MASS_DECIMALS).then_some(milligrams)
    }

    fn held(&self, amount: MedicineAmount) -> Option<Decimal> {
        let (each, measured, content) = match (self.active, self.content) {
            (Active::PerPiece(each), _) => {
                let pieces = self.pieces_of_mass(amount)?;
                return exact::mul(each, Decimal::from(pieces));
            }
            (Active::PerMl(each), Content::Millilitres(ml)) => (each, MedicineUnit::Ml, Some(ml)),
            (Active::PerMl(each), _) => (each, MedicineUnit::Ml, None),
            (Active::PerGram(each), Content::Grams(g)) => (each, MedicineUnit::Gram, Some(g)),
            (Active::PerGram(each), _) => (each, MedicineUnit::Gram, None),
            (Active::PerDose(each), Content::Doses(doses)) => {
                (each, MedicineUnit::Dose, Some(Decimal::from(doses)))
            }
            (Active::PerDose(each), _) => (each, MedicineUnit::Dose, None),
            (Active::Several | Active::NotAMass | Active::Unknown, _) => return None,
        };
        if amount.unit == measured {
            return exact::mul(each, amount.number);
        }
        let content = content?;
        let held = exact::mul(amount.packs_of(content)?, content)?;
        exact::mul(each, held)
    }

    /// Pieces, of forms too that are not counted in them, such as a tablet under the tongue.
    fn pieces_of_mass(&self, amount: MedicineAmount) -> Option<u32> {
        let as_tablet = Self {
            form: FormClass::OralSolid,
            ..self.clone()
        };
        as_tablet.pieces(amount)
    }
}

/// The most pieces of a form on one prescription; `None` where pieces do not count it.
const fn most_pieces(form: FormClass) -> Option<i64> {
    match form {
        FormClass::OralSolid
        | FormClass::Effervescent
        | FormClass::Suppository
        | FormClass::Patch
        | FormClass::Injection
        | FormClass::Infusion => Some(MAX_PIECES),
        FormClass::InsulinPen | FormClass::InjectionPen | FormClass::Cartridge => Some(MAX_PENS),
        FormClass::OralPowder
        | FormClass::OralLiquid
        | FormClass::Oromucosal
        | FormClass::Dermal
        | FormClass::Eye
        | FormClass::Ear
        | FormClass::Nose
        | FormClass::Rectal
        | FormClass::Vaginal
        | FormClass::Inhalation
        | FormClass::Unknown => None,
    }
}
