//! Comparing the climate impact of two treatments.
//!
//! Two published values may be set side by side only when they measure the same thing: the
//! same unit, the same part of the life cycle, the same set of global warming potentials. A
//! comparison of unlike values is refused, or flagged where the caller allows it. What both
//! sides share cancels: two amounts of one published value are compared by their amounts. The
//! bracket of a class is no shared value.

use crate::dataset::{Boundary, Device};
use crate::exact::Fraction;
use crate::impact::{Basis, Estimate, Flag};
use crate::quantity::{Quantity, Range, Unit};
use std::collections::BTreeSet;

/// One side of a comparison: what is used in a stretch of treatment that is the same for both
/// sides, such as a day.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// The value of the medicine.
    pub estimate: &'a Estimate,
    /// The types of device that it can be.
    pub devices: &'a BTreeSet<Device>,
    /// How much of it is used.
    pub quantity: Quantity,
}

/// Which unlike system boundaries may be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Terms {
    /// None: a value of the propellant only is not set beside a life cycle.
    #[default]
    Strict,
    /// A value of the propellant only beside a lower life cycle: the rest that it leaves out
    /// can only widen the difference, so that it is a lower bound.
    LowerBound,
    /// All of them, each with a flag.
    Any,
}

/// What the comparison tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Verdict {
    /// Every value of the new side lies below every value of the old one.
    Lower,
    /// The central values lie outside the other range, and the ranges overlap.
    ProbablyLower,
    /// The data cannot tell.
    CannotTell,
    /// As probably lower, the other way round.
    ProbablyHigher,
    /// Every value of the new side lies above every value of the old one.
    Higher,
}

/// Something to know about a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Caveat {
    /// One side counts the propellant only, the other more.
    UnlikeBoundary,
    /// The boundary of a side is not stated or mixed.
    BoundaryUncertain,
    /// A propellant device stands as published, under a set that is not known.
    GwpAsPublished,
    /// Two devices without propellant: differences between their life cycles are inside the
    /// noise of the methods.
    MethodNoise,
    /// Both sides rest on the same values, which cancel; only the amounts differ.
    SharedValues,
    /// A side could hold a propellant that none of its values counts, so that the data cannot
    /// tell.
    OtherGasPossible,
}

/// Why two sides are not compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum Unlike {
    /// A side has no value for its unit.
    #[error("one side has no value for its amount")]
    NoValue,
    /// One side counts the propellant only, the other a larger part of the life cycle.
    #[error("one side counts the propellant only, the other more of the life cycle")]
    Boundary,
    /// A product has more digits than can be kept exactly.
    #[error("more digits than can be kept exactly")]
    Overflow,
}

/// A difference with its ends: `after - before`, in kg CO2e.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Difference {
    /// The most favourable end.
    pub low: Fraction,
    /// The difference of the central values.
    pub central: Fraction,
    /// The least favourable end.
    pub high: Fraction,
}

/// Two sides compared.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Comparison {
    /// kg CO2e of the old side.
    pub before: Range,
    /// kg CO2e of the new side.
    pub after: Range,
    /// `after - before`; below zero is a saving.
    pub difference: Difference,
    /// What it tells.
    pub verdict: Verdict,
    /// What to know about it.
    pub caveats: BTreeSet<Caveat>,
}

impl Comparison {
    /// The same for a part of the amounts; `None` for a count of zero or on overflow.
    #[must_use]
    pub fn over_count(self, count: u32) -> Option<Self> {
        let part = Fraction::whole(rust_decimal::Decimal::ONE).over_count(count)?;
        Some(Self {
            before: self.before.times(part)?,
            after: self.after.times(part)?,
            difference: Difference {
                low: self.difference.low.over_count(count)?,
                central: self.difference.central.over_count(count)?,
                high: self.difference.high.over_count(count)?,
            },
            ..self
        })
    }
}

