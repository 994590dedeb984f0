//! A folder that is used alone, such as that of one study (`--only`).

use crate::*;

const FIXTURES: &str = "tests/fixtures/only";
const VENTOLIN: &str = "datum;omschrijving;atc;aantal;eenheid\n31-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;R03AC02;3;ST\n";
const CYLINDERS: &str = "omschrijving;atc;nummer;aantal\ngas;N01AX13;n;25\n";
const PROFILE: &str = "counts = \"packs\"\n[columns]\nlabel = \"omschrijving\"\natc = \"atc\"\nquantity = \"aantal\"\n[codes]\nstudy = \"nummer\"\n";

/// A folder of the fixtures, whatever the working directory.
fn study(name: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(FIXTURES);
    root.join(name).display().to_string()
}

/// The total of three packs of Ventolin in kg CO2e.
fn total(options: &[&str]) -> [Value; 3] {
    let folder = Folder::with("export.csv", VENTOLIN);
    let json = folder.json(&[&["export.csv"], options].concat());
    ["low", "central", "high"].map(|end| json["totals"]["climate"][end].clone())
}

#[test]
fn each_study_gives_its_own_value() {
    let (one, two) = (study("one"), study("two"));
    let alone = |value: &str| [value; 3].map(Value::from);
    assert_eq!(total(&["--only", &one]), alone("61.5")); // 3 x 20.5
    assert_eq!(total(&["--only", &two]), alone("39.75")); // 3 x 13.25
    // Upon each other the last goes before, whatever the other says.
    assert_eq!(total(&["--only", &one, "--only", &two]), alone("39.75"));
    assert_eq!(total(&["--only", &two, "--only", &one]), alone("61.5"));
}

/// Every page of a run says which folder it ran on, and none names a source of the embedded data.
#[test]
fn no_page_names_an_embedded_source() {
    let one = study("one");
    let folder = Folder::with("export.csv", VENTOLIN);
    folder.write("other.csv", "datum;omschrijving;atc;aantal;eenheid\n31-01-2025;DICLOFENAC TABLET 50MG;M01AB05;30;ST\n31-01-2025;PARACETAMOL TABLET 500MG;N02BE01;90;ST\n");
    folder.write("formularium.csv", "aandoening;icpc;leeftijd van;leeftijd t/m;kenmerk;stap;keus;ATC;omschrijving;dosering;behandeldagen;paragraaf;opmerking\nAstma;R96;18;80;;1;1;R03AC02;VENTOLIN AEROSOL 100UG/DO 200DO;2 dd 1;30;x;\n");
    let pages: [&[&str]; 17] = [
        &["report", "export.csv", "--today", TODAY],
        &["report", "export.csv", "--today", TODAY, "--json", "-"],
        &["report", "other.csv", "--today", TODAY],
        &["report", "other.csv", "--today", TODAY, "--json", "-"],
        &["explain", "ventolin-aerosol-100"],
        &["explain", "VENTOLIN AEROSOL 100UG/DO 200DO", "--advice"],
        &[
            "explain",
            "VENTOLIN AEROSOL 100UG/DO 200DO",
            "--advice",
            "--format",
            "json",
        ],
        &["explain", "DICLOFENAC TABLET 50MG"],
        &["explain", "FOSTER NEXTHALER 100/6 120DO"],
        &["explain", "M01AB05", "--advice"],
        &["data"],
        &["data", "--format", "json"],
        &["data", "--rules"],
        &["data", "--words"],
        &["labels", "formularium.csv"],
        &["check", "formularium.csv"],
        &["compare", "formularium.csv", "formularium.csv"],
    ];
    let sources = std::fs::read_to_string("data/sources.csv").unwrap();
    let sources = sources
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').next());
    let mut sources: BTreeSet<&str> = sources.collect();
    // ICPC codes of indications and ATC groups have the shape of an id.
    for file in [
        "data/indications.csv",
        "data/facts.csv",
        "data/vocabulary.csv",
    ] {
        let words = std::fs::read_to_string(file).unwrap();
        for word in words.split(|sign: char| !sign.is_alphanumeric()) {
            sources.remove(word);
        }
    }
    assert!(sources.len() > 100);
    for page in pages {
        for lang in ["nl", "en"] {
            let more: &[&str] = &["--only", &one, "--lang", lang];
            let run = folder.run(&[page, more].concat());
            assert!(run.code < 2, "{page:?}: {}", run.err);
            let text = format!("{}{}", run.out, run.err);
            let mut words = text.split(|sign: char| !(sign.is_alphanumeric() || sign == '-'));
            let named = words.find(|word| sources.contains(word));
            assert_eq!(named, None, "{page:?}");
            let only = [": one", "\"folders\": [\n"];
            assert!(
                only.iter().any(|only| text.contains(only)),
                "{page:?}:\n{text}"
            );
        }
    }
}

