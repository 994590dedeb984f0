//! Small inputs to begin from: files of the repository, cut short, and those in `seeds/`.

use std::fs;
use std::path::{Path, PathBuf};

/// The bytes between the parts of an input that is several files.
pub(crate) const BETWEEN: u8 = 0x1c;

/// How much of a file of the repository is a seed.
const MOST: usize = 6000;

/// The folder of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A file of the repository; empty where it is no text or not there.
pub(crate) fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_default()
}

/// The first lines of a file of the repository.
pub(crate) fn head(path: &str, lines: usize) -> Vec<u8> {
    let bytes = fs::read(root().join(path)).unwrap_or_default();
    let lines = bytes.split_inclusive(|byte| *byte == b'\n').take(lines);
    lines.flatten().copied().collect()
}

/// The files below a folder of the repository with this end, in the order of their paths.
pub(crate) fn below(folder: &str, end: &str) -> Vec<PathBuf> {
    fn walk(folder: &Path, end: &str, found: &mut Vec<PathBuf>) {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                walk(&path, end, found);
            } else if path.extension().is_some_and(|of| of == end) {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join(folder), end, &mut found);
    found
}

/// The beginning of each file below a folder that is small enough to be varied.
pub(crate) fn files(folder: &str, end: &str) -> Vec<Vec<u8>> {
    let read = below(folder, end)
        .into_iter()
        .filter_map(|path| fs::read(path).ok());
    read.map(|bytes| cut(bytes, MOST)).collect()
}

/// Whole lines, at most so many bytes.
pub(crate) fn cut(mut bytes: Vec<u8>, most: usize) -> Vec<u8> {
    if bytes.len() > most {
        let end = bytes[..most].iter().rposition(|byte| *byte == b'\n');
        bytes.truncate(end.map_or(most, |end| end + 1));
    }
    bytes
}

/// The files in `seeds/` for a target.
pub(crate) fn own(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("seeds")
        .join(target);
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    paths
        .into_iter()
        .filter_map(|path| fs::read(path).ok())
        .collect()
}

/// Each line of some text.
pub(crate) fn lines(text: &str) -> Vec<Vec<u8>> {
    text.lines().map(|line| line.as_bytes().to_vec()).collect()
}

/// The cells of the first column of a table in the repository.
pub(crate) fn first_cells(path: &str) -> Vec<Vec<u8>> {
    let text = text(path);
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.as_bytes());
    let records = reader.byte_records().flatten();
    records
        .filter_map(|record| record.get(0).map(<[u8]>::to_vec))
        .collect()
}
