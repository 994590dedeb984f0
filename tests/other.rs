//! Medicines that are not inhaled: what a label tells of them, what their rows add up to, and
//! that none of it reaches the total of inhaled medicines.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that cannot go on fails; helpers stand outside the test functions"
)]

use groenrecept::dataset::Layer;
use groenrecept::dataset::{FormClass, Route};
use groenrecept::exact::{Fraction, parse};
use groenrecept::intake::Export;
use groenrecept::practice::{FormSum, Outcome};
use groenrecept::report::Report;
use groenrecept::{Atc, Dataset, Decimal, Engine};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::num::NonZeroUsize;

const HEADER: &str = "patient;datum;omschrijving;atc;aantal;eenheid\n";

fn embedded() -> Dataset {
    Dataset::embedded().unwrap()
}

fn export(rows: &[String]) -> String {
    format!("{HEADER}{}\n", rows.join("\n"))
}

fn outcome(dataset: &Dataset, text: &str, threads: usize) -> Outcome {
    let export = Export::new("export.csv", text.as_bytes()).unwrap();
    let analysis = Engine::new(dataset)
        .analysis()
        .threads(NonZeroUsize::new(threads).unwrap());
    analysis.run(export, None).unwrap()
}

/// Rows, those of which the mass is known, and milligrams.
type Mass = (u64, u64, Option<Fraction>);
/// By form, and by substance and route.
type Sums = (BTreeMap<FormClass, FormSum>, BTreeMap<(Atc, Route), Mass>);

fn sums(outcome: &Outcome) -> Sums {
    let forms = outcome.other_medicines.iter().flat_map(|all| &all.forms);
    let substances = outcome.water.iter().flat_map(|all| &all.substances);
    let uses = substances.flat_map(|substance| &substance.uses);
    let mut list: Vec<_> = uses
        .map(|one| {
            let mass = (one.rows, one.rows_with_mass, one.milligrams);
            ((one.atc, one.route), mass)
        })
        .collect();
    let all = list.len();
    list.sort_by_key(|(key, _)| *key);
    list.dedup_by_key(|(key, _)| *key);
    assert_eq!(list.len(), all, "a substance stands twice");
    let forms = forms.map(|one| (one.form, one.sum)).collect();
    (forms, list.into_iter().collect())
}

fn milligrams(number: u64) -> Option<Fraction> {
    Some(Fraction::whole(number.into()))
}

fn report(dataset: &Dataset, text: &str) -> Value {
    let export = Export::new("export.csv", text.as_bytes()).unwrap();
    let outcome = Engine::new(dataset).analysis().run(export, None).unwrap();
    serde_json::to_value(Report::new(&outcome, groenrecept::Language::Dutch)).unwrap()
}

/// Two copies of one prescription, a row without a unit, a pen and a gel.
fn sample() -> String {
    export(&[
        "1;2025-01-02;METFORMINE TABLET FO 500MG;A10BA02;90;ST".to_owned(),
        "1;2025-01-02;METFORMINE TABLET FO 500MG;A10BA02;180;ST".to_owned(),
        "2;2025-01-02;METFORMINE TABL 850MG;A10BA02;60;".to_owned(),
        "3;2025-01-02;INSULINE GLARGINE INJVLST 100E/ML PEN 3ML;A10AE04;5;ST".to_owned(),
        "4;2025-01-02;DICLOFENAC GEL 10MG/G 100G;M02AA15;100;G".to_owned(),
        "5;2025-01-02;VENTOLIN AEROSOL 100UG/DO 200DO;R03AC02;1;ST".to_owned(),
    ])
}

#[test]
fn rows_are_counted_by_form_and_substance() {
    let dataset = embedded();
    let outcome = outcome(&dataset, &sample(), 1);
    let sum = |rows, rows_with_pieces, pieces| FormSum {
        rows,
        rows_with_pieces,
        pieces,
    };
    let forms = BTreeMap::from([
        // Of the copies 180 counts; the row without a unit has no pieces.
        (FormClass::OralSolid, sum(2, 1, 180)),
        (FormClass::InsulinPen, sum(1, 1, 5)),
        (FormClass::Dermal, sum(1, 0, 0)),
    ]);
    let atc = |code: &str| code.parse::<Atc>().unwrap();
    // Insulin glargine has no facts about water.
    let substances = BTreeMap::from([
        ((atc("A10BA02"), Route::Oral), (2, 1, milligrams(90_000))), // 180 x 500
        ((atc("M02AA15"), Route::Dermal), (1, 1, milligrams(1000))), // 100 x 10
    ]);
    assert_eq!(sums(&outcome), (forms, substances));
    assert_eq!(outcome.rows.merged, 1);
}

