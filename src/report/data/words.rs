//! The words by which files are read, as they stand in the tables of all layers.

use super::{hang, opening, wrap};
use crate::dataset::{Dataset, DatasetVersion, WordList};
use crate::language::Language;

/// The words of all tables of words of a dataset: of labels, units, columns of exports, and
/// formularies. A layer adds its own under the name of the file.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(super) struct WordTables {
    version: DatasetVersion,
    files: Vec<WordList>,
}

impl WordTables {
    /// Puts the words of all layers together.
    #[must_use]
    pub(super) fn of(dataset: &Dataset) -> Self {
        Self {
            version: dataset.version().clone(),
            files: dataset.word_lists(),
        }
    }

    /// Writes the page: each file with its words by what they mean.
    #[must_use]
    pub(super) fn text(&self, language: Language) -> String {
        let title = language.say(
            "De woorden waarmee bestanden worden gelezen",
            "The words by which files are read",
        );
        let mut text = opening(title, &self.version, language);
        for list in &self.files {
            let lead = format!("{}: {}", list.file, list.about.text(language));
            text.push('\n');
            wrap(&mut text, "", &lead);
            for (meaning, words) in &list.meanings {
                let words: Vec<&str> = words.iter().map(String::as_str).collect();
                let line = format!("{meaning}: {}", words.join(", "));
                hang(&mut text, "  ", "      ", line.trim_start_matches(": "));
            }
        }
        text
    }
}