#[test]
fn what_a_study_does_not_have_is_said() {
    let one = study("one");
    let folder = Folder::with("export.csv", VENTOLIN);
    let lacks = "Only: one. Of groenrecept itself only words and units were used, no product, value, source or rule. There are no rules, and so no advice. There are no facts about water, and so nothing stands here about water. There are no facts about forms, and so other medicines have no order of magnitude. There are no limits of labels, and so none were looked at.";
    let english = ["--only", one.as_str(), "--lang", "en"];
    let pages: [&[&str]; 3] = [
        &["report", "export.csv", "--today", TODAY],
        &["explain", "ventolin-aerosol-100", "--advice"],
        &["data"],
    ];
    for page in pages {
        assert_says(&folder.run(&[page, &english].concat()).out, &[lacks]);
    }
    let json = folder.json(&["export.csv", "--only", &one]);
    assert_eq!(
        json["dataset"]["only"],
        serde_json::json!({"folders": ["one"], "lacks": ["rules", "water_facts", "form_facts", "label_limits"]})
    );
    assert_eq!(json["dataset"]["layers"][0], "words");
    // The words that name other brands name nothing of it.
    let other = folder.run(&[
        "explain",
        "FOSTER NEXTHALER 100/6 120DO",
        "--only",
        &one,
        "--lang",
        "en",
    ]);
    assert!(!other.out.contains("nexthaler-"), "{}", other.out);
}

#[test]
fn a_set_that_a_study_does_not_have_is_refused() {
    let one = study("one");
    let folder = Folder::with("export.csv", VENTOLIN);
    let run = folder.run(&[
        "report",
        "export.csv",
        "--only",
        &one,
        "--gwp",
        "ar4",
        "--lang",
        "en",
    ]);
    let said = "one/products.csv:2:propellant: error[gwp-missing]: gwp.csv has no GWP100 of HFC-134a in the set 'AR4', nor of another gas; add a row HFC-134a,AR4,100, or compute in a set that is there: AR5, AR6 (--gwp)";
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert_says(&run.err, &[said]);
    let run = folder.run(&[
        "explain",
        "ventolin-aerosol-100",
        "--only",
        &one,
        "--gwp",
        "ar4",
    ]);
    assert_says(
        &run.err,
        &[
            "one/products.csv:2:propellant: fout[gwp-missing]: gwp.csv heeft geen GWP100 van HFC-134a in de set 'AR4'",
        ],
    );
}

/// Nitrous oxide, of which the embedded data has nothing: a scope, a gas and codes of a study.
#[test]
fn a_study_of_another_gas_is_read_by_its_own_scope_and_codes() {
    let gas = study("gas");
    let folder = Folder::with("export.csv", CYLINDERS);
    folder.write("profile.toml", PROFILE);
    let json = folder.json(&["export.csv", "--profile", "profile.toml", "--only", &gas]);
    assert_eq!(json["products"][0]["product"], "n2o-cyl");
    let checked = folder.run(&["check", "--only", &gas, "--lang", "en"]);
    assert_eq!(
        checked.out,
        "gas, checked for use: 0 errors, 0 warnings, 0 for information.\n"
    );
}

/// The rows whose code an own table lacks are counted by code, and those of a system that no table
/// has are told apart from these.
#[test]
fn codes_that_an_own_table_lacks_are_listed() {
    let gas = study("gas");
    let rows =
        "gas;N01AX13;n;25\ngas;N01AX13;m;1\ngas;N01AX13;0k;1\ngas;N01AX13;m;1\ngas;N01AX13;;1\n";
    let folder = Folder::with(
        "export.csv",
        format!("omschrijving;atc;nummer;aantal\n{rows}"),
    );
    folder.write("profile.toml", PROFILE);
    let asked: &[&str] = &[
        "report",
        "export.csv",
        "--profile",
        "profile.toml",
        "--only",
        &gas,
    ];
    let page = folder.run(&[asked, &["--lang", "en"]].concat());
    assert_says(
        &page.out,
        &[
            "Rows with a STUDY code that your codes.csv lacks: 3, of different codes: 2. Of these rows what else stands in them was followed: another number, the label or the ATC code. Each code with its rows: M (2), 0K (1).",
        ],
    );
    assert_eq!(
        page.err,
        "groenrecept: rows with a STUDY code that codes.csv lacks: 3; the report names the codes.\n"
    );
    let json: Value =
        serde_json::from_str(&folder.run(&[asked, &["--json", "-"]].concat()).out).unwrap();
    assert_eq!(
        json["codes"]["own_tables"],
        serde_json::json!({"study": {"rows": 3, "codes": 2, "most": [{"code": "M", "rows": 2}, {"code": "0K", "rows": 1}]}})
    );
    // Small counts do not leave the practice.
    let hidden = folder.run(&[asked, &["--suppress"]].concat());
    assert!(!hidden.out.contains("M (2)"));
    assert_eq!(hidden.err, "");
    folder.write("profile.toml", PROFILE.replace("study", "other"));
    let page = folder.run(&[asked, &["--lang", "en"]].concat());
    assert_says(
        &page.out,
        &[
            "No codes.csv in a folder for --data or --only has OTHER, and no release of the G-Standaard was given that does: these codes were not looked up.",
        ],
    );
    let json: Value =
        serde_json::from_str(&folder.run(&[asked, &["--json", "-"]].concat()).out).unwrap();
    assert_eq!(
        json["codes"]["own_tables"],
        serde_json::json!({"other": null})
    );
}

/// 25 cylinders of 3240 g of nitrous oxide at the GWP100 of 310 of the study: 25 x 3.24 kg x 310 =
/// 25,110 kg CO2e.
#[test]
fn a_gas_alone_weighs_its_mass_times_the_gwp_of_the_study() {
    let gas = study("gas");
    let folder = Folder::with("export.csv", CYLINDERS);
    folder.write("profile.toml", PROFILE);
    let json = folder.json(&["export.csv", "--profile", "profile.toml", "--only", &gas]);
    let total = ["low", "central", "high"].map(|end| json["totals"]["climate"][end].clone());
    assert_eq!(total, ["25110"; 3].map(Value::from));
}
