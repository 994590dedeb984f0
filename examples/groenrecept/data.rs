//! `groenrecept data`: what the data holds, where it comes from, and what it lacks.

use crate::output::{self, Failure};
use crate::{Folders, FormatChoice, Outcome};
use groenrecept::Language;
use groenrecept::report::data::{Summary, Usable};

#[derive(clap::Args)]
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
    let summary = Summary::of(&dataset);
    match arguments.format {
        FormatChoice::Text => output::print(&summary.text(language))?,
        FormatChoice::Json => output::print_json(&summary)?,
    }
    Ok(Outcome::Done)
}
