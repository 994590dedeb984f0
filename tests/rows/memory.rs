//! Rows from memory beside the same rows in a file: account, copies, sums, months, other
//! medicines, water and lines.

use crate::*;
use groenrecept::advice::About;
use groenrecept::dataset::Layer;
use groenrecept::matching::Other;
use groenrecept::practice::{Reason, Row, TallyBuilder};
use groenrecept::{Atc, CodeSystem, Day, NoImpact, Prescription};
use groenrecept::{ErrorKind, Role};

/// The cells of a row in the order of [`COLUMNS`], as a file has them.
pub(crate) type Cells = Vec<&'static str>;

pub(crate) const COLUMNS: [(&str, Option<Role>); 16] = [
    ("patient", Some(Role::Patient)),
    ("praktijk", Some(Role::Practice)),
    ("datum", Some(Role::Date)),
    ("omschrijving", Some(Role::Label)),
    ("atc", Some(Role::Atc)),
    ("prk", None),
    ("aantal", Some(Role::Quantity)),
    ("eenheid", Some(Role::Unit)),
    ("status", Some(Role::Status)),
    ("gestopt", Some(Role::Stopped)),
    ("volgnummer_herhaling", Some(Role::Repeat)),
    ("dosiscode", Some(Role::Dosage)),
    ("aantal_dagen", Some(Role::Days)),
    ("einddatum", Some(Role::End)),
    ("per_dag", Some(Role::PerDay)),
    ("iteraties", Some(Role::Iterations)),
];

/// A row that fills every column, so that a column of the file is one of the rows, too.
pub(crate) const FULL: [&str; 16] = [
    "p9",
    "a",
    "25-01-2025",
    "ATROVENT AEROSOL 20UG/DO 200DO",
    "R03BB01",
    "12345",
    "1,0",
    "ST",
    "afgehandeld",
    "nee",
    "1",
    "2D1I",
    "30",
    "05-02-2025",
    "2",
    "3",
];

pub(crate) fn cells() -> impl Strategy<Value = Cells> {
    let who = (
        select(vec!["", "p1", "p2", "onbekend"]),
        select(vec!["", "a", "b"]),
    );
    let dates = vec!["16-01-2025", "16-01-2025", "17-02-2025", "", "16-01-1980"];
    let medicines = vec![
        ("VENTOLIN AEROSOL 100UG/DO 200DO", "R03AC02"),
        ("SERETIDE DISKUS INHPDR 50/500UG 60DO", ""),
        ("SPIRIVA INHALCAPS 18MCG + HANDIHALER", "R03BB04"),
        ("DICLOFENAC GEL 11,6MG/G TUBE 100G", "M02AA15"),
        ("METFORMINE TABLET FO 500MG", "A10BA02"),
        ("een \"label\"; met tekens", ""),
        ("VOORZETKAMER VOLUMATIC", ""),
        ("INFLUENZAVACCIN", "J07BB02"),
        ("", "R03AC02"),
        ("", ""),
    ];
    let amounts = vec![
        "1,0", "200,0", "60,0", "2,5", "0", "-1,0", "-60,0", "twee", "", "40,0",
    ];
    let life = (
        select(vec![
            "",
            "afgehandeld",
            "geannuleerd",
            "gestopt",
            "concept",
            "retour",
            "ABC",
        ]),
        select(vec!["", "nee", "01-02-2025", "04"]),
        (select(vec!["", "0", "3"]), select(vec!["", "0,0", "2"])),
    );
    let supply = (
        select(vec!["", "2D1I", "zn"]),
        select(vec!["", "30", "x"]),
        select(vec!["", "16-03-2025"]),
        select(vec!["", "2"]),
    );
    let what = (
        select(medicines),
        select(vec!["", "12345"]),
        select(amounts),
    );
    (
        who,
        select(dates),
        what,
        select(vec!["ST", "DO", "", "G"]),
        life,
        supply,
    )
        .prop_map(
            |((patient, practice), date, ((label, atc), prk, amount), unit, life, supply)| {
                vec![
                    patient, practice, date, label, atc, prk, amount, unit, life.0, life.1,
                    life.2.0, supply.0, supply.1, supply.2, supply.3, life.2.1,
                ]
            },
        )
}

