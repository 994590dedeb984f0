//! The block about water in the report: every number by hand, what is left blank and why.
//!
//! The arithmetic in the comments was made by hand from `data/water.csv` and the formulas in
//! `src/water/mod.rs`.

use crate::*;
use groenrecept::intake::Export;
use groenrecept::practice::{Analysis, Outcome};
use groenrecept::report::Report;
use groenrecept::{Engine, Language};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::num::NonZeroUsize;

const COLUMNS: &str = "patient;datum;omschrijving;atc;aantal;eenheid\n";

fn outcome(dataset: &Dataset, rows: &[&str], options: fn(Analysis) -> Analysis) -> Outcome {
    let text = format!("{COLUMNS}{}\n", rows.join("\n"));
    let export = Export::new("export.csv", text.as_bytes()).unwrap();
    options(Engine::new(dataset).analysis())
        .run(export, None)
        .unwrap()
}

fn analysed(dataset: &Dataset, rows: &[&str], options: fn(Analysis) -> Analysis) -> Report {
    Report::new(&outcome(dataset, rows, options), Language::Dutch)
}

fn block(rows: &[&str], treatment: Treatment) -> Value {
    let report = analysed(
        &embedded(),
        rows,
        if treatment == Treatment::Quaternary {
            |analysis| analysis.treatment(Treatment::Quaternary)
        } else {
            |analysis| analysis
        },
    );
    let report = serde_json::to_value(report).unwrap();
    assert_eq!(report["options"]["treatment"], report["water"]["treatment"]);
    report["water"].clone()
}

/// The first use of the substance with this name.
fn first_use(block: &Value, substance: &str) -> Value {
    let mut all = block["substances"].as_array().unwrap().iter();
    let found = all.find(|one| one["substance"] == substance).unwrap();
    found["uses"][0].clone()
}

const GEL: &str = "1;2025-01-02;DICLOFENAC GEL 11,6MG/G 100G;M02AA15;100;G";
const NAPROXEN: &str = "2;2025-01-02;NAPROXEN TABLET 500MG;M01AE02;60;ST";
const NAPROXEN_BLANK: &str = "3;2025-01-02;NAPROXEN TABLET 500MG;M01AE02;60;";
const IBUPROFEN: &str = "4;2025-01-02;IBUPROFEN TABLET 400MG;M01AE01;30;ST";
const PARACETAMOL_BLANK: &str = "5;2025-01-02;PARACETAMOL TABLET 500MG;N02BE01;60;";
const METFORMIN: &str = "6;2025-01-02;METFORMINE TABLET 500MG;A10BA02;180;ST";
const OMEPRAZOLE: &str = "7;2025-01-02;OMEPRAZOL CAPSULE MSR 20MG;A02BC01;90;ST";
const CLINDAMYCIN: &str = "7;2025-01-02;CLINDAMYCINE CAPSULE 300MG;J01FF01;30;ST";
const ALLOPURINOL: &str = "7;2025-01-02;ALLOPURINOL TABLET 100MG;M04AA01;90;ST";
const NO_CODE: &str = "8;2025-01-02;NAPROXEN TABLET 500MG;;60;ST";
const INHALER: &str = "9;2025-01-02;VENTOLIN AEROSOL 100UG/DO 200DO;R03AC02;1;ST";
const ALL: &[&str] = &[
    GEL,
    NAPROXEN,
    NAPROXEN_BLANK,
    IBUPROFEN,
    PARACETAMOL_BLANK,
    METFORMIN,
    ALLOPURINOL,
    NO_CODE,
    INHALER,
];

