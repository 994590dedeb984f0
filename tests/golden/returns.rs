//! What was brought back, and from which prescription it is taken off.

use crate::*;

const RETURNS: [&str; 14] = [
    // An equal amount of the day is removed, and the largest of what is left counts: 1 device.
    "1;15-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;2;ST",
    "1;15-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;1;ST",
    "1;15-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;-2;ST",
    // The largest is reduced: 3 - 1 = 2 devices.
    "2;16-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;3;ST",
    "2;16-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;-1;ST",
    // Of another month: the prescription of January is reduced to 2 - 1 = 1 device.
    "3;20-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;2;ST",
    "3;10-03-2025;VENTOLIN AEROSOL 100UG/DO 200DO;-1;ST",
    // Another day, and all of it: nothing is left.
    "4;05-02-2025;SERETIDE DISKUS INHPDR 50/500UG 60DO;1;ST",
    "4;12-02-2025;SERETIDE DISKUS INHPDR 50/500UG 60DO;-1;ST",
    // Of no prescription, and of more than was prescribed: two returns stay open.
    "5;20-02-2025;ATROVENT AEROSOL 20UG/DO 200DO;-2;ST",
    "6;20-02-2025;ATROVENT AEROSOL 20UG/DO 200DO;1;ST",
    "6;11-03-2025;ATROVENT AEROSOL 20UG/DO 200DO;-3;ST",
    // In doses: 120 - 60 of them, 1 device.
    "7;12-03-2025;SERETIDE DISKUS INHPDR 50/500UG 60DO;2;ST",
    "7;12-03-2025;SERETIDE DISKUS INHPDR 50/500UG 60DO;-60;DO",
];

fn text(rows: &[&str]) -> String {
    let header = "patient;datum;omschrijving;aantal;eenheid";
    format!("{header}\n{}\n", rows.join("\n"))
}

#[test]
fn returns_are_taken_off_in_any_order() {
    let mut rows = RETURNS;
    let forward = plain(&text(&rows));
    rows.reverse();
    let backward = plain(&text(&rows));
    let lines = [
        json!({
            "returned": [4, 6, 8, 10, 15],
            "quantity-negative": [11, 13],
            "undone": [10, 13],
        }),
        // Line n is line 17 - n.
        json!({
            "returned": [2, 7, 9, 11, 13],
            "quantity-negative": [4, 6],
            "undone": [4, 7],
        }),
    ];
    for (report, lines) in [forward, backward].iter().zip(lines) {
        // Analysed: of patients 1, 2, 3 and 7. Merged: the other row of patient 1. Undone: the
        // prescriptions of patients 4 and 6, on the line of the return. 4 + 1 + 5 + 2 + 2 = 14.
        assert_eq!(
            report["rows"],
            json!({
                "read": 14, "analysed": 4, "merged": 1, "merge_possible": true,
                "set_aside": {"returned": 5, "quantity-negative": 2, "undone": 2},
                "set_aside_lines": lines,
                "status_unknown": 0,
                "status_unknown_lines": [],
            })
        );
        // Ventolin: 1 + 2 + 1 = 4: 120.248. Seretide: 1.
        assert_eq!(
            products(report),
            json!([
                entry(
                    "ventolin-aerosol-100",
                    3,
                    "4",
                    "device",
                    climate(["120.248"; 3], "product", VENTOLIN, &[]),
                ),
                entry(
                    "seretide-diskus-50-500",
                    1,
                    "1",
                    "device",
                    climate(
                        ["0.898", "0.898", "1.25"],
                        "product",
                        &["s01-seretide-diskus", "s07-seretide-diskus"],
                        &[],
                    ),
                ),
            ])
        );
        assert_eq!(
            report["totals"]["climate"],
            json!({
                "unit": "kg CO2e", "low": "121.146", "central": "121.146", "high": "121.498",
                "flagged": {},
                "quality": {
                    "own_restated": "121.146", "own_as_published": "0",
                    "other_restated": "0", "other_as_published": "0",
                    "own_restated_interpolated": "0",
                },
                "own_restated_share": "1",
                "returns_open": 2,
            })
        );
        // What was brought back in March is less in January; of February nothing is left.
        assert_eq!(
            months(report),
            json!([
                ["2025-01", 3, ["120.248", "120.248", "120.248"]],
                ["2025-03", 1, ["0.898", "0.898", "1.25"]],
            ])
        );
        // Open returns are inhalers whose amount is not in the total.
        assert_eq!(
            report["coverage"]["climate"]["inhalers"],
            json!({
                "rows": 4, "rows_with_value": 4, "rows_set_aside": 2, "rows_without_patient": 0,
                "devices_with_value": "5", "devices_without_value": "0",
                "loose_doses_with_value": "0", "loose_doses_without_value": "0",
            })
        );
    }
}

#[test]
fn open_returns_are_said_in_both_languages() {
    let text = text(&RETURNS);
    let dataset = embedded();
    for (language, sentence) in [
        (
            Language::Dutch,
            "2 retouren van inhalatiemedicatie konden niet van een voorschrift worden afgetrokken, \
             of niet geheel; het totaal kan te hoog zijn. Eerste regelnummers: 11, 13.",
        ),
        (
            Language::English,
            "2 returns of inhaled medicines could not be taken off a prescription, or not as a \
             whole; the total may be too high. First line numbers: 11, 13.",
        ),
    ] {
        let export = Export::new("export.csv", text.as_bytes()).unwrap();
        let outcome = Engine::new(&dataset).analysis().run(export, None).unwrap();
        let page = Report::new(&outcome, language).text(100);
        let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(page.contains(sentence), "{page}");
    }
}
