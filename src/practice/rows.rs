//! Rows that come from memory instead of a file.

use super::{Analysis, Outcome, Tally, key};
use crate::code::{CodeSystem, GNumber, LocalCode};
use crate::error::{Error, ErrorKind, Result, Role};
use crate::intake::Layout;
use crate::prescription::Prescription;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// What every row has, filled or not.
const ALWAYS: [Role; 4] = [Role::Label, Role::Atc, Role::Quantity, Role::Unit];

/// One row as an export has it: a prescription, and what stands beside it.
///
/// What is not given is an empty cell, and a role that no row fills is a column that is not there.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Row {
    cells: BTreeMap<Role, String>,
    codes: BTreeMap<CodeSystem, String>,
}

/// Only which cells are filled: a log must not hold a pseudonym.
impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let filled: Vec<Role> = self.cells.keys().copied().collect();
        f.debug_struct("Row")
            .field("filled", &filled)
            .finish_non_exhaustive()
    }
}

impl Row {
    /// The row of a prescription.
    #[must_use]
    pub fn new(prescription: &Prescription) -> Self {
        let (quantity, unit) = prescription.given_quantity();
        let codes = prescription.given_codes();
        let row = Self {
            cells: BTreeMap::new(),
            codes: codes
                .map(|(one, code)| (one.clone(), code.to_owned()))
                .collect(),
        };
        let day = prescription.given_day();
        row.with(Role::Label, prescription.given_label())
            .with(Role::Atc, prescription.given_atc())
            .with(Role::Quantity, quantity)
            .with(Role::Unit, unit)
            .with(
                Role::Date,
                &day.map_or_else(String::new, |day| day.to_string()),
            )
    }

    /// The row with a pseudonym of the patient: copies of a prescription have the same patient and
    /// day. A tally holds a keyed hash of it; until then the builder holds the pseudonym.
    #[must_use]
    pub fn patient(self, pseudonym: &str) -> Self {
        self.with(Role::Patient, pseudonym)
    }

    /// The row with what a column of this role says, such as a status, a repeat, a dosage or a
    /// number of days. Days are `2025-01-31`, numbers have a decimal point. Codes come with the
    /// prescription: [`Role::Code`] says nothing here.
    #[must_use]
    pub fn with(mut self, role: Role, text: &str) -> Self {
        if text.is_empty() {
            self.cells.remove(&role);
        } else {
            self.cells.insert(role, text.to_owned());
        }
        self
    }

    /// A cell without line ends: a row of the builder is one line.
    fn cell(&self, role: Role) -> Cow<'_, str> {
        let text = self.cells.get(&role).map_or("", |text| text.trim());
        // Two pseudonyms never become one.
        if matches!(role, Role::Patient | Role::Practice) && text.contains(['\n', '\r', '\\']) {
            let text = text.replace('\\', "\\\\");
            return Cow::Owned(text.replace('\n', "\\n").replace('\r', "\\r"));
        }
        if !text.contains(['\n', '\r']) {
            return Cow::Borrowed(text);
        }
        // To any other text a line end is a blank.
        Cow::Owned(text.replace(['\n', '\r'], " "))
    }
}

/// Adds up rows from memory as [`Analysis::tally`] adds up those of a file: the same account, the
/// same copies, the same sums in any order.
///
/// Use it where prescriptions do not stand in a file. Builders can be filled on several threads and
/// merged; rows are read when the last one is finished, as those of one file: where one row has a day,
/// one without is set aside. Memory grows with the rows, about as much as a file with them takes:
/// whether a row is a copy of another is known only when all are there. Only a row with neither
/// patient nor day asks what came before it: with the sum of those rows as its number it is a total.
///
/// ```
/// use groenrecept::practice::Row;
/// use groenrecept::{Dataset, Day, Engine, Prescription};
/// let engine = Engine::new(&Dataset::embedded()?);
/// let line = Prescription::new()
///     .label("VENTOLIN AEROSOL 100UG/DO 200DO")
///     .quantity("1", "ST")
///     .day(Day::new(2025, 1, 31).unwrap());
/// let row = Row::new(&line).patient("a");
/// let (mut one, mut other) = (engine.tally(), engine.tally());
/// one.add(&row)?;
/// other.add(&row)?; // sent back by the pharmacy
/// one.merge(other)?;
/// let ledger = one.finish()?.ledger;
/// assert_eq!((ledger.read(), ledger.analysed(), ledger.merged()), (2, 1, 1));
/// # Ok::<(), groenrecept::Error>(())
/// ```
pub struct TallyBuilder<'p> {
    analysis: Analysis<'p>,
    /// The coding systems that a table or a release resolves, each with a column; the codes of
    /// others share the last one, because it only matters whether there is one.
    systems: Vec<CodeSystem>,
    filled: BTreeSet<Role>,
    coded: BTreeSet<CodeSystem>,
    count: u64,
    rows: csv::Writer<Vec<u8>>,
    /// The rows of merged builders.
    merged: Vec<u8>,
}

