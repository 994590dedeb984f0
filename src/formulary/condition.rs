//! What the name of a condition tells of its patients. The words are data
//! (`data/formulary/conditions.csv`).

use crate::context::{Fact, Indication};
use crate::dataset::{Dataset, Row};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// What a word tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Indication(Indication),
    Fact(Fact, bool),
    /// Nothing, and so do the words of which it is made.
    Nothing,
    /// What follows tells nothing.
    Negation,
    /// What follows tells again.
    NegationEnd,
}

/// A word, or words in a row.
#[derive(Debug, Clone)]
struct Entry {
    words: Vec<String>,
    /// Whether it counts as the first or the last part of a longer word.
    part: bool,
    meaning: Meaning,
    /// It tells this only of patients with one of these; of all where there is none.
    only_with: Vec<Indication>,
}

/// The words of conditions.
#[derive(Debug, Clone)]
pub(super) struct ConditionWords {
    /// The ones of most words first.
    entries: Vec<Entry>,
}

/// A fact that a name tells, of patients with one of some indications or of all.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct NamedFact {
    fact: Fact,
    answer: bool,
    only_with: Vec<Indication>,
}

/// What the name of a condition tells; nothing at first.
#[derive(Debug, Clone, Default)]
pub(super) struct Named {
    /// The indications that it names.
    pub(super) indications: BTreeSet<Indication>,
    facts: BTreeSet<NamedFact>,
}

impl Named {
    /// The facts that it tells of patients with these indications.
    pub(super) fn facts<'a>(
        &'a self,
        indications: &'a BTreeSet<Indication>,
    ) -> impl Iterator<Item = (Fact, bool)> + 'a {
        let told = self.facts.iter().filter(|one| {
            let with = &one.only_with;
            with.is_empty() || with.iter().any(|one| indications.contains(one))
        });
        told.map(|one| (one.fact, one.answer))
    }
}

/// Whether a sign ends what a negation is about.
const fn ends_clause(sign: char) -> bool {
    matches!(sign, ',' | ';' | ':' | '.' | '(' | ')')
}

/// The words of a text in lower case, with an empty one where a clause ends.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut word = String::new();
    for sign in text.to_lowercase().chars() {
        if sign.is_alphanumeric() {
            word.push(sign);
            continue;
        }
        if !word.is_empty() {
            tokens.push(std::mem::take(&mut word));
        }
        if ends_clause(sign) {
            tokens.push(String::new());
        }
    }
    if !word.is_empty() {
        tokens.push(word);
    }
    tokens
}

impl Entry {
    fn read(row: Row<'_>, dataset: &Dataset) -> Option<Self> {
        let answer = row.text("answer") == "yes";
        let meaning = match row.text("tells") {
            "nothing" => Meaning::Nothing,
            "negation" => Meaning::Negation,
            "negation_end" => Meaning::NegationEnd,
            word => match dataset.indication(word) {
                Ok(indication) => Meaning::Indication(indication),
                Err(_) => Meaning::Fact(word.parse().ok()?, answer),
            },
        };
        let only_with = row.text("only_with").split('|');
        let only_with = only_with.filter_map(|word| word.parse().ok());
        Some(Self {
            words: tokens(row.text("word")),
            part: row.text("match") == "part",
            meaning,
            only_with: only_with.collect(),
        })
    }

    /// How many words it takes of the text; `None` where it does not start there.
    fn taken(&self, text: &[String]) -> Option<usize> {
        if let ([word], [first, ..], true) = (self.words.as_slice(), text, self.part) {
            let inside = first.starts_with(word.as_str()) || first.ends_with(word.as_str());
            return inside.then_some(1);
        }
        text.starts_with(&self.words).then_some(self.words.len())
    }
}

impl ConditionWords {
    /// The words of all layers.
    pub(super) fn of(dataset: &Dataset) -> Self {
        let list = dataset.list("formulary/conditions.csv");
        let entries = list.rows();
        let entries = entries.filter_map(|row| Entry::read(row, dataset));
        let mut entries: Vec<Entry> = entries.collect();
        entries.sort_by_key(|entry| Reverse(entry.words.len()));
        Self { entries }
    }

    /// What a name tells. Of words in a row the longest count, and nothing is told by what
    /// follows a negation, up to the end of the clause.
    pub(super) fn read(&self, name: &str) -> Named {
        let tokens = tokens(name);
        let mut named = Named::default();
        let mut rest = tokens.as_slice();
        let mut negated = false;
        while let Some((first, behind)) = rest.split_first() {
            if first.is_empty() {
                negated = false;
                rest = behind;
                continue;
            }
            let mut here = self
                .entries
                .iter()
                .filter_map(|entry| Some((entry.taken(rest)?, entry)))
                .peekable();
            let taken = here.peek().map_or(1, |(taken, _)| *taken);
            for (_, entry) in here.take_while(|(length, _)| *length == taken) {
                match entry.meaning {
                    Meaning::Negation => negated = true,
                    Meaning::NegationEnd => negated = false,
                    Meaning::Indication(indication) if !negated => {
                        named.indications.insert(indication);
                    }
                    Meaning::Fact(fact, answer) if !negated => {
                        let only_with = entry.only_with.clone();
                        named.facts.insert(NamedFact {
                            fact,
                            answer,
                            only_with,
                        });
                    }
                    Meaning::Nothing | Meaning::Indication(_) | Meaning::Fact(..) => {}
                }
            }
            rest = rest.get(taken..).unwrap_or_default();
        }
        named
    }

