//! Bytes cut into blocks that end at a row, in bounded memory.

use crate::bounds::{ROW_BYTES, ROW_LINES};
use crate::error::{Error, Result};
use std::hash::{DefaultHasher, Hasher};
use std::io::Read;

/// How many bytes a block aims at.
const BLOCK_BYTES: usize = 256 << 10;

/// A piece of an export.
#[derive(Debug, Default)]
pub(crate) struct Block {
    /// The number of the first line, counted from 1.
    pub(crate) first_line: u64,
    /// The rows, ending in a line end; or one line that cannot be a row.
    pub(crate) bytes: Vec<u8>,
    /// What is wrong with the one line of this block.
    pub(crate) broken: Option<Broken>,
    /// The last row is the last of the file and has no line end.
    pub(crate) unended: bool,
}

/// Why a line is not a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Broken {
    /// It is longer than a row can be.
    TooLong,
    /// It opens a quote that does not close within the row.
    Quote,
    /// It has more or fewer cells than the header.
    Cells,
    /// The last row of the file has too few cells and no line end: the file was cut off.
    Cut,
}

/// Cuts a reader into blocks.
#[derive(Debug)]
pub(crate) struct Blocks<R> {
    reader: R,
    separator: u8,
    /// Bytes that were read.
    held: Vec<u8>,
    /// How many of them were given out.
    from: usize,
    next_line: u64,
    ended: bool,
    /// How many bytes were given out.
    given: u64,
    /// How many bytes were read.
    read: u64,
    /// What they are, where that was asked.
    digest: Option<DefaultHasher>,
}

impl<R: Read> Blocks<R> {
    /// Starts behind `skip` bytes of `head`, with the reader behind the head.
    pub(crate) fn new(head: &[u8], skip: usize, separator: u8, reader: R) -> Self {
        let skipped = head.get(..skip).unwrap_or_default();
        let lines = memchr::memchr_iter(b'\n', skipped).count();
        Self {
            reader,
            separator,
            held: head.get(skip..).unwrap_or_default().to_vec(),
            from: 0,
            next_line: u64::try_from(lines).unwrap_or(0).saturating_add(1),
            ended: false,
            given: 0,
            read: u64::try_from(head.len()).unwrap_or(u64::MAX),
            digest: None,
        }
    }

    /// With a digest of all bytes, which begin with this head.
    pub(crate) fn digested(mut self, head: &[u8]) -> Self {
        let digest = self.digest.insert(DefaultHasher::new());
        digest.write(head);
        self
    }

    /// The digest of the bytes that were read, where it was asked.
    pub(crate) fn digest(&self) -> Option<u64> {
        self.digest.as_ref().map(Hasher::finish)
    }

    /// How many bytes the file had so far, with those of the head.
    pub(crate) const fn read(&self) -> u64 {
        self.read
    }

    /// How many bytes were given out so far.
    pub(crate) const fn given(&self) -> u64 {
        self.given
    }

    /// Fills the next block; `false` at the end.
    pub(crate) fn next(&mut self, block: &mut Block) -> Result<bool> {
        block.bytes.clear();
        block.broken = None;
        block.unended = false;
        block.first_line = self.next_line;
        loop {
            // A line that is given out alone does not make the others move.
            if self.rest().len() < BLOCK_BYTES / 2 {
                self.fill(BLOCK_BYTES)?;
            }
            if self.rest().is_empty() {
                return Ok(false);
            }
            let cut = last_row_end(self.rest(), self.separator);
            if let Some(end) = cut.end {
                self.give(end, block);
                return Ok(true);
            }
            // Not one whole row yet: read on, or accept that the line is broken.
            if !self.ended && !cut.tall && self.rest().len() < ROW_BYTES {
                self.fill(self.rest().len().saturating_add(BLOCK_BYTES))?;
                continue;
            }
            let whole = self.ended && !cut.open_quote && self.rest().len() <= ROW_BYTES;
            if whole {
                // The last row, without a line end.
                block.unended = true;
                self.held.push(b'\n');
                self.give(self.rest().len(), block);
                return Ok(true);
            }
            match memchr::memchr(b'\n', self.rest()) {
                Some(end) => {
                    block.broken = Some(Broken::Quote);
                    self.give(end.saturating_add(1), block);
                }
                None if self.ended && cut.open_quote => {
                    // The last line of the file, inside a quote and without a line end.
                    block.broken = Some(Broken::Quote);
                    block.unended = true;
                    self.held.push(b'\n');
                    self.give(self.rest().len(), block);
                }
                None => {
                    block.broken = Some(Broken::TooLong);
                    self.skip_line()?;
                }
            }
            return Ok(true);
        }
    }

