//! What became of the rows, and how those of inhaled medicines were read.

use super::corrections::Correction;
use super::count::Count;
use super::ledger::Reason;
use super::place::Place;
use super::product::Subject;
use super::standing::Issue;
use super::tally::Tally;
use crate::matching::{Decided, Note, Via};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

/// How many places of a reason are told.
const LINES: usize = 5;

/// The account of rows: `read = analysed + merged + sum(set_aside)`.
#[derive(Debug, Clone, serde::Serialize)]
#[non_exhaustive]
pub struct Rows {
    /// Rows below the header.
    pub read: Count,
    /// Rows that count.
    pub analysed: Count,
    /// Copies of another row.
    pub merged: Count,
    /// Whether copies could be looked for: that needs patients and dates, of several exports in
    /// each.
    pub merge_possible: bool,
    /// Rows that do not count, by reason.
    pub set_aside: BTreeMap<Reason, Count>,
    /// All of these; hidden where one of them is.
    #[serde(skip)]
    pub set_aside_in_all: Count,
    /// The first places of each reason.
    pub set_aside_lines: BTreeMap<Reason, Vec<Place>>,
    /// Rows whose status is filled with a word that is not known; they were read as prescriptions
    /// that stand.
    pub status_unknown: Count,
    /// The first places of these.
    pub status_unknown_lines: Vec<Place>,
    /// Analysed prescriptions that were stopped later: they had been dispensed. `None` where there
    /// are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stopped_counted: Option<Count>,
    /// Returns of inhaled medicines, set aside as a negative quantity, that were not, or not as a
    /// whole, taken off a prescription: the total may be too high.
    #[serde(skip)]
    pub returns_open: Count,
    /// The first places of these.
    #[serde(skip)]
    pub returns_open_lines: Vec<Place>,
    /// The reasons of [`Rows::mostly_aside`]; those of small numbers are left out where such are hidden.
    #[serde(skip)]
    pub(super) mostly: Vec<Reason>,
}

impl Rows {
    /// The account of a tally; `None` on overflow.
    pub(super) fn of(tally: &Tally) -> Option<Self> {
        let ledger = &tally.ledger;
        let set_aside = ledger.set_aside();
        let lines = |reason: &Reason| (*reason, ledger.lines(*reason, LINES));
        let in_all = set_aside.values().copied().try_fold(0, u64::checked_add)?;
        Some(Self {
            read: ledger.read().into(),
            analysed: ledger.analysed().into(),
            merged: ledger.merged().into(),
            merge_possible: tally.merge_possible,
            set_aside_lines: set_aside.keys().map(lines).collect(),
            mostly: Self::mostly_of(ledger.read(), &set_aside),
            set_aside: shown(&set_aside),
            set_aside_in_all: in_all.into(),
            status_unknown: ledger.status_unknown().into(),
            status_unknown_lines: ledger.status_unknown_lines(LINES),
            stopped_counted: Some(tally.stopped_later)
                .filter(|rows| *rows > 0)
                .map(Count::from),
            returns_open: tally.returns_open.into(),
            returns_open_lines: tally
                .returns_open_lines
                .iter()
                .take(LINES)
                .copied()
                .collect(),
        })
    }
}

/// So many rows for one reason are said on top: a fifth, and at least this.
const FEWEST: u64 = 2;

impl Rows {
    /// The reasons for which a fifth of the rows or more is set aside, and at least two rows: how many
    /// are, of how many rows read, without those outside a chosen period. The reasons are those that
    /// may be a fault of the file or of how it is read, so not a status, a vaccine or a thing that is
    /// no medicine. Of counts that are hidden the reason alone is told.
    ///
    /// ```
    /// use groenrecept::practice::Reason;
    /// use groenrecept::{Dataset, Engine, intake::Export};
    /// let text = "omschrijving;aantal\nVENTOLIN;veel\nVENTOLIN;weinig\nVENTOLIN;1\n";
    /// let engine = Engine::new(&Dataset::embedded()?);
    /// let outcome = engine.analysis().run(Export::new("export.csv", text.as_bytes())?, None)?;
    /// assert_eq!(outcome.rows.mostly_aside(), [(Reason::QuantityUnreadable, 2.into(), 3.into())]);
    /// # Ok::<(), groenrecept::Error>(())
    /// ```
    #[must_use]
    pub fn mostly_aside(&self) -> Vec<(Reason, Count, Count)> {
        let of = match self.set_aside.get(&Reason::OutsidePeriod) {
            None => self.read,
            Some(outside) => match (self.read, outside) {
                (Count::Shown(read), Count::Shown(outside)) => read.saturating_sub(*outside).into(),
                _ => Count::Hidden,
            },
        };
        let rows = self.mostly.iter();
        let rows = rows.filter_map(|reason| Some((*reason, *self.set_aside.get(reason)?, of)));
        rows.collect()
    }

