//! What was found in formularies, as data, as pages, and as SARIF.

mod check_page;
mod compare_markdown;
mod compare_page;
mod compare_report;
mod compare_words;
mod labels_page;
mod reason;
mod reason_texts;
mod sarif;

pub use check_page::formulary_page;
pub use compare_markdown::compare_markdown;
pub use compare_page::compare_page;
pub use compare_report::{
    ChangeReport, CompareReport, Ends, MarkReport, MissingReport, MixReport, MoveReport,
    PartReport, PatientsReport, SumReport, TransitionReport, WaterChange,
};
pub use labels_page::{LabelReport, LabelsReport, earlier_labels};
pub use reason::FindingSource;
pub use sarif::{SarifLog, sarif};

use crate::dataset::{Dataset, DatasetVersion};
use crate::day::Day;
use crate::diagnostic::{Code, Diagnostic, Message, Severity};
use crate::formulary::{Finding, Formulary, Words};
use crate::language::Language;
use reason::Speaker;
use std::collections::BTreeMap;

/// Codes whose findings matter otherwise than by default; `None` leaves them out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Severities(BTreeMap<Code, Option<Severity>>);

impl Severities {
    /// None.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads `CODE=LEVEL`, where the level is error, warning, info or off.
    ///
    /// ```
    /// use groenrecept::report::formulary::Severities;
    /// let severities = Severities::new().with("uncited=off").unwrap();
    /// assert_eq!(
    ///     severities.with("uncited=loud").unwrap_err().nl,
    ///     "'loud' is geen ernst; kies error, warning, info of off"
    /// );
    /// ```
    ///
    /// # Errors
    /// A message where the code or the level does not exist, or the `=` is missing.
    pub fn with(mut self, text: &str) -> Result<Self, Message> {
        let (name, level) = text.split_once('=').ok_or_else(|| {
            Message::from((
                format!("'{text}' is geen CODE=ERNST, zoals uncited=off"),
                format!("'{text}' is no CODE=LEVEL, such as uncited=off"),
            ))
        })?;
        let code = Code::parse(name.trim()).ok_or_else(|| {
            Message::from((
                format!("de code '{name}' bestaat niet; zie docs/checks.md"),
                format!("there is no code '{name}'; see docs/checks.md"),
            ))
        })?;
        let severity = match level.trim() {
            "error" => Some(Severity::Error),
            "warning" => Some(Severity::Warning),
            "info" => Some(Severity::Information),
            "off" => None,
            other => {
                return Err((
                    format!("'{other}' is geen ernst; kies error, warning, info of off"),
                    format!("'{other}' is no level; choose error, warning, info or off"),
                )
                    .into());
            }
        };
        self.0.insert(code, severity);
        Ok(self)
    }

    fn of(&self, code: Code, otherwise: Severity) -> Option<Severity> {
        self.0.get(&code).copied().unwrap_or(Some(otherwise))
    }
}

/// One finding, with its option, its source and what to do.
#[derive(Debug, Clone, serde::Serialize)]
pub struct FormularyFinding {
    /// Where it stands and what was found.
    #[serde(flatten)]
    pub diagnostic: Diagnostic,
    /// The condition of the option; empty where the finding is about the file.
    pub condition: String,
    /// The step; `null` where the finding is about the file.
    pub step: Option<u16>,
    /// The option; empty where the finding is about the file.
    pub option: String,
    /// Where it rests on.
    pub sources: Vec<FindingSource>,
    /// What to do.
    pub instead: Message,
}

/// What a check of a formulary found.
#[derive(Debug, Clone, serde::Serialize)]
pub struct FormularyReport {
    /// The version of this crate.
    pub groenrecept: &'static str,
    /// The data that was used.
    pub dataset: DatasetVersion,
    /// The formulary.
    pub file: String,
    /// The day of the check; `null` where neither the command nor the data has one.
    pub on: Option<String>,
    /// How many options were read.
    pub options: usize,
    /// Whether all of the file could be read. Otherwise nothing but the reading was checked.
    pub whole: bool,
    /// How many findings are errors.
    pub errors: usize,
    /// How many are warnings.
    pub warnings: usize,
    /// How many are for information.
    pub information: usize,
    /// The findings, in the order of the file.
    pub findings: Vec<FormularyFinding>,
}

