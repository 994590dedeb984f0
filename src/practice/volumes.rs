//! Volumes with their values: what a table of a layer adds up to.

use super::Analysis;
use super::coverage::{Coverage, InhalerCoverage};
use super::outcome::Outcome;
use super::product::{ProductSum, Subject};
use super::tally::{Cell, Tally};
use super::totals::Totals;
use crate::dataset::{Dataset, GwpSet, SourceId};
use crate::error::{Error, Result};
use crate::quantity::Unit;
use std::collections::BTreeSet;

/// Amounts of inhaled medicines with their values, by which data can be weighed: those of an export
/// ([`Weighed::from`]) or of volumes ([`Analysis::volumes`]).
#[derive(Debug, Clone)]
pub(crate) struct Weighed {
    /// By what.
    pub by: Weights,
    /// The set of global warming potentials.
    pub gwp: GwpSet,
    /// Every inhaled medicine, most impact first.
    pub products: Vec<ProductSum>,
    /// What they add up to.
    pub totals: Totals,
    /// How much of them has a value.
    pub inhalers: InhalerCoverage,
    dataset: Dataset,
}

/// By what data is weighed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Weights {
    /// An export by its name, without its folder.
    Export(String),
    /// Rows of `volumes.csv`.
    Volumes {
        /// How many are about inhaled medicines.
        rows: usize,
        /// How many are about other medicines, which are not weighed.
        other_medicines: usize,
        /// The years that they are about.
        years: BTreeSet<u16>,
        /// The sources that they rest on.
        sources: BTreeSet<SourceId>,
    },
}

impl Weighed {
    /// The data that was weighed.
    #[must_use]
    pub(crate) const fn dataset(&self) -> &Dataset {
        &self.dataset
    }
}

impl From<&Outcome> for Weighed {
    fn from(outcome: &Outcome) -> Self {
        Self {
            by: Weights::Export(outcome.file()),
            gwp: outcome.asked.gwp,
            products: outcome.products.clone(),
            totals: outcome.totals.clone(),
            inhalers: outcome.coverage.inhalers.clone(),
            dataset: outcome.dataset().clone(),
        }
    }
}

impl Analysis<'_> {
    /// Applies the data to the volumes of a year, or to the newest of each subject
    /// ([`Dataset::volumes_of`]), at the date of the data. `None` where there are none.
    ///
    /// # Errors
    /// [`ErrorKind::Overflow`](crate::ErrorKind::Overflow) when a sum has more digits than can be
    /// kept exactly.
    pub(crate) fn volumes(&self, year: Option<u16>) -> Result<Option<Weighed>> {
        let dataset = self.dataset();
        let volumes = dataset.volumes_of(year);
        if volumes.is_empty() {
            return Ok(None);
        }
        let resolver = self.kernel.resolver();
        let mut tally = Tally::default();
        for volume in &volumes {
            let Some(inhaler) = resolver.of_volume(&volume.subject) else {
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
        let model = self.kernel.model();
        let subjects = Subject::all(dataset, model, &tally)?;
        let (mut totals, mut coverage) = (Totals::default(), Coverage::default());
        for subject in &subjects {
            let added = totals.add(subject).and_then(|()| coverage.add(subject));
            added.ok_or_else(|| Error::overflow(&subject.id))?;
        }
        let sources = volumes.iter().map(|one| one.provenance.source.clone());
        Ok(Some(Weighed {
            by: Weights::Volumes {
                rows: subjects.len(),
                other_medicines: volumes.len().saturating_sub(subjects.len()),
                years: volumes.iter().map(|one| one.year).collect(),
                sources: sources.collect(),
            },
            gwp: model.gwp_set(),
            products: ProductSum::list(dataset, &subjects)?,
            totals,
            inhalers: coverage.inhalers,
            dataset: dataset.clone(),
        }))
    }
}
