//! Clinical cases as a careful GP and pharmacist would try them, in the words of the program:
//! `tests/fixtures/advice/clinical.csv`. No clinician took part in writing them.
//!
//! What must be said and what must not be offered is held against the advice as data: rules,
//! directions, guards, products and questions, never wording.
//!
//! `must_say` has terms with a blank between them, all of which must hold:
//!
//! | term | holds where |
//! |---|---|
//! | `keep`, `correct`, `reduce`, `offer`, `choice`, `withheld`, `excepted`, `inform` | there is one |
//! | `keep:RULE` and so on | that rule is there |
//! | `may_keep:RULE` | that rule may say to keep, and asks |
//! | `sure:RULE` | the rule holds without a question |
//! | `withheld:RULE=GUARD` | the rule is held back by that guard |
//! | `offer:PRODUCT`, `choice:PRODUCT` | the product is offered, or is the choice of the prescriber |
//! | `asks:WORD` | something that decides asks this |
//! | `atc:CODE` | the medicine was found to be this one |
//! | `own_label` | the label of what is prescribed itself speaks against the patient |
//!
//! `must_not` has terms none of which may hold: `any` for any product or rule that offers,
//! `product` for any product, a device or the id of a product that is offered or is a choice,
//! and `say:RULE` and `sure:RULE` for a rule that reduces, stops, limits or offers.

use crate::*;
use groenrecept::advice::{Ask, Said};
use groenrecept::context::Sex;
use groenrecept::report::advice::{AdviceReport, Asked};

const CASES: &str = include_str!("../fixtures/advice/clinical.csv");

#[derive(serde::Deserialize)]
struct Case {
    id: String,
    kind: String,
    label: String,
    options: String,
    must_say: String,
    must_not: String,
    why: String,
}

/// A case with its options taken apart.
struct Tried {
    prescription: Prescription,
    context: Context,
    options: Options,
}

impl Case {
    fn tried(&self) -> Tried {
        let mut prescription = Prescription::new().label(&self.label);
        let mut context = Context::new();
        let mut options = Options::for_patient();
        let (mut quantity, mut unit) = ("", "");
        let mut devices: Option<Vec<Device>> = None;
        let mut words = self.options.split_whitespace();
        while let Some(option) = words.next() {
            let value = words.next().unwrap();
            match option {
                "--age" => context = context.age(value.parse().unwrap()),
                "--sex" => context = context.sex(value.parse::<Sex>().unwrap()),
                "--icpc" => context = context.icpc(value.parse::<Icpc>().unwrap()),
                "--beside" => context = context.beside(value.parse().unwrap()),
                "--fact" => {
                    let (fact, value) = DATASET.fact_answer(value).unwrap();
                    context = context.fact(fact, value);
                }
                "--first-issue" => context = context.first_issue(value == "yes"),
                "--days" => context = context.days_supplied(value.parse().unwrap()),
                "--doses-per-year" => context = context.doses_per_year(value.parse().unwrap()),
                "--other-device" => {
                    let all = devices.get_or_insert_default();
                    all.extend((value != "none").then(|| value.parse::<Device>().unwrap()));
                }
                "--atc" => prescription = prescription.atc(value),
                "--dosage" => prescription = prescription.dosage(value),
                "--quantity" => quantity = value,
                "--unit" => unit = value,
                "--use" => {
                    assert_eq!(value.parse(), Ok(Use::Aggregate), "{}", self.id);
                    options = Options::new();
                }
                other => unreachable!("{}: {other}", self.id),
            }
        }
        if let Some(devices) = devices {
            context = context.other_devices(devices);
        }
        Tried {
            prescription: prescription.quantity(quantity, unit),
            context,
            options,
        }
    }

    fn advice(&self) -> Advice {
        let tried = self.tried();
        ENGINE.advise(&tried.prescription, &tried.context, &tried.options)
    }
}

