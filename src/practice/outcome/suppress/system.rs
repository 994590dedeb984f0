//! What follows from numbers that are known to lie between ends and to be sums of each other.

/// Above any number of prescriptions.
const MOST: i64 = 1 << 50;

/// Whole numbers of which each lies between two ends, with relations between their sums.
#[derive(Debug, Clone, Default)]
pub(super) struct System {
    ends: Vec<(i64, i64)>,
    /// Of each, the sum of the first numbers is no more than that of the second.
    at_most: Vec<(Vec<usize>, Vec<usize>)>,
}

impl System {
    /// A number that is at least so many.
    pub(super) fn at_least(&mut self, low: i64) -> usize {
        self.between(low, MOST)
    }

    /// A number between two ends, both inclusive.
    pub(super) fn between(&mut self, low: i64, high: i64) -> usize {
        self.ends.push((low, high));
        self.ends.len().saturating_sub(1)
    }

    /// The sum of some numbers is no more than that of others.
    pub(super) fn at_most(&mut self, some: Vec<usize>, others: Vec<usize>) {
        self.at_most.push((some, others));
    }

    /// The sums are equal.
    pub(super) fn equal(&mut self, some: Vec<usize>, others: Vec<usize>) {
        self.at_most(others.clone(), some.clone());
        self.at_most(some, others);
    }

    /// How many values a number can have.
    pub(super) fn values(&self, number: usize) -> i64 {
        let (low, high) = self.ends.get(number).copied().unwrap_or_default();
        high.saturating_sub(low).saturating_add(1).max(0)
    }

    /// Narrows all ends by all relations until nothing changes any more.
    pub(super) fn narrow(&mut self) {
        loop {
            let before = self.ends.clone();
            for (some, others) in &self.at_most {
                let low: i64 = sum(&self.ends, some, |ends| ends.0);
                let high: i64 = sum(&self.ends, others, |ends| ends.1);
                for one in some {
                    if let Some(ends) = self.ends.get_mut(*one) {
                        let rest = low.saturating_sub(ends.0);
                        ends.1 = ends.1.min(high.saturating_sub(rest));
                    }
                }
                for one in others {
                    if let Some(ends) = self.ends.get_mut(*one) {
                        let rest = high.saturating_sub(ends.1);
                        ends.0 = ends.0.max(low.saturating_sub(rest));
                    }
                }
            }
            // Numbers that contradict each other would narrow for ever.
            let empty = self.ends.iter().any(|(low, high)| low > high);
            if empty || before == self.ends {
                return;
            }
        }
    }
}

fn sum(ends: &[(i64, i64)], numbers: &[usize], of: impl Fn((i64, i64)) -> i64) -> i64 {
    let all = numbers.iter().filter_map(|at| ends.get(*at));
    all.fold(0, |sum, ends| sum.saturating_add(of(*ends)).min(MOST))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: 58 of 63 are one substance, so at most five are another.
    #[test]
    fn a_part_follows_from_the_whole_and_the_other_part() {
        let mut system = System::default();
        let whole = system.between(63, 63);
        let part = system.between(58, 58);
        let other = system.at_least(0);
        system.equal(vec![whole], vec![part, other]);
        system.narrow();
        assert_eq!(system.values(other), 1);
    }

    /// By hand: 51 to 60 of two groups of at most 29 leave 22 to 29 for each.
    #[test]
    fn a_union_narrows_its_parts() {
        let mut system = System::default();
        let parts = [system.between(20, 29), system.between(20, 29)];
        let union = system.between(51, 60);
        system.at_most(vec![union], parts.to_vec());
        system.narrow();
        assert_eq!(parts.map(|part| system.values(part)), [8, 8]);
        assert_eq!(system.values(union), 8);
    }
}
