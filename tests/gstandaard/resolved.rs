//! What a line means with a release: own table, release, label, ATC code, in that order.

use super::build::{Release as Build, generic_fields};
use super::{DATASET, open, sample};
use groenrecept::dataset::Layer;
use groenrecept::intake::gstandaard::Release;
use groenrecept::matching::{Inhaler, Note, Other, Via};
use groenrecept::report::explain::{Found, explain};
use groenrecept::{CodeSystem, Dataset, Engine, Language, NoImpact, Prescription};
use std::collections::BTreeSet;

/// The medicine of a line, how it was found and what to know about it; or why it is none.
type Meaning = Result<(Inhaler, Via, BTreeSet<Note>), Other>;

fn meaning(dataset: &Dataset, release: Option<&Release>, line: Line<'_>) -> Meaning {
    let engine = Engine::new(dataset).gstandaard(release.cloned());
    let codes = line.codes.iter();
    let line = Prescription::new().label(line.label).atc(line.atc);
    let line = codes.fold(line, |line, (system, code)| {
        line.code(system.parse::<CodeSystem>().unwrap(), code)
    });
    let found = engine.resolve(&line);
    match found.inhaler() {
        Some(inhaler) => Ok((
            inhaler.clone(),
            found.via().unwrap(),
            found.notes().collect(),
        )),
        None => Err(found.other().unwrap()),
    }
}

#[derive(Clone, Copy, Default)]
struct Line<'a> {
    codes: &'a [(&'a str, &'a str)],
    label: &'a str,
    atc: &'a str,
}

fn with(line: Line<'_>) -> Meaning {
    meaning(&DATASET, Some(&sample()), line)
}

/// What a label means on its own.
fn labelled(label: &str) -> Inhaler {
    match meaning(
        &DATASET,
        None,
        Line {
            label,
            ..Line::default()
        },
    ) {
        Ok((inhaler, ..)) => inhaler,
        Err(other) => panic!("{label}: {other:?}"),
    }
}

fn found(inhaler: Inhaler, notes: &[Note]) -> Meaning {
    Ok((inhaler, Via::GStandaard, notes.iter().copied().collect()))
}

const VENTOLIN: &str = "VENTOLIN AEROSOL 100UG/DO 200DO";
const GENERIC: &str = "SALBUTAMOL AEROSOL 100UG/DO 200DO";

/// A row with nothing but a number. The article names a brand; the prescription product does
/// not, and stays every brand that it can be: a release does not tell the propellant.
#[test]
fn a_bare_number_of_each_level_is_found() {
    for (code, label) in [
        (("zi", "14500019"), VENTOLIN),
        (("hpk", "2100010.0"), VENTOLIN),
        (("prk", "91014"), GENERIC),
        (("gpk", "00025615"), "SALBUTAMOL AEROSOL 100UG/DO"),
    ] {
        let line = Line {
            codes: &[code],
            ..Line::default()
        };
        assert_eq!(with(line), found(labelled(label), &[]), "{code:?}");
        assert_eq!(
            meaning(&DATASET, None, line),
            Err(Other::Unrecognised),
            "without a release"
        );
    }
    let engine = Engine::new(&DATASET);
    let count = |label| engine.products(&labelled(label)).unwrap().len();
    assert_eq!(count(VENTOLIN), 1);
    assert!(count(GENERIC) > 1);
}

/// The most specific number is followed, in whatever order the columns stand.
#[test]
fn the_most_specific_number_is_followed() {
    let codes = [("gpk", "25615"), ("hpk", "2100010"), ("prk", "91014")];
    let line = Line {
        codes: &codes,
        ..Line::default()
    };
    assert_eq!(with(line), found(labelled(VENTOLIN), &[]));
}

/// A name that tells no form, strength or doses is completed from the fields that do: here
/// there is no name at all but that of the ATC code.
#[test]
fn what_a_name_lacks_comes_from_the_other_fields() {
    let line = Line {
        codes: &[("prk", "91030")],
        ..Line::default()
    };
    let label = "BUDESONIDE INHALATIEPOEDER 200UG/DO 200DO";
    assert_eq!(with(line), found(labelled(label), &[]));
}

