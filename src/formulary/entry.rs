//! What is known of an option by itself: its medicine, what rules say of it, and the findings
//! that need no other option.

use super::finding::{Reason, Weighed};
use super::option::Column;
use crate::advice::{Advice, Guard};
use crate::code::Atc;
use crate::comparison::{Verdict, verdict_of};
use crate::dataset::guideline::RuleId;
use crate::dataset::{Dataset, Device, ProductId};
use crate::diagnostic::{Code, Severity};
use crate::impact::Estimate;
use crate::matching::{Inhaler, Medicine};
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

/// The medicine of an option.
#[derive(Debug)]
pub(super) enum Kind {
    /// For inhalation, with its value; moved where it holds another gas on the day of the check.
    Inhaler {
        inhaler: Inhaler,
        estimate: Box<Estimate>,
        moved: bool,
        /// The code that is stated with those of what the label names by itself, where it is none
        /// of them.
        contradiction: Option<(Atc, Vec<Atc>)>,
    },
    /// Another medicine.
    Medicine(Medicine),
    /// Nothing that the data knows.
    Unknown,
}

/// How a patient handles an inhaler.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Technique {
    Aerosol,
    Powder,
    SoftMist,
    Nebuliser,
}

impl Technique {
    pub(super) const fn of(device: Device) -> Self {
        match device {
            Device::Pmdi | Device::BreathActuated => Self::Aerosol,
            Device::Powder => Self::Powder,
            Device::SoftMist => Self::SoftMist,
            Device::Nebuliser => Self::Nebuliser,
        }
    }
}

impl Kind {
    pub(super) const fn inhaler(&self) -> Option<&Inhaler> {
        match self {
            Self::Inhaler { inhaler, .. } => Some(inhaler),
            Self::Medicine(_) | Self::Unknown => None,
        }
    }

    /// Whether both are the same products, or the same substance in the same form and strength.
    pub(super) fn is_same_medicine(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Inhaler { inhaler: a, .. }, Self::Inhaler { inhaler: b, .. }) => {
                a.candidates == b.candidates && a.devices == b.devices && !a.candidates.is_empty()
            }
            (Self::Medicine(a), Self::Medicine(b)) => {
                a.atc.is_some() && (a.atc, a.form, a.active) == (b.atc, b.form, b.active)
            }
            _ => false,
        }
    }

    /// The code that is stated with those of what the label names by itself, where it is none of
    /// them.
    pub(super) fn contradiction(&self) -> Option<(Atc, &[Atc])> {
        match self {
            Self::Inhaler {
                contradiction: Some((atc, named)),
                ..
            } => Some((*atc, named)),
            Self::Inhaler { .. } | Self::Medicine(_) | Self::Unknown => None,
        }
    }

    pub(super) const fn is_moved(&self) -> bool {
        matches!(self, Self::Inhaler { moved: true, .. })
    }

    /// Whether both can be nothing but the same substances.
    pub(super) fn has_substances_of(&self, other: &Self, dataset: &Dataset) -> bool {
        let of = |kind: &Self| -> BTreeSet<Atc> {
            let products = kind.inhaler().map(|one| one.products(dataset));
            products.into_iter().flatten().map(|one| one.atc).collect()
        };
        let own = of(self);
        own.len() == 1 && own == of(other)
    }

    /// Whether it is an inhaler that holds no propellant, whatever product it is.
    pub(super) fn is_without_propellant(&self) -> bool {
        let devices = self.inhaler().map(|inhaler| &inhaler.devices);
        devices.is_some_and(|devices| {
            !devices.is_empty() && !devices.iter().any(|one| one.has_propellant())
        })
    }
}

/// A product that rules offer for all patients of an option.
#[derive(Debug, Clone)]
pub(super) struct Offered {
    pub(super) product: ProductId,
    pub(super) reason: Arc<Reason>,
}