#[test]
fn the_block_has_its_own_shape_in_json() {
    let report = report(&embedded(), &sample());
    let block = &report["other_medicines"];
    assert_eq!(block["rows"], 4);
    assert_eq!(block["rows_with_order"], 2);
    assert_eq!(
        block["forms"],
        json!([
            {
                "form": "oral_solid", "rows": 2, "rows_with_pieces": 1, "pieces": 180,
                "order": {
                    "per": "dose", "unit": "kg CO2e", "low": "0.003", "high": "1",
                    "facts": [
                        "n01-paracetamol-oral", "n03-amoxicillin-500-high",
                        "n03-clarithromycin-500-high", "s12-paracetamol-oral",
                    ],
                },
                // 180 x 3 g and 180 x 1000 g
                "climate": {"low": "0.54", "high": "180"},
            },
            {
                "form": "insulin_pen", "rows": 1, "rows_with_pieces": 1, "pieces": 5,
                "order": {
                    "per": "pen", "unit": "kg CO2e", "low": "0.25", "high": "0.25",
                    "facts": ["s22-insulin-pen"],
                },
                "climate": {"low": "1.25", "high": "1.25"}, // 5 x 0.25
            },
            {
                "form": "dermal", "rows": 1, "rows_with_pieces": 0, "pieces": 0,
                "order": null, "climate": null,
            },
        ])
    );
    assert_eq!(
        block["effects"],
        json!([
            {
                "effect": "paracetamol_intravenous_oral",
                "facts": [
                    "n01-paracetamol-iv-glass", "n01-paracetamol-oral",
                    "s11-coadministration-iv", "s11-coadministration-oral",
                    "s12-paracetamol-iv", "s12-paracetamol-oral",
                ],
            },
            {"effect": "paracetamol_liquid_solid", "facts": ["s23-paracetamol-liquid-solid"]},
        ])
    );
    let facts = block["facts"].as_array().unwrap();
    let fact = |id: &str| facts.iter().find(|fact| fact["fact"] == id).unwrap();
    let known: Vec<&str> = facts
        .iter()
        .map(|fact| fact["fact"].as_str().unwrap())
        .collect();
    for form in block["forms"].as_array().unwrap() {
        let ids = form["order"]["facts"].as_array();
        for id in ids.into_iter().flatten() {
            assert!(known.contains(&id.as_str().unwrap()), "{id}");
        }
    }
    assert_eq!(fact("s13-morphine-iv")["published"], "204 (189-280)");
    assert_eq!(fact("s15-band-low")["published"], "< 10");
    assert_eq!(fact("s15-band-very-high")["published"], "> 1000");
    assert_eq!(fact("s11-coadministration-iv")["published"], "444-556");
    assert_eq!(fact("s16-nhs-oral-dose")["unit"], "g CO2e");
    assert_eq!(fact("s16-nhs-oral-dose")["evidence"], "derived");
}

#[test]
fn without_other_medicines_there_is_no_block() {
    let text = export(&["5;2025-01-02;VENTOLIN AEROSOL 100UG/DO 200DO;R03AC02;1;ST".to_owned()]);
    assert_eq!(report(&embedded(), &text)["other_medicines"], Value::Null);
}

