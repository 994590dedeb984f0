//! The products that a rule allows instead of an inhaler, each held against its label, its dose
//! and its impact.

use super::cost::Cost;
use super::dose::{Dose, equivalent};
use super::guards::Guards;
use super::outcome::Known;
use super::outcome::answer;
use super::{
    Advisor, Alternative, AmountUse, Ask, Choice, Found, Guard, NotFound, Prescribed, Use,
};
use crate::comparison::{Comparison, Side, Verdict, compare};
use crate::context::{Answer, Context, Fact};
use crate::dataset::guideline::{Gain, Indication, Rule, Same, Target};
use crate::dataset::{EquivalenceBasis, LabelLimit, Product, ProductId};
use crate::exact::{self, Fraction};
use crate::matching::Inhaler;
use crate::quantity::{Quantity, Unit};
use rust_decimal::Decimal;
use std::cmp::Reverse;
use std::collections::BTreeSet;

impl Advisor<'_> {
    /// The alternatives of a switch rule. A rule that names no product of the same substance
    /// leaves the choice to the prescriber, so that nothing is compared.
    pub(super) fn alternatives(
        &self,
        rule: &Rule,
        inhaler: &Inhaler,
        amount: &AmountUse,
        guards: &Guards<'_>,
        context: &Context,
        asks: &BTreeSet<Ask>,
    ) -> Result<Found, NotFound> {
        let Some(target) = &rule.to else {
            return Err((Guard::NoProduct, Vec::new()));
        };
        if target.same == Same::Indication {
            return Ok(Found::default());
        }
        if inhaler.is_of_other_strength() {
            return Err((Guard::Strength, Vec::new()));
        }
        let mut found = Found::default();
        for product in self.candidates(target, inhaler) {
            let alternative = self
                .may_be_offered(product, inhaler, guards, context)
                .and_then(|asks| {
                    self.alternative(product, inhaler, amount, context, (rule.gain, asks))
                });
            match alternative {
                Ok(mut alternative) => {
                    alternative.asks.retain(|ask| !asks.contains(ask));
                    found.alternatives.push(alternative);
                }
                // What cannot be weighed may still be what the patient needs.
                Err(Guard::Verdict) if rule.gain == Gain::Patient => {
                    found.choices.push(Choice {
                        product: product.id.clone(),
                        same_substance: true,
                        asks: BTreeSet::new(),
                    });
                }
                Err(guard) => found.held_back.push((product.id.clone(), guard)),
            }
        }
        found.alternatives.sort_by_key(|one| {
            (
                one.dose.equivalence.is_empty(),
                one.comparison.verdict,
                one.dose.from_doses.abs_diff(one.dose.to_doses),
                Reverse(one.saving()),
                one.product.clone(),
            )
        });
        if found.alternatives.is_empty() && found.choices.is_empty() {
            return Err(worst_of(found.held_back));
        }
        Ok(found)
    }

    /// What must be asked before a product is offered to this patient; an error where something
    /// holds it back, whatever rule names it.
    pub(super) fn may_be_offered(
        &self,
        product: &Product,
        inhaler: &Inhaler,
        guards: &Guards<'_>,
        context: &Context,
    ) -> Result<BTreeSet<Ask>, Guard> {
        if let Some(guard) = guards.of_product(product) {
            return Err(guard);
        }
        let mut asks = guards.asks_of_product(product);
        asks.extend(self.label(product, context)?);
        asks.extend(self.reliever(product, inhaler, context)?);
        asks.extend(technique(product, context));
        self.held_by_lists(product)?;
        Ok(asks)
    }

    /// Products of the same substance that the target takes.
    fn candidates<'s>(
        &'s self,
        target: &'s Target,
        inhaler: &'s Inhaler,
    ) -> impl Iterator<Item = &'s Product> {
        let atcs: BTreeSet<_> = inhaler.products(self.dataset).map(|p| p.atc).collect();
        let day = self.dataset.first_day(inhaler.stretch);
        let products = self.dataset.products().iter().enumerate();
        products
            .filter(move |(index, product)| {
                atcs.len() == 1
                    && atcs.contains(&product.atc)
                    && !inhaler.candidates.contains(index)
                    && self.dataset.is_sold(product, day)
                    && target.is.takes(product)
            })
            .map(|(_, product)| product)
    }

    fn alternative(
        &self,
        product: &Product,
        inhaler: &Inhaler,
        amount: &AmountUse,
        context: &Context,
        (gain, mut asks): (Gain, BTreeSet<Ask>),
    ) -> Result<Alternative, Guard> {
        let dose = self.dose(inhaler, product)?;
        asks.extend(dose.asks(context)?);
        let (doses, compared_for) = amount.compared(inhaler.pack(self.dataset));
        let comparison = self
            .compared(inhaler, product, &dose, doses)
            .ok_or(Guard::Verdict)?;
        match comparison.verdict {
            _ if gain == Gain::Patient => {}
            Verdict::Lower | Verdict::ProbablyLower => {}
            Verdict::CannotTell | Verdict::ProbablyHigher | Verdict::Higher => {
                return Err(Guard::Verdict);
            }
        }
        let alternative = Alternative {
            product: product.id.clone(),
            cost: Cost::of(self.dataset, inhaler, product, &dose, doses),
            at_a_time: dose.at_a_time(context),
            dose,
            compared_doses: doses,
            compared_for,
            comparison,
            asks,
        };
        let minimum = self
            .options
            .minimum_saving
            .filter(|_| gain == Gain::Climate);
        let enough = minimum.is_none_or(|minimum| {
            let saving = alternative.saving();
            saving.is_some_and(|saving| saving >= Fraction::whole(minimum))
        });
        if enough {
            Ok(alternative)
        } else {
            Err(Guard::MinimumSaving)
        }
    }

    /// What lists that were layered say against having a product.
    fn held_by_lists(&self, product: &Product) -> Result<(), Guard> {
        let listed = self.dataset.market(&product.id);
        if self.dataset.shortage(&product.id).is_some() {
            Err(Guard::Shortage)
        } else if listed.is_some_and(|one| one.available == Some(false)) {
            Err(Guard::NotAvailable)
        } else {
            Ok(())
        }
    }

    /// One dose that holds for all that the line can be.
    fn dose(&self, inhaler: &Inhaler, to: &Product) -> Result<Dose, Guard> {
        let products = inhaler.products(self.dataset);
        weakest(products.map(|from| equivalent(self.dataset, from, to)))
    }

    /// The comparison for a number of doses of what is prescribed.
    fn compared(
        &self,
        inhaler: &Inhaler,
        to: &Product,
        dose: &Dose,
        doses: Decimal,
    ) -> Option<Comparison> {
        // Doses of the alternative: exact where the pack divides, and never rounded.
        let after = exact::mul(doses, dose.to_doses.into())?;
        let before = self.model.of(inhaler);
        let instead = self.model.estimate(to.id.as_str())?;
        let scale = |doses| Quantity::new(doses, Unit::Dose);
        let before = Side {
            estimate: &before,
            devices: &inhaler.devices,
            quantity: scale(exact::mul(doses, dose.from_doses.into())?),
        };
        let after = Side {
            estimate: &instead,
            devices: &[to.device].into(),
            quantity: scale(after),
        };
        // Both sides were taken `from_doses` times, so that no division is needed before them.
        let whole = compare(&before, &after, self.options.terms()).ok()?;
        whole.over_count(dose.from_doses)
    }

    /// What a label asks of age and indication; an error where it does not allow this patient.
    /// Texts that hold here decide what any of them says; those of other countries decide the
    /// rest. Where texts differ, the higher age and the no count; where only some texts name an
    /// indication, the label must be read.
    fn label(&self, product: &Product, context: &Context) -> Result<BTreeSet<Ask>, Guard> {
        let mut asks = BTreeSet::new();
        let ages = self.dataset.deciding(&product.id, |one| one.min_age);
        let min_age = ages.iter().map(|(_, age)| *age).max();
        match (min_age, context.given_age()) {
            (Some(least), Some(age)) if u32::from(age.years()) < least => {
                return Err(guard_of(&ages, Guard::LabelAge, Guard::ForeignLabelAge));
            }
            (Some(least), None) if least > 0 => {
                if self.options.purpose == Use::Patient {
                    return Err(Guard::AgeUnknown);
                }
                asks.insert(Ask::Age);
            }
            (None, _) => drop(asks.insert(Ask::Label)),
            _ => {}
        }
        let given = self.dataset.indications_of(
            context.given_icpc(),
            context.given_indications(),
            Some(product.atc),
        );
        let Some(given) = given else {
            asks.insert(Ask::Indication);
            return Ok(asks);
        };
        type Says = fn(&LabelLimit) -> (Option<bool>, Option<bool>);
        let [asthma, copd]: [Says; 2] = [
            |limit| (limit.asthma, limit.copd),
            |limit| (limit.copd, limit.asthma),
        ];
        for (indication, of) in [(Indication::ASTHMA, asthma), (Indication::COPD, copd)] {
            if !given.contains(&indication) {
                continue;
            }
            let said = self.dataset.deciding(&product.id, |one| of(one).0);
            // A text that names only the other indication differs from one that names this one; one
            // of another country does not where a text that holds here does.
            let foreign = is_foreign(&said);
            let mut texts = self.dataset.label_limits(&product.id);
            let silent = texts.any(|one| {
                matches!(of(one), (None, Some(_))) && (foreign || one.country.is_none())
            });
            match said.iter().map(|(_, allowed)| *allowed).min() {
                Some(false) => {
                    return Err(guard_of(
                        &said,
                        Guard::LabelIndication,
                        Guard::ForeignLabelIndication,
                    ));
                }
                Some(true) if !silent => {}
                Some(true) | None => drop(asks.insert(Ask::Label)),
            }
        }
        Ok(asks)
    }

    /// Who uses an inhaler for maintenance and relief is not moved to one whose label excludes
    /// that use, nor to one of which that was not seen without reading the label.
    fn reliever(
        &self,
        product: &Product,
        inhaler: &Inhaler,
        context: &Context,
    ) -> Result<Option<Ask>, Guard> {
        let texts = |id| {
            self.dataset
                .deciding(id, |one| one.maintenance_and_reliever)
        };
        let licensed = |said: &[(_, bool)]| said.iter().map(|(_, licensed)| *licensed).min();
        let said = texts(&product.id);
        let mut prescribed = inhaler.products(self.dataset);
        let same = prescribed.any(|one| one.atc == product.atc);
        let fact = Fact::MAINTENANCE_AND_RELIEVER;
        let prescribed = Prescribed::Inhaler(inhaler);
        let used = answer(self.dataset, prescribed, context, fact);
        match (used, licensed(&said)) {
            (Answer::Yes, Some(false)) => Err(guard_of(
                &said,
                Guard::LabelReliever,
                Guard::ForeignLabelReliever,
            )),
            // Of another substance that no text names for it, nothing says that it can relieve.
            (Answer::Yes, None) if !same => Err(Guard::LabelReliever),
            // What another country licenses, and what no text was seen to say, the label must
            // tell.
            (Answer::Yes, Some(true) | None) => Ok(Some(Ask::Label)),
            (Answer::Unknown, _) => {
                let may_be_used_so = inhaler
                    .products(self.dataset)
                    .any(|one| licensed(&texts(&one.id)) == Some(true));
                Ok(may_be_used_so.then_some(Ask::Fact(fact)))
            }
            (Answer::No, _) => Ok(None),
        }
    }

    /// What holds an inhaler back for this patient beside one that is used: a rule, its label, the
    /// use for relief, a shortage, or that no product of it is known. Of a line that can be several
    /// products one that is held back is enough.
    pub(crate) fn held_back(
        &self,
        instead: &Inhaler,
        inhaler: &Inhaler,
        context: &Context,
    ) -> Option<Guard> {
        if instead.candidates.is_empty() {
            return Some(Guard::NoProduct);
        }
        let prescribed = Prescribed::Inhaler(inhaler);
        let known = Known::of(self.dataset, prescribed, context);
        let outcomes = self.outcomes(prescribed, &known, Rule::holds_back);
        let guards = Guards::of(&outcomes);
        let guard = |product: &Product| {
            let held = self.may_be_offered(product, inhaler, &guards, context);
            held.err()
        };
        instead.products(self.dataset).find_map(guard)
    }

    /// On what it rests that doses of one line stand for those of another; `None` where nothing
    /// says so, or not the same of all that the lines can be.
    pub(crate) fn doses_rest_on(&self, from: &Inhaler, to: &Inhaler) -> Option<EquivalenceBasis> {
        let all = to.products(self.dataset).map(|one| self.dose(from, one));
        weakest(all).ok().map(|dose| dose.basis)
    }

    /// What the labels of all that the line can be say against this patient.
    pub(super) fn own_label(&self, inhaler: &Inhaler, context: &Context) -> Option<Guard> {
        let mut found = inhaler
            .products(self.dataset)
            .map(|product| self.label(product, context).err());
        let first = found.next()??;
        let label = matches!(
            first,
            Guard::LabelAge
                | Guard::LabelIndication
                | Guard::ForeignLabelAge
                | Guard::ForeignLabelIndication
        );
        let all = found.all(|other| other.as_ref() == Some(&first));
        (label && all && !inhaler.is_of_other_strength()).then_some(first)
    }
}

