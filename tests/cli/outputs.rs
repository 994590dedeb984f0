//! Where results go: what is refused, what is written through, and what is left of a run that
//! fails or is ended.

#![cfg(unix)]

use crate::*;
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt, symlink};
use std::process::{Child, Command, ExitStatus};

/// What lies in a folder: bytes, or where a link leads.
fn lies_in(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let kind = path.symlink_metadata().unwrap().file_type();
        if kind.is_dir() {
            found.extend(lies_in(&path));
        } else if kind.is_symlink() {
            let to = path.read_link().unwrap();
            found.insert(path, to.into_os_string().into_encoded_bytes());
        } else if kind.is_fifo() {
            found.insert(path, b"a pipe".to_vec());
        } else {
            let bytes = std::fs::read(&path).unwrap();
            found.insert(path, bytes);
        }
    }
    found
}

/// Exports, a profile, layers and a release, and folders beside them.
fn folder() -> Folder {
    let folder = Folder::new();
    for export in ["export.csv", "tweede.csv"] {
        folder.write(export, format!("{HEADER}{GOOD}"));
    }
    folder.write("tweede.csv", format!("{HEADER}{}", GOOD.repeat(2)));
    folder.write("profiel.toml", "[columns]\nlabel = \"omschrijving\"\n");
    folder.write("laag/volumes.csv", "");
    folder.write("laag/formulary/features.csv", "");
    folder.write("elders/uit.json", "oud");
    folder.write("levering/BST711T", "");
    std::fs::create_dir(folder.path("map")).unwrap();
    folder
}