/// 100 g x 11.6 mg/g = 1160 mg on the skin.
///
/// To the sewer: washed off 0.26 to 0.934, midpoint 0.597; plus absorbed (0.01 to 0.066) x
/// excreted (0 to 0.67), so 0 to 0.04422 with 0 in the middle: 0.26, 0.597, 0.97822.
/// Removal 0.39, 0.49, 0.61 and below 0.1: 0 to 0.61, median 0.49. Left: 0.39, 0.51, 1.
/// Low 1160 x 0.26 x 0.39 = 117.624; central 1160 x 0.597 x 0.51 = 353.1852; high 1160 x
/// 0.97822 = 1134.7352. Limits 0.04 to 0.126 ug/L, 0.04 first: 117.624 / 0.126 = 933.523810;
/// 353.1852 / 0.04 = 8829.63; 1134.7352 / 0.04 = 28368.38.
#[test]
fn a_gel_that_washes_off() {
    let block = block(&[GEL], Treatment::Secondary);
    let expected = json!({
        "atc": "M02AA15",
        "route": "dermal",
        "rows": 1,
        "rows_with_mass": 1,
        "milligrams": "1160",
        "load": {
            "kind": "estimate",
            "unit": "mg",
            "low": "117.624",
            "central": "353.1852",
            "high": "1134.7352",
        },
        "no_load": null,
        "gaps": [],
        "assumptions": ["conjugates_count", "central_is_midpoint", "bound_counts_low"],
        "facts": [
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
        ],
        "products": [],
        "critical_volume": {
            "amount": {
                "kind": "estimate",
                "unit": "m3",
                "low": "933.52381",
                "central": "8829.63",
                "high": "28368.38",
            },
            "limits": [
                "diclofenac-eqs-scheer",
                "diclofenac-eqs-sweden",
                "diclofenac-criterion-ssd",
                "diclofenac-criterion-swiss",
            ],
            "conflicts": [
                "diclofenac-eqs-sweden",
                "diclofenac-criterion-ssd",
                "diclofenac-criterion-swiss",
            ],
            "product": null,
        },
        "no_critical_volume": null,
    });
    assert_eq!(first_use(&block, "diclofenac"), expected);
}

/// Removal 0.96 leaves 0.04: 1160 x 0.26 x 0.04 = 12.064, 1160 x 0.597 x 0.04 = 27.7008,
/// 1160 x 0.97822 x 0.04 = 45.389408; over 0.126, 0.04 and 0.04 ug/L.
#[test]
fn a_gel_after_advanced_treatment() {
    let gel = first_use(&block(&[GEL], Treatment::Quaternary), "diclofenac");
    let ends = |value: &Value| json!([value["low"], value["central"], value["high"]]);
    assert_eq!(
        ends(&gel["load"]),
        json!(["12.064", "27.7008", "45.389408"])
    );
    assert_eq!(
        ends(&gel["critical_volume"]["amount"]),
        json!(["95.746032", "692.52", "1134.7352"])
    );
    assert_eq!(
        gel["facts"].as_array().unwrap().last(),
        Some(&json!("diclofenac-removal-quaternary-apriora"))
    );
}

/// 60 x 500 = 30,000 mg. Conjugates 0.573 and less than 0.01 unchanged, 0.2 left: low and
/// central 30,000 x 0.573 x 0.2 = 3438, high 30,000 x 0.583 x 0.2 = 3498. The row without a
/// unit is counted and has no mass.
#[test]
fn a_tablet_with_and_without_a_mass() {
    let block = block(&[NAPROXEN, NAPROXEN_BLANK], Treatment::Secondary);
    let naproxen = first_use(&block, "naproxen");
    assert_eq!(naproxen["rows"], 2);
    assert_eq!(naproxen["rows_with_mass"], 1);
    assert_eq!(naproxen["milligrams"], "30000");
    assert_eq!(
        naproxen["load"],
        json!({
            "kind": "estimate",
            "unit": "mg",
            "low": "3438",
            "central": "3438",
            "high": "3498",
        })
    );
    assert_eq!(naproxen["critical_volume"], Value::Null);
    assert_eq!(naproxen["no_critical_volume"], "no_limit");
}

/// Of advanced treatment nothing is known but that it takes out what the biological step does
/// (0.8): at most 30,000 x 0.583 x 0.2 = 3498, and no central value.
#[test]
fn a_treatment_without_facts_gives_a_bound() {
    let naproxen = first_use(&block(&[NAPROXEN], Treatment::Quaternary), "naproxen");
    assert_eq!(
        naproxen["load"],
        json!({ "kind": "at_most", "unit": "mg", "low": null, "central": null, "high": "3498" })
    );
    assert_eq!(naproxen["gaps"], json!(["no_removal"]));
    assert_eq!(
        naproxen["assumptions"],
        json!(["conjugates_count", "at_least_earlier_stage"])
    );
}