#[cfg(feature = "text")]
#[test]
fn the_page_sets_the_block_apart_in_both_languages() {
    let dataset = embedded();
    let page = |language| {
        let text = sample();
        let export = Export::new("export.csv", text.as_bytes()).unwrap();
        let outcome = Engine::new(&dataset).analysis().run(export, None).unwrap();
        let report = Report::new(&outcome, language);
        let page = report.text(100);
        page.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let dutch = page(groenrecept::Language::Dutch);
    for sentence in [
        "Het is niet opgeteld bij het totaal van de inhalatiemedicatie en niet geschikt om middelen of stoffen te vergelijken",
        "Van 2 van de 4 voorschriften (50%) is een orde van grootte te geven",
        "tablet of capsule 2 180 0,0030 – 1,0 kg / dosis 0,54 – 180 kg",
        "insulinepen, wegwerp 1 5 ongeveer 250 g / pen ongeveer 1,3 kg",
        "Zonder gepubliceerde waarde die voor de vorm kan staan, in voorschriften: voor de huid 1.",
        "193 g CO2e tegen 3 g CO2e (N01, uit tweede hand); 444 – 556 g CO2e tegen 8,36 g CO2e (S11, alleen een deel of samenvatting gelezen); 614 g CO2e tegen 3,6 g CO2e (S12, afgeleid).",
        "drank tegen tablet bij dezelfde dosis: 15 : 1 (S23, uit tweede hand, één bron).",
    ] {
        assert!(dutch.contains(sentence), "{sentence}\n{dutch}");
    }
    let english = page(groenrecept::Language::English);
    for sentence in [
        "It is not added to the total of inhaled medicines and not fit to compare medicines or substances",
        "Of 2 of the 4 prescriptions (50%) an order of magnitude can be given",
        "tablet or capsule 2 180 0.0030 – 1.0 kg / dose 0.54 – 180 kg",
    ] {
        assert!(english.contains(sentence), "{sentence}\n{english}");
    }
}

/// A layer whose facts cannot span an order of magnitude does not load, and says why.
#[test]
fn facts_that_span_nothing_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let header = "form_fact_id,form,subject,functional_unit,value,low,high,unit,boundary,kind,effect,source_id,locator,evidence\n";
    let rows = [
        "a,dermal,cream,dose,1,,,g CO2e,not_stated,order,,S16,x,read",
        "b,oral_solid,box,box,1,,,g CO2e,not_stated,order,,S16,x,read",
        "c,oral_solid,tablet,dose,1,,,g CO2,not_stated,order,,S16,x,read",
        "d,oral_solid,band,dose,,,10,g CO2e,not_stated,order,,S16,x,read",
        "e,oral_solid,band,dose,,9,1,g CO2e,not_stated,context,,S16,x,read",
        "f,oral_solid,band,dose,,,,g CO2e,not_stated,context,,S16,x,read",
        "g,oral_liquid,ratio,relative,15,,,ratio,not_stated,effect,,S16,x,read",
        "h,oral_solid,tablet,dose,1,,,g CO2e,not_stated,order,,S999,x,read",
        "i,lozenge,tablet,dose,1,,,g CO2e,not_stated,context,,S16,x,read",
    ];
    std::fs::write(
        dir.path().join("forms.csv"),
        format!("{header}{}\n", rows.join("\n")),
    )
    .unwrap();
    std::fs::write(
        dir.path().join("vocabulary.csv"),
        "kind,term,value\nmedicine_form,PASTILLE,lozenge\n",
    )
    .unwrap();
    let error = embedded()
        .with_layer(&Layer::from_dir(dir.path()).unwrap())
        .unwrap_err();
    let groenrecept::ErrorKind::Dataset(found) = error.kind() else {
        unreachable!("{error}");
    };
    let found: Vec<String> = found
        .iter()
        .filter(|d| d.severity == groenrecept::Severity::Error)
        .map(|d| {
            let column = d.place.column.clone().unwrap_or_default();
            format!(
                "{} {column}: {} [{}]",
                d.place.line.unwrap_or(0),
                d.message.en,
                d.code.as_str()
            )
        })
        .collect();
    let mut expected = vec![
        "2 form: an order of magnitude is for oral_solid, infusion or insulin_pen [unit-mismatch]".to_owned(),
        "3 functional_unit: a value per this unit cannot be an order of magnitude of the form; use 'context' [unit-mismatch]".to_owned(),
        "4 unit: an order of magnitude is in 'kg CO2e' or 'g CO2e' [unit-mismatch]".to_owned(),
        "5 value: a bound at one side is no order of magnitude; use 'context' [unit-mismatch]".to_owned(),
        "6 low: low, value and high must be in ascending order [inverted-range]".to_owned(),
        "7 value: one of 'low', 'value' and 'high' must be filled [empty-cell]".to_owned(),
        "8 effect: 'effect' must name the effect that the fact shows [empty-cell]".to_owned(),
        "9 source_id: the source 'S999' is not in sources.csv [dangling-reference]".to_owned(),
    ];
    let form = &found[8];
    assert!(
        form.starts_with("10 form: 'lozenge' is not one of: oral_solid, effervescent,"),
        "{form}"
    );
    expected.push(form.clone());
    expected.push(
        "2 value: 'lozenge' is no form of a medicine, such as oral_solid or drops [unknown-word]"
            .to_owned(),
    );
    assert_eq!(found, expected);
}

