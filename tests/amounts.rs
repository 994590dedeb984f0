//! What an amount counts, wherever it comes from: each kind of unit, every strength of the data,
//! totals, and what no human prescribes.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test that cannot go on fails; helpers stand outside the test functions"
)]

use groenrecept::dataset::Layer;
use groenrecept::exact::{Fraction, parse};
use groenrecept::intake::{Export, Profile};
use groenrecept::practice::{Outcome, Reason};
use groenrecept::{Amount, Dataset, DecimalMark, Engine, NoAmount, NoImpact, Prescription, Unit};
use proptest::prelude::*;
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new(&Dataset::embedded().unwrap()));

fn outcome(text: &str, profile: Option<&str>) -> Outcome {
    outcome_of(&ENGINE, text, profile)
}

fn outcome_of(engine: &Engine, text: &str, profile: Option<&str>) -> Outcome {
    let export = Export::new("export.csv", text.as_bytes()).unwrap();
    let profile = profile.map(|text| Profile::parse(text).unwrap());
    engine.analysis().run(export, profile.as_ref()).unwrap()
}

/// Devices and kilograms, low, central and high, rounded to four decimals.
fn sums(outcome: &Outcome) -> [String; 4] {
    let range = outcome.totals.climate;
    let devices = outcome
        .products
        .first()
        .map_or(Fraction::ZERO, |one| one.quantity.amount);
    [devices, range.low(), range.central(), range.high()].map(|one| one.round(4).to_string())
}

fn lines(outcome: &Outcome) -> Vec<(Reason, Vec<u64>)> {
    let lines = outcome.rows.set_aside_lines.iter();
    lines
        .map(|(reason, lines)| (*reason, lines.iter().map(|one| one.line).collect()))
        .collect()
}

/// The same two Ventolin aerosols, in every way of writing; by hand 2 x 30.062.
#[test]
fn one_amount_in_every_form_is_one_amount() {
    for (quantity, unit) in [
        ("2", "ST"),
        ("2,0", "ST"),
        ("2 st", ""),
        ("2 stuks", ""),
        ("2 inhalator", ""),
        ("2 aerosol", ""),
        ("2", "verp."),
        ("2 verp", ""),
        ("400", "DO"),
        ("400 do", ""),
        ("400 dosis", "DO"),
        ("2x200do", ""),
        ("2 x 200 do.", ""),
        ("2 x 200", ""),
        ("400", ""),
        ("400", "ST"),
        ("40000", "MCG"),
        ("40000 microg", ""),
        ("40", "MG"),
        ("40 mg", "MG"),
        ("0,04 gram", ""),
    ] {
        let text = format!(
            "datum;omschrijving;aantal;eenheid\n\
             15-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;{quantity};{unit}\n\
             16-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;1,0;ST\n"
        );
        let found = outcome(&text, Some("decimal = \",\""));
        let expected = ["3", "90.186", "90.186", "90.186"];
        assert_eq!(
            sums(&found),
            expected,
            "{quantity}|{unit}: {:?}",
            lines(&found)
        );
        let program = quantity.replace(',', ".");
        let impact = ENGINE
            .impact(
                &Prescription::new()
                    .label("VENTOLIN AEROSOL 100UG/DO 200DO")
                    .quantity(&program, unit),
            )
            .unwrap();
        assert_eq!(
            impact.climate.central().round(3).to_string(),
            "60.124",
            "{quantity}|{unit}"
        );
    }
}

#[test]
fn what_cannot_be_read_is_set_aside_by_its_own_reason() {
    let found = outcome(
        "datum;omschrijving;aantal;eenheid\n\
         15-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;2;XYZ\n\
         15-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;2 zakjes;\n\
         15-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;200 do;ST\n\
         15-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;2;ML\n\
         15-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;2;TAB\n\
         15-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;8,5;G\n\
         15-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;30;DDD\n\
         15-01-2025;FOSTER AEROSOL 100/6UG/DO 120DO;2;MG\n\
         15-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;2 x;ST\n\
         15-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;2 of 3 st;\n\
         15-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;1.5,0;ST\n\
         15-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;0 st;\n\
         15-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;400;ST\n",
        Some("decimal = \",\""),
    );
    assert_eq!(
        lines(&found),
        [
            (Reason::QuantityUnreadable, vec![11, 12]),
            (Reason::QuantityZero, vec![13]),
            (Reason::QuantityUnit, vec![4, 5, 6, 7]),
            (Reason::QuantityUnitUnknown, vec![2, 3, 10]),
            (Reason::QuantityStrength, vec![8, 9]),
        ]
    );
    assert_eq!(sums(&found), ["2", "60.124", "60.124", "60.124"]);
}

