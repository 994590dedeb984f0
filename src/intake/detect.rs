//! How an export is to be read, decided from its head.

use super::dates::DateOrder;
use super::header::{Header, Synonyms, choose_header, normal};
use super::privacy::{self, Identity, Privacy, SeenBy};
use super::profile::{Counts, Profile};
use super::sample::{Sample, date_order, decimal_mark};
use super::shapes::{Shapes, is_free_text, is_value};
use super::text::{BOM, Encoding};
use crate::code::CodeSystem;
use crate::error::{Error, ErrorKind, Result, Role};
use std::collections::BTreeMap;

/// How numbers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DecimalMark {
    /// `1,5`; a point separates thousands.
    Comma,
    /// `1.5`; a comma separates thousands.
    Point,
    /// The head holds whole numbers only: either mark is read, followed by zeros only.
    Whole,
}

/// How many roles there are.
const ROLES: usize = Role::PerDay as usize + 1;

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
    /// The columns of the roles, by the place of the role in [`Role`]: asked for in every row.
    places: [Option<usize>; ROLES],
    codes: Vec<(CodeSystem, usize)>,
    date_order: Option<DateOrder>,
    decimal: DecimalMark,
    counts: Option<Counts>,
    /// The names as they are shown: a number where a name may be a value.
    shown: Vec<String>,
    /// Whether the first line names the columns, and seems to do so.
    header: bool,
    headless: bool,
    rivals: Vec<(Role, usize)>,
    dropped: Vec<(usize, Identity, SeenBy)>,
    suspect: Vec<(Option<Role>, usize, Identity)>,
}

impl Layout {
    /// The separator.
    #[must_use]
    pub(crate) fn separator(&self) -> char {
        char::from(self.separator)
    }

    /// The encoding.
    #[must_use]
    pub(crate) const fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// The order of the parts of a date; `None` without a date column, and where no row of the
    /// head has a date. A date further on is then not read, because its order would be a guess.
    #[must_use]
    pub(crate) const fn date_order(&self) -> Option<DateOrder> {
        self.date_order
    }

    /// How numbers are written.
    #[must_use]
    pub(crate) const fn decimal_mark(&self) -> DecimalMark {
        self.decimal
    }

    /// How many columns the header has.
    #[must_use]
    pub(crate) const fn columns(&self) -> usize {
        self.columns
    }

    /// What every quantity counts, where a profile says that rows are totals.
    #[must_use]
    pub(crate) const fn counts(&self) -> Option<Counts> {
        self.counts
    }

    /// The name of the column that has a role, as the header writes it; `#3` where the first
    /// line may be a row and a profile names the column by its number.
    #[must_use]
    pub fn column_name(&self, role: Role) -> Option<&str> {
        let index = self.roles.get(&role)?;
        self.shown.get(*index).map(String::as_str)
    }

