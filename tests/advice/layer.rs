//! A layer with a fact, a number, an indication and rules on them, of which the crate knows nothing.

use crate::*;
use groenrecept::advice::{Ask, Guard, Said, verified};
use groenrecept::context::{FactValue, Sex};
use groenrecept::dataset::Layer;
use groenrecept::report::advice::{AdviceReport, Asked};
use groenrecept::{Atc, Language};
use std::path::Path;

static LAYER: LazyLock<Dataset> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/facts/layer");
    verified(
        DATASET
            .with_layer(&Layer::from_dir(&folder).unwrap())
            .unwrap(),
    )
    .unwrap()
});

fn naproxen() -> Prescription {
    line("NAPROXEN TABLET 500MG", "M01AE02")
}

fn fact(word: &str) -> Fact {
    LAYER.fact(word).unwrap()
}

fn lupus() -> Context {
    Context::new().icpc("S99".parse::<Icpc>().unwrap())
}

/// What the rule of the layer asks, and whether it is held back, and by what.
fn outcome(context: &Context) -> (Option<Vec<String>>, Option<Guard>) {
    let found = advice(&LAYER, &naproxen(), context, &Options::for_patient());
    let own = |said: &Said| said.rule.as_str() == "eigen-01";
    let said = found.reduce.iter().find(|said| own(said));
    let asks = said.map(|said| {
        said.asks
            .iter()
            .map(|ask| ask.as_str().to_owned())
            .collect()
    });
    let held = found.excepted.iter().find(|one| own(&one.said));
    (asks, held.map(|one| one.guard.clone()))
}

#[test]
fn a_layer_brings_facts_and_an_indication_and_rules_on_them() {
    // No example fails, and every part of the rules is tested.
    assert_eq!(examine(&LAYER), []);
    let asks = |words: &[&str]| {
        let words = words.iter().map(|word| (*word).to_owned());
        (Some(words.collect::<Vec<_>>()), None)
    };
    let nursing = || (None, Some(Guard::Condition(Ask::Fact(fact("nursing")))));
    let low = || lupus().fact(fact("egfr"), 25);
    assert_eq!(outcome(&lupus()), asks(&["egfr", "nursing"]));
    assert_eq!(outcome(&low()), asks(&["nursing"]));
    assert_eq!(outcome(&low().fact(fact("nursing"), false)), asks(&[]));
    assert_eq!(outcome(&low().fact(fact("nursing"), true)), nursing());
    // What tells it: the sex, and a code; a given answer goes before both.
    assert_eq!(outcome(&low().sex(Sex::Male)), asks(&[]));
    assert_eq!(outcome(&low().sex(Sex::Female)), asks(&["nursing"]));
    let coded = low().icpc("W95".parse::<Icpc>().unwrap());
    assert_eq!(outcome(&coded), nursing());
    assert_eq!(outcome(&coded.clone().sex(Sex::Male)), nursing());
    assert_eq!(outcome(&coded.fact(fact("nursing"), false)), asks(&[]));
    // The number, at and beside its limit, and the indication.
    let none = (None, None);
    assert_eq!(outcome(&lupus().fact(fact("egfr"), 30)), none);
    assert_eq!(outcome(&Context::new().fact(fact("egfr"), 30)), none);
    let named = Context::new().indication(LAYER.indication("lupus").unwrap());
    assert_eq!(outcome(&named.fact(fact("egfr"), 25)), asks(&["nursing"]));
    assert_eq!(outcome(&adult("R96").fact(fact("egfr"), 25)), none);
    // Without the layer nothing of it is known.
    assert!(DATASET.fact("nursing").is_err() && DATASET.indication("lupus").is_err());
}

/// A teller can look at the medicines beside, and leave open what others would deny.
#[test]
fn tellers_answer_in_their_order() {
    let row = |yes: &str, no: &str, open: &str| {
        let header = "fact_id,kind,question_nl,question_en,yes,no,open\n";
        let facts = format!("{header}frail,yes_no,Kwetsbaar?,Frail?,{yes},{no},{open}\n");
        layered(&[("facts.csv", &facts)]).unwrap()
    };
    // Rules that switch an aerosol in COPD except it.
    let frail = |dataset: &Dataset, context: &Context| {
        let asked = line("VENTOLIN AEROSOL 100UG/DO 200DO", "R03AC02");
        let found = advice(dataset, &asked, context, &Options::for_patient());
        let mut held = found.withheld.iter().chain(&found.excepted);
        let ask = Ask::Fact(Fact::FRAIL);
        let mut asks = found.offers.iter().flat_map(|offer| &offer.said.asks);
        if held.any(|one| one.guard == Guard::Condition(ask)) {
            Some(true)
        } else if asks.any(|asked| *asked == ask) {
            None
        } else {
            Some(false)
        }
    };
    let beside = |code: &str| adult("R95").beside(code.parse::<Atc>().unwrap());
    let told = row("beside=N06D|atc=R06", "beside=C10|atc=*", "beside=C");
    assert_eq!(frail(&told, &beside("N06DA02")), Some(true));
    assert_eq!(frail(&told, &beside("C10AA01")), None);
    assert_eq!(frail(&told, &adult("R95")), Some(false));
    let aged = row("age>=75", "age<75", "");
    let of = |years| adult("R95").age(Age::new(years).unwrap());
    assert_eq!(frail(&aged, &of(75)), Some(true));
    assert_eq!(frail(&aged, &of(74)), Some(false));
}

