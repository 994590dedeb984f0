//! `check` and `data` as a process.

use crate::*;

const SOURCES: &str = "source_id,kind,title\nT01,study,Eigen studie\n";
const FACTOR_HEAD: &str = "factor_id,subject_kind,subject,indicator,functional_unit,value,low,high,unit,boundary,gwp_set,source_id,locator,evidence\n";

fn with_factor(row: &str) -> Folder {
    let folder = Folder::with("laag/sources.csv", SOURCES);
    folder.write("laag/factors.csv", format!("{FACTOR_HEAD}{row}\n"));
    folder
}

/// What the page says of a layer with one finding, and its count, in both languages.
fn assert_page(folder: &Folder, line: &str, nl: [&str; 2], en: [&str; 2]) {
    let ends = [
        "embedded + laag, gecontroleerd om te gebruiken: 1 fout, 0 waarschuwingen, 0 ter informatie.",
        "embedded + laag, checked for use: 1 error, 0 warnings, 0 for information.",
    ];
    for (language, [message, instead], end) in [("nl", nl, ends[0]), ("en", en, ends[1])] {
        let run = folder.run(&["check", "laag", "--lang", language]);
        assert_eq!((run.code, run.err.as_str()), (1, ""));
        let (finding, conclusion) = run.out.split_once("\n\n").unwrap();
        assert_eq!(finding, format!("{message}\n  | {line}\n  = {instead}"));
        assert!(conclusion.starts_with(end), "{conclusion}");
    }
}

#[test]
fn an_unknown_id_has_its_own_message() {
    let row =
        "t01,product,geen-product,climate,device,28,,,kg CO2e,cradle_to_grave,AR6,T01,p. 3,read";
    assert_page(
        &with_factor(row),
        row,
        [
            "laag/factors.csv:2:subject: fout[dangling-reference]: het product 'geen-product' staat niet in products.csv",
            "Verbeter de id, of voeg de regel toe die wordt genoemd.",
        ],
        [
            "laag/factors.csv:2:subject: error[dangling-reference]: the product 'geen-product' is not in products.csv",
            "Correct the id, or add the row that it names.",
        ],
    );
}

#[test]
fn a_low_end_above_the_central_value_has_its_own_message() {
    let row = "t01,device,pMDI,climate,device,28,30,31,kg CO2e,cradle_to_grave,AR6,T01,p. 3,read";
    assert_page(
        &with_factor(row),
        row,
        [
            "laag/factors.csv:2:value: fout[inverted-range]: low, value en high moeten oplopen; er staat 30, 28, 31",
            "Zet de laagste waarde in low en de hoogste in high; laat leeg wat de bron niet geeft.",
        ],
        [
            "laag/factors.csv:2:value: error[inverted-range]: low, value and high must ascend; they are 30, 28, 31",
            "Put the lowest value in low and the highest in high; leave a bound that the source does not\n  = give empty.",
        ],
    );
}

#[test]
fn a_unit_that_does_not_fit_has_its_own_message() {
    let row = "t01,device,pMDI,climate,device,28,,,g,cradle_to_grave,AR6,T01,p. 3,read";
    assert_page(
        &with_factor(row),
        row,
        [
            "laag/factors.csv:2:unit: fout[unit-mismatch]: 'g' is geen eenheid van 'climate'",
            "Gebruik een eenheid van de indicator: kg CO2e, g CO2e of kt CO2e voor klimaat, g voor een\n  = massa drijfgas.",
        ],
        [
            "laag/factors.csv:2:unit: error[unit-mismatch]: 'g' is no unit of 'climate'",
            "Use a unit of the indicator: kg CO2e, g CO2e or kt CO2e for climate, g for a mass of\n  = propellant.",
        ],
    );
}

