//! Layers from memory: a fact, an indication, words, a column name, a profile and a rule of one's
//! own change advice, the check of a formulary and the reading of an export, without recompiling;
//! and each file that can change a result is in the hash.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test on data that it makes itself"
)]

use groenrecept::advice::{Options, verified};
use groenrecept::context::{Age, Context};
use groenrecept::dataset::{Checked, Layer};
use groenrecept::formulary::{Checker, Formulary, Settings, Words};
use groenrecept::intake::{Export, Profile};
use groenrecept::practice::Count;
use groenrecept::report::formulary::{FormularyReport, Severities};
use groenrecept::{Dataset, Engine, Language, Prescription, Role};
use std::path::Path;
use std::sync::LazyLock;

static EMBEDDED: LazyLock<Dataset> = LazyLock::new(|| Dataset::embedded().unwrap());

/// A keep rule of the layer: who is nursing keeps the aerosol for asthma.
const RULE: &str = r#"
[guideline]
id = "eigen"
title = "Verzonnen afspraak"
version = "1"
publisher = "een test"
kind = "local"
status = "concept"

[[rule]]
id = "eigen-01"
direction = "keep"
strength = "local"
evidence = "read"
source_id = "X01"
section = "1"
title_nl = "Houd de aerosol bij borstvoedingschap"
title_en = "Keep the aerosol in pregnancy"
reason_nl = "Verzonnen."
reason_en = "Invented."
setting = "primary_care"

[rule.from]
device = ["pMDI"]

[rule.when]
indication = ["wheeze"]
facts = { nursing = "yes" }

[[rule.example]]
note = "all known"
product = "seretide-aerosol-25-250"
indication = ["wheeze"]
facts = { nursing = "yes" }
expect = "applies"

[[rule.example]]
note = "another indication"
product = "seretide-aerosol-25-250"
icpc = ["R95"]
facts = { nursing = "yes" }
expect = "not_matched"

[[rule.example]]
note = "not nursing"
product = "seretide-aerosol-25-250"
indication = ["wheeze"]
facts = { nursing = "no" }
expect = "not_matched"

[[rule.example]]
note = "a powder"
product = "seretide-diskus-50-500"
indication = ["wheeze"]
facts = { nursing = "yes" }
expect = "not_matched"
"#;

const FACTS: &str = "fact_id,kind,question_nl,question_en,yes\n\
                     nursing,yes_no,Geeft de patiënt borstvoeding?,Is the patient nursing?,icpc=W94\n";

fn layer() -> Layer {
    Layer::named("eigen")
        .csv("sources.csv", "source_id,kind,title\nX01,opinion,Own\n")
        .csv("facts.csv", FACTS)
        .csv(
            "indications.csv",
            "indication_id,name_nl,name_en,icpc\nwheeze,piepen,wheeze,R03\n",
        )
        .csv(
            "formulary/features.csv",
            "word,fact,answer\nborstvoeding,nursing,yes\n",
        )
        .csv(
            "formulary/conditions.csv",
            "word,match,tells,answer\npiepende ademhaling,word,wheeze,yes\n",
        )
        .csv("formulary/headers.csv", "column,name\nlabel,medicijntje\n")
        .csv(
            "export/columns.csv",
            "role,system,name\nlabel,,Pufnaam\ncode,his,HIS-nr\n",
        )
        .toml(
            "profiles/buurt.toml",
            "separator = \"|\"\n[columns]\nlabel = \"Wat\"\nquantity = \"Hoeveel\"\n",
        )
        .toml("guidelines/eigen.toml", RULE)
}

static LAYERED: LazyLock<Dataset> =
    LazyLock::new(|| verified(EMBEDDED.with_layer(&layer()).unwrap()).unwrap());

#[test]
fn a_fact_and_an_indication_of_a_layer_reach_the_advice() {
    let line = Prescription::new().label("SERETIDE INHALATOR AEROSOL 25/250MCG/DO 120DO");
    let keeps = |dataset: &Dataset, context: &Context| -> Vec<String> {
        let advice = Engine::new(dataset).advise(&line, context, &Options::for_patient());
        let keep = advice.keep.iter().map(|said| said.rule.to_string());
        keep.filter(|rule| rule.starts_with("eigen")).collect()
    };
    let context = Context::new()
        .age(Age::new(30).unwrap())
        .icpc("R03".parse().unwrap())
        .icpc("W94".parse().unwrap());
    assert_eq!(keeps(&EMBEDDED, &context), [""; 0]);
    assert_eq!(keeps(&LAYERED, &context), ["eigen-01"]);
    let asked = Context::new().icpc("R03".parse().unwrap());
    let advice = Engine::new(&LAYERED).advise(&line, &asked, &Options::for_patient());
    let asks = advice
        .may_keep
        .iter()
        .find(|said| said.rule.as_str() == "eigen-01");
    let asks: Vec<&str> = asks.unwrap().asks.iter().map(|ask| ask.as_str()).collect();
    assert_eq!(asks, ["nursing"]);
}

