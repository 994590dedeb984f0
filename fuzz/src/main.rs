//! Runs the targets without a nightly toolchain: see README.md.

use clap::Parser;
use groenrecept_fuzz::{Finding, Hunt, Limits, Summary, TARGETS, Target, hex};
use indicatif::{ProgressBar, ProgressStyle};
use std::fs;
use std::io;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// How often what is running is looked at.
const WATCH: Duration = Duration::from_millis(500);

/// Reads inputs that nobody wrote with every parser. Exit code 1 where something does not hold.
#[derive(Parser)]
struct Arguments {
    /// How long each target runs; 20 where --runs is not given.
    #[arg(long, value_name = "N")]
    seconds: Option<u64>,
    /// How many inputs each target gets; with a seed, the same ones.
    #[arg(long, value_name = "N")]
    runs: Option<u64>,
    /// Only this target; may be repeated.
    #[arg(long, value_name = "NAME")]
    target: Vec<String>,
    /// How many targets run at once; of fewer targets, each gets several threads.
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
    /// Chooses the inputs.
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
    /// An input that runs for longer than this many seconds ends the run as a finding.
    #[arg(long, value_name = "N", default_value_t = 60)]
    stuck: u64,
    /// Writes inputs that are findings, and the slowest of each target, to this folder; otherwise
    /// nothing is written.
    #[arg(long, value_name = "FOLDER")]
    keep: Option<PathBuf>,
    /// Writes seeds and a dictionary for `cargo fuzz` to this folder, and runs nothing.
    #[arg(long, value_name = "FOLDER")]
    write_seeds: Option<PathBuf>,
    /// Runs one input, in hexadecimal digits, with the target and lets it fail.
    #[arg(long, value_name = "HEX", requires = "target")]
    input: Option<String>,
    /// Lists the targets.
    #[arg(long)]
    list: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &Arguments) -> io::Result<bool> {
    let targets = chosen(&arguments.target)?;
    if arguments.list {
        for target in &targets {
            println!("{:<12} {}", target.name, target.about);
        }
        return Ok(true);
    }
    if let Some(folder) = &arguments.write_seeds {
        for target in &targets {
            write_seeds(target, folder)?;
        }
        return Ok(true);
    }
    if let Some(input) = &arguments.input {
        let bytes =
            bytes_of(input).ok_or_else(|| refused("--input: these are no hexadecimal digits"))?;
        for target in &targets {
            (target.run)(&bytes);
        }
        return Ok(true);
    }
    let (summaries, whole) = hunt_all(&targets, arguments)?;
    let mut findings = Vec::new();
    let (mut runs, mut time) = (0u64, Duration::ZERO);
    for (target, summary) in targets.iter().zip(summaries) {
        runs += summary.runs;
        time += summary.time;
        if let Some(folder) = &arguments.keep {
            fs::create_dir_all(folder)?;
            let name = format!("{}-slowest", target.name);
            fs::write(folder.join(name), &summary.slowest.1)?;
        }
        findings.extend(summary.findings);
    }
    println!(
        "{runs} inputs in {} s of threads, seed {}: {} findings",
        time.as_secs(),
        arguments.seed,
        findings.len()
    );
    for finding in &findings {
        if let Some(folder) = &arguments.keep {
            keep(finding, folder)?;
        }
    }
    Ok(whole && findings.is_empty())
}

fn chosen(names: &[String]) -> io::Result<Vec<&'static Target>> {
    if names.is_empty() {
        return Ok(TARGETS.iter().collect());
    }
    let named = |name: &String| {
        Target::named(name).ok_or_else(|| {
            let known: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
            refused(&format!(
                "there is no target '{name}'; choose from: {}",
                known.join(", ")
            ))
        })
    };
    names.iter().map(named).collect()
}

fn refused(text: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, text)
}

