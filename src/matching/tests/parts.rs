//! Labels of every medicine, taken apart: what each part is, and what is not understood.
//!
//! The expectations were written down from what the label says, before the parser was run on
//! them. Substances are joined by ` + `, what one word can name by `~`, and those that a brand
//! names end in `@`.

use super::{DATASET, read_label, resolvers};
use crate::dataset::Layer;
use crate::dataset::{FormClass, Measure};
use crate::matching::label::{Amount, Content, Label, Part, PartKind, StatedStrength};
use proptest::prelude::*;
use std::collections::BTreeSet;

const ACCEPT: &str = include_str!("../../../tests/fixtures/labels/parts.csv");
const REJECT: &str = include_str!("../../../tests/fixtures/labels/parts_reject.csv");

fn has_units(stated: &StatedStrength) -> bool {
    stated.amounts.iter().all(|amount| amount.unit.is_some())
}

/// The strength, with its units, where all statements are the same one; `None` where the label
/// has none or contradicts itself.
pub(super) fn strength_of(label: &Label) -> Option<&StatedStrength> {
    let first = label.strengths.first().filter(|first| has_units(first))?;
    let mut all = label.strengths.iter();
    all.all(|other| other.is_same_as(first)).then_some(first)
}

/// The words and numbers that are not understood. A bare number is one of them: nothing says
/// what it counts.
fn not_understood(label: &Label) -> impl Iterator<Item = &Part> {
    let parts = label.parts.iter();
    parts.filter(|part| matches!(part.kind, PartKind::Unknown | PartKind::Number))
}

/// The rows of a fixture, in which no label stands twice.
fn rows(text: &str) -> Vec<[String; 7]> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows: Vec<[String; 7]> = reader
        .records()
        .map(|record| {
            let cells: Vec<String> = record.unwrap().iter().map(str::to_owned).collect();
            cells.try_into().unwrap()
        })
        .collect();
    let distinct: BTreeSet<&String> = rows.iter().map(|row| &row[0]).collect();
    assert_eq!(distinct.len(), rows.len(), "a label stands twice");
    rows
}

fn substances(label: &Label) -> String {
    let joined = |names: &BTreeSet<String>| {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        names.join("~")
    };
    let named = label.substances.iter().map(joined);
    let branded = label.brand_substances.iter().map(|name| format!("{name}@"));
    named.chain(branded).collect::<Vec<_>>().join(" + ")
}

const fn unit(measure: Measure) -> &'static str {
    match measure {
        Measure::Microgram => "ug",
        Measure::Milligram => "mg",
        Measure::Gram => "g",
        Measure::InternationalUnit => "ie",
        Measure::Unit => "e",
        Measure::Millimole => "mmol",
        Measure::Milliequivalent => "meq",
        Measure::Megabecquerel => "mbq",
        Measure::Percent => "%",
        Measure::Millilitre => "ml",
        Measure::Dose => "dose",
        Measure::Piece => "piece",
        Measure::Hour => "hour",
    }
}

fn strength(label: &Label) -> String {
    let Some(StatedStrength { amounts, per }) = strength_of(label) else {
        return String::new();
    };
    let amount = |one: &Amount| format!("{} {}", one.value, one.unit.map_or("", unit));
    let amounts: Vec<String> = amounts.iter().map(amount).collect();
    let per = match per {
        None => String::new(),
        Some(per) if per.value == 1.into() => format!("/{}", unit(per.unit)),
        Some(per) => format!("/{} {}", per.value, unit(per.unit)),
    };
    format!("{}{per}", amounts.join(" + "))
}

fn pack(label: &Label) -> String {
    let mut told: Vec<String> = label
        .contents
        .iter()
        .map(|content| match content {
            Content::Pieces(pieces) => format!("{pieces} pieces"),
            Content::Millilitres(ml) => format!("{ml} ml"),
            Content::Grams(grams) => format!("{grams} g"),
            Content::Doses(doses) => format!("{doses} doses"),
            Content::Unknown => "unknown".to_owned(),
        })
        .collect();
    told.extend(label.times.map(|times| format!("x{times}")));
    told.join(" ")
}

