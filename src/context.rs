//! What is known of the patient and the moment of a prescription.
//!
//! Everything may be unknown, and unknown is never taken for no: a rule that needs the answer
//! says what to ask first.

pub(crate) use crate::dataset::guideline::Answer;
pub use crate::dataset::guideline::{Age, Context, Fact, FactValue, Indication, Sex};
