//! `groenrecept report EXPORT`.

use crate::output::{self, Failure, Inputs, STANDARD};
use crate::rules::{PeriodArguments, RuleArguments};
use crate::{DataArguments, Outcome, input, word};
use groenrecept::Day;
use groenrecept::bounds::Whole;
use groenrecept::dataset::Treatment;
use groenrecept::intake::Profile;
use groenrecept::outward::{cell, on_one_line};
use groenrecept::practice::Outcome as Found;
use groenrecept::report::{Report, reason_text, worklist};
use groenrecept::{Dataset, Engine, Language};
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{IsTerminal, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// A progress bar is of use from this size on, in bytes.
const LONG_FILE: u64 = 20_000_000;
/// The width of a page that goes to a file or a pipe.
const PAGE_WIDTH: u16 = 120;
/// A wider page than this is hard to read.
const MAX_WIDTH: u16 = 160;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// De export: CSV met een kopregel, of - voor standaardinvoer; van meer exports samen wordt één
    /// rapport gemaakt, met dubbele regels over de bestanden heen. (The export: CSV with a header, or
    /// - for standard input; several are read as one, with copies across files.)
    #[arg(required = true)]
    exports: Vec<PathBuf>,
    /// Profiel dat de kolommen benoemt: een bestand (TOML), of de naam van een ingebouwd
    /// profiel, zoals jhn. (Profile that names the columns: a file or a built-in one.)
    #[arg(long, value_name = "FILE|NAME")]
    profile: Option<PathBuf>,
    #[command(flatten)]
    data: DataArguments,
    /// Zuivering van het rioolwater waarmee het blok over water rekent: biologisch (secondary)
    /// of vergaand (quaternary). (Sewage treatment for the block about water.)
    #[arg(long, value_parser = word::<Treatment>(["secondary", "quaternary"]),
          default_value = "secondary")]
    treatment: Treatment,
    /// Schrijf ook JSON naar dit bestand; - is standaarduitvoer in plaats van de tekst.
    /// (Also write JSON; - for standard output instead of the text.)
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Schrijf van elke regel die terzijde is gelegd regelnummer en reden (CSV); - is
    /// standaarduitvoer in plaats van de tekst. (Write line number and reason of every row set
    /// aside; - for standard output.)
    #[arg(long, value_name = "FILE")]
    set_aside: Option<PathBuf>,
    /// Schrijf een lijst om na te kijken voor een rekenblad (CSV met puntkomma's): elke regel die niet
    /// is herkend, is gecorrigeerd, samengevoegd of terzijde gelegd, met reden, hoe hij is gelezen en
    /// zijn aandeel in het totaal. (Write a list to check, for a spreadsheet: every row not
    /// recognised, corrected, merged or set aside; - for standard output.)
    #[arg(long, value_name = "FILE")]
    worklist: Option<PathBuf>,
    /// Scherm aantallen kleiner dan N af, voor een rapport dat de praktijk verlaat; zonder getal
    /// is N 10. (Hide counts below N, for a report that leaves the practice; 10 without a number.)
    #[arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "10",
          value_parser = clap::value_parser!(u64).range(2..=1000))]
    suppress: Option<u64>,
    /// Geen tekst en geen voortgang. (No text and no progress.)
    #[arg(long)]
    quiet: bool,
    /// De laatste dag die als datum geldt, jjjj-mm-dd; anders vandaag. (The latest day
    /// that is a date; otherwise today.)
    #[arg(long, value_name = "DATE")]
    today: Option<String>,
    #[command(flatten)]
    period: PeriodArguments,
    #[command(flatten)]
    rules: RuleArguments,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let language = arguments.data.language();
    let library = |error| Failure::Library(error, language);
    check_arguments(arguments)?;
    let [json, set_aside, list] = targets(arguments)?;
    let dataset = arguments.data.dataset().map_err(library)?;
    let release = arguments.data.release(&dataset).map_err(library)?;
    let profile = arguments.profile.as_deref();
    let profile = profile.map(|path| read_profile(&dataset, path)).transpose();
    let profile = profile.map_err(library)?;
    let latest = latest_day(arguments.today.as_deref())?;
    let day = arguments.rules.day(language)?;
    let [from, to] = arguments.period.days(language)?;
    let exports = arguments
        .exports
        .iter()
        .map(|path| input::export(path, language));
    let exports: Vec<_> = exports.collect::<Result<_, _>>().map_err(library)?;
    let bar = progress_bar(arguments);
    let threads = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let show = |bytes| bar.set_position(bytes);
    let found = Engine::new(&dataset)
        .gwp(arguments.data.gwp())
        .gstandaard(release)
        .analysis()
        .treatment(arguments.treatment)
        .at_least(arguments.rules.status())
        .day(day)
        .threads(threads)
        .latest(Some(latest))
        .period(from, to)
        .suppress(arguments.suppress)
        .list_set_aside(arguments.set_aside.is_some())
        .worklist(arguments.worklist.is_some())
        .progress(&show)
        .run_all(exports, profile.as_ref());
    bar.finish_and_clear();
    let found = found.map_err(library)?;
    warn_of_codes(&found, language);
    let report = Report::new(&found, language);
    let text = json.is_some().then(|| output::json(&report)).transpose()?;
    let text = text.unwrap_or_default();
    let results: [(_, output::Writer<'_>); 3] = [
        (json, &|out| out.write_all(text.as_bytes())),
        (set_aside, &|out| list_set_aside(out, &found, language)),
        (list, &|out| {
            let mut lines = worklist(&found, language).into_iter().flatten();
            lines.try_for_each(|line| out.write_all(line.as_bytes()))
        }),
    ];
    if !output::deliver(results, language)? && !arguments.quiet {
        output::print(&report.text(page_width()))?;
    }
    Ok(match found.rows.mostly_aside().as_slice() {
        [] => Outcome::Done,
        _ => Outcome::Findings,
    })
}