/// The codes of the findings in one row for patients with the feature.
fn found(dataset: &Dataset, condition: &str, header: &str) -> Vec<&'static str> {
    let words = Words::of(dataset);
    let text = format!(
        "aandoening;leeftijd van;leeftijd t/m;kenmerk;stap;keus;{header};dosering;behandeldagen;paragraaf\n\
         {condition};18;45;borstvoeding;1;1;SERETIDE INHALATOR AEROSOL 25/250UG/DO 120DO;2 dd 2;30;x\n"
    );
    let formulary = Formulary::read("f.csv", text.as_bytes(), &words);
    let engine = Engine::new(dataset);
    let mut checker = Checker::new(&engine, &words, Settings::new());
    let findings = checker.check(&formulary);
    let (none, settings) = (Severities::new(), Settings::new());
    let report = FormularyReport::new(dataset, &words, &formulary, &findings, &none, &settings);
    report.diagnostics().map(|one| one.code.as_str()).collect()
}

#[test]
fn words_of_a_layer_change_the_check_of_a_formulary() {
    let row = "Piepende ademhaling";
    assert_eq!(
        found(&EMBEDDED, row, "middel"),
        ["unknown-feature", "not-judged"]
    );
    assert_eq!(found(&LAYERED, row, "middel"), [""; 0]);
    // The header is one of the layer, too; without it there is no column of medicines.
    assert_eq!(found(&LAYERED, row, "medicijntje"), [""; 0]);
    assert_eq!(
        found(&EMBEDDED, row, "medicijntje"),
        ["unknown-column", "missing-column", "unknown-feature"]
    );
}

#[test]
fn column_names_and_profiles_of_a_layer_change_the_reading_of_an_export() {
    let text = "datum;pufnaam;his nr;aantal\n31-01-2025;SALBUTAMOL AEROSOL 100UG/DO 200DO;7;1\n";
    let export = || Export::new("export.csv", text.as_bytes()).unwrap();
    assert!(export().layout(&EMBEDDED, None).is_err());
    let layout = export().layout(&LAYERED, None).unwrap();
    assert_eq!(layout.column_name(Role::Label), Some("pufnaam"));
    let outcome = Engine::new(&LAYERED).analysis().run(export(), None);
    assert_eq!(outcome.unwrap().rows.analysed, Count::from(1));
    // The name of a layer goes before those below it.
    let both = "datum;medicatie;pufnaam;aantal\n31-01-2025;x;SALBUTAMOL AEROSOL 100UG/DO 200DO;1\n";
    let export = Export::new("export.csv", both.as_bytes()).unwrap();
    let name = |dataset: &Dataset| {
        let layout = export.layout(dataset, None).unwrap();
        layout.column_name(Role::Label).map(str::to_owned)
    };
    assert_eq!(name(&EMBEDDED).as_deref(), Some("medicatie"));
    assert_eq!(name(&LAYERED).as_deref(), Some("pufnaam"));
    assert!(Profile::named(&EMBEDDED, "buurt").is_err());
    assert!(Profile::named(&LAYERED, "buurt").is_ok());
}

/// A layer with one file more, of either kind.
fn added(layer: Layer, file: &str, text: &str) -> Layer {
    if file.ends_with(".toml") {
        layer.toml(file, text)
    } else {
        layer.csv(file, text)
    }
}