impl Offered {
    /// Whether what stands beside the option is not told higher than this product.
    pub(super) fn is_matched_by(&self, beside: &Weighed) -> bool {
        if let Reason::NoLower {
            weighed,
            per_day: true,
            ..
        } = self.reason.as_ref()
        {
            verdict_of(weighed.after, beside.after) <= Verdict::CannotTell
        } else {
            true
        }
    }
}

/// What rules say of an option for its patients.
#[derive(Debug, Default)]
pub(super) struct Assessment {
    /// A rule says to keep it for some of the patients.
    pub(super) kept: bool,
    /// The rules that support a change for all of them, best first.
    pub(super) supported: Vec<RuleId>,
    /// Products that are offered for all of them, best first.
    pub(super) offered: Vec<Offered>,
    /// Rules that contradict each other.
    pub(super) conflicts: BTreeSet<(RuleId, RuleId)>,
    /// The columns that would have to tell more before impact can be judged.
    pub(super) lacks: BTreeSet<Column>,
    /// The rules that say to keep it for some of the patients.
    pub(super) keeping: BTreeSet<RuleId>,
}

impl Assessment {
    /// What the advice for every context of the patients has in common.
    pub(super) fn of(advices: &[Advice], doses: Option<rust_decimal::Decimal>) -> Self {
        let kept = advices.iter().any(|advice| !advice.keep.is_empty());
        let rules = advices.iter().map(supporting);
        let supported = rules.fold(None, |all: Option<BTreeSet<RuleId>>, rules| {
            Some(match all {
                None => rules,
                Some(all) => all.intersection(&rules).cloned().collect(),
            })
        });
        let all = supported.unwrap_or_default();
        // In the rank of the first context, so that the best cited one is named.
        let offers = advices.first().into_iter().flat_map(|one| &one.offers);
        let ranked = offers.map(|offer| &offer.said.rule);
        let mut supported: Vec<RuleId> =
            ranked.filter(|rule| all.contains(*rule)).cloned().collect();
        let rest = all.into_iter().filter(|rule| !supported.contains(rule));
        supported.extend(rest.collect::<Vec<_>>());
        let conflicts = advices.iter().flat_map(conflicts);
        Self {
            kept,
            supported,
            offered: offered(advices, doses),
            conflicts: conflicts.collect(),
            lacks: BTreeSet::new(),
            keeping: keeping(advices),
        }
    }
}

/// The rules that say to keep what is prescribed in some of the contexts.
fn keeping(advices: &[Advice]) -> BTreeSet<RuleId> {
    let said = advices.iter().flat_map(|advice| &advice.keep);
    said.map(|said| said.rule.clone()).collect()
}

/// The rules that support a change, though perhaps no product can be offered.
fn supporting(advice: &Advice) -> BTreeSet<RuleId> {
    let offers = advice.offers.iter().map(|offer| &offer.said);
    let withheld = advice.withheld.iter().filter(|one| {
        matches!(
            one.guard,
            Guard::NoProduct
                | Guard::NoEquivalence
                | Guard::LabelAge
                | Guard::LabelIndication
                | Guard::LabelReliever
                | Guard::ForeignLabelAge
                | Guard::ForeignLabelIndication
                | Guard::ForeignLabelReliever
                | Guard::Puffs
                | Guard::Shortage
                | Guard::NotAvailable
                | Guard::Dose(_)
                | Guard::Verdict
        )
    });
    let withheld = withheld.map(|one| &one.said);
    offers
        .chain(withheld)
        .map(|said| said.rule.clone())
        .collect()
}

/// The rules that ask for something, and nothing of the patient speaks against them.
pub(super) fn asking(advice: &Advice) -> BTreeSet<RuleId> {
    let kept = advice.withheld.iter();
    let kept = kept.filter(|one| matches!(one.guard, Guard::Keep(_)));
    let said = advice.keep.iter().chain(&advice.reduce);
    said.chain(kept.map(|one| &one.said))
        .map(|said| said.rule.clone())
        .chain(supporting(advice))
        .collect()
}

