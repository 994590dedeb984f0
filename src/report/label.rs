//! What the label of an alternative excludes.

use super::formulary::indication_word;
use crate::dataset::guideline::Indication;
use crate::dataset::{Dataset, Evidence};
use crate::language::Language;

/// An indication that a text of the label of a product does not name.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(super) struct LabelExclusion {
    /// What it may not be used for.
    pub indication: Indication,
    /// What the text names instead of it; `null` where that was not seen.
    pub only: Option<Indication>,
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
            let asthma = (Indication::Asthma, limit.asthma);
            let copd = (Indication::Copd, limit.copd);
            let pairs = [(asthma, copd), (copd, asthma)];
            pairs
                .into_iter()
                .filter(|((_, allowed), _)| *allowed == Some(false))
                .map(|((indication, _), (other, named))| Self {
                    indication,
                    only: (named == Some(true)).then_some(other),
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
        let names = match self.only {
            Some(only) => format!(
                "{} {}",
                language.say("noemt alleen", "names only"),
                indication_word(only, language)
            ),
            None => format!(
                "{} {}",
                language.say("sluit uit:", "excludes"),
                indication_word(self.indication, language)
            ),
        };
        format!(
            "{names} ({} {}, {}, {})",
            language.say("bron", "source"),
            self.source,
            self.locator,
            super::wording::of(language).evidence(self.evidence)
        )
    }
}
