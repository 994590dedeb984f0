//! Orders of magnitude of medicines that are not inhaled.

use crate::dataset::{Dataset, FormClass, FormFactId, OrderUnit};
use crate::exact::Fraction;

/// An order of magnitude of climate impact in kg CO2e: two ends and no value between them.
///
/// The ends are the lowest and the highest of a handful of published values about a form. They
/// are no bounds, and they tell nothing of one substance against another. It is a type of its
/// own, without a central value, so that it cannot be added to the [`Range`](crate::Range) of
/// an inhaled medicine:
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OrderOfMagnitude {
    low: Fraction,
    high: Fraction,
    per: OrderUnit,
    facts: Vec<FormFactId>,
}

/// What is published about the impact of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Magnitude {
    /// An order of magnitude.
    Order(OrderOfMagnitude),
    /// Nothing that can stand for the form. That is not zero.
    NotPublished,
}

impl OrderOfMagnitude {
    /// The span of the facts that `forms.csv` marks as an order of magnitude of this form, for
    /// one unit of it.
    #[must_use]
    pub(crate) fn of(dataset: &Dataset, form: FormClass) -> Magnitude {
        let Some(per) = OrderUnit::of(form) else {
            return Magnitude::NotPublished;
        };
        let facts = dataset.form_facts().iter();
        let orders = facts.filter(|fact| fact.is_order_of(form));
        // What a layer says of a form goes before what is below it.
        let top = orders.clone().map(|fact| fact.layer).max();
        let used: Vec<_> = orders
            .filter(|fact| Some(fact.layer) == top)
            .filter_map(|fact| Some((fact.kilograms()?, fact.id.clone())))
            .collect();
        let low = used.iter().map(|((low, _), _)| *low).min();
        let high = used.iter().map(|((_, high), _)| *high).max();
        match low.zip(high) {
            Some((low, high)) => Magnitude::Order(Self {
                low: Fraction::whole(low),
                high: Fraction::whole(high),
                per,
                facts: used.into_iter().map(|(_, id)| id).collect(),
            }),
            None => Magnitude::NotPublished,
        }
    }

    /// The order for so many units, or `None` on overflow.
    #[must_use]
    pub(crate) fn times(&self, units: u64) -> Option<Self> {
        Some(Self {
            low: self.low.times(units.into())?,
            high: self.high.times(units.into())?,
            ..self.clone()
        })
    }

    /// The low end in kg CO2e.
    #[must_use]
    pub(crate) const fn low(&self) -> Fraction {
        self.low
    }

    /// The high end in kg CO2e.
    #[must_use]
    pub(crate) const fn high(&self) -> Fraction {
        self.high
    }

    /// What it is per.
    #[must_use]
    pub(crate) const fn per(&self) -> OrderUnit {
        self.per
    }

    /// The facts that span it, by id.
    #[must_use]
    pub(crate) fn facts(&self) -> &[FormFactId] {
        &self.facts
    }
}
