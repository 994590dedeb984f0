//! The account of rows: read = analysed + merged + set aside.

use crate::matching::Refused;
use std::collections::BTreeMap;

/// Why a row was set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Reason {
    /// The quantity is empty.
    QuantityMissing,
    /// The quantity is not a number.
    QuantityUnreadable,
    /// The quantity is zero.
    QuantityZero,
    /// The quantity is below zero.
    QuantityNegative,
    /// More than any prescription holds, or a part of a device.
    QuantityAbsurd,
    /// The quantity may count devices or doses, and neither is plausible.
    QuantityUnclear,
    /// The unit does not fit the product, as grams of an aerosol.
    QuantityUnit,
    /// The date is empty.
    DateMissing,
    /// The date is not one in the order of its column.
    DateUnreadable,
    /// The date is before 1990 or in the future.
    DateOutOfRange,
    /// Neither code, label nor ATC code is filled.
    ProductMissing,
    /// The label is not text in the encoding of the file.
    TextBroken,
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
    /// The last row of the file has too few cells and no line end: the file was cut off, and
    /// rows behind it may be missing.
    FileCut,
}

impl From<Refused> for Reason {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Unclear => Self::QuantityUnclear,
            Refused::Absurd => Self::QuantityAbsurd,
            Refused::Unit => Self::QuantityUnit,
        }
    }
}

impl Reason {
    pub(crate) const ALL: [Self; 18] = [
        Self::QuantityMissing,
        Self::QuantityUnreadable,
        Self::QuantityZero,
        Self::QuantityNegative,
        Self::QuantityAbsurd,
        Self::QuantityUnclear,
        Self::QuantityUnit,
        Self::DateMissing,
        Self::DateUnreadable,
        Self::DateOutOfRange,
        Self::ProductMissing,
        Self::TextBroken,
        Self::Vaccine,
        Self::NotAMedicine,
        Self::QuoteUnbalanced,
        Self::CellCount,
        Self::LineTooLong,
        Self::FileCut,
    ];

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
}

#[derive(Debug, Clone, Default)]
struct Aside {
    rows: u64,
    /// Line numbers with the hash of the prescription, so that a row that a copy completes
    /// later can be taken out again.
    lines: Vec<(u64, u64)>,
}

impl Ledger {
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

    /// Rows set aside by reason.
    #[must_use]
    pub fn set_aside(&self) -> BTreeMap<Reason, u64> {
        self.set_aside
            .iter()
            .filter(|(_, aside)| aside.rows > 0)
            .map(|(reason, aside)| (*reason, aside.rows))
            .collect()
    }

    /// The first line numbers of a reason, at most `most`.
    #[must_use]
    pub fn lines(&self, reason: Reason, most: usize) -> Vec<u64> {
        let lines = self.set_aside.get(&reason).map(|aside| &aside.lines);
        let numbers = lines.into_iter().flatten().map(|(line, _)| *line);
        numbers.take(most).collect()
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

    pub(crate) fn aside(&mut self, reason: Reason, line: u64, hash: u64) {
        self.read = self.read.saturating_add(1);
        let aside = self.set_aside.entry(reason).or_default();
        aside.rows = aside.rows.saturating_add(1);
        if aside.lines.len() < KEPT_LINES {
            aside.lines.push((line, hash));
        }
    }

    /// A row set aside for its quantity turns out to be analysed: a copy has the quantity.
    pub(crate) fn complete(&mut self, reason: Reason, hash: u64) {
        self.forget(reason, hash);
        self.analysed = self.analysed.saturating_add(1);
    }

    /// A row set aside keeps another reason, that of its copy.
    pub(crate) fn replace(&mut self, old: Reason, new: Reason, line: u64, hash: u64) {
        self.forget(old, hash);
        self.aside(new, line, hash);
        self.read = self.read.saturating_sub(1);
    }

    fn forget(&mut self, reason: Reason, hash: u64) {
        if let Some(aside) = self.set_aside.get_mut(&reason) {
            aside.rows = aside.rows.saturating_sub(1);
            aside.lines.retain(|(_, other)| *other != hash);
        }
    }
}
