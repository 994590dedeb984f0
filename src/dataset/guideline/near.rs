//! The facts that a misspelt one may have meant.

use super::Fact;
use crate::diagnostic::Message;

/// What is wrong with a word that is no fact, with the facts that it is nearest to.
pub(super) fn no_fact(word: &str) -> Message {
    let near = near(word).join(", ");
    let (mut nl, mut en) = (
        format!("'{word}' is geen feit waar een regel naar vraagt"),
        format!("'{word}' is not a fact that a rule asks for"),
    );
    if !near.is_empty() {
        nl.push_str(&format!("; bedoeld kan zijn: {near}"));
        en.push_str(&format!("; it may mean: {near}"));
    }
    (nl, en).into()
}

/// The facts of which a third of the letters or fewer differs, nearest first.
fn near(word: &str) -> Vec<&'static str> {
    let mut found: Vec<(usize, &str)> = Fact::ALL
        .iter()
        .map(|fact| (edits(word, fact.as_str()), fact.as_str()))
        .filter(|(edits, _)| edits.saturating_mul(3) <= word.chars().count())
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, fact)| fact).collect()
}

/// How many letters must be added, taken out or changed to make one word of the other
/// (Levenshtein).
fn edits(from: &str, to: &str) -> usize {
    let letters: Vec<char> = to.chars().collect();
    let mut above: Vec<usize> = (0..=letters.len()).collect();
    for letter in from.chars() {
        let mut left = above.first().map_or(0, |first| first.saturating_add(1));
        let mut row = vec![left];
        for (other, pair) in letters.iter().zip(above.windows(2)) {
            let [diagonal, up] = pair else { continue };
            let changed = diagonal.saturating_add(usize::from(letter != *other));
            left = changed.min(up.min(&left).saturating_add(1));
            row.push(left);
        }
        above = row;
    }
    above.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{edits, near};

    #[test]
    fn edits_are_counted_by_hand() {
        for (from, to, count) in [
            ("", "", 0),
            ("frail", "frail", 0),
            ("", "frail", 5),
            ("frial", "frail", 2),
            ("fraile", "frail", 1),
            ("kitten", "sitting", 3),
        ] {
            assert_eq!(edits(from, to), count, "{from} {to}");
            assert_eq!(edits(to, from), count, "{to} {from}");
        }
    }

    #[test]
    fn a_slip_finds_its_fact_and_another_word_none() {
        assert_eq!(near("acute_atack"), ["acute_attack"]);
        assert_eq!(near("can_use_powders"), ["can_use_powder"]);
        assert_eq!(near("koorts"), [""; 0]);
    }
}
