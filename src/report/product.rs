//! The list of products as it is reported.

use super::ProductReport;
use super::wording::{Wording, product_label, strength};
use crate::dataset::Dataset;
use crate::matching::Inhaler;
use crate::practice::{Outcome, ProductSum};
use std::collections::BTreeSet;

impl ProductReport {
    pub(super) fn of(dataset: &Dataset, sum: &ProductSum, words: &dyn Wording) -> Self {
        Self {
            product: sum.product.clone(),
            label: label(dataset, &sum.inhaler, words),
            sum: sum.clone(),
        }
    }
}

/// The label of an entry of the list of products; without such an entry, what names it.
pub(super) fn label_of(outcome: &Outcome, id: &str, words: &dyn Wording) -> String {
    let entry = outcome.product(id);
    entry.map_or_else(
        || id.to_owned(),
        |entry| label(outcome.dataset(), &entry.inhaler, words),
    )
}

/// The label of one product, or what several have in common.
pub(super) fn label(dataset: &Dataset, inhaler: &Inhaler, words: &dyn Wording) -> String {
    let products: Vec<_> = inhaler.products(dataset).collect();
    if let ([only], false) = (products.as_slice(), inhaler.stand_in) {
        return product_label(only, words);
    }
    let atc = inhaler.atc.map_or_else(String::new, |a| a.to_string());
    let all = dataset.products().iter();
    let same: Vec<_> = all.filter(|one| inhaler.atc == Some(one.atc)).collect();
    let named = if products.is_empty() {
        &same
    } else {
        &products
    };
    let substances: BTreeSet<String> = named.iter().map(|p| p.substances.join("/")).collect();
    let brands: BTreeSet<&str> = products.iter().map(|p| p.brand.as_str()).collect();
    let strengths: BTreeSet<&str> = products.iter().map(|p| p.strength.as_str()).collect();
    let mut devices = inhaler.devices.iter();
    let device = match (devices.next(), devices.next()) {
        (Some(only), None) => words.device(*only),
        _ => words.device_unknown(),
    };
    let mut device = device.to_owned();
    for name in &inhaler.device_names {
        device.push(' ');
        device.push_str(name);
    }
    let one = |set: &BTreeSet<&str>| match set.len() {
        1 => set
            .first()
            .filter(|text| !text.is_empty())
            .map(|text| (*text).to_owned()),
        _ => None,
    };
    let substance = match substances.len() {
        1 => substances.first().cloned(),
        _ => None,
    };
    let name = one(&brands).or(substance).unwrap_or(atc);
    let printed = if let Some(other) = &inhaler.other_strength {
        let other = strength(&other.to_string(), words);
        format!(", {}", words.other_strength(&other))
    } else {
        one(&strengths).map_or_else(String::new, |text| format!(" {}", strength(&text, words)))
    };
    let count = words.possible_products(products.len());
    format!("{name}, {device}{printed} ({count})")
}