fn file(rows: &[Cells]) -> Outcome {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .from_writer(Vec::new());
    writer.write_record(COLUMNS.map(|(name, _)| name)).unwrap();
    for row in rows {
        writer.write_record(row).unwrap();
    }
    let bytes = writer.into_inner().unwrap();
    let export = Export::new("export.csv", bytes.as_slice()).unwrap();
    Engine::new(&DATASET).analysis().run(export, None).unwrap()
}

/// Days as `2025-01-31` and numbers with a point; what is neither stays as it is.
fn plain(cell: &str) -> String {
    let parts: Vec<&str> = cell.split('-').collect();
    match parts.as_slice() {
        [day, month, year] if year.len() == 4 => format!("{year}-{month}-{day}"),
        _ => cell.replace(',', "."),
    }
}

fn row(cells: &Cells) -> Row {
    let prk = "prk".parse::<CodeSystem>().unwrap();
    let row = Row::new(&Prescription::new().code(prk, cells[5]));
    COLUMNS
        .iter()
        .zip(cells)
        .fold(row, |row, ((_, role), cell)| match role {
            Some(Role::Label) => row.with(Role::Label, cell),
            Some(role) => row.with(*role, &plain(cell)),
            None => row,
        })
}

fn filled(rows: &[Cells]) -> TallyBuilder<'static> {
    let mut builder = Engine::new(&DATASET).tally();
    for one in rows {
        builder.add(&row(one)).unwrap();
    }
    builder
}

fn outcome(builder: TallyBuilder<'_>) -> Outcome {
    let tally = builder.finish().unwrap();
    Engine::new(&DATASET).analysis().outcome(tally).unwrap()
}