/// Every file of the crate, and one that it does not ship.
#[test]
fn the_hash_changes_when_any_file_does() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let mut files = vec!["codes.csv".to_owned()];
    let mut folders = vec![String::new()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(root.join(&folder)).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{folder}{}", entry.file_name().to_str().unwrap());
            if entry.path().is_dir() {
                folders.push(format!("{name}/"));
            } else if name != "README.md" && !name.starts_with("demo/") {
                files.push(name);
            }
        }
    }
    assert!(files.len() > 60);
    let whole = || {
        let mut layer = Layer::named("kopie");
        for file in files.iter().filter(|file| *file != "codes.csv") {
            let text = std::fs::read_to_string(root.join(file)).unwrap();
            layer = added(layer, file, &text);
        }
        layer
    };
    let hash = |layer: Layer| Dataset::from_layer(layer).unwrap().version().sha256.clone();
    let before = hash(whole());
    assert_eq!(hash(whole()), before);
    for file in &files {
        let text = std::fs::read_to_string(root.join(file));
        let text = text.unwrap_or_else(|_| "system,code,product_id".to_owned());
        let changed = added(whole(), file, &format!("{text}\n"));
        assert_ne!(hash(changed), before, "{file} is not in the hash");
        assert!(Layer::may_hold(file), "{file}");
    }
}

#[test]
fn a_layer_is_known_by_its_content() {
    let dataset = EMBEDDED.with_layer(&layer()).unwrap();
    let mut other = layer();
    assert_eq!(dataset.version(), LAYERED.version());
    // Line ends and a mark at the start of a file are no content.
    let windows = FACTS.replace('\n', "\r\n");
    other = other.csv("facts.csv", &format!("\u{feff}{windows}"));
    let same = EMBEDDED.with_layer(&other).unwrap();
    assert_eq!(same.version(), dataset.version());
    assert_eq!(dataset.version().layers[0], "embedded");
}

/// Each bad file with every problem in it: file, line, column, what is allowed.
#[test]
fn what_a_layer_may_not_say_is_said_at_once() {
    let said = |layer: Layer| -> Vec<String> {
        let found = Checked::layer(layer, false).findings;
        let own = found.iter().filter(|one| one.place.file.starts_with("x/"));
        own.map(|one| one.text(Language::English)).collect()
    };
    let of = |file: &str, text: &str| said(added(Layer::named("x"), file, text));
    assert_eq!(
        said(Layer::named("x").toml("factors.csv", "")),
        ["x/factors.csv: error[unreadable-file]: this file does not end in .toml"]
    );
    assert_eq!(
        of(
            "formulary/features.csv",
            "word,fact,answer\nMoe ,frail,yes\nmoe,palliative,yes\nwakker,,yes\n"
        ),
        [
            "x/formulary/features.csv:3:word: error[duplicate-id]: 'moe' stands on line 2 of this file, too, and can mean one thing only",
            "x/formulary/features.csv:4:fact: error[empty-cell]: 'fact' must be filled",
        ]
    );
    assert_eq!(
        of("formulary/features.csv", "word,feit\nmoe,frail\n"),
        [
            "x/formulary/features.csv:1:feit: warning[unknown-column]: this file has no column 'feit'; its cells are not read",
            "x/formulary/features.csv:1:fact: error[missing-column]: the column 'fact' is missing",
            "x/formulary/features.csv:1:answer: error[missing-column]: the column 'answer' is missing",
        ]
    );
    let unknown = of(
        "formulary/features.csv",
        "word,fact,answer\nmoe,frial,yes\n",
    );
    assert!(
        unknown[0].starts_with(
            "x/formulary/features.csv:2:fact: error[unknown-word]: 'frial' is not one of: "
        ),
        "{unknown:?}"
    );
    assert!(unknown[0].contains("frail"), "{unknown:?}");
    assert_eq!(
        of(
            "export/columns.csv",
            "role,system,name\nmiddel,,Pufnaam\nlabel,,puf naam\n"
        ),
        [
            "x/export/columns.csv:2:role: error[unknown-word]: 'middel' is not one of: date, label, atc, quantity, unit, patient, practice, status, stopped, repeat, iterations, dosage, days, end, per_day, code",
            "x/export/columns.csv:3:name: error[duplicate-id]: 'puf naam' stands on line 2 of this file, too, and can mean one thing only",
        ]
    );
    assert_eq!(
        of(
            "formulary/reversals.csv",
            "reversal_id,atc,words,claim,rule_id,then_nl,then_en,now_nl,now_en\na,M0,w,c,no-01,t,t,n,n\n"
        ),
        [
            "x/formulary/reversals.csv:2:atc: error[unknown-code]: 'M0' is not an ATC code or group such as R03AC02",
            "x/formulary/reversals.csv:2:rule_id: error[dangling-reference]: the rule 'no-01' is not in guidelines/*.toml",
        ]
    );
    assert_eq!(
        of(
            "profiles/own.toml",
            "separator = \"x\"\nkop = true\nheader = \"ja\"\n[columns]\nlabel = 3\n"
        ),
        [
            "x/profiles/own.toml:1:separator: error[unknown-word]: 'x' is not one of: ;, ,, tab, |, #, ^",
            "x/profiles/own.toml:2:kop: error[unknown-word]: 'kop' is not one of: name, separator, encoding, decimal, date, counts, stopped, header, optional, columns, codes",
            "x/profiles/own.toml:3:header: error[unreadable-file]: expected is a value such as true",
            "x/profiles/own.toml:5:columns.label: error[unreadable-file]: expected is a value such as \"...\"",
        ]
    );
    assert_eq!(
        of("factorz.csv", "factor_id\n"),
        [
            "x/factorz.csv: error[unreadable-file]: this file is not read; a data file is called factors.csv"
        ]
    );
}

