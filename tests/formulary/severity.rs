//! How much findings matter, and the form that review tools read.

use super::check::{dataset, engine, json, report, shared_words};
use super::{demo, formulary};
use groenrecept::formulary::{Checker, Formulary, Settings};
use groenrecept::report::formulary::{FormularyReport, Severities};
use groenrecept::{Language, Severity};
use serde_json::Value;

#[test]
fn a_severity_is_overridden_or_left_out() {
    let text = "Astma;R96;18;80;;1;1;;VENTOLIN DISKUS INHPDR 200UG/DO 60DO;2 dd 1;30;;";
    let formulary = formulary(&[text]);
    let findings = Checker::new(engine(), shared_words(), Settings::new()).check(&formulary);
    let with = |severities: Severities| {
        FormularyReport::new(
            dataset(),
            shared_words(),
            &formulary,
            &findings,
            &severities,
            &Settings::new(),
        )
    };
    let default = with(Severities::new());
    let counts = json(&default);
    assert_eq!(
        (&counts["errors"], &counts["information"]),
        (&0.into(), &1.into())
    );
    assert!(!default.fails(Severity::Warning) && default.fails(Severity::Information));
    let with = |text: &str| json(&with(Severities::new().with(text).unwrap()));
    assert_eq!(with("uncited=error")["errors"], 1);
    assert_eq!(with("uncited=off")["findings"], serde_json::json!([]));
}

fn said(text: &str) -> String {
    Severities::new().with(text).unwrap_err().en
}

#[test]
fn a_code_that_does_not_exist_is_told_with_the_nearest() {
    for (text, expected) in [
        (
            "uncite=off",
            "there is no code 'uncite'; did you mean 'uncited'?",
        ),
        (
            "puffie=off",
            "there is no code 'puffie'; see docs/checks.md",
        ),
        (
            "bad-dosages=error",
            "there is no code 'bad-dosages'; did you mean 'bad-dosage'?",
        ),
        (
            "out-of-order=off",
            "the code 'out-of-order' is about data files and is never found in a formulary",
        ),
        ("uncited", "'uncited' is no CODE=LEVEL, such as uncited=off"),
    ] {
        assert_eq!(said(text), expected);
    }
}

/// What is only worth knowing may matter more or less; what keeps a formulary from being whole
/// stays an error.
#[test]
fn codes_of_reading_are_overridden_unless_they_keep_the_formulary_from_being_whole() {
    let text = "aandoening;stap;keus;middel;kenmerk;dosering;kleur\n\
                Astma;1;1;VENTOLIN DISKUS;linkshandig;veel;rood\n";
    let formulary = Formulary::read("f.csv", text.as_bytes(), shared_words());
    assert!(formulary.is_whole());
    let with = |overrides: &[&str]| {
        let none = Severities::new();
        let severities = overrides
            .iter()
            .fold(none, |all, text| all.with(text).unwrap());
        let report = FormularyReport::new(
            dataset(),
            shared_words(),
            &formulary,
            &[],
            &severities,
            &Settings::new(),
        );
        let json = json(&report);
        let found = report.diagnostics().enumerate().map(|(index, one)| {
            let from = json["findings"][index]["severity_from"].clone();
            (one.code.as_str(), one.severity, from)
        });
        found.collect::<Vec<_>>()
    };
    let (own, over) = (|| Value::from("code"), || Value::from("override"));
    assert_eq!(
        with(&[]),
        [
            ("unknown-column", Severity::Warning, own()),
            ("unknown-feature", Severity::Information, own()),
            ("bad-dosage", Severity::Warning, own()),
        ]
    );
    let overrides = [
        "unknown-column=off",
        "unknown-feature=error",
        "bad-dosage=info",
    ];
    assert_eq!(
        with(&overrides),
        [
            ("unknown-feature", Severity::Error, over()),
            ("bad-dosage", Severity::Information, over()),
        ]
    );
    for code in [
        "unreadable-file",
        "missing-column",
        "wrong-cell-count",
        "empty-cell",
        "unknown-code",
        "bad-number",
        "bad-date",
        "empty-formulary",
        "duplicate-column",
        "bad-age",
        "bad-icpc",
    ] {
        for level in ["warning", "info", "off"] {
            assert_eq!(
                said(&format!("{code}={level}")),
                format!(
                    "'{code}' stays an error: what cannot be read keeps the formulary from being whole"
                )
            );
        }
        assert!(Severities::new().with(&format!("{code}=error")).is_ok());
    }
}

