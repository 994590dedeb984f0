//! Layout, quotes, dates and numbers.

use crate::*;
use groenrecept::practice::Place;

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
    let outcome = outcome(text);
    assert_eq!(json(&outcome)["layout"]["date_order"], "yyyy-mm-dd");
    assert_eq!(
        account(&outcome),
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
    let outcome = outcome(text);
    assert_eq!(json(&outcome)["layout"]["date_order"], "yyyy-mm-dd");
    assert_eq!(json(&outcome)["layout"]["decimal_mark"], ",");
    assert_eq!(account(&outcome), (20, 20, Vec::new()));
}

#[test]
fn an_open_quote_hid_the_decimal_mark_from_detection() {
    let mut text = format!("{HEADER}31-01-2025;\"{ATROVENT};1;ST\n");
    for _ in 0..20 {
        text.push_str("31-01-2025;IPRATROPIUM CYCLOHALER INHCAPS 40UG;1.000;CAPS\n");
    }
    // Nothing tells whether this is 1 or 1000.
    assert!(matches!(
        try_outcome(text.as_bytes(), None).unwrap_err().kind(),
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
        let outcome = outcome(&text);
        let rows = 4 + u64::try_from(gap).unwrap();
        assert_eq!(outcome.rows.read, rows, "{gap} rows between:\n{text}");
        assert_eq!(
            outcome.rows.set_aside[&Reason::QuoteUnbalanced],
            2,
            "{text}"
        );
    }
}

/// The last line of a text of several lines holds all other columns when the text is
/// the first of them.
#[test]
fn a_text_of_several_lines_in_the_first_column_was_taken_for_an_open_quote() {
    let text = format!(
        "opm;datum;omschrijving;aantal;eenheid\n\"een\ntwee\r\ndrie\";31-01-2025;{ATROVENT};1;ST\nx;31-01-2025;{ATROVENT};2;ST\n"
    );
    let outcome = outcome(text);
    assert_eq!(account(&outcome), (2, 2, Vec::new()));
    assert_eq!(amount(&outcome), "3");
}

/// Only code, number, date and unit cells may be quoted in a message, and this is none.
#[test]
fn a_name_in_the_quantity_column_was_printed() {
    let text = "naam;omschrijving\nJansen, P.;ATROVENT AEROSOL\nVries, K;ATROVENT AEROSOL\n";
    let profile = Profile::parse("[columns]\nquantity = \"naam\"\n").unwrap();
    match try_outcome(text.as_bytes(), Some(&profile)) {
        Ok(outcome) => assert_eq!(outcome.rows.set_aside[&Reason::QuantityUnreadable], 2),
        Err(error) => {
            for name in ["Jansen", "Vries"] {
                assert!(!error.to_string().contains(name), "{error}");
            }
        }
    }
    let text =
        format!("{HEADER}31-01-2025;{ATROVENT};Mw. Bos;ST\n31-01-2025;{ATROVENT};Bos, A;ST\n");
    if let Err(error) = try_outcome(text.as_bytes(), None) {
        assert!(!error.to_string().contains("Bos"), "{error}");
    }
}

/// The head held whole numbers; a later `1.000` was read as one.
#[test]
fn a_thousand_behind_the_head_of_the_file_was_read_as_one() {
    let row =
        |amount: &str| format!("31-01-2025;IPRATROPIUM CYCLOHALER INHCAPS 40UG;{amount};CAPS\n");
    let text = format!("{HEADER}{}{}", row("60").repeat(25_000), row("1.000"));
    assert!(text.len() > 1 << 20);
    let outcome = outcome(text);
    assert_eq!(
        account(&outcome),
        (25_001, 25_000, vec![(Reason::QuantityUnreadable, 1)])
    );
}

/// Two points can only separate thousands, so the decimal mark is a comma.
#[test]
fn a_million_made_the_point_a_decimal_mark() {
    let row =
        |amount: &str| format!("31-01-2025;IPRATROPIUM CYCLOHALER INHCAPS 40UG;{amount};CAPS\n");
    let outcome = outcome(format!("{HEADER}{}{}", row("1.000.000"), row("1.000")));
    assert_eq!(json(&outcome)["layout"]["decimal_mark"], ",");
    assert_eq!(account(&outcome), (2, 1, vec![(Reason::QuantityAbsurd, 1)]));
    assert_eq!(amount(&outcome), "1000");
}

#[test]
fn a_point_before_two_digits_was_dropped_as_a_thousands_separator() {
    let row =
        |amount: &str| format!("31-01-2025;IPRATROPIUM CYCLOHALER INHCAPS 40UG;{amount};CAPS\n");
    let outcome = outcome(format!("{HEADER}{}{}", row("2.5,0"), row("30,0")));
    assert_eq!(
        account(&outcome),
        (2, 1, vec![(Reason::QuantityUnreadable, 1)])
    );
    assert_eq!(amount(&outcome), "30");
}

/// Days above 12 tell the order, and here they tell two: three for day-month against one for
/// month-day, and one against two.
#[test]
fn dates_that_prove_two_orders_were_read_in_one() {
    let three_to_one = ["13-01-2025", "14-01-2025", "15-01-2025", "01-16-2025"];
    let one_to_two = ["31-01-2025", "01-31-2025", "02-28-2025"];
    for odd in [&three_to_one[..], &one_to_two] {
        let mut text = HEADER.to_owned();
        for month in 1..=6 {
            for day in 1..=12 {
                text.push_str(&format!("{day:02}-{month:02}-2025;{ATROVENT};1;ST\n"));
            }
        }
        for date in odd {
            text.push_str(&format!("{date};{ATROVENT};1;ST\n"));
        }
        let error = refusal(&text, None);
        assert!(
            matches!(
                error.kind(),
                ErrorKind::AmbiguousDate { .. } | ErrorKind::MixedDates { .. }
            ),
            "{error}"
        );
    }
}

/// A head without a date tells no order, and the dates behind it were read as day-month.
#[test]
fn dates_behind_a_head_without_any_were_read_in_a_guessed_order() {
    let bare = format!(";{ATROVENT};1;ST\n");
    let text = format!(
        "{HEADER}{}05-03-2025;{ATROVENT};1;ST\n",
        bare.repeat(30_000)
    );
    assert!(text.len() > 1 << 20);
    let outcome = outcome(text);
    assert_eq!(
        json(&outcome)["layout"].get("date_order"),
        Some(&Value::Null)
    );
    assert_eq!(
        account(&outcome),
        (
            30_001,
            0,
            vec![(Reason::DateMissing, 30_000), (Reason::DateUnreadable, 1)]
        )
    );
    #[cfg(feature = "text")]
    {
        let page = Report::new(&outcome, Language::Dutch).text(100);
        assert!(page.contains("is de datumkolom leeg"), "{page}");
        assert!(!page.contains("geen datumkolom"), "{page}");
    }
}

#[test]
fn a_separator_behind_the_header_alone_cost_all_rows() {
    let outcome = outcome(format!(
        "{};\n31-01-2025;{ATROVENT};1;ST\n",
        HEADER.trim_end()
    ));
    assert_eq!(account(&outcome), (1, 1, Vec::new()));
}

#[test]
fn a_line_of_blanks_above_the_header_made_the_header_a_row() {
    for blank in [" ", "\t", " \t ", "  \r"] {
        let outcome = outcome(format!("{blank}\n{HEADER}31-01-2025;{ATROVENT};1;ST\n"));
        assert_eq!(account(&outcome), (1, 1, Vec::new()), "{blank:?}");
    }
}

/// Spreadsheets name the separator to each other in a line above the header.
#[test]
fn the_separator_line_of_a_spreadsheet_was_taken_for_the_header() {
    for line in ["sep=;", "\"sep=;\"", "SEP=;\r"] {
        let outcome = outcome(format!("{line}\n{HEADER}31-01-2025;{ATROVENT};veel;ST\n"));
        let expected = vec![(Reason::QuantityUnreadable, 1)];
        assert_eq!(account(&outcome), (1, 0, expected), "{line:?}");
        assert_eq!(
            outcome.rows.set_aside_lines[&Reason::QuantityUnreadable],
            [Place {
                file: None,
                line: 3
            }]
        );
    }
}

#[test]
fn a_line_end_inside_a_header_cell_cut_the_header() {
    let outcome = outcome(format!(
        "\"opm\n(vrij)\";{HEADER}x;31-01-2025;{ATROVENT};1;ST\n"
    ));
    assert_eq!(account(&outcome), (1, 1, Vec::new()));
}

#[test]
fn a_tab_or_line_end_inside_a_label_was_called_damage() {
    let outcome = outcome(format!(
        "{HEADER}31-01-2025;ATROVENT\tAEROSOL 20UG/DO 200DO;1;ST\n31-01-2025;\"ATROVENT AEROSOL\r\n20UG/DO 200DO\";2;ST\n"
    ));
    assert_eq!(account(&outcome), (2, 2, Vec::new()));
    assert_eq!(amount(&outcome), "3");
}

#[cfg(feature = "encoding")]
#[test]
fn a_hard_blank_made_a_number_unreadable_in_windows_1252() {
    let mut bytes = b"datum;omschrijving;aantal;eenheid;opm\n".to_vec();
    bytes.extend(b"31-01-2025;ATROVENT AEROSOL 20UG/DO 200DO;1\xa0;ST;cr\xe8me\n");
    let outcome = outcome(bytes);
    assert_eq!(json(&outcome)["layout"]["encoding"], "Windows-1252");
    assert_eq!(account(&outcome), (1, 1, Vec::new()));
}

/// One cell that is no number has no say in what marks decimals.
#[test]
fn a_quantity_in_words_does_not_stop_the_export() {
    let report = report_of(&[
        "801;2025-01-15;VENTOLIN AEROSOL 100UG/DO 200DO;;;1,0;ST;",
        "802;2025-01-15;VENTOLIN AEROSOL 100UG/DO 200DO;;;n.v.t.;ST;",
    ]);
    assert_eq!(report["rows"]["analysed"], 1);
    assert_eq!(
        report["rows"]["set_aside"],
        json!({"quantity-unreadable": 1})
    );
}

/// Four days and one damaged date in twenty rows: one row is lost, not the export.
#[test]
fn one_damaged_date_among_few_days_does_not_stop_the_export() {
    let mut text = ALL.to_owned();
    for number in 0..20 {
        let day = 13 + number % 4;
        text.push_str(&format!("{number}1;2025-01-{day};{ATROVENT};;;1;ST;\n"));
    }
    text.push_str(&format!("801;onbekend;{ATROVENT};;;1;ST;\n"));
    assert_eq!(
        account(&outcome(text)),
        (21, 20, vec![(Reason::DateUnreadable, 1)])
    );
}

/// An open quote runs to the opening quote of the next row; the two rows then have the cells
/// of one, and text stands behind the closing quote.
#[test]
fn an_open_quote_does_not_swallow_the_next_row() {
    let report = report_of(&[
        "801;2025-01-15;ATROVENT AEROSOL 20UG/DO 200DO;;;1;ST;\"zn",
        "802;2025-01-16;ATROVENT AEROSOL 20UG/DO 200DO;;;1;ST;\"max 8\"",
        "803;2025-01-17;ATROVENT AEROSOL 20UG/DO 200DO;;;1;ST;",
    ]);
    assert_eq!(report["rows"]["read"], 3, "{}", report["rows"]);
}
