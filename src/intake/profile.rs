//! A profile: what a person writes down about the columns of an export.

use super::dates::DateOrder;
use super::detect::DecimalMark;
use super::text::Encoding;
use crate::error::{Error, ErrorKind, Result};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A profile as it is written, in TOML. Everything is optional; what it leaves out is
/// detected.
///
/// ```
/// use groenrecept::intake::Profile;
/// let profile = Profile::parse(r#"
/// separator = ";"
/// date = "dd-mm-yyyy"
/// decimal = ","
/// encoding = "windows-1252"
///
/// [columns]
/// date = "Datum uitgifte"
/// label = "Artikel"
/// quantity = "Stuks"
///
/// [codes]
/// prk = "PRK nummer"
/// "#)?;
/// assert!(Profile::parse("date = \"soon\"").is_err());
/// # let _ = profile;
/// # Ok::<(), groenrecept::Error>(())
/// ```
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// For the reader of the profile.
    #[serde(rename = "name")]
    _name: Option<String>,
    separator: Option<String>,
    encoding: Option<String>,
    decimal: Option<String>,
    date: Option<String>,
    #[serde(default)]
    pub(super) columns: Columns,
    #[serde(default)]
    pub(super) codes: BTreeMap<String, String>,
}

/// Column names by role.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Columns {
    pub(super) date: Option<String>,
    pub(super) label: Option<String>,
    pub(super) atc: Option<String>,
    pub(super) quantity: Option<String>,
    pub(super) unit: Option<String>,
    pub(super) patient: Option<String>,
    pub(super) practice: Option<String>,
    pub(super) status: Option<String>,
    pub(super) stopped: Option<String>,
    pub(super) repeat: Option<String>,
    pub(super) dosage: Option<String>,
    pub(super) days: Option<String>,
    pub(super) end: Option<String>,
    pub(super) per_day: Option<String>,
}

impl Profile {
    /// Reads a profile.
    ///
    /// # Errors
    /// [`ErrorKind::Profile`] with what is wrong and where.
    pub fn parse(text: &str) -> Result<Self> {
        let profile: Self = toml::from_str(text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start));
            let place = before.map_or_else(String::new, |before| {
                let line = before.matches('\n').count().saturating_add(1);
                format!("line {line}: ")
            });
            Error::new(ErrorKind::Profile(format!("{place}{}", error.message())))
        })?;
        profile.separator()?;
        profile.encoding()?;
        profile.decimal()?;
        profile.date()?;
        Ok(profile)
    }

    pub(super) fn separator(&self) -> Result<Option<u8>> {
        let known = |text: &str| match text {
            ";" => Some(b';'),
            "," => Some(b','),
            "\t" | "tab" => Some(b'\t'),
            "|" => Some(b'|'),
            _ => None,
        };
        choice("separator", self.separator.as_deref(), known, "; , tab |")
    }

    pub(super) fn encoding(&self) -> Result<Option<Encoding>> {
        let known = |text: &str| match text.to_ascii_lowercase().as_str() {
            "utf-8" => Some(Encoding::Utf8),
            "windows-1252" => Some(Encoding::Windows1252),
            _ => None,
        };
        choice(
            "encoding",
            self.encoding.as_deref(),
            known,
            "utf-8, windows-1252",
        )
    }

    pub(super) fn decimal(&self) -> Result<Option<DecimalMark>> {
        let known = |text: &str| match text {
            "," => Some(DecimalMark::Comma),
            "." => Some(DecimalMark::Point),
            _ => None,
        };
        choice("decimal", self.decimal.as_deref(), known, "\",\" or \".\"")
    }

    pub(super) fn date(&self) -> Result<Option<DateOrder>> {
        choice(
            "date",
            self.date.as_deref(),
            DateOrder::from_profile,
            "dd-mm-yyyy, mm-dd-yyyy, yyyy-mm-dd, yyyymmdd, d mmm yyyy, timestamp",
        )
    }
}

/// What a text of the profile stands for; an error that names the key and the choices.
fn choice<T>(
    key: &str,
    text: Option<&str>,
    known: impl Fn(&str) -> Option<T>,
    expected: &str,
) -> Result<Option<T>> {
    let Some(text) = text else {
        return Ok(None);
    };
    match known(text) {
        Some(value) => Ok(Some(value)),
        None => Err(Error::new(ErrorKind::Profile(format!(
            "{key} = \"{text}\" is not one of: {expected}"
        )))),
    }
}
