//! Guards of the offer: what holds back whatever rule of whatever layer makes an offer.
//!
//! The rules stand in a layer that is used alone beside the embedded products, so that nothing of
//! the embedded guidance holds back what is tested here.

use crate::*;
use groenrecept::Atc;
use groenrecept::advice::Offer;

/// A guideline with rules, each given by its keys and tables.
fn guideline(head: &str, rules: &[String]) -> String {
    let head = format!(
        "[guideline]\nid = \"own\"\ntitle = \"T\"\nversion = \"1\"\npublisher = \"P\"\nkind = \"local\"\n\
         status = \"concept\"\n{head}\n"
    );
    let rules = rules.iter().enumerate().map(|(at, rule)| {
        // A rule names its id and direction first.
        let (keys, tables) = rule.split_once("\n[").unwrap_or((rule.as_str(), ""));
        let tables = if tables.is_empty() { String::new() } else { format!("[{tables}") };
        format!(
            "[[rule]]\nstrength = \"local\"\nevidence = \"read\"\nsource_id = \"G28\"\nsection = \"{at}\"\n\
             title_nl = \"T\"\ntitle_en = \"T\"\nreason_nl = \"R\"\nreason_en = \"R\"\n\
             setting = \"primary_care\"\n{keys}\n{tables}\n"
        )
    });
    head + &rules.collect::<String>()
}

/// The embedded data with these rules and no others.
fn with(head: &str, rules: &[&str]) -> Dataset {
    let rules = rules.iter().map(|rule| (*rule).to_owned());
    // The list of reversed reasons names these.
    let named = ["pain-04", "pain-05"].map(|id| {
        format!("id = \"{id}\"\ndirection = \"inform\"\n[rule.from]\natc = [\"M02AA15\"]\n")
    });
    let rules: Vec<String> = rules.chain(named).collect();
    let text = guideline(head, &rules);
    let mut layer = Layer::named("own").toml("guidelines/own.toml", &text);
    for guideline in DATASET.guidelines() {
        let file = format!("guidelines/{}.toml", guideline.id);
        let empty = format!(
            "[guideline]\nid = \"{}\"\ntitle = \"none\"\nversion = \"1\"\npublisher = \"P\"\n\
             kind = \"local\"\nstatus = \"concept\"\n",
            guideline.id
        );
        layer = layer.toml(&file, &empty);
    }
    DATASET.with_layer(&layer).unwrap()
}

/// To powder of the same substance, without any exception of its own.
const TO_POWDER: &str = "id = \"to-powder\"\ndirection = \"switch\"\n[rule.from]\ndevice = [\"pMDI\"]\n\
                         [rule.to]\nsame = \"substance\"\ndevice = [\"DPI\"]\n";

fn found(dataset: &Dataset, context: &Context) -> Advice {
    let options = Options::for_patient();
    advice(
        dataset,
        &line("VENTOLIN AEROSOL 100MCG/DO 200DO", ""),
        context,
        &options,
    )
}

fn products(offers: &[Offer]) -> Vec<&str> {
    let all = offers.iter().flat_map(|offer| &offer.alternatives);
    all.map(|one| one.product.as_str()).collect()
}

fn guard(advice: &Advice, rule: &str) -> Option<Guard> {
    let mut all = advice.withheld.iter().chain(&advice.excepted);
    let held = all.find(|one| one.said.rule.as_str() == rule);
    held.map(|one| one.guard.clone())
}

/// A rule that lacks an exception is caught by a guard of another.
#[test]
fn a_guard_holds_back_the_offer_of_a_rule_without_exceptions() {
    let keep = "id = \"frail\"\ndirection = \"keep\"\n[rule.from]\ndevice = [\"pMDI\"]\n\
                [rule.guards]\ndevice = [\"DPI\"]\n[rule.when]\nfacts = { frail = \"yes\" }\n";
    let dataset = with("", &[TO_POWDER, keep]);
    let frail = |answer| adult("R96").fact(Fact::FRAIL, answer);
    let open = found(&dataset, &frail(false));
    assert!(!products(&open.offers).is_empty());
    let held = found(&dataset, &frail(true));
    assert_eq!(products(&held.offers), Vec::<&str>::new());
    let guard = guard(&held, "to-powder").unwrap();
    assert_eq!(guard.as_str(), "keep");
    assert_eq!(guard.rule().unwrap().as_str(), "frail");
    assert_eq!(held.keep.len(), 1);
    // What is not known is asked by the rule that lacks the exception, too.
    let unknown = found(&dataset, &Context::new().age(Age::new(80).unwrap()));
    let asks = &unknown.offers[0].said.asks;
    assert_eq!(
        asks.iter().map(|ask| ask.as_str()).collect::<Vec<_>>(),
        ["frail"]
    );
}

