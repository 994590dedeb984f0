//! `groenrecept compare OLD.csv NEW.csv`: what a draft of a formulary would change.

use crate::check::WhenArguments;
use crate::output::{self, Failure};
use crate::rules::PeriodArguments;
use crate::whole::whole;
use crate::{Outcome, input};
use clap::ValueEnum;
use groenrecept::formulary::{CaseMix, Counted, Words, compare};
use groenrecept::practice::Tally;
use groenrecept::report::formulary::CompareReport;
use groenrecept::{Engine, Language};
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
    period: PeriodArguments,
    #[command(flatten)]
    when: WhenArguments,
    /// Vorm van de uitvoer. (Form of the output.)
    #[arg(long, value_enum, default_value = "text")]
    format: CompareFormat,
    /// Taal: nl of en. (Language.)
    #[arg(long, value_parser = crate::language(), default_value = "nl")]
    lang: Language,
}

#[derive(Clone, Copy, ValueEnum)]
enum CompareFormat {
    Text,
    Json,
    Markdown,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let language = arguments.lang;
    let engine = arguments.when.engine(language)?;
    let dataset = engine.dataset();
    let words = Words::of(dataset);
    let json = matches!(arguments.format, CompareFormat::Json);
    let settings = arguments.when.settings(dataset, language)?;
    let paths = [arguments.old.as_path(), arguments.new.as_path()];
    let Some([old, new]) = whole(paths, dataset, (&words, &settings), json, language)? else {
        return Ok(Outcome::Refused);
    };
    let tally = tally(arguments, &engine, language)?;
    let mix = match &tally {
        None => CaseMix::Courses,
        Some(tally) => Counted::new(&engine, &words, &old, tally)
            .map(CaseMix::Counted)
            .map_err(|error| Failure::Library(error, language))?,
    };
    let comparison = compare(
        &engine,
        &words,
        (&old, &new),
        settings.clone(),
        (&mix, tally.as_ref()),
    );
    let report = CompareReport::new(&engine, (&old, &new), &comparison, &mix, &settings);
    if let Some(said) = not_moved(&report, language) {
        output::complain(&format!("groenrecept: {said}\n"));
    }
    match arguments.format {
        CompareFormat::Text => output::print(&report.text(language))?,
        CompareFormat::Json => output::print_json(&report)?,
        CompareFormat::Markdown => output::print(&report.markdown(language))?,
    }
    Ok(Outcome::Done)
}

/// A warning where a file of transitions changes nothing on the day.
fn not_moved(report: &CompareReport, language: Language) -> Option<String> {
    let [day, first] = report.nothing_moved()?;
    Some(match language {
        Language::Dutch => format!(
            "--propellant-transition: op {day} is nog geen product over; het eerste gaat over op {first}. Geef met --on een latere dag."
        ),
        Language::English => format!(
            "--propellant-transition: by {day} no product has moved; the first moves on {first}. Give a later day with --on."
        ),
    })
}

fn tally(
    arguments: &Arguments,
    engine: &Engine,
    language: Language,
) -> Result<Option<Tally>, Failure> {
    let [from, to] = arguments.period.days(language)?;
    let Some(path) = &arguments.case_mix else {
        if [from, to] != [None; 2] {
            return Err(Failure::Said(match language {
                Language::Dutch => {
                    "--from en --to horen bij de export van --case-mix; noem die erbij.".to_owned()
                }
                Language::English => {
                    "--from and --to are about the export of --case-mix; give it, too.".to_owned()
                }
            }));
        }
        return Ok(None);
    };
    let library = |error| Failure::Library(error, language);
    let profile = arguments
        .profile
        .as_deref()
        .map(|path| crate::report::read_profile(engine.dataset(), path));
    let profile = profile.transpose().map_err(library)?;
    let latest = crate::report::latest_day(arguments.today.as_deref())?;
    let export = input::export(path, language).map_err(library)?;
    let layout = export
        .layout(engine.dataset(), profile.as_ref())
        .map_err(library)?;
    let analysis = engine.analysis().latest(Some(latest)).period(from, to);
    analysis.tally(export, &layout).map(Some).map_err(library)
}
