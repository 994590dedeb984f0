//! Why a command cannot go on, and what is said of it.

use super::complain;
use groenrecept::outward::{is_hidden, on_one_line};
use groenrecept::{Error, Language};
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
    /// From a failed read or write of a file.
    pub(crate) fn of_file(error: &std::io::Error, path: &Path, language: Language) -> Self {
        let error = Error::from_io(error).in_file(&path.display().to_string());
        Self::Library(error, language)
    }

    /// Says what is wrong and gives the exit code.
    pub(crate) fn exit(self) -> ExitCode {
        let text = match self {
            Self::Write(error) => format!("uitvoer schrijven lukt niet (cannot write): {error}"),
            Self::Library(error, language) => error.text(language),
            Self::Said(text) => text,
        };
        complain(&format!("groenrecept: {text}\n"));
        ExitCode::from(2)
    }
}

/// A path in a message.
pub(crate) fn shown(path: &Path) -> String {
    on_one_line(&path.display().to_string()).into_owned()
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
        Kind::DisplayHelp | Kind::DisplayVersion => {
            return super::print(&error.render().to_string())
                .map_or_else(Failure::exit, |()| ExitCode::SUCCESS);
        }
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
    // The parser quotes arguments: a line feed in one would begin a line of its own.
    let text = error.render().to_string();
    let hidden = |argument: std::ffi::OsString| argument.to_string_lossy().contains(is_hidden);
    let text = if std::env::args_os().any(hidden) {
        format!("{}\n", on_one_line(text.trim_end()))
    } else {
        text
    };
    complain(&format!("groenrecept: {dutch}\n{text}"));
    ExitCode::from(2)
}
