//! Products that have moved to another propellant, as a comparison and labels tell of them.

use crate::diagnostic::Message;
use crate::engine::Engine;
use crate::formulary::{Settings, Worth};
use crate::language::Language;
use crate::report::wording;
use crate::report::wording::product_label;
use std::collections::BTreeMap;

/// A product that has moved to another propellant.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(crate) struct MoveReport {
    /// The product, by id.
    pub product: String,
    /// Its name.
    pub name: Message,
    /// The gas.
    pub gas: String,
    /// From which day.
    pub from: String,
    /// How far its value is known.
    pub worth: Worth,
}

/// Products that move to another propellant, by the file that was given.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(crate) struct TransitionReport {
    /// Products in the file.
    pub products: usize,
    /// The first day on which one moves.
    pub first_day: Option<String>,
    /// Those that have moved by the day of the new formulary.
    pub moves: Vec<MoveReport>,
}

/// The products of the file of transitions that settings have; `None` without one.
pub(super) fn transition(engine: &Engine, settings: &Settings) -> Option<TransitionReport> {
    let moving = settings.moving();
    if moving.is_empty() {
        return None;
    }
    let name = |id: &str, language: Language| {
        let product = engine.dataset().product_by_id(id);
        product.map_or_else(String::new, |one| product_label(one, wording::of(language)))
    };
    let moves = settings.moves(engine).into_iter().map(|one| {
        let id = one.product.as_str();
        MoveReport {
            name: (name(id, Language::Dutch), name(id, Language::English)).into(),
            product: id.to_owned(),
            gas: one.gas,
            from: one.from.to_string(),
            worth: one.worth,
        }
    });
    Some(TransitionReport {
        products: moving.len(),
        first_day: moving.first_day().map(|day| day.to_string()),
        moves: moves.collect(),
    })
}

/// How many products have moved by which day, and how far their values are known.
pub(super) fn transition_lines(
    transition: &TransitionReport,
    (on, data_date): (Option<&str>, Option<&str>),
    language: Language,
) -> Vec<String> {
    let (moved, of) = (transition.moves.len(), transition.products);
    let day = on.or(data_date).unwrap_or("-");
    let first = transition.first_day.as_deref().unwrap_or("-");
    let which = match on {
        Some(_) => String::new(),
        None => language
            .say(
                ", de datum van de gegevens omdat er geen dag is opgegeven (--on),",
                ", the date of the data because no day was given (--on)",
            )
            .to_owned(),
    };
    let mut lines = vec![match language {
        Language::Dutch => format!(
            "Op {day}{which} zijn {moved} van de {of} producten in het meegegeven bestand over op een ander drijfgas; het eerste gaat over op {first}."
        ),
        Language::English => format!(
            "By {day}{which}, {moved} of the {of} products in the file that was given have moved to another propellant; the first moves on {first}."
        ),
    }];
    if moved > 0 {
        lines.push(
                language.say("Aangenomen is dat de massa gas en de rest van de levenscyclus gelijk blijven.",
                    "It is assumed that the mass of gas and the rest of the life cycle stay as they are.",
                )
                .to_owned(),
            );
    }
    let ranges = [Worth::GasAlone, Worth::RestNotKnown, Worth::MassNotKnown];
    if transition
        .moves
        .iter()
        .any(|one| ranges.contains(&one.worth))
    {
        lines.push(
                language.say("Van een bereik is het midden de middenwaarde; waar de oude waarde alleen het gas telt, doet de nieuwe dat ook.",
                    "Of a range the midpoint is the central value; where the old value counts the gas alone, the new one does too.",
                )
                .to_owned(),
            );
    }
    let mut by_worth: BTreeMap<Worth, Vec<&MoveReport>> = BTreeMap::new();
    for one in &transition.moves {
        by_worth.entry(one.worth).or_default().push(one);
    }
    for (worth, moves) in by_worth {
        let names: Vec<String> = moves
            .iter()
            .map(|one| {
                let name = one.name.text(language);
                let from = language.say("vanaf", "from");
                format!("{name} ({}, {from} {})", one.gas, one.from)
            })
            .collect();
        let lead = worth_words(worth, language);
        lines.push(format!("{lead}: {}.", names.join("; ")));
    }
    lines
}

const fn worth_words(worth: Worth, language: Language) -> &'static str {
    let (nl, en) = match worth {
        Worth::Whole => ("Doorgerekend", "Computed"),
        Worth::GasAlone => (
            "Doorgerekend, alleen het gas zoals in de oude waarde",
            "Computed, the gas alone as in the old value",
        ),
        Worth::RestNotKnown => (
            "Als bereik, want de massa gas is bekend en de rest van de levenscyclus niet",
            "As a range, since the mass of gas is known and the rest of the life cycle is not",
        ),
        Worth::MassNotKnown => (
            "Als bereik tot de oude waarde, want de massa gas is niet bekend",
            "As a range up to the old value, since the mass of gas is not known",
        ),
        Worth::NoPropellant => (
            "Niet geteld, want zonder drijfgas",
            "Not counted, since without propellant",
        ),
        Worth::SameGas => (
            "Niets verandert, want het houdt dat gas al",
            "Nothing changes, since it holds that gas already",
        ),
        Worth::GasNotKnown => (
            "Over op papier, niet te waarderen: welk gas het nu houdt, is niet bekend",
            "Moved on paper, no value: the gas that it holds now is not known",
        ),
        Worth::NoPotential => (
            "Over op papier, niet te waarderen: het gas heeft geen GWP100 in de gekozen set",
            "Moved on paper, no value: the gas has no GWP100 in the chosen set",
        ),
        Worth::NoValue => (
            "Over op papier, niet te waarderen: er is geen waarde van het product of van dezelfde stof in zo'n inhalator",
            "Moved on paper, no value: there is no value of the product, nor of its substance in such an inhaler",
        ),
        Worth::NoDoses => (
            "Over op papier, niet te waarderen: het aantal doses per inhalator is niet bekend",
            "Moved on paper, no value: the number of doses in the inhaler is not known",
        ),
        Worth::HigherPotential => (
            "Over op papier, niet te waarderen: het nieuwe gas kan zwaarder wegen en de delen zijn niet bekend",
            "Moved on paper, no value: the new gas may weigh more and the parts are not known",
        ),
        Worth::Contradiction => (
            "Over op papier, niet te waarderen: de bekende massa gas weegt meer dan de gepubliceerde waarde",
            "Moved on paper, no value: the known mass of gas weighs more than the published value",
        ),
    };
    match language {
        Language::Dutch => nl,
        Language::English => en,
    }
}
