//! Which prescriptions were seen already, in little memory.
//!
//! A prescription comes back from the pharmacy as a second row with the same patient, day
//! and product, often with other gaps. To merge such copies in any order of rows, the rows
//! seen so far must be remembered; this table spends seven bytes on each: 44 bits of a
//! keyed hash and 12 bits for what the row held. With the rows grow only this table and, for
//! prescriptions of more than one row, a list of what each of them held (see `returns`).
//!
//! Twelve more bits of the hash choose one of 4,096 rows. So 56 bits tell two prescriptions
//! apart: among five million rows the chance that any two different ones are taken for
//! copies is about one in 6,000. Rows are kept in 16 segments that grow by an eighth at a
//! time, each on its own, so growing never needs twice the memory. Where the size of the
//! export is known the table is made large enough at once.

const SEGMENT_BITS: u32 = 4;
const ROW_BITS: u32 = 8;
/// The part of the print that tells two prescriptions apart while scanning.
const HEAD_BITS: u32 = 32;
/// The part that confirms it.
const TAIL_BITS: u32 = 12;
const VALUE_BITS: u32 = 12;
/// The largest value that a slot can hold.
pub(crate) const MAX_VALUE: u16 = (1 << VALUE_BITS) - 1;

/// How full a segment may be, in slots of a hundred.
const FULL_PERCENT: usize = 85;
const FIRST_SLOTS: usize = 8;
/// The most prescriptions that room is made for in advance (700 MB); a file may lie about
/// its length.
const MOST_ROOM: u64 = 80_000_000;

/// Head, tail and value in seven bytes; a head of zero is an empty slot.
type Slot = [u8; 7];

/// A table from keyed hashes to a small value.
#[derive(Debug)]
pub(crate) struct Seen {
    segments: Vec<Segment>,
}

/// Rows of equal length, each an open-addressing table with linear probing.
#[derive(Debug)]
struct Segment {
    slots: Vec<Slot>,
    row_slots: usize,
    used: usize,
}

/// A hash by its parts.
#[derive(Debug, Clone, Copy)]
struct Print {
    segment: usize,
    row: usize,
    head: u32,
    tail: u16,
}

impl Print {
    fn of(hash: u64) -> Option<Self> {
        let bits = |shift: u32, count: u32| {
            let mask = u64::MAX.checked_shr(u64::BITS.saturating_sub(count))?;
            Some(hash.checked_shr(shift)? & mask)
        };
        let index = |value: u64| usize::try_from(value).ok();
        Some(Self {
            segment: index(bits(0, SEGMENT_BITS)?)?,
            row: index(bits(SEGMENT_BITS, ROW_BITS)?)?,
            tail: u16::try_from(bits(SEGMENT_BITS + ROW_BITS, TAIL_BITS)?).ok()?,
            head: u32::try_from(hash >> (u64::BITS - HEAD_BITS)).ok()?.max(1),
        })
    }
}

impl Seen {
    /// A table with room for about this many prescriptions; more make it grow.
    pub(crate) fn with_room(prescriptions: u64) -> Self {
        let rows = 1u64 << (SEGMENT_BITS + ROW_BITS);
        // A little more than needed at the fullness that makes a segment grow.
        let slots = prescriptions.min(MOST_ROOM).saturating_mul(6) / 5 / rows;
        let row_slots = usize::try_from(slots).unwrap_or(0).max(FIRST_SLOTS);
        let segment = || Segment {
            slots: vec![[0; 7]; row_slots << ROW_BITS],
            row_slots,
            used: 0,
        };
        Self {
            segments: std::iter::repeat_with(segment)
                .take(1 << SEGMENT_BITS)
                .collect(),
        }
    }

    /// The value kept under a hash, and a way to replace it; a new hash keeps `first`.
    pub(crate) fn entry(&mut self, hash: u64, first: u16) -> Option<Entry<'_>> {
        let print = Print::of(hash)?;
        self.segments.get_mut(print.segment)?.entry(print, first)
    }

    /// The value kept under a hash.
    pub(crate) fn get(&self, hash: u64) -> Option<u16> {
        let print = Print::of(hash)?;
        let segment = self.segments.get(print.segment)?;
        let (at, new) = segment.find(print)?;
        let slot = segment.slots.get(at).filter(|_| !new)?;
        Some(tail_and_value(slot).1)
    }

    /// Reads where a hash would stand. Called for many hashes before [`Seen::entry`], it
    /// lets the processor fetch their memory at the same time instead of one by one, which
    /// makes a large table about twice as fast.
    pub(crate) fn touch(&self, hash: u64) -> u32 {
        let read = || {
            let print = Print::of(hash)?;
            let segment = self.segments.get(print.segment)?;
            let at = segment.home(print.row, print.head)?;
            Some(head_of(segment.slots.get(at)?))
        };
        read().unwrap_or(0)
    }
}

/// A slot of the table.
#[derive(Debug)]
pub(crate) struct Entry<'a> {
    slot: &'a mut Slot,
    /// Whether the hash was not there before.
    pub(crate) new: bool,
}

impl Entry<'_> {
    pub(crate) fn value(&self) -> u16 {
        tail_and_value(self.slot).1
    }

    pub(crate) fn set(&mut self, value: u16) {
        let (tail, _) = tail_and_value(self.slot);
        *self.slot = pack(head_of(self.slot), tail, value);
    }
}

