//! Any input is read or refused; nothing panics.

use crate::*;
use groenrecept::dataset::Layer;

/// Reads whatever this is, in every way; only a panic fails.
fn swallow(bytes: &[u8], dataset: &Dataset) {
    let Ok(export) = Export::new("export.csv", bytes) else {
        return;
    };
    // A proposal is made of anything that is text, and its profile can be read.
    let proposal = export.proposal(&DATASET).unwrap();
    for language in [Language::Dutch, Language::English] {
        Profile::parse(&proposal.toml(language)).unwrap();
        assert!(!groenrecept::report::profile_page(&proposal, language).is_empty());
    }
    if export.layout(&DATASET, None).is_err() {
        return;
    }
    let analysis = Engine::new(dataset)
        .analysis()
        .threads(NonZeroUsize::new(2).unwrap())
        .latest(Day::new(2025, 12, 31));
    if let Ok(outcome) = analysis.run(export, None) {
        let report = Report::new(&outcome, Language::Dutch);
        balances(&serde_json::to_value(report).unwrap());
    }
}

/// Text made of the pieces that exports are made of.
fn soup() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        4 => select(vec![
            ";", ",", "\t", "|", "#", "^", "\"", "\"\"", "\n", "\r\n", "\r", "datum", "omschrijving", "aantal",
            "eenheid", "atc", "prk", "patient", "2025-01-15", "15-01-2025", "2025-01-15T23:30:00Z", "3 mrt 2025", "999901059", "1", "2,5", "1.000", "ST",
            "DO", "VENTOLIN AEROSOL 100UG/DO 200DO", "R03AC02", " ", "-", "\u{1a}", "é",
        ]).prop_map(|text| text.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..6),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// Words of labels, numbers and marks in any order.
fn label() -> impl Strategy<Value = String> {
    let word = select(vec![
        "VENTOLIN",
        "SALBUTAMOL",
        "FOSTER",
        "FORMOTEROL",
        "BUDESONIDE",
        "IPRATROPIUM",
        "AEROSOL",
        "INHPDR",
        "VERNEVELVLST",
        "CAPS",
        "DISKUS",
        "AUTOH",
        "BABYHALER",
        "NEB",
        "100",
        "2,5",
        "0",
        "UG",
        "MG",
        "ML",
        "DO",
        "/",
        "-",
        "+",
        ",",
        ".",
        "%",
        "200DO",
        "100/6UG",
        "0MG/0ML",
        "99999999999999999999999999MG",
        "4294967296DO",
        "5MG/0,0000000001ML",
        "ß",
        "µg",
        "ﬁ",
        "ΐ",
    ]);
    let words = prop::collection::vec((word, any::<bool>()), 0..10).prop_map(|words| {
        words
            .into_iter()
            .fold(String::new(), |mut text, (word, blank)| {
                text.push_str(word);
                if blank {
                    text.push(' ');
                }
                text
            })
    });
    prop_oneof![words, any::<String>()]
}

/// A data file with a known header and cells that often fit.
fn data_file() -> impl Strategy<Value = (&'static str, String)> {
    let headers = vec![
        ("sources.csv", "source_id,kind,title,year"),
        (
            "gwp.csv",
            "propellant,gwp_set,horizon_years,value,source_id,locator,evidence",
        ),
        (
            "products.csv",
            "product_id,atc,substance,brand,form,device,device_name,strength,unit_ml,doses_per_pack,propellant,propellant_g,source_id,locator,evidence",
        ),
        (
            "factors.csv",
            "factor_id,subject_kind,subject,indicator,functional_unit,doses_per_unit,value,low,high,unit,boundary,propellant,gwp_set,source_id,locator,evidence",
        ),
        ("codes.csv", "system,code,product_id"),
        ("vocabulary.csv", "kind,term,value"),
        (
            "water.csv",
            "fact_id,atc,substance,kind,route,stage,value,low,high,unit,text,vintage,source_id,locator,evidence",
        ),
    ];
    let cell = |column: &'static str| -> BoxedStrategy<String> {
        let fitting: &[&str] = match column {
            "source_id" => &["S01", "S03"],
            "kind" => &[
                "study",
                "substance",
                "form",
                "device_name",
                "unit_dose",
                "maker",
                "pnec",
                "removal",
                "washed_off",
                "risk",
            ],
            "route" => &["", "oral", "dermal"],
            "stage" => &["", "secondary"],
            "subject_kind" => &["product", "substance_device", "device_name", "device"],
            "subject" => &[
                "ventolin-aerosol-100",
                "R03AC02/pMDI",
                "Diskus",
                "pMDI",
                "DPI",
            ],
            "indicator" => &["climate", "propellant_mass"],
            "functional_unit" => &["device", "dose", "actuation", "month", "ddd"],
            "unit" => &["kg CO2e", "g CO2e", "kt CO2e", "g", "ug/L", "fraction", ""],
            "boundary" => &["cradle_to_grave", "propellant_only", "mixed", "end_of_life"],
            "propellant" => &["HFC-134a", "HFC-227ea", "none", "unknown", ""],
            "gwp_set" => &["AR4", "AR5", "AR6", "unknown", "none"],
            "evidence" => &["read", "copy", "excerpt", "secondary", "unverified"],
            "horizon_years" => &["100"],
            "device" => &["pMDI", "DPI", "nebuliser"],
            "form" => &["aerosol", "powder_capsule", "nebuliser_unit_dose"],
            "atc" => &["R03AC02", "R03BB01"],
            "product_id" => &["ventolin-aerosol-100", "new", ""],
            "strength" => &["100 ug", "50/500 ug", "2 mg/ml", ""],
            "term" => &["VENTOLIN", "NIEUW", "DO"],
            "value" | "low" | "high" | "propellant_g" | "unit_ml" | "doses_per_unit"
            | "doses_per_pack" => &[
                "",
                "1",
                "2",
                "3.5",
                "0",
                "0.000000000000000000001",
                "999999999999999999999999",
                "10000",
                "1300",
            ],
            _ => &["x", "salbutamol"],
        };
        prop_oneof![9 => select(fitting.to_vec()).prop_map(str::to_owned), 1 => "\\PC{0,6}"].boxed()
    };
    select(headers).prop_flat_map(move |(name, header)| {
        let columns: Vec<BoxedStrategy<String>> = header.split(',').map(cell).collect();
        prop::collection::vec(columns, 0..4).prop_map(move |rows| {
            let mut text = format!("{header}\n");
            for row in rows {
                text.push_str(&row.join(","));
                text.push('\n');
            }
            (name, text)
        })
    })
}

