//! Formularies and drafts of guidelines: reading, checking and comparing them.
//!
//! A formulary is a table that can be kept in a spreadsheet, one option of treatment a row:
//! for which condition and patients, at which step, in which order, which medicine, how much
//! and for how long ([`Formulary::read`]). It is held against the same data and rules as one
//! prescription ([`crate::advice`]): what a rule says of an option is decided there.
//!
//! ```
//! use groenrecept::{Dataset, formulary::{Formulary, Words}};
//! let words = Words::of(&Dataset::embedded()?);
//! let text = "aandoening;icpc;stap;keus;middel;dosering\n\
//!             Astma;R96;1;1;VENTOLIN DISKUS 200UG 60DO;2 dd 1 inhalatie\n";
//! let formulary = Formulary::read("formularium.csv", text.as_bytes(), &words);
//! assert!(formulary.is_whole());
//! assert_eq!(formulary.options()[0].dosage.per_day().unwrap().round(0).to_string(), "2");
//! # Ok::<(), groenrecept::Error>(())
//! ```

mod check;
mod citation;
mod compare;
mod condition;
mod dosage;
mod entry;
mod feature;
mod finding;
mod labels;
mod memory;
mod moved;
mod option;
mod population;
mod read;
mod region;
mod run;
mod sheet;
mod transition;
mod wording;
mod words;

pub use crate::dataset::band::{Band, Bands};
pub use crate::matching::DoseUnit;
pub use check::{Checker, Settings};
pub use compare::{
    CaseMix, CompareRequest, Comparer, Comparison, Counted, Found, Mark, MissingKeep, MustKeep,
    OptionChange, Part, StepOf, Sum, Told, compare, compare_all, compare_all_on_threads,
};
pub use dosage::{Dosage, DosageLimit};
pub use finding::{Finding, Reason, Stands, Weighed};
pub use labels::{Earlier, LabelKey, NoClass, OptionLabel, labels};
pub use option::{Column, FormularyOption, Population};
pub use population::Profile;
pub use read::Formulary;
pub use run::{Request, run, run_on_threads};
pub use transition::Transitions;
pub use wording::{Pattern, Reversal};
pub(crate) use words::Countries;
pub use words::Words;

pub(crate) use compare::{Substances, Use};
pub(crate) use finding::is_of_impact;
pub(crate) use moved::Worth;
pub(crate) use region::Region;
