//! What a layer with a study of its own is told: units that are never applied, and the DDD.

use super::*;
use groenrecept::Engine;

const SOURCES: &str = "source_id,kind,title\nT1,study,A study\n";
const PRODUCTS: &str = "product_id,atc,substance,form,device,propellant,strength,doses_per_pack,source_id,locator,evidence\n";
const FACTORS: &str = "factor_id,subject_kind,subject,indicator,functional_unit,value,low,high,unit,boundary,gwp_set,source_id,locator,evidence\n";
const DDD: &str = "atc,form,amount,unit,source_id,locator,evidence\n";

/// A layer with one aerosol of salbutamol and one of a combination, and values of them.
fn study(strength: &str, factors: &str, ddd: &str) -> Layer {
    let products = format!(
        "{PRODUCTS}both-mdi,R03AK06,salmeterol|fluticason,aerosol,pMDI,unknown,25/250 ug,120,T1,p. 1,read\n\
         saba-mdi,R03AC02,salbutamol,aerosol,pMDI,unknown,{strength},200,T1,p. 1,read\n"
    );
    let layer = Layer::named("own")
        .csv("sources.csv", SOURCES)
        .csv("products.csv", &products)
        .csv("factors.csv", &format!("{FACTORS}{factors}"));
    match ddd {
        "" => layer,
        rows => layer.csv("ddd.csv", &format!("{DDD}{rows}")),
    }
}

fn per(unit: &str, kind: &str, subject: &str) -> String {
    format!("f-{kind},{kind},{subject},climate,{unit},20,,,kg CO2e,not_stated,unknown,T1,T2,read\n")
}

/// The findings in the layer's own files, in English.
fn found(layer: &Layer) -> Vec<String> {
    let found = Checked::layer(layer.clone(), false).findings;
    let texts = found.iter().map(|one| one.text(Language::English));
    texts
        .filter(|text| text.starts_with("own/") && !text.contains("unused-source"))
        .collect()
}

/// kg CO2e of a device and of a dose, where it rests on the product itself.
fn value(layer: &Layer, product: &str) -> Option<[String; 2]> {
    let engine = Engine::new(&Dataset::embedded().unwrap().with_layer(layer).unwrap());
    let estimate = engine.estimate(&engine.product(product).unwrap()).unwrap();
    let own = estimate.factors.iter().any(|id| id.as_str() == "f-product");
    let text = |range: Option<groenrecept::Range>| range.unwrap().central().round(6).to_string();
    own.then(|| [text(estimate.per_device), text(estimate.per_dose)])
}

/// 20 kg per DDD of 0.8 mg in puffs of 100 ug: 8 puffs, so 2.5 kg a puff and 500 kg for 200.
#[test]
fn a_value_per_ddd_is_divided_over_its_doses() {
    let factor = per("ddd", "product", "saba-mdi");
    let layer = study("100 ug", &factor, "R03AC02,aerosol,0.8,mg,T1,p. 2,read\n");
    assert_eq!(found(&layer), [""; 0]);
    assert_eq!(value(&layer, "saba-mdi").unwrap(), ["500", "2.5"]);
    // The DDD of the form goes before that of any form: 800 ug against 10 mg.
    let both = "R03AC02,aerosol,800,ug,T1,p. 2,read\nR03AC02,any,10,mg,T1,p. 2,read\n";
    assert_eq!(
        value(&study("100 ug", &factor, both), "saba-mdi").unwrap(),
        ["500", "2.5"]
    );
    let any = "R03AC02,any,10,mg,T1,p. 2,read\n";
    assert_eq!(
        value(&study("100 ug", &factor, any), "saba-mdi").unwrap(),
        ["40", "0.2"]
    );
}

