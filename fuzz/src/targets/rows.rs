//! Rows under a known header, each of a patient: order and threads change nothing, and nothing
//! tells of a patient.

use super::export::{same, shape, told};
use crate::checks::{LANGUAGES, PATIENT, difference, said, tells_no_patient, without_lines};
use crate::{ENGINE, Shape};
use groenrecept::Error;
use groenrecept::intake::{Export, Profile};
use groenrecept::practice::Outcome;
use groenrecept::report::{Report, worklist};
use std::num::NonZeroUsize;
use std::sync::LazyLock;

const HEADER: &str = "patient;praktijk;datum;omschrijving;atc;prk;aantal;eenheid;status;gestopt;\
                      volgnummer_herhaling;iteraties;dosiscode;aantal_dagen;einddatum;per_dag\n";

static PROFILE: LazyLock<Profile> = LazyLock::new(|| {
    let text = "separator = \";\"\nencoding = \"utf-8\"\ndate = \"yyyy-mm-dd\"\ndecimal = \",\"\n";
    Profile::parse(text).expect("a profile")
});

pub(crate) fn run(bytes: &[u8]) -> Shape {
    let Some((&choice, body)) = bytes.split_first() else {
        return Shape::default();
    };
    // Nobody else writes the word that stands for a patient.
    if body
        .windows(PATIENT.len())
        .any(|window| window == PATIENT.as_bytes())
    {
        return Shape::default();
    }
    let mut rows: Vec<Vec<u8>> = body.split(|byte| *byte == b'\n').map(row).collect();
    let one = match answer(&rows, 1, None) {
        Ok(one) => one,
        Err(error) => return Shape::of(std::mem::discriminant(error.kind())),
    };
    let report = told(&one);
    tells_no_patient("a report", &report.to_string());
    match choice % 4 {
        0 => {
            let four = answer(&rows, 4, None).expect("the same rows are read");
            same(&one, &four, "one thread against four");
        }
        // A row that begins or ends within a quote is another one elsewhere.
        1 if !body.iter().any(|byte| matches!(byte, b'"' | b'\r')) => {
            rows.reverse();
            let turned = answer(&rows, 1, None).expect("the same rows are read");
            let [one, other] = [report.clone(), told(&turned)].map(without_lines);
            assert_eq!(difference(&one, &other), None, "the rows in another order");
        }
        2 => {
            let hidden = answer(&rows, 1, Some(5)).expect("the same rows are read");
            tells_no_patient("a report that hides", &told(&hidden).to_string());
        }
        _ => pages(&one),
    }
    shape(&report, &one)
}

/// No page or list tells of a patient.
fn pages(outcome: &Outcome) {
    for language in LANGUAGES {
        let page = Report::new(outcome, language).text(100);
        tells_no_patient("a page", &page);
        for line in worklist(outcome, language).into_iter().flatten() {
            tells_no_patient("a list", &line);
        }
    }
}

/// A row of one of five patients.
fn row(line: &[u8]) -> Vec<u8> {
    let number = line.first().map_or(0, |byte| byte % 5);
    [format!("{PATIENT}{number};").as_bytes(), line, b"\n"].concat()
}

fn answer(rows: &[Vec<u8>], threads: usize, hidden: Option<u64>) -> Result<Outcome, Error> {
    let body = [HEADER.as_bytes(), &rows.concat()].concat();
    let analysis = ENGINE
        .analysis()
        .threads(NonZeroUsize::new(threads).expect("a number of threads"))
        .worklist(hidden.is_none())
        .suppress(hidden);
    let export = Export::new("export.csv", body.as_slice());
    let outcome = export.and_then(|export| analysis.run(export, Some(&PROFILE)));
    outcome.inspect_err(said)
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let rows = [
        "a;2025-01-15;VENTOLIN AEROSOL 100UG/DO 200DO;R03AC02;963720;1;ST;;;0;0;2D1I;30;2025-03-01;2",
        "a;2025-01-15;VENTOLIN AEROSOL 100UG/DO 200DO;R03AC02;;200;DO;afgehandeld;nee;1;3;zn 1D1I;;;",
        "b;2025-02-16;SERETIDE DISKUS INHPDR 50/500UG 60DO;;;-1;ST;retour;;;;;;;",
        "b;2025-02-16;SERETIDE DISKUS INHPDR 50/500UG 60DO;;;1;ST;;2025-01-20;;;1D2I;15;;1,5",
        ";;METFORMINE TABL 500MG;A10BA02;;30;ST;geannuleerd;ja;;;;;;",
        ";2025-02-17;INFLUENZAVACCIN;J07BB02;;1;ST;;;;;;;;",
        ";2025-02-18;SALBUTAMOL VERNEVELVLST 2MG/ML 2,5ML;R03AC02;;60;ST;;;;;;;;",
        "1;2025-02-19;IETS ANDERS;;;veel;DO;;;;;;;;",
    ];
    let parts = [&rows[..], &rows[..2], &rows[2..4], &rows[4..]];
    let bodies: Vec<Vec<u8>> = parts.map(|rows| rows.join("\n").into_bytes()).to_vec();
    super::chosen(1, &[0, 2, 3], &bodies)
}
