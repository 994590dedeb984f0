//! The profiles that the crate ships, each on a small synthetic export in its shape.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test on exports that it makes itself"
)]

use groenrecept::ErrorKind;
use groenrecept::exact::Fraction;
use groenrecept::intake::{Export, Profile};
use groenrecept::practice::{Outcome, Reason};
use groenrecept::report::Report;
use groenrecept::{Atc, Dataset, Engine, Language};
use serde_json::{Value, json};
use std::sync::LazyLock;

static DATASET: LazyLock<Dataset> = LazyLock::new(|| Dataset::embedded().unwrap());

fn outcome(bytes: &[u8], profile: &str) -> Outcome {
    let profile = Profile::named(&DATASET, profile).unwrap();
    let export = Export::new("export.csv", bytes).unwrap();
    let outcome = Engine::new(&DATASET).analysis().run(export, Some(&profile));
    outcome.unwrap()
}

/// How the export was read, as it is reported.
fn layout(outcome: &Outcome) -> Value {
    let report = serde_json::to_value(Report::new(outcome, Language::Dutch));
    report.unwrap()["layout"].take()
}

/// The products with their amounts.
fn amounts(outcome: &Outcome) -> Vec<(&str, String, &str)> {
    let products = outcome.products.iter();
    products
        .map(|one| {
            let product = one.product.as_str();
            let amount = one.quantity.amount.round(6).to_string();
            (product, amount, one.quantity.unit.as_str())
        })
        .collect()
}

#[test]
fn each_has_a_name_and_says_where_it_comes_from() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/profiles");
    for name in ["elan", "gip", "jhn", "open-medic", "proigia"] {
        let text = std::fs::read_to_string(folder.join(format!("{name}.toml"))).unwrap();
        assert!(text.starts_with("# "), "{name} has no comment at its head");
        assert!(text.contains(&format!("\nname = \"{name}\"\n")), "{name}");
        Profile::named(&DATASET, name).unwrap();
    }
    assert_eq!(
        Profile::named(&DATASET, "medicom").unwrap_err().kind(),
        &ErrorKind::NoProfile("elan, gip, jhn, open-medic, proigia".to_owned())
    );
}

/// Codes as floats, 0 for none, and free text.
const JHN: &str = "Id;Patient_id_umc;praktijk_id;Voorschrijfdatum;Omschrijving;Atc_code;Zindex_nummer;Prk;Gpk;Hpk;Hoeveelheid;Aflever_eenheid;Vrije_tekst;reden_stopzetting;Creatie_datumtijd\n\
1;p1;h1;2025-01-31;ATROVENT AEROSOL 20UG/DO 200DO;R03BB01;0;43281.0;0;;2.0;ST;zn bij benauwdheid;;2025-01-31T08:00:00Z\n\
2;p1;h1;2025-01-31;ATROVENT AEROSOL 20UG/DO 200DO;R03BB01;0;;;;;ST;;;2025-02-01T08:00:00Z\n\
3;p2;h1;2025-02-28;SPIRIVA RESPIMAT INHVLST 2,5UG/DO 60DO;R03BB04;0.0;;;;1.0;ST;;;2025-02-28T08:00:00Z\n";

#[test]
fn jhn() {
    let outcome = outcome(JHN.as_bytes(), "jhn");
    assert_eq!(
        (
            outcome.rows.read,
            outcome.rows.analysed,
            outcome.rows.merged
        ),
        (3.into(), 2.into(), 1.into())
    );
    assert_eq!(
        amounts(&outcome),
        [
            ("atrovent-aerosol-20", "2".to_owned(), "device"),
            ("spiriva-respimat-2-5", "1".to_owned(), "device"),
        ]
    );
    let layout = layout(&outcome);
    assert_eq!(
        layout["codes"],
        json!({"gpk": "Gpk", "hpk": "Hpk", "prk": "Prk", "zi": "Zindex_nummer"})
    );
    let dropped = layout["dropped"].as_array().unwrap();
    let text = json!({"column": "Vrije_tekst", "holds": "free_text", "seen_by": "header"});
    assert!(dropped.contains(&text), "{dropped:?}");
    assert_eq!(layout["decimal_mark"], ".");
    // An extract without a practice is one, too; without a patient it is not.
    let profile = Profile::named(&DATASET, "jhn").unwrap();
    let without = JHN.replace("praktijk_id", "x");
    let export = Export::new("export.csv", without.as_bytes()).unwrap();
    assert!(export.layout(&DATASET, Some(&profile)).is_ok());
    let without = JHN.replace("Patient_id_umc", "x");
    let export = Export::new("export.csv", without.as_bytes()).unwrap();
    assert!(matches!(
        export.layout(&DATASET, Some(&profile)).unwrap_err().kind(),
        ErrorKind::ProfileColumn { column, .. } if column == "Patient_id_umc"
    ));
}

