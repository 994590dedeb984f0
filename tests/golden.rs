//! Small exports with their arithmetic written out, and the whole report of the demo export.
//!
//! The sums in the comments were made by hand from `data/factors.csv`, `data/gwp.csv` and the
//! rules in `src/impact/mod.rs`; where a comment names a factor, that row of the file is meant.
//!
//! `fixtures/golden/demo.json` is written anew by
//!
//! ```sh
//! UPDATE_GOLDEN=1 cargo test --test golden demo
//! ```
//!
//! Read the difference before it is committed: every changed number has a reason in the
//! changelog.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails; helpers stand outside the test functions"
)]

use groenrecept::intake::{Day, Export};
use groenrecept::practice::Analysis;
use groenrecept::{Dataset, GwpSet};
use serde_json::{Value, json};
use std::path::Path;

fn embedded() -> Dataset {
    Dataset::embedded().unwrap()
}

fn report(dataset: &Dataset, gwp: GwpSet, text: &str) -> Value {
    let export = Export::new("export.csv", text.as_bytes()).unwrap();
    let report = Analysis::new(dataset).gwp(gwp).run(export, None).unwrap();
    serde_json::to_value(report).unwrap()
}

/// The embedded data and AR6.
fn plain(text: &str) -> Value {
    report(&embedded(), GwpSet::Ar6, text)
}

fn entry(product: &str, rows: u64, amount: &str, unit: &str, climate: Value) -> Value {
    json!({
        "product": product,
        "rows": rows,
        "amount": format!("{amount} {unit}"),
        "other_doses": null,
        "climate": climate,
    })
}

/// Low, central and high, basis, factors and flags.
fn climate(ends: [&str; 3], basis: &str, factors: &[&str], flags: &[&str]) -> Value {
    let [low, central, high] = ends;
    json!({
        "low": low,
        "central": central,
        "high": high,
        "basis": basis,
        "factors": factors,
        "flags": flags,
    })
}

/// All product entries in the order of the report, without names and labels.
fn products(report: &Value) -> Value {
    let all = report["products"].as_array().unwrap();
    let brief = |p: &Value| {
        let quantity = &p["quantity"];
        json!({
            "product": p["product"],
            "rows": p["rows"],
            "amount": format!(
                "{} {}",
                quantity["amount"].as_str().unwrap(),
                quantity["unit"].as_str().unwrap()
            ),
            "other_doses": p["other_doses"],
            "climate": p["climate"],
        })
    };
    all.iter().map(brief).collect()
}

fn ends(value: &Value) -> Value {
    json!([value["low"], value["central"], value["high"]])
}

fn months(report: &Value) -> Value {
    let all = report["months"].as_array().unwrap();
    all.iter()
        .map(|m| json!([m["month"], m["rows"], ends(&m["climate"])]))
        .collect()
}

/// Rows by basis: product, equivalent, device class, form class, none.
fn basis(report: &Value) -> [u64; 5] {
    let rows = &report["coverage"]["climate"]["rows"];
    [
        "product",
        "equivalent",
        "device_class",
        "form_class",
        "none",
    ]
    .map(|name| rows[name].as_u64().unwrap())
}

const AS_PUBLISHED: &[&str] = &["gwp_as_published"];
/// Ventolin under AR6: s01 without a set, s08 and s09 without a boundary, and the gas alone.
const VENTOLIN_FLAGS: &[&str] = &["gwp_as_published", "boundary_not_stated", "boundary_mixed"];

