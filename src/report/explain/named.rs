//! What a text names that somebody asks about.

use super::super::wording::ArticlePart;
use super::Found;
use crate::article::Article;
use crate::code::{Atc, CodeSystem, GNumber};
use crate::engine::Engine;
use crate::intake::gstandaard::Release;
use crate::matching::{Item, Resolution, Resolver};

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

/// The medicine that a text names.
pub(in crate::report) struct Named {
    pub(in crate::report) found: Found,
    pub(in crate::report) resolution: Resolution,
    /// What a release tells of a number, the most specific level first.
    pub(in crate::report) numbers: Vec<NumberTrail>,
}

impl Named {
    /// The text as the label of what was found; that of a release goes before it.
    pub(in crate::report) fn label<'n>(&'n self, asked: &'n str) -> &'n str {
        if self.found == Found::Number {
            self.resolution.label.as_deref().unwrap_or_default()
        } else {
            asked
        }
    }
}

/// What a text names: the id of a product, a code of an own table, a number of a release, an ATC
/// code or a label, whichever comes first. `atc` is the code beside a label.
pub(in crate::report) fn named(engine: &Engine, asked: &str, atc: &str) -> Named {
    let resolver = engine.kernel().resolver();
    let plain = |found, resolution| Named {
        found,
        resolution,
        numbers: Vec::new(),
    };
    if let Some(inhaler) = resolver.product(asked) {
        return plain(Found::ProductId, Resolution::by_code(inhaler));
    }
    let systems = engine.dataset().code_systems();
    let by_code = resolver.by_own_code(&Item {
        codes: systems.into_iter().map(|system| (system, asked)).collect(),
        ..Item::default()
    });
    if let Some(inhaler) = by_code {
        return plain(Found::Code, Resolution::by_code(inhaler));
    }
    let release = engine.release();
    if let Some(numbered) = release.and_then(|release| by_number(resolver, release, asked)) {
        return numbered;
    }
    let is_atc = Atc::parse(asked).is_some();
    let (found, label, atc) = match is_atc {
        true => (Found::Atc, "", asked),
        false => (Found::Label, asked, atc),
    };
    let codes = Vec::new();
    plain(found, resolver.resolve(&Item { codes, label, atc }))
}

/// What a number means: `prk 43281` at that level, a bare number at every level that has it, of
/// which the most specific is followed. `None` where the release does not have it.
fn by_number(resolver: &Resolver, release: &Release, asked: &str) -> Option<Named> {
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
            Some(((system, text), release.articles().find(number)?))
        })
        .collect();
    if known.is_empty() {
        return None;
    }
    let codes = known.iter().map(|(code, _)| *code).collect();
    Some(Named {
        found: Found::Number,
        resolution: resolver.resolve(&Item {
            codes,
            ..Item::default()
        }),
        numbers: known
            .iter()
            .map(|(_, article)| NumberTrail::of(article))
            .collect(),
    })
}
