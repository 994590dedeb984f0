//! The form of a medicine, from the words of its label and its ATC code.

use super::Token;
use crate::code::Atc;
use crate::dataset::{FormClass, FormWord, Vocabulary, WordKind};
use std::collections::BTreeSet;

/// The form on which the words and the ATC code agree.
pub(in crate::matching) fn form(
    tokens: &[Token],
    atc: Option<Atc>,
    vocabulary: &Vocabulary,
) -> FormClass {
    let mut words: BTreeSet<FormWord> = BTreeSet::new();
    for token in tokens.iter().filter(|token| token.number.is_none()) {
        let word = token.text.as_str();
        let exact = vocabulary.get(WordKind::MedicineForm, word);
        let compound = match exact {
            None => vocabulary.substance_with_form(word).map(|(_, form)| form),
            Some(_) => None,
        };
        let exact = exact.or(compound);
        let values = exact.into_iter().flatten().map(String::as_str);
        let starts = vocabulary.by_start(WordKind::MedicineFormStart, word);
        words.extend(values.chain(starts).filter_map(FormWord::parse));
        if vocabulary.is(WordKind::Form, word) || vocabulary.is(WordKind::DeviceName, word) {
            words.insert(FormWord::Class(FormClass::Inhalation));
        }
    }
    let group = atc.and_then(|atc| {
        let groups = vocabulary.by_start(WordKind::MedicineGroup, atc.as_str());
        groups.filter_map(FormWord::parse).next()
    });
    // A word INSULINE beside the code of another substance is not followed.
    let insulin = match atc {
        Some(_) => group == Some(FormWord::Insulin),
        None => words.contains(&FormWord::Insulin),
    };
    Words(words).class(group, insulin)
}

/// The words of one label about its form.
struct Words(BTreeSet<FormWord>);

impl Words {
    fn has(&self, class: FormClass) -> bool {
        self.0.contains(&FormWord::Class(class))
    }

    fn says(&self, word: FormWord) -> bool {
        self.0.contains(&word)
    }

    fn any(&self, classes: &[FormClass]) -> bool {
        classes.iter().any(|class| self.has(*class))
    }

    /// The form on which all words agree, the most telling first: the place where it is used,
    /// then how it enters the body, then what it looks like.
    fn class(&self, group: Option<FormWord>, insulin: bool) -> FormClass {
        const PLACES: [FormClass; 6] = [
            FormClass::Eye,
            FormClass::Ear,
            FormClass::Nose,
            FormClass::Vaginal,
            FormClass::Rectal,
            FormClass::Oromucosal,
        ];
        let mut places = PLACES.into_iter().filter(|place| self.has(*place));
        // A cartridge can be one for a soft mist inhaler.
        let cartridge = self.has(FormClass::Cartridge) && !self.has(FormClass::Inhalation);
        let parenteral = self.says(FormWord::Pen)
            || self.any(&[FormClass::Injection, FormClass::Infusion])
            || cartridge;
        let suppository = self.has(FormClass::Suppository);
        match (places.next(), places.next()) {
            (Some(FormClass::Rectal), None) if suppository => FormClass::Suppository,
            (Some(place), None) if !parenteral && !suppository => place,
            (Some(_), _) => FormClass::Unknown,
            (None, _) if suppository => FormClass::Suppository,
            (None, _) if parenteral => self.parenteral(insulin),
            (None, _) if self.has(FormClass::Inhalation) => self.inhalation(),
            (None, _) => self.taken_or_applied(group),
        }
    }

    fn parenteral(&self, insulin: bool) -> FormClass {
        let other = [
            FormClass::OralSolid,
            FormClass::OralLiquid,
            FormClass::Effervescent,
            FormClass::Dermal,
            FormClass::Patch,
            FormClass::Inhalation,
        ];
        let injection = self.has(FormClass::Injection);
        let infusion = self.has(FormClass::Infusion);
        let cartridge = self.has(FormClass::Cartridge);
        let pen = self.says(FormWord::Pen);
        if self.any(&other) {
            return FormClass::Unknown;
        }
        match (pen, cartridge, infusion) {
            (true, false, false) if insulin => FormClass::InsulinPen,
            (true, false, false) if injection => FormClass::InjectionPen,
            (false, true, false) if insulin || injection => FormClass::Cartridge,
            (false, false, true) if !injection => FormClass::Infusion,
            (false, false, false) => FormClass::Injection,
            _ => FormClass::Unknown,
        }
    }

    /// Powder in capsules, and liquids to be nebulised, that are no medicine for asthma.
    fn inhalation(&self) -> FormClass {
        let other = [
            FormClass::OralLiquid,
            FormClass::Effervescent,
            FormClass::Dermal,
            FormClass::Patch,
        ];
        if self.any(&other) {
            FormClass::Unknown
        } else {
            FormClass::Inhalation
        }
    }

    fn taken_or_applied(&self, group: Option<FormWord>) -> FormClass {
        let solid = self.has(FormClass::OralSolid);
        let drink = self.has(FormClass::OralLiquid);
        let fizzy = self.has(FormClass::Effervescent);
        let patch = self.has(FormClass::Patch);
        let dermal = self.has(FormClass::Dermal);
        let grains = self.says(FormWord::Powder) || self.says(FormWord::Granules);
        let oral = self.says(FormWord::Oral);
        let loose = self.says(FormWord::Liquid) || self.says(FormWord::Drops);
        let taken = solid || drink || fizzy || oral;
        if (taken && (dermal || patch)) || (solid && drink) {
            return FormClass::Unknown;
        }
        if patch {
            FormClass::Patch
        } else if fizzy {
            FormClass::Effervescent
        } else if grains && (drink || oral) && !solid {
            FormClass::OralPowder
        } else if solid && !grains {
            FormClass::OralSolid
        } else if drink || (oral && loose) {
            FormClass::OralLiquid
        } else if solid || oral {
            FormClass::Unknown
        } else {
            self.by_group(group)
        }
    }

    /// Of a mere cream, drops or spray the ATC group may tell the place, or leave it open.
    fn by_group(&self, group: Option<FormWord>) -> FormClass {
        let dermal = self.has(FormClass::Dermal);
        let loose = [
            FormWord::Drops,
            FormWord::Spray,
            FormWord::Liquid,
            FormWord::Powder,
        ];
        let shapeless = loose.into_iter().any(|word| self.says(word));
        match group {
            Some(FormWord::Unclear) => FormClass::Unknown,
            Some(FormWord::Class(place)) if dermal || shapeless => place,
            _ if dermal => FormClass::Dermal,
            // The label of what is injected or infused says so.
            Some(FormWord::Oral) if self.says(FormWord::Liquid) => FormClass::OralLiquid,
            _ if self.says(FormWord::Granules) => FormClass::OralPowder,
            _ => FormClass::Unknown,
        }
    }
}