/// 30 x 400 = 12,000 mg; at most 12,000 x 0.15 x 0.1 = 180 mg, over 0.14 ug/L 1285.714286 m3.
#[test]
fn removal_of_more_than_gives_a_bound() {
    let ibuprofen = first_use(&block(&[IBUPROFEN], Treatment::Secondary), "ibuprofen");
    let at_most = |unit: &str, high: &str| json!({ "kind": "at_most", "unit": unit, "low": null, "central": null, "high": high });
    assert_eq!(ibuprofen["load"], at_most("mg", "180"));
    assert_eq!(ibuprofen["gaps"], json!(["only_bounds"]));
    assert_eq!(
        ibuprofen["critical_volume"],
        json!({
            "amount": at_most("m3", "1285.714286"),
            "limits": ["ibuprofen-eqs-scheer", "ibuprofen-criterion-china"],
            "conflicts": ["ibuprofen-criterion-china"],
            "product": null,
        })
    );
}

#[test]
fn an_unknown_mass_and_missing_facts_are_blank_and_not_zero() {
    let block = block(&[PARACETAMOL_BLANK, CLINDAMYCIN], Treatment::Secondary);
    let blank = |one: &Value| {
        [
            "milligrams",
            "load",
            "no_load",
            "no_critical_volume",
            "facts",
        ]
        .map(|name| one[name].clone())
    };
    assert_eq!(
        blank(&first_use(&block, "paracetamol")),
        [
            Value::Null,
            Value::Null,
            json!("no_mass"),
            json!("no_limit"),
            json!([])
        ]
    );
    assert_eq!(
        blank(&first_use(&block, "clindamycin")),
        [
            json!("9000"), // 30 x 300
            Value::Null,
            json!("no_facts"),
            json!("no_limit"),
            json!([])
        ]
    );
    let lists = &block["substances"][0]["lists"];
    assert_eq!(
        *lists,
        json!([{
            "fact": "clindamycin-watch-list-2022",
            "list": "earlier EU watch list, replaced since",
            "vintage": "2022",
        }])
    );
}

/// 180 x 500 = 90,000 mg of metformin: 0.7 to all of it leaves unchanged, 0.0125 is left: 787.5,
/// 1125, 1125 mg; over 1000 ug/L that would be 1.125 m3. Of what reaches the sewer 0.648 to 0.82
/// becomes guanylurea, midpoint 0.734: 90,000 x 0.7 x 0.648 = 40,824, 90,000 x 0.734 = 66,060,
/// 90,000 x 0.82 = 73,800 mg; over 160 ug/L 255.15, 412.875 and 461.25 m3.
#[test]
fn the_volume_is_that_of_what_is_formed_where_it_is_higher() {
    let block = block(&[METFORMIN], Treatment::Secondary);
    let metformin = first_use(&block, "metformin");
    let estimate = |unit: &str, ends: [&str; 3]| json!({ "kind": "estimate", "unit": unit, "low": ends[0], "central": ends[1], "high": ends[2] });
    assert_eq!(metformin["load"], estimate("mg", ["787.5", "1125", "1125"]));
    assert_eq!(
        metformin["products"],
        json!([{
            "product": "guanylurea",
            "load": estimate("mg", ["40824", "66060", "73800"]),
            "facts": ["metformin-guanylurea"],
        }])
    );
    assert_eq!(
        metformin["critical_volume"],
        json!({
            "amount": estimate("m3", ["255.15", "412.875", "461.25"]),
            "limits": ["metformin-guanylurea-pnec-company", "metformin-pnec-company"],
            "conflicts": [],
            "product": "guanylurea",
        })
    );
    let facts = block["facts"].as_array().unwrap().iter();
    let about = facts.filter(|fact| fact["product"] == "guanylurea");
    let about: Vec<&Value> = about.map(|fact| &fact["fact"]).collect();
    assert_eq!(
        about,
        ["metformin-guanylurea", "metformin-guanylurea-pnec-company"]
    );
}

/// What advanced treatment does with guanylurea is not in the data, so the limit of metformin
/// alone gives no volume; and without a mass there is no product either.
#[test]
fn a_product_without_an_amount_leaves_no_volume() {
    let advanced = first_use(&block(&[METFORMIN], Treatment::Quaternary), "metformin");
    assert_eq!(advanced["load"]["high"], "1125");
    assert_eq!(advanced["products"][0]["load"], Value::Null);
    assert_eq!(advanced["no_critical_volume"], "product_unknown");
    let row = "6;2025-01-02;METFORMINE TABLET 500MG;A10BA02;180;";
    let blank = first_use(&block(&[row], Treatment::Secondary), "metformin");
    assert_eq!(
        blank["products"],
        json!([{ "product": "guanylurea", "load": null, "facts": [] }])
    );
    assert_eq!(blank["no_critical_volume"], "no_load");
}

