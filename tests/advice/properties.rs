//! What must hold of every advice.

use crate::contexts::{LABELS, context};
use crate::*;
use groenrecept::advice::{Offer, Said};
use groenrecept::dataset::ProductId;
use proptest::prelude::*;
use proptest::sample::select;

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    /// No offer without citation, none beside a rule that keeps what is prescribed, no powder
    /// beside any other keep rule, none of a product whose label excludes the context, and a
    /// saving that is impact before minus impact after.
    #[test]
    fn every_offer_is_cited_allowed_and_exact(
        label in select(LABELS), quantity in 1u32..5, context in context()
    ) {
        let prescription = Prescription::new().label(label).quantity(&quantity.to_string(), "ST");
        let advice = ENGINE.advise(&prescription, &context, &Options::for_patient());
        let keeps_all = |said: &Said| KEEPS_ALL.contains(&said.rule.as_str());
        if advice.keep.iter().any(keeps_all) {
            prop_assert!(advice.offers.is_empty());
        } else if !advice.keep.is_empty() {
            let offers = advice.offers.iter();
            for id in offers.flat_map(products) {
                let product = DATASET.product_by_id(id.as_str()).unwrap();
                prop_assert!(product.device != Device::Powder, "{id}");
            }
        }
        for offer in &advice.offers {
            prop_assert!(!offer.said.citation.guideline.is_empty());
            prop_assert!(offer.said.source(&DATASET).is_some());
            for one in &offer.alternatives {
                let product = DATASET.product_by_id(one.product.as_str()).unwrap();
                for limit in DATASET.label_limits(&product.id) {
                    if let (Some(least), Some(age)) = (limit.min_age, known_age(&context)) {
                        prop_assert!(age >= least, "{} {age}", product.id);
                    }
                }
                let before = ENGINE.impact(&prescription).unwrap();
                prop_assert_eq!(one.comparison.before, before.climate);
                let doses = before.quantity.central().in_doses(ENGINE.pack(&before.inhaler).unwrap()).unwrap();
                let per_dose = ENGINE.estimate(&ENGINE.product(one.product.as_str()).unwrap()).unwrap().per_dose.unwrap();
                let share = Fraction::new(doses, u64::from(one.dose.from_doses)).unwrap();
                let after = per_dose.times(share.times(one.dose.to_doses.into()).unwrap()).unwrap();
                prop_assert_eq!(one.comparison.after, after);
                let saving = before.climate.central().minus(after.central()).unwrap();
                prop_assert_eq!(one.saving().unwrap(), saving);
                let lower = matches!(one.comparison.verdict, Verdict::Lower | Verdict::ProbablyLower);
                prop_assert!(lower || offer.for_patient);
            }
        }
    }

    /// The same context and line give the same advice, and nothing panics on any label.
    #[test]
    fn advice_is_a_function_of_its_input(label in ".{0,40}", context in context()) {
        let one = ENGINE.advise(&line(&label, ""), &context, &Options::for_patient());
        let two = Engine::new(&DATASET).advise(&line(&label, ""), &context, &Options::for_patient());
        prop_assert_eq!(one, two);
    }
}

/// Keep rules that hold back whatever is offered; the others hold back powder.
const KEEPS_ALL: [&str; 8] = [
    "ast-14",
    "ast-15",
    "inh-02-agrees",
    "inh-02-overuse",
    "inh-06-control",
    "inh-21",
    "inh-29-keep",
    "vz-02",
];

/// The products of an offer.
fn products(offer: &Offer) -> impl Iterator<Item = &ProductId> {
    let choices = offer.choices.iter().map(|one| &one.product);
    let alternatives = offer.alternatives.iter().map(|one| &one.product);
    alternatives.chain(choices)
}

fn known_age(context: &Context) -> Option<u32> {
    context.given_age().map(|age| u32::from(age.years()))
}
