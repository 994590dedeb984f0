//! One test for each thing that went wrong, named after it.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test on exports and labels that it makes itself"
)]

use groenrecept::dataset::{Device, Form};
use groenrecept::impact::Flag;
use groenrecept::intake::{DateOrder, Export, Profile};
use groenrecept::matching::{Inhaler, Item, Meaning, Note, Other, Resolver};
use groenrecept::practice::{Analysis, Reason};
use groenrecept::report::Report;
use groenrecept::{Dataset, ErrorKind, Role};
use std::collections::BTreeSet;

const HEADER: &str = "datum;omschrijving;aantal;eenheid\n";
const ATROVENT: &str = "ATROVENT AEROSOL 20UG/DO 200DO";

fn try_report(bytes: &[u8], profile: Option<&Profile>) -> groenrecept::Result<Report> {
    let dataset = Dataset::embedded()?;
    Analysis::new(&dataset).run(Export::new("export.csv", bytes)?, profile)
}

fn report(text: impl AsRef<[u8]>) -> Report {
    try_report(text.as_ref(), None).unwrap()
}

fn refusal(text: &str, profile: Option<&str>) -> groenrecept::Error {
    let profile = profile.map(|text| Profile::parse(text).unwrap());
    try_report(text.as_bytes(), profile.as_ref()).unwrap_err()
}

/// Rows read, rows analysed and the reasons of the others.
fn account(report: &Report) -> (u64, u64, Vec<(Reason, u64)>) {
    let aside = report
        .rows
        .set_aside
        .iter()
        .map(|(reason, rows)| (*reason, *rows));
    (report.rows.read, report.rows.analysed, aside.collect())
}

fn amount(report: &Report) -> String {
    assert_eq!(report.products.len(), 1, "{:?}", report.products);
    report.products[0].quantity.amount.to_string()
}

fn meaning(label: &str, atc: &str) -> Meaning {
    let dataset = Dataset::embedded().unwrap();
    let item = Item {
        label,
        atc,
        ..Item::default()
    };
    Resolver::new(&dataset).resolve(&item)
}

fn inhaler(label: &str) -> (Inhaler, BTreeSet<Note>) {
    match meaning(label, "") {
        Meaning::Inhaler(inhaler, _, notes) => (inhaler, notes),
        other @ Meaning::Other(_) => panic!("{label}: {other:?}"),
    }
}

/// Neither a medicine nor anything else is an inhaled medicine.
fn assert_no_inhaler(labels: &[&str]) {
    let taken: Vec<&str> = labels
        .iter()
        .copied()
        .filter(|label| matches!(meaning(label, ""), Meaning::Inhaler(..)))
        .collect();
    assert!(taken.is_empty(), "taken for inhaled medicines: {taken:#?}");
}

/// Intake.
mod intake {
    use super::*;

    /// The reading with `;` failed and the one with `,` knew no name, which won.
    #[test]
    fn a_column_that_stands_twice_was_reported_as_a_missing_header() {
        let text = "datum;datum;omschrijving;aantal\n31-01-2025;31-01-2025;ATROVENT AEROSOL;1\n";
        assert_eq!(
            refusal(text, None).kind(),
            &ErrorKind::DuplicateRole {
                role: Role::Date,
                first: 1,
                second: 2
            }
        );
    }

    /// The sample for dates and decimals is read with the plain CSV rules, so that one open
    /// quote in the first row left it empty and the column was taken for dd-mm-yyyy.
    #[test]
    fn an_open_quote_hid_the_dates_from_detection() {
        let mut text = format!("{HEADER}2025-01-31;\"{ATROVENT};1;ST\n");
        for day in 10..30 {
            text.push_str(&format!("2025-01-{day};{ATROVENT};1;ST\n"));
        }
        let report = report(text);
        assert_eq!(
            report.layout.date_order,
            Some(DateOrder::YearMonthDay.as_str())
        );
        assert_eq!(
            account(&report),
            (21, 20, vec![(Reason::QuoteUnbalanced, 1)])
        );
    }

    /// The sample took rows with exactly as many cells as the header, and the reader also
    /// those with a separator behind them: no date was looked at, and all were set aside.
    #[test]
    fn a_separator_behind_every_row_hid_the_dates_and_decimals_from_detection() {
        let mut text = HEADER.to_owned();
        for day in 10..30 {
            text.push_str(&format!(
                "2025-01-{day};VENTOLIN NEBULES 2,5MG/2,5ML;12,5;ML;\n"
            ));
        }
        let report = report(text);
        assert_eq!(report.layout.date_order, Some("yyyy-mm-dd"));
        assert_eq!(report.layout.decimal_mark, ",");
        assert_eq!(account(&report), (20, 20, Vec::new()));
    }