/// All that is said of rows, whether they stand in a file or not; the header is a line of the file.
fn said(outcome: &Outcome, header: u64) -> Value {
    fn moved(value: &mut Value, key: &str, header: u64) {
        match value {
            Value::Array(all) => all.iter_mut().for_each(|one| moved(one, key, header)),
            Value::Object(all) => all.iter_mut().for_each(|(name, one)| {
                let key = if name.ends_with("lines") || name == "line" {
                    "lines"
                } else {
                    key
                };
                moved(one, key, header);
            }),
            Value::Number(number) if key == "lines" => {
                *value = json!(number.as_u64().unwrap() + header);
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let mut report = json_of(outcome);
    for name in ["file", "layout", "codes"] {
        report[name].take();
    }
    moved(&mut report, "", header);
    report
}

proptest! {
    #![proptest_config(config(128))]

    #[test]
    fn rows_from_memory_are_those_of_a_file(rows in prop::collection::vec(cells(), 0..30)) {
        let rows = [vec![FULL.to_vec()], rows].concat();
        prop_assert_eq!(said(&outcome(filled(&rows)), 1), said(&file(&rows), 0));
    }

    #[test]
    fn parts_in_any_order_are_the_whole(
        (rows, shuffled) in prop::collection::vec(cells(), 1..30)
            .prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())),
        at in any::<prop::sample::Index>(),
    ) {
        let whole = without_lines(said(&outcome(filled(&rows)), 0));
        let (first, second) = shuffled.split_at(at.index(shuffled.len()));
        let mut parts = filled(first);
        parts.merge(filled(second)).unwrap();
        prop_assert_eq!(without_lines(said(&outcome(parts), 0)), whole);
    }
}

fn reason_of(row: &Row) -> BTreeMap<Reason, u64> {
    let mut builder = Engine::new(&DATASET).tally();
    builder.add(row).unwrap();
    builder.finish().unwrap().ledger.set_aside()
}

#[test]
fn a_row_that_says_too_little_has_the_reason_of_a_file() {
    let ventolin = || Prescription::new().label("VENTOLIN AEROSOL 100UG/DO 200DO");
    let nothing = Row::new(&Prescription::new().quantity("1", "ST"));
    assert_eq!(reason_of(&nothing), [(Reason::ProductMissing, 1)].into());
    for (amount, reason) in [
        ("twee", Reason::QuantityUnreadable),
        ("", Reason::QuantityMissing),
        ("0", Reason::QuantityZero),
        ("-2", Reason::QuantityNegative),
    ] {
        let row = Row::new(&ventolin().quantity(amount, "ST"));
        assert_eq!(reason_of(&row), [(reason, 1)].into(), "{amount}");
    }
    let row = Row::new(&ventolin().quantity("1", "ST")).with(Role::Date, "31-01-2025");
    assert_eq!(reason_of(&row), [(Reason::DateUnreadable, 1)].into());
    let gone = Row::new(&ventolin().quantity("1", "ST")).with(Role::Status, "geannuleerd");
    assert_eq!(reason_of(&gone), [(Reason::Cancelled, 1)].into());
}

/// A line end in a cell ends no row, and makes no two patients one; nobody stays nobody.
#[test]
fn line_ends_and_quotes_in_cells_are_no_rows() {
    let line = Prescription::new()
        .label("VENTOLIN AEROSOL\n100UG/DO\r200DO")
        .quantity("1\n", "ST")
        .day(Day::new(2025, 1, 31).unwrap());
    let account = |patients: &[&str]| {
        let mut builder = Engine::new(&DATASET).tally();
        for patient in patients {
            builder.add(&Row::new(&line).patient(patient)).unwrap();
        }
        let outcome = outcome(builder);
        assert_eq!(outcome.products[0].product, "ventolin-aerosol-100");
        let counts = [
            outcome.rows.read,
            outcome.rows.analysed,
            outcome.rows.merged,
        ];
        counts.map(|count| count.shown().unwrap())
    };
    let others = [
        "a\nb",
        "a\rb",
        "a b",
        "a\\nb",
        "a\"b",
        "a;b,c",
        "a\u{0}b",
        "a\u{2424}b",
    ];
    assert_eq!(account(&others), [8, 8, 0]);
    assert_eq!(account(&["p1", "p1\n", " p1"]), [3, 1, 2]);
    for nobody in ["\n", "onbekend\n", "0\r\n", ""] {
        assert_eq!(account(&[nobody, nobody]), [2, 2, 0], "{nobody:?}");
    }
}

/// A comma is no decimal point: `1,000` is unreadable and never a thousand.
#[test]
fn a_comma_makes_a_number_unreadable() {
    for (amount, reason) in [
        ("1,000", Reason::QuantityUnreadable), // one, or a thousand
        ("1,200.5", Reason::QuantityUnreadable),
        ("1,5", Reason::QuantityAbsurd), // no part of an inhaler
    ] {
        let line = Prescription::new().label("VENTOLIN AEROSOL 100UG/DO 200DO");
        let line = line.quantity(amount, "ST");
        assert!(Engine::new(&DATASET).impact(&line).is_err(), "{amount}");
        let expected = [(reason, 1)].into();
        assert_eq!(reason_of(&Row::new(&line)), expected, "{amount}");
    }
}

/// To take a text of millions of letters apart would take minutes.
#[test]
fn a_label_without_end_is_not_recognised() {
    let engine = Engine::new(&DATASET);
    for label in [
        "A".repeat(2 << 20),
        "VENTOLIN\u{0} AEROSOL 100UG/DO 200DO".to_owned(),
    ] {
        let line = Prescription::new().label(&label).quantity("1", "ST");
        assert_eq!(engine.resolve(&line).other(), Some(Other::Unrecognised));
        assert_eq!(
            engine.impact(&line).unwrap_err(),
            NoImpact::NotInhaled(Other::Unrecognised)
        );
        let advice = engine.advise(&line, &Default::default(), &Default::default());
        assert_eq!(advice.about, About::NotRecognised);
    }
    let blank = Prescription::new()
        .atc("\u{a0}R03AC02 ")
        .quantity("1", "ST");
    assert!(engine.impact(&blank).is_ok());
}

/// Nothing of a patient stands in a log, and the options of an analysis are those of its rows.
#[test]
fn rows_say_nothing_of_patients() {
    let line = Prescription::new().label("VENTOLIN AEROSOL 100UG/DO 200DO");
    let row = Row::new(&line.quantity("1", "ST")).patient("pseudonym-1");
    let mut builder = Engine::new(&DATASET).analysis().suppress(Some(10)).rows();
    builder.add(&row).unwrap();
    let shown = format!("{row:?} {builder:?}");
    assert!(!shown.contains("pseudonym"), "{shown}");
    let outcome = builder.outcome().unwrap();
    assert_eq!(outcome.rows.analysed.shown(), None);
    assert!(outcome.products.is_empty() && outcome.tally().is_none());
}

#[test]
fn no_row_is_a_tally_of_nothing() {
    let outcome = outcome(Engine::new(&DATASET).tally());
    assert_eq!(outcome.rows.read, 0);
    assert!(outcome.products.is_empty());
}

/// Places of one dataset are other products in another.
#[test]
fn rows_of_other_data_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let text = "kind,term,value\nsubstance,FOOBARINE,foobarine\n";
    std::fs::write(folder.path().join("vocabulary.csv"), text).unwrap();
    let other = Engine::new(
        &DATASET
            .with_layer(&Layer::from_dir(folder.path()).unwrap())
            .unwrap(),
    );
    let own = Engine::new(&DATASET);
    let mismatch =
        |error: groenrecept::Error| matches!(error.kind(), ErrorKind::DatasetMismatch { .. });
    let row = Row::new(&Prescription::new().atc("R03AC02").quantity("1", "ST"));
    let rows = || {
        let mut builder = other.tally();
        builder.add(&row).unwrap();
        builder
    };
    assert!(mismatch(own.tally().merge(rows()).unwrap_err()));
    let tally = rows().finish().unwrap();
    assert!(mismatch(own.analysis().outcome(tally).unwrap_err()));
    let found = other.resolve(&Prescription::new().atc("R03AC02"));
    let inhaler = found.inhaler().unwrap();
    assert_eq!(inhaler.atc(), "R03AC02".parse::<Atc>().ok());
    assert!(mismatch(own.products(inhaler).unwrap_err()));
    assert!(mismatch(own.estimate(inhaler).unwrap_err()));
    assert!(mismatch(own.pack(inhaler).unwrap_err()));
    let advice = own.advise_on(inhaler, None, &Default::default(), &Default::default());
    let error = advice.unwrap_err();
    let said = error.to_string();
    assert!(said.contains("resolved with other data"), "{said}");
    assert!(mismatch(error));
}

/// Equal data that was loaded twice is the same data.
#[test]
fn rows_of_equal_data_are_taken() {
    let again = Engine::new(&Dataset::embedded().unwrap());
    let found = again.resolve(&Prescription::new().atc("R03AC02"));
    assert!(
        Engine::new(&DATASET)
            .estimate(found.inhaler().unwrap())
            .is_ok()
    );
}

/// The engine is one that threads can share and keep.
#[test]
fn an_engine_is_owned_and_shared() {
    fn shared<T: Clone + Send + Sync + 'static>(_: &T) {}
    fn sent<T: Send>(_: &T) {}
    let engine = Engine::new(&DATASET);
    shared(&engine);
    sent(&engine.tally());
}