/// What a guard names is held back; what it does not name is offered.
#[test]
fn a_guard_holds_back_what_it_names_alone() {
    let any = "id = \"any\"\ndirection = \"switch\"\n[rule.from]\ndevice = [\"pMDI\"]\n\
               [rule.to]\nsame = \"substance\"\ndevice = [\"DPI\", \"pMDI\"]\n";
    let keep = "id = \"no-powder\"\ndirection = \"keep\"\n[rule.from]\ndevice = [\"pMDI\"]\n\
                [rule.guards]\ndevice = [\"DPI\"]\n[rule.when]\nfacts = { can_use_powder = \"no\" }\n";
    let dataset = with("", &[any, keep]);
    let advice = found(&dataset, &adult("R96").fact(Fact::CAN_USE_POWDER, false));
    assert_eq!(products(&advice.offers), ["airomir-aerosol-100"]);
    let held = &advice.offers[0].held_back;
    assert!(held.iter().any(|(id, guard)| {
        id.as_str() == "salbutamol-novolizer-100" && guard.as_str() == "keep"
    }));
    // A question is asked of the product that it would hold back, and of no other.
    let advice = found(&dataset, &Context::new().age(Age::new(40).unwrap()));
    for one in &advice.offers[0].alternatives {
        let powder = one.product.as_str() != "airomir-aerosol-100";
        let asks = one.asks.iter().any(|ask| ask.as_str() == "can_use_powder");
        assert_eq!(asks, powder, "{}", one.product);
    }
}

/// Of what only an age tells, an unknown age holds back, also where the rule itself asks none.
#[test]
fn an_age_that_a_guard_needs_holds_back_while_it_is_unknown() {
    let keep = "id = \"young\"\ndirection = \"keep\"\n[rule.from]\ndevice = [\"pMDI\"]\n\
                [rule.guards]\ndevice = [\"DPI\"]\n[rule.when]\nage = { below = 30 }\n";
    let dataset = with("", &[TO_POWDER, keep]);
    let of = |age: Option<u32>| {
        let context = Context::new().icpc("R96".parse::<Icpc>().unwrap());
        age.map_or_else(
            || context.clone(),
            |age| context.clone().age(Age::new(age).unwrap()),
        )
    };
    assert_eq!(
        guard(&found(&dataset, &of(None)), "to-powder"),
        Some(Guard::AgeUnknown)
    );
    assert_eq!(
        guard(&found(&dataset, &of(Some(29))), "to-powder")
            .unwrap()
            .as_str(),
        "keep"
    );
    assert_eq!(guard(&found(&dataset, &of(Some(30))), "to-powder"), None);
    assert!(!products(&found(&dataset, &of(Some(30))).offers).is_empty());
}

/// Something to put right goes first, and an offer waits for it.
#[test]
fn what_must_be_put_right_goes_first() {
    let correct = "id = \"right\"\ndirection = \"correct\"\n[rule.from]\natc = [\"R03AC02\"]\n\
                   [rule.when]\nfacts = { daily_ics = \"no\" }\n";
    let dataset = with("", &[TO_POWDER, correct]);
    let daily = |answer| adult("R96").fact(dataset.fact("daily_ics").unwrap(), answer);
    let held = found(&dataset, &daily(false));
    assert_eq!(held.correct.len(), 1);
    assert!(held.keep.is_empty() && held.offers.is_empty());
    assert_eq!(guard(&held, "to-powder").unwrap().as_str(), "correct");
    let open = found(&dataset, &daily(true));
    assert!(open.correct.is_empty() && !open.offers.is_empty());
    // Not known: it may be, and the offer asks it.
    let unknown = found(&dataset, &adult("R96"));
    assert_eq!(unknown.may_keep.len(), 1);
    assert!(
        unknown.offers[0]
            .said
            .asks
            .iter()
            .any(|ask| ask.as_str() == "daily_ics")
    );
}

