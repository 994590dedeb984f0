//! The words that a misspelt one may have meant.

use crate::diagnostic::Message;

/// What is wrong with a word that no layer has, with the words that it is nearest to and all that
/// there are.
pub(in crate::dataset) fn no_word<'w>(
    [dutch, english]: [&str; 2],
    word: &str,
    known: impl Iterator<Item = &'w str> + Clone,
) -> Message {
    let (mut nl, mut en) = (
        format!("'{word}' is geen {dutch}"),
        format!("'{word}' is not {english}"),
    );
    let near = near(word, known.clone()).join(", ");
    if !near.is_empty() {
        nl.push_str(&format!("; bedoeld kan zijn: {near}"));
        en.push_str(&format!("; it may mean: {near}"));
    }
    let known: Vec<&str> = known.collect();
    let known = known.join(", ");
    nl.push_str(&format!("; kies uit: {known}"));
    en.push_str(&format!("; choose from: {known}"));
    (nl, en).into()
}

/// The words of which a third of the letters or fewer differs, nearest first.
pub(in crate::dataset) fn near<'w>(
    word: &str,
    known: impl Iterator<Item = &'w str>,
) -> Vec<&'w str> {
    let mut found: Vec<(usize, &str)> = known
        .map(|known| (strsim::osa_distance(word, known), known))
        .filter(|(edits, _)| edits.saturating_mul(3) <= word.chars().count())
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, known)| known).collect()
}

#[cfg(test)]
mod tests {
    use super::near;

    #[test]
    fn a_slip_finds_its_word_and_another_word_none() {
        let known = ["acute_attack", "can_use_powder", "frail"];
        let near = |word| near(word, known.into_iter());
        assert_eq!(near("acute_atack"), ["acute_attack"]);
        assert_eq!(near("frial"), ["frail"]);
        assert_eq!(near("can_use_powders"), ["can_use_powder"]);
        assert_eq!(near("koorts"), [""; 0]);
    }
}
