//! Bytes to options, and everything that can be wrong with them at once.

use super::{HEADER, demo, formulary, words};
use groenrecept::formulary::{Dosage, Formulary, Population};
use groenrecept::{Atc, Day, Icpc};
use std::collections::BTreeSet;

fn problems(text: impl AsRef<[u8]>) -> Vec<String> {
    let formulary = Formulary::read("f.csv", text.as_ref(), &words());
    formulary
        .problems()
        .iter()
        .map(ToString::to_string)
        .collect()
}

#[test]
fn a_row_is_read_whole() {
    let formulary = formulary(&[
        "Astma;R96.01|R95;18;80;kan geen poeder;2;1;R03AK08;FOSTER AEROSOL;2 dd 2 inhalaties;30;M27;zie ook",
    ]);
    assert_eq!(formulary.problems(), []);
    let option = &formulary.options()[0];
    assert_eq!(option.line, 2);
    assert_eq!(option.condition, "Astma");
    assert_eq!(
        option.icpc,
        ["R95", "R96.01"].map(|code| code.parse::<Icpc>().unwrap())
    );
    let population = Population {
        from: Some(18),
        to: Some(80),
        feature: "kan geen poeder".to_owned(),
    };
    assert_eq!(option.population, population);
    assert_eq!((option.step, option.rank, option.days), (2, 1, Some(30)));
    assert_eq!(option.atc, "R03AK08".parse::<Atc>().ok());
    assert_eq!(option.label, "FOSTER AEROSOL");
    assert_eq!(option.dosage.per_day().unwrap().round(0), 4.into());
    assert_eq!(
        (option.section.as_str(), option.remark.as_str()),
        ("M27", "zie ook")
    );
    assert_eq!(option.review, None);
}

#[test]
fn english_headers_commas_quotes_and_windows_text_are_read() {
    let text = "condition,step,choice,medicine,remark,review by\r\n\
                \"Asthma, adults\",1,1,VENTOLIN DISKUS,\"two\r\nlines\",2027-01-31\r\n\
                \r\n\
                Migraine,1,1,PARACETAMOL,caf\u{e9},\r\n";
    let (latin, _, _) = (text.replace('\u{e9}', "~"), (), ());
    let bytes: Vec<u8> = latin
        .bytes()
        .map(|b| if b == b'~' { 0xe9 } else { b })
        .collect();
    let formulary = Formulary::read("f.csv", &bytes, &words());
    assert_eq!(formulary.problems(), []);
    let lines: Vec<u64> = formulary.options().iter().map(|one| one.line).collect();
    assert_eq!(lines, [2, 5]);
    assert_eq!(formulary.options()[0].condition, "Asthma, adults");
    assert_eq!(formulary.options()[0].review, Day::new(2027, 1, 31));
    assert_eq!(formulary.options()[1].remark, "café");
    assert_eq!(formulary.separator(), ',');
    assert_eq!(formulary.line(5), Some("Migraine,1,1,PARACETAMOL,café,"));
}

#[test]
fn all_problems_of_a_file_come_at_once_with_their_place() {
    let rows = [
        "Astma;R9;12;6;;1;1;R03AC02;VENTOLIN DISKUS;2 dd 1;30;;",
        "Astma;R96;oud;;linkshandigheid;0;1;R3;;veel;ja;;",
        ";R96;;;;1;1;;;;;;",
        "Astma;R96",
    ];
    let text = format!(
        "{HEADER};kleur\n{}\n",
        rows.map(|row| format!("{row};")).join("\n")
    );
    let expected = "\
f.csv:1:kleur: warning[unknown-column]: 'kleur' is no column of a formulary
f.csv:2:icpc: error[bad-icpc]: 'R9' is no ICPC code such as R96 or R96.01
f.csv:2:leeftijd van: error[bad-age]: the first age, 12, lies above the last, 6
f.csv:3:atc: error[unknown-code]: 'R3' is no ATC code or group
f.csv:3:stap: error[bad-number]: '0' is no whole number from 1 to 99
f.csv:3:behandeldagen: error[bad-number]: 'ja' is no whole number from 1 to 3660
f.csv:3:leeftijd van: error[bad-age]: 'oud' is no age in whole years from 0 to 120
f.csv:3:kenmerk: information[unknown-feature]: 'linkshandigheid' means nothing to any rule
f.csv:3:dosering: warning[bad-dosage]: 'veel' cannot be read as one number of doses or milligrams
f.csv:4:aandoening: error[empty-cell]: the condition is missing
f.csv:4:middel: error[empty-cell]: the option names no medicine: fill in the label or the ATC code
f.csv:5: error[wrong-cell-count]: 3 cells in place of 14";
    assert_eq!(problems(text).join("\n"), expected);
}

