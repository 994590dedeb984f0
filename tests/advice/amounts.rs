//! What became of the amount: advice and impact read it alike, and no output takes one pack for
//! it without saying so.

use crate::*;
use groenrecept::advice::AmountUse;
use groenrecept::report::advice::{AdviceReport, Asked};
use groenrecept::{Decimal, Language, NoImpact, Quantity, Unit};
use proptest::prelude::*;
use serde_json::{Value, json};

const FOSTER: &str = "FOSTER AEROSOL 100/6UG/DO 120DO";

fn given(amount: &str, unit: &str) -> Advice {
    let line = Prescription::new().label(FOSTER).quantity(amount, unit);
    ENGINE.advise(&line, &adult("R96"), &Options::for_patient())
}

fn reported(what: &str, amount: &str, unit: &str) -> AdviceReport {
    let asked = Asked {
        what,
        quantity: amount,
        unit,
        ..Asked::default()
    };
    AdviceReport::of(&ENGINE, &asked, &adult("R96"), &Options::for_patient())
}

/// The page without its line ends.
fn page(report: &AdviceReport, language: Language) -> String {
    let text = report.text(language);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The doses that the alternatives are compared for.
fn compared(advice: &Advice) -> BTreeSet<Decimal> {
    let all = advice.offers.iter().flat_map(|offer| &offer.alternatives);
    all.map(|one| one.compared_doses).collect()
}

/// What is given and cannot be used is marked with what impact says; the rules stand as they
/// do without an amount, and what is compared says that it is one pack.
#[test]
fn an_amount_of_no_use_is_marked_and_the_rules_stand() {
    let without = given("", "");
    assert_eq!(without.amount, Some(AmountUse::Assumed));
    let pack = BTreeSet::from([120.into()]);
    assert_eq!(compared(&without), pack);
    for (amount, unit) in [
        ("xyz", "ST"),
        ("-2", "ST"),
        ("0", "ST"),
        ("3", "ML"),
        ("3", "GRAM"),
        ("1.5", "ST"),
        ("400", "ST"),
        ("20", ""),
    ] {
        let line = Prescription::new().label(FOSTER).quantity(amount, unit);
        let reason = ENGINE.impact(&line).unwrap_err();
        let advice = given(amount, unit);
        assert_eq!(
            advice.amount,
            Some(AmountUse::NotUsable(reason)),
            "{amount} {unit}"
        );
        let mut same = advice.clone();
        same.amount = without.amount.clone();
        assert_eq!(same, without, "{amount} {unit}");
        assert_eq!(compared(&advice), pack);
    }
    let three = given("3", "ST");
    let doses = BTreeSet::from([360.into()]);
    assert_eq!(compared(&three), doses);
}

proptest! {
    /// Advice reads an amount as impact does, or refuses it for the same reason.
    #[test]
    fn advice_and_impact_read_an_amount_alike(
        amount in "[-+ ]?[0-9]{0,3}[.,]?[0-9]{0,2}( ?(st|do|ml|x2))?|[a-z]{1,4}|\\PC{0,4}",
        unit in "|ST|DO|ML|G|STUKS|[a-z]{1,3}",
    ) {
        let line = Prescription::new().label(FOSTER).quantity(&amount, &unit);
        let found = ENGINE.advise(&line, &Context::new(), &Options::for_patient()).amount;
        let expected = match ENGINE.impact(&line) {
            Ok(impact) => AmountUse::Stated(impact.quantity, impact.decided),
            Err(_) if amount.trim().is_empty() => AmountUse::Assumed,
            Err(reason) => AmountUse::NotUsable(reason),
        };
        prop_assert_eq!(found, Some(expected));
    }
}

#[test]
fn a_quantity_that_is_none_is_no_amount() {
    let found = ENGINE.resolve(&Prescription::new().label(FOSTER));
    let inhaler = found.inhaler().unwrap();
    let on = |quantity| {
        let advice = ENGINE.advise_on(inhaler, quantity, &adult("R96"), &Options::for_patient());
        advice.unwrap()
    };
    for amount in [0, -2] {
        let advice = on(Some(Quantity::new(amount.into(), Unit::Device)));
        let reason = AmountUse::NotUsable(NoImpact::NotAbove);
        assert_eq!(advice.amount, Some(reason));
        assert_eq!(compared(&advice), compared(&on(None)));
    }
    assert_eq!(on(None).amount, Some(AmountUse::Assumed));
}

/// Two aerosols of 120 puffs are 26.3684 kg (2 x 13.1842); 120 pieces are one: read otherwise.
#[test]
fn every_output_says_what_became_of_the_amount() {
    for (amount, unit, kind, nl, en) in [
        (
            "2",
            "ST",
            json!({"kind": "stated", "decided": "stated_devices", "corrected": false}),
            "De hoeveelheid '2 ST' is gelezen als 240 doses (inhalatoren of verpakkingen, zoals de eenheid of het profiel zegt). Dat is 26,4 kg CO2e.",
            "The amount '2 ST' was read as 240 doses (inhalers or packs, as the unit or the profile says). That is 26.4 kg CO2e.",
        ),
        (
            "120",
            "ST",
            json!({"kind": "stated", "decided": "corrected_to_doses", "corrected": true}),
            "Dat staat er niet zo: kijk of het klopt. Dat is 13,2 kg CO2e.",
            "It does not say so itself: see whether that is right. That is 13.2 kg CO2e.",
        ),
        (
            "",
            "",
            json!({"kind": "assumed", "decided": null, "corrected": false}),
            "Er is geen hoeveelheid gegeven; vergeleken is met één verpakking (120 doses).",
            "No amount is given; what is compared is one pack (120 doses).",
        ),
        (
            "3",
            "ML",
            json!({"kind": "not_usable", "decided": null, "corrected": false}),
            "De hoeveelheid '3 ML' is niet gebruikt: eenheid past niet bij het middel. Wat hieronder in kg of geld staat, geldt voor één verpakking (120 doses), en niet voor dit voorschrift.",
            "The amount '3 ML' was not used: unit does not fit the medicine. What stands below in kg or money is for one pack (120 doses), and not for this prescription.",
        ),
        (
            "-2",
            "ST",
            json!({"kind": "not_usable", "decided": null, "corrected": false}),
            "De hoeveelheid '-2 ST' is niet gebruikt: ",
            "The amount '-2 ST' was not used: ",
        ),
    ] {
        let report = reported(FOSTER, amount, unit);
        for (language, text) in [(Language::Dutch, nl), (Language::English, en)] {
            let page = page(&report, language);
            assert!(page.contains(text), "{text}\n{page}");
        }
        let told = serde_json::to_value(&report).unwrap();
        let found = &told["amount"];
        for (key, value) in kind.as_object().unwrap() {
            assert_eq!(&found[key], value, "{amount} {unit}");
        }
        assert_eq!(found["given"], format!("{amount} {unit}").trim());
        let stated = found["kind"] == "stated";
        assert_eq!(told["quantity"] == Value::Null, !stated, "{amount} {unit}");
        assert_eq!(found["climate"] == Value::Null, !stated, "{amount} {unit}");
        let alternative = &told["offers"][0]["alternatives"][0];
        let of = if stated { "prescribed" } else { "one_pack" };
        assert_eq!(alternative["compared_for"], of, "{amount} {unit}");
        let lead = "Besparing bij 120 doses (één verpakking): ";
        assert_eq!(page(&report, Language::Dutch).contains(lead), !stated);
    }
    let two = serde_json::to_value(reported(FOSTER, "2", "ST")).unwrap();
    assert_eq!(two["amount"]["climate"]["central"], "26.3684");
}

/// Of a line that can be several packs devices are no doses: twelve stand as an example.
#[test]
fn without_a_pack_twelve_doses_are_an_example() {
    let label = "FOSTER AEROSOL 100/6UG/DO";
    let line = Prescription::new().label(label).quantity("2", "ST");
    let context = adult("R96");
    let advice = ENGINE.advise(&line, &context, &Options::for_patient());
    let found = ENGINE.resolve(&line);
    assert_eq!(ENGINE.pack(found.inhaler().unwrap()).unwrap(), None);
    let twelve = BTreeSet::from([12.into()]);
    assert_eq!(compared(&advice), twelve);
    let report = reported(label, "2", "ST");
    let page = page(&report, Language::Dutch);
    let said =
        "Vergeleken is met 12 doses, want hoeveel er in een verpakking zitten is niet bekend.";
    assert!(page.contains(said), "{page}");
    assert!(
        page.contains("Besparing bij 12 doses (als voorbeeld): "),
        "{page}"
    );
}

/// Of another medicine nothing is computed from an amount, and that is said where one is given.
#[test]
fn an_amount_of_another_medicine_is_said_to_be_unused() {
    let asked = |quantity| Asked {
        what: "DICLOFENAC TABLET MSR 50MG",
        atc: "M01AB05",
        quantity,
        unit: "",
        dosage: "",
    };
    let report = |quantity| {
        let context = Context::new();
        AdviceReport::of(&ENGINE, &asked(quantity), &context, &Options::for_patient())
    };
    let text = page(&report("xyz"), Language::Dutch);
    let said = "De hoeveelheid 'xyz' is niet gebruikt: voor dit middel wordt niets per hoeveelheid berekend.";
    assert!(text.contains(said), "{text}");
    let none = serde_json::to_value(report("")).unwrap();
    assert_eq!(none["amount"], Value::Null);
}