/// The pieces and milligrams of so many units of one of the labels of [`other_row`], by what a
/// person reads on it.
fn held(label: &str, unit: &str, n: u32) -> (FormClass, Route, Option<u32>, Option<Decimal>) {
    let mg = |each: &str, n: u32| Some(parse(each).unwrap() * Decimal::from(n));
    let few = n <= 12; // more packs are none
    match (label, unit) {
        ("METFORMINE TABLET FO 500MG", "ST") => {
            (FormClass::OralSolid, Route::Oral, Some(n), mg("500", n))
        }
        ("PARACETAMOL TABLET 500MG 30ST", "ST") => {
            (FormClass::OralSolid, Route::Oral, Some(n), mg("500", n))
        }
        ("PARACETAMOL TABLET 500MG 30ST", "VERP" | "FL") if n * 30 <= 3000 => (
            FormClass::OralSolid,
            Route::Oral,
            Some(n * 30),
            mg("500", n * 30),
        ),
        ("METFORMINE TABLET FO 500MG" | "PARACETAMOL TABLET 500MG 30ST", _) => {
            (FormClass::OralSolid, Route::Oral, None, None)
        }
        ("DICLOFENAC GEL 11,6MG/G 100G", "G") => {
            (FormClass::Dermal, Route::Dermal, None, mg("11.6", n))
        }
        ("DICLOFENAC GEL 11,6MG/G 100G", "ST" | "VERP" | "FL") if few => {
            (FormClass::Dermal, Route::Dermal, None, mg("1160", n))
        }
        ("DICLOFENAC GEL 11,6MG/G 100G", _) => (FormClass::Dermal, Route::Dermal, None, None),
        ("INSULINE GLARGINE INJVLST 100E/ML PEN 3ML", unit) => {
            let pens = match unit {
                "ST" if n <= 120 => Some(n),
                "ML" if n.is_multiple_of(3) => Some(n / 3),
                _ => None,
            };
            (FormClass::InsulinPen, Route::Parenteral, pens, None)
        }
        ("LATANOPROST OOGDR 50UG/ML FL 2,5ML", unit) => {
            let milligrams = match unit {
                "ML" => mg("0.05", n),
                "ST" | "VERP" | "FL" if few => mg("0.125", n),
                _ => None,
            };
            (FormClass::Eye, Route::Eye, None, milligrams)
        }
        _ => (FormClass::Unknown, Route::Unknown, None, None),
    }
}

/// The sums the slow way: of each patient and medicine the amount that counts, one by one. Of
/// two copies the one with the more telling unit counts, then the one with the larger number.
fn by_hand(dataset: &Dataset, rows: &[String]) -> Sums {
    let mut counting: BTreeMap<[&str; 3], (u8, u32, &str)> = BTreeMap::new();
    for row in rows {
        let cells: Vec<&str> = row.split(';').collect();
        let telling = match cells[5] {
            "ST" => 4,
            "ML" => 3,
            "G" => 2,
            "VERP" | "FL" => 1,
            _ => 0,
        };
        let amount = (telling, cells[4].parse().unwrap(), cells[5]);
        let key = [cells[0], cells[2], cells[3]];
        let kept = counting.entry(key).or_insert(amount);
        *kept = amount.max(*kept);
    }
    let mut sums = Sums::default();
    for ([_, label, atc], (_, number, unit)) in counting {
        let (form, route, pieces, milligrams) = held(label, unit, number);
        let form = sums.0.entry(form).or_default();
        form.rows += 1;
        if let Some(pieces) = pieces {
            form.rows_with_pieces += 1;
            form.pieces += u64::from(pieces);
        }
        let atc = atc.parse::<Atc>().unwrap();
        if !dataset.water_substances().contains(&atc) {
            continue;
        }
        let (rows, with_mass, sum) = sums.1.entry((atc, route)).or_default();
        *rows += 1;
        if let Some(milligrams) = milligrams {
            *with_mass += 1;
            *sum = sum
                .unwrap_or(Fraction::ZERO)
                .plus(Fraction::whole(milligrams));
        }
    }
    sums
}

