//! Many formularies at once say what each says by itself.

use super::check::{dataset, shared_words};
use super::{demo, formulary};
use groenrecept::Day;
use groenrecept::context::Age;
use groenrecept::formulary::{Checker, Finding, Profile, Request, Settings, run, run_on_threads};
use std::num::NonZeroUsize;

#[test]
fn a_run_says_what_each_formulary_says_by_itself() {
    let demo = demo();
    let small =
        formulary(&["Astma;R96;4;11;;1;1;;SALBUTAMOL CYCLOHALER INHPDR CAPS 200UG;2 dd 1;30;;"]);
    let child = Profile {
        name: "kind".to_owned(),
        age: Age::new(5).ok(),
        facts: Vec::new(),
    };
    let later = Day::new(2028, 6, 1).unwrap();
    let requests = [
        Request::new(dataset(), &demo),
        Request::new(dataset(), &small),
        Request::new(dataset(), &small).profile(&child),
        Request::new(dataset(), &demo).on(later),
        Request::new(dataset(), &demo),
    ];
    let alone = |request: usize| -> Vec<Finding> {
        let settings = match request {
            3 => Settings::new().on(later),
            _ => Settings::new(),
        };
        let mut checker = Checker::new(dataset(), shared_words(), settings);
        match request {
            1 => checker.check(&small),
            2 => checker.check_for(&small, Some(&child)),
            _ => checker.check(&demo),
        }
    };
    let expected: Vec<Vec<Finding>> = (0..requests.len()).map(alone).collect();
    let found: Vec<Vec<Finding>> = run(shared_words(), &requests).collect();
    assert_eq!(found, expected);
    for threads in [1, 2, 3, 9] {
        let threads = NonZeroUsize::new(threads).unwrap();
        assert_eq!(run_on_threads(shared_words(), &requests, threads), expected);
    }
    // The review of the data is due in November 2027.
    let overdue = |found: &[Finding]| {
        found
            .iter()
            .any(|one| one.code.as_str() == "review-overdue")
    };
    assert!(!overdue(&found[0]) && overdue(&found[3]));
}
