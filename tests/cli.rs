//! The example binary as a process: what it prints, where it writes, how it stops.
//!
//! Every file stands in a folder of its own that is also the working directory, so that
//! messages name files as the user did.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test on files that it makes itself"
)]

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::OnceLock;
use std::time::{Duration, SystemTime};

const DEMO: &str = "data/demo/praktijkexport.csv";
/// A day behind every date of the fixtures.
const TODAY: &str = "2026-01-31";
const HEADER: &str = "datum;omschrijving;aantal;eenheid\n";
const GOOD: &str = "31-01-2025;ATROVENT AEROSOL 20UG/DO 200DO;1;ST\n";

/// `examples/groenrecept` beside the `deps` folder of this test. `cargo test` builds it;
/// `cargo test --test cli` does not, and an old build would be tested in its place.
fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let test = std::env::current_exe().unwrap();
        let target = test.parent().and_then(Path::parent).unwrap();
        let name = format!("groenrecept{}", std::env::consts::EXE_SUFFIX);
        let path = target.join("examples").join(name);
        let built = path.metadata().and_then(|meta| meta.modified());
        let package = Path::new(env!("CARGO_MANIFEST_DIR"));
        let newest = ["src", "examples/groenrecept", "data"]
            .map(|folder| newest(&package.join(folder)))
            .into_iter()
            .max();
        assert!(
            built.is_ok_and(|built| Some(built) >= newest),
            "the example is missing or older than its source: cargo build --example groenrecept"
        );
        path
    })
}

/// When a file below a folder was changed last.
fn newest(folder: &Path) -> SystemTime {
    let times = std::fs::read_dir(folder).unwrap().map(|entry| {
        let entry = entry.unwrap();
        let meta = entry.metadata().unwrap();
        if meta.is_dir() {
            newest(&entry.path())
        } else {
            meta.modified().unwrap()
        }
    });
    times.max().unwrap_or(SystemTime::UNIX_EPOCH)
}

struct Run {
    code: i32,
    out: String,
    err: String,
}

/// A working directory with files.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn with(name: &str, bytes: impl AsRef<[u8]>) -> Self {
        let folder = Self::new();
        folder.write(name, bytes);
        folder
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn names(&self) -> BTreeSet<String> {
        let entries = std::fs::read_dir(self.0.path()).unwrap();
        entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect()
    }

    fn run(&self, arguments: &[&str]) -> Run {
        run_in(self.0.path(), arguments)
    }

    /// The report on a file as JSON.
    fn json(&self, arguments: &[&str]) -> Value {
        let run = self.run(&[&["report", "--json", "-", "--today", TODAY], arguments].concat());
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{arguments:?}");
        serde_json::from_str(&run.out).unwrap()
    }
}

