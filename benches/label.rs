//! How the time for a label grows with its length: each kind of label in 250, 500 and 1000 bytes, the
//! most that a label has, and one of 100,000 letters, which is none.

#![allow(
    missing_docs,
    clippy::expect_used,
    reason = "a bench on labels that it makes itself"
)]

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use groenrecept::{Dataset, Engine, Prescription};
use std::hint::black_box;

/// What a long label repeats.
const PARTS: [(&str, &str); 8] = [
    ("letters", "A"),
    ("substance", "DICLOFENAC"),
    ("words", "A "),
    ("hyphens", "A-"),
    ("strengths", "100UG/"),
    ("brackets", "(1MG "),
    ("marks", "/"),
    ("product", "VENTOLIN AEROSOL 100UG/DO 200DO "),
];

fn of(part: &str, bytes: usize) -> String {
    let mut label = part.repeat(bytes.div_ceil(part.len()));
    label.truncate(bytes);
    label
}

fn label(criterion: &mut Criterion) {
    let engine = Engine::new(&Dataset::embedded().expect("the embedded data loads"));
    let mut group = criterion.benchmark_group("label");
    for (name, part) in PARTS {
        for bytes in [250, 500, 1000, 100_000] {
            let text = of(part, bytes);
            let line = Prescription::new().label(&text);
            group.throughput(Throughput::Bytes(bytes as u64));
            group.bench_function(BenchmarkId::new(name, bytes), |bencher| {
                bencher.iter(|| {
                    (
                        black_box(engine.resolve(&line)),
                        black_box(engine.codes_by_name(&text)),
                    )
                });
            });
        }
    }
    group.finish();
}

criterion_group!(benches, label);
criterion_main!(benches);
