//! Formularies on the command line.

use super::*;

const FORMULARY: &str = "aandoening;icpc;leeftijd van;leeftijd t/m;stap;keus;middel;dosering;behandeldagen;paragraaf\n\
    Astma;R96;18;80;1;1;SERETIDE INHALATOR AEROSOL 25/250UG/DO 120DO;2 dd 2;30;M27\n";

#[test]
fn a_formulary_is_checked_with_the_line_the_source_and_what_to_do() {
    let folder = Folder::with("f.csv", FORMULARY);
    let run = folder.run(&["check", "f.csv"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let page = "\
f.csv:2:middel: waarschuwing[no-lower-impact-option]: Astma, stap 1, SERETIDE INHALATOR AEROSOL 25/250UG/DO 120DO
  geen optie van deze stap heeft een lage klimaatimpact, terwijl een richtlijn die ondersteunt:
  Seretide Diskus 50/500 microg, 60 doses (dosisverhouding 2 : 1), per behandeldag 30 g CO2e (30
  – 42) in plaats van 690 g CO2e (lager); alleen waar een veelvoud van 2 doses per keer wordt
  gebruikt
  > bron: NHG: quickscan en eenvoudige maatregelen duurzaamheid, ongedateerd, Geneesmiddelen en
  > milieu https://nhg.org/praktijkvoering/duurzaamheid/quickscan
  | Astma;R96;18;80;1;1;SERETIDE INHALATOR AEROSOL 25/250UG/DO 120DO;2 dd 2;30;M27
  = Zet het genoemde middel met deze dosisverhouding voor de optie in de stap, of zet in het
  = kenmerk voor wie dat niet kan, zoals 'kan geen poeder'. Is dat een poederinhalator, dan
  = alleen als de patiënt krachtig genoeg kan inademen; controleer de techniek; bij een aanval
  = blijft een aerosol.

f.csv, 1 opties, gecontroleerd op 2026-11-21 met gegevens 2026.11: fouten 0, waarschuwingen 1,
ter informatie 0.
";
    assert!(run.out.starts_with(page), "{}", run.out);
    // The exit code follows the severity that was chosen.
    let codes = [
        (&["--fail-on", "warning"][..], 1),
        (&["--deny", "warning"], 1),
        (&["--severity", "no-lower-impact-option=error"], 1),
        (
            &[
                "--fail-on",
                "warning",
                "--severity",
                "no-lower-impact-option=info",
            ],
            0,
        ),
        (
            &[
                "--fail-on",
                "info",
                "--severity",
                "no-lower-impact-option=off",
            ],
            0,
        ),
    ];
    for (options, code) in codes {
        let run = folder.run(&[&["check", "f.csv"], options].concat());
        assert_eq!(run.code, code, "{options:?}");
    }
}

#[test]
fn a_formulary_as_json_and_sarif() {
    let folder = Folder::with("f.csv", FORMULARY);
    let run = folder.run(&["check", "f.csv", "--format", "json"]);
    let json: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(json["whole"], true);
    assert_eq!(json["findings"][0]["code"], "no-lower-impact-option");
    assert_eq!(json["findings"][0]["line"], 2);
    assert_eq!(json["findings"][0]["column"], "middel");
    assert_eq!(json["findings"][0]["sources"][0]["rule"], "inh-01");
    let run = folder.run(&["check", "f.csv", "--format", "sarif", "--lang", "en"]);
    let sarif: Value = serde_json::from_str(&run.out).unwrap();
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "no-lower-impact-option");
    assert_eq!(
        result["locations"][0]["physicalLocation"]["region"]["startLine"],
        2
    );
    // A folder of data has no such form.
    let run = run_in(folder.path(".").as_path(), &["check", "--format", "sarif"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("horen bij een formularium"), "{}", run.err);
}

#[test]
fn what_cannot_be_read_is_said_all_at_once() {
    let folder = Folder::with("f.csv", "aandoening;stap;keus;midel\nAstma;1;1;X\n");
    let run = folder.run(&["check", "f.csv", "--lang", "en"]);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("did you mean 'middel'?"), "{}", run.out);
    assert!(run.out.contains("error[missing-column]"), "{}", run.out);
    assert!(
        flat(&run.out).contains("nothing of the options was judged"),
        "{}",
        run.out
    );
    folder.write("leeg.csv", "");
    let run = folder.run(&["check", "leeg.csv"]);
    assert_eq!(run.code, 1);
    assert!(
        run.out
            .starts_with("leeg.csv: fout[empty-formulary]: het bestand is leeg\n")
    );
    let run = folder.run(&["check", "weg.csv", "--lang", "en"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert_eq!(
        run.err,
        "groenrecept: weg.csv: there is no file with this name\n"
    );
    let run = folder.run(&["check", "f.csv", "--severity", "uncited=loud"]);
    assert_eq!(run.code, 2);
    let said = "groenrecept: --severity: 'loud' is geen ernst; kies error, warning, info of off.\n";
    assert_eq!(run.err, said);
    // What cannot be read stays an error, and a code that is misspelt is named.
    let run = folder.run(&[
        "check",
        "f.csv",
        "--severity",
        "bad-age=off",
        "--lang",
        "en",
    ]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert_eq!(
        run.err,
        "groenrecept: --severity: 'bad-age' stays an error: what cannot be read keeps the formulary from being whole.\n"
    );
    let run = folder.run(&["check", "f.csv", "--severity", "unciteed=off"]);
    assert_eq!(run.code, 2);
    let said = "groenrecept: --severity: de code 'unciteed' bestaat niet; bedoelt u 'uncited'?\n";
    assert_eq!(run.err, said);
    let run = folder.run(&["check", "f.csv", "--on", "1-1-2028"]);
    assert_eq!(
        run.err,
        "groenrecept: --on 1-1-2028: dit is geen dag als jjjj-mm-dd.\n"
    );
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_draft_is_compared_as_page_json_and_markdown() {
    let folder = Folder::with("old.csv", FORMULARY);
    let draft = FORMULARY.replace(
        "SERETIDE INHALATOR AEROSOL 25/250UG/DO 120DO;2 dd 2",
        "SERETIDE DISKUS INHPDR 50/500UG/DO 60DO;2 dd 1",
    );
    folder.write("new.csv", draft);
    let run = folder.run(&["compare", "old.csv", "new.csv", "--lang", "en"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let page = flat(&run.out);
    assert!(
        page.contains("-19.8 (-19.8 – -19.4) kg CO2e: lower."),
        "{page}"
    );
    assert!(
        page.contains("Another kind of inhaler: 1 option."),
        "{page}"
    );
    let run = folder.run(&["compare", "old.csv", "new.csv", "--format", "json"]);
    let json: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(json["total"]["difference"]["central"], "-19.787");
    assert_eq!(json["mix"]["kind"], "courses");
    let run = folder.run(&["compare", "old.csv", "new.csv", "--format", "markdown"]);
    assert!(run.out.contains("| Astma | 20,7 |"), "{}", run.out);
    folder.write(
        "e.csv",
        "patient;datum;omschrijving;aantal;eenheid\n1;31-01-2025;SERETIDE INHALATOR AEROSOL 25/250UG/DO 120DO;1;ST\n",
    );
    let run = folder.run(&[
        "compare",
        "old.csv",
        "new.csv",
        "--case-mix",
        "e.csv",
        "--today",
        TODAY,
        "--format",
        "json",
    ]);
    let json: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(json["mix"]["mapped"], 1);
    assert_eq!(json["patients"], 1);
}

/// A million packs weigh a million times one, and the page says what was weighed.
#[test]
fn a_case_mix_of_totals_weighs_by_packs() {
    let folder = Folder::with(
        "oud.csv",
        "aandoening;stap;keus;omschrijving;dosering;behandeldagen\nAstma;1;1;ATROVENT AEROSOL 20UG/DO 200DO;4 dd 2;25\n",
    );
    folder.write(
        "packs.toml",
        "counts = \"packs\"\n[columns]\nlabel = \"middel\"\nquantity = \"aantal\"\n",
    );
    for (packs, kilograms, said) in [
        ("1", "17.12", "samen 1 verpakking, 200 doses."),
        (
            "1000000",
            "17120000",
            "samen 1.000.000 verpakkingen, 200.000.000 doses.",
        ),
    ] {
        let totals = format!("middel;aantal\nATROVENT AEROSOL 20UG/DO 200DO;{packs}\n");
        folder.write("mix.csv", &totals);
        let run = |format| {
            let by = ["--case-mix", "mix.csv", "--profile", "packs.toml"];
            let all = ["compare", "oud.csv", "oud.csv", "--today", TODAY];
            folder.run(&[&all[..], &by, &["--format", format]].concat())
        };
        let json: Value = serde_json::from_str(&run("json").out).unwrap();
        assert_eq!(json["total"]["before"]["central"], kilograms);
        assert_eq!(json["mix"]["packs"], packs);
        let page = flat(&run("text").out);
        assert!(page.contains(said), "{page}");
    }
}

/// What keeps formularies from being compared is said as check says it, of both at once.
#[test]
fn what_is_not_whole_is_not_compared() {
    let folder = Folder::with("f.csv", FORMULARY);
    folder.write("stuk.csv", "aandoening;stap\nAstma;1\n");
    folder.write("kapot.csv", "aandoening;stap;keus;middel\nAstma;een;1;X\n");
    let run = folder.run(&["compare", "f.csv", "stuk.csv"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.contains("fout[missing-column]"), "{}", run.err);
    let run = folder.run(&["compare", "kapot.csv", "stuk.csv", "--format", "json"]);
    assert_eq!((run.code, run.err.as_str()), (2, ""));
    let json: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(json["whole"], false);
    for (index, name) in ["kapot.csv", "stuk.csv"].into_iter().enumerate() {
        let checked = folder.run(&["check", name, "--format", "json"]);
        assert_eq!(checked.code, 1);
        let expected: Value = serde_json::from_str(&checked.out).unwrap();
        assert_eq!(json["formularies"][index], expected, "{name}");
    }
}

#[test]
fn a_file_of_transitions_never_does_nothing_in_silence() {
    let folder = Folder::with("f.csv", FORMULARY);
    folder.write(
        "t.csv",
        "product_id,date,propellant\nseretide-aerosol-25-250,2028-01-01,HFC-152a\n",
    );
    let with = [
        "compare",
        "f.csv",
        "f.csv",
        "--propellant-transition",
        "t.csv",
    ];
    let run = folder.run(&with);
    assert_eq!(run.code, 0);
    let date = groenrecept::Dataset::embedded().unwrap().date().unwrap();
    assert_eq!(
        run.err,
        format!(
            "groenrecept: --propellant-transition: op {date} is nog geen product over; het eerste gaat over op 2028-01-01. Geef met --on een latere dag.\n"
        )
    );
    assert!(
        flat(&run.out).contains("zijn 0 van de 1 producten"),
        "{}",
        run.out
    );
    let run = folder.run(&[&with[..], &["--on", "2028-01-01"]].concat());
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(
        flat(&run.out).contains("zijn 1 van de 1 producten"),
        "{}",
        run.out
    );
    // A check tells of them, too.
    let with = ["check", "f.csv", "--propellant-transition", "t.csv"];
    let run = folder.run(&[&with[..], &["--on", "2028-01-01"]].concat());
    assert!(
        flat(&run.out).contains("Op 2028-01-01 zijn 1 van de 1 producten"),
        "{}",
        run.out
    );
    // A day without a file is as good.
    let run = folder.run(&["compare", "f.csv", "f.csv", "--on", "2028-01-01"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(
        run.out
            .starts_with("Van f.csv naar f.csv, het nieuwe op 2028-01-01 ")
    );
}

#[test]
fn classes_are_printed_with_their_method() {
    let folder = Folder::with("f.csv", FORMULARY);
    let run = folder.run(&["labels", "f.csv"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let first = "Astma\n  D         stap 1.1 SERETIDE INHALATOR AEROSOL 25/250UG/DO 120DO (18 t/m 80 jaar, doses/d 4): 690 g CO2e\n";
    assert!(run.out.starts_with(first), "{}", run.out);
    assert!(
        flat(&run.out).contains("een eigen afspraak en geen norm"),
        "{}",
        run.out
    );
    let csv = folder.run(&["labels", "f.csv", "--format", "csv"]).out;
    assert!(csv.contains(";D;zeer hoog;;690 g CO2e;"), "{csv}");
    // A border that moved by a little turns no class.
    folder.write("eerder.csv", &csv);
    folder.write(
        "b.csv",
        "band,from_g,below_g,margin_percent,text_nl,text_en\nC,0,700,10,hoog,high\nD,700,,10,zeer hoog,very high\n",
    );
    let with = [
        "labels",
        "f.csv",
        "--bands",
        "b.csv",
        "--previous",
        "eerder.csv",
    ];
    let run = folder.run(&with);
    assert!(
        run.out.contains("; klasse van eerder behouden"),
        "{}",
        run.out
    );
    let run = folder.run(&with[..4]);
    assert!(run.out.starts_with("Astma\n  C "), "{}", run.out);
    folder.write(
        "b.csv",
        "band,from_g,below_g,margin_percent,text_nl,text_en\nC,0,700,10,h,h\n",
    );
    let run = folder.run(&with[..4]);
    assert_eq!(run.code, 2);
    assert!(
        run.err.contains("de hoogste band moet open zijn"),
        "{}",
        run.err
    );
}

/// What is not whole gets no classes: a page on standard error, or JSON.
#[test]
fn a_formulary_that_is_not_whole_gets_no_classes() {
    let folder = Folder::with("f.csv", "aandoening;stap;keus;middel\nAstma;nul;1;X\n");
    for format in ["text", "csv"] {
        let run = folder.run(&["labels", "f.csv", "--format", format]);
        assert_eq!((run.code, run.out.as_str()), (2, ""));
        assert!(
            run.err.starts_with("f.csv:2:stap: fout[bad-number]: "),
            "{}",
            run.err
        );
    }
    let run = folder.run(&["labels", "f.csv", "--format", "json"]);
    assert_eq!((run.code, run.err.as_str()), (2, ""));
    let json: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(json["whole"], false);
    let finding = &json["formularies"][0]["findings"][0];
    assert_eq!(
        (&finding["code"], &finding["line"]),
        (&"bad-number".into(), &2.into())
    );
}