#[test]
fn elan_narrows_the_atc_code_by_the_strength() {
    let rows = |strength: &str| {
        format!(
            "PATNR,dVoorschrijfdatum,dATC,dHoeveelheid,Dosiscode,dSterkte\n\
             1,2025-01-31,R03AC02,1,2D1I,{strength}\n"
        )
    };
    let candidates = |strength: &str| {
        let outcome = outcome(rows(strength).as_bytes(), "elan");
        assert_eq!(
            (outcome.rows.read, outcome.rows.analysed),
            (1.into(), 1.into())
        );
        outcome.products[0].candidates.clone()
    };
    let (all, some) = (candidates(""), candidates("100UG"));
    assert!(!some.is_empty() && some.len() < all.len());
    assert!(some.iter().all(|product| all.contains(product)));
    assert_eq!(candidates("100"), some);
    // A strength is never taken for a medicine without the code.
    let text = rows("100UG").replace("R03AC02", "");
    assert_eq!(
        outcome(text.as_bytes(), "elan").coverage.none.unrecognised,
        1
    );
}

#[test]
fn proigia() {
    let text = "patient_id|atc_code|voorschrijfdatum|hoeveelheid|actueel\n\
                1|R03AC02|20250131|2|1\n2|C09AA05|20250201|90|0\n3|R03AC02|20250131|200|1\n";
    let outcome = outcome(text.as_bytes(), "proigia");
    assert_eq!(
        (outcome.rows.read, outcome.rows.analysed),
        (3.into(), 2.into())
    );
    // Without label and unit 200 may count doses or ampoules.
    assert_eq!(
        outcome.rows.set_aside,
        [(Reason::QuantityUnclear, 1.into())].into()
    );
    assert_eq!(outcome.coverage.none.other_medicine, 1);
    assert_eq!(outcome.products[0].atc, "R03AC02".parse::<Atc>().ok());
    assert_eq!(layout(&outcome)["ignored"], json!(["actueel"]));
}

/// Boxes of a nation: far more than one prescription holds, and no date.
#[cfg(feature = "encoding")]
#[test]
fn open_medic_counts_packs() {
    let text = "ATC1;l_ATC1;ATC5;L_ATC5;CIP13;l_cip13;TOP_GEN;GEN_NUM;age;sexe;BEN_REG;PSP_SPE;BOITES;REM;BSE\r\n\
R;SYSTÈME RESPIRATOIRE;R03BB04;TIOTROPIUM;3400930000001;SPIRIVA RESPIMAT 2,5 MCG;0;0;60;1;11;1;1.250;33.000,50;44.000,10\r\n\
R;SYSTÈME RESPIRATOIRE;R03BB04;TIOTROPIUM;3400930000001;SPIRIVA RESPIMAT 2,5 MCG;0;0;60;2;11;1;750;3.000,50;4.000,10\r\n\
R;SYSTÈME RESPIRATOIRE;R03AC02;SALBUTAMOL;3400930000002;VENTOLINE 100 MCG SUSP INH;0;0;20;2;11;1;30;300,50;400,10\r\n";
    // The letters have the same number in Latin-1.
    let bytes: Vec<u8> = text
        .chars()
        .map(|letter| u8::try_from(u32::from(letter)).unwrap())
        .collect();
    let outcome = outcome(&bytes, "open-medic");
    assert_eq!(
        (outcome.rows.read, outcome.rows.analysed),
        (3.into(), 3.into())
    );
    assert_eq!(layout(&outcome)["counts"], "packs");
    assert_eq!(layout(&outcome)["encoding"], "Windows-1252");
    assert!(outcome.period.is_none() && !outcome.rows.merge_possible);
    let found = amounts(&outcome);
    // By hand: 1250 and 750 packs.
    assert!(
        found.contains(&("spiriva-respimat-2-5", "2000".to_owned(), "device")),
        "{found:?}"
    );
    // 30 is no pack of 30 doses here, and the French brand leaves the ATC code.
    let salbutamol = outcome
        .products
        .iter()
        .find(|one| one.atc == "R03AC02".parse::<Atc>().ok());
    let amount = salbutamol.unwrap().quantity.amount;
    assert_eq!(amount, Fraction::whole(30.into()));
}

