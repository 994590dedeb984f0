//! What is no release: one message each, with the place, in Dutch and English.

use super::DATASET;
use super::build::Release as Build;
use groenrecept::ReleaseProblem;
use groenrecept::intake::gstandaard::Release;
use groenrecept::{Error, ErrorKind, Language};
use std::path::Path;

fn refused(build: &Build) -> Error {
    super::open(build).unwrap_err()
}

/// File and line behind the folder, the problem, and both sentences.
fn said(error: &Error) -> (String, Option<u64>, String, String) {
    let file = Path::new(error.file().unwrap()).file_name().unwrap();
    let text = |language: Language| {
        let text = error.text(language);
        let (_, sentence) = text.split_once(": ").unwrap();
        sentence.to_owned()
    };
    (
        file.to_string_lossy().into_owned(),
        error.line(),
        text(Language::Dutch),
        text(Language::English),
    )
}

#[test]
fn a_record_of_the_wrong_length_is_named_with_its_line() {
    let mut build = Build::sample();
    build.0.get_mut("BST711T").unwrap()[2].push(b' ');
    let error = refused(&build);
    assert_eq!(
        error.kind(),
        &ErrorKind::Release(ReleaseProblem::RecordLength {
            found: 161,
            expected: 160
        })
    );
    let (file, line, dutch, english) = said(&error);
    assert_eq!((file.as_str(), line), ("BST711T", Some(3)));
    assert_eq!(
        dutch,
        "de regel heeft 161 tekens en die van dit bestand hebben er 160. Is het bestand heel, en zoals Z-Index het leverde?"
    );
    assert_eq!(
        english,
        "the record has 161 characters, and those of this file have 160; is the file whole, and as Z-Index delivered it?"
    );
}

#[test]
fn a_file_that_was_cut_off_is_refused_at_its_last_line() {
    let folder = tempfile::tempdir().unwrap();
    let build = Build::sample();
    build.write(folder.path());
    let whole = build.bytes("BST004T");
    // Four records of 320 with CRLF: the fourth begins at 966 and stops after 34 characters.
    std::fs::write(folder.path().join("BST004T"), &whole[..1000]).unwrap();
    let error = Release::open(&DATASET, folder.path()).unwrap_err();
    let (file, line, ..) = said(&error);
    assert_eq!((file.as_str(), line), ("BST004T", Some(4)));
    assert_eq!(
        error.kind(),
        &ErrorKind::Release(ReleaseProblem::RecordLength {
            found: 34,
            expected: 320
        })
    );
}

/// Where no source tells the length of a record, the first one sets it.
#[test]
fn records_of_a_file_are_of_one_length() {
    let mut build = Build::sample();
    build.0.get_mut("BST031T").unwrap()[1].pop();
    let error = refused(&build);
    assert_eq!(
        error.kind(),
        &ErrorKind::Release(ReleaseProblem::RecordLength {
            found: 329,
            expected: 330
        })
    );
    build.0.get_mut("BST031T").unwrap()[0].truncate(20);
    let error = refused(&build);
    assert_eq!(
        (error.line(), error.kind()),
        (
            Some(1),
            &ErrorKind::Release(ReleaseProblem::RecordLength {
                found: 20,
                expected: 36
            })
        )
    );
}

#[test]
fn a_line_without_end_is_no_record() {
    let folder = tempfile::tempdir().unwrap();
    Build::sample().write(folder.path());
    std::fs::write(folder.path().join("BST020T"), vec![b'0'; 1 << 20]).unwrap();
    let error = Release::open(&DATASET, folder.path()).unwrap_err();
    assert_eq!(
        error.kind(),
        &ErrorKind::Release(ReleaseProblem::RecordLength {
            found: 4096,
            expected: 160
        })
    );
}

#[test]
fn records_of_another_file_are_refused() {
    let mut build = Build::sample();
    let other = build.0["BST004T"][0].clone();
    build.0.get_mut("BST004T").unwrap()[1][..4].copy_from_slice(b"0005");
    let error = refused(&build);
    let (file, line, dutch, english) = said(&error);
    assert_eq!((file.as_str(), line), ("BST004T", Some(2)));
    assert_eq!(
        dutch,
        "de regel begint met 0005 en die van dit bestand beginnen met 0004."
    );
    assert_eq!(
        english,
        "the record begins with 0005, and those of this file begin with 0004"
    );
    build.0.get_mut("BST004T").unwrap()[1] = other;
    build.0.get_mut("BST004T").unwrap()[1][0] = b'?';
    let (_, _, dutch, english) = said(&refused(&build));
    assert!(dutch.starts_with("de regel begint niet met het nummer van een bestand"));
    assert!(english.starts_with("the record does not begin with the number of a file"));
}

