//! Volumes of a layer, and the number of data quality: what the kilograms rest on.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "tests on small known numbers; helpers stand outside the test functions"
)]

use groenrecept::dataset::{Checked, Layer};
use groenrecept::exact::parse;
use groenrecept::intake::Export;
use groenrecept::practice::Outcome;
use groenrecept::report::Report;
use groenrecept::report::data::Summary;
use groenrecept::{Dataset, Day, Decimal, Engine, GwpSet, Language};
use serde_json::{Value, json};
use std::path::Path;

const SOURCES: &str = "source_id,kind,title,year\nV1,web_page,Volumes of one region,2025\n";
const PRODUCTS: &str = "product_id,atc,substance,brand,form,device,doses_per_pack,propellant,market,source_id,locator,evidence\n\
    vol-class,R03BB06,glycopyrronium,Volc,powder,DPI,30,none,NL,V1,p. 1,read\n\
    vol-own,R03AC02,salbutamol,Volo,aerosol,pMDI,200,HFC-134a,NL,V1,p. 1,read\n\
    vol-published,R03AC02,salbutamol,Volp,aerosol,pMDI,200,unknown,NL,V1,p. 1,read\n";
const FACTORS: &str = "factor_id,subject_kind,subject,indicator,functional_unit,doses_per_unit,value,low,high,unit,boundary,propellant,gwp_set,inferred,source_id,locator,evidence,note\n\
    vol-dpi,device,DPI,climate,device,,0.8,,,kg CO2e,cradle_to_grave,,AR6,,V1,p. 2,read,\n\
    vol-own-mass,product,vol-own,propellant_mass,device,200,15,,,g,cradle_to_grave,HFC-134a,none,,V1,p. 2,read,\n\
    vol-own-total,product,vol-own,climate,device,200,20,,,kg CO2e,cradle_to_grave,HFC-134a,AR5,,V1,p. 2,read,\n\
    vol-published-total,product,vol-published,climate,device,200,10,,,kg CO2e,cradle_to_grave,,unknown,,V1,p. 2,read,\n";
const HEAD: &str = "subject_kind,subject,amount,unit,year,source_id,locator,evidence,note\n";

fn layer(volumes: &str, more: &[(&str, &str)]) -> Layer {
    let volumes = format!("{HEAD}{volumes}");
    let files = [
        ("sources.csv", SOURCES),
        ("products.csv", PRODUCTS),
        ("factors.csv", FACTORS),
        ("volumes.csv", &volumes),
    ];
    let files = files.iter().chain(more);
    files.fold(Layer::named("own"), |layer, (name, text)| {
        layer.csv(name, text)
    })
}

fn with(volumes: &str, more: &[(&str, &str)]) -> Dataset {
    let dataset = Dataset::embedded().unwrap();
    dataset.with_layer(&layer(volumes, more)).unwrap()
}

fn weighed(dataset: &Dataset, year: Option<u16>) -> Option<Summary> {
    let analysis = Engine::new(dataset).analysis();
    Summary::weighed_by_volumes(&analysis, year, Language::Dutch).unwrap()
}

fn coverage(dataset: &Dataset, year: Option<u16>) -> Value {
    let summary = weighed(dataset, year).unwrap();
    serde_json::to_value(summary).unwrap()["coverage"].clone()
}

/// The findings in `volumes.csv` of such rows.
fn findings(volumes: &str) -> Vec<String> {
    let checked = Checked::layer(layer(volumes, &[]), false);
    let lines = checked.findings.iter();
    let lines = lines.map(|finding| finding.text(Language::Dutch));
    let own = lines.filter_map(|line| Some(line.strip_prefix("own/volumes.csv:")?.to_owned()));
    own.collect()
}

/// The demo export.
fn demo() -> Outcome {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let export = Export::open(&folder.join("data/demo/praktijkexport.csv")).unwrap();
    let dataset = Dataset::embedded().unwrap();
    let analysis = Engine::new(&dataset).analysis();
    let analysis = analysis.latest(Day::new(2026, 1, 31));
    analysis.run(export, None).unwrap()
}

