//! `groenrecept`: the crate as a program for a practice or a guideline author.

mod check;
mod compare;
mod compare_data;
mod data;
mod demo;
mod explain;
mod input;
mod labels;
mod new;
mod output;
mod profile;
mod report;
mod rules;
mod whole;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand, ValueEnum};
use groenrecept::advice::{examine, verified};
use groenrecept::dataset::{Dataset, Layer};
use groenrecept::intake::gstandaard::Release;
use groenrecept::{Error, GwpSet, Language, ParseError};
use std::path::PathBuf;
use std::process::ExitCode;
use std::str::FromStr;

/// Duurzaam voorschrijven in cijfers: van voorschriften naar klimaatimpact, met bronnen.
/// (Sustainable prescribing in figures: from prescriptions to climate impact, with sources.)
#[derive(Parser)]
#[command(name = "groenrecept", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Maak een rapport van een export van het HIS; code 1 als een vijfde van de regels om één reden
    /// terzijde ligt. (Report on a prescription export; exit code 1 where a fifth of the rows is set
    /// aside for one reason.)
    Report(report::Arguments),
    /// Laat zien hoe de kolommen van een export zijn begrepen en stel een profiel voor. (Show
    /// how the columns of an export are understood, and propose a profile.)
    Profile(profile::Arguments),
    /// Laat zien wat een omschrijving, code of ATC-code betekent en waar de waarde vandaan
    /// komt. (Show what a label, code or ATC code means and where its value comes from.)
    Explain(explain::Arguments),
    /// Controleer een formularium of gegevensbestanden, of leg een code van de controle uit.
    /// (Check a formulary or data files.)
    Check(check::Arguments),
    /// Wat een concept van een formularium zou veranderen. (What a draft of a formulary would
    /// change.)
    Compare(compare::Arguments),
    /// Klassen per behandeldag, om naast de opties van een formularium af te drukken. (Classes to
    /// be printed beside the options of a formulary.)
    Labels(labels::Arguments),
    /// Wat de gegevens bevatten, waar ze vandaan komen en wat ontbreekt. (What the data
    /// holds and lacks.)
    Data(data::Arguments),
    /// Wat er op een export verandert tussen twee versies van de gegevens, en waarom. (What
    /// moves on an export between two versions of the data, and why.)
    CompareData(compare_data::Arguments),
    /// Begin een gegevensbestand voor een eigen laag, met wat er in elke kolom staat. (Start a data
    /// file for a layer of your own.)
    New(new::Arguments),
    /// Schrijf een synthetische export om mee te oefenen. (Write a synthetic export.)
    Demo(DemoArguments),
}

#[derive(clap::Args)]
struct DemoArguments {
    /// Aantal regels. (Number of rows.)
    #[arg(long, default_value_t = 3000)]
    rows: u64,
    /// Beginwaarde; dezelfde waarde geeft hetzelfde bestand. (Seed.)
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Aantal praktijken. (Number of practices.)
    #[arg(long, default_value_t = 1)]
    practices: u32,
}

/// The folders of data that a command uses.
#[derive(clap::Args)]
struct Folders {
    /// Map met eigen gegevens, zoals factoren, producten of codes, over de ingebouwde; mag vaker.
    /// (Folder with own data over the embedded data; may be repeated.)
    #[arg(long, value_name = "DIR")]
    data: Vec<PathBuf>,
    /// Map die alleen wordt gebruikt, zoals die van een studie: van de ingebouwde gegevens tellen
    /// dan alleen woorden en eenheden; mag vaker, en een volgende map ligt over de vorige. (Folder
    /// that is used alone, such as that of a study, over the embedded words and units only; may be
    /// repeated.)
    #[arg(long, value_name = "DIR", conflicts_with = "data")]
    only: Vec<PathBuf>,
}

impl Folders {
    fn are_given(&self) -> bool {
        !(self.data.is_empty() && self.only.is_empty())
    }

    fn all(&self) -> impl Iterator<Item = &PathBuf> {
        self.data.iter().chain(&self.only)
    }

