//! Other medicines in the report: a block of their own, in orders of magnitude.

use super::Number;
use crate::dataset::{
    Dataset, Effect, Evidence, FormBoundary, FormClass, FormFact, FormUse, OrderUnit, Printed,
};
use crate::exact::Fraction;
use crate::impact::OrderOfMagnitude;
use crate::practice::{self, FormImpact};
use rust_decimal::Decimal;

/// Medicines that are not inhaled. Nothing here is part of the totals of the report, and
/// nothing here tells one substance from another.
#[derive(Debug, Clone, serde::Serialize)]
pub struct OtherMedicines {
    /// Rows.
    pub rows: u64,
    /// Rows with an order of magnitude: the form has one and the number of pieces is known.
    pub rows_with_order: u64,
    /// Every form that occurs, most rows first.
    pub forms: Vec<FormReport>,
    /// Effects of form and route for which there is evidence.
    pub effects: Vec<EffectReport>,
    /// The facts behind the orders and effects, and those that are shown and not used.
    pub facts: Vec<FormFactReport>,
}

/// One form.
#[derive(Debug, Clone, serde::Serialize)]
pub struct FormReport {
    /// The form; `unknown` where the label does not tell it.
    pub form: FormClass,
    /// Rows.
    pub rows: u64,
    /// Rows of which the number of pieces is known.
    pub rows_with_pieces: u64,
    /// Pieces of these rows.
    pub pieces: u64,
    /// The order of magnitude of one unit; `null` where nothing that can stand for the form is
    /// published. That is not zero.
    pub order: Option<OrderReport>,
    /// The order of magnitude of all pieces; `null` where it cannot be told.
    pub climate: Option<OrderEnds>,
}

/// The order of magnitude of one unit.
#[derive(Debug, Clone, serde::Serialize)]
pub struct OrderReport {
    /// What it is per.
    pub per: OrderUnit,
    /// Always `kg CO2e`.
    pub unit: &'static str,
    /// The low end.
    pub low: Number,
    /// The high end.
    pub high: Number,
    /// The facts that span it, by id.
    pub facts: Vec<String>,
}

/// Two ends in kg CO2e, without a value between them.
#[derive(Debug, Clone, serde::Serialize)]
pub struct OrderEnds {
    /// The low end.
    pub low: Number,
    /// The high end.
    pub high: Number,
}

/// An effect with the facts that show it.
#[derive(Debug, Clone, serde::Serialize)]
pub struct EffectReport {
    /// Which effect.
    pub effect: Effect,
    /// The facts that show it, by id.
    pub facts: Vec<String>,
}

/// A fact about a form.
#[derive(Debug, Clone, serde::Serialize)]
pub struct FormFactReport {
    /// The id.
    pub fact: String,
    /// The form; `null` for medicines of any form.
    pub form: Option<FormClass>,
    /// What the source measured.
    pub subject: String,
    /// The numbers as published.
    pub published: String,
    /// What they measure.
    pub unit: &'static str,
    /// What they are per.
    pub per: &'static str,
    /// What it covers.
    pub boundary: FormBoundary,
    /// What it is used for.
    #[serde(rename = "use")]
    pub used: FormUse,
    /// The source.
    pub source: String,
    /// Authors, year, title.
    pub citation: String,
    /// Where in the source.
    pub locator: String,
    /// The evidence status.
    pub evidence: Evidence,
    /// What else is known of it.
    pub note: String,
}

impl OtherMedicines {
    pub(super) fn of(dataset: &Dataset, block: &practice::OtherMedicines) -> Self {
        let effects = [Effect::IntravenousOral, Effect::LiquidSolid].into_iter();
        let facts = dataset.form_facts().iter();
        Self {
            rows: block.rows,
            rows_with_order: block.rows_with_order,
            forms: block.forms.iter().map(FormReport::of).collect(),
            effects: effects
                .filter_map(|effect| EffectReport::of(dataset, effect))
                .collect(),
            facts: facts
                .map(|fact| FormFactReport::of(dataset, fact))
                .collect(),
        }
    }

    /// The fact with this id.
    #[cfg(feature = "text")]
    pub(super) fn fact(&self, id: &str) -> Option<&FormFactReport> {
        self.facts.iter().find(|fact| fact.fact == id)
    }
}

impl FormReport {
    fn of(one: &FormImpact) -> Self {
        Self {
            form: one.form,
            rows: one.sum.rows,
            rows_with_pieces: one.sum.rows_with_pieces,
            pieces: one.sum.pieces,
            order: one.order.as_ref().map(OrderReport::of),
            climate: one.climate.as_ref().map(|all| OrderEnds {
                low: Number::of(all.low()),
                high: Number::of(all.high()),
            }),
        }
    }
}

impl OrderReport {
    fn of(order: &OrderOfMagnitude) -> Self {
        Self {
            per: order.per(),
            unit: "kg CO2e",
            low: Number::of(order.low()),
            high: Number::of(order.high()),
            facts: order.facts().iter().map(ToString::to_string).collect(),
        }
    }
}

impl EffectReport {
    fn of(dataset: &Dataset, effect: Effect) -> Option<Self> {
        let facts = dataset.form_facts().iter();
        let facts: Vec<String> = facts
            .filter(|fact| fact.effect == Some(effect))
            .map(|fact| fact.id.to_string())
            .collect();
        (!facts.is_empty()).then_some(Self { effect, facts })
    }
}

impl FormFactReport {
    fn of(dataset: &Dataset, fact: &FormFact) -> Self {
        let source = dataset.source(&fact.provenance.source);
        Self {
            fact: fact.id.to_string(),
            form: fact.form,
            subject: fact.subject.clone(),
            published: numbers(fact.printed),
            unit: fact.measure.as_str(),
            per: fact.functional_unit.as_str(),
            boundary: fact.boundary,
            used: fact.used,
            source: fact.provenance.source.as_str().to_owned(),
            citation: source.map_or_else(String::new, crate::dataset::Source::citation),
            locator: fact.provenance.locator.clone(),
            evidence: fact.provenance.evidence,
            note: fact.note.clone(),
        }
    }
}

/// Numbers as in `204 (189-280)`, `444-556`, `< 10` and `> 1000`.
pub(super) fn numbers(printed: Printed) -> String {
    let text = |number: Decimal| Fraction::whole(number).round(6).to_string();
    match (printed.low, printed.value, printed.high) {
        (Some(low), Some(value), Some(high)) => {
            format!("{} ({}-{})", text(value), text(low), text(high))
        }
        (Some(low), None, Some(high)) => format!("{}-{}", text(low), text(high)),
        (_, Some(value), _) => text(value),
        (Some(low), None, None) => format!("> {}", text(low)),
        (None, None, Some(high)) => format!("< {}", text(high)),
        (None, None, None) => String::new(),
    }
}