/// What is said and not asked holds back once it is known.
#[test]
fn what_is_only_said_holds_back_once_it_is_known() {
    let keep = "id = \"last\"\ndirection = \"keep\"\nunknown = \"say\"\n[rule.from]\ndevice = [\"pMDI\"]\n\
                [rule.when]\nfacts = { end_of_life = \"yes\" }\n";
    let dataset = with("", &[TO_POWDER, keep]);
    let end = dataset.fact("end_of_life").unwrap();
    let unknown = found(&dataset, &adult("R96"));
    assert!(unknown.may_keep.is_empty());
    assert_eq!(unknown.unasked.len(), 1);
    assert!(unknown.offers[0].said.asks.is_empty());
    let held = found(&dataset, &adult("R96").fact(end, true));
    assert_eq!(guard(&held, "to-powder").unwrap().as_str(), "keep");
    let open = found(&dataset, &adult("R96").fact(end, false));
    assert!(open.unasked.is_empty() && !open.offers.is_empty());
}

/// A rule whose evidence was reversed offers nothing, and names what reversed it.
#[test]
fn a_reversed_rule_offers_nothing() {
    let reversed = TO_POWDER.replacen("direction", "reversed_by = \"newer\"\ndirection", 1);
    let newer = "id = \"newer\"\ndirection = \"inform\"\n[rule.from]\ndevice = [\"pMDI\"]\n";
    let dataset = with("", &[&reversed, newer]);
    let advice = found(&dataset, &adult("R96"));
    assert!(advice.offers.is_empty());
    let guard = guard(&advice, "to-powder").unwrap();
    assert_eq!(
        (guard.as_str(), guard.rule().unwrap().as_str()),
        ("reversed", "newer")
    );
}

/// After its last day a text written for a shortage asks no change; what it keeps stays kept.
#[test]
fn a_shortage_that_has_passed_asks_nothing_and_keeps_on() {
    let keep = "id = \"young\"\ndirection = \"keep\"\n[rule.from]\ndevice = [\"pMDI\"]\n\
                [rule.when]\nage = { below = 6 }\n";
    let dataset = with(
        "occasion = \"shortage\"\nuntil = \"2026-06-30\"\n",
        &[TO_POWDER, keep],
    );
    let on = |day: &str, age: u32| {
        let options = Options::for_patient().day(day.parse::<Day>().unwrap());
        let context = adult("R96").age(Age::new(age).unwrap());
        let line = line("VENTOLIN AEROSOL 100MCG/DO 200DO", "");
        super::advice(&dataset, &line, &context, &options)
    };
    assert!(!on("2026-06-30", 40).offers.is_empty());
    let passed = on("2026-07-01", 40);
    assert!(passed.offers.is_empty());
    assert_eq!(guard(&passed, "to-powder"), Some(Guard::OccasionPassed));
    assert_eq!(on("2026-07-01", 5).keep.len(), 1);
}

/// Products of other substances are named, none of the same, and nothing is computed of them.
#[test]
fn another_substance_of_the_class_is_the_choice_of_the_prescriber() {
    let class = "id = \"class\"\ndirection = \"switch\"\n[rule.from]\ndevice = [\"pMDI\"]\n\
                 [rule.to]\nsame = \"class\"\natc = [\"R03AK\"]\ndevice = [\"DPI\"]\n";
    let keep = "id = \"no-powder\"\ndirection = \"keep\"\n[rule.from]\ndevice = [\"pMDI\"]\n\
                [rule.guards]\ndevice = [\"DPI\"]\n[rule.when]\nfacts = { can_use_powder = \"no\" }\n";
    let dataset = with("", &[class, keep]);
    let options = Options::for_patient();
    let line = line("FLUTIFORM AEROSOL 125/5MCG/DO 120DO", "");
    let advice = super::advice(&dataset, &line, &adult("R96"), &options);
    let choices: Vec<&str> = advice.offers[0]
        .choices
        .iter()
        .map(|one| one.product.as_str())
        .collect();
    assert!(choices.contains(&"seretide-diskus-50-250"), "{choices:?}");
    assert!(advice.offers[0].alternatives.is_empty());
    // Trelegy is no R03AK; nothing is of the substances of Flutiform itself.
    assert!(
        choices
            .iter()
            .all(|id| !id.starts_with("flutiform") && !id.starts_with("trelegy"))
    );
    let held = super::advice(
        &dataset,
        &line,
        &adult("R96").fact(Fact::CAN_USE_POWDER, false),
        &options,
    );
    assert!(held.offers.is_empty());
    assert_eq!(guard(&held, "class").unwrap().as_str(), "keep");
}