#[test]
fn a_field_that_should_hold_a_number_is_named_and_not_quoted() {
    let mut build = Build::sample();
    build.0.get_mut("BST004T").unwrap()[0][5..13].copy_from_slice(b"GEHEIM42");
    let error = refused(&build);
    let (file, line, dutch, english) = said(&error);
    assert_eq!((file.as_str(), line), ("BST004T", Some(1)));
    assert_eq!(dutch, "in het veld ATKODE staat geen getal.");
    assert_eq!(english, "the field ATKODE holds no number");
}

#[test]
fn bst001t_must_describe_the_fields_that_are_read() {
    let mut build = Build::sample();
    let fields = [
        (6, 25, "BST020T"),
        (26, 28, "1"),
        (29, 38, "BSTNUM"),
        (100, 103, "160"),
    ];
    build.add(1, '0', 128, &fields);
    let (file, line, dutch, english) = said(&refused(&build));
    assert_eq!((file.as_str(), line), ("BST001T", None));
    assert_eq!(
        dutch,
        "dit bestand beschrijft BST020T zonder het veld NMNR."
    );
    assert_eq!(english, "it describes BST020T without the field NMNR");
}

#[test]
fn a_folder_without_a_release_is_told_where_one_comes_from() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("leesmij.txt"), "").unwrap();
    let error = Release::open(&DATASET, folder.path()).unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::Release(ReleaseProblem::NoFiles));
    assert_eq!(error.file(), folder.path().to_str());
    let (_, _, dutch, english) = said(&error);
    assert_eq!(
        dutch,
        "in deze map staat geen BST-bestand. De G-Standaard valt onder een licentie van Z-Index; wijs de map aan van uw eigen, uitgepakte levering."
    );
    assert_eq!(
        english,
        "no BST file in this folder; the G-Standaard is licensed by Z-Index: point at the folder of your own release, unpacked"
    );
}

#[test]
fn without_generic_products_nothing_is_read() {
    let mut build = Build::sample();
    build.0.remove("BST711T");
    let (_, _, dutch, english) = said(&refused(&build));
    assert_eq!(
        dutch,
        "BST711T staat niet in deze map; zonder dat bestand leidt geen nummer naar een ATC-code."
    );
    assert_eq!(
        english,
        "BST711T is not in this folder; without it no number leads to an ATC code"
    );
}

#[test]
fn a_path_that_is_no_folder_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("BST004T");
    std::fs::write(&file, "").unwrap();
    let kind = |path: &Path| Release::open(&DATASET, path).unwrap_err().kind().clone();
    assert_eq!(kind(&file), ErrorKind::NotAFolder);
    assert_eq!(kind(&folder.path().join("weg")), ErrorKind::NoFolder);
}

/// A folder in place of a file, and a file that is too large.
#[test]
fn a_file_that_cannot_be_read_is_named() {
    let folder = tempfile::tempdir().unwrap();
    Build::sample().write(folder.path());
    let names = folder.path().join("BST020T");
    std::fs::remove_file(&names).unwrap();
    std::fs::create_dir(&names).unwrap();
    let error = Release::open(&DATASET, folder.path()).unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::NotAFile);
    assert_eq!(error.file(), names.to_str());
    std::fs::remove_dir(&names).unwrap();
    let file = std::fs::File::create(&names).unwrap();
    file.set_len((1 << 30) + 1).unwrap();
    let error = Release::open(&DATASET, folder.path()).unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::TooLarge { limit: 1 << 30 });
    assert_eq!(error.file(), names.to_str());
}

/// To open a pipe waits until somebody writes to it.
#[cfg(unix)]
#[test]
fn a_pipe_in_place_of_a_file_is_refused_and_never_opened() {
    for linked in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        Build::sample().write(folder.path());
        let names = folder.path().join("BST020T");
        std::fs::remove_file(&names).unwrap();
        let pipe = folder.path().join(if linked { "pipe" } else { "BST020T" });
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.unwrap().success());
        if linked {
            std::os::unix::fs::symlink(&pipe, &names).unwrap();
        }
        let error = Release::open(&DATASET, folder.path()).unwrap_err();
        let (file, line, dutch, english) = said(&error);
        assert_eq!((file.as_str(), line), ("BST020T", None));
        assert_eq!(
            dutch,
            "dit is geen gewoon bestand maar een pijp, een apparaat of een map; een map met gegevens bevat alleen bestanden."
        );
        assert_eq!(
            english,
            "this is no ordinary file but a pipe, a device or a folder; a folder of data holds files alone"
        );
    }
}

#[test]
fn a_folder_of_too_many_names_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    Build::sample().write(folder.path());
    for number in 0..10_000 {
        std::fs::write(folder.path().join(number.to_string()), "").unwrap();
    }
    let error = Release::open(&DATASET, folder.path()).unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::TooManyNames { limit: 10_000 });
    assert_eq!(error.file(), folder.path().to_str());
    let layer = groenrecept::dataset::Layer::from_dir(folder.path()).unwrap_err();
    assert_eq!(layer.kind(), &ErrorKind::TooManyNames { limit: 10_000 });
}
