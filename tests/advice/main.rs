//! Advice: clinical cases written from the guidance, properties, and what is refused.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that cannot go on fails; helpers stand outside the test functions"
)]

use groenrecept::advice::{About, Advice, Guard, Options, Use, examine};
use groenrecept::comparison::Verdict;
use groenrecept::context::{Age, Context, Fact, Indication};
use groenrecept::dataset::Layer;
use groenrecept::dataset::guideline::{Direction, Status};
use groenrecept::dataset::{Device, EquivalenceBasis, Evidence};
use groenrecept::exact::Fraction;
use groenrecept::{Dataset, Day, Engine, Icpc, Prescription, Severity};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

mod amounts;
mod cases;
mod clinical;
mod contexts;
mod contradictions;
mod guarded;
mod guards;
mod layer;
mod offers;
mod pages;
mod prices;
mod properties;
mod puffs;
mod report;
mod rules;
mod status;

static DATASET: LazyLock<Dataset> = LazyLock::new(|| Dataset::embedded().unwrap());
static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new(&DATASET));

fn line(label: &str, atc: &str) -> Prescription {
    Prescription::new()
        .label(label)
        .atc(atc)
        .quantity("1", "ST")
}

fn adult(code: &str) -> Context {
    Context::new()
        .age(Age::new(44).unwrap())
        .icpc(code.parse::<Icpc>().unwrap())
        .fact(Fact::ACUTE_ATTACK, false)
        .fact(Fact::CAN_USE_POWDER, true)
}

fn on(label: &str, context: &Context) -> Advice {
    ENGINE.advise(&line(label, ""), context, &Options::for_patient())
}

/// The advice with other data than the embedded one.
fn advice(
    dataset: &Dataset,
    prescription: &Prescription,
    context: &Context,
    options: &Options,
) -> Advice {
    Engine::new(dataset).advise(prescription, context, options)
}

/// A folder with these files over the embedded data.
fn layered(files: &[(&str, &str)]) -> groenrecept::Result<Dataset> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    DATASET.with_layer(&Layer::from_dir(folder.path()).unwrap())
}
