//! The clinical cases of `tests/fixtures/advice/cases.toml`.

use crate::*;

#[derive(serde::Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    id: String,
    note: String,
    #[serde(default)]
    label: String,
    #[serde(default)]
    atc: String,
    quantity: Option<u32>,
    #[serde(default)]
    unit: String,
    age: Option<u32>,
    #[serde(default)]
    icpc: Vec<String>,
    #[serde(default)]
    indication: Vec<String>,
    #[serde(default)]
    facts: BTreeMap<String, String>,
    first_issue: Option<bool>,
    days_supplied: Option<u32>,
    doses_per_year: Option<u32>,
    other_devices: Option<Vec<String>>,
    expect_keep: Vec<String>,
    expect_reduce: Vec<String>,
    expect_offer: Vec<String>,
    expect_withheld: BTreeMap<String, String>,
    /// What rules ask first, where it matters: nothing where one is certain.
    #[serde(default)]
    expect_asks: BTreeMap<String, Vec<String>>,
    source: String,
}

impl Case {
    fn context(&self) -> Context {
        let mut context = Context::new();
        if let Some(age) = self.age {
            context = context.age(Age::new(age).unwrap());
        }
        for code in &self.icpc {
            context = context.icpc(code.parse::<Icpc>().unwrap());
        }
        for word in &self.indication {
            context = context.indication(word.parse::<Indication>().unwrap());
        }
        for (word, answer) in &self.facts {
            context = context.fact(word.parse::<Fact>().unwrap(), answer == "yes");
        }
        if let Some(first) = self.first_issue {
            context = context.first_issue(first);
        }
        if let Some(days) = self.days_supplied {
            context = context.days_supplied(days);
        }
        if let Some(doses) = self.doses_per_year {
            context = context.doses_per_year(doses);
        }
        if let Some(devices) = &self.other_devices {
            let devices = devices.iter().map(|word| word.parse::<Device>().unwrap());
            context = context.other_devices(devices);
        }
        context
    }

    fn prescription(&self) -> Prescription {
        let quantity = self.quantity.map_or_else(String::new, |n| n.to_string());
        Prescription::new()
            .label(&self.label)
            .atc(&self.atc)
            .quantity(&quantity, &self.unit)
    }
}

fn cases() -> Vec<Case> {
    let text = include_str!("../fixtures/advice/cases.toml");
    toml::from_str::<Cases>(text).unwrap().case
}

/// What an advice says, in the words of a case.
fn said(
    advice: &Advice,
) -> (
    Vec<String>,
    Vec<String>,
    Vec<String>,
    BTreeMap<String, String>,
) {
    let ids = |list: &[groenrecept::advice::Said]| {
        let mut ids: Vec<String> = list.iter().map(|one| one.rule.to_string()).collect();
        ids.sort();
        ids
    };
    let mut offers: Vec<String> = advice
        .offers
        .iter()
        .map(|offer| offer.said.rule.to_string())
        .collect();
    offers.sort();
    let withheld = advice.withheld.iter();
    let withheld = withheld
        .map(|one| (one.said.rule.to_string(), one.guard.to_string()))
        .collect();
    (ids(&advice.keep), ids(&advice.reduce), offers, withheld)
}

/// What a rule of the advice asks, sorted.
fn asked(advice: &Advice, rule: &str) -> Option<Vec<String>> {
    let offers = advice.offers.iter().map(|offer| &offer.said);
    let mut all = advice.reduce.iter().chain(offers);
    let said = all.find(|said| said.rule.as_str() == rule)?;
    let mut asks: Vec<String> = said
        .asks
        .iter()
        .map(|ask| ask.as_str().to_owned())
        .collect();
    asks.sort();
    Some(asks)
}

#[test]
fn every_case_comes_out_as_the_guidance_says() {
    let mut wrong = Vec::new();
    let cases = cases();
    for case in &cases {
        assert!(!case.source.is_empty(), "{}", case.id);
        let advice = ENGINE.advise(
            &case.prescription(),
            &case.context(),
            &Options::for_patient(),
        );
        for (rule, asks) in &case.expect_asks {
            let found = asked(&advice, rule);
            if found.as_ref() != Some(asks) {
                wrong.push(format!(
                    "{} asks for {rule}: {found:?}, expected {asks:?}",
                    case.id
                ));
            }
        }
        let found = said(&advice);
        let sorted = |list: &[String]| {
            let mut list = list.to_vec();
            list.sort();
            list
        };
        let expected = (
            sorted(&case.expect_keep),
            sorted(&case.expect_reduce),
            sorted(&case.expect_offer),
            case.expect_withheld.clone(),
        );
        if found != expected {
            wrong.push(format!(
                "{} ({}):\n   found    {found:?}\n   expected {expected:?}",
                case.id, case.note
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(cases.len() >= 60, "{}", cases.len());
}