/// The summary of each target, and whether all came to their end.
fn hunt_all(
    targets: &[&'static Target],
    arguments: &Arguments,
) -> io::Result<(Vec<Summary>, bool)> {
    let threads = match arguments.threads {
        Some(threads) => threads,
        None => thread::available_parallelism()?,
    };
    let lanes = threads.get().div_ceil(targets.len().max(1));
    let per_lane = |all: u64| all.div_ceil(u64::try_from(lanes).unwrap_or(1));
    let limits = Limits {
        runs: arguments.runs.map(per_lane),
        time: match (arguments.seconds, arguments.runs) {
            (None, Some(_)) => None,
            (seconds, _) => Some(Duration::from_secs(seconds.unwrap_or(20))),
        },
    };
    let hunts: Vec<Hunt> = targets
        .iter()
        .flat_map(|target| (0..lanes).map(|lane| Hunt::new(target, arguments.seed, lane as u64)))
        .collect();
    Hunt::quiet();
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<Option<Summary>>> = Mutex::new(vec![None; hunts.len()]);
    let bar = progress(limits, hunts.len(), threads.get());
    thread::scope(|scope| {
        let workers: Vec<_> = (0..threads.get())
            .map(|_| {
                scope.spawn(|| {
                    while let Some(hunt) = hunts.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let summary = hunt.run(limits, &|finding| {
                            bar.suspend(|| tell_finding(finding));
                        });
                        bar.suspend(|| tell(hunt.target(), &summary));
                        let at = hunts.iter().position(|one| std::ptr::eq(one, hunt));
                        if let (Some(at), Ok(mut done)) = (at, done.lock()) {
                            done[at] = Some(summary);
                        }
                    }
                })
            })
            .collect();
        watch(&hunts, &bar, Duration::from_secs(arguments.stuck), || {
            workers.iter().all(thread::ScopedJoinHandle::is_finished)
        });
    });
    bar.finish_and_clear();
    let done = done.into_inner().unwrap_or_default();
    let whole = done.iter().all(Option::is_some);
    let of_target = |lanes: &[Option<Summary>]| {
        lanes
            .iter()
            .flatten()
            .fold(Summary::default(), |mut sum, one| {
                sum.runs += one.runs;
                sum.time += one.time;
                sum.shapes += one.shapes;
                if one.slowest.0 > sum.slowest.0 {
                    sum.slowest = one.slowest.clone();
                }
                let new = one.findings.iter();
                let new =
                    new.filter(|one| !sum.findings.iter().any(|known| known.place == one.place));
                let new: Vec<Finding> = new.cloned().collect();
                sum.findings.extend(new);
                sum
            })
    };
    Ok((done.chunks(lanes).map(of_target).collect(), whole))
}

/// Shows how far it is, and ends the program where an input does not end.
fn watch(hunts: &[Hunt], bar: &ProgressBar, after: Duration, finished: impl Fn() -> bool) {
    let begin = Instant::now();
    while !finished() {
        thread::sleep(WATCH.min(Duration::from_millis(50).max(begin.elapsed() / 10)));
        let runs: u64 = hunts.iter().map(Hunt::runs).sum();
        bar.set_position(begin.elapsed().as_secs());
        bar.set_message(format!("{runs} inputs"));
        for hunt in hunts {
            if let Some(input) = hunt.stuck(after) {
                bar.finish_and_clear();
                let name = hunt.target().name;
                println!(
                    "{name}: an input takes more than {} s: {}",
                    after.as_secs(),
                    hex(&input)
                );
                std::process::exit(1);
            }
        }
    }
}

/// A bar of seconds on a terminal, where these are known; nothing elsewhere.
fn progress(limits: Limits, hunts: usize, threads: usize) -> ProgressBar {
    let rounds = u64::try_from(hunts.div_ceil(threads)).unwrap_or(u64::MAX);
    let bar = match limits.time.filter(|_| limits.runs.is_none()) {
        Some(time) => ProgressBar::new(time.as_secs().saturating_mul(rounds)),
        None => ProgressBar::new_spinner(),
    };
    let style = ProgressStyle::with_template("{wide_bar} {pos}/{len} s, {msg}");
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn tell(target: &Target, summary: &Summary) {
    let (slowest, input) = &summary.slowest;
    println!(
        "{:<12} {:>9} inputs in {:>4} s, {:>5} kinds of answers, slowest {} ms ({} bytes)",
        target.name,
        summary.runs,
        summary.time.as_secs(),
        summary.shapes,
        slowest.as_millis(),
        input.len()
    );
}

fn tell_finding(finding: &Finding) {
    let Finding {
        target,
        place,
        message,
        input,
        seed,
    } = finding;
    println!("\n{target}: {place}\n  {message}");
    println!(
        "  input ({} bytes, seed {seed}): {}",
        input.len(),
        hex(input)
    );
    println!("  as text: {:?}", String::from_utf8_lossy(input));
}

fn keep(finding: &Finding, folder: &Path) -> io::Result<()> {
    let place: String = finding
        .place
        .chars()
        .map(|sign| if sign.is_alphanumeric() { sign } else { '-' })
        .collect();
    fs::write(
        folder.join(format!("{}-{place}", finding.target)),
        &finding.input,
    )
}

fn write_seeds(target: &Target, folder: &Path) -> io::Result<()> {
    let corpus = folder.join(target.name);
    fs::create_dir_all(&corpus)?;
    for (seed, number) in target.inputs().iter().zip(0..) {
        fs::write(corpus.join(format!("seed-{number:04}")), seed)?;
    }
    let escaped = |word: &Vec<u8>| {
        let bytes: String = word.iter().map(|byte| format!("\\x{byte:02x}")).collect();
        format!("\"{bytes}\"\n")
    };
    let words: String = target
        .dictionary()
        .iter()
        .filter(|word| !word.is_empty())
        .map(escaped)
        .collect();
    fs::write(folder.join(format!("{}.dict", target.name)), words)
}

fn bytes_of(hex: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = hex.bytes().collect();
    let pairs = digits.chunks(2).map(|pair| {
        let pair = std::str::from_utf8(pair)
            .ok()
            .filter(|pair| pair.len() == 2)?;
        u8::from_str_radix(pair, 16).ok()
    });
    pairs.collect()
}
