//! The advice of `explain`.

use crate::*;

const FOSTER: &str = "FOSTER AEROSOL 100/6MCG/DO 120DO";
const TITLE: &str = "Advies bij één voorschrift";

#[test]
fn explain_prints_advice_below_the_trail_when_anything_is_given() {
    let plain = run(&["explain", FOSTER]);
    assert_eq!(plain.code, 0);
    assert!(!plain.out.contains(TITLE));
    for given in [
        &["--advice"][..],
        &["--age", "34"],
        &["--fact", "frail=nee"],
        &["--other-device", "none"],
        &["--quantity", "1", "--unit", "ST"],
        &["--use", "aggregate"],
        &["--first-issue", "no"],
        &["--format", "text"],
    ] {
        let advised = run(&[&["explain", FOSTER], given].concat());
        assert_eq!((advised.code, advised.err.as_str()), (0, ""), "{given:?}");
        let (trail, advice) = advised.out.split_once(TITLE).unwrap();
        assert_eq!(trail.trim_end(), plain.out.trim_end(), "{given:?}");
        assert!(advice.contains("Eerst nagaan"), "{given:?}");
    }
}

#[test]
fn options_reach_the_advice() {
    let told = |more: &[&str]| {
        let all = [
            &[
                "explain", FOSTER, "--age", "34", "--icpc", "R96", "--format", "json",
            ],
            more,
        ]
        .concat();
        let run = run(&all);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{more:?}");
        serde_json::from_str::<Value>(&run.out).unwrap()
    };
    let json = told(&[
        "--icpc",
        "R95",
        "--fact",
        "can_use_powder=yes",
        "--fact",
        "frail=no",
        "--first-issue",
        "yes",
        "--days",
        "90",
        "--doses-per-year",
        "400",
        "--other-device",
        "DPI",
        "--quantity",
        "2",
        "--unit",
        "ST",
        "--include-unverified",
        "--minimum-saving",
        "0.5",
        "--gwp",
        "ar5",
        "--use",
        "aggregate",
    ]);
    assert_eq!(
        json["given"],
        serde_json::json!({
            "age": 34,
            "icpc": ["R95", "R96"],
            "indications": [],
            "facts": {"can_use_powder": true, "frail": false},
            "first_issue": true,
            "days_supplied": 90,
            "doses_per_year": 400,
            "other_devices": ["DPI"],
        })
    );
    assert_eq!(
        json["options"],
        serde_json::json!({
            "gwp": "AR5",
            "include_unverified": true,
            "minimum_saving": "0.5",
            "strict": false,
        })
    );
    assert_eq!(json["purpose"], "aggregate");
    // Two inhalers of 120 doses.
    assert_eq!(
        json["offers"][0]["alternatives"][0]["compared_doses"],
        "240"
    );
    // Nothing saves 100 kg on one inhaler.
    let none = told(&["--minimum-saving", "100"]);
    assert_eq!(none["offers"], serde_json::json!([]));
    let guards: BTreeSet<&str> = none["withheld"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["guard"].as_str().unwrap())
        .collect();
    assert_eq!(guards, ["minimum_saving"].into());
    // No other inhaler is an answer: nothing is asked of others.
    let alone = told(&["--other-device", "none"]);
    assert_eq!(alone["given"]["other_devices"], serde_json::json!([]));
    assert_eq!(
        alone["offers"][0]["alternatives"][0]["asks"],
        serde_json::json!(["maintenance_and_reliever"])
    );
}

#[test]
fn a_medicine_takes_its_atc_code_beside_the_label() {
    let gel = "DICLOFENAC GEL 11,6MG/G TUBE 100G";
    let without = run(&["explain", gel, "--age", "50"]);
    assert_says(&without.out, &["geef de ATC-code erbij."]);
    let with = run(&["explain", gel, "--age", "50", "--atc", "M02AA15"]);
    assert_eq!(with.code, 0);
    assert_says(
        &with.out,
        &["Vermijd diclofenacgel waar die niet nodig is [pain-05]"],
    );
}

#[test]
fn advice_on_nonsense_says_so_and_exits_with_1() {
    let run = run(&["explain", "IETS ONBEKENDS", "--age", "34", "--lang", "en"]);
    assert_eq!((run.code, run.err.as_str()), (1, ""));
    assert_says(&run.out, &["not recognised. No rule was held against it"]);
}

