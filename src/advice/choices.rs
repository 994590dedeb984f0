//! Products of other substances of the class, where one guideline names both.

use super::guards::Guards;
use super::{Advisor, Ask, Choice, Found, Guard, NotFound};
use crate::context::Context;
use crate::dataset::guideline::Rule;
use crate::matching::Inhaler;
use std::collections::BTreeSet;

impl Advisor<'_> {
    /// The products of other substances that a rule names beside what is prescribed. Their doses
    /// are not compared, so that neither saving nor verdict is known.
    pub(super) fn choices(
        &self,
        rule: &Rule,
        inhaler: &Inhaler,
        guards: &Guards<'_>,
        context: &Context,
        asks: &BTreeSet<Ask>,
    ) -> Result<Found, NotFound> {
        let Some(target) = &rule.to else {
            return Err((Guard::NoProduct, Vec::new()));
        };
        let prescribed: BTreeSet<_> = inhaler.products(self.dataset).map(|p| p.atc).collect();
        let day = self.dataset.first_day(inhaler.stretch);
        let products = self.dataset.products().iter().filter(|product| {
            target.is.takes(product)
                && !prescribed.contains(&product.atc)
                && inhaler.atc != Some(product.atc)
                && self.dataset.is_sold(product, day)
        });
        let mut found = Found::default();
        for product in products {
            match self.may_be_offered(product, inhaler, guards, context) {
                Ok(own) => found.choices.push(Choice {
                    product: product.id.clone(),
                    same_substance: false,
                    asks: own
                        .into_iter()
                        .filter(|ask| !asks.contains(ask))
                        .collect::<BTreeSet<Ask>>(),
                }),
                Err(guard) => found.held_back.push((product.id.clone(), guard)),
            }
        }
        if found.choices.is_empty() {
            return Err(super::alternatives::worst_of(found.held_back));
        }
        Ok(found)
    }
}
