//! The Dutch and the English say the same: texts of codes, data, findings, errors and whole pages
//! hold the same figures, ids, options and addresses. The sentences of a report are compared one
//! by one in `src/report/wording/twins.rs`.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on fails; helpers stand outside the test functions"
)]

mod facts;

use facts::facts;
use groenrecept::advice::{Ask, Guard, Use};
use groenrecept::diagnostic::{Code, FormularyCode, Message};
use groenrecept::report::advice::{AdviceReport, Asked};
use groenrecept::report::data::Summary;
use groenrecept::report::explain::explain;
use groenrecept::{Dataset, Engine, Error, ErrorKind, Language, Role};
use groenrecept::{DatesRead, Foreign, ReleaseProblem};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const LANGUAGES: [Language; 2] = [Language::Dutch, Language::English];

/// Sentences whose twin has a code more or less often, or in a compound.
const ALIKE: [&str; 2] = [
    "Een ATC-code of ATC-groep heeft niet de goede vorm.",
    "Aerosol nodig: let op een drijfgas met lage GWP",
];

/// Twins whose facts differ.
#[derive(Default)]
struct Drifted(Vec<[String; 2]>);

impl Drifted {
    /// Two sentences: each fact as often in the one as in the other.
    fn sentence(&mut self, nl: &str, en: &str) {
        if facts(nl) != facts(en) && !ALIKE.contains(&nl) {
            self.0.push([nl.to_owned(), en.to_owned()]);
        }
    }

    fn both(&mut self, say: impl Fn(Language) -> String) {
        let [nl, en] = LANGUAGES.map(say);
        self.sentence(&nl, &en);
    }

    /// Two pages: what only one of them says. A Dutch page quotes the data beside its own words.
    fn page(&mut self, say: impl Fn(Language) -> String) {
        let pages = LANGUAGES.map(say);
        let [nl, en] = pages.each_ref().map(|page| {
            let found = facts(page).into_iter();
            found
                .filter(|fact| !fact.ends_with(" quotes"))
                .collect::<BTreeSet<String>>()
        });
        if nl != en {
            let only = |one: &BTreeSet<String>, other| {
                let words: Vec<&str> = one.difference(other).map(String::as_str).collect();
                words.join(" ")
            };
            let about = pages[0].lines().next().unwrap_or_default();
            let (dutch, english) = (only(&nl, &en), only(&en, &nl));
            self.0.push([format!("{about}: {dutch}"), english]);
        }
    }
}

impl Drop for Drifted {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            assert_eq!(self.0, Vec::<[String; 2]>::new());
        }
    }
}

fn package() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The files below a folder whose name ends so.
fn files(folder: &Path, end: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, end));
        } else if path.to_str().unwrap().ends_with(end) {
            found.push(path);
        }
    }
    found
}

#[test]
fn what_codes_mean() {
    let mut drifted = Drifted::default();
    let formulary = FormularyCode::ALL.iter().copied().map(Code::Formulary);
    for code in Code::all().chain(formulary) {
        let parts = LANGUAGES.map(|language| {
            let one = code.explanation(language);
            [one.what, one.why, one.example, one.instead]
        });
        for (nl, en) in parts[0].iter().zip(parts[1]) {
            drifted.sentence(nl, en);
        }
    }
}

#[test]
fn questions_and_reasons() {
    let mut drifted = Drifted::default();
    let others = [
        Ask::Product,
        Ask::Age,
        Ask::Indication,
        Ask::OtherDevices,
        Ask::MixedDevices,
        Ask::Label,
    ];
    let dataset = Dataset::embedded().unwrap();
    for ask in dataset.facts().map(Ask::Fact).chain(others) {
        drifted.both(|language| ask.question(&dataset, language).to_owned());
    }
    for word in [
        "age",
        "strength",
        "no_equivalence",
        "dose_guard",
        "puffs",
        "foreign_label_age",
        "foreign_label_indication",
        "foreign_label_reliever",
        "verdict",
        "shortage",
        "not_available",
    ] {
        let guard = Guard::parse(word).unwrap();
        drifted.both(|language| guard.reason(&dataset, language).to_owned());
    }
    for fact in dataset.facts() {
        let guard = Guard::Condition(Ask::Fact(fact));
        drifted.both(|language| guard.reason(&dataset, language).to_owned());
    }
    for purpose in [Use::Patient, Use::Aggregate] {
        drifted.both(|language| purpose.intended(language).to_owned());
    }
}

#[test]
fn the_words_of_guidelines_and_tables() {
    let mut drifted = Drifted::default();
    let dataset = Dataset::embedded().unwrap();
    let mut say = |message: &Message| drifted.sentence(&message.nl, &message.en);
    for guideline in dataset.guidelines() {
        say(&guideline.note);
        for rule in &guideline.rules {
            let own = [&rule.title, &rule.reason, &rule.basis, &rule.follow_up];
            own.into_iter().for_each(&mut say);
            rule.instead().into_iter().for_each(&mut say);
            rule.objections().for_each(&mut say);
        }
    }
    let mut pairs = 0;
    for path in files(&package().join("data"), ".csv") {
        let mut table = csv::Reader::from_path(&path).unwrap();
        let header = table.headers().unwrap().clone();
        let twins: Vec<(usize, usize)> = (0..header.len())
            .filter_map(|nl| {
                let twin = format!("{}_en", header[nl].strip_suffix("_nl")?);
                Some((nl, header.iter().position(|name| *name == twin)?))
            })
            .collect();
        pairs += twins.len();
        for row in table.records().map_while(Result::ok) {
            for (nl, en) in &twins {
                drifted.sentence(&row[*nl], &row[*en]);
            }
        }
    }
    assert_eq!(pairs, 18);
}

