//! How fast formularies are read, checked and compared, in options a second.
//!
//! The formularies have the shape of the demonstration: it is repeated with other days of
//! treatment, which makes 20 files of about 200 options with some 4,000 distinct options. A
//! million options are 5,000 requests over these 20 files: what one taught is there for the
//! next, which is what a bulk run is for. A run that starts with nothing learnt is `cold`, one
//! that has seen the same files before is `warm`. A million options for 100 profiles take about
//! a minute an iteration: they are run where `GROENRECEPT_BENCH_LONG` is set.

#![allow(
    missing_docs,
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a bench on formularies that it makes itself"
)]

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use groenrecept::context::{Age, Fact};
use groenrecept::formulary::{
    Checker, CompareRequest, Formulary, Profile, Request, Settings, Words, compare_all,
    compare_all_on_threads, run, run_on_threads,
};
use groenrecept::report::formulary::{FormularyReport, Severities};
use groenrecept::{Dataset, Engine};
use std::hint::black_box;
use std::num::NonZeroUsize;
use std::time::Duration;

const DEMO: &str = include_str!("../data/demo/formularium.csv");
const FILES: usize = 20;
const OPTIONS: usize = 200;

/// The demonstration and a part of it again, with days of treatment of its own.
fn file(number: usize, words: &Words) -> Formulary {
    let (header, rows) = DEMO.split_once('\n').expect("a header");
    let mut text = format!("{header}\n");
    for (index, row) in rows.lines().cycle().take(OPTIONS).enumerate() {
        let mut cells: Vec<String> = row.split(';').map(str::to_owned).collect();
        if index >= rows.lines().count() {
            cells[0].push_str(" (herhaald)");
        }
        cells[10] = (number % 30 + 1).to_string();
        text.push_str(&cells.join(";"));
        text.push('\n');
    }
    let formulary = Formulary::read(&format!("f{number}.csv"), text.as_bytes(), words);
    assert!(formulary.is_whole());
    formulary
}

/// One option on its own.
fn single(words: &Words) -> Formulary {
    let rows: Vec<&str> = DEMO.lines().take(2).collect();
    Formulary::read("one.csv", rows.join("\n").as_bytes(), words)
}

fn profiles(count: usize) -> Vec<Profile> {
    (0..count)
        .map(|number| Profile {
            name: format!("p{number}"),
            age: Age::new(u32::try_from(number % 90).unwrap_or(40)).ok(),
            facts: vec![(Fact::CAN_USE_POWDER, number % 2 == 0)],
        })
        .collect()
}

/// Options, and for how many profiles each.
fn sizes() -> Vec<(usize, usize)> {
    let options = [1, 200, 10_000, 1_000_000];
    let all = options.into_iter().flat_map(|options| {
        let counts = [1, 12, 100].into_iter();
        counts.map(move |count| (options, count))
    });
    let long = std::env::var_os("GROENRECEPT_BENCH_LONG").is_some();
    all.filter(|size| long || *size != (1_000_000, 100))
        .collect()
}

fn from_file(criterion: &mut Criterion) {
    let dataset = Dataset::embedded().expect("the embedded data loads");
    let engine = Engine::new(&dataset);
    let words = Words::of(&dataset);
    let mut group = criterion.benchmark_group("one file");
    group.sample_size(20);
    group.bench_function(
        "demonstration, from bytes to diagnostics, cold",
        |bencher| {
            bencher.iter(|| {
                let formulary = Formulary::read("demo.csv", DEMO.as_bytes(), &words);
                let findings = Checker::new(&engine, &words, Settings::new()).check(&formulary);
                let severities = Severities::new();
                let report = FormularyReport::new(
                    &dataset,
                    &words,
                    &formulary,
                    &findings,
                    &severities,
                    &Settings::new(),
                );
                black_box(report)
            });
        },
    );
    let options = u64::try_from(DEMO.lines().count() - 1).unwrap_or(0);
    group.throughput(Throughput::Elements(options));
    group.bench_function("demonstration, reading alone", |bencher| {
        bencher.iter(|| black_box(Formulary::read("demo.csv", DEMO.as_bytes(), &words)));
    });
    group.finish();
}