    /// The bytes that were not yet given out.
    fn rest(&self) -> &[u8] {
        self.held.get(self.from..).unwrap_or_default()
    }

    /// Reads until the rest holds this many bytes or the input ends.
    fn fill(&mut self, target: usize) -> Result<()> {
        let missing = target.saturating_sub(self.rest().len());
        if self.ended || missing == 0 {
            return Ok(());
        }
        self.held.drain(..self.from.min(self.held.len()));
        self.from = 0;
        let limit = u64::try_from(missing).unwrap_or(u64::MAX);
        let held = self.held.len();
        let read = self
            .reader
            .by_ref()
            .take(limit)
            .read_to_end(&mut self.held)
            .map_err(|error| Error::from_io(&error))?;
        self.ended = read < missing;
        if let Some(digest) = &mut self.digest {
            digest.write(self.held.get(held..).unwrap_or_default());
        }
        self.read = self.read.saturating_add(u64::try_from(read).unwrap_or(0));
        Ok(())
    }

    fn give(&mut self, end: usize, block: &mut Block) {
        let given = self.rest().get(..end).unwrap_or_default();
        block.bytes.extend_from_slice(given);
        let lines = memchr::memchr_iter(b'\n', given).count();
        self.from = self.from.saturating_add(end);
        self.advance(lines, end);
    }

    fn advance(&mut self, lines: usize, bytes: usize) {
        let add = |value: u64, more: usize| value.saturating_add(u64::try_from(more).unwrap_or(0));
        self.next_line = add(self.next_line, lines);
        self.given = add(self.given, bytes);
    }

    /// Drops the line that is too long, without holding it.
    fn skip_line(&mut self) -> Result<()> {
        loop {
            if let Some(end) = memchr::memchr(b'\n', self.rest()) {
                let end = end.saturating_add(1);
                self.from = self.from.saturating_add(end);
                self.advance(1, end);
                return Ok(());
            }
            self.advance(0, self.rest().len());
            self.from = self.held.len();
            self.fill(BLOCK_BYTES)?;
            if self.rest().is_empty() {
                self.advance(1, 0);
                return Ok(());
            }
        }
    }
}

struct Cut {
    /// Just behind the last line end that ends a row.
    end: Option<usize>,
    /// A quote behind it does not close.
    open_quote: bool,
    /// The quotes of one row behind it hold more lines than a row can have.
    tall: bool,
}

/// Finds where the last whole row ends. A quote opens a quoted cell only at the start of a
/// cell, and a doubled quote does not close it: the rules that the CSV reader applies.
fn last_row_end(bytes: &[u8], separator: u8) -> Cut {
    let mut end = None;
    let mut from = 0usize;
    // The lines in the quotes of the row behind the end.
    let mut lines = 0usize;
    let line_end = |from: usize, to: usize| {
        let part = bytes.get(from..to)?;
        Some(
            from.saturating_add(memchr::memrchr(b'\n', part)?)
                .saturating_add(1),
        )
    };
    loop {
        let rest = bytes.get(from..).unwrap_or_default();
        let Some(quote) = memchr::memchr(b'"', rest).map(|at| from.saturating_add(at)) else {
            return Cut {
                end: line_end(from, bytes.len()).or(end),
                open_quote: false,
                tall: false,
            };
        };
        if let Some(ended) = line_end(from, quote) {
            end = Some(ended);
            lines = 0;
        }
        let before = quote.checked_sub(1).and_then(|at| bytes.get(at));
        let opens = before.is_none_or(|byte| *byte == separator || matches!(byte, b'\n' | b'\r'));
        if !opens {
            from = quote.saturating_add(1);
            continue;
        }
        let close = closing_quote(bytes, quote.saturating_add(1));
        let inside = bytes.get(quote..close.unwrap_or(bytes.len()));
        let inside = memchr::memchr_iter(b'\n', inside.unwrap_or_default());
        lines = lines.saturating_add(inside.take(ROW_LINES).count());
        let tall = lines >= ROW_LINES;
        match close.filter(|_| !tall) {
            Some(close) => from = close.saturating_add(1),
            None => {
                return Cut {
                    end,
                    open_quote: true,
                    tall,
                };
            }
        }
    }
}