impl FormularyReport {
    /// Puts findings into words.
    ///
    /// ```
    /// use groenrecept::Dataset;
    /// use groenrecept::formulary::{Checker, Formulary, Settings, Words};
    /// use groenrecept::report::formulary::{FormularyReport, Severities};
    /// let (dataset, words) = (Dataset::embedded()?, Words::embedded()?);
    /// let text = "aandoening;stap;keus;middel;paragraaf\nAstma;2;1;VENTOLIN DISKUS;M27\n";
    /// let formulary = Formulary::read("f.csv", text.as_bytes(), &words);
    /// let mut checker = Checker::new(&dataset, &words, Settings::new());
    /// let findings = checker.check(&formulary);
    /// let report =
    ///     FormularyReport::new(&dataset, &words, &formulary, &findings, &Severities::new(), None);
    /// assert_eq!(
    ///     report.findings[0].diagnostic.to_string(),
    ///     "f.csv:2:stap: warning[step-order]: step 1 is missing"
    /// );
    /// # Ok::<(), groenrecept::Error>(())
    /// ```
    #[must_use]
    pub fn new(
        dataset: &Dataset,
        words: &Words,
        formulary: &Formulary,
        findings: &[Finding],
        severities: &Severities,
        on: Option<Day>,
    ) -> Self {
        let speaker = Speaker {
            dataset,
            words,
            formulary,
        };
        let read = formulary.problems().iter().filter_map(|problem| {
            // What cannot be read stays an error: without it the rest is not judged.
            let severity = match problem.severity {
                Severity::Error => Severity::Error,
                otherwise => severities.of(problem.code, otherwise)?,
            };
            Some(of_file(formulary, problem, severity))
        });
        let checked = findings.iter().filter_map(|finding| {
            let severity = severities.of(finding.code, finding.severity)?;
            Some(of_option(&speaker, finding, severity))
        });
        let mut all: Vec<FormularyFinding> = read.chain(checked).collect();
        all.sort_by_key(|one| one.diagnostic.place.line);
        let count = |severity| {
            let same = all.iter().filter(|one| one.diagnostic.severity == severity);
            same.count()
        };
        Self {
            groenrecept: super::VERSION,
            dataset: dataset.version().clone(),
            file: formulary.name().to_owned(),
            on: on.or(dataset.date()).map(|day| day.to_string()),
            options: formulary.options().len(),
            whole: formulary.is_whole(),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            information: count(Severity::Information),
            findings: all,
        }
    }

    /// Whether a finding matters at least so much.
    #[must_use]
    pub const fn fails(&self, from: Severity) -> bool {
        match from {
            Severity::Error => self.errors > 0,
            Severity::Warning => self.errors > 0 || self.warnings > 0,
            Severity::Information => self.errors > 0 || self.warnings > 0 || self.information > 0,
        }
    }
}

fn of_file(formulary: &Formulary, problem: &Diagnostic, severity: Severity) -> FormularyFinding {
    let mut diagnostic = problem.clone();
    diagnostic.severity = severity;
    let line = diagnostic.place.line.and_then(|line| formulary.line(line));
    diagnostic.line_text = line.map(str::to_owned);
    let of = |language| problem.code.explanation(language).instead;
    FormularyFinding {
        diagnostic,
        condition: String::new(),
        step: None,
        option: String::new(),
        sources: Vec::new(),
        instead: (of(Language::Dutch), of(Language::English)).into(),
    }
}

fn of_option(speaker: &Speaker<'_>, finding: &Finding, severity: Severity) -> FormularyFinding {
    let formulary = speaker.formulary;
    let option = formulary.options().get(finding.option);
    let place = option.map_or_else(
        || crate::diagnostic::Place::file(formulary.name()),
        |option| formulary.place(option, finding.column),
    );
    let mut diagnostic = Diagnostic::new(finding.code, place, speaker.message(finding));
    diagnostic.severity = severity;
    let line = diagnostic.place.line.and_then(|line| formulary.line(line));
    diagnostic.line_text = line.map(str::to_owned);
    FormularyFinding {
        diagnostic,
        condition: option.map_or_else(String::new, |option| option.condition.clone()),
        step: option.map(|option| option.step),
        option: speaker.label(finding.option),
        sources: speaker.sources(&finding.reason),
        instead: speaker.instead(finding),
    }
}
