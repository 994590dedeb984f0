//! Labels in the style of the G-Standaard, such as
//! `SALBUTAMOL AEROSOL 100UG/DO 200DO AUTOH`, taken apart.
//!
//! The parser finds parts and their places, in any order and case. It never guesses: a
//! word that the vocabulary does not have is listed as unknown.

use crate::dataset::{Device, Strength, Vocabulary, WordKind};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// What a part of a label is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PartKind {
    /// A substance.
    Substance,
    /// A brand.
    Brand,
    /// A form or device for inhalation.
    Form,
    /// A strength.
    Strength,
    /// The doses in a pack.
    Pack,
    /// A volume.
    Volume,
    /// A maker.
    Maker,
    /// A form that is not for inhalation.
    OtherRoute,
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
pub struct Part {
    /// What it is.
    pub kind: PartKind,
    /// Where it starts.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// A label taken apart.
#[derive(Debug, Clone, Default)]
pub struct Label {
    /// The parts in the order of the label.
    pub parts: Vec<Part>,
    /// Each substance word with what it can name.
    pub substances: Vec<BTreeSet<String>>,
    /// The brands, in upper case.
    pub brands: BTreeSet<String>,
    /// The makers, in upper case.
    pub makers: BTreeSet<String>,
    /// The device types that the form words leave; `None` when there is no form word.
    pub devices: Option<BTreeSet<Device>>,
    /// The names of devices.
    pub device_names: BTreeSet<String>,
    /// Whether it is powder in capsules.
    pub capsule: bool,
    /// The strength, when one is given with its unit or as `200/6`.
    pub strength: Option<Strength>,
    /// Bare numbers that may be a strength.
    pub numbers: Vec<Decimal>,
    /// The doses in the pack.
    pub pack: Option<u32>,
    /// A volume in millilitres.
    pub ml: Option<Decimal>,
    /// Devices that are meant where a product has one.
    pub device_hints: BTreeSet<String>,
    /// Whether a form stands there that is not for inhalation, unless another word says so.
    pub other_route: bool,
    /// Whether a word for another route stands there.
    pub not_inhaled: bool,
    /// Whether a thing stands there that is not a medicine.
    pub not_medicine: bool,
}

impl Label {
    /// Whether a form or device for inhalation is named.
    #[must_use]
    pub fn names_inhalation(&self) -> bool {
        self.devices.is_some() || !self.device_names.is_empty()
    }

    /// Whether the label names a form that is not for inhalation.
    #[must_use]
    pub fn excludes_inhalation(&self) -> bool {
        self.not_inhaled || (self.other_route && !self.names_inhalation())
    }

    /// The words and numbers that are not understood, as places in the label.
    pub fn unknown(&self) -> impl Iterator<Item = &Part> {
        self.parts
            .iter()
            .filter(|part| part.kind == PartKind::Unknown)
    }
}

/// Units of mass with the factor to micrograms.
const MASS_UNITS: &[(&str, i64)] = &[
    ("MICROGRAM", 1),
    ("MICROG", 1),
    ("MCG", 1),
    ("UG", 1),
    ("ΜG", 1),
    ("MG", 1000),
];

/// A piece of the label before its meaning is known.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) text: String,
    pub(super) number: Option<Decimal>,
    start: usize,
    end: usize,
}

/// Takes a label apart. `brands` are the brands of the data in upper case.
#[must_use]
pub fn parse(text: &str, vocabulary: &Vocabulary, brands: &BTreeSet<String>) -> Label {
    let tokens = tokens(text);
    let mut label = Label::default();
    let mut at = 0usize;
    while let Some(token) = tokens.get(at) {
        let used = if token.number.is_some() {
            numbers(&tokens, at, &mut label)
        } else {
            word(&tokens, at, vocabulary, brands, &mut label)
        };
        at = at.saturating_add(used.max(1));
    }
    label
}

/// Splits into words, numbers and single marks; a comma or point between digits is part of
/// the number.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, first)) = chars.next() {
        let mut end = start.saturating_add(first.len_utf8());
        if first.is_whitespace() {
            continue;
        }
        let digits = first.is_ascii_digit();
        if digits || first.is_alphabetic() {
            while let Some(&(next_at, next)) = chars.peek() {
                let decimal = digits
                    && matches!(next, ',' | '.')
                    && text
                        .get(next_at.saturating_add(1)..)
                        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
                let same = if digits {
                    next.is_ascii_digit()
                } else {
                    next.is_alphabetic()
                };
                if !(same || decimal) {
                    break;
                }
                end = next_at.saturating_add(next.len_utf8());
                chars.next();
            }
        }
        let piece = text.get(start..end).unwrap_or_default();
        let number = digits
            .then(|| crate::exact::parse(&piece.replace(',', ".")))
            .flatten()
            .map(|n| n.normalize());
        tokens.push(Token {
            text: upper(piece),
            number,
            start,
            end,
        });
    }
    tokens
}

