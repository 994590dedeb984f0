//! Makes an input of others.

use fastrand::Rng;

/// A longer input is cut.
pub(crate) const MOST_BYTES: usize = 16 << 10;
/// How many changes one input gets at most.
const MOST_CHANGES: usize = 8;
/// What stands between cells and words.
const EDGES: &[u8] = b";,\t|#^\"\n\r =/-+.x\x1c";

/// Changes inputs with the words of a dictionary.
pub(crate) struct Mutator {
    rng: Rng,
    words: Vec<Vec<u8>>,
}

impl Mutator {
    pub(crate) fn new(seed: u64, words: Vec<Vec<u8>>) -> Self {
        Self {
            rng: Rng::with_seed(seed),
            words,
        }
    }

    /// One of the inputs, changed.
    pub(crate) fn next(&mut self, pool: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = self.one_of(pool);
        for _ in 0..self.rng.usize(1..=MOST_CHANGES) {
            self.change(&mut bytes, pool);
            // Copies grow by themselves.
            bytes.truncate(MOST_BYTES);
        }
        bytes
    }

    /// Which of so many.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.rng.usize(..end.max(1))
    }

    fn one_of(&mut self, list: &[Vec<u8>]) -> Vec<u8> {
        let at = self.below(list.len());
        list.get(at).cloned().unwrap_or_default()
    }

    fn change(&mut self, bytes: &mut Vec<u8>, pool: &[Vec<u8>]) {
        match self.below(20) {
            0 => self.put_byte(bytes, |byte, rng| byte ^ (1 << rng.u8(..8))),
            1 => self.put_byte(bytes, |_, rng| rng.u8(..)),
            2 => self.put_byte(bytes, |byte, rng| {
                byte.wrapping_add(rng.u8(..4)).wrapping_sub(2)
            }),
            3 => {
                let byte = [self.rng.u8(..)];
                self.insert(bytes, &byte);
            }
            4..=6 => {
                let word = self.word();
                self.insert(bytes, &word);
            }
            7..=9 => {
                let (word, range) = (self.word(), self.piece(bytes));
                bytes.splice(range, word);
            }
            10 => {
                let range = self.range(bytes);
                bytes.drain(range);
            }
            11 => {
                let at = self.below(bytes.len());
                bytes.truncate(at);
            }
            12 => self.repeat(bytes),
            13 => self.on_lines(bytes, |lines, rng| {
                let (one, other) = (rng.usize(..lines.len()), rng.usize(..lines.len()));
                lines.swap(one, other);
            }),
            14 => self.on_lines(bytes, |lines, rng| {
                let line = lines[rng.usize(..lines.len())].clone();
                lines.insert(rng.usize(..=lines.len()), line);
            }),
            15 => self.on_lines(bytes, |lines, rng| {
                lines.remove(rng.usize(..lines.len()));
            }),
            16 => {
                let other = self.one_of(pool);
                let (range, place) = (self.range(&other), self.range(bytes));
                bytes.splice(place, other[range].iter().copied());
            }
            17 => {
                let other = self.one_of(pool);
                let (head, tail) = (self.below(bytes.len()), self.below(other.len()));
                bytes.truncate(head);
                bytes.extend_from_slice(other.get(tail..).unwrap_or_default());
            }
            18 => self.digits(bytes),
            _ => {
                let other = self.one_of(pool);
                let (range, place) = (self.piece(&other), self.piece(bytes));
                bytes.splice(place, other[range].iter().copied());
            }
        }
    }

    fn word(&mut self) -> Vec<u8> {
        let at = self.below(self.words.len());
        self.words.get(at).cloned().unwrap_or_default()
    }

    fn insert(&mut self, bytes: &mut Vec<u8>, word: &[u8]) {
        let at = self.below(bytes.len() + 1);
        bytes.splice(at..at, word.iter().copied());
    }

    fn put_byte(&mut self, bytes: &mut [u8], new: impl Fn(u8, &mut Rng) -> u8) {
        let at = self.below(bytes.len());
        if let Some(byte) = bytes.get_mut(at) {
            *byte = new(*byte, &mut self.rng);
        }
    }

    /// A range of any length; most are short.
    fn range(&mut self, bytes: &[u8]) -> std::ops::Range<usize> {
        let from = self.below(bytes.len());
        let most = (bytes.len() - from).min(1 << self.below(10));
        from..from + self.below(most + 1)
    }

    /// A cell or word.
    fn piece(&mut self, bytes: &[u8]) -> std::ops::Range<usize> {
        let at = self.below(bytes.len()).min(bytes.len());
        let edge = |byte: &u8| EDGES.contains(byte);
        let from = bytes[..at].iter().rposition(edge).map_or(0, |at| at + 1);
        let to = bytes[at..]
            .iter()
            .position(edge)
            .map_or(bytes.len(), |to| at + to);
        from..to
    }

    fn repeat(&mut self, bytes: &mut Vec<u8>) {
        let range = self.range(bytes);
        let piece = bytes[range.clone()].repeat(1 << self.below(8));
        let piece = piece.get(..MOST_BYTES).unwrap_or(&piece).to_vec();
        bytes.splice(range, piece);
    }

    fn on_lines(&mut self, bytes: &mut Vec<u8>, change: impl Fn(&mut Vec<Vec<u8>>, &mut Rng)) {
        let mut lines: Vec<Vec<u8>> = bytes
            .split_inclusive(|byte| *byte == b'\n')
            .map(<[u8]>::to_vec)
            .collect();
        if !lines.is_empty() {
            change(&mut lines, &mut self.rng);
            *bytes = lines.concat();
        }
    }

    /// Other digits in a number, and sometimes many.
    fn digits(&mut self, bytes: &mut Vec<u8>) {
        let places: Vec<usize> = (0..bytes.len())
            .filter(|at| bytes[*at].is_ascii_digit())
            .collect();
        if places.is_empty() {
            return;
        }
        let at = places[self.below(places.len())];
        let many = if self.below(4) == 0 {
            self.below(40)
        } else {
            1
        };
        let digits: Vec<u8> = (0..many).map(|_| b'0' + self.rng.u8(..10)).collect();
        bytes.splice(at..=at, digits);
    }
}
