//! Costs, from prices that a layer brings.

use crate::*;
use groenrecept::Language;
use groenrecept::advice::Cost;
use groenrecept::dataset::Checked;
use groenrecept::dataset::Layer;
use groenrecept::exact::parse;
use groenrecept::report::advice::{AdviceReport, Asked};
use groenrecept::{Quantity, Unit};
use proptest::prelude::*;
use serde_json::Value;

const SOURCES: &str = "source_id,kind,title\nT1,web_page,A price list\n";
const HEAD: &str = "product_id,price,valid_from,valid_to,source_id,locator,evidence,note\n";
const SERETIDE: &str = "SERETIDE INHALATOR AEROSOL 25/250MCG/DO 120DO";
const DISKUS: &str = "seretide-diskus-50-500";

/// The embedded data under this price list, with more files.
fn priced(rows: &str, more: &[(&str, &str)]) -> Dataset {
    let prices = format!("{HEAD}{rows}");
    let own = [("sources.csv", SOURCES), ("prices.csv", prices.as_str())];
    layered(&[&own[..], more].concat()).unwrap()
}

/// The row of a price.
fn row(product: &str, price: &str) -> String {
    format!("{product},{price},,,T1,p. 1,read,\n")
}

fn both(aerosol: &str, diskus: &str) -> String {
    row("seretide-aerosol-25-250", aerosol) + &row(DISKUS, diskus)
}

/// The cost of the Diskus of 50/500 instead of the Seretide aerosol of 25/250.
fn cost(dataset: &Dataset, doses: u32) -> Option<Cost> {
    let engine = Engine::new(dataset);
    let found = engine.resolve(&line(SERETIDE, ""));
    let inhaler = found.inhaler().unwrap();
    let doses = Quantity::new(doses.into(), Unit::Dose);
    let advice = engine.advise_on(inhaler, Some(doses), &adult("R96"), &Options::for_patient());
    let advice = advice.unwrap();
    let mut all = advice.offers.iter().flat_map(|offer| &offer.alternatives);
    let found = all.find(|one| one.product.as_str() == DISKUS).unwrap();
    assert_eq!(found.compared_doses, doses.amount());
    found.cost.clone()
}

fn whole(text: &str) -> Fraction {
    Fraction::whole(parse(text).unwrap())
}

/// A pack of 120 puffs at 60.00 and one of 60 inhalations at 48.00; 2 puffs stand for 1
/// inhalation. By hand: 4 x 60 / 120 - 2 x 48 / 60 = 2.00 - 1.60 = 0.40, and for a pack
/// 60.00 - 48.00 = 12.00.
#[test]
fn doses_cost_their_share_of_a_pack() {
    let dataset = priced(&both("60.00", "48.00"), &[]);
    let four = cost(&dataset, 4).unwrap();
    assert_eq!((four.before, four.after), (whole("2"), whole("1.60")));
    assert_eq!(four.saving, whole("0.40"));
    assert_eq!(four.prices_before.len(), 1);
    assert_eq!(four.prices_before[0].provenance.source.as_str(), "T1");
    assert_eq!(four.price_after.product.as_str(), DISKUS);
    assert_eq!(cost(&dataset, 120).unwrap().saving, whole("12"));
    // A third of a cent is kept: 1 x 0.01 / 120 x 40 = 1/300.
    let dataset = priced(&both("0.01", "0"), &[]);
    let saving = cost(&dataset, 40).unwrap().saving;
    assert_eq!(saving.times(300.into()).unwrap(), whole("1"));
}

