//! Exports with damaged rows: every row is accounted for.

use crate::*;

/// An export with these quantities, one a row from line 2, each 60 capsules' worth of pieces.
fn quantities(cells: &[&str]) -> String {
    let mut text = HEADER.to_owned();
    for (index, cell) in cells.iter().enumerate() {
        let day = 13 + index % 16;
        text.push_str(&format!(
            "{day}-01-2025;IPRATROPIUM CYCLOHALER INHCAPS 40UG;{cell};CAPS\n"
        ));
    }
    text
}

/// An export with these dates, one a row from line 2.
fn dates(cells: &[&str]) -> String {
    let mut text = HEADER.to_owned();
    for cell in cells {
        text.push_str(&format!("{cell};ATROVENT AEROSOL 20UG/DO 200DO;1;ST\n"));
    }
    text
}

#[test]
fn damaged_cells_are_set_aside_by_reason() {
    let row = |label: &str, unit: &str| format!("31-01-2025;{label};1;{unit}\n");
    let good = row("ATROVENT AEROSOL 20UG/DO 200DO", "ST");
    let nul = row("ATRO\0VENT AEROSOL 20UG/DO 200DO", "ST");
    assert_eq!(
        account(format!("{HEADER}{good}{nul}{good}")),
        (3, 2, aside([("text-broken", &[3])]))
    );
    let long = row(&"A".repeat(1001), "ST") + &row("ATROVENT", &"S".repeat(1001));
    assert_eq!(
        account(format!("{HEADER}{good}{long}{good}")),
        (4, 2, aside([("text-too-long", &[3, 4])]))
    );
    // One bad byte in a file of UTF-8.
    let mut bytes = format!("{HEADER}{}", row("ATROVENT AËROSOL 20µG/DO ééé", "ST")).into_bytes();
    bytes.extend(b"31-01-2025;ATROVENT A\xcbROSOL;1;ST\n");
    bytes.extend(good.as_bytes());
    assert_eq!(account(bytes), (3, 2, aside([("text-broken", &[3])])));
}

#[test]
fn an_unbalanced_quote_costs_one_row() {
    let lines = |broken: &str| {
        let good = "31-01-2025;ATROVENT AEROSOL 20UG/DO 200DO;1;ST\n";
        format!("{HEADER}{good}{broken}\n{}", good.repeat(20))
    };
    let one = aside([("quote-unbalanced", &[3])]);
    for broken in [
        "\"31-01-2025;ATROVENT AEROSOL;1;ST",
        "31-01-2025;\"ATROVENT AEROSOL;1;ST",
        "31-01-2025;ATROVENT AEROSOL;\"1;ST",
        "31-01-2025;ATROVENT AEROSOL;1;\"ST",
        "31-01-2025;\"ATROVENT \"\"AEROSOL;1;ST",
    ] {
        assert_eq!(account(lines(broken)), (22, 21, one.clone()), "{broken}");
        let crlf = lines(broken).replace('\n', "\r\n");
        assert_eq!(account(crlf), (22, 21, one.clone()), "{broken}");
        // A quote in a later row closes it.
        let closed = lines(broken) + "31-01-2025;ATROVENT AEROSOL 20UG/DO \"200DO\";1;ST\n";
        assert_eq!(account(closed), (23, 22, one.clone()), "{broken}");
    }
    // In the last row, with and without a line end behind it.
    let good = "31-01-2025;ATROVENT AEROSOL 20UG/DO 200DO;1;ST\n";
    for end in ["", "\n", "\r\n"] {
        let text = format!("{HEADER}{good}31-01-2025;\"ATROVENT AEROSOL;1;ST{end}");
        assert_eq!(account(text), (2, 1, one.clone()), "{end:?}");
    }
    // A quote inside a cell and quotes around cells are no damage.
    let text = format!(
        "{HEADER}{good}31-01-2025;\"ATROVENT AEROSOL 20UG/DO \"\"200DO\"\"\";\"1\";\"ST\"\n31-01-2025;ATROVENT 5\" AEROSOL 20UG/DO 200DO;1;ST\n"
    );
    assert_eq!(account(text), (3, 3, Aside::new()));
}

