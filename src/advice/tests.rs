//! What must hold of what a rule comes to.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use super::{Outcome, Prescribed, Use};
use crate::code::Icpc;
use crate::context::{Age, Context};
use crate::dataset::Dataset;
use crate::dataset::guideline::{Condition, Exception, Fact, Rule, Selector, Setting};
use crate::diagnostic::Message;
use crate::matching::Resolvers;
use crate::prescription::Prescription;
use proptest::prelude::*;
use proptest::sample::select;
use std::sync::LazyLock;

static DATASET: LazyLock<Dataset> = LazyLock::new(|| Dataset::embedded().unwrap());
static RESOLVERS: LazyLock<Resolvers> = LazyLock::new(|| Resolvers::new(&DATASET, None));

/// One that shows that it applies, and where it asks for something one that shows that it does
/// not.
#[test]
fn every_rule_has_its_examples() {
    for rule in DATASET.rules() {
        let asked = rule.from != Selector::default() || rule.when != Condition::default();
        let least = if asked { 2 } else { 1 };
        assert!(rule.examples.len() >= least, "{}", rule.id);
    }
}

#[test]
fn rules_for_hospitals_are_marked() {
    let hospital: Vec<&str> = DATASET
        .rules()
        .filter(|rule| rule.setting == Setting::Hospital)
        .map(|rule| rule.id.as_str())
        .collect();
    assert!(hospital.contains(&"rte-01"), "{hospital:?}");
}

const LABELS: &[&str] = &[
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

fn context() -> impl Strategy<Value = Context> {
    let facts = proptest::collection::btree_map(select(Fact::ALL), any::<bool>(), 0..6);
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
                context = context.icpc(Icpc::parse(code).unwrap());
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

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    /// An exception more never makes a rule say more.
    #[test]
    fn an_added_exception_never_adds(label in select(LABELS), context in context(), at in 0usize..58, fact in select(Fact::ALL), holds in any::<bool>()) {
        let rule = DATASET.rules().nth(at).unwrap();
        let found = Prescription::new().label(label).quantity("1", "ST").resolve(&RESOLVERS);
        let Some(inhaler) = found.inhaler() else {
            return Ok(());
        };
        let mut stricter: Rule = rule.clone();
        stricter.unless.push(Exception {
            condition: Condition {
                facts: [(fact, holds)].into(),
                ..Default::default()
            },
            text: Message::default(),
        });
        let of = |rule: &Rule| Prescribed::Inhaler(inhaler).outcome(rule, &DATASET, &context, Use::Patient);
        let rank = |outcome: &Outcome| match outcome {
            Outcome::Applies => 2,
            Outcome::Check(_) => 1,
            Outcome::Withheld(_) | Outcome::NotMatched => 0,
        };
        prop_assert!(rank(&of(&stricter)) <= rank(&of(rule)));
    }
}
