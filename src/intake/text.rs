//! What kind of bytes a file holds, and how its cells become text.

use crate::error::{Error, ErrorKind, Foreign, Result};
use std::borrow::Cow;

/// The first bytes of files that are often taken for an export.
const SIGNATURES: &[(&[u8], Foreign)] = &[
    (b"PK\x03\x04", Foreign::Workbook),
    (b"PK\x05\x06", Foreign::Archive),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Foreign::Workbook),
    (b"%PDF", Foreign::Pdf),
    (b"\x1f\x8b", Foreign::Archive),
    (b"7z\xbc\xaf\x27\x1c", Foreign::Archive),
    (b"\xff\xfe", Foreign::Utf16),
    (b"\xfe\xff", Foreign::Utf16),
];

/// The byte order mark of UTF-8.
pub(crate) const BOM: &[u8] = b"\xef\xbb\xbf";

/// Refuses what is not text, by its first bytes.
pub(crate) fn check_is_text(head: &[u8]) -> Result<()> {
    let text = head.strip_prefix(BOM).unwrap_or(head);
    if text.iter().all(u8::is_ascii_whitespace) {
        return Err(Error::new(ErrorKind::Empty));
    }
    let signature = SIGNATURES.iter().find(|(bytes, _)| head.starts_with(bytes));
    if let Some((_, foreign)) = signature {
        // A workbook is a zip file too; it names the parts of a workbook near its start.
        let zip = head.starts_with(b"PK");
        let office = memchr::memmem::find(head, b"[Content_Types].xml").is_some()
            || memchr::memmem::find(head, b"mimetype").is_some()
            || memchr::memmem::find(head, b"xl/").is_some();
        return Err(Error::new(ErrorKind::Foreign(
            if zip && !office && head.len() > 64 {
                Foreign::Archive
            } else {
                *foreign
            },
        )));
    }
    let sample = head.get(..4096).unwrap_or(head);
    let odd = |byte: &u8| *byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x1a);
    let controls = sample.iter().filter(|byte| odd(byte)).count();
    // One stray control byte is a broken cell; many are another kind of file.
    if controls.saturating_mul(50) > sample.len() {
        let zeros = memchr::memchr_iter(0, sample).count();
        let utf16 = zeros.saturating_mul(3) > sample.len();
        return Err(Error::new(ErrorKind::Foreign(if utf16 {
            Foreign::Utf16
        } else {
            Foreign::Binary
        })));
    }
    if !sample.contains(&b'\n') && sample.contains(&b'\r') {
        return Err(Error::new(ErrorKind::BareCarriageReturns));
    }
    Ok(())
}

/// The encoding of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// The head holds ASCII only. Other cells are read as UTF-8 where they are that, and as
    /// Windows-1252 where not.
    Ascii,
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// Windows-1252, the encoding of most Dutch exports that are not UTF-8.
    Windows1252,
}

impl Encoding {
    /// The name as printed.
    #[must_use]
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Ascii => "ASCII",
            Self::Utf8 => "UTF-8",
            Self::Windows1252 => "Windows-1252",
        }
    }

    /// Decides from the head. A character that the end of the head cuts in two counts as
    /// whole unless the head is the whole file.
    pub(crate) fn detect(head: &[u8], whole: bool) -> Self {
        if head.is_ascii() {
            return Self::Ascii;
        }
        match std::str::from_utf8(head) {
            Ok(_) => Self::Utf8,
            Err(error) if error.error_len().is_none() && !whole => Self::Utf8,
            // One or two bad bytes among good multi-byte characters are damage, not
            // another encoding: every byte above 0x7f of Windows-1252 text would be bad.
            Err(_) if mostly_utf8(head) => Self::Utf8,
            Err(_) => Self::Windows1252,
        }
    }

    /// A cell as text; `None` when its bytes are not text in this encoding.
    pub(crate) fn decode(self, cell: &[u8]) -> Option<Cow<'_, str>> {
        match (std::str::from_utf8(cell), self) {
            (Ok(text), Self::Ascii | Self::Utf8) => Some(Cow::Borrowed(text)),
            (Ok(text), Self::Windows1252) if cell.is_ascii() => Some(Cow::Borrowed(text)),
            (Err(_), Self::Utf8) => None,
            (_, Self::Ascii | Self::Windows1252) => windows_1252(cell),
        }
    }
}

fn mostly_utf8(head: &[u8]) -> bool {
    let mut good = 0usize;
    let mut bad = 0usize;
    for chunk in head.utf8_chunks() {
        let multi = chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        good = good.saturating_add(multi);
        bad = bad.saturating_add(usize::from(!chunk.invalid().is_empty()));
    }
    good > bad.saturating_mul(4)
}

#[cfg(feature = "encoding")]
#[expect(
    clippy::unnecessary_wraps,
    reason = "without the feature there is nothing to decode with"
)]
fn windows_1252(cell: &[u8]) -> Option<Cow<'_, str>> {
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(cell);
    Some(text)
}

#[cfg(not(feature = "encoding"))]
fn windows_1252(_cell: &[u8]) -> Option<Cow<'_, str>> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workbook_is_named_as_one() {
        let error = check_is_text(b"PK\x03\x04rest").unwrap_err();
        assert_eq!(error.kind(), &ErrorKind::Foreign(Foreign::Workbook));
    }

    #[test]
    fn one_bad_byte_in_utf8_is_damage_and_not_another_encoding() {
        let head = "éééééééé".repeat(4) + "\n";
        let mut bytes = head.into_bytes();
        bytes.push(0xe9);
        bytes.push(b'\n');
        assert_eq!(Encoding::detect(&bytes, true), Encoding::Utf8);
        assert_eq!(Encoding::Utf8.decode(b"\xe9"), None);
    }

    #[cfg(feature = "encoding")]
    #[test]
    fn windows_1252_reads_the_euro_sign() {
        assert_eq!(Encoding::Windows1252.decode(b"\x80").as_deref(), Some("€"));
        assert_eq!(Encoding::detect(b"cr\xe8me\n", true), Encoding::Windows1252);
    }
}