/// Upper case without the accents that labels drop or keep at will.
fn upper(text: &str) -> String {
    text.chars()
        .flat_map(char::to_uppercase)
        .map(|c| match c {
            'É' | 'È' | 'Ë' | 'Ê' => 'E',
            'Ï' | 'Í' => 'I',
            'Ü' => 'U',
            'Ö' => 'O',
            other => other,
        })
        .collect()
}

pub(super) fn text_at(tokens: &[Token], at: usize) -> &str {
    tokens.get(at).map_or("", |token| token.text.as_str())
}

/// Reads what starts with a number: a strength, a pack, a volume or a bare number.
/// Returns how many tokens were used.
fn numbers(tokens: &[Token], first: usize, label: &mut Label) -> usize {
    let mut values: Vec<Decimal> = Vec::new();
    let mut unit_factor = None;
    let mut at = first;
    while let Some(value) = tokens.get(at).and_then(|token| token.number) {
        at = at.saturating_add(1);
        if let Some(factor) = mass_unit(text_at(tokens, at)) {
            unit_factor = Some(factor);
            values.push(micrograms(value, factor));
            at = at.saturating_add(1);
        } else {
            values.push(value);
        }
        let joined = text_at(tokens, at) == "/"
            && tokens
                .get(at.saturating_add(1))
                .is_some_and(|token| token.number.is_some())
            && !is_volume(tokens, at.saturating_add(1));
        if !joined {
            break;
        }
        at = at.saturating_add(1);
    }
    let used = at.saturating_sub(first);
    match unit_factor {
        Some(factor) => strength_with_unit(tokens, first, at, &values, factor, label),
        None => number_without_unit(tokens, first, used, &values, label),
    }
}

/// `25/250UG`: the unit of the last number holds for those before it that have none.
fn strength_with_unit(
    tokens: &[Token],
    first: usize,
    mut at: usize,
    values: &[Decimal],
    factor: i64,
    label: &mut Label,
) -> usize {
    let mut micrograms_each: Vec<Decimal> = Vec::new();
    for (offset, value) in values.iter().enumerate() {
        let own_unit = own_unit(tokens, first, offset);
        micrograms_each.push(if own_unit {
            *value
        } else {
            micrograms(*value, factor)
        });
    }
    micrograms_each.sort_unstable();
    let mut per_ml = false;
    if text_at(tokens, at) == "/" {
        let next = at.saturating_add(1);
        if text_at(tokens, next) == "ML" {
            per_ml = true;
            at = at.saturating_add(2);
        } else if is_volume(tokens, next) {
            // 5MG/2,5ML: an amount in a volume.
            if let Some(volume) = tokens.get(next).and_then(|token| token.number) {
                per_ml = true;
                for value in &mut micrograms_each {
                    *value = value.checked_div(volume).map_or(*value, |v| v.normalize());
                }
                label.ml = Some(volume);
            }
            at = at.saturating_add(3);
        } else if tokens
            .get(next)
            .is_some_and(|t| t.number.is_none() && is_dose(&t.text))
        {
            at = at.saturating_add(2);
        }
    }
    let kind = if label.strength.is_none() {
        label.strength = Some(Strength {
            micrograms: micrograms_each,
            per_ml,
        });
        PartKind::Strength
    } else {
        PartKind::Unknown
    };
    push(label, kind, tokens, first, at);
    at.saturating_sub(first)
}

/// Whether the number at this place in the row of numbers has a unit of its own.
fn own_unit(tokens: &[Token], first: usize, offset: usize) -> bool {
    let mut numbers_seen = 0usize;
    for at in first..tokens.len() {
        if tokens.get(at).is_some_and(|token| token.number.is_some()) {
            if numbers_seen == offset {
                return mass_unit(text_at(tokens, at.saturating_add(1))).is_some();
            }
            numbers_seen = numbers_seen.saturating_add(1);
        }
    }
    false
}

fn number_without_unit(
    tokens: &[Token],
    first: usize,
    used: usize,
    values: &[Decimal],
    label: &mut Label,
) -> usize {
    let at = first.saturating_add(used);
    let unit = text_at(tokens, at);
    if let ([value], true) = (values, is_dose(unit)) {
        let end = at.saturating_add(1);
        // Fewer doses than this is a dose instruction, not a pack.
        let count = u32::try_from(*value).ok().filter(|n| *n >= 5);
        let kind = if count.is_some() && label.pack.is_none() {
            label.pack = count;
            PartKind::Pack
        } else {
            PartKind::Ignored
        };
        push(label, kind, tokens, first, end);
        return used.saturating_add(1);
    }
    if let ([value], "ML") = (values, unit) {
        label.ml.get_or_insert(*value);
        push(label, PartKind::Volume, tokens, first, at.saturating_add(1));
        return used.saturating_add(1);
    }
    if matches!(unit, "ST" | "STUKS" | "STUK" | "IE" | "%" | "G") && values.len() == 1 {
        push(
            label,
            PartKind::Ignored,
            tokens,
            first,
            at.saturating_add(1),
        );
        return used.saturating_add(1);
    }
    let kind = if values.len() > 1 && label.strength.is_none() {
        let mut micrograms = values.to_vec();
        micrograms.sort_unstable();
        label.strength = Some(Strength {
            micrograms,
            per_ml: false,
        });
        PartKind::Strength
    } else {
        label.numbers.extend(values);
        PartKind::Number
    };
    push(label, kind, tokens, first, at);
    used
}

