//! A release of the G-Standaard: how it is read, what its numbers lead to, and what a report
//! makes of it. Every release here is synthetic and built on the spot; none is shipped.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::panic,
    reason = "a test that cannot go on fails; the release is built here"
)]

use build::Release as Build;
use groenrecept::intake::gstandaard::{Article, Release};
use groenrecept::{CodeSystem, Dataset, GNumber};
use std::sync::LazyLock;

mod agree;
mod build;
mod properties;
mod read;
mod refused;
mod report;
mod resolved;

static DATASET: LazyLock<Dataset> = LazyLock::new(|| Dataset::embedded().unwrap());

fn open(build: &Build) -> groenrecept::Result<Release> {
    let folder = tempfile::tempdir().unwrap();
    build.write(folder.path());
    Release::open(&DATASET, folder.path())
}

fn sample() -> Release {
    open(&Build::sample()).unwrap()
}

fn number(system: &str, text: &str) -> GNumber {
    let system = system.parse::<CodeSystem>().unwrap();
    GNumber::parse(&system, text).unwrap().unwrap()
}

fn find<'a>(release: &'a Release, system: &str, text: &str) -> Option<Article<'a>> {
    release.articles().find(number(system, text))
}
