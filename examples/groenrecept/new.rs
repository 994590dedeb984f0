//! `groenrecept new FILE`: the start of a data file, and what its columns hold.

use crate::Outcome;
use crate::output::{self, Failure, Inputs, shown};
use groenrecept::Language;
use groenrecept::dataset::Layer;
use groenrecept::outward::on_one_line;
use std::path::PathBuf;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Het gegevensbestand, zoals factors.csv, formulary/features.csv of guidelines/eigen.toml.
    /// (The data file.)
    file: String,
    /// Schrijf het in deze map in plaats van naar de uitvoer; een bestand dat er al is, blijft
    /// staan. (Write it into this folder; a file that is there stays.)
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Taal: nl of en. (Language.)
    #[arg(long, value_parser = crate::language(), default_value = "nl")]
    lang: Language,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let language = arguments.lang;
    let said = |nl: String, en: String| {
        Failure::Said(match language {
            Language::Dutch => nl,
            Language::English => en,
        })
    };
    let file = arguments.file.as_str();
    let named = on_one_line(file);
    let start = Layer::template(file, language).zip(Layer::columns(file, language));
    let Some((text, columns)) = start else {
        return Err(said(
            format!("{named}: dit is geen gegevensbestand; data/README.md noemt ze alle."),
            format!("{named}: this is no data file; data/README.md lists them all."),
        ));
    };
    if let Some(folder) = &arguments.out {
        let path = folder.join(file);
        let shown = shown(&path);
        if path.symlink_metadata().is_ok() {
            return Err(said(
                format!("{shown}: dit bestand bestaat al en blijft staan."),
                format!("{shown}: this file exists and stays as it is."),
            ));
        }
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)
                .map_err(|error| Failure::of_file(&error, parent, language))?;
        }
        let wanted = [("--out", Some(path.as_path()))];
        let [target] = output::targets(wanted, &Inputs::default(), language)?;
        let write: output::Writer<'_> = &|out| out.write_all(text.as_bytes());
        output::deliver([(target, write)], language)?;
    } else {
        output::print(&text)?;
    }
    output::complain(&columns);
    Ok(Outcome::Done)
}
