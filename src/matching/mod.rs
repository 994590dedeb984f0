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
pub use resolve::{Item, Meaning, Note, Other, Resolver, Via};
pub(crate) use resolve::{Lookup, Told};
