//! What of a tally is added up: all of it, or what of it can be shown.

use super::medicines::{FormSum, Mass};
use super::outcome::RestSum;
use super::product::Subject;
use super::tally::Tally;
use crate::code::Atc;
use crate::dataset::{Dataset, FormClass, Route};
use crate::error::Result;
use crate::impact::Model;
use std::collections::BTreeMap;

/// A tally with the medicines of it that are added up.
#[derive(Debug)]
pub(super) struct Included<'t> {
    pub(super) tally: &'t Tally,
    pub(super) subjects: Vec<Subject<'t>>,
    pub(super) forms: BTreeMap<FormClass, FormSum>,
    pub(super) substances: BTreeMap<(Atc, Route), Mass>,
    /// Inhaled medicines that stand only together.
    pub(super) rest: Vec<RestSum>,
    /// Rows of forms that stand only together.
    pub(super) other_forms: u64,
}

impl<'t> Included<'t> {
    /// All of a tally.
    pub(super) fn all(dataset: &Dataset, model: &Model, tally: &'t Tally) -> Result<Self> {
        let filled = |(_, mass): &(&(Atc, Route), &Mass)| mass.rows > 0;
        Ok(Self {
            tally,
            subjects: Subject::all(dataset, model, tally)?,
            forms: tally.forms.clone(),
            substances: tally
                .substances
                .iter()
                .filter(filled)
                .map(|(key, mass)| (*key, *mass))
                .collect(),
            rest: Vec::new(),
            other_forms: 0,
        })
    }
}