/// Five products with values of their own, counted in devices, over two months.
#[test]
fn devices_of_products_with_their_own_value() {
    let report = plain(
        "patient;datum;omschrijving;atc;aantal;eenheid\n\
         1;15-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;R03AC02;2;ST\n\
         1;31-01-2025;SERETIDE DISKUS INHPDR 50/500UG 60DO;R03AK06;1;ST\n\
         2;03-02-2025;SEREVENT DISKUS INHPDR 50UG 60DO;R03AC12;3;ST\n\
         2;03-02-2025;AIROMIR AUTOHALER AEROSOL 100UG/DO 200DO;R03AC02;1;ST\n\
         3;14-02-2025;ATROVENT AEROSOL 20UG/DO 200DO;R03BB01;1;ST\n\
         3;14-02-2025;METFORMINE TABL 500MG;A10BA02;90;ST\n",
    );
    assert_eq!(
        report["rows"],
        json!({
            "read": 6, "analysed": 6, "merged": 0, "merge_possible": true,
            "set_aside": {}, "set_aside_lines": {},
        })
    );
    // Ventolin: 28.262 (s01, certificate), 28.26 (s08) and 28 (s09), all without a set and so
    //   as published. It holds 17.32 to 19.8 g of HFC-134a (s03 mass), under AR6
    //   17.32 x 1.530 = 26.4996 to 19.8 x 1.530 = 30.294 kg. 25.26 at AR5 (s03 large) cannot
    //   be restated without one mass, is below 26.4996 and does not count. Low 28, central
    //   28.262, high the most gas, 30.294. Two: 56, 56.524, 60.588.
    // Atrovent: 14.59 at AR5 with 11 g of HFC-134a (s03 mass): 14.59 - 11 x 1.300 + 11 x 1.530
    //   = 17.12. The gas alone (s03, 14.3 x 1530/1300 = 16.83, as 11 x 1.530) does not raise
    //   the high end; the mass is named because the total was restated with it.
    // Airomir Autohaler: 9.72 (s08), boundary not stated.
    // Serevent Diskus: 3 x 0.732 = 2.196.
    // Seretide Diskus: 0.898 (s01) and 1.250 (s07, repeated by others): 0.898, 0.898, 1.25.
    assert_eq!(
        products(&report),
        json!([
            entry(
                "ventolin-aerosol-100",
                1,
                "2",
                "device",
                climate(
                    ["56", "56.524", "60.588"],
                    "product",
                    &[
                        "s01-ventolin-aerosol",
                        "s08-ventolin-aerosol",
                        "s09-ventolin-aerosol",
                        "s03-mass-saba-large"
                    ],
                    VENTOLIN_FLAGS,
                ),
            ),
            entry(
                "atrovent-aerosol-20",
                1,
                "1",
                "device",
                climate(
                    ["17.12"; 3],
                    "product",
                    &["s05-atrovent-aerosol", "s03-mass-sama"],
                    &[],
                ),
            ),
            entry(
                "airomir-autohaler-100",
                1,
                "1",
                "device",
                climate(
                    ["9.72"; 3],
                    "product",
                    &["s08-airomir-autohaler"],
                    &["gwp_as_published", "boundary_not_stated", "secondary"],
                ),
            ),
            entry(
                "serevent-diskus-50",
                1,
                "3",
                "device",
                climate(["2.196"; 3], "product", &["s01-serevent-diskus"], &[]),
            ),
            entry(
                "seretide-diskus-50-500",
                1,
                "1",
                "device",
                climate(
                    ["0.898", "0.898", "1.25"],
                    "product",
                    &["s01-seretide-diskus", "s07-seretide-diskus"],
                    &[],
                ),
            ),
        ])
    );
    // low:     56     + 17.12 + 9.72 + 2.196 + 0.898 = 85.934
    // central: 56.524 + 17.12 + 9.72 + 2.196 + 0.898 = 86.458
    // high:    60.588 + 17.12 + 9.72 + 2.196 + 1.25  = 90.874
    // Flags, by the central value: as published and boundary not stated 56.524 + 9.72 =
    // 66.244; mixed 56.524; secondary 9.72.
    assert_eq!(
        report["totals"]["climate"],
        json!({
            "unit": "kg CO2e", "low": "85.934", "central": "86.458", "high": "90.874",
            "flagged": {
                "gwp_as_published": "66.244", "boundary_not_stated": "66.244",
                "boundary_mixed": "56.524", "secondary": "9.72",
            },
        })
    );
    // January: Ventolin and Seretide, 56 + 0.898, 56.524 + 0.898, 60.588 + 1.25. February: 17.12 + 9.72 + 2.196 = 29.036.
    assert_eq!(
        months(&report),
        json!([
            ["2025-01", 2, ["56.898", "57.422", "61.838"]],
            ["2025-02", 3, ["29.036", "29.036", "29.036"]],
        ])
    );
    assert_eq!(basis(&report), [5, 0, 0, 0, 1]);
    assert_eq!(
        report["coverage"]["climate"]["none"],
        json!({
            "other_medicine": 1, "unrecognised": 0, "unrecognised_lines": [],
            "inhaler_without_value": 0,
        })
    );
    // 2 + 1 + 3 + 1 + 1 = 8 devices.
    assert_eq!(
        report["coverage"]["climate"]["inhalers"],
        json!({
            "rows": 5, "rows_with_value": 5, "rows_set_aside": 0,
            "devices_with_value": "8", "devices_without_value": "0",
            "loose_doses_with_value": "0", "loose_doses_without_value": "0",
        })
    );
    assert_eq!(
        report["period"],
        json!({"from": "2025-01-15", "to": "2025-02-14"})
    );
    // Doses: 2 x 200 + 200 by aerosol, 200 breath-actuated, 3 x 60 + 60 powder.
    assert_eq!(
        report["mix"]["device"],
        json!({
            "pMDI": {"rows": 2, "doses": "600", "rows_without_doses": 0, "climate_central": "73.644"},
            "BAI": {"rows": 1, "doses": "200", "rows_without_doses": 0, "climate_central": "9.72"},
            "DPI": {"rows": 2, "doses": "240", "rows_without_doses": 0, "climate_central": "3.094"},
        })
    );
}

/// The same aerosol in every way that an amount is written, and those that are refused.
#[test]
fn doses_against_devices() {
    let report = plain(
        "datum;omschrijving;aantal;eenheid\n\
         15-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;1;ST\n\
         15-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;200;ST\n\
         16-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;150;DO\n\
         17-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;400;\n\
         20-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;1;DO\n\
         20-01-2025;VENTOLIN DISKUS INHPDR 200UG 60DO;90;DO\n\
         20-01-2025;VENTOLIN DISKUS INHPDR 200UG 60DO;60;ST\n\
         21-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;20;\n\
         21-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;50;ST\n\
         21-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;2,5;ST\n\
         21-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;9800;DO\n\
         21-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;30;G\n\
         22-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;0;ST\n\
         22-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;-1;ST\n\
         22-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;twee;ST\n",
    );
    // Without a patient column no copies can be looked for.
    assert_eq!(
        report["rows"],
        json!({
            "read": 15, "analysed": 7, "merged": 0, "merge_possible": false,
            "set_aside": {
                "quantity-unclear": 2,    // 20 without unit; 50 pieces, no multiple of 200
                "quantity-absurd": 2,     // 2.5 devices; more doses than 48 x 200
                "quantity-unit": 1,
                "quantity-zero": 1,
                "quantity-negative": 1,
                "quantity-unreadable": 1,
            },
            "set_aside_lines": {
                "quantity-unclear": [9, 10],
                "quantity-absurd": [11, 12],
                "quantity-unit": [13],
                "quantity-zero": [14],
                "quantity-negative": [15],
                "quantity-unreadable": [16],
            },
        })
    );
    // Aerosol: 1 + 200/200 + 150/200 + 400/200 + 1 = 5.75 devices:
    //   5.75 x 28 = 161; 5.75 x 28.262 = 162.5065; 5.75 x 30.294 = 174.1905.
    // Diskus: 90/60 + 60/60 = 2.5 devices: 2.5 x 0.58 = 1.45; 2.5 x 0.583 = 1.4575.
    assert_eq!(
        products(&report),
        json!([
            entry(
                "ventolin-aerosol-100",
                5,
                "5.75",
                "device",
                climate(
                    ["161", "162.5065", "174.1905"],
                    "product",
                    &[
                        "s01-ventolin-aerosol",
                        "s08-ventolin-aerosol",
                        "s09-ventolin-aerosol",
                        "s03-mass-saba-large"
                    ],
                    VENTOLIN_FLAGS,
                ),
            ),
            entry(
                "ventolin-diskus-200",
                2,
                "2.5",
                "device",
                climate(
                    ["1.45", "1.4575", "1.4575"],
                    "product",
                    &["s01-ventolin-diskus", "s08-ventolin-diskus"],
                    &["boundary_not_stated", "boundary_mixed"],
                ),
            ),
        ])
    );
    // 161 + 1.45; 162.5065 + 1.4575; 174.1905 + 1.4575
    assert_eq!(
        ends(&report["totals"]["climate"]),
        json!(["162.45", "163.964", "175.648"])
    );
    assert_eq!(
        report["matching"]["quantities"],
        json!({
            "stated_devices": 1,
            "corrected_to_doses": 2,
            "stated_doses": 2,
            "inferred_doses": 1,
            "corrected_to_devices": 1,
        })
    );
    assert_eq!(
        report["coverage"]["climate"]["inhalers"]["devices_with_value"],
        json!("8.25")
    );
    // All that is set aside is Ventolin: 2 + 2 + 1 + 1 + 1 + 1.
    assert_eq!(
        report["coverage"]["climate"]["inhalers"]["rows_set_aside"],
        8
    );
}

