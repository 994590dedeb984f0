//! The list of rows to look at is the account, row by row.

use crate::memory::{COLUMNS, Cells, FULL, cells};
use crate::*;
use groenrecept::report::{reason_text, worklist};

/// The file with the rows, and the list of its rows: line, reason, what it was read as, amount and
/// share.
fn listed(rows: &[Cells], threads: usize) -> (Outcome, Vec<Vec<String>>) {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .from_writer(Vec::new());
    writer.write_record(COLUMNS.map(|(name, _)| name)).unwrap();
    for row in rows {
        writer.write_record(row).unwrap();
    }
    let bytes = writer.into_inner().unwrap();
    let export = Export::new("export.csv", bytes.as_slice()).unwrap();
    let outcome = Engine::new(&DATASET)
        .analysis()
        .worklist(true)
        .list_set_aside(true)
        .threads(NonZeroUsize::new(threads).unwrap())
        .run(export, None)
        .unwrap();
    let text: String = worklist(&outcome, Language::Dutch).unwrap().collect();
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .from_reader(text.as_bytes());
    let list = reader.records().map(|record| {
        let record = record.unwrap();
        assert_eq!(&record[0], "export.csv");
        record.iter().skip(1).map(str::to_owned).collect()
    });
    let list = list.collect();
    (outcome, list)
}

const MERGED: &str = "dubbele regel: een andere regel van dit voorschrift telt";
const COMPLETED: &str =
    "hoeveelheid ontbreekt of is onbruikbaar; overgenomen van een dubbele regel";

fn count(list: &[Vec<String>], reason: &str) -> u64 {
    let same = list.iter().filter(|row| row[1] == reason);
    u64::try_from(same.count()).unwrap()
}

proptest! {
    #![proptest_config(config(128))]

    #[test]
    fn the_list_is_the_account_row_by_row(
        (rows, shuffled) in prop::collection::vec(cells(), 0..40)
            .prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())),
        threads in select(vec![1, 2, 4]),
    ) {
        let with_all = |rows: Vec<Cells>| [vec![FULL.to_vec()], rows].concat();
        let (outcome, list) = listed(&with_all(rows.clone()), threads);
        prop_assert_eq!(&listed(&with_all(rows), 1).1, &list);
        let (_, other) = listed(&with_all(shuffled), threads);
        let ledger = &outcome.tally().unwrap().ledger;
        prop_assert_eq!(count(&list, MERGED), ledger.merged());
        for (reason, rows) in ledger.set_aside() {
            let text = reason_text(reason, Language::Dutch);
            prop_assert_eq!(count(&list, text), rows, "{}", text);
        }
        let report = json_of(&outcome);
        let unrecognised = &report["coverage"]["climate"]["none"]["unrecognised"];
        prop_assert_eq!(count(&list, "niet herkend"), unrecognised.as_u64().unwrap());
        // Every row stands for itself: set aside, merged, or read otherwise.
        let corrections = report["matching"]["corrections"].as_array().unwrap();
        let completed = corrections.iter().filter(|one| one["how"] == "completed_by_copy");
        let completed: u64 = completed.map(|one| one["rows"].as_u64().unwrap()).sum();
        prop_assert_eq!(count(&list, COMPLETED), completed);
        let all: u64 = corrections.iter().map(|one| one["rows"].as_u64().unwrap()).sum();
        let aside: u64 = ledger.set_aside().values().sum();
        let years = report["unusual"]["all_patient_years"].as_u64().unwrap();
        let rest = ledger.merged() + aside + unrecognised.as_u64().unwrap() + all + years;
        prop_assert_eq!(u64::try_from(list.len()).unwrap(), rest);
        let fates = |list: &[Vec<String>]| {
            let mut lines: Vec<String> = list.iter().map(|row| row[0].clone()).collect();
            lines.dedup();
            lines
        };
        let fated = fates(&list);
        let mut sorted = fated.clone();
        sorted.sort_by_key(|line| line.parse::<u64>().unwrap());
        sorted.dedup();
        prop_assert_eq!(fated, sorted);
        // In another order the same reasons, amounts and shares, each as often.
        let kinds = |list: &[Vec<String>]| {
            let mut kinds: Vec<Vec<String>> = list
                .iter()
                .filter(|row| row[1] != MERGED)
                .map(|row| row[1..].to_vec())
                .collect();
            kinds.sort();
            kinds
        };
        prop_assert_eq!(kinds(&list), kinds(&other));
        // Only what counts has a share.
        for row in &list {
            let amount = !row[3].is_empty() || row[1].starts_with("eerste regel van een pati");
            prop_assert!(row[4].is_empty() || amount, "{:?}", row);
        }
    }
}