/// The rules that contradict each other here: both ask for something, or one does and the other
/// is about another medicine.
fn conflicts(advice: &Advice) -> Vec<(RuleId, RuleId)> {
    let asking = asking(advice);
    let withheld = advice.withheld.iter().map(|one| &one.said);
    let silent: BTreeSet<&RuleId> = advice
        .inform
        .iter()
        .chain(withheld)
        .map(|said| &said.rule)
        .filter(|rule| !asking.contains(rule))
        .collect();
    let pairs = advice.conflicts.iter();
    let both = pairs.filter(|(a, b)| !silent.contains(a) && !silent.contains(b));
    both.cloned().collect()
}

/// The products that every context offers, in the order of the first.
fn offered(advices: &[Advice], doses: Option<rust_decimal::Decimal>) -> Vec<Offered> {
    let Some((first, rest)) = advices.split_first() else {
        return Vec::new();
    };
    let mut found: Vec<Offered> = Vec::new();
    for offer in &first.offers {
        for one in &offer.alternatives {
            let twice = found.iter().any(|known| known.product == one.product);
            let everywhere = rest.iter().all(|advice| {
                let all = advice.offers.iter().flat_map(|offer| &offer.alternatives);
                all.into_iter().any(|other| other.product == one.product)
            });
            if twice || !everywhere || one.comparison.verdict > Verdict::ProbablyLower {
                continue;
            }
            let reason = Reason::NoLower {
                rule: offer.said.rule.clone(),
                product: one.product.clone(),
                doses: (one.dose.from_doses, one.dose.to_doses),
                weighed: Weighed {
                    before: one.comparison.before,
                    after: one.comparison.after,
                    verdict: one.comparison.verdict,
                },
                per_day: doses.is_some(),
                basis: one.dose.basis,
            };
            found.push(Offered {
                product: one.product.clone(),
                reason: Arc::new(reason),
            });
        }
    }
    found
}

/// A finding about an option that needs no other option.
#[derive(Debug, Clone)]
pub(super) struct Own {
    pub(super) code: Code,
    pub(super) severity: Severity,
    pub(super) column: Column,
    pub(super) reason: Arc<Reason>,
}

/// What is known of an option whatever patients it is checked for, shared by all formularies
/// that have it.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) kind: Arc<Kind>,
    /// Medicine and doses a day, as one number; options with the same weigh the same.
    pub(super) used: u32,
    /// Condition, codes and population, as a number.
    pub(super) group: u32,
    /// Condition and feature, as a number.
    pub(super) ages: u32,
    pub(super) own: Vec<Own>,
    /// The guideline of the data that it cites and whose review is overdue.
    pub(super) overdue: Option<Arc<Reason>>,
    /// What is known of it for all its patients, once it was asked.
    pub(super) for_all: OnceLock<Arc<Judged>>,
}

/// What is known of a medicine with its doses and days for patients.
#[derive(Debug)]
pub(super) struct Judged {
    /// The patients, as a number: those of one condition.
    pub(super) patients: u32,
    pub(super) assessment: Arc<Assessment>,
    pub(super) own: Vec<Own>,
}

/// What is known of an option for its patients.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) row: Arc<Row>,
    pub(super) judged: Arc<Judged>,
}

impl Entry {
    pub(super) fn techniques(&self) -> BTreeSet<Technique> {
        let devices = self.row.kind.inhaler().map(|inhaler| &inhaler.devices);
        let devices = devices.into_iter().flatten();
        devices.map(|device| Technique::of(*device)).collect()
    }

    /// Whether it can be one of the products that are offered instead of another option.
    pub(super) fn is_one_of(&self, dataset: &Dataset, offered: &[Offered]) -> bool {
        let Some(inhaler) = self.row.kind.inhaler() else {
            return false;
        };
        let mut products = inhaler.products(dataset);
        products.any(|one| offered.iter().any(|offer| offer.product == one.id))
    }
}
