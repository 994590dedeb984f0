//! What a draft changes, as a page and as a table for the file of the revision.

use super::compare_report::{ChangeReport, CompareReport, Ends, MixReport, SumReport};
use crate::comparison::Verdict;
use crate::formulary::Found;
use crate::language::Language;
use crate::report::data::{say, wrap};
use crate::report::digits::Digits;

/// The comparison as a page.
#[must_use]
pub fn compare_page(report: &CompareReport, language: Language) -> String {
    let page = Page { report, language };
    let mut text = String::new();
    wrap(&mut text, "", &page.heading());
    wrap(&mut text, "", &page.basis());
    text.push('\n');
    page.sum(&mut text, say(language, "Totaal", "Total"), &report.total);
    for condition in &report.conditions {
        let changes = condition.untold > 0
            || condition.difference.is_some_and(|ends| !is_zero(ends))
            || !condition.device_changes.value().is_zero();
        if changes {
            page.sum(&mut text, &condition.condition, condition);
        }
    }
    if !report.changes.is_empty() {
        text.push('\n');
        text.push_str(say(language, "Per optie:\n", "By option:\n"));
    }
    for change in &report.changes {
        wrap(&mut text, "- ", &page.change(change));
    }
    for added in &report.added {
        let lead = say(language, "Nieuw, zonder gewicht:", "New, without weight:");
        wrap(&mut text, "- ", &format!("{lead} {added}"));
    }
    page.water(&mut text);
    text.push('\n');
    for limit in page.limits() {
        wrap(&mut text, "", &limit);
    }
    text
}

/// The sums by condition as a Markdown table, with what they rest on.
#[must_use]
pub fn compare_markdown(report: &CompareReport, language: Language) -> String {
    let page = Page { report, language };
    let mut text = format!("{}\n\n{}\n\n", page.heading(), page.basis());
    text.push_str(say(
        language,
        "| aandoening | kg CO2e nu | kg CO2e straks | verschil | oordeel | andere inhalator | niet te zeggen |\n",
        "| condition | kg CO2e now | kg CO2e then | difference | verdict | other inhaler | cannot be told |\n",
    ));
    text.push_str("|---|---|---|---|---|---|---|\n");
    let total = say(language, "**Totaal**", "**Total**");
    let named = report
        .conditions
        .iter()
        .map(|one| (one.condition.as_str(), one));
    for (name, one) in named.chain([(total, &report.total)]) {
        if one.counted == 0 && one.untold == 0 {
            continue;
        }
        let difference = one
            .difference
            .map_or_else(|| "?".to_owned(), |ends| page.ends(ends));
        let row = format!(
            "| {} | {} | {} | {difference} | {} | {} | {} |\n",
            name.replace('|', "\\|"),
            page.ends(one.before),
            page.ends(one.after),
            page.verdict(one),
            page.number(one.device_changes.value()),
            one.untold,
        );
        text.push_str(&row);
    }
    text.push('\n');
    for limit in page.limits() {
        text.push_str(&format!("- {limit}\n"));
    }
    text
}

fn is_zero(ends: Ends) -> bool {
    [ends.low, ends.central, ends.high]
        .iter()
        .all(|one| one.value().is_zero())
}

struct Page<'r> {
    report: &'r CompareReport,
    language: Language,
}

