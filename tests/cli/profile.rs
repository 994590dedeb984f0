//! `groenrecept profile`: what it says of a file, and the profile that it writes.

use crate::*;

/// Names that no list has.
fn unknown() -> String {
    let mut text = String::from("sleutel;dag;etiket;who;stuks;per;jaar\r\n");
    for row in 0..20 {
        text.push_str(&format!(
            "k{row};{:02}-03-2025;ATROVENT AEROSOL 20UG/DO 200DO;R03BB01;{},0;ST;19{}\r\n",
            row + 9,
            row % 3 + 1,
            row + 40
        ));
    }
    text
}

#[test]
fn a_proposal_is_a_page_and_a_profile() {
    let folder = Folder::with("export.csv", unknown());
    let run = folder.run(&["profile", "export.csv"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let (page, profile) = run.out.split_once("\n# Profiel").unwrap();
    assert_eq!(
        page,
        "export.csv is niet te lezen zonder profiel. Zo zijn de kolommen begrepen; een voorstel is
gemaakt op grond van de inhoud en moet worden gecontroleerd:
- scheidingsteken: ';' (';' geeft 7 kolommen in 21 van 21 regels)
- tekens: ASCII
- decimaalteken: ','
- datums: dd-mm-yyyy (dd-mm-yyyy leest 20 van 20 cellen; mm-dd-yyyy leest 4 van 20 cellen)

    1  sleutel  niet gelezen
    2  dag      datum [voorstel uit de inhoud, controleer]
    3  etiket   middel [voorstel uit de inhoud, controleer]
    4  who      ATC-code [voorstel uit de inhoud, controleer]
    5  stuks    hoeveelheid [voorstel uit de inhoud, controleer]
    6  per      eenheid [voorstel uit de inhoud, controleer]
    7  jaar     niet gelezen

Namen van personen en geboortedatums zijn aan de inhoud niet te herkennen, alleen aan de naam
van de kolom. Wat geen rol heeft, wordt nooit gelezen.
"
    );
    assert_eq!(
        profile,
        " voor groenrecept. Alles mag ontbreken: wat er niet staat, wordt herkend.
separator = \";\"
decimal = \",\"
date = \"dd-mm-yyyy\"

[columns]
date = \"dag\"  # voorstel, controleer
label = \"etiket\"  # voorstel, controleer
atc = \"who\"  # voorstel, controleer
quantity = \"stuks\"  # voorstel, controleer
unit = \"per\"  # voorstel, controleer
"
    );
    // In a file; the page names no profile then, and a report can be made with it.
    let run = folder.run(&["profile", "export.csv", "--out", "eigen.toml"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert_eq!(run.out, page);
    let written = std::fs::read_to_string(folder.path("eigen.toml")).unwrap();
    assert_eq!(written, format!("# Profiel{profile}"));
    let report = folder.json(&["export.csv", "--profile", "eigen.toml"]);
    assert_eq!(report["rows"]["analysed"], 20);
    let json = folder
        .run(&["profile", "export.csv", "--format", "json", "--lang", "en"])
        .out;
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        json["columns"][1],
        serde_json::json!({"number": 2, "name": "dag", "understood": "role", "role": "date", "seen_by": "values"})
    );
    assert_eq!(json["still"], Value::Null);
    assert!(
        json["profile"]
            .as_str()
            .unwrap()
            .contains("# proposed, check")
    );
}

#[test]
fn a_profile_that_is_there_is_not_overwritten() {
    let folder = Folder::with("export.csv", unknown());
    folder.write("eigen.toml", "# met de hand\n");
    let run = folder.run(&["profile", "export.csv", "--out", "eigen.toml"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert_eq!(
        run.err,
        "groenrecept: eigen.toml: dit bestand bestaat al; kies een andere naam of geef --force (this file exists).\n"
    );
    let read = || std::fs::read_to_string(folder.path("eigen.toml")).unwrap();
    assert_eq!(read(), "# met de hand\n");
    let run = folder.run(&["profile", "export.csv", "--out", "eigen.toml", "--force"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(read().starts_with("# Profiel voor groenrecept."));
    // The export itself never.
    let run = folder.run(&["profile", "export.csv", "--out", "export.csv", "--force"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert_eq!(
        std::fs::read_to_string(folder.path("export.csv")).unwrap(),
        unknown()
    );
}

/// What cannot be told is left to the reader, in the profile and in words.
#[test]
fn what_a_file_does_not_tell_is_left_open() {
    let text = "datum;omschrijving;aantal\n03-04-2025;IPRATROPIUM CYCLOHALER INHCAPS 40UG;1.000\n05-06-2025;ATROVENT AEROSOL 20UG/DO 200DO;2.000\n";
    let folder = Folder::with("export.csv", text);
    let run = folder.run(&["profile", "export.csv", "--lang", "en"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert_says(
        &run.out,
        &[
            "- decimal mark: cannot be told",
            "- dates: cannot be told (dd-mm-yyyy reads 2 of 2 cells; mm-dd-yyyy reads 2 of 2 cells)",
            "No report can be made with this profile yet:",
            "('03-04-2025' is 2025-04-03 or 2025-03-04)",
            "# date = \"dd-mm-yyyy\" # or \"mm-dd-yyyy\": choose, the file does not tell",
            "# decimal = \",\" # or \".\": choose, the file does not tell",
        ],
    );
}

#[test]
fn a_file_that_is_no_text_has_no_profile() {
    let folder = Folder::with("export.csv", "%PDF-1.7\n");
    let run = folder.run(&["profile", "export.csv"]);
    assert_eq!(
        (run.code, run.err.as_str()),
        (
            2,
            "groenrecept: export.csv: dit is een PDF en geen tabel; exporteer de voorschriften als CSV.\n"
        )
    );
}
