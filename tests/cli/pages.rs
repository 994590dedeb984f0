//! What `report`, `explain` and `demo` print, and what they keep to themselves.

use crate::*;

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
            "patiënt (alleen als hash, voor dubbele regels, retouren, aantallen patiënten en wat één patiënt in een jaar krijgt) uit 'Patient_id'",
            "Niet gelezen (3): Chronisch, Geboortejaar, Episode_icpc.",
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
            "Limits of the values, with the share of the total to which they wholly or partly apply (a value can have more than one):",
            "explain \"LABEL, ATC or ID\".",
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
        &[
            "Herkend als gegevens van een persoon en niet gelezen: naam (naam), bsn (BSN), adres (adres), geboortedatum (geboortedatum), opmerking (vrije tekst).",
        ],
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
    let report_of = |own: &str| -> Value {
        let asked = [
            "report",
            "--json",
            "-",
            "--today",
            TODAY,
            "export.csv",
            "--data",
            own,
        ];
        let run = folder.run(&asked);
        assert_eq!(
            (run.code, run.err.as_str()),
            (
                0,
                "groenrecept: regels met een PRK-code die codes.csv niet heeft: 1; het rapport noemt de codes.\n"
            )
        );
        serde_json::from_str(&run.out).unwrap()
    };
    let report = report_of("eigen");
    assert_eq!(
        report["codes"]["own_tables"]["prk"]["most"],
        serde_json::json!([{"code": "99999", "rows": 1}])
    );
    // The name of a folder is no content: the same files under another name give the same report.
    std::fs::rename(folder.path("eigen"), folder.path("kopie-2026.12")).unwrap();
    assert_eq!(report_of("kopie-2026.12"), report);
    std::fs::rename(folder.path("kopie-2026.12"), folder.path("eigen")).unwrap();
    let layers = report["dataset"]["layers"].as_array().unwrap();
    assert_eq!(
        (layers.len(), &layers[0]),
        (2, &serde_json::json!("embedded"))
    );
    assert_eq!(layers[1].as_str().unwrap().len(), 12);
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
                let code = line.split(['[', ']']).nth(1).unwrap();
                (place, code)
            })
            .collect();
        assert_eq!(
            places,
            [
                ("eigen/codes.csv:3:product_id", "dangling-reference"),
                ("eigen/codes.csv:4", "wrong-cell-count"),
                ("eigen/codes.csv:5:code", "empty-cell"),
                ("eigen/vocabulary.csv:3:kind", "unknown-word"),
                ("eigen/vocabulary.csv:4:term", "unknown-word"),
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
            "date = \"morgen\" is not one of: dd-mm-yyyy, mm-dd-yyyy, yyyy-mm-dd, yyyymmdd, d mmm yyyy, timestamp",
        ),
        (
            "separator = \"x\"",
            "separator = \"x\" is not one of: ; , tab | # ^",
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
        "groenrecept: geen.toml: dit bestand bestaat niet en een profiel met deze naam ook niet; bekend zijn elan, gip, jhn, open-medic, proigia.\n"
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
                "Dit deel laat zien waar getallen vandaan komen",
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
            "This part shows where numbers come from",
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
            "PREDNISOLON TABLET 5MG",
            "een medicijn dat niet voor inhalatie is",
        ),
        ("C01AA05", "een medicijn dat niet voor inhalatie is"),
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

/// The ids of facts and sources below any key that holds them.
fn fact_ids(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Array(all) => all.iter().for_each(|one| fact_ids(one, found)),
        Value::Object(all) => {
            for (key, one) in all {
                if ["factor", "fact", "source"].contains(&key.as_str()) {
                    found.extend(one.as_str().map(str::to_owned));
                }
                fact_ids(one, found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Some ids of every block of the report, one process each.
#[test]
fn explain_resolves_the_ids_of_a_report() {
    let json = run(&["report", DEMO, "--today", TODAY, "--json", "-"]);
    let report: Value = serde_json::from_str(&json.out).unwrap();
    for (block, least) in [("factors", 20), ("other_medicines", 20), ("water", 40)] {
        let mut ids = BTreeSet::new();
        fact_ids(&report[block], &mut ids);
        assert!(ids.len() >= least, "{} ids in {block}", ids.len());
        for id in ids.iter().step_by(5) {
            let explained = run(&["explain", id]);
            assert_eq!((explained.code, explained.err.as_str()), (0, ""), "{id}");
            assert!(
                explained.out.contains(&format!("'{id}': een ")),
                "{}",
                explained.out
            );
        }
    }
}

#[test]
fn the_treatment_is_an_option_and_stands_in_the_report() {
    let text = run(&[
        "report",
        DEMO,
        "--today",
        TODAY,
        "--treatment",
        "quaternary",
    ]);
    assert_eq!((text.code, text.err.as_str()), (0, ""));
    assert_says(
        &text.out,
        &["door een rioolwaterzuivering gaat, met vergaande zuivering."],
    );
    let json = |treatment: &[&str]| {
        let run = run(&[
            &["report", DEMO, "--today", TODAY, "--json", "-"],
            treatment,
        ]
        .concat());
        serde_json::from_str::<Value>(&run.out).unwrap()
    };
    let (secondary, quaternary) = (json(&[]), json(&["--treatment", "quaternary"]));
    assert_eq!(secondary["options"]["treatment"], "secondary");
    assert_eq!(quaternary["options"]["treatment"], "quaternary");
    assert_ne!(secondary["water"], quaternary["water"]);
    assert_eq!(secondary["totals"], quaternary["totals"]);
    let refused = run(&["report", DEMO, "--treatment", "tertiary"]);
    assert_eq!(refused.code, 2);
}