impl Side<'_> {
    fn range(&self) -> Result<Range, Unlike> {
        let per_unit = match self.quantity.unit() {
            Unit::Device => self.estimate.per_device,
            Unit::Dose => self.estimate.per_dose,
        };
        per_unit
            .filter(|_| self.estimate.basis != Basis::None)
            .ok_or(Unlike::NoValue)?
            .times(Fraction::whole(self.quantity.amount()))
            .ok_or(Unlike::Overflow)
    }

    /// Whether all that the value counts is the propellant.
    fn only_gas(&self) -> bool {
        let boundaries = &self.estimate.boundaries;
        boundaries.len() == 1 && boundaries.contains(&Boundary::PropellantOnly)
    }

    /// Whether the propellant alone stands among values that count more.
    fn partly_gas(&self) -> bool {
        self.estimate.boundaries.contains(&Boundary::PropellantOnly)
    }

    fn has_propellant(&self) -> bool {
        self.devices.iter().any(|device| device.has_propellant())
    }
}

/// Compares what is used now with what would be used instead.
///
/// The verdict is lower or higher where the ranges do not overlap, probably so where each
/// central value lies outside the other range, and otherwise that the data cannot tell. Two
/// devices without propellant are never told apart: published life cycles of powder inhalers
/// (0.36 to 1.25 kg in the review of source S07) differ by method as much as by device. Nor is
/// a device told apart that could hold a propellant that its values do not count
/// ([`Flag::OtherGasPossible`]).
///
/// ```
/// use groenrecept::comparison::{Side, Terms, Verdict, compare};
/// use groenrecept::{Dataset, Engine, Quantity, Unit, dataset::Device};
/// let dataset = Dataset::embedded()?;
/// let engine = Engine::new(&dataset);
/// let estimate = |id| engine.estimate(&engine.product(id).unwrap());
/// let aerosol = estimate("seretide-aerosol-25-250")?;
/// let diskus = estimate("seretide-diskus-50-500")?;
/// // Two puffs twice a day stand for one inhalation twice a day.
/// let comparison = compare(
///     &Side {
///         estimate: &aerosol,
///         devices: &[Device::Pmdi].into(),
///         quantity: Quantity::new(4.into(), Unit::Dose),
///     },
///     &Side {
///         estimate: &diskus,
///         devices: &[Device::Powder].into(),
///         quantity: Quantity::new(2.into(), Unit::Dose),
///     },
///     Terms::Strict,
/// )?;
/// assert_eq!(comparison.verdict, Verdict::Lower);
/// // 2 x 0.898 / 60 - 4 x 20.685 / 120
/// assert_eq!(comparison.difference.central.round(6).to_string(), "-0.659567");
///
/// // 13 g of gas is no life cycle: beside a powder inhaler it is refused.
/// let hfo = estimate("trixeo-aerosphere-hfo-uk")?;
/// let refused = compare(
///     &Side {
///         estimate: &diskus,
///         devices: &[Device::Powder].into(),
///         quantity: Quantity::new(1.into(), Unit::Device),
///     },
///     &Side {
///         estimate: &hfo,
///         devices: &[Device::Pmdi].into(),
///         quantity: Quantity::new(1.into(), Unit::Device),
///     },
///     Terms::LowerBound,
/// );
/// assert_eq!(
///     refused.unwrap_err().to_string(),
///     "one side counts the propellant only, the other more of the life cycle"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Unlike`] where the sides cannot be compared on these terms.
pub fn compare(before: &Side<'_>, after: &Side<'_>, terms: Terms) -> Result<Comparison, Unlike> {
    let (old, new) = (before.range()?, after.range()?);
    let mut caveats = caveats(before, after);
    if before.only_gas() != after.only_gas() {
        let (gas, cycle) = if before.only_gas() {
            (old, new)
        } else {
            (new, old)
        };
        let bound = gas.low() >= cycle.high();
        match terms {
            Terms::Any => {}
            Terms::LowerBound if bound => {}
            Terms::Strict | Terms::LowerBound => return Err(Unlike::Boundary),
        }
        caveats.insert(Caveat::UnlikeBoundary);
    }
    let shared = shares_values(before, after);
    let (difference, verdict) = if shared {
        caveats.insert(Caveat::SharedValues);
        of_amounts(before, after, old, new)
    } else {
        apart(old, new)
    }
    .ok_or(Unlike::Overflow)?;
    let noise = !shared && !before.has_propellant() && !after.has_propellant();
    if noise {
        caveats.insert(Caveat::MethodNoise);
    }
    let untold = noise || caveats.contains(&Caveat::OtherGasPossible);
    Ok(Comparison {
        before: old,
        after: new,
        difference,
        verdict: if untold { Verdict::CannotTell } else { verdict },
        caveats,
    })
}

