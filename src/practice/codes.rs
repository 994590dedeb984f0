//! What stands in the columns of codes: counted over the rows, without any text of a cell.

use crate::code::{AtcCell, BadNumber, CodeSystem, GNumber, LocalCode, eleven_check, is_free};
use crate::dataset::Dataset;
use crate::intake::Layout;
use crate::intake::gstandaard::{Gap, Release};
use crate::matching::Lookup;
use std::collections::{BTreeMap, BTreeSet};

/// The cells of the columns of codes, over the rows whose date is of use: a row without one is
/// set aside before anything else is read of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct CodeCells {
    /// Of each coding system that has a column.
    pub numbers: BTreeMap<CodeSystem, NumberCells>,
    /// Of the ATC column, where there is one.
    pub atc: Option<AtcCells>,
    /// Of each coding system that the user's own table has: the codes that it lacks, by rows.
    pub lacking: BTreeMap<CodeSystem, BTreeMap<LocalCode, u64>>,
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

/// Rows by what became of their numbers in a release of the G-Standaard.
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
        for (system, there) in &other.numbers {
            let here = self.numbers.entry(system.clone()).or_default();
            sum(&mut here.filled, there.filled);
            sum(&mut here.missing, there.missing);
            sum(&mut here.check_digit_fails, there.check_digit_fails);
            sum(&mut here.not_a_number, there.not_a_number);
        }
        for (system, there) in &other.lacking {
            let here = self.lacking.entry(system.clone()).or_default();
            for (code, rows) in there {
                sum(here.entry(code.clone()).or_default(), *rows);
            }
        }
        if let Some(there) = &other.atc {
            let here = self.atc.get_or_insert_default();
            sum(&mut here.code, there.code);
            sum(&mut here.group, there.group);
            sum(&mut here.z, there.z);
            sum(&mut here.y, there.y);
            sum(&mut here.x, there.x);
            sum(&mut here.empty, there.empty);
            sum(&mut here.malformed, there.malformed);
        }
        let (here, there) = (&mut self.release, &other.release);
        sum(&mut here.found, there.found);
        sum(&mut here.not_found, there.not_found);
        sum(&mut here.atc_differs, there.atc_differs);
    }

    /// Counts what the memory of a worker keeps of a combination of cells.
    pub(super) fn meet(&mut self, met: Met) {
        if let Some(cell) = met.atc {
            let atc = self.atc.get_or_insert_default();
            let count = match cell {
                AtcCell::Code(_) => &mut atc.code,
                AtcCell::Group(_) => &mut atc.group,
                AtcCell::NotApplicable => &mut atc.z,
                AtcCell::NotFilledIn => &mut atc.y,
                AtcCell::NoAtc => &mut atc.x,
                AtcCell::Empty => &mut atc.empty,
                AtcCell::Malformed => &mut atc.malformed,
            };
            *count = count.saturating_add(1);
        }
        self.look_up(met.lookup);
    }

    const fn look_up(&mut self, lookup: Lookup) {
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

/// What stood in the columns of codes, over the rows whose date is of use.
#[derive(Debug, Clone, serde::Serialize)]
#[non_exhaustive]
pub struct Codes {
    /// The cells of each coding system.
    pub systems: BTreeMap<String, NumberCells>,
    /// What the user's own code table (`codes.csv`) lacks of each coding system; `null` where it
    /// has nothing of that system.
    pub own_tables: BTreeMap<String, Option<Lacking>>,
    /// The cells of the ATC column; `null` without one.
    pub atc: Option<AtcCells>,
    /// What a release of the G-Standaard made of the numbers; `null` without one.
    pub gstandaard: Option<ReleaseUse>,
}

/// The codes of an export that the user's own code table lacks for their system.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Lacking {
    /// Rows with such a code.
    pub rows: u64,
    /// How many different codes that are.
    pub codes: u64,
    /// The codes in most rows, at most twenty.
    pub most: Vec<LackingCode>,
}

