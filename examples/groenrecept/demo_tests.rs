//! The demo export: its shape, its rates, and that it stays the same.

use super::*;
use std::collections::{HashMap, HashSet};

fn export(rows: u64, seed: u64, practices: u32) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    let demo = Demo {
        rows,
        seed,
        practices,
        year: 2025,
    };
    demo.write(&mut out).map(|()| out)
}

fn rows(export: &[u8]) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader.delimiter(b';').from_reader(export);
    let text = |cell: &[u8]| cell.iter().map(|byte| char::from(*byte)).collect();
    let row = |row: csv::ByteRecord| row.iter().map(text).collect();
    reader.byte_records().map(|one| row(one.unwrap())).collect()
}

#[test]
fn the_same_seed_gives_the_same_bytes_everywhere() {
    let fnv = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3);
    let sum = |export: &[u8]| export.iter().fold(0xCBF2_9CE4_8422_2325, fnv);
    assert_eq!(sum(&export(3_000, 1, 2).unwrap()), 0x5626_0050_BE7F_F8FF);
    assert_ne!(export(50, 1, 1).unwrap(), export(50, 2, 1).unwrap());
}

#[test]
fn rows_are_exact_and_in_order_of_date() {
    for (count, practices) in [(0, 1), (1, 3), (10, 7), (3_000, 4), (5_000, 1)] {
        let all = rows(&export(count, 7, practices).unwrap());
        assert_eq!(all.len() as u64, count);
        let dated = all.iter().filter(|row| row[2].as_bytes() != ZERO_DATE);
        let key = |row: &Vec<String>| [&row[0], &row[2][3..5], &row[2][..2]].concat();
        assert!(dated.map(key).is_sorted(), "{count} rows");
    }
    let refused = export(1, 1, 0).unwrap_err();
    assert_eq!(refused.kind(), io::ErrorKind::InvalidInput);
}

#[test]
fn traps_come_at_their_rates() {
    let export = export(200_000, 1, 60).unwrap();
    assert!((85..=95).contains(&(export.len() / 200_000)));
    assert!(export.windows(5).any(|word| word == b"CR\xC8ME"));
    let all = rows(&export);
    let mut seen = HashSet::new();
    let copies = all.iter().filter(|row| !seen.insert(&row[..5])).count();
    let share = |test: fn(&[String]) -> bool| all.iter().filter(|row| test(row)).count();
    let inhaled = share(|row| row[4].starts_with("R03") && !row[4].starts_with("R03D"));
    for (count, permille) in [
        (copies, 36..=45),
        (inhaled, 70..=90),
        (share(|row| row[6].is_empty()), 15..=35),
        (share(|row| row[4].len() < 2), 17..=23),
        (share(|row| row[4].starts_with(char::is_lowercase)), 4..=6),
        (share(|row| row[5].ends_with(".0")), 26..=32),
        (share(|row| row[6].contains(",0")), 17..=22),
    ] {
        assert!(permille.contains(&(count / 200)), "{count} {permille:?}");
    }
}

#[test]
fn patients_are_the_same_people_all_year() {
    let (mut born, mut uses) = (HashMap::new(), HashMap::<_, usize>::new());
    for row in rows(&export(6_000, 3, 2).unwrap()) {
        let patient = [&row[..2], &row[11..12]].concat();
        assert_eq!(
            &patient,
            born.entry(row[1].clone()).or_insert(patient.clone())
        );
        *uses
            .entry((patient, row[3].clone(), row[9] == "J"))
            .or_default() += 1;
    }
    let repeats = uses.iter().filter(|((.., chronic), _)| *chronic);
    let times: Vec<usize> = repeats.map(|(_, times)| *times).collect();
    assert!((3..=5).contains(&(times.iter().sum::<usize>() / times.len())));
}

#[test]
fn the_assortment_holds_together() {
    let mut reader = csv::Reader::from_reader(ASSORTMENT.as_bytes());
    let lines: Vec<_> = reader.records().map(Result::unwrap).collect();
    for line in &lines {
        let head = lines.iter().find(|head| head[2] == line[15]);
        assert_eq!(head.is_none(), line[15].is_empty(), "{line:?}");
        let head = head.unwrap_or(line);
        assert_eq!((&head[1], &head[3]), (&line[1], &line[3]), "{line:?}");
        // The check digit of the G-Standaard holds, in a range where no PRK was seen.
        let digits = line[3].bytes().rev().map(|digit| u32::from(digit - b'0'));
        let check: u32 = (1..).zip(digits).map(|(place, digit)| place * digit).sum();
        assert!(check.is_multiple_of(11) && (line[3].is_empty() || &line[3] > "91"));
    }
}
