//! The targets: one file for each parser, or for parsers that are one.

mod amount;
mod codes;
mod compare;
mod day;
mod dosage;
mod export;
mod exports;
mod formulary;
mod gstandaard;
mod label;
mod layer;
mod lists;
mod number;
mod profile;
mod proposal;
mod rows;
mod tables;

use crate::seeds::BETWEEN;
use crate::{Target, seeds, words};

/// Every so many seeds ask more.
const SELDOM: usize = 8;

/// All of them.
pub const TARGETS: &[Target] = &[
    Target {
        name: "export",
        about: "any bytes as an export: layout, account, report, list",
        run: export::run,
        seeds: export::seeds,
        words: || words::with_vocabulary(words::EXPORT),
    },
    Target {
        name: "rows",
        about: "rows under a known header: account, order, threads, patients",
        run: rows::run,
        seeds: rows::seeds,
        words: || words::bytes(words::EXPORT),
    },
    Target {
        name: "exports",
        about: "several exports at once",
        run: exports::run,
        seeds: exports::seeds,
        words: || words::bytes(words::EXPORT),
    },
    Target {
        name: "profile",
        about: "a profile of an export, in TOML",
        run: profile::run,
        seeds: profile::seeds,
        words: || words::bytes(&[words::TOML, words::EXPORT].concat()),
    },
    Target {
        name: "proposal",
        about: "the profile that is proposed for any bytes",
        run: proposal::run,
        seeds: export::bare_seeds,
        words: || words::bytes(words::EXPORT),
    },
    Target {
        name: "layer",
        about: "data files of any kind over the embedded data",
        run: layer::run,
        seeds: layer::seeds,
        words: || words::bytes(&[words::DATA, words::TOML].concat()),
    },
    Target {
        name: "guideline",
        about: "a guideline over the embedded data, in TOML",
        run: layer::guideline,
        seeds: layer::guideline_seeds,
        words: || words::bytes(&[words::TOML, words::DATA].concat()),
    },
    Target {
        name: "formulary",
        about: "a formulary: reading, findings, labels",
        run: formulary::run,
        seeds: formulary::seeds,
        words: || words::bytes(words::FORMULARY),
    },
    Target {
        name: "compare",
        about: "two formularies compared",
        run: compare::run,
        seeds: compare::seeds,
        words: || words::bytes(words::FORMULARY),
    },
    Target {
        name: "tables",
        about: "transitions, classes and earlier labels of a formulary",
        run: tables::run,
        seeds: tables::seeds,
        words: || words::bytes(words::FORMULARY),
    },
    Target {
        name: "label",
        about: "the label of a medicine: meaning, impact, advice, trail",
        run: label::run,
        seeds: label::seeds,
        words: || words::with_vocabulary(words::LABEL),
    },
    Target {
        name: "dosage",
        about: "directions for use",
        run: dosage::run,
        seeds: dosage::seeds,
        words: || words::bytes(words::DOSAGE),
    },
    Target {
        name: "amount",
        about: "an amount with its unit",
        run: amount::run,
        seeds: amount::seeds,
        words: || {
            words::bytes(&[
                "x",
                "ST",
                "DO",
                "STUK(S)",
                "1x200do",
                "2 x 60",
                "3 x 10 x 20",
            ])
        },
    },
    Target {
        name: "codes",
        about: "codes, numbers of the G-Standaard, and words of options",
        run: codes::run,
        seeds: codes::seeds,
        words: || words::bytes(words::CODES),
    },
    Target {
        name: "number",
        about: "an exact number, and sums with it",
        run: number::run,
        seeds: number::seeds,
        words: || words::bytes(&["+", "-", ".", "9", "00000000"]),
    },
    Target {
        name: "day",
        about: "a day",
        run: day::run,
        seeds: day::seeds,
        words: || words::bytes(&["-", "0001", "12", "31", "02", "29"]),
    },
    Target {
        name: "gstandaard",
        about: "the folder of a release of the G-Standaard",
        run: gstandaard::run,
        seeds: gstandaard::seeds,
        words: || words::bytes(words::RELEASE),
    },
    Target {
        name: "lists",
        about: "what is written for a spreadsheet, read back",
        run: lists::run,
        seeds: lists::seeds,
        words: || words::bytes(&[words::FORMULARY, words::EXPORT].concat()),
    },
];

/// The parts of an input that is several files.
fn parts(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split(|byte| *byte == BETWEEN)
}

/// Several files as one input.
fn joined<B: AsRef<[u8]>>(files: &[B]) -> Vec<u8> {
    let files: Vec<&[u8]> = files.iter().map(AsRef::as_ref).collect();
    files.join(&BETWEEN)
}

/// The input as text, with signs for bytes that are none.
fn text(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

/// Seeds behind a byte that chooses options, and some of them behind each of the others, which ask
/// more.
fn chosen(often: u8, seldom: &[u8], seeds: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let behind = |byte: u8, seed: &Vec<u8>| [&[byte], seed.as_slice()].concat();
    let all = seeds.iter().map(|seed| behind(often, seed));
    let few = seeds.iter().step_by(SELDOM).zip(seldom.iter().cycle());
    let few = few.map(|(seed, byte)| behind(*byte, seed));
    // Each of them at least once.
    let each = seldom.iter().zip(seeds.iter().cycle());
    all.chain(few)
        .chain(each.map(|(byte, seed)| behind(*byte, seed)))
        .collect()
}

/// Each label of the tables of the repository.
fn labels() -> Vec<Vec<u8>> {
    ["accept", "reject", "forms", "parts", "parts_reject"]
        .iter()
        .flat_map(|name| seeds::first_cells(&format!("tests/fixtures/labels/{name}.csv")))
        .collect()
}
