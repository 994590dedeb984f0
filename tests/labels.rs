//! Labels in the shape of the G-Standaard, and what each must be taken for.
//!
//! The expectations were written down from what the label says about the medicine, before
//! the matcher was run on it. `products` lists ids, or reads `=3 DPI|pMDI`: so many products,
//! of these device types. `pack` is the pack size in doses that the label or all of its products
//! have.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test on lists of labels"
)]

use groenrecept::dataset::Device;
use groenrecept::matching::{Inhaler, Note, Other, Via};
use groenrecept::report::explain::explain;
use groenrecept::{Dataset, Engine, Language, Prescription};
use std::collections::BTreeSet;

const ACCEPT: &str = include_str!("fixtures/labels/accept.csv");
const REJECT: &str = include_str!("fixtures/labels/reject.csv");

/// The rows of a fixture with `N` columns, each with its line number.
fn rows<const N: usize>(text: &str) -> Vec<(usize, [String; N])> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows: Vec<(usize, [String; N])> = reader
        .records()
        .enumerate()
        .map(|(index, record)| {
            let cells: Vec<String> = record.unwrap().iter().map(str::to_owned).collect();
            (index + 2, cells.try_into().unwrap())
        })
        .collect();
    let distinct: BTreeSet<_> = rows
        .iter()
        .map(|(_, row)| (row[0].clone(), row[1].clone()))
        .collect();
    assert_eq!(distinct.len(), rows.len(), "a label stands twice");
    rows
}

/// The medicine of a line, how it was found and what to know about it; or why it is none.
type Found = Result<(Inhaler, Via, Vec<Note>), Other>;

fn resolve(engine: &Engine, label: &str, atc: &str) -> Found {
    let line = Prescription::new().label(label).atc(atc);
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

/// A meaning in the notation of the accept list: products, pack, via, notes.
fn notation(engine: &Engine, meaning: &Found, counted: bool) -> [String; 4] {
    let Ok((inhaler, via, notes)) = meaning else {
        return [
            format!("{meaning:?}"),
            String::new(),
            String::new(),
            String::new(),
        ];
    };
    let found = engine.products(inhaler).unwrap();
    let products = if counted {
        let devices: BTreeSet<&str> = inhaler.devices().iter().map(|d| d.as_str()).collect();
        let devices: Vec<&str> = devices.into_iter().collect();
        format!("={} {}", found.len(), devices.join("|"))
    } else {
        let ids: Vec<&str> = found.iter().map(|p| p.id.as_str()).collect();
        ids.join("|")
    };
    let via = match via {
        Via::Code => "code",
        Via::GStandaard => "gstandaard",
        Via::Label => "label",
        Via::Atc => "atc",
        _ => unreachable!("a new word"),
    };
    let notes: Vec<&str> = notes
        .iter()
        .map(|note| match note {
            Note::AtcDiffers => "atc-differs",
            Note::LabelDiffers => "label-differs",
            Note::DeviceNotInData => "device-not-in-data",
            Note::BrandNotInData => "brand-not-in-data",
            Note::StrengthNotInData => "strength-not-in-data",
            Note::PackNotInData => "pack-not-in-data",
            Note::GStandaardAtcDiffers => "gstandaard-atc-differs",
            Note::GStandaardLabelDiffers => "gstandaard-label-differs",
            _ => unreachable!("a new word"),
        })
        .collect();
    let pack = engine
        .pack(inhaler)
        .unwrap()
        .map_or_else(String::new, |pack| pack.to_string());
    [products, pack, via.to_owned(), notes.join("|")]
}

fn name(other: Other) -> &'static str {
    match other {
        Other::Medicine => "medicine",
        Other::Vaccine => "vaccine",
        Other::NotMedicine => "not_medicine",
        Other::Unrecognised => "unrecognised",
        Other::Empty => "empty",
        _ => unreachable!("a new word"),
    }
}