/// A code that the user's own code table lacks.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct LackingCode {
    /// The code, without leading zeros.
    pub code: String,
    /// The rows that have it.
    pub rows: u64,
}

/// How many codes are named.
const NAMED: usize = 20;
/// What is longer than this is no code, and is counted but not named.
const LONGEST: usize = 32;

impl Lacking {
    fn of(codes: &BTreeMap<LocalCode, u64>) -> Self {
        let add = |sum: u64, rows: &u64| sum.saturating_add(*rows);
        let named = codes.iter().filter(|(code, _)| {
            let text = code.as_str();
            text.len() <= LONGEST && !text.contains(char::is_control)
        });
        let mut most: Vec<LackingCode> = named
            .map(|(code, rows)| LackingCode {
                code: code.as_str().to_owned(),
                rows: *rows,
            })
            .collect();
        most.sort_by(|a, b| b.rows.cmp(&a.rows).then_with(|| a.code.cmp(&b.code)));
        most.truncate(NAMED);
        Self {
            rows: codes.values().fold(0, add),
            codes: u64::try_from(codes.len()).unwrap_or(u64::MAX),
            most,
        }
    }
}

/// What a release of the G-Standaard made of the numbers of an export.
#[derive(Debug, Clone, serde::Serialize)]
#[non_exhaustive]
pub struct ReleaseUse {
    /// The numbers that the release has.
    pub numbers: ReleaseNumbers,
    /// What it cannot tell for want of a file.
    pub gaps: Vec<Gap>,
    /// Rows by what became of their numbers.
    pub rows: ReleaseRows,
    /// What no release tells: always the propellant.
    pub not_told: [&'static str; 1],
}

/// How many numbers of each level a release has.
#[derive(Debug, Clone, Copy, serde::Serialize)]
#[non_exhaustive]
#[allow(missing_docs)]
pub struct ReleaseNumbers {
    pub zi: usize,
    pub hpk: usize,
    pub prk: usize,
    pub gpk: usize,
}

impl Codes {
    pub(super) fn of(release: Option<&Release>, cells: &CodeCells) -> Self {
        let numbers = cells.numbers.iter();
        Self {
            systems: numbers
                .map(|(system, cells)| (system.as_str().to_owned(), *cells))
                .collect(),
            own_tables: cells
                .numbers
                .keys()
                .map(|system| {
                    let lacking = cells.lacking.get(system).map(Lacking::of);
                    (system.as_str().to_owned(), lacking)
                })
                .collect(),
            atc: cells.atc,
            gstandaard: release.map(|release| {
                let [zi, hpk, prk, gpk] = release.articles().counts();
                ReleaseUse {
                    numbers: ReleaseNumbers { zi, hpk, prk, gpk },
                    gaps: release.gaps().to_vec(),
                    rows: cells.release,
                    not_told: ["propellant"],
                }
            }),
        }
    }
}

/// What is counted of a row that its cells about the product tell, so that it is found once
/// for each combination of them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Met {
    /// What stands in the ATC column, where there is one.
    pub(super) atc: Option<AtcCell>,
    /// What became of the numbers in a release.
    pub(super) lookup: Lookup,
}

/// What a cell of a column of numbers is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Missing,
    Good,
    FailsCheck,
    NotANumber,
}

/// A column of numbers, with how many cells were of each kind.
#[derive(Debug)]
pub(super) struct Column<'a> {
    system: &'a CodeSystem,
    index: usize,
    /// Whether the system is one of the G-Standaard.
    checked: bool,
    /// Whether it is that of articles.
    articles: bool,
    /// The codes of the user's own table, where it has the system.
    table: Option<BTreeSet<&'a LocalCode>>,
    /// Those of the export that it lacks, by rows.
    lacking: BTreeMap<LocalCode, u64>,
    counts: [u64; 4],
}

