//! `data --coverage`: what the kilograms rest on.

use crate::*;

const SOURCES: &str = "source_id,kind,title,year\nV1,web_page,Volumes of one region,2025\n";
const VOLUMES: &str = "subject_kind,subject,amount,unit,year,source_id,locator,evidence,note\n\
    product,serevent-diskus-50,100,device,2023,V1,p. 1,read,\n\
    product,serevent-diskus-50,200,device,2024,V1,p. 1,read,\n";

fn folder() -> Folder {
    let folder = Folder::with("laag/sources.csv", SOURCES);
    folder.write("laag/volumes.csv", VOLUMES);
    folder
}

/// Without volumes the demo export weighs, from any folder.
#[test]
fn the_demo_weighs_where_no_layer_has_volumes() {
    let run = Folder::new().run(&["data", "--coverage"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert_says(
        &run.out,
        &[
            "Waar de kilo's op rusten",
            "Gewogen met de hoeveelheden van praktijkexport.csv (verzonnen, van de demonstratie).",
            "Gerekend met GWP100 volgens AR6; van het totaal rust ",
            "% eigen waarde van het product, waar nodig omgerekend",
            "100% totaal",
            "Producten waarvan een eigen waarde in deze set het aandeel het meest zou verhogen",
            "Wat van de eigen waarden geschat is tussen verwante producten:",
        ],
    );
    // The same number as in the report on that file.
    let run = crate::run(&["data", "--coverage", "--format", "json", "--export", DEMO]);
    let found: Value = serde_json::from_str(&run.out).unwrap();
    let coverage = &found["coverage"];
    let run = crate::run(&["report", DEMO, "--json", "-", "--today", TODAY]);
    let report: Value = serde_json::from_str(&run.out).unwrap();
    let climate = &report["totals"]["climate"];
    assert_eq!(
        coverage["own_restated_share"],
        climate["own_restated_share"]
    );
    assert_eq!(coverage["quality"], climate["quality"]);
    assert_eq!(
        coverage["weighed_by"],
        serde_json::json!({"export": "praktijkexport.csv"})
    );
    assert_eq!(coverage["would_raise"].as_array().unwrap().len(), 10);
}

/// 200 devices of 0.732 kg are 146.4 kg, and 100 of the year before are 73.2.
#[test]
fn volumes_of_a_layer_weigh_and_a_year_can_be_named() {
    let folder = folder();
    let base = ["data", "--data", "laag", "--coverage", "--format", "json"];
    for (more, central) in [(&[][..], "146.4"), (&["--year", "2023"], "73.2")] {
        let run = folder.run(&[&base[..], more].concat());
        assert_eq!((run.code, run.err.as_str()), (0, ""));
        let found: Value = serde_json::from_str(&run.out).unwrap();
        assert_eq!(found["coverage"]["central"], central);
        assert_eq!(found["coverage"]["own_restated_share"], "1");
    }
    let english = folder.run(&["data", "--data", "laag", "--coverage", "--lang", "en"]);
    assert_says(
        &english.out,
        &[
            "Weighed by volumes.csv: 1 row (2024; sources: V1)",
            "of the total 100% rests on a value of the product itself, restated where needed; 0% rests",
        ],
    );
}

#[test]
fn a_year_that_is_not_there_is_refused() {
    let run = folder().run(&["data", "--data", "laag", "--coverage", "--year", "2020"]);
    assert_eq!(
        (run.code, run.out.as_str(), run.err.as_str()),
        (
            2,
            "",
            "groenrecept: --year 2020: geen map van --data heeft een volumes.csv met een nagezien rij van dat jaar (no folder of --data has a volumes.csv with a verified row of that year).\n"
        )
    );
}

/// Where nothing was weighed nothing is said to have a value.
#[test]
fn nothing_that_is_weighed_is_said_to_be_nothing() {
    let folder = Folder::new();
    folder.write(
        "e.csv",
        "omschrijving;aantal;eenheid\nMETFORMINE TABLET 500MG;90;ST\n",
    );
    let run = folder.run(&["data", "--coverage", "--export", "e.csv"]);
    assert_says(
        &run.out,
        &["Er is niets gewogen: er is geen inhalatiemedicatie"],
    );
    assert!(!run.out.contains("Alles wat is gewogen"), "{}", run.out);
    folder.write(
        "e.csv",
        "omschrijving;aantal;eenheid\nSEREVENT DISKUS INHPDR 50UG/DO 60DO;1;ST\n",
    );
    let run = folder.run(&["data", "--coverage", "--export", "e.csv"]);
    assert_says(&run.out, &["Alles wat is gewogen, heeft een waarde."]);
}