/// Of a combination the DDD is a number of doses: 4, so 20 / 4 = 5 kg a dose and 600 for 120.
#[test]
fn of_a_combination_the_ddd_is_in_doses() {
    let factor = per("ddd", "product", "both-mdi");
    let doses = "R03AK06,aerosol,4,dose,T1,p. 2,read\n";
    assert_eq!(
        value(&study("100 ug", &factor, doses), "both-mdi").unwrap(),
        ["600", "5"]
    );
    let layer = study("100 ug", &factor, "R03AK06,aerosol,0.1,mg,T1,p. 2,read\n");
    assert_eq!(
        found(&layer),
        [
            "own/factors.csv:2:functional_unit: warning[never-matched]: this value per DDD is not applied: products.csv has no strength per dose of one substance for both-mdi (R03AK06); fill 'strength', or give the DDD in doses (unit dose)"
        ]
    );
    assert_eq!(value(&layer, "both-mdi"), None);
}

#[test]
fn a_value_per_ddd_without_ddd_or_strength_is_said_and_not_applied() {
    let factor = per("ddd", "product", "saba-mdi");
    let layer = study("100 ug", &factor, "");
    assert_eq!(
        found(&layer),
        [
            "own/factors.csv:2:functional_unit: warning[never-matched]: this value per DDD is not applied: ddd.csv has no DDD for saba-mdi (R03AC02); add it"
        ]
    );
    assert_eq!(value(&layer, "saba-mdi"), None);
    let unverified = "R03AC02,aerosol,0.8,mg,T1,p. 2,unverified\n";
    assert_eq!(
        value(&study("100 ug", &factor, unverified), "saba-mdi"),
        None
    );
    let layer = study("", &factor, "R03AC02,aerosol,0.8,mg,T1,p. 2,read\n");
    let [strength] = found(&layer).try_into().unwrap();
    assert!(strength.contains("has no strength per dose of one substance for saba-mdi"));
    let layer = study(
        "100 ug",
        &per("ddd", "substance_device", "R03AC02/pMDI"),
        "",
    );
    assert_eq!(
        found(&layer),
        [
            "own/factors.csv:2:functional_unit: warning[never-matched]: a value per DDD is applied to products only; name them with the kind product"
        ]
    );
}

#[test]
fn a_unit_that_is_never_applied_is_said() {
    for unit in [
        "two_puffs",
        "accessory",
        "patient_year",
        "treatment",
        "three_treatments",
        "year_nl",
    ] {
        let layer = study("100 ug", &per(unit, "product", "saba-mdi"), "");
        assert_eq!(
            found(&layer),
            [format!(
                "own/factors.csv:2:functional_unit: warning[never-matched]: a value per '{unit}' is shown and never applied; restate it per device, actuation, dose, month or ddd, or give it the kind context"
            )]
        );
        assert_eq!(value(&layer, "saba-mdi"), None);
        assert_eq!(
            found(&study("100 ug", &per(unit, "context", "saba"), "")),
            [""; 0]
        );
    }
}

#[test]
fn what_is_no_ddd_is_an_error() {
    let factor = per("device", "product", "saba-mdi");
    for (row, said) in [
        (
            "R03AC,aerosol,0.8,mg,T1,p. 2,read\n",
            "2:atc: error[unknown-code]: 'R03AC' is not an ATC code of a substance such as R03AC02",
        ),
        (
            "R03AC02,aerosol,0,mg,T1,p. 2,read\n",
            "2:amount: error[bad-number]: a DDD is more than zero; take the row out where there is none",
        ),
        (
            "R03AC02,aerosol,0.8,kg,T1,p. 2,read\n",
            "2:unit: error[unknown-word]: 'kg' is not one of: ug, mg, g, dose",
        ),
        (
            "R03AC02,tablet,0.8,mg,T1,p. 2,read\n",
            "2:form: error[unknown-word]: 'tablet' is not one of: any, aerosol, powder, powder_capsule, soft_mist, nebuliser_unit_dose, nebuliser_bottle",
        ),
        (
            "R03AC02,any,0.8,mg,T1,p. 2,read\nR03AC02,any,0.4,mg,T1,p. 2,read\n",
            "3:form: error[duplicate-id]: 'R03AC02 any' stands twice in this file",
        ),
    ] {
        assert_eq!(
            found(&study("100 ug", &factor, row)),
            [format!("own/ddd.csv:{said}")]
        );
    }
}
