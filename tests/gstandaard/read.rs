//! What a release tells of a number.

use super::DATASET;
use super::build::{Release as Build, generic_fields};
use super::{find, number, open, sample};
use groenrecept::intake::gstandaard::{Article, Gap, Release};
use groenrecept::{Atc, Gpk};

/// Each level leads to the same generic product, with the name of its own level.
#[test]
fn every_level_leads_to_the_atc_code() {
    let release = sample();
    let expected = |system, text, name| Article {
        number: number(system, text),
        gpk: Gpk::parse("25615").ok(),
        atc: "R03AC02".parse::<Atc>().ok(),
        atc_name: "SALBUTAMOL",
        name,
        form: "AEROSOL",
        route: "INHALATIE",
        strength: "100UG/DO",
        doses: (system != "gpk").then_some(200),
    };
    for (system, text, name) in [
        ("zi", "14500019", "VENTOLIN AEROSOL 100UG/DO 200DO"),
        ("hpk", "02100010", "VENTOLIN AEROSOL 100UG/DO 200DO"),
        ("prk", "00091014", "SALBUTAMOL AEROSOL 100UG/DO 200DO"),
        ("gpk", "00025615", "SALBUTAMOL AEROSOL 100UG/DO"),
    ] {
        assert_eq!(
            find(&release, system, text),
            Some(expected(system, text, name)),
            "{system}"
        );
    }
    assert_eq!(release.gaps(), []);
    assert_eq!(release.articles().counts(), [3, 3, 3, 4]);
}

#[test]
fn zeros_and_tails_that_a_spreadsheet_lost_or_added_do_not_matter() {
    let release = sample();
    let whole = find(&release, "hpk", "02100010");
    assert!(whole.is_some());
    for text in ["2100010", "2100010.0", "2100010,00", " 002100010 "] {
        assert_eq!(find(&release, "hpk", text), whole, "'{text}'");
    }
}

/// The level comes from the column: the number of a PRK is not looked for among the GPKs.
#[test]
fn a_number_of_one_level_is_none_of_another() {
    let release = sample();
    assert!(find(&release, "prk", "91014").is_some());
    for system in ["zi", "hpk", "gpk"] {
        assert_eq!(find(&release, system, "91014"), None, "{system}");
    }
}

#[test]
fn a_deleted_record_is_skipped() {
    let release = sample();
    assert_eq!(find(&release, "zi", "14500035"), None);
}

#[test]
fn a_z_in_place_of_an_atc_code_is_no_code() {
    let release = sample();
    let article = find(&release, "gpk", "25640").unwrap();
    assert_eq!((article.atc, article.form), (None, "AEROSOL"));
}

/// An article of a trade product without a prescription product still has its name, whose
/// letters are Latin-1.
#[test]
fn a_broken_chain_leaves_the_name() {
    let release = sample();
    let article = find(&release, "zi", "14500043").unwrap();
    assert_eq!(article.name, "CRÈME SYNTH VOORZETKAMER");
    assert_eq!((article.atc, article.gpk), (None, None));
}

/// BST001T moves every field of BST711T by two: its positions count, not the published ones.
#[test]
fn positions_come_from_bst001t_where_it_is_there() {
    let mut build = Build::empty();
    let fields: [(&str, usize); 9] = [
        ("BSTNUM", 4),
        ("MUTKOD", 1),
        ("******", 2),
        ("GPKODE", 8),
        ("GPKTVR", 3),
        ("GPKTWG", 3),
        ("GPNMNR", 7),
        ("GPINST", 25),
        ("ATCODE", 8),
    ];
    // Out of order, with a line of a deleted field: the number of the field orders them.
    for (order, (name, length)) in fields.iter().enumerate().rev() {
        describe(&mut build, '0', order + 1, name, *length);
    }
    describe(&mut build, '1', 3, "GPKODE", 8);
    let moved = [
        (8, 15, "25615"),
        (16, 18, "6"),
        (19, 21, "62"),
        (22, 28, "14"),
        (29, 53, "100UG/DO"),
        (54, 61, "R03AC02"),
    ];
    build.add(711, '0', 61, &moved);
    let release = open(&build).unwrap();
    let article = find(&release, "gpk", "25615").unwrap();
    assert_eq!(article.atc, "R03AC02".parse::<Atc>().ok());
    assert_eq!(article.strength, "100UG/DO");
}