    #[test]
    fn an_open_quote_hid_the_decimal_mark_from_detection() {
        let mut text = format!("{HEADER}31-01-2025;\"{ATROVENT};1;ST\n");
        for _ in 0..20 {
            text.push_str("31-01-2025;IPRATROPIUM CYCLOHALER INHCAPS 40UG;1.000;CAPS\n");
        }
        // Nothing tells whether this is 1 or 1000.
        assert!(matches!(
            try_report(text.as_bytes(), None).unwrap_err().kind(),
            ErrorKind::AmbiguousDecimal { column: 3, .. }
        ));
    }

    /// Two rows with an open quote in one column: the second quote closes the first, the
    /// cells add up, and a row was lost without a trace.
    #[test]
    fn two_open_quotes_in_neighbouring_rows_made_one_row_of_two() {
        for gap in [0, 1, 3] {
            let row =
                |usage: &str, amount: u32| format!("31-01-2025;{ATROVENT};{amount};ST;{usage};x\n");
            let text = format!(
                "datum;omschrijving;aantal;eenheid;gebruik;opm\n{}{}{}{}{}",
                row("2D1I", 1),
                row("\"2D1I", 2),
                row("2D1I", 1).repeat(gap),
                row("\"4D1I", 4),
                row("2D1I", 1),
            );
            let report = report(&text);
            let rows = 4 + u64::try_from(gap).unwrap();
            assert_eq!(report.rows.read, rows, "{gap} rows between:\n{text}");
            assert_eq!(report.rows.set_aside[&Reason::QuoteUnbalanced], 2, "{text}");
        }
    }

    /// The last line of a text of several lines holds all other columns when the text is
    /// the first of them.
    #[test]
    fn a_text_of_several_lines_in_the_first_column_was_taken_for_an_open_quote() {
        let text = format!(
            "opm;datum;omschrijving;aantal;eenheid\n\"een\ntwee\r\ndrie\";31-01-2025;{ATROVENT};1;ST\nx;31-01-2025;{ATROVENT};2;ST\n"
        );
        let report = report(text);
        assert_eq!(account(&report), (2, 2, Vec::new()));
        assert_eq!(amount(&report), "3");
    }

    /// Only code, number, date and unit cells may be quoted in a message, and this is none.
    #[test]
    fn a_name_in_the_quantity_column_was_printed() {
        let text = "naam;omschrijving\nJansen, P.;ATROVENT AEROSOL\nVries, K;ATROVENT AEROSOL\n";
        let error = refusal(text, Some("[columns]\nquantity = \"naam\"\n"));
        for name in ["Jansen", "Vries"] {
            assert!(!error.to_string().contains(name), "{error}");
        }
        let text =
            format!("{HEADER}31-01-2025;{ATROVENT};Mw. Bos;ST\n31-01-2025;{ATROVENT};Bos, A;ST\n");
        if let Err(error) = try_report(text.as_bytes(), None) {
            assert!(!error.to_string().contains("Bos"), "{error}");
        }
    }

    /// The head held whole numbers; a later `1.000` was read as one.
    #[test]
    fn a_thousand_behind_the_head_of_the_file_was_read_as_one() {
        let row = |amount: &str| {
            format!("31-01-2025;IPRATROPIUM CYCLOHALER INHCAPS 40UG;{amount};CAPS\n")
        };
        let text = format!("{HEADER}{}{}", row("60").repeat(25_000), row("1.000"));
        assert!(text.len() > 1 << 20);
        let report = report(text);
        assert_eq!(
            account(&report),
            (25_001, 25_000, vec![(Reason::QuantityUnreadable, 1)])
        );
    }

    /// Two points can only separate thousands, so the decimal mark is a comma.
    #[test]
    fn a_million_made_the_point_a_decimal_mark() {
        let row = |amount: &str| {
            format!("31-01-2025;IPRATROPIUM CYCLOHALER INHCAPS 40UG;{amount};CAPS\n")
        };
        let report = report(format!("{HEADER}{}{}", row("1.000.000"), row("1.000")));
        assert_eq!(report.layout.decimal_mark, ",");
        assert_eq!(account(&report), (2, 1, vec![(Reason::QuantityAbsurd, 1)]));
        assert_eq!(amount(&report), "1000");
    }

