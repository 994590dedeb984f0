//! What the checker says of guidelines beside the rules themselves: strengths, versions,
//! contradictions and gaps.

use crate::layers::found;

/// A guideline with one rule.
const OWN: &str =
    include_str!("../fixtures/check/strength-not-of-source/good/guidelines/voorbeeld.toml");
const FILE: &str = "guidelines/voorbeeld.toml";

/// What is found in the guideline after some changes, and besides in some other files.
fn of(changes: &[(&str, &str)], others: &[(&str, &str)]) -> Vec<String> {
    let mut own = OWN.to_owned();
    for (from, to) in changes {
        let changed = own.replace(from, to);
        assert_ne!(own, changed, "{from}");
        own = changed;
    }
    let mut files: Vec<(&str, &[u8])> = vec![(FILE, own.as_bytes())];
    files.extend(others.iter().map(|(name, text)| (*name, text.as_bytes())));
    found(&files, false)
}

#[test]
fn a_kind_of_text_has_its_strengths() {
    let all = [
        (
            "guideline",
            "recommendation advice consider option opinion descriptive method",
        ),
        ("compendium", "advice consider option descriptive method"),
        (
            "practice_advice",
            "advice consider option descriptive method",
        ),
        ("agreement", "agreement"),
        ("institute", "institute"),
        ("local", "local"),
        ("hospital", "hospital"),
        ("opinion", "opinion"),
        ("statistic", "descriptive"),
        ("method", "method"),
        ("foreign", "foreign"),
        ("precaution", "precaution"),
    ];
    let strengths = [
        "recommendation",
        "agreement",
        "advice",
        "consider",
        "option",
        "institute",
        "local",
        "hospital",
        "opinion",
        "descriptive",
        "method",
        "foreign",
        "precaution",
    ];
    let (head, rule) = OWN.split_once("[[rule]]").unwrap();
    for (kind, fits) in all {
        // One rule of every strength: each finding names its own.
        let mut own = head.replace("kind = \"practice_advice\"", &format!("kind = \"{kind}\""));
        for strength in strengths {
            let strength_is = format!("strength = \"{strength}\"\nsays = \"\"");
            let rule = rule.replace("strength = \"consider\"\nsays = \"overweeg\"", &strength_is);
            let rule = rule.replace("voorbeeld-01", &format!("voorbeeld-{strength}"));
            own.push_str("[[rule]]");
            own.push_str(&rule);
        }
        let found = found(&[(FILE, own.as_bytes())], false);
        for strength in strengths {
            let said = format!("[strength-not-of-source]: '{strength}'");
            let wrong = found.iter().any(|line| line.contains(&said));
            let right = fits.split(' ').any(|one| one == strength);
            assert_eq!(wrong, !right, "{kind} {strength}: {found:?}");
        }
    }
}

#[test]
fn who_says_consider_recommends_nothing() {
    for says in [
        "Overweeg",
        "te overwegen",
        "kan worden overwogen",
        "Consider",
        "zu erwägen",
    ] {
        let words = format!("says = \"{says}\"");
        let change = [("says = \"overweeg\"", words.as_str())];
        assert_eq!(of(&change, &[]), [""; 0], "{says}");
        let both = [change[0], ("\"consider\"", "\"advice\"")];
        let found = of(&both, &[]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("strength-not-of-source"), "{found:?}");
    }
    for says in ["beveel aan", "wordt geadviseerd", "overgewicht"] {
        let words = format!("says = \"{says}\"");
        let changes = [
            ("says = \"overweeg\"", words.as_str()),
            ("\"consider\"", "\"advice\""),
        ];
        assert_eq!(of(&changes, &[]), [""; 0], "{says}");
    }
    let long = of(
        &[(
            "\"overweeg\"",
            "\"overweeg dit bij iedere patiënt eens per jaar\"",
        )],
        &[],
    );
    assert_eq!(long.len(), 1, "{long:?}");
    assert!(
        long[0].contains("rule.says: fout[strength-not-of-source]"),
        "{long:?}"
    );
}

