//! How each part of a label was understood.

use super::Page;
use crate::dataset::{FormClass, FormWord};
use crate::matching::PartKind;
use crate::report::explain::{Explanation, LabelPart, NamedSubstance};
use std::fmt::Write as _;

impl Page {
    /// The parts in the order of the label, then the words that are not understood.
    pub(super) fn parts(&self, all: &Explanation, out: &mut String) -> std::fmt::Result {
        let mut unknown: Vec<&str> = Vec::new();
        for part in &all.parts {
            let named = |one: &NamedSubstance| one.is_named_in(&part.text);
            let kind = if part.kind == PartKind::Unknown && all.substances.iter().any(named) {
                PartKind::Substance
            } else {
                part.kind
            };
            if kind == PartKind::Unknown {
                unknown.push(&part.text);
            }
            write!(out, "  {:<24} {}", part.text, self.part_kind(kind))?;
            let meaning = self.meaning(part);
            if meaning.is_empty() {
                writeln!(out)?;
            } else {
                writeln!(out, ": {meaning}")?;
            }
        }
        if let Some(form) = all.form.filter(|form| *form != FormClass::Unknown) {
            let title = self.say("Vorm", "Form");
            writeln!(out, "{title}: {}.", self.words.medicines().form(form))?;
        }
        if let Some(by_name) = &all.by_name {
            writeln!(out, "{}", by_name.text(self.language()))?;
        }
        if unknown.is_empty() {
            return Ok(());
        }
        let title = self.say(
            "Niet begrepen, en nergens voor gebruikt",
            "Not understood, and used for nothing",
        );
        writeln!(out, "{title}: {}.", unknown.join(", "))
    }

    /// What a part was taken for, where its text does not say it.
    fn meaning(&self, part: &LabelPart) -> String {
        if part.kind == PartKind::Form {
            let alternatives = part.meaning.split(", ").map(|one| self.form_words(one));
            return alternatives.collect::<Vec<_>>().join(", ");
        }
        let or = self.say(" of ", " or ");
        let meaning = part.meaning.replace('|', or).replace('/', " + ");
        if meaning.eq_ignore_ascii_case(&part.text) {
            return String::new();
        }
        meaning
    }

    fn form_words(&self, value: &str) -> String {
        let words = value.split('|').map(|word| match FormWord::parse(word) {
            Some(FormWord::Class(class)) => self.words.medicines().form(class),
            Some(FormWord::Powder) => self.say("poeder", "powder"),
            Some(FormWord::Granules) => self.say("korrels", "granules"),
            Some(FormWord::Liquid) => self.say("vloeistof", "liquid"),
            Some(FormWord::Drops) => self.say("druppels", "drops"),
            Some(FormWord::Spray) => self.say("spray", "spray"),
            Some(FormWord::Oral) => self.say("via de mond", "by mouth"),
            Some(FormWord::Pen) => self.say("voorgevulde pen", "pre-filled pen"),
            Some(FormWord::Insulin) => self.say("insuline", "insulin"),
            Some(FormWord::Unclear) => self.say("onduidelijk", "unclear"),
            None => word,
        });
        let words: Vec<&str> = words.collect();
        words.join(self.say(" of ", " or "))
    }

    fn part_kind(&self, kind: PartKind) -> &'static str {
        match kind {
            PartKind::Substance => self.say("stof", "substance"),
            PartKind::Salt => self.say("zout of ester", "salt or ester"),
            PartKind::Brand => self.say("merk", "brand"),
            PartKind::Form => self.say("vorm of inhalator", "form or device"),
            PartKind::Modifier => self.say("bij de vorm", "about the form"),
            PartKind::Strength => self.say("sterkte", "strength"),
            PartKind::Equivalent => self.say(
                "sterkte als ander zout, als element of in een andere eenheid",
                "strength as another salt, as the element or in another unit",
            ),
            PartKind::Pack => self.say("inhoud van de verpakking", "content of the pack"),
            PartKind::Volume => self.say("volume of massa", "volume or mass"),
            PartKind::Container => self.say("verpakking", "container"),
            PartKind::Maker => self.say("fabrikant", "maker"),
            PartKind::NotMedicine => self.say("hulpmiddel", "device, not a medicine"),
            PartKind::Ignored => {
                self.say("zonder betekenis voor de match", "no meaning for the match")
            }
            PartKind::Number => self.say("getal, mogelijk sterkte", "number, perhaps a strength"),
            PartKind::Unknown => self.say("NIET BEGREPEN", "NOT UNDERSTOOD"),
        }
    }
}
