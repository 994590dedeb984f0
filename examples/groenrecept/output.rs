//! Where results and failures go.

use groenrecept::diagnostic::Code;
use groenrecept::{Diagnostic, Error, Language, Severity};
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::process::ExitCode;

/// Why a command cannot go on.
pub(crate) enum Failure {
    /// From the library, to be said in this language.
    Library(Error, Language),
    /// Writing to standard output failed.
    Write(std::io::Error),
    /// Something that the command itself found, as a sentence.
    Said(String),
}

impl Failure {
    /// Says what is wrong and gives the exit code. A reader that closed the pipe has seen
    /// enough: that is no error.
    pub(crate) fn exit(self) -> ExitCode {
        let text = match self {
            Self::Write(error) if error.kind() == ErrorKind::BrokenPipe => {
                return ExitCode::SUCCESS;
            }
            Self::Write(error) => format!("uitvoer schrijven lukt niet (cannot write): {error}"),
            Self::Library(error, language) => error.text(language),
            Self::Said(text) => text,
        };
        // When even this cannot be written there is nobody left to tell.
        let _ = writeln!(std::io::stderr().lock(), "groenrecept: {text}");
        ExitCode::from(2)
    }
}

/// Prints a text to standard output.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .map_err(Failure::Write)
}

/// Says something on standard error.
pub(crate) fn complain(text: &str) {
    // When even this cannot be written there is nobody left to tell.
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

/// Prints something as JSON to standard output.
pub(crate) fn print_json(value: &impl serde::Serialize) -> Result<(), Failure> {
    let json =
        serde_json::to_string_pretty(value).map_err(|error| Failure::Said(error.to_string()))?;
    print(&format!("{json}\n"))
}

/// Says what the checker warns of and does not stop the work. The order of rows changes no
/// result: only `check` speaks of it.
pub(crate) fn warn(findings: &[Diagnostic], language: Language) {
    let mut err = std::io::stderr().lock();
    for finding in findings {
        if finding.severity == Severity::Warning && finding.code != Code::OutOfOrder {
            // Without standard error there is nobody to warn.
            let _ = writeln!(err, "groenrecept: {}", finding.text(language));
        }
    }
}

/// Writes a file whole or not at all.
pub(crate) fn write_file(path: &Path, text: &str, language: Language) -> Result<(), Failure> {
    write_with(path, language, |out| out.write_all(text.as_bytes()))
}

/// Writes a file whole or not at all, piece by piece.
pub(crate) fn write_with(
    path: &Path,
    language: Language,
    text: impl Fn(&mut dyn Write) -> std::io::Result<()>,
) -> Result<(), Failure> {
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    if !folder.is_dir() {
        return Err(Failure::Said(format!(
            "{}: de map waarin dit bestand moet komen, bestaat niet (its folder does not exist).",
            path.display()
        )));
    }
    if path.is_dir() {
        return Err(Failure::Said(format!(
            "{}: dit is een map; noem een bestand voor de uitkomst (this is a folder).",
            path.display()
        )));
    }
    let write = || -> std::io::Result<()> {
        let mut builder = tempfile::Builder::new();
        #[cfg(unix)]
        let readable = {
            use std::os::unix::fs::PermissionsExt;
            std::fs::Permissions::from_mode(0o666)
        };
        #[cfg(unix)]
        builder.permissions(readable);
        let mut file = builder.tempfile_in(folder)?;
        text(&mut file)?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    };
    write().map_err(|error| {
        let error = Error::from_io(&error).in_file(&path.display().to_string());
        Failure::Library(error, language)
    })
}

/// Whether two paths name one file that exists.
pub(crate) fn same_file(a: &Path, b: &Path) -> bool {
    match (a.canonicalize(), b.canonicalize()) {
        (Ok(a), Ok(b)) => a == b,
        _ => false,
    }
}

/// Usage, help and version, with the exit code that goes with them. What is wrong is said in
/// Dutch first; the parser's own English follows.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the kinds are those of the parser, which may add some; its own text tells the rest"
)]
pub(crate) fn usage(error: &clap::Error) -> ExitCode {
    use clap::error::ErrorKind as Kind;
    let dutch = match error.kind() {
        Kind::DisplayHelp | Kind::DisplayVersion => "",
        Kind::UnknownArgument => "deze optie bestaat niet.",
        Kind::InvalidSubcommand => {
            "deze opdracht bestaat niet; kies report, profile, explain, check, compare, labels, data, compare-data, new of demo."
        }
        Kind::InvalidValue | Kind::ValueValidation => "deze waarde past niet bij de optie.",
        Kind::MissingRequiredArgument => "er ontbreekt iets, zoals het exportbestand.",
        Kind::DisplayHelpOnMissingArgumentOrSubcommand | Kind::MissingSubcommand => {
            "kies een opdracht: report, profile, explain, check, compare, labels, data, compare-data, new of demo."
        }
        _ => "de opdracht is niet te begrijpen; zie groenrecept --help.",
    };
    if !dutch.is_empty() {
        let _ = writeln!(std::io::stderr().lock(), "groenrecept: {dutch}");
    }
    let _ = error.print();
    if error.use_stderr() {
        ExitCode::from(2)
    } else {
        ExitCode::SUCCESS
    }
}