    /// The reasons for which that many rows are set aside.
    fn mostly_of(read: u64, set_aside: &BTreeMap<Reason, u64>) -> Vec<Reason> {
        let outside = set_aside.get(&Reason::OutsidePeriod).copied();
        let of = read.saturating_sub(outside.unwrap_or(0));
        let many = |rows: u64| rows >= FEWEST && rows.saturating_mul(5) >= of;
        let all = set_aside.iter();
        let all = all.filter(|(reason, rows)| reason.is_fault() && many(**rows));
        all.map(|(reason, _)| *reason).collect()
    }
}

/// First issues and repeats. Copies count once.
#[derive(Debug, Clone, Default, serde::Serialize)]
#[non_exhaustive]
pub struct Issues {
    /// First issues: the number of the repeat is empty or zero.
    pub first: Count,
    /// Repeats.
    pub repeat: Count,
    /// The export has no such column, or its cell is not understood.
    pub not_said: Count,
}

impl Issues {
    pub(super) fn of(tally: &Tally) -> Self {
        let of = |issue: Issue| tally.issues.get(&issue).copied().unwrap_or(0).into();
        Self {
            first: of(Issue::First),
            repeat: of(Issue::Repeat),
            not_said: of(Issue::NotSaid),
        }
    }
}

/// How products were found and amounts were read, in rows of inhaled medicines.
#[derive(Debug, Clone, Default, serde::Serialize)]
#[non_exhaustive]
pub struct Matching {
    /// By code, number in the G-Standaard, label or ATC code.
    pub via: BTreeMap<Via, Count>,
    /// What there is to know about the matches.
    pub notes: BTreeMap<Note, Count>,
    /// What the amounts were taken to count.
    pub quantities: BTreeMap<Decided, Count>,
    /// The amounts that were read otherwise than a unit on their line says, by kind and medicine,
    /// of each kind the most rows first.
    #[serde(skip)]
    pub corrections: Vec<CorrectionSum>,
    /// The rows of each kind of correction.
    #[serde(skip)]
    pub corrected: BTreeMap<Correction, u64>,
}

/// A kind of correction for one medicine.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CorrectionSum {
    /// What was corrected, inferred, computed or completed.
    pub how: Correction,
    /// The medicine, by its id in the list of products.
    pub product: String,
    /// Prescriptions.
    pub rows: u64,
    /// The first places.
    pub lines: Vec<Place>,
}

impl Matching {
    /// How the rows of these medicines were read; `None` on overflow.
    pub(super) fn of(tally: &Tally, subjects: &[Subject<'_>]) -> Option<Self> {
        let corrections = CorrectionSum::list(tally, subjects)?;
        let mut corrected = BTreeMap::new();
        for one in &corrections {
            let rows: &mut u64 = corrected.entry(one.how).or_default();
            *rows = rows.checked_add(one.rows)?;
        }
        Some(Self {
            via: shown(&tally.via),
            notes: shown(&tally.notes),
            quantities: shown(&tally.decided),
            corrections,
            corrected,
        })
    }
}

impl CorrectionSum {
    fn list(tally: &Tally, subjects: &[Subject<'_>]) -> Option<Vec<Self>> {
        let ids = subjects.iter().map(|one| (one.place, one.id.as_str()));
        let ids: HashMap<usize, &str> = ids.collect();
        let mut all: BTreeMap<(Correction, &str), Self> = BTreeMap::new();
        for ((subject, how), corrected) in &tally.corrections {
            let Some(id) = ids.get(subject) else {
                continue;
            };
            let one = all.entry((*how, id)).or_insert_with(|| Self {
                how: *how,
                product: (*id).to_owned(),
                rows: 0,
                lines: Vec::new(),
            });
            one.rows = one.rows.checked_add(corrected.rows)?;
            one.lines.extend(corrected.lines());
        }
        let mut all: Vec<Self> = all.into_values().collect();
        for one in &mut all {
            one.lines.sort_unstable();
            one.lines.truncate(LINES);
        }
        all.sort_by_key(|one| (one.how, Reverse(one.rows)));
        Some(all)
    }
}

fn shown<K: Ord + Copy>(counts: &BTreeMap<K, u64>) -> BTreeMap<K, Count> {
    let filled = counts.iter().filter(|(_, count)| **count > 0);
    filled.map(|(key, count)| (*key, (*count).into())).collect()
}
