//! What must hold of whatever is said.

use groenrecept::dataset::Dataset;
use groenrecept::{Decimal, Diagnostic, Error, Language};
use serde_json::Value;

/// Both languages.
pub(crate) const LANGUAGES: [Language; 2] = [Language::Dutch, Language::English];

/// A word that stands in the cells of patients and nowhere else: no vocabulary has it.
pub(crate) const PATIENT: &str = "KWIXBUQZ";

/// Fails where a text tells of a patient.
pub(crate) fn tells_no_patient(what: &str, text: &str) {
    assert!(
        !text.contains(PATIENT),
        "the text of a patient in {what}: {text}"
    );
}

/// An error says something in both languages, and nothing of a patient.
pub(crate) fn said(error: &Error) {
    for language in LANGUAGES {
        let text = error.text(language);
        assert!(!text.trim().is_empty(), "an error without words: {error:?}");
        tells_no_patient("an error", &text);
    }
}

/// Findings say something in both languages.
pub(crate) fn found(findings: &[Diagnostic]) {
    for one in findings {
        for language in LANGUAGES {
            assert!(
                !one.text(language).trim().is_empty(),
                "a finding without words: {one:?}"
            );
        }
    }
}

/// The codes of findings.
pub(crate) fn codes(findings: &[Diagnostic]) -> Vec<&'static str> {
    let mut codes: Vec<&str> = findings.iter().map(|one| one.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// Every range in a report is in order.
pub(crate) fn in_order(value: &Value) {
    match value {
        Value::Object(map) => {
            let end = |name: &str| map.get(name).and_then(number);
            let ends: Vec<Decimal> = ["low", "central", "high"]
                .into_iter()
                .filter_map(end)
                .collect();
            assert!(ends.is_sorted(), "a range out of order: {value}");
            map.values().for_each(in_order);
        }
        Value::Array(list) => list.iter().for_each(in_order),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn number(value: &Value) -> Option<Decimal> {
    match value {
        Value::String(text) => text.parse().ok(),
        Value::Number(number) => number.to_string().parse().ok(),
        _ => None,
    }
}

/// The rows of an account that hides nothing: each is analysed, merged or set aside.
pub(crate) fn balances(report: &Value) {
    let rows = &report["rows"];
    let count = |value: &Value| value.as_u64().expect("a count");
    let aside = rows["set_aside"].as_object().expect("an account");
    let aside: u64 = aside.values().map(count).sum();
    let known = count(&rows["analysed"]) + count(&rows["merged"]) + aside;
    assert_eq!(count(&rows["read"]), known, "the account: {rows}");
}

/// A report without what depends on the order of the rows: the numbers of lines, and the lists
/// that lines choose from.
pub(crate) fn without_lines(mut value: Value) -> Value {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(map) => {
                map.retain(|name, _| !name.contains("line"));
                map.values_mut().for_each(strip);
            }
            Value::Array(list) => list.iter_mut().for_each(strip),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    value["unusual"].take();
    strip(&mut value);
    value
}

/// The first place where two reports differ.
pub(crate) fn difference(a: &Value, b: &Value) -> Option<String> {
    match (a, b) {
        (Value::Object(x), Value::Object(y)) => x
            .keys()
            .chain(y.keys())
            .find_map(|key| Some(format!("{key}.{}", difference(&a[key], &b[key])?))),
        (Value::Array(x), Value::Array(y)) if x.len() == y.len() => {
            let mut pairs = x.iter().zip(y).enumerate();
            pairs.find_map(|(at, (x, y))| Some(format!("{at}.{}", difference(x, y)?)))
        }
        _ => (a != b).then(|| format!(" {a} against {b}")),
    }
}

/// A dataset that was read can be used: its rules, sources and gaps are said.
pub(crate) fn usable(dataset: &Dataset) {
    found(dataset.findings());
    for source in dataset.sources() {
        assert!(!source.citation().is_empty() || source.title.is_empty());
    }
    for rule in dataset.rules() {
        assert!(dataset.rule_by_id(rule.id.as_str()).is_some(), "{rule:?}");
    }
}