/// By hand: 3 puffs are three devices, at the least 3/200; 50 of 200 doses are at the most one
/// device; 60 pieces are 60 doses, at the most 60 devices. Of each 30.062 kg.
#[test]
fn two_readings_span_the_range_and_are_listed() {
    let row = |amount: &str| {
        let text = format!(
            "datum;omschrijving;aantal;eenheid\n\
             15-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;{amount}\n"
        );
        let found = outcome(&text, None);
        let two = found.matching.corrections.iter();
        let two = two.filter(|one| one.how == groenrecept::practice::Correction::TwoReadings);
        (
            sums(&found),
            two.map(|one| one.lines.iter().map(|one| one.line).collect())
                .collect::<Vec<Vec<u64>>>(),
        )
    };
    let ends = |ends: [&str; 4]| ends.map(str::to_owned);
    assert_eq!(
        row("3;DO"),
        (ends(["3", "0.4509", "90.186", "90.186"]), vec![vec![2]])
    );
    assert_eq!(
        row("50;DO"),
        (ends(["0.25", "7.5155", "7.5155", "30.062"]), vec![vec![2]])
    );
    assert_eq!(
        row("5;MG"),
        (ends(["0.25", "7.5155", "7.5155", "30.062"]), vec![vec![2]])
    );
    assert_eq!(
        row("60;ST"),
        (ends(["0.3", "9.0186", "9.0186", "1803.72"]), vec![vec![2]])
    );
    assert_eq!(
        row("200;DO"),
        (ends(["1", "30.062", "30.062", "30.062"]), vec![])
    );
    assert_eq!(
        row("14;ST"),
        (ends(["14", "420.868", "420.868", "420.868"]), vec![])
    );
}

/// A dosage of a fortnight opens an inhaler too: 2 x 14 of 120 doses.
#[test]
fn days_that_use_a_part_of_a_device_open_it() {
    let found = outcome(
        "datum;omschrijving;aantal;dosering;dagen\n\
         15-01-2025;FOSTER AEROSOL 100/6UG/DO 120DO;;2D1I;14\n\
         15-01-2025;FOSTER AEROSOL 100/6UG/DO 120DO;;2D1I;30,5\n",
        None,
    );
    // 28/120 + 61/120 = 89/120 of 13.1842, at the most 2.
    assert_eq!(sums(&found), ["0.7417", "9.7783", "9.7783", "26.3684"]);
}

fn totals(counts: &str, rows: &str) -> Outcome {
    let profile = format!("counts = \"{counts}\"\n[columns]\nlabel = \"middel\"\nquantity = \"n\"");
    outcome(&format!("middel;n\n{rows}"), Some(&profile))
}

/// By hand: a Spiriva capsule is 0.0094 kg and 30 of them 0.282; a Ventolin aerosol 30.062.
#[test]
fn totals_count_what_the_file_says() {
    let rows = "SPIRIVA INHALATIECAPSULE 18MCG;960\nVENTOLIN AEROSOL 100UG/DO 200DO;10,5\n";
    let total = |counts| {
        let found = totals(counts, rows);
        found.totals.climate.central().round(4).to_string()
    };
    assert_eq!(total("packs"), "586.371"); // 960 x 0.282 + 10.5 x 30.062
    assert_eq!(total("mixed"), "324.675"); // 960 x 0.0094 + 10.5 x 30.062
    assert_eq!(total("doses"), "10.6023"); // 960 x 0.0094 + 10.5 / 200 x 30.062
    let million = totals("packs", "VENTOLIN AEROSOL 100UG/DO 200DO;1000000000000\n");
    assert_eq!(
        million.totals.climate.central().round(0).to_string(),
        "30062000000000"
    );
    let more = totals("packs", "VENTOLIN AEROSOL 100UG/DO 200DO;1000000000001\n");
    assert_eq!(lines(&more), [(Reason::QuantityAbsurd, vec![2])]);
}

