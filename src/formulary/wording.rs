//! Wordings that no longer hold, and where a text says them.
//!
//! A wording is two lists of words, both of which stand in one sentence. The words are data
//! (`data/formulary/wording.csv`, `reversals.csv`): `word` is the word or its plural, `word*` what
//! starts with it, `*word*` every compound with it; a sign such as `%` is itself. A word of the
//! second list that is denied before it in the same clause does not count; what starts a clause,
//! what denies and what names a propellant is data, too (`clauses.csv`).

use crate::code::Atc;
use crate::dataset::{Dataset, Row};
use crate::diagnostic::Message;
use std::sync::Arc;

/// A text that a new propellant makes untrue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// The id.
    pub(crate) id: String,
    first: Vec<Term>,
    second: Vec<Term>,
    /// Products that make it untrue, by id.
    pub(crate) products: Vec<String>,
    /// Why it is untrue.
    pub(crate) why: Message,
    /// What to write.
    pub(crate) instead: Message,
}

/// A reason that later evidence reversed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reversal {
    /// The id.
    pub(crate) id: String,
    atc: Atc,
    words: Vec<Term>,
    claim: Vec<Term>,
    /// The rule that says how it is now, by id.
    pub(crate) rule: String,
    /// What was said.
    pub(crate) then: Message,
    /// What is said now.
    pub(crate) now: Message,
}

/// A word as a list states it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Term {
    text: String,
    /// Whether something may stand before it, as in a compound.
    after_any: bool,
    /// Whether something may stand behind it.
    before_any: bool,
}

impl Term {
    fn read(text: &str) -> Self {
        Self {
            text: text.trim_matches('*').to_owned(),
            after_any: text.starts_with('*'),
            before_any: text.ends_with('*'),
        }
    }

    fn list(text: &str) -> Vec<Self> {
        text.split('|').map(Self::read).collect()
    }

    fn is(&self, word: &str) -> bool {
        let text = self.text.as_str();
        let plural = |rest: &str| matches!(rest, "" | "s" | "en" | "es" | "n");
        match (self.after_any, self.before_any) {
            (true, true) => word.contains(text),
            (true, false) => word.ends_with(text),
            (false, true) => word.starts_with(text),
            (false, false) => word.strip_prefix(text).is_some_and(plural),
        }
    }

    fn any(terms: &[Self], word: &str) -> bool {
        terms.iter().any(|term| term.is(word))
    }

    /// Whether one of the terms can stand in a text at all.
    fn may_be_in(terms: &[Self], text: &str) -> bool {
        terms.iter().any(|term| text.contains(&term.text))
    }
}

/// A part of a sentence.
#[derive(Debug, Default)]
struct Clause<'t> {
    words: Vec<&'t str>,
    bracketed: bool,
    names_propellant: bool,
}

/// What starts a clause, what denies, and what names a propellant.
#[derive(Debug, Clone, Default)]
pub(super) struct Clauses {
    breaks: Vec<String>,
    negations: Vec<String>,
    /// Behind these a word that denies denies nothing: "not only".
    only: Vec<String>,
    propellants: Vec<Term>,
}

impl Clauses {
    pub(super) fn read(dataset: &Dataset) -> Self {
        let mut clauses = Self::default();
        for row in dataset.list("formulary/clauses.csv").rows() {
            let word = row.text("word");
            match row.text("kind") {
                "break" => clauses.breaks.push(word.to_owned()),
                "negation" => clauses.negations.push(word.to_owned()),
                "only" => clauses.only.push(word.to_owned()),
                _ => clauses.propellants.push(Term::read(word)),
            }
        }
        clauses
    }

    fn denies(&self, word: &str) -> bool {
        self.negations.iter().any(|one| one == word)
    }

    /// The clauses of a sentence. A word that denies and stands before the start of one belongs
    /// to it: "not because of".
    fn of<'t>(&self, sentence: &[&'t str]) -> Vec<Clause<'t>> {
        let mut clauses = Vec::new();
        let mut last = Clause::default();
        for word in sentence {
            if matches!(*word, "," | ";" | ":" | "(" | ")") {
                let bracketed = *word == "(";
                clauses.push(std::mem::take(&mut last));
                last.bracketed = bracketed;
                continue;
            }
            if self.breaks.iter().any(|one| one == word) {
                let taken = last.words.pop_if(|before| self.denies(before));
                clauses.push(std::mem::take(&mut last));
                last.words.extend(taken);
            }
            last.words.push(word);
        }
        clauses.push(last);
        self.name(&mut clauses);
        clauses
    }

    /// Says which clauses name a propellant, in themselves or between brackets behind them.
    fn name(&self, clauses: &mut [Clause<'_>]) {
        let mut behind = false;
        for clause in clauses.iter_mut().rev() {
            let names = |word: &&str| Term::any(&self.propellants, word);
            let own = clause.words.iter().any(names);
            clause.names_propellant = own || behind;
            behind = own && clause.bracketed;
        }
    }

    /// Whether a clause denies what stands at a place in it.
    fn is_denied(&self, clause: &[&str], at: usize) -> bool {
        let before = clause.get(..at).unwrap_or_default();
        before.iter().enumerate().any(|(index, word)| {
            let next = clause.get(index.saturating_add(1));
            let only = next.is_some_and(|next| self.only.iter().any(|one| one == next));
            self.denies(word) && !only
        })
    }
}

