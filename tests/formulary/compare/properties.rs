//! What must hold of every comparison, on drafts of rows in any order.

use super::*;

const POOL: &[&str] = &[
    "Astma;R96;18;80;;1;1;;VENTOLIN AEROSOL 100UG/DO 200DO;4 dd 1;50;x;",
    "Astma;R96;18;80;;1;1;;SALBUTAMOL NOVOLIZER INHPDR 100UG/DO 200DO;4 dd 1;50;x;",
    "Astma;R96;18;80;;1;1;;VENTOLIN DISKUS INHPDR 200UG/DO 60DO;2 dd 1;30;x;",
    "Astma;R96;18;80;;1;2;;BRICANYL TURBUHALER INHPDR 500UG/DO 120DO;2 dd 1;60;x;",
    "Astma;R96;18;80;;1;2;;BRICANYL TURBUHALER INHPDR 500UG/DO 120DO;1 dd 1;60;x;",
    "Astma;R96;18;80;;1;3;;ATROVENT AEROSOL 20UG/DO 200DO;4 dd 2;25;x;",
    "Astma;;18;80;;1;3;;ATROVENT AEROSOL 20UG/DO 200DO;4 dd 2;25;x;",
    "Astma;R96;18;80;;2;1;;SERETIDE INHALATOR AEROSOL 25/250UG/DO 120DO;2 dd 2;30;x;",
    "Astma;R96;18;80;;2;1;;SERETIDE DISKUS INHPDR 50/500UG/DO 60DO;2 dd 1;30;x;",
    "Astma;R96;18;80;;2;2;;FOSTER AEROSOL 100/6UG/DO 120DO;2 dd 1;60;x;",
    "Astma;R96;18;80;;2;2;;TRELEGY ELLIPTA INHPDR 92/55/22UG/DO 30DO;1 dd 1;30;x;",
    "Astma;R95;18;80;;2;2;;TRELEGY ELLIPTA INHPDR 92/55/22UG/DO 30DO;1 dd 1;30;x;",
    "Astma;R96;0;5;;1;1;;VENTOLIN AEROSOL 100UG/DO 200DO;4 dd 1;50;x;",
    "Astma;R96;0;5;;1;1;;VENTOLIN DISKUS INHPDR 200UG/DO 60DO;2 dd 1;30;x;",
    "Pijn;A01;18;80;;1;1;M01AB05;DICLOFENAC TABLET MSR 50MG;3 dd 1;7;x;",
    "Pijn;A01;18;80;;1;1;M01AE02;NAPROXEN TABLET 250MG;2 dd 1;7;x;",
];

/// Every change by its rows, so that only what is said of them is left.
fn said(old: &[&str], new: &[&str]) -> Vec<String> {
    // One that has compared other formularies before says the same.
    static COMPARER: LazyLock<Mutex<Comparer<'static>>> = LazyLock::new(|| {
        let comparer = Comparer::new(engine(), shared_words(), Settings::new());
        Mutex::new(comparer)
    });
    let pair = (&formulary(old), &formulary(new));
    let mut comparer = COMPARER.lock().unwrap();
    let change = comparer.compare(pair, (&CaseMix::Courses, None));
    drop(comparer);
    let row = |index: Option<usize>| index.map_or("-", |index| new[index]);
    let changes = change.changes.iter().map(|one| {
        let (from, to) = (old[one.old], row(one.new));
        let (found, told, marks) = (one.found, one.told, &one.marks);
        format!(
            "{from} -> {to} {found:?} {told:?} {marks:?} {}",
            one.device_changes
        )
    });
    let missing = change.missing.iter();
    let missing =
        missing.map(|one| format!("missing {:?} {:?} {}", one.population, one.what, one.stood));
    let added = change
        .added
        .iter()
        .map(|index| format!("new {}", new[*index]));
    let mut all: Vec<String> = changes.chain(missing).chain(added).collect();
    all.sort();
    let parts = [Part::All, Part::Unmarked, Part::OnlyDevice];
    all.extend(parts.map(|part| format!("{:?}", change.total_of(part))));
    all.push(format!("{:?} {}", change.substances, change.mass_unknown));
    all
}

fn shuffled() -> impl Strategy<Value = (Vec<&'static str>, Vec<&'static str>)> {
    let rows = proptest::sample::subsequence(POOL, 1..POOL.len());
    rows.prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_order_of_rows_changes_no_comparison(
        (old, old_shuffled) in shuffled(),
        (new, new_shuffled) in shuffled(),
    ) {
        prop_assert_eq!(said(&old, &new), said(&old_shuffled, &new_shuffled));
    }
}
