//! The sentences about the account of rows in Dutch.

use super::AccountWording;

/// Dutch.
#[derive(Debug)]
pub(in crate::report::wording) struct Dutch;

impl AccountWording for Dutch {
    fn suppressed(&self, below: Option<u64>, mark: &str) -> String {
        match below {
            None => "Kleine aantallen zijn niet afgeschermd (--suppress uit): dit rapport is voor de praktijk zelf. Gebruik --suppress voor een rapport dat de praktijk verlaat.".to_owned(),
            Some(below) => format!("Kleine aantallen zijn afgeschermd (--suppress {below}): middelen, vormen en stoffen met minder dan {below} voorschriften, en middelen van minder dan {below} patiënten, zijn weggelaten en tellen in geen som mee. Maanden staan er niet. {mark} is een aantal dat kleiner is dan {below}, of dat een kleiner aantal zou verraden."),
        }
    }

    fn stopped(&self, counted: &str, aside: &str) -> String {
        let counts = if counted == "1" {
            "voorschrift telt mee: het was"
        } else {
            "voorschriften tellen mee: ze waren"
        };
        let drops = if aside == "1" { "telt" } else { "tellen" };
        format!(
            "Gestopt: {counted} {counts} al verstrekt; {aside} {drops} niet mee, als herhaling van wat is gestopt of van na het stoppen. Met stopped = \"drops\" in een profiel telt geen enkel gestopt voorschrift mee (--profile)."
        )
    }

    fn stopped_dropped(&self, aside: &str) -> String {
        let noun = if aside == "1" {
            "voorschrift is gestopt en staat"
        } else {
            "voorschriften zijn gestopt en staan"
        };
        format!(
            "{aside} {noun} terzijde, zoals het profiel vraagt (stopped = \"drops\"). Wat voor het stoppen al was verstrekt, telt dus niet mee."
        )
    }

    fn iterations(&self, rows: &str) -> String {
        let noun = if rows == "1" {
            "voorschrift van inhalatiemedicatie mag"
        } else {
            "voorschriften van inhalatiemedicatie mogen"
        };
        format!(
            "Iteraties: {rows} {noun} nog worden herhaald. Geteld is wat er staat; met het aantal herhalingen is niets vermenigvuldigd."
        )
    }

    fn returns_open(&self, rows: &str, lines: &str) -> String {
        let noun = if rows == "1" {
            "retour van inhalatiemedicatie kon"
        } else {
            "retouren van inhalatiemedicatie konden"
        };
        let lines = if lines.is_empty() {
            String::new()
        } else {
            format!(" Eerste regelnummers: {lines}.")
        };
        format!(
            "{rows} {noun} niet van een voorschrift worden afgetrokken, of niet geheel; het totaal kan te hoog zijn.{lines}"
        )
    }

    fn status_unknown(&self, rows: &str, lines: &str) -> String {
        let noun = if rows == "1" { "regel" } else { "regels" };
        format!(
            "Niet begrepen status: {rows} {noun}, gelezen als gewoon voorschrift. Eerste regelnummers: {lines}."
        )
    }

    fn issues(&self, first: &str, repeat: &str, not_said: &str) -> String {
        format!(
            "Voorschriften van inhalatiemedicatie: {first} eerste, {repeat} herhaald, {not_said} niet te zeggen."
        )
    }

    fn corrections(&self) -> &'static str {
        "Correctielijst: wat anders is gelezen dan de eenheid op de regel zegt, of niet op de regel stond. Kijk deze regels na als een getal u verbaast."
    }

    fn correction(&self, what: &str, rows: &str, named: &str, more: usize, lines: &str) -> String {
        let more = match more {
            0 => String::new(),
            1 => "; en 1 ander middel".to_owned(),
            more => format!("; en {more} andere middelen"),
        };
        format!("{what}: {rows} ({named}{more}). Eerste regelnummers: {lines}.")
    }

    fn completed_by_copy(&self) -> &'static str {
        "hoeveelheid ontbreekt of is onbruikbaar; overgenomen van een dubbele regel"
    }

    fn two_readings(&self) -> &'static str {
        "twee lezingen; de laagste en de hoogste staan in het bereik"
    }

    fn unusual(&self) -> &'static str {
        "meer inhalatoren dan op één voorschrift te verwachten is; meegeteld"
    }

    fn unusual_prescriptions(&self, all: &str) -> String {
        let noun = if all == "1" {
            "voorschrift telt"
        } else {
            "voorschriften tellen"
        };
        format!(
            "{all} {noun} mee met meer inhalatoren dan op één voorschrift te verwachten is (amount_limits.csv). Kijk na of dit een typefout is:"
        )
    }

    fn unusual_prescription(&self, line: &str, label: &str, amount: &str, share: &str) -> String {
        format!("regel {line}: {label}, {amount}; {share} van het totaal")
    }

    fn unusual_years(&self, all: &str) -> String {
        format!(
            "Vaker dan te verwachten is voor één patiënt in een kalenderjaar, van één soort inhalator: {all} keer. Dit telt mee:"
        )
    }

    fn unusual_year(
        &self,
        year: Option<&str>,
        devices: &str,
        device: &str,
        line: &str,
        share: &str,
    ) -> String {
        let year = year.map_or_else(String::new, |year| format!("{year}: "));
        format!("{year}{devices} ({device}), vanaf regel {line}; {share} van het totaal")
    }
}
