//! `groenrecept profile EXPORT`: how a file is understood, and a profile to edit.

use crate::output::{self, Failure, Inputs, shown};
use crate::{Folders, FormatChoice, Outcome, input};
use groenrecept::Language;
use groenrecept::intake::Proposal;
use groenrecept::report::profile_page;
use std::path::PathBuf;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// De export: CSV met een kopregel, of - voor standaardinvoer. (The export: CSV with a header, or -
    /// for standard input.)
    export: PathBuf,
    /// Schrijf het profiel naar dit bestand, om aan te passen. (Write the profile to this file.)
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Overschrijf een profiel dat er al is. (Overwrite a profile that is there.)
    #[arg(long, requires = "out")]
    force: bool,
    #[command(flatten)]
    folders: Folders,
    /// Vorm van de uitvoer. (Form of the output.)
    #[arg(long, value_enum, default_value = "text")]
    format: FormatChoice,
    /// Taal: nl of en. (Language.)
    #[arg(long, value_parser = crate::language(), default_value = "nl")]
    lang: Language,
}

/// The proposal as JSON, with the profile as text.
#[derive(serde::Serialize)]
struct Page<'a> {
    #[serde(flatten)]
    proposal: &'a Proposal,
    profile: String,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let language = arguments.lang;
    let library = |error| Failure::Library(error, language);
    let inputs = Inputs::default()
        .files([&arguments.export])
        .folders(arguments.folders.all());
    let wanted = [("--out", arguments.out.as_deref())];
    let [target] = output::targets(wanted, &inputs, language)?;
    if let Some(path) = &arguments.out
        && path.is_file()
        && !arguments.force
    {
        return Err(Failure::Said(format!(
            "{}: dit bestand bestaat al; kies een andere naam of geef --force (this file exists).",
            shown(path)
        )));
    }
    let export = input::export(&arguments.export, language).map_err(library)?;
    let dataset = arguments.folders.dataset(language).map_err(library)?;
    let proposal = export.proposal(&dataset).map_err(library)?;
    let profile = proposal.toml(language);
    let write: output::Writer<'_> = &|out| out.write_all(profile.as_bytes());
    if output::deliver([(target, write)], language)? {
        return Ok(Outcome::Done);
    }
    match arguments.format {
        FormatChoice::Text => {
            output::print(&profile_page(&proposal, language))?;
            if arguments.out.is_none() {
                output::print(&format!("\n{profile}"))?;
            }
        }
        FormatChoice::Json => output::print_json(&Page {
            proposal: &proposal,
            profile,
        })?,
    }
    Ok(Outcome::Done)
}
