//! A dosage in plain words, such as `2 dd 1 inhalatie`, as [`Directions`] reads it.

use super::Dosage;
use crate::formulary::words::Words;
use crate::matching::Directions;

impl Dosage {
    /// Reads a cell in plain words; a range of numbers, a volume and a number of units are no
    /// number of doses.
    ///
    /// ```
    /// use groenrecept::{Dataset, formulary::{Dosage, DoseUnit, Words}};
    /// let words = Words::of(&Dataset::embedded()?);
    /// let per_day = |text| {
    ///     let dosage = Dosage::read(text, &words);
    ///     dosage.per_day().map(|doses| doses.round(3).to_string())
    /// };
    /// assert_eq!(per_day("2 dd 1 inhalatie").as_deref(), Some("2"));
    /// assert_eq!(per_day("2D1I").as_deref(), Some("2"));
    /// assert_eq!(per_day("2x/dag 2 inhalaties").as_deref(), Some("4"));
    /// assert_eq!(per_day("1 tablet 1x per week").as_deref(), Some("0.143"));
    /// assert_eq!(per_day("1-2 dd 1 inhalatie"), None);
    /// assert_eq!(per_day("1D1AE"), None); // an aerosol is no dose, as in a dosage code
    /// let mass = Dosage::read("3 dd 500 mg", &words);
    /// assert_eq!(mass.per_day_in(DoseUnit::Milligrams).unwrap().round(0).to_string(), "1500");
    /// assert_eq!(mass.per_day(), None);
    /// # Ok::<(), groenrecept::Error>(())
    /// ```
    #[must_use]
    pub fn read(text: &str, words: &Words) -> Self {
        if text.trim().is_empty() {
            return Self::Absent;
        }
        let read = Directions::read(text, words.directions());
        let every = read.and_then(|read| Some((read.every()?, read.as_needed)));
        every.map_or(Self::Unreadable, |((amount, unit, days), as_needed)| {
            Self::Every {
                amount,
                unit,
                days,
                as_needed,
            }
        })
    }
}
