//! The records of one file, one after another.

use super::layout::Layout;
use crate::bounds::{FOLDER_NAMES, RECORD_BYTES, Whole};
use crate::error::{Error, ErrorKind, ReleaseProblem, Result};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// The mutation code of a record that is no longer valid (z-index.nl, field MUTKOD).
const DELETED: u8 = b'1';

/// A file of a release.
#[derive(Debug, Clone)]
pub(super) struct BstFile {
    /// Its name, as `BST004T`.
    pub(super) name: &'static str,
    pub(super) path: PathBuf,
}

/// A field of a record that should hold a number and does not, by its place in what was asked.
pub(super) struct NoNumber(pub(super) usize);

/// The cells of the fields that were asked for.
pub(super) struct Cells<'a, const N: usize>([&'a [u8]; N]);

impl<'a, const N: usize> Cells<'a, N> {
    /// A number; 0 where the field is blank.
    pub(super) fn number(&self, at: usize) -> std::result::Result<u32, NoNumber> {
        let cell = self.bytes(at);
        if cell.is_empty() {
            return Ok(0);
        }
        let text = std::str::from_utf8(cell).ok();
        let digits = text.filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
        digits
            .and_then(|text| text.parse().ok())
            .ok_or(NoNumber(at))
    }

    /// A text: the files are in Latin-1, in which a byte is the number of its character.
    pub(super) fn text(&self, at: usize) -> String {
        self.bytes(at).iter().copied().map(char::from).collect()
    }

    /// The bytes of a field without blanks around them.
    pub(super) fn bytes(&self, at: usize) -> &'a [u8] {
        self.0.get(at).copied().unwrap_or_default().trim_ascii()
    }
}

impl BstFile {
    /// The path as it is named in messages.
    pub(super) fn shown(&self) -> String {
        self.path.display().to_string()
    }

    /// The number that the records of this file begin with.
    fn number(&self) -> u32 {
        let digits = self.name.trim_matches(|c: char| c.is_ascii_alphabetic());
        digits.parse().unwrap_or(0)
    }

    /// Reads the records that are not deleted; memory is that of one record.
    pub(super) fn read<const N: usize>(
        &self,
        fields: [&str; N],
        layout: &Layout<N>,
        mut each: impl FnMut(&Cells<'_, N>) -> std::result::Result<(), NoNumber>,
    ) -> Result<()> {
        let in_file = |error: Error| error.in_file(&self.shown());
        Whole::Release.check_part(&self.path).map_err(in_file)?;
        let file = File::open(&self.path).map_err(|error| in_file(Error::from_io(&error)))?;
        let mut reader = BufReader::with_capacity(1 << 16, file);
        let mut length = layout.length;
        let mut line = Vec::new();
        let mut at = 0u64;
        loop {
            line.clear();
            let read = take_line(&mut reader, &mut line)
                .map_err(|error| Error::from_io(&error).in_file(&self.shown()))?;
            if read == 0 {
                return Ok(());
            }
            at = at.saturating_add(1);
            let record = without_end(&line);
            // The last line of a file is empty, or holds the mark of its end.
            if record.is_empty() || record == [0x1a] {
                continue;
            }
            let fail = |problem| {
                let error = Error::new(ErrorKind::Release(problem));
                error.in_file(&self.shown()).at_line(at)
            };
            let least = layout.places.iter().map(|(_, to)| *to).max().unwrap_or(0);
            let expected = *length.get_or_insert(record.len().max(least));
            if record.len() != expected {
                return Err(fail(ReleaseProblem::RecordLength {
                    found: record.len(),
                    expected,
                }));
            }
            let number = record.get(..4).and_then(digits);
            if number != Some(self.number()) {
                return Err(fail(ReleaseProblem::OtherFile {
                    found: number,
                    expected: self.number(),
                }));
            }
            if record.get(4) == Some(&DELETED) {
                continue;
            }
            let cells = layout
                .places
                .map(|(from, to)| record.get(from..to).unwrap_or_default());
            each(&Cells(cells)).map_err(|NoNumber(place)| {
                let field = fields.get(place).copied().unwrap_or_default();
                fail(ReleaseProblem::NoNumber {
                    field: field.to_owned(),
                })
            })?;
        }
    }
}

/// Reads up to a line end, and no more than a record can hold.
fn take_line(reader: &mut impl BufRead, line: &mut Vec<u8>) -> std::io::Result<usize> {
    let most = u64::try_from(RECORD_BYTES).unwrap_or(u64::MAX);
    reader.by_ref().take(most).read_until(b'\n', line)
}

fn without_end(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

fn digits(bytes: &[u8]) -> Option<u32> {
    let text = std::str::from_utf8(bytes).ok()?;
    let plain = text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

/// The files of a folder that have one of these names, in any case, bare or as `.txt`. Of
/// several the one comes first whose name sorts first, so the bare one.
pub(super) fn find(folder: &Path, names: &[&'static str]) -> Result<Vec<BstFile>> {
    let io = |error: std::io::Error| Error::from_io(&error);
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder)
        .map_err(io)?
        .take(FOLDER_NAMES.saturating_add(1))
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<std::io::Result<_>>()
        .map_err(io)?;
    if entries.len() > FOLDER_NAMES {
        let limit = FOLDER_NAMES;
        return Err(Error::new(ErrorKind::TooManyNames { limit }));
    }
    entries.sort();
    let mut found: Vec<BstFile> = Vec::new();
    for path in entries {
        let plain = match path.extension() {
            None => true,
            Some(extension) => extension.eq_ignore_ascii_case("txt"),
        };
        let stem = path.file_stem().and_then(|stem| stem.to_str());
        let name = names
            .iter()
            .find(|name| stem.is_some_and(|stem| plain && stem.eq_ignore_ascii_case(name)));
        if let Some(name) = name
            && !found.iter().any(|file| file.name == *name)
        {
            found.push(BstFile { name, path });
        }
    }
    Ok(found)
}
