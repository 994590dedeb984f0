//! The words that a misspelt one may have meant.

use crate::diagnostic::Message;

/// What is wrong with a word that no layer has, with the words that it is nearest to and all that
/// there are.
pub(in crate::dataset) fn no_word<'w>(
    [dutch, english]: [&str; 2],
    word: &str,
    known: impl Iterator<Item = &'w str> + Clone,
) -> Message {
    let (nl, en) = may_mean(word, known.clone());
    let known: Vec<&str> = known.collect();
    let known = known.join(", ");
    Message::from((
        format!("'{word}' is geen {dutch}{nl}; kies uit: {known}"),
        format!("'{word}' is not {english}{en}; choose from: {known}"),
    ))
}

/// The end of a sentence about a word that is not there: those that it may have meant.
pub(in crate::dataset) fn may_mean<'w>(
    word: &str,
    known: impl Iterator<Item = &'w str>,
) -> (String, String) {
    match near(word, known).join(", ") {
        near if near.is_empty() => Default::default(),
        near => (
            format!("; bedoeld kan zijn: {near}"),
            format!("; it may mean: {near}"),
        ),
    }
}

/// The words of which a third of the letters or fewer differs, nearest first.
pub(in crate::dataset) fn near<'w>(
    word: &str,
    known: impl Iterator<Item = &'w str>,
) -> Vec<&'w str> {
    let letters = word.chars().count();
    let may_be = |edits: usize| edits.saturating_mul(3) <= letters;
    let mut found: Vec<(usize, &str)> = known
        // As many edits as letters that one has more; a long word is compared with none.
        .filter(|known| may_be(letters.abs_diff(known.chars().count())))
        .map(|known| (strsim::osa_distance(word, known), known))
        .filter(|(edits, _)| may_be(*edits))
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
