//! A whole export: every row counted, quantities summed per product and month, impact
//! computed once over the distinct products.

mod account;
mod add;
mod analysis;
mod codes;
mod copies;
mod corrections;
mod count;
mod counting;
mod coverage;
mod entry;
mod extent;
mod fold;
mod group;
mod included;
mod key;
mod ledger;
mod listed;
mod medicines;
mod other;
mod outcome;
mod patients;
mod period;
mod place;
mod product;
mod quality;
mod reach;
mod returns;
mod rows;
mod seen;
mod standing;
mod state;
mod subtotals;
mod sum;
mod supply;
mod tally;
mod totals;
mod understand;
mod unusual;
mod volumes;
mod water;
mod worker;
mod worklist;

pub use account::{CorrectionSum, Issues, Matching, Rows};
pub use analysis::Analysis;
pub use codes::{
    AtcCells, Codes, Lacking, LackingCode, NumberCells, ReleaseNumbers, ReleaseRows, ReleaseUse,
};
pub use corrections::Correction;
pub use count::Count;
pub use coverage::{BasisRows, Coverage, InhalerCoverage, NoneRows};
pub use group::{AboveLimit, Group, Pair, RuleSum, Saving};
pub use ledger::{Ledger, Reason};
pub(crate) use listed::{About, Listed, Why};
pub use medicines::FormSum;
pub use other::{FormImpact, FormOrder, OrderEnds, OtherMedicines};
pub use outcome::{Asked, ExportRead, Hidden, Outcome, Protects, RestSum, SUPPRESS_DEFAULT};
pub(crate) use period::Period;
pub use place::Place;
pub use product::{ProductAmount, ProductClimate, ProductSum};
pub(crate) use quality::Quality;
pub use rows::{Row, TallyBuilder};
pub use sum::Sum;
pub use tally::{Month, Tally};
pub use totals::{Mix, Share, Totals};
pub use unusual::{Unusual, UnusualPrescription, UnusualYear};
pub(crate) use volumes::{Weighed, Weights};
pub use water::{
    NoLoad, SubstanceSum, UseSum, Water, WaterAmount, WaterAmountKind, WaterList, WaterProduct,
    WaterVolume,
};

#[cfg(test)]
mod tests;
