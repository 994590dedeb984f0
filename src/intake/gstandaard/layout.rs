//! Where the fields of a file stand.

use crate::dataset::Dataset;
use crate::error::{Error, ErrorKind, ReleaseProblem, Result};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The positions that are published, and a few numbers of thesauri.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Published {
    pub(super) thesauri: Thesauri,
    files: BTreeMap<String, PublishedFile>,
}

/// Numbers of thesauri, and of the unit that is a dose.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Thesauri {
    pub(super) forms: u32,
    pub(super) routes: u32,
    pub(super) dose: u32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PublishedFile {
    length: Option<usize>,
    fields: BTreeMap<String, (usize, usize)>,
}

/// Where the fields of one file stand that are asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout<const N: usize> {
    /// The length of a record, where it is known.
    pub(super) length: Option<usize>,
    /// From and to behind the field, counted from 0.
    pub(super) places: [(usize, usize); N],
}

/// The layouts of all files.
#[derive(Debug)]
pub(super) struct Layouts {
    pub(super) published: Published,
    /// What BST001T tells: of each file its fields by their order, with their lengths.
    described: BTreeMap<String, BTreeMap<u32, (String, usize)>>,
}

impl Layouts {
    /// The published positions.
    pub(super) fn published(dataset: &Dataset) -> Result<Self> {
        let text = dataset.text_of("gstandaard/layouts.toml");
        let published = toml::from_str(text.unwrap_or_default())
            .map_err(|error| Error::new(ErrorKind::Profile(error.message().to_owned())))?;
        Ok(Self {
            published,
            described: BTreeMap::new(),
        })
    }

    /// Takes up a line of BST001T: the field of a file with its number and length.
    pub(super) fn describe(&mut self, file: &str, order: u32, field: &str, length: usize) {
        let fields = self.described.entry(file.to_owned()).or_default();
        fields.insert(order, (field.to_owned(), length));
    }

    /// Where fields of a file stand.
    pub(super) fn of<const N: usize>(&self, file: &str, fields: [&str; N]) -> Result<Layout<N>> {
        let no_field = |field: &str| {
            let problem = ReleaseProblem::NoField {
                file: file.to_owned(),
                field: field.to_owned(),
            };
            Error::new(ErrorKind::Release(problem)).in_file("BST001T")
        };
        let mut places = [(0, 0); N];
        let length = if let Some(described) = self.described.get(file) {
            let mut at = 0usize;
            let mut known: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
            for (name, length) in described.values() {
                let from = at;
                at = at.saturating_add(*length);
                known.entry(name).or_insert((from, at));
            }
            for (place, field) in places.iter_mut().zip(fields) {
                *place = *known.get(field).ok_or_else(|| no_field(field))?;
            }
            Some(at)
        } else {
            let published = self.published.files.get(file);
            for (place, field) in places.iter_mut().zip(fields) {
                let found = published.and_then(|file| file.fields.get(field));
                let (from, to) = *found.ok_or_else(|| no_field(field))?;
                *place = (from.saturating_sub(1), to);
            }
            published.and_then(|file| file.length)
        };
        Ok(Layout { length, places })
    }
}
