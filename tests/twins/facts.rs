//! What a sentence says that no language changes: figures, ids, codes, options, files, addresses
//! and how many words it quotes.

/// Words in capitals of which each language has its own.
const WORDS: [(&str, &str); 4] = [
    ("OMSCHRIJVING", "LABEL"),
    ("ERNST", "LEVEL"),
    ("NIET", "NOT"),
    ("BEGREPEN", "UNDERSTOOD"),
];

/// Institutions and systems that English describes.
const DUTCH: [&str; 2] = ["CBG", "HIS"];

/// The facts of a text, sorted. A point and a comma between digits are the same: the one groups
/// where the other marks decimals.
pub(crate) fn facts(text: &str) -> Vec<String> {
    let words = text.split([' ', '\n', '/', '"', '|', '>', ';']);
    let mut found: Vec<String> = words.filter_map(fact).collect();
    let parts = text.split([' ', '(', '\n']);
    let quotes = parts.filter(|part| part.starts_with('\'')).count();
    found.push(format!("{quotes} quotes"));
    found.sort();
    found
}

fn fact(word: &str) -> Option<String> {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '-');
    let option = word.starts_with("--");
    let file = [".csv", ".toml", ".md", ".json"];
    let named = word.contains('_') || file.iter().any(|end| word.ends_with(end));
    if option || named {
        return Some(word.to_owned());
    }
    if word.contains(|c: char| c.is_ascii_digit()) {
        // A compound such as CO2-uitstoot has its figure in front.
        let compound = word.rsplit_once('-').filter(|(head, tail)| {
            tail.chars().all(char::is_lowercase) && !head.contains(char::is_lowercase)
        });
        let head = compound.map_or(word, |(head, _)| head);
        return Some(head.replace(['.', ','], "").trim_matches('-').to_owned());
    }
    let capitals = word.find(|c: char| !c.is_ascii_uppercase());
    let (head, rest) = word.split_at(capitals.unwrap_or(word.len()));
    let compound = !rest.starts_with(|c: char| c.is_lowercase());
    let english = WORDS.iter().find(|(dutch, _)| *dutch == head);
    let head = english.map_or(head, |(_, english)| *english);
    let named = (head.len() > 1 && compound) || head.len() > 2;
    (named && !DUTCH.contains(&head)).then(|| head.to_owned())
}

#[test]
fn the_facts_of_a_sentence() {
    let dutch = "Van 1.234 regels is 12,5% 'dubbel' (--json); zie water.csv, valid_to en R03AC02.";
    let english = "Of 1,234 rows 12.5% are 'copies' (--json); see water.csv, valid_to and R03AC02.";
    let expected = [
        "--json",
        "1 quotes",
        "1234",
        "125",
        "R03AC02",
        "valid_to",
        "water.csv",
    ];
    assert_eq!(facts(dutch), expected);
    assert_eq!(facts(english), expected);
    assert_eq!(
        facts("HPK's, ZI-nummers en DDD's"),
        ["0 quotes", "DDD", "HPK", "ZI"]
    );
    assert_eq!(facts("OMSCHRIJVING, ATC of ID"), facts("LABEL, ATC or ID"));
    assert_ne!(facts("LABEL, ATC or ID"), facts("ID, LABEL, ATC or ID"));
}
