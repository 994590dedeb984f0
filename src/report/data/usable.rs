//! What an author of a layer may use.

use super::rules::RuleWords;
use super::words::WordTables;
use crate::dataset::Dataset;
use crate::language::Language;
use crate::outward;

/// What the author of a layer may use: in rules, or of the words by which files are read. It
/// serialises as what it lists.
///
/// ```
/// use groenrecept::{Dataset, Language, report::data::Usable};
/// let dataset = Dataset::embedded()?;
/// let rules = Usable::in_rules(&dataset).text(Language::English);
/// assert!(rules.contains("acute_attack = yes or no"));
/// let words = Usable::words(&dataset).text(Language::English);
/// assert!(words.contains("frail yes: frail, frail elderly"));
/// # Ok::<(), groenrecept::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(transparent)]
pub struct Usable(Listed);

#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(untagged)]
enum Listed {
    Rules(Box<RuleWords>),
    Words(WordTables),
}

impl Usable {
    /// Lists what the rules of a layer over this data may use: keys, words of selectors, facts and
    /// indications.
    #[must_use]
    pub fn in_rules(dataset: &Dataset) -> Self {
        Self(Listed::Rules(Box::new(RuleWords::of(dataset))))
    }

    /// Lists the words of labels, units, columns of exports and formularies by what they mean. A
    /// layer adds its own under the name of the file.
    #[must_use]
    pub fn words(dataset: &Dataset) -> Self {
        Self(Listed::Words(WordTables::of(dataset)))
    }

    /// Writes the page.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        outward::page(match &self.0 {
            Listed::Rules(rules) => rules.text(language),
            Listed::Words(words) => words.text(language),
        })
    }
}
