//! `groenrecept check [PATH]`: what is wrong with data files, or with a formulary. A folder
//! holds data files; a file is a formulary.

use crate::output::{self, Failure, shown};
use crate::rules::RuleArguments;
use crate::{Folders, Outcome, input, word};
use clap::ValueEnum;
use groenrecept::bounds::Whole;
use groenrecept::dataset::{Checked, Layer};
use groenrecept::diagnostic::Code;
use groenrecept::formulary::{Checker, Formulary, Settings, Transitions, Words};
use groenrecept::outward::on_one_line;
use groenrecept::report::data::{check_page, code_page};
use groenrecept::report::formulary::{FormularyReport, Severities};
use groenrecept::{Dataset, Day, Engine, GwpSet, Language, Severity};
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Een formularium (CSV), of een map met gegevensbestanden; zonder beide de ingebouwde
    /// gegevens. Een map waarvan dataset.toml een versie heeft, staat op zichzelf; een andere
    /// ligt over de ingebouwde gegevens. (A formulary, or a folder with data files; the embedded
    /// data without either.)
    path: Option<PathBuf>,
    /// Vraag ook van een laag of zij mag worden opgenomen. (Ask a layer, too, whether it may
    /// be embedded.)
    #[arg(long)]
    as_embedded: bool,
    /// Vanaf welke ernst de uitkomst 1 is. (From which severity the exit code is 1.)
    #[arg(long, visible_alias = "deny", value_parser = word::<Severity>(["error", "warning", "info"]),
          default_value = "error")]
    fail_on: Severity,
    /// Ernst van een code van een formularium: CODE=error|warning|info|off; mag vaker.
    /// (Severity of a code of a formulary; may be repeated.)
    #[arg(long, value_name = "CODE=LEVEL")]
    severity: Vec<String>,
    #[command(flatten)]
    when: WhenArguments,
    /// Vorm van de uitvoer; sarif alleen van een formularium. (Form of the output; sarif of a
    /// formulary only.)
    #[arg(long, value_enum, default_value = "text")]
    format: CheckFormat,
    /// Taal: nl of en. (Language.)
    #[arg(long, value_parser = crate::language(), default_value = "nl")]
    lang: Language,
    /// Leg een code uit. (Explain a code.)
    #[arg(long, value_name = "CODE", conflicts_with_all = ["path", "as_embedded"])]
    explain: Option<String>,
}

/// With which data and on which day a formulary is read.
#[derive(clap::Args)]
pub(crate) struct WhenArguments {
    #[command(flatten)]
    folders: Folders,
    /// GWP100-set waarin een formularium wordt doorgerekend. (Set of global warming potentials.)
    #[arg(long, value_parser = crate::gwp_set(), default_value = "ar6")]
    gwp: GwpSet,
    /// De dag waarop het formularium wordt gebruikt, jjjj-mm-dd; anders de datum van de
    /// gegevens. (The day on which the formulary is used.)
    #[arg(long, value_name = "DATE")]
    pub(crate) on: Option<String>,
    /// Producten die op een dag op een ander drijfgas overgaan: CSV met product_id, date en
    /// propellant. (Products that move to another propellant.)
    #[arg(long, value_name = "FILE")]
    pub(crate) propellant_transition: Option<PathBuf>,
    #[command(flatten)]
    rules: RuleArguments,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CheckFormat {
    Text,
    Json,
    Sarif,
}

/// The result as JSON: the counts and the findings.
#[derive(serde::Serialize)]
struct Page<'a> {
    errors: usize,
    warnings: usize,
    information: usize,
    #[serde(flatten)]
    checked: &'a Checked,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let language = arguments.lang;
    if let Some(name) = &arguments.explain {
        return explain(name, arguments.format, language);
    }
    match &arguments.path {
        Some(path) if is_file(path) => return formulary(arguments, path),
        _ => {}
    }
    let when = &arguments.when;
    let of_formulary = !arguments.severity.is_empty()
        || !when.folders.data.is_empty()
        || (arguments.path.is_some() && !when.folders.only.is_empty())
        || when.folders.only.len() > 1
        || when.on.is_some()
        || when.propellant_transition.is_some()
        || when.rules.are_given()
        || arguments.format == CheckFormat::Sarif;
    if of_formulary {
        return Err(Failure::Said(say(
            language,
            "--severity, --data, --on, --propellant-transition, --status, --day en --format sarif horen bij een formularium; noem het bestand. Met één --only en zonder pad wordt die map op zichzelf gecontroleerd.",
            "--severity, --data, --on, --propellant-transition, --status, --day and --format sarif go with a formulary; name the file. With one --only and no path that folder is checked alone.",
        )));
    }
    let checked = checked(arguments).map_err(|error| Failure::Library(error, language))?;
    let [errors, warnings, information] =
        [Severity::Error, Severity::Warning, Severity::Information]
            .map(|severity| checked.count(severity));
    match arguments.format {
        CheckFormat::Json => output::print_json(&Page {
            errors,
            warnings,
            information,
            checked: &checked,
        })?,
        CheckFormat::Text | CheckFormat::Sarif => {
            output::print(&check_page(&checked, language))?;
        }
    }
    let denied = errors > 0
        || (arguments.fail_on <= Severity::Warning && warnings > 0)
        || (arguments.fail_on <= Severity::Information && information > 0);
    Ok(outcome(denied))
}

