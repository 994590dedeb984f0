//! What must hold when the data changes: less of it never covers more, and a wider range never
//! makes a total narrower.

use crate::*;
use groenrecept::dataset::Layer;
use std::path::Path;
use std::sync::LazyLock;

const EXPORT: &str = "datum;omschrijving;aantal;eenheid\n\
    15-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;1;ST\n\
    15-01-2025;SALBUTAMOL AEROSOL 100UG/DO 200DO;2;ST\n\
    16-01-2025;FOSTER AEROSOL 100/6MCG/DO 120DO;1;ST\n\
    16-01-2025;ATROVENT DOSISAEROSOL 20MCG/DO 200DO;1;ST\n\
    17-01-2025;FLUTIFORM AEROSOL 125/5MCG/DO 120DO;1;ST\n\
    17-01-2025;SERETIDE DISKUS INHPDR 50/500UG 60DO;1;ST\n\
    18-01-2025;SERETIDE INHALATOR AEROSOL 25/125MCG/DO 120DO;1;ST\n\
    18-01-2025;TRIMBOW AEROSOL 87/5/9MCG/DO 120DO;1;ST\n\
    19-01-2025;BRICANYL TURBUHALER INHPDR 500UG/DO 120DO;1;ST\n\
    19-01-2025;SPIRIVA RESPIMAT INHVLST 2,5MCG/DO 60DO;1;ST\n";

/// Rows with a value, and low and high of the total.
fn covered(dataset: &Dataset) -> (u64, [Decimal; 2]) {
    let export = Export::new("export.csv", EXPORT.as_bytes()).unwrap();
    let outcome = Engine::new(dataset).analysis().run(export, None).unwrap();
    let climate = outcome.totals.climate;
    (
        outcome.coverage.inhalers.rows_with_value,
        [climate.low(), climate.high()].map(|end| end.round(6)),
    )
}

/// How many rows `factors.csv` has.
static FACTORS: LazyLock<usize> = LazyLock::new(|| factors().1.len());

/// The header and rows of `factors.csv`.
fn factors() -> (csv::StringRecord, Vec<csv::StringRecord>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/factors.csv");
    let mut reader = csv::Reader::from_path(path).unwrap();
    let header = reader.headers().unwrap().clone();
    (header, reader.records().map(Result::unwrap).collect())
}

/// The embedded data as a folder of its own with these factors.
fn data_with(header: &csv::StringRecord, rows: &[csv::StringRecord]) -> Dataset {
    let folder = tempfile::tempdir().unwrap();
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    for file in [
        "dataset.toml",
        "sources.csv",
        "gwp.csv",
        "products.csv",
        "vocabulary.csv",
    ] {
        std::fs::copy(data.join(file), folder.path().join(file)).unwrap();
    }
    let mut writer = csv::Writer::from_path(folder.path().join("factors.csv")).unwrap();
    writer.write_record(header).unwrap();
    for row in rows {
        writer.write_record(row).unwrap();
    }
    writer.flush().unwrap();
    Dataset::from_layer(Layer::from_dir(folder.path()).unwrap()).unwrap()
}

/// The embedded data without some factors.
fn without(gone: &[usize]) -> Dataset {
    let (header, rows) = factors();
    let kept = rows.into_iter().enumerate();
    let kept = kept.filter(|(at, _)| !gone.contains(at));
    data_with(&header, &kept.map(|(_, row)| row).collect::<Vec<_>>())
}

proptest! {
    #![proptest_config(config(48))]

    #[test]
    fn removing_factors_never_raises_coverage(gone in proptest::collection::vec(0..*FACTORS, 0..40), more in proptest::collection::vec(0..*FACTORS, 0..40)) {
        let (some, _) = covered(&without(&gone));
        let both: Vec<usize> = gone.iter().chain(&more).copied().collect();
        let (fewer, _) = covered(&without(&both));
        prop_assert!(fewer <= some, "{fewer} > {some}");
    }

    #[test]
    fn widening_a_factor_never_narrows_a_total(at in 0..*FACTORS, thousandths in 1u32..900) {
        let (header, rows) = factors();
        let column = |name: &str| header.iter().position(|other| other == name).unwrap();
        let row = rows.get(at).unwrap();
        let cell = |name: &str| exact::parse(&row[column(name)]);
        let (value, low, high) = (cell("value"), cell("low"), cell("high"));
        // A bound becomes a value when its other end is filled in; that is another factor.
        let (Some(least), Some(most)) = (low.or(value), high.or(value)) else {
            return Ok(());
        };
        let part = Decimal::new(i64::from(thousandths), 3);
        let wider = |name: &str, end: Decimal| (column(name), end.normalize().to_string());
        let ends = [
            wider("low", least - least * part),
            wider("high", most + most * part),
        ];
        let changed: csv::StringRecord = row
            .iter()
            .enumerate()
            .map(|(index, cell)| {
                let end = ends.iter().find(|(column, _)| *column == index);
                end.map_or(cell, |(_, text)| text)
            })
            .collect();
        // In the same place of the data, so that nothing else changes.
        let replaced: Vec<_> = rows
            .iter()
            .map(|other| if other == row { changed.clone() } else { other.clone() })
            .collect();
        let after = data_with(&header, &replaced);
        let (rows_before, [low_before, high_before]) = covered(&without(&[]));
        let (rows_after, [low_after, high_after]) = covered(&after);
        prop_assert_eq!(rows_before, rows_after);
        prop_assert!(low_after <= low_before, "{} > {}", low_after, low_before);
        prop_assert!(high_after >= high_before, "{} < {}", high_after, high_before);
    }
}
