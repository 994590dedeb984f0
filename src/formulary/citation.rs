//! Which guideline of the data a text cites, and of which year.
//!
//! A section cites a guideline where it holds its title, or the code of it; and where it says
//! little else than the words of the title, such as "astma volwassenen 2015". Such a short form
//! holds all words of the title that matter, or all of one that `data/formulary/citations.csv`
//! gives, and no word that is not of the title or of a place in a text. A word more may name
//! another work, so it is then no citation of this one.

use super::words::Words;
use crate::dataset::Dataset;
use crate::dataset::guideline::Guideline;
use std::collections::BTreeSet;

/// A guideline or another text of the data with the words by which a text cites it.
#[derive(Debug)]
pub(super) struct Cited<'d> {
    /// The guideline; `None` of a text by itself, of which the newest version is known.
    pub(super) guideline: Option<&'d Guideline>,
    /// The title, of its text where that is known.
    pub(super) name: &'d str,
    /// The newest version that the data knows.
    pub(super) version: &'d str,
    /// The title without what stands between brackets, in lower case.
    title: String,
    /// The code between brackets, such as `m27`.
    code: Option<String>,
    /// The year of the version that the data knows.
    pub(super) year: Option<i16>,
    /// Sets of words of which each names it, where no other word stands beside them.
    short: Vec<BTreeSet<String>>,
    /// The words that may stand in a short citation.
    allowed: BTreeSet<String>,
}

impl<'d> Cited<'d> {
    pub(super) fn all(dataset: &'d Dataset, words: &Words) -> Vec<Self> {
        let guidelines = dataset.guidelines();
        let read = guidelines.iter().map(|one| {
            // The day on which a web text was seen is not that of its version.
            let newest = dataset.newest_version(one);
            let version = newest.map_or(&one.version, |newest| &newest.version);
            let date = newest.map_or(&one.date, |newest| &newest.date);
            let cited = Self::of(&one.id, &one.title, words);
            Self {
                guideline: Some(one),
                name: newest.map_or(&one.title, |newest| &newest.title),
                version,
                year: year_of(date),
                ..cited
            }
        });
        // A file may bear the title of an article about the text that it is a version of.
        let texts = dataset.seen_versions().map(|text| Self {
            version: &text.version,
            year: year_of(&text.date),
            ..Self::of(&text.id, &text.title, words)
        });
        read.chain(texts).collect()
    }

    fn of(id: &str, name: &'d str, words: &Words) -> Self {
        let title = name.to_lowercase();
        let bracketed = title.split_once('(').and_then(|(before, rest)| {
            let code = rest.split(')').next()?;
            let digits = code.strip_prefix('m')?;
            let is_code = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
            is_code.then(|| (before.trim().to_owned(), code.to_owned()))
        });
        let (title, code) = match bracketed {
            Some((title, code)) => (title, Some(code)),
            None => (title, None),
        };
        let beside = words.beside_titles();
        let content: BTreeSet<String> = words_of(&title)
            .filter(|word| !beside.contains(*word))
            .map(str::to_owned)
            .collect();
        let mut short: Vec<BTreeSet<String>> = words.short_titles(id).cloned().collect();
        // One word alone may be the name of many works.
        if content.len() > 1 {
            short.push(content.clone());
        }
        let allowed = content.into_iter().chain(code.clone());
        let allowed = allowed.chain(beside.iter().cloned()).collect();
        Self {
            guideline: None,
            name,
            version: "",
            title,
            code,
            year: None,
            short,
            allowed,
        }
    }

    /// The guidelines that a section in lower case names: by their titles; where it holds none by
    /// the code of one, since others write about a guideline by its code; else by a short form.
    pub(super) fn named_in<'c>(all: &'c [Self], section: &str) -> Vec<&'c Self> {
        let by_title = all.iter().filter(|one| one.titles(section));
        let by_title: Vec<&Self> = by_title.collect();
        if !by_title.is_empty() {
            return by_title;
        }
        let words: BTreeSet<&str> = words_of(section).collect();
        let by_code = |one: &&Self| {
            let code = one.code.as_deref();
            code.is_some_and(|code| words.contains(code))
        };
        let by_code: Vec<&Self> = all.iter().filter(by_code).collect();
        if !by_code.is_empty() {
            return by_code;
        }
        all.iter().filter(|one| one.is_short_for(&words)).collect()
    }

    /// Whether a section in lower case holds the title: whole words, of which there are two or more,
    /// with no word behind them that could make another title of it.
    fn titles(&self, section: &str) -> bool {
        let is_word = |sign: char| sign.is_alphanumeric();
        if words_of(&self.title).nth(1).is_none() {
            return false;
        }
        section.match_indices(&self.title).any(|(at, title)| {
            let (before, rest) = section.split_at(at);
            let behind = rest.strip_prefix(title).unwrap_or_default();
            // As far as a sign that ends it.
            let end = behind.find(|sign: char| !(sign.is_alphabetic() || sign == ' '));
            let on = end.map_or(behind, |end| behind.split_at(end).0);
            let own = |word: &str| self.allowed.contains(word) || matches!(word, "en" | "and");
            let spaced = !behind.starts_with(is_word);
            !before.ends_with(is_word) && spaced && words_of(on).all(own)
        })
    }

    fn is_short_for(&self, words: &BTreeSet<&str>) -> bool {
        let holds = |set: &BTreeSet<String>| set.iter().all(|word| words.contains(word.as_str()));
        let allowed = |word: &&str| self.allowed.contains(*word);
        self.short.iter().any(holds) && words.iter().all(allowed)
    }
}

/// The year of a date that begins with one.
fn year_of(date: &str) -> Option<i16> {
    date.get(..4)?.parse().ok()
}

/// The words of a text that hold a letter.
fn words_of(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| word.contains(char::is_alphabetic))
}

/// The newest year that a text names.
pub(super) fn newest_year(text: &str) -> Option<i16> {
    let words = text.split(|c: char| !c.is_ascii_digit());
    let years = words
        .filter(|word| word.len() == 4)
        .filter_map(|word| word.parse().ok());
    years.filter(|year| (1950..2100).contains(year)).max()
}
