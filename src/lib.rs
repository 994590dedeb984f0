//! Environmental impact of prescriptions in Dutch general practice, from embedded, citable
//! data.
//!
//! `groenrecept` reads what a practice prescribed, finds the product behind each line, and
//! says what it weighs on the climate: as a range, with its coverage, and with the source of
//! every number. It knows medicines for inhalation, the largest known lever; of other
//! medicines it knows an order of magnitude by form, which stands apart
//! ([`practice::FormOrder`]). It is a library without global state, network or panics; the example binary of the same name
//! makes it a program.
//!
//! ```
//! use groenrecept::{Dataset, Engine, Prescription, impact::Basis};
//!
//! let dataset = Dataset::embedded()?;
//! let engine = Engine::new(&dataset);
//! let prescription = Prescription::new()
//!     .label("ATROVENT AEROSOL 20UG/DO 200DO")
//!     .quantity("1", "ST");
//! let impact = engine.impact(&prescription).unwrap();
//! assert_eq!(impact.estimate.basis, Basis::Product);
//! assert_eq!(impact.climate.central().round(2).to_string(), "17.12"); // kg CO2e
//!
//! let factor = dataset.factor_by_id(impact.estimate.factors[0].as_str()).unwrap();
//! let source = dataset.source(&factor.provenance.source).unwrap();
//! assert_eq!(source.doi, "10.1007/s12325-019-01028-y");
//! # Ok::<(), groenrecept::Error>(())
//! ```
//!
//! None of the errors of a prescription ([`NoImpact`]) means zero; [`Error`] is for files and
//! data that cannot be read. Memory does not grow with an export but for seven bytes a row, by
//! which copies that a pharmacy sent back are found, and some more for the copies of inhaled
//! medicines, from which returns are taken off; a list of rows to look at grows with these.
//!
//! A whole export goes through [`Engine::analysis`] and comes out as a [`practice::Outcome`] of
//! exact values; a [`report::Report`] makes a page or JSON of it.
//!
//! # Scope
//!
//! The crate informs; a clinician and a patient decide. Advice is for groups of prescriptions
//! ([`advice::Options::new`]); that for one patient is the feature `patient-advice`, and who embeds
//! it reads `docs/intended-use.md` first. It is no prescribing advice on its
//! own authority, no medical device by itself, no replacement of the G-Standaard, and no
//! ranking of prescribers. It ships no table of the G-Standaard, the NHG or the WHO index:
//! who holds these lays them over the embedded data ([`Dataset::with_layer`]), or points at a
//! release of the G-Standaard ([`intake::gstandaard`]).
//!
//! # Words
//!
//! | word | meaning |
//! |---|---|
//! | voorschrift | a prescription, one row of an export |
//! | verstrekking | a dispensing by a pharmacy; it may come back as a copy of the prescription |
//! | dosisaerosol | pressurised metered-dose inhaler (pMDI), with propellant |
//! | poederinhalator | dry powder inhaler (DPI) |
//! | ATC | code of the WHO's anatomical therapeutic chemical classification |
//! | ZI, HPK, PRK, GPK | levels of the G-Standaard: article, trade, prescription and generic product |
//! | GWP100 | global warming potential over 100 years, in kg CO2e per kg of gas |
//! | functional unit | what a published value is per: device, actuation, dose |
//! | system boundary | which part of the life cycle a value covers |
//! | PNEC | predicted no-effect concentration: below it no harm to water organisms is expected |
//! | critical volume | the water that dilutes a load to a limit |
//! | rwzi | sewage treatment plant |

pub mod advice;
mod article;
pub mod bounds;
mod code;
pub mod comparison;
pub mod context;
pub mod dataset;
mod day;
pub mod diagnostic;
mod engine;
mod error;
pub mod exact;
pub mod formulary;
pub mod impact;
pub mod intake;
mod kernel;
mod language;
pub mod matching;
pub mod outward;
mod parse;
pub mod practice;
mod prescription;
mod quantity;
pub mod report;
pub mod water;

pub use code::{Atc, BadNumber, CodeSystem, GNumber, Gpk, Hpk, Icpc, Prk, ZiNumber};
pub use context::Context;
pub use dataset::Dataset;
pub use dataset::gwp::GwpSet;
pub use day::Day;
pub use diagnostic::{Diagnostic, Severity};
pub use engine::Engine;
pub use error::{DatesRead, Error, ErrorKind, Foreign, ReleaseProblem, Result, Role};
pub use language::Language;
pub use parse::ParseError;
pub use prescription::{Impact, NoImpact, Prescription};
pub use quantity::{
    Amount, AmountKind, DecimalMark, NoAmount, Quantity, QuantityRange, Range, Unit,
};
pub use rust_decimal::Decimal;

/// Runs the code of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
