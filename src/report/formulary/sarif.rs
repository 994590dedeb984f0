//! Findings as SARIF 2.1.0, for editors and review tools.

use super::{FindingSource, FormularyFinding, FormularyReport, SeverityFrom};
use crate::advice::Used;
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
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    column_kind: &'static str,
    results: Vec<SarifResult>,
    properties: RunProperties,
}

/// What holds for all results.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct RunProperties {
    rules_used: Used,
}

#[derive(Debug, Clone, Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
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
    properties: Properties,
}

/// What a finding is about; what is about the file has no option.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Properties {
    #[serde(skip_serializing_if = "String::is_empty")]
    condition: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    choice: Option<u16>,
    #[serde(skip_serializing_if = "String::is_empty")]
    medicine: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<String>,
    severity_from: SeverityFrom,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sources: Vec<FindingSource>,
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
    region: Option<SarifRegion>,
}

#[derive(Debug, Clone, Serialize)]
struct ArtifactLocation {
    uri: String,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifRegion {
    start_line: u64,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    cell: Option<Cell>,
}

/// The columns of a cell.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Cell {
    start_column: u64,
    end_line: u64,
    end_column: u64,
}

/// The report as a SARIF log in a language. A finding stands at its cell; the name of its column
/// is part of the message, too.
pub(super) fn sarif(report: &FormularyReport, language: Language) -> SarifLog {
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
            column_kind: "utf16CodeUnits",
            results: results.collect(),
            properties: RunProperties {
                rules_used: report.rules_used.clone(),
            },
            tool: Tool {
                driver: Driver {
                    name: "groenrecept",
                    semantic_version: report.groenrecept,
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
                region: region(finding),
            },
        }],
        properties: Properties {
            condition: finding.condition.clone(),
            step: finding.step,
            choice: finding.rank,
            medicine: finding.option.clone(),
            column: diagnostic.place.column.clone(),
            severity_from: finding.severity_from,
            sources: finding.sources.clone(),
        },
    }
}

/// The cell, or the line where it is about no cell.
fn region(finding: &FormularyFinding) -> Option<SarifRegion> {
    let line = finding.diagnostic.place.line?;
    let start_line = finding.region.map_or(line, |region| region.start_line);
    let cell = finding.region.map(|region| Cell {
        start_column: region.start_column,
        end_line: region.end_line,
        end_column: region.end_column,
    });
    Some(SarifRegion { start_line, cell })
}

fn text(text: &str) -> Text {
    Text {
        text: text.to_owned(),
    }
}

/// A path as a reference: relative, or with its scheme where it is absolute. What is no plain sign
/// of one is escaped.
fn uri(path: &str) -> String {
    let path = path.replace('\\', "/");
    let (mut uri, mut rest) = (String::new(), path.as_str());
    if let Some((drive, behind)) = path.split_once(":/")
        && drive.len() == 1
    {
        uri = format!("file:///{drive}:/");
        rest = behind;
    } else if path.starts_with('/') {
        uri.push_str("file://");
    }
    for byte in rest.bytes() {
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
