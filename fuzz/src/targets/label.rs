//! The label of a medicine, with an amount and directions on lines behind it.

use super::text;
use crate::checks::{LANGUAGES, in_order};
use crate::{ENGINE, Shape};
use groenrecept::advice::Options;
use groenrecept::context::{Age, Context, Fact};
use groenrecept::report::advice::{AdviceReport, Asked};
use groenrecept::report::explain::explain;
use groenrecept::{Decimal, Prescription};

/// Longer texts are a matter of limits.
const MOST: usize = 400;

pub(crate) fn run(bytes: &[u8]) -> Shape {
    let Some((&choice, body)) = bytes.split_first() else {
        return Shape::default();
    };
    let text = text(body.get(..MOST).unwrap_or(body));
    let mut lines = text.split('\n');
    let mut next = || lines.next().unwrap_or_default();
    let (label, quantity, unit, dosage, atc) = (next(), next(), next(), next(), next());
    let line = Prescription::new()
        .label(label)
        .atc(atc)
        .quantity(quantity, unit)
        .dosage(dosage);
    let resolution = ENGINE.resolve(&line);
    if let Some(inhaler) = resolution.inhaler() {
        let products = ENGINE.products(inhaler).expect("a medicine of this data");
        let estimate = ENGINE.estimate(inhaler).expect("a medicine of this data");
        if let Some(device) = estimate.per_device {
            assert!(device.low() <= device.central() && device.central() <= device.high());
        }
        let pack = ENGINE.pack(inhaler).expect("a medicine of this data");
        assert!(pack.is_none_or(|doses| doses > 0), "{products:?}");
    }
    let impact = ENGINE.impact(&line);
    if let Ok(impact) = &impact {
        assert!(impact.quantity.central().amount() > Decimal::ZERO);
        let climate = impact.climate;
        assert!(climate.low() <= climate.central() && climate.central() <= climate.high());
        assert!(impact.sources(ENGINE.dataset()).is_ok());
    }
    let code = ENGINE.codes_by_name(label).and_then(|codes| codes.code());
    match choice % 4 {
        0 => trail(label),
        1 => {
            let asked = Asked {
                what: label,
                atc,
                quantity,
                unit,
                dosage,
            };
            advised(&asked, choice);
        }
        _ => {}
    }
    let via = resolution.via().map(|via| format!("{via:?}"));
    let notes: Vec<String> = resolution.notes().map(|note| format!("{note:?}")).collect();
    let impact = match impact {
        Ok(impact) => format!("{:?}", impact.notes),
        Err(none) => format!("{none:?}"),
    };
    Shape::of((via, code.is_some(), notes, impact))
}

fn trail(label: &str) {
    let trail = explain(&ENGINE, label);
    for language in LANGUAGES {
        assert!(!trail.text(language).is_empty());
    }
}

fn advised(asked: &Asked<'_>, choice: u8) {
    let known = Context::new()
        .fact(Fact::ACUTE_ATTACK, false)
        .fact(Fact::CAN_USE_POWDER, true);
    let known = Age::new(34).map(|age| known.age(age)).unwrap_or_default();
    let (context, options) = match choice / 4 % 2 {
        0 => (Context::new(), Options::new()),
        _ => (known, Options::for_patient()),
    };
    let report = AdviceReport::of(&ENGINE, asked, &context, &options);
    let language = LANGUAGES[usize::from(choice / 8 % 2)];
    assert!(!report.text(language).is_empty());
    in_order(&serde_json::to_value(&report).expect("a report in JSON"));
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let mut all = super::labels();
    all.push(b"VENTOLIN AEROSOL 100UG/DO 200DO\n2\nST\n2 dd 1\nR03AC02".to_vec());
    all.push(b"SERETIDE DISKUS INHPDR 50/500UG 60DO\n1x60do\n\n2D1I\n".to_vec());
    all.push(b"ventolin-aerosol-100\n200\nDO".to_vec());
    all.push(b"OMEPRAZOL CAPSULE MSR 20MG\n30\nST\n1D1C\nA02BC01".to_vec());
    super::chosen(2, &[0, 1, 5, 13], &all)
}