/// A quote that is not closed would make many options one.
#[test]
fn a_quote_that_is_not_closed_is_no_whole_formulary() {
    let text = "aandoening;stap;keus;omschrijving;opmerking\n\
                Astma;1;1;VENTOLIN DISKUS INHPDR 200UG/DO 60DO;\n\
                Astma;1;2;VENTOLIN AEROSOL 100UG/DO 200DO;\"open\n\
                COPD;1;1;SERETIDE INHALATOR AEROSOL 25/125UG/DO 120DO;\n";
    assert_eq!(
        problems(text),
        ["f.csv:3: error[unreadable-file]: a quote is not closed and swallows the rows behind it"]
    );
}

/// Every unclosed quote is found, and the rows between them are read.
#[test]
fn every_quote_that_is_not_closed_is_found_with_the_other_problems() {
    let text = "aandoening;stap;keus;omschrijving;opmerking\n\
                Astma;1;1;VENTOLIN DISKUS INHPDR 200UG/DO 60DO;\"open\n\
                Astma;1;nul;VENTOLIN AEROSOL 100UG/DO 200DO;\"goed; en dicht\"\n\
                Astma;1;3;VENTOLIN AEROSOL 100UG/DO 200DO;\"open\n\
                COPD;nul;1;SERETIDE INHALATOR AEROSOL 25/125UG/DO 120DO;\n\
                COPD;1;1;SERETIDE INHALATOR AEROSOL 25/125UG/DO 120DO;\"open";
    let open = "error[unreadable-file]: a quote is not closed and swallows the rows behind it";
    assert_eq!(
        problems(text),
        [
            &format!("f.csv:2: {open}"),
            &format!("f.csv:4: {open}"),
            &format!("f.csv:6: {open}"),
            "f.csv:3:keus: error[bad-number]: 'nul' is no whole number from 1 to 99",
            "f.csv:5:stap: error[bad-number]: 'nul' is no whole number from 1 to 99",
        ]
    );
    // In the header nothing can be read.
    let header = "\"aandoening;stap;keus;omschrijving\nAstma;1;1;X\n";
    assert_eq!(problems(header), [format!("f.csv:1: {open}")]);
}

/// A list in a cell is text, whatever signs its lines hold.
#[test]
fn a_list_in_a_cell_is_one_cell() {
    for separator in [";", ","] {
        let cells = |cells: [&str; 5]| cells.join(separator);
        let list = "\"Let op:\n- kinderen; ouderen; rokers; zwangeren; overigen, en, als, dat, kan\n\
                    - 1; 2; 3; \"\"X\"\", 1, 2, 3\n\n- tot slot\"";
        let text = [
            cells(["aandoening", "stap", "keus", "omschrijving", "opmerking"]),
            cells(["Astma", "1", "1", "VENTOLIN DISKUS", list]),
            cells(["Astma", "1", "2", "VENTOLIN AEROSOL", "\"- los\""]),
        ];
        let formulary = Formulary::read("f.csv", text.join("\n").as_bytes(), &words());
        assert_eq!(formulary.problems(), [], "{separator}");
        let lines: Vec<u64> = formulary.options().iter().map(|one| one.line).collect();
        assert_eq!(lines, [2, 7], "{separator}");
        let remark = &formulary.options()[0].remark;
        assert_eq!(remark.lines().count(), 5, "{remark}");
        assert!(remark.contains("\n- 1; 2; 3; \"X\", 1, 2, 3\n"), "{remark}");
    }
}

