//! Quantities that are computed from a dosage.

use crate::*;

/// Label, dosage code, days, end, amount a day; no quantity, prescribed on 1 January.
fn row(patient: u32, label: &str, unit: &str, [dosage, days, end, per_day]: [&str; 4]) -> String {
    format!("{patient};P1;2025-01-01;{label};;{unit};;;;\"{dosage}\";{days};{end};{per_day}")
}

const DISKUS: &str = "SERETIDE DISKUS INHPDR 50/500UG 60DO";

/// By hand: what a row without a quantity adds up to in packs of 60 doses, or why it does not.
#[test]
fn amounts_and_reasons_by_hand() {
    for (cells, unit, expected) in [
        // 2 x 1 x 90 = 180 doses, three packs.
        (["2D1I", "90", "", ""], "", Ok(("3", "from_dosage"))),
        (
            ["2D1I; spoelen", "90", "", ""],
            "ST",
            Ok(("3", "from_dosage")),
        ),
        // 1 January to 31 January is thirty days: 60 doses.
        (["2D1I", "", "2025-01-31", ""], "", Ok(("1", "from_dosage"))),
        // The days count before the end.
        (
            ["2D1I", "60", "2025-01-31", ""],
            "",
            Ok(("2", "from_dosage")),
        ),
        // 3 x 1 x 70 / 7 = 30 doses, half a pack.
        (["3W1I", "70", "", ""], "", Ok(("0.5", "from_dosage"))),
        // 2 a day, 30 days.
        (["", "30", "", "2"], "", Ok(("1", "from_per_day"))),
        (["", "30", "", "0,5"], "DO", Ok(("0.25", "from_per_day"))),
        (["zie tekst", "30", "", "2"], "", Ok(("1", "from_per_day"))),
        (["2D1I zn", "90", "", "2"], "", Err("dosage-as-needed")),
        (["2D1I zn", "", "", ""], "", Err("dosage-as-needed")),
        (["1D1TB", "90", "", ""], "", Err("dosage-not-usable")),
        (["1D1AE", "90", "", ""], "", Err("dosage-not-usable")),
        (["bekend", "90", "", ""], "", Err("dosage-not-usable")),
        (["", "30", "", "2"], "ST", Err("dosage-not-usable")),
        (["", "30", "", "2"], "ML", Err("dosage-not-usable")),
        (["", "30", "", "veel"], "", Err("dosage-not-usable")),
        // 24 x 99 x 700 doses are more than 48 packs.
        (["24D99I", "700", "", ""], "", Err("dosage-not-usable")),
        (["2D1I", "", "", ""], "", Err("quantity-missing")),
        (["2D1I", "0", "", ""], "", Err("quantity-missing")),
        (["2D1I", "9999", "", ""], "", Err("quantity-missing")),
        (["2D1I", "", "2025-01-01", ""], "", Err("quantity-missing")),
        (["2D1I", "", "2024-12-01", ""], "", Err("quantity-missing")),
        (
            ["2D1I", "drie", "2025-01-31", ""],
            "",
            Err("quantity-missing"),
        ),
        (["", "", "", ""], "", Err("quantity-missing")),
        (["", "30", "", ""], "", Err("quantity-missing")),
    ] {
        let report = report(&export(&[row(801, DISKUS, unit, cells)]));
        match expected {
            Ok((packs, how)) => {
                let product = &report["products"][0];
                assert_eq!(product["quantity"]["amount"], json!(packs), "{cells:?}");
                assert_eq!(
                    report["matching"]["quantities"],
                    json!({ how: 1 }),
                    "{cells:?}"
                );
                let correction = &report["matching"]["corrections"][0];
                assert_eq!(correction["how"], json!(how));
                assert_eq!(correction["lines"], json!([2]));
            }
            Err(reason) => {
                assert_eq!(
                    report["rows"]["set_aside"],
                    json!({ reason: 1 }),
                    "{cells:?}"
                );
            }
        }
    }
}

/// A rotacap is a piece, and a piece of capsules is a dose.
#[test]
fn pieces_are_doses_where_a_piece_is_one() {
    let label = "IPRATROPIUM CYCLOHALER INHCAPS 40UG";
    let report = report(&export(&[row(801, label, "", ["2D1RO", "30", "", ""])]));
    assert_eq!(report["matching"]["quantities"], json!({"from_dosage": 1}));
    assert_eq!(report["products"][0]["quantity"]["amount"], json!("60"));
    assert_eq!(report["products"][0]["quantity"]["unit"], json!("dose"));
}

#[test]
fn a_stated_quantity_counts_before_a_computed_one_in_any_order() {
    let stated = format!("801;P1;2025-01-01;{DISKUS};1;ST;;;;\"2D1I\";90;;");
    let rows = [
        row(801, DISKUS, "", ["2D1I", "90", "", ""]),
        stated,
        row(801, DISKUS, "", ["2D1I zn", "", "", ""]),
    ];
    let expected = without_lines(report(&export(&rows)));
    assert_eq!(expected["products"][0]["quantity"]["amount"], json!("1"));
    assert_eq!(
        expected["matching"]["quantities"],
        json!({"stated_devices": 1})
    );
    for order in permutations(&rows) {
        assert_eq!(without_lines(report(&export(&order))), expected);
    }
}

#[test]
fn no_column_of_quantities_is_needed_where_a_dosage_tells_them() {
    let text = format!(
        "datum;omschrijving;dosiscode;aantal dagen\n2025-01-15;{DISKUS};2D1I;30\n2025-01-16;{DISKUS};2D1I zn;30\n"
    );
    let report = report(&text);
    assert_eq!(report["rows"]["analysed"], json!(1));
    assert_eq!(report["rows"]["set_aside"], json!({"dosage-as-needed": 1}));
    let text = text.replace("aantal dagen", "opmerking");
    let export = Export::new("export.csv", text.as_bytes()).unwrap();
    let error = export.layout(&DATASET, None).unwrap_err();
    assert!(error.to_string().contains("no column with the quantity"));
}

/// Free text behind a code never comes out.
#[test]
fn text_of_a_dosage_stays_inside() {
    let text = export(&[
        row(801, DISKUS, "", ["2D1I mevrouw Jansen", "30", "", ""]),
        row(802, DISKUS, "", ["mevrouw Jansen", "30", "", ""]),
    ]);
    let report = report(&text).to_string();
    assert!(
        !report.contains("Jansen") && !report.contains("JANSEN"),
        "{report}"
    );
}
