//! What a page says where small numbers are hidden.

use super::super::Report;
use super::super::digits::HIDDEN;
use super::Page;
use super::say::Say;
use crate::dataset::Device;
use crate::practice::{Count, Hidden, Protects, RestSum};
use crate::report::wording::Shares;

impl Page {
    /// Whether small numbers are hidden, and how.
    pub(super) fn hiding(&mut self, report: &Report) {
        let say = Say(report.options.language);
        let Some(hidden) = &report.hidden else {
            self.paragraph(say.of(
                "Kleine aantallen zijn niet afgeschermd (--suppress uit): dit rapport is voor de praktijk zelf. Gebruik --suppress voor een rapport dat de praktijk verlaat.",
                "Small numbers are not hidden (--suppress off): this report is for the practice itself. Use --suppress for a report that leaves the practice.",
            ));
            return;
        };
        let below = hidden.below.to_string();
        let few = few(hidden, say);
        let values = [("{n}", below.as_str()), ("{few}", &few), ("{mark}", HIDDEN)];
        self.paragraph(&say.with(
            "Kleine aantallen zijn afgeschermd (--suppress {n}): een middel, vorm of stof met {few} staat niet met naam. Elk aantal is naar beneden afgerond op een veelvoud van {n}; wat daarbij afvalt, telt bij een volgend aantal mee, zodat totalen van aantallen kloppen op minder dan {n} na. Kilogrammen, doses en delen zijn uit die aantallen berekend en dus bij benadering. {mark} is een aantal van minder dan {n}, of een dat zo'n aantal zou verraden.",
            "Small numbers are hidden (--suppress {n}): a medicine, form or substance of {few} does not stand by name. Every count is rounded down to a multiple of {n}; what that takes off counts with a next one, so that totals of counts are true to less than {n}. Kilograms, doses and shares are computed of these counts, and so approximate. {mark} is a count of less than {n}, or one that would tell such a count.",
            &values,
        ));
        self.paragraph(say.of(
            "Maanden, regelnummers, namen van bestanden en van kolommen die niet zijn gelezen, staan er niet; een periode staat er in hele maanden. Deel geen twee rapporten over bijna dezelfde periode, of met een ander getal achter --suppress.",
            "Months, line numbers, names of files and of columns that were not read are left out; a period is told in whole months. Do not share two reports over nearly the same period, or with another number behind --suppress.",
        ));
        if protects_rows(hidden) {
            self.paragraph(say.of(
                "Geen regel noemt een patiënt: wat hierboven klein heet, is dat in voorschriften. Veel voorschriften van een middel kunnen van één patiënt zijn; kijk daarnaar voordat dit rapport de praktijk verlaat.",
                "No row names a patient: what is called small above is so in prescriptions. Many prescriptions of a medicine may be those of one patient; look at that before this report leaves the practice.",
            ));
        }
        if !report.rest.is_empty() {
            self.paragraph(say.of(
                "Wat middelen wegen die alleen samen staan, is geschat uit hun soort: het bereik loopt van de lichtste tot de zwaarste van die soort, of bij veel voorschriften over een deel daarvan.",
                "What medicines weigh that stand only together is estimated from their kind: the range runs from the lightest to the heaviest of that kind, or with many prescriptions over a part of that.",
            ));
        }
        if !report.rest.is_empty() && report.products.is_empty() {
            self.paragraph(say.of(
                "Geen inhalatiemiddel kan met naam staan: er staat alleen een totaal.",
                "No inhaled medicine can stand by name: there is only a total.",
            ));
        }
    }

    /// That too few patients use inhaled medicines to tell anything of them; whether it is so.
    pub(super) fn too_few(&mut self, report: &Report) -> bool {
        let hidden = report.hidden.filter(|hidden| hidden.inhalers_too_few);
        if let Some(hidden) = hidden {
            let say = Say(report.options.language);
            self.paragraph(&say.with(
                "Er is geen inhalatiemedicatie, of van {few}: wat die weegt, staat er niet. Dat is geen uitkomst van nul kg.",
                "There is no inhaled medication, or of {few}: what it weighs is not told. That is no result of zero kg.",
                &[("{few}", &few(&hidden, say))],
            ));
        }
        hidden.is_some()
    }

    /// What the values of the medicines rest on that stand by name.
    pub(super) fn quality_of_named(&mut self, report: &Report, shares: Option<&Shares>) {
        let Some(shares) = shares else { return };
        let say = Say(report.options.language);
        self.paragraph(&say.with(
            "Van wat met naam staat, rust {own} op een waarde van het product zelf, waar nodig omgerekend; {published} rust geheel of deels op waarden die staan zoals gepubliceerd.",
            "Of what stands by name, {own} rests on a value of the product itself, restated where needed; {published} rests wholly or partly on values that stand as published.",
            &[("{own}", &shares.own), ("{published}", &shares.as_published)],
        ));
    }

    /// Before the limits of values, as shares of what stands by name.
    pub(super) fn limits_of_named(&mut self, report: &Report) {
        let say = Say(report.options.language);
        self.paragraph(say.of(
            "Beperkingen van de waarden, met het deel van wat met naam staat waarvoor ze geheel of deels gelden (een waarde kan er meer hebben):",
            "Limits of the values, with the part of what stands by name to which they apply wholly or partly (a value may have several):",
        ));
    }

