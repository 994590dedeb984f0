//! How long the embedded data takes to load and check, and the estimates to be made.

#![allow(
    missing_docs,
    clippy::expect_used,
    reason = "a bench on the embedded data"
)]

use criterion::{Criterion, criterion_group, criterion_main};
use groenrecept::{Dataset, Engine, Prescription};
use std::hint::black_box;

fn dataset(criterion: &mut Criterion) {
    criterion.bench_function("load and check the embedded data", |bencher| {
        bencher.iter(|| black_box(Dataset::embedded().expect("the embedded data loads")));
    });
    let dataset = Dataset::embedded().expect("the embedded data loads");
    criterion.bench_function("estimates of all products", |bencher| {
        bencher.iter(|| {
            let engine = Engine::new(&dataset);
            let products = dataset.products().iter();
            let products = products.filter_map(|one| engine.product(one.id.as_str()));
            products
                .filter_map(|one| engine.estimate(&one).ok())
                .count()
        });
    });
    let prescription = Prescription::new()
        .label("SERETIDE DISKUS INHPDR 50/500UG 60DO")
        .quantity("1", "ST");
    let engine = Engine::new(&dataset);
    criterion.bench_function("one prescription", |bencher| {
        bencher.iter(|| black_box(engine.impact(&prescription)));
    });
}

criterion_group!(benches, dataset);
criterion_main!(benches);
