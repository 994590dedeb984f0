//! What doses of two products cost, where a layer has the prices of both.

use super::dose::Dose;
use crate::dataset::{Currency, Dataset, Price, Product};
use crate::exact::{self, Fraction};
use crate::matching::Inhaler;
use rust_decimal::Decimal;

/// What the compared doses cost before and after, in one currency.
///
/// A dose costs its share of a pack: doses / doses per pack x price. Nothing is rounded, and a
/// pack that is opened for a part of its doses is not counted whole.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Cost {
    /// The currency of all of it.
    pub currency: Currency,
    /// Of the doses prescribed.
    pub before: Fraction,
    /// Of the doses of the alternative that stand for them.
    pub after: Fraction,
    /// Before less after; below zero where the alternative costs more.
    pub saving: Fraction,
    /// The prices of all products that the line can be.
    pub prices_before: Vec<Price>,
    /// The price of the alternative.
    pub price_after: Price,
}

impl Cost {
    /// The cost of this many doses of what is prescribed and of those that stand for them.
    ///
    /// `None` unless both sides have a price and a pack size, and all that the line can be costs
    /// the same, in one currency. What only stands in for the product of the line, or is of another pack than its
    /// label says, has not its price.
    pub(super) fn of(
        dataset: &Dataset,
        inhaler: &Inhaler,
        to: &Product,
        dose: &Dose,
        doses: Decimal,
    ) -> Option<Self> {
        if inhaler.stand_in {
            return None;
        }
        let mut prices_before = Vec::new();
        let mut before: Option<(Fraction, Currency)> = None;
        for product in inhaler.products(dataset) {
            if inhaler.pack.is_some() && inhaler.pack != product.doses_per_pack {
                return None;
            }
            let (cost, price) = share(dataset, product, doses)?;
            let priced = (cost, price.currency);
            if before.is_some_and(|other| other != priced) {
                return None;
            }
            before = Some(priced);
            prices_before.push(price.clone());
        }
        let (before, currency) = before?;
        let (after, price_after) = share(dataset, to, exact::mul(doses, dose.to_doses.into())?)?;
        let after = after.over_count(dose.from_doses)?;
        if price_after.currency != currency {
            return None;
        }
        Some(Self {
            currency,
            before,
            after,
            saving: before.minus(after)?,
            prices_before,
            price_after: price_after.clone(),
        })
    }
}

/// The share of the price of a pack that doses have.
fn share<'d>(
    dataset: &'d Dataset,
    product: &Product,
    doses: Decimal,
) -> Option<(Fraction, &'d Price)> {
    let price = dataset.price(&product.id)?;
    let pack = product.doses_per_pack?;
    let cost = Fraction::new(exact::mul(doses, price.amount)?, pack.into())?;
    Some((cost, price))
}
