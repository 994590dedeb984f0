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
        ["R95", "R96.01"].map(|code| Icpc::parse(code).unwrap())
    );
    let population = Population {
        from: Some(18),
        to: Some(80),
        feature: "kan geen poeder".to_owned(),
    };
    assert_eq!(option.population, population);
    assert_eq!((option.step, option.rank, option.days), (2, 1, Some(30)));
    assert_eq!(option.atc, Atc::parse("R03AK08"));
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
        "Astma;R96;oud;;zwangerschap;0;1;R3;;veel;ja;;",
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
f.csv:3:kenmerk: information[unknown-feature]: 'zwangerschap' means nothing to any rule
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
            "f.csv:1: error[missing-column]: a column is missing: one of choice, keus, rang, rank, volgorde",
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
    }
}
