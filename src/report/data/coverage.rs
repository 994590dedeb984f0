//! On what the kilograms rest that a set of data gives, and what would raise the part that rests
//! on values of the products themselves.

use super::{hang, opening, wrap};
use crate::dataset::{Dataset, DatasetVersion, Product};
use crate::exact::Fraction;
use crate::impact::{Basis, Flag, Model};
use crate::language::Language;
use crate::practice::{ProductAmount, ProductSum, Quality, Weighed, Weights};
use crate::quantity::Unit;
use crate::report::digits::Digits;
use crate::report::number::Number;
use crate::report::product::label;
use crate::report::quality::shares;
use crate::report::wording::{self, Wording, product_label};
use std::cmp::Reverse;

/// How many products are named that would raise the share.
const RAISE: usize = 10;

/// The number of data quality of a dataset, weighed by an export or by the volumes of a layer.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(super) struct Coverage {
    gwp_set: &'static str,
    weighed_by: Weights,
    /// Always `kg CO2e`.
    unit: &'static str,
    /// The central value of all that has one.
    central: Fraction,
    /// The number itself; `null` where the total is zero.
    own_restated_share: Option<Number>,
    quality: Quality,
    without_value: WithoutValue,
    /// What of the total rests on lines that can be several products, or one that is not in the
    /// data: a value of a product does not make it own.
    not_one_product: Fraction,
    /// The products whose own value, in this set, would raise the share most.
    would_raise: Vec<Rests>,
    /// The products with an interpolated value in the part that is own.
    interpolated: Vec<Rests>,
    /// The products of the data whose published value lies below their gas, which stands instead.
    replaced_by_gas: Vec<Listed>,
    /// The products of the data with a value of a layer that lies below their gas.
    below_gas: Vec<Listed>,
    #[serde(skip)]
    language: Language,
}

/// What has no value.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
struct WithoutValue {
    devices: Fraction,
    loose_doses: Fraction,
    products: Vec<Unvalued>,
}

/// An entry without any value.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
struct Unvalued {
    product: String,
    label: String,
    quantity: ProductAmount,
}

/// Kilograms of a product and what they rest on.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
struct Rests {
    product: String,
    label: String,
    kilograms: Fraction,
    basis: Basis,
    /// Whether a part of them stands as published.
    as_published: bool,
}

/// A product of the data.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
struct Listed {
    product: String,
    label: String,
    /// What it weighs here; `null` where it does not occur.
    kilograms: Option<Fraction>,
}

impl Rests {
    fn of(entry: &ProductSum, label: String, kilograms: Fraction) -> Option<Self> {
        let climate = entry.climate.as_ref()?;
        Some(Self {
            product: entry.product.clone(),
            label,
            kilograms,
            basis: climate.basis,
            as_published: climate.flags.contains(&Flag::GwpAsPublished),
        })
    }
}

impl Coverage {
    /// Holds what was weighed against what it rests on.
    pub(super) fn of(weighed: &Weighed, language: Language) -> Self {
        let (dataset, words) = (weighed.dataset(), wording::of(language));
        let named = |entry: &ProductSum| label(dataset, &entry.inhaler, words);
        let is_one = |entry: &ProductSum| dataset.product_by_id(&entry.product).is_some();
        let mut not_one_product = Fraction::ZERO;
        let (mut would_raise, mut interpolated) = (Vec::new(), Vec::new());
        for entry in &weighed.products {
            let Some(climate) = &entry.climate else {
                continue;
            };
            let (quality, central) = (&climate.quality, climate.range.central());
            if !is_one(entry) {
                // A sum that the total could hold has room for a part of it.
                not_one_product = not_one_product.plus(central).unwrap_or(not_one_product);
                continue;
            }
            let other = central.minus(quality.own_restated).unwrap_or(central);
            if !other.is_zero() {
                would_raise.extend(Rests::of(entry, named(entry), other));
            }
            let part = quality.own_restated_interpolated;
            if !part.is_zero() {
                interpolated.extend(Rests::of(entry, named(entry), part));
            }
        }
        for list in [&mut would_raise, &mut interpolated] {
            list.sort_by(|a, b| {
                (Reverse(a.kilograms), &a.product).cmp(&(Reverse(b.kilograms), &b.product))
            });
        }
        would_raise.truncate(RAISE);
        let unvalued = weighed.products.iter().filter(|one| one.climate.is_none());
        let [replaced_by_gas, below_gas] =
            [Flag::ReplacedByGas, Flag::BelowGas].map(|flag| listed(weighed, flag, words));
        let (quality, central) = (weighed.totals.quality, weighed.totals.climate.central());
        Self {
            gwp_set: weighed.gwp.as_str(),
            weighed_by: weighed.by.clone(),
            unit: "kg CO2e",
            central,
            own_restated_share: Number::share(quality.own_restated, central),
            quality,
            without_value: WithoutValue {
                devices: weighed.inhalers.devices_without_value,
                loose_doses: weighed.inhalers.loose_doses_without_value,
                products: unvalued
                    .map(|entry| Unvalued {
                        product: entry.product.clone(),
                        label: named(entry),
                        quantity: entry.quantity,
                    })
                    .collect(),
            },
            not_one_product,
            would_raise,
            interpolated,
            replaced_by_gas,
            below_gas,
            language,
        }
    }