    /// How often a text denies something.
    pub(super) fn negations(&self, text: &str) -> usize {
        tokens(text).iter().filter(|word| self.denies(word)).count()
    }

    /// Whether nothing is told by what follows a word.
    pub(super) fn denies(&self, word: &str) -> bool {
        self.means(word, Meaning::Negation)
    }

    /// Whether what follows a word is told again.
    pub(super) fn ends_denial(&self, word: &str) -> bool {
        self.means(word, Meaning::NegationEnd)
    }

    fn means(&self, word: &str, meaning: Meaning) -> bool {
        let mut entries = self.entries.iter();
        entries.any(|one| {
            one.meaning == meaning && matches!(one.words.as_slice(), [only] if only == word)
        })
    }

    /// The indications that a name can tell.
    pub(super) fn indications(&self) -> BTreeSet<Indication> {
        let named = self.entries.iter().filter_map(|one| match one.meaning {
            Meaning::Indication(indication) => Some(indication),
            Meaning::Fact(..) | Meaning::Nothing | Meaning::Negation | Meaning::NegationEnd => None,
        });
        named.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words of what a name tells, for patients with asthma.
    fn told(name: &str) -> Vec<String> {
        let named = ConditionWords::of(&Dataset::embedded().unwrap()).read(name);
        let asthma = BTreeSet::from([Indication::ASTHMA]);
        let indications = named.indications.iter().map(|one| one.as_str().to_owned());
        let facts = named.facts(&asthma);
        let facts = facts.map(|(fact, answer)| format!("{}={answer}", fact.as_str()));
        indications.chain(facts).collect()
    }

    #[test]
    fn a_name_tells_indications_and_facts() {
        let nothing: [&str; 0] = [];
        assert_eq!(told("Hypertensie"), nothing);
        assert_eq!(told("Astma bij volwassenen"), ["asthma"]);
        assert_eq!(told("ASTMA/COPD"), ["asthma", "copd"]);
        assert_eq!(told("Asthma in children"), ["asthma"]);
        assert_eq!(told("Inspanningsastma"), ["asthma"]);
        assert_eq!(told("COPD-patiënten"), ["copd"]);
        assert_eq!(told("Longaanval"), ["acute_attack=true"]);
        assert_eq!(told("Astma-aanval"), ["asthma", "acute_attack=true"]);
        assert_eq!(told("Astmaaanval"), ["asthma", "acute_attack=true"]);
        assert_eq!(told("Status asthmaticus"), ["asthma", "acute_attack=true"]);
        assert_eq!(told("COPD, exacerbatie"), ["copd", "acute_attack=true"]);
        assert_eq!(told("Acute asthma"), ["asthma", "acute_attack=true"]);
        assert_eq!(
            told("Astma en COPD bij kwetsbare ouderen"),
            ["asthma", "copd", "frail=true"]
        );
        assert_eq!(told("COPD, palliatief"), ["copd", "palliative=true"]);
        assert_eq!(
            told("Astma bij wie geen poeder kan gebruiken"),
            ["asthma", "can_use_powder=false"]
        );
    }

    #[test]
    fn a_negated_word_tells_nothing() {
        assert_eq!(told("Astma, geen acute aanval"), ["asthma"]);
        assert_eq!(told("Astma, niet-acuut"), ["asthma"]);
        assert_eq!(told("Astma bij niet kwetsbare ouderen"), ["asthma"]);
        assert_eq!(told("Astma zonder COPD"), ["asthma"]);
        assert_eq!(told("Zonder astma of COPD"), [""; 0]);
        assert_eq!(told("Geen astma maar COPD"), ["copd"]);
        assert_eq!(told("Asthma without COPD"), ["asthma"]);
        assert_eq!(told("Niet kwetsbaar, wel COPD"), ["copd"]);
    }

    #[test]
    fn a_word_that_is_like_one_tells_nothing() {
        assert_eq!(told("Asthma cardiale"), [""; 0]);
        assert_eq!(told("Astma, subacuut"), ["asthma"]);
        assert_eq!(told("COPD, longaanvalplan"), ["copd"]);
        assert_eq!(told("COPD, exacerbatiepreventie"), ["copd"]);
        assert_eq!(told("Astma na een longaanval"), ["asthma"]);
        assert_eq!(told("Preventie van longaanvallen bij COPD"), ["copd"]);
        assert_eq!(told("COPD, 2 of meer longaanvallen per jaar"), ["copd"]);
        assert_eq!(
            told("COPD met frequente longaanvallen"),
            ["copd", "frequent_attacks=true"]
        );
        assert_eq!(told("Kwetsbare kinderen met astma"), ["asthma"]);
    }

    #[test]
    fn acute_is_an_attack_of_the_lungs_alone() {
        let named = ConditionWords::of(&Dataset::embedded().unwrap()).read("Acute pijn");
        let pain = BTreeSet::from(["pain_acute".parse().unwrap()]);
        assert_eq!(named.facts(&pain).count(), 0);
        let copd = BTreeSet::from([Indication::COPD]);
        assert_eq!(named.facts(&copd).count(), 1);
    }
}
