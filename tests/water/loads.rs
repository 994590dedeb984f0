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
    // Nothing about allopurinol, and of ciprofloxacin no passage or removal.
    for code in ["M04AA01", "J01MA02"] {
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

/// A layer with these facts of one substance, each from its kind to its unit.
fn with_facts(facts: &[&str]) -> Dataset {
    let rows = facts.iter().enumerate();
    let rows = rows.map(|(place, fact)| {
        let (fact, product) = fact.split_once('>').unwrap_or((fact, ""));
        format!("x{place},V03AB01,stof,{fact},,2025,S36,own,read,,{product}")
    });
    let rows: Vec<String> = rows.collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    with_table(&format!("{HEADER},product"), &rows).unwrap()
}

fn of_a_gram(facts: &[&str]) -> Load {
    let dataset = with_facts(facts);
    load(
        &dataset,
        "V03AB01",
        Route::Oral,
        "1000",
        Treatment::Secondary,
    )
}

#[test]
fn what_leaves_in_one_way_cannot_leave_in_another() {
    // All of it unchanged: there is no conjugate, and nothing is missing. 1000 x 1 x 0.8.
    let all = of_a_gram(&[
        "excreted_unchanged,oral,,1,,,fraction",
        "removal,,secondary,0.2,,,fraction",
    ]);
    assert_eq!(ends(all.amount), ["800", "800", "800"]);
    assert_eq!(all.gaps, [].into());
    // 0.3 unchanged and 0.5 turned into other substances: conjugates are at most 0.2, so at most
    // 1000 x 0.5 x 0.8.
    let facts = [
        "excreted_unchanged,oral,,0.3,,,fraction",
        "metabolised,oral,,0.5,,,fraction",
        "removal,,secondary,0.2,,,fraction",
    ];
    let some = of_a_gram(&facts);
    assert_eq!(some.amount, Amount::AtMost(f("400")));
    assert_eq!(some.gaps, [Gap::NoConjugated].into());
    assert_eq!(some.assumptions, [Assumption::MetabolitesLeftOut].into());
    assert_eq!(ids(&some), ["x0", "x1", "x2"]);
    // Without the share that is metabolised conjugates can be all the rest.
    let unbound = of_a_gram(&[facts[0], facts[2]]);
    assert_eq!(unbound.amount, Amount::AtMost(f("800")));
    // By the part of a bound that is sure: more than 0.6 metabolised leaves 0.4.
    let bound = of_a_gram(&["metabolised,oral,,,0.6,,fraction"]);
    assert_eq!(bound.amount, Amount::AtMost(f("400")));
    // Stated conjugates are bounded, too: 0.3 + 0.4 is cut to 0.5.
    let cut = of_a_gram(&[
        facts[0],
        "excreted_conjugated,oral,,,,0.4,fraction",
        facts[1],
        facts[2],
    ]);
    assert_eq!(ends(cut.amount), ["240", "240", "400"]);
}

#[test]
fn completely_metabolised_leaves_nothing_whatever_treatment_does() {
    let nothing = of_a_gram(&["metabolised,oral,,1,,,fraction"]);
    assert_eq!(ends(nothing.amount), ["0", "0", "0"]);
    assert_eq!(nothing.gaps, [].into());
    assert_eq!(ids(&nothing), ["x0"]);
}

#[test]
fn what_is_formed_is_counted_in_mass_of_what_it_is_formed_of() {
    let products = |facts: &[&str]| -> Vec<(String, Amount)> {
        let products = of_a_gram(facts).products.into_iter();
        products.map(|one| (one.name, one.amount)).collect()
    };
    let unchanged = "excreted_unchanged,oral,,0.5,,,fraction";
    let conjugated = "excreted_conjugated,oral,,0,,,fraction";
    // In the plant: of what reaches the sewer. 1000 x 0.5 x 0.4.
    let plant = "transformed,,secondary,0.4,,,mass fraction>p";
    let found = products(&[unchanged, conjugated, plant]);
    let [(name, amount)] = found.as_slice() else {
        panic!("{found:?}");
    };
    assert_eq!(name, "p");
    assert_eq!(ends(*amount), ["200", "200", "200"]);
    // Of a sewer that is only bounded, a bound: 1000 x 1 x 0.4.
    assert_eq!(
        products(&[unchanged, plant]),
        [("p".to_owned(), Amount::AtMost(f("400")))]
    );
    // In the body: of the dose, and treatment may take some out. 1000 x 0.1; with the plant
    // 100 + 200.
    let body = "transformed,oral,,0.1,,,mass fraction>p";
    assert_eq!(
        products(&[unchanged, conjugated, body]),
        [("p".to_owned(), Amount::AtMost(f("100")))]
    );
    assert_eq!(
        products(&[unchanged, conjugated, body, plant]),
        [("p".to_owned(), Amount::AtMost(f("300")))]
    );
    // Of another stage, by another route or not in mass: not known.
    for other in [
        "transformed,,quaternary,0.4,,,mass fraction>p",
        "transformed,rectal,,0.4,,,mass fraction>p",
        "transformed,,secondary,0.4,,,fraction>p",
    ] {
        assert_eq!(
            products(&[unchanged, conjugated, other]),
            [("p".to_owned(), Amount::Unknown)],
            "{other}"
        );
    }
}

#[test]
fn a_volume_is_the_higher_of_the_substance_and_what_is_formed() {
    let common = [
        "excreted_unchanged,oral,,0.5,,,fraction",
        "excreted_conjugated,oral,,0,,,fraction",
        "removal,,secondary,0.8,,,fraction",
        "pnec,,,10,,,ug/L",
    ];
    let volume = |more: &[&str]| {
        let facts: Vec<&str> = common.iter().chain(more).copied().collect();
        let dataset = with_facts(&facts);
        let load = load(
            &dataset,
            "V03AB01",
            Route::Oral,
            "1000",
            Treatment::Secondary,
        );
        water::critical_volume(&dataset, &atc("V03AB01"), &load)
    };
    // 1000 x 0.5 x 0.2 = 100 mg over 10 ug/L: 10 m3. A product without a limit does not count.
    let formed = "transformed,,secondary,0.4,,,mass fraction>p"; // 200 mg
    for more in [&[][..], &[formed]] {
        let alone = volume(more).unwrap();
        assert_eq!(ends(alone.amount), ["10", "10", "10"]);
        assert_eq!(alone.product, None);
    }
    // 200 mg over 50 ug/L are 4 m3, over 5 ug/L 40.
    let lower = volume(&[formed, "pnec,,,50,,,ug/L>p"]).unwrap();
    assert_eq!(ends(lower.amount), ["10", "10", "10"]);
    assert_eq!(lower.product, None);
    assert_eq!(lower.limits.len(), 2);
    let higher = volume(&[formed, "pnec,,,5,,,ug/L>p"]).unwrap();
    assert_eq!(ends(higher.amount), ["40", "40", "40"]);
    assert_eq!(higher.product.as_deref(), Some("p"));
    assert_eq!(higher.limits[0].as_str(), "x5");
    assert_eq!(higher.conflicts, []);
    // Only a bound where one of them is: 500 mg from the body over 5 ug/L.
    let bound = volume(&[
        "transformed,oral,,0.5,,,mass fraction>p",
        "pnec,,,5,,,ug/L>p",
    ])
    .unwrap();
    assert_eq!(bound.amount, Amount::AtMost(f("100")));
    assert_eq!(bound.product.as_deref(), Some("p"));
    // A limit of what is formed, and no mass: the volume of the substance would say too little.
    for more in [
        &["pnec,,,5,,,ug/L>p"][..],
        &[
            "pnec,,,5,,,ug/L>p",
            "transformed,,secondary,0.4,,,fraction>p",
        ],
    ] {
        assert_eq!(volume(more), Err(water::NoVolume::ProductUnknown));
    }
    assert_eq!(
        water::NoVolume::ProductUnknown.to_string(),
        "how much is formed of a transformation product that has a limit is not known"
    );
}
