//! What advice costs: the rules read from the data, one prescription, and many with one engine.

#![allow(
    missing_docs,
    clippy::expect_used,
    reason = "a bench on the embedded data"
)]

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use groenrecept::advice::Options;
use groenrecept::context::{Age, Context, Fact};
use groenrecept::{Dataset, Engine, Icpc, Prescription};
use std::hint::black_box;

fn advice(criterion: &mut Criterion) {
    criterion.bench_function("read the rules of the embedded data", |bencher| {
        bencher.iter_batched(
            || Dataset::embedded().expect("the embedded data loads"),
            |dataset| black_box(dataset.rules().count()),
            BatchSize::SmallInput,
        );
    });
    let dataset = Dataset::embedded().expect("the embedded data loads");
    let context = Context::new()
        .age(Age::new(34).expect("an age"))
        .icpc("R96".parse::<Icpc>().expect("a code"))
        .fact(Fact::ACUTE_ATTACK, false)
        .fact(Fact::CAN_USE_POWDER, true);
    let line = |label: &str| Prescription::new().label(label).quantity("1", "ST");
    let foster = line("FOSTER AEROSOL 100/6MCG/DO 120DO");
    criterion.bench_function("one prescription, with its engine", |bencher| {
        bencher.iter(|| {
            let engine = Engine::new(&dataset);
            black_box(engine.advise(&foster, &context, &Options::for_patient()))
        });
    });
    let engine = Engine::new(&dataset);
    for (name, prescription) in [
        ("an aerosol with a switch", foster.clone()),
        (
            "a powder inhaler",
            line("SYMBICORT TURBUHALER 200/6MCG 120DO"),
        ),
        (
            "another medicine",
            line("OMEPRAZOL CAPS MSR 20 MG").atc("A02BC01"),
        ),
    ] {
        criterion.bench_function(&format!("one engine: {name}"), |bencher| {
            bencher.iter(|| {
                black_box(engine.advise(&prescription, &context, &Options::for_patient()))
            });
        });
    }
}

criterion_group!(benches, advice);
criterion_main!(benches);
