//! The first line: its separator, the names of the columns, and what they are known for.

use super::head::Head;
use super::profile::Profile;
use super::text::Encoding;
use crate::bounds::{EXPORT_COLUMNS, HEADER_BYTES};
use crate::code::CodeSystem;
use crate::dataset::{Dataset, normal};
use crate::error::{Error, ErrorKind, Result, Role};
use std::collections::BTreeMap;

/// The separators that are looked for; the last two only where the names of columns tell.
pub(super) const SEPARATORS: [u8; 6] = [b';', b',', b'\t', b'|', b'#', b'^'];
/// How many lines are compared to guess the separator.
pub(super) const LINES: usize = 50;

/// The names of columns by role and by coding system (`data/export/columns.csv`); of those that a
/// file has the first counts.
#[derive(Default)]
pub(super) struct Synonyms {
    columns: BTreeMap<String, Vec<String>>,
    codes: BTreeMap<String, Vec<String>>,
}

impl Synonyms {
    pub(super) fn of(dataset: &Dataset) -> Self {
        let mut known = Self::default();
        for row in dataset.list("export/columns.csv").rows() {
            let (of, name) = match row.text("role") {
                "code" => (&mut known.codes, row.text("system")),
                role => (&mut known.columns, role),
            };
            let names = of.entry(name.to_owned()).or_default();
            names.push(normal(row.text("name")));
        }
        known
    }
}

/// What the first line says, read with one separator.
pub(super) struct Header {
    pub(super) separator: u8,
    pub(super) names: Vec<String>,
    pub(super) roles: BTreeMap<Role, usize>,
    pub(super) codes: Vec<(CodeSystem, usize)>,
    /// Columns that a synonym names for a role that another column got.
    pub(super) rivals: Vec<(Role, usize)>,
    /// Columns that a profile names by their number.
    pub(super) numbered: Vec<usize>,
}

impl Header {
    pub(super) fn known(&self) -> usize {
        self.roles.len().saturating_add(self.codes.len())
    }
}