    /// The data with its layers, whose rules do as their examples say; what the checker warns of
    /// and does not stop the work goes to standard error.
    fn dataset(&self, language: Language) -> Result<Dataset, Error> {
        let (lowest, over) = match self.only.split_first() {
            Some((first, over)) => (verified(Dataset::only(&Layer::from_dir(first)?)?)?, over),
            None => (Dataset::embedded()?, self.data.as_slice()),
        };
        let dataset = over.iter().try_fold(lowest, |dataset, dir| {
            verified(dataset.with_layer(&Layer::from_dir(dir)?)?)
        })?;
        output::warn(dataset.findings(), language);
        if self.are_given() {
            output::warn(&examine(&dataset), language);
        }
        Ok(dataset)
    }
}

/// Options that several commands share.
#[derive(clap::Args)]
struct DataArguments {
    #[command(flatten)]
    folders: Folders,
    /// Map met uw eigen, uitgepakte levering van de G-Standaard (BST-bestanden). (Folder of your
    /// own release of the G-Standaard.)
    #[arg(long, value_name = "DIR")]
    gstandaard: Option<PathBuf>,
    /// GWP100-set waarin wordt gerekend. (Set of global warming potentials.)
    #[arg(long, value_parser = gwp_set(), default_value = "ar6")]
    gwp: GwpSet,
    /// Taal: nl of en. (Language.)
    #[arg(long, value_parser = language(), default_value = "nl")]
    lang: Language,
}

/// Words that may be typed, each for a value of the library.
fn word<T>(words: impl IntoIterator<Item = &'static str>) -> impl TypedValueParser<Value = T>
where
    T: FromStr<Err = ParseError> + Clone + Send + Sync + 'static,
{
    PossibleValuesParser::new(words).try_map(|word| word.parse())
}

fn language() -> impl TypedValueParser<Value = Language> {
    word(["nl", "en"])
}

fn gwp_set() -> impl TypedValueParser<Value = GwpSet> {
    word(["ar4", "ar5", "ar6"])
}

#[derive(Clone, Copy, ValueEnum)]
enum FormatChoice {
    Text,
    Json,
}

impl DataArguments {
    fn language(&self) -> Language {
        self.lang
    }

    fn gwp(&self) -> GwpSet {
        self.gwp
    }

    fn dataset(&self) -> Result<Dataset, Error> {
        let dataset = self.folders.dataset(self.language())?;
        dataset.has_gwp(self.gwp).map(|()| dataset)
    }

    fn release(&self, dataset: &Dataset) -> Result<Option<Release>, Error> {
        let folder = self.gstandaard.as_deref();
        folder
            .map(|folder| Release::open(dataset, folder))
            .transpose()
    }
}

/// The outcome of a command: 0 done, 1 findings, 2 cannot go on. What a command refuses it has
/// said itself.
enum Outcome {
    Done,
    Findings,
    Refused,
}

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return output::usage(&error),
    };
    match run(&arguments.command) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Ok(Outcome::Refused) => ExitCode::from(2),
        Err(failure) => failure.exit(),
    }
}

fn run(command: &Command) -> Result<Outcome, output::Failure> {
    // A command without results of its own prints over nothing that it reads.
    let prints = || output::standard_is_a_result(Language::Dutch);
    match command {
        Command::Report(arguments) => report::run(arguments),
        Command::Profile(arguments) => profile::run(arguments),
        Command::Explain(arguments) => prints().and_then(|()| explain::run(arguments)),
        Command::Check(arguments) => prints().and_then(|()| check::run(arguments)),
        Command::Compare(arguments) => prints().and_then(|()| compare::run(arguments)),
        Command::Labels(arguments) => prints().and_then(|()| labels::run(arguments)),
        Command::Data(arguments) => prints().and_then(|()| data::run(arguments)),
        Command::CompareData(arguments) => prints().and_then(|()| compare_data::run(arguments)),
        Command::New(arguments) => new::run(arguments),
        Command::Demo(arguments) => run_demo(arguments),
    }
}

fn run_demo(arguments: &DemoArguments) -> Result<Outcome, output::Failure> {
    let demo = demo::Demo {
        rows: arguments.rows,
        seed: arguments.seed,
        practices: arguments.practices,
        year: 2025,
    };
    output::stream(|mut out| demo.write(&mut out))?;
    Ok(Outcome::Done)
}
