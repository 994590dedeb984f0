//! The sentences about codes in Dutch.

use super::{ArticlePart, CodeWording, files};
use crate::intake::gstandaard::Gap;

/// Dutch.
#[derive(Debug)]
pub(in crate::report::wording) struct Dutch;

impl CodeWording for Dutch {
    fn counted_over(&self) -> &'static str {
        "Wat in de kolommen met codes staat, geteld over de regels waarvan de datum bruikbaar is:"
    }

    fn numbers(&self, system: &str, filled: &str, missing: &str) -> String {
        format!("{system}: {filled} gevuld, {missing} leeg of 0")
    }

    fn check_digit_fails(&self, cells: &str) -> String {
        format!("{cells} waarvan het controlecijfer niet klopt (elfproef)")
    }

    fn not_a_number(&self, cells: &str) -> String {
        format!("{cells} die geen nummer van hoogstens acht cijfers zijn of nooit zijn uitgegeven")
    }

    fn lacking(&self, system: &str, rows: &str, codes: &str, listed: &str) -> String {
        format!(
            "Regels met een {system}-code die uw codes.csv niet heeft: {rows}, met zoveel verschillende codes: {codes}. Van deze regels is gevolgd wat er verder op staat: een ander nummer, de omschrijving of de ATC-code. Elke code met haar regels: {listed}."
        )
    }

    fn no_table(&self, system: &str) -> String {
        format!(
            "Geen codes.csv in een map voor --data of --only heeft {system}, en er is geen G-Standaard opgegeven die dat heeft: deze codes zijn niet opgezocht."
        )
    }

    fn wrong_numbers(&self) -> &'static str {
        "Een nummer waarvan het controlecijfer niet klopt, is waarschijnlijk verkeerd overgenomen. De regel telt gewoon mee."
    }

    fn atc(&self, codes: &str) -> String {
        format!("ATC: {codes} van een stof")
    }

    fn atc_groups(&self, cells: &str) -> String {
        format!("{cells} van een groep")
    }

    fn atc_z(&self, cells: &str) -> String {
        format!("{cells} Z (niet van toepassing)")
    }

    fn atc_y(&self, cells: &str) -> String {
        format!("{cells} Y (niet ingevuld)")
    }

    fn atc_x(&self, cells: &str) -> String {
        format!("{cells} X (geen ATC-code)")
    }

    fn atc_empty(&self, cells: &str) -> String {
        format!("{cells} leeg")
    }

    fn atc_malformed(&self, cells: &str) -> String {
        format!("{cells} die geen ATC-code zijn")
    }

    fn release(&self, zi: &str, hpk: &str, prk: &str, gpk: &str) -> String {
        format!(
            "De nummers zijn opgezocht in uw levering van de G-Standaard: {zi} artikelen (ZI), {hpk} handelsproducten (HPK), {prk} voorschrijfproducten (PRK) en {gpk} generieke producten (GPK)."
        )
    }

    fn release_rows(&self, found: &str, not_found: &str) -> String {
        format!(
            "Regels met een nummer dat de levering heeft: {found}. Regels met alleen nummers die de levering niet heeft: {not_found}; daarvan zijn omschrijving en ATC-code van de regel gevolgd."
        )
    }

    fn release_differs(&self, rows: &str) -> String {
        format!(
            "Regels met een andere ATC-code dan de G-Standaard bij het nummer heeft: {rows}. De G-Standaard is gevolgd."
        )
    }

    fn gap(&self, gap: Gap) -> String {
        let files = files(gap, "en");
        let lost = match gap {
            Gap::Articles => "ZI-nummers leiden daarom nergens naartoe",
            Gap::TradeProducts => "HPK's en ZI-nummers leiden daarom nergens naartoe",
            Gap::PrescriptionProducts => "PRK's leiden daarom nergens naartoe",
            Gap::PackSizes => "het aantal doses per inhalator is daarom niet bekend",
            Gap::Names => "namen zijn daarom niet bekend",
            Gap::FormsAndRoutes => "vormen en toedieningswegen zijn daarom niet bekend",
            Gap::AtcNames => "namen van ATC-codes zijn daarom niet bekend",
        };
        format!("In de levering ontbreekt {files}; {lost}.")
    }

    fn no_propellant(&self) -> &'static str {
        "De G-Standaard zegt niet welk drijfgas in een dosisaerosol zit. Dat komt uit de gegevens van groenrecept, via het merk; een PRK of GPK noemt geen merk en blijft een bereik over de producten die het kunnen zijn."
    }

    fn article(&self, level: &str, number: &str) -> String {
        format!("{level} {number} in uw levering van de G-Standaard:")
    }

    fn article_part(&self, part: ArticlePart) -> &'static str {
        match part {
            ArticlePart::Name => "naam",
            ArticlePart::Atc => "ATC-code",
            ArticlePart::Gpk => "GPK",
            ArticlePart::Form => "vorm",
            ArticlePart::Route => "toedieningsweg",
            ArticlePart::Strength => "sterkte",
            ArticlePart::Doses => "doses per inhalator",
        }
    }
}
