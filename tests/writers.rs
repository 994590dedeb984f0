//! Nothing goes out but through the places that make visible what is hidden in a text of others.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that reads the sources of the crate"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What writes or prints.
const WRITES: [&str; 20] = [
    "print!(",
    "println!(",
    "eprint!(",
    "eprintln!(",
    "dbg!(",
    "stdout()",
    "stderr()",
    ".print()",
    "fs::write",
    "fs::copy",
    "fs::rename",
    "File::create",
    "File::options",
    "OpenOptions",
    "tempfile_in",
    "tempfile::",
    "csv::Writer",
    "WriterBuilder",
    "from_raw_fd",
    "/dev/",
];

/// The files that hold these, each with why it may.
const ALLOWED: [(&str, &[&str]); 6] = [
    // Results and failures.
    (
        "examples/groenrecept/output/mod.rs",
        &["stdout()", "stderr()"],
    ),
    (
        "examples/groenrecept/output/target.rs",
        &["stdout()", "File::options", "tempfile::"],
    ),
    (
        "examples/groenrecept/output/interrupted.rs",
        &["tempfile_in", "tempfile::"],
    ),
    // Asks whether there is a terminal, and prints nothing.
    ("examples/groenrecept/report.rs", &["stdout()", "stderr()"]),
    // Another example, which prints what the program of its reader would.
    ("examples/embed.rs", &["stdout()"]),
    // Rows that the crate keeps in memory and reads back.
    ("src/practice/rows.rs", &["csv::Writer"]),
];

fn rust_files(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The sources by name, without comments and without the tests in them.
fn sources(folders: &[&str]) -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    for folder in folders {
        rust_files(&root.join(folder), &mut paths);
    }
    let code = |path: &PathBuf| {
        let name = path.strip_prefix(root).unwrap();
        let parts = name.iter().map(|part| part.to_str().unwrap());
        let text = std::fs::read_to_string(path).unwrap();
        let own = text.split("#[cfg(test)]\nmod ").next().unwrap();
        let lines = own
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        let is_test = name
            .iter()
            .any(|part| part == "tests" || part == "tests.rs");
        let is_test = is_test || name.to_str().unwrap().ends_with("_tests.rs");
        let lines: Vec<&str> = lines.collect();
        let key = parts.collect::<Vec<_>>().join("/");
        (
            key,
            if is_test {
                String::new()
            } else {
                lines.join("\n")
            },
        )
    };
    paths.iter().map(code).collect()
}

/// Where a word stands by itself: `print!(` is no part of `eprint!(`.
fn holds(code: &str, what: &str) -> bool {
    code.match_indices(what).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        !before.is_some_and(|before| before.is_alphanumeric() || before == '_')
            || what.starts_with('.')
    })
}

#[test]
fn only_the_named_files_write() {
    let sources = sources(&["src", "examples"]);
    let found: BTreeMap<&str, Vec<&str>> = sources
        .iter()
        .map(|(name, code)| {
            let writes = WRITES.iter().copied().filter(|what| holds(code, what));
            (name.as_str(), writes.collect::<Vec<_>>())
        })
        .filter(|(_, writes)| !writes.is_empty())
        .collect();
    let mut allowed: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, writes) in ALLOWED {
        let in_order = WRITES.iter().copied().filter(|what| writes.contains(what));
        allowed.insert(name, in_order.collect());
    }
    assert_eq!(found, allowed);
}

#[test]
fn the_scan_sees_what_writes() {
    assert!(holds("fn f() { println!(\"x\"); }", "println!("));
    assert!(!holds("fn f() { eprintln!(\"x\"); }", "println!("));
    assert!(holds("std::io::stdout().lock()", "stdout()"));
    assert!(holds("let _ = error.print();", ".print()"));
}

/// Every page and table of a report ends in [`groenrecept::outward`].
#[test]
fn every_page_is_made_visible() {
    let sources = sources(&["src/report", "src/intake"]);
    let mut pages = 0;
    for (name, code) in &sources {
        for (at, _) in code.match_indices("pub fn ") {
            let rest = &code[at..];
            let head = rest.split('{').next().unwrap();
            let is_page = ["fn text(", "fn markdown(", "fn csv(", "_page("]
                .iter()
                .any(|one| head.contains(one));
            if !is_page || head.contains("-> &") || head.contains("fn code_page(") {
                continue;
            }
            // The function ends where a line closes at its own depth.
            let line = code[..at].rfind('\n').map_or(0, |end| end + 1);
            let end = format!("\n{}}}", " ".repeat(at - line));
            let body = rest.split(&end).next().unwrap();
            pages += 1;
            assert!(
                ["outward::page(", "cell("]
                    .iter()
                    .any(|one| body.contains(one)),
                "{name}: {head} does not go through outward"
            );
        }
    }
    assert!(pages >= 11, "{pages} pages found");
}
