//! A layer with facts and an indication of its own, through the program.

use crate::*;

const LAYER: &str = "tests/fixtures/facts/layer";

/// Naproxen by the rules of the layer.
fn explained(more: &[&str]) -> Run {
    let asked = [
        "explain",
        "NAPROXEN TABLET 500MG",
        "--atc",
        "M01AE02",
        "--data",
        LAYER,
        "--icpc",
        "S99",
    ];
    run(&[&asked, more].concat())
}

/// How a rule of the layer comes out, with what it asks or what holds it back.
fn outcome(more: &[&str]) -> String {
    let found = explained(&[more, &["--format", "json"]].concat());
    assert_eq!((found.code, found.err.as_str()), (0, ""), "{more:?}");
    let json: Value = serde_json::from_str(&found.out).unwrap();
    let own = |one: &&Value| one["rule"] == "eigen-01";
    if let Some(rule) = json["reduce"].as_array().unwrap().iter().find(own) {
        return format!("asks {}", rule["asks"]);
    }
    if let Some(rule) = json["untested"].as_array().unwrap().iter().find(own) {
        return format!("not tested without {}", rule["asks"]);
    }
    let excepted = json["excepted"].as_array().unwrap().iter();
    let mut held =
        excepted.filter(|one| one["rules"].as_array().unwrap().iter().any(|one| own(&one)));
    held.next().map_or_else(
        || "no".to_owned(),
        |one| format!("withheld {}: {}", one["guard"], one["reason"]["nl"]),
    )
}

#[test]
fn answers_to_facts_of_a_layer_change_the_advice() {
    let open = "not tested without [\"nursing\",\"egfr\"]";
    assert_eq!(outcome(&[]), open);
    let low = ["--fact", "egfr=25"];
    let with = |more: &[&str]| outcome(&[&low, more].concat());
    assert_eq!(with(&[]), "asks [\"nursing\"]");
    assert_eq!(with(&["--fact", "nursing=nee"]), "asks []");
    let withheld = "withheld \"nursing\": \"de patiënt geeft borstvoeding\"";
    assert_eq!(with(&["--fact", "nursing=yes"]), withheld);
    assert_eq!(with(&["--icpc", "W94"]), withheld);
    assert_eq!(with(&["--sex", "male"]), "asks []");
    assert_eq!(outcome(&["--fact", "egfr=30"]), "no");
    let page = explained(&[
        "--fact",
        "egfr=25",
        "--fact",
        "nursing=ja",
        "--sex",
        "female",
    ]);
    assert_says(
        &page.out,
        &[
            "Uitgegaan van: ICPC S99; vrouw; Wat is de eGFR? 25 ml/min; Geeft de patiënt borstvoeding? Ja.",
            "Bij borstvoeding geldt een andere afspraak.",
        ],
    );
    let english = explained(&["--fact", "egfr=25", "--beside", "B01AC06", "--lang", "en"]);
    assert_says(
        &english.out,
        &[
            "Given: ICPC S99; other medicines: B01AC06; What is the eGFR? 25 ml/min.",
            "Is the patient nursing?",
        ],
    );
}

#[test]
fn words_that_no_layer_has_are_refused_with_what_is_allowed() {
    let refused = |more: &[&str]| {
        let found = explained(more);
        assert_eq!((found.code, found.out.as_str()), (2, ""), "{more:?}");
        found.err
    };
    let all = "Kies uit: acute_attack, can_use_powder,";
    let error = refused(&["--fact", "nursng=yes"]);
    let start = format!(
        "groenrecept: 'nursng' is geen feit waar een regel naar vraagt. Bedoeld kan zijn: nursing. {all}"
    );
    assert!(error.starts_with(&start), "{error}");
    assert!(error.ends_with("saba_packs_per_year, control_months, months_used, nursing, egfr.\n"));
    let error = refused(&["--fact", "egfr=laag"]);
    let start = "groenrecept: 'egfr=laag' is geen feit met een heel getal, zoals days_supplied=30.";
    assert!(error.starts_with(start), "{error}");
    assert_eq!(
        refused(&["--days", "30", "--fact", "days_supplied=31"]),
        "groenrecept: 'days_supplied' heeft twee antwoorden, 31 en 30; geef er één.\n"
    );
    assert_eq!(
        refused(&["--beside", "M1", "--lang", "en"]),
        "groenrecept: 'M1' is not an ATC code such as R03AC02.\n"
    );
    // Without the layer its words are none.
    let without = run(&["explain", "R03AC02", "--fact", "nursing=yes"]);
    assert_eq!((without.code, without.out.as_str()), (2, ""));
}

#[test]
fn data_prints_what_a_rule_may_use() {
    let page = run(&["data", "--rules", "--data", LAYER]);
    assert_eq!((page.code, page.err.as_str()), (0, ""));
    assert_says(
        &page.out,
        &[
            "[rule.from]: atc, device, propellant, route, form, strength, products",
            "rule.direction: correct, keep, reduce, stop, limit_quantity, harmonise, check, switch, lighter, inform",
            "rule.from.device: pMDI, BAI, DPI, SMI, nebuliser",
            "psychotropic = yes of no Is het een slaap- of kalmeringsmiddel? wordt vanzelf beantwoord: yes bij atc=N05B | atc=N05C; no bij atc=*",
            "days_supplied = een heel getal dagen Voor hoeveel dagen is het voorschrift?",
            "nursing = yes of no Geeft de patiënt borstvoeding? wordt vanzelf beantwoord: yes bij icpc=W94 | icpc=W95; no bij sex=male",
            "egfr = een heel getal ml/min Wat is de eGFR?",
            "stomach: maagklachten; ICPC D02, D03, D07",
            "lupus: lupus; ICPC S99",
        ],
    );
    let english = run(&["data", "--rules", "--data", LAYER, "--lang", "en"]);
    assert_says(
        &english.out,
        &[
            "What a rule may use",
            "days_supplied = a whole number days For how many days is the prescription?",
            "is answered by itself: yes with icpc=W94 | icpc=W95; no with sex=male",
        ],
    );
    let json = run(&["data", "--rules", "--data", LAYER, "--format", "json"]);
    let json: Value = serde_json::from_str(&json.out).unwrap();
    let facts = json["facts"].as_array().unwrap();
    assert_eq!(
        facts[facts.len() - 1],
        serde_json::json!({
            "fact": "egfr",
            "kind": "number",
            "unit": "ml/min",
            "question": {"nl": "Wat is de eGFR?", "en": "What is the eGFR?"},
            "yes": [],
            "open": [],
            "no": [],
        })
    );
    assert_eq!(
        json["indications"].as_array().unwrap().last().unwrap(),
        &serde_json::json!({
            "indication": "lupus",
            "name": {"nl": "lupus", "en": "lupus"},
            "icpc": ["S99"],
            "atc": [],
        })
    );
}
