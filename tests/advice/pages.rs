//! The advice as a page and as JSON.
//!
//! The pages of `fixtures/advice/pages` are written anew by
//!
//! ```sh
//! UPDATE_GOLDEN=1 cargo test --test advice pages
//! ```
//!
//! Read the difference before it is committed.

use crate::*;
use groenrecept::Language;
use groenrecept::advice::Said;
use groenrecept::exact::parse;
use groenrecept::report::advice::{AdviceReport, Asked};
use serde_json::Value;
use std::path::Path;

const FOSTER: Asked<'_> = Asked {
    what: "FOSTER AEROSOL 100/6MCG/DO 120DO",
    atc: "",
    quantity: "1",
    unit: "ST",
    dosage: "",
};
const SALBUTAMOL: Asked<'_> = Asked {
    what: "SALBUTAMOL AEROSOL 100UG/DO 200DO",
    ..FOSTER
};
const VENTOLIN: Asked<'_> = Asked {
    what: "VENTOLIN AEROSOL 100UG/DO 200DO",
    quantity: "",
    unit: "",
    ..FOSTER
};
const GEL: Asked<'_> = Asked {
    what: "DICLOFENAC GEL 11,6MG/G TUBE 100G",
    atc: "M02AA15",
    ..FOSTER
};

fn aged(years: u32, code: &str) -> Context {
    Context::new()
        .age(Age::new(years).unwrap())
        .icpc(code.parse::<Icpc>().unwrap())
}

fn json(report: &AdviceReport) -> Value {
    serde_json::to_value(report).unwrap()
}

/// The array below a key.
fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().unwrap()
}

/// The texts below a key of each of these.
fn texts<'v>(all: impl IntoIterator<Item = &'v Value>, key: &str) -> Vec<&'v str> {
    all.into_iter()
        .map(|one| one[key].as_str().unwrap())
        .collect()
}

fn of(asked: &Asked<'_>, context: &Context) -> AdviceReport {
    AdviceReport::of(&ENGINE, asked, context, &Options::for_patient())
}

/// The cases that have a golden page.
fn cases() -> [(&'static str, Asked<'static>, Context); 5] {
    let asthma = "R96".parse::<Icpc>().unwrap();
    [
        (
            "foster-adult",
            FOSTER,
            aged(34, "R96").fact(Fact::ACUTE_ATTACK, false),
        ),
        ("salbutamol-child", SALBUTAMOL, aged(4, "R96")),
        (
            "salbutamol-2400",
            VENTOLIN,
            aged(40, "R96").doses_per_year(2400),
        ),
        ("diclofenac-gel", GEL, aged(50, "L15")),
        ("unknown-age", FOSTER, Context::new().icpc(asthma)),
    ]
}

const LANGUAGES: [(&str, Language); 2] = [("nl", Language::Dutch), ("en", Language::English)];

#[test]
fn pages_are_as_they_were_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/advice/pages");
    for (name, asked, context) in cases() {
        let report = of(&asked, &context);
        for (code, language) in LANGUAGES {
            let page = report.text(language);
            // The last paragraph holds the hash of the data, which every edit of it changes.
            let (page, version) = page.trim_end().rsplit_once("\n\n").unwrap();
            assert!(version.contains(&DATASET.version().sha256), "{version}");
            let path = folder.join(format!("{name}.{code}.txt"));
            if std::env::var_os("UPDATE_GOLDEN").is_some() {
                std::fs::write(&path, format!("{page}\n")).unwrap();
            }
            let golden = std::fs::read_to_string(&path).unwrap();
            assert_eq!(format!("{page}\n"), golden, "{name}, {code}");
        }
    }
}

/// The rules of a report by id, each once.
fn rules(report: &Value) -> Vec<&Value> {
    let blocks = ["offers", "withheld"]
        .into_iter()
        .flat_map(|key| list(report, key));
    let grouped = blocks.flat_map(|one| list(one, "rules"));
    let plain = [
        "correct", "keep", "may_keep", "unasked", "reduce", "untested", "inform",
    ];
    let plain = plain.into_iter().flat_map(|key| list(report, key));
    plain.chain(grouped).collect()
}