/// By hand, in AR6 (HFC-134a: 1,300 in AR5, 1,530 in AR6):
///
/// - vol-own, restated: 20 + 15 g x (1.530 - 1.300) = 23.45 kg; 100 devices are 2,345 kg.
/// - vol-published: its source names no set and its gas is not known, so 10 kg as published;
///   10,000 doses are 10,000 / 200 = 50 devices, 500 kg.
/// - vol-class has no value of its own: 0.8 kg of its class, which the layer states; 300 devices
///   are 240 kg.
///
/// In all 2,345 + 500 + 240 = 3,085 kg. Own and restated are 2,345 / 3,085 = 0.760130; as
/// published are 500 / 3,085 = 16 %.
#[test]
fn three_volumes_by_hand() {
    let dataset = with(
        "product,vol-own,100,device,2024,V1,p. 3,read,\n\
         product,vol-published,10000,dose,2024,V1,p. 3,read,\n\
         product,vol-class,300,device,2024,V1,p. 3,read,\n",
        &[],
    );
    let found = coverage(&dataset, None);
    let expected = json!({
        "gwp_set": "AR6",
        "weighed_by": {"volumes": {
            "rows": 3, "other_medicines": 0, "years": [2024], "sources": ["V1"],
        }},
        "unit": "kg CO2e",
        "central": "3085",
        "own_restated_share": "0.76013",
        "quality": {
            "own_restated": "2345", "own_as_published": "500",
            "other_restated": "240", "other_as_published": "0",
            "own_restated_interpolated": "0",
        },
        "without_value": {"devices": "0", "loose_doses": "0", "products": []},
        "not_one_product": "0",
        "would_raise": [
            {"product": "vol-published", "label": "Volp dosisaerosol, 200 doses",
             "kilograms": "500", "basis": "product", "as_published": true},
            {"product": "vol-class", "label": "Volc inhalatiepoeder, 30 doses",
             "kilograms": "240", "basis": "device_class", "as_published": false},
        ],
        "interpolated": [],
        "replaced_by_gas": [],
        "below_gas": [],
    });
    for (key, value) in expected.as_object().unwrap() {
        assert_eq!(found[key], *value, "{key}");
    }
    let text = weighed(&dataset, None).unwrap().text(Language::Dutch);
    let plain = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for said in [
        "Gewogen met volumes.csv: 3 rijen (2024; bronnen: V1); 0 over andere middelen zijn niet gewogen.",
        "van het totaal rust 76% op een waarde van het product zelf en 8% op waarden van andere producten of van een klasse, waar nodig omgerekend; 16% rust geheel of deels op waarden die niet konden worden omgerekend en staan zoals gepubliceerd.",
        "2.345 kg 76% eigen waarde van het product",
        "500 kg 16% eigen waarde van het product, zoals gepubliceerd",
        "240 kg 8% andere producten of een klasse, waar nodig omgerekend",
        "3.085 kg 100% totaal",
        "Alles wat is gewogen, heeft een waarde.",
    ] {
        assert!(plain.contains(said), "{said}\n{text}");
    }
}