/// A third of a pack of 120 doses is no finite decimal; three of them are one pack.
#[test]
fn parts_of_a_pack_add_up_exactly() {
    let report = plain(
        "datum;omschrijving;aantal;eenheid\n\
         15-01-2025;FOSTER AEROSOL 100/6UG/DO 180DO;140;DO\n\
         16-01-2025;FOSTER AEROSOL 100/6UG/DO 180DO;140;DO\n\
         17-01-2025;FOSTER AEROSOL 100/6UG/DO 180DO;140;DO\n\
         18-01-2025;SEREVENT DISKUS INHPDR 50UG 60DO;70;DO\n",
    );
    // Foster: 94.42 g per actuation: 420 x 0.09442 = 39.6564; 420/180 = 2.333333 devices.
    //   The gas of s03 is that of its class, so it says nothing about Foster itself.
    // Serevent: 70/60 x 0.732 = 0.854; 70/60 = 1.166667 devices, rounded half away from zero.
    assert_eq!(
        products(&report),
        json!([
            entry(
                "foster-aerosol-100-6-180do",
                3,
                "2.333333",
                "device",
                climate(
                    ["39.6564"; 3],
                    "product",
                    &["s04-foster-aerosol"],
                    AS_PUBLISHED,
                ),
            ),
            entry(
                "serevent-diskus-50",
                1,
                "1.166667",
                "device",
                climate(["0.854"; 3], "product", &["s01-serevent-diskus"], &[]),
            ),
        ])
    );
    // 2 1/3 + 1 1/6 = 3 1/2 devices, without the rounding of either.
    assert_eq!(
        report["coverage"]["climate"]["inhalers"]["devices_with_value"],
        json!("3.5")
    );
}

