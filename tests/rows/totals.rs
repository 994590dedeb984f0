//! Rows of totals and subtotals among prescriptions: named, and in no sum.

use crate::*;

fn lines(report: &Value) -> Value {
    report["rows"]["set_aside_lines"].clone()
}

fn amounts(report: &Value) -> BTreeMap<String, String> {
    let products = report["products"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    products
        .map(|one| (text(&one["label"]), text(&one["quantity"]["amount"])))
        .collect()
}

#[test]
fn totals_are_known_by_their_words() {
    let text = "Omschrijving;ATC;Aantal\n\
        FOSTER AEROSOL 100/6MCG/DO 120DO;R03AK08;1\n\
        FOSTER AEROSOL 100/6MCG/DO 120DO;R03AK08;4\n\
        Totaal FOSTER AEROSOL 100/6MCG/DO 120DO;;5\n\
        VENTOLIN AEROSOL 100MCG/DO 200DO;R03AC02;2\n\
        Subtotaal R03AC02;R03AC02;2\n\
        ;Grand total;7\n\
        ** Eindtotaal **;;7\n\
        SOMATULINE AUTOSOLUTION 60MG;H01CB03;1\n";
    let found = report(text);
    assert_eq!(lines(&found), json!({"subtotal": [4, 6, 7, 8]}));
    assert_eq!(found["rows"]["analysed"], 4);
    assert_eq!(
        amounts(&found),
        [
            ("Foster dosisaerosol 100/6 microg, 120 doses", "5"),
            ("Ventolin Inhalator 100 microg, 200 doses", "2")
        ]
        .map(|(label, amount)| (label.to_owned(), amount.to_owned()))
        .into()
    );
    let dutch = page(text, Language::Dutch);
    assert!(
        dutch.contains("totaal of subtotaal van andere regels 4 4, 6, 7, 8"),
        "{dutch}"
    );
    let english = page(text, Language::English);
    assert!(
        english.contains("total or subtotal of other rows 4 4, 6, 7, 8"),
        "{english}"
    );
}

const VENTOLIN: &str = "VENTOLIN AEROSOL 100UG/DO 200DO";

#[test]
fn the_word_may_stand_for_the_patient_the_practice_or_the_day() {
    let rows = [
        format!("1;P1;2025-01-15;{VENTOLIN};1;ST;;;;;;;"),
        format!("Totaal;;2025-01-15;{VENTOLIN};1;ST;;;;;;;"),
        format!("1;Totaal P1;2025-01-15;{VENTOLIN};1;ST;;;;;;;"),
        format!("1;P1;Totaal januari;{VENTOLIN};1;ST;;;;;;;"),
        format!("Totaal;P1;;{VENTOLIN};1;ST;;;;;;;"),
        ";;;Som;1;;;;;;;;".to_owned(),
        // Pseudonyms and practices that begin alike.
        format!("somx81;P1;2025-01-15;{VENTOLIN};1;ST;;;;;;;"),
        format!("T;P1;2025-01-15;{VENTOLIN};1;ST;;;;;;;"),
    ];
    let found = report(&export(&rows));
    assert_eq!(lines(&found), json!({"subtotal": [3, 5, 6, 7]}));
    // The row of practice `Totaal P1` has the day and product of the first, and is no copy of it.
    assert_eq!(found["rows"]["analysed"], 4);
}

#[test]
fn a_row_of_nobody_is_a_total_by_its_number() {
    let of = |patient: &str, day: &str, amount: &str, rest: &str| {
        format!("{patient};;{day};{VENTOLIN};{amount};ST;{rest}")
    };
    let plain = ";;;;;;";
    let day = "2025-01-15";
    let rows = [
        of("1", day, "1", plain),
        of("2", day, "2", plain),
        of("", "", "3", plain), // of the rows since the start
        of("3", day, "4", plain),
        of("4", "", "1", plain), // a patient: no total
        of("", "", "2", plain),  // another number: no total
        of("", "", "7", plain),  // of the rows since the last total
        of("5", day, "2", plain),
        of("6", day, "1", plain),
        of("", "", "13", plain),        // of all rows
        of("", "", "13", ";;;2D1I;;;"), // a dosage: no total
        of("", day, "26", plain),       // a day: no total
    ];
    let found = report(&export(&rows));
    assert_eq!(
        lines(&found),
        json!({"subtotal": [4, 8, 11], "date-missing": [6, 7, 12]})
    );
    assert_eq!(found["rows"]["analysed"], 6);
    // Without a column for the patient, or for the day, the number says nothing.
    for left_out in ["patient", "datum"] {
        let named = export(&rows[..3]).replace(left_out, "x");
        let export = Export::new("export.csv", named.as_bytes()).unwrap();
        let outcome = Engine::new(&DATASET).analysis().run(export, None).unwrap();
        assert!(
            !json_of(&outcome)["rows"]["set_aside"]
                .to_string()
                .contains("subtotal")
        );
    }
}