fn caveats(before: &Side<'_>, after: &Side<'_>) -> BTreeSet<Caveat> {
    let mut caveats = BTreeSet::new();
    for side in [before, after] {
        let flags = &side.estimate.flags;
        let uncertain = [Flag::BoundaryNotStated, Flag::BoundaryMixed];
        let mixed = side.partly_gas() && !side.only_gas();
        if mixed || uncertain.iter().any(|flag| flags.contains(flag)) {
            caveats.insert(Caveat::BoundaryUncertain);
        }
        if side.has_propellant() && flags.contains(&Flag::GwpAsPublished) {
            caveats.insert(Caveat::GwpAsPublished);
        }
        if flags.contains(&Flag::OtherGasPossible) {
            caveats.insert(Caveat::OtherGasPossible);
        }
    }
    caveats
}

/// Whether both sides are amounts of the same uncertain value: one that is published of both
/// products. Two products that take the bracket of one class do not share it, because it says
/// how far the products of the class can lie apart.
fn shares_values(before: &Side<'_>, after: &Side<'_>) -> bool {
    let (a, b) = (before.estimate, after.estimate);
    let unit = before.quantity.unit();
    let same = match unit {
        Unit::Device => a.per_device == b.per_device,
        Unit::Dose => a.per_dose == b.per_dose,
    };
    let own = a.basis == Basis::Product && b.basis == Basis::Product;
    own && unit == after.quantity.unit() && same && a.factors == b.factors
}

/// The difference of two amounts of one value: it has the sign of the difference of amounts.
fn of_amounts(
    before: &Side<'_>,
    after: &Side<'_>,
    old: Range,
    new: Range,
) -> Option<(Difference, Verdict)> {
    let ends = [
        new.low().minus(old.low())?,
        new.central().minus(old.central())?,
        new.high().minus(old.high())?,
    ];
    let difference = Difference {
        low: *ends.iter().min()?,
        central: new.central().minus(old.central())?,
        high: *ends.iter().max()?,
    };
    let verdict = match after.quantity.amount().cmp(&before.quantity.amount()) {
        std::cmp::Ordering::Less => Verdict::Lower,
        std::cmp::Ordering::Equal => Verdict::CannotTell,
        std::cmp::Ordering::Greater => Verdict::Higher,
    };
    Some((difference, verdict))
}

/// The difference of two values that vary apart from each other.
fn apart(old: Range, new: Range) -> Option<(Difference, Verdict)> {
    let difference = Difference {
        low: new.low().minus(old.high())?,
        central: new.central().minus(old.central())?,
        high: new.high().minus(old.low())?,
    };
    Some((difference, verdict_of(old, new)))
}

/// What two ranges that vary apart from each other tell: lower or higher where they do not
/// overlap, probably so where each central value lies outside the other range.
#[must_use]
pub(crate) fn verdict_of(old: Range, new: Range) -> Verdict {
    if new.high() < old.low() {
        Verdict::Lower
    } else if new.low() > old.high() {
        Verdict::Higher
    } else if new.central() < old.low() && old.central() > new.high() {
        Verdict::ProbablyLower
    } else if new.central() > old.high() && old.central() < new.low() {
        Verdict::ProbablyHigher
    } else {
        Verdict::CannotTell
    }
}
