//! Labels of inhalers and others, and any context of a patient.
//!
//! A test within the crate, of what stays private, reads this file too: names come from above.

use super::{Age, Context, DATASET, Fact, Icpc};
use proptest::prelude::*;
use proptest::sample::select;

pub(super) const LABELS: &[&str] = &[
    "VENTOLIN AEROSOL 100UG/DO 200DO",
    "SALBUTAMOL AEROSOL 100UG/DO 200DO",
    "FOSTER AEROSOL 100/6MCG/DO 120DO",
    "SERETIDE INHALATOR AEROSOL 25/125MCG/DO 120DO",
    "SERETIDE DISKUS INHPDR 50/250MCG 60DO",
    "TRIMBOW AEROSOL 87/5/9MCG/DO 120DO",
    "FLIXOTIDE INHALATOR AEROSOL 125MCG/DO 120DO",
    "QVAR AEROSOL 100UG/DO 200DO",
    "FLUTIFORM AEROSOL 125/5MCG/DO 120DO",
    "ATROVENT DOSISAEROSOL 20MCG/DO 200DO",
    "SPIRIVA RESPIMAT INHVLST 2,5MCG/DO 60DO",
    "SEREVENT AEROSOL 25UG/DO 120DO",
    "DICLOFENAC GEL 11,6MG/G TUBE 100G",
    "iets anders",
];

/// The facts that are answered by yes or no.
pub(super) fn facts() -> Vec<Fact> {
    let number = [Fact::DAYS_SUPPLIED, Fact::DOSES_PER_YEAR];
    DATASET
        .facts()
        .filter(|fact| !number.contains(fact))
        .collect()
}

pub(super) fn context() -> impl Strategy<Value = Context> {
    let facts = proptest::collection::btree_map(select(facts()), any::<bool>(), 0..6);
    (
        proptest::option::of(0u32..=120),
        proptest::option::of(select(&["R96", "R95", "A01", "K86"][..])),
        facts,
        proptest::option::of(any::<bool>()),
        proptest::option::of(0u32..400),
        proptest::option::of(0u32..3000),
    )
        .prop_map(|(age, icpc, facts, first, days, doses)| {
            let mut context = Context::new();
            if let Some(age) = age {
                context = context.age(Age::new(age).unwrap());
            }
            if let Some(code) = icpc {
                context = context.icpc(code.parse::<Icpc>().unwrap());
            }
            for (fact, holds) in facts {
                context = context.fact(fact, holds);
            }
            if let Some(first) = first {
                context = context.first_issue(first);
            }
            if let Some(days) = days {
                context = context.days_supplied(days);
            }
            if let Some(doses) = doses {
                context = context.doses_per_year(doses);
            }
            context
        })
}
