//! Directions for use.

use super::text;
use crate::{ENGINE, Shape, WORDS, seeds};
use groenrecept::Prescription;
use groenrecept::exact::Fraction;
use groenrecept::formulary::{Dosage, DoseUnit};

pub(crate) fn run(bytes: &[u8]) -> Shape {
    let text = text(bytes);
    let read = Dosage::read(&text, &WORDS);
    let per_day = read.per_day();
    for unit in [DoseUnit::Doses, DoseUnit::Milligrams] {
        if let Some(amount) = read.per_day_in(unit) {
            assert!(amount > Fraction::ZERO, "{text:?}: {amount:?}");
        }
    }
    assert_eq!(
        per_day.map(|n| n.round(9)),
        read.per_day_in(DoseUnit::Doses).map(|n| n.round(9))
    );
    // Blanks around it mean nothing.
    assert_eq!(read, Dosage::read(&format!(" {text}\u{a0}"), &WORDS));
    let line = Prescription::new()
        .label("VENTOLIN AEROSOL 100UG/DO 200DO")
        .quantity("1", "ST")
        .dosage(&text);
    let with = ENGINE
        .impact(&line)
        .expect("an inhaler of which one is asked");
    assert!(with.climate.low() <= with.climate.high());
    Shape::of((
        format!("{read:?}").len(),
        read.is_as_needed(),
        read.amount_text().len(),
    ))
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let table = seeds::text("data/formulary/dosage.csv");
    let mut all = seeds::lines(
        "2 dd 1 inhalatie\n2D1I\nzn 1-2D1I;max 8\n2x/dag 2 inhalaties\n1 tablet 1x per week\n3 dd 500 mg\n\
         zo nodig 4 dd 2 puff\n1D1AE\n2x per week 1 tablet\nelke 6 uur 1 tablet\n's ochtends 1 en 's avonds 2",
    );
    all.extend(seeds::lines(&table).into_iter().take(200));
    all
}
