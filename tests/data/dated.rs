//! What holds where and when.

use crate::*;

fn products(dataset: &Dataset, day: Option<&str>, label: &str) -> Vec<String> {
    let engine = Engine::new(dataset);
    let line = Prescription::new().label(label);
    let line = match day {
        Some(day) => line.day(day.parse::<Day>().unwrap()),
        None => line,
    };
    let found = engine.resolve(&line);
    let Some(inhaler) = found.inhaler() else {
        return Vec::new();
    };
    let products = engine.products(inhaler).unwrap();
    products.iter().map(|one| one.id.to_string()).collect()
}

/// The same brand exists with two gases; a Dutch line never meets a British article.
#[test]
fn articles_of_other_countries_match_no_line() {
    assert_eq!(
        products(
            &DATASET,
            None,
            "TRIXEO AEROSPHERE AEROSOL 160/5/7,2UG/DO 120DO"
        ),
        [
            "trixeo-aerosphere-aerosol-160-5-7-2",
            "trixeo-aerosphere-hfo"
        ]
    );
    assert_eq!(
        products(&DATASET, None, "CLENIL MODULITE AEROSOL 100UG"),
        [""; 0]
    );
    let dutch = DATASET
        .product_by_id("trixeo-aerosphere-aerosol-160-5-7-2")
        .unwrap();
    let british = DATASET.product_by_id("trixeo-aerosphere-hfo-uk").unwrap();
    let european = DATASET.product_by_id("trixeo-aerosphere-hfo").unwrap();
    assert_eq!(dutch.propellant.as_str(), "HFC-134a");
    assert_eq!(european.propellant.as_str(), "HFO-1234ze(E)");
    assert_eq!(british.propellant.as_str(), "HFO-1234ze(E)");
    assert_eq!(british.validity.from, Day::new(2025, 5, 12));
    // Its 13 g of gas alone stand in for no other aerosol: they would pull every range to
    // nothing, and a life cycle is more than its gas.
    let trixeo = estimate("trixeo-aerosphere-aerosol-160-5-7-2");
    assert_eq!(trixeo.basis, Basis::DeviceClass);
    assert!(trixeo.per_device.unwrap().low().round(3) > decimal("5"));
    let open = estimate("atimos-aerosol-12");
    assert!(open.per_device.unwrap().low().round(3) > decimal("4"));
}

const SOURCE: (&str, &str) = (
    "sources.csv",
    "source_id,kind,title\nT1,leaflet,A label\nT2,study,A study\n",
);

/// One brand, two gases in turn: each line meets the article of its day.
#[test]
fn a_line_meets_the_article_and_the_factor_of_its_day() {
    let dataset = layered(&[
        SOURCE,
        (
            "products.csv",
            "product_id,atc,substance,brand,form,device,device_name,strength,doses_per_pack,propellant,propellant_g,market,valid_from,valid_to,source_id,locator,evidence\n\
             ventolin-aerosol-100,R03AC02,salbutamol,Ventolin,aerosol,pMDI,Inhalator,100 ug,200,HFC-134a,18,NL,,2027-06-30,T1,label,read\n\
             ventolin-aerosol-100-152a,R03AC02,salbutamol,Ventolin,aerosol,pMDI,Inhalator,100 ug,200,HFC-152a,18,NL,2027-07-01,,T1,label,read\n",
        ),
        (
            "factors.csv",
            "factor_id,subject_kind,subject,indicator,functional_unit,value,low,high,unit,boundary,propellant,gwp_set,valid_from,valid_to,source_id,locator,evidence\n\
             t2-new,product,ventolin-aerosol-100-152a,climate,device,5,,,kg CO2e,cradle_to_grave,HFC-152a,AR6,,2027-12-31,T2,table,read\n\
             t2-newer,product,ventolin-aerosol-100-152a,climate,device,4,,,kg CO2e,cradle_to_grave,HFC-152a,AR6,2028-01-01,,T2,table,read\n",
        ),
    ])
    .unwrap();
    let label = "VENTOLIN AEROSOL 100UG/DO 200DO";
    for (day, product) in [
        (Some("2025-01-31"), "ventolin-aerosol-100"),
        (Some("2027-06-30"), "ventolin-aerosol-100"),
        (Some("2027-07-01"), "ventolin-aerosol-100-152a"),
        (None, "ventolin-aerosol-100"), // the date of the data
    ] {
        let found = products(&dataset, day, label);
        assert_eq!(found, [product], "{day:?}");
    }
    let climate = |day: &str| {
        let day = day.parse::<Day>().unwrap();
        let prescription = Prescription::new()
            .label(label)
            .quantity("1", "ST")
            .day(day);
        let impact = Engine::new(&dataset).impact(&prescription).unwrap();
        impact.climate.central().round(3).to_string()
    };
    // The embedded certificate until mid-2027, restated with the 18 g of the layer (28.262 +
    // 18 x 0.100), then the study, then its newer value.
    assert_eq!(climate("2027-06-30"), "30.062");
    assert_eq!(climate("2027-07-01"), "5");
    assert_eq!(climate("2027-12-31"), "5");
    assert_eq!(climate("2028-01-01"), "4");

    // The same in an export: 30.062 + 5 + 4.
    let text = format!(
        "datum;omschrijving;aantal;eenheid\n30-06-2027;{label};1;ST\n31-12-2027;{label};1;ST\n31-01-2028;{label};1;ST\n"
    );
    let export = groenrecept::intake::Export::new("export.csv", text.as_bytes()).unwrap();
    let outcome = Engine::new(&dataset).analysis().run(export, None).unwrap();
    let total = outcome.totals.climate.central();
    assert_eq!(total.round(6).to_string(), "39.062");
    assert_eq!(outcome.rows.analysed, 3);
}

