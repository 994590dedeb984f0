//! Whether what rows say can be: values, masses and gases held against each other.
//!
//! Each file is one question. A row of a layer is held against its own layer and those below it,
//! so that what a layer adds above never turns a row below it into a finding. A contradiction that
//! `conflicts.csv` explains is none here.
//!
//! None of this is asked where the embedded data alone is loaded: its tests keep it clean.

mod asked;
mod device;
mod mass;
mod replaced;
mod subject;
mod value;

use super::layer::Layer;
use super::load::Loader;
use super::table::Findings;
use super::{ConflictKind, Factor, FactorId, Product, ProductId};
use crate::diagnostic::Place;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// The horizon of all sums, in years.
const HORIZON: u32 = 100;

/// What is held against each other.
struct Data<'l> {
    loader: &'l Loader,
    /// How the places of each layer begin, lowest first.
    layers: Vec<String>,
}

/// Asks all questions of what has been read.
pub(super) fn check(loader: &Loader, layers: &[Layer]) -> Findings {
    let data = Data {
        loader,
        layers: layers.iter().map(|layer| layer.shown("")).collect(),
    };
    let mut findings = Findings::default();
    asked::check(&data, &mut findings);
    device::check(&data, &mut findings);
    value::check(&data, &mut findings);
    mass::check(&data, &mut findings);
    replaced::check(&data, &mut findings);
    findings
}

impl<'l> Data<'l> {
    fn products(&self) -> &'l BTreeMap<ProductId, (Product, Place)> {
        &self.loader.products
    }

    fn factors(&self) -> impl Iterator<Item = (&'l Factor, &'l Place)> + use<'l> {
        let factors = self.loader.factors.values();
        factors.map(|(factor, place)| (factor, place))
    }

    /// The layer that a row stands in; of two of one name the topmost.
    fn layer(&self, place: &Place) -> usize {
        let mut layers = self.layers.iter();
        let found = layers.rposition(|start| place.file.starts_with(start.as_str()));
        found.unwrap_or_default()
    }

    fn gwp(&self, gas: &str, set: &str) -> Option<Decimal> {
        let key = (gas.to_owned(), set.to_owned(), HORIZON);
        Some(self.loader.gwps.get(&key)?.value)
    }

    /// Whether a contradiction between these factors was read before.
    fn is_explained(&self, factors: &[&FactorId]) -> bool {
        let mut known = self.loader.conflicts.values();
        known.any(|(known, _)| factors.iter().all(|id| known.factors.contains(id)))
    }

    /// Whether a factor is known to lie far from all that are like it.
    fn is_outlier(&self, factor: &FactorId) -> bool {
        let mut known = self.loader.conflicts.values();
        known
            .any(|(known, _)| known.kind == ConflictKind::Outlier && known.factors.contains(factor))
    }
}