/// Reads the first line with each separator and keeps the reading that knows most names.
pub(super) fn choose_header(
    text: &[u8],
    encoding: Encoding,
    synonyms: &Synonyms,
    profile: &Profile,
    named: Option<u8>,
) -> Result<Header> {
    let separators = match profile.separator()?.or(named) {
        Some(separator) => vec![separator],
        None => SEPARATORS.to_vec(),
    };
    let mut readings = Vec::new();
    let mut widest = 0;
    for separator in separators {
        let mut names = header_names(text, separator, encoding)?;
        widest = widest.max(names.len());
        if !profile.has_header() {
            names = (1..=names.len())
                .map(|number| format!("#{number}"))
                .collect();
        }
        let header = assign(separator, names, synonyms, profile);
        readings.push(header);
    }
    if widest > EXPORT_COLUMNS {
        return Err(Error::new(ErrorKind::TooManyColumns {
            columns: widest,
            limit: EXPORT_COLUMNS,
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
pub(super) fn header_names(text: &[u8], separator: u8, encoding: Encoding) -> Result<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(text);
    let mut record = csv::ByteRecord::new();
    // Reading from a slice fails only on UTF-8, which bytes do not have.
    let _ = reader.read_byte_record(&mut record);
    if record.as_slice().len() > HEADER_BYTES {
        return Err(Error::new(ErrorKind::HeaderTooLong {
            limit: HEADER_BYTES,
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
    let named = |wanted: &str, role: Role, system: &str| -> Result<Option<usize>> {
        let found = match by_number(wanted, &names) {
            Some(index) => Some(index),
            None => find(&normal(wanted), role)?,
        };
        if found.is_none() && !profile.may_lack(system) {
            return Err(Error::new(ErrorKind::ProfileColumn {
                role,
                column: wanted.to_owned(),
            }));
        }
        Ok(found)
    };
    let mut roles = BTreeMap::new();
    for role in Role::SINGLE {
        if let Some(wanted) = profile.column(role)
            && let Some(index) = named(wanted, role, role.as_str())?
        {
            if let Some((other, _)) = roles.iter().find(|(_, used)| **used == index) {
                return Err(Error::new(ErrorKind::ProfileTwice {
                    first: *other,
                    second: role,
                    column: index.saturating_add(1),
                }));
            }
            roles.insert(role, index);
        }
    }
    for role in Role::SINGLE {
        if roles.contains_key(&role) {
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
            let index = named(wanted, Role::Code, system.as_str())?;
            codes.extend(index.map(|index| (system, index)));
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
    let rivals = rivals(&normals, &roles, synonyms, profile);
    let wanted = Role::SINGLE
        .into_iter()
        .filter_map(|role| profile.column(role));
    let wanted = wanted.chain(profile.codes.values().map(String::as_str));
    let numbered = wanted
        .filter_map(|wanted| by_number(wanted, &names))
        .collect();
    Ok(Header {
        separator,
        names,
        roles,
        codes,
        rivals,
        numbered,
    })
}

/// `#3` is the third column, unless a column has that for a name.
fn by_number(wanted: &str, names: &[String]) -> Option<usize> {
    if names.iter().any(|name| name == wanted) {
        return None;
    }
    let number: usize = wanted.strip_prefix('#')?.parse().ok()?;
    number.checked_sub(1).filter(|index| *index < names.len())
}

/// The columns that a synonym names for a role that another column got, and that have no role:
/// the choice between them is shown. Where a profile chose there is nothing to show.
fn rivals(
    normals: &[String],
    roles: &BTreeMap<Role, usize>,
    synonyms: &Synonyms,
    profile: &Profile,
) -> Vec<(Role, usize)> {
    let mut rivals = Vec::new();
    for role in roles.keys().filter(|role| profile.column(**role).is_none()) {
        for synonym in synonyms.columns.get(role.as_str()).into_iter().flatten() {
            let named = normals.iter().position(|name| name == synonym);
            let free = named.filter(|index| !roles.values().any(|used| used == index));
            rivals.extend(free.map(|index| (*role, index)));
        }
    }
    rivals
}

/// What the first line says where no reading of it is clear: the separator that reads most
/// known names, and the most columns in the lines below it; of names that stand twice the
/// first. Never fails, and may know no column at all.
pub(super) fn guess_header(head: &Head<'_>, synonyms: &Synonyms) -> Header {
    let readings = SEPARATORS.into_iter().filter_map(|separator| {
        let names = header_names(head.text, separator, head.encoding).ok()?;
        if names.len() > EXPORT_COLUMNS {
            return None;
        }
        let even = even_lines(head.text, separator, names.len());
        Some((first_known(separator, names, synonyms), even))
    });
    let mut best: Option<(Header, usize)> = None;
    for (header, even) in readings {
        let score = |header: &Header, even: usize| (header.known(), even, header.names.len());
        if best
            .as_ref()
            .is_none_or(|(other, other_even)| score(&header, even) > score(other, *other_even))
        {
            best = Some((header, even));
        }
    }
    best.map_or_else(
        || first_known(b';', Vec::new(), synonyms),
        |(header, _)| header,
    )
}

/// How many of the first lines have this separator as often as the first; none where it has
/// none.
pub(super) fn even_lines(text: &[u8], separator: u8, columns: usize) -> usize {
    if columns < 2 {
        return 0;
    }
    let lines = text.split(|byte| *byte == b'\n').take(LINES);
    let even =
        |line: &&[u8]| memchr::memchr_iter(separator, line).count() == columns.saturating_sub(1);
    lines.filter(even).count()
}

/// The known columns, each name and role once.
fn first_known(separator: u8, names: Vec<String>, synonyms: &Synonyms) -> Header {
    let normals: Vec<String> = names.iter().map(|name| normal(name)).collect();
    let find = |wanted: &String| normals.iter().position(|name| name == wanted);
    let mut roles: BTreeMap<Role, usize> = BTreeMap::new();
    for role in Role::SINGLE {
        let synonyms = synonyms.columns.get(role.as_str()).into_iter().flatten();
        let found = synonyms.filter_map(find).next();
        if let Some(index) = found.filter(|index| !roles.values().any(|used| used == index)) {
            roles.insert(role, index);
        }
    }
    let codes = synonyms.codes.iter().filter_map(|(system, wanted)| {
        let index = wanted.iter().filter_map(find).next()?;
        Some((CodeSystem::new(system)?, index))
    });
    Header {
        separator,
        codes: codes.collect(),
        rivals: rivals(&normals, &roles, synonyms, &Profile::default()),
        numbered: Vec::new(),
        names,
        roles,
    }
}
