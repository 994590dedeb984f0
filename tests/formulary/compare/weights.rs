//! A case mix from an export and a transition weigh the options, by hand.

use super::*;
use groenrecept::intake::Profile;
use groenrecept::practice::Tally;

/// The rows of an export, added up.
fn tallied(text: &str) -> Tally {
    tallied_by(text, None)
}

fn tallied_by(text: &str, profile: Option<&Profile>) -> Tally {
    let export = Export::new("e.csv", text.as_bytes()).unwrap();
    let layout = export.layout(dataset(), profile).unwrap();
    let analysis = Engine::new(dataset()).analysis();
    analysis.tally(export, &layout).unwrap()
}

/// Three prescriptions fit Seretide alone; two fit Atrovent, which stands twice: one each.
#[test]
fn an_export_weighs_the_options() {
    let export = "patient;datum;omschrijving;aantal;eenheid\n\
        1;02-01-2025;SERETIDE INHALATOR AEROSOL 25/250UG/DO 120DO;1;ST\n\
        2;02-01-2025;SERETIDE INHALATOR AEROSOL 25/250UG/DO 120DO;1;ST\n\
        2;02-04-2025;SERETIDE INHALATOR AEROSOL 25/250UG/DO 120DO;1;ST\n\
        3;02-01-2025;ATROVENT AEROSOL 20UG/DO 200DO;1;ST\n\
        4;13-01-2025;ATROVENT AEROSOL 20UG/DO 200DO;1;ST\n\
        5;02-01-2025;TRELEGY ELLIPTA INHPDR 92/55/22UG/DO 30DO;1;ST\n";
    let tally = tallied(export);
    let old = rows(&[
        ("Astma", 1, 1, SERETIDE),
        ("Astma", 2, 1, ATROVENT),
        ("COPD", 1, 1, ATROVENT),
        ("COPD", 2, 1, FOSTER),
    ]);
    let new = rows(&[
        ("Astma", 1, 1, DISKUS),
        ("Astma", 2, 1, ATROVENT),
        ("COPD", 1, 1, ATROVENT),
        ("COPD", 2, 1, FOSTER),
    ]);
    let counted = Counted::new(engine(), shared_words(), &old, &tally).unwrap();
    assert_eq!((counted.inhaled, counted.mapped), (6, 5));
    let mix = CaseMix::Counted(counted);
    let settings = Settings::new();
    let change = compare(
        engine(),
        shared_words(),
        (&old, &new),
        settings,
        (&mix, Some(&tally)),
    );
    let weights: Vec<Fraction> = change.changes.iter().map(|one| one.weight).collect();
    assert_eq!(weights, ["3", "1", "1", "0"].map(fraction));
    let total = change.total();
    assert_eq!(total.difference.unwrap().1, fraction("-59.361")); // 3 x -19.787
    assert_eq!(total.device_changes, fraction("3"));
    assert_eq!(change.patients, Some(2));
    // The export knows neither ages nor conditions here, and that is said wherever they stand.
    let report = CompareReport::new(engine(), (&old, &new), &change, &mix, &Settings::new());
    let note = "de export is niet naar leeftijd of ICPC verdeeld";
    let page = flat(&report.text(Language::Dutch));
    assert!(page.contains(note), "{page}");
    assert!(page.contains("Astma (naar verdeling): "), "{page}");
    let table = report.markdown(Language::Dutch);
    assert!(table.contains(note), "{table}");
    assert!(table.contains("| Astma (naar verdeling) |"), "{table}");
    let json = serde_json::to_value(&report).unwrap();
    assert!(json["mix_note"].to_string().contains(note));
    assert_eq!(json["conditions"][0]["apportioned"], true);
    // Every prescription of Seretide is asked for another kind of inhaler: nothing is saved yet.
    assert_eq!(change.total_of(Part::Unmarked).changed, 0);
    let device = change.total_of(Part::OnlyDevice);
    assert_eq!(device.difference.unwrap().1, fraction("-59.361"));
}

