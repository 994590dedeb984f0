//! The sentences about codes in English.

use super::{ArticlePart, CodeWording, files};
use crate::intake::gstandaard::Gap;

/// English.
#[derive(Debug)]
pub(in crate::report::wording) struct English;

impl CodeWording for English {
    fn counted_over(&self) -> &'static str {
        "What stands in the columns of codes, counted over the rows whose date is of use:"
    }

    fn numbers(&self, system: &str, filled: &str, missing: &str) -> String {
        format!("{system}: {filled} filled, {missing} empty or 0")
    }

    fn check_digit_fails(&self, cells: &str) -> String {
        format!("{cells} whose check digit does not fit (eleven check)")
    }

    fn not_a_number(&self, cells: &str) -> String {
        format!("{cells} that are no number of up to eight digits or were never issued")
    }

    fn lacking(&self, system: &str, rows: &str, codes: &str, listed: &str) -> String {
        format!(
            "Rows with a {system} code that your codes.csv lacks: {rows}, of different codes: {codes}. Of these rows what else stands in them was followed: another number, the label or the ATC code. Each code with its rows: {listed}."
        )
    }

    fn no_table(&self, system: &str) -> String {
        format!(
            "No codes.csv in a folder for --data or --only has {system}, and no release of the G-Standaard was given that does: these codes were not looked up."
        )
    }

    fn wrong_numbers(&self) -> &'static str {
        "A number whose check digit does not fit was probably copied wrong. Its row counts as any other."
    }

    fn atc(&self, codes: &str) -> String {
        format!("ATC: {codes} of a substance")
    }

    fn atc_groups(&self, cells: &str) -> String {
        format!("{cells} of a group")
    }

    fn atc_z(&self, cells: &str) -> String {
        format!("{cells} Z (not applicable)")
    }

    fn atc_y(&self, cells: &str) -> String {
        format!("{cells} Y (not filled in)")
    }

    fn atc_x(&self, cells: &str) -> String {
        format!("{cells} X (no ATC code)")
    }

    fn atc_empty(&self, cells: &str) -> String {
        format!("{cells} empty")
    }

    fn atc_malformed(&self, cells: &str) -> String {
        format!("{cells} that are no ATC code")
    }

    fn release(&self, zi: &str, hpk: &str, prk: &str, gpk: &str) -> String {
        format!(
            "Numbers were looked up in your release of the G-Standaard: {zi} articles (ZI), {hpk} trade products (HPK), {prk} prescription products (PRK) and {gpk} generic products (GPK)."
        )
    }

    fn release_rows(&self, found: &str, not_found: &str) -> String {
        format!(
            "Rows with a number that the release has: {found}. Rows with only numbers that the release does not have: {not_found}; of these the label and ATC code of the row were followed."
        )
    }

    fn release_differs(&self, rows: &str) -> String {
        format!(
            "Rows with another ATC code than the G-Standaard has for their number: {rows}. The G-Standaard was followed."
        )
    }

    fn gap(&self, gap: Gap) -> String {
        let files = files(gap, "and");
        let lost = match gap {
            Gap::Articles => "so ZI numbers lead nowhere",
            Gap::TradeProducts => "so HPK and ZI numbers lead nowhere",
            Gap::PrescriptionProducts => "so PRK numbers lead nowhere",
            Gap::PackSizes => "so the doses in an inhaler are not known",
            Gap::Names => "so names are not known",
            Gap::FormsAndRoutes => "so forms and routes are not known",
            Gap::AtcNames => "so names of ATC codes are not known",
        };
        format!("The release lacks {files}, {lost}.")
    }

    fn no_propellant(&self) -> &'static str {
        "The G-Standaard does not tell which propellant an aerosol holds. That comes from the data of groenrecept, by the brand; a PRK or GPK names no brand and stays a range over the products that it can be."
    }

    fn article(&self, level: &str, number: &str) -> String {
        format!("{level} {number} in your release of the G-Standaard:")
    }

    fn article_part(&self, part: ArticlePart) -> &'static str {
        match part {
            ArticlePart::Name => "name",
            ArticlePart::Atc => "ATC code",
            ArticlePart::Gpk => "GPK",
            ArticlePart::Form => "form",
            ArticlePart::Route => "route",
            ArticlePart::Strength => "strength",
            ArticlePart::Doses => "doses in an inhaler",
        }
    }
}
