//! What a draft changes, as Markdown for the file of the revision: it stands by itself.

use super::compare_page::figures;
use super::compare_report::CompareReport;
use super::compare_words::{Words, found};
use crate::language::Language;
use crate::outward;
use crate::report::{alone, wording};
use std::fmt::Display;

/// The comparison as Markdown: what it is meant for, what it rests on, the sums by condition,
/// every option that changes, water, propellants and method.
pub(super) fn markdown(report: &CompareReport, language: Language) -> String {
    let words = Words { report, language };
    let mut text = format!(
        "{}\n\n{} {}\n",
        words.heading(),
        words.meant(),
        words.basis()
    );
    let page = Page { words };
    page.sums(&mut text);
    page.missing(&mut text);
    page.changes(&mut text);
    page.water(&mut text);
    page.list(
        &mut text,
        ("Drijfgassen", "Propellants"),
        &words.transition(),
    );
    let mut method = words.method();
    method.push(page.made_with());
    page.list(
        &mut text,
        ("Methode en grenzen", "Method and limits"),
        &method,
    );
    outward::page(text)
}

/// A cell: what would end it or make markup of it is escaped.
fn cell(text: impl Display) -> String {
    let mut escaped = String::new();
    let text = text.to_string().replace(['\n', '\r'], " ");
    for char in outward::visible(&text).chars() {
        match char {
            '|' | '\\' | '<' | '>' | '*' | '_' | '`' | '[' | ']' => {
                escaped.push('\\');
                escaped.push(char);
            }
            other => escaped.push(other),
        }
    }
    escaped
}

fn row(text: &mut String, cells: &[String]) {
    text.push_str("| ");
    text.push_str(&cells.join(" | "));
    text.push_str(" |\n");
}

struct Page<'r> {
    words: Words<'r>,
}

