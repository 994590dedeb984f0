//! The block of what could be different.

use super::super::alternatives::RuleReport;
use super::super::{AlternativesReport, Number, Report};
use super::Page;
use super::say::Say;
use crate::dataset::guideline::{RuleId, Strength};
use crate::practice::{Count, Saving};
use crate::report::advice::{aligns, dated};
use crate::report::wording;
use crate::report::wording::Heading;
use std::collections::{BTreeMap, BTreeSet};

/// How many pairs of products a group shows.
const MOST_PAIRS: usize = 10;

/// Rules that speak of the same prescriptions with the same saving.
struct Group<'r> {
    first: &'r RuleReport,
    rules: Vec<&'r RuleReport>,
}

impl Page {
    pub(super) fn alternatives(&mut self, report: &Report) {
        let advice = &report.advice;
        if advice.is_empty() && !advice.rules_used.is_narrowed() {
            return;
        }
        let say = Say(report.options.language);
        self.heading(Heading::Alternatives);
        self.paragraph(advice.intended_use);
        self.paragraph(say.of(
            "De regels komen uit Nederlandse richtlijnen en adviezen, enkele uit die van een ander land of uit eigen voorzorg (dat staat erbij), in eigen woorden. Leeftijd, indicatie en techniek zijn niet gelezen: wat daarvan afhangt, staat er als vraag bij en is niet als ja geteld. Regels over dezelfde voorschriften overlappen; hun getallen zijn niet op te tellen.",
            "The rules come from Dutch guidance, some from that of another country or from own caution (which is said), in our own words. Age, indication and technique were not read: what depends on these stands as a question and was not taken for yes. Rules about the same prescriptions overlap; their numbers cannot be added up.",
        ));
        let named = |id: &RuleId| advice.offers.iter().any(|rule| rule.rule == *id);
        self.paragraph(&advice.rules_used.text_about(say.0, named));
        self.kept(advice, say);
        self.reductions(advice, say);
        self.switches(advice, say);
        self.held_back(advice, say);
        self.contradictions(advice, say);
    }

    fn contradictions(&mut self, advice: &AlternativesReport, say: Say) {
        if !advice.conflicts.is_empty() {
            self.paragraph(say.of(
                "Deze regels spreken elkaar tegen; geen van beide wint:",
                "These rules contradict each other; neither wins:",
            ));
        }
        for one in &advice.conflicts {
            self.item(&one.brief(say.0));
        }
    }

    /// What may stay as it is comes first: it is taken off no number below.
    fn kept(&mut self, advice: &AlternativesReport, say: Say) {
        if advice.keep.is_empty() {
            return;
        }
        self.paragraph(say.of(
            "Wat mag blijven zoals het is (wie hieronder valt, wisselt niet; bij hoeveel voorschriften dat zo is, is niet gelezen):",
            "What may stay as it is (who falls under these does not switch; for how many prescriptions that is so was not read):",
        ));
        self.rules(advice.keep.iter(), say);
        if !advice.unasked.is_empty() {
            let named = advice.unasked.iter();
            let named = named.map(|(id, title)| format!("{} [{id}]", say.message(title)));
            let named: Vec<String> = named.collect();
            let lead = say.of(
                "Ook dit gaat voor een wissel, waar het geldt",
                "This goes before a switch, too, where it holds",
            );
            self.item(&format!("{lead}: {}.", named.join("; ")));
        }
    }

