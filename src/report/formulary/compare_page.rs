//! What a draft changes, as a page.

use super::compare_report::{
    ChangeReport, CompareReport, Ends, MissingReport, MixReport, SumReport, ToldKind,
};
use super::compare_words::{Words, found, is_zero, verdict};
use crate::formulary::Found;
use crate::language::Language;
use crate::report::data::{hang, wrap};
use crate::report::digits::Digits;
use crate::report::wording;

/// The comparison as a page.
pub(super) fn page(report: &CompareReport, language: Language) -> String {
    let words = Words { report, language };
    let page = Page { words };
    let mut text = String::new();
    wrap(&mut text, "", &words.heading());
    wrap(&mut text, "", words.meant());
    wrap(&mut text, "", &words.basis());
    for line in words.transition() {
        wrap(&mut text, "", &line);
    }
    text.push('\n');
    page.sum(&mut text, language.say("Totaal", "Total"), &report.total);
    wrap(&mut text, "", &words.saving());
    for line in words.marked().into_iter().chain(words.patients()) {
        wrap(&mut text, "", &line);
    }
    page.missing(&mut text);
    for condition in &report.conditions {
        let changes = condition.untold > 0
            || condition.difference.is_some_and(|ends| !is_zero(ends))
            || !condition.device_changes.value().is_zero();
        if changes {
            text.push('\n');
            page.sum(&mut text, &condition.condition, condition);
        }
    }
    if !report.changes.is_empty() || !report.added.is_empty() {
        text.push('\n');
        text.push_str(language.say("Per optie:\n", "By option:\n"));
    }
    for change in &report.changes {
        hang(&mut text, "- ", "  ", &page.change(change));
    }
    for added in &report.added {
        let lead = language.say("Nieuw, zonder gewicht:", "New, without weight:");
        hang(&mut text, "- ", "  ", &format!("{lead} {added}"));
    }
    page.water(&mut text);
    text.push('\n');
    for line in words.method() {
        wrap(&mut text, "", &line);
    }
    text
}

struct Page<'r> {
    words: Words<'r>,
}