/// A DDD of 800 ug is eight puffs of 100 ug: 25 of them are one aerosol. The number is made up.
#[test]
fn defined_daily_doses_need_the_list_of_a_layer() {
    let layer = Layer::named("ddd")
        .csv("sources.csv", "source_id,kind,title\nX1,paper,own\n")
        .csv(
            "ddd.csv",
            "atc,form,amount,unit,source_id,locator,evidence\nR03AC02,aerosol,800,ug,X1,own,read\n",
        );
    let dataset = Dataset::embedded().unwrap().with_layer(&layer).unwrap();
    let engine = Engine::new(&dataset);
    let text = "middel;n\nVENTOLIN AEROSOL 100UG/DO 200DO;50\nSEREVENT DISKUS INHPDR 50UG 60DO;3\n";
    let profile = "counts = \"ddd\"\n[columns]\nlabel = \"middel\"\nquantity = \"n\"";
    let found = outcome_of(&engine, text, Some(profile));
    assert_eq!(sums(&found), ["2", "60.124", "60.124", "60.124"]);
    assert_eq!(lines(&found), [(Reason::QuantityStrength, vec![3])]);
    let one = Prescription::new()
        .label("VENTOLIN AEROSOL 100UG/DO 200DO")
        .quantity("25 DDD", "");
    let impact = engine.impact(&one).unwrap();
    assert_eq!(impact.climate.central().round(3).to_string(), "30.062");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// The same number with the same unit is the same amount, whatever stands around it.
    #[test]
    fn spelling_does_not_change_an_amount(
        whole in 0u32..1_000_000,
        cents in 0u32..100,
        blanks in 0usize..3,
        unit in "[a-z]{1,8}",
    ) {
        let gap = " ".repeat(blanks);
        let plain = parse(&format!("{whole}.{cents:02}")).unwrap();
        let comma = format!("{whole},{cents:02}");
        let point = format!("{whole}.{cents:02}");
        let grouped = format!("{}.{:03},{cents:02}", whole / 1000, whole % 1000);
        for (text, mark) in [
            (comma.as_str(), DecimalMark::Comma),
            (grouped.as_str(), DecimalMark::Comma),
            (point.as_str(), DecimalMark::Point),
            (comma.as_str(), DecimalMark::Either),
            (point.as_str(), DecimalMark::Either),
        ] {
            let bare = Amount::parse(text, mark).unwrap();
            prop_assert_eq!((bare.number(), bare.unit()), (plain, None));
            prop_assume!(!(unit.starts_with('x') && unit.len() == 1));
            let upper = unit.to_uppercase();
            for written in [
                format!("{gap}{text}{gap}{unit}{gap}"),
                format!("{text} {upper}."),
                format!("1 x {text}{gap}{unit}"),
                format!("{text}{gap}X 1 {unit}"),
            ] {
                let read = Amount::parse(&written, mark).unwrap();
                prop_assert_eq!((read.number(), read.unit()), (plain, Some(upper.as_str())));
            }
            let beside = bare.or_unit(&format!("{gap}{unit}."));
            prop_assert_eq!(beside.unit(), Some(upper.as_str()));
            let back = Amount::parse(&format!("-{text} {unit}"), mark).unwrap();
            prop_assert_eq!(back.number(), -plain);
        }
    }

    /// Any text is an amount or says why not; nothing panics, and a number that is read is written
    /// in the text.
    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,24}") {
        for mark in [DecimalMark::Comma, DecimalMark::Point, DecimalMark::Either] {
            match Amount::parse(&text, mark) {
                Ok(amount) => {
                    let digits = text.contains(|c: char| c.is_ascii_digit());
                    prop_assert!(digits, "{amount:?}");
                }
                Err(NoAmount::Missing) => prop_assert!(text.trim().is_empty()),
                Err(no) => prop_assert_eq!(no, NoAmount::Unreadable),
            }
        }
    }
}

