//! Medicines that are not inhaled: what a label tells of them and what an amount holds.

use super::DATASET;
use crate::code::Atc;
use crate::dataset::{FormClass, Route};
use crate::exact::parse;
use crate::matching::counted::{MedicineAmount, MedicineUnit};
use crate::matching::label::{Active, Content};
use crate::matching::medicine::Medicine;
use crate::quantity::Amount;
use proptest::prelude::*;

const FORMS: &str = include_str!("../../../tests/fixtures/labels/forms.csv");

fn active(active: Active) -> String {
    match active {
        Active::PerPiece(mg) => format!("{mg} mg/piece"),
        Active::PerMl(mg) => format!("{mg} mg/ml"),
        Active::PerGram(mg) => format!("{mg} mg/g"),
        Active::PerDose(mg) => format!("{mg} mg/dose"),
        Active::Several => "several".to_owned(),
        Active::NotAMass => "no mass".to_owned(),
        Active::Unknown => "unknown".to_owned(),
    }
}

fn content(content: Content) -> String {
    match content {
        Content::Pieces(pieces) => format!("{pieces} pieces"),
        Content::Millilitres(ml) => format!("{ml} ml"),
        Content::Grams(g) => format!("{g} g"),
        Content::Doses(doses) => format!("{doses} doses"),
        Content::Unknown => String::new(),
    }
}

/// Every label with the form, the strength and the content that a person reads on it.
fn amount_of(text: &str) -> MedicineAmount {
    let amount = Amount::of_program(text).unwrap();
    MedicineAmount::read(&amount, DATASET.vocabulary())
}

#[test]
fn labels_tell_form_strength_and_content() {
    let mut reader = csv::Reader::from_reader(FORMS.as_bytes());
    let mut wrong = Vec::new();
    let mut rows = 0;
    for record in reader.records() {
        let record = record.unwrap();
        let medicine = Medicine::read(&record[0], Atc::parse(&record[1]), &DATASET);
        let found = [
            medicine.form.as_str().to_owned(),
            active(medicine.active),
            content(medicine.content),
        ];
        let expected = [&record[2], &record[3], &record[4]];
        if found != expected {
            wrong.push(format!("{}: {found:?} and not {expected:?}", &record[0]));
        }
        rows += 1;
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert!(rows >= 60, "{rows} labels");
}

/// The arithmetic of pieces and milligrams, by hand.
#[test]
fn amounts_hold_pieces_and_milligrams() {
    let held = |label: &str, atc: &str, number: &str, unit: &str| {
        let medicine = Medicine::read(label, Atc::parse(atc), &DATASET);
        let amount = amount_of(&format!("{number} {unit}"));
        let milligrams = medicine
            .milligrams(amount)
            .map(|mg| mg.normalize().to_string());
        (medicine.pieces(amount), milligrams)
    };
    let mg = |text: &str| Some(text.to_owned());
    let tablet = |number, unit| held("METFORMINE TABLET 500MG", "", number, unit);
    assert_eq!(tablet("180", "ST"), (Some(180), mg("90000"))); // 180 x 500
    assert_eq!(tablet("3000", "stuks"), (Some(3000), mg("1500000")));
    assert_eq!(tablet("3001", "ST"), (None, None)); // more than a year of eight a day
    assert_eq!(tablet("7.5", "ST"), (None, None)); // no half tablets are dispensed
    assert_eq!(tablet("180", ""), (None, None));
    assert_eq!(tablet("180", "kilo"), (None, None));
    assert_eq!(tablet("2", "VERP"), (None, None)); // how many in a pack is not said

    let packed = |number, unit| held("PARACETAMOL TABLET 500MG 30ST", "", number, unit);
    assert_eq!(packed("2", "VERP"), (Some(60), mg("30000"))); // 2 x 30 x 500

    let gel = |number, unit| held("DICLOFENAC GEL 11,6MG/G 100G", "M02AA15", number, unit);
    assert_eq!(gel("100", "G"), (None, mg("1160"))); // 100 x 11.6
    assert_eq!(gel("2", "TUBE"), (None, mg("2320"))); // 2 x 100 x 11.6
    assert_eq!(gel("100", "ST"), (None, None)); // a hundred tubes, or the grams of one
    assert_eq!(gel("100", "ML"), (None, None));

    let drops = |number, unit| {
        held(
            "LATANOPROST OOGDR 50UG/ML FL 2,5ML",
            "S01EE01",
            number,
            unit,
        )
    };
    assert_eq!(drops("3", "FL"), (None, mg("0.375"))); // 3 x 2.5 x 0.05
    assert_eq!(drops("2.5", "ML"), (None, mg("0.125"))); // 2.5 x 0.05
    assert_eq!(drops("2.5", "ST"), (None, None));

    let spray = |number, unit| held("MOMETASON NEUSSPRAY 50UG/DO 140DO", "R01AD09", number, unit);
    assert_eq!(spray("1", "ST"), (None, mg("7"))); // 140 x 0.05
    assert_eq!(spray("140", "DO"), (None, mg("7")));
    assert_eq!(spray("140", "ST"), (None, None));

    let pen = |number, unit| held("INSULINE INJVLST 100E/ML PEN 3ML", "A10AE04", number, unit);
    assert_eq!(pen("5", "ST"), (Some(5), None)); // units are not converted
    assert_eq!(pen("15", "ML"), (Some(5), None)); // 15 / 3
    assert_eq!(pen("16", "ML"), (None, None));
    assert_eq!(pen("121", "ST"), (None, None)); // more than one every three days

    let several = held(
        "AMOXICILLINE/CLAVULAANZUUR TABLET 500/125MG",
        "",
        "21",
        "ST",
    );
    assert_eq!(several, (Some(21), None));
}

#[test]
fn a_medicine_is_read_from_its_line() {
    let read = |label, atc| Medicine::read(label, Atc::parse(atc), &DATASET);
    let gel = read("DICLOFENAC GEL 11,6MG/G TUBE 100G", "M02AA15");
    assert_eq!(gel.form, FormClass::Dermal);
    assert_eq!(gel.route(), Route::Dermal);
    assert_eq!(gel.active, Active::PerGram(parse("11.6").unwrap())); // mg
    assert_eq!(gel.content, Content::Grams(100.into()));
    // A cream of this group is used on the skin or in the vagina: not known.
    let cream = read("ESTRIOL CREME 1MG/G", "G03CA04");
    assert_eq!(cream.form, FormClass::Unknown);
}

#[test]
fn a_unit_says_what_an_amount_counts() {
    let of = |number: i64, unit: &str| {
        let amount = amount_of(&format!("{number} {unit}"));
        amount.unit
    };
    assert_eq!(of(90, "stuk"), MedicineUnit::Piece);
    assert_eq!(of(90, ""), MedicineUnit::Unknown);
    assert_eq!(of(90_000, "ST"), MedicineUnit::Unknown); // absurd
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_label_is_read_without_a_guess(label in "[A-Z0-9/=.,()% -]{0,40}", number in 1..100_000u32) {
        let medicine = Medicine::read(&label, None, &DATASET);
        for unit in ["ST", "G", "ML", "DO", "VERP", ""] {
            let amount = amount_of(&format!("{number} {unit}"));
            if let Some(pieces) = medicine.pieces(amount) {
                prop_assert!(pieces <= 3000);
            }
            if let Some(milligrams) = medicine.milligrams(amount) {
                prop_assert!(milligrams > 0.into() && milligrams <= (3000i64 * 100_000).into());
            }
        }
    }
}
