//! Medicines that are not inhaled, by form and in orders of magnitude.

use super::coverage::is_none;
use super::included::Included;
use super::medicines::FormSum;
use crate::dataset::{Dataset, FormClass, FormFactId, OrderUnit};
use crate::error::{Error, Result};
use crate::exact::Fraction;
use crate::impact::{Magnitude, OrderOfMagnitude};
use std::cmp::Reverse;

/// Medicines that are not inhaled. Nothing here is part of the totals, and nothing here tells one
/// substance from another.
#[derive(Debug, Clone, serde::Serialize)]
#[non_exhaustive]
pub struct OtherMedicines {
    /// Rows.
    pub rows: u64,
    /// Those of them of forms that stand only together, where small numbers are hidden.
    #[serde(skip_serializing_if = "is_none")]
    pub rows_in_rest: u64,
    /// Rows with an order of magnitude: the form has one and the number of pieces is known.
    pub rows_with_order: u64,
    /// Every form that occurs, most rows first.
    pub forms: Vec<FormImpact>,
}

/// One form.
#[derive(Debug, Clone, serde::Serialize)]
#[non_exhaustive]
pub struct FormImpact {
    /// The form; `unknown` where the label does not tell it.
    pub form: FormClass,
    /// Rows and pieces.
    #[serde(flatten)]
    pub sum: FormSum,
    /// The order of magnitude of one unit; `null` where nothing that can stand for the form is
    /// published. That is not zero.
    pub order: Option<FormOrder>,
    /// The order of magnitude of all pieces; `null` where it cannot be told.
    pub climate: Option<OrderEnds>,
}

/// The order of magnitude of one unit.
#[derive(Debug, Clone, serde::Serialize)]
#[non_exhaustive]
pub struct FormOrder {
    /// What it is per.
    pub per: OrderUnit,
    /// Always `kg CO2e`.
    pub unit: &'static str,
    /// The low end.
    pub low: Fraction,
    /// The high end.
    pub high: Fraction,
    /// The facts that span it, by id.
    pub facts: Vec<FormFactId>,
}

/// Two ends in kg CO2e, without a value between them.
#[derive(Debug, Clone, serde::Serialize)]
#[non_exhaustive]
pub struct OrderEnds {
    /// The low end.
    pub low: Fraction,
    /// The high end.
    pub high: Fraction,
}

impl OtherMedicines {
    /// What these forms add up to; `None` where there are no rows.
    pub(super) fn of(dataset: &Dataset, included: &Included<'_>) -> Result<Option<Self>> {
        let mut all = Self {
            rows: included.other_forms,
            rows_in_rest: included.other_forms,
            rows_with_order: 0,
            forms: Vec::new(),
        };
        for (form, sum) in included.forms.iter().filter(|(_, sum)| sum.rows > 0) {
            let added = all.add(dataset, *form, *sum);
            added.ok_or_else(|| Error::overflow(form.as_str()))?;
        }
        let list = &mut all.forms;
        list.sort_by_key(|one| (Reverse(one.sum.rows), one.form));
        Ok((all.rows > 0).then_some(all))
    }

    fn add(&mut self, dataset: &Dataset, form: FormClass, sum: FormSum) -> Option<()> {
        let (order, climate) = match OrderOfMagnitude::of(dataset, form) {
            Magnitude::NotPublished => (None, None),
            Magnitude::Order(order) => {
                let all = order.times(sum.pieces)?;
                let counted = order.per().is_piece() && sum.rows_with_pieces > 0;
                let ends = OrderEnds {
                    low: all.low(),
                    high: all.high(),
                };
                (Some(FormOrder::of(&order)), counted.then_some(ends))
            }
        };
        self.rows = self.rows.checked_add(sum.rows)?;
        if climate.is_some() {
            self.rows_with_order = self.rows_with_order.checked_add(sum.rows_with_pieces)?;
        }
        self.forms.push(FormImpact {
            form,
            sum,
            order,
            climate,
        });
        Some(())
    }
}

impl FormOrder {
    fn of(order: &OrderOfMagnitude) -> Self {
        Self {
            per: order.per(),
            unit: "kg CO2e",
            low: order.low(),
            high: order.high(),
            facts: order.facts().to_vec(),
        }
    }
}
