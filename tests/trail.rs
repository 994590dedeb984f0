//! Every number in a report has the id of a fact, and `explain` resolves every id.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on fails; helpers stand outside the test functions"
)]

use groenrecept::Day;
use groenrecept::intake::Export;
use groenrecept::report::Report;
use groenrecept::report::explain::{Found, explain};
use groenrecept::{Dataset, Engine, Language};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

fn demo(dataset: &Dataset) -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let export = Export::open(&folder.join("data/demo/praktijkexport.csv")).unwrap();
    let analysis = Engine::new(dataset)
        .analysis()
        .latest(Day::new(2026, 1, 31));
    let outcome = analysis.run(export, None).unwrap();
    serde_json::to_value(Report::new(&outcome, Language::Dutch)).unwrap()
}

/// The texts below each of these keys, wherever the key stands.
fn texts(value: &Value, keys: &[&str], found: &mut BTreeSet<String>) {
    match value {
        Value::Array(all) => all.iter().for_each(|one| texts(one, keys, found)),
        Value::Object(all) => {
            for (key, one) in all {
                if keys.contains(&key.as_str()) {
                    let alone = std::slice::from_ref(one);
                    let ids = one.as_array().map_or(alone, Vec::as_slice);
                    let ids = ids.iter().filter_map(Value::as_str).map(str::to_owned);
                    found.extend(ids);
                }
                texts(one, keys, found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn ids(value: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let keys = [
        "factor",
        "factors",
        "fact",
        "facts",
        "limits",
        "conflicts",
        "source",
    ];
    texts(value, &keys, &mut found);
    found
}

fn assert_has_ids(one: &Value, ids: &Value) {
    assert!(!ids.as_array().unwrap().is_empty(), "no facts behind {one}");
}

/// Each place of the report that holds a number of a fact names facts.
#[test]
fn every_number_of_the_demo_has_facts() {
    let report = demo(&Dataset::embedded().unwrap());
    let mut counted = [0, 0, 0, 0];
    for product in report["products"].as_array().unwrap() {
        if !product["climate"].is_null() {
            assert_has_ids(product, &product["climate"]["factors"]);
            counted[0] += 1;
        }
    }
    for form in report["other_medicines"]["forms"].as_array().unwrap() {
        if !form["order"].is_null() {
            assert_has_ids(form, &form["order"]["facts"]);
            counted[1] += 1;
        }
        assert!(
            form["climate"].is_null() || !form["order"].is_null(),
            "{form}"
        );
    }
    for substance in report["water"]["substances"].as_array().unwrap() {
        for one in substance["uses"].as_array().unwrap() {
            if !one["load"].is_null() {
                assert_has_ids(one, &one["facts"]);
                counted[2] += 1;
            }
            if !one["critical_volume"].is_null() {
                assert_has_ids(one, &one["critical_volume"]["limits"]);
                counted[3] += 1;
            }
        }
    }
    assert!(counted.iter().all(|count| *count > 0), "{counted:?}");
}

/// Two cells of each row of a file of the data.
fn cells(file: &str, columns: [&str; 2]) -> Vec<[String; 2]> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("data")
        .join(file);
    let mut reader = csv::Reader::from_path(path).unwrap();
    let header = reader.headers().unwrap().clone();
    let places = columns.map(|name| header.iter().position(|cell| cell == name).unwrap());
    let rows = reader.records().map(Result::unwrap);
    rows.map(|row| places.map(|place| row[place].to_owned()))
        .collect()
}

/// The id of each fact with that of its source, by the files of the data.
fn sources(dataset: &Dataset) -> BTreeMap<String, String> {
    let files = [
        ("factors.csv", "factor_id"),
        ("forms.csv", "form_fact_id"),
        ("water.csv", "fact_id"),
    ];
    let facts = files.map(|(file, id)| cells(file, [id, "source_id"]));
    let facts = facts.into_iter().flatten().map(|[id, source]| (id, source));
    let rules = dataset.rules();
    let rules = rules.map(|one| (one.id.to_string(), one.source.as_str().to_owned()));
    let own = dataset.sources();
    let own = own.map(|one| (one.id.as_str().to_owned(), one.id.as_str().to_owned()));
    facts.chain(rules).chain(own).collect()
}

/// Every id of the report is that of a fact, and explained as such, with its source.
#[test]
fn explain_resolves_every_id_of_the_demo() {
    let dataset = Dataset::embedded().unwrap();
    let report = demo(&dataset);
    let all = ids(&report);
    assert!(all.len() > 80, "{} ids", all.len());
    let engine = Engine::new(&dataset);
    let sources = sources(&dataset);
    for id in &all {
        let explanation = explain(&engine, id);
        assert!(explanation.is_recognised(), "{id}");
        let source = sources
            .get(id)
            .unwrap_or_else(|| panic!("{id} has no source"));
        let source = dataset
            .sources()
            .find(|one| one.id.as_str() == source)
            .unwrap();
        for language in [Language::Dutch, Language::English] {
            let page = explanation.text(language);
            assert!(page.contains(&source.citation()), "{id}:\n{page}");
            assert!(page.contains(source.licence.as_str()), "{id}:\n{page}");
        }
    }
    // All facts of the blocks stand in their lists.
    for (block, list) in [("products", "factors"), ("water", "water")] {
        let mut used = BTreeSet::new();
        texts(
            &report[block],
            &["factors", "facts", "limits", "conflicts"],
            &mut used,
        );
        let known = match list {
            "factors" => ids(&report["factors"]),
            _ => ids(&report["water"]["facts"]),
        };
        assert!(
            used.is_subset(&known),
            "{block}: {:?}",
            used.difference(&known)
        );
    }
}

/// Each id of the data leads to the thing that has it, and not to another with the same name.
#[test]
fn every_id_of_the_data_is_found_as_what_it_is() {
    let dataset = Dataset::embedded().unwrap();
    let mut ids: Vec<(String, Found)> = Vec::new();
    for (file, id, found) in [
        ("factors.csv", "factor_id", Found::FactorId),
        ("forms.csv", "form_fact_id", Found::FormFactId),
        ("water.csv", "fact_id", Found::WaterFactId),
        ("conflicts.csv", "conflict_id", Found::ConflictId),
        ("sources.csv", "source_id", Found::SourceId),
        ("products.csv", "product_id", Found::ProductId),
    ] {
        let rows = cells(file, [id, id]);
        assert!(!rows.is_empty(), "{file}");
        ids.extend(rows.into_iter().map(|[id, _]| (id, found)));
    }
    ids.extend(
        dataset
            .rules()
            .map(|one| (one.id.to_string(), Found::RuleId)),
    );
    let engine = Engine::new(&dataset);
    let wrong: Vec<String> = ids
        .iter()
        .filter_map(|(id, expected)| {
            let found = explain(&engine, id).found();
            (found != *expected).then(|| format!("{id}: {found:?} and not {expected:?}"))
        })
        .collect();
    assert_eq!(wrong, Vec::<String>::new());
}

/// A rule says what it asks, of whom, what speaks against it and where it is to be read.
#[test]
fn a_rule_by_its_id() {
    let dutch = page("pain-06", Language::Dutch);
    for text in [
        "Gelezen 'pain-06': een regel van een richtlijn.",
        "  vraagt om: meewegen\n",
        "  gaat over: ATC M01AB05; route via de mond\n",
        "; de auteur van de regel las een beschrijving van de bron, niet de bron zelf\n",
        "  bron zelf niet gelezen; gezocht in: berichten over de proef in Trouw, NRC",
        "  GRADE: wat is gelezen geeft geen sterkte of zekerheid volgens GRADE\n",
        "  status: concept: nog geen twee clinici hebben haar beoordeeld\n",
        "  sindsdien omgekeerd door: pain-04\n",
    ] {
        assert!(dutch.contains(text), "{text}\n{dutch}");
    }
    assert!(!dutch.contains("spreekt tegen"), "{dutch}");
    let dutch = page("pain-02", Language::Dutch);
    for text in [
        "  vraagt om: wisselen\n",
        "  spreekt tegen: Over een NSAID op de huid",
        "'Vermijd diclofenacgel waar die niet nodig is' [pain-05] (RIVM:",
        " Hoe dit is gelezen: ",
    ] {
        assert!(dutch.contains(text), "{text}\n{dutch}");
    }
    let dutch = page("slp-01", Language::Dutch);
    for text in [
        "  nieuwste versie die is gezien: NHG-Standaard Slaapproblemen (M23), januari 2026; gezien 2026-02; deze regel berust op een oudere\n",
        "  aantekening (Engels): ",
    ] {
        assert!(dutch.contains(text), "{text}\n{dutch}");
    }
    let english = page("inh-20", Language::English);
    for text in [
        "  holds where: age from 0 to below 6\n",
        "; the author of the rule read the source itself\n",
    ] {
        assert!(english.contains(text), "{text}\n{english}");
    }
}

fn page(asked: &str, language: Language) -> String {
    explain(&Engine::new(&Dataset::embedded().unwrap()), asked).text(language)
}

fn assert_says(page: &str, lines: &[&str]) {
    for line in lines {
        assert!(page.contains(line), "'{line}' is not in\n{page}");
    }
}

#[test]
fn a_factor_shows_its_products_and_contradictions() {
    assert_says(
        &page("s01-ventolin-aerosol", Language::Dutch),
        &[
            "Gelezen 's01-ventolin-aerosol': een factor.\n",
            "s01-ventolin-aerosol: 28,262 kg CO2e / inhalator of verpakking  <- gebruikt\n",
            "afgeleid, niet gedrukt: het aantal doses\n",
            "gaat over: ventolin-aerosol-100, ventolin-inhalator-babyhaler-aerosol-100\n",
            "licentie van de bron: CC BY-NC 4.0 (article); cite the Thorax supplement\n",
            "Producten waarvan de waarde er nu op berust (AR6):\n",
            "[ventolin-aerosol-100] R03AC02, NL\n",
            "    ventolin-aerosol: ",
        ],
    );
}

#[test]
fn an_unused_factor_says_so() {
    let page = page("s03-sama", Language::English);
    assert_says(
        &page,
        &[
            "Read 's03-sama': a factor.\n",
            "boundary: propellant only",
            "inferred, not printed: the system boundary\n",
        ],
    );
}

#[test]
fn a_fact_about_water_shows_what_rests_on_it() {
    assert_says(
        &page("diclofenac-dermal-washed-off", Language::Dutch),
        &[
            "een feit over water.\n",
            "gaat over: diclofenac [M01AB05, M02AA15]\n",
            "gebruikt voor de hoeveelheid in oppervlaktewater na biologische zuivering: op de huid\n",
        ],
    );
    assert_says(
        &page("diclofenac-eqs-sweden", Language::English),
        &[
            "<- used, differs by more than 10% from the first choice\n",
            "used for the water down to the limit of: M01AB05, M02AA15\n",
        ],
    );
    assert_says(
        &page("metformin-watch-list-2022", Language::English),
        &["It is shown; no number rests on it.\n"],
    );
}

#[test]
fn a_fact_about_a_form_shows_its_use() {
    assert_says(
        &page("n03-amoxicillin-500-high", Language::Dutch),
        &[
            "n03-amoxicillin-500-high: 100-1000 g CO2e / dosis\n",
            "gebruikt voor de orde van grootte van: tablet of capsule\n",
            "bewijs: uit tweede hand\n",
        ],
    );
    // The mean of 2214 products of the NHS, of the active substance alone, is none of tablets.
    let nhs = page("s16-nhs-oral-dose", Language::Dutch);
    assert!(!nhs.contains("gebruikt voor de orde van grootte"), "{nhs}");
}

#[test]
fn a_contradiction_shows_its_values_and_reading() {
    assert_says(
        &page("atrovent-aerosol", Language::English),
        &[
            "Read 'atrovent-aerosol': a known contradiction.\n",
            "read as: The life cycle of the maker (14.59 kg, AR5)",
            "    s05-atrovent-aerosol: 14.59 kg CO2e / device\n",
            "    p18-atrovent-aerosol: 17.632 kg CO2e / device\n",
        ],
    );
}

#[test]
fn a_source_shows_what_rests_on_it() {
    assert_says(
        &page("S01", Language::English),
        &[
            "Read 'S01': a source.\n",
            "kind: certificate or life cycle study\n",
            "may be passed on: single facts with a citation\n",
            "factors: s01-anoro-ellipta, s01-arnuity-ellipta, ",
            "The same characters can be an ATC group; this is the source.\n",
        ],
    );
}

/// Maker, public, or not looked up: beside the source of every fact, with who it is on the page of
/// the source itself.
#[test]
fn a_reader_sees_who_paid() {
    assert_says(
        &page("S13", Language::Dutch),
        &[
            "  financiering: betaald of gemaakt door de fabrikant; GSK Australia, a maker of morphine, beside the college ANZCA, grant 2014.14 (https://findanexpert.unimelb.edu.au/scholarlywork/1113769, funding acknowledgements)\n",
        ],
    );
    assert_says(
        &page("S33", Language::English),
        &[
            "  funding: paid for or made by a government, university or professional body; Region Stockholm: author\n",
        ],
    );
    assert_says(
        &page("S16", Language::English),
        &["  funding: who paid was not looked up\n"],
    );
    for (fact, beside) in [
        (
            "s18-enerzair-30",
            "S18 2022, Breezhaler carbon footprint (conference abstract) [title paraphrased], IPCRG (betaald of gemaakt door de fabrikant); abstract 12368; https://www.ipcrg.org/12368\n",
        ),
        (
            "diclofenac-criterion-ssd",
            ", Environ Sci Eur (betaald of gemaakt door de fabrikant); abstract, species sensitivity distribution; https://link.springer.com/article/10.1186/s12302-021-00574-z; alleen een deel of samenvatting gelezen\n",
        ),
        (
            "s28-eur-basic",
            "Lancet Planet Health; RIVM (betaald of gemaakt door overheid, universiteit of beroepsorganisatie); commit ce58868a, output/Table1.xlsx; ",
        ),
    ] {
        assert_says(&page(fact, Language::Dutch), &[beside]);
    }
}

#[test]
fn a_report_says_of_each_source_who_paid() {
    let report = demo(&Dataset::embedded().unwrap());
    let factors = report["factors"].as_array().unwrap();
    let paid: BTreeMap<&str, &str> = factors
        .iter()
        .map(|one| {
            (
                one["source"].as_str().unwrap(),
                one["funder"].as_str().unwrap(),
            )
        })
        .collect();
    for (source, funder) in [
        ("S01", "maker"),
        ("S08", "public"),
        ("P18", "not_looked_up"),
    ] {
        assert_eq!(paid[source], funder, "{source}");
    }
    let note = factors.iter().find(|one| one["source"] == "S08").unwrap();
    assert_eq!(note["funder_note"], "University of Oxford: author");
}

/// Rules, labels and equivalences rest on sources, too: it was said that nothing did.
#[test]
fn a_source_names_the_rules_and_labels_that_rest_on_it() {
    let page = |id: &str| {
        let dataset = Dataset::embedded().unwrap();
        explain(&Engine::new(&dataset), id).text(Language::English)
    };
    let guidance = page("G01");
    assert!(guidance.contains("  rules: inh-"), "{guidance}");
    assert!(!guidance.contains("Nothing rests"), "{guidance}");
    let leaflets = page("L01");
    assert!(leaflets.contains("  labels of: "), "{leaflets}");
}
