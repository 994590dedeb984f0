//! A number of the G-Standaard that somebody asks about.

use super::super::wording::ArticlePart;
use crate::article::{Article, Articles};
use crate::code::{CodeSystem, GNumber};
use crate::matching::{Item, Meaning, Resolver};

/// What a release of the G-Standaard tells of a number at one level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NumberTrail {
    /// The level: `zi`, `hpk`, `prk` or `gpk`.
    pub level: &'static str,
    /// The number in eight digits.
    pub number: String,
    /// What the release tells.
    pub parts: Vec<(ArticlePart, String)>,
}

impl NumberTrail {
    fn of(article: &Article<'_>) -> Self {
        let number = match article.number {
            GNumber::Zi(number) => number.to_string(),
            GNumber::Hpk(number) => number.to_string(),
            GNumber::Prk(number) => number.to_string(),
            GNumber::Gpk(number) => number.to_string(),
        };
        let atc = article.atc.map(|atc| match article.atc_name {
            "" => atc.to_string(),
            name => format!("{atc} ({name})"),
        });
        let gpk = article
            .gpk
            .filter(|_| !matches!(article.number, GNumber::Gpk(_)));
        let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let parts = [
            (ArticlePart::Name, text(article.name)),
            (ArticlePart::Atc, atc),
            (ArticlePart::Gpk, gpk.map(|gpk| gpk.to_string())),
            (ArticlePart::Form, text(article.form)),
            (ArticlePart::Route, text(article.route)),
            (ArticlePart::Strength, text(article.strength)),
            (
                ArticlePart::Doses,
                article.doses.map(|doses| doses.to_string()),
            ),
        ];
        let parts = parts.into_iter();
        Self {
            level: article.number.system(),
            number,
            parts: parts
                .filter_map(|(part, text)| Some((part, text?)))
                .collect(),
        }
    }
}

/// A number that a release has.
pub(in crate::report) struct Numbered {
    pub(in crate::report) trails: Vec<NumberTrail>,
    pub(in crate::report) meaning: Meaning,
    /// The label and ATC code of the release.
    pub(in crate::report) label: String,
    pub(in crate::report) atc: String,
}

/// What a number means: `prk 43281` at that level, a bare number at every level that has it, of
/// which the most specific is followed. `None` where the release does not have it.
pub(in crate::report) fn find(
    resolver: &Resolver<'_>,
    articles: &Articles,
    asked: &str,
) -> Option<Numbered> {
    let systems: Vec<CodeSystem> = GNumber::SYSTEMS
        .into_iter()
        .filter_map(CodeSystem::new)
        .collect();
    let named = asked.split_once([' ', ':']).and_then(|(name, rest)| {
        let name = CodeSystem::new(name)?;
        systems.contains(&name).then_some((name, rest))
    });
    let numbers = match &named {
        Some((system, text)) => vec![(system, *text)],
        None => systems.iter().map(|system| (system, asked)).collect(),
    };
    let known: Vec<_> = numbers
        .into_iter()
        .filter_map(|(system, text)| {
            let number = GNumber::parse(system, text)?.ok()?;
            Some(((system, text), articles.find(number)?))
        })
        .collect();
    if known.is_empty() {
        return None;
    }
    let told = resolver.told(&Item {
        codes: known.iter().map(|(code, _)| *code).collect(),
        label: "",
        atc: "",
    });
    Some(Numbered {
        trails: known
            .iter()
            .map(|(_, article)| NumberTrail::of(article))
            .collect(),
        meaning: told.meaning,
        label: told.label.unwrap_or_default(),
        atc: told.atc.map_or_else(String::new, |atc| atc.to_string()),
    })
}
