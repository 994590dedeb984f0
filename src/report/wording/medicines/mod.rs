//! The sentences about medicines that are not inhaled.

mod en;
mod nl;

pub(super) use en::English;
pub(super) use nl::Dutch;

use crate::dataset::{Effect, FormClass, OrderUnit};
use std::fmt;

/// The sentences about other medicines in one language. Numbers come in as they are shown.
pub(crate) trait MedicineWording: fmt::Debug + Sync {
    /// The titles of the columns: form, prescriptions, pieces, order of one unit, of all.
    fn columns(&self) -> [&'static str; 5];
    /// The block stands by itself: not in the total, not for comparing substances.
    fn stands_alone(&self) -> &'static str;
    /// The rows with an order of magnitude, of all rows, and their share.
    fn share(&self, with: &str, of: &str, share: &str) -> String;
    /// The forms without an order of magnitude, with their prescriptions.
    fn without_order(&self, list: &str) -> String;
    /// A single published value, which is no more than a direction.
    fn about(&self, value: &str) -> String;
    /// What an order of magnitude is, and that its absence is not zero.
    fn what_it_is(&self) -> &'static str;
    /// The unit of an order of magnitude.
    fn per(&self, unit: OrderUnit) -> &'static str;
    /// A form.
    fn form(&self, form: FormClass) -> &'static str;
    /// Before the list of effects.
    fn effects(&self) -> &'static str;
    /// What an effect is about.
    fn effect(&self, effect: Effect) -> &'static str;
    /// How the one form compares with the other in one source, by what the source printed.
    fn against(&self, first: &str, second: &str, source: &str) -> String;
    /// So many to one, in one source.
    fn ratio(&self, ratio: &str, source: &str) -> String;
    /// Before the sources of orders and effects.
    fn sources(&self, list: &str) -> String;
}
