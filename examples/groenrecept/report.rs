//! `groenrecept report EXPORT`.

use crate::output::{self, Failure};
use crate::rules::{PeriodArguments, RuleArguments};
use crate::{DataArguments, Outcome, word};
use groenrecept::Day;
use groenrecept::bounds::Whole;
use groenrecept::dataset::Treatment;
use groenrecept::intake::{Export, Profile};
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
    /// De export: CSV met een kopregel; van meer exports samen wordt één rapport gemaakt, met
    /// dubbele regels over de bestanden heen. (The export: CSV with a header; several are read as
    /// one, with copies across files.)
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
    json: Option<String>,
    /// Schrijf van elke regel die terzijde is gelegd regelnummer en reden (CSV); - is
    /// standaarduitvoer in plaats van de tekst. (Write line number and reason of every row set
    /// aside; - for standard output.)
    #[arg(long, value_name = "FILE")]
    set_aside: Option<String>,
    /// Schrijf een lijst om na te kijken voor een rekenblad (CSV met puntkomma's): elke regel die niet
    /// is herkend, is gecorrigeerd, samengevoegd of terzijde gelegd, met reden, hoe hij is gelezen en
    /// zijn aandeel in het totaal. (Write a list to check, for a spreadsheet: every row not
    /// recognised, corrected, merged or set aside; - for standard output.)
    #[arg(long, value_name = "FILE")]
    worklist: Option<String>,
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
    let dataset = arguments.data.dataset().map_err(library)?;
    let release = arguments.data.release(&dataset).map_err(library)?;
    let profile = arguments.profile.as_deref();
    let profile = profile.map(|path| read_profile(&dataset, path)).transpose();
    let profile = profile.map_err(library)?;
    check_targets(arguments)?;
    let latest = latest_day(arguments.today.as_deref())?;
    let day = arguments.rules.day(language)?;
    let [from, to] = arguments.period.days(language)?;
    let exports = arguments.exports.iter().map(|path| Export::open(path));
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
    deliver(arguments, &Report::new(&found, language))?;
    if let Some(target) = arguments.set_aside.as_deref() {
        list_set_aside(target, &found, language)?;
    }
    if let Some(target) = arguments.worklist.as_deref() {
        write_to(target, language, &|out| {
            let mut lines = worklist(&found, language).into_iter().flatten();
            lines.try_for_each(|line| out.write_all(line.as_bytes()))
        })?;
    }
    Ok(match found.rows.mostly_aside().as_slice() {
        [] => Outcome::Done,
        _ => Outcome::Findings,
    })
}

/// No result goes over the export or over another result.
fn check_targets(arguments: &Arguments) -> Result<(), Failure> {
    let targets = [
        ("--json", arguments.json.as_deref()),
        ("--set-aside", arguments.set_aside.as_deref()),
        ("--worklist", arguments.worklist.as_deref()),
    ];
    let mut before: Vec<(&str, &str)> = Vec::new();
    for (option, target) in targets {
        let Some(target) = target else { continue };
        let path = Path::new(target);
        let target_is = |export: &PathBuf| target != "-" && output::same_file(path, export);
        if arguments.exports.iter().any(target_is) {
            return Err(Failure::Said(format!(
                "{target}: dit is de export zelf; kies een ander bestand voor de uitkomst (this is the export itself)."
            )));
        }
        if arguments.suppress.is_some() && option != "--json" {
            return Err(Failure::Said(format!(
                "{option} noemt elke regel, ook van kleine aantallen, en gaat niet samen met --suppress (the list names every row, also of small numbers)."
            )));
        }
        let same = |other: &str| target == other || output::same_file(path, Path::new(other));
        if let Some((first, _)) = before.iter().find(|(_, other)| same(other)) {
            return Err(Failure::Said(format!(
                "{target}: {first} en {option} noemen hetzelfde bestand; kies er twee (the same file twice)."
            )));
        }
        before.push((option, target));
    }
    Ok(())
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
fn list_set_aside(target: &str, found: &Found, language: Language) -> Result<(), Failure> {
    let rows = found.tally().and_then(|tally| tally.ledger.all_set_aside());
    let rows = rows.unwrap_or_default();
    write_to(target, language, &|out| {
        let several = found.files.len() > 1;
        writeln!(
            out,
            "{}line,reason,text",
            if several { "file," } else { "" }
        )?;
        for (place, reason) in &rows {
            if let Some(file) = found.file_of(*place) {
                write!(out, "\"{}\",", file.replace('"', "\"\""))?;
            }
            let text = reason_text(*reason, language).replace('"', "\"\"");
            writeln!(out, "{},{},\"{text}\"", place.line, reason.as_str())?;
        }
        Ok(())
    })
}

/// Writes to a file, or to standard output.
fn write_to(
    target: &str,
    language: Language,
    list: &dyn Fn(&mut dyn Write) -> std::io::Result<()>,
) -> Result<(), Failure> {
    let buffered = |out: &mut dyn Write| {
        let mut out = std::io::BufWriter::new(out);
        list(&mut out)?;
        out.flush()
    };
    if target == "-" {
        buffered(&mut std::io::stdout().lock()).map_err(Failure::Write)
    } else {
        output::write_with(Path::new(target), language, buffered)
    }
}

fn deliver(arguments: &Arguments, report: &Report) -> Result<(), Failure> {
    let to_pipe = arguments.json.as_deref() == Some("-");
    let lists = [&arguments.set_aside, &arguments.worklist];
    let list_to_pipe = lists.iter().any(|list| list.as_deref() == Some("-"));
    if let Some(target) = arguments.json.as_deref() {
        let json = serde_json::to_string_pretty(report)
            .map_err(|error| Failure::Said(error.to_string()))?;
        if to_pipe {
            output::print(&format!("{json}\n"))?;
        } else {
            let path = Path::new(target);
            output::write_file(path, &format!("{json}\n"), arguments.data.language())?;
        }
    }
    if !arguments.quiet && !to_pipe && !list_to_pipe {
        output::print(&report.text(page_width()))?;
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
                "--today {text}: verwacht een datum als 2025-12-31 (expected a date such as 2025-12-31)"
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
