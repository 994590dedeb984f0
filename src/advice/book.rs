//! The rules of a dataset, put in order once.

use crate::dataset::Dataset;
use crate::dataset::guideline::{Guideline, Rule, Setting};

/// The place of a rule: its guideline and its own within it.
type Place = (usize, usize);

/// The rules for general practice, and which of them contradict each other.
#[derive(Debug)]
pub(crate) struct RuleBook {
    /// In the order of their guidelines.
    places: Vec<Place>,
    /// A rule and one that it names as contradicting it.
    conflicts: Vec<[Place; 2]>,
    /// Whether some rule selects by strength: only then is it read from labels.
    pub(super) by_strength: bool,
}

impl RuleBook {
    pub(crate) fn new(dataset: &Dataset) -> Self {
        let guidelines = dataset.guidelines().iter().enumerate();
        let places = guidelines.flat_map(|(guideline, one)| {
            let rules = one.rules.iter().enumerate();
            let here = rules.filter(|(_, rule)| rule.setting == Setting::PrimaryCare);
            here.map(move |(rule, _)| (guideline, rule))
        });
        let mut book = Self {
            places: places.collect(),
            conflicts: Vec::new(),
            by_strength: false,
        };
        let all = || {
            book.places
                .iter()
                .filter_map(|at| Some((*at, at_place(dataset, *at)?.1)))
        };
        let conflicts = all().flat_map(|(at, rule)| {
            let named = all().filter(|(_, other)| rule.conflicts_with.contains(&other.id));
            named.map(move |(other, _)| [at, other])
        });
        let conflicts = conflicts.collect();
        book.by_strength = all().any(|(_, rule)| !rule.from.strengths.is_empty());
        book.conflicts = conflicts;
        book
    }

    /// The rules with their guidelines, of the dataset that the book was made of.
    pub(super) fn rules<'d>(
        &'d self,
        dataset: &'d Dataset,
    ) -> impl Iterator<Item = (&'d Guideline, &'d Rule)> {
        let places = self.places.iter();
        places.filter_map(|place| at_place(dataset, *place))
    }

    /// Each rule with one that it names as contradicting it.
    pub(super) fn conflicts<'d>(
        &'d self,
        dataset: &'d Dataset,
    ) -> impl Iterator<Item = [&'d Rule; 2]> {
        self.conflicts.iter().filter_map(|[one, other]| {
            let [one, other] = [at_place(dataset, *one)?, at_place(dataset, *other)?];
            Some([one.1, other.1])
        })
    }
}

fn at_place(dataset: &Dataset, (guideline, rule): Place) -> Option<(&Guideline, &Rule)> {
    let guideline = dataset.guidelines().get(guideline)?;
    Some((guideline, guideline.rules.get(rule)?))
}
