//! How an export is to be read, decided from its head.

use super::dates::DateOrder;
use super::header::{Synonyms, choose_header};
use super::privacy::{self, Identity, Privacy, SeenBy};
use super::profile::{Counts, Profile};
use super::sample::{Sample, date_order, decimal_mark};
use super::shapes::{Shapes, is_value};
use super::text::{BOM, Encoding};
use crate::code::CodeSystem;
use crate::error::{Error, ErrorKind, Result, Role};
use std::collections::BTreeMap;

/// How numbers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecimalMark {
    /// `1,5`; a point separates thousands.
    Comma,
    /// `1.5`; a comma separates thousands.
    Point,
    /// The head holds whole numbers only: either mark is read, followed by zeros only.
    Whole,
}

/// How an export is read: the resolved form of a profile and of what was detected.
#[derive(Debug, Clone)]
pub struct Layout {
    separator: u8,
    encoding: Encoding,
    /// The bytes before the header: a byte order mark, and the `sep=;` line of a spreadsheet.
    preface: usize,
    columns: usize,
    header_names: Vec<String>,
    roles: BTreeMap<Role, usize>,
    codes: Vec<(CodeSystem, usize)>,
    date_order: Option<DateOrder>,
    decimal: DecimalMark,
    counts: Option<Counts>,
    /// The names as they are shown: a number where a name may be a value.
    shown: Vec<String>,
    rivals: Vec<(Role, usize)>,
    dropped: Vec<(usize, Identity, SeenBy)>,
    suspect: Vec<(Option<Role>, usize, Identity)>,
}

impl Layout {
    /// The separator.
    #[must_use]
    pub fn separator(&self) -> char {
        char::from(self.separator)
    }

    /// The encoding.
    #[must_use]
    pub const fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// The order of the parts of a date; `None` without a date column, and where no row of the
    /// head has a date. A date further on is then not read, because its order would be a guess.
    #[must_use]
    pub const fn date_order(&self) -> Option<DateOrder> {
        self.date_order
    }

    /// How numbers are written.
    #[must_use]
    pub const fn decimal_mark(&self) -> DecimalMark {
        self.decimal
    }

    /// How many columns the header has.
    #[must_use]
    pub const fn columns(&self) -> usize {
        self.columns
    }

    /// What every quantity counts, where a profile says that rows are totals.
    #[must_use]
    pub const fn counts(&self) -> Option<Counts> {
        self.counts
    }

    /// The name of the column that has a role, as the header writes it.
    #[must_use]
    pub fn column_name(&self, role: Role) -> Option<&str> {
        let index = self.roles.get(&role)?;
        self.header_names.get(*index).map(String::as_str)
    }

    /// The coding systems with the names of their columns.
    pub fn code_columns(&self) -> impl Iterator<Item = (&CodeSystem, &str)> {
        self.codes.iter().map(|(system, index)| {
            let name = self.header_names.get(*index).map_or("", String::as_str);
            (system, name)
        })
    }

    /// The columns that are never read and hold no identity that can be seen. A name that may
    /// be a value, as in a file without a header, is shown as the number of its column, `#3`.
    pub fn ignored(&self) -> impl Iterator<Item = &str> {
        let dropped = |index: usize| self.dropped.iter().any(|(other, ..)| *other == index);
        self.shown
            .iter()
            .enumerate()
            .filter(move |(index, _)| !self.is_read(*index) && !dropped(*index))
            .map(|(_, name)| name.as_str())
    }

    /// The columns that hold identity or free text: what, and by what it was seen. They are
    /// never read.
    pub fn dropped(&self) -> impl Iterator<Item = (&str, Identity, SeenBy)> {
        self.dropped
            .iter()
            .map(|(index, kind, by)| (self.shown_name(*index), *kind, *by))
    }

    /// Columns that are read and seem to hold identity; `None` for the role of a coding
    /// system.
    pub fn suspect(&self) -> impl Iterator<Item = (Option<Role>, &str, Identity)> {
        self.suspect
            .iter()
            .map(|(role, index, kind)| (*role, self.shown_name(*index), *kind))
    }

    /// Columns that are known by name for a role that another column got; they are not read.
    pub fn rivals(&self) -> impl Iterator<Item = (Role, &str)> {
        self.rivals
            .iter()
            .map(|(role, index)| (*role, self.shown_name(*index)))
    }

    fn shown_name(&self, index: usize) -> &str {
        self.shown.get(index).map_or("", String::as_str)
    }

    pub(super) fn is_read(&self, index: usize) -> bool {
        self.roles.values().any(|used| *used == index)
            || self.codes.iter().any(|(_, used)| *used == index)
    }

    /// Says of every column what it holds of a person.
    fn look_for_identity(&mut self, text: &[u8]) -> Result<()> {
        let privacy = Privacy::embedded()?;
        let shapes = Shapes::take(text, self);
        for (index, (name, shapes)) in self.header_names.iter().zip(&shapes).enumerate() {
            let role = self.roles.iter().find(|(_, used)| **used == index);
            let role = role.map(|(role, _)| *role);
            if !self.is_read(index) {
                let found = privacy.of(name, shapes);
                self.dropped
                    .extend(found.map(|(kind, by)| (index, kind, by)));
            } else if let Some(role) = role {
                // The words of a label are no free text, nor those of a dosage.
                let kind = privacy.by_name(name).filter(|kind| *kind == Identity::Bsn);
                let kind = kind.or_else(|| privacy::by_values(shapes));
                let kind = kind.filter(|kind| *kind != Identity::FreeText);
                self.suspect
                    .extend(kind.map(|kind| (Some(role), index, kind)));
            } else if let Some(kind) = privacy.by_name(name) {
                self.suspect.push((None, index, kind));
            }
        }
        Ok(())
    }

