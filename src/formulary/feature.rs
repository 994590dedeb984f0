//! What the feature of patients tells. The words are data (`data/formulary/features.csv`).
//!
//! One cell can hold several features, and words that mean nothing to any rule. What is known
//! counts whatever stands beside it, or one strange word would hide that someone cannot use
//! powder.

use super::condition::ConditionWords;
use crate::context::Fact;
use crate::dataset::{Dataset, Row, plain};
use std::cmp::Reverse;

/// What a word of a feature answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Tells {
    Fact(Fact, bool),
}

/// What the feature of one row tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct FeatureRead {
    pub(super) told: Vec<Tells>,
    /// The parts that mean nothing to any rule, as they were written.
    pub(super) unknown: Vec<String>,
}

impl FeatureRead {
    /// Of a text that answers one fact by yes and by no nothing is known of that fact.
    fn without_contradictions(mut self, text: &str) -> Self {
        let both = |told: &Tells| {
            let Tells::Fact(fact, holds) = *told;
            self.told.contains(&Tells::Fact(fact, !holds))
        };
        let (against, told): (Vec<Tells>, Vec<Tells>) = self.told.iter().partition(|one| both(one));
        if !against.is_empty() {
            self.unknown = vec![text.trim().to_owned()];
            self.told = told;
        }
        self
    }
}

/// Words in a row and what they tell together; `None` where they only join others.
#[derive(Debug, Clone)]
struct Phrase {
    text: String,
    words: Vec<String>,
    tells: Option<Tells>,
}

/// The words of features.
#[derive(Debug, Clone)]
pub(super) struct Features {
    /// The ones of most words first.
    phrases: Vec<Phrase>,
    /// The facts that are answered by yes or no.
    facts: Vec<Fact>,
}

/// A word of a text in lower case, with its place.
#[derive(Debug)]
struct Token {
    word: String,
    start: usize,
    end: usize,
    /// Whether a sign that ends a clause stands before it.
    opens: bool,
}

/// Whether a sign ends what a denial is about, and what a phrase can hold.
const fn ends_clause(sign: char) -> bool {
    matches!(
        sign,
        ',' | ';' | '|' | '+' | '&' | '/' | ':' | '.' | '(' | ')'
    )
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut opens = false;
    let mut inside = false;
    for (at, sign) in text.char_indices() {
        // A fact can be written as in the data: can_use_powder=no.
        if !(sign.is_alphanumeric() || matches!(sign, '_' | '=')) {
            inside = false;
            opens |= ends_clause(sign);
            continue;
        }
        let end = at.saturating_add(sign.len_utf8());
        match tokens.last_mut().filter(|_| inside) {
            Some(last) => {
                last.word.extend(sign.to_lowercase());
                last.end = end;
            }
            None => tokens.push(Token {
                word: sign.to_lowercase().collect(),
                start: at,
                end,
                opens: std::mem::take(&mut opens),
            }),
        }
        inside = true;
    }
    tokens
}

/// The words in a row that mean nothing so far.
#[derive(Debug, Default)]
struct Unknown {
    place: Option<(usize, usize)>,
    /// Whether one of them is more than a word that lets a text go on.
    counts: bool,
}

impl Unknown {
    fn add(&mut self, tokens: &[Token], counts: bool) {
        if let (Some(first), Some(last)) = (tokens.first(), tokens.last()) {
            let start = self.place.map_or(first.start, |(start, _)| start);
            self.place = Some((start, last.end));
            self.counts |= counts;
        }
    }

    fn end(&mut self, text: &str, found: &mut FeatureRead) {
        let ended = std::mem::take(self);
        let part = ended.place.and_then(|(start, end)| text.get(start..end));
        let part = part.filter(|_| ended.counts);
        found.unknown.extend(part.map(str::to_owned));
    }
}