fn cases() -> Vec<Case> {
    let mut reader = csv::Reader::from_reader(CASES.as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

/// The rules of an advice by what they do, each with what it asks.
fn said(advice: &Advice) -> BTreeMap<&'static str, Vec<&Said>> {
    let list = |list: &'static str, all: Vec<_>| (list, all);
    let offers = advice.offers.iter().map(|one| &one.said).collect();
    let withheld = advice.withheld.iter().map(|one| &one.said).collect();
    let excepted = advice.excepted.iter().map(|one| &one.said).collect();
    BTreeMap::from([
        list("correct", advice.correct.iter().collect()),
        list("keep", advice.keep.iter().collect()),
        list("may_keep", advice.may_keep.iter().collect()),
        list("unasked", advice.unasked.iter().collect()),
        list("reduce", advice.reduce.iter().collect()),
        list("offer", offers),
        list("withheld", withheld),
        list("excepted", excepted),
        list("inform", advice.inform.iter().collect()),
    ])
}

/// The products that are offered, or are the choice of the prescriber.
fn products(advice: &Advice, choices: bool) -> BTreeSet<String> {
    let all = advice.offers.iter().flat_map(|offer| {
        let offered = offer.alternatives.iter().map(|one| &one.product);
        let chosen = offer.choices.iter().map(|one| &one.product);
        let all: Vec<_> = if choices {
            chosen.collect()
        } else {
            offered.collect()
        };
        all
    });
    all.map(ToString::to_string).collect()
}

fn asks(advice: &Advice) -> BTreeSet<&str> {
    let said = said(advice);
    let of = ["may_keep", "reduce", "offer"];
    let rules = of.iter().filter_map(|list| said.get(list)).flatten();
    let own = rules.flat_map(|said| &said.asks);
    let offers = advice.offers.iter();
    let products = offers.flat_map(|offer| {
        let alternatives = offer.alternatives.iter().flat_map(|one| &one.asks);
        alternatives.chain(offer.choices.iter().flat_map(|one| &one.asks))
    });
    own.chain(products).map(Ask::as_str).collect()
}

/// Whether a term of `must_say` holds.
fn holds(advice: &Advice, term: &str) -> bool {
    let said = said(advice);
    let (what, which) = term.split_once(':').unwrap_or((term, ""));
    let of = |list: &str| said.get(list).into_iter().flatten();
    let rule = |list: &str| of(list).any(|one| which.is_empty() || one.rule.as_str() == which);
    let stands = ["correct", "keep", "reduce", "offer"];
    match what {
        "withheld" | "excepted" if which.contains('=') => {
            let (rule, guard) = which.split_once('=').unwrap();
            let all = advice.withheld.iter().chain(&advice.excepted);
            let mut all = all.filter(|one| one.said.rule.as_str() == rule);
            all.any(|one| one.guard.to_string() == guard)
        }
        "sure" => {
            let mut all = stands.iter().flat_map(|list| of(list));
            all.any(|one| one.rule.as_str() == which && one.asks.is_empty())
        }
        "say" => stands.iter().any(|list| rule(list)),
        "choice" if !which.is_empty() && DATASET.product_by_id(which).is_none() => {
            let mut chosen = advice
                .offers
                .iter()
                .filter(|offer| !offer.choices.is_empty());
            chosen.any(|offer| offer.said.rule.as_str() == which)
        }
        "offer" | "choice" if DATASET.product_by_id(which).is_some() => {
            products(advice, what == "choice").contains(which)
        }
        "choice" => advice.offers.iter().any(|offer| !offer.choices.is_empty()),
        "asks" => asks(advice).contains(which),
        "atc" => matches!(advice.about, About::Medicine(Some(atc)) if atc.as_str() == which),
        "own_label" => advice.own_label.is_some(),
        list => {
            assert!(said.contains_key(list), "no such term: {term}");
            rule(list)
        }
    }
}

/// Whether something is offered that may not be.
fn offers(advice: &Advice, term: &str) -> bool {
    let [offered, chosen] = [false, true].map(|choices| products(advice, choices));
    let mut all = offered.iter().chain(&chosen);
    match term {
        "any" => !advice.offers.is_empty(),
        "product" => all.next().is_some(),
        device if device.parse::<Device>().is_ok() => {
            let device = device.parse::<Device>().unwrap();
            all.any(|id| DATASET.product_by_id(id).unwrap().device == device)
        }
        id if DATASET.product_by_id(id).is_some() => all.any(|one| one == id),
        rule => {
            assert!(rule.contains(':'), "no such term: {term}");
            holds(advice, rule)
        }
    }
}

/// What an advice says, in the terms of the cases.
fn told(advice: &Advice) -> String {
    let mut lines = Vec::new();
    for (list, rules) in said(advice) {
        let rules = rules.iter().map(|one| {
            let asks: Vec<&str> = one.asks.iter().map(Ask::as_str).collect();
            let held = advice.withheld.iter().chain(&advice.excepted);
            let guard = held.into_iter().find(|held| held.said.rule == one.rule);
            let guard = guard.filter(|_| matches!(list, "withheld" | "excepted"));
            let guard = guard.map_or_else(String::new, |held| format!("={}", held.guard));
            if asks.is_empty() {
                format!("{}{guard}", one.rule)
            } else {
                format!("{}{guard}({})", one.rule, asks.join(" "))
            }
        });
        let rules: Vec<String> = rules.collect();
        if !rules.is_empty() {
            lines.push(format!("  {list}: {}", rules.join(" ")));
        }
    }
    for choices in [false, true] {
        let products: Vec<String> = products(advice, choices).into_iter().collect();
        if !products.is_empty() {
            let list = if choices { "choices" } else { "products" };
            lines.push(format!("  {list}: {}", products.join(" ")));
        }
    }
    if let About::Medicine(atc) = &advice.about {
        lines.push(format!("  atc: {atc:?}"));
    }
    lines.push(format!("  own_label: {:?}", advice.own_label));
    lines.join("\n")
}

#[test]
fn every_case_says_what_it_must_and_offers_nothing_it_must_not() {
    let mut wrong = Vec::new();
    let cases = cases();
    for case in &cases {
        let advice = case.advice();
        let lacks = case.must_say.split_whitespace();
        let lacks = lacks.filter(|term| !holds(&advice, term));
        let lacks = lacks.map(|term| format!("says no {term}"));
        let too = case.must_not.split_whitespace();
        let too = too.filter(|term| offers(&advice, term));
        let too = too.map(|term| format!("offers or says {term}"));
        let all: Vec<String> = lacks.chain(too).collect();
        if !all.is_empty() {
            wrong.push(format!(
                "{} {} {}: {} ({})\n{}",
                case.id,
                case.label,
                case.options,
                all.join("; "),
                case.why,
                told(&advice)
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {} wrong:\n{}",
        wrong.len(),
        cases.len(),
        wrong.join("\n")
    );
}

/// Each id is once there, each case asks something, and each kind has several.
#[test]
fn the_cases_are_told_apart() {
    let cases = cases();
    let ids: BTreeSet<&str> = cases.iter().map(|case| case.id.as_str()).collect();
    assert_eq!(ids.len(), cases.len());
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for case in &cases {
        let terms = case.must_say.len() + case.must_not.len();
        assert!(terms > 0 && !case.why.is_empty(), "{}", case.id);
        *kinds.entry(&case.kind).or_default() += 1;
    }
    let few: Vec<_> = kinds.iter().filter(|(_, cases)| **cases < 3).collect();
    assert!(few.is_empty(), "{few:?}");
    let own = ids.iter().filter(|id| id.starts_with("own-")).count();
    assert!(own * 2 >= ids.len(), "{own} of {}", ids.len());
}

/// How much a page asks, for the figure of before and after, over the cases that were given:
/// `cargo test --test advice clinical::how_much -- --nocapture`.
#[test]
#[allow(clippy::print_stdout, reason = "the figure is what this is for")]
fn how_much_a_page_asks() {
    let (mut pages, mut questions, mut open) = (0, 0, 0);
    let cases = cases();
    for case in cases.iter().filter(|case| !case.id.starts_with("own-")) {
        let tried = case.tried();
        let (quantity, unit) = tried.prescription.given_quantity();
        let asked = Asked {
            what: &case.label,
            atc: tried.prescription.given_atc(),
            quantity,
            unit,
            dosage: tried.prescription.given_dosage(),
        };
        let report = AdviceReport::of(&ENGINE, &asked, &tried.context, &tried.options);
        let report = serde_json::to_value(report).unwrap();
        let list = |name: &str| report[name].as_array().unwrap().clone();
        let lists = ["may_keep", "reduce", "inform"].map(list);
        let offers = list("offers").into_iter();
        let offered = offers.flat_map(|offer| offer["rules"].as_array().unwrap().clone());
        let rules = lists.into_iter().flatten().chain(offered);
        let asks = |rule: &serde_json::Value| !rule["asks"].as_array().unwrap().is_empty();
        pages += 1;
        questions += list("questions").len();
        open += rules.filter(asks).count();
    }
    println!("{pages} pages: {questions} questions, {open} rules that may apply");
    assert!(pages > 0 && questions > 0);
}