#[test]
fn a_prescription_says_why_its_amount_is_of_no_use() {
    let why = |quantity: &str, unit: &str| {
        let line = Prescription::new()
            .label("VENTOLIN AEROSOL 100UG/DO 200DO")
            .quantity(quantity, unit);
        ENGINE.impact(&line).unwrap_err()
    };
    assert_eq!(why("", ""), NoImpact::Amount(NoAmount::Missing));
    assert_eq!(why("1,000", ""), NoImpact::Amount(NoAmount::Unreadable));
    assert_eq!(why("2", "xyz"), NoImpact::Amount(NoAmount::UnknownUnit));
    assert_eq!(why("2 st", "DO"), NoImpact::Amount(NoAmount::TwoUnits));
    assert_eq!(why("-2", "ST"), NoImpact::NotAbove);
    assert_eq!(
        why("3", "ML"),
        NoImpact::Refused(groenrecept::matching::Refused::Unit)
    );
}

/// More than three inhalers a month of one type in a year are named once, with their share, and
/// never the patient; the first line is that of the patient.
#[test]
fn a_patient_with_too_much_in_a_year_is_named_by_a_line() {
    let mut text = "datum;omschrijving;aantal;eenheid;patient\n".to_owned();
    for month in 1..=12 {
        text += &format!(
            "15-{month:02}-2025;VENTOLIN AEROSOL 100UG/DO 200DO;4;ST;p{}\n",
            1
        );
        text += &format!(
            "15-{month:02}-2025;VENTOLIN AEROSOL 100UG/DO 200DO;3;ST;p{}\n",
            2
        );
        text += &format!(
            "15-{month:02}-2024;FOSTER AEROSOL 100/6UG/DO 120DO;2;ST;p{}\n",
            1
        );
    }
    let found = outcome(&text, None);
    let years = &found.unusual.patient_years;
    assert_eq!((years.len(), found.unusual.all_patient_years), (1, 1));
    let one = &years[0];
    assert_eq!(
        (one.year, one.place.line, one.amount.amount.round(0)),
        (Some(2025), 2, 48.into())
    );
    assert_eq!(one.climate_central.round(3).to_string(), "1442.976"); // 48 x 30.062
    assert!(found.unusual.prescriptions.is_empty());
}

/// The amount that outweighs all others stands in the list, and its copy does not stand twice.
#[test]
fn an_unusual_amount_is_listed_with_what_it_weighs() {
    let text = "datum;omschrijving;aantal;eenheid;patient\n\
                15-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;40;ST;a\n\
                15-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;8000;DO;a\n\
                16-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;12;ST;b\n\
                17-01-2025;SPIRIVA INHALATIECAPSULE 18UG 30ST;390;ST;c\n\
                18-01-2025;SPIRIVA INHALATIECAPSULE 18UG 30ST;740;ST;d\n";
    let found = outcome(text, None);
    let listed = found.unusual.prescriptions.iter();
    let listed: Vec<(u64, &str, String)> = listed
        .map(|one| {
            let amount = one.amount.amount.round(2).to_string();
            (one.place.line, one.product.as_str(), amount)
        })
        .collect();
    // 40 inhalers; 740 capsules are more than two a day for a year, 390 and 12 are not.
    let expected = [
        (2, "ventolin-aerosol-100", "40".to_owned()),
        (6, "spiriva-handihaler-18", "740".to_owned()),
    ];
    assert_eq!(listed, expected);
    assert_eq!(found.unusual.prescriptions[0].quantity.unit(), Unit::Dose);
    assert_eq!(
        found.unusual.all_prescriptions,
        u64::try_from(listed.len()).unwrap()
    );
    let hidden = ENGINE.analysis().suppress(Some(2));
    let hidden = hidden
        .run(Export::new("e.csv", text.as_bytes()).unwrap(), None)
        .unwrap();
    assert!(hidden.unusual.prescriptions.is_empty() && hidden.unusual.patient_years.is_empty());
}

