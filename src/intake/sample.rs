//! The cells of a column at the start of the file, and what they tell of its dates and numbers.

use super::blocks::{Block, Blocks};
use super::dates::DateOrder;
use super::head::Head;
use super::layout::Layout;
use super::row::{Line, read_block};
use super::shapes::Shapes;
use super::totals::TotalWords;
use crate::error::{DatesRead, Error, ErrorKind, Result};
use crate::quantity::DecimalMark;
use std::collections::BTreeMap;

/// How many bytes of the head are looked at for the shapes of cells.
const SHAPES_BYTES: usize = 256 << 10;

/// The filled cells of one column in the rows of the head that have as many cells as the
/// header: each distinct cell with the rows that have it.
pub(super) struct Sample {
    column: usize,
    cells: BTreeMap<Vec<u8>, Seen>,
}

/// How often a cell was seen.
struct Seen {
    rows: usize,
    /// The line of the first.
    line: u64,
}

impl Sample {
    pub(super) fn take(head: &Head<'_>, layout: &Layout, column: usize) -> Self {
        let above = head.first_line.saturating_sub(1);
        let mut cells: BTreeMap<Vec<u8>, Seen> = BTreeMap::new();
        let mut header = layout.has_header();
        read_lines(head.text, layout, |number, line| {
            if let Line::Row(record) = line
                && !std::mem::take(&mut header)
            {
                let cell = record.get(column).unwrap_or_default().trim_ascii();
                if let Some(seen) = cells.get_mut(cell) {
                    seen.rows = seen.rows.saturating_add(1);
                } else if !cell.is_empty() {
                    let line = number.saturating_add(above);
                    cells.insert(cell.to_vec(), Seen { rows: 1, line });
                }
            }
        });
        Self { column, cells }
    }

    /// Without the cells of rows that add up others.
    pub(super) fn without_totals(mut self, words: &TotalWords<'_>) -> Self {
        self.cells.retain(|cell, _| !words.begin(cell));
        self
    }

    fn cells(&self) -> impl Iterator<Item = &[u8]> {
        self.cells.keys().map(Vec::as_slice)
    }

    /// In how many rows the cell passes.
    fn rows(&self, passes: impl Fn(&[u8]) -> bool) -> usize {
        let passing = self.cells.iter().filter(|(cell, _)| passes(cell));
        passing
            .map(|(_, seen)| seen.rows)
            .fold(0, usize::saturating_add)
    }

    /// The column, counted from 1.
    fn number(&self) -> usize {
        self.column.saturating_add(1)
    }
}

/// Reads the lines of a text as those of a whole file are read, counted from 1.
fn read_lines(text: &[u8], layout: &Layout, mut each: impl FnMut(u64, Line<'_>)) {
    let mut blocks = Blocks::new(text, 0, layout.separator_byte(), std::io::empty());
    let mut block = Block::default();
    // Reading from memory cannot fail.
    while blocks.next(&mut block).unwrap_or(false) {
        read_block(&block, layout, &mut each);
    }
}

/// Counts the shapes of the cells of every column, in text that begins with the header.
pub(super) fn shapes(text: &[u8], layout: &Layout) -> Vec<Shapes> {
    let start = text.get(..SHAPES_BYTES).unwrap_or(text);
    let end = memchr::memrchr(b'\n', start).unwrap_or(start.len());
    let lines = start.get(..end).unwrap_or_default();
    let mut columns = vec![Shapes::default(); layout.columns()];
    let mut header = layout.has_header();
    read_lines(lines, layout, |_, line| {
        if let Line::Row(record) = line
            && !std::mem::take(&mut header)
        {
            for (column, cell) in columns.iter_mut().zip(record) {
                if let Some(text) = layout.encoding().decode(cell) {
                    column.count(text.trim());
                }
            }
        }
    });
    columns
}

/// The one order that reads the column. Day-month and month-day both fit when no day is
/// above 12; then there is no telling. `None` when the column is empty in the head.
pub(super) fn date_order(sample: &Sample) -> Result<Option<DateOrder>> {
    let total = sample.rows(|_| true);
    if total == 0 {
        return Ok(None);
    }
    let readable = |order: DateOrder| sample.rows(|cell| order.parse(cell).is_some());
    let orders = DateOrder::ALL.iter().copied();
    let counts: Vec<_> = orders.map(|order| (readable(order), order)).collect();
    let best = counts.iter().map(|(count, _)| *count).max().unwrap_or(0);
    // A few damaged dates are set aside later; a column in two orders is not read at all.
    if best.saturating_mul(100) < total.saturating_mul(90) {
        return Err(no_order(sample, counts, total));
    }
    // Month before day is taken only where day before month plainly does not read the column:
    // one mistyped date must not turn all others round.
    let enough = |count: usize| count.saturating_mul(100) >= total.saturating_mul(90);
    let fitting: Vec<DateOrder> = counts
        .iter()
        .filter(|(count, _)| enough(*count))
        .map(|(_, order)| *order)
        .collect();
    match fitting.as_slice() {
        [only] => Ok(Some(*only)),
        _ if best == total && counts.iter().filter(|(count, _)| *count == best).count() == 1 => {
            let sure = counts.iter().find(|(count, _)| *count == best);
            sure.filter(|(_, order)| *order != DateOrder::MonthDayYear)
                .map(|(_, order)| Some(*order))
                .ok_or_else(|| ambiguous_date(sample))
        }
        _ => Err(ambiguous_date(sample)),
    }
}

/// No order reads most of the column: the two that read some of it, each with a line, or the
/// shape of a cell that none reads.
fn no_order(sample: &Sample, mut counts: Vec<(usize, DateOrder)>, total: usize) -> Error {
    counts.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    let column = sample.number();
    let line_of = |order: DateOrder| {
        let read = sample
            .cells
            .iter()
            .filter(|(cell, _)| order.parse(cell).is_some());
        read.map(|(_, seen)| seen.line).min().unwrap_or(0)
    };
    let mut read = counts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(rows, order)| DatesRead {
            order: order.as_str(),
            rows,
            line: line_of(order),
        });
    let Some(first) = read.next() else {
        let mut unread: Vec<_> = sample.cells.iter().collect();
        unread.sort_by_key(|(_, seen)| seen.line);
        let (cell, line) = unread
            .first()
            .map_or((b"".as_slice(), 0), |(cell, seen)| (cell, seen.line));
        let shape = shape(cell);
        return Error::new(ErrorKind::UnreadableDates {
            column,
            line,
            shape,
        });
    };
    let second = read.find(|other| other.line != first.line);
    Error::new(ErrorKind::MixedDates {
        column,
        total,
        first,
        second,
    })
}

