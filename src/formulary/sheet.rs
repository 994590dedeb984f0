//! A sheet as spreadsheets save it: its text, where its header stands, what separates its cells,
//! and quotes that are not closed.

use super::words::Words;
use crate::diagnostic::{Code, FormularyCode, Message};
use crate::error::{ErrorKind, Foreign};
use crate::intake::{Encoding, check_is_text};

/// The text of a file with line feeds alone.
pub(super) fn decoded(bytes: &[u8]) -> Result<String, (Code, Message)> {
    if let Err(error) = check_is_text(bytes) {
        let kind = error.kind();
        if *kind == ErrorKind::Empty {
            let message = ("het bestand is leeg", "the file is empty");
            return Err((FormularyCode::EmptyFormulary.into(), message.into()));
        }
        if *kind != ErrorKind::BareCarriageReturns {
            return Err((Code::UnreadableFile, foreign(kind)));
        }
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = Encoding::detect(bytes, true).decode(bytes);
    let text = text.ok_or_else(|| {
        let message = (
            "het bestand is geen UTF-8 en geen Windows-1252",
            "the file is neither UTF-8 nor Windows-1252",
        );
        (Code::UnreadableFile, message.into())
    })?;
    Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// What the file is, and how it is saved as one that can be read.
fn foreign(kind: &ErrorKind) -> Message {
    let foreign = if let ErrorKind::Foreign(foreign) = kind {
        Some(*foreign)
    } else {
        None
    };
    match foreign {
        Some(Foreign::Utf16) => (
            "het bestand is tekst in UTF-16 (in Excel 'Unicode-tekst'); kies bij Opslaan als 'CSV UTF-8'",
            "the file is text in UTF-16 ('Unicode Text' in Excel); choose 'CSV UTF-8' under Save As",
        ),
        Some(Foreign::Workbook) => (
            "het bestand is een werkmap van een spreadsheet; kies bij Opslaan als 'CSV UTF-8'",
            "the file is a workbook of a spreadsheet; choose 'CSV UTF-8' under Save As",
        ),
        Some(Foreign::Pdf | Foreign::Archive | Foreign::Binary) | None => (
            "het bestand is geen tekst; bewaar het formularium als CSV in UTF-8",
            "the file is not text; save the formulary as CSV in UTF-8",
        ),
    }
    .into()
}

/// Where the header of a sheet stands, and what separates its cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Head {
    /// The line of the header, counted from 1.
    pub(super) line: u64,
    /// The separator.
    pub(super) separator: u8,
}

impl Head {
    /// Looks for the header: below empty lines, and below a line such as `sep=;` by which a
    /// spreadsheet states the separator. Without such a line the separator is the one under which
    /// most headers are known.
    pub(super) fn of(text: &str, words: &Words) -> Self {
        let mut lines = text.lines().zip(1u64..);
        let mut filled = lines.by_ref().filter(|(line, _)| !line.trim().is_empty());
        let (mut head, mut line) = filled.next().unwrap_or_default();
        let mut separator = None;
        if let Some(stated) = stated_separator(head) {
            separator = Some(stated);
            (head, line) = filled.next().unwrap_or(("", line));
        }
        let known = |separator: u8| {
            let cells = head.split(char::from(separator));
            let known = cells.filter(|cell| words.column(header_name(cell)).is_some());
            known.count()
        };
        let mut likely = b';';
        for other in *b",\t" {
            if known(other) > known(likely) {
                likely = other;
            }
        }
        Self {
            line: line.max(1),
            separator: separator.unwrap_or(likely),
        }
    }
}

/// The separator that a line such as `sep=;` states.
fn stated_separator(line: &str) -> Option<u8> {
    // The quotes and cells behind it are what a spreadsheet makes of the line itself.
    let line = line.trim_start_matches(['"', '\u{feff}']);
    let stated = line
        .get(..4)
        .filter(|start| start.eq_ignore_ascii_case("sep="));
    let sign = line.as_bytes().get(stated?.len())?;
    matches!(sign, b';' | b',' | b'\t' | b'|').then_some(*sign)
}

/// A header without the marks and quotes that exports leave around it.
pub(super) fn header_name(cell: &str) -> &str {
    let mark = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '\u{feff}'
                    | '\u{200b}'
                    | '"'
                    | '\''
                    | '\u{201c}'
                    | '\u{201d}'
                    | '\u{201e}'
                    | '\u{2018}'
                    | '\u{2019}'
            )
    };
    cell.trim_matches(mark)
}

/// How a line ends.
#[derive(Clone, Copy)]
enum End {
    /// Outside quotes.
    Closed,
    /// In a quote that opened on the line.
    Opened,
    /// In the quote in which the line began.
    Carried,
    /// The quote in which the line began ends where no cell does.
    Stray,
}

/// Follows the quotes of one line.
fn end(line: &str, separator: u8, inside: bool) -> End {
    #[derive(Clone, Copy)]
    enum At {
        Start,
        Plain,
        Quoted,
        Closing,
    }
    let mut carried = inside;
    let mut at = if inside { At::Quoted } else { At::Start };
    for byte in line.bytes() {
        at = match (at, byte) {
            (At::Start | At::Closing, b'"') => At::Quoted,
            (At::Quoted, b'"') => At::Closing,
            (At::Quoted, _) => At::Quoted,
            (At::Start | At::Plain | At::Closing, byte) if byte == separator => {
                carried = false;
                At::Start
            }
            (At::Closing, _) if carried => return End::Stray,
            (At::Start | At::Plain | At::Closing, _) => At::Plain,
        };
    }
    match (at, carried) {
        (At::Quoted, true) => End::Carried,
        (At::Quoted, false) => End::Opened,
        _ => End::Closed,
    }
}

/// What a quote that opened on an earlier line takes of a line.
fn swallowed(line: &str) -> &str {
    let mut quotes = line.match_indices('"').map(|(at, _)| at).peekable();
    while let Some(at) = quotes.next() {
        // Two in a row are one within the cell.
        if quotes
            .next_if(|next| at.checked_add(1) == Some(*next))
            .is_none()
        {
            return line.get(..at).unwrap_or(line);
        }
    }
    line
}

/// The lines, counted from 0, on which a quote opens that no later line closes at the end of a
/// cell. A quote that would swallow a line that is a row is not closed either. Behind such a line
/// the text is looked at afresh, so that every one of them is found.
pub(super) fn open_quotes(
    lines: &[&str],
    separator: u8,
    is_row: impl Fn(&str) -> bool,
) -> Vec<usize> {
    let mut found = Vec::new();
    let mut opened: Option<usize> = None;
    let mut index = 0usize;
    loop {
        let end = match (lines.get(index), opened) {
            (None, None) => return found,
            (None, Some(_)) => End::Stray,
            (Some(line), Some(_)) if is_row(swallowed(line)) => End::Stray,
            (Some(line), opened) => end(line, separator, opened.is_some()),
        };
        match (end, opened) {
            (End::Stray, Some(line)) => {
                found.push(line);
                opened = None;
                index = line;
            }
            (End::Opened, _) => opened = Some(index),
            (End::Carried, _) => {}
            (End::Closed | End::Stray, _) => opened = None,
        }
        index = index.saturating_add(1);
    }
}
