//! What was found in formularies, as data, as pages, and as SARIF.

mod check_page;
mod compare_markdown;
mod compare_page;
mod compare_report;
mod compare_words;
mod labels_page;
mod reason;
mod reason_texts;
mod remedy;
mod sarif;
mod speaker;
#[cfg(test)]
mod tests;
mod transition;

pub use compare_report::CompareReport;
pub use labels_page::{LabelsReport, earlier_labels};
use reason::FindingSource;
pub use sarif::SarifLog;
use transition::{TransitionReport, transition};

use crate::advice::Used;
use crate::dataset::{Dataset, DatasetVersion};
use crate::diagnostic::{Code, Diagnostic, FormularyCode, Message, Severity};
use crate::engine::Engine;
use crate::formulary::{Finding, Formulary, Region, Settings, Words};
use crate::language::Language;
use crate::outward;
use speaker::Speaker;
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
    /// A message where the code or the level does not exist, where the code is never found in a
    /// formulary, where it would lower what keeps a formulary from being whole, or where the `=`
    /// is missing.
    pub fn with(mut self, text: &str) -> Result<Self, Message> {
        let (name, level) = text.split_once('=').ok_or_else(|| {
            Message::from((
                format!("'{text}' is geen CODE=ERNST, zoals uncited=off"),
                format!("'{text}' is no CODE=LEVEL, such as uncited=off"),
            ))
        })?;
        let code = Code::parse(name.trim()).ok_or_else(|| no_code(name.trim()))?;
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
        if !is_of_formularies(code) {
            return Err((
                format!("de code '{name}' gaat over gegevensbestanden en komt bij een formularium niet voor"),
                format!("the code '{name}' is about data files and is never found in a formulary"),
            )
                .into());
        }
        if spoils_reading(code) && severity != Some(Severity::Error) {
            return Err((
                format!("'{name}' blijft een fout: wat niet gelezen kan worden, maakt dat het formularium niet heel is"),
                format!("'{name}' stays an error: what cannot be read keeps the formulary from being whole"),
            )
                .into());
        }
        self.0.insert(code, severity);
        Ok(self)
    }

    /// Who decided how much a finding matters.
    fn decided(&self, code: Code, found: Severity) -> SeverityFrom {
        if self.0.contains_key(&code) {
            SeverityFrom::Override
        } else if found == code.severity() {
            SeverityFrom::Code
        } else {
            SeverityFrom::Check
        }
    }

    fn of(&self, code: Code, otherwise: Severity) -> Option<Severity> {
        self.0.get(&code).copied().unwrap_or(Some(otherwise))
    }
}

/// What keeps a formulary from being whole.
const fn spoils_reading(code: Code) -> bool {
    matches!(
        code,
        Code::UnreadableFile
            | Code::TooLarge
            | Code::MissingColumn
            | Code::WrongCellCount
            | Code::EmptyCell
            | Code::UnknownCode
            | Code::BadNumber
            | Code::BadDate
            | Code::Formulary(
                FormularyCode::EmptyFormulary
                    | FormularyCode::DuplicateColumn
                    | FormularyCode::BadAge
                    | FormularyCode::BadIcpc
            )
    )
}

const fn is_of_formularies(code: Code) -> bool {
    matches!(
        code,
        Code::Formulary(_) | Code::UnknownColumn | Code::ReviewOverdue
    ) || spoils_reading(code)
}

/// That there is no such code, with the nearest that there is.
fn no_code(name: &str) -> Message {
    let formulary = FormularyCode::ALL.iter().copied().map(Code::Formulary);
    let known = Code::all().chain(formulary);
    let near = known
        .filter(|code| is_of_formularies(*code))
        .map(|code| (strsim::levenshtein(name, code.as_str()), code.as_str()))
        .min();
    match near {
        Some((distance, code)) if distance.saturating_mul(3) <= name.len() => (
            format!("de code '{name}' bestaat niet; bedoelt u '{code}'?"),
            format!("there is no code '{name}'; did you mean '{code}'?"),
        )
            .into(),
        _ => (
            format!("de code '{name}' bestaat niet; zie docs/checks.md"),
            format!("there is no code '{name}'; see docs/checks.md"),
        )
            .into(),
    }
}

