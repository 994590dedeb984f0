//! What an engine is made of, for the layers below it.

use crate::advice::{Advisor, Options, RuleBook};
use crate::dataset::{Dataset, GwpSet};
use crate::impact::Model;
use crate::intake::gstandaard::Release;
use crate::matching::{Resolver, Resolvers};
use std::sync::OnceLock;

/// Products, values and rules of one dataset, each put together when it is first asked for.
#[derive(Debug)]
pub(crate) struct Kernel {
    resolvers: Resolvers,
    model: Model,
    book: OnceLock<RuleBook>,
    release: Option<Release>,
}

impl Kernel {
    pub(crate) fn new(dataset: &Dataset, gwp: GwpSet, release: Option<Release>) -> Self {
        let articles = release.as_ref().map(Release::shared);
        Self {
            resolvers: Resolvers::new(dataset, articles),
            model: Model::new(dataset, gwp),
            book: OnceLock::new(),
            release,
        }
    }

    pub(crate) const fn dataset(&self) -> &Dataset {
        self.resolvers.dataset()
    }

    pub(crate) const fn model(&self) -> &Model {
        &self.model
    }

    pub(crate) const fn resolvers(&self) -> &Resolvers {
        &self.resolvers
    }

    /// For lines without a day: the products that are sold at the date of the data.
    pub(crate) fn resolver(&self) -> &Resolver {
        self.resolvers.on(None)
    }

    pub(crate) const fn release(&self) -> Option<&Release> {
        self.release.as_ref()
    }

    pub(crate) fn advisor(&self, options: Options) -> Advisor<'_> {
        let book = self.book.get_or_init(|| RuleBook::new(self.dataset()));
        Advisor::new(self.dataset(), &self.model, book, options)
    }
}