/// The findings of the fixtures: a line in Dutch and then one in English.
#[test]
fn the_findings_of_a_check() {
    let mut drifted = Drifted::default();
    for path in files(&package().join("tests/fixtures"), "expected.txt") {
        let text = std::fs::read_to_string(&path).unwrap();
        let lines: Vec<&str> = text.lines().filter(|one| !one.starts_with(' ')).collect();
        for pair in lines.chunks(2) {
            drifted.sentence(pair[0], pair[1]);
        }
    }
}

#[test]
fn pages_of_advice() {
    let mut drifted = Drifted::default();
    let dutch = files(&package().join("tests/fixtures/advice/pages"), ".nl.txt");
    assert_eq!(dutch.len(), 5);
    for path in dutch {
        let page = path.to_str().unwrap();
        drifted.page(|language| {
            let english = page.replace(".nl.txt", ".en.txt");
            let path = match language {
                Language::Dutch => page,
                Language::English => &english,
            };
            std::fs::read_to_string(path).unwrap()
        });
    }
}

/// Every kind of error, with figures.
fn errors() -> Vec<ErrorKind> {
    let read = |line| DatesRead {
        order: "dd-mm-yyyy",
        rows: 12,
        line,
    };
    let date = |second: &str| ErrorKind::AmbiguousDate {
        column: 3,
        example: "01-02-2025".to_owned(),
        first: "2025-02-01".to_owned(),
        second: second.to_owned(),
    };
    let column = "Uitgifte_2".to_owned();
    let mut all = vec![
        ErrorKind::NotFound,
        ErrorKind::NoFolder,
        ErrorKind::NotAFolder,
        ErrorKind::IsFolder,
        ErrorKind::Io("os error 5".to_owned()),
        ErrorKind::Empty,
        ErrorKind::NoRows,
        ErrorKind::NoHeader { columns: 12 },
        ErrorKind::TooManyColumns {
            columns: 2000,
            limit: 1024,
        },
        ErrorKind::HeaderTooLong { limit: 65_536 },
        ErrorKind::AmbiguousSeparator("; 1".to_owned()),
        ErrorKind::MissingRole(Role::Quantity),
        ErrorKind::MissingRole(Role::Label),
        ErrorKind::DuplicateRole {
            role: Role::Date,
            first: 3,
            second: 4,
        },
        date("2025-01-02"),
        date("2025-02-01"),
        ErrorKind::MixedDates {
            column: 3,
            total: 20,
            first: read(5),
            second: Some(read(6)),
        },
        ErrorKind::UnreadableDates {
            column: 3,
            line: 4,
            shape: "99a99".to_owned(),
        },
        ErrorKind::AmbiguousDecimal {
            column: 3,
            example: "1.234".to_owned(),
        },
        ErrorKind::BareCarriageReturns,
        ErrorKind::EncodingNotBuilt,
        ErrorKind::Profile("line 3".to_owned()),
        ErrorKind::ProfileColumn {
            role: Role::Date,
            column,
        },
        ErrorKind::Dataset(Vec::new()),
        ErrorKind::ProfileTwice {
            first: Role::Date,
            second: Role::Label,
            column: 3,
        },
        ErrorKind::DatasetMismatch {
            found: "12ab".to_owned(),
            expected: "34cd".to_owned(),
        },
        ErrorKind::NoProfile("one_1, two_2".to_owned()),
        ErrorKind::Changed {
            before: 1000,
            after: 900,
        },
        ErrorKind::Overflow(None),
        ErrorKind::Overflow(Some("one-1".to_owned())),
    ];
    let foreign = [
        Foreign::Workbook,
        Foreign::Pdf,
        Foreign::Archive,
        Foreign::Utf16,
        Foreign::Binary,
    ];
    all.extend(foreign.map(ErrorKind::Foreign));
    let (file, field) = ("BST004T".to_owned(), "ATKODE".to_owned());
    let (lacks, found, expected) = (file.clone(), 161, 160);
    let release = [
        ReleaseProblem::NoFiles,
        ReleaseProblem::Lacks { file: lacks },
        ReleaseProblem::RecordLength { found, expected },
        ReleaseProblem::OtherFile {
            found: Some(4),
            expected: 31,
        },
        ReleaseProblem::OtherFile {
            found: None,
            expected: 31,
        },
        ReleaseProblem::NoNumber {
            field: field.clone(),
        },
        ReleaseProblem::NoField { file, field },
    ];
    all.extend(release.map(ErrorKind::Release));
    all
}

