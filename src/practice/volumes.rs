//! Volumes with their values: what a table of a layer adds up to.

use super::coverage::{Coverage, InhalerCoverage};
use super::outcome::Outcome;
use super::product::{ProductSum, Subject};
use super::tally::{Cell, Tally};
use super::totals::Totals;
use super::{Analysis, Count};
use crate::dataset::Volume;
use crate::error::{Error, Result};
use crate::matching::Other;
use crate::quantity::Unit;

/// Amounts of inhaled medicines with their values, by which data can be weighed: those of an export
/// ([`Weighed::from`]) or of volumes ([`Analysis::volumes`]).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Weighed {
    /// Every inhaled medicine, most impact first.
    pub products: Vec<ProductSum>,
    /// What they add up to.
    pub totals: Totals,
    /// How much of them has a value.
    pub inhalers: InhalerCoverage,
    /// Rows about other medicines, which are not weighed.
    pub other_medicines: Count,
}

impl From<&Outcome> for Weighed {
    fn from(outcome: &Outcome) -> Self {
        Self {
            products: outcome.products.clone(),
            totals: outcome.totals.clone(),
            inhalers: outcome.coverage.inhalers.clone(),
            other_medicines: outcome.coverage.none.other_medicine,
        }
    }
}

impl Analysis<'_> {
    /// Applies the data to volumes of a layer
    /// ([`Dataset::volumes_of`](crate::Dataset::volumes_of)), at the date of the data.
    ///
    /// # Errors
    /// [`ErrorKind::Overflow`](crate::ErrorKind::Overflow) when a sum has more digits than can be
    /// kept exactly.
    pub fn volumes(&self, volumes: &[&Volume]) -> Result<Weighed> {
        let dataset = self.dataset();
        let resolver = self.kernel.resolver();
        let mut tally = Tally::default();
        for volume in volumes {
            let Some(inhaler) = resolver.of_volume(&volume.subject) else {
                let others = tally.others.entry(Other::Medicine).or_default();
                *others = others.saturating_add(1);
                continue;
            };
            let mut cell = Cell::default();
            let amount = volume.quantity.amount();
            match volume.quantity.unit() {
                Unit::Device => (cell.device_rows, cell.devices) = (1, amount),
                Unit::Dose => (cell.dose_rows, cell.doses) = (1, amount),
            }
            tally.cells.insert((tally.subjects.len(), None), cell);
            tally.subjects.push(inhaler);
        }
        let subjects = Subject::all(dataset, self.kernel.model(), &tally)?;
        let (mut totals, mut coverage) = (Totals::default(), Coverage::default());
        for subject in &subjects {
            let added = totals.add(subject).and_then(|()| coverage.add(subject));
            added.ok_or_else(|| Error::overflow(&subject.id))?;
        }
        Ok(Weighed {
            products: ProductSum::list(dataset, &subjects)?,
            totals,
            inhalers: coverage.inhalers,
            other_medicines: tally.others.values().copied().sum::<u64>().into(),
        })
    }
}