#[test]
fn without_a_price_of_both_sides_there_is_no_cost() {
    assert_eq!(cost(&DATASET, 4), None);
    assert!(DATASET.prices().is_empty());
    for rows in [
        row("seretide-aerosol-25-250", "60.00"),
        row(DISKUS, "48.00"),
        // Not verified, no longer and not yet at the date of the data, 2026-11-21.
        both("60.00", "48.00").replacen("read", "unverified", 1),
        both("60.00", "48.00").replacen(",,,T1", ",,2026-11-20,T1", 1),
        both("60.00", "48.00").replacen(",,,T1", ",2026-11-22,,T1", 1),
    ] {
        assert_eq!(cost(&priced(&rows, &[]), 4), None, "{rows}");
    }
    let periods = both("60.00", "48.00").replacen(
        ",60.00,,,T1",
        ",55.00,,2026-11-20,T1,p. 1,read,\nseretide-aerosol-25-250,60.00,2026-11-21,,T1",
        1,
    );
    let found = cost(&priced(&periods, &[]), 4).unwrap();
    assert_eq!(found.before, whole("2"));
}

/// The data has no Seretide aerosol of 60 doses: the one of 120 stands in, with another price.
#[test]
fn what_stands_in_has_not_the_price() {
    let dataset = priced(&both("60.00", "48.00"), &[]);
    let found = |pack: &str| {
        let label = format!("SERETIDE INHALATOR AEROSOL 25/250MCG/DO {pack}DO");
        let line = Prescription::new().label(&label).quantity("1", "ST");
        let advice = advice(&dataset, &line, &adult("R96"), &Options::for_patient());
        let mut all = advice.offers.iter().flat_map(|offer| &offer.alternatives);
        let found = all.find(|one| one.product.as_str() == DISKUS);
        found.map(|one| one.cost.is_some())
    };
    assert_eq!(found("120"), Some(true));
    assert_eq!(found("60"), Some(false));
}

