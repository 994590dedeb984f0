//! Proposed profiles, and the order of columns.

use crate::*;

/// The same export with its columns, and the rows below the header, in other orders.
fn shuffled(text: &str, columns: &[usize], rows: &[usize]) -> String {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .has_headers(false)
        .from_reader(text.as_bytes());
    let lines: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .from_writer(Vec::new());
    let order = std::iter::once(0).chain(rows.iter().map(|row| row + 1));
    for line in order.map(|row| &lines[row]) {
        writer
            .write_record(columns.iter().map(|column| &line[*column]))
            .unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

/// Columns and rows of an export in some order.
fn orders() -> impl Strategy<Value = (Vec<Row>, Vec<usize>, Vec<usize>)> {
    rows(30).prop_flat_map(|rows| {
        let order: Vec<usize> = (0..rows.len()).collect();
        let columns: Vec<usize> = (0..HEADER.len()).collect();
        (
            Just(rows),
            Just(columns).prop_shuffle(),
            Just(order).prop_shuffle(),
        )
    })
}

proptest! {
    #![proptest_config(config(96))]

    /// All but the numbers of lines, which are those of the file.
    #[test]
    fn the_order_of_columns_and_rows_changes_nothing((rows, columns, order) in orders()) {
        let text = PLAIN.text(&rows);
        let json = |text: &str| {
            let mut report = without_lines(json_of(text.as_bytes(), 1));
            report["layout"].take();
            serde_json::to_string_pretty(&report).unwrap()
        };
        prop_assert_eq!(json(&text), json(&shuffled(&text, &columns, &order)));
        // With the rows in their order the lines are the same, too.
        let same: Vec<usize> = (0..rows.len()).collect();
        let whole = |text: &str| {
            let mut report = json_of(text.as_bytes(), 1);
            report["layout"].take();
            serde_json::to_string_pretty(&report).unwrap()
        };
        prop_assert_eq!(whole(&text), whole(&shuffled(&text, &columns, &same)));
    }

    /// The profile that is proposed for a file that needs none says what is detected.
    #[test]
    fn a_proposed_profile_gives_the_layout_that_it_describes(
        rows in rows(30),
        separator in select(vec![';', ',', '\t', '|', '#', '^']),
        encoding in select(vec!["utf-8", "bom", "windows-1252"]),
        quote_all in any::<bool>(),
        decimal in select(vec![",", ".", "1.000,0"]),
        date in select(vec!["dd-mm-yyyy", "mm-dd-yyyy", "yyyymmdd", "time"]),
    ) {
        let style = Style { separator, encoding, line_end: "\n", quote_all, decimal, date, padding: 0 };
        let bytes = style.bytes(&rows);
        let export = Export::new("export.csv", bytes.as_slice()).unwrap();
        let detected = export.layout(&DATASET, None).unwrap();
        let proposal = export.proposal(&DATASET).unwrap();
        let json = serde_json::to_value(&proposal).unwrap();
        prop_assert!(json["without"].is_null() && json["still"].is_null());
        for language in [Language::Dutch, Language::English] {
            let text = proposal.toml(language);
            let profile = Profile::parse(&text).unwrap();
            let layout = export.layout(&DATASET, Some(&profile)).unwrap();
            prop_assert_eq!(format!("{:?}", layout), format!("{:?}", detected), "{}", text);
        }
    }

    /// Names that no list has: the columns are found by what they hold, and the report is the
    /// same as with names that are known.
    #[test]
    fn unknown_names_leave_the_values(rows in prop::collection::vec(row(), 20..40)) {
        let text = PLAIN.text(&rows);
        let (_, body) = text.split_once('\n').unwrap();
        let unknown = format!("k a;k b;k c;k d;k e;k f;k g;k h\n{body}");
        let export = Export::new("export.csv", unknown.as_bytes()).unwrap();
        let proposal = export.proposal(&DATASET).unwrap();
        let json = serde_json::to_value(&proposal).unwrap();
        let columns = json["columns"].as_array().unwrap().iter();
        let found = columns.filter(|column| column["understood"] == "role" && column["role"] == "date");
        let names: Vec<&str> = found.map(|column| column["name"].as_str().unwrap()).collect();
        prop_assert_eq!(names, ["k b"]);
        Profile::parse(&proposal.toml(Language::Dutch)).unwrap();
    }
}
