//! Things that are looked up by their content and named by a number.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, RandomState};

/// Content with a number for each.
#[derive(Debug)]
pub(super) struct Interner<T> {
    hasher: RandomState,
    by_hash: HashMap<u64, Vec<u32>, RandomState>,
    items: Vec<T>,
}

impl<T> Default for Interner<T> {
    fn default() -> Self {
        Self {
            hasher: RandomState::new(),
            by_hash: HashMap::default(),
            items: Vec::new(),
        }
    }
}

impl<T> Interner<T> {
    pub(super) fn hash(&self, content: impl Hash) -> u64 {
        self.hasher.hash_one(content)
    }

    /// The number of content with this hash that is the same.
    pub(super) fn find(&self, hash: u64, same: impl Fn(&T) -> bool) -> Option<u32> {
        let numbers = self.by_hash.get(&hash)?;
        let mut numbers = numbers.iter().copied();
        numbers.find(|number| self.get(*number).is_some_and(&same))
    }

    pub(super) fn add(&mut self, hash: u64, item: T) -> u32 {
        let number = u32::try_from(self.items.len()).unwrap_or(u32::MAX);
        self.items.push(item);
        self.by_hash.entry(hash).or_default().push(number);
        number
    }

    pub(super) fn get(&self, number: u32) -> Option<&T> {
        self.items.get(usize::try_from(number).ok()?)
    }

    pub(super) const fn len(&self) -> usize {
        self.items.len()
    }
}
