//! Critical volumes: which limits count, and which never do.

use crate::*;
use groenrecept::Engine;
use groenrecept::report::explain::{Found, explain};
use groenrecept::water::{Amount, NoVolume, critical_volume};

fn ids(ids: &[groenrecept::dataset::WaterFactId]) -> Vec<&str> {
    ids.iter().map(|id| id.as_str()).collect()
}

#[test]
fn the_volume_spans_the_limits_around_the_proposed_standard() {
    // The gel of `loads`: 101.4 - 304.47 - 978.22 mg. Limits 0.04 (proposed), 0.05, 0.1 and
    // 0.126 ug/L: low 101.4 / 0.126, central 304.47 / 0.04, high 978.22 / 0.04.
    let dataset = embedded();
    let gel = load(
        &dataset,
        "M02AA15",
        Route::Dermal,
        "1000",
        Treatment::Secondary,
    );
    let volume = critical_volume(&dataset, &atc("M02AA15"), &gel).unwrap();
    assert_eq!(ends(volume.amount), ["804.761905", "7611.75", "24455.5"]);
    assert_eq!(
        ids(&volume.limits),
        [
            "diclofenac-eqs-scheer",
            "diclofenac-eqs-sweden",
            "diclofenac-criterion-ssd",
            "diclofenac-criterion-swiss",
        ]
    );
    assert_eq!(ids(&volume.conflicts), ids(&volume.limits)[1..]);
}

#[test]
fn the_two_limits_of_ibuprofen_are_a_conflict() {
    // 400 mg: at most 400 x (0.01 + 0.14) x (1 - 0.9) = 6 mg; over 0.14 ug/L: 300/7 m3.
    let dataset = embedded();
    let tablet = load(
        &dataset,
        "M01AE01",
        Route::Oral,
        "400",
        Treatment::Secondary,
    );
    let volume = critical_volume(&dataset, &atc("M01AE01"), &tablet).unwrap();
    assert_eq!(
        volume.amount,
        Amount::AtMost(Fraction::new(d("300"), 7).unwrap())
    );
    assert_eq!(
        ids(&volume.limits),
        ["ibuprofen-eqs-scheer", "ibuprofen-criterion-china"]
    );
    assert_eq!(ids(&volume.conflicts), ["ibuprofen-criterion-china"]);
}

#[test]
fn limits_within_ten_percent_are_no_conflict() {
    // Clarithromycin: 0.13 (proposed) and 0.12 (Swiss) differ by 7.7 %. Its conjugates are not
    // known, so a layer gives it a load, and what a layer says stands alone: 1000 x 0.5 x 0.8.
    let rows = [
        "x-unchanged,J01FA09,clarithromycin,excreted_unchanged,oral,,0.5,,,fraction,,2025,S62,own,read,",
        "x-conjugated,J01FA09,clarithromycin,excreted_conjugated,oral,,0,,,fraction,,2025,S62,own,read,",
        "x-removal,J01FA09,clarithromycin,removal,,secondary,0.2,,,fraction,,2025,S62,own,read,",
    ];
    let dataset = with_rows(&rows).unwrap();
    let tablet = load(
        &dataset,
        "J01FA09",
        Route::Oral,
        "1000",
        Treatment::Secondary,
    );
    assert_eq!(ends(tablet.amount), ["400"; 3]);
    let volume = critical_volume(&dataset, &atc("J01FA09"), &tablet).unwrap();
    // 400 / 0.13, and 400 / 0.12 at most.
    assert_eq!(
        ends(volume.amount),
        ["3076.923077", "3076.923077", "3333.333333"]
    );
    assert_eq!(ids(&volume.conflicts), [""; 0]);
}

#[test]
fn a_detection_limit_is_no_limit_for_organisms() {
    let dataset = embedded();
    let with_one = rows_of("detection_limit");
    assert_eq!(with_one.len(), 8);
    for row in with_one {
        let substance = atc(row["atc"].split('|').next().unwrap());
        for route in [Route::Oral, Route::Dermal] {
            let load = water::load(&dataset, &substance, route, d("100"), Treatment::Secondary);
            let found = critical_volume(&dataset, &substance, &load);
            assert_eq!(found, Err(NoVolume::NoLimit), "{}", row["fact_id"]);
        }
    }
}

#[test]
fn limits_for_other_ends_are_never_used() {
    let dataset = embedded();
    for (code, route, other) in [
        ("M01AB05", Route::Dermal, "diclofenac-eqs-food-chain"),
        ("N03AF01", Route::Oral, "carbamazepine-eqs-drinking-water"),
    ] {
        let load = load(&dataset, code, route, "100", Treatment::Secondary);
        let volume = critical_volume(&dataset, &atc(code), &load).unwrap();
        let found = explain(&Engine::new(&dataset), other).found();
        assert_eq!(found, Found::WaterFactId, "{other}");
        assert!(!ids(&volume.limits).contains(&other), "{other}");
    }
}

#[test]
fn without_a_load_or_a_limit_there_is_no_volume() {
    let dataset = embedded();
    let of = |code| {
        let load = load(&dataset, code, Route::Oral, "100", Treatment::Secondary);
        critical_volume(&dataset, &atc(code), &load)
    };
    assert_eq!(of("J01MA02"), Err(NoVolume::NoLoad)); // ciprofloxacin has a criterion
    assert_eq!(of("M01AE02"), Err(NoVolume::NoLimit)); // naproxen has a load
    assert_eq!(
        NoVolume::NoLoad.to_string(),
        "the load to surface water is not known"
    );
}
