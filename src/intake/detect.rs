//! How an export is to be read, decided from its head.

use super::blocks::Block;
use super::dates::DateOrder;
use super::profile::Profile;
use super::row::{Line, read_block};
use super::text::{BOM, Encoding};
use crate::code::CodeSystem;
use crate::error::{Error, ErrorKind, Result, Role};
use std::collections::BTreeMap;

/// The most columns that an export can have.
const MAX_COLUMNS: usize = 1024;
/// The longest first line.
const MAX_HEADER_BYTES: usize = 256 << 10;

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

    /// The names of the columns that are never read.
    pub fn ignored(&self) -> impl Iterator<Item = &str> {
        self.header_names
            .iter()
            .enumerate()
            .filter(|(index, _)| {
                !self.roles.values().any(|used| used == index)
                    && !self.codes.iter().any(|(_, used)| used == index)
            })
            .map(|(_, name)| name.as_str())
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

/// The general profile: synonyms by role.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Synonyms {
    columns: BTreeMap<String, Vec<String>>,
    codes: BTreeMap<String, Vec<String>>,
}

pub(super) fn detect(head: &[u8], whole: bool, profile: Option<&Profile>) -> Result<Layout> {
    let synonyms: Synonyms = toml::from_str(include_str!("../../data/profiles/general.toml"))
        .map_err(|error| Error::new(ErrorKind::Profile(error.message().to_owned())))?;
    let default = Profile::default();
    let profile = profile.unwrap_or(&default);
    let text = head.strip_prefix(BOM).unwrap_or(head);
    let (named, text) = separator_line(text);
    let preface = head.len().saturating_sub(text.len());
    let text = if whole { text } else { whole_lines(text) };
    let text = without_blank_lines(text);
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
    };
    check_roles(&layout)?;
    let sample = |column: usize| Sample::take(text, &layout, column);
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
            separator @ (b';' | b',' | b'\t' | b'|'),
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

struct Header {
    separator: u8,
    names: Vec<String>,
    roles: BTreeMap<Role, usize>,
    codes: Vec<(CodeSystem, usize)>,
}

impl Header {
    fn known(&self) -> usize {
        self.roles.len().saturating_add(self.codes.len())
    }
}

/// Reads the first line with each separator and keeps the reading that knows most names.
fn choose_header(
    text: &[u8],
    encoding: Encoding,
    synonyms: &Synonyms,
    profile: &Profile,
    named: Option<u8>,
) -> Result<Header> {
    let separators = match profile.separator()?.or(named) {
        Some(separator) => vec![separator],
        None => vec![b';', b',', b'\t', b'|'],
    };
    let mut readings = Vec::new();
    let mut widest = 0;
    for separator in separators {
        let names = header_names(text, separator, encoding)?;
        widest = widest.max(names.len());
        let header = assign(separator, names, synonyms, profile);
        readings.push(header);
    }
    if widest > MAX_COLUMNS {
        return Err(Error::new(ErrorKind::TooManyColumns {
            columns: widest,
            limit: MAX_COLUMNS,
        }));
    }
    let score = |reading: &Result<Header>| match reading {
        Ok(header) => (header.known(), header.names.len()),
        Err(_) => (0, 0),
    };
    let best = readings.iter().map(score).max().unwrap_or_default();
    if best.0 == 0
        && let Some(at) = readings.iter().position(Result::is_err)
    {
        return readings.swap_remove(at);
    }
    let mut winners = readings
        .into_iter()
        .filter(|reading| score(reading) == best);
    let Some(winner) = winners.next() else {
        return Err(Error::new(ErrorKind::NoHeader { columns: widest }));
    };
    let winner = winner?;
    if winner.known() == 0 {
        return Err(Error::new(ErrorKind::NoHeader { columns: widest }));
    }
    if best.1 > 1
        && let Some(Ok(other)) = winners.next()
    {
        let shown = [winner.separator, other.separator].map(|byte| match byte {
            b'\t' => "tab".to_owned(),
            other => char::from(other).to_string(),
        });
        return Err(Error::new(ErrorKind::AmbiguousSeparator(shown.join(" "))));
    }
    Ok(winner)
}

