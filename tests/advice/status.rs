//! The status of rules, and reviews that were due before the day of the advice.

use crate::contexts::{LABELS, context};
use crate::*;
use groenrecept::report::advice::{AdviceReport, Asked};
use groenrecept::{ErrorKind, Language};
use proptest::prelude::*;
use proptest::sample::select;

const SERETIDE: &str = "SERETIDE INHALATOR AEROSOL 25/250MCG/DO 120DO";
const VENTOLIN: &str = "VENTOLIN AEROSOL 100UG/DO 200DO";
const REVIEWED: &str = r#"status = "reviewed"
reviewed_by = [
    { role = "huisarts", date = "2026-10-01" },
    { role = "apotheker", date = "2026-10-08" },
]"#;
const AUTHORISED: &str = r#"status = "authorised"
reviewed_by = [
    { role = "huisarts", date = "2026-10-01" },
    { role = "apotheker", date = "2026-10-08" },
]
authorised_by = "een werkgroep"
authorised_until = "2027-10-01""#;
const CONCEPT: &str = r#"status = "concept""#;

/// Powder where possible (inh-06): reviewed.
fn quickscan(status: &str) -> String {
    let own = include_str!("../../data/guidelines/groene-huisarts.toml");
    own.replace(CONCEPT, status)
}

/// Ipratropium for children (inh-24, inh-25): authorised, but for one rule of its own.
fn ipratropium() -> String {
    let own = include_str!("../../data/guidelines/kinderformularium.toml");
    let own = own.replace(CONCEPT, AUTHORISED);
    let changed = own.replace(
        "id = \"inh-25\"\n",
        "id = \"inh-25\"\nstatus = \"concept\"\n",
    );
    assert_ne!(own, changed);
    changed
}

/// A reviewed and an authorised guideline over the embedded data.
static LAYERED: LazyLock<Engine> = LazyLock::new(|| {
    let (quickscan, ipratropium) = (quickscan(REVIEWED), ipratropium());
    let files = [
        ("guidelines/groene-huisarts.toml", quickscan.as_str()),
        ("guidelines/kinderformularium.toml", ipratropium.as_str()),
    ];
    Engine::new(&layered(&files).unwrap())
});

fn day(year: i16, month: i8, day: i8) -> Day {
    Day::new(year, month, day).unwrap()
}

/// The rules of an advice that were used, whatever they came to.
fn used(advice: &Advice) -> BTreeSet<String> {
    let offers = advice.offers.iter().map(|one| &one.said);
    let withheld = advice.withheld.iter().chain(&advice.excepted);
    let lists = [
        &advice.keep,
        &advice.may_keep,
        &advice.reduce,
        &advice.inform,
    ];
    let said = lists.into_iter().flatten().chain(offers);
    let said = said.chain(withheld.map(|one| &one.said));
    said.map(|one| one.rule.to_string()).collect()
}

