//! The sentences about the account of rows in Dutch.

use super::AccountWording;
use crate::practice::{Period, Reason};

/// Dutch.
#[derive(Debug)]
pub(in crate::report::wording) struct Dutch;

impl AccountWording for Dutch {
    fn mostly_aside(&self, rows: &str, of: &str, reason: &str, remedy: &str) -> String {
        format!("! {rows} van {of} regels zijn terzijde gelegd om één reden: {reason}. {remedy}")
    }

    fn remedy(&self, reason: Reason) -> &'static str {
        match reason {
            Reason::QuantityMissing => {
                "Noem in een profiel (--profile) de kolom met de hoeveelheid (quantity). Zonder hoeveelheid telt een regel alleen mee met een dosering of hoeveelheid per dag, en dagen of een einddatum: meer dan 0 dagen en hoogstens 731."
            }
            Reason::QuantityUnreadable => {
                "Noem in een profiel (--profile) de kolom waarin het aantal als getal staat (quantity), en het decimaalteken (decimal)."
            }
            Reason::QuantityZero => {
                "Kijk of dit de kolom met de voorgeschreven hoeveelheid is, en of nul daarin betekent dat niets is verstrekt; noem anders de goede in een profiel (quantity, --profile)."
            }
            Reason::QuantityNegative => {
                "Kijk of de voorschriften die zijn geretourneerd in het bestand staan, of kies een langere periode (--from, --to). Is dit niet de kolom met de voorgeschreven hoeveelheid, noem dan de goede in een profiel (quantity, --profile)."
            }
            Reason::QuantityAbsurd => {
                "Kijk of deze kolom een hoeveelheid is en geen code of bedrag; noem anders de goede in een profiel (quantity, --profile). Zijn de regels totalen, zeg dan daarin wat zij tellen (counts = \"packs\", \"mixed\", \"doses\" of \"ddd\")."
            }
            Reason::QuantityUnclear => {
                "Laat de eenheid mee exporteren en noem haar kolom in een profiel (unit, --profile). Zijn de regels totalen, zeg dan daarin wat zij tellen (counts = \"packs\", \"mixed\", \"doses\" of \"ddd\")."
            }
            Reason::QuantityUnit => {
                "Kijk of de kolom van de eenheid klopt (unit in een profiel, --profile) en of die stuks, doses of verpakkingen noemt."
            }
            Reason::QuantityUnitUnknown => {
                "Kijk of de kolom van de eenheid klopt (unit in een profiel, --profile). Klopt zij, voeg het woord dan toe aan vocabulary.csv van een eigen laag (--data)."
            }
            Reason::QuantityStrength => {
                "Laat de hoeveelheid in stuks of doses mee exporteren. Telt de kolom DDD, geef dan in een eigen laag ddd.csv (--data)."
            }
            Reason::DosageAsNeeded => {
                "Laat de hoeveelheid mee exporteren en noem haar kolom in een profiel (quantity, --profile): uit zo nodig volgt zij niet."
            }
            Reason::DosageNotUsable => {
                "Laat de hoeveelheid mee exporteren en noem haar kolom in een profiel (quantity, --profile): uit deze dosering volgt zij niet."
            }
            Reason::DateMissing => {
                "Noem in een profiel (--profile) de kolom met de datum van het voorschrift (date). Zijn het lege regels, haal die dan uit het bestand; er ontbreekt dan niets."
            }
            Reason::DateUnreadable => {
                "Noem in een profiel (--profile) de kolom met de datum van het voorschrift en hoe die is geschreven (date = \"dd-mm-yyyy\")."
            }
            Reason::DateOutOfRange => {
                "Kijk of dit de datum van het voorschrift is en geen geboortedatum; noem anders de goede kolom in een profiel (date, --profile). --today zegt wat de laatste dag is."
            }
            Reason::ProductMissing => {
                "Noem in een profiel (--profile) de kolom met de omschrijving (label), de ATC-code (atc) of een code."
            }
            Reason::TextBroken => {
                "Zeg in een profiel (--profile) in welke tekens het bestand is geschreven (encoding = \"utf-8\" of \"windows-1252\")."
            }
            Reason::TextTooLong => {
                "Kijk of de kolom met de omschrijving, de code of de eenheid geen vrije tekst bevat, en noem anders in een profiel (--profile) de goede kolom."
            }
            Reason::QuoteUnbalanced => {
                "Sla de export opnieuw op als CSV, met een aanhalingsteken binnen een tekst verdubbeld."
            }
            Reason::CellCount => {
                "Sla de export opnieuw op als CSV, met tekst tussen aanhalingstekens: een scheidingsteken in een tekst maakt een kolom te veel. Of noem het scheidingsteken in een profiel (separator, --profile)."
            }
            Reason::LineTooLong => {
                "Kijk of de export regeleinden heeft en sla hem opnieuw op als CSV."
            }
            Reason::FileCut => "Maak de export opnieuw.",
            Reason::OutsidePeriod
            | Reason::Vaccine
            | Reason::NotAMedicine
            | Reason::Cancelled
            | Reason::Stopped
            | Reason::Draft
            | Reason::Returned
            | Reason::Undone
            | Reason::Subtotal => "",
        }
    }

    fn files(&self, count: usize) -> String {
        format!(
            "{count} exports zijn gelezen als één. Eenzelfde patiëntnummer is in alle dezelfde patiënt, tenzij een kolom de praktijk noemt."
        )
    }

    fn file_rows(&self, name: &str, rows: &str, merges: bool) -> String {
        let copies = if merges {
            ""
        } else {
            " Dubbele regels zijn hierin niet gezocht: daarvoor zijn een patiëntkolom en een datumkolom nodig."
        };
        format!("{name}: {rows} regels gelezen.{copies}")
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

    fn chosen(&self, period: Period, outside: &str) -> String {
        let days = match (period.from, period.to) {
            (Some(from), Some(to)) => format!("van {from} tot en met {to}"),
            (Some(from), None) => format!("vanaf {from}"),
            (None, Some(to)) => format!("tot en met {to}"),
            (None, None) => "alle dagen".to_owned(),
        };
        format!("Gekozen periode: {days}. Regels daarbuiten: {outside}.")
    }

    fn issues(&self, first: &str, repeat: &str, not_said: &str) -> String {
        format!(
            "Voorschriften van inhalatiemedicatie: {first} eerste, {repeat} herhaald, {not_said} niet te zeggen."
        )
    }

    fn corrections(&self) -> &'static str {
        "Correctielijst: wat anders is gelezen dan de eenheid op de regel zegt, wat niet op de regel stond, wat twee lezingen heeft en wat ongewoon veel is. Kijk deze regels na als een getal u verbaast."
    }

    fn correction(&self, what: &str, rows: &str, named: &str, more: usize, lines: &str) -> String {
        let more = match more {
            0 => String::new(),
            1 => "; en 1 ander middel".to_owned(),
            more => format!("; en {more} andere middelen"),
        };
        format!("{what}: {rows} ({named}{more}). Eerste regelnummers: {lines}.")
    }

    fn many_in_a_year(&self) -> &'static str {
        "eerste regel van een patiënt met meer dan in een jaar te verwachten is; meegeteld"
    }

    fn merged(&self) -> &'static str {
        "dubbele regel: een andere regel van dit voorschrift telt"
    }

    fn worklist(&self) -> [&'static str; 6] {
        [
            "bestand",
            "regel",
            "reden",
            "gelezen als",
            "hoeveelheid",
            "aandeel in het totaal (%)",
        ]
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

    fn look_first(&self, line: &str) -> String {
        format!("! Kijk dit eerst na, het kan een typefout zijn: {line}.")
    }

    fn unusual_prescription(&self, line: &str, label: &str, amount: &str, share: &str) -> String {
        format!("regel {line}: {label}, {amount}; {share} van het totaal")
    }

    fn unusual_years(&self, all: &str) -> String {
        let noun = if all == "1" { "patiënt" } else { "patiënten" };
        format!(
            "Meer inhalatoren van één soort dan voor één patiënt in een jaar te verwachten is, bij {all} {noun} (een patiënt telt per kalenderjaar en per soort). Dit telt mee:"
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
