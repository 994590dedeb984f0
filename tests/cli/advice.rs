//! The advice of `explain`.

use crate::*;

const FOSTER: &str = "FOSTER AEROSOL 100/6MCG/DO 120DO";
const TITLE: &str = "Advies bij één voorschrift";

#[test]
fn explain_prints_advice_instead_of_the_trail_when_anything_is_given() {
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
        &["--dosage", "2 dd 1"],
        &["--format", "text"],
        &["--strict"],
    ] {
        let advised = run(&[&["explain", FOSTER], given].concat());
        assert_eq!((advised.code, advised.err.as_str()), (0, ""), "{given:?}");
        // The trail would bury the advice: one line at the end says how to see it.
        assert!(advised.out.starts_with(TITLE), "{given:?}");
        assert!(advised.out.contains("Eerst nagaan"), "{given:?}");
        let pointer =
            format!("\n\nWaar de waarden vandaan komen: groenrecept explain \"{FOSTER}\"\n");
        assert!(advised.out.ends_with(&pointer), "{}", advised.out);
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
        "--sex",
        "female",
        "--beside",
        "m01ae01",
        "--other-device",
        "DPI",
        "--quantity",
        "2",
        "--unit",
        "ST",
        "--include-unverified",
        "--strict",
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
            "sex": "female",
            "icpc": ["R95", "R96"],
            "indications": [],
            "beside": ["M01AE01"],
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
            "strict": true,
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
    let unknown = run(&["explain", "ETORICOXIB TABLET 60MG", "--age", "50"]);
    assert_eq!(unknown.code, 1);
    assert_says(
        &unknown.out,
        &["kennen de gegevens geen ATC-code: geef de ATC-code erbij."],
    );
    let named = run(&["explain", gel, "--age", "50"]);
    assert_eq!(named.code, 0);
    assert_says(
        &named.out,
        &[
            "De ATC-code M02AA15 is gevonden bij de naam diclofenac",
            "Vermijd diclofenacgel waar die niet nodig is [pain-05]",
        ],
    );
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
            ["--days", "0"],
            "'0' is geen aantal dagen in hele getallen vanaf 1.",
            "'0' is not a whole number of days from 1.",
        ),
        (
            ["--doses-per-year", "abc"],
            "'abc' is geen aantal doses per jaar in hele getallen vanaf 0.",
            "'abc' is not a whole number of doses a year from 0.",
        ),
        (
            ["--quantity", "-3"],
            "'-3' is geen hoeveelheid boven nul zoals 1 of 60.",
            "'-3' is not a quantity above zero such as 1 or 60.",
        ),
        (
            ["--quantity", " "],
            "' ' is geen hoeveelheid boven nul zoals 1 of 60.",
            "' ' is not a quantity above zero such as 1 or 60.",
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

/// A number that fits no reading is no typing error: the advice stands, and the page and the exit
/// code say that the amount was not used.
#[test]
fn an_amount_that_does_not_fit_is_said_and_leaves_the_rules() {
    for (language, said) in [
        (
            "nl",
            "De hoeveelheid '3 ML' is niet gebruikt: eenheid past niet bij het middel.",
        ),
        (
            "en",
            "The amount '3 ML' was not used: unit does not fit the medicine.",
        ),
    ] {
        let run = run(&[
            "explain",
            FOSTER,
            "--quantity",
            "3",
            "--unit",
            "ML",
            "--lang",
            language,
        ]);
        assert_eq!((run.code, run.err.as_str()), (1, ""));
        let page: Vec<&str> = run.out.split_whitespace().collect();
        assert!(page.join(" ").contains(said), "{}", run.out);
    }
    let run = run(&["explain", FOSTER, "--quantity", "3", "--format", "json"]);
    let json: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(json["amount"]["kind"], "stated");
    assert_eq!(json["amount"]["climate"]["central"], "39.5526"); // 3 x 13.1842
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
        assert!(
            run.err
                .ends_with(", doses_per_year, saba_packs_per_year, control_months, months_used.\n"),
            "{}",
            run.err
        );
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

/// Two answers to one question, or none beside another inhaler, cannot both be meant.
#[test]
fn answers_that_exclude_each_other_are_refused() {
    for (given, nl, en) in [
        (
            ["--fact", "frail=yes", "--fact", "frail=no"],
            "'frail' heeft twee antwoorden, yes en no; geef er één.",
            "'frail' has two answers, yes and no; give one.",
        ),
        (
            ["--other-device", "none", "--other-device", "DPI"],
            "'none' zegt dat er geen andere inhalator is; dat gaat niet samen met een tweede --other-device.",
            "'none' says that there is no other inhaler; that cannot go with a second --other-device.",
        ),
    ] {
        for (language, message) in [("nl", nl), ("en", en)] {
            let run = run(&[&["explain", FOSTER, "--lang", language], &given[..]].concat());
            assert_eq!(
                (run.code, run.out.as_str(), run.err),
                (2, "", format!("groenrecept: {message}\n")),
                "{given:?}"
            );
        }
    }
    let twice = run(&[
        "explain",
        FOSTER,
        "--fact",
        "frail=no",
        "--fact",
        "frail=nee",
    ]);
    assert_eq!((twice.code, twice.err.as_str()), (0, ""));
}

/// The rule that keeps the aerosol of a small child, with one limit changed and its examples not.
fn broken_rule() -> Folder {
    let name = "guidelines/nhg-tekort-salbutamol.toml";
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("data")
        .join(name);
    let text = std::fs::read_to_string(path).unwrap();
    let broken = text.replacen("age = { below = 6 }", "age = { below = 3 }", 1);
    assert_ne!(text, broken);
    let folder = Folder::with(&format!("laag/{name}"), broken);
    folder.write("export.csv", format!("{HEADER}{GOOD}"));
    folder
}

/// What `check` calls an error loads nowhere.
#[test]
fn a_rule_whose_examples_fail_is_used_nowhere() {
    let folder = broken_rule();
    let check = folder.run(&["check", "laag"]);
    let errors: Vec<&str> = check
        .out
        .lines()
        .filter(|line| line.contains("fout[example-fails]"))
        .collect();
    assert!(check.code == 1 && !errors.is_empty(), "{}", check.out);
    for command in [
        &["report", "export.csv", "--data", "laag"][..],
        &["explain", FOSTER, "--age", "4", "--data", "laag"],
        &["explain", FOSTER, "--data", "laag"],
        &["data", "--data", "laag"],
        &["compare-data", "embedded", "laag", "export.csv"],
    ] {
        let run = folder.run(command);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{command:?}");
        let said: Vec<&str> = run.err.lines().skip(1).map(str::trim).collect();
        assert_eq!(said, errors, "{command:?}");
    }
}

/// An untested part is a warning: the rule is used, and that is said.
#[test]
fn a_rule_without_an_example_is_used_with_a_warning() {
    let name = "guidelines/nhg-tekort-salbutamol.toml";
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("data")
        .join(name);
    let text = std::fs::read_to_string(path).unwrap();
    // The first rule without its examples.
    let (rule, rest) = text.split_once("[[rule.example]]").unwrap();
    let next = rest.find("[[rule]]").unwrap();
    let folder = Folder::with(&format!("laag/{name}"), format!("{rule}{}", &rest[next..]));
    let run = folder.run(&["explain", FOSTER, "--data", "laag"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(
        run.err.contains("waarschuwing[untested-rule]"),
        "{}",
        run.err
    );
}

#[test]
fn rules_for_hospitals_are_said_to_be_left_out() {
    let run = run(&["explain", FOSTER, "--advice"]);
    assert_says(
        &run.out,
        &["Regels die voor ziekenhuizen zijn geschreven (4) tellen hier niet mee."],
    );
    let json = crate::run(&["explain", FOSTER, "--format", "json"]).out;
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        json["left_out"][0],
        serde_json::json!({"why": "hospital", "rules": ["pain-07", "rte-01", "rte-02", "rte-03"]})
    );
    assert_eq!(json["left_out"][1]["why"], "unverified");
    let all = crate::run(&[
        "explain",
        FOSTER,
        "--include-unverified",
        "--format",
        "json",
    ])
    .out;
    let all: Value = serde_json::from_str(&all).unwrap();
    assert_eq!(all["left_out"].as_array().unwrap().len(), 1);
}

/// Of a child of 4 first what decides an offer is asked, and then what other rules want.
#[test]
fn questions_of_other_rules_stand_apart() {
    let salbutamol = "SALBUTAMOL AEROSOL 100UG/DO 200DO";
    let child = ["explain", salbutamol, "--age", "4", "--icpc", "R96"];
    let page = flat(&run(&child).out);
    let at = |words: &str| {
        page.find(words)
            .unwrap_or_else(|| panic!("{words}: {page}"))
    };
    // Which of the products it is decides an offer; what is used in a year is for another rule.
    let first = at("Eerst nagaan 1. Welk product is het precies?");
    let others = at("Voor de andere regels: 2. ");
    assert!(first < others && others < at("in een jaar?"), "{page}");
}
