//! How much of a medicine is used, and the words for it.

mod read;

use crate::dataset::Dataset;
use crate::diagnostic::Message;
use crate::exact::Fraction;
use crate::matching::DoseUnit;
use rust_decimal::Decimal;

/// How much of a medicine is used.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Dosage {
    /// The cell is empty.
    Absent,
    /// The cell cannot be read as a dosage.
    Unreadable,
    /// So much in a number of days.
    Every {
        /// How much.
        amount: Decimal,
        /// Of what.
        unit: DoseUnit,
        /// In how many days.
        days: u32,
        /// Whether it is used as needed: then it is the most that is meant.
        as_needed: bool,
    },
}

/// A dosage above which a cell is probably a slip of the pen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DosageLimit {
    /// Whether it is about inhalers, or about other medicines.
    pub(crate) inhaled: bool,
    /// What it counts.
    pub(crate) unit: DoseUnit,
    /// The most a day that is no slip.
    pub(crate) most: u32,
    /// What more would be.
    pub(crate) reason: Message,
}

/// The limits of the data: conventions of our own, no clinical bounds.
pub(super) fn limits(dataset: &Dataset) -> Vec<DosageLimit> {
    let list = dataset.list("formulary/dosage_limits.csv");
    let limits = list.rows().filter_map(|row| {
        Some(DosageLimit {
            inhaled: row.text("subject") == "inhaler",
            unit: match row.text("unit") {
                "doses" => DoseUnit::Doses,
                _ => DoseUnit::Milligrams,
            },
            most: row.text("most").parse().ok()?,
            reason: (row.text("reason_nl"), row.text("reason_en")).into(),
        })
    });
    limits.collect()
}

impl Dosage {
    /// Doses a day; `None` where the dosage is no number of doses.
    #[must_use]
    pub fn per_day(&self) -> Option<Fraction> {
        self.per_day_in(DoseUnit::Doses)
    }

    /// As [`Dosage::per_day`], in a unit.
    #[must_use]
    pub fn per_day_in(&self, wanted: DoseUnit) -> Option<Fraction> {
        match self {
            Self::Every {
                amount, unit, days, ..
            } if *unit == wanted => Fraction::whole(*amount).over_count(*days),
            Self::Absent | Self::Unreadable | Self::Every { .. } => None,
        }
    }

    /// The amount a day, or in how many days, whatever words the cell has for it, in a form that
    /// no spreadsheet takes for a date; empty where there is none.
    ///
    /// ```
    /// use groenrecept::{Dataset, formulary::{Dosage, Words}};
    /// let words = Words::of(&Dataset::embedded()?);
    /// let text = |text| Dosage::read(text, &words).amount_text();
    /// assert_eq!(text("2 dd 0,5 tablet"), text("2x per dag 0.5 tablet"));
    /// assert_eq!(text("2 dd 1 inhalatie"), "doses/d 2");
    /// assert_eq!(text("2x per week 1 tablet"), "doses/7d 2");
    /// assert_eq!(text("3 dd 500 mg"), "mg/d 1500");
    /// assert_eq!(text("veel"), "");
    /// # Ok::<(), groenrecept::Error>(())
    /// ```
    #[must_use]
    pub fn amount_text(&self) -> String {
        let Self::Every {
            amount, unit, days, ..
        } = self
        else {
            return String::new();
        };
        let unit = match unit {
            DoseUnit::Doses => "doses",
            DoseUnit::Milligrams => "mg",
        };
        match days {
            1 => format!("{unit}/d {amount}"),
            days => format!("{unit}/{days}d {amount}"),
        }
    }

    /// Whether it is used as needed.
    #[must_use]
    pub const fn is_as_needed(&self) -> bool {
        matches!(
            self,
            Self::Every {
                as_needed: true,
                ..
            }
        )
    }
}
