//! Throughput of reading an export: intake and matching folded to a tally, and the whole
//! line from bytes to JSON. The export is made here, in the shape of a HIS extract.

#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::arithmetic_side_effects,
    reason = "a bench on data that it makes itself"
)]

#[path = "../examples/groenrecept/demo.rs"]
#[allow(
    dead_code,
    unused_imports,
    reason = "the bench uses a part of the generator"
)]
mod demo;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use groenrecept::intake::Export;
use groenrecept::report::Report;
use groenrecept::{Dataset, Engine, Language};
use std::hint::black_box;
use std::num::NonZeroUsize;

const ROWS: u64 = 100_000;

fn export() -> Vec<u8> {
    let demo = demo::Demo {
        rows: ROWS,
        seed: 1,
        practices: 30,
        year: 2025,
    };
    let mut bytes = Vec::new();
    demo.write(&mut bytes).expect("writing to memory");
    bytes
}

fn open(bytes: &[u8]) -> Export<&[u8]> {
    Export::new("bench.csv", bytes).expect("a demo export opens")
}

fn intake(criterion: &mut Criterion) {
    let bytes = export();
    let dataset = Dataset::embedded().expect("the embedded data loads");
    let mut group = criterion.benchmark_group("intake");
    group.sample_size(10);
    group.throughput(Throughput::Bytes(bytes.len() as u64));
    group.bench_function("detect", |bencher| {
        let export = open(&bytes);
        bencher.iter(|| {
            black_box(
                export
                    .layout(&dataset, None)
                    .expect("a demo export has a layout"),
            )
        });
    });
    group.throughput(Throughput::Elements(ROWS));
    for threads in [1, 2] {
        let threads = NonZeroUsize::new(threads).expect("not zero");
        group.bench_function(format!("tally/{threads} threads"), |bencher| {
            bencher.iter(|| {
                let export = open(&bytes);
                let layout = export
                    .layout(&dataset, None)
                    .expect("a demo export has a layout");
                let analysis = Engine::new(&dataset).analysis().threads(threads);
                black_box(analysis.tally(export, &layout).expect("the tally fits"))
            });
        });
        group.bench_function(format!("whole line/{threads} threads"), |bencher| {
            bencher.iter(|| {
                let dataset = Dataset::embedded().expect("the embedded data loads");
                let analysis = Engine::new(&dataset).analysis().threads(threads);
                let outcome = analysis.run(open(&bytes), None).expect("sums that fit");
                let report = Report::new(&outcome, Language::Dutch);
                black_box(serde_json::to_string(&report).expect("a report is JSON"))
            });
        });
    }
    group.finish();
}

criterion_group!(benches, intake);
criterion_main!(benches);
