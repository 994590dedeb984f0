//! The page for a clinician: what it may be used for, keep, less, what else, what to ask first,
//! what is held back, what to weigh.

mod first;
mod foot;
mod offers;

use super::words;
use super::{AboutKind, AdviceReport, ProductReport, QuestionReport, RuleReport};
use crate::advice::Citation;
use crate::context::{FactValue, Sex};
use crate::dataset::guideline::RuleId;
use crate::diagnostic::Message;
use crate::language::Language;
use crate::report::data::hang;
use crate::report::digits::Digits;
use crate::report::{alone, wording};

pub(super) fn render(report: &AdviceReport, language: Language) -> String {
    let mut page = Page {
        report,
        language,
        digits: Digits(wording::of(language)),
        text: String::new(),
    };
    page.write();
    page.text
}

struct Page<'a> {
    report: &'a AdviceReport,
    language: Language,
    digits: Digits,
    text: String,
}

/// All rules of a report with their titles and where they are to be read, in the order of the page.
fn rules(report: &AdviceReport) -> impl Iterator<Item = (&RuleId, &Message, &Citation)> {
    let offered = report.offers.iter().flat_map(|offer| &offer.rules);
    let withheld = report.withheld.iter().chain(&report.excepted);
    let withheld = withheld.flat_map(|one| &one.rules);
    let first = report.correct.iter().chain(&report.keep);
    let first = first.chain(&report.may_keep).chain(&report.unasked);
    let all = first.chain(&report.reduce).chain(offered).chain(withheld);
    let tested = all.chain(&report.inform);
    let tested = tested.map(|rule| (&rule.rule, &rule.title, &rule.citation));
    let untested = report.untested.iter();
    tested.chain(untested.map(|rule| (&rule.rule, &rule.title, &rule.citation)))
}

