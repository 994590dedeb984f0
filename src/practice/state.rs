//! What is kept of a prescription while its copies may still come.
//!
//! A state is made of parts of which each only ever grows, so copies give the same state in any
//! order: what its quantity is or why it is set aside, which issue it is, and whether any copy
//! lacked a usable quantity.

use super::ledger::Reason;
use super::standing::{Issue, Life, Stop};
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
    /// Whether it was stopped later.
    pub(super) stop: Stop,
    /// Whether it may be repeated.
    pub(super) iterates: bool,
    /// Whether the quantity of a copy is of no use.
    pub(super) gap: bool,
}

/// Which columns about the life of a prescription rows have: without them a state is smaller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) issues: bool,
    pub(super) stops: bool,
    pub(super) iterations: bool,
}

impl State {
    /// Of one row.
    pub(super) fn of(value: u32, life: Life) -> Self {
        Self {
            value,
            issue: life.issue,
            stop: life.stop,
            iterates: life.iterates,
            gap: Reason::from_index(value).is_some_and(Reason::is_quantity),
        }
    }

    /// Why it is set aside, where it is. A repeat of what was stopped on no known day was not
    /// dispensed before that for certain.
    pub(super) fn reason(self) -> Option<Reason> {
        let stopped = self.stop == Stop::Undated && self.issue == Issue::Repeat;
        match Reason::from_index(self.value) {
            Some(Reason::Cancelled) => Some(Reason::Cancelled),
            _ if stopped => Some(Reason::Stopped),
            reason => reason,
        }
    }

    /// Its value, or that of the reason for which it is set aside.
    pub(super) fn told(self) -> u32 {
        self.reason().map_or(self.value, Reason::index)
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
            stop: self.stop.max(other.stop),
            iterates: self.iterates || other.iterates,
            gap: self.gap || other.gap,
        }
    }

    /// One number; without some columns it is smaller. `None` for more readings than there can be.
    pub(super) fn pack(self, told: Told) -> Option<u32> {
        let issue = match self.issue {
            Issue::NotSaid => 0,
            Issue::First => 1,
            Issue::Repeat => 2,
        };
        let stop = match self.stop {
            Stop::No => 0,
            Stop::Undated => 1,
            Stop::Later => 2,
        };
        let digits = [
            (told.issues, 3, issue),
            (told.stops, 3, stop),
            (told.iterations, 2, u32::from(self.iterates)),
            (true, 2, u32::from(self.gap)),
        ];
        let mut digits = digits.into_iter().filter(|(told, ..)| *told);
        digits.try_fold(self.value, |packed, (_, radix, digit)| {
            packed.checked_mul(radix)?.checked_add(digit)
        })
    }

    pub(super) fn unpack(packed: u32, told: Told) -> Self {
        let (gap, rest) = (packed % 2 == 1, packed / 2);
        let (iterates, rest) = match told.iterations {
            true => (rest % 2 == 1, rest / 2),
            false => (false, rest),
        };
        let (stop, rest) = match (told.stops, rest % 3) {
            (false, _) => (Stop::No, rest),
            (true, 0) => (Stop::No, rest / 3),
            (true, 1) => (Stop::Undated, rest / 3),
            (true, _) => (Stop::Later, rest / 3),
        };
        let (issue, value) = match (told.issues, rest % 3) {
            (false, _) => (Issue::NotSaid, rest),
            (true, 0) => (Issue::NotSaid, rest / 3),
            (true, 1) => (Issue::First, rest / 3),
            (true, _) => (Issue::Repeat, rest / 3),
        };
        Self {
            value,
            issue,
            stop,
            iterates,
            gap,
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

    const ALL: Told = Told {
        issues: true,
        stops: true,
        iterations: true,
    };

    #[test]
    fn packed_states_come_back() {
        let of = |value, issue, stop, rest: u32| State {
            value,
            issue,
            stop,
            iterates: rest % 2 == 1,
            gap: rest / 2 == 1,
        };
        let flags = [false, true];
        for value in [0, 5, PLAIN, FIRST_READING, 1000, 100_000_000] {
            for issue in [Issue::NotSaid, Issue::First, Issue::Repeat] {
                for stop in [Stop::No, Stop::Undated, Stop::Later] {
                    for rest in 0..4 {
                        let state = of(value, issue, stop, rest);
                        assert_eq!(State::unpack(state.pack(ALL).unwrap(), ALL), state);
                        for (issues, stops, iterations) in flags
                            .into_iter()
                            .flat_map(|a| flags.map(|b| (a, b)))
                            .flat_map(|(a, b)| flags.map(|c| (a, b, c)))
                        {
                            let told = Told {
                                issues,
                                stops,
                                iterations,
                            };
                            let kept = State {
                                issue: if issues { issue } else { Issue::NotSaid },
                                stop: if stops { stop } else { Stop::No },
                                iterates: iterations && state.iterates,
                                ..state
                            };
                            assert_eq!(State::unpack(kept.pack(told).unwrap(), told), kept);
                        }
                    }
                }
            }
        }
        assert_eq!(of(u32::MAX, Issue::NotSaid, Stop::No, 0).pack(ALL), None);
    }
}
