//! Files that are no export, and what is said of them.

use crate::*;

#[test]
fn a_path_that_is_no_file_is_named() {
    let folder = Folder::new();
    std::fs::create_dir(folder.path("exports")).unwrap();
    let run = folder.run(&["report", "missing.csv"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert_eq!(
        run.err,
        "groenrecept: missing.csv: dit bestand bestaat niet.\n"
    );
    let run = folder.run(&["report", "exports"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert_eq!(
        run.err,
        "groenrecept: exports: dit is een map; noem het exportbestand daarin.\n"
    );
}

#[test]
fn a_file_that_is_no_text_is_named_by_what_it_is() {
    const WORKBOOK: &str =
        "dit is een Office-werkmap en geen tekst; sla hem op als CSV en probeer het opnieuw.";
    const UTF16: &str = "deze tekst is UTF-16; sla hem op als CSV in UTF-8.";
    let text = format!("{HEADER}{GOOD}");
    let utf16 = |order: fn(u16) -> [u8; 2], mark: bool| -> Vec<u8> {
        let units = mark
            .then_some(0xfeff)
            .into_iter()
            .chain(text.encode_utf16());
        units.flat_map(order).collect()
    };
    let zip = |part: &str| {
        let header = [b"PK\x03\x04", [0u8; 26].as_slice()].concat();
        [&header, part.as_bytes(), &[7; 400]].concat()
    };
    assert_refused(zip("[Content_Types].xml"), WORKBOOK);
    assert_refused(zip("xl/workbook.xml"), WORKBOOK);
    assert_refused(
        zip("mimetypeapplication/vnd.oasis.opendocument.spreadsheet"),
        WORKBOOK,
    );
    assert_refused(
        zip("export.csv"),
        "dit is een gecomprimeerd bestand; pak het eerst uit.",
    );
    assert_refused(
        [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", [0u8; 400].as_slice()].concat(),
        WORKBOOK,
    );
    assert_refused(
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n",
        "dit is een PDF en geen tabel; exporteer de voorschriften als CSV.",
    );
    assert_refused(
        b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03rest",
        "dit is een gecomprimeerd bestand; pak het eerst uit.",
    );
    assert_refused(utf16(u16::to_le_bytes, true), UTF16);
    assert_refused(utf16(u16::to_be_bytes, true), UTF16);
    assert_refused(utf16(u16::to_le_bytes, false), UTF16);
    // A fixed sequence of all byte values.
    let blob: Vec<u8> = (0u32..50_000)
        .map(|step| step.wrapping_mul(2_654_435_761).to_be_bytes()[0])
        .collect();
    assert_refused(
        blob,
        "dit is geen tekst; exporteer de voorschriften als CSV.",
    );
}

#[test]
fn a_file_without_rows_says_so() {
    const EMPTY: &str = "het bestand is leeg.";
    const NO_ROWS: &str = "het bestand heeft een kopregel maar geen regels daaronder.";
    assert_refused("", EMPTY);
    assert_refused("\u{feff}", EMPTY);
    assert_refused("\r\n\n   \r\n\t\n", EMPTY);
    assert_refused(HEADER, NO_ROWS);
    assert_refused(HEADER.trim_end(), NO_ROWS);
    assert_refused(format!("\u{feff}{HEADER}\r\n\r\n"), NO_ROWS);
}

#[test]
fn a_header_that_does_not_tell_enough_is_refused() {
    let rows = "31-01-2025;ATROVENT AEROSOL 20UG/DO 200DO;1;ST\n";
    assert_refused(
        format!("datum;opm;aantal;eenheid\n{rows}"),
        "geen kolom zegt welk middel het is (Omschrijving, Atc_code, label, of een code met eigen codetabel); noem hem in een profiel (--profile).",
    );
    assert_refused(
        format!("datum;omschrijving;opm;eenheid\n{rows}"),
        "er is geen kolom met de hoeveelheid gevonden (Hoeveelheid, Aantal, quantity); noem hem in een profiel (--profile).",
    );
    // Without a header: the first line is not shown, it may hold a patient.
    assert_refused(
        rows.repeat(3),
        "geen van de 4 kolomnamen in de eerste regel is bekend. Is de eerste regel een kopregel? Benoem de kolommen in een profiel (--profile).",
    );
    assert_refused(
        "omschrijving;aantal,datum\nx;1,2\n",
        "het scheidingsteken is niet te bepalen: ; , passen even goed; noem het in een profiel (--profile).",
    );
    assert_refused(
        format!("{}\r{}\r", HEADER.trim_end(), rows.trim_end()),
        "de regels hebben geen gewoon regeleinde; open het bestand in een rekenblad en sla het opnieuw op als CSV.",
    );
    let mut wide = HEADER.trim_end().to_owned();
    for column in 5..=10_000 {
        wide.push_str(&format!(";k{column}"));
    }
    assert_refused(
        format!("{wide}\n{rows}"),
        "de eerste regel heeft 10000 kolommen; er worden er hoogstens 1024 gelezen.",
    );
}

/// Writes a file with one line of 100 MB, after `before` and in front of `after`.
fn long_line(folder: &Folder, before: &str, after: &str) {
    let file = std::fs::File::create(folder.path("export.csv")).unwrap();
    let mut file = BufWriter::new(file);
    file.write_all(before.as_bytes()).unwrap();
    let piece = [b'x'; 1_000_000];
    for _ in 0..100 {
        file.write_all(&piece).unwrap();
    }
    file.write_all(after.as_bytes()).unwrap();
    file.flush().unwrap();
}

/// The most memory in kB, where the `time` of GNU is there to tell.
fn peak_memory(folder: &Folder) -> Option<u64> {
    let output = std::process::Command::new("/usr/bin/time")
        .current_dir(folder.0.path())
        .args(["-f", "peak %M"])
        .arg(program())
        .args(["report", "export.csv", "--quiet"])
        .output()
        .ok()?;
    let err = String::from_utf8(output.stderr).unwrap();
    let line = err.lines().find_map(|line| line.strip_prefix("peak "))?;
    line.parse().ok()
}

#[test]
fn a_single_line_of_100_mb_is_refused_in_little_memory() {
    let folder = Folder::new();
    long_line(&folder, "", "");
    let run = folder.run(&["report", "export.csv"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert_eq!(
        run.err,
        "groenrecept: export.csv: de eerste regel is langer dan 262144 bytes; dit is geen tabel met voorschriften.\n"
    );
    let peak = peak_memory(&folder);
    assert!(peak.is_none_or(|kb| kb < 50_000), "{peak:?} kB");
}

#[test]
fn a_line_of_100_mb_among_rows_is_set_aside_in_little_memory() {
    let folder = Folder::new();
    let before = format!("{HEADER}{}", GOOD.repeat(3));
    long_line(&folder, &before, &format!("\n{}", GOOD.repeat(2)));
    // The file is long enough for a progress bar, and standard error is a pipe: `json`
    // asserts that nothing is written there.
    let report = folder.json(&["export.csv"]);
    assert_eq!(
        account_of(&report),
        (6, 5, aside([("line-too-long", &[5])]))
    );
    let peak = peak_memory(&folder);
    assert!(peak.is_none_or(|kb| kb < 50_000), "{peak:?} kB");
}
