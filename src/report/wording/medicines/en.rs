//! The sentences about other medicines in English.

use super::MedicineWording;
use crate::dataset::{Effect, FormClass, OrderUnit};

/// English.
#[derive(Debug)]
pub(in crate::report::wording) struct English;

impl MedicineWording for English {
    fn columns(&self) -> [&'static str; 5] {
        [
            "form",
            "prescriptions",
            "pieces",
            "order per unit",
            "order of all pieces",
        ]
    }

    fn stands_alone(&self) -> &'static str {
        "This block stands by itself. It is not added to the total of inhaled medicines and not fit to compare medicines or substances: the data have no value per substance, only per form."
    }

    fn share(&self, with: &str, of: &str, share: &str) -> String {
        format!(
            "Of {with} of the {of} prescriptions ({share}) an order of magnitude can be given: something is published about the form and the number of pieces is known."
        )
    }

    fn without_order(&self, list: &str) -> String {
        format!("Without a published value that can stand for the form, in prescriptions: {list}.")
    }

    fn about(&self, value: &str) -> String {
        format!("about {value}")
    }

    fn what_it_is(&self) -> &'static str {
        "An order of magnitude runs from the lowest to the highest of a few published values and classes and is no bound: a single medicine may lie below or above it. One tablet or capsule is taken for one dose. What has no value, or of which the number is not known, is not zero."
    }

    fn per(&self, unit: OrderUnit) -> &'static str {
        match unit {
            OrderUnit::Dose => "dose",
            OrderUnit::Administration => "administration",
            OrderUnit::Pen => "pen",
        }
    }

    fn form(&self, form: FormClass) -> &'static str {
        match form {
            FormClass::OralSolid => "tablet or capsule",
            FormClass::Effervescent => "effervescent tablet or granules",
            FormClass::OralPowder => "powder or granules to be taken",
            FormClass::OralLiquid => "liquid or drops to be taken",
            FormClass::Oromucosal => "for the mouth",
            FormClass::Injection => "injection",
            FormClass::Infusion => "infusion",
            FormClass::InsulinPen => "insulin pen, disposable",
            FormClass::InjectionPen => "other injection pen",
            FormClass::Cartridge => "cartridge for a pen",
            FormClass::Dermal => "for the skin",
            FormClass::Patch => "patch",
            FormClass::Eye => "for the eye",
            FormClass::Ear => "for the ear",
            FormClass::Nose => "for the nose",
            FormClass::Suppository => "suppository",
            FormClass::Rectal => "rectal, no suppository",
            FormClass::Vaginal => "vaginal",
            FormClass::Inhalation => "other inhalation",
            FormClass::Unknown => "form not known",
        }
    }

    fn effects(&self) -> &'static str {
        "Of these differences between forms the direction is supported:"
    }

    fn effect(&self, effect: Effect) -> &'static str {
        match effect {
            Effect::IntravenousOral => "paracetamol, intravenous against oral, per administration",
            Effect::LiquidSolid => "paracetamol, liquid against tablet of the same dose",
        }
    }

    fn against(&self, first: &str, second: &str, source: &str) -> String {
        format!("{first} against {second} ({source})")
    }

    fn ratio(&self, ratio: &str, source: &str) -> String {
        format!("{ratio} : 1 ({source})")
    }

    fn sources(&self, list: &str) -> String {
        format!("Sources of this block: {list}.")
    }
}