fn modifiers(label: &Label) -> String {
    let all: Vec<&str> = label.modifiers.iter().map(String::as_str).collect();
    all.join(" ")
}

fn unknown(text: &str, label: &Label) -> String {
    let places = not_understood(label).map(|part| &text[part.start..part.end]);
    places.collect::<Vec<_>>().join(" ")
}

fn compare(
    expected: &[[String; 7]],
    found: impl Fn(&str, &Label) -> [String; 5],
    from: [usize; 5],
) {
    let mut wrong = Vec::new();
    for row in expected {
        let label = read_label(&row[0]);
        let found = found(&row[0], &label);
        let expected = from.map(|column| row[column].clone());
        if found != expected {
            wrong.push(format!("{}: {found:?} and not {expected:?}", row[0]));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn labels_give_substance_strength_form_and_pack() {
    let rows = rows(ACCEPT);
    assert!(rows.len() >= 150, "{} labels", rows.len());
    let found = |text: &str, label: &Label| {
        let form = format!("{}/{}", label.form.as_str(), modifiers(label));
        [
            substances(label),
            strength(label),
            form,
            pack(label),
            unknown(text, label),
        ]
    };
    let rows: Vec<[String; 7]> = rows
        .into_iter()
        .map(|mut row| {
            row[3] = format!("{}/{}", row[3], row[4]);
            row
        })
        .collect();
    compare(&rows, found, [1, 2, 3, 5, 6]);
}

#[test]
fn what_is_not_understood_is_listed_and_nothing_is_guessed() {
    let rows = rows(REJECT);
    assert!(rows.len() >= 50, "{} labels", rows.len());
    let found = |text: &str, label: &Label| {
        let form = label.form.as_str().to_owned();
        [
            substances(label),
            strength(label),
            form,
            modifiers(label),
            unknown(text, label),
        ]
    };
    compare(&rows, found, [1, 2, 3, 4, 5]);
}

/// Whether two labels mean the same, whatever the order of their words.
fn same_meaning(one: &Label, other: &Label) -> bool {
    let words = |label: &Label| {
        let mut substances = label.substances.clone();
        substances.sort();
        let sets = [
            &label.salts,
            &label.brand_substances,
            &label.modifiers,
            &label.containers,
            &label.makers,
        ];
        (substances, sets.map(Clone::clone), pack(label), label.form)
    };
    let strength = match (strength_of(one), strength_of(other)) {
        (Some(one), Some(other)) => one.is_same_as(other),
        (None, None) => true,
        _ => false,
    };
    strength && words(one) == words(other)
}

/// Groups of words that stand together in a label.
fn groups() -> impl Strategy<Value = Vec<&'static str>> {
    let product = prop::sample::select(vec![
        vec![
            "METOPROLOLTARTRAAT",
            "TABLET MGA",
            "100MG",
            "30ST",
            "SANDOZ",
        ],
        vec!["DICLOFENAC-NATRIUM", "TABLET", "MSR", "25MG", "AUROBINDO"],
        vec![
            "AMOXICILLINE/CLAVULAANZUUR",
            "TABLET FO",
            "500/125MG",
            "20ST",
        ],
        vec!["INSULINE GLARGINE", "INJVLST", "100E/ML", "PEN", "3ML"],
        vec!["CALCIUMCARB/COLECALC", "KAUWTB", "1,25G/400IE"],
        vec![
            "TINZAPARINE",
            "INJVLST",
            "14000IE=0,7ML",
            "(20.000IE/ML)",
            "WWSP",
        ],
        vec![
            "SALBUTAMOL (ALS SULFAAT)",
            "AEROSOL",
            "100UG/DO",
            "200DO",
            "AUTOH",
        ],
        vec!["MESALAZINE", "ZETPIL", "1G", "28ST"],
        vec!["HYDROCORTISON", "CREME", "10MG/G", "30G", "FNA"],
    ]);
    product.prop_flat_map(|groups| Just(groups).prop_shuffle())
}

fn any_label() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "DICLOFENAC",
        "NATRIUM",
        "MSR",
        "TABLET",
        "CREME",
        "100",
        "2,5",
        "1.000",
        "0",
        "MG",
        "ML",
        "IE",
        "DO",
        "ST",
        "TB",
        "UUR",
        "%",
        "G",
        "/",
        "-",
        "+",
        "=",
        "(",
        ")",
        "X",
        " ",
        " ",
        "e\u{301}",
        "µ",
        "²",
        "💨",
        "ß",
        "PER",
        "B12",
        "\u{a0}",
        "99999999999999999999999999999999",
        "VENTOLIN",
        "FOSTER",
        "AEROSOL",
        "INHPDR",
        "VERNEVELVLST",
        "CAPS",
        "DISKUS",
        "AUTOH",
        ",",
        ".",
        "200DO",
        "100/6UG",
        "0MG/0ML",
        "99999999999999999999999999MG",
        "4294967296DO",
        "5MG/0,0000000001ML",
        "ﬁ",
        "ΐ",
    ]);
    let pieces = prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat());
    prop_oneof![any::<String>(), pieces]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn order_and_case_carry_no_meaning(shuffled in groups(), lower in any::<bool>()) {
            let mut sorted = shuffled.clone();
        sorted.sort_unstable();
        let text = shuffled.join(" ");
        let text = if lower { text.to_lowercase() } else { text };
        let read = read_label(&text);
        prop_assert_eq!(not_understood(&read).count(), 0, "{}", text);
        let expected = read_label(&sorted.join(" "));
        prop_assert!(same_meaning(&read, &expected), "{}: {:?} and {:?}", text, read, expected);
        prop_assert!(strength_of(&expected).is_some(), "{}", text);
    }

    /// Parts lie in order, on the borders of characters, do not overlap, and hold every
    /// letter and digit.
    #[test]
    fn every_letter_and_digit_belongs_to_one_part(text in any_label()) {
        let label = read_label(&text);
        // A mark that stands on no letter is none.
        let letter = |c: char| c.is_alphanumeric() && !('\u{300}'..='\u{36f}').contains(&c);
        let mut end = 0;
        for part in &label.parts {
            prop_assert!(part.start >= end && part.start < part.end, "{:?}", label.parts);
            prop_assert!(text.get(part.start..part.end).is_some(), "{:?}", part);
            prop_assert!(!text[end..part.start].contains(letter), "{:?}", part);
            end = part.end;
        }
        prop_assert!(!text[end..].contains(letter), "{:?}", label.parts);
        prop_assert!(not_understood(&label).count() <= label.parts.len());
        prop_assert!(strength_of(&label).is_none_or(has_units));
    }
}