/// Copies that lie in other blocks, with more lines than a worker remembers.
#[test]
fn copies_far_apart_count_once() {
    let dataset = embedded();
    let mut rows = Vec::new();
    for pass in [30, 90] {
        for patient in 1..=30_000 {
            let pieces = pass + patient % 7;
            rows.push(format!(
                "{patient};2025-01-02;PIL {patient} TABLET 5MG;A10BA02;{pieces};ST"
            ));
        }
    }
    let text = export(&rows);
    let pieces: u64 = (1..=30_000).map(|patient| 90 + patient % 7).sum();
    let tablets = FormSum {
        rows: 30_000,
        rows_with_pieces: 30_000,
        pieces,
    };
    for threads in [1, 3] {
        let outcome = outcome(&dataset, &text, threads);
        let (forms, substances) = sums(&outcome);
        assert_eq!(forms, BTreeMap::from([(FormClass::OralSolid, tablets)]));
        let metformin = substances[&("A10BA02".parse::<Atc>().unwrap(), Route::Oral)];
        assert_eq!(metformin, (30_000, 30_000, milligrams(5 * pieces)));
        assert_eq!(outcome.rows.merged, 30_000);
    }
}

fn other_row() -> impl Strategy<Value = String> {
    let labels = prop::sample::select(vec![
        "METFORMINE TABLET FO 500MG;A10BA02",
        "PARACETAMOL TABLET 500MG 30ST;N02BE01",
        "DICLOFENAC GEL 11,6MG/G 100G;M02AA15",
        "INSULINE GLARGINE INJVLST 100E/ML PEN 3ML;A10AE04",
        "LATANOPROST OOGDR 50UG/ML FL 2,5ML;S01EE01",
        "IETS ONBEKENDS;N05BA04",
    ]);
    let units = prop::sample::select(vec!["ST", "VERP", "G", "ML", "FL", "", "kilo"]);
    (1..7u8, labels, 1..200u16, units).prop_map(|(patient, label, number, unit)| {
        format!("{patient};2025-01-02;{label};{number};{unit}")
    })
}

fn inhaler_row() -> impl Strategy<Value = String> {
    let labels = prop::sample::select(vec![
        "VENTOLIN AEROSOL 100UG/DO 200DO;R03AC02",
        "SERETIDE DISKUS INHPDR 50/500UG 60DO;R03AK06",
        "SPIRIVA INHALCAPS 18MCG;R03BB04",
    ]);
    (1..7u8, labels, 1..4u8)
        .prop_map(|(patient, label, number)| format!("{patient};2025-01-02;{label};{number};ST"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn other_medicines_never_change_the_inhaler_total(
        inhalers in prop::collection::vec(inhaler_row(), 1..20),
        others in prop::collection::vec(other_row(), 1..30),
    ) {
        let dataset = embedded();
        let alone = report(&dataset, &export(&inhalers));
        let mut both = report(&dataset, &export(&[others, inhalers].concat()));
        let mut alone = alone;
        // Line numbers move.
        for report in [&mut alone, &mut both] {
            for one in report["matching"]["corrections"].as_array_mut().unwrap() {
                one["lines"].take();
            }
        }
        for part in ["totals", "mix", "products", "months", "matching", "factors"] {
            prop_assert_eq!(&alone[part], &both[part], "{}", part);
        }
    }

    #[test]
    fn order_and_threads_do_not_matter(
        (rows, shuffled) in prop::collection::vec(other_row(), 1..40)
            .prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle()))
    ) {
        let dataset = embedded();
        let one = sums(&outcome(&dataset, &export(&rows), 1));
        let other = sums(&outcome(&dataset, &export(&shuffled), 2));
        prop_assert_eq!(&one, &other);
        prop_assert_eq!(&one, &by_hand(&dataset, &rows));
    }
}
