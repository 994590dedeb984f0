//! Readers that fail: at every byte of an export, in every way that a reader can; what comes of it
//! is an error that names the file, or what a whole reader gives, and never another account.
//!
//! The library takes readers in [`Export::new`] and nowhere else, and writes to nothing: what it
//! makes are texts and values. How the program writes them is for `tests/cli`.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test that cannot go on fails; helpers stand outside the test functions"
)]

use groenrecept::intake::Export;
use groenrecept::practice::{Outcome, Tally};
use groenrecept::report::Report;
use groenrecept::{Dataset, Engine, Error, ErrorKind, Language};
use std::io::{self, Read};
use std::num::NonZeroUsize;
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new(&Dataset::embedded().unwrap()));

const SMALL: &str = "patient;datum;omschrijving;aantal;eenheid\n\
    801;31-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;1;ST\n\
    802;14-02-2025;\"SERETIDE DISKUS; INHPDR 50/500UG 60DO\";2;ST\n\
    803;15-02-2025;METFORMINE TABL 500MG;30;ST\n";

/// What a reader does at a byte.
#[derive(Debug, Clone, Copy)]
enum Fault {
    /// It fails, and goes on failing.
    Fails(io::ErrorKind),
    /// It is interrupted once before each byte, and gives one byte at a time.
    Interrupted,
    /// It gives one byte at a time.
    Short,
    /// It ends.
    Ends,
}

/// A reader of some bytes with a fault behind so many of them.
struct Faulty<'b> {
    bytes: &'b [u8],
    at: usize,
    fault: Fault,
    interrupted: bool,
}

impl<'b> Faulty<'b> {
    fn new(bytes: &'b [u8], at: usize, fault: Fault) -> Self {
        Self {
            bytes,
            at,
            fault,
            interrupted: false,
        }
    }

    fn give(&mut self, most: usize, buffer: &mut [u8]) -> usize {
        let length = most.min(buffer.len()).min(self.bytes.len());
        let (given, rest) = self.bytes.split_at(length);
        buffer[..length].copy_from_slice(given);
        self.bytes = rest;
        length
    }
}

impl Read for Faulty<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at > 0 {
            let given = self.give(self.at, buffer);
            self.at -= given;
            return Ok(given);
        }
        match self.fault {
            Fault::Fails(kind) => Err(kind.into()),
            Fault::Ends => Ok(0),
            Fault::Short => Ok(self.give(1, buffer)),
            Fault::Interrupted => {
                self.interrupted = !self.interrupted;
                if self.interrupted {
                    return Err(io::ErrorKind::Interrupted.into());
                }
                Ok(self.give(1, buffer))
            }
        }
    }
}

fn run(name: &str, reader: impl Read + Send, threads: usize) -> Result<Outcome, Error> {
    let analysis = ENGINE
        .analysis()
        .threads(NonZeroUsize::new(threads).unwrap());
    Export::new(name, reader).and_then(|export| analysis.run(export, None))
}

fn told(outcome: &Outcome) -> String {
    assert!(outcome.tally().is_some_and(|tally| tally.ledger.balances()));
    serde_json::to_string(&Report::new(outcome, Language::Dutch)).unwrap()
}

/// The same answer: the same report, or the same refusal.
fn answer(result: Result<Outcome, Error>) -> Result<String, String> {
    let told = result.map(|outcome| told(&outcome));
    told.map_err(|error| error.to_string())
}

/// Every kind of failure but an interruption, which is no failure, and the two that the system
/// gives for a file that is not there or is a folder.
const KINDS: [io::ErrorKind; 9] = [
    io::ErrorKind::PermissionDenied,
    io::ErrorKind::ConnectionReset,
    io::ErrorKind::BrokenPipe,
    io::ErrorKind::WouldBlock,
    io::ErrorKind::InvalidData,
    io::ErrorKind::TimedOut,
    io::ErrorKind::UnexpectedEof,
    io::ErrorKind::OutOfMemory,
    io::ErrorKind::Other,
];

#[test]
fn a_reader_that_fails_at_any_byte_is_an_error_that_names_the_file() {
    for kind in KINDS {
        for at in 0..=SMALL.len() {
            let reader = Faulty::new(SMALL.as_bytes(), at, Fault::Fails(kind));
            let error = run("export.csv", reader, 1).unwrap_err();
            assert_eq!(error.kind(), &ErrorKind::Io(kind.to_string()), "{at}");
            assert_eq!(error.file(), Some("export.csv"), "{at}");
            for language in [Language::Dutch, Language::English] {
                assert!(error.text(language).starts_with("export.csv: "), "{at}");
            }
        }
    }
}

