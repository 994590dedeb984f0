//! A whole export: every row counted, quantities summed per product and month, impact
//! computed once over the distinct products.

mod analysis;
mod codes;
mod corrections;
mod extent;
mod fold;
mod ledger;
mod medicines;
mod patients;
mod seen;
mod standing;
mod state;
mod supply;
mod tally;
mod worker;

pub use analysis::Analysis;
pub use codes::{AtcCells, CodeCells, NumberCells, ReleaseRows};
pub use corrections::{Corrected, Correction};
pub use ledger::{Ledger, Reason};
pub use medicines::{FormSum, Mass};
pub use patients::Patients;
pub use standing::Issue;
pub use tally::{Cell, Month, Reading, Tally};