impl Segment {
    fn entry(&mut self, print: Print, first: u16) -> Option<Entry<'_>> {
        let full = self.slots.len().saturating_mul(FULL_PERCENT);
        if self.used.saturating_mul(100) >= full {
            self.grow();
        }
        let (at, new) = match self.find(print) {
            Some(found) => found,
            None => {
                // This row is full before the segment is.
                self.grow();
                self.find(print)?
            }
        };
        let slot = self.slots.get_mut(at)?;
        if new {
            self.used = self.used.saturating_add(1);
            *slot = pack(print.head, print.tail, first);
        }
        Some(Entry { slot, new })
    }

    fn grow(&mut self) {
        let old_slots = self.row_slots;
        let slots = old_slots.saturating_add((old_slots / 8).max(FIRST_SLOTS));
        self.row_slots = slots;
        let all = slots.saturating_mul(1 << ROW_BITS);
        let old = std::mem::replace(&mut self.slots, vec![[0; 7]; all]);
        for (place, slot) in old.into_iter().enumerate() {
            let head = head_of(&slot);
            if head == 0 {
                continue;
            }
            let row = place.checked_div(old_slots).unwrap_or(0);
            if let Some(at) = self.scan(row, head, |held| held == 0)
                && let Some(free) = self.slots.get_mut(at)
            {
                *free = slot;
            }
        }
    }

    /// The slot that holds a print, or the free slot where it belongs.
    fn find(&self, print: Print) -> Option<(usize, bool)> {
        let at = self.scan(print.row, print.head, |held| {
            held == 0 || held == print.head
        })?;
        let slot = self.slots.get(at)?;
        if head_of(slot) == 0 {
            return Some((at, true));
        }
        if tail_and_value(slot).0 == print.tail {
            return Some((at, false));
        }
        // Two prints with one head: look on, slot by slot.
        let start = print.row.checked_mul(self.row_slots)?;
        for step in 1..self.row_slots {
            let offset = at.checked_sub(start)?.checked_add(step)?;
            let next = start.checked_add(offset.checked_rem(self.row_slots)?)?;
            let slot = self.slots.get(next)?;
            if head_of(slot) == 0 {
                return Some((next, true));
            }
            if head_of(slot) == print.head && tail_and_value(slot).0 == print.tail {
                return Some((next, false));
            }
        }
        None
    }

    /// Where the scan for a head begins: the head spread evenly over the row.
    fn home(&self, row: usize, head: u32) -> Option<usize> {
        let slots = u64::try_from(self.row_slots).ok()?;
        let wide = u64::from(head).checked_mul(slots)?;
        let offset = usize::try_from(wide >> HEAD_BITS).ok()?;
        row.checked_mul(self.row_slots)?.checked_add(offset)
    }

    /// The first slot from home on, around the row, whose head passes.
    fn scan(&self, row: usize, head: u32, passes: impl Fn(u32) -> bool) -> Option<usize> {
        let start = row.checked_mul(self.row_slots)?;
        let end = start.checked_add(self.row_slots)?;
        let home = self.home(row, head)?;
        let ahead = self.slots.get(home..end)?;
        if let Some(steps) = ahead.iter().position(|slot| passes(head_of(slot))) {
            return home.checked_add(steps);
        }
        let behind = self.slots.get(start..home)?;
        let steps = behind.iter().position(|slot| passes(head_of(slot)))?;
        start.checked_add(steps)
    }
}

fn pack(head: u32, tail: u16, value: u16) -> Slot {
    let rest = (u32::from(tail) << VALUE_BITS) | u32::from(value & MAX_VALUE);
    let [a, b, c, d] = head.to_le_bytes();
    let [_, e, f, g] = rest.to_be_bytes();
    [a, b, c, d, e, f, g]
}

fn head_of([a, b, c, d, ..]: &Slot) -> u32 {
    u32::from_le_bytes([*a, *b, *c, *d])
}

fn tail_and_value([.., e, f, g]: &Slot) -> (u16, u16) {
    let rest = u32::from_be_bytes([0, *e, *f, *g]);
    let part = |word: u32| u16::try_from(word).unwrap_or_default();
    (part(rest >> VALUE_BITS), part(rest & u32::from(MAX_VALUE)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    /// A fixed mixer, so that the test is the same on every run.
    fn mix(value: u64) -> u64 {
        let mut x = value.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        x ^= x >> 31;
        x = x.wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x ^ (x >> 29)
    }

    #[test]
    fn agrees_with_a_map_over_many_inserts_and_updates() {
        let mut seen = Seen::with_room(0);
        let mut oracle: HashMap<u64, u16> = HashMap::new();
        for step in 0..200_000u64 {
            let hash = mix(step % 130_000);
            let value = u16::try_from(step % 4_000).unwrap();
            assert_eq!(seen.get(hash), oracle.get(&hash).copied(), "step {step}");
            let mut entry = seen.entry(hash, value).unwrap();
            assert_eq!(entry.new, !oracle.contains_key(&hash), "step {step}");
            if entry.new {
                oracle.insert(hash, value);
            } else {
                assert_eq!(entry.value(), oracle[&hash]);
                entry.set(value);
                oracle.insert(hash, value);
            }
        }
    }
}