impl Page<'_> {
    fn title(&self, text: &mut String, (nl, en): (&str, &str)) {
        text.push_str(&format!("\n### {}\n\n", self.words.say(nl, en)));
    }

    fn head(&self, text: &mut String, columns: &[(&str, &str)]) {
        let names: Vec<String> = columns
            .iter()
            .map(|(nl, en)| self.words.say(nl, en).to_owned())
            .collect();
        row(text, &names);
        text.push_str(&format!("|{}\n", "---|".repeat(columns.len())));
    }

    fn list(&self, text: &mut String, title: (&str, &str), lines: &[String]) {
        if lines.is_empty() {
            return;
        }
        self.title(text, title);
        for line in lines {
            text.push_str(&format!("- {line}\n"));
        }
    }

    fn sums(&self, text: &mut String) {
        let words = self.words;
        self.title(text, ("Totalen", "Totals"));
        self.head(
            text,
            &[
                ("aandoening", "condition"),
                ("kg CO2e nu", "kg CO2e now"),
                ("kg CO2e straks", "kg CO2e then"),
                ("verschil", "difference"),
                ("oordeel", "verdict"),
                ("waarvan zonder kanttekening", "of which without a mark"),
                ("andere inhalator", "other inhaler"),
                ("niet te zeggen", "cannot be told"),
            ],
        );
        let report = words.report;
        let total = words.say("**Totaal**", "**Total**").to_owned();
        let named = report.conditions.iter();
        let named = named.map(|one| (cell(words.name_of(&one.condition, one)), one));
        for (name, one) in named.chain([(total, &report.total)]) {
            if one.counted == 0 && one.untold == 0 {
                continue;
            }
            row(
                text,
                &[
                    name,
                    words.difference(one.before),
                    words.difference(one.after),
                    words.difference(one.difference),
                    words.verdict(one).to_owned(),
                    words.part(&one.unmarked),
                    words.number(one.device_changes.value()),
                    one.untold.to_string(),
                ],
            );
        }
        text.push_str(&format!("\n{}\n", words.counted(&report.total)));
        text.push_str(&format!("{}\n", words.saving()));
        for line in words.marked().into_iter().chain(words.patients()) {
            text.push_str(&format!("{line}\n"));
        }
    }

    fn missing(&self, text: &mut String) {
        let words = self.words;
        let lines: Vec<String> = words
            .report
            .missing
            .iter()
            .map(|one| {
                let place = cell(words.place(&one.condition, &one.patients, one.step));
                let new = words.say(
                    " (nieuw of anders; het oude had dit niet)",
                    " (new or another step; the old one did not have it)",
                );
                let new = if one.stood { "" } else { new };
                format!("{place}{new}: {}", words.missing(one))
            })
            .collect();
        let title = (
            "Het concept neemt weg wat moet blijven",
            "The draft takes away what must be kept",
        );
        self.list(text, title, &lines);
    }

    fn changes(&self, text: &mut String) {
        let words = self.words;
        let report = words.report;
        if !report.changes.is_empty() {
            self.title(text, ("Per optie", "By option"));
            self.head(
                text,
                &[
                    ("voor wie", "for whom"),
                    ("nu", "now"),
                    ("straks", "then"),
                    ("gevonden als", "found as"),
                    ("behandelingen", "courses"),
                    ("klimaat", "climate"),
                    ("kanttekening", "mark"),
                ],
            );
        }
        for one in &report.changes {
            let (old, new) = (cell(&one.old), cell(&one.new));
            let line = one.new_line.map(|line| line.to_string());
            let at = |label: String, line: &str| {
                let word = words.say("regel", "line");
                format!("{label} ({word} {line})")
            };
            row(
                text,
                &[
                    cell(words.place(&one.condition, &one.patients, one.step)),
                    at(old, &one.line.to_string()),
                    line.map_or_else(|| "–".to_owned(), |line| at(new, &line)),
                    found(one.found, words.language).to_owned(),
                    match &one.used {
                        Some(used) => words.weight(one, used),
                        None => words.number(one.weight.value()),
                    },
                    figures(words, one),
                    if one.marks.is_empty() {
                        "–".to_owned()
                    } else {
                        cell(words.marks(&one.marks))
                    },
                ],
            );
        }
        let added: Vec<String> = report.added.iter().map(cell).collect();
        self.list(
            text,
            ("Nieuw, zonder gewicht", "New, without weight"),
            &added,
        );
    }

    fn water(&self, text: &mut String) {
        let words = self.words;
        let report = words.report;
        if report.water.is_empty() && report.mass_unknown == 0 {
            return;
        }
        self.title(text, ("Water", "Water"));
        text.push_str(words.say(
            "Per stof en toedieningsweg, nooit opgeteld; naar oppervlaktewater hoogstens, na biologische zuivering.\n\n",
            "By substance and route, never added up; to surface water at most, after biological treatment.\n\n",
        ));
        if !report.water.is_empty() {
            self.head(
                text,
                &[
                    ("stof", "substance"),
                    ("ATC", "ATC"),
                    ("gebruik", "use"),
                    ("mg nu", "mg now"),
                    ("mg straks", "mg then"),
                    ("mg naar water nu", "mg to water now"),
                    ("mg naar water straks", "mg to water then"),
                ],
            );
        }
        let names = wording::of(words.language).water();
        for one in &report.water {
            let [before, after] = one.milligrams.map(|mg| words.number(mg.value()));
            let [old, new] = one
                .load_at_most
                .map(|load| load.map_or_else(|| "?".to_owned(), |load| words.number(load.value())));
            row(
                text,
                &[
                    cell(names.words(&one.substance, &one.dutch)),
                    one.atc.clone(),
                    names.route(one.route).to_owned(),
                    before,
                    after,
                    old,
                    new,
                ],
            );
        }
        if report.mass_unknown > 0 {
            let options = words.options(report.mass_unknown);
            text.push_str(&match words.language {
                Language::Dutch => format!("\nVan {options} is niet te zeggen wat het verschil is: een massa is niet te lezen of niets komt ervoor in de plaats; die staan hier niet in.\n"),
                Language::English => format!("\nOf {options} the difference cannot be told: a mass cannot be read, or nothing takes the place; they are not in this.\n"),
            });
        }
    }

    /// The program and the data, so that the table can be made again.
    fn made_with(&self) -> String {
        let report = self.words.report;
        let data = &report.dataset;
        let layers = data.layers.join(", ");
        let version = alone::version_of(data, self.words.language);
        let (program, hash) = (report.groenrecept, &data.sha256);
        match self.words.language {
            Language::Dutch => format!(
                "Gemaakt met groenrecept {program}, gegevens {version} ({layers}; sha256 {hash})."
            ),
            Language::English => format!(
                "Made with groenrecept {program}, data {version} ({layers}; sha256 {hash})."
            ),
        }
    }
}