impl Page<'_> {
    fn sum(&self, text: &mut String, name: &str, sum: &SumReport) {
        let words = self.words;
        let name = words.name_of(name, sum);
        let mut line = match sum.before.zip(sum.after) {
            Some((before, after)) => format!(
                "{name}: {} kg CO2e {} {} kg CO2e, {} {} kg CO2e: {}.",
                words.ends(before),
                words.say("wordt", "becomes"),
                words.ends(after),
                words.say("verschil", "difference"),
                words.difference(sum.difference),
                words.verdict(sum),
            ),
            None => format!("{name}: {}.", words.verdict(sum)),
        };
        line.push(' ');
        line.push_str(&words.counted(sum));
        if !sum.device_changes.value().is_zero() {
            let changes = words.number(sum.device_changes.value());
            let of = match (words.report.mix, changes.as_str()) {
                (MixReport::Courses, "1") => words.say("optie", "option"),
                (MixReport::Courses, _) => words.say("opties", "options"),
                (MixReport::Export { .. }, "1") => words.say("behandeling", "course"),
                (MixReport::Export { .. }, _) => words.say("behandelingen", "courses"),
            };
            let lead = words.say("Andere soort inhalator", "Another kind of inhaler");
            line.push_str(&format!(" {lead}: {changes} {of}."));
        }
        for cost in sum.cost.iter().flatten() {
            let [before, after] = [cost.before, cost.after].map(|amount| {
                let digits = Digits(wording::of(words.language));
                digits.rounded_text(amount.value(), 2)
            });
            let currency = cost.currency.as_str();
            line.push_str(&format!(" {currency} {before} -> {after}."));
        }
        wrap(text, "", &line);
        if sum.changed == 0 {
            return;
        }
        for (nl, en, part) in [
            (
                "waarvan zonder kanttekening",
                "of which without a mark",
                &sum.unmarked,
            ),
            (
                "waarvan met alleen een andere soort inhalator",
                "of which with another kind of inhaler alone",
                &sum.only_device,
            ),
        ] {
            let line = format!("{}: {}", words.say(nl, en), words.part(part));
            hang(text, "  ", "    ", &line);
        }
    }

    fn missing(&self, text: &mut String) {
        let words = self.words;
        let all = &words.report.missing;
        let say = |one: &MissingReport| {
            let place = words.place(&one.condition, &one.patients, one.step);
            format!("{place}: {}", words.missing(one))
        };
        for (stood, nl, en) in [
            (
                true,
                "Het concept neemt weg wat moet blijven:",
                "The draft takes away what must be kept:",
            ),
            (
                false,
                "Het concept heeft een nieuwe of andere stap zonder wat moet blijven:",
                "The draft has a new or another step without what must be kept:",
            ),
        ] {
            let mut of = all.iter().filter(|one| one.stood == stood).peekable();
            if of.peek().is_some() {
                text.push('\n');
                wrap(text, "", words.say(nl, en));
            }
            for one in of {
                hang(text, "- ", "  ", &say(one));
            }
        }
    }

    fn change(&self, change: &ChangeReport) -> String {
        let words = self.words;
        let place = words.place(&change.condition, &change.patients, change.step);
        let (old, new) = (&change.old, &change.new);
        let how = found(change.found, words.language);
        let marks = if change.marks.is_empty() {
            String::new()
        } else {
            let lead = words.say("Kanttekening", "Mark");
            format!(" {lead}: {}.", words.marks(&change.marks))
        };
        if change.found == Found::Nothing {
            return format!("{place}: {old}: {how}.{marks}");
        }
        let mut figures = figures(words, change);
        if let Some(used) = &change.used {
            figures.push_str(&format!("; {}", words.weight(change, used)));
        }
        format!("{place}: {old} -> {new} ({how}): {figures}.{marks}")
    }

    fn water(&self, text: &mut String) {
        let words = self.words;
        let report = words.report;
        if report.water.is_empty() && report.mass_unknown == 0 {
            return;
        }
        text.push('\n');
        wrap(
            text,
            "",
            words.say(
                "Water, per stof en toedieningsweg, nooit opgeteld (naar oppervlaktewater hoogstens, na biologische zuivering):",
                "Water, by substance and route, never added up (to surface water at most, after biological treatment):",
            ),
        );
        let names = wording::of(words.language).water();
        for one in &report.water {
            let [before, after] = one.milligrams.map(|mg| words.number(mg.value()));
            let [old, new] = one
                .load_at_most
                .map(|load| load.map_or_else(|| "?".to_owned(), |load| words.number(load.value())));
            let line = format!(
                "{} ({}, {}): {before} -> {after} mg; {} {old} -> {new} mg",
                names.words(&one.substance, &one.dutch),
                one.atc,
                names.route(one.route),
                words.say("naar water", "to water")
            );
            hang(text, "- ", "  ", &line);
        }
        if report.mass_unknown > 0 {
            let options = words.options(report.mass_unknown);
            let line = match words.language {
                Language::Dutch => format!(
                    "van {options} is niet te zeggen wat het verschil is: een massa is niet te lezen of niets komt ervoor in de plaats; die staan hier niet in"
                ),
                Language::English => format!(
                    "of {options} the difference cannot be told: a mass cannot be read, or nothing takes the place; they are not in this"
                ),
            };
            hang(text, "- ", "  ", &line);
        }
    }
}

/// What a change comes to, in a few words.
pub(super) fn figures(words: Words<'_>, change: &ChangeReport) -> String {
    let both = |[before, after]: [Ends; 2], told| {
        format!(
            "{} -> {} kg CO2e, {}",
            words.ends(before),
            words.ends(after),
            verdict(told, words.language)
        )
    };
    let told = match change.told {
        ToldKind::Unchanged => words.say("gelijk", "the same"),
        ToldKind::NotInhaled => words.say(
            "geen klimaatwaarde per middel bekend",
            "no climate value of single medicines is known",
        ),
        ToldKind::Compared | ToldKind::CannotTell | ToldKind::NoValue => {
            if let Some((climate, told)) = change.climate.zip(change.verdict) {
                return both(climate, told);
            }
            words.say(
                "niet te zeggen: een waarde ontbreekt of de waarden meten iets anders",
                "cannot be told: a value is missing, or they measure unlike things",
            )
        }
    };
    told.to_owned()
}
