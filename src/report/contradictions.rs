//! Rules that contradict each other: both texts, once a subject, strongest first.

use crate::dataset::Dataset;
use crate::dataset::guideline::{RuleId, Strength};
use crate::diagnostic::Message;
use crate::language::Language;
use crate::report::advice::strength;

/// What rules contradict each other about, with the texts of the strongest pair.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(crate) struct ContradictionReport {
    /// About what.
    pub about: Message,
    /// How it is read.
    pub reading: Message,
    /// The two texts, the stronger first.
    pub texts: [Text; 2],
    /// Every pair about it, that of the two texts first.
    pub pairs: Vec<[RuleId; 2]>,
}

/// What one of two rules says, and how strongly.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Text {
    /// The rule.
    pub rule: RuleId,
    /// What it asks for, in a few words.
    pub title: Message,
    /// Why.
    pub reason: Message,
    /// The guideline.
    pub guideline: String,
    /// Its version as seen.
    pub version: String,
    /// How strongly it is said.
    pub strength: Strength,
}

impl Text {
    fn of(dataset: &Dataset, id: &RuleId) -> Option<Self> {
        let (guideline, rule) = dataset.rule_by_id(id.as_str())?;
        Some(Self {
            rule: rule.id.clone(),
            title: rule.title.clone(),
            reason: rule.reason.clone(),
            guideline: guideline.title.clone(),
            version: guideline.version.clone(),
            strength: rule.strength,
        })
    }

    fn text(&self, language: Language) -> String {
        let Self {
            rule,
            title,
            reason,
            guideline,
            version,
            ..
        } = self;
        let strength = strength(self.strength, language);
        let (title, reason) = (title.text(language), reason.text(language));
        format!("'{title}' [{rule}] ({guideline}, {version}; {strength}): {reason}")
    }
}

impl ContradictionReport {
    /// The pairs by what they are about, the strongest first: of a pair the weaker rule counts.
    pub(super) fn all<'p>(
        dataset: &Dataset,
        pairs: impl Iterator<Item = &'p (RuleId, RuleId)>,
    ) -> Vec<Self> {
        let found = pairs.filter_map(|(one, other)| {
            let known = dataset.contradiction(one, other)?;
            let mut texts = [Text::of(dataset, one)?, Text::of(dataset, other)?];
            texts.sort_by(|a, b| (a.strength, &a.rule).cmp(&(b.strength, &b.rule)));
            Some((known, texts))
        });
        let mut found: Vec<_> = found.collect();
        found.sort_by_cached_key(|(_, [strong, weak])| {
            let rules = (strong.rule.clone(), weak.rule.clone());
            (weak.strength, strong.strength, rules)
        });
        let mut all: Vec<Self> = Vec::new();
        for (known, texts) in found {
            let pair = [&texts[0], &texts[1]].map(|text| text.rule.clone());
            match all.iter_mut().find(|one| one.about == known.about) {
                Some(one) => one.pairs.push(pair),
                None => all.push(Self {
                    about: known.about.clone(),
                    reading: known.reading.clone(),
                    texts,
                    pairs: vec![pair],
                }),
            }
        }
        all
    }

    /// The two texts with how they are read, and which other rules stand against each other in it.
    pub(super) fn text(&self, language: Language) -> String {
        let [strong, weak] = &self.texts;
        let about = self.about.text(language);
        let lead = language.say("Over", "On");
        let against = language.say("Daartegenover", "Against it");
        let mut text = format!(
            "{lead} {about}: {} {against} {} {}",
            strong.text(language),
            weak.text(language),
            self.reading.text(language)
        );
        let others: Vec<String> = self
            .pairs
            .iter()
            .skip(1)
            .map(|[one, other]| format!("{one} / {other}"))
            .collect();
        if !others.is_empty() {
            let also = language.say("Hierover ook", "On this also");
            text.push_str(&format!(" {also}: {}.", others.join(", ")));
        }
        text
    }
}
