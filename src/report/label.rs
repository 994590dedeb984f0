//! What the label of an alternative excludes.

use crate::dataset::guideline::Indication;
use crate::dataset::{Dataset, Evidence};
use crate::diagnostic::Message;
use crate::language::Language;

/// An indication that a text of the label of a product does not name.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(super) struct LabelExclusion {
    /// What it may not be used for.
    pub indication: Indication,
    /// What the text names instead of it; `null` where that was not seen.
    pub only: Option<Indication>,
    /// The name of what the text names, or else of what it excludes.
    #[serde(skip)]
    pub name: Message,
    /// The id of the source.
    pub source: String,
    /// Where in the source.
    pub locator: String,
    /// How well it is supported.
    pub evidence: Evidence,
}

impl LabelExclusion {
    /// The indications that the label of a product excludes, one for each text.
    pub(super) fn of(dataset: &Dataset, product: &str) -> Vec<Self> {
        let Some(product) = dataset.product_by_id(product) else {
            return Vec::new();
        };
        let limits = dataset.label_limits(&product.id);
        let found = limits.flat_map(|limit| {
            let asthma = (Indication::ASTHMA, limit.asthma);
            let copd = (Indication::COPD, limit.copd);
            let pairs = [(asthma, copd), (copd, asthma)];
            pairs
                .into_iter()
                .filter(|((_, allowed), _)| *allowed == Some(false))
                .map(|((indication, _), (other, named))| {
                    let only = (named == Some(true)).then_some(other);
                    let name = dataset.indication_name(only.unwrap_or(indication));
                    ((indication, only), name)
                })
                .map(|((indication, only), name)| Self {
                    indication,
                    only,
                    name,
                    source: limit.provenance.source.as_str().to_owned(),
                    locator: limit.provenance.locator.clone(),
                    evidence: limit.provenance.evidence,
                })
        });
        found.collect()
    }

    /// What the label names, as the end of a sentence, with its source.
    #[cfg_attr(
        not(feature = "text"),
        expect(dead_code, reason = "only the page of text says it in words")
    )]
    pub(super) fn text(&self, language: Language) -> String {
        let lead = match self.only {
            Some(_) => language.say("noemt alleen", "names only"),
            None => language.say("sluit uit:", "excludes"),
        };
        let names = format!("{lead} {}", self.name.text(language));
        format!(
            "{names} ({} {}, {}, {})",
            language.say("bron", "source"),
            self.source,
            self.locator,
            super::wording::of(language).evidence(self.evidence)
        )
    }
}
