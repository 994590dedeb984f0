//! Every code of the checker has a fixture that triggers it and one that does not, and a
//! section in `docs/checks.md`.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test on fixtures of its own"
)]

use groenrecept::dataset::Checked;
use groenrecept::dataset::Layer;
use groenrecept::diagnostic::{Code, Diagnostic, FormularyCode};
use groenrecept::report::data::codes_document;
use groenrecept::{Atc, Dataset, Day, ErrorKind, Language, Severity};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

mod facts;
mod guidance;
mod layers;
mod plausible;
mod rows;
mod study;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/check")
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

/// What `groenrecept check` says of a folder: the findings of its files, and where these load
/// those of the examples of its own rules.
fn full(folder: &Path) -> Checked {
    let mut checked = Checked::layer(Layer::from_dir(folder).unwrap(), false);
    if checked.count(Severity::Error) == 0 {
        let dataset = Dataset::from_layer(Layer::from_dir(folder).unwrap()).unwrap();
        let examples = groenrecept::advice::examine(&dataset);
        checked.findings.extend(examples);
    }
    checked
}

/// Every finding on a line in Dutch and one in English.
fn lines(checked: &Checked) -> String {
    let mut text = String::new();
    for finding in &checked.findings {
        for language in [Language::Dutch, Language::English] {
            text.push_str(&finding.text(language));
            text.push('\n');
        }
    }
    text
}

/// The file as it should be. `UPDATE_GOLDEN=1` writes it; read the difference.
fn assert_golden(path: &Path, text: &str, variable: &str) {
    if std::env::var_os(variable).is_some() {
        std::fs::write(path, text).unwrap();
    }
    let expected = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(text, expected, "{}", path.display());
}

/// Findings about the layer itself: the embedded data below it has some for information.
fn own(findings: &[Diagnostic]) -> Vec<&Diagnostic> {
    let below = |finding: &&Diagnostic| !finding.place.file.starts_with("embedded/");
    findings.iter().filter(below).collect()
}

#[test]
fn every_code_has_a_fixture_and_every_fixture_a_code() {
    let codes: BTreeSet<String> = Code::all().map(|c| c.as_str().to_owned()).collect();
    assert_eq!(codes.len(), Code::all().count(), "two codes have one name");
    assert_eq!(names(&fixtures()), codes);
    for code in &codes {
        let expected = ["bad", "expected.txt", "good"].map(str::to_owned);
        assert_eq!(names(&fixtures().join(code)), expected.into(), "{code}");
    }
}

#[test]
fn a_bad_fixture_has_its_code_alone_and_a_good_one_is_clean() {
    for code in Code::all() {
        let folder = fixtures().join(code.as_str());
        let bad = full(&folder.join("bad"));
        assert_golden(&folder.join("expected.txt"), &lines(&bad), "UPDATE_GOLDEN");
        assert!(!bad.findings.is_empty(), "{}", code.as_str());
        for finding in &bad.findings {
            assert_eq!(finding.code, code, "{finding}");
            assert_eq!(finding.severity, code.severity(), "{finding}");
        }
        let good = full(&folder.join("good"));
        assert_eq!(lines(&good), "", "{}", code.as_str());
    }
}

#[test]
fn what_the_checker_finds_is_what_loading_says() {
    for code in Code::all() {
        let folder = fixtures().join(code.as_str()).join("bad");
        let checked = Checked::layer(Layer::from_dir(&folder).unwrap(), false);
        let loaded = Dataset::from_layer(Layer::from_dir(&folder).unwrap());
        // Loading is for use: there a licence never refuses, and no example is run.
        let later = [Code::LicenceForbidsEmbedding, Code::ExampleFails];
        let refused = code.severity() == Severity::Error && !later.contains(&code);
        match loaded {
            Ok(dataset) if !refused && !checked.is_for_embedding() => {
                assert_eq!(own(dataset.findings()), own(&checked.findings));
            }
            Ok(dataset) => {
                assert!(!refused, "{} loads", code.as_str());
                assert_eq!(dataset.findings(), []);
            }
            Err(error) => {
                let ErrorKind::Dataset(findings) = error.kind() else {
                    panic!("{error}");
                };
                assert_eq!(own(findings), own(&checked.findings));
                assert!(refused, "{error}");
            }
        }
    }
}

#[test]
fn the_embedded_data_is_clean() {
    let checked = Checked::embedded();
    assert!(checked.is_for_embedding());
    for finding in &checked.findings {
        assert_eq!(finding.severity, Severity::Information, "{finding}");
    }
    // A copy of the folder on its own says the same under its own name.
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let folder = Checked::layer(Layer::from_dir(&data).unwrap(), false);
    assert!(folder.is_for_embedding());
    assert_eq!(
        lines(&folder).replace("data/", "embedded/"),
        lines(&checked)
    );
}

#[test]
fn the_documentation_has_every_code() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/checks.md");
    assert_golden(&path, &codes_document(), "UPDATE_DOCS");
    let text = std::fs::read_to_string(path).unwrap();
    let sections: Vec<&str> = text.lines().filter_map(|l| l.strip_prefix("## ")).collect();
    let data = Code::all().map(|code| code.as_str());
    let formulary = FormularyCode::ALL.iter().map(|code| code.as_str());
    assert_eq!(sections, data.chain(formulary).collect::<Vec<_>>());
}

#[test]
fn an_explanation_is_whole_sentences_in_both_languages() {
    let formulary = FormularyCode::ALL.iter().copied().map(Code::Formulary);
    for code in Code::all().chain(formulary) {
        let [nl, en] = [Language::Dutch, Language::English].map(|l| code.explanation(l));
        for (nl, en) in [
            (nl.what, en.what),
            (nl.why, en.why),
            (nl.instead, en.instead),
        ] {
            assert!(nl.ends_with('.') && en.ends_with('.'), "{nl} / {en}");
            assert_ne!(nl, en);
        }
        assert_eq!(Code::parse(code.as_str()), Some(code));
    }
}
