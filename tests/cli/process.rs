//! How the program ends: arguments, pipes, full disks, and files that it writes.

use crate::*;

/// Starts the program with its output in pipes.
fn start(arguments: &[&str]) -> std::process::Child {
    std::process::Command::new(program())
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn assert_ended_without_error(mut child: std::process::Child) {
    let mut err = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut err)
        .unwrap();
    assert_eq!(err, "");
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn demo_streams_into_a_reader_that_leaves() {
    // More rows than a test could wait for: only streaming ends in time.
    let mut child = start(&["demo", "--rows", "4000000000"]);
    let reader = BufReader::new(child.stdout.take().unwrap());
    let lines: Vec<String> = reader.lines().take(10).map(Result::unwrap).collect();
    assert_eq!(lines.len(), 10);
    assert!(
        lines[0].starts_with("praktijk_id;Patient_id;"),
        "{}",
        lines[0]
    );
    assert_ended_without_error(child);
}

#[test]
fn a_reader_that_leaves_is_no_error() {
    for arguments in [
        &["report", DEMO][..],
        &["report", DEMO, "--json", "-"][..],
        &["explain", "R03AC02"][..],
        &["--help"][..],
    ] {
        let mut child = start(arguments);
        drop(child.stdout.take());
        assert_ended_without_error(child);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_with_words() {
    for arguments in [
        &["report", DEMO][..],
        &["demo"][..],
        &["explain", "R03AC02"][..],
    ] {
        let full = std::fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let output = std::process::Command::new(program())
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .args(arguments)
            .stdout(full)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let err = String::from_utf8(output.stderr).unwrap();
        assert!(
            err.starts_with("groenrecept: uitvoer schrijven lukt niet (cannot write): "),
            "{arguments:?}: {err}"
        );
    }
}

#[test]
fn wrong_arguments_exit_with_2_and_show_the_usage() {
    let wrong: [&[&str]; 10] = [
        &[],
        &["raport"],
        &["report"],
        &["report", DEMO, "--jsn", "-"],
        &["report", DEMO, "extra"],
        &["report", DEMO, "--gwp", "ar3"],
        &["report", DEMO, "--lang", "fr"],
        &["explain"],
        &["demo", "--rows", "many"],
        &["demo", "--rows", "-1"],
    ];
    for arguments in wrong {
        let run = run(arguments);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{arguments:?}");
        assert!(!run.err.is_empty(), "{arguments:?}");
        assert!(
            run.err.contains("groenrecept") || run.err.contains("error:"),
            "{}",
            run.err
        );
    }
    for today in ["31-12-2025", "2025-02-30", "vandaag", ""] {
        let run = run(&["report", DEMO, "--today", today]);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{today}");
        assert_eq!(
            run.err,
            format!(
                "groenrecept: --today {today}: verwacht een datum als 2025-12-31 (expected a date such as 2025-12-31)\n"
            )
        );
    }
}

#[test]
fn help_and_version_go_to_standard_output() {
    for arguments in [
        &["--help"][..],
        &["report", "--help"][..],
        &["--version"][..],
    ] {
        let run = run(arguments);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{arguments:?}");
        assert!(!run.out.is_empty());
    }
    assert_eq!(
        run(&["--version"]).out,
        format!("groenrecept {}\n", env!("CARGO_PKG_VERSION"))
    );
}

/// The file is the one to be made; what does not exist is its folder.
#[test]
fn a_missing_folder_for_the_result_was_called_a_missing_file() {
    let folder = Folder::with("export.csv", [HEADER, GOOD].concat());
    let run = folder.run(&["report", "export.csv", "--json", "uit/out.json"]);
    assert_eq!(run.code, 2);
    assert!(!run.err.contains("dit bestand bestaat niet"), "{}", run.err);
    assert!(run.err.contains("map"), "{}", run.err);
}

#[test]
fn the_result_took_the_place_of_the_export() {
    let folder = Folder::with("export.csv", [HEADER, GOOD].concat());
    let before = std::fs::read(folder.path("export.csv")).unwrap();
    let run = folder.run(&["report", "export.csv", "--json", "./export.csv"]);
    let after = std::fs::read(folder.path("export.csv")).unwrap();
    assert!(before == after, "the export was overwritten");
    assert_eq!(run.code, 2);
}

/// A temporary file is for its owner alone; the result of a report is not.
#[cfg(unix)]
#[test]
fn nobody_else_could_read_the_result() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::with("export.csv", [HEADER, GOOD].concat());
    let run = folder.run(&["report", "export.csv", "--json", "out.json", "--quiet"]);
    assert_eq!(run.code, 0);
    let mode = |name: &str| {
        let meta = std::fs::metadata(folder.path(name)).unwrap();
        meta.permissions().mode() & 0o777
    };
    assert_eq!(
        mode("out.json"),
        mode("export.csv"),
        "other rights than a file has"
    );
}
