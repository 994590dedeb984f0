//! The files of a dataset that hold words and layouts, by their names.

use super::Dataset;
use super::band::{Bands, FILE};
use super::lists::{List, WordList};
use super::table::Findings;
use std::collections::BTreeSet;

impl Dataset {
    /// The rows of a table of words, by the name of its file.
    #[must_use]
    pub(crate) fn list(&self, file: &str) -> List {
        List::of(&self.0.schema, file, &self.0.layers)
    }

    /// The words of all files that hold words.
    #[must_use]
    pub(crate) fn word_lists(&self) -> Vec<WordList> {
        WordList::all(&self.0.schema, &self.0.layers)
    }

    /// The classes of climate impact per treatment day: a convention of this crate, no standard,
    /// unless a layer brings others.
    #[must_use]
    pub fn bands(&self) -> Bands {
        let list = self.list(FILE);
        let bands = list
            .top()
            .map(|table| Bands::of(table, &mut Findings::default()));
        bands.unwrap_or_default()
    }

    /// The text of a file of which a later layer replaces the whole; `None` where no layer has it.
    #[must_use]
    pub(crate) fn text_of(&self, file: &str) -> Option<&str> {
        let mut layers = self.0.layers.iter().rev();
        layers
            .find_map(|layer| layer.files.get(file))
            .map(String::as_str)
    }

    /// The names of the files in a folder of data files, without the folder and their end.
    pub(crate) fn names_in(&self, folder: &str) -> BTreeSet<&str> {
        let files = self.0.layers.iter().flat_map(|layer| layer.files.keys());
        let inside = files.filter_map(|name| name.strip_prefix(folder)?.split('.').next());
        inside.collect()
    }
}