/// The findings of one file in a layer, in English.
fn findings(file: &str, text: &str) -> Vec<String> {
    let found = Checked::layer(added(Layer::named("x"), file, text), false).findings;
    let own = found.iter().filter(|one| one.place.file.starts_with("x/"));
    own.map(|one| one.text(Language::English)).collect()
}

/// A word that answers nothing would hide that a feature means nothing to any rule.
#[test]
fn a_word_answers_its_fact_or_is_refused() {
    let text = "word,fact,answer\nmoe,frail,\nen ook,joins,yes\nlang,days_supplied,yes\n";
    assert_eq!(
        findings("formulary/features.csv", text),
        [
            "x/formulary/features.csv:2:answer: error[unknown-word]: 'answer' must be yes or no for a fact",
            "x/formulary/features.csv:3:answer: error[unknown-word]: 'answer' must be yes for an indication, and blank for what tells nothing",
            "x/formulary/features.csv:4:answer: error[unknown-word]: 'days_supplied' is a number, and a word answers by yes or no",
        ]
    );
    let text = "word,match,tells,answer\na,word,copd,no\nb,word,nothing,yes\nc,word,frail,\nd,word,copd,yes\n";
    let found = findings("formulary/conditions.csv", text);
    let lines: Vec<&str> = found.iter().map(|one| &one[..28]).collect();
    let lines: Vec<&str> = lines.iter().map(|one| one.trim_end_matches(':')).collect();
    assert_eq!(
        lines,
        [
            "x/formulary/conditions.csv:2",
            "x/formulary/conditions.csv:3",
            "x/formulary/conditions.csv:4"
        ]
    );
}

#[test]
fn a_column_of_identity_is_never_a_role_and_a_code_has_its_system() {
    let text = "role,system,name\nlabel,,BSN\ncode,,Winkelnr\nlabel,prk,Pufnaam\n";
    assert_eq!(
        findings("export/columns.csv", text),
        [
            "x/export/columns.csv:2:name: error[unknown-word]: 'BSN' stands in export/privacy.csv: such a column is never read",
            "x/export/columns.csv:3:system: error[empty-cell]: 'system' must be filled for the role code",
            "x/export/columns.csv:4:system: error[unknown-word]: 'prk' goes with the role code only",
        ]
    );
}

#[test]
fn another_separator_is_said_once() {
    assert_eq!(
        findings(
            "facts.csv",
            "fact_id;kind;question_nl;question_en\na;yes_no;v;q\n"
        ),
        [
            "x/facts.csv:1: error[unreadable-file]: the columns must be separated by a comma and are by ';'; replace each ';' by a comma, or save the file as CSV with commas"
        ]
    );
}

#[test]
fn layouts_and_profiles_are_checked_to_their_last_key() {
    assert_eq!(
        findings(
            "gstandaard/layouts.toml",
            "[thesauri]\nforms = -1\nroutes = 7\ndose = 208\n[files.BST004T]\nlength = \"a\"\nfields = { ATKODE = [13, 6], X = [1] }\n"
        ),
        [
            "x/gstandaard/layouts.toml:2:thesauri.forms: error[unreadable-file]: expected is a value such as 1",
            "x/gstandaard/layouts.toml:6:files.BST004T.length: error[unreadable-file]: expected is a value such as 1",
            "x/gstandaard/layouts.toml:7:files.BST004T.fields.ATKODE: error[unreadable-file]: expected is a value such as [1, 8]",
            "x/gstandaard/layouts.toml:7:files.BST004T.fields.X: error[unreadable-file]: expected is a value such as [1, 8]",
        ]
    );
    let found = findings(
        "profiles/own.toml",
        "[columns]\nhoeveelheid = \"x\"\nlabel = \"\"\n",
    );
    assert_eq!(
        found,
        [
            "x/profiles/own.toml:2:columns.hoeveelheid: error[unknown-word]: 'hoeveelheid' is not one of: date, label, atc, quantity, unit, patient, practice, status, stopped, repeat, iterations, dosage, days, end, per_day",
            "x/profiles/own.toml:3:columns.label: error[unreadable-file]: expected is a value such as \"...\"",
        ]
    );
}

