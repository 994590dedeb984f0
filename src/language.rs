//! The language in which people are addressed.

/// Dutch first, with an English twin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub enum Language {
    /// Dutch.
    #[default]
    #[serde(rename = "nl")]
    Dutch,
    /// English.
    #[serde(rename = "en")]
    English,
}

impl Language {
    /// The one of two sentences that is in this language.
    pub(crate) const fn say<'t>(self, dutch: &'t str, english: &'t str) -> &'t str {
        match self {
            Self::Dutch => dutch,
            Self::English => english,
        }
    }
}