/// For the sake of the patient something heavier is offered, and for a group it is not.
#[test]
fn what_is_for_the_patient_may_weigh_more_and_is_nothing_for_a_group() {
    let fit = "id = \"fit\"\ndirection = \"switch\"\ngain = \"patient\"\n[rule.from]\ndevice = [\"DPI\"]\n\
               [rule.to]\nsame = \"substance\"\ndevice = [\"pMDI\"]\n\
               [rule.when]\nfacts = { can_use_powder = \"no\" }\n";
    let dataset = with("", &[fit]);
    let context = adult("R96").fact(Fact::CAN_USE_POWDER, false);
    let line = line("VENTOLIN DISKUS 200MCG 60DO", "");
    let of = |options: &Options| super::advice(&dataset, &line, &context, options);
    let patient = of(&Options::for_patient());
    assert!(patient.offers[0].for_patient);
    let heavier = &patient.offers[0].alternatives[0];
    assert_eq!(heavier.comparison.verdict, Verdict::Higher);
    assert!(of(&Options::new()).offers.is_empty());
}

/// Keys that mean nothing in a rule are refused, in both languages and at their place.
#[test]
fn keys_that_hold_nothing_back_are_refused() {
    let wrong = |rule: &str| {
        let text = guideline("", &[rule.to_owned()]);
        let layer = Layer::named("own").toml("guidelines/own.toml", &text);
        DATASET.with_layer(&layer).unwrap_err().to_string()
    };
    let guards = format!("{TO_POWDER}[rule.guards]\ndevice = [\"DPI\"]\n");
    let text = wrong(&guards);
    assert!(text.contains("rule.guards: error[unknown-word]: 'guards' does not go with direction switch; only with: keep, correct"), "{text}");
    let reversed = "id = \"r\"\nreversed_by = \"none\"\ndirection = \"switch\"\n[rule.to]\nsame = \"substance\"\ndevice = [\"DPI\"]\n";
    let text = wrong(reversed);
    assert!(
        text.contains("rule.reversed_by: error[dangling-reference]: the rule 'none' is not there"),
        "{text}"
    );
    let word =
        "id = \"r\"\ndirection = \"keep\"\nunknown = \"guess\"\n[rule.when]\nage = { below = 6 }\n";
    let text = wrong(word);
    assert!(
        text.contains("rule.unknown: error[unknown-word]: 'guess' is not one of: ask, say"),
        "{text}"
    );
    let fact = "id = \"r\"\ndirection = \"keep\"\n[rule.when]\nfacts = { on_holiday = \"yes\" }\n";
    let text = wrong(fact);
    assert!(
        text.contains("error[unknown-word]: 'on_holiday' is not a fact that a rule asks for"),
        "{text}"
    );
}