    /// Writes the page, in the language of its labels.
    pub(super) fn text(&self, version: &DatasetVersion) -> String {
        let language = self.language;
        let title = language.say("Waar de kilo's op rusten", "What the kilograms rest on");
        let words = wording::of(language);
        let mut page = Page {
            language,
            words,
            digits: Digits(words),
            total: self.central,
            text: opening(title, version, language),
        };
        page.weights(&self.weighed_by);
        let shares = shares(&self.quality, page.digits);
        page.say(&words.stated_in(self.gwp_set, shares.as_ref()));
        page.parts(&self.quality);
        page.not_one(self.not_one_product);
        page.without(&self.without_value);
        page.rests(
            (
                "Producten waarvan een eigen waarde in deze set het aandeel het meest zou verhogen, met de kilo's die er nu op iets anders rusten",
                "Products of which an own value in this set would raise the share most, with the kilograms that now rest on something else",
            ),
            &self.would_raise,
        );
        page.rests(
            (
                "Wat van de eigen waarden geschat is tussen verwante producten",
                "What of the own values is interpolated between related products",
            ),
            &self.interpolated,
        );
        page.listed(
            (
                "Producten in de gegevens waarvan de gepubliceerde waarde lager is dan hun drijfgas, dat er in de plaats van staat",
                "Products of the data whose published value is less than their gas, which stands in its place",
            ),
            &self.replaced_by_gas,
        );
        page.listed(
            (
                "Producten in de gegevens met een eigen waarde uit een laag die lager is dan hun drijfgas",
                "Products of the data with a value of a layer that is less than their gas",
            ),
            &self.below_gas,
        );
        page.text
    }
}

/// The products of the data whose value carries a flag, at the date of the data.
fn listed(weighed: &Weighed, flag: Flag, words: &dyn Wording) -> Vec<Listed> {
    let dataset: &Dataset = weighed.dataset();
    let model = Model::new(dataset, weighed.gwp);
    let flagged = |product: &&Product| {
        let estimate = model.estimate(product.id.as_str());
        // In the bracket of others the flag is about a product of these.
        estimate.is_some_and(|one| one.basis == Basis::Product && one.flags.contains(&flag))
    };
    let kilograms = |product: &Product| {
        let mut entries = weighed.products.iter();
        let entry = entries.find(|entry| entry.product == product.id.as_str())?;
        Some(entry.climate.as_ref()?.range.central())
    };
    let products = dataset.products().iter().filter(flagged);
    let listed = products.map(|product| Listed {
        product: product.id.to_string(),
        label: product_label(product, words),
        kilograms: kilograms(product),
    });
    listed.collect()
}

struct Page {
    language: Language,
    words: &'static dyn Wording,
    digits: Digits,
    total: Fraction,
    text: String,
}

impl Page {
    /// A paragraph behind a blank line.
    fn say(&mut self, words: &str) {
        self.text.push('\n');
        wrap(&mut self.text, "", words);
    }

    fn weights(&mut self, weights: &Weights) {
        let language = self.language;
        let by = match weights {
            Weights::Export(name) => {
                let by = language.say(
                    "Gewogen met de hoeveelheden van",
                    "Weighed by the amounts of",
                );
                format!("{by} {name}.")
            }
            Weights::Volumes {
                rows,
                other_medicines,
                years,
                sources,
            } => {
                let years: Vec<String> = years.iter().map(u16::to_string).collect();
                let sources: Vec<String> =
                    sources.iter().map(|one| one.as_str().to_owned()).collect();
                let (years, sources) = (years.join(", "), sources.join(", "));
                let (word, other) = match (language, rows) {
                    (Language::Dutch, 1) => ("rij", "over andere middelen zijn niet gewogen"),
                    (Language::Dutch, _) => ("rijen", "over andere middelen zijn niet gewogen"),
                    (Language::English, 1) => ("row", "about other medicines are not weighed"),
                    (Language::English, _) => ("rows", "about other medicines are not weighed"),
                };
                let (by, of) = match language {
                    Language::Dutch => ("Gewogen met volumes.csv", "bronnen"),
                    Language::English => ("Weighed by volumes.csv", "sources"),
                };
                format!(
                    "{by}: {rows} {word} ({years}; {of}: {sources}); {other_medicines} {other}."
                )
            }
        };
        self.say(&by);
    }

