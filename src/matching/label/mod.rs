//! Labels in the style of the G-Standaard, such as
//! `SALBUTAMOL AEROSOL 100UG/DO 200DO AUTOH` or `DICLOFENAC-NATRIUM TABLET MSR 25MG`, taken
//! apart.
//!
//! The parser finds parts and their places, in any order and case. It never guesses: a word
//! that the vocabulary does not have is listed as unknown, and so is a number of which nothing
//! says what it counts. All words stand in `vocabulary.csv`; a compound such as
//! `DICLOFENACNATRIUM` is read where both halves do.

mod form;
mod number;
mod stated;
mod strength;
mod token;
mod word;

pub(super) use form::form;
pub(super) use stated::{Amount, StatedStrength};
pub(super) use strength::strength;
pub(crate) use strength::{Active, Content};
pub(super) use token::{Token, text_at, tokens};

use crate::dataset::{Device, FormClass, Measure, Strength, Vocabulary};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// What a part of a label is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub(crate) enum PartKind {
    /// A substance.
    Substance,
    /// A salt, ester or hydrate of a substance.
    Salt,
    /// A brand.
    Brand,
    /// A form or device.
    Form,
    /// What is special about a form, such as `MSR` or `FO`.
    Modifier,
    /// A strength.
    Strength,
    /// The strength in another salt, its element or another unit, as in `(100MG TARTRAAT)`.
    Equivalent,
    /// The doses or pieces in a pack.
    Pack,
    /// A volume or mass of contents.
    Volume,
    /// What a pack is in, such as a bottle.
    Container,
    /// A maker.
    Maker,
    /// A thing that is not a medicine.
    NotMedicine,
    /// A word without meaning for the match.
    Ignored,
    /// A bare number, which may be a strength.
    Number,
    /// A word or number that is not understood.
    Unknown,
}

/// A part of a label with its place in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    /// What it is.
    pub(crate) kind: PartKind,
    /// Where it starts.
    pub(crate) start: usize,
    /// Where it ends.
    pub(crate) end: usize,
    /// What it was taken for, as the data says it, such as `diclofenac` or `oral_solid`;
    /// alternatives are separated by `|`, and several things by `, `. Empty where the text of
    /// the part says it.
    pub(crate) meaning: String,
}

/// A label taken apart.
#[derive(Debug, Clone)]
pub(crate) struct Label {
    /// The parts in the order of the label. Every letter and digit belongs to one.
    pub(crate) parts: Vec<Part>,
    /// Each substance word with what it can name.
    pub(crate) substances: Vec<BTreeSet<String>>,
    /// The substances that the brands name, from the data.
    pub(crate) brand_substances: BTreeSet<String>,
    /// The salts, in Dutch.
    pub(crate) salts: BTreeSet<String>,
    /// The brands, in upper case.
    pub(crate) brands: BTreeSet<String>,
    /// The makers, in upper case.
    pub(crate) makers: BTreeSet<String>,
    /// The form on which all words agree, without help of an ATC code.
    pub(crate) form: FormClass,
    /// What is special about the form, in Dutch.
    pub(crate) modifiers: BTreeSet<String>,
    /// Every strength that is stated, in the order of the label.
    pub(crate) strengths: Vec<StatedStrength>,
    /// What the pack holds: each statement.
    pub(crate) contents: BTreeSet<Content>,
    /// How many times the pack holds that, as in `3X28ST`.
    pub(crate) times: Option<u32>,
    /// What the pack is in, in Dutch.
    pub(crate) containers: BTreeSet<String>,
    /// The device types that the form words leave; `None` when there is no form word.
    pub(crate) devices: Option<BTreeSet<Device>>,
    /// The names of devices.
    pub(crate) device_names: BTreeSet<String>,
    /// The names of what comes with a device, such as a spacer.
    pub(crate) accessories: BTreeSet<String>,
    /// Whether it is powder in capsules.
    pub(crate) capsule: bool,
    /// The first strength as the nominal one of an inhaled medicine: masses with their unit,
    /// or `200/6`.
    pub(crate) nominal: Option<Strength>,
    /// Bare numbers that may be a strength.
    pub(crate) numbers: Vec<Decimal>,
    /// The doses in the pack.
    pub(crate) pack: Option<u32>,
    /// The volume of one ampoule or bottle in millilitres, as in `5MG/2,5ML`.
    pub(crate) ml: Option<Decimal>,
    /// Devices that are meant where a product has one.
    pub(crate) device_hints: BTreeSet<String>,
    /// Whether a form stands there that is not for inhalation, unless another word says so.
    pub(crate) other_route: bool,
    /// Whether a word for another route stands there.
    pub(crate) not_inhaled: bool,
    /// Whether a thing stands there that is not a medicine.
    pub(crate) not_medicine: bool,
}