/// The end of a cell with the rest of its row looks like a row; a row in a quote is one.
#[test]
fn a_cell_that_ends_on_another_line_is_told_from_a_row_in_a_quote() {
    let header = "aandoening;stap;keus;omschrijving;opmerking\n";
    let whole = format!("{header}\"Astma\nbij ouderen\";1;1;VENTOLIN DISKUS;\"\"\n");
    let formulary = Formulary::read("f.csv", whole.as_bytes(), &words());
    assert_eq!(formulary.problems(), []);
    assert_eq!(formulary.options()[0].condition, "Astma bij ouderen");
    for (behind, open) in [("\"\"", vec![2]), ("\"", vec![2, 3]), ("\";\"", vec![2])] {
        let text = format!("{header}Astma;1;1;VENTOLIN;\"open\nAstma;1;2;VENTOLIN;{behind}\n");
        let formulary = Formulary::read("f.csv", text.as_bytes(), &words());
        let lines: Vec<u64> = formulary
            .problems()
            .iter()
            .filter(|one| one.code.as_str() == "unreadable-file")
            .filter_map(|one| one.place.line)
            .collect();
        assert_eq!(lines, open, "{behind}");
    }
}

/// What spreadsheets leave around a table: a line that states the separator, marks, quotes,
/// empty lines and columns.
#[test]
fn what_spreadsheets_write_around_a_table_is_no_part_of_it() {
    let rows = "Astma;1;1;VENTOLIN DISKUS\nAstma;1;2;VENTOLIN AEROSOL\n";
    let header = "aandoening;stap;keus;omschrijving";
    for (before, header, rows, first) in [
        ("sep=;\n", header.to_owned(), rows.to_owned(), 3),
        ("\"sep=;\"\n\n", header.to_owned(), rows.to_owned(), 4),
        ("\n\n", header.to_owned(), rows.to_owned(), 4),
        (
            "SEP=\t\n",
            header.replace(';', "\t"),
            rows.replace(';', "\t"),
            3,
        ),
        ("", header.replace(';', "\t"), rows.replace(';', "\t"), 2),
        ("", header.replace(';', ","), rows.replace(';', ","), 2),
        (
            "sep=|\n",
            header.replace(';', "|"),
            rows.replace(';', "|"),
            3,
        ),
        // A mark of the byte order within the header, quotes of two kinds, and a line break.
        (
            "\u{feff}",
            "\u{feff}\"aandoening\";\"\"\"stap\"\"\";\u{201c}keus\u{201d};' omschrijving '"
                .to_owned(),
            rows.to_owned(),
            2,
        ),
        (
            "",
            "aandoening;stap;keus;\"omschrijving\n\"".to_owned(),
            rows.to_owned(),
            3,
        ),
        // Empty columns behind the last, in the header, in the rows, or in both.
        ("", format!("{header};;"), rows.to_owned(), 2),
        ("", header.to_owned(), rows.replace('\n', ";;; \n"), 2),
        (
            "",
            format!("{header};;"),
            rows.replace('\n', ";;\n") + ";;;;;\n",
            2,
        ),
    ] {
        let text = format!("{before}{header}\n{rows}");
        let formulary = Formulary::read("f.csv", text.as_bytes(), &words());
        assert_eq!(formulary.problems(), [], "{text}");
        let found: Vec<(u64, &str)> = formulary
            .options()
            .iter()
            .map(|one| (one.line, one.label.as_str()))
            .collect();
        assert_eq!(
            found,
            [(first, "VENTOLIN DISKUS"), (first + 1, "VENTOLIN AEROSOL")],
            "{text}"
        );
        let shown = formulary.line(first).unwrap();
        assert!(
            shown.ends_with("VENTOLIN DISKUS") || shown.contains("DISKUS;"),
            "{shown}"
        );
    }
    // A cell below no header is no empty column, and a column without a name is said.
    assert_eq!(
        problems("sep=;\naandoening;;stap;keus;middel\nAstma;x;1;1;X;\nAstma;x;1;2;X;y\n"),
        [
            "f.csv:2: warning[unknown-column]: column 2 has no name and is not read",
            "f.csv:4: error[wrong-cell-count]: 6 cells in place of 5",
        ]
    );
}

