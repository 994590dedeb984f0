//! Whatever the rules of any layer say, no offer passes a guard that holds.
//!
//! The guards are written here as data, and held against what is offered by this file: nothing of
//! the engine decides whether one holds or what it takes.

use crate::contexts::LABELS;
use crate::*;
use groenrecept::dataset::{Product, ProductId};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use std::fmt::Write as _;

/// Facts that nothing but an answer tells.
const FACTS: [&str; 4] = [
    "coordination",
    "regular_dyspnoea",
    "spacer_in_use",
    "first_episode",
];
const DEVICES: [&str; 5] = ["pMDI", "BAI", "DPI", "SMI", "nebuliser"];
const GASES: [&str; 3] = ["HFC-134a", "HFC-227ea", "none"];
const GROUPS: [&str; 6] = ["R03", "R03AC", "R03AC02", "R03AK", "R03BA", "R03BB"];

/// A rule that holds back.
#[derive(Debug, Clone)]
struct Held {
    direction: &'static str,
    unknown: &'static str,
    from: &'static str,
    fact: &'static str,
    answer: bool,
    /// What it takes of the alternatives; nothing for all of them.
    takes: Option<Takes>,
}

#[derive(Debug, Clone)]
enum Takes {
    Devices(Vec<&'static str>),
    Gases(Vec<&'static str>),
    Group(&'static str),
    Both(&'static str, &'static str),
}

impl Takes {
    fn takes(&self, product: &Product) -> bool {
        let gas = product.propellant.as_str();
        let device = |words: &[&str]| words.contains(&product.device.as_str());
        match self {
            Self::Devices(words) => device(words),
            Self::Gases(words) => words.contains(&gas),
            Self::Group(group) => product.atc.as_str().starts_with(group),
            Self::Both(one, group) => device(&[one]) && product.atc.as_str().starts_with(group),
        }
    }

    fn written(&self) -> String {
        match self {
            Self::Devices(words) => format!("device = {words:?}\n"),
            Self::Gases(words) => format!("propellant = {words:?}\n"),
            Self::Group(group) => format!("atc = [{group:?}]\n"),
            Self::Both(one, group) => format!("device = [{one:?}]\natc = [{group:?}]\n"),
        }
    }
}

/// A rule that offers.
#[derive(Debug, Clone)]
struct Offers {
    direction: &'static str,
    strength: &'static str,
    gain: &'static str,
    same: &'static str,
    from: Vec<&'static str>,
    to: Vec<&'static str>,
}

fn held() -> impl Strategy<Value = Held> {
    let takes = prop_oneof![
        Just(None),
        subsequence(DEVICES.to_vec(), 1..4).prop_map(|all| Some(Takes::Devices(all))),
        subsequence(GASES.to_vec(), 1..3).prop_map(|all| Some(Takes::Gases(all))),
        select(&GROUPS[..]).prop_map(|one| Some(Takes::Group(one))),
        (select(&DEVICES[..]), select(&GROUPS[..]))
            .prop_map(|(one, group)| Some(Takes::Both(one, group))),
    ];
    let words = (
        select(&["keep", "correct"][..]),
        select(&["ask", "say"][..]),
        select(&GROUPS[..]),
        select(&FACTS[..]),
    );
    (words, any::<bool>(), takes).prop_map(|((direction, unknown, from, fact), answer, takes)| {
        Held {
            direction,
            unknown,
            from,
            fact,
            answer,
            takes,
        }
    })
}

fn offering() -> impl Strategy<Value = Offers> {
    (
        select(&["switch", "lighter"][..]),
        select(&["recommendation", "advice", "consider", "option", "opinion"][..]),
        select(&["climate", "patient"][..]),
        select(&["substance", "class"][..]),
        subsequence(DEVICES.to_vec(), 0..4),
        subsequence(DEVICES.to_vec(), 1..5),
    )
        .prop_map(|(direction, strength, gain, same, from, to)| Offers {
            direction,
            strength,
            gain: if direction == "switch" {
                gain
            } else {
                "climate"
            },
            same: if direction == "switch" {
                same
            } else {
                "substance"
            },
            from,
            to,
        })
}

/// A guideline with these rules.
fn guideline(held: &[Held], offers: &[Offers]) -> String {
    let mut text = String::from(
        "[guideline]\nid = \"eigen\"\ntitle = \"Een voorbeeld\"\nversion = \"1\"\n\
         publisher = \"een praktijk\"\ndate = \"2026\"\nurl = \"\"\nkind = \"guideline\"\n\
         author = \"een praktijk\"\nreviewed = \"2026-11-21\"\nnext_review = \"2027-11-21\"\n\
         status = \"concept\"\nnote_nl = \"\"\nnote_en = \"\"\n",
    );
    for (at, one) in held.iter().enumerate() {
        rule(&mut text, &format!("eigen-k{at}"), one.direction, "advice");
        let answer = if one.answer { "yes" } else { "no" };
        let (unknown, from, fact) = (one.unknown, one.from, one.fact);
        writeln!(text, "unknown = {unknown:?}\n[rule.from]\natc = [{from:?}]").unwrap();
        if let Some(takes) = &one.takes {
            writeln!(text, "[rule.guards]\n{}", takes.written()).unwrap();
        }
        writeln!(text, "[rule.when]\nfacts = {{ {fact} = {answer:?} }}").unwrap();
    }
    for (at, one) in offers.iter().enumerate() {
        rule(
            &mut text,
            &format!("eigen-s{at}"),
            one.direction,
            one.strength,
        );
        let (from, to, same) = (&one.from, &one.to, one.same);
        if one.direction == "switch" {
            writeln!(text, "gain = {:?}", one.gain).unwrap();
        }
        writeln!(text, "[rule.from]\natc = [\"R03\"]").unwrap();
        if !from.is_empty() {
            writeln!(text, "device = {from:?}").unwrap();
        }
        writeln!(text, "[rule.to]\nsame = {same:?}\ndevice = {to:?}").unwrap();
        if same == "class" {
            writeln!(text, "atc = [\"R03AC\", \"R03AK\", \"R03BA\", \"R03BB\"]").unwrap();
        }
        writeln!(text, "text_nl = \"\"\ntext_en = \"\"").unwrap();
    }
    text
}

fn rule(text: &mut String, id: &str, direction: &str, strength: &str) {
    writeln!(
        text,
        "[[rule]]\nid = {id:?}\ndirection = {direction:?}\nstrength = {strength:?}\n\
         evidence = \"read\"\nsource_id = \"G28\"\nsection = \"1\"\nurl = \"\"\npatient_url = \"\"\n\
         title_nl = \"Een\"\ntitle_en = \"One\"\nreason_nl = \"Een.\"\nreason_en = \"One.\"\n\
         follow_up_nl = \"\"\nfollow_up_en = \"\"\nsetting = \"primary_care\""
    )
    .unwrap();
}

/// Every product that is offered, or is the choice of the prescriber.
fn offered(advice: &Advice) -> Vec<&ProductId> {
    let offers = advice.offers.iter().flat_map(|offer| {
        let choices = offer.choices.iter().map(|one| &one.product);
        offer
            .alternatives
            .iter()
            .map(|one| &one.product)
            .chain(choices)
    });
    offers.collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_offer_passes_a_guard_that_holds(
        held in proptest::collection::vec(held(), 1..4),
        offers in proptest::collection::vec(offering(), 1..4),
        answers in proptest::collection::vec(any::<Option<bool>>(), FACTS.len()),
        ages in proptest::collection::vec(0u32..100, 3),
        powder in any::<Option<bool>>(),
        assessed in any::<bool>(),
        unverified in any::<bool>(),
    ) {
        let text = guideline(&held, &offers);
        let dataset = layered(&[("guidelines/eigen.toml", &text)]);
        let dataset = dataset.unwrap_or_else(|error| panic!("{error}\n{text}"));
        let engine = Engine::new(&dataset);
        let mut options = Options::for_patient().include_unverified(unverified);
        if assessed {
            options = options.at_least(Status::Reviewed);
        }
        for age in ages {
            let mut context = Context::new().age(Age::new(age).unwrap());
            context = context.icpc("R96".parse::<Icpc>().unwrap()).fact(Fact::ACUTE_ATTACK, false);
            if let Some(can) = powder {
                context = context.fact(Fact::CAN_USE_POWDER, can);
            }
            for (fact, answer) in FACTS.iter().zip(&answers) {
                if let Some(answer) = answer {
                    context = context.fact(fact.parse::<Fact>().unwrap(), *answer);
                }
            }
            let given = |fact: &str| {
                let at = FACTS.iter().position(|one| *one == fact).unwrap();
                answers[at]
            };
            for label in LABELS {
                let line = line(label, "");
                let found = engine.resolve(&line);
                let Some(inhaler) = found.inhaler() else { continue };
                let products = engine.products(inhaler).unwrap();
                let advice = engine.advise(&line, &context, &options);
                for one in &held {
                    let is_about = !products.is_empty()
                        && products.iter().all(|is| is.atc.as_str().starts_with(one.from));
                    if !is_about || given(one.fact) != Some(one.answer) {
                        continue;
                    }
                    for id in offered(&advice) {
                        let product = dataset.product_by_id(id.as_str()).unwrap();
                        let taken = one.takes.as_ref().is_none_or(|takes| takes.takes(product));
                        prop_assert!(!taken, "{label}: {id} passes {one:?}");
                    }
                }
            }
        }
    }
}

/// The property is none of nothing: where the guard does not hold, the same rules do offer.
#[test]
fn the_same_rules_offer_where_the_guard_does_not_hold() {
    let held = Held {
        direction: "keep",
        unknown: "say",
        from: "R03",
        fact: FACTS[0],
        answer: true,
        takes: Some(Takes::Devices(vec!["DPI"])),
    };
    let offers = Offers {
        direction: "switch",
        strength: "option",
        gain: "patient",
        same: "substance",
        from: vec!["pMDI"],
        to: vec!["DPI"],
    };
    let text = guideline(&[held], &[offers]);
    let engine = Engine::new(&layered(&[("guidelines/eigen.toml", &text)]).unwrap());
    let products = |holds: bool| {
        let context = adult("R96").fact(FACTS[0].parse::<Fact>().unwrap(), holds);
        let lines = LABELS.iter().map(|label| line(label, ""));
        let all = lines.map(|line| {
            let advice = engine.advise(&line, &context, &Options::for_patient());
            let powder = |id: &&ProductId| {
                engine
                    .dataset()
                    .product_by_id(id.as_str())
                    .unwrap()
                    .device
                    .as_str()
                    == "DPI"
            };
            offered(&advice).into_iter().filter(powder).count()
        });
        all.sum::<usize>()
    };
    assert!(products(false) > 10, "{}", products(false));
    assert_eq!(products(true), 0);
}