/// Whether no text of these holds here.
fn is_foreign<T>(said: &[(&LabelLimit, T)]) -> bool {
    said.iter().all(|(one, _)| one.country.is_some())
}

/// The guard of what the deciding texts of a label do not allow.
fn guard_of<T>(said: &[(&LabelLimit, T)], here: Guard, elsewhere: Guard) -> Guard {
    if is_foreign(said) { elsewhere } else { here }
}

/// The dose that all pairs of products have in common, on the weakest basis of all; an error where
/// one has none, or another.
fn weakest(mut doses: impl Iterator<Item = Result<Dose, Guard>>) -> Result<Dose, Guard> {
    let first = doses.next().unwrap_or(Err(Guard::NoEquivalence))?;
    doses.try_fold(first, |known, other| {
        let other = other?;
        let same = (other.from_doses, other.to_doses) == (known.from_doses, known.to_doses);
        let weaker = if other.basis > known.basis {
            other
        } else {
            known
        };
        same.then_some(weaker).ok_or(Guard::NoEquivalence)
    })
}

/// One technique for one patient: which other inhalers there are is asked, and where they are of
/// another type, whether that can be avoided.
fn technique(product: &Product, context: &Context) -> Option<Ask> {
    match context.given_other_devices() {
        None => Some(Ask::OtherDevices),
        Some(devices) if devices.iter().all(|device| *device == product.device) => None,
        Some(_) => Some(Ask::MixedDevices),
    }
}

