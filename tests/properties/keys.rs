//! What is remembered of cells is never that of other cells, whatever bytes they hold.

use crate::*;
use groenrecept::CodeSystem;
use groenrecept::dataset::Layer;
use groenrecept::practice::{Outcome, Row as Memory};

/// What a cell is made of: signs that part cells somewhere, control bytes, and few letters, so that
/// the parts of two rows often join to the same text.
pub(crate) fn piece() -> impl Strategy<Value = String> {
    let control = (0..0x20u8).prop_map(|byte| char::from(byte).to_string());
    let parting = select(vec![
        ";", ",", "|", "\t", "\"", "\"\"", "'", "\\", "+", " ", "0", "1", "\u{1f}", "\u{1f}",
    ]);
    prop_oneof![
        1 => control,
        3 => parting.prop_map(str::to_owned),
    ]
}

/// A cell that is read, with or without something behind it.
pub(crate) fn cell(read: &[&'static str]) -> impl Strategy<Value = String> + use<> {
    let noise = prop::collection::vec(piece(), 0..3);
    (
        select(read.to_vec()),
        prop_oneof![3 => Just(vec![]), 2 => noise],
    )
        .prop_map(|(read, noise)| format!("{read}{}", noise.concat()))
}

/// Label, ATC code, two codes, quantity and unit.
fn cells() -> impl Strategy<Value = [String; 6]> {
    let labels = [
        "VENTOLIN AEROSOL 100UG/DO 200DO",
        "ATROVENT AEROSOL 20UG/DO 200DO",
        "METFORMINE TABL 500MG",
        "",
    ];
    [
        cell(&labels).boxed(),
        cell(&["", "R03AC02", "R03BB01"]).boxed(),
        cell(&["", "12345", "6"]).boxed(),
        cell(&["", "12345", "6"]).boxed(),
        cell(&["1", "2", "200", ""]).boxed(),
        cell(&["ST", "DO", ""]).boxed(),
    ]
}

/// Two rows of which the cells join to the same text, in the order in which they are remembered.
fn twins([label, atc, prk, his, quantity, unit]: [String; 6]) -> [[String; 6]; 2] {
    let join = |one: &str, other: &str| format!("{one}\u{1f}{other}");
    [
        [
            label.clone(),
            join(&atc, "R03AC02"),
            prk.clone(),
            his.clone(),
            quantity.clone(),
            unit.clone(),
        ],
        [
            atc,
            "R03AC02".to_owned(),
            prk,
            his,
            join(&quantity, &unit),
            label,
        ],
    ]
}

pub(crate) fn quoted(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}

/// Each row of a patient of its own, so that none is a copy, under a header that is long enough for
/// control bytes to be few.
fn outcome(dataset: &Dataset, rows: &[[String; 6]], threads: usize) -> Outcome {
    let mut text = format!(
        "patient;datum;omschrijving;atc;prk;hisnr;aantal;eenheid;{}\n",
        "x".repeat(3900)
    );
    for (number, cells) in rows.iter().enumerate() {
        let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
        text += &format!("9{number};2025-01-15;{};\n", cells.join(";"));
    }
    let profile = Profile::parse(
        "separator = \";\"\nencoding = \"utf-8\"\ndate = \"yyyy-mm-dd\"\ndecimal = \".\"\n\
         [codes]\nprk = \"prk\"\nhis = \"hisnr\"\n",
    );
    let export = Export::new("export.csv", text.as_bytes()).unwrap();
    Engine::new(dataset)
        .analysis()
        .threads(NonZeroUsize::new(threads).unwrap())
        .run(export, Some(&profile.unwrap()))
        .unwrap()
}

/// Totals by medicine, and the account.
pub(crate) type Sums = (
    BTreeMap<String, (u64, Fraction, Fraction)>,
    BTreeMap<String, u64>,
);

pub(crate) fn add(sums: &mut Sums, outcome: &Outcome) {
    let shown = |count: groenrecept::practice::Count| count.shown().unwrap();
    for one in &outcome.products {
        let central = one.climate.as_ref().map(|climate| climate.range.central());
        let sum = sums.0.entry(one.product.clone()).or_default();
        sum.0 += one.rows;
        sum.1 = sum.1.plus(one.quantity.amount).unwrap();
        sum.2 = sum.2.plus(central.unwrap_or_default()).unwrap();
    }
    let (rows, none) = (&outcome.rows, &outcome.coverage.none);
    let counts = [
        ("read", rows.read),
        ("analysed", rows.analysed),
        ("merged", rows.merged),
        ("other", none.other_medicine),
        ("unrecognised", none.unrecognised),
    ];
    let aside = rows.set_aside.iter();
    let aside = aside.map(|(reason, count)| (reason.as_str(), *count));
    for (name, count) in counts.into_iter().chain(aside) {
        *sums.1.entry(name.to_owned()).or_default() += shown(count);
    }
}

/// The embedded data with a code table, so that a code changes what a row means.
fn coded() -> Dataset {
    let folder = tempfile::tempdir().unwrap();
    let text = "system,code,product_id\nprk,12345,ventolin-aerosol-100\n";
    std::fs::write(folder.path().join("codes.csv"), text).unwrap();
    let layer = Layer::from_dir(folder.path()).unwrap();
    DATASET.with_layer(&layer).unwrap()
}

static CODED: LazyLock<Dataset> = LazyLock::new(coded);

proptest! {
    #![proptest_config(config(48))]

    #[test]
    fn rows_together_are_what_each_is_alone(
        rows in prop::collection::vec(cells(), 1..16),
        order in any::<usize>(),
    ) {
        let (plain, joined) = rows.split_at(rows.len() / 2);
        let joined = joined.iter().cloned().flat_map(twins);
        let rows: Vec<_> = plain.iter().cloned().chain(joined).collect();
        let mut alone = Sums::default();
        for row in &rows {
            add(&mut alone, &outcome(&CODED, std::slice::from_ref(row), 1));
        }
        let mut rows = rows;
        let half = rows.len() / 2;
        for threads in [1, 2, 4] {
            // Each row twice, as what it was read as is asked of the memory the second time.
            let mut twice = [rows.clone(), rows.clone()].concat();
            let length = twice.len();
            twice.rotate_left(order % length);
            let mut together = Sums::default();
            add(&mut together, &outcome(&CODED, &twice, threads));
            let mut doubled = alone.clone();
            for sum in doubled.0.values_mut() {
                *sum = (sum.0 * 2, sum.1.plus(sum.1).unwrap(), sum.2.plus(sum.2).unwrap());
            }
            doubled.1.values_mut().for_each(|count| *count *= 2);
            prop_assert_eq!(&together, &doubled, "{} threads", threads);
            rows.reverse();
            rows.rotate_left(half);
        }
    }
}

/// The two rows make one text when their cells are joined by the byte between units: one counts
/// devices, the other has a unit that nobody knows.
#[test]
fn a_cell_with_the_byte_of_a_key_is_no_other_row() {
    let row = |quantity: &str, unit: &str, label: &str| {
        [label, "", "", "", quantity, unit].map(str::to_owned)
    };
    let ventolin = "VENTOLIN AEROSOL 100UG/DO 200DO";
    let rows = [
        row("1", "ST", &format!("\u{1f}{ventolin}")),
        row("1", "ST\u{1f}", ventolin),
        row("1\u{1f}ST", "", ventolin),
    ];
    let mut reversed = rows.clone();
    reversed.reverse();
    let mut alone = Sums::default();
    for one in &rows {
        add(&mut alone, &outcome(&DATASET, std::slice::from_ref(one), 1));
    }
    for rows in [rows, reversed] {
        let mut together = Sums::default();
        add(&mut together, &outcome(&DATASET, &rows, 1));
        assert_eq!(together, alone);
    }
}

/// Rows with nothing but codes are copies where each code is the same, in a file and from memory.
#[test]
fn codes_of_two_systems_are_no_code_of_one() {
    let systems: [CodeSystem; 2] = ["his", "own"].map(|name| name.parse().unwrap());
    let rows = [["1 2", ""], ["1", "2"], ["", "1 2"], ["1 2", ""]];
    let day = Day::new(2025, 1, 15).unwrap();
    let mut builder = Engine::new(&DATASET).tally();
    let mut text = "patient;datum;omschrijving;hisnr;ownnr;aantal\n".to_owned();
    for codes in rows {
        let line = systems.iter().zip(codes);
        let line = line.filter(|(_, code)| !code.is_empty());
        let line = line.fold(Prescription::new(), |line, (system, code)| {
            line.code(system.clone(), code)
        });
        let line = line.quantity("1", "").day(day);
        builder.add(&Memory::new(&line).patient("p")).unwrap();
        text += &format!("p;2025-01-15;;{};{};1\n", codes[0], codes[1]);
    }
    let profile = Profile::parse("[codes]\nhis = \"hisnr\"\nown = \"ownnr\"\n").unwrap();
    let export = Export::new("export.csv", text.as_bytes()).unwrap();
    let analysis = Engine::new(&DATASET).analysis();
    let layout = export.layout(&DATASET, Some(&profile)).unwrap();
    let file = analysis.tally(export, &layout).unwrap().ledger;
    let memory = builder.finish().unwrap().ledger;
    for ledger in [file, memory] {
        assert_eq!((ledger.analysed(), ledger.merged()), (3, 1));
    }
}
