//! What the rows add up to, before any factor is applied.

use super::codes::CodeCells;
use super::corrections::{Corrected, Correction};
use super::ledger::{Ledger, Reason};
use super::listed::Listed;
use super::medicines::{Dispensed, FormSum, Mass};
use super::patients::Patients;
use super::period::Period;
use super::place::Place;
use super::reach::Reach;
use super::standing::{Issue, Life};
use crate::code::Atc;
use crate::dataset::{DataId, Dataset, FormClass, Route};
use crate::day::Day;
use crate::error::Result;
use crate::exact;
use crate::matching::{Decided, Inhaler, MedicineAmount, Note, Other, Via};
use crate::quantity::{Quantity, QuantityRange, Unit};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::rc::Rc;

/// A month of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i16,
    month: i8,
}

impl Month {
    /// The month of a day.
    #[must_use]
    pub const fn of(day: Day) -> Self {
        Self {
            year: day.year(),
            month: day.month(),
        }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

/// How one row was read: what it counts and how that was found.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Reading {
    /// The amount.
    pub quantity: QuantityRange,
    /// How it was decided what the amount counts.
    pub decided: Decided,
    /// Whether it is more than a prescription is likely to hold.
    pub unusual: bool,
    /// By what the product was found.
    pub via: Via,
    /// What to know about the match.
    pub notes: BTreeSet<Note>,
}

impl Reading {
    /// Of two copies of a prescription the larger amount counts, as in the analysis of
    /// Dutch GP data that takes the maximum of each field (JHN2Conception). The rest only
    /// makes the choice the same in any order of rows.
    ///
    /// A quantity that the export states counts before one that was computed.
    pub(super) fn outranks(&self, other: &Self) -> bool {
        let key = |reading: &Self| {
            let order = |one: Quantity| (one.unit() == Unit::Dose, one.amount());
            let quantity = reading.quantity;
            (
                !reading.decided.is_computed(),
                [quantity.central(), quantity.high(), quantity.low()].map(order),
                std::cmp::Reverse((reading.decided, reading.via, reading.notes.clone())),
            )
        };
        key(self) > key(other)
    }

    /// What is left where its central amount is reduced to this one.
    pub(super) fn with_amount(&self, amount: Decimal) -> Self {
        Self {
            quantity: self.quantity.reduced_to(amount),
            ..self.clone()
        }
    }
}

/// Devices and doses.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Sums {
    pub(crate) devices: Decimal,
    pub(crate) doses: Decimal,
}

impl Sums {
    /// Both together; `None` on overflow.
    pub(super) fn plus(self, other: Self) -> Option<Self> {
        Some(Self {
            devices: exact::add(self.devices, other.devices)?,
            doses: exact::add(self.doses, other.doses)?,
        })
    }

    /// With an amount more, or less; `None` on overflow.
    pub(super) fn with(
        self,
        quantity: Quantity,
        sum: impl Fn(Decimal, Decimal) -> Option<Decimal>,
    ) -> Option<Self> {
        let amount = quantity.amount();
        Some(match quantity.unit() {
            Unit::Device => Self {
                devices: sum(self.devices, amount)?,
                ..self
            },
            Unit::Dose => Self {
                doses: sum(self.doses, amount)?,
                ..self
            },
        })
    }
}

/// The sum over the rows of one subject in one month.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Cell {
    /// Rows counted in devices.
    pub device_rows: u64,
    /// Rows counted in doses.
    pub dose_rows: u64,
    /// Devices.
    pub devices: Decimal,
    /// Doses.
    pub doses: Decimal,
    /// The same where rows with two readings are read as low as they can be.
    pub low: Sums,
    /// And as high.
    pub high: Sums,
}

impl Cell {
    /// Rows in either unit; `None` on overflow.
    pub(super) const fn rows(&self) -> Option<u64> {
        self.device_rows.checked_add(self.dose_rows)
    }

    /// What the rows are read as.
    pub(super) const fn central(&self) -> Sums {
        Sums {
            devices: self.devices,
            doses: self.doses,
        }
    }

    /// Both together; `None` on overflow.
    pub(super) fn plus(&self, other: &Self) -> Option<Self> {
        let central = self.central().plus(other.central())?;
        Some(Self {
            device_rows: self.device_rows.checked_add(other.device_rows)?,
            dose_rows: self.dose_rows.checked_add(other.dose_rows)?,
            devices: central.devices,
            doses: central.doses,
            low: self.low.plus(other.low)?,
            high: self.high.plus(other.high)?,
        })
    }
}

impl Tally {
    /// The prescriptions with a correction; `None` on overflow.
    pub(crate) fn corrected(&self, how: Correction) -> Option<u64> {
        let all = self.corrections.iter().filter(|((_, one), _)| *one == how);
        let mut rows = all.map(|(_, corrected)| corrected.rows);
        rows.try_fold(0, u64::checked_add)
    }

    /// That its rows were read with this data.
    ///
    /// # Errors
    /// [`DatasetMismatch`](crate::ErrorKind::DatasetMismatch) where they were not.
    pub(crate) fn belongs_to(&self, dataset: &Dataset) -> Result<()> {
        let medicines = self.subjects.iter();
        let mut all = self.data.into_iter().chain(medicines.map(|one| one.data));
        all.try_for_each(|data| data.is_of(dataset))
    }
}