    /// Medicines that stand only together, as rows of the table of products.
    pub(super) fn rest_rows(&self, report: &Report) -> Vec<Vec<String>> {
        let say = Say(report.options.language);
        let all = report.rest.iter();
        all.map(|rest| self.rest_row(rest, report.products.is_empty(), say))
            .collect()
    }

    fn rest_row(&self, rest: &RestSum, alone: bool, say: Say) -> Vec<String> {
        let device = rest.device.and_then(Device::from_word);
        let name = match (device, rest.device) {
            (Some(device), _) => format!(
                "{}: {}",
                say.of("overige", "others"),
                self.words.device(device)
            ),
            (None, Some(_)) => format!(
                "{}: {}",
                say.of("overige", "others"),
                self.words.device_unknown()
            ),
            (None, None) if alone => say
                .of("alle middelen samen", "all medicines together")
                .to_owned(),
            (None, None) => say
                .of("overige middelen samen", "other medicines together")
                .to_owned(),
        };
        let [low, central, high] = self.digits.range_in(rest.climate);
        let (kilograms, range) = if rest.rows_with_value > 0 {
            (central, format!("{low} – {high}"))
        } else {
            (HIDDEN.to_owned(), HIDDEN.to_owned())
        };
        let propellant = rest.propellant.as_deref();
        vec![
            name,
            propellant.map_or_else(String::new, |gas| self.words.propellant(gas)),
            self.digits.count(rest.rows),
            String::new(),
            String::new(),
            kilograms,
            range,
            String::new(),
        ]
    }

    /// Prescriptions of which no doses are told.
    pub(super) fn without_doses(&mut self, report: &Report, rows: &str) {
        let say = Say(report.options.language);
        self.paragraph(&say.with(
            "Van {n} voorschriften staat er geen aantal doses, omdat zij alleen samen staan of de verpakkingsgrootte ontbreekt. Zij tellen niet mee in de doses en hun delen.",
            "Of {n} prescriptions no doses are told, as they stand only together or their pack size is missing. They do not count in the doses and their shares.",
            &[("{n}", rows)],
        ));
    }

    /// What of other medicines stands only together.
    pub(super) fn other_forms(&mut self, report: &Report, rows: u64) {
        let Some(hidden) = report.hidden.filter(|_| rows > 0) else {
            return;
        };
        let say = Say(report.options.language);
        self.paragraph(&say.with(
            "Vormen met {few}, of die zo'n vorm zouden verraden, staan alleen samen: {rows} voorschriften.",
            "Forms of {few}, or that would tell such a form, stand only together: {rows} prescriptions.",
            &[("{few}", &few(&hidden, say)), ("{rows}", &self.digits.count(rows))],
        ));
    }

    /// How many prescriptions are of substances that stand by name; whether that was said.
    pub(super) fn substances_by_name(&mut self, report: &Report, with: &str, of: &str) -> bool {
        if let Some(hidden) = &report.hidden {
            let say = Say(report.options.language);
            self.paragraph(&say.with(
                "Hieronder staan {with} van de {of} voorschriften van andere middelen. Een stof met {few} staat er niet bij, ook als er feiten over zijn.",
                "Below stand {with} of the {of} prescriptions of other medicines. A substance of {few} is left out, also where there are facts about it.",
                &[("{with}", with), ("{of}", of), ("{few}", &few(hidden, say))],
            ));
        }
        report.hidden.is_some()
    }

    /// Prescriptions that name no patient, where others do.
    pub(super) fn without_patient(&mut self, report: &Report) {
        if report.hidden.is_some_and(|hidden| hidden.inhalers_too_few) {
            return;
        }
        let rows = report.coverage.climate.inhalers.rows_without_patient;
        let say = Say(report.options.language);
        let count = self.digits.count(rows);
        match rows {
            Count::Shown(0) => {}
            Count::Shown(1) => self.paragraph(say.of(
                "1 voorschrift van inhalatiemedicatie noemt geen patiënt. Het telt mee, maar niet in aantallen patiënten.",
                "1 prescription of inhaled medication names no patient. It counts, but in no number of patients.",
            )),
            Count::Shown(_) | Count::Hidden => self.paragraph(&say.with(
                "{n} voorschriften van inhalatiemedicatie noemen geen patiënt. Ze tellen mee, maar niet in aantallen patiënten.",
                "{n} prescriptions of inhaled medication name no patient. They count, but in no number of patients.",
                &[("{n}", &count)],
            )),
        }
    }
}

/// Fewer patients, or prescriptions, than the limit.
fn few(hidden: &Hidden, say: Say) -> String {
    let below = hidden.below;
    if protects_rows(hidden) {
        let noun = say.of("voorschriften", "prescriptions");
        format!("{} {below} {noun}", say.of("minder dan", "fewer than"))
    } else {
        let noun = say.of("patiënten", "patients");
        format!("{} {below} {noun}", say.of("minder dan", "fewer than"))
    }
}

fn protects_rows(hidden: &Hidden) -> bool {
    hidden.protects == Protects::Prescriptions
}
