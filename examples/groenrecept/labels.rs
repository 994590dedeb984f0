//! `groenrecept labels FORMULARY.csv`: classes to be printed beside the options.

use crate::check::WhenArguments;
use crate::output::{self, Failure, shown};
use crate::whole::whole;
use crate::{Outcome, input};
use clap::ValueEnum;
use groenrecept::Language;
use groenrecept::formulary::{Bands, Earlier, Words, labels};
use groenrecept::report::formulary::{LabelsReport, earlier_labels};
use std::path::PathBuf;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Het formularium. (The formulary.)
    formulary: PathBuf,
    /// Eigen klassen: CSV met band, from_g, below_g, margin_percent, text_nl en text_en. (Own
    /// classes.)
    #[arg(long, value_name = "FILE")]
    bands: Option<PathBuf>,
    /// Eerdere klassen, als CSV van deze opdracht: een klasse blijft staan bij een kleine
    /// verandering. (Earlier classes: a small change turns none.)
    #[arg(long, value_name = "FILE")]
    previous: Option<PathBuf>,
    #[command(flatten)]
    when: WhenArguments,
    /// Vorm van de uitvoer. (Form of the output.)
    #[arg(long, value_enum, default_value = "text")]
    format: LabelFormat,
    /// Taal: nl of en. (Language.)
    #[arg(long, value_parser = crate::language(), default_value = "nl")]
    lang: Language,
}

#[derive(Clone, Copy, ValueEnum)]
enum LabelFormat {
    Text,
    Csv,
    Json,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let language = arguments.lang;
    let engine = arguments.when.engine(language)?;
    let dataset = engine.dataset();
    let words = Words::of(dataset);
    let json = matches!(arguments.format, LabelFormat::Json);
    let settings = arguments.when.settings(dataset, language)?;
    let path = arguments.formulary.as_path();
    let Some([formulary]) = whole([path], dataset, (&words, &settings), json, language)? else {
        return Ok(Outcome::Refused);
    };
    let bands = match &arguments.bands {
        None => dataset.bands(),
        Some(path) => Bands::read(&path.display().to_string(), &input::text(path, language)?)
            .map_err(|problems| {
                let lines: Vec<String> = problems.iter().map(|one| one.text(language)).collect();
                Failure::Said(lines.join("\n"))
            })?,
    };
    let earlier = match &arguments.previous {
        None => Earlier::new(),
        Some(path) => earlier_labels(&input::text(path, language)?)
            .map_err(|missing| Failure::Said(format!("{}: {missing}?", shown(path))))?,
    };
    let on = settings.clone();
    let found = labels(&engine, &words, &formulary, &bands, on, &earlier);
    let report = LabelsReport::new(&engine, &formulary, &bands, &found, &settings, language);
    match arguments.format {
        LabelFormat::Text => output::print(&report.text(language))?,
        LabelFormat::Csv => output::print(&report.csv(language))?,
        LabelFormat::Json => output::print_json(&report)?,
    }
    Ok(Outcome::Done)
}
