//! The status of rules and the day of the advice, in every command that rests on rules.

use super::*;

const SERETIDE: &str = "SERETIDE INHALATOR AEROSOL 25/250MCG/DO 120DO";
const FORMULARY: &str = "aandoening;icpc;leeftijd van;leeftijd t/m;stap;keus;middel;dosering;behandeldagen;paragraaf\n\
    Astma;R96;18;80;1;1;SERETIDE INHALATOR AEROSOL 25/250UG/DO 120DO;2 dd 2;30;M27\n";
const EXPORT: &str = "datum;omschrijving;aantal;eenheid\n\
    31-01-2025;SERETIDE INHALATOR AEROSOL 25/250UG/DO 120DO;1;ST\n\
    31-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;1;ST\n";
const ALL_CONCEPT: &str =
    "Alle 299 regels zijn concept: nog geen twee clinici hebben ze beoordeeld.";
const NARROWED: &str = "Status van de 12 regels: concept 0, beoordeeld door twee clinici 8, geautoriseerd 4. Alleen regels die ten minste beoordeeld door twee clinici zijn tellen mee";
const OVERDUE: &str = "De gegevens hadden uiterlijk op 2027-11-21 herzien moeten zijn; op 2027-11-22 wordt daarom niet voorgesteld om te wisselen.";

/// A formulary, an export, and a layer with a reviewed and an authorised guideline.
fn folder() -> Folder {
    let folder = Folder::with("f.csv", FORMULARY);
    folder.write("export.csv", EXPORT);
    let reviewed = "reviewed_by = [{ role = \"huisarts\", date = \"2026-10-01\" }, { role = \"apotheker\", date = \"2026-10-08\" }]";
    let layered = |name: &str, keys: &str| {
        let file = format!("data/guidelines/{name}.toml");
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
        let own = std::fs::read_to_string(path).unwrap();
        let keys = format!("{keys}\n{reviewed}");
        let changed = own.replace("status = \"concept\"", &keys);
        assert_ne!(own, changed);
        folder.write(&format!("eigen/guidelines/{name}.toml"), changed);
    };
    layered("groene-huisarts", "status = \"reviewed\"");
    layered(
        "kinderformularium",
        "status = \"authorised\"\nauthorised_by = \"een werkgroep\"\nauthorised_until = \"2027-10-01\"",
    );
    folder
}

/// Every command that rests on rules.
const COMMANDS: [&[&str]; 6] = [
    &["explain", SERETIDE, "--age", "44", "--icpc", "R96"],
    &["report", "export.csv", "--today", TODAY],
    &["check", "f.csv"],
    &["compare", "f.csv", "f.csv"],
    &["compare", "f.csv", "f.csv", "--format", "markdown"],
    &["labels", "f.csv"],
];

#[test]
fn every_page_says_the_status_of_the_rules_that_it_used() {
    let folder = folder();
    for command in COMMANDS {
        let page = |more: &[&str]| {
            let run = folder.run(&[command, more].concat());
            assert_eq!(
                (run.code, run.err.as_str()),
                (0, ""),
                "{command:?} {more:?}"
            );
            flat(&run.out)
        };
        let plain = page(&["--day", "2027-11-21"]);
        assert_says(&plain, &[ALL_CONCEPT]);
        assert!(!plain.contains("herzien moeten zijn"), "{plain}");
        let english = page(&["--day", "2027-11-22", "--lang", "en"]);
        assert_says(
            &english,
            &[
                "All 299 rules are concepts: no two clinicians have reviewed them yet. The data should have been reviewed by 2027-11-21; so on 2027-11-22 no switch is suggested.",
            ],
        );
        let narrowed = page(&[
            "--status",
            "reviewed",
            "--data",
            "eigen",
            "--day",
            "2026-11-30",
        ]);
        assert_says(&narrowed, &[NARROWED]);
    }
    let data = folder.run(&["data"]);
    assert_says(
        &data.out,
        &["Alle 305 regels zijn concept: nog geen twee clinici hebben ze beoordeeld."],
    );
    let data = folder.run(&["data", "--data", "eigen", "--lang", "en"]);
    assert_says(
        &data.out,
        &["Status of the 305 rules: concept 293, reviewed by two clinicians 8, authorised 4."],
    );
}

