//! What stands in where a product has no value, and what is not guessed.

use crate::*;

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
    // Foster, 94.42 g per actuation at AR5 with 8.06 g per 120: 120 doses 13.1842, 180 doses
    //   19.7763; central is the mean of the two, 16.48025. Two devices: 26.3684, 32.9605,
    //   39.5526. 240 doses: 2 x 13.1842 = 26.3684. Sums: 52.7368, 59.3289, 65.921.
    //   Devices and doses cannot be added: the packs differ.
    // Salbutamol of no name: the products with the same substance and device and the class:
    //   9.72 (Airomir), 30.062 (Ventolin, with and without Babyhaler one value),
    //   8.68-9.87-11.05 (s03 small, propellant only, x 1530/1300 = 10.2157-11.6162-13.005),
    //   11.95 (s08 Salamol of two makers, one value), 10 (s09).
    //   Central, without the propellant-only one: 9.72 10 | 11.95 30.062: 10.975.
    //   Low 9.72, high 30.062.
    // Any salbutamol aerosol: Airomir 9.72, that of no name 10.975, Ventolin 30.062:
    //   low 9.72, central the middle one, 10.975, high 30.062. Three devices: 29.16, 32.925,
    //   90.186.
    let any = |at: usize| {
        report["products"][at]["product"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert!(any(0).starts_with("any-") && any(1).starts_with("any-") && any(0) != any(1));
    let salbutamol = [
        "p18-mass-ventolin-aerosol",
        "s01-ventolin-aerosol",
        "s03-saba-small",
        "s08-airomir-aerosol",
        "s08-salamol-arrow",
        "s08-salamol-teva",
        "s09-salbutamol-small",
    ];
    // s08 states no set, and s09 gives no mass.
    let flags = [
        "gwp_as_published",
        "boundary_not_stated",
        "boundary_mixed",
        "propellant_only",
        "secondary",
        "set_not_stated",
        "mass_not_known",
    ];
    let mut foster = entry(
        &any(0),
        2,
        "2",
        "device",
        climate(
            ["52.7368", "59.3289", "65.921"],
            "equivalent",
            &["s04-foster-aerosol", "s04-mass-foster-aerosol"],
            &[],
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
                    ["29.16", "32.925", "90.186"],
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
                    ["9.72", "10.975", "30.062"],
                    "equivalent",
                    &salbutamol,
                    &flags
                ),
            ),
        ])
    );
    // 52.7368 + 29.16 + 9.72; 59.3289 + 32.925 + 10.975; 65.921 + 90.186 + 30.062
    assert_eq!(
        ends(&report["totals"]["climate"]),
        json!(["91.6168", "103.2289", "186.169"])
    );
    assert_eq!(
        months(&report),
        json!([
            ["2025-01", 3, ["38.88", "43.9", "120.248"]],
            ["2025-02", 2, ["52.7368", "59.3289", "65.921"]],
        ])
    );
    assert_eq!(basis(&report), [0, 5, 0, 0, 0]);
    // Four aerosols of 200 doses and two of Foster; its 240 doses stay loose.
    assert_eq!(
        report["coverage"]["climate"]["inhalers"],
        json!({
            "rows": 5, "rows_with_value": 5, "rows_set_aside": 0, "rows_without_patient": 0,
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
    // Flixotide 125, from the certificate of 250 (s01): 19.146 at AR4 with 12 g of HFC-134a:
    // + 12 x (1.530 - 1.430) = 20.346.
    assert_eq!(
        by_id("flixotide-aerosol-125"),
        entry(
            "flixotide-aerosol-125",
            1,
            "1",
            "device",
            climate(
                ["20.346"; 3],
                "product",
                &["s01-flixotide-aerosol-125", "p19-mass-flixotide"],
                &["interpolated"],
            ),
        )
    );
    // Trimbow: the gas of p18, 10.37 g x 1.530 = 15.8661, and the band 10 to 25 of s09 at
    // AR5: its low end is below the gas and becomes it, its high end 25 + 10.37 x 0.230 = 27.3851.
    assert_eq!(
        by_id("trimbow-aerosol-87-5-9-120do"),
        entry(
            "trimbow-aerosol-87-5-9-120do",
            1,
            "1",
            "device",
            climate(
                ["15.8661", "15.8661", "27.3851"],
                "product",
                &[
                    "p18-trimbow-aerosol",
                    "s09-trimbow-aerosol",
                    "p18-mass-trimbow-aerosol",
                ],
                &[
                    "boundary_not_stated",
                    "boundary_mixed",
                    "propellant_only",
                    "secondary",
                    "boundary_inferred"
                ],
            ),
        )
    );
    // Alvesco: 54.37 mg of HFC-134a metered per puff (f06): 120 x 0.05437 x 1.530 = 9.982332.
    assert_eq!(
        by_id("alvesco-aerosol"),
        entry(
            "alvesco-aerosol",
            1,
            "1",
            "device",
            climate(
                ["9.982332"; 3],
                "product",
                &["f06-metered-alvesco"],
                &["propellant_only", "metered_only"],
            ),
        )
    );
    // Bricanyl: s09 gives only a bound (below 1 kg), which is no value. All powder devices:
    //   0.282 (HandiHaler)  0.359 (Enerzair)  0.547 (s06, all Easyhalers)  0.55 (Duaklir)
    //   0.583  0.62 (s08)  0.732  0.739  0.765 (Trelegy)  [0.771]  0.776  0.784  0.833
    //   0.889 (Trimbow)  0.898  0.9156 (Foster)  1 (Pulmicort, s09)  2.8 (Pulmicort 200, p18)
    // 18 values; the median is that of the ninth and tenth, (0.765 + 0.771) / 2 = 0.768. Two
    // devices: 0.564, 1.536, 5.6.
    assert_eq!(
        ends(&by_id("bricanyl-turbuhaler-500-120do")["climate"]),
        json!(["0.564", "1.536", "5.6"])
    );
    let bricanyl = by_id("bricanyl-turbuhaler-500-120do");
    assert_eq!(bricanyl["climate"]["basis"], "device_class");
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
    // R03AC12 is Serevent, aerosol 19.223 at AR4 with 12 g, + 12 x 0.100 = 20.423, or Diskus
    // 0.732: mean 10.5775.
    assert_eq!(
        of_atc("R03AC12"),
        entry(
            "R03AC12",
            1,
            "1",
            "device",
            climate(
                ["0.732", "10.5775", "20.423"],
                "form_class",
                &[
                    "p18-mass-serevent-aerosol",
                    "s01-serevent-aerosol",
                    "s01-serevent-diskus",
                ],
                &[],
            ),
        )
    );
    // R03AK11 is Flutiform in three strengths: 11 g of gas (s03) x 3.600 = 39.6 each, where the
    // source prints 36.5 kg with 3.320, rounded. 37 (s09) at AR5 with 11 g: + 11 x (3.600 - 3.350) =
    // 39.75.
    assert_eq!(
        ends(&of_atc("R03AK11")["climate"]),
        json!(["39.6", "39.6", "39.75"])
    );
    assert_eq!(of_atc("R03AK11")["climate"]["basis"], "equivalent");
    // The chosen value is the gas itself, so the mass does not raise it, and it is the value of
    // a table of classes. Restated by the mass that the same table gives.
    assert_eq!(
        of_atc("R03AK11")["climate"]["factors"],
        json!([
            "s03-ics-laba-227ea",
            "s03-mass-ics-laba-227ea",
            "s09-flutiform"
        ])
    );
    assert_eq!(
        of_atc("R03AK11")["climate"]["flags"],
        json!([
            "boundary_not_stated",
            "boundary_mixed",
            "propellant_only",
            "class_table",
            "boundary_inferred"
        ])
    );
    // R03AB03: a group of inhaled medicines, but the data has no such product. No value.
    assert_eq!(
        of_atc("R03AB03"),
        entry("R03AB03", 1, "1", "device", Value::Null)
    );
    assert_eq!(basis(&report), [4, 1, 1, 1, 3]);
    assert_eq!(
        report["coverage"]["climate"]["none"],
        json!({
            "other_medicine": 1, "unrecognised": 1, "unrecognised_lines": [13],
            "inhaler_without_value": 1,
        })
    );
    // low:  20.346 + 15.8661 + 9.982332 + 0.564 + 0.739 + 0.732   + 39.6  = 87.829432
    // mid:  20.346 + 15.8661 + 9.982332 + 1.536 + 0.739 + 10.5775 + 39.6  = 98.646932
    // high: 20.346 + 27.3851 + 9.982332 + 5.6   + 0.739 + 20.423  + 39.75 = 124.225432
    assert_eq!(
        ends(&report["totals"]["climate"]),
        json!(["87.829432", "98.646932", "124.225432"])
    );
    assert_eq!(report["matching"]["via"], json!({"label": 4, "atc": 4}));
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
        json!({"quantity-unclear": [3, 4], "quantity-unit-unknown": [5]})
    );
    assert_eq!(
        report["coverage"]["climate"]["inhalers"],
        json!({
            "rows": 2, "rows_with_value": 2, "rows_set_aside": 3, "rows_without_patient": 0,
            "devices_with_value": "9", "devices_without_value": "0",
            "loose_doses_with_value": "0", "loose_doses_without_value": "0",
        })
    );
    // Respimat: 0.226 to 0.78 (s05). Five: 1.13, 3.9, 3.9. Four of either: Spiriva HandiHaler,
    // 0.282 for 30 capsules (p18), or the Respimat, with their mean 0.531: 0.904, 2.124, 3.12;
    // the other capsules have no value per device, because their packs are not known.
    let lines: Vec<Value> = products(&report)
        .as_array()
        .unwrap()
        .iter()
        .map(|p| json!([p["amount"], ends(&p["climate"]), p["climate"]["basis"]]))
        .collect();
    assert_eq!(
        lines,
        [
            json!(["5 device", ["1.13", "3.9", "3.9"], "product"]),
            json!(["4 device", ["0.904", "2.124", "3.12"], "form_class"]),
        ]
    );
    let flags = report["products"][1]["climate"]["flags"]
        .as_array()
        .unwrap();
    assert!(flags.contains(&json!("candidate_without_value")));
}
