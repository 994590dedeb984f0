//! Copies, sums, values, and their page; data layers.

use crate::*;
use groenrecept::dataset::Layer;

/// Codes that no code table resolves were left out of the key under which a worker keeps what
/// cells mean, but not out of what was kept.
#[test]
fn two_medicines_known_by_code_alone_are_no_copies() {
    let report = report_of(&["801;2025-01-15;;;111;1;ST;", "801;2025-01-15;;;222;1;ST;"]);
    assert_eq!(report["rows"]["analysed"], 2, "{}", report["rows"]);
    assert_eq!(report["rows"]["merged"], 0);
}

/// As above: a code of zero is no code, and the row behind it was taken to have none either.
#[test]
fn a_code_of_zero_says_nothing_about_the_next_row() {
    let report = report_of(&["801;2025-01-15;;;0;1;ST;", "802;2025-01-16;;;222;1;ST;"]);
    assert_eq!(report["rows"]["set_aside"], json!({"product-missing": 1}));
    assert_eq!(report["coverage"]["climate"]["none"]["unrecognised"], 1);
}

/// A row that a copy completes is analysed, so its line must be named as any other.
#[test]
fn an_unrecognised_row_completed_by_its_copy_has_a_line() {
    let report = report_of(&[
        "801;2025-01-15;IETS ANDERS;;;;ST;",
        "801;2025-01-15;IETS ANDERS;;;1;ST;",
    ]);
    let none = &report["coverage"]["climate"]["none"];
    assert_eq!(none["unrecognised"], 1, "{report}");
    assert_eq!(
        none["unrecognised_lines"].as_array().unwrap().len(),
        1,
        "{none}"
    );
}

/// A product has one line in a report, however its rows wrote it.
#[test]
fn a_product_stands_once_in_the_report() {
    let report = report_of(&[
        "801;2025-01-15;VENTOLIN AEROSOL 100UG/DO 200DO;;;1;ST;",
        "802;2025-01-15;VENTOLIN AEROSOL 100UG/DO;;;2;ST;",
    ]);
    let products = report["products"].as_array().unwrap();
    let lines: Vec<(&Value, &Value)> = products
        .iter()
        .map(|product| (&product["product"], &product["quantity"]["amount"]))
        .collect();
    assert_eq!(lines, [(&json!("ventolin-aerosol-100"), &json!("3"))]);
}

/// What the second part of such a line rests on was dropped, with what to know about it.
#[test]
fn a_line_of_two_stretches_of_time_names_the_factors_of_both() {
    let folder = tempfile::tempdir().unwrap();
    let factors = "factor_id,subject_kind,subject,indicator,functional_unit,value,low,high,unit,boundary,gwp_set,valid_from,valid_to,source_id,locator,evidence\n\
         a,product,ventolin-aerosol-100,climate,device,40,,,kg CO2e,cradle_to_grave,AR6,,2025-06-30,T1,p. 1,read\n\
         b,product,ventolin-aerosol-100,climate,device,30,,,kg CO2e,not_stated,unknown,2025-07-01,,T1,p. 1,read\n";
    let sources = "source_id,kind,title\nT1,study,A study\n";
    for (file, text) in [("factors.csv", factors), ("sources.csv", sources)] {
        std::fs::write(folder.path().join(file), text).unwrap();
    }
    let dataset = Dataset::from_layer(Layer::from_dir(folder.path()).unwrap()).unwrap();
    let report = |days: &[&str]| {
        let rows: Vec<String> = days
            .iter()
            .map(|day| format!("{day};VENTOLIN AEROSOL 100UG/DO 200DO;1;ST\n"))
            .collect();
        let text = format!("{HEADER}{}", rows.concat());
        let export = Export::new("export.csv", text.as_bytes()).unwrap();
        let outcome = Engine::new(&dataset).analysis().run(export, None).unwrap();
        assert_eq!(outcome.products.len(), 1);
        let climate = outcome.products[0].climate.as_ref().unwrap();
        let factors = climate.factors.iter().map(|id| id.as_str().to_owned());
        let central = climate.range.central().round(6).to_string();
        (central, factors.collect(), climate.flags.clone())
    };
    let [old, new] = ["15-01-2025", "15-09-2025"];
    let published = BTreeSet::from([
        Flag::GwpAsPublished,
        Flag::SetNotStated,
        Flag::BoundaryNotStated,
    ]);
    let names = |names: &[&str]| -> Vec<String> { names.iter().map(|n| (*n).to_owned()).collect() };
    assert_eq!(
        report(&[old]),
        ("40".to_owned(), names(&["a"]), BTreeSet::new())
    );
    assert_eq!(
        report(&[new]),
        ("30".to_owned(), names(&["b"]), published.clone())
    );
    for days in [[old, new], [new, old]] {
        assert_eq!(
            report(&days),
            ("70".to_owned(), names(&["a", "b"]), published.clone())
        );
    }
}