/// 90 x 20 = 1800 mg: nothing unchanged, and 0.47 turned into other substances at least, so
/// conjugates are at most 0.53 of it, 954 mg, whatever treatment does.
#[test]
fn what_is_metabolised_bounds_the_conjugates() {
    let omeprazole = first_use(&block(&[OMEPRAZOLE], Treatment::Secondary), "omeprazole");
    assert_eq!(
        omeprazole["load"],
        json!({ "kind": "at_most", "unit": "mg", "low": null, "central": null, "high": "954" })
    );
    assert_eq!(omeprazole["gaps"], json!(["no_conjugated", "no_removal"]));
    assert_eq!(omeprazole["assumptions"], json!(["metabolites_left_out"]));
}

/// A limit without a mass: the volume is not known because the load is not.
#[test]
fn a_limit_without_a_mass_gives_no_volume() {
    let row = "1;2025-01-02;IBUPROFEN TABLET 400MG;M01AE01;30;";
    let ibuprofen = first_use(&block(&[row], Treatment::Secondary), "ibuprofen");
    assert_eq!(ibuprofen["no_load"], "no_mass");
    assert_eq!(ibuprofen["no_critical_volume"], "no_load");
}

/// Eight other medicines; allopurinol has no facts and one row no code.
#[test]
fn coverage_order_and_facts() {
    let block = block(ALL, Treatment::Secondary);
    assert_eq!(block["rows"], 8);
    assert_eq!(block["rows_with_facts"], 7);
    let substances = block["substances"].as_array().unwrap();
    let names: Vec<&Value> = substances.iter().map(|one| &one["substance"]).collect();
    assert_eq!(
        names,
        [
            "naproxen",
            "diclofenac",
            "ibuprofen",
            "metformin",
            "paracetamol"
        ]
    );
    let facts = block["facts"].as_array().unwrap();
    let ids: Vec<&str> = facts
        .iter()
        .map(|fact| fact["fact"].as_str().unwrap())
        .collect();
    assert!(ids.is_sorted(), "{ids:?}");
    // Known of paracetamol, but nothing shown rests on it.
    assert!(!ids.contains(&"paracetamol-oral-unchanged"));
    let limit = facts
        .iter()
        .find(|fact| fact["fact"] == "ibuprofen-eqs-scheer")
        .unwrap();
    assert_eq!(
        [
            &limit["published"],
            &limit["kind"],
            &limit["source"],
            &limit["evidence"]
        ],
        ["0.14 ug/L", "eqs_proposed", "S36", "excerpt"]
    );
}

#[test]
fn nothing_of_it_reaches_the_climate_total() {
    let with = serde_json::to_value(analysed(&embedded(), ALL, |analysis| analysis)).unwrap();
    let alone = serde_json::to_value(analysed(&embedded(), &[INHALER], |analysis| analysis));
    let alone = alone.unwrap();
    for part in ["totals", "products", "months", "factors"] {
        assert_eq!(with[part], alone[part], "{part}");
    }
    assert_eq!(alone["water"], Value::Null);
}

#[test]
fn unverified_facts_are_not_used() {
    let limit = "x-limit,M01AE02,naproxen,pnec,,,0.1,,,ug/L,,2025,S33,nowhere,unverified,";
    let only = "x-list,M04AA01,allopurinol,list,,,,,,,own list,2025,S33,nowhere,unverified,";
    let dataset = with_rows(&[limit, only]).unwrap();
    let report = serde_json::to_value(analysed(&dataset, ALL, |analysis| analysis)).unwrap();
    assert_eq!(report["water"], block(ALL, Treatment::Secondary));
}

#[cfg(feature = "text")]
fn page(rows: &[&str], language: Language, options: fn(Analysis) -> Analysis) -> String {
    let report = Report::new(&outcome(&embedded(), rows, options), language);
    let page = report.text(140);
    page.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(feature = "text")]
fn assert_says(page: &str, sentences: &[&str]) {
    for sentence in sentences {
        assert!(page.contains(sentence), "'{sentence}' is not in\n{page}");
    }
}

