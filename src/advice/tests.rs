//! What must hold of what a rule comes to.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "../../tests/advice/contexts.rs"]
mod contexts;

use super::{Outcome, Prescribed, Use};
use crate::code::Icpc;
use crate::context::{Age, Context};
use crate::dataset::Dataset;
use crate::dataset::guideline::{Condition, Exception, Fact, Part, Rule, Selector, Setting, Test};
use crate::diagnostic::Message;
use crate::matching::Resolvers;
use crate::prescription::Prescription;
use contexts::{LABELS, context, facts};
use proptest::prelude::*;
use proptest::sample::{Index, select};
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

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    /// An exception more never makes a rule say more.
    #[test]
    fn an_added_exception_never_adds(label in select(LABELS), context in context(), at in any::<Index>(), fact in select(facts()), holds in any::<bool>()) {
        let rules: Vec<&Rule> = DATASET.rules().collect();
        let rule = *at.get(&rules);
        let found = Prescription::new().label(label).quantity("1", "ST").resolve(&RESOLVERS);
        let Some(inhaler) = found.inhaler() else {
            return Ok(());
        };
        let mut stricter: Rule = rule.clone();
        stricter.unless.push(Exception {
            condition: Part::Fact(fact, Test::Is(holds)).into(),
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