/// A layer may use what it may not embed, so the licence speaks on request only.
#[test]
fn a_licence_that_forbids_embedding_has_its_own_message() {
    let folder = with_factor(
        "t01,device,pMDI,climate,device,28,,,kg CO2e,cradle_to_grave,AR6,T01,p. 3,read",
    );
    let sources =
        "source_id,kind,title,licence,embed\nT01,study,Eigen studie,alle rechten voorbehouden,no\n";
    folder.write("laag/sources.csv", sources);
    assert_eq!(folder.run(&["check", "laag"]).code, 0);
    let own = |lang: &str| {
        let run = folder.run(&["check", "laag", "--as-embedded", "--lang", lang]);
        assert_eq!((run.code, run.err.as_str()), (1, ""));
        let lines = run.out.lines().filter(|l| l.starts_with("laag/"));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(
        own("nl"),
        [
            "laag/sources.csv:2:embed: fout[licence-forbids-embedding]: de bron 'T01' mag niet worden opgenomen en wordt 1 keer gebruikt, het eerst in laag/factors.csv:2:source_id"
        ]
    );
    assert_eq!(
        own("en"),
        [
            "laag/sources.csv:2:embed: error[licence-forbids-embedding]: the source 'T01' may not be embedded and is used 1 times, first in laag/factors.csv:2:source_id"
        ]
    );
}

#[test]
fn a_folder_that_is_not_there_or_empty_is_named() {
    let folder = Folder::new();
    std::fs::create_dir(folder.path("leeg")).unwrap();
    let run = folder.run(&["check", "weg"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert_eq!(run.err, "groenrecept: weg: deze map bestaat niet.\n");
    let run = folder.run(&["check", "weg", "--lang", "en"]);
    assert_eq!(
        run.err,
        "groenrecept: weg: there is no folder with this name\n"
    );
    // A file is a formulary, unless it has the name of a data file.
    folder.write("gwp.csv", "");
    let run = folder.run(&["check", "gwp.csv"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert_eq!(
        run.err,
        "groenrecept: gwp.csv: dit is een gegevensbestand; noem de map waarin het staat.\n"
    );
    let run = folder.run(&["check", "gwp.csv", "--lang", "en"]);
    assert_eq!(
        run.err,
        "groenrecept: gwp.csv: this is a data file; name the folder that holds it.\n"
    );
    let run = folder.run(&["check", "leeg"]);
    assert_eq!(run.code, 1);
    let first = run.out.lines().find(|line| line.starts_with("leeg"));
    assert!(
        first.unwrap().starts_with(
            "leeg: fout[empty-layer]: de map bevat geen van de gegevensbestanden: dataset.toml, sources.csv,"
        ),
        "{}",
        run.out
    );
}

#[test]
fn every_problem_of_a_broken_table_is_listed() {
    let folder = Folder::with("laag/sources.csv", SOURCES);
    let rows = "HFC-134a,AR6,100,1_530,T01,tabel 1,read\n\
                HFC-134a,AR6,nul,4140,T09,tabel 1,read\n\
                HFC-134a,AR6\n\
                ,AR6,100,1e3,T01,,gezien\n";
    let head = "propellant,gwp_set,horizon_years,value,source_id,locator,evidence\n";
    folder.write("laag/gwp.csv", format!("{head}{rows}"));
    let run = folder.run(&["check", "laag"]);
    assert_eq!((run.code, run.err.as_str()), (1, ""));
    let own: Vec<&str> = run.out.lines().filter(|l| l.starts_with("laag/")).collect();
    assert_eq!(
        own,
        [
            "laag/gwp.csv:2:value: fout[bad-number]: '1_530' is geen gewoon decimaal getal van nul of meer, zoals 28.262",
            "laag/gwp.csv:3:propellant: waarschuwing[out-of-order]: 'HFC-134a AR6 nul' staat niet op volgorde in dit bestand",
            "laag/gwp.csv:3:horizon_years: fout[bad-number]: 'nul' is geen geheel getal van 1 tot en met 10000",
            "laag/gwp.csv:3:source_id: fout[dangling-reference]: de bron 'T09' staat niet in sources.csv",
            "laag/gwp.csv:4: fout[wrong-cell-count]: de regel heeft 2 cellen, de kopregel 7",
            "laag/gwp.csv:5:propellant: fout[empty-cell]: 'propellant' moet gevuld zijn",
            "laag/gwp.csv:5:value: fout[bare-float]: '1e3' is een getal uit drijvende komma en niet wat een bron schrijft",
            "laag/gwp.csv:5:locator: fout[empty-cell]: 'locator' moet gevuld zijn",
            "laag/gwp.csv:5:evidence: fout[unknown-word]: 'gezien' is niet een van: read, copy, excerpt, derived, secondary, unverified",
        ]
    );
    // The report on such a layer says the same and loads nothing.
    folder.write("export.csv", format!("{HEADER}{GOOD}"));
    let run = folder.run(&["report", "export.csv", "--data", "laag"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    let errors = own.iter().filter(|line| line.contains("fout["));
    let said: Vec<&str> = run.err.lines().skip(1).map(str::trim).collect();
    assert_eq!(said, errors.copied().collect::<Vec<_>>());
}

#[test]
fn the_embedded_data_is_clean_and_a_copy_stands_alone() {
    let run = run(&["check", "--deny", "warning"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert_says(
        &run.out,
        &["embedded, gecontroleerd om op te nemen in de crate: 0 fouten, 0 waarschuwingen,"],
    );
    let run = crate::run(&["check", "data", "--format", "json"]);
    let page: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(run.code, 0);
    assert_eq!(page["layers"], serde_json::json!(["data"]));
    assert_eq!(page["purpose"], "embedding");
    assert_eq!((&page["errors"], &page["warnings"]), (&0.into(), &0.into()));
}

#[test]
fn a_warning_is_denied_on_request_only() {
    let folder = Folder::with("laag/sources.csv", SOURCES);
    let run = folder.run(&["check", "laag", "--format", "json"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let page: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(
        page["findings"],
        serde_json::json!([{
            "code": "unused-source",
            "severity": "warning",
            "file": "laag/sources.csv",
            "line": 2,
            "column": "source_id",
            "message": {
                "nl": "geen enkel feit berust op de bron 'T01'",
                "en": "no fact rests on the source 'T01'",
            },
            "line_text": "T01,study,Eigen studie",
        }])
    );
    let run = folder.run(&["check", "laag", "--deny", "warning"]);
    assert_eq!(run.code, 1);
}

#[test]
fn a_code_explains_itself_and_an_unknown_one_names_the_codes() {
    let run = run(&["check", "--explain", "unused-source"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert_eq!(
        run.out,
        "unused-source (waarschuwing)\n\n\
         Wat:         Geen enkel feit berust op een bron.\n\
         Waarom:      Een bron in de lijst wekt de indruk dat er iets op berust.\n\
         Voorbeeld:   een bron T02 die geen regel noemt\n\
         Wel:         Haal de bron weg, of noem hem waar hij wordt gebruikt.\n"
    );
    let run = crate::run(&["check", "--explain", "unused"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    let start = "groenrecept: --explain unused: deze code bestaat niet. Kies uit: unreadable-file, too-large, empty-layer,";
    assert!(run.err.starts_with(start), "{}", run.err);
}

#[test]
fn every_bad_fixture_through_the_program() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/check");
    let mut seen = 0;
    for entry in std::fs::read_dir(&fixtures).unwrap() {
        let folder = entry.unwrap().path();
        let expected = std::fs::read_to_string(folder.join("expected.txt")).unwrap();
        // Every other line is English.
        let dutch: Vec<&str> = expected.lines().step_by(2).collect();
        let run = run_in(&folder, &["check", "bad"]);
        let own: Vec<&str> = run
            .out
            .lines()
            .filter(|line| dutch.contains(line))
            .collect();
        assert_eq!(own, dutch, "{}", folder.display());
        let fails = dutch.iter().any(|line| line.contains(": fout["));
        assert_eq!((run.code, run.err.as_str()), (i32::from(fails), ""));
        seen += 1;
    }
    assert!(seen >= 26, "{seen}");
}

#[test]
fn the_account_of_the_data_adds_up() {
    let run = run(&["data", "--format", "json"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let page: Value = serde_json::from_str(&run.out).unwrap();
    let number = |value: &Value| value.as_u64().unwrap();
    let rows_of = |file: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("data")
            .join(file);
        if path.is_dir() {
            let files = std::fs::read_dir(path).unwrap();
            let texts = files.map(|one| std::fs::read_to_string(one.unwrap().path()).unwrap());
            let rules = |text: String| text.lines().filter(|line| *line == "[[rule]]").count();
            return u64::try_from(texts.map(rules).sum::<usize>()).unwrap();
        }
        let mut reader = csv::Reader::from_path(path).unwrap();
        u64::try_from(reader.records().count()).unwrap()
    };
    for file in page["files"].as_array().unwrap() {
        let evidence = file["evidence"].as_object().unwrap();
        let sum: u64 = evidence.values().map(number).sum();
        assert_eq!(sum, number(&file["rows"]), "{file}");
        assert_eq!(sum, rows_of(file["file"].as_str().unwrap()), "{file}");
    }
    let sources = page["sources"].as_array().unwrap();
    assert_eq!(
        u64::try_from(sources.len()).unwrap(),
        rows_of("sources.csv")
    );
    for source in sources {
        assert!(number(&source["facts"]) > 0, "{source}");
        assert!(["yes", "facts"].contains(&source["embed"].as_str().unwrap()));
    }
    let missing = &page["missing"];
    let without = missing["products_without_factor"].as_array().unwrap();
    assert!(without.contains(&"airflusal-forspiro-50-500".into()));
    let text = crate::run(&["data", "--lang", "en"]).out;
    let all = number(&missing["products"]);
    let sentence = format!(
        "{} of {all} products without a value of their own",
        without.len()
    );
    assert_says(
        &text,
        &[
            &sentence,
            "[MIT; the source itself; paid for or made by a government, university or professional body]",
        ],
    );
    let text = crate::run(&["data"]).out;
    assert_says(
        &text,
        &[
            "[MIT; de bron zelf; betaald of gemaakt door overheid, universiteit of beroepsorganisatie]",
        ],
    );
}

#[test]
fn the_account_counts_a_layer() {
    let folder = with_factor(
        "t01,product,trelegy-ellipta-92-55-22,climate,device,0.8,,,kg CO2e,cradle_to_grave,unknown,T01,p. 3,read",
    );
    let data = |arguments: &[&str]| -> Value {
        let run = folder.run(&[&["data", "--format", "json"], arguments].concat());
        assert_eq!(run.code, 0, "{}", run.err);
        serde_json::from_str(&run.out).unwrap()
    };
    let (without, with) = (data(&[]), data(&["--data", "laag"]));
    let rows = |page: &Value| page["files"][1]["rows"].as_u64().unwrap();
    assert_eq!(rows(&with), rows(&without) + 1);
    let source = |page: &Value| {
        let sources = page["sources"].as_array().unwrap().clone();
        sources.into_iter().find(|one| one["source"] == "T01")
    };
    assert_eq!(source(&without), None);
    assert_eq!(source(&with).unwrap()["facts"], 1);
    let layers = with["version"]["layers"].as_array().unwrap();
    assert_eq!(
        (layers.len(), &layers[0]),
        (2, &serde_json::json!("embedded"))
    );
}

/// What is wrong in a rule, with a remedy that fits, and nothing that follows from it.
#[test]
fn findings_of_a_rule_file_say_what_was_meant() {
    let name = "guidelines/nhg-tekort-salbutamol.toml";
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("data")
        .join(name);
    let text = std::fs::read_to_string(path).unwrap();
    let dataset = groenrecept::Dataset::embedded().unwrap();
    let facts: Vec<String> = dataset.facts().map(|fact| fact.to_string()).collect();
    let facts = facts.join(", ");
    let errors = |from: &str, to: &str| -> Vec<String> {
        assert!(text.contains(from), "{from}");
        let folder = Folder::with(&format!("laag/{name}"), text.replacen(from, to, 1));
        let run = folder.run(&["check", "laag"]);
        assert_eq!(run.code, 1);
        let own = run.out.lines().filter(|line| line.contains(": fout["));
        let own = own.map(|line| line.split_once("rule.").unwrap().1);
        own.map(|line| line.replace(&facts, "FACTS")).collect()
    };
    assert_eq!(
        errors(
            "facts = { acute_attack = \"yes\" }",
            "facts = { acute_atack = \"yes\" }"
        ),
        [
            "when.facts.acute_atack: fout[unknown-word]: 'acute_atack' is geen feit waar een regel naar vraagt; bedoeld kan zijn: acute_attack; kies uit: FACTS"
        ]
    );
    assert_eq!(
        errors("age = { below = 6 }", "age = { below = -6 }"),
        ["when.age.below: fout[bad-number]: verwacht is een geheel getal van 0 of meer, zoals 15"]
    );
    // An exception that could not be read is not said to hold always.
    assert_eq!(
        errors(
            "facts = { can_use_powder = \"no\" }",
            "facts = { can_use_powdr = \"no\" }"
        ),
        [
            "unless.facts.can_use_powdr: fout[unknown-word]: 'can_use_powdr' is geen feit waar een regel naar vraagt; bedoeld kan zijn: can_use_powder; kies uit: FACTS"
        ]
    );
}

#[test]
fn a_folder_of_rules_under_another_name_is_named() {
    let folder = Folder::with("laag/guideline/eigen.toml", "[guideline]\n");
    let run = folder.run(&["check", "laag"]);
    assert_eq!(run.code, 1);
    let start =
        "laag: fout[empty-layer]: de map bevat geen van de gegevensbestanden: dataset.toml, ";
    assert!(
        run.out.lines().any(|line| line.starts_with(start)),
        "{}",
        run.out
    );
    let near = "laag/guideline/eigen.toml: waarschuwing[unknown-file]: dit bestand wordt niet gelezen; een gegevensbestand heet guidelines/*.toml";
    assert!(run.out.lines().any(|line| line == near), "{}", run.out);
}