#[test]
fn numbers_may_have_their_unit_or_a_nought_behind_the_mark() {
    let read = |cells: [&str; 5]| {
        let [from, to, step, rank, days] = cells;
        formulary(&[&format!(
            "Astma;R96;{from};{to};;{step};{rank};;VENTOLIN DISKUS;;{days};;"
        )])
    };
    for (cells, expected) in [
        (
            ["18 jaar", "80jr", "2,0", "1.0", "30 dagen"],
            (18, 80, 2, 1, 30),
        ),
        (
            ["6,00", "11", "stap 2", "2e keus", "2 weken"],
            (6, 11, 2, 2, 14),
        ),
        (
            ["6 years", "11 Jaar", "step 1", "1e", "7 d"],
            (6, 11, 1, 1, 7),
        ),
    ] {
        let formulary = read(cells);
        assert_eq!(formulary.problems(), [], "{cells:?}");
        let option = &formulary.options()[0];
        let (from, to) = (
            option.population.from.unwrap(),
            option.population.to.unwrap(),
        );
        assert_eq!(
            (from, to, option.step, option.rank, option.days.unwrap()),
            expected
        );
    }
    // Three noughts can be thousands, months are no years, and a half is no whole number.
    let formulary = read(["18 mnd", "8,5", "1.000", "-1", "1 maand"]);
    let found: Vec<String> = formulary
        .problems()
        .iter()
        .map(ToString::to_string)
        .collect();
    let columns: Vec<&str> = found
        .iter()
        .map(|one| one.split(':').nth(2).unwrap())
        .collect();
    let expected = [
        "stap",
        "keus",
        "behandeldagen",
        "leeftijd van",
        "leeftijd t/m",
    ];
    assert_eq!(columns, expected, "{found:?}");
}

#[test]
fn utf_16_is_named_with_what_to_do() {
    let text = "aandoening;stap;keus;middel\nAstma;1;1;X\n";
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for bytes in [
        [b"\xff\xfe".as_slice(), &wide].concat(),
        [b"\xfe\xff".as_slice(), &big].concat(),
        wide,
    ] {
        assert_eq!(
            problems(bytes),
            [
                "f.csv: error[unreadable-file]: the file is text in UTF-16 ('Unicode Text' in Excel); choose 'CSV UTF-8' under Save As"
            ]
        );
    }
}

/// A missing column does not hide what is wrong below the others.
#[test]
fn a_missing_column_hides_no_other_problem() {
    assert_eq!(
        problems("aandoening;stap;middel;leeftijd van\nAstma;nul;X;oud\n"),
        [
            "f.csv:1: error[missing-column]: a column is missing: one of choice, keus, keuze, rang, rank, volgorde",
            "f.csv:2:stap: error[bad-number]: 'nul' is no whole number from 1 to 99",
            "f.csv:2:leeftijd van: error[bad-age]: 'oud' is no age in whole years from 0 to 120",
        ]
    );
}

