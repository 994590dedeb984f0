//! What is kept of a prescription while its copies may still come.
//!
//! A state is made of parts of which each only ever grows, so copies give the same state in any
//! order: what its quantity is or why it is set aside, which issue it is, and whether any copy
//! lacked a usable quantity.

use super::ledger::Reason;
use super::standing::Issue;
use super::tally::Kept;
use std::cmp::Ordering;

/// Values below this stand for a [`Reason`].
pub(super) const FIRST_READING: u32 = 32;
/// The value of a row that needs no reading.
pub(super) const PLAIN: u32 = 31;

/// What is kept of a prescription.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct State {
    /// A reason, [`PLAIN`], or the place of a reading behind [`FIRST_READING`].
    pub(super) value: u32,
    pub(super) issue: Issue,
    /// Whether the quantity of a copy is of no use.
    pub(super) gap: bool,
}

impl State {
    /// Of one row.
    pub(super) fn of(value: u32, issue: Issue) -> Self {
        Self {
            value,
            issue,
            gap: Reason::from_index(value).is_some_and(Reason::is_quantity),
        }
    }

    /// Why it is set aside, where it is.
    pub(super) fn reason(self) -> Option<Reason> {
        Reason::from_index(self.value)
    }

    /// Whether a copy has the quantity that another one lacks.
    pub(super) fn is_completed(self) -> bool {
        self.gap && self.reason().is_none()
    }

    /// Of two copies.
    pub(super) fn join(self, other: Self, readings: &[Kept]) -> Self {
        Self {
            value: if outranks(readings, other.value, self.value) {
                other.value
            } else {
                self.value
            },
            issue: self.issue.max(other.issue),
            gap: self.gap || other.gap,
        }
    }

    /// One number; without issues it is smaller. `None` for more readings than there can be.
    pub(super) fn pack(self, issues: bool) -> Option<u32> {
        let radix = if issues { 3 } else { 1 };
        let issue = match (issues, self.issue) {
            (false, _) | (true, Issue::NotSaid) => 0,
            (true, Issue::First) => 1,
            (true, Issue::Repeat) => 2,
        };
        let packed = self.value.checked_mul(radix)?.checked_add(issue)?;
        packed.checked_mul(2)?.checked_add(u32::from(self.gap))
    }

    pub(super) fn unpack(packed: u32, issues: bool) -> Self {
        let rest = packed / 2;
        let (value, issue) = if issues {
            (rest / 3, rest % 3)
        } else {
            (rest, 0)
        };
        Self {
            value,
            issue: match issue {
                0 => Issue::NotSaid,
                1 => Issue::First,
                _ => Issue::Repeat,
            },
            gap: packed % 2 == 1,
        }
    }
}

pub(super) fn kept_at(readings: &[Kept], value: u32) -> Option<&Kept> {
    let place = value.checked_sub(FIRST_READING)?;
    readings.get(usize::try_from(place).ok()?)
}

/// Whether a value takes the place of an older one: cancelled before stopped, stopped before a
/// reading, a reading before another reason; the larger reading, the earlier reason.
fn outranks(readings: &[Kept], value: u32, old: u32) -> bool {
    let class = |value: u32| match Reason::from_index(value) {
        Some(Reason::Cancelled) => 3,
        Some(Reason::Stopped) => 2,
        None => 1,
        Some(_) => 0u8,
    };
    match class(value).cmp(&class(old)) {
        Ordering::Greater => true,
        Ordering::Less => false,
        Ordering::Equal => match (kept_at(readings, value), kept_at(readings, old)) {
            (Some(value), Some(old)) => value.outranks(old),
            _ => Reason::from_index(value) < Reason::from_index(old),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_states_come_back() {
        for value in [0, 5, PLAIN, FIRST_READING, 1000, 700_000_000 / 6] {
            for issue in Issue::ALL.iter().copied() {
                for gap in [false, true] {
                    let state = State { value, issue, gap };
                    assert_eq!(State::unpack(state.pack(true).unwrap(), true), state);
                    let plain = State {
                        issue: Issue::NotSaid,
                        ..state
                    };
                    assert_eq!(State::unpack(state.pack(false).unwrap(), false), plain);
                }
            }
        }
        let most = State {
            value: u32::MAX,
            issue: Issue::NotSaid,
            gap: false,
        };
        assert_eq!(most.pack(true), None);
    }
}
