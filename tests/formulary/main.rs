//! Formularies: reading, checking, comparing, classes and bulk runs.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test on formularies of its own"
)]

use groenrecept::formulary::{Formulary, Words};
use std::path::{Path, PathBuf};

mod check;
mod compare;
mod labels;
mod patients;
mod read;
mod remedies;
mod run;
mod severity;
mod subgroup;
mod suggestions;
mod words;

const HEADER: &str = "aandoening;icpc;leeftijd van;leeftijd t/m;kenmerk;stap;keus;atc;middel;dosering;behandeldagen;paragraaf;opmerking";

fn package() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn words() -> Words {
    Words::of(check::dataset())
}

fn read_file(path: &Path) -> Formulary {
    let name = path.file_name().unwrap().to_str().unwrap();
    Formulary::read(name, &std::fs::read(path).unwrap(), &words())
}

/// A formulary of rows under the common header.
fn formulary(rows: &[&str]) -> Formulary {
    let text = format!("{HEADER}\n{}\n", rows.join("\n"));
    Formulary::read("f.csv", text.as_bytes(), &words())
}

fn demo() -> Formulary {
    read_file(&package().join("data/demo/formularium.csv"))
}