    #[test]
    fn a_point_before_two_digits_was_dropped_as_a_thousands_separator() {
        let row = |amount: &str| {
            format!("31-01-2025;IPRATROPIUM CYCLOHALER INHCAPS 40UG;{amount};CAPS\n")
        };
        let report = report(format!("{HEADER}{}{}", row("2.5,0"), row("30,0")));
        assert_eq!(
            account(&report),
            (2, 1, vec![(Reason::QuantityUnreadable, 1)])
        );
        assert_eq!(amount(&report), "30");
    }

    /// Days above 12 tell the order, and here they tell two.
    #[test]
    fn dates_that_prove_two_orders_were_read_in_one() {
        let mut text = HEADER.to_owned();
        for month in 1..=6 {
            for day in 1..=12 {
                text.push_str(&format!("{day:02}-{month:02}-2025;{ATROVENT};1;ST\n"));
            }
        }
        // Three for day-month against one for month-day.
        for date in ["13-01-2025", "14-01-2025", "15-01-2025", "01-16-2025"] {
            text.push_str(&format!("{date};{ATROVENT};1;ST\n"));
        }
        let error = try_report(text.as_bytes(), None).map(|report| account(&report));
        assert!(error.is_err(), "{error:?}");
    }

    #[test]
    fn a_separator_behind_the_header_alone_cost_all_rows() {
        let report = report(format!(
            "{};\n31-01-2025;{ATROVENT};1;ST\n",
            HEADER.trim_end()
        ));
        assert_eq!(account(&report), (1, 1, Vec::new()));
    }

    #[test]
    fn a_line_of_blanks_above_the_header_made_the_header_a_row() {
        for blank in [" ", "\t", " \t "] {
            let report = report(format!("{blank}\n{HEADER}31-01-2025;{ATROVENT};1;ST\n"));
            assert_eq!(account(&report), (1, 1, Vec::new()), "{blank:?}");
        }
    }

    /// Spreadsheets name the separator to each other in a line above the header.
    #[test]
    fn the_separator_line_of_a_spreadsheet_was_taken_for_the_header() {
        for line in ["sep=;", "\"sep=;\"", "SEP=;\r"] {
            let report = report(format!("{line}\n{HEADER}31-01-2025;{ATROVENT};veel;ST\n"));
            let expected = vec![(Reason::QuantityUnreadable, 1)];
            assert_eq!(account(&report), (1, 0, expected), "{line:?}");
            assert_eq!(
                report.rows.set_aside_lines[&Reason::QuantityUnreadable],
                [3]
            );
        }
    }

    #[test]
    fn a_line_end_inside_a_header_cell_cut_the_header() {
        let report = report(format!(
            "\"opm\n(vrij)\";{HEADER}x;31-01-2025;{ATROVENT};1;ST\n"
        ));
        assert_eq!(account(&report), (1, 1, Vec::new()));
    }

    #[test]
    fn a_tab_or_line_end_inside_a_label_was_called_damage() {
        let report = report(format!(
            "{HEADER}31-01-2025;ATROVENT\tAEROSOL 20UG/DO 200DO;1;ST\n31-01-2025;\"ATROVENT AEROSOL\r\n20UG/DO 200DO\";2;ST\n"
        ));
        assert_eq!(account(&report), (2, 2, Vec::new()));
        assert_eq!(amount(&report), "3");
    }

    #[cfg(feature = "encoding")]
    #[test]
    fn a_hard_blank_made_a_number_unreadable_in_windows_1252() {
        let mut bytes = b"datum;omschrijving;aantal;eenheid;opm\n".to_vec();
        bytes.extend(b"31-01-2025;ATROVENT AEROSOL 20UG/DO 200DO;1\xa0;ST;cr\xe8me\n");
        let report = report(bytes);
        assert_eq!(report.layout.encoding, "Windows-1252");
        assert_eq!(account(&report), (1, 1, Vec::new()));
    }
}

/// Values.
mod values {
    use super::*;

    /// Capsules have a value per dose only; beside a Respimat counted in devices they gave the
    /// value twenty factors and three flags, and nothing else.
    #[test]
    fn what_has_no_value_in_the_unit_gave_factors_and_flags() {
        let report = report(format!(
            "{}31-01-2025;;4;ST;R03BB04\n",
            "datum;omschrijving;aantal;eenheid;atc\n"
        ));
        let climate = report.products[0].climate.as_ref().unwrap();
        assert_eq!(climate.factors, ["s05-spiriva-respimat"]);
        assert_eq!(climate.flags, [Flag::CandidateWithoutValue]);
        assert_eq!(climate.central, "3.12"); // 4 x 0.78 kg
    }
}

