//! Loads to surface water, computed by hand from `data/water.csv`.

use crate::*;
use groenrecept::Engine;
use groenrecept::report::explain::{Found, explain};
use groenrecept::water::{Amount, Assumption, Gap};

fn ids(load: &Load) -> Vec<&str> {
    load.facts.iter().map(|id| id.as_str()).collect()
}

#[test]
fn a_gel_on_the_skin_washes_off() {
    // Of 1000 mg of diclofenac on the skin:
    //   washed off        0.26 - 0.934, midpoint 0.597
    //   absorbed          0.01 - 0.066; excreted of it: less than 0.01 + 0.66, so 0 - 0.67
    //   through the body  0 - 0.066 x 0.67 = 0.04422, counted as 0 in the central value
    //   to the sewer      0.26 - 0.597 - 0.97822
    //   removed           0 (Assen: less than 0.1) - 0.61, median of 0.39, 0.49, 0.61: 0.49
    // low 1000 x 0.26 x 0.39, central 1000 x 0.597 x 0.51, high 1000 x 0.97822 x 1
    let gel = load(
        &embedded(),
        "M02AA15",
        Route::Dermal,
        "1000",
        Treatment::Secondary,
    );
    assert_eq!(ends(gel.amount), ["101.4", "304.47", "978.22"]);
    assert_eq!(gel.gaps, [].into());
    assert_eq!(
        gel.assumptions,
        [
            Assumption::ConjugatesCount,
            Assumption::CentralIsMidpoint,
            Assumption::BoundCountsLow
        ]
        .into()
    );
    assert_eq!(
        ids(&gel),
        [
            "diclofenac-dermal-absorbed-emulgel",
            "diclofenac-dermal-absorbed-label",
            "diclofenac-dermal-absorbed-lotion",
            "diclofenac-dermal-conjugated",
            "diclofenac-dermal-unchanged",
            "diclofenac-dermal-washed-off",
            "diclofenac-removal-secondary-apriora",
            "diclofenac-removal-secondary-assen",
            "diclofenac-removal-secondary-europe",
            "diclofenac-removal-secondary-gieten",
        ]
    );
}

#[test]
fn advanced_treatment_leaves_four_percent_of_a_gel() {
    // 0.26, 0.597 and 0.97822 of 1000 mg, each x (1 - 0.96).
    let gel = load(
        &embedded(),
        "M02AA15",
        Route::Dermal,
        "1000",
        Treatment::Quaternary,
    );
    assert_eq!(ends(gel.amount), ["10.4", "23.88", "39.1288"]);
}

#[test]
fn a_tablet_of_diclofenac_has_only_an_upper_bound() {
    // Less than 0.01 unchanged and at most 0.66 as conjugates, and perhaps nothing removed:
    // 1000 x 0.67. Advanced treatment: 1000 x 0.67 x 0.04.
    let dataset = embedded();
    let tablet = |treatment| load(&dataset, "M01AB05", Route::Oral, "1000", treatment);
    let secondary = tablet(Treatment::default());
    assert_eq!(secondary.treatment, Treatment::Secondary);
    assert_eq!(secondary.amount, Amount::AtMost(f("670")));
    assert_eq!(secondary.gaps, [Gap::OnlyBounds].into());
    assert_eq!(secondary.assumptions, [Assumption::ConjugatesCount].into());
    assert_eq!(
        tablet(Treatment::Quaternary).amount,
        Amount::AtMost(f("26.8"))
    );
}

#[test]
fn a_bound_beside_a_value_counts_low_in_the_centre() {
    // Naproxen: 0.573 as conjugates, less than 0.01 unchanged, 0.8 removed; 500 x 0.2 = 100.
    let tablet = load(
        &embedded(),
        "M01AE02",
        Route::Oral,
        "500",
        Treatment::Secondary,
    );
    assert_eq!(ends(tablet.amount), ["57.3", "57.3", "58.3"]);
    assert!(tablet.assumptions.contains(&Assumption::BoundCountsLow));
}

#[test]
fn a_stage_without_facts_takes_out_at_least_what_the_one_before_does() {
    // Naproxen after advanced treatment: no value, at most 500 x 0.583 x (1 - 0.8).
    let tablet = load(
        &embedded(),
        "M01AE02",
        Route::Oral,
        "500",
        Treatment::Quaternary,
    );
    assert_eq!(tablet.amount, Amount::AtMost(f("58.3")));
    assert_eq!(tablet.gaps, [Gap::NoRemoval].into());
    // After settling alone nothing is known: all of 0.583 may be left.
    let settled = load(
        &embedded(),
        "M01AE02",
        Route::Oral,
        "500",
        Treatment::Primary,
    );
    assert_eq!(settled.amount, Amount::AtMost(f("291.5")));
    assert_eq!(settled.gaps, [Gap::NoRemoval].into());
}

