//! Impact, advice and `resolve` mean the same medicine by a line, with a release and without.

use super::{DATASET, sample};
use groenrecept::advice::{About, Options};
use groenrecept::practice::Row;
use groenrecept::{Atc, CodeSystem, Context, Engine, NoImpact, Prescription, Range};
use std::collections::BTreeSet;
use std::path::Path;

/// The numbers of the synthetic release, deleted and unknown ones, and what is no number.
const NUMBERS: [(&str, &str); 17] = [
    ("zi", ""),
    ("zi", "14500019"),
    ("zi", "14500027"),
    ("zi", "14500035"),
    ("zi", "14500043"),
    ("zi", "x"),
    ("hpk", "2100010"),
    ("hpk", "2100029"),
    ("prk", "91014"),
    ("prk", "91022"),
    ("prk", "91030"),
    ("gpk", "25615"),
    ("gpk", "25623"),
    ("gpk", "25631"),
    ("gpk", "25640"),
    ("hpk", "2100037"),
    ("prk", "91049"),
];

fn assert_agree(engine: &Engine, line: &Prescription) {
    let found = engine.resolve(line);
    let advice = engine.advise(line, &Context::new(), &Options::for_patient());
    match (engine.impact(line), found.inhaler()) {
        (Ok(impact), inhaler) => assert_eq!(Some(&impact.inhaler), inhaler, "{line:?}"),
        (Err(NoImpact::NotInhaled(other)), None) => {
            assert_eq!(found.other(), Some(other), "{line:?}");
        }
        (Err(NoImpact::NotInhaled(_)), Some(_)) => panic!("{line:?}: an inhaler without impact"),
        (Err(_), inhaler) => assert!(inhaler.is_some(), "{line:?}"),
    }
    let about = match &advice.about {
        About::Inhaler(inhaler) => Some(inhaler),
        About::Medicine(_) | About::NotRecognised | _ => None,
    };
    assert_eq!(about, found.inhaler(), "{line:?}");
    // Rows of an export go by the same medicine.
    let mut rows = engine.tally();
    rows.add(&Row::new(line)).unwrap();
    let tally = rows.finish().unwrap();
    let valued = engine.analysis().outcome(tally).unwrap().totals.climate;
    let impact = engine.impact(line).map(|impact| impact.climate);
    assert_eq!(impact.unwrap_or(Range::ZERO), valued, "{line:?}");
}

/// Label, ATC code and number of every row of the demo, once, as they stand and one by one.
fn lines() -> BTreeSet<[String; 3]> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/demo/praktijkexport.csv");
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader.delimiter(b';').from_path(path).unwrap();
    let header = reader.headers().unwrap().clone();
    let places = ["Omschrijving", "Atc_code", "Prk"]
        .map(|name| header.iter().position(|cell| cell == name).unwrap());
    // All letters of the demo have the same number in Latin-1 and Windows-1252.
    let text = |cell: &[u8]| cell.iter().copied().map(char::from).collect::<String>();
    let mut all = BTreeSet::new();
    for row in reader.byte_records() {
        let row = row.unwrap();
        let [label, atc, prk] = places.map(|place| text(&row[place]));
        let none = String::new;
        all.insert([label.clone(), none(), none()]);
        all.insert([none(), atc.clone(), none()]);
        all.insert([none(), none(), prk.clone()]);
        all.insert([label, atc, prk]);
    }
    all
}

#[test]
fn impact_and_advice_mean_the_same_medicine() {
    let without = Engine::new(&DATASET);
    let with = without.clone().gstandaard(Some(sample()));
    let system = |name: &str| name.parse::<CodeSystem>().unwrap();
    let lines = lines();
    assert!(lines.len() > 300, "{} lines", lines.len());
    for [label, atc, prk] in &lines {
        let line = Prescription::new()
            .label(label)
            .atc(atc)
            .quantity("1", "ST");
        for engine in [&without, &with] {
            assert_agree(engine, &line.clone().code(system("prk"), prk));
        }
    }
    let names = [
        "VENTOLIN AEROSOL 100UG/DO 200DO",
        "OMEPRAZOL SYNTH CAPSULE MSR 20MG",
        "SALBUTAMOL AEROSOL 100UG/DO",
        "CRÈME SYNTH VOORZETKAMER",
        "",
    ];
    let names = names.map(|name| [name.to_owned(), String::new(), String::new()]);
    for [label, atc, _] in lines.iter().step_by(7).chain(&names) {
        for (name, number) in NUMBERS {
            let line = Prescription::new()
                .label(label)
                .atc(atc)
                .quantity("1", "ST");
            assert_agree(&with, &line.code(system(name), number));
        }
    }
}

/// The number of a medicine goes before a label that contradicts it, for advice as for impact: a
/// ZI that impact values was "not recognised" in advice, or advice followed the label.
#[test]
fn advice_follows_the_number_that_impact_follows() {
    let with = Engine::new(&DATASET).gstandaard(Some(sample()));
    let zi = |number: &str| {
        let zi = "zi".parse::<CodeSystem>().unwrap();
        Prescription::new().code(zi, number).quantity("1", "ST")
    };
    let about = |line: &Prescription| {
        with.advise(line, &Context::new(), &Options::for_patient())
            .about
    };
    let ventolin = with.product("ventolin-aerosol-100").unwrap();
    assert_eq!(about(&zi("14500019")), About::Inhaler(ventolin));
    // Omeprazol by its number, though the label names an aerosol.
    let line = zi("14500027").label("VENTOLIN AEROSOL 100UG/DO 200DO");
    let omeprazol = "A02BC01".parse::<Atc>().ok();
    assert_eq!(about(&line), About::Medicine(omeprazol));
    assert!(matches!(with.impact(&line), Err(NoImpact::NotInhaled(_))));
}