#[test]
fn odd_quantities_are_set_aside_by_reason() {
    let cells = [
        "60",
        "-5",
        "0",
        "0,0",
        "-0",
        "99999",
        "100001",
        "",
        " ",
        "veel",
        "1e2",
        "+30",
        "1_0",
        "NaN",
        "30 ST",
        "2,5",
        "60,",
        "99999999999999999999999999",
        "30,0",
    ];
    assert_eq!(
        account(quantities(&cells)),
        (
            19,
            4,
            aside([
                ("quantity-missing", &[9, 10]),
                ("quantity-unreadable", &[11, 12, 14, 15, 18]),
                ("quantity-zero", &[4, 5, 6]),
                ("quantity-negative", &[3]),
                ("quantity-absurd", &[7, 8, 17]),
            ])
        )
    );
}

#[test]
fn a_number_that_may_be_decimal_or_thousands_is_refused() {
    for (cells, example) in [
        (&["1.000", "60"][..], "1.000"),
        (&["60", "30,000"][..], "30,000"),
        (&["-1.000"][..], "-1.000"),
        (&["1,5", "2.5"][..], "1,5"),
    ] {
        assert_refused(
            quantities(cells),
            &format!(
                "kolom 3: '{example}' kan een decimaal getal of een duizendtal zijn. Zeg in een profiel welke het is: decimal = \",\" of \".\" (--profile)."
            ),
        );
    }
    // Another cell that tells settles it.
    assert_eq!(
        account(quantities(&["1.000", "30,0"])),
        (2, 2, Aside::new())
    );
}

#[test]
fn odd_dates_are_set_aside_by_reason() {
    let mut cells: Vec<String> = (1..=28).map(|day| format!("{day:02}-01-2025")).collect();
    cells.extend((1..=28).map(|day| format!("{day:02}-02-2025")));
    // Lines 58 and on.
    let odd = [
        "30-12-1899",
        "01-02-2026",
        "29-02-2025",
        "29-02-2024",
        "vorige week",
        "",
        "00-00-0000",
    ];
    cells.extend(odd.map(str::to_owned));
    let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
    assert_eq!(
        account(dates(&cells)),
        (
            63,
            57,
            aside([
                ("date-missing", &[63]),
                ("date-unreadable", &[60, 62, 64]),
                ("date-out-of-range", &[58, 59]),
            ])
        )
    );
}

#[test]
fn a_date_column_that_fits_two_orders_is_refused() {
    assert_refused(
        dates(&["05-06-2025", "07-08-2025"]),
        "kolom 1: de datums aan het begin van het bestand passen in twee volgorden ('05-06-2025' is 2025-06-05 of 2025-05-06). Zeg in een profiel welke het is: date = \"dd-mm-yyyy\" of \"mm-dd-yyyy\" (--profile).",
    );
    let mixed = |first: &str, second: &str, read: &str| {
        let order = read.split([' ', ',']).nth(4).unwrap();
        assert_refused(
            dates(&[first, second]),
            &format!(
                "kolom 1: niet alle cellen zijn datums in één schrijfwijze (gelezen: {read}). Schrijf ze overal op dezelfde manier, of zeg in een profiel date = \"{order}\"; regels met een andere datum gaan dan terzijde (--profile)."
            ),
        );
    };
    mixed(
        "31-01-2025",
        "2025-02-28",
        "1 van de 2 dd-mm-yyyy, regel 2; 1 van de 2 yyyy-mm-dd, regel 3",
    );
    mixed(
        "31-01-2025",
        "02-28-2025",
        "1 van de 2 dd-mm-yyyy, regel 2; 1 van de 2 mm-dd-yyyy, regel 3",
    );
    mixed(
        "20250131",
        "2025-02-28",
        "1 van de 2 yyyy-mm-dd, regel 3; 1 van de 2 yyyymmdd, regel 2",
    );
    // Moments with and without their distance from UTC: the day may differ.
    mixed(
        "2025-01-31T22:30:00",
        "2025-01-31T23:30:00Z",
        "1 van de 2 yyyy-mm-dd, regel 2; 1 van de 2 timestamp, regel 3",
    );
    let unread = |cells: &[&str], shape: &str| {
        assert_refused(
            dates(cells),
            &format!(
                "kolom 1: geen cel is een datum die gelezen wordt; de eerste (regel 2) ziet eruit als '{shape}' (9 is een cijfer, a een ander teken). Verwacht is dd-mm-jjjj, jjjj-mm-dd of jjjjmmdd: een dag, een maand en een jaar van vier cijfers."
            ),
        );
    };
    unread(&["vandaag", "morgen", "gisteren"], "aaaaaaa");
    unread(&["31-01-25", "28-02-25"], "99-99-99");
    unread(&["202501", "202502"], "999999");
    unread(&["2025", "2025"], "9999");
    unread(&["31-jan-25", "28-feb-25"], "99-aaa-99");
}

