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
    /// The pairs by what they are about and how they are read, the strongest first: of a pair the
    /// weaker rule counts.
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
            let same = |one: &&mut Self| one.about == known.about && one.reading == known.reading;
            match all.iter_mut().find(same) {
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

    /// What it is about, and below it: the two texts, how they are read, and which other rules stand
    /// against each other in it.
    pub(super) fn lines(&self, language: Language) -> (String, Vec<String>) {
        let about = self.about.text(language);
        let lead = language.say("Over", "On");
        let mut below: Vec<String> = self.texts.iter().map(|one| one.text(language)).collect();
        let read = language.say("Hoe dit is gelezen", "How this was read");
        below.push(format!("{read}: {}", self.reading.text(language)));
        let others: Vec<String> = self
            .pairs
            .iter()
            .skip(1)
            .map(|[one, other]| format!("{one} / {other}"))
            .collect();
        if !others.is_empty() {
            let also = language.say("Hierover ook", "On this also");
            below.push(format!("{also}: {}.", others.join(", ")));
        }
        (format!("{lead} {about}:"), below)
    }

    /// What both texts ask for, and how they are read, in one paragraph.
    #[cfg(feature = "text")]
    pub(super) fn brief(&self, language: Language) -> String {
        let [strong, weak] = self.texts.each_ref().map(|one| {
            let strength = strength(one.strength, language);
            format!("'{}' [{}] ({strength})", one.title.text(language), one.rule)
        });
        let lead = language.say("Over", "On");
        let against = language.say("tegenover", "against");
        let (about, reading) = (self.about.text(language), self.reading.text(language));
        format!("{lead} {about}: {strong} {against} {weak}. {reading}")
    }

    /// The same in one paragraph.
    pub(super) fn text(&self, language: Language) -> String {
        let (lead, below) = self.lines(language);
        format!("{lead} {}", below.join(" "))
    }
}
