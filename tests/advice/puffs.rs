//! How many puffs at a time: a dose is doubled only where the use is known.

use crate::*;
use groenrecept::Language;
use groenrecept::advice::{Ask, DosageUse};
use groenrecept::report::advice::{AdviceReport, Asked};
use serde_json::{Value, json};

/// Two puffs of it stand for one inhalation of the Diskus of twice the strength.
const SERETIDE: &str = "SERETIDE INHALATOR AEROSOL 25/250MCG/DO 120DO";
const DISKUS: &str = "seretide-diskus-50-500";

/// What became of the Diskus beside the Seretide aerosol.
fn diskus(dosage: &str, context: &Context) -> Result<(bool, Option<[u32; 2]>), String> {
    let prescription = line(SERETIDE, "").dosage(dosage);
    let advice = ENGINE.advise(&prescription, context, &Options::for_patient());
    let offers = || advice.offers.iter().flat_map(|offer| &offer.alternatives);
    let withheld = advice.withheld.iter().flat_map(|one| &one.held_back);
    let held = advice.offers.iter().flat_map(|one| &one.held_back);
    let guard = held.chain(withheld).find(|(id, _)| id.as_str() == DISKUS);
    match offers().find(|one| one.product.as_str() == DISKUS) {
        Some(one) => {
            let asks = one.asks.contains(&Ask::Fact(Fact::PUFFS_AT_A_TIME));
            Ok((asks, one.at_a_time))
        }
        None => Err(guard.unwrap().1.to_string()),
    }
}

#[test]
fn two_doses_that_become_one_ask_how_many_are_taken_at_a_time() {
    let adult = adult("R96");
    assert_eq!(diskus("", &adult), Ok((true, None)));
    for one in [
        "2 dd 1",
        "2D1I",
        "1-2 puffs as needed",
        "2 maal daags 1 pufje",
    ] {
        assert_eq!(diskus(one, &adult), Err("puffs".to_owned()), "{one}");
    }
    for two in ["2 dd 2", "4x daags 2 inhalaties", "zn 2 inh", "2D2I"] {
        assert_eq!(diskus(two, &adult), Ok((false, Some([2, 1]))), "{two}");
    }
    assert_eq!(diskus("2 dd 4", &adult), Ok((false, Some([4, 2]))));
    assert_eq!(diskus("2 dd 3", &adult), Err("puffs".to_owned()));
    // What cannot be read answers nothing.
    for unread in ["volgens schema", "2 dd 1, bij benauwdheid 2", "1 dd 2 mg"] {
        assert_eq!(diskus(unread, &adult), Ok((true, None)), "{unread}");
    }
    let answered = |puffs| adult.clone().puffs_at_a_time(puffs);
    assert_eq!(diskus("", &answered(1)), Err("puffs".to_owned()));
    assert_eq!(diskus("", &answered(2)), Ok((false, Some([2, 1]))));
    // None at all is no answer.
    assert_eq!(diskus("", &answered(0)), Ok((true, None)));
}

/// Whoever says two things is taken at the lower number.
#[test]
fn of_two_numbers_the_lower_counts() {
    let adult = adult("R96");
    let answered = |puffs| adult.clone().puffs_at_a_time(puffs);
    assert_eq!(diskus("2 dd 1", &answered(2)), Err("puffs".to_owned()));
    assert_eq!(diskus("2 dd 2", &answered(1)), Err("puffs".to_owned()));
    assert_eq!(diskus("2 dd 4", &answered(2)), Ok((false, Some([2, 1]))));
    // An answer stands where the directions were not understood.
    assert_eq!(diskus("schema", &answered(2)), Ok((false, Some([2, 1]))));
    let line = line(SERETIDE, "").dosage("2 dd 1");
    let advice = ENGINE.advise(&line, &answered(2), &Options::for_patient());
    let differs = DosageUse::Differs {
        dosage: 1,
        answer: 2,
    };
    assert_eq!(advice.dosage, Some(differs));
}