#[test]
fn why_something_cannot_go_on() {
    let mut drifted = Drifted::default();
    for kind in errors() {
        let error = Error::new(kind).in_file("export.csv").at_line(7);
        drifted.both(|language| error.text(language));
    }
}

/// The first cell of each row of a file of the data: its id.
fn ids_of(file: &str) -> Vec<String> {
    let path = package().join("data").join(file);
    let mut rows = csv::Reader::from_path(path).unwrap();
    let rows = rows.records().map(Result::unwrap);
    rows.map(|row| row[0].to_owned()).collect()
}

#[test]
fn pages_that_explain() {
    let mut drifted = Drifted::default();
    let dataset = Dataset::embedded().unwrap();
    drifted.page(|language| Summary::of(&dataset).text(language));
    let rules = dataset.guidelines().iter().flat_map(|one| &one.rules);
    let ids = (dataset.products().iter().map(|one| one.id.to_string()))
        .chain(dataset.factors().iter().map(|one| one.id.to_string()))
        .chain(ids_of("forms.csv"))
        .chain(ids_of("water.csv"))
        .chain(ids_of("conflicts.csv"))
        .chain(dataset.sources().map(|one| one.id.as_str().to_owned()))
        .chain(rules.map(|rule| rule.id.to_string()));
    let engine = Engine::new(&dataset);
    for id in ids {
        let trail = explain(&engine, &id);
        assert!(trail.is_recognised(), "{id}");
        drifted.page(|language| trail.text(language));
    }
    for what in [
        "SALBUTAMOL AEROSOL 100UG/DO 200DO",
        "R03AC02",
        "DICLOFENAC GEL 11,6MG/G",
    ] {
        let asked = Asked {
            what,
            atc: "",
            quantity: "200",
            unit: "ST",
            dosage: "2 dd 1-2",
        };
        let context = groenrecept::Context::new();
        let options = groenrecept::advice::Options::for_patient();
        let advice = AdviceReport::of(&engine, &asked, &context, &options);
        drifted.page(|language| advice.text(language));
    }
}

#[cfg(feature = "text")]
#[test]
fn the_page_of_the_demo() {
    use groenrecept::Day;
    use groenrecept::intake::Export;
    use groenrecept::report::{Report, profile_page};
    let mut drifted = Drifted::default();
    let dataset = Dataset::embedded().unwrap();
    let open = || Export::open(&package().join("data/demo/praktijkexport.csv")).unwrap();
    let proposal = open().proposal(&dataset).unwrap();
    drifted.page(|language| profile_page(&proposal, language));
    for below in [None, Some(5)] {
        drifted.page(|language| {
            let analysis = Engine::new(&dataset)
                .analysis()
                .latest(Day::new(2026, 1, 31));
            let outcome = analysis.suppress(below).run(open(), None).unwrap();
            Report::new(&outcome, language).text(200)
        });
    }
}

#[test]
fn pages_of_formularies() {
    use groenrecept::Day;
    use groenrecept::formulary::{
        CaseMix, Checker, Earlier, Formulary, Settings, Transitions, Words, compare, labels,
    };
    use groenrecept::report::formulary::{
        CompareReport, FormularyReport, LabelsReport, Severities,
    };
    let mut drifted = Drifted::default();
    let dataset = Dataset::embedded().unwrap();
    let words = Words::of(&dataset);
    let moving = "product_id,date,propellant\nventolin-aerosol-100,2028-01-01,HFC-152a\n";
    let engine = Engine::new(&dataset);
    let (transitions, _) = Transitions::read("t.csv", moving, &dataset);
    let day = Day::new(2028, 1, 2).unwrap();
    let settings = Settings::new().transitions(transitions).on(day);
    let read = |name: &str| {
        let bytes = std::fs::read(package().join(name)).unwrap();
        Formulary::read(name, &bytes, &words)
    };
    let old = read("data/demo/formularium.csv");
    let new = read("tests/fixtures/formulary/order-against-impact/bad.csv");
    let none = Severities::new();
    for formulary in [&old, &new] {
        let findings = Checker::new(&engine, &words, settings.clone()).check(formulary);
        let report = FormularyReport::new(
            &dataset,
            &words,
            formulary,
            &findings,
            &none,
            &Settings::new(),
        );
        let report = report.with_transition(&engine, &settings);
        drifted.page(|language| report.text(language));
    }
    let mix = CaseMix::Courses;
    let pair = (&old, &new);
    let change = compare(&engine, &words, pair, settings.clone(), (&mix, None));
    let change = CompareReport::new(&engine, pair, &change, &mix, &settings);
    drifted.page(|language| change.text(language));
    drifted.page(|language| change.markdown(language));
    let bands = engine.dataset().bands();
    let classes = labels(
        &engine,
        &words,
        &old,
        &bands,
        settings.clone(),
        &Earlier::new(),
    );
    let classes =
        |language| LabelsReport::new(&engine, &old, &bands, &classes, &settings, language);
    drifted.page(|language| classes(language).text(language));
    drifted.page(|language| classes(language).csv(language));
}