fn describe(build: &mut Build, code: char, order: usize, name: &str, length: usize) {
    let (order, length) = (order.to_string(), length.to_string());
    let fields = [
        (6, 25, "BST711T"),
        (26, 28, order.as_str()),
        (29, 38, name),
        (99, 99, "N"),
        (100, 103, length.as_str()),
    ];
    build.add(1, code, 128, &fields);
}

/// The files that BST052T replaced tell the same.
#[test]
fn the_older_files_of_prescription_products_are_read() {
    let mut build = Build::sample();
    build.0.remove("BST052T");
    build.0.remove("BST070T");
    build.add(50, '0', 32, &[(6, 13, "91014"), (14, 20, "13")]);
    let size = [
        (6, 13, "91014"),
        (27, 34, "25615"),
        (38, 40, "208"),
        (41, 47, "0020000"),
    ];
    build.add(51, '0', 96, &size);
    let release = open(&build).unwrap();
    let found = find(&release, "prk", "91014").unwrap();
    assert_eq!(Some(found), find(&sample(), "prk", "91014"));
}

/// Half a dose more or less is no number of doses, and a size in pieces is none either.
#[test]
fn a_size_that_is_no_whole_number_of_doses_is_left_out() {
    let mut build = Build::sample();
    let odd = [
        (6, 13, "91049"),
        (21, 28, "25615"),
        (53, 58, "208"),
        (59, 67, "000020050"),
    ];
    build.add(52, '0', 128, &odd);
    let release = open(&build).unwrap();
    assert_eq!(find(&release, "prk", "91049").unwrap().doses, None);
    assert_eq!(find(&release, "prk", "91022").unwrap().doses, None);
}

/// BST711T alone leads from a GPK to an ATC code; the rest is said to be wanting.
#[test]
fn missing_files_are_named_with_what_they_would_tell() {
    let mut build = Build::empty();
    let fields = generic_fields("25615", "6", "62", "14", "100UG/DO", "R03AC02");
    build.add(711, '0', 160, &fields);
    let release = open(&build).unwrap();
    let article = find(&release, "gpk", "25615").unwrap();
    assert_eq!(article.atc, "R03AC02".parse::<Atc>().ok());
    assert_eq!((article.name, article.form), ("", ""));
    assert_eq!(
        release.gaps(),
        [
            Gap::Articles,
            Gap::TradeProducts,
            Gap::PrescriptionProducts,
            Gap::PackSizes,
            Gap::Names,
            Gap::FormsAndRoutes,
            Gap::AtcNames,
        ]
    );
}

/// BST070T alone links a trade product and a prescription product to the generic one.
#[test]
fn links_stand_in_for_the_files_of_the_levels() {
    let mut build = Build::sample();
    for file in ["BST031T", "BST052T"] {
        build.0.remove(file);
    }
    let release = open(&build).unwrap();
    for (system, text) in [("zi", "14500019"), ("hpk", "2100010"), ("prk", "91014")] {
        let article = find(&release, system, text).unwrap();
        assert_eq!(article.atc, "R03AC02".parse::<Atc>().ok(), "{system}");
        assert_eq!(article.doses, None);
    }
    assert_eq!(release.gaps(), [Gap::PackSizes]);
}

#[test]
fn files_are_found_in_any_case_and_as_txt() {
    let folder = tempfile::tempdir().unwrap();
    let build = Build::sample();
    std::fs::write(folder.path().join("bst711t.TXT"), build.bytes("BST711T")).unwrap();
    std::fs::write(folder.path().join("Bst020t"), build.bytes("BST020T")).unwrap();
    std::fs::write(folder.path().join("BST004T.zip"), "no text").unwrap();
    std::fs::write(folder.path().join("leesmij.txt"), "no file of a release").unwrap();
    let release = Release::open(&DATASET, folder.path()).unwrap();
    let article = find(&release, "gpk", "25615").unwrap();
    assert_eq!(article.name, "SALBUTAMOL AEROSOL 100UG/DO");
    assert!(release.gaps().contains(&Gap::Articles));
}
