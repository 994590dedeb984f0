//! What stands in the columns of codes: counted over every row, without any text of a cell.

use crate::code::{AtcCell, BadNumber, CodeSystem, GNumber, LocalCode};
use crate::error::Role;
use crate::intake::Layout;
use crate::matching::Lookup;

/// The cells of the columns of codes, over all rows that are rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CodeCells {
    /// Of each coding system, in the order of [`Layout::code_columns`].
    pub numbers: Vec<NumberCells>,
    /// Of the ATC column; all zero without one.
    pub atc: AtcCells,
    /// What became of the numbers in a release of the G-Standaard.
    pub release: ReleaseRows,
}

/// The cells of the column of one coding system.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct NumberCells {
    /// A code, right or wrong.
    pub filled: u64,
    /// Empty, or zero, which stands for empty.
    pub missing: u64,
    /// Of the filled: the check digit does not fit. Only of the four systems of the
    /// G-Standaard.
    pub check_digit_fails: u64,
    /// Of the filled: no number of up to eight digits, or one that is never issued. Only of the
    /// four systems of the G-Standaard.
    pub not_a_number: u64,
}

/// The cells of the ATC column.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct AtcCells {
    /// A code of a substance.
    pub code: u64,
    /// A group.
    pub group: u64,
    /// Z, not applicable.
    pub z: u64,
    /// Y, not filled in.
    pub y: u64,
    /// X, no ATC code.
    pub x: u64,
    /// Nothing.
    pub empty: u64,
    /// Something else.
    pub malformed: u64,
}

/// Rows by what became of their numbers in a release of the G-Standaard. A row whose date is
/// of no use is not looked up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct ReleaseRows {
    /// The release has one of the numbers of the row.
    pub found: u64,
    /// The release has none of the numbers of the row.
    pub not_found: u64,
    /// Of the found: the row has another ATC code than the release.
    pub atc_differs: u64,
}

impl CodeCells {
    /// Adds what another thread counted of the same columns.
    pub(super) fn add(&mut self, other: &Self) {
        let sum = |here: &mut u64, there: u64| *here = here.saturating_add(there);
        self.numbers
            .resize(other.numbers.len(), NumberCells::default());
        for (here, there) in self.numbers.iter_mut().zip(&other.numbers) {
            sum(&mut here.filled, there.filled);
            sum(&mut here.missing, there.missing);
            sum(&mut here.check_digit_fails, there.check_digit_fails);
            sum(&mut here.not_a_number, there.not_a_number);
        }
        let (here, there) = (&mut self.atc, &other.atc);
        sum(&mut here.code, there.code);
        sum(&mut here.group, there.group);
        sum(&mut here.z, there.z);
        sum(&mut here.y, there.y);
        sum(&mut here.x, there.x);
        sum(&mut here.empty, there.empty);
        sum(&mut here.malformed, there.malformed);
        let (here, there) = (&mut self.release, &other.release);
        sum(&mut here.found, there.found);
        sum(&mut here.not_found, there.not_found);
        sum(&mut here.atc_differs, there.atc_differs);
    }

    fn count(&mut self, kind: Kind, column: usize) {
        let atc = &mut self.atc;
        let numbers = self.numbers.get_mut(column);
        let step = |count: &mut u64| *count = count.saturating_add(1);
        match kind {
            Kind::Atc(cell) => step(match cell {
                AtcCell::Code(_) => &mut atc.code,
                AtcCell::Group(_) => &mut atc.group,
                AtcCell::NotApplicable => &mut atc.z,
                AtcCell::NotFilledIn => &mut atc.y,
                AtcCell::NoAtc => &mut atc.x,
                AtcCell::Empty => &mut atc.empty,
                AtcCell::Malformed => &mut atc.malformed,
            }),
            Kind::Missing => numbers
                .into_iter()
                .for_each(|cells| step(&mut cells.missing)),
            Kind::Good => numbers
                .into_iter()
                .for_each(|cells| step(&mut cells.filled)),
            Kind::FailsCheck => numbers.into_iter().for_each(|cells| {
                step(&mut cells.filled);
                step(&mut cells.check_digit_fails);
            }),
            Kind::NotANumber => numbers.into_iter().for_each(|cells| {
                step(&mut cells.filled);
                step(&mut cells.not_a_number);
            }),
        }
    }

    pub(super) const fn look_up(&mut self, lookup: Lookup) {
        let rows = &mut self.release;
        match lookup {
            Lookup::NotAsked => {}
            Lookup::Missing => rows.not_found = rows.not_found.saturating_add(1),
            Lookup::Found { conflict } => {
                rows.found = rows.found.saturating_add(1);
                if conflict {
                    rows.atc_differs = rows.atc_differs.saturating_add(1);
                }
            }
        }
    }
}

