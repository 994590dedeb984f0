//! What is wrong with a data file, for the person who keeps it.
//!
//! A [`Diagnostic`] says where it stands, what was found and what was expected, in Dutch and
//! in English. Its [`Code`] is stable, says how much such findings matter, and explains
//! itself ([`Code::explanation`]).

mod code;
mod formulary;

pub use code::Code;
pub use formulary::FormularyCode;

use crate::language::Language;
use crate::outward::on_one_line;
use crate::parse::ParseError;
use std::fmt;
use std::str::FromStr;

/// What a code means, for the person who keeps the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Explanation {
    /// What was found.
    pub what: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// A row or line that triggers it.
    pub example: &'static str,
    /// What to do.
    pub instead: &'static str,
}

impl Explanation {
    /// Reads the four lines below the name of a code; a test sees that every code has them in both
    /// languages.
    fn of(code: &str, language: Language) -> Self {
        let texts = match language {
            Language::Dutch => include_str!("explanations/nl.txt"),
            Language::English => include_str!("explanations/en.txt"),
        };
        let mut lines = texts.lines();
        while lines.next().is_some_and(|name| name != code) {
            // Four lines and an empty one stand before the next name.
            lines.nth(4);
        }
        let mut next = || lines.next().unwrap_or_default();
        let (what, why, example, instead) = (next(), next(), next(), next());
        Self {
            what,
            why,
            example,
            instead,
        }
    }
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Severity {
    /// Worth knowing.
    Information,
    /// Should be looked at; data files load.
    Warning,
    /// Must be mended: data files do not load, a formulary is not to be used so.
    Error,
}

impl Severity {
    /// The word as printed.
    ///
    /// ```
    /// use groenrecept::{Language, Severity};
    /// assert_eq!(Severity::Error.word(Language::Dutch), "fout");
    /// assert_eq!(Severity::Error.word(Language::English), "error");
    /// ```
    #[must_use]
    pub const fn word(self, language: Language) -> &'static str {
        match (language, self) {
            (Language::Dutch, Self::Information) => "ter informatie",
            (Language::Dutch, Self::Warning) => "waarschuwing",
            (Language::Dutch, Self::Error) => "fout",
            (Language::English, Self::Information) => "information",
            (Language::English, Self::Warning) => "warning",
            (Language::English, Self::Error) => "error",
        }
    }
}

impl FromStr for Severity {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        match text {
            "information" | "info" => Ok(Self::Information),
            "warning" => Ok(Self::Warning),
            "error" => Ok(Self::Error),
            _ => {
                let wrong = ParseError::new(text, "ernst", "a severity");
                Err(wrong.one_of(["info", "warning", "error"]))
            }
        }
    }
}

/// Where in a data file a finding stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, with the layer it belongs to.
    pub file: String,
    /// The line, counted from 1; `None` for the file as a whole.
    pub line: Option<u64>,
    /// The name of the column, or of the key in a TOML file.
    pub column: Option<String>,
}

impl Place {
    /// A file as a whole.
    #[must_use]
    pub fn file(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            line: None,
            column: None,
        }
    }

    /// The same row at another column.
    #[must_use]
    pub fn at_column(&self, column: &str) -> Self {
        Self {
            column: Some(column.to_owned()),
            ..self.clone()
        }
    }
}

/// `file:line:column`, as far as they are known.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ":{column}")?;
        }
        Ok(())
    }
}

/// A sentence in both languages; in findings without a full stop.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Message {
    /// In Dutch.
    pub nl: String,
    /// In English.
    pub en: String,
}

impl Message {
    /// The sentence in a language.
    #[must_use]
    pub fn text(&self, language: Language) -> &str {
        match language {
            Language::Dutch => &self.nl,
            Language::English => &self.en,
        }
    }
}

/// Dutch first, then English.
impl<N: Into<String>, E: Into<String>> From<(N, E)> for Message {
    fn from((nl, en): (N, E)) -> Self {
        Self {
            nl: nl.into(),
            en: en.into(),
        }
    }
}

/// One finding in a data file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// What kind of finding it is.
    pub code: Code,
    /// How much it matters: that of its code, unless it is less certain than others of its code
    /// or somebody overrides it.
    pub severity: Severity,
    /// Where it stands.
    pub place: Place,
    /// What was found and what was expected.
    pub message: Message,
    /// The line of the file, where the finding stands on one.
    pub line_text: Option<String>,
}

impl Diagnostic {
    /// A finding with the severity of its code.
    #[must_use]
    pub fn new(code: Code, place: Place, message: impl Into<Message>) -> Self {
        Self {
            code,
            severity: code.severity(),
            place,
            message: message.into(),
            line_text: None,
        }
    }

    /// The finding on one line: `file:line:column: severity[code]: message`.
    ///
    /// ```
    /// use groenrecept::diagnostic::{Code, Diagnostic, Place};
    /// use groenrecept::Language;
    /// let found = Diagnostic::new(
    ///     Code::EmptyLayer,
    ///     Place::file("eigen"),
    ///     ("de map bevat geen gegevensbestanden", "the folder holds no data files"),
    /// );
    /// assert_eq!(
    ///     found.text(Language::Dutch),
    ///     "eigen: fout[empty-layer]: de map bevat geen gegevensbestanden"
    /// );
    /// assert_eq!(
    ///     found.to_string(),
    ///     "eigen: error[empty-layer]: the folder holds no data files"
    /// );
    /// ```
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let text = format!(
            "{}: {}[{}]: {}",
            self.place,
            self.severity.word(language),
            self.code.as_str(),
            self.message.text(language)
        );
        on_one_line(&text).into_owned()
    }
}

/// In English; [`Diagnostic::text`] has both languages.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Language::English))
    }
}

/// Flat, with stable names: `code`, `severity`, `file`, `line`, `column`, `message` (with
/// `nl` and `en`) and `line_text`.
impl serde::Serialize for Diagnostic {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut out = serializer.serialize_struct("Diagnostic", 7)?;
        out.serialize_field("code", self.code.as_str())?;
        out.serialize_field("severity", &self.severity)?;
        out.serialize_field("file", &self.place.file)?;
        out.serialize_field("line", &self.place.line)?;
        out.serialize_field("column", &self.place.column)?;
        out.serialize_field("message", &self.message)?;
        out.serialize_field("line_text", &self.line_text)?;
        out.end()
    }
}