/// Grouping loses no rule, no product and no question, and repeats no rule.
#[test]
fn all_that_an_advice_says_is_on_the_page() {
    for (name, asked, context) in cases() {
        let advice = advice(
            &DATASET,
            &line(asked.what, asked.atc),
            &context,
            &Options::for_patient(),
        );
        let offers = advice.offers.iter().map(|one| &one.said);
        let withheld = advice.withheld.iter().map(|one| &one.said);
        // What may keep it is said where something is offered or to be used less.
        let less = |said: &&Said| matches!(said.direction, Direction::Reduce | Direction::Stop);
        let decides = !advice.offers.is_empty() || advice.reduce.iter().any(|said| less(&said));
        let may_keep = advice.may_keep.iter().chain(&advice.unasked);
        let first = advice.correct.iter().chain(&advice.keep);
        let rest = first
            .chain(may_keep.filter(|_| decides))
            .chain(&advice.reduce)
            .chain(&advice.inform);
        let mut said: Vec<&str> = rest
            .chain(offers)
            .chain(withheld)
            .map(|one| one.rule.as_str())
            .collect();
        let report = of(&asked, &context);
        let found = json(&report);
        let mut shown = texts(rules(&found), "rule");
        said.sort_unstable();
        shown.sort_unstable();
        assert_eq!(said, shown, "{name}");
        let asked = texts(
            list(&found, "questions")
                .iter()
                .chain(list(&found, "not_asked")),
            "ask",
        );
        let distinct: BTreeSet<&str> = asked.iter().copied().collect();
        assert_eq!(asked.len(), distinct.len(), "{name}: {asked:?}");
        for rule in rules(&found) {
            for ask in list(rule, "asks") {
                let mut withheld = list(&found, "withheld")
                    .iter()
                    .flat_map(|one| list(one, "rules"));
                let held = withheld.any(|one| one["rule"] == rule["rule"]);
                assert!(
                    held || distinct.contains(ask.as_str().unwrap()),
                    "{name}: {ask}"
                );
            }
            for (code, language) in LANGUAGES {
                let page = report.text(language);
                let id = rule["rule"].as_str().unwrap();
                let url = rule["citation"]["url"].as_str().unwrap();
                assert!(page.contains(&format!("[{id}]")), "{name}, {code}");
                assert!(page.contains(url), "{name}, {code}");
            }
        }
        for offer in &advice.offers {
            for one in &offer.alternatives {
                let page = report.text(Language::Dutch);
                assert!(
                    page.contains(&format!("[{}]", one.product)),
                    "{name}: {page}"
                );
            }
        }
    }
}

/// Five rules say the same of one aerosol: one block with five citations.
#[test]
fn rules_that_say_the_same_stand_in_one_block() {
    let report = json(&of(
        &FOSTER,
        &aged(34, "R96").fact(Fact::ACUTE_ATTACK, false),
    ));
    let offers = list(&report, "offers").iter();
    let blocks: Vec<Vec<&str>> = offers
        .map(|offer| texts(list(offer, "rules"), "rule"))
        .collect();
    assert_eq!(blocks, [["inh-01", "inh-02", "inh-06", "inh-08"]]);
    assert_eq!(list(&report["offers"][0], "alternatives").len(), 1);
}

/// Foster 94.42 g an actuation at AR5 with 8.06 g of gas for 120: 11.3304 + 8.06 x 0.230 =
/// 13.1842 kg; the NEXThaler 120 x 7.63 g = 0.9156 kg.
#[test]
fn json_holds_decimals_as_text_and_stable_names() {
    let report = of(&FOSTER, &aged(34, "R96").fact(Fact::ACUTE_ATTACK, false));
    let json = serde_json::to_value(&report).unwrap();
    let alternative = &json["offers"][0]["alternatives"][0];
    assert_eq!(
        alternative["saving"],
        serde_json::json!({"low": "12.2686", "central": "12.2686", "high": "12.2686"})
    );
    assert_eq!(alternative["product"], "foster-nexthaler-100-6");
    assert_eq!(alternative["compared_doses"], "120");
    assert_eq!(alternative["dose"]["basis"], "same_dose");
    assert_eq!(
        alternative["dose"]["source"]["equivalence"],
        "foster-100-6-120do-nexthaler-ab"
    );
    assert_eq!(alternative["verdict"], "lower");
    assert_eq!(
        alternative["asks"],
        serde_json::json!(["maintenance_and_reliever", "other_devices"])
    );
    assert_eq!(alternative["labels"][0]["source"], "L01");
    assert_eq!(json["about"]["other_strength"], false);
    assert_eq!(
        json["given"]["facts"],
        serde_json::json!({"acute_attack": false})
    );
    assert_eq!(json["purpose"], "patient");
    assert_eq!(json["options"]["gwp"], "AR6");
    assert_eq!(json["questions"][0]["ask"], "can_use_powder");
    assert_eq!(json["keep"], serde_json::json!([]));
    let conflicts = json["conflicts"].as_array().unwrap();
    let pairs = conflicts.iter().map(|one| &one["pairs"][0]);
    let pairs: Vec<&Value> = pairs.collect();
    assert!(
        pairs.contains(&&serde_json::json!(["inh-01", "inh-11"])),
        "{pairs:?}"
    );
    assert_no_float(&json);
}

