//! A formulary over days on which the propellant of its products changes, by hand.

use super::*;

/// 11 x 0.164 + 0.29 kg with HFC-152a against 11 x 1.530 + 0.29 with HFC-134a.
#[test]
fn a_formulary_moves_with_the_propellant_of_its_products() {
    let text = "product_id,date,propellant\natrovent-aerosol-20,2028-01-01,HFC-152a\n";
    let (moves, problems) = Transitions::read("t.csv", text, dataset());
    assert_eq!(problems, []);
    let formulary = rows(&[("COPD", 1, 1, ATROVENT)]);
    let on = |day| {
        let settings = Settings::new().transitions(moves.clone()).on(day);
        courses(&formulary, &formulary, settings).total()
    };
    let before = on(Day::new(2027, 12, 31).unwrap());
    assert_eq!(before.difference.unwrap().1, fraction("0"));
    let after = on(Day::new(2028, 1, 1).unwrap());
    assert_eq!(after.before.central(), fraction("17.12"));
    assert_eq!(after.after.central(), fraction("2.094"));
    assert_eq!(after.difference.unwrap().1, fraction("-15.026"));
    assert_eq!(after.verdict, Verdict::Lower);
    assert_eq!(after.device_changes, fraction("0"));
}

/// By hand, in kg for a device of 200 doses, GWP100 of HFC-152a 0.164 and of HFC-134a between
/// 1.300 (SAR, TAR, AR5) and 1.549 (AR5 with feedback) kg a gram:
///
/// Ventolin 28.262 at AR4 with 18 g of gas: the rest is 28.262 - 18 x 1.430 = 2.522, and with the
/// other gas it is 2.522 + 18 x 0.164 = 5.474. 4 a day for 50 days is one device.
///
/// Airomir 9.72, its own mass of gas not known: least all of it gas, 9.72 x 0.164 / 1.549 =
/// 1.029103, most none of it, 9.72. The ranges touch: not to be told.
///
/// Flutiform: no number of doses is known, so neither is a dose.
#[test]
fn of_a_product_that_moved_is_told_what_can_be_told() {
    let text = "product_id,date,propellant\n\
        ventolin-aerosol-100,2028-01-01,HFC-152a\n\
        ventolin-inhalator-babyhaler-aerosol-100,2028-01-01,HFC-152a\n\
        airomir-aerosol-100,2028-01-01,HFC-152a\n\
        airomir-autohaler-100,2028-01-01,HFC-227ea\n\
        foster-aerosol-100-6-120do,2028-01-01,HFC-152a\n\
        flutiform-aerosol-125-5,2028-01-01,HFC-152a\n\
        atrovent-aerosol-20,2030-01-01,HFC-152a\n\
        ventolin-diskus-200,2028-01-01,HFC-152a\n\
        trimbow-aerosol-87-5-9-120do,2028-01-01,HFO-1234ze(E)\n\
        trimbow-aerosol-87-5-9-180do,2028-01-01,HFC-227ea\n\
        seretide-aerosol-25-125,2028-01-01,HFC-227ea\n\
        foster-aerosol-200-6,2028-01-01,HFC-152a\n\
        seretide-aerosol-25-250,2028-01-01,HFC-134a\n";
    let (moves, problems) = Transitions::read("t.csv", text, dataset());
    assert_eq!(problems, []);
    let settings = Settings::new()
        .transitions(moves)
        .on(Day::new(2028, 1, 1).unwrap());
    let none = Severities::new();
    let report = FormularyReport::new(
        dataset(),
        shared_words(),
        &demo(),
        &[],
        &none,
        &Settings::new(),
    );
    let report = json(&report.with_transition(engine(), &settings));
    let told = report["transition"]["moves"].as_array().unwrap().iter();
    let told: Vec<[&str; 2]> = told
        .map(|one| ["product", "worth"].map(|key| one[key].as_str().unwrap()))
        .collect();
    let expected = [
        ("airomir-aerosol-100", "mass_not_known"),
        ("airomir-autohaler-100", "higher_potential"),
        ("flutiform-aerosol-125-5", "no_doses"),
        ("foster-aerosol-100-6-120do", "whole"),
        ("foster-aerosol-200-6", "gas_not_known"),
        ("seretide-aerosol-25-125", "whole"),
        ("seretide-aerosol-25-250", "same_gas"),
        ("trimbow-aerosol-87-5-9-120do", "rest_not_known"),
        ("trimbow-aerosol-87-5-9-180do", "gas_alone"),
        ("ventolin-aerosol-100", "whole"),
        ("ventolin-diskus-200", "no_propellant"),
        ("ventolin-inhalator-babyhaler-aerosol-100", "whole"),
    ];
    let expected = expected.map(|(id, worth)| [id, worth]);
    assert_eq!(told, expected);

    let formulary = rows(&[
        ("Astma", 1, 1, VENTOLIN),
        (
            "Astma",
            2,
            1,
            "AIROMIR AEROSOL 100UG/DO 200DO;4 dd 1 inhalatie;50;x;",
        ),
        ("Astma", 3, 1, SERETIDE),
        (
            "Astma",
            4,
            1,
            "SALBUTAMOL AEROSOL 100UG/DO 200DO;4 dd 1 inhalatie;50;x;",
        ),
        (
            "COPD",
            1,
            1,
            "TRIMBOW AEROSOL 87/5/9UG/DO 180DO;2 dd 2 inhalaties;45;x;",
        ),
    ]);
    let change = courses(&formulary, &formulary, settings.clone());
    let Told::Compared(ventolin) = change.changes[0].told else {
        panic!("{:?}", change.changes[0].told);
    };
    let ends = |range: groenrecept::Range| {
        [range.low(), range.central(), range.high()].map(|end| end.round(6).normalize().to_string())
    };
    assert_eq!(ends(ventolin.before), ["30.062"; 3]);
    assert_eq!(ends(ventolin.after), ["5.474"; 3]);
    assert_eq!(ventolin.verdict, Verdict::Lower);
    let Told::CannotTell(before, after) = change.changes[1].told else {
        panic!("{:?}", change.changes[1].told);
    };
    assert_eq!(ends(before), ["9.72"; 3]);
    assert_eq!(ends(after)[0], "1.029103");
    assert_eq!(ends(after)[2], "9.72");
    // The gas that it holds already changes nothing.
    assert!(matches!(change.changes[2].told, Told::Unchanged(_)));
    // What can be a product that moved and others that did not spans both.
    let Told::CannotTell(before, after) = change.changes[3].told else {
        panic!("{:?}", change.changes[3].told);
    };
    assert_eq!(ends(after)[0], "1.029103");
    assert_eq!(after.high(), before.high());
    // The gas alone before and after: 10.37 g x 180 / 120 = 15.555 g, x 1.530 and x 3.600.
    let Told::Compared(trimbow) = change.changes[4].told else {
        panic!("{:?}", change.changes[4].told);
    };
    assert_eq!(ends(trimbow.before)[1], "23.79915");
    assert_eq!(ends(trimbow.after), ["55.998", "55.998", "55.998"]);
    // 5.474 - 30.062 + 55.998 - 23.79915; Airomir and the salbutamol are not in it.
    assert_eq!(change.total().difference.unwrap().1, fraction("7.61085"));

    let report = CompareReport::new(
        engine(),
        (&formulary, &formulary),
        &change,
        &CaseMix::Courses,
        &settings,
    );
    let page = flat(&report.text(Language::Dutch));
    for part in [
        "Op 2028-01-01 zijn 12 van de 13 producten in het meegegeven bestand over op een ander drijfgas; het eerste gaat over op 2028-01-01.",
        "Over op papier, niet te waarderen: het aantal doses per inhalator is niet bekend: Flutiform",
        "Over op papier, niet te waarderen: welk gas het nu houdt, is niet bekend: Foster dosisaerosol 200/6",
        "Niet geteld, want zonder drijfgas: Ventolin Diskus",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
}

#[test]
fn without_a_day_the_page_says_which_day_it_is_and_when_the_first_product_moves() {
    let text = "product_id,date,propellant\natrovent-aerosol-20,2028-01-01,HFC-152a\n";
    let (moves, _) = Transitions::read("t.csv", text, dataset());
    let settings = Settings::new().transitions(moves);
    let formulary = rows(&[("COPD", 1, 1, ATROVENT)]);
    let change = courses(&formulary, &formulary, settings.clone());
    let report = CompareReport::new(
        engine(),
        (&formulary, &formulary),
        &change,
        &CaseMix::Courses,
        &settings,
    );
    let date = dataset().date().unwrap();
    let page = flat(&report.text(Language::Dutch));
    let said = format!(
        "Op {date}, de datum van de gegevens omdat er geen dag is opgegeven (--on), zijn 0 van de 1 producten in het meegegeven bestand over op een ander drijfgas; het eerste gaat over op 2028-01-01."
    );
    assert!(page.contains(&said), "{page}");
    // A day without a file is as good.
    let later = Settings::new().on(Day::new(2028, 1, 1).unwrap());
    let change = courses(&formulary, &formulary, later.clone());
    let mix = CaseMix::Courses;
    let report = CompareReport::new(engine(), (&formulary, &formulary), &change, &mix, &later);
    assert_eq!(json(&report)["transition"], Value::Null);
    assert!(
        report
            .text(Language::English)
            .contains(", the new one on 2028-01-01 ")
    );
}