/// Defined daily doses are no number of devices where no layer has them: nothing is computed, and the
/// page says so.
#[test]
fn gip_computes_nothing_without_a_list_of_defined_daily_doses() {
    let text = "jaar#atclaatst#atclaatst_naam_tekst#vergoeding#gebruikers#uitgiftes#DDD\r\n\
2022  #R03AC02 #salbutamol    # 12345,6 # 12345 # 34567 # 1234567,8\r\n\
2023* #R03AC02 #salbutamol    # 12345,6 # 12345 # 34567 # 1234567,8\r\n\
2023* #R03____ #groep         # 12345,6 # 12345 # 34567 # 9234567,8\r\n";
    let outcome = outcome(text.as_bytes(), "gip");
    assert_eq!(
        (outcome.rows.read, outcome.rows.analysed),
        (3.into(), 0.into())
    );
    assert_eq!(
        outcome.rows.set_aside,
        [
            (Reason::QuantityStrength, 2.into()),
            (Reason::ProductMissing, 1.into())
        ]
        .into()
    );
    assert_eq!(outcome.totals.climate.central(), Fraction::ZERO);
    assert_eq!(outcome.coverage.inhalers.rows_set_aside, 2);
    #[cfg(feature = "text")]
    {
        let page = Report::new(&outcome, Language::Dutch).text(100);
        let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(page.contains("zonder DDD is een regel terzijde gelegd"));
        assert!(page.contains("Dat is geen uitkomst van nul kg."));
    }
}

/// Accents do not matter in the name of a column, and a patient under any of these is one.
#[test]
fn accents_in_the_name_of_a_column() {
    for name in [
        "Pati\u{eb}ntnummer",
        "Pati\u{eb}nt",
        "Patientnr",
        "PatID",
        "Dossiernummer",
    ] {
        let text = format!(
            "{name};datum;omschrijving;aantal\n7;2025-01-13;ATROVENT AEROSOL 20UG/DO 200DO;1\n7;2025-01-13;ATROVENT AEROSOL 20UG/DO 200DO;1\n"
        );
        let export = groenrecept::intake::Export::new("e.csv", text.as_bytes()).unwrap();
        let layout = export.layout(&DATASET, None).unwrap();
        assert_eq!(
            layout.column_name(groenrecept::Role::Patient),
            Some(name),
            "{name}"
        );
    }
}

/// What may be a value is not shown: numbers, and what a quote has swallowed.
#[test]
fn names_that_may_be_values_are_shown_as_numbers() {
    let ignored = |text: &str| -> Vec<String> {
        let export = groenrecept::intake::Export::new("e.csv", text.as_bytes()).unwrap();
        let layout = export.layout(&DATASET, None).unwrap();
        layout.ignored().map(str::to_owned).collect()
    };
    let rows = "2025-01-13;ATROVENT AEROSOL 20UG/DO 200DO;1;x\n";
    assert_eq!(
        ignored(&format!(
            "datum;omschrijving;aantal;dhr. X 06-12345678\n{rows}"
        )),
        ["#4"]
    );
    assert_eq!(
        ignored(&format!(
            "datum;omschrijving;aantal;\"opm\n{rows}13-01-2025;S;1;\"x\"\n"
        )),
        ["#4"]
    );
    assert_eq!(
        ignored(&format!("datum;omschrijving;aantal;Soort\n{rows}")),
        ["Soort"]
    );
}