    /// Rules that hold by what was read, with what they say; then those that depend on what was not,
    /// briefly: their numbers are those of a medicine and of no patients.
    fn rules<'r>(&mut self, rules: impl Iterator<Item = &'r RuleReport>, say: Say) {
        let holds =
            |rule: &&RuleReport| rule.questions.is_empty() || rule.sum.above_limit.is_some();
        let (holding, open): (Vec<&RuleReport>, Vec<&RuleReport>) = rules.partition(holds);
        for rule in holding {
            let line = self.rule(rule, say);
            self.item(&line);
        }
        if open.is_empty() {
            return;
        }
        self.paragraph(say.of(
            "Of deze regels gelden, hangt af van wat niet is gelezen, zoals leeftijd en indicatie. Het getal is het aantal voorschriften van het middel, en niet van wie de regel treft:",
            "Whether these rules hold depends on what was not read, such as age and indication. The number is that of the prescriptions of the medicine, and not of those whom the rule is about:",
        ));
        for rule in open {
            let rows = self.digits.count(rule.sum.prescriptions);
            let mut line = format!("{} ({rows})", say.message(&rule.title));
            if !(rule.direction.offers() || rule.basis.nl.is_empty()) {
                line.push_str(&format!(". {}", say.message(&rule.basis)));
            }
            line.push_str(&format!(" {}", cited(rule, say)));
            self.item(&line);
        }
    }

    /// What a rule says, on what, why, and what it asks.
    fn rule(&self, rule: &RuleReport, say: Say) -> String {
        let mut line = format!("{}: {}", say.message(&rule.title), self.touched(rule, say));
        let above = rule.sum.above_limit.as_ref();
        if let Some(above) = above.filter(|above| above.patients != Count::Hidden) {
            line.push_str(&format!(
                " {}",
                say.with(
                    "{p} patiënten kregen meer dan {d} doses per jaar voorgeschreven (omgerekend naar een jaar over {n} dagen, {a} tot en met {b}).",
                    "{p} patients were prescribed more than {d} doses a year (annualised over {n} days, {a} to {b}).",
                    &[
                        ("{p}", &self.digits.count(above.patients)),
                        ("{d}", &above.doses_per_year.to_string()),
                        ("{n}", &above.days.to_string()),
                        ("{a}", &above.from.to_string()),
                        ("{b}", &above.to.to_string()),
                    ],
                )
            ));
        }
        line.push_str(&format!(" {}", say.message(&rule.reason)));
        if let Some(questions) = questions(rule.questions.iter().map(|(_, said)| said), say) {
            line.push_str(&format!(" {questions}"));
        }
        // What offers rest on stands at the head of the block.
        if !(rule.direction.offers() || rule.basis.nl.is_empty()) {
            let lead = say.of("Waarop dit berust", "What this rests on");
            line.push_str(&format!(" {lead}: {}", say.message(&rule.basis)));
        }
        line.push_str(&format!(" {}", cited(rule, say)));
        line
    }

    /// Less comes before anything else.
    fn reductions(&mut self, advice: &AlternativesReport, say: Say) {
        let (align, less): (Vec<&RuleReport>, Vec<&RuleReport>) = advice
            .reduce
            .iter()
            .partition(|rule| aligns(rule.direction));
        if !(less.is_empty() && advice.general.is_empty()) {
            self.paragraph(say.of(
                "Eerst nagaan of het minder kan:",
                "First, whether less will do:",
            ));
        }
        self.rules(less.into_iter(), say);
        for rule in &advice.general {
            self.item(&format!(
                "{} ({}): {} {}",
                say.message(&rule.title),
                say.of("elk middel", "any medicine"),
                say.message(&rule.reason),
                cited(rule, say)
            ));
        }
        if !align.is_empty() {
            self.paragraph(say.of("Nagaan en afstemmen:", "Check and align:"));
        }
        self.rules(align.into_iter(), say);
    }

    fn switches(&mut self, advice: &AlternativesReport, say: Say) {
        let groups = groups(&advice.offers);
        if groups.is_empty() {
            return;
        }
        self.paragraph(say.of(
            "Wat richtlijnen dan ondersteunen:",
            "What guidance then supports:",
        ));
        let mut shown: BTreeSet<(&str, &str)> = BTreeSet::new();
        for group in &groups {
            let pairs = &group.first.alternatives;
            let fresh = pairs
                .iter()
                .filter(|pair| shown.insert((&pair.from, &pair.to)))
                .count();
            self.group(group, fresh > 0, say);
        }
    }

    /// One group; its pairs of products only where an earlier group did not show them all.
    fn group(&mut self, group: &Group<'_>, pairs: bool, say: Say) {
        let first = group.first;
        let mut line = format!(
            "{}: {}",
            say.message(&first.title),
            self.touched(first, say)
        );
        if let Some(saving) = &first.sum.saving {
            line.push_str(&format!(" {}", self.saving(first, saving, say)));
        } else {
            let instead = say.message(&first.instead);
            if !instead.is_empty() {
                line.push_str(&format!(
                    " {}: {instead}.",
                    say.of("In plaats daarvan", "Instead")
                ));
            }
            line.push_str(&format!(" {}", say.message(&first.reason)));
        }
        self.item(&line);
        if pairs {
            let mut table = self.table_of(&[
                say.of("nu", "now"),
                say.of("alternatief", "alternative"),
                say.of("doses", "doses"),
                say.of("doses: bewijs", "doses: evidence"),
                say.of("voorschriften", "prescriptions"),
            ]);
            for pair in first.alternatives.iter().take(MOST_PAIRS) {
                table.add_row(vec![
                    pair.from.clone(),
                    pair.to_label.clone(),
                    format!("{} → {}", pair.from_doses, pair.to_doses),
                    match pair.evidence {
                        Some(evidence) => wording::of(say.0).evidence(evidence).to_owned(),
                        None => say.of("aanname", "assumption").to_owned(),
                    },
                    self.digits.count(pair.prescriptions),
                ]);
            }
            self.push_table(&mut table, &[4]);
            self.labels(first, say);
        }
        let asked = group.rules.iter().flat_map(|rule| &rule.questions);
        let asked: BTreeMap<&String, &String> = asked.map(|(ask, said)| (ask, said)).collect();
        if let Some(questions) = questions(asked.into_values(), say) {
            self.paragraph(&questions);
        }
        let sources: Vec<String> = group.rules.iter().map(|rule| cited(rule, say)).collect();
        self.paragraph(&format!(
            "{} {}",
            say.of("Regels:", "Rules:"),
            sources.join(" ")
        ));
    }

    /// What the labels of the alternatives exclude, each once.
    fn labels(&mut self, rule: &RuleReport, say: Say) {
        let mut told = BTreeSet::new();
        for pair in rule.alternatives.iter().take(MOST_PAIRS) {
            for one in &pair.label_excludes {
                let line = say.with(
                    "Het etiket van {p} {t}.",
                    "The label of {p} {t}.",
                    &[("{p}", &pair.to_label), ("{t}", &one.text(say.0))],
                );
                if told.insert(line.clone()) {
                    self.item(&line);
                }
            }
        }
    }

    /// How many prescriptions and patients a rule is about.
    fn touched(&self, rule: &RuleReport, say: Say) -> String {
        let rows = self.digits.count(rule.sum.prescriptions);
        match rule.sum.patients {
            Some(patients @ Count::Shown(_)) => say.with(
                "{r} voorschriften van {p} patiënten.",
                "{r} prescriptions of {p} patients.",
                &[("{r}", &rows), ("{p}", &self.digits.count(patients))],
            ),
            Some(Count::Hidden) | None => say.with(
                "{r} voorschriften.",
                "{r} prescriptions.",
                &[("{r}", &rows)],
            ),
        }
    }

    /// The saving of each scenario.
    fn saving(&self, rule: &RuleReport, saving: &[Saving], say: Say) -> String {
        let of = |one: &Saving| {
            let [low, central, high] = [one.low, one.central, one.high].map(Number::of);
            let [low, central, high] = self.digits.range(low, central, high);
            format!("{}%: {central} ({low} – {high})", one.share_percent)
        };
        let scenarios: Vec<String> = saving.iter().map(of).collect();
        let mut text = say.with(
            "Voor {e} daarvan zegt de vergelijking dat een alternatief lager is. Besparing in kg CO2e als dit deel ervan wisselt, voordat de uitzonderingen eraf zijn: {s}.",
            "For {e} of these the comparison says that an alternative is lower. Saving in kg CO2e if this share of them changes, before exceptions are taken off: {s}.",
            &[
                ("{e}", &self.digits.count(rule.sum.eligible)),
                ("{s}", &scenarios.join("; ")),
            ],
        );
        if rule.sum.eligible_nominal > 0 {
            text.push(' ');
            text.push_str(&say.with(
                "Bij {n} daarvan zegt geen bron welke dosis gelijk staat; gerekend is met dezelfde nominale dosis.",
                "For {n} of these no source says which dose is equal; the same nominal dose was taken.",
                &[("{n}", &self.digits.count(rule.sum.eligible_nominal))],
            ));
        }
        text
    }

    /// What is held back, by what holds it back, over the groups of switches.
    fn held_back(&mut self, advice: &AlternativesReport, say: Say) {
        let mut lines: BTreeMap<(&str, u64, &str), Vec<&str>> = BTreeMap::new();
        for rule in advice.offers.iter().chain(&advice.withheld) {
            for (guard, rows) in &rule.sum.withheld {
                let reason = rule.reasons.get(guard).unwrap_or(guard);
                lines
                    .entry((guard, *rows, reason))
                    .or_default()
                    .push(rule.rule.as_str());
            }
        }
        if lines.is_empty() {
            return;
        }
        self.paragraph(say.of("Niet aangeboden, en waarom:", "Not offered, and why:"));
        for ((_, rows, reason), rules) in lines {
            self.item(&say.with(
                "{r} voorschriften: {w} ({i})",
                "{r} prescriptions: {w} ({i})",
                &[
                    ("{r}", &self.digits.count(rows)),
                    ("{w}", reason),
                    ("{i}", &rules.join(", ")),
                ],
            ));
        }
    }
}