/// Each message in Dutch and English, before anything is printed.
#[test]
fn bad_input_is_refused_in_both_languages() {
    for (given, nl, en) in [
        (
            ["--age", "130"],
            "'130' is geen leeftijd in hele jaren van 0 tot en met 120.",
            "'130' is not an age in whole years from 0 to 120.",
        ),
        (
            ["--age", "-1"],
            "'-1' is geen leeftijd in hele jaren van 0 tot en met 120.",
            "'-1' is not an age in whole years from 0 to 120.",
        ),
        (
            ["--icpc", "X9"],
            "'X9' is geen ICPC-code zoals R96 of R96.01.",
            "'X9' is not an ICPC code such as R96 or R96.01.",
        ),
        (
            ["--other-device", "poeder"],
            "'poeder' is geen soort inhalator. Kies uit: pMDI, BAI, DPI, SMI, nebuliser.",
            "'poeder' is not a type of inhaler. Choose from: pMDI, BAI, DPI, SMI, nebuliser.",
        ),
        (
            ["--quantity", "-3"],
            "'-3' is geen hoeveelheid boven nul zoals 1 of 2.5 (met een punt).",
            "'-3' is not a quantity above zero such as 1 or 2.5.",
        ),
        (
            ["--minimum-saving", "0,5"],
            "'0,5' is geen besparing in kg CO2e zoals 0.5 (met een punt).",
            "'0,5' is not a saving in kg CO2e such as 0.5.",
        ),
        (
            ["--atc", "R3AC02"],
            "'R3AC02' is geen ATC-code zoals R03AC02.",
            "'R3AC02' is not an ATC code such as R03AC02.",
        ),
    ] {
        for (language, message) in [("nl", nl), ("en", en)] {
            let all = [&["explain", FOSTER, "--lang", language], &given[..]].concat();
            let run = run(&all);
            assert_eq!(
                (run.code, run.out.as_str(), run.err),
                (2, "", format!("groenrecept: {message}\n")),
                "{given:?}"
            );
        }
    }
}

#[test]
fn an_unknown_fact_lists_the_facts() {
    for (language, start) in [
        (
            "nl",
            "groenrecept: 'koorts' is geen feit waar een regel naar vraagt. Kies uit: acute_attack, ",
        ),
        (
            "en",
            "groenrecept: 'koorts' is not a fact that a rule asks for. Choose from: acute_attack, ",
        ),
    ] {
        let run = run(&[
            "explain",
            FOSTER,
            "--fact",
            "koorts=nee",
            "--lang",
            language,
        ]);
        assert_eq!((run.code, run.out.as_str()), (2, ""));
        assert!(run.err.starts_with(start), "{}", run.err);
        assert!(run.err.ends_with(", reviewed_over_use.\n"), "{}", run.err);
    }
}

/// `explain` takes layers as `report` does.
#[test]
fn prices_of_a_layer_reach_the_advice() {
    let folder = Folder::new();
    folder.write(
        "eigen/sources.csv",
        "source_id,kind,title\nT1,web_page,A price list\n",
    );
    folder.write(
        "eigen/prices.csv",
        "product_id,price,source_id,locator,evidence\n\
         foster-aerosol-100-6-120do,60.00,T1,p. 1,read\n\
         foster-nexthaler-100-6,48.00,T1,p. 1,read\n",
    );
    let asked = [
        "explain",
        FOSTER,
        "--age",
        "34",
        "--icpc",
        "R96",
        "--fact",
        "acute_attack=nee",
    ];
    let without = folder.run(&asked);
    assert_says(
        &without.out,
        &["Kosten staan hier niet: er zijn geen prijzen ingelezen (--data)."],
    );
    let with = folder.run(&[&asked[..], &["--data", "eigen"]].concat());
    assert_eq!((with.code, with.err.as_str()), (0, ""));
    assert_says(
        &with.out,
        &["Kosten voor 120 doses: van € 60,00 naar € 48,00, kost € 12,00 minder (bron T1, p. 1,"],
    );
    assert!(!with.out.contains("geen prijzen"), "{}", with.out);
}