/// The words that count doses behind a number.
pub(super) fn is_dose(text: &str) -> bool {
    matches!(
        text,
        "DO" | "DOS" | "DOSIS" | "DOSES" | "DOSERINGEN" | "INH" | "INHALATIES" | "PUFF" | "PUFFS"
    )
}

fn is_volume(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| token.number.is_some())
        && text_at(tokens, at.saturating_add(1)) == "ML"
}

fn mass_unit(text: &str) -> Option<i64> {
    let found = MASS_UNITS.iter().find(|(unit, _)| *unit == text);
    found.map(|(_, factor)| *factor)
}

fn micrograms(value: Decimal, factor: i64) -> Decimal {
    crate::exact::mul(value, Decimal::from(factor)).map_or(value, |v| v.normalize())
}

fn push(label: &mut Label, kind: PartKind, tokens: &[Token], first: usize, end: usize) {
    let start = tokens.get(first).map_or(0, |token| token.start);
    let last = end.saturating_sub(1);
    let end = tokens.get(last).map_or(start, |token| token.end);
    label.parts.push(Part { kind, start, end });
}

/// Reads a word, or two joined by a hyphen where only the pair is known.
fn word(
    tokens: &[Token],
    at: usize,
    vocabulary: &Vocabulary,
    brands: &BTreeSet<String>,
    label: &mut Label,
) -> usize {
    let single = text_at(tokens, at);
    if !single.starts_with(char::is_alphabetic) {
        return 1;
    }
    let second = text_at(tokens, at.saturating_add(2));
    if text_at(tokens, at.saturating_add(1)) == "-" && second.starts_with(char::is_alphabetic) {
        let pair = format!("{single}{second}");
        if let Some(kind) = meaning(&pair, vocabulary, brands, label) {
            push(label, kind, tokens, at, at.saturating_add(3));
            return 3;
        }
    }
    let kind = meaning(single, vocabulary, brands, label).unwrap_or(PartKind::Unknown);
    push(label, kind, tokens, at, at.saturating_add(1));
    1
}

/// What a word means; notes it on the label.
fn meaning(
    word: &str,
    vocabulary: &Vocabulary,
    brands: &BTreeSet<String>,
    label: &mut Label,
) -> Option<PartKind> {
    let mut kind = None;
    if vocabulary.is(WordKind::Ignore, word) {
        kind = Some(PartKind::Ignored);
    }
    if vocabulary.is(WordKind::OtherRoute, word) {
        label.other_route = true;
        kind = Some(PartKind::OtherRoute);
    }
    if vocabulary.starts(WordKind::NotInhaledStart, word) {
        label.not_inhaled = true;
        kind = Some(PartKind::OtherRoute);
    }
    if vocabulary.is(WordKind::NotMedicine, word) {
        label.not_medicine = true;
        kind = Some(PartKind::NotMedicine);
    }
    if vocabulary.is(WordKind::Maker, word) {
        label.makers.insert(word.to_owned());
        kind = Some(PartKind::Maker);
    } else if brands.contains(word) {
        label.brands.insert(word.to_owned());
        kind = Some(PartKind::Brand);
    }
    if let Some(names) = vocabulary.get(WordKind::DeviceName, word) {
        label.device_names.extend(names.iter().cloned());
        kind = Some(PartKind::Form);
    }
    if let Some(hints) = vocabulary.get(WordKind::DeviceHint, word) {
        label.device_hints.extend(hints.iter().cloned());
    }
    if vocabulary.is(WordKind::Capsule, word) {
        label.capsule = true;
        kind = Some(PartKind::Form);
    }
    if let Some(devices) = vocabulary.get(WordKind::Form, word) {
        let devices: BTreeSet<Device> = devices
            .iter()
            .filter_map(|device| Device::from_word(device))
            .collect();
        label.devices = Some(match label.devices.take() {
            Some(known) => {
                let both: BTreeSet<Device> = known.intersection(&devices).copied().collect();
                if both.is_empty() { devices } else { both }
            }
            None => devices,
        });
        kind = Some(PartKind::Form);
    }
    if let Some(names) = vocabulary.get(WordKind::Substance, word) {
        label.substances.push(names.clone());
        kind = Some(PartKind::Substance);
    }
    kind
}
