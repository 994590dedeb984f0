//! A case mix from an export and a transition weigh the options, by hand.

use super::*;
use groenrecept::practice::Tally;

/// The rows of an export, added up.
fn tallied(text: &str) -> Tally {
    let export = Export::new("e.csv", text.as_bytes()).unwrap();
    let layout = export.layout(dataset(), None).unwrap();
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
