//! Totals over many prescriptions: packs, loose pieces, doses, and the rows that add up others.

use crate::*;

/// A file of totals by month: parts of packs, and three rows that add up others.
const TOTALS: &str = "datum;omschrijving;atc;aantal\n\
     15-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;R03AC02;1200,5\n\
     31-01-2025;SERETIDE DISKUS INHPDR 50/500UG 60DO;R03AK06;40\n\
     Totaal januari;;;1240,5\n\
     15-02-2025;VENTOLIN AEROSOL 100UG/DO 200DO;R03AC02;0,25\n\
     28-02-2025;SPIRIVA INHALCAPS 18MCG + HANDIHALER;R03BB04;960\n\
     ;Subtotaal februari;;960,25\n\
     28-02-2025;Eindtotaal;;2200,75\n";

/// With a profile that says what a number counts.
fn counted(counts: &str) -> Value {
    let profile = format!("counts = \"{counts}\"\ndecimal = \",\"\ndate = \"dd-mm-yyyy\"\n");
    let profile = Profile::parse(&profile).unwrap();
    let export = Export::new("export.csv", TOTALS.as_bytes()).unwrap();
    let dataset = embedded();
    let analysis = Engine::new(&dataset).gwp(GwpSet::Ar6).analysis();
    let outcome = analysis.run(export, Some(&profile)).unwrap();
    serde_json::to_value(Report::new(&outcome, Language::Dutch)).unwrap()
}

/// The account is the same whatever is counted: seven rows, three of them totals.
fn account() -> Value {
    json!({
        "read": 7, "analysed": 4, "merged": 0, "merge_possible": false,
        "set_aside": {"subtotal": 3},
        "set_aside_lines": {"subtotal": [4, 7, 8]},
        "status_unknown": 0,
        "status_unknown_lines": [],
    })
}

fn ventolin(amount: &str, central: &str) -> Value {
    let climate = climate([central; 3], "product", VENTOLIN, &[]);
    entry("ventolin-aerosol-100", 2, amount, "device", climate)
}

fn seretide(rows: u64, amount: &str, ends: [&str; 3]) -> Value {
    let factors = ["s01-seretide-diskus", "s07-seretide-diskus"];
    let climate = climate(ends, "product", &factors, &[]);
    entry("seretide-diskus-50-500", rows, amount, "device", climate)
}

fn spiriva(unit: &str, central: &str) -> Value {
    let flags = ["boundary_not_stated", "secondary"];
    let climate = climate([central; 3], "product", &["p18-spiriva-handihaler"], &flags);
    entry("spiriva-handihaler-18", 1, "960", unit, climate)
}

/// All is of products with a value of their own; the boundary of that of Spiriva is not stated.
fn total(ends: [&str; 3], spiriva: &str) -> Value {
    let [low, central, high] = ends;
    json!({
        "unit": "kg CO2e", "low": low, "central": central, "high": high,
        "flagged": {"boundary_not_stated": spiriva, "secondary": spiriva},
        "quality": {
            "own_restated": central, "own_as_published": "0",
            "other_restated": "0", "other_as_published": "0",
            "own_restated_interpolated": "0",
        },
        "own_restated_share": "1",
    })
}

#[test]
fn totals_of_packs() {
    let report = counted("packs");
    assert_eq!(report["rows"], account());
    // Ventolin: 1200.5 + 0.25 = 1200.75 packs: 1200.75 x 30.062 = 36096.9465.
    // Spiriva: 960 packs of 30 capsules (p18, 0.282 each): 270.72. This is what the file says.
    // Seretide: 40 x 0.898 = 35.92, at the most 40 x 1.25 = 50.
    assert_eq!(
        products(&report),
        json!([
            ventolin("1200.75", "36096.9465"),
            spiriva("device", "270.72"),
            seretide(1, "40", ["35.92", "35.92", "50"]),
        ])
    );
    // 36096.9465 + 270.72 + 35.92 = 36403.5865; high 36096.9465 + 270.72 + 50 = 36417.6665.
    assert_eq!(
        report["totals"]["climate"],
        total(["36403.5865", "36403.5865", "36417.6665"], "270.72")
    );
    // January: 1200.5 x 30.062 = 36089.431, and Seretide; February: 0.25 x 30.062 = 7.5155, and
    // Spiriva.
    assert_eq!(
        months(&report),
        json!([
            ["2025-01", 2, ["36125.351", "36125.351", "36139.431"]],
            ["2025-02", 2, ["278.2355", "278.2355", "278.2355"]],
        ])
    );
}