/// By hand: three courses of Seretide, 3 x -19.787, and two halves of two of Atrovent whose gas
/// becomes HFC-152a, 2 x (2.094 - 17.12). Only the second has no mark.
#[test]
fn a_case_mix_and_a_transition_weigh_together() {
    let export = "patient;datum;omschrijving;aantal;eenheid\n\
        1;02-01-2025;SERETIDE INHALATOR AEROSOL 25/250UG/DO 120DO;1;ST\n\
        2;02-01-2025;SERETIDE INHALATOR AEROSOL 25/250UG/DO 120DO;1;ST\n\
        2;02-04-2025;SERETIDE INHALATOR AEROSOL 25/250UG/DO 120DO;1;ST\n\
        3;02-01-2025;ATROVENT AEROSOL 20UG/DO 200DO;1;ST\n\
        4;13-01-2025;ATROVENT AEROSOL 20UG/DO 200DO;1;ST\n";
    let tally = tallied(export);
    let old = rows(&[
        ("Astma", 1, 1, SERETIDE),
        ("Astma", 2, 1, ATROVENT),
        ("COPD", 1, 1, ATROVENT),
    ]);
    let new = rows(&[
        ("Astma", 1, 1, DISKUS),
        ("Astma", 2, 1, ATROVENT),
        ("COPD", 1, 1, ATROVENT),
    ]);
    let mix = CaseMix::Counted(Counted::new(engine(), shared_words(), &old, &tally).unwrap());
    let text = "product_id,date,propellant\natrovent-aerosol-20,2028-01-01,HFC-152a\n";
    let (moves, _) = Transitions::read("t.csv", text, dataset());
    let day = Day::new(2028, 1, 1).unwrap();
    let request = CompareRequest::new(engine(), &old, &new)
        .on(day)
        .transitions(&moves)
        .mix(&mix, Some(&tally));
    let requests = [request];
    let change = compare_all(shared_words(), &requests).next().unwrap();
    let difference = |part| change.total_of(part).difference.unwrap().1;
    assert_eq!(difference(Part::All), fraction("-89.413")); // -59.361 - 30.052
    assert_eq!(difference(Part::Unmarked), fraction("-30.052")); // 2 x -15.026
    assert_eq!(difference(Part::OnlyDevice), fraction("-59.361"));
    let total = change.total();
    assert_eq!(total.before.central(), fraction("96.295")); // 3 x 20.685 + 2 x 17.12
    assert_eq!(total.after.central(), fraction("6.882")); // 3 x 0.898 + 2 x 2.094
    assert_eq!(total.verdict, Verdict::Lower);
    assert_eq!(change.patients, Some(2));
}

/// A comparison weighed by a tally, with its mix.
fn weighed(old: &Formulary, new: &Formulary, tally: &Tally) -> (CaseMix, Comparison) {
    let counted = Counted::new(engine(), shared_words(), old, tally).unwrap();
    let mix = CaseMix::Counted(counted);
    let mixed = (&mix, Some(tally));
    let change = compare(engine(), shared_words(), (old, new), Settings::new(), mixed);
    (mix, change)
}

fn reported(old: &Formulary, new: &Formulary, mix: &CaseMix, change: &Comparison) -> CompareReport {
    CompareReport::new(engine(), (old, new), change, mix, &Settings::new())
}

/// Rows of an export with these medicines, amounts and units.
fn export(rows: &[(&str, &str)]) -> String {
    let rows = rows
        .iter()
        .enumerate()
        .map(|(index, (label, amount))| format!("{index};22-01-2025;{label};{amount}\n"));
    let head = "patient;datum;omschrijving;aantal;eenheid\n".to_owned();
    std::iter::once(head).chain(rows).collect()
}

const SERETIDE_LABEL: &str = "SERETIDE INHALATOR AEROSOL 25/250UG/DO 120DO";

