//! For whom an option is: what the name of a condition, the codes, the ages and the feature
//! tell together.

use super::check::codes;
use super::formulary;

const AEROSOL: &str = "VENTOLIN AEROSOL 100UG/DO 200DO;2 dd 1;30;x;";
const POWDER: &str = "VENTOLIN DISKUS INHPDR 200UG/DO 60DO;2 dd 1;30;x;";

/// The codes of one row, from the condition to the feature.
fn codes_of(patients: &str, medicine: &str) -> Vec<&'static str> {
    codes(&formulary(&[&format!("{patients};1;1;;{medicine}")]))
}

#[test]
fn the_name_of_a_condition_counts_beside_the_codes() {
    // Without a code the name tells what it is for.
    assert_eq!(
        codes_of("Astma;;18;80;", AEROSOL),
        ["no-lower-impact-option"]
    );
    // An attack that only the name tells: the powder lacks the aerosol, and the aerosol stays.
    for name in [
        "Acute astma;R96",
        "Astma-aanval;R96",
        "Longaanval;R95",
        "COPD, exacerbatie;",
    ] {
        let patients = format!("{name};18;80;");
        assert_eq!(codes_of(&patients, POWDER), ["keep-missing"], "{name}");
        assert_eq!(codes_of(&patients, AEROSOL), [""; 0], "{name}");
    }
    // A negated word tells nothing.
    for name in ["Astma, geen acute aanval;R96", "Astma, niet acuut;R96"] {
        let patients = format!("{name};18;80;");
        assert_eq!(codes_of(&patients, POWDER), [""; 0], "{name}");
        assert_eq!(
            codes_of(&patients, AEROSOL),
            ["no-lower-impact-option"],
            "{name}"
        );
    }
    // What the feature says of a fact counts before the name.
    let feature = "Acute astma;R96;18;80;acute_attack=no";
    assert_eq!(codes_of(feature, POWDER), [""; 0]);
}

#[test]
fn a_label_is_held_against_the_name_too() {
    let trelegy = "TRELEGY ELLIPTA INHPDR 92/55/22UG/DO 30DO;1 dd 1 inhalatie;30;x;";
    assert_eq!(
        codes_of("Astma;;18;80;", trelegy),
        ["label-excludes-indication"]
    );
    assert_eq!(codes_of("COPD;;40;80;", trelegy), [""; 0]);
    assert_eq!(
        codes_of("Astma en COPD;R95;40;80;", trelegy),
        ["label-excludes-indication"]
    );
    assert_eq!(codes_of("COPD zonder astma;R95;40;80;", trelegy), [""; 0]);
}