impl Features {
    /// The words of all layers.
    pub(super) fn of(dataset: &Dataset) -> Self {
        let list = dataset.list("formulary/features.csv");
        let phrase = |row: Row<'_>| {
            let answer = row.text("answer") == "yes";
            let tells = match row.text("fact") {
                "joins" => None,
                fact => Some(Tells::Fact(fact.parse().ok()?, answer)),
            };
            let words = tokens(row.text("word")).into_iter().map(|one| one.word);
            Some(Phrase {
                words: words.collect(),
                text: plain(row.text("word")),
                tells,
            })
        };
        let mut phrases: Vec<Phrase> = list.rows().filter_map(phrase).collect();
        phrases.sort_by_key(|one| Reverse(one.words.len()));
        let facts = dataset.facts().filter(|fact| dataset.is_yes_no(*fact));
        Self {
            phrases,
            facts: facts.collect(),
        }
    }

    /// The features that are known.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        let known = self.phrases.iter().filter(|one| one.tells.is_some());
        known.map(|one| one.text.as_str())
    }

    /// A fact as it is written in data, such as `can_use_powder=no`.
    fn written(&self, text: &str) -> Option<Tells> {
        let (word, answer) = text.split_once('=')?;
        let fact = self.facts.iter().find(|fact| fact.as_str() == word)?;
        match answer {
            "yes" | "ja" => Some(Tells::Fact(*fact, true)),
            "no" | "nee" => Some(Tells::Fact(*fact, false)),
            _ => None,
        }
    }

    /// The longest phrase with which a text starts, and its number of words.
    fn longest(&self, text: &[Token]) -> Option<(usize, Option<Tells>)> {
        let [first, ..] = text else { return None };
        if let Some(told) = self.written(&first.word) {
            return Some((1, Some(told)));
        }
        let starts = |phrase: &&Phrase| {
            let within = text.get(..phrase.words.len());
            within.is_some_and(|within| {
                let one_clause = within.iter().skip(1).all(|token| !token.opens);
                let words = within.iter().map(|token| &token.word);
                one_clause && words.eq(&phrase.words)
            })
        };
        let found = self.phrases.iter().find(starts)?;
        Some((found.words.len(), found.tells))
    }

    /// What a text tells. Of words in a row the longest phrase counts; one that is denied tells
    /// nothing and is unknown, up to the end of the clause.
    pub(super) fn read(&self, text: &str, words: &ConditionWords) -> FeatureRead {
        let mut found = FeatureRead::default();
        let mut unknown = Unknown::default();
        let tokens = tokens(text);
        let mut rest = tokens.as_slice();
        let mut denied = false;
        while let Some(first) = rest.first() {
            if first.opens {
                denied = false;
                unknown.end(text, &mut found);
            }
            let (taken, tells) = match self.longest(rest) {
                None => (1, None),
                Some((taken, tells)) => (taken, Some(tells)),
            };
            let (here, behind) = rest.split_at_checked(taken).unwrap_or((rest, &[]));
            match tells {
                Some(Some(tells)) if !denied => {
                    unknown.end(text, &mut found);
                    found.told.push(tells);
                }
                Some(None) => {
                    denied = false;
                    unknown.end(text, &mut found);
                }
                Some(Some(_)) => unknown.add(here, true),
                None => {
                    let ends = words.ends_denial(&first.word);
                    denied = (denied || words.denies(&first.word)) && !ends;
                    unknown.add(here, !ends);
                }
            }
            rest = behind;
        }
        unknown.end(text, &mut found);
        found.without_contradictions(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The facts and the unknown parts of a feature.
    fn read(text: &str) -> (Vec<String>, Vec<String>) {
        let dataset = Dataset::embedded().unwrap();
        let words = ConditionWords::of(&dataset);
        let found = Features::of(&dataset).read(text, &words);
        let told = found.told.iter().map(|one| match one {
            Tells::Fact(fact, answer) => format!("{}={answer}", fact.as_str()),
        });
        (told.collect(), found.unknown)
    }

    #[test]
    fn what_is_known_counts_beside_what_is_not() {
        for (text, told, unknown) in [
            (
                "acute aanval, linkshandig",
                &["acute_attack=true"][..],
                &["linkshandig"][..],
            ),
            (
                "acute aanval | linkshandig",
                &["acute_attack=true"],
                &["linkshandig"],
            ),
            (
                "linkshandig+acute aanval",
                &["acute_attack=true"],
                &["linkshandig"],
            ),
            (
                "Kan geen poeder, allergisch",
                &["can_use_powder=false"],
                &["allergisch"],
            ),
            (
                "can_use_powder=no / Linkshandig",
                &["can_use_powder=false"],
                &["Linkshandig"],
            ),
            (
                "ernstige acute aanval",
                &["acute_attack=true"],
                &["ernstige"],
            ),
            (
                "acute aanval en kwetsbare oudere",
                &["acute_attack=true", "frail=true"],
                &[],
            ),
            (
                "kwetsbare oudere met acute aanval",
                &["frail=true", "acute_attack=true"],
                &[],
            ),
            (
                "frail and acute attack with spacer",
                &["frail=true", "acute_attack=true", "spacer_in_use=true"],
                &[],
            ),
            ("bij een acute aanval", &["acute_attack=true"], &["bij een"]),
            ("bij acute aanval", &["acute_attack=true"], &[]),
            ("zonder poeder", &["can_use_powder=false"], &[]),
            ("lage inspiratiekracht", &["can_use_powder=false"], &[]),
            ("2 t/m 5 jaar", &[], &["2 t", "m 5 jaar"]),
            ("", &[], &[]),
        ] {
            let (found, rest) = read(text);
            assert_eq!(found, told, "{text}");
            assert_eq!(rest, unknown, "{text}");
        }
    }

    #[test]
    fn a_feature_that_contradicts_itself_tells_nothing_of_it() {
        let (told, unknown) = read("acute aanval en niet acuut, kwetsbare oudere");
        assert_eq!(told, ["frail=true"]);
        assert_eq!(unknown, ["acute aanval en niet acuut, kwetsbare oudere"]);
    }

    #[test]
    fn a_denied_feature_tells_nothing_and_is_unknown() {
        for text in [
            "geen ernstige acute aanval",
            "na een acute aanval",
            "preventie van longaanval",
            "niet zo kwetsbaar",
        ] {
            assert_eq!(read(text), (Vec::new(), vec![text.to_owned()]));
        }
        assert_eq!(read("geen acute aanval").0, ["acute_attack=false"]);
        let (told, unknown) = read("niet linkshandig, acute aanval");
        assert_eq!(
            (told, unknown),
            (
                vec!["acute_attack=true".to_owned()],
                vec!["niet linkshandig".to_owned()]
            )
        );
    }
}
