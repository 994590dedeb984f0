//! What must hold for any bytes in the files of a release.

use super::build::Release as Build;
use super::{DATASET, number, sample};
use groenrecept::intake::Export;
use groenrecept::intake::gstandaard::Release;
use groenrecept::{CodeSystem, Engine, Prescription};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use std::num::NonZeroUsize;

const FILES: [&str; 11] = [
    "BST001T", "BST004T", "BST020T", "BST031T", "BST050T", "BST051T", "BST052T", "BST070T",
    "BST711T", "BST801T", "BST902T",
];

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Bytes that look like records of a file, or like nothing.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let pieces = prop::collection::vec(
        select(vec![
            "0001", "0004", "07110", "07111", "\n", "\r\n", "BST711T", "BST020T", "99999999",
            "\x1a", "ATCODE", "000", "       ", "R03AC02", "é",
        ]),
        0..60,
    );
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..400),
        pieces.prop_map(|pieces| pieces.concat().into_bytes()),
    ]
}

/// Asks everything of what was read.
fn use_it(release: &Release) {
    for system in ["zi", "hpk", "prk", "gpk"] {
        for text in ["14500019", "2100010", "91014", "25615", "99999998", "1"] {
            let known = release.articles().find(number(
                system,
                if system == "zi" { "14500019" } else { text },
            ));
            if let Some(article) = known {
                assert!(article.doses.is_none_or(|doses| doses > 0));
            }
        }
    }
    let text = "zi;prk;gpk;aantal;eenheid\n14500019;91014;25615;1;ST\n;91014;;1;ST\n";
    let export = Export::new("export.csv", text.as_bytes()).unwrap();
    let outcome = Engine::new(&DATASET)
        .gstandaard(Some(release.clone()))
        .analysis()
        .run(export, None);
    drop(outcome);
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn any_bytes_are_a_release_or_an_error(
        file in select(FILES.to_vec()),
        bytes in bytes(),
    ) {
        let folder = tempfile::tempdir().unwrap();
        Build::sample().write(folder.path());
        std::fs::write(folder.path().join(file), bytes).unwrap();
        if let Ok(release) = Release::open(&DATASET, folder.path()) {
            use_it(&release);
        }
    }

    /// Damage to single bytes of good files; as long as lines stay whole this is read or
    /// refused with a file and a line.
    #[test]
    fn damaged_records_are_read_or_refused_with_their_place(
        damage in prop::collection::vec((select(FILES.to_vec()), any::<Index>(), any::<Index>(), any::<u8>()), 1..6),
    ) {
        let mut build = Build::sample();
        for (file, record, place, byte) in damage {
            if let Some(records) = build.0.get_mut(file) {
                let at = record.index(records.len());
                let record = &mut records[at];
                let at = place.index(record.len());
                record[at] = byte;
            }
        }
        match super::open(&build) {
            Ok(release) => use_it(&release),
            Err(error) => prop_assert!(error.file().is_some() && error.line().is_some(), "{error}"),
        }
    }

    /// A layout of any shape in BST001T.
    #[test]
    fn any_layout_is_followed_or_refused(
        fields in prop::collection::vec((0..30u32, select(vec!["GPKODE", "ATCODE", "GPNMNR", "GPKTVR", "GPKTWG", "GPINST", "******"]), 0..9999u32), 0..12),
    ) {
        let mut build = Build::sample();
        for (order, name, length) in fields {
            let (order, length) = (order.to_string(), length.to_string());
            let line = [(6, 25, "BST711T"), (26, 28, order.as_str()), (29, 38, name), (100, 103, length.as_str())];
            build.add(1, '0', 128, &line);
        }
        if let Ok(release) = super::open(&build) {
            use_it(&release);
        }
    }

    /// One prescription has what the only line of an export has, on any number of threads.
    #[test]
    fn one_line_and_one_prescription_agree(
        zi in select(vec!["", "0", "14500019", "14500019.0", "14500027", "14500035", "14500043", "12900005"]),
        prk in select(vec!["", "91014", "00091014", "91030", "91022", "5"]),
        label in select(vec!["", "VENTOLIN AEROSOL 100UG/DO 200DO", "SALBUTAMOL", "SERETIDE DISKUS INHPDR 50/500UG 60DO"]),
        atc in select(vec!["", "R03AC02", "r03", "R03AK06", "Z", "A02BC01"]),
        threads in 1..3usize,
    ) {
        let release = sample();
        let system = |name: &str| name.parse::<CodeSystem>().unwrap();
        let one = Prescription::new()
            .code(system("zi"), zi)
            .code(system("prk"), prk)
            .label(label)
            .atc(atc)
            .quantity("2", "ST");
        let engine = Engine::new(&DATASET).gstandaard(Some(release));
        let one = engine.impact(&one);
        let text = format!("prk;omschrijving;atc;zi;aantal;eenheid\n{prk};{label};{atc};{zi};2;ST\n");
        let export = Export::new("export.csv", text.as_bytes()).unwrap();
        let outcome = engine.analysis()
            .threads(NonZeroUsize::new(threads).unwrap())
            .run(export, None)
            .unwrap();
        let central = outcome.totals.climate.central().round(6);
        match one {
            Ok(impact) => {
                prop_assert_eq!(central, impact.climate.central().round(6));
                prop_assert_eq!(outcome.matching.via.keys().copied().collect::<Vec<_>>(), vec![impact.via]);
                prop_assert_eq!(outcome.matching.notes.keys().copied().collect::<std::collections::BTreeSet<_>>(), impact.notes);
            }
            Err(_) => prop_assert_eq!(outcome.coverage.inhalers.rows_with_value, 0),
        }
    }
}
