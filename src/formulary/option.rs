//! One row of a formulary: an option of treatment.

use super::dosage::Dosage;
use crate::code::{Atc, Icpc};
use crate::day::Day;
use sha2::{Digest, Sha256};
use std::hash::{Hash, Hasher};
use strum::VariantArray;

/// A column of a formulary.
#[derive(strum::EnumString, strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "snake_case")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// What is treated.
    Condition,
    /// ICPC codes, with `|` between them.
    Icpc,
    /// The first age in years.
    AgeFrom,
    /// The last age in years.
    AgeTo,
    /// Another feature of the patients.
    Feature,
    /// The step.
    Step,
    /// The place in the step: 1 is the first choice.
    Rank,
    /// The ATC code.
    Atc,
    /// The label of the medicine.
    Label,
    /// The dosage in plain words.
    Dosage,
    /// The days of treatment.
    Days,
    /// Where it is to be read.
    Section,
    /// A remark.
    Remark,
    /// The day before which the advice must be looked at again.
    Review,
}

impl Column {
    /// Every column.
    pub const ALL: &'static [Self] = Self::VARIANTS;
    /// Without these columns no row can be read.
    pub const REQUIRED: [Self; 4] = [Self::Condition, Self::Step, Self::Rank, Self::Label];

    /// The column with this name in data files.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        word.parse().ok()
    }

    /// The name in data files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// For which patients an option is meant.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Population {
    /// The first age in years; `None` where none is stated.
    pub from: Option<u8>,
    /// The last age in years, included; `None` where none is stated.
    pub to: Option<u8>,
    /// Another feature, as it stands in the file.
    pub feature: String,
}

/// One option of treatment.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FormularyOption {
    /// The line in the file, counted from 1.
    pub line: u64,
    /// What is treated.
    pub condition: String,
    /// The ICPC codes of it.
    pub icpc: Vec<Icpc>,
    /// For whom.
    pub population: Population,
    /// The step.
    pub step: u16,
    /// The place in the step: 1 is the first choice.
    pub rank: u16,
    /// The ATC code.
    pub atc: Option<Atc>,
    /// The label of the medicine.
    pub label: String,
    /// How much of it.
    pub dosage: Dosage,
    /// The days of treatment.
    pub days: Option<u32>,
    /// Where it is to be read.
    pub section: String,
    /// A remark.
    pub remark: String,
    /// The day before which the advice must be looked at again.
    pub review: Option<Day>,
    /// A digest of all but the line, by which the same option of another formulary is known.
    pub(crate) digest: u128,
}

/// Takes content as a SHA-256 rather than as a number for a table.
struct Digesting(Sha256);

impl Hasher for Digesting {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The digest is what is asked for.
    fn finish(&self) -> u64 {
        0
    }
}

impl FormularyOption {
    /// The option with its digest.
    pub(crate) fn digested(mut self) -> Self {
        let mut digesting = Digesting(Sha256::new());
        let patients = (&self.condition, &self.icpc, &self.population);
        (patients, self.content()).hash(&mut digesting);
        let bytes = digesting.0.finalize();
        let first = bytes.first_chunk().copied().unwrap_or_default();
        self.digest = u128::from_le_bytes(first);
        self
    }

    /// What tells the option from others but its line, so that the order of rows decides
    /// nothing.
    pub(crate) fn content(&self) -> impl Ord + Hash + use<'_> {
        (
            self.step,
            self.rank,
            &self.label,
            self.atc,
            &self.dosage,
            self.days,
            &self.section,
            &self.remark,
            self.review,
        )
    }
}