impl Page<'_> {
    fn say<'s>(&self, nl: &'s str, en: &'s str) -> &'s str {
        say(self.language, nl, en)
    }

    fn number(&self, value: rust_decimal::Decimal) -> String {
        Digits(self.language.wording()).number(value)
    }

    fn ends(&self, ends: Ends) -> String {
        let digits = Digits(self.language.wording());
        let [low, central, high] = digits.range(ends.low, ends.central, ends.high);
        if low == high {
            central
        } else {
            format!("{central} ({low} – {high})")
        }
    }

    fn heading(&self) -> String {
        let (old, new) = (&self.report.old, &self.report.new);
        let version = &self.report.dataset.version;
        let on = match &self.report.on {
            Some(day) => format!("{} {day}", self.say(", het nieuwe op", ", the new one on")),
            None => String::new(),
        };
        match self.language {
            Language::Dutch => format!("Van {old} naar {new}{on} (gegevens {version})."),
            Language::English => format!("From {old} to {new}{on} (data {version})."),
        }
    }

    fn basis(&self) -> String {
        let mut basis = match (self.report.mix, self.language) {
            (MixReport::Courses, Language::Dutch) => {
                "Gerekend met één behandeling per optie van het oude formularium: dat zegt niet hoe vaak een optie wordt voorgeschreven.".to_owned()
            }
            (MixReport::Courses, Language::English) => {
                "One course of each option of the old formulary: that does not tell how often an option is prescribed.".to_owned()
            }
            (MixReport::Export { inhaled, mapped }, Language::Dutch) => format!(
                "Gerekend met de voorschriften van een export: {mapped} van {inhaled} voorschriften van inhalatiemedicatie pasten bij een optie, gelijk verdeeld waar dat er meer zijn. Elk voorschrift telt als de behandeldagen van de optie."
            ),
            (MixReport::Export { inhaled, mapped }, Language::English) => format!(
                "The prescriptions of an export: {mapped} of {inhaled} prescriptions of inhaled medicines fitted an option, in equal parts where there are several. Each counts as the treatment days of the option."
            ),
        };
        if self.report.moved > 0 {
            let moved = self.report.moved;
            basis.push_str(&match self.language {
                Language::Dutch => format!(
                    " {moved} producten gaan volgens het meegegeven bestand over op een ander drijfgas; gerekend is met dezelfde massa gas, wat een aanname is."
                ),
                Language::English => format!(
                    " {moved} products move to another propellant by the file that was given; the same mass of gas is assumed."
                ),
            });
        }
        basis
    }

    fn verdict(&self, sum: &SumReport) -> &'static str {
        if sum.counted == 0 {
            return verdict(Verdict::CannotTell, self.language);
        }
        if sum.difference.is_some_and(is_zero) {
            return say(self.language, "gelijk", "the same");
        }
        verdict(sum.verdict, self.language)
    }

    fn sum(&self, text: &mut String, name: &str, sum: &SumReport) {
        let difference = sum
            .difference
            .map_or_else(|| "?".to_owned(), |ends| self.ends(ends));
        let mut line = format!(
            "{name}: {} kg CO2e {} {} kg CO2e, {} {difference} kg CO2e: {}.",
            self.ends(sum.before),
            self.say("wordt", "becomes"),
            self.ends(sum.after),
            self.say("verschil", "difference"),
            self.verdict(sum),
        );
        let counted = sum.counted;
        let all = sum.counted.saturating_add(sum.untold);
        line.push_str(&match self.language {
            Language::Dutch => format!(" Geteld zijn {counted} van {all} inhalatie-opties."),
            Language::English => format!(" Counted are {counted} of {all} inhaled options."),
        });
        if !sum.device_changes.value().is_zero() {
            let changes = self.number(sum.device_changes.value());
            line.push_str(&match (self.language, self.report.mix) {
                (Language::Dutch, MixReport::Courses) => {
                    format!(" Andere soort inhalator: {changes} opties.")
                }
                (Language::English, MixReport::Courses) => {
                    format!(" Another kind of inhaler: {changes} options.")
                }
                (Language::Dutch, _) => {
                    format!(" Andere soort inhalator: {changes} voorschriften.")
                }
                (Language::English, _) => {
                    format!(" Another kind of inhaler: {changes} prescriptions.")
                }
            });
        }
        if let Some([before, after]) = sum.cost {
            let [before, after] = [before, after].map(|euros| {
                let digits = Digits(self.language.wording());
                digits.rounded_text(euros.value(), 2)
            });
            line.push_str(&format!(" EUR {before} -> {after}."));
        }
        wrap(text, "", &line);
    }

    fn change(&self, change: &ChangeReport) -> String {
        let place = format!(
            "{}, {} {}",
            change.condition,
            self.say("stap", "step"),
            change.step
        );
        let (old, new) = (&change.old, &change.new);
        if change.found == Found::Nothing {
            let none = self.say(
                "geen stap in het nieuwe formularium; niet te zeggen wat ervoor in de plaats komt",
                "no such step in the new formulary; what takes its place cannot be told",
            );
            return format!("{place}: {old}: {none}.");
        }
        let figures = match (change.climate, change.verdict) {
            (Some([before, after]), Some(told)) => format!(
                "{} -> {} kg CO2e, {}",
                self.ends(before),
                self.ends(after),
                verdict(told, self.language)
            ),
            (Some(_), None) => self.say("gelijk", "the same").to_owned(),
            (None, _) if change.told == "not_inhaled" => self
                .say(
                    "geen klimaatwaarde per middel bekend",
                    "no climate value of single medicines is known",
                )
                .to_owned(),
            (None, _) => self
                .say(
                    "niet te zeggen: een waarde ontbreekt of de waarden meten iets anders",
                    "cannot be told: a value is missing, or they measure unlike things",
                )
                .to_owned(),
        };
        let device = if change.device_changes {
            self.say("; andere soort inhalator", "; another kind of inhaler")
        } else {
            ""
        };
        format!("{place}: {old} -> {new}: {figures}{device}.")
    }

    fn water(&self, text: &mut String) {
        let report = self.report;
        if report.water.is_empty() && report.mass_unknown == 0 {
            return;
        }
        text.push('\n');
        text.push_str(self.say(
            "Water, per stof en toedieningsweg, nooit opgeteld (naar oppervlaktewater hoogstens, na biologische zuivering):\n",
            "Water, by substance and route, never added up (to surface water at most, after biological treatment):\n",
        ));
        for one in &report.water {
            let [before, after] = one.milligrams.map(|mg| self.number(mg.value()));
            let load = one
                .load_at_most
                .map(|load| load.map_or_else(|| "?".to_owned(), |load| self.number(load.value())));
            let [old, new] = load;
            let line = format!(
                "{} ({}): {before} -> {after} mg; {} {old} -> {new} mg",
                one.atc,
                self.language.wording().water().route(one.route),
                self.say("naar water", "to water")
            );
            wrap(text, "- ", &line);
        }
        if report.mass_unknown > 0 {
            let count = report.mass_unknown;
            let line = match self.language {
                Language::Dutch => format!("van {count} opties is de massa niet te lezen"),
                Language::English => format!("the mass of {count} options cannot be read"),
            };
            wrap(text, "- ", &line);
        }
    }

    fn limits(&self) -> Vec<String> {
        let mut limits = vec![
            self.say(
                "Bedoeld voor makers van formularia en richtlijnen; geen advies voor een patiënt. Alleen de impact is gewogen: of een wissel mag (leeftijd, aanval, bijsluiter, andere stof) zegt deze vergelijking niet; zie check.",
                "Meant for authors of formularies and guidelines; no advice for a patient. Only impact is weighed: whether a switch may be made (age, attack, label, another substance) this comparison does not say; see check.",
            )
            .to_owned(),
        ];
        if let Some(patients) = self.report.patients {
            limits.push(match self.language {
                Language::Dutch => format!(
                    "Hoogstens {patients} patiënten van de export wordt gevraagd een andere soort inhalator te gebruiken."
                ),
                Language::English => format!(
                    "At most {patients} patients of the export are asked to use another kind of inhaler."
                ),
            });
        }
        if self.report.total.cost.is_none() {
            limits.push(
                self.say(
                    "Kosten: geen prijzen meegegeven (prices.csv in een map voor --data).",
                    "Cost: no prices were given (prices.csv in a folder for --data).",
                )
                .to_owned(),
            );
        }
        limits.push(
            self.say(
                "Beide kanten zijn gewogen over de behandeldagen van de oude optie; een andere duur in het nieuwe formularium telt niet als verschil. Wat niet te zeggen is, zit niet in de totalen. Twee inhalatoren zonder drijfgas worden nooit uit elkaar gehouden.",
                "Both sides are weighed over the treatment days of the old option; another duration in the new formulary is no difference. What cannot be told is not in the totals. Two inhalers without propellant are never told apart.",
            )
            .to_owned(),
        );
        limits
    }
}

const fn verdict(verdict: Verdict, language: Language) -> &'static str {
    let (nl, en) = match verdict {
        Verdict::Lower => ("lager", "lower"),
        Verdict::ProbablyLower => ("waarschijnlijk lager", "probably lower"),
        Verdict::CannotTell => ("niet te zeggen", "cannot be told"),
        Verdict::ProbablyHigher => ("waarschijnlijk hoger", "probably higher"),
        Verdict::Higher => ("hoger", "higher"),
    };
    match language {
        Language::Dutch => nl,
        Language::English => en,
    }
}