    /// Kilograms and their share of the total.
    fn weighed(&self, kilograms: Fraction) -> String {
        let share = self.digits.percent(kilograms.round(6), self.total.round(6));
        format!(
            "{:>10} kg {share:>6}",
            self.digits.number(kilograms.round(6))
        )
    }

    fn row(&mut self, kilograms: Fraction, words: &str) {
        let lead = format!("{}  ", self.weighed(kilograms));
        hang(&mut self.text, &lead, &" ".repeat(22), words);
    }

    fn parts(&mut self, quality: &Quality) {
        if self.total.is_zero() {
            return;
        }
        let language = self.language;
        self.text.push('\n');
        let parts = [
            (
                quality.own_restated,
                "eigen waarde van het product, waar nodig omgerekend",
                "value of the product itself, restated where needed",
            ),
            (
                quality.own_restated_interpolated,
                "daarvan geschat tussen verwante producten",
                "interpolated in it between related products",
            ),
            (
                quality.own_as_published,
                "eigen waarde van het product, zoals gepubliceerd",
                "value of the product itself, as published",
            ),
            (
                quality.other_restated,
                "andere producten of een klasse, waar nodig omgerekend",
                "other products or a class, restated where needed",
            ),
            (
                quality.other_as_published,
                "andere producten of een klasse, geheel of deels zoals gepubliceerd",
                "other products or a class, wholly or partly as published",
            ),
            (self.total, "totaal", "total"),
        ];
        for (kilograms, nl, en) in parts {
            self.row(kilograms, language.say(nl, en));
        }
    }

    fn not_one(&mut self, kilograms: Fraction) {
        if kilograms.is_zero() {
            return;
        }
        let share = self.digits.percent(kilograms.round(6), self.total.round(6));
        let kilograms = self.digits.number(kilograms.round(6));
        self.say(&match self.language {
            Language::Dutch => format!(
                "{kilograms} kg ({share}) rust op regels die meer dan één product kunnen zijn, of een dat niet in de gegevens staat; een waarde van één product maakt die niet eigen."
            ),
            Language::English => format!(
                "{kilograms} kg ({share}) rests on lines that can be more than one product, or one that is not in the data; a value of one product does not make them own."
            ),
        });
    }

    fn without(&mut self, without: &WithoutValue) {
        let number = |value: Fraction| self.digits.number(value.round(6));
        let (devices, doses) = (number(without.devices), number(without.loose_doses));
        let language = self.language;
        if without.devices.is_zero() && without.loose_doses.is_zero() {
            let none = if self.total.is_zero() {
                language.say(
                    "Er is niets gewogen: er is geen inhalatiemedicatie met een hoeveelheid boven nul.",
                    "Nothing was weighed: there is no inhaled medicine with an amount above zero.",
                )
            } else {
                language.say(
                    "Alles wat is gewogen, heeft een waarde.",
                    "All that was weighed has a value.",
                )
            };
            self.say(none);
            return;
        }
        self.say(&self.words.uncovered_volume(&devices, &doses));
        for one in &without.products {
            let amount = self.digits.number(one.quantity.amount.round(6));
            let unit = match one.quantity.unit {
                Unit::Device => language.say("inhalatoren of verpakkingen", "inhalers or packs"),
                Unit::Dose => language.say("doses", "doses"),
            };
            let line = format!("{}: {amount} {unit}", one.label);
            hang(&mut self.text, "  ", "    ", &line);
        }
    }

    fn rests(&mut self, (nl, en): (&str, &str), all: &[Rests]) {
        if all.is_empty() {
            return;
        }
        self.say(&format!("{}:", self.language.say(nl, en)));
        for one in all {
            let basis = self.words.basis(one.basis);
            let published = match (one.as_published, self.language) {
                (false, _) => "",
                (true, Language::Dutch) => ", zoals gepubliceerd",
                (true, Language::English) => ", as published",
            };
            self.row(
                one.kilograms,
                &format!("{} ({basis}{published})", one.label),
            );
        }
    }

    fn listed(&mut self, (nl, en): (&str, &str), all: &[Listed]) {
        if all.is_empty() {
            return;
        }
        self.say(&format!("{}:", self.language.say(nl, en)));
        for one in all {
            let kilograms = match one.kilograms {
                Some(kilograms) => self.weighed(kilograms),
                None => " ".repeat(20),
            };
            let lead = format!("{kilograms}  ");
            hang(&mut self.text, &lead, &" ".repeat(22), &one.label);
        }
    }
}