/// An answer of no against a code counts, and is said: it lifts what rests on the code.
#[test]
fn a_no_against_a_code_is_said() {
    let pregnant = DATASET.fact("pregnant").unwrap();
    let coded = || adult("R96").icpc("W78".parse::<Icpc>().unwrap());
    let of = |context: &Context| {
        let line = line("VENTOLIN AEROSOL 100MCG/DO 200DO", "");
        super::advice(&DATASET, &line, context, &Options::for_patient())
    };
    assert_eq!(of(&coded()).denied, []);
    assert!(
        of(&coded())
            .keep
            .iter()
            .any(|one| one.rule.as_str() == "ast-15")
    );
    assert_eq!(of(&adult("R96").fact(pregnant, false)).denied, []);
    let denied = of(&coded().fact(pregnant, false));
    assert_eq!(denied.denied, [pregnant]);
    assert!(denied.keep.iter().all(|one| one.rule.as_str() != "ast-15"));
    // Another fact and another teller: an age.
    let gastric = DATASET.fact("gastro_risk").unwrap();
    let old = adult("R96").age(Age::new(85).unwrap()).fact(gastric, false);
    assert_eq!(of(&old).denied, [gastric]);
}

/// Something of the patient that no rule asks, and that counts as no where nobody spoke of it, is
/// named where it would hold back: it must not be silent.
#[test]
fn what_counts_as_no_for_want_of_a_word_is_named() {
    let line = Prescription::new()
        .label("DICLOFENAC TABLET MSR 50MG")
        .atc("M01AB05");
    let gout = Context::new()
        .age(Age::new(76).unwrap())
        .icpc("T92".parse::<Icpc>().unwrap());
    let named = |context: &Context, options: &Options| -> Vec<String> {
        let found = super::advice(&DATASET, &line, context, options);
        found
            .unasked
            .iter()
            .map(|one| one.rule.to_string())
            .collect()
    };
    let patient = Options::for_patient();
    let silent = named(&gout, &patient);
    for rule in ["pain-23", "pain-32", "stp-F1"] {
        assert!(silent.iter().any(|one| one == rule), "{rule}: {silent:?}");
    }
    // Who names other medicines names those that count.
    let beside = gout.clone().beside("A02BC01".parse::<Atc>().unwrap());
    let silent = named(&beside, &patient);
    assert!(!silent.iter().any(|one| one == "stp-F1"), "{silent:?}");
    assert!(silent.iter().any(|one| one == "pain-23"), "{silent:?}");
    // An answer is one.
    let vessels = "heart_or_brain_vessel_disease".parse::<Fact>().unwrap();
    let answered = gout.clone().fact(vessels, false);
    assert!(
        !named(&answered, &patient)
            .iter()
            .any(|one| one == "pain-23")
    );
    let ill = gout.clone().fact(vessels, true);
    let found = super::advice(&DATASET, &line, &ill, &patient);
    assert!(
        found
            .correct
            .iter()
            .any(|one| one.rule.as_str() == "pain-23")
    );
    // A report of a group names no patient.
    let group = named(&gout, &Options::new());
    assert!(!group.iter().any(|one| one == "pain-23"), "{group:?}");
}

/// What speaks against stopping and counts as no for want of a word is asked before the stop is
/// certain.
#[test]
fn a_stop_asks_what_speaks_against_it() {
    let line = Prescription::new()
        .label("OMEPRAZOL CAPSULE MSR 20MG")
        .atc("A02BC01");
    let facts = ["current_indication", "severe_oesophagitis"].map(|word| word.parse().unwrap());
    let context = Context::new().age(Age::new(72).unwrap());
    let context = context.first_issue(false);
    let context = facts
        .into_iter()
        .fold(context, |context, fact: Fact| context.fact(fact, false));
    let asks = |context: &Context, options: &Options| -> Option<Vec<String>> {
        let found = super::advice(&DATASET, &line, context, options);
        let said = found
            .reduce
            .iter()
            .find(|one| one.rule.as_str() == "ppi-01");
        said.map(|one| one.asks.iter().map(|ask| ask.as_str().to_owned()).collect())
    };
    let patient = Options::for_patient();
    let asked = asks(&context, &patient).unwrap();
    assert!(asked.iter().any(|one| one == "nsaid_beside"), "{asked:?}");
    assert!(
        asked.iter().any(|one| one == "antithrombotic_beside"),
        "{asked:?}"
    );
    // Other medicines were named, and none of these.
    let beside = context.beside("A10BA02".parse::<Atc>().unwrap());
    assert_eq!(asks(&beside, &patient), Some(Vec::new()));
    let nsaid = beside.beside("M01AE01".parse::<Atc>().unwrap());
    assert_eq!(asks(&nsaid, &patient), None);
}
