//! From what a line says to the product that it means, with the way it was found.

mod amount;
mod label;
mod resolve;

pub use amount::{Decided, Packing, Refused, UnitWord, decide};
pub use label::{Label, Part, PartKind, parse};
pub use resolve::{Inhaler, Item, Meaning, Note, Other, Resolver, Via};
