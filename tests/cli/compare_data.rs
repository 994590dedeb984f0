//! `compare-data` as a process: what moves, and why.

use crate::*;

const SOURCES: &str = "source_id,kind,title\nT01,study,Eigen studie\n";
const FACTOR_HEAD: &str = "factor_id,subject_kind,subject,indicator,functional_unit,doses_per_unit,value,low,high,unit,boundary,gwp_set,source_id,locator,evidence\n";
const EXPORT: &str = "datum;omschrijving;aantal;eenheid\n\
    31-01-2025;ATROVENT AEROSOL 20UG/DO 200DO;2;ST\n\
    31-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;1;ST\n";

fn factor(value: &str) -> String {
    format!(
        "{FACTOR_HEAD}t01-atrovent,product,atrovent-aerosol-20,climate,device,200,{value},,,kg CO2e,cradle_to_grave,AR6,T01,p. 3,read\n"
    )
}

fn folder() -> Folder {
    let folder = Folder::with("export.csv", EXPORT);
    for (layer, value) in [("een", "10"), ("twee", "12")] {
        folder.write(&format!("{layer}/sources.csv"), SOURCES);
        folder.write(&format!("{layer}/factors.csv"), factor(value));
    }
    folder
}

fn change(folder: &Folder, arguments: &[&str]) -> Value {
    let always = ["export.csv", "--format", "json", "--today", TODAY];
    let run = folder.run(&[&["compare-data"], arguments, &always].concat());
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{arguments:?}");
    serde_json::from_str(&run.out).unwrap()
}

