//! The example binary as a process: what it prints, where it writes, how it stops.
//!
//! Every file stands in a folder of its own that is also the working directory, so that
//! messages name files as the user did.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test on files that it makes itself"
)]

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::OnceLock;
use std::time::{Duration, SystemTime};

mod account;
mod advice;
mod aside;
mod check;
mod compare_data;
mod coverage;
mod formulary;
mod gaps;
mod gstandaard;
mod layer;
mod leaves;
mod only;
mod outputs;
mod outward;
mod pages;
mod period;
mod privacy;
mod process;
mod profile;
mod refused;
mod rules;
mod several;
mod share;
mod structure;
mod worklist;

const DEMO: &str = "data/demo/praktijkexport.csv";
/// A day behind every date of the fixtures.
const TODAY: &str = "2026-01-31";
const HEADER: &str = "datum;omschrijving;aantal;eenheid\n";
const GOOD: &str = "31-01-2025;ATROVENT AEROSOL 20UG/DO 200DO;1;ST\n";

/// `examples/groenrecept` beside the `deps` folder of this test. `cargo test` builds it;
/// `cargo test --test cli` does not, and an old build would be tested in its place.
fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let test = std::env::current_exe().unwrap();
        let target = test.parent().and_then(Path::parent).unwrap();
        let name = format!("groenrecept{}", std::env::consts::EXE_SUFFIX);
        let path = target.join("examples").join(name);
        let built = path.metadata().and_then(|meta| meta.modified());
        let package = Path::new(env!("CARGO_MANIFEST_DIR"));
        let newest = ["src", "examples/groenrecept", "data"]
            .map(|folder| newest(&package.join(folder)))
            .into_iter()
            .max();
        assert!(
            built.is_ok_and(|built| Some(built) >= newest),
            "the example is missing or older than its source: cargo build --example groenrecept"
        );
        path
    })
}

/// When a file below a folder was changed last.
fn newest(folder: &Path) -> SystemTime {
    let times = std::fs::read_dir(folder).unwrap().map(|entry| {
        let entry = entry.unwrap();
        let meta = entry.metadata().unwrap();
        if meta.is_dir() {
            newest(&entry.path())
        } else {
            meta.modified().unwrap()
        }
    });
    times.max().unwrap_or(SystemTime::UNIX_EPOCH)
}

struct Run {
    code: i32,
    out: String,
    err: String,
}

/// A working directory with files.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn with(name: &str, bytes: impl AsRef<[u8]>) -> Self {
        let folder = Self::new();
        folder.write(name, bytes);
        folder
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn names(&self) -> BTreeSet<String> {
        let entries = std::fs::read_dir(self.0.path()).unwrap();
        entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect()
    }

    fn run(&self, arguments: &[&str]) -> Run {
        run_in(self.0.path(), arguments)
    }

    /// The report on a file as JSON.
    fn json(&self, arguments: &[&str]) -> Value {
        let run = self.run(&[&["report", "--json", "-", "--today", TODAY], arguments].concat());
        assert_eq!(run.err, "", "{arguments:?}");
        let report: Value = serde_json::from_str(&run.out).unwrap();
        let findings = report.get("mostly_aside").is_some();
        assert_eq!(run.code, i32::from(findings), "{arguments:?}");
        report
    }
}

/// With the day of the advice, where a test gives none: no result may depend on the clock.
fn on_a_day(arguments: &[&str]) -> Vec<String> {
    const DAY: &str = "2026-11-30";
    const ADVICE: [&str; 16] = [
        "--advice",
        "--age",
        "--atc",
        "--days",
        "--doses-per-year",
        "--fact",
        "--first-issue",
        "--format",
        "--icpc",
        "--include-unverified",
        "--minimum-saving",
        "--other-device",
        "--quantity",
        "--status",
        "--strict",
        "--use",
    ];
    let any = |is: fn(&str) -> bool| arguments.iter().any(|one| is(one));
    let rests_on_rules = match arguments.first().copied() {
        Some("report" | "compare" | "labels") => true,
        Some("check") => any(|one| one.ends_with(".csv")),
        Some("explain") => any(|one| ADVICE.contains(&one)),
        _ => false,
    };
    let mut all: Vec<String> = arguments.iter().map(|one| (*one).to_owned()).collect();
    if rests_on_rules && !any(|one| one == "--day") {
        all.extend(["--day".to_owned(), DAY.to_owned()]);
    }
    all
}

fn run_in(folder: &Path, arguments: &[&str]) -> Run {
    let output = assert_cmd::Command::new(program())
        .current_dir(folder)
        .args(on_a_day(arguments))
        .timeout(Duration::from_secs(300))
        .output()
        .unwrap();
    Run {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// In the folder of the package, where the demo export is.
fn run(arguments: &[&str]) -> Run {
    run_in(Path::new(env!("CARGO_MANIFEST_DIR")), arguments)
}

/// A page on one line, because sentences are wrapped.
fn flat(page: &str) -> String {
    page.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn assert_says(page: &str, sentences: &[&str]) {
    let page = flat(page);
    for sentence in sentences {
        assert!(page.contains(sentence), "'{sentence}' is not in:\n{page}");
    }
}

/// The report on these bytes stops with this sentence, in full.
fn assert_refused(bytes: impl AsRef<[u8]>, sentence: &str) {
    let folder = Folder::with("export.csv", bytes);
    let run = folder.run(&["report", "export.csv", "--json", "out.json"]);
    assert_eq!(run.err, format!("groenrecept: export.csv: {sentence}\n"));
    assert_eq!((run.code, run.out.as_str()), (2, ""), "{sentence}");
    assert_eq!(
        folder.names(),
        ["export.csv".to_owned()].into(),
        "{sentence}"
    );
}

type Aside = BTreeMap<String, Vec<u64>>;

/// Rows read and analysed, and the line numbers set aside by reason.
fn account(bytes: impl AsRef<[u8]>) -> (u64, u64, Aside) {
    let report = Folder::with("export.csv", bytes).json(&["export.csv"]);
    account_of(&report)
}

fn account_of(report: &Value) -> (u64, u64, Aside) {
    let rows = &report["rows"];
    let count = |value: &Value| value.as_u64().unwrap();
    let mut aside = Aside::new();
    let mut sum = count(&rows["analysed"]) + count(&rows["merged"]);
    for (reason, number) in rows["set_aside"].as_object().unwrap() {
        sum += count(number);
        let lines = rows["set_aside_lines"][reason].as_array().unwrap();
        aside.insert(reason.clone(), lines.iter().map(count).collect());
    }
    assert_eq!(
        sum,
        count(&rows["read"]),
        "the account does not add up: {rows}"
    );
    (count(&rows["read"]), count(&rows["analysed"]), aside)
}

fn aside<const N: usize>(reasons: [(&str, &[u64]); N]) -> Aside {
    reasons
        .into_iter()
        .map(|(reason, lines)| (reason.to_owned(), lines.to_vec()))
        .collect()
}
