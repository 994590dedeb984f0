//! What labels were taken for.

use crate::*;

/// `INHALATOR` behind `INHCAPS` replaced powder by aerosol: 12 kg for a pack of capsules.
#[test]
fn capsules_with_an_inhalator_became_an_aerosol() {
    let (found, _) = inhaler("FORMOTEROL INHCAPS 12UG MET INHALATOR");
    assert_eq!(*found.devices(), [Device::Powder].into());
    let engine = Engine::new(&Dataset::embedded().unwrap());
    let products = engine.products(&found).unwrap();
    assert!(products.len() >= 3);
    assert!(products.iter().all(|one| one.form == Form::PowderCapsule));
    let (found, _) = inhaler("FOSTER NEXTHALER INHALATOR 100/6UG/DO 120DO");
    let products = engine.products(&found).unwrap();
    let ids: Vec<_> = products.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids, ["foster-nexthaler-100-6"]);
}

#[test]
fn powder_in_a_capsule_was_any_powder() {
    let engine = Engine::new(&Dataset::embedded().unwrap());
    for label in [
        "FORMOTEROL INHALATIEPOEDER IN CAPSULE 12UG",
        "FORMOTEROL INHPDR IN HARDE CAPSULES 12UG",
        "FORMOTEROL INHPDR CAPS 12UG",
    ] {
        let (found, _) = inhaler(label);
        let products = engine.products(&found).unwrap();
        let forms: BTreeSet<&str> = products
            .iter()
            .filter(|product| product.form != Form::PowderCapsule)
            .map(|product| product.id.as_str())
            .collect();
        assert_eq!(forms, BTreeSet::new(), "{label}");
    }
}

/// A strength per millilitre is that of a liquid.
#[test]
fn a_suspension_for_nebulising_became_a_powder_inhaler() {
    for label in [
        "PULMICORT VERNEVELSUSP 0,25MG/ML AMP 2ML",
        "PULMICORT RESPULES 0,5MG/ML 2ML",
        "FLIXOTIDE SUSP 0,25MG/ML 2ML",
    ] {
        match meaning(label, "") {
            Ok((found, _)) => {
                assert_eq!(*found.devices(), [Device::Nebuliser].into(), "{label}");
            }
            Err(other) => assert_eq!(other, Other::Unrecognised, "{label}"),
        }
    }
}

/// Forms that are not for inhalation, in words that the list of forms did not have.
#[test]
fn forms_for_mouth_and_vein_under_other_words_became_inhalers() {
    assert_no_inhaler(&[
        "BUDESONIDE TABLETMSR 9MG",
        "BUDESONIDE TABLET MSR 9MG",
        "BUDESONIDE CAPSULES MGA 3MG",
        "BUDESONIDE ORODISPERTABLET 1MG",
        "BUDESONIDE RECTAALSCHUIM 2MG/DO 14DO",
        "SALBUTAMOL TABLETRET 8MG",
        "SALBUTAMOL INFUUSVLOEISTOF 1MG/ML",
        "TERBUTALINE INJECTIEVLOEISTOF 0,5MG/ML",
        "GLYCOPYRRONIUM OPLOSSING ORAAL 320UG/ML",
    ]);
}

/// A nose word decides, whatever device name stands beside it.
#[test]
fn powders_and_aerosols_for_the_nose_became_inhalers() {
    assert_no_inhaler(&[
        "BUDESONIDE TURBUHALER NASAAL 100UG/DO 200DO",
        "BUDESONIDE NEUSPOEDER 100UG/DO TURBUHALER 200DO",
        "BECLOMETASON NEUSAEROSOL 50UG/DO 200DO",
        "XYLOMETAZOLINE NEUSSPRAY INHALATOR 1MG/ML",
    ]);
}

/// A device word alone says nothing of the medicine: a nicotine cartridge weighed 17 kg.
#[test]
fn things_that_are_no_airway_medicine_became_aerosols() {
    assert_no_inhaler(&[
        "NICOTINE INHALATOR 15MG",
        "NITROGLYCERINE AEROSOL SUBLINGUAAL 0,4MG/DO 200DO",
        "LIDOCAINE AEROSOL 10MG/DO",
        "DESINFECTANS AEROSOL 150ML",
        "ZANAMIVIR INHPDR 5MG/DO DISKHALER",
    ]);
}

#[test]
fn a_spacer_with_an_atc_code_became_a_medicine() {
    assert_eq!(meaning("VOORZETKAMER", "V07AY"), Err(Other::NotMedicine));
}

/// A bare aerosol is the pressed one where products are known, so also where none is.
#[test]
fn an_aerosol_without_product_could_be_breath_actuated() {
    let Ok((found, _)) = meaning("BEROTEC AEROSOL 100UG/DO 200DO", "R03AC04") else {
        panic!("no inhaler");
    };
    assert_eq!(*found.devices(), [Device::Pmdi].into());
}

/// A label of 100,000 letters took 0.9 s, one of 100,000 signs with brackets a minute.
#[test]
fn a_label_has_at_most_a_thousand_bytes() {
    let engine = Engine::new(&Dataset::embedded().unwrap());
    let of = |bytes: usize| {
        let label = format!("VENTOLIN{}AEROSOL 100UG/DO 200DO", " ".repeat(bytes - 30));
        let found = engine.resolve(&Prescription::new().label(&label));
        found.inhaler().is_some()
    };
    assert!(of(1000));
    assert!(!of(1001));
    let named = |bytes: usize| {
        let label = format!("OMEPRAZOL CAPSULE MSR 20MG{}", " ".repeat(bytes - 26));
        engine.codes_by_name(&label).and_then(|found| found.code())
    };
    assert_eq!(
        named(1000).map(|code| code.to_string()).as_deref(),
        Some("A02BC01")
    );
    assert_eq!(named(1001), None);
}