/// A layer that answers a question of an embedded rule by itself would take that rule away.
#[test]
fn a_layer_of_facts_runs_the_examples_of_every_rule() {
    let text = "fact_id,kind,question_nl,question_en,no\n\
                acute_attack,yes_no,Is het voor een longaanval?,Is it for an attack?,atc=*\n";
    let layer = Layer::named("x").csv("facts.csv", text);
    let error = verified(EMBEDDED.with_layer(&layer).unwrap()).unwrap_err();
    let text = error.to_string();
    assert!(text.contains("example-fails"), "{text}");
    assert!(text.contains("inh-28"), "{text}");
}

/// What a template leaves to be filled in is not filled in.
#[test]
fn the_start_of_a_rule_is_no_rule() {
    let text = Layer::template("guidelines/own.toml", Language::English).unwrap();
    let found = findings("guidelines/own.toml", &text);
    let empty = found.iter().filter(|one| one.contains("empty-cell"));
    assert!(empty.count() > 3, "{found:?}");
}

#[test]
fn files_that_look_meant_are_named_and_others_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, "x\n").unwrap();
    };
    let named = [
        "Facts.csv",
        "eigen.toml",
        "facts (1).csv",
        "facts.xlsx",
        "features.csv",
        "formulary/Features.csv",
        "formulary/features.txt",
        "formulary/x/y.csv",
        "guidelines/own.TOML",
        "profile/own.toml",
    ];
    for name in named {
        write(name);
    }
    for name in [
        "README.md",
        "praktijkexport.csv",
        "notities.txt",
        "plaatjes/a.png",
    ] {
        write(name);
    }
    std::fs::write(folder.path().join("codes.csv"), "system,code,product_id\n").unwrap();
    let found = Checked::layer(Layer::from_dir(folder.path()).unwrap(), false).findings;
    let own = found
        .iter()
        .filter(|one| one.code.as_str() == "unknown-file");
    let own: Vec<&str> = own
        .map(|one| one.place.file.split_once('/').unwrap().1)
        .collect();
    let mut expected = named.map(|name| name.replace("formulary/x/y.csv", "formulary/x"));
    expected.sort();
    let mut found: Vec<String> = own.into_iter().map(str::to_owned).collect();
    found.sort();
    assert_eq!(found, expected);
}

/// A word that stands in every sentence gave a finding on every row.
#[test]
fn a_wording_of_any_word_is_refused() {
    let text = "pattern_id,first,second,product_ids,why_nl,why_en,instead_nl,instead_en\n\
                a,*,uitstoot|,ventolin-aerosol-100,w,w,i,i\n";
    assert_eq!(
        findings("formulary/wording.csv", text),
        [
            "x/formulary/wording.csv:2:first: error[unknown-word]: one of the words is empty or * alone, and then stands in every sentence",
            "x/formulary/wording.csv:2:second: error[unknown-word]: one of the words is empty or * alone, and then stands in every sentence",
        ]
    );
}

/// A unit of a layer for one column was lost to the one below it for two.
#[test]
fn a_unit_of_a_layer_goes_before_the_one_below_it() {
    let layer = Layer::named("x").csv(
        "formulary/units.csv",
        "columns,word,times\ndays,week,8\nage_from,jaar,2\n",
    );
    let layered = EMBEDDED.with_layer(&layer).unwrap();
    let read = |dataset: &Dataset| {
        let text = "aandoening;leeftijd van;leeftijd t/m;stap;keus;middel;behandeldagen\n\
                    Astma;9 jaar;80 jaar;1;1;VENTOLIN DISKUS INHPDR 200UG/DO 60DO;1 week\n";
        let formulary = Formulary::read("f.csv", text.as_bytes(), &Words::of(dataset));
        let option = &formulary.options()[0];
        let ages = &option.population;
        (ages.from, ages.to, option.days)
    };
    assert_eq!(read(&EMBEDDED), (Some(9), Some(80), Some(7)));
    assert_eq!(read(&layered), (Some(18), Some(80), Some(8)));
}

