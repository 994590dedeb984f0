//! What moves between two versions of the data, as a page.

use super::change::{Cause, Change, ProductChange, Side, Total};
use super::wrap;
use crate::dataset::DatasetVersion;
use crate::language::Language;
use crate::outward;
use crate::quantity::Range;
use crate::report::digits::Digits;
use crate::report::wording;
use crate::report::wording::terms;

/// How many causes of one medicine are shown; a bracket over a class may have dozens.
const SHOWN_CAUSES: usize = 6;

impl Change {
    /// The change as a page.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let mut text = String::new();
        let page = Page(language);
        page.head(self, &mut text);
        for product in &self.products {
            page.product(product, &mut text);
        }
        let (title, one, many) = match language {
            Language::Dutch => ("Ongewijzigd", "middel", "middelen"),
            Language::English => ("Unmoved", "medicine", "medicines"),
        };
        let word = if self.unmoved == 1 { one } else { many };
        text.push_str(&format!("\n{title}: {} {word}.\n", self.unmoved));
        outward::page(text)
    }
}

struct Page(Language);

impl Page {
    fn say<'a>(&self, nl: &'a str, en: &'a str) -> &'a str {
        self.0.say(nl, en)
    }

    fn head(&self, change: &Change, text: &mut String) {
        text.push_str(self.say(
            "Wat verandert er tussen twee versies van de gegevens",
            "What moves between two versions of the data",
        ));
        text.push_str("\n\n");
        for (name, version, total) in [
            (self.say("voor", "before"), &change.old, &change.before),
            (self.say("na", "after"), &change.new, &change.after),
        ] {
            text.push_str(&format!("  {name:<7}{}\n", version_text(version)));
            text.push_str(&format!("         {}\n", self.total(total, change.gwp_set)));
        }
        self.difference(change, text);
        let count = change.products.len();
        let moved = match (self.0, count) {
            (Language::Dutch, 0) => {
                "\nGeen enkel middel verandert van waarde of aantal.\n".to_owned()
            }
            (Language::English, 0) => "\nNo medicine moves in value or amount.\n".to_owned(),
            (Language::Dutch, 1) => "\nEén middel verandert:\n".to_owned(),
            (Language::English, 1) => "\nOne medicine moves:\n".to_owned(),
            (Language::Dutch, _) => format!("\n{count} middelen veranderen:\n"),
            (Language::English, _) => format!("\n{count} medicines move:\n"),
        };
        text.push_str(&moved);
    }

    /// Of two totals on one export the difference is sharper than either.
    fn difference(&self, change: &Change, text: &mut String) {
        let central = |total: &Total| total.climate.central().round(6);
        let (before, after) = (central(&change.before), central(&change.after));
        let Some(by) = crate::exact::sub(after, before) else {
            return;
        };
        let sign = if by.is_sign_negative() { "-" } else { "+" };
        let sign = if by.is_zero() { "" } else { sign };
        let by = Digits(wording::of(self.0)).number(by.abs());
        let title = self.say(
            "verschil van de middelste waarden",
            "difference of the central values",
        );
        text.push_str(&format!("  {title}: {sign}{by} kg CO2e\n"));
    }

    fn total(&self, total: &Total, gwp: &str) -> String {
        let digits = Digits(wording::of(self.0));
        let (with, of) = (
            digits.count(total.rows_with_value),
            digits.count(total.rows),
        );
        let range = self.range(total.climate);
        match self.0 {
            Language::Dutch => {
                format!(
                    "{range}, {gwp}; {with} van {of} regels van inhalatiemedicatie met een waarde"
                )
            }
            Language::English => {
                format!("{range}, {gwp}; {with} of {of} rows of inhaled medicines with a value")
            }
        }
    }

    fn range(&self, climate: Range) -> String {
        let digits = Digits(wording::of(self.0));
        let [low, central, high] = digits.range_in(climate);
        if climate.low().round(6) == climate.high().round(6) {
            return format!("{central} kg CO2e ({})", wording::of(self.0).one_value());
        }
        let to = self.say("tot", "to");
        format!("{central} kg CO2e ({low} {to} {high})")
    }

