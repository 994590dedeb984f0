//! The sentences about other medicines in Dutch.

use super::MedicineWording;
use crate::dataset::{Effect, FormClass, OrderUnit};

/// Dutch.
#[derive(Debug)]
pub(in crate::report::wording) struct Dutch;

impl MedicineWording for Dutch {
    fn columns(&self) -> [&'static str; 5] {
        [
            "vorm",
            "voorschriften",
            "stuks",
            "orde per eenheid",
            "orde van alle stuks",
        ]
    }

    fn stands_alone(&self) -> &'static str {
        "Dit blok staat op zichzelf. Het is niet opgeteld bij het totaal van de inhalatiemedicatie en niet geschikt om middelen of stoffen te vergelijken: de gegevens hebben geen waarde per stof, alleen per vorm."
    }

    fn share(&self, with: &str, of: &str, share: &str) -> String {
        format!(
            "Van {with} van de {of} voorschriften ({share}) is een orde van grootte te geven: van die vorm is iets gepubliceerd en het aantal stuks is bekend."
        )
    }

    fn without_order(&self, list: &str) -> String {
        format!("Zonder gepubliceerde waarde die voor de vorm kan staan, in voorschriften: {list}.")
    }

    fn about(&self, value: &str) -> String {
        format!("ongeveer {value}")
    }

    fn what_it_is(&self) -> &'static str {
        "Een orde van grootte loopt van de laagste tot de hoogste van enkele gepubliceerde waarden en klassen en is geen grens: een enkel middel kan eronder of erboven liggen. Een stuk van een tablet of capsule is als één dosis gerekend. Wat geen waarde heeft, of waarvan het aantal niet bekend is, is niet nul."
    }

    fn per(&self, unit: OrderUnit) -> &'static str {
        match unit {
            OrderUnit::Dose => "dosis",
            OrderUnit::Administration => "toediening",
            OrderUnit::Pen => "pen",
        }
    }

    fn form(&self, form: FormClass) -> &'static str {
        match form {
            FormClass::OralSolid => "tablet of capsule",
            FormClass::Effervescent => "bruistablet of -granulaat",
            FormClass::OralPowder => "poeder of granulaat om in te nemen",
            FormClass::OralLiquid => "drank of druppels om in te nemen",
            FormClass::Oromucosal => "voor in de mond",
            FormClass::Injection => "injectie",
            FormClass::Infusion => "infuus",
            FormClass::InsulinPen => "insulinepen, wegwerp",
            FormClass::InjectionPen => "andere injectiepen",
            FormClass::Cartridge => "patroon voor een pen",
            FormClass::Dermal => "voor de huid",
            FormClass::Patch => "pleister",
            FormClass::Eye => "voor het oog",
            FormClass::Ear => "voor het oor",
            FormClass::Nose => "voor de neus",
            FormClass::Suppository => "zetpil",
            FormClass::Rectal => "rectaal, geen zetpil",
            FormClass::Vaginal => "vaginaal",
            FormClass::Inhalation => "andere inhalatie",
            FormClass::Unknown => "vorm niet bekend",
        }
    }

    fn effects(&self) -> &'static str {
        "Van deze verschillen tussen vormen is de richting wel onderbouwd:"
    }

    fn effect(&self, effect: Effect) -> &'static str {
        match effect {
            Effect::IntravenousOral => "paracetamol, intraveneus tegen oraal, per toediening",
            Effect::LiquidSolid => "paracetamol, drank tegen tablet bij dezelfde dosis",
        }
    }

    fn against(&self, first: &str, second: &str, source: &str) -> String {
        format!("{first} tegen {second} ({source})")
    }

    fn ratio(&self, ratio: &str, source: &str) -> String {
        format!("{ratio} : 1 ({source})")
    }

    fn sources(&self, list: &str) -> String {
        format!("Bronnen van dit blok: {list}.")
    }
}