/// What a cell is.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Missing,
    Good,
    FailsCheck,
    NotANumber,
    Atc(AtcCell),
}

impl Kind {
    fn of_number(system: &CodeSystem, cell: &[u8]) -> Self {
        let Ok(text) = std::str::from_utf8(cell) else {
            return Self::NotANumber;
        };
        match GNumber::parse(system, text) {
            Some(Ok(number)) if number.passes_check_digit() => Self::Good,
            Some(Ok(_)) => Self::FailsCheck,
            Some(Err(BadNumber::Missing)) => Self::Missing,
            Some(Err(_)) => Self::NotANumber,
            None if LocalCode::parse(text).is_none() => Self::Missing,
            None => Self::Good,
        }
    }
}

/// How many short cells of a column are remembered with what they are; a power of two.
const REMEMBERED: usize = 1 << 10;

/// Counts cells. The codes of a practice come back row after row, so what a short cell is was
/// mostly found before.
#[derive(Debug)]
pub(super) struct Counter<'a> {
    columns: Vec<Column<'a>>,
    pub(super) cells: CodeCells,
}

#[derive(Debug)]
struct Column<'a> {
    index: usize,
    /// `None` for the ATC code.
    system: Option<&'a CodeSystem>,
    known: Vec<(u64, Kind)>,
}

impl<'a> Counter<'a> {
    pub(super) fn new(layout: &'a Layout) -> Self {
        let empty = |system: Option<&CodeSystem>| match system {
            Some(_) => Kind::Missing,
            None => Kind::Atc(AtcCell::Empty),
        };
        let codes = layout.codes().iter();
        let codes = codes.map(|(system, index)| (Some(system), *index));
        let atc = layout.index(Role::Atc).map(|index| (None, index));
        let columns = codes.chain(atc).map(|(system, index)| Column {
            index,
            system,
            // A key of zero is that of an empty cell.
            known: vec![(0, empty(system)); REMEMBERED],
        });
        Self {
            columns: columns.collect(),
            cells: CodeCells {
                numbers: vec![NumberCells::default(); layout.codes().len()],
                ..CodeCells::default()
            },
        }
    }

    /// Counts the cells of a row.
    pub(super) fn count(&mut self, record: &csv::ByteRecord) {
        for (place, column) in self.columns.iter_mut().enumerate() {
            let cell = record.get(column.index).unwrap_or_default();
            let kind = column.kind(cell);
            self.cells.count(kind, place);
        }
    }
}

impl Column<'_> {
    fn kind(&mut self, cell: &[u8]) -> Kind {
        let system = self.system;
        let read = || match system {
            Some(system) => Kind::of_number(system, cell),
            None => Kind::Atc(AtcCell::from_bytes(cell)),
        };
        let mut bytes = [0u8; 8];
        let Some(short) = bytes.get_mut(..cell.len()) else {
            return read();
        };
        // With a zero byte in it a cell would share the key of a shorter one.
        if cell.contains(&0) {
            return read();
        }
        short.copy_from_slice(cell);
        let key = u64::from_le_bytes(bytes);
        let slot = key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 54;
        let slot = usize::try_from(slot).unwrap_or(0);
        let Some(known) = self.known.get_mut(slot) else {
            return read();
        };
        if known.0 != key {
            *known = (key, read());
        }
        known.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is remembered of a cell is what reading it gives, also where cells share a place
    /// or differ in a zero byte.
    #[test]
    fn a_remembered_cell_is_what_it_was_read_as() {
        let prk = CodeSystem::new("prk").unwrap();
        let mut column = Column {
            index: 0,
            system: Some(&prk),
            known: vec![(0, Kind::Missing); REMEMBERED],
        };
        let numbers = (0..3 * REMEMBERED).map(|number| number.to_string().into_bytes());
        let odd = [
            "",
            "0",
            "\0",
            "43281",
            "43281\0",
            "\x0043281",
            "43281.0",
            "000043281",
        ];
        let odd = odd.map(|text| text.as_bytes().to_vec());
        let cells: Vec<Vec<u8>> = numbers.chain(odd).collect();
        for cell in cells.iter().chain(cells.iter().rev()) {
            let (known, read) = (column.kind(cell), Kind::of_number(&prk, cell));
            assert_eq!(format!("{known:?}"), format!("{read:?}"), "{cell:?}");
        }
    }
}