/// A unit beside the number that contradicts what the file says that it counts is no total of that.
#[test]
fn a_unit_that_contradicts_a_total_is_refused() {
    let of = |counts: &str, label: &str, amount: &str| {
        let found = totals(counts, &format!("{label};{amount}\n"));
        let aside = lines(&found).first().map(|(reason, _)| *reason);
        aside.map_or_else(|| Ok(sums(&found)[0].clone()), Err)
    };
    let aerosol = "VENTOLIN AEROSOL 100UG/DO 200DO";
    let capsule = "SPIRIVA INHALATIECAPSULE 18MCG";
    for (counts, label, amount, expected) in [
        ("packs", aerosol, "3 ST", Ok("3")),
        ("packs", aerosol, "3 verp", Ok("3")),
        ("packs", aerosol, "200 DO", Err(Reason::QuantityUnit)),
        ("packs", aerosol, "2 MG", Err(Reason::QuantityUnit)),
        ("packs", aerosol, "5 XYZ", Err(Reason::QuantityUnitUnknown)),
        ("mixed", capsule, "60 caps", Ok("60")),
        ("mixed", capsule, "2 verp", Err(Reason::QuantityUnit)),
        ("mixed", aerosol, "2 caps", Err(Reason::QuantityUnit)),
        ("doses", aerosol, "400 DO", Ok("2")),
        ("doses", aerosol, "2 ST", Err(Reason::QuantityUnit)),
    ] {
        let expected = expected.map(str::to_owned);
        assert_eq!(
            of(counts, label, amount),
            expected,
            "{counts} {label} {amount}"
        );
    }
}

/// A practice, a patient and a medicine can have a name that begins as a total does: a row that
/// names a patient on a day is a prescription.
#[test]
fn a_name_that_begins_like_a_total_is_no_total() {
    let text = "datum;praktijk;patient;omschrijving;aantal;eenheid\n\
                15-01-2025;Totaal Gezond;1;VENTOLIN AEROSOL 100UG/DO 200DO;1;ST\n\
                15-01-2025;Som;2;VENTOLIN AEROSOL 100UG/DO 200DO;1;ST\n\
                15-01-2025;Oost;SOM-1;VENTOLIN AEROSOL 100UG/DO 200DO;1;ST\n\
                15-01-2025;Oost;Total, J.;VENTOLIN AEROSOL 100UG/DO 200DO;1;ST\n\
                15-01-2025;Oost;3;TOTAL PARENTERAL NUTRITION;1;ST\n\
                15-01-2025;Oost;4;Totaal;4;ST\n\
                ;Oost;Totaal;VENTOLIN AEROSOL 100UG/DO 200DO;4;ST\n\
                ;;;Totaal VENTOLIN AEROSOL 100UG/DO 200DO;4;ST\n";
    let found = outcome(text, None);
    assert_eq!(sums(&found), ["4", "120.248", "120.248", "120.248"]);
    assert_eq!(lines(&found), [(Reason::Subtotal, vec![7, 8, 9])]);
    assert_eq!(found.practices, Some(3));
}

/// A return in the spelling of a spreadsheet or a status is the same return.
#[test]
fn a_return_is_one_in_every_spelling() {
    for (amount, status) in [
        ("-1", ""),
        ("- 1", ""),
        ("1-", ""),
        ("(1)", ""),
        ("\u{2212}1", ""),
        ("\u{2013}1", ""),
        ("-1 st", ""),
        ("1", "retour"),
        ("-1", "retour"),
    ] {
        let text = format!(
            "datum;patient;omschrijving;aantal;eenheid;status\n\
             15-01-2025;1;VENTOLIN AEROSOL 100UG/DO 200DO;3;ST;\n\
             16-02-2025;1;VENTOLIN AEROSOL 100UG/DO 200DO;{amount};ST;{status}\n"
        );
        let found = outcome(&text, None);
        assert_eq!(
            sums(&found),
            ["2", "60.124", "60.124", "60.124"],
            "{amount} {status}"
        );
        assert_eq!(
            lines(&found),
            [(Reason::Returned, vec![3])],
            "{amount} {status}"
        );
    }
}

/// Two exports that overlap have one return and one prescription, not two of each.
#[test]
fn a_return_that_two_exports_have_is_taken_off_once() {
    let header = "datum;patient;omschrijving;aantal;eenheid\n";
    let rows = "15-01-2025;1;VENTOLIN AEROSOL 100UG/DO 200DO;2;ST\n\
                15-01-2025;1;VENTOLIN AEROSOL 100UG/DO 200DO;-1;ST\n\
                16-02-2025;2;VENTOLIN AEROSOL 100UG/DO 200DO;5;ST\n\
                20-03-2025;2;VENTOLIN AEROSOL 100UG/DO 200DO;-1;ST\n";
    let one = outcome(&format!("{header}{rows}"), None);
    assert_eq!(sums(&one)[0], "5"); // 2 - 1 + 5 - 1
    let exports = [format!("{header}{rows}"), format!("{header}\n{rows}\n")];
    let exports = exports.iter().zip(["a.csv", "b.csv"]);
    let exports = exports.map(|(text, name)| Export::new(name, text.as_bytes()).unwrap());
    let exports: Vec<_> = exports.collect();
    let both = ENGINE.analysis().run_all(exports, None).unwrap();
    assert_eq!(sums(&both), sums(&one));
    assert_eq!((both.rows.read, both.rows.merged), (8.into(), 4.into()));
}

