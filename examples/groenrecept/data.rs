//! `groenrecept data`: what the data holds, where it comes from, and what it lacks.

use crate::output::{self, Failure};
use crate::report::latest_day;
use crate::{Folders, FormatChoice, Outcome, input};
use groenrecept::intake::Export;
use groenrecept::practice::Analysis;
use groenrecept::report::data::{Gaps, Summary, Usable};
use groenrecept::{Dataset, Engine, GwpSet, Language};
use std::path::PathBuf;

const DEMO: &[u8] = include_bytes!("../../data/demo/praktijkexport.csv");

#[derive(clap::Args)]
#[command(group = clap::ArgGroup::new("weighed").args(["coverage", "gaps"]))]
pub(crate) struct Arguments {
    #[command(flatten)]
    folders: Folders,
    /// Wat een regel in een eigen map kan gebruiken: sleutels, woorden, feiten en indicaties.
    /// (What a rule of a layer may use.)
    #[arg(long)]
    rules: bool,
    /// De woorden waarmee etiketten, exports en formularia worden gelezen. (The words by which
    /// labels, exports and formularies are read.)
    #[arg(long, conflicts_with = "rules")]
    words: bool,
    /// Waar de kilo's op rusten, gewogen met volumes.csv van de eigen mappen, en anders met de
    /// verzonnen export van de demonstratie. (What the kilograms rest on, weighed by volumes.csv of
    /// the layers, and otherwise by the synthetic demo export.)
    #[arg(long, conflicts_with_all = ["rules", "words"])]
    coverage: bool,
    /// Wat de gegevens niet weten: regels die niet zijn overgenomen, teksten die niet zijn gelezen;
    /// gerangschikt zoals --coverage weegt. (What the data does not know, ranked as --coverage
    /// weighs.)
    #[arg(long, conflicts_with_all = ["rules", "words", "coverage"])]
    gaps: bool,
    /// Weeg met deze export. (Weigh by this export.)
    #[arg(long, value_name = "FILE", requires = "weighed")]
    export: Option<PathBuf>,
    /// Het jaar van volumes.csv; anders het nieuwste van elk onderwerp. (The year of volumes.csv;
    /// otherwise the newest of each subject.)
    #[arg(long, requires = "weighed", conflicts_with = "export")]
    year: Option<u16>,
    /// GWP100-set waarin met --coverage wordt gerekend. (Set of global warming potentials.)
    #[arg(long, value_parser = crate::gwp_set(), default_value = "ar6", requires = "coverage", conflicts_with = "gaps")]
    gwp: GwpSet,
    /// Vorm van de uitvoer. (Form of the output.)
    #[arg(long, value_enum, default_value = "text")]
    format: FormatChoice,
    /// Taal: nl of en. (Language.)
    #[arg(long, value_parser = crate::language(), default_value = "nl")]
    lang: Language,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let language = arguments.lang;
    let dataset = arguments.folders.dataset(language);
    let dataset = dataset.map_err(|error| Failure::Library(error, language))?;
    let usable = match (arguments.rules, arguments.words) {
        (true, _) => Some(Usable::in_rules(&dataset)),
        (_, true) => Some(Usable::words(&dataset)),
        (false, false) => None,
    };
    if let Some(usable) = usable {
        match arguments.format {
            FormatChoice::Text => output::print(&usable.text(language))?,
            FormatChoice::Json => output::print_json(&usable)?,
        }
        return Ok(Outcome::Done);
    }
    if arguments.gaps {
        let gaps = gaps(arguments, &dataset)?;
        match arguments.format {
            FormatChoice::Text => output::print(&gaps.text(language))?,
            FormatChoice::Json => output::print_json(&gaps)?,
        }
        return Ok(Outcome::Done);
    }
    let summary = if arguments.coverage {
        weighed(arguments, &dataset)?
    } else {
        Summary::of(&dataset)
    };
    match arguments.format {
        FormatChoice::Text => output::print(&summary.text(language))?,
        FormatChoice::Json => output::print_json(&summary)?,
    }
    Ok(Outcome::Done)
}

/// What the data does not know, ranked by an export that is named, the volumes of a layer, or the
/// demo export.
fn gaps(arguments: &Arguments, dataset: &Dataset) -> Result<Gaps, Failure> {
    let language = arguments.lang;
    let library = |error| Failure::Library(error, language);
    if arguments.export.is_none() {
        let ranked = Gaps::weighed_by_volumes(dataset, arguments.year).map_err(library)?;
        if let Some(ranked) = ranked {
            return Ok(ranked);
        }
    }
    let outcome = outcome(arguments, &Engine::new(dataset).analysis())?;
    Gaps::weighed(&outcome).map_err(library)
}

/// The data weighed by an export that is named, the volumes of a layer, or the demo export.
fn weighed(arguments: &Arguments, dataset: &Dataset) -> Result<Summary, Failure> {
    let language = arguments.lang;
    let library = |error| Failure::Library(error, language);
    let analysis = Engine::new(dataset).gwp(arguments.gwp).analysis();
    if arguments.export.is_none() {
        let weighed = Summary::weighed_by_volumes(&analysis, arguments.year, language);
        if let Some(weighed) = weighed.map_err(library)? {
            return Ok(weighed);
        }
    }
    let outcome = outcome(arguments, &analysis)?;
    Ok(Summary::weighed(&outcome, language))
}

/// The export that is named, or that of the demonstration, added up.
fn outcome(
    arguments: &Arguments,
    analysis: &Analysis<'_>,
) -> Result<groenrecept::practice::Outcome, Failure> {
    let language = arguments.lang;
    let library = |error| Failure::Library(error, language);
    if let Some(year) = arguments.year {
        return Err(Failure::Said(format!(
            "--year {year}: geen map van --data heeft een volumes.csv met een nagezien rij van dat jaar (no folder of --data has a volumes.csv with a verified row of that year)."
        )));
    }
    let analysis = analysis.clone().latest(Some(latest_day(None)?));
    let outcome = match arguments.export.as_deref() {
        Some(path) => input::export(path, language).and_then(|export| analysis.run(export, None)),
        None => {
            let name = match language {
                Language::Dutch => "praktijkexport.csv (verzonnen, van de demonstratie)",
                Language::English => "praktijkexport.csv (synthetic, of the demonstration)",
            };
            Export::new(name, DEMO).and_then(|export| analysis.run(export, None))
        }
    };
    outcome.map_err(library)
}