/// Products of which none can be offered, with what held most of them back.
pub(super) fn worst_of(held_back: Vec<(ProductId, Guard)>) -> NotFound {
    (worst(&held_back), held_back)
}

/// What held most of the products back; with none there is no product.
fn worst(held_back: &[(ProductId, Guard)]) -> Guard {
    let order = |guard: &Guard| match guard {
        Guard::Verdict | Guard::MinimumSaving => 0,
        Guard::Shortage | Guard::NotAvailable | Guard::Puffs => 1,
        Guard::LabelReliever | Guard::ForeignLabelReliever => 2,
        Guard::LabelIndication | Guard::ForeignLabelIndication => 3,
        Guard::LabelAge | Guard::ForeignLabelAge | Guard::AgeUnknown => 4,
        Guard::NoEquivalence | Guard::Dose(_) => 5,
        Guard::Condition(_)
        | Guard::Keep(_)
        | Guard::Correct(_)
        | Guard::Reversed(_)
        | Guard::OccasionPassed
        | Guard::Product
        | Guard::Strength
        | Guard::NoProduct
        | Guard::ReviewOverdue => 6,
    };
    held_back
        .iter()
        .map(|(_, guard)| guard)
        .min_by_key(|guard| order(guard))
        .map_or(Guard::NoProduct, Guard::clone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weakest_basis_of_all_pairs_is_that_of_the_line() {
        let dose = |to_doses, basis| {
            Ok(Dose {
                from_doses: 1,
                to_doses,
                basis,
                equivalence: String::new(),
            })
        };
        let (cited, nominal) = (EquivalenceBasis::SameDose, EquivalenceBasis::Nominal);
        let basis = |doses: Vec<Result<Dose, Guard>>| {
            let found = weakest(doses.into_iter());
            found.map(|one| one.basis)
        };
        let unknown = Err(Guard::NoEquivalence);
        let pair = || vec![dose(1, cited), dose(1, nominal)];
        assert_eq!(basis(pair()), Ok(nominal));
        assert_eq!(basis(pair().into_iter().rev().collect()), Ok(nominal));
        assert_eq!(basis(vec![dose(1, cited), dose(2, cited)]), unknown);
        let short = || Err(Guard::Shortage);
        assert_eq!(basis(vec![dose(1, cited), short()]), Err(Guard::Shortage));
        assert_eq!(basis(Vec::new()), unknown);
    }
}