    /// The coding systems with the names of their columns.
    pub(crate) fn code_columns(&self) -> impl Iterator<Item = (&CodeSystem, &str)> {
        self.codes
            .iter()
            .map(|(system, index)| (system, self.shown_name(*index)))
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
    pub(crate) fn dropped(&self) -> impl Iterator<Item = (&str, Identity, SeenBy)> {
        self.dropped
            .iter()
            .map(|(index, kind, by)| (self.shown_name(*index), *kind, *by))
    }

    /// Columns that are read and seem to hold identity; `None` for the role of a coding
    /// system.
    pub(crate) fn suspect(&self) -> impl Iterator<Item = (Option<Role>, &str, Identity)> {
        self.suspect
            .iter()
            .map(|(role, index, kind)| (*role, self.shown_name(*index), *kind))
    }

    /// Columns that are known by name for a role that another column got; they are not read.
    pub(crate) fn rivals(&self) -> impl Iterator<Item = (Role, &str)> {
        self.rivals
            .iter()
            .map(|(role, index)| (*role, self.shown_name(*index)))
    }

    /// From the first line alone.
    pub(super) fn of_header(start: &Start<'_>, header: Header) -> Self {
        let mut places = [None; ROLES];
        for (role, index) in &header.roles {
            if let Some(place) = places.get_mut(*role as usize) {
                *place = Some(*index);
            }
        }
        let mut layout = Self {
            places,
            separator: header.separator,
            encoding: start.encoding,
            preface: start.preface,
            columns: header.names.len(),
            header_names: header.names,
            roles: header.roles,
            codes: header.codes,
            date_order: None,
            decimal: DecimalMark::Whole,
            counts: None,
            shown: Vec::new(),
            header: true,
            headless: false,
            rivals: header.rivals,
            dropped: Vec::new(),
            suspect: Vec::new(),
        };
        layout.headless = layout.header_names.iter().any(|name| is_value(name));
        layout.shown = shown_names(&layout, &header.numbered);
        layout
    }

    pub(super) fn shown_name(&self, index: usize) -> &str {
        self.shown.get(index).map_or("", String::as_str)
    }

    /// Whether the first line names the columns; otherwise it is a row.
    pub(crate) const fn has_header(&self) -> bool {
        self.header
    }

    /// Whether the first line looks like a row of values: one of its cells does, and none is the
    /// name of a column that is known.
    pub(super) fn is_headless(&self) -> bool {
        self.headless && self.roles.is_empty() && self.codes.is_empty()
    }

    pub(super) fn role_of(&self, index: usize) -> Option<Role> {
        let found = self.roles.iter().find(|(_, used)| **used == index);
        found.map(|(role, _)| *role)
    }

    pub(super) fn identity(&self, index: usize) -> Option<(Identity, SeenBy)> {
        let found = self.dropped.iter().find(|(other, ..)| *other == index);
        found.map(|(_, kind, by)| (*kind, *by))
    }

    pub(super) fn rival(&self, index: usize) -> Option<Role> {
        let found = self.rivals.iter().find(|(_, other)| *other == index);
        found.map(|(role, _)| *role)
    }

    /// How a profile names a column: by its name, or by its number where the name may be a
    /// value or names more than one column.
    pub(super) fn reference(&self, index: usize) -> String {
        let name = self.shown_name(index);
        let wanted = normal(name);
        let same = self
            .header_names
            .iter()
            .filter(|name| normal(name) == wanted);
        if wanted.is_empty() || name.starts_with('#') || same.count() > 1 {
            format!("#{}", index.saturating_add(1))
        } else {
            name.to_owned()
        }
    }

    pub(super) fn is_read(&self, index: usize) -> bool {
        self.roles.values().any(|used| *used == index)
            || self.codes.iter().any(|(_, used)| *used == index)
    }

    /// Says of every column what it holds of a person.
    pub(super) fn look_for_identity(&mut self, shapes: &[Shapes]) -> Result<()> {
        let privacy = Privacy::embedded()?;
        for (index, (name, shapes)) in self.header_names.iter().zip(shapes).enumerate() {
            let role = self.role_of(index);
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
        self.places.get(role as usize).copied().flatten()
    }

    pub(crate) fn codes(&self) -> &[(CodeSystem, usize)] {
        &self.codes
    }
}

pub(super) fn detect(head: &[u8], whole: bool, profile: Option<&Profile>) -> Result<Layout> {
    let synonyms = Synonyms::general()?;
    let default = Profile::default();
    let profile = profile.unwrap_or(&default);
    let start = Start::of(head, whole, profile)?;
    let header = choose_header(start.text, start.encoding, &synonyms, profile, start.named)?;
    if whole && profile.has_header() && !has_second_line(start.text) {
        return Err(Error::new(ErrorKind::NoRows));
    }
    let mut layout = Layout::of_header(&start, header);
    layout.counts = profile.counts()?;
    layout.header = profile.has_header();
    check_roles(&layout)?;
    let date_order = match (layout.index(Role::Date), profile.date()?) {
        (Some(_), Some(order)) => Some(order),
        (Some(column), None) => date_order(&start.sample(&layout, column))?,
        (None, _) => None,
    };
    let decimal = match (layout.index(Role::Quantity), profile.decimal()?) {
        (_, Some(mark)) => mark,
        (Some(column), None) => decimal_mark(&start.sample(&layout, column))?,
        (None, None) => DecimalMark::Whole,
    };
    layout.date_order = date_order;
    layout.decimal = decimal;
    layout.look_for_identity(&Shapes::take(start.text, &layout))?;
    Ok(layout)
}

/// The text of a head from the line with the names of the columns.
pub(super) struct Start<'a> {
    pub(super) text: &'a [u8],
    pub(super) encoding: Encoding,
    /// The separator that a line before it names.
    pub(super) named: Option<u8>,
    preface: usize,
    /// The number of its first line in the file.
    first_line: u64,
}

impl<'a> Start<'a> {
    pub(super) fn of(head: &'a [u8], whole: bool, profile: &Profile) -> Result<Self> {
        let text = head.strip_prefix(BOM).unwrap_or(head);
        let (named, text) = separator_line(text);
        let preface = head.len().saturating_sub(text.len());
        let lines = if whole { text } else { whole_lines(text) };
        let text = without_blank_lines(lines);
        let blank = lines.len().saturating_sub(text.len());
        let before = head.get(..preface.saturating_add(blank));
        let before = memchr::memchr_iter(b'\n', before.unwrap_or_default()).count();
        let encoding = match profile.encoding()? {
            Some(encoding) => encoding,
            None => Encoding::detect(text, whole),
        };
        if encoding == Encoding::Windows1252 && !cfg!(feature = "encoding") {
            return Err(Error::new(ErrorKind::EncodingNotBuilt));
        }
        Ok(Self {
            text,
            encoding,
            named,
            preface,
            first_line: u64::try_from(before).unwrap_or(0).saturating_add(1),
        })
    }

    pub(super) fn sample(&self, layout: &Layout, column: usize) -> Sample {
        Sample::take(self.text, self.first_line, layout, column)
    }
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
/// of a patient, and only names that gave a column its role are shown.
fn shown_names(layout: &Layout, numbered: &[usize]) -> Vec<String> {
    let names = layout.header_names.iter().enumerate();
    // Where no name is known and some cell is empty, the first line may be a title.
    let known = !layout.roles.is_empty() || !layout.codes.is_empty();
    let unknown = !known && layout.header_names.iter().any(String::is_empty);
    let hides = |name: &str| {
        let long_number = name
            .split(|c: char| !c.is_ascii_digit())
            .any(|digits| digits.len() >= 4);
        // A quote that is not closed swallows rows into a name.
        let swallowed = name.contains(char::from(layout.separator));
        unknown || layout.headless || long_number || swallowed || is_free_text(name)
    };
    names
        .map(|(index, name)| {
            let told = layout.is_read(index) && !numbered.contains(&index);
            if told || !hides(name) {
                name.clone()
            } else {
                format!("#{}", index.saturating_add(1))
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
    // Without a quantity the amounts can be computed from a dosage and the days it is for.
    let has = |role: Role| layout.roles.contains_key(&role);
    let computable = (has(Role::Dosage) || has(Role::PerDay))
        && (has(Role::Days) || (has(Role::End) && has(Role::Date)));
    if !has(Role::Quantity) && !computable {
        return Err(Error::new(ErrorKind::MissingRole(Role::Quantity)));
    }
    Ok(())
}
