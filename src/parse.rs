//! A text that is no value of what it was to be read as.

use crate::language::Language;
use crate::outward::on_one_line;
use std::fmt;
use std::str::FromStr;

/// A text that somebody typed and that is no value of the type that it was to be read as.
///
/// ```
/// use groenrecept::{GwpSet, Language, context::Age};
/// let error = "AR7".parse::<GwpSet>().unwrap_err();
/// assert_eq!(error.found(), "AR7");
/// assert_eq!(
///     error.to_string(),
///     "'AR7' is not a set of global warming potentials. Choose from: AR4, AR5, AR6"
/// );
/// let error = "130".parse::<Age>().unwrap_err();
/// assert_eq!(
///     error.text(Language::Dutch),
///     "'130' is geen leeftijd in hele jaren van 0 tot en met 120."
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct ParseError {
    text: String,
    expected: [&'static str; 2],
    /// Words that help, behind what they are.
    known: Vec<([&'static str; 2], Vec<String>)>,
}

impl ParseError {
    /// With what was expected, in Dutch and in English.
    pub(crate) fn new(text: &str, dutch: &'static str, english: &'static str) -> Self {
        Self {
            text: text.to_owned(),
            expected: [dutch, english],
            known: Vec::new(),
        }
    }

    /// Where it must be one of these.
    pub(crate) fn one_of<'w>(self, words: impl IntoIterator<Item = &'w str>) -> Self {
        self.knowing(["Kies uit", "Choose from"], words)
    }

    /// With words that help, behind what they are.
    pub(crate) fn knowing<'w>(
        mut self,
        title: [&'static str; 2],
        words: impl IntoIterator<Item = &'w str>,
    ) -> Self {
        let words: Vec<String> = words.into_iter().map(str::to_owned).collect();
        if !words.is_empty() {
            self.known.push((title, words));
        }
        self
    }

    /// With the words that it may have been meant for.
    pub(crate) fn near<'w>(self, words: impl IntoIterator<Item = &'w str>) -> Self {
        self.knowing(["Bedoeld kan zijn", "It may mean"], words)
    }

    /// The text as it was found.
    #[must_use]
    pub fn found(&self) -> &str {
        &self.text
    }

    /// What is wrong and what it may be, as a sentence for the one who typed it.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        on_one_line(&format!("{}.", self.said(language))).into_owned()
    }

    /// The same without a full stop.
    pub(crate) fn said(&self, language: Language) -> String {
        let of = |[dutch, english]: [&'static str; 2]| match language {
            Language::Dutch => dutch,
            Language::English => english,
        };
        let is = of(["is geen", "is not"]);
        let mut said = format!("'{}' {is} {}", self.text, of(self.expected));
        for (title, words) in &self.known {
            said.push_str(&format!(". {}: {}", of(*title), words.join(", ")));
        }
        said
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.said(Language::English))
    }
}

impl FromStr for Language {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        match text {
            "nl" => Ok(Self::Dutch),
            "en" => Ok(Self::English),
            _ => Err(ParseError::new(text, "taal", "a language").one_of(["nl", "en"])),
        }
    }
}
