//! What a line tells of a medicine that is not inhaled: its form, its route, and how much
//! active substance it holds.
//!
//! Nothing is guessed. A label that names no form, or two that do not go together, has the
//! form [`FormClass::Unknown`]; a strength in units or percent is never converted.

use super::by_name::codes_by_name;
use super::label::{self, Active, Content, tokens};
use crate::code::Atc;
use crate::dataset::{Dataset, FormClass, Route};
use std::collections::BTreeSet;

/// A medicine that is not one of those for asthma or COPD, as far as its line tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Medicine {
    /// The ATC code, where it names a substance: the one beside the label, or else that of the
    /// name on it.
    pub(crate) atc: Option<Atc>,
    /// The codes that the name can have, where the label does not tell which.
    pub(crate) possible: Vec<Atc>,
    /// The form.
    pub(crate) form: FormClass,
    /// How much active substance it holds.
    pub(crate) active: Active,
    /// What one pack holds.
    pub(crate) content: Content,
}

impl Medicine {
    /// Reads a label and the ATC code beside it.
    #[must_use]
    pub(crate) fn read(label: &str, atc: Option<Atc>, dataset: &Dataset) -> Self {
        let medicine = Self::of_form(label, atc, dataset);
        let tokens = tokens(label);
        let read = label::read(
            &tokens,
            medicine.form,
            dataset.vocabulary(),
            &BTreeSet::new(),
        );
        let (active, content) = label::strength(label, &read);
        Self {
            active,
            content,
            ..medicine
        }
    }

    /// As [`Medicine::read`], where neither the strength nor the content of a pack matters.
    #[must_use]
    pub(crate) fn of_form(label: &str, atc: Option<Atc>, dataset: &Dataset) -> Self {
        let named = match atc {
            Some(_) => None,
            None => codes_by_name(label, dataset),
        };
        let possible = named.map(|named| named.possible()).unwrap_or_default();
        let (code, possible) = match possible.as_slice() {
            [only] => (Some(*only), Vec::new()),
            _ => (atc, possible),
        };
        Self {
            atc: code.filter(Atc::is_substance),
            possible,
            form: label::form(&tokens(label), code, dataset.vocabulary()),
            active: Active::Unknown,
            content: Content::Unknown,
        }
    }

    /// The route of its form.
    #[must_use]
    pub(crate) const fn route(&self) -> Route {
        self.form.route()
    }
}
