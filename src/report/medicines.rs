//! Other medicines in the report: a block of their own, in orders of magnitude.

use crate::dataset::{
    Dataset, Effect, Evidence, FormBoundary, FormClass, FormFact, FormFactId, FormUse, Funder,
    Printed, Source,
};
use crate::exact::Fraction;
use crate::practice;
use rust_decimal::Decimal;

/// Medicines that are not inhaled.
#[derive(Debug, Clone, serde::Serialize)]
pub(super) struct OtherMedicines {
    /// The sums.
    #[serde(flatten)]
    pub sums: practice::OtherMedicines,
    /// Effects of form and route for which there is evidence.
    pub effects: Vec<EffectReport>,
    /// The facts behind the orders and effects, and those that are shown and not used.
    pub facts: Vec<FormFactReport>,
}

/// An effect with the facts that show it.
#[derive(Debug, Clone, serde::Serialize)]
pub(super) struct EffectReport {
    /// Which effect.
    pub effect: Effect,
    /// The facts that show it, by id.
    pub facts: Vec<FormFactId>,
}

/// A fact about a form.
#[derive(Debug, Clone, serde::Serialize)]
pub(super) struct FormFactReport {
    /// The id.
    pub fact: FormFactId,
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
    /// Who paid for the source.
    pub funder: Funder,
    /// Where in the source.
    pub locator: String,
    /// The evidence status.
    pub evidence: Evidence,
    /// What else is known of it.
    pub note: String,
}

impl OtherMedicines {
    pub(super) fn of(dataset: &Dataset, sums: &practice::OtherMedicines) -> Self {
        let effects = [Effect::IntravenousOral, Effect::LiquidSolid].into_iter();
        let facts = dataset.form_facts().iter();
        Self {
            sums: sums.clone(),
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
    pub(super) fn fact(&self, id: &FormFactId) -> Option<&FormFactReport> {
        self.facts.iter().find(|fact| fact.fact == *id)
    }
}

impl EffectReport {
    fn of(dataset: &Dataset, effect: Effect) -> Option<Self> {
        let facts = dataset.form_facts().iter();
        let facts: Vec<FormFactId> = facts
            .filter(|fact| fact.effect == Some(effect))
            .map(|fact| fact.id.clone())
            .collect();
        (!facts.is_empty()).then_some(Self { effect, facts })
    }
}

impl FormFactReport {
    fn of(dataset: &Dataset, fact: &FormFact) -> Self {
        let source = dataset.source(&fact.provenance.source);
        Self {
            fact: fact.id.clone(),
            form: fact.form,
            subject: fact.subject.clone(),
            published: numbers(fact.printed),
            unit: fact.measure.as_str(),
            per: fact.functional_unit.as_str(),
            boundary: fact.boundary,
            used: fact.used,
            source: fact.provenance.source.as_str().to_owned(),
            citation: source.map_or_else(String::new, Source::citation),
            funder: Funder::of(source),
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
