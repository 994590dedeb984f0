//! The account of rows: read = analysed + merged + set aside.

use super::place::Place;
use crate::matching::Refused;
use crate::quantity::NoAmount;
use std::collections::BTreeMap;
use strum::VariantArray;

/// Why a row was set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[derive(strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "kebab-case")]
#[non_exhaustive]
pub enum Reason {
    /// The quantity is empty.
    QuantityMissing,
    /// The quantity is not a number.
    QuantityUnreadable,
    /// The quantity is zero.
    QuantityZero,
    /// The quantity is below zero, and could not be taken off a prescription.
    QuantityNegative,
    /// More than any prescription holds, or a part of a device.
    QuantityAbsurd,
    /// The quantity may count devices or doses, and neither is plausible.
    QuantityUnclear,
    /// The unit does not fit the product, as grams of an aerosol.
    QuantityUnit,
    /// The word for the unit is in no list of words.
    QuantityUnitUnknown,
    /// A mass or defined daily doses of a product whose strength or defined daily dose is not
    /// known, or of several substances.
    QuantityStrength,
    /// The quantity is empty and the dosage is an upper bound, as needed.
    DosageAsNeeded,
    /// The quantity is empty and no amount follows from the dosage.
    DosageNotUsable,
    /// The date is empty.
    DateMissing,
    /// The date is not one in the order of its column.
    DateUnreadable,
    /// The date is before 1990 or in the future.
    DateOutOfRange,
    /// The date is outside the period that was chosen.
    OutsidePeriod,
    /// Neither code, label nor ATC code is filled.
    ProductMissing,
    /// The label is not text in the encoding of the file.
    TextBroken,
    /// The label, code or unit is longer than any is.
    TextTooLong,
    /// A vaccine.
    Vaccine,
    /// A thing that is not a medicine.
    NotAMedicine,
    /// A quote opens and does not close within the row.
    QuoteUnbalanced,
    /// More or fewer cells than the header.
    CellCount,
    /// Longer than a row can be.
    LineTooLong,
    /// The prescription was cancelled: by its status, or that of a copy.
    Cancelled,
    /// The prescription was stopped before its end.
    Stopped,
    /// The last row of the file has too few cells and no line end: the file was cut off, and
    /// rows behind it may be missing.
    FileCut,
    /// The prescription is a draft, and no copy of it was issued.
    Draft,
    /// A return that was taken off what it brings back.
    Returned,
    /// The prescription was returned as a whole. Its line is that of the return.
    Undone,
    /// A total or subtotal of other rows.
    Subtotal,
}

impl From<Refused> for Reason {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Unclear => Self::QuantityUnclear,
            Refused::Absurd => Self::QuantityAbsurd,
            Refused::Unit => Self::QuantityUnit,
            Refused::UnknownUnit => Self::QuantityUnitUnknown,
            Refused::Strength => Self::QuantityStrength,
        }
    }
}

impl From<NoAmount> for Reason {
    fn from(no: NoAmount) -> Self {
        match no {
            NoAmount::Missing => Self::QuantityMissing,
            NoAmount::Unreadable => Self::QuantityUnreadable,
            NoAmount::UnknownUnit => Self::QuantityUnitUnknown,
            NoAmount::TwoUnits => Self::QuantityUnit,
        }
    }
}

impl Reason {
    /// Every reason, in order.
    pub const ALL: &'static [Self] = Self::VARIANTS;

    /// The name in JSON and in the list of set-aside rows.
    ///
    /// ```
    /// use groenrecept::practice::Reason;
    /// assert_eq!(Reason::DosageAsNeeded.as_str(), "dosage-as-needed");
    /// ```
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Whether the quantity, or what stands in for it, is of no use.
    #[must_use]
    pub const fn is_quantity(self) -> bool {
        matches!(
            self,
            Self::QuantityMissing
                | Self::QuantityUnreadable
                | Self::QuantityZero
                | Self::QuantityNegative
                | Self::QuantityAbsurd
                | Self::QuantityUnclear
                | Self::QuantityUnit
                | Self::QuantityUnitUnknown
                | Self::QuantityStrength
                | Self::DosageAsNeeded
                | Self::DosageNotUsable
        )
    }

    /// Whether such a row may be a fault of the file or of how it is read. The others are rows that
    /// are not meant to count.
    pub(crate) const fn is_fault(self) -> bool {
        match self {
            Self::OutsidePeriod
            | Self::Vaccine
            | Self::NotAMedicine
            | Self::Cancelled
            | Self::Draft
            | Self::Returned
            | Self::Undone
            | Self::Subtotal
            | Self::Stopped => false,
            Self::QuantityMissing
            | Self::QuantityUnreadable
            | Self::QuantityZero
            | Self::QuantityNegative
            | Self::QuantityAbsurd
            | Self::QuantityUnclear
            | Self::QuantityUnit
            | Self::QuantityUnitUnknown
            | Self::QuantityStrength
            | Self::DosageAsNeeded
            | Self::DosageNotUsable
            | Self::DateMissing
            | Self::DateUnreadable
            | Self::DateOutOfRange
            | Self::ProductMissing
            | Self::TextBroken
            | Self::TextTooLong
            | Self::QuoteUnbalanced
            | Self::CellCount
            | Self::LineTooLong
            | Self::FileCut => true,
        }
    }

    /// The place in [`Reason::ALL`], for a compact table.
    pub(crate) fn index(self) -> u32 {
        let at = Self::ALL.iter().position(|reason| *reason == self);
        at.and_then(|at| u32::try_from(at).ok()).unwrap_or(0)
    }