#[test]
fn labels_of_inhaled_medicines_are_taken_for_their_products() {
    let engine = Engine::new(&Dataset::embedded().unwrap());
    let rows = rows::<6>(ACCEPT);
    assert!(rows.len() >= 80, "{} labels", rows.len());
    let mut wrong = Vec::new();
    for (line, [label, atc, products, pack, via, notes]) in &rows {
        let expected = [products, pack, via, notes].map(Clone::clone);
        let meaning = resolve(&engine, label, atc);
        let found = notation(&engine, &meaning, products.starts_with('='));
        if found != expected {
            wrong.push(format!(
                "line {line}, {label} ({atc}): {found:?} and not {expected:?}"
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// A single candidate stands for itself unless its brand, strength or pack is another, and its
/// device is that of the product. One without a brand in the device that the label names can be
/// the product itself.
#[test]
fn a_stand_in_is_marked_as_one() {
    let engine = Engine::new(&Dataset::embedded().unwrap());
    for (line, [label, atc, products, _, _, notes]) in rows::<6>(ACCEPT) {
        let Ok((inhaler, ..)) = resolve(&engine, &label, &atc) else {
            panic!("line {line}, {label}: no inhaler");
        };
        let itself = [
            "formoterol-glycopyrronium-beclometason-nexthaler",
            "formoterol-easyhaler-12",
        ];
        let marked = notes.contains("not-in-data") || products.starts_with("=0");
        let marked = marked && !itself.contains(&products.as_str());
        assert_eq!(inhaler.is_stand_in(), marked, "line {line}, {label}");
        let products = engine.products(&inhaler).unwrap();
        if !products.is_empty() {
            let devices: BTreeSet<Device> = products.iter().map(|one| one.device).collect();
            assert_eq!(*inhaler.devices(), devices, "line {line}, {label}");
        }
    }
}

#[test]
fn everything_else_is_no_inhaled_medicine() {
    let engine = Engine::new(&Dataset::embedded().unwrap());
    let rows = rows::<4>(REJECT);
    assert!(rows.len() >= 40, "{} labels", rows.len());
    let mut wrong = Vec::new();
    for (line, [label, atc, meaning, why]) in &rows {
        let found = match resolve(&engine, label, atc) {
            Err(other) => name(other).to_owned(),
            inhaler @ Ok(_) => format!("{:?}", notation(&engine, &inhaler, false)),
        };
        if found != *meaning {
            wrong.push(format!(
                "line {line}, {label} ({atc}): {found} and not {meaning} ({why})"
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// Case, accents, runs of blanks and the order of the words carry no meaning.
#[test]
fn case_and_order_of_words_do_not_matter() {
    let engine = Engine::new(&Dataset::embedded().unwrap());
    for (line, [label, atc, ..]) in rows::<6>(ACCEPT) {
        let as_written = resolve(&engine, &label, &atc);
        for other in [
            label.to_lowercase(),
            label.to_uppercase(),
            label.replace(' ', "\u{a0} "),
        ] {
            assert_eq!(
                resolve(&engine, &other, &atc),
                as_written,
                "line {line}, {other}"
            );
        }
    }
    // Strength and pack behind, before and between the words.
    let parts = ["FOSTER", "AEROSOL", "100/6UG/DO", "180DO"];
    let expected = resolve(&engine, &parts.join(" "), "");
    let mut orders = 0;
    for a in 0..4 {
        for b in (0..4).filter(|b| *b != a) {
            for c in (0..4).filter(|c| *c != a && *c != b) {
                let d = 6 - a - b - c;
                let label = [a, b, c, d].map(|i| parts[i]).join(" ");
                assert_eq!(resolve(&engine, &label, ""), expected, "{label}");
                orders += 1;
            }
        }
    }
    assert_eq!(orders, 24);
}

/// `explain` shows how each part of a tablet was understood, in both languages.
#[test]
fn explain_names_the_parts_of_a_tablet_and_what_is_not_understood() {
    let engine = Engine::new(&Dataset::embedded().unwrap());
    let text = "OMEPRAZOLMAGNESIUM MUPS TABLETMSR 20MG 28ST SANDOZ OPEN DOOS (IETS)";
    let explanation = explain(&engine, text);
    let page = explanation.text(Language::Dutch);
    let expected = "  OMEPRAZOLMAGNESIUM       stof: omeprazol, magnesium
  MUPS                     bij de vorm: met veel korrels
  TABLETMSR                vorm of inhalator: tablet of capsule, maagsapresistent
  20MG                     sterkte
  28ST                     inhoud van de verpakking
  SANDOZ                   fabrikant
  OPEN                     NIET BEGREPEN
  DOOS                     verpakking
  IETS                     NIET BEGREPEN
Vorm: tablet of capsule.
Een woord is niet begrepen en kan een tweede stof zijn. ATC-code A02BC01, van omeprazol alleen, is daarom niet gebruikt: geef de ATC-code erbij. Bron: Health Canada, 2024, Drug Product Database data extract, Health Canada (A02BC01: omeprazole, DIN 00846503).
Niet begrepen, en nergens voor gebruikt: OPEN, IETS.
";
    assert!(page.contains(expected), "{page}");
    let page = explanation.text(Language::English);
    let expected = "  28ST                     content of the pack\n";
    assert!(page.contains(expected), "{page}");
    assert!(
        page.contains("Not understood, and used for nothing: OPEN, IETS.\n"),
        "{page}"
    );
}
