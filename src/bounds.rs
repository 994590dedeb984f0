//! How much is read of what comes from outside.
//!
//! All bounds stand here, so that they can be seen side by side. Each is generous: what is honest
//! stays far below it. What lies above is refused, or set aside, by name, place and bound, so that
//! no file fills the memory and none is read for hours. An export has no bound on its rows: they
//! stream.

use crate::diagnostic::Message;
use crate::error::{Error, ErrorKind, Result};
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// The longest row of an export. One of 60 columns is 2 KiB; a longer one is set aside, and a
/// quote that is open for longer is taken to be unbalanced.
pub(crate) const ROW_BYTES: usize = 1 << 20;
/// The most lines of one row of an export. A remark in a cell has some ten; a quote that is open
/// for more is taken to be unbalanced.
pub(crate) const ROW_LINES: usize = 200;
/// The most columns of an export. Information systems write up to about 100.
pub(crate) const EXPORT_COLUMNS: usize = 1024;
/// The longest line of column names of an export: 256 bytes for each column.
pub(crate) const HEADER_BYTES: usize = 256 << 10;
/// The longest label, code, unit, quantity or dosage. Those of the G-Standaard have at most 50
/// characters, and free text of a label has some 100.
pub(crate) const TEXT_BYTES: usize = 1000;
/// The longest date, with its time and zone.
pub(crate) const DATE_BYTES: usize = 40;

/// The most rows of one data file. A table of all ZI numbers has some 150,000.
pub(crate) const DATA_ROWS: usize = 1_000_000;
/// The most columns of one data file. The widest of this crate has 27.
pub(crate) const DATA_COLUMNS: usize = 256;
/// The longest line of a data file or formulary.
pub(crate) const LINE_BYTES: usize = 1 << 20;
/// The longest cell of a data file or formulary: the most characters that a cell of a spreadsheet
/// holds.
pub(crate) const CELL_BYTES: usize = 32_767;
/// The most files of one data folder. This crate has some 100.
pub(crate) const DATA_FILES: usize = 1000;
/// The most names that are looked through in one folder.
pub(crate) const FOLDER_NAMES: usize = 10_000;
/// The most options of one formulary. That of a region has some hundreds.
pub(crate) const OPTIONS: usize = 10_000;
/// The longest record of a file of the G-Standaard. Those that are read have up to some 300 bytes.
pub(crate) const RECORD_BYTES: usize = 4096;

/// A file that is read whole, or as a part of a folder, by the most bytes that are read of it.
///
/// ```
/// use groenrecept::bounds::Whole;
/// assert_eq!(Whole::Profile.bytes(), 1 << 20);
/// assert!(Whole::Profile.read(std::path::Path::new("no/such/profile.toml")).is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Whole {
    /// A profile: 1 MiB. One has some 1,000 bytes.
    Profile,
    /// A data file: 64 MiB. A table of all codes of the G-Standaard has some 10 MiB.
    Data,
    /// A formulary, or a table about one: 16 MiB. One of 1,000 options has some 300,000 bytes.
    Formulary,
    /// A file of the G-Standaard: 1 GiB. The largest has some 100 MiB; it streams.
    Release,
}

impl Whole {
    /// The most bytes that are read.
    #[must_use]
    pub const fn bytes(self) -> u64 {
        match self {
            Self::Profile => 1 << 20,
            Self::Data => 64 << 20,
            Self::Formulary => 16 << 20,
            Self::Release => 1 << 30,
        }
    }

    /// Reads a file of this kind. No more than its bound is read, also of what has no length, such
    /// as a pipe.
    ///
    /// # Errors
    /// [`ErrorKind::TooLarge`], and [`ErrorKind::NotFound`], [`ErrorKind::IsFolder`] and
    /// [`ErrorKind::Io`].
    pub fn read(self, path: &Path) -> Result<Vec<u8>> {
        let bytes = self.bytes_of(path);
        bytes.map_err(|error| error.in_file(&path.display().to_string()))
    }