/// Who decided how much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SeverityFrom {
    /// The code: every finding of it matters as much.
    Code,
    /// The check: this finding is less certain than others of its code.
    Check,
    /// The one who ran the check.
    Override,
}

/// One finding, with its option, its source and what to do.
#[derive(Debug, Clone, serde::Serialize)]
pub(crate) struct FormularyFinding {
    /// Where it stands and what was found.
    #[serde(flatten)]
    pub diagnostic: Diagnostic,
    /// The condition of the option; empty where the finding is about the file.
    pub condition: String,
    /// The step; `null` where the finding is about the file.
    pub step: Option<u16>,
    /// The option; empty where the finding is about the file.
    pub option: String,
    /// The place of the option in its step; `null` where the finding is about the file.
    pub rank: Option<u16>,
    /// Who decided how much it matters.
    pub severity_from: SeverityFrom,
    /// From which character to which the cell stands; `null` where it is about no cell.
    pub region: Option<Region>,
    /// Where it rests on.
    pub sources: Vec<FindingSource>,
    /// What to do.
    pub instead: Message,
}

/// What a check of a formulary found.
#[derive(Debug, Clone, serde::Serialize)]
pub struct FormularyReport {
    /// The version of this crate.
    pub(crate) groenrecept: &'static str,
    /// The data that was used.
    pub(crate) dataset: DatasetVersion,
    /// The formulary.
    pub(crate) file: String,
    /// The day of the check; `null` where neither the command nor the data has one.
    pub(crate) on: Option<String>,
    /// How many options were read.
    pub(crate) options: usize,
    /// Whether all of the file could be read. Otherwise nothing but the reading was checked.
    pub(crate) whole: bool,
    /// How many findings are errors.
    pub(crate) errors: usize,
    /// How many are warnings.
    pub(crate) warnings: usize,
    /// How many are for information.
    pub(crate) information: usize,
    /// Products that move to another propellant; left out where none were given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) transition: Option<TransitionReport>,
    /// How far the rules were assessed, and whether they were reviewed in time.
    pub(crate) rules_used: Used,
    /// The findings, in the order of the file.
    pub(crate) findings: Vec<FormularyFinding>,
}

impl CompareReport {
    /// Renders the comparison as a page.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        outward::page(compare_page::page(self, language))
    }

    /// Renders the comparison as Markdown for the file of the revision: what it is meant for, what
    /// it rests on, the sums by condition, every option that changes, water, propellants and method.
    #[must_use]
    pub fn markdown(&self, language: Language) -> String {
        compare_markdown::markdown(self, language)
    }
}

