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
pub struct Medicine {
    /// The ATC code, where it names a substance.
    pub atc: Option<Atc>,
    /// The form.
    pub form: FormClass,
    /// How much active substance it holds.
    pub active: Active,
    /// What one pack holds.
    pub content: Content,
}

impl Medicine {
    /// Reads a label and the ATC code beside it.
    ///
    /// ```
    /// use groenrecept::{Atc, Dataset, dataset::FormClass};
    /// use groenrecept::dataset::Route;
    /// use groenrecept::matching::{Active, Content, Medicine};
    /// let dataset = Dataset::embedded()?;
    /// let read = |label, atc| Medicine::read(label, Atc::parse(atc), dataset.vocabulary());
    ///
    /// let gel = read("DICLOFENAC GEL 11,6MG/G TUBE 100G", "M02AA15");
    /// assert_eq!(gel.form, FormClass::Dermal);
    /// assert_eq!(gel.route(), Route::Dermal);
    /// assert_eq!(gel.active, Active::PerGram(groenrecept::exact::parse("11.6").unwrap())); // mg
    /// assert_eq!(gel.content, Content::Grams(100.into()));
    ///
    /// // A cream of this group is used on the skin or in the vagina: not known.
    /// assert_eq!(read("ESTRIOL CREME 1MG/G", "G03CA04").form, FormClass::Unknown);
    /// # Ok::<(), groenrecept::Error>(())
    /// ```
    #[must_use]
    pub fn read(label: &str, atc: Option<Atc>, vocabulary: &Vocabulary) -> Self {
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

    /// The route of its form.
    #[must_use]
    pub const fn route(&self) -> Route {
        self.form.route()
    }
}