/// The cells of the first row; a quoted name may span lines.
fn header_names(text: &[u8], separator: u8, encoding: Encoding) -> Result<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(text);
    let mut record = csv::ByteRecord::new();
    // Reading from a slice fails only on UTF-8, which bytes do not have.
    let _ = reader.read_byte_record(&mut record);
    if record.as_slice().len() > MAX_HEADER_BYTES {
        return Err(Error::new(ErrorKind::HeaderTooLong {
            limit: MAX_HEADER_BYTES,
        }));
    }
    let name = |cell: &[u8]| -> String {
        let text = encoding.decode(cell).unwrap_or_default();
        let words: Vec<&str> = text.split_whitespace().collect();
        let joined = words.join(" ");
        joined
            .chars()
            .filter(|c| !c.is_control())
            .take(60)
            .collect()
    };
    Ok(record.iter().map(name).collect())
}

/// A name without case, blanks and punctuation, so that `Atc_code` and `ATC-code` agree.
fn normal(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn assign(
    separator: u8,
    names: Vec<String>,
    synonyms: &Synonyms,
    profile: &Profile,
) -> Result<Header> {
    let normals: Vec<String> = names.iter().map(|name| normal(name)).collect();
    let find = |wanted: &str, role: Role| -> Result<Option<usize>> {
        let mut hits = normals
            .iter()
            .enumerate()
            .filter(|(_, name)| *name == wanted)
            .map(|(index, _)| index);
        match (hits.next(), hits.next()) {
            (Some(first), Some(second)) => Err(Error::new(ErrorKind::DuplicateRole {
                role,
                first: first.saturating_add(1),
                second: second.saturating_add(1),
            })),
            (hit, _) => Ok(hit),
        }
    };
    let named = |wanted: &str, role: Role| -> Result<usize> {
        find(&normal(wanted), role)?.ok_or_else(|| {
            Error::new(ErrorKind::ProfileColumn {
                role,
                column: wanted.to_owned(),
            })
        })
    };
    let mut roles = BTreeMap::new();
    for role in Role::SINGLE {
        if let Some(wanted) = profile_column(profile, role) {
            roles.insert(role, named(wanted, role)?);
            continue;
        }
        for synonym in synonyms.columns.get(role.as_str()).into_iter().flatten() {
            if let Some(index) = find(synonym, role)? {
                if !roles.values().any(|used| *used == index) {
                    roles.insert(role, index);
                }
                break;
            }
        }
    }
    let mut codes = Vec::new();
    for (system, wanted) in &profile.codes {
        if let Some(system) = CodeSystem::new(system) {
            codes.push((system, named(wanted, Role::Code)?));
        }
    }
    for (system, wanted) in &synonyms.codes {
        let Some(system) = CodeSystem::new(system) else {
            continue;
        };
        for synonym in wanted {
            if let Some(index) = find(synonym, Role::Code)?
                && !codes.iter().any(|(known, _)| *known == system)
            {
                codes.push((system.clone(), index));
            }
        }
    }
    Ok(Header {
        separator,
        names,
        roles,
        codes,
    })
}

fn profile_column(profile: &Profile, role: Role) -> Option<&str> {
    let columns = &profile.columns;
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
        Role::Dosage => &columns.dosage,
        Role::Days => &columns.days,
        Role::End => &columns.end,
        Role::PerDay => &columns.per_day,
        Role::Code => &None,
    };
    name.as_deref()
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

/// The filled cells of one column in the rows of the head that have as many cells as the
/// header: each distinct cell with the rows that have it.
struct Sample {
    column: usize,
    cells: BTreeMap<Vec<u8>, usize>,
}

impl Sample {
    fn take(text: &[u8], layout: &Layout, column: usize) -> Self {
        let block = Block {
            first_line: 1,
            bytes: text.to_vec(),
            broken: None,
        };
        let mut cells: BTreeMap<Vec<u8>, usize> = BTreeMap::new();
        let mut header = true;
        read_block(&block, layout, |_, line| {
            if let Line::Row(record) = line
                && !std::mem::take(&mut header)
            {
                let cell = record.get(column).unwrap_or_default().trim_ascii();
                if let Some(rows) = cells.get_mut(cell) {
                    *rows = rows.saturating_add(1);
                } else if !cell.is_empty() {
                    cells.insert(cell.to_vec(), 1);
                }
            }
        });
        Self { column, cells }
    }

    fn cells(&self) -> impl Iterator<Item = &[u8]> {
        self.cells.keys().map(Vec::as_slice)
    }

    /// In how many rows the cell passes.
    fn rows(&self, passes: impl Fn(&[u8]) -> bool) -> usize {
        let passing = self.cells.iter().filter(|(cell, _)| passes(cell));
        passing
            .map(|(_, rows)| *rows)
            .fold(0, usize::saturating_add)
    }

    /// The column, counted from 1.
    fn number(&self) -> usize {
        self.column.saturating_add(1)
    }
}

/// The one order that reads the column. Day-month and month-day both fit when no day is
/// above 12; then there is no telling. `None` when the column is empty in the head.
fn date_order(sample: &Sample) -> Result<Option<DateOrder>> {
    let total = sample.rows(|_| true);
    if total == 0 {
        return Ok(None);
    }
    let readable = |order: DateOrder| sample.rows(|cell| order.parse(cell).is_some());
    let counts = DateOrder::ALL.map(|order| (readable(order), order));
    let best = counts.iter().map(|(count, _)| *count).max().unwrap_or(0);
    // A few damaged dates are set aside later; a column in two orders is not read at all.
    if best.saturating_mul(100) < total.saturating_mul(90) {
        return Err(Error::new(ErrorKind::MixedDates {
            column: sample.number(),
            readable: best,
            total,
        }));
    }
    // Month before day is taken only where day before month plainly does not read the column:
    // one mistyped date must not turn all others round.
    let enough = |count: usize| count.saturating_mul(100) >= total.saturating_mul(90);
    let fitting: Vec<DateOrder> = counts
        .iter()
        .filter(|(count, _)| enough(*count))
        .map(|(_, order)| *order)
        .collect();
    match fitting.as_slice() {
        [only] => Ok(Some(*only)),
        _ if best == total && counts.iter().filter(|(count, _)| *count == best).count() == 1 => {
            let sure = counts.iter().find(|(count, _)| *count == best);
            sure.filter(|(_, order)| *order != DateOrder::MonthDayYear)
                .map(|(_, order)| Some(*order))
                .ok_or_else(|| ambiguous_date(sample))
        }
        _ => Err(ambiguous_date(sample)),
    }
}

fn ambiguous_date(sample: &Sample) -> Error {
    let both = |cell: &[u8]| {
        let first = DateOrder::DayMonthYear.parse(cell)?;
        let second = DateOrder::MonthDayYear.parse(cell)?;
        Some((String::from_utf8_lossy(cell).into_owned(), first, second))
    };
    let mut readings: Vec<_> = sample.cells().filter_map(both).collect();
    // An example that reads as two days, where there is one.
    readings.sort_by_key(|(_, first, second)| first == second);
    let (example, first, second) = readings
        .into_iter()
        .next()
        .map_or_else(Default::default, |(example, first, second)| {
            (example, first.to_string(), second.to_string())
        });
    Error::new(ErrorKind::AmbiguousDate {
        column: sample.number(),
        example,
        first,
        second,
    })
}

/// Whether a comma or a point marks decimals in the quantity column.
fn decimal_mark(sample: &Sample) -> Result<DecimalMark> {
    let mut comma = false;
    let mut point = false;
    let mut unclear = None;
    for cell in sample.cells() {
        let marks: Vec<(usize, u8)> = cell
            .iter()
            .copied()
            .enumerate()
            .filter(|(_, byte)| matches!(byte, b',' | b'.'))
            .collect();
        let Some((position, mark)) = marks.last().copied() else {
            continue;
        };
        let after = cell.len().saturating_sub(position).saturating_sub(1);
        let alone = marks.len() == 1;
        let groups = !alone && marks.iter().all(|(_, other)| *other == mark);
        if alone && after == 3 && !cell.starts_with(b"0") {
            unclear = Some(cell);
        } else if (mark == b',') != groups {
            // Several marks of one kind separate thousands, so the other marks decimals.
            comma = true;
        } else {
            point = true;
        }
    }
    match (comma, point, unclear) {
        (true, false, _) => Ok(DecimalMark::Comma),
        (false, true, _) => Ok(DecimalMark::Point),
        (false, false, None) => Ok(DecimalMark::Whole),
        (true, true, _) | (false, false, Some(_)) => {
            let example = unclear
                .or_else(|| sample.cells().find(|cell| cell.contains(&b',')))
                .map(|cell| String::from_utf8_lossy(cell).into_owned())
                .filter(|text| text.len() < 20 && !text.contains(char::is_alphabetic))
                .unwrap_or_default();
            Err(Error::new(ErrorKind::AmbiguousDecimal {
                column: sample.number(),
                example,
            }))
        }
    }
}