#[test]
fn what_is_no_formulary_says_so() {
    assert_eq!(
        problems(""),
        ["f.csv: error[empty-formulary]: the file is empty"]
    );
    assert_eq!(
        problems(HEADER),
        ["f.csv: error[empty-formulary]: there is no option below the header"]
    );
    let workbook = [b"PK\x03\x04".as_slice(), &[0; 80]].concat();
    assert!(problems(workbook)[0].starts_with("f.csv: error[unreadable-file]: "));
    let missing = problems("aandoening;stap;stap\nAstma;1;1\n");
    assert_eq!(
        missing,
        [
            "f.csv:1:stap: error[duplicate-column]: 'stap' means the same as 'stap'",
            "f.csv:1: error[missing-column]: a column is missing: one of choice, keus, keuze, rang, rank, volgorde",
            "f.csv:1: error[missing-column]: a column is missing: one of geneesmiddel, label, medicine, middel, omschrijving",
        ]
    );
    // The nearest known header, and none where nothing is near.
    let near = problems("aandoening;stap;keus;middel;dosring\nAstma;1;1;VENTOLIN;\n");
    assert_eq!(
        near,
        [
            "f.csv:1:dosring: warning[unknown-column]: 'dosring' is no column of a formulary; did you mean 'dosering'?"
        ]
    );
}

#[test]
fn a_dosage_is_read_or_refused() {
    let words = words();
    for (text, per_day) in [
        ("2D1I", "2"),
        ("3D2T zn", "6"),
        ("2 dd 1 inhalatie", "2"),
        ("2x/dag 1 inhalatie", "2"),
        ("2 x per dag 2 inhalaties", "4"),
        ("1 maal daags 1 tablet", "1"),
        ("1 inhalatie 2x per dag", "2"),
        ("dagelijks 1 tablet", "1"),
        ("1 tablet per dag", "1"),
        ("zo nodig 4 dd 1 inhalatie", "4"),
        ("1 dd 0,5 tablet", "0.5"),
        ("1 tablet 1x per week", "0.142857"),
    ] {
        let dosage = Dosage::read(text, &words);
        assert_eq!(
            dosage.per_day().unwrap().round(6).to_string(),
            per_day,
            "{text}"
        );
        let as_needed = text.contains("zn") || text.contains("zo nodig");
        assert_eq!(dosage.is_as_needed(), as_needed, "{text}");
    }
    for text in [
        "1-2 dd 1 inhalatie",
        "2 dd",
        "2x 1",
        "volgens schema",
        "1 dd 10 ml",
        "2 dd 0 tabletten",
        "20 ie per dag",
        "²",
        "2 dd 1 en 3 dd 2",
    ] {
        assert_eq!(Dosage::read(text, &words), Dosage::Unreadable, "{text}");
    }
    assert_eq!(Dosage::read("  ", &words), Dosage::Absent);
}

/// The dosage of a formulary and the dosage code of an export are two grammars; what bounds or
/// changes a dose in the one is no plain dose in the other, and their units of time agree.
#[test]
fn what_bounds_or_changes_a_dose_in_an_export_does_so_in_a_formulary() {
    let words = words();
    let path = super::package().join("data/vocabulary.csv");
    let text = std::fs::read_to_string(path).unwrap();
    let mut seen = (0, 0);
    for line in text.lines() {
        let cells: Vec<&str> = line.split(',').collect();
        match cells[0] {
            "dosage_up_to" | "dosage_changes" => {
                let text = format!("2 dd 1 tablet {}", cells[1]);
                let dosage = Dosage::read(&text, &words);
                let plain = dosage != Dosage::Unreadable && !dosage.is_as_needed();
                assert!(!plain, "{text}");
                seen.0 += 1;
            }
            "dosage_time" => {
                let Ok(days) = cells[2].parse::<u32>() else {
                    continue;
                };
                let dosage = Dosage::read(&format!("3{}1I", cells[1]), &words);
                let expected = Dosage::Every {
                    amount: 3.into(),
                    unit: groenrecept::formulary::DoseUnit::Doses,
                    days,
                    as_needed: false,
                };
                assert_eq!(dosage, expected, "{line}");
                seen.1 += 1;
            }
            _ => {}
        }
    }
    assert_eq!(seen, (16, 4));
}