/// Products as in the data, all but these columns.
fn product(id: &str, changes: &[(&str, &str)]) -> String {
    let text = include_str!("../../data/products.csv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let found = reader.records().map(Result::unwrap).find(|r| &r[0] == id);
    let cells = header
        .iter()
        .zip(found.unwrap().iter().map(str::to_owned).collect::<Vec<_>>());
    let cells = cells.map(|(name, cell)| {
        let change = changes.iter().find(|(column, _)| *column == name);
        change.map_or(cell, |(_, value)| (*value).to_owned())
    });
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&header).unwrap();
    writer.write_record(cells.collect::<Vec<_>>()).unwrap();
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

/// A price is of the pack of its product: without a pack size it cannot be applied.
#[test]
fn without_a_pack_size_there_is_no_cost() {
    let diskus = product(DISKUS, &[("doses_per_pack", "")]);
    let dataset = priced(&both("60.00", "48.00"), &[("products.csv", &diskus)]);
    assert_eq!(cost(&dataset, 4), None);
}

/// Of a line that can be two products both must cost the same.
#[test]
fn what_the_line_can_be_must_cost_the_same() {
    let twin = product(
        "seretide-aerosol-25-250",
        &[("product_id", "seretide-twin")],
    );
    let pairs = include_str!("../../data/equivalences.csv");
    let pair = pairs
        .lines()
        .find(|l| l.starts_with("seretide-25-250-diskus-ab,"));
    let pair = pair.unwrap().replace("seretide-25-250-diskus-ab", "twin");
    let pair = pair.replace("seretide-aerosol-25-250", "seretide-twin");
    let pairs = format!("{}\n{pair}\n", pairs.lines().next().unwrap());
    let more = [
        ("products.csv", twin.as_str()),
        ("equivalences.csv", &pairs),
    ];
    let of = |price: &str| {
        let rows = both("60.00", "48.00") + &row("seretide-twin", price);
        cost(&priced(&rows, &more), 4)
    };
    let alike = of("60.0").unwrap();
    assert_eq!((alike.saving, alike.prices_before.len()), (whole("0.4"), 2));
    assert_eq!(of("60.01"), None);
    assert_eq!(cost(&priced(&both("60.00", "48.00"), &more), 4), None);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Saving is before less after, and both are the share of a pack.
    #[test]
    fn saving_is_before_less_after(aerosol in 0u32..20_000, diskus in 0u32..20_000, doses in 1u32..400) {
        let cents = |count: u32| format!("{}.{:02}", count / 100, count % 100);
        let dataset = priced(&both(&cents(aerosol), &cents(diskus)), &[]);
        let found = cost(&dataset, doses).unwrap();
        prop_assert_eq!(found.saving, found.before.minus(found.after).unwrap());
        let share = |cents: u32, of: u64| {
            Fraction::new((u64::from(doses) * u64::from(cents)).into(), of * 100).unwrap()
        };
        prop_assert_eq!(found.before, share(aerosol, 120));
        prop_assert_eq!(found.after, share(diskus, 120));
        prop_assert_eq!(found.saving.is_negative(), aerosol < diskus);
    }
}

/// The errors of a layer with this price list.
fn errors(rows: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("sources.csv", SOURCES);
    write("prices.csv", &format!("{HEAD}{rows}"));
    let checked = Checked::layer(Layer::from_dir(folder.path()).unwrap(), false);
    let errors = checked
        .findings
        .iter()
        .filter(|one| one.severity == Severity::Error);
    errors
        .map(|one| {
            let place = &one.place;
            let column = place.column.as_deref().unwrap_or_default();
            format!("{}:{column}: {}", place.line.unwrap(), one.code.as_str())
        })
        .collect()
}

#[test]
fn a_bad_price_list_is_said_to_be_so() {
    assert_eq!(errors(&both("60.00", "48.00")), Vec::<String>::new());
    let twice = row(DISKUS, "48.00") + &row(DISKUS, "47.00");
    assert_eq!(errors(&twice), ["3:product_id: duplicate-id"]);
    let touching =
        format!("{DISKUS},48,,2026-06-30,T1,p. 1,read,\n{DISKUS},47,2026-06-30,,T1,p. 1,read,\n");
    assert_eq!(errors(&touching), ["3:product_id: duplicate-id"]);
    let apart = touching.replace(",47,2026-06-30", ",47,2026-07-01");
    assert_eq!(errors(&apart), Vec::<String>::new());
    for (rows, error) in [
        (row("geen-product", "1"), "2:product_id: dangling-reference"),
        (row("", "1"), "2:product_id: empty-cell"),
        (row(DISKUS, ""), "2:price: empty-cell"),
        (row(DISKUS, "-1.00"), "2:price: bad-number"),
        (row(DISKUS, "€ 1"), "2:price: bad-number"),
        (row(DISKUS, "\"1,00\""), "2:price: bad-number"),
        (row(DISKUS, "1e2"), "2:price: bare-float"),
        (
            row(DISKUS, "1").replace("T1", "T9"),
            "2:source_id: dangling-reference",
        ),
        (
            row(DISKUS, "1").replace("T1", ""),
            "2:source_id: missing-source",
        ),
        (
            row(DISKUS, "1").replace("p. 1", ""),
            "2:locator: empty-cell",
        ),
        (
            row(DISKUS, "1").replace(",,,", ",2026-13-01,,"),
            "2:valid_from: bad-date",
        ),
        (
            row(DISKUS, "1").replace(",,,", ",2026-02-01,2026-01-01,"),
            "2:valid_to: inverted-range",
        ),
    ] {
        assert_eq!(errors(&rows), [error], "{rows}");
    }
}

fn report(dataset: &Dataset, quantity: &str) -> AdviceReport {
    let asked = Asked {
        what: SERETIDE,
        atc: "",
        quantity,
        unit: "DO",
        dosage: "",
    };
    AdviceReport::of(
        &Engine::new(dataset),
        &asked,
        &adult("R96"),
        &Options::for_patient(),
    )
}

/// The page without its line ends.
fn page(report: &AdviceReport, language: Language) -> String {
    let text = report.text(language);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_page_names_costs_with_their_source() {
    let lower = report(&priced(&both("60.00", "48.00"), &[]), "120");
    assert!(
        page(&lower, Language::Dutch).contains(
            "Kosten voor 120 doses: van € 60,00 naar € 48,00, kost € 12,00 minder (bron T1, p. 1, gelezen in de bron zelf)."
        ),
        "{}",
        page(&lower, Language::Dutch)
    );
    assert!(page(&lower, Language::English).contains(
        "Cost of 120 doses: from € 60.00 to € 48.00, costs € 12.00 less (source T1, p. 1, read in the source itself)."
    ));
    let json = serde_json::to_value(&lower).unwrap();
    let found = json["offers"][0]["alternatives"][0]["cost"].clone();
    assert_eq!(
        found,
        serde_json::json!({
            "currency": "EUR", "before": "60", "after": "48", "saving": "12",
            "prices": [
                {"product": "seretide-aerosol-25-250", "price": "60.00", "currency": "EUR", "valid_from": null, "valid_to": null,
                 "source": "T1", "citation": found["prices"][0]["citation"], "locator": "p. 1", "evidence": "read", "note": ""},
                {"product": DISKUS, "price": "48.00", "currency": "EUR", "valid_from": null, "valid_to": null,
                 "source": "T1", "citation": found["prices"][0]["citation"], "locator": "p. 1", "evidence": "read", "note": ""},
            ]
        })
    );
    for (aerosol, dutch) in [
        ("30.00", "van € 30,00 naar € 48,00, kost € 18,00 meer (bron"),
        ("48.00", "van € 48,00 naar € 48,00, evenveel (bron"),
        (
            "48.004",
            "naar € 48,00, het scheelt minder dan een cent (bron",
        ),
    ] {
        let report = report(&priced(&both(aerosol, "48.00"), &[]), "120");
        let page = page(&report, Language::Dutch);
        assert!(page.contains(dutch), "{page}");
    }
}

/// Without prices, and without facts about water, that is said once; nothing is invented.
#[test]
fn the_page_says_what_it_leaves_out() {
    let none = report(&DATASET, "120");
    let dutch = page(&none, Language::Dutch);
    let sentence = "Kosten staan hier niet: er zijn geen prijzen ingelezen (--data).";
    assert_eq!(dutch.matches(sentence).count(), 1);
    assert!(
        dutch.contains("De belasting van het water door deze inhalatiemiddelen is niet bekend")
    );
    let json = serde_json::to_value(&none).unwrap();
    assert_eq!(
        json["not_shown"],
        serde_json::json!(["cost_no_prices", "water_no_facts"])
    );
    assert_eq!(json["offers"][0]["alternatives"][0]["cost"], Value::Null);
    // Other products stand beside the Diskus that have no price.
    let some = report(&priced(&both("60.00", "48.00"), &[]), "120");
    assert!(!page(&some, Language::Dutch).contains(sentence));
    let some = serde_json::to_value(&some).unwrap();
    let offers = some["offers"].as_array().unwrap().iter();
    let products: BTreeSet<&str> = offers
        .flat_map(|offer| offer["alternatives"].as_array().unwrap())
        .map(|one| one["product"].as_str().unwrap())
        .collect();
    let all: String = products
        .iter()
        .copied()
        .chain(["seretide-aerosol-25-250"])
        .collect::<BTreeSet<_>>()
        .into_iter()
        .map(|id| row(id, "48.00"))
        .collect();
    let not_shown = |dataset: &Dataset| {
        let report = serde_json::to_value(report(dataset, "120")).unwrap();
        report["not_shown"].clone()
    };
    assert_eq!(
        not_shown(&priced(&all, &[])),
        serde_json::json!(["water_no_facts"])
    );
    let some = some["not_shown"].as_array().unwrap();
    let missing = some.contains(&"cost_price_missing".into());
    assert_eq!(missing, products.len() > 1);
    // With facts about the substance of both sides nothing is said of water.
    let water = include_str!("../../data/water.csv");
    let head = water.lines().next().unwrap();
    let fact = water
        .lines()
        .find(|line| line.starts_with("diclofenac-eqs-scheer,"))
        .unwrap();
    let fact = fact.replacen("diclofenac-eqs-scheer", "eigen", 1);
    let fact = fact.replacen("M01AB05|M02AA15", "R03AK06", 1);
    let layer = [("water.csv", format!("{head}\n{fact}\n"))];
    let dataset = layered(&[(layer[0].0, &layer[0].1)]).unwrap();
    assert_eq!(not_shown(&dataset), serde_json::json!(["cost_no_prices"]));
}

/// A list with a currency a row.
fn in_currencies(aerosol: &str, diskus: &str) -> Dataset {
    let rows = format!(
        "product_id,price,currency,source_id,locator,evidence\n\
         seretide-aerosol-25-250,60.00,{aerosol},T1,p. 1,read\n\
         {DISKUS},48.00,{diskus},T1,p. 1,read\n"
    );
    layered(&[("sources.csv", SOURCES), ("prices.csv", rows.as_str())]).unwrap()
}

#[test]
fn a_price_keeps_its_currency() {
    let pounds = in_currencies("GBP", "GBP");
    let found = cost(&pounds, 120).unwrap();
    assert_eq!(
        (found.currency.as_str(), found.saving),
        ("GBP", whole("12"))
    );
    let shown = report(&pounds, "120");
    let english = page(&shown, Language::English);
    assert!(english.contains("from GBP 60.00 to GBP 48.00, costs GBP 12.00 less"));
    assert!(!english.contains('€'));
    let json = serde_json::to_value(&shown).unwrap();
    let json = &json["offers"][0]["alternatives"][0]["cost"];
    assert_eq!(
        (&json["currency"], &json["prices"][0]["currency"]),
        (&"GBP".into(), &"GBP".into())
    );
    // A blank is EUR.
    assert_eq!(
        cost(&in_currencies("", "EUR"), 120)
            .unwrap()
            .currency
            .as_str(),
        "EUR"
    );
}

#[test]
fn prices_in_different_currencies_are_never_compared() {
    let mixed = in_currencies("GBP", "EUR");
    assert_eq!(cost(&mixed, 120), None);
    let shown = report(&mixed, "120");
    let json = serde_json::to_value(&shown).unwrap();
    let said = json["not_shown"].as_array().unwrap();
    assert!(said.contains(&"cost_other_currency".into()), "{said:?}");
    assert!(page(&shown, Language::Dutch).contains(
        "De prijzen zijn in verschillende munten; die worden niet opgeteld en niet vergeleken."
    ));
}

/// A column that says what a price means, under a name that is not read, would change it.
#[test]
fn a_column_of_prices_that_is_not_known_is_an_error() {
    let found = |head: &str, cell: &str| {
        let rows = format!(
            "product_id,price,{head},source_id,locator,evidence\n{DISKUS},48.00,{cell},T1,p. 1,read\n"
        );
        let layer = Layer::named("own")
            .csv("sources.csv", SOURCES)
            .csv("prices.csv", &rows);
        let found = Checked::layer(layer, false).findings;
        let texts = found.iter().map(|one| one.text(Language::English));
        texts
            .filter(|text| text.contains("prices.csv"))
            .collect::<Vec<String>>()
    };
    assert_eq!(found("currency", "GBP"), [""; 0]);
    assert_eq!(
        found("munt", "GBP"),
        [
            "own/prices.csv:1:munt: error[unknown-column]: this file has no column 'munt', and what it says could change what the others mean; call it one of product_id, price, currency, valid_from, valid_to, source_id, locator, evidence, note, or take it out"
        ]
    );
    let [unknown] = found("currency", "pond").try_into().unwrap();
    assert!(
        unknown.starts_with(
            "own/prices.csv:2:currency: error[unknown-word]: 'pond' is not one of: EUR, AUD, "
        ),
        "{unknown}"
    );
}