    /// Whether the header ends in a separator that the rows may lack.
    pub(crate) fn ends_in_separator(&self) -> bool {
        self.header_names.last().is_some_and(String::is_empty)
    }

    pub(crate) const fn separator_byte(&self) -> u8 {
        self.separator
    }

    pub(crate) const fn preface(&self) -> usize {
        self.preface
    }

    pub(crate) fn index(&self, role: Role) -> Option<usize> {
        self.roles.get(&role).copied()
    }

    pub(crate) fn codes(&self) -> &[(CodeSystem, usize)] {
        &self.codes
    }
}

pub(super) fn detect(head: &[u8], whole: bool, profile: Option<&Profile>) -> Result<Layout> {
    let synonyms = Synonyms::general()?;
    let default = Profile::default();
    let profile = profile.unwrap_or(&default);
    let text = head.strip_prefix(BOM).unwrap_or(head);
    let (named, text) = separator_line(text);
    let preface = head.len().saturating_sub(text.len());
    let text = if whole { text } else { whole_lines(text) };
    let lines = text;
    let text = without_blank_lines(lines);
    let blank = lines.len().saturating_sub(text.len());
    let before = head.get(..preface.saturating_add(blank));
    let before = memchr::memchr_iter(b'\n', before.unwrap_or_default()).count();
    let first_line = u64::try_from(before).unwrap_or(0).saturating_add(1);
    let encoding = match profile.encoding()? {
        Some(encoding) => encoding,
        None => Encoding::detect(text, whole),
    };
    if encoding == Encoding::Windows1252 && !cfg!(feature = "encoding") {
        return Err(Error::new(ErrorKind::EncodingNotBuilt));
    }
    let header = choose_header(text, encoding, &synonyms, profile, named)?;
    if whole && !has_second_line(text) {
        return Err(Error::new(ErrorKind::NoRows));
    }
    let mut layout = Layout {
        separator: header.separator,
        encoding,
        preface,
        columns: header.names.len(),
        header_names: header.names,
        roles: header.roles,
        codes: header.codes,
        date_order: None,
        decimal: DecimalMark::Whole,
        counts: profile.counts()?,
        shown: Vec::new(),
        rivals: header.rivals,
        dropped: Vec::new(),
        suspect: Vec::new(),
    };
    check_roles(&layout)?;
    let sample = |column: usize| Sample::take(text, first_line, &layout, column);
    let date_order = match layout.index(Role::Date) {
        Some(column) => match profile.date()? {
            Some(order) => Some(order),
            None => date_order(&sample(column))?,
        },
        None => None,
    };
    let decimal = match (layout.index(Role::Quantity), profile.decimal()?) {
        (_, Some(mark)) => mark,
        (Some(column), None) => decimal_mark(&sample(column))?,
        (None, None) => DecimalMark::Whole,
    };
    layout.date_order = date_order;
    layout.decimal = decimal;
    layout.shown = shown_names(&layout);
    layout.look_for_identity(text)?;
    Ok(layout)
}

/// The head up to its last line end, so that no half row is looked at.
fn whole_lines(text: &[u8]) -> &[u8] {
    let end = memchr::memrchr(b'\n', text);
    end.and_then(|end| text.get(..=end)).unwrap_or(text)
}

/// The separator that a first line such as `sep=;` names, and the text behind that line.
/// Spreadsheets write it for each other.
fn separator_line(text: &[u8]) -> (Option<u8>, &[u8]) {
    let Some(end) = memchr::memchr(b'\n', text) else {
        return (None, text);
    };
    let (line, rest) = text
        .split_at_checked(end.saturating_add(1))
        .unwrap_or((text, b""));
    let mut line = line.trim_ascii_end();
    if let [b'"', inner @ .., b'"'] = line {
        line = inner;
    }
    match line {
        [
            b's' | b'S',
            b'e' | b'E',
            b'p' | b'P',
            b'=',
            separator @ (b';' | b',' | b'\t' | b'|' | b'#' | b'^'),
        ] => (Some(*separator), rest),
        _ => (None, text),
    }
}

/// The text from its first line that holds more than blanks.
fn without_blank_lines(text: &[u8]) -> &[u8] {
    let first = text.iter().position(|byte| !byte.is_ascii_whitespace());
    let before = first
        .and_then(|first| text.get(..first))
        .unwrap_or_default();
    let start = memchr::memrchr(b'\n', before).map_or(0, |at| at.saturating_add(1));
    text.get(start..).unwrap_or_default()
}

fn has_second_line(text: &[u8]) -> bool {
    text.split(|byte| *byte == b'\n')
        .filter(|line| !line.trim_ascii().is_empty())
        .nth(1)
        .is_some()
}

/// The names as they may be shown. Where one looks like a value the first line may be a row
/// of a patient, and only names that have a role are shown.
fn shown_names(layout: &Layout) -> Vec<String> {
    let names = || layout.header_names.iter().enumerate();
    let values = names().any(|(index, name)| !layout.is_read(index) && is_value(name));
    names()
        .map(|(index, name)| {
            if values && !layout.is_read(index) {
                format!("#{}", index.saturating_add(1))
            } else {
                name.clone()
            }
        })
        .collect()
}

fn check_roles(layout: &Layout) -> Result<()> {
    let product = layout.roles.contains_key(&Role::Label)
        || layout.roles.contains_key(&Role::Atc)
        || !layout.codes.is_empty();
    if !product {
        return Err(Error::new(ErrorKind::MissingRole(Role::Label)));
    }
    if !layout.roles.contains_key(&Role::Quantity) {
        return Err(Error::new(ErrorKind::MissingRole(Role::Quantity)));
    }
    Ok(())
}
