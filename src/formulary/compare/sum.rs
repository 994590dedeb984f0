//! Sums of what a draft changes: of all options, and by condition.

use super::{Comparison, Mark, OptionChange, Told};
use crate::comparison::Verdict;
use crate::dataset::Currency;
use crate::exact::Fraction;
use crate::formulary::Formulary;
use crate::quantity::Range;
use std::collections::BTreeMap;

/// Which changes are summed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Part {
    /// All, whatever speaks against them. What they come to is a difference and no saving.
    All,
    /// Those without a mark against them.
    Unmarked,
    /// Those against which no more stands than that the kind of inhaler changes.
    OnlyDevice,
}

impl Part {
    fn takes(self, change: &OptionChange) -> bool {
        match self {
            Self::All => true,
            Self::Unmarked => change.marks.is_empty(),
            Self::OnlyDevice => {
                let mut marks = change.marks.iter();
                marks.next() == Some(&Mark::Device) && marks.next().is_none()
            }
        }
    }
}

/// A sum of changes: what could be told, and what not.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Sum {
    /// kg CO2e before, of what could be told; nothing is told where no option counts.
    pub before: Range,
    /// kg CO2e after, of the same options.
    pub after: Range,
    /// After less before of what changed: low, central, high; `None` where no option counts, and
    /// on overflow.
    pub difference: Option<(Fraction, Fraction, Fraction)>,
    /// What the ranges of all that changed tell together.
    pub verdict: Verdict,
    /// Options of inhaled medicines that count in it; those that a case mix has none of do not.
    pub counted: usize,
    /// Those of them that change.
    pub changed: usize,
    /// Options of which the data cannot tell the difference, or has no value.
    pub untold: usize,
    /// Options that are no inhalers.
    pub not_inhaled: usize,
    /// Courses with another kind of inhaler.
    pub device_changes: Fraction,
    /// What it costs before and after in each currency, of the options with prices in it on both
    /// sides.
    pub cost: BTreeMap<Currency, (Fraction, Fraction)>,
}

impl Comparison {
    /// The sum over all options, whatever speaks against a change.
    #[must_use]
    pub fn total(&self) -> Sum {
        self.total_of(Part::All)
    }

    /// The sum over a part of the options.
    #[must_use]
    pub fn total_of(&self, part: Part) -> Sum {
        sum(self.changes.iter().filter(|one| part.takes(one)))
    }

    /// The sums by condition, in the order of the old formulary.
    #[must_use]
    pub fn by_condition<'o>(&self, old: &'o Formulary) -> Vec<(&'o str, Sum)> {
        self.by_condition_of(old, Part::All)
    }

    /// As [`Comparison::by_condition`], over a part of the options: a condition without any has
    /// an empty sum.
    #[must_use]
    pub fn by_condition_of<'o>(&self, old: &'o Formulary, part: Part) -> Vec<(&'o str, Sum)> {
        let mut conditions: Vec<(&str, Vec<&OptionChange>)> = Vec::new();
        for change in &self.changes {
            let Some(option) = old.options().get(change.old) else {
                continue;
            };
            let condition = option.condition.as_str();
            match conditions.iter_mut().find(|(name, _)| *name == condition) {
                Some((_, all)) => all.push(change),
                None => conditions.push((condition, vec![change])),
            }
        }
        conditions
            .into_iter()
            .map(|(name, all)| (name, sum(all.into_iter().filter(|one| part.takes(one)))))
            .collect()
    }
}

const NOTHING: Sum = Sum {
    before: Range::ZERO,
    after: Range::ZERO,
    difference: None,
    verdict: Verdict::CannotTell,
    counted: 0,
    changed: 0,
    untold: 0,
    not_inhaled: 0,
    device_changes: Fraction::ZERO,
    cost: BTreeMap::new(),
};

/// The sum; of numbers that do not fit in one nothing is told, rather than too little.
fn sum<'c>(changes: impl Iterator<Item = &'c OptionChange> + Clone) -> Sum {
    whole(changes.clone()).unwrap_or_else(|| Sum {
        untold: changes.count(),
        ..NOTHING
    })
}

/// `None` where a number has more digits than can be kept.
fn whole<'c>(changes: impl Iterator<Item = &'c OptionChange>) -> Option<Sum> {
    let mut sum = NOTHING;
    let (mut old, mut new) = (Range::ZERO, Range::ZERO);
    for change in changes {
        // What nobody uses tells nothing, and no zero.
        if change.weight.is_zero() && change.told != Told::NotInhaled {
            continue;
        }
        match change.told {
            Told::Unchanged(range) => {
                sum.counted = sum.counted.saturating_add(1);
                sum.before = sum.before.plus(range)?;
                sum.after = sum.after.plus(range)?;
            }
            Told::Compared(weighed) => {
                sum.counted = sum.counted.saturating_add(1);
                sum.changed = sum.changed.saturating_add(1);
                sum.before = sum.before.plus(weighed.before)?;
                sum.after = sum.after.plus(weighed.after)?;
                old = old.plus(weighed.before)?;
                new = new.plus(weighed.after)?;
            }
            Told::CannotTell(..) | Told::NoValue => sum.untold = sum.untold.saturating_add(1),
            Told::NotInhaled => sum.not_inhaled = sum.not_inhaled.saturating_add(1),
        }
        if change.device_changes {
            sum.device_changes = sum.device_changes.plus(change.weight)?;
        }
        if let Some((currency, before, after)) = change.cost {
            let zero = (Fraction::ZERO, Fraction::ZERO);
            let both = sum.cost.entry(currency).or_insert(zero);
            *both = (both.0.plus(before)?, both.1.plus(after)?);
        }
    }
    if sum.counted > 0 {
        sum.difference = Some((
            new.low().minus(old.high())?,
            new.central().minus(old.central())?,
            new.high().minus(old.low())?,
        ));
        sum.verdict = crate::comparison::verdict_of(old, new);
    }
    Some(sum)
}