/// By hand: three packs of 120 puffs and 60 puffs are 420, of which a course takes 120: 3.5
/// courses. Before 3.5 x 20.685 = 72.3975 kg, after 3.5 x 0.898 = 3.143 kg.
#[test]
fn packs_and_doses_weigh_and_rows_do_not() {
    let rows_of = export(&[(SERETIDE_LABEL, "3;ST"), (SERETIDE_LABEL, "60;DO")]);
    let tally = tallied(&rows_of);
    let (old, new) = (
        rows(&[("Astma", 1, 1, SERETIDE)]),
        rows(&[("Astma", 1, 1, DISKUS)]),
    );
    let (mix, change) = weighed(&old, &new, &tally);
    assert_eq!(change.changes[0].weight, fraction("3.5"));
    let total = change.total();
    assert_eq!(total.before.central(), fraction("72.3975"));
    assert_eq!(total.after.central(), fraction("3.143"));
    assert_eq!(total.device_changes, fraction("3.5"));
    let report = reported(&old, &new, &mix, &change);
    let json = json(&report);
    let used = serde_json::json!({
        "prescriptions": "2", "packs": "3.5", "unsized_packs": "0", "doses": "420"
    });
    for (key, value) in used.as_object().unwrap() {
        assert_eq!(&json["mix"][key], value, "{key}");
    }
    assert_eq!(json["changes"][0]["used"], used);
    assert_eq!(json["changes"][0]["weight"], "3.5");
    for (language, said) in [
        (
            Language::Dutch,
            [
                "samen 3,5 verpakkingen, 420 doses.",
                "3,5 behandelingen (3,5 verpakkingen, 420 doses)",
            ],
        ),
        (
            Language::English,
            [
                "together 3.5 packs, 420 doses.",
                "3.5 courses (3.5 packs, 420 doses)",
            ],
        ),
    ] {
        let (page, table) = (flat(&report.text(language)), report.markdown(language));
        for text in said {
            assert!(page.contains(text), "{page}");
            assert!(table.contains(text), "{table}");
        }
    }
    // Without treatment days the same doses are 105 days of four: as many kilograms.
    let day = |rest: &str| rows(&[("Astma", 1, 1, &rest.replace(";30;", ";;"))]);
    let (_, days) = weighed(&day(SERETIDE), &day(DISKUS), &tally);
    assert_eq!(days.changes[0].weight, fraction("105"));
    assert_eq!(days.total().before, total.before);
    assert_eq!(days.total().after, total.after);
}

/// What a comparison weighs before is what a report gives for the same export, whatever the
/// options call a course.
#[test]
fn the_old_side_is_what_a_report_gives() {
    let text = export(&[
        (SERETIDE_LABEL, "2;ST"),
        ("FOSTER AEROSOL 100/6UG/DO 120DO", "240;DO"),
        ("ATROVENT AEROSOL 20UG/DO 200DO", "1;ST"),
        ("ATROVENT AEROSOL 20UG/DO 200DO", "5;ST"),
    ]);
    let old = rows(&[
        (
            "Astma",
            1,
            1,
            "SERETIDE INHALATOR AEROSOL 25/250UG/DO 120DO;2 dd 1 inhalatie;7;x;",
        ),
        ("Astma", 2, 1, FOSTER),
        (
            "Astma",
            3,
            1,
            "ATROVENT AEROSOL 20UG/DO 200DO;3 dd 1 inhalatie;;x;",
        ),
        ("COPD", 1, 1, ATROVENT),
    ]);
    let tally = tallied(&text);
    let (mix, change) = weighed(&old, &old, &tally);
    let outcome = engine().analysis().outcome(tally).unwrap();
    assert_eq!(change.total().before, outcome.totals.climate);
    // The two options of Atrovent have six packs between them, which is said.
    let CaseMix::Counted(counted) = &mix else {
        panic!("{mix:?}")
    };
    assert_eq!((counted.mapped, counted.shared), (4, 2));
    let page = flat(&reported(&old, &old, &mix, &change).text(Language::Dutch));
    let said = "Regels die bij meer dan één optie pasten, zoals hetzelfde middel bij twee aandoeningen, en gelijk over die opties zijn verdeeld: 2.";
    assert!(page.contains(said), "{page}");
}

/// A pack of unknown size weighs as a course, an option without dosage by its rows and in no
/// kilograms, and an amount of no use not at all. All of it is said.
#[test]
fn what_does_not_weigh_by_doses_is_said() {
    let text = export(&[
        ("FOSTER AEROSOL 100/6UG/DO", "3;ST"),
        (SERETIDE_LABEL, "4;ST"),
        (SERETIDE_LABEL, "4;ML"),
    ]);
    let old = rows(&[
        (
            "Astma",
            1,
            1,
            "FOSTER AEROSOL 100/6UG/DO;2 dd 1 inhalatie;60;x;",
        ),
        ("Astma", 2, 1, &SERETIDE.replace("2 dd 2 inhalaties", "")),
    ]);
    let (mix, change) = weighed(&old, &old, &tallied(&text));
    let weights: Vec<Fraction> = change.changes.iter().map(|one| one.weight).collect();
    assert_eq!(weights, ["3", "1"].map(fraction));
    assert_eq!(change.changes[1].told, Told::NoValue);
    let report = reported(&old, &old, &mix, &change);
    let json = json(&report);
    let found = ["unsized_packs", "without_dosage", "aside", "packs", "doses"];
    let found = found.map(|key| json["mix"][key].to_string().replace('"', ""));
    assert_eq!(found, ["3", "1", "1", "7", "480"]);
    for (language, said) in [
        (
            Language::Dutch,
            [
                "die elk als één behandeling wegen: 3.",
                "in geen kg zitten: 1.",
                "want hun hoeveelheid is niet bruikbaar: 1.",
            ],
        ),
        (
            Language::English,
            [
                "which weigh as one course each: 3.",
                "are in no kg: 1.",
                "since their quantity is of no use: 1.",
            ],
        ),
    ] {
        let page = flat(&report.text(language));
        for text in said {
            assert!(page.contains(text), "{page}");
        }
    }
}

