//! Columns that hold identity or free text: recognised by name and by share of values, named,
//! and never read.
//!
//! What cannot be seen: names of persons are no shape, and the date of birth looks like any
//! other date. Those columns are known by their header alone; without one they are columns
//! that are never read, like all that have no role.

use super::shapes::Shapes;
use crate::dataset::{Dataset, normal};
use std::collections::BTreeMap;
use strum::VariantArray;

/// The percentage of filled cells that tells what a column holds.
const MOST: usize = 80;
/// The percentage for shapes that nothing else has, such as an e-mail address.
const SOME: usize = 20;
/// How many distinct numbers must pass the test of the BSN: one in eleven passes by chance.
const FEWEST_BSN: usize = 5;

/// What a column tells of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "snake_case")]
pub(crate) enum Identity {
    /// The number of a citizen.
    Bsn,
    /// A name, of a patient or of who prescribed.
    Name,
    /// A street, postal code or town.
    Address,
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// The day of birth.
    BirthDate,
    /// Text that can hold anything.
    FreeText,
}

impl Identity {
    /// The name in JSON and in `data/export/privacy.csv`.
    pub(crate) fn as_str(self) -> &'static str {
        self.into()
    }
}

/// By what a column was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SeenBy {
    /// Its name in the first line.
    Header,
    /// The share of its cells with the shape.
    Values,
}

#[derive(Default)]
struct Names {
    whole: Vec<String>,
    word: Vec<String>,
}

/// The names of columns that hold identity (`data/export/privacy.csv`).
pub(super) struct Privacy(BTreeMap<String, Names>);

impl Privacy {
    pub(super) fn of(dataset: &Dataset) -> Self {
        let mut kinds: BTreeMap<String, Names> = BTreeMap::new();
        for row in dataset.list("export/privacy.csv").rows() {
            let names = kinds.entry(row.text("kind").to_owned()).or_default();
            let all = match row.text("match") {
                "whole" => &mut names.whole,
                _ => &mut names.word,
            };
            all.push(normal(row.text("name")));
        }
        Self(kinds)
    }

    /// What a column holds, by its name and else by its cells.
    pub(super) fn kind_of(&self, name: &str, shapes: &Shapes) -> Option<(Identity, SeenBy)> {
        let by_name = self.by_name(name).map(|kind| (kind, SeenBy::Header));
        by_name.or_else(|| by_values(shapes).map(|kind| (kind, SeenBy::Values)))
    }

    pub(super) fn by_name(&self, name: &str) -> Option<Identity> {
        let whole = normal(name);
        let words: Vec<String> = name
            .split(|c: char| !c.is_alphanumeric())
            .map(normal)
            .filter(|word| !word.is_empty())
            .collect();
        // Two words that are one in the list: `Vrije_tekst`, `e-mail`.
        let pairs = words.windows(2).map(<[String]>::concat);
        let all: Vec<String> = words
            .iter()
            .cloned()
            .chain(pairs)
            .chain([whole.clone()])
            .collect();
        Identity::VARIANTS.iter().copied().find(|kind| {
            self.0.get(kind.as_str()).is_some_and(|names| {
                names.whole.contains(&whole) || names.word.iter().any(|word| all.contains(word))
            })
        })
    }
}

/// What the cells of a column look like: by their share, never by one cell.
pub(super) fn by_values(shapes: &Shapes) -> Option<Identity> {
    let two = |cells: usize| cells >= 2;
    if two(shapes.email) && shapes.share(shapes.email, SOME) {
        return Some(Identity::Email);
    }
    if shapes.bsn_distinct() >= FEWEST_BSN && shapes.share(shapes.bsn, MOST) {
        return Some(Identity::Bsn);
    }
    if two(shapes.phone) && shapes.share(shapes.phone, MOST) {
        return Some(Identity::Phone);
    }
    if two(shapes.postcode) && shapes.share(shapes.postcode, MOST) {
        return Some(Identity::Address);
    }
    if two(shapes.free_text) && shapes.distinct() >= 2 && shapes.share(shapes.free_text, SOME) {
        return Some(Identity::FreeText);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_columns_tell_what_they_hold() {
        let privacy = Privacy::of(&Dataset::embedded().unwrap());
        for (name, kind) in [
            ("BSN", Some(Identity::Bsn)),
            ("BSN patiënt", Some(Identity::Bsn)),
            ("Achternaam", Some(Identity::Name)),
            ("naam", Some(Identity::Name)),
            ("Postcode", Some(Identity::Address)),
            ("E-mail", Some(Identity::Email)),
            ("Geboortedatum", Some(Identity::BirthDate)),
            ("Vrije_tekst", Some(Identity::FreeText)),
            ("Opmerking arts", Some(Identity::FreeText)),
            ("Tel.", Some(Identity::Phone)),
            ("Omschrijving", None),
            ("Artikelnaam", None),
            ("Geboortejaar", None),
            ("Volgnummer_herhaling", None),
        ] {
            assert_eq!(privacy.by_name(name), kind, "{name}");
        }
    }
}