#[test]
fn every_json_has_the_counts_the_day_and_the_sentence() {
    let folder = folder();
    let told = |arguments: &[&str], at: &str| {
        let more = [
            "--status",
            "reviewed",
            "--data",
            "eigen",
            "--day",
            "2027-10-02",
        ];
        let run = folder.run(&[arguments, &more].concat());
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{arguments:?}");
        let json: Value = serde_json::from_str(&run.out).unwrap();
        json.pointer(at).cloned().unwrap_or_default()
    };
    let report = ["report", "export.csv", "--today", TODAY, "--json", "-"];
    let explain = ["explain", SERETIDE, "--format", "json"];
    let first = told(&explain, "/rules_used");
    let text = first["text"]["en"].as_str().unwrap();
    // What was authorised until 1 October is reviewed on the second.
    assert!(
        text.starts_with(
            "Status of the 12 rules: concept 0, reviewed by two clinicians 12, authorised 0."
        ),
        "{text}"
    );
    let mut counts = first.clone();
    counts.as_object_mut().unwrap().remove("text");
    // What the rules that offer something rest on is said with them.
    let bases = counts.as_object_mut().unwrap().remove("bases").unwrap();
    assert!(!bases.as_array().unwrap().is_empty(), "{first}");
    assert_eq!(
        counts,
        serde_json::json!({"concept": 0, "reviewed": 12, "authorised": 0, "at_least": "reviewed", "day": "2027-10-02", "review_overdue": null})
    );
    for (arguments, at) in [
        (&report[..], "/advice/rules_used"),
        (&["check", "f.csv", "--format", "json"], "/rules_used"),
        (
            &["check", "f.csv", "--format", "sarif"],
            "/runs/0/properties/rulesUsed",
        ),
        (
            &["compare", "f.csv", "f.csv", "--format", "json"],
            "/rules_used",
        ),
        (&["labels", "f.csv", "--format", "json"], "/rules_used"),
    ] {
        assert_eq!(told(arguments, at), first, "{arguments:?}");
    }
    let left_out = told(&explain, "/left_out/2");
    assert_eq!(left_out["why"], "status");
    assert_eq!(left_out["rules"].as_array().unwrap().len(), 287);
}

