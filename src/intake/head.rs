//! The head of an export, from the line with the names of the columns.

use super::profile::Profile;
use super::text::{BOM, Encoding};
use crate::error::{Error, ErrorKind, Result};

/// The text of a head from the line with the names of the columns.
pub(super) struct Head<'a> {
    pub(super) text: &'a [u8],
    pub(super) encoding: Encoding,
    /// The separator that a line before it names.
    pub(super) named: Option<u8>,
    pub(super) preface: usize,
    /// The number of its first line in the file.
    pub(super) first_line: u64,
}

impl<'a> Head<'a> {
    pub(super) fn of(head: &'a [u8], whole: bool, profile: &Profile) -> Result<Self> {
        let text = head.strip_prefix(BOM).unwrap_or(head);
        let (named, text) = separator_line(text);
        let preface = head.len().saturating_sub(text.len());
        let lines = if whole { text } else { whole_lines(text) };
        let text = without_blank_lines(lines);
        let blank = lines.len().saturating_sub(text.len());
        let before = head.get(..preface.saturating_add(blank));
        let before = memchr::memchr_iter(b'\n', before.unwrap_or_default()).count();
        let encoding = match profile.encoding()? {
            Some(encoding) => encoding,
            None => Encoding::detect(text, whole),
        };
        if encoding == Encoding::Windows1252 && !cfg!(feature = "encoding") {
            return Err(Error::new(ErrorKind::EncodingNotBuilt));
        }
        Ok(Self {
            text,
            encoding,
            named,
            preface,
            first_line: u64::try_from(before).unwrap_or(0).saturating_add(1),
        })
    }
}

/// The head up to its last line end, so that no half row is looked at.
fn whole_lines(text: &[u8]) -> &[u8] {
    let end = memchr::memrchr(b'\n', text);
    end.and_then(|end| text.get(..=end)).unwrap_or(text)
}

/// The separator that a first line such as `sep=;` names, and the text behind that line.
/// Spreadsheets write it for each other.
fn separator_line(text: &[u8]) -> (Option<u8>, &[u8]) {
    let Some(end) = memchr::memchr(b'\n', text) else {
        return (None, text);
    };
    let (line, rest) = text
        .split_at_checked(end.saturating_add(1))
        .unwrap_or((text, b""));
    let mut line = line.trim_ascii_end();
    if let [b'"', inner @ .., b'"'] = line {
        line = inner;
    }
    match line {
        [
            b's' | b'S',
            b'e' | b'E',
            b'p' | b'P',
            b'=',
            separator @ (b';' | b',' | b'\t' | b'|' | b'#' | b'^'),
        ] => (Some(*separator), rest),
        _ => (None, text),
    }
}

/// The text from its first line that holds more than blanks.
fn without_blank_lines(text: &[u8]) -> &[u8] {
    let first = text.iter().position(|byte| !byte.is_ascii_whitespace());
    let before = first
        .and_then(|first| text.get(..first))
        .unwrap_or_default();
    let start = memchr::memrchr(b'\n', before).map_or(0, |at| at.saturating_add(1));
    text.get(start..).unwrap_or_default()
}