/// Offers that touch the same prescriptions in the same way, in one group.
fn groups(offers: &[RuleReport]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for rule in offers {
        let same = |group: &&mut Group<'_>| {
            let first = group.first;
            rule.sum.saving.is_some()
                && first.sum.prescriptions == rule.sum.prescriptions
                && first.sum.eligible == rule.sum.eligible
                && first.sum.withheld == rule.sum.withheld
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.rules.push(rule),
            None => groups.push(Group {
                first: rule,
                rules: vec![rule],
            }),
        }
    }
    groups.sort_by_key(|group| std::cmp::Reverse(group.first.sum.eligible));
    groups
}

/// The questions that the answers to rules need; none for no questions.
fn questions<'q>(questions: impl Iterator<Item = &'q String>, say: Say) -> Option<String> {
    let questions: Vec<&str> = questions.map(String::as_str).collect();
    let lead = say.of("Eerst na te gaan:", "To ask first:");
    (!questions.is_empty()).then(|| format!("{lead} {}", questions.join(" ")))
}

/// Guideline, version, section and strength of a rule in square brackets.
fn cited(rule: &RuleReport, say: Say) -> String {
    let citation = &rule.citation;
    format!(
        "[{}: {}, {}, {}; {}{}]",
        rule.rule,
        citation.guideline,
        citation.version,
        citation.section,
        say.strength(citation.strength),
        dated(citation, say.0)
    )
}

impl Say {
    const fn strength(self, strength: Strength) -> &'static str {
        match strength {
            Strength::Recommendation => self.of("aanbeveling", "recommendation"),
            Strength::Agreement => self.of("afspraak", "agreement"),
            Strength::Advice => self.of("advies", "advice"),
            Strength::Consider => self.of("te overwegen", "to consider"),
            Strength::Option => self.of("mogelijkheid", "option"),
            Strength::Institute => self.of("instituut, geen richtlijn", "institute, no guideline"),
            Strength::Local => self.of("lokaal", "local"),
            Strength::Hospital => self.of("ziekenhuis", "hospital"),
            Strength::Opinion => self.of("mening", "opinion"),
            Strength::Descriptive => self.of("beschrijving", "description"),
            Strength::Method => self.of("werkwijze", "method"),
            Strength::Foreign => self.of("ander land", "other country"),
            Strength::Precaution => self.of("eigen voorzorg", "own caution"),
        }
    }
}