#[test]
fn a_grade_belongs_to_a_source_that_prints_it() {
    let grades = ["strong", "conditional", "good_practice"];
    let certainties = ["high", "moderate", "low", "very_low"];
    let (head, rule) = OWN.split_once("[[rule]]").unwrap();
    let each = grades.map(|word| ("grade", word)).into_iter();
    let each: Vec<_> = each
        .chain(certainties.map(|word| ("certainty", word)))
        .collect();
    // One rule of every word, in a source that grades in this way.
    let in_source = |grading: &str| {
        let status = format!("status = \"concept\"{grading}");
        let mut own = head.replace("status = \"concept\"", &status);
        for (key, word) in &each {
            let line = format!("strength = \"advice\"\n{key} = \"{word}\"");
            let rule = rule.replace("strength = \"consider\"\nsays = \"overweeg\"", &line);
            own.push_str("[[rule]]");
            own.push_str(&rule.replace("voorbeeld-01", &format!("voorbeeld-{key}-{word}")));
        }
        found(&[(FILE, own.as_bytes())], false)
    };
    assert_eq!(in_source("\ngrading = \"grade\""), [""; 0]);
    for grading in ["", "\ngrading = \"own\"", "\ngrading = \"none\""] {
        let found = in_source(grading);
        assert_eq!(found.len(), each.len(), "{found:?}");
        for ((key, word), line) in each.iter().zip(&found) {
            assert!(line.contains("[strength-not-of-source]"), "{line}");
            assert!(
                line.contains(&format!("'voorbeeld-{key}-{word}'")),
                "{line}"
            );
        }
    }
    // What is to be considered is no strong recommendation.
    let by_grade = (
        "status = \"concept\"",
        "status = \"concept\"\ngrading = \"grade\"",
    );
    let strong = "says = \"overweeg\"\ngrade = \"strong\"";
    let found = of(&[by_grade, ("says = \"overweeg\"", strong)], &[]);
    assert!(
        found.len() == 1 && found[0].contains("[strength-not-of-source]"),
        "{found:?}"
    );
    for key in ["grade", "certainty"] {
        let none = format!("says = \"overweeg\"\n{key} = \"not_stated\"");
        assert_eq!(of(&[("says = \"overweeg\"", &none)], &[]), [""; 0]);
        let unknown = none.replace("not_stated", "weak");
        let found = of(&[("says = \"overweeg\"", &unknown)], &[]);
        assert!(
            found.len() == 1 && found[0].contains("[unknown-word]"),
            "{found:?}"
        );
    }
}

#[test]
fn what_was_not_read_asks_no_change() {
    let sought = "evidence = \"secondary\"\nlooked_nl = \"de site\"\nlooked_en = \"the site\"";
    let directions = [
        ("correct", true),
        ("keep", true),
        ("check", true),
        ("inform", true),
        ("reduce", false),
        ("stop", false),
        ("limit_quantity", false),
        ("harmonise", false),
        ("switch", false),
        ("lighter", false),
    ];
    for (direction, may) in directions {
        let asks = format!("direction = \"{direction}\"");
        let mut changes = vec![
            ("evidence = \"read\"", sought),
            ("direction = \"keep\"", asks.as_str()),
        ];
        changes.retain(|(from, to)| from != to);
        if !matches!(direction, "correct" | "keep") {
            changes.push(("[rule.guards]\ndevice = [\"DPI\"]\n", ""));
        }
        let found = of(&changes, &[]);
        let refused = found.iter().any(|line| line.contains("[secondary-offers]"));
        assert_eq!(refused, !may, "{direction}: {found:?}");
    }
    let half = sought.replace("the site", " ");
    let found = of(&[("evidence = \"read\"", &half)], &[]);
    assert!(
        found.len() == 1 && found[0].contains("[where-looked]"),
        "{found:?}"
    );
}

