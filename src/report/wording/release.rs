//! The sentences about a release of the G-Standaard that cannot be read, in Dutch; the English
//! ones are those of the error itself.

use crate::error::ReleaseProblem;

pub(super) fn dutch(problem: &ReleaseProblem) -> String {
    match problem {
        ReleaseProblem::NoFiles => "in deze map staat geen BST-bestand. De G-Standaard valt onder een licentie van Z-Index; wijs de map aan van uw eigen, uitgepakte levering.".to_owned(),
        ReleaseProblem::Lacks { file } => format!(
            "{file} staat niet in deze map; zonder dat bestand leidt geen nummer naar een ATC-code."
        ),
        ReleaseProblem::RecordLength { found, expected } => format!(
            "de regel heeft {found} tekens en die van dit bestand hebben er {expected}. Is het bestand heel, en zoals Z-Index het leverde?"
        ),
        ReleaseProblem::OtherFile { found, expected } => {
            let begins = found.map_or_else(
                || "begint niet met het nummer van een bestand".to_owned(),
                |number| format!("begint met {number:04}"),
            );
            format!("de regel {begins} en die van dit bestand beginnen met {expected:04}.")
        }
        ReleaseProblem::NoNumber { field } => format!("in het veld {field} staat geen getal."),
        ReleaseProblem::NoField { file, field } => {
            format!("dit bestand beschrijft {file} zonder het veld {field}.")
        }
    }
}
