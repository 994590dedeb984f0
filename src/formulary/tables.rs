//! The tables of words that the crate embeds.

use crate::error::{Error, ErrorKind, Result};

/// The rows of an embedded table.
pub(super) fn rows<T: serde::de::DeserializeOwned>(file: &str, text: &str) -> Result<Vec<T>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows: std::result::Result<Vec<T>, _> = reader.deserialize().collect();
    rows.map_err(|error| Error::new(ErrorKind::Io(error.to_string())).in_file(file))
}

/// An error about a cell of an embedded table.
pub(super) fn wrong(file: &str, cell: &str) -> Error {
    Error::new(ErrorKind::Io(format!("'{cell}' means nothing here"))).in_file(file)
}

/// Whether the first cell of a row of an embedded table is this word.
pub(super) fn has_id(text: &str, word: &str) -> bool {
    let mut ids = text.lines().skip(1).filter_map(|row| row.split(',').next());
    ids.any(|id| id == word)
}

/// Lower case with single spaces.
pub(super) fn plain(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").to_lowercase()
}