impl Default for Label {
    fn default() -> Self {
        Self {
            parts: Vec::new(),
            substances: Vec::new(),
            brand_substances: BTreeSet::new(),
            salts: BTreeSet::new(),
            brands: BTreeSet::new(),
            makers: BTreeSet::new(),
            form: FormClass::Unknown,
            modifiers: BTreeSet::new(),
            strengths: Vec::new(),
            contents: BTreeSet::new(),
            times: None,
            containers: BTreeSet::new(),
            devices: None,
            device_names: BTreeSet::new(),
            accessories: BTreeSet::new(),
            capsule: false,
            nominal: None,
            numbers: Vec::new(),
            pack: None,
            ml: None,
            device_hints: BTreeSet::new(),
            other_route: false,
            not_inhaled: false,
            not_medicine: false,
        }
    }
}

impl Label {
    /// Whether a form or device for inhalation is named.
    #[must_use]
    pub(crate) fn names_inhalation(&self) -> bool {
        self.devices.is_some() || !self.device_names.is_empty() || !self.accessories.is_empty()
    }

    /// Whether the label names a form that is not for inhalation.
    #[must_use]
    pub(crate) fn excludes_inhalation(&self) -> bool {
        self.not_inhaled || (self.other_route && !self.names_inhalation())
    }
}

/// Grams that stand alone: the strength of a tablet or the content of a tube, which the form
/// tells when all words are read.
#[derive(Debug)]
struct Grams {
    value: Decimal,
    /// The place of its part.
    part: usize,
}

/// The words before a closing bracket, looked through for a salt or substance.
#[derive(Debug, Clone, Copy)]
struct Bracket {
    /// The token from which they were looked through.
    asked: usize,
    /// The closing bracket, or the end of the label.
    end: usize,
    /// The last salt or substance before it.
    named: Option<usize>,
}

/// A label while it is read.
#[derive(Debug)]
struct Reader<'a> {
    tokens: &'a [Token],
    vocabulary: &'a Vocabulary,
    brands: &'a BTreeSet<String>,
    label: Label,
    grams: Vec<Grams>,
    /// How many brackets are open.
    depth: u32,
    /// The closing bracket that was asked for last.
    bracket: Option<Bracket>,
}

/// Takes a label apart. `brands` are the brands of the data in upper case.
#[must_use]
pub(crate) fn parse(text: &str, vocabulary: &Vocabulary, brands: &BTreeSet<String>) -> Label {
    let tokens = tokens(text);
    let form = form(&tokens, None, vocabulary);
    read(&tokens, form, vocabulary, brands)
}

/// Takes the pieces of a label apart, of which the form is known.
pub(super) fn read(
    tokens: &[Token],
    form: FormClass,
    vocabulary: &Vocabulary,
    brands: &BTreeSet<String>,
) -> Label {
    let mut reader = Reader {
        tokens,
        vocabulary,
        brands,
        label: Label {
            form,
            ..Label::default()
        },
        grams: Vec::new(),
        depth: 0,
        bracket: None,
    };
    let mut at = 0usize;
    while let Some(token) = tokens.get(at) {
        let used = if token.is_digits() {
            reader.numbers(at)
        } else if token.is_word() {
            reader.word(at)
        } else {
            reader.mark(&token.text);
            1
        };
        at = at.saturating_add(used.max(1));
    }
    reader.settle_grams();
    reader.label
}

impl Reader<'_> {
    fn text(&self, at: usize) -> &str {
        text_at(self.tokens, at)
    }

    fn mark(&mut self, mark: &str) {
        match mark {
            "(" => self.depth = self.depth.saturating_add(1),
            ")" => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
    }

    fn push(&mut self, kind: PartKind, first: usize, end: usize, meaning: String) {
        let start = self.tokens.get(first).map_or(0, |token| token.start);
        let last = end.saturating_sub(1);
        let end = self.tokens.get(last).map_or(start, |token| token.end);
        self.label.parts.push(Part {
            kind,
            start,
            end,
            meaning,
        });
    }

    /// Grams that stand alone are the strength of what is dosed by the piece and has no other,
    /// and the content of any other form. Without a form a sachet or tube tells the content,
    /// and otherwise nothing tells which.
    fn settle_grams(&mut self) {
        let by_piece = self.label.form.is_dosed_by_piece();
        let open = self.label.form == FormClass::Unknown
            && self.label.strengths.is_empty()
            && self.label.containers.is_empty();
        for Grams { value, part } in std::mem::take(&mut self.grams) {
            let kind = if by_piece {
                self.label.strengths.push(StatedStrength {
                    amounts: vec![Amount {
                        value,
                        unit: Some(Measure::Gram),
                    }],
                    per: None,
                });
                PartKind::Strength
            } else if open {
                PartKind::Unknown
            } else {
                self.label.contents.insert(Content::Grams(value));
                PartKind::Volume
            };
            if let Some(part) = self.label.parts.get_mut(part) {
                part.kind = kind;
            }
        }
    }
}
