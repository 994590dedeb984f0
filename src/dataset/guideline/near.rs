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
        .map(|fact| (strsim::levenshtein(word, fact.as_str()), fact.as_str()))
        .filter(|(edits, _)| edits.saturating_mul(3) <= word.chars().count())
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, fact)| fact).collect()
}

#[cfg(test)]
mod tests {
    use super::near;

    #[test]
    fn a_slip_finds_its_fact_and_another_word_none() {
        assert_eq!(near("acute_atack"), ["acute_attack"]);
        assert_eq!(near("can_use_powders"), ["can_use_powder"]);
        assert_eq!(near("koorts"), [""; 0]);
    }
}