#[test]
fn days_that_are_none_and_that_run_backwards_are_refused() {
    let error = layered(&[
        SOURCE,
        (
            "products.csv",
            "product_id,atc,substance,form,device,propellant,valid_from,valid_to,source_id,locator,evidence\n\
             a,R03AC02,salbutamol,aerosol,pMDI,HFC-134a,2027-13-01,,T1,label,read\n\
             b,R03AC02,salbutamol,aerosol,pMDI,HFC-134a,2027-07-01,2026-01-01,T1,label,read\n",
        ),
    ])
    .unwrap_err();
    let ErrorKind::Dataset(findings) = error.kind() else {
        panic!("{error}");
    };
    let errors = findings
        .iter()
        .filter(|one| one.severity == Severity::Error);
    let codes: Vec<_> = errors.map(|one| one.code.as_str()).collect();
    assert_eq!(codes, ["bad-date", "inverted-range"], "{error}");
}

/// A mass that the model does not use was counted as known.
#[test]
fn a_mass_that_does_not_count_is_a_mass_that_is_missing() {
    let product =
        |id: &str| format!("{id},R03AC02,salbutamol,aerosol,pMDI,100,HFC-134a,NL,T1,p. 1,read\n");
    let products = format!(
        "product_id,atc,substance,form,device,doses_per_pack,propellant,market,source_id,locator,evidence\n{}{}{}",
        product("test-a"),
        product("test-b"),
        product("test-c")
    );
    let factors = "factor_id,subject_kind,subject,indicator,functional_unit,value,low,high,unit,boundary,gwp_set,valid_to,source_id,locator,evidence\n\
         a,product,test-a,propellant_mass,device,12,,,g,propellant_only,none,,T1,p. 1,read\n\
         b,product,test-b,propellant_mass,device,12,,,g,propellant_only,none,,T1,p. 1,unverified\n\
         c,product,test-c,propellant_mass,device,12,,,g,propellant_only,none,2020-01-01,T1,p. 1,read\n";
    let dataset = layered(&[
        SOURCE,
        ("products.csv", &products),
        ("factors.csv", factors),
    ])
    .unwrap();
    let summary = groenrecept::report::data::Summary::of(&dataset);
    let summary = serde_json::to_value(summary).unwrap();
    let missing = summary["missing"]["aerosols_without_mass"]
        .as_array()
        .unwrap();
    let lacks = |id: &str| missing.contains(&id.into());
    assert_eq!(
        ["test-a", "test-b", "test-c"].map(lacks),
        [false, true, true]
    );
}
