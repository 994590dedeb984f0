//! Formularies that a command can only use as a whole.

use crate::check::read;
use crate::output::{self, Failure};
use groenrecept::formulary::{Formulary, Settings, Words};
use groenrecept::report::formulary::{FormularyReport, Severities};
use groenrecept::{Dataset, Language};
use std::path::Path;

/// What keeps formularies from being used, as JSON.
#[derive(serde::Serialize)]
struct Refused {
    /// Never true: of a formulary that is not whole nothing is told.
    whole: bool,
    /// The formularies that are not whole, each with its findings.
    formularies: Vec<FormularyReport>,
}

/// Reads formularies of which no part may be missing. Where one is not whole, everything that is
/// wrong with all of them is said at once, as JSON on standard output or as a page on standard
/// error, and there is nothing to go on with: the outcome is [`crate::Outcome::Refused`].
pub(crate) fn whole<const N: usize>(
    paths: [&Path; N],
    dataset: &Dataset,
    (words, settings): (&Words, &Settings),
    json: bool,
    language: Language,
) -> Result<Option<[Formulary; N]>, Failure> {
    let mut formularies = Vec::with_capacity(N);
    for path in paths {
        formularies.push(read(path, words, language)?);
    }
    let none = Severities::new();
    let broken: Vec<FormularyReport> = formularies
        .iter()
        .filter(|one| !one.is_whole())
        .map(|one| FormularyReport::new(dataset, words, one, &[], &none, settings))
        .collect();
    if broken.is_empty() {
        return Ok(formularies.try_into().ok());
    }
    if json {
        output::print_json(&Refused {
            whole: false,
            formularies: broken,
        })?;
    } else {
        for report in &broken {
            output::complain(&report.text(language));
        }
    }
    Ok(None)
}
