//! Any bytes as an export. The first byte chooses options.

use crate::checks::{balances, difference, in_order, said};
use crate::{DATASET, ENGINE, Shape, seeds};
use groenrecept::intake::{Export, Profile};
use groenrecept::practice::{Analysis, Outcome};
use groenrecept::report::{Report, worklist};
use groenrecept::{Day, Error, Language};
use serde_json::Value;
use std::num::NonZeroUsize;
use std::sync::LazyLock;

/// How long rows are repeated for until several threads have work: more than two blocks.
const WIDE: usize = 600 << 10;

static PROFILE: LazyLock<Profile> =
    LazyLock::new(|| Profile::named(&DATASET, "jhn").expect("a profile of the data"));

pub(crate) fn run(bytes: &[u8]) -> Shape {
    let Some((&choice, body)) = bytes.split_first() else {
        return Shape::default();
    };
    let widened = (choice >= 0xfc).then(|| widened(body));
    let body = widened.as_deref().unwrap_or(body);
    let profile = (choice & 0b0100_0000 != 0).then_some(&*PROFILE);
    let one = answer(body, profile, &asked(choice, 1));
    if choice & 0b1000_0000 != 0 {
        let four = answer(body, profile, &asked(choice, 4));
        match (&one, &four) {
            (Ok(one), Ok(four)) => same(one, four, "one thread against four"),
            (Err(one), Err(four)) => assert_eq!(one.to_string(), four.to_string()),
            (one, four) => panic!("one thread {one:?}, four {four:?}"),
        }
    }
    match one {
        Ok(outcome) => {
            let report = told(&outcome);
            shape(&report, &outcome)
        }
        Err(error) => Shape::of(std::mem::discriminant(error.kind())),
    }
}

/// Two outcomes are told alike.
pub(super) fn same(one: &Outcome, other: &Outcome, what: &str) {
    let json = |outcome| serde_json::to_value(Report::new(outcome, Language::Dutch));
    let [one, other] = [one, other].map(|outcome| json(outcome).expect("a report in JSON"));
    assert_eq!(difference(&one, &other), None, "{what}");
}

/// The analysis that a byte asks for.
fn asked<'a>(choice: u8, threads: usize) -> Analysis<'a> {
    let on = |bit: u8| choice & (1 << bit) != 0;
    let day = |month| Day::new(2025, month, 1);
    let hidden = [None, None, Some(5), Some(10)][usize::from(choice & 3)];
    let threads = NonZeroUsize::new(threads).expect("a number of threads");
    ENGINE
        .analysis()
        .threads(threads)
        .suppress(hidden)
        .worklist(on(2))
        .list_set_aside(on(3))
        .latest(day(12).filter(|_| on(4)))
        .period(day(2).filter(|_| on(5)), None)
}

fn answer(
    body: &[u8],
    profile: Option<&Profile>,
    analysis: &Analysis<'_>,
) -> Result<Outcome, Error> {
    let export = Export::new("export.csv", body);
    let outcome = export.and_then(|export| analysis.run(export, profile));
    outcome.inspect_err(|error| {
        said(error);
        assert_eq!(error.file(), Some("export.csv"), "{error}");
    })
}

/// The report as JSON, after what holds of every report.
pub(super) fn told(outcome: &Outcome) -> Value {
    let report = Report::new(outcome, Language::Dutch);
    assert!(!report.text(40).is_empty());
    let report = serde_json::to_value(report).expect("a report in JSON");
    in_order(&report);
    if outcome.asked.suppressed_below.is_none() {
        balances(&report);
    } else {
        let list = worklist(outcome, Language::Dutch);
        assert!(list.is_none(), "a list where numbers are hidden");
    }
    report
}

/// Which kinds of things a report tells of.
pub(super) fn shape(report: &Value, outcome: &Outcome) -> Shape {
    let aside: Vec<String> = report["rows"]["set_aside"]
        .as_object()
        .map(|map| map.keys().cloned().collect())
        .unwrap_or_default();
    let columns: Vec<String> = report["layout"]["columns"]
        .as_object()
        .map(|map| map.keys().cloned().collect())
        .unwrap_or_default();
    let kinds = outcome.products.len().min(3);
    Shape::of(aside)
        .and(columns)
        .and(kinds)
        .and(report["coverage"]["climate"]["none"].to_string().len() / 16)
}

fn widened(body: &[u8]) -> Vec<u8> {
    let end = body
        .iter()
        .position(|byte| *byte == b'\n')
        .map_or(body.len(), |at| at + 1);
    let (header, rows) = body.split_at(end);
    let times = WIDE.checked_div(rows.len()).unwrap_or(0);
    [header, &rows.repeat(times)].concat()
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    super::chosen(0, &[0x04, 0x7b, 0x83, 0xfe], &bare_seeds())
}

/// Exports of several makers, short.
pub(crate) fn bare_seeds() -> Vec<Vec<u8>> {
    let rows = "datum;omschrijving;aantal;eenheid\n\
                31-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;1;ST\n\
                15-02-2025;SERETIDE DISKUS INHPDR 50/500UG 60DO;2;ST\n";
    let totals = "atc\tmiddel\tverstrekkingen\tddd\nR03AC02\tsalbutamol\t12\t1.234,5\nTotaal\t\t12\t1.234,5\n";
    let numbers = "zi,prk,aantal,datum\n14500019,963720,1.0,2025-01-31\n,963720,200,2025-02-01\n";
    let windows = b"datum;omschrijving;aantal\r\n3 mrt 2025;HYDROCORTISON CR\xc8ME 10MG/G;30\r\n";
    vec![
        rows.as_bytes().to_vec(),
        totals.as_bytes().to_vec(),
        numbers.as_bytes().to_vec(),
        windows.to_vec(),
        format!("\u{feff}{rows}").into_bytes(),
        seeds::head("data/demo/praktijkexport.csv", 8),
        seeds::head("data/demo/praktijkexport.csv", 60),
        seeds::head("tests/fixtures/exports/twaalf.csv", 12),
    ]
}