#[test]
fn rows_with_other_numbers_of_cells_are_set_aside_but_for_one_trailing_separator() {
    let text = format!(
        "{HEADER}{GOOD}31-01-2025;ATROVENT AEROSOL 20UG/DO 200DO;1;ST;\n31-01-2025;ATROVENT AEROSOL;1\n31-01-2025\n31-01-2025;ATROVENT AEROSOL;1;ST;x\n31-01-2025;ATROVENT AEROSOL;1;ST;;\n;;;;;;;;\n{GOOD}"
    );
    assert_eq!(
        account(text),
        (7, 3, aside([("cell-count", &[4, 5, 6, 7])]))
    ); // a line of empty cells is no row
    // With the separator behind every row and the header.
    let text = format!("{HEADER}{GOOD}{GOOD}").replace('\n', ";;\n");
    assert_eq!(account(text), (2, 2, Aside::new()));
}

#[test]
fn line_ends_byte_order_mark_and_quoted_header_do_not_matter() {
    let rows = format!("{GOOD}{GOOD}");
    for text in [
        format!("{HEADER}{rows}"),
        format!("\u{feff}{HEADER}{rows}"),
        format!("{HEADER}{rows}").trim_end().to_owned(),
        format!("{HEADER}{rows}").replace('\n', "\r\n"),
        format!("{HEADER}{GOOD}\r\n{}", GOOD.trim_end()),
        format!("{}\r\n{GOOD}\n\n{}\r\n", HEADER.trim_end(), GOOD.trim_end()),
        format!("\n\n{HEADER}{rows}"),
        format!("\u{feff}\"datum\";\"omschrijving\";\"aantal\";\"eenheid\"\n{rows}"),
        format!(" Datum ; OMSCHRIJVING;\"Aantal\";Een-heid\r\n{rows}"),
    ] {
        assert_eq!(account(&text), (2, 2, Aside::new()), "{text:?}");
    }
}

#[test]
fn line_numbers_are_those_of_the_file() {
    let bad = "31-01-2025;ATROVENT AEROSOL;x;ST\n";
    for (text, line) in [
        (format!("{HEADER}{GOOD}{bad}"), 3),
        (format!("{HEADER}\n\n{GOOD}{bad}"), 5),
        (format!("{HEADER}{GOOD}{bad}").replace('\n', "\r\n"), 3),
        (format!("\u{feff}{HEADER}{GOOD}\r\n\r\n{bad}"), 5),
        // A text of several lines in a column that is not read.
        (
            format!(
                "{};opm\n{};\"een\ntwee; drie\r\nvier\"\n{};x\n",
                HEADER.trim_end(),
                GOOD.trim_end(),
                bad.trim_end()
            ),
            5,
        ),
    ] {
        let expected = (2, 1, aside([("quantity-unreadable", &[line])]));
        assert_eq!(account(&text), expected, "{text:?}");
    }
}