/// An export of which nothing fits an option weighs nothing, and that is no zero.
#[test]
fn a_mix_that_fits_no_option_is_no_zero() {
    let tally = tallied(&export(&[("ATROVENT AEROSOL 20UG/DO 200DO", "1;ST")]));
    let (old, new) = (
        rows(&[("Astma", 1, 1, SERETIDE)]),
        rows(&[("Astma", 1, 1, DISKUS)]),
    );
    let (mix, change) = weighed(&old, &new, &tally);
    let total = change.total();
    assert_eq!((total.counted, total.difference), (0, None));
    let page = flat(&reported(&old, &new, &mix, &change).text(Language::Dutch));
    let said = "Er is dus niets gewogen; dat is geen uitkomst van nul kg.";
    assert!(page.contains(said), "{page}");
    assert!(page.contains("Totaal: niet te zeggen."), "{page}");
}

fn totals(amounts: &[u64; 3], times: u64) -> Tally {
    let profile = "counts = \"packs\"\n[columns]\nlabel = \"middel\"\nquantity = \"aantal\"\n";
    let labels = [
        SERETIDE_LABEL,
        "FOSTER AEROSOL 100/6UG/DO 120DO",
        "ATROVENT AEROSOL 20UG/DO 200DO",
    ];
    let rows = labels.iter().zip(amounts);
    let rows = rows.map(|(label, amount)| format!("{label};{}\n", amount * times));
    let text: String = std::iter::once("middel;aantal\n".to_owned())
        .chain(rows)
        .collect();
    tallied_by(&text, Some(&Profile::parse(profile).unwrap()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// So many times the packs weigh exactly so many times the kilograms.
    #[test]
    fn a_million_packs_weigh_a_million_times_one(
        amounts in [1u64..50, 1..50, 1..50],
        times in prop_oneof![Just(1_000_000u64), 1..100_000u64],
        days in 1u32..100,
    ) {
        let old = rows(&[
            ("Astma", 1, 1, &SERETIDE.replace(";30;", &format!(";{days};"))),
            ("Astma", 2, 1, FOSTER),
            ("Astma", 3, 1, ATROVENT),
            ("COPD", 1, 1, "ATROVENT AEROSOL 20UG/DO 200DO;3 dd 1 inhalatie;7;x;"),
        ]);
        let new = rows(&[
            ("Astma", 1, 1, DISKUS),
            ("Astma", 2, 1, NEXTHALER),
            ("Astma", 3, 1, ATROVENT),
            ("COPD", 1, 1, SPIRIVA),
        ]);
        let [one, many] = [1, times].map(|times| {
            let (_, change) = weighed(&old, &new, &totals(&amounts, times));
            (change.total(), change.by_condition(&old)[0].1.clone())
        });
        for (one, many) in [(&one.0, &many.0), (&one.1, &many.1)] {
            let factor = Fraction::whole(times.into());
            prop_assert_eq!(many.before, one.before.times(factor).unwrap());
            prop_assert_eq!(many.after, one.after.times(factor).unwrap());
            let (a, b) = (one.difference.unwrap(), many.difference.unwrap());
            let scaled = [a.0, a.1, a.2].map(|end| end.by(factor).unwrap());
            prop_assert_eq!([b.0, b.1, b.2], scaled);
            prop_assert_eq!(many.device_changes, one.device_changes.by(factor).unwrap());
            prop_assert_eq!(many.verdict, one.verdict);
            prop_assert_eq!((many.counted, many.untold), (one.counted, one.untold));
        }
    }
}
