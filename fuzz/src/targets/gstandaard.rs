//! The folder of a release: each part is the name of a file on a line, and its bytes.

use super::{joined, parts};
use crate::checks::said;
use crate::{DATASET, ENGINE, Shape};
use groenrecept::intake::Export;
use groenrecept::intake::gstandaard::Release;
use groenrecept::{CodeSystem, ErrorKind, GNumber};
use std::fs;

const FILES: [&str; 11] = [
    "BST001T", "BST004T", "BST020T", "BST031T", "BST050T", "BST051T", "BST052T", "BST070T",
    "BST711T", "BST801T", "BST902T",
];

const EXPORT: &str = "zi;prk;gpk;aantal;eenheid\n14500019;91014;25615;1;ST\n;91014;;1;ST\n";

pub(crate) fn run(bytes: &[u8]) -> Shape {
    let folder = tempfile::tempdir().expect("a folder");
    for part in parts(bytes) {
        let end = part
            .iter()
            .position(|byte| *byte == b'\n')
            .unwrap_or(part.len());
        let name = part.get(..end).unwrap_or_default().trim_ascii();
        let name = FILES.into_iter().find(|file| file.as_bytes() == name);
        if let Some(name) = name {
            let bytes = part.get(end + 1..).unwrap_or_default();
            fs::write(folder.path().join(name), bytes).expect("a file in the folder");
        }
    }
    match Release::open(&DATASET, folder.path()) {
        Ok(release) => used(release),
        Err(error) => {
            said(&error);
            assert!(
                error
                    .file()
                    .is_some_and(|file| file.starts_with(&*folder.path().to_string_lossy()))
            );
            let kind = match error.kind() {
                ErrorKind::Release(problem) => format!("{:?}", std::mem::discriminant(problem)),
                other => panic!("{other:?}"),
            };
            Shape::of((
                kind,
                error.file().map(|file| file.len()),
                error.line().unwrap_or(0).min(3),
            ))
        }
    }
}

/// Every number that is asked for is found or not, and an export is read with them.
fn used(release: Release) -> Shape {
    let mut shape =
        Shape::of(release.gaps().len()).and(release.articles().counts().map(|count| count.min(3)));
    for name in GNumber::SYSTEMS {
        let system = name.parse::<CodeSystem>().expect("a system");
        for text in ["14500019", "2100010", "91014", "25615", "1"] {
            let number = GNumber::parse(&system, text).and_then(Result::ok);
            let known = number.and_then(|number| release.articles().find(number));
            assert!(
                known
                    .as_ref()
                    .is_none_or(|article| article.doses.is_none_or(|doses| doses > 0))
            );
            shape = shape.and(known.is_some());
        }
    }
    let engine = ENGINE.clone().gstandaard(Some(release));
    let export = Export::new("export.csv", EXPORT.as_bytes()).expect("text");
    match engine.analysis().run(export, None) {
        Ok(outcome) => {
            assert!(outcome.tally().is_some_and(|tally| tally.ledger.balances()));
            shape.and(outcome.products.len())
        }
        Err(error) => {
            said(&error);
            shape
        }
    }
}

/// A record: digits stand right with zeros before them, text left with blanks behind.
fn record(file: u32, length: usize, fields: &[(usize, usize, &str)]) -> Vec<u8> {
    let mut line = vec![b' '; length];
    line[..5].copy_from_slice(format!("{file:04}0").as_bytes());
    for (from, to, text) in fields {
        let width = to + 1 - from;
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let text = if digits {
            format!("{text:0>width$}")
        } else {
            format!("{text:<width$}")
        };
        line[from - 1..*to].copy_from_slice(text.as_bytes());
    }
    line.extend_from_slice(b"\r\n");
    line
}

/// Small releases with invented numbers whose check digits fit.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let file = |name: &str, records: &[Vec<u8>]| {
        [format!("{name}\n").as_bytes(), &records.concat(), b"\r\n"].concat()
    };
    let generic = file(
        "BST711T",
        &[
            record(
                711,
                160,
                &[
                    (6, 13, "25615"),
                    (25, 27, "6"),
                    (31, 33, "62"),
                    (34, 40, "14"),
                    (48, 72, "100UG/DO"),
                    (119, 126, "R03AC02"),
                ],
            ),
            record(
                711,
                160,
                &[
                    (6, 13, "25623"),
                    (25, 27, "7"),
                    (31, 33, "9"),
                    (34, 40, "15"),
                    (48, 72, "20MG"),
                    (119, 126, "A02BC01"),
                ],
            ),
        ],
    );
    let articles = file(
        "BST004T",
        &[record(
            4,
            320,
            &[(6, 13, "14500019"), (14, 21, "2100010"), (22, 28, "11")],
        )],
    );
    let names = file(
        "BST020T",
        &[record(
            20,
            160,
            &[(6, 12, "11"), (86, 135, "VENTOLIN AEROSOL 100UG/DO 200DO")],
        )],
    );
    let trade = file(
        "BST031T",
        &[record(
            31,
            330,
            &[(6, 13, "2100010"), (14, 21, "91014"), (30, 36, "11")],
        )],
    );
    let prescribed = file(
        "BST052T",
        &[record(
            52,
            128,
            &[
                (6, 13, "91014"),
                (14, 20, "13"),
                (21, 28, "25615"),
                (53, 58, "208"),
                (59, 67, "000020000"),
            ],
        )],
    );
    let links = file(
        "BST070T",
        &[record(
            70,
            64,
            &[(6, 13, "2100010"), (14, 21, "91014"), (30, 37, "25615")],
        )],
    );
    let codes = file(
        "BST801T",
        &[record(
            801,
            192,
            &[(6, 13, "R03AC02"), (14, 93, "SALBUTAMOL")],
        )],
    );
    let words = file(
        "BST902T",
        &[record(
            902,
            128,
            &[(6, 9, "6"), (10, 15, "6"), (62, 111, "AEROSOL")],
        )],
    );
    vec![
        joined(&[
            &generic,
            &articles,
            &names,
            &trade,
            &prescribed,
            &links,
            &codes,
            &words,
        ]),
        joined(&[&generic, &articles, &trade, &prescribed]),
        joined(&[&generic, &links]),
        generic,
    ]
}
