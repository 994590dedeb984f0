//! Keys by which rows are remembered and told apart.

use crate::day::Day;
use std::hash::{BuildHasher, DefaultHasher, Hasher};

/// Adds a part to a key, its length before it: no two lists of parts make one key, whatever bytes
/// they hold.
///
/// The length is written in signs of text that are no line end, quote or separator.
pub(super) fn push(key: &mut Vec<u8>, part: &[u8]) {
    const DIGIT: usize = 0x1f;
    let mut length = part.len();
    loop {
        let digit = u8::try_from(length & DIGIT).unwrap_or(0);
        length >>= DIGIT.count_ones();
        let more = length > 0;
        key.push(digit.saturating_add(if more { b'P' } else { b'0' }));
        if !more {
            break;
        }
    }
    key.extend_from_slice(part);
}

/// The key of the hashes that stand for patients and prescriptions. It is taken from the
/// exports, so that the same exports give the same result to the last row in any order; the hashes
/// never leave the memory of the run.
pub(super) struct Key(u64);

impl Key {
    pub(super) fn of<'h>(heads: impl IntoIterator<Item = &'h [u8]>) -> Self {
        let heads = heads.into_iter().map(|head| {
            let mut hasher = DefaultHasher::new();
            hasher.write(head);
            hasher.finish()
        });
        Self(heads.fold(0, u64::wrapping_add))
    }

    /// The hash that the copies of a prescription share: of the patient in a practice, the day and
    /// the product.
    pub(super) fn prescription(
        &self,
        patient: u64,
        practice: Option<u64>,
        day: Day,
        identity: u64,
    ) -> u64 {
        let mut hasher = self.build_hasher();
        hasher.write_u64(patient);
        hasher.write_u64(practice.unwrap_or(0));
        hasher.write_i16(day.year());
        hasher.write_i8(day.month());
        hasher.write_i8(day.day());
        hasher.write_u64(identity);
        hasher.finish()
    }
}

impl BuildHasher for Key {
    type Hasher = DefaultHasher;

    fn build_hasher(&self) -> DefaultHasher {
        let mut hasher = DefaultHasher::new();
        hasher.write_u64(self.0);
        hasher
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The parts of a key, read back.
    fn parts(mut key: &[u8]) -> Vec<Vec<u8>> {
        let mut found = Vec::new();
        while !key.is_empty() {
            let (mut length, mut shift) = (0usize, 0u32);
            loop {
                let (digit, rest) = key.split_first().unwrap();
                key = rest;
                let last = *digit < b'P';
                // '0' and 'P' are 0x30 and 0x50.
                let digit = (digit ^ 0x10) & 0x1f;
                length |= usize::from(digit) << shift;
                shift = shift.saturating_add(5);
                if last {
                    break;
                }
            }
            let (part, rest) = key.split_at(length);
            found.push(part.to_vec());
            key = rest;
        }
        found
    }

    proptest! {
        #[test]
        fn the_parts_of_a_key_come_back(
            wanted in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 0..6),
            long in 0..70_000usize,
        ) {
            let mut wanted = wanted;
            wanted.push(vec![0x1f; long]);
            let mut key = Vec::new();
            for part in &wanted {
                push(&mut key, part);
            }
            prop_assert_eq!(parts(&key), wanted);
        }
    }
}
