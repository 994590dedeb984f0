//! `data --gaps`: what the data does not know, ranked by use.

use crate::*;

const SOURCES: &str = "source_id,kind,title,year\nV1,web_page,Volumes of one region,2025\n";
const VOLUMES: &str = "subject_kind,subject,amount,unit,year,source_id,locator,evidence,note\n\
    atc,N02AA05,100,dose,2024,V1,p. 1,read,\n\
    atc,N02AA05,900,dose,2023,V1,p. 1,read,\n\
    product,serevent-diskus-50,7,device,2024,V1,p. 1,read,\n\
    atc,A10BA02,5000,dose,2024,V1,p. 1,unverified,\n";
const GAPS: &str = "gap_id,kind,title_nl,title_en,reason_nl,reason_en,looked_nl,looked_en,atc,note\n\
    eigen-1,text_not_read,Een tekst,A text,Nog niet gelezen.,Not read yet.,de kast,the cupboard,A10BA02,\n\
    eigen-2,no_source,Pijn,Pain,Geen tekst.,No text.,,,N02AA05|N02AB,\n\
    eigen-3,no_source,Niets,Nothing,Geen middel.,No medicine.,,,,\n\
    eigen-4,rule_not_taken,Lucht,Air,Te breed.,Too wide.,,,R03,\n";

fn own() -> Folder {
    Folder::with("laag/gaps.csv", GAPS)
}

fn json(run: &Run) -> Value {
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    serde_json::from_str(&run.out).unwrap()
}

fn ids(found: &Value) -> Vec<&str> {
    let gaps = found["gaps"].as_array().unwrap();
    gaps.iter().map(|one| one["id"].as_str().unwrap()).collect()
}

fn one<'v>(found: &'v Value, id: &str) -> &'v Value {
    let gaps = found["gaps"].as_array().unwrap();
    gaps.iter().find(|one| one["id"] == id).unwrap()
}

/// Three prescriptions, two of an opioid and one inhaler, counted by hand.
#[test]
fn an_export_ranks_by_prescriptions_of_the_medicine() {
    let folder = own();
    folder.write(
        "export.csv",
        "patient;datum;omschrijving;atc;aantal;eenheid\n\
         1;2025-01-02;OXYCODON TABLET 5MG;N02AA05;20;ST\n\
         2;2025-01-03;OXYCODON TABLET 10MG;N02AA05;20;ST\n\
         3;2025-01-03;SEREVENT DISKUS INHPDR 50MCG 60DO;R03AC12;1;ST\n",
    );
    let base = ["data", "--data", "laag", "--gaps", "--export", "export.csv"];
    let found = json(&folder.run(&[&base[..], &["--format", "json"]].concat()));
    assert_eq!(
        found["ranked_by"],
        serde_json::json!({"export": "export.csv"})
    );
    for (id, prescriptions) in [("eigen-2", 2), ("eigen-4", 1), ("eigen-1", 0)] {
        let used = &one(&found, id)["used"];
        assert_eq!(used["prescriptions"], prescriptions, "{id}");
    }
    assert_eq!(one(&found, "eigen-3")["used"], Value::Null);
    let order = ids(&found);
    let place = |id: &str| order.iter().position(|one| *one == id).unwrap();
    assert!(place("eigen-2") < place("eigen-4") && place("eigen-4") < place("eigen-1"));
    assert!(place("eigen-1") < place("eigen-3"));
    let mut before = u64::MAX;
    for gap in found["gaps"].as_array().unwrap() {
        let used = gap["used"]["prescriptions"].as_u64();
        assert!(used.unwrap_or(0) <= before, "{gap}");
        before = used.unwrap_or(0);
    }
    let page = folder.run(&base);
    assert_says(
        &page.out,
        &[
            "Wat de gegevens niet weten",
            "- 2 voorschriften: Pijn [eigen-2]; geen bron bekend Geen tekst.",
            "- 1 voorschrift: Lucht [eigen-4]; regel niet overgenomen Te breed.",
            "- 0 voorschriften: Een tekst [eigen-1]; tekst niet gelezen Nog niet gelezen. Gezocht in: de kast.",
            "- Niets [eigen-3]; geen bron bekend Geen middel.",
        ],
    );
    let english = folder.run(&[&base[..], &["--lang", "en"]].concat());
    assert_says(
        &english.out,
        &[
            "What the data does not know",
            "- 1 prescription: Air [eigen-4]; rule not taken Too wide.",
            "Looked in: the cupboard.",
        ],
    );
}

/// The newest verified year of each subject: 100 doses and not 900, and 7 devices.
#[test]
fn volumes_of_a_layer_rank_where_there_are_any() {
    let folder = own();
    folder.write("laag/sources.csv", SOURCES);
    folder.write("laag/volumes.csv", VOLUMES);
    let base = ["data", "--data", "laag", "--gaps", "--format", "json"];
    for (more, doses, devices) in [(&[][..], "100", "7"), (&["--year", "2023"], "900", "0")] {
        let found = json(&folder.run(&[&base[..], more].concat()));
        assert_eq!(one(&found, "eigen-2")["used"]["doses"], doses);
        assert_eq!(one(&found, "eigen-4")["used"]["devices"], devices);
        assert_eq!(one(&found, "eigen-1")["used"]["doses"], "0");
    }
    let page = folder.run(&["data", "--data", "laag", "--gaps"]);
    assert_says(
        &page.out,
        &[
            "- 7 verpakkingen: Lucht [eigen-4]",
            "- 100 doses: Pijn [eigen-2]",
        ],
    );
}

/// The list holds what rests on a description or an older version, too.
#[test]
fn the_demo_ranks_what_the_embedded_data_lacks() {
    let run = Folder::new().run(&["data", "--gaps", "--format", "json"]);
    let found = json(&run);
    let kinds: std::collections::BTreeSet<&str> = found["gaps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["kind"].as_str().unwrap())
        .collect();
    for kind in [
        "rule_not_taken",
        "text_not_read",
        "passage_not_found",
        "no_source",
        "on_a_description",
        "older_version",
    ] {
        assert!(kinds.contains(kind), "{kind}");
    }
    assert!(ids(&found).contains(&"gap-kid-m24-table-10"));
    assert!(ids(&found).contains(&"gap-zin-leidraad"));
    assert!(ids(&found).contains(&"gap-dep-list-2022"));
    let run = crate::run(&["data", "--gaps", "--coverage"]);
    assert_eq!(run.code, 2);
    let run = crate::run(&["data", "--export", DEMO]);
    assert_eq!(run.code, 2);
}