/// The label of the row says more than the number of a prescription product, and no other.
#[test]
fn a_brand_in_the_label_narrows_a_number_without_one() {
    let codes = [("prk", "91014")];
    let line = Line {
        codes: &codes,
        label: VENTOLIN,
        atc: "R03AC02",
    };
    assert_eq!(with(line), found(labelled(VENTOLIN), &[]));
    let bare = Line {
        label: "ventolin",
        ..line
    };
    assert_eq!(with(bare), found(labelled(VENTOLIN), &[]));
    let other = Line {
        label: "VENTOLIN DISKUS INHPDR 200UG/DO 60DO",
        ..line
    };
    let differs = found(labelled(GENERIC), &[Note::GStandaardLabelDiffers]);
    assert_eq!(with(other), differs, "another device");
}

/// A label that contradicts its number is not followed, and that is said: it was silent.
#[test]
fn a_label_of_another_medicine_than_its_number_is_noted() {
    let differs = [Note::GStandaardLabelDiffers];
    for (label, notes) in [
        ("FOSTER AEROSOL 100/6UG/DO 120DO", &differs[..]),
        ("IPRATROPIUM", &differs),
        ("IPRATROPIUM DOSISAEROSOL 20MCG/DO 200DO", &differs),
        ("SALBUTAMOL INHPDR 200UG/DO", &differs),
        ("SALBUTAMOL", &[]),
        ("SALBUTAMOL AEROSOL", &[]),
        ("iets anders", &[]),
        ("", &[]),
    ] {
        let line = Line {
            codes: &[("zi", "14500019")],
            label,
            atc: "",
        };
        assert_eq!(with(line), found(labelled(VENTOLIN), notes), "{label}");
    }
}

/// A number without a brand or device does not make a device that the label names another; a
/// number with one is followed, and that the label differs is said.
#[test]
fn a_device_that_the_data_lacks_is_not_one_of_the_number() {
    let spiromax = "BUDESONIDE SPIROMAX INHPDR 200UG/DO 200DO";
    let line = Line {
        codes: &[("prk", "91030")],
        label: spiromax,
        ..Line::default()
    };
    let lacking = found(labelled(spiromax), &[Note::DeviceNotInData]);
    assert_eq!(with(line), lacking);
    let engine = Engine::new(&DATASET);
    let products = engine.products(&labelled(spiromax)).unwrap();
    assert!(products.is_empty(), "{products:?}");
    for label in ["VENTOLIN AEROSPHERE", "VENTOLIN TURBUHALER 100UG/DO"] {
        let line = Line {
            codes: &[("zi", "14500019")],
            label,
            ..Line::default()
        };
        let differs = found(labelled(VENTOLIN), &[Note::GStandaardLabelDiffers]);
        assert_eq!(with(line), differs, "{label}");
    }
}

/// As in JHN2Conception the ATC code of the G-Standaard goes before that of the row; that
/// they differ is noted.
#[test]
fn the_atc_code_of_the_release_goes_before_that_of_the_row() {
    let codes = [("prk", "91014")];
    let line = Line {
        codes: &codes,
        label: "",
        atc: "R03BA02",
    };
    assert_eq!(
        with(line),
        found(labelled(GENERIC), &[Note::GStandaardAtcDiffers])
    );
    for atc in ["R03AC02", "r03", "", "Z", "R3AC02"] {
        let line = Line { atc, ..line };
        assert_eq!(with(line), found(labelled(GENERIC), &[]), "'{atc}'");
    }
}

/// A number of a medicine that is not inhaled, though label and ATC code of the row say so.
#[test]
fn a_number_of_another_medicine_is_another_medicine() {
    let codes = [("zi", "14500027")];
    let line = Line {
        codes: &codes,
        label: VENTOLIN,
        atc: "R03AC02",
    };
    assert_eq!(with(line), Err(Other::Medicine));
}

#[test]
fn an_article_that_is_no_medicine_is_none() {
    let line = Line {
        codes: &[("zi", "14500043")],
        ..Line::default()
    };
    assert_eq!(with(line), Err(Other::NotMedicine));
}

/// The number is known and nothing is told of it: the row itself is followed.
#[test]
fn a_number_without_name_and_atc_code_leaves_the_row() {
    let mut build = Build::sample();
    build.add(
        711,
        '0',
        160,
        &generic_fields("25658", "0", "0", "0", "", "Z"),
    );
    let release = open(&build).unwrap();
    let codes = [("gpk", "25658")];
    let line = Line {
        codes: &codes,
        label: VENTOLIN,
        atc: "R03AC02",
    };
    assert_eq!(
        meaning(&DATASET, Some(&release), line),
        Ok((labelled(VENTOLIN), Via::Label, BTreeSet::new()))
    );
}

