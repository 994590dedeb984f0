//! What is needed to say a finding: the data, the words and the formulary, and the names of what
//! stands in them.

use crate::dataset::guideline::Guideline;
use crate::dataset::{Dataset, ProductId};
use crate::formulary::{Finding, Formulary, FormularyOption, Words};
use crate::language::Language;
use crate::report::wording::{self, product_label};

/// What is needed to say a finding.
pub(super) struct Speaker<'a> {
    pub(super) dataset: &'a Dataset,
    pub(super) words: &'a Words,
    pub(super) formulary: &'a Formulary,
}

impl Speaker<'_> {
    pub(super) fn option(&self, index: usize) -> Option<&FormularyOption> {
        self.formulary.options().get(index)
    }

    pub(super) fn label(&self, index: usize) -> String {
        self.formulary.label_of(index)
    }

    /// A product by its name; by its id where the data does not have it.
    pub(super) fn product(&self, id: &ProductId, language: Language) -> String {
        let product = self.dataset.product_by_id(id.as_str());
        product.map_or_else(
            || id.to_string(),
            |one| product_label(one, wording::of(language)),
        )
    }

    pub(super) fn line(&self, option: Option<usize>) -> u64 {
        option
            .and_then(|index| self.option(index))
            .map_or(0, |option| option.line)
    }

    /// The places in their step of the option and of the other.
    pub(super) fn ranks(&self, finding: &Finding) -> (u16, u16) {
        let rank = |index| self.option(index).map_or(0, |option| option.rank);
        (rank(finding.option), finding.other.map_or(0, rank))
    }

    /// The title of a rule with its id.
    pub(super) fn rule(&self, id: &str, language: Language) -> String {
        let rule = self.dataset.rule_by_id(id);
        rule.map_or_else(
            || id.to_owned(),
            |(_, rule)| format!("'{}' ({id})", rule.title.text(language)),
        )
    }

    pub(super) fn guideline(&self, id: &str) -> Option<&Guideline> {
        self.dataset.guidelines().iter().find(|one| one.id == id)
    }
}