/// Two lines of one product with the same impact had no order of their own.
#[test]
fn lines_with_the_same_impact_have_an_order() {
    let mut rows = [
        "801;2025-01-15;VENTOLIN AEROSOL 100UG/DO 200DO;;;1;ST;",
        "802;2025-01-15;VENTOLIN AEROSOL 100UG/DO 200DO;;;1;ST;",
        "803;2025-01-15;VENTOLIN AEROSOL 100UG/DO;;;2;ST;",
    ];
    let forward = report_of(&rows);
    rows.reverse();
    assert_eq!(forward, report_of(&rows));
}

/// The practice writes the pack size and the pharmacy does not: still one prescription.
#[test]
fn a_copy_without_the_pack_size_is_a_copy() {
    let report = report_of(&[
        "801;2025-01-15;VENTOLIN AEROSOL 100UG/DO 200DO;;;1;ST;",
        "801;2025-01-15;VENTOLIN AEROSOL 100UG/DO;;;1;ST;",
    ]);
    assert_eq!(report["rows"]["merged"], 1, "{}", report["rows"]);
}

/// A prescription may hold any number of doses, and an export any number of such numbers.
#[test]
fn many_distinct_amounts_are_all_counted() {
    let mut text = ALL.to_owned();
    for number in 0..5000 {
        let doses = 201 + number;
        text.push_str(&format!(
            "{number}1;2025-01-15;VENTOLIN AEROSOL 100UG/DO 200DO;;;{doses};DO;\n"
        ));
    }
    let outcome = outcome(text);
    assert_eq!(account(&outcome), (5000, 5000, Vec::new()));
}

/// Most capsules have a value per dose only; beside a Respimat counted in devices they gave
/// the value twenty factors and three flags, and nothing else. Those of a pack with a value,
/// the HandiHaler with 30, count.
#[test]
fn what_has_no_value_in_the_unit_gave_factors_and_flags() {
    let outcome = outcome(format!(
        "{}31-01-2025;;4;ST;R03BB04\n",
        "datum;omschrijving;aantal;eenheid;atc\n"
    ));
    let climate = outcome.products[0].climate.as_ref().unwrap();
    let factors = climate.factors.iter().map(|id| id.as_str());
    assert_eq!(
        factors.collect::<Vec<_>>(),
        [
            "p18-spiriva-handihaler",
            "s05-spiriva-respimat",
            "s05-spiriva-respimat-reusable-3m",
            "s05-spiriva-respimat-reusable-6m",
        ]
    );
    assert_eq!(
        climate.flags,
        [
            Flag::BoundaryNotStated,
            Flag::Secondary,
            Flag::CandidateWithoutValue
        ]
        .into()
    );
    assert_eq!(climate.range.central().round(6).to_string(), "2.124"); // 4 x (0.282 + 0.78) / 2 kg
}

/// Coverage was left out when no row had a quantity, which is where it matters most.
#[cfg(feature = "text")]
#[test]
fn an_export_of_unusable_quantities_had_no_coverage() {
    let outcome = outcome(format!("{HEADER}31-01-2025;{ATROVENT};;ST\n"));
    let text = Report::new(&outcome, Language::Dutch).text(100);
    assert!(text.contains("Dekking: 0 van de 1 "), "{text}");
    assert!(text.contains("Dat is geen uitkomst van"), "{text}");
}

/// `csv` counts the lines of a row from before the blank lines above it.
#[test]
fn a_blank_line_moved_the_line_of_a_finding() {
    let folder = tempfile::tempdir().unwrap();
    let codes = "system,code,product_id\n\n\nprk,1,no-such-product\n\nprk,2\n";
    std::fs::write(folder.path().join("codes.csv"), codes).unwrap();
    let error = Dataset::embedded()
        .unwrap()
        .with_layer(&Layer::from_dir(folder.path()).unwrap())
        .unwrap_err();
    let ErrorKind::Dataset(findings) = error.kind() else {
        panic!("{error}");
    };
    let errors = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error);
    let lines: Vec<_> = errors.map(|finding| finding.place.line).collect();
    assert_eq!(lines, [Some(4), Some(6)], "{error}");
}