/// A label that several products fit gets the bracket over them.
#[test]
fn an_ambiguous_label_gets_the_bracket() {
    let report = plain(
        "datum;omschrijving;aantal;eenheid\n\
         15-01-2025;SALBUTAMOL AEROSOL 100UG/DO 200DO;2;ST\n\
         15-01-2025;salbutamol aerosol 100ug/do 200do;200;DO\n\
         16-01-2025;SALBUTAMOL SANDOZ AEROSOL 100UG/DO 200DO;1;ST\n\
         20-02-2025;BECLOMETASON/FORMOTEROL AEROSOL 100/6UG/DO;2;ST\n\
         20-02-2025;BECLOMETASON/FORMOTEROL AEROSOL 100/6UG/DO;240;DO\n",
    );
    let ids = |at: usize| report["products"][at]["candidates"].clone();
    assert_eq!(
        ids(0),
        json!(["foster-aerosol-100-6-120do", "foster-aerosol-100-6-180do"])
    );
    assert_eq!(
        ids(1),
        json!([
            "airomir-aerosol-100",
            "salbutamol-aerosol-100",
            "ventolin-aerosol-100"
        ])
    );
    // The maker leaves one candidate, which has no value of its own.
    assert_eq!(ids(2), json!([]));
    // Foster, 94.42 g per actuation: 120 doses 11.3304, 180 doses 16.9956; central is the mean
    //   of the two, 14.163. Two devices: 22.6608, 28.326, 33.9912. 240 doses:
    //   240 x 0.09442 = 22.6608.
    //   Sums: 45.3216, 50.9868, 56.652.
    //   Devices and doses cannot be added: the packs differ.
    // Salbutamol of no name: the products with the same substance and device and the class:
    //   9.72 (Airomir), 28-28.262-30.294 (Ventolin, with and without Babyhaler one value),
    //   8.68-9.87-11.05 (s03 small, propellant only, x 1530/1300 = 10.2157-11.6162-13.005),
    //   11.95 (s08 Salamol of two makers, one value), 10 (s09).
    //   Central, without the propellant-only one: 9.72 10 | 11.95 28.262: 10.975.
    //   Low 9.72, high 30.294.
    // Any salbutamol aerosol: Airomir 9.72, that of no name 10.975, Ventolin 28.262:
    //   low 9.72, central the middle one, 10.975, high 30.294. Three devices: 29.16, 32.925,
    //   90.882.
    let any = |at: usize| {
        report["products"][at]["product"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert!(any(0).starts_with("any-") && any(1).starts_with("any-") && any(0) != any(1));
    let equivalent = [
        "s03-mass-saba-large",
        "s03-saba-small",
        "s08-airomir-aerosol",
        "s08-salamol-arrow",
        "s08-salamol-teva",
        "s08-ventolin-aerosol",
        "s09-salbutamol-small",
        "s09-ventolin-aerosol",
    ];
    let mut salbutamol = vec!["s01-ventolin-aerosol"];
    salbutamol.extend(equivalent);
    let flags = [
        "gwp_as_published",
        "boundary_not_stated",
        "boundary_mixed",
        "propellant_only",
        "secondary",
    ];
    let mut foster = entry(
        &any(0),
        2,
        "2",
        "device",
        climate(
            ["45.3216", "50.9868", "56.652"],
            "equivalent",
            &["s04-foster-aerosol"],
            AS_PUBLISHED,
        ),
    );
    foster["other_doses"] = json!("240");
    assert_eq!(
        products(&report),
        json!([
            foster,
            entry(
                &any(1),
                2,
                "3",
                "device",
                climate(
                    ["29.16", "32.925", "90.882"],
                    "equivalent",
                    &salbutamol,
                    &flags
                ),
            ),
            entry(
                "salbutamol-aerosol-100",
                1,
                "1",
                "device",
                climate(
                    ["9.72", "10.975", "30.294"],
                    "equivalent",
                    &salbutamol,
                    &flags
                ),
            ),
        ])
    );
    // 45.3216 + 29.16 + 9.72; 50.9868 + 32.925 + 10.975; 56.652 + 90.882 + 30.294
    assert_eq!(
        ends(&report["totals"]["climate"]),
        json!(["84.2016", "94.8868", "177.828"])
    );
    assert_eq!(
        months(&report),
        json!([
            ["2025-01", 3, ["38.88", "43.9", "121.176"]],
            ["2025-02", 2, ["45.3216", "50.9868", "56.652"]],
        ])
    );
    assert_eq!(basis(&report), [0, 5, 0, 0, 0]);
    // Four aerosols of 200 doses and two of Foster; its 240 doses stay loose.
    assert_eq!(
        report["coverage"]["climate"]["inhalers"],
        json!({
            "rows": 5, "rows_with_value": 5, "rows_set_aside": 0,
            "devices_with_value": "6", "devices_without_value": "0",
            "loose_doses_with_value": "240", "loose_doses_without_value": "0",
        })
    );
}

/// Products without a value of their own, and rows that have an ATC code only.
#[test]
fn fallbacks_and_rows_with_only_an_atc_code() {
    let report = plain(
        "datum;omschrijving;atc;aantal;eenheid\n\
         15-01-2025;FLIXOTIDE AEROSOL 125UG/DO 120DO;R03BA05;1;ST\n\
         15-01-2025;TRIMBOW AEROSOL 87/5/9UG/DO 120DO;R03AL09;1;ST\n\
         16-01-2025;ALVESCO AEROSOL 160UG/DO 120DO;R03BA08;1;ST\n\
         16-01-2025;BRICANYL TURBUHALER INHPDR 500UG/DO 120DO;R03AC03;2;ST\n\
         17-01-2025;;R03BB07;1;ST\n\
         17-01-2025;;R03AC12;1;ST\n\
         17-01-2025;;R03AK11;1;ST\n\
         18-01-2025;;R03AB03;1;ST\n\
         18-01-2025;;R03DA04;60;ST\n\
         18-01-2025;;J07BB02;1;ST\n\
         18-01-2025;VOORZETKAMER VOLUMATIC;;1;ST\n\
         18-01-2025;IETS ANDERS;Z;1;ST\n\
         18-01-2025;;;1;ST\n",
    );
    assert_eq!(
        report["rows"]["set_aside"],
        json!({"product-missing": 1, "vaccine": 1, "not-a-medicine": 1})
    );
    assert_eq!(report["rows"]["analysed"], json!(10));
    let by_id = |id: &str| {
        let all = products(&report);
        let found = all.as_array().unwrap().iter().find(|p| p["product"] == id);
        found.unwrap().clone()
    };
    // Flixotide 125: only that of 250 microg has a value, 19.277 (s01).
    assert_eq!(
        by_id("flixotide-aerosol-125"),
        entry(
            "flixotide-aerosol-125",
            1,
            "1",
            "device",
            climate(
                ["19.277"; 3],
                "equivalent",
                &["s01-flixotide-aerosol"],
                &["gwp_as_published", "one_stands_in"],
            ),
        )
    );
    // Trimbow: the band 10 to 25 of s09 alone; its midpoint is 17.5.
    assert_eq!(
        by_id("trimbow-aerosol-87-5-9-120do"),
        entry(
            "trimbow-aerosol-87-5-9-120do",
            1,
            "1",
            "device",
            climate(
                ["10", "17.5", "25"],
                "equivalent",
                &["s09-trimbow-aerosol"],
                &[
                    "gwp_as_published",
                    "boundary_not_stated",
                    "central_is_midpoint",
                    "secondary",
                    "one_stands_in"
                ],
            ),
        )
    );
    // Alvesco (HFC-134a): nothing about ciclesonide, so all aerosols with or without breath
    // actuation that can hold HFC-134a. Central values wider than the gas, each once:
    //   9.72 (Airomir)  10 (s09)  11.3304 (Foster)  11.95 12.08 (s08)  16.48 (Berodual)
    //   | 17.12 (Atrovent)  17.3 (s03 laba)  19.223 19.277 19.485 (s01)  28.262 (Ventolin)
    // 12 values; median (16.48 + 17.12) / 2 = 16.8. Foster of 180 doses is of the same factor
    // as that of 120 and does not count again. Lowest low 9.72; highest high, of the gas in an
    // aerosol of beclometason (s03 ics), 26 x 1530/1300 = 30.6, before that in Ventolin,
    // 30.294, and in a class like Foster (s03 ics-laba), 23.7 x 1530/1300 = 27.893.
    assert_eq!(
        ends(&by_id("alvesco-aerosol")["climate"]),
        json!(["9.72", "16.8", "30.6"])
    );
    // Bricanyl: s09 gives only a bound (below 1 kg), which is no value. All powder devices:
    //   0.359 (Enerzair)  0.547 (s06, all Easyhalers)  0.583  0.62 (s08)  0.732  0.739  0.771
    //   | 0.776  0.784  0.833  0.898  0.9156 (NEXThaler)  1 (Pulmicort)  3.75 (Novolizer)
    // 14 values; median (0.771 + 0.776) / 2 = 0.7735. Two devices: 0.718, 1.547, 7.5.
    assert_eq!(
        ends(&by_id("bricanyl-turbuhaler-500-120do")["climate"]),
        json!(["0.718", "1.547", "7.5"])
    );
    for id in ["alvesco-aerosol", "bricanyl-turbuhaler-500-120do"] {
        assert_eq!(by_id(id)["climate"]["basis"], "device_class", "{id}");
    }
    // R03BB07 is one product, Incruse Ellipta: 0.739.
    assert_eq!(
        by_id("incruse-ellipta-55"),
        entry(
            "incruse-ellipta-55",
            1,
            "1",
            "device",
            climate(["0.739"; 3], "product", &["s01-incruse-ellipta"], &[]),
        )
    );
    let of_atc = |atc: &str| {
        let at = |p: &Value| p["atc"] == atc;
        let all = report["products"].as_array().unwrap();
        let place = all.iter().position(at).unwrap();
        let mut found = products(&report)[place].take();
        found["product"] = json!(atc);
        found
    };
    // R03AC12 is Serevent, aerosol 19.223 or Diskus 0.732: mean 9.9775.
    assert_eq!(
        of_atc("R03AC12"),
        entry(
            "R03AC12",
            1,
            "1",
            "device",
            climate(
                ["0.732", "9.9775", "19.223"],
                "form_class",
                &["s01-serevent-aerosol", "s01-serevent-diskus"],
                AS_PUBLISHED,
            ),
        )
    );
    // R03AK11 is Flutiform in three strengths: 36.5 of gas (s03) x 3600/3320 = 39.578313 each.
    // 37 (s09, as published) is below 11 g x 3.6 = 39.6, the gas alone, and does not count.
    assert_eq!(
        ends(&of_atc("R03AK11")["climate"]),
        json!(["39.578313", "39.578313", "39.578313"])
    );
    assert_eq!(of_atc("R03AK11")["climate"]["basis"], "equivalent");
    // The chosen value is the gas itself, so the mass does not raise it, and it is the value of
    // a table of classes. Restated by the ratio of the potentials, not by the mass.
    assert_eq!(
        of_atc("R03AK11")["climate"]["factors"],
        json!(["s03-ics-laba-227ea"])
    );
    assert_eq!(
        of_atc("R03AK11")["climate"]["flags"],
        json!(["propellant_only", "class_table"])
    );
    // R03AB03: a group of inhaled medicines, but the data has no such product. No value.
    assert_eq!(
        of_atc("R03AB03"),
        entry("R03AB03", 1, "1", "device", Value::Null)
    );
    assert_eq!(basis(&report), [1, 3, 2, 1, 3]);
    assert_eq!(
        report["coverage"]["climate"]["none"],
        json!({
            "other_medicine": 1, "unrecognised": 1, "unrecognised_lines": [13],
            "inhaler_without_value": 1,
        })
    );
    // low:  19.277 + 10   +  9.72 + 0.718 + 0.739 + 0.732  + 39.578313 = 80.764313
    // mid:  19.277 + 17.5 + 16.8  + 1.547 + 0.739 + 9.9775 + 39.578313 = 105.418813
    // high: 19.277 + 25   + 30.6  + 7.5   + 0.739 + 19.223 + 39.578313 = 141.917313
    assert_eq!(
        ends(&report["totals"]["climate"]),
        json!(["80.764313", "105.418813", "141.917313"])
    );
    assert_eq!(report["matching"]["via"], json!({"label": 4, "atc": 4}));
}

const GWP: &str = "datum;omschrijving;aantal;eenheid\n\
    15-01-2025;ATROVENT AEROSOL 20UG/DO 200DO;1;ST\n\
    15-01-2025;IPRATROPIUM SANDOZ AEROSOL 20UG/DO 200DO;2;ST\n\
    15-01-2025;BECLOMETASON AEROSOL 250UG/DO 200DO;13;ST\n\
    15-01-2025;BERODUAL AEROSOL 50/20UG/DO 200DO;1;ST\n\
    15-01-2025;SPIRIVA RESPIMAT INHVLST 2,5UG 60DO;1;ST\n";

/// One export in three sets of global warming potentials. HFC-134a: 1430, 1300, 1530.
#[test]
fn sets_of_global_warming_potentials() {
    // Atrovent, 14.59 at AR5 with 11 g:
    //   AR4 14.59 - 14.30 + 15.73 = 16.02; AR5 14.59; AR6 14.59 - 14.30 + 16.83 = 17.12.
    //   The gas alone is 15.73, 14.30 and 16.83: never more. The mass (s03) is named where the
    //   total was restated with it, so not at AR5.
    // Ipratropium of no name: as Atrovent. Two: AR4 32.04, AR5 29.18, AR6 34.24.
    // Beclometason 250: s03 ics 14.7-20.35-26 of propellant only, and s09 10-17.5-25 as
    //   published. 13 devices, the mean of 13 x 20.35 x ratio and 13 x 17.5 = 227.5:
    //   AR4 x 1.1: (291.005 + 227.5) / 2 = 259.2525; high 13 x 28.6 = 371.8
    //   AR5:       (264.55  + 227.5) / 2 = 246.025;  high 13 x 26   = 338
    //   AR6 x 1530/1300: (311.355 + 227.5) / 2 = 269.4275; high 13 x 30.6 = 397.8
    //   low 13 x 10 = 130
    // Berodual, 16.48 at AR5: its mass is not in the data, so it stays as published.
    // Spiriva Respimat has no propellant: 0.78 in any set.
    let expected = [
        (
            GwpSet::Ar4,
            ["16.02", "16.02", "16.02"],
            ["32.04", "32.04", "32.04"],
            ["130", "259.2525", "371.8"],
            // 16.02 + 32.04 + 130 + 16.48 + 0.78, and so on
            ["195.32", "324.5725", "437.12"],
        ),
        (
            GwpSet::Ar5,
            ["14.59", "14.59", "14.59"],
            ["29.18", "29.18", "29.18"],
            ["130", "246.025", "338"],
            ["191.03", "307.055", "399.03"],
        ),
        (
            GwpSet::Ar6,
            ["17.12", "17.12", "17.12"],
            ["34.24", "34.24", "34.24"],
            ["130", "269.4275", "397.8"],
            ["198.62", "338.0475", "466.42"],
        ),
    ];
    for (set, atrovent, ipratropium, beclometason, total) in expected {
        let report = report(&embedded(), set, GWP);
        assert_eq!(report["options"]["gwp_set"], set.as_str());
        let of = |id: &str| {
            let all = report["products"].as_array().unwrap();
            let found = all.iter().find(|p| p["product"] == id).unwrap();
            found["climate"].clone()
        };
        assert_eq!(ends(&of("atrovent-aerosol-20")), json!(atrovent), "{set}");
        assert_eq!(
            ends(&of("ipratropium-aerosol-20")),
            json!(ipratropium),
            "{set}"
        );
        assert_eq!(
            ends(&of("beclometason-aerosol-250")),
            json!(beclometason),
            "{set}"
        );
        assert_eq!(
            ends(&of("berodual-aerosol-50-20")),
            json!(vec!["16.48"; 3]),
            "{set}"
        );
        assert_eq!(
            ends(&of("spiriva-respimat-2-5")),
            json!(vec!["0.78"; 3]),
            "{set}"
        );
        assert_eq!(ends(&report["totals"]["climate"]), json!(total), "{set}");
        assert_eq!(of("atrovent-aerosol-20")["flags"], json!([]), "{set}");
        let mut factors = vec!["s05-atrovent-aerosol"];
        if set != GwpSet::Ar5 {
            factors.push("s03-mass-sama");
        }
        assert_eq!(
            of("atrovent-aerosol-20")["factors"],
            json!(factors),
            "{set}"
        );
        let published = if set == GwpSet::Ar5 {
            json!([])
        } else {
            json!(AS_PUBLISHED)
        };
        assert_eq!(of("berodual-aerosol-50-20")["flags"], published, "{set}");
    }
}

/// The gas of Ventolin, 17.32 to 19.8 g of HFC-134a, in three sets: what is less does not
/// count, and the most of it raises the high end.
#[test]
fn a_range_of_masses_in_each_set() {
    // AR4: 17.32 x 1.430 = 24.7676 and 19.8 x 1.430 = 28.314. 22.52-25.26-28 (s03 large) is at
    //   AR5 and cannot be restated, because there is no single mass; its central value is not
    //   below 24.7676, so it counts. High 28.314 is more than 28.262.
    // AR5: s03 large is at AR5 itself and counts. 19.8 x 1.300 = 25.74 is not more than 28.262.
    // AR6: 26.4996 and 30.294; s03 large, 25.26, does not count. Low 28 (s09).
    let published = [
        "s01-ventolin-aerosol",
        "s03-saba-large",
        "s08-ventolin-aerosol",
        "s09-ventolin-aerosol",
    ];
    let [s01, large, s08, s09] = published;
    let mass = "s03-mass-saba-large";
    let expected = [
        (
            GwpSet::Ar4,
            ["22.52", "28.262", "28.314"],
            vec![s01, large, s08, s09, mass],
        ),
        (
            GwpSet::Ar5,
            ["22.52", "28.262", "28.262"],
            vec![s01, large, s08, s09],
        ),
        (
            GwpSet::Ar6,
            ["28", "28.262", "30.294"],
            vec![s01, s08, s09, mass],
        ),
    ];
    for (set, ends, factors) in expected {
        let report = report(
            &embedded(),
            set,
            "datum;omschrijving;aantal;eenheid\n\
             15-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;1;ST\n",
        );
        let one = climate(ends, "product", &factors, VENTOLIN_FLAGS);
        assert_eq!(
            products(&report),
            json!([entry("ventolin-aerosol-100", 1, "1", "device", one)]),
            "{set}"
        );
    }
}

/// Tiotropium by its code is a Respimat or loose capsules: five pieces are the one or the other.
#[test]
fn many_pieces_of_a_mixed_line_are_not_guessed() {
    let report = plain(
        "datum;omschrijving;atc;aantal;eenheid\n\
         15-01-2025;;R03BB04;4;ST\n\
         15-01-2025;;R03BB04;5;ST\n\
         15-01-2025;;R03BB04;30;\n\
         15-01-2025;;R03BB04;60;PAAR\n\
         15-01-2025;SPIRIVA RESPIMAT INHVLST 2,5UG 60DO;R03BB04;5;ST\n",
    );
    assert_eq!(
        report["rows"]["set_aside_lines"],
        json!({"quantity-unclear": [3, 4, 5]})
    );
    assert_eq!(
        report["coverage"]["climate"]["inhalers"],
        json!({
            "rows": 2, "rows_with_value": 2, "rows_set_aside": 3,
            "devices_with_value": "9", "devices_without_value": "0",
            "loose_doses_with_value": "0", "loose_doses_without_value": "0",
        })
    );
    // Respimat: 0.78 (s05). Five: 3.9. Four of either: 3.12; the capsules have no value per
    // device.
    let lines: Vec<Value> = products(&report)
        .as_array()
        .unwrap()
        .iter()
        .map(|p| json!([p["amount"], ends(&p["climate"]), p["climate"]["basis"]]))
        .collect();
    assert_eq!(
        lines,
        [
            json!(["5 device", ["3.9", "3.9", "3.9"], "product"]),
            json!(["4 device", ["3.12", "3.12", "3.12"], "form_class"]),
        ]
    );
    let flags = report["products"][1]["climate"]["flags"]
        .as_array()
        .unwrap();
    assert!(flags.contains(&json!("candidate_without_value")));
}

/// A study's own table over the embedded data, with a code table.
#[test]
fn a_layer_gives_the_totals_of_its_study() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write(
        "sources.csv",
        "source_id,kind,title,year\nL1,study,A study of one practice,2026\n",
    );
    write(
        "factors.csv",
        "factor_id,subject_kind,subject,indicator,functional_unit,value,low,high,unit,boundary,gwp_set,source_id,locator,evidence\n\
         l1-ventolin,product,ventolin-aerosol-100,climate,device,25,20,30,kg CO2e,not_stated,AR6,L1,Table 1,read\n\
         l1-salbutamol,substance_device,R03AC02/pMDI,climate,device,18,,,kg CO2e,cradle_to_grave,AR6,L1,Table 1,read\n\
         l1-seretide,substance_device,R03AK06/DPI,climate,dose,20,,,g CO2e,cradle_to_grave,AR6,L1,Table 1,read\n\
         l1-smi,device,SMI,climate,device,0.7,,,kg CO2e,cradle_to_grave,AR6,L1,Table 1,read\n",
    );
    write(
        "codes.csv",
        "system,code,product_id\n\
         prk,12345,ventolin-aerosol-100\n\
         prk,777,foster-aerosol-100-6-120do\n\
         prk,777,foster-aerosol-100-6-180do\n",
    );
    let dataset = embedded().with_layer(folder.path()).unwrap();
    let report = report(
        &dataset,
        GwpSet::Ar6,
        "datum;omschrijving;prk;aantal;eenheid\n\
         15-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;;2;ST\n\
         15-01-2025;;12345.0;1;ST\n\
         15-01-2025;PRIVATE NAAM;00012345;100;DO\n\
         15-01-2025;SALBUTAMOL SANDOZ AEROSOL 100UG/DO 200DO;;1;ST\n\
         15-01-2025;SERETIDE DISKUS INHPDR 50/250UG 60DO;;1;ST\n\
         15-01-2025;STRIVERDI RESPIMAT INHVLST 2,5UG 60DO;;1;ST\n\
         15-01-2025;ATROVENT AEROSOL 20UG/DO 200DO;;1;ST\n\
         15-01-2025;;777;120;DO\n\
         15-01-2025;;999;1;ST\n",
    );
    // Ventolin: the study alone, 20-25-30, before the certificate with its wider boundary and
    //   never widened by it.
    //   2 + 1 + 100/200 = 3.5 devices: 70, 87.5, 105. By label and by code is one line.
    // Salbutamol of no name: 18. Seretide Diskus 50/250: 60 x 0.020 = 1.2 (the embedded
    //   0.898 of 50/500 no longer stands in). Striverdi: all soft mist, 0.7.
    // Atrovent is not in the study: 17.12. Foster by code, 120 doses: 120 x 0.09442 = 11.3304.
    let lines: Vec<Value> = products(&report)
        .as_array()
        .unwrap()
        .iter()
        .map(|product| {
            json!([
                product["amount"],
                ends(&product["climate"]),
                product["climate"]["basis"],
                product["climate"]["factors"],
            ])
        })
        .collect();
    assert_eq!(
        lines,
        [
            json!([
                "3.5 device",
                ["70", "87.5", "105"],
                "product",
                ["l1-ventolin"]
            ]),
            json!([
                "1 device",
                ["18", "18", "18"],
                "equivalent",
                ["l1-salbutamol"]
            ]),
            json!([
                "1 device",
                ["17.12", "17.12", "17.12"],
                "product",
                ["s05-atrovent-aerosol", "s03-mass-sama"]
            ]),
            json!([
                "120 dose",
                ["11.3304", "11.3304", "11.3304"],
                "equivalent",
                ["s04-foster-aerosol"]
            ]),
            json!([
                "1 device",
                ["1.2", "1.2", "1.2"],
                "equivalent",
                ["l1-seretide"]
            ]),
            json!([
                "1 device",
                ["0.7", "0.7", "0.7"],
                "device_class",
                ["l1-smi"]
            ]),
        ]
    );
    // 70 + 18 + 17.12 + 11.3304 + 1.2 + 0.7 = 118.3504; 87.5 and the same;
    // 105 + 18 + 17.12 + 11.3304 + 1.2 + 0.7 = 153.3504
    assert_eq!(
        ends(&report["totals"]["climate"]),
        json!(["118.3504", "135.8504", "153.3504"])
    );
    assert_eq!(report["matching"]["via"], json!({"code": 3, "label": 5}));
    assert_eq!(basis(&report), [4, 3, 1, 0, 1]);
    assert_eq!(
        report["coverage"]["climate"]["none"],
        json!({
            "other_medicine": 0, "unrecognised": 1, "unrecognised_lines": [10],
            "inhaler_without_value": 0,
        })
    );
    let citations: Vec<&str> = report["factors"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|factor| factor["source"] == "L1")
        .map(|factor| factor["published"].as_str().unwrap())
        .collect();
    assert_eq!(
        citations,
        [
            "18 kg CO2e / device",
            "20 g CO2e / dose",
            "0.7 kg CO2e / device",
            "25 (20-30) kg CO2e / device",
        ]
    );
    assert_eq!(report["dataset"]["layers"].as_array().unwrap().len(), 2);
}

/// Beside a life cycle the gas alone may raise the high end and nothing else.
#[test]
fn gas_alone_never_lowers_a_life_cycle() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write(
        "sources.csv",
        "source_id,kind,title,year\nL1,study,A study of one practice,2026\n",
    );
    write(
        "factors.csv",
        "factor_id,subject_kind,subject,indicator,functional_unit,value,low,high,unit,boundary,propellant,gwp_set,source_id,locator,evidence\n\
         l1-cycle,product,atrovent-aerosol-20,climate,device,20,18,24,kg CO2e,cradle_to_grave,HFC-134a,AR6,L1,Table 1,read\n\
         l1-gas,product,atrovent-aerosol-20,climate,device,10,5,30,kg CO2e,propellant_only,HFC-134a,AR6,L1,Table 1,read\n",
    );
    let dataset = embedded().with_layer(folder.path()).unwrap();
    let report = report(
        &dataset,
        GwpSet::Ar6,
        "datum;omschrijving;aantal;eenheid\n\
         15-01-2025;ATROVENT AEROSOL 20UG/DO 200DO;2;ST\n",
    );
    // Life cycle 18-20-24, gas 5-10-30: 18, 20, 30. Two: 36, 40, 60.
    assert_eq!(
        products(&report),
        json!([entry(
            "atrovent-aerosol-20",
            1,
            "2",
            "device",
            climate(
                ["36", "40", "60"],
                "product",
                &["l1-cycle", "l1-gas"],
                &["boundary_mixed"],
            ),
        )])
    );
}

