//! What goes first: what to put right, and what to keep.

use super::Page;
use crate::dataset::guideline::Direction;
use crate::report::advice::RuleReport;

impl<'a> Page<'a> {
    /// What to put right before anything else; nothing where no rule is about that.
    pub(super) fn correct(&mut self) {
        let report = self.report;
        let open = self.may(Direction::Correct);
        if report.correct.is_empty() && open.is_empty() {
            return;
        }
        self.heading("Eerst in orde brengen", "Put this right first");
        for rule in &report.correct {
            self.rule(rule, "  - ", true, &[]);
        }
        if !open.is_empty() {
            let lead = self.say(
                "Dit geldt misschien; dat hangt af van wat nog niet bekend is:",
                "This may hold; that depends on what is not known yet:",
            );
            self.line("  ", lead);
        }
        for rule in open {
            self.rule(rule, "  - ", true, &[]);
        }
    }

    pub(super) fn keep(&mut self) {
        self.heading("Houden", "What to keep");
        let report = self.report;
        let open = self.may(Direction::Keep);
        if report.keep.is_empty() && open.is_empty() {
            let none = if report.rules_used.is_narrowed() {
                self.say(
                    "Geen regel met de gevraagde status zegt dat dit middel moet blijven zoals het is. Dat alleen is geen reden om te wisselen.",
                    "No rule of the status that was asked for says that this medicine must stay as it is. That alone is no reason to change it.",
                )
            } else {
                self.say(
                    "Van geen regel staat nu vast dat dit middel moet blijven zoals het is. Dat alleen is geen reden om te wisselen.",
                    "Of no rule is it certain now that this medicine must stay as it is. That alone is no reason to change it.",
                )
            };
            self.line("  ", none);
        }
        for rule in &report.keep {
            self.rule(rule, "  - ", true, &[]);
        }
        if !open.is_empty() {
            let lead = self.say(
                "Deze regels houden het middel misschien; dat hangt af van wat nog niet bekend is:",
                "These rules may keep the medicine; that depends on what is not known yet:",
            );
            self.line("  ", lead);
        }
        for rule in open {
            self.rule(rule, "  - ", true, &[]);
        }
        self.unasked();
    }

    /// When else it would be kept: that is said and not asked.
    fn unasked(&mut self) {
        let report = self.report;
        if report.unasked.is_empty() {
            return;
        }
        let lead = self.say(
            "Hiernaar is niet gevraagd; waar het geldt, gaat het voor",
            "This was not asked; where it holds, it goes first",
        );
        let named = report.unasked.iter().map(|rule| {
            let title = rule.title.text(self.language);
            let numbers = self.numbers(&rule.asks);
            if numbers.is_empty() {
                return format!("{title} [{}]", rule.rule);
            }
            // Another rule asks the same.
            let word = self.say("vraag", "question");
            format!("{title} [{}] ({word} {})", rule.rule, numbers.join(", "))
        });
        let named: Vec<String> = named.collect();
        self.line("  ", &format!("{lead}: {}.", named.join("; ")));
    }

    /// The rules of a direction that may hold.
    fn may(&self, direction: Direction) -> Vec<&'a RuleReport> {
        let all = self.report.may_keep.iter();
        all.filter(|rule| rule.direction == direction).collect()
    }
}
