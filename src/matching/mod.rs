//! From what a line says to the product that it means, with the way it was found.

mod amount;
mod by_name;
mod counted;
mod directions;
mod dosage;
mod inhaler;
mod label;
mod medicine;
mod resolution;
mod resolve;

#[cfg(test)]
mod tests;

pub(crate) use amount::Counted;
pub use amount::{Decided, Refused};
pub(crate) use by_name::codes_by_name;
pub use by_name::{CodesByName, NamedCode, Unclear};
pub(crate) use counted::MedicineAmount;
pub use directions::DoseUnit;
pub(crate) use directions::{DirectionWords, Directions};
pub(crate) use dosage::{Dosage, DosageUnit, NoDosage};
pub use inhaler::Inhaler;
pub(crate) use label::{Active, PartKind};
pub(crate) use medicine::Medicine;
pub(crate) use resolution::{Item, Lookup, Meaning, is_damage};
pub use resolution::{Note, Other, Resolution, Via};
pub(crate) use resolve::{Resolver, Resolvers};