const COPIES: [&str; 15] = [
    // The quantity is missing in one: 2 devices.
    "P1;1;20-03-2025;VENTOLIN AEROSOL 100UG/DO 200DO;;ST",
    "P1;1;20-03-2025;VENTOLIN AEROSOL 100UG/DO 200DO;2;ST",
    // Devices in one, doses in the other: 1 device.
    "P1;2;20-03-2025;VENTOLIN AEROSOL 100UG/DO 200DO;1;ST",
    "P1;2;20-03-2025;ventolin aerosol 100ug/do 200do;200;DO",
    // The larger amount counts: 2 devices.
    "P1;3;20-03-2025;VENTOLIN AEROSOL 100UG/DO 200DO;1;ST",
    "P1;3;20-03-2025;VENTOLIN AEROSOL 100UG/DO 200DO;400;DO",
    // Missing in both: set aside once.
    "P1;4;20-03-2025;VENTOLIN AEROSOL 100UG/DO 200DO;;ST",
    "P1;4;20-03-2025;VENTOLIN AEROSOL 100UG/DO 200DO;;",
    // Another day, another practice and another product are no copies: 1 + 1 devices.
    "P1;1;21-03-2025;VENTOLIN AEROSOL 100UG/DO 200DO;1;ST",
    "P2;1;20-03-2025;VENTOLIN AEROSOL 100UG/DO 200DO;1;ST",
    "P1;1;20-03-2025;VENTOLIN DISKUS INHPDR 200UG 60DO;1;ST",
    // Nobody's: never a copy. 1 + 1 devices.
    "P1;;20-03-2025;VENTOLIN AEROSOL 100UG/DO 200DO;1;ST",
    "P1;;20-03-2025;VENTOLIN AEROSOL 100UG/DO 200DO;1;ST",
    // Another medicine, the quantity of one unusable: analysed once.
    "P1;5;20-03-2025;METFORMINE TABL 500MG;nul;ST",
    "P1;5;20-03-2025;METFORMINE TABL 500MG;90;ST",
];

