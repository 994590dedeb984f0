//! Inputs that nobody wrote, for every parser of groenrecept.
//!
//! A [`Target`] takes any bytes and asserts what must hold whatever they are: nothing panics, the
//! account of an export balances, order and threads change nothing, a range is in order, what is
//! printed reads back, and no text of a patient stands in what is said. The harness of this crate
//! and `cargo fuzz` run the same targets; see README.md.

mod checks;
mod hunt;
mod mutate;
mod seeds;
mod targets;
mod words;

pub use hunt::{Finding, Hunt, Limits, Summary, hex};
pub use targets::TARGETS;

use groenrecept::formulary::Words;
use groenrecept::{Dataset, Engine};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::LazyLock;

/// One parser with what must hold of it.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// What it is called on the command line.
    pub name: &'static str,
    /// What the bytes are read as.
    pub about: &'static str,
    /// Reads bytes; panics where something does not hold.
    pub run: fn(&[u8]) -> Shape,
    /// Small inputs to begin from.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// Words that its inputs are made of, besides separators and control bytes.
    pub words: fn() -> Vec<Vec<u8>>,
}

impl Target {
    /// The target of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        TARGETS.iter().find(|target| target.name == name)
    }

    /// The inputs to begin from, with those in `seeds/`.
    #[must_use]
    pub fn inputs(&self) -> Vec<Vec<u8>> {
        let mut inputs = (self.seeds)();
        inputs.extend(seeds::own(self.name));
        inputs
    }

    /// All words of its dictionary.
    #[must_use]
    pub fn dictionary(&self) -> Vec<Vec<u8>> {
        let common = words::COMMON.iter().map(|word| word.to_vec());
        common.chain((self.words)()).collect()
    }
}

/// Runs a target by its name, for `cargo fuzz`.
///
/// # Panics
/// Where something does not hold, and where there is no such target.
pub fn run(name: &str, bytes: &[u8]) {
    let target = Target::named(name).expect("a target of this name");
    (target.run)(bytes);
}

/// What became of an input, as a number that is the same for the same kind of answer. An input
/// with a new shape is kept to make others from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Shape(u64);

impl Shape {
    fn of(what: impl Hash) -> Self {
        let mut hasher = DefaultHasher::new();
        what.hash(&mut hasher);
        Self(hasher.finish())
    }

    fn and(self, what: impl Hash) -> Self {
        Self::of((self.0, Self::of(what).0))
    }
}

static DATASET: LazyLock<Dataset> =
    LazyLock::new(|| Dataset::embedded().expect("the embedded data loads"));
static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new(&DATASET));
static WORDS: LazyLock<Words> = LazyLock::new(|| Words::of(&DATASET));