/// One dose that becomes two needs no answer, and says what it comes to.
#[test]
fn one_dose_that_becomes_two_asks_nothing() {
    let data = [
        ("sources.csv", "source_id,kind,title\nT1,leaflet,A label\n"),
        (
            "equivalences.csv",
            "equivalence_id,from_product,from_doses,to_product,to_doses,basis,source_id,locator,evidence\n\
             own,foster-aerosol-100-6-120do,1,foster-nexthaler-100-6,2,posology,T1,p. 1,read\n",
        ),
    ];
    let dataset = layered(&data).unwrap();
    let line = line("FOSTER AEROSOL 100/6MCG/DO 120DO", "").dosage("2 dd 2");
    let advice = advice(&dataset, &line, &adult("R96"), &Options::for_patient());
    let mut all = advice.offers.iter().flat_map(|offer| &offer.alternatives);
    let powder = all.find(|one| one.product.as_str() == "foster-nexthaler-100-6");
    let powder = powder.unwrap();
    assert!(!powder.asks.contains(&Ask::Fact(Fact::PUFFS_AT_A_TIME)));
    assert_eq!(powder.at_a_time, Some([2, 4]));
}

fn report(what: &'static str, dosage: &'static str, context: &Context) -> AdviceReport {
    let asked = Asked {
        what,
        dosage,
        atc: if what == SERETIDE { "" } else { "M01AB05" },
        ..Asked::default()
    };
    AdviceReport::of(&ENGINE, &asked, context, &Options::for_patient())
}

fn flat(report: &AdviceReport, language: Language) -> String {
    let text = report.text(language);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_page_says_how_the_directions_were_read() {
    let adult = adult("R96");
    let two = report(SERETIDE, "2 dd 2", &adult);
    let page = flat(&two, Language::Dutch);
    for said in [
        "Het gebruik '2 dd 2' is gelezen als 2 inhalaties per keer.",
        "In plaats van 2 per keer is dat 1 inhalatie per keer.",
    ] {
        assert!(page.contains(said), "{page}");
    }
    assert!(
        flat(&two, Language::English)
            .contains("Instead of 2 at a time that is 1 inhalation at a time.")
    );
    let json = |report: &AdviceReport| -> Value { serde_json::to_value(report).unwrap() };
    let data = json(&two);
    assert_eq!(
        data["dosage"],
        json!({
            "given": "2 dd 2", "at_a_time": 2, "answered": null,
            "text": {
                "nl": "Het gebruik '2 dd 2' is gelezen als 2 inhalaties per keer.",
                "en": "The directions '2 dd 2' were read as 2 inhalations at a time.",
            },
        })
    );
    assert_eq!(
        data["offers"][0]["alternatives"][0]["dose"]["at_a_time"],
        json!([2, 1])
    );
    let one = flat(&report(SERETIDE, "2D1I", &adult), Language::Dutch);
    assert!(
        one.contains("één dosis van het alternatief staat voor meer dan de patiënt per keer gebruikt, of het aantal komt niet uit"),
        "{one}"
    );
    let differs = report(SERETIDE, "2 dd 2", &adult.clone().puffs_at_a_time(1));
    let differs = flat(&differs, Language::Dutch);
    assert!(
        differs.contains("is gelezen als 2 inhalaties per keer, en opgegeven is 1: dat spreekt elkaar tegen, en het laagste telt."),
        "{differs}"
    );
    let unread = report(SERETIDE, "volgens schema", &adult);
    let page = flat(&unread, Language::Dutch);
    assert!(
        page.contains("Het gebruik 'volgens schema' is niet begrepen en telt niet mee."),
        "{page}"
    );
    assert!(page.contains("Hoeveel inhalaties (pufjes) gebruikt de patiënt per keer?"));
    // Of what is not inhaled directions answer nothing, and that is said.
    let tablet = report("DICLOFENAC TABLET MSR 50MG", "3 dd 1", &Context::new());
    assert_eq!(json(&tablet)["dosage"], Value::Null);
    assert!(
        flat(&tablet, Language::Dutch)
            .contains("Niet gebruikt: het gebruik telt alleen bij een inhalatiemiddel.")
    );
}