#[test]
fn unknown_stays_unknown() {
    let dataset = embedded();
    let of = |code, route| load(&dataset, code, route, "100", Treatment::Secondary);
    // Nothing about omeprazole, and of ciprofloxacin no passage or removal.
    for code in ["A02BC01", "J01MA02"] {
        let nothing = of(code, Route::Oral);
        assert_eq!(nothing.amount, Amount::Unknown, "{code}");
        let gaps = [Gap::NoUnchanged, Gap::NoConjugated, Gap::NoRemoval];
        assert_eq!(nothing.gaps, gaps.into(), "{code}");
        assert_eq!(ids(&nothing), [""; 0], "{code}");
    }
    // A known removal bounds it, and gives no central value.
    let rectal = of("M01AE02", Route::Rectal);
    assert_eq!(rectal.amount, Amount::AtMost(f("20")));
    assert_eq!(rectal.gaps, [Gap::NoUnchanged, Gap::NoConjugated].into());
    let somehow = of("M01AE02", Route::Unknown);
    assert_eq!(somehow.amount, Amount::AtMost(f("20")));
    assert_eq!(somehow.gaps, [Gap::NoRoute].into());
    // Ibuprofen on the skin: neither what washes off nor what is absorbed was read.
    let gel = of("M01AE01", Route::Dermal);
    assert_eq!(gel.amount, Amount::AtMost(f("10")));
    assert!(gel.gaps.contains(&Gap::NoWashedOff) && gel.gaps.contains(&Gap::NoAbsorbed));
}

#[test]
fn a_mass_below_zero_has_no_load_and_zero_has_a_load_of_zero() {
    let dataset = embedded();
    let of = |mg| load(&dataset, "M01AE02", Route::Oral, mg, Treatment::Secondary);
    let below = of("-1");
    assert_eq!(below.amount, Amount::Unknown);
    assert_eq!(below.gaps, [Gap::NegativeMass].into());
    assert_eq!(ends(of("0").amount), ["0", "0", "0"]);
    assert_eq!(ends(of("-0").amount), ["0", "0", "0"]);
}

#[test]
fn a_mass_with_too_many_digits_has_no_load() {
    let huge = load(
        &embedded(),
        "M01AE02",
        Route::Oral,
        "999999999999.999999999999",
        Treatment::Secondary,
    );
    // 24 digits times 0.573 and 0.2 still fit; times 0.583 as well.
    assert!(huge.amount.range().is_some());
    let more = water::load(
        &embedded(),
        &atc("M01AE02"),
        Route::Oral,
        Decimal::MAX,
        Treatment::Secondary,
    );
    assert_eq!(more.amount, Amount::Unknown);
    assert_eq!(more.gaps, [Gap::TooManyDigits].into());
}

#[test]
fn a_layer_replaces_a_fact_with_the_same_id() {
    // 0.5 in place of 0.8: 500 x 0.573 x 0.5 and 500 x 0.583 x 0.5.
    let row = "naproxen-removal-secondary-europe,M01AE02,naproxen,removal,,secondary,0.5,,,fraction,,2025,S62,own measurement,read,";
    let dataset = with_rows(&[row]).unwrap();
    let tablet = load(
        &dataset,
        "M01AE02",
        Route::Oral,
        "500",
        Treatment::Secondary,
    );
    assert_eq!(ends(tablet.amount), ["143.25", "143.25", "145.75"]);
}

#[test]
fn facts_from_general_knowledge_are_not_used() {
    let row = "naproxen-removal-guess,M01AE02,naproxen,removal,,secondary,0.1,,,fraction,,2025,S62,nowhere,unverified,";
    let tablet =
        |dataset: &Dataset| load(dataset, "M01AE02", Route::Oral, "500", Treatment::Secondary);
    let with = with_rows(&[row]).unwrap();
    let found = explain(&Engine::new(&with), "naproxen-removal-guess").found();
    assert_eq!(found, Found::WaterFactId);
    assert_eq!(tablet(&with), tablet(&embedded()));
}