#[test]
fn a_sentence_for_patients_has_its_page() {
    let sentence = "patient_url = \"\"\npatient_nl = \"Een zin.\"\npatient_en = \"A sentence.\"";
    let found = of(&[("patient_url = \"\"", sentence)], &[]);
    assert!(
        found.len() == 1 && found[0].contains("rule.patient_url"),
        "{found:?}"
    );
    let one = "patient_url = \"https://www.example.org\"\npatient_nl = \"Een zin.\"";
    let found = of(&[("patient_url = \"\"", one)], &[]);
    assert!(
        found.len() == 1 && found[0].contains("rule.patient_en"),
        "{found:?}"
    );
    let page = sentence.replace("url = \"\"", "url = \"https://www.example.org\"");
    assert_eq!(of(&[("patient_url = \"\"", &page)], &[]), [""; 0]);
}

const VERSIONS: &str = "text_id,title,version,date,seen,source_id,locator,evidence,note\n";

#[test]
fn an_older_version_is_told_as_far_as_dates_tell() {
    for (own, newest, older) in [
        ("2015", "2026-05", true),
        ("2026-04", "2026-05", true),
        ("2026-05-30", "2026-05-31", true),
        ("2026", "2026-05", false),
        ("2026-05", "2026-05-31", false),
        ("2026-06", "2026-05", false),
        ("2015", "", false),
    ] {
        let row = format!("{VERSIONS}voorbeeld,Een,2,{newest},2026-11-30,G28,p. 1,read,\n");
        let date = format!("date = \"{own}\"\ntext = \"voorbeeld\"");
        let found = of(&[("date = \"2026\"", &date)], &[("versions.csv", &row)]);
        let told = found.iter().any(|line| line.contains("[older-version]"));
        assert_eq!(
            (told, found.len()),
            (older, usize::from(older)),
            "{own} {newest}: {found:?}"
        );
    }
    let text = "date = \"2026\"\ntext = \"elders\"";
    let found = of(&[("date = \"2026\"", text)], &[]);
    assert!(
        found.len() == 1 && found[0].contains("[dangling-reference]"),
        "{found:?}"
    );
    for wrong in ["mei 2026", "2026-13", "26"] {
        let row = format!("{VERSIONS}voorbeeld,Een,2,{wrong},2026-11-30,G28,p. 1,read,\n");
        let found = of(&[], &[("versions.csv", &row)]);
        assert!(
            found.len() == 1 && found[0].contains("[bad-date]"),
            "{wrong}: {found:?}"
        );
    }
}

#[test]
fn a_contradiction_is_between_two_rules_that_are_there() {
    let head = "contradiction_id,rule_id,other_id,about_nl,about_en,reading_nl,reading_en\n";
    let row = |other: &str| format!("{head}eigen,voorbeeld-01,{other},iets,something,Zo.,So.\n");
    assert_eq!(of(&[], &[("contradictions.csv", &row("inh-02"))]), [""; 0]);
    let found = of(&[], &[("contradictions.csv", &row("inh-999"))]);
    assert!(
        found.len() == 1 && found[0].contains("[dangling-reference]"),
        "{found:?}"
    );
    assert!(found[0].contains("inh-999"), "{found:?}");
    let found = of(&[], &[("contradictions.csv", &row("voorbeeld-01"))]);
    assert!(
        found.len() == 1 && found[0].contains("[rule-contradiction]"),
        "{found:?}"
    );
    let reversed = row("inh-02") + "zwei,inh-02,voorbeeld-01,iets,something,Zo.,So.\n";
    let found = of(&[], &[("contradictions.csv", &reversed)]);
    assert!(
        found.len() == 1 && found[0].contains("[duplicate-id]"),
        "{found:?}"
    );
}

/// A layer replaces a guideline as a whole: the pairs of the rules that it takes out fall away.
#[test]
fn a_layer_may_take_a_rule_of_a_contradiction_out() {
    let own = OWN.replace("id = \"voorbeeld\"", "id = \"bcfi-ouderenzorg\"");
    let file = "guidelines/bcfi-ouderenzorg.toml";
    assert_eq!(found(&[(file, own.as_bytes())], false), [""; 0]);
}