fn small_export() -> Vec<u8> {
    let base = Row {
        patient: String::new(),
        date: (2025, 1, 15),
        label: "",
        atc: "",
        prk: "12345",
        quantity: Some(3000),
        unit: "ST",
        remark: "",
    };
    let rows: Vec<Row> = MEDICINES
        .iter()
        .map(|(label, atc)| Row {
            label,
            atc,
            ..base.clone()
        })
        .collect();
    PLAIN.text(&rows).into_bytes()
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn any_bytes_are_an_export_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        swallow(&bytes, &DATASET);
        let behind_header = [PLAIN.header().as_bytes(), &bytes].concat();
        swallow(&behind_header, &DATASET);
    }

    #[test]
    fn any_pieces_are_an_export_or_an_error(bytes in soup()) {
        swallow(&bytes, &DATASET);
        let behind_header = [b"datum;omschrijving;aantal\n2025-01-15;x;1\n", bytes.as_slice()].concat();
        swallow(&behind_header, &DATASET);
    }

    #[test]
    fn any_text_is_a_profile_or_an_error(text in prop_oneof![
        any::<String>(),
        prop::collection::vec(select(vec![
            "separator", "encoding", "decimal", "date", "=", "\"", ";", "tab", "[columns]", "[codes]",
            "label", "quantity", "prk", "\n", "'", "aantal", "dd-mm-yyyy", ",", "#", "utf-8",
        ]), 0..30).prop_map(|pieces| pieces.concat()),
    ]) {
        if let Ok(profile) = Profile::parse(&text) {
            let export = PLAIN.header() + "801;2025-01-15;x;;;1;ST;\n";
            let export = Export::new("export.csv", export.as_bytes()).unwrap();
            drop(Engine::new(&DATASET).analysis().run(export, Some(&profile)));
        }
    }

    #[test]
    fn any_line_has_an_impact_or_none(text in label(), atc in prop_oneof![Just("R03AC02".to_owned()), any::<String>()], amount in 1..20_000u32, unit in any::<String>()) {
        let engine = Engine::new(&DATASET);
        let system = "prk".parse::<CodeSystem>().unwrap();
        let line = Prescription::new().code(system, &text).label(&text).atc(&atc);
        if let Ok(impact) = engine.impact(&line.quantity(&amount.to_string(), &unit)) {
            prop_assert!(impact.quantity.central().amount() > Decimal::ZERO);
        }
    }
}

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn any_data_file_is_a_layer_or_an_error(files in prop::collection::vec(data_file(), 1..3), wild in any::<String>()) {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in &files {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let loaded = DATASET.with_layer(&Layer::from_dir(folder.path()).unwrap());
        // Where licences do not count, the checker says what loading says.
        let checked = Checked::layer(Layer::from_dir(folder.path()).unwrap(), false);
        if !checked.is_for_embedding() {
            let refused = checked.count(Severity::Error) > 0;
            prop_assert_eq!(refused, loaded.is_err());
            let lines: Vec<_> = checked.findings.iter().map(|f| (&f.place.file, f.place.line)).collect();
            for pair in lines.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
                prop_assert!(pair[0].1 <= pair[1].1, "{:?}", pair);
            }
        }
        if let Ok(dataset) = loaded {
            for gwp in [GwpSet::Ar4, GwpSet::Ar6] {
                let engine = Engine::new(&dataset).gwp(gwp);
                for product in dataset.products() {
                    let product = engine.product(product.id.as_str()).unwrap();
                    prop_assert!(engine.estimate(&product).is_ok());
                }
            }
            swallow(&small_export(), &dataset);
        }
        std::fs::write(folder.path().join(files[0].0), &wild).unwrap();
        drop(DATASET.with_layer(&Layer::from_dir(folder.path()).unwrap()));
        for as_embedded in [false, true] {
            drop(Checked::layer(Layer::from_dir(folder.path()).unwrap(), as_embedded));
        }
    }
}
