//! What the label of an alternative excludes.

use crate::dataset::guideline::Indication;
use crate::dataset::{Dataset, Evidence, LabelLimit};
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
    /// The country of a text that does not hold here, in two letters; `null` of one that does.
    pub country: Option<String>,
}

impl LabelExclusion {
    /// The indications that the label of a product excludes, one for each text that decides it.
    pub(super) fn of(dataset: &Dataset, product: &str) -> Vec<Self> {
        let Some(product) = dataset.product_by_id(product) else {
            return Vec::new();
        };
        type Says = fn(&LabelLimit) -> Option<bool>;
        let [asthma, copd]: [Says; 2] = [|one| one.asthma, |one| one.copd];
        let (asthma, copd) = ((Indication::ASTHMA, asthma), (Indication::COPD, copd));
        let pairs = [(asthma, copd), (copd, asthma)].into_iter();
        let found = pairs.flat_map(|((indication, says), (other, names))| {
            let texts = dataset.deciding(&product.id, says).into_iter();
            let against = texts.filter(|(_, allowed)| !allowed);
            against.map(move |(limit, _)| {
                let only = (names(limit) == Some(true)).then_some(other);
                Self {
                    indication,
                    only,
                    name: dataset.indication_name(only.unwrap_or(indication)),
                    source: limit.provenance.source.as_str().to_owned(),
                    locator: limit.provenance.locator.clone(),
                    evidence: limit.provenance.evidence,
                    country: limit.country.clone(),
                }
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
        let foreign = self.country.as_ref().map_or("", |_| {
            language.say("; geen Nederlandse tekst", "; no Dutch text")
        });
        format!(
            "{names} ({} {}, {}, {}{foreign})",
            language.say("bron", "source"),
            self.source,
            self.locator,
            super::wording::of(language).evidence(self.evidence)
        )
    }
}
