//! What a line tells of a medicine that is not inhaled: its form, its route, and how much
//! active substance it holds.
//!
//! Nothing is guessed. A label that names no form, or two that do not go together, has the
//! form [`FormClass::Unknown`]; a strength in units or percent is never converted.

use super::label::{self, Active, Content, tokens};
use crate::code::Atc;
use crate::dataset::{FormClass, Route, Vocabulary};
use std::collections::BTreeSet;

/// A medicine that is not one of those for asthma or COPD, as far as its line tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Medicine {
    /// The ATC code, where it names a substance.
    pub(crate) atc: Option<Atc>,
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
    pub(crate) fn read(label: &str, atc: Option<Atc>, vocabulary: &Vocabulary) -> Self {
        let tokens = tokens(label);
        let form = label::form(&tokens, atc, vocabulary);
        let read = label::read(&tokens, form, vocabulary, &BTreeSet::new());
        let (active, content) = label::strength(label, &read);
        Self {
            atc: atc.filter(Atc::is_substance),
            form,
            active,
            content,
        }
    }

    /// As [`Medicine::read`], where neither the strength nor the content of a pack matters.
    #[must_use]
    pub(crate) fn of_form(label: &str, atc: Option<Atc>, vocabulary: &Vocabulary) -> Self {
        Self {
            atc: atc.filter(Atc::is_substance),
            form: label::form(&tokens(label), atc, vocabulary),
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
