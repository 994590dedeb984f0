//! Many formularies at once say what each says by itself.

use super::check::{dataset, engine, shared_words};
use super::{demo, formulary};
use groenrecept::context::Age;
use groenrecept::dataset::{Currency, Dataset, Layer};
use groenrecept::formulary::{
    CaseMix, Checker, CompareRequest, Comparer, Counted, Finding, Profile, Request, Settings,
    Transitions, compare_all, compare_all_on_threads, run, run_on_threads,
};
use groenrecept::practice::Row;
use groenrecept::report::formulary::CompareReport;
use groenrecept::{Day, Engine, ErrorKind, Prescription};
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
        Request::new(engine(), &demo),
        Request::new(engine(), &small),
        Request::new(engine(), &small).profile(&child),
        Request::new(engine(), &demo).on(later),
        Request::new(engine(), &demo),
    ];
    let alone = |request: usize| -> Vec<Finding> {
        let settings = match request {
            3 => Settings::new().on(later),
            _ => Settings::new(),
        };
        let mut checker = Checker::new(engine(), shared_words(), settings);
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

/// The embedded data under a price list of its own.
fn priced(aerosol: &str, diskus: &str) -> Dataset {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write(
        "sources.csv",
        "source_id,kind,authors,year,title,publisher,doi,url,accessed,licence\n\
         T1,dataset,Own,2026,Own prices,,,,,own work\n",
    );
    let prices = format!(
        "product_id,price,valid_from,valid_to,source_id,locator,evidence,note\n\
         seretide-aerosol-25-250,{aerosol},,,T1,p. 1,read,\n\
         seretide-diskus-50-500,{diskus},,,T1,p. 1,read,\n"
    );
    write("prices.csv", &prices);
    dataset()
        .with_layer(&Layer::from_dir(folder.path()).unwrap())
        .unwrap()
}

const SERETIDE: &str =
    "Astma;R96;18;80;;1;1;;SERETIDE INHALATOR AEROSOL 25/250UG/DO 120DO;2 dd 2;30;x;";
const DISKUS: &str = "Astma;R96;18;80;;1;1;;SERETIDE DISKUS INHPDR 50/500UG/DO 60DO;2 dd 1;30;x;";
const CHILD: &str = "Astma;R96;4;11;;1;1;;VENTOLIN AEROSOL 100UG/DO 200DO;2 dd 1;30;x;";
const ATROVENT: &str = "COPD;R95;40;80;;1;1;;ATROVENT AEROSOL 20UG/DO 200DO;4 dd 2;25;x;";

#[test]
fn costs_in_two_currencies_stand_apart() {
    let prices = "product_id,price,currency,source_id,locator,evidence\n\
         atrovent-aerosol-20,20,EUR,T1,p. 1,read\n\
         seretide-aerosol-25-250,60,GBP,T1,p. 1,read\n\
         seretide-diskus-50-500,48,GBP,T1,p. 1,read\n";
    let layer = Layer::named("own")
        .csv(
            "sources.csv",
            "source_id,kind,title\nT1,dataset,Own prices\n",
        )
        .csv("prices.csv", prices);
    let engine = Engine::new(&dataset().with_layer(&layer).unwrap());
    let (old, new) = (
        formulary(&[SERETIDE, ATROVENT]),
        formulary(&[DISKUS, ATROVENT]),
    );
    let (mix, settings) = (CaseMix::Courses, Settings::new());
    let mut comparer = Comparer::new(&engine, shared_words(), settings.clone());
    let change = comparer.compare_for((&old, &new), (&mix, None), None);
    let report = CompareReport::new(&engine, (&old, &new), &change, &mix, &settings);
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(
        json["total"]["cost"],
        serde_json::json!([
            {"currency": "EUR", "before": "20", "after": "20"},
            {"currency": "GBP", "before": "60", "after": "48"},
        ])
    );
}

/// 120 puffs are one aerosol and 60 inhalations one Diskus: each price stands as it is.
#[test]
fn many_comparisons_say_what_each_says_by_itself() {
    let (old, new) = (
        formulary(&[SERETIDE, CHILD, ATROVENT]),
        formulary(&[DISKUS, CHILD, ATROVENT]),
    );
    let [cheap, dear] = [("60", "48"), ("90", "80")].map(|(a, b)| Engine::new(&priced(a, b)));
    let child = Profile {
        name: "kind".to_owned(),
        age: Age::new(7).ok(),
        facts: Vec::new(),
    };
    let text = "product_id,date,propellant\natrovent-aerosol-20,2028-01-01,HFC-152a\n";
    let (moves, _) = Transitions::read("t.csv", text, dataset());
    let later = Day::new(2028, 6, 1).unwrap();
    let all = CompareRequest::new(&cheap, &old, &new);
    let requests = [
        all,
        CompareRequest::new(&dear, &old, &new),
        all.profile(&child),
        all.on(later).transitions(&moves),
        all.on(later),
        CompareRequest::new(engine(), &new, &old),
        all,
    ];
    let alone = |request: usize| {
        let data = match request {
            1 => &dear,
            5 => engine(),
            _ => &cheap,
        };
        let settings = match request {
            3 => Settings::new().on(later).transitions(moves.clone()),
            4 => Settings::new().on(later),
            _ => Settings::new(),
        };
        let pair = if request == 5 {
            (&new, &old)
        } else {
            (&old, &new)
        };
        let profile = (request == 2).then_some(&child);
        let mut comparer = Comparer::new(data, shared_words(), settings);
        let found = comparer.compare_for(pair, (&CaseMix::Courses, None), profile);
        format!("{found:?}")
    };
    let expected: Vec<String> = (0..requests.len()).map(alone).collect();
    let found: Vec<_> = compare_all(shared_words(), &requests).collect();
    let shown = |all: &[groenrecept::formulary::Comparison]| -> Vec<String> {
        all.iter().map(|one| format!("{one:?}")).collect()
    };
    assert_eq!(shown(&found), expected);
    for threads in [1, 2, 3, 9] {
        let threads = NonZeroUsize::new(threads).unwrap();
        let found = compare_all_on_threads(shared_words(), &requests, threads);
        assert_eq!(shown(&found), expected);
    }
    let cost = |request: usize| {
        let (before, after) = found[request].total().cost[&Currency::EUR];
        [before, after].map(|euros| euros.round(2).to_string())
    };
    assert_eq!(cost(0), ["60", "48"]);
    assert_eq!(cost(1), ["90", "80"]);
    assert!(found[5].total().cost.is_empty());
    let central = |request: usize| {
        let difference = found[request].total().difference.unwrap();
        difference.1.round(3).to_string()
    };
    assert_eq!(central(0), "-19.787");
    assert_eq!(central(3), "-34.813"); // -19.787 - 15.026
    // The adults are left out for a child of seven.
    let kept: Vec<usize> = found[2].changes.iter().map(|one| one.old).collect();
    assert_eq!((kept, &found[2].added[..]), (vec![1], &[][..]));
}

#[test]
fn what_is_not_whole_is_not_compared() {
    let whole = formulary(&[SERETIDE]);
    let broken = formulary(&[SERETIDE, "Astma;R96;jong;80;;1;2;;X;2 dd 1;30;x;"]);
    assert!(!broken.is_whole());
    let requests = [
        CompareRequest::new(engine(), &whole, &broken),
        CompareRequest::new(engine(), &broken, &whole),
    ];
    for change in compare_all(shared_words(), &requests) {
        assert!(change.changes.is_empty() && change.added.is_empty());
    }
}

/// A tally holds places of its own data: in other data they are other products.
#[test]
fn a_tally_of_other_data_is_no_case_mix() {
    let formulary = formulary(&[SERETIDE]);
    let other = Engine::new(&priced("60", "48"));
    let mut rows = engine().tally();
    let line = Prescription::new().label("SERETIDE INHALATOR AEROSOL 25/250UG/DO 120DO");
    rows.add(&Row::new(&line.quantity("1", "ST"))).unwrap();
    let tally = rows.finish().unwrap();
    let counted = |engine| Counted::new(engine, shared_words(), &formulary, &tally);
    assert_eq!(counted(engine()).unwrap().mapped, 1);
    let error = counted(&other).unwrap_err();
    let mismatch = matches!(error.kind(), ErrorKind::DatasetMismatch { .. });
    assert!(mismatch, "{error}");
}
