//! Where results and failures go. Nothing else in the program writes: what is hidden in a text is
//! made visible here, whatever it came from.

mod failure;
mod interrupted;
mod target;

pub(crate) use failure::{Failure, shown, usage};
pub(crate) use target::{Inputs, STANDARD, Target, Writer, deliver, standard_is_a_result, targets};

use groenrecept::diagnostic::Code;
use groenrecept::outward::{is_hidden, visible};
use groenrecept::{Diagnostic, Language, Severity};
use std::io::Write;

/// Prints a text to standard output.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    stream(|out| out.write_all(visible(text).as_bytes()))
}

/// Prints something as JSON to standard output.
pub(crate) fn print_json(value: &impl serde::Serialize) -> Result<(), Failure> {
    let json = json(value)?;
    stream(|out| out.write_all(json.as_bytes()))
}

/// Writes a file of data to standard output, as it is.
pub(crate) fn stream(
    write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
) -> Result<(), Failure> {
    let mut out = std::io::BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        // A reader that left has seen enough; what was found keeps its exit code.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        result => result.map_err(Failure::Write),
    }
}

/// Something as JSON. Its strings escape control characters of ASCII alone; what else is hidden is
/// escaped here.
pub(crate) fn json(value: &impl serde::Serialize) -> Result<String, Failure> {
    let json =
        serde_json::to_string_pretty(value).map_err(|error| Failure::Said(error.to_string()))?;
    let mut text = String::with_capacity(json.len());
    for character in json.chars() {
        if character != '\n' && is_hidden(character) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                text.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            text.push(character);
        }
    }
    text.push('\n');
    Ok(text)
}

/// Says something on standard error.
pub(crate) fn complain(text: &str) {
    // When even this cannot be written there is nobody left to tell.
    let _ = std::io::stderr().lock().write_all(visible(text).as_bytes());
}

/// Says what the checker warns of and does not stop the work. The order of rows changes no
/// result: only `check` speaks of it.
pub(crate) fn warn(findings: &[Diagnostic], language: Language) {
    for finding in findings {
        if finding.severity == Severity::Warning && finding.code != Code::OutOfOrder {
            complain(&format!("groenrecept: {}\n", finding.text(language)));
        }
    }
}