/// What no layer has, and a value of the wrong kind, is said and never dropped in silence.
#[test]
fn what_no_rule_can_use_is_said() {
    let (nursing, lupus): (Fact, Indication) =
        ("nursing".parse().unwrap(), "lupus".parse().unwrap());
    let context = adult("R96")
        .fact(nursing, true)
        .indication(lupus)
        .fact(Fact::FRAIL, 3)
        .fact(Fact::DAYS_SUPPLIED, true);
    let found = on("VENTOLIN AEROSOL 100UG/DO 200DO", &context);
    let words: Vec<&str> = found.unused.keys().map(String::as_str).collect();
    assert_eq!(words, ["days_supplied", "frail", "lupus", "nursing"]);
    let asked = Asked {
        what: "VENTOLIN AEROSOL 100UG/DO 200DO",
        ..Asked::default()
    };
    let report = AdviceReport::of(&ENGINE, &asked, &context, &Options::for_patient());
    let one_line = |language| {
        let page = report.text(language);
        page.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let dutch = "Niet gebruikt: 'days_supplied' is een getal en kreeg ja of nee; 'frail' is ja of nee en kreeg een getal; geen laag van de gegevens heeft de indicatie 'lupus'; geen laag van de gegevens heeft het feit 'nursing'.";
    assert!(one_line(Language::Dutch).contains(dutch));
    let english = "Not used: 'days_supplied' is a number and was given yes or no; 'frail' is yes or no and was given a number; no layer of the data has the indication 'lupus'; no layer of the data has the fact 'nursing'.";
    assert!(one_line(Language::English).contains(english));
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(
        json["unused"]["nursing"],
        serde_json::json!({
            "nl": "geen laag van de gegevens heeft het feit 'nursing'",
            "en": "no layer of the data has the fact 'nursing'",
        })
    );
    // Nothing is asked again or taken for an answer.
    assert_eq!(context.given(Fact::FRAIL), Some(FactValue::Number(3)));
    assert_eq!(on("iets anders", &context).unused.len(), 4);
    assert_eq!(
        on("VENTOLIN AEROSOL 100UG/DO 200DO", &adult("R96"))
            .unused
            .len(),
        0
    );
}

/// Questions stand in the order of the file: new ones behind those that were there.
#[test]
fn a_layer_asks_behind_the_others() {
    let facts: Vec<String> = LAYER.facts().map(|fact| fact.to_string()).collect();
    let embedded: Vec<String> = DATASET.facts().map(|fact| fact.to_string()).collect();
    assert_eq!(facts[..embedded.len()], embedded);
    assert_eq!(facts[embedded.len()..], ["nursing", "egfr"]);
    let asked = Asked {
        what: "NAPROXEN TABLET 500MG",
        atc: "M01AE02",
        ..Asked::default()
    };
    let engine = Engine::new(&LAYER);
    let report = AdviceReport::of(&engine, &asked, &Context::new(), &Options::for_patient());
    let json = serde_json::to_value(&report).unwrap();
    let mut rules = json["untested"].as_array().unwrap().iter();
    let own = rules.find(|rule| rule["rule"] == "eigen-01").unwrap();
    assert_eq!(
        own["asks"],
        serde_json::json!(["indication", "nursing", "egfr"])
    );
}

/// Form and strength of a selector, as far as a label tells them.
#[test]
fn a_rule_selects_by_form_and_strength() {
    let informs = |label: &str, atc: &str| {
        let found = advice(
            &LAYER,
            &line(label, atc),
            &Context::new(),
            &Options::for_patient(),
        );
        let own = |said: &Said| said.rule.as_str() == "eigen-02";
        let held = found.excepted.iter().find(|one| own(&one.said));
        (
            found.inform.iter().any(own),
            held.map(|one| one.guard.clone()),
        )
    };
    let yes = (true, None);
    let no = (false, None);
    let open = (false, Some(Guard::Product));
    assert_eq!(informs("PARACETAMOL STROOP 24MG/ML", "N02BE01"), yes);
    assert_eq!(informs("PARACETAMOL STROOP 120MG/5ML", "N02BE01"), yes);
    assert_eq!(informs("PARACETAMOL STROOP 25MG/ML", "N02BE01"), no);
    assert_eq!(informs("PARACETAMOL STROOP", "N02BE01"), open);
    assert_eq!(informs("PARACETAMOL 24MG/ML", "N02BE01"), open);
    assert_eq!(informs("PARACETAMOL TABLET 500MG", "N02BE01"), no);
    assert_eq!(informs("VENTOLIN AEROSOL 100UG/DO 200DO", "R03AC02"), no);
}

/// Of an inhaled medicine the products tell the strength, and a strength that none has is open.
#[test]
fn a_rule_selects_an_inhaler_by_strength() {
    let own = include_str!("../fixtures/facts/layer/guidelines/eigen.toml");
    let (rest, _) = own
        .split_once("\n[rule.from]\natc = [\"N02BE01\"]")
        .unwrap();
    let rule = format!(
        "{rest}\n[rule.from]\natc = [\"R03AC02\"]\nform = [\"inhalation\"]\nstrength = [\"100 ug\"]\n"
    );
    let source = include_str!("../fixtures/facts/layer/sources.csv");
    let facts = include_str!("../fixtures/facts/layer/facts.csv");
    let indications = include_str!("../fixtures/facts/layer/indications.csv");
    let files = [
        ("sources.csv", source),
        ("facts.csv", facts),
        ("indications.csv", indications),
        ("guidelines/eigen.toml", rule.as_str()),
    ];
    let dataset = layered(&files).unwrap();
    let informs = |label: &str| {
        let found = advice(
            &dataset,
            &line(label, "R03AC02"),
            &Context::new(),
            &Options::for_patient(),
        );
        let own = |said: &Said| said.rule.as_str() == "eigen-02";
        let held = found.excepted.iter().find(|one| own(&one.said));
        (
            found.inform.iter().any(own),
            held.map(|one| one.guard.clone()),
        )
    };
    assert_eq!(informs("VENTOLIN AEROSOL 100UG/DO 200DO"), (true, None));
    assert_eq!(informs("VENTOLIN DISKUS INHPDR 200UG 60DO"), (false, None));
    let open = (false, Some(Guard::Product));
    assert_eq!(informs("SALBUTAMOL AEROSOL 77UG/DO 200DO"), open);
}

/// Each end of a number, at its limit; without an example beyond it the end is untested.
#[test]
fn a_number_lies_between_its_ends() {
    let own = include_str!("../fixtures/facts/layer/guidelines/eigen.toml");
    let with = |bounds: &str| {
        let rule = own.replacen(
            "egfr = { below = 30 }",
            &format!("egfr = {{ {bounds} }}"),
            1,
        );
        assert_ne!(rule, own, "{bounds}");
        let files = [
            (
                "sources.csv",
                include_str!("../fixtures/facts/layer/sources.csv"),
            ),
            (
                "facts.csv",
                include_str!("../fixtures/facts/layer/facts.csv"),
            ),
            (
                "indications.csv",
                include_str!("../fixtures/facts/layer/indications.csv"),
            ),
            ("guidelines/eigen.toml", rule.as_str()),
        ];
        layered(&files).unwrap()
    };
    let holds = |dataset: &Dataset| -> Vec<u32> {
        let numbers = [0, 14, 15, 16, 28, 29, 30, 31, u32::MAX];
        let meets = |number: &u32| {
            let context = lupus()
                .fact(fact("egfr"), *number)
                .fact(fact("nursing"), false);
            let found = advice(dataset, &naproxen(), &context, &Options::for_patient());
            found
                .reduce
                .iter()
                .any(|said| said.rule.as_str() == "eigen-01")
        };
        numbers.into_iter().filter(meets).collect()
    };
    assert_eq!(holds(&with("above = 29")), [30, 31, u32::MAX]);
    assert_eq!(holds(&with("at_least = 30")), [30, 31, u32::MAX]);
    assert_eq!(holds(&with("at_most = 15")), [0, 14, 15]);
    assert_eq!(holds(&with("above = 15, below = 30")), [16, 28, 29]);
    assert_eq!(holds(&with("at_least = 15, at_most = 15")), [15]);
    let untested: Vec<String> = examine(&with("above = 15, below = 30"))
        .iter()
        .map(|one| one.message.en.clone())
        .collect();
    assert_eq!(
        untested,
        ["no example of eigen-01 would miss rule.when.facts.egfr or its reverse"]
    );
}