/// What is wrong with the files of a folder.
fn found_in(folder: &Path) -> Vec<String> {
    let layer = Layer::from_dir(folder).unwrap();
    let findings = Checked::layer(layer, false).findings;
    let lines = findings.iter().map(ToString::to_string);
    lines
        .map(|line| {
            line.split_once('/')
                .map_or(line.clone(), |(_, rest)| rest.to_owned())
        })
        .collect()
}

#[test]
fn a_data_file_is_an_ordinary_file_of_some_size() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::create_dir(path("gwp.csv")).unwrap();
    let file = std::fs::File::create(path("prices.csv")).unwrap();
    file.set_len((64 << 20) + 1).unwrap();
    assert_eq!(
        found_in(folder.path()),
        [
            "gwp.csv: error[unreadable-file]: this is no ordinary file",
            "prices.csv: error[too-large]: the file is larger than 64 MiB, the most that is read of a data file",
        ]
    );
    let text = " ".repeat((64 << 20) + 1);
    let layer = Layer::named("x").csv("prices.csv", &text);
    let findings = Checked::layer(layer, false).findings;
    assert_eq!(
        findings[0].text(Language::Dutch),
        "x/prices.csv: fout[too-large]: het bestand is groter dan 64 MiB, het meeste dat van een gegevensbestand wordt gelezen"
    );
}

/// To open a pipe waits until somebody writes to it.
#[cfg(unix)]
#[test]
fn pipes_and_sockets_in_a_data_folder_are_refused_and_never_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::create_dir(path("guidelines")).unwrap();
    let pipes = [path("gwp.csv"), path("pipe"), path("guidelines/own.toml")];
    let made = std::process::Command::new("mkfifo").args(&pipes).status();
    assert!(made.unwrap().success());
    std::os::unix::fs::symlink(path("pipe"), path("prices.csv")).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(path("forms.csv")).unwrap();
    let refused = |name: &str| format!("{name}: error[unreadable-file]: this is no ordinary file");
    let names = ["guidelines/own.toml", "gwp.csv", "forms.csv", "prices.csv"];
    assert_eq!(found_in(folder.path()), names.map(refused));
}

#[test]
fn tables_have_bounds() {
    let of = |text: &str| {
        let layer = Layer::named("x").csv("shortages.csv", text);
        let found = Checked::layer(layer, false).findings;
        let found = found
            .into_iter()
            .filter(|one| one.code.as_str() == "too-large");
        found.map(|one| one.to_string()).collect::<Vec<_>>()
    };
    let long = format!("product_id\n{}\n", "a".repeat((1 << 20) + 1));
    assert_eq!(
        of(&long),
        [
            "x/shortages.csv:2: error[too-large]: the line is longer than 1048576 bytes; nothing of this file is read"
        ]
    );
    assert_eq!(
        of(&format!("{}\n", ",".repeat(256))),
        ["x/shortages.csv:1: error[too-large]: the header has 257 columns; at most 256 are read"]
    );
    assert_eq!(
        of(&format!("product_id,{}\n", "a".repeat(1001))),
        ["x/shortages.csv:1: error[too-large]: the name of column 2 is longer than 1000 bytes"]
    );
    let toml = format!("a = \"{}\"\n", "a".repeat(1 << 20));
    let layer = Layer::named("x").toml("guidelines/own.toml", &toml);
    let found = Checked::layer(layer, false).findings;
    assert_eq!(
        found[0].to_string(),
        "x/guidelines/own.toml:1: error[too-large]: the line is longer than 1048576 bytes; nothing of this file is read"
    );
    let files = (0..1001).fold(Layer::named("x"), |layer, number| {
        layer.toml(&format!("guidelines/r{number:04}.toml"), "")
    });
    let found = Checked::layer(files, false).findings;
    let found = found
        .iter()
        .find(|one| one.code.as_str() == "too-large")
        .unwrap();
    assert_eq!(
        found.to_string(),
        "x/guidelines/r1000.toml: error[too-large]: more than 1000 data files; this file is not read"
    );
}

#[test]
fn a_profile_is_small() {
    let most = " ".repeat(1 << 20);
    assert!(Profile::parse(&most).is_ok());
    let error = Profile::parse(&format!("{most} ")).unwrap_err();
    assert_eq!(
        [Language::Dutch, Language::English].map(|language| error.text(language)),
        [
            "het bestand is groter dan 1 MiB; meer wordt van zo'n bestand niet gelezen.",
            "the file is larger than 1 MiB, and no more is read of a file of this kind",
        ]
    );
}