const fn outcome(denied: bool) -> Outcome {
    if denied {
        Outcome::Findings
    } else {
        Outcome::Done
    }
}

fn say(language: Language, nl: &str, en: &str) -> String {
    match language {
        Language::Dutch => nl.to_owned(),
        Language::English => en.to_owned(),
    }
}

/// The findings in a formulary.
fn formulary(arguments: &Arguments, path: &Path) -> Result<Outcome, Failure> {
    let language = arguments.lang;
    if arguments.as_embedded || is_data_file(path) {
        let shown = shown(path);
        return Err(Failure::Said(say(
            language,
            &format!("{shown}: dit is een gegevensbestand; noem de map waarin het staat."),
            &format!("{shown}: this is a data file; name the folder that holds it."),
        )));
    }
    let mut severities = Severities::new();
    for text in &arguments.severity {
        severities = severities.with(text).map_err(|message| {
            let said = on_one_line(message.text(language));
            let end = if said.ends_with('?') { "" } else { "." };
            Failure::Said(format!("--severity: {said}{end}"))
        })?;
    }
    let engine = arguments.when.engine(language)?;
    let dataset = engine.dataset();
    let words = Words::of(dataset);
    let formulary = read(path, &words, language)?;
    let settings = arguments.when.settings(dataset, language)?;
    let findings = Checker::new(&engine, &words, settings.clone()).check(&formulary);
    let report = FormularyReport::new(
        dataset,
        &words,
        &formulary,
        &findings,
        &severities,
        &settings,
    )
    .with_transition(&engine, &settings);
    match arguments.format {
        CheckFormat::Text => output::print(&report.text(language))?,
        CheckFormat::Json => output::print_json(&report)?,
        CheckFormat::Sarif => output::print_json(&report.sarif(language))?,
    }
    Ok(outcome(report.fails(arguments.fail_on)))
}

/// What is a file, or would be one by its name.
fn is_file(path: &Path) -> bool {
    let csv = path.extension().is_some_and(|extension| extension == "csv");
    (csv || path.exists()) && !path.is_dir()
}

/// A file that has the name of a data file is not taken for a formulary.
fn is_data_file(path: &Path) -> bool {
    let name = |path: &Path| {
        path.file_name()
            .and_then(|name| name.to_str())
            .map(str::to_owned)
    };
    let inside = path.parent().and_then(name).zip(name(path));
    let inside = inside.map(|(folder, file)| format!("{folder}/{file}"));
    let mut names = name(path).into_iter().chain(inside);
    names.any(|name| Layer::may_hold(&name))
}

