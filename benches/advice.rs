//! What advice costs: the rules read from the data, one prescription, and many with one advisor.

#![allow(
    missing_docs,
    clippy::expect_used,
    reason = "a bench on the embedded data"
)]

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use groenrecept::advice::{Advisor, Options};
use groenrecept::context::{Age, Context, Fact};
use groenrecept::{Dataset, Icpc, Prescription};
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
        .icpc(Icpc::parse("R96").expect("a code"))
        .fact(Fact::AcuteAttack, false)
        .fact(Fact::CanUsePowder, true);
    let line = |label: &str| Prescription::new().label(label).quantity("1", "ST");
    let foster = line("FOSTER AEROSOL 100/6MCG/DO 120DO");
    criterion.bench_function("one prescription, with its advisor", |bencher| {
        bencher.iter(|| {
            let advisor = Advisor::new(&dataset, Options::new());
            black_box(advisor.advice(&foster, &context))
        });
    });
    let advisor = Advisor::new(&dataset, Options::new());
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
        criterion.bench_function(&format!("one advisor: {name}"), |bencher| {
            bencher.iter(|| black_box(advisor.advice(&prescription, &context)));
        });
    }
}

criterion_group!(benches, advice);
criterion_main!(benches);
