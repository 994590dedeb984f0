//! The small tables that a command on a formulary takes: transitions, classes, earlier labels.

use super::text;
use crate::checks::{codes, found};
use crate::{DATASET, Shape, seeds};
use groenrecept::formulary::{Bands, Transitions};
use groenrecept::report::formulary::earlier_labels;

pub(crate) fn run(bytes: &[u8]) -> Shape {
    let text = text(bytes);
    let (transitions, problems) = Transitions::read("t.csv", &text, &DATASET);
    found(&problems);
    assert_eq!(transitions.is_empty(), transitions.first_day().is_none());
    let shape = Shape::of((codes(&problems), transitions.len().min(3)));
    let bands = match Bands::read("b.csv", &text) {
        Ok(bands) => Ok(bands.all().len().min(4)),
        Err(problems) => {
            assert!(!problems.is_empty());
            found(&problems);
            Err(codes(&problems))
        }
    };
    let earlier = match earlier_labels(&text) {
        Ok(earlier) => Ok(earlier.len().min(3)),
        Err(missing) => Err(missing.len()),
    };
    shape.and(bands).and(earlier)
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let transitions =
        "product_id,date,propellant,note\nventolin-aerosol-100,2028-01-01,HFC-152a,assumed\n";
    let labels = "aandoening;leeftijd van;leeftijd t/m;kenmerk;stap;keus;omschrijving;dosering;klasse\n\
                  Astma;18;80;;1;1;VENTOLIN DISKUS 200UG 60DO;doses/d 2;A\n";
    vec![
        transitions.as_bytes().to_vec(),
        transitions.replace(',', ";").into_bytes(),
        seeds::text("data/formulary/bands.csv").into_bytes(),
        labels.as_bytes().to_vec(),
    ]
}