    pub(crate) fn from_index(index: u32) -> Option<Self> {
        Self::ALL.get(usize::try_from(index).ok()?).copied()
    }
}

/// How many line numbers are kept per reason.
const KEPT_LINES: usize = 40;

/// Every row, by what became of it.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    read: u64,
    analysed: u64,
    merged: u64,
    set_aside: BTreeMap<Reason, Aside>,
    status_unknown: u64,
    status_unknown_lines: Vec<Place>,
    /// All rows set aside, where that was asked for.
    pub(super) listed: Option<Vec<(Place, Reason)>>,
}

#[derive(Debug, Clone, Default)]
struct Aside {
    rows: u64,
    /// Line numbers with the hash of the prescription, so that a row that a copy completes
    /// later can be taken out again.
    lines: Vec<(Place, u64)>,
}

impl Ledger {
    /// Every row that is set aside, by its place; `None` where they were not kept, see
    /// [`Analysis::list_set_aside`](super::Analysis::list_set_aside).
    #[must_use]
    pub fn all_set_aside(&self) -> Option<Vec<(Place, Reason)>> {
        self.listed.clone()
    }

    /// Rows read, without the header.
    #[must_use]
    pub const fn read(&self) -> u64 {
        self.read
    }

    /// Rows analysed.
    #[must_use]
    pub const fn analysed(&self) -> u64 {
        self.analysed
    }

    /// Rows that are copies of another row.
    #[must_use]
    pub const fn merged(&self) -> u64 {
        self.merged
    }

    /// Rows whose status is filled with a word that is not known. They were read as
    /// prescriptions that stand.
    #[must_use]
    pub const fn status_unknown(&self) -> u64 {
        self.status_unknown
    }

    /// The first places of these, at most `most`.
    #[must_use]
    pub fn status_unknown_lines(&self, most: usize) -> Vec<Place> {
        self.status_unknown_lines
            .iter()
            .take(most)
            .copied()
            .collect()
    }

    /// Rows set aside by reason.
    #[must_use]
    pub fn set_aside(&self) -> BTreeMap<Reason, u64> {
        self.set_aside
            .iter()
            .filter(|(_, aside)| aside.rows > 0)
            .map(|(reason, aside)| (*reason, aside.rows))
            .collect()
    }

    /// The first places of a reason, at most `most`.
    #[must_use]
    pub fn lines(&self, reason: Reason, most: usize) -> Vec<Place> {
        let lines = self.set_aside.get(&reason).map(|aside| &aside.lines);
        let mut numbers: Vec<Place> = lines
            .into_iter()
            .flatten()
            .map(|(place, _)| *place)
            .collect();
        numbers.sort_unstable();
        numbers.truncate(most);
        numbers
    }

    /// Whether the account adds up.
    ///
    /// ```
    /// assert!(groenrecept::practice::Ledger::default().balances());
    /// ```
    #[must_use]
    pub fn balances(&self) -> bool {
        let aside = self.set_aside.values().map(|aside| aside.rows);
        let sum = aside.fold(
            self.analysed.saturating_add(self.merged),
            u64::saturating_add,
        );
        sum == self.read
    }

    pub(crate) fn analyse(&mut self) {
        self.read = self.read.saturating_add(1);
        self.analysed = self.analysed.saturating_add(1);
    }

    pub(crate) fn merge(&mut self) {
        self.read = self.read.saturating_add(1);
        self.merged = self.merged.saturating_add(1);
    }

    pub(crate) fn unknown_status(&mut self, place: Place) {
        self.status_unknown = self.status_unknown.saturating_add(1);
        if self.status_unknown_lines.len() < KEPT_LINES {
            self.status_unknown_lines.push(place);
        }
    }

    /// A row is set aside; `hash` is that of its prescription, where it can have copies.
    pub(crate) fn aside(&mut self, reason: Reason, place: Place, hash: Option<u64>) {
        self.read = self.read.saturating_add(1);
        self.note(reason, place, hash);
    }

    /// A row set aside for its quantity turns out to be analysed: a copy has the quantity.
    pub(crate) fn complete(&mut self, reason: Reason, hash: u64) {
        self.forget(reason, hash);
        self.analysed = self.analysed.saturating_add(1);
    }

    /// A row set aside keeps another reason, that of its copy.
    pub(crate) fn replace(&mut self, old: Reason, new: Reason, place: Place, hash: u64) {
        self.forget(old, hash);
        self.note(new, place, Some(hash));
    }

    /// A prescription that was analysed is set aside: a copy says that it was cancelled.
    pub(crate) fn withdraw(&mut self, reason: Reason, place: Place, hash: u64) {
        self.analysed = self.analysed.saturating_sub(1);
        self.note(reason, place, Some(hash));
    }

    fn note(&mut self, reason: Reason, place: Place, hash: Option<u64>) {
        let aside = self.set_aside.entry(reason).or_default();
        aside.rows = aside.rows.saturating_add(1);
        let kept = (place, hash.unwrap_or(place.line));
        if aside.lines.last().is_none_or(|(last, _)| *last <= place) {
            if aside.lines.len() < KEPT_LINES {
                aside.lines.push(kept);
            }
        } else {
            // Returns are settled when all rows are there.
            let at = aside.lines.partition_point(|(other, _)| *other <= place);
            aside.lines.insert(at, kept);
            aside.lines.truncate(KEPT_LINES);
        }
    }

    fn forget(&mut self, reason: Reason, hash: u64) {
        if let Some(aside) = self.set_aside.get_mut(&reason) {
            aside.rows = aside.rows.saturating_sub(1);
            aside.lines.retain(|(_, other)| *other != hash);
        }
    }
}