/// What cannot go together.
fn check_arguments(arguments: &Arguments) -> Result<(), Failure> {
    let lists = [
        ("--set-aside", &arguments.set_aside),
        ("--worklist", &arguments.worklist),
    ];
    if arguments.suppress.is_some()
        && let Some((option, _)) = lists.iter().find(|(_, target)| target.is_some())
    {
        return Err(Failure::Said(format!(
            "{option} noemt elke regel, ook van kleine aantallen, en gaat niet samen met --suppress (the list names every row, also of small numbers)."
        )));
    }
    let from_standard = |path: &&PathBuf| path.as_path() == Path::new(STANDARD);
    if arguments.exports.iter().filter(from_standard).count() > 1 {
        return Err(Failure::Said(
            "standaardinvoer is één export; noem - één keer (standard input is one export)."
                .to_owned(),
        ));
    }
    Ok(())
}

/// Where the results go: over nothing that is read, and not over each other.
fn targets(arguments: &Arguments) -> Result<[Option<output::Target>; 3], Failure> {
    let data = &arguments.data;
    let inputs = Inputs::default()
        .files(arguments.exports.iter().chain(&arguments.profile))
        .folders(data.folders.all().chain(&data.gstandaard));
    let wanted = [
        ("--json", arguments.json.as_deref()),
        ("--set-aside", arguments.set_aside.as_deref()),
        ("--worklist", arguments.worklist.as_deref()),
    ];
    output::targets(wanted, &inputs, data.language())
}

/// Says which coding systems have codes that the own table lacks; the report lists them.
fn warn_of_codes(found: &Found, language: Language) {
    let tables = found.codes.iter().flat_map(|codes| &codes.own_tables);
    for (system, lacking) in tables {
        let rows = lacking.as_ref().map_or(0, |lacking| lacking.rows);
        if rows == 0 {
            continue;
        }
        let system = system.to_uppercase();
        output::complain(&match language {
            Language::Dutch => format!(
                "groenrecept: regels met een {system}-code die codes.csv niet heeft: {rows}; het rapport noemt de codes.\n"
            ),
            Language::English => format!(
                "groenrecept: rows with a {system} code that codes.csv lacks: {rows}; the report names the codes.\n"
            ),
        });
    }
}

/// Line number and reason of every row set aside, never the row.
fn list_set_aside(out: &mut dyn Write, found: &Found, language: Language) -> std::io::Result<()> {
    let rows = found.tally().and_then(|tally| tally.ledger.all_set_aside());
    let file = if found.files.len() > 1 { "file," } else { "" };
    writeln!(out, "{file}line,reason,text")?;
    for (place, reason) in rows.unwrap_or_default() {
        if let Some(file) = found.file_of(place) {
            write!(out, "{},", cell(file, ','))?;
        }
        let text = cell(reason_text(reason, language), ',');
        writeln!(out, "{},{},{text}", place.line, reason.as_str())?;
    }
    Ok(())
}

/// A file, or else a profile of the data with this name.
pub(crate) fn read_profile(dataset: &Dataset, path: &Path) -> groenrecept::Result<Profile> {
    let name = path.display().to_string();
    if !path.exists() {
        return Profile::named(dataset, &name).map_err(|error| error.in_file(&name));
    }
    let text = Whole::Profile.read_text(path)?;
    Profile::parse(&text).map_err(|error| error.in_file(&name))
}

pub(crate) fn latest_day(today: Option<&str>) -> Result<Day, Failure> {
    match today {
        Some(text) => text.parse().map_err(|_| {
            Failure::Said(format!(
                "--today {}: verwacht een datum als 2025-12-31 (expected a date such as 2025-12-31)",
                on_one_line(text)
            ))
        }),
        None => {
            let today = crate::rules::today()?;
            // The zone of the reader may be a day ahead of UTC.
            Ok(today.next().unwrap_or(today))
        }
    }
}

/// A bar on a terminal for long files; hidden otherwise.
fn progress_bar(arguments: &Arguments) -> ProgressBar {
    let exports = arguments.exports.iter();
    let sizes = exports.map(|path| std::fs::metadata(path).map_or(0, |meta| meta.len()));
    let size = sizes.fold(0, u64::saturating_add);
    if arguments.quiet || size < LONG_FILE || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(size);
    let template = "{bar:40} {bytes}/{total_bytes} {eta}";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}

/// As wide as the terminal, within reason.
fn page_width() -> u16 {
    if !std::io::stdout().is_terminal() {
        return PAGE_WIDTH;
    }
    console_width().unwrap_or(PAGE_WIDTH).min(MAX_WIDTH)
}

fn console_width() -> Option<u16> {
    let (terminal_size::Width(columns), _) = terminal_size::terminal_size()?;
    Some(columns)
}