    fn bytes_of(self, path: &Path) -> Result<Vec<u8>> {
        let io = |error: std::io::Error| Error::from_io(&error);
        let file = File::open(path).map_err(io)?;
        if let Ok(meta) = file.metadata() {
            self.check(meta.len())?;
        }
        let mut bytes = Vec::new();
        let above = self.bytes().saturating_add(1);
        file.take(above).read_to_end(&mut bytes).map_err(io)?;
        self.fits(&bytes)?;
        Ok(bytes)
    }

    /// Reads a part of a folder, which errors do not name.
    pub(crate) fn read_part(self, path: &Path) -> Result<Vec<u8>> {
        self.check_part(path)?;
        self.bytes_of(path)
    }

    /// As [`Whole::read`], as UTF-8 text.
    ///
    /// # Errors
    /// As [`Whole::read`], and [`ErrorKind::Io`] where it is no UTF-8.
    pub fn read_text(self, path: &Path) -> Result<String> {
        String::from_utf8(self.read(path)?).map_err(|_| {
            let error = std::io::Error::from(std::io::ErrorKind::InvalidData);
            Error::from_io(&error).in_file(&path.display().to_string())
        })
    }

    /// Whether a part of a folder is an ordinary file within the bound. It is asked before the
    /// file is opened: to open a pipe waits for who writes to it.
    pub(crate) fn check_part(self, path: &Path) -> Result<()> {
        let meta = path.metadata().map_err(|error| Error::from_io(&error))?;
        if !meta.is_file() {
            return Err(Error::new(ErrorKind::NotAFile));
        }
        self.check(meta.len())
    }

    /// Whether a text in memory is within the bound.
    pub(crate) fn fits(self, bytes: &[u8]) -> Result<()> {
        self.check(u64::try_from(bytes.len()).unwrap_or(u64::MAX))
    }

    fn check(self, bytes: u64) -> Result<()> {
        let limit = self.bytes();
        if bytes > limit {
            return Err(Error::new(ErrorKind::TooLarge { limit }));
        }
        Ok(())
    }
}

/// The number of the first line, counted from 1, that is longer than a line of a data file or
/// formulary can be.
pub(crate) fn long_line(text: &str) -> Option<u64> {
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]);
    let mut start = 0usize;
    for (end, line) in ends.zip(1u64..) {
        if end.saturating_sub(start) > LINE_BYTES {
            return Some(line);
        }
        start = end.saturating_add(1);
    }
    None
}

/// What is said of such a line.
pub(crate) fn long_line_message() -> Message {
    (
        format!("de regel is langer dan {LINE_BYTES} bytes; van dit bestand wordt niets gelezen"),
        format!("the line is longer than {LINE_BYTES} bytes; nothing of this file is read"),
    )
        .into()
}

/// What is said of a cell of more bytes than this.
pub(crate) fn long_cell_message(bytes: usize) -> Message {
    (
        format!("de cel is langer dan {bytes} bytes; de regel wordt niet gelezen"),
        format!("the cell is longer than {bytes} bytes; the row is not read"),
    )
        .into()
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::arithmetic_side_effects,
        reason = "tests on small known numbers"
    )]

    use super::*;

    #[test]
    fn a_line_is_long_above_its_bound() {
        let line = "a".repeat(LINE_BYTES);
        assert_eq!(long_line(&format!("a\n{line}\n{line}")), None);
        assert_eq!(long_line(&format!("a\n{line}\n{line}a")), Some(3));
        assert_eq!(long_line(&format!("a\n{line}a\n{line}")), Some(2));
        assert_eq!(long_line(""), None);
    }

    #[test]
    fn what_is_read_of_a_file_ends_at_its_bound() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("own.toml");
        let file = File::create(&path).unwrap();
        file.set_len(Whole::Profile.bytes()).unwrap();
        let bytes = Whole::Profile.read(&path).unwrap();
        assert_eq!(bytes.len(), 1 << 20);
        file.set_len(Whole::Profile.bytes() + 1).unwrap();
        let error = Whole::Profile.read(&path).unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::TooLarge { limit: 1 << 20 });
        assert_eq!(error.file(), Some(path.to_str().unwrap()));
        let error = Whole::Data.read_part(folder.path()).unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::NotAFile);
    }
}
