//! Files that are cut off, that change while they are read, and profiles that do not fit.

use crate::*;

/// The end of the last row is missing: it is set aside, and its line says what is the matter.
#[test]
fn a_file_that_was_cut_off_says_where() {
    let rows = GOOD.repeat(3);
    let whole = format!("{HEADER}{rows}");
    for (missing, last) in [(9, 4), (12, 4), (20, 4)] {
        let cut = &whole[..whole.len() - missing];
        assert_eq!(
            account(cut),
            (3, 2, aside([("file-cut", &[last])])),
            "{missing}"
        );
    }
    // Inside a quote.
    let text = format!("{whole}31-01-2025;\"ATROVENT AEROSOL");
    assert_eq!(account(&text), (4, 3, aside([("file-cut", &[5])])));
    let folder = Folder::with("export.csv", &whole[..whole.len() - 9]);
    let page = folder.run(&["report", "export.csv", "--today", TODAY]).out;
    assert_says(
        &page,
        &["bestand lijkt afgebroken: hierna kunnen regels ontbreken 1 4"],
    );
    // A row in the middle with too few cells, and a last one without a line end, are not that.
    let text = format!("{HEADER}31-01-2025;ATROVENT\n{}", rows.trim_end());
    assert_eq!(account(&text), (4, 3, aside([("cell-count", &[2])])));
}

/// What was read is neither the file before nor the file after.
#[test]
fn a_file_that_changes_while_it_is_read_is_refused() {
    use groenrecept::ErrorKind;
    use groenrecept::{Dataset, Engine, intake::Export};
    let dataset = Dataset::embedded().unwrap();
    let text = format!("{HEADER}{}", GOOD.repeat(30_000));
    assert!(text.len() > 1 << 20, "the head is not the whole file");
    let folder = Folder::with("export.csv", &text);
    let path = folder.path("export.csv");
    let size = u64::try_from(text.len()).unwrap();
    let run = |change: &dyn Fn(&mut std::fs::File)| {
        std::fs::write(&path, &text).unwrap();
        let export = Export::open(&path).unwrap();
        let mut file = std::fs::OpenOptions::new()
            .append(true)
            .open(&path)
            .unwrap();
        change(&mut file);
        Engine::new(&dataset).analysis().run(export, None)
    };
    let grown = run(&|file| file.write_all(GOOD.as_bytes()).unwrap()).unwrap_err();
    let more = u64::try_from(GOOD.len()).unwrap();
    assert_eq!(
        grown.kind(),
        &ErrorKind::Changed {
            before: size,
            after: size + more
        }
    );
    assert_eq!(
        grown.to_string(),
        format!(
            "{}: the file changed while it was read: it had {size} bytes and {} were read; wait until it is complete and try again",
            path.display(),
            size + more
        )
    );
    let shrunk = run(&|file| file.set_len(1 << 20).unwrap()).unwrap_err();
    assert_eq!(
        shrunk.kind(),
        &ErrorKind::Changed {
            before: size,
            after: 1 << 20
        }
    );
    assert_eq!(run(&|_| ()).unwrap().rows.read, 30_000);
}

/// The report on this text with this profile stops with this sentence.
fn assert_profile_refused(text: &str, profile: &str, sentence: &str) {
    let folder = Folder::with("export.csv", text);
    folder.write("eigen.toml", profile);
    let run = folder.run(&["report", "export.csv", "--profile", "eigen.toml"]);
    assert_eq!(run.err, format!("groenrecept: {sentence}\n"));
    assert_eq!((run.code, run.out.as_str()), (2, ""));
}

#[test]
fn a_profile_that_does_not_fit_says_where() {
    let text = format!("{HEADER}{GOOD}");
    assert_profile_refused(
        &text,
        "[columns]\nlabel = \"Artikel\"\n",
        "export.csv: het profiel noemt de kolom 'Artikel' voor 'middel', maar het bestand heeft die kolom niet.",
    );
    assert_profile_refused(
        &text,
        "[columns]\nlabel = \"omschrijving\"\nunit = \"Omschrijving\"\n",
        "export.csv: het profiel noemt kolom 2 voor 'middel' en voor 'eenheid'; een kolom heeft één rol.",
    );
    assert_profile_refused(
        &text,
        "optional = [\"patient\"]\n[columns]\nlabel = \"omschrijving\"\n",
        "eigen.toml: het profiel is niet te lezen: optional = \"patient\" has no column in this profile",
    );
    assert_profile_refused(
        &text,
        "counts = \"boxes\"\n",
        "eigen.toml: het profiel is niet te lezen: counts = \"boxes\" is not one of: packs, mixed, doses, ddd",
    );
    let folder = Folder::with("export.csv", &text);
    let run = folder.run(&["report", "export.csv", "--profile", "medicom"]);
    assert_eq!(
        run.err,
        "groenrecept: medicom: dit bestand bestaat niet en een profiel met deze naam ook niet; bekend zijn elan, gip, jhn, open-medic, proigia.\n"
    );
    assert_eq!((run.code, run.out.as_str()), (2, ""));
}

/// A name that stands twice could not be chosen by a profile, which only knew names.
#[test]
fn a_column_that_stands_twice_is_chosen_by_its_number() {
    let text =
        "datum;datum;omschrijving;aantal\n31-01-2025;28-02-2025;ATROVENT AEROSOL 20UG/DO 200DO;1\n";
    assert_refused(
        text,
        "de kolommen 1 en 2 hebben allebei de rol 'datum'; kies er een in een profiel, als \"#1\" of \"#2\" (--profile).",
    );
    let folder = Folder::with("export.csv", text);
    folder.write("eigen.toml", "[columns]\ndate = \"#2\"\n");
    let report = folder.json(&["export.csv", "--profile", "eigen.toml"]);
    assert_eq!(report["period"]["from"], "2025-02-28");
    assert_eq!(report["rows"]["analysed"], 1);
}

/// Two columns that are known for one role: the choice was silent.
#[test]
fn a_column_that_was_not_chosen_is_named() {
    let text = "datum;omschrijving;Aantal;Hoeveelheid;eenheid\n31-01-2025;ATROVENT AEROSOL 20UG/DO 200DO;7;1;ST\n";
    let folder = Folder::with("export.csv", text);
    let report = folder.json(&["export.csv"]);
    assert_eq!(report["layout"]["columns"]["quantity"], "Hoeveelheid");
    assert_eq!(
        report["layout"]["not_chosen"],
        serde_json::json!({"quantity": ["Aantal"]})
    );
    assert_eq!(report["layout"]["ignored"], serde_json::json!(["Aantal"]));
    let page = folder.run(&["report", "export.csv", "--today", TODAY]).out;
    assert_says(
        &page,
        &[
            "Als hoeveelheid is kolom Hoeveelheid gelezen en niet Aantal; kies in een profiel als dat anders moet (--profile).",
        ],
    );
    folder.write("eigen.toml", "[columns]\nquantity = \"Aantal\"\n");
    let report = folder.json(&["export.csv", "--profile", "eigen.toml"]);
    assert_eq!(report["layout"]["not_chosen"], serde_json::json!({}));
    assert_eq!(report["products"][0]["quantity"]["amount"], "7");
}
