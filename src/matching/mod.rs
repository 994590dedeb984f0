//! From what a line says to the product that it means, with the way it was found.

mod amount;
mod counted;
mod dosage;
mod inhaler;
mod label;
mod medicine;
mod resolve;

pub use amount::{Decided, Packing, Refused, UnitWord, decide};
pub use counted::{MedicineAmount, MedicineUnit};
pub use dosage::{Dosage, DosageUnit, NoDosage};
pub use inhaler::Inhaler;
pub use label::{Active, Amount, Content, Label, Part, PartKind, Per, StatedStrength, parse};
pub use medicine::Medicine;
pub(crate) use resolve::{Item, Lookup, Meaning, Resolver, Resolvers};
pub use resolve::{Note, Other, Resolution, Via};
