//! What a word means, or several that are one name.

use super::{PartKind, Reader};
use crate::dataset::{Device, WordKind};
use std::collections::BTreeSet;

/// A name has no more words, such as `INSULINE ISOFAAN`.
const MAX_WORDS: usize = 4;

/// Kinds that are read from several words with blanks between them; other words are joined
/// by hyphens alone.
const NAMES: [WordKind; 4] = [
    WordKind::Substance,
    WordKind::Brand,
    WordKind::Modifier,
    WordKind::Maker,
];

impl Reader<'_> {
    /// Reads a word, or several that are one name; returns how many tokens were used.
    pub(super) fn word(&mut self, at: usize) -> usize {
        for (end, name, hyphens) in self.joined(at).into_iter().rev() {
            let of = |kind: &WordKind| self.vocabulary.is(*kind, &name);
            let exact = self.vocabulary.knows(&name) && (hyphens || NAMES.iter().any(of));
            let known = exact || (hyphens && !self.starts_form(at));
            let found = known.then(|| self.meaning(&name).or_else(|| self.compound(&name)));
            if let Some(Some((kind, meaning))) = found {
                self.push(kind, at, end, meaning);
                return end.saturating_sub(at);
            }
        }
        let word = self.text(at).to_owned();
        let found = self.meaning(&word).or_else(|| self.compound(&word));
        let (kind, meaning) = found.unwrap_or((PartKind::Unknown, String::new()));
        let end = at.saturating_add(1);
        self.push(kind, at, end, meaning);
        1
    }

    /// Whether the first word of joined ones tells a form by how it starts, whatever follows.
    fn starts_form(&self, at: usize) -> bool {
        let starts = [WordKind::NotInhaledStart, WordKind::MedicineFormStart];
        let word = self.text(at);
        starts
            .iter()
            .any(|kind| self.vocabulary.starts(*kind, word))
    }

    /// The names that start here and have more than one word, shortest first: where each ends,
    /// its letters, and whether hyphens join all of its words. Blanks and a plus, as in
    /// `SENNOSIDEN A+B`, join the words of a name too. Digits belong to it when they stand
    /// against a word, as in `VITAMINE B12`.
    fn joined(&self, first: usize) -> Vec<(usize, String, bool)> {
        let mut names = Vec::new();
        let mut name = self.text(first).to_owned();
        let mut hyphens = true;
        let mut at = first.saturating_add(1);
        let mut words = 1usize;
        while words < MAX_WORDS {
            let mark = matches!(self.text(at), "-" | "+");
            let hyphen = self.text(at) == "-";
            let next = if mark { at.saturating_add(1) } else { at };
            let Some(token) = self.tokens.get(next) else {
                break;
            };
            let digits = token.is_digits() && token.attached;
            if !(token.is_word() || digits) {
                break;
            }
            hyphens = hyphens && hyphen;
            name.push_str(&token.text);
            at = next.saturating_add(1);
            words = words.saturating_add(1);
            names.push((at, name.clone(), hyphens));
        }
        names
    }

    /// A substance with its salts, or with its form, in one word.
    fn compound(&mut self, word: &str) -> Option<(PartKind, String)> {
        if let Some((substance, salts)) = self.vocabulary.compound(word) {
            let mut meaning = list(substance);
            for salt in &salts {
                meaning.push_str(", ");
                meaning.push_str(salt);
            }
            let salts = salts.into_iter().map(str::to_owned);
            self.label.salts.extend(salts);
            self.label.substances.push(substance.clone());
            return Some((PartKind::Substance, meaning));
        }
        let (substance, form) = self.vocabulary.substance_with_form(word)?;
        let meaning = format!("{}, {}", list(substance), list(form));
        self.label.substances.push(substance.clone());
        Some((PartKind::Substance, meaning))
    }

    /// What a word means; notes it on the label.
    fn meaning(&mut self, word: &str) -> Option<(PartKind, String)> {
        let inhaled = self.inhaled(word);
        let own = self.own(word);
        // A word with two meanings is shown as the more telling one: a substance before a
        // brand, a brand before a form, a form before a word without meaning.
        let mut found = inhaled.into_iter().chain(own).collect::<Vec<_>>();
        found.sort_by_key(|(kind, meaning)| (rank(*kind), meaning.is_empty()));
        found.into_iter().next()
    }

    /// Words that matter to inhaled medicines.
    fn inhaled(&mut self, word: &str) -> Vec<(PartKind, String)> {
        let words = self.vocabulary;
        let label = &mut self.label;
        let mut found = Vec::new();
        let mut add = |kind| found.push((kind, String::new()));
        if words.is(WordKind::Ignore, word) {
            add(PartKind::Ignored);
        }
        if words.is(WordKind::OtherRoute, word) {
            label.other_route = true;
            add(PartKind::Form);
        }
        if words.starts(WordKind::NotInhaledStart, word) {
            label.not_inhaled = true;
            add(PartKind::Form);
        }
        if words.is(WordKind::NotMedicine, word) {
            label.not_medicine = true;
            add(PartKind::NotMedicine);
        }
        if words.is(WordKind::Maker, word) {
            label.makers.insert(word.to_owned());
            add(PartKind::Maker);
        } else if self.brands.contains(word) {
            label.brands.insert(word.to_owned());
            add(PartKind::Brand);
        }
        if let Some(names) = words.get(WordKind::DeviceName, word) {
            let spacer = words.is(WordKind::NotMedicine, word);
            let into = match spacer {
                true => &mut label.accessories,
                false => &mut label.device_names,
            };
            into.extend(names.iter().cloned());
            found.push((PartKind::Form, list(names)));
        }
        if let Some(hints) = words.get(WordKind::DeviceHint, word) {
            label.device_hints.extend(hints.iter().cloned());
        }
        if words.is(WordKind::Capsule, word) {
            label.capsule = true;
            found.push((PartKind::Form, String::new()));
        }
        if let Some(devices) = words.get(WordKind::Form, word) {
            found.push((PartKind::Form, list(devices)));
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
        }
        found
    }

    /// Words of every medicine.
    fn own(&mut self, word: &str) -> Vec<(PartKind, String)> {
        let words = self.vocabulary;
        let label = &mut self.label;
        let mut found = Vec::new();
        if let Some(names) = words.get(WordKind::Substance, word) {
            label.substances.push(names.clone());
            found.push((PartKind::Substance, list(names)));
        }
        if let Some(salts) = words.get(WordKind::Salt, word) {
            label.salts.extend(salts.iter().cloned());
            found.push((PartKind::Salt, list(salts)));
        }
        if let Some(names) = words.get(WordKind::Brand, word) {
            label.brands.insert(word.to_owned());
            let each = names.iter().flat_map(|name| name.split('/'));
            label.brand_substances.extend(each.map(str::to_owned));
            found.push((PartKind::Brand, list(names)));
        }
        if let Some(names) = words.get(WordKind::Container, word) {
            label.containers.extend(names.iter().cloned());
            found.push((PartKind::Container, list(names)));
        }
        if let Some(names) = words.get(WordKind::Modifier, word) {
            label.modifiers.extend(names.iter().cloned());
            found.push((PartKind::Modifier, list(names)));
        }
        if let Some(forms) = words.get(WordKind::MedicineForm, word) {
            found.push((PartKind::Form, list(forms)));
        } else if let Some((start, form)) = words.longest_start(WordKind::MedicineFormStart, word) {
            // TABLETMSR: a form with a modifier behind it.
            let rest = word.strip_prefix(start).unwrap_or_default();
            let modifier = words.get(WordKind::Modifier, rest);
            label
                .modifiers
                .extend(modifier.into_iter().flatten().cloned());
            let mut meaning = list(form);
            for modifier in modifier.into_iter().flatten() {
                meaning.push_str(", ");
                meaning.push_str(modifier);
            }
            found.push((PartKind::Form, meaning));
        }
        found
    }

    /// The form that the word behind a number of pieces tells, as in `56TB`.
    pub(super) fn form_of_pieces(&mut self, at: usize) {
        let word = self.text(at).to_owned();
        drop(self.meaning(&word));
    }
}

/// The place of a kind among the meanings of one word, the most telling first.
const fn rank(kind: PartKind) -> u8 {
    match kind {
        PartKind::Substance => 0,
        PartKind::Brand => 1,
        PartKind::Maker => 2,
        PartKind::NotMedicine => 3,
        PartKind::Modifier => 4,
        PartKind::Form => 5,
        PartKind::Salt => 6,
        PartKind::Container => 7,
        PartKind::Strength
        | PartKind::Equivalent
        | PartKind::Pack
        | PartKind::Volume
        | PartKind::Ignored
        | PartKind::Number
        | PartKind::Unknown => 8,
    }
}

fn list(names: &BTreeSet<String>) -> String {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    names.join("|")
}