impl FormularyReport {
    /// Puts findings into words; the settings are those that they were found with.
    ///
    /// ```
    /// use groenrecept::{Dataset, Engine};
    /// use groenrecept::formulary::{Checker, Formulary, Settings, Words};
    /// use groenrecept::report::formulary::{FormularyReport, Severities};
    /// let dataset = Dataset::embedded()?;
    /// let words = Words::of(&dataset);
    /// let engine = Engine::new(&dataset);
    /// let text = "aandoening;leeftijd van;stap;keus;middel;paragraaf\nAstma;18;2;1;VENTOLIN DISKUS;M27\n";
    /// let formulary = Formulary::read("f.csv", text.as_bytes(), &words);
    /// let mut checker = Checker::new(&engine, &words, Settings::new());
    /// let findings = checker.check(&formulary);
    /// let report =
    ///     FormularyReport::new(&dataset, &words, &formulary, &findings, &Severities::new(), &Settings::new());
    /// assert_eq!(
    ///     report.diagnostics().next().unwrap().to_string(),
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
        settings: &Settings,
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
                less @ (Severity::Warning | Severity::Information) => {
                    severities.of(problem.code, less)?
                }
            };
            let from = severities.decided(problem.code, problem.severity);
            Some(of_file(formulary, problem, (severity, from)))
        });
        let checked = findings.iter().filter_map(|finding| {
            let severity = severities.of(finding.code, finding.severity)?;
            let from = severities.decided(finding.code, finding.severity);
            Some(of_option(&speaker, finding, (severity, from)))
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
            on: settings.day().or(dataset.date()).map(|day| day.to_string()),
            options: formulary.options().len(),
            whole: formulary.is_whole(),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            information: count(Severity::Information),
            transition: None,
            rules_used: settings.rules.used(dataset),
            findings: all,
        }
    }

    /// With the products that move to another propellant by the settings of the check.
    ///
    /// ```
    /// use groenrecept::{Dataset, Day, Engine};
    /// use groenrecept::formulary::{Formulary, Settings, Transitions, Words};
    /// use groenrecept::report::formulary::{FormularyReport, Severities};
    /// let dataset = Dataset::embedded()?;
    /// let words = Words::of(&dataset);
    /// let formulary = Formulary::read("f.csv", b"", &words);
    /// let text = "product_id,date,propellant\nventolin-aerosol-100,2028-01-01,HFC-152a\n";
    /// let (transitions, _) = Transitions::read("t.csv", text, &dataset);
    /// let settings = Settings::new().transitions(transitions).on(Day::new(2028, 1, 1).unwrap());
    /// let none = Severities::new();
    /// let report = FormularyReport::new(&dataset, &words, &formulary, &[], &none, &settings)
    ///     .with_transition(&Engine::new(&dataset), &settings);
    /// let page = report.text(groenrecept::Language::English);
    /// assert!(page.contains("1 of the 1 products"), "{page}");
    /// # Ok::<(), groenrecept::Error>(())
    /// ```
    #[must_use]
    pub fn with_transition(mut self, engine: &Engine, settings: &Settings) -> Self {
        self.transition = transition(engine, settings);
        self
    }

    /// Returns the findings in the order of the file, without their sources and remedies.
    pub fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        self.findings.iter().map(|one| &one.diagnostic)
    }

    /// Renders each error and warning with its line, its source and what to do; what is only for
    /// information without its line; and a count.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        outward::page(check_page::page(self, language))
    }

    /// Returns the findings as a SARIF log.
    #[must_use]
    pub fn sarif(&self, language: Language) -> SarifLog {
        sarif::sarif(self, language)
    }

    /// Tells whether a finding matters at least so much.
    #[must_use]
    pub const fn fails(&self, from: Severity) -> bool {
        match from {
            Severity::Error => self.errors > 0,
            Severity::Warning => self.errors > 0 || self.warnings > 0,
            Severity::Information => self.errors > 0 || self.warnings > 0 || self.information > 0,
        }
    }
}

fn of_file(
    formulary: &Formulary,
    problem: &Diagnostic,
    (severity, severity_from): (Severity, SeverityFrom),
) -> FormularyFinding {
    let mut diagnostic = problem.clone();
    diagnostic.severity = severity;
    let line = diagnostic.place.line.and_then(|line| formulary.line(line));
    diagnostic.line_text = line.map(str::to_owned);
    FormularyFinding {
        region: formulary.region(&diagnostic.place),
        severity_from,
        rank: None,
        diagnostic,
        condition: String::new(),
        step: None,
        option: String::new(),
        sources: Vec::new(),
        instead: remedy::in_formulary(problem.code),
    }
}

fn of_option(
    speaker: &Speaker<'_>,
    finding: &Finding,
    (severity, severity_from): (Severity, SeverityFrom),
) -> FormularyFinding {
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
        region: formulary.region(&diagnostic.place),
        severity_from,
        rank: option.map(|option| option.rank),
        diagnostic,
        condition: option.map_or_else(String::new, |option| option.condition.clone()),
        step: option.map(|option| option.step),
        option: speaker.label(finding.option),
        sources: speaker.sources(&finding.reason),
        instead: speaker.instead(finding),
    }
}
