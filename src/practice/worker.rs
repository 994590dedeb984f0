//! From a row to an entry of the tally: its day, product, amount, and the hash of its copies.

use super::codes::{AtcCells, CodeCells, Column, Met, columns};
use super::key::Key;
use super::ledger::Reason;
use super::medicines::{Dispensed, Followed};
use super::period::Period;
use super::standing::Lives;
use super::tally::{Kept, Local, What};
use crate::code::{CodeSystem, GNumber};
use crate::dataset::{Dataset, WordKind};
use crate::day::Day;
use crate::error::Role;
use crate::intake::{Layout, TotalWords};
use crate::matching::{Inhaler, Lookup, Medicine, Resolution, Resolvers};
use crate::quantity::Amount;
use rust_decimal::Decimal;
use std::collections::{BTreeSet, HashMap};
use std::hash::{BuildHasher, Hasher};
use std::rc::Rc;

/// The first day that is read as a date of prescription; before it no Dutch practice kept
/// prescriptions in a computer on any scale, and spreadsheets put their zero at 1899.
const EARLIEST: (i16, i8, i8) = (1990, 1, 1);
/// A word that stands for nobody is not longer.
const MAX_NOBODY: usize = 16;

/// Whether rows name patients and days, so that one without both can be a total.
pub(super) fn adds_up(layout: &Layout) -> bool {
    layout.index(Role::Patient).is_some() && layout.index(Role::Date).is_some()
}

/// What the cells about product and amount mean.
#[derive(Debug, Clone)]
pub(super) struct Understood {
    pub(super) what: What,
    /// A hash that is the same for copies.
    pub(super) identity: u64,
    /// See [`Entry::number`].
    pub(super) number: i64,
}

/// What one thread knows.
pub(super) struct Worker<'a> {
    pub(super) dataset: &'a Dataset,
    latest: Option<Day>,
    period: Period,
    pub(super) layout: &'a Layout,
    pub(super) resolvers: &'a Resolvers,
    pub(super) key: &'a Key,
    earliest: Option<Day>,
    /// What the cells about product and amount mean, by their bytes.
    pub(super) known: HashMap<Vec<u8>, (Understood, Met)>,
    /// What became of the numbers of the row that was understood last.
    pub(super) lookup: Lookup,
    pub(super) codes: CodeCells,
    pub(super) columns: Vec<Column<'a>>,
    /// What codes, label and ATC code mean, without an amount.
    pub(super) labels: HashMap<Vec<u8>, (Resolution, Medicine)>,
    /// The substances with facts about water.
    pub(super) followed: Followed,
    /// The coding systems that some code table resolves.
    pub(super) resolvable: BTreeSet<&'a CodeSystem>,
    pub(super) cells: Vec<u8>,
    pub(super) lives: Lives<'a>,
    pub(super) totals: TotalWords<'a>,
    /// Rows without patient and date can be totals by their number.
    pub(super) adds_up: bool,
    pub(super) local: Local,
    /// Lines of other medicines that no row will name again, but whose rows may not have
    /// been added up.
    pub(super) spent: Vec<Rc<Dispensed>>,
    pub(super) subject_places: HashMap<Inhaler, usize>,
    pub(super) reading_places: HashMap<Kept, usize>,
}

impl<'a> Worker<'a> {
    pub(super) fn new(
        resolvers: &'a Resolvers,
        layout: &'a Layout,
        key: &'a Key,
        (latest, period): (Option<Day>, Period),
    ) -> Self {
        let dataset = resolvers.dataset();
        let mut resolvable = dataset.code_systems();
        if resolvers.articles().is_some() {
            let systems = layout.codes().iter().map(|(system, _)| system);
            resolvable.extend(systems.filter(|system| GNumber::SYSTEMS.contains(&system.as_str())));
        }
        Self {
            dataset,
            latest,
            period,
            layout,
            resolvers,
            key,
            earliest: Day::new(EARLIEST.0, EARLIEST.1, EARLIEST.2),
            known: HashMap::new(),
            labels: HashMap::new(),
            lookup: Lookup::NotAsked,
            codes: CodeCells {
                atc: layout.index(Role::Atc).map(|_| AtcCells::default()),
                ..CodeCells::default()
            },
            columns: columns(layout, dataset),
            followed: Followed::of(dataset),
            resolvable,
            cells: Vec::new(),
            lives: Lives::new(layout, dataset.vocabulary()),
            totals: TotalWords::new(dataset.vocabulary()),
            adds_up: adds_up(layout),
            local: Local::default(),
            spent: Vec::new(),
            subject_places: HashMap::new(),
            reading_places: HashMap::new(),
        }
    }

