//! Many formularies, data versions, days and patient profiles at once.
//!
//! What one formulary taught is kept for the next: which product a label is, what rules say of
//! it for which patients, and how two treatments compare. What is kept is bounded, so that
//! memory does not grow with the number of formularies run one after another.

use super::check::{Checker, Rows, Settings};
use super::finding::Finding;
use super::{Formulary, Profile, Words};
use crate::day::Day;
use crate::engine::Engine;
use std::num::NonZeroUsize;

/// Checkers are made for a dataset and a day, and kept for this many of them.
const MOST_CHECKERS: usize = 8;

/// One formulary to be checked by one engine, on one day, for one profile.
#[derive(Debug, Clone, Copy)]
pub struct Request<'r> {
    engine: &'r Engine,
    formulary: &'r Formulary,
    on: Option<Day>,
    profile: Option<&'r Profile>,
}

impl<'r> Request<'r> {
    /// At the date of the data, for all patients of the formulary.
    #[must_use]
    pub const fn new(engine: &'r Engine, formulary: &'r Formulary) -> Self {
        Self {
            engine,
            formulary,
            on: None,
            profile: None,
        }
    }

    /// On a day.
    #[must_use]
    pub const fn on(mut self, day: Day) -> Self {
        self.on = Some(day);
        self
    }

    /// For the patients of a profile.
    #[must_use]
    pub const fn profile(mut self, profile: &'r Profile) -> Self {
        self.profile = Some(profile);
        self
    }
}

/// The findings of each request, in their order; made by [`run`].
#[derive(Debug)]
struct Run<'r> {
    words: &'r Words,
    requests: &'r [Request<'r>],
    next: usize,
    checkers: Vec<(&'r Engine, Option<Day>, Checker<'r>)>,
    /// What the checker at this place knows of the formulary that was asked for last: profiles
    /// of one formulary stand together.
    last: Option<(usize, &'r Formulary, Rows)>,
}

/// Checks formularies one after another. Nothing happens until the iterator is asked.
///
/// ```
/// use groenrecept::{Dataset, Day, Engine};
/// use groenrecept::formulary::{Formulary, Request, Words, run};
/// let engine = Engine::new(&Dataset::embedded()?);
/// let words = Words::of(engine.dataset());
/// let text = "aandoening;leeftijd van;stap;keus;middel;paragraaf\nAstma;18;1;1;VENTOLIN DISKUS;\n";
/// let formulary = Formulary::read("f.csv", text.as_bytes(), &words);
/// let later = Day::new(2028, 1, 1).unwrap();
/// let requests = [
///     Request::new(&engine, &formulary),
///     Request::new(&engine, &formulary).on(later),
/// ];
/// let counts: Vec<usize> = run(&words, &requests).map(|findings| findings.len()).collect();
/// assert_eq!(counts, [1, 1]); // uncited
/// # Ok::<(), groenrecept::Error>(())
/// ```
pub fn run<'r>(
    words: &'r Words,
    requests: &'r [Request<'r>],
) -> impl Iterator<Item = Vec<Finding>> + use<'r> {
    Run {
        words,
        requests,
        next: 0,
        checkers: Vec::new(),
        last: None,
    }
}

impl Iterator for Run<'_> {
    type Item = Vec<Finding>;

    fn next(&mut self) -> Option<Self::Item> {
        let request = *self.requests.get(self.next)?;
        self.next = self.next.saturating_add(1);
        let same = |engine: &Engine| engine.is_same(request.engine);
        let known = self
            .checkers
            .iter()
            .position(|(engine, on, _)| *on == request.on && same(engine));
        let at = known.unwrap_or_else(|| {
            if self.checkers.len() >= MOST_CHECKERS {
                self.checkers.remove(0);
                self.last = None;
            }
            let mut settings = Settings::new();
            if let Some(day) = request.on {
                settings = settings.on(day);
            }
            let checker = Checker::new(request.engine, self.words, settings);
            self.checkers.push((request.engine, request.on, checker));
            self.checkers.len().saturating_sub(1)
        });
        let (_, _, checker) = self.checkers.get_mut(at)?;
        let formulary = request.formulary;
        if !formulary.is_whole() {
            return Some(Vec::new());
        }
        checker.forget_when_full();
        let last = self.last.take().filter(|(of, known, rows)| {
            *of == at && std::ptr::eq(*known, formulary) && checker.holds(rows)
        });
        let (.., rows) = self.last.insert(match last {
            Some(last) => last,
            None => (at, formulary, checker.rows(formulary)),
        });
        Some(checker.check_rows(formulary, rows, request.profile))
    }
}

/// As [`run`], on several threads: each takes a run of requests that stand together, so that
/// what they share is shared. The findings come in the order of the requests.
#[must_use]
pub fn run_on_threads(
    words: &Words,
    requests: &[Request<'_>],
    threads: NonZeroUsize,
) -> Vec<Vec<Finding>> {
    on_threads(requests, threads, |part| run(words, part).collect())
}

/// Runs of requests that stand together, each on a thread of its own; what comes of them in the
/// order of the requests.
pub(super) fn on_threads<R: Sync, F: Send>(
    requests: &[R],
    threads: NonZeroUsize,
    work: impl Fn(&[R]) -> Vec<F> + Sync,
) -> Vec<F> {
    let each = requests.len().div_ceil(threads.get()).max(1);
    let work = &work;
    std::thread::scope(|scope| {
        let workers: Vec<_> = requests
            .chunks(each)
            .map(|part| scope.spawn(move || work(part)))
            .collect();
        let mut all = Vec::with_capacity(requests.len());
        for worker in workers {
            match worker.join() {
                Ok(found) => all.extend(found),
                // Never a part of what was asked as if it were the whole.
                Err(panicked) => std::panic::resume_unwind(panicked),
            }
        }
        all
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::Dataset;

    /// A clone is a handle to the same engine.
    #[test]
    fn engines_are_the_same_where_they_are_the_same_value() {
        let dataset = Dataset::embedded().unwrap();
        let words = Words::of(&dataset);
        let [one, two] = [(); 2].map(|()| Engine::new(&dataset));
        let clone = one.clone();
        let text = "aandoening;stap;keus;middel\nAstma;1;1;VENTOLIN DISKUS\n";
        let formulary = Formulary::read("f.csv", text.as_bytes(), &words);
        let requests = [&one, &two, &clone].map(|engine| Request::new(engine, &formulary));
        let mut run = Run {
            words: &words,
            requests: &requests,
            next: 0,
            checkers: Vec::new(),
            last: None,
        };
        let found: Vec<_> = run.by_ref().collect();
        assert_eq!(found.len(), 3);
        assert_eq!(run.checkers.len(), 2);
    }
}