/// The report.
#[cfg(feature = "text")]
mod page {
    use super::*;

    /// Coverage was left out when no row had a quantity, which is where it matters most.
    #[test]
    fn an_export_of_unusable_quantities_had_no_coverage() {
        let report = report(format!("{HEADER}31-01-2025;{ATROVENT};;ST\n"));
        let text = groenrecept::report::text::render(&report, 100);
        assert!(text.contains("Dekking: 0 van de 1 "), "{text}");
        assert!(text.contains("Dat is geen uitkomst van"), "{text}");
    }
}

/// Labels.
mod labels {
    use super::*;

    /// `INHALATOR` behind `INHCAPS` replaced powder by aerosol: 12 kg for a pack of capsules.
    #[test]
    fn capsules_with_an_inhalator_became_an_aerosol() {
        let (found, _) = inhaler("FORMOTEROL INHCAPS 12UG MET INHALATOR");
        assert_eq!(found.devices, [Device::Powder].into());
        let dataset = Dataset::embedded().unwrap();
        assert!(found.products(&dataset).count() >= 3);
        assert!(
            found
                .products(&dataset)
                .all(|product| product.form == Form::PowderCapsule)
        );
        let (found, _) = inhaler("FOSTER NEXTHALER INHALATOR 100/6UG/DO 120DO");
        let ids: Vec<_> = found
            .products(&dataset)
            .map(|product| product.id.as_str())
            .collect();
        assert_eq!(ids, ["foster-nexthaler-100-6"]);
    }

    #[test]
    fn powder_in_a_capsule_was_any_powder() {
        let dataset = Dataset::embedded().unwrap();
        for label in [
            "FORMOTEROL INHALATIEPOEDER IN CAPSULE 12UG",
            "FORMOTEROL INHPDR IN HARDE CAPSULES 12UG",
            "FORMOTEROL INHPDR CAPS 12UG",
        ] {
            let (found, _) = inhaler(label);
            let forms: BTreeSet<&str> = found
                .products(&dataset)
                .filter(|product| product.form != Form::PowderCapsule)
                .map(|product| product.id.as_str())
                .collect();
            assert_eq!(forms, BTreeSet::new(), "{label}");
        }
    }

    /// A strength per millilitre is that of a liquid.
    #[test]
    fn a_suspension_for_nebulising_became_a_powder_inhaler() {
        for label in [
            "PULMICORT VERNEVELSUSP 0,25MG/ML AMP 2ML",
            "PULMICORT RESPULES 0,5MG/ML 2ML",
            "FLIXOTIDE SUSP 0,25MG/ML 2ML",
        ] {
            match meaning(label, "") {
                Meaning::Inhaler(found, ..) => {
                    assert_eq!(found.devices, [Device::Nebuliser].into(), "{label}");
                }
                Meaning::Other(other) => assert_eq!(other, Other::Unrecognised, "{label}"),
            }
        }
    }

    /// Forms that are not for inhalation, in words that the list of forms did not have.
    #[test]
    fn forms_for_mouth_and_vein_under_other_words_became_inhalers() {
        assert_no_inhaler(&[
            "BUDESONIDE TABLETMSR 9MG",
            "BUDESONIDE TABLET MSR 9MG",
            "BUDESONIDE CAPSULES MGA 3MG",
            "BUDESONIDE ORODISPERTABLET 1MG",
            "BUDESONIDE RECTAALSCHUIM 2MG/DO 14DO",
            "SALBUTAMOL TABLETRET 8MG",
            "SALBUTAMOL INFUUSVLOEISTOF 1MG/ML",
            "TERBUTALINE INJECTIEVLOEISTOF 0,5MG/ML",
            "GLYCOPYRRONIUM OPLOSSING ORAAL 320UG/ML",
        ]);
    }

    /// A nose word decides, whatever device name stands beside it.
    #[test]
    fn powders_and_aerosols_for_the_nose_became_inhalers() {
        assert_no_inhaler(&[
            "BUDESONIDE TURBUHALER NASAAL 100UG/DO 200DO",
            "BUDESONIDE NEUSPOEDER 100UG/DO TURBUHALER 200DO",
            "BECLOMETASON NEUSAEROSOL 50UG/DO 200DO",
            "XYLOMETAZOLINE NEUSSPRAY INHALATOR 1MG/ML",
        ]);
    }

