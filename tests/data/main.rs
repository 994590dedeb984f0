//! Comparisons on the embedded data, and what holds when.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "tests on small known numbers; helpers stand outside the test functions"
)]

use groenrecept::comparison::{Caveat, Comparison, Side, Terms, Unlike, Verdict, compare};
use groenrecept::dataset::Layer;
use groenrecept::impact::{Basis, Estimate, Flag};
use groenrecept::{
    Dataset, Day, Decimal, Engine, ErrorKind, Prescription, Quantity, Range, Severity, Unit,
};
use std::sync::LazyLock;

mod compared;
mod dated;

static DATASET: LazyLock<Dataset> = LazyLock::new(|| Dataset::embedded().unwrap());
static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new(&DATASET));

fn decimal(text: &str) -> Decimal {
    groenrecept::exact::parse(text).unwrap()
}

fn ends(range: Range) -> [String; 3] {
    [range.low(), range.central(), range.high()].map(|end| end.round(6).to_string())
}

/// A folder with these files over the embedded data.
fn layered(files: &[(&str, &str)]) -> groenrecept::Result<Dataset> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    DATASET.with_layer(&Layer::from_dir(folder.path()).unwrap())
}

/// The estimate of a product of the embedded data.
fn estimate(id: &str) -> Estimate {
    let engine = Engine::new(&DATASET);
    engine.estimate(&engine.product(id).unwrap()).unwrap()
}
