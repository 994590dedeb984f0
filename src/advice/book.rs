//! The rules of a dataset, put in order once.

use crate::dataset::Dataset;
use crate::dataset::guideline::{Guideline, Rule, Setting};

/// The places of the rules for general practice, in the order of their guidelines.
#[derive(Debug)]
pub(crate) struct RuleBook(Vec<(usize, usize)>);

impl RuleBook {
    pub(crate) fn new(dataset: &Dataset) -> Self {
        let guidelines = dataset.guidelines().iter().enumerate();
        let places = guidelines.flat_map(|(guideline, one)| {
            let rules = one.rules.iter().enumerate();
            let here = rules.filter(|(_, rule)| rule.setting == Setting::PrimaryCare);
            here.map(move |(rule, _)| (guideline, rule))
        });
        Self(places.collect())
    }

    /// The rules with their guidelines, of the dataset that the book was made of.
    pub(super) fn rules<'d>(
        &'d self,
        dataset: &'d Dataset,
    ) -> impl Iterator<Item = (&'d Guideline, &'d Rule)> {
        let guidelines = dataset.guidelines();
        self.0.iter().filter_map(|(guideline, rule)| {
            let guideline = guidelines.get(*guideline)?;
            Some((guideline, guideline.rules.get(*rule)?))
        })
    }
}
