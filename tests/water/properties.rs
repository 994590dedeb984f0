//! Properties of loads over any facts.

use crate::*;
use groenrecept::water::Amount;
use proptest::prelude::*;

/// Low, value and high in thousandths, ascending; only a bound where there is no value.
type Ends = (u32, Option<u32>, u32);

fn ends() -> impl Strategy<Value = Ends> {
    let three = (0u32..=1000, 0u32..=1000, 0u32..=1000);
    (three, any::<bool>()).prop_map(|((a, b, c), bound)| {
        let mut all = [a, b, c];
        all.sort_unstable();
        (all[0], (!bound).then_some(all[1]), all[2])
    })
}

const STEPS: [&str; 6] = [
    "excreted_unchanged,dermal,",
    "excreted_conjugated,dermal,",
    "absorbed,dermal,",
    "washed_off,dermal,",
    "removal,,secondary",
    "metabolised,dermal,",
];

/// A dataset with one fact about each step that is there.
fn dataset(steps: &[Option<Ends>]) -> Dataset {
    let text = |thousandths: u32| Decimal::new(thousandths.into(), 3).to_string();
    let mut rows = Vec::new();
    for (place, step) in steps.iter().enumerate() {
        let Some((low, value, high)) = step else {
            continue;
        };
        let (low, high) = match value {
            Some(_) => (text(*low), text(*high)),
            None => (String::new(), text(*high)),
        };
        let value = value.map(text).unwrap_or_default();
        let kind = STEPS[place];
        rows.push(format!(
            "x{place},V03AB01,stof,{kind},{value},{low},{high},fraction,,2025,S36,own,read,"
        ));
    }
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    with_rows(&rows).unwrap()
}

fn of(steps: &[Option<Ends>]) -> Amount {
    load(
        &dataset(steps),
        "V03AB01",
        Route::Dermal,
        "250",
        Treatment::Secondary,
    )
    .amount
}

/// Low, central and high; an upper bound reaches from nothing, and unknown to all.
fn span(amount: Amount) -> (Fraction, Option<Fraction>, Fraction) {
    match amount {
        Amount::Range(range) => (range.low(), Some(range.central()), range.high()),
        Amount::AtMost(high) => (Fraction::ZERO, None, high),
        Amount::Unknown => (Fraction::ZERO, None, f("250")),
    }
}

fn wider((low, value, high): Ends, by: u32) -> Ends {
    (
        low.saturating_sub(by),
        value,
        high.saturating_add(by).min(1000),
    )
}

fn more((low, value, high): Ends, by: u32) -> Ends {
    let up = |end: u32| end.saturating_add(by).min(1000);
    (up(low), value.map(up), up(high))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_load_never_exceeds_the_mass(steps in prop::collection::vec(prop::option::weighted(0.9, ends()), 5)) {
        let (low, central, high) = span(of(&steps));
        prop_assert!(!low.is_negative() && high <= f("250"));
        prop_assert!(central.is_none_or(|central| low <= central && central <= high));
    }

    #[test]
    fn more_removal_never_raises_a_load(steps in prop::collection::vec(ends(), 5), by in 0u32..500) {
        let mut steps: Vec<_> = steps.into_iter().map(Some).collect();
        let before = span(of(&steps));
        steps[4] = steps[4].map(|step| more(step, by));
        let after = span(of(&steps));
        prop_assert!(after.0 <= before.0 && after.2 <= before.2);
        prop_assert!(after.1 <= before.1);
    }

    #[test]
    fn what_is_metabolised_never_raises_what_a_load_can_be(
        steps in prop::collection::vec(prop::option::weighted(0.7, ends()), 5),
        metabolised in ends(),
        by in 0u32..500,
    ) {
        let with = |more: Option<Ends>| {
            let all: Vec<_> = steps.iter().copied().chain([more]).collect();
            span(of(&all))
        };
        let [none, some, most] = [None, Some(metabolised), Some(more(metabolised, by))].map(with);
        prop_assert!(some.2 <= none.2 && most.2 <= some.2);
        prop_assert!(!most.0.is_negative() && most.0 <= most.2);
    }

    #[test]
    fn widening_a_step_never_narrows_a_load(steps in prop::collection::vec(ends(), 5), place in 0usize..5, by in 0u32..500) {
        let mut steps: Vec<_> = steps.into_iter().map(Some).collect();
        let before = span(of(&steps));
        steps[place] = steps[place].map(|step| wider(step, by));
        let after = span(of(&steps));
        prop_assert!(after.0 <= before.0 && before.2 <= after.2);
        // The central value rests on central values, and on low ends beside them.
        prop_assert_eq!(after.1.is_some(), before.1.is_some());
    }

    #[test]
    fn forgetting_a_step_never_lowers_what_a_load_can_be(steps in prop::collection::vec(ends(), 5), place in 0usize..5) {
        let mut steps: Vec<_> = steps.into_iter().map(Some).collect();
        let before = span(of(&steps));
        steps[place] = None;
        let after = span(of(&steps));
        prop_assert!(before.2 <= after.2);
        prop_assert!(after.1.is_none());
    }
}
