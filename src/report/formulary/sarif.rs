//! Findings as SARIF 2.1.0, for editors and review tools.

use super::{FormularyFinding, FormularyReport};
use crate::diagnostic::{Code, Severity};
use crate::language::Language;
use serde::Serialize;
use std::collections::BTreeSet;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// A SARIF log with one run.
#[derive(Debug, Clone, Serialize)]
pub struct SarifLog {
    version: &'static str,
    #[serde(rename = "$schema")]
    schema: &'static str,
    runs: [Run; 1],
}

#[derive(Debug, Clone, Serialize)]
struct Run {
    tool: Tool,
    results: Vec<SarifResult>,
}

#[derive(Debug, Clone, Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Debug, Clone, Serialize)]
struct Driver {
    name: &'static str,
    version: &'static str,
    rules: Vec<Rule>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: &'static str,
    short_description: Text,
    help: Text,
    default_configuration: Configuration,
}

#[derive(Debug, Clone, Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Debug, Clone, Serialize)]
struct Text {
    text: String,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Text,
    locations: [Location; 1],
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: PhysicalLocation,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Debug, Clone, Serialize)]
struct ArtifactLocation {
    uri: String,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u64,
}

/// The report as a SARIF log in a language. A finding stands on a line; the name of its column
/// is part of the message.
#[must_use]
pub fn sarif(report: &FormularyReport, language: Language) -> SarifLog {
    let codes: BTreeSet<Code> = report
        .findings
        .iter()
        .map(|one| one.diagnostic.code)
        .collect();
    let codes: Vec<Code> = codes.into_iter().collect();
    let rules = codes.iter().map(|code| {
        let explanation = code.explanation(language);
        Rule {
            id: code.as_str(),
            short_description: text(explanation.what),
            help: text(&format!("{} {}", explanation.why, explanation.instead)),
            default_configuration: Configuration {
                level: level(code.severity()),
            },
        }
    });
    let results = report.findings.iter().map(|one| {
        let index = codes.iter().position(|code| *code == one.diagnostic.code);
        result(one, index.unwrap_or_default(), language)
    });
    SarifLog {
        version: "2.1.0",
        schema: SCHEMA,
        runs: [Run {
            results: results.collect(),
            tool: Tool {
                driver: Driver {
                    name: "groenrecept",
                    version: report.groenrecept,
                    rules: rules.collect(),
                },
            },
        }],
    }
}

fn result(finding: &FormularyFinding, rule_index: usize, language: Language) -> SarifResult {
    let diagnostic = &finding.diagnostic;
    let mut said = diagnostic.message.text(language).to_owned();
    if let Some(column) = &diagnostic.place.column {
        said = format!("{column}: {said}");
    }
    for source in &finding.sources {
        said.push_str(&format!(" [{} {}]", source.title, source.url));
    }
    said.push_str(". ");
    said.push_str(finding.instead.text(language));
    SarifResult {
        rule_id: diagnostic.code.as_str(),
        rule_index,
        level: level(diagnostic.severity),
        message: text(&said),
        locations: [Location {
            physical_location: PhysicalLocation {
                artifact_location: ArtifactLocation {
                    uri: uri(&diagnostic.place.file),
                },
                region: diagnostic
                    .place
                    .line
                    .map(|line| Region { start_line: line }),
            },
        }],
    }
}

fn text(text: &str) -> Text {
    Text {
        text: text.to_owned(),
    }
}

/// A path as a relative or absolute reference: what is no plain sign of one is escaped.
fn uri(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.replace('\\', "/").bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information => "note",
    }
}
