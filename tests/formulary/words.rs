//! Which texts say what no longer holds, and which do not.

use super::check::{codes, report};
use super::formulary;

fn found(remark: &str) -> Vec<&'static str> {
    let row = format!(
        "Hypertensie;K86;18;80;;1;1;C09AA02;ENALAPRIL TABLET 10MG;1 dd 1 tablet;90;x;\"{remark}\""
    );
    let formulary = formulary(&[&row]);
    assert_eq!(formulary.options().len(), 1, "{remark}");
    codes(&formulary)
}

#[test]
fn a_text_that_groups_inhalers_by_type_is_found_in_compounds_and_clauses() {
    for remark in [
        "Dosisaerosolen zijn slecht voor het klimaat.",
        "De klimaatbelasting van aerosolen is hoog",
        "Aerosolgebruik geeft CO2-uitstoot",
        "aerosolen: hoge broeikasgasuitstoot",
        "Aerosolen; slecht voor het klimaat",
        "Geen aerosolen vanwege het klimaat",
        "Geen aerosolen, want slecht voor het klimaat",
        "Aerosolen zijn niet alleen duur maar ook slecht voor het klimaat",
        "Aerosols are not only dear: climate",
        "Streef naar 70% poederinhalatorgebruik",
        "Het aandeel dosisaerosolen moet omlaag",
        "The share of aerosols should fall",
        "Ventolin Diskus heeft de voorkeur, want aerosolen belasten het klimaat",
        "Prima middel. Een pMDI bevat drijfgassen.",
        "Aerosolen zijn slecht\nvoor het klimaat",
    ] {
        assert_eq!(found(remark), ["propellant-wording"], "{remark}");
    }
}

#[test]
fn a_text_that_denies_it_or_names_the_propellant_or_product_is_not_found() {
    for remark in [
        "aerosolen zijn niet slechter voor het klimaat",
        "Niet alle aerosolen zijn slecht voor het klimaat",
        "Aerosolen worden niet vanwege het klimaat vermeden",
        "Aerosols are not worse for the climate",
        "Wij stellen geen doel voor het aandeel aerosolen",
        "aerosolen met HFC-134a belasten het klimaat",
        "Dosisaerosolen met norfluraan zijn slecht voor het klimaat",
        "aerosolen (HFA-227ea) geven uitstoot",
        "Ventolin aerosol is slecht voor het klimaat",
        "Het aandeel Clenil Modulite dosisaerosol neemt toe",
        "Aerosol met voorzetkamer. Let op het binnenklimaat.",
        "Het doel staat in kg CO2e per behandeldag, voor aerosolen en poeders",
        "Instructie bij elke inhalator",
        "Let op:\n- aerosol met voorzetkamer\n - denk aan het klimaat",
        "Aerosol met voorzetkamer\n\nKlimaat: zie de quickscan",
    ] {
        assert_eq!(found(remark), [""; 0], "{remark}");
    }
}

#[test]
fn a_reason_that_was_reversed_is_found_unless_it_is_denied() {
    let of = |remark: &str| {
        let row = format!(
            "Pijn;L18;12;17;nsaid_needed=yes;1;1;M01AE02;NAPROXEN TABLET 500MG;2 dd 1 tablet;7;x;{remark}"
        );
        let report = report(&formulary(&[&row]));
        report.diagnostics().count()
    };
    for remark in [
        "Beter voor het oppervlaktewater dan diclofenac",
        "Geen diclofenac, want naproxen is beter voor het water",
        "duurzame keus",
        "Milieuvriendelijker: een gunstig profiel",
    ] {
        assert_eq!(of(remark), 1, "{remark}");
    }
    for remark in [
        "niet beter voor het water",
        "Voor het water niet gunstiger dan diclofenac",
        "Werkt beter. Innemen met water.",
        "not better for water",
    ] {
        assert_eq!(of(remark), 0, "{remark}");
    }
}
