//! Contradictions on pages: both texts, once, the strongest first, never of a reversed rule.

use crate::contexts::{LABELS, context};
use crate::*;
use groenrecept::Language;
use groenrecept::dataset::guideline::Strength;
use groenrecept::report::advice::{AdviceReport, Asked};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;

fn report(what: &str, context: &Context) -> (Vec<Value>, String) {
    let asked = Asked {
        what,
        ..Asked::default()
    };
    let report = AdviceReport::of(&ENGINE, &asked, context, &Options::for_patient());
    let page = report.text(Language::Dutch);
    let json = serde_json::to_value(&report).unwrap();
    let all = json["conflicts"].as_array().unwrap().clone();
    (all, page.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn strength(id: &str) -> Strength {
    DATASET.rule_by_id(id).unwrap().1.strength
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn each_stands_once_with_both_texts_the_strongest_first(
        what in select(LABELS),
        context in context(),
    ) {
        let (all, page) = report(what, &context);
        let mut pairs = BTreeSet::new();
        let mut before = None;
        for one in &all {
            let texts = one["texts"].as_array().unwrap();
            let ids: Vec<&str> = texts.iter().map(|one| one["rule"].as_str().unwrap()).collect();
            prop_assert_eq!(&one["pairs"][0], &serde_json::json!(ids));
            for pair in one["pairs"].as_array().unwrap() {
                let mut named: Vec<&str> =
                    pair.as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
                for id in &named {
                    let rule = DATASET.rule_by_id(id).unwrap().1;
                    prop_assert!(rule.reversed_by.is_none());
                }
                named.sort_unstable();
                prop_assert!(pairs.insert(named.join(" ")), "{} twice", named.join(" "));
            }
            let [strong, weak] = [ids[0], ids[1]].map(strength);
            prop_assert!(strong <= weak);
            prop_assert!(before.is_none_or(|before| before <= (weak, strong)));
            before = Some((weak, strong));
            let about = one["about"]["nl"].as_str().unwrap();
            prop_assert_eq!(page.matches(&format!("- Over {about}:")).count(), 1);
            for text in texts {
                let reason = text["reason"]["nl"].as_str().unwrap();
                prop_assert!(page.contains(reason), "{}", reason);
            }
        }
    }
}

/// A text about what is neither prescribed nor offered is not held against this prescription.
#[test]
fn a_contradiction_is_about_what_is_prescribed_or_offered() {
    let adult = adult("R96");
    let about = |what: &str| -> Vec<String> {
        let (all, _) = report(what, &adult);
        let about = all.iter().map(|one| one["pairs"].to_string());
        about.collect()
    };
    let aerosol = about("VENTOLIN AEROSOL 100MCG/DO 200DO");
    assert!(!aerosol.is_empty());
    assert!(
        !aerosol.iter().any(|pairs| pairs.contains("neb-01")),
        "{aerosol:?}"
    );
    assert!(
        !aerosol.iter().any(|pairs| pairs.contains("ast-13")),
        "{aerosol:?}"
    );
    let ics = about("FLIXOTIDE INHALATOR AEROSOL 125MCG/DO 120DO");
    assert!(
        ics.iter().any(|pairs| pairs.contains("ast-13-aerosol")),
        "{ics:?}"
    );
}