fn closing_quote(bytes: &[u8], mut from: usize) -> Option<usize> {
    loop {
        let at = from.saturating_add(memchr::memchr(b'"', bytes.get(from..)?)?);
        if bytes.get(at.saturating_add(1)) != Some(&b'"') {
            return Some(at);
        }
        from = at.saturating_add(2);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &[u8]) -> Vec<(u64, Vec<u8>, Option<Broken>)> {
        let mut blocks = Blocks::new(&[], 0, b';', text);
        let mut block = Block::default();
        let mut found = Vec::new();
        while blocks.next(&mut block).unwrap() {
            found.push((block.first_line, block.bytes.clone(), block.broken));
        }
        found
    }

    #[test]
    fn a_quoted_line_end_does_not_end_a_row() {
        let text = b"a;\"b\nc\"\nd;e\n";
        assert_eq!(all(text), [(1, text.to_vec(), None)]);
    }

    #[test]
    fn a_quote_that_never_closes_costs_one_line() {
        let found = all(b"a;b\nc;\"d\ne;f\ng;h");
        assert_eq!(
            found,
            [
                (1, b"a;b\n".to_vec(), None),
                (2, b"c;\"d\n".to_vec(), Some(Broken::Quote)),
                (3, b"e;f\n".to_vec(), None),
                (4, b"g;h\n".to_vec(), None),
            ]
        );
    }

    #[test]
    fn a_line_beyond_the_limit_is_dropped_and_counted() {
        let mut text = b"a;b\n".to_vec();
        text.extend(std::iter::repeat_n(b'x', 3 << 20));
        text.extend(b"\nc;d\n");
        let found = all(&text);
        assert_eq!(found.len(), 3);
        assert_eq!(found[1], (2, Vec::new(), Some(Broken::TooLong)));
        assert_eq!(found[2], (3, b"c;d\n".to_vec(), None));
    }

    #[test]
    fn a_last_row_with_a_quoted_line_end_and_no_final_one_is_whole() {
        let found = all(b"a;b\nc;\"d\ne\"");
        assert_eq!(found[1], (2, b"c;\"d\ne\"\n".to_vec(), None));
    }

    #[test]
    fn a_row_has_at_most_so_many_lines() {
        let row = |lines: usize| format!("a;\"{}\"\n", vec!["b"; lines].join("\n"));
        let whole = row(ROW_LINES) + "c;d\n";
        assert_eq!(
            all(whole.as_bytes()),
            [(1, whole.as_bytes().to_vec(), None)]
        );
        let found = all((row(ROW_LINES + 1) + "c;d\n").as_bytes());
        assert_eq!(found[0], (1, b"a;\"b\n".to_vec(), Some(Broken::Quote)));
        let rest: Vec<u8> = found[1..].iter().flat_map(|one| one.1.clone()).collect();
        assert_eq!(found[1].0, 2);
        assert!(rest.ends_with(b"b\"\nc;d\n"));
    }

    /// Each line opens a quote and closes that of the line above it.
    #[test]
    fn lines_that_open_a_quote_each_are_given_out_one_by_one() {
        let text = "a\";\"b\n".repeat(100_000);
        let found = all(text.as_bytes());
        let broken = found.iter().filter(|one| one.2 == Some(Broken::Quote));
        assert!(broken.count() > 99_000);
        let bytes: usize = found.iter().map(|one| one.1.len()).sum();
        assert_eq!(bytes, text.len());
    }

    #[test]
    fn a_quote_inside_a_cell_opens_nothing() {
        let text = b"a 5\" b;c\nd;e\n";
        assert_eq!(all(text), [(1, text.to_vec(), None)]);
    }
}
