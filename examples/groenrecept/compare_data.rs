//! `groenrecept compare-data OLD NEW EXPORT`: what moves between two versions of the data.

use crate::output::{self, Failure, shown};
use crate::report::{latest_day, read_profile};
use crate::{FormatChoice, Outcome, input};
use groenrecept::advice::verified;
use groenrecept::dataset::Layer;
use groenrecept::intake::{Export, Profile};
use groenrecept::report::Report;
use groenrecept::report::data::Change;
use groenrecept::{Dataset, Day, Engine, GwpSet, Language, Result as LibraryResult};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// De gegevens van voor de wijziging: een map (hele gegevensset of laag), of het woord
    /// embedded voor de ingebouwde. (The data before: a folder, or the word embedded.)
    old: PathBuf,
    /// De gegevens van erna. (The data after.)
    new: PathBuf,
    /// De export: CSV met een kopregel. (The export: CSV with a header.)
    export: PathBuf,
    /// Profiel dat de kolommen benoemt: een bestand (TOML), of de naam van een ingebouwd
    /// profiel, zoals jhn. (Profile that names the columns: a file or a built-in one.)
    #[arg(long, value_name = "FILE|NAME")]
    profile: Option<PathBuf>,
    /// GWP100-set waarin wordt gerekend. (Set of global warming potentials.)
    #[arg(long, value_parser = crate::gwp_set(), default_value = "ar6")]
    gwp: GwpSet,
    /// De laatste dag die als datum geldt, jjjj-mm-dd; anders vandaag. (The latest day
    /// that is a date; otherwise today.)
    #[arg(long, value_name = "DATE")]
    today: Option<String>,
    /// Vorm van de uitvoer. (Form of the output.)
    #[arg(long, value_enum, default_value = "text")]
    format: FormatChoice,
    /// Taal: nl of en. (Language.)
    #[arg(long, value_parser = crate::language(), default_value = "nl")]
    lang: Language,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let language = arguments.lang;
    let library = |error| Failure::Library(error, language);
    if input::is_read_once(&arguments.export) {
        return Err(Failure::Said(format!(
            "{}: deze opdracht leest de export twee keer; bewaar hem als bestand (the export is read twice; save it as a file).",
            shown(&arguments.export)
        )));
    }
    let old = dataset(&arguments.old).map_err(library)?;
    let new = dataset(&arguments.new).map_err(library)?;
    let profile = arguments.profile.as_deref();
    let profile = profile.map(|path| read_profile(&new, path)).transpose();
    let profile = profile.map_err(library)?;
    let latest = latest_day(arguments.today.as_deref())?;
    let report = |data| analyse(arguments, data, profile.as_ref(), latest).map_err(library);
    let change = Change::between((&old, &report(&old)?), (&new, &report(&new)?));
    match arguments.format {
        FormatChoice::Text => output::print(&change.text(language))?,
        FormatChoice::Json => output::print_json(&change)?,
    }
    Ok(Outcome::Done)
}

fn dataset(path: &Path) -> LibraryResult<Dataset> {
    if path == Path::new("embedded") {
        Dataset::embedded()
    } else {
        verified(Dataset::from_layer(Layer::from_dir(path)?)?)
    }
}

fn analyse(
    arguments: &Arguments,
    dataset: &Dataset,
    profile: Option<&Profile>,
    latest: Day,
) -> LibraryResult<Report> {
    let threads = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let outcome = Engine::new(dataset)
        .gwp(arguments.gwp)
        .analysis()
        .threads(threads)
        .latest(Some(latest))
        .run(Export::open(&arguments.export)?, profile)?;
    Ok(Report::new(&outcome, arguments.lang))
}
