//! `groenrecept explain "LABEL or CODE or ATC"`: the whole trail of one medicine or fact.

use crate::output::{self, Failure};
use crate::{DataArguments, Outcome};
use groenrecept::report::explain::explain;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Omschrijving, code, ATC-code, product-id, of het id van een factor, feit, tegenspraak of
    /// bron. (Label, code, ATC code, product id, or the id of a factor, fact, contradiction or
    /// source.)
    what: String,
    #[command(flatten)]
    data: DataArguments,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let language = arguments.data.language();
    let dataset = arguments
        .data
        .dataset()
        .map_err(|error| Failure::Library(error, language))?;
    let explanation = explain(&dataset, arguments.data.gwp(), &arguments.what);
    output::print(&explanation.text(language))?;
    Ok(if explanation.is_recognised() {
        Outcome::Done
    } else {
        Outcome::Findings
    })
}