fn bulk(criterion: &mut Criterion) {
    let dataset = Dataset::embedded().expect("the embedded data loads");
    let engine = Engine::new(&dataset);
    let words = Words::of(&dataset);
    let one = [single(&words)];
    let files: Vec<Formulary> = (0..FILES).map(|number| file(number, &words)).collect();
    let cores = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let mut group = criterion.benchmark_group("check");
    group
        .sample_size(10)
        .measurement_time(Duration::from_secs(3));
    for (options, count) in sizes() {
        let profiles = profiles(count);
        let from: &[Formulary] = if options == 1 { &one } else { &files };
        let files = from.iter().cycle().take((options / OPTIONS).max(1));
        let requests: Vec<Request<'_>> = files
            .flat_map(|formulary| {
                let all = profiles.iter();
                let request = Request::new(&engine, formulary);
                all.map(move |profile| {
                    if count == 1 {
                        request
                    } else {
                        request.profile(profile)
                    }
                })
            })
            .collect();
        let id = |name: &str| BenchmarkId::new(name, format!("{options} x {count}"));
        let elements = u64::try_from(options * count).unwrap_or(0);
        group.throughput(Throughput::Elements(elements));
        group.bench_function(id("one core, cold"), |bencher| {
            bencher.iter(|| {
                run(&words, &requests)
                    .map(|found| black_box(found).len())
                    .sum::<usize>()
            });
        });
        if options >= 10_000 {
            group.bench_function(id("all cores, cold"), |bencher| {
                bencher.iter(|| black_box(run_on_threads(&words, &requests, cores)).len());
            });
        }
        if count == 1 {
            let mut checker = Checker::new(&engine, &words, Settings::new());
            group.bench_function(id("one core, warm"), |bencher| {
                let repeat = (options / OPTIONS).max(1);
                bencher.iter(|| {
                    let files = from.iter().cycle().take(repeat);
                    files
                        .map(|file| black_box(checker.check(file)).len())
                        .sum::<usize>()
                });
            });
        }
    }
    group.finish();
}

fn compared(criterion: &mut Criterion) {
    let dataset = Dataset::embedded().expect("the embedded data loads");
    let engine = Engine::new(&dataset);
    let words = Words::of(&dataset);
    let one = [single(&words)];
    let files: Vec<Formulary> = (0..FILES).map(|number| file(number, &words)).collect();
    let cores = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let mut group = criterion.benchmark_group("compare");
    group
        .sample_size(10)
        .measurement_time(Duration::from_secs(3));
    for (options, count) in sizes() {
        let profiles = profiles(count);
        let from: &[Formulary] = if options == 1 { &one } else { &files };
        let old = from.iter().cycle();
        let pairs = old.zip(from.iter().cycle().skip(1));
        let requests: Vec<CompareRequest<'_>> = pairs
            .take((options / OPTIONS).max(1))
            .flat_map(|(old, new)| {
                let request = CompareRequest::new(&engine, old, new);
                profiles.iter().map(move |profile| {
                    if count == 1 {
                        request
                    } else {
                        request.profile(profile)
                    }
                })
            })
            .collect();
        let id = |name: &str| BenchmarkId::new(name, format!("{options} x {count}"));
        group.throughput(Throughput::Elements(
            u64::try_from(options * count).unwrap_or(0),
        ));
        group.bench_function(id("one core, cold"), |bencher| {
            bencher.iter(|| {
                compare_all(&words, &requests)
                    .map(|found| black_box(found).changes.len())
                    .sum::<usize>()
            });
        });
        if options >= 10_000 {
            group.bench_function(id("all cores, cold"), |bencher| {
                bencher.iter(|| black_box(compare_all_on_threads(&words, &requests, cores)).len());
            });
        }
    }
    group.finish();
}

criterion_group!(benches, from_file, bulk, compared);
criterion_main!(benches);