    /// A device word alone says nothing of the medicine: a nicotine cartridge weighed 17 kg.
    #[test]
    fn things_that_are_no_airway_medicine_became_aerosols() {
        assert_no_inhaler(&[
            "NICOTINE INHALATOR 15MG",
            "NITROGLYCERINE AEROSOL SUBLINGUAAL 0,4MG/DO 200DO",
            "LIDOCAINE AEROSOL 10MG/DO",
            "DESINFECTANS AEROSOL 150ML",
            "ZANAMIVIR INHPDR 5MG/DO DISKHALER",
        ]);
    }

    #[test]
    fn a_spacer_with_an_atc_code_became_a_medicine() {
        assert_eq!(
            meaning("VOORZETKAMER", "V07AY"),
            Meaning::Other(Other::NotMedicine)
        );
    }

    /// A bare aerosol is the pressed one where products are known, so also where none is.
    #[test]
    fn an_aerosol_without_product_could_be_breath_actuated() {
        let Meaning::Inhaler(found, ..) = meaning("BEROTEC AEROSOL 100UG/DO 200DO", "R03AC04")
        else {
            panic!("no inhaler");
        };
        assert_eq!(found.devices, [Device::Pmdi].into());
    }
}

/// Data layers.
mod layers {
    use super::*;

    /// `csv` counts the lines of a row from before the blank lines above it.
    #[test]
    fn a_blank_line_moved_the_line_of_a_finding() {
        let folder = tempfile::tempdir().unwrap();
        let codes = "system,code,product_id\n\n\nprk,1,no-such-product\n\nprk,2\n";
        std::fs::write(folder.path().join("codes.csv"), codes).unwrap();
        let error = Dataset::embedded()
            .unwrap()
            .with_layer(folder.path())
            .unwrap_err();
        let ErrorKind::Dataset(findings) = error.kind() else {
            panic!("{error}");
        };
        let mut lines: Vec<_> = findings.iter().map(|finding| finding.place.line).collect();
        lines.sort_unstable();
        assert_eq!(lines, [Some(4), Some(6)], "{error}");
    }
}

/// The program.
mod program {
    use std::path::Path;

    fn run(folder: &Path, arguments: &[&str]) -> std::process::Output {
        let test = std::env::current_exe().unwrap();
        let target = test.parent().and_then(Path::parent).unwrap();
        let name = format!("groenrecept{}", std::env::consts::EXE_SUFFIX);
        std::process::Command::new(target.join("examples").join(name))
            .current_dir(folder)
            .args(arguments)
            .output()
            .unwrap_or_else(|error| panic!("cargo build --example groenrecept: {error}"))
    }

    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let text = format!("{}31-01-2025;{};1;ST\n", super::HEADER, super::ATROVENT);
        std::fs::write(folder.path().join("export.csv"), text).unwrap();
        folder
    }

    /// The file is the one to be made; what does not exist is its folder.
    #[test]
    fn a_missing_folder_for_the_result_was_called_a_missing_file() {
        let folder = folder();
        let output = run(
            folder.path(),
            &["report", "export.csv", "--json", "uit/out.json"],
        );
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(!err.contains("dit bestand bestaat niet"), "{err}");
        assert!(err.contains("map"), "{err}");
    }

    #[test]
    fn the_result_took_the_place_of_the_export() {
        let folder = folder();
        let before = std::fs::read(folder.path().join("export.csv")).unwrap();
        let output = run(
            folder.path(),
            &["report", "export.csv", "--json", "./export.csv"],
        );
        let after = std::fs::read(folder.path().join("export.csv")).unwrap();
        assert!(before == after, "the export was overwritten");
        assert_eq!(output.status.code(), Some(2));
    }

    /// A temporary file is for its owner alone; the result of a report is not.
    #[cfg(unix)]
    #[test]
    fn nobody_else_could_read_the_result() {
        use std::os::unix::fs::PermissionsExt;
        let folder = folder();
        let output = run(
            folder.path(),
            &["report", "export.csv", "--json", "out.json", "--quiet"],
        );
        assert_eq!(output.status.code(), Some(0));
        let mode = |name: &str| {
            let meta = std::fs::metadata(folder.path().join(name)).unwrap();
            meta.permissions().mode() & 0o777
        };
        assert_eq!(
            mode("out.json"),
            mode("export.csv"),
            "other rights than a file has"
        );
    }
}
