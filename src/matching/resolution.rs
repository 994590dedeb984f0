//! What a line says of its medicine, and what it was found to mean.

use super::inhaler::Inhaler;
use crate::bounds::TEXT_BYTES;
use crate::code::{Atc, CodeSystem};
use std::collections::BTreeSet;

/// What a line says of its medicine.
#[derive(Debug, Clone, Default)]
pub(crate) struct Item<'a> {
    /// Codes with their systems, in any order: the most specific that is known is followed.
    pub(crate) codes: Vec<(&'a CodeSystem, &'a str)>,
    /// The label; empty where there is none.
    pub(crate) label: &'a str,
    /// The ATC cell; empty where there is none.
    pub(crate) atc: &'a str,
}

/// Whether a character is a control character that is no blank: a text with one is damaged.
pub(crate) fn is_damage(character: char) -> bool {
    character.is_control() && !character.is_whitespace()
}

impl Item<'_> {
    /// Whether it can be taken apart: no text is too long, and the label is not damaged.
    pub(super) fn is_readable(&self) -> bool {
        let codes = self.codes.iter().map(|(_, code)| *code);
        let mut texts = codes.chain([self.label, self.atc]);
        texts.all(|text| text.len() <= TEXT_BYTES) && !self.label.contains(is_damage)
    }
}

/// By what a product was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Via {
    /// A code in a code table.
    Code,
    /// A number in a release of the G-Standaard, narrowed by what the label tells.
    #[serde(rename = "gstandaard")]
    GStandaard,
    /// The label.
    Label,
    /// The ATC code, narrowed by what the label tells.
    Atc,
}

/// Something to know about a match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Note {
    /// Label and ATC code name different substances; the label was followed.
    AtcDiffers,
    /// Label and ATC code name different substances; the ATC code was followed, since the label
    /// names no brand, form or device of inhalation.
    LabelDiffers,
    /// No product in the data has this medicine in the device that the label names; the factors
    /// about that device or its type stand in.
    DeviceNotInData,
    /// No product in the data has this brand in this form or device; products of the same
    /// substances stand in.
    BrandNotInData,
    /// No product in the data has this strength; products of other strengths stand in.
    StrengthNotInData,
    /// No product in the data has this pack size; other packs stand in.
    PackNotInData,
    /// The row has another ATC code than the G-Standaard has for its number; the G-Standaard
    /// was followed.
    #[serde(rename = "gstandaard_atc_differs")]
    GStandaardAtcDiffers,
    /// The label of the row names another substance, device or strength than the G-Standaard
    /// has for its number; the G-Standaard was followed.
    #[serde(rename = "gstandaard_label_differs")]
    GStandaardLabelDiffers,
}

/// Why a line is not analysed as an inhaled medicine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Other {
    /// Another medicine: this version has factors for inhaled medicines only.
    Medicine,
    /// A vaccine.
    Vaccine,
    /// A thing that is not a medicine, such as a spacer.
    NotMedicine,
    /// Neither code, label nor ATC code is understood.
    Unrecognised,
    /// The line says nothing about its medicine.
    Empty,
}

/// What a line means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// An inhaled medicine, how it was found and what to know about it.
    Inhaler(Inhaler, Via, BTreeSet<Note>),
    /// Something else.
    Other(Other),
}

/// What a line means, and what it says of its medicine once its numbers are looked up.
///
/// It is what [`Engine::resolve`](crate::Engine::resolve) finds. Use it to show how a
/// prescription was understood, or to ask for its estimate and for advice in several amounts.
///
/// ```
/// use groenrecept::{Dataset, Engine, Prescription, matching::Via};
/// let engine = Engine::new(&Dataset::embedded()?);
/// let line = Prescription::new().label("SERETIDE DISKUS INHPDR 50/500UG 60DO");
/// let found = engine.resolve(&line);
/// assert_eq!(found.via(), Some(Via::Label));
/// let products = engine.products(found.inhaler().unwrap())?;
/// assert_eq!(products[0].id.as_str(), "seretide-diskus-50-500");
/// # Ok::<(), groenrecept::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Resolution {
    pub(crate) meaning: Meaning,
    pub(crate) lookup: Lookup,
    /// The label of the release where the row has none; otherwise `None`.
    pub(crate) label: Option<String>,
    /// The ATC code of the release, or else that of the row.
    pub(crate) atc: Option<Atc>,
}

impl Resolution {
    /// Of a product id or a code of an own table.
    pub(crate) const fn by_code(inhaler: Inhaler) -> Self {
        Self {
            atc: inhaler.atc,
            meaning: Meaning::Inhaler(inhaler, Via::Code, BTreeSet::new()),
            lookup: Lookup::NotAsked,
            label: None,
        }
    }

    /// The inhaled medicine that the line means; `None` where it means none.
    #[must_use]
    pub const fn inhaler(&self) -> Option<&Inhaler> {
        match &self.meaning {
            Meaning::Inhaler(inhaler, ..) => Some(inhaler),
            Meaning::Other(_) => None,
        }
    }

    /// By what an inhaled medicine was found.
    #[must_use]
    pub const fn via(&self) -> Option<Via> {
        match self.meaning {
            Meaning::Inhaler(_, via, _) => Some(via),
            Meaning::Other(_) => None,
        }
    }

    /// What to know about the match, in order.
    pub fn notes(&self) -> impl Iterator<Item = Note> {
        let notes = match &self.meaning {
            Meaning::Inhaler(_, _, notes) => Some(notes),
            Meaning::Other(_) => None,
        };
        notes.into_iter().flatten().copied()
    }

    /// Why the line means no inhaled medicine; `None` where it means one.
    #[must_use]
    pub const fn other(&self) -> Option<Other> {
        match self.meaning {
            Meaning::Inhaler(..) => None,
            Meaning::Other(other) => Some(other),
        }
    }
}

/// What became of the numbers of a line in a release of the G-Standaard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lookup {
    /// There is no release, no number, or an own code table knows the line.
    NotAsked,
    /// The release has none of the numbers.
    Missing,
    /// The release has one.
    Found {
        /// The row has another ATC code than the release.
        conflict: bool,
    },
}