/// Copies that a pharmacy sends back are merged, in any order.
#[test]
fn copies_of_the_pharmacy_are_merged() {
    let mut rows = COPIES;
    let forward = copies(&rows);
    rows.reverse();
    let backward = copies(&rows);
    for report in [forward, backward] {
        let account = &report["rows"];
        // 15 rows: 5 pairs, so 5 merged; one of the rest set aside.
        assert_eq!(account["read"], 15);
        assert_eq!(account["merged"], 5);
        assert_eq!(account["set_aside"], json!({"quantity-missing": 1}));
        assert_eq!(account["analysed"], 9);
        assert_eq!(report["practices"], 2);
        // Aerosol: 2 + 1 + 2 + 1 + 1 + 1 + 1 = 9 devices: 9 x 28 = 252, 9 x 28.262 = 254.358,
        // 9 x 30.294 = 272.646.
        // Diskus: 1 device.
        let lines: Vec<Value> = products(&report)
            .as_array()
            .unwrap()
            .iter()
            .map(|p| json!([p["product"], p["rows"], p["amount"], ends(&p["climate"])]))
            .collect();
        assert_eq!(
            lines,
            [
                json!([
                    "ventolin-aerosol-100",
                    7,
                    "9 device",
                    ["252", "254.358", "272.646"]
                ]),
                json!([
                    "ventolin-diskus-200",
                    1,
                    "1 device",
                    ["0.58", "0.583", "0.583"]
                ]),
            ]
        );
        assert_eq!(
            months(&report),
            json!([["2025-03", 8, ["252.58", "254.941", "273.229"]]])
        );
        assert_eq!(basis(&report), [8, 0, 0, 0, 1]);
        // Those without a quantity that a copy completes are not set aside.
        assert_eq!(
            report["coverage"]["climate"]["inhalers"]["rows_set_aside"],
            1
        );
    }
}

