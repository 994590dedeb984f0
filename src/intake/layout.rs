//! How an export is to be read.

use super::dates::DateOrder;
use super::head::Head;
use super::header::Header;
use super::privacy::{self, Identity, Privacy, SeenBy};
use super::profile::StoppedRows;
use super::shapes::{Shapes, is_free_text, is_value};
use super::text::Encoding;
use crate::code::CodeSystem;
use crate::dataset::{Dataset, normal};
use crate::error::Role;
use crate::quantity::{Counts, DecimalMark};
use std::collections::{BTreeMap, BTreeSet};

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
    /// The columns of the roles, by the place of the role in [`Role::SINGLE`]: asked for in every
    /// row.
    places: [Option<usize>; Role::SINGLE.len()],
    codes: Vec<(CodeSystem, usize)>,
    pub(super) date_order: Option<DateOrder>,
    pub(super) decimal: DecimalMark,
    pub(super) counts: Option<Counts>,
    pub(super) stopped: StoppedRows,
    /// The names as they are shown: a number where a name may be a value.
    shown: Vec<String>,
    /// Whether the first line names the columns, and seems to do so.
    pub(super) header: bool,
    headless: bool,
    /// Whether numbers may have marks between groups of digits.
    groups: bool,
    rivals: Vec<(Role, usize)>,
    dropped: Vec<(usize, Identity, SeenBy)>,
    suspect: Vec<(Option<Role>, usize, Identity)>,
    /// Names of columns that are not read are left out.
    unread_hidden: bool,
}

impl Layout {
    /// The separator.
    pub(crate) fn separator(&self) -> char {
        char::from(self.separator)
    }

    /// The encoding.
    pub(crate) const fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// The order of the parts of a date; `None` without a date column, and where no row of the
    /// head has a date. A date further on is then not read, because its order would be a guess.
    pub(crate) const fn date_order(&self) -> Option<DateOrder> {
        self.date_order
    }

    /// How numbers are written.
    pub(crate) const fn decimal_mark(&self) -> DecimalMark {
        self.decimal
    }

    /// How many columns the header has.
    pub(crate) const fn columns(&self) -> usize {
        self.columns
    }

    /// What every quantity counts, where a profile says that rows are totals.
    pub(crate) const fn counts(&self) -> Option<Counts> {
        self.counts
    }

    /// Whether stopped prescriptions count.
    pub(crate) const fn stopped(&self) -> StoppedRows {
        self.stopped
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
            .filter(|_| !self.unread_hidden)
            .map(|(_, name)| name.as_str())
    }

    /// The same without the names of columns that are not read.
    pub(crate) fn of_what_is_read(&self) -> Self {
        let mut layout = self.clone();
        for (index, name) in layout.shown.iter_mut().enumerate() {
            if !self.is_read(index) {
                name.clear();
            }
        }
        layout.unread_hidden = true;
        layout.dropped.clear();
        layout.rivals.clear();
        layout
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

    /// Of rows that this crate writes: a column for every role in its order, read where it is one
    /// of `roles`, one for each coding system, and one for the codes of other systems. Commas, no
    /// header, days as `2025-01-31`, decimal points.
    pub(crate) fn of_rows(roles: &BTreeSet<Role>, systems: &[CodeSystem]) -> Self {
        let others = std::iter::successors(Some("*".to_owned()), |name| Some(format!("{name}*")));
        let mut others = others.filter_map(|name| CodeSystem::new(&name));
        let others = others.find(|other| !systems.contains(other));
        let all: Vec<CodeSystem> = systems.iter().cloned().chain(others).collect();
        let names = Role::SINGLE.iter().map(|role| role.as_str().to_owned());
        let names = names.chain(all.iter().map(|system| system.as_str().to_owned()));
        let header_names: Vec<String> = names.collect();
        let placed = Role::SINGLE.into_iter().zip(0..);
        let read: BTreeMap<Role, usize> = placed.filter(|(role, _)| roles.contains(role)).collect();
        Self {
            places: Role::SINGLE.map(|role| read.get(&role).copied()),
            separator: b',',
            encoding: Encoding::Utf8,
            preface: 0,
            columns: header_names.len(),
            shown: header_names.clone(),
            header_names,
            roles: read,
            codes: all.into_iter().zip(Role::SINGLE.len()..).collect(),
            date_order: Some(DateOrder::YearMonthDay),
            decimal: DecimalMark::Point,
            counts: None,
            stopped: StoppedRows::default(),
            header: false,
            headless: false,
            groups: false,
            rivals: Vec::new(),
            dropped: Vec::new(),
            suspect: Vec::new(),
            unread_hidden: false,
        }
    }

    /// From the first line alone.
    pub(super) fn of_header(head: &Head<'_>, header: Header) -> Self {
        let mut layout = Self {
            places: Role::SINGLE.map(|role| header.roles.get(&role).copied()),
            separator: header.separator,
            encoding: head.encoding,
            preface: head.preface,
            columns: header.names.len(),
            header_names: header.names,
            roles: header.roles,
            codes: header.codes,
            date_order: None,
            decimal: DecimalMark::Either,
            counts: None,
            stopped: StoppedRows::default(),
            shown: Vec::new(),
            header: true,
            headless: false,
            groups: true,
            rivals: header.rivals,
            dropped: Vec::new(),
            suspect: Vec::new(),
            unread_hidden: false,
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
    pub(super) fn look_for_identity(&mut self, dataset: &Dataset, shapes: &[Shapes]) {
        let privacy = Privacy::of(dataset);
        for (index, (name, shapes)) in self.header_names.iter().zip(shapes).enumerate() {
            let role = self.role_of(index);
            if !self.is_read(index) {
                let found = privacy.kind_of(name, shapes);
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
    }

    /// Whether the header ends in a separator that the rows may lack.
    pub(crate) fn ends_in_separator(&self) -> bool {
        self.header_names.last().is_some_and(String::is_empty)
    }

    pub(crate) const fn separator_byte(&self) -> u8 {
        self.separator
    }

    pub(crate) const fn groups(&self) -> bool {
        self.groups
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