fn run_in(folder: &Path, arguments: &[&str]) -> Run {
    let output = assert_cmd::Command::new(program())
        .current_dir(folder)
        .args(arguments)
        .timeout(Duration::from_secs(300))
        .output()
        .unwrap();
    Run {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// In the folder of the package, where the demo export is.
fn run(arguments: &[&str]) -> Run {
    run_in(Path::new(env!("CARGO_MANIFEST_DIR")), arguments)
}

/// A page on one line, because sentences are wrapped.
fn flat(page: &str) -> String {
    page.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn assert_says(page: &str, sentences: &[&str]) {
    let page = flat(page);
    for sentence in sentences {
        assert!(page.contains(sentence), "'{sentence}' is not in:\n{page}");
    }
}

/// The report on these bytes stops with this sentence, in full.
fn assert_refused(bytes: impl AsRef<[u8]>, sentence: &str) {
    let folder = Folder::with("export.csv", bytes);
    let run = folder.run(&["report", "export.csv", "--json", "out.json"]);
    assert_eq!(run.err, format!("groenrecept: export.csv: {sentence}\n"));
    assert_eq!((run.code, run.out.as_str()), (2, ""), "{sentence}");
    assert_eq!(
        folder.names(),
        ["export.csv".to_owned()].into(),
        "{sentence}"
    );
}

type Aside = BTreeMap<String, Vec<u64>>;

/// Rows read and analysed, and the line numbers set aside by reason.
fn account(bytes: impl AsRef<[u8]>) -> (u64, u64, Aside) {
    let report = Folder::with("export.csv", bytes).json(&["export.csv"]);
    account_of(&report)
}

fn account_of(report: &Value) -> (u64, u64, Aside) {
    let rows = &report["rows"];
    let count = |value: &Value| value.as_u64().unwrap();
    let mut aside = Aside::new();
    let mut sum = count(&rows["analysed"]) + count(&rows["merged"]);
    for (reason, number) in rows["set_aside"].as_object().unwrap() {
        sum += count(number);
        let lines = rows["set_aside_lines"][reason].as_array().unwrap();
        aside.insert(reason.clone(), lines.iter().map(count).collect());
    }
    assert_eq!(
        sum,
        count(&rows["read"]),
        "the account does not add up: {rows}"
    );
    (count(&rows["read"]), count(&rows["analysed"]), aside)
}

fn aside<const N: usize>(reasons: [(&str, &[u64]); N]) -> Aside {
    reasons
        .into_iter()
        .map(|(reason, lines)| (reason.to_owned(), lines.to_vec()))
        .collect()
}

/// An export with these quantities, one a row from line 2, each 60 capsules' worth of pieces.
fn quantities(cells: &[&str]) -> String {
    let mut text = HEADER.to_owned();
    for (index, cell) in cells.iter().enumerate() {
        let day = 13 + index % 16;
        text.push_str(&format!(
            "{day}-01-2025;IPRATROPIUM CYCLOHALER INHCAPS 40UG;{cell};CAPS\n"
        ));
    }
    text
}

/// An export with these dates, one a row from line 2.
fn dates(cells: &[&str]) -> String {
    let mut text = HEADER.to_owned();
    for cell in cells {
        text.push_str(&format!("{cell};ATROVENT AEROSOL 20UG/DO 200DO;1;ST\n"));
    }
    text
}

#[test]
fn the_report_says_in_dutch_what_matters() {
    let run = run(&["report", DEMO, "--today", TODAY]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert_says(
        &run.out,
        &[
            "Klimaatimpact van voorgeschreven inhalatiemedicatie",
            "Bedoeld om te leren van het eigen voorschrijven, op het niveau van een praktijk of groep. Het rapport is geen advies voor een patiënt en geen oordeel over een voorschrijver; arts en patiënt beslissen samen.",
            "3.000 regels gelezen: ",
            "De voorschriften lopen van 2025-01-02 tot en met 2025-12-31.",
            "Aantal praktijken in het bestand: 1.",
            "Herkend: scheidingsteken ';', tekens ",
            "patiënt (alleen om dubbele regels te vinden) uit 'Patient_id'",
            "Niet gelezen (5): Gebruiksvoorschrift, Chronisch, Iteraties, Geboortejaar, Episode_icpc.",
            " kg CO2e, met een bereik van ",
            "Gerekend met GWP100 volgens AR6;",
            "Dekking: ",
            "Middelen met de meeste impact",
            "Soort inhalator en drijfgas",
            "Per maand",
            "Terzijde gelegd",
            "hoeveelheid ontbreekt",
            "Gebruikte factoren en hun bronnen",
        ],
    );
    let widest = run
        .out
        .lines()
        .map(|line| line.chars().count())
        .max()
        .unwrap();
    assert!(widest <= 120, "a line of {widest} characters");
}

#[test]
fn the_report_says_in_english_what_matters() {
    let run = run(&["report", DEMO, "--today", TODAY, "--lang", "en"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert_says(
        &run.out,
        &[
            "Climate impact of prescribed inhaled medicines",
            "Meant for learning from one's own prescribing, at the level of a practice or group. The report is no advice for a patient and no judgement of a prescriber; clinician and patient decide together.",
            "3,000 rows read: ",
            "The prescriptions run from 2025-01-02 to 2025-12-31.",
            " kg CO2e, with a range of ",
            "Stated in GWP100 of AR6",
            "Medicines with the most impact",
            "Device type and propellant",
        ],
    );
}

/// Runs of digits that are also a patient of the demo export.
fn patients_in(text: &str, patients: &BTreeSet<String>) -> BTreeSet<String> {
    text.split(|c: char| !c.is_ascii_digit())
        .filter(|digits| patients.contains(*digits))
        .map(str::to_owned)
        .collect()
}

#[test]
fn no_output_holds_a_patient() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    // Windows-1252; the patients are digits in any encoding.
    let export = std::fs::read(manifest.join(DEMO)).unwrap();
    let export = String::from_utf8_lossy(&export);
    let column = |line: &str| line.split(';').nth(1).unwrap().to_owned();
    let patients: BTreeSet<String> = export.lines().skip(1).map(column).collect();
    assert!(patients.len() > 500, "{} patients", patients.len());
    assert_eq!(patients_in(&export, &patients), patients);
    for lang in ["nl", "en"] {
        for json in [&[][..], &["--json", "-"][..]] {
            let run = run(&[&["report", DEMO, "--today", TODAY, "--lang", lang], json].concat());
            assert_eq!(run.code, 0);
            assert!(run.out.len() > 2_000);
            assert_eq!(
                patients_in(&run.out, &patients),
                BTreeSet::new(),
                "{lang} {json:?}"
            );
            assert_eq!(run.err, "");
        }
    }
}

#[test]
fn names_numbers_and_addresses_are_in_no_output() {
    let secrets = [
        "Jansen",
        "Vries",
        "999901059",
        "Kerkstraat",
        "1970",
        "0612345678",
        "Oma",
        "belt",
    ];
    let header = "naam;bsn;adres;geboortedatum;datum;omschrijving;aantal;eenheid;opmerking";
    let row = |date: &str, label: &str, amount: &str| {
        format!(
            "Jansen-de Vries, P.;999901059;Kerkstraat 1;01-01-1970;{date};{label};{amount};ST;Oma belt 0612345678\n"
        )
    };
    let good = row("31-01-2025", "ATROVENT AEROSOL 20UG/DO 200DO", "1");
    let odd = [
        row("31-01-2025", "Mevr Jansen 0612345678 belt", "1"),
        row("31-01-2025", "", "1"),
        row("31-01-2025", "ATROVENT AEROSOL Kerkstraat", "0"),
        "Jansen;999901059;Kerkstraat\n".to_owned(),
        "\"Jansen;999901059;Kerkstraat 1;01-01-1970;31-01-2025;ATROVENT;1;ST;Oma\n".to_owned(),
    ];
    let folder = Folder::new();
    folder.write("odd.csv", format!("{header}\n{good}{}", odd.concat()));
    folder.write("headerless.csv", good.repeat(3));
    folder.write(
        "no-label.csv",
        format!("{header}\n{good}").replace("omschrijving", "opm2"),
    );
    folder.write(
        "mixed.csv",
        format!("{header}\n{good}{}", row("Jansen", "ATROVENT", "1")),
    );
    folder.write(
        "profile.toml",
        "[columns]\nlabel = \"opmerking\"\ndate = \"naam\"\n",
    );
    let runs: [(&[&str], i32); 6] = [
        (&["odd.csv"], 0),
        (&["odd.csv", "--json", "-"], 0),
        (&["headerless.csv"], 2),
        (&["no-label.csv"], 2),
        (&["mixed.csv"], 2),
        (&["odd.csv", "--profile", "profile.toml"], 2),
    ];
    for (arguments, code) in runs {
        let run = folder.run(&[&["report"], arguments].concat());
        assert_eq!(run.code, code, "{arguments:?}: {}", run.err);
        for secret in secrets {
            let both = format!("{}{}", run.out, run.err);
            assert!(
                !both.contains(secret),
                "{arguments:?} prints {secret}:\n{both}"
            );
        }
    }
    let run = folder.run(&["report", "odd.csv"]);
    assert_says(
        &run.out,
        &["Niet gelezen (5): naam, bsn, adres, geboortedatum, opmerking."],
    );
}

#[test]
fn json_is_the_same_on_standard_output_and_in_a_file() {
    let folder = Folder::with("export.csv", format!("{HEADER}{GOOD}"));
    let piped = folder.run(&["report", "export.csv", "--json", "-", "--quiet"]);
    assert_eq!((piped.code, piped.err.as_str()), (0, ""));
    let report: Value = serde_json::from_str(&piped.out).unwrap();
    assert_eq!(report["rows"]["analysed"], 1);
    // 17.118 kg for an Atrovent aerosol: certificate CERT-12506, as in the crate docs.
    let total = report["totals"]["climate"]["central"].as_str().unwrap();
    assert!(total.starts_with("17.1"), "{total}");
    assert!(
        report["intended_use"]
            .as_str()
            .unwrap()
            .starts_with("Bedoeld om te leren")
    );

    let filed = folder.run(&["report", "export.csv", "--json", "out.json"]);
    assert_eq!((filed.code, filed.err.as_str()), (0, ""));
    assert_says(&filed.out, &["1 regel gelezen: 1 geanalyseerd"]);
    assert_eq!(
        std::fs::read_to_string(folder.path("out.json")).unwrap(),
        piped.out
    );
    assert_eq!(
        folder.names(),
        ["export.csv", "out.json"].map(str::to_owned).into()
    );
}

#[test]
fn quiet_prints_nothing_and_still_writes_the_file() {
    let folder = Folder::with("export.csv", format!("{HEADER}{GOOD}"));
    let run = folder.run(&["report", "export.csv", "--quiet", "--json", "out.json"]);
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, "", ""));
    assert!(folder.path("out.json").is_file());
    let run = folder.run(&["report", "missing.csv", "--quiet"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert_eq!(
        run.err,
        "groenrecept: missing.csv: dit bestand bestaat niet.\n"
    );
}

#[test]
fn a_json_file_is_written_whole_or_not_at_all() {
    let folder = Folder::with("export.csv", format!("{HEADER}{GOOD}"));
    let run = folder.run(&["report", "export.csv", "--json", "nowhere/out.json"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(
        run.err.starts_with("groenrecept: nowhere/out.json: "),
        "{}",
        run.err
    );
    assert_eq!(folder.names(), ["export.csv".to_owned()].into());

    // A failing run leaves the result of an earlier run as it was.
    folder.write("out.json", "of an earlier run");
    folder.write("empty.csv", HEADER);
    let run = folder.run(&["report", "empty.csv", "--json", "out.json"]);
    assert_eq!(run.code, 2);
    assert_eq!(
        std::fs::read(folder.path("out.json")).unwrap(),
        b"of an earlier run"
    );
}

#[test]
fn the_gwp_set_changes_the_total_and_is_named() {
    let folder = Folder::with("export.csv", format!("{HEADER}{GOOD}"));
    // HFC-134a: 1430 in AR4, 1300 in AR5, 1530 in AR6, so the totals stand in this order.
    let totals: Vec<rust_decimal::Decimal> = ["ar5", "ar4", "ar6"]
        .into_iter()
        .map(|gwp| {
            let report = folder.json(&["export.csv", "--gwp", gwp]);
            assert_eq!(report["options"]["gwp_set"], gwp.to_uppercase());
            let run = folder.run(&["report", "export.csv", "--gwp", gwp]);
            assert_says(
                &run.out,
                &[&format!(
                    "Gerekend met GWP100 volgens {};",
                    gwp.to_uppercase()
                )],
            );
            report["totals"]["climate"]["central"]
                .as_str()
                .unwrap()
                .parse()
                .unwrap()
        })
        .collect();
    assert!(totals.is_sorted_by(|a, b| a < b), "{totals:?}");
}

#[test]
fn an_own_layer_adds_codes_and_is_named() {
    let folder = Folder::new();
    folder.write(
        "eigen/codes.csv",
        "system,code,product_id\nprk,00012345,atrovent-aerosol-20\nwinkel,A-7,ventolin-diskus-200\n",
    );
    folder.write(
        "export.csv",
        "datum;prk;aantal\n31-01-2025;12345.0;1\n31-01-2025;99999;1\n",
    );
    let report = folder.json(&["export.csv", "--data", "eigen"]);
    assert_eq!(
        report["dataset"]["layers"],
        serde_json::json!(["embedded", "eigen"])
    );
    assert_eq!(report["matching"]["via"], serde_json::json!({"code": 1}));
    assert_eq!(report["products"][0]["product"], "atrovent-aerosol-20");
    assert_eq!(report["coverage"]["climate"]["none"]["unrecognised"], 1);

    for code in ["12345", "00012345", "12345,0"] {
        let run = folder.run(&["explain", code, "--data", "eigen"]);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{code}");
        let read = format!("Gelezen '{code}': een code uit een eigen codetabel.");
        assert_says(&run.out, &[&read, "[atrovent-aerosol-20]"]);
    }
    let run = folder.run(&["explain", "a-7", "--data", "eigen"]);
    assert_says(&run.out, &["[ventolin-diskus-200]"]);
    assert_eq!(folder.run(&["explain", "12345"]).code, 1);
}

#[test]
fn a_broken_layer_lists_every_problem_with_file_and_line() {
    let folder = Folder::with("export.csv", format!("{HEADER}{GOOD}"));
    folder.write(
        "eigen/codes.csv",
        "system,code,product_id\nprk,1,atrovent-aerosol-20\nprk,2,no-such-product\nprk,3\nprk,,ventolin-diskus-200\n",
    );
    folder.write(
        "eigen/vocabulary.csv",
        "kind,term,value\nform,SPUITBUS,pMDI\nshape,ROND,\nform,Spuitbus,pMDI\n",
    );
    for command in [&["report", "export.csv"][..], &["explain", "R03AC02"][..]] {
        let run = folder.run(&[command, &["--data", "eigen"]].concat());
        assert_eq!((run.code, run.out.as_str()), (2, ""));
        let lines: Vec<&str> = run.err.lines().collect();
        assert_eq!(
            lines[0],
            "groenrecept: de gegevensbestanden bevatten fouten; er is niets geladen:"
        );
        let places: Vec<(&str, &str)> = lines[1..]
            .iter()
            .map(|line| {
                let place = line.split(": ").next().unwrap().trim();
                let code = line.rsplit(' ').next().unwrap();
                (place, code)
            })
            .collect();
        assert_eq!(
            places,
            [
                ("eigen/codes.csv:4", "[wrong-cell-count]"),
                (
                    "eigen/codes.csv:3, column product_id",
                    "[dangling-reference]"
                ),
                ("eigen/codes.csv:5, column code", "[empty-cell]"),
                ("eigen/vocabulary.csv:3, column kind", "[unknown-word]"),
                ("eigen/vocabulary.csv:4, column term", "[unknown-word]"),
            ],
            "{}",
            run.err
        );
    }
}

#[test]
fn a_profile_names_columns_and_a_wrong_one_says_what_is_wrong() {
    let folder = Folder::new();
    folder.write(
        "export.csv",
        "Wanneer|Wat|Hoeveel|Waarvan\n02-03-2025|ATROVENT AEROSOL 20UG/DO 200DO|1.000|ST\n",
    );
    folder.write(
        "goed.toml",
        "name = \"proef\"\nseparator = \"|\"\nencoding = \"utf-8\"\ndecimal = \".\"\ndate = \"mm-dd-yyyy\"\n[columns]\ndate = \"wanneer\"\nlabel = \"WAT\"\nquantity = \"Hoeveel\"\nunit = \"Waarvan\"\n",
    );
    let report = folder.json(&["export.csv", "--profile", "goed.toml"]);
    assert_eq!(report["period"]["from"], "2025-02-03");
    assert_eq!(report["products"][0]["quantity"]["amount"], "1");

    let refused = [
        (
            "date = \"morgen\"",
            "date = \"morgen\" is not one of: dd-mm-yyyy, mm-dd-yyyy, yyyy-mm-dd, yyyymmdd",
        ),
        (
            "separator = \"x\"",
            "separator = \"x\" is not one of: ; , tab |",
        ),
        (
            "decimal = \"·\"",
            "decimal = \"·\" is not one of: \",\" or \".\"",
        ),
        (
            "encoding = \"ebcdic\"",
            "encoding = \"ebcdic\" is not one of: utf-8, windows-1252",
        ),
    ];
    for (text, sentence) in refused {
        folder.write("fout.toml", text);
        let run = folder.run(&["report", "export.csv", "--profile", "fout.toml"]);
        assert_eq!((run.code, run.out.as_str()), (2, ""));
        assert_eq!(
            run.err,
            format!("groenrecept: fout.toml: het profiel is niet te lezen: {sentence}\n")
        );
    }
    folder.write("fout.toml", "date = \"yyyymmdd\"\n[columns]\nlabel = \n");
    let run = folder.run(&["report", "export.csv", "--profile", "fout.toml"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(
        run.err
            .starts_with("groenrecept: fout.toml: het profiel is niet te lezen: "),
        "{}",
        run.err
    );
    assert!(run.err.contains('3'), "no line number: {}", run.err);

    folder.write("fout.toml", "[columns]\nlabel = \"Artikel\"\n");
    let run = folder.run(&["report", "export.csv", "--profile", "fout.toml"]);
    assert_eq!(run.code, 2);
    assert_eq!(
        run.err,
        "groenrecept: export.csv: het profiel noemt de kolom 'Artikel' voor 'middel', maar het bestand heeft die kolom niet.\n"
    );
    let run = folder.run(&["report", "export.csv", "--profile", "geen.toml"]);
    assert_eq!(run.code, 2);
    assert_eq!(
        run.err,
        "groenrecept: geen.toml: dit bestand bestaat niet.\n"
    );
}

#[test]
fn explain_finds_labels_atc_codes_and_product_ids() {
    let found = [
        (
            "ATROVENT AEROSOL 20UG/DO 200DO",
            "een omschrijving",
            "Dit is één product.",
        ),
        (
            "R03BB01",
            "een ATC-code",
            "producten zijn; de waarde loopt van het laagste tot het hoogste",
        ),
        ("r03bb01", "een ATC-code", "[ipratropium-cyclohaler-40]"),
        (
            "atrovent-aerosol-20",
            "een product-id",
            "[atrovent-aerosol-20] R03BB01",
        ),
    ];
    for (asked, what, sentence) in found {
        let run = run(&["explain", asked]);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{asked}");
        let read = format!("Gelezen '{asked}': {what}.");
        assert_says(
            &run.out,
            &[
                &read,
                "Bedoeld om te leren van het eigen voorschrijven",
                sentence,
                "kg CO2e",
            ],
        );
    }
    let run = run(&[
        "explain",
        "atrovent-aerosol-20",
        "--lang",
        "en",
        "--gwp",
        "ar4",
    ]);
    assert_eq!(run.code, 0);
    assert_says(
        &run.out,
        &[
            "Read 'atrovent-aerosol-20': a product id.",
            "(AR4)",
            "Meant for learning",
        ],
    );
}

#[test]
fn explain_says_that_nonsense_is_not_recognised_and_exits_with_1() {
    for (asked, what) in [
        ("asdf qwerty", "niet herkend"),
        ("12345678", "niet herkend"),
        ("💨", "niet herkend"),
        ("", "leeg"),
        (
            "PARACETAMOL TABLET 500MG",
            "een medicijn dat niet voor inhalatie is",
        ),
        ("N02BE01", "een medicijn dat niet voor inhalatie is"),
        ("AEROCHAMBER PLUS", "een hulpmiddel, geen medicijn"),
        ("J07BB02", "een vaccin"),
    ] {
        let run = run(&["explain", asked]);
        assert_eq!((run.code, run.err.as_str()), (1, ""), "{asked}");
        let sentence = format!("Dit rapport heeft er geen waarden voor: {what}.");
        assert_says(&run.out, &[&sentence]);
        assert!(!run.out.contains("kg CO2e"), "{asked}: {}", run.out);
    }
}

#[test]
fn demo_writes_the_same_bytes_for_the_same_seed() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let demo = |arguments: &[&str]| {
        let output = assert_cmd::Command::new(program())
            .arg("demo")
            .args(arguments)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert!(output.stderr.is_empty(), "{arguments:?}");
        output.stdout
    };
    let first = demo(&["--rows", "500", "--seed", "7", "--practices", "3"]);
    assert!(first == demo(&["--rows", "500", "--seed", "7", "--practices", "3"]));
    assert!(first != demo(&["--rows", "500", "--seed", "8", "--practices", "3"]));
    let report = Folder::with("demo.csv", &first).json(&["demo.csv"]);
    assert_eq!(report["rows"]["read"], 500);
    assert_eq!(report["practices"], 3);
    let kept = std::fs::read(package.join(DEMO)).unwrap();
    assert!(
        demo(&[]) == kept,
        "the demo export is not what `demo` writes"
    );
}

/// Starts the program with its output in pipes.
fn start(arguments: &[&str]) -> std::process::Child {
    std::process::Command::new(program())
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn assert_ended_without_error(mut child: std::process::Child) {
    let mut err = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut err)
        .unwrap();
    assert_eq!(err, "");
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn demo_streams_into_a_reader_that_leaves() {
    // More rows than a test could wait for: only streaming ends in time.
    let mut child = start(&["demo", "--rows", "4000000000"]);
    let reader = BufReader::new(child.stdout.take().unwrap());
    let lines: Vec<String> = reader.lines().take(10).map(Result::unwrap).collect();
    assert_eq!(lines.len(), 10);
    assert!(
        lines[0].starts_with("praktijk_id;Patient_id;"),
        "{}",
        lines[0]
    );
    assert_ended_without_error(child);
}

#[test]
fn a_reader_that_leaves_is_no_error() {
    for arguments in [
        &["report", DEMO][..],
        &["report", DEMO, "--json", "-"][..],
        &["explain", "R03AC02"][..],
        &["--help"][..],
    ] {
        let mut child = start(arguments);
        drop(child.stdout.take());
        assert_ended_without_error(child);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_with_words() {
    for arguments in [
        &["report", DEMO][..],
        &["demo"][..],
        &["explain", "R03AC02"][..],
    ] {
        let full = std::fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let output = std::process::Command::new(program())
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .args(arguments)
            .stdout(full)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let err = String::from_utf8(output.stderr).unwrap();
        assert!(
            err.starts_with("groenrecept: uitvoer schrijven lukt niet (cannot write): "),
            "{arguments:?}: {err}"
        );
    }
}

#[test]
fn wrong_arguments_exit_with_2_and_show_the_usage() {
    let wrong: [&[&str]; 10] = [
        &[],
        &["raport"],
        &["report"],
        &["report", DEMO, "--jsn", "-"],
        &["report", DEMO, "extra"],
        &["report", DEMO, "--gwp", "ar3"],
        &["report", DEMO, "--lang", "fr"],
        &["explain"],
        &["demo", "--rows", "many"],
        &["demo", "--rows", "-1"],
    ];
    for arguments in wrong {
        let run = run(arguments);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{arguments:?}");
        assert!(!run.err.is_empty(), "{arguments:?}");
        assert!(
            run.err.contains("groenrecept") || run.err.contains("error:"),
            "{}",
            run.err
        );
    }
    for today in ["31-12-2025", "2025-02-30", "vandaag", ""] {
        let run = run(&["report", DEMO, "--today", today]);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{today}");
        assert_eq!(
            run.err,
            format!(
                "groenrecept: --today {today}: verwacht een datum als 2025-12-31 (expected a date such as 2025-12-31)\n"
            )
        );
    }
}

#[test]
fn help_and_version_go_to_standard_output() {
    for arguments in [
        &["--help"][..],
        &["report", "--help"][..],
        &["--version"][..],
    ] {
        let run = run(arguments);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{arguments:?}");
        assert!(!run.out.is_empty());
    }
    assert_eq!(
        run(&["--version"]).out,
        format!("groenrecept {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn a_path_that_is_no_file_is_named() {
    let folder = Folder::new();
    std::fs::create_dir(folder.path("exports")).unwrap();
    let run = folder.run(&["report", "missing.csv"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert_eq!(
        run.err,
        "groenrecept: missing.csv: dit bestand bestaat niet.\n"
    );
    let run = folder.run(&["report", "exports"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert_eq!(
        run.err,
        "groenrecept: exports: dit is een map; noem het exportbestand daarin.\n"
    );
}

#[test]
fn a_file_that_is_no_text_is_named_by_what_it_is() {
    const WORKBOOK: &str =
        "dit is een Office-werkmap en geen tekst; sla hem op als CSV en probeer het opnieuw.";
    const UTF16: &str = "deze tekst is UTF-16; sla hem op als CSV in UTF-8.";
    let text = format!("{HEADER}{GOOD}");
    let utf16 = |order: fn(u16) -> [u8; 2], mark: bool| -> Vec<u8> {
        let units = mark
            .then_some(0xfeff)
            .into_iter()
            .chain(text.encode_utf16());
        units.flat_map(order).collect()
    };
    let zip = |part: &str| {
        let header = [b"PK\x03\x04", [0u8; 26].as_slice()].concat();
        [&header, part.as_bytes(), &[7; 400]].concat()
    };
    assert_refused(zip("[Content_Types].xml"), WORKBOOK);
    assert_refused(zip("xl/workbook.xml"), WORKBOOK);
    assert_refused(
        zip("mimetypeapplication/vnd.oasis.opendocument.spreadsheet"),
        WORKBOOK,
    );
    assert_refused(
        zip("export.csv"),
        "dit is een gecomprimeerd bestand; pak het eerst uit.",
    );
    assert_refused(
        [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", [0u8; 400].as_slice()].concat(),
        WORKBOOK,
    );
    assert_refused(
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n",
        "dit is een PDF en geen tabel; exporteer de voorschriften als CSV.",
    );
    assert_refused(
        b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03rest",
        "dit is een gecomprimeerd bestand; pak het eerst uit.",
    );
    assert_refused(utf16(u16::to_le_bytes, true), UTF16);
    assert_refused(utf16(u16::to_be_bytes, true), UTF16);
    assert_refused(utf16(u16::to_le_bytes, false), UTF16);
    // A fixed sequence of all byte values.
    let blob: Vec<u8> = (0u32..50_000)
        .map(|step| step.wrapping_mul(2_654_435_761).to_be_bytes()[0])
        .collect();
    assert_refused(
        blob,
        "dit is geen tekst; exporteer de voorschriften als CSV.",
    );
}

#[test]
fn a_file_without_rows_says_so() {
    const EMPTY: &str = "het bestand is leeg.";
    const NO_ROWS: &str = "het bestand heeft een kopregel maar geen regels daaronder.";
    assert_refused("", EMPTY);
    assert_refused("\u{feff}", EMPTY);
    assert_refused("\r\n\n   \r\n\t\n", EMPTY);
    assert_refused(HEADER, NO_ROWS);
    assert_refused(HEADER.trim_end(), NO_ROWS);
    assert_refused(format!("\u{feff}{HEADER}\r\n\r\n"), NO_ROWS);
}

#[test]
fn a_header_that_does_not_tell_enough_is_refused() {
    let rows = "31-01-2025;ATROVENT AEROSOL 20UG/DO 200DO;1;ST\n";
    assert_refused(
        format!("datum;opm;aantal;eenheid\n{rows}"),
        "geen kolom zegt welk middel het is (Omschrijving, Atc_code, of een code met eigen codetabel); noem hem in een profiel (--profile).",
    );
    assert_refused(
        format!("datum;omschrijving;opm;eenheid\n{rows}"),
        "er is geen kolom met de hoeveelheid gevonden (Hoeveelheid, Aantal); noem hem in een profiel (--profile).",
    );
    // Without a header: the first line is not shown, it may hold a patient.
    assert_refused(
        rows.repeat(3),
        "geen van de 4 kolomnamen in de eerste regel is bekend. Is de eerste regel een kopregel? Benoem de kolommen in een profiel (--profile).",
    );
    assert_refused(
        "omschrijving;aantal,datum\nx;1,2\n",
        "het scheidingsteken is niet te bepalen; noem het in een profiel (--profile).",
    );
    assert_refused(
        format!("{}\r{}\r", HEADER.trim_end(), rows.trim_end()),
        "de regels hebben geen gewoon regeleinde; open het bestand in een rekenblad en sla het opnieuw op als CSV.",
    );
    let mut wide = HEADER.trim_end().to_owned();
    for column in 5..=10_000 {
        wide.push_str(&format!(";k{column}"));
    }
    assert_refused(
        format!("{wide}\n{rows}"),
        "de eerste regel heeft 10000 kolommen; er worden er hoogstens 1024 gelezen.",
    );
}

/// Writes a file with one line of 100 MB, after `before` and in front of `after`.
fn long_line(folder: &Folder, before: &str, after: &str) {
    let file = std::fs::File::create(folder.path("export.csv")).unwrap();
    let mut file = BufWriter::new(file);
    file.write_all(before.as_bytes()).unwrap();
    let piece = [b'x'; 1_000_000];
    for _ in 0..100 {
        file.write_all(&piece).unwrap();
    }
    file.write_all(after.as_bytes()).unwrap();
    file.flush().unwrap();
}

/// The most memory in kB, where the `time` of GNU is there to tell.
fn peak_memory(folder: &Folder) -> Option<u64> {
    let output = std::process::Command::new("/usr/bin/time")
        .current_dir(folder.0.path())
        .args(["-f", "peak %M"])
        .arg(program())
        .args(["report", "export.csv", "--quiet"])
        .output()
        .ok()?;
    let err = String::from_utf8(output.stderr).unwrap();
    let line = err.lines().find_map(|line| line.strip_prefix("peak "))?;
    line.parse().ok()
}

#[test]
fn a_single_line_of_100_mb_is_refused_in_little_memory() {
    let folder = Folder::new();
    long_line(&folder, "", "");
    let run = folder.run(&["report", "export.csv"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert_eq!(
        run.err,
        "groenrecept: export.csv: de eerste regel is veel te lang voor een kopregel; dit is geen tabel met voorschriften.\n"
    );
    let peak = peak_memory(&folder);
    assert!(peak.is_none_or(|kb| kb < 50_000), "{peak:?} kB");
}

#[test]
fn a_line_of_100_mb_among_rows_is_set_aside_in_little_memory() {
    let folder = Folder::new();
    let before = format!("{HEADER}{}", GOOD.repeat(3));
    long_line(&folder, &before, &format!("\n{}", GOOD.repeat(2)));
    // The file is long enough for a progress bar, and standard error is a pipe: `json`
    // asserts that nothing is written there.
    let report = folder.json(&["export.csv"]);
    assert_eq!(
        account_of(&report),
        (6, 5, aside([("line-too-long", &[5])]))
    );
    let peak = peak_memory(&folder);
    assert!(peak.is_none_or(|kb| kb < 50_000), "{peak:?} kB");
}

#[test]
fn damaged_cells_are_set_aside_by_reason() {
    let row = |label: &str, unit: &str| format!("31-01-2025;{label};1;{unit}\n");
    let good = row("ATROVENT AEROSOL 20UG/DO 200DO", "ST");
    let nul = row("ATRO\0VENT AEROSOL 20UG/DO 200DO", "ST");
    assert_eq!(
        account(format!("{HEADER}{good}{nul}{good}")),
        (3, 2, aside([("text-broken", &[3])]))
    );
    // One bad byte in a file of UTF-8.
    let mut bytes = format!("{HEADER}{}", row("ATROVENT AËROSOL 20µG/DO ééé", "ST")).into_bytes();
    bytes.extend(b"31-01-2025;ATROVENT A\xcbROSOL;1;ST\n");
    bytes.extend(good.as_bytes());
    assert_eq!(account(bytes), (3, 2, aside([("text-broken", &[3])])));
}

#[test]
fn an_unbalanced_quote_costs_one_row() {
    let lines = |broken: &str| {
        let good = "31-01-2025;ATROVENT AEROSOL 20UG/DO 200DO;1;ST\n";
        format!("{HEADER}{good}{broken}\n{}", good.repeat(20))
    };
    let one = aside([("quote-unbalanced", &[3])]);
    for broken in [
        "\"31-01-2025;ATROVENT AEROSOL;1;ST",
        "31-01-2025;\"ATROVENT AEROSOL;1;ST",
        "31-01-2025;ATROVENT AEROSOL;\"1;ST",
        "31-01-2025;ATROVENT AEROSOL;1;\"ST",
        "31-01-2025;\"ATROVENT \"\"AEROSOL;1;ST",
    ] {
        assert_eq!(account(lines(broken)), (22, 21, one.clone()), "{broken}");
        let crlf = lines(broken).replace('\n', "\r\n");
        assert_eq!(account(crlf), (22, 21, one.clone()), "{broken}");
        // A quote in a later row closes it.
        let closed = lines(broken) + "31-01-2025;ATROVENT AEROSOL 20UG/DO \"200DO\";1;ST\n";
        assert_eq!(account(closed), (23, 22, one.clone()), "{broken}");
    }
    // In the last row, with and without a line end behind it.
    let good = "31-01-2025;ATROVENT AEROSOL 20UG/DO 200DO;1;ST\n";
    for end in ["", "\n", "\r\n"] {
        let text = format!("{HEADER}{good}31-01-2025;\"ATROVENT AEROSOL;1;ST{end}");
        assert_eq!(account(text), (2, 1, one.clone()), "{end:?}");
    }
    // A quote inside a cell and quotes around cells are no damage.
    let text = format!(
        "{HEADER}{good}31-01-2025;\"ATROVENT AEROSOL 20UG/DO \"\"200DO\"\"\";\"1\";\"ST\"\n31-01-2025;ATROVENT 5\" AEROSOL 20UG/DO 200DO;1;ST\n"
    );
    assert_eq!(account(text), (3, 3, Aside::new()));
}

#[test]
fn odd_quantities_are_set_aside_by_reason() {
    let cells = [
        "60",
        "-5",
        "0",
        "0,0",
        "-0",
        "99999",
        "100001",
        "",
        " ",
        "veel",
        "1e2",
        "+30",
        "1_0",
        "NaN",
        "30 ST",
        "2,5",
        "60,",
        "99999999999999999999999999",
        "30,0",
    ];
    assert_eq!(
        account(quantities(&cells)),
        (
            19,
            2,
            aside([
                ("quantity-missing", &[9, 10]),
                ("quantity-unreadable", &[11, 12, 13, 14, 15]),
                ("quantity-zero", &[4, 5, 6]),
                ("quantity-negative", &[3]),
                ("quantity-absurd", &[7, 8, 17]),
            ])
        )
    );
}

#[test]
fn a_number_that_may_be_decimal_or_thousands_is_refused() {
    for (cells, example) in [
        (&["1.000", "60"][..], "1.000"),
        (&["60", "30,000"][..], "30,000"),
        (&["-1.000"][..], "-1.000"),
        (&["1,5", "2.5"][..], "1,5"),
    ] {
        assert_refused(
            quantities(cells),
            &format!(
                "kolom 3: '{example}' kan een decimaal getal of een duizendtal zijn. Zeg in een profiel welke het is: decimal = \",\" of \".\" (--profile)."
            ),
        );
    }
    // Another cell that tells settles it.
    assert_eq!(
        account(quantities(&["1.000", "30,0"])),
        (2, 2, Aside::new())
    );
}

#[test]
fn odd_dates_are_set_aside_by_reason() {
    let mut cells: Vec<String> = (1..=28).map(|day| format!("{day:02}-01-2025")).collect();
    cells.extend((1..=28).map(|day| format!("{day:02}-02-2025")));
    // Lines 58 and on.
    let odd = [
        "30-12-1899",
        "01-02-2026",
        "29-02-2025",
        "29-02-2024",
        "vorige week",
        "",
        "00-00-0000",
    ];
    cells.extend(odd.map(str::to_owned));
    let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
    assert_eq!(
        account(dates(&cells)),
        (
            63,
            57,
            aside([
                ("date-missing", &[63]),
                ("date-unreadable", &[60, 62, 64]),
                ("date-out-of-range", &[58, 59]),
            ])
        )
    );
}

#[test]
fn a_date_column_that_fits_two_orders_is_refused() {
    assert_refused(
        dates(&["05-06-2025", "07-08-2025"]),
        "kolom 1: de datums aan het begin van het bestand passen in twee volgorden ('05-06-2025' is 2025-06-05 of 2025-05-06). Zeg in een profiel welke het is: date = \"dd-mm-yyyy\" of \"mm-dd-yyyy\" (--profile).",
    );
    let mixed = |first: &str, second: &str| {
        assert_refused(
            dates(&[first, second]),
            "kolom 1: 1 van de 2 datums passen in één volgorde; verwacht is overal dd-mm-jjjj, jjjj-mm-dd of jjjjmmdd.",
        );
    };
    mixed("31-01-2025", "2025-02-28");
    mixed("31-01-2025", "02-28-2025");
    mixed("20250131", "2025-02-28");
    assert_refused(
        dates(&["vandaag", "morgen", "gisteren"]),
        "kolom 1: 0 van de 3 datums passen in één volgorde; verwacht is overal dd-mm-jjjj, jjjj-mm-dd of jjjjmmdd.",
    );
}

#[test]
fn rows_with_other_numbers_of_cells_are_set_aside_but_for_one_trailing_separator() {
    let text = format!(
        "{HEADER}{GOOD}31-01-2025;ATROVENT AEROSOL 20UG/DO 200DO;1;ST;\n31-01-2025;ATROVENT AEROSOL;1\n31-01-2025\n31-01-2025;ATROVENT AEROSOL;1;ST;x\n31-01-2025;ATROVENT AEROSOL;1;ST;;\n;;;;;;;;\n{GOOD}"
    );
    assert_eq!(
        account(text),
        (8, 3, aside([("cell-count", &[4, 5, 6, 7, 8])]))
    );
    // With the separator behind every row and the header.
    let text = format!("{HEADER}{GOOD}{GOOD}").replace('\n', ";;\n");
    assert_eq!(account(text), (2, 2, Aside::new()));
}

#[test]
fn line_ends_byte_order_mark_and_quoted_header_do_not_matter() {
    let rows = format!("{GOOD}{GOOD}");
    for text in [
        format!("{HEADER}{rows}"),
        format!("\u{feff}{HEADER}{rows}"),
        format!("{HEADER}{rows}").trim_end().to_owned(),
        format!("{HEADER}{rows}").replace('\n', "\r\n"),
        format!("{HEADER}{GOOD}\r\n{}", GOOD.trim_end()),
        format!("{}\r\n{GOOD}\n\n{}\r\n", HEADER.trim_end(), GOOD.trim_end()),
        format!("\n\n{HEADER}{rows}"),
        format!("\u{feff}\"datum\";\"omschrijving\";\"aantal\";\"eenheid\"\n{rows}"),
        format!(" Datum ; OMSCHRIJVING;\"Aantal\";Een-heid\r\n{rows}"),
    ] {
        assert_eq!(account(&text), (2, 2, Aside::new()), "{text:?}");
    }
}

#[test]
fn line_numbers_are_those_of_the_file() {
    let bad = "31-01-2025;ATROVENT AEROSOL;x;ST\n";
    for (text, line) in [
        (format!("{HEADER}{GOOD}{bad}"), 3),
        (format!("{HEADER}\n\n{GOOD}{bad}"), 5),
        (format!("{HEADER}{GOOD}{bad}").replace('\n', "\r\n"), 3),
        (format!("\u{feff}{HEADER}{GOOD}\r\n\r\n{bad}"), 5),
        // A text of several lines in a column that is not read.
        (
            format!(
                "{};opm\n{};\"een\ntwee; drie\r\nvier\"\n{};x\n",
                HEADER.trim_end(),
                GOOD.trim_end(),
                bad.trim_end()
            ),
            5,
        ),
    ] {
        let expected = (2, 1, aside([("quantity-unreadable", &[line])]));
        assert_eq!(account(&text), expected, "{text:?}");
    }
}