/// Everything that is kept of the rows.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// The account of rows.
    pub ledger: Ledger,
    /// Sums per subject (its place in `subjects`) and month.
    pub(crate) cells: BTreeMap<(usize, Option<Month>), Cell>,
    /// The inhaled medicines that occur.
    pub(crate) subjects: Vec<Inhaler>,
    /// Rows that are analysed without climate impact: other medicines, and unrecognised.
    pub(crate) others: BTreeMap<Other, u64>,
    /// Other medicines by form.
    pub(crate) forms: BTreeMap<FormClass, FormSum>,
    /// Other medicines by substance and route, of the substances about which the data has
    /// facts in water ([`Dataset::water_substances`]).
    ///
    /// [`Dataset::water_substances`]: crate::Dataset::water_substances
    pub(crate) substances: BTreeMap<(Atc, Route), Mass>,
    /// Rows of inhaled medicines that are set aside for their quantity.
    pub(crate) inhalers_aside: u64,
    /// The first lines whose medicine was not recognised.
    pub(crate) unrecognised_lines: Vec<Place>,
    /// Rows by the way the product was found.
    pub(crate) via: BTreeMap<Via, u64>,
    /// Rows by the way the amount was read.
    pub(crate) decided: BTreeMap<Decided, u64>,
    /// Rows by what there is to know about the match.
    pub(crate) notes: BTreeMap<Note, u64>,
    /// Rows that were read otherwise than they say, by the place of their subject.
    pub(crate) corrections: BTreeMap<(usize, Correction), Corrected>,
    /// The prescriptions that hold more than one is likely to.
    pub(super) unusual: Vec<Met>,
    /// Prescriptions of inhaled medicines by first issue and repeat.
    pub(crate) issues: BTreeMap<Issue, u64>,
    /// Prescriptions of inhaled medicines that may be repeated.
    pub(crate) iterations: u64,
    /// Analysed prescriptions that were stopped later.
    pub(crate) stopped_later: u64,
    /// Returns of inhaled medicines that were not, or not as a whole, taken off a prescription.
    pub(crate) returns_open: u64,
    /// The first lines of these.
    pub(crate) returns_open_lines: Vec<Place>,
    /// What stood in the columns of codes.
    pub(crate) codes: CodeCells,
    /// First and last day.
    pub(crate) period: Option<(Day, Day)>,
    /// The rows to look at one by one, where these were asked for.
    pub(super) listed: Option<Vec<Listed>>,
    /// The days that were chosen.
    pub(crate) chosen: Period,
    /// The days over which a use is told for a year.
    pub(super) over: Option<(Day, Day)>,
    /// How many practices the rows name; `None` where they cannot name any.
    pub(crate) practices: Option<usize>,
    /// Some rows name patients.
    pub(crate) merges: bool,
    /// Copies of every row can be looked for.
    pub(crate) merge_possible: bool,
    /// How many patients use what, where the export names patients.
    pub(crate) patients: Patients,
    /// How many patients each medicine reaches, where small numbers are to be hidden and rows can name
    /// patients.
    pub(super) reach: Option<Reach>,
    /// The data that the rows were read with; `None` where no row was read.
    pub(super) data: Option<DataId>,
}

/// What a worker makes of a line.
#[derive(Debug, Clone)]
pub(super) enum What {
    /// Set aside whatever its copies say.
    Aside(Reason),
    /// Neither patient nor date: a total where its number is one, set aside for its date otherwise.
    Nobody,
    /// Not recognised; `Err` when its quantity is of no use.
    Other(Other, std::result::Result<(), Reason>),
    /// Another medicine and the place of its amount in the worker's list.
    Medicine(Rc<Dispensed>, std::result::Result<usize, Reason>),
    /// An inhaled medicine and its reading, by their places in the worker's lists.
    Inhaler(usize, std::result::Result<usize, Reason>),
    /// An inhaled medicine that was brought back.
    Return(Rc<Returned>),
}

/// What was brought back, by places in the lists of the worker.
#[derive(Debug, Clone)]
pub(super) struct Returned {
    /// The medicine on the day of the return.
    pub(super) subject: usize,
    /// Whether its status alone says that it is a return, and not its sign.
    pub(super) by_status: bool,
    /// How much; a reason where that is of no use.
    pub(super) reading: std::result::Result<usize, Reason>,
    /// The medicine of the same line on earlier days, by the stretch that the day lies in.
    pub(super) earlier: Vec<Option<usize>>,
}

/// A prescription that holds more than one is likely to, while copies may still change it.
#[derive(Debug, Clone)]
pub(super) struct Met {
    pub(super) place: Place,
    pub(super) hash: u64,
    pub(super) subject: usize,
    pub(super) quantity: QuantityRange,
}

/// Where a row comes from, without its words.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Origin {
    pub(super) place: Place,
    /// Keyed hash of patient, practice, day and product; `None` when it cannot be merged.
    pub(super) hash: Option<u64>,
    pub(super) practice: Option<u64>,
    /// Keyed hash of patient and practice.
    pub(super) patient: Option<u64>,
    pub(super) day: Option<Day>,
}

/// A line as a worker hands it on.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) origin: Origin,
    pub(super) life: Life,
    pub(super) what: What,
    /// The number in thousandths, where totals of numbers are looked for; zero where it is none.
    pub(super) number: i64,
}

/// What is kept of the quantity of a row.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Kept {
    /// Of an inhaled medicine.
    Inhaler(Reading),
    /// Of another medicine.
    Medicine(MedicineAmount),
}

impl Kept {
    /// Of two copies of a prescription this one counts.
    pub(super) fn outranks(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Inhaler(this), Self::Inhaler(other)) => this.outranks(other),
            (Self::Medicine(this), Self::Medicine(other)) => this > other,
            // Copies name the same medicine; these are two that share a hash.
            (Self::Inhaler(_), Self::Medicine(_)) => true,
            (Self::Medicine(_), Self::Inhaler(_)) => false,
        }
    }
}

/// The distinct inhalers and quantities that one worker met.
#[derive(Debug, Default)]
pub(super) struct Local {
    pub(super) subjects: Vec<Inhaler>,
    pub(super) readings: Vec<Kept>,
}