#[cfg(feature = "text")]
#[test]
fn the_page_says_what_it_is_and_is_not() {
    assert_says(
        &page(ALL, Language::Dutch, |analysis| analysis),
        &[
            "Medicijnresten in water",
            "telt niet mee in het klimaattotaal. Er is niets opgeteld over stoffen of over manieren van gebruik.",
            "dat is geen rangorde van schade.",
            "Van 7 van de 8 voorschriften van andere geneesmiddelen (88%)",
            "Voorgeschreven is niet gebruikt",
            "met biologische zuivering, de standaard in Nederland",
            "naproxen via de mond 3 2 60,0 g 6,88 (6,88 – 7,00) g geen grenswaarde",
            "diclofenac op de huid 1 1 1,16 g 0,4 (0,1 – 1,1) g 9.000 (1.000 – 28.000)",
            "ibuprofen via de mond 1 1 12,0 g hoogstens 180 mg hoogstens 1.286",
            "metformine via de mond 1 1 90,0 g 1,13 (0,79 – 1,13) g 410 (260 – 460)",
            "zit niet in 'naar oppervlaktewater'. Bekend is: - metformine (via de mond): guanylureum, 66 (41 – 74) g naar oppervlaktewater; de grenswaarde daarvan bepaalt de laatste kolom.",
            "paracetamol via de mond 1 0 – geen massa geen grenswaarde",
            "een bovengrens is niet te vergelijken met een schatting",
            "Wat onbekend is, is niet nul.",
            "- aandachtstoffenlijst van de EU (2025): metformine.",
            "- eerdere aandachtstoffenlijst van de EU, inmiddels vervangen (2022): metformine.",
            "meer dan 10% verschillen, en het bereik omvat ze: diclofenac, ibuprofen.",
        ],
    );
    assert_says(
        &page(ALL, Language::English, |analysis| {
            analysis.treatment(Treatment::Quaternary)
        }),
        &[
            "Medicine residues in water",
            "Prescribed is not used",
            "with advanced treatment.",
            "naproxen by mouth 3 2 60.0 g at most 7 g no limit",
            "an upper bound cannot be compared with an estimate",
            "what this treatment takes out: ibuprofen (by mouth); metformin (by mouth); naproxen (by mouth).",
            "metformin by mouth 1 1 90.0 g at most 1.13 g cannot be judged",
            "metformin (by mouth): guanylurea; how much of it reaches surface water is not known; what is formed has a limit of its own, so the last column cannot be judged.",
        ],
    );
    assert_says(
        &page(&[ALLOPURINOL], Language::Dutch, |analysis| analysis),
        &["Van geen van de 1 voorschriften van andere geneesmiddelen"],
    );
}

/// Twelve substances stand in the table, and all in the data.
#[cfg(feature = "text")]
#[test]
fn the_table_is_cut_and_says_so() {
    let dataset = embedded();
    let codes: Vec<String> = dataset
        .water_substances()
        .iter()
        .map(ToString::to_string)
        .collect();
    let rows: Vec<String> = codes
        .iter()
        .map(|atc| format!("1;2025-01-02;PIL TABLET 1MG;{atc};10;ST"))
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    // Of 54 substances diclofenac, gabapentin and pregabalin have two codes, and oxytetracycline
    // has three.
    assert_eq!(rows.len(), 59);
    let outcome = outcome(&dataset, &rows, |analysis| analysis);
    assert_eq!(outcome.water.unwrap().substances.len(), 54);
    assert_says(
        &page(&rows, Language::Dutch, |analysis| analysis),
        &["Niet getoonde stoffen: 42, met samen 42 voorschriften."],
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn order_and_threads_do_not_matter(
        (rows, shuffled) in prop::collection::vec(0..ALL.len(), 1..30)
            .prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle()))
    ) {
        let dataset = embedded();
        let of = |places: &[usize], options: fn(Analysis) -> Analysis| {
            let rows: Vec<&str> = places.iter().map(|place| ALL[*place]).collect();
            serde_json::to_value(analysed(&dataset, &rows, options)).unwrap()
        };
        let one = of(&rows, |analysis| analysis);
        let other = of(&shuffled, |analysis| analysis.threads(NonZeroUsize::new(3).unwrap()));
        prop_assert_eq!(&one["water"], &other["water"]);
    }
}