#[test]
fn the_demonstration_is_whole_and_says_what_it_is() {
    let demo = demo();
    assert_eq!(
        demo.problems()
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>(),
        [
            "formularium.csv:73:dosering: warning[bad-dosage]: 'zo nodig 4 dd 10 ml' cannot be read as one number of doses or milligrams"
        ]
    );
    assert!(demo.is_whole());
    assert!(demo.options()[0].remark.starts_with("DEMONSTRATIE"));
    assert!(demo.options().len() >= 120, "{}", demo.options().len());
    let conditions: BTreeSet<&str> = demo
        .options()
        .iter()
        .map(|o| o.condition.as_str())
        .collect();
    assert!(conditions.len() >= 25, "{}", conditions.len());
    let chapters: BTreeSet<char> = demo
        .options()
        .iter()
        .flat_map(|option| option.icpc.iter())
        .filter_map(|code| code.as_str().chars().next())
        .collect();
    // Airways, pain, stomach, infections, skin, cardiovascular.
    assert!(
        "RADHFUSKL"
            .chars()
            .all(|chapter| chapters.contains(&chapter))
    );
}

proptest::proptest! {
    #[test]
    fn any_bytes_are_read_without_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
        let _ = Formulary::read("f.csv", &bytes, &words());
        let text = [HEADER.as_bytes(), b"\n", &bytes].concat();
        let formulary = Formulary::read("f.csv", &text, &words());
        for problem in formulary.problems() {
            let _ = problem.to_string();
        }
        let report = super::check::report(&formulary);
        for finding in super::check::json(&report)["findings"].as_array().unwrap() {
            let of = |name: &str| finding["region"][name].as_u64();
            let ends = (of("end_line"), of("end_column"));
            proptest::prop_assert!((of("start_line"), of("start_column")) <= ends);
        }
    }
}

#[test]
fn what_is_too_large_is_named_with_its_bound() {
    let head = "aandoening,stap,keus,middel,toelichting\n";
    let row = |label: &str, remark: &str| format!("Astma,1,1,{label},{remark}\n");
    let most = row(&"A".repeat(1000), &"B".repeat(32_767));
    let read = Formulary::read("f.csv", format!("{head}{most}").as_bytes(), &words());
    assert!(read.is_whole());
    let text = format!(
        "{head}{}{}",
        row(&"A".repeat(1001), ""),
        row("A", &"B".repeat(32_768))
    );
    assert_eq!(
        problems(text),
        [
            "f.csv:2:middel: error[too-large]: the cell is longer than 1000 bytes; the row is not read",
            "f.csv:3:toelichting: error[too-large]: the cell is longer than 32767 bytes; the row is not read",
        ]
    );
    let text = format!("{head}{}", row("A", "").repeat(10_001));
    assert_eq!(
        problems(text),
        ["f.csv:10002: error[too-large]: at most 10000 options are read"]
    );
    let text = format!("{head}{}", row("A", &"B".repeat(1 << 20)));
    assert_eq!(
        problems(text),
        [
            "f.csv:2: error[too-large]: the line is longer than 1048576 bytes; nothing of this file is read"
        ]
    );
    let columns: Vec<String> = (0..257).map(|number| format!("c{number}")).collect();
    assert_eq!(
        problems(format!("{}\n", columns.join(";"))),
        [
            "f.csv:1: error[too-large]: the header has 257 columns; at most 256 are read, with names of at most 1000 bytes"
        ]
    );
    let rows = row("A", "B").repeat((16 << 20) / 10);
    assert_eq!(
        problems(format!("{head}{rows}")),
        [
            "f.csv: error[too-large]: the file is larger than 16 MiB, the most that is read of a formulary"
        ]
    );
}
