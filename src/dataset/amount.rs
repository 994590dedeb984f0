//! What the words for units count, and how many devices no human prescribes.

use super::product::{DEVICES, Device};
use super::table::{Findings, Table};
use super::vocabulary::{Vocabulary, WordKind};
use super::{Dataset, measure::Measure};
use crate::diagnostic::Code;
use crate::quantity::{Amount, AmountKind, NoAmount};
use rust_decimal::Decimal;

/// From how many devices of a type an amount is looked at twice: an own convention, in the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AmountLimit {
    /// More on one prescription count, and are listed.
    pub(crate) per_prescription: u32,
    /// A number above it, said to count devices, may count doses as well.
    pub(crate) two_readings: u32,
    /// More devices are on no prescription.
    pub(crate) most: u32,
    /// More for one patient in a year count, and are listed.
    pub(crate) per_year: u32,
    /// More loose capsules or ampoules, on one prescription or in a year, count and are listed.
    pub(crate) pieces: u32,
}

impl AmountLimit {
    /// Where the data has no limits: nothing is looked at twice.
    const NONE: Self = Self {
        per_prescription: u32::MAX,
        two_readings: u32::MAX,
        most: u32::MAX,
        per_year: u32::MAX,
        pieces: u32::MAX,
    };

    /// The stricter of both in each way.
    const fn stricter(self, other: Self) -> Self {
        const fn less(a: u32, b: u32) -> u32 {
            if a < b { a } else { b }
        }
        Self {
            per_prescription: less(self.per_prescription, other.per_prescription),
            two_readings: less(self.two_readings, other.two_readings),
            most: less(self.most, other.most),
            per_year: less(self.per_year, other.per_year),
            pieces: less(self.pieces, other.pieces),
        }
    }
}

/// The limits of a file, by type of device.
pub(super) fn read(table: &Table, findings: &mut Findings) -> Vec<(Device, AmountLimit)> {
    let mut limits = Vec::new();
    for row in table.rows() {
        let device = row.word("device", DEVICES, findings);
        let columns = [
            "per_prescription",
            "two_readings",
            "most",
            "per_year",
            "pieces",
        ];
        let limits_of = columns.map(|column| row.count(column, findings));
        let (
            Some(device),
            [
                Some(per_prescription),
                Some(two_readings),
                Some(most),
                Some(per_year),
                Some(pieces),
            ],
        ) = (device, limits_of)
        else {
            continue;
        };
        if per_prescription > two_readings || two_readings > most {
            let message = (
                "per_prescription, two_readings en most lopen op",
                "per_prescription, two_readings and most ascend",
            );
            findings.push(Code::BadNumber, row.place("two_readings"), message);
            continue;
        }
        let limit = AmountLimit {
            per_prescription,
            two_readings,
            most,
            per_year,
            pieces,
        };
        limits.push((device, limit));
    }
    limits
}

/// A unit, with how many micrograms or millilitres one of it is where it is a mass or a volume.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct UnitOf {
    pub(crate) kind: AmountKind,
    pub(crate) each: Decimal,
}

impl Vocabulary {
    /// What a word in upper case counts as the unit of an inhaled medicine.
    pub(crate) fn unit(&self, word: &str) -> Option<UnitOf> {
        // `FL` is a device on a line of an inhaler, and else a pack.
        let kinds = [
            (WordKind::UnitDevice, AmountKind::Device),
            (WordKind::UnitPack, AmountKind::Pack),
            (WordKind::UnitDose, AmountKind::Dose),
            (WordKind::UnitPiece, AmountKind::Piece),
            (WordKind::UnitDdd, AmountKind::Ddd),
        ];
        let of = |kind, each| UnitOf { kind, each };
        if let Some((_, kind)) = kinds.into_iter().find(|(words, _)| self.is(*words, word)) {
            return Some(of(kind, Decimal::ONE));
        }
        if self.is(WordKind::UnitMl, word) {
            return Some(of(AmountKind::Volume, Decimal::ONE));
        }
        let gram = self
            .is(WordKind::UnitGram, word)
            .then_some((Decimal::ONE, Measure::Gram));
        let (times, measure) = gram.or_else(|| self.measure(word))?;
        if measure == Measure::Millilitre {
            return Some(of(AmountKind::Volume, times));
        }
        Some(of(
            AmountKind::Mass,
            crate::exact::mul(times, measure.micrograms()?)?,
        ))
    }
}

impl Dataset {
    /// Says what the unit of an amount of an inhaled medicine counts, by the words of the data;
    /// `None` where it has no unit.
    ///
    /// ```
    /// use groenrecept::{Amount, AmountKind, Dataset, DecimalMark, NoAmount};
    /// let dataset = Dataset::embedded()?;
    /// let kind = |text| dataset.amount_kind(&Amount::parse(text, DecimalMark::Point).unwrap());
    /// assert_eq!(kind("400 microg"), Ok(Some(AmountKind::Mass)));
    /// assert_eq!(kind("2 packs"), Ok(Some(AmountKind::Pack)));
    /// assert_eq!(kind("2"), Ok(None));
    /// assert_eq!(kind("2 xyz"), Err(NoAmount::UnknownUnit));
    /// # Ok::<(), groenrecept::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`NoAmount::UnknownUnit`] for a word that no list has.
    pub fn amount_kind(&self, amount: &Amount) -> Result<Option<AmountKind>, NoAmount> {
        let of = |word| self.vocabulary().unit(word).ok_or(NoAmount::UnknownUnit);
        Ok(amount.unit().map(of).transpose()?.map(|unit| unit.kind))
    }

    /// The limits of amounts of these types of device, the strictest of each; of no type those of
    /// all.
    pub(crate) fn amount_limit<'d>(
        &self,
        devices: impl IntoIterator<Item = &'d Device>,
    ) -> AmountLimit {
        let limits = &self.0.amounts;
        let of = devices
            .into_iter()
            .filter_map(|one| limits.get(one))
            .copied();
        let of = of.reduce(AmountLimit::stricter);
        let all = || limits.values().copied().reduce(AmountLimit::stricter);
        of.or_else(all).unwrap_or(AmountLimit::NONE)
    }
}
