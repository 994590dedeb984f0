//! `groenrecept check [DIR]`: what is wrong with data files.

use crate::output::{self, Failure};
use crate::{FormatChoice, LanguageChoice, Outcome};
use clap::ValueEnum;
use groenrecept::dataset::Checked;
use groenrecept::diagnostic::Code;
use groenrecept::report::data::{check_page, code_page};
use groenrecept::{Dataset, Language, Severity};
use std::path::PathBuf;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Map met gegevensbestanden; zonder map de ingebouwde gegevens. Een map waarvan
    /// dataset.toml een versie heeft, staat op zichzelf; een andere ligt over de ingebouwde
    /// gegevens. (Folder with data files; the embedded data without one.)
    dir: Option<PathBuf>,
    /// Vraag ook van een laag of zij mag worden opgenomen. (Ask a layer, too, whether it may
    /// be embedded.)
    #[arg(long)]
    as_embedded: bool,
    /// Vanaf welke ernst de uitkomst 1 is. (From which severity the exit code is 1.)
    #[arg(long, value_enum, default_value = "error")]
    deny: Deny,
    /// Vorm van de uitvoer. (Form of the output.)
    #[arg(long, value_enum, default_value = "text")]
    format: FormatChoice,
    /// Taal: nl of en. (Language.)
    #[arg(long, value_enum, default_value = "nl")]
    lang: LanguageChoice,
    /// Leg een code uit. (Explain a code.)
    #[arg(long, value_name = "CODE", conflicts_with_all = ["dir", "as_embedded"])]
    explain: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Deny {
    Error,
    Warning,
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
    let language = arguments.lang.language();
    if let Some(name) = &arguments.explain {
        return explain(name, arguments.format, language);
    }
    let checked = checked(arguments).map_err(|error| Failure::Library(error, language))?;
    let [errors, warnings, information] =
        [Severity::Error, Severity::Warning, Severity::Information]
            .map(|severity| checked.count(severity));
    match arguments.format {
        FormatChoice::Text => output::print(&check_page(&checked, language))?,
        FormatChoice::Json => output::print_json(&Page {
            errors,
            warnings,
            information,
            checked: &checked,
        })?,
    }
    let denied = match arguments.deny {
        Deny::Error => errors > 0,
        Deny::Warning => errors > 0 || warnings > 0,
    };
    Ok(if denied {
        Outcome::Findings
    } else {
        Outcome::Done
    })
}

/// The findings of the files, and where these load those of the examples of rules.
fn checked(arguments: &Arguments) -> groenrecept::Result<Checked> {
    let mut checked = match &arguments.dir {
        Some(dir) => Checked::folder(dir, arguments.as_embedded)?,
        None => Checked::embedded(),
    };
    if checked.count(Severity::Error) == 0 {
        let dataset = match &arguments.dir {
            Some(dir) => Dataset::from_folder(dir)?,
            None => Dataset::embedded()?,
        };
        let examples = groenrecept::advice::examine(&dataset);
        checked.findings.extend(examples);
    }
    Ok(checked)
}

fn explain(name: &str, format: FormatChoice, language: Language) -> Result<Outcome, Failure> {
    let Some(code) = Code::parse(name) else {
        let codes: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
        let codes = codes.join(", ");
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
        FormatChoice::Text => output::print(&code_page(code, language))?,
        FormatChoice::Json => output::print_json(&code.explanation(language))?,
    }
    Ok(Outcome::Done)
}
