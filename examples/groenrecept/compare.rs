//! `groenrecept compare OLD.csv NEW.csv`: what a draft of a formulary would change.

use crate::check::{WhenArguments, read};
use crate::output::{self, Failure};
use crate::{LanguageChoice, Outcome};
use clap::ValueEnum;
use groenrecept::formulary::{CaseMix, Counted, Formulary, Words, compare};
use groenrecept::intake::Export;
use groenrecept::practice::{Analysis, Tally};
use groenrecept::report::formulary::{
    CompareReport, FormularyReport, Severities, compare_markdown, compare_page, formulary_page,
};
use groenrecept::{Dataset, Language};
use std::path::PathBuf;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Het formularium dat nu geldt. (The formulary as it is.)
    old: PathBuf,
    /// Het concept. (The draft.)
    new: PathBuf,
    /// Een export van voorschriften, om te wegen hoe vaak een optie wordt gebruikt; anders één
    /// behandeling per optie. (A prescription export, to weigh how often an option is used.)
    #[arg(long, value_name = "EXPORT")]
    case_mix: Option<PathBuf>,
    /// Profiel (TOML) dat de kolommen van de export benoemt. (Profile of the export.)
    #[arg(long, value_name = "FILE", requires = "case_mix")]
    profile: Option<PathBuf>,
    /// De laatste dag die in de export als datum geldt, jjjj-mm-dd; anders vandaag. (The latest
    /// day of the export.)
    #[arg(long, value_name = "DATE", requires = "case_mix")]
    today: Option<String>,
    #[command(flatten)]
    when: WhenArguments,
    /// Vorm van de uitvoer. (Form of the output.)
    #[arg(long, value_enum, default_value = "text")]
    format: CompareFormat,
    /// Taal: nl of en. (Language.)
    #[arg(long, value_enum, default_value = "nl")]
    lang: LanguageChoice,
}

#[derive(Clone, Copy, ValueEnum)]
enum CompareFormat {
    Text,
    Json,
    Markdown,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let language = arguments.lang.language();
    let dataset = arguments.when.dataset(language)?;
    let words = Words::embedded().map_err(|error| Failure::Library(error, language))?;
    let old = read(&arguments.old, &words, language)?;
    let new = read(&arguments.new, &words, language)?;
    if let Some(report) = broken(&dataset, &words, [&old, &new]) {
        match arguments.format {
            CompareFormat::Json => output::print_json(&report)?,
            _ => output::print(&formulary_page(&report, language))?,
        }
        return Ok(Outcome::Stopped);
    }
    let tally = tally(arguments, &dataset, language)?;
    let mix = tally.as_ref().map_or(CaseMix::Courses, |tally| {
        CaseMix::Counted(Counted::new(&dataset, &words, &old, tally))
    });
    let (settings, _) = arguments.when.settings(&dataset, language)?;
    let comparison = compare(
        &dataset,
        &words,
        (&old, &new),
        settings.clone(),
        (&mix, tally.as_ref()),
    );
    let report = CompareReport::new(&dataset, (&old, &new), &comparison, &mix, &settings);
    output::say(&not_moved(&report, language));
    match arguments.format {
        CompareFormat::Text => output::print(&compare_page(&report, language))?,
        CompareFormat::Json => output::print_json(&report)?,
        CompareFormat::Markdown => output::print(&compare_markdown(&report, language))?,
    }
    Ok(Outcome::Done)
}

/// What keeps formularies from being compared, in one report; a part of one is never compared.
fn broken(
    dataset: &Dataset,
    words: &Words,
    formularies: [&Formulary; 2],
) -> Option<FormularyReport> {
    let none = Severities::new();
    let broken = formularies.into_iter().filter(|one| !one.is_whole());
    let reports =
        broken.map(|formulary| FormularyReport::new(dataset, words, formulary, &[], &none, None));
    reports.reduce(|mut all, one| {
        all.file = format!("{}, {}", all.file, one.file);
        all.options = all.options.saturating_add(one.options);
        all.errors = all.errors.saturating_add(one.errors);
        all.warnings = all.warnings.saturating_add(one.warnings);
        all.information = all.information.saturating_add(one.information);
        all.findings.extend(one.findings);
        all
    })
}

/// A warning where a file of transitions changes nothing on the day.
fn not_moved(report: &CompareReport, language: Language) -> Vec<String> {
    let Some(transition) = &report.transition else {
        return Vec::new();
    };
    let (Some(first), true) = (&transition.first_day, transition.moves.is_empty()) else {
        return Vec::new();
    };
    let day = report.on.as_ref().or(report.data_date.as_ref());
    let day = day.map_or("-", String::as_str);
    vec![match language {
        Language::Dutch => format!(
            "--propellant-transition: op {day} is nog geen product over; het eerste gaat over op {first}. Geef met --on een latere dag."
        ),
        Language::English => format!(
            "--propellant-transition: by {day} no product has moved; the first moves on {first}. Give a later day with --on."
        ),
    }]
}

fn tally(
    arguments: &Arguments,
    dataset: &Dataset,
    language: Language,
) -> Result<Option<Tally>, Failure> {
    let Some(path) = &arguments.case_mix else {
        return Ok(None);
    };
    let library = |error| Failure::Library(error, language);
    let profile = arguments
        .profile
        .as_deref()
        .map(crate::report::read_profile);
    let profile = profile.transpose().map_err(library)?;
    let latest = crate::report::latest_day(arguments.today.as_deref())?;
    let export = Export::open(path).map_err(library)?;
    let layout = export.layout(profile.as_ref()).map_err(library)?;
    let analysis = Analysis::new(dataset).latest(Some(latest));
    analysis.tally(export, &layout).map(Some).map_err(library)
}
