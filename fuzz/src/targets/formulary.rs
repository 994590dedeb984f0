//! A formulary: what is read, found and printed of it. The first byte chooses a day and patients.

use crate::checks::{LANGUAGES, codes, found, in_order};
use crate::{DATASET, ENGINE, Shape, WORDS, seeds};
use groenrecept::Day;
use groenrecept::context::Age;
use groenrecept::formulary::{
    Checker, Formulary, Profile, Request, Settings, run as run_all, run_on_threads,
};
use groenrecept::report::formulary::{FormularyReport, Severities};
use std::cell::RefCell;
use std::num::NonZeroUsize;

thread_local! {
    /// What was learned of other formularies, which changes nothing.
    static CHECKER: RefCell<Checker<'static>> =
        RefCell::new(Checker::new(&ENGINE, &WORDS, Settings::new()));
}

pub(crate) fn run(bytes: &[u8]) -> Shape {
    let Some((&choice, body)) = bytes.split_first() else {
        return Shape::default();
    };
    let formulary = Formulary::read("formularium.csv", body, &WORDS);
    found(formulary.problems());
    let findings = CHECKER.with_borrow_mut(|checker| checker.check(&formulary));
    if choice % 16 == 1 {
        let child = Profile {
            age: Age::new(7).ok(),
            ..Profile::default()
        };
        let request = Request::new(&ENGINE, &formulary);
        let later = Day::new(2026, 11, 21).map_or(request, |day| request.on(day));
        let requests = [request, later, request.profile(&child)];
        let all: Vec<_> = run_all(&WORDS, &requests).collect();
        assert_eq!(
            all[0], findings,
            "a new checker against one that knows others"
        );
        let threads = NonZeroUsize::new(2).expect("a number of threads");
        let threaded = run_on_threads(&WORDS, &requests, threads);
        assert_eq!(all, threaded, "one after another against on threads");
    }
    let report = FormularyReport::new(
        &DATASET,
        &WORDS,
        &formulary,
        &findings,
        &Severities::new(),
        &Settings::new(),
    );
    let language = LANGUAGES[usize::from(choice / 16 % 2)];
    assert!(!report.text(language).is_empty());
    serde_json::to_value(report.sarif(language)).expect("a log in JSON");
    in_order(&serde_json::to_value(&report).expect("a report in JSON"));
    let diagnostics: Vec<_> = report.diagnostics().cloned().collect();
    found(&diagnostics);
    Shape::of((codes(formulary.problems()), codes(&diagnostics)))
        .and((formulary.is_whole(), formulary.options().len().min(3)))
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    super::chosen(0, &[16, 1], &bare_seeds())
}

/// The formularies of tests and of the demonstration, short.
pub(super) fn bare_seeds() -> Vec<Vec<u8>> {
    let mut all = seeds::files("tests/fixtures/formulary", "csv");
    all.push(seeds::head("data/demo/formularium.csv", 6));
    all.into_iter().map(|seed| seeds::cut(seed, 800)).collect()
}
