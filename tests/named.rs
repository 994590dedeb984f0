//! A named device, strength or brand is never another: what the data lacks falls to the factors
//! about the device by its name, or to its class, and that is said.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that cannot go on fails; helpers stand outside the test functions"
)]

use groenrecept::Range;
use groenrecept::advice::Options;
use groenrecept::context::{Age, Context, Fact};
use groenrecept::dataset::{Device, Layer, Product};
use groenrecept::impact::{Basis, Estimate};
use groenrecept::intake::Export;
use groenrecept::matching::{Inhaler, Note, Other};
use groenrecept::report::Report;
use groenrecept::report::advice::{AdviceReport, Asked};
use groenrecept::report::explain::explain;
use groenrecept::{Dataset, Engine, Language, Prescription};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

const VOCABULARY: &str = include_str!("../data/vocabulary.csv");

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new(&Dataset::embedded().unwrap()));

type Found = Result<(Inhaler, BTreeSet<Note>), Other>;

fn found(engine: &Engine, label: &str) -> Found {
    let resolution = engine.resolve(&Prescription::new().label(label));
    let inhaler = resolution.inhaler().cloned();
    inhaler.map_or_else(
        || Err(resolution.other().unwrap()),
        |inhaler| Ok((inhaler, resolution.notes().collect())),
    )
}

fn sold() -> Vec<&'static Product> {
    let dataset = ENGINE.dataset();
    let day = dataset.date().unwrap();
    let products = dataset.products().iter();
    products.filter(|one| dataset.is_sold(one, day)).collect()
}

/// The words of a kind with their values.
fn words(kind: &str) -> BTreeMap<&'static str, &'static str> {
    let rows = VOCABULARY.lines().filter_map(|line| {
        let (of, rest) = line.split_once(',')?;
        rest.split_once(',').filter(|_| of == kind)
    });
    rows.collect()
}

/// The brand of a product as labels write it; a maker is not read as a brand.
fn brand(product: &Product) -> Option<String> {
    let brand = product.brand.to_uppercase();
    let read = !brand.is_empty() && !words("maker").contains_key(brand.as_str());
    read.then_some(brand)
}

/// The words of labels that name a device, with the names in the data; a spacer is none.
fn device_words() -> BTreeMap<&'static str, &'static str> {
    let spacers = words("not_medicine");
    let mut words = words("device_name");
    words.retain(|word, _| !spacers.contains_key(word));
    assert!(words.len() >= 32, "{words:?}");
    words
}

fn name_of(product: &Product) -> &str {
    let name = product.device_name.as_str();
    name.split_once(" + ").map_or(name, |(device, _)| device)
}

/// The types of device that a name says, by the products that have it and else as the sources in
/// `data/README.md` tell.
fn types_of(name: &str) -> BTreeSet<Device> {
    let products = ENGINE.dataset().products().iter();
    let known: BTreeSet<Device> = products
        .filter(|one| name_of(one) == name)
        .map(|one| one.device)
        .collect();
    match name {
        "Clickhaler" | "Twisthaler" => [Device::Powder].into(),
        "Easi-Breathe" | "K-haler" => [Device::BreathActuated].into(),
        _ => known,
    }
}

/// Every substance and every brand with every name of a device, with the products that are it.
#[test]
fn a_named_device_is_never_another() {
    let sold = sold();
    let names = |one: &Product| {
        let substances = one.substances.join("/").to_uppercase();
        [Some(substances), brand(one)]
            .into_iter()
            .flatten()
            .collect()
    };
    let names: Vec<(&Product, BTreeSet<String>)> =
        sold.iter().map(|one| (*one, names(one))).collect();
    let subjects: BTreeSet<&String> = names.iter().flat_map(|(_, names)| names).collect();
    let mut lacking = 0;
    for subject in subjects {
        for (word, name) in device_words() {
            let label = format!("{subject} {word}");
            let (inhaler, notes) = found(&ENGINE, &label).unwrap();
            let products = ENGINE.products(&inhaler).unwrap();
            for product in &products {
                assert_eq!(name_of(product), name, "{label}");
            }
            let own = names.iter().filter(|(_, names)| names.contains(subject));
            let own: Vec<&Product> = own.map(|(one, _)| *one).collect();
            let atcs: BTreeSet<_> = own.iter().map(|one| one.atc).collect();
            let of_own = own.iter().any(|one| name_of(one) == name);
            let of_substance = sold
                .iter()
                .any(|one| atcs.contains(&one.atc) && name_of(one) == name);
            let expected: BTreeSet<Note> = match (of_own, of_substance) {
                (true, _) => BTreeSet::new(),
                (false, true) => [Note::BrandNotInData].into(),
                (false, false) => [Note::DeviceNotInData].into(),
            };
            assert_eq!(notes, expected, "{label}");
            if of_substance {
                assert!(inhaler.missing_devices().is_empty(), "{label}");
                continue;
            }
            lacking += 1;
            assert!(products.is_empty() && inhaler.is_stand_in(), "{label}");
            assert_eq!(*inhaler.missing_devices(), [name.to_owned()].into());
            assert_eq!(*inhaler.devices(), types_of(name), "{label}");
            let estimate = ENGINE.estimate(&inhaler).unwrap();
            assert!(estimate.basis > Basis::Equivalent, "{label}");
        }
    }
    assert!(lacking > 1000, "{lacking} pairs");
}

