//! One call on an engine that is built, so many times. `.ci/instructions` runs it under callgrind
//! and counts what a call takes; `benches/README.md` has the figures.

#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::panic,
    reason = "a program that is counted"
)]

use groenrecept::advice::{About, Options};
use groenrecept::context::{Age, Context, Fact};
use groenrecept::{Dataset, Engine, Icpc, Prescription};
use std::hint::black_box;

fn main() {
    // The arguments of the bench runner begin with a dash: then there is nothing to count.
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [call, line, times] = words.as_slice() else {
        return;
    };
    let prescription = match line.as_str() {
        "ventolin" => Prescription::new()
            .label("VENTOLIN AEROSOL 100UG/DO 200DO")
            .atc("R03AC02")
            .quantity("1", "ST"),
        "foster" => Prescription::new()
            .label("FOSTER AEROSOL 100/6MCG/DO 120DO")
            .quantity("1", "ST"),
        "omeprazol" => Prescription::new()
            .label("OMEPRAZOL CAPS MSR 20 MG")
            .atc("A02BC01")
            .quantity("1", "ST"),
        other => panic!("no line is called {other}"),
    };
    let context = Context::new()
        .age(Age::new(34).expect("an age"))
        .icpc("R96".parse::<Icpc>().expect("a code"))
        .fact(Fact::ACUTE_ATTACK, false)
        .fact(Fact::CAN_USE_POWDER, true);
    let engine = Engine::new(&Dataset::embedded().expect("the embedded data loads"));
    let options = Options::for_patient();
    // What is made at first use is there before anything is counted.
    let impact = engine.impact(&prescription);
    assert_eq!(impact.is_ok(), line != "omeprazol", "an inhaler is valued");
    let advice = engine.advise(&prescription, &context, &options);
    assert_ne!(advice.about, About::NotRecognised);
    for _ in 0..times.parse::<u32>().expect("a number of calls") {
        match call.as_str() {
            "impact" => drop(black_box(engine.impact(black_box(&prescription)))),
            "advise" => {
                let prescription = black_box(&prescription);
                drop(black_box(engine.advise(prescription, &context, &options)));
            }
            other => panic!("no call is named {other}"),
        }
    }
}