/// `ST` says less than a word for capsules or packs: both together are that, and no contradiction.
#[test]
fn a_general_unit_gives_way_to_a_telling_one() {
    let of = |label: &str, amount: &str| {
        let text = format!("datum;omschrijving;aantal;eenheid\n15-01-2025;{label};{amount}\n");
        let found = outcome(&text, None);
        found
            .products
            .first()
            .map(|one| one.quantity.amount.round(2).to_string())
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(
        of("SPIRIVA INHALATIECAPSULE 18MCG", "30 caps;ST"),
        some("30")
    );
    assert_eq!(
        of("SPIRIVA INHALATIECAPSULE 18MCG", "30 stuks;CAPS"),
        some("30")
    );
    assert_eq!(
        of("VENTOLIN AEROSOL 100UG/DO 200DO", "1 verp;ST"),
        some("1")
    );
    assert_eq!(
        of("VENTOLIN AEROSOL 100UG/DO 200DO", "2 inhalator(en);ST"),
        some("2")
    );
    assert_eq!(of("VENTOLIN AEROSOL 100UG/DO 200DO", "1 do;ST"), None);
}

/// What was brought back of another medicine is named, and no copy of what was prescribed.
#[test]
fn a_return_of_another_medicine_is_named() {
    let text = "datum;patient;omschrijving;aantal;eenheid\n\
                15-01-2025;1;PARACETAMOL TABLET 500MG;90;ST\n\
                15-01-2025;1;PARACETAMOL TABLET 500MG;-90;ST\n";
    let found = outcome(text, None);
    assert_eq!(lines(&found), [(Reason::QuantityNegative, vec![3])]);
    assert_eq!(
        (found.rows.analysed, found.rows.merged),
        (1.into(), 0.into())
    );
}

/// Points and blanks before a bracket at the end stayed, so that the unit was known no more; what is
/// printed of an amount was read as another one.
#[test]
fn what_stands_before_a_bracket_at_the_end_of_a_unit_is_cut_as_well() {
    let unit = |text: &str| {
        let amount = Amount::parse(text, DecimalMark::Comma).unwrap();
        amount.unit().map(str::to_owned)
    };
    for text in ["2 st (", "2 st.)", "2 st. .", "2 st ,."] {
        assert!(matches!(unit(text).as_deref(), Some("ST")), "{text}");
    }
    assert_eq!(unit("2 stuk(s)").as_deref(), Some("STUKS"));
}

/// A product has no more digits than a number that is written: found by inputs that nobody wrote.
#[test]
fn a_product_of_too_many_digits_is_no_amount() {
    let of = |text: &str| Amount::parse(text, DecimalMark::Either);
    assert_eq!(
        of("0.002x1.538449616810534395213"),
        Err(NoAmount::Unreadable)
    );
    let amount = of("2 x 60").unwrap();
    assert_eq!(amount.number().to_string(), "120");
}

/// A second minus behind a unit was taken for a part of its word.
#[test]
fn an_amount_with_two_signs_is_none() {
    for text in [
        "3 st--",
        "(3 st-)",
        "-3 st-",
        "3--",
        "--3",
        "(-3)",
        "3 st-\u{2212}",
        "3 st-,",
    ] {
        let amount = Amount::parse(text, DecimalMark::Comma);
        assert_eq!(amount, Err(NoAmount::Unreadable), "{text}");
    }
    for text in ["3 st-", "(3 st)", "-3 st", "\u{2212}3 st"] {
        let amount = Amount::parse(text, DecimalMark::Comma).unwrap();
        assert_eq!(
            (amount.number(), amount.unit()),
            ((-3).into(), Some("ST")),
            "{text}"
        );
    }
}