/// The row of a layer that says less than the one below it is told, and counts.
#[test]
fn a_version_of_a_layer_that_is_older_is_told() {
    let row = |date: &str, evidence: &str| {
        format!("{VERSIONS}nhg-copd,NHG,2,{date},2026-11-30,G28,p. 1,{evidence},\n")
    };
    let found = of(&[], &[("versions.csv", &row("2015", "read"))]);
    assert!(found[0].contains("versions.csv:2:date"), "{found:?}");
    assert!(found[0].contains("[older-version]"), "{found:?}");
    // A date that nobody saw makes no guideline older.
    let found = of(&[], &[("versions.csv", &row("2031", "unverified"))]);
    assert!(
        !found.iter().any(|line| line.contains("[older-version]")),
        "{found:?}"
    );
}

#[test]
fn a_guideline_that_names_its_text_has_a_date() {
    let row = format!("{VERSIONS}voorbeeld,Een,2,2026,2026-11-30,G28,p. 1,read,\n");
    for wrong in ["", "mei 2015", "2015-13", "15", "2O15"] {
        let date = format!("date = \"{wrong}\"\ntext = \"voorbeeld\"");
        let found = of(&[("date = \"2026\"", &date)], &[("versions.csv", &row)]);
        assert!(
            found.len() == 1 && found[0].contains("guideline.date: fout[bad-date]"),
            "{wrong}: {found:?}"
        );
    }
}

#[test]
fn a_gap_names_groups_that_are_codes() {
    let head = "gap_id,kind,title_nl,title_en,reason_nl,reason_en,looked_nl,looked_en,atc,note\n";
    let row = |kind: &str, atc: &str| {
        format!("{head}eigen,{kind},Iets,Something,Zo.,So.,nergens,nowhere,{atc},\n")
    };
    for atc in ["", "R03", "R03AC02|J01"] {
        assert_eq!(
            of(&[], &[("gaps.csv", &row("text_not_read", atc))]),
            [""; 0]
        );
    }
    let found = of(&[], &[("gaps.csv", &row("text_not_read", "R03|astma"))]);
    assert!(
        found.len() == 1 && found[0].contains("[unknown-code]"),
        "{found:?}"
    );
    let found = of(&[], &[("gaps.csv", &row("onbekend", ""))]);
    assert!(
        found.len() == 1 && found[0].contains("[unknown-word]"),
        "{found:?}"
    );
}

/// An address of a layer that a browser would run stood as a link in pages.
#[test]
fn an_address_is_one_of_a_page() {
    const KEYS: [&str; 3] = [
        "date = \"2026\"\nurl",
        "section = \"1\"\nurl",
        "patient_url",
    ];
    let with = |key: &str, address: &str| {
        let filled = format!("{key} = \"{address}\"");
        of(&[(&format!("{key} = \"\""), &filled)], &[])
    };
    for (address, scheme) in [
        ("javascript:alert(1)", "javascript"),
        ("JavaScript:alert(1)", "JavaScript"),
        (" java\\nscript:alert(1)", "javascript"),
        ("\\u0001javascript:alert(1)", "javascript"),
        ("data:text/html,x", "data"),
        ("file:///x", "file"),
        ("vbscript:x", "vbscript"),
    ] {
        for key in KEYS {
            let found = with(key, address);
            let sentence = format!(
                "url: fout[unknown-word]: '{scheme}:' is geen adres van een pagina; verwacht wordt https:// of http://"
            );
            assert!(
                found.len() == 1 && found[0].ends_with(&sentence),
                "{key} {address}: {found:?}"
            );
        }
    }
    for address in [
        "https://example.org/a",
        "HTTP://example.org",
        "BMJ 2024;384:e076257",
        "example.org",
    ] {
        for key in KEYS {
            assert_eq!(with(key, address), [""; 0], "{address}");
        }
    }
    let sources = "source_id,kind,title,url\nT01,paper,x,javascript:x\n";
    let found = of(&[], &[("sources.csv", sources)]);
    let own = found
        .iter()
        .find(|line| line.starts_with("sources.csv:2:url:"));
    assert_eq!(
        own.map(String::as_str),
        Some(
            "sources.csv:2:url: fout[unknown-word]: 'javascript:' is geen adres van een pagina; verwacht wordt https:// of http://"
        ),
        "{found:?}"
    );
}