/// The strengths of each product, metered and delivered, without the order of their parts.
fn strengths() -> BTreeMap<String, BTreeSet<String>> {
    let mut reader = csv::Reader::from_path("data/products.csv").unwrap();
    let headers = reader.headers().unwrap().clone();
    let place = |name: &str| headers.iter().position(|one| one == name).unwrap();
    let [id, columns @ ..] = ["product_id", "strength", "strength_other"].map(place);
    let rows = reader.records().map(|row| {
        let row = row.unwrap();
        let cells = columns.iter().map(|at| &row[*at]);
        let cells = cells.filter(|cell| !cell.is_empty()).map(sorted);
        (row[id].to_owned(), cells.collect())
    });
    rows.collect()
}

fn sorted(strength: &str) -> String {
    let (parts, unit) = strength.split_once(' ').unwrap();
    let mut parts: Vec<&str> = parts.split('/').collect();
    parts.sort_unstable();
    format!("{} {unit}", parts.join("/"))
}

/// Every brand in each of its devices with the strengths per dose of all products.
#[test]
fn a_named_strength_is_never_another() {
    let (sold, strengths) = (sold(), strengths());
    let all: BTreeSet<&String> = strengths.values().flatten().collect();
    let per_dose: Vec<_> = all.iter().filter(|one| one.ends_with(" ug")).collect();
    let words: BTreeMap<&str, &str> = device_words().into_iter().map(|(a, b)| (b, a)).collect();
    let mut groups: BTreeMap<String, Vec<&Product>> = BTreeMap::new();
    for one in sold.iter().filter(|one| one.device != Device::Nebuliser) {
        let form = match (words.get(name_of(one)), one.device) {
            (Some(word), _) => word,
            (None, Device::Pmdi) => "AEROSOL",
            (None, _) => "INHPDR",
        };
        if let Some(brand) = brand(one) {
            groups
                .entry(format!("{brand} {form}"))
                .or_default()
                .push(one);
        }
    }
    let mut lacking = 0;
    for (group, products) in groups {
        let known: BTreeSet<&String> = products
            .iter()
            .flat_map(|one| &strengths[one.id.as_str()])
            .collect();
        for strength in per_dose.iter().filter(|_| !known.is_empty()) {
            let printed = strength.replace(' ', "").replace('.', ",").to_uppercase();
            let label = format!("{group} {printed}/DO");
            let (inhaler, notes) = found(&ENGINE, &label).unwrap();
            let candidates = ENGINE.products(&inhaler).unwrap();
            assert!(!candidates.is_empty(), "{label}");
            for one in &candidates {
                assert!(
                    products.iter().any(|own| own.id == one.id),
                    "{label}: {}",
                    one.id
                );
                let has = strengths[one.id.as_str()].contains(**strength);
                assert_eq!(has, known.contains(**strength), "{label}: {}", one.id);
            }
            if known.contains(**strength) {
                assert_eq!(notes, BTreeSet::new(), "{label}");
                continue;
            }
            lacking += 1;
            assert_eq!(notes, [Note::StrengthNotInData].into(), "{label}");
            assert!(
                inhaler.is_stand_in() && inhaler.is_of_other_strength(),
                "{label}"
            );
            assert_ne!(
                ENGINE.estimate(&inhaler).unwrap().basis,
                Basis::Product,
                "{label}"
            );
        }
    }
    assert!(lacking > 1000, "{lacking} strengths");
}

fn triple(range: Option<Range>) -> [String; 3] {
    let range = range.unwrap();
    [range.low(), range.central(), range.high()].map(|value| value.round(9).normalize().to_string())
}

fn estimate(engine: &Engine, label: &str) -> Estimate {
    let (inhaler, _) = found(engine, label).unwrap();
    engine.estimate(&inhaler).unwrap()
}

const EASYHALER: &str = "SALBUTAMOL EASYHALER INHPDR 200UG/DO 200DO";