/// Reads a formulary from a file.
pub(crate) fn read(path: &Path, words: &Words, language: Language) -> Result<Formulary, Failure> {
    let shown = path.display().to_string();
    let bytes = Whole::Formulary.read(path);
    let bytes = bytes.map_err(|error| Failure::Library(error, language))?;
    Ok(Formulary::read(&shown, &bytes, words))
}

impl WhenArguments {
    pub(crate) fn engine(&self, language: Language) -> Result<Engine, Failure> {
        let dataset = self.folders.dataset(language);
        let library = |error| Failure::Library(error, language);
        let dataset = dataset.map_err(library)?;
        dataset.has_gwp(self.gwp).map_err(library)?;
        Ok(Engine::new(&dataset).gwp(self.gwp))
    }

    /// How a formulary is checked, and on which day.
    pub(crate) fn settings(
        &self,
        dataset: &Dataset,
        language: Language,
    ) -> Result<Settings, Failure> {
        let mut settings = self.rules.of_settings(language)?;
        let on: Option<Day> = match &self.on {
            None => None,
            Some(text) => Some(text.parse().map_err(|_| {
                let text = on_one_line(text);
                Failure::Said(say(
                    language,
                    &format!("--on {text}: dit is geen dag als jjjj-mm-dd."),
                    &format!("--on {text}: this is no day as yyyy-mm-dd."),
                ))
            })?),
        };
        if let Some(day) = on {
            settings = settings.on(day);
        }
        if let Some(path) = &self.propellant_transition {
            settings = settings.transitions(transitions(path, dataset, language)?);
        }
        Ok(settings)
    }
}

fn transitions(path: &Path, dataset: &Dataset, language: Language) -> Result<Transitions, Failure> {
    let shown = path.display().to_string();
    let text = input::text(path, language)?;
    let (transitions, problems) = Transitions::read(&shown, &text, dataset);
    if problems.is_empty() {
        return Ok(transitions);
    }
    let problems: Vec<String> = problems.iter().map(|one| one.text(language)).collect();
    Err(Failure::Said(problems.join("\n")))
}

/// The findings of the files, and where these load those of the examples of rules.
fn checked(arguments: &Arguments) -> groenrecept::Result<Checked> {
    let alone = arguments.when.folders.only.first();
    let folder = arguments.path.as_ref().or(alone);
    let layer = folder.map(|path| Layer::from_dir(path)).transpose()?;
    let mut checked = match &layer {
        Some(layer) if alone.is_some() => Checked::only(layer),
        Some(layer) => Checked::layer(layer.clone(), arguments.as_embedded),
        None => Checked::embedded(),
    };
    if checked.count(Severity::Error) == 0 {
        let dataset = match layer {
            Some(layer) if alone.is_some() => Dataset::only(&layer)?,
            Some(layer) => Dataset::from_layer(layer)?,
            None => Dataset::embedded()?,
        };
        let examples = groenrecept::advice::examine(&dataset);
        checked.findings.extend(examples);
    }
    Ok(checked)
}

fn explain(name: &str, format: CheckFormat, language: Language) -> Result<Outcome, Failure> {
    let Some(code) = Code::parse(name) else {
        let data = Code::all().map(|code| code.as_str());
        let formulary = groenrecept::diagnostic::FormularyCode::ALL;
        let formulary = formulary.iter().map(|code| code.as_str());
        let codes: Vec<&str> = data.chain(formulary).collect();
        let (codes, name) = (codes.join(", "), on_one_line(name));
        return Err(Failure::Said(match language {
            Language::Dutch => {
                format!("--explain {name}: deze code bestaat niet. Kies uit: {codes}.")
            }
            Language::English => {
                format!("--explain {name}: there is no such code. Choose from: {codes}.")
            }
        }));
    };
    match format {
        CheckFormat::Text | CheckFormat::Sarif => output::print(&code_page(code, language))?,
        CheckFormat::Json => output::print_json(&code.explanation(language))?,
    }
    Ok(Outcome::Done)
}