/// The bar of the issue on the demo, and that its parts are the whole.
#[test]
fn the_demo_rests_on_own_restated_values() {
    let demo = demo();
    let central = demo.totals.climate.central().round(6);
    let report = serde_json::to_value(Report::new(&demo, Language::Dutch)).unwrap();
    let quality = &report["totals"]["climate"]["quality"];
    let part = |name: &str| parse(quality[name].as_str().unwrap()).unwrap();
    let sum = |names: &[&str]| names.iter().map(|name| part(name)).sum::<Decimal>();
    let all = [
        "own_restated",
        "own_as_published",
        "other_restated",
        "other_as_published",
    ];
    assert_eq!(sum(&all), central);
    assert_eq!(demo.totals.own_restated().round(6), part("own_restated"));
    let percent = |part: Decimal| part.checked_div(central).unwrap() * Decimal::ONE_HUNDRED;
    let own = percent(part("own_restated")).round_dp(2);
    let published = percent(sum(&["own_as_published", "other_as_published"])).round_dp(2);
    let interpolated = percent(demo.totals.own_restated_interpolated().round(6)).round_dp(2);
    let figures = format!("own {own} %, interpolated {interpolated} %, as published {published} %");
    assert!(own >= parse("65").unwrap(), "{figures}");
    assert!(published <= parse("30").unwrap(), "{figures}");
    assert!(interpolated <= parse("10").unwrap(), "{figures}");
}

/// Two lines of which one can be several products: only the other is own.
#[test]
fn a_line_that_can_be_several_products_is_not_own() {
    let dataset = with(
        "product,vol-own,100,device,2024,V1,p. 3,read,\n\
         atc,R03AC13,10,device,2024,V1,p. 3,read,\n",
        &[],
    );
    let found = coverage(&dataset, None);
    assert_eq!(found["quality"]["own_restated"], "2345");
    assert_ne!(found["not_one_product"], "0");
    let part = |name: &str| parse(found["quality"][name].as_str().unwrap()).unwrap();
    let rest = part("other_restated").checked_add(part("other_as_published"));
    assert_eq!(
        rest.unwrap().normalize().to_string(),
        found["not_one_product"]
    );
}

#[test]
fn the_newest_year_of_each_subject_counts_unless_one_is_named() {
    let dataset = with(
        "product,vol-own,100,device,2023,V1,p. 3,read,\n\
         product,vol-own,200,device,2024,V1,p. 3,read,\n\
         product,vol-own,900,device,2025,V1,p. 3,unverified,\n\
         product,vol-class,10,device,2023,V1,p. 3,read,\n",
        &[],
    );
    let of = |year| {
        let found = coverage(&dataset, year);
        (
            found["central"].clone(),
            found["weighed_by"]["volumes"]["years"].clone(),
        )
    };
    // 200 x 23.45 + 10 x 0.8, and 100 x 23.45 + 10 x 0.8; nobody verified 2025.
    assert_eq!(of(None), (json!("4698"), json!([2023, 2024])));
    assert_eq!(of(Some(2023)), (json!("2353"), json!([2023])));
    assert!(weighed(&dataset, Some(2025)).is_none());
}

/// Nothing is a share of no kilograms, on the page of a report, too.
#[test]
fn of_nothing_there_is_no_share() {
    let dataset = with("atc,N02BE01,10,dose,2024,V1,p. 3,read,\n", &[]);
    let found = coverage(&dataset, None);
    assert_eq!(found["own_restated_share"], json!(null));
    assert_eq!(found["weighed_by"]["volumes"]["other_medicines"], 1);
    let text = weighed(&dataset, None).unwrap().text(Language::Dutch);
    assert!(
        text.contains("\nGerekend met GWP100 volgens AR6.\n"),
        "{text}"
    );
    assert!(!text.contains('%'), "{text}");
}

/// A nebuliser of a substance that no product of the data has: its volume is told, and named.
#[test]
fn what_has_no_value_is_named() {
    let dataset = with(
        "atc,R03AC99,12,device,2024,V1,p. 3,read,\n\
         product,vol-own,100,device,2024,V1,p. 3,read,\n",
        &[],
    );
    let found = coverage(&dataset, None);
    assert_eq!(found["without_value"]["devices"], "12");
    let products = found["without_value"]["products"].as_array().unwrap();
    assert_eq!(products.len(), 1);
    assert_eq!(
        products[0]["label"],
        "R03AC99, soort niet bepaald (product niet in de gegevens)"
    );
    assert_eq!(
        products[0]["quantity"],
        json!({"amount": "12", "unit": "device"})
    );
}

