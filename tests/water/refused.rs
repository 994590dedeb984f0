//! Rows of `water.csv` that do not load, each with its whole message.

use crate::*;
use groenrecept::dataset::Layer;

/// The problems of one row, given from its kind to its text.
fn problems(middle: &str) -> Vec<String> {
    let row = format!("x,V03AB01,stof,{middle},2025,S36,bladzijde 1,read,");
    match with_rows(&[&row]) {
        Ok(_) => Vec::new(),
        Err(found) => found,
    }
}

#[test]
fn well_formed_rows_of_every_kind_load() {
    for middle in [
        "eqs_proposed,,,0.04,,,ug/L,",
        "pnec,,,,0.1,0.2,ug/L,",
        "excreted_unchanged,oral,,,,0.01,fraction,",
        "washed_off,dermal,,0.5,0,1,fraction,",
        "removal,,quaternary,0,,,fraction,",
        "hazard_score,,,9,,,of 9,",
        "risk,,,,,,,cannot be excluded",
        "list,,,,,,,EU watch list",
        "finding,dermal,,,,,,words",
        "metabolised,oral,,1,0.79,1,fraction,",
    ] {
        assert_eq!(problems(middle), [""; 0], "{middle}");
    }
}

#[test]
fn each_problem_has_its_own_message() {
    let kinds = "eqs_proposed, eqs_national, criterion, pnec, pnec_company, pnec_resistance, eqs_secondary_poisoning, eqs_drinking_water, detection_limit, excreted_unchanged, excreted_conjugated, metabolised, absorbed, washed_off, removal, transformed, persistence, bioaccumulation, toxicity, risk, hazard_score, list, finding";
    let unknown_kind = format!("kind: error[unknown-word]: 'norm' is not one of: {kinds}");
    for (middle, expected) in [
        ("norm,,,0.04,,,ug/L,", unknown_kind.as_str()),
        (
            "pnec,,,0.04,,,mg/L,",
            "unit: error[unit-mismatch]: 'mg/L' is no unit of 'pnec'; expected 'ug/L'",
        ),
        (
            "removal,,secondary,49,,,%,",
            "unit: error[unit-mismatch]: '%' is no unit of 'removal'; expected 'fraction'\nvalue: error[bad-number]: a fraction lies from 0 to 1; '49' does not",
        ),
        (
            "removal,,secondary,0.5,0.6,0.7,fraction,",
            "value: error[inverted-range]: low, value and high must ascend; they are 0.6, 0.5 and 0.7",
        ),
        (
            "removal,,secondary,,0.7,0.6,fraction,",
            "value: error[inverted-range]: low, value and high must ascend; they are 0.7,  and 0.6",
        ),
        (
            "absorbed,dermal,,,,1.01,fraction,",
            "high: error[bad-number]: a fraction lies from 0 to 1; '1.01' does not",
        ),
        (
            "absorbed,dermal,,6e-2,,,fraction,",
            "value: error[bare-float]: '6e-2' is a floating point number and not what a source prints",
        ),
        (
            "hazard_score,,,10,,,of 9,",
            "value: error[bad-number]: a hazard score lies from 0 to 9; '10' does not",
        ),
        (
            "pnec,,,0,,,ug/L,",
            "value: error[bad-number]: a limit is above zero; '0' is not",
        ),
        (
            "pnec,,,,,,ug/L,",
            "value: error[empty-cell]: one of 'value', 'low' and 'high' must be filled",
        ),
        (
            "pnec,,,,,0.5,ug/L,",
            "value: error[empty-cell]: a 'pnec' needs a value, or both 'low' and 'high'",
        ),
        (
            "pnec,,,0.5,,,ug/L,low risk",
            "text: error[unknown-word]: a 'pnec' has no text; 'low risk' must be empty",
        ),
        (
            "risk,,,,,,,",
            "text: error[empty-cell]: 'text' must be filled",
        ),
        (
            "risk,,,3,,,,moderate",
            "value: error[unknown-word]: a 'risk' has no value; '3' must be empty",
        ),
        (
            "excreted_unchanged,,,0.5,,,fraction,",
            "route: error[empty-cell]: 'route' must be filled",
        ),
        (
            "excreted_unchanged,gel,,0.5,,,fraction,",
            "route: error[unknown-word]: 'gel' is not one of: oral, oromucosal, dermal, transdermal, rectal, inhaled, parenteral, eye, ear, nasal, vaginal",
        ),
        (
            "removal,,,0.5,,,fraction,",
            "stage: error[empty-cell]: 'stage' must be filled",
        ),
        (
            "removal,,advanced,0.5,,,fraction,",
            "stage: error[unknown-word]: 'advanced' is not one of: primary, secondary, tertiary, quaternary",
        ),
        (
            "removal,oral,secondary,0.5,,,fraction,",
            "route: error[unknown-word]: a 'removal' has no route; 'oral' must be empty",
        ),
        (
            "pnec,,secondary,0.5,,,ug/L,",
            "stage: error[unknown-word]: a 'pnec' has no stage; 'secondary' must be empty",
        ),
    ] {
        let found: Vec<String> = problems(middle)
            .iter()
            .map(|line| line.replace("laag/water.csv:2:", ""))
            .collect();
        assert_eq!(found.join("\n"), expected, "{middle}");
    }
}