fn page(engine: &Engine, what: &str, options: &Options, language: Language) -> String {
    let asked = Asked {
        what,
        ..Asked::default()
    };
    let report = AdviceReport::of(engine, &asked, &adult("R96"), options);
    let text = report.text(language);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_rule_has_the_status_of_its_file_or_its_own() {
    let status = |id: &str, on: Option<Day>| LAYERED.dataset().rule_by_id(id).unwrap().1.status(on);
    assert_eq!(status("inh-06", None), Status::Reviewed);
    assert_eq!(status("inh-24", None), Status::Authorised);
    assert_eq!(status("inh-25", None), Status::Concept);
    assert_eq!(status("inh-20", None), Status::Concept);
    // What was authorised until a day is reviewed after it.
    assert_eq!(status("inh-24", Some(day(2027, 10, 1))), Status::Authorised);
    assert_eq!(status("inh-24", Some(day(2027, 10, 2))), Status::Reviewed);
    assert_eq!(status("inh-06", Some(day(2027, 10, 2))), Status::Reviewed);
}

#[test]
fn only_rules_of_the_status_that_is_asked_for_are_used() {
    let advise = |label: &str, options: Options| {
        let advice = LAYERED.advise(&line(label, ""), &adult("R96"), &options);
        (used(&advice), advice.offers.len())
    };
    let all = advise(SERETIDE, Options::for_patient());
    assert!(all.0.len() > 5 && all.0.contains("inh-06"), "{all:?}");
    let reviewed = Options::for_patient().at_least(Status::Reviewed);
    assert_eq!(
        advise(SERETIDE, reviewed),
        (["inh-06", "inh-29"].map(str::to_owned).into(), 1)
    );
    let authorised = Options::for_patient().at_least(Status::Authorised);
    assert_eq!(advise(SERETIDE, authorised), (BTreeSet::new(), 0));
    let child = Context::new()
        .age(Age::new(2).unwrap())
        .icpc("R96".parse().unwrap());
    let atrovent = |options: Options| {
        let advice = LAYERED.advise(
            &line("ATROVENT DOSISAEROSOL 20MCG/DO 200DO", ""),
            &child,
            &options,
        );
        let keep = advice.keep.first().map(|said| said.citation.clone());
        keep.map(|one| (one.status, one.lapsed))
    };
    assert_eq!(atrovent(authorised), Some((Status::Authorised, None)));
    let (last, after) = (day(2027, 10, 1), day(2027, 10, 2));
    assert_eq!(
        atrovent(authorised.day(last)),
        Some((Status::Authorised, None))
    );
    assert_eq!(atrovent(authorised.day(after)), None);
    assert_eq!(
        atrovent(reviewed.day(after)),
        Some((Status::Reviewed, Some(last)))
    );
}

/// A rule that says to keep holds a switch back whatever its status.
#[test]
fn a_concept_that_keeps_still_holds_a_reviewed_switch_back() {
    let attack = adult("R96").fact(Fact::ACUTE_ATTACK, true);
    let reviewed = Options::for_patient().at_least(Status::Reviewed);
    let advice = LAYERED.advise(&line(VENTOLIN, ""), &attack, &reviewed);
    assert_eq!((advice.keep.len(), advice.offers.len()), (0, 0));
    let all = LAYERED.advise(&line(VENTOLIN, ""), &attack, &Options::for_patient());
    let kept = |advice: &Advice| {
        let powder = advice
            .withheld
            .iter()
            .find(|one| one.said.rule.as_str() == "inh-06");
        powder.map(|one| one.guard.clone())
    };
    assert!(
        matches!(kept(&advice), Some(Guard::Keep(_) | Guard::Condition(_))),
        "{advice:?}"
    );
    assert_eq!(kept(&advice), kept(&all));
    // What it would ask is asked before the switch.
    let unknown = Context::new()
        .age(Age::new(44).unwrap())
        .icpc("R96".parse().unwrap());
    let asks = |options: &Options| {
        let advice = LAYERED.advise(&line(VENTOLIN, ""), &unknown, options);
        let offer = advice
            .offers
            .iter()
            .find(|one| one.said.rule.as_str() == "inh-06");
        offer.map(|one| one.said.asks.clone())
    };
    assert!(asks(&reviewed).is_some());
    assert_eq!(asks(&reviewed), asks(&Options::for_patient()));
}

#[test]
fn after_the_review_date_switches_are_withheld_and_keep_rules_stand() {
    let advise = |label: &str, context: &Context, options: Options| {
        ENGINE.advise(&line(label, ""), context, &options)
    };
    let (last, after) = (day(2027, 11, 21), day(2027, 11, 22));
    let before = advise(SERETIDE, &adult("R96"), Options::for_patient().day(last));
    assert_eq!(
        before.offers.len(),
        advise(SERETIDE, &adult("R96"), Options::for_patient())
            .offers
            .len()
    );
    let overdue = advise(SERETIDE, &adult("R96"), Options::for_patient().day(after));
    assert!(!before.offers.is_empty());
    assert_eq!(overdue.offers, []);
    let offered: BTreeSet<_> = before
        .offers
        .iter()
        .map(|one| one.said.rule.clone())
        .collect();
    let withheld = overdue
        .withheld
        .iter()
        .filter(|one| one.guard == Guard::ReviewOverdue);
    let because = "Dit had voor deze datum herzien moeten zijn: uiterlijk op 2027-11-21, en het advies is gevraagd op 2027-11-22.";
    let held: BTreeSet<_> = withheld
        .map(|one| {
            assert_eq!(one.because.nl, because);
            assert_eq!(one.said.citation.overdue, Some(last));
            one.said.rule.clone()
        })
        .collect();
    assert!(offered.is_subset(&held), "{offered:?} {held:?}");
    // What keeps, asks, reduces or informs stands.
    let rules = |all: &[groenrecept::advice::Said]| -> Vec<String> {
        all.iter().map(|one| one.rule.to_string()).collect()
    };
    assert_eq!(rules(&overdue.may_keep), rules(&before.may_keep));
    assert_eq!(rules(&overdue.inform), rules(&before.inform));
    let harmonise = |one: &&groenrecept::advice::Said| one.direction != Direction::Harmonise;
    let others = |advice: &Advice| -> Vec<String> {
        advice
            .reduce
            .iter()
            .filter(harmonise)
            .map(|one| one.rule.to_string())
            .collect()
    };
    assert_eq!(others(&overdue), others(&before));
    let attack = adult("R96").fact(Fact::ACUTE_ATTACK, true);
    let kept = advise(VENTOLIN, &attack, Options::for_patient().day(after));
    assert_eq!(rules(&kept.keep), ["ast-14", "inh-21"]);
    assert_eq!(kept.offers, []);
}

/// A file whose own review was due withholds its own rules only; a layer may move the review.
#[test]
fn a_guideline_may_be_overdue_alone_and_a_layer_moves_the_review() {
    let own = quickscan(CONCEPT);
    let early = own.replace(
        "next_review = \"2027-11-21\"",
        "next_review = \"2027-01-31\"",
    );
    assert_ne!(own, early);
    let engine =
        Engine::new(&layered(&[("guidelines/groene-huisarts.toml", early.as_str())]).unwrap());
    let options = Options::for_patient().day(day(2027, 2, 1));
    let advice = engine.advise(&line(SERETIDE, ""), &adult("R96"), &options);
    let before = ENGINE.advise(&line(SERETIDE, ""), &adult("R96"), &options);
    let offered = |advice: &Advice| -> BTreeSet<String> {
        advice
            .offers
            .iter()
            .map(|one| one.said.rule.to_string())
            .collect()
    };
    let mut rest = offered(&before);
    assert!(rest.remove("inh-06") && !rest.is_empty());
    assert_eq!(offered(&advice), rest);
    let held = advice
        .withheld
        .iter()
        .find(|one| one.said.rule.as_str() == "inh-06")
        .unwrap();
    assert_eq!(held.guard, Guard::ReviewOverdue);
    assert!(
        held.because.en.contains("by 2027-01-31"),
        "{:?}",
        held.because
    );

    let moved = "next_review = \"2028-06-30\"\n";
    let engine = Engine::new(&layered(&[("dataset.toml", moved)]).unwrap());
    assert_eq!(engine.dataset().next_review(), Some(day(2028, 6, 30)));
    let on = |on: Day| {
        let advice = engine.advise(
            &line(SERETIDE, ""),
            &adult("R96"),
            &Options::for_patient().day(on),
        );
        advice.offers.len()
    };
    // The files of the embedded guidelines are still due in 2027.
    assert_eq!(on(day(2027, 11, 22)), 0);
    assert_eq!(on(day(2027, 11, 21)), before.offers.len());
}

#[test]
fn pages_say_the_status_and_the_review_in_one_line() {
    let options = Options::for_patient().day(day(2026, 11, 30));
    let dutch = page(&ENGINE, SERETIDE, &options, Language::Dutch);
    assert!(
        dutch.contains(
            "Alle 299 regels zijn concept: nog geen twee clinici hebben ze beoordeeld. Houden"
        ),
        "{dutch}"
    );
    let none = page(
        &ENGINE,
        SERETIDE,
        &Options::for_patient(),
        Language::English,
    );
    assert!(none.contains("All 299 rules are concepts: no two clinicians have reviewed them yet. Whether the data should have been reviewed was not judged: no day was given. What to keep"), "{none}");
    let mixed = page(&LAYERED, SERETIDE, &options, Language::Dutch);
    assert!(mixed.contains("Status van de 299 regels: concept 288, beoordeeld door twee clinici 8, geautoriseerd 3. Houden"), "{mixed}");
    assert!(
        mixed.contains(
            "advies (\"waar mogelijk\"); de auteur van de regel las een deel van de bron; beoordeeld door twee clinici."
        ),
        "{mixed}"
    );
    let narrowed = page(
        &LAYERED,
        SERETIDE,
        &options.at_least(Status::Reviewed),
        Language::English,
    );
    assert!(narrowed.contains("Status of the 11 rules: concept 0, reviewed by two clinicians 8, authorised 3. Only rules that are at least reviewed by two clinicians count; another that says to keep what is prescribed still holds a switch back."), "{narrowed}");
    assert!(
        narrowed.contains("Rules below the status that was asked for (288) do not count here."),
        "{narrowed}"
    );
    assert!(
        narrowed.contains(
            "No rule of the status that was asked for says that this medicine must stay as it is."
        ),
        "{narrowed}"
    );
    let overdue = page(
        &ENGINE,
        SERETIDE,
        &Options::for_patient().day(day(2028, 1, 1)),
        Language::English,
    );
    assert!(overdue.contains("The data should have been reviewed by 2027-11-21; so on 2028-01-01 no switch is suggested."), "{overdue}");
    assert!(overdue.contains("* This should have been reviewed before this day: by 2027-11-21, and the advice was asked on 2028-01-01."), "{overdue}");
    assert!(
        overdue.contains("should have been reviewed by 2027-11-21."),
        "{overdue}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// A later day or a higher status never adds an offer, and never takes away a keep rule that
    /// is still used.
    #[test]
    fn a_later_day_or_a_higher_status_never_offers_more(
        label in select(LABELS),
        context in context(),
        days in (0usize..5, 0usize..5),
        statuses in (0usize..3, 0usize..3),
    ) {
        let all = [None, Some(day(2026, 11, 30)), Some(day(2027, 10, 2)), Some(day(2027, 11, 22)), Some(day(2030, 1, 1))];
        let words = [Status::Concept, Status::Reviewed, Status::Authorised];
        let options = |at: usize, status: usize| {
            let options = Options::for_patient().at_least(words[status]);
            all[at].map_or(options, |day| options.day(day))
        };
        let (first, last) = (days.0.min(days.1), days.0.max(days.1));
        let (low, high) = (statuses.0.min(statuses.1), statuses.0.max(statuses.1));
        let advise = |options: Options| LAYERED.advise(&line(label, ""), &context, &options);
        let (before, after) = (advise(options(first, low)), advise(options(last, high)));
        let offered = |advice: &Advice| -> BTreeSet<String> {
            advice.offers.iter().map(|one| one.said.rule.to_string()).collect()
        };
        prop_assert!(offered(&after).is_subset(&offered(&before)));
        let still = |id: &str| {
            let (_, rule) = LAYERED.dataset().rule_by_id(id).unwrap();
            rule.status(all[last]) >= words[high]
        };
        let kept = |advice: &Advice| -> BTreeSet<String> {
            let all = advice.keep.iter().map(|one| one.rule.to_string());
            all.filter(|id| still(id)).collect()
        };
        prop_assert_eq!(kept(&after), kept(&before));
    }
}

/// What is wrong with these keys of a guideline, in both languages.
fn problems(keys: &str) -> Vec<String> {
    let own = quickscan(keys);
    let error = layered(&[("guidelines/groene-huisarts.toml", own.as_str())]).unwrap_err();
    let ErrorKind::Dataset(findings) = error.kind() else {
        unreachable!("{error}");
    };
    let wrong = findings
        .iter()
        .filter(|one| one.severity == Severity::Error);
    let said = wrong.flat_map(|one| [Language::Dutch, Language::English].map(|l| one.text(l)));
    said.map(|text| {
        text.rsplit_once("groene-huisarts.toml:")
            .unwrap()
            .1
            .to_owned()
    })
    .collect()
}

#[test]
fn bad_keys_of_a_status_are_said_with_what_is_allowed() {
    let one = "[{ role = \"huisarts\", date = \"2026-10-01\" }]";
    let two = "[{ role = \"huisarts\", date = \"2026-10-01\" }, { role = \"apotheker\", date = \"2026-10-08\" }]";
    let cases: Vec<(String, Vec<&str>)> = vec![
        (
            "status = \"checked\"".to_owned(),
            vec![
                "13:guideline.status: fout[unknown-word]: 'checked' is niet een van: concept, reviewed, authorised",
                "13:guideline.status: error[unknown-word]: 'checked' is not one of: concept, reviewed, authorised",
            ],
        ),
        (
            format!("status = \"reviewed\"\nreviewed_by = {one}"),
            vec![
r#"14:guideline.reviewed_by: fout[empty-cell]: deze status vraagt 'reviewed_by', zoals twee clinici: [{ role = "huisarts", date = "2026-10-01" }, ...]"#,
r#"14:guideline.reviewed_by: error[empty-cell]: this status asks 'reviewed_by', such as two clinicians: [{ role = "huisarts", date = "2026-10-01" }, ...]"#,
],
        ),
        (
            "status = \"reviewed\"".to_owned(),
            vec![
r#"13:guideline.reviewed_by: fout[empty-cell]: deze status vraagt 'reviewed_by', zoals twee clinici: [{ role = "huisarts", date = "2026-10-01" }, ...]"#,
r#"13:guideline.reviewed_by: error[empty-cell]: this status asks 'reviewed_by', such as two clinicians: [{ role = "huisarts", date = "2026-10-01" }, ...]"#,
],
        ),
        (
            format!("status = \"reviewed\"\nreviewed_by = {}", one.replace("}]", &format!("}}, {}", &one[1..]))),
            vec![
r#"14:guideline.reviewed_by: fout[duplicate-id]: 'huisarts' op 2026-10-01 staat er twee keer; twee clinici beoordelen een regel"#,
r#"14:guideline.reviewed_by: error[duplicate-id]: 'huisarts' on 2026-10-01 stands here twice; two clinicians review a rule"#,
],
        ),
        (
            "status = \"reviewed\"\nreviewed_by = [{ date = \"2026-10-01\" }, { role = \"apotheker\" }]".to_owned(),
            vec![
r#"14:guideline.reviewed_by.role: fout[empty-cell]: 'role' moet gevuld zijn"#,
r#"14:guideline.reviewed_by.role: error[empty-cell]: 'role' must be filled"#,
r#"14:guideline.reviewed_by.date: fout[empty-cell]: 'date' moet gevuld zijn"#,
r#"14:guideline.reviewed_by.date: error[empty-cell]: 'date' must be filled"#,
],
        ),
        (
            format!("status = \"reviewed\"\nreviewed_by = {}", two.replace("10-08", "02-30")),
            vec![
r#"14:guideline.reviewed_by.date: fout[bad-date]: '2026-02-30' is geen dag zoals 2026-07-01"#,
r#"14:guideline.reviewed_by.date: error[bad-date]: '2026-02-30' is not a day such as 2026-07-01"#,
],
        ),
        (
            format!("status = \"reviewed\"\nreviewed_by = {}", two.replace("2026-10-08", "2026-12-01")),
            vec![
r#"14:guideline.reviewed_by: fout[bad-date]: de beoordeling van 2026-12-01 ligt na de datum van de gegevens, 2026-11-21"#,
r#"14:guideline.reviewed_by: error[bad-date]: the review of 2026-12-01 lies after the date of the data, 2026-11-21"#,
],
        ),
        (
            format!("status = \"authorised\"\nreviewed_by = {two}"),
            vec![
r#"13:guideline.authorised_by: fout[empty-cell]: deze status vraagt 'authorised_by', zoals "werkgroep""#,
r#"13:guideline.authorised_by: error[empty-cell]: this status asks 'authorised_by', such as "werkgroep""#,
r#"13:guideline.authorised_until: fout[empty-cell]: deze status vraagt 'authorised_until', zoals "2027-10-01""#,
r#"13:guideline.authorised_until: error[empty-cell]: this status asks 'authorised_until', such as "2027-10-01""#,
],
        ),
        (
            format!("status = \"authorised\"\nreviewed_by = {two}\nauthorised_by = \"\"\nauthorised_until = \"2026-10-07\""),
            vec![
r#"15:guideline.authorised_by: fout[empty-cell]: deze status vraagt 'authorised_by', zoals "werkgroep""#,
r#"15:guideline.authorised_by: error[empty-cell]: this status asks 'authorised_by', such as "werkgroep""#,
r#"16:guideline.authorised_until: fout[inverted-range]: de autorisatie eindigt op 2026-10-07, voor de beoordeling van 2026-10-08"#,
r#"16:guideline.authorised_until: error[inverted-range]: the authorisation ends on 2026-10-07, before the review of 2026-10-08"#,
],
        ),
        (
            format!("status = \"concept\"\nreviewed_by = {two}\nauthorised_by = \"x\""),
            vec![
r#"14:guideline.reviewed_by: fout[unknown-word]: 'reviewed_by' hoort niet bij status concept; alleen bij: reviewed, authorised"#,
r#"14:guideline.reviewed_by: error[unknown-word]: 'reviewed_by' does not go with status concept; only with: reviewed, authorised"#,
r#"15:guideline.authorised_by: fout[unknown-word]: 'authorised_by' hoort niet bij status concept; alleen bij: authorised"#,
r#"15:guideline.authorised_by: error[unknown-word]: 'authorised_by' does not go with status concept; only with: authorised"#,
],
        ),
        (
            format!("status = \"reviewed\"\nreviewed_by = {two}\nauthorised_until = \"2027-01-01\""),
            vec![
r#"15:guideline.authorised_until: fout[unknown-word]: 'authorised_until' hoort niet bij status reviewed; alleen bij: authorised"#,
r#"15:guideline.authorised_until: error[unknown-word]: 'authorised_until' does not go with status reviewed; only with: authorised"#,
],
        ),
        (
            "status = \"authorised\"".to_owned(),
            vec![
r#"13:guideline.authorised_by: fout[empty-cell]: deze status vraagt 'authorised_by', zoals "werkgroep""#,
r#"13:guideline.authorised_by: error[empty-cell]: this status asks 'authorised_by', such as "werkgroep""#,
r#"13:guideline.authorised_until: fout[empty-cell]: deze status vraagt 'authorised_until', zoals "2027-10-01""#,
r#"13:guideline.authorised_until: error[empty-cell]: this status asks 'authorised_until', such as "2027-10-01""#,
r#"13:guideline.reviewed_by: fout[empty-cell]: deze status vraagt 'reviewed_by', zoals twee clinici: [{ role = "huisarts", date = "2026-10-01" }, ...]"#,
r#"13:guideline.reviewed_by: error[empty-cell]: this status asks 'reviewed_by', such as two clinicians: [{ role = "huisarts", date = "2026-10-01" }, ...]"#,
],
        ),
        (
            "checker = \"\"\nstatus = \"reviewed\"\nreviewed_by = \"twee\"".to_owned(),
            vec![
r#"13:guideline.checker: fout[unknown-word]: 'checker' is niet een van: id, title, version, publisher, date, url, text, grading, kind, author, reviewed, next_review, status, reviewed_by, authorised_by, authorised_until, withdrawn, occasion, until, note_nl, note_en"#,
r#"13:guideline.checker: error[unknown-word]: 'checker' is not one of: id, title, version, publisher, date, url, text, grading, kind, author, reviewed, next_review, status, reviewed_by, authorised_by, authorised_until, withdrawn, occasion, until, note_nl, note_en"#,
r#"15:guideline.reviewed_by: fout[unreadable-file]: verwacht is een waarde zoals [{ role = "huisarts", date = "2026-10-01" }]"#,
r#"15:guideline.reviewed_by: error[unreadable-file]: expected is a value such as [{ role = "huisarts", date = "2026-10-01" }]"#,
],
        ),
    ];
    for (keys, expected) in cases {
        assert_eq!(problems(&keys), expected, "{keys}");
    }
}

/// A rule with a key of its own needs all of them.
#[test]
fn a_status_of_one_rule_is_whole() {
    let own = quickscan(REVIEWED).replacen("[[rule]]\n", "[[rule]]\nauthorised_by = \"x\"\n", 1);
    let error = layered(&[("guidelines/groene-huisarts.toml", own.as_str())]).unwrap_err();
    let text = error.to_string();
    assert!(
        text.contains("rule.status: error[empty-cell]: 'status' must be filled"),
        "{text}"
    );
}
