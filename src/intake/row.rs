//! The rows of a block.

use super::blocks::{Block, Broken};
use super::layout::Layout;
use crate::error::Role;
use std::io::Cursor;

/// What became of a line: a row with as many cells as the header, or none.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Line<'a> {
    /// A row.
    Row(&'a csv::ByteRecord),
    /// Not a row.
    Broken(Broken),
}

/// Calls `each` with the line number and the row, for every row of the block.
pub(crate) fn read_block(block: &Block, layout: &Layout, mut each: impl FnMut(u64, Line<'_>)) {
    if let Some(broken) = block.broken {
        let cut = block.unended && lacks_cells(&block.bytes, layout);
        let broken = if cut { Broken::Cut } else { broken };
        each(block.first_line, Line::Broken(broken));
        return;
    }
    let bytes = block.bytes.as_slice();
    let separator = layout.separator_byte();
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .buffer_capacity(bytes.len().min(16 << 10))
        .from_reader(Cursor::new(bytes));
    let mut record = csv::ByteRecord::new();
    let mut line = block.first_line;
    let mut from = 0usize;
    // Reading bytes from memory cannot fail.
    while reader.read_byte_record(&mut record).unwrap_or(false) {
        let to = usize::try_from(reader.position().byte()).unwrap_or(bytes.len());
        let raw = bytes.get(from..to).unwrap_or_default();
        let blank = leading_line_ends(raw);
        line = line.saturating_add(count(raw.get(..blank)));
        let inside = count(raw.get(blank..));
        let content = raw.get(blank..).unwrap_or_default();
        let empty = |byte: &u8| byte.is_ascii_whitespace() || *byte == separator;
        if content.iter().all(empty) {
            // A line of blanks, or of empty cells, is no row.
            line = line.saturating_add(inside);
            from = to;
            continue;
        }
        let spans = spans_lines(content);
        if spans && (!fits(&record, layout) || swallows_rows(content, layout)) {
            // The quote ran over rows: only its first line is taken to be broken, the others
            // are read again.
            each(line, Line::Broken(Broken::Quote));
            let end =
                memchr::memchr(b'\n', content).map_or(content.len(), |at| at.saturating_add(1));
            line = line.saturating_add(1);
            from = from.saturating_add(blank).saturating_add(end);
            let mut next = csv::Position::new();
            next.set_byte(u64::try_from(from).unwrap_or(u64::MAX));
            if reader.seek(next).is_err() {
                return;
            }
            continue;
        }
        if fits(&record, layout) {
            each(line, Line::Row(&record));
        } else {
            let cut = block.unended && to >= bytes.len() && record.len() < layout.columns();
            let broken = if cut { Broken::Cut } else { Broken::Cells };
            each(line, Line::Broken(broken));
        }
        line = line.saturating_add(inside);
        from = to;
    }
}

/// As many cells as the header; one more or less where that is a trailing separator.
fn fits(record: &csv::ByteRecord, layout: &Layout) -> bool {
    let columns = layout.columns();
    let more = || {
        Some(record.len()) == columns.checked_add(1)
            && record.get(columns).is_some_and(<[u8]>::is_empty)
    };
    let fewer = || layout.ends_in_separator() && record.len().checked_add(1) == Some(columns);
    record.len() == columns || more() || fewer()
}

/// Whether a line has fewer cells than the header, its quotes taken as signs like others.
fn lacks_cells(line: &[u8], layout: &Layout) -> bool {
    memchr::memchr_iter(layout.separator_byte(), line).count() < layout.columns().saturating_sub(1)
}

fn leading_line_ends(raw: &[u8]) -> usize {
    raw.iter()
        .take_while(|byte| matches!(byte, b'\n' | b'\r'))
        .count()
}

/// Whether a line end stands inside the row, not only at its end.
fn spans_lines(content: &[u8]) -> bool {
    let end = content
        .iter()
        .rposition(|byte| !matches!(byte, b'\n' | b'\r'))
        .unwrap_or(0);
    count(content.get(..end)) > 0
}

/// Whether a later line of a row that spans several is a row of its own: as many cells as
/// the header, with a date where the date belongs. Then a quote that was never closed has
/// swallowed it, however well the cells add up. A text of several lines has no such line.
fn swallows_rows(content: &[u8], layout: &Layout) -> bool {
    let date = layout.index(Role::Date).zip(layout.date_order());
    content.split(|byte| *byte == b'\n').skip(1).any(|line| {
        // The end of a first cell of several lines: a quote stands before any separator.
        let first = line.split(|byte| *byte == layout.separator_byte()).next();
        if first.is_some_and(|cell| cell.contains(&b'"') && !cell.starts_with(b"\"")) {
            return false;
        }
        // Fewer separators than between cells fit neither way.
        let apart = memchr::memchr_iter(layout.separator_byte(), line).count();
        if apart.saturating_add(2) < layout.columns() {
            return false;
        }
        // With the quote taken as such, and as a sign that opens a cell of its own.
        [true, false].into_iter().any(|quoting| {
            let mut reader = csv::ReaderBuilder::new()
                .delimiter(layout.separator_byte())
                .has_headers(false)
                .flexible(true)
                .quoting(quoting)
                .buffer_capacity(1 << 10)
                .from_reader(line);
            let mut record = csv::ByteRecord::new();
            reader.read_byte_record(&mut record).unwrap_or(false)
                && fits(&record, layout)
                && date.is_none_or(|(index, order)| {
                    let cell = record.get(index);
                    cell.is_some_and(|cell| order.parse(cell).is_some())
                })
        })
    })
}

fn count(raw: Option<&[u8]>) -> u64 {
    let count = memchr::memchr_iter(b'\n', raw.unwrap_or_default()).count();
    u64::try_from(count).unwrap_or(0)
}
