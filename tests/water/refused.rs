//! Rows of `water.csv` that do not load, each with its whole message.

use crate::*;

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
    ] {
        assert_eq!(problems(middle), [""; 0], "{middle}");
    }
}

#[test]
fn each_problem_has_its_own_message() {
    let kinds = "eqs_proposed, eqs_national, criterion, pnec, pnec_company, pnec_resistance, eqs_secondary_poisoning, eqs_drinking_water, detection_limit, excreted_unchanged, excreted_conjugated, absorbed, washed_off, removal, persistence, bioaccumulation, toxicity, risk, hazard_score, list, finding";
    let unknown_kind = format!("column kind: 'norm' is not one of: {kinds} [unknown-word]");
    for (middle, expected) in [
        ("norm,,,0.04,,,ug/L,", unknown_kind.as_str()),
        (
            "pnec,,,0.04,,,mg/L,",
            "column unit: 'mg/L' is no unit of 'pnec'; expected 'ug/L' [unit-mismatch]",
        ),
        (
            "removal,,secondary,49,,,%,",
            "column unit: '%' is no unit of 'removal'; expected 'fraction' [unit-mismatch]\ncolumn value: a fraction lies from 0 to 1; '49' does not [bad-number]",
        ),
        (
            "removal,,secondary,0.5,0.6,0.7,fraction,",
            "column value: low, value and high must ascend; they are 0.6, 0.5 and 0.7 [inverted-range]",
        ),
        (
            "removal,,secondary,,0.7,0.6,fraction,",
            "column value: low, value and high must ascend; they are 0.7,  and 0.6 [inverted-range]",
        ),
        (
            "absorbed,dermal,,,,1.01,fraction,",
            "column high: a fraction lies from 0 to 1; '1.01' does not [bad-number]",
        ),
        (
            "absorbed,dermal,,6e-2,,,fraction,",
            "column value: '6e-2' is not a plain decimal number of zero or more, such as 28.262 [bad-number]",
        ),
        (
            "hazard_score,,,10,,,of 9,",
            "column value: a hazard score lies from 0 to 9; '10' does not [bad-number]",
        ),
        (
            "pnec,,,0,,,ug/L,",
            "column value: a limit is above zero; '0' is not [bad-number]",
        ),
        (
            "pnec,,,,,,ug/L,",
            "column value: one of 'value', 'low' and 'high' must be filled [empty-cell]",
        ),
        (
            "pnec,,,,,0.5,ug/L,",
            "column value: a 'pnec' needs a value, or both 'low' and 'high' [empty-cell]",
        ),
        (
            "pnec,,,0.5,,,ug/L,low risk",
            "column text: a 'pnec' has no text; 'low risk' must be empty [unknown-word]",
        ),
        (
            "risk,,,,,,,",
            "column text: 'text' must be filled [empty-cell]",
        ),
        (
            "risk,,,3,,,,moderate",
            "column value: a 'risk' has no value; '3' must be empty [unknown-word]",
        ),
        (
            "excreted_unchanged,,,0.5,,,fraction,",
            "column route: 'route' must be filled [empty-cell]",
        ),
        (
            "excreted_unchanged,gel,,0.5,,,fraction,",
            "column route: 'gel' is not one of: oral, oromucosal, dermal, transdermal, rectal, inhaled, parenteral, eye, ear, nasal, vaginal [unknown-word]",
        ),
        (
            "removal,,,0.5,,,fraction,",
            "column stage: 'stage' must be filled [empty-cell]",
        ),
        (
            "removal,,advanced,0.5,,,fraction,",
            "column stage: 'advanced' is not one of: primary, secondary, tertiary, quaternary [unknown-word]",
        ),
        (
            "removal,oral,secondary,0.5,,,fraction,",
            "column route: a 'removal' has no route; 'oral' must be empty [unknown-word]",
        ),
        (
            "pnec,,secondary,0.5,,,ug/L,",
            "column stage: a 'pnec' has no stage; 'secondary' must be empty [unknown-word]",
        ),
    ] {
        let found: Vec<String> = problems(middle)
            .iter()
            .map(|line| line.replace("laag/water.csv:2, ", ""))
            .collect();
        assert_eq!(found.join("\n"), expected, "{middle}");
    }
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
            "laag/water.csv:2, column atc: 'M01A' is not the ATC code of a substance, such as M01AB05 [bad-atc]",
            "laag/water.csv:3, column source_id: the source 'S999' is not in sources.csv [dangling-reference]",
            "laag/water.csv:4, column vintage: 'vintage' must be filled [empty-cell]",
            "laag/water.csv:4, column fact_id: 'b' stands twice in this file [duplicate-id]",
        ]
    );
}

#[test]
fn a_missing_column_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let header = HEADER.replace(",vintage", "");
    std::fs::write(folder.path().join("water.csv"), format!("{header}\n")).unwrap();
    let error = embedded().with_layer(folder.path()).unwrap_err();
    let message = "column vintage: the column 'vintage' is missing [missing-column]";
    assert!(error.to_string().ends_with(message), "{error}");
}
