//! `--gstandaard`: a folder that is a release, and folders that are none.

use crate::*;

#[path = "../gstandaard/build.rs"]
mod build;

const NUMBERS: &str = "datum;prk;aantal;eenheid\n31-01-2025;91014;2;ST\n31-01-2025;91049;1;ST\n";

fn folder() -> Folder {
    let folder = Folder::with("export.csv", NUMBERS);
    std::fs::create_dir(folder.path("gst")).unwrap();
    build::Release::sample().write(&folder.path("gst"));
    folder
}

#[test]
fn a_report_resolves_numbers_through_a_release() {
    let folder = folder();
    let report = folder.json(&["export.csv", "--gstandaard", "gst"]);
    assert_eq!(report["matching"]["via"]["gstandaard"], 1);
    assert_eq!(report["codes"]["gstandaard"]["rows"]["not_found"], 1);
    assert_eq!(report["coverage"]["climate"]["none"]["unrecognised"], 1);
    let run = folder.run(&["report", "export.csv", "--gstandaard", "gst"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert_says(
        &run.out,
        &[
            "Codes in de export",
            "PRK: 2 gevuld, 0 leeg of 0",
            "Regels met een nummer dat de levering heeft: 1.",
            "De G-Standaard zegt niet welk drijfgas in een dosisaerosol zit.",
            "Inhalatiemedicatie herkend aan: nummer in de G-Standaard 1.",
        ],
    );
    // A total as of the same line with the label of the release.
    folder.write(
        "label.csv",
        format!("{HEADER}31-01-2025;SALBUTAMOL AEROSOL 100UG/DO 200DO;2;ST\n"),
    );
    let labelled = folder.json(&["label.csv"]);
    assert_eq!(report["totals"], labelled["totals"]);
}

#[test]
fn explain_and_its_advice_take_a_number() {
    let folder = folder();
    let run = folder.run(&["explain", "zi 14500019", "--gstandaard", "gst"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert_says(
        &run.out,
        &[
            "Gelezen 'zi 14500019': een nummer in de G-Standaard.",
            "ZI 14500019 in uw levering van de G-Standaard:",
            "Dit is één product.",
        ],
    );
    let advised = |what: &str| {
        let asked = ["explain", what, "--gstandaard", "gst", "--format", "json"];
        let run = folder.run(&asked);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{what}");
        let mut json: Value = serde_json::from_str(&run.out).unwrap();
        json.as_object_mut().unwrap().remove("asked");
        json
    };
    assert_eq!(
        advised("14500019"),
        advised("VENTOLIN AEROSOL 100UG/DO 200DO")
    );
    let run = folder.run(&["explain", "zi 14500019"]);
    assert_eq!(run.code, 1, "without a release");
}

#[test]
fn a_folder_that_is_no_release_is_named() {
    let folder = folder();
    std::fs::create_dir(folder.path("leeg")).unwrap();
    let refused = |dir: &str| {
        let report = folder.run(&["report", "export.csv", "--gstandaard", dir]);
        let explain = folder.run(&["explain", "91014", "--gstandaard", dir]);
        assert_eq!((report.code, report.out.as_str()), (2, ""));
        assert_eq!((explain.code, explain.out.as_str()), (2, ""));
        assert_eq!(report.err, explain.err);
        report.err
    };
    assert_eq!(
        refused("leeg"),
        "groenrecept: leeg: in deze map staat geen BST-bestand. De G-Standaard valt onder een licentie van Z-Index; wijs de map aan van uw eigen, uitgepakte levering.\n"
    );
    assert_eq!(refused("weg"), "groenrecept: weg: deze map bestaat niet.\n");
    folder.write("gst/BST004T", "00040 too short\r\n");
    assert_eq!(
        refused("gst"),
        "groenrecept: gst/BST004T, regel 1: de regel heeft 15 tekens en die van dit bestand hebben er 320. Is het bestand heel, en zoals Z-Index het leverde?\n"
    );
}
