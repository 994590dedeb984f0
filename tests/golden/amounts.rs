//! Devices, doses and packs of products with values of their own, and copies of rows.

use crate::*;

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
            "status_unknown": 0,
            "status_unknown_lines": [],
        })
    );
    // Ventolin: 28.262 (s01, certificate) at AR4 with 18 g of HFC-134a (p18 mass):
    //   28.262 - 18 x 1.430 + 18 x 1.530 = 30.062. The gas of p18, 27.54, is not more than the
    //   life cycle. Two: 60.124.
    // Atrovent: 14.59 at AR5 with 11 g of HFC-134a (s03 mass): 14.59 - 11 x 1.300 + 11 x 1.530
    //   = 17.12. The gas alone (s03, 14.3 x 1530/1300 = 16.83, as 11 x 1.530) does not raise
    //   the high end; the mass is named because the total was restated with it. The gas of
    //   another source (p18, 12.33 g x 1.530 = 18.8649) does.
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
                climate(["60.124"; 3], "product", VENTOLIN, &[]),
            ),
            entry(
                "atrovent-aerosol-20",
                1,
                "1",
                "device",
                climate(
                    ["17.12", "17.12", "18.8649"],
                    "product",
                    &[
                        "s05-atrovent-aerosol",
                        "p18-atrovent-aerosol",
                        "s03-mass-sama",
                        "p18-mass-atrovent-aerosol"
                    ],
                    &["boundary_mixed"],
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
                    &[
                        "gwp_as_published",
                        "boundary_not_stated",
                        "secondary",
                        "set_not_stated"
                    ],
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
    // low:     60.124 + 17.12 + 9.72 + 2.196 + 0.898 = 90.058, and so the central
    // high:    60.124 + 18.8649 + 9.72 + 2.196 + 1.25 = 92.1549
    // Flags, by the central value: of Airomir 9.72; mixed 17.12 of Atrovent.
    // All are own values, and but for Airomir in this set: 60.124 + 17.12 + 2.196 + 0.898 =
    // 80.338 of 90.058.
    assert_eq!(
        report["totals"]["climate"],
        json!({
            "unit": "kg CO2e", "low": "90.058", "central": "90.058", "high": "92.1549",
            "flagged": {
                "gwp_as_published": "9.72", "boundary_not_stated": "9.72",
                "boundary_mixed": "17.12", "secondary": "9.72", "set_not_stated": "9.72",
            },
            "quality": {
                "own_restated": "80.338", "own_as_published": "9.72",
                "other_restated": "0", "other_as_published": "0",
                "own_restated_interpolated": "0",
            },
            "own_restated_share": "0.89207",
        })
    );
    // January: Ventolin and Seretide, 60.124 + 0.898, high 60.124 + 1.25. February: 17.12 + 9.72 +
    // 2.196 = 29.036, high 18.8649 + 9.72 + 2.196 = 30.7809.
    assert_eq!(
        months(&report),
        json!([
            ["2025-01", 2, ["61.022", "61.022", "61.374"]],
            ["2025-02", 3, ["29.036", "29.036", "30.7809"]],
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
            "rows": 5, "rows_with_value": 5, "rows_set_aside": 0, "rows_without_patient": 0,
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
            "pMDI": {"rows": 2, "doses": "600", "rows_without_doses": 0, "climate_central": "77.244"},
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
         21-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;73400;DO\n\
         21-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;30;G\n\
         22-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;0;ST\n\
         22-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;-1;ST\n\
         22-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;twee;ST\n",
    );
    // Without a patient column no copies can be looked for.
    assert_eq!(
        report["rows"],
        json!({
            "read": 15, "analysed": 8, "merged": 0, "merge_possible": false,
            "set_aside": {
                "quantity-unclear": 1,    // 20 without unit
                "quantity-absurd": 2,     // 2.5 devices; more doses than 366 x 200
                "quantity-unit": 1,       // 30 g are no 300,000 doses
                "quantity-zero": 1,
                "quantity-negative": 1,
                "quantity-unreadable": 1,
            },
            "set_aside_lines": {
                "quantity-unclear": [9],
                "quantity-absurd": [11, 12],
                "quantity-unit": [13],
                "quantity-zero": [14],
                "quantity-negative": [15],
                "quantity-unreadable": [16],
            },
            "status_unknown": 0,
            "status_unknown_lines": [],
        })
    );
    // Aerosol: 1 + 200/200 + 150/200 + 400/200 + 1 + 50/200 = 6 devices: 6 x 30.062 = 180.372.
    //   Two readings: 150 of 200 doses is at the most 1; `1 DO` is at the least 1/200; 50 pieces
    //   are at the most 50. Low 5.005 x 30.062 = 150.46031, high 56 x 30.062 ... of 50 as devices:
    //   1 + 1 + 1 + 2 + 1 + 50 = 56 devices, 1683.472.
    // Diskus: 90/60 + 60/60 = 2.5 devices: 2.5 x 0.583 = 1.4575.
    assert_eq!(
        products(&report),
        json!([
            entry(
                "ventolin-aerosol-100",
                6,
                "6",
                "device",
                climate(
                    ["150.46031", "180.372", "1683.472"],
                    "product",
                    VENTOLIN,
                    &[]
                ),
            ),
            entry(
                "ventolin-diskus-200",
                2,
                "2.5",
                "device",
                climate(["1.4575"; 3], "product", &["s01-ventolin-diskus"], &[],),
            ),
        ])
    );
    // 1.4575 more
    assert_eq!(
        ends(&report["totals"]["climate"]),
        json!(["151.91781", "181.8295", "1684.9295"])
    );
    assert_eq!(
        report["matching"]["quantities"],
        json!({
            "stated_devices": 1,
            "corrected_to_doses": 3,
            "stated_doses": 2,
            "inferred_doses": 1,
            "corrected_to_devices": 1,
        })
    );
    assert_eq!(
        report["coverage"]["climate"]["inhalers"]["devices_with_value"],
        json!("8.5")
    );
    // All that is set aside is Ventolin: 1 + 2 + 1 + 1 + 1 + 1.
    assert_eq!(
        report["coverage"]["climate"]["inhalers"]["rows_set_aside"],
        7
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
    // Foster: 94.42 g per actuation at AR5 with 8.06 g per 120 doses: 420 x 0.09442 +
    //   420/120 x 8.06 x 0.230 = 39.6564 + 6.4883 = 46.1447; 420/180 = 2.333333 devices; at the
    //   most three whole ones: 540 doses, 59.3289.
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
                    ["46.1447", "46.1447", "59.3289"],
                    "product",
                    &["s04-foster-aerosol", "s04-mass-foster-aerosol"],
                    &[],
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
        // Aerosol: 2 + 1 + 2 + 1 + 1 + 1 + 1 = 9 devices: 9 x 30.062 = 270.558.
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
                    ["270.558", "270.558", "270.558"]
                ]),
                json!([
                    "ventolin-diskus-200",
                    1,
                    "1 device",
                    ["0.583", "0.583", "0.583"]
                ]),
            ]
        );
        assert_eq!(
            months(&report),
            json!([["2025-03", 8, ["271.141", "271.141", "271.141"]]])
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
            "rows": 4, "rows_with_value": 1, "rows_set_aside": 1, "rows_without_patient": 0,
            "devices_with_value": "1", "devices_without_value": "4",
            "loose_doses_with_value": "0", "loose_doses_without_value": "60",
        })
    );
    assert_eq!(
        ends(&with["totals"]["climate"]),
        json!(["30.062", "30.062", "30.062"])
    );
    // Of Ventolin: s01 and the mass.
    let published = &with["factors"];
    assert_eq!(published.as_array().unwrap().len(), 2);
}