/// A row about a transformation product, from its kind to its unit, with its two names.
fn problems_of_a_product(middle: &str, product: &str, dutch: &str) -> Vec<String> {
    let header = format!("{HEADER},product,product_nl");
    let row = format!("x,V03AB01,stof,{middle},,2025,S36,bladzijde 1,read,,{product},{dutch}");
    let found = with_table(&header, &[&row]).err().unwrap_or_default();
    let lines = found.iter();
    lines
        .map(|line| line.replace("laag/water.csv:2:", ""))
        .collect()
}

#[test]
fn a_transformation_product_is_named_and_formed_somewhere() {
    for middle in [
        "transformed,oral,,0.5,,,mass fraction",
        "transformed,,secondary,,0.5,0.6,mass fraction",
        "transformed,,quaternary,0.5,,,fraction",
        "pnec,,,0.5,,,ug/L",
    ] {
        assert_eq!(
            problems_of_a_product(middle, "product", "produkt"),
            [""; 0],
            "{middle}"
        );
    }
    let where_it_is_formed = "stage: error[empty-cell]: a 'transformed' has a route, where it happens in the body, or a stage, where it happens in treatment; fill one";
    for (middle, product, dutch, expected) in [
        (
            "transformed,oral,,0.5,,,mass fraction",
            "",
            "",
            "product: error[empty-cell]: 'product' must name the substance that is formed",
        ),
        (
            "transformed,,,0.5,,,mass fraction",
            "p",
            "",
            where_it_is_formed,
        ),
        (
            "transformed,oral,secondary,0.5,,,mass fraction",
            "p",
            "",
            where_it_is_formed,
        ),
        (
            "transformed,oral,,82,,,mass fraction",
            "p",
            "",
            "value: error[bad-number]: a fraction lies from 0 to 1; '82' does not",
        ),
        (
            "transformed,oral,,0.5,,,%",
            "p",
            "",
            "unit: error[unit-mismatch]: '%' is no unit of 'transformed'; expected 'mass fraction' or 'fraction'",
        ),
        (
            "transformed,oral,,,0.5,,mass fraction",
            "p",
            "",
            "value: error[empty-cell]: a 'transformed' needs a value, or both 'low' and 'high'",
        ),
        (
            "removal,,secondary,0.5,,,fraction",
            "p",
            "",
            "product: error[unknown-word]: a 'removal' has no product; 'p' must be empty",
        ),
        (
            "pnec,,,0.5,,,ug/L",
            "",
            "p",
            "product_nl: error[unknown-word]: a 'pnec' has no product_nl; 'p' must be empty",
        ),
        (
            "metabolised,,,0.5,,,fraction",
            "",
            "",
            "route: error[empty-cell]: 'route' must be filled",
        ),
    ] {
        let found = problems_of_a_product(middle, product, dutch);
        assert_eq!(found.join("\n"), expected, "{middle}");
    }
}

#[test]
fn a_number_has_no_dutch_words() {
    let header = format!("{HEADER},text_nl");
    let row = "x,V03AB01,stof,pnec,,,0.5,,,ug/L,,2025,S36,bladzijde 1,read,,laag";
    assert_eq!(
        with_table(&header, &[row]).unwrap_err(),
        [
            "laag/water.csv:2:text_nl: error[unknown-word]: a 'pnec' has no text_nl; 'laag' must be empty"
        ]
    );
}

#[test]
fn sources_codes_and_ids_are_checked() {
    let rows = [
        "a,M01A|V03AB01,stof,risk,,,,,,,low,2025,S36,bladzijde 1,read,",
        "b,V03AB01,stof,risk,,,,,,,low,2025,S999,bladzijde 1,read,",
        "b,V03AB01,stof,risk,,,,,,,low,,S36,bladzijde 1,read,",
    ];
    assert_eq!(
        with_rows(&rows).unwrap_err(),
        [
            "laag/water.csv:2:atc: error[unknown-code]: 'M01A' is not the ATC code of a substance, such as M01AB05",
            "laag/water.csv:3:source_id: error[dangling-reference]: the source 'S999' is not in sources.csv",
            "laag/water.csv:4:fact_id: error[duplicate-id]: 'b' stands twice in this file",
            "laag/water.csv:4:vintage: error[empty-cell]: 'vintage' must be filled",
        ]
    );
}

#[test]
fn a_missing_column_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let header = HEADER.replace(",vintage", "");
    std::fs::write(folder.path().join("water.csv"), format!("{header}\n")).unwrap();
    let error = embedded()
        .with_layer(&Layer::from_dir(folder.path()).unwrap())
        .unwrap_err();
    let message = "vintage: error[missing-column]: the column 'vintage' is missing";
    assert!(error.to_string().ends_with(message), "{error}");
}