#[test]
fn short_and_interrupted_reads_change_nothing() {
    let whole = answer(run("export.csv", SMALL.as_bytes(), 1));
    assert!(whole.is_ok());
    for fault in [Fault::Short, Fault::Interrupted] {
        for at in 0..=SMALL.len() {
            let reader = Faulty::new(SMALL.as_bytes(), at, fault);
            assert_eq!(
                answer(run("export.csv", reader, 2)),
                whole,
                "{fault:?} at {at}"
            );
        }
    }
}

/// A cut file is what its bytes are; it cannot be told from a file that ends there.
#[test]
fn a_reader_that_ends_at_any_byte_is_the_file_up_to_there() {
    for at in 0..=SMALL.len() {
        let reader = Faulty::new(SMALL.as_bytes(), at, Fault::Ends);
        let cut = &SMALL.as_bytes()[..at];
        let [ended, cut] = [run("export.csv", reader, 1), run("export.csv", cut, 1)].map(answer);
        assert_eq!(ended, cut, "{at}");
    }
}

/// An export of more than the head that the layout is decided from, and than two blocks.
fn long() -> Vec<u8> {
    let (header, rows) = SMALL.split_once('\n').unwrap();
    let wide = format!("{}\n", "x".repeat(20_000));
    let mut text = format!("{header};opmerking\n");
    for _ in 0..15 {
        for row in rows.lines() {
            text += &format!("{row};{wide}");
        }
    }
    text.into_bytes()
}

/// The bytes at which the head and the blocks of a long export end, and some around them.
fn edges(length: usize) -> impl Iterator<Item = usize> {
    let blocks = (1..).map(|number| number * (256 << 10));
    let blocks = blocks.take_while(move |at| *at < length);
    let around = blocks.flat_map(|at| at - 2..at + 3);
    around.chain(length - 3..=length)
}

#[test]
fn a_reader_that_fails_behind_the_head_is_an_error_that_names_the_file() {
    let bytes = long();
    for threads in [1, 4] {
        for at in edges(bytes.len()) {
            let fault = Fault::Fails(io::ErrorKind::ConnectionReset);
            let error = run("export.csv", Faulty::new(&bytes, at, fault), threads).unwrap_err();
            let kind = ErrorKind::Io(io::ErrorKind::ConnectionReset.to_string());
            assert_eq!(
                (error.kind(), error.file()),
                (&kind, Some("export.csv")),
                "{at}"
            );
        }
    }
}

#[test]
fn short_and_interrupted_reads_behind_the_head_change_nothing() {
    let bytes = long();
    let whole = answer(run("export.csv", bytes.as_slice(), 1));
    assert!(whole.is_ok());
    for fault in [Fault::Short, Fault::Interrupted] {
        for at in edges(bytes.len()).step_by(4) {
            let reader = Faulty::new(&bytes, at, fault);
            assert_eq!(
                answer(run("export.csv", reader, 4)),
                whole,
                "{fault:?} at {at}"
            );
        }
    }
}

/// Of several exports the one that fails is named, whichever it is.
#[test]
fn of_several_exports_the_one_that_fails_is_named() {
    let other = SMALL.replace("801", "901");
    let bytes = [SMALL.as_bytes(), other.as_bytes()];
    let names = ["een.csv", "twee.csv"];
    let long = long();
    for failing in 0..2 {
        for at in edges(long.len()).step_by(5) {
            let exports = (0..2).map(|number| {
                let fault = Fault::Fails(io::ErrorKind::TimedOut);
                let reader = if number == failing {
                    Faulty::new(&long, at, fault)
                } else {
                    Faulty::new(bytes[number], usize::MAX, Fault::Ends)
                };
                Export::new(names[number], reader)
            });
            let exports: Result<Vec<_>, Error> = exports.collect();
            let outcome = exports.and_then(|exports| ENGINE.analysis().run_all(exports, None));
            assert_eq!(outcome.unwrap_err().file(), Some(names[failing]), "{at}");
        }
    }
}

/// What was read before a failure is not told as if it were all: a tally fails as a whole.
#[test]
fn a_tally_of_a_reader_that_fails_is_none() {
    let bytes = long();
    let tally = |reader: Faulty<'_>| -> Result<Tally, Error> {
        let export = Export::new("export.csv", reader)?;
        let layout = export.layout(ENGINE.dataset(), None)?;
        ENGINE.analysis().tally(export, &layout)
    };
    let whole = tally(Faulty::new(&bytes, usize::MAX, Fault::Ends)).unwrap();
    assert_eq!((whole.ledger.read(), whole.ledger.balances()), (45, true));
    let fault = Fault::Fails(io::ErrorKind::Other);
    let error = tally(Faulty::new(&bytes, bytes.len() - 1, fault)).unwrap_err();
    assert_eq!(error.file(), Some("export.csv"));
}