/// A number that the release does not have, and one that is none.
#[test]
fn an_unknown_number_leaves_label_and_atc_code() {
    for code in [
        ("prk", "91049"),
        ("zi", "0"),
        ("zi", "90000000"),
        ("hpk", "x"),
        ("own", "91014"),
    ] {
        let line = Line {
            codes: &[code],
            label: VENTOLIN,
            atc: "",
        };
        let expected = Ok((labelled(VENTOLIN), Via::Label, BTreeSet::new()));
        assert_eq!(with(line), expected, "{code:?}");
    }
}

/// An own code table names a product: it goes before the release. Of two numbers that it has
/// the article goes before the generic product.
#[test]
fn an_own_code_table_goes_before_the_release() {
    let folder = tempfile::tempdir().unwrap();
    let table = "system,code,product_id\n\
                 gpk,25623,ventolin-aerosol-100\n\
                 zi,14500027,seretide-diskus-50-500\n";
    std::fs::write(folder.path().join("codes.csv"), table).unwrap();
    let dataset = DATASET
        .with_layer(&Layer::from_dir(folder.path()).unwrap())
        .unwrap();
    let codes = [("gpk", "25623"), ("zi", "14500027")];
    let line = Line {
        codes: &codes,
        label: "",
        atc: "A02BC01",
    };
    let Ok((inhaler, via, notes)) = meaning(&dataset, Some(&sample()), line) else {
        panic!("not found");
    };
    assert_eq!((via, notes), (Via::Code, BTreeSet::new()));
    let engine = Engine::new(&dataset);
    let products = engine.products(&inhaler).unwrap();
    let ids = products.iter().map(|one| one.id.as_str());
    assert_eq!(ids.collect::<Vec<_>>(), ["seretide-diskus-50-500"]);
}

/// One prescription has what the same line of an export has.
#[test]
fn one_prescription_is_found_by_its_number() {
    let without = Engine::new(&DATASET);
    let with = without.clone().gstandaard(Some(sample()));
    let prk = "prk".parse::<CodeSystem>().unwrap();
    let line = Prescription::new().code(prk, "91014").quantity("2", "ST");
    assert_eq!(
        without.impact(&line).unwrap_err(),
        NoImpact::NotInhaled(Other::Unrecognised)
    );
    let found = with.impact(&line).unwrap();
    let labelled = Prescription::new().label(GENERIC).quantity("2", "ST");
    let expected = without.impact(&labelled).unwrap();
    assert_eq!(
        (found.via, found.climate),
        (Via::GStandaard, expected.climate)
    );
}

/// `explain` shows the number at its level, what the release tells, and what it does not.
#[test]
fn explain_shows_a_number() {
    let without = Engine::new(&DATASET);
    let with = without.clone().gstandaard(Some(sample()));
    let explained = explain(&with, "prk 91014");
    assert_eq!(explained.found(), Found::Number);
    let text = explained.text(Language::Dutch);
    let block = "PRK 00091014 in uw levering van de G-Standaard:\n\
        \x20 naam               SALBUTAMOL AEROSOL 100UG/DO 200DO\n\
        \x20 ATC-code           R03AC02 (SALBUTAMOL)\n\
        \x20 GPK                00025615\n\
        \x20 vorm               AEROSOL\n\
        \x20 toedieningsweg     INHALATIE\n\
        \x20 sterkte            100UG/DO\n\
        \x20 doses per inhalator 200\n\
        De G-Standaard zegt niet welk drijfgas";
    assert!(text.contains(block), "{text}");
    // A bare number is looked up at every level; without a release it is a label.
    let bare = explain(&with, "91014");
    assert_eq!(bare.found(), Found::Number);
    assert_eq!(
        bare.text(Language::Dutch)
            .replacen("'91014'", "'prk 91014'", 1),
        text
    );
    let none = explain(&without, "91014");
    assert_eq!(none.found(), Found::Label);
    let none = none.text(Language::Dutch);
    assert!(
        !none.contains("in uw levering van de G-Standaard"),
        "{none}"
    );
    // What is no number is explained as before.
    let label = explain(&with, VENTOLIN);
    assert_eq!(label.found(), Found::Label);
}