/// The sentences of a text in lower case, as words and signs.
fn sentences(text: &str) -> Vec<Vec<&str>> {
    let mut sentences = vec![Vec::new()];
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = if first.is_alphanumeric() {
            let end = rest.find(|c: char| !c.is_alphanumeric());
            end.unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let Some((word, behind)) = rest.split_at_checked(end) else {
            break;
        };
        rest = behind;
        let ends = match first {
            '!' | '?' => true,
            // A new line goes on with the sentence unless it is empty or an item of a list.
            '\n' => behind
                .trim_start_matches([' ', '\t'])
                .starts_with(['\n', '-', '*', '\u{2022}', '\u{2013}']),
            // A point within a number or a name ends nothing.
            '.' => rest.chars().next().is_none_or(char::is_whitespace),
            _ => false,
        };
        if ends {
            sentences.push(Vec::new());
        } else if !first.is_whitespace()
            && let Some(sentence) = sentences.last_mut()
        {
            sentence.push(word);
        }
    }
    sentences
}

/// Whether the nearest word on one side of a place is such a word.
fn is_beside(clause: &[&str], at: usize, is: impl Fn(&str) -> bool) -> bool {
    let is_word = |word: &&&str| word.chars().any(char::is_alphanumeric);
    let before = clause.get(..at).unwrap_or_default();
    let behind = clause.get(at.saturating_add(1)..).unwrap_or_default();
    let nearest = [
        before.iter().rev().find(is_word),
        behind.iter().find(is_word),
    ];
    nearest.into_iter().flatten().any(|word| is(word))
}

impl Pattern {
    /// Whether a sentence of a text in lower case has one of the words of each list.
    pub(super) fn is_in(
        &self,
        text: &str,
        clauses: &Clauses,
        is_brand: &impl Fn(&str) -> bool,
    ) -> bool {
        let may = |terms| Term::may_be_in(terms, text);
        if !(may(&self.first) && may(&self.second)) {
            return false;
        }
        sentences(text).iter().any(|sentence| {
            let (mut first, mut second) = (false, false);
            for clause in clauses.of(sentence) {
                if clause.names_propellant {
                    continue;
                }
                for (at, word) in clause.words.iter().enumerate() {
                    let named = || is_beside(&clause.words, at, is_brand);
                    first |= Term::any(&self.first, word) && !named();
                    second |= Term::any(&self.second, word)
                        && !named()
                        && !clauses.is_denied(&clause.words, at);
                }
            }
            first && second
        })
    }
}

impl Reversal {
    /// Whether a sentence of a remark in lower case gives this reason for this medicine.
    pub(super) fn is_in(&self, atc: Option<Atc>, text: &str, clauses: &Clauses) -> bool {
        let may = |terms| Term::may_be_in(terms, text);
        let is_about = atc.is_some_and(|atc| self.atc.is_prefix_of(&atc));
        if !(is_about && may(&self.words) && may(&self.claim)) {
            return false;
        }
        sentences(text).iter().any(|sentence| {
            let words = sentence.iter().any(|word| Term::any(&self.words, word));
            let claims = |clause: &Clause<'_>| {
                let mut words = clause.words.iter().enumerate();
                words.any(|(at, word)| {
                    Term::any(&self.claim, word) && !clauses.is_denied(&clause.words, at)
                })
            };
            words && clauses.of(sentence).iter().any(claims)
        })
    }
}

/// The sentences of a row in both languages.
fn both(row: Row<'_>, name: &str) -> Message {
    let text = |language: &str| row.text(&format!("{name}_{language}")).to_owned();
    (text("nl"), text("en")).into()
}

pub(super) fn patterns(dataset: &Dataset) -> Vec<Arc<Pattern>> {
    let list = dataset.list("formulary/wording.csv");
    let patterns = list.rows().map(|row| Pattern {
        id: row.text("pattern_id").to_owned(),
        first: Term::list(row.text("first")),
        second: Term::list(row.text("second")),
        products: row
            .text("product_ids")
            .split('|')
            .map(str::to_owned)
            .collect(),
        why: both(row, "why"),
        instead: both(row, "instead"),
    });
    patterns.map(Arc::new).collect()
}

pub(super) fn reversals(dataset: &Dataset) -> Vec<Arc<Reversal>> {
    let list = dataset.list("formulary/reversals.csv");
    let reversals = list.rows().filter_map(|row| {
        Some(Arc::new(Reversal {
            id: row.text("reversal_id").to_owned(),
            atc: Atc::parse(row.text("atc"))?,
            words: Term::list(row.text("words")),
            claim: Term::list(row.text("claim")),
            rule: row.text("rule_id").to_owned(),
            then: both(row, "then"),
            now: both(row, "now"),
        }))
    });
    reversals.collect()
}
