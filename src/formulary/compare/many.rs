//! Many comparisons at once: formularies, data versions, days, patients and case mixes.

use super::super::run::on_threads;
use super::super::{Formulary, Profile, Settings, Transitions, Words};
use super::{CaseMix, Comparer, Comparison};
use crate::day::Day;
use crate::engine::Engine;
use crate::practice::Tally;
use std::num::NonZeroUsize;

/// Comparers are made for an engine, a day and a file of transitions, and kept for this many of
/// them.
const MOST_COMPARERS: usize = 8;

/// One draft to be compared with the formulary that it replaces.
#[derive(Debug, Clone, Copy)]
pub struct CompareRequest<'r> {
    engine: &'r Engine,
    formularies: (&'r Formulary, &'r Formulary),
    on: Option<Day>,
    transitions: Option<&'r Transitions>,
    profile: Option<&'r Profile>,
    mix: Option<(&'r CaseMix, Option<&'r Tally>)>,
}

impl<'r> CompareRequest<'r> {
    /// The old formulary and the new one at the date of the data, one course of each option, for
    /// all patients.
    #[must_use]
    pub const fn new(engine: &'r Engine, old: &'r Formulary, new: &'r Formulary) -> Self {
        Self {
            engine,
            formularies: (old, new),
            on: None,
            transitions: None,
            profile: None,
            mix: None,
        }
    }

    /// The new formulary on a day.
    #[must_use]
    pub const fn on(mut self, day: Day) -> Self {
        self.on = Some(day);
        self
    }

    /// With products that move to another propellant.
    #[must_use]
    pub const fn transitions(mut self, transitions: &'r Transitions) -> Self {
        self.transitions = Some(transitions);
        self
    }

    /// For the patients of a profile.
    #[must_use]
    pub const fn profile(mut self, profile: &'r Profile) -> Self {
        self.profile = Some(profile);
        self
    }

    /// With a case mix, and the tally that it was counted from where patients are to be counted.
    #[must_use]
    pub const fn mix(mut self, mix: &'r CaseMix, tally: Option<&'r Tally>) -> Self {
        self.mix = Some((mix, tally));
        self
    }

    /// Whether both can be answered by one comparer: the same engine and transitions in memory.
    fn shares(&self, other: &Self) -> bool {
        let same = |one: Option<&Transitions>, other: Option<&Transitions>| match (one, other) {
            (Some(one), Some(other)) => std::ptr::eq(one, other),
            (None, None) => true,
            _ => false,
        };
        self.engine.is_same(other.engine)
            && self.on == other.on
            && same(self.transitions, other.transitions)
    }
}

/// What each request changes, in their order; made by [`compare_all`].
#[derive(Debug)]
struct CompareRun<'r> {
    words: &'r Words,
    requests: &'r [CompareRequest<'r>],
    next: usize,
    comparers: Vec<(CompareRequest<'r>, Comparer<'r>)>,
}

/// Compares formularies one after another. Nothing happens until the iterator is asked.
///
/// ```
/// use groenrecept::{Dataset, Engine};
/// use groenrecept::context::Age;
/// use groenrecept::formulary::{CompareRequest, Formulary, Profile, Words, compare_all};
/// let engine = Engine::new(&Dataset::embedded()?);
/// let words = Words::of(engine.dataset());
/// let text = "aandoening;leeftijd van;leeftijd t/m;stap;keus;middel\n\
///             Astma;6;17;1;1;VENTOLIN AEROSOL 100UG/DO 200DO\n\
///             Astma;18;80;1;1;VENTOLIN DISKUS INHPDR 200UG/DO 60DO\n";
/// let formulary = Formulary::read("f.csv", text.as_bytes(), &words);
/// let child = Profile { age: Age::new(7).ok(), ..Profile::default() };
/// let request = CompareRequest::new(&engine, &formulary, &formulary);
/// let requests = [request, request.profile(&child)];
/// let counts: Vec<usize> = compare_all(&words, &requests).map(|one| one.changes.len()).collect();
/// assert_eq!(counts, [2, 1]);
/// # Ok::<(), groenrecept::Error>(())
/// ```
pub fn compare_all<'r>(
    words: &'r Words,
    requests: &'r [CompareRequest<'r>],
) -> impl Iterator<Item = Comparison> + use<'r> {
    CompareRun {
        words,
        requests,
        next: 0,
        comparers: Vec::new(),
    }
}

impl Iterator for CompareRun<'_> {
    type Item = Comparison;

    fn next(&mut self) -> Option<Self::Item> {
        let request = *self.requests.get(self.next)?;
        self.next = self.next.saturating_add(1);
        let mut known = self.comparers.iter();
        let known = known.position(|(of, _)| of.shares(&request));
        let at = known.unwrap_or_else(|| {
            if self.comparers.len() >= MOST_COMPARERS {
                self.comparers.remove(0);
            }
            let mut settings = Settings::new();
            if let Some(day) = request.on {
                settings = settings.on(day);
            }
            if let Some(transitions) = request.transitions {
                settings = settings.transitions(transitions.clone());
            }
            let comparer = Comparer::new(request.engine, self.words, settings);
            self.comparers.push((request, comparer));
            self.comparers.len().saturating_sub(1)
        });
        let (_, comparer) = self.comparers.get_mut(at)?;
        let mix = request.mix.unwrap_or((&CaseMix::Courses, None));
        Some(comparer.compare_for(request.formularies, mix, request.profile))
    }
}

/// As [`compare_all`], on several threads: each takes a run of requests that stand together, so
/// that what they share is shared. The comparisons come in the order of the requests.
#[must_use]
pub fn compare_all_on_threads(
    words: &Words,
    requests: &[CompareRequest<'_>],
    threads: NonZeroUsize,
) -> Vec<Comparison> {
    on_threads(requests, threads, |part| compare_all(words, part).collect())
}