#[test]
fn sarif_is_whole() {
    let text = "Hypertensie;K86;18;80;;1;1;C09AA02;ENALAPRIL TABLET 10MG;1 dd 1 tablet;90;;";
    let report = report(&formulary(&[text]));
    let mut log = serde_json::to_value(report.sarif(Language::English)).unwrap();
    // On what the rules that offer something rest, by rule.
    let used = &mut log["runs"][0]["properties"]["rulesUsed"];
    let bases = used.as_object_mut().unwrap().remove("bases").unwrap();
    let first = &bases[0]["rules"];
    assert!(
        first.as_array().unwrap().contains(&"inh-01".into()),
        "{bases}"
    );
    let expected = serde_json::json!({
        "version": "2.1.0",
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "runs": [{
            "columnKind": "utf16CodeUnits",
            "properties": {"rulesUsed": {
                "concept": 299,
                "reviewed": 0,
                "authorised": 0,
                "at_least": "concept",
                "day": null,
                "review_overdue": null,
                "text": {
                    "nl": "Alle 299 regels zijn concept: nog geen twee clinici hebben ze beoordeeld. Of de gegevens herzien hadden moeten zijn is niet beoordeeld: er is geen dag opgegeven.",
                    "en": "All 299 rules are concepts: no two clinicians have reviewed them yet. Whether the data should have been reviewed was not judged: no day was given.",
                },
            }},
            "tool": {"driver": {
                "name": "groenrecept",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": [{
                    "id": "uncited",
                    "shortDescription": {"text": "The option names no section of a guideline."},
                    "help": {"text": "Who reads the option cannot look up what it rests on. Name guideline and section."},
                    "defaultConfiguration": {"level": "note"},
                }],
            }},
            "results": [{
                "ruleId": "uncited",
                "ruleIndex": 0,
                "level": "note",
                "message": {"text": "paragraaf: names no section of a guideline. Name guideline and section."},
                "locations": [{"physicalLocation": {
                    "artifactLocation": {"uri": "f.csv"},
                    // The cell is empty: it starts where it ends, behind 74 characters.
                    "region": {"startLine": 2, "startColumn": 75, "endLine": 2, "endColumn": 75},
                }}],
                "properties": {
                    "condition": "Hypertensie",
                    "step": 1,
                    "choice": 1,
                    "medicine": "ENALAPRIL TABLET 10MG",
                    "column": "paragraaf",
                    "severityFrom": "code",
                },
            }],
        }],
    });
    assert_eq!(log, expected);
}

/// The report on how a formulary was read, without checks.
fn unchecked(formulary: &Formulary) -> FormularyReport {
    let (none, settings) = (Severities::new(), Settings::new());
    FormularyReport::new(dataset(), shared_words(), formulary, &[], &none, &settings)
}

/// Columns count UTF-16 code units of the line on which the cell starts; a quoted cell may end
/// on another.
#[test]
fn a_cell_has_its_columns() {
    let text = "aandoening;opmerking;stap;keus;middel;dosering\n\
                \"Astma \u{1F600}; é\";\"a\"\"b\nc;\";1;1;VENTOLIN DISKUS;\"een\nof twee\"\n";
    let formulary = Formulary::read("f.csv", text.as_bytes(), shared_words());
    let report = unchecked(&formulary);
    let found = &json(&report)["findings"];
    // Line 3 is `c;";1;1;VENTOLIN DISKUS;"een`.
    let expected =
        serde_json::json!({"start_line": 3, "start_column": 25, "end_line": 4, "end_column": 9});
    assert_eq!(found.as_array().unwrap().len(), 1, "{found}");
    assert_eq!(found[0]["region"], expected, "{found}");
    let wrong = text.replace(";1;1;", ";1;1,5;").replace("b\nc", "b");
    let formulary = Formulary::read("f.csv", wrong.as_bytes(), shared_words());
    let report = unchecked(&formulary);
    let region = &json(&report)["findings"][0]["region"];
    // `"Astma ..; é"` has 13 units, of which the face has two; then `;"a""b;";1;`.
    let expected =
        serde_json::json!({"start_line": 2, "start_column": 25, "end_line": 2, "end_column": 28});
    assert_eq!(*region, expected);
}

/// What the schema of SARIF 2.1.0 requires, and what it says of the values that are used here.
#[test]
fn sarif_has_what_its_schema_requires() {
    let broken = "aandoening;stap;keus;middel;kleur\nAstma;nul;1;X;\"open\nAstma;1;0;X;rood\n";
    let broken = Formulary::read("/map/één f.csv", broken.as_bytes(), shared_words());
    let reports = [
        report(&demo()),
        FormularyReport::new(
            dataset(),
            shared_words(),
            &broken,
            &[],
            &Severities::new(),
            &Settings::new(),
        ),
    ];
    let mut results = 0;
    for report in &reports {
        let log = serde_json::to_value(report.sarif(Language::Dutch)).unwrap();
        assert_eq!(log["version"], "2.1.0");
        let runs = log["runs"].as_array().unwrap();
        assert_eq!(runs.len(), 1);
        assert_eq!(runs[0]["columnKind"], "utf16CodeUnits");
        let driver = &runs[0]["tool"]["driver"];
        assert!(!driver["name"].as_str().unwrap().is_empty());
        let rules = driver["rules"].as_array().unwrap();
        for rule in rules {
            assert!(!rule["id"].as_str().unwrap().is_empty());
            level(&rule["defaultConfiguration"]["level"]);
            for text in ["shortDescription", "help"] {
                assert!(!rule[text]["text"].as_str().unwrap().is_empty());
            }
        }
        let found = runs[0]["results"].as_array().unwrap();
        assert_eq!(found.len(), report.diagnostics().count());
        results += found.len();
        for result in found {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(rules[index]["id"], result["ruleId"]);
            level(&result["level"]);
            assert!(!result["message"]["text"].as_str().unwrap().is_empty());
            let place = &result["locations"][0]["physicalLocation"];
            let uri = place["artifactLocation"]["uri"].as_str().unwrap();
            assert!(
                ["formularium.csv", "file:///map/%C3%A9%C3%A9n%20f.csv"].contains(&uri),
                "{uri}"
            );
            region(&place["region"]);
        }
    }
    assert!(results > 40, "{results}");
}

fn level(level: &Value) {
    assert!(["error", "warning", "note", "none"].contains(&level.as_str().unwrap()));
}

/// Lines and columns are whole numbers from 1, and the end lies not before the start.
fn region(region: &Value) {
    let of = |name: &str| region[name].as_u64();
    let line = of("startLine").unwrap();
    assert!(line >= 1);
    let Some(column) = of("startColumn") else {
        assert_eq!((of("endLine"), of("endColumn")), (None, None));
        return;
    };
    let (end_line, end_column) = (of("endLine").unwrap(), of("endColumn").unwrap());
    assert!(column >= 1 && (end_line, end_column) >= (line, column));
}
