//! How labels and amounts are read.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "tests on small known numbers and lists of labels"
)]

mod medicines;
mod parts;

use super::amount::{Packing, decide};
use super::dosage::DosageUnit;
use super::label::Label;
use super::{Decided, Dosage, NoDosage, Resolvers, UnitWord};
use crate::dataset::{Dataset, Measure};
use std::sync::LazyLock;

static DATASET: LazyLock<Dataset> = LazyLock::new(|| Dataset::embedded().unwrap());
static RESOLVERS: LazyLock<Resolvers> = LazyLock::new(|| Resolvers::new(&DATASET, None));

fn read_label(text: &str) -> Label {
    RESOLVERS.on(None).parse_label(text)
}

/// The resolvers of other data.
fn resolvers(dataset: &Dataset) -> Resolvers {
    Resolvers::new(dataset, None)
}

#[test]
fn two_hundred_aerosols_are_two_hundred_doses() {
    let aerosol = Packing {
        packs: &[200],
        piece_is_dose: false,
        ampoule_ml: None,
    };
    let (quantity, how) = decide(200.into(), UnitWord::Device, aerosol).unwrap();
    assert_eq!(quantity.amount(), 200.into());
    assert_eq!(how, Decided::CorrectedToDoses);
    assert!(decide(20.into(), UnitWord::Absent, aerosol).is_err());
}

#[test]
fn a_dosage_code_is_read_or_says_why_not() {
    let read = |text| Dosage::parse(text, DATASET.vocabulary());
    let twice = read("2D1I").unwrap();
    let found = (twice.over(90.into()), twice.unit());
    assert_eq!(found, (Some(180.into()), DosageUnit::Dose));
    assert_eq!(read("2D1I zn"), Err(NoDosage::AsNeeded));
    assert_eq!(read("1D1AE"), Err(NoDosage::NotUsable)); // an aerosol is no dose
}

#[test]
fn a_strength_is_one_where_all_statements_agree() {
    let combined = read_label("AMOXICILLINE/CLAVULAANZUUR TABLET FO 500/125MG");
    let second = &parts::strength_of(&combined).unwrap().amounts[1];
    let found = (second.value, second.unit);
    assert_eq!(found, (125.into(), Some(Measure::Milligram)));
    assert!(combined.modifiers.contains("filmomhuld"));
    let two = read_label("LISINOPRIL TABLET 10MG 20MG");
    assert!(parts::strength_of(&two).is_none());

    let strength = |text: &str| read_label(text).strengths.remove(0);
    assert!(strength("14000IE=0,7ML").is_same_as(&strength("20.000IE/ML")));
    assert!(!strength("20MG/ML").is_same_as(&strength("20MG")));
}

/// A hyphen at the end of a label joined its word with nothing, and the part had no letters.
#[test]
fn a_hyphen_behind_the_last_word_is_no_part_of_it() {
    let places: Vec<(usize, usize)> = read_label("VENTOLIN-")
        .parts
        .iter()
        .map(|part| (part.start, part.end))
        .collect();
    assert_eq!(places, [(0, 8)]);
}