/// Below its gas of 15 x 1.530 = 22.95: the source names no set, so the gas stands in; what a
/// layer asks for as stated stays, and both are listed. An interpolated value says so.
#[test]
fn values_below_their_gas_are_listed_and_interpolation_is_said() {
    let replaced = FACTORS.replace(
        "vol-own-total,product,vol-own,climate,device,200,20,,,kg CO2e,cradle_to_grave,HFC-134a,AR5,",
        "vol-own-total,product,vol-own,climate,device,200,12,,,kg CO2e,cradle_to_grave,HFC-134a,unknown,",
    );
    let rows = "product,vol-own,100,device,2024,V1,p. 3,read,\n";
    let folder = tempfile::tempdir().unwrap();
    let load = |factors: &str| {
        let volumes = format!("{HEAD}{rows}");
        for (name, text) in [
            ("sources.csv", SOURCES),
            ("products.csv", PRODUCTS),
            ("factors.csv", factors),
            ("volumes.csv", &volumes),
        ] {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let layer = Layer::from_dir(folder.path()).unwrap();
        let dataset = Dataset::embedded().unwrap().with_layer(&layer).unwrap();
        coverage(&dataset, None)
    };
    let ids = |found: &Value, list: &str| -> Vec<String> {
        let all = found[list].as_array().unwrap().iter();
        all.map(|one| format!("{} {}", one["product"].as_str().unwrap(), one["kilograms"]))
            .collect()
    };
    let found = load(&replaced);
    assert_eq!(ids(&found, "replaced_by_gas"), ["vol-own \"2295\""]);
    assert_eq!(found["quality"]["own_restated"], "2295");
    let always = FACTORS
        .replace("locator,evidence,note\n", "locator,evidence,note,use\n")
        .replace(",p. 2,read,\n", ",p. 2,read,,\n")
        .replace("device,200,20,", "device,200,12,")
        .replace(
            "HFC-134a,AR5,,V1,p. 2,read,,",
            "HFC-134a,AR6,,V1,p. 2,read,,always",
        );
    let found = load(&always);
    assert_eq!(ids(&found, "below_gas"), ["vol-own \"1200\""]);
    assert_eq!(found["central"], "1200");
    let interpolated = FACTORS.replace("HFC-134a,AR5,,V1", "HFC-134a,AR5,interpolated,V1");
    let found = load(&interpolated);
    assert_eq!(ids(&found, "interpolated"), ["vol-own \"2345\""]);
    assert_eq!(found["quality"]["own_restated_interpolated"], "2345");
}

/// The later table stands alone: 1 x 0.8.
#[test]
fn a_later_layer_replaces_the_table() {
    let dataset = with("product,vol-own,100,device,2024,V1,p. 3,read,\n", &[]);
    let later = format!("{HEAD}product,vol-class,1,device,2022,V1,p. 3,read,\n");
    let later = Layer::named("later").csv("volumes.csv", &later);
    let dataset = dataset.with_layer(&later).unwrap();
    assert_eq!(coverage(&dataset, None)["central"], "0.8");
}

#[test]
fn each_bad_row_has_its_finding() {
    let cases: [(&str, &[&str]); 12] = [
        (
            "produkt,vol-own,1,device,2024,V1,p. 3,read,\n",
            &[
                "2:subject_kind: fout[unknown-word]: 'produkt' is niet een van: product, substance_device, atc; bedoeld kan zijn: product",
            ],
        ),
        (
            "product,vol-onw,1,device,2024,V1,p. 3,read,\n",
            &[
                "2:subject: fout[dangling-reference]: het product 'vol-onw' staat niet in products.csv",
            ],
        ),
        (
            "substance_device,R03AC02-pMDI,1,device,2024,V1,p. 3,read,\n",
            &[
                "2:subject: fout[unknown-word]: 'R03AC02-pMDI' past niet bij de soort; verwacht is bijvoorbeeld R03AC02/pMDI",
            ],
        ),
        (
            "atc,R03AC,1,device,2024,V1,p. 3,read,\n",
            &[
                "2:subject: fout[unknown-word]: 'R03AC' past niet bij de soort; verwacht is bijvoorbeeld R03AC02",
            ],
        ),
        (
            "substance_device,R03BB06/SMI,1,device,2024,V1,p. 3,read,\n",
            &[
                "2:subject: waarschuwing[never-matched]: geen product in products.csv is 'R03BB06/SMI'",
            ],
        ),
        (
            "product,vol-own,\"1,5\",device,2024,V1,p. 3,read,\n",
            &[
                "2:amount: fout[bad-number]: '1,5' is geen gewoon decimaal getal van nul of meer, zoals 28.262; schrijf een punt voor de decimalen: 1.5",
            ],
        ),
        (
            "product,vol-own,1,DDD,2024,V1,p. 3,read,\n",
            &[
                "2:unit: fout[unknown-word]: 'DDD' is niet een van: device, dose; een DDD is van elk product een ander aantal doses: reken de hoeveelheid daarnaar om",
            ],
        ),
        (
            "product,vol-own,1,pufs,2024,V1,p. 3,read,\n",
            &["2:unit: fout[unknown-word]: 'pufs' is niet een van: device, dose"],
        ),
        (
            "product,vol-own,1,device,24,V1,p. 3,read,\n",
            &["2:year: fout[bad-number]: '24' is geen jaar zoals 2024"],
        ),
        (
            "product,vol-own,,device,2024,V9,p. 3,read,\n",
            &[
                "2:amount: fout[empty-cell]: 'amount' moet gevuld zijn",
                "2:source_id: fout[dangling-reference]: de bron 'V9' staat niet in sources.csv",
            ],
        ),
        (
            "product,vol-own,1,device,2024,V1,p. 3,read,\n\
             product,vol-own,200,dose,2024,V1,p. 3,read,\n",
            &[
                "3:year: fout[duplicate-id]: 'product vol-own 2024' staat ook op regel 2 van dit bestand, en kan maar één ding betekenen",
            ],
        ),
        (
            "atc,R03BB06,9,device,2024,V1,p. 3,read,\n\
             product,vol-class,1,device,2023,V1,p. 3,read,\n",
            &[
                "3:subject: fout[duplicate-id]: 'vol-class' telt ook mee in 'R03BB06' en zo twee keer; laat een van beide weg",
            ],
        ),
    ];
    for (rows, expected) in cases {
        assert_eq!(findings(rows), expected, "{rows}");
    }
    assert_eq!(
        findings("product,vol-own,1.5,device,2024,V1,p. 3,read,\n"),
        Vec::<String>::new()
    );
}

/// In JSON beside the total, exact, and the same as on the page.
#[test]
fn the_report_has_the_number() {
    let dataset = with("", &[]);
    let text = "datum;omschrijving;aantal;eenheid\n\
                15-01-2025;VOLO AEROSOL 200DO;4;ST\n\
                15-01-2025;VOLP AEROSOL 200DO;2;ST\n";
    let export = Export::new("export.csv", text.as_bytes()).unwrap();
    let engine = Engine::new(&dataset).gwp(GwpSet::Ar6);
    let outcome = engine.analysis().run(export, None).unwrap();
    let report = Report::new(&outcome, Language::Dutch);
    let json = serde_json::to_value(&report).unwrap();
    let climate = &json["totals"]["climate"];
    // 4 x 23.45 = 93.8 of 93.8 + 2 x 10 = 113.8 kg.
    assert_eq!(climate["own_restated_share"], "0.824253");
    assert_eq!(climate["quality"]["own_as_published"], "20");
    let page = report.text(120);
    let plain = page.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        plain.contains("van het totaal rust 82% op een waarde van het product zelf, waar nodig omgerekend; 18% rust geheel of deels"),
        "{page}"
    );
}
