//! What a prescription or an alternative must be.

use super::fact::Answer;
use crate::code::Atc;
use crate::dataset::form_class::FormClass;
use crate::dataset::product::{Device, Product, ProductId, Strength as Amounts};
use crate::dataset::water::Route;

/// What a prescription must be. An empty list asks nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Selector {
    /// ATC codes or groups.
    pub(crate) atc: Vec<Atc>,
    /// Types of device.
    pub(crate) devices: Vec<Device>,
    /// Gases, with `unknown` and `none`.
    pub(crate) propellants: Vec<String>,
    /// Routes.
    pub(crate) routes: Vec<Route>,
    /// Forms.
    pub(crate) forms: Vec<FormClass>,
    /// Strengths.
    pub(crate) strengths: Vec<Amounts>,
    /// Products.
    pub(crate) products: Vec<ProductId>,
}

impl Selector {
    /// Whether a product is selected; one of which the strength is asked and was not seen is not.
    #[must_use]
    pub(crate) fn takes(&self, product: &Product) -> bool {
        self.fits(product) && self.strength_of(product) == Answer::Yes
    }

    /// Whether a product is selected, whatever its strength.
    #[must_use]
    pub(crate) fn fits(&self, product: &Product) -> bool {
        let atc = &product.atc;
        let any = |empty: bool, fits: bool| empty || fits;
        any(
            self.atc.is_empty(),
            self.atc.iter().any(|group| group.is_prefix_of(atc)),
        ) && any(
            self.devices.is_empty(),
            self.devices.contains(&product.device),
        ) && any(
            self.propellants.is_empty(),
            self.propellants
                .iter()
                .any(|gas| gas == product.propellant.as_str()),
        ) && self.takes_inhaled()
            && any(
                self.products.is_empty(),
                self.products.contains(&product.id),
            )
    }

    /// Whether a product has the strength; unknown where none was seen.
    #[must_use]
    pub(crate) fn strength_of(&self, product: &Product) -> Answer {
        if self.strengths.is_empty() {
            return Answer::Yes;
        }
        let mut known = product.strengths.iter();
        let has = known.any(|one| self.strengths.contains(one));
        Answer::of((has || !product.strengths.is_empty()).then_some(has))
    }

    /// Whether route and form leave medicines for inhalation.
    #[must_use]
    pub(crate) fn takes_inhaled(&self) -> bool {
        (self.routes.is_empty() || self.routes.contains(&Route::Inhaled))
            && (self.forms.is_empty() || self.forms.contains(&FormClass::Inhalation))
    }
}

impl Selector {
    /// Whether it asks what only inhalers have.
    pub(super) fn is_of_inhalers(&self) -> bool {
        !(self.devices.is_empty() && self.propellants.is_empty() && self.products.is_empty())
    }

    /// Whether something that another selector takes may be taken by this one.
    pub(crate) fn may_take(&self, other: &Self) -> bool {
        let atc = |one: &Self, other: &Self| {
            let mut all = one.atc.iter();
            all.any(|a| {
                other
                    .atc
                    .iter()
                    .any(|b| a.is_prefix_of(b) || b.is_prefix_of(a))
            })
        };
        (self.atc.is_empty() || other.atc.is_empty() || atc(self, other))
            && overlap(&self.devices, &other.devices)
            && overlap(&self.propellants, &other.propellants)
            && overlap(&self.routes, &other.routes)
            && overlap(&self.products, &other.products)
    }

    /// Whether all that another selector takes is taken by this one.
    pub(crate) fn covers(&self, other: &Self) -> bool {
        let mut codes = other.atc.iter();
        let within = |code| self.atc.iter().any(|group| group.is_prefix_of(code));
        (self.atc.is_empty() || (!other.atc.is_empty() && codes.all(within)))
            && within_all(&self.devices, &other.devices)
            && within_all(&self.propellants, &other.propellants)
            && within_all(&self.routes, &other.routes)
            && within_all(&self.products, &other.products)
    }
}

/// Whether two lists have something in common; an empty one takes all.
fn overlap<T: PartialEq>(one: &[T], other: &[T]) -> bool {
    one.is_empty() || other.is_empty() || one.iter().any(|item| other.contains(item))
}

/// Whether a list, of which an empty one takes all, has each item of another.
fn within_all<T: PartialEq>(all: &[T], other: &[T]) -> bool {
    all.is_empty() || (!other.is_empty() && other.iter().all(|item| all.contains(item)))
}
