//! One target, with inputs made until a limit: what was run, and what did not hold.

use crate::mutate::Mutator;
use crate::{Shape, Target};
use std::cell::RefCell;
use std::collections::HashSet;
use std::fmt::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How many inputs are kept to make others from.
const MOST_KEPT: usize = 4096;
/// How many findings of one place are told.
const MOST_FINDINGS: usize = 20;
/// How often an input is tried in a smaller form.
const MOST_SMALLER: usize = 4000;
/// How long a finding is made smaller.
const SMALLER_FOR: Duration = Duration::from_secs(20);

thread_local! {
    static PANIC: RefCell<Option<Panic>> = const { RefCell::new(None) };
}

/// Where and what a panic was.
#[derive(Debug, Clone)]
struct Panic {
    place: String,
    message: String,
}

/// When to stop.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// After so many inputs.
    pub runs: Option<u64>,
    /// After so long.
    pub time: Option<Duration>,
}

/// Something that does not hold.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The target.
    pub target: &'static str,
    /// The place in the code that says so.
    pub place: String,
    /// What it says.
    pub message: String,
    /// A small input that shows it.
    pub input: Vec<u8>,
    /// The seed of the run that made it.
    pub seed: u64,
}

/// What was run.
#[derive(Debug, Clone, Default)]
pub struct Summary {
    /// How many inputs.
    pub runs: u64,
    /// How long.
    pub time: Duration,
    /// How many kinds of answers.
    pub shapes: usize,
    /// The slowest input and how long it took.
    pub slowest: (Duration, Vec<u8>),
    /// What did not hold.
    pub findings: Vec<Finding>,
}

/// What a thread is doing, for the one that watches.
#[derive(Debug, Default)]
struct Now {
    input: Vec<u8>,
    since: Option<Instant>,
    runs: u64,
}

/// One thread on one target.
#[derive(Debug)]
pub struct Hunt {
    target: &'static Target,
    seed: u64,
    lane: u64,
    now: Mutex<Now>,
}

impl Hunt {
    /// Of a target, with a seed; lanes of one seed make other inputs.
    #[must_use]
    pub fn new(target: &'static Target, seed: u64, lane: u64) -> Self {
        Self {
            target,
            seed,
            lane,
            now: Mutex::default(),
        }
    }

    /// The target.
    #[must_use]
    pub const fn target(&self) -> &'static Target {
        self.target
    }

    /// Says nothing of panics that are findings, for all threads.
    pub fn quiet() {
        std::panic::set_hook(Box::new(|info| {
            let place = info.location().map_or_else(String::new, |place| {
                format!("{}:{}", place.file(), place.line())
            });
            let payload = info.payload();
            let text = payload.downcast_ref::<&str>().copied();
            let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
            let message = text.unwrap_or_default().to_owned();
            PANIC.with(|panic| {
                // The first is the cause: another thread of the same input may fail of it.
                panic.borrow_mut().get_or_insert(Panic { place, message });
            });
        }));
    }

    /// How many inputs were run so far.
    pub fn runs(&self) -> u64 {
        self.lock().runs
    }

    /// The input that has been run for longer than this.
    pub fn stuck(&self, after: Duration) -> Option<Vec<u8>> {
        let now = self.lock();
        let since = now.since.filter(|since| since.elapsed() > after);
        since.map(|_| now.input.clone())
    }

    fn lock(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes inputs until a limit; first the seeds as they are. Findings are told at once.
    pub fn run(&self, limits: Limits, tell: &(dyn Fn(&Finding) + Sync)) -> Summary {
        let mut pool = self.target.inputs();
        pool.push(Vec::new());
        let firsts = pool.len();
        let seed = Shape::of((self.seed, self.target.name, self.lane)).0;
        let mut mutator = Mutator::new(seed, self.target.dictionary());
        let mut shapes = HashSet::new();
        let mut summary = Summary::default();
        let begin = Instant::now();
        loop {
            let done = usize::try_from(summary.runs).unwrap_or(usize::MAX);
            let timely = limits.time.is_none_or(|time| begin.elapsed() < time);
            let few = limits.runs.is_none_or(|runs| summary.runs < runs);
            if !timely || !few {
                break;
            }
            let input = match pool.get(done).filter(|_| done < firsts) {
                Some(input) => input.clone(),
                None => mutator.next(&pool),
            };
            let (outcome, time) = self.try_one(&input);
            summary.runs += 1;
            if time > summary.slowest.0 {
                summary.slowest = (time, input.clone());
            }
            match outcome {
                Ok(shape) => {
                    if shapes.insert(shape) {
                        if pool.len() < MOST_KEPT {
                            pool.push(input);
                        } else {
                            let at = firsts + mutator.below(MOST_KEPT.saturating_sub(firsts));
                            pool[at.min(MOST_KEPT - 1)] = input;
                        }
                    }
                }
                Err(panic) => {
                    let new = self.note(&mut summary.findings, panic, input);
                    new.iter().for_each(tell);
                }
            }
        }
        summary.time = begin.elapsed();
        summary.shapes = shapes.len();
        summary
    }

    /// A new place is a finding, of which a small input is looked for.
    fn note(&self, findings: &mut Vec<Finding>, panic: Panic, input: Vec<u8>) -> Option<Finding> {
        let known = findings.iter().any(|one| one.place == panic.place);
        if known || findings.len() >= MOST_FINDINGS {
            return None;
        }
        let (input, message) = self.smaller(input, &panic);
        let new = Finding {
            target: self.target.name,
            place: panic.place,
            message,
            input,
            seed: self.seed,
        };
        findings.push(new.clone());
        Some(new)
    }

    fn try_one(&self, input: &[u8]) -> (Result<Shape, Panic>, Duration) {
        let begin = Instant::now();
        {
            let mut now = self.lock();
            now.input.clear();
            now.input.extend_from_slice(input);
            now.since = Some(begin);
        }
        PANIC.with(|panic| panic.borrow_mut().take());
        let outcome = catch_unwind(AssertUnwindSafe(|| (self.target.run)(input)));
        let outcome = outcome.map_err(|_| {
            let panic = PANIC.with(|panic| panic.borrow_mut().take());
            panic.unwrap_or_else(|| Panic {
                place: "a thread of the library".to_owned(),
                message: String::new(),
            })
        });
        let mut now = self.lock();
        now.since = None;
        now.runs += 1;
        (outcome, begin.elapsed())
    }

    /// Leaves out what is not needed for the same panic.
    fn smaller(&self, mut input: Vec<u8>, panic: &Panic) -> (Vec<u8>, String) {
        let mut message = panic.message.clone();
        let (begin, mut tries) = (Instant::now(), 0);
        let mut step = input.len().div_ceil(2);
        while step > 0 {
            let (mut at, mut shrunk) = (0, false);
            while at < input.len() {
                if tries >= MOST_SMALLER || begin.elapsed() > SMALLER_FOR {
                    return (input, message);
                }
                tries += 1;
                let mut less = input.clone();
                less.drain(at..(at + step).min(input.len()));
                match self.try_one(&less).0 {
                    Err(other) if other.place == panic.place => {
                        (input, message, shrunk) = (less, other.message, true);
                    }
                    _ => at += step,
                }
            }
            if !(shrunk && step == 1) {
                step /= 2;
            }
        }
        (input, message)
    }
}

/// Bytes as hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