#[test]
fn totals_of_inhalers_and_loose_capsules() {
    let report = counted("mixed");
    assert_eq!(report["rows"], account());
    // As packs, but for Spiriva: 960 capsules are 32 packs of 30: 32 x 0.282 = 9.024.
    assert_eq!(
        products(&report),
        json!([
            ventolin("1200.75", "36096.9465"),
            seretide(1, "40", ["35.92", "35.92", "50"]),
            spiriva("dose", "9.024"),
        ])
    );
    // 36096.9465 + 35.92 + 9.024 = 36141.8905; high 36096.9465 + 50 + 9.024 = 36155.9705.
    assert_eq!(
        report["totals"]["climate"],
        total(["36141.8905", "36141.8905", "36155.9705"], "9.024")
    );
    // February: 7.5155 + 9.024.
    assert_eq!(
        months(&report),
        json!([
            ["2025-01", 2, ["36125.351", "36125.351", "36139.431"]],
            ["2025-02", 2, ["16.5395", "16.5395", "16.5395"]],
        ])
    );
}

#[test]
fn totals_of_doses() {
    let report = counted("doses");
    assert_eq!(report["rows"], account());
    // Ventolin: 1200.75 doses of 200 = 6.00375 packs: 180.4847325, rounded half away from zero.
    // Spiriva: 960 capsules, as above.
    // Seretide: 40 doses of 60 = 2/3: 0.898 x 2/3 = 0.598666..., 1.25 x 2/3 = 0.833333... A part
    // of a pack in a total is no pack that was handed out: it is not counted as a whole one.
    assert_eq!(
        products(&report),
        json!([
            ventolin("6.00375", "180.484733"),
            spiriva("dose", "9.024"),
            seretide(1, "0.666667", ["0.598667", "0.598667", "0.833333"]),
        ])
    );
    // 180.4847325 + 9.024 + 0.598666... = 190.107399...; high 190.342065...
    assert_eq!(
        report["totals"]["climate"],
        total(["190.107399", "190.107399", "190.342066"], "9.024")
    );
    // January: 1200.5 / 200 x 30.062 = 180.447155, and 0.598666... or 0.833333...
    // February: 0.25 / 200 x 30.062 = 0.0375775, and 9.024.
    assert_eq!(
        months(&report),
        json!([
            ["2025-01", 2, ["181.045822", "181.045822", "181.280488"]],
            ["2025-02", 2, ["9.061578", "9.061578", "9.061578"]],
        ])
    );
}

/// Among prescriptions a row without patient and day is a total where its number is one.
#[test]
fn subtotals_by_arithmetic() {
    let report = plain(
        "patient;datum;omschrijving;aantal;eenheid\n\
         1;15-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;1;ST\n\
         2;20-01-2025;VENTOLIN AEROSOL 100UG/DO 200DO;2;ST\n\
         ;;VENTOLIN AEROSOL 100UG/DO 200DO;3;ST\n\
         1;03-02-2025;SERETIDE DISKUS INHPDR 50/500UG 60DO;2;ST\n\
         3;03-02-2025;SERETIDE DISKUS INHPDR 50/500UG 60DO;2;ST\n\
         ;;SERETIDE DISKUS INHPDR 50/500UG 60DO;4;ST\n\
         ;;;7;\n\
         ;;SERETIDE DISKUS INHPDR 50/500UG 60DO;5;ST\n\
         ;04-02-2025;SERETIDE DISKUS INHPDR 50/500UG 60DO;7;ST\n",
    );
    // 1 + 2 = 3; 2 + 2 = 4 since then; 7 of all. 5 is none of these, and 7 of a day is a
    // prescription of nobody.
    assert_eq!(
        report["rows"],
        json!({
            "read": 9, "analysed": 5, "merged": 0, "merge_possible": true,
            "set_aside": {"subtotal": 3, "date-missing": 1},
            "set_aside_lines": {"subtotal": [4, 7, 8], "date-missing": [9]},
            "status_unknown": 0,
            "status_unknown_lines": [],
        })
    );
    // Ventolin: 3 x 30.062 = 90.186. Seretide: 2 + 2 + 7 = 11: 9.878, at the most 13.75.
    assert_eq!(
        products(&report),
        json!([
            ventolin("3", "90.186"),
            seretide(3, "11", ["9.878", "9.878", "13.75"]),
        ])
    );
    assert_eq!(
        ends(&report["totals"]["climate"]),
        json!(["100.064", "100.064", "103.936"])
    );
    assert_eq!(
        months(&report),
        json!([
            ["2025-01", 2, ["90.186", "90.186", "90.186"]],
            ["2025-02", 3, ["9.878", "9.878", "13.75"]],
        ])
    );
}