/// The value of the device by its name, of `s06-easyhaler`: 547 g (452 to 617) a device, over
/// 200 doses 0.002735 kg (0.00226 to 0.003085). It was the Novolizer, 2.85 kg.
#[test]
fn an_easyhaler_of_salbutamol_is_no_novolizer() {
    for label in [EASYHALER, "SERETIDE EASYHALER INHPDR 50/500UG 200DO"] {
        let found = estimate(&ENGINE, label);
        assert_eq!(
            triple(found.per_device),
            ["0.452", "0.547", "0.617"],
            "{label}"
        );
        assert_eq!(
            triple(found.per_dose),
            ["0.00226", "0.002735", "0.003085"],
            "{label}"
        );
        assert_eq!(found.basis, Basis::DeviceClass, "{label}");
        let factors: Vec<&str> = found.factors.iter().map(|id| id.as_str()).collect();
        assert_eq!(factors, ["s06-easyhaler"], "{label}");
    }
}

/// A device of which no factor tells by name has the value of its type, as has a medicine that
/// the data lacks wholly.
#[test]
fn a_device_without_a_value_of_its_name_has_that_of_its_type() {
    let of_type = estimate(&ENGINE, "MOMETASON TWISTHALER 400UG/DO");
    for label in [
        "FOSTER DISKUS INHPDR 100/6UG/DO",
        "VENTOLIN TURBUHALER 100UG/DO",
    ] {
        let found = estimate(&ENGINE, label);
        assert_eq!(
            triple(found.per_device),
            triple(of_type.per_device),
            "{label}"
        );
        assert_eq!(found.basis, Basis::DeviceClass, "{label}");
        assert_eq!(found.factors, of_type.factors, "{label}");
    }
}

/// A layer that states the type of device goes before a factor by name below it, and so does one
/// that states the substance in it; a factor by name of the layer goes before both.
#[test]
fn a_layer_goes_before_the_factor_by_name_below_it() {
    let head = "factor_id,subject_kind,subject,label,indicator,functional_unit,value,low,high,unit,boundary,gwp_set,source_id,locator,evidence\n";
    let row = |id: &str, kind: &str, subject: &str, value: &str| {
        format!(
            "{id},{kind},{subject},Own,climate,device,{value},,,kg CO2e,cradle_to_grave,AR6,T01,p. 3,read\n"
        )
    };
    let device = row("t-a", "device", "DPI", "0.9");
    let substance = row("t-b", "substance_device", "R03AC02/DPI", "0.8");
    let name = row("t-c", "device_name", "Easyhaler", "0.7");
    let sources = "source_id,kind,title,year\nT01,study,A study of one practice,2026\n";
    for (rows, value) in [
        (vec![&device], "0.9"),
        (vec![&substance], "0.8"),
        (vec![&device, &substance], "0.8"),
        (vec![&name, &device], "0.7"),
    ] {
        let rows: String = rows.into_iter().map(String::as_str).collect();
        let layer = Layer::named("own")
            .csv("sources.csv", sources)
            .csv("factors.csv", &format!("{head}{rows}"));
        let dataset = Dataset::embedded().unwrap().with_layer(&layer).unwrap();
        let found = estimate(&Engine::new(&dataset), EASYHALER);
        assert_eq!(triple(found.per_device), [value; 3], "{rows}");
    }
}

/// In the report of a practice it is named in the list of products, and counted with its note.
#[test]
fn the_report_names_the_device_that_the_data_lacks() {
    let text = format!("Datum;Omschrijving;Hoeveelheid;Eenheid\n13-01-2025;{EASYHALER};1;ST\n");
    for (language, label, note) in [
        (
            Language::Dutch,
            "salbutamol, poederinhalator Easyhaler (product niet in de gegevens)",
            "dit middel staat niet in de gegevens met de inhalator die de omschrijving noemt",
        ),
        (
            Language::English,
            "salbutamol, powder inhaler Easyhaler (product not in the data)",
            "the data does not have this medicine in the device that the label names",
        ),
    ] {
        let export = Export::new("easy.csv", text.as_bytes()).unwrap();
        let outcome = ENGINE.analysis().run(export, None).unwrap();
        let report = Report::new(&outcome, language);
        let json: Value = serde_json::to_value(&report).unwrap();
        assert_eq!(json["products"][0]["label"], label);
        assert_eq!(json["products"][0]["candidates"], json!([]));
        assert_eq!(json["products"][0]["climate"]["central"], "0.547");
        assert_eq!(json["matching"]["notes"], json!({"device_not_in_data": 1}));
        let page = report.text(100);
        let flat: Vec<&str> = page.split_whitespace().collect();
        assert!(flat.join(" ").contains(note), "{page}");
    }
}

