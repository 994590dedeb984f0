//! Sets of global warming potentials, layers, and ranges of masses.

use crate::*;
use groenrecept::dataset::Layer;

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
    //   The gas alone (s03) is 15.73, 14.30 and 16.83: never more. That of p18, 12.33 g, is
    //   more: AR4 x 1.430 = 17.6319, printed 17.632, AR5 x 1.300 = 16.029, AR6 x 1.530 = 18.8649. The mass (s03) is
    //   named where a value was restated with it, so not at AR5, and that of p18 not at AR4.
    // Ipratropium of no name: as Atrovent. Two: AR4 32.04, AR5 29.18, AR6 34.24; high 35.2638,
    //   32.058, 37.7298.
    // Beclometason 250: s03 ics 14.7-20.35-26 of propellant only, s09 10-17.5-25 as published,
    //   and the gas of Qvar, 13.1 g. The middle of the three, 13 devices:
    //   AR4 13 x 13.1 x 1.430 = 243.529; high 13 x 28.6 = 371.8
    //   AR5 13 x 17.5 = 227.5 (the gas is 17.03); high 13 x 26 = 338
    //   AR6 13 x 13.1 x 1.530 = 260.559; high 13 x 30.6 = 397.8
    //   low 13 x 10 = 130: gas alone lowers no life cycle
    // Berodual, 16.48 at AR5 with 12.4 g: AR4 + 12.4 x 0.130 = 18.092; AR6 + 12.4 x 0.230 =
    //   19.332.
    // Spiriva Respimat has no propellant: 0.226 to 0.78 in any set.
    let expected = [
        (
            GwpSet::Ar4,
            ["16.02", "16.02", "17.6319"],
            ["32.04", "32.04", "35.2638"],
            ["130", "243.529", "371.8"],
            "18.092",
            // 16.02 + 32.04 + 130 + 18.092 + 0.226, and so on
            ["196.378", "310.461", "443.5677"],
        ),
        (
            GwpSet::Ar5,
            ["14.59", "14.59", "16.029"],
            ["29.18", "29.18", "32.058"],
            ["130", "227.5", "338"],
            "16.48",
            ["190.476", "288.53", "403.347"],
        ),
        (
            GwpSet::Ar6,
            ["17.12", "17.12", "18.8649"],
            ["34.24", "34.24", "37.7298"],
            ["130", "260.559", "397.8"],
            "19.332",
            ["200.918", "332.031", "474.5067"],
        ),
    ];
    for (set, atrovent, ipratropium, beclometason, berodual, total) in expected {
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
            json!(vec![berodual; 3]),
            "{set}"
        );
        assert_eq!(
            ends(&of("spiriva-respimat-2-5")),
            json!(["0.226", "0.78", "0.78"]),
            "{set}"
        );
        assert_eq!(ends(&report["totals"]["climate"]), json!(total), "{set}");
        assert_eq!(
            of("atrovent-aerosol-20")["flags"],
            json!(["boundary_mixed"]),
            "{set}"
        );
        let mut factors = vec!["s05-atrovent-aerosol", "p18-atrovent-aerosol"];
        if set != GwpSet::Ar5 {
            factors.push("s03-mass-sama");
        }
        if set != GwpSet::Ar4 {
            factors.push("p18-mass-atrovent-aerosol");
        }
        assert_eq!(
            of("atrovent-aerosol-20")["factors"],
            json!(factors),
            "{set}"
        );
        assert_eq!(of("berodual-aerosol-50-20")["flags"], json!([]), "{set}");
    }
}

/// Ventolin, 28.262 at AR4 with 18 g of HFC-134a, in three sets; what is less than its gas does
/// not count, and what is more than its life cycle raises the high end.
#[test]
fn a_life_cycle_and_its_gas_in_each_set() {
    // AR4: 28.262; the gas is 25.74.
    // AR5: 28.262 - 18 x 1.430 + 18 x 1.300 = 25.922; the gas is 23.4.
    // AR6: 28.262 + 18 x 0.100 = 30.062; the gas is 27.54.
    let [s01, mass] = VENTOLIN else {
        unreachable!("two factors");
    };
    let expected = [
        (GwpSet::Ar4, ["28.262"; 3], vec![*s01]),
        (GwpSet::Ar5, ["25.922"; 3], vec![*s01, mass]),
        (GwpSet::Ar6, ["30.062"; 3], vec![*s01, mass]),
    ];
    for (set, ends, factors) in expected {
        let report = report(
            &embedded(),
            set,
            "datum;omschrijving;aantal;eenheid\n\
             15-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;1;ST\n",
        );
        let one = climate(ends, "product", &factors, &[]);
        assert_eq!(
            products(&report),
            json!([entry("ventolin-aerosol-100", 1, "1", "device", one)]),
            "{set}"
        );
    }
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
    let dataset = embedded()
        .with_layer(&Layer::from_dir(folder.path()).unwrap())
        .unwrap();
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
    //   never widened by it. It is less than the gas, 27.54: it stands as stated and is marked.
    //   2 + 1 + 100/200 = 3.5 devices: 70, 87.5; half a sealed device is at the most a whole one:
    //   4 x 30 = 120. By label and by code is one line.
    // Salbutamol of no name: 18. Seretide Diskus 50/250: 60 x 0.020 = 1.2 (the embedded
    //   0.898 of 50/500 no longer stands in). Striverdi: all soft mist, 0.7.
    // Atrovent is not in the study: 17.12, high 12.33 g x 1.530. Foster by code, 120 doses:
    // 120 x 0.09442 + 8.06 x 0.230 = 13.1842.
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
                ["70", "87.5", "120"],
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
                ["17.12", "17.12", "18.8649"],
                "product",
                [
                    "s05-atrovent-aerosol",
                    "p18-atrovent-aerosol",
                    "s03-mass-sama",
                    "p18-mass-atrovent-aerosol"
                ]
            ]),
            json!([
                "120 dose",
                ["13.1842", "13.1842", "13.1842"],
                "equivalent",
                ["s04-foster-aerosol", "s04-mass-foster-aerosol"]
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
    // 70 + 18 + 17.12 + 13.1842 + 1.2 + 0.7 = 120.2042; 87.5 and the same;
    // 120 + 18 + 18.8649 + 13.1842 + 1.2 + 0.7 = 171.9491
    assert_eq!(
        ends(&report["totals"]["climate"]),
        json!(["120.2042", "137.7042", "171.9491"])
    );
    let below = |at: usize| &report["products"][at]["climate"]["flags"];
    assert_eq!(below(0), &json!(["boundary_not_stated", "below_gas"]));
    assert_eq!(below(1), &json!([]));
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
    let dataset = embedded()
        .with_layer(&Layer::from_dir(folder.path()).unwrap())
        .unwrap();
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
