//! Readers of lists, pages and JSON that leave after so many bytes: every write of the program is
//! one that can fail, and none of these is an error.

use crate::*;

const FORMULARY: &str = "data/demo/formularium.csv";

fn command(arguments: &[&str]) -> std::process::Command {
    let mut command = std::process::Command::new(program());
    command
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// What the program says on standard error, and its exit code, where the reader of its output
/// leaves after `bytes`; and what it has read until then.
fn leave_after(arguments: &[&str], bytes: usize) -> (Vec<u8>, String, Option<i32>) {
    let mut child = command(arguments).spawn().unwrap();
    let mut read = vec![0; bytes];
    let mut out = child.stdout.take().unwrap();
    out.read_exact(&mut read).unwrap();
    drop(out);
    let mut err = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut err)
        .unwrap();
    (read, err, child.wait().unwrap().code())
}

#[test]
fn a_reader_that_leaves_after_some_bytes_is_no_error() {
    let commands: [&[&str]; 8] = [
        &["report", DEMO, "--worklist", "-"],
        &["report", DEMO, "--set-aside", "-"],
        &["labels", FORMULARY, "--format", "csv"],
        &["labels", FORMULARY, "--format", "json"],
        &["compare", FORMULARY, FORMULARY, "--format", "markdown"],
        &["check", FORMULARY, "--format", "sarif"],
        &["data"],
        &["demo", "--rows", "20000"],
    ];
    for arguments in commands {
        let whole = command(arguments).output().unwrap().stdout;
        assert!(!whole.is_empty(), "{arguments:?}");
        let lengths = [0, 1, 1000, 4097, 65_537];
        for bytes in lengths.into_iter().filter(|bytes| *bytes < whole.len()) {
            let (read, err, code) = leave_after(arguments, bytes);
            assert_eq!(read, whole[..bytes], "{arguments:?} {bytes}");
            // What it says of the rows, and of the findings, is no failure.
            assert!(
                !err.contains("panicked") && !err.contains("cannot write"),
                "{arguments:?} {bytes}: {err}"
            );
            assert!(
                matches!(code, Some(0 | 1)),
                "{arguments:?} {bytes}: {code:?} {err}"
            );
        }
    }
}