/// The columns of numbers of an export.
pub(super) fn columns<'a>(layout: &'a Layout, dataset: &'a Dataset) -> Vec<Column<'a>> {
    let codes = layout.codes().iter();
    codes
        .map(|(system, index)| Column {
            system,
            index: *index,
            checked: GNumber::SYSTEMS.contains(&system.as_str()),
            articles: system.as_str() == "zi",
            table: dataset.codes_of(system),
            lacking: BTreeMap::new(),
            counts: [0; 4],
        })
        .collect()
}

impl Column<'_> {
    pub(super) fn count(&mut self, record: &csv::ByteRecord) {
        let cell = record.get(self.index).unwrap_or_default();
        let kind = self.kind(cell);
        if let Some(table) = &self.table
            && let Some(code) = LocalCode::parse(&String::from_utf8_lossy(cell))
            && !table.contains(&code)
        {
            let rows = self.lacking.entry(code).or_default();
            *rows = rows.saturating_add(1);
        }
        let [missing, good, fails, none] = &mut self.counts;
        let count = match kind {
            Kind::Missing => missing,
            Kind::Good => good,
            Kind::FailsCheck => fails,
            Kind::NotANumber => none,
        };
        *count = count.saturating_add(1);
    }

    pub(super) fn cells(&self) -> (CodeSystem, NumberCells) {
        let [missing, good, fails, none] = self.counts;
        let cells = NumberCells {
            filled: good.saturating_add(fails).saturating_add(none),
            missing,
            check_digit_fails: fails,
            not_a_number: none,
        };
        (self.system.clone(), cells)
    }

    /// What the user's own table lacks, where it has the system.
    pub(super) fn lacking(&self) -> Option<(CodeSystem, BTreeMap<LocalCode, u64>)> {
        self.table.as_ref()?;
        Some((self.system.clone(), self.lacking.clone()))
    }

    /// Nearly every cell is empty or plain digits, which need no text handling.
    fn kind(&self, cell: &[u8]) -> Kind {
        if cell.is_empty() {
            return Kind::Missing;
        }
        match eleven_check(cell).filter(|_| self.checked) {
            Some((0, _)) => Kind::Missing,
            Some((number, _)) if self.articles && is_free(number) => Kind::NotANumber,
            Some((_, true)) => Kind::Good,
            Some((_, false)) => Kind::FailsCheck,
            None => self.read(cell),
        }
    }

    fn read(&self, cell: &[u8]) -> Kind {
        let Ok(text) = std::str::from_utf8(cell) else {
            return Kind::NotANumber;
        };
        match GNumber::parse(self.system, text) {
            Some(Ok(number)) if number.passes_check_digit() => Kind::Good,
            Some(Ok(_)) => Kind::FailsCheck,
            Some(Err(BadNumber::Missing)) => Kind::Missing,
            Some(Err(_)) => Kind::NotANumber,
            None if LocalCode::parse(text).is_none() => Kind::Missing,
            None => Kind::Good,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The short way for plain digits says what reading the text says.
    #[test]
    fn plain_digits_are_counted_as_they_are_read() {
        for name in ["zi", "hpk", "own"] {
            let system = CodeSystem::new(name).unwrap();
            let column = Column {
                system: &system,
                index: 0,
                checked: name != "own",
                articles: name == "zi",
                table: None,
                lacking: BTreeMap::new(),
                counts: [0; 4],
            };
            let numbers = (0..3000u32).map(|step| (step * 33_331).to_string());
            let odd = [
                "",
                "0",
                "00000000",
                "000000000",
                "\0",
                "43281",
                "00043281",
                "43281\0",
                "43281.0",
                "000043281",
                "12900000",
                "12999999",
                "99999999",
                "123456789",
                " 43281 ",
                "x",
            ];
            for cell in numbers.chain(odd.map(str::to_owned)) {
                let cell = cell.as_bytes();
                assert_eq!(column.kind(cell), column.read(cell), "{name} {cell:?}");
            }
            assert_eq!(column.kind(b"\xff"), column.read(b"\xff"));
        }
    }
}