/// A word of a layer is read like those of the crate, in compounds too.
#[test]
fn a_layer_adds_a_substance_and_a_salt() {
    let dir = tempfile::tempdir().unwrap();
    let words = "kind,term,value\nsubstance,FOOBARINE,foobarine\nsalt,FOOBAAT,foobaat\n";
    std::fs::write(dir.path().join("vocabulary.csv"), words).unwrap();
    let dataset = DATASET
        .with_layer(&Layer::from_dir(dir.path()).unwrap())
        .unwrap();
    let text = "FOOBARINEFOOBAAT TABLET 5MG";
    let label = resolvers(&dataset).on(None).parse_label(text);
    assert_eq!(substances(&label), "foobarine");
    assert_eq!(label.salts, ["foobaat".to_owned()].into());
    let without = read_label(text);
    assert_eq!(unknown(text, &without), "FOOBARINEFOOBAAT");
}

#[test]
fn a_part_says_where_it_stands_and_what_it_is() {
    let text = "Coffeïne/paracetamol tabl 50/500mg, XYZ";
    let label = read_label(text);
    let parts: Vec<(PartKind, &str, &str)> = label
        .parts
        .iter()
        .map(|part| {
            (
                part.kind,
                &text[part.start..part.end],
                part.meaning.as_str(),
            )
        })
        .collect();
    let expected = [
        (PartKind::Substance, "Coffeïne", "coffeïne"),
        (PartKind::Substance, "paracetamol", "paracetamol"),
        (PartKind::Form, "tabl", "oral_solid"),
        (PartKind::Strength, "50/500mg", ""),
        (PartKind::Unknown, "XYZ", ""),
    ];
    assert_eq!(parts, expected);
    assert_eq!(label.form, FormClass::OralSolid);
}