fn assert_no_float(value: &Value) {
    match value {
        Value::Number(number) => assert!(!number.is_f64(), "{number}"),
        Value::Array(all) => all.iter().for_each(assert_no_float),
        Value::Object(all) => all.values().for_each(assert_no_float),
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}

/// Without a quantity all alternatives are compared for one pack, so that savings can be set
/// side by side: those with the least change in the number of doses first, and of these the
/// largest saving. Ventolin 30.062 kg for 200 puffs; the Diskus of 60 doses weighs 0.583 kg, and
/// 100 of its doses stand for them: 30.062 - 100 x 0.583 / 60 = 29.090333.
#[test]
fn without_a_quantity_savings_are_for_one_pack() {
    let report = json(&of(&VENTOLIN, &aged(40, "R96").doses_per_year(200)));
    assert_eq!(report["quantity"], Value::Null);
    let all = list(&report["offers"][0], "alternatives");
    assert!(all.len() > 2);
    assert!(all.iter().all(|one| one["compared_doses"] == "200"));
    let order: Vec<_> = all
        .iter()
        .map(|one| {
            let [from, to] =
                ["from_doses", "to_doses"].map(|key| one["dose"][key].as_u64().unwrap());
            let saving = parse(one["saving"]["central"].as_str().unwrap()).unwrap();
            (from.abs_diff(to), std::cmp::Reverse(saving))
        })
        .collect();
    assert!(order.is_sorted(), "{order:?}");
    let mut found = all.iter();
    let diskus = found
        .find(|one| one["product"] == "ventolin-diskus-200")
        .unwrap();
    assert_eq!(diskus["saving"]["central"], "29.090333");
    assert_eq!(diskus["dose"]["from_doses"], 2);
    assert_eq!(diskus["dose"]["to_doses"], 1);
}

/// An unknown age is the first thing to ask, and what depends on it is said to be missing.
#[test]
fn an_unknown_age_is_asked_and_named() {
    let asthma = "R96".parse::<Icpc>().unwrap();
    let report = of(&FOSTER, &Context::new().icpc(asthma));
    let found = json(&report);
    assert_eq!(found["questions"][0]["ask"], "age");
    assert_eq!(texts(list(&found, "withheld"), "guard"), ["age_unknown"]);
    assert_eq!(list(&found["withheld"][0], "rules").len(), 4);
    let page = report.text(Language::Dutch);
    assert!(page.contains("De leeftijd beslist en is niet bekend."));
    assert_eq!(texts(list(&found, "excepted"), "guard"), ["age_unknown"]);
    assert_eq!(list(&found["excepted"][0], "rules").len(), 21);
    assert!(page.contains("Geldt hier niet of is niet te toetsen, en waarom"));
}

/// A rule that says to stop is not silent where its exception holds.
#[test]
fn an_exception_of_a_rule_that_stops_is_given_in_its_words() {
    let omeprazole = Asked {
        what: "A02BC01",
        ..FOSTER
    };
    let context = Context::new()
        .age(Age::new(59).unwrap())
        .fact("current_indication".parse().unwrap(), false)
        .fact("severe_oesophagitis".parse().unwrap(), true)
        .first_issue(false);
    let report = of(&omeprazole, &context);
    let found = json(&report);
    assert!(
        list(&found, "reduce")
            .iter()
            .all(|one| one["rule"] != "ppi-01")
    );
    let held = list(&found, "excepted");
    assert_eq!(texts(held, "guard"), ["severe_oesophagitis"]);
    assert_eq!(texts(list(&held[0], "rules"), "rule"), ["ppi-01"]);
    let [nl, en] = ["nl", "en"].map(|key| held[0]["because"][key].as_str().unwrap());
    assert!(en.starts_with("In oesophagitis C or D"));
    assert!(report.text(Language::Dutch).contains(nl));
}

/// A child under 6 keeps the aerosol, and the page gives the words of the exception.
#[test]
fn an_exception_for_an_age_is_given_in_its_words() {
    let report = json(&of(&SALBUTAMOL, &aged(4, "R96")));
    assert!(list(&report, "offers").is_empty());
    assert_eq!(
        texts(list(&report, "keep"), "rule"),
        ["kid-02-keep", "inh-20", "vz-01"]
    );
    assert_eq!(
        texts(list(&report, "withheld"), "guard"),
        ["age", "product"]
    );
    let because = report["withheld"][0]["because"]["nl"].as_str().unwrap();
    assert!(because.starts_with("Onder de 6 jaar"), "{because}");
}

/// Silence is no answer: what is not recognised is said to be so, and no rule is shown.
#[test]
fn what_is_not_recognised_is_said_to_be_so() {
    let asked = Asked {
        what: "IETS ONBEKENDS",
        ..Asked::default()
    };
    let report = of(&asked, &adult("R96"));
    let found = json(&report);
    assert_eq!(found["about"]["kind"], "not_recognised");
    assert!(!report.is_recognised());
    assert!(rules(&found).is_empty());
    let page = report.text(Language::English);
    assert!(page.contains("not recognised. No rule was held against it"));
    assert!(!page.contains("What can be different"), "{page}");
}

/// A product id, its label and its ATC code lead to the same kind of answer; an id is exact.
#[test]
fn a_product_id_is_taken_for_itself() {
    let asked = Asked {
        what: "foster-aerosol-100-6-120do",
        ..FOSTER
    };
    let context = aged(34, "R96").fact(Fact::ACUTE_ATTACK, false);
    let [by_id, by_label] = [asked, FOSTER].map(|asked| json(&of(&asked, &context)));
    assert_eq!(by_id["about"]["products"], by_label["about"]["products"]);
    assert_eq!(by_id["offers"], by_label["offers"]);
}

/// Typing errors name what may be chosen.
#[test]
fn errors_of_the_context_name_the_choices() {
    let error = DATASET.fact_answer("koorts=nee").unwrap_err();
    let dutch = error.text(Language::Dutch);
    assert!(
        dutch.starts_with(
            "'koorts' is geen feit waar een regel naar vraagt. Kies uit: acute_attack, can_use_powder,"
        ),
        "{dutch}"
    );
    for fact in DATASET.facts() {
        assert!(dutch.contains(fact.as_str()), "{fact}");
    }
    for text in ["frail=misschien", "frail"] {
        let error = DATASET.fact_answer(text).unwrap_err();
        assert_eq!(error.found(), text);
        let start =
            format!("'{text}' is geen feit met yes of no, zoals acute_attack=no. De feiten");
        let dutch = error.text(Language::Dutch);
        assert!(dutch.starts_with(&start), "{dutch}");
    }
    let answer = |text: &str| DATASET.fact_answer(text);
    assert_eq!(answer("frail=ja").unwrap(), (Fact::FRAIL, true.into()));
    let days = (Fact::DAYS_SUPPLIED, 30.into());
    assert_eq!(answer("days_supplied=30").unwrap(), days);
    for text in ["days_supplied=yes", "days_supplied=-1", "days_supplied=1.5"] {
        let dutch = answer(text).unwrap_err().text(Language::Dutch);
        let start = format!(
            "'{text}' is geen feit met een heel getal, zoals days_supplied=30. De feiten zijn: "
        );
        assert!(dutch.starts_with(&start), "{dutch}");
    }
    assert_eq!(
        "poeder"
            .parse::<Device>()
            .unwrap_err()
            .text(Language::English),
        "'poeder' is not a type of inhaler. Choose from: pMDI, BAI, DPI, SMI, nebuliser."
    );
    assert_eq!(
        "X9".parse::<Icpc>().unwrap_err().text(Language::Dutch),
        "'X9' is geen ICPC-code zoals R96 of R96.01."
    );
}
