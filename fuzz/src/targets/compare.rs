//! Two formularies compared, one course an option or by an export.

use super::{joined, parts};
use crate::checks::{LANGUAGES, in_order};
use crate::{ENGINE, Shape, WORDS, seeds};
use groenrecept::formulary::{
    CaseMix, CompareRequest, Comparer, Formulary, Settings, compare_all, compare_all_on_threads,
};
use groenrecept::report::formulary::CompareReport;
use std::cell::RefCell;
use std::num::NonZeroUsize;

thread_local! {
    /// What was learned of other formularies, which changes nothing.
    static COMPARER: RefCell<Comparer<'static>> =
        RefCell::new(Comparer::new(&ENGINE, &WORDS, Settings::new()));
}

pub(crate) fn run(bytes: &[u8]) -> Shape {
    let Some((&choice, body)) = bytes.split_first() else {
        return Shape::default();
    };
    let mut files = parts(body).map(|part| Formulary::read("formularium.csv", part, &WORDS));
    let old = files
        .next()
        .unwrap_or_else(|| Formulary::read("formularium.csv", b"", &WORDS));
    let new = files.next().unwrap_or_else(|| old.clone());
    let mix = CaseMix::Courses;
    let settings = Settings::new();
    let both = (&old, &new);
    let one = COMPARER.with_borrow_mut(|comparer| comparer.compare(both, (&mix, None)));
    if choice % 16 == 1 {
        let request = CompareRequest::new(&ENGINE, &old, &new);
        let requests = [request, CompareRequest::new(&ENGINE, &new, &old)];
        let all: Vec<_> = compare_all(&WORDS, &requests).collect();
        let shown = format!("{all:?}");
        let threads = NonZeroUsize::new(2).expect("a number of threads");
        let threaded = compare_all_on_threads(&WORDS, &requests, threads);
        assert_eq!(
            shown,
            format!("{threaded:?}"),
            "one after another against on threads"
        );
        let told = [&one, &all[0]].map(|one| format!("{one:?}"));
        assert_eq!(
            told[0], told[1],
            "a comparer that knows others against a new one"
        );
    }
    let report = CompareReport::new(&ENGINE, both, &one, &mix, &settings);
    let language = LANGUAGES[usize::from(choice / 16 % 2)];
    assert!(!report.text(language).is_empty());
    assert!(!report.markdown(language).is_empty());
    in_order(&serde_json::to_value(&report).expect("a report in JSON"));
    Shape::of((old.is_whole(), new.is_whole(), one.changes.len().min(6)))
        .and(report.text(language).len() / 128)
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let seeds = super::formulary::bare_seeds();
    let mut all: Vec<Vec<u8>> = seeds.windows(2).map(joined).collect();
    let head = |lines| seeds::head("data/demo/formularium.csv", lines);
    all.push(joined(&[head(5), head(7)]));
    super::chosen(0, &[16, 1], &all)
}