    /// The inhalers and readings met so far.
    pub(super) const fn local(&self) -> &Local {
        &self.local
    }

    /// What stood in the columns of codes.
    pub(super) fn codes(&self) -> CodeCells {
        CodeCells {
            numbers: self.columns.iter().map(Column::cells).collect(),
            lacking: self.columns.iter().filter_map(Column::lacking).collect(),
            ..self.codes.clone()
        }
    }

    pub(super) fn cell<'r>(&self, record: &'r csv::ByteRecord, role: Role) -> &'r [u8] {
        let cell = self.layout.index(role).and_then(|index| record.get(index));
        cell.unwrap_or_default().trim_ascii()
    }

    /// The number of a row in thousandths, where totals are looked for.
    pub(super) fn number(&self, record: &csv::ByteRecord) -> i64 {
        let read = || {
            let cell = self.cell(record, Role::Quantity);
            let text = self.layout.encoding().decode(cell)?;
            let amount = Amount::parse(&text, self.layout.decimal_mark()).ok()?;
            let number = amount.number().checked_mul(Decimal::ONE_THOUSAND)?;
            i64::try_from(Some(number).filter(Decimal::is_integer)?).ok()
        };
        let number = self.adds_up.then(read).flatten();
        number.unwrap_or(0)
    }

    pub(super) fn day(&self, record: &csv::ByteRecord) -> std::result::Result<Option<Day>, Reason> {
        let Some(index) = self.layout.index(Role::Date) else {
            return Ok(None);
        };
        let cell = record.get(index).unwrap_or_default().trim_ascii();
        if cell.is_empty() {
            return Err(Reason::DateMissing);
        }
        let order = self.layout.date_order();
        let day = order.and_then(|order| order.parse(cell));
        let day = day.ok_or(Reason::DateUnreadable)?;
        let early = self.earliest.is_some_and(|earliest| day < earliest);
        let late = self.latest.is_some_and(|latest| day > latest);
        if early || late {
            return Err(Reason::DateOutOfRange);
        }
        if !self.period.holds(day) {
            return Err(Reason::OutsidePeriod);
        }
        Ok(Some(day))
    }

    /// Whether a cell names nobody: blank, zeros or marks, or a word such as `onbekend`. Rows of
    /// nobody are copies of nothing.
    pub(super) fn is_nobody(&self, cell: &[u8]) -> bool {
        if cell
            .iter()
            .all(|byte| !byte.is_ascii_alphanumeric() || *byte == b'0')
        {
            return cell.is_ascii();
        }
        let short = cell.len() <= MAX_NOBODY && cell.iter().all(u8::is_ascii_alphabetic);
        short
            && std::str::from_utf8(cell).is_ok_and(|text| {
                let words = self.dataset.vocabulary();
                words.is(WordKind::Nobody, &text.to_ascii_uppercase())
            })
    }

    /// A keyed hash of a cell: nothing else of a patient leaves the row.
    pub(super) fn hash_cell(&self, record: &csv::ByteRecord, role: Role) -> Option<u64> {
        let cell = record.get(self.layout.index(role)?)?.trim_ascii();
        (!self.is_nobody(cell)).then(|| {
            let mut hasher = self.key.build_hasher();
            hasher.write(cell);
            hasher.finish()
        })
    }
}