fn mkfifo(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

/// The mode of a file, without its kind.
fn mode(path: &Path) -> u32 {
    path.symlink_metadata().unwrap().mode() & 0o7777
}

fn with_mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

const READ: &str = "dit bestand leest deze opdracht zelf; kies een ander bestand voor de uitkomst (this file is read in the same run).";
const INSIDE: &str = "dit ligt in een map die deze opdracht leest; kies een andere map voor de uitkomst (this lies in a folder that is read in the same run).";
const LAYERS: [&str; 4] = ["--data", "laag", "--gstandaard", "levering"];

/// `--json` over the profile that is read destroyed it.
#[test]
fn a_result_took_the_place_of_what_was_read() {
    let read = ["export.csv", "tweede.csv", "profiel.toml"];
    let in_folders = [
        "laag/volumes.csv",
        "laag/formulary/features.csv",
        "levering/BST711T",
    ];
    let made = |path: &str| {
        let name = path.replace('/', "-");
        [
            path.to_owned(),
            format!("./{path}"),
            format!("map/../{path}"),
            format!("hard-{name}"),
            format!("link-{name}"),
            format!("link-link-{name}"),
        ]
    };
    let folder = folder();
    for path in read.iter().chain(&in_folders) {
        let [.., hard, link, link_link] = made(path);
        std::fs::hard_link(folder.path(path), folder.path(&hard)).unwrap();
        symlink(path, folder.path(&link)).unwrap();
        symlink(&link, folder.path(&link_link)).unwrap();
    }
    symlink("laag", folder.path("ook-laag")).unwrap();
    symlink("laag/nieuw.csv", folder.path("hangend")).unwrap();
    let before = lies_in(folder.0.path());
    let assert_kept = |arguments: &[&str], target: &str, why: &str| {
        let run = folder.run(&[arguments, &[target]].concat());
        assert_eq!(
            run.err,
            format!("groenrecept: {target}: {why}\n"),
            "{arguments:?}"
        );
        assert_eq!(
            (run.code, run.out.as_str()),
            (2, ""),
            "{arguments:?} {target}"
        );
        assert!(before == lies_in(folder.0.path()), "{arguments:?} {target}");
    };
    let new = [
        "laag/nieuw.csv",
        "laag/formulary/nieuw.json",
        "ook-laag/nieuw.csv",
        "hangend",
        "levering/nieuw",
    ];
    let report = [
        "report",
        "export.csv",
        "tweede.csv",
        "--profile",
        "profiel.toml",
    ];
    for option in ["--json", "--set-aside", "--worklist"] {
        let command = [&report[..], &LAYERS, &[option]].concat();
        for target in read.iter().chain(&in_folders).flat_map(|path| made(path)) {
            assert_kept(&command, &target, READ);
        }
        for target in new {
            assert_kept(&command, target, INSIDE);
        }
    }
    let only = ["report", "export.csv", "--only", "laag", "--json"];
    assert_kept(&only, "laag/volumes.csv", READ);
    assert_kept(&only, "laag/uit.json", INSIDE);
    let profile = [
        "profile",
        "export.csv",
        "--data",
        "laag",
        "--force",
        "--out",
    ];
    for target in made("export.csv") {
        assert_kept(&profile, &target, READ);
    }
    assert_kept(&profile, "laag/profiel.toml", INSIDE);
    let new = folder.run(&["new", "volumes.csv", "--out", "laag"]);
    assert_eq!((new.code, new.out.as_str()), (2, ""));
    assert!(before == lies_in(folder.0.path()));
}

#[test]
fn two_results_in_one_file_are_refused_by_link_and_spelling() {
    let folder = folder();
    std::fs::hard_link(folder.path("elders/uit.json"), folder.path("hard.json")).unwrap();
    symlink("elders/uit.json", folder.path("link.json")).unwrap();
    symlink("nieuw.json", folder.path("hangend.json")).unwrap();
    mkfifo(&folder.path("pijp"));
    std::fs::hard_link(folder.path("pijp"), folder.path("pijp2")).unwrap();
    let before = lies_in(folder.0.path());
    for (one, other) in [
        ("nieuw.json", "nieuw.json"),
        ("nieuw.json", "./nieuw.json"),
        ("nieuw.json", "map/../nieuw.json"),
        ("nieuw.json", "hangend.json"),
        ("elders/uit.json", "hard.json"),
        ("hard.json", "link.json"),
        ("pijp", "pijp2"),
        ("-", "-"),
        ("-", "/dev/stdout"),
        ("/dev/stdout", "/dev/fd/1"),
    ] {
        for [first, second] in [["--json", "--set-aside"], ["--set-aside", "--worklist"]] {
            let run = folder.run(&["report", "export.csv", first, one, second, other]);
            let sentence = format!(
                "groenrecept: {other}: {first} en {second} noemen hetzelfde bestand; kies er twee (the same file twice).\n"
            );
            assert_eq!(run.err, sentence);
            assert_eq!((run.code, run.out.as_str()), (2, ""), "{one} {other}");
            assert!(before == lies_in(folder.0.path()), "{one} {other}");
        }
    }
}

#[test]
fn a_target_that_cannot_be_one_is_refused_before_work_starts() {
    let folder = folder();
    with_mode(&folder.path("elders/uit.json"), 0o444);
    symlink("rond", folder.path("rond")).unwrap();
    mkfifo(&folder.path("leeg.csv"));
    let before = lies_in(folder.0.path());
    for (target, why) in [
        (
            "map",
            "dit is een map; noem een bestand voor de uitkomst (this is a folder).",
        ),
        (
            "nergens/uit.json",
            "de map waarin dit bestand moet komen, bestaat niet (its folder does not exist).",
        ),
        (
            "nergens/",
            "de map waarin dit bestand moet komen, bestaat niet (its folder does not exist).",
        ),
        (
            "elders/uit.json",
            "dit bestand is alleen om te lezen; kies een ander bestand voor de uitkomst (this file is read-only).",
        ),
        (
            "export.csv/uit.json",
            "het bestand is niet te lezen of te schrijven (not a directory).",
        ),
    ] {
        for option in ["--json", "--set-aside", "--worklist"] {
            // Nobody writes to the pipe: a run that read it would never end.
            let run = folder.run(&["report", "leeg.csv", option, target]);
            assert_eq!(
                run.err,
                format!("groenrecept: {target}: {why}\n"),
                "{option}"
            );
            assert_eq!((run.code, run.out.as_str()), (2, ""), "{option} {target}");
        }
    }
    let run = folder.run(&["report", "leeg.csv", "--json", "rond"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(before == lies_in(folder.0.path()));
    assert_eq!(mode(&folder.path("elders/uit.json")), 0o444);
}

/// A private file became readable by all, and a link became a file.
#[test]
fn a_file_that_is_replaced_keeps_its_rights_and_the_links_to_it() {
    let folder = folder();
    symlink("elders/uit.json", folder.path("link.json")).unwrap();
    symlink("elders/nieuw.csv", folder.path("hangend.csv")).unwrap();
    for rights in [0o600, 0o640, 0o664, 0o755, 0o200] {
        let target = folder.path("elders/uit.json");
        with_mode(&target, rights);
        let run = folder.run(&[
            "report",
            "export.csv",
            "--json",
            "link.json",
            "--worklist",
            "hangend.csv",
            "--quiet",
        ]);
        assert_eq!((run.code, run.err.as_str(), run.out.as_str()), (0, "", ""));
        assert_eq!(mode(&target), rights);
        with_mode(&target, 0o600);
        let text = std::fs::read_to_string(&target).unwrap();
        assert!(serde_json::from_str::<Value>(&text).is_ok());
        std::fs::write(&target, "oud").unwrap();
    }
    let link = |name: &str| folder.path(name).read_link().unwrap();
    assert_eq!(link("link.json"), Path::new("elders/uit.json"));
    assert_eq!(link("hangend.csv"), Path::new("elders/nieuw.csv"));
    let list = std::fs::read_to_string(folder.path("elders/nieuw.csv")).unwrap();
    assert!(list.starts_with("\u{feff}bestand;"), "{list}");
}

/// The shell runs the program after a line of its own.
fn by_shell(folder: &Folder, line: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new("sh");
    let line = format!("{line}; exec \"$0\" \"$@\"");
    command.current_dir(folder.0.path()).arg("-c").arg(line);
    command.arg(program()).args(on_a_day(arguments));
    command
}

#[test]
fn a_new_file_has_the_rights_that_the_user_gives_files() {
    let folder = folder();
    let arguments = ["report", "export.csv", "--json", "nieuw.json", "--quiet"];
    for (umask, rights) in [("022", 0o644), ("077", 0o600), ("002", 0o664)] {
        let status = by_shell(&folder, &format!("umask {umask}"), &arguments).status();
        assert!(status.unwrap().success());
        let target = folder.path("nieuw.json");
        assert_eq!(mode(&target), rights, "{umask}");
        std::fs::remove_file(target).unwrap();
    }
}

/// The null device became a file; a pipe stands for it.
#[test]
fn a_pipe_is_written_through_and_stays_a_pipe() {
    let folder = folder();
    mkfifo(&folder.path("pijp"));
    symlink("pijp", folder.path("link")).unwrap();
    for target in ["pijp", "link"] {
        let path = folder.path("pijp");
        let reader = std::thread::spawn(move || std::fs::read_to_string(path).unwrap());
        let run = folder.run(&["report", "export.csv", "--json", target, "--quiet"]);
        assert_eq!((run.code, run.err.as_str(), run.out.as_str()), (0, "", ""));
        let text = reader.join().unwrap();
        assert!(serde_json::from_str::<Value>(&text).is_ok());
        let kind = folder.path("pijp").symlink_metadata().unwrap().file_type();
        assert!(kind.is_fifo());
    }
}

#[test]
fn standard_output_by_any_name_takes_the_place_of_the_page() {
    let folder = folder();
    for target in ["-", "/dev/stdout", "/dev/fd/1"] {
        let run = folder.run(&["report", "export.csv", "--json", target]);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{target}");
        assert!(serde_json::from_str::<Value>(&run.out).is_ok(), "{target}");
    }
    let run = folder.run(&["profile", "export.csv", "--out", "-"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(run.out.starts_with("# Profiel voor groenrecept."));
    // A file that standard output was sent to.
    let mut command = by_shell(
        &folder,
        "exec > uit.txt",
        &["report", "export.csv", "--json", "uit.txt"],
    );
    assert!(command.status().unwrap().success());
    let text = std::fs::read_to_string(folder.path("uit.txt")).unwrap();
    assert!(serde_json::from_str::<Value>(&text).is_ok());
    // Where that is the export, nothing is read.
    let before = lies_in(folder.0.path());
    let command = by_shell(&folder, "exec >> export.csv", &["report", "export.csv"]).output();
    let output = command.unwrap();
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        "groenrecept: de standaarduitvoer is een bestand dat deze opdracht leest; kies een ander bestand voor de uitkomst (standard output is a file that is read).\n"
    );
    assert_eq!(output.status.code(), Some(2));
    assert!(before == lies_in(folder.0.path()));
}

#[test]
fn a_full_disk_leaves_the_old_file_whole() {
    let folder = folder();
    // Rows enough that every result is more than the block that the disk has left.
    folder.write(
        "export.csv",
        format!("{HEADER}{}", GOOD.replace("1;ST", "x;ST").repeat(100)),
    );
    for option in ["--json", "--set-aside", "--worklist"] {
        for target in ["elders/uit.json", "nieuw"] {
            let before = lies_in(folder.0.path());
            let full = "ulimit -f 1; trap '' XFSZ";
            let output = by_shell(&folder, full, &["report", "export.csv", option, target])
                .output()
                .unwrap();
            assert_eq!(
                String::from_utf8(output.stderr).unwrap(),
                format!(
                    "groenrecept: {target}: het bestand is niet te lezen of te schrijven (file too large).\n"
                )
            );
            assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
            assert!(before == lies_in(folder.0.path()), "{option} {target}");
        }
    }
}

/// The page was printed first, and its reader that left took the list with it.
#[test]
fn a_closed_pipe_leaves_the_other_results_whole() {
    let folder = folder();
    for more in [&[][..], &["--json", "-"]] {
        let arguments = [
            &["report", "export.csv", "--worklist", "lijst.csv"][..],
            more,
        ]
        .concat();
        let mut child = by_shell(&folder, ":", &arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        assert_eq!(child.wait().unwrap().code(), Some(0));
        let list = std::fs::read_to_string(folder.path("lijst.csv")).unwrap();
        assert!(list.ends_with("\r\n"), "{list}");
        std::fs::remove_file(folder.path("lijst.csv")).unwrap();
    }
}

/// A run that waits for its export, a pipe that this test holds open.
fn waiting(folder: &Folder, before: &str) -> (Child, std::fs::File) {
    let arguments = [
        "report",
        "pijp.csv",
        "--json",
        "elders/uit.json",
        "--worklist",
        "nieuw.csv",
    ];
    let child = by_shell(folder, before, &arguments)
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    // Opens as soon as the run has.
    let mut export = std::fs::File::options()
        .write(true)
        .open(folder.path("pijp.csv"))
        .unwrap();
    export.write_all(HEADER.as_bytes()).unwrap();
    (child, export)
}

fn temporary(folder: &Folder) -> usize {
    let names = lies_in(folder.0.path());
    let names = names
        .keys()
        .map(|path| path.file_name().unwrap().to_str().unwrap());
    names
        .filter(|name| name.starts_with(".groenrecept-"))
        .count()
}

fn ended_by(child: &mut Child, signal: &str) -> ExitStatus {
    let id = child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-s", signal, &id])
            .status()
            .unwrap()
            .success()
    );
    child.wait().unwrap()
}

/// Whether these tests run where a signal is ignored, as under `nohup`: programs inherit that.
fn is_ignored(signal: u32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let bits = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let bits = bits.map(|bits| u64::from_str_radix(bits.trim(), 16).unwrap());
    bits.unwrap_or_default() >> (signal - 1) & 1 == 1
}

#[test]
fn a_run_that_is_ended_leaves_the_old_files_and_nothing_else() {
    for (signal, number) in [("HUP", 1), ("INT", 2), ("TERM", 15)] {
        let folder = folder();
        mkfifo(&folder.path("pijp.csv"));
        let before = lies_in(folder.0.path());
        let (mut child, export) = waiting(&folder, ":");
        assert_eq!(temporary(&folder), 2);
        let heard = !is_ignored(number);
        if heard {
            let status = ended_by(&mut child, signal);
            assert_eq!(
                status.code(),
                Some(128 + i32::try_from(number).unwrap()),
                "{signal}"
            );
            assert!(before == lies_in(folder.0.path()), "{signal}");
        }
        drop(export);
        child.wait().unwrap();
    }
}

/// Linux tells which signals are ignored.
#[cfg(target_os = "linux")]
#[test]
fn a_signal_that_was_ignored_stays_so() {
    let folder = folder();
    mkfifo(&folder.path("pijp.csv"));
    let (mut child, mut export) = waiting(&folder, "trap '' HUP");
    let id = child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-s", "HUP", &id])
            .status()
            .unwrap()
            .success()
    );
    export.write_all(GOOD.as_bytes()).unwrap();
    drop(export);
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(temporary(&folder), 0);
    assert_ne!(
        std::fs::read(folder.path("elders/uit.json")).unwrap(),
        b"oud"
    );
}

/// A run with this on standard input.
fn fed(folder: &Folder, arguments: &[&str]) -> Run {
    let output = assert_cmd::Command::new(program())
        .current_dir(folder.0.path())
        .args(on_a_day(arguments))
        .write_stdin(format!("{HEADER}{GOOD}"))
        .output()
        .unwrap();
    Run {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn an_export_comes_from_standard_input_or_a_pipe() {
    let folder = folder();
    let expected = folder.json(&["export.csv"]);
    let same = |out: &str, name: &str| {
        let mut report: Value = serde_json::from_str(out).unwrap();
        assert_eq!(report["file"], name);
        report["file"] = "export.csv".into();
        assert_eq!(report, expected);
    };
    let report = |export, more: &[&str]| {
        let arguments = ["report", export, "--json", "-", "--today", TODAY];
        let run = fed(&folder, &[&arguments[..], more].concat());
        assert_eq!((run.code, run.err.as_str()), (0, ""));
        run.out
    };
    same(&report("-", &[]), "standaardinvoer");
    let english: Value = serde_json::from_str(&report("-", &["--lang", "en"])).unwrap();
    assert_eq!(english["file"], "standard input");
    same(&report("/dev/stdin", &[]), "stdin");
    mkfifo(&folder.path("pijp.csv"));
    let path = folder.path("pijp.csv");
    let writer =
        std::thread::spawn(move || std::fs::write(path, format!("{HEADER}{GOOD}")).unwrap());
    same(&report("pijp.csv", &[]), "pijp.csv");
    writer.join().unwrap();
    for arguments in [
        &["profile", "-"][..],
        &["data", "--coverage", "--export", "-"],
        &["data", "--gaps", "--export", "-"],
    ] {
        let run = fed(&folder, arguments);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{arguments:?}");
    }
    for (arguments, sentence) in [
        (
            &["report", "-", "-"][..],
            "standaardinvoer is één export; noem - één keer (standard input is one export).",
        ),
        (
            &["compare-data", "embedded", "embedded", "-"],
            "-: deze opdracht leest de export twee keer; bewaar hem als bestand (the export is read twice; save it as a file).",
        ),
        (
            &["compare-data", "embedded", "embedded", "pijp.csv"],
            "pijp.csv: deze opdracht leest de export twee keer; bewaar hem als bestand (the export is read twice; save it as a file).",
        ),
    ] {
        let run = fed(&folder, arguments);
        assert_eq!(run.err, format!("groenrecept: {sentence}\n"));
        assert_eq!((run.code, run.out.as_str()), (2, ""));
    }
    // A file that is given on standard input is read, too.
    let mut command = by_shell(
        &folder,
        "exec < tweede.csv",
        &["report", "-", "--json", "tweede.csv"],
    );
    let output = command.output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(err, format!("groenrecept: tweede.csv: {READ}\n"));
    assert_eq!(output.status.code(), Some(2));
}

const FORMULARY: &str = "aandoening;stap;keus;omschrijving\nAstma;1;1;VENTOLIN DISKUS\n";

/// Every command that prints refuses to do so over what was named to it.
#[test]
fn nothing_is_printed_over_what_is_read() {
    let folder = folder();
    for name in ["f.csv", "g.csv"] {
        folder.write(name, FORMULARY);
    }
    let before = lies_in(&folder.path(""));
    for (arguments, to) in [
        (&["check", "f.csv"][..], ">>f.csv"),
        (&["check", "f.csv", "--data", "laag"], ">>laag/volumes.csv"),
        (&["compare", "f.csv", "g.csv"], "1<>g.csv"),
        (
            &["compare", "f.csv", "g.csv", "--case-mix", "export.csv"],
            ">>export.csv",
        ),
        (&["labels", "f.csv", "--format", "csv"], ">>f.csv"),
        (&["labels", "f.csv", "--previous=g.csv"], ">>g.csv"),
        (
            &["data", "--gaps", "--export", "export.csv"],
            "1<>export.csv",
        ),
        (
            &["compare-data", "embedded", "embedded", "export.csv"],
            ">>export.csv",
        ),
        (
            &["explain", "VENTOLIN", "--data", "laag"],
            ">>laag/volumes.csv",
        ),
    ] {
        let line = format!("exec \"$0\" \"$@\" {to}");
        let output = by_shell(&folder, &line, arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(
            said.starts_with(
                "groenrecept: de standaarduitvoer is een bestand dat deze opdracht leest"
            ),
            "{arguments:?}: {said}"
        );
        assert_eq!(lies_in(&folder.path("")), before, "{arguments:?}");
    }
}

/// What was found keeps its exit code when the reader of the page has left.
#[test]
fn a_reader_that_leaves_makes_no_finding_a_success() {
    let text = FORMULARY
        .replace("omschrijving", "omschrijving;atc")
        .replace("DISKUS", "DISKUS;XXXX");
    let folder = Folder::with("f.csv", text);
    let arguments = ["check", "f.csv"];
    let whole = folder.run(&arguments);
    assert_eq!(whole.code, 1, "{}", whole.out);
    let line = "( \"$0\" \"$@\"; echo $? >code ) | true; exit";
    assert!(
        by_shell(&folder, line, &arguments)
            .status()
            .unwrap()
            .success()
    );
    assert_eq!(std::fs::read_to_string(folder.path("code")).unwrap(), "1\n");
}

/// A line feed in a header, a dosage or an argument begins no line of a page.
#[test]
fn no_line_is_forged() {
    let folder = Folder::new();
    let forged = "groenrecept: geen fouten gevonden";
    let head = format!("aandoening;stap;keus;omschrijving;dosering;\"x\n{forged}\"\n");
    let row = format!("Astma;1;1;VENTOLIN DISKUS;\"zo nodig\n{forged}\";\n");
    folder.write("f.csv", format!("{head}{row}"));
    let argument = format!("q\n{forged}");
    for arguments in [
        &["check", "f.csv"][..],
        &["labels", "f.csv"],
        &["report", "f.csv", "--gwp", &argument],
    ] {
        let run = folder.run(arguments);
        let mut lines = run.out.lines().chain(run.err.lines());
        assert!(
            !lines.any(|line| line.starts_with(forged)),
            "{arguments:?}: {}{}",
            run.out,
            run.err
        );
    }
}