    fn product(&self, change: &ProductChange, text: &mut String) {
        text.push_str(&format!("\n  {} [{}]\n", change.label, change.product));
        for (name, side) in [
            (self.say("voor", "before"), &change.before),
            (self.say("na", "after"), &change.after),
        ] {
            let side = side.as_ref().map_or_else(
                || self.say("geen regels", "no rows").to_owned(),
                |side| self.side(side),
            );
            text.push_str(&format!("    {name:<7}{side}\n"));
        }
        for cause in change.causes.iter().take(SHOWN_CAUSES) {
            wrap(text, "    ", &format!("- {}", self.cause(cause)));
        }
        let more = change.causes.len().saturating_sub(SHOWN_CAUSES);
        if more > 0 {
            text.push_str(&match self.0 {
                Language::Dutch => format!("    - en nog {more} redenen (--format json)\n"),
                Language::English => format!("    - and {more} more causes (--format json)\n"),
            });
        }
    }

    fn side(&self, side: &Side) -> String {
        let words = wording::of(self.0);
        let digits = Digits(words);
        let amount = side.quantity.amount.round(6);
        let unit = words.unit(
            side.quantity.unit.as_str(),
            amount == rust_decimal::Decimal::ONE,
        );
        let amount = digits.number(amount);
        let rows = digits.count(side.rows);
        let value = side.climate.map_or_else(
            || self.say("geen waarde", "no value").to_owned(),
            |climate| self.range(climate),
        );
        let one = side.rows == 1;
        let word = match self.0 {
            Language::Dutch if one => "regel",
            Language::Dutch => "regels",
            Language::English if one => "row",
            Language::English => "rows",
        };
        format!("{value}; {rows} {word}, {amount} {unit}")
    }

    fn cause(&self, cause: &Cause) -> String {
        let nl = self.0 == Language::Dutch;
        match cause {
            Cause::MatchingChanged => self
                .say(
                    "regels betekenen een ander middel of aantal dan eerst",
                    "rows mean another medicine or amount than before",
                )
                .to_owned(),
            Cause::FactorChanged {
                factor,
                before,
                after,
            } if nl => format!(
                "factor {factor} is gewijzigd: was {}; is {}",
                before.text(self.0),
                after.text(self.0)
            ),
            Cause::FactorChanged {
                factor,
                before,
                after,
            } => format!(
                "factor {factor} changed: was {}; is {}",
                before.text(self.0),
                after.text(self.0)
            ),
            Cause::FactorAdded { factor, after } if nl => {
                format!("factor {factor} is nieuw: {}", after.text(self.0))
            }
            Cause::FactorAdded { factor, after } => {
                format!("factor {factor} is new: {}", after.text(self.0))
            }
            Cause::FactorRemoved { factor, before } if nl => {
                format!("factor {factor} is weg: was {}", before.text(self.0))
            }
            Cause::FactorRemoved { factor, before } => {
                format!("factor {factor} is gone: was {}", before.text(self.0))
            }
            Cause::FactorChosen { factor } if nl => format!("factor {factor} telt nu mee"),
            Cause::FactorChosen { factor } => format!("factor {factor} is used now"),
            Cause::FactorNotChosen { factor } if nl => {
                format!("factor {factor} telt niet meer mee")
            }
            Cause::FactorNotChosen { factor } => format!("factor {factor} is no longer used"),
            Cause::GwpChanged {
                gas,
                gwp_set,
                before,
                after,
            } => {
                let none = self.say("onbekend", "unknown");
                let value = |one: &Option<String>| match one {
                    Some(value) if nl => value.replace('.', ","),
                    Some(value) => value.clone(),
                    None => none.to_owned(),
                };
                let gwp_set = terms::gwp_set(gwp_set, self.0);
                let (before, after) = (value(before), value(after));
                if nl {
                    format!("de GWP100 van {gas} in {gwp_set} was {before} en is {after}")
                } else {
                    format!("the GWP100 of {gas} in {gwp_set} was {before} and is {after}")
                }
            }
            Cause::ProductChanged { product } if nl => format!(
                "het product {product} heeft een andere verpakking, vorm, ATC-code, drijfgas of massa drijfgas"
            ),
            Cause::ProductChanged { product } => {
                format!(
                    "the product {product} has another pack, form, ATC code, gas or mass of gas"
                )
            }
            Cause::NotFound => self
                .say(
                    "de reden is niet gevonden; vergelijk de uitleg (explain) met beide versies",
                    "the cause was not found; compare explain under both versions",
                )
                .to_owned(),
        }
    }
}

fn version_text(version: &DatasetVersion) -> String {
    let short: String = version.sha256.chars().take(12).collect();
    format!(
        "{} ({}, {short})",
        version.version,
        version.layers.join(" + ")
    )
}
