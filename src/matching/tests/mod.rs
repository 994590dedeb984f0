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
use super::{Counted, Decided, Dosage, NoDosage, Refused, Resolvers};
use crate::dataset::{Dataset, Device, Measure, Strength};
use crate::quantity::{Amount, DecimalMark, Quantity, Unit};
use rust_decimal::Decimal;
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

/// What an amount of an aerosol of 200 doses of 100 ug comes to: low, central and high in devices
/// (`d`) or doses.
fn aerosol(text: &str) -> Result<(String, Decided), Refused> {
    let aerosol = Packing {
        packs: &[200],
        piece_is_dose: false,
        ampoule_ml: None,
        micrograms: Some(100.into()),
        ddds: None,
        limit: DATASET.amount_limit([&Device::Pmdi]),
    };
    let amount = Amount::parse(text, DecimalMark::Comma).unwrap();
    let counted = Counted::of(&amount, "", DATASET.vocabulary());
    let counted = counted.map_err(|_| Refused::UnknownUnit)?;
    let (range, how) = decide(amount.number(), counted, aerosol)?;
    let ends = [range.low(), range.central(), range.high()].map(|end| match end.unit() {
        Unit::Device => format!("{}d", end.amount()),
        Unit::Dose => end.amount().to_string(),
    });
    Ok((ends.join(" "), how))
}

#[test]
fn an_amount_is_read_by_its_unit_and_pack() {
    use Decided::*;
    for (text, expected) in [
        ("200 ST", Ok(("200 200 200", CorrectedToDoses))),
        ("400 stuks", Ok(("400 400 400", CorrectedToDoses))),
        ("40 st", Ok(("40d 40d 40d", StatedDevices))),
        ("60 st", Ok(("60 60 60d", CorrectedToDoses))), // two readings
        ("367 st", Err(Refused::Unclear)),
        ("0,5 st", Err(Refused::Absurd)),
        ("1x200do", Ok(("200 200 200", StatedDoses))),
        ("3 x 200 do.", Ok(("600 600 600", StatedDoses))),
        ("3 do", Ok(("3 3d 3d", CorrectedToDevices))), // nobody prescribes three puffs
        ("13 do", Ok(("13 13 1d", StatedDoses))),      // a part of a sealed device
        ("250 do", Ok(("250 250 250", StatedDoses))),
        ("2 verp", Ok(("2d 2d 2d", StatedDevices))),
        ("2 caps", Err(Refused::Unit)),
        ("2", Ok(("2d 2d 2d", InferredDevices))),
        ("20", Err(Refused::Unclear)),
        ("100", Ok(("100 100 1d", InferredDoses))),
        ("20000 mcg", Ok(("200 200 200", MassAsDoses))),
        ("2 MG", Ok(("20 20 1d", MassAsDoses))),
        ("0,02 gram", Ok(("200 200 200", MassAsDoses))),
        ("250 \u{b5}g", Ok(("2.5 2.5 1d", MassAsDoses))),
        ("0,24 g", Ok(("2400 2400 2400", MassAsDoses))),
        ("8,5 g", Err(Refused::Unit)), // what is in the can
        ("10 ml", Err(Refused::Unit)),
        ("30 ddd", Err(Refused::Strength)),
        ("2 xyz", Err(Refused::UnknownUnit)),
    ] {
        let expected = expected.map(|(ends, how)| (ends.to_owned(), how));
        assert_eq!(aerosol(text), expected, "{text}");
    }
}

/// Every strength of the data: the mass of so many doses is so many doses, in each unit of mass;
/// that of several substances is refused.
#[test]
fn mass_is_converted_by_every_strength() {
    let (mut converted, mut refused) = (0, 0);
    for product in DATASET.products() {
        let inhaler = RESOLVERS.on(None).product(product.id.as_str());
        let Some(inhaler) = inhaler else { continue };
        let strength = Strength::parse(&product.strength);
        let amounts = strength.map(|one| (one.micrograms, one.per_ml));
        let each = match (&amounts, product.unit_ml.as_slice()) {
            (Some((amounts, false)), _) if amounts.len() == 1 => Some(amounts[0]),
            (Some((amounts, true)), [ml]) if product.form.piece_is_dose() => Some(amounts[0] * *ml),
            _ => None,
        };
        let read = |text: &str| {
            let amount = Amount::parse(text, DecimalMark::Point).unwrap();
            let counted = Counted::of(&amount, "", DATASET.vocabulary()).unwrap();
            let read = inhaler.quantity(&DATASET, amount.number(), counted);
            read.map(|(range, how)| (range.central(), how))
        };
        let Some(each) = each else {
            assert!(read("2 mg").is_err(), "{}", product.id.as_str());
            refused += 1;
            continue;
        };
        for doses in [1, 20, 60] {
            let doses = Decimal::from(doses);
            let mass = each * doses;
            let thousand = Decimal::from(1000);
            for text in [
                format!("{mass} mcg"),
                format!("{} mg", mass / thousand),
                format!("{} gram", mass / thousand / thousand),
            ] {
                let expected = Quantity::new(doses, Unit::Dose);
                assert_eq!(read(&text), Ok((expected, Decided::MassAsDoses)), "{text}");
            }
        }
        converted += 1;
    }
    assert!(converted > 40 && refused > 20, "{converted} {refused}");
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