/// How many rows there are, and none of them.
impl fmt::Debug for TallyBuilder<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TallyBuilder")
            .field("rows", &self.count)
            .finish_non_exhaustive()
    }
}

impl<'p> Analysis<'p> {
    /// Begins to add up rows that come from memory instead of a file.
    #[must_use]
    pub fn rows(self) -> TallyBuilder<'p> {
        TallyBuilder::new(self)
    }
}

impl<'p> TallyBuilder<'p> {
    fn new(analysis: Analysis<'p>) -> Self {
        let dataset = analysis.dataset();
        let own = dataset.code_systems().into_iter().cloned();
        let known = GNumber::SYSTEMS.into_iter().filter_map(CodeSystem::new);
        let systems: BTreeSet<CodeSystem> = own.chain(known).collect();
        Self {
            systems: systems.into_iter().collect(),
            filled: ALWAYS.into(),
            coded: BTreeSet::new(),
            count: 0,
            rows: csv::Writer::from_writer(Vec::new()),
            merged: Vec::new(),
            analysis,
        }
    }

    /// Adds a row.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] where memory cannot hold it.
    pub fn add(&mut self, row: &Row) -> Result<()> {
        self.filled.extend(row.cells.keys());
        self.coded.extend(row.codes.keys().cloned());
        self.count = self.count.saturating_add(1);
        let cells = Role::SINGLE.map(|role| row.cell(role));
        let known = self.systems.iter().map(|system| {
            let found = row.codes.get(system);
            found.map_or("", String::as_str)
        });
        let others = row.codes.iter();
        let others = others.filter(|(system, code)| {
            !self.systems.contains(system) && LocalCode::parse(code).is_some()
        });
        let mut other = Vec::new();
        for (system, code) in others {
            key::push(&mut other, system.as_str().as_bytes());
            key::push(&mut other, code.as_bytes());
        }
        let one_line = |code: &str| code.replace(['\n', '\r'], " ");
        let codes: Vec<String> = known.map(one_line).collect();
        let record = cells.iter().map(AsRef::as_ref);
        let record = record.chain(codes.iter().map(String::as_str));
        let other = one_line(&String::from_utf8_lossy(&other));
        let written = self.rows.write_record(record.chain([other.as_str()]));
        written.map_err(|error| Error::new(ErrorKind::Io(error.to_string())))
    }

    /// Adds the rows of another builder behind those of this one: they are read by the engine of
    /// this one, with its release and options.
    ///
    /// # Errors
    /// [`ErrorKind::DatasetMismatch`] for a builder of an engine with other data.
    pub fn merge(&mut self, other: Self) -> Result<()> {
        let own = self.analysis.dataset();
        other.analysis.dataset().id().is_of(own)?;
        self.filled.extend(&other.filled);
        self.coded.extend(other.coded.iter().cloned());
        self.count = self.count.saturating_add(other.count);
        self.merged.extend(other.into_rows()?);
        Ok(())
    }

    /// Ends the rows and returns what they add up to. The lines that the ledger names are the
    /// numbers of the rows, from 1, those of merged builders behind the others.
    ///
    /// # Errors
    /// [`ErrorKind::Overflow`] where a sum would lose digits.
    pub fn finish(self) -> Result<Tally> {
        let layout = Layout::of_rows(&self.filled, &self.systems);
        let (analysis, count) = (self.analysis.clone(), self.count);
        let coded = self.coded.clone();
        let mut tally = analysis.tally_lines(&self.into_rows()?, count, &layout)?;
        // Columns that no row fills are not there.
        tally
            .codes
            .numbers
            .retain(|system, _| coded.contains(system));
        Ok(tally)
    }

    /// Ends the rows and applies the data and all options of the analysis, also those of
    /// [`Analysis::suppress`], to what they add up to.
    ///
    /// # Errors
    /// As [`TallyBuilder::finish`] and [`Analysis::outcome`].
    pub fn outcome(self) -> Result<Outcome> {
        let analysis = self.analysis.clone();
        analysis.outcome(self.finish()?)
    }

    fn into_rows(self) -> Result<Vec<u8>> {
        let written = self.rows.into_inner();
        let mut rows = written.map_err(|error| Error::from_io(error.error()))?;
        rows.extend(self.merged);
        Ok(rows)
    }
}