#[test]
fn explain_names_what_the_label_has_and_the_data_lacks() {
    for (label, nl, en) in [
        (
            EASYHALER,
            "(omschrijving: Easyhaler; in de gegevens: Autohaler, Cyclohaler, Diskus, Inhalator, Inhalator + Babyhaler, Nebules, Novolizer, Redihaler, Steri-Neb, dosisaerosol, vernevelvloeistof).",
            "(label: Easyhaler; in the data: Autohaler, Cyclohaler, Diskus, Inhalator, Inhalator + Babyhaler, Nebules, Novolizer, Redihaler, Steri-Neb, aerosol, nebuliser liquid).",
        ),
        (
            "VENTOLIN DISKUS 400UG/DO",
            "Let op: deze sterkte staat niet in de gegevens; andere sterkten zijn gebruikt (omschrijving: 400 microg; in de gegevens: 200 microg).",
            "Note: this strength is not in the data; other strengths stand in (label: 400 microg; in the data: 200 microg).",
        ),
        (
            "SERETIDE DISKUS 25/125UG/DO",
            "(omschrijving: 25/125 microg; in de gegevens: 50/100 microg, 50/250 microg, 50/500 microg).",
            "(label: 25/125 microg; in the data: 50/100 microg, 50/250 microg, 50/500 microg).",
        ),
        (
            "MOMETASON TWISTHALER 400UG/DO",
            "(omschrijving: Twisthaler; in de gegevens: geen).",
            "(label: Twisthaler; in the data: none).",
        ),
    ] {
        let explanation = explain(&ENGINE, label);
        let [dutch, english] =
            [Language::Dutch, Language::English].map(|one| explanation.text(one));
        assert!(dutch.contains(nl), "{dutch}");
        assert!(english.contains(en), "{english}");
        assert!(!english.contains("This is one product."), "{english}");
    }
}

/// A device that the data does not know by name is not read, and that is said.
#[test]
fn an_unknown_device_is_said_to_be_unread() {
    let text = explain(&ENGINE, "SALBUTAMOL KLIKKERHALER INHPDR 200UG/DO").text(Language::English);
    let said = "Not understood, and used for nothing: KLIKKERHALER.\n";
    assert!(text.contains(said), "{text}");
}

/// No product is offered for one that the data does not know, and none that presumes another.
#[test]
fn advice_offers_nothing_for_a_device_that_the_data_lacks() {
    let context = Context::new()
        .age(Age::new(44).unwrap())
        .icpc("R96".parse().unwrap())
        .fact(Fact::ACUTE_ATTACK, false)
        .fact(Fact::CAN_USE_POWDER, true);
    for label in [
        EASYHALER,
        "SALAMOL EASI-BREATHE 100UG/DO 200DO",
        "FOSTER DISKUS 100/6UG/DO",
    ] {
        let line = Prescription::new().label(label).quantity("1", "ST");
        let advice = ENGINE.advise(&line, &context, &Options::for_patient());
        let products = advice.offers.iter().flat_map(|offer| &offer.alternatives);
        let products: Vec<&str> = products.map(|one| one.product.as_str()).collect();
        assert_eq!(products, Vec::<&str>::new(), "{label}");
    }
}

/// The note stands in the advice, as JSON in both languages and on the page.
#[test]
fn advice_says_what_the_label_has_and_the_data_lacks() {
    let asked = Asked {
        what: "SERETIDE DISKUS 25/125UG/DO",
        ..Asked::default()
    };
    let report = AdviceReport::of(&ENGINE, &asked, &Context::new(), &Options::for_patient());
    let note = json!({
        "nl": "deze sterkte staat niet in de gegevens; andere sterkten zijn gebruikt (omschrijving: 25/125 microg; in de gegevens: 50/100 microg, 50/250 microg, 50/500 microg)",
        "en": "this strength is not in the data; other strengths stand in (label: 25/125 microg; in the data: 50/100 microg, 50/250 microg, 50/500 microg)",
    });
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(json["about"]["notes"], json!([note]));
    assert_eq!(json["about"]["other_strength"], true);
    for (language, said) in [
        (
            Language::Dutch,
            format!("Let op: {}.", note["nl"].as_str().unwrap()),
        ),
        (
            Language::English,
            format!("Note: {}.", note["en"].as_str().unwrap()),
        ),
    ] {
        let page = report.text(language);
        let flat: Vec<&str> = page.split_whitespace().collect();
        assert!(flat.join(" ").contains(&said), "{page}");
    }
}