/// The day after the review date of the embedded data.
#[test]
fn no_command_suggests_a_switch_from_data_that_is_overdue() {
    let folder = folder();
    let on = |arguments: &[&str], day: &str| {
        let run = folder.run(&[arguments, &["--day", day]].concat());
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{arguments:?}");
        run.out
    };
    let (last, after) = ("2027-11-21", "2027-11-22");
    let advice = |label: &str, more: &[&str], day: &str| -> Value {
        let all = [
            &[
                "explain", label, "--age", "44", "--icpc", "R96", "--format", "json",
            ],
            more,
        ];
        serde_json::from_str(&on(&all.concat(), day)).unwrap()
    };
    let calm = ["--fact", "acute_attack=no"];
    assert_ne!(
        advice(SERETIDE, &calm, last)["offers"],
        serde_json::json!([])
    );
    let overdue = advice(SERETIDE, &calm, after);
    assert_eq!(overdue["offers"], serde_json::json!([]));
    let withheld = overdue["withheld"].as_array().unwrap();
    let guard = withheld
        .iter()
        .find(|one| one["guard"] == "review_overdue")
        .unwrap();
    assert_eq!(
        guard["reason"]["nl"],
        "de gegevens of de richtlijn hadden voor deze datum herzien moeten zijn"
    );
    assert_eq!(
        guard["reason"]["en"],
        "the data or the guideline should have been reviewed before this day"
    );
    assert_eq!(guard["rules"][0]["citation"]["overdue"], "2027-11-21");
    // What is to be kept stands.
    let ventolin = "VENTOLIN AEROSOL 100UG/DO 200DO";
    let attack = advice(ventolin, &["--fact", "acute_attack=yes"], after);
    let kept = attack["keep"].as_array().unwrap().iter();
    assert!(kept.clone().any(|one| one["rule"] == "inh-21"), "{attack}");

    let report = ["report", "export.csv", "--today", TODAY, "--json", "-"];
    let advised = |day: &str| -> Value {
        let json: Value = serde_json::from_str(&on(&report, day)).unwrap();
        json["advice"].clone()
    };
    let (before, overdue) = (advised(last), advised(after));
    assert!(!before["offers"].as_array().unwrap().is_empty());
    assert_eq!(overdue["offers"], serde_json::json!([]));
    let counts = |one: &Value| one["withheld"]["review_overdue"].as_u64();
    let withheld = overdue["withheld"].as_array().unwrap();
    assert!(
        withheld.iter().any(|one| counts(one).is_some()),
        "{withheld:?}"
    );
    let rules = |advice: &Value| -> Vec<String> {
        let keep = advice["keep"].as_array().unwrap().iter();
        keep.map(|one| one["rule"].to_string()).collect()
    };
    assert_eq!(rules(&overdue), rules(&before));
    let page = on(&["report", "export.csv", "--today", TODAY], after);
    assert_says(
        &page,
        &[
            OVERDUE,
            "de gegevens of de richtlijn hadden voor deze datum herzien moeten zijn (inh-",
        ],
    );

    let found = |day: &str| on(&["check", "f.csv"], day);
    assert!(found(last).contains("[no-lower-impact-option]"));
    assert!(
        !found(after).contains("[no-lower-impact-option]"),
        "{}",
        found(after)
    );
}

/// The clock is read where no day is given, and only then.
#[test]
fn a_day_is_a_day_and_a_status_one_of_three() {
    let run = run(&["explain", SERETIDE, "--day", "morgen"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert_says(&run.err, &["--day morgen: dit is geen dag als jjjj-mm-dd."]);
    let run = run_in(
        folder().path(".").as_path(),
        &["check", "f.csv", "--day", "2", "--lang", "en"],
    );
    assert_eq!(run.code, 2);
    assert_says(&run.err, &["--day 2: this is no day as yyyy-mm-dd."]);
    let run = run_in(
        folder().path(".").as_path(),
        &["labels", "f.csv", "--status", "checked"],
    );
    assert_eq!(run.code, 2);
    assert_says(&run.err, &["concept", "reviewed", "authorised"]);
    // Data files have neither.
    let run = run_in(
        folder().path(".").as_path(),
        &["check", "--status", "reviewed"],
    );
    assert_eq!(run.code, 2);
    assert_says(&run.err, &["--status, --day"]);
}

/// What stands of a rule in its file.
#[test]
fn a_rule_by_its_id_says_its_status() {
    let folder = folder();
    let page = |id: &str, lang: &str| {
        let run = folder.run(&["explain", id, "--data", "eigen", "--lang", lang]);
        assert_eq!((run.code, run.err.as_str()), (0, ""));
        flat(&run.out)
    };
    let reviewed = "status: beoordeeld door huisarts (2026-10-01) en apotheker (2026-10-08)";
    assert_says(&page("inh-06", "nl"), &[reviewed]);
    assert_says(
        &page("inh-24", "en"),
        &[
            "status: authorised by een werkgroep until 2027-10-01; reviewed by huisarts (2026-10-01) and apotheker (2026-10-08)",
        ],
    );
    assert_says(
        &page("inh-20", "en"),
        &["status: concept: no two clinicians have reviewed it yet"],
    );
}
