//! A profile: what a person writes down about the columns of an export.

use super::dates::DateOrder;
use super::text::Encoding;
use crate::bounds::Whole;
use crate::dataset::Dataset;
use crate::error::{Error, ErrorKind, Result, Role};
use crate::quantity::{Counts, DecimalMark};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Whether a stopped prescription counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub(crate) enum StoppedRows {
    /// It was dispensed and counts; what came after it was stopped does not.
    #[default]
    Counts,
    /// No row that says that it was stopped counts.
    Drops,
}

/// The folder of profiles in the data.
const FOLDER: &str = "profiles/";

/// A profile as it is written, in TOML. Everything is optional; what it leaves out is
/// detected. The form in which it is applied to a file is a [`super::Layout`].
///
/// A column is named as the first line writes it, without regard to case and punctuation; `#3`
/// is the third column, for a name that stands twice or is empty. `optional` lists the roles
/// and coding systems whose column may be absent; any other named column that is not there
/// is an error. With `header = false` the first line is a row, and columns have numbers only.
/// `counts` is `packs`, `mixed` (inhalers whole, capsules and ampoules singly), `doses` or `ddd` for
/// a table of totals.
/// `stopped` is `counts`, the default, or `drops`: whether a stopped prescription counts, which was
/// dispensed before that.
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
    counts: Option<String>,
    stopped: Option<String>,
    header: Option<bool>,
    /// Roles and coding systems whose column a file may lack.
    #[serde(default)]
    pub(super) optional: Vec<String>,
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
    pub(super) iterations: Option<String>,
    pub(super) dosage: Option<String>,
    pub(super) days: Option<String>,
    pub(super) end: Option<String>,
    pub(super) per_day: Option<String>,
}

impl Profile {
    /// Finds a profile of the data by its name.
    ///
    /// ```
    /// use groenrecept::{Dataset, intake::Profile};
    /// let dataset = Dataset::embedded()?;
    /// assert!(Profile::named(&dataset, "jhn").is_ok());
    /// assert_eq!(
    ///     Profile::named(&dataset, "his").unwrap_err().to_string(),
    ///     "there is no file with this name, and no profile; known are elan, gip, jhn, open-medic, proigia"
    /// );
    /// # Ok::<(), groenrecept::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::NoProfile`] with the names that are known.
    pub fn named(dataset: &Dataset, name: &str) -> Result<Self> {
        match dataset.text_of(&format!("{FOLDER}{name}.toml")) {
            Some(text) => Self::parse(text),
            None => {
                let names: Vec<&str> = dataset.names_in(FOLDER).into_iter().collect();
                Err(Error::new(ErrorKind::NoProfile(names.join(", "))))
            }
        }
    }

    /// Reads a profile.
    ///
    /// # Errors
    /// [`ErrorKind::Profile`] with what is wrong and where, and [`ErrorKind::TooLarge`].
    pub fn parse(text: &str) -> Result<Self> {
        Whole::Profile.fits(text.as_bytes())?;
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
        profile.counts()?;
        profile.stopped()?;
        profile.check_optional()?;
        Ok(profile)
    }

    pub(super) fn separator(&self) -> Result<Option<u8>> {
        let known = |text: &str| match text {
            ";" => Some(b';'),
            "," => Some(b','),
            "\t" | "tab" => Some(b'\t'),
            "|" => Some(b'|'),
            "#" => Some(b'#'),
            "^" => Some(b'^'),
            _ => None,
        };
        choice(
            "separator",
            self.separator.as_deref(),
            known,
            "; , tab | # ^",
        )
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

    pub(super) fn counts(&self) -> Result<Option<Counts>> {
        let known = |text: &str| text.parse().ok();
        choice(
            "counts",
            self.counts.as_deref(),
            known,
            "packs, mixed, doses, ddd",
        )
    }

    pub(super) fn stopped(&self) -> Result<Option<StoppedRows>> {
        let known = |text: &str| text.parse().ok();
        choice("stopped", self.stopped.as_deref(), known, "counts, drops")
    }

    /// Whether the first line names the columns.
    pub(super) fn has_header(&self) -> bool {
        self.header.unwrap_or(true)
    }

    /// The column of a role, where the profile names one.
    pub(super) fn column(&self, role: Role) -> Option<&str> {
        let columns = &self.columns;
        let name = match role {
            Role::Date => &columns.date,
            Role::Label => &columns.label,
            Role::Atc => &columns.atc,
            Role::Quantity => &columns.quantity,
            Role::Unit => &columns.unit,
            Role::Patient => &columns.patient,
            Role::Practice => &columns.practice,
            Role::Status => &columns.status,
            Role::Stopped => &columns.stopped,
            Role::Repeat => &columns.repeat,
            Role::Iterations => &columns.iterations,
            Role::Dosage => &columns.dosage,
            Role::Days => &columns.days,
            Role::End => &columns.end,
            Role::PerDay => &columns.per_day,
            Role::Code => &None,
        };
        name.as_deref()
    }

    /// Whether the file may lack the column of this role or coding system.
    pub(super) fn may_lack(&self, name: &str) -> bool {
        self.optional.iter().any(|optional| optional == name)
    }

    /// Only what the profile names can be optional.
    fn check_optional(&self) -> Result<()> {
        let named = |name: &String| {
            let role = Role::SINGLE.into_iter().find(|role| role.as_str() == name);
            role.is_some_and(|role| self.column(role).is_some()) || self.codes.contains_key(name)
        };
        match self.optional.iter().find(|name| !named(name)) {
            Some(name) => Err(Error::new(ErrorKind::Profile(format!(
                "optional = \"{name}\" has no column in this profile"
            )))),
            None => Ok(()),
        }
    }

    pub(super) fn date(&self) -> Result<Option<DateOrder>> {
        choice(
            "date",
            self.date.as_deref(),
            |text| text.parse().ok(),
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