/// Two devices of 10 kg become two of 12 kg; Ventolin stays.
#[test]
fn a_factor_that_changed_moves_its_product_and_the_total() {
    let change = change(&folder(), &["een", "twee"]);
    let products = change["products"].as_array().unwrap();
    assert_eq!(products.len(), 1, "{change:#}");
    let moved = &products[0];
    assert_eq!(moved["product"], "atrovent-aerosol-20");
    let central = |side: &str| {
        moved[side]["climate"]["central"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert_eq!(
        (central("before"), central("after")),
        ("20".into(), "24".into())
    );
    assert_eq!(
        moved["causes"],
        serde_json::json!([{
            "cause": "factor_changed",
            "factor": "t01-atrovent",
            "before": "10 kg CO2e per device (200 doses), cradle_to_grave, AR6",
            "after": "12 kg CO2e per device (200 doses), cradle_to_grave, AR6",
        }])
    );
    assert_eq!(change["unmoved"], 1);
    // 30.062 kg of Ventolin besides.
    let total = |side: &str| {
        change[side]["climate"]["central"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert_eq!(
        (total("before"), total("after")),
        ("50.062".into(), "54.062".into())
    );
    assert_eq!(change["after"]["rows_with_value"], 2);
}

#[test]
fn a_factor_that_came_or_went_is_named_with_what_it_displaced() {
    let folder = folder();
    let causes = |arguments: &[&str]| {
        let change = change(&folder, arguments);
        change["products"][0]["causes"].clone()
    };
    let published = "10 kg CO2e per device (200 doses), cradle_to_grave, AR6";
    let came = causes(&["embedded", "een"]);
    let added =
        serde_json::json!({"cause": "factor_added", "factor": "t01-atrovent", "after": published});
    assert!(came.as_array().unwrap().contains(&added), "{came:#}");
    let displaced =
        serde_json::json!({"cause": "factor_not_chosen", "factor": "s05-atrovent-aerosol"});
    assert!(came.as_array().unwrap().contains(&displaced), "{came:#}");
    let went = causes(&["een", "embedded"]);
    let removed = serde_json::json!({"cause": "factor_removed", "factor": "t01-atrovent", "before": published});
    assert!(went.as_array().unwrap().contains(&removed), "{went:#}");
}

/// 14.59 kg at AR5 with 11 g of gas: 17.12 kg at 1530 and 14.59 - 11 x 1.3 + 11 x 1.6 =
/// 17.89 kg at 1600, for each of two devices.
#[test]
fn a_potential_that_changed_is_the_cause() {
    let folder = folder();
    folder.write("gas/sources.csv", SOURCES);
    folder.write(
        "gas/gwp.csv",
        "propellant,gwp_set,horizon_years,value,source_id,locator,evidence\n\
         HFC-134a,AR6,100,1600,T01,tabel 1,read\n",
    );
    let change = change(&folder, &["embedded", "gas"]);
    let moved = &change["products"][0];
    assert_eq!(moved["product"], "atrovent-aerosol-20");
    assert_eq!(moved["before"]["climate"]["central"], "34.24");
    assert_eq!(moved["after"]["climate"]["central"], "35.78");
    let causes = moved["causes"].as_array().unwrap();
    assert!(
        causes.contains(&serde_json::json!({
            "cause": "gwp_changed", "gas": "HFC-134a", "gwp_set": "AR6",
            "before": "1530", "after": "1600",
        })),
        "{causes:#?}"
    );
}

#[test]
fn rows_that_are_matched_otherwise_are_said_to_be() {
    let folder = folder();
    folder.write(
        "codes.csv",
        "datum;prk;omschrijving;aantal;eenheid\n31-01-2025;43281;ATROVENT AEROSOL 20UG/DO 200DO;1;ST\n",
    );
    folder.write(
        "prk/codes.csv",
        "system,code,product_id\nprk,43281,ventolin-aerosol-100\n",
    );
    let run = folder.run(&[
        "compare-data",
        "embedded",
        "prk",
        "codes.csv",
        "--format",
        "json",
        "--today",
        TODAY,
    ]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let change: Value = serde_json::from_str(&run.out).unwrap();
    let products = change["products"].as_array().unwrap();
    let matching = serde_json::json!([{"cause": "matching_changed"}]);
    let of = |id: &str| products.iter().find(|one| one["product"] == id).unwrap();
    let (gone, come) = (of("atrovent-aerosol-20"), of("ventolin-aerosol-100"));
    assert_eq!((&gone["after"], &gone["causes"]), (&Value::Null, &matching));
    assert_eq!(
        (&come["before"], &come["causes"]),
        (&Value::Null, &matching)
    );
}

#[test]
fn the_page_says_it_in_both_languages() {
    let folder = folder();
    let page = |lang: &str| {
        let run = folder.run(&[
            "compare-data",
            "een",
            "twee",
            "export.csv",
            "--lang",
            lang,
            "--today",
            TODAY,
        ]);
        assert_eq!((run.code, run.err.as_str()), (0, ""));
        run.out
    };
    assert_says(
        &page("nl"),
        &[
            "Wat verandert er tussen twee versies van de gegevens",
            "AR6; 2 van 2 regels van inhalatiemedicatie met een waarde",
            "verschil van de middelste waarden: +4 kg CO2e",
            "Eén middel verandert:",
            "voor 20,0 kg CO2e (één bron); 1 regel, 2 stuks",
            "na 24,0 kg CO2e (één bron); 1 regel, 2 stuks",
            "- factor t01-atrovent is gewijzigd: was 10 kg CO2e per inhalator of verpakking (200 doses), van grondstof tot afval, GWP: AR6; is 12 kg CO2e",
            "Ongewijzigd: 1 middel.",
        ],
    );
    assert_says(
        &page("en"),
        &[
            "difference of the central values: +4 kg CO2e",
            "One medicine moves:",
            "- factor t01-atrovent changed: was 10 kg",
            "Unmoved: 1 medicine.",
        ],
    );
    let run = folder.run(&["compare-data", "een", "een", "export.csv", "--today", TODAY]);
    assert_says(
        &run.out,
        &["Geen enkel middel verandert van waarde of aantal."],
    );
}

#[test]
fn what_cannot_be_read_is_named() {
    let folder = folder();
    folder.write(
        "kapot/sources.csv",
        "source_id,kind,title\nT01,studie,Eigen\n",
    );
    let run = folder.run(&["compare-data", "weg", "twee", "export.csv"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert_eq!(run.err, "groenrecept: weg: deze map bestaat niet.\n");
    let run = folder.run(&["compare-data", "een", "twee", "weg.csv"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert_eq!(run.err, "groenrecept: weg.csv: dit bestand bestaat niet.\n");
    let run = folder.run(&["compare-data", "een", "kapot", "export.csv"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(
        run.err.starts_with(
            "groenrecept: de gegevensbestanden bevatten fouten; er is niets geladen:\n  kapot/sources.csv:2:kind: fout[unknown-word]: 'studie' is niet een van: certificate,"
        ),
        "{}",
        run.err
    );
}

/// The page has the words of its language; the JSON has those of the data.
#[test]
fn the_page_tells_a_factor_in_its_own_language() {
    let folder = folder();
    folder.write("een/factors.csv", factor("10.5"));
    let causes = |language: &str| -> String {
        let run = folder.run(&[
            "compare-data",
            "een",
            "twee",
            "export.csv",
            "--today",
            TODAY,
            "--lang",
            language,
        ]);
        assert_eq!((run.code, run.err.as_str()), (0, ""));
        let start = run.out.find("    - ").unwrap();
        let cause = run.out[start..].split("\n\n").next().unwrap();
        cause.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        causes("nl"),
        "- factor t01-atrovent is gewijzigd: was 10,5 kg CO2e per inhalator of verpakking (200 doses), van grondstof tot afval, GWP: AR6; is 12 kg CO2e per inhalator of verpakking (200 doses), van grondstof tot afval, GWP: AR6"
    );
    assert_eq!(
        causes("en"),
        "- factor t01-atrovent changed: was 10.5 kg CO2e per device (200 doses), cradle to grave, GWP: AR6; is 12 kg CO2e per device (200 doses), cradle to grave, GWP: AR6"
    );
}
