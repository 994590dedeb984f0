//! What a pack of a product costs, from a list that the user layers; the crate ships none.

use super::names::NameIndex;
use super::product::ProductId;
use super::source::{Evidence, Provenance};
use super::table::{Findings, Table};
use super::validity::Validity;
use crate::day::Day;
use crate::diagnostic::Code;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// The currency of a price, as three letters of ISO 4217.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct Currency(&'static str);

/// The currencies that a price can be in, EUR first.
const CURRENCIES: [&str; 29] = [
    "EUR", "AUD", "BGN", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "GBP", "HKD", "HUF", "ILS",
    "INR", "ISK", "JPY", "KRW", "MXN", "NOK", "NZD", "PLN", "RON", "RSD", "SEK", "SGD", "TRY",
    "UAH", "USD", "ZAR",
];

impl Currency {
    /// The euro, in which a price without a currency is.
    pub const EUR: Self = Self("EUR");

    /// The three letters.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.0
    }

    /// What stands before an amount.
    pub(crate) fn sign(self) -> &'static str {
        if self == Self::EUR { "€" } else { self.0 }
    }
}

/// The price of one pack of a product, of the pack size that the product has in the data.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Price {
    /// The product.
    pub product: ProductId,
    /// What a pack costs, as the list has it; whether that is with tax or fee is up to the list.
    pub amount: Decimal,
    /// The currency of the amount. Amounts in different currencies are never added or compared.
    pub currency: Currency,
    /// When it holds.
    pub validity: Validity,
    /// Where it comes from.
    pub provenance: Provenance,
    /// What to know about it.
    pub note: String,
}

impl Price {
    /// Whether it may be used: an unverified price may not.
    #[must_use]
    pub fn is_usable(&self) -> bool {
        self.provenance.evidence != Evidence::Unverified
    }
}

/// The prices of a file. One product may have several, each for days of its own.
pub(super) fn read(table: &Table, names: &NameIndex, findings: &mut Findings) -> Vec<Price> {
    let mut all = Vec::new();
    let mut seen: BTreeMap<&str, Vec<Validity>> = BTreeMap::new();
    for row in table.rows() {
        let product = row.needed("product_id", findings);
        let amount = row
            .needed("price", findings)
            .and_then(|_| row.decimal("price", findings));
        let currency = match row.filled("currency") {
            None => Some(Currency::EUR),
            Some(_) => {
                let all = CURRENCIES.iter().map(|word| (*word, Currency(word)));
                row.among("currency", all, findings)
            }
        };
        let validity = Validity::read(row, findings);
        let provenance = Provenance::read(row, "", names, findings);
        let Some(product) = product else {
            continue;
        };
        let before = seen.entry(product).or_default();
        if before.iter().any(|other| overlap(*other, validity)) {
            let message = (
                format!("'{product}' heeft in dit bestand twee prijzen voor dezelfde dag"),
                format!("'{product}' has two prices for one day in this file"),
            );
            findings.push(Code::DuplicateId, row.place("product_id"), message);
        }
        before.push(validity);
        if let (Some(amount), Some(currency), Some(provenance)) = (amount, currency, provenance) {
            let price = Price {
                product: ProductId(product.to_owned()),
                amount,
                currency,
                validity,
                provenance,
                note: row.text("note").to_owned(),
            };
            all.push(price);
        }
    }
    all
}

/// Whether there is a day on which both hold.
fn overlap(one: Validity, other: Validity) -> bool {
    let begins_in_time =
        |from: Option<Day>, to: Option<Day>| from.zip(to).is_none_or(|(from, to)| from <= to);
    begins_in_time(one.from, other.to) && begins_in_time(other.from, one.to)
}