/// The shape of a cell: 9 for a digit, a for a letter; no more of it is shown.
fn shape(cell: &[u8]) -> String {
    let sign = |byte: &u8| match byte {
        b'0'..=b'9' => '9',
        b'-' | b'/' | b'.' | b':' | b' ' | b'+' => char::from(*byte),
        _ => 'a',
    };
    cell.iter().take(12).map(sign).collect()
}

fn ambiguous_date(sample: &Sample) -> Error {
    let both = |cell: &[u8]| {
        let first = DateOrder::DayMonthYear.parse(cell)?;
        let second = DateOrder::MonthDayYear.parse(cell)?;
        Some((String::from_utf8_lossy(cell).into_owned(), first, second))
    };
    let mut readings: Vec<_> = sample.cells().filter_map(both).collect();
    // An example that reads as two days, where there is one.
    readings.sort_by_key(|(_, first, second)| first == second);
    let (example, first, second) = readings
        .into_iter()
        .next()
        .map_or_else(Default::default, |(example, first, second)| {
            (example, first.to_string(), second.to_string())
        });
    Error::new(ErrorKind::AmbiguousDate {
        column: sample.number(),
        example,
        first,
        second,
    })
}

/// Whether a comma or a point marks decimals in the quantity column.
pub(super) fn decimal_mark(sample: &Sample) -> Result<DecimalMark> {
    let mut comma = false;
    let mut point = false;
    let mut unclear = None;
    for whole in sample.cells() {
        let cell = whole;
        // The numbers of the cell, without a unit such as `st.` behind them.
        let number = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b',' | b'.');
        let mut numbers = cell.split(|byte| !number(byte));
        let last = numbers.rfind(|part| part.first().is_some_and(u8::is_ascii_digit));
        let Some(cell) = last else { continue };
        let cell = cell.strip_suffix(b".").unwrap_or(cell);
        let marks: Vec<(usize, u8)> = cell
            .iter()
            .copied()
            .enumerate()
            .filter(|(_, byte)| matches!(byte, b',' | b'.'))
            .collect();
        let Some((position, mark)) = marks.last().copied() else {
            continue;
        };
        let after = cell.len().saturating_sub(position).saturating_sub(1);
        let alone = marks.len() == 1;
        let groups = !alone && marks.iter().all(|(_, other)| *other == mark);
        if alone && after == 3 && !cell.starts_with(b"0") {
            unclear = Some(whole);
        } else if (mark == b',') != groups {
            // Several marks of one kind separate thousands, so the other marks decimals.
            comma = true;
        } else {
            point = true;
        }
    }
    match (comma, point, unclear) {
        (true, false, _) => Ok(DecimalMark::Comma),
        (false, true, _) => Ok(DecimalMark::Point),
        (false, false, None) => Ok(DecimalMark::Either),
        (true, true, _) | (false, false, Some(_)) => {
            let example = unclear
                .or_else(|| sample.cells().find(|cell| cell.contains(&b',')))
                .map(|cell| String::from_utf8_lossy(cell).into_owned())
                .filter(|text| text.len() < 20 && !text.contains(char::is_alphabetic))
                .unwrap_or_default();
            Err(Error::new(ErrorKind::AmbiguousDecimal {
                column: sample.number(),
                example,
            }))
        }
    }
}