impl Page<'_> {
    fn say(&self, dutch: &'static str, english: &'static str) -> &'static str {
        self.language.say(dutch, english)
    }

    fn line(&mut self, lead: &str, words: &str) {
        let indent = " ".repeat(lead.chars().count());
        hang(&mut self.text, lead, &indent, words);
    }

    fn heading(&mut self, dutch: &'static str, english: &'static str) {
        let heading = self.say(dutch, english);
        self.text.push('\n');
        self.line("", heading);
    }

    fn write(&mut self) {
        let report = self.report;
        let title = self.say("Advies bij één voorschrift", "Advice on one prescription");
        self.line("", title);
        self.line("", report.intended_use.text(self.language));
        if let Some(alone) = alone::sentence(&report.dataset, self.language) {
            self.line("", &alone);
        }
        self.text.push('\n');
        self.about();
        self.unused();
        if report.is_recognised() {
            self.given();
            self.line("", &report.rules_used.text(self.language));
            self.correct();
            self.keep();
            self.reduce();
            self.offers();
            self.questions();
            self.follow_up();
            self.withheld();
            self.excepted();
            self.inform();
            self.untested();
            self.conflicts();
            self.addresses();
        }
        self.method();
    }

    fn about(&mut self) {
        let report = self.report;
        let about = match (report.about.kind, report.about.products.as_slice()) {
            (AboutKind::Inhaler, [one]) => self.product(one),
            (AboutKind::Inhaler, []) => self
                .say(
                    "een inhalatiemiddel waarvan de gegevens geen product kennen",
                    "an inhaled medicine of which the data knows no product",
                )
                .to_owned(),
            (AboutKind::Inhaler, all) => {
                let all: Vec<String> = all.iter().map(|one| self.product(one)).collect();
                let lead = self.say("dit kan zijn", "this can be");
                format!("{lead}: {}", all.join("; "))
            }
            (AboutKind::Medicine, _) => {
                let atc = report.about.codes(self.language);
                let words = self.say(
                    "geen inhalatiemiddel; regels worden getoetst op de ATC-code en de toedieningsweg. Een klimaatvergelijking van producten is er voor dit middel niet",
                    "no inhaled medicine; rules are held against the ATC code and the route. There is no comparison of products on climate for it",
                );
                format!("ATC {atc}, {words}")
            }
            (AboutKind::NotRecognised, _) => self
                .say(
                    "niet herkend. Er is geen regel getoetst, en dat zegt niets over het middel. Een regel kan alleen worden getoetst aan een inhalatiemiddel of een ATC-code: geef de ATC-code erbij",
                    "not recognised. No rule was held against it, which says nothing about the medicine. A rule can only be held against an inhaled medicine or an ATC code: give the ATC code too",
                )
                .to_owned(),
        };
        let lead = self.say("Gevraagd", "Asked");
        self.line("", &format!("{lead}: '{}': {about}.", report.asked));
        if let Some(by_name) = &report.about.by_name {
            self.line("", by_name.text.text(self.language));
        }
        for note in &report.about.notes {
            let lead = self.say("Let op", "Note");
            self.line("", &format!("{lead}: {}.", note.text(self.language)));
        }
        if report.about.other_strength {
            let text = self.say(
                "Over doses wordt daarom niets gezegd.",
                "Nothing is said of doses therefore.",
            );
            self.line("", text);
        }
        if let Some(against) = &report.about.against_label {
            let lead = if against.foreign {
                self.say(
                    "Ter informatie, over wat is voorgeschreven zelf",
                    "For information, of what is prescribed itself",
                )
            } else {
                self.say(
                    "Let op, wat is voorgeschreven zelf",
                    "Note, what is prescribed itself",
                )
            };
            self.line(
                "",
                &format!("{lead}: {}.", against.reason.text(self.language)),
            );
            self.labels(&against.labels, "  ");
        }
    }

    /// What was said and no rule can use: it must not seem to count.
    fn unused(&mut self) {
        let report = self.report;
        let reasons = report.unused.values().map(|one| one.text(self.language));
        let reasons: Vec<&str> = reasons.collect();
        if !reasons.is_empty() {
            let lead = self.say("Niet gebruikt", "Not used");
            self.line("", &format!("{lead}: {}.", reasons.join("; ")));
        }
    }

    fn given(&mut self) {
        let known = self.known();
        let rest = self.say(
            "Wat niet is opgegeven en niet volgt uit wat wel is opgegeven, is onbekend: wat een verandering kan tegenhouden, wordt gevraagd of genoemd.",
            "What is not given and does not follow from what is given is unknown: what may hold a change back is asked or named.",
        );
        let text = if known.is_empty() {
            let none = self.say(
                "Over de patiënt en het voorschrift is niets opgegeven.",
                "Nothing is given of the patient and the prescription.",
            );
            format!("{none} {rest}")
        } else {
            let lead = self.say("Uitgegaan van", "Given");
            format!("{lead}: {}. {rest}", known.join("; "))
        };
        self.line("", &text);
        if let Some(dosage) = &self.report.dosage {
            self.line("", dosage.text.text(self.language));
        }
        let lead = self.say("Let op, op", "Note, to");
        let rest = self.say(
            "is nee gegeven, terwijl een code, de leeftijd of een ander middel ja zegt; het antwoord telt.",
            "no was given, while a code, the age or another medicine says yes; the answer counts.",
        );
        for denied in &self.report.denied {
            let question = denied.question.text(self.language);
            self.line("", &format!("{lead} '{question}' {rest}"));
        }
        self.amount();
    }

    /// What became of the amount, and what it weighs.
    fn amount(&mut self) {
        let Some(amount) = &self.report.amount else {
            return;
        };
        let mut text = amount.text.text(self.language).to_owned();
        if let Some(climate) = amount.climate {
            let is = self.say("Dat is", "That is");
            text.push_str(&format!(" {is} {} kg CO2e.", self.ends(climate)));
        }
        self.line("", &text);
    }

    /// What was known of patient and prescription.
    fn known(&self) -> Vec<String> {
        let given = &self.report.given;
        let mut known = Vec::new();
        if let Some(age) = given.age {
            known.push(format!("{} {age}", self.say("leeftijd", "age")));
        }
        if !given.icpc.is_empty() {
            known.push(format!("ICPC {}", given.icpc.join(", ")));
        }
        known.extend(given.indications.iter().cloned());
        if let Some(sex) = given.sex {
            let female = sex == Sex::Female.as_str();
            let (nl, en) = if female {
                ("vrouw", "female")
            } else {
                ("man", "male")
            };
            known.push(self.say(nl, en).to_owned());
        }
        if !given.beside.is_empty() {
            let lead = self.say("andere middelen", "other medicines");
            known.push(format!("{lead}: {}", given.beside.join(", ")));
        }
        known.extend(given.answers.iter().map(|(question, value, unit)| {
            let question = question.text(self.language);
            match value {
                FactValue::Holds(holds) => format!("{question} {}", self.yes(*holds)),
                FactValue::Number(number) => {
                    let number = self.digits.count(u64::from(*number));
                    let unit = crate::advice::unit_word(unit, self.language);
                    format!("{question} {number} {unit}").trim_end().to_owned()
                }
            }
        }));
        if let Some(days) = given.days_supplied {
            known.push(format!("{days} {}", self.say("dagen", "days")));
        }
        if let Some(doses) = given.doses_per_year {
            let unit = self.say("doses per jaar", "doses a year");
            known.push(format!("{} {unit}", self.digits.count(u64::from(doses))));
        }
        if let Some(devices) = &given.other_devices {
            let lead = self.say("andere inhalatoren", "other inhalers");
            let devices = if devices.is_empty() {
                self.say("geen", "none").to_owned()
            } else {
                devices.join(", ")
            };
            known.push(format!("{lead}: {devices}"));
        }
        if let Some(quantity) = &self.report.quantity {
            let one = quantity.amount == "1";
            let unit = wording::of(self.language).unit(quantity.unit, one);
            known.push(format!("{} {unit}", self.decimal(&quantity.amount)));
        }
        known
    }

    fn yes(&self, holds: bool) -> &'static str {
        if holds {
            self.say("Ja", "Yes")
        } else {
            self.say("Nee", "No")
        }
    }

    fn reduce(&mut self) {
        let report = self.report;
        let (align, less): (Vec<&RuleReport>, Vec<&RuleReport>) = report
            .reduce
            .iter()
            .partition(|rule| words::aligns(rule.direction));
        self.heading("Eerst minder", "Less first");
        self.known_and_open(&less);
        if !align.is_empty() {
            self.heading("Nagaan en afstemmen", "Check and align");
            self.known_and_open(&align);
        }
    }

    /// Rules that apply, and then those of which that depends on what they ask.
    fn known_and_open(&mut self, rules: &[&RuleReport]) {
        let (known, open): (Vec<&RuleReport>, Vec<&RuleReport>) =
            rules.iter().copied().partition(|rule| rule.asks.is_empty());
        if known.is_empty() {
            let none = self.say(
                "Van geen regel staat nu vast dat zij geldt.",
                "Of no rule is it certain now that it applies.",
            );
            self.line("  ", none);
        }
        for rule in known {
            self.rule(rule, "  - ", true, &[]);
        }
        if !open.is_empty() {
            let lead = self.say(
                "Deze regels gelden misschien; dat hangt af van wat nog niet bekend is:",
                "These rules may apply; that depends on what is not known yet:",
            );
            self.line("  ", lead);
        }
        for rule in open {
            self.rule(rule, "  - ", true, &[]);
        }
    }

    fn questions(&mut self) {
        self.heading("Eerst nagaan", "What to ask first");
        let report = self.report;
        let numbered = (1u32..).zip(&report.questions);
        let (first, rest): (Vec<_>, Vec<_>) = numbered.partition(|(_, question)| question.decides);
        if first.is_empty() {
            let none = self.say(
                "Voor wat blijft en wat anders kan is niets meer na te gaan.",
                "For what to keep and what can be different nothing is left to ask.",
            );
            self.line("  ", none);
        }
        self.numbered(&first);
        if !rest.is_empty() {
            let lead = self.say("Voor de andere regels:", "For the other rules:");
            self.line("  ", lead);
        }
        self.numbered(&rest);
    }

    fn numbered(&mut self, questions: &[(u32, &QuestionReport)]) {
        for (number, question) in questions {
            self.line(
                &format!("  {number}. "),
                question.question.text(self.language),
            );
        }
    }

    fn follow_up(&mut self) {
        let report = self.report;
        if report.follow_up.is_empty() {
            return;
        }
        self.heading("Daarna", "Afterwards");
        for one in &report.follow_up {
            let text = format!("{} {}", one.text.text(self.language), rule_ids(&one.rules));
            self.line("  - ", &text);
        }
    }

    fn inform(&mut self) {
        let report = self.report;
        if report.inform.is_empty() {
            return;
        }
        self.heading("Weeg mee", "Weigh too");
        for rule in &report.inform {
            self.rule(rule, "  - ", true, &[]);
        }
    }

    /// Rules that are not tested, so that none is silent.
    fn untested(&mut self) {
        let report = self.report;
        if report.untested.is_empty() {
            return;
        }
        self.heading("Niet getoetst", "Not tested");
        let lead = self.say(
            "Deze regels gelden misschien; wat zij vragen is niet bekend, beslist niet over houden of wisselen en is daarom niet gevraagd",
            "These rules may hold; what they ask is not known, decides nothing of keeping or changing, and so is not asked",
        );
        let named = report.untested.iter().map(|rule| {
            let title = rule.title.text(self.language);
            let numbers = self.numbers(&rule.asks);
            if numbers.is_empty() {
                return format!("{title} [{}]", rule.rule);
            }
            let word = self.say("vraag", "question");
            format!("{title} [{}] ({word} {})", rule.rule, numbers.join(", "))
        });
        let named: Vec<String> = named.collect();
        self.line("  ", &format!("{lead}: {}.", named.join("; ")));
    }

    fn conflicts(&mut self) {
        let report = self.report;
        if report.conflicts.is_empty() {
            return;
        }
        self.heading("Tegenspraak", "Contradictions");
        let withheld = report.withheld.iter().any(|one| one.keep.is_some());
        let kept = withheld || !report.keep.is_empty();
        let lead = if !report.correct.is_empty() {
            self.say(
                "Deze regels spreken elkaar tegen. Hier gaat in orde brengen wat hierboven staat voor, ter wille van de veiligheid; daarmee is niet gezegd welke regel gelijk heeft:",
                "These rules contradict each other. Here putting right what stands above goes first, for safety's sake; that does not say which rule is right:",
            )
        } else if kept {
            self.say(
                "Deze regels spreken elkaar tegen. Hier gaat houden voor wisselen, ter wille van de veiligheid; daarmee is niet gezegd welke regel gelijk heeft:",
                "These rules contradict each other. Here keeping goes before switching, for safety's sake; that does not say which rule is right:",
            )
        } else {
            self.say(
                "Deze regels spreken elkaar tegen; beide staan er, en welke hier zwaarder weegt is aan arts en patiënt:",
                "These rules contradict each other; both stand, and which weighs more here is for clinician and patient:",
            )
        };
        self.line("  ", lead);
        for one in &report.conflicts {
            let (lead, below) = one.lines(self.language);
            self.line("  - ", &lead);
            for text in below {
                self.line("    ", &text);
            }
        }
    }

    /// A rule with its citation; asks that stand above it already are left out.
    fn rule(&mut self, rule: &RuleReport, lead: &str, reason: bool, known: &[String]) {
        let language = self.language;
        let indent = " ".repeat(lead.chars().count());
        self.line(
            lead,
            &format!("{} [{}]", rule.title.text(language), rule.rule),
        );
        if reason {
            self.line(&indent, rule.reason.text(language));
        }
        if let Some(instead) = rule.instead.as_ref().filter(|_| reason) {
            let lead = self.say("In plaats daarvan", "Instead");
            self.line(&indent, &format!("{lead}: {}.", instead.text(language)));
        }
        let open: Vec<String> = rule
            .asks
            .iter()
            .filter(|ask| !known.contains(ask))
            .cloned()
            .collect();
        if !open.is_empty() {
            let text = self.ask_first(&open);
            self.line(&indent, &text);
        }
        // What offers rest on stands below all of them.
        if let Some(basis) = rule
            .basis
            .as_ref()
            .filter(|_| reason && !rule.direction.offers())
        {
            let lead = self.say("Waarop dit berust", "What this rests on");
            self.line(&indent, &format!("{lead}: {}", basis.text(language)));
        }
        let cited = &rule.citation;
        let mut text = format!(
            "{}: {} ({}), {}; {}; {}",
            self.say("Bron", "Source"),
            cited.guideline,
            cited.version,
            cited.section,
            words::claimed(cited.strength, &cited.claim, language),
            words::seen(cited.evidence, language),
        );
        if !cited.looked.nl.is_empty() {
            let looked = cited.looked.text(language);
            text.push_str(&format!("; {} {looked}", words::looked(language)));
        }
        if self.report.rules_used.statuses.differ() {
            text.push_str(&format!("; {}", cited.status.word(language)));
        }
        text.push_str(&words::dated(cited, language));
        self.line(&indent, &format!("{text}."));
    }

    /// The numbers of those questions that are asked.
    fn numbers(&self, asks: &[String]) -> Vec<String> {
        let questions = (1u32..).zip(&self.report.questions);
        let asked = questions.filter(|(_, question)| asks.contains(&question.ask));
        asked.map(|(number, _)| number.to_string()).collect()
    }

    /// The numbers of questions under "ask first", and what is wanted besides and not asked.
    fn ask_first(&self, asks: &[String]) -> String {
        let numbers = self.numbers(asks);
        let lead = self.say("Eerst nagaan: vraag", "Ask first: question");
        let and = self.say("en", "and");
        let first = match numbers.split_last() {
            Some((last, [])) => format!("{lead} {last}."),
            Some((last, rest)) => {
                let lead = self.say("Eerst nagaan: vraag", "Ask first: questions");
                format!("{lead} {} {and} {last}.", rest.join(", "))
            }
            None => String::new(),
        };
        let besides = self.report.not_asked.iter();
        let besides = besides.filter(|question| asks.contains(&question.ask));
        let besides: Vec<&str> = besides
            .map(|one| one.question.text(self.language))
            .collect();
        if besides.is_empty() {
            return first;
        }
        let lead = self.say("Deze regel vraagt verder:", "This rule also asks:");
        format!("{first} {lead} {}", besides.join(" "))
            .trim_start()
            .to_owned()
    }

    /// A rule by its id with its title.
    fn product(&self, product: &ProductReport) -> String {
        format!(
            "{} [{}]",
            product.label.text(self.language),
            product.product
        )
    }

    fn decimal(&self, plain: &str) -> String {
        self.digits.grouped(plain)
    }
}

fn rule_ids(ids: &[RuleId]) -> String {
    let ids: Vec<&str> = ids.iter().map(RuleId::as_str).collect();
    format!("[{}]", ids.join(", "))
}