fn copies(rows: &[&str]) -> Value {
    let text = format!(
        "praktijk;patient;datum;omschrijving;aantal;eenheid\n{}\n",
        rows.join("\n")
    );
    plain(&text)
}

/// What has no value is absent, not zero, and is counted as such.
#[test]
fn a_missing_value_is_never_zero() {
    let with = plain(
        "datum;omschrijving;atc;aantal;eenheid\n\
         15-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;R03AC02;1;ST\n\
         15-01-2025;;R03AB03;3;ST\n\
         15-01-2025;;R03AB03;60;DO\n\
         16-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;R03AC02;;ST\n\
         16-01-2025;SALBUTAMOL VERNEVELVLST 5MG/ML 30ML;R03AC02;1;ST\n",
    );
    let of = |key: &str, value: &str| {
        let all = with["products"].as_array().unwrap();
        let found = all.iter().find(|p| p[key] == value);
        found.unwrap().clone()
    };
    let none = of("atc", "R03AB03");
    assert_eq!(none["climate"], Value::Null);
    assert_eq!(none["rows"], 2);
    assert_eq!(none["quantity"], json!({"amount": "3", "unit": "device"}));
    assert_eq!(none["other_doses"], "60");
    // The row without a quantity is no row of zero devices.
    assert_eq!(with["rows"]["set_aside"], json!({"quantity-missing": 1}));
    let ventolin = of("product", "ventolin-aerosol-100");
    assert_eq!(
        ventolin["quantity"],
        json!({"amount": "1", "unit": "device"})
    );
    // A bottle for the nebuliser: the data has values per dose only, and the doses of a bottle
    // are not known.
    let bottle = of("product", "salbutamol-vernevelvloeistof-5-mg-ml-30ml");
    assert_eq!(bottle["climate"], Value::Null);
    assert_eq!(basis(&with), [1, 0, 0, 0, 3]);
    assert_eq!(
        with["coverage"]["climate"]["inhalers"],
        json!({
            "rows": 4, "rows_with_value": 1, "rows_set_aside": 1,
            "devices_with_value": "1", "devices_without_value": "4",
            "loose_doses_with_value": "0", "loose_doses_without_value": "60",
        })
    );
    assert_eq!(
        ends(&with["totals"]["climate"]),
        json!(["28", "28.262", "30.294"])
    );
    // Of Ventolin: s01, s08, s09 and the mass.
    let published = &with["factors"];
    assert_eq!(published.as_array().unwrap().len(), 4);
}

/// The whole report of the demo export.
#[test]
fn demo_export() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let export = Export::open(&folder.join("data/demo/praktijkexport.csv")).unwrap();
    let dataset = embedded();
    let report = Analysis::new(&dataset)
        .latest(Day::new(2026, 1, 31))
        .run(export, None)
        .unwrap();
    let mut found = serde_json::to_value(report).unwrap();
    // The hash changes with every note in a data file; what it changes is seen below.
    found["dataset"].as_object_mut().unwrap().remove("sha256");
    let golden = folder.join("tests/fixtures/golden/demo.json");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        let text = serde_json::to_string_pretty(&found).unwrap();
        std::fs::write(&golden, text + "\n").unwrap();
    }
    let text = std::fs::read_to_string(&golden).unwrap();
    let expected: Value = serde_json::from_str(&text).unwrap();
    for (key, value) in expected.as_object().unwrap() {
        assert_eq!(found[key], *value, "{key}");
    }
    assert_eq!(found, expected);
}
